//! Somebody else runs the office than its holder: that is to be settled (R), or a case opens.
//!
//! ```text
//!   None ── record ──▶ Open ── settle: the holder resumes, the one who runs it is approved as
//!                              deputy, a transfer is filed ──▶ None
//!   Open ── the time to settle passes ──▶ Elapsed ── the case opens ──▶ None
//! ```

use serde::{Deserialize, Serialize};

use super::{Event, Post, not_at_this_step};
use crate::actor::Role;
use crate::calendar::Date;
use crate::edition::EditionId;
use crate::machines::Context;
use crate::party::PartyId;
use crate::refusal::{Code, Refusal};
use crate::state::Dossier;

/// Whether it is recorded that somebody else runs the office than its holder.
#[derive(Clone, Debug, Default, Eq, PartialEq, Serialize, Deserialize)]
pub enum Mismatch {
    /// It is not.
    #[default]
    None,
    /// It is, and can be settled.
    Open {
        /// The day on which it was recorded.
        #[serde(with = "crate::calendar::stored")]
        recorded_on: Date,
        /// Who runs it; none where nobody has said.
        operator: Option<PartyId>,
        /// The last day on which it can.
        #[serde(with = "crate::calendar::stored")]
        settle_by: Date,
        /// The violation of which a case opens otherwise.
        leads_to: String,
        /// The edition that judges it.
        edition: EditionId,
    },
    /// It was not settled in time, and the case is yet to open.
    Elapsed {
        /// The violation.
        leads_to: String,
        /// The edition that judges it.
        edition: EditionId,
    },
}

/// How a mismatch is settled.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Settlement {
    /// The holder runs the office again, as somebody saw.
    Resumed,
    /// Whoever runs it is approved as deputy, since it was recorded.
    ApprovedAsDeputy,
    /// The licence is to pass to whoever runs it: a request for its transfer is open.
    TransferFiled,
}

impl Settlement {
    fn word(self) -> &'static str {
        match self {
            Self::Resumed => "resumed",
            Self::ApprovedAsDeputy => "approved_as_deputy",
            Self::TransferFiled => "transfer_filed",
        }
    }
}

impl Mismatch {
    /// The state's name, as charts and refusals give it.
    pub fn name(&self) -> &'static str {
        match self {
            Self::None => "NoMismatch",
            Self::Open { .. } => "OperatorMismatch",
            Self::Elapsed { .. } => "OperatorMismatch, elapsed",
        }
    }
}

/// Nothing is to be settled where the one who runs it is the holder, or has been approved as deputy.
pub(super) fn record(
    dossier: &Dossier,
    facts: &str,
    operator: Option<PartyId>,
    context: &Context<'_>,
) -> Result<Vec<Event>, Refusal> {
    let rules = context.knows(&context.edition.appointment, "appointment")?;
    match &dossier.appointment.mismatch {
        Mismatch::None => {}
        Mismatch::Open { .. } | Mismatch::Elapsed { .. } => return Ok(vec![]),
    }
    if let Some(operator) = operator {
        let (deputy, _) = deputy(dossier).unzip();
        let posts = [("holder", dossier.holder), ("deputy", deputy)];
        if let Some((post, _)) = posts.iter().find(|(_, known)| *known == Some(operator)) {
            return Err(Refusal::new(Code::NoMismatch, &rules.mismatch).because("operator", post));
        }
    }
    let time = rules.mismatch.value;
    Ok(vec![Event::MismatchRecorded {
        facts: facts.to_owned(),
        operator,
        settle_by: context.edition.calendar.clamped(context.today, time),
        leads_to: rules.mismatch_leads_to.value.clone(),
        edition: context.edition.id.clone(),
    }])
}

/// The holder's word alone does not settle that the holder has resumed.
pub(super) fn settle(
    dossier: &Dossier,
    how: Settlement,
    context: &Context<'_>,
) -> Result<Vec<Event>, Refusal> {
    let rules = context.knows(&context.edition.appointment, "appointment")?;
    let appointment = &dossier.appointment;
    let Mismatch::Open {
        recorded_on,
        operator,
        ..
    } = appointment.mismatch
    else {
        let stands_at = appointment.mismatch.name();
        return Err(not_at_this_step("appointment.settle", stands_at));
    };
    let settled = match how {
        Settlement::Resumed => {
            context.role(&[Role::Secretariat, Role::Inspector])?;
            true
        }
        Settlement::ApprovedAsDeputy => deputy(dossier).is_some_and(|(deputy, approved_on)| {
            recorded_on <= approved_on && operator.is_none_or(|operator| operator == deputy)
        }),
        Settlement::TransferFiled => dossier.transfer.open_request().is_some(),
    };
    if settled {
        return Ok(vec![Event::MismatchSettled { how }]);
    }
    Err(Refusal::new(Code::MismatchUnsettled, &rules.mismatch).because("how", how.word()))
}

/// Who is approved as deputy, and since when.
fn deputy(dossier: &Dossier) -> Option<(PartyId, Date)> {
    dossier.appointment.posts.get(&Post::Deputy)?.approved()
}

/// What may follow what. None: the event cannot follow the state.
pub fn next(state: &Mismatch, event: &Event, on: Date) -> Option<Mismatch> {
    match (event, state) {
        (
            Event::MismatchRecorded {
                operator,
                settle_by,
                leads_to,
                edition,
                ..
            },
            Mismatch::None,
        ) => Some(Mismatch::Open {
            recorded_on: on,
            operator: *operator,
            settle_by: *settle_by,
            leads_to: leads_to.clone(),
            edition: edition.clone(),
        }),
        (Event::MismatchSettled { .. }, Mismatch::Open { .. }) => Some(Mismatch::None),
        (
            Event::MismatchElapsed { .. },
            Mismatch::Open {
                leads_to, edition, ..
            },
        ) => Some(Mismatch::Elapsed {
            leads_to: leads_to.clone(),
            edition: edition.clone(),
        }),
        (_, _) => None,
    }
}
