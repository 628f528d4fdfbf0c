//! A register in which every table has rows, that can be changed by hand and put back as it was.

use std::process::Command;

use parvaneh::EngineError;
use parvaneh::anchor::ExportedAnchor;
use parvaneh::core::party::PartyKind::Natural;
use parvaneh::number::ByNumber;
use parvaneh::parties::{BlankTexts, Change};
use parvaneh::revise::{Approval, Revision};
use parvaneh::store::SchemaState;
use parvaneh_testkit::{Database, Scenario, TestkitError};
use parvaneh_tests::{Kind, program, query};
use serde_json::json;
use uuid::Uuid;

use super::changes::{Column, Family, Table};

pub(super) struct Tampered {
    scenario: Scenario,
    kind: Kind,
    folder: tempfile::TempDir,
}

/// A call for one seat, two applicants, and three licences: what is reported of one, and a request for another.
const BEFORE: &str = "
on 1402-03-10
C-7 secretariat call.draft number=C-7 province=تهران district=شمیران seats=1 opens_on=1402-04-01 closes_on=1402-04-31
C-7 working_group call.approve_capacity resolution=carried seats=1 population=50000
C-7 secretariat call.publish
on 1402-04-05
F-1 applicant:sara application.file call=C-7 office.kind=urban office.province=تهران applicant=@sara applicant_kind=natural
F-2 applicant:reza application.file call=C-7 office.kind=urban office.province=تهران applicant=@reza applicant_kind=natural
on 1402-07-15";

const AFTER: &str = "
on 1405-02-20
17-1 inspector enforcement.report violation=HOURS facts=shut
17-2 inspector enforcement.report violation=HOURS facts=away";

impl Tampered {
    pub(super) fn new(database: &Database) -> Result<Self, TestkitError> {
        let mut scenario = Scenario::under("pishkhan/1389", database)?;
        scenario.in_province("تهران")?;
        scenario.party("sara", Natural)?.party("reza", Natural)?;
        scenario
            .unidentified("mina", Natural)?
            .party("omid", Natural)?;
        says(&mut scenario, BEFORE)?;
        for number in ["17-1", "17-2", "17-3"] {
            scenario.licensed(number, "urban", "1402-07-15", &[])?;
        }
        scenario.night()?;
        says(&mut scenario, AFTER)?;
        let kind = match database {
            Database::Sqlite => Kind::Sqlite,
            Database::Postgres(_) => Kind::Postgres,
        };
        let folder = tempfile::tempdir().map_err(TestkitError::Place)?;
        let tampered = Self {
            scenario,
            kind,
            folder,
        };
        tampered.parties_change();
        tampered.revises();
        let mut tampered = tampered;
        tampered.scenario.on("1405-02-25")?.night()?;
        tampered.goes_out();
        tampered.keeps_a_copy();
        assert!(
            !tampered.is_found(&tampered.anchors()),
            "a register that nobody touched is clean"
        );
        Ok(tampered)
    }

    /// One party is corrected, one turns out to be another, one is erased; a text is blanked.
    fn parties_change(&self) {
        let change = Change {
            by: "reg-1".to_owned(),
            because: "she asked for it".parse().expect("a reason"),
        };
        let engine = self.scenario.engine();
        let id = |at: u128| Uuid::from_u128(0xa000 + at).to_string();
        self.scenario.block_on(async {
            let named = parvaneh::parties::Correction {
                name: Some("سارا کریمی".to_owned()),
                kind: None,
                identifier: None,
            };
            engine
                .correct_party(&id(0), named, &change)
                .await
                .expect("corrected");
            engine
                .merge_parties(&id(2), &id(1), &change)
                .await
                .expect("merged");
            engine.erase_party(&id(3), &change).await.expect("erased");
            let reported = "SELECT version FROM parvaneh_journal JOIN parvaneh_dossier ON seq = dossier \
                            WHERE number = '17-2' AND event LIKE '%\"reported\"%'";
            let reported = self.read(reported)[0].parse().expect("a version");
            let which = BlankTexts {
                dossier: ByNumber::from("17-2"),
                events: &[reported],
            };
            engine.blank_texts(which, &change).await.expect("blanked");
        });
    }

