//! A register carried elsewhere: its rows as they are, page by page, and the same rows written.

use chrono::NaiveDate;
use sea_orm::{ConnectionTrait, Value};
use uuid::Uuid;

use crate::append::{Line, length};
use crate::chain::Hash;
use crate::snapshot::hash;
use crate::{
    Append, DossierRow, JournalRow, PartyRow, ROWS_A_STATEMENT, Register, StoreError, placeholders,
};

/// An event with its place in the journal.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct PlacedRow {
    /// Its place among the events of all dossiers.
    pub position: i64,
    /// The place of the dossier's event before it; none for the first one.
    pub previous: Option<i64>,
    /// The event.
    pub row: JournalRow,
}

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
    /// The parties after a key, in the order of their keys, each with its own.
    pub async fn parties_after(
        &self,
        after: Option<i64>,
        limit: usize,
    ) -> Result<Vec<(i64, PartyRow)>, StoreError> {
        let what = "reading parties";
        let sql = "SELECT seq, id, kind, name, name_as_given, identifier FROM party \
                   WHERE seq > ? ORDER BY seq LIMIT ?";
        let rows = self.all(sql, page(after, limit), what).await?;
        let party = |row: &sea_orm::QueryResult| {
            let (seq, id, kind, name, name_as_given, identifier) = row.try_get_many_by_index()?;
            let party = PartyRow {
                id,
                kind,
                name,
                name_as_given,
                identifier,
            };
            Ok((seq, party))
        };
        let parties: Result<_, _> = rows.iter().map(party).collect();
        parties.map_err(StoreError::of(what))
    }

    /// The events after a place, in the order of the journal.
    pub async fn events_after(
        &self,
        after: Option<i64>,
        limit: usize,
    ) -> Result<Vec<PlacedRow>, StoreError> {
        let what = "reading the journal";
        let sql = "SELECT position, previous, dossier, version, effective_on, recorded_at, \
                   actor, event, hash FROM journal WHERE position > ? ORDER BY position LIMIT ?";
        let rows = self.all(sql, page(after, limit), what).await?;
        let event = |row: &sea_orm::QueryResult| {
            let (
                position,
                previous,
                dossier,
                version,
                effective_on,
                recorded_at,
                actor,
                event,
                bytes,
            ): (
                i64,
                Option<i64>,
                i64,
                i64,
                NaiveDate,
                i64,
                String,
                String,
                Vec<u8>,
            ) = row.try_get_many_by_index()?;
            Ok(PlacedRow {
                position,
                previous,
                row: JournalRow {
                    dossier,
                    version,
                    effective_on,
                    recorded_at,
                    actor,
                    event,
                    hash: hash(&bytes),
                },
            })
        };
        let events: Result<_, _> = rows.iter().map(event).collect();
        events.map_err(StoreError::of(what))
    }

    /// The answers after an id, in the order of the ids.
    pub async fn answers_after(
        &self,
        after: Option<Uuid>,
        limit: usize,
    ) -> Result<Vec<AnswerRow>, StoreError> {
        let what = "reading answers";
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        let (from, values) = match after {
            Some(after) => ("WHERE id > ?", vec![after.into(), limit.into()]),
            None => ("", vec![limit.into()]),
        };
        let sql = format!(
            "SELECT id, body_hash, answer, recorded_at FROM command {from} ORDER BY id LIMIT ?"
        );
        let answer = |row: &sea_orm::QueryResult| {
            let (id, body, answer, recorded_at): (_, Vec<u8>, _, _) =
                row.try_get_many_by_index()?;
            Ok(AnswerRow {
                id,
                body_hash: hash(&body),
                answer,
                recorded_at,
            })
        };
        let rows = self.all(&sql, values, what).await?;
        let answers: Result<_, _> = rows.iter().map(answer).collect();
        answers.map_err(StoreError::of(what))
    }

    /// How many parties and how many answers there are.
    pub async fn count_parties_and_answers(&self) -> Result<(usize, usize), StoreError> {
        let parties = self.count("SELECT count(*) FROM party", vec![]).await?;
        let answers = self.count("SELECT count(*) FROM command", vec![]).await?;
        Ok((parties, answers))
    }

    /// The dossiers of these keys, in no order.
    pub async fn dossiers(&self, keys: &[i64]) -> Result<Vec<DossierRow>, StoreError> {
        let mut dossiers = Vec::with_capacity(keys.len());
        for chunk in keys.chunks(ROWS_A_STATEMENT) {
            let (among, values) = self.among("seq", chunk);
            dossiers.extend(self.dossiers_where(&among, values).await?);
        }
        Ok(dossiers)
    }

    /// Adds dossiers under the keys they have, without any event.
    pub async fn insert_dossiers(&self, dossiers: &[DossierRow]) -> Result<(), StoreError> {
        for chunk in dossiers.chunks(ROWS_A_STATEMENT) {
            let sql = format!(
                "INSERT INTO dossier (seq, id, regime, number, file_number, province, office_kind) \
                 VALUES {}",
                placeholders(chunk.len(), 7)
            );
            let mut values: Vec<Value> = Vec::with_capacity(chunk.len() * 7);
            for dossier in chunk {
                values.push(dossier.seq.into());
                values.push(dossier.id.into());
                values.push(dossier.regime.as_str().into());
                values.push(dossier.number.as_str().into());
                values.push(dossier.file_number.clone().into());
                values.push(dossier.province.as_str().into());
                values.push(dossier.office_kind.as_str().into());
            }
            self.execute(&sql, values, "adding dossiers").await?;
        }
        Ok(())
    }

    /// Adds events in the places they have, and moves the snapshots to where they lead.
    pub async fn place(&self, batch: &[Placed]) -> Result<(), StoreError> {
        let (first, further): (Vec<&Placed>, Vec<&Placed>) = batch
            .iter()
            .partition(|placed| placed.append.expected_version == 0);
        for chunk in first.chunks(ROWS_A_STATEMENT) {
            self.insert_snapshots(chunk).await?;
        }
        for chunk in further.chunks(ROWS_A_STATEMENT) {
            let appends: Vec<&Append> = chunk.iter().map(|placed| &placed.append).collect();
            let lasts: Vec<Option<i64>> = chunk.iter().map(|placed| placed.last()).collect();
            self.update_snapshots(&appends, &lasts).await?;
        }
        let appends: Vec<&Append> = batch.iter().map(|placed| &placed.append).collect();
        self.move_seats(&appends).await?;
        let mut lines: Vec<Line<'_>> = batch.iter().flat_map(Placed::lines).collect();
        lines.sort_by_key(|line| line.position);
        self.insert_journal(&lines).await
    }

    async fn insert_snapshots(&self, chunk: &[&Placed]) -> Result<(), StoreError> {
        let sql = format!(
            "INSERT INTO snapshot (dossier, version, last, due_on, head, state) VALUES {}",
            placeholders(chunk.len(), 6)
        );
        let mut values: Vec<Value> = Vec::with_capacity(chunk.len() * 6);
        for placed in chunk {
            let append = &placed.append;
            values.push(append.dossier.into());
            values.push(length(&append.entries).into());
            values.push(placed.last().into());
            values.push(append.due_on.into());
            values.push(append.new_head().to_vec().into());
            values.push(append.state.clone().into());
        }
        self.execute(&sql, values, "adding snapshots").await?;
        Ok(())
    }

    /// Adds answers that were given elsewhere.
    pub async fn insert_answers(&self, answers: &[AnswerRow]) -> Result<(), StoreError> {
        for chunk in answers.chunks(ROWS_A_STATEMENT) {
            let sql = format!(
                "INSERT INTO command (id, body_hash, answer, recorded_at) VALUES {}",
                placeholders(chunk.len(), 4)
            );
            let mut values: Vec<Value> = Vec::with_capacity(chunk.len() * 4);
            for answer in chunk {
                values.push(answer.id.into());
                values.push(answer.body_hash.to_vec().into());
                values.push(answer.answer.as_str().into());
                values.push(answer.recorded_at.into());
            }
            self.execute(&sql, values, "keeping answers").await?;
        }
        Ok(())
    }
}

impl Placed {
    fn last(&self) -> Option<i64> {
        self.positions.last().copied().or(self.append.last)
    }

    fn lines(&self) -> impl Iterator<Item = Line<'_>> {
        let mut previous = self.append.last;
        let versions = self.append.expected_version + 1..;
        let entries = versions.zip(&self.append.entries).zip(&self.positions);
        entries.map(move |((version, entry), position)| Line {
            position: *position,
            dossier: self.append.dossier,
            version,
            previous: previous.replace(*position),
            entry,
        })
    }
}

fn page(after: Option<i64>, limit: usize) -> Vec<Value> {
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    vec![after.unwrap_or(i64::MIN).into(), limit.into()]
}
