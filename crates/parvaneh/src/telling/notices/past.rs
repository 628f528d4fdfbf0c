//! What a dossier's rows say of what stands, what stood, and whom it was about then.

use std::collections::{BTreeMap, BTreeSet};

use parvaneh_core::actor::Actor;
use parvaneh_core::dossier::{Dated, Dossier, Editions, Event};
use parvaneh_core::edition::{Edition, InForce};
use parvaneh_core::explanation;
use parvaneh_core::licence;
use parvaneh_core::machines::Who;
use parvaneh_core::refusal::Citation;
use parvaneh_core::timeline::{self, Record, Row, Said, Sequence};
use parvaneh_store::EventRow;

use super::Draft;
use super::people::People;
use crate::{EngineError, encoding};

/// A dossier's whole journal. What stands is named by the row that said it first.
pub(super) struct Past<'a> {
    recorded: &'a [EventRow],
    rows: Vec<Row>,
    judges: Judges<'a>,
}

/// What judges a dossier.
pub(super) struct Judges<'a> {
    pub(super) editions: &'a Editions,
    pub(super) in_force: &'a InForce,
    /// The dossier's number.
    pub(super) number: &'a str,
}

/// Whom and what a dossier was about when something happened.
pub(super) struct About<'a> {
    people: People,
    /// The licence's number, once there is one.
    licence: Option<String>,
    /// Whether the licence is not in force.
    has_ended: bool,
    /// The edition that judged what happened last.
    edition: &'a Edition,
}

impl<'a> Past<'a> {
    pub(super) fn read(recorded: &'a [EventRow], judges: Judges<'a>) -> Result<Self, String> {
        let rows = recorded.iter().map(|row| {
            let event = encoding::opened(&row.event, &row.texts);
            let (said, mark) = encoding::said(row.version, &event)?;
            Ok(Row {
                sequence: row.version,
                effective_on: encoding::day(row.version, row.effective_on)?,
                // Nobody is told who did it.
                actor: Actor::calendar(),
                said,
                mark,
            })
        });
        let rows: Result<Vec<Row>, String> = rows.collect();
        Ok(Self {
            recorded,
            rows: rows?,
            judges,
        })
    }

    /// A row as it was recorded.
    pub(super) fn recorded(&self, sequence: Sequence) -> Option<&'a EventRow> {
        self.recorded.iter().find(|row| row.version == sequence)
    }

    pub(super) fn live(&self) -> Vec<&Row> {
        timeline::live(&self.rows)
    }

    /// What was live before a row was recorded.
    pub(super) fn live_before(&self, sequence: Sequence) -> Vec<&Row> {
        let at = self.rows.partition_point(|row| row.sequence < sequence);
        timeline::live(self.rows.get(..at).unwrap_or_default())
    }

    /// What stood before a row was recorded; nothing before none.
    pub(super) fn stood_before(&self, sequence: Option<Sequence>) -> BTreeSet<Sequence> {
        let live = sequence.map(|sequence| self.live_before(sequence));
        live.into_iter().flatten().map(Row::first).collect()
    }

    /// The first of the new rows that states anew what `row` says.
    pub(super) fn stated_anew<T>(
        &self,
        row: &Row,
        new: &BTreeMap<Sequence, T>,
    ) -> Option<Sequence> {
        let mut same = self.rows.iter().filter(|it| it.first() == row.first());
        same.find(|it| new.contains_key(&it.sequence))
            .map(|it| it.sequence)
    }

    /// What a revision took away: what stood before it and was not stated again since. None where the
    /// row is no revision.
    pub(super) fn cut_by(&self, sequence: Sequence) -> Option<(&'a EventRow, BTreeSet<Sequence>)> {
        let at = self.rows.iter().position(|row| row.sequence == sequence)?;
        let (_, from) = self.rows.split_at(at);
        let Some((
            Row {
                said: Said::Record(Record::Revised { keeps, .. }),
                ..
            },
            later,
        )) = from.split_first()
        else {
            return None;
        };
        let cut = self.live_before(sequence).into_iter();
        let cut = cut.filter(|row| *keeps < row.sequence).map(Row::first);
        let again: BTreeSet<Sequence> = later.iter().map(Row::first).collect();
        let cut = cut.filter(|first| !again.contains(first)).collect();
        Some((self.recorded(sequence)?, cut))
    }

    /// Of these rows, those of events that were new in them and do not stand now.
    pub(super) fn standing_no_longer(&self, rows: impl Iterator<Item = Sequence>) -> Vec<Sequence> {
        let live: BTreeSet<Sequence> = self.live().into_iter().map(Row::first).collect();
        let rows: BTreeSet<Sequence> = rows.filter(|it| !live.contains(it)).collect();
        let rows = self.rows.iter().filter(|row| rows.contains(&row.sequence));
        let events = rows.filter(|row| row.said.event().is_some() && row.mark.restates.is_none());
        events.map(|row| row.sequence).collect()
    }

    /// Calls `each` with every row and with what the dossier was about then.
    pub(super) fn go_through(
        &self,
        rows: &[&Row],
        mut each: impl FnMut(&Row, &About<'a>) -> Result<(), EngineError>,
    ) -> Result<(), EngineError> {
        let Judges {
            editions,
            in_force,
            number: dossier,
        } = self.judges;
        let mut so_far = Dossier::default();
        let mut people = People::default();
        let mut licence = None;
        for row in rows {
            let Some(dated) = row.dated() else {
                continue;
            };
            let edition = explanation::happens(&mut so_far, &dated, editions, in_force)
                .map_err(EngineError::damaged(dossier))?;
            people.note(&dated.event);
            licence = number(&dated.event).or(licence);
            let about = About {
                people: people.clone(),
                licence: licence.clone(),
                has_ended: !so_far.licence.is_in_force(),
                edition,
            };
            each(row, &about)?;
        }
        Ok(())
    }
}

impl<'a> About<'a> {
    /// A notice of the event that was noted last.
    pub(super) fn draft(
        &self,
        recorded: &'a EventRow,
        dated: Dated,
        who: Who,
        rests_on: &'a Citation,
    ) -> Draft<'a> {
        Draft {
            recorded,
            addressees: self.people.addressees(who, &dated.event),
            dated,
            rests_on,
            edition: self.edition,
            licence: self.licence.clone(),
            has_ended: self.has_ended,
            withdraws: None,
            result: None,
        }
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
