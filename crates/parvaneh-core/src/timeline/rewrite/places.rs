//! Where a history is cut, in which order the acts after the cut come, and which row said the same
//! before.

use std::collections::BTreeSet;

use super::{Change, Entered, Fault, NewRow, NoAct, Place};
use crate::calendar::Date;
use crate::timeline::{Act, Row, Sequence};

/// An act in the order in which they are gone through.
pub(super) enum Item<'c> {
    /// One that stands, or stands again.
    Recorded(Act),
    /// One to be entered; which one, from 0.
    New(usize, &'c Entered),
}

impl Item<'_> {
    pub(super) fn on(&self) -> Date {
        match self {
            Self::Recorded(act) => act.on,
            Self::New(_, entered) => entered.on,
        }
    }

    fn is(&self, name: Sequence) -> bool {
        match self {
            Self::Recorded(act) => act.name == name,
            Self::New(..) => false,
        }
    }
}

/// A cut, and what comes after it.
pub(super) struct Plan<'c> {
    /// How many live rows stand.
    pub(super) cut: usize,
    /// The acts after them.
    pub(super) queue: Vec<Item<'c>>,
}

/// The acts of live rows, each with the place of its first one.
fn acts(live: &[&Row]) -> Vec<(usize, Act)> {
    let (mut acts, mut at) = (Vec::new(), 0);
    while at < live.len() {
        match Act::at(&live[at..]) {
            Some((act, length)) => {
                acts.push((at, act));
                at += length;
            }
            None => at += 1,
        }
    }
    acts
}

/// The acts of live rows in the order of their days: rows from before acts were named may lie
/// otherwise.
pub(super) fn standing(cut: &[&Row]) -> Vec<Item<'static>> {
    let acts = acts(cut).into_iter();
    let mut queue: Vec<_> = acts.map(|(_, act)| Item::Recorded(act)).collect();
    queue.sort_by_key(Item::on);
    queue
}

/// The act of that name as it was first recorded; none where there is none.
fn first_recorded(rows: &[Row], name: Sequence) -> Option<Act> {
    let at = rows.iter().position(|row| row.sequence == name)?;
    let rows: Vec<&Row> = rows[at..].iter().collect();
    Act::at(&rows)
        .map(|(act, _)| act)
        .filter(|act| act.name == name)
}

pub(super) fn plan<'c>(rows: &[Row], live: &[&Row], change: &'c Change) -> Result<Plan<'c>, Fault> {
    let standing_acts = acts(live);
    let start_of = |name: Sequence| {
        let found = standing_acts.iter().find(|(_, act)| act.name == name);
        found
            .map(|(at, _)| *at)
            .ok_or_else(|| NoAct::Unknown.named(name))
    };
    let after_day = |day: Date| {
        let later = live.iter().position(|row| day < row.effective_on);
        later.unwrap_or(live.len())
    };
    let mut restored = Vec::new();
    for name in &change.restore {
        let act = first_recorded(rows, *name);
        restored.push(act.ok_or_else(|| NoAct::Unknown.named(*name))?);
    }
    let mut cut = live.len();
    for entered in &change.enter {
        cut = Ord::min(
            cut,
            match entered.place {
                Place::Last => after_day(entered.on),
                Place::Before(name) => start_of(name)?,
            },
        );
    }
    for name in &change.withdraw {
        cut = Ord::min(cut, start_of(*name)?);
    }
    for name in change.told.keys() {
        cut = Ord::min(cut, start_of(*name).unwrap_or(cut));
    }
    for act in &restored {
        let next = standing_acts
            .iter()
            .find(|(_, other)| comes_before(act, other));
        let next = next.map_or(live.len(), |(at, _)| *at);
        cut = Ord::min(cut, Ord::min(next, after_day(act.on)));
    }
    let mut queue = standing(&live[cut..]);
    queue.retain(|item| !change.withdraw.iter().any(|name| item.is(*name)));
    for act in restored {
        let comes_next = |item: &Item<'_>| match item {
            Item::Recorded(other) => comes_before(&act, other),
            Item::New(..) => false,
        };
        let at = queue.iter().position(comes_next).unwrap_or(queue.len());
        queue.insert(at, Item::Recorded(act));
    }
    for (number, entered) in change.enter.iter().enumerate() {
        let at = match entered.place {
            Place::Last => queue.iter().position(|item| entered.on < item.on()),
            Place::Before(name) => {
                let is_it = |item: &Item<'_>| item.is(name) && item.on() == entered.on;
                let at = queue.iter().position(is_it);
                Some(at.ok_or_else(|| NoAct::OfAnotherDay.named(name))?)
            }
        };
        queue.insert(at.unwrap_or(queue.len()), Item::New(number, entered));
    }
    Ok(Plan { cut, queue })
}

/// By their days, and on one day in the order in which they were first recorded.
fn comes_before(act: &Act, other: &Act) -> bool {
    (act.on, act.name) < (other.on, other.name)
}

/// Has each new row name the first row that said the same, where one did.
pub(super) fn name_first_rows(added: &mut [NewRow], rows: &[Row], stands: &[&Row]) {
    let mut taken: BTreeSet<Sequence> = stands.iter().map(|row| row.first()).collect();
    for new in added.iter_mut().skip(1) {
        let said_it = rows.iter().find(|row| {
            row.mark.restates.is_none()
                && !taken.contains(&row.sequence)
                && row.effective_on == new.effective_on
                && row.act() == new.mark.of_act
                && row.said == new.said
        });
        if let Some(first) = said_it {
            taken.insert(first.sequence);
            new.mark.restates = Some(first.sequence);
        }
    }
}
