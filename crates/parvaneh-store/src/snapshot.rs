//! Where the dossiers stand: the small rows that a night reads and writes.

use chrono::NaiveDate;
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::{self, Expr, LockBehavior, LockType};
use sea_orm::{
    Condition, DatabaseTransaction, FromQueryResult, QueryOrder, QueryResult, QuerySelect,
};

use crate::chain::{self, Hash};
use crate::dossier;
use crate::statement::{VALUE, most};
use crate::{Register, StoreError};

/// Where a dossier stands.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Snapshot {
    /// The dossier's internal key.
    pub dossier: i64,
    /// How many events its journal has.
    pub version: i64,
    /// The position of the newest event; none before the first one.
    pub last: Option<i64>,
    /// The first day on which the calendar alone changes it.
    pub due_on: Option<NaiveDate>,
    /// The hash of the newest event.
    pub head: Hash,
    /// What the events led to, in the engine's own encoding.
    pub state: Vec<u8>,
}

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "parvaneh_snapshot")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    dossier: i64,
    version: i64,
    last: i64,
    due_on: Option<NaiveDate>,
    head: Vec<u8>,
    state: Vec<u8>,
}

#[derive(Clone, Copy, Debug, DeriveRelation, EnumIter)]
pub(crate) enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

/// A snapshot that nobody else changes before a transaction ends.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct HeldSnapshot {
    /// The snapshot.
    pub snapshot: Snapshot,
    /// What the database's own clock showed when it was held, in milliseconds since 1970; none where
    /// it has none.
    pub at: Option<i64>,
}

impl FromQueryResult for HeldSnapshot {
    fn from_query_result(row: &QueryResult, prefix: &str) -> Result<Self, DbErr> {
        Ok(Self {
            snapshot: Snapshot::from_query_result(row, prefix)?,
            at: row.try_get_by("held_at")?,
        })
    }
}

/// By hand: a night reads these rows by the ten thousand, and a `Model` between them and the snapshot
/// would cost half as much again as reading them.
impl FromQueryResult for Snapshot {
    fn from_query_result(row: &QueryResult, _prefix: &str) -> Result<Self, DbErr> {
        let head: Vec<u8> = row.try_get_by("head")?;
        Ok(Self {
            dossier: row.try_get_by("dossier")?,
            version: row.try_get_by("version")?,
            last: Some(row.try_get_by("last")?),
            due_on: row.try_get_by("due_on")?,
            head: chain::stored(&head),
            state: row.try_get_by("state")?,
        })
    }
}

const READING: &str = "reading snapshots";
const FINDING: &str = "finding what is due";

/// All snapshots, in the order of their keys.
pub(crate) fn in_order() -> Select<Entity> {
    Entity::find().order_by_asc(Column::Dossier)
}

/// What is due on or before `as_of`.
pub(crate) fn due_by(as_of: NaiveDate) -> Select<Entity> {
    Entity::find().filter(Column::DueOn.lte(as_of))
}

/// The next of what is due, read along the index of due days and within a day by key, which is the
/// order in which the rows lie on the disk: the cost follows what is due, not what there is.
pub(crate) fn next_due(
    as_of: NaiveDate,
    after: Option<(NaiveDate, i64)>,
    limit: usize,
) -> Select<Entity> {
    let place = Expr::tuple([
        Expr::col(Column::DueOn.as_column_ref()),
        Expr::col(Column::Dossier.as_column_ref()),
    ]);
    let is_later = after
        .map(|(day, key)| sea_query::ExprTrait::gt(place, Expr::tuple([day.into(), key.into()])));
    due_by(as_of)
        .filter(Condition::all().add_option(is_later))
        .order_by_asc(Column::DueOn)
        .order_by_asc(Column::Dossier)
        .limit(most(limit))
}

impl<C: ConnectionTrait> Register<C> {
    /// The snapshots of dossiers that are due on or before `as_of`, after the one named: by the
    /// day on which they fell due, and by key.
    pub async fn due(
        &self,
        as_of: NaiveDate,
        after: Option<(NaiveDate, i64)>,
        limit: usize,
    ) -> Result<Vec<Snapshot>, StoreError> {
        self.all(next_due(as_of, after, limit), FINDING).await
    }

    /// The keys alone of [`Register::due`], also where a row of it cannot be read.
    pub async fn due_keys(
        &self,
        as_of: NaiveDate,
        after: Option<(NaiveDate, i64)>,
        limit: usize,
    ) -> Result<Vec<i64>, StoreError> {
        self.keys(next_due(as_of, after, limit)).await
    }

    /// The dossiers after a key that are due on or before `as_of`, in the order of their keys.
    pub async fn due_by_key(
        &self,
        as_of: NaiveDate,
        after: i64,
        limit: usize,
    ) -> Result<Vec<i64>, StoreError> {
        let rows = due_by(as_of).filter(Column::Dossier.gt(after));
        let rows = rows.order_by_asc(Column::Dossier).limit(most(limit));
        self.keys(rows).await
    }

