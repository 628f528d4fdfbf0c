//! What a dossier is before it has a licence: a file number, and a seat in a call.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{text, text_null};

use crate::Prefix;

#[derive(DeriveMigrationName)]
pub(crate) struct Migration(pub(crate) Prefix);

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        // The number by which the dossier was known before its licence had one.
        let file_number = Table::alter()
            .table(self.0.of("dossier"))
            .add_column(text_null("file_number"))
            .to_owned();
        manager.alter_table(file_number).await?;
        let by_file_number = Index::create()
            .name(self.0.of("dossier_file_number"))
            .table(self.0.of("dossier"))
            .unique()
            .col("regime")
            .col("file_number")
            .to_owned();
        manager.create_index(by_file_number).await?;
        // Which call's seat a dossier holds: like a snapshot, a cache of what its journal says.
        let dossier = ColumnDef::new("dossier")
            .big_integer()
            .not_null()
            .primary_key()
            .to_owned();
        let seat = Table::create()
            .table(self.0.of("seat"))
            .col(dossier)
            .col(text("call"))
            .foreign_key(
                ForeignKey::create()
                    .name("seat_dossier")
                    .from(self.0.of("seat"), "dossier")
                    .to(self.0.of("dossier"), "seq"),
            )
            .to_owned();
        manager.create_table(seat).await?;
        let by_call = Index::create()
            .name(self.0.of("seat_call"))
            .table(self.0.of("seat"))
            .col("call")
            .to_owned();
        manager.create_index(by_call).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let seat = Table::drop().table(self.0.of("seat")).to_owned();
        manager.drop_table(seat).await?;
        let by_file_number = Index::drop()
            .name(self.0.of("dossier_file_number"))
            .table(self.0.of("dossier"))
            .to_owned();
        manager.drop_index(by_file_number).await?;
        let file_number = Table::alter()
            .table(self.0.of("dossier"))
            .drop_column("file_number")
            .to_owned();
        manager.alter_table(file_number).await
    }
}
