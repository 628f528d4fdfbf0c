//! Cases, played through, and what a transcript says of them.

use parvaneh::core::actor::{Actor, Role};
use parvaneh::core::calendar::{Date, solar_hijri};
use parvaneh::core::dossier::Command;
use parvaneh::core::enforcement::file::Sanction;
use parvaneh::core::enforcement::{Command as E, Event};
use parvaneh::core::licence;

use super::Scenario;

/// A command to the case.
pub fn case(command: E) -> Command {
    Command::Enforcement(command)
}

/// A suspension until the violation is remedied.
pub const UNTIL_CURED: Sanction = Sanction::Suspension { through: None };

/// A command to impose a sanction.
pub fn sanction(sanction: Sanction) -> Command {
    case(E::Sanction {
        sanction,
        reason: "proven".into(),
    })
}

/// Somebody of that role, under another id than the role's own.
pub fn somebody(id: &str, role: Role) -> Actor {
    Actor {
        id: id.to_owned(),
        role,
        province: None,
        on_behalf_of: None,
    }
}

impl Scenario {
    /// An inspector reports a violation.
    pub fn reported(self, violation: &str) -> Self {
        let report = E::Report {
            violation: violation.into(),
            facts: "found on a visit".into(),
        };
        self.asks(Role::Inspector, case(report))
    }

    /// The secretariat serves notice on the scenario's day.
    pub fn served(self) -> Self {
        let served_on = self.today();
        self.asks(Role::Secretariat, case(E::ServeNotice { served_on }))
    }

    /// Reported, served and answered by the holder, all on one day.
    pub fn heard(self, violation: &str) -> Self {
        let served = self.reported(violation).served();
        served.asks(Role::Holder, case(E::Defend))
    }

    /// A whole case up to a sanction of the committee, on one day.
    pub fn sanctioned(self, violation: &str, imposed: Sanction) -> Self {
        let heard = self.heard(violation);
        heard.asks(Role::EnforcementCommittee, sanction(imposed))
    }

    /// The committee proposes revocation.
    pub fn revocation_proposed(self) -> Self {
        let reason = "proven".into();
        self.asks(
            Role::EnforcementCommittee,
            case(E::ProposeRevocation { reason }),
        )
    }

    /// The authority revokes.
    pub fn revokes(self) -> Self {
        let reason = "proven".into();
        self.asks(Role::Authority, case(E::Revoke { reason }))
    }

    /// A whole case up to the revocation, on one day.
    pub fn revoked(self) -> Self {
        let heard = self.heard("RELOCATED_WITHOUT_CONSENT");
        heard.revocation_proposed().revokes()
    }
}

pub(super) fn asked(command: &Command) -> String {
    match command {
        Command::Enforcement(E::Sanction { sanction, .. }) => {
            format!("sanction, {}", imposed(sanction))
        }
        _ => "sanction".to_owned(),
    }
}

fn imposed(sanction: &Sanction) -> String {
    let word = sanction.rung().word().replace('_', " ");
    match (sanction, sanction.through()) {
        (_, Some(through)) => format!("{word} through {}", solar_hijri(through)),
        (Sanction::Suspension { .. }, None) => format!("{word} until cured"),
        (_, None) => word,
    }
}

fn by(what: &str, day: Date) -> String {
    format!(", {what} {}", solar_hijri(day))
}

pub(super) fn told(event: &Event) -> String {
    match event {
        Event::Reported { violation, .. } | Event::RemedyVerified { violation } => {
            format!(", {violation}")
        }
        Event::NoticeServed { defend_by, .. } => by("to be heard by", *defend_by),
        Event::HearingElapsed { defend_by } => by("it was open through", *defend_by),
        Event::Sanctioned {
            violation,
            occurrence,
            sanction,
            objection_by,
            ..
        } => format!(
            ", {violation} no. {occurrence}: {}{}",
            imposed(sanction),
            by("objection by", *objection_by)
        ),
        Event::RevocationProposed {
            violation,
            occurrence,
            proposed_by,
            ..
        } => format!(", {violation} no. {occurrence}, by {proposed_by}"),
        Event::Revoked {
            objection_by,
            court_by,
            ..
        } => by("objection by", *objection_by) + &by("court by", *court_by),
        Event::UrgentlySuspended { through, .. }
        | Event::UrgentSuspensionConfirmed { through, .. } => by("through", *through),
        Event::Closed { because } => format!(", {because:?}"),
        Event::Overturned { decision, .. } => format!(", {decision}"),
        Event::Dismissed { .. }
        | Event::Defended
        | Event::Objected { .. }
        | Event::Upheld { court_by: None, .. } => String::new(),
        Event::Upheld {
            court_by: Some(by), ..
        } => format!(", a court can be asked through {}", solar_hijri(*by)),
    }
}

pub(super) fn told_of_licence(event: &licence::Event) -> String {
    match event {
        licence::Event::SuspensionLifted { reason } => format!(": {reason}"),
        licence::Event::Suspended {
            measure: Some(measure),
            ..
        } => match measure.hearing.heard_on {
            Some(on) => by("the holder was heard on", on),
            None => by("the notice of", measure.hearing.notice_served_on) + " was not answered",
        },
        licence::Event::Reinstated {
            decision,
            term,
            renewal_due,
            ..
        } => format!(
            ", {decision}, its term runs through {}, renewal due {}",
            solar_hijri(term.through),
            renewal_due.map_or_else(|| "never".to_owned(), solar_hijri)
        ),
        _ => String::new(),
    }
}
