//! A licence that rows of a batch are about: what the register has of it, and what is added.

use std::collections::BTreeSet;

use parvaneh_core::actor::{Actor, Role};
use parvaneh_core::calendar::Date;
use parvaneh_core::dossier::{self, Dated, Dossier, Editions, Event};
use parvaneh_core::licence;
use parvaneh_core::opening;
use parvaneh_core::party::PartyId;
use parvaneh_core::timeline::{
    self, Because, Change, Done, Entered, Fault, Mark, NewRow, Place, Record, Row, Said, Sequence,
};
use parvaneh_store::Snapshot;
use uuid::Uuid;

use crate::append::before_the_first_event;
use crate::commands::late::{Past, stands_against};
use crate::encoding;
use crate::profile::Profile;

/// A licence that rows of the batch are about.
pub(super) struct Subject {
    pub(super) key: Option<i64>,
    pub(super) id: Uuid,
    pub(super) snapshot: Snapshot,
    pub(super) dossier: Dossier,
    /// Its journal, and what is added to it.
    pub(super) past: Past,
    /// How many rows of the journal are in the register.
    recorded: usize,
    /// The call of which it holds a seat, or asks for one, as the register has it.
    pub(super) claimed: Option<String>,
    /// When the newest row was recorded, in milliseconds since 1970.
    pub(super) recorded_at: i64,
    pub(super) seen: bool,
    /// Whether nothing of it is stated anew by this import: the import has made it, or reads what was rejected.
    pub(super) stands_as_stated: bool,
    /// The terms of which this import has stated something, by their first days.
    pub(super) stated_here: BTreeSet<Date>,
}

/// What another register states, beside what it stated before.
pub(super) struct Statement {
    /// What it states now, and did not.
    pub(super) enter: Vec<Dated>,
    /// The acts by which it stated otherwise.
    pub(super) withdraw: Vec<Sequence>,
    /// Whether that takes the place of what it stated before.
    pub(super) is_anew: bool,
    /// Whether it is what has become of a term that was stated before: it follows what the calendar has made true.
    pub(super) is_of_a_known_term: bool,
}

pub(super) fn known(id: Uuid, snapshot: Snapshot, past: Past) -> Result<Subject, String> {
    let kept = encoding::kept_to_mend(&snapshot.state)?;
    Ok(Subject {
        key: Some(snapshot.dossier),
        id,
        claimed: kept.dossier.seat_claim().map(str::to_owned),
        dossier: kept.dossier,
        recorded_at: kept.recorded_at,
        recorded: past.rows.len(),
        past,
        seen: false,
        stands_as_stated: false,
        stated_here: BTreeSet::new(),
        snapshot,
    })
}

pub(super) fn unborn() -> Subject {
    let id = Uuid::now_v7();
    Subject {
        key: None,
        id,
        snapshot: before_the_first_event(0, id),
        dossier: Dossier::default(),
        past: Past::default(),
        recorded: 0,
        claimed: None,
        recorded_at: 0,
        seen: false,
        stands_as_stated: true,
        stated_here: BTreeSet::new(),
    }
}

/// What the names of those begin with who take in what is stated.
const IMPORT: &str = "import:";

/// Who takes in what is stated through a profile.
pub(super) fn importer(profile: &Profile) -> Actor {
    Actor {
        id: format!("{IMPORT}{}", profile.name),
        role: Role::Secretariat,
        province: None,
        on_behalf_of: None,
    }
}

fn is_stated(row: &Row) -> bool {
    match &row.said {
        Said::Event(event) => event.is_imported(),
        // What an import wrote is not of anybody here, also where it cannot be read.
        Said::Unreadable(_) => row.actor.id.starts_with(IMPORT),
        Said::Record(_) => false,
    }
}

/// Whether a row is what another register stated, or follows from that.
pub(super) fn is_of_another_register(row: &Row) -> bool {
    row.is_consequence() || is_stated(row)
}

impl Subject {
    /// What happened, as far as it stands.
    pub(super) fn history(&self) -> Vec<Dated> {
        timeline::dated(timeline::live(&self.past.rows))
    }

    /// The rows that are not in the register yet.
    pub(super) fn added(&self) -> &[Row] {
        self.past.rows.get(self.recorded..).unwrap_or_default()
    }

    /// Whether anything happened here, beside what another register states and what follows from that.
    pub(super) fn is_ours(&self) -> bool {
        !self.past.rows.iter().all(is_of_another_register)
    }

    /// Whom another register names in the term from this day, or else who holds the licence now.
    pub(super) fn holder_from(&self, from: Date) -> Option<PartyId> {
        let stated = self.stated_holders().into_iter().rev();
        let mut of_term = stated.filter(|(first, _)| *first == from);
        let holder = of_term.next().map(|(_, holder)| holder);
        holder.or(self.dossier.holder)
    }

    /// All of these.
    pub(super) fn holders(&self) -> BTreeSet<PartyId> {
        let stated = self.stated_holders().into_iter();
        let stated = stated.map(|(_, holder)| holder);
        stated.chain(self.dossier.holder).collect()
    }

