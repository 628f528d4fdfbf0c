//! What a relay reads and keeps: the journal in the order of its positions, how far of it is whole,
//! and how far each sink has come.

use chrono::NaiveDate;
use sea_orm::{ConnectionTrait, DbBackend, QueryResult};
use uuid::Uuid;

use crate::{Register, StoreError};

/// How long a relay keeps a sink unless it says so again, in milliseconds.
const LEASE: i64 = 10_000;

/// An event as it was written, with the dossier that it is of.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Recorded {
    /// Its place in the journal.
    pub position: i64,
    /// The dossier's internal key.
    pub key: i64,
    /// The id by which others know the dossier.
    pub dossier: Uuid,
    /// The dossier's regime.
    pub regime: String,
    /// In the regime's spelling.
    pub province: String,
    /// The number under which the dossier was opened, which never changes.
    pub number: String,
    /// From 1, without gaps within the dossier.
    pub version: i64,
    /// The civil date on which it is true in law.
    pub effective_on: NaiveDate,
    /// When it was written, in milliseconds since 1970.
    pub recorded_at: i64,
    /// Who did it, as JSON.
    pub actor: String,
    /// What happened, as JSON.
    pub event: String,
    /// The trace that it belongs to, as W3C Trace Context writes it.
    pub traceparent: Option<String>,
}

/// The end of the journal as one moment shows it.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Reach {
    newest: i64,
    /// Every transaction before this one is over.
    oldest_open: i64,
    /// No transaction had this number or a later one when `newest` was read; none where the fence
    /// had no use for it.
    next: Option<i64>,
}

impl Reach {
    /// The position of the newest event that is seen; 0 where there is none.
    pub fn newest(&self) -> i64 {
        self.newest
    }
}

/// How far the journal is whole: no event up to there is still to come.
///
/// Positions are given out before transactions end, so that an earlier one may be written after a
/// later one. What a moment shows as the newest position is the end of the whole journal as soon as
/// every transaction that was open at that moment is over: a transaction has its own number before
/// it takes a position. `docs/decisions/nothing-is-skipped.md` says why it is done so.
#[derive(Clone, Copy, Debug, Default)]
pub struct Fence {
    whole: i64,
    /// A position, and the transaction before which all have to be over.
    awaited: Option<(i64, i64)>,
}

impl Fence {
    /// What is whole now that the journal's end looks like this.
    pub fn pass(&mut self, reach: Reach) -> i64 {
        if let Some((position, before)) = self.awaited
            && before <= reach.oldest_open
        {
            self.whole = position;
            self.awaited = None;
        }
        if let Some(next) = reach.next
            && self.whole < reach.newest
        {
            if next <= reach.oldest_open {
                self.whole = reach.newest;
                self.awaited = None;
            } else if self.awaited.is_none() {
                self.awaited = Some((reach.newest, next));
            }
        }
        self.whole
    }

    /// The position beyond which there is something to find out about.
    fn beyond(&self) -> i64 {
        match self.awaited {
            Some(_) => i64::MAX,
            None => self.whole,
        }
    }

    /// Whether there is more that will be whole when open transactions are over.
    pub fn awaits(&self) -> bool {
        self.awaited.is_some()
    }
}

/// A sink, and how far it has come.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct SinkRow {
    /// Its name.
    pub name: String,
    /// It has taken, or set aside, everything up to this position.
    pub position: i64,
    /// How many events it has taken.
    pub published: i64,
    /// When it last took one, in milliseconds since 1970.
    pub published_at: Option<i64>,
    /// Whether a relay serves it now.
    pub served: bool,
    /// How many events are behind `position`.
    pub lag: i64,
    /// When the first of them was recorded, in milliseconds since 1970.
    pub lags_since: Option<i64>,
    /// How many events it would not take, or wait behind one, and have not been dropped.
    pub dead_letters: i64,
}

pub(crate) const COLUMNS: &str = "journal.position, dossier.seq, dossier.id, dossier.regime, \
    dossier.province, coalesce(dossier.file_number, dossier.number), journal.version, \
    journal.effective_on, journal.recorded_at, journal.actor, journal.event, trace.traceparent";

