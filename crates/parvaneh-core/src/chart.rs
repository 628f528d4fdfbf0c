//! The machines as an edition has them, drawn by asking each what may follow what.
//!
//! Nothing is drawn by hand, so the charts cannot say what the code does not: from where a machine
//! begins, every event of the edition is tried in every state that is found. An arrow says who
//! makes the event happen and on what it rests. What a state or an event is called is for others to
//! say.

mod exploration;
mod mermaid;

use std::collections::BTreeSet;

use crate::actor::Role;
use crate::edition::{Edition, EditionId};
use crate::machines::{
    application, appointment, call, contract, enforcement, licence, mismatch, premises,
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

    /// Every event with all that it rests on, by its first arrow, in the order of a life.
    pub fn events(&self) -> Vec<(&Arrow, Vec<&Citation>)> {
        let mut events: Vec<(&Arrow, Vec<&Citation>)> = Vec::new();
        for arrow in &self.arrows {
            let alike = |(other, _): &(&Arrow, Vec<&Citation>)| {
                (other.event, other.by) == (arrow.event, arrow.by)
            };
            let at = events.iter().position(alike).unwrap_or_else(|| {
                events.push((arrow, Vec::new()));
                events.len() - 1
            });
            for rule in &arrow.rests_on {
                if !events[at].1.contains(&rule) {
                    events[at].1.push(rule);
                }
            }
        }
        events
    }

    /// The arrows by the states that they join: one line for all events between the same two.
    pub fn lines(&self) -> Vec<Line<'_>> {
        let mut lines: Vec<Line<'_>> = Vec::new();
        for arrow in &self.arrows {
            let same = lines
                .iter_mut()
                .find(|line| (line.from, line.to) == (arrow.from, arrow.to));
            match same {
                Some(line) => line.arrows.push(arrow),
                None => lines.push(Line {
                    from: arrow.from,
                    to: arrow.to,
                    arrows: vec![arrow],
                }),
            }
        }
        lines
    }
}

/// All that leads from one state to another.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Line<'c> {
    /// The state before.
    pub from: &'static str,
    /// The state after.
    pub to: &'static str,
    /// The arrows between them.
    pub arrows: Vec<&'c Arrow>,
}

/// What kind of hand makes an event happen.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Hand {
    /// A person, in some role.
    Person,
    /// The passing of days.
    Calendar,
    /// Another register states it.
    Register,
}

impl Arrow {
    /// What kind of hand makes the event happen. What both the calendar and a person can bring about is
    /// a person's.
    pub fn hand(&self) -> Hand {
        match self.by {
            [] => Hand::Register,
            [Role::Calendar] => Hand::Calendar,
            _ => Hand::Person,
        }
    }
}

/// What is written for the words of a chart.
pub trait Names {
    /// A machine.
    fn machine(&self, machine: &str) -> String;
    /// A state of a machine.
    fn state(&self, machine: &str, state: &str) -> String;
    /// An event, by `<machine>.<type>`.
    fn event(&self, event: &str) -> String;
    /// Who makes an event happen.
    fn by(&self, arrow: &Arrow) -> String;
}
