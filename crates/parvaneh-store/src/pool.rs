//! The connections of a pool: whether they are all in use where none came in time.

use sea_orm::sqlx::{PgPool, SqlitePool};
use sea_orm::{DatabaseConnection, DbBackend};

/// The pool behind a register.
#[derive(Clone, Debug)]
pub(crate) enum Pool {
    Sqlite(SqlitePool),
    Postgres(PgPool),
}

impl Pool {
    /// Of a connection; none where the database is none of ours.
    pub(crate) fn of(db: &DatabaseConnection) -> Option<Self> {
        match db.get_database_backend() {
            DbBackend::Sqlite => Some(Self::Sqlite(db.get_sqlite_connection_pool().clone())),
            DbBackend::Postgres => Some(Self::Postgres(db.get_postgres_connection_pool().clone())),
            _ => None,
        }
    }

    /// How many connections it may have, if each of them is in use: then the database is not at fault.
    pub(crate) fn all_in_use(&self) -> Option<u32> {
        let (most, size, idle) = match self {
            Self::Sqlite(pool) => (
                pool.options().get_max_connections(),
                pool.size(),
                pool.num_idle(),
            ),
            Self::Postgres(pool) => (
                pool.options().get_max_connections(),
                pool.size(),
                pool.num_idle(),
            ),
        };
        (most <= size && idle == 0).then_some(most)
    }
}
