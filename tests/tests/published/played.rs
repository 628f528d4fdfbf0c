//! A register that a scenario makes, day by day, and whose events others read in between.

use std::fs;
use std::path::Path;

use parvaneh_testkit::{Database, Scenario};
use parvaneh_tests::{Kind, program, server};
use tempfile::{TempDir, tempdir};

pub(crate) struct Played {
    pub(crate) scenario: Scenario,
    folder: TempDir,
}

impl Played {
    /// Two licences through 14 Mehr 1405, of which nobody has requested renewal in time as far as the
    /// register knows: the night after the last timely day has written that down.
    pub(crate) fn before_the_late_entries(kind: Kind) -> Self {
        let database = match kind {
            Kind::Sqlite => Database::Sqlite,
            Kind::Postgres => Database::Postgres(server()),
        };
        let mut scenario = Scenario::under("pishkhan/1389", &database).unwrap();
        scenario.on("1402-07-15").unwrap();
        for number in ["17-1", "17-2"] {
            scenario
                .licensed(number, "urban", "1402-07-15", &[])
                .unwrap();
        }
        scenario.on("1405-04-15").unwrap().night().unwrap();
        Self {
            scenario,
            folder: tempdir().unwrap(),
        }
    }

    /// The request for the first was handed in on the last timely day, and is keyed three days later.
    pub(crate) fn a_request_is_keyed_late(&mut self) {
        let scenario = &mut self.scenario;
        scenario.on("1405-04-14").unwrap();
        let desk = Some(("secretariat", "the stamp of the day"));
        scenario.entered("1405-04-17", desk).unwrap();
        let send = scenario.send("17-1", "holder", "renewal.file", &[]);
        send.unwrap().accepted().unwrap();
    }

    /// The request for the second came late; a night finds that its licence has expired.
    pub(crate) fn the_terms_end(&mut self) {
        let scenario = &mut self.scenario;
        scenario.on("1405-04-20").unwrap();
        scenario
            .send("17-2", "holder", "renewal.file", &[])
            .unwrap();
        scenario.accepted().unwrap();
        scenario.on("1405-07-15").unwrap().night().unwrap();
    }

    /// Before the end the working group had excused the lateness, which nobody had entered.
    pub(crate) fn an_excuse_is_keyed_late(&mut self) {
        let scenario = &mut self.scenario;
        scenario.on("1405-07-10").unwrap();
        let desk = Some(("secretariat", "the minutes of the session"));
        scenario.entered("1405-07-20", desk).unwrap();
        let because = ["resolution=carried", "reason=the flood of Tir"];
        let excuse = "renewal.excuse_lateness";
        scenario
            .send("17-2", "working_group", excuse, &because)
            .unwrap();
        scenario.accepted().unwrap();
    }

    pub(crate) fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// Runs the program; what it prints.
    pub(crate) fn run(&self, args: &[&str]) -> String {
        let mut command = program();
        let url = self.scenario.url();
        command.args(args).env("PARVANEH_REGISTER", url);
        let output = command.current_dir(self.folder()).output().unwrap();
        let said = String::from_utf8(output.stderr).unwrap();
        assert!(output.status.success(), "{said}");
        String::from_utf8(output.stdout).unwrap()
    }

    /// Everything that the relay has sent by now.
    pub(crate) fn relayed(&self) -> String {
        self.run(&["relay", "--to", "jsonl:events.jsonl", "--once"]);
        fs::read_to_string(self.folder().join("events.jsonl")).unwrap()
    }
}
