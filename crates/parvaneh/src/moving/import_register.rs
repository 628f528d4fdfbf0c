//! Taking in a whole register that [`Engine::export`] wrote, with its whole history.
//!
//! The file is read twice: once to its end before anything is written, and once to write it. Its
//! rows are written as they are, down to the bytes that were hashed. Where they lead is never
//! believed: every link is computed again, and every snapshot is the replay of its journal.
//!
//! Until the last row is in and the whole was verified, the register says that it is unfinished
//! and nobody can use it. An import that was cut off is begun anew: what it left is removed.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use chrono::DateTime;
use chrono_tz::Tz;
use parvaneh_core::dossier::{Defect, Dossier, Event};
use parvaneh_core::timeline::{self, Record, Row, Said};
use parvaneh_store::{
    Address, Anchor, AnswerRow, AskedRow, Connection, DossierRow, EditionRow, Entry, ImportBegun,
    JournalRow, Lease, NewRun, OpenMode, PartyEventRow, PartyRow, Placed, ProposalRow, Register,
    SchemaState, Snapshot, Store, StoreError, Ticket, chain,
};
use uuid::Uuid;

use super::register_reader::{RegisterReader, RegisterRow};
use crate::append::{append, before_the_first_event};
use crate::encoding::{self, Kept};
use crate::lease::{GoingOn, IMPORT, LeaseGuard, Renewing};
use crate::moving::register_file::{Counts, WITHOUT_SALTS};
use crate::number::spelled;
use crate::workflows::Workflows;
use crate::{Engine, EngineError, frozen};

/// How many lines share a transaction.
const BATCH: usize = 500;

/// A file that was read to its end and is whole.
#[derive(Debug)]
pub struct RegisterFile {
    path: PathBuf,
    counts: Counts,
    editions: Vec<EditionRow>,
}

/// Why a register was not taken in.
#[derive(Debug, thiserror::Error)]
pub enum RegisterFileError {
    /// The file cannot be read.
    #[error("reading {path} failed; name a file that `parvaneh export` wrote")]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// Why.
        #[source]
        source: io::Error,
    },
    /// It cannot be read twice.
    #[error("{path} is no file that can be read twice; write the export to a file and name that")]
    NotAFile {
        /// What was named.
        path: PathBuf,
    },
    /// A line of it cannot be believed.
    #[error("{path} is refused at line {line}: {problem}; export the register again")]
    Refused {
        /// The file.
        path: PathBuf,
        /// Which line, from 1.
        line: u64,
        /// What is wrong with it.
        problem: String,
    },
    /// A history of it has a row that nobody can read, and no revision has withdrawn it.
    #[error(
        "{path} is refused at line {line}: {problem}; mend the register that it was exported from, as \
         docs/importing.md says, and export it again"
    )]
    HistoryUnreadable {
        /// The file.
        path: PathBuf,
        /// Which line, from 1.
        line: u64,
        /// What is wrong with it.
        problem: String,
    },
    /// Two lines of it contradict each other.
    #[error("{path} is refused: among its lines {from} to {to} one contradicts another")]
    Contradicts {
        /// The file.
        path: PathBuf,
        /// The first line it can be.
        from: u64,
        /// The last.
        to: u64,
        /// What the database said.
        #[source]
        source: Box<StoreError>,
    },
    /// Every line is well formed, but the register they make contradicts itself.
    #[error(
        "{path} is refused: the register in it holds {findings} contradictions, the first is \
         {first}; verify the register it came from"
    )]
    Unsound {
        /// The file.
        path: PathBuf,
        /// How many.
        findings: usize,
        /// The first.
        first: String,
    },
    /// The register has something in it.
    #[error("the register at {url} is not empty; a whole register goes into an empty one")]
    NotEmpty {
        /// Where.
        url: Address,
    },
    /// Another import or a night is going on.
    #[error("{0}; try again when it has ended")]
    Running(GoingOn),
    /// Somebody else's rows are among those of the file.
    #[error("another process wrote to the register at {url} meanwhile; end that, and import again")]
    Disturbed {
        /// Where.
        url: Address,
    },
    /// The register failed.
    #[error(transparent)]
    Engine(#[from] EngineError),
}

impl From<StoreError> for RegisterFileError {
    fn from(error: StoreError) -> Self {
        Self::Engine(error.into())
    }
}

