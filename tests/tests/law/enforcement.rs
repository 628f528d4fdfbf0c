//! Cases, as transcripts. Each says in its first line which rule it shows.

use insta::assert_snapshot;
use parvaneh::core::actor::Role;
use parvaneh::core::calendar::Date;
use parvaneh::core::dossier::Command;
use parvaneh::core::enforcement::Command as E;
use parvaneh::core::enforcement::file::Sanction;
use parvaneh::core::licence::{Command as L, Correction};
use parvaneh::core::renewal::Command as R;
use parvaneh::core::renewal::Findings;
use parvaneh::core::text::FreeText;
use parvaneh_tests::scenario::enforcement::{UNTIL_CURED, case, sanction, somebody};
use parvaneh_tests::scenario::{Scenario, day, licence, renewal};

const COMMITTEE: Role = Role::EnforcementCommittee;

fn reason() -> FreeText {
    "stated".into()
}

fn licensed() -> Scenario {
    Scenario::licensed("pishkhan/1389", "1402-07-15").on("1403-02-01")
}

fn dismiss() -> Command {
    case(E::Dismiss { reason: reason() })
}

fn object() -> Command {
    case(E::Object { reason: reason() })
}

fn overturn() -> Command {
    case(E::Overturn {
        decision: "review 7".into(),
        reason: reason(),
    })
}

fn uphold() -> Command {
    case(E::Uphold { reason: reason() })
}

fn urgent(violation: &str) -> Command {
    case(E::UrgentlySuspend {
        violation: violation.into(),
        reason: "documents are forged".into(),
    })
}

fn confirm() -> Command {
    case(E::ConfirmUrgentSuspension { reason: reason() })
}

fn lift() -> Command {
    case(E::LiftSuspension { reason: reason() })
}

fn remedy(violation: &str) -> Command {
    case(E::VerifyRemedy {
        violation: violation.into(),
    })
}

fn correct(through: Option<&str>, renewal_filed_on: Option<&str>) -> Command {
    let date = |text: Option<&str>| -> Option<Date> { text.map(day) };
    licence(L::Correct(Correction {
        decision: "judgment 9".into(),
        reason: reason(),
        through: date(through),
        renewal_filed_on: date(renewal_filed_on),
    }))
}

/// From a complaint to the review body, which lets the revocation stand; it is final.
#[test]
fn revocation_upheld_on_review() {
    let scenario = licensed()
        .reported("RELOCATED_WITHOUT_CONSENT")
        .asks(COMMITTEE, sanction(Sanction::Notice))
        .served()
        .on("1403-02-17")
        .asks(COMMITTEE, sanction(Sanction::Notice))
        .revocation_proposed()
        .on("1403-03-01")
        .asks(COMMITTEE, sanction(Sanction::Notice))
        .revokes()
        .stands()
        .on("1403-03-21")
        .asks(Role::Holder, object())
        .on("1403-05-01")
        .asks(Role::Authority, uphold())
        .asks(Role::AppealBody, uphold())
        .asks(Role::AppealBody, overturn())
        .asks(Role::Holder, object())
        .stands();
    assert_snapshot!(scenario.end());
}

/// The revocation falls on review: the licence stands again from that day, and what the holder could
/// not file meanwhile can be filed until the term ends.
#[test]
fn revocation_overturned_on_review() {
    let scenario = licensed()
        .on("1405-04-01")
        .revoked()
        .on("1405-04-10")
        .asks(Role::Holder, object())
        .on("1405-05-05")
        .stands()
        .asks(Role::AppealBody, overturn())
        .stands()
        .on("1405-05-06")
        .asks(Role::Holder, renewal(R::File))
        .on("1405-05-04")
        .stands();
    assert_snapshot!(scenario.end());
}

/// The revocation falls after the term has ended: the licence is not revoked any more, and it has
/// expired. A renewal that was open all the while goes on.
#[test]
fn revocation_overturned_after_the_term() {
    let falls = |filed: bool| {
        let scenario = licensed().on("1405-04-01");
        let scenario = match filed {
            true => scenario.asks(Role::Holder, renewal(R::File)),
            false => scenario,
        };
        scenario
            .revoked()
            .asks(Role::Holder, object())
            .on("1405-07-20")
            .stands()
            .asks(Role::AppealBody, overturn())
            .stands()
            .end()
    };
    assert_snapshot!(format!("{}\n{}", falls(false), falls(true)));
}

