//! Commands that share a transaction: what each of them would read by itself is read together before, and what each
//! would write is noted, and written together.
//!
//! Nobody sees a difference. Before any other statement everything is written that was noted; and once anything else
//! is written that could be read again, nothing counts any more that was read before. Where what was noted cannot be
//! written, nothing more can be done in the transaction.

use std::collections::{HashMap, HashSet};
use std::future::Future;
use std::mem;
use std::pin::Pin;
use std::sync::{Mutex, MutexGuard, PoisonError};

use sea_orm::{ConnectionTrait, DatabaseTransaction};
use uuid::Uuid;

use crate::{
    AnswerRow, Append, DossierRow, EarlierAnswer, HeldSnapshot, PartyRow, Register, StoreError,
};

/// What a command is going to ask for.
#[derive(Clone, Debug)]
pub struct Wanted {
    /// Its id.
    pub command: Uuid,
    /// The number of its dossier, normalised.
    pub number: String,
    /// What may be identifiers of parties, by the words of their kinds.
    pub identifiers: Vec<(&'static str, String)>,
}

/// What commands of a transaction have read together, and what of theirs is still to be written.
#[derive(Debug, Default)]
pub(crate) struct Together(Mutex<Inside>);

#[derive(Debug, Default)]
struct Inside {
    read: Read,
    appends: Vec<Append>,
    answers: Vec<AnswerRow>,
    /// How often something was written, or noted to be.
    writes: usize,
    writing: Writing,
}

#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
enum Writing {
    #[default]
    Not,
    Now,
    Failed,
}

#[derive(Debug, Default)]
struct Read {
    /// None where a command was not answered.
    commands: HashMap<Uuid, Option<EarlierAnswer>>,
    /// The one regime of the register; where there are several, no numbers.
    regime: String,
    numbers: HashMap<String, DossierRow>,
    held: HashMap<i64, HeldSnapshot>,
    /// By the words of their kinds, and by their identifiers.
    parties: HashMap<&'static str, HashMap<String, Vec<PartyRow>>>,
}

impl Together {
    fn inside(&self) -> MutexGuard<'_, Inside> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What was answered to a command, if that was read.
    pub(crate) fn known_answer(&self, id: Uuid) -> Option<Option<EarlierAnswer>> {
        self.inside().read.commands.get(&id).cloned()
    }

    /// The dossier of a number, if it was read.
    pub(crate) fn known_dossier(
        &self,
        regime: Option<&str>,
        normalised: &str,
    ) -> Option<DossierRow> {
        let read = &self.inside().read;
        let is_of_it = regime.is_none_or(|regime| regime == read.regime);
        read.numbers.get(normalised).filter(|_| is_of_it).cloned()
    }

    /// The snapshot of a dossier, if it was read. Whoever takes it is about to change it: it is given once.
    pub(crate) fn take_snapshot(&self, dossier: i64) -> Option<HeldSnapshot> {
        self.inside().read.held.remove(&dossier)
    }

    /// The parties of an identifier, if they were read.
    pub(crate) fn known_parties(
        &self,
        kinds: &[&str],
        identifiers: &[&str],
    ) -> Option<Vec<PartyRow>> {
        let [identifier] = identifiers else {
            return None;
        };
        let parties = &self.inside().read.parties;
        let mut found = Vec::new();
        for kind in kinds {
            found.extend_from_slice(parties.get(kind)?.get(*identifier)?);
        }
        Some(found)
    }

    /// Notes events that are to be written.
    pub(crate) fn note_events(&self, batch: &[&Append]) {
        let mut inside = self.inside();
        inside.writes += 1;
        for append in batch {
            inside.read.held.remove(&append.dossier);
            inside.appends.push((*append).clone());
        }
    }

    /// Notes an answer that is to be kept.
    pub(crate) fn note_answer(&self, answer: AnswerRow) {
        let mut inside = self.inside();
        inside.writes += 1;
        inside.read.commands.remove(&answer.id);
        inside.answers.push(answer);
    }

    /// Something else is written, of which nothing was read before.
    pub(crate) fn count_a_write(&self) {
        self.inside().writes += 1;
    }

