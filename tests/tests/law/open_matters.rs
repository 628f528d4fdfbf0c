//! An open matter is judged by the edition that was in force when it was filed, whatever came into
//! force since; what begins afterwards, by the edition in force then.

use parvaneh::core::calendar::{Date, Span};
use parvaneh::core::dossier::{self, Dated, Dossier, Event};
use parvaneh::core::edition::{Edition, InForce, Rung};
use parvaneh::core::opening::{self, Opening};
use parvaneh::core::renewal::{self, Timeliness};
use parvaneh_tests::law::{day, edition, stated};

use crate::life::Life;
use crate::steps::{
    APPROVED, CALL, CLEARANCES, CLEARED, FILED, PASSED, POSTS, PRESENTED, PUBLISHED, REVIEWED,
    VETTED, VOTED, heard,
};

const OF_1389: &str = "pishkhan/1389";
/// The Governing Principles of 1400: another working group, another order of steps.
const OF_1400: &str = "pishkhan/1400";

/// 1389 with one thing in it changed, as an edition of its own.
fn later(change: impl FnOnce(&mut Edition)) -> Edition {
    let mut edition = edition(OF_1389);
    edition.id.0 = "pishkhan/later".to_owned();
    change(&mut edition);
    edition
}

fn licensed() -> Life {
    Life::licensed(edition(OF_1389), "1402-07-15").on("1403-02-01")
}

/// Asserts what comes of a line, with the votes of a session of this edition's working group.
fn assert_by_group(life: &Life, line: &str, cases: &[(&str, &str)]) {
    for (group, expected) in cases {
        let mut session = life.clone();
        session.edition = edition(group);
        let (actor, command) = session.read(line);
        assert_eq!(life.would(&actor, &command), *expected, "{line} by {group}");
    }
}

/// Asserts that a line is decided by the working group of 1389 where the matter was begun before that
/// of 1400 came into force, and by the other where it began afterwards.
fn assert_pinned(began: &str, line: &str, event: &str) {
    let refused = "resolution_not_carried";
    let open = licensed().asks(began).in_force(edition(OF_1400));
    assert_by_group(&open, line, &[(OF_1389, event), (OF_1400, refused)]);
    let begun_after = licensed().in_force(edition(OF_1400)).asks(began);
    assert_by_group(&begun_after, line, &[(OF_1389, refused), (OF_1400, event)]);
}

/// A contract is approved by the working group of the edition under which it was drafted.
#[test]
fn a_contract() {
    let draft = "holder contract.draft agency=post_bank";
    let approve = "working_group contract.approve agency=post_bank resolution=carried";
    assert_pinned(draft, approve, "contract.approved");
    let over = licensed().asks(draft).in_force(edition(OF_1400));
    let over = over.asks("holder contract.terminate agency=post_bank reason=stated");
    let begun_after = over.asks(draft);
    assert_by_group(&begun_after, approve, &[(OF_1400, "contract.approved")]);
}

/// A move is decided by the working group of the edition under which it was asked for, and that alone:
/// to close for a while is another matter.
#[test]
fn a_relocation() {
    let asked = "
        secretariat licence.record_premises at.town=ری at.address=دو
        holder licence.request_relocation to.town=ری to.address=یک
        technical_committee licence.record paper.name=relocation_premises_report paper.favourable=true
        secretariat licence.record paper.name=relocation_police_premises paper.favourable=true";
    let relocate = "working_group licence.relocate resolution=carried";
    assert_pinned(asked, relocate, "licence.relocated");
    let refuse = "working_group licence.refuse_relocation reason=stated resolution=carried";
    assert_pinned(asked, refuse, "licence.relocation_refused");
    let close = "working_group licence.permit_closure through=1403-02-10 resolution=carried";
    let open = licensed().asks(asked).in_force(edition(OF_1400));
    let cases = [
        (OF_1389, "resolution_not_carried"),
        (OF_1400, "licence.closure_permitted"),
    ];
    assert_by_group(&open, close, &cases);
}

