//! What is asked of an application, and what happens to it. Events are stored: their names and
//! fields are a contract.

use serde::{Deserialize, Serialize};

use super::{Lapse, Stage};
use crate::actor::Role;
use crate::calendar::Date;
use crate::edition::{ApplicationRules, Edition, EditionId};
use crate::law::OwnRule;
use crate::machines::Who::{Applicant, ApplicantAndBody};
use crate::machines::table::{CALENDAR, commands, events};
use crate::machines::{Silence, Step, Told};
use crate::paper::Paper;
use crate::party::{PartyId, PartyKind};
use crate::refusal::Citation;
use crate::resolution::{Matter, Motion, Question, Resolution, SessionVote};
use crate::state::Office;
use crate::state::application::SUPPLIERS;
use crate::state::silence::Decision;
use crate::text::{Deficiencies, FreeText, Label, Reason};

/// What an applicant asks for.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
#[cfg_attr(
    feature = "schema",
    derive(schemars::JsonSchema),
    schemars(rename = "ApplicationFiling")
)]
#[serde(deny_unknown_fields)]
pub struct Filing {
    /// The number of the call that it answers; none where the edition knows no calls.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub call: Option<Label>,
    /// What is to be licensed.
    pub office: Office,
    /// To whom.
    pub applicant: PartyId,
    /// Whether the applicant is a natural or a legal person. Of a command, what the party register says
    /// takes its place.
    pub applicant_kind: PartyKind,
}

/// What is asked of an application.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Command {
    /// Hand it in.
    File(Box<Filing>),
    /// List, once, all that is missing.
    NoteDeficiency {
        /// Each thing that is missing.
        missing: Deficiencies,
    },
    /// Supply what was missing.
    Cure,
    /// Put a paper on file.
    Record {
        /// Which.
        paper: Paper,
    },
    /// Find it complete, and begin with the first stage.
    BeginReview,
    /// Find every clearance and report there and in favour.
    ConcludeClearance,
    /// Find the applicant qualified, also one from the reserve list.
    Qualify {
        /// The working group's resolution.
        resolution: Resolution,
    },
    /// Put the applicant on the reserve list: no seat is left.
    Reserve {
        /// The working group's resolution.
        resolution: Resolution,
    },
    /// Find a condition not met.
    Reject {
        /// The working group's resolution.
        resolution: Resolution,
        /// Which condition.
        #[serde(deserialize_with = "crate::text::unmet")]
        unmet: Reason,
    },
    /// Object to the rejection.
    Object {
        /// Why.
        #[serde(deserialize_with = "crate::text::grounds")]
        grounds: Reason,
    },
    /// Send it back to the working group.
    UpholdObjection {
        /// Why.
        reason: Reason,
    },
    /// Let the rejection stand.
    DismissObjection {
        /// Why.
        reason: Reason,
    },
    /// Take it back.
    Withdraw,
}

