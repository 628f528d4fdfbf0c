//! What was recorded wrongly, put right: a plan that is read, two persons, and late entries.

use insta::assert_snapshot;
use parvaneh_tests::clock::ago;
use parvaneh_tests::{Binary, Kind, on_both};
use serde_json::{Value, json};

/// Two offices whose terms are over for good, and what the calendar did to them.
fn register(kind: Kind) -> Binary {
    let register = Binary::fresh_on(kind).with_offices(&["1404/12/29", "1404/12/29"]);
    register.run(&["nightly", "--as-of", "1405-02-01"]);
    register
}

/// An office in whose dossier nothing falls due for a long time.
fn in_force(kind: Kind) -> Binary {
    Binary::fresh_on(kind).with_offices(&["1408/01/01"])
}

/// Ids are the sender's: any will do that is not used twice.
fn id(last: u8) -> String {
    format!("00000000-0000-7000-8000-0000000000{last:02}")
}

fn holder(register: &Binary, number: &str) -> Value {
    let field = register.kind().field("event", "holder");
    let sql = format!(
        "SELECT {field} FROM parvaneh_journal JOIN parvaneh_dossier ON seq = dossier \
         WHERE number = '{number}' AND version = 1"
    );
    json!({ "id": register.query(&sql)[0], "role": "holder" })
}

/// A revision as Mina of the authority proposes it.
fn revision(last: u8, dossiers: Value) -> Value {
    json!({
        "id": id(last),
        "actor": { "id": "mina", "role": "authority", "national": true },
        "reason": "the letter was never keyed",
        "rests_on": "letter 12",
        "dossiers": dossiers,
    })
}

/// The holder gave the licence up, and nobody wrote it down.
fn surrendered(register: &Binary, number: &str) -> Value {
    json!({
        "number": number,
        "enter": [{
            "on": "1404-03-01",
            "actor": holder(register, number),
            "command": { "machine": "licence", "type": "surrender" },
        }],
    })
}

fn approval(last: u8, who: &str) -> Value {
    json!({ "id": id(last), "actor": { "id": who, "role": "authority", "national": true } })
}

/// The arguments of a step with a file.
fn step(register: &Binary, step: &str, file: &Value) -> [String; 3] {
    let path = register.write("revision.json", file.to_string());
    ["revise".to_owned(), path, step.to_owned()]
}

fn revises(register: &Binary, at: &str, file: &Value) -> String {
    let args = step(register, at, file);
    register.run(&args.each_ref().map(String::as_str))
}

fn fails(register: &Binary, code: i32, at: &str, file: &Value) -> String {
    let args = step(register, at, file);
    register.fails(code, &args.each_ref().map(String::as_str))
}

fn count(register: &Binary, table: &str) -> String {
    register.query(&format!("SELECT count(*) FROM parvaneh_{table}"))[0].clone()
}

/// The last day of a plan is today.
fn without_today(plan: &str) -> String {
    let mut text = plan.to_owned();
    while let Some((before, after)) = text.split_once("1405-01-01 to 1") {
        let (_, rest) = after.split_once(':').unwrap();
        text = format!("{before}1405-01-01 to [today]:{rest}");
    }
    text
}

