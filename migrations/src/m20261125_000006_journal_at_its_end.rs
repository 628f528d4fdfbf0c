//! The journal grows at its end also on PostgreSQL.
//!
//! A vacuum after many insertions tells PostgreSQL of the room that is left on each page, and
//! every short event of a night is then put on a page of its own, which goes to the log as a
//! whole. Nothing in the journal is ever changed or deleted, so that there is nothing to gain.

use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::DbBackend;

use crate::Prefix;

#[derive(DeriveMigrationName)]
pub(crate) struct Migration(pub(crate) Prefix);

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        alter(
            manager,
            &self.0,
            "SET (autovacuum_vacuum_insert_threshold = -1)",
        )
        .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        alter(
            manager,
            &self.0,
            "RESET (autovacuum_vacuum_insert_threshold)",
        )
        .await
    }
}

async fn alter(manager: &SchemaManager<'_>, ours: &Prefix, how: &str) -> Result<(), DbErr> {
    if manager.get_database_backend() == DbBackend::Postgres {
        let alter = format!("ALTER TABLE {} {how}", ours.of("journal"));
        manager.get_connection().execute_unprepared(&alter).await?;
    }
    Ok(())
}
