//! A dossier of which the database's rows cannot be read: by what it is known all the same, and why.

use parvaneh_store::{Connection, Register, StoreError, in_full};

use crate::EngineError;

/// What is said of the dossier of a key of which something cannot be read.
pub(crate) async fn unreadable<C: Connection>(
    register: &Register<C>,
    key: i64,
    error: &StoreError,
) -> EngineError {
    let number = known_as(register, key).await;
    EngineError::unreadable(&number)(in_full(error))
}

/// By what a dossier is known, though not all of it can be read.
pub(crate) async fn known_as<C: Connection>(register: &Register<C>, key: i64) -> String {
    let number = register.number_of(key).await.ok().flatten();
    number.unwrap_or_else(|| format!("dossier {key}"))
}
