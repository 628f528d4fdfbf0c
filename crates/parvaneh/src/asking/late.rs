//! What was entered after its day, and what was revised: by whom, and what changed by it.
//!
//! Acts of a desk or a person alone: what another register states comes by an import and is listed by
//! the import.

use std::collections::BTreeSet;

use chrono::{DateTime, SecondsFormat};
use chrono_tz::Tz;
use parvaneh_core::actor::Actor;
use parvaneh_core::calendar::{Date, solar_hijri};
use parvaneh_core::dossier::{self, Dated, Defect, Dossier};
use parvaneh_core::standing::{self, Standing};
use parvaneh_core::timeline::{self, Because, Record, Row, Said, Sequence};
use parvaneh_store::{DossierRow, JournalRow};
use serde::Serialize;

use super::horizon::day_of;
use super::revisions::{entered_late, is_revision, recorded_on, stated_by};
use crate::{Engine, EngineError, encoding};

/// How many dossiers are read at once.
const PAGE: usize = 1000;

/// Something that was entered after its day, or a revision. The field names are a contract.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct LateEntry {
    /// The regime's own number of the dossier.
    pub number: String,
    /// What it is.
    pub what: LateKind,
    /// The act by its name, which is the sequence of its first row; of a revision, its own sequence.
    pub act: Sequence,
    /// The act's day in law; of a revision, the first day of which it tells otherwise.
    pub on: Option<Date>,
    /// The same in Solar Hijri.
    pub on_sh: Option<String>,
    /// When it was recorded, RFC 3339 in UTC.
    #[cfg_attr(feature = "schema", schemars(extend("format" = "date-time")))]
    pub recorded_at: String,
    /// The civil date of that in the regime's zone.
    pub recorded_on: Date,
    /// The same in Solar Hijri.
    pub recorded_on_sh: String,
    /// Who did it.
    pub by: Actor,
    /// Who entered it: the same, where nobody did it for them.
    pub entered_by: Actor,
    /// Why a revision was decided; none where an act was merely entered late.
    pub decided: Option<Because>,
    /// The acts that a revision took away, by their names.
    pub withdraws: Vec<Sequence>,
    /// The acts that it gave back.
    pub restores: Vec<Sequence>,
    /// What it led to, by the events' names; of a revision, what the acts led to that it entered.
    pub led_to: Vec<&'static str>,
    /// What else was true up to the day on which it was recorded, and is no longer.
    pub gone: Vec<Dated>,
    /// What else is true since, of days up to the one on which it was recorded.
    pub come: Vec<Dated>,
    /// The spans of past days on which the licence is worth something else since.
    pub standings: Vec<StandingChange>,
}

/// Which of the two an entry is.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum LateKind {
    /// An act that was entered after its day.
    Act,
    /// A revision that somebody decided.
    Revision,
}

impl LateKind {
    /// The stable word.
    pub fn word(self) -> &'static str {
        match self {
            Self::Act => "act",
            Self::Revision => "revision",
        }
    }
}

/// A span of days on which a licence is worth something else.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct StandingChange {
    /// The first day.
    pub from: Date,
    /// The same in Solar Hijri.
    pub from_sh: String,
    /// The last day, inclusive: at most the one on which it was recorded.
    pub through: Date,
    /// The same in Solar Hijri.
    pub through_sh: String,
    /// What the licence was worth before.
    pub before: Standing,
    /// What it is worth since.
    pub after: Standing,
}

impl Engine {
    /// Calls `each` with everything that was entered late or revised on a day or after it, or ever: in
    /// the order of the register, and of one dossier in the order in which it was recorded.
    ///
    /// A thousand dossiers are in memory at once, however many there are. One bad dossier does not
    /// hide the others: what is returned is an error for each that cannot be read.
    pub async fn late<E: From<EngineError>>(
        &self,
        since: Option<Date>,
        mut each: impl FnMut(LateEntry) -> Result<(), E>,
    ) -> Result<Vec<EngineError>, E> {
        let mut unread = Vec::new();
        let mut after = None;
        loop {
            let page = self.store.dossiers_after(after, PAGE).await;
            let page = page.map_err(EngineError::from)?;
            let Some(last) = page.last() else {
                return Ok(unread);
            };
            after = Some(last.seq);
            let keys: Vec<i64> = page.iter().map(|row| row.seq).collect();
            let journals = self.store.histories(&keys).await;
            let mut journals = encoding::by_dossier(journals.map_err(EngineError::from)?);
            for row in page {
                let journal = journals.remove(&row.seq).unwrap_or_default();
                match self.late_of(&row, &journal, since) {
                    Ok(entries) => entries.into_iter().try_for_each(&mut each)?,
                    Err(problem) => unread.push(problem),
                }
            }
        }
    }

