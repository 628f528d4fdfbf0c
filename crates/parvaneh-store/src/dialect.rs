//! What differs between the databases that a register can be kept in.

pub(crate) mod postgres;
pub(crate) mod sqlite;
