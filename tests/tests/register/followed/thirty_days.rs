//! A source that changes by chance over thirty days, followed by a register that is refreshed on some of them and
//! killed at any moment: on every day the register has what the source has said, and of each refresh it is still
//! known what was known then.

use std::collections::BTreeMap;
use std::fs;
use std::os::unix::process::ExitStatusExt;
use std::path::Path;
use std::process::{Output, Stdio};
use std::thread;
use std::time::Duration;

use chrono::{DateTime, Days, NaiveDate, Utc};
use parvaneh_tests::proof::times;
use parvaneh_tests::seeded::{seed, seed_or};
use parvaneh_tests::{Binary, Kind as Database, clock, on_both, query};
use serde_json::Value;

use super::source::{DAYS, Kind, Licence, MONTH, Row, Source, Throws};

const SIGKILL: i32 = 9;

/// The seed of every run.
const EVERY_RUN: u64 = 7_000_001;

/// A register whose rows are terms, with the days of their statuses, and that takes back what is gone from it.
const TERMS: &str = r#"
regime = "pishkhan"
row = "term"
dates = "year_month_day"
valid_through_empty = "computed"
gone = "withdrawn"

[columns]
number = "licence_number"
office_kind = "office_kind"
province = "province"
holder_kind = "holder_kind"
holder_name = "holder_name"
holder_id = "holder_national_id"
valid_from = "valid_from"
valid_through = "valid_through"
status = "status"
status_on = "status_on"

[status]
active = "in_force"
suspended = "suspended"
revoked = "revoked"
surrendered = "surrendered"

[holder_kind]
natural = "natural"
"#;

fn date(day: i64) -> NaiveDate {
    let first = NaiveDate::from_ymd_opt(2026, 11, 28).expect("a day");
    match u64::try_from(day) {
        Ok(later) => first + Days::new(later),
        Err(_) => first - Days::new(day.unsigned_abs()),
    }
}

/// Noon in Tehran of a day.
fn noon(day: i64) -> DateTime<Utc> {
    let noon = date(day).and_hms_opt(8, 30, 0).expect("a time");
    noon.and_utc()
}

/// A register, its source, and what was known when.
struct Followed {
    register: Binary,
    source: Source,
    throws: Throws,
    workflows: Option<String>,
    /// What was known after each refresh, by the journal's last position.
    known: Vec<(String, Vec<Licence>)>,
    /// Rows that never change, so that a file has several batches.
    filler: usize,
    kills: u32,
}

impl Followed {
    fn new(database: Database, kind: Kind, seed: u64, filler: usize) -> Self {
        let register = Binary::fresh_on(database);
        let mut throws = Throws { seed, count: 0 };
        let source = Source::new(kind, &mut throws);
        let workflows = (kind == Kind::Terms).then(|| workflows(&register));
        Self {
            register,
            source,
            throws,
            workflows,
            known: Vec::new(),
            filler,
            kills: 0,
        }
    }

    /// The binary on a day.
    fn command(&self, day: i64, args: &[&str]) -> std::process::Command {
        let mut command = self.register.command(args);
        let ahead = noon(day) - Utc::now();
        command.env(clock::VARIABLE, ahead.num_milliseconds().to_string());
        command
    }

    fn run(&self, day: i64, args: &[&str], codes: &[i32]) -> Output {
        let output = self.command(day, args).output().expect("the binary runs");
        let said = self.register.said(&output);
        let code = output.status.code().expect("it ends by itself");
        assert!(
            codes.contains(&code),
            "{args:?} on day {day}: {code}: {said}"
        );
        output
    }

    fn file(&self) -> String {
        let mut text =
            "licence_number,office_kind,province,holder_kind,holder_name,holder_national_id,\
                        issued_on,valid_from,valid_through,status,status_on,renewal_filed_on\n"
                .to_owned();
        let day = |day: Option<i64>| day.map_or_else(String::new, |day| date(day).to_string());
        let mut add = |number: &str, row: Row| {
            let Row {
                from,
                through,
                status,
                since,
                filed,
            } = row;
            text.push_str(&format!(
                "{number},urban,تهران,natural,سارا رضایی,9995648067,,{},{},{},{},{}\n",
                date(from),
                date(through),
                status.word(),
                day(since),
                day(filed)
            ));
        };
        for licence in &self.source.licences {
            for row in &licence.rows {
                add(&licence.number, *row);
            }
        }
        for number in 0..self.filler {
            let row = Row {
                from: -400,
                through: 900,
                status: super::source::Status::InForce,
                since: None,
                filed: None,
            };
            add(&format!("18-{number}"), row);
        }
        self.register.write("source.csv", text)
    }

