//! What is asked of the licence, and what happens to it. Events are stored: their names and fields
//! are a contract.

use serde::{Deserialize, Serialize};

use super::{Act, End, Issue, Reinstatement};
use crate::actor::Role;
use crate::calendar::{Date, Term};
use crate::edition::{Basis, Edition, EditionId, NextTerm, PendingAtExpiry, Power};
use crate::law::{OwnRule, Wording};
use crate::machines::Who::{Heirs, Holder};
use crate::machines::table::{CALENDAR, by_the_lead, by_the_term, commands, events, rule_of};
use crate::machines::{Step, Told};
use crate::party::PartyId;
use crate::refusal::Citation;
use crate::state::opening::{ImportedStatus, Opened};
use crate::state::renewal::Request;
use crate::text::{FreeText, Label};

/// What is asked of the licence.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Command {
    /// Issue the first term.
    Issue(Box<Issue>),
    /// Give it up; effective on receipt, or from a later day on.
    Surrender {
        /// The first day on which it is given up, where that is a later one.
        #[cfg_attr(feature = "schema", schemars(with = "Option<Date>"))]
        #[serde(
            default,
            skip_serializing_if = "Option::is_none",
            with = "crate::calendar::written::optional"
        )]
        from: Option<Date>,
    },
    /// Reinstate it: what it ended by was annulled, it expired wrongly, or its holder is there after all.
    Reinstate(Reinstatement),
    /// Record that its holder died or was dissolved; effective on the day of the record.
    Lapse(End),
    /// Go on in the place of the holder, under a manager, until it passes to a new one.
    GiveNotice {
        /// The heir, or whoever winds up a legal person.
        heir: PartyId,
        /// Who is to run the office.
        manager: PartyId,
        /// The other heirs, where several give one notice; the heir acts for all.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        with: Vec<PartyId>,
    },
}

/// A decision against the holder.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Measure {
    /// Why, in the decision's words.
    pub reason: FreeText,
    /// The opportunity to be heard before it.
    pub hearing: Hearing,
}

/// Notice and the opportunity to be heard.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Hearing {
    /// The day on which notice was served.
    #[cfg_attr(feature = "schema", schemars(with = "Date"))]
    #[serde(with = "crate::calendar::written")]
    pub notice_served_on: Date,
    /// The day on which the holder was heard; none if the holder let the time pass.
    #[cfg_attr(feature = "schema", schemars(with = "Option<Date>"))]
    #[serde(
        default,
        skip_serializing_if = "Option::is_none",
        with = "crate::calendar::written::optional"
    )]
    pub heard_on: Option<Date>,
}

