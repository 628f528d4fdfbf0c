//! What a host needs for most of what it does: `use parvaneh::prelude::*;`.

pub use crate::core::actor::{Actor, Role};
pub use crate::core::calendar::{Date, Term};
pub use crate::core::dossier::{Command, Dated, Event};
pub use crate::core::machines::{
    application, appointment, call, contract, enforcement, licence, mismatch, premises,
    principled_approval, renewal, transfer,
};
pub use crate::core::party::{PartyId, PartyKind};
pub use crate::core::refusal::{Code, Refusal};
pub use crate::core::resolution::{Choice, Matter, Motion, Resolution, Vote};
pub use crate::core::standing::Standing;
pub use crate::handle::Outcome;
pub use crate::parties::NewParty;
pub use crate::store::{OpenMode, Store};
pub use crate::{Answer, Engine, EngineError, Report, Request, Sweep, Within, Workflows};
