//! Who the parties are. Each has a history of its own, in hashes, and beside it the only personal data that
//! there is: names, identifiers, and the texts that somebody wrote, which can all be erased.

mod begin;
pub(crate) mod history;
mod known;
mod merge;
mod one_person;
mod person;
mod register;
mod texts;
mod verify;

pub(crate) use known::{kind_of, same_identifiers};
pub use merge::Erased;
pub(crate) use one_person::{as_named_in, ids_of};
pub use person::{Change, PartyView, Step};
pub(crate) use register::found;
pub use register::{Correction, NewParty, Outcome, Registered};
pub use texts::{BlankTexts, Blanked};
pub(crate) use verify::{texts_of, verify_parties};
