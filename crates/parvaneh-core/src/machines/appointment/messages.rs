//! What is asked of an appointment, and what happens to it. Events are stored: their names and
//! fields are a contract.

use serde::{Deserialize, Serialize};

use super::{Ending, Post};
use crate::actor::Role;
use crate::calendar::Date;
use crate::edition::{AppointmentRules, Edition, EditionId};
use crate::law::OwnRule;
use crate::machines::Who::{Holder, HolderAndPerson, HolderPersonAndBody, Person};
use crate::machines::table::{CALENDAR, commands, events};
use crate::machines::{self, Silence, Step, Told};
use crate::party::PartyId;
use crate::refusal::Citation;
use crate::resolution::{Motion, Question, Resolution, SessionVote};
use crate::state::silence::Decision;
use crate::text::{FreeText, Reason};

/// What is asked of an appointment.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Command {
    /// Name a person for a post.
    Propose {
        /// Which post.
        post: Post,
        /// Whom.
        person: PartyId,
    },
    /// Approve the person who is proposed.
    Approve {
        /// Which post.
        post: Post,
        /// The working group's resolution, where the edition has it decide.
        #[serde(default)]
        resolution: Option<Resolution>,
    },
    /// Reject the person who is proposed.
    Reject {
        /// Which post.
        post: Post,
        /// The working group's resolution to reject, where the edition has it decide.
        #[serde(default)]
        resolution: Option<Resolution>,
        /// Why.
        reason: Reason,
    },
    /// Accept the post: the person's own act.
    Consent {
        /// Which post.
        post: Post,
        /// Who accepts.
        person: PartyId,
    },
    /// End the appointment.
    End {
        /// Which post.
        post: Post,
        /// Whose.
        person: PartyId,
        /// How it ends.
        how: Ending,
    },
}

/// What happened to an appointment.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Event {
    /// A person was proposed.
    Proposed {
        /// For which post.
        post: Post,
        /// Who.
        person: PartyId,
        /// The edition that judges the appointment.
        edition: EditionId,
    },
    /// The person was approved.
    Approved {
        /// For which post.
        post: Post,
        /// The resolution, where the working group did.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        resolution: Option<SessionVote>,
    },
    /// The person counts as approved, because nobody decided in time.
    ApprovedBySilence {
        /// For which post.
        post: Post,
        /// Whose silence.
        silence: Silence,
    },
    /// The person was rejected.
    Rejected {
        /// For which post.
        post: Post,
        /// The resolution, where the working group did.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        resolution: Option<SessionVote>,
        /// Why.
        reason: FreeText,
        /// The last day on which another can be proposed, where the post must be filled.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        propose_by: Option<Date>,
    },
    /// The person counts as rejected, because nobody decided in time.
    RejectedBySilence {
        /// For which post.
        post: Post,
        /// Whose silence.
        silence: Silence,
        /// The last day on which another can be proposed, where the post must be filled.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        propose_by: Option<Date>,
    },
    /// The person accepted, and holds the post.
    Begun {
        /// Which post.
        post: Post,
    },
    /// The person holds it no longer.
    Ended {
        /// Which post.
        post: Post,
        /// How it ended.
        how: Ending,
        /// The deputy, who acts meanwhile.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        acting: Option<PartyId>,
        /// The last day on which a successor can be proposed, where the post must be filled.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        propose_by: Option<Date>,
    },
    /// It ended with the office's licence, or with the application for one.
    Lapsed {
        /// Which post.
        post: Post,
    },
    /// Nobody was proposed in time for a post that must be filled.
    VacancyElapsed {
        /// Which post.
        post: Post,
        /// The last day on which somebody could be.
        propose_by: Date,
    },
}

/// Who names a person for a post; before the licence is issued, whoever applied for it.
const NAMING: &[Role] = &[Role::Holder, Role::Applicant];
/// Who decides on a person; which of the two, the edition says of the post.
const DECIDING: &[Role] = &[Role::WorkingGroup, Role::Secretariat];
/// Who may be named, and accepts.
const NAMED: &[Role] = &[Role::Manager, Role::Operator];
/// Who ends an appointment; which of them, how it ends says.
const ENDING: &[Role] = &[
    Role::Manager,
    Role::Operator,
    Role::Holder,
    Role::Applicant,
    Role::Secretariat,
];