/// A suspension before the hearing lapses after ten days unless the committee confirms it; the case
/// goes on.
#[test]
fn urgent_suspension_lapses() {
    let scenario = licensed()
        .asks(COMMITTEE, urgent("DOCUMENT_OR_SECRECY"))
        .asks(Role::Authority, urgent("DOCUMENT_OR_SECRECY"))
        .asks(Role::Authority, urgent("DOCUMENT_OR_SECRECY"))
        .stands()
        .on("1403-02-11")
        .stands()
        .on("1403-02-12")
        .stands()
        .asks(COMMITTEE, confirm())
        .asks(Role::Authority, urgent("DOCUMENT_OR_SECRECY"))
        .served()
        .on("1403-03-01")
        .asks(COMMITTEE, sanction(UNTIL_CURED))
        .stands();
    assert_snapshot!(scenario.end());
}

/// A confirmed one stands until the case is decided, and no longer than a sanction could.
#[test]
fn urgent_suspension_confirmed() {
    let confirmed = |scenario: Scenario| {
        scenario
            .asks(Role::Authority, urgent("SIGN_OR_EQUIPMENT"))
            .asks(Role::Authority, confirm())
            .on("1403-02-05")
            .asks(COMMITTEE, confirm())
            .asks(COMMITTEE, confirm())
    };
    let decided = confirmed(licensed().reported("SIGN_OR_EQUIPMENT"))
        .served()
        .on("1403-02-25")
        .stands()
        .asks(COMMITTEE, sanction(Sanction::Notice))
        .stands();
    let dismissed = confirmed(licensed())
        .asks(Role::Secretariat, dismiss())
        .stands();
    let undecided = confirmed(licensed()).on("1403-05-06").stands().night();
    let lifted = confirmed(licensed()).asks(COMMITTEE, lift()).stands();
    let sanctioned = licensed()
        .heard("HANDED_OVER")
        .asks(Role::Authority, urgent("HANDED_OVER"))
        .asks(COMMITTEE, sanction(UNTIL_CURED))
        .on("1403-05-20")
        .stands();
    let ends = [decided, dismissed, undecided, lifted, sanctioned].map(Scenario::end);
    assert_snapshot!(ends.join("\n"));
}

/// An inspector finds that the office was handed over by power of attorney: suspension first, with an
/// end or until it is cured; and revocation when it is found again.
#[test]
fn hand_over_by_power_of_attorney() {
    let until = |text: &str| Sanction::Suspension {
        through: Some(day(text)),
    };
    let scenario = licensed()
        .heard("HANDED_OVER")
        .asks(COMMITTEE, sanction(Sanction::WrittenWarning))
        .revocation_proposed()
        .asks(COMMITTEE, sanction(until("1403-01-31")))
        .asks(COMMITTEE, sanction(until("1403-05-02")))
        .asks(COMMITTEE, sanction(until("1403-05-01")))
        .asks(COMMITTEE, lift())
        .on("1403-05-01")
        .stands()
        .on("1403-05-02")
        .stands()
        .asks(COMMITTEE, lift())
        .on("1403-06-01")
        .heard("HANDED_OVER")
        .asks(COMMITTEE, sanction(UNTIL_CURED))
        .revocation_proposed()
        .revokes()
        .stands();
    let cured = licensed()
        .sanctioned("HANDED_OVER", UNTIL_CURED)
        .asks(COMMITTEE, lift())
        .on("1403-12-01")
        .stands()
        .asks(Role::Inspector, remedy("HANDED_OVER"))
        .asks(Role::Inspector, remedy("HANDED_OVER"))
        .asks(Role::Inspector, remedy("HOURS"))
        .asks(COMMITTEE, lift())
        .stands();
    assert_snapshot!(format!("{}\n{}", scenario.end(), cured.end()));
}

