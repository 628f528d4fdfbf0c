//! Anchors: a root over all that the journal held at the end of a night.
//!
//! Each dossier's chain shows what was changed or taken from its midst. A root that is kept outside
//! the register shows the rest: newest events cut off, or a chain written anew from end to end. The
//! root over so many events is the hash of the root over one less and of the last event's hash, in
//! the order of their positions: a night's anchor costs what the day wrote, and any anchor can be
//! checked without the others.

use chrono::NaiveDate;
use sea_orm::{ConnectionTrait, DatabaseTransaction, DbBackend, QueryResult};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::chain::Hash;
use crate::snapshot::hash;
use crate::{Register, Store, StoreError};

/// How many events are read at once.
const WINDOW: i64 = 10_000;

/// Held, shared, by whoever writes to the journal, and alone by whoever looks for its end; the
/// number means nothing.
const JOURNAL_END: i64 = 0x7061_7276_616e_6561;

/// A root, and what it covers.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Anchor {
    /// How many events it covers, from the first one on.
    pub events: i64,
    /// The position that no covered event lies behind, and no other before.
    pub position: i64,
    /// The run that made it.
    pub run: Uuid,
    /// The civil date of that run.
    pub as_of: NaiveDate,
    /// When it was made, in milliseconds since 1970.
    pub recorded_at: i64,
    /// SHA-256.
    pub root: Hash,
}

/// The root over a journal's first events, as far as they were read.
#[derive(Clone, Debug)]
pub struct Roots {
    root: Hash,
    events: i64,
    position: i64,
}

impl Roots {
    /// Over nothing.
    pub fn empty() -> Self {
        Self {
            root: Sha256::digest(b"parvaneh/anchor/1").into(),
            events: 0,
            position: 0,
        }
    }

    /// From where an anchor left off.
    pub fn after(anchor: &Anchor) -> Self {
        Self {
            root: anchor.root,
            events: anchor.events,
            position: anchor.position,
        }
    }

    /// The root over what was read.
    pub fn root(&self) -> &Hash {
        &self.root
    }

    /// How many events it covers.
    pub fn events(&self) -> i64 {
        self.events
    }

    /// The position of the last of them.
    pub fn position(&self) -> i64 {
        self.position
    }
}

const COLUMNS: &str = "events, position, run, as_of, recorded_at, root";
const READING: &str = "reading anchors";

impl<C: ConnectionTrait> Register<C> {
    /// Every anchor, oldest first.
    pub async fn anchors(&self) -> Result<Vec<Anchor>, StoreError> {
        let sql = format!("SELECT {COLUMNS} FROM anchor ORDER BY events");
        self.all(&sql, vec![], READING)
            .await?
            .iter()
            .map(anchor)
            .collect()
    }

    /// The newest anchor, if there is one.
    pub async fn last_anchor(&self) -> Result<Option<Anchor>, StoreError> {
        let sql = format!("SELECT {COLUMNS} FROM anchor ORDER BY events DESC LIMIT 1");
        let found = self.one(&sql, vec![], READING).await?;
        found.as_ref().map(anchor).transpose()
    }

    /// The position of the newest event; 0 before the first one.
    pub async fn newest_position(&self) -> Result<i64, StoreError> {
        let what = "finding the journal's end";
        let sql = "SELECT coalesce(max(position), 0) FROM journal";
        match self.one(sql, vec![], what).await? {
            Some(row) => row.try_get_by_index(0).map_err(StoreError::of(what)),
            None => Ok(0),
        }
    }

    /// Keeps an anchor.
    pub async fn add_anchor(&self, anchor: &Anchor) -> Result<(), StoreError> {
        let sql = format!("INSERT INTO anchor ({COLUMNS}) VALUES (?, ?, ?, ?, ?, ?)");
        let values = vec![
            anchor.events.into(),
            anchor.position.into(),
            anchor.run.into(),
            anchor.as_of.into(),
            anchor.recorded_at.into(),
            anchor.root.to_vec().into(),
        ];
        self.execute(&sql, values, "keeping the anchor").await?;
        Ok(())
    }

    /// Reads on to the event that is number `events`, or to the last one up to the position `end`.
    pub async fn read_on(
        &self,
        mut read: Roots,
        events: i64,
        end: i64,
    ) -> Result<Roots, StoreError> {
        while read.events < events {
            let limit = Ord::min(WINDOW, events - read.events);
            let Some((count, position, hashes)) = self.hashes(read.position, end, limit).await?
            else {
                break;
            };
            for hash in hashes.chunks(size_of::<Hash>()) {
                read.root = Sha256::new()
                    .chain_update(read.root)
                    .chain_update(hash)
                    .finalize()
                    .into();
            }
            read.events += count;
            read.position = position;
        }
        Ok(read)
    }

    /// The hashes of the next events, one behind the other; how many, and the last one's position.
    async fn hashes(
        &self,
        after: i64,
        end: i64,
        limit: i64,
    ) -> Result<Option<(i64, i64, Vec<u8>)>, StoreError> {
        let what = "reading the journal's hashes";
        // One row for many events: a row for each would cost more than all the rest.
        let joined = match self.backend() {
            DbBackend::Postgres => "string_agg(hash, '' ORDER BY position)",
            _ => "unhex(group_concat(hex(hash), '' ORDER BY position))",
        };
        let sql = format!(
            "SELECT count(*), max(position), {joined} FROM (SELECT position, hash FROM journal \
             WHERE position > ? AND position <= ? ORDER BY position LIMIT ?) AS next"
        );
        let values = vec![after.into(), end.into(), limit.into()];
        let Some(row) = self.one(&sql, values, what).await? else {
            return Ok(None);
        };
        let (count, position, hashes): (i64, Option<i64>, Option<Vec<u8>>) =
            row.try_get_many_by_index().map_err(StoreError::of(what))?;
        Ok(position
            .zip(hashes)
            .map(|(position, hashes)| (count, position, hashes)))
    }
}

impl Store {
    /// A transaction in which nobody else writes to the journal: those who do are waited for, and
    /// new ones wait until it ends. The position of the newest event, behind which nothing more can
    /// come before that.
    pub async fn begin_alone(&self) -> Result<(Register<DatabaseTransaction>, i64), StoreError> {
        let what = "finding the journal's end";
        let tx = self.begin().await?;
        if tx.backend() == DbBackend::Postgres {
            let sql = "SELECT pg_advisory_xact_lock(?)";
            tx.all(sql, vec![JOURNAL_END.into()], what).await?;
        }
        let end = tx.newest_position().await?;
        Ok((tx, end))
    }
}

impl<C: ConnectionTrait> Register<C> {
    /// Says that this transaction may write to the journal, so that nobody takes what it is about
    /// to write for the journal's end. It comes first in a transaction, before any row is held:
    /// whoever waits for it then holds nothing that another one waits for.
    pub async fn join_writers(&self) -> Result<(), StoreError> {
        if self.backend() == DbBackend::Postgres {
            let sql = "SELECT pg_advisory_xact_lock_shared(?)";
            let what = "beginning to write";
            self.all(sql, vec![JOURNAL_END.into()], what).await?;
        }
        Ok(())
    }
}

fn anchor(row: &QueryResult) -> Result<Anchor, StoreError> {
    let (events, position, run, as_of, recorded_at, root): (_, _, _, _, _, Vec<u8>) = row
        .try_get_many_by_index()
        .map_err(StoreError::of(READING))?;
    Ok(Anchor {
        events,
        position,
        run,
        as_of,
        recorded_at,
        root: hash(&root),
    })
}
