//! Transfers of a licence, as transcripts. Each says in its first line which rule it shows.

use insta::assert_snapshot;
use parvaneh::core::actor::Role;
use parvaneh::core::calendar::Span;
use parvaneh::core::edition::{Basis, Rule};
use parvaneh::core::enforcement::Command as E;
use parvaneh::core::party::PartyKind::{Legal, Natural, Unstated};
use parvaneh::core::renewal::Command as R;
use parvaneh::core::renewal::Findings;
use parvaneh::core::resolution::Choice;
use parvaneh::core::transfer::{Command as T, Stage};
use parvaneh_tests::scenario::enforcement::case;
use parvaneh_tests::scenario::succession::{TRANSFEREE, paper, party, transfer};
use parvaneh_tests::scenario::{HOLDER, Scenario, renewal};

const GOOD: Findings = Findings {
    office_active: true,
    unremedied_violations: 0,
};

/// A licence of 1389 with a request for its transfer under review.
fn under_review(today: &str) -> Scenario {
    Scenario::licensed("pishkhan/1389", "1402-07-15")
        .on(today)
        .files_transfer(Role::Holder, Natural)
        .secretariat(T::BeginReview)
}

/// The same, with every stage passed.
fn confirmed(today: &str) -> Scenario {
    under_review(today)
        .supplies(Stage::TransfereeCheck)
        .secretariat(T::Pass)
        .supplies(Stage::Settlement)
        .secretariat(T::Pass)
        .confirms_transfer()
}

/// Under 1389 the transferee is looked at first, then settlement, and the working group sits last.
#[test]
fn under_1389_the_working_group_is_last() {
    let scenario = Scenario::licensed("pishkhan/1389", "1402-07-15")
        .on("1403-02-01")
        .registers()
        .files_transfer(Role::Holder, Natural)
        .files_transfer(Role::Holder, Natural)
        .confirms_transfer()
        .secretariat(T::BeginReview)
        .secretariat(T::Pass)
        .confirms_transfer()
        .on("1403-03-10")
        .supplies(Stage::TransfereeCheck)
        .secretariat(T::Pass)
        .secretariat(T::Pass)
        .supplies(Stage::Settlement)
        .secretariat(T::Pass)
        .secretariat(T::Pass)
        .registers()
        .on("1403-04-01");
    assert_eq!(scenario.dossier.holder, Some(HOLDER));
    let scenario = scenario
        .confirms_transfer()
        .on("1403-04-20")
        .registers()
        .stands();
    assert_eq!(scenario.dossier.holder, Some(TRANSFEREE));
    let scenario = scenario.registers().on("1405-07-15").night().stands();
    assert_snapshot!(scenario.end());
}

/// Under 1400 the working group considers first, before anything is inquired.
#[test]
fn under_1400_the_working_group_is_first() {
    let scenario = Scenario::licensed("pishkhan/1400", "1402-07-15")
        .on("1403-02-01")
        .files_transfer(Role::Holder, Legal)
        .secretariat(T::BeginReview)
        .confirms_transfer()
        .supplies(Stage::Session)
        .confirms_transfer()
        .registers()
        .on("1403-03-10")
        .supplies(Stage::TransfereeCheck)
        .secretariat(T::Pass)
        .supplies(Stage::Settlement)
        .secretariat(T::Pass)
        .registers()
        .stands();
    assert_snapshot!(scenario.end());
}

/// Under 1400 a transfer is asked for three months before the end of the term or not at all.
#[test]
fn too_late_under_1400() {
    let scenario = Scenario::licensed("pishkhan/1400", "1402-07-15")
        .on("1405-04-15")
        .files_transfer(Role::Holder, Legal);
    assert_snapshot!(scenario.end());
    let scenario = Scenario::licensed("pishkhan/1400", "1402-07-15")
        .on("1405-04-14")
        .files_transfer(Role::Holder, Legal);
    assert!(scenario.dossier.transfer.open_request().is_some());
}

/// A licence is not passed on while it is suspended, nor while a case is open: it is until nobody
/// can object to what was decided. Both bar the filing, the confirmation and the registration.
#[test]
fn barred_by_suspension_and_by_an_open_case() {
    let scenario = Scenario::licensed("pishkhan/1389", "1402-07-15")
        .on("1403-01-01")
        .suspended_for("HANDED_OVER")
        .files_transfer(Role::Holder, Natural)
        .on("1403-01-10")
        .remedied("HANDED_OVER")
        .files_transfer(Role::Holder, Natural)
        .on("1403-01-22")
        .files_transfer(Role::Holder, Natural)
        .secretariat(T::BeginReview)
        .supplies(Stage::TransfereeCheck)
        .secretariat(T::Pass)
        .supplies(Stage::Settlement)
        .secretariat(T::Pass)
        .reported("TARIFF_EXCEEDED")
        .confirms_transfer();
    let reason = "not proven".to_owned();
    let scenario = scenario
        .asks(
            Role::Secretariat,
            case(E::Dismiss {
                reason: reason.into(),
            }),
        )
        .confirms_transfer()
        .on("1403-02-01")
        .suspended_for("DOCUMENT_OR_SECRECY")
        .registers()
        .on("1403-03-01")
        .registers()
        .remedied("DOCUMENT_OR_SECRECY")
        .registers();
    assert_eq!(scenario.dossier.holder, Some(TRANSFEREE));
    assert_snapshot!(scenario.end());
}

