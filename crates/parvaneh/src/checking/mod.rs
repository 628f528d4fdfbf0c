//! To know that a register can be relied on: look for contradictions, compare the journal with
//! anchors that were kept elsewhere, and make snapshots again from their journals.

pub mod anchor;
mod rebuild;
pub mod verify;
