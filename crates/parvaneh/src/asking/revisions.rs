//! Where a history rests on more than what was recorded on its day: acts that were entered late, and
//! revisions, with what stood before them.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use chrono_tz::Tz;
use parvaneh_core::actor::{Actor, Role};
use parvaneh_core::calendar::Date;
use parvaneh_core::dossier::Dated;
use parvaneh_core::timeline::{self, Because, Record, Row, Said, Sequence};
use parvaneh_store::JournalRow;

use super::horizon::day_of;

/// How a row came to stand where it does.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Origin {
    /// The act that it is a part of, by its name; none for what the calendar made true.
    pub act: Option<Sequence>,
    /// That it is of an act which was recorded after its day.
    pub late: Option<EnteredLate>,
    /// The revision that stated it, by its sequence.
    pub revised_by: Option<Sequence>,
    /// The first row that said the same, where the revision stated it anew.
    pub restates: Option<Sequence>,
}

/// When an act was entered that was done on an earlier day.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct EnteredLate {
    /// The civil date in the regime's zone.
    pub on: Date,
    /// Who entered it.
    pub by: Actor,
}

/// A revision of a history.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Revision {
    /// Its sequence.
    pub sequence: Sequence,
    /// When it was recorded, in milliseconds since 1970.
    pub recorded_at: i64,
    /// The civil date of that in the regime's zone.
    pub recorded_on: Date,
    /// Who revised.
    pub by: Actor,
    /// Why.
    pub because: Because,
    /// What stood before it, and does not after it.
    pub gone: Vec<Dated>,
    /// The first day of which it tells otherwise; none where it tells the same of all.
    pub from: Option<Date>,
}

/// How the rows of a journal came to stand where they do, by their sequences: of those that were entered
/// late or came with a revision.
pub(super) fn origins(
    journal: &[JournalRow],
    rows: &[Row],
    zone: Tz,
) -> BTreeMap<Sequence, Origin> {
    let mut origins: BTreeMap<Sequence, Origin> = BTreeMap::new();
    let recorded = recorded_on(journal, zone);
    for row in rows {
        let origin = origins.entry(row.sequence).or_default();
        origin.act = row.act();
        origin.late = entered_late(row, &recorded);
    }
    for (at, row) in rows.iter().enumerate() {
        if !is_revision(row) {
            continue;
        }
        for stated in &rows[stated_by(rows, at)] {
            let origin = origins.entry(stated.sequence).or_default();
            origin.revised_by = Some(row.sequence);
            origin.restates = stated.mark.restates;
        }
    }
    origins
}

/// The revisions of a journal, in the order in which they were recorded.
pub(super) fn revisions(journal: &[JournalRow], rows: &[Row], zone: Tz) -> Vec<Revision> {
    let mut revisions = Vec::new();
    for (at, row) in rows.iter().enumerate() {
        let Said::Record(Record::Revised { keeps, because, .. }) = &row.said else {
            continue;
        };
        let stated = &rows[stated_by(rows, at)];
        let again: BTreeSet<Sequence> = stated.iter().filter_map(|row| row.mark.restates).collect();
        let live = timeline::live(&rows[..at]);
        let kept = live.iter().position(|row| row.sequence == *keeps);
        let cut = live.get(kept.map_or(0, |at| at + 1)..).unwrap_or_default();
        let gone = cut.iter().filter(|row| !again.contains(&row.first()));
        let gone: Vec<Dated> = gone.filter_map(|row| row.dated()).collect();
        let come = stated.iter().filter(|row| row.mark.restates.is_none());
        let come = come.filter_map(Row::dated);
        let days = gone.iter().map(|dated| dated.effective_on);
        let from = days.chain(come.map(|dated| dated.effective_on)).min();
        let recorded_at = journal.get(at).map_or(0, |row| row.recorded_at);
        revisions.push(Revision {
            sequence: row.sequence,
            recorded_at,
            recorded_on: day_of(recorded_at, zone).unwrap_or(row.effective_on),
            by: row.actor.clone(),
            because: because.clone(),
            gone,
            from,
        });
    }
    revisions
}

pub(super) fn is_revision(row: &Row) -> bool {
    matches!(row.said, Said::Record(Record::Revised { .. }))
}

