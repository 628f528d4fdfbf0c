//! The law of licences, as a pure function of history and date.
//!
//! | the core decides | its caller does |
//! |---|---|
//! | what a command leads to, or why it is refused ([`dossier::decide`]) | finds the dossier, names the actor and the day |
//! | what the calendar has already made true ([`dossier::settle`]) | writes it down, with the time at which it did |
//! | the next day on which the calendar changes anything ([`dossier::due_on`]) | comes back on that day, or later, or twice |
//! | what may follow what ([`dossier::evolve`]) | keeps the history, in order, for ever |
//! | what is true on a day ([`standing`]) | asks, and shows the answer |
//!
//! No I/O, no async, no clock, no randomness: days, ids and facts come in as arguments.

// A new state or command does not compile until each place has said what it means there.
#![deny(clippy::wildcard_enum_match_arm)]

pub mod actions;
pub mod actor;
pub mod calendar;
pub mod chart;
pub mod dossier;
pub mod edition;
pub mod explanation;
pub mod law;
pub mod machines;
pub mod opening;
pub mod number;
pub mod outlook;
pub mod paper;
pub mod party;
pub mod refusal;
pub mod resolution;
pub mod stage;
pub mod standing;
pub mod state;
pub mod text;
pub mod timeline;
mod unseen;

pub use machines::{
    application, appointment, call, coming, contract, enforcement, licence, mismatch, premises,
    principled_approval, renewal, specimen, transfer,
};

/// The README, whose Rust is compiled.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
