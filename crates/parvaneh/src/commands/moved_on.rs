//! What others were told of a call, and of who answered it: an act of an earlier day that would change
//! it is refused, because a revision decides no other history again.

use std::collections::{BTreeMap, BTreeSet};

use parvaneh_core::actor::Actor;
use parvaneh_core::calendar::Date;
use parvaneh_core::call;
use parvaneh_core::dossier::{self, CallView, Dossier};
use parvaneh_core::law::OwnRule;
use parvaneh_core::party::PartyId;
use parvaneh_core::refusal::{Code, Refusal};
use parvaneh_core::timeline::{self, NewRow, Row, Sequence};
use parvaneh_store::{Connection, Register};

use super::call_view::{CallQuestion, CallRow};
use super::identity::votes_of;
use super::late::Past;
use crate::parties::ids_of;
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
    /// Whose matter it is.
    parties: BTreeSet<PartyId>,
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
            parties: &self.parties | &more.parties,
        }
    }

    /// The same but for whose matter it is: who withdraws takes nothing from what was decided.
    fn is_like(&self, other: &Self) -> bool {
        (&self.call, self.seats, self.undecided) == (&other.call, other.seats, other.undecided)
    }
}

/// What dossiers that are stated anew show otherwise.
struct Otherwise {
    /// Which of them says something else of the call or its seats, where all of them together do.
    changed: Option<usize>,
    joins: Vec<Joins>,
}

/// Whose matter it is now, and was not.
struct Joins {
    /// By which of the dossiers, from 0.
    changed: usize,
    parties: BTreeSet<PartyId>,
}

