//! Transactions: to write, to write alone, and to read.

use sea_orm::{ConnectionTrait, DatabaseTransaction};
use sea_orm::{SqliteTransactionMode, TransactionOptions, TransactionTrait};

use crate::dialect::Lock;
use crate::{Register, Store, StoreError};

impl Store {
    /// A transaction that writes: on SQLite it is the only one from its first moment, so that
    /// what it reads cannot change under it.
    pub async fn begin_write(&self) -> Result<Register<DatabaseTransaction>, StoreError> {
        let (tx, _) = self.begin_write_at().await?;
        Ok(tx)
    }

    /// The same, with the instant of [`Register::join_writers`].
    pub async fn begin_write_at(
        &self,
    ) -> Result<(Register<DatabaseTransaction>, Option<i64>), StoreError> {
        let tx = self.begin().await?;
        let joined = tx.join_writers().await?;
        Ok((tx, joined))
    }

    /// The same for whoever erases: what is removed is overwritten in the file, where the database can.
    pub async fn begin_erasing(
        &self,
    ) -> Result<(Register<DatabaseTransaction>, Option<i64>), StoreError> {
        let (tx, joined) = self.begin_write_at().await?;
        if let Some(sql) = self.dialect().before_erasing() {
            tx.execute(sql, vec![], "beginning to erase").await?;
        }
        Ok((tx, joined))
    }

    /// A transaction in which nobody else writes to the journal: those who do are waited for, and
    /// new ones wait until it ends. The position of the newest event comes with it; no later one can
    /// appear before that.
    pub async fn begin_alone(&self) -> Result<(Register<DatabaseTransaction>, i64), StoreError> {
        let tx = self.begin().await?;
        tx.wait_for(Lock::JournalAlone, "finding the journal's end")
            .await?;
        let end = tx.newest_position().await?;
        Ok((tx, end))
    }

    pub(crate) async fn begin(&self) -> Result<Register<DatabaseTransaction>, StoreError> {
        self.may_write()?;
        let options = TransactionOptions {
            sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate),
            ..TransactionOptions::default()
        };
        let tx = self.0.begin_with_options(options).await;
        tx.map(Register)
            .map_err(StoreError::of("beginning to write"))
    }

    /// A transaction that sees the register as it was at its first moment, whatever others write
    /// meanwhile, and however long it takes.
    pub async fn begin_read(&self) -> Result<Register<DatabaseTransaction>, StoreError> {
        let what = "beginning to read";
        let tx = self.0.begin_with_options(self.dialect().reading()).await;
        let tx = tx.map(Register).map_err(StoreError::of(what))?;
        if let Some(sql) = self.dialect().patience() {
            tx.execute(sql, vec![], what).await?;
        }
        Ok(tx)
    }
}

impl Register<DatabaseTransaction> {
    /// Makes everything written through it last, or nothing.
    pub async fn commit(self) -> Result<(), StoreError> {
        self.0.commit().await.map_err(StoreError::of("committing"))
    }
}

impl<C: ConnectionTrait> Register<C> {
    /// Says that this transaction may write to the journal, so that nobody takes what it is about
    /// to write for the journal's end. It comes first in a transaction, before any row is held:
    /// whoever waits for it then holds nothing that another one waits for.
    ///
    /// What the database's own clock shows then, as in [`Register::clock`]: what is recorded in this
    /// transaction is recorded no earlier.
    pub async fn join_writers(&self) -> Result<Option<i64>, StoreError> {
        self.wait_for(Lock::JournalShared, "beginning to write")
            .await
    }

    /// What the database's own clock shows, in milliseconds since 1970; none where it has none but that
    /// of the machine which the program runs on.
    pub async fn clock(&self) -> Result<Option<i64>, StoreError> {
        match self.dialect().own_clock() {
            Some(sql) => self.value(sql, vec![], "reading the clock").await,
            None => Ok(None),
        }
    }

    pub(crate) async fn wait_for(
        &self,
        lock: Lock,
        what: &'static str,
    ) -> Result<Option<i64>, StoreError> {
        match self.dialect().lock(lock) {
            Some(sql) => self.value(sql, vec![], what).await,
            None => Ok(None),
        }
    }
}
