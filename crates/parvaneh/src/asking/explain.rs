//! Why a licence stands as it does.

use parvaneh_core::explanation::{self, Explanation, Step};
use parvaneh_core::timeline;

use super::known_at::AsOf;
use super::revisions::{Origin, Revision, revisions};
use super::show::{Known, Shown};
use crate::number::ByNumber;
use crate::{Engine, EngineError};

/// The explanation of a standing, and the licence that it is of.
#[derive(Clone, Debug)]
pub struct Explained {
    /// The licence.
    pub shown: Shown,
    /// The derivation.
    pub explanation: Explanation,
    /// The revisions that it rests on, in the order in which they were recorded: those by which days up
    /// to the one that is explained came to be told otherwise.
    pub revisions: Vec<Revision>,
}

impl Explained {
    /// How a step came to stand where it does, where it was entered late or came with a revision.
    pub fn origin(&self, step: &Step) -> Option<&Origin> {
        let (row, _) = self.shown.history.get(step.recorded?)?;
        self.shown.origins.get(&row.version)
    }
}

impl Engine {
    /// Why the licence of that number stands as it does on a day, as it was known at a time.
    pub async fn explain(
        &self,
        which: impl Into<ByNumber<'_>>,
        as_of: impl Into<AsOf>,
    ) -> Result<Explained, EngineError> {
        let which = which.into();
        let (shown, known) = self.shown(which, as_of.into()).await?;
        let regime = self.regime(&shown.regime)?;
        let Known { journal, rows, law } = known;
        let live = timeline::live(&rows);
        let on = shown.view.on;
        let explanation = explanation::explain(&live, &law, on, regime.in_force());
        let explanation = explanation.map_err(EngineError::damaged(which.number))?;
        let mut revisions = revisions(&journal, &rows, regime.time_zone());
        revisions.retain(|revision| revision.from.is_some_and(|from| from <= on));
        Ok(Explained {
            shown,
            explanation,
            revisions,
        })
    }
}
