//! Garbage is survived: one sentence that says what to do, the documented exit code, and nothing
//! half-written.

use std::fs::{self, Permissions};
use std::io::{BufRead, BufReader, Write};
use std::os::unix::fs::PermissionsExt;
use std::path::PathBuf;
use std::process::Stdio;

use insta::assert_snapshot;
use parvaneh_tests::proof::times;
use parvaneh_tests::seeded::{chance, seed};
use parvaneh_tests::{Binary, data, first_rows, offices_csv};

/// A register of three offices, of which the night of `NIGHT` settles two.
const THROUGH: [&str; 3] = ["1405/08/30", "1405/10/01", "1407/01/01"];

const NIGHT: &str = "1405-09-02";

const NIGHTLY: [&str; 3] = ["nightly", "--as-of", NIGHT];
const LIST: [&str; 1] = ["list"];
const SHOW: [&str; 2] = ["show", "17-1"];
const VERIFY: [&str; 1] = ["verify"];
const MIGRATE: [&str; 1] = ["migrate"];
/// No commands, from a file of that name.
const SUBMIT: [&str; 2] = ["submit", "none"];

fn import(file: &str) -> [&str; 6] {
    [
        "import",
        "--profile",
        "pishkhan",
        file,
        "--rejects",
        "rejects.csv",
    ]
}

/// A folder with this file in it; importing that must fail and leave neither a register nor
/// rejects.
fn not_imported(bytes: &[u8]) -> String {
    let register = Binary::fresh();
    let file = register.write("input.csv", bytes);
    let before = register.files();
    let said = register.fails(1, &import(&file));
    assert_eq!(before, register.files());
    said
}

/// Each of these commands must change no file and fail; what they say, once where they say the
/// same.
fn all_fail(register: &Binary, code: i32, commands: &[&[&str]]) -> String {
    let before = register.files();
    let said = commands.iter().map(|args| {
        let said = register.fails(code, args);
        assert_eq!(before, register.files(), "{args:?}");
        said
    });
    let mut said: Vec<String> = said.collect();
    said.dedup();
    said.join("\n")
}