/// Under 1400 the last stage is no session: an open case bars that too.
#[test]
fn a_case_bars_the_last_stage_whatever_it_is() {
    let scenario = Scenario::licensed("pishkhan/1400", "1402-07-15")
        .on("1403-02-01")
        .files_transfer(Role::Holder, Legal)
        .secretariat(T::BeginReview)
        .supplies(Stage::Session)
        .confirms_transfer()
        .reported("INACTIVE")
        .supplies(Stage::TransfereeCheck)
        .secretariat(T::Pass)
        .supplies(Stage::Settlement)
        .secretariat(T::Pass);
    assert_snapshot!(scenario.end());
}

/// The office kind says who may hold it; nobody passes a licence to themselves.
#[test]
fn the_wrong_kind_of_person() {
    let urban = |edition: &str| {
        Scenario::presented_for(edition, "1402-07-15", "urban", Legal)
            .issued()
            .on("1403-02-01")
    };
    let scenario = urban("pishkhan/1400")
        .files_transfer(Role::Holder, Natural)
        .files_transfer(Role::Holder, Unstated)
        .asks(
            Role::Holder,
            transfer(T::File {
                transferee: HOLDER,
                transferee_kind: Legal,
            }),
        )
        .asks(
            Role::Inspector,
            transfer(T::File {
                transferee: TRANSFEREE,
                transferee_kind: Legal,
            }),
        )
        .actor_asks(
            &party(Role::Secretariat, TRANSFEREE),
            transfer(T::File {
                transferee: TRANSFEREE,
                transferee_kind: Legal,
            }),
        )
        .files_transfer(Role::Holder, Legal);
    assert_snapshot!(scenario.end());
}

/// A deficiency is listed once and cured in time; the request keeps its own deadline.
#[test]
fn a_deficiency_is_cured_or_not() {
    let missing = || vec!["notarised signatures".into()];
    let scenario = Scenario::licensed("pishkhan/1389", "1402-07-15")
        .on("1403-02-01")
        .files_transfer(Role::Holder, Natural)
        .secretariat(T::NoteDeficiency { missing: missing() })
        .secretariat(T::BeginReview)
        .on("1403-02-11")
        .asks(Role::Transferee, transfer(T::Cure))
        .secretariat(T::NoteDeficiency { missing: missing() })
        .on("1403-02-22")
        .asks(Role::Holder, transfer(T::Cure))
        .files_transfer(Role::Holder, Natural);
    assert_snapshot!(scenario.end());
}

/// What is not brought to its end in six months is abandoned; what is confirmed waits for the
/// authority, and not for the parties.
#[test]
fn abandoned_after_six_months() {
    let scenario = under_review("1403-02-01")
        .on("1403-08-01")
        .night()
        .on("1403-08-02")
        .secretariat(T::Pass)
        .on("1403-08-10")
        .files_transfer(Role::Holder, Natural);
    assert_snapshot!(scenario.end());
    let scenario = confirmed("1403-02-01").on("1404-02-01").night().registers();
    assert_eq!(scenario.dossier.holder, Some(TRANSFEREE));
}

/// Either party may take the request back, and another may follow.
#[test]
fn withdrawn_by_either() {
    let scenario = under_review("1403-02-01")
        .asks(Role::Transferee, transfer(T::Withdraw))
        .asks(Role::Secretariat, transfer(T::Withdraw))
        .files_transfer(Role::Holder, Natural)
        .asks(Role::Holder, transfer(T::Withdraw));
    assert_snapshot!(scenario.end());
}

