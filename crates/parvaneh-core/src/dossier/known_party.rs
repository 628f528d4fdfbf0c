//! What the party register says of those whom a command brings into a dossier. It is asked once, when a
//! command is entered, and never when an act is decided again.

use std::collections::BTreeMap;

use crate::actor::{Actor, Role};
use crate::edition::{Edition, Needed};
use crate::law::OwnRule;
use crate::machines::{Command, application, appointment, licence, transfer};
use crate::party::{PartyId, PartyKind};
use crate::refusal::{Code, Refusal};

/// What the party register says of a party.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct KnownParty {
    /// What kind of person it is.
    pub kind: PartyKind,
    /// Whether its national id, or its id as a legal entity, is known.
    pub identified: bool,
}

/// What the party register says of parties.
pub type KnownParties = BTreeMap<PartyId, KnownParty>;

impl Command {
    /// The command with what the party register says of the kind of whoever is to hold the licence, and not
    /// what the command says.
    pub fn with_kinds_of(mut self, known: &KnownParties) -> Self {
        let kind_of = |party| known.get(&party).map_or(PartyKind::Unstated, |it| it.kind);
        if let Self::Application(application::Command::File(filing)) = &mut self {
            filing.applicant_kind = kind_of(filing.applicant);
        }
        if let Self::Licence(licence::Command::Issue(issue)) = &mut self {
            issue.holder_kind = issue.holder.map(kind_of).or(issue.holder_kind);
        }
        if let Self::Transfer(transfer::Command::File {
            transferee,
            transferee_kind,
        }) = &mut self
        {
            *transferee_kind = kind_of(*transferee);
        }
        self
    }

    /// Who is to hold the licence by this command.
    fn holder_to_be(&self) -> Option<PartyId> {
        let holder = self.introduces(Role::Holder);
        let holder = holder.or_else(|| self.introduces(Role::Applicant));
        holder.or_else(|| self.introduces(Role::Transferee))
    }

    /// Who is to manage the office by this command, or to stand in for whoever does.
    fn manager_to_be(&self) -> Option<PartyId> {
        if let Self::Appointment(appointment::Command::Propose { post, person }) = self
            && post.role() == Role::Manager
        {
            return Some(*person);
        }
        if let Self::Licence(licence::Command::GiveNotice { manager, .. }) = self {
            return Some(*manager);
        }
        None
    }
}

/// Refuses a holder whom the register cannot identify, where the edition asks for that, and a manager or
/// deputy who is no natural person. Whoever may not ask for it is told that first.
pub fn may_be_named(
    command: &Command,
    actor: &Actor,
    edition: &Edition,
    known: &KnownParties,
) -> Result<(), Refusal> {
    if !command.by().contains(&actor.role) {
        return Ok(());
    }
    let rule = &edition.licence.identified_holder;
    let is_unidentified = |party: &PartyId| known.get(party).is_some_and(|it| !it.identified);
    if rule.value == Needed::Needed
        && let Some(party) = command.holder_to_be().filter(is_unidentified)
    {
        return Err(Refusal::new(Code::HolderUnidentified, rule).because("party", party));
    }
    let knows_managers = edition.appointment.is_some() || edition.succession.is_some();
    let kind_of = |party: PartyId| known.get(&party).map(|it| (party, it.kind));
    if let Some((person, kind)) = command.manager_to_be().and_then(kind_of)
        && knows_managers
        && kind != PartyKind::Natural
    {
        let rule = OwnRule::TwoPostsTwoPersons;
        return Err(Refusal::new(Code::PostForNaturalPersons, rule)
            .because("person", person)
            .because("kind", kind.word()));
    }
    Ok(())
}
