//! What tests of the whole program share: a register in a folder of its own, and its binary.

pub mod scenario;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde::Deserialize;
use serde_json::Value;
use tempfile::TempDir;

/// A register in a folder of its own, driven through the binary.
pub struct Binary {
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
        let folder = tempfile::tempdir().expect("a folder can be made");
        Self { folder }
    }

    /// The counter offices of `tests/data`, as imported.
    pub fn counter_offices() -> Self {
        let register = Self::fresh();
        let file = data("pishkhan-register.csv");
        register.run(&["import", "--profile", "pishkhan", &file]);
        register
    }

    /// The first two thousand of them, where the number does not matter.
    pub fn some_counter_offices() -> Self {
        let register = Self::fresh();
        let file = register.write("some.csv", first_rows("pishkhan-register.csv", 2000));
        register.run(&["import", "--profile", "pishkhan", &file]);
        std::fs::remove_file(file).expect("the file was there");
        register
    }

    /// A small register: urban offices in Tehran, numbered 17-1, 17-2 and so on, which are in
    /// force through these days. Renewal is due three months before.
    pub fn offices(through: &[&str]) -> Self {
        let register = Self::fresh();
        let file = register.write("offices.csv", offices_csv(through));
        register.run(&["import", "--profile", "pishkhan", &file]);
        std::fs::remove_file(file).expect("the file was there");
        register
    }

    /// The same register, byte for byte, in another folder.
    pub fn twin(&self) -> Self {
        let twin = Self::fresh();
        std::fs::copy(self.database(), twin.database()).expect("the register can be copied");
        twin
    }

    /// Writes a file into the folder; its path.
    pub fn write(&self, name: &str, bytes: impl AsRef<[u8]>) -> String {
        let path = self.folder().join(name);
        std::fs::write(&path, bytes).expect("the folder can be written to");
        path.display().to_string()
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
        format!("sqlite://{}", self.database().display())
    }

    /// The database's file.
    pub fn database(&self) -> PathBuf {
        self.folder().join("register.db")
    }

    /// The binary with these arguments, ready to run.
    pub fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(binary());
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
        let verification = self.json(&["verify"]);
        assert_eq!(verification["findings"], Value::Array(Vec::new()));
    }

    /// Every event of every licence with its legal date, without ids, hashes and instants, which
    /// differ from run to run.
    pub fn histories(&self) -> Vec<String> {
        self.query(
            "SELECT number || ' ' || version || ' ' || effective_on || ' ' || \
             replace(event, hex_party, 'party') \
             FROM (SELECT number, version, effective_on, event, \
                   coalesce(json_extract(event, '$.holder'), '-') AS hex_party \
                   FROM journal JOIN dossier ON dossier.seq = journal.dossier) \
             ORDER BY number, version",
        )
    }

    /// Every row of every table, byte for byte.
    pub fn dump(&self) -> Vec<String> {
        ["party", "dossier", "snapshot", "journal", "command", "run"]
            .iter()
            .flat_map(|table| self.query(&format!("SELECT * FROM {table} ORDER BY 1")))
            .collect()
    }

    /// The rows of a query, a text each, read past the program by SQLite's own library.
    pub fn query(&self, sql: &str) -> Vec<String> {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .expect("a runtime can be made");
        runtime.block_on(async {
            use sea_orm::sqlx::{self, Row, SqlitePool, TypeInfo, ValueRef};
            let pool = SqlitePool::connect(&self.url())
                .await
                .expect("the register opens");
            let rows = sqlx::query(sqlx::AssertSqlSafe(sql.to_owned()))
                .fetch_all(&pool)
                .await
                .expect("the query runs");
            pool.close().await;
            rows.iter()
                .map(|row| {
                    let cells: Vec<String> = (0..row.len())
                        .map(|at| {
                            let raw = row.try_get_raw(at).expect("the column is there");
                            if raw.is_null() {
                                return "null".to_owned();
                            }
                            match raw.type_info().name() {
                                "INTEGER" => row.get_unchecked::<i64, _>(at).to_string(),
                                "BLOB" => format!("{:02x?}", row.get_unchecked::<Vec<u8>, _>(at)),
                                _ => row.get_unchecked::<String, _>(at),
                            }
                        })
                        .collect();
                    cells.join(" | ")
                })
                .collect()
        })
    }
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

/// The binary under test: built beside the tests, from the same workspace.
pub fn binary() -> PathBuf {
    let test = std::env::current_exe().expect("a test has a path");
    let profile = test
        .ancestors()
        .nth(2)
        .expect("tests are built in <profile>/deps");
    let binary = profile.join(format!("parvaneh{}", std::env::consts::EXE_SUFFIX));
    assert!(
        binary.exists(),
        "{} is not built; run `cargo xtask test`",
        binary.display()
    );
    binary
}
