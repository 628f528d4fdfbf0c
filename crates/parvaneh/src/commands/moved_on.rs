//! What others were told of a call, and of who answered it: an act of an earlier day that would change
//! it is refused, because a revision decides no other history again.

use std::collections::{BTreeMap, BTreeSet};

use parvaneh_core::calendar::Date;
use parvaneh_core::call;
use parvaneh_core::dossier::{self, CallView, Dossier};
use parvaneh_core::law::OwnRule;
use parvaneh_core::refusal::{Code, Refusal};
use parvaneh_core::timeline::{self, Row, Sequence};
use parvaneh_store::{Connection, Register};

use super::call_view::{CallQuestion, CallRow};
use super::late::Past;
use crate::workflows::Regime;
use crate::{Engine, EngineError};

/// Refused because the call of that number has gone on since.
pub(crate) fn call_went_on(call: &str) -> Refusal {
    Refusal::new(Code::CallMovedOn, OwnRule::CallsAsTheyWere).because("call", call)
}

/// Refused because the dossier of that number was told something else of the call.
pub(crate) fn others_were_told(other: &str) -> Refusal {
    Refusal::new(Code::CallMovedOn, OwnRule::CallsAsTheyWere).because("told", other)
}

/// A dossier whose history is stated anew.
#[derive(Clone, Copy)]
pub(crate) struct Changed<'a> {
    pub(crate) key: i64,
    /// Its journal as it is.
    pub(crate) past: &'a Past,
    /// Its journal as it will be.
    pub(crate) after: &'a [Row],
}

/// A dossier was told something else than those that are stated anew now say.
pub(crate) struct ToldOtherwise {
    /// Its number.
    pub(crate) other: String,
    /// Which of those that are stated anew says something else, from 0.
    pub(crate) changed: usize,
}

/// What dossiers show of themselves to those that answer the same call, on one day.
#[derive(Default, PartialEq)]
struct Shown {
    /// The call itself, where it is one of them.
    call: call::State,
    seats: u32,
    undecided: u32,
}

impl Shown {
    fn and(self, more: Self) -> Self {
        Self {
            call: match more.call.call() {
                Some(_) => more.call,
                None => self.call,
            },
            seats: self.seats + more.seats,
            undecided: self.undecided + more.undecided,
        }
    }
}

impl Changed<'_> {
    /// The numbers of the calls that it is, or answered, before or after.
    pub(crate) fn calls(&self) -> BTreeSet<String> {
        let mut calls = calls_of(&self.past.rows);
        calls.append(&mut calls_of(self.after));
        calls
    }
}

impl Engine {
    /// Whether a call was ranked, concluded or called off by today: nobody joins it any more.
    pub(super) async fn has_moved_on<C: Connection>(
        &self,
        tx: &Register<C>,
        regime: &Regime,
        number: &str,
        today: Date,
    ) -> Result<bool, EngineError> {
        let question = CallQuestion {
            regime: &regime.name,
            number,
            asking: None,
            on: today,
            today,
        };
        let view = self.call_view(tx, question, CallRow::Locked);
        Ok(view.await?.is_some_and(|view| view.call.is_ranked()))
    }