pub(crate) const FROM: &str = "FROM journal JOIN dossier ON dossier.seq = journal.dossier \
    LEFT JOIN trace ON trace.position = journal.position";

const READING: &str = "reading the journal";
const KEEPING: &str = "keeping how far a sink has come";

impl<C: ConnectionTrait> Register<C> {
    /// The id by which others know the register, wherever it is kept.
    pub async fn register_id(&self) -> Result<Uuid, StoreError> {
        let what = "reading the register's id";
        let row = self.one("SELECT id FROM register", vec![], what).await?;
        let row = row.ok_or(StoreError::Nameless)?;
        row.try_get_by_index(0).map_err(StoreError::of(what))
    }

    /// Gives the register the id that it had elsewhere.
    pub async fn name_register(&self, id: Uuid) -> Result<(), StoreError> {
        let what = "naming the register";
        self.execute("UPDATE register SET id = ?", vec![id.into()], what)
            .await?;
        Ok(())
    }

    /// The events after a position and up to another one, in order, at most `limit`.
    pub async fn recorded(
        &self,
        after: i64,
        through: i64,
        limit: u32,
    ) -> Result<Vec<Recorded>, StoreError> {
        let condition =
            "journal.position > ? AND journal.position <= ? ORDER BY journal.position LIMIT ?";
        let values = vec![after.into(), through.into(), i64::from(limit).into()];
        self.recorded_where(condition, values).await
    }

    /// The events of one dossier from a version on, in order. It goes back along the dossier's own
    /// history, as nothing in the journal is found by dossier.
    pub async fn recorded_of(&self, key: i64, from: i64) -> Result<Vec<Recorded>, StoreError> {
        let condition = "journal.position IN (\
             WITH RECURSIVE link (position, previous) AS (\
             SELECT journal.position, previous FROM journal \
             JOIN snapshot ON snapshot.last = journal.position WHERE snapshot.dossier = ? \
             UNION ALL \
             SELECT journal.position, journal.previous FROM link \
             JOIN journal ON journal.position = link.previous \
             WHERE journal.position < link.position) SELECT position FROM link) \
             AND journal.dossier = ? AND journal.version >= ? ORDER BY journal.version";
        let values = vec![key.into(), key.into(), from.into()];
        self.recorded_where(condition, values).await
    }

    async fn recorded_where(
        &self,
        condition: &str,
        values: Vec<sea_orm::Value>,
    ) -> Result<Vec<Recorded>, StoreError> {
        let sql = format!("SELECT {COLUMNS} {FROM} WHERE {condition}");
        let rows = self.all(&sql, values, READING).await?;
        rows.iter().map(recorded).collect()
    }

    /// The journal's end as it is seen now, with what the fence wants to know of it.
    pub async fn reach(&self, fence: &Fence) -> Result<Reach, StoreError> {
        let (sql, values) = match self.backend() {
            // The snapshot's own upper end would not do for `next`: it is one past the newest
            // transaction that is over, and those that go on may have later numbers. A number of
            // our own is later than any that was given out when the snapshot was taken. It is
            // taken where there is something new alone: numbers are not for wasting.
            DbBackend::Postgres => (
                "SELECT newest, pg_snapshot_xmin(pg_current_snapshot())::text::bigint, \
                 CASE WHEN ? < newest THEN pg_current_xact_id()::text::bigint END \
                 FROM (SELECT coalesce(max(position), 0) AS newest FROM journal) AS journal_end",
                vec![fence.beyond().into()],
            ),
            // There is one writer, and what it has not committed has no position yet.
            _ => (
                "SELECT coalesce(max(position), 0), 0, 0 FROM journal",
                vec![],
            ),
        };
        let row = self.one(sql, values, READING).await?;
        let Some(row) = row else {
            return Ok(Reach {
                newest: 0,
                oldest_open: 0,
                next: None,
            });
        };
        let (newest, oldest_open, next) = row
            .try_get_many_by_index()
            .map_err(StoreError::of(READING))?;
        Ok(Reach {
            newest,
            oldest_open,
            next,
        })
    }

