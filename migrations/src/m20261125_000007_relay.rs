//! What a relay needs: the register's own name, how far each sink has come, what a sink would not
//! take, and the trace that an event belongs to.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{
    big_integer, big_integer_null, big_pk_auto, integer, text, text_null, uuid, uuid_null,
};
use uuid::Uuid;

use crate::Prefix;

#[derive(DeriveMigrationName)]
pub(crate) struct Migration(pub(crate) Prefix);

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.create_table(register(&self.0)).await?;
        let name = Query::insert()
            .into_table(self.0.of("register"))
            .columns(["id"])
            .values_panic([Uuid::now_v7().into()])
            .to_owned();
        manager.execute(name).await?;
        manager.create_table(sink(&self.0)).await?;
        manager.create_table(dead_letter(&self.0)).await?;
        manager
            .create_index(
                Index::create()
                    .name(self.0.of("dead_letter_position"))
                    .table(self.0.of("dead_letter"))
                    .unique()
                    .col("sink")
                    .col("position")
                    .to_owned(),
            )
            .await?;
        manager.create_table(trace(&self.0)).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in ["trace", "dead_letter", "sink", "register"] {
            manager
                .drop_table(Table::drop().table(self.0.of(table)).to_owned())
                .await?;
        }
        Ok(())
    }
}

/// One row: the id by which others know the register, wherever it is kept.
fn register(ours: &Prefix) -> TableCreateStatement {
    Table::create()
        .table(ours.of("register"))
        .col(uuid("id").primary_key())
        .to_owned()
}

/// How far each sink has come in the journal, and which relay serves it until when.
fn sink(ours: &Prefix) -> TableCreateStatement {
    Table::create()
        .table(ours.of("sink"))
        .col(text("name").primary_key())
        .col(big_integer("position"))
        .col(big_integer("published"))
        .col(big_integer_null("published_at"))
        .col(uuid_null("relay"))
        .col(big_integer_null("lease_until"))
        .to_owned()
}

/// Events that a sink would not take, and those of the same dossiers that wait behind them.
fn dead_letter(ours: &Prefix) -> TableCreateStatement {
    Table::create()
        .table(ours.of("dead_letter"))
        .col(big_pk_auto("seq"))
        .col(text("sink"))
        .col(big_integer("position"))
        .col(big_integer("dossier"))
        .col(text("reason"))
        .col(integer("attempts"))
        .col(big_integer("parked_at"))
        .col(big_integer_null("retry_at"))
        .col(big_integer_null("dropped_at"))
        .col(text_null("dropped_because"))
        .to_owned()
}

/// Kept apart from the journal, because few events have one and every row would pay for it.
fn trace(ours: &Prefix) -> TableCreateStatement {
    Table::create()
        .table(ours.of("trace"))
        .col(
            ColumnDef::new("position")
                .big_integer()
                .not_null()
                .primary_key(),
        )
        .col(text("traceparent"))
        .to_owned()
}
