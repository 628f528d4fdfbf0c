//! What `docs/importing.md` shows is what the program does: its commands are run, one after another, with the files that
//! they name, and what stands beneath them is what they print.

use std::fmt::Write;
use std::fs;

use parvaneh_tests::repository::root;
use parvaneh_tests::{Binary, offices_csv};

/// The sheet of the page: a month that no year has, and a blank line.
fn sheet() -> String {
    offices_csv(&["1405/08/30", "1405/10/01", "1407/01/01"])
        .replace("9995648067,,1402/01/01,1407", "9995648067,,1402/13/01,1407")
        .replacen("17-2", "\n17-2", 1)
}

/// Two more offices, as an older program writes them.
fn older() -> Vec<u8> {
    let text = offices_csv(&["1405/08/30"; 2])
        .replace("17-", "18-")
        .replace('ی', "ي");
    let (bytes, _, is_lossy) = encoding_rs::WINDOWS_1256.encode(&text);
    assert!(!is_lossy);
    bytes.into_owned()
}

/// What the source has some time later: an office is suspended, another has no row any more.
fn source() -> String {
    let sheet = offices_csv(&["1405/08/30", "1405/10/01"]);
    let sheet = sheet.replacen("1405/10/01,active", "1405/10/01,suspended", 1);
    let older = offices_csv(&["1405/08/30"; 2]).replace("17-", "18-");
    let rows = older.split_once('\n').map(|(_, rows)| rows);
    format!("{sheet}{}", rows.unwrap_or_default())
}

#[test]
fn the_page_on_importing_shows_what_happens() {
    let page = fs::read_to_string(root().join("docs/importing.md")).expect("the page is there");
    let register = Binary::fresh();
    register.write("register.csv", sheet());
    register.write("older.csv", older());
    register.write("source.csv", source());
    let (mut told, mut happened) = (String::new(), String::new());
    for block in page.split("```console\n").skip(1) {
        let block = block.split("```").next().unwrap_or_default();
        told.push_str(block);
        for command in block
            .lines()
            .filter_map(|line| line.strip_prefix("$ parvaneh "))
        {
            if command.ends_with(" rejects.csv") && !command.contains("--rejects") {
                let rejects = register.folder().join("rejects.csv");
                let text = fs::read_to_string(&rejects).expect("there are rejects");
                register.write("rejects.csv", text.replace("1402/13/01", "1402/12/01"));
            }
            let args: Vec<&str> = command.split(' ').collect();
            let output = register.output(&args);
            let _ = writeln!(happened, "$ parvaneh {command}");
            happened.push_str(&register.said(&output));
            happened.push_str(&String::from_utf8_lossy(&output.stdout));
        }
    }
    assert!(
        told == happened,
        "the page shows\n{told}\nand this happens\n{happened}"
    );
}
