//! The register in a database. It translates and decides nothing: snapshots are bytes to it, and
//! events are text.
//!
//! Every operation is a method of [`Register`], which works on whatever connection it is given:
//! the pool, or a transaction that the host has opened and in which its own rows change too.
//!
//! A table that is read has an entity in the file of its subject, and SeaORM builds the statement.
//! SQL by hand is what writes, what walks along a dossier's history, and what asks the database for
//! its clock; its parameters are `$1`, `$2` and so on, which both databases take as they are.

#[cfg(not(any(feature = "sqlite", feature = "postgres")))]
compile_error!(
    "a register is kept in a database: build the crate parvaneh with its feature `sqlite` or `postgres`; the law alone \
     is in the crate parvaneh-core"
);

// Where the register is, and how it is opened.
mod address;
mod dialect;
mod import_marker;
mod limits;
mod open;
mod place;
mod pool;
mod schema;
mod schema_objects;
mod statement;
mod transaction;
mod writers;

// What is true: dossiers, their histories, and where they stand.
pub mod chain;
mod dossier;
mod find;
mod journal;
mod number;
mod outlook;
mod seat;
mod snapshot;
mod worklist;

// What is written.
mod append;
mod batch;
mod bulk_copy;
mod together;

// Beside the dossiers.
mod anchor;
mod asked;
mod command;
mod edition;
mod free_text;
mod party;
mod party_event;
mod proposal;
mod run;
mod work;

// What goes out.
mod dead_letter;
mod journal_end;
mod relay;
mod sink;

mod backup;
mod error;
pub mod outside_file;
mod retry;
pub mod secret_file;

#[cfg(all(test, feature = "sqlite", feature = "postgres"))]
mod query_plan_tests;

use std::sync::Arc;

use sea_orm::{ConnectionTrait, DatabaseConnection};

use limits::Limits;
use pool::Pool;
use together::Together;

pub use parvaneh_migrations::{NoPrefix, Prefix};
/// What speaks to the databases, in the version that is spoken to here, for a host that has tables of its own.
pub use sea_orm;
pub use sea_orm::{
    ConnectionTrait as Connection, DatabaseExecutor as Executor, DatabaseTransaction as Transaction,
};

pub use address::Address;
pub use anchor::{Anchor, Roots};
pub use append::{Append, Entry, NewDossier};
pub use asked::Model as AskedRow;
pub use backup::{Withdrawn, withdraw};
pub use bulk_copy::{AnswerRow, Placed};
pub use command::EarlierAnswer;
pub use dead_letter::{DeadLetter, Parked};
pub use dossier::Model as DossierRow;
pub use edition::Model as EditionRow;
pub use error::{DatabaseError, StoreError, in_full};
pub use find::{Finding, Sought, SoughtDays, SoughtHolder};
pub use free_text::{ClearText, HASHED_TEXT, Salt};
pub use import_marker::{ImportBegun, Ticket};
pub use journal::{Ahead, JournalRow};
pub use journal_end::{Fence, JournalEnd};
pub use number::{Model as SharerRow, Normalise, Of, OwnNumbers};
pub use open::prefix_of;
pub use outlook::{Outlook, OutlookOf};
pub use party::PartyRow;
pub use party_event::{PartyChange, PartyEventRow};
pub use place::{OpenMode, is_on_a_server, sqlite_path};
pub use proposal::Model as ProposalRow;
pub use relay::{EventRow, Recorded, UnreadableRow};
pub use retry::Pauses;
pub use run::{LEASE_OF_A_RUN, Lease, NewRun, OpenRun};
pub use schema::{SchemaState, SchemaStep};
pub use schema_objects::SchemaDifference;
pub use seat::{InCall, Seat};
pub use sink::SinkRow;
pub use snapshot::{HeldSnapshot, LockedRows, Snapshot};
pub use together::Wanted;
pub use work::{PastALetter, RunRow, SinkTally, Stray};
pub use worklist::{SoughtWork, Waiting, WaitingPlace};

/// The register, seen through a connection or a transaction.
#[derive(Clone, Debug)]
pub struct Register<C> {
    connection: C,
    /// None where the register is in a file.
    limits: Option<Arc<Limits>>,
    /// None where it is seen through what a host has opened.
    pool: Option<Pool>,
    /// What commands that share a transaction have read and are to write.
    together: Option<Arc<Together>>,
    /// What the names of its tables begin with; statements are written with `parvaneh_`.
    prefix: Prefix,
}

impl<C: ConnectionTrait> Register<C> {
    /// The register seen through what a host has opened.
    ///
    /// # Panics
    ///
    /// Where that is a database that this program was built without.
    pub fn over(connection: C) -> Self {
        let backend = connection.get_database_backend();
        dialect::of(backend);
        let limits = Limits::of(backend);
        Self {
            connection,
            limits,
            pool: None,
            together: None,
            prefix: Prefix::default(),
        }
    }

    /// The same register in tables whose names begin with this.
    pub fn named(self, prefix: Prefix) -> Self {
        Self { prefix, ..self }
    }

    /// What the names of its tables begin with.
    pub fn prefix(&self) -> &Prefix {
        &self.prefix
    }

    /// What it is seen through, for a host whose own tables are in the same database.
    pub fn connection(&self) -> &C {
        &self.connection
    }

    /// The same, for a host that gives it to the engine for a while.
    pub fn connection_mut(&mut self) -> &mut C {
        &mut self.connection
    }
}

/// The register, seen through a pool of connections.
#[derive(Clone, Debug)]
pub struct Store {
    register: Register<DatabaseConnection>,
    url: Address,
}

impl std::ops::Deref for Store {
    type Target = Register<DatabaseConnection>;

    fn deref(&self) -> &Self::Target {
        &self.register
    }
}

/// The README, whose Rust is compiled.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
