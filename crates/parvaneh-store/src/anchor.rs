//! Anchors: a root over all that the journal held at the end of a night, of dossiers and of parties.
//!
//! Each chain shows what was changed or taken from its midst. A root that is kept outside
//! the register shows the rest: newest events cut off, or a chain written anew from end to end. The
//! root over so many events is the hash of the root over one less and of the last event's hash, in
//! the order of their positions: a night's anchor costs what the day wrote, and any anchor can be
//! checked without the others.

use chrono::NaiveDate;
use sea_orm::entity::prelude::*;
use sea_orm::{FromQueryResult, QueryOrder, QuerySelect};
use sha2::{Digest, Sha256};

use crate::chain::{self, Hash};
use crate::limits::whole;
use crate::{Register, StoreError};

/// How many events are read at once.
const WINDOW: i64 = 10_000;

/// A root, and what it covers.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Anchor {
    /// How many events it covers, from the first one on.
    pub events: i64,
    /// Covered events have this position or a lower one, all others a higher one.
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

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "parvaneh_anchor")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    events: i64,
    position: i64,
    run: Uuid,
    as_of: NaiveDate,
    recorded_at: i64,
    root: Vec<u8>,
}

#[derive(Clone, Copy, Debug, DeriveRelation, EnumIter)]
pub(crate) enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl From<Model> for Anchor {
    fn from(row: Model) -> Self {
        Self {
            events: row.events,
            position: row.position,
            run: row.run,
            as_of: row.as_of,
            recorded_at: row.recorded_at,
            root: chain::stored(&row.root),
        }
    }
}

/// The root over a journal's first events, as far as they were read.
#[derive(Clone, Debug)]
pub struct Roots {
    root: Hash,
    events: i64,
    position: i64,
    latest: Option<NaiveDate>,
}

impl Roots {
    /// Over nothing.
    pub fn empty() -> Self {
        Self {
            root: Sha256::digest(b"parvaneh/anchor/1").into(),
            events: 0,
            position: 0,
            latest: None,
        }
    }

    /// From where an anchor left off.
    pub fn after(anchor: &Anchor) -> Self {
        Self::from(anchor.root, anchor.events, anchor.position)
    }

    /// From a root over so many events, the last of which has this position.
    pub fn from(root: Hash, events: i64, position: i64) -> Self {
        Self {
            root,
            events,
            position,
            latest: None,
        }
    }

    /// The latest day on which an event that was read is true in law; none where none was read.
    pub fn latest(&self) -> Option<NaiveDate> {
        self.latest
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

/// The hashes of some events, one after the other.
#[derive(FromQueryResult)]
struct Hashes {
    events: i64,
    last: Option<i64>,
    latest: Option<NaiveDate>,
    joined: Option<Vec<u8>>,
}

const READING: &str = "reading anchors";

/// The next events of a table, of which each has a day or none.
fn next_of(day: &str, table: &str) -> String {
    format!(
        "SELECT position, {day} AS effective_on, hash FROM parvaneh_{table} \
         WHERE position > $1 AND position <= $2 ORDER BY position LIMIT $3"
    )
}

impl<C: ConnectionTrait> Register<C> {
    /// Every anchor, oldest first.
    pub async fn anchors(&self) -> Result<Vec<Anchor>, StoreError> {
        let rows = Entity::find().order_by_asc(Column::Events);
        let rows: Vec<Model> = self.all(rows, READING).await?;
        Ok(rows.into_iter().map(Anchor::from).collect())
    }

    /// The newest anchor, if there is one.
    pub async fn last_anchor(&self) -> Result<Option<Anchor>, StoreError> {
        let newest = Entity::find().order_by_desc(Column::Events).limit(1);
        Ok(self.only(newest, READING).await?.map(Anchor::from))
    }

    /// The position that the newest anchor covers of those which were made by an instant, for a day
    /// up to this one; 0 where there is none. Only later anchors are passed over.
    pub async fn anchored_by(&self, day: NaiveDate, instant: i64) -> Result<i64, StoreError> {
        let sql = "SELECT position AS value FROM parvaneh_anchor WHERE as_of <= $1 AND recorded_at <= $2 \
                   ORDER BY events DESC LIMIT 1";
        let values = vec![day.into(), instant.into()];
        Ok(self.value(sql, values, READING).await?.unwrap_or(0))
    }

    /// How many events of dossiers and parties have this position or a lower one.
    pub async fn count_up_to(&self, position: i64) -> Result<i64, StoreError> {
        let sql = "SELECT (SELECT count(*) FROM parvaneh_journal WHERE position <= $1) \
                   + (SELECT count(*) FROM parvaneh_party_event WHERE position <= $1) AS value";
        let count = self.value(sql, vec![position.into()], whole(READING));
        Ok(count.await?.unwrap_or(0))
    }

    /// Keeps an anchor.
    pub async fn add_anchor(&self, anchor: &Anchor) -> Result<(), StoreError> {
        let sql = "INSERT INTO parvaneh_anchor (events, position, run, as_of, recorded_at, root) \
                   VALUES ($1, $2, $3, $4, $5, $6)";
        let values = vec![
            anchor.events.into(),
            anchor.position.into(),
            anchor.run.into(),
            anchor.as_of.into(),
            anchor.recorded_at.into(),
            anchor.root.to_vec().into(),
        ];
        self.execute(sql, values, "keeping the anchor").await?;
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
            let next = self.hashes(read.position, end, limit).await?;
            let Some(Hashes {
                events: next,
                last: Some(last),
                latest,
                joined: Some(joined),
            }) = next
            else {
                break;
            };
            for hash in joined.chunks(size_of::<Hash>()) {
                read.root = Sha256::new()
                    .chain_update(read.root)
                    .chain_update(hash)
                    .finalize()
                    .into();
            }
            read.events += next;
            read.position = last;
            read.latest = Ord::max(read.latest, latest);
        }
        Ok(read)
    }

    /// The hashes of the next events, in one row: a row for each would cost more than all the rest.
    async fn hashes(&self, after: i64, end: i64, limit: i64) -> Result<Option<Hashes>, StoreError> {
        let sql = format!(
            "SELECT count(*) AS events, max(position) AS last, max(effective_on) AS latest, \
             {joined} AS joined FROM (SELECT position, effective_on, hash FROM (\
             SELECT * FROM ({of_dossiers}) AS of_dossiers UNION ALL \
             SELECT * FROM ({of_parties}) AS of_parties) AS next_of_each \
             ORDER BY position LIMIT $3) AS next",
            joined = self.dialect().joined_hashes(),
            of_dossiers = next_of("effective_on", "journal"),
            of_parties = next_of("CAST(NULL AS date)", "party_event"),
        );
        let values = vec![after.into(), end.into(), limit.into()];
        let rows = self
            .rows(sql, values, "reading the journal's hashes")
            .await?;
        Ok(rows.into_iter().next())
    }
}
