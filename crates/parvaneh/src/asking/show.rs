//! One licence with everything that the register knows of it.

use std::collections::BTreeMap;

use parvaneh_core::calendar::Date;
use parvaneh_core::dossier::Dated;
use parvaneh_core::enforcement;
use parvaneh_core::standing::View;
use parvaneh_core::timeline;
use parvaneh_store::JournalRow;
use uuid::Uuid;

use super::list::Listed;
use crate::error::only;
use crate::{Engine, EngineError, encoding};

/// One licence, with its reasons.
#[derive(Clone, Debug)]
pub struct Shown {
    /// The dossier's id.
    pub id: Uuid,
    /// Its regime.
    pub regime: String,
    /// The line that `list` would print.
    pub listed: Listed,
    /// The view it comes from.
    pub view: View,
    /// The history that stands, each event with its row of the journal.
    pub history: Vec<(JournalRow, Dated)>,
    /// The last day on which a court can be asked about the decision that stands on the view's day.
    pub court_by: Option<Date>,
    /// The first day after the view's on which the calendar changes anything, and what happens.
    pub next: Option<Dated>,
}

impl Engine {
    /// Everything about the licence of that number on a day.
    pub async fn show(&self, number: &str, on: Option<Date>) -> Result<Shown, EngineError> {
        let found = self.store.find(None, number).await?;
        let Some(row) = only(found, number)? else {
            return Err(EngineError::NoSuchLicence(number.to_owned()));
        };
        let journal = self.store.histories(&[row.seq]).await?;
        let rows = encoding::rows(&journal).map_err(EngineError::unreadable(number))?;
        let mut recorded: BTreeMap<i64, JournalRow> =
            journal.into_iter().map(|row| (row.version, row)).collect();
        let history = timeline::live(&rows).into_iter().filter_map(|row| {
            let dated = row.dated()?;
            Some((recorded.remove(&row.sequence)?, dated))
        });
        let history: Vec<(JournalRow, Dated)> = history.collect();
        let mut views = self.views(vec![row], on).await?;
        let Some((row, view)) = views.pop() else {
            return Err(EngineError::NoSuchLicence(number.to_owned()));
        };
        let view = view?;
        let next = self.next_after(&row, &view)?;
        let court_by = enforcement::court_by(history.iter().map(|(_, dated)| dated), view.on);
        let names = self.holder_names([&view]).await?;
        Ok(Shown {
            id: row.id,
            listed: Listed::of(&row, &view, &names),
            regime: row.regime,
            view,
            history,
            court_by,
            next,
        })
    }
}
