//! A batch of dossiers that are due, settled in memory. It reads nothing and writes nothing.

use std::sync::Arc;

use parvaneh_core::actor::Actor;
use parvaneh_core::calendar::Date;
use parvaneh_core::dossier::{self, Dated};
use parvaneh_core::outlook;
use parvaneh_store::{Append, Snapshot};

use crate::append::{Links, ToCome, append};
use crate::{Engine, EngineError, encoding};

/// What became of a batch.
#[derive(Default)]
pub(super) struct BatchOutcome {
    pub(super) settled: Vec<Settled>,
    pub(super) failures: Vec<BatchFailure>,
    /// What has missed a general act, and is to be stated anew before it is written.
    pub(super) missed: Vec<Snapshot>,
    /// Of how many dossiers nobody knows whether they were written.
    pub(super) uncertain: usize,
}

/// A dossier after its night, ready to be written.
#[derive(Clone)]
pub(super) struct Settled {
    pub(super) append: Append,
    pub(super) events: Vec<Dated>,
    /// What it was before, where its history was stated anew with a general act.
    pub(super) restated: Option<WasBefore>,
}

/// What a dossier was before its history was stated anew.
#[derive(Clone, Copy)]
pub(super) struct WasBefore {
    /// Whether its licence had expired: then an expiry on another day is none that is new.
    pub(super) had_expired: bool,
}

/// A dossier that could not be settled or written.
pub(super) struct BatchFailure {
    pub(super) dossier: i64,
    /// A stable word for the kind of failure.
    pub(super) code: &'static str,
    /// What is wrong with it.
    pub(super) message: String,
}

impl BatchFailure {
    /// Of a dossier that another transaction holds.
    pub(super) fn locked(dossier: i64) -> Self {
        Self {
            dossier,
            code: "locked",
            message: "another transaction holds it and did not let go of it in time; it stays due: find out who \
                      holds it, and run the night again"
                .to_owned(),
        }
    }

    /// Of a dossier of which something that is stored cannot be read.
    pub(super) fn unreadable(dossier: i64, problem: impl std::fmt::Display) -> Self {
        Self {
            dossier,
            code: "unreadable",
            message: format!("{problem}; `parvaneh verify` says what is wrong with the dossier"),
        }
    }
}

/// How batches are settled in one run.
#[derive(Clone)]
pub(super) struct Settling {
    pub(super) engine: Engine,
    pub(super) as_of: Date,
    /// The calendar, as the journal names it.
    actor: Arc<str>,
}

impl Settling {
    pub(super) fn new(engine: &Engine, as_of: Date) -> Result<Self, EngineError> {
        Ok(Self {
            engine: engine.clone(),
            as_of,
            actor: encoding::actor_to_json(&Actor::calendar())?,
        })
    }

    /// Settles what was read; a dossier that cannot be is put aside, and its neighbours go on. It is
    /// recorded at the instant at which the transaction that is to write it joined those that write;
    /// where what was read is not held, at the one at which it is settled.
    pub(super) fn settle(&self, read: &[Snapshot], joined: Option<i64>) -> BatchOutcome {
        let recorded_at = self.engine.instant(joined);
        let mut outcome = BatchOutcome::default();
        for snapshot in read {
            match self.settle_one(snapshot, recorded_at) {
                Ok(Some(one)) => outcome.settled.push(one),
                Ok(None) => outcome.missed.push(snapshot.clone()),
                Err(failure) => outcome.failures.push(failure),
            }
        }
        outcome
    }

    /// None where it has missed a general act.
    fn settle_one(
        &self,
        snapshot: &Snapshot,
        recorded_at: i64,
    ) -> Result<Option<Settled>, BatchFailure> {
        let key = snapshot.dossier;
        let fails = |code, message| BatchFailure {
            dossier: key,
            code,
            message,
        };
        let encode = |error: EngineError| fails("unwritable", error.to_string());
        let defect = |defect: dossier::Defect| fails(defect.code(), defect.to_string());
        let editions = &self.engine.editions;
        let kept = encoding::kept_from_bytes(&snapshot.state)
            .map_err(|problem| BatchFailure::unreadable(key, problem))?;
        let recorded_at = Ord::max(recorded_at, kept.recorded_at);
        let before = kept.dossier;
        if dossier::missed(&before, editions).is_some_and(|day| day <= self.as_of) {
            return Ok(None);
        }
        let claimed = before.seat_claim().map(str::to_owned);
        let waited = !before.worklist.is_empty();
        let settled = dossier::settle_and_due(before, editions, self.as_of);
        let (after, events, due_on) = settled.map_err(defect)?;
        let mut links = Links::after(snapshot, recorded_at);
        links.settled(&self.actor, &events).map_err(encode)?;
        let entries = links.into_entries();
        let claimed = claimed.as_deref();
        let nothing_waits = !waited && after.worklist.is_empty();
        let foreseen = nothing_waits && events.iter().all(|dated| outlook::foresees(&dated.event));
        let to_come = match foreseen {
            true => ToCome {
                due_on,
                outlook: None,
            },
            false => self.engine.to_come(&after).map_err(defect)?,
        };
        let append = append(snapshot, claimed, &after, to_come, recorded_at, entries);
        let append = append.map_err(encode)?;
        Ok(Some(Settled {
            append,
            events,
            restated: None,
        }))
    }
}
