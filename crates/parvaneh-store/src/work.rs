//! What is kept of the work itself, and in no chain of hashes: runs, sinks and their letters, traces. As it stands,
//! to be compared with the journal.

use chrono::NaiveDate;
use sea_orm::{ConnectionTrait, FromQueryResult};
use uuid::Uuid;

use crate::limits::whole;
use crate::{Register, StoreError};

/// A run, as it was noted.
#[derive(Clone, Debug, Eq, FromQueryResult, PartialEq)]
pub struct RunRow {
    /// Its own key.
    pub seq: i64,
    /// Its id.
    pub id: Uuid,
    /// What it did, in a word.
    pub kind: String,
    /// The civil date that it settled up to.
    pub as_of: Option<NaiveDate>,
    /// When it began, in milliseconds since 1970.
    pub started_at: i64,
    /// When it ended; none while it goes on.
    pub finished_at: Option<i64>,
    /// What it did, as JSON; none where it was cut off.
    pub report: Option<String>,
    /// The lease that it took, and until when it had it.
    pub lease: Option<String>,
    /// Until when it had that, in milliseconds since 1970.
    pub lease_until: Option<i64>,
}

/// How far a sink has come, beside what the journal and its letters say of that.
#[derive(Clone, Debug, Eq, FromQueryResult, PartialEq)]
pub struct SinkTally {
    /// Its name.
    pub name: String,
    /// It has taken, or set aside, everything up to this position.
    pub position: i64,
    /// How many events it has taken.
    pub published: i64,
    /// From after which position what it takes is counted; none where a program before this one did not count.
    pub since: Option<i64>,
    /// How many it has taken from there on.
    pub taken: Option<i64>,
    /// How many events of dossiers there are from there up to its position.
    pub events: i64,
    /// How many of these wait for it as letters.
    pub waiting: i64,
    /// How many of these were dropped. It may have taken them all the same, since it went over them again.
    pub dropped: i64,
}

/// An event that a sink is past, while an earlier one of its dossier waits for that sink.
#[derive(Clone, Debug, Eq, FromQueryResult, PartialEq)]
pub struct PastALetter {
    /// The sink.
    pub sink: String,
    /// Where the event stands in the journal.
    pub position: i64,
    /// Where the one stands that waits.
    pub first: i64,
}

/// A row that belongs to no row of the journal, or to no dossier.
#[derive(Clone, Debug, Eq, FromQueryResult, PartialEq)]
pub struct Stray {
    /// The table.
    pub what: String,
    /// The position or the dossier that it names.
    pub names: String,
}

const READING: &str = "reading what is kept of the work itself";

/// What names a position at which nothing stands, or where something else does.
const OF_NO_ROW: &str = "SELECT 'dead_letter' AS what, concat('position ', dead_letter.position) AS names \
    FROM parvaneh_dead_letter AS dead_letter LEFT JOIN parvaneh_journal AS journal ON journal.position = dead_letter.position \
    AND journal.dossier = dead_letter.dossier \
    LEFT JOIN parvaneh_sink AS sink ON sink.name = dead_letter.sink \
    WHERE journal.position IS NULL OR sink.name IS NULL \
    OR (dropped_at IS NULL) <> (dropped_because IS NULL) OR attempts < 0 \
    UNION ALL SELECT 'trace', concat('position ', trace.position) FROM parvaneh_trace AS trace \
    LEFT JOIN parvaneh_journal AS journal ON journal.position = trace.position WHERE journal.position IS NULL";

/// The events of dossiers of which an earlier one waits for a sink, and which the sink has come past all the same.
/// A dossier's events are found along its own history, as nothing in the journal is found by dossier.
const PAST_A_LETTER: &str = "WITH RECURSIVE blocked (sink, dossier, first) AS (\
    SELECT sink, dossier, min(position) FROM parvaneh_dead_letter AS dead_letter WHERE dropped_at IS NULL GROUP BY sink, dossier), \
    link (sink, dossier, first, position) AS (\
    SELECT blocked.sink, blocked.dossier, first, snapshot.last FROM blocked \
    JOIN parvaneh_snapshot AS snapshot ON snapshot.dossier = blocked.dossier \
    UNION ALL SELECT sink, link.dossier, first, journal.previous FROM link \
    JOIN parvaneh_journal AS journal ON journal.position = link.position \
    WHERE first < journal.previous AND journal.previous < link.position) \
    SELECT sink.name AS sink, link.position AS position, first FROM link \
    JOIN parvaneh_sink AS sink ON sink.name = link.sink \
    LEFT JOIN parvaneh_dead_letter AS dead_letter ON dead_letter.sink = link.sink AND dead_letter.position = link.position \
    WHERE dead_letter.seq IS NULL AND first < link.position \
    AND sink.since < link.position AND link.position <= sink.position \
    ORDER BY sink.name, link.position";

