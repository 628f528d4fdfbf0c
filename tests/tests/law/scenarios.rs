//! Lives of a licence, as transcripts. Each says in its first line which rule it shows. Renewal and
//! expiry are in `tests/scenarios`, as text.

use insta::assert_snapshot;
use parvaneh::core::actor::{Actor, Role};
use parvaneh::core::enforcement::Command as E;
use parvaneh::core::licence::{Command as L, Issue};
use parvaneh::core::renewal::Command as R;
use parvaneh::core::renewal::Findings;
use parvaneh::core::resolution::Choice;
use parvaneh_tests::scenario::enforcement::case;
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

/// No revocation without a served notice and a hearing used or elapsed; and then it is final.
#[test]
fn revocation_needs_a_hearing() {
    let reason = || "serving away from the licensed address".into();
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
    let lift = || case(E::LiftSuspension { reason: "".into() });
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

/// A first term is issued once, by the authority and nobody else.
#[test]
fn a_first_term_is_issued_once() {
    let scenario = Scenario::under("pishkhan/1389", "1402-07-15")
        .asks(Role::Secretariat, renewal(R::File))
        .asks(Role::Holder, licence(L::Surrender));
    let nothing = scenario.end();
    let scenario = Scenario::presented("pishkhan/1389", "1402-07-15");
    let whole = scenario.act_of_issue();
    let scenario = scenario
        .asks(Role::WorkingGroup, issue(whole.clone()))
        .stands()
        .asks(Role::Authority, issue(whole.clone()))
        .stands()
        .asks(Role::Authority, issue(whole.clone()))
        .on("1405-07-15")
        .asks(Role::Authority, issue(whole));
    assert_snapshot!(format!("{nothing}\n{}", scenario.end()));
}

/// An actor of one province touches no other's dossier, and nobody decides their own matter: also
/// where the dossier only begins.
#[test]
fn who_may_issue() {
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
    let asked = |scenario: Scenario| {
        let act = scenario.act_of_issue();
        let scenario = scenario
            .actor_asks(&desk_of_qom, issue(act.clone()))
            .actor_asks(&applicant, issue(act));
        scenario.stands().end()
    };
    let transcripts = [
        asked(Scenario::presented("pishkhan/1389", "1402-07-15")),
        asked(Scenario::under("chicago/2012", "2013-02-16")),
    ];
    assert_snapshot!(transcripts.join("\n"));
}