/// The working group refuses by a resolution that carries, and names the condition.
#[test]
fn refused_for_a_condition_that_is_not_met() {
    let scenario = under_review("1403-02-01");
    let against = paper("transferee_criminal_record", false);
    let others = [
        "transferee_vetting",
        "transferee_addiction",
        "transferee_tax",
        "transferee_bank",
        "transferee_insurance",
        "transfer_joint_request",
    ];
    let scenario = scenario
        .puts_on_file(&others.map(str::to_owned), |paper| {
            transfer(T::Record { paper })
        })
        .asks(
            Role::Transferee,
            transfer(T::Record {
                paper: against.clone(),
            }),
        )
        .secretariat(T::Record { paper: against })
        .secretariat(T::Record {
            paper: paper("a_letter", true),
        })
        .secretariat(T::Pass);
    let unmet = || "no effective criminal record".into();
    let tied = [
        ("ministry", Choice::Against),
        ("trade_association", Choice::Abstained),
    ];
    let tied = scenario.votes("21", &tied);
    let carried = scenario.carried("22");
    let scenario = scenario
        .asks(
            Role::WorkingGroup,
            transfer(T::Refuse {
                resolution: tied,
                unmet: unmet(),
            }),
        )
        .asks(
            Role::WorkingGroup,
            transfer(T::Refuse {
                resolution: carried,
                unmet: unmet(),
            }),
        )
        .files_transfer(Role::Holder, Natural);
    assert_snapshot!(scenario.end());
}

/// A renewal that is open is the licence's: the new holder goes on with it.
#[test]
fn registered_during_a_pending_renewal() {
    let scenario = confirmed("1405-03-01")
        .asks(Role::Holder, renewal(R::File))
        .on("1405-04-20")
        .registers()
        .asks(
            Role::Secretariat,
            renewal(R::BeginReview { findings: GOOD }),
        );
    let resolution = scenario.carried("24");
    let scenario = scenario
        .asks(Role::WorkingGroup, renewal(R::Confirm { resolution }))
        .asks(Role::Authority, renewal(R::Grant))
        .on("1405-07-15")
        .stands();
    assert_eq!(scenario.dossier.holder, Some(TRANSFEREE));
    assert_snapshot!(scenario.end());
}

/// Nothing is left to pass while a renewal keeps the licence in force past its term; what it leads
/// to is.
#[test]
fn nothing_passes_of_a_term_that_is_over() {
    let scenario = confirmed("1405-03-01")
        .asks(Role::Holder, renewal(R::File))
        .asks(
            Role::Secretariat,
            renewal(R::BeginReview { findings: GOOD }),
        )
        .on("1405-07-20")
        .registers();
    let resolution = scenario.carried("24");
    let scenario = scenario
        .asks(Role::WorkingGroup, renewal(R::Confirm { resolution }))
        .asks(Role::Authority, renewal(R::Grant))
        .registers();
    assert_eq!(scenario.dossier.holder, Some(TRANSFEREE));
    assert_snapshot!(scenario.end());
    let scenario = Scenario::licensed("pishkhan/1389", "1402-07-15")
        .on("1405-03-01")
        .asks(Role::Holder, renewal(R::File))
        .on("1405-07-20")
        .files_transfer(Role::Holder, Natural);
    assert_snapshot!("filed_when_the_term_is_over", scenario.end());
}

/// A transfer ends with the licence, on the day on which the licence did.
#[test]
fn ended_with_the_licence() {
    let expired = under_review("1405-05-01").on("1405-08-01").night();
    assert_snapshot!("ended_with_the_term", expired.end());
    let revoked = confirmed("1403-02-01")
        .on("1403-03-01")
        .revoked()
        .registers();
    assert_snapshot!("ended_by_revocation", revoked.end());
}

/// A register may ask how long the licence was held; a transfer begins that anew.
#[test]
fn a_minimum_holding_where_the_edition_has_one() {
    let scenario = Scenario::presented("pishkhan/1389", "1402-07-15").changed(|edition| {
        let transfer = edition.transfer.as_mut().unwrap();
        transfer.holding = Some(Rule {
            value: Span {
                years: 1,
                months: 0,
                days: 0,
            },
            article: "undertaking not to transfer".to_owned(),
            basis: Basis::F,
        });
    });
    let scenario = scenario
        .issued()
        .on("1403-07-14")
        .files_transfer(Role::Holder, Natural)
        .on("1403-07-15")
        .files_transfer(Role::Holder, Natural)
        .secretariat(T::BeginReview)
        .supplies(Stage::TransfereeCheck)
        .secretariat(T::Pass)
        .supplies(Stage::Settlement)
        .secretariat(T::Pass)
        .confirms_transfer()
        .registers()
        .on("1403-08-01")
        .asks(
            Role::Holder,
            transfer(T::File {
                transferee: HOLDER,
                transferee_kind: Natural,
            }),
        );
    assert_snapshot!(scenario.end());
}

/// Where the edition knows no transfer, or there is no licence, there is nothing to ask for.
#[test]
fn nothing_to_transfer() {
    let scenario = Scenario::licensed("chicago/2012", "2012-05-01")
        .on("2012-06-01")
        .files_transfer(Role::Holder, Legal);
    assert_snapshot!("unknown_to_the_edition", scenario.end());
    let scenario =
        Scenario::under("pishkhan/1389", "1402-07-15").files_transfer(Role::Secretariat, Legal);
    assert_snapshot!("no_licence_to_transfer", scenario.end());
}
