//! An open matter is judged by the edition that was in force when it was filed, whatever came into
//! force since; what begins afterwards, by the edition in force then.

use parvaneh::Workflows;
use parvaneh::core::actor::Role;
use parvaneh::core::application::Command as A;
use parvaneh::core::appointment::{Command as P, Post};
use parvaneh::core::calendar::{Date, Span};
use parvaneh::core::call::{self, Command as C, Draft};
use parvaneh::core::contract::Command as K;
use parvaneh::core::dossier::{self, Command, Dated, Dossier, Event};
use parvaneh::core::edition::{Edition, Rung};
use parvaneh::core::enforcement::file::Sanction;
use parvaneh::core::licence::{Command as L, Correction};
use parvaneh::core::machines::premises::Command as Pr;
use parvaneh::core::mismatch::Settlement;
use parvaneh::core::opening::{self, Office, Opening, Status};
use parvaneh::core::party::PartyKind::Natural;
use parvaneh::core::refusal::Code;
use parvaneh::core::renewal::Findings;
use parvaneh::core::renewal::Timeliness;
use parvaneh::core::renewal::{self, Command as R};
use parvaneh::core::resolution::Resolution;
use parvaneh::core::text::FreeText;
use parvaneh::core::transfer::{Command as T, Stage};
use parvaneh_tests::scenario::appointment::{MANAGER, appointment};
use parvaneh_tests::scenario::enforcement::sanction;
use parvaneh_tests::scenario::succession::{paper, transfer};
use parvaneh_tests::scenario::{CALL, HOLDER, Scenario, application, day, licence, renewal};

const UNDER_1389: &str = "pishkhan/1389";

/// The Governing Principles of 1400: another working group, another order of steps.
fn of_1400() -> Edition {
    let workflows = Workflows::embedded().expect("the editions load");
    let mut editions = workflows.editions();
    let found = editions.find(|edition| edition.id.0 == "pishkhan/1400");
    found.expect("an edition").clone()
}

/// 1389 with one thing in it changed, as an edition of its own.
fn later(change: impl FnOnce(&mut Edition)) -> Edition {
    let mut edition = Scenario::under(UNDER_1389, "1402-01-01").edition().clone();
    edition.id.0 = "pishkhan/later".to_owned();
    change(&mut edition);
    edition
}

fn licensed() -> Scenario {
    Scenario::licensed(UNDER_1389, "1402-07-15").on("1403-02-01")
}

fn reason() -> FreeText {
    "stated".into()
}

/// Resolutions of the working group of 1389 and of that of 1400.
fn of_both_groups(scenario: &Scenario) -> [Resolution; 2] {
    let before = scenario.carried("41");
    let after = scenario.clone().in_force(of_1400()).carried("42");
    [before, after]
}

/// A contract is approved by the working group of the edition under which it was drafted.
#[test]
fn a_contract() {
    let agency = || "post_bank".into();
    let drafts = |scenario: Scenario| {
        let draft = K::Draft { agency: agency() };
        scenario.asks(Role::Holder, Command::Contract(draft))
    };
    let approved_by = |scenario: &Scenario, resolution: &Resolution| {
        let approve = K::Approve {
            agency: agency(),
            resolution: resolution.clone(),
        };
        scenario.comes_of(Role::WorkingGroup, Command::Contract(approve))
    };
    let [before, after] = of_both_groups(&licensed());
    let (approved, refused) = ("contract.approved", Code::ResolutionNotCarried.word());
    let open = drafts(licensed()).in_force(of_1400());
    assert_eq!(approved_by(&open, &before), approved);
    assert_eq!(approved_by(&open, &after), refused);
    let begun_after = drafts(licensed().in_force(of_1400()));
    assert_eq!(approved_by(&begun_after, &before), refused);
    assert_eq!(approved_by(&begun_after, &after), approved);
    let reason = reason();
    let terminate = K::Terminate {
        agency: agency(),
        reason,
    };
    let over = open.asks(Role::Holder, Command::Contract(terminate));
    let begun_after = drafts(over);
    assert_eq!(approved_by(&begun_after, &after), approved);
}

