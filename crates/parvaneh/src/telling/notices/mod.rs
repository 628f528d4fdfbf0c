//! Notices: what a person must be told of, in words of their own language.
//!
//! Of which events somebody is told, and why, stands beside each event. A notice is written from the journal
//! and from who the parties are at that moment, and is the only text outside of the register that
//! names a person.

mod past;
mod people;
mod result;
mod sender;

use std::collections::{BTreeMap, HashMap};

use chrono::{DateTime, Utc};
use parvaneh_core::calendar::Date;
use parvaneh_core::dossier::{Dated, Event};
use parvaneh_core::edition::Edition;
use parvaneh_core::party::PartyId;
use parvaneh_core::refusal::Citation;
use parvaneh_core::renewal;
use parvaneh_core::timeline::Row;
use parvaneh_store::EventRow;
use uuid::Uuid;

use crate::encoding;
use crate::words::Words;
use crate::{Engine, EngineError};
use past::{Judges, Past};
use people::{Addressee, As};

pub use parvaneh_core::machines::{Told, Who};

/// A notice of one event.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Notice {
    /// The place in the dossier, from 1, of the row by which it is told.
    pub sequence: i64,
    /// Where that row is a revision: the place of the event that does not stand any more.
    pub withdraws: Option<i64>,
    /// Whether it is the working group's, which is sent the result, and no party's.
    pub is_result: bool,
    /// The notice in each of the languages that were asked for, in their order. It ends with a line
    /// end.
    pub texts: Vec<String>,
}

/// What of a dossier is to be told.
#[derive(Clone, Copy)]
pub struct Telling<'a> {
    /// The rows that are new: by their places in the dossier, from 1, with the place in the law that
    /// each rests on.
    pub rows: &'a BTreeMap<i64, Citation>,
    /// Whether a notice was written before of the event at a place.
    pub was_told: &'a (dyn Fn(i64) -> bool + Sync),
}

/// What came of it.
#[derive(Clone, Debug, Default)]
pub struct Notices {
    /// The notices.
    pub notices: Vec<Notice>,
    /// The places of those of the new rows that stand no longer, so that nobody is told of them.
    pub passed_over: Vec<i64>,
}

/// An event with what its notice is written from.
#[derive(Clone)]
struct Draft<'a> {
    /// The row by which it is told.
    recorded: &'a EventRow,
    dated: Dated,
    rests_on: &'a Citation,
    /// The edition that judges it.
    edition: &'a Edition,
    /// The licence's number, once there is one.
    licence: Option<String>,
    /// Whether the licence is not in force.
    has_ended: bool,
    addressees: Vec<(Addressee, As)>,
    /// The row that was told before, where this says that it does not stand any more.
    withdraws: Option<&'a EventRow>,
    /// By which rule the working group is sent it, where it is the group's.
    result: Option<Citation>,
}

impl Engine {
    /// The notices of those of a dossier's rows that are new.
    ///
    /// An event has none if nobody is told of it, if another register stated it, or if it is a
    /// reminder that a later one had superseded when it was recorded. What is stated anew has none:
    /// it was told when it was first recorded. What stands no longer has none either; where it was
    /// told before, the revision has one that says so.
    pub async fn notices(
        &self,
        dossier: Uuid,
        telling: Telling<'_>,
        words: &[Words],
    ) -> Result<Notices, EngineError> {
        let Some(row) = self.store.dossier_by_id(dossier).await? else {
            return Err(EngineError::NoSuchLicence(dossier.to_string()));
        };
        let recorded = self.store.recorded_of(row.seq, 1).await?;
        let judges = Judges {
            editions: &self.editions,
            in_force: self.regime(&row.regime)?.in_force(),
            number: &row.number,
        };
        let past = Past::read(&recorded, judges).map_err(EngineError::unreadable(&row.number))?;
        let mut drafts = self.of_what_stands(&past, &telling)?;
        drafts.extend(self.of_what_was_cut(&past, &telling)?);
        let names = self.names_of(&drafts).await?;
        let notices = drafts.iter().map(|draft| Notice {
            sequence: draft.recorded.version,
            withdraws: draft.withdraws.map(|first| first.version),
            is_result: draft.result.is_some(),
            texts: words
                .iter()
                .map(|words| draft.text(words, &names))
                .collect(),
        });
        Ok(Notices {
            notices: notices.collect(),
            passed_over: past.standing_no_longer(telling.rows.keys().copied()),
        })
    }

