//! What is asked of a case, and what happens in it. Events are stored: their names and fields are a
//! contract.

use serde::{Deserialize, Serialize};

use super::file::Sanction;
use crate::actor::Role;
use crate::calendar::Date;
use crate::edition::{CaseRules, Edition, EditionId};
use crate::law::OwnRule;
use crate::refusal::Citation;

/// What is asked of a case.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Command {
    /// Report a violation, from a complaint, a visit or an agency's own knowledge.
    Report {
        /// Which, by its code in the edition's table.
        violation: String,
        /// What was found, without names.
        facts: String,
    },
    /// Drop the case: there is nothing in it, or it is not proven.
    Dismiss {
        /// Why.
        reason: String,
    },
    /// Serve the notice of the charge on the holder.
    ServeNotice {
        /// The day of service.
        #[cfg_attr(feature = "schema", schemars(with = "Date"))]
        #[serde(with = "crate::calendar::stored")]
        served_on: Date,
    },
    /// Be heard: a defence is filed, or spoken and written down.
    Defend,
    /// Impose the table's sanction; the authority, instead of the revocation that is proposed, a
    /// lesser one.
    Sanction {
        /// Which.
        sanction: Sanction,
        /// Why, in the decision's words.
        reason: String,
    },
    /// Propose to the authority that it revokes.
    ProposeRevocation {
        /// Why, in the proposal's words.
        reason: String,
    },
    /// Take the licence away.
    Revoke {
        /// Why, in the decision's words.
        reason: String,
    },
    /// Forbid the licence's use before anybody is heard, because harm is imminent; it opens a case
    /// where none is open.
    UrgentlySuspend {
        /// Which violation, by its code.
        violation: String,
        /// The harm that is imminent.
        reason: String,
    },
    /// Let an urgent suspension stand until the case is decided.
    ConfirmUrgentSuspension {
        /// Why.
        reason: String,
    },
    /// Allow the licence's use again.
    LiftSuspension {
        /// Why, in the decision's words.
        reason: String,
    },
    /// State that a proven violation has been seen to be remedied.
    VerifyRemedy {
        /// Which, by its code.
        violation: String,
    },
    /// Object to the decision before the appeal body.
    Object {
        /// On what ground.
        reason: String,
    },
    /// Reject the objection.
    Uphold {
        /// Why.
        reason: String,
    },
    /// Accept the objection: the decision falls.
    Overturn {
        /// The appeal body's decision, by its number.
        decision: String,
        /// Why.
        reason: String,
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
        #[cfg_attr(feature = "schema", schemars(with = "crate::text::Label"))]
        violation: String,
        /// What was found.
        #[cfg_attr(feature = "schema", schemars(with = "crate::text::FreeText"))]
        facts: String,
        /// The edition that judges the case.
        edition: EditionId,
    },
    /// The case was dropped.
    Dismissed {
        /// Why.
        #[cfg_attr(feature = "schema", schemars(with = "crate::text::FreeText"))]
        reason: String,
    },
    /// Notice was served.
    NoticeServed {
        /// When.
        #[cfg_attr(feature = "schema", schemars(with = "Date"))]
        #[serde(with = "crate::calendar::stored")]
        served_on: Date,
        /// The last day on which the holder can be heard.
        #[cfg_attr(feature = "schema", schemars(with = "Date"))]
        #[serde(with = "crate::calendar::stored")]
        defend_by: Date,
    },
    /// The holder was heard.
    Defended,
    /// The holder let the time to be heard pass.
    HearingElapsed {
        /// Its last day.
        #[cfg_attr(feature = "schema", schemars(with = "Date"))]
        #[serde(with = "crate::calendar::stored")]
        defend_by: Date,
    },
    /// A sanction was imposed.
    Sanctioned {
        /// For which violation.
        #[cfg_attr(feature = "schema", schemars(with = "crate::text::Label"))]
        violation: String,
        /// The how manyeth, from 1.
        occurrence: u32,
        /// Which sanction.
        sanction: Sanction,
        /// Why.
        #[cfg_attr(feature = "schema", schemars(with = "crate::text::FreeText"))]
        reason: String,
        /// The last day on which the holder can object.
        #[cfg_attr(feature = "schema", schemars(with = "Date"))]
        #[serde(with = "crate::calendar::stored")]
        objection_by: Date,
    },
    /// Revocation was proposed.
    RevocationProposed {
        /// For which violation.
        #[cfg_attr(feature = "schema", schemars(with = "crate::text::Label"))]
        violation: String,
        /// The how manyeth, from 1.
        occurrence: u32,
        /// Why.
        #[cfg_attr(feature = "schema", schemars(with = "crate::text::FreeText"))]
        reason: String,
        /// The actor who did, and who may not decide it.
        #[cfg_attr(feature = "schema", schemars(with = "crate::text::FreeText"))]
        proposed_by: String,
    },
    /// The authority revoked.
    Revoked {
        /// For which violation.
        #[cfg_attr(feature = "schema", schemars(with = "crate::text::Label"))]
        violation: String,
        /// The how manyeth, from 1.
        occurrence: u32,
        /// Why.
        #[cfg_attr(feature = "schema", schemars(with = "crate::text::FreeText"))]
        reason: String,
        /// The last day on which the holder can object.
        #[cfg_attr(feature = "schema", schemars(with = "Date"))]
        #[serde(with = "crate::calendar::stored")]
        objection_by: Date,
        /// The last day on which a court can be asked, for the holder's information.
        #[cfg_attr(feature = "schema", schemars(with = "Date"))]
        #[serde(with = "crate::calendar::stored")]
        court_by: Date,
    },
    /// The licence was suspended before anybody was heard.
    UrgentlySuspended {
        /// The harm that is imminent.
        #[cfg_attr(feature = "schema", schemars(with = "crate::text::FreeText"))]
        reason: String,
        /// The last day of it, unless it is confirmed.
        #[cfg_attr(feature = "schema", schemars(with = "Date"))]
        #[serde(with = "crate::calendar::stored")]
        through: Date,
    },
    /// It stands until the case is decided.
    UrgentSuspensionConfirmed {
        /// Why.
        #[cfg_attr(feature = "schema", schemars(with = "crate::text::FreeText"))]
        reason: String,
        /// The last day of it, if the case is not decided before.
        #[cfg_attr(feature = "schema", schemars(with = "Date"))]
        #[serde(with = "crate::calendar::stored")]
        through: Date,
    },
    /// A proven violation was seen to be remedied.
    RemedyVerified {
        /// Which.
        #[cfg_attr(feature = "schema", schemars(with = "crate::text::Label"))]
        violation: String,
    },
    /// The holder objected.
    Objected {
        /// On what ground.
        #[cfg_attr(feature = "schema", schemars(with = "crate::text::FreeText"))]
        reason: String,
    },
    /// The decision stands.
    Upheld {
        /// Why.
        #[cfg_attr(feature = "schema", schemars(with = "crate::text::FreeText"))]
        reason: String,
        /// The last day on which a court can be asked, for the holder's information.
        #[cfg_attr(feature = "schema", schemars(with = "Option<Date>"))]
        #[serde(
            default,
            skip_serializing_if = "Option::is_none",
            with = "crate::calendar::stored::optional"
        )]
        court_by: Option<Date>,
    },
    /// The decision has fallen, and its finding with it.
    Overturned {
        /// By which decision, by its number.
        #[cfg_attr(feature = "schema", schemars(with = "crate::text::FreeText"))]
        decision: String,
        /// Why.
        #[cfg_attr(feature = "schema", schemars(with = "crate::text::FreeText"))]
        reason: String,
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

impl Command {
    /// `enforcement.<type>`.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Report { .. } => "enforcement.report",
            Self::Dismiss { .. } => "enforcement.dismiss",
            Self::ServeNotice { .. } => "enforcement.serve_notice",
            Self::Defend => "enforcement.defend",
            Self::Sanction { .. } => "enforcement.sanction",
            Self::ProposeRevocation { .. } => "enforcement.propose_revocation",
            Self::Revoke { .. } => "enforcement.revoke",
            Self::UrgentlySuspend { .. } => "enforcement.urgently_suspend",
            Self::ConfirmUrgentSuspension { .. } => "enforcement.confirm_urgent_suspension",
            Self::LiftSuspension { .. } => "enforcement.lift_suspension",
            Self::VerifyRemedy { .. } => "enforcement.verify_remedy",
            Self::Object { .. } => "enforcement.object",
            Self::Uphold { .. } => "enforcement.uphold",
            Self::Overturn { .. } => "enforcement.overturn",
        }
    }

    /// Who may ask for it: one of these roles. Which of several, the step says.
    pub fn by(&self) -> &'static [Role] {
        match self {
            Self::Report { .. } => &[Role::Inspector, Role::ServiceAgency, Role::Secretariat],
            Self::Dismiss { .. } => &[
                Role::Secretariat,
                Role::EnforcementCommittee,
                Role::Authority,
            ],
            Self::ServeNotice { .. } => &[Role::Secretariat, Role::EnforcementCommittee],
            Self::Defend => &[Role::Holder, Role::Secretariat],
            Self::Sanction { .. } | Self::LiftSuspension { .. } => {
                &[Role::EnforcementCommittee, Role::Authority]
            }
            Self::ProposeRevocation { .. } | Self::ConfirmUrgentSuspension { .. } => {
                &[Role::EnforcementCommittee]
            }
            Self::Revoke { .. } | Self::UrgentlySuspend { .. } => &[Role::Authority],
            Self::VerifyRemedy { .. } => &[Role::Inspector, Role::EnforcementCommittee],
            Self::Object { .. } => &[Role::Holder],
            Self::Uphold { .. } | Self::Overturn { .. } => &[Role::AppealBody],
        }
    }
}

