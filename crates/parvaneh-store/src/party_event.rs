//! What happened to parties: in the order of the journal, a chain of hashes for each, never changed.

use std::collections::HashMap;
use std::sync::Arc;

use sea_orm::entity::prelude::*;
use sea_orm::{QueryOrder, QuerySelect};

use crate::chain::{self, Hash};
use crate::dialect::Cells;
use crate::free_text::{ClearText, HasTexts};
use crate::party::PartyRow;
use crate::statement::{ROWS_A_STATEMENT, most};
use crate::{Register, StoreError};

/// One event of a party, as it was written.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct PartyEventRow {
    /// Its place among the events of all dossiers and parties.
    pub position: i64,
    /// The party's id.
    pub party: Uuid,
    /// From 1, without gaps.
    pub version: i64,
    /// The place of the party's event before it; none for the first one.
    pub previous: Option<i64>,
    /// When it was written, in milliseconds since 1970.
    pub recorded_at: i64,
    /// Who did it, as JSON.
    pub actor: Arc<str>,
    /// What happened, as JSON: the very bytes that are hashed.
    pub event: String,
    /// The texts of which the event has the hashes.
    pub texts: Vec<ClearText>,
    /// The link to the event before.
    pub hash: Hash,
}

/// What happened to a party, and what that leaves of it. Position and previous position are given by the
/// store.
#[derive(Clone, Debug)]
pub struct PartyChange {
    /// The party as it is now; `last` is its newest event as it was read.
    pub party: PartyRow,
    /// The new event.
    pub event: PartyEventRow,
}

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "parvaneh_party_event")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    position: i64,
    party: Uuid,
    version: i64,
    previous: Option<i64>,
    recorded_at: i64,
    actor: String,
    event: String,
    hash: Vec<u8>,
}

#[derive(Clone, Copy, Debug, DeriveRelation, EnumIter)]
pub(crate) enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl From<Model> for PartyEventRow {
    fn from(row: Model) -> Self {
        Self {
            position: row.position,
            party: row.party,
            version: row.version,
            previous: row.previous,
            recorded_at: row.recorded_at,
            actor: row.actor.into(),
            event: row.event,
            texts: Vec::new(),
            hash: chain::stored(&row.hash),
        }
    }
}

impl HasTexts for PartyEventRow {
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

const READING: &str = "reading the histories of parties";
const WRITING: &str = "writing the histories of parties";

/// Each party is found by its id and changed only if its newest event is the one that was read.
const UPDATE: &str = "UPDATE parvaneh_party AS party SET kind = new.kind, name = new.name, \
    name_as_given = new.name_as_given, identifier = new.identifier, salt = new.salt, \
    merged_into = new.merged_into, last = new.last FROM new \
    WHERE party.id = new.id AND coalesce(party.last, 0) = new.expected";

impl<C: ConnectionTrait> Register<C> {
    /// The histories of parties, by their ids, each from its first event that the newest one leads to: of those
    /// whose newest events are at these places.
    pub async fn party_histories(
        &self,
        newest: &[i64],
    ) -> Result<HashMap<Uuid, Vec<PartyEventRow>>, StoreError> {
        let mut found: Vec<PartyEventRow> = Vec::new();
        let mut next = newest.to_vec();
        while !next.is_empty() {
            let rows: Vec<Model> = self
                .all_among(Entity::find(), Column::Position, &next, READING)
                .await?;
            let earlier = rows
                .iter()
                .filter(|row| row.previous.is_some_and(|it| it < row.position));
            next = earlier.filter_map(|row| row.previous).collect();
            found.extend(rows.into_iter().map(PartyEventRow::from));
        }
        let mut histories: HashMap<Uuid, Vec<PartyEventRow>> = HashMap::new();
        // Each was found after the one that follows it.
        for row in self.with_texts(found).await?.into_iter().rev() {
            histories.entry(row.party).or_default().push(row);
        }
        Ok(histories)
    }

