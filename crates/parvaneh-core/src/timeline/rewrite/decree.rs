//! A history that has gone on without a general act, stated anew with it.

use std::collections::{BTreeMap, BTreeSet};

use super::again::Again;
use super::{Fault, Kept, Record, Rewritten, Row, last_of, places, revision, written};
use crate::actor::Actor;
use crate::calendar::Date;
use crate::dossier::{self, Dossier, Editions};
use crate::machines::{Event, licence};
use crate::state::TermRecord;
use crate::text::Label;
use crate::timeline::{Because, Conflict, Defect, Sequence, happens, live, replay};

/// Why a history cannot be stated anew with a general act.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
pub enum NotRestated {
    /// Acts could not follow any more.
    #[error("later acts stand against it")]
    StandsAgainst(Vec<Conflict>),
    /// It finds nothing to move on its day, although it should.
    #[error("the general act {_0} moves nothing on its day")]
    WithoutEffect(Label),
    /// The history contradicts itself.
    #[error("{0}")]
    Damaged(#[from] Fault),
}

impl From<Defect> for NotRestated {
    fn from(defect: Defect) -> Self {
        Self::Damaged(defect.into())
    }
}

/// The history of `rows`, which is a dossier's whole journal, with the general act that it has missed; none
/// where it has missed none.
///
/// The act changes what the calendar says, and no act of anybody: each stands as it was recorded, since
/// whoever acted went by what was known. Whether a request was in time is what the calendar says, and is said
/// anew. What can no longer follow stands against the act, and then nothing is changed. Consequences are derived
/// up to `today`, inclusive, and no further.
pub fn restate(
    rows: &[Row],
    editions: &Editions,
    today: Date,
) -> Result<Option<Rewritten>, NotRestated> {
    let live = live(rows);
    let now = replay(live.iter().copied())?;
    let Some((day, Event::Licence(licence::Event::Extended { decree, .. }))) =
        licence::missed(&now, editions).map(|(day, event)| (day, Event::from(event)))
    else {
        return Ok(None);
    };
    let today = now.as_of.map_or(today, |as_of| Ord::max(as_of, today));
    let first = live.iter().position(|row| day <= row.effective_on);
    let (stands, cut) = live.split_at(first.unwrap_or(live.len()));
    let before = replay(stands.iter().copied())?;
    let queue = places::standing(cut);
    let all: BTreeSet<Sequence> = rows.iter().filter_map(Row::act).collect();
    let next = rows.last().map_or(1, |row| row.sequence + 1);
    let kept = Kept::new();
    let was = terms_before(before.clone(), cut)?;
    let mut again = Again::new(before, &kept, editions, today, next + 1);
    again.was = Some(&was);
    again.go_through(&queue, &all)?;
    if !again.conflicts.is_empty() {
        return Err(NotRestated::StandsAgainst(again.conflicts));
    }
    let is_stated = again
        .rows
        .iter()
        .any(|row| is_of(row.said.event(), &decree));
    if !is_stated || dossier::missed(&again.dossier, editions) == Some(day) {
        return Err(NotRestated::WithoutEffect(decree));
    }
    let record = Record::Revised {
        keeps: last_of(stands),
        states: u32::try_from(again.rows.len()).unwrap_or(u32::MAX),
        because: Because::Decree { decree },
        withdraws: Vec::new(),
        restores: Vec::new(),
    };
    let revision = revision(record, Actor::calendar(), today);
    Ok(Some(written(rows, stands, revision, again)))
}

/// The latest term before each act, as the history has it.
fn terms_before(
    mut dossier: Dossier,
    cut: &[&Row],
) -> Result<BTreeMap<Sequence, TermRecord>, Defect> {
    let mut terms = BTreeMap::new();
    for row in cut {
        if let Some(last) = dossier.terms.last().filter(|_| !row.is_consequence()) {
            let act = row.act().unwrap_or(row.sequence);
            terms.entry(act).or_insert_with(|| last.clone());
        }
        happens(&mut dossier, row)?;
    }
    Ok(terms)
}

fn is_of(event: Option<&Event>, wanted: &Label) -> bool {
    matches!(
        event,
        Some(Event::Licence(licence::Event::Extended { decree, .. })) if decree == wanted
    )
}