    /// Of the new events that stand.
    fn of_what_stands<'a>(
        &self,
        past: &Past<'a>,
        telling: &Telling<'a>,
    ) -> Result<Vec<Draft<'a>>, EngineError> {
        let stood = past.stood_before(telling.rows.keys().next().copied());
        let mut drafts = Vec::new();
        past.go_through(&past.live(), |row, about| {
            let told_by = match telling.rows.contains_key(&row.first()) {
                true => Some(row.first()),
                // It stands again, after a time in which it did not.
                false if !stood.contains(&row.first()) => past.stated_anew(row, telling.rows),
                false => None,
            };
            if let Some(told_by) = told_by
                && let Some(rests_on) = telling.rows.get(&told_by)
                && let Some(recorded) = past.recorded(told_by)
                && let Some(first) = past.recorded(row.first())
                && let Some((dated, who)) = self.told(row, first)?
            {
                drafts.extend(with_its_result(about.draft(recorded, dated, who, rests_on)));
            }
            Ok(())
        })?;
        Ok(drafts)
    }

    /// Of what was told before and does not stand any more, by the revision after which it did not.
    fn of_what_was_cut<'a>(
        &self,
        past: &Past<'a>,
        telling: &Telling<'a>,
    ) -> Result<Vec<Draft<'a>>, EngineError> {
        let mut drafts = Vec::new();
        for (sequence, rests_on) in telling.rows {
            let Some((revision, cut)) = past.cut_by(*sequence) else {
                continue;
            };
            past.go_through(&past.live_before(*sequence), |row, about| {
                if cut.contains(&row.first())
                    && (telling.was_told)(row.first())
                    && let Some(first) = past.recorded(row.first())
                    && let Some((dated, who)) = self.told(row, first)?
                {
                    let draft = about.draft(revision, dated, who, rests_on);
                    drafts.extend(with_its_result(Draft {
                        withdraws: Some(first),
                        ..draft
                    }));
                }
                Ok(())
            })?;
        }
        Ok(drafts)
    }

    /// What happened by a row and who is told of it, if anybody is; `first` is the row that said it
    /// first.
    fn told(&self, row: &Row, first: &EventRow) -> Result<Option<(Dated, Who)>, EngineError> {
        let Some(dated) = row.dated() else {
            return Ok(None);
        };
        let Told::Somebody(who, _) = dated.event.told() else {
            return Ok(None);
        };
        let is_over = dated.event.is_imported() || self.is_superseded(first, &dated)?;
        Ok((!is_over).then_some((dated, who)))
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
        let day: Option<Date> = at.map(|at| Date::at(at.with_timezone(&zone)));
        Ok(day.is_some_and(|day| *current_through < day))
    }

    async fn names_of(&self, drafts: &[Draft<'_>]) -> Result<HashMap<Uuid, String>, EngineError> {
        let mut ids: Vec<Uuid> = drafts
            .iter()
            .flat_map(|draft| &draft.addressees)
            .filter_map(|(addressee, _)| addressee.id())
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

/// The notice itself, and the working group's where it is sent the result.
fn with_its_result(draft: Draft<'_>) -> impl Iterator<Item = Draft<'_>> {
    let result = result::sent(&draft).map(|sent_by| Draft {
        addressees: Vec::new(),
        result: Some(sent_by),
        ..draft.clone()
    });
    [Some(draft), result].into_iter().flatten()
}

impl Addressee {
    /// The party whose name the notice bears, where it is to one.
    fn id(self) -> Option<Uuid> {
        match self {
            Self::Party(party) | Self::HeirsOf(party) => Some(encoding::party_key(party)),
            Self::Body(_) => None,
        }
    }

    /// A party whose name was erased is named by its id.
    fn text(self, words: &Words, names: &HashMap<Uuid, String>, edition: &Edition) -> String {
        let name = |party: PartyId| {
            let id = encoding::party_key(party);
            match names.get(&id) {
                Some(name) => name.clone(),
                None => words.say("notice-nameless", &[("id", &id.to_string())]),
            }
        };
        match self {
            Self::Party(party) => name(party),
            Self::HeirsOf(party) => words.say("notice-heirs", &[("name", &name(party))]),
            Self::Body(role) => words.role(role, Some(edition.authority.name())),
        }
    }
}

impl Draft<'_> {
    fn text(&self, words: &Words, names: &HashMap<Uuid, String>) -> String {
        let line = |id: &str, value: &str| words.say(id, &[("value", value)]);
        let recorded = self.recorded;
        let mut lines = vec![words.say("notice-head", &[])];
        lines.push(line("notice-from", &sender::text(self, words)));
        for (addressee, capacity) in &self.addressees {
            let name = addressee.text(words, names, self.edition);
            lines.push(match capacity.text(words, self.edition) {
                Some(capacity) => words.say("notice-to-as", &[("value", &name), ("as", &capacity)]),
                None => line("notice-to", &name),
            });
        }
        if self.result.is_some() {
            lines.push(line("notice-to", &result::addressee(self, words)));
        }
        // Numbers as the register writes them: they are names, and are searched for.
        match &self.licence {
            Some(licence) => lines.push(line("notice-licence", licence)),
            None => lines.push(line("notice-file", &recorded.number)),
        }
        lines.push(line("notice-province", &recorded.province));
        lines.push(line(
            "notice-day",
            &words.both_days(Date::nearest_to(recorded.effective_on)),
        ));
        lines.push(String::new());
        lines.push(self.said(words));
        lines.push(String::new());
        let article = words.article(&self.rests_on.article);
        let basis = words.basis(self.rests_on.basis);
        let cited = [("article", article), ("basis", basis.as_str())];
        lines.push(words.say("notice-rests-on", &cited));
        lines.extend(self.days(words));
        lines.extend(self.result.as_ref().map(|by| result::because(by, words)));
        let reference = format!("{}/{}", recorded.dossier, recorded.version);
        lines.push(line("notice-reference", &reference));
        lines.join("\n") + "\n"
    }

    /// What the days in it are reckoned by, where that is another rule than the one it rests on.
    fn days(&self, words: &Words) -> Vec<String> {
        let fields = serde_json::to_value(&self.dated.event).unwrap_or_default();
        let stated = self.dated.event.days().iter();
        let stated = stated.filter(|day| fields.get(day.field).is_some_and(|it| !it.is_null()));
        let reckoned = stated.filter_map(|day| {
            let rests_on = (day.rests_on)(self.edition)?;
            let name = words.say(&format!("day-{}", day.field), &[]);
            let basis = words.basis(rests_on.basis);
            let cited = [
                ("day", name.as_str()),
                ("article", words.article(&rests_on.article)),
                ("basis", basis.as_str()),
            ];
            Some(words.say("notice-day-rests-on", &cited))
        });
        reckoned.collect()
    }

    fn said(&self, words: &Words) -> String {
        let authority = Some(self.edition.authority.name());
        let said = match (&self.result, self.has_ended) {
            (None, true) => words.notice_after_the_end(&self.dated, authority),
            (None, false) => words.notice(&self.dated, authority),
            // Of a party, not to it.
            (Some(_), _) => words.result(&self.dated, authority),
        };
        let Some(first) = self.withdraws else {
            return said;
        };
        let day = words.both_days(self.dated.effective_on);
        let reference = format!("{}/{}", first.dossier, first.version);
        let arguments = [("reference", &*reference), ("day", &*day), ("text", &*said)];
        words.say("notice-withdrawn", &arguments)
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
                let (said, _) = encoding::said(1, line).expect("a stored row");
                let Some(event) = said.event().cloned() else {
                    continue;
                };
                let effective_on = "2026-11-23".parse().expect("a day");
                let dated = Dated {
                    effective_on,
                    event,
                };
                let name = dated.event.name();
                if !dated.event.is_imported() && matches!(dated.event.told(), Told::Somebody(..)) {
                    text.push_str(&format!("{name}\n  {}\n", words.notice(&dated, None)));
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
