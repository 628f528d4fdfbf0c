//! A batch of rows beside what the register already holds, in one transaction.

use std::collections::hash_map::Entry;
use std::collections::{BTreeSet, HashMap, HashSet};

use parvaneh_core::calendar::Date;
use parvaneh_core::edition::EditionId;
use parvaneh_core::number::{Number, normalise};
use parvaneh_core::opening::{self, Fault, Office, Opening};
use parvaneh_core::party::PartyId;
use parvaneh_core::refusal::Refusal;
use parvaneh_core::timeline;
use parvaneh_store::{
    Append, Connection, DossierRow, JournalRow, NewDossier, Register, Snapshot, Transaction,
};

use super::difference::{Difference, Differing, Recorded, What, kind, recorded};
use super::holders::{Holder, Holders, Named};
use super::numbers::Numbers;
use super::plausible::{Doubt, doubt};
use super::row::Row;
use super::run::How;
use super::seen::Seen;
use super::stating::{Followup, Stating};
use super::subject::{Opened, Subject, importer, is_of_another_register, known, unborn};
use super::written::Written;
use crate::append::{Links, append};
use crate::commands::call_view::CallRow;
use crate::commands::late::{Past, kept_commands};
use crate::commands::moved_on::{Changed, others_were_told};
use crate::frozen::decrees_in;
use crate::parties::history::By;
use crate::profile::{Column, Profile};
use crate::workflows::Regime;
use crate::{Engine, EngineError, encoding};

/// Where a batch is written to, and how its rows are meant.
pub(super) struct Writing<'a> {
    pub(super) tx: &'a Register<Transaction>,
    /// The instant that its rows bear, in milliseconds since 1970.
    pub(super) recorded_at: i64,
    pub(super) profile: &'a Profile,
    pub(super) how: How,
}

/// A row that fits: what is added to its dossier.
struct Fit {
    opened: Opened,
    /// What was stated before, and is stated otherwise, where that is asked for.
    columns: Vec<Differing>,
}

/// Why a row does not fit.
enum Unfit {
    /// It is not believed.
    Doubtful(Doubt),
    /// It is something else than was done here.
    Conflict(Box<Difference>),
}

impl From<Doubt> for Unfit {
    fn from(doubt: Doubt) -> Self {
        Self::Doubtful(doubt)
    }
}

impl Written {
    /// Notes how a row names its holder; both names where it corrects that one's. Where the register is followed a
    /// person settles a name that stands though the row has another one; the row itself is taken in.
    fn named(
        &mut self,
        at: usize,
        row: &Row,
        named: Named,
        name: Option<Differing>,
        how: How,
    ) -> Option<Differing> {
        self.counts.name(named);
        let because = match named {
            Named::AsKnown | Named::Corrected(_) => return name,
            Named::Otherwise(_) => "an earlier row of the file has another name",
            Named::Settled(_) => "the name that the register has is not from this source",
        };
        let conflict = Difference {
            line: None,
            number: row.number.as_given.clone(),
            what: What::Conflict,
            columns: name.into_iter().collect(),
            records: Vec::new(),
            because: Some(because.to_owned()),
        };
        if how.follow().is_some() {
            self.differences.push((at, conflict));
        }
        None
    }

    /// Notes a row that states nothing that is new, but perhaps another name of its holder.
    fn names(&mut self, at: usize, row: &Row, name: Option<Differing>, today: Date) {
        let Some(name) = name else {
            self.counts.count_unchanged();
            return;
        };
        let difference = Difference {
            line: None,
            number: row.number.as_given.clone(),
            what: What::Revised,
            columns: vec![name],
            records: vec![Recorded {
                event: "party.corrected".to_owned(),
                on: today,
            }],
            because: None,
        };
        self.counts.count(difference.what);
        self.differences.push((at, difference));
    }

    /// Notes what a row adds that fits.
    fn takes(&mut self, at: usize, row: &Row, fit: &Fit, how: How) {
        let what = kind(&fit.opened.added, fit.opened.is_revised);
        self.counts.count(what);
        if how.follow().is_some() {
            let difference = Difference {
                line: None,
                number: row.number.as_given.clone(),
                what,
                columns: fit.columns.clone(),
                records: recorded(&fit.opened.added),
                because: None,
            };
            self.differences.push((at, difference));
        }
    }
}

