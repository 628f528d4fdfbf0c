//! Later acts that would come out otherwise.

use super::Sequence;
use crate::calendar::Date;
use crate::dossier::Defect;
use crate::machines::Event;
use crate::refusal::Refusal;

/// An act that was recorded and would come out otherwise.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Conflict {
    /// The act's name: the sequence of its first row.
    pub act: Sequence,
    /// Its day.
    pub on: Date,
    /// What it led to, by the names of its events.
    pub led_to: Vec<&'static str>,
    /// What it would come to.
    pub comes_out: ComesOut,
}

/// What an act would come to.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum ComesOut {
    /// It would be refused.
    Refused(Refusal),
    /// It would lead to nothing.
    AlreadySo,
    /// It would lead to other events.
    Otherwise(Vec<Event>),
    /// It cannot follow what comes before it. What was asked was not kept.
    CannotFollow(Defect),
}

impl ComesOut {
    /// In a word.
    pub fn word(&self) -> &'static str {
        match self {
            Self::Refused(_) => "refused",
            Self::AlreadySo => "already_so",
            Self::Otherwise(_) => "otherwise",
            Self::CannotFollow(_) => "cannot_follow",
        }
    }
}
