//! The commands, one a file: what each takes, and what it does.

pub(crate) mod actions;
pub(crate) mod anchor;
pub(crate) mod backup;
pub(crate) mod blank;
pub(crate) mod chart;
pub(crate) mod demo;
pub(crate) mod editions;
pub(crate) mod events;
pub(crate) mod explain;
pub(crate) mod export;
pub(crate) mod import;
pub(crate) mod late;
pub(crate) mod letters;
pub(crate) mod list;
pub(crate) mod migrate;
pub(crate) mod nightly;
pub(crate) mod notices;
pub(crate) mod party;
pub(crate) mod relay;
pub(crate) mod report;
pub(crate) mod restore;
pub(crate) mod revise;
pub(crate) mod show;
pub(crate) mod sinks;
pub(crate) mod submit;
pub(crate) mod verify;
