//! The stored form of a row: what it says and how it stands in the history, as fields of one object.

use serde::{Deserialize, Serialize};

use super::row::SaidRef;
use super::{Mark, Said, Sequence};
use crate::actor::Actor;
use crate::machines::{EVENT_VERSION, Event, enforcement, licence};

/// A row to be stored.
#[derive(Debug, Serialize)]
pub struct Storing<'a> {
    v: u64,
    #[serde(flatten)]
    said: SaidRef<'a>,
    #[serde(flatten)]
    mark: &'a Mark,
}

impl<'a> Storing<'a> {
    /// In the form of this program's version.
    pub fn new(said: &'a Said, mark: &'a Mark) -> Self {
        let v = EVENT_VERSION;
        let said = said.as_ref();
        Self { v, said, mark }
    }

    /// The same of an event.
    pub fn event(event: &'a Event, mark: &'a Mark) -> Self {
        let v = EVENT_VERSION;
        let said = SaidRef::Event(event);
        Self { v, said, mark }
    }
}

/// A row that was stored, in any form that is known.
#[derive(Debug, Deserialize)]
pub struct Stored {
    /// The version of its form.
    pub v: u64,
    #[serde(default)]
    of_act: Option<Sequence>,
    #[serde(default)]
    restates: Option<Sequence>,
    #[serde(default)]
    entered_by: Option<Actor>,
    #[serde(default)]
    rules: Option<u32>,
    #[serde(default)]
    opened_as: Option<String>,
    #[serde(default)]
    asked: Option<String>,
    #[serde(flatten)]
    said: Said,
}

/// The rules since which our own words are stored by their id; before, they stood there as text.
const OWN_WORDS_BY_ID: u32 = 3;

/// A row in which our own words were stored as text.
fn with_own_words(mut said: Said) -> Said {
    let words = match &mut said {
        Said::Event(Event::Licence(licence::Event::SuspensionLifted { reason, .. })) => reason,
        Said::Event(Event::Enforcement(enforcement::Event::Reported { facts, .. })) => facts,
        Said::Event(_) | Said::Record(_) | Said::Unreadable(_) => return said,
    };
    *words = words.clone().once_stored_as_text();
    said
}

/// Of a row that cannot be read: how it stands in the history, which is read by itself.
#[derive(Debug, Deserialize)]
pub struct Unread {
    /// The version of its form.
    pub v: u64,
    #[serde(flatten)]
    mark: Mark,
}

impl Unread {
    /// What is known of the row, and why it cannot be read.
    pub fn into_parts(self, problem: String) -> (Said, Mark) {
        (Said::Unreadable(problem), self.mark)
    }
}

impl Stored {
    /// What it says, and how it stands in the history.
    pub fn into_parts(self) -> (Said, Mark) {
        let mark = Mark {
            of_act: self.of_act,
            restates: self.restates,
            entered_by: self.entered_by,
            rules: self.rules,
            opened_as: self.opened_as,
            asked: self.asked,
        };
        let said = match self.rules.is_some_and(|rules| OWN_WORDS_BY_ID <= rules) {
            true => self.said,
            false => with_own_words(self.said),
        };
        (said, mark)
    }
}
