//! What another edition would change: every difference worked out by hand from the two editions.

use std::fs;
use std::path::Path;

use insta::assert_snapshot;
use parvaneh::Workflows;
use parvaneh::core::edition::EditionId;
use parvaneh_tests::renewals::{carried, confirm, review, step};
use parvaneh_tests::{Binary, Kind, data, offices_csv, on_both};
use serde_json::{Value, json};

/// The workflows of this repository with one edition more, `pishkhan/tried`: that of 1389 with
/// other words in it. Their folder.
fn with_edition(register: &Binary, changes: &[(&str, &str)]) -> String {
    let own = Path::new(env!("CARGO_MANIFEST_DIR")).join("../workflows");
    let folder = register.folder().join("workflows");
    for regime in ["pishkhan", "imports", "chicago", "pacific"] {
        fs::create_dir_all(folder.join(regime)).unwrap();
        for file in fs::read_dir(own.join(regime)).unwrap() {
            let file = file.unwrap();
            fs::copy(file.path(), folder.join(regime).join(file.file_name())).unwrap();
        }
    }
    let mut text = fs::read_to_string(own.join("pishkhan/1389.toml")).unwrap();
    text = text.replace("\"pishkhan/1389\"", "\"pishkhan/tried\"");
    for (from, to) in changes {
        assert!(text.contains(from), "1389.toml does not say {from}");
        text = text.replace(from, to);
    }
    fs::write(folder.join("pishkhan/tried.toml"), text).unwrap();
    folder.display().to_string()
}

/// What `editions diff` says, in JSON: the dossiers that differ, and the comparison.
fn diff(register: &Binary, workflows: Option<&str>, args: &[&str]) -> (Vec<Value>, Value) {
    let mut all = vec!["editions", "diff", "--format", "json"];
    all.extend(workflows.iter().flat_map(|folder| ["--workflows", *folder]));
    all.extend(args);
    let lines = register.run(&all);
    let lines = lines
        .lines()
        .map(|line| serde_json::from_str(line).unwrap());
    let mut lines: Vec<Value> = lines.collect();
    let comparison = lines.pop().unwrap();
    assert_eq!(comparison["differ"], lines.len());
    (lines, comparison)
}

/// The differences, a line each.
fn told(dossiers: &[Value]) -> String {
    let mut text = String::new();
    for dossier in dossiers {
        for difference in dossier["differences"].as_array().unwrap() {
            let number = dossier["number"].as_str().unwrap();
            let kind = difference["kind"].as_str().unwrap();
            let (a, b) = (&difference["a"], &difference["b"]);
            text.push_str(&format!("{number} {kind}: {a} | {b}\n"));
        }
    }
    text
}

