//! Revisions and late entries on real databases: beside everything else that goes on, whoever is first,
//! the end is one of those that an order of all of it would have led to, and nobody fails.

use std::num::NonZeroUsize;
use std::time::Duration;

use parvaneh::core::calendar::Date;
use parvaneh::core::dossier::Dated;
use parvaneh::core::party::PartyKind;
use parvaneh::handle::{Answer, Outcome};
use parvaneh::parties::NewParty;
use parvaneh::revise::{Approval, Plan, ReviseError, Revision};
use parvaneh::{Engine, EngineError, Request, Sweep};
use parvaneh_testkit::{Database, Scenario, TestkitError, on_both};
use parvaneh_tests::proof::times;
use parvaneh_tests::seeded::{chance, seed};
use serde_json::{Value, json};
use uuid::Uuid;

/// The day on which everything is entered; acts are of days before it.
const TODAY: &str = "1405-02-20";

/// A register with offices 17-0, 17-1 and so on, whose terms run through 14 Mehr 1405.
fn offices(database: &Database, count: u32) -> Result<Scenario, TestkitError> {
    let mut scenario = Scenario::under("pishkhan/1389", database)?;
    scenario.on("1402-07-15")?;
    for at in 0..count {
        scenario.licensed(&format!("17-{at}"), "urban", "1402-07-15", &[])?;
    }
    scenario.on(TODAY)?;
    Ok(scenario)
}

/// An act of an earlier day, in the form that a revision has.
fn act(scenario: &Scenario, number: &str, on: &str, who: &str, command: Value) -> Value {
    let actor = scenario.actor(number, who).expect("a role");
    json!({ "on": on, "actor": actor, "command": command })
}

fn report() -> Value {
    json!({ "machine": "enforcement", "type": "report", "violation": "HOURS", "facts": "seen" })
}

fn draft(agency: &str) -> Value {
    json!({ "machine": "contract", "type": "draft", "agency": agency })
}

fn revision(scenario: &Scenario, id: u128, dossiers: Value) -> Revision {
    let number = dossiers[0]["number"].as_str().expect("it has a number");
    let revision = json!({
        "id": Uuid::from_u128(id),
        "actor": scenario.actor(number, "authority:mina").expect("a role"),
        "reason": "it was not keyed",
        "rests_on": "letter 12",
        "dossiers": dossiers,
    });
    Revision::parse(revision.to_string().as_bytes()).expect("it is a revision")
}

/// Enters an act into one dossier.
fn enters(scenario: &Scenario, id: u128, number: &str, act: &Value) -> Revision {
    revision(scenario, id, json!([{ "number": number, "enter": [act] }]))
}

async fn propose(engine: &Engine, revision: &Revision) {
    let proposed = engine.propose(revision).await;
    proposed.unwrap_or_else(|error| panic!("{error}"));
}

async fn approve(engine: &Engine, revision: &Revision) -> Result<Plan, ReviseError> {
    let mut actor = revision.actor.clone();
    actor.id = "omid".to_owned();
    let id = revision.id;
    engine.approve(&Approval { id, actor }).await
}

/// A few milliseconds, in every round others: so that now the one is first and now the other.
async fn later(seed: u64, throw: u32) {
    tokio::time::sleep(Duration::from_secs_f64(0.012 * chance(seed, throw))).await;
}

/// Proposed and approved at once, as one who waits for nobody would.
async fn revise(engine: &Engine, revision: &Revision) -> Result<Plan, ReviseError> {
    engine.propose(revision).await?;
    approve(engine, revision).await
}

/// Made, or refused by the law; the register itself never fails.
fn made(came_to: &Result<Plan, ReviseError>) -> bool {
    match came_to {
        Ok(_) => true,
        Err(ReviseError::Refused { .. }) => false,
        Err(error) => panic!("{error}"),
    }
}

fn accepted(answer: &Result<Answer, EngineError>) -> bool {
    match answer {
        Ok(answer) => answer.outcome == Outcome::Accepted,
        Err(error) => panic!("{error}"),
    }
}

/// A command, of a day.
fn asks(scenario: &Scenario, id: u128, number: &str, act: &Value) -> Request {
    let mut request = Request::new(
        Uuid::from_u128(id),
        number,
        serde_json::from_value(act["actor"].clone()).expect("an actor"),
        serde_json::from_value(act["command"].clone()).expect("a command"),
    );
    let on = act["on"].as_str().expect("a day");
    request.on = Some(day(on));
    request.entered_by = Some(scenario.actor(number, "secretariat").expect("a role"));
    request.evidence = Some("the stamp of the day".into());
    request.paper = Some("written_request".into());
    request
}

