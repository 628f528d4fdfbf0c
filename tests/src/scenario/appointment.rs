//! Operators, managers and deputies, and what a transcript says of them.

use parvaneh::core::actor::Role;
use parvaneh::core::appointment::{Command as A, Event, Post};
use parvaneh::core::calendar::solar_hijri;
use parvaneh::core::dossier::Command;
use parvaneh::core::mismatch::{self, Command as M, Settlement};
use parvaneh::core::party::PartyId;

use super::Scenario;
use super::enforcement::somebody;

/// Somebody who can be appointed.
pub const MANAGER: PartyId = PartyId([0x21; 16]);
/// Somebody else who can be.
pub const DEPUTY: PartyId = PartyId([0x22; 16]);

/// A command to an appointment.
pub fn appointment(command: A) -> Command {
    Command::Appointment(command)
}

impl Scenario {
    /// The holder proposes a person for a post.
    pub fn proposed(self, post: Post, person: PartyId) -> Self {
        self.asks(Role::Holder, appointment(A::Propose { post, person }))
    }

    /// The applicant proposes a person for a post of the office that is to be licensed.
    pub fn named(self, post: Post, person: PartyId) -> Self {
        self.asks(Role::Applicant, appointment(A::Propose { post, person }))
    }

    /// The posts that the office must have, each with somebody approved.
    pub fn with_its_posts_filled(mut self) -> Self {
        let office = self.dossier.office.clone().expect("there is an office");
        let rules = self.edition.appointment.clone();
        for (post, rule) in rules.into_iter().flat_map(|rules| rules.posts) {
            if rule
                .value
                .required_in
                .iter()
                .any(|kind| office.kind == **kind)
            {
                let person = match post {
                    Post::Operator | Post::Manager => MANAGER,
                    Post::Deputy => DEPUTY,
                };
                self = self.named(post, person).approved(post);
            }
        }
        self
    }

    /// The secretariat approves, without a resolution.
    pub fn approved(self, post: Post) -> Self {
        let resolution = None;
        self.asks(
            Role::Secretariat,
            appointment(A::Approve { post, resolution }),
        )
    }

    /// The person accepts.
    pub fn consents(self, post: Post, person: PartyId) -> Self {
        let actor = somebody(&person.to_string(), post.role());
        self.actor_asks(&actor, appointment(A::Consent { post, person }))
    }

    /// Proposed, approved and begun on one day.
    pub fn appointed(self, post: Post, person: PartyId) -> Self {
        let approved = self.proposed(post, person).approved(post);
        approved.consents(post, person)
    }

    /// An inspector records that somebody else runs the office.
    pub fn mismatch(self) -> Self {
        let facts = "another runs the office".to_owned();
        let operator = None;
        let record = M::Record {
            facts: facts.into(),
            operator,
        };
        self.asks(Role::Inspector, Command::Mismatch(record))
    }

    /// Somebody states how that is settled.
    pub fn settles(self, role: Role, how: Settlement) -> Self {
        self.asks(role, Command::Mismatch(M::Settle { how }))
    }
}

pub(super) fn told(event: &Event) -> String {
    let by = |what: &str, day: Option<_>| {
        day.map_or_else(String::new, |day| format!(", {what} {}", solar_hijri(day)))
    };
    match event {
        Event::Proposed { post, .. }
        | Event::Approved { post, .. }
        | Event::Begun { post }
        | Event::Lapsed { post } => {
            format!(", {}", post.word())
        }
        Event::Rejected {
            post, propose_by, ..
        } => format!(", {}", post.word()) + &by("another to be proposed by", *propose_by),
        Event::Ended {
            post,
            how,
            acting,
            propose_by,
        } => {
            let acting = acting.map_or("", |_| ", the deputy acts");
            format!(", {}, {how:?}{acting}", post.word())
                + &by("a successor to be proposed by", *propose_by)
        }
        Event::VacancyElapsed { post, propose_by } => {
            format!(", {}", post.word()) + &by("nobody was proposed by", Some(*propose_by))
        }
    }
}

pub(super) fn told_of_mismatch(event: &mismatch::Event) -> String {
    match event {
        mismatch::Event::Recorded { settle_by, .. } | mismatch::Event::Elapsed { settle_by } => {
            format!(", to be settled by {}", solar_hijri(*settle_by))
        }
        mismatch::Event::Settled { how } => format!(", {how:?}"),
    }
}