    /// A dossier that was told something else of a call than it would be told now; none where there is
    /// none. What several dossiers change is looked at as a whole: a seat that one gives up and another
    /// takes on the same day is a seat that is taken. Who is told of a call holds its row: so that nobody
    /// is told meanwhile, it is held here as well.
    pub(crate) async fn told_otherwise<C: Connection>(
        &self,
        tx: &Register<C>,
        regime: &Regime,
        changed: &[Changed<'_>],
        row: CallRow,
    ) -> Result<Option<ToldOtherwise>, EngineError> {
        let calls: BTreeSet<String> = changed.iter().flat_map(Changed::calls).collect();
        for call in calls {
            let own = self.call_rows(tx, &regime.name, &call).await?;
            let own: Vec<i64> = own.iter().map(|row| row.seq).collect();
            if row == CallRow::Locked {
                tx.hold_snapshots(&own).await?;
            }
            let mut keys = tx.answered(&regime.name, &call).await?;
            keys.extend(own);
            keys.retain(|key| changed.iter().all(|one| one.key != *key));
            for other in tx.dossiers(&keys).await? {
                let past = self.past(tx, regime, other.seq, &other.number).await?;
                for day in told_on(&past, &call) {
                    let changed_by = self.shows_otherwise(changed, &call, day)?;
                    if let Some(changed) = changed_by {
                        let other = other.number;
                        return Ok(Some(ToldOtherwise { other, changed }));
                    }
                }
            }
        }
        Ok(None)
    }

    /// Which of the changed dossiers shows something else of a call on a day, where all of them together do.
    fn shows_otherwise(
        &self,
        changed: &[Changed<'_>],
        call: &str,
        day: Date,
    ) -> Result<Option<usize>, EngineError> {
        let mut first = None;
        let (mut before, mut after) = (Shown::default(), Shown::default());
        for (at, one) in changed.iter().enumerate() {
            let was = self.shown_of_call(&one.past.rows, call, day)?;
            let is = self.shown_of_call(one.after, call, day)?;
            if was != is {
                first = first.or(Some(at));
            }
            (before, after) = (before.and(was), after.and(is));
        }
        Ok(first.filter(|_| before != after))
    }

    /// What acts of a dossier would be told now of the calls that they answer to, beside others that
    /// the same revision changes; those alone that were told otherwise.
    pub(crate) fn told_now(
        &self,
        past: &Past,
        others: &[Changed<'_>],
    ) -> Result<BTreeMap<Sequence, CallView>, EngineError> {
        let mut now = BTreeMap::new();
        for row in &past.rows {
            let asked = past.kept.get(&row.sequence);
            let Some(told) = asked.and_then(|asked| asked.call.as_ref()) else {
                continue;
            };
            let (mut before, mut after) = (Shown::default(), Shown::default());
            for one in others {
                let (call, day) = (&told.number, row.effective_on);
                before = before.and(self.shown_of_call(&one.past.rows, call, day)?);
                after = after.and(self.shown_of_call(one.after, call, day)?);
            }
            if before == after {
                continue;
            }
            let mut told = told.clone();
            told.seats_taken = (told.seats_taken + after.seats).saturating_sub(before.seats);
            told.undecided = (told.undecided + after.undecided).saturating_sub(before.undecided);
            if before.call != after.call {
                told.call = after.call;
            }
            now.insert(row.sequence, told);
        }
        Ok(now)
    }

    fn shown_of_call(&self, rows: &[Row], call: &str, day: Date) -> Result<Shown, EngineError> {
        let damaged = EngineError::damaged(call);
        let live = timeline::live(rows).into_iter();
        let by_then = live.filter(|row| row.effective_on <= day);
        let known: Dossier = timeline::replay(by_then).map_err(&damaged)?;
        let (dossier, _) = dossier::settle(known, &self.editions, day).map_err(&damaged)?;
        let answers = dossier.seat_claim() == Some(call);
        Ok(Shown {
            seats: u32::from(dossier.seat() == Some(call)),
            undecided: u32::from(answers && dossier.awaits_decision()),
            call: match dossier.call.call() {
                Some(own) if *own.number == *call => dossier.call,
                Some(_) | None => call::State::None,
            },
        })
    }
}

/// The days on which a dossier was told of a call, in acts that stand.
fn told_on(past: &Past, call: &str) -> BTreeSet<Date> {
    let told = |act| {
        let asked = past.kept.get(&act);
        let of = asked.and_then(|asked| asked.call.as_ref());
        of.is_some_and(|of| of.number == call)
    };
    let live = timeline::live(&past.rows).into_iter();
    live.filter(|row| row.mark.of_act.is_some_and(told))
        .map(|row| row.effective_on)
        .collect()
}

/// The numbers of the calls that a dossier has answered, or is.
pub(crate) fn calls_of(rows: &[Row]) -> BTreeSet<String> {
    let mut dossier = Dossier::default();
    let mut calls = BTreeSet::new();
    for row in timeline::live(rows) {
        if timeline::happens(&mut dossier, row).is_err() {
            break;
        }
        calls.extend(dossier.answers_to().map(str::to_owned));
        calls.extend(dossier.seat_claim().map(str::to_owned));
    }
    calls
}