/// Notice, written warning, service cut-off, revocation: one rung at each occurrence within a year of
/// the one before, and the first again after that.
#[test]
fn the_ladder_by_occurrence() {
    let cut_off = |text: &str| Sanction::ServiceCutoff { through: day(text) };
    let scenario = licensed()
        .sanctioned("TARIFF_EXCEEDED", Sanction::Notice)
        .on("1403-03-01")
        .sanctioned("HOURS", Sanction::Notice)
        .on("1404-02-01")
        .sanctioned("TARIFF_EXCEEDED", Sanction::WrittenWarning)
        .on("1404-03-02")
        .heard("TARIFF_EXCEEDED")
        .asks(COMMITTEE, sanction(Sanction::Notice))
        .asks(COMMITTEE, sanction(cut_off("1404-04-03")))
        .asks(COMMITTEE, sanction(cut_off("1404-04-02")))
        .stands()
        .on("1404-03-22")
        .reported("TARIFF_EXCEEDED")
        .on("1404-03-23")
        .heard("TARIFF_EXCEEDED")
        .asks(COMMITTEE, sanction(Sanction::Notice))
        .revocation_proposed();
    let aged = licensed()
        .sanctioned("TARIFF_EXCEEDED", Sanction::Notice)
        .on("1404-02-02")
        .sanctioned("TARIFF_EXCEEDED", Sanction::Notice)
        .on("1405-02-02")
        .sanctioned("TARIFF_EXCEEDED", Sanction::WrittenWarning);
    assert_snapshot!(format!("{}\n{}", scenario.end(), aged.end()));
}

/// Who proposes a revocation does not decide it, whichever way; another of the authority may revoke,
/// impose less, or drop it.
#[test]
fn a_proposer_does_not_decide() {
    let proposed = || {
        let heard = licensed().heard("RELOCATED_WITHOUT_CONSENT");
        let member = somebody("official 4", COMMITTEE);
        let propose = case(E::ProposeRevocation { reason: reason() });
        heard.actor_asks(&member, propose)
    };
    let same = somebody("official 4", Role::Authority);
    let revoke = || case(E::Revoke { reason: reason() });
    let scenario = proposed()
        .actor_asks(&same, revoke())
        .actor_asks(&same, sanction(UNTIL_CURED))
        .actor_asks(&same, dismiss())
        .asks(COMMITTEE, dismiss())
        .asks(Role::Authority, revoke());
    let lesser = proposed()
        .asks(Role::Authority, sanction(UNTIL_CURED))
        .stands()
        .asks(Role::Holder, object())
        .asks(Role::AppealBody, overturn())
        .stands();
    let dropped = proposed().asks(Role::Authority, dismiss()).stands();
    let ends = [scenario, lesser, dropped].map(Scenario::end);
    assert_snapshot!(ends.join("\n"));
}

/// Without notice nothing follows; service is on a day between the report and today; a case that is
/// dropped is over; and only the table's violations are reported, one at a time.
#[test]
fn notice_and_dismissal() {
    let served = |on: &str| case(E::ServeNotice { served_on: day(on) });
    let scenario = licensed()
        .asks(Role::Secretariat, dismiss())
        .reported("SINGING")
        .asks(Role::Holder, case(E::Defend))
        .reported("HOLDER_ABSENT")
        .reported("HOURS")
        .asks(Role::Holder, licence(L::Surrender))
        .asks(Role::Holder, case(E::Defend))
        .revocation_proposed()
        .asks(Role::Inspector, dismiss())
        .on("1403-02-10")
        .asks(Role::Secretariat, served("1403-01-31"))
        .asks(Role::Secretariat, served("1403-02-11"))
        .asks(Role::Secretariat, served("1403-02-02"))
        .asks(Role::Secretariat, dismiss())
        .asks(COMMITTEE, dismiss())
        .on("1403-02-18")
        .asks(COMMITTEE, dismiss())
        .heard("HOURS")
        .asks(COMMITTEE, dismiss())
        .sanctioned("HOURS", Sanction::Notice)
        .asks(Role::Holder, licence(L::Surrender))
        .on("1403-03-08")
        .asks(Role::Holder, licence(L::Surrender))
        .on("1403-03-09")
        .asks(Role::Holder, licence(L::Surrender))
        .stands();
    assert_snapshot!(scenario.end());
}

/// A case ends with the licence that it is about; one that is decided waits for the objection.
#[test]
fn a_case_ends_with_the_licence() {
    let scenario = licensed()
        .on("1405-07-01")
        .reported("HOURS")
        .served()
        .on("1405-07-15")
        .night()
        .asks(Role::Secretariat, renewal(R::File))
        .reported("HOURS");
    let eve = || licensed().on("1405-07-14");
    let others = [
        eve().reported("HOURS"),
        eve().heard("HOURS"),
        eve()
            .heard("RELOCATED_WITHOUT_CONSENT")
            .revocation_proposed(),
    ];
    let others = others.map(|scenario| scenario.on("1405-07-20").night().end());
    let decided = licensed()
        .on("1405-07-10")
        .sanctioned("HOURS", Sanction::Notice)
        .on("1405-07-20")
        .asks(Role::Holder, object())
        .asks(Role::AppealBody, overturn());
    let ends = [scenario.end(), others.join("\n"), decided.end()];
    assert_snapshot!(ends.join("\n"));
}