    /// Whom another register names in its terms, by their first days.
    fn stated_holders(&self) -> Vec<(Date, PartyId)> {
        let live = timeline::live(&self.past.rows).into_iter();
        let stated = live.filter_map(|row| match row.said.event() {
            Some(Event::Licence(licence::Event::Opened(opened))) => {
                Some((opened.term.from, opened.holder))
            }
            Some(_) | None => None,
        });
        stated.collect()
    }

    /// What was stated through a profile, and stands.
    pub(super) fn own(&self, profile: &Profile) -> Vec<&Row> {
        let by = importer(profile).id;
        let live = timeline::live(&self.past.rows).into_iter();
        live.filter(|row| row.actor.id == by && is_stated(row))
            .collect()
    }

    /// What any other register stated, and stands.
    pub(super) fn stated(&self) -> Vec<Dated> {
        let live = timeline::live(&self.past.rows).into_iter();
        timeline::dated(live.filter(|row| is_stated(row)))
    }

    /// Whether anything was done or decided about it otherwise than through a profile: by somebody here, or
    /// through another profile.
    pub(super) fn has_acts_beside(&self, profile: &Profile) -> bool {
        let by = importer(profile).id;
        let live = timeline::live(&self.past.rows).into_iter();
        let mut acts = live.filter(|row| row.act().is_some());
        acts.any(|row| row.actor.id != by)
            || self.past.rows.iter().any(|row| {
                let Said::Record(Record::Revised { because, .. }) = &row.said else {
                    return false;
                };
                matches!(because, Because::Decided { .. })
            })
    }

    /// What was stated through a profile of a term, and stands: by an earlier import than this one. Of every
    /// term where none is named.
    pub(super) fn stated_before(&self, profile: &Profile, term: Option<Date>) -> Vec<&Row> {
        if self.stands_as_stated || term.is_some_and(|from| self.stated_here.contains(&from)) {
            return Vec::new();
        }
        let (mut before, mut latest) = (Vec::new(), None);
        for row in self.own(profile) {
            // A request is for the renewal of the term that was stated before it.
            let of = row.said.event().and_then(opening::term_from).or(latest);
            if matches!(
                row.said.event(),
                Some(Event::Licence(licence::Event::Opened(_)))
            ) {
                latest = of;
            }
            // Of which term a row is that cannot be read, nobody knows.
            let is_of_it = term.is_none() || of == term || matches!(row.said, Said::Unreadable(_));
            if is_of_it {
                before.push(row);
            }
        }
        before
    }

    /// What is stated now, beside what was `before`; none where all of that stands and nothing else.
    pub(super) fn statement(&self, before: &[&Row], events: Vec<Dated>) -> Option<Statement> {
        let is_there = opening::already_recorded(&self.history(), &events);
        let stated: Vec<Dated> = before.iter().filter_map(|row| row.dated()).collect();
        let is_in = |dated: &Dated, those: &[Dated]| {
            opening::already_recorded(those, std::slice::from_ref(dated))
        };
        let gone: Vec<&&Row> = before
            .iter()
            .filter(|row| row.dated().is_none_or(|dated| !is_in(&dated, &events)))
            .collect();
        if is_there && gone.is_empty() {
            return None;
        }
        let is_a_term = |row: &Row| {
            matches!(
                row.said,
                Said::Event(Event::Licence(licence::Event::Opened(_))) | Said::Unreadable(_)
            )
        };
        // What is stated beside a term follows it.
        let (withdrawn, enter): (Vec<&Row>, Vec<Dated>) =
            match gone.iter().any(|row| is_a_term(row)) {
                true => (before.to_vec(), events),
                false => {
                    let new = events.into_iter().filter(|event| !is_in(event, &stated));
                    (gone.into_iter().copied().collect(), new.collect())
                }
            };
        Some(Statement {
            enter,
            withdraw: withdrawn.into_iter().filter_map(Row::act).collect(),
            is_anew: !before.is_empty(),
            is_of_a_known_term: false,
        })
    }

    /// Whether a revision has withdrawn what is stated, other than one by which it was stated anew.
    pub(super) fn was_withdrawn(&self, profile: &Profile, events: &[Dated]) -> bool {
        let by = importer(profile).id;
        let mut withdrawn: BTreeSet<Sequence> = BTreeSet::new();
        for row in &self.past.rows {
            let Said::Record(Record::Revised {
                withdraws,
                restores,
                ..
            }) = &row.said
            else {
                continue;
            };
            if row.actor.id != by {
                withdrawn.extend(withdraws);
            }
            for act in restores {
                withdrawn.remove(act);
            }
        }
        let of_those = |row: &&Row| row.act().is_some_and(|act| withdrawn.contains(&act));
        let rows = self.past.rows.iter().filter(of_those);
        let withdrawn = timeline::dated(rows);
        let stands = self.history();
        events
            .iter()
            .any(|event| withdrawn.contains(event) && !stands.contains(event))
    }

