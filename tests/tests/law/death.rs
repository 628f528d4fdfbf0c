//! What becomes of a licence whose holder dies or is dissolved. Each transcript says in its first
//! line which rule it shows.

use insta::assert_snapshot;
use parvaneh::core::actor::Role;
use parvaneh::core::dossier::Command;
use parvaneh::core::enforcement::Command as E;
use parvaneh::core::enforcement::file::Sanction;
use parvaneh::core::licence::Command as L;
use parvaneh::core::licence::Correction;
use parvaneh::core::licence::succession::{Cause, End};
use parvaneh::core::machines::premises::Command as P;
use parvaneh::core::party::PartyKind::Natural;
use parvaneh::core::renewal::Command as R;
use parvaneh::core::renewal::Findings;
use parvaneh::core::transfer::{Command as T, Stage};
use parvaneh_tests::scenario::enforcement::{UNTIL_CURED, case, sanction};
use parvaneh_tests::scenario::succession::{
    HEIR, MANAGER, TRANSFEREE, paper, party, premises, transfer,
};
use parvaneh_tests::scenario::{HOLDER, Scenario, day, licence, renewal};

/// A licence of 1389 whose holder's death is recorded on `today`.
fn lapsed(today: &str) -> Scenario {
    Scenario::licensed("pishkhan/1389", "1402-07-15")
        .on(today)
        .holder_dies(today)
}

/// The heir passes the licence on: to `TRANSFEREE`, or to themselves.
fn passes_on(scenario: Scenario) -> Scenario {
    scenario
        .secretariat(T::BeginReview)
        .supplies(Stage::TransfereeCheck)
        .secretariat(T::Pass)
        .supplies(Stage::Settlement)
        .secretariat(T::Pass)
        .confirms_transfer()
        .registers()
}

/// The licence lapses when the death is recorded; an heir who gives notice in time goes on under a
/// qualified manager, and becomes the holder by a transfer of the rest of the term.
#[test]
fn death_interim_and_transfer_to_an_heir() {
    let scenario = Scenario::licensed("pishkhan/1389", "1402-07-15")
        .on("1403-02-01")
        .signs_with("post_bank")
        .heir_gives_notice()
        .on("1403-02-20")
        .holder_dies("1403-03-01")
        .holder_dies("1403-02-05")
        .stands()
        .asks(Role::Holder, licence(L::Surrender))
        .holder_dies("1403-02-05")
        .on("1403-03-01")
        .heir_gives_notice()
        .manager_qualifies()
        .heir_gives_notice()
        .stands()
        .heir_gives_notice()
        .on("1403-03-20");
    assert_eq!(scenario.dossier.party(Role::Holder), None);
    assert_eq!(scenario.dossier.party(Role::Heir), Some(HEIR));
    let file = T::File {
        transferee: HEIR,
        transferee_kind: Natural,
    };
    let scenario = passes_on(scenario.asks(Role::Heir, transfer(file))).stands();
    assert_eq!(scenario.dossier.holder, Some(HEIR));
    assert_eq!(scenario.dossier.party(Role::Heir), None);
    let scenario = scenario.on("1405-07-15").night().stands();
    assert_snapshot!(scenario.end());
}

/// The heir need not become the holder: the licence may pass to a third person.
#[test]
fn transfer_to_a_third_person() {
    let scenario = lapsed("1403-02-20").manager_qualifies().heir_gives_notice();
    let scenario = passes_on(scenario.files_transfer(Role::Heir, Natural)).stands();
    assert_eq!(scenario.dossier.holder, Some(TRANSFEREE));
    assert_snapshot!(scenario.end());
}

/// Nobody gives notice in thirty days: the licence has lapsed for good, and its contracts end.
#[test]
fn death_without_notice() {
    let scenario = Scenario::licensed("pishkhan/1389", "1402-07-15")
        .signs_with("post_bank")
        .on("1403-02-20")
        .files_transfer(Role::Holder, Natural)
        .holder_dies("1403-02-19")
        .on("1403-03-20")
        .night()
        .on("1403-04-15")
        .night()
        .stands()
        .reported("INACTIVE");
    assert_snapshot!(scenario.end());
}

/// The thirtieth day is in time, the day after it is not.
#[test]
fn notice_on_the_last_day_and_one_day_late() {
    let scenario = lapsed("1403-02-20")
        .manager_qualifies()
        .on("1403-03-19")
        .heir_gives_notice();
    assert!(scenario.dossier.licence.is_in_force());
    let scenario = lapsed("1403-02-20")
        .manager_qualifies()
        .on("1403-03-19")
        .stands()
        .on("1403-03-20")
        .heir_gives_notice();
    assert_snapshot!(scenario.end());
}

