//! Whether a database has what the steps of the schema make, and nothing that works on it unseen: a trigger that
//! nobody made here can change a row after it was checked.

use std::collections::{BTreeMap, BTreeSet};

use sea_orm::{ConnectOptions, ConnectionTrait, Database, FromQueryResult};

use crate::number::Normalise;
use crate::{Prefix, Register, Store, StoreError};

/// What a database has otherwise than the steps of the schema make it. Each is named by its kind and its name.
#[derive(Clone, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub enum SchemaDifference {
    /// Something that the steps make is not there, or is otherwise.
    Differs(String),
    /// Something that no step made is on one of our tables.
    Foreign(String),
    /// A table or a view of somebody else lies beside ours.
    Beside(String),
    /// Nobody knows: what the steps make is made by SQLite, and this program was built without it.
    NotCompared,
}

/// How a database tells what its schema has, and how the one in memory tells the same: by the names of the objects,
/// on which table each is, and how it was made.
pub(crate) struct Objects {
    pub(crate) found: &'static str,
    pub(crate) made: &'static str,
}

#[derive(FromQueryResult)]
struct Object {
    name: String,
    on_table: String,
    made: String,
}

const READING: &str = "reading the schema";

impl<C: ConnectionTrait> Register<C> {
    /// What differs from the schema that the steps make. It is made in memory, to be compared with.
    pub async fn schema_differences(
        &self,
        normalise: Normalise,
    ) -> Result<Vec<SchemaDifference>, StoreError> {
        let Objects { found, made } = self.dialect().objects();
        let made = in_memory(made, self.prefix.clone(), normalise).await?;
        let Some(made) = made else {
            return Ok(vec![SchemaDifference::NotCompared]);
        };
        let found: Vec<Object> = self.rows(found, vec![], READING).await?;
        let ours: BTreeSet<&str> = made.values().map(|it| it.on_table.as_str()).collect();
        let mut missing: BTreeSet<&str> = made.keys().map(String::as_str).collect();
        let mut differences = BTreeSet::new();
        for object in &found {
            missing.remove(object.name.as_str());
            let name = object.name.clone();
            let is_a_table = name.starts_with("table ") || name.starts_with("view ");
            match made.get(&name) {
                Some(made) if made.made == object.made => {}
                Some(_) => {
                    differences.insert(SchemaDifference::Differs(name));
                }
                None if ours.contains(object.on_table.as_str()) => {
                    differences.insert(SchemaDifference::Foreign(name));
                }
                None if is_a_table => {
                    differences.insert(SchemaDifference::Beside(name));
                }
                None => {}
            }
        }
        let missing = missing.into_iter().map(str::to_owned);
        differences.extend(missing.map(SchemaDifference::Differs));
        Ok(differences.into_iter().collect())
    }
}

/// What the steps make, by the names of the objects. None where this program was built without SQLite.
async fn in_memory(
    asked: &str,
    prefix: Prefix,
    normalise: Normalise,
) -> Result<Option<BTreeMap<String, Object>>, StoreError> {
    if !cfg!(feature = "sqlite") {
        return Ok(None);
    }
    let url = "sqlite::memory:";
    let mut options = ConnectOptions::new(url);
    // Each connection would have a database of its own.
    options.max_connections(1).sqlx_logging(false);
    let db = Database::connect(options).await;
    let mut store = Store::over(db.map_err(StoreError::of(READING))?, url).named(prefix);
    store.migrate(normalise).await?;
    let objects: Vec<Object> = store.rows(asked, vec![], READING).await?;
    store.close().await?;
    let named = objects.into_iter().map(|it| (it.name.clone(), it));
    Ok(Some(named.collect()))
}
