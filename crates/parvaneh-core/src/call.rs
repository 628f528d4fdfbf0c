//! The call for applicants (فراخوان).

use serde::{Deserialize, Serialize};

use crate::actor::Role;
use crate::calendar::Date;
use crate::dossier::{self, Context, Defect, Dossier, Editions};
use crate::edition::Edition;
use crate::refusal::{Citation, Refusal};
use crate::specimen::Specimen;

/// Where it stands.
#[derive(Clone, Debug, Default, Eq, PartialEq, Serialize, Deserialize)]
pub enum State {
    /// There is none.
    #[default]
    None,
}

/// What is asked of it.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Command {}

/// What happened to it.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Event {}

impl Command {
    /// The command's own word.
    pub fn name(&self) -> &'static str {
        match *self {}
    }
}

impl Event {
    /// `call.<type>`.
    pub fn name(&self) -> &'static str {
        match *self {}
    }
}

impl Command {
    /// Who may ask for it: one of these roles.
    pub fn by(&self) -> &'static [Role] {
        match *self {}
    }
}

impl Event {
    /// Who makes it happen: one of these roles, or the calendar.
    pub fn by(&self) -> &'static [Role] {
        match *self {}
    }

    /// The rule of `edition` that it rests on.
    pub fn rests_on(&self, _edition: &Edition) -> Citation {
        match *self {}
    }
}

/// One command of each kind; see [`crate::specimen`].
pub(crate) fn specimens(_specimen: &Specimen<'_>) -> Vec<Command> {
    Vec::new()
}

/// What follows from `command` on a settled dossier. No events: it is already so.
pub fn decide(
    _dossier: &Dossier,
    command: &Command,
    _context: &Context<'_>,
) -> Result<Vec<dossier::Event>, Refusal> {
    match *command {}
}

/// The first day on which the calendar alone changes it, if there is one.
pub fn due_on(_dossier: &Dossier, _editions: &Editions) -> Result<Option<Date>, Defect> {
    Ok(None)
}

/// What that day makes true, once it has come.
pub fn settle(_dossier: &Dossier, _editions: &Editions) -> Result<Option<Event>, Defect> {
    Ok(None)
}

/// What may follow what: the arrows of the chart. None: the event cannot follow the state.
pub fn next(_state: &State, event: &Event) -> Option<State> {
    match *event {}
}

/// The dossier after `event`, which has already happened on the day `on`.
pub fn evolve(_dossier: &mut Dossier, event: &Event, _on: Date) -> Result<(), Defect> {
    match *event {}
}
