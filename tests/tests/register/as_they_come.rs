//! Files as they come: whatever ends a line, in whatever encoding, whatever stands between the fields. Every byte
//! of a file is in a row that is accepted, skipped or rejected, or in a line that says nothing.

use std::fs;

use insta::assert_snapshot;
use parvaneh_tests::{Binary, Kind, offices_csv, on_both};
use serde_json::Value;

/// Last days of three offices.
const THROUGH: [&str; 3] = ["1405/08/30", "1405/10/01", "1407/01/01"];

const ON: &str = "1404-01-01";

fn utf_16(text: &str, bytes: fn(u16) -> [u8; 2]) -> Vec<u8> {
    text.encode_utf16().flat_map(bytes).collect()
}

/// As Windows-1256 has the letters of [`offices_csv`].
fn windows_1256(text: &str) -> Vec<u8> {
    let byte = |letter: char| match letter {
        'ا' => 0xc7,
        'ت' => 0xca,
        'ر' => 0xd1,
        'س' => 0xd3,
        'ض' => 0xd6,
        'ک' => 0x98,
        'م' => 0xe3,
        'ن' => 0xe4,
        'ه' => 0xe5,
        'ز' => 0xd2,
        'ی' => 0xed,
        other => u8::try_from(other).expect("a letter that has its byte here"),
    };
    text.chars().map(byte).collect()
}

/// Imports a file, which must succeed; the report, whose sums must close.
fn import(register: &Binary, bytes: impl AsRef<[u8]>, more: &[&str]) -> Value {
    let file = register.write("input.csv", &bytes);
    let args = [
        "import",
        "--profile",
        "pishkhan",
        &file,
        "--rejects",
        "rejects.csv",
    ];
    let report = register.json(&[&args[..], more].concat());
    let count = |key: &str| report[key].as_u64().expect("a count");
    assert_eq!(
        count("rows"),
        count("accepted") + count("rejected") + count("skipped")
    );
    assert_eq!(count("bytes"), bytes.as_ref().len() as u64);
    report
}

/// What is in the register of the offices, without who holds them: parties are new in each.
fn offices(register: &Binary) -> Vec<(String, String, String)> {
    let listed = register.list(ON).into_iter();
    let told = listed.map(|(number, office)| (number, office.province, office.through.to_string()));
    told.collect()
}

/// The same three offices in each form, as the report says it.
fn come_out_the_same(kind: Kind, bytes: &[u8], encoding: &str, separator: &str, more: &[&str]) {
    let register = Binary::fresh_on(kind);
    let report = import(&register, bytes, more);
    assert_eq!([&report["rows"], &report["accepted"]], [3, 3], "{report}");
    assert_eq!(
        [&report["encoding"], &report["separator"]],
        [encoding, separator]
    );
    let plain = Binary::offices(&THROUGH);
    assert_eq!(
        offices(&register),
        offices(&plain),
        "{encoding} {separator:?}"
    );
    register.verify_clean();
}

fn whatever_ends_a_line(kind: Kind) {
    let text = offices_csv(&THROUGH);
    let mixed = text.replacen('\n', "\r", 2).replacen('\n', "\r\n", 1);
    for text in [
        &text.replace('\n', "\r\n"),
        &text.replace('\n', "\r"),
        &mixed,
        text.trim_end(),
    ] {
        come_out_the_same(kind, text.as_bytes(), "utf-8", ",", &[]);
    }
}

fn whatever_encoding_a_file_says_or_shows(kind: Kind) {
    let text = offices_csv(&THROUGH);
    let marked = format!("\u{feff}{text}");
    let forms = [
        (marked.clone().into_bytes(), "utf-8"),
        (utf_16(&marked, u16::to_le_bytes), "utf-16le"),
        (utf_16(&marked, u16::to_be_bytes), "utf-16be"),
        (utf_16(&text, u16::to_le_bytes), "utf-16le"),
        (
            utf_16(&text.replace('\n', "\r\n"), u16::to_be_bytes),
            "utf-16be",
        ),
    ];
    for (bytes, encoding) in forms {
        come_out_the_same(kind, &bytes, encoding, ",", &[]);
    }
    let told = ["--encoding", "windows-1256"];
    come_out_the_same(kind, &windows_1256(&text), "windows-1256", ",", &told);
    // A mark in the file goes before what is said.
    come_out_the_same(kind, marked.as_bytes(), "utf-8", ",", &told);
}

