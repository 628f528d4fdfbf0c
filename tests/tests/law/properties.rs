//! The night makes no law: late, twice, never, in any batch size, it is the same history.

use parvaneh::core::actor::Role;
use parvaneh::core::appointment::Post;
use parvaneh::core::calendar::Date;
use parvaneh::core::dossier::{self, Dated, Event};
use parvaneh::core::enforcement::file::Sanction;
use parvaneh::core::enforcement::{Command as E, Event as CaseEvent};
use parvaneh::core::licence::{self as licences, Command as L, Correction, State};
use parvaneh::core::renewal::Command as R;
use parvaneh::core::renewal::Findings;
use parvaneh::core::standing::{self, Standing};
use parvaneh_tests::proof::times;
use parvaneh_tests::scenario::appointment::MANAGER;
use parvaneh_tests::scenario::enforcement::{case, sanction};
use parvaneh_tests::scenario::{Scenario, day, licence, renewal};
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
    Correct,
    Surrender,
    Case(Case),
}

/// What somebody may do in a case, or about who runs the office.
#[derive(Clone, Copy, Debug)]
enum Case {
    Report(&'static str),
    Serve,
    Defend,
    Sanction,
    Notice,
    ProposeRevocation,
    Revoke,
    SuspendUrgently,
    ConfirmUrgency,
    Dismiss,
    Remedy,
    Lift,
    Object,
    Uphold,
    Overturn,
    Mismatch,
    Propose,
    Approve,
}

const RENEWAL: [Step; 9] = [
    Step::File,
    Step::NoteDeficiency,
    Step::Cure,
    Step::BeginReview,
    Step::Excuse,
    Step::Confirm,
    Step::Refuse,
    Step::Grant,
    Step::Withdraw,
];

const CASE: [Case; 20] = [
    Case::Report("HANDED_OVER"),
    Case::Report("RELOCATED_WITHOUT_CONSENT"),
    Case::Report("HOURS"),
    Case::Serve,
    Case::Defend,
    Case::Sanction,
    Case::Notice,
    Case::ProposeRevocation,
    Case::Revoke,
    Case::SuspendUrgently,
    Case::ConfirmUrgency,
    Case::Dismiss,
    Case::Remedy,
    Case::Lift,
    Case::Object,
    Case::Uphold,
    Case::Overturn,
    Case::Mismatch,
    Case::Propose,
    Case::Approve,
];

const RARE: [Step; 2] = [Step::Correct, Step::Surrender];

/// The steps by which a licence is suspended, or revoked and perhaps not.
const TO_AN_END: [Case; 6] = [
    Case::Report("RELOCATED_WITHOUT_CONSENT"),
    Case::Serve,
    Case::Defend,
    Case::ProposeRevocation,
    Case::Revoke,
    Case::Object,
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
    let later = scenario.today() + chrono::Duration::days(300);
    let reason = || "reason".into();
    match step {
        Step::File => scenario.asks(Role::Holder, renewal(R::File)),
        Step::NoteDeficiency => {
            let missing = vec!["a paper".into()];
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
        Step::Correct => {
            let correction = Correction {
                decision: reason(),
                reason: reason(),
                through: Some(later),
                renewal_filed_on: None,
            };
            scenario.asks(Role::Court, licence(L::Correct(correction)))
        }
        Step::Surrender => scenario.asks(Role::Holder, licence(L::Surrender)),
        Step::Case(step) => take_in_case(scenario, step),
    }
}

fn take_in_case(scenario: Scenario, step: Case) -> Scenario {
    let soon = scenario.today() + chrono::Duration::days(25);
    let reason = || "reason".into();
    match step {
        Case::Report(violation) => scenario.reported(violation),
        Case::Serve => scenario.served(),
        Case::Defend => scenario.asks(Role::Holder, case(E::Defend)),
        Case::Sanction => {
            let through = Some(soon);
            scenario.asks(
                Role::EnforcementCommittee,
                sanction(Sanction::Suspension { through }),
            )
        }
        Case::Notice => scenario.asks(Role::EnforcementCommittee, sanction(Sanction::Notice)),
        Case::ProposeRevocation => scenario.revocation_proposed(),
        Case::Revoke => scenario.revokes(),
        Case::SuspendUrgently => {
            let violation = "HOURS".to_owned();
            let reason = reason();
            scenario.asks(
                Role::Authority,
                case(E::UrgentlySuspend {
                    violation: violation.into(),
                    reason,
                }),
            )
        }
        Case::ConfirmUrgency => scenario.asks(
            Role::EnforcementCommittee,
            case(E::ConfirmUrgentSuspension { reason: reason() }),
        ),
        Case::Dismiss => scenario.asks(
            Role::EnforcementCommittee,
            case(E::Dismiss { reason: reason() }),
        ),
        Case::Remedy => {
            let violation = "HANDED_OVER".to_owned();
            scenario.asks(
                Role::Inspector,
                case(E::VerifyRemedy {
                    violation: violation.into(),
                }),
            )
        }
        Case::Lift => scenario.asks(
            Role::Authority,
            case(E::LiftSuspension { reason: reason() }),
        ),
        Case::Object => scenario.asks(Role::Holder, case(E::Object { reason: reason() })),
        Case::Uphold => scenario.asks(Role::AppealBody, case(E::Uphold { reason: reason() })),
        Case::Overturn => {
            let (decision, reason) = (reason(), reason());
            scenario.asks(Role::AppealBody, case(E::Overturn { decision, reason }))
        }
        Case::Mismatch => scenario.mismatch(),
        Case::Propose => scenario.proposed(Post::Deputy, MANAGER),
        Case::Approve => scenario.approved(Post::Deputy),
    }
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
        8 => prop::sample::select(&CASE[..]).prop_map(Step::Case),
        1 => prop::sample::select(&RARE[..]),
    ];
    let steps = prop::collection::vec((0..400_i64, step.clone()), 0..14);
    // A case takes its steps within weeks, and is rarely hit upon by chance.
    let case = (steps.clone(), 0..200_i64, 0..TO_AN_END.len()).prop_map(|(rest, days, until)| {
        let mut steps = vec![(days, Step::Case(TO_AN_END[0]))];
        steps.extend(
            TO_AN_END[1..=until]
                .iter()
                .map(|step| (3, Step::Case(*step))),
        );
        steps.extend(rest.into_iter().map(|(days, step)| (days % 40, step)));
        steps
    });
    let quick = prop::collection::vec(
        (
            0..25_i64,
            prop::sample::select(&CASE[..]).prop_map(Step::Case),
        ),
        0..30,
    );
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

    /// No revocation and no punitive suspension without a notice that was served and a hearing that
    /// was used or has elapsed; and no other suspension but an urgent one.
    #[test]
    fn nobody_is_punished_unheard((edition, steps) in lives()) {
        let scenario = live(edition, &steps, Nights::Never);
        let history = &scenario.history;
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
        let scenario = live(edition, &steps, Nights::Never);
        if let State::Suspended { .. } = scenario.dossier.licence {
            let suspension = scenario.dossier.enforcement.suspension();
            prop_assert_eq!(suspension.and_then(|suspension| suspension.through()), None);
        }
        if let State::Active { .. } = scenario.dossier.licence {
            prop_assert_eq!(scenario.dossier.enforcement.suspension(), None);
        }
    }

    /// From a call to a licence, by whatever steps may be taken: nights make no history, a history
    /// replays, and a licence rests on a vote for its holder and on one for the approval.
    #[test]
    fn no_licence_without_its_steps((edition, steps) in entries()) {
        let never = enter(edition, &steps, Nights::Never);
        let often = enter(edition, &steps, Nights::Every(5));
        prop_assert_eq!(in_order(&never.history), in_order(&often.history));
        prop_assert_eq!(&dossier::replay(&never.history).unwrap(), &never.dossier);
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

fn enter(edition: &str, steps: &[(i64, usize)], nights: Nights) -> Scenario {
    let first = "1402-04-20";
    let call = Scenario::published_call(edition, "1402-04-01", "1402-04-31", 1);
    let mut scenario = Scenario::under(edition, first).answering(&call, 0);
    let mut today = day(first);
    for (days, pick) in steps {
        let next = today + chrono::Duration::days(*days);
        scenario = nightly(scenario, today, next, nights);
        today = next;
        scenario = scenario.on(&today.to_string());
        let may = scenario.may_be_done();
        if let Some((role, command)) = may.get(pick % may.len().max(1)) {
            scenario = scenario.asks(*role, command.clone());
        }
    }
    let end = today + chrono::Duration::days(500);
    nightly(scenario, today, end, nights)
        .on(&end.to_string())
        .night()
}
