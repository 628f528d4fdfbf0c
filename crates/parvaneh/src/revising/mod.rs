//! To put right what was recorded wrongly: a plan of what is withdrawn, restored and entered, shown
//! before anything is written, proposed by one person and approved by another.

pub mod revise;
mod revision;
mod refused;
mod plan;
mod stated;
mod entered;
mod time;
mod allowed;
