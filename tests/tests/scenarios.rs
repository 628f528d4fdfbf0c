//! Lives of a licence, as transcripts. Each says in its first line which rule it shows.

use insta::assert_snapshot;
use parvaneh::core::actor::{Actor, Role};
use parvaneh::core::enforcement::Command as E;
use parvaneh::core::licence::{Command as L, Issue};
use parvaneh::core::party::PartyKind;
use parvaneh::core::renewal::Command as R;
use parvaneh::core::renewal::gates::Findings;
use parvaneh::core::resolution::Choice;
use parvaneh_tests::scenario::enforcement::{UNTIL_CURED, case, sanction};
use parvaneh_tests::scenario::{HOLDER, Scenario, licence, renewal};

const GOOD: Findings = Findings {
    office_active: true,
    unremedied_violations: 0,
};

fn issue(act: Issue) -> parvaneh::core::dossier::Command {
    licence(L::Issue(Box::new(act)))
}

fn reviewed(scenario: Scenario) -> Scenario {
    scenario.asks(
        Role::Secretariat,
        renewal(R::BeginReview { findings: GOOD }),
    )
}

fn confirmed(scenario: Scenario) -> Scenario {
    let resolution = scenario.carried("12");
    scenario.asks(Role::WorkingGroup, renewal(R::Confirm { resolution }))
}

/// A request on the last timely day is timely; the new term begins the day after the old one.
#[test]
fn renewal_on_the_last_timely_day() {
    let scenario = Scenario::licensed("pishkhan/1389", "1402-07-15")
        .on("1405-04-14")
        .asks(Role::Holder, renewal(R::File));
    let scenario = confirmed(reviewed(scenario.on("1405-05-01")));
    let scenario = scenario
        .asks(Role::Authority, renewal(R::Grant))
        .on("1405-07-14")
        .stands()
        .on("1405-07-15")
        .night()
        .stands();
    assert_snapshot!(scenario.end());
}

/// One day late is out of time, until the working group accepts force majeure; then it is pending.
#[test]
fn renewal_one_day_late_under_1389() {
    let scenario = Scenario::licensed("pishkhan/1389", "1402-07-15")
        .on("1405-04-15")
        .asks(Role::Holder, renewal(R::File))
        .asks(
            Role::Secretariat,
            renewal(R::BeginReview { findings: GOOD }),
        )
        .on("1405-05-20");
    let resolution = scenario.carried("14");
    let reason = "the flood of Tir".to_owned();
    let scenario = scenario
        .asks(
            Role::WorkingGroup,
            renewal(R::ExcuseLateness { resolution, reason }),
        )
        .on("1405-07-15")
        .stands()
        .night();
    assert_snapshot!(scenario.end());
}

/// Late and not excused: the licence ends with its term.
#[test]
fn late_and_not_excused() {
    let scenario = Scenario::licensed("pishkhan/1389", "1402-07-15")
        .on("1405-05-01")
        .asks(Role::Holder, renewal(R::File))
        .on("1405-07-14")
        .stands()
        .on("1405-07-15")
        .stands()
        .asks(Role::Authority, renewal(R::Grant));
    assert_snapshot!(scenario.end());
}

/// Under 1400 a missed deadline is the holder's withdrawal, and rights end at expiry, not before.
#[test]
fn renewal_one_day_late_under_1400() {
    let scenario = Scenario::licensed("pishkhan/1400", "1402-07-15")
        .on("1405-04-15")
        .asks(Role::Holder, renewal(R::File))
        .stands()
        .on("1405-07-14")
        .stands()
        .on("1405-07-15")
        .stands()
        .night();
    assert_snapshot!(scenario.end());
}

/// Timely and undecided at the end of the term: in force until the decision, here a grant.
#[test]
fn pending_at_expiry_and_granted() {
    let scenario = Scenario::licensed("pishkhan/1389", "1402-07-15")
        .on("1405-03-01")
        .asks(Role::Holder, renewal(R::File));
    let scenario = reviewed(scenario)
        .on("1405-07-15")
        .night()
        .stands()
        .asks(Role::Authority, renewal(R::Grant))
        .on("1405-08-20");
    let scenario = confirmed(scenario)
        .asks(Role::Authority, renewal(R::Grant))
        .stands();
    assert_snapshot!(scenario.end());
}

/// The same, refused: the licence ends on the day of the refusal.
#[test]
fn pending_at_expiry_and_refused() {
    let scenario = Scenario::licensed("pishkhan/1389", "1402-07-15")
        .on("1405-03-01")
        .asks(Role::Holder, renewal(R::File));
    let scenario = confirmed(reviewed(scenario)).on("1405-08-20").stands();
    let scenario = scenario
        .asks(
            Role::Authority,
            renewal(R::Refuse {
                resolution: None,
                reason: "premises lost".to_owned(),
            }),
        )
        .stands()
        .asks(Role::Holder, renewal(R::File));
    assert_snapshot!(scenario.end());
}

