//! To have a command answered: how it is read, which dossier and which call it is about, what the
//! core says to it, and how that is written in one transaction, our own or the host's.

mod answer;
mod body_hash;
pub mod bounds;
pub(crate) mod call_view;
pub mod handle;
pub mod host_transaction;
pub(crate) mod identity;
pub(crate) mod late;
pub(crate) mod moved_on;
mod receipt;
pub mod request;
pub(crate) mod seats_given;
mod subject;
mod together;
mod traceparent;
pub(crate) mod written_actor;