fn day(text: &str) -> Date {
    let order = parvaneh::core::calendar::DateOrder::YearMonthDay;
    parvaneh::core::calendar::parse(text, order).expect("a day")
}

fn verify_clean(scenario: &Scenario) {
    let verified = scenario.block_on(scenario.engine().verify(&[]));
    let findings = verified.expect("it can be verified").findings;
    assert!(findings.is_empty(), "{findings:#?}");
}

/// One enters a surrender, the other a draft of a later day, which nobody makes after a surrender: one of
/// the two is made, whichever it is.
fn of_two_revisions_that_exclude_each_other_one_is_made(
    database: &Database,
) -> Result<(), TestkitError> {
    let (seed, rounds) = (seed(), times(12));
    let scenario = offices(database, rounds)?;
    let engine = scenario.engine();
    let mut first = 0;
    for at in 0..rounds {
        let number = format!("17-{at}");
        let gives_up = json!({ "machine": "licence", "type": "surrender" });
        let gives_up = act(&scenario, &number, "1404-02-01", "holder", gives_up);
        let drafts = act(
            &scenario,
            &number,
            "1404-03-01",
            "holder",
            draft("post_bank"),
        );
        let id = u128::from(at) * 16 + 0x1_0000;
        let [one, other] = [(id, gives_up), (id + 1, drafts)]
            .map(|(id, act)| enters(&scenario, id, &number, &act));
        let came_to = scenario.block_on(async {
            propose(engine, &one).await;
            propose(engine, &other).await;
            tokio::join!(
                async {
                    later(seed, 2 * at).await;
                    approve(engine, &one).await
                },
                async {
                    later(seed, 2 * at + 1).await;
                    approve(engine, &other).await
                },
            )
        });
        let (one, other) = (made(&came_to.0), made(&came_to.1));
        assert!(one != other, "{number}: {came_to:#?}");
        first += u32::from(one);
    }
    println!("the surrender was made in {first} of {rounds}");
    verify_clean(&scenario);
    Ok(())
}

/// An act of long ago for a revision, one for a desk, and two of today.
fn acts(scenario: &Scenario, number: &str, id: u128) -> (Revision, [Request; 3]) {
    let revised = act(scenario, number, "1404-02-01", "inspector", report());
    let late = act(scenario, number, "1405-02-01", "holder", draft("post_bank"));
    let now = [draft("registry"), draft("civil_registry")];
    let [one, other] = now.map(|draft| act(scenario, number, TODAY, "holder", draft));
    (
        enters(scenario, id, number, &revised),
        [(1, late), (2, one), (3, other)].map(|(at, act)| asks(scenario, id + at, number, &act)),
    )
}

/// Whoever is first, all of it is in the history, and the history is the one in which each act was
/// entered on its own day: a revision, a night, late entries and commands of today, all at once.
fn all_at_once_comes_to_the_same_history(database: &Database) -> Result<(), TestkitError> {
    let (seed, rounds) = (seed(), times(12));
    let expected = {
        let scenario = offices(database, 1)?;
        let (revision, commands) = acts(&scenario, "17-0", 0x2_0000);
        let engine = scenario.engine();
        scenario.block_on(async {
            assert!(made(&revise(engine, &revision).await));
            for command in &commands {
                let answer = engine.handle(command).await;
                assert!(accepted(&answer), "{answer:#?}");
            }
            let night = Sweep {
                max_gap: None,
                ..Sweep::default()
            };
            let swept = engine.sweep(&night, |_, _| {});
            assert!(swept.await.is_ok());
        });
        history(&scenario, "17-0")?
    };
    let workers = match database {
        Database::Sqlite => NonZeroUsize::MIN,
        Database::Postgres(_) => NonZeroUsize::MIN.saturating_add(1),
    };
    let mut scenario = offices(database, 0)?;
    for at in 0..rounds {
        let number = format!("17-{at}");
        // What fell due while another register had it is the night's to find.
        scenario.licensed(&number, "urban", "1402-07-15", &[])?;
        let (revision, [late, one, other]) =
            acts(&scenario, &number, u128::from(at) * 16 + 0x3_0000);
        let engine = scenario.engine();
        scenario.block_on(async {
            let sweep = Sweep {
                max_gap: None,
                workers,
                ..Sweep::default()
            };
            let (revised, swept, late, one, other) = tokio::join!(
                revise(engine, &revision),
                async {
                    later(seed, 2 * at).await;
                    engine.sweep(&sweep, |_, _| {}).await
                },
                async {
                    later(seed, 2 * at + 1).await;
                    engine.handle(&late).await
                },
                engine.handle(&one),
                engine.handle(&other),
            );
            assert!(made(&revised));
            let swept = swept.unwrap_or_else(|error| panic!("{error}"));
            assert!(swept.failures.is_empty(), "{:#?}", swept.failures);
            for answer in [late, one, other] {
                assert!(accepted(&answer), "{answer:#?}");
            }
        });
        assert_eq!(history(&scenario, &number)?, expected, "{number}");
    }
    verify_clean(&scenario);
    Ok(())
}

