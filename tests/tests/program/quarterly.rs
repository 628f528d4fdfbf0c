//! The three-monthly report: every number against a history computed by hand, or against the
//! sample registers as an independent reading has them.

use std::collections::BTreeMap;
use std::path::Path;

use insta::assert_snapshot;
use parvaneh::core::calendar::{self, Date, DateOrder};
use parvaneh::core::party::normalise;
use parvaneh_testkit::{Database, Scenario, script};
use parvaneh_tests::renewals::{carried, confirm, review, step};
use parvaneh_tests::{Binary, Kind, data, on_both, server};
use serde_json::{Value, json};

/// The quarter in which most of the histories here lie: 1405-01-01 to 1405-03-31.
const FIRST: [&str; 4] = ["report", "quarterly", "--quarter", "1405-1"];

/// The one after it: 1405-04-01 to 1405-06-31, or 2026-06-22 to 2026-09-22.
const SECOND: [&str; 4] = ["report", "quarterly", "--quarter", "1405-2"];

/// A date in either calendar.
fn day(text: &str) -> Date {
    calendar::parse(text, DateOrder::YearMonthDay).unwrap()
}

/// Five offices and what came of their renewals, across three quarters. Days in Solar Hijri, of 1405
/// where no year is given; Bahman 1404 has 30 days, Esfand 29, and each month up to Shahrivar 31.
///
/// | office | through | filed       | review      | confirmed | decided         |
/// |--------|---------|-------------|-------------|-----------|-----------------|
/// | 17-1   | 02-31   | 1404-11-20  | 1404-12-01  | 01-10     | granted 01-20   |
/// | 17-2   | 03-31   | 1404-12-28  | 01-05       |           | refused 01-25   |
/// | 17-3   | 03-10   | 01-02, late | 01-06       | 01-08     | granted 04-02   |
/// | 17-4   | 02-15   | never       |             |           | expired 02-16   |
/// | 17-5   | 06-29   | 01-02       | 01-08       |           | withdrawn 01-09 |
fn five_offices(kind: Kind) -> Binary {
    let register = Binary::fresh_on(kind).with_offices(&[
        "1405/02/31",
        "1405/03/31",
        "1405/03/10",
        "1405/02/15",
        "1405/06/29",
    ]);
    let (desk, group, authority) = ("secretariat", "working_group", "authority");
    let excuse = json!({
        "type": "excuse_lateness",
        "resolution": carried("1405-01-05", ["renewal", "excuse_lateness"]),
        "reason": "flood",
    });
    let refuse = json!({
        "type": "refuse",
        "resolution": carried("1405-01-25", ["renewal", "refuse"]),
        "reason": "premises lost",
    });
    let deficiency = json!({"type": "note_deficiency", "missing": ["lease"]});
    let commands = [
        ("17-1", "1404-11-20", "holder", step("file")),
        ("17-1", "1404-12-01", desk, review()),
        ("17-1", "1405-01-10", group, confirm("1405-01-10")),
        ("17-1", "1405-01-20", authority, step("grant")),
        ("17-2", "1404-12-28", "holder", step("file")),
        ("17-2", "1405-01-05", desk, review()),
        ("17-2", "1405-01-25", group, refuse),
        ("17-3", "1405-01-02", "holder", step("file")),
        ("17-3", "1405-01-05", group, excuse),
        ("17-3", "1405-01-06", desk, review()),
        ("17-3", "1405-01-08", group, confirm("1405-01-08")),
        ("17-3", "1405-04-02", authority, step("grant")),
        ("17-5", "1405-01-02", "holder", step("file")),
        ("17-5", "1405-01-03", desk, deficiency),
        ("17-5", "1405-01-07", "holder", step("cure")),
        ("17-5", "1405-01-08", desk, review()),
        ("17-5", "1405-01-09", "holder", step("withdraw")),
    ];
    register.sends(&commands);
    register
}

