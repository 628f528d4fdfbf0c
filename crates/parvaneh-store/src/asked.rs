//! What was asked in each act: kept beside the journal, whose rows have the hashes of it, and only ever added to.

use sea_orm::entity::prelude::*;
use sea_orm::{QueryOrder, QuerySelect};

use crate::append::PlacedEntry;
use crate::dialect::Cells;
use crate::free_text::{ClearText, Salt};
use crate::statement::{ROWS_A_STATEMENT, most};
use crate::{Register, StoreError};

/// What was asked in an act.
#[derive(Clone, Debug, Eq, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "parvaneh_asked")]
pub struct Model {
    /// The position of the act's first row in the journal.
    #[sea_orm(primary_key, auto_increment = false)]
    pub position: i64,
    /// The text, as JSON; none where it was blanked.
    pub text: Option<String>,
    /// With what it is hashed; none where it was blanked, and where the journal has no hash of it, as programs before
    /// this one kept it.
    pub salt: Option<Vec<u8>>,
}

impl Model {
    /// The text with what it is hashed with, where it is there.
    pub fn clear(&self) -> Option<ClearText> {
        let salt: Salt = self.salt.as_deref()?.try_into().ok()?;
        Some(ClearText::new(self.text.clone()?, salt))
    }
}

#[derive(Clone, Copy, Debug, DeriveRelation, EnumIter)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

const READING: &str = "reading what was asked";
const KEEPING: &str = "keeping what was asked";

impl<C: ConnectionTrait> Register<C> {
    /// What was asked in the acts that begin at these positions, as far as it was kept, in no order.
    pub async fn asked(&self, positions: &[i64]) -> Result<Vec<Model>, StoreError> {
        self.all_among(Entity::find(), Column::Position, positions, READING)
            .await
    }

    /// What was asked after a position, in order.
    pub async fn asked_after(&self, after: i64, limit: usize) -> Result<Vec<Model>, StoreError> {
        let rows = Entity::find()
            .filter(Column::Position.gt(after))
            .order_by_asc(Column::Position)
            .limit(most(limit));
        self.all(rows, READING).await
    }

    /// How many acts there are of which it was kept.
    pub async fn count_asked(&self) -> Result<usize, StoreError> {
        self.count(Entity::find()).await
    }

    /// Keeps what was asked.
    pub async fn insert_asked(&self, asked: &[Model]) -> Result<(), StoreError> {
        for chunk in asked.chunks(ROWS_A_STATEMENT) {
            let positions = chunk.iter().map(|row| row.position);
            let texts = chunk.iter().map(|row| row.text.as_deref());
            let salts = chunk.iter().map(|row| row.salt.as_deref());
            let columns = vec![
                ("position", Cells::Key(positions.collect())),
                ("text", Cells::OptionalText(texts.collect())),
                ("salt", Cells::OptionalBytes(salts.collect())),
            ];
            self.insert("asked", columns, KEEPING).await?;
        }
        Ok(())
    }

    /// Keeps what was asked with new entries.
    pub(crate) async fn keep_asked(&self, placed: &[PlacedEntry<'_>]) -> Result<(), StoreError> {
        let asked = placed.iter().filter_map(|placed| {
            let asked = placed.entry.asked.as_ref()?;
            Some(Model {
                position: placed.position,
                text: Some(asked.text.clone()),
                salt: Some(asked.salt.to_vec()),
            })
        });
        let asked: Vec<Model> = asked.collect();
        match <[Model; 1]>::try_from(asked) {
            // A command has one act. What it costs to make a statement for rows would be most of this.
            Ok(
                [
                    Model {
                        position,
                        text,
                        salt,
                    },
                ],
            ) => {
                let sql = "INSERT INTO parvaneh_asked (position, text, salt) VALUES ($1, $2, $3)";
                let values = vec![position.into(), text.into(), salt.into()];
                self.execute(sql, values, KEEPING).await?;
                Ok(())
            }
            Err(asked) => self.insert_asked(&asked).await,
        }
    }
}
