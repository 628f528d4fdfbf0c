//! The machines as an edition has them, drawn by asking each what may follow what.
//!
//! Nothing is drawn by hand, so the charts cannot say what the code does not: from where a machine
//! begins, every event of the edition is tried in every state that is found. An arrow says who
//! makes the event happen and on what it rests.

mod exploration;
mod mermaid;

use std::collections::BTreeSet;

use crate::actor::Role;
use crate::edition::{Edition, EditionId};
use crate::machines::{
    application, appointment, call, coming, contract, enforcement, licence, mismatch, premises,
    principled_approval, renewal, transfer,
};
use crate::refusal::Citation;

/// A machine, drawn: what both its Mermaid diagram and its picture are made of.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Chart {
    /// The machine's name, as in [`ALL`].
    pub machine: &'static str,
    /// The machine of a dossier whose events it is about: premises are the licence's.
    pub of: &'static str,
    /// The edition under which it is drawn.
    pub edition: EditionId,
    /// The state in which every dossier has it at first.
    pub start: &'static str,
    /// The states in which a matter has come to its end. What leads out of them is another matter,
    /// a reinstatement or a review.
    pub ends: BTreeSet<&'static str>,
    /// What leads from where to where, in the order of a life.
    pub arrows: Vec<Arrow>,
}

/// One kind of event that leads from one state to another, or leaves a machine where it is.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Arrow {
    /// The state before.
    pub from: &'static str,
    /// The state after.
    pub to: &'static str,
    /// `<machine>.<type>` of the event. Most are the machine's own; a few are another's, such as
    /// the renewal that gives a licence its next term.
    pub event: &'static str,
    /// Who makes it happen: one of these roles. None: another register states it.
    pub by: &'static [Role],
    /// The rule on which it rests; several where that depends on the post, paper or violation that
    /// it is about.
    pub rests_on: Vec<Citation>,
}

/// A machine's name, and what draws it; none where the edition does not know it.
pub type Draw = (&'static str, fn(&Edition) -> Option<Chart>);

/// Every machine that can be drawn, in the order of a life.
pub const ALL: &[Draw] = &[
    ("call", |edition| {
        Some(call::drawing(edition)?.draw(edition))
    }),
    ("application", |edition| {
        Some(application::drawing(edition)?.draw(edition))
    }),
    ("principled_approval", |edition| {
        Some(principled_approval::drawing(edition)?.draw(edition))
    }),
    ("licence", |edition| {
        Some(licence::drawing(edition)?.draw(edition))
    }),
    ("renewal", |edition| {
        Some(renewal::drawing(edition)?.draw(edition))
    }),
    ("premises", |edition| {
        Some(premises::drawing(edition)?.draw(edition))
    }),
    ("transfer", |edition| {
        Some(transfer::drawing(edition)?.draw(edition))
    }),
    ("contract", |edition| {
        Some(contract::drawing(edition)?.draw(edition))
    }),
    ("enforcement", |edition| {
        Some(enforcement::drawing(edition)?.draw(edition))
    }),
    ("appointment", |edition| {
        Some(appointment::drawing(edition)?.draw(edition))
    }),
    ("mismatch", |edition| {
        Some(mismatch::drawing(edition)?.draw(edition))
    }),
    ("coming", |edition| {
        Some(coming::drawing(edition)?.draw(edition))
    }),
];

/// Every machine that `edition` knows, drawn.
pub fn of(edition: &Edition) -> impl Iterator<Item = Chart> {
    ALL.iter().filter_map(|(_, draw)| draw(edition))
}

impl Chart {
    /// Every state, in the order in which arrows lead there.
    pub fn states(&self) -> Vec<&'static str> {
        let mut states = vec![self.start];
        for state in self.arrows.iter().flat_map(|arrow| [arrow.from, arrow.to]) {
            if !states.contains(&state) {
                states.push(state);
            }
        }
        states
    }

    /// What is written on an arrow, line by line: the event, who makes it happen, and
    /// `[article, basis]`. An event of another machine has that machine's name before it.
    pub fn label(&self, arrow: &Arrow) -> Vec<String> {
        let event = match arrow.event.split_once('.') {
            Some((machine, word)) if machine == self.of => word,
            Some(_) | None => arrow.event,
        };
        let mut lines = vec![event.to_owned()];
        let roles = arrow.by.iter().map(|role| role.word().replace('_', " "));
        let roles: Vec<String> = roles.collect();
        let by = match roles.is_empty() {
            true => "another register".to_owned(),
            false => roles.join(", "),
        };
        lines.extend(wrapped(&by));
        let mut citations = arrow.rests_on.iter();
        if let Some(Citation { article, basis }) = citations.next() {
            let others = match citations.len() {
                0 => String::new(),
                1 => " and one other".to_owned(),
                others => format!(" and {others} others"),
            };
            lines.extend(wrapped(&format!("[{article},\u{a0}{basis:?}]{others}")));
        }
        lines
    }
}

/// How many letters of a label stand on a line, unless a word is longer. The basis stays with what
/// is before it.
const WIDTH: usize = 34;

fn wrapped(text: &str) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split(' ') {
        match lines.last_mut() {
            Some(line) if line.chars().count() + word.chars().count() < WIDTH => {
                line.push(' ');
                line.push_str(word);
            }
            Some(_) | None => lines.push(word.to_owned()),
        }
    }
    lines
}
