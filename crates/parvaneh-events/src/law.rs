//! The place in the law that an event rests on, and who is told of it, as the core knows them.

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::NaiveDate;
use parvaneh_core::actor::{Actor, Role};
use parvaneh_core::calendar::Date;
use parvaneh_core::dossier::{EVENT_VERSION, Editions};
use parvaneh_core::edition::InForce;
use parvaneh_core::explanation::{self, Judgment};
use parvaneh_core::law::OwnRule;
use parvaneh_core::refusal::Citation;
use parvaneh_core::timeline::{Row, Said, Stored, Unread};
use parvaneh_store::{EventRow, JournalRow, Store, in_full};
use serde::Deserialize;

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
    /// What is known of each event, in their order; of one that cannot be read, why not.
    ///
    /// Where a regime has ever had one edition in force, it is that one's rule. Elsewhere the
    /// dossiers' histories are read, as an open matter may have pinned another edition than the one
    /// in force.
    pub(crate) async fn of(
        &self,
        store: &Store,
        events: &[EventRow],
    ) -> Result<Vec<Result<Known, UnreadableEvent>>, ReadError> {
        let of_dossiers = self.of_dossiers(store, events).await?;
        let mut known = Vec::with_capacity(events.len());
        for recorded in events {
            let because = |why: &String| UnreadableEvent::because(recorded, why);
            known.push(match of_dossiers.get(&recorded.key) {
                None => self.by_the_only_edition(recorded),
                Some(Err(why)) => Err(because(why)),
                Some(Ok(all)) => {
                    let at = usize::try_from(recorded.version - 1).ok();
                    let found = at.and_then(|at| all.get(at)).cloned();
                    let found = found.unwrap_or_else(|| Err(NOT_WHOLE.to_owned()));
                    found.map_err(|why| because(&why))
                }
            });
        }
        Ok(known)
    }

    fn by_the_only_edition(&self, recorded: &EventRow) -> Result<Known, UnreadableEvent> {
        let (version, on) = (recorded.version, recorded.effective_on);
        let known = read(version, on, &recorded.event).and_then(|row| {
            let regime = &recorded.regime;
            let in_force = self.0.in_force(regime);
            let in_force = in_force.ok_or_else(|| format!("no regime is called {regime:?}"))?;
            let edition = self.0.get(in_force.on(row.effective_on));
            let edition = edition.map_err(|defect| defect.to_string())?;
            let rests_on = match row.said.event() {
                Some(event) => event.rests_on(edition),
                None => Citation::from(OwnRule::FactHasItsOwnDay),
            };
            Known::of(&recorded.actor, &row, Judgment { rests_on, edition })
        });
        known.map_err(|why| UnreadableEvent::because(recorded, why))
    }

    /// What is known of all events of those dossiers whose regimes have had several editions in force, by
    /// the dossier's key.
    async fn of_dossiers(
        &self,
        store: &Store,
        events: &[EventRow],
    ) -> Result<BTreeMap<i64, Judged>, ReadError> {
        let mut asked: BTreeMap<i64, &InForce> = BTreeMap::new();
        for recorded in events {
            let in_force = self.0.in_force(&recorded.regime);
            if let Some(in_force) = in_force.filter(|it| it.only().is_none()) {
                asked.insert(recorded.key, in_force);
            }
        }
        let keys: Vec<i64> = asked.keys().copied().collect();
        let missing = |key: &i64| (*key, Err(NOT_WHOLE.to_owned()));
        let mut judged: BTreeMap<i64, Judged> = asked.keys().map(missing).collect();
        let rows = histories(store, &keys, &mut judged).await?;
        for rows in rows.chunk_by(|one, next| one.dossier == next.dossier) {
            let key = rows.first().map(|row| row.dossier);
            if let Some((key, in_force)) = key.and_then(|key| Some((key, asked.get(&key)?))) {
                judged.insert(key, self.judged(rows, in_force));
            }
        }
        Ok(judged)
    }

    /// What is known of each event of a whole history.
    fn judged(&self, rows: &[JournalRow], in_force: &InForce) -> Judged {
        let history = history(rows)?;
        let judgments = explanation::judgments(&history, &self.0, in_force);
        let judgments = judgments.map_err(|defect| defect.to_string())?;
        let each = rows.iter().zip(&history).zip(judgments);
        let known = each.map(|((stored, row), judgment)| Known::of(&stored.actor, row, judgment));
        Ok(known.collect())
    }
}

/// What is known of each event of a dossier, or why it is not; the whole is not where its history contradicts
/// itself.
type Judged = Result<Vec<Result<Known, String>>, String>;

/// The first event of a history was not found, or one in between.
const NOT_WHOLE: &str = "its journal is not whole";

/// The histories of those of these dossiers that can be read. Of the others it is noted why not.
async fn histories(
    store: &Store,
    keys: &[i64],
    unreadable: &mut BTreeMap<i64, Judged>,
) -> Result<Vec<JournalRow>, ReadError> {
    match store.histories(keys).await {
        Err(error) if error.is_about_one_dossier() => {}
        all => return Ok(all?),
    }
    let mut histories = Vec::new();
    for key in keys {
        match store.histories(&[*key]).await {
            Err(error) if error.is_about_one_dossier() => {
                unreadable.insert(*key, Err(in_full(&error)));
            }
            rows => histories.extend(rows?),
        }
    }
    Ok(histories)
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
        actor: &str,
        row: &Row,
        Judgment { rests_on, edition }: Judgment<'_>,
    ) -> Result<Self, String> {
        if let Said::Unreadable(why) = &row.said {
            return Err(why.clone());
        }
        let done: Done = serde_json::from_str(actor).map_err(|error| error.to_string())?;
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
fn history(rows: &[JournalRow]) -> Result<Vec<Row>, String> {
    let versions = rows.iter().map(|row| row.version);
    if !versions.eq((1..).take(rows.len())) {
        return Err(NOT_WHOLE.to_owned());
    }
    let rows = rows.iter();
    rows.map(|row| read(row.version, row.effective_on, &row.event))
        .collect()
}

/// A row of the journal. One that is of this program's version and cannot be read, as where it has a day that no
/// register can have, says so; one of another version is refused.
fn read(version: i64, effective_on: NaiveDate, event: &str) -> Result<Row, String> {
    let day = Date::try_from(effective_on).map_err(|error| error.to_string());
    let stored = serde_json::from_str::<Stored>(event).map_err(|error| error.to_string());
    let both = stored.and_then(|stored| Ok((stored, day?)));
    let ((v, (said, mark)), effective_on) = match both {
        Ok((stored, day)) => ((stored.v, stored.into_parts()), day),
        Err(why) => {
            let unread: Unread = serde_json::from_str(event).map_err(|_| why.clone())?;
            let day = Date::nearest_to(effective_on);
            ((unread.v, unread.into_parts(why)), day)
        }
    };
    if v != EVENT_VERSION {
        return Err(format!(
            "it has version {v}, which this program does not know; use the parvaneh that wrote it"
        ));
    }
    Ok(Row {
        sequence: version,
        effective_on,
        // What an event rests on does not depend on who did it.
        actor: Actor::calendar(),
        said,
        mark,
    })
}
