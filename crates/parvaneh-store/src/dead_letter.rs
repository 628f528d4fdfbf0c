//! Events that a sink would not take, and those of the same dossiers that wait behind them.

use sea_orm::{ConnectionTrait, DbErr, FromQueryResult, QueryResult};
use uuid::Uuid;

use crate::relay::{COLUMNS, FROM, Recorded, recorded};
use crate::{Register, StoreError};

/// An event that a sink has not taken, and why.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct DeadLetter {
    /// Its own key.
    pub seq: i64,
    /// The sink.
    pub sink: String,
    /// The event's place in the journal.
    pub position: i64,
    /// The id of the event's dossier; none where the register has something else there.
    pub dossier: Option<Uuid>,
    /// Which event of the dossier; none where the register has something else there.
    pub version: Option<i64>,
    /// Why the sink did not take it, or what it waits behind.
    pub reason: String,
    /// How often it was tried.
    pub attempts: i32,
    /// When it was set aside, in milliseconds since 1970.
    pub parked_at: i64,
    /// When somebody asked for it to be tried again, if it has not been since.
    pub retry_at: Option<i64>,
    /// When somebody dropped it, and why.
    pub dropped: Option<(i64, String)>,
}

/// An event that is to be set aside.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Parked {
    /// The event's place in the journal.
    pub position: i64,
    /// The internal key of its dossier.
    pub dossier: i64,
    /// Why.
    pub reason: String,
    /// How often it was tried.
    pub attempts: u32,
}

const READING: &str = "reading the dead letters";
const WRITING: &str = "keeping the dead letters";

impl<C: ConnectionTrait> Register<C> {
    /// Sets events aside for a sink; one that is set aside already stays as it is.
    pub async fn park(&self, sink: &str, parked: &[Parked]) -> Result<(), StoreError> {
        let sql = format!(
            "INSERT INTO parvaneh_dead_letter (sink, position, dossier, reason, attempts, parked_at) \
             VALUES ($1, $2, $3, $4, $5, {now}) ON CONFLICT (sink, position) DO NOTHING",
            now = self.dialect().now()
        );
        for parked in parked {
            let values = vec![
                sink.into(),
                parked.position.into(),
                parked.dossier.into(),
                parked.reason.as_str().into(),
                i32::try_from(parked.attempts).unwrap_or(i32::MAX).into(),
            ];
            self.execute(sql.as_str(), values, WRITING).await?;
        }
        Ok(())
    }

    /// The dossiers whose next events have to wait behind one that the sink has not taken.
    pub async fn blocked_dossiers(&self, sink: &str) -> Result<Vec<i64>, StoreError> {
        let sql = "SELECT DISTINCT dossier AS value FROM parvaneh_dead_letter \
                   WHERE sink = $1 AND dropped_at IS NULL";
        self.values(sql, vec![sink.into()], READING).await
    }

    /// The dead letters, of one sink or of all, in the order in which they were set aside. Those
    /// that were dropped come too where they are asked for.
    pub async fn dead_letters(
        &self,
        sink: Option<&str>,
        with_dropped: bool,
    ) -> Result<Vec<DeadLetter>, StoreError> {
        let sql = "SELECT dead_letter.seq AS seq, sink, dead_letter.position AS position, \
                   dossier.id AS dossier, journal.version AS version, reason, attempts, \
                   parked_at, retry_at, dropped_at, dropped_because FROM parvaneh_dead_letter AS dead_letter \
                   JOIN parvaneh_dossier AS dossier ON dossier.seq = dead_letter.dossier \
                   JOIN parvaneh_journal AS journal ON journal.position = dead_letter.position \
                   WHERE (dropped_at IS NULL OR $1) AND ($2 IS NULL OR sink = $2) \
                   ORDER BY dead_letter.seq";
        let values = vec![with_dropped.into(), sink.into()];
        self.rows(sql, values, READING).await
    }

    /// Has a letter tried again, and those that wait behind it; how many.
    pub async fn retry_letter(&self, seq: i64) -> Result<u64, StoreError> {
        let sql = format!(
            "UPDATE parvaneh_dead_letter AS dead_letter SET retry_at = {now} WHERE dropped_at IS NULL AND EXISTS (\
             SELECT 1 FROM parvaneh_dead_letter AS asked WHERE asked.seq = $1 AND asked.dropped_at IS NULL \
             AND asked.sink = dead_letter.sink AND asked.dossier = dead_letter.dossier)",
            now = self.dialect().now()
        );
        self.execute(sql, vec![seq.into()], WRITING).await
    }

