//! Notices: what a person must be told of, in words of their own language.
//!
//! Of which events somebody is told, and why, is in one table. A notice is written from the journal
//! and from who the parties are at that moment, and is the only text outside of the register that
//! names a person.

mod people;
mod recipients;

use std::collections::{BTreeMap, HashMap};

use chrono::{DateTime, Utc};
use parvaneh_core::calendar::Date;
use parvaneh_core::dossier::{Dated, Event};
use parvaneh_core::licence;
use parvaneh_core::refusal::Citation;
use parvaneh_core::renewal;
use parvaneh_store::EventRow;
use uuid::Uuid;

use crate::encoding;
use crate::words::Words;
use crate::{Engine, EngineError};
use people::{Addressee, People};

pub use recipients::{Recipients, Who, recipients};

/// The notice of one event.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Notice {
    /// The event's place in its dossier, from 1.
    pub sequence: i64,
    /// The notice in each of the languages that were asked for, in their order. It ends with a line
    /// end.
    pub texts: Vec<String>,
}

/// An event with what its notice is written from.
struct Draft<'a> {
    recorded: &'a EventRow,
    dated: Dated,
    rests_on: &'a Citation,
    /// The licence's number, once there is one.
    licence: Option<String>,
    addressees: Vec<Addressee>,
}

impl Engine {
    /// The notices of those of a dossier's events that are in `events`: by their places in the
    /// dossier, from 1, with the place in the law that each rests on.
    ///
    /// An event has none if nobody is told of it, if another register stated it, or if it is a
    /// reminder that a later one had superseded when it was recorded.
    pub async fn notices(
        &self,
        dossier: Uuid,
        events: &BTreeMap<i64, Citation>,
        words: &[Words],
    ) -> Result<Vec<Notice>, EngineError> {
        let Some(row) = self.store.dossier_by_id(dossier).await? else {
            return Err(EngineError::NoSuchLicence(dossier.to_string()));
        };
        let recorded = self.store.recorded_of(row.seq, 1).await?;
        let mut people = People::default();
        let mut licence = None;
        let mut drafts = Vec::new();
        for recorded in &recorded {
            let dated = encoding::event(recorded.version, recorded.effective_on, &recorded.event);
            let dated = dated.map_err(EngineError::unreadable(&row.number))?;
            people.note(&dated.event);
            licence = number(&dated.event).or(licence);
            let Some(Recipients::Somebody(who, _)) = recipients(dated.event.name()) else {
                continue;
            };
            let is_over = dated.event.is_imported() || self.is_superseded(recorded, &dated)?;
            if let Some(rests_on) = events.get(&recorded.version)
                && !is_over
            {
                let addressees = people.addressees(who, &dated.event);
                drafts.push(Draft {
                    recorded,
                    dated,
                    rests_on,
                    licence: licence.clone(),
                    addressees,
                });
            }
        }
        let names = self.names_of(&drafts).await?;
        let notices = drafts.iter().map(|draft| Notice {
            sequence: draft.recorded.version,
            texts: words
                .iter()
                .map(|words| draft.text(words, &names))
                .collect(),
        });
        Ok(notices.collect())
    }

    /// Whether it is a reminder that was recorded when a later one, or the deadline, had come.
    fn is_superseded(&self, recorded: &EventRow, dated: &Dated) -> Result<bool, EngineError> {
        let Event::Renewal(renewal::Event::ReminderDue {
            current_through, ..
        }) = &dated.event
        else {
            return Ok(false);
        };
        let zone = self.regime(&recorded.regime)?.time_zone();
        let at = DateTime::<Utc>::from_timestamp_millis(recorded.recorded_at);
        let day: Option<Date> = at.map(|at| at.with_timezone(&zone).date_naive());
        Ok(day.is_some_and(|day| *current_through < day))
    }

    async fn names_of(&self, drafts: &[Draft<'_>]) -> Result<HashMap<Uuid, String>, EngineError> {
        let mut ids: Vec<Uuid> = drafts
            .iter()
            .flat_map(|draft| &draft.addressees)
            .map(|addressee| addressee.id())
            .collect();
        ids.sort_unstable();
        ids.dedup();
        let parties = self.store.parties(&ids).await?;
        let named = parties
            .into_iter()
            .filter_map(|party| Some((party.id, party.name_as_given.or(party.name)?)));
        Ok(named.collect())
    }
}

/// The licence number that an event gives.
fn number(event: &Event) -> Option<String> {
    if let Event::Licence(licence::Event::Opened(opened)) = event {
        return Some(opened.number.clone());
    }
    if let Event::Licence(licence::Event::Issued { act, .. }) = event {
        return Some(act.number.clone());
    }
    None
}

impl Addressee {
    fn id(self) -> Uuid {
        let (Self::Party(party) | Self::HeirsOf(party)) = self;
        encoding::party_key(party)
    }

    /// A party whose name was erased is named by its id.
    fn text(self, words: &Words, names: &HashMap<Uuid, String>) -> String {
        let id = self.id();
        let name = match names.get(&id) {
            Some(name) => name.clone(),
            None => words.say("notice-nameless", &[("id", &id.to_string())]),
        };
        match self {
            Self::Party(_) => name,
            Self::HeirsOf(_) => words.say("notice-heirs", &[("name", &name)]),
        }
    }
}

impl Draft<'_> {
    fn text(&self, words: &Words, names: &HashMap<Uuid, String>) -> String {
        let line = |id: &str, value: &str| words.say(id, &[("value", value)]);
        let recorded = self.recorded;
        let mut lines = vec![words.say("notice-head", &[])];
        for addressee in &self.addressees {
            lines.push(line("notice-to", &addressee.text(words, names)));
        }
        // Numbers as the register writes them: they are names, and are searched for.
        match &self.licence {
            Some(licence) => lines.push(line("notice-licence", licence)),
            None => lines.push(line("notice-file", &recorded.number)),
        }
        lines.push(line("notice-province", &recorded.province));
        lines.push(line("notice-day", &words.both_days(recorded.effective_on)));
        lines.push(String::new());
        lines.push(words.notice(&self.dated));
        lines.push(String::new());
        let article = words.article(&self.rests_on.article);
        let basis = words.basis(self.rests_on.basis);
        let cited = [("article", article), ("basis", basis.as_str())];
        lines.push(words.say("notice-rests-on", &cited));
        let reference = format!("{}/{}", recorded.dossier, recorded.version);
        lines.push(line("notice-reference", &reference));
        lines.join("\n") + "\n"
    }
}
