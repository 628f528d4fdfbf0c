//! The two sample registers, read as their expected results say, and every day between.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use parvaneh_tests::{Binary, Kind, Listed, offices_csv, on_both};
use serde_json::Value;

fn data(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("data")
        .join(name)
}

fn expected(name: &str) -> Value {
    let text = std::fs::read_to_string(data(name)).unwrap();
    serde_json::from_str(&text).unwrap()
}

fn the_counter_offices_come_out_as_expected(kind: Kind) {
    let expected = expected("pishkhan-register.expected.json");
    let day = expected["as_of"].as_str().unwrap();
    let register = Binary::fresh_on(kind);
    let rejects = register.folder().join("rejects.csv");
    let file = data("pishkhan-register.csv");
    let args = [
        "import",
        "--profile",
        "pishkhan",
        file.to_str().unwrap(),
        "--rejects",
    ];
    let imported = register.json(&[&args[..], &[rejects.to_str().unwrap()]].concat());
    assert_eq!(imported["rows"], expected["rows"]);
    assert_eq!(imported["accepted"], expected["accepted"]);
    assert_eq!(imported["licences"], expected["accepted"]);
    assert_eq!(rejected(&rejects), lines(&expected["rejected"]));

    for settled in [false, true] {
        if settled {
            register.run(&["nightly", "--as-of", day]);
        }
        let listed = register.list(day);
        let licences = expected["licences"].as_object().unwrap();
        assert_eq!(listed.len(), licences.len());
        for (number, wanted) in licences {
            let got = &listed[number];
            let what = format!("{number}, settled: {settled}");
            assert_eq!(got.standing, wanted["phase"], "{what}");
            assert_eq!(got.valid_from, wanted["valid_from"], "{what}");
            assert_eq!(got.through, wanted["valid_through"], "{what}");
            assert_eq!(got.renewal_due, wanted["renewal_due"], "{what}");
            assert_eq!(got.renewal, wanted["renewal"], "{what}");
        }
    }
    register.verify_clean();
}

/// Line and column of each rejected row, from the reasons.
fn rejected(path: &Path) -> Vec<(u64, String)> {
    let mut rows = csv::ReaderBuilder::new();
    let mut rows = rows.flexible(true).from_path(path).unwrap();
    let reason_at = rows.headers().unwrap().len() - 1;
    rows.records()
        .map(|row| {
            // A row with more fields than the header has its reason behind them.
            let row = row.unwrap();
            let mut fields = row.iter().skip(reason_at);
            let reason = fields
                .find(|field| field.starts_with("line "))
                .unwrap()
                .to_owned();
            let (line, rest) = reason
                .strip_prefix("line ")
                .unwrap()
                .split_once(", ")
                .unwrap();
            let column = rest.split(" \"").next().unwrap();
            (line.parse().unwrap(), column.to_owned())
        })
        .collect()
}

fn lines(rejected: &Value) -> Vec<(u64, String)> {
    rejected
        .as_array()
        .unwrap()
        .iter()
        .map(|row| {
            (
                row["line"].as_u64().unwrap(),
                row["column"].as_str().unwrap().to_owned(),
            )
        })
        .collect()
}

fn the_citys_licences_come_out_as_expected(kind: Kind) {
    let expected = expected("chicago-business-licences.expected.json");
    let register = chicago(kind);
    for (day, wanted) in expected["as_of"].as_object().unwrap() {
        let listed = register.list(day);
        let standings: BTreeMap<&String, &Value> = listed
            .iter()
            .map(|(number, listed)| (number, &listed.standing))
            .collect();
        let wanted: BTreeMap<&String, &Value> =
            wanted["licences"].as_object().unwrap().iter().collect();
        assert_eq!(standings, wanted, "on {day}");
    }
}

fn chicago(kind: Kind) -> Binary {
    let register = Binary::fresh_on(kind);
    let file = data("chicago-business-licences.csv");
    let imported = register.json(&["import", "--profile", "chicago", file.to_str().unwrap()]);
    assert_eq!(imported["rows"], 561);
    assert_eq!(imported["rejected"], 2);
    register
}

