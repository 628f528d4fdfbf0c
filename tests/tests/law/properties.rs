//! The night makes no law: late, twice, never, in any batch size, it is the same history.

use parvaneh::core::actor::Role;
use parvaneh::core::calendar::Date;
use parvaneh::core::dossier::{self, Command, Dated, Dossier, Event};
use parvaneh::core::enforcement::Event as CaseEvent;
use parvaneh::core::licence as licences;
use parvaneh::core::specimen::{self, Specimen};
use parvaneh::core::standing::{self, Standing};
use parvaneh_tests::law::{day, edition};
use parvaneh_tests::proof::times;
use proptest::prelude::*;

use crate::life::Life;
use crate::steps::CALL;

/// What somebody may do on some day, in words; resolutions and evidence are in order.
pub(crate) type Step = &'static str;

pub(crate) const RENEWAL: [Step; 9] = [
    "holder renewal.file",
    "secretariat renewal.note_deficiency missing='[\"a paper\"]'",
    "holder renewal.cure",
    "secretariat renewal.begin_review findings.office_active=true findings.unremedied_violations=0",
    "working_group renewal.excuse_lateness reason=stated resolution=carried",
    "working_group renewal.confirm resolution=carried",
    "authority renewal.refuse reason=stated",
    "authority renewal.grant",
    "holder renewal.withdraw",
];

/// In a case, or about who runs the office.
pub(crate) const CASE: [Step; 22] = [
    "inspector enforcement.report violation=HANDED_OVER facts=seen",
    TO_AN_END[0],
    "inspector enforcement.report violation=HOURS facts=seen",
    TO_AN_END[1],
    TO_AN_END[2],
    "enforcement_committee enforcement.sanction reason=proven sanction.suspension.through=soon",
    "enforcement_committee enforcement.sanction reason=proven sanction=notice",
    TO_AN_END[3],
    TO_AN_END[4],
    "authority enforcement.urgently_suspend violation=HOURS reason=stated",
    "enforcement_committee enforcement.confirm_urgent_suspension reason=stated",
    "enforcement_committee enforcement.dismiss reason=stated",
    "inspector enforcement.verify_remedy violation=HANDED_OVER",
    "authority enforcement.lift_suspension reason=stated",
    TO_AN_END[5],
    "appeal_body enforcement.uphold reason=stated",
    "appeal_body enforcement.overturn decision=R-7 reason=stated",
    "inspector appointment.record_mismatch facts=seen",
    "holder appointment.propose post=deputy person=@nasrin",
    "secretariat appointment.approve post=deputy",
    "enforcement_committee enforcement.sanction reason=proven sanction.suspension.from=soon",
    "authority enforcement.revoke reason=proven from=soon",
];

pub(crate) const RARE: [Step; 6] = [
    "court licence.reinstate decision=J-9 reason=stated through=later",
    "holder licence.surrender",
    "holder licence.surrender from=soon",
    "holder coming.take_back what=surrender reason=stated",
    "enforcement_committee coming.take_back what=suspension reason=stated",
    "authority coming.take_back what=revocation reason=stated",
];

/// The steps by which a licence is suspended, or revoked and perhaps not.
const TO_AN_END: [Step; 6] = [
    "inspector enforcement.report violation=RELOCATED_WITHOUT_CONSENT facts=seen",
    "secretariat enforcement.serve_notice",
    "holder enforcement.defend",
    "enforcement_committee enforcement.propose_revocation reason=proven",
    "authority enforcement.revoke reason=proven",
    "holder enforcement.object reason=stated",
];

fn take(life: Life, step: Step) -> Life {
    let after = |days: i64| format!("through={}", life.today.moved_by(days));
    let line = step.replace("through=soon", &after(25));
    let line = line.replace("through=later", &after(300));
    let from = life.today.moved_by(25);
    let line = line.replace("from=soon", &format!("from={from}"));
    life.asks(&line)
}

/// A life: steps on days that never go back, over some four years of a three-year term.
fn lives() -> impl Strategy<Value = (&'static str, Vec<(i64, Step)>)> {
    let editions = prop_oneof![
        Just("pishkhan/1389"),
        Just("pishkhan/1400"),
        Just("chicago/2012")
    ];
    // Mostly the steps of a renewal or a case: a life that ends at once shows little.
    let step = prop_oneof![
        8 => prop::sample::select(&RENEWAL[..]),
        8 => prop::sample::select(&CASE[..]),
        1 => prop::sample::select(&RARE[..]),
    ];
    let steps = prop::collection::vec((0..400_i64, step.clone()), 0..14);
    // A case takes its steps within weeks, and is rarely hit upon by chance.
    let case = (steps.clone(), 0..200_i64, 0..TO_AN_END.len()).prop_map(|(rest, days, until)| {
        let mut steps = vec![(days, TO_AN_END[0])];
        steps.extend(TO_AN_END[1..=until].iter().map(|step| (3, *step)));
        steps.extend(rest.into_iter().map(|(days, step)| (days % 40, step)));
        steps
    });
    let quick = prop::collection::vec((0..25_i64, prop::sample::select(&CASE[..])), 0..30);
    let steps = prop_oneof![2 => steps, 1 => case, 1 => quick];
    (editions, steps)
}