/// What happened to an application.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Event {
    /// It was handed in.
    Filed {
        /// What it says.
        filing: Box<Filing>,
        /// The edition that judges it.
        edition: EditionId,
        /// The last day on which the call that it answers may close, where the edition states a period for the
        /// decision: no seat is given before.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        call_closes_by: Option<Date>,
    },
    /// It was found wanting.
    DeficiencyNoted {
        /// Each thing that is missing.
        missing: Vec<FreeText>,
        /// The last day on which it can be cured.
        cure_by: Date,
    },
    /// What was missing was supplied.
    Cured,
    /// A paper was put on file.
    Recorded {
        /// Which.
        paper: Paper,
        /// The last day on which it may be relied on; none for ever.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        through: Option<Date>,
    },
    /// It came to a stage.
    Advanced {
        /// Which.
        to: Stage,
        /// The working group's vote, where the stage before was its session.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        resolution: Option<SessionVote>,
    },
    /// The applicant was found qualified, and has a seat where there are seats.
    Qualified {
        /// The working group's vote, where the last step was its session.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        resolution: Option<SessionVote>,
    },
    /// The applicant was put on the reserve list.
    Reserved {
        /// The resolution.
        resolution: SessionVote,
        /// The stage at which no seat was left.
        at: Stage,
        /// The last day of the list.
        through: Date,
    },
    /// A condition was found not met.
    Rejected {
        /// The resolution.
        resolution: SessionVote,
        /// Which condition.
        unmet: FreeText,
        /// The last day on which the applicant may object.
        objection_by: Date,
    },
    /// Nobody decided in time, which rejects it where the edition says so.
    RejectedBySilence {
        /// Whose silence, and until when the decision was waited for.
        silence: Silence,
        /// The last day on which the applicant may object.
        objection_by: Date,
    },
    /// The applicant objected.
    Objected {
        /// Why.
        grounds: FreeText,
    },
    /// The working group has to decide again.
    ObjectionUpheld {
        /// Why.
        reason: FreeText,
    },
    /// The rejection stands.
    ObjectionDismissed {
        /// Why.
        reason: FreeText,
    },
    /// Nobody decided on the objection in time, which upholds it where the edition says so.
    ObjectionUpheldBySilence {
        /// Whose silence, and until when the decision was waited for.
        silence: Silence,
    },
    /// Nobody decided on the objection in time, which dismisses it where the edition says so.
    ObjectionDismissedBySilence {
        /// Whose silence, and until when the decision was waited for.
        silence: Silence,
    },
    /// The last day to object passed.
    ObjectionElapsed,
    /// The applicant took it back.
    Withdrawn,
    /// It came to nothing by itself.
    Lapsed {
        /// Why.
        because: Lapse,
    },
}

events! { Event, "application";
    Filed = "filed": by &[Role::Applicant], told Told::OWN_ACT, counted every,
        rests on |_, edition| rule(edition, |_| (&edition.licence.office_kinds).into());
    DeficiencyNoted = "deficiency_noted": by &[Role::Secretariat], told Told::day(Applicant),
        counted no, rests on |_, edition| rule(edition, |rules| (&rules.cure).into());
    Cured = "cured": by &[Role::Applicant], told Told::OWN_ACT, counted no,
        rests on |_, edition| rule(edition, |rules| (&rules.cure).into());
    Recorded = "recorded": by SUPPLIERS, told Told::ON_FILE, counted no,
        rests on |event, edition| rule(edition, |rules| of_paper(event, edition, rules));
    Advanced = "advanced": by &[Role::Secretariat, Role::WorkingGroup], told Told::STEP, counted no,
        rests on |_, edition| rule(edition, |rules| (&rules.stages).into());
    Qualified = "qualified": by &[Role::Secretariat, Role::WorkingGroup],
        told Told::decision(Applicant), counted every,
        rests on |_, edition| rule(edition, |_| (&edition.licence.principled_approval).into());
    Reserved = "reserved": by &[Role::WorkingGroup], told Told::decision(Applicant), counted every,
        rests on |_, edition| rule(edition, |_| of_reserve_list(edition));
    Rejected = "rejected": by &[Role::WorkingGroup], told Told::decision(Applicant), counted every,
        rests on |_, edition| rule(edition, |_| (&edition.licence.principled_approval).into()),
        days { "objection_by" by |edition| Some((&edition.application.as_ref()?.objection).into()) };
    RejectedBySilence = "rejected_by_silence": by CALENDAR, told Told::decision(ApplicantAndBody),
        counted every, rests on |_, edition| edition.silence.gives(Decision::Application),
        days {
            "silence" by |edition| edition.silence.reckons(Decision::Application),
            "objection_by" by |edition| Some((&edition.application.as_ref()?.objection).into()),
        };
    Objected = "objected": by &[Role::Applicant], told Told::OWN_ACT, counted no,
        rests on |_, edition| rule(edition, |rules| (&rules.objection).into());
    ObjectionUpheld = "objection_upheld": by &[Role::AppealBody], told Told::decision(Applicant),
        counted no, rests on |_, edition| rule(edition, |rules| (&rules.objection).into());
    ObjectionDismissed = "objection_dismissed": by &[Role::AppealBody],
        told Told::decision(Applicant), counted no,
        rests on |_, edition| rule(edition, |rules| (&rules.objection).into());
    ObjectionUpheldBySilence = "objection_upheld_by_silence": by CALENDAR,
        told Told::decision(ApplicantAndBody), counted no,
        rests on |_, edition| edition.silence.gives(Decision::Objection),
        days { "silence" by |edition| edition.silence.reckons(Decision::Objection) };
    ObjectionDismissedBySilence = "objection_dismissed_by_silence": by CALENDAR,
        told Told::decision(ApplicantAndBody), counted no,
        rests on |_, edition| edition.silence.gives(Decision::Objection),
        days { "silence" by |edition| edition.silence.reckons(Decision::Objection) };
    ObjectionElapsed = "objection_elapsed": by CALENDAR, told Told::ended(Applicant), counted no,
        rests on |_, edition| rule(edition, |rules| (&rules.objection).into());
    Withdrawn = "withdrawn": by &[Role::Applicant], told Told::OWN_ACT, counted every,
        rests on |_, edition| rule(edition, |_| OwnRule::MayBeTakenBack.into());
    Lapsed = "lapsed": by CALENDAR, told Told::ended(Applicant), counted every,
        rests on |event, edition| rule(edition, |rules| of_lapse(event, edition, rules));
}

