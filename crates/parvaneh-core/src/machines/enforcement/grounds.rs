//! What the events of a case rest on, by the edition that judges it.

use super::sanction::rung;
use super::{Closing, Event};
use crate::edition::{CaseRules, Edition};
use crate::law::OwnRule;
use crate::refusal::Citation;

/// A rule of cases, where the edition knows them.
pub(super) fn in_a_case(edition: &Edition, rule: impl FnOnce(&CaseRules) -> Citation) -> Citation {
    match &edition.enforcement.cases {
        Some(cases) => rule(cases),
        None => OwnRule::ProceduresOfTheEdition.into(),
    }
}

/// The row of the violation that the event names.
pub(super) fn of_the_table(event: &Event, edition: &Edition) -> Citation {
    in_a_case(edition, |cases| {
        let row = event.violation().and_then(|of| cases.violations.get(of));
        row.map_or_else(|| OwnRule::ViolationOfTheTable.into(), Citation::from)
    })
}

/// The table has the sanction of an occurrence; another one is the authority's, in the place of the
/// revocation that was proposed to it.
pub(super) fn of_the_sanction(event: &Event, edition: &Edition) -> Citation {
    let Event::Sanctioned {
        violation,
        occurrence,
        sanction,
        ..
    } = event
    else {
        return of_the_table(event, edition);
    };
    in_a_case(edition, |cases| {
        let row = cases.violations.get(violation.as_str());
        match row.and_then(|row| rung(&row.value, *occurrence)) {
            Some(rung) if rung != sanction.rung() => OwnRule::LesserSanction.into(),
            Some(_) | None => of_the_table(event, edition),
        }
    })
}

pub(super) fn of_the_hearing(_: &Event, edition: &Edition) -> Citation {
    in_a_case(edition, |_| (&edition.enforcement.hearing).into())
}

pub(super) fn of_the_urgent_suspension(_: &Event, edition: &Edition) -> Citation {
    in_a_case(edition, |cases| (&cases.urgent_suspension).into())
}

pub(super) fn of_the_objection(_: &Event, edition: &Edition) -> Citation {
    in_a_case(edition, |cases| (&cases.objection).into())
}

pub(super) fn of_the_end(event: &Event, edition: &Edition) -> Citation {
    let Event::Closed { because } = event else {
        return of_the_objection(event, edition);
    };
    match because {
        Closing::LicenceEnded => in_a_case(edition, |_| OwnRule::CaseEndsWithLicence.into()),
        Closing::ObjectionElapsed => of_the_objection(event, edition),
    }
}

impl Event {
    /// The violation that it names, by its code.
    fn violation(&self) -> Option<&str> {
        match self {
            Self::Reported { violation, .. }
            | Self::Sanctioned { violation, .. }
            | Self::RevocationProposed { violation, .. }
            | Self::Revoked { violation, .. }
            | Self::RemedyVerified { violation } => Some(violation),
            Self::Dismissed { .. }
            | Self::NoticeServed { .. }
            | Self::Defended
            | Self::HearingElapsed { .. }
            | Self::UrgentlySuspended { .. }
            | Self::UrgentSuspensionConfirmed { .. }
            | Self::Objected { .. }
            | Self::Upheld { .. }
            | Self::Overturned { .. }
            | Self::UpheldBySilence { .. }
            | Self::Closed { .. } => None,
        }
    }
}