    /// What was entered late or revised in one dossier, on a day or after it.
    pub(super) fn late_of(
        &self,
        dossier: &DossierRow,
        journal: &[JournalRow],
        since: Option<Date>,
    ) -> Result<Vec<LateEntry>, EngineError> {
        let zone = self.regime(&dossier.regime)?.time_zone();
        if !may_have_late_rows(journal, zone) {
            return Ok(Vec::new());
        }
        let rows = encoding::whole_journal(journal, zone);
        let rows = rows.map_err(EngineError::unreadable(&dossier.number))?;
        let steps = steps(journal, &rows, zone);
        let wanted = steps
            .into_iter()
            .filter(|step| since.is_none_or(|since| since <= step.recorded_on));
        wanted
            .map(|step| self.entry(dossier, &rows, step))
            .collect()
    }

    fn entry(
        &self,
        dossier: &DossierRow,
        rows: &[Row],
        step: Step<'_>,
    ) -> Result<LateEntry, EngineError> {
        let damaged = EngineError::damaged(&dossier.number);
        let own: Vec<Dated> = step.own.iter().filter_map(|row| row.dated()).collect();
        let before = self.told_through(&rows[..step.first], step.recorded_on);
        let before = before.map_err(&damaged)?;
        let after = self.told_through(&rows[..step.end], step.recorded_on);
        let after = after.map_err(&damaged)?;
        let gone = without(&before.days, &after.days);
        let mut come = without(&after.days, &before.days);
        come.retain(|dated| !own.contains(dated));
        let changed = gone.iter().chain(&come).chain(&own);
        let first = changed.map(|dated| dated.effective_on).min();
        let standings = match first {
            Some(first) => self.otherwise(&before, &after, first, step.recorded_on),
            None => Ok(Vec::new()),
        };
        let (what, on) = match step.decided {
            Some(_) => (LateKind::Revision, first),
            None => (LateKind::Act, Some(step.named.effective_on)),
        };
        let at = DateTime::from_timestamp_millis(step.recorded_at).unwrap_or_default();
        let (withdraws, restores) = step.acts;
        Ok(LateEntry {
            number: dossier.number.clone(),
            what,
            act: step.named.sequence,
            on,
            on_sh: on.map(solar_hijri),
            recorded_at: at.to_rfc3339_opts(SecondsFormat::Millis, true),
            recorded_on: step.recorded_on,
            recorded_on_sh: solar_hijri(step.recorded_on),
            by: step.named.actor.clone(),
            entered_by: step.entered_by.clone(),
            decided: step.decided.cloned(),
            withdraws,
            restores,
            led_to: own.iter().map(|dated| dated.event.name()).collect(),
            gone,
            come,
            standings: standings.map_err(&damaged)?,
        })
    }

    /// What rows tell of the days up to one, with what the calendar adds.
    fn told_through(&self, rows: &[Row], through: Date) -> Result<Told, Defect> {
        let history = timeline::dated(timeline::live(rows));
        let mut days: Vec<Dated> = history
            .iter()
            .filter(|dated| dated.effective_on <= through)
            .cloned()
            .collect();
        let known = dossier::replay(&days)?;
        let (dossier, settled) = dossier::settle(known, &self.editions, through)?;
        days.extend(settled);
        Ok(Told {
            history,
            days,
            dossier,
        })
    }

    /// The spans of days on which the two tell of another standing.
    fn otherwise(
        &self,
        before: &Told,
        after: &Told,
        first: Date,
        through: Date,
    ) -> Result<Vec<StandingChange>, Defect> {
        let days = before.turns().chain(after.turns());
        let days: BTreeSet<Date> = days
            .chain([first])
            .filter(|day| first <= *day && *day <= through)
            .collect();
        let mut spans: Vec<StandingChange> = Vec::new();
        let mut ends = days.iter().skip(1).filter_map(|next| next.day_before());
        for from in &days {
            let through = ends.next().unwrap_or(through);
            let was = standing::on(&before.history, &self.editions, *from)?.standing;
            let is = standing::on(&after.history, &self.editions, *from)?.standing;
            match spans.last_mut() {
                _ if was == is => {}
                Some(last)
                    if (last.before, last.after) == (was, is)
                        && last.through.day_after() == Some(*from) =>
                {
                    last.through = through;
                    last.through_sh = solar_hijri(through);
                }
                Some(_) | None => spans.push(StandingChange {
                    from: *from,
                    from_sh: solar_hijri(*from),
                    through,
                    through_sh: solar_hijri(through),
                    before: was,
                    after: is,
                }),
            }
        }
        Ok(spans)
    }
}

