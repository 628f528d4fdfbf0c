//! The engine that a host embeds: load, settle, decide, append; and the nightly sweep.
//!
//! ```no_run
//! # use parvaneh::prelude::*;
//! # async fn three_lines(request: Request) -> Result<(), Box<dyn std::error::Error>> {
//! let engine = Engine::open("sqlite://parvaneh.db", Workflows::embedded()?).await?;
//! let answer = engine.handle(&request).await?; // one command, answered
//! let report = engine.sweep(&Sweep::default(), |_done, _due| {}).await?; // what the calendar has made true
//! # Ok(())
//! # }
//! ```
//!
//! It holds no rule of law: it finds dossiers, asks the core, and writes down what the core says.
//! It starts no schedule and migrates nothing unasked.
//!
//! Its sources are in rooms, by what people come for; `mod.rs` of each says what that is.

// The engine itself, what can go wrong with it, and how what the core says is written down.
mod again;
mod append;
pub mod encoding;
pub mod engine;
mod error;
pub mod lease;
mod migration;
mod migration_preview;
pub mod number;
pub mod prelude;
mod unreadable;

// To have a command answered.
mod commands;
pub use commands::{bounds, handle, host_transaction, request};

// To say who the parties are, and to forget who they were.
pub mod parties;

// To put right what was recorded wrongly.
mod revising;
pub use revising::revise;

// To run the nightly check.
mod night;
pub use night::{clock_behind, report, sweep};

// To ask what the register knows.
mod asking;
pub use asking::{explain, known_at, late, list, quarterly, revisions, show, worklist};

// To read a text that others wrote.
pub mod text_file;

// To import the rows of another register.
pub mod import;

// To move a whole register.
mod moving;
pub use moving::{atomic_file, backup, export, import_register};

// To tell people.
mod telling;
pub use telling::{chart_names, notices, words};

// To know that a register can be relied on.
mod checking;
pub use checking::{anchor, verify};

// To work with the law as data.
mod editions;
pub use editions::{comparison, frozen, profile, workflows};

pub use engine::{Clock, Engine};
pub use error::EngineError;
pub use handle::Answer;
pub use host_transaction::Within;
pub use migration::{Accept, Migrated};
pub use migration_preview::{DerivedOtherwise, MigrationPreview, UnreadableDossier};
pub use parvaneh_core as core;
pub use parvaneh_store as store;
pub use parvaneh_store::sea_orm;
pub use report::Report;
pub use request::Request;
pub use sweep::{AtMost, Sweep};
pub use workflows::Workflows;

/// The README, whose Rust is compiled.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
