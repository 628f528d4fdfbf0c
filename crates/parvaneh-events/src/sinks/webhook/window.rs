//! Which events may be on their way at once: a few, and of each dossier one.

use crate::CloudEvent;

/// How many events are on their way at most, and how far one may be ahead of the first that was
/// not taken.
const WIDTH: usize = 16;

/// A window that moves over events, as they are taken, to their end.
pub(super) struct Window<'a> {
    events: &'a [CloudEvent],
    states: Vec<State>,
    /// Everything before it was taken.
    end: usize,
    width: usize,
}

#[derive(Clone, Copy, Eq, PartialEq)]
enum State {
    Waiting,
    OnItsWay,
    Taken,
}

impl<'a> Window<'a> {
    pub(super) fn new(events: &'a [CloudEvent]) -> Self {
        Self {
            events,
            states: vec![State::Waiting; events.len()],
            end: 0,
            width: WIDTH,
        }
    }

    /// Lets one event go alone, until it was taken.
    pub(super) fn narrow(&mut self) {
        self.width = 1;
    }

    /// The next event that may be sent, if there is one before `end`; it is on its way then.
    pub(super) fn begin(&mut self, end: usize) -> Option<usize> {
        let end = end.min(self.end + self.width).min(self.events.len());
        let at = (self.end..end).find(|at| self.may_go(*at))?;
        self.states[at] = State::OnItsWay;
        Some(at)
    }

    /// Whether an event waits for nothing but its turn.
    fn may_go(&self, at: usize) -> bool {
        let key = |at: usize| &self.events[at].partitionkey;
        let earlier = self.end..at;
        self.states[at] == State::Waiting
            && earlier
                .filter(|earlier| self.states[*earlier] != State::Taken)
                .all(|earlier| key(earlier) != key(at))
    }

    /// An event was taken.
    pub(super) fn taken(&mut self, at: usize) {
        self.states[at] = State::Taken;
        let rest = self.states[self.end..].iter();
        self.end += rest.take_while(|state| **state == State::Taken).count();
        self.width = WIDTH;
    }

    /// Whether any event was sent.
    pub(super) fn begun(&self) -> bool {
        self.states.first() != Some(&State::Waiting)
    }

    /// How many events, from the first, were taken.
    pub(super) fn end(&self) -> usize {
        self.end
    }
}

#[cfg(test)]
mod tests {
    use parvaneh_core::refusal::Citation;
    use serde_json::json;

    use super::*;
    use crate::Data;

    /// Events of these dossiers.
    fn events(dossiers: &str) -> Vec<CloudEvent> {
        let event = |dossier: char| CloudEvent {
            specversion: "1.0".to_owned(),
            id: dossier.into(),
            source: String::new(),
            kind: String::new(),
            subject: dossier.into(),
            time: String::new(),
            datacontenttype: String::new(),
            sequence: String::new(),
            partitionkey: dossier.into(),
            traceparent: None,
            data: Data {
                effective_on: "2026-11-25".parse().expect("a day"),
                regime: String::new(),
                province: String::new(),
                number: String::new(),
                by: String::new(),
                rests_on: citation(),
                told: Vec::new(),
                act: None,
                restates: None,
                entered_by: None,
                event: json!({}),
            },
        };
        dossiers.chars().map(event).collect()
    }

    fn citation() -> Citation {
        serde_json::from_value(json!({"article": "1", "basis": "R"})).expect("a citation")
    }

    /// All that may be sent now.
    fn begun(window: &mut Window<'_>) -> Vec<usize> {
        let end = window.events.len();
        std::iter::from_fn(|| window.begin(end)).collect()
    }

    #[test]
    fn of_each_dossier_one_event_is_on_its_way() {
        let events = events("abacab");
        let mut window = Window::new(&events);
        assert_eq!(begun(&mut window), [0, 1, 3]);
        window.taken(3);
        assert_eq!(begun(&mut window), [] as [usize; 0]);
        window.taken(0);
        assert_eq!(begun(&mut window), [2]);
        assert_eq!(window.end(), 1);
        window.taken(2);
        window.taken(1);
        assert_eq!(window.end(), 4);
        assert_eq!(begun(&mut window), [4, 5]);
    }

    #[test]
    fn nothing_goes_far_ahead_of_what_was_not_taken() {
        let events = events("abcdefghijklmnopqrstuvwxyz");
        let mut window = Window::new(&events);
        assert_eq!(begun(&mut window).len(), WIDTH);
        for at in 1..WIDTH {
            window.taken(at);
        }
        assert_eq!(begun(&mut window), [] as [usize; 0]);
        assert_eq!(window.end(), 0);
        window.taken(0);
        assert_eq!(window.end(), WIDTH);
        assert_eq!(begun(&mut window).len(), events.len() - WIDTH);
    }

    #[test]
    fn a_narrow_window_opens_when_one_event_was_taken() {
        let events = events("abc");
        let mut window = Window::new(&events);
        window.narrow();
        assert_eq!(begun(&mut window), [0]);
        window.taken(0);
        assert_eq!(begun(&mut window), [1, 2]);
    }

    #[test]
    fn nothing_behind_an_end_goes() {
        let events = events("aabc");
        let mut window = Window::new(&events);
        assert_eq!(window.begin(2), Some(0));
        assert_eq!(window.begin(2), None);
        window.taken(0);
        assert_eq!(window.begin(2), Some(1));
        assert_eq!(window.begin(2), None);
    }
}
