//! The connections of a pool: whether they are all in use where none came in time.

#[cfg(feature = "postgres")]
use sea_orm::sqlx::PgPool;
#[cfg(feature = "sqlite")]
use sea_orm::sqlx::SqlitePool;
use sea_orm::{DatabaseConnection, DbBackend};

/// The pool behind a register.
#[derive(Clone, Debug)]
pub(crate) enum Pool {
    #[cfg(feature = "sqlite")]
    Sqlite(SqlitePool),
    #[cfg(feature = "postgres")]
    Postgres(PgPool),
}

impl Pool {
    /// Of a connection; none where the database is none of ours.
    pub(crate) fn of(db: &DatabaseConnection) -> Option<Self> {
        match db.get_database_backend() {
            #[cfg(feature = "sqlite")]
            DbBackend::Sqlite => Some(Self::Sqlite(db.get_sqlite_connection_pool().clone())),
            #[cfg(feature = "postgres")]
            DbBackend::Postgres => Some(Self::Postgres(db.get_postgres_connection_pool().clone())),
            _ => None,
        }
    }

    /// How many connections it may have, if each of them is in use: then the database is not at fault.
    pub(crate) fn all_in_use(&self) -> Option<u32> {
        let (most, size, idle) = match self {
            #[cfg(feature = "sqlite")]
            Self::Sqlite(pool) => (
                pool.options().get_max_connections(),
                pool.size(),
                pool.num_idle(),
            ),
            #[cfg(feature = "postgres")]
            Self::Postgres(pool) => (
                pool.options().get_max_connections(),
                pool.size(),
                pool.num_idle(),
            ),
        };
        (most <= size && idle == 0).then_some(most)
    }
}
