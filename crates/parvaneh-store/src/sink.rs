//! How far each sink has come, and which relay serves it.

use sea_orm::{ConnectionTrait, FromQueryResult};
use uuid::Uuid;

use crate::dead_letter::Parked;
use crate::{Register, Store, StoreError};

/// How long a relay keeps a sink unless it says so again, in milliseconds.
const LEASE: i64 = 10_000;

/// How far ahead a lease may end, in milliseconds: somewhat more than one that was taken just now, for a clock that
/// was set back a little since.
const FURTHEST: i64 = 2 * LEASE;

/// A sink, and how far it has come.
#[derive(Clone, Debug, Eq, FromQueryResult, PartialEq)]
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
    /// How many events come after `position`.
    pub lag: i64,
    /// When the first of them was recorded, in milliseconds since 1970.
    pub lags_since: Option<i64>,
    /// How many events it would not take, or wait behind one, and have not been dropped.
    pub dead_letters: i64,
}

/// Whether a lease holds. One that ends later than the longest that anybody takes was taken while the clock was
/// ahead, and says nothing of who works now.
fn held(now: &str) -> String {
    format!("(lease_until BETWEEN {now} AND {now} + {FURTHEST})")
}

const KEEPING: &str = "keeping how far a sink has come";

impl Store {
    /// Notes that a sink has come so far, and sets aside what it would not take, both or neither; false where
    /// another relay has it by now.
    pub async fn note_sink(
        &self,
        name: &str,
        relay: Uuid,
        (position, taken): (i64, usize),
        parked: &[Parked],
    ) -> Result<bool, StoreError> {
        let tx = self.begin().await?;
        let is_kept = tx.advance_sink(name, relay, position, taken).await?;
        if is_kept {
            tx.park(name, parked).await?;
        }
        tx.commit().await?;
        Ok(is_kept)
    }

    /// Notes that a sink has taken a letter, which leaves it where it is, and takes the letter off the list; false
    /// where another relay has it by now, and then the letter stays.
    pub async fn sink_took_letter(
        &self,
        name: &str,
        relay: Uuid,
        letter: i64,
    ) -> Result<bool, StoreError> {
        let tx = self.begin().await?;
        // An event that the sink has not come to yet is given to it again, and counted then.
        let sql = format!(
            "UPDATE parvaneh_sink AS sink SET published = published + 1, published_at = {now}, lease_until = {now} + $1, \
             taken = taken + (SELECT count(*) FROM parvaneh_dead_letter AS dead_letter WHERE seq = $2 \
             AND since < dead_letter.position AND dead_letter.position <= sink.position) \
             WHERE name = $3 AND relay = $4",
            now = tx.dialect().now()
        );
        let values = vec![LEASE.into(), letter.into(), name.into(), relay.into()];
        let is_kept = tx.execute(sql, values, KEEPING).await? == 1;
        if is_kept {
            tx.letter_taken(letter).await?;
        }
        tx.commit().await?;
        Ok(is_kept)
    }
}

impl<C: ConnectionTrait> Register<C> {
    /// Takes a sink for a relay, unless another one has it: how far it has come. One that nobody
    /// knows yet is at the beginning.
    pub async fn take_sink(&self, name: &str, relay: Uuid) -> Result<Option<i64>, StoreError> {
        let known = "INSERT INTO parvaneh_sink (name, position, published, since, taken) VALUES ($1, 0, 0, 0, 0) \
                     ON CONFLICT (name) DO NOTHING";
        self.execute(known, vec![name.into()], KEEPING).await?;
        let sql = format!(
            "UPDATE parvaneh_sink SET relay = $1, lease_until = {now} + $2 WHERE name = $3 \
             AND (relay IS NULL OR relay = $1 OR {held} IS NOT TRUE) RETURNING position AS value",
            now = self.dialect().now(),
            held = held(self.dialect().now())
        );
        let values = vec![relay.into(), LEASE.into(), name.into()];
        self.value(sql, values, KEEPING).await
    }

    /// Has a sink go on after a position, wherever it was; false where another relay has it by now. What it takes is
    /// counted from there on.
    pub async fn move_sink(
        &self,
        name: &str,
        relay: Uuid,
        position: i64,
    ) -> Result<bool, StoreError> {
        let sql = format!(
            "UPDATE parvaneh_sink SET position = $1, since = $1, taken = 0, lease_until = {now} + $2 \
             WHERE name = $3 AND relay = $4",
            now = self.dialect().now()
        );
        let values = vec![position.into(), LEASE.into(), name.into(), relay.into()];
        Ok(self.execute(sql, values, KEEPING).await? == 1)
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
        let sql = format!(
            "UPDATE parvaneh_sink SET position = $1, published = published + $2, taken = taken + $2, \
             published_at = CASE WHEN 0 < $2 THEN {now} ELSE published_at END, \
             lease_until = {now} + $3 WHERE name = $4 AND relay = $5",
            now = self.dialect().now()
        );
        let values = vec![
            position.into(),
            i64::try_from(published).unwrap_or(i64::MAX).into(),
            LEASE.into(),
            name.into(),
            relay.into(),
        ];
        Ok(self.execute(sql, values, KEEPING).await? == 1)
    }

    /// Keeps a sink for the relay; false where another one has it by now.
    pub async fn keep_sink(&self, name: &str, relay: Uuid) -> Result<bool, StoreError> {
        let sql = format!(
            "UPDATE parvaneh_sink SET lease_until = {now} + $1 WHERE name = $2 AND relay = $3",
            now = self.dialect().now()
        );
        let values = vec![LEASE.into(), name.into(), relay.into()];
        Ok(self.execute(sql, values, KEEPING).await? == 1)
    }

    /// Lets another relay have the sink at once.
    pub async fn leave_sink(&self, name: &str, relay: Uuid) -> Result<(), StoreError> {
        let sql = "UPDATE parvaneh_sink SET relay = NULL, lease_until = NULL WHERE name = $1 AND relay = $2";
        self.execute(sql, vec![name.into(), relay.into()], KEEPING)
            .await?;
        Ok(())
    }

    /// Every sink that a relay has ever served, by name.
    pub async fn sinks(&self) -> Result<Vec<SinkRow>, StoreError> {
        let sql = format!(
            "SELECT name, position, published, published_at, \
             {held} IS TRUE AS served, \
             (SELECT count(*) FROM parvaneh_journal AS journal WHERE journal.position > sink.position) AS lag, \
             (SELECT recorded_at FROM parvaneh_journal AS journal WHERE journal.position > sink.position \
              ORDER BY journal.position LIMIT 1) AS lags_since, \
             (SELECT count(*) FROM parvaneh_dead_letter AS dead_letter \
              WHERE dead_letter.sink = sink.name AND dropped_at IS NULL) AS dead_letters \
             FROM parvaneh_sink AS sink ORDER BY name",
            held = held(self.dialect().now())
        );
        self.rows(sql, vec![], "reading how far the sinks have come")
            .await
    }
}
