//! Who a dossier is about, as its events have named them so far.

use parvaneh_core::actor::Role;
use parvaneh_core::appointment::{self, Post};
use parvaneh_core::dossier::Event;
use parvaneh_core::edition::Edition;
use parvaneh_core::licence::succession::Cause;
use parvaneh_core::machines::Who;
use parvaneh_core::party::PartyId;
use parvaneh_core::{application, coming, licence, transfer};

use crate::words::Words;

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

/// As what somebody is told.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum As {
    /// In that role.
    Role(Role),
    /// Who held the licence until it passed to another.
    FormerHolder,
    /// To whom it has passed.
    NewHolder,
    /// Who was proposed for that post.
    Proposed(Post),
    /// The addressee says it: the heirs of somebody, a body.
    Said,
}

impl As {
    /// In words; none where the addressee says it.
    pub(super) fn text(self, words: &Words, edition: &Edition) -> Option<String> {
        Some(match self {
            Self::Role(role) => words.role(role, Some(edition.authority.name())),
            Self::FormerHolder => words.say("notice-as-former_holder", &[]),
            Self::NewHolder => words.say("notice-as-new_holder", &[]),
            Self::Proposed(post) => {
                let post = words.name("post", post.word());
                words.say("notice-as-proposed", &[("post", &post)])
            }
            Self::Said => return None,
        })
    }
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
    pub(super) fn addressees(&self, who: Who, event: &Event) -> Vec<(Addressee, As)> {
        let party = |party: Option<PartyId>, capacity: As| {
            party.map(|party| (Addressee::Party(party), capacity))
        };
        let applicant = party(self.applicant, As::Role(Role::Applicant));
        let holder = party(self.holder, As::Role(Role::Holder));
        let heir = party(self.heir, As::Role(Role::Heir));
        // Before there is a licence, whoever applies for it.
        let holder_now = heir.or(holder).or(applicant);
        let transferee = party(self.transferee, As::Role(Role::Transferee));
        let found = match who {
            Who::Applicant => [applicant, None],
            Who::Holder => [holder_now, None],
            Who::Heirs if is_dissolution(event) => [holder, None],
            Who::Heirs => {
                let heirs = self.holder.map(Addressee::HeirsOf);
                [heirs.map(|heirs| (heirs, As::Said)), None]
            }
            Who::Parties if is_registration(event) => [
                party(self.former_holder, As::FormerHolder),
                party(self.holder, As::NewHolder),
            ],
            Who::Parties => [holder_now, transferee],
            Who::Transferee => [transferee, None],
            Who::Person => [self.person(event), None],
            Who::HolderAndPerson => {
                let person = self.person(event);
                let told = holder_now.map(|(holder, _)| holder);
                [
                    holder_now,
                    person.filter(|(person, _)| Some(*person) != told),
                ]
            }
            Who::DeciderAndHolder => {
                let body = self.decider(event).filter(|role| !role.is_of_a_party());
                [
                    body.map(|role| (Addressee::Body(role), As::Said)),
                    holder_now,
                ]
            }
        };
        found.into_iter().flatten().collect()
    }

    /// Who was proposed last for the post that an event is about.
    fn person(&self, event: &Event) -> Option<(Addressee, As)> {
        let of = post(event);
        let mut newest = self.persons.iter().rev();
        let found = newest.find(|(own, _)| Some(*own) == of);
        found.map(|(post, person)| (Addressee::Party(*person), As::Proposed(*post)))
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
