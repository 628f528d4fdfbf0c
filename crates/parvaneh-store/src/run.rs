//! Who ran what, and what it did; and the lease that lets one run go on at a time.
//!
//! Time is the database's own: the clocks of the machines that run against it may differ.

use chrono::NaiveDate;
use sea_orm::{ConnectionTrait, FromQueryResult};
use uuid::Uuid;

use crate::{Register, Store, StoreError};

/// How long a lease lasts unless it is renewed, in milliseconds.
const LEASE: i64 = 30_000;

/// Whether a lease holds. One that ends later than the longest that any run takes was taken while the clock was
/// ahead, and says nothing of what goes on now.
fn held(now: &str) -> String {
    format!("(lease_until BETWEEN {now} AND {now} + {LEASE})")
}

/// The lease that every run takes.
pub const LEASE_OF_A_RUN: &str = "register";

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
#[derive(Clone, Copy, Debug, Eq, FromQueryResult, PartialEq)]
pub struct OpenRun {
    /// Its id.
    pub id: Uuid,
    /// The civil date it settles up to.
    pub as_of: NaiveDate,
}

/// What to make of a lease that another run holds and that has not run out.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Lease {
    /// Another process may hold it.
    Respect,
    /// It is left over: the caller holds a lock that no other run can hold.
    Ignore,
}

impl Store {
    /// Begins a run, unless another one holds the lease: then the answer is that one.
    pub async fn start_run(
        &self,
        run: &NewRun,
        lease: Lease,
    ) -> Result<Option<OpenRun>, StoreError> {
        let what = "noting the run";
        let tx = self.begin_write().await?;
        let now = tx.dialect().now();
        let left_over = match lease {
            Lease::Respect => format!("{} IS NOT TRUE", held(now)),
            Lease::Ignore => "true".to_owned(),
        };
        let over = format!(
            "UPDATE run SET finished_at = CASE WHEN lease_until < {now} THEN lease_until ELSE {now} END \
             WHERE lease = $1 AND finished_at IS NULL AND {left_over}"
        );
        tx.execute(over, vec![LEASE_OF_A_RUN.into()], what).await?;
        let begin = format!(
            "INSERT INTO run (id, kind, as_of, started_at, lease, lease_until) \
             VALUES ($1, $2, $3, $4, $5, {now} + $6)"
        );
        let values = vec![
            run.id.into(),
            run.kind.as_str().into(),
            run.as_of.into(),
            run.started_at.into(),
            LEASE_OF_A_RUN.into(),
            LEASE.into(),
        ];
        match tx.execute(begin, values, what).await {
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
             WHERE lease = $1 AND finished_at IS NULL AND {held}",
            held = held(self.dialect().now())
        );
        let found = self
            .rows(sql, vec![LEASE_OF_A_RUN.into()], "looking for a run")
            .await?;
        Ok(found.into_iter().next())
    }

    /// When the newest run began, in milliseconds since 1970; none before the first one.
    pub async fn newest_start(&self) -> Result<Option<i64>, StoreError> {
        let sql = "SELECT started_at AS value FROM run ORDER BY seq DESC LIMIT 1";
        self.value(sql, vec![], "looking for the newest run").await
    }

    /// Keeps the lease of a run; false where it is lost, because it was not renewed in time.
    pub async fn renew_lease(&self, run: Uuid) -> Result<bool, StoreError> {
        let sql = format!(
            "UPDATE run SET lease_until = {now} + $1 WHERE id = $2 AND finished_at IS NULL",
            now = self.dialect().now()
        );
        let values = vec![LEASE.into(), run.into()];
        Ok(self.execute(sql, values, "renewing the lease").await? == 1)
    }

    /// Notes that a run has ended, with its report. A run without one was cut off.
    pub async fn finish_run(
        &self,
        id: Uuid,
        finished_at: i64,
        report: &str,
    ) -> Result<(), StoreError> {
        let sql = "UPDATE run SET finished_at = $1, report = $2 WHERE id = $3";
        let values = vec![finished_at.into(), report.into(), id.into()];
        self.execute(sql, values, "noting the end of the run")
            .await?;
        Ok(())
    }
}
