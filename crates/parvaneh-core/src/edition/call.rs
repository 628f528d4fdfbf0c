//! A call's numbers.

use serde::{Deserialize, Serialize};

use super::{Edition, Faults, Ground, Rule};
use crate::actor::Role;
use crate::calendar::Span;

/// A call's numbers.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CallRules {
    /// That the working group says how many offices a district is to have more.
    pub capacity: Ground,
    /// For how many people there is to be one office: a guide to the capacity, and no bound.
    pub people_per_office: Rule<u32>,
    /// Who makes a call public: the secretariat or the authority.
    pub publisher: Rule<Role>,
    /// How long before its opening a call is published.
    pub notice: Rule<Span>,
    /// How long after its closing the reserve list is good for.
    pub reserve_list: Rule<Span>,
}

impl CallRules {
    pub(super) fn check(&self, edition: &Edition, faults: &mut Faults) {
        faults.length("call.notice.value", self.notice.value);
        faults.length("call.reserve_list.value", self.reserve_list.value);
        if self.people_per_office.value == 0 {
            faults.add("call.people_per_office.value", "an office for nobody");
        }
        let publisher = self.publisher.value;
        if publisher != Role::Secretariat && publisher != Role::Authority {
            let problem = format!(
                "no call can be published: {} does not, only secretariat or authority",
                publisher.word()
            );
            faults.add("call.publisher.value", problem);
        }
        if edition.application.is_none() {
            faults.add("call", "nobody can answer it: there is no [application]");
        }
    }
}
