//! Why a revision was not made.

use parvaneh_core::refusal::Refusal;
use parvaneh_core::timeline::{Fault, Misnamed};
use parvaneh_store::StoreError;
use uuid::Uuid;

use crate::EngineError;
use crate::commands::late::stands_against;

/// Why a revision was not made.
#[derive(Debug, thiserror::Error)]
pub enum ReviseError {
    /// The law says no.
    #[error("{number}: {refusal}")]
    Refused {
        /// To which dossier.
        number: String,
        /// Why.
        refusal: Refusal,
    },
    /// It names acts that are not there, or that cannot be named so.
    #[error("{number}: {}; `show` names the acts", Misnamed::listed(acts))]
    Misnamed {
        /// In which dossier.
        number: String,
        /// Which.
        acts: Vec<Misnamed>,
    },
    /// It says nothing, or something twice.
    #[error("{0}")]
    Meaningless(String),
    /// Nobody has proposed it.
    #[error("no revision {0} was proposed; propose it first, with `revise FILE --propose`")]
    NotProposed(Uuid),
    /// It has been approved already.
    #[error("the revision {0} was approved before, and stands in the register")]
    Decided(Uuid),
    /// Another revision has its id.
    #[error("a revision {0} was proposed before; give this one an id of its own")]
    IdReused(Uuid),
    /// Who proposed it cannot approve it.
    #[error("{0} proposed the revision; another person has to approve it")]
    SamePerson(String),
    /// The register failed.
    #[error(transparent)]
    Engine(#[from] EngineError),
}

impl From<StoreError> for ReviseError {
    fn from(error: StoreError) -> Self {
        Self::Engine(error.into())
    }
}

/// Why the history of a dossier is not stated anew.
pub(super) fn not_stated(number: &str, fault: Fault) -> ReviseError {
    let refused = |refusal| ReviseError::Refused {
        number: number.to_owned(),
        refusal,
    };
    match fault {
        Fault::Refused { refusal, .. } => refused(refusal),
        Fault::StandsAgainst(conflicts) => refused(stands_against(&conflicts)),
        Fault::Misnamed(acts) => ReviseError::Misnamed {
            number: number.to_owned(),
            acts,
        },
        Fault::CannotFollow(defect) | Fault::Damaged(defect) => {
            EngineError::damaged(number)(defect).into()
        }
    }
}