/// A move is decided by the working group of the edition under which it was asked for, and that alone:
/// to close for a while is another matter.
#[test]
fn a_relocation() {
    let papers = ["relocation_premises_report", "relocation_police_premises"];
    let shown = |scenario: Scenario| {
        let roles = [Role::TechnicalCommittee, Role::Secretariat];
        let pairs = roles.into_iter().zip(papers);
        pairs.fold(scenario, |scenario, (role, name)| {
            let paper = paper(name, true);
            scenario.asks(role, Command::from(Pr::Record { paper }))
        })
    };
    let comes_of = |scenario: &Scenario, command: Pr| {
        scenario.comes_of(Role::WorkingGroup, Command::from(command))
    };
    let [before, after] = of_both_groups(&licensed());
    let relocate = |of: &Resolution| Pr::Relocate {
        resolution: of.clone(),
    };
    let refuse = |of: &Resolution| Pr::RefuseRelocation {
        resolution: of.clone(),
        reason: reason(),
    };
    let close = |of: &Resolution| Pr::PermitClosure {
        through: day("1403-02-10"),
        resolution: of.clone(),
    };
    let refused = Code::ResolutionNotCarried.word();
    let open = shown(
        licensed()
            .asks_to_move("ری", "خیابان یک")
            .in_force(of_1400()),
    );
    assert_eq!(comes_of(&open, relocate(&before)), "licence.relocated");
    assert_eq!(comes_of(&open, relocate(&after)), refused);
    assert_eq!(
        comes_of(&open, refuse(&before)),
        "licence.relocation_refused"
    );
    assert_eq!(comes_of(&open, refuse(&after)), refused);
    assert_eq!(comes_of(&open, close(&before)), refused);
    assert_eq!(comes_of(&open, close(&after)), "licence.closure_permitted");
    let begun_after = shown(
        licensed()
            .in_force(of_1400())
            .asks_to_move("ری", "خیابان یک"),
    );
    assert_eq!(comes_of(&begun_after, relocate(&before)), refused);
    assert_eq!(
        comes_of(&begun_after, relocate(&after)),
        "licence.relocated"
    );
}

/// A post is filled as the edition says under which somebody was proposed for it, and a mismatch
/// settled by the one under which it was recorded.
#[test]
fn a_post_and_a_mismatch() {
    let post = Post::Operator;
    let approve = |of: &Resolution| {
        appointment(P::Approve {
            post,
            resolution: Some(of.clone()),
        })
    };
    let [before, after] = of_both_groups(&licensed());
    let (approved, refused) = ("appointment.approved", Code::ResolutionNotCarried.word());
    let open = licensed().proposed(post, MANAGER).in_force(of_1400());
    assert_eq!(
        open.comes_of(Role::WorkingGroup, approve(&before)),
        approved
    );
    assert_eq!(open.comes_of(Role::WorkingGroup, approve(&after)), refused);
    let begun_after = licensed().in_force(of_1400()).proposed(post, MANAGER);
    let comes_of = begun_after.comes_of(Role::WorkingGroup, approve(&before));
    assert_eq!(comes_of, refused);
    let without_posts = || later(|edition| edition.appointment = None);
    let how = Settlement::Resumed;
    let settle = || Command::Mismatch(parvaneh::core::mismatch::Command::Settle { how });
    let open = licensed().mismatch().in_force(without_posts());
    let comes_of = open.comes_of(Role::Inspector, settle());
    assert_eq!(comes_of, "appointment.mismatch_settled");
    let never = licensed().in_force(without_posts());
    let comes_of = never.comes_of(Role::Inspector, settle());
    assert_eq!(comes_of, Code::ProcedureNotKnown.word());
}

