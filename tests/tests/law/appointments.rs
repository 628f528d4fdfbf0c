//! Operators, managers and deputies, as transcripts. Each says in its first line which rule it shows.

use insta::assert_snapshot;
use parvaneh::core::actor::Role;
use parvaneh::core::appointment::{Command as A, Ending, Post};
use parvaneh::core::dossier::Command;
use parvaneh::core::licence::Command as L;
use parvaneh::core::mismatch::Settlement;
use parvaneh::core::party::{PartyId, PartyKind};
use parvaneh_tests::scenario::appointment::{DEPUTY, MANAGER, appointment};
use parvaneh_tests::scenario::enforcement::{case, somebody};
use parvaneh_tests::scenario::{Scenario, licence};

fn licensed() -> Scenario {
    Scenario::licensed("pishkhan/1389", "1402-07-15").on("1403-02-01")
}

/// An urban office of a legal person under 1400, whose manager and deputy were approved before its
/// licence was issued.
fn urban() -> Scenario {
    Scenario::presented_for("pishkhan/1400", "1402-07-15", "urban", PartyKind::Legal)
        .issued()
        .on("1403-02-01")
}

fn end(post: Post, person: PartyId, how: Ending) -> Command {
    appointment(A::End { post, person, how })
}

fn reject(post: Post) -> Command {
    appointment(A::Reject {
        post,
        resolution: None,
        reason: "no bachelor's degree".into(),
    })
}

/// An urban office under 1400 has a manager and a deputy, each approved and each by their own consent;
/// when the manager goes the deputy acts, and the holder has sixty days to propose a successor.
#[test]
fn manager_and_deputy_under_1400() {
    let deputy = somebody(&DEPUTY.to_string(), Role::Manager);
    let scenario = urban()
        .consents(Post::Operator, MANAGER)
        .proposed(Post::Manager, DEPUTY)
        .approved(Post::Manager)
        .consents(Post::Manager, DEPUTY)
        .consents(Post::Manager, MANAGER)
        .consents(Post::Manager, MANAGER)
        .consents(Post::Deputy, DEPUTY)
        .actor_asks(&deputy, end(Post::Manager, MANAGER, Ending::Resigned))
        .actor_asks(&deputy, end(Post::Manager, DEPUTY, Ending::Resigned))
        .asks(Role::Holder, end(Post::Manager, MANAGER, Ending::Died))
        .asks(Role::Holder, end(Post::Manager, MANAGER, Ending::Dismissed))
        .on("1403-03-30")
        .proposed(Post::Manager, PartyId([0x23; 16]))
        .asks(Role::Secretariat, reject(Post::Manager))
        .on("1403-05-28")
        .night()
        .on("1403-05-29")
        .night()
        .proposed(Post::Manager, MANAGER)
        .approved(Post::Manager)
        .asks(
            Role::Secretariat,
            end(Post::Manager, MANAGER, Ending::ConditionLost),
        );
    assert_snapshot!(scenario.end());
}

/// Nobody is proposed in time: that is on record, and somebody may still be.
#[test]
fn a_vacancy_that_elapses() {
    let scenario = urban()
        .consents(Post::Deputy, DEPUTY)
        .asks(Role::Secretariat, end(Post::Deputy, DEPUTY, Ending::Died))
        .on("1403-03-30")
        .night()
        .on("1403-03-31")
        .night()
        .night()
        .appointed(Post::Deputy, MANAGER);
    assert_snapshot!(scenario.end());
}

/// Under 1389 nobody must be appointed. An operator is approved by the working group, by a resolution
/// that carries without those who are concerned; and decides nothing of the office's own matters.
#[test]
fn an_operator_under_1389() {
    let approve = |resolution| {
        let post = Post::Operator;
        appointment(A::Approve { post, resolution })
    };
    let scenario = licensed()
        .proposed(Post::Operator, MANAGER)
        .approved(Post::Operator)
        .asks(Role::WorkingGroup, approve(None));
    let mut own = scenario.carried("31");
    own.votes[1].person = MANAGER.to_string();
    let resolution = scenario.carried("31");
    let rejection = appointment(A::Reject {
        post: Post::Operator,
        resolution: Some(resolution.clone()),
        reason: "no such need".into(),
    });
    let scenario = scenario
        .asks(Role::WorkingGroup, approve(Some(own)))
        .asks(Role::WorkingGroup, rejection)
        .proposed(Post::Operator, MANAGER)
        .asks(Role::WorkingGroup, approve(Some(resolution)))
        .consents(Post::Operator, MANAGER);
    let own_matter = somebody(&MANAGER.to_string(), Role::EnforcementCommittee);
    let drop = parvaneh::core::enforcement::Command::Dismiss { reason: "".into() };
    let operator = somebody(&MANAGER.to_string(), Role::Operator);
    let scenario = scenario
        .actor_asks(&own_matter, case(drop))
        .actor_asks(&operator, end(Post::Operator, MANAGER, Ending::Resigned))
        .on("1403-12-01")
        .night();
    assert_snapshot!(scenario.end());
}

/// Somebody else runs the office: within sixty days the holder resumes, or the one who runs it is
/// approved as deputy.
#[test]
fn a_mismatch_is_settled() {
    let resumed = licensed()
        .settles(Role::Secretariat, Settlement::Resumed)
        .mismatch()
        .mismatch()
        .settles(Role::Secretariat, Settlement::TransferFiled)
        .settles(Role::Holder, Settlement::Resumed)
        .on("1403-03-30")
        .settles(Role::Inspector, Settlement::Resumed)
        .on("1403-04-20")
        .night();
    let deputy = licensed()
        .mismatch()
        .settles(Role::Holder, Settlement::ApprovedAsDeputy)
        .proposed(Post::Deputy, MANAGER)
        .settles(Role::Holder, Settlement::ApprovedAsDeputy)
        .approved(Post::Deputy)
        .settles(Role::Holder, Settlement::ApprovedAsDeputy);
    assert_snapshot!(format!("{}\n{}", resumed.end(), deputy.end()));
}

/// Otherwise a case opens by itself, after one that is open; and none where the licence has ended.
#[test]
fn a_mismatch_is_not_settled() {
    let opens = licensed()
        .mismatch()
        .on("1403-03-30")
        .night()
        .on("1403-03-31")
        .night()
        .night()
        .settles(Role::Secretariat, Settlement::Resumed);
    let waits = licensed()
        .mismatch()
        .on("1403-03-20")
        .reported("HOURS")
        .on("1403-04-20")
        .asks(
            Role::Secretariat,
            case(parvaneh::core::enforcement::Command::Dismiss {
                reason: "nothing in it".into(),
            }),
        );
    let ended = licensed()
        .mismatch()
        .asks(Role::Holder, licence(L::Surrender))
        .on("1403-04-20")
        .night();
    let ends = [opens, waits, ended].map(Scenario::end);
    assert_snapshot!(ends.join("\n"));
}

/// A regime that knows no appointments.
#[test]
fn a_city_without_appointments() {
    let scenario = Scenario::licensed("chicago/2012", "2013-02-16")
        .proposed(Post::Manager, MANAGER)
        .mismatch();
    assert_snapshot!(scenario.end());
}