fn whatever_stands_between_the_fields(kind: Kind) {
    let text = offices_csv(&THROUGH);
    for separator in [";", "\t", "|"] {
        let bytes = text.replace(',', separator);
        come_out_the_same(kind, bytes.as_bytes(), "utf-8", separator, &[]);
    }
    let told = format!("sep=#\r\n{}", text.replace(',', "#"));
    come_out_the_same(kind, told.as_bytes(), "utf-8", "#", &[]);
    let told = utf_16(
        &format!("\u{feff}SEP=;\n{}", text.replace(',', ";")),
        u16::to_le_bytes,
    );
    come_out_the_same(kind, &told, "utf-16le", ";", &[]);
}

/// What can be read in two ways is not guessed.
#[test]
fn an_encoding_is_not_guessed() {
    let register = Binary::fresh();
    let text = offices_csv(&THROUGH);
    register.write("older.csv", windows_1256(&text));
    register.write("newer.csv", &text);
    let args = ["import", "--profile", "pishkhan"];
    let older = register.fails(1, &[&args[..], &["older.csv"]].concat());
    assert_snapshot!(older, @r#"parvaneh: most lines of older.csv are no UTF-8, as line 2; if that reads "17-1,urban,تهران,مرکز,natural,سارا رضايي,9995648067,,1402/01", the file is in Windows-1256: say so with --encoding windows-1256, or with `encoding` in the profile"#);
    let told = ["newer.csv", "--encoding", "windows-1256"];
    let newer = register.fails(1, &[&args[..], &told].concat());
    assert_snapshot!(newer, @"parvaneh: newer.csv was said to be in Windows-1256 and is UTF-8, as line 2 shows; say utf-8, with --encoding or with `encoding` in the profile");
    let unknown = register.output(&[&args[..], &["newer.csv", "--encoding", "latin"]].concat());
    assert_eq!(unknown.status.code(), Some(2));
    assert!(!register.database().exists());
}

/// Nothing is no register, whatever ends its lines; and nothing below a header is no row.
fn lines_that_say_nothing_are_counted(kind: Kind) {
    let register = Binary::fresh_on(kind);
    register.write("input.csv", "\r\r\r\n\n ,, ,\r");
    let said = register.fails(1, &["import", "--profile", "pishkhan", "input.csv"]);
    assert!(said.contains("input.csv is empty"), "{said}");
    let text = format!("{}\r\r\n  \n,,,,,,,,,,,\r\n", offices_csv(&THROUGH));
    let report = import(&register, &text, &[]);
    assert_eq!([&report["rows"], &report["blank_lines"]], [3, 4]);
    assert_snapshot!(
        register.run(&["import", "--profile", "pishkhan", "input.csv"]),
        @r"
    3 rows: 3 accepted (3 of them unchanged), 0 rejected; 3 licences
    467 bytes read as UTF-8, separated by comma, 4 blank lines
    "
    );
}

/// A row in which something is no letter is rejected by line and column, and no other. What was rejected can be
/// imported again as it is, with the same outcome, and goes in when it is mended.
fn what_is_no_letter_costs_its_own_row(kind: Kind) {
    let text = offices_csv(&THROUGH).replacen("سارا", "سا\u{1}را", 1);
    let replaced = |bytes: Vec<u8>, from: &[u8], to: &[u8]| {
        let at = bytes.windows(from.len()).position(|window| window == from);
        let at = at.expect("it is there");
        [&bytes[..at], to, &bytes[at + from.len()..]].concat()
    };
    let utf_16le = utf_16(&text, u16::to_le_bytes);
    let whole = utf_16(&offices_csv(&THROUGH), u16::to_le_bytes);
    let cases = [
        (
            replaced(utf_16le.clone(), b"\x01\0", b"\x00\xd8"),
            2,
            "holder_name",
            "it is not valid UTF-16LE",
        ),
        (
            replaced(utf_16le.clone(), b"\x01\0", b"\x00\xdc"),
            2,
            "holder_name",
            "it is not valid UTF-16LE",
        ),
        (
            replaced(utf_16le, b"\x01\0", b"\0\0"),
            2,
            "holder_name",
            "it has a NUL character in it",
        ),
        (
            replaced(text.into_bytes(), b"\x01", b"\xff"),
            2,
            "holder_name",
            "it is not valid UTF-8",
        ),
        (
            whole[..whole.len() - 1].to_vec(),
            4,
            "renewal_filed_on",
            "it is not valid UTF-16LE",
        ),
    ];
    for (bytes, line, column, reason) in cases {
        let register = Binary::fresh_on(kind);
        let report = import(&register, &bytes, &[]);
        assert_eq!(
            [&report["rows"], &report["accepted"], &report["rejected"]],
            [3, 2, 1],
            "{reason}"
        );
        let rejects = fs::read(register.folder().join("rejects.csv")).unwrap();
        let told = String::from_utf8_lossy(&rejects).into_owned();
        assert!(told.starts_with("\u{feff}licence_number,"), "{told}");
        assert!(told.contains(&format!("line {line}, {column} ")), "{told}");
        assert!(told.contains(reason), "{told}");
        let again = import(&register, &rejects, &[]);
        assert_eq!([&again["rows"], &again["rejected"]], [1, 1]);
        // A NUL is a letter of the rejects as well.
        let mended = told.replace(['\u{fffd}', '\0'], "");
        let mended = import(&register, &mended, &[]);
        assert_eq!([&mended["rows"], &mended["accepted"]], [1, 1]);
        assert_eq!(offices(&register), offices(&Binary::offices(&THROUGH)));
        register.verify_clean();
    }
}

/// The rejects are in UTF-8, with the separator of the file, and the same profile reads them.
fn rejects_are_read_by_the_profile_that_wrote_them(kind: Kind) {
    let text = offices_csv(&THROUGH).replacen("1405/08/30", "1405/13/30", 1);
    let register = Binary::fresh_on(kind);
    let told = ["--encoding", "windows-1256"];
    let older = windows_1256(&format!("sep=#\n{}", text.replace(',', "#")));
    assert_eq!(import(&register, &older, &told)["rejected"], 1);
    let rejects = fs::read_to_string(register.folder().join("rejects.csv")).unwrap();
    assert!(
        rejects.starts_with("\u{feff}sep=#\nlicence_number#"),
        "{rejects}"
    );
    let mended = import(
        &register,
        rejects.replace("1405/13/30#", "1405/08/30#"),
        &told,
    );
    assert_eq!([&mended["rows"], &mended["accepted"]], [1, 1]);
    assert_eq!([&mended["encoding"], &mended["separator"]], ["utf-8", "#"]);
    assert_eq!(offices(&register), offices(&Binary::offices(&THROUGH)));
}

/// Names of columns are compared as names of people are; one that comes twice could be either.
#[test]
fn columns_have_names_of_their_own() {
    let register = Binary::fresh();
    let text = offices_csv(&THROUGH).replacen("province", " prov\u{200d}ince\u{200f} ", 1);
    assert_eq!(import(&register, &text, &[])["accepted"], 3);
    let register = Binary::fresh();
    register.write("input.csv", text.replacen("county", "province", 1));
    let said = register.fails(1, &["import", "--profile", "pishkhan", "input.csv"]);
    assert_snapshot!(said, @r#"parvaneh: input.csv has more than one column "province"; give each column a name of its own"#);
}

on_both! {
    whatever_ends_a_line,
    whatever_encoding_a_file_says_or_shows,
    whatever_stands_between_the_fields,
    lines_that_say_nothing_are_counted,
    what_is_no_letter_costs_its_own_row,
    rejects_are_read_by_the_profile_that_wrote_them,
}