    /// Something else is written, of which anything may have been read before.
    pub(crate) fn forget_what_was_read(&self) {
        let mut inside = self.inside();
        if inside.writing != Writing::Now {
            inside.writes += 1;
            inside.read = Read::default();
        }
    }
}

impl Register<DatabaseTransaction> {
    /// Reads what commands are going to ask for, and holds their dossiers. From now on what they write is noted, and
    /// written together before any other statement. The answer is how many of them, from the first one on, can be
    /// answered so: they end before the first one whose dossier somebody else holds.
    pub async fn gather(&mut self, wanted: &[Wanted]) -> Result<usize, StoreError> {
        let mut read = Read {
            commands: self.answers_of(wanted).await?,
            ..Read::default()
        };
        // What was answered before touches no dossier.
        let is_new = |it: &&Wanted| matches!(read.commands.get(&it.command), Some(None));
        let new: Vec<&Wanted> = wanted.iter().filter(is_new).collect();
        if let [regime] = self.regimes().await?.as_slice() {
            let numbers: HashSet<&str> = new.iter().map(|it| it.number.as_str()).collect();
            let numbers: Vec<&str> = numbers.into_iter().collect();
            read.numbers = self.found_by_number(regime, &numbers).await?;
            read.regime.clone_from(regime);
        }
        read.held = self.hold_free(&read.numbers).await?;
        let is_held_by_others = |it: &Wanted| {
            let dossier = read.numbers.get(&it.number);
            dossier.is_some_and(|row| !read.held.contains_key(&row.seq))
        };
        let free = wanted.iter().position(is_held_by_others);
        read.parties = self.parties_meant(&new).await?;
        let inside = Inside {
            read,
            ..Inside::default()
        };
        self.together = Some(Together(Mutex::new(inside)).into());
        Ok(free.unwrap_or(wanted.len()))
    }

    async fn answers_of(
        &self,
        wanted: &[Wanted],
    ) -> Result<HashMap<Uuid, Option<EarlierAnswer>>, StoreError> {
        let ids: Vec<Uuid> = wanted.iter().map(|it| it.command).collect();
        let mut answers: HashMap<_, _> = ids.iter().map(|id| (*id, None)).collect();
        for answer in self.earlier_answers(&ids).await? {
            let earlier = EarlierAnswer {
                body_hash: answer.body_hash,
                answer: answer.answer,
                recorded_at: answer.recorded_at,
            };
            answers.insert(answer.id, Some(earlier));
        }
        Ok(answers)
    }

    /// The snapshots of those of these dossiers that nobody else holds, held from now on.
    async fn hold_free(
        &self,
        numbers: &HashMap<String, DossierRow>,
    ) -> Result<HashMap<i64, HeldSnapshot>, StoreError> {
        let mut keys: Vec<i64> = numbers.values().map(|row| row.seq).collect();
        keys.sort_unstable();
        keys.dedup();
        let keys = self.free_dossiers(&keys).await?;
        let snapshots = self.hold_snapshots(&keys).await?;
        let at = self.clock().await?;
        let held = snapshots.into_iter();
        let held = held.map(|snapshot| (snapshot.dossier, HeldSnapshot { snapshot, at }));
        Ok(held.collect())
    }

    async fn parties_meant(
        &self,
        wanted: &[&Wanted],
    ) -> Result<HashMap<&'static str, HashMap<String, Vec<PartyRow>>>, StoreError> {
        let mut parties: HashMap<&'static str, HashMap<String, Vec<PartyRow>>> = HashMap::new();
        for (kind, identifier) in wanted.iter().flat_map(|it| &it.identifiers) {
            let of_kind = parties.entry(kind).or_default();
            of_kind.entry(identifier.clone()).or_default();
        }
        for (kind, of_kind) in &mut parties {
            let identifiers: Vec<String> = of_kind.keys().cloned().collect();
            let identifiers: Vec<&str> = identifiers.iter().map(String::as_str).collect();
            for row in self.parties_by_identifier(&[kind], &identifiers).await? {
                let identifier = row.identifier.clone().unwrap_or_default();
                of_kind.entry(identifier).or_default().push(row);
            }
        }
        Ok(parties)
    }

    /// How often something was written since [`Register::gather`].
    pub fn writes(&self) -> usize {
        let together = self.together.as_ref();
        together.map_or(0, |together| together.inside().writes)
    }
}

impl<C: ConnectionTrait> Register<C> {
    /// Writes what was noted to be written.
    pub(crate) async fn write_what_is_noted(&self) -> Result<(), StoreError> {
        let Some(together) = &self.together else {
            return Ok(());
        };
        let (writing, has_noted) = {
            let inside = together.inside();
            let has_noted = !inside.appends.is_empty() || !inside.answers.is_empty();
            (inside.writing, has_noted)
        };
        match writing {
            // Half of it may be there.
            Writing::Failed => Err(StoreError::Unwritten { source: None }),
            Writing::Not if has_noted => self.write_together(together).await,
            Writing::Not | Writing::Now => Ok(()),
        }
    }

    /// In a box: whatever it writes comes here again, to find that it is being written.
    fn write_together<'a>(
        &'a self,
        together: &'a Together,
    ) -> Pin<Box<dyn Future<Output = Result<(), StoreError>> + Send + 'a>> {
        Box::pin(async move {
            let (appends, answers) = {
                let mut inside = together.inside();
                inside.writing = Writing::Now;
                (
                    mem::take(&mut inside.appends),
                    mem::take(&mut inside.answers),
                )
            };
            let batch: Vec<&Append> = appends.iter().collect();
            let written = async {
                self.append_now(&batch).await?;
                self.insert_answers(&answers).await
            };
            let written = written.await;
            together.inside().writing = match written {
                Ok(()) => Writing::Not,
                Err(_) => Writing::Failed,
            };
            written.map_err(|error| StoreError::Unwritten {
                source: Some(Box::new(error)),
            })
        })
    }
}
