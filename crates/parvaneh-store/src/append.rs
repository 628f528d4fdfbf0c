//! Writing what happened: journal rows, and the snapshots that they lead to.

use std::sync::Arc;

use chrono::NaiveDate;
use sea_orm::ConnectionTrait;
use uuid::Uuid;

use crate::chain::Hash;
use crate::dialect::Cells;
use crate::free_text::ClearText;
use crate::number::Normalise;
use crate::outlook::{self, Outlook};
use crate::statement::ROWS_A_STATEMENT;
use crate::worklist::TAKE_OFF;
use crate::{DossierRow, Register, Seat, StoreError};

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
    /// What can be said of it from then on; none where that has not changed.
    pub outlook: Option<Box<Outlook>>,
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
    /// The texts of which the event has the hashes.
    pub texts: Vec<ClearText>,
    /// Its link to the event before.
    pub hash: Hash,
    /// What was asked, as JSON, where the event begins an act and that is known. The event has its hash.
    pub asked: Option<ClearText>,
    /// The number of the call that it answers, where it answers one.
    pub answers: Option<String>,
}

/// A dossier that is not there yet, with its first events.
#[derive(Clone, Debug)]
pub struct NewDossier {
    /// The id by which others know it.
    pub id: Uuid,
    /// Its regime.
    pub regime: String,
    /// The regime's own licence number, as it was given.
    pub number: String,
    /// The same as it is normalised.
    pub number_normalised: String,
    /// In the regime's spelling.
    pub province: String,
    /// As the regime names kinds.
    pub office_kind: String,
    /// The first day on which the calendar alone changes it.
    pub due_on: Option<NaiveDate>,
    /// What the events led to.
    pub state: Vec<u8>,
    /// What can be said of it from then on; none where it has to be settled to be known.
    pub outlook: Option<Box<Outlook>>,
    /// The first events, oldest first, linked to the genesis of `id`.
    pub entries: Vec<Entry>,
}

/// The numbers of a dossier in one spelling; none where nothing can be seen of one.
pub(crate) struct Normalised {
    pub(crate) number: Option<String>,
    pub(crate) file_number: Option<String>,
}

impl Normalised {
    pub(crate) fn of(row: &DossierRow, normalise: Normalise) -> Self {
        let seen = |number: &String| Some(normalise(number)).filter(|number| !number.is_empty());
        Self {
            number: seen(&row.number),
            file_number: row.file_number.as_ref().and_then(seen),
        }
    }
}

impl<C: ConnectionTrait> Register<C> {
    /// Adds the events of each dossier after the version that was read.
    ///
    /// Where a dossier has moved on, the answer is a conflict and the caller's transaction is to
    /// be given up: two writers that read one version cannot both succeed.
    pub async fn append(&self, batch: &[&Append]) -> Result<(), StoreError> {
        match &self.together {
            Some(together) => {
                together.note_events(batch);
                Ok(())
            }
            None => self.append_now(batch).await,
        }
    }

    pub(crate) async fn append_now(&self, batch: &[&Append]) -> Result<(), StoreError> {
        let count = batch.iter().map(|append| append.entries.len()).sum();
        let mut positions = self
            .next_keys("journal", "position", count)
            .await?
            .into_iter();
        let mut placed = Vec::with_capacity(count);
        let mut lasts = Vec::with_capacity(batch.len());
        for append in batch {
            let stream = Stream {
                dossier: append.dossier,
                version: append.expected_version,
                last: append.last,
            };
            lasts.push(stream.extend(&append.entries, &mut positions, &mut placed));
        }
        let moved: Vec<(&Append, Option<i64>)> = batch.iter().copied().zip(lasts).collect();
        self.update_snapshots(&moved).await?;
        self.move_seats(batch.iter().map(|append| (append.dossier, &append.seat)))
            .await?;
        self.insert_journal(&placed).await
    }

    /// Adds dossiers with their first events; their keys, in the same order.
    pub async fn create(&self, new: &[NewDossier]) -> Result<Vec<i64>, StoreError> {
        let keys = self.next_keys("dossier", "seq", new.len()).await?;
        let count = new.iter().map(|new| new.entries.len()).sum();
        let mut positions = self
            .next_keys("journal", "position", count)
            .await?
            .into_iter();
        let mut placed = Vec::with_capacity(count);
        let mut dossiers = Vec::with_capacity(new.len());
        let mut snapshots = Vec::with_capacity(new.len());
        for (seq, new) in keys.iter().zip(new) {
            let stream = Stream {
                dossier: *seq,
                version: 0,
                last: None,
            };
            let newest = new.entries.last().map(|entry| entry.hash);
            snapshots.push(NewSnapshot {
                dossier: *seq,
                version: length(&new.entries),
                last: stream.extend(&new.entries, &mut positions, &mut placed),
                due_on: new.due_on,
                head: newest.unwrap_or_default(),
                state: &new.state,
                outlook: new.outlook.as_deref(),
            });
            dossiers.push(DossierRow {
                seq: *seq,
                id: new.id,
                regime: new.regime.clone(),
                number: new.number.clone(),
                file_number: None,
                province: new.province.clone(),
                office_kind: new.office_kind.clone(),
            });
        }
        let numbers = new.iter().map(|new| Normalised {
            number: Some(new.number_normalised.clone()),
            file_number: None,
        });
        let numbers: Vec<Normalised> = numbers.collect();
        self.insert_numbered(&dossiers, &numbers).await?;
        self.insert_snapshots(&snapshots).await?;
        let outlooks = keys.iter().zip(new).filter_map(|(key, new)| {
            let outlook = new.outlook.as_deref()?;
            Some((*key, outlook))
        });
        self.insert_worklists(outlooks).await?;
        self.insert_journal(&placed).await?;
        Ok(keys)
    }

