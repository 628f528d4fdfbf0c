//! Who ran what, and what it did; and the lease that lets one run go on at a time.
//!
//! Time is the database's own: the clocks of the machines that run against it may differ. It may be set, too: a
//! lease that ends further ahead than any that is taken was taken while it was fast, and is none.

use chrono::NaiveDate;
use sea_orm::{ConnectionTrait, FromQueryResult};
use uuid::Uuid;

use crate::{Register, Store, StoreError};

/// How long a lease lasts unless it is renewed, in milliseconds.
const LEASE: i64 = 30_000;

/// How far ahead a lease may end, in milliseconds: somewhat more than one that was taken just now, for a clock that
/// was set back a little since.
const FURTHEST: i64 = 2 * LEASE;

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
#[derive(Clone, Debug, Eq, FromQueryResult, PartialEq)]
pub struct OpenRun {
    /// Its id.
    pub id: Uuid,
    /// What it does, in a word.
    pub kind: String,
    /// The civil date it settles up to.
    pub as_of: NaiveDate,
    /// When it began, in milliseconds since 1970.
    pub started_at: i64,
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
        let mut is_first = true;
        loop {
            let refused = match self.try_to_start(run, lease).await {
                Err(refused @ StoreError::Constraint { .. }) => refused,
                done => return done.map(|()| None),
            };
            match self.open_run().await? {
                Some(open) => return Ok(Some(open)),
                // It has ended since, or its lease has: this very moment.
                None if is_first => is_first = false,
                None => return Err(refused),
            }
        }
    }

    async fn try_to_start(&self, run: &NewRun, lease: Lease) -> Result<(), StoreError> {
        let tx = self.begin_write().await?;
        tx.end_left_over(lease).await?;
        tx.note_run(run).await?;
        tx.commit().await
    }
}

const NOTING: &str = "noting the run";

impl<C: ConnectionTrait> Register<C> {
    /// Ends what was left over by a run that is no more.
    pub(crate) async fn end_left_over(&self, lease: Lease) -> Result<(), StoreError> {
        let now = self.dialect().now();
        let left_over = match lease {
            Lease::Respect => format!("{} IS NOT TRUE", held(now)),
            Lease::Ignore => "true".to_owned(),
        };
        let sql = format!(
            "UPDATE parvaneh_run SET finished_at = CASE WHEN lease_until < {now} THEN lease_until ELSE {now} END \
             WHERE lease = $1 AND finished_at IS NULL AND {left_over}"
        );
        self.execute(sql, vec![LEASE_OF_A_RUN.into()], NOTING)
            .await?;
        Ok(())
    }

    /// Notes a run, which has the lease from now on; a constraint is broken where another one has it.
    pub(crate) async fn note_run(&self, run: &NewRun) -> Result<(), StoreError> {
        let sql = format!(
            "INSERT INTO parvaneh_run (id, kind, as_of, started_at, lease, lease_until) \
             VALUES ($1, $2, $3, $4, $5, {now} + $6)",
            now = self.dialect().now()
        );
        let values = vec![
            run.id.into(),
            run.kind.as_str().into(),
            run.as_of.into(),
            run.started_at.into(),
            LEASE_OF_A_RUN.into(),
            LEASE.into(),
        ];
        self.execute(sql, values, NOTING).await?;
        Ok(())
    }

    /// The run that holds the lease, if one does.
    pub async fn open_run(&self) -> Result<Option<OpenRun>, StoreError> {
        let sql = format!(
            "SELECT id, kind, as_of, started_at FROM parvaneh_run \
             WHERE lease = $1 AND finished_at IS NULL AND {}",
            held(self.dialect().now())
        );
        let found = self
            .rows(sql, vec![LEASE_OF_A_RUN.into()], "looking for a run")
            .await?;
        Ok(found.into_iter().next())
    }

    /// When the newest run began, other than this one, in milliseconds since 1970; none before the first one.
    pub async fn newest_start(&self, but_for: Option<Uuid>) -> Result<Option<i64>, StoreError> {
        let sql =
            "SELECT started_at AS value FROM parvaneh_run WHERE id <> $1 ORDER BY seq DESC LIMIT 1";
        let but_for = but_for.unwrap_or_default();
        self.value(sql, vec![but_for.into()], "looking for the newest run")
            .await
    }

    /// The latest day that any run has settled up to; none before the first one.
    pub async fn last_night_as_of(&self) -> Result<Option<NaiveDate>, StoreError> {
        let sql = "SELECT as_of AS value FROM parvaneh_run ORDER BY as_of DESC LIMIT 1";
        self.value(sql, vec![], "looking for the last night").await
    }

    /// Gives the lease of a run back that has nothing to tell: as if it had never begun.
    pub async fn withdraw_run(&self, id: Uuid) -> Result<(), StoreError> {
        let sql = "DELETE FROM parvaneh_run WHERE id = $1 AND report IS NULL";
        self.execute(sql, vec![id.into()], "giving back the lease")
            .await?;
        Ok(())
    }

    /// Notes that a run was cut off: it has no report.
    pub async fn cut_off_run(&self, id: Uuid) -> Result<(), StoreError> {
        let sql = format!(
            "UPDATE parvaneh_run SET finished_at = {} WHERE id = $1 AND finished_at IS NULL",
            self.dialect().now()
        );
        self.execute(sql, vec![id.into()], "giving back the lease")
            .await?;
        Ok(())
    }

    /// Keeps the lease of a run; false where it is lost, because it was not renewed in time.
    pub async fn renew_lease(&self, run: Uuid) -> Result<bool, StoreError> {
        let sql = format!(
            "UPDATE parvaneh_run SET lease_until = {now} + $1 WHERE id = $2 AND finished_at IS NULL",
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
        let sql = "UPDATE parvaneh_run SET finished_at = $1, report = $2 WHERE id = $3";
        let values = vec![finished_at.into(), report.into(), id.into()];
        self.execute(sql, values, "noting the end of the run")
            .await?;
        Ok(())
    }
}

/// Whether an open run holds its lease now.
fn held(now: &str) -> String {
    format!("(lease_until BETWEEN {now} AND {now} + {FURTHEST})")
}
