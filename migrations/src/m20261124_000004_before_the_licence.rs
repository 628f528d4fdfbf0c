//! What a dossier is before it has a licence: a file number, and a seat in a call.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{text, text_null};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        // The number by which the dossier was known before its licence had one.
        let file_number = Table::alter()
            .table("dossier")
            .add_column(text_null("file_number"))
            .to_owned();
        manager.alter_table(file_number).await?;
        let by_file_number = Index::create()
            .name("dossier_file_number")
            .table("dossier")
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
            .table("seat")
            .col(dossier)
            .col(text("call"))
            .foreign_key(
                ForeignKey::create()
                    .name("seat_dossier")
                    .from("seat", "dossier")
                    .to("dossier", "seq"),
            )
            .to_owned();
        manager.create_table(seat).await?;
        let by_call = Index::create()
            .name("seat_call")
            .table("seat")
            .col("call")
            .to_owned();
        manager.create_index(by_call).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let seat = Table::drop().table("seat").to_owned();
        manager.drop_table(seat).await?;
        let by_file_number = Index::drop()
            .name("dossier_file_number")
            .table("dossier")
            .to_owned();
        manager.drop_index(by_file_number).await?;
        let file_number = Table::alter()
            .table("dossier")
            .drop_column("file_number")
            .to_owned();
        manager.alter_table(file_number).await
    }
}
