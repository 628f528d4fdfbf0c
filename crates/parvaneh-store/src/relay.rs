//! What a relay reads: the journal in the order of its positions, each event with its dossier.

use chrono::NaiveDate;
use sea_orm::{ConnectionTrait, DbErr, FromQueryResult, QueryResult};
use uuid::Uuid;

use crate::free_text::{ClearText, HasTexts};
use crate::{Register, StoreError, journal};

/// An event as it was written, with the dossier that it is of.
#[derive(Clone, Debug, Eq, FromQueryResult, PartialEq)]
pub struct EventRow {
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
    /// The texts of which the event has the hashes, where they were asked for and not blanked.
    #[sea_orm(skip)]
    pub texts: Vec<ClearText>,
    /// The trace that it belongs to, as W3C Trace Context writes it.
    pub traceparent: Option<String>,
}

impl HasTexts for EventRow {
    fn position(&self) -> i64 {
        self.position
    }

    fn event(&self) -> &str {
        &self.event
    }

    fn texts(&mut self) -> &mut Vec<ClearText> {
        &mut self.texts
    }
}

/// An event of which a cell holds something else than every program has written there: as far as it is known.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct UnreadableRow {
    /// Its place in the journal.
    pub position: i64,
    /// The dossier's internal key; none where it names no dossier.
    pub key: Option<i64>,
    /// The number under which the dossier was opened, where that can be read.
    pub number: Option<String>,
    /// Which event of the dossier, where that can be read.
    pub version: Option<i64>,
    /// Which cell cannot be read, and why.
    pub why: String,
}

/// An event as it was written, or what is known of one that cannot be read.
pub type Recorded = Result<EventRow, UnreadableRow>;

/// Reads a row of [`COLUMNS`]. The keys of tables are numbers whatever is done to them.
pub(crate) fn recorded(row: &QueryResult) -> Result<Recorded, DbErr> {
    let error = match EventRow::from_query_result(row, "") {
        Ok(event) => return Ok(Ok(event)),
        Err(error) => error,
    };
    let key: Option<i64> = row.try_get("", "key")?;
    Ok(Err(UnreadableRow {
        position: row.try_get("", "position")?,
        number: row.try_get("", "number").ok(),
        version: row.try_get("", "version").ok(),
        why: match key {
            Some(_) => error.to_string(),
            None => "it names no dossier of the register".to_owned(),
        },
        key,
    }))
}

/// The columns of an [`EventRow`], by its names.
pub(crate) const COLUMNS: &str = "journal.position AS position, dossier.seq AS key, \
    dossier.id AS dossier, dossier.regime AS regime, dossier.province AS province, \
    coalesce(dossier.file_number, dossier.number) AS number, journal.version AS version, \
    journal.effective_on AS effective_on, journal.recorded_at AS recorded_at, \
    journal.actor AS actor, journal.event AS event, trace.traceparent AS traceparent";

pub(crate) const FROM: &str = "FROM parvaneh_journal AS journal LEFT JOIN parvaneh_dossier AS dossier ON dossier.seq = journal.dossier \
    LEFT JOIN parvaneh_trace AS trace ON trace.position = journal.position";

impl<C: ConnectionTrait> Register<C> {
    /// The id by which others know the register, wherever it is kept.
    pub async fn register_id(&self) -> Result<Uuid, StoreError> {
        let sql = "SELECT id AS value FROM parvaneh_register";
        let id = self.value(sql, vec![], "reading the register's id").await?;
        id.ok_or(StoreError::Nameless)
    }

    /// Gives the register the id that it had elsewhere.
    pub async fn name_register(&self, id: Uuid) -> Result<(), StoreError> {
        let sql = "UPDATE parvaneh_register SET id = $1";
        self.execute(sql, vec![id.into()], "naming the register")
            .await?;
        Ok(())
    }

    /// The events after a position and up to another one, in order, at most `limit`; without their texts, which
    /// nobody is sent. One that cannot be read hides none of the others.
    pub async fn recorded(
        &self,
        after: i64,
        through: i64,
        limit: u32,
    ) -> Result<Vec<Recorded>, StoreError> {
        let condition = "journal.position > $1 AND journal.position <= $2 \
                         ORDER BY journal.position LIMIT $3";
        let values = vec![after.into(), through.into(), i64::from(limit).into()];
        let sql = format!("SELECT {COLUMNS} {FROM} WHERE {condition}");
        self.each_row(sql, values, journal::READING, recorded).await
    }

    /// The events of one dossier from a version on, in order. It goes back along the dossier's own
    /// history, as nothing in the journal is found by dossier.
    pub async fn recorded_of(&self, key: i64, from: i64) -> Result<Vec<EventRow>, StoreError> {
        let condition = "journal.position IN (\
             WITH RECURSIVE link (position, previous) AS (\
             SELECT journal.position, previous FROM parvaneh_journal AS journal \
             JOIN parvaneh_snapshot AS snapshot ON snapshot.last = journal.position WHERE snapshot.dossier = $1 \
             UNION ALL \
             SELECT journal.position, journal.previous FROM link \
             JOIN parvaneh_journal AS journal ON journal.position = link.previous \
             WHERE journal.position < link.position) SELECT position FROM link) \
             AND journal.dossier = $1 AND journal.version >= $2 ORDER BY journal.version";
        let values = vec![key.into(), from.into()];
        let sql = format!("SELECT {COLUMNS} {FROM} WHERE {condition}");
        let rows = self.rows(sql, values, journal::READING).await?;
        self.with_texts(rows).await
    }

    /// Notes the trace that the newest `count` events of a dossier belong to.
    pub async fn trace(
        &self,
        dossier: i64,
        count: usize,
        traceparent: &str,
    ) -> Result<(), StoreError> {
        let sql = "INSERT INTO parvaneh_trace (position, traceparent) \
                   WITH RECURSIVE link (position, previous, at) AS (\
                   SELECT journal.position, previous, 1 FROM parvaneh_journal AS journal \
                   JOIN parvaneh_snapshot AS snapshot ON snapshot.last = journal.position WHERE snapshot.dossier = $1 \
                   UNION ALL \
                   SELECT journal.position, journal.previous, at + 1 FROM link \
                   JOIN parvaneh_journal AS journal ON journal.position = link.previous WHERE at < $2) \
                   SELECT position, $3 FROM link";
        let count = i64::try_from(count).unwrap_or(i64::MAX);
        let values = vec![dossier.into(), count.into(), traceparent.into()];
        self.execute_beside(sql, values, "noting the trace").await
    }
}
