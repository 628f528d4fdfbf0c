//! Stating a history anew: cut where it begins to change, enter and leave out, and decide again what
//! comes after.

mod again;
mod decree;
mod names;
mod places;

use std::collections::{BTreeMap, BTreeSet};

use super::{Asked, Because, Conflict, Done, Mark, Record, Row, Said, Sequence};
use crate::actor::Actor;
use crate::calendar::Date;
use crate::dossier::{CallView, Defect, Dossier, Editions};
use crate::refusal::Refusal;
use again::Again;

pub use decree::{NotRestated, restate};
pub use names::{Misnamed, NoAct};

/// What was asked in each act, by the act's name, as far as it was kept.
pub type Kept = BTreeMap<Sequence, Asked>;

/// An act to be entered.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Entered {
    /// Its day in law, not after the day on which it is entered.
    pub on: Date,
    /// Who did it.
    pub actor: Actor,
    /// Who enters it, where that is not who did it.
    pub entered_by: Option<Actor>,
    /// What it is.
    pub done: Done,
    /// Where it stands among the acts of its day.
    pub place: Place,
}

/// Where an act stands among those of its day.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Place {
    /// After those that are recorded already.
    Last,
    /// Before the act of that name.
    Before(Sequence),
}

/// What becomes of a history. Acts are named by the sequence of their first row.
#[derive(Clone, Debug)]
pub struct Change {
    /// Acts that were not recorded.
    pub enter: Vec<Entered>,
    /// Acts that never were.
    pub withdraw: Vec<Sequence>,
    /// Acts that stand again.
    pub restore: Vec<Sequence>,
    /// Later acts that may come out otherwise.
    pub accept: Vec<Sequence>,
    /// What acts that stand would be told now of the call that they answer to, where the same revision
    /// changes it: they are decided again with this, and not with what was kept.
    pub told: BTreeMap<Sequence, CallView>,
    /// Why.
    pub because: Because,
    /// Who changes it.
    pub by: Actor,
}

/// A row to be added to the journal.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct NewRow {
    /// The civil date on which it is true in law.
    pub effective_on: Date,
    /// Who did it.
    pub actor: Actor,
    /// What it says.
    pub said: Said,
    /// How it stands in the history.
    pub mark: Mark,
}

impl From<Row> for NewRow {
    fn from(row: Row) -> Self {
        Self {
            effective_on: row.effective_on,
            actor: row.actor,
            said: row.said,
            mark: row.mark,
        }
    }
}

/// A history that was stated anew.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Rewritten {
    /// The last row that stands; 0 where none does.
    pub keeps: Sequence,
    /// What is added to the journal. The first row is the revision.
    pub rows: Vec<NewRow>,
    /// The dossier that the live history leads to, settled up to today.
    pub dossier: Dossier,
    /// The names of the acts that were entered, in the order of the change.
    pub entered: Vec<Sequence>,
    /// The later acts that come out otherwise, each of which was accepted.
    pub comes_out: Vec<Conflict>,
}

/// Why a history cannot be stated anew.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
pub enum Fault {
    /// The law says no to the act that was to be entered, on its day.
    #[error("{refusal}")]
    Refused {
        /// Which of those to be entered, from 0.
        entered: usize,
        /// Why.
        refusal: Refusal,
    },
    /// Later acts would come out otherwise, and nobody has accepted that.
    #[error("later acts stand against it")]
    StandsAgainst(Vec<Conflict>),
    /// Acts are named that cannot be named so, all of which are said.
    #[error("{}", Misnamed::listed(_0))]
    Misnamed(Vec<Misnamed>),
    /// What another register states cannot follow what is there.
    #[error("{0}")]
    CannotFollow(Defect),
    /// The history contradicts itself.
    #[error("{0}")]
    Damaged(#[from] Defect),
}

/// The history of `rows`, which is a dossier's whole journal, with a change.
///
/// `kept` has what was asked in each act, as far as it was kept. Consequences are derived up to
/// `today`, inclusive, and no further.
pub fn rewrite(
    rows: &[Row],
    kept: &Kept,
    change: &Change,
    editions: &Editions,
    today: Date,
) -> Result<Rewritten, Fault> {
    let live = super::live(rows);
    names::check(rows, &live, change)?;
    let plan = places::plan(rows, &live, change)?;
    let (stands, cut) = live.split_at(plan.cut);
    let before = super::replay(stands.iter().copied())?;
    let next = rows.last().map_or(1, |row| row.sequence + 1);
    let attempt = |as_recorded: &BTreeSet<Sequence>| {
        let mut again = Again::new(before.clone(), kept, editions, today, next + 1);
        again.told = Some(&change.told);
        again.go_through(&plan.queue, as_recorded)?;
        Ok::<_, Fault>(again)
    };
    let mut again = attempt(&BTreeSet::new())?;
    if !again.conflicts.is_empty() {
        // What this program decides otherwise also without the change does not stand against it. One
        // act after the other: what hangs on such an act is decided again.
        let mut otherwise = BTreeSet::new();
        loop {
            let mut unchanged = Again::new(before.clone(), kept, editions, today, next + 1);
            unchanged.go_through(&places::standing(cut), &otherwise)?;
            let differs = unchanged.conflicts.iter().map(|conflict| conflict.act);
            let Some(act) = differs.into_iter().find(|act| !otherwise.contains(act)) else {
                break;
            };
            otherwise.insert(act);
        }
        if !otherwise.is_empty() {
            again = attempt(&otherwise)?;
        }
    }
    let accepted = |conflict: &Conflict| change.accept.contains(&conflict.act);
    if !again.conflicts.iter().all(accepted) {
        return Err(Fault::StandsAgainst(again.conflicts));
    }
    let dropped = again.dropped.iter().copied();
    let record = Record::Revised {
        keeps: last_of(stands),
        states: u32::try_from(again.rows.len()).unwrap_or(u32::MAX),
        because: change.because.clone(),
        withdraws: change.withdraw.iter().copied().chain(dropped).collect(),
        restores: change.restore.clone(),
    };
    let revision = revision(record, change.by.clone(), today);
    Ok(written(rows, stands, revision, again))
}

/// The last row that stands; 0 where none does.
fn last_of(stands: &[&Row]) -> Sequence {
    stands.last().map_or(0, |row| row.sequence)
}

fn revision(record: Record, by: Actor, today: Date) -> NewRow {
    NewRow {
        effective_on: today,
        actor: by,
        said: Said::Record(record),
        mark: Mark::consequence(),
    }
}

/// A revision, and what was stated anew after it.
fn written(rows: &[Row], stands: &[&Row], revision: NewRow, mut again: Again<'_>) -> Rewritten {
    let mut added = vec![revision];
    added.append(&mut again.rows);
    places::name_first_rows(&mut added, rows, stands);
    Rewritten {
        keeps: last_of(stands),
        rows: added,
        dossier: again.dossier,
        entered: again.entered.into_values().collect(),
        comes_out: again.conflicts,
    }
}
