//! Text that others wrote, before a terminal and before a spreadsheet: neither obeys it.

use std::fs;

use insta::assert_snapshot;
use parvaneh_tests::repository::root;
use parvaneh_tests::{Binary, Kind, data, offices_csv, on_both};

/// A name with what a terminal obeys: a colour, a bell and a control of C1. What changes the order of reading is
/// left out of names when they are taken in.
const NAME: &str = "سارا \u{1b}[31m\u{7}\u{9b}2Jرضایی";

on_both! {
    a_terminal_is_told_nothing,
    a_spreadsheet_reckons_nothing,
    a_spreadsheet_reckons_nothing_of_a_report,
    a_log_in_a_pipe_has_no_colours,
}

/// Nothing in it is obeyed, but for the isolates that we put around what we put into a sentence.
fn is_safe(printed: &str) -> bool {
    let is_obeyed = |letter: char| {
        letter.is_control() && letter != '\n' || matches!(letter, '\u{202a}'..='\u{202e}')
    };
    let opened = printed.matches(|letter: char| ('\u{2066}'..='\u{2068}').contains(&letter));
    let closed = printed.matches('\u{2069}');
    !printed.contains(is_obeyed) && opened.count() == closed.count()
}

fn a_terminal_is_told_nothing(kind: Kind) {
    let register = Binary::fresh_on(kind);
    let text = offices_csv(&["1406/01/31"]).replace("سارا رضایی", NAME);
    let file = register.write("input.csv", text);
    register.run(&["import", "--profile", "pishkhan", &file]);
    for args in [
        &["list", "--on", "1405-01-01"][..],
        &["show", "17-1", "--on", "1405-01-01"],
        &["explain", "17-1", "--on", "1405-01-01", "--language", "fa"],
        &["actions", "17-1", "--on", "1405-01-01", "--language", "fa"],
    ] {
        let printed = register.run(args);
        assert!(is_safe(&printed), "{args:?}: {printed:?}");
    }
    let listed = register.run(&["list", "--on", "1405-01-01"]);
    let of_the_name = r"سارا \u{1b}[31m\u{7}\u{9b}2Jرضایی";
    assert!(listed.contains(of_the_name), "{listed}");
    let explained = register.run(&["explain", "17-1", "--on", "1405-01-01", "--language", "fa"]);
    assert!(explained.contains('\u{2068}'), "{explained}");
    // For a program it is what it is.
    let listed = register.list("1405-01-01");
    assert_eq!(listed["17-1"].holder, NAME);
    let said = register.fails(1, &["show", "17\u{1b}[31m\u{202e}\u{2069}"]);
    assert!(is_safe(&said) && said.contains(r"\u{1b}"), "{said:?}");
}

/// In the rejects, which are given back as they came when they are imported again.
fn a_spreadsheet_reckons_nothing(kind: Kind) {
    let register = Binary::fresh_on(kind);
    let formula = "=HYPERLINK(A1)";
    let text = offices_csv(&["1405/13/30"]).replace("سارا رضایی", formula);
    let file = register.write("input.csv", text.replace("مرکز", "-5"));
    let args = [
        "import",
        "--profile",
        "pishkhan",
        &file,
        "--rejects",
        "rejects.csv",
    ];
    register.run(&args);
    let rejects = fs::read_to_string(register.folder().join("rejects.csv")).unwrap();
    let row = rejects.lines().nth(1).unwrap();
    assert_snapshot!(row, @r#"17-1,urban,تهران,-5,natural,'=HYPERLINK(A1),9995648067,,1402/01/01,1405/13/30,active,,"line 2, valid_through ""1405/13/30"": 1405 has no month 13""#);
    let mended = register.write("mended.csv", rejects.replace("1405/13/30", "1406/01/30"));
    register.run(&["import", "--profile", "pishkhan", &mended]);
    assert_eq!(register.list("1405-01-01")["17-1"].holder, formula);
}

/// In a regime of which the provinces may be called anything.
fn a_spreadsheet_reckons_nothing_of_a_report(kind: Kind) {
    let register = Binary::fresh_on(kind);
    let workflows = root().join("workflows");
    let own = register.folder().join("workflows");
    for folder in ["chicago", "imports"] {
        fs::create_dir_all(own.join(folder)).unwrap();
    }
    for file in [
        "chicago/2012.toml",
        "chicago/regime.toml",
        "imports/chicago.toml",
    ] {
        let text = fs::read_to_string(workflows.join(file)).unwrap();
        let text = text.replace("province = \"Chicago\"", "province = \"=1+1\"");
        fs::write(own.join(file), text).unwrap();
    }
    let sample = data("chicago-business-licences.csv");
    let own = ["--workflows", "workflows"];
    register.run(&[&["import", "--profile", "chicago", &sample][..], &own].concat());
    let report = [
        "report",
        "quarterly",
        "--quarter",
        "2016-3",
        "--format",
        "csv",
    ];
    let report = register.run(&[&report[..], &own].concat());
    let standings: Vec<&str> = report
        .lines()
        .filter(|line| line.contains(",standing,"))
        .collect();
    assert!(!standings.is_empty());
    assert!(
        standings
            .iter()
            .all(|line| line.contains(",standing,'=1+1,")),
        "{report}"
    );
}

fn a_log_in_a_pipe_has_no_colours(kind: Kind) {
    let register = Binary::fresh_on(kind).with_offices(&["1406/01/31"]);
    let away = [
        "relay",
        "--once",
        "--patience",
        "1s",
        "--to",
        "nats://127.0.0.1:1",
    ];
    let mut relay = register.command(&away);
    let relay = relay.env("PARVANEH_LOG", "trace").output().unwrap();
    let said = String::from_utf8(relay.stderr).unwrap();
    assert!(said.contains("WARN"), "{said}");
    assert!(is_safe(&said), "{said:?}");
}
