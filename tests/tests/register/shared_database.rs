//! A register in a database that is not its alone: the host has migrations, tables and indexes of its own there, under
//! names that were ours once; another register has its tables there too.

use parvaneh_tests::{Binary, Kind, on_both};
use sea_orm::{Database, DatabaseConnection};

/// The host's own migrations, by the library that ours are by, noted where that notes them by itself.
mod host {
    use sea_orm_migration::prelude::*;
    use sea_orm_migration::schema::{pk_auto, text};

    pub(super) struct Migrations;

    #[async_trait::async_trait]
    impl MigratorTrait for Migrations {
        fn migrations() -> Vec<Box<dyn MigrationTrait>> {
            vec![Box::new(Persons)]
        }
    }

    struct Persons;

    impl MigrationName for Persons {
        fn name(&self) -> &'static str {
            "m20260101_000001_persons"
        }
    }

    #[async_trait::async_trait]
    impl MigrationTrait for Persons {
        async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
            for table in ["party", "journal", "command", "edition", "register"] {
                let table = Table::create()
                    .table(table)
                    .col(pk_auto("seq"))
                    .col(text("kind"))
                    .to_owned();
                manager.create_table(table).await?;
            }
            let index = Index::create()
                .name("party_identifier")
                .table("party")
                .col("kind")
                .to_owned();
            manager.create_index(index).await?;
            let row = Query::insert()
                .into_table("party")
                .columns(["kind"])
                .values_panic(["of the host".into()])
                .to_owned();
            manager.execute(row).await
        }

        async fn down(&self, _: &SchemaManager) -> Result<(), DbErr> {
            Ok(())
        }
    }

    /// Applies what is pending: none where all of it was applied before.
    pub(super) async fn migrate(db: &sea_orm::DatabaseConnection) {
        Migrations::up(db, None).await.expect("the host migrates");
        let pending = Migrations::get_pending_migrations(db).await;
        assert!(pending.expect("the host looks").is_empty());
    }
}

async fn connected(register: &Binary, kind: Kind) -> DatabaseConnection {
    let url = match kind {
        Kind::Sqlite => format!("{}?mode=rwc", register.url()),
        Kind::Postgres => register.url(),
    };
    Database::connect(url).await.expect("the host connects")
}

fn host_migrates(register: &Binary, kind: Kind) {
    let mut runtime = tokio::runtime::Builder::new_current_thread();
    let runtime = runtime.enable_all().build().expect("a runtime");
    runtime.block_on(async {
        let db = connected(register, kind).await;
        host::migrate(&db).await;
        db.close().await.expect("the host leaves");
    });
}

/// The host's row is there, and ours are not among them.
fn both_are_whole(register: &Binary, kind: Kind) {
    host_migrates(register, kind);
    assert_eq!(register.query("SELECT kind FROM party"), ["of the host"]);
    assert_eq!(register.query("SELECT kind FROM journal"), [""; 0]);
    register.verify_clean();
}

fn a_host_that_was_there_first(kind: Kind) {
    let register = Binary::fresh_on(kind);
    host_migrates(&register, kind);
    let register = register.with_offices(&["1405-12-29"]);
    both_are_whole(&register, kind);
    register.run(&["nightly", "--as-of", "1405-09-01"]);
    both_are_whole(&register, kind);
}

fn a_host_that_comes_later(kind: Kind) {
    let register = Binary::fresh_on(kind).with_offices(&["1405-12-29"]);
    both_are_whole(&register, kind);
    register.run(&["nightly", "--as-of", "1405-09-01"]);
    both_are_whole(&register, kind);
}

/// A register of before, whose steps stand beside those of the host.
fn a_register_of_before_leaves_the_hosts_steps(kind: Kind) {
    let register = Binary::as_kept(kind, "register-of-2026-11");
    register.query("INSERT INTO seaql_migrations VALUES ('m20260101_000001_persons', 1)");
    register.run(&["migrate"]);
    assert_eq!(
        register.query("SELECT version FROM seaql_migrations"),
        ["m20260101_000001_persons"]
    );
    register.verify_clean();
    let again = register.run(&["migrate"]);
    assert!(again.contains(": 0 steps applied"), "{again}");
}

/// Nothing that was made by a step has a name without the prefix any more, and the host can have it.
fn a_register_of_before_gives_its_names_up(kind: Kind) {
    let register = Binary::as_kept(kind, "register-of-2026-11");
    register.run(&["migrate"]);
    let named = match kind {
        Kind::Sqlite => {
            "SELECT name FROM sqlite_master WHERE name NOT LIKE 'parvaneh\\_%' ESCAPE '\\' \
             AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'"
        }
        Kind::Postgres => {
            "SELECT relname::text FROM pg_class JOIN pg_namespace ON pg_namespace.oid = relnamespace \
             WHERE nspname = current_schema() AND relname NOT LIKE 'parvaneh\\_%'"
        }
    };
    assert_eq!(register.query(named), [""; 0]);
    both_are_whole(&register, kind);
}

/// Each register of one database has the tables whose names begin with its own prefix.
fn two_registers_in_one_database(kind: Kind) {
    let one = Binary::fresh_on(kind).with_offices(&["1405-12-29", "1405-12-29"]);
    let url = one.url();
    let joint = if url.contains('?') { '&' } else { '?' };
    let other = format!("{url}{joint}prefix=second_");
    let of_the_other = |args: &[&str]| one.run(&[&["--register", &other], args].concat());
    of_the_other(&["migrate"]);
    let file = one.write("one.csv", parvaneh_tests::offices_csv(&["1404-12-29"]));
    of_the_other(&["import", "--profile", "pishkhan", &file]);
    of_the_other(&["nightly", "--as-of", "1405-09-01"]);
    let count = |prefix: &str| one.query(&format!("SELECT count(*) FROM {prefix}dossier"));
    assert_eq!(
        (count("parvaneh_"), count("second_")),
        (vec!["2".to_owned()], vec!["1".to_owned()])
    );
    of_the_other(&["verify"]);
    one.verify_clean();
    // A whole register is taken in by the name that it is to have there.
    let whole = one.write("whole.jsonl", one.run(&["export", "-"]));
    let third = format!("{url}{joint}prefix=third_");
    one.run(&[
        "--register",
        &third,
        "import",
        "--profile",
        "parvaneh",
        &whole,
    ]);
    one.run(&["--register", &third, "verify"]);
    assert_eq!(count("third_"), ["2"]);
    if kind == Kind::Sqlite {
        // The register of that prefix is what is copied and put back, whatever else is in the file.
        let backup = one.folder().join("backup.db").display().to_string();
        of_the_other(&["backup", &backup]);
        let back = format!("sqlite://{}/back.db?prefix=second_", one.folder().display());
        let args = [
            "restore",
            &backup,
            "--with-other-tables",
            "--register",
            &back,
        ];
        one.run(&args);
        assert_eq!(
            one.run(&["list", "--register", &back, "--format", "json"])
                .lines()
                .count(),
            1
        );
    }
    let refused = one.fails(
        1,
        &["--register", &format!("{url}{joint}prefix=Bad%20"), "list"],
    );
    assert!(refused.contains("cannot be a prefix"), "{refused}");
}

on_both! {
    a_host_that_was_there_first,
    a_host_that_comes_later,
    a_register_of_before_leaves_the_hosts_steps,
    a_register_of_before_gives_its_names_up,
    two_registers_in_one_database,
}
