//! What tests of the whole program share: a register in a folder of its own, and its binary.

pub mod clock;
mod database;
pub mod disturbed;
pub mod documented;
pub mod law;
pub mod nats;
pub mod proof;
pub mod relaying;
pub mod renewals;
pub mod repository;
mod running;
pub mod seeded;
pub mod silent_proxy;

use std::collections::BTreeMap;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde::Deserialize;
use serde_json::Value;
use tempfile::TempDir;

use database::Database;
pub use database::{Kind, query, server};

/// A row in which all texts have the same hash.
fn without_hashes(row: &str) -> String {
    let mut plain = row.to_owned();
    for hashed in [r#"{"sha256":""#, r#","asked":""#] {
        let mut parts = plain.split(hashed);
        let mut without = parts.next().unwrap_or_default().to_owned();
        for part in parts {
            without.push_str(hashed);
            without.push_str(part.get(64..).unwrap_or(part));
        }
        plain = without;
    }
    plain
}

/// A register in a database of its own, driven through the binary from a folder of its own.
pub struct Binary {
    database: Database,
    folder: TempDir,
}

/// A line of `list --format json`.
#[derive(Clone, Debug, Deserialize, PartialEq)]
#[serde(deny_unknown_fields)]
#[expect(missing_docs, reason = "the names are the contract under test")]
pub struct Listed {
    pub number: String,
    pub office_kind: String,
    pub province: String,
    pub standing: Value,
    pub valid_from: Value,
    pub valid_from_sh: Value,
    pub through: Value,
    pub through_sh: Value,
    pub renewal_due: Value,
    pub renewal_due_sh: Value,
    pub renewal: Value,
    pub holder: Value,
}

impl Binary {
    /// A folder without a register in it.
    pub fn fresh() -> Self {
        Self::fresh_on(Kind::Sqlite)
    }

    /// A folder, and a database without a register in it.
    pub fn fresh_on(kind: Kind) -> Self {
        let folder = folder();
        let database = match kind {
            Kind::Sqlite => Database::file(folder.path()),
            Kind::Postgres => Database::on(&server()),
        };
        Self { database, folder }
    }

    /// A database on the server in which texts are in the order of the Persian language.
    pub fn fresh_in_persian() -> Self {
        let database = Database::in_persian_on(&server());
        let folder = folder();
        Self { database, folder }
    }

    /// A database that another program made, as the file of this name in `tests/data` has it.
    pub fn as_kept(kind: Kind, name: &str) -> Self {
        let register = Self::fresh_on(kind);
        let (database, url) = match kind {
            Kind::Sqlite => ("sqlite", format!("{}?mode=rwc", register.url())),
            Kind::Postgres => ("postgres", register.url()),
        };
        let file = data(&format!("{name}.{database}.sql"));
        let rows = std::fs::read_to_string(file).expect("the rows can be read");
        let rows = match kind {
            Kind::Sqlite => format!("PRAGMA foreign_keys = OFF; {rows}"),
            Kind::Postgres => rows,
        };
        query(&url, &rows).expect("the tables are filled");
        register
    }

    /// A folder, and a database without a register in it on the server of this URL.
    pub fn fresh_at(server: &str) -> Self {
        Self {
            database: Database::on(server),
            folder: folder(),
        }
    }

    /// The counter offices of `tests/data`, as imported.
    pub fn counter_offices() -> Self {
        Self::fresh().with_counter_offices()
    }

    /// The first two thousand of them, where the number does not matter.
    pub fn some_counter_offices() -> Self {
        Self::fresh().with_some_counter_offices()
    }

    /// A small register: urban offices in Tehran, numbered 17-1, 17-2 and so on, which are in
    /// force through these days. Renewal is due three months before.
    pub fn offices(through: &[&str]) -> Self {
        Self::fresh().with_offices(through)
    }

