//! Where a scenario's register is: a place of its own that goes away with it.

use parvaneh::store::Connection;
use parvaneh::{Engine, Workflows};
use tempfile::TempDir;
use uuid::Uuid;

use crate::TestkitError;

/// The URL of a PostgreSQL database in which tests may make schemas.
const VARIABLE: &str = "PARVANEH_TEST_POSTGRES";

/// On which database a scenario plays.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Database {
    /// A file in a folder of its own.
    Sqlite,
    /// A schema of its own in the PostgreSQL database at this URL, in which schemas may be made.
    Postgres(String),
}

impl Database {
    /// The PostgreSQL database that `PARVANEH_TEST_POSTGRES` names. Without it this fails: a test
    /// that is passed over looks like one that held.
    pub fn postgres() -> Result<Self, TestkitError> {
        match std::env::var(VARIABLE) {
            Ok(url) if !url.is_empty() => Ok(Self::Postgres(url)),
            Ok(_) | Err(_) => Err(TestkitError::meaning(format!(
                "set {VARIABLE} to the URL of a PostgreSQL database in which schemas may be made, \
                 or run only what needs none: `cargo test sqlite::`"
            ))),
        }
    }
}

/// A database that was made for one scenario.
pub(crate) enum Place {
    Folder { url: String, _folder: TempDir },
    Schema { url: String, name: String },
}

impl Place {
    pub(crate) async fn make(
        database: &Database,
        workflows: Workflows,
    ) -> Result<Self, TestkitError> {
        let place = match database {
            Database::Sqlite => {
                let folder = tempfile::tempdir().map_err(TestkitError::Place)?;
                let url = format!("sqlite://{}/register.db", folder.path().display());
                let _folder = folder;
                Self::Folder { url, _folder }
            }
            Database::Postgres(url) => {
                let name = format!("scenario_{}", Uuid::now_v7().simple());
                let joint = if url.contains('?') { '&' } else { '?' };
                let url = format!("{url}{joint}schema={name}&max_connections=2");
                Self::Schema { url, name }
            }
        };
        Engine::migrate(place.url(), workflows).await?;
        Ok(place)
    }

    pub(crate) fn url(&self) -> &str {
        match self {
            Self::Folder { url, .. } | Self::Schema { url, .. } => url,
        }
    }

    /// Removes what was made; a folder is removed when it is dropped.
    pub(crate) async fn remove(&self, engine: &Engine) {
        if let Self::Schema { name, .. } = self {
            let drop = format!("DROP SCHEMA {name} CASCADE");
            let connection = engine.store().connection();
            if let Err(error) = connection.execute_unprepared(&drop).await {
                eprintln!("the schema {name} stays behind: {error}");
            }
        }
    }
}
