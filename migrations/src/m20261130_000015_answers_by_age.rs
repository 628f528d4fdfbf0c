//! An index of the answers by when they were given, along which a night finds those that are not kept any more.

use sea_orm_migration::prelude::*;

use crate::Prefix;

#[derive(DeriveMigrationName)]
pub(crate) struct Migration(pub(crate) Prefix);

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let index = Index::create()
            .name(self.0.of("command_recorded_at"))
            .table(self.0.of("command"))
            .col("recorded_at")
            .to_owned();
        manager.create_index(index).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let index = Index::drop()
            .name(self.0.of("command_recorded_at"))
            .table(self.0.of("command"))
            .to_owned();
        manager.drop_index(index).await
    }
}