    /// The counter offices of `tests/data`, imported.
    #[must_use]
    pub fn with_counter_offices(self) -> Self {
        let file = data("pishkhan-register.csv");
        self.run(&["import", "--profile", "pishkhan", &file]);
        self
    }

    /// The first two thousand of them, imported.
    #[must_use]
    pub fn with_some_counter_offices(self) -> Self {
        self.with(&first_rows("pishkhan-register.csv", 2000))
    }

    /// Urban offices in Tehran as of [`Binary::offices`], imported.
    #[must_use]
    pub fn with_offices(self, through: &[&str]) -> Self {
        self.with(&offices_csv(through))
    }

    /// What a file of counter offices with this text says, imported.
    fn with(self, text: &str) -> Self {
        let file = self.write("offices.csv", text);
        self.run(&["import", "--profile", "pishkhan", &file]);
        std::fs::remove_file(file).expect("the file was there");
        self
    }

    /// The same register, byte for byte, in another folder.
    #[must_use]
    pub fn twin(&self) -> Self {
        let folder = folder();
        Self {
            database: self.database.twin(folder.path()),
            folder,
        }
    }

    /// Writes a file into the folder; its path.
    pub fn write(&self, name: &str, bytes: impl AsRef<[u8]>) -> String {
        let path = self.folder().join(name);
        std::fs::write(&path, bytes).expect("the folder can be written to");
        path.display().to_string()
    }

    /// Writes a file of secrets into the folder, which its owner alone may read; its path.
    pub fn write_secret(&self, name: &str, bytes: impl AsRef<[u8]>) -> String {
        let path = self.write(name, bytes);
        self.permit(name, 0o600);
        path
    }

    /// Gives a file of the folder these permissions.
    pub fn permit(&self, name: &str, mode: u32) {
        let permissions = std::fs::Permissions::from_mode(mode);
        std::fs::set_permissions(self.folder().join(name), permissions).expect("a file of ours");
    }

    /// Every file in the folder with what is in it. What SQLite keeps beside a database that was
    /// not closed is left out where it holds no change: an index of the log, and an empty log.
    pub fn files(&self) -> BTreeMap<String, Vec<u8>> {
        let entries = std::fs::read_dir(self.folder()).expect("the folder can be read");
        entries
            .map(|entry| entry.expect("the folder can be read"))
            .filter(|entry| entry.file_type().expect("it has a type").is_file())
            .map(|entry| {
                let bytes = std::fs::read(entry.path()).expect("the file can be read");
                (entry.file_name().to_string_lossy().into_owned(), bytes)
            })
            .filter(|(name, bytes)| {
                !(name.ends_with("-shm") || name.ends_with("-wal") && bytes.is_empty())
            })
            .collect()
    }

    /// The folder.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// The database's URL.
    pub fn url(&self) -> String {
        self.database.url()
    }

    /// Which database the register is in.
    pub fn kind(&self) -> Kind {
        self.database.kind()
    }

    /// The file that the register is in.
    pub fn database(&self) -> PathBuf {
        self.database.path().to_owned()
    }

    /// The binary with these arguments, ready to run.
    pub fn command(&self, args: &[&str]) -> Command {
        let mut command = program();
        command
            .args(args)
            .env("PARVANEH_REGISTER", self.url())
            .current_dir(self.folder());
        command
    }

    /// The binary with these arguments and a limit on how large a file it may write, in blocks of
    /// half a kibibyte: the nearest to a full disk that needs no disk.
    pub fn cramped(&self, blocks: u32, args: &[&str]) -> Command {
        let script = format!("ulimit -f {blocks}; exec \"$0\" \"$@\"");
        let mut command = Command::new("sh");
        command
            .args(["-c", &script])
            .arg(binary())
            .args(args)
            .env("PARVANEH_REGISTER", self.url())
            .env(clock::VARIABLE, clock::ahead())
            .current_dir(self.folder());
        command
    }