    /// One revision is approved and another waits; a command belongs to a trace.
    fn revises(&self) {
        let scenario = &self.scenario;
        let revision = |id: u128, number: &str| {
            let actor = |who| scenario.actor(number, who).expect("a role");
            let act = json!({
                "on": "1405-02-10", "actor": actor("holder"),
                "command": { "machine": "contract", "type": "draft", "agency": "post_bank" },
            });
            let revision = json!({
                "id": Uuid::from_u128(id), "actor": actor("authority:mina"), "reason": "it was not keyed",
                "rests_on": "letter 12", "dossiers": [{ "number": number, "enter": [act] }],
            });
            Revision::parse(revision.to_string().as_bytes()).expect("it is a revision")
        };
        let revisions = [revision(1, "17-1"), revision(2, "17-3")];
        let approval = Approval {
            id: Uuid::from_u128(1),
            actor: scenario.actor("17-1", "authority:nima").expect("a role"),
        };
        let request = json!({
            "id": Uuid::from_u128(0x7777), "number": "17-3",
            "actor": scenario.actor("17-3", "inspector").expect("a role"),
            "traceparent": "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
            "command": { "machine": "enforcement", "type": "report", "violation": "HOURS", "facts": "dark" },
        });
        let request = parvaneh::Request::parse(request.to_string().as_bytes());
        let request = request.expect("a command");
        let engine = scenario.engine();
        scenario.block_on(async {
            for revision in &revisions {
                engine.propose(revision).await.expect("proposed");
            }
            engine.approve(&approval).await.expect("approved");
            let answer = engine.handle(&request).await.expect("handled");
            answer.accepted().expect("accepted");
        });
    }

    /// A sink has everything but a dossier's second event, which waits for it, and what is behind that.
    fn goes_out(&self) {
        let sink = format!("jsonl:{}/events.jsonl", self.folder.path().display());
        let mut relay: Command = program();
        relay
            .args(["relay", "--once", "--to", &sink])
            .env("PARVANEH_REGISTER", self.scenario.url());
        let output = relay.output().expect("the binary runs");
        assert!(
            output.status.success(),
            "{}",
            String::from_utf8_lossy(&output.stderr)
        );
        self.try_to(
            "INSERT INTO parvaneh_dead_letter (sink, position, dossier, reason, attempts, parked_at) \
             SELECT sink.name, journal.position, journal.dossier, 'no', 1, 7 FROM parvaneh_sink AS sink, parvaneh_journal AS journal \
             WHERE version > 1 AND journal.dossier = \
             (SELECT dossier FROM parvaneh_journal AS journal WHERE version = 3 ORDER BY position LIMIT 1) \
             ORDER BY journal.position; \
             UPDATE parvaneh_sink AS sink SET published = published - (SELECT count(*) FROM parvaneh_dead_letter), \
             taken = taken - (SELECT count(*) FROM parvaneh_dead_letter)",
        )
        .expect("letters are set aside");
    }

    pub(super) fn kind(&self) -> Kind {
        self.kind
    }

    pub(super) fn anchors(&self) -> Vec<ExportedAnchor> {
        let engine = self.scenario.engine();
        self.scenario
            .block_on(engine.anchors())
            .expect("they can be read")
    }

    /// Whether `verify` finds anything, or cannot even read the register.
    pub(super) fn is_found(&self, anchors: &[ExportedAnchor]) -> bool {
        let engine = self.scenario.engine();
        // A register is opened before it is verified, and that is refused where its schema is another one.
        let schema = self.scenario.block_on(engine.store().schema());
        if schema.is_ok_and(|schema| schema != SchemaState::Current) {
            return true;
        }
        let verified = self.scenario.block_on(engine.verify(anchors));
        match verified {
            Ok(verification) => !verification.findings.is_empty(),
            Err(EngineError::Anchors(_)) => true,
            // What one cell does must not hide the rest.
            Err(error) => {
                eprintln!("{error:?}");
                false
            }
        }
    }

    /// The schema that the register has on a server.
    fn schema(&self) -> Option<&str> {
        let (_, schema) = self.scenario.url().split_once("schema=")?;
        schema.split('&').next()
    }

    fn url(&self) -> &str {
        let url = self.scenario.url();
        url.split_once("?schema=").map_or(url, |(url, _)| url)
    }