/// The tables whose rows are of a dossier.
const OF_A_DOSSIER: [&str; 5] = ["snapshot", "seat", "answered", "shared_number", "worklist"];

impl<C: ConnectionTrait> Register<C> {
    /// The runs after a key, in the order in which they began.
    pub async fn runs_after(&self, after: i64, limit: usize) -> Result<Vec<RunRow>, StoreError> {
        let sql = "SELECT seq, id, kind, as_of, started_at, finished_at, report, lease, lease_until \
                   FROM parvaneh_run WHERE seq > $1 ORDER BY seq LIMIT $2";
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        self.rows(sql, vec![after.into(), limit.into()], READING)
            .await
    }

    /// Every sink beside what the journal has up to its position.
    pub async fn sink_tallies(&self) -> Result<Vec<SinkTally>, StoreError> {
        let letters = |dropped: &str| {
            format!(
                "(SELECT count(*) FROM parvaneh_dead_letter AS dead_letter WHERE dead_letter.sink = sink.name \
                 AND dead_letter.position > sink.since AND dead_letter.position <= sink.position \
                 AND dropped_at IS {dropped})"
            )
        };
        let sql = format!(
            "SELECT name, position, published, since, taken, (SELECT count(*) FROM parvaneh_journal AS journal \
             WHERE journal.position > sink.since AND journal.position <= sink.position) AS events, \
             {waiting} AS waiting, {dropped} AS dropped FROM parvaneh_sink AS sink ORDER BY name",
            waiting = letters("NULL"),
            dropped = letters("NOT NULL")
        );
        self.rows(sql, vec![], whole(READING)).await
    }

    /// Events that did not wait behind an earlier one of their dossier, as they must.
    pub async fn past_letters(&self) -> Result<Vec<PastALetter>, StoreError> {
        self.rows(PAST_A_LETTER, vec![], whole(READING)).await
    }

    /// Letters and traces of no row of the journal, and what stands beside dossiers that are not there.
    pub async fn strays(&self) -> Result<Vec<Stray>, StoreError> {
        let of_no_dossier = |table| {
            format!(
                " UNION ALL SELECT '{table}', concat('dossier ', {table}.dossier) FROM parvaneh_{table} AS {table} \
                 LEFT JOIN parvaneh_dossier AS dossier ON dossier.seq = {table}.dossier WHERE dossier.seq IS NULL"
            )
        };
        let of_no_dossier: String = OF_A_DOSSIER.map(of_no_dossier).concat();
        self.rows(
            format!("{OF_NO_ROW}{of_no_dossier}"),
            vec![],
            whole(READING),
        )
        .await
    }

    /// The traces after a position, in order.
    pub async fn traces_after(
        &self,
        after: i64,
        limit: usize,
    ) -> Result<Vec<(i64, String)>, StoreError> {
        let sql = "SELECT position, traceparent FROM parvaneh_trace WHERE position > $1 \
                   ORDER BY position LIMIT $2";
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        let values = vec![after.into(), limit.into()];
        let rows: Vec<Trace> = self.rows(sql, values, READING).await?;
        let rows = rows.into_iter();
        Ok(rows.map(|it| (it.position, it.traceparent)).collect())
    }

    /// The ids that the register has: one.
    pub async fn register_ids(&self) -> Result<Vec<Uuid>, StoreError> {
        let sql = "SELECT id AS value FROM parvaneh_register ORDER BY id";
        self.values(sql, vec![], READING).await
    }
}

#[derive(FromQueryResult)]
struct Trace {
    position: i64,
    traceparent: String,
}
