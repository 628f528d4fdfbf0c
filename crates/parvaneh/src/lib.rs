//! The engine that a host embeds: load, settle, decide, append; and the nightly sweep.
//!
//! ```text
//! let engine = Engine::open("sqlite://parvaneh.db", Workflows::embedded()?).await?;
//! let answer = engine.handle(&request).await?;         // one command, answered
//! let report = engine.sweep(&Sweep::default()).await?; // what the calendar has made true
//! ```
//!
//! It holds no rule of law: it finds dossiers, asks the core, and writes down what the core says.
//! It starts no schedule and migrates nothing unasked.

pub mod anchor;
pub mod backup;
mod carried;
pub mod editions;
pub mod engine;
pub mod explain;
pub mod export;
pub mod handle;
pub mod import;
pub mod notices;
pub mod parties;
pub mod profile;
pub mod quarterly;
mod rebuild;
pub mod register;
pub mod report;
pub mod request;
mod seats;
pub mod stored;
pub mod sweep;
mod traceparent;
pub mod verify;
pub mod whole;
pub mod words;
pub mod workflows;

pub use engine::{Clock, Engine, EngineError, Migrated};
pub use handle::Answer;
pub use parvaneh_core as core;
pub use parvaneh_store as store;
pub use report::Report;
pub use request::Request;
pub use sweep::{MaxExpire, Sweep};
pub use workflows::Workflows;
