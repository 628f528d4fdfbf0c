//! What a command says of the dossier that it opens, and that calls and dossiers are apart.

use crate::law::OwnRule;
use crate::machines::{Command, Event, application, call, licence};
use crate::refusal::{Citation, Code, Refusal};
use crate::state::Dossier;

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
            | Self::Premises(_)
            | Self::PrincipledApproval(_)
            | Self::Renewal(_)
            | Self::Transfer(_)
            | Self::Enforcement(_)
            | Self::Appointment(_)
            | Self::Mismatch(_)
            | Self::Contract(_)
            | Self::Coming(_) => return None,
        };
        Some(Opens {
            number,
            office_kind: &office.kind,
            province: &office.province,
        })
    }

    /// The number that it gives a licence or a call, where it gives one.
    pub fn own_number(&self) -> Option<&str> {
        match self {
            Self::Call(call::Command::Draft(draft)) => Some(&draft.number),
            Self::Licence(licence::Command::Issue(issue)) => Some(&issue.number),
            Self::Call(_)
            | Self::Application(_)
            | Self::Licence(_)
            | Self::Premises(_)
            | Self::PrincipledApproval(_)
            | Self::Renewal(_)
            | Self::Transfer(_)
            | Self::Enforcement(_)
            | Self::Appointment(_)
            | Self::Mismatch(_)
            | Self::Contract(_)
            | Self::Coming(_) => None,
        }
    }

    /// The same command with the number that it gives written so; where it gives none, as it is.
    #[must_use]
    pub fn with_own_number(mut self, number: &str) -> Self {
        if let Self::Call(call::Command::Draft(draft)) = &mut self {
            draft.number = number.into();
        }
        if let Self::Licence(licence::Command::Issue(issue)) = &mut self {
            issue.number = number.into();
        }
        self
    }

    /// The same command with the number of the call that it answers written so; where it answers none, as
    /// it is.
    #[must_use]
    pub fn in_answer_to(mut self, number: &str) -> Self {
        if let Self::Application(application::Command::File(filing)) = &mut self
            && filing.call.is_some()
        {
            filing.call = Some(number.into());
        }
        self
    }

    /// The number of the call that the command answers: an application's, where it answers one.
    pub fn answers_to(&self) -> Option<&str> {
        match self {
            Self::Application(application::Command::File(filing)) => filing.call.as_deref(),
            Self::Application(_)
            | Self::Call(_)
            | Self::PrincipledApproval(_)
            | Self::Licence(_)
            | Self::Premises(_)
            | Self::Renewal(_)
            | Self::Transfer(_)
            | Self::Enforcement(_)
            | Self::Appointment(_)
            | Self::Mismatch(_)
            | Self::Contract(_)
            | Self::Coming(_) => None,
        }
    }
}

impl Event {
    /// The number of the call that is answered by it, where one is.
    pub fn answers_to(&self) -> Option<&str> {
        if let Self::Application(application::Event::Filed { filing, .. }) = self {
            return filing.call.as_deref();
        }
        None
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
    let rule = Citation::from(OwnRule::CallsApart);
    Err(Refusal::new(Code::OtherHistory, rule)
        .because("asked", command.name())
        .because("of", if is_a_call { "a call" } else { "a dossier" }))
}
