//! A batch of rows beside what the register already holds, in one transaction.

use std::collections::hash_map::Entry;
use std::collections::{BTreeSet, HashMap, HashSet};

use parvaneh_core::calendar::Date;
use parvaneh_core::dossier;
use parvaneh_core::edition::EditionId;
use parvaneh_core::number::{Number, normalise};
use parvaneh_core::opening::{self, Fault, Office, Opening};
use parvaneh_core::party::PartyId;
use parvaneh_core::refusal::Refusal;
use parvaneh_core::timeline::{self, NewRow};
use parvaneh_store::{Append, Connection, NewDossier, Register};

use super::holders::{Holder, Holders, Named};
use super::numbers::Numbers;
use super::plausible::{Doubt, doubt};
use super::row::Row;
use super::seen::Seen;
use super::subject::{Opened, Subject, importer, is_of_another_register, known, unborn};
use crate::append::{Links, append};
use crate::commands::call_view::CallRow;
use crate::commands::late::{Past, kept_commands};
use crate::commands::moved_on::{Changed, others_were_told};
use crate::frozen::decrees_in;
use crate::parties::history::By;
use crate::profile::{Column, Profile, RowIs};
use crate::workflows::Regime;
use crate::{Engine, EngineError, encoding};

impl Engine {
    /// Writes the rows of a batch that fit what is there. Of the others it is said why not.
    pub(super) async fn write_batch(
        &self,
        profile: &Profile,
        good: Vec<(usize, Row)>,
        seen: &mut Seen,
        doubts: &mut Vec<(usize, Doubt)>,
    ) -> Result<Written, EngineError> {
        let regime = self.regime(&profile.regime)?;
        let (tx, joined) = self.store.begin_write_at().await?;
        let recorded_at = self.instant(joined);
        let today = regime.day_of(recorded_at);
        let (mut subjects, mut numbers) = self.subjects_of(&tx, regime, &good, seen).await?;
        for edition in editions_of(regime, good.iter().map(|(_, row)| row.from)) {
            self.may_judge(&tx, edition).await?;
        }
        let mut taken_in = Vec::new();
        let mut holders = Holders::of(&tx, &good, &subjects, seen).await?;
        let mut order: Vec<String> = Vec::new();
        let mut written = Written::default();
        for (at, mut row) in good {
            if let Some(shared) = numbers.shared(&row) {
                doubts.push((at, Doubt::of(Column::Number, shared)));
                continue;
            }
            row.number = numbers.as_known(row.number);
            let number = row.number.normalised.clone();
            let was_there = subjects.contains_key(&number);
            let named = match holders.named(&row, profile.other_name) {
                Ok(named) => named,
                Err(reason) => {
                    doubts.push((at, Doubt::of(Column::HolderName, reason)));
                    continue;
                }
            };
            let fitted = self.fitted(profile, regime, &row, today, &mut subjects, &holders);
            match (fitted, subjects.get_mut(&number)) {
                (Ok((Some(opened), holder)), Some(subject)) => {
                    let against = self.others_stand_against(&tx, regime, subject, &opened);
                    if let Some(refusal) = against.await? {
                        doubts.push((at, Doubt::of(Column::ValidFrom, refusal)));
                        continue;
                    }
                    written.name(named);
                    written.revised += u64::from(opened.is_revised);
                    subject.keep(opened);
                    numbers.own(number.clone(), row.number.clone());
                    subject.states(row.from);
                    taken_in.push(row.from);
                    holders.keep(&holder, named, &row);
                }
                (Ok((_, holder)), _) => {
                    written.name(named);
                    written.unchanged += u64::from(!matches!(named, Named::Corrected(_)));
                    holders.keep(&holder, named, &row);
                }
                (Err(doubt), _) => doubts.push((at, doubt)),
            }
            if !was_there && subjects.contains_key(&number) {
                order.push(number);
            }
        }
        for edition in editions_of(regime, taken_in) {
            self.judges(&tx, edition).await?;
        }
        let by = By::new(&importer(profile), recorded_at)?;
        holders.write(&tx, &by, &profile.name).await?;
        let added = subjects.values().flat_map(Subject::added);
        let recorded = decrees_in(added.filter_map(|row| row.said.event()));
        self.records(&tx, &regime.name, &recorded).await?;
        let (new, appends) = self.writes(regime, &order, &numbers, &subjects, recorded_at)?;
        let created = tx.create(&new).await?;
        let appends: Vec<&Append> = appends.iter().collect();
        tx.append(&appends).await?;
        tx.commit().await?;
        self.has_judged().await?;
        seen.take(subjects.values(), &created);
        seen.name(holders.confirmed());
        Ok(written)
    }

