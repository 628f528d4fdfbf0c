//! Transactions: to write, to write alone, and to read.

use sea_orm::{ConnectionTrait, DatabaseTransaction};
use sea_orm::{SqliteTransactionMode, TransactionOptions, TransactionTrait};

use crate::dialect::Lock;
use crate::{Register, Store, StoreError, limits};

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
        tx.overwrite_what_is_removed().await?;
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
        self.begin_as(options, "beginning to write").await
    }

    async fn begin_as(
        &self,
        options: TransactionOptions,
        what: &'static str,
    ) -> Result<Register<DatabaseTransaction>, StoreError> {
        let asked = self.connection().begin_with_options(options);
        Ok(Register {
            connection: self.in_time(what, asked).await?,
            limits: self.limits.clone(),
            pool: None,
            together: None,
            prefix: self.prefix.clone(),
        })
    }

    /// A transaction that sees the register as it was at its first moment, whatever others write
    /// meanwhile, and however long it takes.
    pub async fn begin_read(&self) -> Result<Register<DatabaseTransaction>, StoreError> {
        let what = "beginning to read";
        let tx = self.begin_as(self.dialect().reading(), what).await?;
        tx.reach_all(self.dialect().patience(), what).await?;
        Ok(tx)
    }

    /// A transaction that writes, and changes tables as a whole.
    pub(crate) async fn begin_on_all(&self) -> Result<Register<DatabaseTransaction>, StoreError> {
        let tx = self.begin_write().await?;
        tx.reach_all(self.dialect().at_length(), "beginning to write")
            .await?;
        Ok(tx)
    }
}

impl Register<DatabaseTransaction> {
    /// Makes everything written through it last, or nothing.
    ///
    /// Where the answer to that does not come, nobody knows which: what was to be written may last or not.
    pub async fn commit(self) -> Result<(), StoreError> {
        self.write_what_is_noted().await?;
        let Self {
            connection, limits, ..
        } = self;
        let committed = limits::in_time(limits.as_deref(), COMMITTING.into(), connection.commit());
        committed.await.map_err(|error| match error {
            StoreError::Lost { source, .. } => StoreError::Uncertain {
                source: Some(source),
            },
            StoreError::Unanswered { .. } => StoreError::Uncertain { source: None },
            other => other,
        })
    }

    /// Lets statements of this transaction take as long as those that reach all of a table may.
    async fn reach_all(
        &self,
        settings: Option<&'static str>,
        what: &'static str,
    ) -> Result<(), StoreError> {
        if let (Some(sql), Some(limits)) = (settings, &self.limits) {
            let milliseconds = limits.whole.as_millis().to_string();
            self.execute(sql, vec![milliseconds.into()], what).await?;
        }
        Ok(())
    }
}

const COMMITTING: &str = "committing";

impl<C: ConnectionTrait> Register<C> {
    /// Begins a part of a host's transaction, which is kept or undone as a whole.
    ///
    /// By a plain statement: of the driver's own savepoints one that is cut off takes the host's transaction with it.
    pub async fn begin_part(&self) -> Result<(), StoreError> {
        let sql = "SAVEPOINT parvaneh_call";
        self.execute(sql, vec![], "beginning a call").await?;
        Ok(())
    }

    /// Keeps what was written since, as far as the host commits.
    pub async fn keep_part(&self) -> Result<(), StoreError> {
        let sql = "RELEASE SAVEPOINT parvaneh_call";
        self.execute(sql, vec![], "keeping what was done").await?;
        Ok(())
    }

    /// Undoes what was written since, for that reason; the host's transaction goes on.
    pub async fn undo_part(&self, because: String) -> Result<(), StoreError> {
        let sql = "ROLLBACK TO SAVEPOINT parvaneh_call";
        let undone = self.execute(sql, vec![], "undoing what was done");
        let undone = undone.await.map(|_| ());
        let undone = match undone {
            Ok(()) => self.keep_part().await,
            Err(error) => Err(error),
        };
        undone.map_err(|error| StoreError::NotUndone {
            because: because.into(),
            source: Box::new(error),
        })
    }

    /// From now on what is removed is overwritten in the file, where the database can.
    pub async fn overwrite_what_is_removed(&self) -> Result<(), StoreError> {
        if let Some(sql) = self.dialect().before_erasing() {
            self.execute(sql, vec![], "beginning to erase").await?;
        }
        Ok(())
    }

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
