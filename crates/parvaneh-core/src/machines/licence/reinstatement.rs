//! Reinstatement of a licence whose revocation was annulled, that expired wrongly, or whose holder was
//! wrongly recorded as dead or dissolved: an act of its own day, with its own authority and reason. It
//! stands again from that day on; nothing is rewritten, and on the days between it had ended.

use serde::{Deserialize, Serialize};

use super::{Event, State};
use crate::calendar::{Date, Term};
use crate::edition::PendingAtExpiry;
use crate::law::OwnRule;
use crate::machines::{self, Context, enforcement, renewal, transfer};
use crate::refusal::{Citation, Code, Refusal};
use crate::state::enforcement::file::Suspension;
use crate::state::renewal::{Request, Timeliness};
use crate::state::{Dossier, TermRecord, renewal_due};
use crate::text::{FreeText, Reason};

/// What puts a licence that ended right, and what was recorded wrongly.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Reinstatement {
    /// The judgment or decision that it rests on, by its number.
    pub decision: FreeText,
    /// What was wrong.
    pub reason: Reason,
    /// The last day of the latest term, where an earlier one was recorded.
    #[cfg_attr(feature = "schema", schemars(with = "Option<Date>"))]
    #[serde(default, with = "crate::calendar::written::optional")]
    pub through: Option<Date>,
    /// The day on which its renewal was requested, where that was not recorded.
    #[cfg_attr(feature = "schema", schemars(with = "Option<Date>"))]
    #[serde(default, with = "crate::calendar::written::optional")]
    pub renewal_filed_on: Option<Date>,
}

const RULE: OwnRule = OwnRule::AnnulledPutRight;

/// What follows from a reinstatement. One after an expiry must show that the licence would not have
/// expired; one after a revocation is its own ground, and the term is left to run out.
pub(crate) fn reinstate(
    dossier: &Dossier,
    asked: &Reinstatement,
    context: &Context<'_>,
) -> Result<Vec<machines::Event>, Refusal> {
    let Some(last) = dossier.terms.last() else {
        return Err(Refusal::new(Code::NotIssued, OwnRule::IssuedOnce));
    };
    let must_be_shown = match dossier.licence {
        State::Revoked { .. } | State::Lapsed { .. } | State::Interim { .. } => false,
        State::Expired { .. } => true,
        State::NotIssued
        | State::Active { .. }
        | State::Suspended { .. }
        | State::Surrendered { .. } => {
            return Err(Refusal::new(Code::NothingToCorrect, RULE)
                .because("stands_at", dossier.licence.name()));
        }
    };
    let term = corrected_term(last, asked.through, context)?;
    let due = match asked.through {
        // What a general act or a late decision has given is not taken away.
        Some(_) => Ord::max(renewal_due(context.edition, term), last.renewal_due),
        None => last.renewal_due,
    };
    let request = match asked.renewal_filed_on {
        Some(filed_on) => Some(request(filed_on, last, due, context)?),
        None => None,
    };
    let timely = request.as_ref().filter(|it| it.counts_as_timely());
    let continues = timely.is_some_and(|request| goes_on(request, context));
    if must_be_shown && term.through < context.today && !continues {
        return Err(Refusal::new(Code::EndsAllTheSame, RULE)
            .because("through", term.through)
            .because("renewal_filed_in_time", timely.is_some()));
    }
    let (decision, reason) = (&asked.decision, &asked.reason);
    let stands = match &request {
        Some(_) => timely,
        None => timely_and_complete(dossier),
    };
    let time = time_given(stands, last, (term, due), context);
    let event = Event::Reinstated {
        decision: decision.clone(),
        reason: reason.into(),
        term,
        renewal_due: due,
        request,
    };
    Ok(reinstated(dossier, event, time, decision, reason))
}

/// What follows when an objection to the revocation is accepted.
pub(crate) fn reinstated_on_review(
    dossier: &Dossier,
    decision: &str,
    reason: &Reason,
    context: &Context<'_>,
) -> Vec<machines::Event> {
    let last = match dossier.licence {
        State::Revoked { .. } => dossier.terms.last(),
        State::NotIssued
        | State::Active { .. }
        | State::Suspended { .. }
        | State::Expired { .. }
        | State::Surrendered { .. }
        | State::Lapsed { .. }
        | State::Interim { .. } => None,
    };
    let Some(last) = last else {
        let fallen = enforcement::fallen(dossier, decision, reason);
        return fallen.into_iter().map(Into::into).collect();
    };
    let event = Event::Reinstated {
        decision: decision.into(),
        reason: reason.into(),
        term: last.term,
        renewal_due: last.renewal_due,
        request: None,
    };
    let stands = timely_and_complete(dossier);
    let time = time_given(stands, last, (last.term, last.renewal_due), context);
    reinstated(dossier, event, time, decision, reason)
}

