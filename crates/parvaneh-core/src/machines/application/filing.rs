//! An application until it is found complete: what is filed, what is missing, and what is put on
//! file; and how it is taken back.

use super::{Event, Filing, Objection, State, Step, not_at_this_step};
use crate::actor::Role;
use crate::calendar::Date;
use crate::edition::ApplicationRules;
use crate::law::OwnRule;
use crate::machines::{Context, licence};
use crate::paper::Paper;
use crate::refusal::{Code, Refusal};
use crate::state::silence::Decision;
use crate::state::{Dossier, Office};
use crate::text::Deficiencies;

/// Where there is no licence and no open application, for an office that the edition knows.
pub(super) fn file(
    dossier: &Dossier,
    filing: &Filing,
    context: &Context<'_>,
) -> Result<Event, Refusal> {
    if dossier.licence.is_issued() {
        return Err(Refusal::new(Code::AlreadyIssued, OwnRule::IssuedOnce));
    }
    none_is_open(&dossier.application)?;
    // Whoever applied here before has no say in who applies now.
    context.acts_as(Role::Applicant, filing.applicant)?;
    the_same_office(dossier, filing)?;
    licence::may_hold(&filing.office, filing.applicant_kind, context)?;
    answers_an_open_call(filing, context)?;
    Ok(Event::Filed {
        filing: Box::new(filing.clone()),
        edition: context.edition.id.clone(),
        call_closes_by: call_closes_by(filing, context),
    })
}

/// The last day on which the call may close that is answered: nobody is told of an extension later.
fn call_closes_by(filing: &Filing, context: &Context<'_>) -> Option<Date> {
    context.edition.silence.period(Decision::Application)?;
    let number = filing.call.as_deref()?;
    let answered = context.call.filter(|of| of.number == number)?;
    Some(answered.call.call()?.closes_by())
}

/// A final rejection ends an application as its withdrawal does.
fn none_is_open(state: &State) -> Result<(), Refusal> {
    let case = match state {
        State::None | State::Withdrawn { .. } | State::Lapsed { .. } => return Ok(()),
        State::Filed(case) => case,
    };
    let open = || {
        Refusal::new(Code::MatterOpen, OwnRule::OneOpenMatter)
            .because("filed_on", case.matter.filed_on)
            .because("stands_at", state.name())
    };
    match case.step {
        Step::Rejected {
            objection: Objection::Over,
        } => Ok(()),
        Step::Rejected {
            objection: Objection::Open { by },
        } => Err(open().until(by.day_after().unwrap_or(by))),
        Step::Submitted
        | Step::Incomplete { .. }
        | Step::UnderClearance
        | Step::ForSession
        | Step::Qualified
        | Step::Reserve { .. }
        | Step::Rejected {
            objection: Objection::Pending,
        } => Err(open()),
    }
}

/// Whoever applies again, in a dossier in which somebody has, applies for what it is about.
fn the_same_office(dossier: &Dossier, filing: &Filing) -> Result<(), Refusal> {
    let differs = |office: &&Office| **office != filing.office;
    let Some(office) = dossier.office.as_ref().filter(differs) else {
        return Ok(());
    };
    Err(Refusal::new(Code::OtherOffice, OwnRule::OneDossierAnOffice)
        .because("office_kind", &office.kind)
        .because("province", &office.province)
        .because("asked_office_kind", &filing.office.kind)
        .because("asked_province", &filing.office.province))
}

/// Where the edition knows calls, an application answers one of its own province while it is open.
fn answers_an_open_call(filing: &Filing, context: &Context<'_>) -> Result<(), Refusal> {
    match (&filing.call, &context.edition.call) {
        (None, None) => return Ok(()),
        (Some(_), None) => return Err(context.procedure_not_known("call")),
        (None | Some(_), Some(_)) => {}
    }
    let number = filing.call.as_deref().unwrap_or("none stated");
    let (answered, stated) = context.answered(number)?;
    if stated.province != filing.office.province {
        return Err(
            Refusal::new(Code::CallElsewhere, OwnRule::CallOfItsProvince)
                .because("call_province", &stated.province)
                .because("office_province", &filing.office.province),
        );
    }
    if answered.call.is_open_on(context.today) {
        return Ok(());
    }
    let refusal = Refusal::new(Code::CallNotOpen, OwnRule::DaysOfACall)
        .because("call", &stated.number)
        .because("stands_at", answered.call.name())
        .because("opens_on", stated.opens_on)
        .because("closes_on", stated.closes_on);
    // Any other call opens only if somebody does something, or never again.
    Err(match answered.call.will_open_on() {
        Some(day) if context.today < day => refusal.until(day),
        Some(_) | None => refusal,
    })
}