impl RegisterFile {
    /// Reads the file to its end: every line has its form, every event is known, and the last line
    /// agrees with those before it. `progress` is called with the number of bytes that were read, and
    /// of how many.
    pub fn open(
        path: &Path,
        mut progress: impl FnMut(u64, u64),
    ) -> Result<Self, RegisterFileError> {
        let mut lines = RegisterReader::open(path)?;
        let mut editions = Vec::new();
        let mut unreadable = Unreadable::default();
        while let Some((number, row)) = lines.next()? {
            if let RegisterRow::Event(event) = &row {
                // In which zone its days are does not matter to its form.
                let known = encoding::row_to_mend(event, Tz::UTC);
                let known = known.map_err(|problem| lines.refused(number, problem))?;
                unreadable.follow(number, event.dossier, &known);
            }
            if let RegisterRow::Edition(row) = row {
                editions.push(row);
            }
            progress(lines.read, lines.bytes);
        }
        if let Some((number, problem)) = unreadable.first() {
            return Err(RegisterFileError::HistoryUnreadable {
                path: path.to_owned(),
                line: number,
                problem,
            });
        }
        Ok(Self {
            path: path.to_owned(),
            counts: lines.taken(),
            editions,
        })
    }

    /// How many rows of each kind are in the file.
    pub fn counts(&self) -> Counts {
        self.counts
    }
}

impl Engine {
    /// Takes the whole register in `file` into the one at `url`, which is made if it is not
    /// there and must be empty, or left behind by an import that was cut off. `progress` is called
    /// with the number of bytes of the file that are in, and of how many.
    ///
    /// The caller holds the run lock of the register. Where the file is refused an empty register
    /// is left; where the import is cut off, one that says it is unfinished.
    pub async fn import_register(
        url: impl Into<Address>,
        workflows: Workflows,
        file: &RegisterFile,
        mut progress: impl FnMut(u64, u64),
    ) -> Result<Counts, RegisterFileError> {
        let store = Store::open(url, OpenMode::CreateIfMissing).await?;
        let mut engine = Self::new(store, workflows);
        let taken = engine.import_file(file, &mut progress).await;
        engine.close().await?;
        taken
    }

    async fn import_file(
        &mut self,
        file: &RegisterFile,
        progress: &mut impl FnMut(u64, u64),
    ) -> Result<Counts, RegisterFileError> {
        let url = self.store.url().to_owned();
        match self.store.schema().await? {
            SchemaState::Empty | SchemaState::Current | SchemaState::Unfinished => {}
            other => return Err(EngineError::unfit(other, url).into()),
        }
        let mut other = file.editions.iter();
        if let Some(other) = other.find_map(|row| frozen::against(row, &self.workflows)) {
            return Err(EngineError::EditionChanged(Box::new(other)).into());
        }
        let (run, others) = self.run_of_import().await?;
        let ticket = match self.store.begin_import(&run, others).await? {
            ImportBegun::With(ticket) => ticket,
            ImportBegun::NotEmpty => return Err(RegisterFileError::NotEmpty { url }),
            ImportBegun::GoingOn(other) => return Err(RegisterFileError::Running(other.into())),
        };
        let held = LeaseGuard::of(self.clone(), run.id);
        // Whoever holds the lock of a file needs no lease.
        let renewing = (others == Lease::Respect).then(|| Renewing::of(&self.store, run.id));
        let imported = self.import_rows(file, ticket, progress).await;
        drop(renewing);
        held.given_back();
        match imported {
            Ok(counts) => {
                self.store.finish_import(ticket).await?;
                Ok(counts)
            }
            // The file may be sound: run again, the import begins from the start. What went wrong says more than
            // whatever may come of giving back the lease, which lapses by itself.
            Err(failed @ (RegisterFileError::Engine(_) | RegisterFileError::Disturbed { .. })) => {
                drop(self.store.withdraw_run(run.id).await);
                Err(failed)
            }
            Err(refused) => {
                self.store.abandon_import(ticket).await?;
                Err(refused)
            }
        }
    }

    /// As what the import is noted. In a file the caller has kept others out.
    async fn run_of_import(&self) -> Result<(NewRun, Lease), EngineError> {
        let now = self.now(&self.store).await?;
        let as_of = DateTime::from_timestamp_millis(now).unwrap_or_default();
        let run = NewRun {
            id: Uuid::now_v7(),
            kind: IMPORT.to_owned(),
            as_of: as_of.date_naive(),
            started_at: now,
        };
        let others = match self.store.holds_rows() {
            true => Lease::Respect,
            false => Lease::Ignore,
        };
        Ok((run, others))
    }

