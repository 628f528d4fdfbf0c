//! What is asked of a case, and what happens in it. Events are stored: their names and fields are a
//! contract.

use serde::{Deserialize, Serialize};

use super::file::Sanction;
use super::grounds::{
    in_a_case, of_the_end, of_the_hearing, of_the_objection, of_the_sanction, of_the_table,
    of_the_urgent_suspension,
};
use crate::actor::Role;
use crate::calendar::Date;
use crate::edition::{EditionId, Power};
use crate::law::{OwnRule, Wording};
use crate::machines::Who::{Holder, HolderAndBody};
use crate::machines::table::{CALENDAR, commands, events};
use crate::machines::{Silence, Step, Told};
use crate::state::silence::Decision;
use crate::text::{FreeText, Label, Reason};

/// What is asked of a case.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Command {
    /// Report a violation, from a complaint, a visit or an agency's own knowledge.
    Report {
        /// Which, by its code in the edition's table.
        violation: Label,
        /// What was found, without names.
        facts: FreeText,
    },
    /// Drop the case: there is nothing in it, or it is not proven.
    Dismiss {
        /// Why.
        reason: Reason,
    },
    /// Serve the notice of the charge on the holder. The day of service is the act's own.
    ServeNotice,
    /// Be heard: a defence is filed, or spoken and written down.
    Defend,
    /// Impose the table's sanction; the authority, instead of the revocation that is proposed, a
    /// lesser one.
    Sanction {
        /// Which.
        sanction: Sanction,
        /// Why, in the decision's words.
        reason: Reason,
    },
    /// Propose to the authority that it revokes.
    ProposeRevocation {
        /// Why, in the proposal's words.
        reason: Reason,
    },
    /// Take the licence away.
    Revoke {
        /// Why, in the decision's words.
        reason: Reason,
        /// The first day on which it is taken away, where that is a later one.
        #[cfg_attr(feature = "schema", schemars(with = "Option<Date>"))]
        #[serde(
            default,
            skip_serializing_if = "Option::is_none",
            with = "crate::calendar::written::optional"
        )]
        from: Option<Date>,
    },
    /// Forbid the licence's use before anybody is heard, because harm is imminent; it opens a case
    /// where none is open.
    UrgentlySuspend {
        /// Which violation, by its code.
        violation: Label,
        /// The harm that is imminent.
        reason: Reason,
    },
    /// Let an urgent suspension stand until the case is decided.
    ConfirmUrgentSuspension {
        /// Why.
        reason: Reason,
    },
    /// Allow the licence's use again.
    LiftSuspension {
        /// Why, in the decision's words.
        reason: Reason,
    },
    /// State that a proven violation has been seen to be remedied.
    VerifyRemedy {
        /// Which, by its code.
        violation: Label,
    },
    /// Object to the decision before the appeal body.
    Object {
        /// On what ground.
        reason: Reason,
    },
    /// Reject the objection.
    Uphold {
        /// Why.
        reason: Reason,
    },
    /// Accept the objection: the decision falls.
    Overturn {
        /// The appeal body's decision, by its number.
        decision: FreeText,
        /// Why.
        reason: Reason,
    },
}