    /// Adds dossiers under the keys they have, without any event.
    pub async fn insert_dossiers(
        &self,
        dossiers: &[DossierRow],
        normalise: Normalise,
    ) -> Result<(), StoreError> {
        let numbers = dossiers.iter().map(|row| Normalised::of(row, normalise));
        let numbers: Vec<Normalised> = numbers.collect();
        self.insert_numbered(dossiers, &numbers).await
    }

    async fn insert_numbered(
        &self,
        dossiers: &[DossierRow],
        numbers: &[Normalised],
    ) -> Result<(), StoreError> {
        let chunks = dossiers.chunks(ROWS_A_STATEMENT);
        for (chunk, numbers) in chunks.zip(numbers.chunks(ROWS_A_STATEMENT)) {
            let text = |of: fn(&DossierRow) -> &String| {
                Cells::Text(chunk.iter().map(|dossier| of(dossier).as_str()).collect())
            };
            let normalised = |of: fn(&Normalised) -> &Option<String>| {
                Cells::OptionalText(numbers.iter().map(|it| of(it).as_deref()).collect())
            };
            let files = chunk.iter().map(|dossier| dossier.file_number.as_deref());
            let columns = vec![
                ("seq", Cells::Key(chunk.iter().map(|it| it.seq).collect())),
                ("id", Cells::Id(chunk.iter().map(|it| it.id).collect())),
                ("regime", text(|dossier| &dossier.regime)),
                ("number", text(|dossier| &dossier.number)),
                ("number_normalised", normalised(|it| &it.number)),
                ("file_number", Cells::OptionalText(files.collect())),
                ("file_number_normalised", normalised(|it| &it.file_number)),
                ("province", text(|dossier| &dossier.province)),
                ("office_kind", text(|dossier| &dossier.office_kind)),
            ];
            self.insert("dossier", columns, "adding dossiers").await?;
        }
        Ok(())
    }

