//! What is filed, when it can be, and what is kept of it.

use serde::{Deserialize, Serialize};

use super::{Event, State};
use crate::actor::Role;
use crate::calendar::Date;
use crate::edition::EditionId;
use crate::law::OwnRule;
use crate::machines::Context;
use crate::opening::Office;
use crate::paper::Papers;
use crate::party::{PartyId, PartyKind};
use crate::refusal::{Citation, Code, Refusal};
use crate::resolution::Resolution;
use crate::state::Dossier;
use crate::{call, licence};

/// What an applicant asks for.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
#[cfg_attr(
    feature = "schema",
    derive(schemars::JsonSchema),
    schemars(rename = "ApplicationFiling")
)]
#[serde(deny_unknown_fields)]
pub struct Filing {
    /// The number of the call that it answers; none where the edition knows no calls.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<crate::text::Label>"))]
    pub call: Option<String>,
    /// What is to be licensed.
    pub office: Office,
    /// To whom.
    pub applicant: PartyId,
    /// Whether the applicant is a natural or a legal person.
    pub applicant_kind: PartyKind,
}

/// An application in hand.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
pub struct Matter {
    /// The number of the call that it answers.
    pub call: Option<String>,
    /// Who applies.
    pub applicant: PartyId,
    /// Whether the applicant is a natural or a legal person.
    pub applicant_kind: PartyKind,
    /// What is to be licensed.
    pub office: Office,
    /// The civil date on which it was filed; a cure does not change it.
    #[serde(with = "crate::calendar::stored")]
    pub filed_on: Date,
    /// The edition in force on that day, which judges it to the end.
    pub edition: EditionId,
    /// Whether the secretariat has said what is missing.
    pub deficiency_listed: bool,
    /// What is on file.
    pub papers: Papers,
    /// The working group's vote for the applicant.
    pub qualification: Option<Resolution>,
}

impl Matter {
    pub(super) fn new(filing: &Filing, edition: &EditionId, on: Date) -> Self {
        Self {
            call: filing.call.clone(),
            applicant: filing.applicant,
            applicant_kind: filing.applicant_kind,
            office: filing.office.clone(),
            filed_on: on,
            edition: edition.clone(),
            deficiency_listed: false,
            papers: Papers::default(),
            qualification: None,
        }
    }

    /// With the resolution by which it left a stage, where it left it by one.
    pub(super) fn voted(&self, resolution: Option<&Resolution>) -> Box<Self> {
        Box::new(Self {
            qualification: resolution.or(self.qualification.as_ref()).cloned(),
            ..self.clone()
        })
    }
}

pub(super) fn file(
    dossier: &Dossier,
    filing: &Filing,
    context: &Context<'_>,
) -> Result<Event, Refusal> {
    if dossier.licence != licence::State::NotIssued {
        return Err(Refusal::new(Code::AlreadyIssued, licence::issued_once()));
    }
    if let Some(open) = dossier.application.open_matter() {
        let rule = Citation::from(OwnRule::OneOpenMatter);
        let refusal = Refusal::new(Code::MatterOpen, rule)
            .because("filed_on", open.filed_on)
            .because("stands_at", dossier.application.name());
        return Err(match &dossier.application {
            State::Rejected {
                objection: super::Objection::Open { by },
                ..
            } => refusal.until(by.succ_opt().unwrap_or(*by)),
            State::None
            | State::Submitted(_)
            | State::Incomplete { .. }
            | State::UnderClearance(_)
            | State::ForSession(_)
            | State::Qualified(_)
            | State::Reserve { .. }
            | State::Rejected { .. }
            | State::Withdrawn { .. }
            | State::Lapsed { .. } => refusal,
        });
    }
    // Whoever applied here before has no say in who applies now.
    context.acts_as(Role::Applicant, filing.applicant)?;
    the_same_office(dossier, filing)?;
    licence::may_hold(&filing.office, filing.applicant_kind, context)?;
    answers_an_open_call(filing, context)?;
    Ok(Event::Filed {
        filing: Box::new(filing.clone()),
        edition: context.edition.id.clone(),
    })
}

/// Whoever applies again, in a dossier in which somebody has, applies for what it is about.
fn the_same_office(dossier: &Dossier, filing: &Filing) -> Result<(), Refusal> {
    let differs = |office: &&Office| **office != filing.office;
    let Some(office) = dossier.office.as_ref().filter(differs) else {
        return Ok(());
    };
    let rule = Citation::from(OwnRule::OneDossierAnOffice);
    Err(Refusal::new(Code::OtherOffice, rule)
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
        let rule = Citation::from(OwnRule::CallOfItsProvince);
        return Err(Refusal::new(Code::CallElsewhere, rule)
            .because("call_province", &stated.province)
            .because("office_province", &filing.office.province));
    }
    if answered.call.is_open_on(context.today) {
        return Ok(());
    }
    let refusal = Refusal::new(Code::CallNotOpen, Citation::from(call::ITS_DAYS))
        .because("call", &stated.number)
        .because("stands_at", answered.call.name())
        .because("opens_on", stated.opens_on)
        .because("closes_on", stated.closes_on);
    // Any other call opens only if somebody does something, or never again.
    let opens_by_itself = matches!(answered.call, call::State::Published(_));
    Err(match opens_by_itself && context.today < stated.opens_on {
        true => refusal.until(stated.opens_on),
        false => refusal,
    })
}

/// One list of all that is missing: what was not on it cannot be asked for later (D).
pub(super) fn note_deficiency(
    matter: &Matter,
    missing: &[String],
    context: &Context<'_>,
) -> Result<Event, Refusal> {
    let rules = context.knows(&context.edition.application, "application")?;
    if matter.deficiency_listed {
        return Err(Refusal::new(Code::DeficiencyListed, &rules.cure));
    }
    Ok(Event::DeficiencyNoted {
        missing: missing.to_vec(),
        cure_by: context
            .edition
            .calendar
            .clamped(context.today, rules.cure.value),
    })
}
