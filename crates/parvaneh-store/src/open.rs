//! Opening a register, and closing it.

use std::path::PathBuf;
use std::time::Duration;

use sea_orm::DatabaseConnection;

#[cfg(feature = "sqlite")]
use crate::SchemaState;
#[cfg(feature = "postgres")]
use crate::dialect::postgres;
#[cfg(feature = "sqlite")]
use crate::dialect::sqlite::{self, Access};
use crate::pool::Pool;
use crate::{Address, OpenMode, Prefix, Register, Store, StoreError};
use crate::{is_on_a_server, sqlite_path};

/// How long whoever uses the same file is waited for.
pub(crate) const BUSY: Duration = Duration::from_secs(10);

impl Store {
    /// Opens the register at `url`, a file (`sqlite://parvaneh.db`) or a database of a PostgreSQL
    /// server (`postgres://user@host/database?schema=licences`). `?prefix=licences_` says what the names of its tables
    /// begin with, where that is not `parvaneh_`. It changes nothing in it: see [`Store::migrate`].
    pub async fn open(url: impl Into<Address>, mode: OpenMode) -> Result<Self, StoreError> {
        let url = url.into();
        if is_on_a_server(url.exposed()) {
            return Self::on_a_server(url).await;
        }
        match sqlite_path(url.exposed()) {
            Some(path) => Self::in_a_file(url, path, mode).await,
            None => Err(StoreError::Url { url }),
        }
    }

    #[cfg(feature = "postgres")]
    async fn on_a_server(url: Address) -> Result<Self, StoreError> {
        let (database, prefix) = prefixed(&url)?;
        let (db, limits) = postgres::connect(&database).await?;
        let register = Register {
            pool: Pool::of(&db),
            connection: db,
            limits: Some(limits),
            together: None,
            prefix,
        };
        Self { register, url }.by_its_names().await
    }

    #[cfg(not(feature = "postgres"))]
    async fn on_a_server(url: Address) -> Result<Self, StoreError> {
        Err(StoreError::not_built(&url, "PostgreSQL", "postgres"))
    }

    #[cfg(feature = "sqlite")]
    async fn in_a_file(url: Address, path: PathBuf, mode: OpenMode) -> Result<Self, StoreError> {
        let (database, prefix) = prefixed(&url)?;
        let (db, access) = sqlite::connect(path, &database, mode).await?;
        let store = Self::over(db, url).named(prefix).by_its_names().await?;
        // A copy may have lost the mode; the file of somebody else keeps the one it has.
        if access == Access::Write && store.schema().await? == SchemaState::Current {
            store.write_ahead().await?;
        }
        Ok(store)
    }

    #[cfg(not(feature = "sqlite"))]
    async fn in_a_file(url: Address, _path: PathBuf, _mode: OpenMode) -> Result<Self, StoreError> {
        Err(StoreError::not_built(&url, "SQLite", "sqlite"))
    }

    /// A store over a pool that the host owns.
    ///
    /// # Panics
    ///
    /// Where the pool is of a database that this program was built without.
    pub fn over(db: DatabaseConnection, url: impl Into<Address>) -> Self {
        let register = Register {
            pool: Pool::of(&db),
            ..Register::over(db)
        };
        Self {
            register,
            url: url.into(),
        }
    }

    /// The same store, by the names that its tables have: those of a register from before have no prefix until it is
    /// migrated.
    async fn by_its_names(self) -> Result<Self, StoreError> {
        let applied = self.applied_here().await?;
        Ok(match applied.as_before {
            true => self.named(Prefix::none()),
            false => self,
        })
    }

    /// The same store of the register in tables whose names begin with this.
    pub fn named(self, prefix: Prefix) -> Self {
        let register = self.register.named(prefix);
        Self { register, ..self }
    }

    /// Where the register is.
    pub fn url(&self) -> &Address {
        &self.url
    }

    /// Closes the connections in order, so that SQLite leaves one file behind and not three.
    ///
    /// A server that has fallen silent is not waited for, nor is a host that keeps a transaction open: with the process
    /// its connections are gone.
    pub async fn close(self) -> Result<(), StoreError> {
        let Register {
            connection, limits, ..
        } = self.register;
        let patience = limits.map_or(BUSY, |limits| limits.connect);
        let closed = tokio::time::timeout(patience, connection.close()).await;
        closed
            .unwrap_or(Ok(()))
            .map_err(StoreError::of("closing the register"))
    }

    /// Fails where the register is in a file that is not to be written.
    pub fn may_write(&self) -> Result<(), StoreError> {
        #[cfg(feature = "sqlite")]
        sqlite::may_write(self.url.exposed())?;
        Ok(())
    }

    /// Whether a transaction can hold rows, so that others pass them by. SQLite has one writer.
    pub fn holds_rows(&self) -> bool {
        self.dialect().locks_rows()
    }

    pub(crate) async fn write_ahead(&self) -> Result<(), StoreError> {
        if let Some(sql) = self.dialect().write_ahead() {
            let what = "preparing the register to be written";
            self.execute(sql, vec![], what).await?;
        }
        Ok(())
    }
}

/// What the names of a register's tables begin with, by its address.
pub fn prefix_of(url: &Address) -> Result<Prefix, StoreError> {
    prefixed(url).map(|(_, prefix)| prefix)
}

/// The address of the database, and what the names of the register's tables there begin with.
fn prefixed(url: &Address) -> Result<(Address, Prefix), StoreError> {
    let Some((database, query)) = url.exposed().split_once('?') else {
        return Ok((url.clone(), Prefix::default()));
    };
    let mut prefix = Prefix::default();
    let mut others = Vec::new();
    for pair in query.split('&') {
        match pair.split_once('=') {
            Some(("prefix", given)) => {
                prefix = Prefix::new(given).map_err(|wrong| StoreError::Parameter {
                    url: url.clone(),
                    problem: wrong.to_string(),
                })?;
            }
            Some(_) | None => others.push(pair),
        }
    }
    let query = match others.is_empty() {
        true => String::new(),
        false => format!("?{}", others.join("&")),
    };
    Ok((format!("{database}{query}").into(), prefix))
}