/// What happened to the licence.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Event {
    /// A term as another register states it. Every such event is marked by `imported`.
    Opened(Box<Opened>),
    /// The first term, by the authority's act.
    Issued {
        /// The act.
        act: Box<Act>,
        /// The term it grants.
        term: Term,
        /// The last timely day for its renewal.
        renewal_due: Option<Date>,
        /// Under which it was granted.
        edition: EditionId,
    },
    /// Its use was forbidden.
    Suspended {
        /// The decision; none where another register says so, or where harm was imminent and
        /// nobody has been heard yet.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        measure: Option<Measure>,
        /// Where another register says so.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        imported: Option<ImportedStatus>,
    },
    /// Its use was allowed again.
    SuspensionLifted {
        /// Why.
        reason: Wording,
        /// Where another register says so.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        imported: Option<ImportedStatus>,
    },
    /// It was taken away.
    Revoked {
        /// The decision; none where another register says so.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        measure: Option<Measure>,
        /// Where another register says so.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        imported: Option<ImportedStatus>,
    },
    /// It was given up.
    Surrendered {
        /// Where another register says so.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        imported: Option<ImportedStatus>,
    },
    /// It expired or was revoked wrongly, and stands again from this day on.
    Reinstated {
        /// The judgment or decision that it rests on, by its number.
        decision: FreeText,
        /// What was wrong.
        reason: FreeText,
        /// Its latest term, corrected where it was recorded wrongly.
        term: Term,
        /// The last timely day for the renewal of that term.
        renewal_due: Option<Date>,
        /// A request for renewal that was not recorded before.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        request: Option<Request>,
    },
    /// A general act moved the end of its term, the last timely day for its renewal, or both.
    Extended {
        /// The act, by its name in the regime.
        decree: Label,
        /// The day of the act, which may lie after the one from which it holds.
        made_on: Date,
        /// The last day of the term from now on; none where that stays.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        through: Option<Date>,
        /// The last timely day from now on; none where that stays.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        renewal_due: Option<Date>,
        /// Where the next term begins.
        next_term: NextTerm,
        /// Where the act is found.
        source: Label,
        /// What kind of source that is.
        basis: Basis,
    },
    /// Its last term ended while a timely and complete renewal was undecided, or could still be asked
    /// for.
    Continued {
        /// The last day of that term.
        through: Date,
        /// The last day on which a renewal can still be asked for, where that is what it goes on for.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        until: Option<Date>,
    },
    /// It ended with its last term, or with the decision that it had outlived that term for.
    Expired {
        /// The last day of that term.
        through: Date,
    },
    /// It ended with its holder.
    Lapsed {
        /// What became of the holder.
        end: End,
        /// The last day on which an heir may give notice; none where the edition knows no interim.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        notice_through: Option<Date>,
    },
    /// No heir gave notice.
    NoticeElapsed {
        /// The last day on which one could.
        through: Date,
    },
    /// An heir gave notice.
    InterimBegun {
        /// The heir.
        heir: PartyId,
        /// Who runs the office.
        manager: PartyId,
        /// The last day of the interim.
        until: Date,
        /// The other heirs who gave notice with this one.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        with: Vec<PartyId>,
    },
    /// The interim ran out and nobody had become the holder.
    InterimEnded {
        /// Its last day.
        until: Date,
    },
}

events! { Event, "licence";
    Opened = "opened": by &[], told Told::Nobody("another register issued it and has told its holder"),
        counted no, rests on |_, _| OwnRule::OtherRegisterBelieved.into();
    Issued = "issued": by &[Role::Authority], told Told::decision(Holder), counted every,
        rests on |_, edition| edition.authority.gives(Power::Issue),
        days { "term" by by_the_term, "renewal_due" by by_the_lead };
    Suspended = "suspended": by &[
            Role::EnforcementCommittee,
            Role::Authority,
            Role::Calendar,
        ],
        told Told::decision(Holder), counted every, rests on of_the_suspension;
    SuspensionLifted = "suspension_lifted": by &[
            Role::Secretariat,
            Role::EnforcementCommittee,
            Role::Authority,
            Role::AppealBody,
            Role::Court,
            Role::Calendar,
        ], told Told::decision(Holder), counted no,
        rests on |event, _| stated_or(event, || OwnRule::LiftsWhatStands.into());
    Expired = "expired": by CALENDAR, told Told::ended(Holder), counted every,
        rests on |_, edition| (&edition.licence.term).into();
    Surrendered = "surrendered": by &[Role::Holder, Role::Calendar], told Told::OWN_ACT, counted every,
        rests on |event, _| stated_or(event, || OwnRule::MayBeSurrendered.into());
    Revoked = "revoked": by &[Role::Authority, Role::Calendar], told Told::decision(Holder), counted every,
        rests on |event, edition| stated_or(event, || edition.authority.gives(Power::Revocation));
    Continued = "continued": by CALENDAR,
        told Told::Somebody(Holder, "the term is over and the office may go on"), counted no,
        rests on |event, edition| of_what_goes_on(event, edition);
    Extended = "extended": by CALENDAR,
        told Told::Somebody(Holder, "a general act has moved a day that the person goes by"), counted no,
        rests on |event, _| of_the_act(event);
    Lapsed = "lapsed": by &[Role::Secretariat], told Told::day(Heirs), counted every,
        rests on |_, _| OwnRule::EndsWithItsHolder.into(), days {
            "notice_through" by |edition| Some((&edition.succession.as_ref()?.notice).into()),
        };
    Reinstated = "reinstated": by &[Role::Authority, Role::AppealBody, Role::Court],
        told Told::decision(Holder), counted every, rests on |_, _| OwnRule::AnnulledPutRight.into(),
        days { "term" by by_the_term, "renewal_due" by by_the_lead };
    NoticeElapsed = "notice_elapsed": by CALENDAR, told Told::ended(Heirs), counted no,
        rests on |_, edition| rule_of(&edition.succession, |rules| (&rules.notice).into());
    InterimBegun = "interim_begun": by &[Role::Heir], told Told::day(Holder),
        counted no,
        rests on |_, edition| rule_of(&edition.succession, |rules| (&rules.interim).into());
    InterimEnded = "interim_ended": by CALENDAR, told Told::ended(Holder), counted no,
        rests on |_, edition| rule_of(&edition.succession, |rules| (&rules.interim).into());
}

