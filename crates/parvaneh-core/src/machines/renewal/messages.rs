//! What is asked of the renewal, and what happens to it. Events are stored: their names and fields
//! are a contract.

use serde::{Deserialize, Serialize};

use super::{Findings, Request, Timeliness};
use crate::actor::Role;
use crate::calendar::{Date, Term};
use crate::edition::{Edition, EditionId, LatePolicy, Power};
use crate::law::OwnRule;
use crate::machines::Who::{Holder, HolderAndBody};
use crate::machines::table::{CALENDAR, by_the_lead, by_the_term, commands, events};
use crate::machines::{Silence, Step, Told};
use crate::paper::{Paper, SUPPLIERS};
use crate::refusal::Citation;
use crate::resolution::{Matter, Motion, Question, Resolution, SessionVote};
use crate::state::silence::Decision;
use crate::text::{Deficiencies, FreeText, Label, Reason};

/// What is asked of the renewal.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Command {
    /// Hand in the written request.
    File,
    /// List, once, all that is missing.
    NoteDeficiency {
        /// Each thing that is missing.
        missing: Deficiencies,
    },
    /// Supply what was missing.
    Cure,
    /// Put a paper on file.
    Record {
        /// The paper.
        paper: Paper,
    },
    /// Find the request complete and lay it before the working group.
    BeginReview {
        /// What was found about the office.
        findings: Findings,
    },
    /// Accept force majeure as the reason for a late request.
    ExcuseLateness {
        /// The working group's resolution.
        resolution: Resolution,
        /// What happened.
        reason: Reason,
    },
    /// Confirm the renewal.
    Confirm {
        /// The working group's resolution.
        resolution: Resolution,
    },
    /// Refuse it: the working group before confirmation, the authority after.
    Refuse {
        /// The working group's resolution to refuse.
        #[serde(default)]
        resolution: Option<Resolution>,
        /// Why.
        reason: Reason,
    },
    /// Renew: the authority's act.
    Grant,
    /// Take the request back.
    Withdraw,
}

/// What happened to the renewal.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Event {
    /// The holder is to be reminded of the filing deadline.
    ///
    /// A notice is sent for it only while it is the newest: recorded on a day after `current_through`,
    /// it is superseded, and kept so that nobody has to guess.
    ReminderDue {
        /// Which rung of the ladder, from 1.
        rung: u8,
        /// The last timely day it reminds of.
        renewal_due: Date,
        /// The last day on which no later rung has fallen due and the deadline has not passed.
        current_through: Date,
    },
    /// The last timely day passed without a request.
    DeadlinePassed {
        /// That day.
        renewal_due: Date,
        /// What the edition makes of it.
        policy: LatePolicy,
    },
    /// A request was filed.
    Filed {
        /// The request.
        request: Request,
        /// The import profile it came through, if it did.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        imported: Option<Label>,
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
    /// It was not supplied in time.
    CureElapsed {
        /// The last day on which it could be.
        cure_by: Date,
    },
    /// A paper was put on file.
    Recorded {
        /// The paper.
        paper: Paper,
        /// The last day on which it may be relied on; none for ever.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        through: Option<Date>,
    },
    /// The request was laid before the working group.
    ReviewBegun {
        /// What was found about the office.
        findings: Findings,
    },
    /// A late request was excused.
    LatenessExcused {
        /// The resolution.
        resolution: SessionVote,
        /// Why.
        reason: FreeText,
        /// The last day of the term, where the licence had expired with it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        after: Option<Date>,
    },
    /// The working group confirmed.
    Confirmed {
        /// The resolution.
        resolution: SessionVote,
    },
    /// The working group or the authority refused.
    Refused {
        /// The resolution, where the working group did.
        resolution: Option<SessionVote>,
        /// Why.
        reason: FreeText,
    },
    /// Nobody decided in time, which refuses it where the edition says so.
    RefusedBySilence {
        /// Whose silence, and until when the decision was waited for.
        silence: Silence,
    },
    /// The authority renewed: the next term begins the day after the last one ended.
    Granted {
        /// The next term.
        term: Term,
        /// The last timely day for its own renewal.
        renewal_due: Option<Date>,
        /// The edition that judged the request.
        edition: EditionId,
    },
    /// The holder took the request back.
    Withdrawn {
        /// The import profile it came through, if it did: another register states no request any more.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        imported: Option<Label>,
    },
    /// The term was granted, the licence reinstated, an heir's notice given, or a mistake of the register put
    /// right, when it was too late to ask for the next term: that can be asked for until this day.
    TimeGiven {
        /// The last timely day from now on; the licence goes on until then where its term is over.
        until: Date,
    },
}

