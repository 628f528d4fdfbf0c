//! By what licences are found: what each is worth, until when and what then, who holds it, its days, and what waits
//! for whom. Whoever migrates fills that in. A night changes none of it for what was to be expected.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{big_integer, date, date_null, text, text_null, uuid_null};
use sea_orm_migration::sea_orm::DbBackend;

use crate::Prefix;

#[derive(DeriveMigrationName)]
pub(crate) struct Migration(pub(crate) Prefix);

/// The indexes: of names, and of what on what. Nearly all licences are in force and then expire: the others are few.
const INDEXES: [(&str, &str, &str); 14] = [
    ("snapshot_stands_from", "snapshot", "(stands_from)"),
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
    (
        "snapshot_waits_until",
        "snapshot",
        "(waits_until) WHERE waits_until IS NOT NULL",
    ),
    ("dossier_province", "dossier", "(province)"),
    // By whom, the earliest against its last day first; what has none is by how long it waits.
    (
        "worklist_until",
        "worklist",
        "(owed_by, until, since, dossier, place) WHERE until IS NOT NULL",
    ),
    (
        "worklist_since",
        "worklist",
        "(owed_by, since, dossier, place) WHERE until IS NULL",
    ),
    (
        "worklist_province_until",
        "worklist",
        "(owed_by, province, until, since, dossier, place) WHERE until IS NOT NULL",
    ),
    (
        "worklist_province_since",
        "worklist",
        "(owed_by, province, since, dossier, place) WHERE until IS NULL",
    ),
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
        manager.create_table(self.worklist()).await?;
        for (name, table, of) in INDEXES {
            let (name, table) = (self.0.of(name), self.0.of(table));
            let make = format!("CREATE INDEX {name} ON \"{table}\" {of}");
            manager.get_connection().execute_unprepared(&make).await?;
        }
        // Found by how they begin, letter by letter: a server's language may have another order.
        let by_letters = match manager.get_database_backend() {
            DbBackend::Postgres => " COLLATE \"C\"",
            _ => "",
        };
        let (name, table) = (self.0.of("party_name"), self.0.of("party"));
        let make = format!("CREATE INDEX {name} ON \"{table}\" (name{by_letters})");
        manager.get_connection().execute_unprepared(&make).await?;
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let names = INDEXES.map(|(name, _, _)| name);
        for name in ["party_name"].into_iter().chain(names) {
            let drop = format!("DROP INDEX {}", self.0.of(name));
            manager.get_connection().execute_unprepared(&drop).await?;
        }
        let worklist = Table::drop().table(self.0.of("worklist")).to_owned();
        manager.drop_table(worklist).await?;
        for column in [
            "waits_until",
            "renewal_due",
            "ends_on",
            "holder",
            "standing_then",
            "stands_until",
            "stands_from",
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

impl Migration {
    /// What waits for somebody to act, of each dossier in the order of a life.
    fn worklist(&self) -> TableCreateStatement {
        let dossier = ForeignKey::create()
            .name("worklist_dossier")
            .from(self.0.of("worklist"), "dossier")
            .to(self.0.of("dossier"), "seq")
            .to_owned();
        let key = Index::create().col("dossier").col("place").to_owned();
        Table::create()
            .table(self.0.of("worklist"))
            .col(big_integer("dossier"))
            .col(big_integer("place"))
            .col(text("task"))
            .col(text_null("about"))
            .col(text("owed_by"))
            .col(date("since"))
            .col(date_null("until"))
            .col(text("province"))
            .primary_key(&mut key.clone())
            .foreign_key(&mut dossier.clone())
            .to_owned()
    }
}

fn columns() -> [ColumnDef; 8] {
    [
        text_null("standing"),
        date_null("stands_from"),
        date_null("stands_until"),
        text_null("standing_then"),
        uuid_null("holder"),
        date_null("ends_on"),
        date_null("renewal_due"),
        date_null("waits_until"),
    ]
}