/// One list of all that is missing: what was not on it cannot be asked for later (D).
pub(super) fn note_deficiency(
    state: &State,
    missing: &Deficiencies,
    rules: &ApplicationRules,
    context: &Context<'_>,
) -> Result<Event, Refusal> {
    let refused = || Err(not_at_this_step("application.note_deficiency", state));
    let listed = match state {
        State::Filed(case) => match case.step {
            Step::Submitted => case.matter.deficiency_listed,
            Step::Incomplete { .. }
            | Step::UnderClearance
            | Step::ForSession
            | Step::Qualified
            | Step::Reserve { .. }
            | Step::Rejected { .. } => return refused(),
        },
        State::None | State::Withdrawn { .. } | State::Lapsed { .. } => return refused(),
    };
    if listed {
        return Err(Refusal::new(Code::DeficiencyListed, &rules.cure));
    }
    Ok(Event::DeficiencyNoted {
        missing: missing.into(),
        cure_by: context.edition.deadline(context.today, rules.cure.value),
    })
}

/// What is missing is supplied, within its time: after that the calendar has let it lapse.
pub(super) fn cure(state: &State) -> Result<Event, Refusal> {
    let refused = || Err(not_at_this_step("application.cure", state));
    match state {
        State::Filed(case) => match case.step {
            Step::Incomplete { .. } => Ok(Event::Cured),
            Step::Submitted
            | Step::UnderClearance
            | Step::ForSession
            | Step::Qualified
            | Step::Reserve { .. }
            | Step::Rejected { .. } => refused(),
        },
        State::None | State::Withdrawn { .. } | State::Lapsed { .. } => refused(),
    }
}

/// A paper is put on file as long as a licence can come of the application and none has.
pub(super) fn record(
    dossier: &Dossier,
    paper: &Paper,
    context: &Context<'_>,
) -> Result<Event, Refusal> {
    let state = &dossier.application;
    let refused = || Err(not_at_this_step("application.record", state));
    match state {
        State::Filed(case) => match case.step {
            Step::Submitted
            | Step::Incomplete { .. }
            | Step::UnderClearance
            | Step::ForSession
            | Step::Qualified
            | Step::Reserve { .. }
            | Step::Rejected {
                objection: Objection::Open { .. } | Objection::Pending,
            } => {}
            Step::Rejected {
                objection: Objection::Over,
            } => return refused(),
        },
        State::None | State::Withdrawn { .. } | State::Lapsed { .. } => return refused(),
    }
    if dossier.pending_application().is_none() {
        return refused();
    }
    Ok(Event::Recorded {
        paper: paper.clone(),
        through: context.receive(paper)?,
    })
}

/// Until something was given: what was approved in principle is given back as such, and what was
/// issued is surrendered. None: it has been taken back.
pub(super) fn withdraw(dossier: &Dossier) -> Result<Option<Event>, Refusal> {
    let state = &dossier.application;
    let refused = || Err(not_at_this_step("application.withdraw", state));
    match state {
        State::Filed(case) => match case.step {
            Step::Submitted
            | Step::Incomplete { .. }
            | Step::UnderClearance
            | Step::ForSession
            | Step::Qualified
            | Step::Reserve { .. }
            | Step::Rejected {
                objection: Objection::Open { .. } | Objection::Pending,
            } => {}
            Step::Rejected {
                objection: Objection::Over,
            } => return refused(),
        },
        State::Withdrawn { .. } => return Ok(None),
        State::None | State::Lapsed { .. } => return refused(),
    }
    if dossier.pending_application().is_none() || dossier.principled_approval.is_open() {
        return refused();
    }
    Ok(Some(Event::Withdrawn))
}
