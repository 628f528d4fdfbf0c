//! Situations in which a licence passes to somebody else, or its office moves, closes or is bound
//! by contracts.

use parvaneh::core::actor::{Actor, Role};
use parvaneh::core::calendar::{Term, solar_hijri};
use parvaneh::core::contract::{self, Command as C};
use parvaneh::core::dossier::{Command, Event};
use parvaneh::core::edition::Edition;
use parvaneh::core::enforcement::Command as E;
use parvaneh::core::licence::succession::{Cause, End};
use parvaneh::core::licence::{self, Command as L};
use parvaneh::core::paper::Paper;
use parvaneh::core::party::{PartyId, PartyKind};
use parvaneh::core::premises::{self as place, Command as B, Premises};
use parvaneh::core::stage::Stage as _;
use parvaneh::core::transfer::{self, Command as T};
use parvaneh::core::{renewal, resolution::Resolution};

use super::enforcement::{UNTIL_CURED, case};
use super::{Scenario, day};

/// To whom a licence is to pass.
pub const TRANSFEREE: PartyId = PartyId([8; 16]);
/// Who gives notice after the holder's death.
pub const HEIR: PartyId = PartyId([9; 16]);
/// Who runs the office for the heir.
pub const MANAGER: PartyId = PartyId([10; 16]);

/// Someone who acts in a role of a party, under the party's id, in the dossier's own province.
pub fn party(role: Role, id: PartyId) -> Actor {
    Actor {
        id: id.to_string(),
        role,
        province: Some("تهران".to_owned()),
        on_behalf_of: None,
    }
}

/// Premises in a town.
pub fn premises(town: &str, address: &str) -> Premises {
    Premises {
        town: town.into(),
        address: address.into(),
    }
}

/// A transfer command.
pub fn transfer(command: T) -> Command {
    Command::Transfer(command)
}

/// A paper of that name.
pub fn paper(name: &str, favourable: bool) -> Paper {
    Paper {
        name: name.into(),
        favourable,
        reference: None,
    }
}

impl Scenario {
    /// The same under an edition with something in it changed; before anything has happened.
    pub fn changed(mut self, change: impl FnOnce(&mut Edition)) -> Self {
        change(&mut self.edition);
        self.editions = [self.edition.clone()].into_iter().collect();
        self
    }

    /// A request to pass the licence to [`TRANSFEREE`].
    pub fn files_transfer(self, role: Role, transferee_kind: PartyKind) -> Self {
        let transferee = TRANSFEREE;
        let command = T::File {
            transferee,
            transferee_kind,
        };
        self.asks(role, transfer(command))
    }

    /// A step of the secretariat in a transfer.
    pub fn secretariat(self, command: T) -> Self {
        self.asks(Role::Secretariat, transfer(command))
    }

    /// Everything that a stage of a transfer needs is put on file; a line for all of it.
    pub fn supplies(self, stage: transfer::Stage) -> Self {
        let rules = self.edition.transfer.as_ref().expect("transfers are known");
        let needs = rules.stages.needs(stage).value;
        self.puts_on_file(&needs, |paper| transfer(T::Record { paper }))
    }

    /// Papers are put on file by whoever has to; a line for all of them.
    pub fn puts_on_file(mut self, names: &[String], command: impl Fn(Paper) -> Command) -> Self {
        let transcript = self.transcript.clone();
        for name in names {
            let from = self.edition.papers[name].value.from;
            let recorded = self.history.len();
            self = self.asks(from, command(paper(name, true)));
            assert!(recorded < self.history.len(), "{}", self.transcript);
        }
        self.transcript = transcript;
        self.line(&format!("on file: {}", names.join(", ").replace('_', " ")));
        self
    }

    /// A case ends in a suspension that lasts until the violation is remedied, on one day.
    pub fn suspended_for(self, violation: &str) -> Self {
        self.sanctioned(violation, UNTIL_CURED)
    }

    /// The violation is seen to be remedied, and the suspension for it lifted.
    pub fn remedied(self, violation: &str) -> Self {
        let violation = violation.to_owned();
        let reason = "remedied".into();
        self.asks(
            Role::Inspector,
            case(E::VerifyRemedy {
                violation: violation.into(),
            }),
        )
        .asks(
            Role::EnforcementCommittee,
            case(E::LiftSuspension { reason }),
        )
    }

    /// The working group confirms the transfer.
    pub fn confirms_transfer(self) -> Self {
        let resolution = self.carried("21");
        self.asks(Role::WorkingGroup, transfer(T::Confirm { resolution }))
    }

    /// The authority registers it.
    pub fn registers(self) -> Self {
        self.asks(Role::Authority, transfer(T::Register))
    }

    /// The secretariat records that the holder died on `occurred_on`.
    pub fn holder_dies(self, occurred_on: &str) -> Self {
        let end = End {
            cause: Cause::Death,
            occurred_on: day(occurred_on),
            proof: "civil registration 4711".into(),
        };
        self.asks(Role::Secretariat, Command::Licence(L::Lapse(end)))
    }

    /// [`HEIR`] gives notice and names [`MANAGER`].
    pub fn heir_gives_notice(self) -> Self {
        let command = L::GiveNotice {
            heir: HEIR,
            manager: MANAGER,
        };
        self.actor_asks(&party(Role::Heir, HEIR), Command::Licence(command))
    }