/// Thirty-day months: of three months before 14 Mehr 1405 the last timely day is 14 Tir by the
/// calendar and 17 Tir by thirty days each. On 15 Tir it is over under the one and not the other.
fn a_deadline_is_counted_otherwise(kind: Kind) {
    let register = Binary::fresh_on(kind).with_offices(&["1405/07/14"]);
    let changes = [("\"calendar_months\"", "\"thirty_day_months\"")];
    let workflows = with_edition(&register, &changes);
    let editions = ["pishkhan/1389", "pishkhan/tried", "--on"];
    let on = |day: &str| {
        diff(
            &register,
            Some(&workflows),
            &[&editions[..], &[day]].concat(),
        )
    };
    let (before, comparison) = on("1405-01-01");
    assert_snapshot!(told(&before), @r#"
    17-1 ahead.renewal.deadline_passed: ["2026-07-06"] | ["2026-07-09"]
    17-1 ahead.renewal.reminder_due: ["2026-04-03","2026-06-04","2026-06-28"] | ["2026-04-06","2026-06-07","2026-07-01"]
    17-1 term.renewal_due: "2026-07-05" | "2026-07-08"
    "#);
    assert_snapshot!(serde_json::to_string_pretty(&comparison).unwrap(), @r#"
    {
      "a": "pishkhan/1389",
      "b": "pishkhan/tried",
      "differ": 1,
      "dossiers": 1,
      "judged_by_a": 1,
      "kinds": {
        "ahead.renewal.deadline_passed": 1,
        "ahead.renewal.reminder_due": 1,
        "term.renewal_due": 1
      },
      "left_out": 0,
      "on": "2026-03-21",
      "on_sh": "1405-01-01",
      "rules": [
        {
          "a": {
            "article": "no source found; Civil Procedure Act, Art. 443 would count thirty days",
            "basis": "D",
            "value": "calendar_months"
          },
          "b": {
            "article": "no source found; Civil Procedure Act, Art. 443 would count thirty days",
            "basis": "D",
            "value": "thirty_day_months"
          },
          "key": "renewal.month_counting"
        }
      ]
    }
    "#);
    let (between, _) = on("1405-04-15");
    assert_snapshot!(told(&between), @r#"
    17-1 ahead.renewal.deadline_passed: null | ["2026-07-09"]
    17-1 renewal: "DeadlinePassed" | "NotFiled"
    17-1 term.renewal_due: "2026-07-05" | "2026-07-08"
    "#);
    let (after, _) = on("1405-05-01");
    assert_snapshot!(told(&after), @r#"17-1 term.renewal_due: "2026-07-05" | "2026-07-08""#);
}

/// Under the Governing Principles a late request is none, an office that is not active cannot be
/// confirmed, and an urban office is not for a natural person.
///
/// | office | through | under 1389                                             |
/// |--------|---------|--------------------------------------------------------|
/// | 17-1   | 03-10   | a late request is excused and confirmed: it stays       |
/// | 17-2   | 06-31   | a late request, of which nobody has said anything yet   |
/// | 17-3   | 09-29   | a timely request under review, and the office is closed |
/// | 17-4   | 12-29   | nothing was filed yet                                  |
fn the_governing_principles_would_have_it_otherwise(kind: Kind) {
    let register = four_offices(kind);
    let args = ["pishkhan/1389", "pishkhan/1400", "--on", "1405-05-01"];
    let (dossiers, comparison) = diff(&register, None, &args);
    // What may be asked of other matters than renewals is not what this is about.
    let told = told(&dossiers);
    let told = told
        .lines()
        .filter(|line| line.contains(" asked.renewal.") || !line.contains(" asked."));
    assert_snapshot!(told.collect::<Vec<_>>().join("\n"), @r#"
    17-1 renewal.filed: "2026-03-22" | "refused, deadline_missed: not filing in time counts as the holder's withdrawal (renewal_due: 2026-03-01, through: 2026-05-31) [Governing Principles, Art. 4 clause 3: not applying in time counts as the holder's withdrawal, F]"
    17-1 renewal.lateness_excused: "2026-03-25" | "refused, no_request: no renewal request stands at this step (asked: renewal.excuse_lateness, stands_at: DeemedWithdrawn) [the steps of a renewal follow one another, D]"
    17-1 renewal.review_begun: "2026-03-26" | "refused, no_request: no renewal request stands at this step (asked: renewal.begin_review, stands_at: DeemedWithdrawn) [the steps of a renewal follow one another, D]"
    17-1 renewal.confirmed: "2026-03-28" | "refused, no_request: no renewal request stands at this step (asked: renewal.confirm, stands_at: DeemedWithdrawn) [the steps of a renewal follow one another, D]"
    17-1 licence: "Active" | "Expired"
    17-1 renewal: "Confirmed" | "DeemedWithdrawn"
    17-1 standing: "in_force_pending_renewal" | "expired"
    17-2 renewal.filed: "2026-07-11" | "refused, deadline_missed: not filing in time counts as the holder's withdrawal (renewal_due: 2026-06-21, through: 2026-09-22) [Governing Principles, Art. 4 clause 3: not applying in time counts as the holder's withdrawal, F]"
    17-2 asked.renewal.excuse_lateness: "accepted" | "no_request"
    17-2 asked.renewal.file: "request_open" | "deadline_missed"
    17-2 asked.renewal.withdraw: "accepted" | "no_request"
    17-2 may_hold: "yes" | "natural_person_excluded"
    17-2 renewal: "OutOfTime" | "DeemedWithdrawn"
    17-3 renewal.review_begun: "2026-07-12" | "refused, paper_missing: a paper that the step needs is not on file (papers: holder_vetting) [secretariat of Alborz: the forms of the vetting inquiry belong to renewals too, F]"
    17-3 asked.renewal.begin_review: "no_request" | "paper_missing"
    17-3 asked.renewal.confirm: "accepted" | "no_request"
    17-3 asked.renewal.note_deficiency: "no_request" | "accepted"
    17-3 asked.renewal.record: "not_the_party" | "accepted"
    17-3 asked.renewal.refuse: "accepted" | "no_request"
    17-3 may_hold: "yes" | "natural_person_excluded"
    17-3 renewal: "UnderReview" | "Filed"
    17-4 in_the_end.renewal: "DeadlinePassed" | "DeemedWithdrawn"
    17-4 may_hold: "yes" | "natural_person_excluded"
    "#);
    for (kind, dossiers) in [("may_hold", 3), ("renewal.filed", 2), ("standing", 1)] {
        assert_eq!(comparison["kinds"][kind], dossiers, "{kind}");
    }
    let rules = comparison["rules"].as_array().unwrap();
    let late = rules
        .iter()
        .find(|rule| rule["key"] == "renewal.late")
        .unwrap();
    assert_snapshot!(serde_json::to_string_pretty(late).unwrap(), @r#"
    {
      "a": {
        "article": "no source found on late requests; force majeure has a heading only",
        "basis": "D",
        "value": "refuse_or_excuse"
      },
      "b": {
        "article": "Governing Principles, Art. 4 clause 3: not applying in time counts as the holder's withdrawal",
        "basis": "F",
        "value": "deemed_withdrawal"
      },
      "key": "renewal.late"
    }
    "#);
    // What is the same rests on other texts, and is no difference.
    assert!(rules.iter().all(|rule| rule["key"] != "renewal.lead"));
}

fn four_offices(kind: Kind) -> Binary {
    let through = ["1405/03/10", "1405/06/31", "1405/09/29", "1405/12/29"];
    let register = Binary::fresh_on(kind).with_offices(&through);
    let (desk, group) = ("secretariat", "working_group");
    let excuse = json!({
        "type": "excuse_lateness",
        "resolution": carried("1405-01-05", ["renewal", "excuse_lateness"]),
        "reason": "flood",
    });
    let mut closed = review();
    closed["findings"]["office_active"] = json!(false);
    let commands = [
        ("17-1", "1405-01-02", "holder", step("file")),
        ("17-1", "1405-01-05", group, excuse),
        ("17-1", "1405-01-06", desk, review()),
        ("17-1", "1405-01-08", group, confirm("1405-01-08")),
        ("17-2", "1405-04-20", "holder", step("file")),
        ("17-3", "1405-04-20", "holder", step("file")),
        ("17-3", "1405-04-21", desk, closed),
    ];
    register.sends(&commands);
    register
}

/// Three days to cure instead of ten: who cured on the fourth was too late, and who has not cured
/// has until then.
fn the_time_to_cure_is_shorter(kind: Kind) {
    let register = Binary::fresh_on(kind).with_offices(&["1405/09/29", "1405/09/29"]);
    let deficiency = || json!({"type": "note_deficiency", "missing": ["lease"]});
    let desk = "secretariat";
    let commands = [
        ("17-1", "1405-04-02", "holder", step("file")),
        ("17-1", "1405-04-03", desk, deficiency()),
        ("17-1", "1405-04-07", "holder", step("cure")),
        ("17-1", "1405-04-08", desk, review()),
        ("17-2", "1405-04-02", "holder", step("file")),
        ("17-2", "1405-04-07", desk, deficiency()),
    ];
    register.sends(&commands);
    let cure = "cure = { value = \"P10D\"";
    let workflows = with_edition(&register, &[(cure, "cure = { value = \"P3D\"")]);
    let args = ["pishkhan/1389", "pishkhan/tried", "--on", "1405-04-09"];
    let (dossiers, _) = diff(&register, Some(&workflows), &args);
    assert_snapshot!(told(&dossiers), @r#"
    17-1 renewal.cured: "2026-06-28" | "refused, no_request: no renewal request stands at this step (asked: renewal.cure, stands_at: Withdrawn) [the steps of a renewal follow one another, D]"
    17-1 renewal.review_begun: "2026-06-29" | "refused, no_request: no renewal request stands at this step (asked: renewal.begin_review, stands_at: Withdrawn) [the steps of a renewal follow one another, D]"
    17-1 ahead.licence.continued: ["2026-12-21"] | null
    17-1 ahead.licence.expired: null | ["2026-12-21"]
    17-1 ahead.renewal.deadline_passed: null | ["2026-09-21"]
    17-1 ahead.renewal.reminder_due: null | ["2026-08-20","2026-09-13"]
    17-1 asked.renewal.confirm: "accepted" | "no_request"
    17-1 asked.renewal.file: "request_open" | "accepted"
    17-1 asked.renewal.grant: "not_confirmed" | "no_request"
    17-1 asked.renewal.refuse: "accepted" | "no_request"
    17-1 in_the_end.licence: "Active" | "Expired"
    17-1 renewal: "UnderReview" | "Withdrawn"
    17-2 ahead.renewal.cure_elapsed: ["2026-07-09"] | ["2026-07-02"]
    17-2 renewal.cure_by: "2026-07-08" | "2026-07-01"
    "#);
}

/// A month to decide in, after which silence refuses: what was decided later was decided in vain, and what is
/// not decided yet is refused on its day. What was decided within it stays.
fn silence_means_something(kind: Kind) {
    let register = Binary::fresh_on(kind).with_offices(&["1405/09/29"; 3]);
    let (desk, group) = ("secretariat", "working_group");
    let commands = [
        ("17-1", "1405-04-02", "holder", step("file")),
        ("17-1", "1405-04-03", desk, review()),
        ("17-1", "1405-05-10", group, confirm("1405-05-10")),
        ("17-2", "1405-04-02", "holder", step("file")),
        ("17-2", "1405-04-03", desk, review()),
        ("17-2", "1405-04-20", group, confirm("1405-04-20")),
        ("17-2", "1405-04-21", "authority", step("grant")),
        ("17-3", "1405-05-05", "holder", step("file")),
    ];
    register.sends(&commands);
    let silence = "[silence.renewal]\nperiod = { value = \"P1M\", basis = \"D\", article = \"a test\" }\n\
        means = { value = \"refused\", basis = \"D\", article = \"a test\" }\n\n[working_group]\n";
    let workflows = with_edition(&register, &[("[working_group]\n", silence)]);
    let args = ["pishkhan/1389", "pishkhan/tried", "--on", "1405-05-10"];
    let (dossiers, comparison) = diff(&register, Some(&workflows), &args);
    assert_snapshot!(told(&dossiers));
    let keys = comparison["rules"].as_array().unwrap().iter();
    let keys: Vec<&str> = keys.map(|rule| rule["key"].as_str().unwrap()).collect();
    assert_eq!(keys, ["silence.renewal.means", "silence.renewal.period"]);
}

/// Thirty days to be heard instead of fifteen, from the day on which notice was served, which is
/// before the day on which that was recorded.
fn the_time_to_be_heard_is_longer(kind: Kind) {
    let register = a_case(kind);
    let hearing = "hearing = { value = \"P15D\"";
    let workflows = with_edition(&register, &[(hearing, "hearing = { value = \"P30D\"")]);
    let editions = ["pishkhan/1389", "pishkhan/tried", "--on"];
    let on = |day: &str| {
        diff(
            &register,
            Some(&workflows),
            &[&editions[..], &[day]].concat(),
        )
    };
    let (open, _) = on("1405-04-10");
    assert_snapshot!(told(&open), @r#"
    17-1 ahead.enforcement.hearing_elapsed: ["2026-07-12"] | ["2026-07-27"]
    17-1 enforcement.defend_by: "2026-07-11" | "2026-07-26"
    "#);
    let (between, _) = on("1405-04-25");
    assert_snapshot!(told(&between), @r#"
    17-1 ahead.enforcement.hearing_elapsed: null | ["2026-07-27"]
    17-1 asked.enforcement.defend: "not_at_this_step" | "accepted"
    17-1 asked.enforcement.propose_revocation: "sanction_not_in_table" | "hearing_open"
    17-1 asked.enforcement.revoke: "not_at_this_step" | "hearing_open"
    17-1 asked.enforcement.sanction: "accepted" | "hearing_open"
    17-1 enforcement: "Heard" | "NoticeServed"
    "#);
}

/// An office against which a case is open: notice was served two days before that was recorded.
fn a_case(kind: Kind) -> Binary {
    let register = Binary::fresh_on(kind).with_offices(&["1407/09/29"]);
    let case = |command: Value| {
        let mut command = command;
        command["machine"] = json!("enforcement");
        command
    };
    let report = json!({"type": "report", "violation": "HOURS", "facts": "closed at noon"});
    let notice = json!({"type": "serve_notice"});
    register.sends(&[
        ("17-1", "1405-04-02", "inspector", case(report)),
        ("17-1", "1405-04-05", "secretariat", case(notice)),
    ]);
    register
}

/// The time to cure is five days in A and ten in B: what was asked is decided again under B. Where that was
/// not kept, nobody can tell, and it is said.
fn what_cannot_be_judged_again_is_said(kind: Kind) {
    let register = Binary::fresh_on(kind);
    let cure = "cure = { value = \"P10D\"";
    let five = with_edition(&register, &[(cure, "cure = { value = \"P5D\"")]);
    let under = ["--workflows", &five, "--edition", "pishkhan/tried"];
    let file = register.write("offices.csv", offices_csv(&["1405/09/29"]));
    register.run(&[&under[..], &["import", "--profile", "pishkhan", &file]].concat());
    let deficiency = json!({"type": "note_deficiency", "missing": ["lease"]});
    let commands = [
        ("17-1", "1405-04-02", "holder", step("file")),
        ("17-1", "1405-04-03", "secretariat", deficiency),
    ];
    let tried = EditionId("pishkhan/tried".to_owned());
    let workflows = Workflows::load(Path::new(&five)).unwrap();
    register.sends_under(workflows.adopt(&tried).unwrap(), &commands);
    let args = ["pishkhan/tried", "pishkhan/1389", "--on", "1405-04-04"];
    let (dossiers, _) = diff(&register, Some(&five), &args);
    assert_snapshot!(told(&dossiers), @r#"
    17-1 ahead.renewal.cure_elapsed: ["2026-06-30"] | ["2026-07-05"]
    17-1 renewal.cure_by: "2026-06-29" | "2026-07-04"
    "#);
    register.query("UPDATE parvaneh_asked SET text = NULL");
    let (dossiers, _) = diff(&register, Some(&five), &args);
    assert_snapshot!(told(&dossiers), @r#"
    17-1 not_judged: "renewal.filed on 2026-06-23" | null
    17-1 not_judged: "renewal.deficiency_noted on 2026-06-24" | null
    "#);
}

/// A term of two years: what was granted ends a year earlier, and so does what would be next. Terms
/// that another register states are believed.
fn a_term_is_shorter(kind: Kind) {
    let register = Binary::fresh_on(kind).with_offices(&["1405/03/31", "1405/12/29"]);
    let (desk, group) = ("secretariat", "working_group");
    let commands = [
        ("17-1", "1404-12-20", "holder", step("file")),
        ("17-1", "1404-12-21", desk, review()),
        ("17-1", "1405-01-10", group, confirm("1405-01-10")),
        ("17-1", "1405-01-20", "authority", step("grant")),
    ];
    register.sends(&commands);
    let workflows = with_edition(&register, &[("\"P3Y\"", "\"P2Y\"")]);
    let editions = ["pishkhan/1389", "pishkhan/tried", "--on"];
    let (dossiers, _) = diff(
        &register,
        Some(&workflows),
        &[&editions[..], &["1405-02-01"]].concat(),
    );
    assert_snapshot!(told(&dossiers), @r#"
    17-1 ahead.licence.expired: ["2029-06-21"] | ["2028-06-21"]
    17-1 ahead.renewal.deadline_passed: ["2029-03-20"] | ["2028-03-20"]
    17-1 ahead.renewal.reminder_due: ["2028-12-19","2029-02-17","2029-03-12"] | ["2027-12-20","2028-02-18","2028-03-12"]
    17-1 next_term.from: "2029-06-21" | "2028-06-21"
    17-1 next_term.through: "2032-06-20" | "2030-06-21"
    17-1 term.renewal_due: "2029-03-19" | "2028-03-19"
    17-1 term.through: "2029-06-20" | "2028-06-20"
    17-2 next_term.through: "2030-03-20" | "2029-03-19"
    "#);
}

/// Where a licence does not outlive its term, the one whose renewal is undecided has expired.
fn what_is_pending_at_expiry_expires(kind: Kind) {
    let register = Binary::fresh_on(kind).with_offices(&["1405/03/31"]);
    register.sends(&[("17-1", "1404-12-20", "holder", step("file"))]);
    let workflows = with_edition(&register, &[("\"continue\"", "\"expire\"")]);
    let editions = ["pishkhan/1389", "pishkhan/tried", "--on"];
    let on = |day: &str| {
        diff(
            &register,
            Some(&workflows),
            &[&editions[..], &[day]].concat(),
        )
    };
    let (during, _) = on("1405-03-31");
    assert_snapshot!(told(&during), @r#"
    17-1 ahead.licence.continued: ["2026-06-22"] | null
    17-1 ahead.licence.expired: null | ["2026-06-22"]
    17-1 in_the_end.licence: "Active" | "Expired"
    "#);
    let (after, _) = on("1405-04-01");
    assert_snapshot!(told(&after), @r#"
    17-1 licence: "Active" | "Expired"
    17-1 standing: "in_force_pending_renewal" | "expired"
    "#);
}

/// Judged again by the edition that judged, everything is as it is: on any day, and whether or not
/// nights have run. So is what that edition never judged.
fn the_same_edition_changes_nothing(kind: Kind) {
    for register in [four_offices(kind), a_case(kind)] {
        nothing_changes(&register);
    }
}

fn nothing_changes(register: &Binary) {
    let dossiers = register.query("SELECT number FROM parvaneh_dossier").len();
    for settled in [false, true] {
        if settled {
            register.run(&["nightly", "--as-of", "1405-07-15"]);
        }
        for day in [
            "1404-10-01",
            "1405-01-04",
            "1405-03-11",
            "1405-07-15",
            "1410-01-01",
        ] {
            let same = ["pishkhan/1389", "pishkhan/1389", "--on", day];
            let (_, comparison) = diff(register, None, &same);
            assert_eq!(comparison["judged_by_a"], dossiers);
            assert_eq!(
                comparison["kinds"],
                json!({}),
                "on {day}, settled: {settled}"
            );
            let other = ["pishkhan/1400", "pishkhan/1389", "--on", day];
            let (_, comparison) = diff(register, None, &other);
            assert_eq!(comparison["judged_by_a"], 0);
            assert_eq!(comparison["dossiers"], dossiers);
        }
    }
}

/// The same for whole registers, one of them of many terms a licence, in whatever order.
fn whole_registers_are_judged_again_as_they_were(kind: Kind) {
    let register = Binary::fresh_on(kind).with_some_counter_offices();
    let file = data("chicago-business-licences.csv");
    register.run(&["import", "--profile", "chicago", &file]);
    register.run(&["nightly", "--as-of", "1405-09-02"]);
    for (edition, days) in [
        ("pishkhan/1389", ["1403-05-01", "1405-09-02"]),
        ("chicago/2012", ["2010-06-30", "2026-11-20"]),
    ] {
        for day in days {
            let (_, comparison) = diff(&register, None, &[edition, edition, "--on", day]);
            assert_ne!(comparison["judged_by_a"], 0);
            assert_eq!(comparison["kinds"], json!({}), "{edition} on {day}");
        }
    }
}

/// It reads, and writes nothing.
fn a_comparison_changes_nothing(kind: Kind) {
    let register = four_offices(kind);
    let before = (register.dump(), register.files());
    for format in ["table", "json"] {
        let args = ["editions", "diff", "pishkhan/1389", "pishkhan/1400"];
        register.run(&[&args[..], &["--format", format]].concat());
    }
    assert!(before == (register.dump(), register.files()));
}

/// For people: the rules, the dossiers, how many differ in what.
fn it_is_printed_for_people(kind: Kind) {
    let register = Binary::fresh_on(kind).with_offices(&["1405/07/14", "1407/07/14"]);
    let changes = [("\"calendar_months\"", "\"thirty_day_months\"")];
    let workflows = with_edition(&register, &changes);
    let text = register.run(&[
        "--workflows",
        &workflows,
        "editions",
        "diff",
        "pishkhan/1389",
        "pishkhan/tried",
        "--on",
        "1405-04-15",
    ]);
    assert_snapshot!(text, @r"
    | rule                   | edition        | value             | basis | article                                                                |
    |------------------------|----------------|-------------------|-------|------------------------------------------------------------------------|
    | renewal.month_counting | pishkhan/1389  | calendar_months   | D     | no source found; Civil Procedure Act, Art. 443 would count thirty days |
    | renewal.month_counting | pishkhan/tried | thirty_day_months | D     | no source found; Civil Procedure Act, Art. 443 would count thirty days |
    | number | province | what                          | pishkhan/1389                                                             | pishkhan/tried                                                            |
    |--------|----------|-------------------------------|---------------------------------------------------------------------------|---------------------------------------------------------------------------|
    | 17-1   | تهران    | ahead.renewal.deadline_passed |                                                                           | 1405-04-18 (2026-07-09)                                                   |
    | 17-1   | تهران    | renewal                       | DeadlinePassed                                                            | NotFiled                                                                  |
    | 17-1   | تهران    | term.renewal_due              | 1405-04-14 (2026-07-05)                                                   | 1405-04-17 (2026-07-08)                                                   |
    | 17-2   | تهران    | ahead.renewal.deadline_passed | 1407-04-15 (2028-07-05)                                                   | 1407-04-18 (2028-07-08)                                                   |
    | 17-2   | تهران    | ahead.renewal.reminder_due    | 1407-01-14 (2028-04-02), 1407-03-14 (2028-06-03), 1407-04-07 (2028-06-27) | 1407-01-17 (2028-04-05), 1407-03-17 (2028-06-06), 1407-04-10 (2028-06-30) |
    | 17-2   | تهران    | term.renewal_due              | 1407-04-14 (2028-07-04)                                                   | 1407-04-17 (2028-07-07)                                                   |
    | what                          | dossiers |
    |-------------------------------|----------|
    | ahead.renewal.deadline_passed | 2        |
    | ahead.renewal.reminder_due    | 1        |
    | renewal                       | 1        |
    | term.renewal_due              | 2        |
    on 1405-04-15 (2026-07-06): 2 dossiers, 2 of them judged by pishkhan/1389, 2 come out differently, 0 left out because they cannot be read
    ");
}

/// Editions that there are not, or that have nothing in common, are wrong usage.
fn what_cannot_be_compared_is_refused(kind: Kind) {
    let register = Binary::fresh_on(kind).with_offices(&["1405/07/14"]);
    let said = |a, b| register.fails(2, &["editions", "diff", a, b]);
    assert_snapshot!(said("pishkhan/1389", "pishkhan/1399"), @"parvaneh: no edition is called pishkhan/1399; there are chicago/2012, pacific/2000, pishkhan/1389, pishkhan/1400");
    assert_snapshot!(said("pishkhan/1389", "chicago/2012"), @"parvaneh: pishkhan/1389 and chicago/2012 are of two regimes; name two editions of one");
}

/// One that cannot be read does not hide the others.
fn what_cannot_be_read_is_left_out_and_named(kind: Kind) {
    let register = Binary::fresh_on(kind).with_offices(&["1405/07/14", "1405/07/14"]);
    register.query(
        "UPDATE parvaneh_journal SET event = '{' WHERE dossier = \
         (SELECT seq FROM parvaneh_dossier WHERE number = '17-1')",
    );
    let args = ["editions", "diff", "pishkhan/1389", "pishkhan/1400"];
    let output = register.output(&[&args[..], &["--format", "json"]].concat());
    assert_eq!(output.status.code(), Some(3));
    let text = String::from_utf8(output.stdout.clone()).unwrap();
    let comparison: Value = serde_json::from_str(text.lines().last().unwrap()).unwrap();
    assert_eq!(comparison["left_out"], 1);
    assert_eq!(comparison["dossiers"], 1);
    assert_snapshot!(register.said(&output), @"parvaneh: the dossier of 17-1 cannot be read: event 1 cannot be read: EOF while parsing an object at line 1 column 1");
}

on_both! {
    a_deadline_is_counted_otherwise,
    the_governing_principles_would_have_it_otherwise,
    the_time_to_cure_is_shorter,
    silence_means_something,
    the_time_to_be_heard_is_longer,
    what_cannot_be_judged_again_is_said,
    a_term_is_shorter,
    what_is_pending_at_expiry_expires,
    the_same_edition_changes_nothing,
    whole_registers_are_judged_again_as_they_were,
    a_comparison_changes_nothing,
    it_is_printed_for_people,
    what_cannot_be_compared_is_refused,
    what_cannot_be_read_is_left_out_and_named,
}

/// Which editions there are and when each is in force, without any register.
#[test]
fn editions_are_listed() {
    let register = Binary::fresh();
    assert_snapshot!(register.run(&["editions", "list"]), @r"
    | edition       | in force from           | through | title                                                   |
    |---------------|-------------------------|---------|---------------------------------------------------------|
    | chicago/2012  | 1390-10-11 (2012-01-01) |         | City of Chicago business licences                       |
    | pacific/2000  | 1378-10-11 (2000-01-01) |         | Business licences of cities on the Pacific coast        |
    | pishkhan/1389 | 1389-03-06 (2010-05-27) |         | 1389 regulation on government counter offices           |
    | pishkhan/1400 | never                   |         | 1400 Governing Principles on government counter offices |
    ");
    assert_snapshot!(register.run(&["editions", "list", "--format", "json"]), @r#"
    {"edition":"chicago/2012","in_force":[{"from":"2012-01-01","from_sh":"1390-10-11","through":null,"through_sh":null}],"title":"City of Chicago business licences"}
    {"edition":"pacific/2000","in_force":[{"from":"2000-01-01","from_sh":"1378-10-11","through":null,"through_sh":null}],"title":"Business licences of cities on the Pacific coast"}
    {"edition":"pishkhan/1389","in_force":[{"from":"2010-05-27","from_sh":"1389-03-06","through":null,"through_sh":null}],"title":"1389 regulation on government counter offices"}
    {"edition":"pishkhan/1400","in_force":[],"title":"1400 Governing Principles on government counter offices"}
    "#);
    let adopted = ["--edition", "pishkhan/1400", "editions", "list"];
    assert_snapshot!(register.run(&adopted), @r"
    | edition       | in force from           | through | title                                                   |
    |---------------|-------------------------|---------|---------------------------------------------------------|
    | chicago/2012  | 1390-10-11 (2012-01-01) |         | City of Chicago business licences                       |
    | pacific/2000  | 1378-10-11 (2000-01-01) |         | Business licences of cities on the Pacific coast        |
    | pishkhan/1389 | never                   |         | 1389 regulation on government counter offices           |
    | pishkhan/1400 | always                  |         | 1400 Governing Principles on government counter offices |
    ");
    assert!(register.files().is_empty());
}

/// One after the other: the last day of the first is the day before the first of the second.
#[test]
fn editions_that_follow_one_another_are_listed() {
    let register = Binary::fresh();
    let workflows = with_edition(&register, &[]);
    let regime = Path::new(&workflows).join("pishkhan/regime.toml");
    let text = fs::read_to_string(&regime).unwrap().replace(
        "from = \"1389-03-06\"",
        "from = \"1389-03-06\"\nthrough = \"1399-12-30\"\n\n[[in_force]]\nedition = \"1400\"\n\
         from = \"1400-01-01\"",
    );
    fs::write(regime, text).unwrap();
    let list = register.run(&["--workflows", &workflows, "editions", "list"]);
    let cities = ["| chicago", "| pacific"];
    let offices = list
        .lines()
        .filter(|line| !cities.iter().any(|city| line.starts_with(city)));
    assert_snapshot!(offices.collect::<Vec<_>>().join("\n"), @r"
    | edition        | in force from           | through                 | title                                                   |
    |----------------|-------------------------|-------------------------|---------------------------------------------------------|
    | pishkhan/1389  | 1389-03-06 (2010-05-27) | 1399-12-30 (2021-03-20) | 1389 regulation on government counter offices           |
    | pishkhan/1400  | 1400-01-01 (2021-03-21) |                         | 1400 Governing Principles on government counter offices |
    | pishkhan/tried | never                   |                         | 1389 regulation on government counter offices           |
    ");
}
