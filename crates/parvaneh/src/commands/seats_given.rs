//! Whether a call has given more seats than it has, on any day.

use std::collections::{BTreeMap, BTreeSet};

use parvaneh_core::calendar::Date;
use parvaneh_core::dossier::{self, Dated, Dossier};
use parvaneh_core::law::OwnRule;
use parvaneh_core::refusal::{Citation, Code, Refusal};
use parvaneh_core::timeline::{self, Row};
use parvaneh_store::{Connection, Register};

use super::moved_on::Changed;
use crate::workflows::Regime;
use crate::{Engine, EngineError, encoding};

/// What a dossier has to do with the seats of a call, from a day on.
#[derive(Clone, Copy, Default, Eq, PartialEq)]
struct Part {
    /// How many it holds.
    holds: u32,
    /// How many there are, where it is the call.
    seats: Option<u32>,
}

/// Day by day, where it changes.
type Parts = BTreeMap<Date, Part>;

fn on(parts: &Parts, day: Date) -> Part {
    let latest = parts.range(..=day).next_back();
    latest.map_or_else(Part::default, |(_, part)| *part)
}

/// Of all of them together, on one day.
fn together<'a>(all: impl IntoIterator<Item = &'a Parts>, day: Date) -> Part {
    all.into_iter().fold(Part::default(), |sum, parts| {
        let more = on(parts, day);
        Part {
            holds: sum.holds + more.holds,
            seats: more.seats.or(sum.seats),
        }
    })
}

impl Part {
    /// How many more are held than there are.
    fn too_many(self) -> u32 {
        self.seats
            .map_or(0, |seats| self.holds.saturating_sub(seats))
    }
}

impl Engine {
    /// Refuses changes with which more seats of a call would be held on some day up to today than there
    /// are. Which of those that are changed stands in the way, from 0, and why.
    pub(crate) async fn too_few_seats<C: Connection>(
        &self,
        tx: &Register<C>,
        regime: &Regime,
        changed: &[Changed<'_>],
        today: Date,
    ) -> Result<Option<(usize, Refusal)>, EngineError> {
        let calls: BTreeSet<String> = changed.iter().flat_map(Changed::calls).collect();
        for call in calls {
            let part = |rows: &[Row]| self.part(rows, &call, today);
            let mut before = Vec::new();
            let mut after = Vec::new();
            for one in changed {
                before.push(part(&one.past.rows)?);
                after.push(part(one.after)?);
            }
            if before == after {
                continue;
            }
            let mut keys = tx.answered(&regime.name, &call).await?;
            let own = self.call_rows(tx, &regime.name, &call).await?;
            keys.extend(own.iter().map(|row| row.seq));
            keys.retain(|key| changed.iter().all(|one| one.key != *key));
            let mut others = Vec::new();
            for journal in encoding::by_dossier(tx.histories(&keys).await?).values() {
                let rows = encoding::whole_journal(journal, regime.time_zone());
                others.push(part(&rows.map_err(EngineError::unreadable(&call))?)?);
            }
            let days: BTreeSet<Date> = after
                .iter()
                .chain(&others)
                .flat_map(Parts::keys)
                .copied()
                .collect();
            for day in days.range(..=today) {
                let was = together(before.iter().chain(&others), *day);
                let is = together(after.iter().chain(&others), *day);
                if is.too_many() <= was.too_many() {
                    continue;
                }
                let takes = |at: &usize| on(&before[*at], *day) != on(&after[*at], *day);
                let at = (0..changed.len()).find(takes).unwrap_or_default();
                let rules = &regime.in_force_on(*day).call;
                let rule = rules.as_ref().map_or_else(
                    || Citation::from(OwnRule::CallsAsTheyWere),
                    |rules| (&rules.reserve_list).into(),
                );
                let refusal = Refusal::new(Code::NoSeatLeft, rule)
                    .because("on", day)
                    .because("seats", is.seats.unwrap_or_default())
                    .because("seats_taken", is.holds);
                return Ok(Some((at, refusal)));
            }
        }
        Ok(None)
    }

    /// What a dossier has to do with the seats of a call, from each day on which that changes.
    fn part(&self, rows: &[Row], call: &str, today: Date) -> Result<Parts, EngineError> {
        let damaged = EngineError::damaged(call);
        let mut life: Vec<Dated> = timeline::dated(timeline::live(rows));
        life.retain(|dated| dated.effective_on <= today);
        let whole = dossier::replay(&life).map_err(&damaged)?;
        let (_, due) = dossier::settle(whole, &self.editions, today).map_err(&damaged)?;
        life.extend(due);
        let (mut known, mut parts) = (Dossier::default(), Parts::new());
        for dated in &life {
            dossier::evolve(&mut known, dated).map_err(&damaged)?;
            let own = known.call.call().filter(|own| *own.number == *call);
            parts.insert(
                dated.effective_on,
                Part {
                    holds: u32::from(known.seat() == Some(call)),
                    seats: own.map(|own| own.seats),
                },
            );
        }
        Ok(parts)
    }
}
