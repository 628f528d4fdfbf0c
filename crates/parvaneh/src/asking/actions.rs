//! What may be done about a licence, by whom.

use parvaneh_core::actions::{self, Action};
use parvaneh_core::actor::Actor;
use parvaneh_core::calendar::Date;
use parvaneh_core::dossier::{Context, Dossier};

use crate::commands::call_view::{CallQuestion, CallRow};
use crate::number::ByNumber;
use crate::{Engine, EngineError};

impl Engine {
    /// Every command with what would come of it if `actor` sent it to the dossier of that number
    /// on a day; today where none is given. Nothing is written.
    pub async fn actions(
        &self,
        which: impl Into<ByNumber<'_>>,
        actor: &Actor,
        on: Option<Date>,
    ) -> Result<Vec<Action>, EngineError> {
        let which = which.into();
        let shown = self.show(which, on).await?;
        let regime = self.regime(&shown.regime)?;
        let today = shown.view.on;
        let dossier: &Dossier = &shown.view.dossier;
        let call = match dossier.answers_to() {
            Some(call) => {
                let tx = self.store.begin_read().await?;
                let asking = tx.dossier_by_id(shown.id).await?.map(|row| row.seq);
                let question = CallQuestion {
                    regime: &shown.regime,
                    number: call,
                    asking,
                    on: today,
                    today,
                };
                self.call_view(&tx, question, CallRow::Read).await?
            }
            None => None,
        };
        let context = Context {
            edition: regime.in_force_on(today),
            editions: &self.editions,
            actor,
            today,
            call: call.as_ref(),
        };
        actions::actions(dossier, &context, &self.editions)
            .map_err(EngineError::damaged(which.number))
    }
}
