//! One command of each kind, as it would be sent on a day by someone who has everything in order.
//!
//! What may be done next is found by trying them ([`dossier::decide`](crate::dossier::decide)
//! judges); charts, schemas and the exhaustive exploration are drawn from the same ones.

use super::{
    CallView, Command, application, appointment, call, coming, contract, enforcement, licence,
    mismatch, premises, principled_approval, renewal, transfer,
};
use crate::calendar::{Date, Term};
use crate::edition::Edition;
use crate::paper::{Paper, PaperKind, Papers};
use crate::party::PartyId;
use crate::resolution::{Choice, Matter, Motion, Resolution, Vote};
use crate::state::Dossier;
use crate::text::Reason;

/// For whom, when and under what specimens are made.
#[derive(Clone, Copy, Debug)]
pub struct Specimen<'a> {
    /// The edition that would judge them.
    pub edition: &'a Edition,
    /// The civil date on which they would be sent.
    pub today: Date,
    /// The dossier to which.
    pub dossier: &'a Dossier,
    /// The call that it answers to.
    pub call: Option<&'a CallView>,
}

/// A party that is in no dossier: whoever a command would bring into one.
pub const NEWCOMER: PartyId = PartyId([0x11; 16]);

impl Specimen<'_> {
    /// A resolution of today in which every voting seat is for the motion about the matter; without votes where
    /// the edition knows no working group.
    pub fn resolution(&self, matter: Matter, motion: Motion) -> Resolution {
        let rules = self.edition.working_group.as_ref();
        let seats = rules.map(|rules| rules.voting_seats.value.as_slice());
        let votes = seats.unwrap_or_default().iter().map(|seat| Vote {
            seat: seat.clone(),
            person: seat.clone(),
            mandate: Term {
                from: self.today,
                through: self.today,
            },
            choice: Choice::For,
            reason: None,
        });
        Resolution {
            session: "1".into(),
            on: self.today,
            matter,
            motion,
            votes: votes.collect(),
        }
    }

    /// The first of `needs` that is not `on_file`, or the first of them; some paper where nothing
    /// is needed.
    pub(crate) fn paper<'n>(
        &self,
        needs: impl Iterator<Item = &'n String> + Clone,
        on_file: Option<&Papers>,
    ) -> Paper {
        let is_missing = |name: &&String| on_file.is_none_or(|papers| !papers.has(name));
        let name = needs.clone().find(is_missing).or(needs.clone().next());
        self.paper_named(name.map_or("paper", String::as_str))
    }

    /// A paper of that name that is in order; a certificate is for whoever comes new into the dossier.
    pub(crate) fn paper_named(&self, name: &str) -> Paper {
        let rule = self.edition.papers.get(name);
        let certifies = rule.is_some_and(|rule| rule.value.kind == PaperKind::Certificate);
        Paper {
            name: name.into(),
            favourable: true,
            reference: None,
            of: self.dossier.holder.filter(|_| certifies),
            names: certifies.then_some(NEWCOMER).into_iter().collect(),
        }
    }

    /// Some words where a command asks for a reason.
    pub fn reason(&self) -> Reason {
        Reason::sample()
    }
}

/// One command of each kind that the machines know, in the order of a life.
pub fn commands(specimen: &Specimen<'_>) -> Vec<Command> {
    let mut commands: Vec<Command> = Vec::new();
    commands.extend(call::specimens(specimen).into_iter().map(Command::from));
    commands.extend(
        application::specimens(specimen)
            .into_iter()
            .map(Command::from),
    );
    commands.extend(
        principled_approval::specimens(specimen)
            .into_iter()
            .map(Command::from),
    );
    commands.extend(licence::specimens(specimen).into_iter().map(Command::from));
    commands.extend(premises::specimens(specimen).into_iter().map(Command::from));
    commands.extend(renewal::specimens(specimen).into_iter().map(Command::from));
    commands.extend(transfer::specimens(specimen).into_iter().map(Command::from));
    commands.extend(
        enforcement::specimens(specimen)
            .into_iter()
            .map(Command::from),
    );
    commands.extend(
        appointment::specimens(specimen)
            .into_iter()
            .map(Command::from),
    );
    commands.extend(mismatch::specimens(specimen).into_iter().map(Command::from));
    commands.extend(contract::specimens(specimen).into_iter().map(Command::from));
    commands.extend(coming::specimens(specimen).into_iter().map(Command::from));
    commands
}
