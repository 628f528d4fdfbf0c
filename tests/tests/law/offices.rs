//! Where an office is, when it is closed, and the contracts that it serves, as transcripts. Each
//! says in its first line which rule it shows.

use insta::assert_snapshot;
use parvaneh::core::actor::{Actor, Role};
use parvaneh::core::calendar::Term;
use parvaneh::core::contract::Command as C;
use parvaneh::core::dossier::Command;
use parvaneh::core::edition::Needed;
use parvaneh::core::machines::premises::Command as P;
use parvaneh::core::paper::{PaperKind, PaperRule};
use parvaneh::core::renewal::Command as R;
use parvaneh::core::renewal::Findings;
use parvaneh_tests::scenario::succession::{paper, premises};
use parvaneh_tests::scenario::{Scenario, day, renewal};

fn licensed() -> Scenario {
    Scenario::licensed("pishkhan/1389", "1402-07-15").on("1403-02-01")
}

/// An office moves within its town, after the technical committee and the police, by resolution.
#[test]
fn relocation_with_consents() {
    let scenario = licensed()
        .permits(|resolution| P::Relocate { resolution })
        .asks_to_move("ری", "خیابان یک")
        .shows_premises()
        .permits(|resolution| P::Relocate { resolution })
        .on("1403-06-01")
        .asks_to_move("ری", "خیابان دو")
        .permits(|resolution| P::Relocate { resolution })
        .shows_premises()
        .asks_to_move("ري", "خیابان سه")
        .permits(|resolution| P::Relocate { resolution });
    assert_snapshot!(scenario.end());
}

/// Without the committee or the police, or against one of them, nothing moves.
#[test]
fn relocation_without_consents() {
    let record = |name: &str, favourable| {
        Command::from(P::Record {
            paper: paper(name, favourable),
        })
    };
    let scenario = licensed()
        .asks(
            Role::Secretariat,
            record("relocation_police_premises", true),
        )
        .asks_to_move("ری", "خیابان یک")
        .asks(
            Role::Secretariat,
            record("relocation_police_premises", true),
        )
        .permits(|resolution| P::Relocate { resolution })
        .asks(
            Role::TechnicalCommittee,
            record("relocation_premises_report", false),
        )
        .permits(|resolution| P::Relocate { resolution })
        .permits(|resolution| P::RefuseRelocation {
            resolution,
            reason: "too small".into(),
        })
        .permits(|resolution| P::RefuseRelocation {
            resolution,
            reason: "too small".into(),
        });
    assert_eq!(scenario.dossier.premises, None);
    assert_snapshot!(scenario.end());
}

fn closure(through: &str) -> impl Fn(parvaneh::core::resolution::Resolution) -> P {
    let through = day(through);
    move |resolution| P::PermitClosure {
        through,
        resolution,
    }
}

/// An office may be closed for thirty days with one permission, and not while it is closed.
#[test]
fn closed_too_long() {
    let scenario = licensed()
        .permits(closure("1403-03-01"))
        .permits(closure("1403-01-31"))
        .permits(closure("1403-02-30"))
        .permits(closure("1403-02-30"));
    assert_snapshot!(scenario.end());
}

/// It opens again before the last day, or by itself after it.
#[test]
fn closed_and_open_again() {
    let scenario = licensed()
        .asks(Role::Holder, Command::from(P::Reopen))
        .permits(closure("1403-02-20"))
        .on("1403-02-10")
        .stands()
        .asks(Role::Holder, Command::from(P::Reopen))
        .permits(closure("1403-02-20"))
        .on("1403-02-20")
        .night()
        .on("1403-03-15")
        .night()
        .asks(Role::Holder, Command::from(P::Reopen));
    assert_snapshot!(scenario.end());
}

/// A permission ends with the licence; a term that ends on the same day ends after it.
#[test]
fn closed_at_the_end_of_the_term() {
    let scenario = Scenario::licensed("pishkhan/1389", "1402-07-15")
        .on("1405-07-01")
        .permits(closure("1405-07-14"))
        .on("1405-07-20")
        .night();
    assert_snapshot!(scenario.end());
    let scenario = Scenario::licensed("pishkhan/1389", "1402-07-15")
        .on("1405-07-01")
        .permits(closure("1405-07-25"))
        .on("1405-08-20")
        .night();
    assert_snapshot!("closed_beyond_the_end_of_the_term", scenario.end());
}

fn counter(from: &str, through: &str) -> impl Fn(parvaneh::core::resolution::Resolution) -> P {
    let days = Term {
        from: day(from),
        through: day(through),
    };
    move |resolution| P::PermitCounter {
        at: premises("ری", "نمایشگاه"),
        days,
        resolution,
    }
}

/// Counters elsewhere may stand for a month in one year, all together.
#[test]
fn a_counter_beyond_a_month_a_year() {
    let scenario = licensed()
        .permits(counter("1403-02-01", "1403-03-01"))
        .permits(counter("1403-02-01", "1403-02-20"))
        .permits(counter("1403-06-01", "1403-06-12"))
        .permits(counter("1403-06-01", "1403-06-11"))
        .permits(counter("1403-01-01", "1403-01-02"))
        .permits(counter("1403-12-29", "1404-01-10"))
        .permits(counter("1404-01-01", "1404-01-31"))
        .suspended_for("HANDED_OVER")
        .permits(counter("1405-01-01", "1405-01-10"));
    assert_snapshot!(scenario.end());
}

