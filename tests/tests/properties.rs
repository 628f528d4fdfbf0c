//! The night makes no law: late, twice, never, in any batch size, it is the same history.

use parvaneh::core::actor::Role;
use parvaneh::core::calendar::Date;
use parvaneh::core::dossier::{self, Dated};
use parvaneh::core::licence::{Command as L, State};
use parvaneh::core::renewal::Command as R;
use parvaneh::core::renewal::gates::Findings;
use parvaneh::core::standing::{self, Standing};
use parvaneh_tests::scenario::{Scenario, day, licence, measure, renewal};
use proptest::prelude::*;

/// What somebody may do on some day; resolutions and evidence are in order.
#[derive(Clone, Copy, Debug)]
enum Step {
    File,
    NoteDeficiency,
    Cure,
    BeginReview,
    Excuse,
    Confirm,
    Refuse,
    Grant,
    Withdraw,
    Suspend,
    Lift,
    Revoke,
    Surrender,
}

const STEPS: [Step; 13] = [
    Step::File,
    Step::NoteDeficiency,
    Step::Cure,
    Step::BeginReview,
    Step::Excuse,
    Step::Confirm,
    Step::Refuse,
    Step::Grant,
    Step::Withdraw,
    Step::Suspend,
    Step::Lift,
    Step::Revoke,
    Step::Surrender,
];

fn take(scenario: Scenario, step: Step) -> Scenario {
    let findings = Findings {
        office_active: true,
        unremedied_violations: 0,
    };
    let votes = |scenario: &Scenario| match scenario.has_working_group() {
        true => scenario.carried("9"),
        false => scenario.nobody_votes("9"),
    };
    let heard = || measure("1400-01-01", Some("1400-01-02"));
    let reason = || "reason".to_owned();
    match step {
        Step::File => scenario.asks(Role::Holder, renewal(R::File)),
        Step::NoteDeficiency => {
            let missing = vec!["a paper".to_owned()];
            scenario.asks(Role::Secretariat, renewal(R::NoteDeficiency { missing }))
        }
        Step::Cure => scenario.asks(Role::Holder, renewal(R::Cure)),
        Step::BeginReview => scenario.asks(Role::Secretariat, renewal(R::BeginReview { findings })),
        Step::Excuse => {
            let resolution = votes(&scenario);
            let reason = reason();
            scenario.asks(
                Role::WorkingGroup,
                renewal(R::ExcuseLateness { resolution, reason }),
            )
        }
        Step::Confirm => {
            let resolution = votes(&scenario);
            scenario.asks(Role::WorkingGroup, renewal(R::Confirm { resolution }))
        }
        Step::Refuse => {
            let refuse = R::Refuse {
                resolution: None,
                reason: reason(),
            };
            scenario.asks(Role::Authority, renewal(refuse))
        }
        Step::Grant => scenario.asks(Role::Authority, renewal(R::Grant)),
        Step::Withdraw => scenario.asks(Role::Holder, renewal(R::Withdraw)),
        Step::Suspend => scenario.asks(Role::Authority, licence(L::Suspend(heard()))),
        Step::Lift => scenario.asks(
            Role::Authority,
            licence(L::LiftSuspension { reason: reason() }),
        ),
        Step::Revoke => scenario.asks(Role::Authority, licence(L::Revoke(heard()))),
        Step::Surrender => scenario.asks(Role::Holder, licence(L::Surrender)),
    }
}

/// A life: steps on days that never go back, over some four years of a three-year term.
fn lives() -> impl Strategy<Value = (&'static str, Vec<(i64, Step)>)> {
    let editions = prop_oneof![
        Just("pishkhan/1389"),
        Just("pishkhan/1400"),
        Just("chicago/2012")
    ];
    // Mostly the steps of a renewal: a life that ends at once shows little.
    let step = prop_oneof![
        8 => (0..9_usize).prop_map(|at| STEPS[at]),
        1 => (0..13_usize).prop_map(|at| STEPS[at]),
    ];
    let steps = prop::collection::vec((0..400_i64, step), 0..14);
    (editions, steps)
}

#[derive(Clone, Copy)]
enum Nights {
    Never,
    Every(i64),
}

const FIRST: &str = "1402-07-15";

/// The history of a life, with the check run as `nights` says, settled up to the end.
fn live(edition: &str, steps: &[(i64, Step)], nights: Nights) -> Scenario {
    let mut scenario = Scenario::licensed(edition, FIRST);
    let mut today = day(FIRST);
    for (days, step) in steps {
        let next = today + chrono::Duration::days(*days);
        scenario = nightly(scenario, today, next, nights);
        today = next;
        scenario = take(scenario.on(&today.to_string()), *step);
    }
    let end = today + chrono::Duration::days(1500);
    nightly(scenario, today, end, nights)
        .on(&end.to_string())
        .night()
}

fn nightly(mut scenario: Scenario, after: Date, through: Date, nights: Nights) -> Scenario {
    let Nights::Every(days) = nights else {
        return scenario;
    };
    let mut night = after;
    while night < through {
        night += chrono::Duration::days(days);
        let on = Ord::min(night, through);
        scenario = scenario.on(&on.to_string()).night().night();
    }
    scenario
}

/// Histories as sets of dated events, in the order of law: on one day, as recorded.
fn in_order(history: &[Dated]) -> Vec<Dated> {
    let mut ordered = history.to_vec();
    ordered.sort_by_key(|dated| dated.effective_on);
    ordered
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

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
        let scenario = live(edition, &steps, Nights::Never);
        let editions = scenario.editions();
        let first = day(FIRST);
        for days in (-2..2200).step_by(13) {
            let on = first + chrono::Duration::days(days);
            let view = standing::on(&scenario.history, editions, on).unwrap();
            let covered = scenario.dossier.terms.iter().any(|record| record.term.contains(on));
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
            if scenario.dossier.as_of.is_some_and(|as_of| as_of <= on) {
                let short = standing::of(scenario.dossier.clone(), editions, on).unwrap();
                prop_assert_eq!(view.standing, short.standing);
                prop_assert_eq!(view.term, short.term);
                prop_assert_eq!(view.renewal, short.renewal);
            }
        }
    }

    /// Terms tile, a history replays to the dossier, and nothing is due after a settled day.
    #[test]
    fn a_life_keeps_its_invariants((edition, steps) in lives()) {
        let scenario = live(edition, &steps, Nights::Never);
        prop_assert_eq!(&dossier::replay(&scenario.history).unwrap(), &scenario.dossier);
        for pair in scenario.dossier.terms.windows(2) {
            prop_assert_eq!(pair[0].term.next_from(), pair[1].term.from);
        }
        let due = dossier::due_on(&scenario.dossier, scenario.editions()).unwrap();
        if let State::Expired { .. } | State::Revoked { .. } | State::Surrendered { .. } =
            scenario.dossier.licence
        {
            prop_assert_eq!(due, None);
        }
        let mut granted = 0;
        let mut confirmed = 0;
        for dated in &scenario.history {
            match dated.event.name() {
                "renewal.confirmed" => confirmed += 1,
                "renewal.granted" => granted += 1,
                _ => {}
            }
        }
        prop_assert!(edition == "chicago/2012" || granted <= confirmed);
    }
}
