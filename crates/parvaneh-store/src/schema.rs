//! What state a register's schema is in, and the steps that change it.

use std::collections::BTreeSet;

use parvaneh_migrations::{Migrator, OLDER_STEPS, STEPS, Steps, take_over};
use sea_orm::{ConnectionTrait, DatabaseTransaction};

use crate::dialect::Lock;
use crate::limits::whole;
use crate::number::Normalise;
use crate::{Prefix, Register, Store, StoreError};

/// Stands among the applied steps while a whole register is imported. It is the name of no step, so
/// that every version of the program that looks there refuses the register, those too that know nothing of imports.
pub(crate) const IMPORT_MARKER: &str = "import_unfinished";

/// Comes before any other step of a register whose tables have no prefix yet.
const OWN_NAMES: &str = "own_names";

/// The step since which numbers stand in one spelling.
const ONE_NUMBER: &str = "m20261129_000012_one_number";

/// The schema of a database, compared with this program's.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum SchemaState {
    /// No tables of ours.
    Empty,
    /// Steps of ours are still to be applied.
    Older {
        /// Their names.
        pending: Vec<String>,
    },
    /// The same.
    Current,
    /// Steps were applied that this program does not know.
    Newer {
        /// Their names.
        unknown: Vec<String>,
    },
    /// The import of a whole register was begun and has not come to its end.
    Unfinished,
}

/// A step of the schema.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum SchemaStep {
    /// It was applied.
    Applied(String),
    /// It is still to be applied.
    Pending(String),
    /// It was applied, and this program does not know it.
    Unknown(String),
    /// None of these: the import of a whole register that has not come to its end.
    Unfinished,
}

impl SchemaState {
    fn after(applied: &Applied) -> Self {
        let known = known();
        let Applied {
            steps: applied,
            as_before,
        } = applied;
        let is_unknown = |name: &&String| !known.contains(name) && *name != IMPORT_MARKER;
        let unknown: Vec<String> = applied.iter().filter(is_unknown).cloned().collect();
        if !unknown.is_empty() {
            return Self::Newer { unknown };
        }
        if applied.contains(IMPORT_MARKER) {
            return Self::Unfinished;
        }
        let is_pending = |name: &String| !applied.contains(name);
        let own_names = as_before.then(|| OWN_NAMES.to_owned());
        let pending: Vec<String> = own_names
            .into_iter()
            .chain(known.into_iter().filter(is_pending))
            .collect();
        match (pending.is_empty(), applied.is_empty()) {
            (true, _) => Self::Current,
            (false, true) => Self::Empty,
            (false, false) => Self::Older { pending },
        }
    }
}

impl Store {
    /// Compares the database's schema with this program's.
    pub async fn schema(&self) -> Result<SchemaState, StoreError> {
        Ok(SchemaState::after(&self.applied_here().await?))
    }

    /// The steps of the schema, in their order: this program's, and then those it does not know.
    pub async fn steps(&self) -> Result<Vec<SchemaStep>, StoreError> {
        let Applied {
            steps: mut applied,
            as_before,
        } = self.applied_here().await?;
        let unfinished = applied.remove(IMPORT_MARKER);
        let own_names = as_before.then(|| SchemaStep::Pending(OWN_NAMES.to_owned()));
        let mut steps: Vec<SchemaStep> = own_names.into_iter().collect();
        for name in known() {
            steps.push(match applied.remove(&name) {
                true => SchemaStep::Applied(name),
                false => SchemaStep::Pending(name),
            });
        }
        steps.extend(applied.into_iter().map(SchemaStep::Unknown));
        steps.extend(unfinished.then_some(SchemaStep::Unfinished));
        Ok(steps)
    }

    /// The steps that were applied; a file that turns out to be something else is named.
    pub(crate) async fn applied_here(&self) -> Result<Applied, StoreError> {
        self.applied().await.map_err(|error| match error {
            StoreError::Database { source, .. } => StoreError::not_opened(self.url(), source.0),
            other => other,
        })
    }