/// The rows by which the revision at a place states the history anew, without itself.
pub(super) fn stated_by(rows: &[Row], at: usize) -> Range<usize> {
    let stated = match &rows[at].said {
        Said::Record(Record::Revised { states, .. }) => usize::try_from(*states),
        Said::Record(Record::AlreadySo | Record::Blanked { .. })
        | Said::Event(_)
        | Said::Unreadable(_) => Ok(0),
    };
    let first = at + 1;
    let end = first.saturating_add(stated.unwrap_or(usize::MAX));
    first..Ord::min(end, rows.len())
}

/// The day on which each row was recorded, by its sequence.
pub(super) fn recorded_on(journal: &[JournalRow], zone: Tz) -> BTreeMap<Sequence, Date> {
    let days = journal
        .iter()
        .filter_map(|row| Some((row.version, day_of(row.recorded_at, zone)?)));
    days.collect()
}

/// When a row was entered, where it is of an act that somebody entered after its day. What another
/// register states was not entered by anybody.
pub(super) fn entered_late(row: &Row, recorded: &BTreeMap<Sequence, Date>) -> Option<EnteredLate> {
    let is_imported = row.said.event().is_some_and(|event| event.is_imported());
    let is_of_an_act = !row.is_consequence() && !is_revision(row);
    if !is_of_an_act || is_imported || row.actor.role == Role::Calendar {
        return None;
    }
    let on = *recorded.get(&row.mark.of_act.unwrap_or(row.first()))?;
    let by = row.mark.entered_by.as_ref().unwrap_or(&row.actor);
    (row.effective_on < on).then(|| EnteredLate { on, by: by.clone() })
}

#[cfg(test)]
mod tests {
    use chrono_tz::Asia::Tehran;
    use parvaneh_store::chain::Hash;

    use super::*;
    use crate::encoding;

    const DESK: &str = r#"{"id":"mina","role":"secretariat"}"#;

    /// Rows of one journal: the day in law, the day on which it was recorded, what it says.
    fn journal(rows: &[(&str, &str, &str)]) -> Vec<JournalRow> {
        let rows = (1..).zip(rows);
        let stored = rows.map(|(version, (on, recorded, event))| JournalRow {
            position: version,
            dossier: 1,
            version,
            previous: (1 < version).then(|| version - 1),
            effective_on: on.parse().expect("a day"),
            recorded_at: format!("{recorded}T08:00:00Z")
                .parse::<chrono::DateTime<chrono::Utc>>()
                .expect("an instant")
                .timestamp_millis(),
            actor: DESK.to_owned(),
            event: (*event).to_owned(),
            texts: Vec::new(),
            hash: Hash::default(),
        });
        stored.collect()
    }

    /// Nothing is left in the live history that says so, and yet the answer rests on it.
    #[test]
    fn a_revision_that_only_takes_away_is_one_all_the_same() {
        let journal = journal(&[
            (
                "2026-05-01",
                "2026-05-03",
                r#"{"v":1,"machine":"licence","type":"surrendered","of_act":1,"rules":1}"#,
            ),
            (
                "2026-06-01",
                "2026-06-01",
                r#"{"v":1,"machine":"dossier","type":"revised","keeps":0,"states":0,"because":{"decided":{"reason":"another number","rests_on":"letter 7"}},"withdraws":[1],"restores":[],"rules":1}"#,
            ),
            (
                "2026-06-02",
                "2026-06-02",
                r#"{"v":1,"machine":"licence","type":"surrendered","of_act":3,"rules":1}"#,
            ),
        ]);
        let rows = encoding::rows(&journal, Tehran).expect("rows");
        let revisions = revisions(&journal, &rows, Tehran);
        let [revision] = revisions.as_slice() else {
            panic!("{revisions:#?}");
        };
        assert_eq!(revision.sequence, 2);
        assert_eq!(revision.gone.len(), 1);
        assert_eq!(revision.from, "2026-05-01".parse().ok());
        let origins = origins(&journal, &rows, Tehran);
        let late = origins.get(&1).and_then(|origin| origin.late.as_ref());
        assert_eq!(late.map(|late| late.on), "2026-05-03".parse().ok());
        let later = origins.get(&3).and_then(|origin| origin.revised_by);
        assert_eq!(later, None, "a later act came with no revision");
    }
}
