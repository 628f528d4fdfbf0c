//! Lives of a licence, as transcripts. Each says in its first line which rule it shows. Renewal and
//! expiry are in `tests/scenarios`, as text.

use insta::assert_snapshot;
use parvaneh::core::actor::{Actor, Role};
use parvaneh::core::licence::{Command as L, Issue};
use parvaneh::core::party::PartyKind;
use parvaneh::core::renewal::Command as R;
use parvaneh::core::renewal::gates::Findings;
use parvaneh::core::resolution::Choice;
use parvaneh_tests::scenario::{HOLDER, Scenario, licence, measure, renewal};

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

/// Suspension does not stop the term; a suspended licence whose renewal is pending stays suspended.
#[test]
fn suspension_across_expiry() {
    let suspended = |filed: bool| {
        let scenario = Scenario::licensed("pishkhan/1389", "1402-07-15").on("1405-02-01");
        let scenario = match filed {
            true => scenario.asks(Role::Holder, renewal(R::File)),
            false => scenario,
        };
        scenario
            .asks(
                Role::EnforcementCommittee,
                licence(L::Suspend(measure("1405-01-25", None))),
            )
            .on("1405-02-10")
            .asks(
                Role::EnforcementCommittee,
                licence(L::Suspend(measure("1405-01-25", None))),
            )
            .stands()
            .on("1405-07-15")
            .stands()
            .asks(
                Role::EnforcementCommittee,
                licence(L::LiftSuspension {
                    reason: "cured".to_owned(),
                }),
            )
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
    let scenario = Scenario::licensed("pishkhan/1389", "1402-07-15")
        .on("1404-01-10")
        .asks(
            Role::EnforcementCommittee,
            licence(L::Revoke(measure("1404-01-05", Some("1404-01-08")))),
        )
        .asks(
            Role::Authority,
            licence(L::Revoke(measure("1404-01-05", None))),
        )
        .asks(
            Role::Authority,
            licence(L::Revoke(measure("1404-01-05", Some("1404-01-08")))),
        )
        .stands()
        .asks(
            Role::Authority,
            licence(L::Revoke(measure("1404-01-05", Some("1404-01-08")))),
        )
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
    let suspended = confirmed(gate("pishkhan/1400", closed).asks(
        Role::Authority,
        licence(L::Suspend(measure("1405-02-01", Some("1405-02-03")))),
    ));
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
    let scenario = Scenario::licensed("pishkhan/1389", "1402-07-15")
        .on("1404-06-31")
        .asks(
            Role::Holder,
            licence(L::LiftSuspension {
                reason: String::new(),
            }),
        )
        .asks(
            Role::Authority,
            licence(L::LiftSuspension {
                reason: String::new(),
            }),
        )
        .asks(Role::Holder, licence(L::Surrender))
        .asks(Role::Holder, licence(L::Surrender))
        .stands()
        .on("1405-07-15")
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