/// Two missed weeks of nights: every event on its own day, and only the nearest reminder current.
#[test]
fn missed_nights() {
    let scenario = Scenario::licensed("pishkhan/1389", "1402-07-15")
        .on("1405-01-20")
        .night()
        .on("1405-03-20")
        .night()
        .on("1405-04-20")
        .night()
        .on("1405-07-29")
        .night()
        .night();
    assert_snapshot!(scenario.end());
}

/// A deficiency and its cure keep the filing day; an uncured request lapses, and may be filed again.
#[test]
fn deficiency_and_cure() {
    let missing = vec!["tax clearance".to_owned()];
    let scenario = Scenario::licensed("pishkhan/1389", "1402-07-15")
        .on("1405-01-10")
        .asks(Role::Holder, renewal(R::File))
        .asks(Role::Holder, renewal(R::File))
        .asks(
            Role::Secretariat,
            renewal(R::NoteDeficiency {
                missing: missing.clone(),
            }),
        )
        .on("1405-01-20")
        .asks(Role::Holder, renewal(R::Cure))
        .asks(Role::Secretariat, renewal(R::NoteDeficiency { missing }))
        .on("1405-01-31")
        .night()
        .asks(Role::Holder, renewal(R::Cure))
        .asks(Role::Holder, renewal(R::File))
        .asks(Role::Holder, renewal(R::Withdraw))
        .asks(Role::Holder, renewal(R::Withdraw));
    assert_snapshot!(scenario.end());
}

/// Suspension does not stop the term; a suspended licence whose renewal is pending stays suspended.
#[test]
fn suspension_across_expiry() {
    let suspended = |filed: bool| {
        let scenario = Scenario::licensed("pishkhan/1389", "1402-07-15")
            .on("1405-01-25")
            .reported("HANDED_OVER")
            .served()
            .on("1405-02-01");
        let scenario = match filed {
            true => scenario.asks(Role::Holder, renewal(R::File)),
            false => scenario,
        };
        let (committee, violation) = (Role::EnforcementCommittee, "HANDED_OVER".to_owned());
        let reason = "cured".to_owned();
        scenario
            .asks(committee, sanction(UNTIL_CURED))
            .on("1405-02-10")
            .asks(committee, sanction(UNTIL_CURED))
            .stands()
            .on("1405-07-15")
            .stands()
            .asks(Role::Inspector, case(E::VerifyRemedy { violation }))
            .asks(committee, case(E::LiftSuspension { reason }))
            .stands()
    };
    assert_snapshot!(format!(
        "{}\n{}",
        suspended(true).end(),
        suspended(false).end()
    ));
}

/// No revocation without a served notice and a hearing used or elapsed; and then it is final.
#[test]
fn revocation_needs_a_hearing() {
    let reason = || "serving away from the licensed address".to_owned();
    let scenario = Scenario::licensed("pishkhan/1389", "1402-07-15")
        .on("1404-01-05")
        .reported("RELOCATED_WITHOUT_CONSENT")
        .served()
        .on("1404-01-10")
        .asks(
            Role::EnforcementCommittee,
            case(E::Revoke { reason: reason() }),
        )
        .revocation_proposed()
        .revokes()
        .asks(Role::Holder, case(E::Defend))
        .revokes()
        .revocation_proposed()
        .revokes()
        .stands()
        .revokes()
        .asks(Role::Holder, renewal(R::File))
        .asks(Role::Holder, licence(L::Surrender))
        .on("1405-07-15")
        .night()
        .stands();
    assert_snapshot!(scenario.end());
}

/// The gates of 1400: not suspended, no unremedied violation, active. 1389 has none.
#[test]
fn gates_of_1400() {
    let gate = |edition: &str, findings: Findings| {
        let scenario = Scenario::licensed(edition, "1402-07-15")
            .on("1405-03-01")
            .asks(Role::Holder, renewal(R::File))
            .asks(Role::Secretariat, renewal(R::BeginReview { findings }));
        confirmed(scenario)
    };
    let bad = Findings {
        office_active: true,
        unremedied_violations: 2,
    };
    let closed = Findings {
        office_active: false,
        unremedied_violations: 0,
    };
    let suspended = gate("pishkhan/1400", closed).sanctioned("HANDED_OVER", UNTIL_CURED);
    let suspended = confirmed(suspended);
    assert_snapshot!(format!(
        "{}\n{}\n{}",
        gate("pishkhan/1389", bad).end(),
        gate("pishkhan/1400", bad).end(),
        suspended.end()
    ));
}

