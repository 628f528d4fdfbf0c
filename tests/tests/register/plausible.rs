//! Rows that can be read and are not believed: what a profile says of its register, with the row and the reason.

use std::fs;
use std::path::Path;

use insta::assert_snapshot;
use parvaneh_tests::{Binary, Kind, offices_csv, on_both};

/// A row of an office: issued, from, through, renewal asked for.
fn row(number: u32, days: [&str; 4]) -> String {
    let [issued, from, through, filed] = days;
    format!(
        "17-{number},urban,تهران,مرکز,natural,سارا رضایی,9995648067,{issued},{from},{through},active,{filed}\n"
    )
}

/// What is said of these rows under the rules of `plausible`, beside the built-in ones in their place.
fn said(kind: Kind, plausible: Option<&str>, rows: &[[&str; 4]]) -> String {
    let rows = (1..).zip(rows).map(|(number, days)| row(number, *days));
    said_of(kind, plausible, rows)
}

/// The same of whole lines.
fn said_of(kind: Kind, plausible: Option<&str>, rows: impl IntoIterator<Item = String>) -> String {
    let register = Binary::fresh_on(kind);
    let text: String = [offices_csv(&[])].into_iter().chain(rows).collect();
    let file = register.write("input.csv", text);
    let mut args = vec!["import", "--profile", "pishkhan", &file];
    let folder = plausible.map(|plausible| workflows(&register, plausible));
    args.extend(
        folder
            .iter()
            .flat_map(|folder| ["--workflows", folder.as_str()]),
    );
    let output = register.output(&args);
    register.verify_clean();
    register.said(&output) + &String::from_utf8_lossy(&output.stdout)
}

fn workflows(register: &Binary, plausible: &str) -> String {
    let built_in = Path::new(env!("CARGO_MANIFEST_DIR")).join("../workflows");
    let copy = register.folder().join("workflows");
    for folder in ["pishkhan", "holidays"] {
        fs::create_dir_all(copy.join(folder)).unwrap();
        for entry in fs::read_dir(built_in.join(folder)).unwrap() {
            let path = entry.unwrap().path();
            let to = copy.join(folder).join(path.file_name().unwrap());
            fs::copy(path, to).unwrap();
        }
    }
    fs::create_dir_all(copy.join("imports")).unwrap();
    let profile = fs::read_to_string(built_in.join("imports/pishkhan.toml")).unwrap();
    let own = profile.replace("near_days = true\n", plausible);
    assert_ne!(own, profile);
    fs::write(copy.join("imports/pishkhan.toml"), own).unwrap();
    copy.display().to_string()
}

/// Three years from the first day, and a month more or less where the profile says so.
fn a_term_is_as_long_as_the_edition_gives(kind: Kind) {
    let rows = [
        ["", "1402/01/01", "1404/12/29", ""],
        ["", "1402/01/01", "1405/01/29", ""],
        ["", "1402/01/01", "1405/01/30", ""],
        ["", "1402/01/01", "1404/11/29", ""],
        ["", "1402/01/01", "1404/11/28", ""],
        ["", "1402/01/01", "", ""],
    ];
    let both = "term_longer_by = \"P1M\"\nterm_shorter_by = \"P1M\"\n";
    assert_snapshot!(said(kind, Some(both), &rows), @r#"
    rejected: line 4, valid_through "1405/01/30": the term is longer than pishkhan/1389 gives by more than P1M: P3Y from 1402-01-01 (2023-03-21) would end on 1404-12-29 (2026-03-20)
    rejected: line 6, valid_through "1404/11/28": the term is shorter than pishkhan/1389 gives by more than P1M: P3Y from 1402-01-01 (2023-03-21) would end on 1404-12-29 (2026-03-20)
    6 rows: 4 accepted (0 of them unchanged), 2 rejected; 4 licences
    741 bytes read as UTF-8, separated by comma
    "#);
    assert!(said(kind, Some(""), &rows).contains(" 0 rejected"));
}

fn a_licence_is_issued_before_its_term_begins(kind: Kind) {
    let rows = [
        ["1402/01/01", "1402/01/01", "1404/12/29", ""],
        ["1402/01/02", "1402/01/01", "1404/12/29", ""],
        ["", "1402/01/01", "1404/12/29", ""],
    ];
    assert_snapshot!(said(kind, Some("issued_by_start = true\n"), &rows), @r#"
    rejected: line 3, issued_on "1402/01/02": it was issued after its term began on 1402-01-01 (2023-03-21)
    3 rows: 2 accepted (0 of them unchanged), 1 rejected; 2 licences
    468 bytes read as UTF-8, separated by comma
    "#);
    assert!(said(kind, Some(""), &rows).contains(" 0 rejected"));
}

fn a_renewal_is_asked_for_before_the_end(kind: Kind) {
    let rows = [
        ["", "1402/01/01", "1404/12/29", "1404/12/29"],
        ["", "1402/01/01", "1404/12/29", "1405/01/01"],
        // The edition computes the end.
        ["", "1402/01/01", "", "1404/12/29"],
        ["", "1402/01/01", "", "1405/01/01"],
    ];
    assert_snapshot!(said(kind, Some("filed_by_end = true\n"), &rows), @r#"
    rejected: line 3, renewal_filed_on "1405/01/01": the renewal was asked for after the term had ended on 1404-12-29 (2026-03-20)
    rejected: line 5, renewal_filed_on "1405/01/01": the renewal was asked for after the term had ended on 1404-12-29 (2026-03-20)
    4 rows: 2 accepted (0 of them unchanged), 2 rejected; 2 licences
    569 bytes read as UTF-8, separated by comma
    "#);
    assert!(said(kind, Some(""), &rows).contains(" 0 rejected"));
}

/// On from the start for the counter offices. The day is 1405-09-07, and a term three years.
fn no_day_is_far_ahead(kind: Kind) {
    let rows = [
        ["", "1408/09/07", "1411/09/07", ""],
        ["", "1408/09/08", "1411/09/07", ""],
        ["", "1402/01/01", "1408/09/07", ""],
        ["", "1402/01/01", "1408/09/08", ""],
        ["1440/01/01", "1402/01/01", "1404/12/29", ""],
        ["", "1402/01/01", "1404/12/29", "1420/01/01"],
        ["", "1420/01/01", "", ""],
    ];
    assert_snapshot!(said(kind, None, &rows), @r#"
    rejected: line 3, valid_from "1408/09/08": the day is further ahead than a term of P3Y: 1408-09-07 (2029-11-27) is the last one believed
    rejected: line 5, valid_through "1408/09/08": the day is further ahead than a term of P3Y: 1408-09-07 (2029-11-27) is the last one believed
    rejected: line 6, issued_on "1440/01/01": the day is further ahead than a term of P3Y: 1408-09-07 (2029-11-27) is the last one believed
    rejected: line 7, renewal_filed_on "1420/01/01": the day is further ahead than a term of P3Y: 1408-09-07 (2029-11-27) is the last one believed
    rejected: line 8, valid_from "1420/01/01": the day is further ahead than a term of P3Y: 1408-09-07 (2029-11-27) is the last one believed
    7 rows: 2 accepted (0 of them unchanged), 5 rejected; 2 licences
    862 bytes read as UTF-8, separated by comma
    "#);
    assert!(said(kind, Some(""), &rows).contains(" 0 rejected"));
}

on_both! {
    a_term_is_as_long_as_the_edition_gives,
    a_licence_is_issued_before_its_term_begins,
    a_renewal_is_asked_for_before_the_end,
    no_day_is_far_ahead,
}
