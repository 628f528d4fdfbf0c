//! Rare differences between two files of a register that is followed.

use parvaneh_tests::{Binary, Kind, offices_csv};
use serde_json::Value;

use super::{counts, follow, offices, on_day, thirty_days, with};

/// Rows for a profile that has the day of a status.
const HEADER: &str = "licence_number,office_kind,province,holder_kind,holder_name,holder_national_id,\
                      valid_from,valid_through,status,status_on\n";

fn row(number: &str, days: &str, status: &str) -> String {
    format!("{number},urban,تهران,natural,سارا رضایی,9995648067,{days},{status}\n")
}

fn standings(register: &Binary, number: &str, days: &[&str]) -> Vec<Value> {
    let standing = |on: &&str| register.list(on)[number].standing.clone();
    days.iter().map(standing).collect()
}

/// A register, and a profile of its own, in which some words of that of terms are others.
struct Own {
    register: Binary,
    workflows: String,
}

impl Own {
    fn with(changes: &[(&str, &str)]) -> Self {
        let register = Binary::fresh();
        let workflows = thirty_days::workflows(&register);
        let file = std::path::Path::new(&workflows).join("imports/own.toml");
        let mut profile = std::fs::read_to_string(&file).unwrap();
        for (from, to) in changes {
            assert!(profile.contains(from));
            profile = profile.replacen(from, to, 1);
        }
        std::fs::write(&file, profile).unwrap();
        Self {
            register,
            workflows,
        }
    }

    /// Rows followed on a day: what was printed, and with which code.
    fn follow(&self, day: &str, rows: &[String]) -> (String, i32) {
        self.follow_with(day, rows, &[])
    }

    fn follow_with(&self, day: &str, rows: &[String], more: &[&str]) -> (String, i32) {
        let text = format!("{HEADER}{}", rows.concat());
        let file = self.register.write("source.csv", text);
        let args = [
            "import",
            "--profile",
            "own",
            "--follow",
            &file,
            "--workflows",
            &self.workflows,
            "--max-gone",
            "100%",
            "--format",
            "json",
        ];
        let output = on_day(&self.register, day, &[&args[..], more].concat());
        let said = self.register.said(&output);
        let told = String::from_utf8(output.stdout).unwrap();
        (format!("{said}{told}"), output.status.code().unwrap())
    }
}

/// A licence that every file calls suspended is so on every day, and one that is revoked with its next term is so from
/// the day on which that is found out.
#[test]
fn a_next_term_that_has_not_begun_stands_as_it_is_stated() {
    let register = Binary::fresh();
    let first = with(&offices(), "17-1", "active", "suspended");
    follow(&register, "2026-11-28", &first, &[]);
    let [last, next] = ["1402/01/01,1405/12/01", "1405/12/02,1408/12/01"];
    let second = with(&first, "17-1", last, next);
    let [last, next] = ["1402/01/01,1405/12/02", "1405/12/03,1408/12/02"];
    let second = with(&second, "17-2", last, next);
    let second = with(&second, "17-2", "active", "revoked");
    let (told, code) = follow(&register, "2026-12-05", &second, &["--format", "json"]);
    assert_eq!(counts(&told, &["new", "unchanged", "rejected"]), [2, 1, 0]);
    assert_eq!(code, 0, "{told}");
    let days = ["2026-12-04", "2026-12-05", "2027-01-10", "2027-02-22"];
    assert_eq!(standings(&register, "17-1", &days), ["suspended"; 4]);
    assert_eq!(
        standings(&register, "17-2", &days),
        ["in_force", "revoked", "revoked", "revoked"]
    );
    let before = register.dump();
    let (told, _) = follow(&register, "2026-12-06", &second, &["--format", "json"]);
    assert_eq!(counts(&told, &["unchanged"]), [3]);
    assert_eq!(before, register.dump());
    register.verify_clean();
}