/// The key of a dossier that is not in the register yet.
const NO_KEY: i64 = 0;

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
            for (other, past) in self.those_told(tx, regime, &call, changed, row).await? {
                for (day, act) in told(&past, &call) {
                    let now = self.shows_otherwise(tx, changed, &call, day).await?;
                    let decided_by = |joins: &Joins| is_decided_by(&past, act, &joins.parties);
                    let in_own_matter = now.joins.iter().find(|joins| decided_by(joins));
                    if let Some(changed) = now.changed.or(in_own_matter.map(|it| it.changed)) {
                        return Ok(Some(ToldOtherwise { other, changed }));
                    }
                }
            }
        }
        Ok(None)
    }

    /// The number of a dossier, or of a call, in which somebody decided what is their own matter by an act of an
    /// earlier day with which another dossier begins; none where nobody did.
    pub(super) async fn decided_in_own_matter<C: Connection>(
        &self,
        tx: &Register<C>,
        regime: &Regime,
        begins: &[NewRow],
    ) -> Result<Option<String>, EngineError> {
        let past = Past::default();
        let changed = [Changed {
            key: NO_KEY,
            past: &past,
            after: &past.rows_with(begins),
        }];
        for call in changed[0].calls() {
            let told_of_it = self.those_told(tx, regime, &call, &changed, CallRow::Locked);
            for (other, past) in told_of_it.await? {
                for (day, act) in told(&past, &call) {
                    let now = self.shows_otherwise(tx, &changed, &call, day).await?;
                    let mut joins = now.joins.iter();
                    if joins.any(|it| is_decided_by(&past, act, &it.parties)) {
                        return Ok(Some(other));
                    }
                }
            }
        }
        Ok(None)
    }

    /// Whoever else may have been told of a call, by their numbers, with their pasts: the call, and who answered it.
    async fn those_told<C: Connection>(
        &self,
        tx: &Register<C>,
        regime: &Regime,
        call: &str,
        changed: &[Changed<'_>],
        row: CallRow,
    ) -> Result<Vec<(String, Past)>, EngineError> {
        let own = self.call_rows(tx, &regime.name, call).await?;
        let own: Vec<i64> = own.iter().map(|row| row.seq).collect();
        if row == CallRow::Locked {
            tx.hold_snapshots(&own).await?;
        }
        let mut keys = tx.answered(&regime.name, call).await?;
        keys.extend(own);
        keys.retain(|key| changed.iter().all(|one| one.key != *key));
        let mut all = Vec::new();
        for other in tx.dossiers(&keys).await? {
            let past = self.past(tx, regime, other.seq, &other.number).await?;
            all.push((other.number, past));
        }
        Ok(all)
    }

    /// What the changed dossiers show otherwise of a call on a day.
    async fn shows_otherwise<C: Connection>(
        &self,
        tx: &Register<C>,
        changed: &[Changed<'_>],
        call: &str,
        day: Date,
    ) -> Result<Otherwise, EngineError> {
        let (mut first, mut joins) = (None, Vec::new());
        let (mut before, mut after) = (Shown::default(), Shown::default());
        for (at, one) in changed.iter().enumerate() {
            let was = self.shown_of_call(tx, &one.past.rows, call, day).await?;
            let is = self.shown_of_call(tx, one.after, call, day).await?;
            if !was.is_like(&is) {
                first = first.or(Some(at));
            }
            joins.push(Joins {
                changed: at,
                parties: &is.parties - &was.parties,
            });
            (before, after) = (before.and(was), after.and(is));
        }
        Ok(Otherwise {
            changed: first.filter(|_| !before.is_like(&after)),
            joins,
        })
    }

    /// What acts of a dossier would be told now of the calls that they answer to, beside others that
    /// the same revision changes; those alone that were told otherwise.
    pub(crate) async fn told_now<C: Connection>(
        &self,
        tx: &Register<C>,
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
                before = before.and(self.shown_of_call(tx, &one.past.rows, call, day).await?);
                after = after.and(self.shown_of_call(tx, one.after, call, day).await?);
            }
            if before == after {
                continue;
            }
            let mut told = told.clone();
            told.seats_taken = (told.seats_taken + after.seats).saturating_sub(before.seats);
            told.undecided = (told.undecided + after.undecided).saturating_sub(before.undecided);
            told.parties.retain(|party| !before.parties.contains(party));
            told.parties.extend(&after.parties);
            told.parties.sort();
            told.parties.dedup();
            if before.call != after.call {
                told.call = after.call;
            }
            now.insert(row.sequence, told);
        }
        Ok(now)
    }

    /// Whoever asks for a seat is told of under all of their ids.
    async fn shown_of_call<C: Connection>(
        &self,
        tx: &Register<C>,
        rows: &[Row],
        call: &str,
        day: Date,
    ) -> Result<Shown, EngineError> {
        let damaged = EngineError::damaged(call);
        let live = timeline::live(rows).into_iter();
        let by_then = live.filter(|row| row.effective_on <= day);
        let known: Dossier = timeline::replay(by_then).map_err(&damaged)?;
        let (dossier, _) = dossier::settle(known, &self.editions, day).map_err(&damaged)?;
        let answers = dossier.seat_claim() == Some(call);
        Ok(Shown {
            seats: u32::from(dossier.seat() == Some(call)),
            undecided: u32::from(answers && dossier.awaits_decision()),
            parties: match answers {
                true => ids_of(tx, &dossier.interested().into_iter().collect()).await?,
                false => BTreeSet::new(),
            },
            call: match dossier.call.call() {
                Some(own) if *own.number == *call => dossier.call,
                Some(_) | None => call::State::None,
            },
        })
    }
}

/// The acts in which a dossier was told of a call and that stand, with their days.
fn told(past: &Past, call: &str) -> BTreeSet<(Date, Sequence)> {
    let told = |act: &Sequence| {
        let asked = past.kept.get(act);
        let of = asked.and_then(|asked| asked.call.as_ref());
        of.is_some_and(|of| of.number == call)
    };
    let live = timeline::live(&past.rows).into_iter();
    live.filter_map(|row| Some((row.effective_on, row.mark.of_act.filter(told)?)))
        .collect()
}

/// Whether one of these parties has decided an act: in person, through whoever acts for them, or by a vote.
fn is_decided_by(past: &Past, act: Sequence, parties: &BTreeSet<PartyId>) -> bool {
    let mut rows = past.rows.iter();
    let row = rows.find(|row| row.mark.of_act == Some(act));
    let acted = row.is_some_and(|row| {
        let is_theirs = |actor: &Actor| parties.iter().any(|party| actor.speaks_for(*party));
        let in_person = !row.actor.role.is_of_a_party() && is_theirs(&row.actor);
        in_person || row.mark.entered_by.as_ref().is_some_and(is_theirs)
    });
    let asked = past.kept.get(&act);
    let voted = asked.map(|asked| votes_of(&asked.command));
    let mut voted = voted.into_iter().flatten();
    acted || voted.any(|party| parties.contains(&party))
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