/// What happened, and when; commands of one day stand in the order in which they came.
fn history(scenario: &Scenario, number: &str) -> Result<Vec<(Date, String)>, TestkitError> {
    let events = scenario.events(number)?;
    let told = |dated: Dated| {
        let mut event = serde_json::to_value(&dated.event).expect("an event is JSON");
        for own in ["number", "holder"] {
            event[own].take();
        }
        (dated.effective_on, event.to_string())
    };
    let mut events: Vec<_> = events.into_iter().map(told).collect();
    events.sort();
    Ok(events)
}

/// Calls for one seat each, C-0 and so on, and two applicants of each call of whom both could be found
/// qualified: 0 and 1, 2 and 3, and so on.
fn calls(database: &Database, count: u32) -> Result<Scenario, TestkitError> {
    use parvaneh::core::party::PartyKind::Natural;
    let mut scenario = Scenario::under("pishkhan/1389", database)?;
    scenario.in_province("تهران")?.on("1402-03-10")?;
    for at in 0..count {
        let (call, named) = (format!("C-{at}"), format!("number=C-{at}"));
        let mut drafted: Vec<&str> = "province=تهران district=شمیران seats=1 \
                                      opens_on=1402-04-01 closes_on=1402-04-31"
            .split(' ')
            .collect();
        drafted.push(&named);
        scenario.send(&call, "secretariat", "call.draft", &drafted)?;
        let capacity = ["resolution=carried", "seats=1", "population=50000"];
        scenario.send(&call, "working_group", "call.approve_capacity", &capacity)?;
        scenario
            .send(&call, "secretariat", "call.publish", &[])?
            .accepted()?;
    }
    scenario.on("1402-04-05")?;
    for at in 0..2 * count {
        let (file, party) = (format!("F-{at}"), format!("p{at}"));
        let (call, who) = (format!("call=C-{}", at / 2), format!("applicant=@{party}"));
        scenario.party(&party, Natural)?;
        let office = [
            "office.kind=urban",
            "office.province=تهران",
            "applicant_kind=natural",
        ];
        let arguments = [&[call.as_str(), who.as_str()][..], &office].concat();
        let actor = format!("applicant:{party}");
        scenario
            .send(&file, &actor, "application.file", &arguments)?
            .accepted()?;
    }
    scenario.on("1402-05-10")?;
    for at in 0..2 * count {
        let file = format!("F-{at}");
        scenario.send(&file, "secretariat", "application.begin_review", &[])?;
        for (from, paper) in PAPERS {
            let name = format!("paper.name={paper}");
            let arguments = [name.as_str(), "paper.favourable=true"];
            scenario.send(&file, from, "application.record", &arguments)?;
        }
        let clears = "application.conclude_clearance";
        scenario
            .send(&file, "secretariat", clears, &[])?
            .accepted()?;
    }
    Ok(scenario)
}

const PAPERS: [(&str, &str); 7] = [
    ("secretariat", "criminal_record"),
    ("secretariat", "addiction"),
    ("secretariat", "tax"),
    ("secretariat", "bank"),
    ("secretariat", "social_insurance"),
    ("secretariat", "police_premises"),
    ("technical_committee", "premises_report"),
];

/// A resolution of a day about a matter and a motion, which carries.
fn resolution(scenario: &Scenario, on: &str, [matter, motion]: [&str; 2]) -> Value {
    let seats = scenario.edition().working_group.as_ref().expect("a group");
    let votes = seats.voting_seats.value.iter().map(|seat| {
        let mandate = json!({ "from": "2023-01-01", "through": "2023-12-31" });
        json!({ "seat": seat, "person": seat, "mandate": mandate, "choice": "for" })
    });
    json!({
        "session": "21", "on": on, "matter": matter, "motion": motion,
        "votes": votes.collect::<Vec<_>>(),
    })
}