    /// The dossiers after a key that are due on or before `as_of` and of none of these regimes, in the order of
    /// their keys.
    pub async fn due_of_others(
        &self,
        as_of: NaiveDate,
        regimes: &[&str],
        after: i64,
        limit: usize,
    ) -> Result<Vec<i64>, StoreError> {
        let others = dossier::of_other_regimes(regimes);
        let rows = due_by(as_of)
            .filter(Column::Dossier.gt(after))
            .filter(Column::Dossier.in_subquery(others));
        self.keys(rows.order_by_asc(Column::Dossier).limit(most(limit)))
            .await
    }

    async fn keys(&self, rows: Select<Entity>) -> Result<Vec<i64>, StoreError> {
        let keys = rows.select_only().column_as(Column::Dossier, VALUE);
        let (sql, values) = self.built(keys);
        self.values(sql, values, FINDING).await
    }

    /// How many dossiers are due on or before `as_of`.
    pub async fn count_due(&self, as_of: NaiveDate) -> Result<usize, StoreError> {
        self.count(due_by(as_of)).await
    }

    /// The snapshot of a dossier, which nobody else changes before this transaction ends.
    pub async fn hold_snapshot(&self, dossier: i64) -> Result<Option<HeldSnapshot>, StoreError> {
        let read = self
            .together
            .as_ref()
            .and_then(|it| it.take_snapshot(dossier));
        if read.is_some() {
            return Ok(read);
        }
        // By hand, because every command needs it: SeaORM would build the same text each time.
        let sql = self.dialect().held(
            "SELECT dossier, version, last, due_on, head, state FROM parvaneh_snapshot WHERE dossier = $1",
        );
        Ok(self.rows(sql, vec![dossier.into()], READING).await?.pop())
    }

    /// The same snapshots as [`Register::load_snapshots`], which nobody else changes before this
    /// transaction ends.
    pub async fn hold_snapshots(&self, dossiers: &[i64]) -> Result<Vec<Snapshot>, StoreError> {
        let rows = in_order().lock_exclusive();
        self.all_among(rows, Column::Dossier, dossiers, READING)
            .await
    }

    /// Those of these dossiers which no other transaction holds. Nobody else changes them before this one ends.
    pub async fn free_dossiers(&self, dossiers: &[i64]) -> Result<Vec<i64>, StoreError> {
        match self.dialect().free_dossiers(dossiers) {
            Some((sql, keys)) => {
                self.values(sql, keys, "looking for dossiers that nobody holds")
                    .await
            }
            None => Ok(dossiers.to_vec()),
        }
    }

    /// The snapshots of these dossiers, in the order of their keys.
    pub async fn load_snapshots(&self, dossiers: &[i64]) -> Result<Vec<Snapshot>, StoreError> {
        self.all_among(in_order(), Column::Dossier, dossiers, READING)
            .await
    }

    /// The snapshots after a key, in the order of their keys.
    pub async fn snapshots_after(
        &self,
        after: Option<i64>,
        limit: usize,
    ) -> Result<Vec<Snapshot>, StoreError> {
        let rows = in_order()
            .filter(Column::Dossier.gt(after.unwrap_or(i64::MIN)))
            .limit(most(limit));
        self.all(rows, READING).await
    }

    /// Has dossiers fall due on other days, each where it is still of the version that was looked at. What was foreseen
    /// of them counts no longer.
    pub async fn fall_due(&self, due: &[(i64, i64, NaiveDate)]) -> Result<(), StoreError> {
        let sql = "UPDATE parvaneh_snapshot SET due_on = $1, standing = NULL WHERE dossier = $2 AND version = $3";
        for (dossier, version, day) in due {
            let values = vec![(*day).into(), (*dossier).into(), (*version).into()];
            self.execute(sql, values, "having a dossier fall due")
                .await?;
        }
        Ok(())
    }

    /// The snapshots after a key whose bytes do not begin with `format`, in the order of their keys.
    pub async fn snapshots_of_another_format(
        &self,
        format: u8,
        after: Option<i64>,
        limit: usize,
    ) -> Result<Vec<Snapshot>, StoreError> {
        let first = Expr::cust("substr(state, 1, 1)");
        let rows = in_order()
            .filter(Column::Dossier.gt(after.unwrap_or(i64::MIN)))
            .filter(sea_query::ExprTrait::ne(first, vec![format]))
            .limit(most(limit));
        self.all(rows, READING).await
    }
}

/// Whether rows that another transaction holds are waited for.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum LockedRows {
    /// They are left to it.
    Skip,
    /// They are waited for, and read as it leaves them.
    Wait,
}

impl Register<DatabaseTransaction> {
    /// Claims the next dossiers that are due: nobody else changes them before this transaction
    /// ends. On SQLite there is no other writer.
    pub async fn claim_due(
        &self,
        as_of: NaiveDate,
        after: Option<(NaiveDate, i64)>,
        limit: usize,
        locked: LockedRows,
    ) -> Result<Vec<Snapshot>, StoreError> {
        let rows = claimed(next_due(as_of, after, limit), locked);
        self.all(rows, FINDING).await
    }
}

pub(crate) fn claimed(rows: Select<Entity>, locked: LockedRows) -> Select<Entity> {
    match locked {
        LockedRows::Skip => rows.lock_with_behavior(LockType::Update, LockBehavior::SkipLocked),
        LockedRows::Wait => rows.lock_exclusive(),
    }
}