/// What a journal tells of the days up to one.
struct Told {
    /// All that is recorded, also of later days.
    history: Vec<Dated>,
    /// What had come about by then, recorded or not.
    days: Vec<Dated>,
    /// Where it leads.
    dossier: Dossier,
}

impl Told {
    /// The days on which a standing can change: those on which something happens, and those on which a
    /// term begins or is over.
    fn turns(&self) -> impl Iterator<Item = Date> + '_ {
        let terms = self.dossier.terms.iter().map(|record| record.term);
        let terms = terms.flat_map(|term| [Some(term.from), term.through.day_after()]);
        let events = self.days.iter().map(|dated| dated.effective_on);
        events.chain(terms.flatten())
    }
}

/// An act that was entered after its day, or a revision, in its journal.
struct Step<'r> {
    /// How many rows were there before it.
    first: usize,
    /// How many there are with it.
    end: usize,
    /// The row that names it.
    named: &'r Row,
    entered_by: &'r Actor,
    /// The rows of the act, or of those that a revision entered.
    own: Vec<&'r Row>,
    recorded_at: i64,
    recorded_on: Date,
    decided: Option<&'r Because>,
    /// Those that it withdraws, and those that it restores.
    acts: (Vec<Sequence>, Vec<Sequence>),
}

/// Everything in a journal that was entered after its day or revised, in the order in which it was
/// recorded.
fn steps<'r>(journal: &[JournalRow], rows: &'r [Row], zone: Tz) -> Vec<Step<'r>> {
    let recorded = recorded_on(journal, zone);
    let mut steps = Vec::new();
    let mut at = 0;
    while let (Some(row), Some(stored)) = (rows.get(at), journal.get(at)) {
        let stated = match is_revision(row) {
            true => stated_by(rows, at),
            false => at..at + 1 + rest_of_act(row, &rows[at + 1..]),
        };
        let is_new = |row: &&'r Row| {
            let is_told = !matches!(row.said, Said::Unreadable(_)) && !is_revision(row);
            is_told && !row.is_consequence() && row.mark.restates.is_none()
        };
        let own: Vec<&Row> = rows[stated.clone()].iter().filter(is_new).collect();
        let (decided, acts) = match &row.said {
            Said::Record(Record::Revised {
                because:
                    because @ (Because::Decided { .. } | Because::StatedAnew | Because::Decree { .. }),
                withdraws,
                restores,
                ..
            }) => (Some(because), (withdraws.clone(), restores.clone())),
            Said::Record(_) | Said::Event(_) | Said::Unreadable(_) => {
                (None, (Vec::new(), Vec::new()))
            }
        };
        let named = match decided {
            Some(_) => Some(row),
            None => own.first().copied(),
        };
        let late = named.and_then(|named| entered_late(named, &recorded));
        if let Some(named) = named
            && let Some(day) = recorded.get(&row.sequence)
            && (late.is_some() || decided.is_some())
        {
            steps.push(Step {
                first: at,
                end: stated.end,
                named,
                entered_by: named.mark.entered_by.as_ref().unwrap_or(&named.actor),
                own,
                recorded_at: stored.recorded_at,
                recorded_on: *day,
                decided,
                acts,
            });
        }
        at = stated.end;
    }
    steps
}

/// How many rows after the first one of an act are of the same act.
fn rest_of_act(first: &Row, rows: &[Row]) -> usize {
    let act = first.mark.of_act;
    let is_of_it = |row: &&Row| act.is_some() && row.mark.of_act == act && !is_revision(row);
    rows.iter().take_while(is_of_it).count()
}

/// What stands among `these` and not among `those`.
fn without(these: &[Dated], those: &[Dated]) -> Vec<Dated> {
    let mut those: Vec<&Dated> = those.iter().collect();
    let stays = |dated: &&Dated| match those.iter().position(|other| other == dated) {
        Some(at) => {
            those.swap_remove(at);
            false
        }
        None => true,
    };
    these.iter().filter(stays).cloned().collect()
}

/// Whether anything was recorded after its day by anybody but the calendar: most dossiers are left aside
/// by it, without being read.
fn may_have_late_rows(journal: &[JournalRow], zone: Tz) -> bool {
    journal.iter().any(|row| {
        let is_late = day_of(row.recorded_at, zone).is_none_or(|day| row.effective_on < day.into());
        // A revision bears the day on which it is recorded.
        let is_revision = row.event.contains(r#""type":"revised""#);
        (is_late && !row.actor.contains(r#""role":"calendar""#)) || is_revision
    })
}
