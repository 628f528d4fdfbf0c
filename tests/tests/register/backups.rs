//! A register in a file, copied while others write to it and put back: sound, or refused.

use std::fs::{self, File, Permissions};
use std::io::{Seek, SeekFrom, Write};
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::Stdio;

use insta::assert_snapshot;
use parvaneh_tests::{Binary, data, first_rows};
use sea_orm::sqlx::{Connection, SqliteConnection};

const NIGHT: &str = "1405-09-02";

/// Three offices after a night that settled two of them.
fn settled() -> Binary {
    let register = Binary::offices(&["1405/08/30", "1405/11/01", "1407/01/01"]);
    register.run(&["nightly", "--as-of", NIGHT]);
    register
}

fn mode(path: &Path) -> u32 {
    fs::metadata(path).unwrap().permissions().mode() & 0o777
}

/// Runs with the register given way to the backup.
const REPLACE: [&str; 3] = ["restore", "backup.db", "--replace"];

#[test]
fn a_backup_put_back_is_the_register() {
    let register = settled();
    let before = register.dump();
    let said = register.run(&["backup", "backup.db"]);
    assert!(said.starts_with("backup.db: "), "{said}");
    register.query("UPDATE parvaneh_party SET name = 'someone else'");
    let restored = register.run(&["restore", "backup.db", "--register", "sqlite://other.db"]);
    assert_snapshot!(restored, @"sqlite://other.db: 3 dossiers, 12 events, 0 contradictions, 0 steps applied");
    assert_snapshot!(register.run(&REPLACE).replace(&register.url(), "[register]"), @"[register]: 3 dossiers, 12 events, 0 contradictions, 0 steps applied");
    assert_eq!(register.dump(), before);
    register.verify_clean();
    // The backup is as it was, and can be put back once more.
    register.run(&["verify", "--register", "sqlite://other.db"]);
    register.run(&["restore", "backup.db", "--register", "sqlite://third.db"]);
}

/// A register names persons, and a copy of it goes elsewhere: its owner alone can read it, whoever may read the
/// register. What is put back is for the eyes that the register was for.
#[test]
fn a_backup_is_for_its_owners_eyes() {
    let register = settled();
    fs::set_permissions(register.database(), Permissions::from_mode(0o640)).unwrap();
    register.run(&["backup", "backup.db"]);
    let backup = register.folder().join("backup.db");
    assert_eq!(mode(&backup), 0o600);
    fs::set_permissions(&backup, Permissions::from_mode(0o400)).unwrap();
    register.run(&["restore", "backup.db", "--register", "sqlite://other.db"]);
    assert_eq!(
        mode(&register.folder().join("other.db")),
        0o600,
        "it can be written to"
    );
    fs::set_permissions(register.database(), Permissions::from_mode(0o660)).unwrap();
    register.run(&REPLACE);
    assert_eq!(
        mode(&register.database()),
        0o660,
        "as the register that gave way"
    );
    assert_eq!(mode(&backup), 0o400);
}

/// Each backup is the register as it was at one moment.
#[test]
fn a_backup_among_writers_is_sound() {
    let register = Binary::fresh();
    register.run(&["migrate"]);
    let file = register.write("rows.csv", first_rows("pishkhan-register.csv", 6000));
    let mut import = register.command(&["import", "--profile", "pishkhan", &file]);
    let mut import = import
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut backups = Vec::new();
    while import.try_wait().unwrap().is_none() {
        let name = format!("{}.backup", backups.len());
        register.run(&["backup", &name]);
        backups.push(name);
    }
    assert!(import.wait().unwrap().success());
    assert!(1 < backups.len(), "there was time for more than one");
    let mut sizes = Vec::new();
    for name in &backups {
        let url = format!("sqlite://{name}.db");
        register.run(&["restore", name, "--register", &url]);
        let verified = register.json(&["verify", "--register", &url]);
        sizes.push(verified["dossiers"].as_u64().unwrap());
    }
    assert!(sizes.is_sorted(), "{sizes:?}");
    let whole = register.json(&["verify"])["dossiers"].as_u64().unwrap();
    assert!(
        sizes.iter().any(|size| *size < whole),
        "none was taken in the midst of it: {sizes:?}"
    );
    register.verify_clean();
}

