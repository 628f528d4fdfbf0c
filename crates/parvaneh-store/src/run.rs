//! Who ran what, and what it did; and the lease that lets one run go on at a time.
//!
//! Time is the database's own: the clocks of the machines that run against it may differ.

use chrono::NaiveDate;
use sea_orm::{ConnectionTrait, DbBackend, QueryResult};
use uuid::Uuid;

use crate::{Register, Store, StoreError};

/// How long a lease lasts unless it is renewed, in milliseconds.
const LEASE: i64 = 30_000;

/// The lease that every run takes.
const REGISTER: &str = "register";

/// A run that is to begin.
#[derive(Clone, Debug)]
pub struct NewRun {
    /// Its id.
    pub id: Uuid,
    /// What it does, in a word.
    pub kind: String,
    /// The civil date it settles up to.
    pub as_of: NaiveDate,
    /// When it begins, in milliseconds since 1970.
    pub started_at: i64,
}

/// A run that holds the lease.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct OpenRun {
    /// Its id.
    pub id: Uuid,
    /// The civil date it settles up to.
    pub as_of: NaiveDate,
}

/// Whether leases that are still running are believed.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum OthersMay {
    /// Another process may hold the lease.
    Run,
    /// The caller holds a lock that no other run can hold, so that any lease is left over.
    NotRun,
}

impl Store {
    /// Begins a run, unless another one holds the lease: then the answer is that one.
    pub async fn start_run(
        &self,
        run: &NewRun,
        others: OthersMay,
    ) -> Result<Option<OpenRun>, StoreError> {
        let what = "noting the run";
        let tx = self.begin_write().await?;
        let now = tx.now();
        let left_over = match others {
            OthersMay::Run => format!("lease_until < {now}"),
            OthersMay::NotRun => "true".to_owned(),
        };
        let over = format!(
            "UPDATE run SET finished_at = lease_until \
             WHERE lease = ? AND finished_at IS NULL AND {left_over}"
        );
        tx.execute(&over, vec![REGISTER.into()], what).await?;
        let begin = format!(
            "INSERT INTO run (id, kind, as_of, started_at, lease, lease_until) \
             VALUES (?, ?, ?, ?, ?, {now} + ?)"
        );
        let values = vec![
            run.id.into(),
            run.kind.as_str().into(),
            run.as_of.into(),
            run.started_at.into(),
            REGISTER.into(),
            LEASE.into(),
        ];
        match tx.execute(&begin, values, what).await {
            Ok(_) => {
                tx.commit().await?;
                Ok(None)
            }
            Err(error @ StoreError::Constraint { .. }) => {
                drop(tx);
                self.open_run()
                    .await?
                    .map_or(Err(error), |open| Ok(Some(open)))
            }
            Err(error) => Err(error),
        }
    }
}

impl<C: ConnectionTrait> Register<C> {
    /// The run that holds the lease, if one does.
    pub async fn open_run(&self) -> Result<Option<OpenRun>, StoreError> {
        let sql = format!(
            "SELECT id, as_of FROM run \
             WHERE lease = ? AND finished_at IS NULL AND {} <= lease_until",
            self.now()
        );
        let found = self.one(&sql, vec![REGISTER.into()], READING).await?;
        found.as_ref().map(open_run).transpose()
    }

    /// Keeps the lease of a run; false where it is lost, because it was not renewed in time.
    pub async fn renew_lease(&self, run: Uuid) -> Result<bool, StoreError> {
        let sql = format!(
            "UPDATE run SET lease_until = {} + ? WHERE id = ? AND finished_at IS NULL",
            self.now()
        );
        let values = vec![LEASE.into(), run.into()];
        Ok(self.execute(&sql, values, "renewing the lease").await? == 1)
    }

    /// Notes that a run has ended, with its report. A run without one was cut off.
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

    /// The database's clock, in milliseconds since 1970.
    pub(crate) fn now(&self) -> &'static str {
        match self.backend() {
            DbBackend::Postgres => "(extract(epoch FROM clock_timestamp()) * 1000)::bigint",
            _ => "CAST(unixepoch('subsec') * 1000 AS INTEGER)",
        }
    }
}

const READING: &str = "looking for a run";

fn open_run(row: &QueryResult) -> Result<OpenRun, StoreError> {
    let (id, as_of) = row
        .try_get_many_by_index()
        .map_err(StoreError::of(READING))?;
    Ok(OpenRun { id, as_of })
}