/// Six months, and nobody is the holder: the licence lapses for good, a transfer on its way with it.
#[test]
fn an_interim_that_runs_out() {
    let scenario = lapsed("1403-02-20")
        .manager_qualifies()
        .heir_gives_notice()
        .signs_with("post_bank")
        .on("1403-05-01")
        .files_transfer(Role::Heir, Natural)
        .on("1403-08-20")
        .stands()
        .on("1403-08-21")
        .stands()
        .night()
        .heir_gives_notice();
    assert_snapshot!(scenario.end());
}

/// Nothing outlives its term in the interim, not even what a timely request would keep in force.
#[test]
fn the_term_ends_in_the_interim() {
    let scenario = Scenario::licensed("pishkhan/1389", "1402-07-15")
        .on("1405-04-01")
        .asks(Role::Holder, renewal(R::File))
        .on("1405-05-20")
        .holder_dies("1405-05-19")
        .manager_qualifies()
        .heir_gives_notice()
        .on("1405-07-14")
        .stands()
        .on("1405-07-15")
        .night()
        .stands();
    assert_snapshot!(scenario.end());
}

/// A renewal that was filed before the death is the licence's: it goes on in the interim.
#[test]
fn a_renewal_goes_on_in_the_interim() {
    let findings = Findings {
        office_active: true,
        unremedied_violations: 0,
    };
    let scenario = Scenario::licensed("pishkhan/1389", "1402-07-15")
        .on("1405-04-01")
        .asks(Role::Holder, renewal(R::File))
        .on("1405-05-20")
        .holder_dies("1405-05-19")
        .asks(Role::Secretariat, renewal(R::BeginReview { findings }))
        .manager_qualifies()
        .heir_gives_notice()
        .asks(Role::Secretariat, renewal(R::BeginReview { findings }));
    let resolution = scenario.carried("24");
    let scenario = scenario
        .asks(Role::WorkingGroup, renewal(R::Confirm { resolution }))
        .asks(Role::Authority, renewal(R::Grant))
        .on("1405-07-15")
        .stands()
        .on("1405-11-21")
        .night();
    assert_snapshot!(scenario.end());
}

/// No notice brings back a term that is over.
#[test]
fn notice_after_the_end_of_the_term() {
    let scenario = lapsed("1405-07-01")
        .manager_qualifies()
        .on("1405-07-20")
        .heir_gives_notice()
        .on("1405-08-15")
        .night();
    assert_snapshot!(scenario.end());
    let scenario = Scenario::licensed("pishkhan/1389", "1402-07-15")
        .on("1405-08-01")
        .heir_gives_notice()
        .holder_dies("1405-07-30");
    assert_snapshot!("a_licence_that_has_ended_does_not_lapse", scenario.end());
}

/// Death lifts no suspension and closes no case while an heir may follow; a measure against the
/// office goes on in the interim, and the heir is heard in the holder's place.
#[test]
fn a_suspension_outlives_the_holder() {
    let scenario = Scenario::licensed("pishkhan/1389", "1402-07-15")
        .signs_with("post_bank")
        .on("1403-02-15")
        .suspended_for("HANDED_OVER")
        .on("1403-02-20")
        .holder_dies("1403-02-19")
        .manager_qualifies()
        .on("1403-03-10")
        .heir_gives_notice()
        .stands()
        .files_transfer(Role::Heir, Natural)
        .remedied("HANDED_OVER")
        .stands()
        .reported("DOCUMENT_OR_SECRECY")
        .served()
        .asks(Role::Heir, case(E::Defend))
        .asks(Role::EnforcementCommittee, sanction(UNTIL_CURED))
        .on("1403-11-01")
        .night();
    assert_snapshot!(scenario.end());
    let through = Some(day("1403-03-05"));
    let scenario = Scenario::licensed("pishkhan/1389", "1402-07-15")
        .on("1403-02-15")
        .sanctioned("HANDED_OVER", Sanction::Suspension { through })
        .on("1403-02-20")
        .holder_dies("1403-02-19")
        .manager_qualifies()
        .on("1403-03-10")
        .heir_gives_notice()
        .stands();
    assert_snapshot!("a_suspension_that_ends_before_the_notice", scenario.end());
}

