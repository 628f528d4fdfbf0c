//! What a history that can be stated anew needs: what was asked in each act, and revisions that were
//! proposed and wait for a second person.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{big_integer, big_integer_null, text, text_null, uuid};

use crate::Prefix;

#[derive(DeriveMigrationName)]
pub(crate) struct Migration(pub(crate) Prefix);

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.create_table(asked(&self.0)).await?;
        manager.create_table(proposal(&self.0)).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in ["proposal", "asked"] {
            manager
                .drop_table(Table::drop().table(self.0.of(table)).to_owned())
                .await?;
        }
        Ok(())
    }
}

/// What was asked, by the position of the act's first row in the journal. It is kept outside the
/// chain of hashes, so that it can be blanked where a person is to be forgotten.
fn asked(ours: &Prefix) -> TableCreateStatement {
    Table::create()
        .table(ours.of("asked"))
        .col(
            ColumnDef::new("position")
                .big_integer()
                .not_null()
                .primary_key(),
        )
        .col(text_null("text"))
        .to_owned()
}

/// Revisions that one person proposed, and what became of each.
fn proposal(ours: &Prefix) -> TableCreateStatement {
    Table::create()
        .table(ours.of("proposal"))
        .col(uuid("id").primary_key())
        .col(text("revision"))
        .col(text("proposed_by"))
        .col(big_integer("proposed_at"))
        .col(text_null("decided_by"))
        .col(big_integer_null("decided_at"))
        .to_owned()
}
