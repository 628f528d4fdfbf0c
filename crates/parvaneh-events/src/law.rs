//! The place in the law that an event rests on, and who is told of it, as the core knows them.

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::NaiveDate;
use parvaneh_core::actor::{Actor, Role};
use parvaneh_core::calendar::Date;
use parvaneh_core::dossier::{Defect, EVENT_VERSION, Editions};
use parvaneh_core::edition::InForce;
use parvaneh_core::explanation::{self, Judgment};
use parvaneh_core::law::OwnRule;
use parvaneh_core::refusal::Citation;
use parvaneh_core::timeline::{Row, Stored};
use parvaneh_store::{EventRow, JournalRow, Store};
use serde::Deserialize;
use serde::de::Error as _;

use crate::{ReadError, UnreadableEvent};

pub use parvaneh_core::explanation::Recipient;

/// The editions that events were judged by.
#[derive(Clone, Debug)]
pub struct Law(Arc<Editions>);

impl From<Arc<Editions>> for Law {
    fn from(editions: Arc<Editions>) -> Self {
        Self(editions)
    }
}

impl Law {
    /// What is known of each event, in their order.
    ///
    /// Where a regime has ever had one edition in force, it is that one's rule. Elsewhere the
    /// dossiers' histories are read, as an open matter may have pinned another edition than the one
    /// in force.
    pub(crate) async fn of(
        &self,
        store: &Store,
        events: &[EventRow],
    ) -> Result<Vec<Known>, ReadError> {
        let of_dossiers = self.of_dossiers(store, events).await?;
        let known = events
            .iter()
            .map(|recorded| match of_dossiers.get(&recorded.key) {
                None => self.by_the_only_edition(recorded),
                Some(all) => {
                    let at = usize::try_from(recorded.version - 1).ok();
                    let found = at.and_then(|at| all.get(at)).cloned();
                    found.ok_or_else(|| ReadError::NotWhole(recorded.number.clone()))
                }
            });
        known.collect()
    }

    fn in_force(&self, recorded: &EventRow) -> Result<&InForce, ReadError> {
        let regime = &recorded.regime;
        let in_force = self.0.in_force(regime);
        in_force.ok_or_else(|| ReadError::NoSuchRegime(regime.clone()))
    }

    fn by_the_only_edition(&self, recorded: &EventRow) -> Result<Known, ReadError> {
        let edition = self.in_force(recorded)?.on(day(recorded, recorded.version, recorded.effective_on)?);
        let edition = self.0.get(edition).map_err(damaged(recorded))?;
        let (version, on) = (recorded.version, recorded.effective_on);
        let row = read(recorded, version, on, &recorded.event)?;
        let rests_on = match row.said.event() {
            Some(event) => event.rests_on(edition),
            None => Citation::from(OwnRule::FactHasItsOwnDay),
        };
        let judgment = Judgment { rests_on, edition };
        Ok(Known::of(recorded, &recorded.actor, &row, judgment)?)
    }

    /// What is known of all events of those dossiers whose regimes have had several editions in force, by
    /// the dossier's key.
    async fn of_dossiers(
        &self,
        store: &Store,
        events: &[EventRow],
    ) -> Result<BTreeMap<i64, Vec<Known>>, ReadError> {
        let mut asked: BTreeMap<i64, (&EventRow, &InForce)> = BTreeMap::new();
        for recorded in events {
            let in_force = self.in_force(recorded)?;
            if in_force.only().is_none() {
                asked.entry(recorded.key).or_insert((recorded, in_force));
            }
        }
        let keys: Vec<i64> = asked.keys().copied().collect();
        let rows = store.histories(&keys).await?;
        let of_each = rows.chunk_by(|one, next| one.dossier == next.dossier);
        let mut known = BTreeMap::new();
        for rows in of_each {
            let Some((recorded, in_force)) = rows.first().and_then(|row| asked.get(&row.dossier))
            else {
                continue;
            };
            let history = history(recorded, rows)?;
            let judgments = explanation::judgments(&history, &self.0, in_force);
            let judgments = judgments.map_err(damaged(recorded))?;
            let each = rows.iter().zip(&history).zip(judgments);
            let each = each
                .map(|((stored, row), judgment)| Known::of(recorded, &stored.actor, row, judgment));
            known.insert(recorded.key, each.collect::<Result<_, _>>()?);
        }
        match asked.iter().find(|(key, _)| !known.contains_key(key)) {
            None => Ok(known),
            Some((_, (recorded, _))) => Err(ReadError::NotWhole(recorded.number.clone())),
        }
    }
}

