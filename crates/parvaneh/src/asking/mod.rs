//! To ask what the register knows: a list of licences on a day, one licence with its history, why
//! it stands as it does, what may be done about it, and the report of a quarter. Nothing is written.

mod actions;
pub mod explain;
pub mod list;
pub mod quarterly;
pub mod show;
mod views;