    /// The paper that an heir's notice needs is put on file.
    pub fn manager_qualifies(self) -> Self {
        let names = ["interim_manager_qualified".to_owned()];
        self.puts_on_file(&names, |paper| Command::Premises(B::Record { paper }))
    }

    /// A command about the premises that rests on a resolution of the working group.
    pub fn permits(self, command: impl FnOnce(Resolution) -> B) -> Self {
        let resolution = self.carried("31");
        let command = Command::Premises(command(resolution));
        self.asks(Role::WorkingGroup, command)
    }

    /// The holder asks to move the office.
    pub fn asks_to_move(self, town: &str, address: &str) -> Self {
        let to = premises(town, address);
        let command = Command::Premises(B::RequestRelocation { to });
        self.asks(Role::Holder, command)
    }

    /// Everything that a relocation needs is put on file.
    pub fn shows_premises(self) -> Self {
        let rules = self.edition.premises.as_ref().expect("premises are known");
        let needs = rules.relocation.value.clone();
        self.puts_on_file(&needs, |paper| Command::Premises(B::Record { paper }))
    }

    /// A contract with an agency, drafted, approved and signed today.
    pub fn signs_with(self, agency: &str) -> Self {
        let role = match self.dossier.party(Role::Heir) {
            Some(_) => Role::Heir,
            None => Role::Holder,
        };
        let resolution = self.carried("41");
        let agency = || agency.into();
        let command = Command::Contract;
        let approve = C::Approve {
            agency: agency(),
            resolution,
        };
        self.asks(role, command(C::Draft { agency: agency() }))
            .asks(Role::WorkingGroup, command(approve))
            .asks(role, command(C::Sign { agency: agency() }))
    }
}

/// A command in words, where its own word would not say enough.
pub(super) fn words(command: &Command) -> Option<String> {
    match command {
        Command::Transfer(command) => {
            let word = command.name().trim_start_matches("transfer.");
            Some(format!("{} (transfer)", word.replace('_', " ")))
        }
        Command::Licence(L::Lapse(_)) => Some("record that the holder is gone".to_owned()),
        Command::Contract(command) => {
            let word = command.name().trim_start_matches("contract.");
            Some(format!("{word} the contract with {}", command.agency()))
        }
        _ => None,
    }
}

/// The facts of an event that a lawyer would ask for.
pub(super) fn told(event: &Event) -> String {
    match event {
        Event::Transfer(event) => told_of_transfer(event).unwrap_or_default(),
        Event::Contract(contract::Event::Terminated { agency, reason }) => {
            format!(", {agency}: {reason}")
        }
        Event::Contract(event) => format!(", {}", event.agency()),
        Event::Renewal(renewal::Event::Recorded { paper, .. }) => told_of_paper(paper),
        _ => String::new(),
    }
}

fn told_of_transfer(event: &transfer::Event) -> Option<String> {
    use transfer::Event as E;
    let next = |stage: &Option<transfer::Stage>| match stage {
        Some(stage) => format!(", next: {}", stage.word().replace('_', " ")),
        None => ", nothing is left to pass".to_owned(),
    };
    match event {
        E::Filed { request } => Some(format!(
            ", open through {}",
            solar_hijri(request.open_through)
        )),
        E::DeficiencyNoted { cure_by, .. } => {
            Some(format!(", to be cured by {}", solar_hijri(*cure_by)))
        }
        E::ReviewBegun { stage } => Some(next(&Some(*stage))),
        E::StagePassed { stage, to } => {
            Some(format!(": {}{}", stage.word().replace('_', " "), next(to)))
        }
        E::Confirmed { to, .. } => Some(next(to)),
        E::Recorded { paper, .. } => Some(told_of_paper(paper)),
        E::Refused { unmet, .. } => Some(format!(" for want of: {unmet}")),
        E::Registered { holder, through } => Some(format!(
            ", holder {}, the term runs through {}",
            &holder.to_string()[..8],
            solar_hijri(*through)
        )),
        _ => None,
    }
}

/// The same of an event of the licence; none where another file tells it.
pub(super) fn told_of_licence(event: &licence::Event) -> Option<String> {
    use licence::Event as E;
    match event {
        E::Lapsed {
            end,
            notice_through,
        } => {
            let notice = notice_through.map_or_else(
                || "no notice".to_owned(),
                |through| format!("notice through {}", solar_hijri(through)),
            );
            Some(format!(
                ", {:?} on {}, {notice}",
                end.cause,
                solar_hijri(end.occurred_on)
            ))
        }
        E::InterimBegun { until, .. } => Some(format!(", until {}", solar_hijri(*until))),
        _ => None,
    }
}

pub(super) fn told_of_premises(event: &place::Event) -> Option<String> {
    use place::Event as E;
    match event {
        E::Recorded { paper, .. } => Some(told_of_paper(paper)),
        E::RelocationRequested { to, .. } | E::Relocated { to, .. } => {
            Some(format!(", to {}, {}", to.town, to.address))
        }
        E::ClosurePermitted { days, .. } | E::CounterPermitted { days, .. } => Some(told_of(days)),
        _ => None,
    }
}

fn told_of(days: &Term) -> String {
    format!(
        ", {} to {}",
        solar_hijri(days.from),
        solar_hijri(days.through)
    )
}

fn told_of_paper(paper: &Paper) -> String {
    let name = paper.name.replace('_', " ");
    match paper.favourable {
        true => format!(", {name}"),
        false => format!(", {name}, against"),
    }
}
