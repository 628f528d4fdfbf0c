//! Issue (صدور): the authority's act, and what it rests on.

use serde::{Deserialize, Serialize};

use super::{Event, State};
use crate::calendar::{Date, Term};
use crate::edition::Needed;
use crate::law::OwnRule;
use crate::machines::application::Matter;
use crate::machines::{self, Context, appointment, principled_approval};
use crate::party::{PartyId, PartyKind};
use crate::refusal::{Citation, Code, Refusal};
use crate::resolution::SessionVote;
use crate::state::{Dossier, Office, renewal_due};
use crate::text::Label;

/// What the authority says when it issues a first term.
///
/// Where the edition knows applications, office and holder are those of the application and are not
/// said again; where it knows none, the act says them.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Issue {
    /// The regime's own licence number.
    pub number: Label,
    /// The first valid day; its term is the edition's.
    #[cfg_attr(feature = "schema", schemars(with = "Date"))]
    #[serde(with = "crate::calendar::written")]
    pub from: Date,
    /// What is licensed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub office: Option<Office>,
    /// To whom.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub holder: Option<PartyId>,
    /// Whether the holder is a natural or a legal person; what the party register says takes its place.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub holder_kind: Option<PartyKind>,
}

/// The act of issue as it is recorded, with the resolutions that it rests on: the event proves
/// itself.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Act {
    /// The regime's own licence number.
    pub number: Label,
    /// What is licensed.
    pub office: Office,
    /// To whom.
    pub holder: PartyId,
    /// Whether the holder is a natural or a legal person.
    pub holder_kind: PartyKind,
    /// The first valid day; its term is the edition's.
    pub from: Date,
    /// By which the working group found the applicant qualified.
    #[serde(default)]
    pub qualification: Option<SessionVote>,
    /// By which it gave principled approval.
    #[serde(default)]
    pub principled_approval: Option<SessionVote>,
}

/// Issue of a first term: after qualification, principled approval and by the authority (R), and to an
/// office whose posts are filled where the edition names any (F).
pub(super) fn issue(
    dossier: &Dossier,
    issue: &Issue,
    context: &Context<'_>,
) -> Result<Vec<machines::Event>, Refusal> {
    match dossier.licence {
        State::NotIssued => {}
        State::Active { .. }
        | State::Suspended { .. }
        | State::Expired { .. }
        | State::Revoked { .. }
        | State::Surrendered { .. }
        | State::Lapsed { .. }
        | State::Interim { .. } => {
            return Err(Refusal::new(Code::AlreadyIssued, OwnRule::IssuedOnce));
        }
    }
    let act = match &context.edition.application {
        Some(_) => rests_on_application(dossier, issue, context)?,
        None => states_everything(issue, context)?,
    };
    begins_soon(act.from, context)?;
    let rules = &context.edition.licence;
    let term = Term::starting(act.from, rules.term.value, context.edition.calendar);
    let fulfils = act.principled_approval.is_some();
    let issued = Event::Issued {
        act: Box::new(act),
        term,
        renewal_due: renewal_due(context.edition, term),
        edition: context.edition.id.clone(),
    };
    let fulfilled = fulfils.then_some(principled_approval::Event::Fulfilled.into());
    Ok([issued.into()].into_iter().chain(fulfilled).collect())
}

/// Refuses a first day before the act of issue, or too long after it.
fn begins_soon(from: Date, context: &Context<'_>) -> Result<(), Refusal> {
    let rule = &context.edition.licence.issue_ahead;
    let latest = |today| context.edition.calendar.clamped(today, rule.value);
    if context.today <= from && from <= latest(context.today) {
        return Ok(());
    }
    let refused = |rule| {
        Refusal::new(Code::DayOutOfOrder, rule)
            .because("from", from)
            .because("not_before", context.today)
            .because("not_after", latest(context.today))
    };
    if from < context.today {
        return Err(refused(OwnRule::PastRecordedFuturePermitted.into()));
    }
    let refusal = refused(Citation::from(rule));
    // Counting back from a short month's end may lead beyond the first day from which it is reached.
    let mut earliest = context.edition.calendar.clamped_before(from, rule.value);
    while let Some(before) = earliest.day_before().filter(|day| from <= latest(*day)) {
        earliest = before;
    }
    while latest(earliest) < from {
        let Some(after) = earliest.day_after() else {
            break;
        };
        earliest = after;
    }
    Err(refusal.until(earliest))
}

