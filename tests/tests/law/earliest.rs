//! The earliest day on which a command would pass, which is found by going from change to change,
//! beside every single day tried.

use chrono::Days;
use parvaneh::core::actions::{self, Verdict};
use parvaneh::core::actor::{Actor, Role};
use parvaneh::core::calendar::Date;
use parvaneh::core::dossier::{self, CallView, Context};
use parvaneh::core::specimen::{self, Specimen};
use parvaneh_tests::scenario::Scenario;

/// How many days are tried, beyond every deadline but the term's.
const DAYS: u64 = 200;

/// Whether the specimen at each place would pass on a day.
fn tried(scenario: &Scenario, actor: &Actor, today: Date) -> Vec<bool> {
    let editions = scenario.editions();
    let (settled, _) = dossier::settle(scenario.dossier.clone(), editions, today).expect("sound");
    let call: Option<CallView> = scenario.call_on(today);
    let context = Context {
        edition: scenario.edition(),
        actor,
        today,
        call: call.as_ref(),
    };
    let commands = specimen::commands(&Specimen {
        edition: scenario.edition(),
        today,
        dossier: &settled,
        call: call.as_ref(),
    });
    let passes = commands.iter().map(|command| {
        let answer = dossier::answer(settled.clone(), command, &context, editions);
        answer.expect("sound").decided.is_ok()
    });
    passes.collect()
}

/// Holds what every role is told against every later day; how many were told of a day.
fn held_against_every_day(scenario: &Scenario) -> usize {
    let today = scenario.today();
    let call = scenario.call_on(today);
    let mut named = 0;
    for role in Role::ALL {
        let actor = scenario.actor_in(*role);
        let context = Context {
            edition: scenario.edition(),
            actor: &actor,
            today,
            call: call.as_ref(),
        };
        let told = actions::actions(&scenario.dossier, &context, scenario.editions());
        let told = told.expect("sound");
        let later: Vec<(Date, Vec<bool>)> = (1..=DAYS)
            .map(|days| today + Days::new(days))
            .map(|on| (on, tried(scenario, &actor, on)))
            .collect();
        for (at, action) in told.iter().enumerate() {
            let Verdict::Refused { earliest, .. } = &action.verdict else {
                continue;
            };
            let passes = later
                .iter()
                .find(|(_, passes)| passes.get(at) == Some(&true));
            let first = passes.map(|(on, _)| *on);
            let near = earliest.filter(|on| *on <= today + Days::new(DAYS));
            let command = action.command.name();
            assert_eq!(near, first, "{command} by {role:?} on {today}");
            named += usize::from(near.is_some());
        }
    }
    named
}

#[test]
fn of_a_licence_about_to_end() {
    for edition in ["pishkhan/1389", "pishkhan/1400"] {
        let scenario = Scenario::licensed(edition, "1402-07-15").on("1405-04-01");
        held_against_every_day(&scenario);
    }
}

/// The notice is served, and nobody is sanctioned before the opportunity to be heard has passed.
#[test]
fn of_a_case_before_it_is_heard() {
    let scenario = Scenario::licensed("pishkhan/1389", "1402-07-15")
        .on("1403-02-01")
        .reported("SIGN_OR_EQUIPMENT")
        .served();
    assert_ne!(held_against_every_day(&scenario), 0);
}

/// A call that is published and opens later, and closes later still.
#[test]
fn of_a_call_before_it_opens() {
    let call = Scenario::published_call("pishkhan/1389", "1405-03-01", "1405-04-01", 2);
    assert_ne!(held_against_every_day(&call), 0);
    let answering = Scenario::under("pishkhan/1389", "1405-02-20").answering(&call, 0);
    assert_ne!(held_against_every_day(&answering), 0);
}

/// A mismatch that nobody settles becomes a case.
#[test]
fn of_an_office_that_another_runs() {
    let scenario = Scenario::licensed("pishkhan/1389", "1402-07-15")
        .on("1403-02-01")
        .mismatch();
    held_against_every_day(&scenario);
}
