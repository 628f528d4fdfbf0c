//! The journal grows at its end also on PostgreSQL.
//!
//! A vacuum after many insertions tells PostgreSQL of the room that is left on each page, and
//! every short event of a night is then put on a page of its own, which goes to the log as a
//! whole. Nothing in the journal is ever changed or deleted, so that there is nothing to gain.

use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::DbBackend;

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        alter(manager, "SET (autovacuum_vacuum_insert_threshold = -1)").await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        alter(manager, "RESET (autovacuum_vacuum_insert_threshold)").await
    }
}

async fn alter(manager: &SchemaManager<'_>, how: &str) -> Result<(), DbErr> {
    if manager.get_database_backend() == DbBackend::Postgres {
        let alter = format!("ALTER TABLE journal {how}");
        manager.get_connection().execute_unprepared(&alter).await?;
    }
    Ok(())
}
