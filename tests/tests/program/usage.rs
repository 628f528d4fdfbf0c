//! What is said wrongly on the command line: the error names what may be said, and nothing is done.

use insta::assert_snapshot;
use parvaneh_tests::clock::VARIABLE;
use parvaneh_tests::{Binary, Kind, on_both};

on_both! {
    a_number_that_is_too_large,
    a_clock_that_shows_no_time,
    a_province_that_no_edition_knows,
}

fn register(kind: Kind) -> Binary {
    Binary::fresh_on(kind).with_offices(&["1406/01/31"])
}

/// It ends with 2; what it said first.
fn wrong(register: &Binary, args: &[&str]) -> String {
    let output = register.output(args);
    let said = register.said(&output);
    assert_eq!(output.status.code(), Some(2), "{args:?}: {said}");
    said.lines().next().unwrap_or_default().to_owned()
}

fn a_number_that_is_too_large(kind: Kind) {
    let register = register(kind);
    for option in ["--workers", "--batch", "--wait"] {
        for number in ["18446744073709551615", "99999999999999999999", "-1", "many"] {
            let option = format!("{option}={number}");
            let said = wrong(&register, &["nightly", "--as-of", "1405-01-01", &option]);
            assert!(said.contains("a number from"), "{said}");
        }
    }
    let said = wrong(&register, &["nightly", "--workers", "18446744073709551615"]);
    assert_snapshot!(said, @"error: invalid value '18446744073709551615' for '--workers <N>': it is a number from 1 to 256");
    assert_eq!(register.query("SELECT id FROM parvaneh_run").len(), 0);
}

fn a_clock_that_shows_no_time(kind: Kind) {
    let register = register(kind);
    let century: i64 = 100 * 365 * 24 * 3600 * 1000;
    for ahead in [-century, 90 * century, i64::MAX, i64::MIN] {
        let mut command = register.command(&["list"]);
        let output = command.env(VARIABLE, ahead.to_string()).output().unwrap();
        let said = register.failed(2, &output);
        assert!(said.starts_with("parvaneh: "), "{said}");
    }
    let mut command = register.command(&["list"]);
    let output = command
        .env(VARIABLE, (-century).to_string())
        .output()
        .unwrap();
    assert_snapshot!(register.failed(2, &output), @"parvaneh: the clock shows no time from 1970 to 9999; set the clock of this machine, and run it again");
}

fn a_province_that_no_edition_knows(kind: Kind) {
    let register = register(kind);
    let said = wrong(&register, &["list", "--province", "Qom"]);
    assert_snapshot!(said, @r#"parvaneh: no dossier can be of the province "Qom"; there are آذربایجان شرقی, آذربایجان غربی, اردبیل, اصفهان, البرز, ایلام, بوشهر, تهران, چهارمحال و بختیاری, خراسان جنوبی, خراسان رضوی, خراسان شمالی, خوزستان, زنجان, سمنان, سیستان و بلوچستان, فارس, قزوین, قم, کردستان, کرمان, کرمانشاه, کهگیلویه و بویراحمد, گلستان, گیلان, لرستان, مازندران, مرکزی, هرمزگان, همدان, یزد"#);
    let said = wrong(
        &register,
        &[
            "actions",
            "17-1",
            "--as",
            "secretariat",
            "--province",
            "Qom",
        ],
    );
    assert!(said.contains("قم"), "{said}");
    let known = register.run(&["list", "--province", "تهران", "--on", "1405-01-01"]);
    assert!(known.contains("17-1"), "{known}");
    assert!(
        register
            .run(&["list", "--province", "قم"])
            .contains("0 licences")
    );
}
