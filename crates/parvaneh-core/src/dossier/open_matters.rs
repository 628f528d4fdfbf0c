//! Which edition judges a command: a matter that is open stays with the one that it was filed under.

use super::{Command, Dossier, Machine};
use crate::edition::EditionId;
use crate::machines::{coming, licence, mismatch};

impl Dossier {
    /// The edition that judges `command`: that of the open matter which it is about; none where no
    /// such matter is open, and then the edition in force on the day.
    pub(super) fn pinned(&self, command: &Command) -> Option<&EditionId> {
        match command {
            Command::Licence(licence::Command::Reinstate(_)) => {
                self.terms.last().map(|last| &last.edition)
            }
            Command::Appointment(command) => self
                .appointment
                .proposed_under(command.post())
                .or_else(|| self.open_under(Machine::Licence)),
            Command::Mismatch(mismatch::Command::Settle { .. }) => self
                .mismatch
                .open_under()
                .or_else(|| self.open_under(Machine::Licence)),
            Command::Mismatch(mismatch::Command::Record { .. }) => {
                self.open_under(Machine::Licence)
            }
            Command::Contract(command) => self.contract.pinned(command.agency()),
            Command::Coming(coming::Command::TakeBack { what, .. }) => {
                self.coming.of(*what).map(|coming| &coming.edition)
            }
            Command::Premises(command) if command.is_about_a_relocation() => {
                let relocation = self.permits.relocation.as_ref();
                relocation.map(|relocation| &relocation.edition)
            }
            Command::Call(_)
            | Command::Application(_)
            | Command::PrincipledApproval(_)
            | Command::Licence(_)
            | Command::Premises(_)
            | Command::Renewal(_)
            | Command::Transfer(_)
            | Command::Enforcement(_) => self.open_under(command.machine()),
        }
    }

    /// The edition under which the open matter of a machine was filed; none where none is open.
    pub fn open_under(&self, machine: Machine) -> Option<&EditionId> {
        match machine {
            Machine::Renewal => self.renewal.open_request().map(|request| &request.edition),
            Machine::Transfer => self.transfer.open_request().map(|request| &request.edition),
            Machine::Enforcement => self.enforcement.open_case().map(|file| &file.edition),
            Machine::Call => self.call.call().map(|call| &call.edition),
            // Until a licence is issued, all that it waits for is the application's.
            Machine::Application
            | Machine::PrincipledApproval
            | Machine::Licence
            | Machine::Premises => self.pending_application().map(|matter| &matter.edition),
            Machine::Appointment | Machine::Mismatch | Machine::Contract | Machine::Coming => None,
        }
    }
}
