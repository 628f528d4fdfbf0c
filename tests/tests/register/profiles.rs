//! What a profile can say of another register, and the registers of three more cities.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use insta::assert_snapshot;
use parvaneh_tests::{Binary, Kind, data, on_both};
use serde_json::{Value, json};

/// A folder with the built-in workflows and one profile more, `own`.
fn workflows(register: &Binary, own: &str) -> String {
    let built_in = Path::new(env!("CARGO_MANIFEST_DIR")).join("../workflows");
    let copy = register.folder().join("workflows");
    for folder in ["pishkhan", "chicago", "pacific", "imports", "holidays"] {
        fs::create_dir_all(copy.join(folder)).unwrap();
        for entry in fs::read_dir(built_in.join(folder)).unwrap() {
            let path = entry.unwrap().path();
            let to = copy.join(folder).join(path.file_name().unwrap());
            fs::copy(path, to).unwrap();
        }
    }
    fs::write(copy.join("imports/own.toml"), own).unwrap();
    copy.display().to_string()
}

/// A file imported by a profile of one's own: the report, and what was said of the rejected rows.
fn import(register: &Binary, own: &str, text: &str) -> (Value, String) {
    let workflows = workflows(register, own);
    let file = register.write("input.csv", text);
    let args = [
        "import",
        "--profile",
        "own",
        &file,
        "--workflows",
        &workflows,
    ];
    let output = register.output(&[&args[..], &["--format", "json"]].concat());
    let said = register.said(&output);
    assert_eq!(output.status.code(), Some(0), "{said}");
    let report: Value = serde_json::from_slice(&output.stdout).unwrap();
    let count = |key: &str| report[key].as_u64().unwrap();
    assert_eq!(
        count("rows"),
        count("accepted") + count("rejected") + count("skipped")
    );
    assert_eq!(count("bytes"), text.len() as u64);
    (report, said)
}

/// First day, last day and standing of each licence on a day, by number.
fn terms(register: &Binary, on: &str) -> BTreeMap<String, Value> {
    let listed = register.list(on).into_iter();
    let told = listed.map(|(number, it)| (number, json!([it.valid_from, it.through, it.standing])));
    told.collect()
}

fn days(register: &Binary, on: &str) -> String {
    let terms = terms(register, on).into_iter();
    terms
        .map(|(number, term)| format!("{number} {term}\n"))
        .collect()
}

/// A clerk's spreadsheet: Persian column names, days first, the number in two columns, its own words.
const CLERK: &str = r#"
regime = "pishkhan"
row = "licence"
dates = ["day_month_year", "compact"]
valid_through_empty = "computed"
no_end = ["نامحدود"]
number_joined_with = "/"
may_be_missing = ["renewal_filed_on", "issued_on"]

[columns]
number = ["كد استان", "شماره"]
office_kind = "نوع دفتر"
province = "استان"
holder_kind = "نوع شخص"
holder_name = "دارنده"
holder_id = "شناسه"
issued_on = "صدور"
valid_from = "شروع"
valid_through = "پایان"
status = "وضعیت"
renewal_filed_on = "تمدید"

[status]
"معتبر" = "in_force"
"معلق" = "suspended"
"در دست بررسی" = "skipped"

[holder_kind]
"حقیقی" = "natural"

[office_kinds]
"شهری" = "urban"
"روستایی" = "rural"
"#;

