//! Looking for contradictions: a list of findings, and never a repair.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use parvaneh_store::{DossierRow, JournalRow, Register, Snapshot, Transaction};
use serde::Serialize;

use super::beside::Beside;
use super::findings::NUMBER_SHARED;
pub use super::findings::{Finding, Findings};
use crate::anchor::ExportedAnchor;
use crate::number;
use crate::parties::verify_parties;
use crate::unreadable::known_as;
use crate::{Engine, EngineError};
use parvaneh_store::in_full;

/// How many dossiers are checked at once.
const PAGE: usize = 500;

/// What was looked at, and what was found.
#[derive(Clone, Debug, Default, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Verification {
    /// Dossiers looked at.
    pub dossiers: usize,
    /// Journal rows looked at.
    pub events: usize,
    /// Parties looked at.
    pub parties: usize,
    /// Events of parties looked at.
    pub party_events: usize,
    /// Answers to commands looked at.
    pub answers: usize,
    /// Runs looked at.
    pub runs: usize,
    /// Anchors of the register that the journal was held against.
    pub anchors: usize,
    /// Anchors that were kept elsewhere, and that it was held against.
    pub kept_anchors: usize,
    /// After how many events what is new begins, where nothing else was looked at.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub since: Option<i64>,
    /// Contradictions: of each code the first thousand.
    #[cfg_attr(feature = "schema", schemars(with = "Vec<Finding>"))]
    pub findings: Findings,
    /// How many more there are of a code.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub more_findings: BTreeMap<&'static str, usize>,
    /// What an earlier program recorded and this one would have otherwise, persons whom it recorded twice, and tables
    /// of others beside the register: no contradictions.
    #[cfg_attr(feature = "schema", schemars(with = "Vec<Finding>"))]
    #[serde(default, skip_serializing_if = "Findings::is_empty")]
    pub notes: Findings,
    /// How many more notes there are of a code.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub more_notes: BTreeMap<&'static str, usize>,
}

impl Verification {
    /// Notes that a row of a table cannot be read, where that is what went wrong; what else is there is looked at
    /// all the same.
    pub(super) fn unreadable(
        &mut self,
        table: &str,
        error: EngineError,
    ) -> Result<(), EngineError> {
        match error {
            EngineError::Store(error) if error.is_about_one_dossier() => {
                self.findings.push(Finding {
                    number: table.to_owned(),
                    code: "unreadable",
                    message: in_full(&error),
                });
                Ok(())
            }
            other => Err(other),
        }
    }
}

/// Since when something is checked.
#[derive(Clone, Copy)]
pub(super) struct Since {
    /// After how many events, and after which position.
    pub(super) events: i64,
    pub(super) position: i64,
    /// Since which instant, in milliseconds since 1970.
    recorded_at: i64,
}

impl Since {
    const BEGINNING: Self = Self {
        events: 0,
        position: 0,
        recorded_at: i64::MIN,
    };
}

impl Engine {
    /// Checks every dossier and every party: the chains of hashes, what stands beside them, and what no lawful
    /// history can lead to; what the register keeps of its own work; its schema; and the journal as a whole against
    /// `anchors`, which earlier nights left and somebody kept, and against those that the register itself has.
    ///
    /// Refused where the anchors are of another register.
    pub async fn verify(&self, anchors: &[ExportedAnchor]) -> Result<Verification, EngineError> {
        self.verify_after(anchors, Since::BEGINNING).await
    }

    /// The same of what came after the newest of `anchors`: the dossiers and parties to which anything happened
    /// since then, the answers that were given, and the anchors that were made. What that anchor covers was verified
    /// when it was made, and is not read.
    ///
    /// Refused where there is no anchor, where they are of another register, or where the newest one says no
    /// position and the register does not have it.
    pub async fn verify_since(
        &self,
        anchors: &[ExportedAnchor],
    ) -> Result<Verification, EngineError> {
        let newest = anchors.iter().max_by_key(|anchor| anchor.events);
        let newest =
            newest.ok_or_else(|| EngineError::Anchors("there is none to begin at".to_owned()))?;
        if newest.events < 1 {
            return Err(EngineError::Anchors("the newest covers nothing".to_owned()));
        }
        let since = Since {
            events: newest.events,
            position: self.position_of(newest).await?,
            recorded_at: newest.recorded_at,
        };
        self.verify_after(anchors, since).await
    }

