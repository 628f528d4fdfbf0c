//! What a dossier (پرونده) is: the states of its machines, its terms and its parties, as far as a
//! history has led. Nothing here decides; every machine reads all of it and changes its own part.

mod agenda;
pub mod application;
pub mod appointment;
pub mod call;
pub mod coming;
pub mod contract;
mod defect;
pub mod enforcement;
mod going_on;
pub mod licence;
pub mod mismatch;
pub mod opening;
mod people;
pub mod premises;
pub mod principled_approval;
pub mod renewal;
mod seat;
pub mod silence;
pub mod task;
mod term_record;
pub mod transfer;
mod waiting;
mod worklist;

use serde::{Deserialize, Serialize};

use crate::calendar::Date;
use crate::party::PartyId;

pub use agenda::Agenda;
pub use defect::Defect;
pub use going_on::GoesOn;
pub use opening::Office;
pub(crate) use term_record::lead;
pub use term_record::{Extension, Former, TermRecord, renewal_due};
pub use waiting::Waiting;
pub use worklist::Worklist;

/// What a history has led to. It can be rebuilt from the history at any time.
#[derive(Clone, Debug, Default, Eq, PartialEq, Serialize, Deserialize)]
pub struct Dossier {
    /// What is licensed; none before the first event.
    pub office: Option<Office>,
    /// Who holds the latest term.
    pub holder: Option<PartyId>,
    /// Every term, in order; they never overlap.
    pub terms: Vec<TermRecord>,
    /// The day on which the licence last passed to another holder; none where it never did.
    pub passed_on: Option<Date>,
    /// Where the office is; none where nobody has said.
    pub premises: Option<premises::Premises>,
    /// The licence.
    pub licence: licence::State,
    /// What is open or permitted beside the licence's own state.
    pub permits: premises::State,
    /// The renewal of the latest term.
    pub renewal: renewal::State,
    /// The call; a history with a call in it has nothing else.
    pub call: call::State,
    /// The application that opened the dossier.
    pub application: application::State,
    /// The principled approval.
    pub principled_approval: principled_approval::State,
    /// The transfer that is open, or was open last.
    pub transfer: transfer::State,
    /// The case that is open, and what earlier ones found.
    pub enforcement: enforcement::State,
    /// Who runs the office.
    pub appointment: appointment::State,
    /// Whether somebody else runs it than its holder.
    pub mismatch: mismatch::State,
    /// Its contracts with service agencies.
    pub contract: contract::State,
    /// What was decided and holds from a later day.
    pub coming: coming::State,
    /// What is before the working group, and since when.
    pub agenda: Agenda,
    /// What somebody waits for a decision on, and since when.
    pub waits: silence::Clocks,
    /// What somebody has to do next, and since when.
    pub worklist: Worklist,
    /// The greatest `effective_on` in the history.
    pub as_of: Option<Date>,
}

impl Dossier {
    /// Whether nothing is left of it: its opening was withdrawn.
    pub fn is_void(&self) -> bool {
        self.office.is_none() && self.call.call().is_none()
    }

    /// Puts a term in its place; true when it is now the latest one.
    pub(crate) fn insert_term(&mut self, record: TermRecord) -> Result<bool, Defect> {
        let mut before = self.terms.iter_mut();
        if let Some(before) = before.rfind(|other| other.term.from < record.term.from) {
            before.give_way_to(record.term.from);
        }
        if let Some(other) = self
            .terms
            .iter()
            .find(|other| other.term.overlaps(&record.term))
        {
            return Err(Defect::Overlap {
                from: record.term.from,
                through: record.term.through,
                other_from: other.term.from,
                other_through: other.term.through,
            });
        }
        let at = self
            .terms
            .partition_point(|other| other.term.from < record.term.from);
        self.terms.insert(at, record);
        Ok(at + 1 == self.terms.len())
    }
}