    /// Runs the binary, which must fail with this exit code, answer nothing and say why in one
    /// sentence; the sentence, without the folder's path.
    pub fn fails(&self, code: i32, args: &[&str]) -> String {
        self.failed(code, &self.output(args))
    }

    /// The same of a run that is over.
    pub fn failed(&self, code: i32, output: &Output) -> String {
        let said = self.said(output);
        assert_eq!(output.status.code(), Some(code), "{said}");
        assert_eq!(output.stdout, b"", "a failure answers nothing");
        assert_eq!(said.lines().count(), 1, "not one sentence: {said}");
        said
    }

    /// What it said beside its answer, without the folder's path.
    pub fn said(&self, output: &Output) -> String {
        let said = String::from_utf8_lossy(&output.stderr);
        said.replace(&self.folder().display().to_string(), "[folder]")
    }

    /// Runs the binary, whatever comes of it.
    pub fn output(&self, args: &[&str]) -> Output {
        self.command(args).output().expect("the binary runs")
    }

    /// Runs the binary, which must succeed; what it printed.
    pub fn run(&self, args: &[&str]) -> String {
        let output = self.output(args);
        let errors = String::from_utf8_lossy(&output.stderr);
        assert!(
            output.status.success(),
            "{args:?} ended with {}: {errors}",
            output.status
        );
        String::from_utf8(output.stdout).expect("the answer is UTF-8")
    }

    /// Runs the binary, which must succeed; the object it printed.
    pub fn json(&self, args: &[&str]) -> Value {
        let text = self.run(&[args, &["--format", "json"]].concat());
        serde_json::from_str(&text).expect("the answer is JSON")
    }

    /// Every licence on a day, by number.
    pub fn list(&self, on: &str) -> BTreeMap<String, Listed> {
        self.run(&["list", "--on", on, "--format", "json"])
            .lines()
            .map(|line| {
                let listed: Listed = serde_json::from_str(line).expect("the line is as promised");
                (listed.number.clone(), listed)
            })
            .collect()
    }

    /// Nothing in the register contradicts anything else.
    pub fn verify_clean(&self) {
        let output = self.output(&["verify", "--format", "json"]);
        let said = String::from_utf8_lossy(&output.stdout);
        assert!(output.status.success(), "{said}{}", self.said(&output));
    }

    /// Every event of every licence with its legal date, without ids, hashes, instants and texts that
    /// stand beside them, which differ from run to run.
    pub fn histories(&self) -> Vec<String> {
        let holder = self.kind().field("event", "holder");
        let mut rows = self.query(&format!(
            "SELECT number || ' ' || version || ' ' || effective_on || ' ' || \
             replace(event, coalesce({holder}, '-'), 'party') \
             FROM parvaneh_journal AS journal JOIN parvaneh_dossier AS dossier ON dossier.seq = journal.dossier \
             ORDER BY number, version"
        ));
        for row in &mut rows {
            *row = without_hashes(row);
        }
        // Databases may order texts otherwise; within a dossier they keep the order of versions.
        let number = |row: &String| row.split(' ').next().map(str::to_owned);
        rows.sort_by_cached_key(number);
        rows
    }

    /// Every row of the journal of one dossier, in their order.
    pub fn histories_of(&self, number: &str) -> String {
        let rows = self.histories().into_iter();
        let own = rows.filter(|row| row.split(' ').next() == Some(number));
        own.collect::<Vec<_>>().join("\n")
    }

    /// Everything that must not depend on how often a run was cut off, nor on the database: ids and
    /// instants do.
    pub fn essence(&self) -> Vec<String> {
        let mut rows = self.histories();
        rows.extend(self.query("SELECT kind, name, name_as_given, identifier FROM parvaneh_party"));
        rows.extend(self.query(
            "SELECT number, regime, province, office_kind, version, due_on \
             FROM parvaneh_dossier JOIN parvaneh_snapshot ON dossier = seq",
        ));
        rows.sort();
        rows
    }