/// A day that the source states is the day, also where the latest term has not begun.
#[test]
fn a_stated_day_before_the_next_term_is_that_day() {
    let own = Own::with(&[(r#"row = "term""#, r#"row = "licence""#)]);
    let last = row("17-1", "1402/01/01,1405/12/01", "active,");
    own.follow("2026-11-28", &[last]);
    let next = "1405/12/02,1408/12/01";
    let (told, code) = own.follow("2026-12-01", &[row("17-1", next, "active,")]);
    assert_eq!(code, 0, "{told}");
    // 1405/09/14 is 2026-12-05.
    let revoked = [row("17-1", next, "revoked,1405/09/14")];
    let (told, _) = own.follow("2026-12-06", &revoked);
    assert_eq!(counts(&told, &["acts", "rejected"]), [1, 0]);
    assert_eq!(
        standings(&own.register, "17-1", &["2026-12-04", "2026-12-05"]),
        ["in_force", "revoked"]
    );
    let (told, _) = own.follow("2026-12-07", &revoked);
    assert_eq!(counts(&told, &["unchanged"]), [1]);
    own.register.verify_clean();
}

/// Whether a request was in time is told by the days that its term has by now.
#[test]
fn a_request_of_a_corrected_term_is_in_time_by_its_new_days() {
    let register = Binary::fresh();
    let late = offices_csv(&["1405/10/15"]).replace("active,", "active,1405/08/20");
    follow(&register, "2026-11-28", &late, &[]);
    // 1405/12/10.
    let after = ["2027-03-01"];
    assert_eq!(standings(&register, "17-1", &after), ["expired"]);
    let timely = late.replace("1405/10/15", "1405/12/02");
    let (told, _) = follow(&register, "2026-12-05", &timely, &["--format", "json"]);
    assert_eq!(counts(&told, &["revised", "rejected"]), [1, 0]);
    assert_eq!(
        standings(&register, "17-1", &after),
        ["in_force_pending_renewal"]
    );
    register.verify_clean();
}

/// A row that states no licence is not gone.
#[test]
fn a_row_that_is_skipped_is_not_gone() {
    let own = Own::with(&[("[status]", "[status]\narchived = \"skipped\"")]);
    let days = "1402/01/01,1407/01/01";
    let rows = |status: &str| ["17-1", "17-2"].map(|number| row(number, days, status));
    own.follow("2026-11-28", &rows("active,"));
    let before = own.register.dump();
    let [first, _] = rows("active,");
    let [_, second] = rows("archived,");
    // Of a licence that is not there nothing is said.
    let third = row("17-3", days, "archived,");
    let rows = [first.clone(), second.clone(), third];
    let (told, code) = own.follow_with("2026-12-01", &rows, &["--dry-run"]);
    assert_eq!(counts(&told, &["skipped", "gone"]), [2, 0]);
    let lines: Vec<Value> = told
        .lines()
        .filter_map(|line| serde_json::from_str(line).ok())
        .filter(|line: &Value| line["what"] == "skipped")
        .collect();
    let [skipped] = &lines[..] else {
        panic!("one is told: {told}");
    };
    assert_eq!(
        (&skipped["line"], &skipped["number"]),
        (&3.into(), &"17-2".into())
    );
    assert_eq!(
        skipped["because"],
        "its status is \"archived\", which the profile skips"
    );
    assert_eq!(code, 0, "{told}");
    let (told, code) = own.follow("2026-12-01", &[first.clone(), second]);
    assert_eq!(counts(&told, &["skipped", "gone", "withdrawn"]), [1, 0, 0]);
    assert_eq!(code, 0, "{told}");
    assert_eq!(before, own.register.dump());
    let (told, _) = own.follow("2026-12-02", &[first]);
    assert_eq!(counts(&told, &["gone", "withdrawn"]), [1, 1]);
}

/// A row whose number is several dossiers' may be of each of them.
#[test]
fn those_that_share_a_number_are_not_gone() {
    let register = Binary::as_kept(Kind::Sqlite, "one-number-twice");
    register.run(&["migrate"]);
    let gone = |number: &str| {
        let file = offices_csv(&["1407/01/01"]).replace("17-1", number);
        let (told, _) = follow(
            &register,
            "2026-11-28",
            &file,
            &["--dry-run", "--format", "json"],
        );
        counts(&told, &["gone"])[0]
    };
    assert_eq!(gone("99-1"), gone("17-1") + 2);
}

/// The day on which a suspension is found out is not that on which the term would have ended without a general act.
#[test]
fn a_term_that_a_general_act_has_moved_is_in_force_until_then() {
    let register = Binary::fresh();
    let edition = ["--edition", "pishkhan/1400"];
    let before = offices_csv(&["1399/02/10"]).replace("1402/01/01", "1396/03/01");
    follow(&register, "2020-05-25", &before, &edition);
    let after = before.replace("active", "suspended");
    let more = ["--dry-run", edition[0], edition[1]];
    let (told, _) = follow(&register, "2020-06-01", &after, &more);
    assert!(
        told.contains("licence.suspended on 1399-03-12 (2020-06-01)"),
        "{told}"
    );
}

/// Whether a term that overlaps the last one is the next one or that one, nobody can tell.
#[test]
fn a_next_term_that_overlaps_the_last_one_is_rejected() {
    let register = Binary::fresh();
    follow(&register, "2026-11-28", &offices(), &[]);
    let before = register.dump();
    let next = |from: &str| {
        let days = format!("{from},1408/12/01");
        with(&offices(), "17-2", "1402/01/01,1405/12/02", &days)
    };
    let (told, code) = follow(&register, "2026-12-05", &next("1405/12/02"), &[]);
    assert_eq!(code, 0, "{told}");
    assert!(
        told.contains(
            "the term from 1405-12-02 (2027-02-21) through 1408-12-01 (2030-02-19) begins within the one that was \
             stated before, from 1402-01-01 (2023-03-21) through 1405-12-02 (2027-02-21)"
        ),
        "{told}"
    );
    assert_eq!(before, register.dump());
    let after = next("1405/12/03");
    let (told, _) = follow(&register, "2026-12-06", &after, &["--format", "json"]);
    assert_eq!(counts(&told, &["new", "rejected"]), [1, 0]);
    assert_eq!(
        standings(&register, "17-2", &["2026-11-29", "2027-02-22"]),
        ["in_force"; 2]
    );
    register.verify_clean();
}

/// A general act that is recorded because a term is taken back is frozen like any other.
#[test]
fn a_general_act_that_is_recorded_when_a_term_is_gone_is_frozen() {
    let own = Own::with(&[]);
    let terms = ["1396/03/01,1399/02/10", "1399/06/01,1402/06/01"];
    let terms = terms.map(|days| row("17-1", days, "active,"));
    let noted = || {
        let noted = "SELECT id FROM parvaneh_edition WHERE id LIKE '%#%' ORDER BY id";
        own.register.query(noted)
    };
    own.follow("2020-09-10", &terms);
    assert!(noted().is_empty());
    let (told, _) = own.follow("2020-09-11", &terms[..1]);
    assert_eq!(counts(&told, &["withdrawn"]), [1], "{told}");
    assert_eq!(noted(), ["pishkhan#extension-of-1399#recorded"]);
}

/// What cannot be read is not taken back by a guess.
#[test]
fn a_journal_that_cannot_be_read_is_not_taken_back() {
    let own = Own::with(&[]);
    let rows = ["17-1", "17-2"].map(|number| {
        let days = "1402/01/01,1407/01/01";
        row(number, days, "suspended,1404/01/01")
    });
    own.follow("2026-11-28", &rows);
    own.register.query(
        r#"UPDATE parvaneh_journal SET event = replace(event, '"term_from":"2023-03-21"', '"term_from":"1699-12-31"')"#,
    );
    let before = own.register.dump();
    let (told, code) = own.follow("2026-12-01", &[]);
    assert_eq!(counts(&told, &["gone", "withdrawn"]), [2, 0], "{told}");
    assert!(
        told.contains("its journal has rows that cannot be read"),
        "{told}"
    );
    assert_eq!(code, 3);
    assert_eq!(before, own.register.dump());
}

/// Nor is a licence kept for it of which nothing can be read any more: a person is told that it is gone.
#[test]
fn a_journal_of_which_nothing_can_be_read_is_gone() {
    for row_is in ["term", "licence"] {
        let own = Own::with(&[(r#"row = "term""#, &format!("row = {row_is:?}"))]);
        let rows = ["17-1", "17-2"].map(|number| row(number, "1402/01/01,1407/01/01", "active,"));
        own.follow("2026-11-28", &rows);
        own.register.query(
            r#"UPDATE parvaneh_journal SET event = replace(event, '"from":"2023-03-21"', '"from":"1699-12-31"')"#,
        );
        let before = own.register.dump();
        let (told, code) = own.follow("2026-12-01", &[]);
        assert_eq!(counts(&told, &["gone", "withdrawn"]), [2, 0], "{told}");
        let unreadable = told
            .matches("its journal has rows that cannot be read")
            .count();
        assert_eq!((unreadable, code), (2, 3), "{told}");
        assert_eq!(before, own.register.dump());
    }
}

/// Two rows of one file with two names for one person: the first stands, and the other one is told of.
#[test]
fn a_name_that_an_earlier_row_contradicts_is_told() {
    let own = Own::with(&[]);
    let rows = ["17-1", "17-2"].map(|number| row(number, "1402/01/01,1407/01/01", "active,"));
    own.follow("2026-11-28", &rows);
    let [first, second] = rows;
    let second = second.replace("سارا رضایی", "سارا رضائی‌فر");
    let (told, code) = own.follow("2026-12-01", &[first, second]);
    assert_eq!(
        counts(&told, &["unchanged", "other_names", "conflicts"]),
        [2, 1, 0]
    );
    assert_eq!(code, 3, "{told}");
    let told: Value = serde_json::from_str(told.lines().next().unwrap()).unwrap();
    assert_eq!(
        (&told["line"], &told["number"], &told["what"]),
        (&3.into(), &"17-2".into(), &"conflict".into())
    );
    assert_eq!(
        told["because"],
        "an earlier row of the file has another name"
    );
    let names = serde_json::json!([{
        "column": "holder_name", "register": "سارا رضایی", "file": "سارا رضائی‌فر",
    }]);
    assert_eq!(told["columns"], names);
}

/// A request is gone from a source because its next term was granted, though that term comes in a later file.
#[test]
fn a_request_that_the_next_term_answers_was_not_withdrawn() {
    let register = Binary::fresh();
    let asked = offices_csv(&["1405/09/19"]).replace("active,", "active,1405/03/01");
    follow(&register, "2026-12-05", &asked, &[]);
    let gone = offices_csv(&["1405/09/19"]);
    follow(&register, "2026-12-15", &gone, &[]);
    // The day after the term, the one before the request is found to be gone, and that one.
    let days = ["2026-12-11", "2026-12-14", "2026-12-15"];
    assert_eq!(
        standings(&register, "17-1", &days),
        [
            "in_force_pending_renewal",
            "in_force_pending_renewal",
            "expired"
        ]
    );
    let next = gone.replace("1402/01/01,1405/09/19", "1405/09/20,1408/09/19");
    let (told, _) = follow(&register, "2026-12-18", &next, &["--format", "json"]);
    assert_eq!(counts(&told, &["rejected"]), [0], "{told}");
    assert_eq!(standings(&register, "17-1", &days), ["in_force"; 3]);
    let (told, _) = follow(&register, "2026-12-19", &next, &["--format", "json"]);
    assert_eq!(counts(&told, &["unchanged"]), [1]);
    register.verify_clean();
}

/// A status whose day nobody knows came about while its term ran, however the term is corrected: what comes after it
/// does not come after the term.
#[test]
fn an_end_that_is_found_with_a_shorter_term_is_of_that_term() {
    let register = Binary::fresh();
    let suspended = offices_csv(&["1405/11/02"]).replace("active,", "suspended,");
    follow(&register, "2026-11-28", &suspended, &[]);
    let lifted = offices_csv(&["1405/11/02"]);
    follow(&register, "2026-12-16", &lifted, &[]);
    let given_up = offices_csv(&["1405/09/16"]).replace("active,", "surrendered,");
    let (told, _) = follow(&register, "2026-12-22", &given_up, &["--format", "json"]);
    assert_eq!(counts(&told, &["revised", "rejected"]), [1, 0], "{told}");
    let days = ["2026-12-06", "2026-12-07", "2026-12-20"];
    assert_eq!(
        standings(&register, "17-1", &days),
        ["suspended", "surrendered", "surrendered"]
    );
    register.verify_clean();
}
