//! The history: read in order, never changed.

use chrono::NaiveDate;
use sea_orm::entity::prelude::*;
use sea_orm::{FromQueryResult, QueryOrder, QuerySelect};

use crate::chain::{self, Hash};
use crate::dialect::NEWEST_POSITION;
use crate::free_text::{ClearText, HasTexts};
use crate::limits::whole;
use crate::statement::ROWS_A_STATEMENT;
use crate::{Register, StoreError, snapshot};

/// One event, as it was written.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct JournalRow {
    /// Its place in the journal.
    pub position: i64,
    /// The dossier's internal key.
    pub dossier: i64,
    /// From 1, without gaps.
    pub version: i64,
    /// The place of the dossier's event before it; none for the first one.
    pub previous: Option<i64>,
    /// The civil date on which it is true in law.
    pub effective_on: NaiveDate,
    /// When it was written, in milliseconds since 1970.
    pub recorded_at: i64,
    /// Who did it, as JSON.
    pub actor: String,
    /// What happened, as JSON: the very bytes that are hashed.
    pub event: String,
    /// The texts of which the event has the hashes, without those that were blanked.
    pub texts: Vec<ClearText>,
    /// The link to the event before.
    pub hash: Hash,
}

impl HasTexts for JournalRow {
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

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "parvaneh_journal")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) position: i64,
    dossier: i64,
    version: i64,
    pub(crate) previous: Option<i64>,
    effective_on: NaiveDate,
    recorded_at: i64,
    actor: String,
    event: String,
    hash: Vec<u8>,
}

#[derive(Clone, Copy, Debug, DeriveRelation, EnumIter)]
pub(crate) enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl From<Model> for JournalRow {
    fn from(row: Model) -> Self {
        Self {
            position: row.position,
            dossier: row.dossier,
            version: row.version,
            previous: row.previous,
            effective_on: row.effective_on,
            recorded_at: row.recorded_at,
            actor: row.actor,
            event: row.event,
            texts: Vec::new(),
            hash: chain::stored(&row.hash),
        }
    }
}

pub(crate) const READING: &str = "reading the journal";

pub(crate) const NEWEST_RECORDED_AT: &str =
    "SELECT recorded_at AS value FROM parvaneh_journal ORDER BY position DESC LIMIT 1";

pub(crate) const AHEAD: &str = "SELECT count(*) AS events, count(DISTINCT dossier) AS dossiers \
     FROM parvaneh_journal WHERE position > $1 AND effective_on > $2 AND actor = $3";

/// Events that are dated after a day.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct Ahead {
    /// How many dossiers hold such events.
    pub dossiers: usize,
    /// How many such events there are.
    pub events: usize,
}

/// The same as the database counts.
#[derive(FromQueryResult)]
struct Counted {
    dossiers: i64,
    events: i64,
}

impl<C: ConnectionTrait> Register<C> {
    /// The histories of these dossiers, by key and then by version: from the newest event of each
    /// back to its first. A link that is broken ends the history early, which the versions show.
    pub async fn histories(&self, dossiers: &[i64]) -> Result<Vec<JournalRow>, StoreError> {
        let mut histories = Vec::new();
        for chunk in dossiers.chunks(ROWS_A_STATEMENT) {
            let newest = snapshot::Entity::find()
                .select_only()
                .columns([snapshot::Column::Dossier, snapshot::Column::Last])
                .filter(self.among(snapshot::Column::Dossier, chunk));
            let (newest, values) = self.built(newest);
            let sql = format!(
                "WITH RECURSIVE link (dossier, position) AS ({newest} \
                 UNION ALL \
                 SELECT journal.dossier, journal.previous FROM link JOIN parvaneh_journal AS journal \
                 ON journal.position = link.position AND journal.dossier = link.dossier \
                 WHERE journal.previous < journal.position) \
                 SELECT journal.* FROM link JOIN parvaneh_journal AS journal \
                 ON journal.position = link.position AND journal.dossier = link.dossier \
                 ORDER BY journal.dossier, version"
            );
            let rows: Vec<Model> = self.rows(sql, values, READING).await?;
            histories.extend(rows.into_iter().map(JournalRow::from));
        }
        self.with_texts(histories).await
    }

    /// Every event that says it belongs to these dossiers, by key and then by version, whether or
    /// not a snapshot leads to it. It reads the whole journal: for damage, and nothing else.
    pub async fn scattered(&self, dossiers: &[i64]) -> Result<Vec<JournalRow>, StoreError> {
        let rows = Entity::find()
            .order_by_asc(Column::Dossier)
            .order_by_asc(Column::Version)
            .order_by_asc(Column::Position);
        let rows: Vec<Model> = self
            .all_among(rows, Column::Dossier, dossiers, whole(READING))
            .await?;
        self.with_texts(rows.into_iter().map(JournalRow::from).collect())
            .await
    }

    /// How many events there are, whether or not a dossier leads to them.
    pub async fn count_events(&self) -> Result<usize, StoreError> {
        self.count(Entity::find()).await
    }

    /// The position of the newest event of a dossier or a party; 0 before the first one.
    pub async fn newest_position(&self) -> Result<i64, StoreError> {
        let what = "finding the journal's end";
        let newest = self.value(NEWEST_POSITION, vec![], what).await?;
        Ok(newest.unwrap_or(0))
    }

    /// When the newest event was recorded, in milliseconds since 1970; none before the first one.
    pub async fn newest_recorded_at(&self) -> Result<Option<i64>, StoreError> {
        let what = "reading the journal's end";
        self.value(NEWEST_RECORDED_AT, vec![], what).await
    }

    /// When the newest event up to a position was recorded, in milliseconds since 1970; none before the
    /// first one.
    pub async fn recorded_by(&self, position: i64) -> Result<Option<i64>, StoreError> {
        let sql = "SELECT recorded_at AS value FROM parvaneh_journal WHERE position <= $1 \
                   ORDER BY position DESC LIMIT 1";
        self.value(sql, vec![position.into()], READING).await
    }

    /// Counts the events after a position that this actor, as the journal names it, has dated after
    /// a day. It reads the journal from that position on.
    pub async fn count_ahead(
        &self,
        after: i64,
        day: NaiveDate,
        actor: &str,
    ) -> Result<Ahead, StoreError> {
        let values = vec![after.into(), day.into(), actor.into()];
        let rows: Vec<Counted> = self.rows(AHEAD, values, whole(READING)).await?;
        let count = |rows: i64| usize::try_from(rows).unwrap_or(0);
        Ok(rows.first().map_or_else(Ahead::default, |row| Ahead {
            dossiers: count(row.dossiers),
            events: count(row.events),
        }))
    }

    /// The position before the first event that was recorded at or after an instant, in
    /// milliseconds since 1970. It reads the whole journal.
    pub async fn position_before(&self, instant: i64) -> Result<i64, StoreError> {
        let sql = "SELECT coalesce((SELECT min(position) - 1 FROM parvaneh_journal WHERE recorded_at >= $1), \
                   (SELECT coalesce(max(position), 0) FROM parvaneh_journal)) AS value";
        let before = self.value(sql, vec![instant.into()], whole(READING));
        Ok(before.await?.unwrap_or(0))
    }
}