    /// The licences that rows of a batch are about, as far as they are there, by their numbers; and how the
    /// register has these numbers.
    async fn subjects_of<C: Connection>(
        &self,
        tx: &Register<C>,
        regime: &Regime,
        good: &[(usize, Row)],
        seen: &Seen,
    ) -> Result<(HashMap<String, Subject>, Numbers), EngineError> {
        let numbers = good.iter().map(|(_, row)| row.number.normalised.as_str());
        let mut numbers: Vec<&str> = numbers.collect();
        numbers.sort_unstable();
        numbers.dedup();
        let rows = tx.find_many(&regime.name, &numbers).await?;
        let keys: Vec<i64> = rows.iter().map(|row| row.seq).collect();
        let snapshots = tx.load_snapshots(&keys).await?;
        let mut journal = encoding::by_dossier(tx.histories(&keys).await?);
        let mut subjects: HashMap<String, Subject> = HashMap::new();
        let mut shared = HashSet::new();
        for sharer in tx.shared_among(&regime.name, &numbers).await? {
            let owners = tx.find_many(&regime.name, &[&sharer.normalised]).await?;
            if owners.is_empty() {
                shared.insert(sharer.normalised);
            }
        }
        let mut known_numbers = Numbers::shared_by_several(shared);
        for (row, snapshot) in rows.into_iter().zip(snapshots) {
            let journal = journal.remove(&row.seq).unwrap_or_default();
            let unreadable = EngineError::unreadable(&row.number);
            let rows = encoding::rows_to_mend(&journal, regime.time_zone()).map_err(&unreadable)?;
            let kept = match rows.iter().all(is_of_another_register) {
                true => timeline::Kept::new(),
                false => kept_commands(tx, &journal, &rows).await?,
            };
            let past = Past { rows, kept };
            let mut subject = known(row.id, snapshot, past).map_err(&unreadable)?;
            seen.tell(row.seq, &mut subject);
            let number = Number {
                normalised: normalise(&row.number).into_owned(),
                as_given: row.number.clone(),
            };
            subjects.insert(number.normalised.clone(), subject);
            // A dossier is found by its file's number as well, and that is given to no other.
            if let Some(file) = row.file_number {
                known_numbers.own(normalise(&file).into_owned(), number.clone());
            }
            known_numbers.own(number.normalised.clone(), number);
        }
        Ok((subjects, known_numbers))
    }

    /// What a row adds to its dossier, if it fits: nothing where all of it is there. And of whom.
    fn fitted(
        &self,
        profile: &Profile,
        regime: &Regime,
        row: &Row,
        today: Date,
        subjects: &mut HashMap<String, Subject>,
        holders: &Holders,
    ) -> Result<(Option<Opened>, Holder), Doubt> {
        let edition = regime.in_force_on(row.from);
        if edition.office_kind(&row.office_kind).is_none() {
            let reason = format!("{} knows no such kind of office", edition.id);
            return Err(Doubt::of(Column::OfficeKind, reason));
        }
        if let Some(doubt) = doubt(&profile.plausible, row, edition, today) {
            return Err(doubt);
        }
        let earlier = subjects
            .get(&row.number.normalised)
            .and_then(|subject| subject.dossier.holder);
        let holder = holders.holder(row, earlier);
        let opening = opening(profile, row, holder.id());
        let events = opening::events(&opening, edition, today).map_err(|fault| match fault {
            Fault::EndsBeforeItBegins { .. } => Doubt::of(Column::ValidThrough, fault),
            Fault::FiledBeforeTheTerm { .. } => Doubt::of(Column::RenewalFiledOn, fault),
        })?;
        let subject = match subjects.entry(row.number.normalised.clone()) {
            Entry::Occupied(entry) => entry.into_mut(),
            Entry::Vacant(entry) => entry.insert(unborn()),
        };
        let stands_already = |reason: &str| Doubt::of(Column::Number, reason);
        let before = match profile.row {
            RowIs::Licence if subject.seen => {
                return Err(stands_already("the number came before in this file"));
            }
            RowIs::Licence => subject.stated_before(profile, None),
            RowIs::Term => subject.stated_before(profile, Some(row.from)),
        };
        let was_withdrawn = subject.was_withdrawn(profile, &events);
        let Some(statement) = subject.statement(&before, events) else {
            subject.states(row.from);
            return Ok((None, holder));
        };
        if was_withdrawn && !statement.enter.is_empty() {
            return Err(stands_already(
                "a revision has withdrawn this term; restore it there if it is right",
            ));
        }
        let is_ours_alone = !statement.is_anew && !subject.past.rows.is_empty();
        if profile.row == RowIs::Licence && is_ours_alone {
            return Err(stands_already(
                "the register holds it already, with other facts",
            ));
        }
        let opened = subject.opened(profile, statement, &self.editions, today);
        let opened = opened.map_err(|problem| Doubt::of(Column::ValidFrom, problem))?;
        Ok((Some(opened), holder))
    }

