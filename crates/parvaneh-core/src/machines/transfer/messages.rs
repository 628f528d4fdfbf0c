//! What is asked of a transfer, and what happens to it. Events are stored: their names and fields
//! are a contract.

use serde::{Deserialize, Serialize};

use super::{Filing, Stage};
use crate::actor::Role;
use crate::calendar::Date;
use crate::edition::{Edition, TransferRules};
use crate::law::OwnRule;
use crate::machines::Who::{Parties, PartiesAndBody, Transferee};
use crate::machines::table::{CALENDAR, commands, events};
use crate::machines::{Silence, Step, Told};
use crate::paper::{Paper, SUPPLIERS};
use crate::party::{PartyId, PartyKind};
use crate::refusal::Citation;
use crate::resolution::{Matter, Motion, Question, Resolution, SessionVote};
use crate::state::silence::Decision;
use crate::text::{Deficiencies, FreeText, Reason};

/// What is asked of a transfer.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Command {
    /// Hand in the request. The transferee joins it by a paper of their own.
    File {
        /// To whom the licence is to pass.
        transferee: PartyId,
        /// Whether that is a natural or a legal person; what the party register says takes its place.
        transferee_kind: PartyKind,
    },
    /// List, once, all that is missing.
    NoteDeficiency {
        /// Each thing that is missing.
        missing: Deficiencies,
    },
    /// Supply what was missing.
    Cure,
    /// Find the request complete and take it to its first stage.
    BeginReview,
    /// Put a paper on file.
    Record {
        /// The paper.
        paper: Paper,
    },
    /// Leave a stage that is no session, with everything it needs on file.
    Pass,
    /// Confirm the transfer in a session.
    Confirm {
        /// The working group's resolution.
        resolution: Resolution,
    },
    /// Refuse it.
    Refuse {
        /// The working group's resolution to refuse.
        resolution: Resolution,
        /// The condition that is not met.
        #[serde(deserialize_with = "crate::text::unmet")]
        unmet: Reason,
    },
    /// Make the transferee the holder: the authority's act.
    Register {
        /// The first day on which they are, where that is a later one.
        #[cfg_attr(feature = "schema", schemars(with = "Option<Date>"))]
        #[serde(
            default,
            skip_serializing_if = "Option::is_none",
            with = "crate::calendar::written::optional"
        )]
        from: Option<Date>,
    },
    /// Take the request back.
    Withdraw,
}

/// What happened to a transfer.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Event {
    /// A request was filed.
    Filed {
        /// The request.
        request: Filing,
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
    /// The request was found complete.
    ReviewBegun {
        /// Its first stage.
        stage: Stage,
    },
    /// A paper was put on file.
    Recorded {
        /// The paper.
        paper: Paper,
        /// The last day on which it may be relied on; none for ever.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        through: Option<Date>,
    },
    /// A stage that is no session was passed.
    StagePassed {
        /// Which.
        stage: Stage,
        /// The next one; none after the last.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        to: Option<Stage>,
    },
    /// The working group confirmed.
    Confirmed {
        /// The resolution.
        resolution: SessionVote,
        /// The stage that is still to be passed; none after the last.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        to: Option<Stage>,
    },
    /// The working group refused.
    Refused {
        /// The resolution.
        resolution: SessionVote,
        /// The condition that is not met.
        unmet: FreeText,
    },
    /// The working group did not decide in time, which refuses it where the edition says so.
    RefusedBySilence {
        /// Whose silence, and until when the decision was waited for.
        silence: Silence,
    },
    /// The authority registered the new holder.
    Registered {
        /// Who holds the licence from now on.
        holder: PartyId,
        /// The last day of the term, the rest of which passed.
        through: Date,
    },
    /// The authority did not register the new holder in time, which registers them where the edition says
    /// so.
    RegisteredBySilence {
        /// Who holds the licence from now on.
        holder: PartyId,
        /// The last day of the term, the rest of which passed.
        through: Date,
        /// Whose silence, and until when the decision was waited for.
        silence: Silence,
    },
    /// One of the parties took the request back.
    Withdrawn,
    /// The time for it passed.
    Abandoned {
        /// The last day on which it could be confirmed.
        open_through: Date,
    },
    /// The licence that was to pass ended.
    EndedWithLicence,
}

const PARTIES: &[Role] = &[Role::Holder, Role::Heir, Role::Transferee];

/// The parties withdraw it; with a reinstatement falls what an heir asked for who is none.
const WITHDRAWN_BY: &[Role] = &[
    Role::Holder,
    Role::Heir,
    Role::Transferee,
    Role::Authority,
    Role::Court,
];

