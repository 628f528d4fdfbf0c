//! A register that a scenario makes, day by day, and whose events others read in between.

use std::fs;
use std::ops::RangeInclusive;
use std::path::Path;
use std::process::Command;

use parvaneh_testkit::{Database, Scenario};
use parvaneh_tests::{Kind, program, server};
use serde_json::Value;
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
        scenario.on_paper("written_request");
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

    /// A revision takes back the act that led to an event; the act, by which it can be restored.
    pub(crate) fn withdrawn(&mut self, number: &str, event: &str) -> i64 {
        let scenario = &mut self.scenario;
        let shown = scenario.block_on(scenario.engine().show(number, None));
        let led_to = shown.unwrap().history.into_iter().rev();
        let mut led_to = led_to.filter(|(_, dated)| dated.event.name() == event);
        let (row, _) = led_to.next().expect("it was");
        let stored: Value = serde_json::from_str(&row.event).unwrap();
        let act = stored["of_act"].as_i64().expect("it is an act's");
        scenario.revise("it never came", "letter 12");
        scenario.withdraws(number, &act.to_string()).unwrap();
        scenario.approved().unwrap();
        act
    }

    /// A revision has a withdrawn act stand again.
    pub(crate) fn restored(&mut self, number: &str, act: i64) {
        let scenario = &mut self.scenario;
        scenario.revise("it had come after all", "letter 13");
        scenario.restores(number, act).unwrap();
        scenario.approved().unwrap();
    }

    pub(crate) fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// Further licences like the two.
    pub(crate) fn more_licences(&mut self, numbers: RangeInclusive<u32>) {
        self.scenario.on("1402-07-15").unwrap();
        for number in numbers {
            let number = format!("17-{number}");
            let licensed = self.scenario.licensed(&number, "urban", "1402-07-15", &[]);
            licensed.unwrap();
        }
        self.the_night("1405-04-15");
    }

    pub(crate) fn the_night(&mut self, day: &str) {
        self.scenario.on(day).unwrap().night().unwrap();
    }

    /// The program, to be run.
    pub(crate) fn command(&self, args: &[&str]) -> Command {
        let mut command = program();
        let url = self.scenario.url();
        command.args(args).env("PARVANEH_REGISTER", url);
        command.current_dir(self.folder());
        command
    }

    /// Runs the program; what it prints.
    pub(crate) fn run(&self, args: &[&str]) -> String {
        let output = self.command(args).output().unwrap();
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