    async fn import_rows(
        &self,
        file: &RegisterFile,
        ticket: Ticket,
        progress: &mut impl FnMut(u64, u64),
    ) -> Result<Counts, RegisterFileError> {
        let mut lines = RegisterReader::open(&file.path)?;
        loop {
            let mut batch = Batch::default();
            let from = lines.number + 1;
            while batch.rows < BATCH {
                let Some((number, row)) = lines.next()? else {
                    break;
                };
                batch.push(number, row);
            }
            if batch.rows == 0 {
                break;
            }
            let written = self.import_batch(batch, ticket, &lines).await;
            written.map_err(|error| match error {
                // A snapshot that changed meanwhile is another error: somebody else writes.
                RegisterFileError::Engine(EngineError::Store(
                    source @ StoreError::Constraint { .. },
                )) => RegisterFileError::Contradicts {
                    path: file.path.clone(),
                    from,
                    to: lines.number,
                    source: Box::new(source),
                },
                other => other,
            })?;
            progress(lines.read, lines.bytes);
        }
        let (parties, answers) = self.store.count_parties_and_answers().await?;
        let counts = Counts {
            parties: parties as u64,
            party_events: self.store.count_party_events().await? as u64,
            dossiers: self.store.count_dossiers().await? as u64,
            events: self.store.count_events().await? as u64,
            asked: self.store.count_asked().await? as u64,
            answers: answers as u64,
            proposals: self.store.count_proposals().await? as u64,
            anchors: self.store.anchors().await?.len() as u64,
            editions: self.store.editions().await?.len() as u64,
        };
        if counts != lines.taken() {
            // A later import has begun to take away what this one wrote.
            self.store
                .begin_write()
                .await?
                .still_imports(ticket)
                .await?;
            let url = self.store.url().to_owned();
            return Err(RegisterFileError::Disturbed { url });
        }
        if let Some(id) = lines.register {
            self.store.name_register(id).await?;
        }
        self.note_who_has_judged().await?;
        self.store.number_imported(ticket).await?;
        self.decide_numbers(&self.store).await?;
        if lines.version < WITHOUT_SALTS {
            self.begin_party_histories().await?;
        }
        let verification = self.verify(&[]).await?;
        // What a person has to decide is decided in the register.
        let findings = verification.findings.without_undecided();
        match findings.kept().first() {
            None => Ok(counts),
            Some(first) => Err(RegisterFileError::Unsound {
                path: file.path.clone(),
                findings: findings.count(),
                first: format!("{} {}: {}", first.number, first.code, first.message),
            }),
        }
    }

    /// Writes a batch of lines in one transaction.
    async fn import_batch(
        &self,
        batch: Batch,
        ticket: Ticket,
        lines: &RegisterReader,
    ) -> Result<(), RegisterFileError> {
        let mut keys: Vec<i64> = batch.events.iter().map(|(_, it)| it.dossier).collect();
        keys.sort_unstable();
        keys.dedup();
        let tx = self.store.begin_write().await?;
        tx.still_imports(ticket).await?;
        tx.insert_parties(&batch.parties).await?;
        tx.insert_party_events(&batch.party_events).await?;
        tx.insert_dossiers(&batch.dossiers, spelled).await?;
        let snapshots = tx.load_snapshots(&keys).await?;
        let dossiers = tx.dossiers(&keys).await?;
        let revised = batch.events.iter().filter(|(_, it)| is_revision(it));
        let mut whole: Vec<i64> = revised.map(|(_, it)| it.dossier).collect();
        // Of a dossier that came to nothing so far its rows say whether anybody knows it.
        let came_to_nothing = |snapshot: &&Snapshot| {
            let kept = encoding::kept_from_bytes(&snapshot.state);
            0 < snapshot.version && kept.is_ok_and(|kept| kept.dossier == Dossier::default())
        };
        whole.extend(
            snapshots
                .iter()
                .filter(came_to_nothing)
                .map(|it| it.dossier),
        );
        let earlier = encoding::by_dossier(tx.histories(&whole).await?);
        let placed = self.followed(batch.events, snapshots, &dossiers, earlier, lines)?;
        tx.place(&placed).await?;
        begin_acts(&tx, &batch.asked, lines).await?;
        let asked = batch.asked.into_iter().map(|(_, row)| row);
        tx.insert_asked(&asked.collect::<Vec<_>>()).await?;
        tx.insert_answers(&batch.answers).await?;
        for proposal in &batch.proposals {
            tx.propose(proposal).await?;
        }
        for anchor in &batch.anchors {
            tx.add_anchor(anchor).await?;
        }
        for edition in &batch.editions {
            tx.note_edition(edition).await?;
        }
        Ok(tx.commit().await?)
    }

