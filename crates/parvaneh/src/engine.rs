//! The engine: a store, the workflows, and a clock for the record of who did what when.

use std::fmt;
use std::sync::Arc;

use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use parvaneh_core::calendar::Date;
use parvaneh_core::dossier::Editions;
use parvaneh_store::{Address, Connection, OpenMode, Register, SchemaState, Store};

use tokio_util::task::TaskTracker;

use crate::EngineError;
use crate::frozen::Frozen;
use crate::lease::LEAVING;
use crate::workflows::{Regime, Workflows};

/// A clock in the place of the system's and the database's. Law never reads one, except to know which
/// civil date today is.
pub type Clock = Arc<dyn Fn() -> DateTime<Utc> + Send + Sync>;

/// A register under its workflows.
#[derive(Clone)]
pub struct Engine {
    pub(crate) store: Store,
    pub(crate) workflows: Arc<Workflows>,
    pub(crate) editions: Arc<Editions>,
    /// None where the system's counts, and for the record the database's own.
    pub(crate) clock: Option<Clock>,
    pub(crate) frozen: Arc<Frozen>,
    /// Runs that were dropped, while they give their leases back.
    pub(crate) leaving: TaskTracker,
}

impl fmt::Debug for Engine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let url = self.store.url();
        f.debug_struct("Engine")
            .field("url", url)
            .finish_non_exhaustive()
    }
}

impl Engine {
    /// An engine over a store that the host has opened, under the system's clock. What is
    /// recorded bears the time of the database's own, where it has one.
    pub fn new(store: Store, workflows: Workflows) -> Self {
        let leaving = TaskTracker::new();
        // So that it can be waited for whenever there is none.
        leaving.close();
        Self {
            store,
            editions: Arc::new(workflows.law()),
            workflows: Arc::new(workflows),
            clock: None,
            frozen: Arc::default(),
            leaving,
        }
    }

    /// Opens the register at `url`, which must exist and have this program's schema. Refused where an
    /// edition has other content than it judged by there.
    pub async fn open(url: impl Into<Address>, workflows: Workflows) -> Result<Self, EngineError> {
        let engine = Self::open_to_verify(url, workflows).await?;
        match engine.editions_are_as_they_were().await {
            Ok(()) => Ok(engine),
            Err(changed) => {
                engine.close().await?;
                Err(changed)
            }
        }
    }

    /// The same whatever the editions say: to look for contradictions, of which that is one.
    pub async fn open_to_verify(
        url: impl Into<Address>,
        workflows: Workflows,
    ) -> Result<Self, EngineError> {
        let fits = |schema: &SchemaState| *schema == SchemaState::Current;
        Self::open_if(url.into(), workflows, fits).await
    }

    /// The same also where steps of the schema are still to be applied, to copy the register as it is.
    pub async fn open_to_copy(
        url: impl Into<Address>,
        workflows: Workflows,
    ) -> Result<Self, EngineError> {
        let fits = |schema: &SchemaState| {
            matches!(schema, SchemaState::Current | SchemaState::Older { .. })
        };
        Self::open_if(url.into(), workflows, fits).await
    }

    async fn open_if(
        url: Address,
        workflows: Workflows,
        fits: impl FnOnce(&SchemaState) -> bool,
    ) -> Result<Self, EngineError> {
        let store = Store::open(url, OpenMode::Existing).await?;
        let schema = store.schema().await?;
        if fits(&schema) {
            return Ok(Self::new(store, workflows));
        }
        let url = store.url().clone();
        // In a file nobody can tell: the lock beside it does.
        let going_on = match schema == SchemaState::Unfinished && store.holds_rows() {
            true => store.open_run().await?,
            false => None,
        };
        let unfit = match going_on {
            Some(import) => EngineError::BeingImported(import.into(), url),
            None => EngineError::unfit(schema, url),
        };
        store.close().await?;
        Err(unfit)
    }

    /// The same engine under another clock, as tests need it.
    pub fn with_clock(self, clock: impl Fn() -> DateTime<Utc> + Send + Sync + 'static) -> Self {
        Self {
            clock: Some(Arc::new(clock)),
            ..self
        }
    }

    /// Closes the register in order. A process that ends without it loses nothing.
    pub async fn close(self) -> Result<(), EngineError> {
        self.leaving_is_over().await;
        Ok(self.store.close().await?)
    }

    /// Waits, for a while, until runs that were dropped have given their leases back.
    pub(crate) async fn leaving_is_over(&self) {
        drop(tokio::time::timeout(LEAVING, self.leaving.wait()).await);
    }

    /// The store beneath, for a host that writes its own rows beside ours.
    pub fn store(&self) -> &Store {
        &self.store
    }

    /// The editions that it judges by, as the core asks for them.
    pub fn editions(&self) -> Arc<Editions> {
        self.editions.clone()
    }

    /// The regimes and editions it runs under.
    pub fn workflows(&self) -> &Workflows {
        &self.workflows
    }

    /// The civil date it now is in the regime's legal time zone.
    pub fn today(&self, regime: &Regime) -> Date {
        Date::at(self.time().with_timezone(&regime.time_zone()))
    }

    /// What its clock shows: the one that was given, or the system's.
    pub(crate) fn time(&self) -> DateTime<Utc> {
        self.clock.as_ref().map_or_else(Utc::now, |given| given())
    }

    pub(crate) fn regime(&self, name: &str) -> Result<&Regime, EngineError> {
        self.workflows.regime(name).ok_or_else(|| {
            let names: Vec<&str> = self.workflows.regime_names().collect();
            EngineError::NoSuchRegime(name.to_owned(), names.join(", "))
        })
    }

    /// The zone in which the days of a regime begin and end. One that is not known judges nothing, and any
    /// zone will do.
    pub(crate) fn zone_of(&self, regime: &str) -> Tz {
        let regime = self.workflows.regime(regime);
        regime.map_or(Tz::UTC, Regime::time_zone)
    }

    /// An instant for the record, in milliseconds since 1970: what the database's own clock showed, where
    /// it has one and no other was given.
    ///
    /// The instants of everybody who writes there are then of one clock. It is read by who has joined
    /// those that write, so that [`parvaneh_store::Register::writers`] knows who may still record something
    /// up to an instant that has passed.
    pub(crate) fn instant(&self, shown: Option<i64>) -> i64 {
        let unasked = || self.time().timestamp_millis();
        let shown = shown.filter(|_| self.clock.is_none());
        shown.unwrap_or_else(unasked)
    }

    /// The same, asked for by itself.
    pub(crate) async fn now<C: Connection>(
        &self,
        register: &Register<C>,
    ) -> Result<i64, EngineError> {
        let shown = match self.clock {
            Some(_) => None,
            None => register.clock().await?,
        };
        Ok(self.instant(shown))
    }
}
