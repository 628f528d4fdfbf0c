//! To know that a register can be relied on: look for contradictions, and compare the journal with
//! anchors that were kept elsewhere.

pub mod anchor;
mod answers;
mod beside;
mod findings;
mod odd_rows;
mod one_dossier;
mod outlook;
mod schema;
pub mod verify;
mod work;

pub(crate) use odd_rows::told;
pub(crate) use schema::SCHEMA_BESIDE;

/// What is found of one thing: a stable word for the kind of each contradiction, and what contradicts what.
pub(crate) type Found = Vec<(&'static str, String)>;