    async fn verify_after(
        &self,
        anchors: &[ExportedAnchor],
        since: Since,
    ) -> Result<Verification, EngineError> {
        self.are_of_this_register(anchors).await?;
        let mut verification = Verification {
            since: (0 < since.events).then_some(since.events),
            kept_anchors: anchors.len(),
            ..Verification::default()
        };
        let changed = self.changed_editions().await?;
        verification.findings.extend(changed);
        // Others may write meanwhile: all of it is of one moment.
        let tx = &self.store.begin_read().await?;
        for (table, message) in tx.integrity_problems().await? {
            verification.findings.push(Finding {
                number: table,
                code: "database",
                message,
            });
        }
        verification.schema(tx).await?;
        let mut counted = Counted::default();
        match self.numbers_shared(tx).await {
            Ok(found) => verification.findings.extend(found),
            Err(error) => verification.unreadable("dossier", error)?,
        }
        match persons_twice(tx).await {
            Ok(notes) => verification.notes.extend(notes),
            Err(error) => verification.unreadable("party", error)?,
        }
        let mut keys = Keys::new(tx, since).await?;
        while let Some(page) = keys.next_page(tx).await? {
            let looked = self.verify_page(tx, &page, &mut verification, &mut counted);
            match looked.await {
                Err(EngineError::Store(error)) if error.is_about_one_dossier() => {
                    self.one_by_one(tx, &page, &mut verification, &mut counted)
                        .await?;
                }
                done => done?,
            }
        }
        let runs = verification.work(tx).await?;
        let anchored = self.against_anchors(tx, anchors, since, &runs, &mut verification);
        if let Err(error) = anchored.await {
            verification.unreadable("anchor", error)?;
        }
        let answered = self.verify_answers(tx, since.recorded_at, &mut verification);
        if let Err(error) = answered.await {
            verification.unreadable("command", error)?;
        }
        match verify_parties(tx, since.position, &mut verification.findings).await {
            Ok(looked) => {
                verification.parties = looked.parties;
                verification.party_events = looked.events;
                counted.texts += looked.texts;
            }
            Err(error) => {
                verification.unreadable("party", error)?;
                counted.is_partial = true;
            }
        }
        self.nothing_stray(tx, since, &counted, &mut verification)
            .await?;
        verification.more_findings = verification.findings.more();
        verification.more_notes = verification.notes.more();
        Ok(verification)
    }

    /// Adds what is found in some dossiers.
    async fn verify_page(
        &self,
        tx: &Register<Transaction>,
        keys: &[i64],
        verification: &mut Verification,
        counted: &mut Counted,
    ) -> Result<(), EngineError> {
        let mut rows = tx.dossiers(keys).await?;
        rows.sort_by_key(|row| row.seq);
        let snapshots = tx.load_snapshots(keys).await?;
        let snapshots: HashMap<i64, Snapshot> = snapshots
            .into_iter()
            .map(|snapshot| (snapshot.dossier, snapshot))
            .collect();
        let mut journal = tx.histories(keys).await?;
        let is_broken = |key: &i64| !is_whole(snapshots.get(key), of(&journal, *key));
        let broken: Vec<i64> = keys.iter().copied().filter(is_broken).collect();
        journal.retain(|event| broken.binary_search(&event.dossier).is_err());
        journal.extend(tx.scattered(&broken).await?);
        journal.sort_by_key(|event| event.dossier);
        let beside = Beside::of(tx, keys, &journal).await?;
        for row in &rows {
            let looked = Looked {
                row,
                snapshot: snapshots.get(&row.seq),
                journal: of(&journal, row.seq),
                beside: &beside,
            };
            self.verify_one(&looked, verification);
        }
        verification.dossiers += rows.len();
        verification.events += journal.len();
        counted.asked += beside.asked();
        counted.texts += journal.iter().map(|row| row.texts.len()).sum::<usize>();
        counted.note_editions(&journal);
        Ok(())
    }

    /// The same, each by itself: of those that cannot be read it is said why.
    async fn one_by_one(
        &self,
        tx: &Register<Transaction>,
        keys: &[i64],
        verification: &mut Verification,
        counted: &mut Counted,
    ) -> Result<(), EngineError> {
        for key in keys {
            match self.verify_page(tx, &[*key], verification, counted).await {
                Err(EngineError::Store(error)) if error.is_about_one_dossier() => {
                    counted.is_partial = true;
                    verification.dossiers += 1;
                    verification.findings.push(Finding {
                        number: known_as(tx, *key).await,
                        code: "unreadable",
                        message: in_full(&error),
                    });
                }
                done => done?,
            }
        }
        Ok(())
    }

    /// Rows that nothing leads to.
    async fn nothing_stray(
        &self,
        tx: &Register<Transaction>,
        since: Since,
        counted: &Counted,
        verification: &mut Verification,
    ) -> Result<(), EngineError> {
        if since.events != 0 {
            return Ok(());
        }
        let mut strays = Vec::new();
        // What belongs to rows that cannot be read is not known.
        if !counted.is_partial {
            let events = tx.count_events().await?;
            strays.push(("journal", "stray_events", events, verification.events));
            let asked = tx.count_asked().await?;
            strays.push(("asked", "stray_asked", asked, counted.asked));
            let texts = tx.count_texts().await?;
            strays.push(("free_text", "stray_texts", texts, counted.texts));
        }
        for (table, code, there, led_to) in strays {
            if there != led_to {
                verification.findings.push(Finding {
                    number: table.to_owned(),
                    code,
                    message: format!(
                        "{table} holds {there} rows, dossiers and parties lead to {led_to} of them"
                    ),
                });
            }
        }
        let noted = tx.editions().await?;
        for edition in self.workflows.editions() {
            let is_noted = noted.iter().any(|row| row.id == edition.id.0);
            if !is_noted && counted.editions.contains(&edition.id.0) {
                verification.findings.push(Finding {
                    number: edition.id.0.clone(),
                    code: "edition_unnoted",
                    message: "it has judged, and nothing notes with which content".to_owned(),
                });
            }
        }
        Ok(())
    }

