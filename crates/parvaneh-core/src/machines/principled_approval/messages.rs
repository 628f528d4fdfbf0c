//! What is asked of a principled approval, and what happens to it. Events are stored: their names
//! and fields are a contract.

use serde::{Deserialize, Serialize};

use crate::actor::Role;
use crate::calendar::Date;
use crate::edition::{Edition, Power, PrincipledApprovalRules};
use crate::law::OwnRule;
use crate::machines::Who::{Applicant, ApplicantAndBody};
use crate::machines::licence::Measure;
use crate::machines::table::{CALENDAR, commands, events};
use crate::machines::{Silence, Step, Told};
use crate::refusal::Citation;
use crate::resolution::{Matter, Motion, Question, Resolution, SessionVote};
use crate::state::silence::Decision;
use crate::text::{FreeText, Reason};

/// What is asked of a principled approval.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Command {
    /// Give it to a qualified applicant.
    Issue {
        /// The working group's resolution.
        resolution: Resolution,
    },
    /// Let it run longer.
    Extend {
        /// The working group's resolution.
        resolution: Resolution,
    },
    /// Put off its end, for force majeure.
    Stay {
        /// The working group's resolution.
        resolution: Resolution,
        /// What happened.
        reason: Reason,
        /// The day through which it does not lapse.
        #[cfg_attr(feature = "schema", schemars(with = "Date"))]
        #[serde(with = "crate::calendar::written")]
        through: Date,
    },
    /// Find premises and equipment ready.
    ConfirmPremises,
    /// Lay the file before the authority.
    Present,
    /// Send the file back: something is to be mended.
    Return {
        /// Why.
        reason: Reason,
    },
    /// Refuse the licence.
    Refuse {
        /// Why.
        reason: Reason,
    },
    /// Serve the notice that it may be cancelled. The day of service is the act's own.
    ServeNotice,
    /// Be heard on that notice.
    Defend,
    /// Take it back.
    Cancel {
        /// The working group's resolution.
        resolution: Resolution,
        /// Why, in the decision's words.
        reason: Reason,
    },
    /// Give it back.
    Withdraw,
}

/// What happened to a principled approval.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Event {
    /// It was given.
    Issued {
        /// The resolution.
        resolution: SessionVote,
        /// Its last day.
        through: Date,
    },
    /// It runs longer.
    Extended {
        /// The resolution.
        resolution: SessionVote,
        /// Its last day.
        through: Date,
    },
    /// Its end was put off.
    Stayed {
        /// The resolution.
        resolution: SessionVote,
        /// What happened.
        reason: FreeText,
        /// The day through which it does not lapse.
        through: Date,
    },
    /// Premises and equipment were found ready.
    PremisesConfirmed,
    /// The file was laid before the authority.
    Presented,
    /// The file was sent back.
    Returned {
        /// Why.
        reason: FreeText,
        /// Its last day.
        through: Date,
    },
    /// The authority refused the licence.
    Refused {
        /// Why.
        reason: FreeText,
    },
    /// The authority did not decide in time, which refuses the licence where the edition says so.
    RefusedBySilence {
        /// Whose silence, and until when the decision was waited for.
        silence: Silence,
    },
    /// Notice was served that it may be cancelled.
    NoticeServed {
        /// When.
        served_on: Date,
        /// The last day on which the applicant can be heard.
        defend_by: Date,
    },
    /// The applicant was heard on that notice.
    Defended,
    /// The working group took it back.
    Cancelled {
        /// The resolution.
        resolution: SessionVote,
        /// Why, and the opportunity to be heard before it.
        measure: Measure,
    },
    /// It ended with its period.
    Lapsed {
        /// Its last day.
        through: Date,
    },
    /// The applicant gave it back.
    Withdrawn,
    /// The licence was issued.
    Fulfilled,
}