impl Engine {
    /// Writes the rows of a batch that fit what is there. Of the others it is said why not.
    pub(super) async fn write_batch(
        &self,
        writing: &Writing<'_>,
        good: Vec<(usize, Row)>,
        seen: &Seen,
    ) -> Result<Written, EngineError> {
        let (tx, recorded_at) = (writing.tx, writing.recorded_at);
        let regime = self.regime(&writing.profile.regime)?;
        let today = regime.day_of(recorded_at);
        let (mut subjects, mut numbers) = self.subjects_of(tx, regime, &good, seen).await?;
        for edition in editions_of(regime, good.iter().map(|(_, row)| row.from)) {
            self.may_judge(tx, edition).await?;
        }
        let (mut taken_in, mut order) = (Vec::new(), Vec::<String>::new());
        let mut written = Written::default();
        let importer = importer(writing.profile);
        let mut holders = Holders::of(tx, &good, &subjects, seen, &importer.id).await?;
        for (at, mut row) in good {
            if let Some(shared) = numbers.shared(&row) {
                written.doubt(at, Doubt::of(Column::Number, shared));
                continue;
            }
            row.number = numbers.as_known(row.number);
            let number = row.number.normalised.clone();
            let was_there = subjects.contains_key(&number);
            let named = match holders.named(&row, writing.profile.other_name) {
                Ok(named) => named,
                Err(reason) => {
                    written.doubt(at, Doubt::of(Column::HolderName, reason));
                    continue;
                }
            };
            let fitted = self.fitted(writing, regime, &row, today, &mut subjects, &holders);
            let name = holders.otherwise(&named, &row, writing.profile);
            match (fitted, subjects.get_mut(&number)) {
                (Ok((Some(mut fit), holder)), Some(subject)) => {
                    let against = self.others_stand_against(tx, regime, subject, &fit.opened);
                    if let Some(refusal) = against.await? {
                        written.doubt(at, Doubt::of(Column::ValidFrom, refusal));
                        continue;
                    }
                    fit.columns
                        .extend(written.named(at, &row, named, name, writing.how));
                    written.takes(at, &row, &fit, writing.how);
                    subject.keep(fit.opened);
                    numbers.own(number.clone(), row.number.clone());
                    subject.states(row.from);
                    taken_in.push(row.from);
                    holders.keep(&holder, named, row);
                }
                (Ok((_, holder)), _) => {
                    let name = written.named(at, &row, named, name, writing.how);
                    written.names(at, &row, name, today);
                    holders.keep(&holder, named, row);
                }
                (Err(Unfit::Doubtful(doubt)), _) => written.doubt(at, doubt),
                (Err(Unfit::Conflict(conflict)), _) => {
                    written.conflicts_with(at, *conflict, name);
                }
            }
            if !was_there && subjects.contains_key(&number) {
                order.push(number);
            }
        }
        for edition in editions_of(regime, taken_in) {
            self.judges(tx, edition).await?;
        }
        written.created = self
            .write_fits(writing, &mut holders, (&order, &numbers, &subjects))
            .await?;
        written.subjects = subjects;
        written.named = holders.confirmed();
        Ok(written)
    }

    /// Writes what fits: the holders that are new, the dossiers that are made, in that order, and what is added to
    /// others; the keys of those that are made.
    async fn write_fits(
        &self,
        writing: &Writing<'_>,
        holders: &mut Holders,
        (order, numbers, subjects): (&[String], &Numbers, &HashMap<String, Subject>),
    ) -> Result<Vec<i64>, EngineError> {
        let (tx, recorded_at) = (writing.tx, writing.recorded_at);
        let regime = self.regime(&writing.profile.regime)?;
        let by = By::new(&importer(writing.profile), recorded_at)?;
        let registering = holders.registering(&by);
        let (new, appends) = self.writes(regime, order, numbers, subjects, recorded_at)?;
        holders
            .write(tx, registering, &by, &writing.profile.name)
            .await?;
        self.record_decrees(writing, subjects).await?;
        let created = tx.create(&new).await?;
        tx.append(&appends.iter().collect::<Vec<_>>()).await?;
        Ok(created)
    }

