//! A machine is found out from where it begins: every event is tried in every state there is.

use std::collections::BTreeSet;

use super::{Arrow, Chart};
use crate::actor::Role;
use crate::edition::Edition;
use crate::machines::{Drawing, Event};
use crate::refusal::Citation;

impl<S, E> Drawing<'_, S, E>
where
    S: Clone + PartialEq,
    E: Clone + Into<Event>,
{
    /// The chart. What a state keeps may grow for ever (a file gets longer with every case), and
    /// its arrows do not: a step that finds no new arrow is the last one.
    pub(super) fn draw(self, edition: &Edition) -> Chart {
        let mut arrows: Vec<Arrow> = Vec::new();
        let mut ends = BTreeSet::new();
        let mut found = vec![self.start.clone()];
        let mut looked_at = 0;
        loop {
            let known = arrows.len();
            let fresh = found[looked_at..].to_vec();
            looked_at = found.len();
            for from in &fresh {
                if (self.has_ended)(from) {
                    ends.insert((self.name_of)(from));
                }
                for event in &self.events {
                    let Some(to) = (self.next)(from, event) else {
                        continue;
                    };
                    self.add(&mut arrows, from, &to, event, edition);
                    if !found.contains(&to) {
                        found.push(to);
                    }
                }
            }
            if arrows.len() == known {
                break;
            }
        }
        let first = self.events.first().cloned().map(E::into);
        let of = first.and_then(|event: Event| event.name().split_once('.'));
        Chart {
            machine: self.name,
            of: of.map_or(self.name, |(machine, _)| machine),
            edition: edition.id.clone(),
            start: (self.name_of)(&self.start),
            ends,
            arrows,
        }
    }

    fn add(&self, arrows: &mut Vec<Arrow>, from: &S, to: &S, event: &E, edition: &Edition) {
        let (from, to) = ((self.name_of)(from), (self.name_of)(to));
        let event: Event = event.clone().into();
        let name = event.name();
        let alike = |arrow: &Arrow| (arrow.from, arrow.to, arrow.event) == (from, to, name);
        let at = arrows.iter().position(alike).unwrap_or_else(|| {
            arrows.push(Arrow {
                from,
                to,
                event: name,
                by: by(&event),
                rests_on: Vec::new(),
            });
            arrows.len() - 1
        });
        let others = self.alike.iter().cloned().map(E::into);
        let others = others.filter(|other: &Event| other.name() == name);
        for event in [event].into_iter().chain(others) {
            let rule: Citation = event.rests_on(edition);
            let rules = &mut arrows[at].rests_on;
            if !rules.contains(&rule) {
                rules.push(rule);
            }
        }
    }
}

/// Who makes it happen; nobody here where another register states it.
fn by(event: &Event) -> &'static [Role] {
    match event.is_imported() {
        true => &[],
        false => event.by(),
    }
}
