//! Who votes, and when a vote carries.

use serde::{Deserialize, Serialize};

use super::{Contradiction, Rule, repeated, wrong};

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
}

impl Decided {
    fn word(self) -> &'static str {
        match self {
            Self::Issue => "issue",
            Self::Renewal => "renewal",
            Self::Revocation => "revocation",
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
    pub(super) fn check(&self) -> Result<(), Contradiction> {
        let seats = &self.voting_seats.value;
        if let Some(seat) = repeated(&seats.iter().collect::<Vec<_>>()) {
            let problem = format!("{seat:?} is there twice, and a seat votes once");
            return wrong("working_group.voting_seats.value", problem);
        }
        let quorum = self.quorum.value;
        if quorum == 0 || seats.len() < usize::try_from(quorum).unwrap_or(usize::MAX) {
            let problem = format!(
                "a quorum of {quorum} cannot be had of {} voting seats",
                seats.len()
            );
            return wrong("working_group.quorum.value", problem);
        }
        if let Some(results) = &self.results {
            let words: Vec<String> = results
                .value
                .iter()
                .map(|it| it.word().to_owned())
                .collect();
            if let Some(word) = repeated(&words.iter().collect::<Vec<_>>()) {
                let problem = format!("{word:?} is there twice");
                return wrong("working_group.results.value", problem);
            }
        }
        let indispensable = &self.indispensable_seats.value;
        match indispensable.iter().find(|seat| !seats.contains(seat)) {
            None => Ok(()),
            Some(seat) => wrong(
                "working_group.indispensable_seats.value",
                format!("{seat:?} is no voting seat"),
            ),
        }
    }
}