/// A post is filled as the edition says under which somebody was proposed for it, and a mismatch
/// settled by the one under which it was recorded.
#[test]
fn a_post_and_a_mismatch() {
    let propose = "holder appointment.propose post=operator person=@nasrin";
    let approve = "working_group appointment.approve post=operator resolution=carried";
    assert_pinned(propose, approve, "appointment.approved");
    let without_posts = || later(|edition| edition.appointment = None);
    let mismatch = "inspector appointment.record_mismatch facts=seen";
    let settle = "inspector appointment.settle how=resumed";
    let open = licensed().asks(mismatch).in_force(without_posts());
    assert_eq!(open.comes_of(settle), "appointment.mismatch_settled");
    let never = licensed().in_force(without_posts());
    assert_eq!(never.comes_of(settle), "procedure_not_known");
}

/// A renewal is confirmed by the working group of the edition under which it was filed, and passes
/// no gate of a later one.
#[test]
fn a_renewal() {
    let inactive = "secretariat renewal.begin_review findings.office_active=false \
                    findings.unremedied_violations=0";
    let filed = licensed().on("1405-04-01").asks("holder renewal.file");
    let filed = filed.in_force(edition(OF_1400));
    assert_eq!(filed.comes_of(inactive), "renewal.review_begun");
    let confirm = "working_group renewal.confirm resolution=carried";
    let cases = [
        (OF_1389, "renewal.confirmed"),
        (OF_1400, "resolution_not_carried"),
    ];
    assert_by_group(&filed.asks(inactive), confirm, &cases);
}

/// A transfer passes the stages of the edition under which it was filed, in its order.
#[test]
fn a_transfer() {
    let file = "holder transfer.file transferee=@omid transferee_kind=natural";
    let begin = "secretariat transfer.begin_review";
    let filed = licensed().asks(file);
    let of_1389 = filed.clone().asks(begin).dossier.transfer;
    let pinned = filed.clone().in_force(edition(OF_1400)).asks(begin);
    assert_eq!(pinned.dossier.transfer, of_1389);
    let begun_after = licensed().in_force(edition(OF_1400)).asks(file).asks(begin);
    assert_ne!(begun_after.dossier.transfer.name(), of_1389.name());
    let open = filed.asks(begin).asks(PASSED).in_force(edition(OF_1400));
    let confirm = "working_group transfer.confirm resolution=carried";
    let cases = [
        (OF_1389, "transfer.confirmed"),
        (OF_1400, "resolution_not_carried"),
    ];
    assert_by_group(&open, confirm, &cases);
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
    let imposed = |life: &Life, sanction: &str| {
        life.comes_of(&format!(
            "enforcement_committee enforcement.sanction reason=proven sanction={sanction}"
        ))
    };
    let (sanctioned, refused) = ("enforcement.sanctioned", "sanction_not_in_table");
    let open = licensed().asks(&heard("HOURS")).in_force(stricter());
    assert_eq!(imposed(&open, "notice"), sanctioned);
    assert_eq!(imposed(&open, "written_warning"), refused);
    let begun_after = licensed().in_force(stricter()).asks(&heard("HOURS"));
    assert_eq!(imposed(&begun_after, "notice"), refused);
    assert_eq!(imposed(&begun_after, "written_warning"), sanctioned);
}

/// A dossier in answer to the call, which is published by whom the edition says.
fn applied(of: &str, publish: &str) -> Life {
    let call = Life::under(edition(of), "1402-03-01")
        .asks(CALL)
        .asks(publish);
    let mut life = Life::under(edition(of), "1402-04-01");
    life.call = Some((call.dossier, 0));
    life.asks(FILED).on("1402-05-10")
}

