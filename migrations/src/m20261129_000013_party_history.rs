//! Parties with histories of their own, and texts beside the rows that have their hashes.
//!
//! What happens to a party takes its place in the order of the journal. Names, identifiers and texts stand
//! beside the chains of hashes, so that they can be erased and no chain breaks. Who is a party already gets a
//! history from whoever migrates: what stands in it is no matter of the schema.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{
    big_integer, big_integer_null, binary, binary_null, text, uuid, uuid_null,
};

use crate::Prefix;

#[derive(DeriveMigrationName)]
pub(crate) struct Migration(pub(crate) Prefix);

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        // With what the name and the identifier are hashed, the place of the newest event, and who the
        // party turned out to be.
        for column in [
            binary_null("salt"),
            big_integer_null("last"),
            uuid_null("merged_into"),
        ] {
            let add = Table::alter()
                .table(self.0.of("party"))
                .add_column(column)
                .to_owned();
            manager.alter_table(add).await?;
        }
        let merged = Index::create()
            .name(self.0.of("party_merged_into"))
            .table(self.0.of("party"))
            .col("merged_into")
            .and_where(Expr::col("merged_into").is_not_null())
            .to_owned();
        manager.create_index(merged).await?;
        manager.create_table(party_event(&self.0)).await?;
        manager.create_table(free_text(&self.0)).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in ["free_text", "party_event"] {
            let drop = Table::drop().table(self.0.of(table)).to_owned();
            manager.drop_table(drop).await?;
        }
        let drop = Index::drop()
            .name(self.0.of("party_merged_into"))
            .table(self.0.of("party"))
            .to_owned();
        manager.drop_index(drop).await?;
        for column in ["merged_into", "last", "salt"] {
            let drop = Table::alter()
                .table(self.0.of("party"))
                .drop_column(column)
                .to_owned();
            manager.alter_table(drop).await?;
        }
        Ok(())
    }
}

/// What happened to parties. A position is given once, here or in the journal.
fn party_event(ours: &Prefix) -> TableCreateStatement {
    Table::create()
        .table(ours.of("party_event"))
        .col(key("position"))
        .col(uuid("party"))
        .col(big_integer("version"))
        .col(big_integer_null("previous"))
        .col(big_integer("recorded_at"))
        .col(text("actor"))
        .col(text("event"))
        .col(binary("hash"))
        .to_owned()
}

/// Texts by the position of the row that has their hashes.
fn free_text(ours: &Prefix) -> TableCreateStatement {
    Table::create()
        .table(ours.of("free_text"))
        .col(big_integer("position"))
        .col(binary("hash"))
        .col(binary("salt"))
        .col(text("text"))
        .primary_key(Index::create().col("position").col("hash"))
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
