//! Registers from before our tables had a prefix: they are given the names that they would have today.
//!
//! The steps were noted in the table that every user of the same library shares, and a host may have steps of its own
//! there, and tables with such names. What is ours is told by the steps that were applied.

use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::{DbBackend, Statement};

use crate::{Prefix, STEPS, Steps};

/// The table in which the steps were noted.
pub const OLDER_STEPS: &str = "seaql_migrations";

/// The tables that steps made, by the step.
const TABLES: [(&str, &[&str]); 9] = [
    (
        "m20261124_000001_register",
        &["party", "dossier", "snapshot", "journal", "run", "command"],
    ),
    ("m20261124_000003_anchor", &["anchor"]),
    ("m20261124_000004_before_the_licence", &["seat"]),
    (
        "m20261125_000007_relay",
        &["register", "sink", "dead_letter", "trace"],
    ),
    ("m20261128_000008_timeline", &["asked", "proposal"]),
    ("m20261128_000009_edition", &["edition"]),
    ("m20261129_000011_who_answered_a_call", &["answered"]),
    ("m20261129_000012_one_number", &["shared_number"]),
    (
        "m20261129_000013_party_history",
        &["party_event", "free_text"],
    ),
];

/// The indexes that steps made by name.
const INDEXES: &str = "'party_identifier', 'dossier_number', 'snapshot_due_on', 'run_open', 'dossier_file_number', \
    'seat_call', 'dead_letter_position', 'dossier_number_normalised', 'dossier_file_normalised', 'party_merged_into', \
    'command_recorded_at'";

/// Gives what these steps made the names that begin with the prefix, and notes the steps where they are noted now. The
/// table in which they were goes, where nobody else has noted anything there.
pub async fn take_over<C: ConnectionTrait>(
    db: &C,
    ours: &Prefix,
    steps: &[String],
) -> Result<(), DbErr> {
    let made = TABLES
        .iter()
        .filter(|(step, _)| steps.iter().any(|it| it == step));
    let tables: Vec<&str> = made.flat_map(|(_, tables)| *tables).copied().collect();
    for table in &tables {
        let renamed = ours.of(table);
        let rename = format!("ALTER TABLE \"{table}\" RENAME TO \"{renamed}\"");
        db.execute_unprepared(&rename).await?;
    }
    for statement in renamed_beside(db, ours, &tables).await? {
        db.execute_unprepared(&statement).await?;
    }
    crate::Migrator(ours.clone()).install(db).await?;
    if db.get_database_backend() == DbBackend::Postgres {
        // A host that notes a step of its own now would lose it with the table.
        let alone = format!("LOCK TABLE {OLDER_STEPS} IN ACCESS EXCLUSIVE MODE");
        db.execute_unprepared(&alone).await?;
    }
    let names: Vec<String> = steps.iter().map(|step| format!("'{step}'")).collect();
    let (noted, names) = (ours.of(STEPS), names.join(", "));
    for statement in [
        format!(
            "INSERT INTO {noted} SELECT version, applied_at FROM {OLDER_STEPS} WHERE version IN ({names})"
        ),
        format!("DELETE FROM {OLDER_STEPS} WHERE version IN ({names})"),
    ] {
        db.execute_unprepared(&statement).await?;
    }
    if first_column(db, &format!("SELECT version FROM {OLDER_STEPS} LIMIT 1"))
        .await?
        .is_empty()
    {
        db.execute_unprepared(&format!("DROP TABLE {OLDER_STEPS}"))
            .await?;
    }
    Ok(())
}

/// What has these tables' indexes and sequences renamed. SQLite knows no other way than to make an index anew, and
/// names those of keys itself.
async fn renamed_beside<C: ConnectionTrait>(
    db: &C,
    ours: &Prefix,
    tables: &[&str],
) -> Result<Vec<String>, DbErr> {
    let tables: Vec<String> = tables
        .iter()
        .map(|table| format!("'{ours}{table}'"))
        .collect();
    let tables = tables.join(", ");
    let asked = match db.get_database_backend() {
        DbBackend::Postgres => format!(
            "WITH ours AS (SELECT pg_class.oid FROM pg_class JOIN pg_namespace ON pg_namespace.oid = relnamespace \
             WHERE nspname = current_schema() AND relkind = 'r' AND relname IN ({tables})) \
             SELECT format('ALTER %s %I RENAME TO %I', CASE relkind WHEN 'S' THEN 'SEQUENCE' ELSE 'INDEX' END, relname, \
             '{ours}' || relname) AS value FROM pg_class JOIN pg_namespace ON pg_namespace.oid = relnamespace \
             WHERE nspname = current_schema() AND (relname IN ({INDEXES}) AND pg_class.oid IN \
             (SELECT indexrelid FROM pg_index JOIN ours ON ours.oid = indrelid) \
             OR pg_class.oid IN (SELECT conindid FROM pg_constraint JOIN ours ON ours.oid = conrelid \
             WHERE contype IN ('p', 'u')) \
             OR relkind = 'S' AND (relname IN ('dossier_seq', 'journal_position') OR pg_class.oid IN \
             (SELECT objid FROM pg_depend JOIN ours ON ours.oid = refobjid \
             WHERE classid = 'pg_class'::regclass AND deptype IN ('a', 'i'))))"
        ),
        _ => format!(
            "SELECT 'DROP INDEX ' || name || '; ' || replace(sql, name, '{ours}' || name) AS value FROM sqlite_master \
             WHERE type = 'index' AND name IN ({INDEXES}) AND tbl_name IN ({tables})"
        ),
    };
    first_column(db, &asked).await
}

async fn first_column<C: ConnectionTrait>(db: &C, sql: &str) -> Result<Vec<String>, DbErr> {
    let asked = Statement::from_string(db.get_database_backend(), sql);
    let rows = db.query_all_raw(asked).await?;
    rows.iter().map(|row| row.try_get_by_index(0)).collect()
}
