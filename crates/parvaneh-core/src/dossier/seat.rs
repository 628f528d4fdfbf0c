//! How a dossier begins, which call it answers to, and which seat it holds.

use super::{CallView, Command, Context, Dossier};
use crate::refusal::{Citation, Code, Refusal};
use crate::{application, call, licence};

/// What a command that may open a dossier says of it.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Opens<'a> {
    /// The number by which it will be known; none where whoever receives it numbers it.
    pub number: Option<&'a str>,
    /// As the edition names kinds of offices; `call` where it is a call.
    pub office_kind: &'a str,
    /// In the regime's spelling.
    pub province: &'a str,
}

impl Dossier {
    /// The number of the call of which the dossier holds a seat today, once settled: from
    /// qualification until the application ends, or the licence that came of it.
    pub fn seat(&self) -> Option<&str> {
        let application::State::Qualified(matter) = &self.application else {
            return None;
        };
        match self.licence.ended_on() {
            Some(_) => None,
            None => matter.call.as_deref(),
        }
    }

    /// The number of the call of which the dossier holds a seat today, once settled, or may be given
    /// one.
    pub fn seat_claim(&self) -> Option<&str> {
        let pending = self.pending_application();
        self.seat()
            .or(pending.and_then(|matter| matter.call.as_deref()))
    }

    /// Whether an application for a seat waits for a decision today, once settled.
    pub fn awaits_decision(&self) -> bool {
        self.pending_application().is_some() && self.application.is_undecided()
    }

    /// The number of the call of which commands to this dossier have to know how it stands: the
    /// one that its application answers, as long as anything can come of it; a call's own.
    pub fn answers_to(&self) -> Option<&str> {
        match self.call.call() {
            Some(call) => Some(&call.number),
            None => self.pending_application()?.call.as_deref(),
        }
    }

    /// The application, as long as a licence can come of it and none has.
    pub fn pending_application(&self) -> Option<&application::Matter> {
        match self.licence == licence::State::NotIssued {
            true => self.application.open_matter(),
            false => None,
        }
    }

    /// The province whose actors may touch it; none before the first event.
    pub fn province(&self) -> Option<&str> {
        let office = self.office.as_ref().map(|office| &office.province);
        let call = self.call.call().map(|call| &call.province);
        office.or(call).map(String::as_str)
    }
}

impl Command {
    /// What it says of the dossier that it opens where there is none; none where it opens none.
    pub fn opens(&self) -> Option<Opens<'_>> {
        let (number, office) = match self {
            Self::Call(call::Command::Draft(draft)) => {
                return Some(Opens {
                    number: Some(&draft.number),
                    office_kind: call::OFFICE_KIND,
                    province: &draft.province,
                });
            }
            Self::Application(application::Command::File(filing)) => (None, &filing.office),
            Self::Licence(licence::Command::Issue(issue)) => {
                (Some(issue.number.as_str()), issue.office.as_ref()?)
            }
            Self::Call(_)
            | Self::Application(_)
            | Self::Licence(_)
            | Self::PrincipledApproval(_)
            | Self::Renewal(_)
            | Self::Transfer(_)
            | Self::Enforcement(_)
            | Self::Appointment(_)
            | Self::Contract(_) => return None,
        };
        Some(Opens {
            number,
            office_kind: &office.kind,
            province: &office.province,
        })
    }

    /// The number of the call that the command answers: an application's, where it answers one.
    pub fn answers_to(&self) -> Option<&str> {
        match self {
            Self::Application(application::Command::File(filing)) => filing.call.as_deref(),
            Self::Application(_)
            | Self::Call(_)
            | Self::PrincipledApproval(_)
            | Self::Licence(_)
            | Self::Renewal(_)
            | Self::Transfer(_)
            | Self::Enforcement(_)
            | Self::Appointment(_)
            | Self::Contract(_) => None,
        }
    }
}

impl Context<'_> {
    /// The call of that number, as it stands today; refused where there is none.
    pub(crate) fn answered(&self, number: &str) -> Result<(&CallView, &call::Call), Refusal> {
        let answered = self.call.filter(|answered| answered.number == number);
        let stated = answered.and_then(|answered| Some((answered, answered.call.call()?)));
        stated.ok_or_else(|| {
            let rule = "where the edition knows calls, an application answers one";
            Refusal::new(Code::CallUnknown, Citation::default_of_ours(rule)).because("call", number)
        })
    }
}

/// A call is a history of its own: it shares none with an office.
pub(super) fn apart(dossier: &Dossier, command: &Command) -> Result<(), Refusal> {
    let asks_a_call = matches!(command, Command::Call(_));
    let is_a_call = dossier.call.call().is_some();
    let is_new = dossier.as_of.is_none();
    if is_new || asks_a_call == is_a_call {
        return Ok(());
    }
    let rule = Citation::default_of_ours("a call is a history of its own");
    Err(Refusal::new(Code::OtherHistory, rule)
        .because("asked", command.name())
        .because("of", if is_a_call { "a call" } else { "a dossier" }))
}
