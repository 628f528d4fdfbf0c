//! Contracts between the holder and service agencies (قرارداد): one that is open for each agency.
//!
//! ```text
//!   draft ──▶ Drafted ── the working group approves ──▶ Approved ── sign ──▶ Signed
//!   Signed ── the licence is suspended, or lapses until an heir gives notice ──▶ Suspended
//!   Suspended ── the licence may be used again ──▶ Signed
//!   Drafted, Approved, Signed, Suspended ── terminate, or the licence ends ──▶ Ended
//! ```
//!
//! Invariants:
//! - No contract is served under a licence that must not be used.
//! - What follows from the licence is dated on the day on which the licence changed.
//! - Contracts hang on the licence and not on the holder: a transfer moves them.

mod messages;
mod specimen;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::actor::Role;
use crate::calendar::Date;
use crate::edition::Editions;
use crate::edition::{EditionId, Needed};
use crate::law::OwnRule;
use crate::licence;
use crate::machines::{self, Context};
use crate::refusal::{Citation, Code, Refusal};
use crate::state::{Defect, Dossier};

pub use messages::{Command, Event};
pub(crate) use specimen::specimens;

/// The newest contract with each agency, by the agency's own id.
#[derive(Clone, Debug, Default, Eq, PartialEq, Serialize, Deserialize)]
pub struct State(BTreeMap<String, Contract>);

/// A contract.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
pub struct Contract {
    /// Where it stands.
    pub step: Step,
    /// The edition in force on the day on which it was drafted, which judges it.
    pub edition: EditionId,
}

/// Where a contract stands.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize, Deserialize)]
pub enum Step {
    /// It was laid before the working group.
    Drafted,
    /// The working group has approved it.
    Approved,
    /// Both have signed it, and it is served.
    Signed,
    /// Signed, and not served while the licence must not be used.
    Suspended,
    /// Over.
    Ended,
}

/// What follows from `command` on a settled dossier. No events: it is already so.
pub fn decide(
    dossier: &Dossier,
    command: &Command,
    context: &Context<'_>,
) -> Result<Vec<machines::Event>, Refusal> {
    Ok(vec![decided(dossier, command, context)?.into()])
}

fn decided(dossier: &Dossier, command: &Command, context: &Context<'_>) -> Result<Event, Refusal> {
    context.role(command.by())?;
    let agency = command.agency();
    if context.actor.role == Role::ServiceAgency && context.actor.id != agency {
        let rule = Citation::from(OwnRule::AgencysOwnContracts);
        return Err(Refusal::new(Code::NotTheParty, rule).because("agency", agency));
    }
    let rules = context.knows(&context.edition.contract, "contract")?;
    licence::in_force(dossier)?;
    let step = dossier.contract.open(agency).map(|contract| contract.step);
    let refused = || {
        let rule = Citation::from(OwnRule::StepsOfAContract);
        Err(Refusal::new(Code::NotAtThisStep, rule)
            .because("asked", command.name())
            .because("stands_at", step.map_or("None", Step::name)))
    };
    let agency = agency.to_owned();
    match command {
        Command::Draft { .. } => match step {
            None => Ok(Event::Drafted {
                agency,
                edition: context.edition.id.clone(),
            }),
            Some(step) => {
                let rule = Citation::from(OwnRule::OneOpenMatter);
                Err(Refusal::new(Code::MatterOpen, rule)
                    .because("agency", agency)
                    .because("stands_at", step.name()))
            }
        },
        Command::Approve { resolution, .. } => {
            let Some(Step::Drafted) = step else {
                return refused();
            };
            context.carried(dossier, resolution)?;
            Ok(Event::Approved {
                agency,
                resolution: resolution.clone(),
            })
        }
        Command::Sign { .. } => {
            match (step, rules.approval.value) {
                (Some(Step::Approved), Needed::Needed | Needed::NotNeeded)
                | (Some(Step::Drafted), Needed::NotNeeded) => {}
                (Some(Step::Drafted), Needed::Needed) => {
                    return Err(Refusal::new(Code::ContractNotApproved, &rules.approval)
                        .because("agency", agency));
                }
                (
                    Some(Step::Signed | Step::Suspended | Step::Ended) | None,
                    Needed::Needed | Needed::NotNeeded,
                ) => return refused(),
            }
            if dossier.licence.is_suspended() {
                let rule = Citation::from(OwnRule::SuspendedNotUsed);
                return Err(Refusal::new(Code::Suspended, rule));
            }
            Ok(Event::Signed { agency })
        }
        Command::Terminate { reason, .. } => match step {
            None => refused(),
            Some(_) => Ok(Event::Terminated {
                agency,
                reason: reason.clone(),
            }),
        },
    }
}