    /// What another register states of a term, taken in.
    ///
    /// Statements commute among themselves, and those of a dossier that has nothing else follow one
    /// another as they come. Where something happened here, each is entered on its own day, after what
    /// the calendar has made true by then.
    pub(super) fn opened(
        &self,
        profile: &Profile,
        statement: Statement,
        editions: &Editions,
        today: Date,
    ) -> Result<Opened, String> {
        let actor = importer(profile);
        let is_unreadable = |row: &Row| matches!(row.said, Said::Unreadable(_));
        let is_readable = !self.past.rows.iter().any(is_unreadable);
        if statement.is_of_a_known_term && !statement.is_anew && is_readable {
            return self.has_become(&actor, statement, editions, today);
        }
        if self.is_ours() || statement.is_anew || !is_readable {
            return self.opened_on_its_day(&actor, statement, editions, today);
        }
        let events = statement.enter;
        let mut dossier = self.dossier.clone();
        for dated in &events {
            dossier::evolve(&mut dossier, dated).map_err(|defect| defect.to_string())?;
        }
        let next = self.past.next();
        let added = (next..).zip(events).map(|(sequence, dated)| Row {
            sequence,
            effective_on: dated.effective_on,
            actor: actor.clone(),
            said: Said::Event(dated.event),
            mark: Mark::of_act(sequence, None),
        });
        Ok(Opened {
            added: added.collect(),
            dossier,
            is_revised: false,
        })
    }

    /// The same of what has become of a term that is there: after what the calendar has made true by then, or
    /// among what is of a later day.
    fn has_become(
        &self,
        actor: &Actor,
        statement: Statement,
        editions: &Editions,
        today: Date,
    ) -> Result<Opened, String> {
        let is_late = |dated: &Dated| Some(dated.effective_on) < self.dossier.as_of;
        if statement.enter.iter().any(is_late) {
            return self.opened_on_its_day(actor, statement, editions, today);
        }
        let mut dossier = self.dossier.clone();
        let mut rows: Vec<NewRow> = Vec::new();
        let next = self.past.next();
        for dated in statement.enter {
            let by = Ord::min(dated.effective_on, today);
            let (settled, due) =
                dossier::settle(dossier, editions, by).map_err(|defect| defect.to_string())?;
            rows.extend(due.into_iter().map(|dated| NewRow {
                effective_on: dated.effective_on,
                actor: Actor::calendar(),
                said: Said::Event(dated.event),
                mark: Mark::consequence(),
            }));
            dossier = settled;
            dossier::evolve(&mut dossier, &dated).map_err(|defect| defect.to_string())?;
            let sequence =
                next.saturating_add(Sequence::try_from(rows.len()).unwrap_or(Sequence::MAX));
            rows.push(NewRow {
                effective_on: dated.effective_on,
                actor: actor.clone(),
                said: Said::Event(dated.event),
                mark: Mark::of_act(sequence, None),
            });
        }
        Ok(Opened {
            added: self.past.rows_after(&rows),
            dossier,
            is_revised: false,
        })
    }

    /// The same among what happened here, or in the place of what was stated before.
    fn opened_on_its_day(
        &self,
        actor: &Actor,
        statement: Statement,
        editions: &Editions,
        today: Date,
    ) -> Result<Opened, String> {
        let Statement {
            enter,
            withdraw,
            is_anew,
            ..
        } = statement;
        let entered = enter.into_iter().map(|dated| Entered {
            on: dated.effective_on,
            actor: actor.clone(),
            entered_by: None,
            done: Done::Stated(vec![dated.event]),
            place: Place::Last,
        });
        let change = Change {
            enter: entered.collect(),
            because: match withdraw.is_empty() {
                true => Because::EnteredLate,
                false => Because::StatedAnew,
            },
            withdraw,
            restore: [].into(),
            accept: [].into(),
            told: [].into(),
            by: actor.clone(),
        };
        let Past { rows, kept } = &self.past;
        let rewritten = timeline::rewrite(rows, kept, &change, editions, today);
        let rewritten = rewritten.map_err(|fault| match fault {
            Fault::StandsAgainst(conflicts) => stands_against(&conflicts).to_string(),
            other => other.to_string(),
        })?;
        Ok(Opened {
            added: self.past.rows_after(&rewritten.rows),
            dossier: rewritten.dossier,
            is_revised: is_anew,
        })
    }

    /// Its journal with what was taken in.
    pub(super) fn journal_with(&self, opened: &Opened) -> Vec<Row> {
        self.past
            .rows
            .iter()
            .chain(&opened.added)
            .cloned()
            .collect()
    }

    /// Notes that this import states something of a term.
    pub(super) fn states(&mut self, from: Date) {
        self.seen = true;
        self.stated_here.insert(from);
    }

    /// Takes it in.
    pub(super) fn keep(&mut self, opened: Opened) {
        self.past.rows.extend(opened.added);
        self.dossier = opened.dossier;
    }
}

/// What another register states of a term, taken into a dossier.
pub(super) struct Opened {
    /// The rows that are added to its journal.
    pub(super) added: Vec<Row>,
    /// Where they lead.
    pub(super) dossier: Dossier,
    /// Whether it takes the place of what was stated before.
    pub(super) is_revised: bool,
}
