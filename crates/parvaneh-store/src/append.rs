//! Writing what happened: journal rows, and the snapshots that they lead to.

use std::sync::Arc;

use chrono::NaiveDate;
use sea_orm::{ConnectionTrait, Value};
use uuid::Uuid;

use crate::batch::Column;
use crate::chain::Hash;
use crate::{ROWS_A_STATEMENT, Register, Seat, StoreError, placeholders};

/// New events of a dossier, and where they leave it.
#[derive(Clone, Debug)]
pub struct Append {
    /// The dossier's internal key.
    pub dossier: i64,
    /// The version that was read: if it has moved on, nothing is written.
    pub expected_version: i64,
    /// The newest event that was read.
    pub last: Option<i64>,
    /// Its hash.
    pub head: Hash,
    /// The first day on which the calendar alone changes it.
    pub due_on: Option<NaiveDate>,
    /// What the events led to.
    pub state: Vec<u8>,
    /// What they mean for the dossier's seat in a call.
    pub seat: Seat,
    /// The new events, oldest first.
    pub entries: Vec<Entry>,
}

/// A new event.
#[derive(Clone, Debug)]
pub struct Entry {
    /// The civil date on which it is true in law.
    pub effective_on: NaiveDate,
    /// When it is written, in milliseconds since 1970.
    pub recorded_at: i64,
    /// Who did it, as JSON.
    pub actor: Arc<str>,
    /// What happened, as JSON.
    pub event: String,
    /// Its link to the event before.
    pub hash: Hash,
}

/// A dossier that is not there yet, with its first events.
#[derive(Clone, Debug)]
pub struct NewDossier {
    /// The id by which others know it.
    pub id: Uuid,
    /// Its regime.
    pub regime: String,
    /// The regime's own licence number.
    pub number: String,
    /// In the regime's spelling.
    pub province: String,
    /// As the regime names kinds.
    pub office_kind: String,
    /// The first day on which the calendar alone changes it.
    pub due_on: Option<NaiveDate>,
    /// What the events led to.
    pub state: Vec<u8>,
    /// The first events, oldest first, linked to the genesis of `id`.
    pub entries: Vec<Entry>,
}

impl<C: ConnectionTrait> Register<C> {
    /// Adds the events of each dossier after the version that was read.
    ///
    /// Where a dossier has moved on, the answer is a conflict and the caller's transaction is to
    /// be given up: two writers that read one version cannot both succeed.
    pub async fn append(&self, batch: &[&Append]) -> Result<(), StoreError> {
        let count = batch.iter().map(|append| append.entries.len()).sum();
        let mut positions = self
            .next_keys("journal", "position", count)
            .await?
            .into_iter();
        let mut lines = Vec::with_capacity(count);
        let mut lasts = Vec::with_capacity(batch.len());
        for append in batch {
            let stream = Stream {
                dossier: append.dossier,
                version: append.expected_version,
                last: append.last,
            };
            lasts.push(stream.extend(&append.entries, &mut positions, &mut lines));
        }
        for (chunk, lasts) in batch
            .chunks(ROWS_A_STATEMENT)
            .zip(lasts.chunks(ROWS_A_STATEMENT))
        {
            self.update_snapshots(chunk, lasts).await?;
        }
        self.move_seats(batch).await?;
        self.insert_journal(&lines).await
    }

    /// Adds dossiers with their first events; their keys, in the same order.
    pub async fn create(&self, new: &[NewDossier]) -> Result<Vec<i64>, StoreError> {
        let keys = self.next_keys("dossier", "seq", new.len()).await?;
        let count = new.iter().map(|new| new.entries.len()).sum();
        let mut positions = self
            .next_keys("journal", "position", count)
            .await?
            .into_iter();
        let mut lines = Vec::with_capacity(count);
        for (keys, new) in keys
            .chunks(ROWS_A_STATEMENT)
            .zip(new.chunks(ROWS_A_STATEMENT))
        {
            let mut dossiers: Vec<Value> = Vec::with_capacity(new.len() * 6);
            let mut snapshots: Vec<Value> = Vec::with_capacity(new.len() * 6);
            for (seq, new) in keys.iter().zip(new) {
                dossiers.push((*seq).into());
                dossiers.push(new.id.into());
                dossiers.push(new.regime.as_str().into());
                dossiers.push(new.number.as_str().into());
                dossiers.push(new.province.as_str().into());
                dossiers.push(new.office_kind.as_str().into());
                let stream = Stream {
                    dossier: *seq,
                    version: 0,
                    last: None,
                };
                let last = stream.extend(&new.entries, &mut positions, &mut lines);
                let newest = new.entries.last().map(|entry| entry.hash);
                snapshots.push((*seq).into());
                snapshots.push(length(&new.entries).into());
                snapshots.push(last.into());
                snapshots.push(new.due_on.into());
                snapshots.push(newest.unwrap_or_default().to_vec().into());
                snapshots.push(new.state.clone().into());
            }
            let sql = format!(
                "INSERT INTO dossier (seq, id, regime, number, province, office_kind) VALUES {}",
                placeholders(new.len(), 6)
            );
            self.execute(&sql, dossiers, "adding dossiers").await?;
            let sql = format!(
                "INSERT INTO snapshot (dossier, version, last, due_on, head, state) \
                 VALUES {}",
                placeholders(new.len(), 6)
            );
            self.execute(&sql, snapshots, "adding snapshots").await?;
        }
        self.insert_journal(&lines).await?;
        Ok(keys)
    }

