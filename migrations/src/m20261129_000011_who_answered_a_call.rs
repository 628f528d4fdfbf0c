//! Which dossier ever answered which call, also where nothing came of it: who was told what of a call is
//! among them.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{big_integer, text};
use sea_orm_migration::sea_orm::DbBackend;

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let answered = Table::create()
            .table("answered")
            .col(text("call"))
            .col(big_integer("dossier"))
            .primary_key(Index::create().col("call").col("dossier"))
            .foreign_key(
                ForeignKey::create()
                    .name("answered_dossier")
                    .from("answered", "dossier")
                    .to("dossier", "seq"),
            )
            .to_owned();
        manager.create_table(answered).await?;
        // A dossier answers a call by the application that it files, and by nothing else.
        let call = match manager.get_database_backend() {
            DbBackend::Postgres => "event::json->'filing'->>'call'",
            _ => "json_extract(event, '$.filing.call')",
        };
        let before = format!(
            "INSERT INTO answered (call, dossier) SELECT DISTINCT call, dossier FROM (\
             SELECT {call} AS call, dossier FROM journal WHERE event LIKE '%\"filing\":{{%') AS filed \
             WHERE call IS NOT NULL"
        );
        let connection = manager.get_connection();
        connection.execute_unprepared(&before).await?;
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let answered = Table::drop().table("answered").to_owned();
        manager.drop_table(answered).await
    }
}
