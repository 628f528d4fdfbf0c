//! What others were told of a call, and of who answered it: an act of an earlier day that would change
//! it is refused, because a revision decides no other history again.

use std::collections::BTreeSet;

use parvaneh_core::calendar::Date;
use parvaneh_core::call;
use parvaneh_core::dossier::{self, Dossier};
use parvaneh_core::law::OwnRule;
use parvaneh_core::refusal::{Code, Refusal};
use parvaneh_core::timeline::{self, Row};
use parvaneh_store::{Connection, Register};

use super::call_view::CallRow;
use crate::workflows::Regime;
use crate::{Engine, EngineError};

/// Refused because a call has gone on since.
pub(crate) fn moved_on(fact: &str, number: &str) -> Refusal {
    Refusal::new(Code::CallMovedOn, OwnRule::CallsAsTheyWere).because(fact, number)
}

/// What a dossier shows of itself to those that answer the same call, on one day.
#[derive(PartialEq)]
struct Seen {
    call: call::State,
    seat: Option<String>,
    waits: bool,
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
        let row = CallRow::Locked;
        let regime = &regime.name;
        let view = self.call_view(tx, regime, number, None, today, today, row);
        Ok(view.await?.is_some_and(|view| view.call.is_ranked()))
    }

    /// The number of another dossier that was told something else of this one than it now says; none
    /// where there is none. `before` and `after` are its journal without and with a revision. Who is told
    /// of a call holds its row: so that nobody is told meanwhile, it is held here as well.
    pub(crate) async fn told_otherwise<C: Connection>(
        &self,
        tx: &Register<C>,
        regime: &Regime,
        key: i64,
        before: &[Row],
        after: &[Row],
        row: CallRow,
    ) -> Result<Option<String>, EngineError> {
        let calls: BTreeSet<String> = [before, after]
            .iter()
            .flat_map(|rows| calls_of(rows))
            .collect();
        for call in calls {
            let own = tx.find(Some(&regime.name), &call).await?;
            let own: Vec<i64> = own.iter().map(|row| row.seq).collect();
            if row == CallRow::Locked {
                tx.hold_snapshots(&own).await?;
            }
            let mut keys = tx.in_call(&regime.name, &call).await?;
            keys.extend(own);
            keys.retain(|other| *other != key);
            for row in tx.dossiers(&keys).await? {
                let past = self.past(tx, regime, row.seq, &row.number).await?;
                let facts = past.kept.iter().filter(|(_, asked)| {
                    let told = asked.call.as_ref();
                    told.is_some_and(|told| told.number == call)
                });
                let live = timeline::live(&past.rows);
                for (name, _) in facts {
                    let Some(act) = live.iter().find(|row| row.mark.of_act == Some(*name)) else {
                        continue;
                    };
                    let day = act.effective_on;
                    if self.seen(before, day, &row.number)? != self.seen(after, day, &row.number)? {
                        return Ok(Some(row.number));
                    }
                }
            }
        }
        Ok(None)
    }

    fn seen(&self, rows: &[Row], day: Date, number: &str) -> Result<Seen, EngineError> {
        let damaged = EngineError::damaged(number);
        let live = timeline::live(rows).into_iter();
        let by_then = live.filter(|row| row.effective_on <= day);
        let known: Dossier = timeline::replay(by_then).map_err(&damaged)?;
        let (dossier, _) = dossier::settle(known, &self.editions, day).map_err(&damaged)?;
        Ok(Seen {
            seat: dossier.seat().map(str::to_owned),
            waits: dossier.seat_claim().is_some() && dossier.awaits_decision(),
            call: dossier.call,
        })
    }
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
