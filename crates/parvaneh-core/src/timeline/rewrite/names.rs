//! Whether the acts that a change names are there, and may be named so.

use std::collections::BTreeSet;
use std::fmt;

use super::{Change, Fault, Place};
use crate::calendar::Date;
use crate::timeline::{Row, Said, Sequence};

/// A sequence that a change names, and that names no act which it could be about.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Misnamed {
    /// The sequence.
    pub sequence: Sequence,
    /// What stands in the way.
    pub why: NoAct,
}

/// Why a sequence names no act that a change could be about.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum NoAct {
    /// The dossier has no such row.
    Unknown,
    /// The calendar made the row, and nobody did it.
    OfTheCalendar,
    /// The row is a revision.
    ARevision,
    /// The row is a later one of an act.
    PartOf(Sequence),
    /// The act stands no longer.
    StandsNoLonger,
    /// The act stands, and nothing has to restore it.
    Stands,
    /// The act is named again, in the same list or in another one.
    Twice,
    /// The act is of another day than the one that is to be entered before it.
    OfAnotherDay,
}

impl NoAct {
    /// Said of one sequence alone.
    pub(super) fn named(self, sequence: Sequence) -> Fault {
        Fault::Misnamed(vec![Misnamed {
            sequence,
            why: self,
        }])
    }
}

impl Misnamed {
    /// All of them, in one line.
    pub fn listed(misnamed: &[Self]) -> String {
        let each: Vec<String> = misnamed.iter().map(Self::to_string).collect();
        each.join("; ")
    }
}

impl fmt::Display for Misnamed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sequence = self.sequence;
        match self.why {
            NoAct::Unknown => write!(f, "it has no row {sequence}"),
            NoAct::OfTheCalendar => write!(f, "the calendar made {sequence}, and nobody did it"),
            NoAct::ARevision => write!(f, "{sequence} is a revision, and no act"),
            NoAct::PartOf(act) => write!(f, "{sequence} is a row of the act {act}"),
            NoAct::StandsNoLonger => write!(f, "the act {sequence} stands no longer"),
            NoAct::Stands => write!(f, "the act {sequence} stands, and was not withdrawn"),
            NoAct::Twice => write!(f, "the act {sequence} is named twice"),
            NoAct::OfAnotherDay => write!(f, "the act {sequence} is of another day"),
        }
    }
}

/// Refuses a change that names what is no act, or cannot be about it; all such names are said at once.
pub(super) fn check(rows: &[Row], live: &[&Row], change: &Change) -> Result<(), Fault> {
    let standing: BTreeSet<Sequence> = live.iter().filter_map(|row| row.act()).collect();
    let mut named = BTreeSet::new();
    let mut misnamed = Vec::new();
    let mut say = |sequence: &Sequence, why: Option<NoAct>| {
        let sequence = *sequence;
        misnamed.extend(why.map(|why| Misnamed { sequence, why }));
    };
    for list in [&change.withdraw, &change.restore, &change.accept] {
        for name in repeated(list) {
            say(&name, Some(NoAct::Twice));
        }
    }
    for name in &once(&change.withdraw) {
        named.insert(*name);
        say(name, no_standing_act(rows, &standing, *name));
    }
    for name in &once(&change.restore) {
        let why = match standing.contains(name) {
            _ if !named.insert(*name) => Some(NoAct::Twice),
            true => Some(NoAct::Stands),
            false => no_act(rows, *name),
        };
        say(name, why);
    }
    for name in &once(&change.accept) {
        let why = match change.restore.contains(name) {
            // An act that stands again may come out otherwise than it did.
            true => None,
            false if !named.insert(*name) => Some(NoAct::Twice),
            false => no_standing_act(rows, &standing, *name),
        };
        say(name, why);
    }
    for entered in &change.enter {
        let Place::Before(name) = entered.place else {
            continue;
        };
        let stands = standing.contains(&name) || change.restore.contains(&name);
        let why = match stands {
            _ if change.withdraw.contains(&name) => Some(NoAct::StandsNoLonger),
            true => day_of(rows, name)
                .filter(|day| *day != entered.on)
                .map(|_| NoAct::OfAnotherDay),
            false => no_standing_act(rows, &standing, name),
        };
        say(&name, why);
    }
    match misnamed.is_empty() {
        true => Ok(()),
        false => Err(Fault::Misnamed(misnamed)),
    }
}

/// The names of a list, each once.
fn once(list: &[Sequence]) -> BTreeSet<Sequence> {
    list.iter().copied().collect()
}

/// Those that a list names again.
fn repeated(list: &[Sequence]) -> BTreeSet<Sequence> {
    let mut seen = BTreeSet::new();
    let again = list.iter().filter(|name| !seen.insert(**name));
    again.copied().collect()
}

fn day_of(rows: &[Row], name: Sequence) -> Option<Date> {
    let row = rows.iter().find(|row| row.sequence == name)?;
    Some(row.effective_on)
}

/// Why no act of that name stands; none where one does.
fn no_standing_act(rows: &[Row], standing: &BTreeSet<Sequence>, name: Sequence) -> Option<NoAct> {
    match standing.contains(&name) {
        true => None,
        false => no_act(rows, name).or(Some(NoAct::StandsNoLonger)),
    }
}

/// Why no act of that name was ever recorded; none where one was.
fn no_act(rows: &[Row], name: Sequence) -> Option<NoAct> {
    let Some(row) = rows.iter().find(|row| row.sequence == name) else {
        return Some(NoAct::Unknown);
    };
    match (row.act(), &row.said) {
        (Some(act), _) if act == name => None,
        (Some(act), _) => Some(NoAct::PartOf(act)),
        (None, Said::Record(_)) => Some(NoAct::ARevision),
        (None, Said::Event(_) | Said::Unreadable(_)) => Some(NoAct::OfTheCalendar),
    }
}
