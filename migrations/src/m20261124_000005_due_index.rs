//! The index of due days holds the dossiers that something falls due on, and no others: where a
//! night leaves nothing due, it writes nothing to the index.

use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        replace(manager, " WHERE due_on IS NOT NULL").await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        replace(manager, "").await
    }
}

async fn replace(manager: &SchemaManager<'_>, only: &str) -> Result<(), DbErr> {
    let database = manager.get_connection();
    database
        .execute_unprepared("DROP INDEX snapshot_due_on")
        .await?;
    let make = format!("CREATE INDEX snapshot_due_on ON snapshot (due_on, dossier){only}");
    database.execute_unprepared(&make).await?;
    Ok(())
}