/// What happened in a case.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Event {
    /// A violation was reported.
    Reported {
        /// Which.
        violation: Label,
        /// What was found.
        facts: Wording,
        /// The edition that judges the case.
        edition: EditionId,
    },
    /// The case was dropped.
    Dismissed {
        /// Why.
        reason: FreeText,
    },
    /// Notice was served.
    NoticeServed {
        /// When.
        served_on: Date,
        /// The last day on which the holder can be heard.
        defend_by: Date,
    },
    /// The holder was heard.
    Defended,
    /// The holder let the time to be heard pass.
    HearingElapsed {
        /// Its last day.
        defend_by: Date,
    },
    /// A sanction was imposed.
    Sanctioned {
        /// For which violation.
        violation: Label,
        /// Which occurrence, from 1.
        occurrence: u32,
        /// Which sanction.
        sanction: Sanction,
        /// Why.
        reason: FreeText,
        /// The last day on which the holder can object.
        objection_by: Date,
    },
    /// Revocation was proposed.
    RevocationProposed {
        /// For which violation.
        violation: Label,
        /// Which occurrence, from 1.
        occurrence: u32,
        /// Why.
        reason: FreeText,
        /// The actor who did, and who may not decide it.
        proposed_by: FreeText,
        /// For whom, where the actor acted for another, who may not decide it either.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        proposed_for: Option<FreeText>,
    },
    /// The authority revoked.
    Revoked {
        /// For which violation.
        violation: Label,
        /// Which occurrence, from 1.
        occurrence: u32,
        /// Why.
        reason: FreeText,
        /// The last day on which the holder can object.
        objection_by: Date,
        /// The last day on which a court can be asked, for the holder's information.
        court_by: Date,
    },
    /// The licence was suspended before anybody was heard.
    UrgentlySuspended {
        /// The harm that is imminent.
        reason: FreeText,
        /// The last day of it, unless it is confirmed.
        through: Date,
    },
    /// It stands until the case is decided.
    UrgentSuspensionConfirmed {
        /// Why.
        reason: FreeText,
        /// The last day of it, if the case is not decided before.
        through: Date,
    },
    /// A proven violation was seen to be remedied.
    RemedyVerified {
        /// Which.
        violation: Label,
    },
    /// The holder objected.
    Objected {
        /// On what ground.
        reason: FreeText,
    },
    /// The decision stands.
    Upheld {
        /// Why.
        reason: FreeText,
        /// The last day on which a court can be asked, for the holder's information.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        court_by: Option<Date>,
    },
    /// The appeal body did not decide in time, which lets the decision stand where the edition says so.
    UpheldBySilence {
        /// Whose silence, and until when the decision was waited for.
        silence: Silence,
        /// The last day on which a court can be asked, for the holder's information.
        court_by: Date,
    },
    /// The decision has fallen, and its finding with it.
    Overturned {
        /// By which decision, by its number.
        decision: FreeText,
        /// Why.
        reason: FreeText,
        /// The day of the decision that has fallen; where it is not said, that of the last one.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        proven_on: Option<Date>,
    },
    /// Nothing is left to decide.
    Closed {
        /// What came to pass.
        because: Closing,
    },
}

/// What closes a case by itself.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Closing {
    /// Nobody objected in time.
    ObjectionElapsed,
    /// The licence ended before a decision.
    LicenceEnded,
}

