//! What state a register's schema is in, and the steps that change it.

use std::collections::BTreeSet;

use parvaneh_migrations::{Migrator, MigratorTrait, steps};
use sea_orm::{ConnectionTrait, EntityTrait};

use crate::dialect::Lock;
use crate::limits::whole;
use crate::number::Normalise;
use crate::{Register, Store, StoreError};

/// Stands among the applied steps while a whole register is imported. It is the name of no step, so
/// that every version of the program refuses the register, those too that know nothing of imports.
pub(crate) const IMPORT_MARKER: &str = "import_unfinished";

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
    fn after(applied: &BTreeSet<String>) -> Self {
        let known = known();
        let is_unknown = |name: &&String| !known.contains(name) && *name != IMPORT_MARKER;
        let unknown: Vec<String> = applied.iter().filter(is_unknown).cloned().collect();
        if !unknown.is_empty() {
            return Self::Newer { unknown };
        }
        if applied.contains(IMPORT_MARKER) {
            return Self::Unfinished;
        }
        let is_pending = |name: &String| !applied.contains(name);
        let pending: Vec<String> = known.into_iter().filter(is_pending).collect();
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
        let mut applied = self.applied_here().await?;
        let unfinished = applied.remove(IMPORT_MARKER);
        let mut steps = Vec::new();
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
    async fn applied_here(&self) -> Result<BTreeSet<String>, StoreError> {
        self.applied().await.map_err(|error| match error {
            StoreError::Database { source, .. } => StoreError::not_opened(self.url(), source),
            other => other,
        })
    }

    /// Applies the steps that are pending, all or none, and says how many there were; numbers from before
    /// there was one spelling get theirs. Never done unasked.
    pub async fn migrate(&self, normalise: Normalise) -> Result<usize, StoreError> {
        let pending = match self.schema().await? {
            SchemaState::Current | SchemaState::Newer { .. } | SchemaState::Unfinished => {
                return Ok(0);
            }
            SchemaState::Empty => Migrator::migrations().len(),
            SchemaState::Older { pending } => pending.len(),
        };
        let what = "migrating the register";
        self.write_ahead().await?;
        let tx = self.begin_on_all().await?;
        tx.before_steps().await?;
        // Another process may have been quicker while this one waited for its turn.
        let applied = tx.applied().await?;
        if SchemaState::after(&applied) == SchemaState::Current {
            return Ok(0);
        }
        tx.in_time(whole(what), Migrator::up(&tx.connection, None))
            .await?;
        if !applied.contains(ONE_NUMBER) {
            tx.spell_numbers(normalise).await?;
        }
        tx.commit().await?;
        Ok(pending)
    }
}

impl<C: ConnectionTrait> Register<C> {
    /// The names of the steps that were applied; none where there are no tables of ours.
    pub(crate) async fn applied(&self) -> Result<BTreeSet<String>, StoreError> {
        let what = "looking at the schema";
        let there: Option<i32> = self.value(self.dialect().has_steps(), vec![], what).await?;
        if there.is_none() {
            return Ok(BTreeSet::new());
        }
        let steps: Vec<steps::Model> = self.all(steps::Entity::find(), what).await?;
        Ok(steps.into_iter().map(|step| step.version).collect())
    }

    /// Waits for another process that changes the schema, and prepares the place of the tables.
    pub(crate) async fn before_steps(&self) -> Result<(), StoreError> {
        let what = "preparing to migrate";
        self.wait_for(Lock::Schema, what).await?;
        for sql in self.dialect().before_steps() {
            self.execute(sql, vec![], what).await?;
        }
        Ok(())
    }
}

/// This program's steps, in their order.
fn known() -> Vec<String> {
    let steps = Migrator::migrations();
    steps.iter().map(|step| step.name().to_owned()).collect()
}