/// Standings by spans of days, what goes, and who was to be told of it.
fn a_plan_is_read_before_anything_is_written(kind: Kind) {
    let register = register(kind);
    let before = register.dump();
    let wrong = surrendered(&register, "17-1");
    let plan = revises(&register, "--dry-run", &revision(1, json!([wrong])));
    assert_snapshot!(without_today(&plan), @"
    revision 00000000-0000-7000-8000-000000000001 would come to this; nothing was written

    17-1, after row 1:
      entered as act 8
      1404-03-01 to 1404-12-29: surrendered instead of in_force
      1405-01-01 to [today]: surrendered instead of expired
      true no longer:
        1404-06-30: renewal.reminder_due
        1404-08-30: renewal.reminder_due
        1404-09-23: renewal.reminder_due
        1404-10-01: renewal.deadline_passed
        1405-01-01: licence.expired
      somebody was to be told, and it stands no longer:
        1404-06-30: renewal.reminder_due
        1404-08-30: renewal.reminder_due
        1404-09-23: renewal.reminder_due
        1404-10-01: renewal.deadline_passed
        1405-01-01: licence.expired
    ");
    assert_eq!(before, register.dump());
    assert_eq!(count(&register, "proposal"), "0");
}

/// It is kept and changes nothing; who proposed it does not approve it, and another does, once.
fn a_revision_takes_two_persons(kind: Kind) {
    let register = register(kind);
    let proposed = revision(1, json!([surrendered(&register, "17-1")]));
    let before = register.dump();
    for _ in 0..2 {
        let plan = revises(&register, "--propose", &proposed);
        let (head, _) = plan.split_once('\n').unwrap();
        assert_snapshot!(head, @"revision 00000000-0000-7000-8000-000000000001 is proposed and waits for another person's approval");
    }
    assert_eq!(before, register.dump());
    assert_eq!(count(&register, "proposal"), "1");

    let said = fails(&register, 3, "--approve", &approval(1, "mina"));
    assert_snapshot!(said, @"parvaneh: mina proposed the revision; another person has to approve it");
    assert_eq!(before, register.dump());

    let plan = revises(&register, "--approve", &approval(1, "omid"));
    let (head, _) = plan.split_once('\n').unwrap();
    assert_snapshot!(head, @"revision 00000000-0000-7000-8000-000000000001 is made");
    let shown = register.json(&["show", "17-1", "--on", "1404-03-02"]);
    assert_eq!(shown["standing"], "surrendered");
    let shown = register.json(&["show", "17-2", "--on", "1404-03-02"]);
    assert_eq!(shown["standing"], "in_force");
    register.verify_clean();

    let made = register.dump();
    let said = fails(&register, 3, "--approve", &approval(1, "nasrin"));
    assert_snapshot!(said, @"parvaneh: the revision 00000000-0000-7000-8000-000000000001 was approved before, and stands in the register");
    let said = fails(&register, 3, "--propose", &proposed);
    assert_snapshot!(said, @"parvaneh: the revision 00000000-0000-7000-8000-000000000001 was approved before, and stands in the register");
    assert_eq!(made, register.dump());
    // The night finds what the revision left due, and that is nothing.
    let night = register.json(&["nightly", "--as-of", "1405-02-02"]);
    assert_eq!(night["settled"], 0);
}

/// What was withdrawn and is restored is as it was.
fn what_is_restored_is_as_it_was(kind: Kind) {
    let register = register(kind);
    let standing = |day: &str| register.json(&["show", "17-1", "--on", day])["standing"].clone();
    let days = ["1404-02-01", "1404-03-02", "1404-12-29", "1405-01-01"];
    let was = days.map(standing);
    let mut named = 0;
    for (last, what) in [
        (1, "enter"),
        (2, "withdraw"),
        (3, "restore"),
        (4, "withdraw"),
    ] {
        let change = match what {
            "enter" => surrendered(&register, "17-1"),
            what => json!({ "number": "17-1", what: [named] }),
        };
        let proposed = revision(last, json!([change]));
        revises(&register, "--propose", &proposed);
        let args = step(&register, "--approve", &approval(last, "omid"));
        let plan = register.json(&args.each_ref().map(String::as_str));
        if what == "enter" {
            named = plan["dossiers"][0]["entered"][0].as_i64().unwrap();
        }
        let is = days.map(standing);
        assert_eq!(is == was, what == "withdraw", "{what}: {is:?}");
        register.verify_clean();
    }
}

/// Acts may be entered in any order: what was asked in each is kept with it.
fn what_was_asked_is_kept_with_its_own_act(kind: Kind) {
    let register = register(kind);
    let mut change = surrendered(&register, "17-1");
    let report = json!({
        "on": "1404-02-01",
        "actor": { "id": "nasrin", "role": "inspector", "national": true },
        "command": { "machine": "enforcement", "type": "report", "violation": "HOURS", "facts": "seen" },
    });
    change["number"] = json!("17-2");
    change["enter"][0]["actor"] = holder(&register, "17-2");
    change["enter"][0]["command"] =
        json!({ "machine": "contract", "type": "draft", "agency": "post_bank" });
    change["enter"].as_array_mut().unwrap().push(report);
    revises(&register, "--propose", &revision(1, json!([change])));
    revises(&register, "--approve", &approval(1, "omid"));
    let sql = "SELECT journal.event || ' ' || asked.text FROM parvaneh_asked AS asked \
               JOIN parvaneh_journal AS journal ON journal.position = asked.position ORDER BY journal.position";
    let kept = register.query(sql);
    assert_eq!(kept.len(), 2);
    for (row, [led_to, asked]) in kept
        .iter()
        .zip([["reported", "report"], ["drafted", "draft"]])
    {
        for word in [led_to, asked] {
            assert!(row.contains(&format!("\"type\":\"{word}\"")), "{row}");
        }
    }
    register.verify_clean();
}

/// What is wrong with each, the step at which it is said, and the exit code. The first revision was proposed.
fn wrong_ones(register: &Binary) -> Vec<(i32, &'static str, Value)> {
    let wrong = || json!([surrendered(register, "17-1")]);
    let with = |pointer: &str, value: Value| {
        let mut changed = revision(2, wrong());
        let (parent, name) = pointer.rsplit_once('/').unwrap();
        changed.pointer_mut(parent).unwrap()[name] = value;
        changed
    };
    let of_province =
        |province: Value| json!({ "id": "mina", "role": "authority", "province": province });
    let of = |changes: Value| revision(2, changes);
    let (act, none) = ("/dossiers/0/enter/0", json!({}));
    let mut other_body = with("/reason", json!("another one"));
    other_body["id"] = json!(id(1));
    let unknown_field = json!({ "machine": "licence", "type": "surrender", "urgent": true });
    let nothing = json!([{ "number": "17-1" }]);
    let no_act = json!([{ "number": "17-1", "withdraw": [77] }]);
    let named_again = json!([{ "number": "17-1", "withdraw": [1, 1], "accept": [77, 77] }]);
    let it_stands = json!([{ "number": "17-1", "restore": [1] }]);
    let no_number = json!([{ "number": "17-9", "withdraw": [1] }]);
    let mut twice = wrong();
    twice
        .as_array_mut()
        .unwrap()
        .extend(nothing.as_array().cloned().unwrap());
    twice[1]["withdraw"] = json!([1]);
    vec![
        (3, "--propose", other_body),
        (3, "--approve", approval(9, "omid")),
        (3, "--propose", with("/reason", json!(" "))),
        (1, "--propose", none),
        (3, "--propose", with("/actor/role", json!("inspector"))),
        (3, "--propose", with("/actor", of_province(json!("قم")))),
        (1, "--propose", with("/actor", of_province(Value::Null))),
        (1, "--propose", with("/actor/province", json!("قم"))),
        (
            1,
            "--propose",
            with(&format!("{act}/command"), unknown_field),
        ),
        (1, "--propose", json!(["a list"])),
        (1, "--approve", revision(1, wrong())),
        (
            1,
            "--propose",
            with(&format!("{act}/on"), json!("1499-01-01")),
        ),
        (
            3,
            "--propose",
            with(&format!("{act}/actor/id"), json!(id(77))),
        ),
        (3, "--propose", of(json!([]))),
        (3, "--propose", of(nothing)),
        (3, "--propose", of(no_act)),
        (3, "--propose", of(named_again)),
        (3, "--propose", of(it_stands)),
        (1, "--propose", of(no_number)),
        (3, "--propose", of(twice)),
    ]
}

/// Each in a sentence, with nothing written.
fn what_is_no_revision_is_said_so(kind: Kind) {
    let register = register(kind);
    let wrong = json!([surrendered(&register, "17-1")]);
    revises(&register, "--propose", &revision(1, wrong));
    let before = [
        register.dump(),
        register.query("SELECT * FROM parvaneh_proposal"),
    ];
    let said = wrong_ones(&register).into_iter().map(|(code, at, file)| {
        let dry = match at {
            // What is wrong with a revision is found by looking at it, but for its id.
            "--propose" if file["id"] == id(2) => Some(fails(&register, code, "--dry-run", &file)),
            _ => None,
        };
        let said = fails(&register, code, at, &file);
        assert!(dry.is_none_or(|dry| dry == said), "{said}");
        format!("{code} {said}")
    });
    let said: String = said.collect();
    let today = ago(0);
    assert_snapshot!(said.replace(&today, "[today]"), @r#"
    3 parvaneh: a revision 00000000-0000-7000-8000-000000000001 was proposed before; give this one an id of its own
    3 parvaneh: no revision 00000000-0000-7000-8000-000000000009 was proposed; propose it first, with `revise FILE --propose`
    3 parvaneh: a revision says why, and names the document that it rests on
    1 parvaneh: [folder]/revision.json is no revision: missing field `id` at line 1 column 2
    3 parvaneh: 17-1: this role may not do this (may: authority, role: inspector) [no source found on who puts the register right, D]
    3 parvaneh: 17-1: the dossier belongs to another province (actor_province: قم, dossier_province: تهران) [who may act, and nobody in their own matter, D]
    1 parvaneh: [folder]/revision.json is no revision: `actor`, of the role authority, says neither a `province`, whose dossiers it may touch, nor `"national": true`, where it may touch all of them
    1 parvaneh: [folder]/revision.json is no revision: a party, or an actor with a `province`, is not `national` at line 1 column 75
    1 parvaneh: [folder]/revision.json is no revision: unknown field `dossiers.0.enter.0.command.urgent`
    1 parvaneh: [folder]/revision.json is no revision: UUID parsing failed: invalid character: found ` ` at 1 at line 1 column 9
    1 parvaneh: [folder]/revision.json is no approval; it has an id and an actor: unknown field `dossiers`, expected `id` or `actor` at line 1 column 68
    1 parvaneh: 2120-03-21 is in the future: in Asia/Tehran it is [today]
    3 parvaneh: 17-1: only the holder of this licence may do this (role: holder) [who may act, and nobody in their own matter, D]
    3 parvaneh: the revision names no dossier
    3 parvaneh: 17-1: nothing is withdrawn, restored or entered
    3 parvaneh: 17-1: it has no row 77; `show` names the acts
    3 parvaneh: 17-1: the act 1 is named twice; the act 77 is named twice; it has no row 77; `show` names the acts
    3 parvaneh: 17-1: the act 1 stands, and was not withdrawn; `show` names the acts
    1 parvaneh: no licence in the register has the number 17-9
    3 parvaneh: two parts of the revision are about one dossier; put them together    "#);
    let after = [
        register.dump(),
        register.query("SELECT * FROM parvaneh_proposal"),
    ];
    assert_eq!(before, after);
}

/// One step at a time, and which one is said.
fn a_step_is_named(kind: Kind) {
    let register = register(kind);
    let file = register.write("revision.json", "{}");
    for steps in [
        &[][..],
        &["--dry-run", "--propose"],
        &["--propose", "--approve"],
    ] {
        let args = [&["revise", &file][..], steps].concat();
        assert_eq!(register.output(&args).status.code(), Some(2), "{steps:?}");
    }
    register.fails(1, &["revise", "no-such-file.json", "--dry-run"]);
}

/// A line of `submit`, by whom and of which day; a desk's entry says who entered it.
fn asks(last: u8, on: &str, actor: Value, command: Value, evidence: Option<&str>) -> Value {
    let mut asked = json!({
        "id": id(last), "number": "17-1", "on": on, "actor": actor, "command": command,
    });
    if let Some(evidence) = evidence {
        asked["entered_by"] = json!({ "id": "desk-3", "role": "secretariat", "national": true });
        asked["evidence"] = json!(evidence);
        asked["paper"] = json!("written_request");
    }
    asked
}

/// Submits a command, which is answered; the answer.
fn answer(register: &Binary, command: &Value) -> Value {
    let file = register.write("command.jsonl", format!("{command}\n"));
    serde_json::from_str(&register.run(&["submit", &file])).unwrap()
}

fn code(answer: &Value) -> &str {
    let outcome = answer["outcome"].as_str().unwrap();
    answer["refusal"]["code"].as_str().unwrap_or(outcome)
}

fn report() -> Value {
    json!({ "machine": "enforcement", "type": "report", "violation": "HOURS", "facts": "seen" })
}

/// What was handed in is entered by a desk after something later was recorded; what stands against it is
/// named, and there is an end to it.
fn a_desk_enters_what_was_handed_in_earlier(kind: Kind) {
    let register = in_force(kind);
    let holder = || holder(&register, "17-1");
    let draft = || json!({ "machine": "contract", "type": "draft", "agency": "post_bank" });
    let gives_up = json!({ "machine": "licence", "type": "surrender" });
    let inspector = json!({ "id": "inspector-1", "role": "inspector", "national": true });
    let reported = answer(&register, &asks(1, &ago(5), inspector, report(), None));
    assert_eq!(code(&reported), "accepted", "{reported}");
    let stamp = Some("the stamp of the day");
    let mut blank = asks(2, &ago(10), holder(), draft(), stamp);
    blank["evidence"] = json!(" ");
    let cases = [
        (blank, "evidence_missing"),
        (
            asks(3, &ago(10), holder(), draft(), None),
            "entered_too_late",
        ),
        (
            asks(4, &ago(40), holder(), draft(), stamp),
            "entered_too_late",
        ),
        (
            asks(5, &ago(10), holder(), gives_up, stamp),
            "later_act_stands_against",
        ),
        (asks(6, &ago(10), holder(), draft(), stamp), "accepted"),
    ];
    let before = count(&register, "journal");
    for (command, expected) in &cases {
        if *expected == "accepted" {
            assert_eq!(count(&register, "journal"), before);
        }
        let answered = answer(&register, command);
        assert_eq!(code(&answered), *expected, "{answered}");
    }
    let (last, _) = &cases[4];
    let made = register.dump();
    let answered = answer(&register, last);
    assert_eq!(answered["revised"]["keeps"], 1, "{answered}");
    assert_eq!(answered["on"], ago(10));
    assert_eq!(made, register.dump());
    register.verify_clean();
}

/// A command that takes the place of a refused one was received when that one was, and is of its day.
fn a_command_that_is_sent_again_keeps_its_day_of_receipt(kind: Kind) {
    let register = in_force(kind);
    let draft = || json!({ "machine": "contract", "type": "draft", "agency": "post_bank" });
    let stamp = Some("the stamp of the day");
    let first = asks(1, &ago(40), holder(&register, "17-1"), draft(), stamp);
    assert_eq!(code(&answer(&register, &first)), "entered_too_late");
    let mut again = asks(2, &ago(40), holder(&register, "17-1"), draft(), stamp);
    again.as_object_mut().unwrap().remove("on");
    again["again"] = json!(id(1));
    let answered = answer(&register, &again);
    assert_eq!(code(&answered), "entered_too_late");
    assert_eq!(answered["on"], ago(40));
    // As if the first one had come thirty-five days ago, and had been refused for another reason.
    let back = 35_i64 * 24 * 3600 * 1000;
    register.query(&format!(
        "UPDATE parvaneh_command SET recorded_at = recorded_at - {back}"
    ));
    again["id"] = json!(id(3));
    let answered = answer(&register, &again);
    assert_eq!(
        (code(&answered), &answered["on"]),
        ("accepted", &json!(ago(40)))
    );
    // Only a refused command is named so.
    again["id"] = json!(id(4));
    again["again"] = json!(id(3));
    let file = register.write("command.jsonl", format!("{again}\n"));
    let output = register.output(&["submit", &file]);
    assert_eq!(output.status.code(), Some(3));
    let said = String::from_utf8(output.stdout).unwrap();
    assert_snapshot!(said, @r#"{"code":"not_refused","error":"line 1: no such command to 17-1 was refused under 00000000-0000-7000-8000-000000000003: \"again\" names the same command, of the same day","id":"00000000-0000-7000-8000-000000000004","line":1,"outcome":"failed"}"#);
    register.verify_clean();
}

/// Its opening is withdrawn: it takes a revision and nothing else, is listed, and keeps its number.
fn a_void_dossier_takes_nothing_but_a_revision(kind: Kind) {
    let register = in_force(kind);
    let holder = holder(&register, "17-1")["id"].clone();
    let change = |what: &str| json!([{ "number": "17-1", what: [1] }]);
    revises(&register, "--propose", &revision(1, change("withdraw")));
    revises(&register, "--approve", &approval(1, "omid"));
    register.verify_clean();
    let void = register.dump();
    let inspector = json!({ "id": "inspector-1", "role": "inspector", "national": true });
    let authority = json!({ "id": "mina", "role": "authority", "national": true });
    let issue = json!({
        "machine": "licence", "type": "issue", "number": "17-1",
        "office": { "kind": "urban", "province": "تهران" },
        "holder": holder, "holder_kind": "natural", "from": ago(1),
    });
    let mut issue = asks(3, &ago(1), authority, issue, None);
    issue["regime"] = json!("pishkhan");
    for command in [asks(2, &ago(1), inspector.clone(), report(), None), issue] {
        assert_eq!(code(&answer(&register, &command)), "dossier_void");
    }
    register.run(&["nightly"]);
    let listed = register.list(&ago(0));
    assert_eq!(listed["17-1"].standing, "not_issued");
    let rows = |dump: &[String]| dump.iter().filter(|row| row.contains("urban")).count();
    assert_eq!(
        rows(&void),
        rows(&register.dump()),
        "the number is the dossier's"
    );
    register.verify_clean();

    revises(&register, "--propose", &revision(4, change("restore")));
    revises(&register, "--approve", &approval(4, "omid"));
    assert_eq!(register.list(&ago(0))["17-1"].standing, "in_force");
    let reported = answer(&register, &asks(5, &ago(1), inspector, report(), None));
    assert_eq!(code(&reported), "accepted");
    register.verify_clean();
}

on_both! {
    what_was_asked_is_kept_with_its_own_act,
    a_plan_is_read_before_anything_is_written,
    a_revision_takes_two_persons,
    what_is_restored_is_as_it_was,
    what_is_no_revision_is_said_so,
    a_step_is_named,
    a_desk_enters_what_was_handed_in_earlier,
    a_command_that_is_sent_again_keeps_its_day_of_receipt,
    a_void_dossier_takes_nothing_but_a_revision,
}