events! { Event, "renewal";
    ReminderDue = "reminder_due": by CALENDAR, told Told::day(Holder), counted no,
        rests on |_, edition| (&edition.renewal.reminders).into(),
        days { "renewal_due" by by_the_lead };
    Filed = "filed": by &[Role::Holder], told Told::OWN_ACT,
        counted [
            "filed_in_time" where |event| filed(event, Timeliness::Timely),
            "filed_late" where |event| filed(event, Timeliness::Late)
        ],
        rests on of_the_filing;
    Granted = "granted": by &[Role::Authority], told Told::decision(Holder), counted every,
        rests on |_, edition| edition.authority.gives(Power::Renewal),
        days { "term" by by_the_term, "renewal_due" by by_the_lead };
    DeficiencyNoted = "deficiency_noted": by &[Role::Secretariat], told Told::day(Holder), counted no,
        rests on |_, edition| (&edition.renewal.cure).into();
    Cured = "cured": by &[Role::Holder], told Told::OWN_ACT, counted no,
        rests on |_, edition| (&edition.renewal.cure).into();
    Refused = "refused": by &[Role::WorkingGroup, Role::Authority], told Told::decision(Holder),
        counted every, rests on of_the_refusal;
    RefusedBySilence = "refused_by_silence": by CALENDAR, told Told::decision(HolderAndBody),
        counted every, rests on |_, edition| edition.silence.gives(Decision::Renewal),
        days { "silence" by |edition| edition.silence.reckons(Decision::Renewal) };
    Recorded = "recorded": by SUPPLIERS, told Told::ON_FILE, counted no,
        rests on of_the_paper;
    ReviewBegun = "review_begun": by &[Role::Secretariat], told Told::STEP, counted no,
        rests on |_, edition| needs(edition);
    LatenessExcused = "lateness_excused": by &[Role::WorkingGroup], told Told::decision(Holder),
        counted no, rests on |event, edition| if matches!(event, Event::LatenessExcused { after: Some(_), .. }) {
            (&edition.renewal.after_end).into()
        } else {
            (&edition.renewal.late).into()
        };
    Confirmed = "confirmed": by &[Role::WorkingGroup], told Told::STEP, counted no,
        rests on |_, edition| (&edition.renewal.confirmation).into();
    DeadlinePassed = "deadline_passed": by CALENDAR, told Told::day(Holder),
        counted ["deemed_withdrawn" where |event| matches!(
            event,
            Event::DeadlinePassed { policy: LatePolicy::DeemedWithdrawal, .. }
        )],
        rests on |_, edition| (&edition.renewal.late).into();
    Withdrawn = "withdrawn": by &[Role::Holder], told Told::OWN_ACT, counted every,
        rests on |event, _| match event.is_imported() {
            true => OwnRule::OtherRegisterBelieved.into(),
            false => OwnRule::MayBeTakenBack.into(),
        };
    CureElapsed = "cure_elapsed": by CALENDAR, told Told::ended(Holder), counted every,
        rests on |_, edition| (&edition.renewal.cure).into();
    TimeGiven = "time_given": by &[
            Role::Authority,
            Role::AppealBody,
            Role::Court,
            Role::Heir,
            Role::Secretariat,
        ],
        told Told::day(Holder), counted no,
        rests on |_, edition| (&edition.renewal.late_decision).into();
}

/// The steps of a request whose days a quarter's report counts, in the order of a life.
pub const STEPS: &[Step] = &[
    Step::new("renewal.filed", &["renewal.review_begun"]),
    Step::new(
        "renewal.deficiency_noted",
        &["renewal.cured", "renewal.cure_elapsed"],
    ),
    Step::new(
        "renewal.review_begun",
        &["renewal.confirmed", "renewal.granted", "renewal.refused"],
    ),
    Step::new("renewal.confirmed", &["renewal.granted", "renewal.refused"]),
    Step::new(
        "renewal.filed",
        &[
            "renewal.granted",
            "renewal.refused",
            "renewal.refused_by_silence",
        ],
    ),
];

fn filed(event: &Event, timeliness: Timeliness) -> bool {
    matches!(event, Event::Filed { request, .. } if request.timeliness == timeliness)
}

/// A request that came late is what the edition makes of lateness.
fn of_the_filing(event: &Event, edition: &Edition) -> Citation {
    match &edition.renewal.lead {
        Some(lead) if !filed(event, Timeliness::Late) => lead.into(),
        // Where there is no deadline a request is for the next term, and that is all.
        None if edition.renewal.late.is_none() => OwnRule::RenewalsDoNotStack.into(),
        Some(_) | None => (&edition.renewal.late).into(),
    }
}

/// The working group refuses to confirm, and the authority to renew.
fn of_the_refusal(event: &Event, edition: &Edition) -> Citation {
    if let Event::Refused {
        resolution: None, ..
    } = event
    {
        return edition.authority.gives(Power::Renewal);
    }
    (&edition.renewal.confirmation).into()
}

fn of_the_paper(event: &Event, edition: &Edition) -> Citation {
    if let Event::Recorded { paper, .. } = event
        && let Some(rule) = edition.papers.get(paper.name.as_str())
    {
        return rule.into();
    }
    needs(edition)
}

fn needs(edition: &Edition) -> Citation {
    match &edition.renewal.needs {
        Some(needs) => needs.into(),
        None => (&edition.renewal.gates).into(),
    }
}

commands! { Command, "renewal";
    File = "file": by &[Role::Holder];
    NoteDeficiency = "note_deficiency": by &[Role::Secretariat];
    Cure = "cure": by &[Role::Holder];
    Record = "record": by SUPPLIERS;
    BeginReview = "begin_review": by &[Role::Secretariat];
    ExcuseLateness = "excuse_lateness": by &[Role::WorkingGroup],
        moves |_| Question::new(Matter::Renewal, Motion::ExcuseLateness);
    Confirm = "confirm": by &[Role::WorkingGroup],
        moves |_| Question::new(Matter::Renewal, Motion::Confirm);
    Refuse = "refuse": by &[Role::WorkingGroup, Role::Authority],
        moves |_| Question::new(Matter::Renewal, Motion::Refuse);
    Grant = "grant": by &[Role::Authority], as Renewal;
    Withdraw = "withdraw": by &[Role::Holder];
}

impl Event {
    /// Whether another register stated it.
    pub fn is_imported(&self) -> bool {
        matches!(
            self,
            Self::Filed {
                imported: Some(_),
                ..
            } | Self::Withdrawn { imported: Some(_) }
        )
    }

    /// Whether another register stated it, and no day on which it came about.
    pub(crate) fn is_of_no_known_day(&self) -> bool {
        matches!(self, Self::Withdrawn { imported: Some(_) })
    }
}
