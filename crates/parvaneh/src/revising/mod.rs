//! To put right what was recorded wrongly: a plan of what is withdrawn, restored and entered, shown
//! before anything is written, proposed by one person and approved by another.

mod plan;
pub mod revise;
mod revision;