/// The first day on which the calendar alone changes a contract, if there is one.
pub fn due_on(dossier: &Dossier, _editions: &Editions) -> Result<Option<Date>, Defect> {
    Ok(follows(dossier).and(dossier.as_of))
}

/// What the licence's own change has made of one contract, on the day of that change.
pub fn settle(dossier: &Dossier, _editions: &Editions) -> Result<Option<Event>, Defect> {
    Ok(follows(dossier))
}

/// The first contract that does not yet stand as the licence does, and what that makes of it.
fn follows(dossier: &Dossier) -> Option<Event> {
    let licence = &dossier.licence;
    let is_usable = licence.is_in_force() && !licence.is_suspended();
    let has_ended = !licence.is_in_force() && !licence.awaits_notice();
    dossier.contract.0.iter().find_map(|(agency, contract)| {
        let agency = agency.clone();
        match contract.step {
            Step::Ended => None,
            Step::Drafted | Step::Approved | Step::Signed | Step::Suspended if has_ended => {
                Some(Event::Ended { agency })
            }
            Step::Signed if !is_usable => Some(Event::Suspended { agency }),
            Step::Suspended if is_usable => Some(Event::Resumed { agency }),
            Step::Drafted | Step::Approved | Step::Signed | Step::Suspended => None,
        }
    })
}

/// What may follow what, of one contract: the arrows of the chart. None: the event cannot follow.
pub fn next(step: Option<Step>, event: &Event) -> Option<Step> {
    match (event, step) {
        (Event::Drafted { .. }, None | Some(Step::Ended)) => Some(Step::Drafted),
        (Event::Approved { .. }, Some(Step::Drafted)) => Some(Step::Approved),
        (Event::Signed { .. }, Some(Step::Drafted | Step::Approved))
        | (Event::Resumed { .. }, Some(Step::Suspended)) => Some(Step::Signed),
        (Event::Suspended { .. }, Some(Step::Signed)) => Some(Step::Suspended),
        (
            Event::Terminated { .. } | Event::Ended { .. },
            Some(Step::Drafted | Step::Approved | Step::Signed | Step::Suspended),
        ) => Some(Step::Ended),
        (_, _) => None,
    }
}

/// The dossier after `event`, which has already happened on the day `on`.
pub fn evolve(dossier: &mut Dossier, event: &Event, _on: Date) -> Result<(), Defect> {
    let contracts = &mut dossier.contract.0;
    let before = contracts.get(event.agency()).map(|contract| contract.step);
    let step = next(before, event)
        .ok_or_else(|| Defect::out_of_order(before.map_or("None", Step::name), event.name()))?;
    match (event, contracts.get_mut(event.agency())) {
        (Event::Drafted { agency, edition }, _) => {
            let edition = edition.clone();
            contracts.insert(agency.clone(), Contract { step, edition });
        }
        (_, Some(contract)) => contract.step = step,
        (_, None) => {}
    }
    Ok(())
}

impl State {
    /// The contract with an agency that has not ended.
    pub fn open(&self, agency: &str) -> Option<&Contract> {
        let contract = self.0.get(agency);
        contract.filter(|contract| contract.step != Step::Ended)
    }

    /// Every agency and the newest contract with it.
    pub fn all(&self) -> impl Iterator<Item = (&str, &Contract)> {
        self.0
            .iter()
            .map(|(agency, contract)| (&**agency, contract))
    }

    /// The edition that judges the open contract with an agency.
    pub(crate) fn pinned(&self, agency: &str) -> Option<&EditionId> {
        self.open(agency).map(|contract| &contract.edition)
    }
}

impl Step {
    /// The step's name, as charts and refusals give it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Drafted => "Drafted",
            Self::Approved => "Approved",
            Self::Signed => "Signed",
            Self::Suspended => "Suspended",
            Self::Ended => "Ended",
        }
    }
}

/// The first day on which the calendar alone changes it, and what it makes true.
pub fn due(dossier: &Dossier, editions: &Editions) -> Result<Option<(Date, Event)>, Defect> {
    match due_on(dossier, editions)? {
        Some(day) => Ok(settle(dossier, editions)?.map(|event| (day, event))),
        None => Ok(None),
    }
}
