//! The index of due days holds the dossiers that something falls due on, and no others: where a
//! night leaves nothing due, it writes nothing to the index.

use sea_orm_migration::prelude::*;

use crate::Prefix;

#[derive(DeriveMigrationName)]
pub(crate) struct Migration(pub(crate) Prefix);

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        replace(manager, &self.0, " WHERE due_on IS NOT NULL").await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        replace(manager, &self.0, "").await
    }
}

async fn replace(manager: &SchemaManager<'_>, ours: &Prefix, only: &str) -> Result<(), DbErr> {
    let (index, snapshot) = (ours.of("snapshot_due_on"), ours.of("snapshot"));
    let database = manager.get_connection();
    database
        .execute_unprepared(&format!("DROP INDEX {index}"))
        .await?;
    let make = format!("CREATE INDEX {index} ON \"{snapshot}\" (due_on, dossier){only}");
    database.execute_unprepared(&make).await?;
    Ok(())
}
