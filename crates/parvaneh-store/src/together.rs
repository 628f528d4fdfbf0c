//! Commands that share a transaction: what each of them would read by itself is read together before, and what each
//! would write is written together.
//!
//! Nobody sees a difference. Before any other statement everything is written that is still to be; and once anything
//! else is written, nothing counts any more that was read before.

use std::collections::HashMap;
use std::future::Future;
use std::mem;
use std::pin::Pin;
use std::sync::{Mutex, MutexGuard, PoisonError};

use sea_orm::{ConnectionTrait, DatabaseTransaction};
use uuid::Uuid;

use crate::{
    AnswerRow, Append, DossierRow, EarlierAnswer, HeldSnapshot, PartyRow, Register, StoreError,
};

/// What commands are going to ask for.
#[derive(Clone, Debug, Default)]
pub struct Wanted {
    /// Their ids.
    pub commands: Vec<Uuid>,
    /// The numbers of their dossiers, normalised.
    pub numbers: Vec<String>,
    /// Identifiers of parties, by the words of their kinds.
    pub identifiers: Vec<(&'static str, String)>,
}

/// What was read together, and what is to be written so.
#[derive(Debug, Default)]
pub(crate) struct Together(Mutex<Inside>);

#[derive(Debug, Default)]
struct Inside {
    read: Read,
    appends: Vec<Append>,
    answers: Vec<AnswerRow>,
    /// How often something was written, or noted to be.
    writes: usize,
    /// Whether what was noted is being written at this moment.
    is_writing: bool,
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

    /// What was answered to a command; none where it is not known whether anything was.
    pub(crate) fn command(&self, id: Uuid) -> Option<Option<EarlierAnswer>> {
        self.inside().read.commands.get(&id).cloned()
    }

    /// The dossier of a number; none where that is not known.
    pub(crate) fn number(&self, regime: Option<&str>, normalised: &str) -> Option<DossierRow> {
        let read = &self.inside().read;
        let is_of_it = regime.is_none_or(|regime| regime == read.regime);
        read.numbers.get(normalised).filter(|_| is_of_it).cloned()
    }

    /// The snapshot of a dossier, once.
    pub(crate) fn snapshot(&self, dossier: i64) -> Option<HeldSnapshot> {
        self.inside().read.held.remove(&dossier)
    }

    /// The parties of an identifier; none where they are not known.
    pub(crate) fn parties(&self, kinds: &[&str], identifiers: &[&str]) -> Option<Vec<PartyRow>> {
        let ([kind], [identifier]) = (kinds, identifiers) else {
            return None;
        };
        let parties = &self.inside().read.parties;
        parties.get(kind)?.get(*identifier).cloned()
    }

    /// Notes events that are to be written.
    pub(crate) fn append(&self, batch: &[&Append]) {
        let mut inside = self.inside();
        inside.writes += 1;
        for append in batch {
            inside.read.held.remove(&append.dossier);
            inside.appends.push((*append).clone());
        }
    }

    /// Notes an answer that is to be kept.
    pub(crate) fn remember(&self, answer: AnswerRow) {
        let mut inside = self.inside();
        inside.writes += 1;
        inside.read.commands.remove(&answer.id);
        inside.answers.push(answer);
    }

    /// Something else is written.
    pub(crate) fn is_overtaken(&self) {
        let mut inside = self.inside();
        if !inside.is_writing {
            inside.writes += 1;
            inside.read = Read::default();
        }
    }

    fn has_noted(&self) -> bool {
        let inside = self.inside();
        !inside.appends.is_empty() || !inside.answers.is_empty()
    }
}

impl Register<DatabaseTransaction> {
    /// Reads what commands are going to ask for, and holds their dossiers. From now on what they write is noted, and
    /// written together before any other statement.
    pub async fn gather(&mut self, wanted: &Wanted) -> Result<(), StoreError> {
        let mut read = Read::default();
        for answer in self.earlier_answers(&wanted.commands).await? {
            read.commands.insert(
                answer.id,
                Some(EarlierAnswer {
                    body_hash: answer.body_hash,
                    answer: answer.answer,
                    recorded_at: answer.recorded_at,
                }),
            );
        }
        for id in &wanted.commands {
            read.commands.entry(*id).or_insert(None);
        }
        if let [regime] = self.regimes().await?.as_slice() {
            let numbers: Vec<&str> = wanted.numbers.iter().map(String::as_str).collect();
            read.numbers = self.found_by_number(regime, &numbers).await?;
            read.regime.clone_from(regime);
        }
        let mut keys: Vec<i64> = read.numbers.values().map(|row| row.seq).collect();
        keys.sort_unstable();
        keys.dedup();
        let held = self.hold_snapshots(&keys).await?;
        let at = self.clock().await?;
        let held = held
            .into_iter()
            .map(|snapshot| (snapshot.dossier, HeldSnapshot { snapshot, at }));
        read.held = held.collect();
        let mut kinds: Vec<&'static str> = wanted.identifiers.iter().map(|it| it.0).collect();
        kinds.sort_unstable();
        kinds.dedup();
        for kind in kinds {
            let of_kind = wanted.identifiers.iter().filter(|it| it.0 == kind);
            let identifiers: Vec<&str> = of_kind.map(|it| it.1.as_str()).collect();
            let none = identifiers.iter().map(|it| ((*it).to_owned(), Vec::new()));
            let mut parties: HashMap<String, Vec<PartyRow>> = none.collect();
            for row in self.parties_by_identifier(&[kind], &identifiers).await? {
                let identifier = row.identifier.clone().unwrap_or_default();
                parties.entry(identifier).or_default().push(row);
            }
            read.parties.insert(kind, parties);
        }
        let inside = Inside {
            read,
            ..Inside::default()
        };
        self.together = Some(Together(Mutex::new(inside)).into());
        Ok(())
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
        match &self.together {
            Some(together) if together.has_noted() => self.write_together(together).await,
            Some(_) | None => Ok(()),
        }
    }

    /// In a box: whatever it writes comes here again, to find that nothing is noted any more.
    fn write_together<'a>(
        &'a self,
        together: &'a Together,
    ) -> Pin<Box<dyn Future<Output = Result<(), StoreError>> + Send + 'a>> {
        Box::pin(async move {
            let (appends, answers) = {
                let mut inside = together.inside();
                inside.is_writing = true;
                (
                    mem::take(&mut inside.appends),
                    mem::take(&mut inside.answers),
                )
            };
            let mut batch: Vec<&Append> = appends.iter().collect();
            batch.sort_by_key(|append| append.dossier);
            self.append_now(&batch).await?;
            self.insert_answers(&answers).await?;
            together.inside().is_writing = false;
            Ok(())
        })
    }
}
