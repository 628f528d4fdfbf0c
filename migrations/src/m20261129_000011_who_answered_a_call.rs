//! Which dossier ever answered which call, also where nothing came of it: who was told what of a call is
//! among them.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{big_integer, text};
use sea_orm_migration::sea_orm::DbBackend;

use crate::Prefix;

#[derive(DeriveMigrationName)]
pub(crate) struct Migration(pub(crate) Prefix);

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let answered = Table::create()
            .table(self.0.of("answered"))
            .col(text("call"))
            .col(big_integer("dossier"))
            .primary_key(Index::create().col("call").col("dossier"))
            .foreign_key(
                ForeignKey::create()
                    .name("answered_dossier")
                    .from(self.0.of("answered"), "dossier")
                    .to(self.0.of("dossier"), "seq"),
            )
            .to_owned();
        manager.create_table(answered).await?;
        // A dossier answers a call by the application that it files, and by nothing else.
        let call = match manager.get_database_backend() {
            DbBackend::Postgres => "event::json->'filing'->>'call'",
            _ => "json_extract(event, '$.filing.call')",
        };
        let (into, journal) = (self.0.of("answered"), self.0.of("journal"));
        let before = format!(
            "INSERT INTO {into} (call, dossier) SELECT DISTINCT call, dossier FROM (\
             SELECT {call} AS call, dossier FROM {journal} WHERE event LIKE '%\"filing\":{{%') AS filed \
             WHERE call IS NOT NULL"
        );
        let connection = manager.get_connection();
        connection.execute_unprepared(&before).await?;
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let answered = Table::drop().table(self.0.of("answered")).to_owned();
        manager.drop_table(answered).await
    }
}
