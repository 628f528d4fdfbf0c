//! Two dossiers cannot take the last seat, not even at once; nor is anybody ranked beside an objection.

use parvaneh::core::refusal::Code;
use parvaneh::handle::Outcome;
use parvaneh::{EngineError, Request};
use parvaneh_testkit::{Database, Scenario, TestkitError, on_both};
use serde_json::{Value, json};
use uuid::Uuid;

/// A call for one seat, and two applicants of whom both could be found qualified.
const BEFORE: &str = "
on 1402-03-10
C-7 secretariat call.draft number=C-7 province=تهران district=شمیران seats=1 opens_on=1402-04-01 closes_on=1402-04-31
C-7 working_group call.approve_capacity resolution=carried seats=1 population=50000
C-7 secretariat call.publish
on 1402-04-05
F-1 applicant:sara application.file call=C-7 office.kind=urban office.province=تهران applicant=@sara applicant_kind=natural
F-2 applicant:reza application.file call=C-7 office.kind=urban office.province=تهران applicant=@reza applicant_kind=natural
on 1402-05-10";

const PAPERS: [(&str, &str); 7] = [
    ("secretariat", "criminal_record"),
    ("secretariat", "addiction"),
    ("secretariat", "tax"),
    ("secretariat", "bank"),
    ("secretariat", "social_insurance"),
    ("secretariat", "police_premises"),
    ("technical_committee", "premises_report"),
];

fn ready(database: &Database) -> Result<Scenario, TestkitError> {
    use parvaneh::core::party::PartyKind::Natural;
    let mut scenario = Scenario::under("pishkhan/1389", database)?;
    scenario.in_province("تهران")?;
    scenario.party("sara", Natural)?.party("reza", Natural)?;
    for line in BEFORE.lines().filter(|line| !line.is_empty()) {
        let words: Vec<&str> = line.split(' ').collect();
        match words.as_slice() {
            ["on", day] => scenario.on(day)?,
            [number, actor, command, arguments @ ..] => scenario
                .send(number, actor, command, arguments)?
                .accepted()?,
            _ => panic!("{line:?} says nothing"),
        };
    }
    for file in ["F-1", "F-2"] {
        scenario.send(file, "secretariat", "application.begin_review", &[])?;
        for (from, paper) in PAPERS {
            let name = format!("paper.name={paper}");
            let arguments = [name.as_str(), "paper.favourable=true"];
            scenario.send(file, from, "application.record", &arguments)?;
        }
        scenario
            .send(file, "secretariat", "application.conclude_clearance", &[])?
            .accepted()?;
    }
    Ok(scenario)
}

/// A resolution about a matter and a motion that carries, of the scenario's day.
fn resolution(scenario: &Scenario, [matter, motion]: [&str; 2]) -> Value {
    let seats = scenario.edition().working_group.as_ref().expect("a group");
    let votes = seats.voting_seats.value.iter().map(|seat| {
        let mandate = json!({"from": "2023-01-01", "through": "2023-12-31"});
        json!({"seat": seat, "person": seat, "mandate": mandate, "choice": "for"})
    });
    json!({
        "session": "21",
        "on": "1402-05-10",
        "matter": matter,
        "motion": motion,
        "votes": votes.collect::<Vec<_>>(),
    })
}

/// A command of somebody's, on the scenario's day.
fn asked(scenario: &Scenario, number: &str, who: &str, command: Value, id: u128) -> Request {
    let actor = scenario.actor(number, who).expect("a role");
    let command = serde_json::from_value(command).expect("it is a command");
    Request {
        regime: Some("pishkhan".to_owned()),
        ..Request::new(Uuid::from_u128(id), number, actor, command)
    }
}

/// The working group finds an applicant qualified, on the scenario's day.
fn qualify(scenario: &Scenario, file: &str, id: u128) -> Request {
    let resolution = resolution(scenario, ["application", "qualify"]);
    let command = json!({"machine": "application", "type": "qualify", "resolution": resolution});
    asked(scenario, file, "working_group", command, id)
}

fn one_of_two_takes_the_last_seat(database: &Database) -> Result<(), TestkitError> {
    let scenario = ready(database)?;
    let engine = scenario.engine();
    let one = qualify(&scenario, "F-1", 0xf1);
    let other = qualify(&scenario, "F-2", 0xf2);
    let answers = scenario.block_on(async {
        let (one, other) = tokio::join!(engine.handle(&one), engine.handle(&other));
        Ok::<_, EngineError>([one?, other?])
    })?;
    let taken = answers.iter().filter(|it| it.outcome == Outcome::Accepted);
    assert_eq!(taken.count(), 1, "one seat, one applicant: {answers:#?}");
    let refusals = answers.iter().filter_map(|answer| answer.refusal.as_ref());
    let codes: Vec<Code> = refusals.map(|refusal| refusal.code).collect();
    assert_eq!(codes, [Code::NoSeatLeft]);
    Ok(())
}

/// One seat is taken, and the other applicant rejected, who objects while the call is ranked: nobody is
/// ranked after an objection that nobody has decided, whichever of the two was there first.
fn a_ranking_sees_the_objection_beside_it(database: &Database) -> Result<(), TestkitError> {
    let scenario = ready(database)?;
    let (engine, group) = (scenario.engine(), "working_group");
    let rejects = resolution(&scenario, ["application", "reject"]);
    let ranks = resolution(&scenario, ["ranking", "rank"]);
    let reject = json!({
        "machine": "application",
        "type": "reject",
        "resolution": rejects,
        "unmet": "premises",
    });
    let object = json!({"machine": "application", "type": "object", "grounds": "two rooms"});
    let rank = json!({"machine": "call", "type": "rank", "resolution": ranks});
    let before = [
        qualify(&scenario, "F-1", 0xf1),
        asked(&scenario, "F-2", group, reject, 0xf2),
    ];
    let object = asked(&scenario, "F-2", "applicant:reza", object, 0xf3);
    let rank = asked(&scenario, "C-7", group, rank, 0xf4);
    let (events, ranked) = scenario.block_on(async {
        for request in &before {
            let answer = engine.handle(request).await?;
            assert_eq!(answer.outcome, Outcome::Accepted, "{answer:#?}");
        }
        let (objected, ranked) = tokio::join!(engine.handle(&object), engine.handle(&rank));
        assert_eq!(objected?.outcome, Outcome::Accepted);
        let events = engine.store().recorded(0, i64::MAX, 1000).await?;
        Ok::<_, EngineError>((events, ranked?))
    })?;
    let events: Vec<_> = events
        .into_iter()
        .map(|it| it.expect("it can be read"))
        .collect();
    let place = |name: &str| events.iter().position(|of| of.event.contains(name));
    let objected = place(r#""type":"objected""#).expect("it is recorded");
    match place(r#""type":"ranked""#) {
        Some(ranked) => assert!(ranked < objected, "ranked beside an objection"),
        None => {
            let code = ranked.refusal.map(|refusal| refusal.code);
            assert_eq!(code, Some(Code::AnswersUndecided));
        }
    }
    Ok(())
}

on_both!(
    one_of_two_takes_the_last_seat,
    a_ranking_sees_the_objection_beside_it,
);