    /// Who was told otherwise of a call than what a dossier would now say, with what is added to it.
    async fn others_stand_against<C: Connection>(
        &self,
        tx: &Register<C>,
        regime: &Regime,
        subject: &Subject,
        opened: &Opened,
    ) -> Result<Option<Refusal>, EngineError> {
        let Some(key) = subject.key.filter(|_| subject.is_ours()) else {
            return Ok(None);
        };
        let changed = Changed {
            key,
            past: &subject.past,
            after: &subject.journal_with(opened),
        };
        let told = self
            .told_otherwise(tx, regime, &[changed], CallRow::Locked)
            .await?;
        Ok(told.map(|told| others_were_told(&told.other)))
    }

    /// What is to be written: new dossiers in the order of the file, and additions to old ones.
    fn writes(
        &self,
        regime: &Regime,
        order: &[String],
        numbers: &Numbers,
        subjects: &HashMap<String, Subject>,
        recorded_at: i64,
    ) -> Result<(Vec<NewDossier>, Vec<Append>), EngineError> {
        let write = |number: &str, subject: &Subject| {
            let due_on = dossier::due_on(&subject.dossier, &self.editions)
                .map_err(EngineError::damaged(number))?;
            let recorded_at = Ord::max(recorded_at, subject.recorded_at);
            let mut links = Links::after(&subject.snapshot, recorded_at);
            links.rows(subject.added().iter().cloned().map(NewRow::from), |_| None)?;
            let entries = links.into_entries();
            append(
                &subject.snapshot,
                subject.claimed.as_deref(),
                &subject.dossier,
                due_on,
                recorded_at,
                entries,
            )
        };
        let mut new = Vec::new();
        for number in order {
            let Some(subject) = subjects
                .get(number)
                .filter(|subject| !subject.added().is_empty())
            else {
                continue;
            };
            let append = write(number, subject)?;
            let as_given = numbers.as_given(number);
            let office = subject.dossier.office.clone();
            let (office_kind, province) =
                office.map_or_else(Default::default, |office| (office.kind, office.province));
            new.push(NewDossier {
                id: subject.id,
                regime: regime.name.clone(),
                number: as_given.to_owned(),
                number_normalised: number.clone(),
                province: province.to_string(),
                office_kind: office_kind.to_string(),
                due_on: append.due_on,
                state: append.state,
                entries: append.entries,
            });
        }
        let mut appends = Vec::new();
        for (number, subject) in subjects {
            if subject.key.is_some() && !subject.added().is_empty() {
                appends.push(write(number, subject)?);
            }
        }
        appends.sort_by_key(|append| append.dossier);
        Ok((new, appends))
    }
}

/// The editions in force on days, each once.
fn editions_of(regime: &Regime, days: impl IntoIterator<Item = Date>) -> BTreeSet<&EditionId> {
    let editions = days.into_iter().map(|day| &regime.in_force_on(day).id);
    editions.collect()
}

/// What a row states, as the core takes it.
fn opening(profile: &Profile, row: &Row, holder: PartyId) -> Opening {
    Opening {
        number: row.number.as_given.clone(),
        office: Office {
            kind: row.office_kind.as_str().into(),
            province: row.province.as_str().into(),
        },
        holder,
        from: row.from,
        through: row.through,
        issued_on: row.issued_on,
        status: row.status,
        status_on: row.status_on,
        renewal_filed_on: row.renewal_filed_on,
        profile: profile.name.clone(),
    }
}

/// What became of a batch.
#[derive(Default)]
pub(super) struct Written {
    /// Rows that were in the register already.
    pub(super) unchanged: u64,
    /// Rows that state otherwise what an earlier import stated.
    pub(super) revised: u64,
    /// Rows by which their holder has another name from now on.
    pub(super) corrected: u64,
    /// Rows whose holder has another name in an earlier row of the file.
    pub(super) other_names: u64,
}

impl Written {
    fn name(&mut self, named: Named) {
        match named {
            Named::AsKnown => {}
            Named::Corrected(_) => self.corrected += 1,
            Named::Otherwise => self.other_names += 1,
        }
    }
}
