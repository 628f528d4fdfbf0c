//! Issue (صدور): the authority's act, and what it rests on.

use serde::{Deserialize, Serialize};

use crate::calendar::{Date, Term};
use crate::dossier::{Context, Dossier};
use crate::edition::Needed;
use crate::licence::{Event, State, issued_once, renewal_due};
use crate::opening::Office;
use crate::party::{PartyId, PartyKind};
use crate::refusal::{Code, Refusal};
use crate::resolution::Resolution;

/// The authority's act of issue and what it rests on.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Issue {
    /// The regime's own licence number.
    pub number: String,
    /// What is licensed.
    pub office: Office,
    /// To whom.
    pub holder: PartyId,
    /// Whether the holder is a natural or a legal person.
    pub holder_kind: PartyKind,
    /// The first valid day; its term is the edition's.
    #[serde(with = "crate::calendar::stored")]
    pub from: Date,
    /// By which the working group found the applicant qualified.
    #[serde(default)]
    pub qualification: Option<Resolution>,
    /// By which it gave principled approval.
    #[serde(default)]
    pub principled_approval: Option<Resolution>,
}

/// Issue of a first term: after qualification, principled approval and by the authority (R).
pub(crate) fn decide(
    dossier: &Dossier,
    act: &Issue,
    context: &Context<'_>,
) -> Result<Vec<Event>, Refusal> {
    if dossier.licence != State::NotIssued {
        return Err(Refusal::new(Code::AlreadyIssued, issued_once()));
    }
    let rules = &context.edition.licence;
    let kinds = &rules.office_kinds;
    if let Some(code) = context.edition.bars(&act.office.kind, act.holder_kind) {
        return Err(Refusal::new(code, kinds).because("office_kind", &act.office.kind));
    }
    if rules.principled_approval.value == Needed::Needed {
        approved(dossier, act, context)?;
    }
    let term = Term::starting(act.from, rules.term.value, context.edition.calendar);
    Ok(vec![Event::Issued {
        act: Box::new(act.clone()),
        term,
        renewal_due: renewal_due(context.edition, term),
        edition: context.edition.id.clone(),
    }])
}

fn approved(dossier: &Dossier, act: &Issue, context: &Context<'_>) -> Result<(), Refusal> {
    let rule = &context.edition.licence.principled_approval;
    for (step, resolution) in [
        ("qualification", &act.qualification),
        ("principled_approval", &act.principled_approval),
    ] {
        let Some(resolution) = resolution else {
            return Err(Refusal::new(Code::ApprovalMissing, rule).because("missing", step));
        };
        context.carried(dossier, resolution)?;
    }
    Ok(())
}
