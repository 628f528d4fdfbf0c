//! What lets a check see more: with what the text of an act is hashed, and from where on a sink's events are counted.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{big_integer_null, binary_null};

use crate::Prefix;

#[derive(DeriveMigrationName)]
pub(crate) struct Migration(pub(crate) Prefix);

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let columns = [
            ("asked", binary_null("salt")),
            ("sink", big_integer_null("since")),
            ("sink", big_integer_null("taken")),
        ];
        for (table, column) in columns {
            let add = Table::alter()
                .table(self.0.of(table))
                .add_column(column)
                .to_owned();
            manager.alter_table(add).await?;
        }
        let counted = format!(
            "UPDATE {} SET since = position, taken = 0",
            self.0.of("sink")
        );
        let connection = manager.get_connection();
        connection.execute_unprepared(&counted).await?;
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for (table, column) in [("sink", "taken"), ("sink", "since"), ("asked", "salt")] {
            let drop = Table::alter()
                .table(self.0.of(table))
                .drop_column(column)
                .to_owned();
            manager.alter_table(drop).await?;
        }
        Ok(())
    }
}
