//! What the project's chores and its tests share.

pub mod cluster;
pub mod message;
pub mod nats;
mod package;