/// A night changes no answer about any day, whichever night it was and whatever came before.
fn nights_change_no_answer_about_any_day(kind: Kind) {
    let never = chicago(kind);
    let once = chicago(kind);
    let nightly = chicago(kind);
    once.run(&["nightly", "--as-of", "2016-12-31"]);
    for month in quarters(2010, 2016) {
        nightly.run(&["nightly", "--as-of", &month, "--batch", "7"]);
        let without: BTreeMap<String, Listed> = never.list(&month);
        assert_eq!(
            without,
            nightly.list(&month),
            "on {month}, settled until then"
        );
        assert_eq!(without, once.list(&month), "on {month}, settled long after");
    }
    nightly.run(&["nightly", "--as-of", "2016-12-31"]);
    assert_eq!(nightly.histories(), once.histories());
    once.verify_clean();
    nightly.verify_clean();
}

fn quarters(from: i32, through: i32) -> Vec<String> {
    (from..=through)
        .flat_map(|year| [2, 5, 8, 11].map(|month| format!("{year}-{month:02}-15")))
        .collect()
}

fn the_same_file_again_changes_nothing(kind: Kind) {
    for (profile, file, rows) in [
        ("pishkhan", "pishkhan-register.csv", 15_752),
        ("chicago", "chicago-business-licences.csv", 559),
    ] {
        let register = Binary::fresh_on(kind);
        let path = data(file);
        let args = ["import", "--profile", profile, path.to_str().unwrap()];
        let first = register.json(&args);
        let before = register.dump();
        let second = register.json(&args);
        assert_eq!(second["unchanged"], rows);
        for field in ["rows", "accepted", "rejected", "licences"] {
            assert_eq!(first[field], second[field], "{field} of {profile}");
        }
        assert_eq!(before, register.dump());
    }
}

/// What a later file states otherwise takes the place of what an earlier one stated; a row of its own file
/// does not, and neither does one that was rejected beside it and comes alone.
fn a_later_file_states_anew(kind: Kind) {
    let register = Binary::fresh_on(kind);
    let import = |name: &str, text: &str| {
        let file = register.write(name, text);
        let rejects = register.folder().join("rejects.csv");
        let args = ["import", "--profile", "pishkhan", &file, "--rejects"];
        register.json(&[&args[..], &[rejects.to_str().unwrap()]].concat())
    };
    let through = || register.list("1404-01-01")["17-1"].through.clone();
    let one = offices_csv(&["1405/08/30"]);
    let other = offices_csv(&["1406/08/30"]);
    let row = other.lines().nth(1).unwrap();
    let both = import("both.csv", &format!("{one}{row}\n"));
    assert_eq!([&both["accepted"], &both["rejected"]], [1, 1]);
    let stands = through();
    let rejects = std::fs::read_to_string(register.folder().join("rejects.csv")).unwrap();
    let alone = import("alone.csv", &rejects);
    assert_eq!([&alone["rejected"], &alone["revised"]], [1, 0]);
    assert_eq!(through(), stands);
    let later = import("later.csv", &other);
    assert_eq!([&later["accepted"], &later["revised"]], [1, 1]);
    assert_ne!(through(), stands);
    let again = import("later.csv", &other);
    assert_eq!([&again["unchanged"], &again["revised"]], [1, 0]);
    register.verify_clean();
    assert!(
        register
            .run(&["late"])
            .contains("its own register states it anew")
    );
}

/// What was rejected can be mended in the rejects file and imported by itself.
fn a_mended_row_goes_in(kind: Kind) {
    let register = Binary::fresh_on(kind);
    let rejects = register.folder().join("rejects.csv");
    let file = data("chicago-business-licences.csv");
    let args = [
        "import",
        "--profile",
        "chicago",
        file.to_str().unwrap(),
        "--rejects",
    ];
    register.run(&[&args[..], &[rejects.to_str().unwrap()]].concat());
    assert!(!register.list("2013-01-01").contains_key("2184615"));
    let text = std::fs::read_to_string(&rejects).unwrap();
    let mended = text.replace(",,11/15/2013,", ",11/16/2012,11/15/2013,");
    assert_ne!(text, mended);
    std::fs::write(&rejects, mended).unwrap();
    let again = register.json(&["import", "--profile", "chicago", rejects.to_str().unwrap()]);
    assert_eq!(
        again["rejected"], 1,
        "the other row is still without its first day"
    );
    assert_eq!(register.list("2013-01-01")["2184615"].standing, "in_force");
    register.verify_clean();
}