impl Event {
    /// `enforcement.<type>`.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Reported { .. } => "enforcement.reported",
            Self::Dismissed { .. } => "enforcement.dismissed",
            Self::NoticeServed { .. } => "enforcement.notice_served",
            Self::Defended => "enforcement.defended",
            Self::HearingElapsed { .. } => "enforcement.hearing_elapsed",
            Self::Sanctioned { .. } => "enforcement.sanctioned",
            Self::RevocationProposed { .. } => "enforcement.revocation_proposed",
            Self::Revoked { .. } => "enforcement.revoked",
            Self::UrgentlySuspended { .. } => "enforcement.urgently_suspended",
            Self::UrgentSuspensionConfirmed { .. } => "enforcement.urgent_suspension_confirmed",
            Self::RemedyVerified { .. } => "enforcement.remedy_verified",
            Self::Objected { .. } => "enforcement.objected",
            Self::Upheld { .. } => "enforcement.upheld",
            Self::Overturned { .. } => "enforcement.overturned",
            Self::Closed { .. } => "enforcement.closed",
        }
    }

    /// Who makes it happen: one of these roles, or the calendar.
    pub fn by(&self) -> &'static [Role] {
        match self {
            Self::Reported { .. } => &[
                Role::Inspector,
                Role::ServiceAgency,
                Role::Secretariat,
                Role::Authority,
                Role::Calendar,
            ],
            Self::Dismissed { .. } => &[
                Role::Secretariat,
                Role::EnforcementCommittee,
                Role::Authority,
            ],
            Self::NoticeServed { .. } => &[Role::Secretariat, Role::EnforcementCommittee],
            Self::Defended => &[Role::Holder, Role::Secretariat],
            Self::HearingElapsed { .. } | Self::Closed { .. } => &[Role::Calendar],
            Self::Sanctioned { .. } => &[Role::EnforcementCommittee, Role::Authority],
            Self::RevocationProposed { .. } | Self::UrgentSuspensionConfirmed { .. } => {
                &[Role::EnforcementCommittee]
            }
            Self::Revoked { .. } | Self::UrgentlySuspended { .. } => &[Role::Authority],
            Self::RemedyVerified { .. } => &[Role::Inspector, Role::EnforcementCommittee],
            Self::Objected { .. } => &[Role::Holder],
            Self::Upheld { .. } => &[Role::AppealBody],
            Self::Overturned { .. } => &[Role::AppealBody, Role::Authority, Role::Court],
        }
    }

    /// The rule of `edition` that it rests on.
    pub fn rests_on(&self, edition: &Edition) -> Citation {
        let Some(cases) = &edition.enforcement.cases else {
            return Citation::from(OwnRule::ProceduresOfTheEdition);
        };
        match self {
            Self::Reported { violation, .. }
            | Self::Sanctioned { violation, .. }
            | Self::RevocationProposed { violation, .. }
            | Self::RemedyVerified { violation } => of_the_table(cases, violation),
            Self::Dismissed { .. } => Citation::from(OwnRule::NotProvenNotPunished),
            Self::NoticeServed { .. } | Self::Defended | Self::HearingElapsed { .. } => {
                (&edition.enforcement.hearing).into()
            }
            Self::Revoked { .. } => (&edition.authority).into(),
            Self::UrgentlySuspended { .. } | Self::UrgentSuspensionConfirmed { .. } => {
                (&cases.urgent_suspension).into()
            }
            Self::Objected { .. }
            | Self::Upheld { .. }
            | Self::Overturned { .. }
            | Self::Closed {
                because: Closing::ObjectionElapsed,
            } => (&cases.objection).into(),
            Self::Closed {
                because: Closing::LicenceEnded,
            } => Citation::from(OwnRule::CaseEndsWithLicence),
        }
    }
}

fn of_the_table(cases: &CaseRules, violation: &str) -> Citation {
    let row = cases.violations.get(violation).map(Citation::from);
    row.unwrap_or_else(|| Citation::from(OwnRule::ViolationOfTheTable))
}
