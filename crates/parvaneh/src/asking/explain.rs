//! Why a licence stands as it does.

use parvaneh_core::calendar::Date;
use parvaneh_core::dossier::Dated;
use parvaneh_core::explanation::{self, Explanation};

use super::show::Shown;
use crate::{Engine, EngineError};

/// The explanation of a standing, and the licence that it is of.
#[derive(Clone, Debug)]
pub struct Explained {
    /// The licence.
    pub shown: Shown,
    /// The derivation.
    pub explanation: Explanation,
}

impl Engine {
    /// Why the licence of that number stands as it does on a day; today where none is given.
    pub async fn explain(&self, number: &str, on: Option<Date>) -> Result<Explained, EngineError> {
        let shown = self.show(number, on).await?;
        let regime = self.regime(&shown.regime)?;
        let history: Vec<Dated> = shown.history.iter().map(|(_, it)| it.clone()).collect();
        let on = shown.view.on;
        let explanation = explanation::explain(&history, &self.editions, on, regime.in_force());
        let explanation = explanation.map_err(EngineError::damaged(number))?;
        Ok(Explained { shown, explanation })
    }
}