/// What is in a report and not zero, a line each; without the instant, which is that of the test.
fn told(report: &Value) -> String {
    let mut text = format!(
        "{} {}, {} to {}: {} dossiers, {} left out\n",
        report["regime"].as_str().unwrap(),
        report["quarter"].as_str().unwrap(),
        report["from_sh"].as_str().unwrap(),
        report["through_sh"].as_str().unwrap(),
        report["dossiers"],
        report["left_out"],
    );
    for (province, standings) in report["standings"].as_object().unwrap() {
        for (standing, count) in standings.as_object().unwrap() {
            if *count != 0 {
                text.push_str(&format!("{province} {standing}: {count}\n"));
            }
        }
    }
    for count in report["counts"].as_array().unwrap() {
        if count["count"] != 0 {
            let word = |key: &str| count[key].as_str().unwrap();
            let (matter, what) = (word("matter"), word("what"));
            text.push_str(&format!("{matter} {what}: {}\n", count["count"]));
        }
    }
    for step in report["steps"].as_array().unwrap() {
        if step["count"] != 0 {
            let (from, to) = (step["from"].as_str().unwrap(), step["to"].as_str().unwrap());
            let (mean, p90) = (&step["mean_days"], &step["p90_days"]);
            let count = &step["count"];
            text.push_str(&format!(
                "{from} to {to}: {count}, mean {mean}, 90 % {p90}\n"
            ));
        }
    }
    text
}

/// The report without the instant of its making, and without the position that the journal had then.
fn report(register: &Binary, args: &[&str]) -> Value {
    let mut report = register.json(args);
    let made = report.as_object_mut().unwrap().remove("as_recorded_at");
    assert!(made.unwrap().as_str().unwrap().ends_with('Z'));
    let position = report.as_object_mut().unwrap().remove("position");
    assert!(position.unwrap().is_i64());
    report
}