events! { Event, "principled_approval";
    Issued = "issued": by &[Role::WorkingGroup], told Told::decision(Applicant), counted every,
        rests on |_, edition| rule(edition, |_| (&edition.licence.principled_approval).into()),
        days { "through" by |edition| Some((&edition.principled_approval.as_ref()?.term).into()) };
    Extended = "extended": by &[Role::WorkingGroup], told Told::decision(Applicant), counted no,
        rests on |_, edition| rule(edition, |rules| (&rules.extension).into());
    Stayed = "stayed": by &[Role::WorkingGroup], told Told::decision(Applicant), counted no,
        rests on |_, edition| rule(edition, |_| OwnRule::ForceMajeure.into());
    PremisesConfirmed = "premises_confirmed": by &[Role::TechnicalCommittee, Role::Inspector],
        told Told::STEP, counted no,
        rests on |_, edition| rule(edition, |rules| (&rules.premises).into());
    Presented = "presented": by &[Role::Secretariat], told Told::STEP, counted every,
        rests on |_, edition| rule(edition, |rules| (&rules.presenting).into());
    Returned = "returned": by &[Role::Authority], told Told::day(Applicant), counted no,
        rests on |_, edition| rule(edition, |rules| (&rules.returned).into());
    Refused = "refused": by &[Role::Authority], told Told::decision(Applicant), counted every,
        rests on |_, edition| rule(edition, |_| edition.authority.gives(Power::Issue));
    RefusedBySilence = "refused_by_silence": by CALENDAR, told Told::decision(ApplicantAndBody),
        counted every, rests on |_, edition| edition.silence.gives(Decision::Issue),
        days { "silence" by |edition| edition.silence.reckons(Decision::Issue) };
    NoticeServed = "notice_served": by &[Role::Secretariat], told Told::day(Applicant), counted no,
        rests on |_, edition| rule(edition, |_| (&edition.enforcement.hearing).into());
    Defended = "defended": by &[Role::Applicant], told Told::OWN_ACT, counted no,
        rests on |_, edition| rule(edition, |_| (&edition.enforcement.hearing).into());
    Cancelled = "cancelled": by &[Role::WorkingGroup], told Told::decision(Applicant), counted no,
        rests on |_, edition| rule(edition, |_| OwnRule::CancelledOnceHeard.into());
    Lapsed = "lapsed": by CALENDAR, told Told::ended(Applicant), counted every,
        rests on |_, edition| rule(edition, |rules| (&rules.term).into());
    Withdrawn = "withdrawn": by &[Role::Applicant], told Told::OWN_ACT, counted no,
        rests on |_, edition| rule(edition, |_| OwnRule::MayBeTakenBack.into());
    Fulfilled = "fulfilled": by &[Role::Authority],
        told Told::Nobody("the licence is issued with it, which is told"), counted no,
        rests on |_, edition| rule(edition, |_| edition.authority.gives(Power::Issue));
}

/// A rule that holds where the edition knows principled approval.
fn rule(edition: &Edition, of: impl FnOnce(&PrincipledApprovalRules) -> Citation) -> Citation {
    match &edition.principled_approval {
        Some(rules) => of(rules),
        None => OwnRule::EditionOfTheFiling.into(),
    }
}

commands! { Command, "principled_approval";
    Issue = "issue": by &[Role::WorkingGroup],
        moves |_| Question::new(Matter::PrincipledApproval, Motion::Issue);
    Extend = "extend": by &[Role::WorkingGroup],
        moves |_| Question::new(Matter::PrincipledApproval, Motion::Extend);
    Stay = "stay": by &[Role::WorkingGroup],
        moves |_| Question::new(Matter::PrincipledApproval, Motion::Stay);
    ConfirmPremises = "confirm_premises": by &[Role::TechnicalCommittee, Role::Inspector];
    Present = "present": by &[Role::Secretariat];
    Return = "return": by &[Role::Authority];
    Refuse = "refuse": by &[Role::Authority], as Issue;
    ServeNotice = "serve_notice": by &[Role::Secretariat];
    Defend = "defend": by &[Role::Applicant];
    Cancel = "cancel": by &[Role::WorkingGroup],
        moves |_| Question::new(Matter::PrincipledApproval, Motion::Cancel);
    Withdraw = "withdraw": by &[Role::Applicant];
}

/// The steps whose days a quarter's report counts.
pub const STEPS: &[Step] = &[
    Step::new(
        "principled_approval.issued",
        &["principled_approval.premises_confirmed"],
    ),
    Step::new(
        "principled_approval.premises_confirmed",
        &["principled_approval.presented"],
    ),
    Step::new(
        "principled_approval.presented",
        &[
            "licence.issued",
            "principled_approval.returned",
            "principled_approval.refused",
            "principled_approval.refused_by_silence",
        ],
    ),
    // The whole way, of which the ones above are the last part: a report has it after them.
    Step::new("application.filed", &["licence.issued"]),
];
