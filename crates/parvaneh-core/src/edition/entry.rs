//! The numbers of entering what happened earlier.

use serde::{Deserialize, Serialize};

use super::{Faults, Needed, Rule};
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
    pub(super) fn check(&self, faults: &mut Faults) {
        faults.length("entry.receipt.value", self.receipt.value);
        faults.length("entry.late_entry.value", self.late_entry.value);
        let papers = self.party_papers.value.iter().map(String::as_str);
        faults.twice("entry.party_papers.value", papers);
        let key = "entry.revised_by.value";
        let roles = &self.revised_by.value;
        if roles.is_empty() {
            faults.add(key, "nobody could revise anything");
        }
        faults.twice(key, roles.iter().map(|role| role.word()));
        for role in roles {
            if role.is_of_a_party() || *role == Role::Calendar {
                let problem = format!("no {} puts the register right", role.word());
                faults.add(key, problem);
            }
        }
    }
}
