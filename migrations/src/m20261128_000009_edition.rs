//! Which content each edition had when it judged here: from then on it is frozen.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{big_integer, big_integer_null, binary, text};

use crate::Prefix;

#[derive(DeriveMigrationName)]
pub(crate) struct Migration(pub(crate) Prefix);

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let edition = Table::create()
            .table(self.0.of("edition"))
            .col(text("id").primary_key())
            .col(binary("sha256"))
            .col(big_integer("judged_at"))
            .col(big_integer_null("accepted_at"))
            .to_owned();
        manager.create_table(edition).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let edition = Table::drop().table(self.0.of("edition")).to_owned();
        manager.drop_table(edition).await
    }
}