/// Office and holder are those that the working group has seen.
fn rests_on_application(
    dossier: &Dossier,
    issue: &Issue,
    context: &Context<'_>,
) -> Result<Act, Refusal> {
    let Some(matter) = dossier.application.qualified() else {
        return Err(lacks("qualification", dossier.application.name(), context));
    };
    let approval = match context.edition.licence.principled_approval.value {
        Needed::Needed => Some(presented(dossier, context)?),
        Needed::NotNeeded => None,
    };
    posts_are_filled(dossier, matter, context)?;
    let said = [
        ("office", issue.office.is_some()),
        ("holder", issue.holder.is_some()),
        ("holder_kind", issue.holder_kind.is_some()),
    ];
    if let Some((field, _)) = said.iter().find(|(_, said)| *said) {
        return Err(Refusal::new(Code::ActOverstated, WHOSE).because("stated", field));
    }
    let Matter {
        office,
        applicant,
        applicant_kind,
        qualification,
        ..
    } = matter;
    Ok(Act {
        number: issue.number.clone(),
        office: office.clone(),
        holder: *applicant,
        holder_kind: *applicant_kind,
        from: issue.from,
        qualification: qualification.clone(),
        principled_approval: approval.cloned(),
    })
}

/// Whoever will run the office is known and approved before it opens.
fn posts_are_filled(
    dossier: &Dossier,
    matter: &Matter,
    context: &Context<'_>,
) -> Result<(), Refusal> {
    let missing: Vec<_> =
        appointment::missing_for_issue(dossier, &matter.office, context.edition).collect();
    let Some((_, rule)) = missing.first() else {
        return Ok(());
    };
    let posts: Vec<&str> = missing.iter().map(|(post, _)| post.word()).collect();
    Err(Refusal::new(Code::AppointmentMissing, *rule)
        .because("office_kind", &matter.office.kind)
        .because("missing", posts.join(", ")))
}

const WHOSE: OwnRule = OwnRule::OfficeAndHolderOfTheApplication;

fn states_everything(issue: &Issue, context: &Context<'_>) -> Result<Act, Refusal> {
    let (Some(office), Some(holder), Some(holder_kind)) =
        (&issue.office, issue.holder, issue.holder_kind)
    else {
        return Err(Refusal::new(Code::ActIncomplete, WHOSE));
    };
    may_hold(office, holder_kind, context)?;
    Ok(Act {
        number: issue.number.clone(),
        office: office.clone(),
        holder,
        holder_kind,
        from: issue.from,
        qualification: None,
        principled_approval: None,
    })
}

/// Refuses a kind of office that the edition does not license, or not to such a person.
pub(crate) fn may_hold(
    office: &Office,
    holder: PartyKind,
    context: &Context<'_>,
) -> Result<(), Refusal> {
    let Some(code) = context.edition.bars(&office.kind, holder) else {
        return Ok(());
    };
    let rule = context.edition.bars_by(code);
    Err(Refusal::new(code, rule).because("office_kind", &office.kind))
}

/// The resolution of an approval that lies before the authority.
fn presented<'a>(dossier: &'a Dossier, context: &Context<'_>) -> Result<&'a SessionVote, Refusal> {
    use principled_approval::{State, Step};
    let state = &dossier.principled_approval;
    let missing = match state {
        State::Given(case) => match case.step {
            Step::Presented => return Ok(&case.approval.resolution),
            Step::Issued | Step::Extended => "premises",
            Step::PremisesReady => "presentation",
        },
        State::None | State::Fulfilled | State::Lapsed | State::Withdrawn | State::Cancelled => {
            "principled_approval"
        }
    };
    Err(lacks(missing, state.name(), context))
}

fn lacks(missing: &str, stands_at: &str, context: &Context<'_>) -> Refusal {
    let rules = context.edition.principled_approval.as_ref();
    let rule = match (missing, rules) {
        ("premises", Some(rules)) => Citation::from(&rules.premises),
        ("presentation", Some(rules)) => Citation::from(&rules.presenting),
        _ => Citation::from(&context.edition.licence.principled_approval),
    };
    Refusal::new(Code::ApprovalMissing, rule)
        .because("missing", missing)
        .because("stands_at", stands_at)
}
