//! Dossiers whose histories have gone on without a general act: each is stated anew with it.

use parvaneh_core::calendar::Date;
use parvaneh_core::dossier::{Dated, Event};
use parvaneh_core::licence;
use parvaneh_core::timeline::{self, NotRestated, Rewritten};
use parvaneh_store::{Append, Connection, DossierRow, Register, Snapshot};

use super::settling::{BatchFailure, BatchOutcome, Settled, Settling, WasBefore};
use crate::append::{Links, append};
use crate::commands::call_view::CallRow;
use crate::commands::late::{Past, stands_against};
use crate::commands::moved_on::{Changed, others_were_told};
use crate::workflows::Regime;
use crate::{Engine, EngineError, encoding};
use parvaneh_store::in_full;

/// What came of a dossier that has missed a general act.
pub(crate) enum Restated {
    /// It is to be written, with what the calendar says otherwise.
    Anew {
        append: Append,
        events: Vec<Dated>,
        had_expired: bool,
    },
    /// It stays as it is: a stable word for the reason, and the reason.
    StaysAsItIs(&'static str, String),
}

impl Engine {
    /// States a dossier anew with the general act that it has missed, recorded not before `recorded_at`.
    pub(crate) async fn with_decree<C: Connection>(
        &self,
        register: &Register<C>,
        snapshot: &Snapshot,
        today: Date,
        recorded_at: i64,
    ) -> Result<Restated, EngineError> {
        let stays = |code, message| Ok(Restated::StaysAsItIs(code, message));
        let kept = match encoding::kept_from_bytes(&snapshot.state) {
            Ok(kept) => kept,
            Err(problem) => return stays("unreadable", problem),
        };
        let (row, regime, past) = match self.past_of(register, snapshot.dossier).await {
            Ok(read) => read,
            Err(error) if is_of_the_register(&error) => return Err(error),
            Err(error @ EngineError::NoSuchRegime(..)) => {
                return stays("no_such_regime", error.to_string());
            }
            Err(error) => return stays("unreadable", in_full(&error)),
        };
        let rewritten = match timeline::restate(&past.rows, &self.editions, today) {
            Ok(Some(rewritten)) => rewritten,
            Ok(None) => return stays("unreadable", "it has missed no general act".to_owned()),
            Err(NotRestated::StandsAgainst(conflicts)) => {
                let refusal = stands_against(&conflicts);
                return stays(refusal.code.word(), refusal.to_string());
            }
            Err(fault) => return stays("general_act", fault.to_string()),
        };
        let changed = Changed {
            key: row.seq,
            past: &past,
            after: &past.rows_with(&rewritten.rows),
        };
        match self
            .told_otherwise(register, regime, &[changed], CallRow::Read)
            .await
        {
            Ok(None) => {}
            Ok(Some(told)) => {
                let refusal = others_were_told(&told.other);
                return stays(refusal.code.word(), refusal.to_string());
            }
            Err(error) if is_of_the_register(&error) => return Err(error),
            Err(error) => return stays("unreadable", in_full(&error)),
        }
        let events = new_consequences(&past, &rewritten);
        let had_expired = matches!(kept.dossier.licence, licence::State::Expired { .. });
        let recorded_at = Ord::max(recorded_at, kept.recorded_at);
        let to_come = match self.to_come(&rewritten.dossier) {
            Ok(to_come) => to_come,
            Err(defect) => return stays(defect.code(), defect.to_string()),
        };
        let mut links = Links::after(snapshot, recorded_at);
        links.rows(rewritten.rows, |_| None)?;
        let append = append(
            snapshot,
            kept.dossier.seat_claim(),
            &rewritten.dossier,
            to_come,
            recorded_at,
            links.into_entries(),
        )?;
        Ok(Restated::Anew {
            append,
            events,
            had_expired,
        })
    }
}

impl Engine {
    /// A dossier by its key, its regime and what it has been through.
    async fn past_of<C: Connection>(
        &self,
        register: &Register<C>,
        key: i64,
    ) -> Result<(DossierRow, &Regime, Past), EngineError> {
        let row = register.dossier(key).await?;
        let row = row.ok_or_else(|| EngineError::NoSuchLicence(format!("dossier {key}")))?;
        let regime = self.regime(&row.regime)?;
        let past = self.past(register, regime, row.seq, &row.number).await?;
        Ok((row, regime, past))
    }
}

/// What the calendar says now and never said before.
fn new_consequences(past: &Past, rewritten: &Rewritten) -> Vec<Dated> {
    let known = past.next();
    let rows = past.rows_after(&rewritten.rows).into_iter();
    let new = rows.filter(|row| known <= row.first() && row.is_consequence());
    new.filter_map(|row| row.dated()).collect()
}

impl Settling {
    /// States anew, one after the other, what the batch has put aside for it.
    pub(super) async fn restate<C: Connection>(
        &self,
        register: &Register<C>,
        joined: Option<i64>,
        outcome: &mut BatchOutcome,
    ) -> Result<(), EngineError> {
        let recorded_at = self.engine.instant(joined);
        for snapshot in std::mem::take(&mut outcome.missed) {
            let restated = self
                .engine
                .with_decree(register, &snapshot, self.as_of, recorded_at);
            match restated.await? {
                Restated::Anew {
                    append,
                    events,
                    had_expired,
                } => outcome.settled.push(Settled {
                    append,
                    events,
                    restated: Some(WasBefore { had_expired }),
                }),
                Restated::StaysAsItIs(code, message) => outcome.failures.push(BatchFailure {
                    dossier: snapshot.dossier,
                    code,
                    message,
                }),
            }
        }
        Ok(())
    }
}

/// Whether an error is of the whole register, and not of one dossier.
fn is_of_the_register(error: &EngineError) -> bool {
    matches!(error, EngineError::Store(error) if !error.is_about_one_dossier())
}

/// Whether the calendar has ended a licence.
pub(super) fn is_an_expiry(dated: &Dated) -> bool {
    matches!(dated.event, Event::Licence(licence::Event::Expired { .. }))
}
