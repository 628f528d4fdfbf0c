//! What is done and asked within a transaction of the host's.

use parvaneh_core::calendar::Date;
use parvaneh_core::standing::Standing;
use parvaneh_store::{Executor, Register, Transaction, in_full};

use super::answer::Answer;
use super::request::Request;
use crate::number::ByNumber;
use crate::parties::{NewParty, Registered};
use crate::show::Shown;
use crate::{Engine, EngineError};

/// The engine within a transaction of the host's, so that the host's own rows and ours become true together, or
/// not at all: the host commits, or rolls back.
///
/// Each call is whole or nothing: after an error nothing of it is in the transaction, which goes on. Where its future
/// is dropped before it is done, roll the whole transaction back.
///
/// It is tried once; a conflict with another writer says so by
/// [`StoreError::is_passing`](parvaneh_store::StoreError::is_passing), and the host may roll back and begin again. On
/// SQLite, begin as [`Store::begin_write`](parvaneh_store::Store::begin_write) does, or what was read can be overtaken
/// before it is written.
///
/// What is read is what the transaction sees, its own rows among it.
#[derive(Debug)]
pub struct Within<'a> {
    engine: &'a Engine,
    register: Register<Executor<'a>>,
}

impl Engine {
    /// The same engine within a transaction of the host's, which nobody else uses meanwhile.
    pub fn within<'a>(&'a self, host: &'a mut Transaction) -> Within<'a> {
        Within {
            engine: self,
            register: Register::over(Executor::from(&*host)).named(self.store.prefix().clone()),
        }
    }
}

impl Within<'_> {
    /// Answers one command. Look whether it was refused before you commit what depends on it:
    /// [`Answer::accepted`].
    pub async fn handle(&mut self, request: &Request) -> Result<Answer, EngineError> {
        self.register.begin_part().await?;
        let answered = self.answered(request).await;
        self.settled(answered).await
    }

    async fn answered(&self, request: &Request) -> Result<Answer, EngineError> {
        let joined = self.register.join_writers().await?;
        self.engine.answer(&self.register, joined, request).await
    }

    /// Makes a party known, as [`Engine::register_party`] does.
    pub async fn register_party(&mut self, party: &NewParty) -> Result<Registered, EngineError> {
        self.register.begin_part().await?;
        let registered = self.registered(party).await;
        self.settled(registered).await
    }

    async fn registered(&self, party: &NewParty) -> Result<Registered, EngineError> {
        let register = &self.register;
        let joined = register.join_writers().await?;
        if party.because.is_some() {
            // The name that it had is not to be found in the file any more.
            register.overwrite_what_is_removed().await?;
        }
        self.engine
            .registered_in(register, joined, party, party)
            .await
    }

    /// Everything about the licence of that number on a day, today where none is given.
    pub async fn show(
        &mut self,
        which: impl Into<ByNumber<'_>>,
        on: Option<Date>,
    ) -> Result<Shown, EngineError> {
        self.register.begin_part().await?;
        let shown = self.engine.shown_in(&self.register, which.into(), on).await;
        self.settled(shown).await
    }

    /// What the licence of that number is worth on a day, today where none is given.
    pub async fn standing(
        &mut self,
        which: impl Into<ByNumber<'_>>,
        on: Option<Date>,
    ) -> Result<Standing, EngineError> {
        Ok(self.show(which, on).await?.view.standing)
    }

    /// Keeps what was done, or undoes it.
    async fn settled<T>(&self, done: Result<T, EngineError>) -> Result<T, EngineError> {
        match done {
            Ok(done) => {
                self.register.keep_part().await?;
                Ok(done)
            }
            Err(error) => {
                self.register.undo_part(in_full(&error)).await?;
                Err(error)
            }
        }
    }
}
