//! Who ran what, and what it did.

use chrono::NaiveDate;
use sea_orm::ConnectionTrait;
use uuid::Uuid;

use crate::{Register, StoreError};

impl<C: ConnectionTrait> Register<C> {
    /// Notes that a run has begun.
    pub async fn start_run(
        &self,
        id: Uuid,
        kind: &str,
        as_of: Option<NaiveDate>,
        started_at: i64,
    ) -> Result<(), StoreError> {
        let sql = "INSERT INTO run (id, kind, as_of, started_at) VALUES (?, ?, ?, ?)";
        let values = vec![id.into(), kind.into(), as_of.into(), started_at.into()];
        self.execute(sql, values, "noting the run").await?;
        Ok(())
    }

    /// Notes that it has ended, with its report. A run without one was cut off.
    pub async fn finish_run(
        &self,
        id: Uuid,
        finished_at: i64,
        report: &str,
    ) -> Result<(), StoreError> {
        let sql = "UPDATE run SET finished_at = ?, report = ? WHERE id = ?";
        let values = vec![finished_at.into(), report.into(), id.into()];
        self.execute(sql, values, "noting the end of the run")
            .await?;
        Ok(())
    }
}