events! { Event, "transfer";
    Filed = "filed": by &[Role::Holder, Role::Heir], told Told::OWN_ACT,
        counted every, rests on of_the_stages;
    DeficiencyNoted = "deficiency_noted": by &[Role::Secretariat], told Told::day(Parties),
        counted no, rests on of_the_cure;
    Cured = "cured": by PARTIES, told Told::OWN_ACT, counted no, rests on of_the_cure;
    Registered = "registered": by &[Role::Authority, Role::Calendar], told Told::decision(Parties), counted every,
        rests on |_, edition| in_a_transfer(edition, |rules| (&rules.registration).into());
    RegisteredBySilence = "registered_by_silence": by CALENDAR, told Told::decision(PartiesAndBody),
        counted every, rests on |_, edition| edition.silence.gives(Decision::Registration),
        days { "silence" by |edition| edition.silence.reckons(Decision::Registration) };
    ReviewBegun = "review_begun": by &[Role::Secretariat], told Told::STEP, counted no,
        rests on of_the_stages;
    Recorded = "recorded": by SUPPLIERS, told Told::ON_FILE, counted no, rests on of_the_paper;
    StagePassed = "stage_passed": by &[Role::Secretariat], told Told::STEP, counted no,
        rests on of_the_stages;
    Confirmed = "confirmed": by &[Role::WorkingGroup], told Told::decision(Parties), counted no,
        rests on of_the_confirmation;
    Refused = "refused": by &[Role::WorkingGroup], told Told::decision(Parties), counted every,
        rests on of_the_confirmation;
    RefusedBySilence = "refused_by_silence": by CALENDAR, told Told::decision(PartiesAndBody),
        counted every, rests on |_, edition| edition.silence.gives(Decision::Transfer),
        days { "silence" by |edition| edition.silence.reckons(Decision::Transfer) };
    Abandoned = "abandoned": by CALENDAR, told Told::ended(Parties), counted every,
        rests on |_, edition| in_a_transfer(edition, |rules| (&rules.abandoned_after).into());
    CureElapsed = "cure_elapsed": by CALENDAR, told Told::ended(Parties), counted every,
        rests on of_the_cure;
    Withdrawn = "withdrawn": by WITHDRAWN_BY,
        told Told::Somebody(Parties, "one of them did it, and the other is to know"),
        counted every,
        rests on |_, edition| in_a_transfer(edition, |_| OwnRule::MayBeTakenBack.into());
    EndedWithLicence = "ended_with_licence": by CALENDAR, told Told::ended(Transferee),
        counted every,
        rests on |_, edition| in_a_transfer(edition, |_| OwnRule::HangsOnTheLicence.into());
}

/// A rule of transfers, where the edition knows them.
fn in_a_transfer(edition: &Edition, rule: impl FnOnce(&TransferRules) -> Citation) -> Citation {
    match &edition.transfer {
        Some(rules) => rule(rules),
        None => OwnRule::ProceduresOfTheEdition.into(),
    }
}

fn of_the_stages(_: &Event, edition: &Edition) -> Citation {
    in_a_transfer(edition, |rules| (&rules.stages).into())
}

fn of_the_confirmation(_: &Event, edition: &Edition) -> Citation {
    in_a_transfer(edition, |rules| (&rules.confirmation).into())
}

fn of_the_paper(event: &Event, edition: &Edition) -> Citation {
    if let Event::Recorded { paper, .. } = event
        && let Some(rule) = edition.papers.get(paper.name.as_str())
    {
        return rule.into();
    }
    of_the_stages(event, edition)
}

fn of_the_cure(_: &Event, edition: &Edition) -> Citation {
    in_a_transfer(edition, |rules| (&rules.cure).into())
}

/// The steps of a transfer whose days a quarter's report counts, in the order of a life.
pub const STEPS: &[Step] = &[
    Step::new("transfer.filed", &["transfer.review_begun"]),
    Step::new(
        "transfer.deficiency_noted",
        &["transfer.cured", "transfer.cure_elapsed"],
    ),
    Step::new(
        "transfer.review_begun",
        &["transfer.confirmed", "transfer.refused"],
    ),
    Step::new(
        "transfer.confirmed",
        &["transfer.registered", "transfer.registered_by_silence"],
    ),
    Step::new(
        "transfer.filed",
        &[
            "transfer.registered",
            "transfer.registered_by_silence",
            "transfer.refused",
            "transfer.refused_by_silence",
            "transfer.abandoned",
            "transfer.cure_elapsed",
        ],
    ),
];

commands! { Command, "transfer";
    File = "file": by &[Role::Holder, Role::Heir];
    NoteDeficiency = "note_deficiency": by &[Role::Secretariat];
    Cure = "cure": by PARTIES;
    BeginReview = "begin_review": by &[Role::Secretariat];
    Record = "record": by SUPPLIERS;
    Pass = "pass": by &[Role::Secretariat];
    Confirm = "confirm": by &[Role::WorkingGroup],
        moves |_| Question::new(Matter::Transfer, Motion::Confirm);
    Refuse = "refuse": by &[Role::WorkingGroup],
        moves |_| Question::new(Matter::Transfer, Motion::Refuse);
    Register = "register": by &[Role::Authority];
    Withdraw = "withdraw": by PARTIES;
}