/// What was revoked in the interim and wrongly so stands again as it was: for the heir.
#[test]
fn revoked_in_the_interim() {
    let reason = || "stated reason".into();
    let scenario = lapsed("1403-02-20")
        .manager_qualifies()
        .heir_gives_notice()
        .reported("RELOCATED_WITHOUT_CONSENT")
        .served()
        .asks(Role::Heir, case(E::Defend))
        .revocation_proposed()
        .revokes()
        .stands()
        .asks(Role::Heir, case(E::Object { reason: reason() }))
        .on("1403-04-01")
        .asks(
            Role::AppealBody,
            case(E::Overturn {
                decision: "9".into(),
                reason: reason(),
            }),
        )
        .stands()
        .on("1403-08-21")
        .night();
    assert_snapshot!(scenario.end());
}

/// An heir may give the licence up, as the holder might have.
#[test]
fn an_heir_gives_it_up() {
    let scenario = lapsed("1403-02-20")
        .manager_qualifies()
        .heir_gives_notice()
        .asks(Role::Heir, licence(L::Surrender))
        .stands();
    assert_snapshot!(scenario.end());
}

/// A holder who is there after all has the licence back, and what an heir asked for is withdrawn.
#[test]
fn the_record_of_a_death_was_wrong() {
    let correct = || {
        licence(L::Correct(Correction {
            decision: "court 12".into(),
            reason: "another person of that name".into(),
            through: None,
            renewal_filed_on: None,
        }))
    };
    let scenario = lapsed("1403-02-20")
        .manager_qualifies()
        .heir_gives_notice()
        .files_transfer(Role::Heir, Natural)
        .on("1403-03-20")
        .asks(Role::Court, correct())
        .stands()
        .registers()
        .asks(Role::Court, correct());
    assert_eq!(scenario.dossier.party(Role::Holder), Some(HOLDER));
    assert_snapshot!(scenario.end());
    let scenario = lapsed("1403-02-20")
        .on("1403-06-20")
        .asks(Role::Court, correct())
        .stands();
    assert_snapshot!("a_lapse_is_corrected", scenario.end());
}

/// Where an edition lets suspended licences pass, the suspension passes with them.
#[test]
fn a_suspension_passes_with_the_licence() {
    use parvaneh::core::edition::Needed;
    let scenario = Scenario::presented("pishkhan/1389", "1402-07-15").changed(|edition| {
        let transfer = edition.transfer.as_mut().unwrap();
        transfer.not_suspended.value = Needed::NotNeeded;
    });
    let scenario = scenario
        .issued()
        .on("1403-01-01")
        .suspended_for("HANDED_OVER")
        .on("1403-02-01")
        .holder_dies("1403-02-01")
        .manager_qualifies()
        .heir_gives_notice();
    let scenario = passes_on(scenario.files_transfer(Role::Heir, Natural)).stands();
    assert_eq!(scenario.dossier.holder, Some(TRANSFEREE));
    assert_snapshot!(scenario.end());
}

/// One heir gives notice, and not for a matter of their own as an officer.
#[test]
fn who_gives_notice() {
    let notice = || {
        licence(L::GiveNotice {
            heir: HEIR,
            manager: MANAGER,
        })
    };
    let scenario = lapsed("1403-02-20")
        .asks(
            Role::Holder,
            Command::from(P::Record {
                paper: paper("interim_manager_qualified", true),
            }),
        )
        .manager_qualifies()
        .actor_asks(&party(Role::Heir, TRANSFEREE), notice())
        .actor_asks(&party(Role::Secretariat, MANAGER), notice())
        .asks(Role::Secretariat, notice())
        .asks(
            Role::Secretariat,
            licence(L::GiveNotice {
                heir: TRANSFEREE,
                manager: MANAGER,
            }),
        )
        .actor_asks(
            &party(Role::Holder, HOLDER),
            Command::from(P::RequestRelocation {
                to: premises("ری", "خیابان یک"),
            }),
        );
    assert_snapshot!(scenario.end());
}

/// An edition that knows no interim lets the licence lapse, and that is all.
#[test]
fn dissolution_where_no_interim_is_known() {
    let end = End {
        cause: Cause::Dissolution,
        occurred_on: day("2012-06-01"),
        proof: "register of companies 11".into(),
    };
    let scenario = Scenario::licensed("chicago/2012", "2012-05-01")
        .on("2012-06-03")
        .asks(Role::Secretariat, licence(L::Lapse(end)))
        .stands()
        .heir_gives_notice()
        .on("2015-01-01")
        .night();
    assert_snapshot!(scenario.end());
}
