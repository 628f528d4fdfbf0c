//! What is done and asked within a transaction of the host's.

use parvaneh_core::calendar::Date;
use parvaneh_core::standing::Standing;
use parvaneh_store::{Register, Transaction};

use super::answer::Answer;
use super::request::Request;
use crate::number::ByNumber;
use crate::parties::{NewParty, Registered};
use crate::show::Shown;
use crate::{Engine, EngineError};

/// The engine within a transaction of the host's, so that the host's own rows and ours become true together, or
/// not at all: the host commits, or rolls back.
///
/// Each call is whole or nothing: after an error, and where its future is dropped, nothing of it is in the
/// transaction, which goes on. It is tried once; a conflict with another writer says so by
/// [`StoreError::is_passing`](parvaneh_store::StoreError::is_passing), and the host may roll back and begin again. On
/// SQLite, begin as [`Store::begin_write`](parvaneh_store::Store::begin_write) does, or what was read can be overtaken
/// before it is written.
///
/// What is read is what the transaction sees, its own rows among it.
#[derive(Clone, Copy, Debug)]
pub struct Within<'a> {
    engine: &'a Engine,
    host: &'a Transaction,
}

impl Engine {
    /// The same engine within a transaction of the host's.
    pub fn within<'a>(&'a self, host: &'a Transaction) -> Within<'a> {
        Within { engine: self, host }
    }
}

impl Within<'_> {
    /// Answers one command. Look whether it was refused before you commit what depends on it:
    /// [`Answer::accepted`].
    pub async fn handle(&self, request: &Request) -> Result<Answer, EngineError> {
        let part = Register::part_of(self.host).await?;
        let answered = async {
            let joined = part.join_writers().await?;
            self.engine.answer(&part, joined, request).await
        };
        let answered = answered.await;
        settle(part, answered).await
    }

    /// Makes a party known, as [`Engine::register_party`] does.
    pub async fn register_party(&self, party: &NewParty) -> Result<Registered, EngineError> {
        let part = Register::part_of(self.host).await?;
        let registered = async {
            let joined = part.join_writers().await?;
            if party.because.is_some() {
                // The name that it had is not to be found in the file any more.
                part.overwrite_what_is_removed().await?;
            }
            self.engine.registered_in(&part, joined, party, party).await
        };
        let registered = registered.await;
        settle(part, registered).await
    }

    /// Everything about the licence of that number on a day, today where none is given.
    pub async fn show(
        &self,
        which: impl Into<ByNumber<'_>>,
        on: Option<Date>,
    ) -> Result<Shown, EngineError> {
        let part = Register::part_of(self.host).await?;
        let shown = self.engine.shown_in(&part, which.into(), on).await;
        settle(part, shown).await
    }

    /// What the licence of that number is worth on a day, today where none is given.
    pub async fn standing(
        &self,
        which: impl Into<ByNumber<'_>>,
        on: Option<Date>,
    ) -> Result<Standing, EngineError> {
        Ok(self.show(which, on).await?.view.standing)
    }
}

/// Keeps what was done, or undoes it; of two errors the first one says more.
async fn settle<T>(
    part: Register<Transaction>,
    done: Result<T, EngineError>,
) -> Result<T, EngineError> {
    match done {
        Ok(done) => {
            part.keep().await?;
            Ok(done)
        }
        Err(error) => {
            drop(part.undo().await);
            Err(error)
        }
    }
}
