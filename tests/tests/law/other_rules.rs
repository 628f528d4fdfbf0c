//! Rules that an edition may have and no built-in one has: 1389 with one thing in it changed.

use parvaneh::core::actor::Role;
use parvaneh::core::calendar::Span;
use parvaneh::core::edition::{
    AfterEnd, Basis, ByProvince, Edition, LatePolicy, Needed, PendingAtExpiry, Rule,
};
use parvaneh::core::paper::{PaperKind, PaperRule};
use parvaneh::core::standing::Standing;
use parvaneh_tests::law::{day, edition, party};

use crate::life::Life;
use crate::steps::{
    CLEARANCES, CLEARED, DIED, FILED, PASSED, REGISTERED, REVIEWED, REVOKED, TRANSFER_FILED,
    UNTIL_CURED, VOTED, sanctioned,
};

/// A licence from 15 Mehr 1402 under 1389 with this change.
fn licensed(change: impl FnOnce(&mut Edition)) -> Life {
    Life::licensed(changed(change), "1402-07-15")
}

fn changed(change: impl FnOnce(&mut Edition)) -> Edition {
    let mut edition = edition("pishkhan/1389");
    change(&mut edition);
    edition
}

/// Asserts what comes of each line, and takes it.
fn assert_in_turn(mut life: Life, lines: &[(&str, &str)]) -> Life {
    for (line, expected) in lines {
        assert_eq!(life.comes_of(line), *expected, "{line}");
        life = life.asks(line);
    }
    life
}

/// Where the edition knows no calls, an application answers none, can be filed on any day and needs no
/// seat.
#[test]
fn an_edition_without_calls() {
    let edition = changed(|edition| edition.call = None);
    let life = Life::under(edition, "1402-04-01");
    assert_eq!(life.comes_of(FILED), "procedure_not_known");
    let life = life.asks(&FILED.replace("call=C-7 ", ""));
    let life = life.asks(REVIEWED).asks(CLEARANCES).asks(CLEARED);
    let reserve = "working_group application.reserve resolution=carried";
    assert_eq!(life.comes_of(reserve), "procedure_not_known");
    assert_eq!(life.comes_of(VOTED), "application.qualified");
    assert_eq!(life.asks(VOTED).dossier.seat(), None);
}

/// Where no approval is needed a draft is signed at once.
#[test]
fn contracts_without_approval() {
    let life = licensed(|edition| {
        let rules = edition.contract.as_mut().expect("contracts");
        rules.approval.value = Needed::NotNeeded;
    });
    let life = life.asks("holder contract.draft agency=post_bank");
    let sign = "holder contract.sign agency=post_bank";
    assert_eq!(life.comes_of(sign), "contract.one_signed");
}