    /// Notes the general acts that are recorded by what is added to the dossiers.
    async fn record_decrees(
        &self,
        writing: &Writing<'_>,
        subjects: &HashMap<String, Subject>,
    ) -> Result<(), EngineError> {
        let added = subjects.values().flat_map(Subject::added);
        let recorded = decrees_in(added.filter_map(|row| row.said.event()));
        let regime = &writing.profile.regime;
        self.records(writing.tx, regime, &recorded).await
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
            let mut subject = self
                .subject_of(tx, regime, &row, snapshot, &journal)
                .await?;
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

    /// A dossier that is in the register.
    pub(super) async fn subject_of<C: Connection>(
        &self,
        tx: &Register<C>,
        regime: &Regime,
        row: &DossierRow,
        snapshot: Snapshot,
        journal: &[JournalRow],
    ) -> Result<Subject, EngineError> {
        let unreadable = EngineError::unreadable(&row.number);
        let rows = encoding::rows_to_mend(journal, regime.time_zone()).map_err(&unreadable)?;
        let kept = match rows.iter().all(is_of_another_register) {
            true => timeline::Kept::new(),
            false => kept_commands(tx, journal, &rows).await?,
        };
        let past = Past { rows, kept };
        known(row.id, snapshot, past).map_err(&unreadable)
    }

    /// The dossiers that rows name which are not taken in, of those numbers that can be read, each with its number:
    /// where several share a number, all of them.
    pub(super) async fn named(
        &self,
        writing: &Writing<'_>,
        numbers: &[Option<String>],
    ) -> Result<Vec<(String, i64)>, EngineError> {
        let numbers: Vec<&str> = numbers.iter().flatten().map(String::as_str).collect();
        let (tx, regime) = (writing.tx, &writing.profile.regime);
        let rows = tx.find_many(regime, &numbers).await?;
        let sharers = tx.shared_among(regime, &numbers).await?;
        let rows = rows.into_iter().flat_map(|row| {
            let numbers = [Some(row.number), row.file_number];
            let numbers = numbers.into_iter().flatten();
            numbers.map(move |number| (normalise(&number).into_owned(), row.seq))
        });
        let sharers = sharers.into_iter();
        Ok(rows
            .chain(sharers.map(|it| (it.normalised, it.dossier)))
            .collect())
    }

    /// What a row adds to its dossier, if it fits: nothing where all of it is there. And of whom.
    fn fitted(
        &self,
        writing: &Writing<'_>,
        regime: &Regime,
        row: &Row,
        today: Date,
        subjects: &mut HashMap<String, Subject>,
        holders: &Holders,
    ) -> Result<(Option<Fit>, Holder), Unfit> {
        let profile = writing.profile;
        let edition = regime.in_force_on(row.from);
        if edition.office_kind(&row.office_kind).is_none() {
            let reason = format!("{} knows no such kind of office", edition.id);
            return Err(Doubt::of(Column::OfficeKind, reason).into());
        }
        if let Some(doubt) = doubt(&profile.plausible, row, edition, today) {
            return Err(doubt.into());
        }
        let earlier = subjects
            .get(&row.number.normalised)
            .and_then(|subject| subject.holder_from(row.from));
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
        let stating = Stating {
            profile,
            opening: &opening,
            events,
            editions: &self.editions,
            today,
        };
        let called = |party| holders.called(party, &holder, row);
        let statement = match writing.how {
            How::AsStated => stating.by_itself(subject)?,
            How::Followed(_) => match stating.by_following(subject)? {
                Followup::Unchanged => None,
                Followup::Stated(statement) => Some(statement),
                Followup::Conflict(because) => {
                    subject.states(row.from);
                    let conflict = stating.conflict(subject, because, called);
                    return Err(Unfit::Conflict(Box::new(conflict)));
                }
            },
        };
        let Some(statement) = statement else {
            subject.states(row.from);
            return Ok((None, holder));
        };
        let columns = match writing.how {
            How::AsStated => Vec::new(),
            How::Followed(_) => stating.differs(subject, called),
        };
        let opened = subject.opened(profile, statement, &self.editions, today);
        let opened = opened.map_err(|problem| Doubt::of(Column::ValidFrom, problem))?;
        Ok((Some(Fit { opened, columns }), holder))
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
    pub(super) fn writes(
        &self,
        regime: &Regime,
        order: &[String],
        numbers: &Numbers,
        subjects: &HashMap<String, Subject>,
        recorded_at: i64,
    ) -> Result<(Vec<NewDossier>, Vec<Append>), EngineError> {
        let write = |number: &str, subject: &Subject| {
            let to_come = self
                .to_come(&subject.dossier)
                .map_err(EngineError::damaged(number))?;
            let recorded_at = Ord::max(recorded_at, subject.recorded_at);
            let mut links = Links::after(&subject.snapshot, recorded_at);
            for row in subject.added() {
                links.row(row.effective_on, &row.actor, &row.said, &row.mark, None)?;
            }
            let entries = links.into_entries();
            append(
                &subject.snapshot,
                subject.claimed.as_deref(),
                &subject.dossier,
                to_come,
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
                outlook: append.outlook,
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
