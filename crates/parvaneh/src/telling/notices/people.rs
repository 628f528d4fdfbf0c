//! Who a dossier is about, as its events have named them so far.

use parvaneh_core::actor::Role;
use parvaneh_core::appointment::{self, Post};
use parvaneh_core::dossier::Event;
use parvaneh_core::licence::succession::Cause;
use parvaneh_core::machines::Who;
use parvaneh_core::party::PartyId;
use parvaneh_core::{application, coming, licence, transfer};

/// The parties that the dossier has named.
#[derive(Clone, Debug, Default)]
pub(super) struct People {
    applicant: Option<PartyId>,
    holder: Option<PartyId>,
    /// The holder before the one that the licence has passed to last.
    former_holder: Option<PartyId>,
    heir: Option<PartyId>,
    transferee: Option<PartyId>,
    persons: Vec<(Post, PartyId)>,
    /// Who decided each act that is to come, or was.
    deciders: Vec<(coming::Kind, Role)>,
}

/// Somebody to tell.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Addressee {
    /// A party.
    Party(PartyId),
    /// The heirs of a party.
    HeirsOf(PartyId),
    /// A body that decided.
    Body(Role),
}

impl People {
    /// Takes note of whom an event names.
    pub(super) fn note(&mut self, event: &Event) {
        if let Event::Application(application::Event::Filed { filing, .. }) = event {
            self.applicant = Some(filing.applicant);
        }
        if let Event::Licence(licence::Event::Opened(opened)) = event {
            self.holder = Some(opened.holder);
        }
        if let Event::Licence(licence::Event::Issued { act, .. }) = event {
            self.holder = Some(act.holder);
        }
        if let Event::Licence(licence::Event::InterimBegun { heir, .. }) = event {
            self.heir = Some(*heir);
        }
        if let Event::Transfer(transfer::Event::Filed { request }) = event {
            self.transferee = Some(request.transferee);
        }
        if let Event::Transfer(transfer::Event::Registered { holder, .. }) = event {
            self.former_holder = self.heir.take().or(self.holder);
            self.holder = Some(*holder);
        }
        if let Event::Appointment(appointment::Event::Proposed { post, person, .. }) = event {
            self.persons.push((*post, *person));
        }
        if let Event::Coming(coming::Event::Decided { act, by, .. }) = event {
            self.deciders.push((act.kind(), *by));
        }
    }

    /// Who receives the notice of the event that was noted last.
    pub(super) fn addressees(&self, who: Who, event: &Event) -> Vec<Addressee> {
        let party = |party: Option<PartyId>| party.map(Addressee::Party);
        // Before there is a licence, whoever applies for it.
        let holder = party(self.heir.or(self.holder).or(self.applicant));
        let found = match who {
            Who::Applicant => [party(self.applicant), None],
            Who::Holder => [holder, None],
            Who::Heirs if is_dissolution(event) => [party(self.holder), None],
            Who::Heirs => [self.holder.map(Addressee::HeirsOf), None],
            Who::Parties if is_registration(event) => {
                [party(self.former_holder), party(self.holder)]
            }
            Who::Parties => [holder, party(self.transferee)],
            Who::Transferee => [party(self.transferee), None],
            Who::Person => [party(self.person(event)), None],
            Who::HolderAndPerson => {
                let person = party(self.person(event));
                [holder, person.filter(|person| Some(*person) != holder)]
            }
            Who::DeciderAndHolder => {
                let body = self.decider(event).filter(|role| !role.is_of_a_party());
                [body.map(Addressee::Body), holder]
            }
        };
        found.into_iter().flatten().collect()
    }

    /// Who was proposed last for the post that an event is about.
    fn person(&self, event: &Event) -> Option<PartyId> {
        let of = post(event);
        let mut newest = self.persons.iter().rev();
        let found = newest.find(|(own, _)| Some(*own) == of);
        found.map(|(_, person)| *person)
    }

    /// Who decided last what an event says of an act that was to come.
    fn decider(&self, event: &Event) -> Option<Role> {
        let Event::Coming(coming::Event::CameToNothing { what, .. }) = event else {
            return None;
        };
        let mut newest = self.deciders.iter().rev();
        newest.find(|(kind, _)| kind == what).map(|(_, role)| *role)
    }
}

/// A legal person leaves no heirs.
fn is_dissolution(event: &Event) -> bool {
    let Event::Licence(licence::Event::Lapsed { end, .. }) = event else {
        return false;
    };
    end.cause == Cause::Dissolution
}

/// Whether the licence has its new holder already.
fn is_registration(event: &Event) -> bool {
    matches!(event, Event::Transfer(transfer::Event::Registered { .. }))
}

/// Which post an event is about.
fn post(event: &Event) -> Option<Post> {
    match event {
        Event::Appointment(event) => Some(event.post()),
        _ => None,
    }
}
