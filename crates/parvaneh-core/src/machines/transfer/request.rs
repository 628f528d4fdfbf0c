//! The request for transfer: whether it may be filed, and what stands of it.

use serde::{Deserialize, Serialize};

use super::stages::unhindered;
use super::{Event, Stage, State};
use crate::calendar::Date;
use crate::edition::{EditionId, TransferRules};
use crate::law::OwnRule;
use crate::licence::TermRecord;
use crate::machines::Context;
use crate::paper::Papers;
use crate::party::{PartyId, PartyKind};
use crate::refusal::{Citation, Code, Refusal};
use crate::state::Dossier;

/// A request for transfer, with the papers on file for it.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
pub struct Request {
    /// To whom the licence is to pass.
    pub transferee: PartyId,
    /// The last day on which it can be confirmed; the day after, it is abandoned.
    #[serde(with = "crate::calendar::stored")]
    pub open_through: Date,
    /// The edition in force on the day of filing, which judges the request.
    pub edition: EditionId,
    /// What is on file.
    pub papers: Papers,
}

/// A request as it was filed.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
#[cfg_attr(
    feature = "schema",
    derive(schemars::JsonSchema),
    schemars(rename = "TransferFiling")
)]
pub struct Filing {
    /// To whom the licence is to pass.
    pub transferee: PartyId,
    /// Whether that is a natural or a legal person.
    pub transferee_kind: PartyKind,
    /// The last day on which it can be confirmed.
    #[cfg_attr(feature = "schema", schemars(with = "Date"))]
    #[serde(with = "crate::calendar::stored")]
    pub open_through: Date,
    /// The edition in force on the day of filing.
    pub edition: EditionId,
}

impl From<Filing> for Request {
    fn from(filing: Filing) -> Self {
        Self {
            transferee: filing.transferee,
            open_through: filing.open_through,
            edition: filing.edition,
            papers: Papers::default(),
        }
    }
}

/// A licence in force, with something left of its term, to somebody else who may hold it.
pub(super) fn file(
    dossier: &Dossier,
    transferee: PartyId,
    transferee_kind: PartyKind,
    rules: &TransferRules,
    context: &Context<'_>,
) -> Result<Event, Refusal> {
    if let Some(open) = dossier.transfer.open_request() {
        let rule = Citation::from(OwnRule::OneOpenMatter);
        return Err(Refusal::new(Code::MatterOpen, rule).because("open_through", open.open_through));
    }
    unhindered(dossier, rules)?;
    let last = remaining(dossier)?;
    in_time(dossier, last, rules, context)?;
    if dossier.holder == Some(transferee) {
        let rule = Citation::from(OwnRule::PassesToSomebodyElse);
        return Err(Refusal::new(Code::HoldsAlready, rule).because("transferee", transferee));
    }
    may_hold(dossier, transferee_kind, context)?;
    let calendar = context.edition.calendar;
    Ok(Event::Filed {
        request: Filing {
            transferee,
            transferee_kind,
            open_through: calendar.clamped(context.today, rules.abandoned_after.value),
            edition: context.edition.id.clone(),
        },
    })
}

/// The term of which the rest would pass; refused where nothing of it is left, though a renewal
/// that is undecided keeps the licence in force.
pub(super) fn remaining(dossier: &Dossier) -> Result<&TermRecord, Refusal> {
    let rule = Citation::from(OwnRule::RestOfTheTermPasses);
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
    if let Some(rule) = &rules.lead {
        let through = last.term.through;
        let due = crate::state::lead(context.edition, rule.value).last_timely_day(through);
        if due < context.today {
            return Err(Refusal::new(Code::TransferLate, rule)
                .because("last_timely_day", due)
                .because("through", through));
        }
    }
    let began = dossier.terms.first().map(|first| first.term.from);
    let held_since = dossier.passed_on.or(began);
    if let (Some(rule), Some(since), None) = (&rules.holding, held_since, dossier.licence.heir()) {
        let enough = context.edition.calendar.clamped(since, rule.value);
        if context.today < enough {
            return Err(Refusal::new(Code::HeldTooShort, rule)
                .because("held_since", since)
                .until(enough));
        }
    }
    Ok(())
}

/// Refuses a kind of person who may not hold the licence of such an office.
fn may_hold(dossier: &Dossier, kind: PartyKind, context: &Context<'_>) -> Result<(), Refusal> {
    let rule = &context.edition.licence.office_kinds;
    let office_kind = dossier.office.as_ref().map(|office| office.kind.as_str());
    let office_kind = office_kind.unwrap_or_default();
    match context.edition.office_kind(office_kind) {
        None => {
            Err(Refusal::new(Code::OfficeKindUnknown, rule).because("office_kind", office_kind))
        }
        // Who does not say what they are has not shown that they are a legal person.
        Some(known) if !known.natural_persons && kind != PartyKind::Legal => {
            Err(Refusal::new(Code::NaturalPersonExcluded, rule)
                .because("office_kind", office_kind)
                .because("transferee_kind", kind.word()))
        }
        Some(_) => Ok(()),
    }
}

impl State {
    /// The request that somebody still has to decide or to register.
    pub fn open_request(&self) -> Option<&Request> {
        match self {
            Self::Filed(request)
            | Self::Incomplete { request, .. }
            | Self::AtStage { request, .. }
            | Self::Confirmed(request) => Some(request),
            Self::None
            | Self::Registered(_)
            | Self::Refused(_)
            | Self::Withdrawn(_)
            | Self::Abandoned(_) => None,
        }
    }

    /// The request that is open, or was last.
    pub fn request(&self) -> Option<&Request> {
        match self {
            Self::Filed(request)
            | Self::Incomplete { request, .. }
            | Self::AtStage { request, .. }
            | Self::Confirmed(request)
            | Self::Registered(request)
            | Self::Refused(request)
            | Self::Withdrawn(request)
            | Self::Abandoned(request) => Some(request),
            Self::None => None,
        }
    }

    pub(super) fn request_mut(&mut self) -> Option<&mut Request> {
        match self {
            Self::Filed(request)
            | Self::Incomplete { request, .. }
            | Self::AtStage { request, .. }
            | Self::Confirmed(request)
            | Self::Registered(request)
            | Self::Refused(request)
            | Self::Withdrawn(request)
            | Self::Abandoned(request) => Some(request),
            Self::None => None,
        }
    }

    /// The state's name, as charts and refusals give it.
    pub fn name(&self) -> &'static str {
        match self {
            Self::None => "None",
            Self::Filed(_) => "Filed",
            Self::Incomplete { .. } => "Incomplete",
            Self::AtStage { stage, .. } => match stage {
                Stage::TransfereeCheck => "TransfereeCheck",
                Stage::Settlement => "Settlement",
                Stage::Session => "UnderReview",
            },
            Self::Confirmed(_) => "Confirmed",
            Self::Registered(_) => "Registered",
            Self::Refused(_) => "Refused",
            Self::Withdrawn(_) => "Withdrawn",
            Self::Abandoned(_) => "Abandoned",
        }
    }
}