/// A tie does not carry, the chair must be there, the interested stand aside, strangers do not count.
#[test]
fn resolutions_that_do_not_carry() {
    let scenario = Scenario::licensed("pishkhan/1389", "1402-07-15")
        .on("1405-03-01")
        .asks(Role::Holder, renewal(R::File));
    let mut scenario = reviewed(scenario);
    let (chair, ministry, trade) = ("governor_general", "ministry", "trade_association");
    let (against, aside) = (Choice::Against, Choice::Recused);
    for choices in [
        vec![(trade, aside), (ministry, against)],
        vec![(trade, aside), (ministry, aside)],
        vec![(chair, aside)],
        vec![
            (chair, Choice::Abstained),
            (ministry, Choice::Abstained),
            (trade, Choice::Abstained),
        ],
    ] {
        let resolution = scenario.votes("13", &choices);
        scenario = scenario.asks(Role::WorkingGroup, renewal(R::Confirm { resolution }));
    }
    let mut own = scenario.carried("13");
    own.votes[2].person = HOLDER.to_string();
    let mut twice = scenario.carried("13");
    twice.votes[1].seat = twice.votes[0].seat.clone();
    let mut expired = scenario.carried("13");
    expired.votes[0].mandate.through = expired.votes[0].mandate.from;
    let mut later = scenario.carried("13");
    later.on = later.on.succ_opt().expect("a day");
    let mut invited = scenario.votes("13", &[(trade, aside), (ministry, aside)]);
    invited.votes[1].seat = "tax_office".to_owned();
    invited.votes[1].choice = Choice::For;
    for resolution in [own, twice, expired, later, invited] {
        scenario = scenario.asks(Role::WorkingGroup, renewal(R::Confirm { resolution }));
    }
    let resolution = scenario.votes("13", &[(trade, aside)]);
    let scenario = scenario.asks(Role::WorkingGroup, renewal(R::Confirm { resolution }));
    assert_snapshot!(scenario.end());
}

/// Another province's actor, another person, one's own matter, the wrong role, a day gone by.
#[test]
fn who_may_act() {
    let scenario = Scenario::licensed("pishkhan/1389", "1402-07-15").on("1405-03-01");
    let other = Actor {
        id: "desk of Qom".to_owned(),
        role: Role::Secretariat,
        province: Some("قم".to_owned()),
        on_behalf_of: None,
    };
    let stranger = Actor {
        id: "somebody".to_owned(),
        role: Role::Holder,
        ..other.clone()
    };
    let stranger = Actor {
        province: None,
        ..stranger
    };
    let own = Actor {
        id: HOLDER.to_string(),
        role: Role::Authority,
        ..stranger.clone()
    };
    let scenario = scenario
        .actor_asks(&other, renewal(R::File))
        .actor_asks(&stranger, renewal(R::File))
        .actor_asks(&own, renewal(R::Grant))
        .asks(Role::Authority, renewal(R::File))
        .asks(Role::Holder, renewal(R::Grant))
        .night()
        .on("1402-08-01")
        .asks(Role::Holder, renewal(R::File));
    assert_snapshot!(scenario.end());
}

/// Surrender takes effect on receipt; nothing follows it.
#[test]
fn surrender() {
    let lift = || {
        case(E::LiftSuspension {
            reason: String::new(),
        })
    };
    let scenario = Scenario::licensed("pishkhan/1389", "1402-07-15")
        .on("1404-06-31")
        .asks(Role::Holder, lift())
        .asks(Role::Authority, lift())
        .asks(Role::Holder, licence(L::Surrender))
        .asks(Role::Holder, licence(L::Surrender))
        .stands()
        .on("1405-07-15")
        .night();
    assert_snapshot!(scenario.end());
}

/// A city without working group or deadline: the authority renews, and what ends, ends.
#[test]
fn another_regime_altogether() {
    let scenario = Scenario::licensed("chicago/2012", "2013-02-16")
        .on("2015-02-15")
        .asks(Role::Holder, renewal(R::File))
        .asks(Role::Authority, renewal(R::Grant))
        .asks(
            Role::Secretariat,
            renewal(R::BeginReview { findings: GOOD }),
        )
        .asks(Role::Authority, renewal(R::Grant))
        .on("2017-02-15")
        .stands()
        .on("2017-02-16")
        .stands()
        .night();
    assert_snapshot!(scenario.end());
}

