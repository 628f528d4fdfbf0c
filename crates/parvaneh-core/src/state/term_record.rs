//! A term that was granted, and the deadlines that were fixed with it.

use serde::{Deserialize, Serialize};

use crate::calendar::{Date, Lead, MonthCounting, Span, Term};
use crate::edition::{Edition, EditionId, NextTerm};

/// One term, with what was fixed when it was granted: a later edition does not change it.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
pub struct TermRecord {
    /// Both days inclusive.
    pub term: Term,
    /// The last day on which a renewal request is timely; none where the edition has no deadline.
    pub renewal_due: Option<Date>,
    /// The edition under which it was granted, which judges its deadlines.
    pub edition: EditionId,
    /// The day of the act that granted it, or from which on it counts where another register states it.
    pub granted_on: Date,
    /// The day from which this engine's calendar runs for it: its first day, or the day of the
    /// grant where that came later.
    pub runs_from: Date,
    /// How a general act has moved its end; none where none has.
    pub extension: Option<Extension>,
    /// The day from which on it has had these days.
    pub since: Date,
    /// The days that it had before: what a general act would have moved then.
    pub former: Vec<Former>,
}

/// The days that a term had for a while.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize, Deserialize)]
pub struct Former {
    /// From this day on.
    pub since: Date,
    /// Until the day before this one.
    pub until: Date,
    /// Its last day.
    pub through: Date,
    /// The last timely day.
    pub renewal_due: Option<Date>,
}

/// How a general act has moved the end of a term.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize, Deserialize)]
pub struct Extension {
    /// The end that it had before.
    pub former: Date,
    /// The day of the act, before which nobody could know of it.
    pub made_on: Date,
    /// Where the next term begins.
    pub next_term: NextTerm,
}

impl TermRecord {
    /// A term that was granted on a day, or is stated from then on, and whose calendar runs from another.
    pub(crate) fn granted(
        (term, renewal_due): (Term, Option<Date>),
        edition: EditionId,
        granted_on: Date,
        runs_from: Date,
    ) -> Self {
        Self {
            term,
            renewal_due,
            edition,
            granted_on,
            runs_from,
            extension: None,
            since: runs_from,
            former: Vec::new(),
        }
    }

    /// It has other days from the day `on`; those that it had stood until the day before `until`.
    pub(crate) fn is_changed(&mut self, on: Date, until: Date) {
        self.former.push(Former {
            since: self.since,
            until,
            through: self.term.through,
            renewal_due: self.renewal_due,
        });
        self.since = on;
    }

    /// `day`, or the day from which the calendar runs for this term where that is later.
    ///
    /// A term granted after its own deadlines have passed, or shorter than the lead before its
    /// end, would otherwise have history before its beginning.
    pub fn floor(&self, day: Date) -> Date {
        Ord::max(day, self.runs_from)
    }

    /// The term that a renewal under `edition` would grant after this one on the day `on`, without gap.
    ///
    /// Whoever granted it before a general act moved the end of this one did not know of that.
    pub fn next(&self, edition: &Edition, on: Date) -> Term {
        let length = edition.licence.term.value;
        let former = self.extension.filter(|extension| {
            on < extension.made_on || extension.next_term == NextTerm::AfterFormerEnd
        });
        let through = former.map_or(self.term.through, |extension| extension.former);
        let from = Term {
            through,
            ..self.term
        };
        Term::starting(from.next_from(), length, edition.calendar)
    }

    /// A term that begins on `next` follows this one. An end that a general act has moved gives way, as
    /// far as back to where it was.
    pub(crate) fn give_way_to(&mut self, next: Date) {
        let Some(extension) = self.extension else {
            return;
        };
        if let Some(day_before) = next.day_before()
            && extension.former <= day_before
        {
            self.term.through = Ord::min(self.term.through, day_before);
        }
    }
}

/// The last day on which a renewal of `term` is timely under `edition`; none without a deadline.
pub fn renewal_due(edition: &Edition, term: Term) -> Option<Date> {
    let rule = edition.renewal.lead.as_ref()?;
    Some(lead(edition, rule.value).last_timely_day(term.through))
}

/// A span before an end, counted as `edition` counts months.
pub(crate) fn lead(edition: &Edition, span: Span) -> Lead {
    // A lead without months is the same however they are counted.
    let counting = edition.renewal.month_counting.as_ref();
    Lead {
        span,
        counting: counting.map_or(MonthCounting::CalendarMonths, |rule| rule.value),
        calendar: edition.calendar,
    }
}
