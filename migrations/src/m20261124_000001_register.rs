//! Dossiers, their snapshots and journal, parties, runs and answered commands.
//!
//! What the nightly check reads and writes is kept small: an internal integer key everywhere, the
//! UUID once, beside it; snapshots apart from what never changes; a journal that only grows at
//! its end, and no index on it that would be written all over.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{
    big_integer, big_integer_null, big_pk_auto, binary, date, date_null, text, text_null, uuid,
};
use sea_orm_migration::sea_orm::DbBackend;

use crate::Prefix;

#[derive(DeriveMigrationName)]
pub(crate) struct Migration(pub(crate) Prefix);

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for sequence in sequences(manager) {
            let make = format!("CREATE SEQUENCE {}", self.0.of(sequence));
            manager.get_connection().execute_unprepared(&make).await?;
        }
        manager.create_table(party(&self.0)).await?;
        manager
            .create_index(unique(
                &self.0,
                "party_identifier",
                "party",
                &["kind", "identifier"],
            ))
            .await?;
        manager.create_table(dossier(&self.0)).await?;
        manager
            .create_index(unique(
                &self.0,
                "dossier_number",
                "dossier",
                &["regime", "number"],
            ))
            .await?;
        manager.create_table(snapshot(&self.0)).await?;
        manager
            .create_index(
                Index::create()
                    .name(self.0.of("snapshot_due_on"))
                    .table(self.0.of("snapshot"))
                    .col("due_on")
                    .col("dossier")
                    .to_owned(),
            )
            .await?;
        manager.create_table(journal(&self.0)).await?;
        manager.create_table(run(&self.0)).await?;
        manager.create_table(command(&self.0)).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in ["command", "run", "journal", "snapshot", "dossier", "party"] {
            manager
                .drop_table(Table::drop().table(self.0.of(table)).to_owned())
                .await?;
        }
        for sequence in sequences(manager) {
            let drop = format!("DROP SEQUENCE {}", self.0.of(sequence));
            manager.get_connection().execute_unprepared(&drop).await?;
        }
        Ok(())
    }
}

/// What gives out the keys of dossiers and the positions of events where there is more than one
/// writer.
fn sequences(manager: &SchemaManager) -> &'static [&'static str] {
    match manager.get_database_backend() {
        DbBackend::Postgres => &["dossier_seq", "journal_position"],
        _ => &[],
    }
}

/// Personal data, and nothing else: it can be erased without touching history.
fn party(ours: &Prefix) -> TableCreateStatement {
    Table::create()
        .table(ours.of("party"))
        .col(big_pk_auto("seq"))
        .col(uuid("id").unique_key())
        .col(text("kind"))
        .col(text_null("name"))
        .col(text_null("name_as_given"))
        .col(text_null("identifier"))
        .to_owned()
}

/// Who a dossier is; nothing here changes with time.
fn dossier(ours: &Prefix) -> TableCreateStatement {
    Table::create()
        .table(ours.of("dossier"))
        .col(key("seq"))
        .col(uuid("id").unique_key())
        .col(text("regime"))
        .col(text("number"))
        .col(text("province"))
        .col(text("office_kind"))
        .to_owned()
}

/// A cache of the journal: it can be rebuilt and is checked by `verify`. `last` is the position of
/// the newest event, from which the history is read.
fn snapshot(ours: &Prefix) -> TableCreateStatement {
    Table::create()
        .table(ours.of("snapshot"))
        .col(key("dossier"))
        .col(big_integer("version"))
        .col(big_integer("last"))
        .col(date_null("due_on"))
        .col(binary("head"))
        .col(binary("state"))
        .foreign_key(
            ForeignKey::create()
                .name("snapshot_dossier")
                .from(ours.of("snapshot"), "dossier")
                .to(ours.of("dossier"), "seq"),
        )
        .to_owned()
}

/// The truth. Rows are added at the end, chained by hash within a dossier, and never changed.
///
/// A dossier's events are found from its snapshot, each naming the position of the one before. An
/// index by dossier would be written on as many pages as there are dossiers in a night. The
/// reference is to the snapshot for the same reason: its page is in hand.
fn journal(ours: &Prefix) -> TableCreateStatement {
    Table::create()
        .table(ours.of("journal"))
        .col(key("position"))
        .col(big_integer("dossier"))
        .col(big_integer("version"))
        .col(big_integer_null("previous"))
        .col(date("effective_on"))
        .col(big_integer("recorded_at"))
        .col(text("actor"))
        .col(text("event"))
        .col(binary("hash"))
        .foreign_key(
            ForeignKey::create()
                .name("journal_snapshot")
                .from(ours.of("journal"), "dossier")
                .to(ours.of("snapshot"), "dossier"),
        )
        .to_owned()
}

/// Who ran what, and what it did.
fn run(ours: &Prefix) -> TableCreateStatement {
    Table::create()
        .table(ours.of("run"))
        .col(big_pk_auto("seq"))
        .col(uuid("id").unique_key())
        .col(text("kind"))
        .col(date_null("as_of"))
        .col(big_integer("started_at"))
        .col(big_integer_null("finished_at"))
        .col(text_null("report"))
        .to_owned()
}

/// Answers already given: the same command id gets the same answer.
fn command(ours: &Prefix) -> TableCreateStatement {
    Table::create()
        .table(ours.of("command"))
        .col(ColumnDef::new("id").uuid().not_null().primary_key())
        .col(binary("body_hash"))
        .col(text("answer"))
        .col(big_integer("recorded_at"))
        .to_owned()
}

/// A key that the store gives out itself.
fn key(name: &'static str) -> ColumnDef {
    ColumnDef::new(name)
        .big_integer()
        .not_null()
        .primary_key()
        .to_owned()
}

fn unique(
    ours: &Prefix,
    name: &'static str,
    table: &'static str,
    columns: &[&'static str],
) -> IndexCreateStatement {
    let mut index = Index::create()
        .name(ours.of(name))
        .table(ours.of(table))
        .unique()
        .to_owned();
    for column in columns {
        index.col(*column);
    }
    index
}
