//! Acts: what somebody did, on which day, and what was asked.

use serde::{Deserialize, Serialize};

use super::{Row, Said, Sequence};
use crate::actor::Actor;
use crate::calendar::Date;
use crate::dossier::{CallView, Command, Context};
use crate::edition::EditionId;
use crate::machines::Event;

/// What was asked, with the facts that came from outside the dossier: enough to decide it again.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
pub struct Asked {
    /// The command.
    pub command: Command,
    /// The edition in force on the day of the act. An open matter may have pinned another one.
    pub edition: EditionId,
    /// The call that the dossier answers to, as it stood on that day, where one mattered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub call: Option<CallView>,
}

impl Asked {
    /// What is asked in `context`.
    pub fn of(command: &Command, context: &Context<'_>) -> Self {
        Self {
            command: command.clone(),
            edition: context.edition.id.clone(),
            call: context.call.cloned(),
        }
    }
}

/// An act of a live history.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Act {
    /// Its name: the sequence of its first row.
    pub name: Sequence,
    /// Its day in law.
    pub on: Date,
    /// Who did it.
    pub actor: Actor,
    /// Who entered it, where that was not who did it.
    pub entered_by: Option<Actor>,
    /// What it led to; nothing where it was already so.
    pub led_to: Vec<Event>,
    /// Why it cannot be read what it led to, where it cannot.
    pub unreadable: Option<Box<str>>,
}

/// What a new act is.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Done {
    /// A command, to be decided.
    Asked(Box<Asked>),
    /// What another register states, to be believed.
    Stated(Vec<Event>),
}

impl Act {
    /// The act that a row begins; `rows` are the live rows from it on. What was recorded before acts
    /// were named stands alone, a row an act.
    pub(super) fn at(rows: &[&Row]) -> Option<(Self, usize)> {
        let first = rows.first().filter(|row| !row.is_consequence())?;
        let is_part =
            |row: &&&Row| first.mark.of_act.is_some() && row.mark.of_act == first.mark.of_act;
        let length = rows.iter().take_while(is_part).count().max(1);
        let own = &rows[..length];
        let events = own.iter().filter_map(|row| row.said.event().cloned());
        let unreadable = own.iter().find_map(|row| match &row.said {
            Said::Unreadable(problem) => Some(problem.as_str().into()),
            Said::Event(_) | Said::Record(_) => None,
        });
        let act = Self {
            name: first.mark.of_act.unwrap_or(first.sequence),
            on: first.effective_on,
            actor: first.actor.clone(),
            entered_by: first.mark.entered_by.clone(),
            led_to: events.collect(),
            unreadable,
        };
        Some((act, length))
    }
}