/// A violation that is proven and not remedied bars renewal where the edition says so, whatever the
/// secretariat found.
#[test]
fn an_unremedied_violation_bars_renewal() {
    let findings = Findings {
        office_active: true,
        unremedied_violations: 0,
    };
    let mut scenario = Scenario::licensed("pishkhan/1400", "1402-07-15")
        .on("1405-02-01")
        .sanctioned("TARIFF_NOT_POSTED", Sanction::Notice)
        .asks(Role::Holder, renewal(R::File))
        .asks(Role::Secretariat, renewal(R::BeginReview { findings }));
    let resolution = scenario.carried("21");
    let confirm = || {
        let resolution = resolution.clone();
        renewal(R::Confirm { resolution })
    };
    scenario = scenario
        .asks(Role::WorkingGroup, confirm())
        .asks(COMMITTEE, remedy("TARIFF_NOT_POSTED"))
        .asks(Role::WorkingGroup, confirm());
    assert_snapshot!(scenario.end());
}

/// A wrong expiry: the term was longer than recorded, or a request had been filed in time. The days
/// between stay as they were.
#[test]
fn correction_of_a_wrong_expiry() {
    let expired = || {
        Scenario::licensed("pishkhan/1389", "1402-07-15")
            .on("1405-08-01")
            .night()
    };
    let longer = expired()
        .asks(Role::Secretariat, correct(None, None))
        .asks(Role::Authority, correct(None, None))
        .asks(Role::Authority, correct(Some("1405-07-10"), None))
        .asks(Role::Authority, correct(Some("1405-07-20"), None))
        .asks(Role::Authority, correct(Some("1406-07-14"), None))
        .stands()
        .asks(Role::Authority, correct(Some("1406-07-14"), None))
        .on("1405-07-20")
        .stands()
        .on("1406-07-14")
        .stands()
        .on("1406-07-15")
        .stands();
    let filed = expired()
        .asks(Role::Court, correct(None, Some("1405-08-02")))
        .asks(Role::Court, correct(None, Some("1405-04-15")))
        .asks(Role::Court, correct(None, Some("1405-04-14")))
        .stands();
    let suspended = licensed()
        .sanctioned("HANDED_OVER", UNTIL_CURED)
        .on("1405-08-01")
        .asks(Role::Authority, correct(Some("1406-07-14"), None))
        .stands();
    let ends = [longer, filed, suspended].map(Scenario::end);
    assert_snapshot!(ends.join("\n"));
}

/// A wrong revocation, corrected by a court's judgment after the time to object has passed; a
/// surrender is no wrong end.
#[test]
fn correction_of_a_wrong_revocation() {
    let corrected = licensed()
        .revoked()
        .on("1403-06-01")
        .stands()
        .asks(Role::Holder, correct(None, None))
        .asks(Role::Court, correct(None, None))
        .stands()
        .asks(Role::Court, correct(None, None))
        .heard("RELOCATED_WITHOUT_CONSENT")
        .revocation_proposed();
    let urgent = licensed()
        .asks(Role::Authority, urgent("RELOCATED_WITHOUT_CONSENT"))
        .served()
        .asks(Role::Holder, case(E::Defend))
        .revocation_proposed()
        .revokes()
        .on("1403-02-05")
        .asks(Role::Court, correct(None, None))
        .stands();
    let surrendered = licensed()
        .asks(Role::Holder, licence(L::Surrender))
        .asks(Role::Court, correct(None, None));
    let ends = [corrected, urgent, surrendered].map(Scenario::end);
    assert_snapshot!(ends.join("\n"));
}

/// A regime whose edition knows no cases: nothing is reported and nobody is suspended.
#[test]
fn a_city_without_cases() {
    let scenario = Scenario::licensed("chicago/2012", "2013-02-16")
        .reported("HOURS")
        .asks(Role::Authority, urgent("HOURS"))
        .asks(Role::Authority, lift());
    assert_snapshot!(scenario.end());
}