    /// Its essence is this. Says what differs first, where tens of thousands of rows would say
    /// nothing.
    pub fn assert_essence(&self, expected: &[String], when: &str) {
        let found = self.essence();
        let differs = expected
            .iter()
            .zip(&found)
            .find(|(one, other)| one != other);
        assert_eq!(differs, None, "{when}");
        assert_eq!(expected.len(), found.len(), "{when}");
    }

    /// Every row of every table, byte for byte.
    pub fn dump(&self) -> Vec<String> {
        ["party", "dossier", "snapshot", "journal", "command", "run"]
            .iter()
            .flat_map(|table| self.query(&format!("SELECT * FROM parvaneh_{table} ORDER BY 1")))
            .collect()
    }

    /// The party that holds a licence as it was imported, by its number.
    pub fn holder_of(&self, number: &str) -> Option<String> {
        let field = self.kind().field("event", "holder");
        let sql = format!(
            "SELECT {field} FROM parvaneh_journal JOIN parvaneh_dossier ON seq = dossier \
             WHERE number = '{number}' AND version = 1"
        );
        self.query(&sql).pop()
    }

    /// Lines of commands in which whoever goes by `the-holder` is the holder of the licence.
    pub fn as_holders(&self, lines: &str) -> String {
        let as_holder = |line: &str| {
            let after = line.split("\"number\":\"").nth(1);
            let number = after.and_then(|after| after.split('"').next());
            match number.filter(|_| line.contains("the-holder")) {
                Some(number) => match self.holder_of(number) {
                    Some(holder) => line.replace("the-holder", &holder),
                    None => line.to_owned(),
                },
                None => line.to_owned(),
            }
        };
        lines.split_inclusive('\n').map(as_holder).collect()
    }

    /// The rows of a query, a text each, read past the program by the database's own library.
    pub fn query(&self, sql: &str) -> Vec<String> {
        self.database.query(sql)
    }
}

fn folder() -> TempDir {
    tempfile::tempdir().expect("a folder can be made")
}

/// The path of a file in `tests/data`.
pub fn data(name: &str) -> String {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("data");
    folder.join(name).display().to_string()
}

/// The header and so many rows of a file in `tests/data`.
pub fn first_rows(name: &str, rows: usize) -> String {
    let text = std::fs::read_to_string(data(name)).expect("the file is there");
    text.split_inclusive('\n').take(1 + rows).collect()
}

/// A counter office register with an office for each last day.
pub fn offices_csv(through: &[&str]) -> String {
    let mut text = "licence_number,office_kind,province,county,holder_kind,holder_name,\
                    holder_national_id,issued_on,valid_from,valid_through,status,renewal_filed_on\n"
        .to_owned();
    for (number, through) in (1..).zip(through) {
        let row = format!(
            "17-{number},urban,تهران,مرکز,natural,سارا رضایی,9995648067,,1402/01/01,{through},active,\n"
        );
        text.push_str(&row);
    }
    text
}

/// The binary under test, under the clock of tests.
pub fn program() -> Command {
    let mut command = Command::new(binary());
    command.env(clock::VARIABLE, clock::ahead());
    command
}

/// Where it is: built beside the tests, from the same workspace.
fn binary() -> PathBuf {
    built("parvaneh", "cargo build")
}

/// An example of the engine: built beside the tests, from the same workspace.
pub fn example(name: &str) -> PathBuf {
    built(
        &format!("examples/{name}"),
        "cargo build --package parvaneh --examples",
    )
}

/// A program of the profile that the tests are built in.
fn built(name: &str, how: &str) -> PathBuf {
    let test = std::env::current_exe().expect("a test has a path");
    let profile = test
        .ancestors()
        .nth(2)
        .expect("tests are built in <profile>/deps");
    let program = profile.join(format!("{name}{}", std::env::consts::EXE_SUFFIX));
    assert!(
        program.exists(),
        "{} is not built; run `cargo xtask test`, or `{how}` before this test",
        program.display()
    );
    program
}
