//! Texts beside the rows that have their hashes: what is blanked here breaks no chain.

use std::collections::HashMap;

use sea_orm::QueryOrder;
use sea_orm::entity::prelude::*;

use crate::chain::{self, Hash};
use crate::dialect::Cells;
use crate::statement::ROWS_A_STATEMENT;
use crate::{Register, StoreError};

/// What a text is hashed with, so that nobody finds it by trying.
pub type Salt = [u8; 16];

/// A text, and what stands in its place in a row.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct ClearText {
    /// The text.
    pub text: String,
    /// With what it is hashed.
    pub salt: Salt,
    /// SHA-256 over both.
    pub hash: Hash,
}

impl ClearText {
    /// A text that is hashed with `salt`, which no other text has.
    pub fn new(text: String, salt: Salt) -> Self {
        let hash = chain::of_text(&salt, &text);
        Self { text, salt, hash }
    }

    /// Whether the hash is that of the text.
    pub fn is_what_was_hashed(&self) -> bool {
        chain::of_text(&self.salt, &self.text) == self.hash
    }
}

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "parvaneh_free_text")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    position: i64,
    #[sea_orm(primary_key, auto_increment = false)]
    hash: Vec<u8>,
    salt: Vec<u8>,
    text: String,
}

#[derive(Clone, Copy, Debug, DeriveRelation, EnumIter)]
pub(crate) enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

/// Stands in every row that has the hash of a text, and in no other one: a quotation mark within a text is
/// written with a backslash.
pub const HASHED_TEXT: &str = r#"{"sha256":""#;

/// A row that may have the hashes of texts.
pub(crate) trait HasTexts {
    fn position(&self) -> i64;
    fn event(&self) -> &str;
    fn texts(&mut self) -> &mut Vec<ClearText>;
}

const READING: &str = "reading texts";
const KEEPING: &str = "keeping texts";

impl<C: ConnectionTrait> Register<C> {
    /// The rows, each with the texts of which it has the hashes and which were not blanked.
    pub(crate) async fn with_texts<R: HasTexts>(
        &self,
        mut rows: Vec<R>,
    ) -> Result<Vec<R>, StoreError> {
        let hashed = rows.iter().filter(|row| row.event().contains(HASHED_TEXT));
        let positions: Vec<i64> = hashed.map(HasTexts::position).collect();
        if positions.is_empty() {
            return Ok(rows);
        }
        let found = Entity::find().order_by_asc(Column::Hash);
        let found: Vec<Model> = self
            .all_among(found, Column::Position, &positions, READING)
            .await?;
        let mut texts: HashMap<i64, Vec<ClearText>> = HashMap::new();
        for row in found {
            texts.entry(row.position).or_default().push(ClearText {
                text: row.text,
                salt: row.salt.try_into().unwrap_or_default(),
                hash: chain::stored(&row.hash),
            });
        }
        for row in &mut rows {
            if let Some(of_row) = texts.remove(&row.position()) {
                *row.texts() = of_row;
            }
        }
        Ok(rows)
    }

    /// How many texts stand beside rows.
    pub async fn count_texts(&self) -> Result<usize, StoreError> {
        self.count(Entity::find()).await
    }

    /// Keeps texts, each beside the row at its position.
    pub(crate) async fn keep_texts(&self, texts: &[(i64, &ClearText)]) -> Result<(), StoreError> {
        for chunk in texts.chunks(ROWS_A_STATEMENT) {
            let bytes = |of: fn(&ClearText) -> &[u8]| {
                Cells::Bytes(chunk.iter().map(|(_, it)| of(it)).collect())
            };
            let columns = vec![
                (
                    "position",
                    Cells::Key(chunk.iter().map(|(position, _)| *position).collect()),
                ),
                ("hash", bytes(|it| &it.hash)),
                ("salt", bytes(|it| &it.salt)),
                (
                    "text",
                    Cells::Text(chunk.iter().map(|(_, it)| it.text.as_str()).collect()),
                ),
            ];
            self.insert("free_text", columns, KEEPING).await?;
        }
        Ok(())
    }

    /// Blanks a text: its hash is all that is left of it.
    pub async fn blank_text(&self, position: i64, hash: &Hash) -> Result<(), StoreError> {
        let sql = "DELETE FROM parvaneh_free_text WHERE position = $1 AND hash = $2";
        let values = vec![position.into(), hash.to_vec().into()];
        self.execute(sql, values, "blanking a text").await?;
        Ok(())
    }

    /// Blanks what was asked in the act that begins at a position: it counts as not kept.
    pub async fn blank_asked(&self, position: i64) -> Result<(), StoreError> {
        let sql = "UPDATE parvaneh_asked SET text = NULL, salt = NULL WHERE position = $1";
        self.execute(sql, vec![position.into()], "blanking what was asked")
            .await?;
        Ok(())
    }

    /// Changes what was answered to a command.
    pub async fn rewrite_answer(&self, id: Uuid, answer: &str) -> Result<(), StoreError> {
        let sql = "UPDATE parvaneh_command SET answer = $1 WHERE id = $2";
        let values = vec![answer.into(), id.into()];
        self.execute(sql, values, "blanking an answer").await?;
        Ok(())
    }
}