    /// Follows each dossier's journal from where the register left it.
    fn followed(
        &self,
        events: Vec<(u64, JournalRow)>,
        snapshots: Vec<Snapshot>,
        dossiers: &[DossierRow],
        mut earlier: HashMap<i64, Vec<JournalRow>>,
        lines: &RegisterReader,
    ) -> Result<Vec<Placed>, RegisterFileError> {
        let mut histories = HashMap::with_capacity(dossiers.len());
        for row in dossiers {
            let from = before_the_first_event(row.seq, row.id);
            let history = History::after(from, Kept::default(), self.zone_of(&row.regime));
            histories.insert(row.seq, history);
        }
        for snapshot in snapshots {
            let number = format!("the key {}", snapshot.dossier);
            let unreadable = EngineError::unreadable(&number);
            let kept = encoding::kept_from_bytes(&snapshot.state).map_err(&unreadable)?;
            let before = earlier.remove(&snapshot.dossier).unwrap_or_default();
            let zone = histories
                .get(&snapshot.dossier)
                .map_or(Tz::UTC, |it| it.zone);
            let rows = encoding::rows_to_mend(&before, zone).map_err(&unreadable)?;
            let mut history = History::after(snapshot, kept, zone);
            history.is_known = encoding::replay(&rows).is_ok();
            history.rows = rows;
            histories.insert(history.from.dossier, history);
        }
        for (number, event) in events {
            let key = event.dossier;
            let followed = match histories.get_mut(&key) {
                Some(history) => history.follow(number, event),
                None => Err(format!("no line before it is a dossier of key {key}")),
            };
            followed.map_err(|problem| lines.refused(number, problem))?;
        }
        let mut histories: Vec<History> = histories.into_values().collect();
        histories.sort_by_key(|history| history.from.dossier);
        let mut batch = Vec::with_capacity(histories.len());
        for history in histories.into_iter().filter(|it| !it.entries.is_empty()) {
            let to_come = self
                .to_come(&history.dossier)
                .map_err(|defect| lines.refused(history.line, defect.to_string()))?;
            batch.push(Placed {
                append: append(
                    &history.from,
                    history.held.as_deref(),
                    &history.dossier,
                    to_come,
                    history.recorded_at,
                    history.entries,
                )?,
                positions: history.positions,
            });
        }
        Ok(batch)
    }
}

/// Refuses what is said to have been asked in an act that does not begin there.
async fn begin_acts<C: Connection>(
    register: &Register<C>,
    asked: &[(u64, AskedRow)],
    lines: &RegisterReader,
) -> Result<(), RegisterFileError> {
    let positions: Vec<i64> = asked.iter().map(|(_, row)| row.position).collect();
    let rows = register.events_at(&positions).await?;
    let begins = |row: &&JournalRow| {
        let said = encoding::said(row.version, &row.event);
        said.is_ok_and(|(_, mark)| mark.of_act == Some(row.version))
    };
    let acts: BTreeSet<i64> = rows.iter().filter(begins).map(|row| row.position).collect();
    match asked.iter().find(|(_, row)| !acts.contains(&row.position)) {
        None => Ok(()),
        Some((line, row)) => {
            let problem = format!("no act begins at position {}", row.position);
            Err(lines.refused(*line, problem))
        }
    }
}

/// Whether what comes before a row of a dossier stands no longer.
fn is_revision(row: &JournalRow) -> bool {
    let said = encoding::said(row.version, &row.event);
    matches!(said, Ok((Said::Record(Record::Revised { .. }), _)))
}

/// Rows that stand and that nobody can read, by the dossier's key and their places there: the line of each, and
/// why.
#[derive(Default)]
struct Unreadable(BTreeMap<(i64, i64), (u64, String)>);

impl Unreadable {
    fn follow(&mut self, line: u64, dossier: i64, row: &Row) {
        match &row.said {
            Said::Unreadable(problem) => {
                let found = (line, problem.clone());
                self.0.insert((dossier, row.sequence), found);
            }
            Said::Record(Record::Revised { keeps, .. }) => {
                self.0
                    .retain(|(key, sequence), _| *key != dossier || sequence <= keeps);
            }
            Said::Record(Record::AlreadySo | Record::Blanked { .. }) | Said::Event(_) => {}
        }
    }

    fn first(self) -> Option<(u64, String)> {
        self.0.into_values().min()
    }
}

