//! What is asked of the premises, and what happens to them: named and stored as the licence's. Events are
//! stored: their names and fields are a contract.

use serde::{Deserialize, Serialize};

use super::Premises;
use crate::actor::Role;
use crate::calendar::{Date, Term};
use crate::edition::{Edition, EditionId, PremisesRules};
use crate::law::OwnRule;
use crate::machines::Who::{Holder, HolderAndBody};
use crate::machines::table::{CALENDAR, commands, events, rule_of};
use crate::machines::{Silence, Step, Told};
use crate::paper::{Paper, SUPPLIERS};
use crate::refusal::Citation;
use crate::resolution::{Matter, Motion, Question, Resolution, SessionVote};
use crate::state::silence::Decision;
use crate::text::{FreeText, Reason};

/// What is asked of the premises.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Command {
    /// Put a paper on file for a relocation, or for an heir's notice.
    Record {
        /// The paper.
        paper: Paper,
    },
    /// Record where the office is, where nobody has said so yet.
    RecordPremises {
        /// Where.
        at: Premises,
    },
    /// Ask to move the office.
    RequestRelocation {
        /// Where to.
        to: Premises,
    },
    /// Let it move to where it asked.
    Relocate {
        /// The working group's resolution.
        resolution: Resolution,
        /// The first day on which it is there, where that is a later one.
        #[cfg_attr(feature = "schema", schemars(with = "Option<Date>"))]
        #[serde(
            default,
            skip_serializing_if = "Option::is_none",
            with = "crate::calendar::written::optional"
        )]
        from: Option<Date>,
    },
    /// Do not.
    RefuseRelocation {
        /// The working group's resolution.
        resolution: Resolution,
        /// Why.
        reason: Reason,
    },
    /// Let the office be closed from today on.
    PermitClosure {
        /// The last day on which it may be closed.
        #[cfg_attr(feature = "schema", schemars(with = "Date"))]
        #[serde(with = "crate::calendar::written")]
        through: Date,
        /// The working group's resolution.
        resolution: Resolution,
    },
    /// Open again before that day is over.
    Reopen,
    /// Let a counter stand elsewhere for some days.
    PermitCounter {
        /// Where.
        at: Premises,
        /// The days, both inclusive.
        #[cfg_attr(feature = "schema", schemars(with = "Term"))]
        #[serde(with = "crate::calendar::written::term")]
        days: Term,
        /// The working group's resolution.
        resolution: Resolution,
    },
}

/// What happened to the premises.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Event {
    /// A paper was put on file.
    Recorded {
        /// The paper.
        paper: Paper,
        /// The last day on which it may be relied on; none for ever.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        through: Option<Date>,
    },
    /// It was recorded where the office is.
    PremisesRecorded {
        /// Where.
        at: Premises,
    },
    /// The holder asked to move.
    RelocationRequested {
        /// Where to.
        to: Premises,
        /// The edition that judges the request.
        edition: EditionId,
    },
    /// The office moved.
    Relocated {
        /// Where to.
        to: Premises,
        /// The resolution.
        resolution: SessionVote,
    },
    /// It may not move there.
    RelocationRefused {
        /// The resolution.
        resolution: SessionVote,
        /// Why.
        reason: FreeText,
    },
    /// The working group did not decide in time, which lets the office move where the edition says so.
    RelocatedBySilence {
        /// Where to.
        to: Premises,
        /// Whose silence, and until when the decision was waited for.
        silence: Silence,
    },
    /// The working group did not decide in time, which refuses the move where the edition says so.
    RelocationRefusedBySilence {
        /// Whose silence, and until when the decision was waited for.
        silence: Silence,
    },
    /// The office may be closed.
    ClosurePermitted {
        /// The days, both inclusive.
        days: Term,
        /// The resolution.
        resolution: SessionVote,
    },
    /// It opened again before they were over.
    Reopened,
    /// They are over.
    ClosureEnded {
        /// The last of them.
        through: Date,
    },
    /// A counter may stand elsewhere.
    CounterPermitted {
        /// Where.
        at: Premises,
        /// The days, both inclusive.
        days: Term,
        /// The resolution.
        resolution: SessionVote,
    },
}

/// Who acts for the office.
const IN_CHARGE: &[Role] = &[Role::Holder, Role::Heir];

/// Who sees where an office is.
const SEEING: &[Role] = &[Role::Secretariat, Role::TechnicalCommittee, Role::Inspector];

