//! By what licences are found: what each is worth, until when and what then, who holds it, and its days. Whoever
//! migrates fills the columns. A night changes none of them for what was to be expected.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{date_null, text_null, uuid_null};

use crate::Prefix;

#[derive(DeriveMigrationName)]
pub(crate) struct Migration(pub(crate) Prefix);

/// The indexes: of names, and of what on what. Nearly all licences are in force and then expire: the others are few.
const INDEXES: [(&str, &str, &str); 8] = [
    ("snapshot_holder", "snapshot", "(holder)"),
    ("snapshot_ends_on", "snapshot", "(ends_on)"),
    ("snapshot_renewal_due", "snapshot", "(renewal_due)"),
    (
        "snapshot_standing",
        "snapshot",
        "(standing) WHERE standing <> 'in_force'",
    ),
    (
        "snapshot_standing_then",
        "snapshot",
        "(standing_then) WHERE standing_then <> 'expired'",
    ),
    (
        "snapshot_unknown",
        "snapshot",
        "(dossier) WHERE standing IS NULL",
    ),
    (
        "snapshot_changing",
        "snapshot",
        "(stands_until) WHERE standing_then IS NULL",
    ),
    ("dossier_province", "dossier", "(province)"),
];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for column in columns() {
            let add = Table::alter()
                .table(self.0.of("snapshot"))
                .add_column(column)
                .to_owned();
            manager.alter_table(add).await?;
        }
        for (name, table, of) in INDEXES {
            let (name, table) = (self.0.of(name), self.0.of(table));
            let make = format!("CREATE INDEX {name} ON \"{table}\" {of}");
            manager.get_connection().execute_unprepared(&make).await?;
        }
        let by_name = Index::create()
            .name(self.0.of("party_name"))
            .table(self.0.of("party"))
            .col("name")
            .to_owned();
        manager.create_index(by_name).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let names = INDEXES.map(|(name, _, _)| name);
        for name in ["party_name"].into_iter().chain(names) {
            let drop = format!("DROP INDEX {}", self.0.of(name));
            manager.get_connection().execute_unprepared(&drop).await?;
        }
        for column in [
            "renewal_due",
            "ends_on",
            "holder",
            "standing_then",
            "stands_until",
            "standing",
        ] {
            let drop = Table::alter()
                .table(self.0.of("snapshot"))
                .drop_column(column)
                .to_owned();
            manager.alter_table(drop).await?;
        }
        Ok(())
    }
}

fn columns() -> [ColumnDef; 6] {
    [
        text_null("standing"),
        date_null("stands_until"),
        text_null("standing_then"),
        uuid_null("holder"),
        date_null("ends_on"),
        date_null("renewal_due"),
    ]
}