/// What is known of an event beside what is stored.
#[derive(Clone, Debug)]
pub struct Known {
    /// The place in the law that it rests on.
    pub rests_on: Citation,
    /// Who is told of it, by what they are to it.
    pub told: Vec<Recipient>,
}

impl Known {
    fn of(
        dossier: &EventRow,
        actor: &str,
        row: &Row,
        Judgment { rests_on, edition }: Judgment<'_>,
    ) -> Result<Self, UnreadableEvent> {
        let done: Done = serde_json::from_str(actor).map_err(|source| UnreadableEvent {
            dossier: dossier.dossier,
            version: row.sequence,
            source,
        })?;
        let event = row.said.event();
        Ok(Self {
            rests_on,
            told: event.map_or_else(Vec::new, |event| event.recipients(done.role, edition)),
        })
    }
}

/// In what capacity an actor acted.
#[derive(Deserialize)]
struct Done {
    role: Role,
}

/// A dossier's history; refused where its first event was not found, or one in between.
fn history(dossier: &EventRow, rows: &[JournalRow]) -> Result<Vec<Row>, ReadError> {
    if !rows
        .iter()
        .map(|row| row.version)
        .eq((1..).take(rows.len()))
    {
        return Err(ReadError::NotWhole(dossier.number.clone()));
    }
    let mut history = Vec::with_capacity(rows.len());
    for row in rows {
        history.push(read(dossier, row.version, row.effective_on, &row.event)?);
    }
    Ok(history)
}

/// What every form ever stored says of itself.
#[derive(Deserialize)]
struct Version {
    v: u64,
}

fn read(
    dossier: &EventRow,
    version: i64,
    effective_on: NaiveDate,
    event: &str,
) -> Result<Row, UnreadableEvent> {
    let effective_on = day(dossier, version, effective_on)?;
    let stored = match serde_json::from_str::<Stored>(event) {
        Ok(stored) if stored.v == EVENT_VERSION => {
            let (said, mark) = stored.into_parts();
            return Ok(Row {
                sequence: version,
                effective_on,
                // What an event rests on does not depend on who did it.
                actor: Actor::calendar(),
                said,
                mark,
            });
        }
        Ok(Stored { v, .. }) => Err(Version { v }),
        // A later form may hold anything: its version is looked at by itself.
        Err(error) => match serde_json::from_str::<Version>(event) {
            Ok(version) if version.v != EVENT_VERSION => Err(version),
            Ok(_) | Err(_) => Ok(error),
        },
    };
    let source = stored.unwrap_or_else(|Version { v }| {
        serde_json::Error::custom(format!(
            "it has version {v}, which this program does not know; use the parvaneh that wrote it"
        ))
    });
    Err(UnreadableEvent {
        dossier: dossier.dossier,
        version,
        source,
    })
}

/// The day of an event; refused where no register can have it.
fn day(dossier: &EventRow, version: i64, stored: NaiveDate) -> Result<Date, UnreadableEvent> {
    Date::try_from(stored).map_err(|error| UnreadableEvent {
        dossier: dossier.dossier,
        version,
        source: serde_json::Error::custom(error),
    })
}

fn damaged(dossier: &EventRow) -> impl FnOnce(Defect) -> ReadError {
    let number = dossier.number.clone();
    |source| ReadError::Damaged { number, source }
}
