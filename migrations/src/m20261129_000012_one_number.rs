//! Numbers in one spelling, beside the spelling in which they were given; and the dossiers that had one
//! number before it was known for one.
//!
//! How a number is spelled is no matter of the schema: whoever migrates fills the columns, and makes them
//! unique, in the same transaction.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{big_integer, text, text_null};

use crate::Prefix;

#[derive(DeriveMigrationName)]
pub(crate) struct Migration(pub(crate) Prefix);

/// The indexes by the numbers as they were given.
const AS_GIVEN: [(&str, &str); 2] = [
    ("dossier_number", "number"),
    ("dossier_file_number", "file_number"),
];

/// None where it is shared with another dossier, or nothing can be seen of it.
const NORMALISED: [&str; 2] = ["number_normalised", "file_number_normalised"];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for column in NORMALISED {
            let add = Table::alter()
                .table(self.0.of("dossier"))
                .add_column(text_null(column))
                .to_owned();
            manager.alter_table(add).await?;
        }
        for (name, _) in AS_GIVEN {
            let drop = Index::drop()
                .name(self.0.of(name))
                .table(self.0.of("dossier"))
                .to_owned();
            manager.drop_index(drop).await?;
        }
        // Dossiers of which a person has to say which one has the number, and those that gave theirs up.
        let shared = Table::create()
            .table(self.0.of("shared_number"))
            .col(text("regime"))
            .col(text("normalised"))
            .col(big_integer("dossier"))
            .primary_key(
                Index::create()
                    .col("regime")
                    .col("normalised")
                    .col("dossier"),
            )
            .foreign_key(
                ForeignKey::create()
                    .name("shared_number_dossier")
                    .from(self.0.of("shared_number"), "dossier")
                    .to(self.0.of("dossier"), "seq"),
            )
            .to_owned();
        manager.create_table(shared).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let shared = Table::drop().table(self.0.of("shared_number")).to_owned();
        manager.drop_table(shared).await?;
        for name in ["dossier_number_normalised", "dossier_file_normalised"] {
            let drop = Index::drop()
                .name(self.0.of(name))
                .table(self.0.of("dossier"))
                .if_exists()
                .to_owned();
            manager.drop_index(drop).await?;
        }
        for column in NORMALISED {
            let drop = Table::alter()
                .table(self.0.of("dossier"))
                .drop_column(column)
                .to_owned();
            manager.alter_table(drop).await?;
        }
        // Not unique: what is taken back may be an import whose file has a number twice.
        for (name, column) in AS_GIVEN {
            let index = Index::create()
                .name(self.0.of(name))
                .table(self.0.of("dossier"))
                .col("regime")
                .col(column)
                .to_owned();
            manager.create_index(index).await?;
        }
        Ok(())
    }
}