    /// The position before the first event that was recorded at or after an instant, in
    /// milliseconds since 1970. It reads the whole journal.
    pub async fn position_before(&self, instant: i64) -> Result<i64, StoreError> {
        let sql = "SELECT coalesce((SELECT min(position) - 1 FROM journal WHERE recorded_at >= ?), \
                   (SELECT coalesce(max(position), 0) FROM journal))";
        let row = self.one(sql, vec![instant.into()], READING).await?;
        let position = row.map(|row| row.try_get_by_index(0)).transpose();
        Ok(position.map_err(StoreError::of(READING))?.unwrap_or(0))
    }

    /// Takes a sink for a relay, unless another one has it: how far it has come. One that nobody
    /// knows yet is at the beginning.
    pub async fn take_sink(&self, name: &str, relay: Uuid) -> Result<Option<i64>, StoreError> {
        let known = "INSERT INTO sink (name, position, published) VALUES (?, 0, 0) \
                     ON CONFLICT (name) DO NOTHING";
        self.execute(known, vec![name.into()], KEEPING).await?;
        let now = self.now();
        let sql = format!(
            "UPDATE sink SET relay = ?, lease_until = {now} + ? WHERE name = ? \
             AND (relay IS NULL OR relay = ? OR lease_until < {now}) RETURNING position"
        );
        let values = vec![relay.into(), LEASE.into(), name.into(), relay.into()];
        let row = self.one(&sql, values, KEEPING).await?;
        let position = row.map(|row| row.try_get_by_index(0)).transpose();
        position.map_err(StoreError::of(KEEPING))
    }

    /// Notes that a sink has come so far, and keeps it for the relay; false where another one has
    /// it by now.
    pub async fn advance_sink(
        &self,
        name: &str,
        relay: Uuid,
        position: i64,
        published: usize,
    ) -> Result<bool, StoreError> {
        let now = self.now();
        let published = i64::try_from(published).unwrap_or(i64::MAX);
        let sql = format!(
            "UPDATE sink SET position = ?, published = published + ?, \
             published_at = CASE WHEN 0 < ? THEN {now} ELSE published_at END, \
             lease_until = {now} + ? WHERE name = ? AND relay = ?"
        );
        let values = vec![
            position.into(),
            published.into(),
            published.into(),
            LEASE.into(),
            name.into(),
            relay.into(),
        ];
        Ok(self.execute(&sql, values, KEEPING).await? == 1)
    }

    /// Keeps a sink for the relay; false where another one has it by now.
    pub async fn keep_sink(&self, name: &str, relay: Uuid) -> Result<bool, StoreError> {
        let sql = format!(
            "UPDATE sink SET lease_until = {} + ? WHERE name = ? AND relay = ?",
            self.now()
        );
        let values = vec![LEASE.into(), name.into(), relay.into()];
        Ok(self.execute(&sql, values, KEEPING).await? == 1)
    }

    /// Lets another relay have the sink at once.
    pub async fn leave_sink(&self, name: &str, relay: Uuid) -> Result<(), StoreError> {
        let sql = "UPDATE sink SET relay = NULL, lease_until = NULL WHERE name = ? AND relay = ?";
        self.execute(sql, vec![name.into(), relay.into()], KEEPING)
            .await?;
        Ok(())
    }

    /// Every sink that a relay has ever served, by name.
    pub async fn sinks(&self) -> Result<Vec<SinkRow>, StoreError> {
        let what = "reading how far the sinks have come";
        let now = self.now();
        let sql = format!(
            "SELECT name, position, published, published_at, \
             CASE WHEN {now} <= lease_until THEN 1 ELSE 0 END, \
             (SELECT count(*) FROM journal WHERE journal.position > sink.position), \
             (SELECT recorded_at FROM journal WHERE journal.position > sink.position \
              ORDER BY journal.position LIMIT 1), \
             (SELECT count(*) FROM dead_letter \
              WHERE dead_letter.sink = sink.name AND dropped_at IS NULL) \
             FROM sink ORDER BY name"
        );
        let rows = self.all(&sql, vec![], what).await?;
        rows.iter().map(|row| sink(row, what)).collect()
    }