    /// Drops a letter for good, which frees those that wait behind it; false where there is none.
    pub async fn drop_letter(&self, seq: i64, because: &str) -> Result<bool, StoreError> {
        // First, because a letter that is to be tried still waits for the one before it.
        let behind = format!(
            "UPDATE parvaneh_dead_letter AS dead_letter SET retry_at = {now} WHERE dropped_at IS NULL AND EXISTS (\
             SELECT 1 FROM parvaneh_dead_letter AS dropped WHERE dropped.seq = $1 \
             AND dropped.dropped_at IS NULL AND dropped.sink = dead_letter.sink \
             AND dropped.dossier = dead_letter.dossier \
             AND dropped.position < dead_letter.position)",
            now = self.dialect().now()
        );
        self.execute(behind, vec![seq.into()], WRITING).await?;
        let sql = format!(
            "UPDATE parvaneh_dead_letter SET dropped_at = {now}, dropped_because = $1, retry_at = NULL \
             WHERE seq = $2 AND dropped_at IS NULL",
            now = self.dialect().now()
        );
        let values = vec![because.into(), seq.into()];
        Ok(self.execute(sql, values, WRITING).await? != 0)
    }

    /// The letters that are to be tried again: of each dossier the first one alone. One that was
    /// never tried and has nothing before it any more is among them: it was set aside while the one
    /// before it was dropped.
    pub async fn letters_to_retry(
        &self,
        sink: &str,
        limit: u32,
    ) -> Result<Vec<(i64, Recorded)>, StoreError> {
        let sql = format!(
            "SELECT {COLUMNS}, dead_letter.seq AS letter {FROM} \
             JOIN parvaneh_dead_letter AS dead_letter ON dead_letter.position = journal.position \
             WHERE dead_letter.sink = $1 AND (retry_at IS NOT NULL OR attempts = 0) \
             AND dropped_at IS NULL \
             AND NOT EXISTS (SELECT 1 FROM parvaneh_dead_letter AS earlier \
             WHERE earlier.sink = dead_letter.sink AND earlier.dossier = dead_letter.dossier \
             AND earlier.dropped_at IS NULL AND earlier.position < dead_letter.position) \
             ORDER BY journal.position LIMIT $2"
        );
        let values = vec![sink.into(), i64::from(limit).into()];
        let letter = |row: &QueryResult| Ok((row.try_get("", "letter")?, recorded(row)?));
        self.each_row(sql, values, READING, letter).await
    }

    /// Takes a letter off the list: the sink has it now.
    pub async fn letter_taken(&self, seq: i64) -> Result<(), StoreError> {
        let sql = "DELETE FROM parvaneh_dead_letter WHERE seq = $1";
        self.execute(sql, vec![seq.into()], WRITING).await?;
        Ok(())
    }

    /// Notes that a letter was tried again in vain; it and those behind it wait as before.
    pub async fn letter_refused(&self, seq: i64, reason: &str) -> Result<(), StoreError> {
        let sql =
            "UPDATE parvaneh_dead_letter SET attempts = attempts + 1, reason = $1 WHERE seq = $2";
        self.execute(sql, vec![reason.into(), seq.into()], WRITING)
            .await?;
        let behind = "UPDATE parvaneh_dead_letter AS dead_letter SET retry_at = NULL WHERE EXISTS (\
                      SELECT 1 FROM parvaneh_dead_letter AS refused WHERE refused.seq = $1 \
                      AND refused.sink = dead_letter.sink \
                      AND refused.dossier = dead_letter.dossier)";
        self.execute(behind, vec![seq.into()], WRITING).await?;
        Ok(())
    }
}

impl FromQueryResult for DeadLetter {
    fn from_query_result(row: &QueryResult, pre: &str) -> Result<Self, DbErr> {
        let dropped_at: Option<i64> = row.try_get(pre, "dropped_at")?;
        let because: Option<String> = row.try_get(pre, "dropped_because")?;
        Ok(Self {
            seq: row.try_get(pre, "seq")?,
            sink: row.try_get(pre, "sink")?,
            position: row.try_get(pre, "position")?,
            // A letter of an event that cannot be read is there for whoever is to see that.
            dossier: row.try_get(pre, "dossier").ok(),
            version: row.try_get(pre, "version").ok(),
            reason: row.try_get(pre, "reason")?,
            attempts: row.try_get(pre, "attempts")?,
            parked_at: row.try_get(pre, "parked_at")?,
            retry_at: row.try_get(pre, "retry_at")?,
            dropped: dropped_at.zip(because),
        })
    }
}