    /// Refreshes the register on a day, killed a few times before it comes to its end, twice.
    fn refresh(&mut self, day: i64, told: &str) {
        let file = self.file();
        let profile = match self.source.kind {
            Kind::Licences => "pishkhan",
            Kind::Terms => "own",
        };
        let mut args = vec!["import", "--profile", profile, "--follow", &file];
        args.extend(["--max-gone", "100%", "--format", "json"]);
        if let Some(workflows) = &self.workflows {
            args.extend(["--workflows", workflows]);
        }
        let before = (!self.known.is_empty()).then(|| self.register.dump());
        let mut dry = None;
        if before.is_some() && self.throws.happens(30) {
            let output = self.run(day, &[&args[..], &["--dry-run"]].concat(), &[0, 3]);
            assert_eq!(
                before,
                Some(self.register.dump()),
                "a dry run writes: {told}"
            );
            dry = Some(report(&output));
        }
        let mut is_cut = false;
        while self.throws.happens(40) {
            let after = self
                .throws
                .within(0, 60 + i64::try_from(self.filler).expect("few") / 5);
            let mut child = self.command(day, &args);
            let child = child.stdout(Stdio::null()).stderr(Stdio::null()).spawn();
            let mut child = child.expect("the binary runs");
            thread::sleep(Duration::from_millis(after.unsigned_abs()));
            child.kill().expect("it can be killed");
            let was_killed = child.wait().expect("it ends").signal() == Some(SIGKILL);
            self.kills += u32::from(was_killed);
            is_cut = true;
            // Half a minute later the lease of whoever was killed is none. There may be no register yet.
            let lapsed = "UPDATE parvaneh_run SET lease_until = 0 WHERE finished_at IS NULL";
            drop(query(&self.register.url(), lapsed));
        }
        let first = self.run(day, &args, &[0, 3]);
        let told = &format!("{told}: {}", self.register.said(&first));
        let first = report(&first);
        if let Some(dry) = dry.filter(|_| !is_cut) {
            assert_eq!(dry, first, "{told}");
        }
        let after = self.register.dump();
        let second = report(&self.run(day, &args, &[0, 3]));
        assert_eq!(after, self.register.dump(), "the same file twice: {told}");
        self.counts_close(&first, told);
        self.counts_close(&second, told);
        let changed = ["new", "acts", "revised", "withdrawn"].map(|key| count(&second, key));
        assert_eq!(changed, [0; 4], "{told}");
        self.source.learn(day);
        let position = self
            .register
            .query("SELECT max(position) FROM parvaneh_journal");
        let position = position.first().expect("there are rows").clone();
        self.known
            .push((format!("position:{position}"), self.source.licences.clone()));
    }

    fn counts_close(&self, report: &Value, told: &str) {
        let count = |key: &str| count(report, key);
        if count("rejected") != 0 {
            let stated = self.source.licences.iter();
            let stated = stated.map(|it| {
                (
                    &it.number,
                    &it.rows,
                    it.stated(),
                    self.register.histories_of(&it.number),
                )
            });
            panic!("{told}: {:#?}", stated.collect::<Vec<_>>());
        }
        let rows = count("accepted") + count("conflicts") + count("skipped");
        assert_eq!(count("rows"), rows, "{told}: {report}");
        let accepted = ["new", "acts", "revised", "unchanged"].map(count);
        assert_eq!(
            count("accepted"),
            accepted.iter().sum::<u64>(),
            "{told}: {report}"
        );
        let licences = self.source.licences.iter();
        let conflicts = licences.filter(|licence| {
            licence.is_touched
                && !licence.rows.is_empty()
                && licence.rows.last() != licence.stated().last()
        });
        assert_eq!(
            count("conflicts"),
            conflicts.count() as u64,
            "{told}: {report}"
        );
    }

    /// Somebody does something in the register itself.
    fn is_touched(&mut self, day: i64) {
        let may = |licence: &&mut Licence| {
            let stated = licence.stated();
            let [row] = stated.as_slice() else {
                return false;
            };
            let is_plain = row.status == super::source::Status::InForce && row.filed.is_none();
            !licence.is_touched && is_plain && 200 < row.through && row.from < day
        };
        let Some(licence) = self.source.licences.iter_mut().find(may) else {
            return;
        };
        licence.is_touched = true;
        let number = licence.number.clone();
        let line = format!(
            r#"{{"id":"00000000-0000-7000-8000-{:012}","number":"{number}","actor":{{"id":"the-holder","role":"holder"}},"command":{{"machine":"renewal","type":"file"}}}}"#,
            number.replace("17-", "")
        );
        let file = self
            .register
            .write("file.jsonl", self.register.as_holders(&(line + "\n")));
        self.run(day, &["submit", &file], &[0]);
    }

