//! A command that is answered within a transaction of the host's.

use parvaneh_store::{Executor, Register, Transaction};

use super::answer::Answer;
use super::request::Request;
use crate::{Engine, EngineError};

impl Engine {
    /// Answers one command within a transaction of the host's, so that the host's own rows and
    /// ours become true together, or not at all: the host commits, or rolls back.
    ///
    /// It is tried once. After a failure the transaction is to be rolled back; a conflict with
    /// another writer says so by [`parvaneh_store::StoreError::is_passing`], and the host may begin
    /// again. On SQLite, begin it as [`parvaneh_store::Store::begin_write`] does, or what was read
    /// can be overtaken before it is written.
    pub async fn handle_within(
        &self,
        host: &Transaction,
        request: &Request,
    ) -> Result<Answer, EngineError> {
        let register = Register::over(Executor::from(host));
        let joined = register.join_writers().await?;
        self.answer(&register, joined, request).await
    }
}
