//! A lease on the register for the run that is going on: at most one run is open, and one whose
//! process is gone ends when its time does.
//!
//! Older code writes runs without a lease, and neither sees the other.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{big_integer_null, text_null};

use crate::Prefix;

#[derive(DeriveMigrationName)]
pub(crate) struct Migration(pub(crate) Prefix);

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for column in [text_null("lease"), big_integer_null("lease_until")] {
            let alter = Table::alter()
                .table(self.0.of("run"))
                .add_column(column)
                .to_owned();
            manager.alter_table(alter).await?;
        }
        let (run_open, run) = (self.0.of("run_open"), self.0.of("run"));
        let open = format!(
            "CREATE UNIQUE INDEX {run_open} ON \"{run}\" (lease) WHERE finished_at IS NULL"
        );
        manager.get_connection().execute_unprepared(&open).await?;
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let drop = format!("DROP INDEX {}", self.0.of("run_open"));
        manager.get_connection().execute_unprepared(&drop).await?;
        for column in ["lease_until", "lease"] {
            let alter = Table::alter()
                .table(self.0.of("run"))
                .drop_column(column)
                .to_owned();
            manager.alter_table(alter).await?;
        }
        Ok(())
    }
}