events! { Event, "enforcement";
    Reported = "reported": by &[
            Role::Inspector,
            Role::ServiceAgency,
            Role::Secretariat,
            Role::Authority,
            Role::Calendar,
        ],
        told Told::Nobody("the notice that is served says it"), counted every,
        rests on of_the_table;
    Dismissed = "dismissed": by &[Role::Secretariat, Role::EnforcementCommittee, Role::Authority],
        told Told::decision(Holder), counted every,
        rests on |_, edition| in_a_case(edition, |_| OwnRule::NotProvenNotPunished.into());
    NoticeServed = "notice_served": by &[Role::Secretariat, Role::EnforcementCommittee],
        told Told::day(Holder), counted no, rests on of_the_hearing;
    Defended = "defended": by &[Role::Holder], told Told::OWN_ACT, counted no,
        rests on of_the_hearing;
    HearingElapsed = "hearing_elapsed": by CALENDAR, told Told::day(Holder), counted no,
        rests on of_the_hearing;
    Sanctioned = "sanctioned": by &[Role::EnforcementCommittee, Role::Authority],
        told Told::decision(Holder), counted every, rests on of_the_sanction, days {
            "objection_by" by |edition| Some((&edition.enforcement.cases.as_ref()?.objection).into()),
        };
    RevocationProposed = "revocation_proposed": by &[Role::EnforcementCommittee],
        told Told::STEP, counted no, rests on of_the_table;
    Revoked = "revoked": by &[Role::Authority], told Told::decision(Holder), counted every,
        rests on |_, edition| in_a_case(edition, |_| edition.authority.gives(Power::Revocation)),
        days {
            "objection_by" by |edition| Some((&edition.enforcement.cases.as_ref()?.objection).into()),
            "court_by" by |edition| Some((&edition.enforcement.cases.as_ref()?.court).into()),
        };
    UrgentlySuspended = "urgently_suspended": by &[Role::Authority],
        told Told::decision(Holder), counted no, rests on of_the_urgent_suspension;
    UrgentSuspensionConfirmed = "urgent_suspension_confirmed": by &[Role::EnforcementCommittee],
        told Told::decision(Holder), counted no, rests on of_the_urgent_suspension,
        days { "through" by |edition| Some((&edition.enforcement.cases.as_ref()?.suspension).into()) };
    RemedyVerified = "remedy_verified": by &[Role::Inspector, Role::EnforcementCommittee],
        told Told::decision(Holder), counted no,
        rests on |_, edition| in_a_case(edition, |_| OwnRule::RemediesWhatWasProven.into());
    Objected = "objected": by &[Role::Holder], told Told::OWN_ACT, counted no,
        rests on of_the_objection;
    Upheld = "upheld": by &[Role::AppealBody], told Told::decision(Holder), counted no,
        rests on of_the_objection,
        days { "court_by" by |edition| Some((&edition.enforcement.cases.as_ref()?.court).into()) };
    UpheldBySilence = "upheld_by_silence": by CALENDAR, told Told::decision(HolderAndBody),
        counted no, rests on |_, edition| edition.silence.gives(Decision::Review),
        days {
            "silence" by |edition| edition.silence.reckons(Decision::Review),
            "court_by" by |edition| Some((&edition.enforcement.cases.as_ref()?.court).into()),
        };
    Overturned = "overturned": by &[Role::AppealBody, Role::Authority, Role::Court],
        told Told::decision(Holder), counted every, rests on of_the_objection;
    Closed = "closed": by CALENDAR, told Told::ended(Holder), counted every,
        rests on of_the_end;
}

/// The steps of a case whose days a quarter's report counts, in the order of a life.
pub const STEPS: &[Step] = &[
    Step::new(
        "enforcement.reported",
        &["enforcement.notice_served", "enforcement.dismissed"],
    ),
    Step::new(
        "enforcement.notice_served",
        &["enforcement.defended", "enforcement.hearing_elapsed"],
    ),
    Step::new(
        "enforcement.notice_served",
        &[
            "enforcement.sanctioned",
            "enforcement.revocation_proposed",
            "enforcement.dismissed",
        ],
    ),
    Step::new("enforcement.revocation_proposed", &["enforcement.revoked"]),
    Step::new(
        "enforcement.objected",
        &[
            "enforcement.upheld",
            "enforcement.upheld_by_silence",
            "enforcement.overturned",
        ],
    ),
    Step::new("enforcement.reported", &["enforcement.closed"]),
];

// Which of several roles may ask for it, the step says.
commands! { Command, "enforcement";
    Report = "report": by &[Role::Inspector, Role::ServiceAgency, Role::Secretariat];
    Dismiss = "dismiss": by &[Role::Secretariat, Role::EnforcementCommittee, Role::Authority];
    ServeNotice = "serve_notice": by &[Role::Secretariat, Role::EnforcementCommittee];
    Defend = "defend": by &[Role::Holder];
    Sanction = "sanction": by &[Role::EnforcementCommittee, Role::Authority];
    ProposeRevocation = "propose_revocation": by &[Role::EnforcementCommittee];
    Revoke = "revoke": by &[Role::Authority], as Revocation;
    UrgentlySuspend = "urgently_suspend": by &[Role::Authority];
    ConfirmUrgentSuspension = "confirm_urgent_suspension": by &[Role::EnforcementCommittee];
    LiftSuspension = "lift_suspension": by &[Role::EnforcementCommittee, Role::Authority];
    VerifyRemedy = "verify_remedy": by &[Role::Inspector, Role::EnforcementCommittee];
    Object = "object": by &[Role::Holder];
    Uphold = "uphold": by &[Role::AppealBody];
    Overturn = "overturn": by &[Role::AppealBody];
}