/// Rows of one transaction.
#[derive(Default)]
struct Batch {
    rows: usize,
    parties: Vec<PartyRow>,
    party_events: Vec<PartyEventRow>,
    dossiers: Vec<DossierRow>,
    events: Vec<(u64, JournalRow)>,
    asked: Vec<(u64, AskedRow)>,
    answers: Vec<AnswerRow>,
    proposals: Vec<ProposalRow>,
    anchors: Vec<Anchor>,
    editions: Vec<EditionRow>,
}

impl Batch {
    fn push(&mut self, number: u64, row: RegisterRow) {
        self.rows += 1;
        match row {
            RegisterRow::Party(row) => self.parties.push(row),
            RegisterRow::PartyEvent(row) => self.party_events.push(row),
            RegisterRow::Dossier(row) => self.dossiers.push(row),
            RegisterRow::Event(row) => self.events.push((number, row)),
            RegisterRow::Asked(row) => self.asked.push((number, row)),
            RegisterRow::Answer(row) => self.answers.push(row),
            RegisterRow::Proposal(row) => self.proposals.push(row),
            RegisterRow::Anchor(row) => self.anchors.push(row),
            RegisterRow::Edition(row) => self.editions.push(row),
        }
    }
}

/// A dossier's events in a batch, and where they lead.
struct History {
    from: Snapshot,
    held: Option<String>,
    /// In which its regime has its days.
    zone: Tz,
    last: Option<i64>,
    head: chain::Hash,
    dossier: Dossier,
    is_known: bool,
    /// Of its newest row, in milliseconds since 1970.
    recorded_at: i64,
    /// Its rows in the batch; after all earlier ones, where a revision is among them.
    rows: Vec<Row>,
    entries: Vec<Entry>,
    positions: Vec<i64>,
    /// Of its newest event.
    line: u64,
}

impl History {
    fn after(from: Snapshot, kept: Kept, zone: Tz) -> Self {
        Self {
            zone,
            last: from.last,
            head: from.head,
            held: kept.dossier.seat_claim().map(str::to_owned),
            is_known: true,
            dossier: kept.dossier,
            recorded_at: kept.recorded_at,
            rows: Vec::new(),
            entries: Vec::new(),
            positions: Vec::new(),
            line: 0,
            from,
        }
    }

    /// The dossier after the newest row. After one that cannot be read nobody knows it, until a revision
    /// withdraws that row.
    fn happens(&mut self, is_revision: bool) -> Result<(), Defect> {
        let followed = match self.rows.last() {
            Some(_) if is_revision => encoding::replay(&self.rows).map(|dossier| {
                self.dossier = dossier;
                self.is_known = true;
            }),
            Some(row) if self.is_known => timeline::happens(&mut self.dossier, row),
            Some(_) | None => Ok(()),
        };
        if let Err(Defect::Unreadable(_)) = followed {
            self.dossier = Dossier::default();
            self.is_known = false;
            return Ok(());
        }
        followed
    }

    /// Takes the next event, if it is the one that follows.
    fn follow(&mut self, line: u64, row: JournalRow) -> Result<(), String> {
        let already = i64::try_from(self.entries.len()).unwrap_or(i64::MAX);
        let next = self.from.version + already + 1;
        if row.version != next {
            let version = row.version;
            return Err(format!(
                "event {version} of its dossier comes where {next} is due"
            ));
        }
        if row.previous != self.last {
            let place = |place: Option<i64>| place.map_or("none".to_owned(), |it| it.to_string());
            return Err(format!(
                "it names {} as the event before it, which is {}",
                place(row.previous),
                place(self.last)
            ));
        }
        let hash = chain::link(
            &self.head,
            row.version,
            row.effective_on,
            row.recorded_at,
            &row.actor,
            &row.event,
        );
        if hash != row.hash {
            return Err(format!(
                "event {next} of its dossier is not what was hashed"
            ));
        }
        self.rows.push(encoding::row_to_mend(&row, self.zone)?);
        self.happens(is_revision(&row))
            .map_err(|defect| defect.to_string())?;
        let said = self.rows.last().and_then(|row| row.said.event());
        let answers = said.and_then(Event::answers_to).map(str::to_owned);
        self.recorded_at = row.recorded_at;
        self.entries.push(Entry {
            effective_on: row.effective_on,
            recorded_at: row.recorded_at,
            actor: Arc::from(row.actor),
            event: row.event,
            texts: row.texts,
            hash,
            asked: None,
            answers,
        });
        self.positions.push(row.position);
        self.last = Some(row.position);
        self.head = hash;
        self.line = line;
        Ok(())
    }
}