    pub(crate) async fn insert_snapshots(
        &self,
        snapshots: &[NewSnapshot<'_>],
    ) -> Result<(), StoreError> {
        for chunk in snapshots.chunks(ROWS_A_STATEMENT) {
            let key = |of: fn(&NewSnapshot<'_>) -> i64| Cells::Key(chunk.iter().map(of).collect());
            let lasts = chunk.iter().map(|it| it.last);
            let days = chunk.iter().map(|it| it.due_on);
            let heads = chunk.iter().map(|it| it.head.as_slice());
            let states = chunk.iter().map(|it| it.state);
            let mut columns = vec![
                ("dossier", key(|it| it.dossier)),
                ("version", key(|it| it.version)),
                ("last", Cells::OptionalKey(lasts.collect())),
                ("due_on", Cells::OptionalDay(days.collect())),
                ("head", Cells::Bytes(heads.collect())),
                ("state", Cells::Bytes(states.collect())),
            ];
            columns.extend(outlook::columns(chunk.iter().map(|it| it.outlook)));
            self.insert("snapshot", columns, "adding snapshots").await?;
        }
        Ok(())
    }

    /// What a licence is found by is written where it has changed, and nowhere else: its indexes stay as they are.
    pub(crate) async fn update_snapshots(
        &self,
        moved: &[(&Append, Option<i64>)],
    ) -> Result<(), StoreError> {
        let (changed, foreseen): (Vec<_>, Vec<_>) = moved
            .iter()
            .partition(|(append, _)| append.outlook.is_some());
        for chunk in foreseen.chunks(ROWS_A_STATEMENT) {
            self.update_with(moves(chunk), UPDATE, chunk.len()).await?;
        }
        let beside = self.dialect().deleting_beside(TAKE_OFF);
        let update = format!("{}{UPDATE_FOUND_BY}", beside.as_deref().unwrap_or(""));
        for chunk in changed.chunks(ROWS_A_STATEMENT) {
            let mut columns = moves(chunk);
            columns.extend(outlook::columns(
                chunk.iter().map(|(it, _)| it.outlook.as_deref()),
            ));
            self.update_with(columns, &update, chunk.len()).await?;
            if beside.is_none() {
                self.take_off(chunk.iter().map(|(append, _)| append.dossier))
                    .await?;
            }
        }
        let outlooks = changed.iter().filter_map(|(append, _)| {
            let outlook = append.outlook.as_deref()?;
            Some((append.dossier, outlook))
        });
        self.insert_worklists(outlooks).await
    }

    async fn update_with(
        &self,
        columns: Vec<(&'static str, Cells<'_>)>,
        update: &str,
        dossiers: usize,
    ) -> Result<(), StoreError> {
        let updated = self
            .with_rows(columns, update, "updating snapshots")
            .await?;
        let expected = dossiers as u64;
        if updated == expected {
            return Ok(());
        }
        let dossiers = usize::try_from(expected.saturating_sub(updated)).unwrap_or(dossiers);
        Err(StoreError::Conflict { dossiers })
    }

    pub(crate) async fn insert_journal(
        &self,
        placed: &[PlacedEntry<'_>],
    ) -> Result<(), StoreError> {
        for chunk in placed.chunks(ROWS_A_STATEMENT) {
            let key = |of: fn(&PlacedEntry<'_>) -> i64| Cells::Key(chunk.iter().map(of).collect());
            let text =
                |of: fn(&Entry) -> &str| Cells::Text(chunk.iter().map(|it| of(it.entry)).collect());
            let previous = chunk.iter().map(|it| it.previous);
            let days = chunk.iter().map(|it| it.entry.effective_on);
            let hashes = chunk.iter().map(|it| it.entry.hash.as_slice());
            let columns = vec![
                ("position", key(|it| it.position)),
                ("dossier", key(|it| it.dossier)),
                ("version", key(|it| it.version)),
                ("previous", Cells::OptionalKey(previous.collect())),
                ("effective_on", Cells::Day(days.collect())),
                ("recorded_at", key(|it| it.entry.recorded_at)),
                ("actor", text(|entry| &entry.actor)),
                ("event", text(|entry| &entry.event)),
                ("hash", Cells::Bytes(hashes.collect())),
            ];
            self.insert("journal", columns, "writing the journal")
                .await?;
        }
        let texts = placed
            .iter()
            .flat_map(|it| it.entry.texts.iter().map(|text| (it.position, text)));
        let texts: Vec<(i64, &ClearText)> = texts.collect();
        self.keep_texts(&texts).await?;
        self.note_answers(placed).await?;
        self.keep_asked(placed).await
    }
}

/// Where each dossier of a batch moves to.
pub(crate) fn moves<'a>(chunk: &[(&'a Append, Option<i64>)]) -> Vec<(&'static str, Cells<'a>)> {
    let column = |of: fn(&Append) -> i64| Cells::Key(chunk.iter().map(|(it, _)| of(it)).collect());
    vec![
        ("key", column(|append| append.dossier)),
        ("expected", column(|append| append.expected_version)),
        (
            "version",
            column(|append| append.expected_version + length(&append.entries)),
        ),
        (
            "last",
            Cells::OptionalKey(chunk.iter().map(|(_, last)| *last).collect()),
        ),
        (
            "due_on",
            Cells::OptionalDay(chunk.iter().map(|(it, _)| it.due_on).collect()),
        ),
        (
            "head",
            Cells::Bytes(
                chunk
                    .iter()
                    .map(|(it, _)| it.new_head().as_slice())
                    .collect(),
            ),
        ),
        (
            "state",
            Cells::Bytes(chunk.iter().map(|(it, _)| it.state.as_slice()).collect()),
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

/// A snapshot that is not there yet.
pub(crate) struct NewSnapshot<'a> {
    pub(crate) dossier: i64,
    pub(crate) version: i64,
    pub(crate) last: Option<i64>,
    pub(crate) due_on: Option<NaiveDate>,
    pub(crate) head: Hash,
    pub(crate) state: &'a [u8],
    pub(crate) outlook: Option<&'a Outlook>,
}

/// A new event with its place in the journal.
pub(crate) struct PlacedEntry<'a> {
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
        placed: &mut Vec<PlacedEntry<'a>>,
    ) -> Option<i64> {
        let mut previous = self.last;
        for ((version, entry), position) in (self.version + 1..).zip(entries).zip(positions) {
            placed.push(PlacedEntry {
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
macro_rules! update {
    ($also:literal) => {
        concat!(
            "UPDATE parvaneh_snapshot AS snapshot SET version = new.version, last = new.last, \
             due_on = new.due_on, head = new.head, state = new.state",
            $also,
            " FROM new WHERE snapshot.dossier = new.key AND snapshot.version = new.expected"
        )
    };
}

pub(crate) const UPDATE: &str = update!("");

/// With what a licence is found by.
const UPDATE_FOUND_BY: &str = update!(
    ", standing = new.standing, stands_from = new.stands_from, stands_until = new.stands_until, \
     standing_then = new.standing_then, holder = new.holder, ends_on = new.ends_on, renewal_due = new.renewal_due, \
     waits_until = new.waits_until"
);
