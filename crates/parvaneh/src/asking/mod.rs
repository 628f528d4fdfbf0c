//! To ask what the register knows: a list of licences on a day, one licence with its history, why
//! it stands as it does, what may be done about it, what waits for whom, the report of a quarter, and what was entered
//! late.
//! All but what may be done can be asked as it was known at an earlier time. Nothing is written.

mod actions;
pub mod explain;
mod horizon;
pub mod known_at;
pub mod late;
pub mod list;
pub mod quarterly;
pub mod revisions;
pub mod show;
mod sought;
mod views;
pub mod worklist;
