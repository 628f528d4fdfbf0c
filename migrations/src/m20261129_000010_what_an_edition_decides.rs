//! Which content an edition had is noted by what it decides, and no longer also by the words in which it
//! is cited. What was noted cannot be told from a hash: it is noted anew.

use sea_orm_migration::prelude::*;

use crate::Prefix;

#[derive(DeriveMigrationName)]
pub(crate) struct Migration(pub(crate) Prefix);

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        forget(manager, &self.0).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        forget(manager, &self.0).await
    }
}

async fn forget(manager: &SchemaManager<'_>, ours: &Prefix) -> Result<(), DbErr> {
    let noted = Query::delete().from_table(ours.of("edition")).to_owned();
    manager.execute(noted).await
}