events! { Event, "licence";
    Recorded = "recorded": by SUPPLIERS, told Told::ON_FILE, counted no,
        rests on paper;
    PremisesRecorded = "premises_recorded": by SEEING, told Told::ON_FILE, counted no,
        rests on |_, _| OwnRule::PremisesRecordedFirst.into();
    RelocationRequested = "relocation_requested": by IN_CHARGE, told Told::OWN_ACT, counted no,
        rests on |_, edition| of(edition, |rules| (&rules.relocation).into());
    Relocated = "relocated": by &[Role::WorkingGroup, Role::Calendar], told Told::decision(Holder), counted every,
        rests on |_, edition| of(edition, |rules| (&rules.relocation).into());
    RelocationRefused = "relocation_refused": by &[Role::WorkingGroup], told Told::decision(Holder),
        counted no, rests on |_, edition| of(edition, |rules| (&rules.relocation).into());
    RelocatedBySilence = "relocated_by_silence": by CALENDAR, told Told::decision(HolderAndBody),
        counted every, rests on |_, edition| edition.silence.gives(Decision::Relocation),
        days { "silence" by |edition| edition.silence.reckons(Decision::Relocation) };
    RelocationRefusedBySilence = "relocation_refused_by_silence": by CALENDAR,
        told Told::decision(HolderAndBody), counted no,
        rests on |_, edition| edition.silence.gives(Decision::Relocation),
        days { "silence" by |edition| edition.silence.reckons(Decision::Relocation) };
    ClosurePermitted = "closure_permitted": by &[Role::WorkingGroup], told Told::decision(Holder),
        counted no, rests on |_, edition| of(edition, |rules| (&rules.closure).into());
    Reopened = "reopened": by IN_CHARGE, told Told::OWN_ACT, counted no,
        rests on |_, edition| of(edition, |rules| (&rules.closure).into());
    ClosureEnded = "closure_ended": by CALENDAR, told Told::day(Holder), counted no,
        rests on |_, edition| of(edition, |rules| (&rules.closure).into());
    CounterPermitted = "counter_permitted": by &[Role::WorkingGroup], told Told::decision(Holder),
        counted no, rests on |_, edition| of(edition, |rules| (&rules.counter).into());
}

fn of(edition: &Edition, rule: fn(&PremisesRules) -> Citation) -> Citation {
    rule_of(&edition.premises, rule)
}

fn paper(event: &Event, edition: &Edition) -> Citation {
    let rule = match event {
        Event::Recorded { paper, .. } => edition.papers.get(paper.name.as_str()),
        Event::PremisesRecorded { .. }
        | Event::RelocationRequested { .. }
        | Event::Relocated { .. }
        | Event::RelocationRefused { .. }
        | Event::RelocatedBySilence { .. }
        | Event::RelocationRefusedBySilence { .. }
        | Event::ClosurePermitted { .. }
        | Event::Reopened
        | Event::ClosureEnded { .. }
        | Event::CounterPermitted { .. } => None,
    };
    match rule {
        Some(rule) => rule.into(),
        None => OwnRule::PapersOfTheEdition.into(),
    }
}

impl Command {
    /// Whether the edition under which a relocation was asked for judges it, where one was.
    pub(crate) fn is_about_a_relocation(&self) -> bool {
        match self {
            Self::Record { .. } | Self::Relocate { .. } | Self::RefuseRelocation { .. } => true,
            Self::RecordPremises { .. }
            | Self::RequestRelocation { .. }
            | Self::PermitClosure { .. }
            | Self::Reopen
            | Self::PermitCounter { .. } => false,
        }
    }
}

/// The steps whose days a quarter's report counts.
pub const STEPS: &[Step] = &[Step::new(
    "licence.relocation_requested",
    &[
        "licence.relocated",
        "licence.relocated_by_silence",
        "licence.relocation_refused",
        "licence.relocation_refused_by_silence",
    ],
)];

commands! { Command, "licence";
    Record = "record": by SUPPLIERS;
    RecordPremises = "record_premises": by SEEING;
    RequestRelocation = "request_relocation": by IN_CHARGE;
    Relocate = "relocate": by &[Role::WorkingGroup],
        moves |_| Question::new(Matter::Relocation, Motion::Permit);
    RefuseRelocation = "refuse_relocation": by &[Role::WorkingGroup],
        moves |_| Question::new(Matter::Relocation, Motion::Refuse);
    PermitClosure = "permit_closure": by &[Role::WorkingGroup],
        moves |_| Question::new(Matter::Closure, Motion::Permit);
    Reopen = "reopen": by IN_CHARGE;
    PermitCounter = "permit_counter": by &[Role::WorkingGroup],
        moves |_| Question::new(Matter::Counter, Motion::Permit);
}