/// What asks for the working group asks for a resolution that carries, and for a procedure that
/// the edition knows.
#[test]
fn permissions_need_a_group_that_gives_them() {
    let scenario = licensed();
    let resolution = scenario.nobody_votes("31");
    let through = day("1403-02-10");
    let scenario = scenario.asks(
        Role::WorkingGroup,
        Command::from(P::PermitClosure {
            through,
            resolution: resolution.clone(),
        }),
    );
    assert_snapshot!(scenario.end());
    let scenario = Scenario::licensed("chicago/2012", "2012-05-01").asks(
        Role::WorkingGroup,
        Command::from(P::PermitClosure {
            through,
            resolution,
        }),
    );
    assert_snapshot!("permissions_that_an_edition_does_not_know", scenario.end());
}

fn contract(command: C) -> Command {
    Command::Contract(command)
}

fn agency(id: &str) -> Actor {
    Actor {
        id: id.to_owned(),
        role: Role::ServiceAgency,
        province: None,
        on_behalf_of: None,
    }
}

/// The working group approves before anyone signs; each agency has one contract that is open.
#[test]
fn a_contract_is_approved_and_signed() {
    let bank = || "post_bank".into();
    let scenario = licensed()
        .asks(Role::Holder, contract(C::Sign { agency: bank() }))
        .asks(Role::Holder, contract(C::Draft { agency: bank() }))
        .actor_asks(&agency("post_bank"), contract(C::Draft { agency: bank() }))
        .actor_asks(&agency("post_bank"), contract(C::Sign { agency: bank() }))
        .actor_asks(&agency("registry"), contract(C::Sign { agency: bank() }));
    let approve = |scenario: &Scenario| {
        contract(C::Approve {
            agency: bank(),
            resolution: scenario.carried("41"),
        })
    };
    let approved = approve(&scenario);
    let reason = || "tariffs".into();
    let scenario = scenario
        .asks(Role::WorkingGroup, approved.clone())
        .asks(Role::WorkingGroup, approved)
        .actor_asks(&agency("post_bank"), contract(C::Sign { agency: bank() }))
        .signs_with("registry")
        .actor_asks(
            &agency("post_bank"),
            contract(C::Terminate {
                agency: bank(),
                reason: reason(),
            }),
        )
        .asks(
            Role::Holder,
            contract(C::Terminate {
                agency: bank(),
                reason: reason(),
            }),
        )
        .asks(Role::Holder, contract(C::Draft { agency: bank() }));
    assert_snapshot!(scenario.end());
}

/// Contracts rest while the licence is suspended, go on when it is lifted, and end with it.
#[test]
fn contracts_follow_the_licence() {
    let draft = || "insurance".into();
    let scenario = licensed()
        .signs_with("post_bank")
        .signs_with("registry")
        .asks(Role::Holder, contract(C::Draft { agency: draft() }))
        .on("1403-03-01")
        .suspended_for("HANDED_OVER");
    let resolution = scenario.carried("42");
    let approve = C::Approve {
        agency: draft(),
        resolution,
    };
    let scenario = scenario
        .asks(Role::WorkingGroup, contract(approve))
        .asks(Role::Holder, contract(C::Sign { agency: draft() }))
        .on("1403-04-01")
        .remedied("HANDED_OVER");
    let expired = scenario
        .on("1405-08-01")
        .night()
        .asks(Role::Holder, contract(C::Draft { agency: draft() }));
    assert_snapshot!(expired.end());
    let revoked = licensed()
        .signs_with("post_bank")
        .suspended_for("HANDED_OVER")
        .on("1403-04-01")
        .revoked();
    assert_snapshot!("contracts_end_by_revocation", revoked.end());
}

/// Where no approval is needed a draft is signed at once; where contracts are unknown, none is.
#[test]
fn contracts_under_other_editions() {
    let scenario = Scenario::presented("pishkhan/1389", "1402-07-15").changed(|edition| {
        edition.contract.as_mut().unwrap().approval.value = Needed::NotNeeded;
    });
    let bank = || "post_bank".into();
    let scenario = scenario
        .issued()
        .asks(Role::Holder, contract(C::Draft { agency: bank() }))
        .asks(Role::Holder, contract(C::Sign { agency: bank() }));
    assert_snapshot!(scenario.end());
    let scenario = Scenario::licensed("chicago/2012", "2012-05-01")
        .asks(Role::Holder, contract(C::Draft { agency: bank() }));
    assert_snapshot!("contracts_unknown_to_the_edition", scenario.end());
}

/// A register that asks for papers before the review of a renewal has it wait for them.
#[test]
fn papers_before_the_review_of_a_renewal() {
    let findings = Findings {
        office_active: true,
        unremedied_violations: 0,
    };
    let scenario = Scenario::presented("pishkhan/1389", "1402-07-15").changed(|edition| {
        let needs = edition.renewal.needs.as_mut().unwrap();
        needs.value = vec!["fee_receipt".to_owned()];
        let mut rule = edition.papers["transfer_joint_request"].clone();
        rule.value = PaperRule {
            kind: PaperKind::Document,
            from: Role::Holder,
            valid_for: Some("P1M".parse().unwrap()),
            asked_after: None,
        };
        edition.papers.insert("fee_receipt".to_owned(), rule);
    });
    let record = || {
        renewal(R::Record {
            paper: paper("fee_receipt", true),
        })
    };
    let missing = vec!["fee receipt".into()];
    let review = || renewal(R::BeginReview { findings });
    let scenario = scenario
        .issued()
        .on("1404-12-01")
        .asks(Role::Holder, record())
        .asks(Role::Holder, renewal(R::File))
        .asks(Role::Secretariat, review())
        .asks(Role::Secretariat, renewal(R::NoteDeficiency { missing }))
        .asks(Role::Holder, record())
        .asks(Role::Holder, renewal(R::Cure))
        .on("1405-01-02")
        .asks(Role::Secretariat, review())
        .asks(Role::Holder, record())
        .asks(Role::Secretariat, review())
        .asks(Role::Holder, record());
    assert_snapshot!(scenario.end());
}
