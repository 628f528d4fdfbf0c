//! An index of the answers by when they were given, along which a night finds those that are not kept any more.

use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let index = Index::create()
            .name("command_recorded_at")
            .table("command")
            .col("recorded_at")
            .to_owned();
        manager.create_index(index).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let index = Index::drop()
            .name("command_recorded_at")
            .table("command")
            .to_owned();
        manager.drop_index(index).await
    }
}