fn qualify(scenario: &Scenario, file: &str, on: &str) -> Value {
    let resolution = resolution(scenario, on, ["application", "qualify"]);
    let command = json!({ "machine": "application", "type": "qualify", "resolution": resolution });
    act(scenario, file, on, "working_group", command)
}

/// The seats of a call that are taken.
fn taken(scenario: &Scenario, files: [&str; 2]) -> Result<usize, TestkitError> {
    let mut taken = 0;
    for file in files {
        let events = scenario.events(file)?;
        let mut names = events.iter().map(|dated| dated.event.name());
        taken += usize::from(names.any(|name| name == "application.qualified"));
    }
    Ok(taken)
}

/// A revision enters that the first applicant was found qualified, and a desk that the second one was, a
/// day later: there is one seat.
fn a_revision_and_a_late_entry_do_not_both_take_the_last_seat(
    database: &Database,
) -> Result<(), TestkitError> {
    let (seed, rounds) = (seed(), times(6));
    let mut scenario = calls(database, rounds)?;
    scenario.on("1402-05-15")?;
    let mut by_revision = 0;
    for at in 0..rounds {
        let (one, other) = (format!("F-{}", 2 * at), format!("F-{}", 2 * at + 1));
        let id = u128::from(at) * 16 + 0x4_0000;
        let first = enters(&scenario, id, &one, &qualify(&scenario, &one, "1402-05-11"));
        let second = qualify(&scenario, &other, "1402-05-12");
        let second = asks(&scenario, id + 1, &other, &second);
        let engine = scenario.engine();
        let (revised, entered) = scenario.block_on(async {
            propose(engine, &first).await;
            tokio::join!(
                async {
                    later(seed, 2 * at).await;
                    approve(engine, &first).await
                },
                async {
                    later(seed, 2 * at + 1).await;
                    engine.handle(&second).await
                },
            )
        });
        let (revised, entered) = (made(&revised), accepted(&entered));
        assert!(revised != entered, "{one}: {revised}, {other}: {entered}");
        assert_eq!(taken(&scenario, [&one, &other])?, 1);
        by_revision += u32::from(revised);
    }
    println!("the revision took {by_revision} of {rounds} seats");
    verify_clean(&scenario);
    Ok(())
}

/// What a ranking is told of an applicant is not withdrawn beside it: ranked, or revised, not both.
fn nobody_is_ranked_beside_a_withdrawal(database: &Database) -> Result<(), TestkitError> {
    let (seed, rounds) = (seed(), times(6));
    let mut scenario = calls(database, rounds)?;
    for at in 0..rounds {
        let (other, who) = (
            format!("F-{}", 2 * at + 1),
            format!("applicant:p{}", 2 * at + 1),
        );
        scenario
            .send(&other, &who, "application.withdraw", &[])?
            .accepted()?;
    }
    // Whoever withdrew was told nothing of it.
    scenario.on("1402-05-11")?;
    for at in 0..rounds {
        let file = format!("F-{}", 2 * at);
        let (group, carried) = ("working_group", ["resolution=carried"]);
        scenario
            .send(&file, group, "application.qualify", &carried)?
            .accepted()?;
    }
    scenario.on("1402-05-15")?;
    let mut ranked = 0;
    for at in 0..rounds {
        let (file, call) = (format!("F-{}", 2 * at), format!("C-{at}"));
        let shown = scenario.block_on(scenario.engine().show(&file, None))?;
        let name = shown.history.last().map(|(row, _)| row.version);
        let id = u128::from(at) * 16 + 0x5_0000;
        let withdraws = json!([{ "number": file, "withdraw": [name] }]);
        let withdraws = revision(&scenario, id, withdraws);
        let rank = json!({
            "machine": "call", "type": "rank",
            "resolution": resolution(&scenario, "1402-05-15", ["ranking", "rank"]),
        });
        let rank = act(&scenario, &call, "1402-05-15", "working_group", rank);
        let rank = asks(&scenario, id + 1, &call, &rank);
        let engine = scenario.engine();
        let (revised, answer) = scenario.block_on(async {
            propose(engine, &withdraws).await;
            tokio::join!(
                async {
                    later(seed, 2 * at).await;
                    approve(engine, &withdraws).await
                },
                async {
                    later(seed, 2 * at + 1).await;
                    engine.handle(&rank).await
                },
            )
        });
        let (revised, is_ranked) = (made(&revised), accepted(&answer));
        assert!(revised != is_ranked, "{call}: {answer:#?}");
        ranked += u32::from(is_ranked);
    }
    println!("{ranked} of {rounds} were ranked");
    verify_clean(&scenario);
    Ok(())
}

