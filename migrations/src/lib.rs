//! The register's schema, one file a step. Each step works with the code on both sides of it:
//! expand, move, contract.

mod m20261124_000001_register;
mod m20261124_000002_run_lease;
mod m20261124_000003_anchor;
mod m20261124_000004_before_the_licence;
mod m20261124_000005_due_index;
mod m20261125_000006_journal_at_its_end;
mod m20261125_000007_relay;
mod m20261128_000008_timeline;
mod m20261128_000009_edition;
mod m20261129_000010_what_an_edition_decides;
mod m20261129_000011_who_answered_a_call;
mod m20261129_000012_one_number;
mod m20261129_000013_party_history;
mod m20261130_000014_what_is_counted;
mod m20261130_000015_answers_by_age;
mod m20261130_000016_outlook;
mod older_names;
mod prefix;

use sea_orm_migration::{
    MigrationTrait, async_trait, sea_orm::DynIden, sea_orm::sea_query::IntoIden,
};

pub use older_names::{OLDER_STEPS, take_over};
pub use prefix::{NoPrefix, Prefix};
/// Applies steps, and takes them back.
pub use sea_orm_migration::MigratorTraitSelf as Steps;

/// Every step there is, in order, for tables whose names begin so.
#[derive(Clone, Debug, Default)]
pub struct Migrator(pub Prefix);

/// The table of the steps that were applied, without its prefix.
pub const STEPS: &str = "migrations";

#[async_trait::async_trait]
impl Steps for Migrator {
    fn migrations(&self) -> Vec<Box<dyn MigrationTrait>> {
        let ours = || self.0.clone();
        vec![
            Box::new(m20261124_000001_register::Migration(ours())),
            Box::new(m20261124_000002_run_lease::Migration(ours())),
            Box::new(m20261124_000003_anchor::Migration(ours())),
            Box::new(m20261124_000004_before_the_licence::Migration(ours())),
            Box::new(m20261124_000005_due_index::Migration(ours())),
            Box::new(m20261125_000006_journal_at_its_end::Migration(ours())),
            Box::new(m20261125_000007_relay::Migration(ours())),
            Box::new(m20261128_000008_timeline::Migration(ours())),
            Box::new(m20261128_000009_edition::Migration(ours())),
            Box::new(m20261129_000010_what_an_edition_decides::Migration(ours())),
            Box::new(m20261129_000011_who_answered_a_call::Migration(ours())),
            Box::new(m20261129_000012_one_number::Migration(ours())),
            Box::new(m20261129_000013_party_history::Migration(ours())),
            Box::new(m20261130_000014_what_is_counted::Migration(ours())),
            Box::new(m20261130_000015_answers_by_age::Migration(ours())),
            Box::new(m20261130_000016_outlook::Migration(ours())),
        ]
    }

    fn migration_table_name(&self) -> DynIden {
        self.0.of(STEPS).into_iden()
    }
}
