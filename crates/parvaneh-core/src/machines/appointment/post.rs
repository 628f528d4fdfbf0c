//! The posts of an office, where the appointment to each stands, and who plays which role through them.

use serde::{Deserialize, Serialize};

use super::mismatch::Mismatch;
use super::{Command, Event, State};
use crate::actor::Role;
use crate::calendar::Date;
use crate::edition::EditionId;
use crate::party::PartyId;

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

/// Where the appointment to one post stands.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
pub enum Step {
    /// A person is proposed.
    Proposed {
        /// Who.
        person: PartyId,
        /// The edition in force on that day, which judges the appointment.
        edition: EditionId,
    },
    /// The person is approved and has not accepted.
    Approved {
        /// Who.
        person: PartyId,
        /// The day on which they were.
        #[serde(with = "crate::calendar::stored")]
        approved_on: Date,
    },
    /// The person holds the post.
    Active {
        /// Who.
        person: PartyId,
        /// The day on which they were approved.
        #[serde(with = "crate::calendar::stored")]
        approved_on: Date,
    },
    /// The person holds it no longer.
    Ended {
        /// Who.
        person: PartyId,
        /// The last day on which a successor can be proposed; none where nobody has to be, or the
        /// day has passed.
        #[serde(with = "crate::calendar::stored::optional")]
        propose_by: Option<Date>,
    },
    /// The person was not approved.
    Rejected {
        /// Who.
        person: PartyId,
        /// As for [`Step::Ended`].
        #[serde(with = "crate::calendar::stored::optional")]
        propose_by: Option<Date>,
    },
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

impl Step {
    /// Whose appointment it is, or was last.
    pub fn person(&self) -> PartyId {
        match self {
            Self::Proposed { person, .. }
            | Self::Approved { person, .. }
            | Self::Active { person, .. }
            | Self::Ended { person, .. }
            | Self::Rejected { person, .. } => *person,
        }
    }

    /// The last day on which somebody must be proposed, where there is one.
    pub fn propose_by(&self) -> Option<Date> {
        match self {
            Self::Ended { propose_by, .. } | Self::Rejected { propose_by, .. } => *propose_by,
            Self::Proposed { .. } | Self::Approved { .. } | Self::Active { .. } => None,
        }
    }

    /// Who is approved for the post, whether they have accepted yet or not, and since when.
    pub(super) fn approved(&self) -> Option<(PartyId, Date)> {
        match self {
            Self::Approved {
                person,
                approved_on,
            }
            | Self::Active {
                person,
                approved_on,
            } => Some((*person, *approved_on)),
            Self::Proposed { .. } | Self::Ended { .. } | Self::Rejected { .. } => None,
        }
    }

    pub(super) fn stands(&self) -> bool {
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

impl State {
    /// Everybody who is proposed, approved or active.
    pub(crate) fn people(&self) -> impl Iterator<Item = PartyId> {
        let stand = self.posts.values().filter(|step| step.stands());
        stand.map(Step::person)
    }

    /// Who stands in one of the posts of a role; of several, the first.
    pub(crate) fn party(&self, role: Role) -> Option<PartyId> {
        let of_role = self.posts.iter().filter(|(post, _)| post.role() == role);
        let mut standing = of_role.filter(|(_, step)| step.stands());
        standing.next().map(|(_, step)| step.person())
    }

    /// The edition under which the appointment or mismatch that `command` is about was begun.
    pub(crate) fn edition_of(&self, command: &Command) -> Option<&EditionId> {
        if let Command::Settle { .. } = command {
            return match &self.mismatch {
                Mismatch::Open { edition, .. } => Some(edition),
                Mismatch::None | Mismatch::Elapsed { .. } => None,
            };
        }
        match self.posts.get(&command.post()?)? {
            Step::Proposed { edition, .. } => Some(edition),
            Step::Approved { .. }
            | Step::Active { .. }
            | Step::Ended { .. }
            | Step::Rejected { .. } => None,
        }
    }

    /// The violation of which a case is to open, because a mismatch was not settled in time, and
    /// the edition that judges it.
    pub(crate) fn unsettled(&self) -> Option<(&str, &EditionId)> {
        match &self.mismatch {
            Mismatch::Elapsed { leads_to, edition } => Some((leads_to, edition)),
            Mismatch::None | Mismatch::Open { .. } => None,
        }
    }

    /// A case of a violation has opened; that of an unsettled mismatch need not any more.
    pub(crate) fn case_opened(&mut self, violation: &str) {
        if self.unsettled().is_some_and(|(of, _)| of == violation) {
            self.mismatch = Mismatch::None;
        }
    }
}

impl Event {
    /// The post that it is about; none for a mismatch.
    pub(super) fn post(&self) -> Option<Post> {
        match self {
            Self::Proposed { post, .. }
            | Self::Approved { post, .. }
            | Self::Rejected { post, .. }
            | Self::Begun { post }
            | Self::Ended { post, .. }
            | Self::Lapsed { post }
            | Self::VacancyElapsed { post, .. } => Some(*post),
            Self::MismatchRecorded { .. }
            | Self::MismatchSettled { .. }
            | Self::MismatchElapsed { .. } => None,
        }
    }
}
