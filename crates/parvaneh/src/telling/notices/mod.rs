//! Notices: what a person must be told of, in words of their own language.
//!
//! Of which events somebody is told, and why, stands beside each event. A notice is written from the journal
//! and from who the parties are at that moment, and is the only text outside of the register that
//! names a person.

mod people;

use std::collections::{BTreeMap, HashMap};

use chrono::{DateTime, Utc};
use parvaneh_core::actor::Actor;
use parvaneh_core::calendar::Date;
use parvaneh_core::dossier::{Dated, Event};
use parvaneh_core::licence;
use parvaneh_core::refusal::Citation;
use parvaneh_core::renewal;
use parvaneh_core::timeline::{self, Row};
use parvaneh_store::EventRow;
use uuid::Uuid;

use crate::encoding;
use crate::words::Words;
use crate::{Engine, EngineError};
use people::{Addressee, People};

pub use parvaneh_core::machines::{Told, Who};

/// The notice of one event.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Notice {
    /// The event's place in its dossier, from 1.
    pub sequence: i64,
    /// The notice in each of the languages that were asked for, in their order. It ends with a line
    /// end.
    pub texts: Vec<String>,
}

/// An event that stands, and the row that said it first.
struct Standing<'a> {
    recorded: &'a EventRow,
    dated: Dated,
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
        for recorded in self.standing_rows(&recorded, &row.number)? {
            let Standing { recorded, dated } = recorded;
            people.note(&dated.event);
            licence = number(&dated.event).or(licence);
            let Told::Somebody(who, _) = dated.event.told() else {
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

    /// The events that stand now, each with the row that said it first: what was stated anew is not
    /// told again, and what stands no longer is not told any more.
    fn standing_rows<'r>(
        &self,
        recorded: &'r [EventRow],
        number: &str,
    ) -> Result<Vec<Standing<'r>>, EngineError> {
        let rows = recorded.iter().map(|row| {
            let (said, mark) = encoding::said(row.version, &row.event)?;
            Ok(Row {
                sequence: row.version,
                effective_on: row.effective_on,
                actor: Actor::calendar(),
                said,
                mark,
            })
        });
        let rows: Result<Vec<Row>, String> = rows.collect();
        let rows = rows.map_err(EngineError::unreadable(number))?;
        let standing = timeline::live(&rows).into_iter().filter_map(|row| {
            let dated = row.dated()?;
            let recorded = recorded.iter().find(|it| it.version == row.first())?;
            Some(Standing { recorded, dated })
        });
        Ok(standing.collect())
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
        return Some(opened.number.to_string());
    }
    if let Event::Licence(licence::Event::Issued { act, .. }) = event {
        return Some(act.number.to_string());
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

#[cfg(test)]
mod tests {
    use parvaneh_core::machines;

    use super::*;
    use crate::words::{Language, Words};

    /// One line for every form of event that was ever stored.
    const EVENTS: &str = include_str!("../../../../../tests/data/events.jsonl");

    /// What is told has its words, and what is not told has none.
    #[test]
    fn what_is_told_has_words_in_both_languages() {
        for language in Language::ALL {
            let words = Words::of(language);
            for kind in machines::kinds() {
                let id = format!("notice-{}", kind.name.replace('.', "-"));
                let has_notice = matches!(kind.told, Told::Somebody(..));
                assert_eq!(words.has(&id), has_notice, "{language:?}: {id}");
            }
        }
    }

    /// Every notice there is, of every form of event, to be read before it is kept.
    #[test]
    fn every_notice_reads_well() {
        for language in Language::ALL {
            let words = Words::of(language);
            let mut text = String::new();
            for line in EVENTS.lines() {
                let line = line.trim_start_matches('{');
                let dated = format!("{{\"effective_on\":\"2026-11-23\",{line}");
                let dated: Dated = serde_json::from_str(&dated).expect("an event");
                let name = dated.event.name();
                if !dated.event.is_imported() && matches!(dated.event.told(), Told::Somebody(..)) {
                    text.push_str(&format!("{name}\n  {}\n", words.notice(&dated)));
                }
            }
            for fault in ["{", "}", "none", "  .", " ,"] {
                let found = text.lines().find(|line| line.trim_start().contains(fault));
                assert_eq!(found, None, "{language:?} says {fault:?}");
            }
            insta::assert_snapshot!(format!("notices_{}", language.word()), text);
        }
    }
}
