//! The numbers of entering what happened earlier.

use serde::{Deserialize, Serialize};

use super::{Contradiction, Needed, Rule, has_length, repeated, wrong};
use crate::actor::Role;
use crate::calendar::Span;

/// How long after an act it may still be entered with its own day. Anything older is a revision.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EntryRules {
    /// What a person hands in themselves, after the day on which it was received.
    pub receipt: Rule<Span>,
    /// What a desk enters.
    pub late_entry: Rule<Span>,
    /// The papers on one of which a desk enters what only a party may do. None of them: no desk does.
    pub party_papers: Rule<Vec<String>>,
    /// Who may revise what was recorded.
    pub revised_by: Rule<Vec<Role>>,
    /// Whether another person than the one who proposes a revision has to approve it.
    pub second_person: Rule<Needed>,
}

impl EntryRules {
    pub(super) fn check(&self) -> Result<(), Contradiction> {
        has_length("entry.receipt.value", self.receipt.value)?;
        has_length("entry.late_entry.value", self.late_entry.value)?;
        let papers: Vec<&String> = self.party_papers.value.iter().collect();
        if let Some(paper) = repeated(&papers) {
            return wrong(
                "entry.party_papers.value",
                format!("{paper:?} is there twice"),
            );
        }
        if self.revised_by.value.is_empty() {
            return wrong("entry.revised_by.value", "nobody could revise anything");
        }
        Ok(())
    }
}