    /// What the register has of a day, beside what is known of the source.
    fn stands(&self, on: i64, known: &[Licence], more: &[&str], told: &str) {
        let day = date(on).to_string();
        let args = ["list", "--on", &day, "--format", "json"];
        let listed = self.run(DAYS, &[&args[..], more].concat(), &[0]);
        let listed = String::from_utf8(listed.stdout).expect("it is UTF-8");
        let listed = listed.lines().map(|line| {
            let listed: Value = serde_json::from_str(line).expect("it is JSON");
            let text = |key: &str| listed[key].as_str().expect("a text").to_owned();
            (text("number"), text("standing"))
        });
        let mut listed: BTreeMap<String, String> = listed.collect();
        listed.retain(|number, _| !number.starts_with("18-"));
        let wanted = known.iter().filter_map(|licence| {
            let standing = licence.standing(on)?;
            Some((licence.number.clone(), standing.to_owned()))
        });
        let wanted: BTreeMap<String, String> = wanted.collect();
        for licence in known {
            let number = &licence.number;
            let (found, wanted) = (listed.get(number), wanted.get(number));
            assert_eq!(
                found,
                wanted,
                "{number} on day {on}, {told}, {more:?}: {licence:?}\n{}",
                self.register.histories_of(number)
            );
        }
        assert_eq!(listed.len(), wanted.len(), "{told}, day {on}, {more:?}");
    }
}

fn count(report: &Value, key: &str) -> u64 {
    report[key].as_u64().expect("a count")
}

/// The last line that was printed.
fn report(output: &Output) -> Value {
    let text = String::from_utf8_lossy(&output.stdout);
    let last = text.lines().last().expect("it reports");
    serde_json::from_str(last).expect("it is JSON")
}

/// A folder with the workflows of counter offices, and the profile of a register whose rows are terms.
pub(super) fn workflows(register: &Binary) -> String {
    let built_in = Path::new(env!("CARGO_MANIFEST_DIR")).join("../workflows");
    let copy = register.folder().join("workflows");
    for folder in ["pishkhan", "holidays"] {
        fs::create_dir_all(copy.join(folder)).unwrap();
        for entry in fs::read_dir(built_in.join(folder)).unwrap() {
            let path = entry.unwrap().path();
            fs::copy(&path, copy.join(folder).join(path.file_name().unwrap())).unwrap();
        }
    }
    fs::create_dir_all(copy.join("imports")).unwrap();
    fs::write(copy.join("imports/own.toml"), TERMS).unwrap();
    copy.display().to_string()
}

/// One source and one register over thirty days; how often it was killed.
fn thirty_days(database: Database, kind: Kind, seed: u64, filler: usize) -> u32 {
    let told = format!("PARVANEH_SEED={seed} {kind:?} of {filler}");
    let mut followed = Followed::new(database, kind, seed, filler);
    followed.refresh(0, &told);
    let often = if filler == 0 { 35 } else { 10 };
    for day in 1..=MONTH {
        followed.source.goes_on(&mut followed.throws, day);
        if followed.throws.happens(20) {
            let day_of = date(day).to_string();
            followed.run(day, &["nightly", "--as-of", &day_of], &[0]);
        }
        if kind == Kind::Licences && followed.throws.happens(4) {
            followed.is_touched(day);
        }
        if day == MONTH || followed.throws.happens(often) {
            followed.refresh(day, &format!("{told}, refreshed on day {day}"));
        }
    }
    let known = followed.source.licences.clone();
    // A large register is looked at on fewer days.
    for on in (0..DAYS).step_by(if filler == 0 { 1 } else { 9 }) {
        followed.stands(on, &known, &[], &told);
    }
    for (position, known) in followed.known.clone() {
        for _ in 0..if filler == 0 { 3 } else { 1 } {
            let on = followed.throws.within(0, DAYS - 1);
            followed.stands(on, &known, &["--known-at", &position], &told);
        }
    }
    followed.register.verify_clean();
    followed.kills
}

fn on_every_day_the_register_has_what_its_source_says(database: Database) {
    let count = match database {
        Database::Sqlite | Database::Postgres => times(1),
    };
    // What every run tries is the same each time; what is asked for goes by chance.
    let seed = match count {
        1 => seed_or(EVERY_RUN),
        _ => seed(),
    };
    let mut kills = 0;
    for at in 0..u64::from(count) {
        for kind in [Kind::Licences, Kind::Terms] {
            let filler = if at == 0 && (database, kind) == (Database::Sqlite, Kind::Licences) {
                1001
            } else {
                0
            };
            kills += thirty_days(database, kind, seed.wrapping_add(at * 7919), filler);
        }
    }
    println!("{kills} kills");
    assert_ne!(kills, 0, "every run was over in time");
}

on_both! {
    on_every_day_the_register_has_what_its_source_says,
}