/// A renewal is confirmed by the working group of the edition under which it was filed, and passes
/// no gate of a later one.
#[test]
fn a_renewal() {
    let findings = Findings {
        office_active: false,
        unremedied_violations: 0,
    };
    let begin = || renewal(R::BeginReview { findings });
    let filed = licensed()
        .on("1405-04-01")
        .asks(Role::Holder, renewal(R::File));
    let [before, after] = of_both_groups(&filed);
    let filed = filed.in_force(of_1400());
    let comes_of = filed.comes_of(Role::Secretariat, begin());
    assert_eq!(comes_of, "renewal.review_begun");
    let open = filed.asks(Role::Secretariat, begin());
    let confirmed_by = |resolution: Resolution| {
        open.comes_of(Role::WorkingGroup, renewal(R::Confirm { resolution }))
    };
    assert_eq!(confirmed_by(before), "renewal.confirmed");
    assert_eq!(confirmed_by(after), Code::ResolutionNotCarried.word());
}

/// A transfer passes the stages of the edition under which it was filed, in its order.
#[test]
fn a_transfer() {
    let first = |scenario: Scenario| scenario.secretariat(T::BeginReview).dossier.transfer;
    let filed = licensed().files_transfer(Role::Holder, Natural);
    let of_1389 = first(filed.clone());
    assert_eq!(first(filed.clone().in_force(of_1400())), of_1389);
    let begun_after = licensed().in_force(of_1400());
    let begun_after = begun_after.files_transfer(Role::Holder, Natural);
    assert_ne!(first(begun_after).name(), of_1389.name());
    let open = filed
        .secretariat(T::BeginReview)
        .supplies(Stage::TransfereeCheck)
        .secretariat(T::Pass)
        .supplies(Stage::Settlement)
        .secretariat(T::Pass);
    let [before, after] = of_both_groups(&open);
    let open = open.in_force(of_1400());
    let confirmed_by = |resolution: Resolution| {
        open.comes_of(Role::WorkingGroup, transfer(T::Confirm { resolution }))
    };
    assert_eq!(confirmed_by(before), "transfer.confirmed");
    assert_eq!(confirmed_by(after), Code::ResolutionNotCarried.word());
}

/// A case ends in what the table says of the edition under which the violation was reported.
#[test]
fn a_case() {
    let stricter = || {
        later(|edition| {
            let cases = edition.enforcement.cases.as_mut().expect("cases");
            let row = cases.violations.get_mut("HOURS").expect("a violation");
            row.value = vec![Rung::WrittenWarning];
        })
    };
    let imposed = |scenario: &Scenario, imposed: Sanction| {
        scenario.comes_of(Role::EnforcementCommittee, sanction(imposed))
    };
    let (sanctioned, refused) = ("enforcement.sanctioned", Code::SanctionNotInTable.word());
    let open = licensed().heard("HOURS").in_force(stricter());
    assert_eq!(imposed(&open, Sanction::Notice), sanctioned);
    assert_eq!(imposed(&open, Sanction::WrittenWarning), refused);
    let begun_after = licensed().in_force(stricter()).heard("HOURS");
    assert_eq!(imposed(&begun_after, Sanction::Notice), refused);
    assert_eq!(imposed(&begun_after, Sanction::WrittenWarning), sanctioned);
}

/// An application takes the way of the edition under which it was filed, up to the licence itself,
/// whose first term is judged by it.
#[test]
fn an_application_up_to_the_licence() {
    let one = Scenario::published_call(UNDER_1389, "1402-04-01", "1402-04-31", 1);
    let scenario = Scenario::under(UNDER_1389, "1402-04-01").answering(&one, 0);
    let filing = scenario.filing();
    let filed = scenario.files(filing).on("1402-05-10");
    let begin = || application(A::BeginReview);
    let open = filed.in_force(of_1400()).asks(Role::Secretariat, begin());
    assert_eq!(open.dossier.application.name(), "UnderClearance");
    let presented = Scenario::presented(UNDER_1389, "1402-07-15");
    let issued = presented.in_force(of_1400()).issued();
    let term = issued.dossier.terms.last().expect("a term");
    assert_eq!(term.edition.0, UNDER_1389);
    let begun_after = Scenario::presented("pishkhan/1400", "1402-07-15").issued();
    let term = begun_after.dossier.terms.last().expect("a term");
    assert_eq!(term.edition.0, "pishkhan/1400");
}

