//! For how long it is kept what was answered.

use parvaneh_tests::{Binary, Kind, on_both};
use serde_json::{Value, json};

const DAY: i64 = 24 * 60 * 60 * 1000;

/// A refused surrender of 17-1, which leaves nothing but its answer.
fn surrender(last: u32) -> Value {
    json!({
        "id": format!("00000000-0000-7000-8000-{last:012}"), "number": "17-1",
        "actor": { "id": "inspector-1", "role": "inspector", "national": true },
        "command": { "machine": "licence", "type": "surrender" },
    })
}

fn submit(register: &Binary, commands: &[Value]) -> String {
    let lines: String = commands.iter().map(|it| format!("{it}\n")).collect();
    let file = register.write("commands.jsonl", lines);
    register.run(&["submit", &file])
}

/// Four answers, of which the first three were given so many days ago.
fn answered(kind: Kind, ago: [i64; 3]) -> Binary {
    let register = Binary::fresh_on(kind).with_offices(&["1407/01/01"]);
    submit(&register, &[1, 2, 3, 4].map(surrender));
    for (last, days) in (1..).zip(ago) {
        let sql = format!(
            "UPDATE parvaneh_command SET recorded_at = recorded_at - {} \
             WHERE lower(replace({}, '-', '')) = '000000000000700080000000000000{last:02}'",
            days * DAY,
            kind.id("id")
        );
        register.query(&sql);
    }
    register
}

fn kept(register: &Binary) -> usize {
    register
        .query("SELECT recorded_at FROM parvaneh_command")
        .len()
}

/// A year and a bit where nobody says otherwise; the night counts them, and a dry run clears none.
fn a_night_clears_what_is_older_than_it_is_kept(kind: Kind) {
    let register = answered(kind, [500, 401, 399]);
    let dry = register.json(&["nightly", "--dry-run"]);
    assert_eq!(dry["answers_cleared"], 2);
    assert_eq!(kept(&register), 4);
    assert_eq!(register.json(&["nightly"])["answers_cleared"], 2);
    assert_eq!(kept(&register), 2);
    register.verify_clean();
    // The first night of a day alone looks for them, or one in which something is due.
    assert_eq!(register.json(&["nightly"])["answers_cleared"], Value::Null);
}

fn for_as_many_days_as_the_operator_says(kind: Kind) {
    let register = answered(kind, [500, 401, 399]);
    let night = register.json(&["nightly", "--keep-answers", "450d"]);
    assert_eq!(night["answers_cleared"], 1);
    let register = answered(kind, [500, 2, 1]);
    let night = register.json(&["nightly", "--keep-answers", "1"]);
    assert!(2 <= night["answers_cleared"].as_u64().unwrap(), "{night}");
    for wrong in ["0", "-1", "36526", "long"] {
        let keep = format!("--keep-answers={wrong}");
        let output = register.output(&["nightly", &keep]);
        assert_eq!(output.status.code(), Some(2), "{wrong}");
    }
}

/// More than go into one batch.
fn a_backlog_is_cleared_batch_by_batch(kind: Kind) {
    let register = answered(kind, [1, 1, 1]);
    let commands: Vec<Value> = (100..2_600).map(surrender).collect();
    submit(&register, &commands);
    register.query(&format!(
        "UPDATE parvaneh_command SET recorded_at = recorded_at - {}",
        900 * DAY
    ));
    assert_eq!(register.json(&["nightly"])["answers_cleared"], 2_504);
    assert_eq!(kept(&register), 0);
}

on_both! {
    a_night_clears_what_is_older_than_it_is_kept,
    for_as_many_days_as_the_operator_says,
    a_backlog_is_cleared_batch_by_batch,
}