#[test]
fn an_empty_file_is_not_imported() {
    assert_snapshot!(not_imported(b""), @r#"parvaneh: [folder]/input.csv is empty; its first line should name the columns of the profile "pishkhan""#);
}

#[test]
fn another_kind_of_register_is_not_imported() {
    let chicago = fs::read(data("chicago-business-licences.csv")).unwrap();
    assert_snapshot!(not_imported(&chicago), @r#"parvaneh: [folder]/input.csv has no column "licence_number", "office_kind", "holder_name", "valid_from", "valid_through", "status", "province", "holder_kind", "holder_national_id", "issued_on", "renewal_filed_on", which the profile "pishkhan" needs; is it another kind of register?"#);
}

#[test]
fn a_spreadsheet_is_not_imported() {
    assert_snapshot!(not_imported(b"PK\x03\x04\0\0\x08\0sheet1.xml\xff\xfe\0"), @r#"parvaneh: [folder]/input.csv has no column "licence_number", "office_kind", "holder_name", "valid_from", "valid_through", "status", "province", "holder_kind", "holder_national_id", "issued_on", "renewal_filed_on", which the profile "pishkhan" needs; is it another kind of register?"#);
}

#[test]
fn a_folder_is_not_imported() {
    let register = Binary::fresh();
    let folder = register.folder().join("registers");
    fs::create_dir(&folder).unwrap();
    let said = register.fails(1, &import(folder.to_str().unwrap()));
    assert_snapshot!(said, @"parvaneh: reading [folder]/registers failed; name a CSV file that can be read: is a directory");
    assert!(register.files().is_empty());
}

#[test]
fn a_file_that_is_not_there_is_not_imported() {
    let register = Binary::fresh();
    assert_snapshot!(register.fails(1, &import("register.csv")), @"parvaneh: reading register.csv failed; name a CSV file that can be read: No such file or directory (os error 2)");
    assert!(register.files().is_empty());
}

/// A header and nothing else is a register of no licences.
#[test]
fn a_header_alone_is_an_empty_register() {
    let register = Binary::fresh();
    let file = register.write("input.csv", offices_csv(&[]));
    assert_snapshot!(register.run(&import(&file)), @r"
    0 rows: 0 accepted (0 of them unchanged), 0 rejected; 0 licences
    145 bytes read as UTF-8, separated by comma
    ");
    assert!(register.list(NIGHT).is_empty());
    register.verify_clean();
}

/// A file that was cut off in the midst of a letter loses its last row, which is named and kept as
/// it came, and no other.
#[test]
fn a_letter_cut_in_two_costs_its_own_row() {
    let register = Binary::fresh();
    let whole = offices_csv(&THROUGH);
    let last_name = whole.rfind("رضایی").unwrap();
    let cut = &whole.as_bytes()[..last_name + 1];
    let file = register.write("input.csv", cut);
    let output = register.output(&import(&file));
    assert_eq!(output.status.code(), Some(0));
    assert_snapshot!(register.said(&output), @r#"rejected: line 4, licence_number "17-3": the row has 6 fields, the header 12"#);
    assert_eq!(register.list(NIGHT).len(), 2);
    register.verify_clean();

    let rejects = fs::read(register.folder().join("rejects.csv")).unwrap();
    let kept = &cut[cut.iter().rposition(|byte| *byte == b'\n').unwrap() + 1..];
    assert!(rejects.windows(kept.len()).any(|window| window == kept));
}

/// The same with a byte in the midst of a row: its column is named.
#[test]
fn a_byte_that_is_no_letter_costs_its_own_row() {
    let register = Binary::fresh();
    let mut bytes = offices_csv(&THROUGH).into_bytes();
    let name = "سارا".as_bytes();
    let at = bytes.windows(name.len()).position(|window| window == name);
    bytes.remove(at.unwrap() + 1);
    let file = register.write("input.csv", &bytes);
    let output = register.output(&import(&file));
    assert_eq!(output.status.code(), Some(0));
    assert_snapshot!(register.said(&output), @r#"rejected: line 2, holder_name "�ارا رضایی": it is not valid UTF-8"#);
    assert_eq!(register.list(NIGHT).len(), 2);
    register.verify_clean();
}

/// A character that stands for nothing and that not every database can keep.
#[test]
fn a_nul_costs_its_own_row() {
    let register = Binary::fresh();
    let text = offices_csv(&THROUGH).replacen("سارا", "سا\0را", 1);
    let file = register.write("input.csv", text);
    let output = register.output(&import(&file));
    assert_eq!(output.status.code(), Some(0));
    assert_snapshot!(register.said(&output), @r#"rejected: line 2, holder_name "سا\0را رضایی": it has a NUL character in it"#);
    assert_eq!(register.list(NIGHT).len(), 2);
    register.verify_clean();
}

#[test]
fn a_profile_that_nobody_described_is_wrong_usage() {
    let register = Binary::fresh();
    let file = register.write("input.csv", offices_csv(&THROUGH));
    let before = register.files();
    let said = register.fails(2, &["import", "--profile", "pishkan", &file]);
    assert_snapshot!(said, @r#"parvaneh: no import profile is called "pishkan"; there are chicago, los_angeles, parvaneh, pishkhan, san_francisco, vancouver"#);
    assert_eq!(before, register.files());
}

/// However the path is spelled.
#[test]
fn rejects_are_not_written_over_the_input() {
    let register = Binary::fresh();
    let file = register.write("input.csv", offices_csv(&THROUGH));
    let args = ["import", "--profile", "pishkhan", &file, "--rejects"];
    let written = |rejects| [&args[..], &[rejects]].concat();
    let said = all_fail(
        &register,
        1,
        &[
            &written("input.csv"),
            &written("./input.csv"),
            &written(&file),
        ],
    );
    assert_snapshot!(said, @"parvaneh: the rejects cannot be written over [folder]/input.csv, which is being read");
}

#[test]
fn rejects_are_not_written_over_the_register() {
    let register = Binary::offices(&THROUGH);
    let file = register.write("input.csv", offices_csv(&THROUGH));
    let args = [
        "import",
        "--profile",
        "pishkhan",
        &file,
        "--rejects",
        "./register.db",
    ];
    assert_snapshot!(all_fail(&register, 2, &[&args]), @"parvaneh: the rejects cannot be written over the register; name another file for them");
    fs::remove_file(register.database()).unwrap();
    assert_snapshot!(all_fail(&register, 2, &[&args]), @"parvaneh: the rejects cannot be written over the register; name another file for them");
}

#[test]
fn rejects_that_cannot_be_written_stop_the_import_before_it_begins() {
    let register = Binary::fresh();
    let file = register.write("input.csv", offices_csv(&THROUGH));
    let before = register.files();
    let args = ["import", "--profile", "pishkhan", &file, "--rejects"];
    let said = register.fails(1, &[&args[..], &["nowhere/rejects.csv"]].concat());
    assert_snapshot!(said, @"parvaneh: the rejects are not written: nowhere/rejects.csv cannot be written; look at the path and its permissions: No such file or directory (os error 2)");
    fs::create_dir(register.folder().join("folder")).unwrap();
    let said = register.fails(1, &[&args[..], &["folder"]].concat());
    assert_snapshot!(said, @"parvaneh: the rejects are not written: folder is no ordinary file; name another one");
    assert_eq!(before, register.files());
}

/// Only `migrate` and `import` make a register.
#[test]
fn a_register_that_is_not_there_is_not_made() {
    let register = Binary::fresh();
    register.write("none", "");
    let said = all_fail(&register, 1, &[&NIGHTLY, &LIST, &SHOW, &SUBMIT, &VERIFY]);
    assert_snapshot!(said, @"parvaneh: there is no register at sqlite://[folder]/register.db; make one with `parvaneh migrate` or `parvaneh import`");
}

#[test]
fn a_register_in_a_folder_that_is_not_there_is_not_made() {
    let register = Binary::fresh();
    let args = ["migrate", "--register", "sqlite://nowhere/register.db"];
    assert_snapshot!(all_fail(&register, 1, &[&args]), @"parvaneh: opening the register at sqlite://nowhere/register.db failed; look at the path and its permissions: Connection Error: error returned from database: (code: 14) unable to open database file");
}

#[test]
fn a_folder_is_no_register() {
    let register = Binary::fresh();
    fs::create_dir(register.database()).unwrap();
    assert_snapshot!(all_fail(&register, 1, &[&NIGHTLY, &LIST, &MIGRATE]), @"parvaneh: sqlite://[folder]/register.db is a folder; name a file in it");
}

#[test]
fn a_url_of_another_database_is_no_register() {
    let register = Binary::fresh();
    let args = ["list", "--register", "mysql://localhost/register"];
    assert_snapshot!(all_fail(&register, 1, &[&args]), @r#"parvaneh: "mysql://localhost/register" is no register; write it like sqlite://parvaneh.db or postgres://user@host/database"#);
}

/// A file of text is neither read nor written over.
#[test]
fn a_text_is_no_register() {
    let register = Binary::fresh();
    let text = "Minutes of the working group's session. ".repeat(200);
    register.write("register.db", text);
    let file = register.write("input.csv", offices_csv(&THROUGH));
    let commands = [&NIGHTLY[..], &LIST, &VERIFY, &MIGRATE, &import(&file)];
    assert_snapshot!(all_fail(&register, 1, &commands), @"parvaneh: sqlite://[folder]/register.db is not a database; name another file: Connection Error: error returned from database: (code: 26) file is not a database");
}

/// As a copy over a line that broke leaves it.
#[test]
fn half_a_register_is_no_register() {
    let register = Binary::offices(&THROUGH);
    let bytes = fs::read(register.database()).unwrap();
    register.write("register.db", &bytes[..bytes.len() / 2]);
    let commands = [&NIGHTLY[..], &LIST, &VERIFY, &MIGRATE];
    assert_snapshot!(all_fail(&register, 1, &commands), @"parvaneh: opening the register failed because the file is damaged; put back an earlier copy of it: Connection Error: error returned from database: (code: 11) database disk image is malformed");
}

/// Somebody else's database is not even put into another mode.
#[test]
fn a_database_without_our_tables_is_left_alone() {
    let register = Binary::fresh();
    register.write("register.db", "");
    let commands = [&NIGHTLY[..], &LIST, &SHOW, &VERIFY];
    assert_snapshot!(all_fail(&register, 1, &commands), @"parvaneh: sqlite://[folder]/register.db holds no register yet; make one with `parvaneh migrate` or `parvaneh import`");
    register.query("CREATE TABLE minutes (session TEXT)");
    assert_snapshot!(all_fail(&register, 1, &commands), @"parvaneh: sqlite://[folder]/register.db holds no register yet; make one with `parvaneh migrate` or `parvaneh import`");
}

/// Not even the rejects of an earlier run are touched.
///
/// An older schema cannot be made yet: there is but one step.
#[test]
fn a_register_of_a_newer_schema_is_left_alone() {
    let register = Binary::offices(&THROUGH);
    register.query("INSERT INTO parvaneh_migrations VALUES ('m20990101_000001_future', 0)");
    register.write("rejects.csv", "of an earlier run");
    register.write("none", "");
    let file = register.write("input.csv", offices_csv(&["1407/01/01"; 5]));
    let commands = [
        &NIGHTLY[..],
        &LIST,
        &SHOW,
        &SUBMIT,
        &VERIFY,
        &MIGRATE,
        &import(&file),
    ];
    assert_snapshot!(all_fail(&register, 1, &commands), @"parvaneh: the register at sqlite://[folder]/register.db has a newer schema (m20990101_000001_future); use the parvaneh that migrated it");
}

fn set_mode(register: &Binary, mode: u32) {
    fs::set_permissions(register.database(), Permissions::from_mode(mode)).unwrap();
}

fn names(register: &Binary) -> Vec<PathBuf> {
    let entries = fs::read_dir(register.folder()).unwrap();
    let mut names: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    names.sort();
    names
}

/// Also for the superuser, whom the system lets write to any file. Reading leaves nothing beside
/// the register, and writing stops before it makes its lock.
#[test]
fn a_read_only_register_is_read_and_not_written() {
    let register = Binary::offices(&THROUGH);
    fs::remove_file(register.folder().join("register.db.lock")).unwrap();
    let listed = register.list(NIGHT);
    let shown = register.run(&["show", "17-1", "--on", NIGHT]);
    let file = register.write("input.csv", offices_csv(&["1407/01/01"; 5]));
    register.write("none", "");
    set_mode(&register, 0o444);
    let before = (names(&register), register.files());

    assert_eq!(listed, register.list(NIGHT));
    assert_eq!(shown, register.run(&["show", "17-1", "--on", NIGHT]));
    register.verify_clean();
    assert_eq!(
        register.json(&[&NIGHTLY[..], &["--dry-run"]].concat())["due"],
        2
    );
    let commands = [&NIGHTLY[..], &SUBMIT, &MIGRATE, &import(&file)];
    assert_snapshot!(all_fail(&register, 1, &commands), @"parvaneh: opening the register to write failed because the register is read-only; look at its permissions");
    assert_eq!(before, (names(&register), register.files()));

    set_mode(&register, 0o644);
    assert_eq!(register.json(&NIGHTLY)["settled"], 2);
    // Two of the five are stated anew by whoever stated them.
    assert_eq!(register.json(&import(&file))["accepted"], 5);
}

/// What was written lies in the log beside the file where the last process to use the register was
/// killed: it is read with it.
#[test]
fn a_read_only_register_is_read_with_its_log() {
    let register = Binary::offices(&THROUGH);
    let mut command = register.command(&["submit", "-"]);
    let piped = command.stdin(Stdio::piped()).stdout(Stdio::piped());
    let mut waiting = piped.spawn().unwrap();
    writeln!(waiting.stdin.as_mut().unwrap(), "no command").unwrap();
    let mut answer = String::new();
    BufReader::new(waiting.stdout.take().unwrap())
        .read_line(&mut answer)
        .unwrap();
    register.run(&NIGHTLY);
    waiting.kill().unwrap();
    waiting.wait().unwrap();
    assert!(register.files().contains_key("register.db-wal"));

    set_mode(&register, 0o444);
    let again = [&NIGHTLY[..], &["--dry-run"]].concat();
    assert_eq!(register.json(&again)["due"], 0);
    register.verify_clean();
    set_mode(&register, 0o644);
    assert_eq!(register.json(&NIGHTLY)["due"], 0);
}

/// Runs into the limit; its last sentence, after those on rejected rows.
fn runs_out_of_room(register: &Binary, blocks: u32, args: &[&str]) -> String {
    let output = register.cramped(blocks, args).output().unwrap();
    let said = register.said(&output);
    assert_eq!(output.status.code(), Some(1), "{said}");
    assert_eq!(output.stdout, b"", "a failure answers nothing");
    said.lines().next_back().unwrap().to_owned()
}

/// Each batch is there or not, wherever the room runs out, and the same command with room again
/// goes on to the register that an undisturbed run makes.
#[test]
fn an_import_that_runs_out_of_room_goes_on_where_it_stopped() {
    let whole = Binary::fresh();
    let file = whole.write("input.csv", first_rows("pishkhan-register.csv", 3000));
    whole.run(&import(&file));
    let rejects = |register: &Binary| fs::read(register.folder().join("rejects.csv")).unwrap();
    for blocks in [1, 16, 100, 1000, 2500, 4500] {
        let register = Binary::fresh();
        let said = runs_out_of_room(&register, blocks, &import(&file));
        let sentence = " failed because the disk is full; free some space and run it again: ";
        assert!(
            said.starts_with("parvaneh: ") && said.contains(sentence),
            "{said}"
        );
        if 100 < blocks {
            register.verify_clean();
        }
        register.run(&import(&file));
        assert_eq!(whole.histories(), register.histories(), "{blocks} blocks");
        assert_eq!(rejects(&whole), rejects(&register), "{blocks} blocks");
        register.verify_clean();
    }
}

#[test]
fn rejects_that_run_out_of_room_stop_the_import() {
    let register = Binary::fresh();
    let file = register.write("input.csv", first_rows("pishkhan-register.csv", 3000));
    let said = runs_out_of_room(&register, 0, &import(&file));
    assert_snapshot!(said, @"parvaneh: writing the rejects to rejects.csv failed; name a file that can be written: File too large (os error 27)");
    assert!(!register.database().exists());
}

#[test]
fn a_night_that_runs_out_of_room_goes_on_where_it_stopped() {
    let eve = Binary::fresh();
    let file = eve.write("input.csv", first_rows("pishkhan-register.csv", 3000));
    eve.run(&import(&file));
    let whole = eve.twin();
    whole.run(&NIGHTLY);
    let args = [&NIGHTLY[..], &["--batch", "50"]].concat();
    for blocks in [16, 100, 300, 600] {
        let register = eve.twin();
        let said = runs_out_of_room(&register, blocks, &args);
        let sentence = " failed because the disk is full; free some space and run it again: ";
        assert!(
            said.starts_with("parvaneh: ") && said.contains(sentence),
            "{said}"
        );
        register.verify_clean();
        assert_ne!(whole.histories(), register.histories(), "{blocks} blocks");
        register.run(&args);
        assert_eq!(whole.histories(), register.histories(), "{blocks} blocks");
        register.verify_clean();
    }
}

/// A text with some of its bytes overwritten, cut out or said twice, at places that follow from the
/// seed and the case.
fn broken(text: &str, seed: u64, case: u32) -> Vec<u8> {
    let mut bytes = text.as_bytes().to_vec();
    let mut throws = (case * 100..).map(|throw| chance(seed, throw));
    let mut pick = |below: usize| {
        let below = u32::try_from(below).unwrap();
        (throws.next().unwrap() * f64::from(below)) as usize
    };
    for _ in 0..=pick(4) {
        if bytes.is_empty() {
            break;
        }
        let at = pick(bytes.len());
        let end = (at + 1 + pick(12)).min(bytes.len());
        match pick(4) {
            0 => bytes[at] = u8::try_from(pick(255)).unwrap(),
            1 => drop(bytes.drain(at..end)),
            2 => {
                let again = bytes[at..end].to_vec();
                bytes.splice(end..end, again);
            }
            _ => bytes.truncate(at.max(1)),
        }
    }
    bytes
}

/// Whatever becomes of a file on its way: what is in it is taken, rejected or refused, in one
/// sentence, and what is in the register is sound.
#[test]
fn broken_files_and_commands_are_survived() {
    const FILE: &str = "{\"id\":\"00000000-0000-7000-8000-000000000001\",\"number\":\"17-1\",\
        \"actor\":{\"id\":\"the-holder\",\"role\":\"holder\"},\
        \"command\":{\"machine\":\"renewal\",\"type\":\"file\"}}\n";
    let seed = seed();
    for case in 0..times(12) {
        let register = Binary::fresh();
        let file = register.write("input.csv", broken(&offices_csv(&THROUGH), seed, 2 * case));
        let imported = register.output(&import(&file));
        match imported.status.code() {
            Some(0) => register.verify_clean(),
            _ => drop(register.failed(1, &imported)),
        }
        let register = Binary::offices(&THROUGH);
        let file = register.write(
            "commands.jsonl",
            broken(&register.as_holders(FILE), seed, 2 * case + 1),
        );
        let submitted = register.output(&["submit", &file]);
        let code = submitted.status.code();
        let said = register.said(&submitted);
        let known = [Some(0), Some(1), Some(3)];
        assert!(known.contains(&code), "{code:?}: {said}");
        register.verify_clean();
    }
}