    /// Notes the trace that the newest `count` events of a dossier belong to.
    pub async fn trace(
        &self,
        dossier: i64,
        count: usize,
        traceparent: &str,
    ) -> Result<(), StoreError> {
        let sql = "INSERT INTO trace (position, traceparent) \
                   WITH RECURSIVE link (position, previous, at) AS (\
                   SELECT journal.position, previous, 1 FROM journal \
                   JOIN snapshot ON snapshot.last = journal.position WHERE snapshot.dossier = ? \
                   UNION ALL \
                   SELECT journal.position, journal.previous, at + 1 FROM link \
                   JOIN journal ON journal.position = link.previous WHERE at < ?) \
                   SELECT position, ? FROM link";
        let count = i64::try_from(count).unwrap_or(i64::MAX);
        let values = vec![dossier.into(), count.into(), traceparent.into()];
        self.execute(sql, values, "noting the trace").await?;
        Ok(())
    }
}

pub(crate) fn recorded(row: &QueryResult) -> Result<Recorded, StoreError> {
    let get = |error| StoreError::of(READING)(error);
    Ok(Recorded {
        position: row.try_get_by_index(0).map_err(get)?,
        key: row.try_get_by_index(1).map_err(get)?,
        dossier: row.try_get_by_index(2).map_err(get)?,
        regime: row.try_get_by_index(3).map_err(get)?,
        province: row.try_get_by_index(4).map_err(get)?,
        number: row.try_get_by_index(5).map_err(get)?,
        version: row.try_get_by_index(6).map_err(get)?,
        effective_on: row.try_get_by_index(7).map_err(get)?,
        recorded_at: row.try_get_by_index(8).map_err(get)?,
        actor: row.try_get_by_index(9).map_err(get)?,
        event: row.try_get_by_index(10).map_err(get)?,
        traceparent: row.try_get_by_index(11).map_err(get)?,
    })
}

fn sink(row: &QueryResult, what: &'static str) -> Result<SinkRow, StoreError> {
    let (name, position, published, published_at, served, lag, lags_since, dead_letters): (
        _,
        _,
        _,
        _,
        i32,
        _,
        _,
        _,
    ) = row.try_get_many_by_index().map_err(StoreError::of(what))?;
    Ok(SinkRow {
        name,
        position,
        published,
        published_at,
        served: served == 1,
        lag,
        lags_since,
        dead_letters,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reach(newest: i64, oldest_open: i64, next: i64) -> Reach {
        Reach {
            newest,
            oldest_open,
            next: Some(next),
        }
    }

    #[test]
    fn what_is_seen_while_nobody_writes_is_whole() {
        assert_eq!(Fence::default().pass(reach(7, 20, 20)), 7);
    }

    /// Transaction 20 has taken position 5 and not ended, while 21 has written 6.
    #[test]
    fn an_early_position_that_is_written_late_is_waited_for() {
        let mut fence = Fence::default();
        assert_eq!(fence.pass(reach(4, 20, 20)), 4);
        assert_eq!(fence.pass(reach(6, 20, 22)), 4);
        assert!(fence.awaits());
        assert_eq!(fence.pass(reach(9, 20, 25)), 4);
        assert_eq!(fence.pass(reach(9, 23, 25)), 6, "all before 22 are over");
        assert_eq!(fence.pass(reach(9, 25, 25)), 9);
        assert!(!fence.awaits());
    }

    /// Nothing is asked for while something is awaited, nor where nothing is new.
    #[test]
    fn a_number_is_asked_for_where_it_is_of_use() {
        let mut fence = Fence::default();
        assert_eq!(fence.beyond(), 0);
        fence.pass(reach(4, 20, 20));
        assert_eq!(fence.beyond(), 4);
        fence.pass(reach(6, 20, 22));
        assert_eq!(fence.beyond(), i64::MAX);
        let unasked = |newest, oldest_open| Reach {
            newest,
            oldest_open,
            next: None,
        };
        assert_eq!(fence.pass(unasked(9, 21)), 4);
        assert_eq!(fence.pass(unasked(9, 30)), 6);
        assert_eq!(fence.beyond(), 6);
        assert_eq!(fence.pass(unasked(6, 30)), 6);
    }
}
