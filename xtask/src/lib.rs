//! What the project's chores and its tests share.

pub mod keyed;
pub mod message;