#[derive(Clone, Copy)]
enum Nights {
    Never,
    Every(i64),
}

const FIRST: &str = "1402-07-15";

/// The history of a life, with the check run as `nights` says, settled up to the end.
fn live(id: &str, steps: &[(i64, Step)], nights: Nights) -> Life {
    let mut life = Life::licensed(edition(id), FIRST);
    for (days, step) in steps {
        let next = life.today.moved_by(*days);
        life = take(nightly(life, next, nights), step);
    }
    let end = life.today.moved_by(1500);
    nightly(life, end, nights).night()
}

/// Up to a day, with as many checks on the way.
fn nightly(mut life: Life, through: Date, nights: Nights) -> Life {
    if let Nights::Every(days) = nights {
        while life.today < through {
            life.today = Ord::min(life.today.moved_by(days), through);
            life = life.night().night();
        }
    }
    life.today = through;
    life
}

/// Histories as sets of dated events, in the order of law: on one day, as recorded.
fn in_order(history: &[Dated]) -> Vec<Dated> {
    let mut ordered = history.to_vec();
    ordered.sort_by_key(|dated| dated.effective_on);
    ordered
}

/// The dossier that what happened leads to. An act that led to nothing has its day too, and is not
/// among the events.
fn replayed(life: &Life) -> Dossier {
    let replayed = dossier::replay(&life.history).expect("no defect");
    Dossier {
        as_of: life.dossier.as_of,
        ..replayed
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(times(96)))]

    /// One catch-up over many nights is many nights, effective dates included; never is the same.
    #[test]
    fn nights_make_no_history((edition, steps) in lives()) {
        let never = live(edition, &steps, Nights::Never);
        for nights in [Nights::Every(1), Nights::Every(17)] {
            let some = live(edition, &steps, nights);
            prop_assert_eq!(in_order(&never.history), in_order(&some.history));
            prop_assert_eq!(&never.dossier, &some.dossier);
        }
    }

    /// The standing on any day is the same from the whole history, from the part of it that had
    /// happened, and from the dossier; and it is never in force past its term without a reason.
    #[test]
    fn standing_never_disagrees_with_history((edition, steps) in lives()) {
        let life = live(edition, &steps, Nights::Never);
        let editions = &life.editions;
        let first = day(FIRST);
        for days in (-2..2200).step_by(13) {
            let on = first.moved_by(days);
            let view = standing::on(&life.history, editions, on).unwrap();
            let covered = life.dossier.terms.iter().any(|record| record.term.contains(on));
            let through = view.term.as_ref().map(|record| record.term.through);
            match view.standing {
                Standing::NotIssued => prop_assert!(on < first),
                Standing::InForce => prop_assert!(covered),
                Standing::InForcePendingRenewal => {
                    prop_assert!(through.is_some_and(|through| through < on));
                    prop_assert!(view.dossier.renewal.open_request().is_some());
                }
                Standing::Expired => prop_assert!(through.is_some_and(|through| through < on)),
                Standing::Suspended | Standing::Revoked | Standing::Surrendered => {
                    prop_assert!(first <= on);
                }
                Standing::Lapsed | Standing::Interim => prop_assert!(false, "nothing leads to it yet"),
            }
            if life.dossier.as_of.is_some_and(|as_of| as_of <= on) {
                let short = standing::of(life.dossier.clone(), editions, on).unwrap();
                prop_assert_eq!(view.standing, short.standing);
                prop_assert_eq!(view.term, short.term);
                prop_assert_eq!(view.renewal, short.renewal);
            }
        }
    }

    /// Terms tile, a history replays to the dossier, and nothing is due after a settled day.
    #[test]
    fn a_life_keeps_its_invariants((edition, steps) in lives()) {
        let life = live(edition, &steps, Nights::Never);
        prop_assert_eq!(&replayed(&life), &life.dossier);
        for pair in life.dossier.terms.windows(2) {
            prop_assert_eq!(pair[0].term.next_from(), pair[1].term.from);
        }
        let due = dossier::due_on(&life.dossier, &life.editions).unwrap();
        if ["Expired", "Revoked", "Surrendered"].contains(&life.dossier.licence.name()) {
            prop_assert_eq!(due, None);
        }
        let mut granted = 0;
        let mut confirmed = 0;
        for dated in &life.history {
            match dated.event.name() {
                "renewal.confirmed" => confirmed += 1,
                "renewal.granted" => granted += 1,
                _ => {}
            }
        }
        prop_assert!(edition == "chicago/2012" || granted <= confirmed);
    }

    /// No revocation and no punitive suspension without a notice that was served and a hearing that
    /// was used or has elapsed; and no other suspension but an urgent one.
    #[test]
    fn nobody_is_punished_unheard((edition, steps) in lives()) {
        let life = live(edition, &steps, Nights::Never);
        let history = &life.history;
        for (at, dated) in history.iter().enumerate() {
            let measure = match &dated.event {
                Event::Licence(
                    licences::Event::Suspended { measure, .. }
                    | licences::Event::Revoked { measure, .. },
                ) => measure,
                _ => continue,
            };
            let before = &history[..at];
            let Some(measure) = measure else {
                let urgent = before.last().map(|before| before.event.name());
                prop_assert_eq!(urgent, Some("enforcement.urgently_suspended"));
                continue;
            };
            let served = measure.hearing.notice_served_on;
            let defend_by = before.iter().rev().find_map(|before| match &before.event {
                Event::Enforcement(CaseEvent::NoticeServed { served_on, defend_by })
                    if *served_on == served => Some(*defend_by),
                _ => None,
            });
            let heard = before.iter().any(|before| {
                before.event == Event::Enforcement(CaseEvent::Defended)
                    && Some(before.effective_on) == measure.hearing.heard_on
            });
            prop_assert!(defend_by.is_some_and(|by| heard || by < dated.effective_on));
        }
    }

    /// A suspension that has a last day is over after it.
    #[test]
    fn a_suspension_with_an_end_has_ended((edition, steps) in lives()) {
        let life = live(edition, &steps, Nights::Never);
        if life.dossier.licence.name() == "Suspended" {
            let suspension = life.dossier.enforcement.suspension();
            prop_assert_eq!(suspension.and_then(|suspension| suspension.through()), None);
        }
        if life.dossier.licence.name() == "Active" {
            prop_assert_eq!(life.dossier.enforcement.suspension(), None);
        }
    }

    /// From a call to a licence, by whatever steps may be taken: nights make no history, a history
    /// replays, and a licence rests on a vote for its holder and on one for the approval.
    #[test]
    fn no_licence_without_its_steps((edition, steps) in entries()) {
        let never = enter(edition, &steps, Nights::Never);
        let often = enter(edition, &steps, Nights::Every(5));
        prop_assert_eq!(in_order(&never.history), in_order(&often.history));
        prop_assert_eq!(&replayed(&never), &never.dossier);
        let at = |name: &str| never.history.iter().position(|dated| dated.event.name() == name);
        let seat = never.dossier.seat();
        prop_assert!(seat.is_none() || at("application.qualified").is_some());
        for dated in &never.history {
            if let Event::Licence(licences::Event::Issued { act, .. }) = &dated.event {
                prop_assert!(act.qualification.is_some() && act.principled_approval.is_some());
                prop_assert!(at("application.qualified") < at("principled_approval.presented"));
                prop_assert!(at("principled_approval.presented") < at("licence.issued"));
            }
        }
    }
}