/// A register that asks for papers before the review of a renewal has it wait for them, and for those
/// that are still in date.
#[test]
fn papers_before_the_review_of_a_renewal() {
    let life = licensed(|edition| {
        let needs = edition.renewal.needs.as_mut().expect("papers of a renewal");
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
    let record = "holder renewal.record paper.name=fee_receipt paper.favourable=true";
    let review = "secretariat renewal.begin_review findings.office_active=true \
                  findings.unremedied_violations=0";
    let note = "secretariat renewal.note_deficiency missing='[\"fee receipt\"]'";
    let life = assert_in_turn(
        life.on("1404-12-01"),
        &[
            (record, "no_request"),
            ("holder renewal.file", "renewal.filed"),
            (review, "paper_missing"),
            (note, "renewal.deficiency_noted"),
            (record, "renewal.recorded"),
            ("holder renewal.cure", "renewal.cured"),
        ],
    );
    assert_in_turn(
        life.on("1405-01-02"),
        &[
            (review, "paper_outdated"),
            (record, "renewal.recorded"),
            (review, "renewal.review_begun"),
            (record, "no_request"),
        ],
    );
}

const A_YEAR: Span = Span {
    years: 1,
    months: 0,
    days: 0,
};

/// A province may ask how long the licence was held; a transfer begins that anew.
#[test]
fn a_minimum_holding() {
    let life = licensed(|edition| {
        let transfer = edition.transfer.as_mut().expect("transfers");
        transfer.holding = Some(Rule {
            value: ByProvince([("تهران".to_owned(), A_YEAR)].into()),
            article: "undertaking not to transfer".to_owned(),
            basis: Basis::F,
        });
    });
    let file = "holder transfer.file transferee=@omid transferee_kind=natural";
    assert_eq!(
        life.clone().on("1403-07-14").comes_of(file),
        "held_too_short"
    );
    let life = life.on("1403-07-15");
    assert_eq!(life.comes_of(file), "transfer.filed");
    let life = life.asks(TRANSFER_FILED).asks(PASSED).asks(REGISTERED);
    assert_eq!(life.dossier.holder, Some(party("omid")));
    let back = "holder transfer.file transferee=@sara transferee_kind=natural";
    assert_eq!(life.on("1403-08-01").comes_of(back), "held_too_short");
}

/// Where an edition lets the working group accept a request after the end of the term, under whatever rule
/// of lateness: the licence stays expired until it is renewed, and the gap with it. By default what has
/// expired is not renewed.
#[test]
fn a_request_accepted_after_the_end() {
    let accepted = "working_group renewal.excuse_lateness resolution=carried reason=illness";
    let review = "secretariat renewal.begin_review findings.office_active=true \
                  findings.unremedied_violations=0";
    let note = "secretariat renewal.note_deficiency missing='[\"a paper\"]'";
    let by_default = licensed(|_| {}).on("1405-08-01");
    assert_eq!(by_default.comes_of("holder renewal.file"), "licence_ended");
    for late in [LatePolicy::RefuseOrExcuse, LatePolicy::DeemedWithdrawal] {
        let life = licensed(|edition| {
            edition.renewal.late.as_mut().expect("a deadline").value = late;
            edition.renewal.after_end.value = AfterEnd::ByResolution;
        });
        let life = assert_in_turn(
            life.on("1405-08-01"),
            &[
                ("holder renewal.file", "renewal.filed"),
                (review, "no_request"),
                (accepted, "renewal.lateness_excused"),
                (note, "renewal.deficiency_noted"),
                ("holder renewal.cure", "renewal.cured"),
                (review, "renewal.review_begun"),
                ("authority renewal.grant", "not_confirmed"),
                (
                    "working_group renewal.confirm resolution=carried",
                    "renewal.confirmed",
                ),
            ],
        );
        assert_eq!(life.view().standing, Standing::Expired);
        let life = life.on("1405-09-01").asks("authority renewal.grant");
        assert_eq!(life.view().standing, Standing::InForce);
        let last = life.dossier.terms.last().expect("a term");
        assert_eq!(last.term.from, day("1405-07-15"));
        assert_eq!(
            life.on("1405-08-30").view().standing,
            Standing::Expired,
            "the gap stays expired"
        );
    }
}

/// A request that was accepted after the end and lacks something ends with the time to supply it.
#[test]
fn a_request_after_the_end_that_nobody_cures() {
    let life = licensed(|edition| edition.renewal.after_end.value = AfterEnd::ByResolution);
    let life = life.on("1405-08-01").asks(
        "
        holder renewal.file
        working_group renewal.excuse_lateness resolution=carried reason=illness
        secretariat renewal.note_deficiency missing='[\"a paper\"]'",
    );
    let life = life.on("1405-09-01").night();
    assert_eq!(life.last(), ("renewal.cure_elapsed", day("1405-08-12")));
    assert_eq!(life.view().standing, Standing::Expired);
}

/// So does one that was filed late but before the end, and accepted after it, and one that was in time and
/// found wanting when the term ended.
#[test]
fn a_request_from_before_the_end_that_nobody_cures() {
    let life = licensed(|edition| edition.renewal.after_end.value = AfterEnd::ByResolution);
    let note = "secretariat renewal.note_deficiency missing='[\"a paper\"]'";
    let accepted = "working_group renewal.excuse_lateness resolution=carried reason=illness";
    let late = life.clone().on("1405-07-01").asks("holder renewal.file");
    let late = late.on("1405-08-01").asks(accepted).asks(note);
    let late = late.on("1405-09-01").night();
    assert_eq!(late.last(), ("renewal.cure_elapsed", day("1405-08-12")));
    let wanting = life.on("1405-04-01").asks("holder renewal.file");
    let wanting = wanting.on("1405-07-10").asks(note).on("1405-09-01").night();
    assert_eq!(wanting.last(), ("renewal.cure_elapsed", day("1405-07-21")));
    assert_eq!(wanting.view().standing, Standing::Expired);
}

/// Where an edition lets suspended licences pass, the suspension passes with them.
#[test]
fn a_suspension_passes_with_the_licence() {
    let life = licensed(|edition| {
        let transfer = edition.transfer.as_mut().expect("transfers");
        transfer.not_suspended.value = Needed::NotNeeded;
    });
    let life = life
        .on("1403-01-01")
        .asks(&sanctioned("HANDED_OVER", UNTIL_CURED))
        .on("1403-02-01")
        .asks(&DIED.replace("{}", "1403-02-01"))
        .asks("heir:zahra licence.give_notice heir=@zahra manager=@parviz")
        .asks(&TRANSFER_FILED.replace("holder ", "heir "))
        .asks(PASSED)
        .asks(REGISTERED);
    assert_eq!(life.dossier.holder, Some(party("omid")));
    assert_eq!(life.view().standing, Standing::Suspended);
}

/// Where no licence goes on for a request, one that was revoked and stands again after its term goes on all the
/// same for the time that is given, and for a request that is filed in it: otherwise it would stand again for no
/// day (D, law.md 2.10). A request that was pending when it was revoked does not keep it by itself.
#[test]
fn a_revocation_quashed_after_the_end_where_nothing_goes_on() {
    let reinstate = "court licence.reinstate decision=J-9 reason=stated";
    let expires = || {
        let rule = |edition: &mut Edition| {
            edition.licence.pending_at_expiry.value = PendingAtExpiry::Expire;
        };
        licensed(rule)
    };
    let asked = expires().on("1405-04-01").asks("holder renewal.file");
    assert_eq!(asked.on("1405-07-15").view().standing, Standing::Expired);
    for requests in ["", "holder renewal.file"] {
        let revoked = expires().on("1405-04-01").asks(requests).asks(REVOKED);
        let stands = revoked.on("1405-09-01").asks(reinstate);
        assert_eq!(stands.view().standing, Standing::InForcePendingRenewal);
        let on = |on: &str| stands.clone().on(on).night().view().standing;
        // Thirty days end on 1 Mehr.
        assert_eq!(on("1405-10-01"), Standing::InForcePendingRenewal);
        match requests {
            "" => assert_eq!(on("1405-10-02"), Standing::Expired),
            _ => assert_eq!(on("1405-10-02"), Standing::InForcePendingRenewal),
        }
        if requests.is_empty() {
            let filed = stands.on("1405-10-01").asks("holder renewal.file");
            let standing = filed.on("1406-01-01").night().view().standing;
            assert_eq!(standing, Standing::InForcePendingRenewal);
        }
    }
}
