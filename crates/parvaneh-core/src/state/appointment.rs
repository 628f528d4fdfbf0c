//! The posts of an office, and where the appointment to each stands.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::actor::Role;
use crate::calendar::{Date, put_off};
use crate::edition::EditionId;
use crate::party::PartyId;
use crate::resolution::Matter;

/// Who runs the office.
#[derive(Clone, Debug, Default, Eq, PartialEq, Serialize, Deserialize)]
pub struct State {
    /// Each post that anybody was ever proposed for.
    pub posts: BTreeMap<Post, Case>,
}

/// A post in an office.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Ord, PartialOrd, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Post {
    /// Who runs the office, where that is not the holder (مجری).
    Operator,
    /// Who manages it (مدیر).
    Manager,
    /// Who stands in for the manager (جانشین).
    Deputy,
}

/// The appointment of a person to a post, and how far it has come.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
pub struct Case {
    /// Whose appointment it is, or was last.
    pub person: PartyId,
    /// How far it has come.
    pub step: Step,
}

/// How far an appointment has come.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
pub enum Step {
    /// The person is proposed.
    Proposed {
        /// The edition in force on that day, which judges the appointment.
        edition: EditionId,
    },
    /// The person is approved and has not accepted.
    Approved {
        /// The day on which they were.
        approved_on: Date,
    },
    /// The person holds the post.
    Active {
        /// The day on which they were approved.
        approved_on: Date,
    },
    /// The person holds it no longer.
    Ended {
        /// By when a successor must be proposed; none where nobody has to be, or the day has passed.
        vacancy: Option<Vacancy>,
    },
    /// The person was not approved.
    Rejected {
        /// As for [`Step::Ended`].
        vacancy: Option<Vacancy>,
    },
}

/// By when somebody must be proposed for a vacant post.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize, Deserialize)]
pub struct Vacancy {
    /// The day on which it fell vacant.
    pub since: Date,
    /// The last day on which somebody can be. One that has been put off may be a holiday. None where the post
    /// fell with the licence: it has the edition's whole time from the day on which the licence stands again.
    pub propose_by: Option<Date>,
    /// The day on which it ran on after it had rested; none where it never rested.
    pub ran_on: Option<Date>,
}

/// How an appointment ends.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Ending {
    /// The person gave it up.
    Resigned,
    /// The holder took it back.
    Dismissed,
    /// The person died.
    Died,
    /// The person no longer meets a condition.
    ConditionLost,
}

impl From<Post> for Matter {
    fn from(post: Post) -> Self {
        match post {
            Post::Operator => Self::Operator,
            Post::Manager => Self::Manager,
            Post::Deputy => Self::Deputy,
        }
    }
}

impl Post {
    /// Every post.
    pub const ALL: [Self; 3] = [Self::Operator, Self::Manager, Self::Deputy];

    /// The word of the stored form.
    pub fn word(self) -> &'static str {
        match self {
            Self::Operator => "operator",
            Self::Manager => "manager",
            Self::Deputy => "deputy",
        }
    }

    /// The role in which whoever holds it acts.
    pub fn role(self) -> Role {
        match self {
            Self::Operator => Role::Operator,
            Self::Manager | Self::Deputy => Role::Manager,
        }
    }
}

impl State {
    /// The appointment to a post that stands, or stood last.
    pub fn case(&self, post: Post) -> Option<&Case> {
        self.posts.get(&post)
    }

    /// The name of where the appointment to a post stands, as refusals give it.
    pub(crate) fn stands_at(&self, post: Post) -> &'static str {
        self.case(post).map_or("none", |case| case.step.name())
    }

    /// Who is approved for a post, whether they have accepted yet or not, and since when.
    pub(crate) fn approved(&self, post: Post) -> Option<(PartyId, Date)> {
        let case = self.case(post)?;
        Some((case.person, case.step.approved_on()?))
    }

    /// Who holds a post; none where nobody does.
    pub(crate) fn active(&self, post: Post) -> Option<PartyId> {
        let Case { person, step } = self.case(post)?;
        match step {
            Step::Active { .. } => Some(*person),
            Step::Proposed { .. }
            | Step::Approved { .. }
            | Step::Ended { .. }
            | Step::Rejected { .. } => None,
        }
    }

    /// The licence stands again on the day `to` which had ended on `from`: the time to fill a post rested, for
    /// there was nobody who could.
    pub(crate) fn rested(&mut self, from: Date, to: Date) {
        for case in self.posts.values_mut() {
            match &mut case.step {
                Step::Ended {
                    vacancy: Some(vacancy),
                }
                | Step::Rejected {
                    vacancy: Some(vacancy),
                } => vacancy.rested(from, to),
                Step::Proposed { .. }
                | Step::Approved { .. }
                | Step::Active { .. }
                | Step::Ended { vacancy: None }
                | Step::Rejected { vacancy: None } => {}
            }
        }
    }

    /// Everybody who is proposed, approved or active.
    pub(crate) fn people(&self) -> impl Iterator<Item = PartyId> {
        let stand = self.posts.values().filter(|case| case.step.stands());
        stand.map(|case| case.person)
    }

    /// Who stands in one of the posts of a role; of several, the first.
    pub(crate) fn party(&self, role: Role) -> Option<PartyId> {
        let of_role = self.posts.iter().filter(|(post, _)| post.role() == role);
        let mut standing = of_role.filter(|(_, case)| case.step.stands());
        standing.next().map(|(_, case)| case.person)
    }

    /// The edition under which somebody was proposed for a post, until that is decided.
    pub(crate) fn proposed_under(&self, post: Post) -> Option<&EditionId> {
        match &self.case(post)?.step {
            Step::Proposed { edition } => Some(edition),
            Step::Approved { .. }
            | Step::Active { .. }
            | Step::Ended { .. }
            | Step::Rejected { .. } => None,
        }
    }
}

impl Vacancy {
    /// One that has never rested.
    pub(crate) fn new(since: Date, propose_by: Date) -> Self {
        Self {
            since,
            propose_by: Some(propose_by),
            ran_on: None,
        }
    }

    /// One that began because the licence ended.
    pub(crate) fn fallen(since: Date) -> Self {
        Self {
            since,
            propose_by: None,
            ran_on: None,
        }
    }

    fn rested(&mut self, from: Date, to: Date) {
        let from = Ord::max(from, self.since);
        self.propose_by = self.propose_by.map(|by| put_off(by, from, to));
        self.ran_on = Some(to);
    }
}

impl Step {
    /// By when somebody must be proposed, where somebody must.
    pub fn vacancy(&self) -> Option<Vacancy> {
        match self {
            Self::Ended { vacancy } | Self::Rejected { vacancy } => *vacancy,
            Self::Proposed { .. } | Self::Approved { .. } | Self::Active { .. } => None,
        }
    }

    fn approved_on(&self) -> Option<Date> {
        match self {
            Self::Approved { approved_on } | Self::Active { approved_on } => Some(*approved_on),
            Self::Proposed { .. } | Self::Ended { .. } | Self::Rejected { .. } => None,
        }
    }

    /// Whether the person is proposed, approved or active.
    pub(crate) fn stands(&self) -> bool {
        match self {
            Self::Proposed { .. } | Self::Approved { .. } | Self::Active { .. } => true,
            Self::Ended { .. } | Self::Rejected { .. } => false,
        }
    }

    /// The step's name, as charts and refusals give it.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Proposed { .. } => "Proposed",
            Self::Approved { .. } => "Approved",
            Self::Active { .. } => "Active",
            Self::Ended { .. } => "Ended",
            Self::Rejected { .. } => "Rejected",
        }
    }
}
