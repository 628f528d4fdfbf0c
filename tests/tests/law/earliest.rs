//! The earliest day on which a command would pass, which is found by going from change to change,
//! beside every single day tried. What a refusal names is that day: the one from which `actions` lists the
//! same command.

use parvaneh::core::actions::{self, Verdict};
use parvaneh::core::actor::{Actor, Role};
use parvaneh::core::calendar::Date;
use parvaneh::core::dossier::{self, CallView, Context};
use parvaneh::core::specimen::{self, NEWCOMER, Specimen};
use parvaneh_tests::law::{HOLDER, edition};

use crate::life::Life;
use crate::steps::{CALL, PUBLISHED};

/// How many days are tried, beyond every deadline but the term's.
const DAYS: i64 = 200;

/// Whether the specimen at each place would pass on a day.
fn tried(life: &Life, actor: &Actor, today: Date) -> Vec<bool> {
    let editions = &life.editions;
    let (settled, _) = dossier::settle(life.dossier.clone(), editions, today).expect("sound");
    let call: Option<CallView> = life.call_on(today);
    let context = Context {
        edition: &life.edition,
        editions: &life.editions,
        actor,
        today,
        call: call.as_ref(),
    };
    let commands = specimen::commands(&Specimen {
        edition: &life.edition,
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
fn held_against_every_day(life: &Life) -> usize {
    let today = life.today;
    let call = life.call_on(today);
    let mut named = 0;
    for role in Role::ALL {
        let actor = life.actor(
            *role,
            life.dossier
                .party(*role)
                .or(Some(match role {
                    Role::Applicant => NEWCOMER,
                    _ => HOLDER,
                }))
                .filter(|_| role.is_of_a_party()),
        );
        let context = Context {
            edition: &life.edition,
            editions: &life.editions,
            actor: &actor,
            today,
            call: call.as_ref(),
        };
        let told = actions::actions(&life.dossier, &context, &life.editions);
        let told = told.expect("sound");
        let settled = dossier::settle(life.dossier.clone(), &life.editions, today);
        let (settled, _) = settled.expect("sound");
        let later: Vec<(Date, Vec<bool>)> = (1..=DAYS)
            .map(|days| today.moved_by(days))
            .map(|on| (on, tried(life, &actor, on)))
            .collect();
        for (at, action) in told.iter().enumerate() {
            let Verdict::Refused { earliest, refusal } = &action.verdict else {
                continue;
            };
            let asked = &action.command;
            let refused = actions::earliest(&settled, asked, refusal, &context, &life.editions);
            assert_eq!(
                refused.expect("sound"),
                *earliest,
                "{} by {role:?}",
                asked.name()
            );
            let passes = later
                .iter()
                .find(|(_, passes)| passes.get(at) == Some(&true));
            let first = passes.map(|(on, _)| *on);
            let near = earliest.filter(|on| *on <= today.moved_by(DAYS));
            let command = action.command.name();
            assert_eq!(near, first, "{command} by {role:?} on {today}");
            named += usize::from(near.is_some());
        }
    }
    named
}

/// A licence of 1389 whose matters begin on 1 Ordibehesht 1403.
fn licensed() -> Life {
    Life::licensed(edition("pishkhan/1389"), "1402-07-15").on("1403-02-01")
}

#[test]
fn of_a_licence_about_to_end() {
    for id in ["pishkhan/1389", "pishkhan/1400"] {
        let life = Life::licensed(edition(id), "1402-07-15").on("1405-04-01");
        held_against_every_day(&life);
    }
}

/// The notice is served, and nobody is sanctioned before the opportunity to be heard has passed.
#[test]
fn of_a_case_before_it_is_heard() {
    let life = licensed().asks(
        "inspector enforcement.report violation=SIGN_OR_EQUIPMENT facts=seen
         secretariat enforcement.serve_notice",
    );
    assert_ne!(held_against_every_day(&life), 0);
}

/// A call that is published and opens later, and closes later still.
#[test]
fn of_a_call_before_it_opens() {
    let call = Life::under(edition("pishkhan/1389"), "1402-03-10")
        .asks(CALL)
        .asks(PUBLISHED);
    assert_ne!(held_against_every_day(&call), 0);
    let mut answering = Life::under(edition("pishkhan/1389"), "1402-03-20");
    answering.call = Some((call.dossier, 0));
    assert_ne!(held_against_every_day(&answering), 0);
}

/// A mismatch that nobody settles becomes a case.
#[test]
fn of_an_office_that_another_runs() {
    let life = licensed().asks("inspector appointment.record_mismatch facts=seen");
    held_against_every_day(&life);
}