    /// Applies the steps that are pending, all or none, and says how many there were; numbers from before
    /// there was one spelling get theirs. Never done unasked.
    pub async fn migrate(&mut self, normalise: Normalise) -> Result<usize, StoreError> {
        let pending = match self.schema().await? {
            SchemaState::Current | SchemaState::Newer { .. } | SchemaState::Unfinished => {
                return Ok(0);
            }
            SchemaState::Empty => known().len(),
            SchemaState::Older { pending } => pending.len(),
        };
        let what = "migrating the register";
        self.write_ahead().await?;
        let mut tx = self.begin_on_all().await?;
        // Another process may have been quicker while this one waited for its turn.
        let applied = tx.before_steps().await?;
        if SchemaState::after(&applied) == SchemaState::Current {
            self.register.prefix = tx.prefix().clone();
            return Ok(0);
        }
        let steps = Migrator(tx.prefix().clone());
        tx.in_time(whole(what), steps.up(&tx.connection, None))
            .await?;
        if !applied.steps.contains(ONE_NUMBER) {
            tx.spell_numbers(normalise).await?;
        }
        let prefix = tx.prefix().clone();
        tx.commit().await?;
        self.register.prefix = prefix;
        Ok(pending)
    }
}

/// The steps that were applied to a database.
#[derive(Debug, Default)]
pub(crate) struct Applied {
    pub(crate) steps: BTreeSet<String>,
    /// Whether the tables have no prefix yet, as all had once.
    pub(crate) as_before: bool,
}

impl<C: ConnectionTrait> Register<C> {
    /// The steps that were applied; none where there are no tables of ours.
    pub(crate) async fn applied(&self) -> Result<Applied, StoreError> {
        let before = Prefix::none();
        if self.prefix != before && self.has_table(&self.prefix.of(STEPS)).await? {
            let steps: Vec<String> = self.values(NOTED, vec![], LOOKING).await?;
            let steps = steps.into_iter().collect();
            return Ok(Applied {
                steps,
                as_before: false,
            });
        }
        // Of those in the table that everybody shares, the ones that are ours. Only the default prefix was none once.
        let may_be_before = self.prefix == before || self.prefix == Prefix::default();
        if !may_be_before || !self.has_table(OLDER_STEPS).await? {
            return Ok(Applied::default());
        }
        let sql = format!("SELECT version AS value FROM {OLDER_STEPS}");
        let noted: Vec<String> = self.values(sql, vec![], LOOKING).await?;
        let known = known();
        let is_ours = |name: &String| known.contains(name) || name == IMPORT_MARKER;
        let steps: BTreeSet<String> = noted.into_iter().filter(is_ours).collect();
        let as_before = !steps.is_empty();
        Ok(Applied { steps, as_before })
    }

    async fn has_table(&self, name: &str) -> Result<bool, StoreError> {
        let there: Option<i32> = self
            .value(self.dialect().has_table(), vec![name.into()], LOOKING)
            .await?;
        Ok(there.is_some())
    }
}

impl Register<DatabaseTransaction> {
    /// Waits for another process that changes the schema, and prepares the place of the tables: those that had no
    /// prefix get it. The steps that were applied before.
    pub(crate) async fn before_steps(&mut self) -> Result<Applied, StoreError> {
        let what = "preparing to migrate";
        self.wait_for(Lock::Schema, what).await?;
        for sql in self.dialect().before_steps() {
            self.execute(sql, vec![], what).await?;
        }
        // Who was quicker may have given the tables their prefix since this one looked.
        if self.prefix == Prefix::none() {
            self.prefix = Prefix::default();
        }
        let applied = self.applied().await?;
        if applied.as_before {
            let steps: Vec<String> = applied.steps.iter().cloned().collect();
            let renamed = take_over(&self.connection, &self.prefix, &steps);
            self.in_time(whole(what), renamed).await?;
        }
        Ok(applied)
    }
}

const NOTED: &str = "SELECT version AS value FROM parvaneh_migrations";

const LOOKING: &str = "looking at the schema";

/// This program's steps, in their order.
fn known() -> Vec<String> {
    let steps = Migrator::default().migrations();
    steps.iter().map(|step| step.name().to_owned()).collect()
}