/// A revision holds the call and then who answered it, a command to an application the other way round:
/// whoever has to begin again does, and nobody fails.
fn two_that_wait_for_each_other_both_come_to_an_end(
    database: &Database,
) -> Result<(), TestkitError> {
    let (seed, rounds) = (seed(), times(4));
    let mut scenario = calls(database, rounds)?;
    scenario.on("1402-05-15")?;
    for at in 0..rounds {
        let (call, files) = (
            format!("C-{at}"),
            [2 * at, 2 * at + 1].map(|at| format!("F-{at}")),
        );
        let id = u128::from(at) * 16 + 0x6_0000;
        let cancel = json!({
            "machine": "call", "type": "cancel", "reason": "the district has shrunk",
            "resolution": resolution(&scenario, "1402-05-14", ["call", "cancel"]),
        });
        let cancel = act(&scenario, &call, "1402-05-14", "working_group", cancel);
        let withdraws = json!({ "machine": "application", "type": "withdraw" });
        let who = format!("applicant:p{}", 2 * at);
        let withdraws = act(&scenario, &files[0], "1402-05-13", &who, withdraws);
        let both = json!([
            { "number": call, "enter": [cancel] },
            { "number": files[0], "enter": [withdraws] },
        ]);
        let both = revision(&scenario, id, both);
        let commands = [(1, 0), (2, 1)].map(|(more, file)| {
            let qualified = qualify(&scenario, &files[file], "1402-05-15");
            asks(&scenario, id + more, &files[file], &qualified)
        });
        let engine = scenario.engine();
        let (revised, one, other) = scenario.block_on(async {
            propose(engine, &both).await;
            tokio::join!(
                approve(engine, &both),
                async {
                    later(seed, 2 * at).await;
                    engine.handle(&commands[0]).await
                },
                async {
                    later(seed, 2 * at + 1).await;
                    engine.handle(&commands[1]).await
                },
            )
        });
        let (revised, one, other) = (made(&revised), accepted(&one), accepted(&other));
        assert!(!(one && other), "{call} has one seat");
        assert!(
            !(revised && one),
            "{call} was called off, and {} withdrew",
            files[0]
        );
        println!("{call}: {revised} {one} {other}");
    }
    verify_clean(&scenario);
    Ok(())
}

/// Whoever proposed as somebody whom the register did not know yet, and is a party by now, is the same person.
fn who_proposed_under_another_id_does_not_approve(database: &Database) -> Result<(), TestkitError> {
    let mut scenario = offices(database, 1)?;
    let engine = scenario.engine();
    let seen = act(&scenario, "17-0", "1405-02-01", "inspector", report());
    let mut proposed = enters(&scenario, 1, "17-0", &seen);
    proposed.actor.id = "9995648075".to_owned();
    scenario.block_on(async {
        propose(engine, &proposed).await;
        let mina = NewParty {
            identifier: Some("9995648075".to_owned()),
            ..NewParty::new(PartyKind::Natural, "مینا کریمی")
        };
        let mut actor = proposed.actor.clone();
        actor.id = engine.register_party(&mina).await?.party.to_string();
        let id = proposed.id;
        let approved = engine.approve(&Approval { id, actor }).await;
        assert!(
            matches!(approved, Err(ReviseError::SamePerson(_))),
            "{approved:?}"
        );
        // The same proposal again is no other one.
        propose(engine, &proposed).await;
        assert!(approve(engine, &proposed).await.is_ok());
        Ok::<_, EngineError>(())
    })?;
    scenario.verify()?;
    Ok(())
}

on_both!(
    who_proposed_under_another_id_does_not_approve,
    of_two_revisions_that_exclude_each_other_one_is_made,
    all_at_once_comes_to_the_same_history,
    a_revision_and_a_late_entry_do_not_both_take_the_last_seat,
    nobody_is_ranked_beside_a_withdrawal,
    two_that_wait_for_each_other_both_come_to_an_end,
);
