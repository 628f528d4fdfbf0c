//! The servers that tests need: PostgreSQL and NATS, each on a free port for as long as a value lives.
//!
//! A crate of its own, so that the chores which start them once for a whole run are not built from
//! the tests.

pub mod cluster;
pub mod nats;
mod package;