/// Rows of one licence lead to the same register in any order.
fn the_order_of_terms_does_not_matter(kind: Kind) {
    let text = std::fs::read_to_string(data("chicago-business-licences.csv")).unwrap();
    let (header, rows) = text.split_once('\n').unwrap();
    let mut rows: Vec<&str> = rows.lines().collect();
    rows.reverse();
    let register = Binary::fresh_on(kind);
    let file = register.folder().join("reversed.csv");
    std::fs::write(&file, format!("{header}\n{}\n", rows.join("\n"))).unwrap();
    register.run(&["import", "--profile", "chicago", file.to_str().unwrap()]);
    let straight = chicago(kind);
    for day in ["2002-06-01", "2010-06-30", "2012-12-29", "2016-12-31"] {
        assert_eq!(straight.list(day), register.list(day), "on {day}");
    }
}

/// A stray quotation mark costs its own row, and none of the rows that it could swallow.
fn a_stray_quotation_mark_costs_one_row(kind: Kind) {
    let text = std::fs::read_to_string(data("pishkhan-register.csv")).unwrap();
    let mut rows: Vec<&str> = text.lines().take(50).collect();
    let broken = rows[10].replacen(',', ",\"", 1);
    rows[10] = &broken;
    let register = Binary::fresh_on(kind);
    let file = register.folder().join("register.csv");
    std::fs::write(&file, rows.join("\n")).unwrap();
    let rejects = register.folder().join("rejects.csv");
    let args = ["import", "--profile", "pishkhan", file.to_str().unwrap()];
    let imported = register.json(&[&args[..], &["--rejects", rejects.to_str().unwrap()]].concat());
    // Line 20 is rejected for its own sake.
    assert_eq!(imported["rejected"], 2);
    assert_eq!(imported["licences"], 47);
    let number = "licence_number".to_owned();
    let from = "valid_from".to_owned();
    assert_eq!(rejected(&rejects), [(11, number), (20, from)]);
}

/// Nothing is there of a number whose first row is bad: the next one opens it.
fn a_bad_row_of_a_new_number_costs_itself_alone(kind: Kind) {
    let register = Binary::fresh_on(kind);
    let row = |number: &str, office: &str, from: &str| {
        format!(
            "{number},{office},تهران,مرکز,natural,سارا رضایی,9995648067,,{from},1405/01/01,active,\n"
        )
    };
    let text = [
        offices_csv(&[]),
        row("17-1", "kiosk", "1402/01/02"),
        row("17-1", "urban", "1402/01/02"),
        row("17-2", "urban", "1405/01/02"),
        row("17-2", "urban", "1402/01/02"),
        row("17-3", "kiosk", "1402/01/02"),
    ];
    let file = register.write("offices.csv", text.concat());
    let rejects = register.folder().join("rejects.csv");
    let told = rejects.to_str().unwrap();
    let imported = register.json(&["import", "--profile", "pishkhan", &file, "--rejects", told]);
    assert_eq!(imported["accepted"], 2);
    assert_eq!(imported["licences"], 2);
    let columns = [(2, "office_kind"), (4, "valid_through"), (6, "office_kind")];
    let columns = columns.map(|(line, column)| (line, column.to_owned()));
    assert_eq!(rejected(&rejects), columns);
    let listed = register.list("1402-02-01");
    let numbers: Vec<&str> = listed.keys().map(String::as_str).collect();
    assert_eq!(numbers, ["17-1", "17-2"]);
    register.verify_clean();
}

on_both! {
    a_later_file_states_anew,
    a_bad_row_of_a_new_number_costs_itself_alone,
    the_counter_offices_come_out_as_expected,
    the_citys_licences_come_out_as_expected,
    nights_change_no_answer_about_any_day,
    the_same_file_again_changes_nothing,
    a_mended_row_goes_in,
    the_order_of_terms_does_not_matter,
    a_stray_quotation_mark_costs_one_row,
}