/// Beyond its term a licence goes on for a request where the edition says so, and otherwise for time that was
/// given.
fn of_what_goes_on(event: &Event, edition: &Edition) -> Citation {
    let is_for_time = matches!(event, Event::Continued { until: Some(_), .. });
    match (is_for_time, edition.licence.pending_at_expiry.value) {
        (false, PendingAtExpiry::Continue) => (&edition.licence.pending_at_expiry).into(),
        (true, _) | (false, PendingAtExpiry::Expire) => (&edition.renewal.late_decision).into(),
    }
}

/// A general act is found where the regime says; that it is applied as one is ours.
fn of_the_act(event: &Event) -> Citation {
    if let Event::Extended { source, basis, .. } = event
        && !source.is_empty()
    {
        return Citation {
            article: source.to_string(),
            basis: *basis,
        };
    }
    OwnRule::GeneralActs.into()
}

/// What another register states is believed; what is done here rests on a rule.
fn stated_or(event: &Event, rule: impl FnOnce() -> Citation) -> Citation {
    match event.is_imported() {
        true => OwnRule::OtherRegisterBelieved.into(),
        false => rule(),
    }
}

/// A sanction has its longest; harm that is imminent, its own.
fn of_the_suspension(event: &Event, edition: &Edition) -> Citation {
    stated_or(event, || match (event, &edition.enforcement.cases) {
        (Event::Suspended { measure: None, .. }, Some(cases)) => (&cases.urgent_suspension).into(),
        (_, Some(cases)) => (&cases.suspension).into(),
        (_, None) => OwnRule::ProceduresOfTheEdition.into(),
    })
}

/// No step of a matter is opened by an event of the licence itself.
pub const STEPS: &[Step] = &[];

commands! { Command, "licence";
    Issue = "issue": by &[Role::Authority], as Issue;
    Surrender = "surrender": by &[Role::Holder];
    Reinstate = "reinstate" formerly "correct": by &[Role::Authority, Role::Court];
    Lapse = "lapse": by &[Role::Secretariat];
    GiveNotice = "give_notice": by &[Role::Heir];
}

impl Event {
    /// Whether another register stated it.
    pub fn is_imported(&self) -> bool {
        match self {
            Self::Opened(_) => true,
            Self::Suspended { imported, .. }
            | Self::SuspensionLifted { imported, .. }
            | Self::Revoked { imported, .. }
            | Self::Surrendered { imported } => imported.is_some(),
            Self::Issued { .. }
            | Self::Reinstated { .. }
            | Self::Extended { .. }
            | Self::Continued { .. }
            | Self::Expired { .. }
            | Self::Lapsed { .. }
            | Self::NoticeElapsed { .. }
            | Self::InterimBegun { .. }
            | Self::InterimEnded { .. } => false,
        }
    }

    /// Whether another register stated it, and no day on which it came about.
    pub(crate) fn is_of_no_known_day(&self) -> bool {
        match self {
            Self::Suspended { imported, .. }
            | Self::SuspensionLifted { imported, .. }
            | Self::Revoked { imported, .. }
            | Self::Surrendered { imported } => {
                imported.as_ref().is_some_and(|stated| !stated.day_known)
            }
            Self::Opened(_)
            | Self::Issued { .. }
            | Self::Reinstated { .. }
            | Self::Extended { .. }
            | Self::Continued { .. }
            | Self::Expired { .. }
            | Self::Lapsed { .. }
            | Self::NoticeElapsed { .. }
            | Self::InterimBegun { .. }
            | Self::InterimEnded { .. } => false,
        }
    }
}
