//! What events of the journal rest on.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use parvaneh_core::explanation;
use parvaneh_core::refusal::Citation;
use parvaneh_store::{EventRow, JournalRow};

use crate::engine::{Engine, EngineError};
use crate::stored;

impl Engine {
    /// The rule that each of these events rests on, in their order.
    ///
    /// Where a regime has ever had one edition in force, it is that one's rule. Elsewhere the
    /// dossiers' histories are read, as an open matter may have pinned another edition than the one
    /// in force.
    pub async fn citations(&self, events: &[EventRow]) -> Result<Vec<Citation>, EngineError> {
        let mut pinned: Vec<i64> = Vec::new();
        for event in events {
            if 1 < self.regime(&event.regime)?.in_force().count() {
                pinned.push(event.key);
            }
        }
        pinned.sort_unstable();
        pinned.dedup();
        let mut histories: BTreeMap<i64, Vec<JournalRow>> = BTreeMap::new();
        for row in self.store.histories(&pinned).await? {
            histories.entry(row.dossier).or_default().push(row);
        }
        let mut cited: BTreeMap<i64, Vec<Citation>> = BTreeMap::new();
        let mut citations = Vec::with_capacity(events.len());
        for event in events {
            let regime = self.regime(&event.regime)?;
            let unreadable = |problem| EngineError::Unreadable {
                number: event.number.clone(),
                problem,
            };
            let Some(rows) = histories.get(&event.key) else {
                let dated = stored::event(event.version, event.effective_on, &event.event);
                let dated = dated.map_err(unreadable)?;
                let edition = regime.in_force_on(event.effective_on);
                citations.push(dated.event.rests_on(edition));
                continue;
            };
            let all = match cited.entry(event.key) {
                Entry::Occupied(known) => known.into_mut(),
                Entry::Vacant(place) => {
                    let history = stored::whole_history(rows).map_err(unreadable)?;
                    let in_force = |day| regime.in_force_on(day);
                    let all = explanation::citations(&history, &self.editions, in_force);
                    let all = all.map_err(|defect| EngineError::Damaged {
                        number: event.number.clone(),
                        defect,
                    })?;
                    place.insert(all)
                }
            };
            let at = usize::try_from(event.version - 1).ok();
            let found = at.and_then(|at| all.get(at)).cloned();
            let missing =
                || unreadable("its journal is not whole; see `parvaneh verify`".to_owned());
            citations.push(found.ok_or_else(missing)?);
        }
        Ok(citations)
    }
}
