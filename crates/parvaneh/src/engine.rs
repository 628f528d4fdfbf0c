//! The engine: a store, the workflows, and a clock for the record of who did what when.

use std::path::PathBuf;
use std::sync::Arc;

use chrono::{DateTime, Utc};
use parvaneh_core::calendar::Date;
use parvaneh_core::dossier::{Dated, Defect, Dossier, Editions};
use parvaneh_store::{
    Append, Entry, SchemaState, SchemaStep, Seat, Snapshot, Store, StoreError, chain,
};

use uuid::Uuid;

use crate::stored;
use crate::workflows::{Regime, WorkflowError, Workflows};

/// Where instants come from. Law never reads it, except to know which civil date today is.
pub type Clock = Arc<dyn Fn() -> DateTime<Utc> + Send + Sync>;

/// A register under its workflows.
#[derive(Clone)]
pub struct Engine {
    pub(crate) store: Store,
    pub(crate) workflows: Arc<Workflows>,
    pub(crate) editions: Arc<Editions>,
    pub(crate) clock: Clock,
}

/// What a migration took.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Migrated {
    /// How many steps of the schema were applied.
    pub steps: usize,
    /// How many snapshots were rebuilt from their journals.
    pub snapshots: usize,
}

/// What went wrong, as opposed to what the law refused.
#[derive(Debug, thiserror::Error)]
pub enum EngineError {
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The workflows could not be read.
    #[error(transparent)]
    Workflow(#[from] WorkflowError),
    /// The database holds no register yet.
    #[error("{url} holds no register yet; make one with `parvaneh migrate` or `parvaneh import`")]
    NoRegister {
        /// Where.
        url: String,
    },
    /// The database's schema is behind.
    #[error("the register at {url} has an older schema; bring it up with `parvaneh migrate`")]
    SchemaOlder {
        /// Where.
        url: String,
    },
    /// The database's schema is ahead.
    #[error(
        "the register at {url} has a newer schema ({unknown}); use the parvaneh that migrated it"
    )]
    SchemaNewer {
        /// Where.
        url: String,
        /// The steps this program does not know.
        unknown: String,
    },
    /// An import of a whole register was cut off.
    #[error(
        "the register at {url} is unfinished: an import into it was cut off or is going on; run \
         `parvaneh import --profile parvaneh` again"
    )]
    Unfinished {
        /// Where.
        url: String,
    },
    /// No dossier of that number.
    #[error("no licence in the register has the number {0}")]
    NoSuchLicence(String),
    /// The number exists under more than one regime.
    #[error("the number {number} exists under {regimes}; say which regime is meant")]
    Ambiguous {
        /// The number.
        number: String,
        /// The regimes, with commas.
        regimes: String,
    },
    /// A command that opens a dossier names another number in its act than in its address.
    #[error("the command is about {number}, and its act names {issued}; name one number in both")]
    NumbersDiffer {
        /// The command's.
        number: String,
        /// The act's.
        issued: String,
    },
    /// A licence number that another dossier has.
    #[error("the number {0} is another dossier's; issue the licence under a number of its own")]
    NumberTaken(String),
    /// A party that a command brings into a dossier, and that the register does not have.
    #[error("the register has no party {0}; register it first, by a line with \"party\" in it")]
    NoSuchParty(Uuid),
    /// A party that cannot be registered as it is described.
    #[error("a party cannot be registered: {0}")]
    Party(String),
    /// A province that the regime does not know.
    #[error("{regime} knows no province {province:?}; spell it as the regime does")]
    NoSuchProvince {
        /// The province.
        province: String,
        /// The regime.
        regime: String,
    },
    /// A regime nobody has described.
    #[error("no regime is called {0:?}; there are {1}")]
    NoSuchRegime(String, String),
    /// A day that has not come.
    #[error("{day} is in the future: in {zone} it is {today}")]
    Future {
        /// The day asked for.
        day: Date,
        /// The legal today.
        today: Date,
        /// Where.
        zone: String,
    },
    /// The same command id with another body.
    #[error("command {0} was answered before with another body; use a new id")]
    IdReused(uuid::Uuid),
    /// A history that contradicts itself.
    #[error("the history of {number} is damaged")]
    Damaged {
        /// Whose.
        number: String,
        /// How.
        #[source]
        defect: Defect,
    },
    /// A stored form that cannot be read.
    #[error("the dossier of {number} cannot be read: {problem}")]
    Unreadable {
        /// Whose.
        number: String,
        /// How.
        problem: String,
    },
    /// An event or answer could not be encoded.
    #[error("a record could not be encoded")]
    Encode(#[source] serde_json::Error),
    /// A snapshot could not be encoded.
    #[error("a snapshot could not be encoded")]
    Snapshot(#[source] postcard::Error),
    /// Other writers, or a database that went away, kept this command from its answer.
    #[error("the command to {number} was tried as often as is allowed; send it again, with its id")]
    Contended {
        /// Which licence.
        number: String,
        /// What came in its way last.
        #[source]
        source: StoreError,
    },
    /// A worker of a sweep ended before its time.
    #[error("a worker of the nightly check broke off; what it had written stands, run it again")]
    Worker(#[source] tokio::task::JoinError),
    /// A file could not be read or written.
    #[error("{what} {path} failed")]
    File {
        /// What was attempted.
        what: &'static str,
        /// On which file.
        path: PathBuf,
        /// Why.
        #[source]
        source: std::io::Error,
    },
}

impl Engine {
    /// An engine over a store that the host has opened, under the system's clock.
    pub fn new(store: Store, workflows: Workflows) -> Self {
        Self {
            store,
            editions: Arc::new(workflows.editions().cloned().collect()),
            workflows: Arc::new(workflows),
            clock: Arc::new(Utc::now),
        }
    }

    /// Opens the register at `url`, which must exist and have this program's schema.
    pub async fn open(url: &str, workflows: Workflows) -> Result<Self, EngineError> {
        let store = Store::open(url, parvaneh_store::OpenMode::Existing).await?;
        // As the store shows it: without the password.
        let url = store.url().to_owned();
        let unfit = match store.schema().await? {
            SchemaState::Current => return Ok(Self::new(store, workflows)),
            other => unfit(other, url),
        };
        store.close().await?;
        Err(unfit)
    }

    /// Makes an empty register at `url` where there is no database; leaves any other as it is.
    pub async fn create_if_missing(url: &str) -> Result<(), EngineError> {
        let store = Store::open(url, parvaneh_store::OpenMode::CreateIfMissing).await?;
        if store.schema().await? == SchemaState::Empty {
            store.migrate().await?;
        }
        Ok(store.close().await?)
    }

    /// Brings the register at `url` up to this program's schema, making it where there is none,
    /// and its snapshots up to this program's encoding; what that took.
    pub async fn migrate(url: &str, workflows: Workflows) -> Result<Migrated, EngineError> {
        let store = Store::open(url, parvaneh_store::OpenMode::CreateIfMissing).await?;
        let steps = store.migrate().await?;
        let engine = Self::new(store, workflows);
        let snapshots = engine.rebuild_snapshots().await?;
        engine.close().await?;
        Ok(Migrated { steps, snapshots })
    }

    /// Which steps of the schema the register at `url` has, and which it lacks; it must exist.
    pub async fn steps(url: &str) -> Result<Vec<SchemaStep>, EngineError> {
        let store = Store::open(url, parvaneh_store::OpenMode::Existing).await?;
        let steps = store.steps().await?;
        store.close().await?;
        Ok(steps)
    }

    /// The same engine under another clock, as tests need it.
    pub fn with_clock(self, clock: impl Fn() -> DateTime<Utc> + Send + Sync + 'static) -> Self {
        Self {
            clock: Arc::new(clock),
            ..self
        }
    }

    /// Closes the register in order. A process that ends without it loses nothing.
    pub async fn close(self) -> Result<(), EngineError> {
        Ok(self.store.close().await?)
    }

    /// The store beneath, for a host that writes its own rows beside ours.
    pub fn store(&self) -> &Store {
        &self.store
    }

    /// The regimes and editions it runs under.
    pub fn workflows(&self) -> &Workflows {
        &self.workflows
    }

    /// The civil date it now is in the regime's legal time zone.
    pub fn today(&self, regime: &Regime) -> Date {
        (self.clock)()
            .with_timezone(&regime.time_zone())
            .date_naive()
    }

    pub(crate) fn regime(&self, name: &str) -> Result<&Regime, EngineError> {
        self.workflows.regime(name).ok_or_else(|| {
            let names: Vec<&str> = self.workflows.regime_names().collect();
            EngineError::NoSuchRegime(name.to_owned(), names.join(", "))
        })
    }

    /// Milliseconds since 1970, for the record.
    pub(crate) fn recorded_at(&self) -> i64 {
        (self.clock)().timestamp_millis()
    }
}

/// Why a register in this state cannot be worked with.
pub(crate) fn unfit(state: SchemaState, url: String) -> EngineError {
    match state {
        SchemaState::Empty | SchemaState::Current => EngineError::NoRegister { url },
        SchemaState::Older { .. } => EngineError::SchemaOlder { url },
        SchemaState::Newer { unknown } => EngineError::SchemaNewer {
            url,
            unknown: unknown.join(", "),
        },
        SchemaState::Unfinished => EngineError::Unfinished { url },
    }
}

/// Links `events` to the chain and pairs them with the dossier they lead to, ready to be written.
pub(crate) fn entries(
    snapshot: &Snapshot,
    actor: &Arc<str>,
    recorded_at: i64,
    events: &[Dated],
) -> Result<Vec<Entry>, EngineError> {
    let (mut head, mut version) = (snapshot.head, snapshot.version);
    let mut entries = Vec::with_capacity(events.len());
    for dated in events {
        let event = stored::event_to_json(&dated.event)?;
        version += 1;
        head = chain::link(
            &head,
            version,
            dated.effective_on,
            recorded_at,
            actor,
            &event,
        );
        entries.push(Entry {
            effective_on: dated.effective_on,
            recorded_at,
            actor: Arc::clone(actor),
            event,
            hash: head,
        });
    }
    Ok(entries)
}

/// What to write for a dossier that `events` led to, after `snapshot`, when it held a seat
/// in the call `held` or asked for one.
pub(crate) fn append(
    snapshot: &Snapshot,
    held: Option<&str>,
    dossier: &Dossier,
    due_on: Option<Date>,
    entries: Vec<Entry>,
) -> Result<Append, EngineError> {
    Ok(Append {
        dossier: snapshot.dossier,
        expected_version: snapshot.version,
        last: snapshot.last,
        head: snapshot.head,
        due_on,
        state: stored::snapshot_to_bytes(dossier)?,
        seat: match dossier.asks_or_holds() {
            holds if holds == held => Seat::Stays,
            Some(call) => Seat::Taken(call.to_owned()),
            None => Seat::Freed,
        },
        entries,
    })
}
