//! The request for transfer: whether it may be filed, what is missing of it, and that it is taken back.

use super::stages::unhindered;
use super::{Case, Event, Filing, State, Step, not_at_this_step};
use crate::edition::{ByProvince, Rule, TransferRules};
use crate::law::OwnRule;
use crate::machines::Context;
use crate::paper::Paper;
use crate::party::{PartyId, PartyKind};
use crate::refusal::{Code, Refusal};
use crate::state::{Dossier, TermRecord, lead};
use crate::text::Deficiencies;

/// A licence in force, with something left of its term, to somebody else who may hold it.
pub(super) fn file(
    dossier: &Dossier,
    transferee: PartyId,
    transferee_kind: PartyKind,
    rules: &TransferRules,
    context: &Context<'_>,
) -> Result<Event, Refusal> {
    if let Some(open) = dossier.transfer.open_request() {
        return Err(Refusal::new(Code::MatterOpen, OwnRule::OneOpenMatter)
            .because("open_through", open.open_through));
    }
    unhindered(dossier, rules, context)?;
    let last = remaining(dossier)?;
    in_time(dossier, last, rules, context)?;
    if dossier.holder == Some(transferee) {
        return Err(
            Refusal::new(Code::HoldsAlready, OwnRule::PassesToSomebodyElse)
                .because("transferee", transferee),
        );
    }
    may_hold(dossier, transferee_kind, context)?;
    Ok(Event::Filed {
        request: Filing {
            transferee,
            transferee_kind,
            open_through: context
                .edition
                .deadline(context.today, rules.abandoned_after.value),
            edition: context.edition.id.clone(),
        },
    })
}

/// The term of which the rest would pass; refused where nothing of it is left, though a renewal
/// that is undecided keeps the licence in force.
pub(super) fn remaining(dossier: &Dossier) -> Result<&TermRecord, Refusal> {
    let rule = OwnRule::RestOfTheTermPasses;
    match dossier.terms.last() {
        Some(last) if dossier.licence.is_continued() => {
            Err(Refusal::new(Code::TermOver, rule).because("through", last.term.through))
        }
        Some(last) => Ok(last),
        None => Err(Refusal::new(Code::NotIssued, rule)),
    }
}

/// Refuses where too little of the term is left, or the holder has not held the licence for long
/// enough. Heirs have not chosen the day on which they came to it.
fn in_time(
    dossier: &Dossier,
    last: &TermRecord,
    rules: &TransferRules,
    context: &Context<'_>,
) -> Result<(), Refusal> {
    let province = dossier.province().unwrap_or_default();
    let practice = |rule: &Rule<ByProvince>| rule.value.of(province);
    if let Some(rule) = &rules.lead
        && let Some(span) = practice(rule)
    {
        let through = last.term.through;
        let due = lead(context.edition, span).last_timely_day(through);
        if due < context.today {
            return Err(Refusal::new(Code::TransferLate, rule)
                .because("province", province)
                .because("last_timely_day", due)
                .because("through", through));
        }
    }
    let began = dossier.terms.first().map(|first| first.term.from);
    let held_since = dossier.passed_on.or(began);
    if let (Some(rule), Some(since), None) = (&rules.holding, held_since, dossier.licence.heir())
        && let Some(span) = practice(rule)
    {
        let enough = context.edition.calendar.clamped(since, span);
        if context.today < enough {
            return Err(Refusal::new(Code::HeldTooShort, rule)
                .because("province", province)
                .because("held_since", since)
                .until(enough));
        }
    }
    Ok(())
}

/// Refuses a kind of person who may not hold the licence of such an office.
fn may_hold(dossier: &Dossier, kind: PartyKind, context: &Context<'_>) -> Result<(), Refusal> {
    let rule = |code| context.edition.bars_by(code);
    let office_kind = dossier.office.as_ref().map(|office| office.kind.as_str());
    let office_kind = office_kind.unwrap_or_default();
    match context.edition.office_kind(office_kind) {
        None => {
            let code = Code::OfficeKindUnknown;
            Err(Refusal::new(code, rule(code)).because("office_kind", office_kind))
        }
        // Who does not say what they are has not shown that they are a legal person.
        Some(known) if !known.natural_persons && kind != PartyKind::Legal => {
            let code = Code::NaturalPersonExcluded;
            Err(Refusal::new(code, rule(code))
                .because("office_kind", office_kind)
                .because("transferee_kind", kind.word()))
        }
        Some(_) => Ok(()),
    }
}

/// One list of all that is missing, while the request stands as filed (D).
pub(super) fn note_deficiency(
    state: &State,
    missing: &Deficiencies,
    rules: &TransferRules,
    context: &Context<'_>,
) -> Result<Event, Refusal> {
    let noted = || {
        let cure = rules.cure.value;
        Event::DeficiencyNoted {
            missing: missing.into(),
            cure_by: context.edition.deadline(context.today, cure),
        }
    };
    match state {
        State::Requested(Case { request, step }) => match step {
            Step::Filed if request.deficiency_listed => {
                Err(Refusal::new(Code::DeficiencyListed, &rules.cure))
            }
            Step::Filed => Ok(noted()),
            Step::Incomplete { .. }
            | Step::AtStage { .. }
            | Step::Confirmed
            | Step::Registered
            | Step::Refused
            | Step::Withdrawn
            | Step::Abandoned => Err(not_at_this_step("transfer.note_deficiency", state)),
        },
        State::None => Err(not_at_this_step("transfer.note_deficiency", state)),
    }
}

/// What is missing is supplied, within its time: after that the calendar has abandoned the request.
pub(super) fn cure(state: &State) -> Result<Event, Refusal> {
    match state {
        State::Requested(Case { step, .. }) => match step {
            Step::Incomplete { .. } => Ok(Event::Cured),
            Step::Filed
            | Step::AtStage { .. }
            | Step::Confirmed
            | Step::Registered
            | Step::Refused
            | Step::Withdrawn
            | Step::Abandoned => Err(not_at_this_step("transfer.cure", state)),
        },
        State::None => Err(not_at_this_step("transfer.cure", state)),
    }
}

/// A paper is put on file until every stage is passed.
pub(super) fn record(
    state: &State,
    paper: &Paper,
    context: &Context<'_>,
) -> Result<Event, Refusal> {
    match state {
        State::Requested(Case { step, .. }) => match step {
            Step::Filed | Step::Incomplete { .. } | Step::AtStage { .. } => Ok(Event::Recorded {
                through: context.receive(paper)?,
                paper: paper.clone(),
            }),
            Step::Confirmed
            | Step::Registered
            | Step::Refused
            | Step::Withdrawn
            | Step::Abandoned => Err(not_at_this_step("transfer.record", state)),
        },
        State::None => Err(not_at_this_step("transfer.record", state)),
    }
}

/// A request that is open can be taken back.
pub(super) fn withdraw(state: &State) -> Result<Event, Refusal> {
    match state {
        State::Requested(Case { step, .. }) => match step {
            Step::Filed | Step::Incomplete { .. } | Step::AtStage { .. } | Step::Confirmed => {
                Ok(Event::Withdrawn)
            }
            Step::Registered | Step::Refused | Step::Withdrawn | Step::Abandoned => {
                Err(not_at_this_step("transfer.withdraw", state))
            }
        },
        State::None => Err(not_at_this_step("transfer.withdraw", state)),
    }
}
