//! Anchors: a root over all that the journal held at the end of a night.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{big_integer, binary, date, uuid};

use crate::Prefix;

#[derive(DeriveMigrationName)]
pub(crate) struct Migration(pub(crate) Prefix);

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        // How many events the root covers says which anchor it is: no two cover as many.
        let events = ColumnDef::new("events")
            .big_integer()
            .not_null()
            .primary_key()
            .to_owned();
        let anchor = Table::create()
            .table(self.0.of("anchor"))
            .col(events)
            .col(big_integer("position"))
            .col(uuid("run"))
            .col(date("as_of"))
            .col(big_integer("recorded_at"))
            .col(binary("root"))
            .to_owned();
        manager.create_table(anchor).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let anchor = Table::drop().table(self.0.of("anchor")).to_owned();
        manager.drop_table(anchor).await
    }
}