/// An entry: on a later day each time, one of the steps that may be taken on it.
fn entries() -> impl Strategy<Value = (&'static str, Vec<(i64, usize)>)> {
    let editions = prop_oneof![Just("pishkhan/1389"), Just("pishkhan/1400")];
    let days = prop_oneof![6 => 0..6_i64, 1 => 0..120_i64];
    (
        editions,
        prop::collection::vec((days, 0..1000_usize), 0..40),
    )
}

fn enter(id: &str, steps: &[(i64, usize)], nights: Nights) -> Life {
    let called = Life::under(edition(id), "1402-03-10").asks(CALL);
    // By whomever the edition says: the other is refused.
    let called = called.asks("secretariat call.publish\nauthority call.publish");
    let mut life = Life::under(edition(id), "1402-04-20");
    life.call = Some((called.dossier, 0));
    for (days, pick) in steps {
        let next = life.today.moved_by(*days);
        life = nightly(life, next, nights);
        let may = may_be_done(&life);
        if let Some((role, command)) = may.get(pick % may.len().max(1)) {
            let actor = life.actor(*role, command.introduces(*role));
            life = life.does(&actor, command);
        }
    }
    let end = life.today.moved_by(500);
    nightly(life, end, nights).night()
}

/// What may be done today by whoever it is for, each with its role.
fn may_be_done(life: &Life) -> Vec<(Role, Command)> {
    let call = life.call_on(life.today);
    let settled = life.clone().night();
    let commands = specimen::commands(&Specimen {
        edition: &life.edition,
        today: life.today,
        dossier: &settled.dossier,
        call: call.as_ref(),
    });
    let with_roles = commands.into_iter().filter_map(|command| {
        let role = command.by().iter().find(|role| {
            let actor = settled.actor(**role, command.introduces(**role));
            let answer = settled.answer(&actor, &command);
            answer.decided.is_ok() && answer.dossier != settled.dossier
        });
        role.map(|role| (*role, command.clone()))
    });
    with_roles.collect()
}