fn a_clerks_spreadsheet_is_read(kind: Kind) {
    let register = Binary::fresh_on(kind);
    let row = |number: &str,
               office: &str,
               province: &str,
               from: &str,
               through: &str,
               status: &str| {
        format!(
            "17;{number};{office};{province};حقيقي;سارا رضایی;9995648067;{from};{through};{status}\n"
        )
    };
    let text = [
        // The letters of another keyboard, and marks that nobody sees.
        "کد استان;شماره;نوع دفتر;استان;نوع\u{200c}شخص;دارنده;شناسه;شروع;پايان;وضعيت\n".to_owned(),
        row("1", "شهری", "تهران", "02/01/1404", "01/01/1407", "معتبر"),
        row("2", "روستايي", "كرمان", "1404/1/2", "", "معتبر"),
        row("3", "روستايي", "كرمان", "2/1/1404", "", "معتبر"),
        row("4", "شهری", "تهران", "۱۴۰۴۰۱۰۲", "نامحدود", "معلق"),
        row("5", "شهری", "تهران", "", "", "در\u{200c}دست بررسي"),
        row("6", "کیوسک", "تهران", "02-01-1404", "", "معتبر"),
        row("", "شهری", "تهران", "02-01-1404", "", "معتبر"),
        row("7/1", "شهری", "تهران", "02-01-1404", "", "معتبر"),
        row("8", "شهری", "تهران", "02-01-1404 08:00", "", "معتبر"),
        row("9", "شهری", "تهران", "31/12/1404", "", "معتبر"),
    ];
    let (report, said) = import(&register, CLERK, &text.concat());
    assert_eq!(
        [&report["rows"], &report["accepted"], &report["skipped"]],
        [10, 3, 1]
    );
    assert_eq!(report["skipped_words"], json!({"در دست بررسی": 1}));
    assert_eq!(report["missing_columns"], json!(["صدور", "تمدید"]));
    assert_snapshot!(said, @r#"
    rejected: line 3, شروع "1404/1/2": "1404/1/2" is no date; write day/month/year, as in 02/09/1405 or 23/11/2026, or eight digits, as in 14050902 or 20261123
    rejected: line 7, نوع دفتر "کیوسک": it is none of روستایی, شهری
    rejected: line 8, كد استان + شماره "17/": a value is needed in each of its columns
    rejected: line 9, كد استان + شماره "17/7/1": a part has "/" in it, which stands between the parts
    rejected: line 10, شروع "02-01-1404 08:00": "02-01-1404 08:00" is no date; write day/month/year, as in 02/09/1405 or 23/11/2026, or eight digits, as in 14050902 or 20261123
    rejected: line 11, شروع "31/12/1404": month 12 of 1404 has 29 days, there is no day 31
    "#);
    assert_snapshot!(days(&register, "1405-01-01"), @r#"
    17/1 ["2025-03-22","2028-03-20","in_force"]
    17/3 ["2025-03-22","2028-03-20","in_force"]
    17/4 ["2025-03-22","2122-03-20","suspended"]
    "#);
    register.run(&["nightly"]);
    register.verify_clean();
}

/// A spreadsheet's own days, and times behind days of every form.
fn days_are_read_in_the_forms_that_a_profile_allows(kind: Kind) {
    let own = r#"
regime = "chicago"
row = "licence"
dates = ["year_month_day", "month_day_year", "compact", "excel_day"]
dates_with_time = true
valid_through_empty = "computed"
province = "Chicago"
office_kind = "shop"

[columns]
number = "n"
holder_name = "name"
valid_from = "from"
"#;
    let register = Binary::fresh_on(kind);
    let froms = [
        "45292",
        "45292.0",
        "45292.75",
        "20240101",
        "2024-01-01T00:00:00.000",
        "01/01/2024 12:00:00 AM",
        "1/1/2024 11:59 PM",
        // Six in the evening of the day before in Chicago, and a minute before midnight there.
        "2024-01-01T00:00:00Z",
        "2024-01-02 05:59:00+00",
        "۱۴۰۲/۱۰/۱۱ ۰۸:۰۰",
        "4529.2.1",
        "452920",
        "2024-01-01 25:00",
        "01/13/24",
        "13/01/2024",
        "20241301",
        "0",
    ];
    let rows = (1..)
        .zip(froms)
        .map(|(number, from)| format!("{number:02},Avery,{from}\n"));
    let text: String = ["n,name,from\n".to_owned()]
        .into_iter()
        .chain(rows)
        .collect();
    let (_, said) = import(&register, own, &text);
    assert_snapshot!(said, @r#"
    rejected: line 12, from "4529.2.1": "4529.2.1" is outside what a register can have: its days are from 1921-03-21 through 2122-03-20, which is from 1300-01-01 through 1500-12-29 AP
    rejected: line 13, from "452920": "3140-01-19" is outside what a register can have: its days are from 1921-03-21 through 2122-03-20, which is from 1300-01-01 through 1500-12-29 AP
    rejected: line 14, from "2024-01-01 25:00": what stands behind the day in "2024-01-01 25:00" is no time
    rejected: line 15, from "01/13/24": "01/13/24" is no date; write year-month-day, as in 1405-09-02 or 2026-11-23, or month/day/year, as in 11/23/2026, or eight digits, as in 14050902 or 20261123, or the number of a day, as in 46349, and a time behind it where there is one
    rejected: line 16, from "13/01/2024": 2024 has no month 13
    rejected: line 17, from "20241301": 2024 has no month 13
    rejected: line 18, from "0": "1899-12-30" is outside what a register can have: its days are from 1921-03-21 through 2122-03-20, which is from 1300-01-01 through 1500-12-29 AP
    "#);
    assert_snapshot!(days(&register, "2024-06-01"), @r#"
    01 ["2024-01-01","2025-12-31","in_force"]
    02 ["2024-01-01","2025-12-31","in_force"]
    03 ["2024-01-01","2025-12-31","in_force"]
    04 ["2024-01-01","2025-12-31","in_force"]
    05 ["2024-01-01","2025-12-31","in_force"]
    06 ["2024-01-01","2025-12-31","in_force"]
    07 ["2024-01-01","2025-12-31","in_force"]
    08 ["2023-12-31","2025-12-30","in_force"]
    09 ["2024-01-01","2025-12-31","in_force"]
    10 ["2024-01-01","2025-12-31","in_force"]
    "#);
    register.verify_clean();
}

/// A register that has a day for what ended, and no word.
fn a_day_can_say_the_status(kind: Kind) {
    let own = r#"
regime = "pacific"
row = "licence"
dates = "year_month_day"
valid_through_empty = "no_end"
province = "Toronto"
office_kind = "shop"
status_from_day = "surrendered"

[columns]
number = "Licence No."
holder_name = "Client Name"
valid_from = "Issued"
status_on = "Cancel Date"
"#;
    let register = Binary::fresh_on(kind);
    let text = "Licence No.,Client Name,Issued,Cancel Date\nB1,A,2020-01-01,\nB2,B,2020-01-01,2021-05-05\n";
    import(&register, own, text);
    assert_snapshot!(days(&register, "2021-05-04") + &days(&register, "2021-05-06"), @r#"
    B1 ["2020-01-01","2122-03-20","in_force"]
    B2 ["2020-01-01","2122-03-20","in_force"]
    B1 ["2020-01-01","2122-03-20","in_force"]
    B2 ["2020-01-01","2122-03-20","surrendered"]
    "#);
    register.verify_clean();
}

/// Everything that is wrong with a profile is said at once, before anything is read.
#[test]
fn a_profile_that_cannot_work_is_refused() {
    let register = Binary::fresh();
    let own = r#"
regime = "pishkhan"
row = "licence"
dates = ["day_month_year", "month_day_year"]
valid_through_empty = "refused"
no_end = [""]
number_joined_with = ""
province = "Chicago"
status_from_day = "revoked"
may_be_missing = ["number", "issued_on"]

[columns]
number = ["a", "b"]
holder_name = "b"
valid_from = "c"
province = "d"
holder_kind = "e"

[status]
"ك" = "in_force"
"ک" = "revoked"

[office_kinds]
x = "urban"
"#;
    let folder = workflows(&register, own);
    let output = register.output(&["import", "--profile", "own", "none", "--workflows", &folder]);
    assert_eq!(output.status.code(), Some(1));
    assert_snapshot!(register.said(&output), @r#"parvaneh: [folder]/workflows/imports/own.toml:1: office_kind: name the kind of office, or the column it stands in [folder]/workflows/imports/own.toml:1: holder_kind: say what the words of its column mean [folder]/workflows/imports/own.toml:4: dates: 02/09/2026 would be two days; name one of day_month_year and month_day_year [folder]/workflows/imports/own.toml:5: valid_through_empty: there is no column for the end of a term, so that every row would be refused [folder]/workflows/imports/own.toml:6: no_end: there is no column for these words [folder]/workflows/imports/own.toml:6: no_end: an empty end is said in `valid_through_empty` [folder]/workflows/imports/own.toml:7: number_joined_with: the number is in several columns; say what stands between its parts [folder]/workflows/imports/own.toml:8: province: the regime "pishkhan" has no such province [folder]/workflows/imports/own.toml:8: province: the province is named, and so is a column for it [folder]/workflows/imports/own.toml:9: status_from_day: there is no column `status_on` that it is read from [folder]/workflows/imports/own.toml:10: may_be_missing: no row can be read without number [folder]/workflows/imports/own.toml:10: may_be_missing: there is no column for issued_on [folder]/workflows/imports/own.toml:14: columns.holder_name: the column "b" holds number already [folder]/workflows/imports/own.toml:19: status: there is no column for these words [folder]/workflows/imports/own.toml:19: status: "ک" and "ك" are one word [folder]/workflows/imports/own.toml:23: office_kinds: there is no column for these words"#);
    let encodings = own.replacen("regime =", "encoding = \"latin-1\"\nregime =", 1);
    let folder = workflows(&register, &encodings);
    let said = register.output(&["list", "--workflows", &folder]);
    assert_snapshot!(register.said(&said), @"parvaneh: [folder]/workflows/imports/own.toml:2: encoding: unknown variant `latin-1`, expected one of `utf-8`, `utf-16le`, `utf-16be`, `windows-1256`");
    let separators = own.replacen("regime =", "separator = \"::\"\nregime =", 1);
    let folder = workflows(&register, &separators);
    let said = register.output(&["list", "--workflows", &folder]);
    assert_snapshot!(register.said(&said), @r#"parvaneh: [folder]/workflows/imports/own.toml:2: separator: "::" cannot stand between two fields; write one character, as in ",", ";" or "\t""#);
}

/// The samples are typed for the purpose, in the cities' own layouts.
fn the_registers_of_cities_come_out_as_expected(kind: Kind) {
    let expected = fs::read(data("cities/expected.json")).unwrap();
    let expected: BTreeMap<String, Value> = serde_json::from_slice(&expected).unwrap();
    assert_eq!(expected.len(), 3);
    for (city, wanted) in expected {
        let register = Binary::fresh_on(kind);
        let file = data(&format!("cities/{city}.csv"));
        let args = [
            "import",
            "--profile",
            &city,
            &file,
            "--rejects",
            "rejects.csv",
        ];
        let report = register.json(&args);
        let rejected = wanted["rejected"].as_array().unwrap();
        for key in ["rows", "skipped_words", "separator"] {
            assert_eq!(report[key], wanted[key], "{city}: {key}");
        }
        assert_eq!(report["rejected"], rejected.len(), "{city}");
        let rejects = fs::read_to_string(register.folder().join("rejects.csv")).unwrap();
        for row in rejected {
            let told = format!("line {}, {} ", row[0], row[1].as_str().unwrap());
            assert!(rejects.contains(&told), "{city}: no {told} in {rejects}");
        }
        let on = wanted["on"].as_str().unwrap();
        let terms: Value = serde_json::to_value(terms(&register, on)).unwrap();
        assert_eq!(terms, wanted["licences"], "{city}");
        register.run(&["nightly"]);
        assert_eq!(
            register.json(&args)["unchanged"],
            report["accepted"],
            "{city}"
        );
        register.verify_clean();
    }
}

on_both! {
    a_clerks_spreadsheet_is_read,
    days_are_read_in_the_forms_that_a_profile_allows,
    a_day_can_say_the_status,
    the_registers_of_cities_come_out_as_expected,
}
