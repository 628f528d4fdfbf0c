//! What was asked in each act: kept beside the journal and outside its chain, and only ever added to.

use sea_orm::entity::prelude::*;
use sea_orm::{QueryOrder, QuerySelect};

use crate::append::PlacedEntry;
use crate::dialect::Cells;
use crate::statement::{ROWS_A_STATEMENT, most};
use crate::{Register, StoreError};

/// What was asked in an act.
#[derive(Clone, Debug, Eq, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "asked")]
pub struct Model {
    /// The position of the act's first row in the journal.
    #[sea_orm(primary_key, auto_increment = false)]
    pub position: i64,
    /// The text, as JSON; none where it was blanked.
    pub text: Option<String>,
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
            let columns = vec![
                ("position", Cells::Key(positions.collect())),
                ("text", Cells::OptionalText(texts.collect())),
            ];
            self.insert("asked", columns, KEEPING).await?;
        }
        Ok(())
    }

    /// Keeps what was asked with new entries.
    pub(crate) async fn keep_asked(&self, placed: &[PlacedEntry<'_>]) -> Result<(), StoreError> {
        let asked = placed.iter().filter_map(|placed| {
            let text = placed.entry.asked.clone()?;
            Some(Model {
                position: placed.position,
                text: Some(text),
            })
        });
        let asked: Vec<Model> = asked.collect();
        match <[Model; 1]>::try_from(asked) {
            // A command has one act. What it costs to make a statement for rows would be most of this.
            Ok([Model { position, text }]) => {
                let sql = "INSERT INTO asked (position, text) VALUES ($1, $2)";
                let values = vec![position.into(), text.into()];
                self.execute(sql, values, KEEPING).await?;
                Ok(())
            }
            Err(asked) => self.insert_asked(&asked).await,
        }
    }
}