    /// Runs statements past the program, without looking at references.
    pub(super) fn try_to(&self, sql: &str) -> Result<Vec<String>, sea_orm::sqlx::Error> {
        let before = match self.schema() {
            Some(schema) => {
                format!("SET search_path TO {schema}; SET session_replication_role = replica")
            }
            None => "PRAGMA foreign_keys = off".to_owned(),
        };
        query(self.url(), &format!("{before}; {sql}"))
    }

    fn read(&self, sql: &str) -> Vec<String> {
        self.try_to(sql).expect("the query runs")
    }

    pub(super) fn rows(&self, table: &str) -> Vec<String> {
        let mut rows = self.read(&format!("SELECT * FROM {table}"));
        rows.sort();
        rows
    }

    pub(super) fn tables(&self) -> Vec<Table> {
        let names = match self.kind {
            Kind::Sqlite => {
                "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name"
            }
            Kind::Postgres => {
                "SELECT table_name::text FROM information_schema.tables \
                 WHERE table_schema = current_schema() ORDER BY 1"
            }
        };
        let table = |name: String| {
            let rows = self.read(&format!("SELECT count(*) FROM {name}"));
            let columns = match self.kind {
                Kind::Sqlite => format!("SELECT name, type, pk FROM pragma_table_info('{name}')"),
                Kind::Postgres => format!(
                    "SELECT columns.column_name::text, data_type::text, \
                     (SELECT count(*) FROM information_schema.key_column_usage AS keys \
                     WHERE keys.table_schema = current_schema() AND keys.table_name = columns.table_name \
                     AND keys.column_name = columns.column_name \
                     AND constraint_name LIKE '%pkey') FROM information_schema.columns \
                     WHERE table_schema = current_schema() AND table_name = '{name}' ORDER BY ordinal_position"
                ),
            };
            let columns = self.read(&columns).iter().map(|row| column(row)).collect();
            Table {
                rows: rows[0].parse().expect("a count"),
                columns,
                name,
            }
        };
        self.read(names).into_iter().map(table).collect()
    }

    /// Keeps the register as it is now, to put it back.
    fn keeps_a_copy(&self) {
        match self.schema() {
            None => {
                let copy = self.copy();
                self.read(&format!("VACUUM INTO '{copy}'"));
            }
            Some(schema) => {
                self.read(&format!("CREATE SCHEMA kept_{schema}"));
                for table in self.tables() {
                    let name = table.name;
                    self.read(&format!(
                        "CREATE TABLE kept_{schema}.{name} AS SELECT * FROM {name}"
                    ));
                }
            }
        }
    }

    fn copy(&self) -> String {
        self.folder.path().join("copy.db").display().to_string()
    }

    /// Has a table as it was.
    pub(super) fn put_back(&self, table: &str) {
        let (before, kept) = match self.schema() {
            None => (
                format!("ATTACH '{}' AS kept; ", self.copy()),
                "kept".to_owned(),
            ),
            Some(schema) => (String::new(), format!("kept_{schema}")),
        };
        self.read(&format!(
            "{before}DELETE FROM {table}; INSERT INTO {table} SELECT * FROM {kept}.{table}"
        ));
    }
}

impl Drop for Tampered {
    fn drop(&mut self) {
        if let Some(schema) = self.schema() {
            drop(self.try_to(&format!("DROP SCHEMA IF EXISTS kept_{schema} CASCADE")));
        }
    }
}

fn column(row: &str) -> Column {
    let parts: Vec<&str> = row.split(" | ").collect();
    let [name, kind, key] = parts.as_slice() else {
        panic!("{row} is no column");
    };
    let kind = kind.to_lowercase();
    let family = if kind.contains("int") {
        Family::Integer
    } else if kind.starts_with("uuid") {
        Family::Id
    } else if kind.starts_with("date") {
        Family::Day
    } else if kind.starts_with("blob") || kind == "bytea" {
        Family::Bytes
    } else {
        Family::Text
    };
    Column {
        name: (*name).to_owned(),
        family,
        is_key: *key != "0",
    }
}

fn says(scenario: &mut Scenario, lines: &str) -> Result<(), TestkitError> {
    for line in lines.lines().filter(|line| !line.is_empty()) {
        let words: Vec<&str> = line.split(' ').collect();
        match words.as_slice() {
            ["on", day] => scenario.on(day)?,
            [number, actor, command, arguments @ ..] => scenario
                .send(number, actor, command, arguments)?
                .accepted()?,
            _ => panic!("{line:?} says nothing"),
        };
    }
    Ok(())
}