/// A call is published by whom the edition of its draft says.
#[test]
fn a_call() {
    let drafts = |scenario: Scenario| {
        let draft = Draft {
            number: CALL.into(),
            province: "تهران".into(),
            district: "شمیران".into(),
            seats: 1,
            opens_on: day("1402-04-01"),
            closes_on: day("1402-04-31"),
        };
        let draft = call::Command::Draft(Box::new(draft));
        let scenario = scenario.asks(Role::Secretariat, Command::Call(draft));
        let resolution = scenario.carried("1");
        let approve = C::ApproveCapacity {
            resolution,
            seats: 1,
            population: 50_000,
        };
        scenario.asks(Role::WorkingGroup, Command::Call(approve))
    };
    let published_by =
        |scenario: &Scenario, role| scenario.comes_of(role, Command::Call(C::Publish));
    let (published, refused) = ("call.published", Code::RoleMayNot.word());
    let before = Scenario::under(UNDER_1389, "1402-03-01");
    let open = drafts(before.clone()).in_force(of_1400());
    assert_eq!(published_by(&open, Role::Secretariat), published);
    assert_eq!(published_by(&open, Role::Authority), refused);
    let begun_after = drafts(before.in_force(of_1400()));
    assert_eq!(published_by(&begun_after, Role::Secretariat), refused);
    assert_eq!(published_by(&begun_after, Role::Authority), published);
}

fn earlier_lead(edition: &mut Edition) {
    let lead = edition.renewal.lead.as_mut().expect("a lead");
    lead.value = Span {
        months: 1,
        ..lead.value
    };
}

/// A term that is corrected stays with its edition: so does the last timely day for its renewal.
#[test]
fn a_corrected_term() {
    let correction = Correction {
        decision: "judgment 9".into(),
        reason: reason(),
        through: Some(day("1405-08-14")),
        renewal_filed_on: None,
    };
    let corrected = licensed()
        .on("1405-07-20")
        .in_force(later(earlier_lead))
        .asks(Role::Court, licence(L::Correct(correction)));
    let term = corrected.dossier.terms.last().expect("a term");
    assert_eq!(term.term.through, day("1405-08-14"));
    assert_eq!(term.renewal_due, Some(day("1405-05-14")));
}

/// What another register states is judged anew under another edition: the statements stand, and the
/// last timely day and whether a request was in time follow from it.
#[test]
fn statements_under_another_edition() {
    let later = later(earlier_lead);
    let stated = |filed_on: &str| {
        let opening = Opening {
            number: "17-1".to_owned(),
            office: Office {
                kind: "rural".into(),
                province: "تهران".into(),
            },
            holder: HOLDER,
            from: day("1402-07-15"),
            through: None,
            issued_on: None,
            status: Status::InForce,
            status_on: None,
            renewal_filed_on: Some(day(filed_on)),
            profile: "register".to_owned(),
        };
        let edition = Scenario::under(UNDER_1389, "1402-01-01").edition().clone();
        opening::events(&opening, &edition).expect("no fault")
    };
    let rejudged = |filed_on: &str| -> (Option<Date>, Timeliness) {
        let mut dossier = Dossier::default();
        for dated in stated(filed_on) {
            let event = dated.event.rejudged(&dossier, &later).expect("a statement");
            let effective_on = dated.effective_on;
            let dated = Dated {
                effective_on,
                event,
            };
            dossier::evolve(&mut dossier, &dated).expect("no defect");
            if let Event::Renewal(renewal::Event::Filed { request, .. }) = &dated.event {
                assert_eq!(request.edition, later.id);
            }
        }
        let term = dossier.terms.last().expect("a term");
        assert_eq!(term.edition, later.id);
        let request = dossier.renewal.request().expect("a request");
        (term.renewal_due, request.timeliness)
    };
    let due = Some(day("1405-06-14"));
    assert_eq!(rejudged("1405-04-15"), (due, Timeliness::Timely));
    assert_eq!(rejudged("1405-06-14"), (due, Timeliness::Timely));
    assert_eq!(rejudged("1405-06-15"), (due, Timeliness::Late));
}
