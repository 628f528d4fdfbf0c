//! Who votes, and when a vote carries.

use serde::{Deserialize, Serialize};

use super::{Faults, Rule};
use crate::refusal::Citation;

/// Who votes, and when a vote carries.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WorkingGroupRules {
    /// The voting seats; the first is the chair. All others are invited, without a vote.
    pub voting_seats: Rule<Vec<String>>,
    /// How many voting seats must vote.
    pub quorum: Rule<u32>,
    /// The seats whose vote must be among them.
    pub indispensable_seats: Rule<Vec<String>>,
    /// How many votes carry a motion.
    pub majority: Rule<Majority>,
    /// Of what it is sent the result, when another body has decided; none where it is sent none.
    #[serde(default)]
    pub results: Option<Rule<Vec<Decided>>>,
    /// Of what else it is sent the result; none where of nothing else. Of its own, since the source of the
    /// one says nothing of the other.
    #[serde(default)]
    pub further_results: Option<Rule<Vec<Decided>>>,
}

/// What a body decides whose result the working group is sent.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Decided {
    /// A licence that was to be issued.
    Issue,
    /// A renewal that was asked for.
    Renewal,
    /// A revocation that was proposed.
    Revocation,
    /// A suspension by the authority itself, or its end.
    Suspension,
    /// The registration of a transfer that was confirmed.
    Transfer,
    /// A licence that was put right after a decision that was annulled.
    Reinstatement,
}

impl Decided {
    fn word(self) -> &'static str {
        match self {
            Self::Issue => "issue",
            Self::Renewal => "renewal",
            Self::Revocation => "revocation",
            Self::Suspension => "suspension",
            Self::Transfer => "transfer",
            Self::Reinstatement => "reinstatement",
        }
    }
}

/// How many votes carry a motion. Under neither does a tie.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Majority {
    /// More votes for than against, of those who voted.
    OfVotes,
    /// More than half of all voting seats, present or not.
    OfSeats,
}

impl WorkingGroupRules {
    /// The rule by which it is sent the result of a decision; none where it is sent none.
    pub(crate) fn sent(&self, decided: Decided) -> Option<Citation> {
        let mut rules = self.results.iter().chain(&self.further_results);
        let rule = rules.find(|rule| rule.value.contains(&decided));
        rule.map(Citation::from)
    }

    pub(super) fn check(&self, decides_something: bool, faults: &mut Faults) {
        if !decides_something {
            faults.add("working_group", "no step of the edition is a resolution");
        }
        let key = "working_group.voting_seats.value";
        let seats = &self.voting_seats.value;
        faults.twice(key, seats.iter().map(String::as_str));
        let key = "working_group.quorum.value";
        let quorum = usize::try_from(self.quorum.value).unwrap_or(usize::MAX);
        if quorum == 0 || seats.len() < quorum {
            let problem = format!(
                "a quorum of {quorum} cannot be had of {} voting seats",
                seats.len()
            );
            faults.add(key, problem);
        }
        let further = self.further_results.iter().flat_map(|rule| &rule.value);
        let all = self.results.iter().flat_map(|rule| &rule.value);
        match &self.further_results {
            None => faults.twice("working_group.results.value", all.map(|it| it.word())),
            Some(_) => {
                let words = all.chain(further).map(|it| it.word());
                faults.twice("working_group.further_results.value", words);
            }
        }
        let majority = seats.len() / 2 + 1;
        if self.majority.value == Majority::OfSeats && 0 < quorum && quorum < majority {
            let problem = format!(
                "a session of {quorum} can never carry: the majority of {} seats is {majority}",
                seats.len()
            );
            faults.add(key, problem);
        }
        let key = "working_group.indispensable_seats.value";
        let indispensable = &self.indispensable_seats.value;
        faults.twice(key, indispensable.iter().map(String::as_str));
        for seat in indispensable {
            if !seats.contains(seat) {
                faults.add(key, format!("{seat:?} is no voting seat"));
            }
        }
        if 0 < quorum && quorum < indispensable.len() {
            let problem = format!(
                "{} seats must be there, so that a quorum of {quorum} decides nothing",
                indispensable.len()
            );
            faults.add(key, problem);
        }
    }
}