    pub(crate) async fn update_snapshots(
        &self,
        chunk: &[&Append],
        lasts: &[Option<i64>],
    ) -> Result<(), StoreError> {
        let columns = moves(chunk, lasts);
        let updated = self
            .with_rows(columns, UPDATE, "updating snapshots")
            .await?;
        let expected = chunk.len() as u64;
        if updated == expected {
            return Ok(());
        }
        let dossiers = usize::try_from(expected.saturating_sub(updated)).unwrap_or(chunk.len());
        Err(StoreError::Conflict { dossiers })
    }

    pub(crate) async fn insert_journal(&self, lines: &[Line<'_>]) -> Result<(), StoreError> {
        for chunk in lines.chunks(ROWS_A_STATEMENT) {
            let key = |of: fn(&Line<'_>) -> i64| Column::Key(chunk.iter().map(of).collect());
            let text = |of: fn(&Entry) -> &str| {
                Column::Text(chunk.iter().map(|line| of(line.entry).to_owned()).collect())
            };
            let previous = chunk.iter().map(|line| line.previous);
            let days = chunk.iter().map(|line| line.entry.effective_on);
            let hashes = chunk.iter().map(|line| line.entry.hash.to_vec());
            let columns = vec![
                ("position", key(|line| line.position)),
                ("dossier", key(|line| line.dossier)),
                ("version", key(|line| line.version)),
                ("previous", Column::OptionalKey(previous.collect())),
                ("effective_on", Column::Day(days.collect())),
                ("recorded_at", key(|line| line.entry.recorded_at)),
                ("actor", text(|entry| &entry.actor)),
                ("event", text(|entry| &entry.event)),
                ("hash", Column::Bytes(hashes.collect())),
            ];
            self.with_rows(columns, INSERT, "writing the journal")
                .await?;
        }
        Ok(())
    }
}

/// Where each dossier of a batch moves to.
pub(crate) fn moves(chunk: &[&Append], lasts: &[Option<i64>]) -> Vec<(&'static str, Column)> {
    let column = |of: fn(&Append) -> i64| Column::Key(chunk.iter().map(|it| of(it)).collect());
    vec![
        ("key", column(|append| append.dossier)),
        ("expected", column(|append| append.expected_version)),
        (
            "version",
            column(|append| append.expected_version + length(&append.entries)),
        ),
        ("last", Column::OptionalKey(lasts.to_vec())),
        (
            "due_on",
            Column::OptionalDay(chunk.iter().map(|it| it.due_on).collect()),
        ),
        (
            "head",
            Column::Bytes(chunk.iter().map(|it| it.new_head().to_vec()).collect()),
        ),
        (
            "state",
            Column::Bytes(chunk.iter().map(|it| it.state.clone()).collect()),
        ),
    ]
}

impl Append {
    /// The newest hash: of the last new event, or the one that was read where there is none.
    pub fn new_head(&self) -> &Hash {
        self.entries.last().map_or(&self.head, |entry| &entry.hash)
    }
}

type Positions = std::vec::IntoIter<i64>;

/// A dossier's history, to be extended.
struct Stream {
    dossier: i64,
    version: i64,
    last: Option<i64>,
}

/// A journal row with its place.
pub(crate) struct Line<'a> {
    pub(crate) position: i64,
    pub(crate) dossier: i64,
    pub(crate) version: i64,
    pub(crate) previous: Option<i64>,
    pub(crate) entry: &'a Entry,
}

impl Stream {
    /// Gives new entries their places, each naming the one before; the last one's.
    fn extend<'a>(
        self,
        entries: &'a [Entry],
        positions: &mut Positions,
        lines: &mut Vec<Line<'a>>,
    ) -> Option<i64> {
        let mut previous = self.last;
        for ((version, entry), position) in (self.version + 1..).zip(entries).zip(positions) {
            lines.push(Line {
                position,
                dossier: self.dossier,
                version,
                previous,
                entry,
            });
            previous = Some(position);
        }
        previous
    }
}

pub(crate) fn length(entries: &[Entry]) -> i64 {
    i64::try_from(entries.len()).unwrap_or(i64::MAX)
}

/// Each snapshot is found by its key and changed only if its version is the one that was read.
pub(crate) const UPDATE: &str = "UPDATE snapshot SET version = new.version, last = new.last, \
    due_on = new.due_on, head = new.head, state = new.state FROM new \
    WHERE snapshot.dossier = new.key AND snapshot.version = new.expected";

const INSERT: &str = "INSERT INTO journal (position, dossier, version, previous, effective_on, \
    recorded_at, actor, event, hash) SELECT position, dossier, version, previous, effective_on, \
    recorded_at, actor, event, hash FROM new";