    /// The events of parties after a place, in the order of the journal.
    pub async fn party_events_after(
        &self,
        after: Option<i64>,
        limit: usize,
    ) -> Result<Vec<PartyEventRow>, StoreError> {
        let rows = Entity::find()
            .filter(Column::Position.gt(after.unwrap_or(i64::MIN)))
            .order_by_asc(Column::Position)
            .limit(most(limit));
        let rows: Vec<Model> = self.all(rows, READING).await?;
        self.with_texts(rows.into_iter().map(PartyEventRow::from).collect())
            .await
    }

    /// How many events of parties there are.
    pub async fn count_party_events(&self) -> Result<usize, StoreError> {
        self.count(Entity::find()).await
    }

    /// Adds parties with the first event of each.
    pub async fn create_parties(&self, mut new: Vec<PartyChange>) -> Result<(), StoreError> {
        self.place_changes(&mut new).await?;
        let (rows, events): (Vec<PartyRow>, Vec<PartyEventRow>) =
            new.into_iter().map(|it| (it.party, it.event)).unzip();
        self.insert_parties(&rows).await?;
        self.insert_party_events(&events).await
    }

    /// Changes parties. Where one has moved on since it was read, the answer is a conflict and the caller's
    /// transaction is to be given up.
    pub async fn change_parties(&self, mut changes: Vec<PartyChange>) -> Result<(), StoreError> {
        let expected: Vec<i64> = changes
            .iter()
            .map(|it| it.party.last.unwrap_or(0))
            .collect();
        self.place_changes(&mut changes).await?;
        for (chunk, expected) in changes
            .chunks(ROWS_A_STATEMENT)
            .zip(expected.chunks(ROWS_A_STATEMENT))
        {
            let rows: Vec<PartyRow> = chunk.iter().map(|it| it.party.clone()).collect();
            let mut columns = PartyRow::columns(&rows);
            columns.push(("expected", Cells::Key(expected.to_vec())));
            let changed = self.with_rows(columns, UPDATE, WRITING).await?;
            let missing = chunk
                .len()
                .saturating_sub(usize::try_from(changed).unwrap_or(0));
            if 0 < missing {
                return Err(StoreError::Conflict { dossiers: missing });
            }
        }
        let events = changes.into_iter().map(|it| it.event);
        self.insert_party_events(&events.collect::<Vec<_>>()).await
    }

    /// Gives new events their places, each after the newest one of its party.
    async fn place_changes(&self, changes: &mut [PartyChange]) -> Result<(), StoreError> {
        let positions = self.next_keys("journal", "position", changes.len()).await?;
        for (change, position) in changes.iter_mut().zip(positions) {
            change.event.previous = change.party.last;
            change.event.position = position;
            change.party.last = Some(position);
        }
        Ok(())
    }

    /// Adds events of parties in the places that they have.
    pub async fn insert_party_events(&self, events: &[PartyEventRow]) -> Result<(), StoreError> {
        for chunk in events.chunks(ROWS_A_STATEMENT) {
            let key = |of: fn(&PartyEventRow) -> i64| Cells::Key(chunk.iter().map(of).collect());
            let previous = chunk.iter().map(|it| it.previous);
            let columns = vec![
                ("position", key(|it| it.position)),
                (
                    "party",
                    Cells::Id(chunk.iter().map(|it| it.party).collect()),
                ),
                ("version", key(|it| it.version)),
                ("previous", Cells::OptionalKey(previous.collect())),
                ("recorded_at", key(|it| it.recorded_at)),
                (
                    "actor",
                    Cells::Text(chunk.iter().map(|it| &*it.actor).collect()),
                ),
                (
                    "event",
                    Cells::Text(chunk.iter().map(|it| it.event.as_str()).collect()),
                ),
                (
                    "hash",
                    Cells::Bytes(chunk.iter().map(|it| it.hash.as_slice()).collect()),
                ),
            ];
            self.insert("party_event", columns, WRITING).await?;
        }
        let texts = events
            .iter()
            .flat_map(|it| it.texts.iter().map(|text| (it.position, text)));
        let texts: Vec<(i64, &ClearText)> = texts.collect();
        self.keep_texts(&texts).await
    }
}
