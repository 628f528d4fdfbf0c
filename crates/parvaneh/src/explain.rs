//! Why a licence stands as it does, and what may be done about it: the core's answers, of dossiers
//! that are found by their numbers.

use parvaneh_core::actions::{self, Action};
use parvaneh_core::actor::Actor;
use parvaneh_core::calendar::Date;
use parvaneh_core::dossier::{Context, Dated, Dossier};
use parvaneh_core::explanation::{self, Explanation};

use crate::engine::{Engine, EngineError};
use crate::register::Shown;

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
        let explanation = explanation.map_err(|defect| EngineError::Damaged {
            number: number.to_owned(),
            defect,
        })?;
        Ok(Explained { shown, explanation })
    }

    /// Every command with what would come of it if `actor` sent it to the dossier of that number
    /// on a day; today where none is given. Nothing is written.
    pub async fn actions(
        &self,
        number: &str,
        actor: &Actor,
        on: Option<Date>,
    ) -> Result<Vec<Action>, EngineError> {
        let shown = self.show(number, on).await?;
        let regime = self.regime(&shown.regime)?;
        let today = shown.view.on;
        let dossier: &Dossier = &shown.view.dossier;
        let call = match dossier.answers_to() {
            Some(call) => {
                let tx = self.store.begin_read().await?;
                let found = tx.find(Some(&shown.regime), number).await?;
                let asking = found.first().map(|row| row.seq);
                self.answered(&tx, &shown.regime, call, asking, today, false)
                    .await?
            }
            None => None,
        };
        let context = Context {
            edition: regime.in_force_on(today),
            actor,
            today,
            call: call.as_ref(),
        };
        actions::actions(dossier, &context, &self.editions).map_err(|defect| EngineError::Damaged {
            number: number.to_owned(),
            defect,
        })
    }
}
