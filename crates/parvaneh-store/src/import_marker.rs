//! The import of a whole register while it goes on: nobody else is to use what is half there.
//!
//! A row among the applied steps of the schema says so.

use parvaneh_migrations::{Migrator, Steps};
use sea_orm::DatabaseTransaction;
use uuid::Uuid;

use crate::limits::whole;
use crate::run::{Lease, NewRun, OpenRun};
use crate::schema::IMPORT_MARKER;
use crate::{Register, Store, StoreError};

/// Whose import is going on: of several, the one that began last.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Ticket {
    marker: i64,
    /// The run that has the lease.
    run: Uuid,
}

/// What came of asking for a register to import into.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum ImportBegun {
    /// It is given to the import.
    With(Ticket),
    /// It holds something.
    NotEmpty,
    /// Another run has the lease.
    GoingOn(OpenRun),
}

impl Store {
    /// Takes the register for an import, making its tables where there are none. What an import
    /// that was cut off has left is removed.
    ///
    /// There is no ticket for a register that holds anything else, nor while another run has its lease. The schema
    /// must be this program's, or none.
    pub async fn begin_import(
        &mut self,
        run: &NewRun,
        others: Lease,
    ) -> Result<ImportBegun, StoreError> {
        self.may_write()?;
        self.write_ahead().await?;
        let mut tx = self.begin_write().await?;
        let applied = tx.before_steps().await?.steps;
        if others == Lease::Respect
            && !applied.is_empty()
            && let Some(open) = tx.open_run().await?
        {
            return Ok(ImportBegun::GoingOn(open));
        }
        if applied.contains(IMPORT_MARKER) {
            tx.start_over().await?;
        } else if applied.is_empty() {
            tx.make_tables().await?;
        } else if tx.holds_anything().await? {
            return Ok(ImportBegun::NotEmpty);
        } else {
            // What an empty register notes of general acts is for the file to say.
            tx.execute("DELETE FROM parvaneh_edition", vec![], BEGINNING)
                .await?;
        }
        // The file may hold several dossiers of one number.
        tx.let_numbers_be_shared().await?;
        let (_, random) = Uuid::now_v7().as_u64_pair();
        let marker = (random >> 1).cast_signed();
        let sql = "INSERT INTO parvaneh_migrations (version, applied_at) VALUES ($1, $2)";
        tx.execute(sql, vec![IMPORT_MARKER.into(), marker.into()], BEGINNING)
            .await?;
        tx.end_left_over(others).await?;
        tx.note_run(run).await?;
        let prefix = tx.prefix().clone();
        tx.commit().await?;
        self.register.prefix = prefix;
        let run = run.id;
        Ok(ImportBegun::With(Ticket { marker, run }))
    }

    /// Gives the register to everybody: what was imported is whole.
    pub async fn finish_import(&self, ticket: Ticket) -> Result<(), StoreError> {
        let tx = self.begin_write().await?;
        tx.still_imports(ticket).await?;
        tx.unmark().await?;
        tx.withdraw_run(ticket.run).await?;
        tx.commit().await
    }

    /// Gives up an import: an empty register is left.
    pub async fn abandon_import(&self, ticket: Ticket) -> Result<(), StoreError> {
        let tx = self.begin_write().await?;
        tx.still_imports(ticket).await?;
        tx.start_over().await?;
        tx.make_numbers_unique().await?;
        tx.commit().await
    }

    /// Makes the numbers that were imported unique, but for those that several dossiers share, and has later
    /// keys follow those that were imported.
    pub async fn number_imported(&self, ticket: Ticket) -> Result<(), StoreError> {
        let tx = self.begin_on_all().await?;
        tx.still_imports(ticket).await?;
        for sql in self.dialect().after_import() {
            tx.execute(sql, vec![], ENDING).await?;
        }
        tx.make_numbers_unique().await?;
        tx.commit().await
    }
}

impl Register<DatabaseTransaction> {
    /// Fails where another import has begun since the one with this ticket, and keeps others from
    /// beginning until the transaction ends.
    pub async fn still_imports(&self, ticket: Ticket) -> Result<(), StoreError> {
        let what = "looking at the import";
        let sql = "SELECT version AS value FROM parvaneh_migrations WHERE version = $1 AND applied_at = $2";
        let sql = self.dialect().shared(sql);
        let values = vec![IMPORT_MARKER.into(), ticket.marker.into()];
        let marker: Option<String> = self.value(sql, values, what).await?;
        match marker {
            Some(_) => Ok(()),
            None => Err(StoreError::Overtaken),
        }
    }

    /// Takes the tables away, with whatever an unfinished import has written, and makes them anew.
    async fn start_over(&self) -> Result<(), StoreError> {
        self.unmark().await?;
        let steps = Migrator(self.prefix.clone());
        let emptied = steps.down(&self.connection, None);
        self.in_time(whole("removing what a cut-off import left"), emptied)
            .await?;
        self.make_tables().await
    }

    async fn make_tables(&self) -> Result<(), StoreError> {
        let steps = Migrator(self.prefix.clone());
        let made = steps.up(&self.connection, None);
        self.in_time(whole("making the register"), made).await
    }

    async fn unmark(&self) -> Result<(), StoreError> {
        let sql = "DELETE FROM parvaneh_migrations WHERE version = $1";
        self.execute(sql, vec![IMPORT_MARKER.into()], ENDING)
            .await?;
        Ok(())
    }

    async fn holds_anything(&self) -> Result<bool, StoreError> {
        let sql = "SELECT 1 AS value WHERE EXISTS (SELECT 1 FROM parvaneh_party) \
                   OR EXISTS (SELECT 1 FROM parvaneh_dossier) OR EXISTS (SELECT 1 FROM parvaneh_journal) \
                   OR EXISTS (SELECT 1 FROM parvaneh_command) OR EXISTS (SELECT 1 FROM parvaneh_anchor)";
        let found: Option<i32> = self.value(sql, vec![], BEGINNING).await?;
        Ok(found.is_some())
    }
}

const BEGINNING: &str = "beginning the import";
const ENDING: &str = "ending the import";
