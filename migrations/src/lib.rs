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

pub use sea_orm_migration::MigratorTrait;
/// The table of the steps that were applied.
pub use sea_orm_migration::seaql_migrations as steps;
use sea_orm_migration::{MigrationTrait, async_trait};

/// Every step there is, in order.
#[derive(Debug)]
pub struct Migrator;

#[async_trait::async_trait]
impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![
            Box::new(m20261124_000001_register::Migration),
            Box::new(m20261124_000002_run_lease::Migration),
            Box::new(m20261124_000003_anchor::Migration),
            Box::new(m20261124_000004_before_the_licence::Migration),
            Box::new(m20261124_000005_due_index::Migration),
            Box::new(m20261125_000006_journal_at_its_end::Migration),
            Box::new(m20261125_000007_relay::Migration),
            Box::new(m20261128_000008_timeline::Migration),
            Box::new(m20261128_000009_edition::Migration),
            Box::new(m20261129_000010_what_an_edition_decides::Migration),
            Box::new(m20261129_000011_who_answered_a_call::Migration),
            Box::new(m20261129_000012_one_number::Migration),
            Box::new(m20261129_000013_party_history::Migration),
            Box::new(m20261130_000014_what_is_counted::Migration),
            Box::new(m20261130_000015_answers_by_age::Migration),
        ]
    }
}
