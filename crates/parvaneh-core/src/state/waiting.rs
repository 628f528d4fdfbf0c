//! Requests that somebody still has to decide.

use super::{Dossier, application, renewal, transfer};
use crate::actor::Role;
use crate::calendar::Date;
use crate::edition::EditionId;
use crate::resolution::Matter;

/// A request that somebody still has to decide.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Waiting {
    /// What was asked for.
    pub matter: Matter,
    /// The day from which it waits: that of its filing, as far as the dossier has it.
    pub since: Date,
    /// Who has to do something next.
    pub owed_by: Role,
    /// The edition that judges it.
    pub edition: EditionId,
}

impl Dossier {
    /// The requests that somebody still has to decide, or to complete.
    pub fn waiting(&self) -> Vec<Waiting> {
        let all = [
            self.waiting_application(),
            self.waiting_renewal(),
            self.waiting_transfer(),
        ];
        all.into_iter().flatten().collect()
    }

    fn waiting_application(&self) -> Option<Waiting> {
        use application::{State, Step};
        let case = match &self.application {
            State::Filed(case) => case,
            State::None | State::Withdrawn { .. } | State::Lapsed { .. } => return None,
        };
        let owed_by = match case.step {
            Step::Submitted | Step::UnderClearance => Role::Secretariat,
            Step::Incomplete { .. } => Role::Applicant,
            Step::ForSession => Role::WorkingGroup,
            Step::Qualified | Step::Reserve { .. } | Step::Rejected { .. } => return None,
        };
        Some(Waiting {
            matter: Matter::Application,
            since: case.matter.filed_on,
            owed_by,
            edition: case.matter.edition.clone(),
        })
    }

    fn waiting_renewal(&self) -> Option<Waiting> {
        use renewal::Step;
        let case = self.renewal.case()?;
        let owed_by = match case.step {
            Step::Filed { .. } => Role::Secretariat,
            Step::Incomplete { .. } => Role::Holder,
            Step::UnderReview { .. } | Step::OutOfTime => Role::WorkingGroup,
            Step::Confirmed { .. } => Role::Authority,
            Step::Refused | Step::Granted | Step::Withdrawn { .. } => return None,
        };
        Some(Waiting {
            matter: Matter::Renewal,
            since: case.request.filed_on,
            owed_by,
            edition: case.request.edition.clone(),
        })
    }

    fn waiting_transfer(&self) -> Option<Waiting> {
        use transfer::{Stage, State, Step};
        let case = match &self.transfer {
            State::Requested(case) => case,
            State::None => return None,
        };
        let owed_by = match case.step {
            Step::Filed => Role::Secretariat,
            Step::Incomplete { .. } => Role::Holder,
            Step::AtStage {
                stage: Stage::Session,
            } => Role::WorkingGroup,
            Step::AtStage {
                stage: Stage::TransfereeCheck | Stage::Settlement,
            } => Role::Secretariat,
            Step::Confirmed => Role::Authority,
            Step::Registered | Step::Refused | Step::Withdrawn | Step::Abandoned => return None,
        };
        Some(Waiting {
            matter: Matter::Transfer,
            since: self.agenda.since(&Matter::Transfer)?,
            owed_by,
            edition: case.request.edition.clone(),
        })
    }
}