#[test]
fn a_backup_is_whole_or_not_there() {
    let register = settled();
    register.run(&["backup", "backup.db"]);
    let before = register.files();
    let mut said = vec![
        register.fails(1, &["backup", "backup.db"]),
        register.fails(1, &["backup", "register.db"]),
        register.fails(1, &["backup", "nowhere/backup.db"]),
        register.fails(1, &["backup", "what?.db"]),
        register.fails(
            2,
            &[
                "backup",
                "other.db",
                "--register",
                "postgres://ann:secret@host/db",
            ],
        ),
        register.fails(
            1,
            &["backup", "other.db", "--register", "sqlite://nothing.db"],
        ),
    ];
    let full = register
        .cramped(80, &["backup", "other.db"])
        .output()
        .unwrap();
    said.push(register.failed(1, &full));
    assert_snapshot!(said.join(""), @r"
    parvaneh: backup.db is there already; name a file that is not
    parvaneh: register.db is there already; name a file that is not
    parvaneh: writing nowhere/backup.db failed; look at the path, its permissions and the space there: No such file or directory (os error 2)
    parvaneh: writing what?.db failed; look at the path, its permissions and the space there: invalid filename
    parvaneh: a register on a PostgreSQL server is backed up with pg_dump and put back with pg_restore, as docs/backup.md shows
    parvaneh: there is no register at sqlite://nothing.db; make one with `parvaneh migrate` or `parvaneh import`
    parvaneh: copying the register failed because the disk is full; free some space and run it again: Execution Error: error returned from database: (code: 778) disk I/O error
    ");
    assert_eq!(
        register.files(),
        before,
        "nothing was made and nothing was changed"
    );
}

#[test]
fn what_is_no_backup_is_not_restored() {
    let register = settled();
    let other = |name: &str, sql: &str| {
        let twin = register.twin();
        twin.query(sql);
        let bytes = fs::read(twin.database()).unwrap();
        register.write(name, bytes);
    };
    other(
        "later.db",
        "INSERT INTO parvaneh_migrations VALUES ('m20990101_000001_later', 1)",
    );
    other(
        "tampered.db",
        "UPDATE parvaneh_journal SET recorded_at = 0 WHERE dossier = 2",
    );
    other(
        "unfinished.db",
        "INSERT INTO parvaneh_migrations VALUES ('import_unfinished', 1)",
    );
    other("tables.db", "DELETE FROM parvaneh_migrations");
    other("live.db", "SELECT 1");
    register.write("live.db-wal", "something");
    register.write("text.db", "licence_number,office_kind\n17-1,urban\n");
    register.write("empty.db", "");
    let whole = fs::read(register.database()).unwrap();
    register.write("cut.db", &whole[..whole.len() / 2]);
    let before = register.files();
    let new = |name: &str| register.fails(1, &["restore", name, "--register", "sqlite://new.db"]);
    let names = [
        "nothing.db",
        ".",
        "text.db",
        "empty.db",
        "cut.db",
        "tables.db",
        "later.db",
    ];
    let mut said: Vec<String> = names.into_iter().map(new).collect();
    said.extend(["unfinished.db", "tampered.db", "live.db"].map(new));
    said.push(register.fails(1, &["restore", "live.db"]));
    said.push(register.fails(1, &["restore", "register.db", "--replace"]));
    let server = [
        "restore",
        "live.db",
        "--register",
        "postgres://ann:secret@host/db",
    ];
    said.push(register.fails(2, &server));
    let text = said.join("").replace(&register.url(), "[register]");
    assert_snapshot!(text, @r"
    parvaneh: reading nothing.db failed; look at the path, its permissions and the space there: No such file or directory (os error 2)
    parvaneh: reading . failed; look at the path, its permissions and the space there: is a directory
    parvaneh: text.db is not restored: sqlite://text.db is not a database; name another file: Connection Error: error returned from database: (code: 26) file is not a database
    parvaneh: empty.db holds no whole register; name a file that `parvaneh backup` made
    parvaneh: cut.db is not restored: opening the register failed because the file is damaged; put back an earlier copy of it: Connection Error: error returned from database: (code: 11) database disk image is malformed
    parvaneh: tables.db holds no whole register; name a file that `parvaneh backup` made
    parvaneh: later.db is not restored: the register at sqlite://later.db has a newer schema (m20990101_000001_later); use the parvaneh that migrated it
    parvaneh: unfinished.db holds no whole register; name a file that `parvaneh backup` made
    parvaneh: tampered.db holds 5 contradictions and is not restored; the first is 17-2 chain_broken: event 1 is not what was hashed; use an earlier backup
    parvaneh: live.db has a log beside it, so it is in use and no backup; copy it with `parvaneh backup`
    parvaneh: live.db has a log beside it, so it is in use and no backup; copy it with `parvaneh backup`
    parvaneh: register.db is the register itself; name a backup of it
    parvaneh: a register on a PostgreSQL server is backed up with pg_dump and put back with pg_restore, as docs/backup.md shows
    ");
    let mut after = register.files();
    after.remove("new.db.lock");
    after.remove("register.db.lock");
    let mut before = before;
    before.remove("register.db.lock");
    assert_eq!(after, before, "nothing was made and nothing was changed");
}

/// What a process that was killed left in the log belongs to the register that gives way, and to
/// no other.
#[test]
fn the_log_of_the_old_register_goes_with_it() {
    let register = settled();
    register.run(&["backup", "backup.db"]);
    let before = register.dump();
    let file = data("pishkhan-register.csv");
    let mut import = register.command(&["import", "--profile", "pishkhan", &file]);
    let mut import = import
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let log = register.folder().join("register.db-wal");
    while !fs::metadata(&log).is_ok_and(|log| 100_000 < log.len()) {}
    import.kill().unwrap();
    import.wait().unwrap();
    assert!(log.exists());
    register.run(&REPLACE);
    assert!(!log.exists());
    assert_eq!(register.dump(), before);
    register.verify_clean();
}

/// A log without its register is nobody's: the one put there does not take it for its own.
#[test]
fn a_log_left_behind_is_nobodys() {
    let register = settled();
    register.run(&["backup", "backup.db"]);
    let before = register.dump();
    fs::remove_file(register.database()).unwrap();
    register.write("register.db-wal", vec![7; 100_000]);
    register.run(&["restore", "backup.db"]);
    assert_eq!(register.dump(), before);
    register.verify_clean();
}

/// Who has the old one open would go on writing to what is nowhere any more.
#[test]
fn a_register_in_use_is_not_replaced() {
    let register = settled();
    register.run(&["backup", "backup.db"]);
    register.query("UPDATE parvaneh_party SET name = 'someone else'");
    let before = register.dump();
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    let reader = runtime.block_on(async {
        let mut reader = SqliteConnection::connect(&register.url()).await.unwrap();
        sea_orm::sqlx::query("SELECT count(*) FROM parvaneh_journal")
            .execute(&mut reader)
            .await
            .unwrap();
        reader
    });
    assert_snapshot!(register.fails(1, &REPLACE), @"parvaneh: the register [folder]/register.db is open in another process; end that, and restore again: opening the register failed because another process is writing to the register; try again: Execution Error: error returned from database: (code: 5) database is locked");
    runtime.block_on(reader.close()).unwrap();
    assert_eq!(register.dump(), before);
    let lock = File::create(register.folder().join("register.db.lock")).unwrap();
    lock.lock().unwrap();
    assert_snapshot!(register.fails(75, &REPLACE), @"parvaneh: another run holds [folder]/register.db.lock; try again when it has ended, or find out why it hangs");
    drop(lock);
    assert_eq!(register.dump(), before);
    register.run(&REPLACE);
    assert!(register.dump() != before);
}

/// This is what backups are for.
#[test]
fn a_damaged_register_is_replaced() {
    let whole = settled();
    whole.run(&["backup", "backup.db"]);
    let expected = whole.dump();
    let bytes = fs::read(whole.database()).unwrap();
    let damages: [&dyn Fn(&Path); 4] = [
        &|path| fs::write(path, "licence_number,office_kind\n").unwrap(),
        &|path| fs::write(path, "").unwrap(),
        &|path| fs::write(path, &bytes[..bytes.len() / 2 + 100]).unwrap(),
        &|path| {
            let mut file = File::options().write(true).open(path).unwrap();
            file.seek(SeekFrom::Start(4096)).unwrap();
            file.write_all(&[0xff; 8192]).unwrap();
        },
    ];
    for damage in damages {
        damage(&whole.database());
        whole.run(&REPLACE);
        assert_eq!(whole.dump(), expected);
        whole.verify_clean();
    }
    // There need be no old one to give way.
    fs::remove_file(whole.database()).unwrap();
    whole.run(&REPLACE);
    assert_eq!(whole.dump(), expected);
}

/// A backup with something that works on the register unseen is not restored, nor is one with tables that nobody
/// named; nor one that is not the register that was anchored.
#[test]
fn what_no_step_made_is_not_restored() {
    let register = settled();
    let anchors = register.write("anchors.jsonl", register.run(&["anchor", "export"]));
    for (number, sql, said) in [
        (
            1,
            "CREATE TRIGGER forger AFTER INSERT ON parvaneh_journal BEGIN SELECT 1; END",
            "trigger forger",
        ),
        (2, "CREATE TABLE fee (licence text)", "table fee"),
        (3, "DELETE FROM parvaneh_anchor", "does not have the anchor"),
    ] {
        let twin = register.twin();
        twin.query(sql);
        let backup = twin.folder().join("backup.db").display().to_string();
        twin.run(&["backup", &backup]);
        let new = format!("sqlite://{}/new-{number}.db", twin.folder().display());
        let restore = ["restore", &backup, "--register", &new, "--anchor", &anchors];
        let refusal = twin.fails(1, &restore);
        assert!(refusal.contains(said), "{refusal}");
        if number == 2 {
            twin.run(&[&restore[..], &["--with-other-tables"]].concat());
        }
    }
}

/// Before a register is brought up to a new schema, there is a copy of it.
#[test]
fn a_register_of_an_older_schema_is_copied() {
    let register = settled();
    register.query("DELETE FROM parvaneh_migrations WHERE version LIKE '%what_is_counted'");
    register.query("ALTER TABLE parvaneh_sink DROP COLUMN taken");
    register.query("ALTER TABLE parvaneh_sink DROP COLUMN since");
    register.query("ALTER TABLE parvaneh_asked DROP COLUMN salt");
    assert!(
        register
            .fails(1, &["verify"])
            .contains("has an older schema")
    );
    let backup = register.folder().join("backup.db").display().to_string();
    register.run(&["backup", &backup]);
    let new = format!("sqlite://{}/new.db", register.folder().display());
    let restored = register.run(&["restore", &backup, "--register", &new]);
    assert!(restored.contains("1 steps applied"), "{restored}");
}
