//! Who may be writing to the journal now.

use sea_orm::{ConnectionTrait, FromQueryResult};

use crate::{Register, StoreError, journal};

#[derive(FromQueryResult)]
struct Writer {
    value: String,
}

impl<C: ConnectionTrait> Register<C> {
    /// The transactions that may be writing to the journal now, by names that mean nothing; none where
    /// there is one writer, who is found out by beginning to write.
    ///
    /// Each holds the lock of [`Register::join_writers`] before it takes an instant or a position, and
    /// lets go of it after what it wrote is seen. Once those that are open at a moment are over, nothing
    /// can be recorded any more that was taken before that moment. Unlike the fence of a relay it is
    /// held up by nobody who does not write here.
    pub async fn writers(&self) -> Result<Vec<String>, StoreError> {
        let Some(sql) = self.dialect().writers() else {
            return Ok(Vec::new());
        };
        let writers: Vec<Writer> = self.rows(&sql, vec![], journal::READING).await?;
        Ok(writers.into_iter().map(|writer| writer.value).collect())
    }
}
