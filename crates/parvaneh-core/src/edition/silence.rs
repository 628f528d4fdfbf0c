//! How long bodies have for what they decide, and what it means that they do not.

use serde::{Deserialize, Serialize};

use super::{Edition, Faults, Needed, Rule};
use crate::calendar::Span;
use crate::law::OwnRule;
use crate::refusal::Citation;
use crate::state::silence::Decision;

/// How long bodies have for what they decide. Of a decision that is not named no period is stated.
#[derive(Clone, Debug, Default, Eq, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SilenceRules {
    /// For an application.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub application: Option<SilenceRule>,
    /// For an objection to its rejection.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub objection: Option<SilenceRule>,
    /// For the issue of a licence whose file lies before the authority.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub issue: Option<SilenceRule>,
    /// For a renewal.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub renewal: Option<SilenceRule>,
    /// For the confirmation of a transfer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub transfer: Option<SilenceRule>,
    /// For the registration of a transfer that is confirmed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub registration: Option<SilenceRule>,
    /// For a relocation.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub relocation: Option<SilenceRule>,
    /// For an objection to what was decided in a case.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub review: Option<SilenceRule>,
    /// For whoever is proposed for a post.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub appointment: Option<SilenceRule>,
    /// For a contract that was laid before the working group.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contract: Option<SilenceRule>,
}

/// How long a body has for a decision, and what its silence means.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SilenceRule {
    /// How long, counted from the day of the request.
    pub period: Rule<Span>,
    /// What it means that nothing was decided in that time. None: nothing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub means: Option<Rule<Means>>,
}

/// What it means that a body has decided nothing in its time.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Means {
    /// Nothing: the request goes on, and whoever owes the decision is listed.
    None,
    /// What was asked for is granted.
    Granted,
    /// It is refused.
    Refused,
}

impl Means {
    /// The word of the stored form.
    pub fn word(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Granted => "granted",
            Self::Refused => "refused",
        }
    }
}

impl SilenceRules {
    fn of(&self, decision: Decision) -> Option<&SilenceRule> {
        match decision {
            Decision::Application => self.application.as_ref(),
            Decision::Objection => self.objection.as_ref(),
            Decision::Issue => self.issue.as_ref(),
            Decision::Renewal => self.renewal.as_ref(),
            Decision::Transfer => self.transfer.as_ref(),
            Decision::Registration => self.registration.as_ref(),
            Decision::Relocation => self.relocation.as_ref(),
            Decision::Review => self.review.as_ref(),
            Decision::Appointment => self.appointment.as_ref(),
            Decision::Contract => self.contract.as_ref(),
        }
    }

    /// The period for a decision; none where nobody has stated one.
    pub fn period(&self, decision: Decision) -> Option<&Rule<Span>> {
        self.of(decision).map(|rule| &rule.period)
    }

    /// What silence on a decision means: nothing, where nobody has said anything else (D).
    pub fn means(&self, decision: Decision) -> Means {
        let means = self.of(decision).and_then(|rule| rule.means.as_ref());
        means.map_or(Means::None, |rule| rule.value)
    }

    /// The rule by which silence on a decision means something.
    pub(crate) fn gives(&self, decision: Decision) -> Citation {
        let means = self.of(decision).and_then(|rule| rule.means.as_ref());
        means.map_or(OwnRule::ProceduresOfTheEdition.into(), Citation::from)
    }

    /// The rule by which the last day of the period is reckoned.
    pub(crate) fn reckons(&self, decision: Decision) -> Option<Citation> {
        self.period(decision).map(Citation::from)
    }

    pub(super) fn check(&self, edition: &Edition, faults: &mut Faults) {
        for decision in Decision::ALL.iter().copied() {
            let Some(rule) = self.of(decision) else {
                continue;
            };
            let key = format!("silence.{decision}");
            faults.length(&format!("{key}.period.value"), rule.period.value);
            if let Some(missing) = not_known(decision, edition) {
                let problem = format!("it decides nothing: there is no {missing}");
                faults.add(&key, problem);
            }
            if let Some(means) = &rule.means
                && let Err(problem) = may_mean(decision, means.value)
            {
                faults.add(format!("{key}.means.value"), problem);
            }
        }
    }
}

/// The procedure that the edition lacks, where nothing like it is ever decided.
fn not_known(decision: Decision, edition: &Edition) -> Option<&'static str> {
    let (known, procedure) = match decision {
        Decision::Application | Decision::Objection => {
            (edition.application.is_some(), "[application]")
        }
        Decision::Issue => (
            edition.principled_approval.is_some(),
            "[principled_approval]",
        ),
        Decision::Renewal => (true, "[renewal]"),
        Decision::Transfer | Decision::Registration => (edition.transfer.is_some(), "[transfer]"),
        Decision::Relocation => (edition.premises.is_some(), "[premises]"),
        Decision::Review => (edition.enforcement.cases.is_some(), "[enforcement.cases]"),
        Decision::Appointment => (edition.appointment.is_some(), "[appointment]"),
        Decision::Contract => match &edition.contract {
            Some(rules) => {
                let approves = rules.approval.value == Needed::Needed;
                (approves, "approval of a contract")
            }
            None => (false, "[contract]"),
        },
    };
    (!known).then_some(procedure)
}

/// Refuses a silence that would take the place of what the law asks for.
fn may_mean(decision: Decision, means: Means) -> Result<(), &'static str> {
    match (decision, means) {
        (_, Means::None)
        | (
            Decision::Application
            | Decision::Objection
            | Decision::Issue
            | Decision::Renewal
            | Decision::Transfer
            | Decision::Relocation
            | Decision::Review
            | Decision::Appointment,
            Means::Refused,
        )
        | (
            Decision::Objection
            | Decision::Registration
            | Decision::Relocation
            | Decision::Appointment
            | Decision::Contract,
            Means::Granted,
        ) => Ok(()),
        (Decision::Application, Means::Granted) => {
            Err("silence qualifies nobody: a licence needs the working group's qualification")
        }
        (Decision::Issue, Means::Granted) => {
            Err("silence issues no licence: that is the authority's act")
        }
        (Decision::Renewal, Means::Granted) => Err(
            "silence renews no licence: a term needs the confirmation where there is one, and then the \
             authority's act",
        ),
        (Decision::Transfer, Means::Granted) => Err(
            "silence confirms no transfer: a licence passes to a qualified transferee whom the working \
             group has confirmed",
        ),
        (Decision::Review, Means::Granted) => Err(
            "silence lets no decision fall: a licence is reinstated by an act with its own authority and \
             reason",
        ),
        (Decision::Registration, Means::Refused) => Err(
            "silence refuses no registration: nobody may refuse it once the transfer is confirmed",
        ),
        (Decision::Contract, Means::Refused) => {
            Err("silence refuses no contract: nobody does, and whoever is bound by it may end it")
        }
    }
}