/// A rule that holds where the edition knows applications.
fn rule(edition: &Edition, of: impl FnOnce(&ApplicationRules) -> Citation) -> Citation {
    match &edition.application {
        Some(rules) => of(rules),
        None => OwnRule::EditionOfTheFiling.into(),
    }
}

fn of_paper(event: &Event, edition: &Edition, rules: &ApplicationRules) -> Citation {
    if let Event::Recorded { paper, .. } = event
        && let Some(rule) = edition.papers.get(paper.name.as_str())
    {
        return rule.into();
    }
    (&rules.stages).into()
}

fn of_reserve_list(edition: &Edition) -> Citation {
    match &edition.call {
        Some(call) => (&call.reserve_list).into(),
        None => OwnRule::WhenSeatsAreGiven.into(),
    }
}

fn of_lapse(event: &Event, edition: &Edition, rules: &ApplicationRules) -> Citation {
    let Event::Lapsed { because } = event else {
        return (&rules.cure).into();
    };
    match because {
        Lapse::NotCured => (&rules.cure).into(),
        Lapse::ReserveListEnded => of_reserve_list(edition),
        Lapse::ApprovalEnded => match &edition.principled_approval {
            Some(approval) => (&approval.term).into(),
            None => OwnRule::EditionOfTheFiling.into(),
        },
    }
}

// Who records which paper is the edition's.
commands! { Command, "application";
    File = "file": by &[Role::Applicant];
    NoteDeficiency = "note_deficiency": by &[Role::Secretariat];
    Cure = "cure": by &[Role::Applicant];
    Record = "record": by SUPPLIERS;
    BeginReview = "begin_review": by &[Role::Secretariat];
    ConcludeClearance = "conclude_clearance": by &[Role::Secretariat];
    Qualify = "qualify": by &[Role::WorkingGroup],
        moves |_| Question::new(Matter::Application, Motion::Qualify);
    Reserve = "reserve": by &[Role::WorkingGroup],
        moves |_| Question::new(Matter::Application, Motion::Reserve);
    Reject = "reject": by &[Role::WorkingGroup],
        moves |_| Question::new(Matter::Application, Motion::Reject);
    Object = "object": by &[Role::Applicant];
    UpholdObjection = "uphold_objection": by &[Role::AppealBody];
    DismissObjection = "dismiss_objection": by &[Role::AppealBody];
    Withdraw = "withdraw": by &[Role::Applicant];
}

/// The steps whose days a quarter's report counts.
pub const STEPS: &[Step] = &[
    Step::new(
        "application.filed",
        &[
            "application.qualified",
            "application.reserved",
            "application.rejected",
            "application.rejected_by_silence",
            "application.withdrawn",
            "application.lapsed",
        ],
    ),
    Step::new("application.qualified", &["principled_approval.issued"]),
];