events! { Event, "appointment";
    Proposed = "proposed": by NAMING, told Told::STEP, counted every, rests on of_the_post;
    Approved = "approved": by DECIDING, told Told::decision(HolderAndPerson), counted no,
        rests on |_, edition| of_posts(edition, |_| OwnRule::ApprovedForThePost.into());
    ApprovedBySilence = "approved_by_silence": by CALENDAR,
        told Told::decision(HolderPersonAndBody), counted no,
        rests on |_, edition| edition.silence.gives(Decision::Appointment),
        days { "silence" by |edition| edition.silence.reckons(Decision::Appointment) };
    Begun = "begun": by NAMED, told Told::Somebody(Holder, "somebody else accepted"), counted every,
        rests on |_, edition| of_posts(edition, |_| OwnRule::AppointedWillingly.into());
    Rejected = "rejected": by DECIDING, told Told::decision(HolderAndPerson), counted every,
        rests on |_, edition| of_posts(edition, |_| OwnRule::ApprovedForThePost.into()),
        days { "propose_by" by |edition| Some(edition.appointment.as_ref()?.vacancy.as_ref()?.into()) };
    RejectedBySilence = "rejected_by_silence": by CALENDAR,
        told Told::decision(HolderPersonAndBody), counted every,
        rests on |_, edition| edition.silence.gives(Decision::Appointment),
        days {
            "silence" by |edition| edition.silence.reckons(Decision::Appointment),
            "propose_by" by |edition| Some(edition.appointment.as_ref()?.vacancy.as_ref()?.into()),
        };
    Ended = "ended": by ENDING, told Told::day(HolderAndPerson), counted every,
        rests on |_, edition| of_posts(edition, |rules| match &rules.vacancy {
            Some(rule) => rule.into(),
            None => OwnRule::StepsOfAnAppointment.into(),
        });
    Lapsed = "lapsed": by CALENDAR, told Told::ended(Person), counted every,
        rests on |_, edition| of_posts(edition, |_| OwnRule::HangsOnTheLicence.into());
    VacancyElapsed = "vacancy_elapsed": by CALENDAR, told Told::day(Holder), counted no,
        rests on |_, edition| of_posts(edition, |rules| (&rules.vacancy).into());
}

/// A rule of posts, where the edition knows them.
fn of_posts(edition: &Edition, rule: impl FnOnce(&AppointmentRules) -> Citation) -> Citation {
    match &edition.appointment {
        Some(rules) => rule(rules),
        None => OwnRule::ProceduresOfTheEdition.into(),
    }
}

/// The rule of the post that the event is about.
fn of_the_post(event: &Event, edition: &Edition) -> Citation {
    of_posts(edition, |rules| {
        let rule = rules.posts.get(&event.post()).map(Citation::from);
        rule.unwrap_or_else(|| OwnRule::PostsOfTheEdition.into())
    })
}

/// The steps of an appointment whose days a quarter's report counts, in the order of a life.
pub const STEPS: &[Step] = &[
    Step {
        opens: "appointment.proposed",
        closes: &[
            "appointment.approved",
            "appointment.approved_by_silence",
            "appointment.rejected",
            "appointment.rejected_by_silence",
        ],
        apart_by: Some(post),
    },
    Step {
        opens: "appointment.approved",
        closes: &["appointment.begun"],
        apart_by: Some(post),
    },
];

fn post(event: &machines::Event) -> Option<String> {
    let machines::Event::Appointment(event) = event else {
        return None;
    };
    Some(event.post().word().to_owned())
}

commands! { Command, "appointment";
    Propose = "propose": by NAMING;
    Approve = "approve": by DECIDING,
        moves decided_by_vote;
    Reject = "reject": by DECIDING,
        moves decided_by_vote;
    Consent = "consent": by NAMED;
    End = "end": by ENDING;
}

impl Command {
    /// The post that it is about.
    pub fn post(&self) -> Post {
        match self {
            Self::Propose { post, .. }
            | Self::Approve { post, .. }
            | Self::Reject { post, .. }
            | Self::Consent { post, .. }
            | Self::End { post, .. } => *post,
        }
    }

    /// The post and the person that the command names.
    pub(crate) fn names(&self) -> Option<(Post, PartyId)> {
        match self {
            Self::Propose { post, person }
            | Self::Consent { post, person }
            | Self::End { post, person, .. } => Some((*post, *person)),
            Self::Approve { .. } | Self::Reject { .. } => None,
        }
    }
}

impl Event {
    /// The post that it is about.
    pub fn post(&self) -> Post {
        match self {
            Self::Proposed { post, .. }
            | Self::Approved { post, .. }
            | Self::ApprovedBySilence { post, .. }
            | Self::Rejected { post, .. }
            | Self::RejectedBySilence { post, .. }
            | Self::Begun { post }
            | Self::Ended { post, .. }
            | Self::Lapsed { post }
            | Self::VacancyElapsed { post, .. } => *post,
        }
    }
}

fn decided_by_vote(command: &Command) -> Question {
    let (post, motion) = match command {
        Command::Reject { post, .. } => (post, Motion::Reject),
        Command::Propose { post, .. }
        | Command::Approve { post, .. }
        | Command::Consent { post, .. }
        | Command::End { post, .. } => (post, Motion::Approve),
    };
    Question::new((*post).into(), motion)
}
