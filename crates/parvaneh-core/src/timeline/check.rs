//! Whether a live history is what its acts lead to: consequences that are those which settling gives,
//! and rows in the order of their days.

use std::collections::BTreeSet;

use super::{RULES, Row, Said, Sequence, happens, live};
use crate::calendar::Date;
use crate::dossier::{self, Dated, Defect, Dossier, Editions, Event};
use crate::machines::licence;
use crate::text::Label;

/// A live row that is not as this program would have it.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Odd {
    /// The row.
    pub at: Sequence,
    /// By which rules it was derived; none from before rules were numbered.
    pub rules: Option<u32>,
    /// What is odd about it.
    pub how: How,
}

/// What is odd about a live row.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum How {
    /// The calendar has it otherwise there.
    Consequence {
        /// What is recorded; none where an act stands there.
        recorded: Option<Box<Dated>>,
        /// What settling gives; none where nothing is due.
        settled: Option<Box<Dated>>,
    },
    /// It stands after something of a later day.
    OutOfOrder {
        /// Its day.
        on: Date,
        /// The later day before it.
        after: Date,
    },
}

impl Odd {
    /// Whether this program's own rules derived the row: then it contradicts them.
    pub fn is_of_these_rules(&self) -> bool {
        self.rules == Some(RULES)
    }
}

/// The general acts that a history knows of. One that it has gone on without is still to be found, and is
/// no difference.
fn decrees<'a>(live: &[&'a Row]) -> BTreeSet<&'a Label> {
    let events = live.iter().filter_map(|row| row.said.event());
    events.filter_map(decree).collect()
}

fn decree(event: &Event) -> Option<&Label> {
    let Event::Licence(licence::Event::Extended { decree, .. }) = event else {
        return None;
    };
    Some(decree)
}

/// Every live row of a journal that is not as this program would have it, in their order.
///
/// After a row that differs, the history goes on from what is recorded. What is not settled yet after
/// the last row is no difference: the night has still to come. What another register states is taken
/// in as it is, and stands in no order.
pub fn check(rows: &[Row], editions: &Editions) -> Result<Vec<Odd>, Defect> {
    let live = live(rows);
    let known = decrees(&live);
    let mut odd = Vec::new();
    let mut dossier = Dossier::default();
    let mut newest: Option<Date> = None;
    let mut before: Option<&Row> = None;
    for row in live {
        let mut found = |how| {
            odd.push(Odd {
                at: row.sequence,
                rules: row.mark.rules,
                how,
            });
        };
        if !is_stated_elsewhere(row) {
            if let Some(how) = consequence(&dossier, row, before, editions, &known)? {
                found(how);
            }
            let on = row.effective_on;
            if let Some(after) = newest.filter(|after| on < *after) {
                found(How::OutOfOrder { on, after });
            }
            newest = Ord::max(newest, Some(on));
        }
        happens(&mut dossier, row)?;
        before = Some(row);
    }
    Ok(odd)
}

/// What the calendar has otherwise at a row, after what `dossier` is.
fn consequence(
    dossier: &Dossier,
    row: &Row,
    before: Option<&Row>,
    editions: &Editions,
    known: &BTreeSet<&Label>,
) -> Result<Option<How>, Defect> {
    // Nothing is settled within an act.
    if before.is_some_and(|before| before.is_of_one_act_with(row)) {
        return Ok(None);
    }
    let mut due = dossier::next_due(dossier, editions)?;
    let of = due.as_ref().and_then(|due| decree(&due.event));
    if of.is_some_and(|decree| !known.contains(decree)) {
        due = dossier::next_due_without_decree(dossier, editions)?;
    }
    if row.is_consequence() {
        let recorded = row.dated();
        return Ok((recorded != due).then_some(How::Consequence {
            recorded: recorded.map(Box::new),
            settled: due.map(Box::new),
        }));
    }
    let missing = due.filter(|due| due.effective_on <= row.effective_on);
    Ok(missing.map(|settled| How::Consequence {
        recorded: None,
        settled: Some(Box::new(settled)),
    }))
}

fn is_stated_elsewhere(row: &Row) -> bool {
    matches!(&row.said, Said::Event(event) if event.is_imported())
}