/// The request that stands, where it was in time and is complete.
fn timely_and_complete(dossier: &Dossier) -> Option<&Request> {
    let open = dossier.renewal.open_request();
    open.filter(|_| dossier.renewal.is_timely_and_complete())
}

/// Whether a licence goes on after its term for a request, by the edition under which that was filed.
fn goes_on(request: &Request, context: &Context<'_>) -> bool {
    let edition = context.edition_of(&request.edition);
    edition.licence.pending_at_expiry.value == PendingAtExpiry::Continue
}

/// The time that a reinstatement gives, by the edition of the term; none where `stands`, a request that was in
/// time and is complete, is enough.
fn time_given(
    stands: Option<&Request>,
    last: &TermRecord,
    (term, due): (Term, Option<Date>),
    context: &Context<'_>,
) -> Option<renewal::Event> {
    let is_over = term.through < context.today;
    if stands.is_some_and(|request| !is_over || goes_on(request, context)) {
        return None;
    }
    let edition = context.edition_of(&last.edition);
    renewal::time_given(edition, term, due, context.today)
}

/// The reinstatement, the time that it gives, the fall of the decision in the case, and the end of a suspension that only
/// waited for that decision.
fn reinstated(
    dossier: &Dossier,
    event: Event,
    time: Option<renewal::Event>,
    decision: &str,
    reason: &Reason,
) -> Vec<machines::Event> {
    let (falls, was_suspended) = match dossier.licence {
        State::Revoked { suspended, .. } => {
            let fallen = enforcement::fallen(dossier, decision, reason);
            (fallen.map(machines::Event::from), suspended)
        }
        State::Expired { suspended, .. } => (None, suspended),
        // What an heir asked for who is none.
        State::Interim { .. } => {
            let open = dossier.transfer.open_request();
            (open.map(|_| transfer::Event::Withdrawn.into()), false)
        }
        State::NotIssued
        | State::Active { .. }
        | State::Suspended { .. }
        | State::Surrendered { .. }
        | State::Lapsed { .. } => (None, false),
    };
    let suspension = dossier.enforcement.suspension();
    let waited = suspension.is_some_and(Suspension::awaits_decision);
    let lifted = Event::SuspensionLifted {
        reason: reason.into(),
        imported: None,
    };
    let lifted = (was_suspended && waited).then(|| lifted.into());
    let events = falls.into_iter().chain([event.into()]);
    let events = events.chain(time.map(Into::into));
    events.chain(lifted).collect()
}

/// The term with its last day corrected; refused where that is no later than what was recorded, or later
/// than the edition's own term would end.
fn corrected_term(
    last: &TermRecord,
    through: Option<Date>,
    context: &Context<'_>,
) -> Result<Term, Refusal> {
    let recorded = last.term;
    let Some(through) = through else {
        return Ok(recorded);
    };
    let length = &context.edition.licence.term;
    let longest = Term::starting(recorded.from, length.value, context.edition.calendar);
    let refused = |rule: Citation| {
        Refusal::new(Code::DayOutOfOrder, rule)
            .because("through", through)
            .because("after", recorded.through)
            .because("not_after", longest.through)
    };
    match through {
        through if through <= recorded.through => Err(refused(RULE.into())),
        through if longest.through < through => Err(refused(length.into())),
        through => Ok(Term {
            from: recorded.from,
            through,
        }),
    }
}

/// The request that was not recorded.
fn request(
    filed_on: Date,
    last: &TermRecord,
    due: Option<Date>,
    context: &Context<'_>,
) -> Result<Request, Refusal> {
    if filed_on < last.term.from || context.today < filed_on {
        return Err(Refusal::new(Code::DayOutOfOrder, RULE)
            .because("renewal_filed_on", filed_on)
            .because("not_before", last.term.from)
            .because("not_after", context.today));
    }
    // A request is judged by the edition that was in force when it was filed, whatever judges the term.
    let edition = context.editions.in_force_on(&last.edition, filed_on);
    Ok(Request {
        filed_on,
        timeliness: Timeliness::of(filed_on, due),
        excused: false,
        edition: edition.clone(),
    })
}
