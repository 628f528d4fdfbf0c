//! Who a dossier is about.

use super::Dossier;
use crate::actor::Role;
use crate::party::PartyId;

impl Dossier {
    /// Every party whose own matter this is, also a holder of whom a death is recorded, which may be annulled.
    pub fn interested(&self) -> Vec<PartyId> {
        let parties = Role::ALL.iter().filter_map(|role| self.party(*role));
        let parties = parties.chain(self.holder);
        let others = self.licence.other_heirs();
        parties
            .chain(others)
            .chain(self.appointment.people())
            .collect()
    }

    /// Who played a role in a matter that is closed: whoever comes too late is told that, and not that
    /// they are somebody else.
    pub(crate) fn came_to_nothing_for(&self, role: Role) -> Option<PartyId> {
        let request = self.transfer.request()?;
        (role == Role::Transferee).then_some(request.transferee)
    }

    /// Who plays a role that belongs to a party; none where nobody does.
    pub fn party(&self, role: Role) -> Option<PartyId> {
        match role {
            // Nobody acts as a holder who is dead or dissolved.
            Role::Holder if self.licence.is_without_holder() => None,
            Role::Holder => self.holder,
            // From issue on the applicant is the holder.
            Role::Applicant if !self.licence.is_issued() => self.application.applicant(),
            Role::Applicant => None,
            Role::Transferee => self.transfer.open_request().map(|open| open.transferee),
            Role::Heir => self.licence.heir(),
            Role::Operator | Role::Manager => self.appointment.party(role),
            Role::Secretariat
            | Role::TechnicalCommittee
            | Role::Inspector
            | Role::ServiceAgency
            | Role::EnforcementCommittee
            | Role::WorkingGroup
            | Role::Authority
            | Role::AppealBody
            | Role::Court
            | Role::Calendar => None,
        }
    }
}
