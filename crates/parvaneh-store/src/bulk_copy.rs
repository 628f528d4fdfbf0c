//! A register copied elsewhere: its rows as they are, page by page, and the same rows written.

use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;

use crate::append::{NewSnapshot, PlacedEntry, length};
use crate::chain::Hash;
use crate::dialect::Cells;
use crate::statement::{ROWS_A_STATEMENT, most};
use crate::{Append, JournalRow, Register, StoreError, command, journal, proposal};

/// An answer already given.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct AnswerRow {
    /// The command's id.
    pub id: Uuid,
    /// The hash of the command's body.
    pub body_hash: Hash,
    /// The answer, as JSON.
    pub answer: String,
    /// When it was given, in milliseconds since 1970.
    pub recorded_at: i64,
}

/// Events of a dossier whose places are known already.
#[derive(Clone, Debug)]
pub struct Placed {
    /// The events, and where they leave the dossier. Version 0 is a dossier without a snapshot.
    pub append: Append,
    /// The place of each event, smallest first.
    pub positions: Vec<i64>,
}

impl<C: ConnectionTrait> Register<C> {
    /// The events after a place, in the order of the journal.
    pub async fn events_after(
        &self,
        after: Option<i64>,
        limit: usize,
    ) -> Result<Vec<JournalRow>, StoreError> {
        let rows = journal::Entity::find()
            .filter(journal::Column::Position.gt(after.unwrap_or(i64::MIN)))
            .order_by_asc(journal::Column::Position)
            .limit(most(limit));
        let rows: Vec<journal::Model> = self.all(rows, journal::READING).await?;
        self.with_texts(rows.into_iter().map(JournalRow::from).collect())
            .await
    }

    /// The events at these positions, in no order.
    pub async fn events_at(&self, positions: &[i64]) -> Result<Vec<JournalRow>, StoreError> {
        let rows = journal::Entity::find();
        let rows: Vec<journal::Model> = self
            .all_among(rows, journal::Column::Position, positions, journal::READING)
            .await?;
        self.with_texts(rows.into_iter().map(JournalRow::from).collect())
            .await
    }

    /// How many proposals there are.
    pub async fn count_proposals(&self) -> Result<usize, StoreError> {
        self.count(proposal::Entity::find()).await
    }

    /// The answers after an id, in the order of the ids.
    pub async fn answers_after(
        &self,
        after: Option<Uuid>,
        limit: usize,
    ) -> Result<Vec<AnswerRow>, StoreError> {
        let mut rows = command::Entity::find()
            .order_by_asc(command::Column::Id)
            .limit(most(limit));
        if let Some(after) = after {
            rows = rows.filter(command::Column::Id.gt(after));
        }
        let rows: Vec<command::Model> = self.all(rows, "reading answers").await?;
        Ok(rows.into_iter().map(AnswerRow::from).collect())
    }

    /// How many parties and how many answers there are.
    pub async fn count_parties_and_answers(&self) -> Result<(usize, usize), StoreError> {
        let answers = self.count(command::Entity::find()).await?;
        Ok((self.count_parties().await?, answers))
    }

    /// Adds events in the places they have, and moves the snapshots to where they lead.
    pub async fn place(&self, batch: &[Placed]) -> Result<(), StoreError> {
        let (first, further): (Vec<&Placed>, Vec<&Placed>) = batch
            .iter()
            .partition(|placed| placed.append.expected_version == 0);
        let new: Vec<NewSnapshot<'_>> = first.into_iter().map(Placed::snapshot).collect();
        self.insert_snapshots(&new).await?;
        let outlooks = batch
            .iter()
            .filter(|placed| placed.append.expected_version == 0);
        let outlooks = outlooks.filter_map(|placed| {
            let append = &placed.append;
            Some((append.dossier, append.outlook.as_deref()?))
        });
        self.insert_worklists(outlooks).await?;
        let moved = further.iter().map(|placed| (&placed.append, placed.last()));
        self.update_snapshots(&moved.collect::<Vec<_>>()).await?;
        let seats = batch.iter().map(|placed| &placed.append);
        self.move_seats(seats.map(|append| (append.dossier, &append.seat)))
            .await?;
        let mut entries: Vec<PlacedEntry<'_>> = batch.iter().flat_map(Placed::entries).collect();
        entries.sort_by_key(|entry| entry.position);
        self.insert_journal(&entries).await
    }

    /// Adds answers that were given elsewhere.
    pub async fn insert_answers(&self, answers: &[AnswerRow]) -> Result<(), StoreError> {
        for chunk in answers.chunks(ROWS_A_STATEMENT) {
            let hashes = chunk.iter().map(|answer| answer.body_hash.as_slice());
            let texts = chunk.iter().map(|answer| answer.answer.as_str());
            let instants = chunk.iter().map(|answer| answer.recorded_at);
            let columns = vec![
                ("id", Cells::Id(chunk.iter().map(|it| it.id).collect())),
                ("body_hash", Cells::Bytes(hashes.collect())),
                ("answer", Cells::Text(texts.collect())),
                ("recorded_at", Cells::Key(instants.collect())),
            ];
            self.insert("command", columns, "keeping answers").await?;
        }
        Ok(())
    }
}

impl Placed {
    fn snapshot(&self) -> NewSnapshot<'_> {
        NewSnapshot {
            dossier: self.append.dossier,
            version: length(&self.append.entries),
            last: self.last(),
            due_on: self.append.due_on,
            head: *self.append.new_head(),
            state: &self.append.state,
            outlook: self.append.outlook.as_deref(),
        }
    }

    fn last(&self) -> Option<i64> {
        self.positions.last().copied().or(self.append.last)
    }

    fn entries(&self) -> impl Iterator<Item = PlacedEntry<'_>> {
        let mut previous = self.append.last;
        let versions = self.append.expected_version + 1..;
        let entries = versions.zip(&self.append.entries).zip(&self.positions);
        entries.map(move |((version, entry), position)| PlacedEntry {
            position: *position,
            dossier: self.append.dossier,
            version,
            previous: previous.replace(*position),
            entry,
        })
    }
}