    /// Adds what is found in one dossier, and what is worth a note.
    fn verify_one(&self, looked: &Looked<'_>, verification: &mut Verification) {
        let (findings, notes) = self.contradictions(looked);
        let of_the_dossier = |(code, message)| Finding {
            number: looked.row.number.clone(),
            code,
            message,
        };
        let findings = findings.into_iter().map(of_the_dossier);
        verification.findings.extend(findings);
        let notes = notes.into_iter().map(of_the_dossier);
        verification.notes.extend(notes);
    }

    /// The numbers that several dossiers have.
    async fn numbers_shared(
        &self,
        tx: &Register<Transaction>,
    ) -> Result<Vec<Finding>, EngineError> {
        let shared = self.undecided_numbers(tx).await?.into_iter();
        let findings = shared.map(|it| Finding {
            number: it.number,
            code: NUMBER_SHARED,
            message: format!(
                "several dossiers of {} have this number: {}; a person decides whose it is",
                it.regime,
                number::named(it.dossiers)
            ),
        });
        Ok(findings.collect())
    }

    /// The editions that are not what they were when they judged.
    async fn changed_editions(&self) -> Result<Vec<Finding>, EngineError> {
        let changed = self.other_contents().await?.into_iter();
        let findings = changed.map(|other| Finding {
            number: other.edition.0.clone(),
            code: "edition_differs",
            message: other.to_string(),
        });
        Ok(findings.collect())
    }
}

/// The identifiers that several parties have. Whoever acts under one is refused, since nobody can say which
/// of them is meant; the identifier itself is not told.
async fn persons_twice(tx: &Register<Transaction>) -> Result<Vec<Finding>, EngineError> {
    let parties = tx.parties_of_one_identifier().await?;
    let of_one = parties.chunk_by(|one, other| one.identifier == other.identifier);
    let notes = of_one.map(|parties| {
        let named = parties.iter().map(|it| format!("{} ({})", it.id, it.kind));
        Finding {
            number: "party".to_owned(),
            code: "one_identifier",
            message: format!(
                "{} have one identifier: whoever acts for one of them is to be named by the party's id",
                named.collect::<Vec<_>>().join(" and ")
            ),
        }
    });
    Ok(notes.collect())
}

/// The events of one dossier among those of many, which are in the order of their keys.
fn of(journal: &[JournalRow], dossier: i64) -> &[JournalRow] {
    let from = journal.partition_point(|event| event.dossier < dossier);
    let to = journal.partition_point(|event| event.dossier <= dossier);
    &journal[from..to]
}

/// Whether the events that the snapshot leads to are all that it counts, from the first one on.
fn is_whole(snapshot: Option<&Snapshot>, journal: &[JournalRow]) -> bool {
    let versions = journal.iter().map(|event| event.version);
    snapshot.is_some_and(|snapshot| versions.eq(1..=snapshot.version))
}

/// A dossier, and all that is known of it.
#[derive(Clone, Copy)]
pub(super) struct Looked<'a> {
    pub(super) row: &'a DossierRow,
    pub(super) snapshot: Option<&'a Snapshot>,
    pub(super) journal: &'a [JournalRow],
    pub(super) beside: &'a Beside,
}

/// What was met on the way, to be held against what there is.
#[derive(Default)]
struct Counted {
    asked: usize,
    texts: usize,
    /// Whether some rows could not be read.
    is_partial: bool,
    /// The editions that the journal names.
    editions: BTreeSet<String>,
}

impl Counted {
    fn note_editions(&mut self, journal: &[JournalRow]) {
        const NAMES: &str = r#""edition":""#;
        for row in journal {
            for named in row.event.split(NAMES).skip(1) {
                let id = named.split('"').next().unwrap_or_default();
                if !self.editions.contains(id) {
                    self.editions.insert(id.to_owned());
                }
            }
        }
    }
}

/// The keys of the dossiers to look at, page by page.
enum Keys {
    /// All of them, after this one.
    All(Option<i64>),
    /// These.
    These(std::vec::IntoIter<i64>),
}

impl Keys {
    async fn new(tx: &Register<Transaction>, since: Since) -> Result<Self, EngineError> {
        if since.events == 0 {
            return Ok(Self::All(None));
        }
        let changed = tx.changed_since(since.position).await?;
        Ok(Self::These(changed.into_iter()))
    }

    async fn next_page(
        &mut self,
        tx: &Register<Transaction>,
    ) -> Result<Option<Vec<i64>>, EngineError> {
        let page: Vec<i64> = match self {
            Self::All(after) => {
                let page = tx.keys_after(*after, PAGE).await?;
                *after = page.last().copied();
                page
            }
            Self::These(keys) => keys.take(PAGE).collect(),
        };
        Ok(Some(page).filter(|page| !page.is_empty()))
    }
}