/// No licence without qualification, principled approval and then the authority's act; and a first
/// term is issued once.
#[test]
fn issue_rests_on_three_acts() {
    let mut scenario = Scenario::under("pishkhan/1389", "1402-07-15")
        .asks(Role::Secretariat, renewal(R::File))
        .asks(Role::Holder, licence(L::Surrender));
    let whole = scenario.act_of_issue();
    let tie = scenario.votes(
        "2",
        &[
            ("trade_association", Choice::Recused),
            ("ministry", Choice::Against),
        ],
    );
    for act in [
        Issue {
            qualification: None,
            ..whole.clone()
        },
        Issue {
            principled_approval: None,
            ..whole.clone()
        },
        Issue {
            principled_approval: Some(tie),
            ..whole.clone()
        },
    ] {
        scenario = scenario.asks(Role::Authority, issue(act));
    }
    let scenario = scenario
        .asks(Role::WorkingGroup, issue(whole.clone()))
        .stands()
        .asks(Role::Authority, issue(whole.clone()))
        .stands()
        .asks(Role::Authority, issue(whole.clone()))
        .on("1405-07-15")
        .asks(Role::Authority, issue(whole));
    assert_snapshot!(scenario.end());
}

/// Under 1389 a natural or a legal person may hold any office; under 1400 an urban one is for legal
/// persons. Neither knows a third kind.
#[test]
fn who_may_hold_which_office() {
    let asks = |edition: &str, kind: &str, holder_kind: PartyKind| {
        let scenario = Scenario::under(edition, "1402-07-15");
        let mut act = scenario.act_of_issue();
        act.office.kind = kind.to_owned();
        act.holder_kind = holder_kind;
        scenario.asks(Role::Authority, issue(act)).end()
    };
    let transcripts = [
        asks("pishkhan/1389", "urban", PartyKind::Natural),
        asks("pishkhan/1389", "mobile", PartyKind::Legal),
        asks("pishkhan/1400", "urban", PartyKind::Natural),
        asks("pishkhan/1400", "urban", PartyKind::Legal),
        asks("pishkhan/1400", "rural", PartyKind::Natural),
    ];
    assert_snapshot!(transcripts.join("\n"));
}

/// An actor of one province touches no other's dossier, and nobody decides their own matter: also
/// where the dossier only begins.
#[test]
fn who_may_issue() {
    let scenario = Scenario::under("pishkhan/1389", "1402-07-15");
    let act = scenario.act_of_issue();
    let desk_of_qom = Actor {
        id: "desk of Qom".to_owned(),
        role: Role::Authority,
        province: Some("قم".to_owned()),
        on_behalf_of: None,
    };
    let applicant = Actor {
        id: HOLDER.to_string(),
        province: None,
        ..desk_of_qom.clone()
    };
    let scenario = scenario
        .actor_asks(&desk_of_qom, issue(act.clone()))
        .actor_asks(&applicant, issue(act))
        .stands();
    assert_snapshot!(scenario.end());
}

/// A late request that another register holds: 1389 may excuse it, 1400 knows no excuse, and under
/// both the licence is in force until its term ends.
#[test]
fn a_late_request_in_another_register() {
    let asks = |edition: &str| {
        let scenario = Scenario::under(edition, "1405-05-20").imported("1402-07-15", "1405-04-15");
        let resolution = scenario.carried("15");
        let reason = "the flood of Tir".to_owned();
        scenario
            .asks(
                Role::WorkingGroup,
                renewal(R::ExcuseLateness { resolution, reason }),
            )
            .on("1405-07-14")
            .stands()
            .on("1405-07-15")
            .stands()
            .end()
    };
    assert_snapshot!(format!(
        "{}\n{}",
        asks("pishkhan/1389"),
        asks("pishkhan/1400")
    ));
}

/// Where there is no working group nobody confirms: the authority alone grants, or refuses.
#[test]
fn a_city_without_a_working_group() {
    let scenario = Scenario::licensed("chicago/2012", "2013-02-16")
        .on("2014-12-01")
        .asks(Role::Holder, renewal(R::File));
    let scenario = reviewed(scenario);
    let resolution = scenario.nobody_votes("16");
    let reason = "the premises are closed".to_owned();
    let scenario = scenario
        .asks(
            Role::WorkingGroup,
            renewal(R::Confirm {
                resolution: resolution.clone(),
            }),
        )
        .asks(
            Role::WorkingGroup,
            renewal(R::Refuse {
                resolution: Some(resolution),
                reason: reason.clone(),
            }),
        )
        .asks(
            Role::Authority,
            renewal(R::Refuse {
                resolution: None,
                reason,
            }),
        )
        .on("2015-02-16")
        .stands();
    assert_snapshot!(scenario.end());
}
