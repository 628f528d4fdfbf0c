//! What every command must pass, whatever it asks: province, identity and interest.

use std::collections::BTreeMap;

use crate::actor::{Actor, Role};
use crate::law::OwnRule;
use crate::machines::{
    Command, Context, application, appointment, licence, mismatch, premises, renewal, transfer,
};
use crate::party::PartyId;
use crate::refusal::{Citation, Code, Refusal};
use crate::state::Dossier;

impl Command {
    /// The party that the command brings into the dossier in a role.
    pub fn introduces(&self, role: Role) -> Option<PartyId> {
        match (self, role) {
            (Self::Licence(licence::Command::Issue(issue)), Role::Holder) => issue.holder,
            (Self::Application(application::Command::File(filing)), Role::Applicant) => {
                Some(filing.applicant)
            }
            (Self::Licence(licence::Command::GiveNotice { heir, .. }), Role::Heir) => Some(*heir),
            (Self::Licence(licence::Command::GiveNotice { manager, .. }), Role::Manager) => {
                Some(*manager)
            }
            (Self::Transfer(transfer::Command::File { transferee, .. }), Role::Transferee) => {
                Some(*transferee)
            }
            (Self::Mismatch(mismatch::Command::Record { operator, .. }), Role::Operator) => {
                *operator
            }
            (Self::Appointment(command), Role::Operator | Role::Manager) => command
                .names()
                .and_then(|(post, person)| (post.role() == role).then_some(person)),
            (_, _) => None,
        }
    }
}

impl Command {
    /// Every party that the command brings into the dossier.
    pub fn introduced(&self) -> impl Iterator<Item = PartyId> {
        let in_a_role = Role::ALL.iter().filter_map(|role| self.introduces(*role));
        let mut beside: &[PartyId] = &[];
        if let Self::Licence(licence::Command::GiveNotice { with, .. }) = self {
            beside = with;
        }
        let paper = self.paper();
        let certified = paper.map_or(&[][..], |paper| &paper.names);
        let of = paper.and_then(|paper| paper.of);
        in_a_role
            .chain(beside.iter().chain(certified).copied())
            .chain(of)
    }
}

impl Command {
    /// The same command, in which each party that it brings in goes by the id that `named` has for it.
    #[must_use]
    pub fn with_introduced(mut self, named: &BTreeMap<PartyId, PartyId>) -> Self {
        for party in self.introduced_mut() {
            if let Some(id) = named.get(party) {
                *party = *id;
            }
        }
        self
    }

    /// The same as [`Command::introduced`].
    fn introduced_mut(&mut self) -> Vec<&mut PartyId> {
        if let Self::Application(application::Command::File(filing)) = self {
            return vec![&mut filing.applicant];
        }
        if let Self::Licence(licence::Command::Issue(issue)) = self {
            return issue.holder.iter_mut().collect();
        }
        if let Self::Licence(licence::Command::GiveNotice {
            heir,
            manager,
            with,
        }) = self
        {
            return [heir, manager].into_iter().chain(with).collect();
        }
        if let Self::Transfer(transfer::Command::File { transferee, .. }) = self {
            return vec![transferee];
        }
        if let Self::Mismatch(mismatch::Command::Record { operator, .. }) = self {
            return operator.iter_mut().collect();
        }
        if let Self::Appointment(
            appointment::Command::Propose { person, .. }
            | appointment::Command::Consent { person, .. }
            | appointment::Command::End { person, .. },
        ) = self
        {
            return vec![person];
        }
        if let Self::Application(application::Command::Record { paper })
        | Self::Premises(premises::Command::Record { paper })
        | Self::Renewal(renewal::Command::Record { paper })
        | Self::Transfer(transfer::Command::Record { paper }) = self
        {
            return paper.names.iter_mut().chain(&mut paper.of).collect();
        }
        Vec::new()
    }
}

/// Refuses a desk of another province, or whose own matter it is, where it enters what another did in
/// `context`.
pub fn may_enter_for_another(
    dossier: &Dossier,
    command: &Command,
    desk: &Actor,
    context: &Context<'_>,
) -> Result<(), Refusal> {
    of_its_province(dossier, command, desk)?;
    not_interested(dossier, command, desk, context)
}

/// Refuses an actor of another province than the dossier's.
fn of_its_province(dossier: &Dossier, command: &Command, actor: &Actor) -> Result<(), Refusal> {
    let opened = command.opens().map(|opens| opens.province);
    let province = dossier.province().or(opened);
    match (&actor.province, province) {
        (Some(scope), Some(province)) if scope != province => {
            Err(Refusal::new(Code::OtherProvince, OwnRule::WhoMayAct)
                .because("actor_province", scope)
                .because("dossier_province", province))
        }
        (_, _) => Ok(()),
    }
}

/// Refuses an actor who is a party of the dossier or of another one that answers the same call, acts on
/// behalf of one, or becomes one by the command.
fn not_interested(
    dossier: &Dossier,
    command: &Command,
    actor: &Actor,
    context: &Context<'_>,
) -> Result<(), Refusal> {
    let interested = context.interested(dossier).into_iter();
    let mut parties = interested.chain(command.introduced());
    match parties.any(|party| actor.speaks_for(party)) {
        true => Err(Refusal::new(Code::OwnMatter, OwnRule::WhoMayAct)),
        false => Ok(()),
    }
}

/// Province, identity and interest: the same for every command. Whoever a command brings into the
/// dossier counts as if they were there already.
pub(super) fn may_act(
    dossier: &Dossier,
    command: &Command,
    context: &Context<'_>,
) -> Result<(), Refusal> {
    let rule = || Citation::from(OwnRule::WhoMayAct);
    let actor = context.actor;
    of_its_province(dossier, command, actor)?;
    if actor.role.is_of_a_party() {
        // Manager and deputy play one role: a command may name the other of the two.
        let mut parties = [
            dossier.party(actor.role),
            command.introduces(actor.role),
            dossier.came_to_nothing_for(actor.role),
        ]
        .into_iter()
        .flatten();
        if !parties.any(|party| actor.is_party(party)) {
            let code = if actor.role == Role::Holder {
                Code::NotTheHolder
            } else {
                Code::NotTheParty
            };
            return Err(Refusal::new(code, rule()).because("role", actor.role.word()));
        }
    } else {
        not_interested(dossier, command, actor, context)?;
    }
    Ok(())
}