/// An application takes the way of the edition under which it was filed, up to the licence itself,
/// whose first term is judged by it.
#[test]
fn an_application_up_to_the_licence() {
    let by_authority = "authority call.publish";
    let issue = "authority licence.issue number=17-1 from=today";
    let issued_under = |life: Life| {
        let life = life.on("1402-07-15").asks(issue);
        let term = life.dossier.terms.last().expect("a term");
        term.edition.0.clone()
    };
    let filed = applied(OF_1389, PUBLISHED);
    let open = filed.clone().in_force(edition(OF_1400)).asks(REVIEWED);
    assert_eq!(open.dossier.application.name(), "UnderClearance");
    let qualified = [REVIEWED, CLEARANCES, CLEARED, VOTED, APPROVED, PRESENTED].join("\n");
    let presented = filed.asks(&qualified).in_force(edition(OF_1400));
    assert_eq!(issued_under(presented), OF_1389);
    let qualified = [
        REVIEWED, CLEARANCES, VOTED, CLEARANCES, VETTED, CLEARED, APPROVED, PRESENTED, POSTS,
    ];
    let begun_after = applied(OF_1400, by_authority).asks(&qualified.join("\n"));
    assert_eq!(issued_under(begun_after), OF_1400);
}

/// A call is published by whom the edition of its draft says.
#[test]
fn a_call() {
    let (published, refused) = ("call.published", "role_may_not");
    let before = Life::under(edition(OF_1389), "1402-03-01");
    let open = before.clone().asks(CALL).in_force(edition(OF_1400));
    assert_eq!(open.comes_of("secretariat call.publish"), published);
    assert_eq!(open.comes_of("authority call.publish"), refused);
    let begun_after = before.in_force(edition(OF_1400)).asks(CALL);
    assert_eq!(begun_after.comes_of("secretariat call.publish"), refused);
    assert_eq!(begun_after.comes_of("authority call.publish"), published);
}

fn earlier_lead(edition: &mut Edition) {
    let lead = edition.renewal.lead.as_mut().expect("a lead");
    lead.value = Span {
        months: 1,
        ..lead.value
    };
}

/// A term that is lengthened by a reinstatement stays with its edition: so does the last timely day for its renewal.
#[test]
fn a_reinstated_term() {
    let shorter = Life::licensed_through(edition(OF_1389), "1402-07-15", Some("1404-01-14"));
    let reinstated = shorter
        .on("1404-02-01")
        .in_force(later(earlier_lead))
        .asks("court licence.reinstate decision=J-9 reason=stated through=1405-07-14");
    let term = reinstated.dossier.terms.last().expect("a term");
    assert_eq!(term.term.through, day("1405-07-14"));
    assert_eq!(term.renewal_due, Some(day("1405-04-14")));
}

/// A request that a reinstatement enters is judged by the edition in force on the day on which it was filed, and
/// the term by its own.
#[test]
fn a_request_that_was_not_recorded() {
    let life = Life::licensed(edition(OF_1389), "1402-07-15");
    let next = later(earlier_lead);
    let from = [
        (Date::MIN, life.edition.id.clone()),
        (day("1405-04-10"), next.id.clone()),
    ];
    let judges = |filed_on: &str| {
        let mut life = life.clone().on("1405-08-01").night().in_force(next.clone());
        let in_force = InForce::new(from.clone()).expect("two editions");
        life.editions = life.editions.with_in_force("pishkhan", in_force);
        let asked = format!(
            "court licence.reinstate decision=J-9 reason=stated renewal_filed_on={filed_on}"
        );
        let life = life.asks(&asked);
        let term = life.dossier.terms.last().expect("a term");
        assert_eq!(term.renewal_due, Some(day("1405-04-14")));
        let request = life.dossier.renewal.open_request().expect("a request");
        request.edition.clone()
    };
    assert_eq!(judges("1405-04-09"), life.edition.id);
    assert_eq!(judges("1405-04-10"), next.id);
}

/// What another register states is judged anew under another edition: the statements stand, and the
/// last timely day and whether a request was in time follow from it.
#[test]
fn statements_under_another_edition() {
    let later = later(earlier_lead);
    let events = |filed_on: &str| {
        let opening = Opening {
            renewal_filed_on: Some(day(filed_on)),
            ..stated("1402-07-15")
        };
        opening::events(&opening, &edition(OF_1389), Date::MAX).expect("no fault")
    };
    let rejudged = |filed_on: &str| -> (Option<Date>, Timeliness) {
        let mut dossier = Dossier::default();
        for dated in events(filed_on) {
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