/// Every number was computed from the table of [`five_offices`], by hand. The grant of 17-3 and its
/// steps are the next quarter's, where it was decided; the review of 17-1 began in the one before.
/// Nobody has written down that 17-4 expired, nor, in the next one, 17-2 and 17-5.
fn every_number_is_that_of_the_history(kind: Kind) {
    let register = five_offices(kind);
    assert_snapshot!(told(&report(&register, &FIRST)), @r"
    pishkhan 1405-1, 1405-01-01 to 1405-03-31: 5 dossiers, 0 left out
    تهران expired: 1
    تهران in_force: 3
    تهران in_force_pending_renewal: 1
    licence expired: 1
    renewal filed_in_time: 1
    renewal filed_late: 1
    renewal granted: 1
    renewal refused: 1
    renewal withdrawn: 1
    renewal.filed to renewal.review_begun: 3, mean 5.3, 90 % 6
    renewal.deficiency_noted to renewal.cured: 1, mean 4.0, 90 % 4
    renewal.review_begun to renewal.confirmed: 2, mean 20.0, 90 % 38
    renewal.review_begun to renewal.refused: 1, mean 20.0, 90 % 20
    renewal.confirmed to renewal.granted: 1, mean 10.0, 90 % 10
    renewal.filed to renewal.granted: 1, mean 59.0, 90 % 59
    renewal.filed to renewal.refused: 1, mean 26.0, 90 % 26
    ");
    let before = report(&register, &["report", "quarterly", "--quarter", "1404-4"]);
    assert_snapshot!(told(&before), @r"
    pishkhan 1404-4, 1404-10-01 to 1404-12-29: 5 dossiers, 0 left out
    تهران in_force: 5
    renewal filed_in_time: 2
    renewal.filed to renewal.review_begun: 1, mean 11.0, 90 % 11
    ");
    let after = report(&register, &SECOND);
    assert_snapshot!(told(&after), @r"
    pishkhan 1405-2, 1405-04-01 to 1405-06-31: 5 dossiers, 0 left out
    تهران expired: 3
    تهران in_force: 2
    licence expired: 2
    renewal granted: 1
    renewal.confirmed to renewal.granted: 1, mean 87.0, 90 % 87
    renewal.filed to renewal.granted: 1, mean 93.0, 90 % 93
    ");
}

/// A case and a call beside two offices. The case: notice was recorded five days after the report, the
/// holder let the fifteen days from its service on 01-05 pass, a sanction came on 01-30, and the case
/// closes when the twenty days to object are over. The call, published on 01-12, is cancelled on 03-01;
/// it is no office, and has no standing.
fn cases_and_calls_are_counted(kind: Kind) {
    let register = Binary::fresh_on(kind).with_offices(&["1407/01/01", "1407/01/01"]);
    let to = |machine: &str, mut command: Value| {
        command["machine"] = json!(machine);
        command
    };
    let report_of = json!({"type": "report", "violation": "HOURS", "facts": "closed at noon"});
    let notice = json!({"type": "serve_notice"});
    let sanction = json!({"type": "sanction", "sanction": "notice", "reason": "closed at noon"});
    let draft = json!({
        "type": "draft",
        "number": "C-1",
        "province": "تهران",
        "district": "6",
        "seats": 2,
        "opens_on": "1405-02-05",
        "closes_on": "1405-04-20",
    });
    let seats = json!({
        "type": "approve_capacity",
        "resolution": carried("1405-01-10", ["call", "approve_capacity"]),
        "seats": 2,
        "population": 40000,
    });
    let cancel = json!({
        "type": "cancel",
        "resolution": carried("1405-03-01", ["call", "cancel"]),
        "reason": "no premises",
    });
    let desk = "secretariat";
    register.sends(&[
        (
            "17-1",
            "1405-01-02",
            "inspector",
            to("enforcement", report_of),
        ),
        ("17-1", "1405-01-07", desk, to("enforcement", notice)),
        (
            "17-1",
            "1405-01-30",
            "enforcement_committee",
            to("enforcement", sanction),
        ),
        ("C-1", "1405-01-05", desk, to("call", draft)),
        ("C-1", "1405-01-10", "working_group", to("call", seats)),
        ("C-1", "1405-01-12", desk, to("call", step("publish"))),
        ("C-1", "1405-03-01", "working_group", to("call", cancel)),
    ]);
    assert_snapshot!(told(&report(&register, &FIRST)), @r"
    pishkhan 1405-1, 1405-01-01 to 1405-03-31: 2 dossiers, 0 left out
    تهران in_force: 2
    call published: 1
    call cancelled: 1
    enforcement reported: 1
    enforcement sanctioned: 1
    enforcement closed: 1
    call.published to call.cancelled: 1, mean 51.0, 90 % 51
    enforcement.reported to enforcement.notice_served: 1, mean 5.0, 90 % 5
    enforcement.notice_served to enforcement.hearing_elapsed: 1, mean 16.0, 90 % 16
    enforcement.notice_served to enforcement.sanctioned: 1, mean 23.0, 90 % 23
    enforcement.reported to enforcement.closed: 1, mean 49.0, 90 % 49
    ");
}

/// A report of a register that a script leads to, where nothing is left out.
fn reported(scenario: &Scenario, quarter: &str) -> String {
    let quarter = Some(quarter.parse().unwrap());
    let asked = scenario.engine().quarterly(Some("pishkhan"), quarter, None);
    let (report, left_out) = scenario.block_on(asked).unwrap();
    assert!(left_out.is_empty(), "{left_out:?}");
    told(&serde_json::to_value(report).unwrap())
}

/// A script of the tests' data, performed.
fn performed(name: &str, kind: Kind) -> Scenario {
    let database = match kind {
        Kind::Sqlite => Database::Sqlite,
        Kind::Postgres => Database::Postgres(server()),
    };
    script::perform(Path::new(&data(name)), &database).unwrap()
}

/// Transfers, applications and contracts. Days in Solar Hijri, of 1405 where no year is given; Azar to
/// Bahman 1404 have 30 days, Esfand 29, Farvardin to Khordad 31. From each day to the next one:
///
/// | transfer | filed      | review    | decided               | registered |
/// |----------|------------|-----------|-----------------------|------------|
/// | 17-1     | 1404-12-15 | 20, 01-06 | 35, confirmed 02-10   | 10, 02-20  |
/// | 17-2     | 01-20      | 8, 01-28  | 18, refused 02-15     |            |
/// | 17-3     | 02-01      |           | 13, not cured: 02-14  |            |
/// | 17-4     | 03-20      |           | withdrawn 03-31       |            |
/// | 17-5     | 1404-09-25 |           | abandoned 03-26       |            |
///
/// Of 20 and 8 days to the review the mean is 14. From filing, 17-1 took 65, 17-2 took 26; and 17-5, which
/// was good for six months, 6 + 30 + 30 + 29 days of 1404 from 09-25 on, 62 of Farvardin and Ordibehesht
/// and 25 of Khordad: 182. One that lapses for want of a cure is no abandoned one: what 17-3 lacked was noted
/// on 02-03, and could be cured through 02-13.
///
/// | application | filed      | decided              | approved | premises  | laid before | licence   |
/// |-------------|------------|----------------------|----------|-----------|-------------|-----------|
/// | A-1         | 1404-12-01 | 38, qualified 01-10  | 5, 01-15 | 36, 02-20 | 5, 02-25    | 11, 03-05 |
/// | A-2         | 1404-12-10 | 44, rejected 01-25   |          |           |             |           |
/// | A-3         | 1404-12-20 | 43, withdrawn 02-03  |          |           |             |           |
/// | A-4         | 02-10      | 16, lapsed 02-26     |          |           |             |           |
/// | A-5         | 02-12      | 55, qualified 04-05  |          |           |             |           |
///
/// A-1 took 38 + 5 + 36 + 5 + 11 = 95 to the licence, and A-4 lapsed when the ten days to cure what was
/// noted on 02-15 were over. Their calls: C-1 published 1404-11-05, closed at the end of 12-20, 43 days
/// later ranked on 02-04, and 2 later concluded, 26 + 29 + 31 + 5 = 91 after it was published; C-2
/// published 01-15.
///
/// | contract of | drafted    | approved  | signed    | ended            |
/// |-------------|------------|-----------|-----------|------------------|
/// | 17-1        | 01-03      | 10, 01-13 | 5, 01-18  |                  |
/// | 17-2        | 1404-12-25 | 9, 01-05  | 27, 02-01 | terminated 03-10 |
/// | 17-3        | 02-05      | 4, 02-09  | 0, 02-09  | with it, 03-15   |
///
/// The means are 23 and 32 thirds. At the end of Khordad there are the licences of 17-1, 17-2, 17-4, 17-5
/// and A-1, that of 17-3 was surrendered, and four files are without one.
fn transfers_applications_and_contracts_are_counted(kind: Kind) {
    let scenario = performed("a-quarter-to-report.txt", kind);
    assert_snapshot!(reported(&scenario, "1404-4"), @r"
    pishkhan 1404-4, 1404-10-01 to 1404-12-29: 8 dossiers, 0 left out
    تهران in_force: 5
    تهران not_issued: 3
    call published: 1
    application filed: 3
    transfer filed: 1
    contract drafted: 1
    ");
    assert_snapshot!(reported(&scenario, "1405-1"), @r"
    pishkhan 1405-1, 1405-01-01 to 1405-03-31: 10 dossiers, 0 left out
    تهران in_force: 5
    تهران not_issued: 4
    تهران surrendered: 1
    call published: 1
    call concluded: 1
    application filed: 2
    application qualified: 1
    application rejected: 1
    application withdrawn: 1
    application lapsed: 1
    principled_approval issued: 1
    principled_approval presented: 1
    licence issued: 1
    licence surrendered: 1
    transfer filed: 3
    transfer registered: 1
    transfer refused: 1
    transfer abandoned: 1
    transfer cure_elapsed: 1
    transfer withdrawn: 1
    contract drafted: 2
    contract signed: 3
    contract terminated: 1
    contract ended: 1
    call.published to call.concluded: 1, mean 91.0, 90 % 91
    call.closed to call.ranked: 1, mean 43.0, 90 % 43
    call.ranked to call.concluded: 1, mean 2.0, 90 % 2
    application.filed to application.qualified: 1, mean 38.0, 90 % 38
    application.filed to application.rejected: 1, mean 44.0, 90 % 44
    application.filed to application.withdrawn: 1, mean 43.0, 90 % 43
    application.filed to application.lapsed: 1, mean 16.0, 90 % 16
    application.qualified to principled_approval.issued: 1, mean 5.0, 90 % 5
    principled_approval.issued to principled_approval.premises_confirmed: 1, mean 36.0, 90 % 36
    principled_approval.premises_confirmed to principled_approval.presented: 1, mean 5.0, 90 % 5
    principled_approval.presented to licence.issued: 1, mean 11.0, 90 % 11
    application.filed to licence.issued: 1, mean 95.0, 90 % 95
    transfer.filed to transfer.review_begun: 2, mean 14.0, 90 % 20
    transfer.deficiency_noted to transfer.cure_elapsed: 1, mean 11.0, 90 % 11
    transfer.review_begun to transfer.confirmed: 1, mean 35.0, 90 % 35
    transfer.review_begun to transfer.refused: 1, mean 18.0, 90 % 18
    transfer.confirmed to transfer.registered: 1, mean 10.0, 90 % 10
    transfer.filed to transfer.registered: 1, mean 65.0, 90 % 65
    transfer.filed to transfer.refused: 1, mean 26.0, 90 % 26
    transfer.filed to transfer.abandoned: 1, mean 182.0, 90 % 182
    transfer.filed to transfer.cure_elapsed: 1, mean 13.0, 90 % 13
    contract.drafted to contract.approved: 3, mean 7.7, 90 % 10
    contract.approved to contract.signed: 3, mean 10.7, 90 % 27
    ");
    assert_snapshot!(reported(&scenario, "1405-2"), @r"
    pishkhan 1405-2, 1405-04-01 to 1405-06-31: 10 dossiers, 0 left out
    تهران in_force: 5
    تهران not_issued: 4
    تهران surrendered: 1
    application qualified: 1
    application.filed to application.qualified: 1, mean 55.0, 90 % 55
    ");
}

/// Nothing that a night writes down makes a report another one, and no snapshot is asked.
fn nights_and_snapshots_change_no_report(kind: Kind) {
    let register = five_offices(kind);
    let before = report(&register, &FIRST);
    register.run(&["nightly", "--as-of", "1405-09-02"]);
    assert_eq!(report(&register, &FIRST), before);
    register.query(&format!(
        "UPDATE parvaneh_snapshot SET state = {}",
        kind.bytes("ff")
    ));
    assert_eq!(report(&register, &FIRST), before);
}

/// A request that is not filed in time counts as withdrawn when the deadline passes, under an
/// edition that says so, and whether or not a night has seen it.
fn a_missed_deadline_is_a_withdrawal_where_the_edition_says_so(kind: Kind) {
    for (edition, withdrawn) in [("pishkhan/1389", 0), ("pishkhan/1400", 1)] {
        let register = Binary::fresh_on(kind);
        let csv = parvaneh_tests::offices_csv(&["1405/08/30", "1405/10/30"]);
        let file = register.write("offices.csv", csv);
        let under = ["--edition", edition];
        register.run(&[&under[..], &["import", "--profile", "pishkhan", &file]].concat());
        for settled in [false, true] {
            if settled {
                register.run(&[&under[..], &["nightly", "--as-of", "1405-08-01"]].concat());
            }
            let report = report(&register, &[&under[..], &SECOND].concat());
            let counts = report["counts"].as_array().unwrap();
            let found = counts.iter().find(|it| it["what"] == "deemed_withdrawn");
            assert_eq!(found.unwrap()["count"], withdrawn, "{edition}, {settled}");
        }
    }
}

/// The counter offices in 1405-2, as an independent reading of the register has them: when each
/// term begins and ends and whether its renewal was requested in time. The status is the register's
/// own, and holds on every day of the term.
fn the_counter_offices_are_counted(kind: Kind) {
    let register = Binary::fresh_on(kind).with_counter_offices();
    let report = report(&register, &SECOND);
    let (from, through) = (day("1405-04-01"), day("1405-06-31"));
    let mut standings: BTreeMap<(String, &str), usize> = BTreeMap::new();
    let mut filed: BTreeMap<String, usize> = BTreeMap::new();
    for office in counter_offices() {
        if through < office.from {
            continue;
        }
        let filed_on = office.filed_on.filter(|on| *on <= through);
        if filed_on.is_some_and(|on| from <= on) {
            *filed.entry(office.renewal.clone()).or_default() += 1;
        }
        let over = office.through < through;
        let stays = filed_on.is_some() && office.renewal == "timely";
        let standing = match (office.status.as_str(), over, stays) {
            ("revoked", _, _) => "revoked",
            ("surrendered", _, _) => "surrendered",
            (_, true, false) => "expired",
            ("suspended", _, _) => "suspended",
            (_, true, true) => "in_force_pending_renewal",
            (_, false, _) => "in_force",
        };
        let counted = standings.entry((office.province, standing));
        *counted.or_default() += 1;
    }
    let mut found = 0;
    for (province, counts) in report["standings"].as_object().unwrap() {
        for (standing, count) in counts.as_object().unwrap() {
            let wanted = standings.get(&(province.clone(), standing)).unwrap_or(&0);
            assert_eq!(*count, *wanted, "{province} {standing}");
            found += *wanted;
        }
    }
    assert_eq!(found, standings.values().sum::<usize>());
    assert_eq!(report["dossiers"], found);
    let counts = report["counts"].as_array().unwrap();
    let count = |what: &str| {
        let found = counts.iter().find(|count| count["what"] == what);
        &found.unwrap()["count"]
    };
    assert_eq!(*count("filed_in_time"), filed["timely"]);
    assert_eq!(*count("filed_late"), filed["late"]);
    // The register says that these were so, and of no day when they became so.
    for unknown in ["suspended", "revoked", "surrendered"] {
        assert_eq!(*count(unknown), 0, "{unknown}");
    }
}

struct CounterOffice {
    province: String,
    from: Date,
    through: Date,
    status: String,
    filed_on: Option<Date>,
    /// Timely, late, or nothing.
    renewal: String,
}

/// Every row that is accepted: of two with one number the first.
fn counter_offices() -> Vec<CounterOffice> {
    let text = std::fs::read_to_string(data("pishkhan-register.expected.json")).unwrap();
    let mut expected: Value = serde_json::from_str(&text).unwrap();
    let licences = expected["licences"].as_object_mut().unwrap();
    let mut rows = csv::Reader::from_path(data("pishkhan-register.csv")).unwrap();
    let headers = rows.headers().unwrap().clone();
    let column = |name: &str| headers.iter().position(|it| it == name).unwrap();
    let names = ["licence_number", "province", "status", "renewal_filed_on"];
    let [number, province, status, filed_on] = names.map(column);
    let mut offices = Vec::new();
    for row in rows.records() {
        let row = row.unwrap();
        let Some(licence) = licences.remove(row[number].trim()) else {
            continue;
        };
        let date = |key: &str| day(licence[key].as_str().unwrap());
        offices.push(CounterOffice {
            province: normalise(&row[province]),
            from: date("valid_from"),
            through: date("valid_through"),
            status: row[status].trim().to_owned(),
            filed_on: calendar::parse(&row[filed_on], DateOrder::YearMonthDay).ok(),
            renewal: licence["renewal"].as_str().unwrap_or_default().to_owned(),
        });
    }
    assert!(licences.is_empty(), "{licences:?}");
    offices
}

/// The city's licences at the end of its second quarter of 2010, as its expected results have
/// them. Those that had not begun by then are not of that quarter.
fn the_citys_licences_are_counted_in_its_own_calendar(kind: Kind) {
    let register = Binary::fresh_on(kind);
    let file = data("chicago-business-licences.csv");
    register.run(&["import", "--profile", "chicago", &file]);
    let report = report(&register, &["report", "quarterly", "--quarter", "2010-2"]);
    assert_eq!(report["from"], "2010-04-01");
    assert_eq!(report["through"], "2010-06-30");
    let text = std::fs::read_to_string(data("chicago-business-licences.expected.json")).unwrap();
    let expected: Value = serde_json::from_str(&text).unwrap();
    let mut standings = expected["as_of"]["2010-06-30"]["standings"].clone();
    standings["not_issued"] = json!(0);
    for (standing, count) in report["standings"]["Chicago"].as_object().unwrap() {
        let wanted = standings.get(standing).cloned().unwrap_or(json!(0));
        assert_eq!(*count, wanted, "{standing}");
    }
}

/// A dossier whose journal cannot be read is in no number, and is named.
fn what_cannot_be_read_is_left_out_and_named(kind: Kind) {
    let register = five_offices(kind);
    register.query(
        "UPDATE parvaneh_journal SET event = '{' WHERE version = 1 AND dossier = \
         (SELECT seq FROM parvaneh_dossier WHERE number = '17-4')",
    );
    let output = register.output(&[&FIRST[..], &["--format", "json"]].concat());
    assert_eq!(output.status.code(), Some(3));
    let report: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(report["left_out"], 1);
    assert_eq!(report["dossiers"], 4);
    assert_snapshot!(register.said(&output), @"parvaneh: the dossier of 17-4 cannot be read: event 1 cannot be read: EOF while parsing an object at line 1 column 1");
}

/// A journal that lost an event is not taken for a shorter life.
fn a_journal_that_is_not_whole_is_left_out(kind: Kind) {
    let register = five_offices(kind);
    register.query(
        "DELETE FROM parvaneh_journal WHERE version = 2 AND dossier = \
         (SELECT seq FROM parvaneh_dossier WHERE number = '17-1')",
    );
    let output = register.output(&[&FIRST[..], &["--format", "json"]].concat());
    assert_eq!(output.status.code(), Some(3));
    let report: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(report["left_out"], 1);
    assert_snapshot!(register.said(&output), @"parvaneh: the dossier of 17-1 cannot be read: its journal is not whole; see `parvaneh verify`");
}

/// One number a line, and every number, each with the quarter it is of.
fn it_is_printed_for_spreadsheets(kind: Kind) {
    let register = five_offices(kind);
    let json = report(&register, &FIRST);
    let csv = register.run(&[&FIRST[..], &["--format", "csv"]].concat());
    let mut rows = csv::Reader::from_reader(csv.as_bytes());
    let rows: Vec<csv::StringRecord> = rows.records().map(Result::unwrap).collect();
    let numbers = json["counts"].as_array().unwrap().len()
        + json["steps"].as_array().unwrap().len()
        + json["standings"]["تهران"].as_object().unwrap().len()
        + 3;
    assert_eq!(rows.len(), numbers);
    let told: Vec<String> = rows
        .iter()
        .filter(|row| &row[6] != "0" && &row[5] != "position")
        .map(|row| {
            assert_eq!((&row[0], &row[1]), ("pishkhan", "1405-1"));
            row.iter().skip(3).collect::<Vec<_>>().join(",")
        })
        .collect();
    assert_snapshot!(told.join("\n"), @r"
    register,dossiers,counted,5,,
    standing,تهران,in_force,3,,
    standing,تهران,in_force_pending_renewal,1,,
    standing,تهران,expired,1,,
    count,licence,expired,1,,
    count,renewal,filed_in_time,1,,
    count,renewal,filed_late,1,,
    count,renewal,granted,1,,
    count,renewal,refused,1,,
    count,renewal,withdrawn,1,,
    step,renewal.filed,renewal.review_begun,3,5.3,6
    step,renewal.deficiency_noted,renewal.cured,1,4.0,4
    step,renewal.review_begun,renewal.confirmed,2,20.0,38
    step,renewal.review_begun,renewal.refused,1,20.0,20
    step,renewal.confirmed,renewal.granted,1,10.0,10
    step,renewal.filed,renewal.granted,1,59.0,59
    step,renewal.filed,renewal.refused,1,26.0,26
    ");
}

/// Standings by province with their sums, then everything that is counted, then the steps.
fn it_is_printed_for_people(kind: Kind) {
    let register = five_offices(kind);
    let table = register.run(&FIRST);
    let lines: Vec<&str> = table
        .lines()
        .filter(|line| !line.starts_with("as recorded at "))
        .filter(|line| !line.ends_with("| 0     |"))
        .collect();
    assert_eq!(
        table
            .lines()
            .filter(|it| it.starts_with("as recorded at 20"))
            .count(),
        1
    );
    assert_snapshot!(lines.join("\n"), @r"
    pishkhan 1405-1, 1405-01-01 (2026-03-21) to 1405-03-31 (2026-06-21)
    edition pishkhan/1389
    5 dossiers, 0 left out because they cannot be read
    | province | in_force | in_force_pending_renewal | expired | all |
    |----------|----------|--------------------------|---------|-----|
    | تهران    | 3        | 1                        | 1       | 5   |
    | all      | 3        | 1                        | 1       | 5   |
    | matter              | what                  | count |
    |---------------------|-----------------------|-------|
    | licence             | expired               | 1     |
    | renewal             | filed_in_time         | 1     |
    | renewal             | filed_late            | 1     |
    | renewal             | granted               | 1     |
    | renewal             | refused               | 1     |
    | renewal             | withdrawn             | 1     |
    | from                     | to                   | count | mean days | 90 % within days |
    |--------------------------|----------------------|-------|-----------|------------------|
    | renewal.filed            | renewal.review_begun | 3     | 5.3       | 6                |
    | renewal.deficiency_noted | renewal.cured        | 1     | 4.0       | 4                |
    | renewal.review_begun     | renewal.confirmed    | 2     | 20.0      | 38               |
    | renewal.review_begun     | renewal.refused      | 1     | 20.0      | 20               |
    | renewal.confirmed        | renewal.granted      | 1     | 10.0      | 10               |
    | renewal.filed            | renewal.granted      | 1     | 59.0      | 59               |
    | renewal.filed            | renewal.refused      | 1     | 26.0      | 26               |
    nothing was entered that changes an earlier quarter
    ");
}

/// What is asked for wrongly is said in a sentence, with the exit code of wrong usage.
fn a_quarter_that_cannot_be_is_refused(kind: Kind) {
    let register = Binary::fresh_on(kind).with_offices(&["1405/05/31"]);
    let said = |args: &[&str]| register.fails(2, &[&["report", "quarterly"], args].concat());
    let other = said(&["--quarter", "2100-1"]);
    let sentence =
        "parvaneh: 2100-1 is no quarter of the regime's calendar, in which the last was 1";
    assert!(other.starts_with(sentence), "{other}");
    let not_over = said(&["--quarter", "1499-4"]);
    assert!(
        not_over.starts_with("parvaneh: 1499-4 runs through 2121-03-20 and is not over: in Asia/"),
        "{not_over}"
    );
    let file = data("chicago-business-licences.csv");
    register.run(&["import", "--profile", "chicago", &file]);
    assert_snapshot!(said(&[]), @"parvaneh: the register holds dossiers of chicago, pishkhan; say with --regime which ones are meant");
    register.run(&["report", "quarterly", "--regime", "chicago"]);
    let said = register.fails(1, &["report", "quarterly", "--regime", "ferries"]);
    assert_snapshot!(said, @r#"parvaneh: no regime is called "ferries"; there are chicago, pacific, pishkhan"#);
    let said = register.fails(2, &["list", "--format", "csv"]);
    assert_snapshot!(said, @"parvaneh: csv is a format of `report quarterly` alone; use --format json");
}

/// The default is the last quarter that is over, whatever day the test is run on.
fn the_last_whole_quarter_is_the_default(kind: Kind) {
    let register = Binary::fresh_on(kind).with_offices(&["1405/05/31"]);
    let report = report(&register, &["report", "quarterly"]);
    let through = day(report["through"].as_str().unwrap());
    let next = through.day_after().unwrap();
    let current = parvaneh::quarterly::Quarter::of(calendar::Calendar::SolarHijri, next);
    let args = ["--quarter", &current.to_string()];
    register.fails(2, &[&["report", "quarterly"], &args[..]].concat());
}

/// It reads, and writes nothing.
fn a_report_changes_nothing(kind: Kind) {
    let register = five_offices(kind);
    let before = (register.dump(), register.files());
    for format in ["table", "json", "csv"] {
        register.run(&[&FIRST[..], &["--format", format]].concat());
    }
    assert!(before == (register.dump(), register.files()));
}

on_both! {
    every_number_is_that_of_the_history,
    cases_and_calls_are_counted,
    transfers_applications_and_contracts_are_counted,
    nights_and_snapshots_change_no_report,
    a_missed_deadline_is_a_withdrawal_where_the_edition_says_so,
    the_counter_offices_are_counted,
    the_citys_licences_are_counted_in_its_own_calendar,
    what_cannot_be_read_is_left_out_and_named,
    a_journal_that_is_not_whole_is_left_out,
    it_is_printed_for_spreadsheets,
    it_is_printed_for_people,
    a_quarter_that_cannot_be_is_refused,
    the_last_whole_quarter_is_the_default,
    a_report_changes_nothing,
}
