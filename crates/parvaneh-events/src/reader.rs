//! The journal as CloudEvents, as far as it is whole.

use parvaneh_store::{Fence, Recorded, Store, StoreError};
use uuid::Uuid;

use crate::{CloudEvent, Law, UnreadableEvent};

/// How many events are read at once.
const BATCH: u32 = 1000;

/// Reads a register's events.
#[derive(Debug)]
pub struct Reader {
    pub(crate) store: Store,
    law: Law,
    register: Option<Uuid>,
    fence: Fence,
    newest: Option<i64>,
}

/// A point in the journal.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Start {
    /// Before the first event.
    Beginning,
    /// Before the first event that was recorded at or after this instant, in milliseconds since
    /// 1970.
    RecordedAt(i64),
    /// After everything that is there.
    Now,
}

/// An event with its place in the journal.
#[derive(Clone, Debug)]
pub struct Placed {
    /// Its position.
    pub position: i64,
    /// The internal key of its dossier; none where it names none.
    pub key: Option<i64>,
    /// The event, or why it cannot be published.
    pub event: Result<CloudEvent, UnreadableEvent>,
}

/// Why events cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    /// The register failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// No dossier has that id.
    #[error("no dossier of the register has the id {0}")]
    NoSuchDossier(Uuid),
}

impl Reader {
    /// A reader of the register in `store`. `law` has the editions that it was judged by.
    pub fn new(store: Store, law: impl Into<Law>) -> Self {
        Self {
            store,
            law: law.into(),
            register: None,
            fence: Fence::default(),
            newest: None,
        }
    }

    /// The position after which the events from a point on come.
    pub async fn find(&self, point: Start) -> Result<i64, ReadError> {
        Ok(match point {
            Start::Beginning => 0,
            // It reads the whole journal, for which there is more time in a transaction of this kind.
            Start::RecordedAt(instant) => {
                let whole = self.store.begin_read().await?;
                whole.position_before(instant).await?
            }
            Start::Now => self.store.journal_end(&self.fence).await?.newest(),
        })
    }

    /// The next events after a position, in order; none where there is none yet that nothing
    /// earlier can come before.
    pub async fn after(&mut self, position: i64) -> Result<Vec<Placed>, ReadError> {
        let end = self.store.journal_end(&self.fence).await?;
        self.newest.get_or_insert(end.newest());
        let whole = self.fence.pass(end);
        if whole <= position {
            return Ok(Vec::new());
        }
        let recorded = self.store.recorded(position, whole, BATCH).await?;
        self.published(recorded).await
    }

    /// The events of the dossier with that id, from a sequence number on.
    pub async fn of_dossier(&mut self, id: Uuid, from: i64) -> Result<Vec<Placed>, ReadError> {
        let dossier = self.store.dossier_by_id(id).await?;
        let dossier = dossier.ok_or(ReadError::NoSuchDossier(id))?;
        let recorded = self.store.recorded_of(dossier.seq, from).await?;
        self.published(recorded.into_iter().map(Ok).collect()).await
    }

    /// Whether there will be more as soon as open transactions are over.
    pub fn awaits(&self) -> bool {
        self.fence.awaits()
    }

    /// The position of the newest event that was there when it was first read.
    pub fn newest_at_first(&self) -> Option<i64> {
        self.newest
    }

    /// The events as others get to read them; of one that cannot be published, why not.
    pub(crate) async fn published(
        &mut self,
        events: Vec<Recorded>,
    ) -> Result<Vec<Placed>, ReadError> {
        let register = match self.register {
            Some(known) => known,
            None => *self.register.insert(self.store.register_id().await?),
        };
        let (mut readable, mut unreadable) = (Vec::with_capacity(events.len()), Vec::new());
        for event in events {
            match event {
                Ok(event) => readable.push(event),
                Err(row) => unreadable.push(Placed {
                    position: row.position,
                    key: row.key,
                    event: Err(row.into()),
                }),
            }
        }
        let known = self.law.of(&self.store, &readable).await?;
        let published = readable.iter().zip(known).map(|(recorded, known)| Placed {
            position: recorded.position,
            key: Some(recorded.key),
            event: known.and_then(|known| CloudEvent::new(register, recorded, known)),
        });
        let mut published: Vec<Placed> = published.chain(unreadable).collect();
        published.sort_by_key(|it| it.position);
        Ok(published)
    }
}
