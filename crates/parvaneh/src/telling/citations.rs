//! What events of the journal rest on.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use parvaneh_core::explanation;
use parvaneh_core::refusal::Citation;
use parvaneh_store::Recorded;

use crate::{Engine, EngineError, encoding};

impl Engine {
    /// The rule that each of these events rests on, in their order.
    ///
    /// In a regime that has only ever had one edition in force, the rule is that edition's. In any
    /// other, the dossiers' histories are read: an open matter may have pinned another edition than
    /// the one in force.
    pub async fn citations(&self, events: &[Recorded]) -> Result<Vec<Citation>, EngineError> {
        let mut pinned: Vec<i64> = Vec::new();
        for event in events {
            if 1 < self.regime(&event.regime)?.in_force().count() {
                pinned.push(event.key);
            }
        }
        pinned.sort_unstable();
        pinned.dedup();
        let histories = encoding::by_dossier(self.store.histories(&pinned).await?);
        let mut cited: BTreeMap<i64, Vec<Citation>> = BTreeMap::new();
        let mut citations = Vec::with_capacity(events.len());
        for event in events {
            let regime = self.regime(&event.regime)?;
            let unreadable = EngineError::unreadable(&event.number);
            let Some(rows) = histories.get(&event.key) else {
                let dated = encoding::event(event.version, event.effective_on, &event.event);
                let dated = dated.map_err(&unreadable)?;
                let edition = regime.in_force_on(event.effective_on);
                citations.push(dated.event.rests_on(edition));
                continue;
            };
            let all = match cited.entry(event.key) {
                Entry::Occupied(known) => known.into_mut(),
                Entry::Vacant(place) => {
                    let history = encoding::whole_history(rows).map_err(&unreadable)?;
                    let in_force = |day| regime.in_force_on(day);
                    let all = explanation::citations(&history, &self.editions, in_force);
                    let all = all.map_err(EngineError::damaged(&event.number))?;
                    place.insert(all)
                }
            };
            let at = usize::try_from(event.version - 1).ok();
            let found = at.and_then(|at| all.get(at)).cloned();
            let missing = || unreadable(encoding::INCOMPLETE.to_owned());
            citations.push(found.ok_or_else(missing)?);
        }
        Ok(citations)
    }
}
