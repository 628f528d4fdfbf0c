//! Each rule on the last day on which one answer holds and the first on which the other does, and
//! on both sides of every other line that it draws.

use parvaneh::core::actor::Role;
use parvaneh::core::appointment::Post;
use parvaneh::core::dossier::{self, Dated, Event};
use parvaneh::core::edition::{Edition, LatePolicy, Majority, Needed, Rung};
use parvaneh::core::refusal::Code;
use parvaneh::core::renewal::Timeliness;
use parvaneh::core::specimen::{self, Specimen};
use parvaneh::core::standing::Standing;
use parvaneh::core::transfer::{Command as T, Stage};
use parvaneh_tests::law::{HOLDER, day, edition, party};

use crate::life::Life;
use crate::steps::{
    APPROVED, CALL, CLEARANCES, CLEARED, CONFIRMED, DIED, FILED, GRANTED, JOINT_REQUEST, NOTICE,
    OVERTURNED, PASSED, PUBLISHED, RENEWAL_FILED, REVIEWED, REVOKED, TRANSFER_FILED, UNTIL_CURED,
    VOTED, heard, remedied, sanctioned,
};

fn under_1389() -> Edition {
    edition("pishkhan/1389")
}

/// A licence from 15 Mehr 1402 through 14 Mehr 1405, whose renewal is due by 14 Tir 1405.
fn licensed() -> Life {
    Life::licensed(under_1389(), "1402-07-15").on("1403-02-01")
}

/// A call for one office in the whole of Tir 1402, of which the capacity is approved.
fn approved_call() -> Life {
    Life::under(under_1389(), "1402-03-01").asks(CALL)
}

/// A dossier on a day of the published call, with so many of its seats in other hands.
fn answering(today: &str, seats_taken: u32) -> Life {
    let call = approved_call().asks(PUBLISHED).dossier;
    let mut life = Life::under(under_1389(), today);
    life.call = Some((call, seats_taken));
    life
}

/// An application in answer to a call for one office, once the call is closed.
fn under_review() -> Life {
    let filed = answering("1402-04-01", 0).asks(FILED);
    filed.on("1402-05-10").asks(REVIEWED)
}

/// Asserts what comes of a line on each of these days.
fn assert_on_days(life: &Life, line: &str, cases: &[(&str, &str)]) {
    for (today, expected) in cases {
        let came_of = life.clone().on(today).comes_of(line);
        assert_eq!(came_of, *expected, "{line} on {today}");
    }
}

/// Asserts what comes of a line with each of these in the place of `{}`.
fn assert_with(life: &Life, line: &str, cases: &[(&str, &str)]) {
    for (with, expected) in cases {
        let line = line.replace("{}", with);
        assert_eq!(life.comes_of(&line), *expected, "{line}");
    }
}

/// A call is published fifteen days before it opens, or earlier.
#[test]
fn notice_of_a_call() {
    let cases = [
        ("1402-03-17", "call.published"),
        ("1402-03-18", "notice_too_short"),
    ];
    assert_on_days(&approved_call(), PUBLISHED, &cases);
}

/// A call is extended by one day or more, and by no more than its own length.
#[test]
fn extension_of_a_call() {
    let life = approved_call().asks(PUBLISHED).on("1402-04-10");
    let cases = [
        ("1402-04-31", "extension_unfit"),
        ("1402-05-01", "call.extended"),
        ("1402-05-31", "call.extended"),
        ("1402-06-01", "extension_unfit"),
    ];
    let extend = "working_group call.extend resolution=carried closes_on={}";
    assert_with(&life, extend, &cases);
}

/// A call is answered from its first day through its last. Until then a refusal names the first; from
/// it on, none: a call that nobody published opens on no day by itself.
#[test]
fn days_of_a_call() {
    let answer = |mut life: Life, today: &str, published: bool| {
        if !published {
            life.call = Some((approved_call().dossier, 0));
        }
        let (actor, file) = life.read(FILED);
        match life.on(today).answer(&actor, &file).decided {
            Ok(_) => Ok(()),
            Err(refusal) => Err((refusal.code, refusal.earliest)),
        }
    };
    let not_open = |earliest| Err((Code::CallNotOpen, earliest));
    let opens_on = Some(day("1402-04-01"));
    for (today, published, expected) in [
        ("1402-03-31", true, not_open(opens_on)),
        ("1402-04-01", true, Ok(())),
        ("1402-04-31", true, Ok(())),
        ("1402-05-01", true, not_open(None)),
        // It does not open unless somebody publishes it.
        ("1402-03-31", false, not_open(None)),
        ("1402-04-01", false, not_open(None)),
    ] {
        let life = answering("1402-03-20", 0);
        assert_eq!(answer(life, today, published), expected, "{today}");
    }
}

/// Whoever has applied for an office before does not apply for it in the name of another.
#[test]
fn filing_in_anothers_name() {
    let withdrawn = answering("1402-04-01", 0)
        .asks(FILED)
        .on("1402-04-10")
        .asks("applicant application.withdraw");
    for (who, whose, expected) in [
        ("sara", "omid", "not_the_party"),
        ("omid", "sara", "not_the_party"),
        ("omid", "omid", "application.filed"),
        ("sara", "sara", "application.filed"),
    ] {
        let line = FILED.replace("applicant:sara", &format!("applicant:{who}"));
        let line = line.replace("@sara", &format!("@{whose}"));
        assert_eq!(withdrawn.comes_of(&line), expected, "{line}");
    }
}

/// A clearance is good through the day six months after it was put on file.
#[test]
fn last_day_of_a_paper() {
    let cases = [
        ("1402-11-10", "application.advanced"),
        ("1402-11-11", "paper_outdated"),
    ];
    assert_on_days(&under_review().asks(CLEARANCES), CLEARED, &cases);
}

/// The paper that is suggested next is the first that is still missing.
#[test]
fn the_next_paper() {
    let next = |life: &Life| {
        let commands = specimen::commands(&Specimen {
            edition: &life.edition,
            today: life.today,
            dossier: &life.dossier,
            call: None,
        });
        let papers = commands.into_iter().find_map(|command| match command {
            dossier::Command::Transfer(T::Record { paper }) => Some(paper.name),
            _ => None,
        });
        papers.expect("a paper")
    };
    let life = licensed().asks(TRANSFER_FILED);
    assert_eq!(next(&life), "transfer_joint_request");
    assert_eq!(next(&life.asks(JOINT_REQUEST)), "transferee_vetting");
}

/// Nobody is put on the reserve list whom the working group may not vote on yet, whatever is on file.
#[test]
fn reserve_before_the_session() {
    let mut life = under_review().asks(CLEARANCES);
    life.call = answering("1402-05-10", 1).call;
    let reserve = "working_group application.reserve resolution=carried";
    assert_eq!(life.comes_of(reserve), "not_at_this_step");
    assert_eq!(life.asks(CLEARED).comes_of(reserve), "application.reserved");
}

/// An approval is taken back after a hearing that was used, or once the fifteen days after the notice are
/// over.
#[test]
fn hearing_before_an_approval_is_taken_back() {
    let life = under_review().asks(CLEARANCES).asks(CLEARED).asks(VOTED);
    let served = life
        .asks(APPROVED)
        .on("1402-06-10")
        .asks("secretariat principled_approval.serve_notice");
    let cancel = "working_group principled_approval.cancel resolution=carried reason=proven";
    let (cancelled, open) = ("principled_approval.cancelled", "hearing_open");
    let defend = "applicant principled_approval.defend";
    for (day, heard, unheard) in [
        ("1402-06-10", cancelled, open),
        ("1402-06-25", cancelled, open),
    ] {
        let life = served.clone().on(day);
        assert_eq!(life.comes_of(cancel), unheard, "{day}");
        assert_eq!(life.asks(defend).comes_of(cancel), heard, "{day}");
    }
    let elapsed = served.on("1402-06-26");
    assert_eq!(elapsed.comes_of(defend), "not_at_this_step");
    assert_eq!(elapsed.comes_of(cancel), cancelled);
}

/// A licence whose renewal waits for the working group, in time.
fn renewal_under_review(edition: Edition) -> Life {
    let life = Life::licensed(edition, "1402-07-15").on("1405-04-01");
    life.asks(RENEWAL_FILED)
}

/// Where a majority is one of all seats, half of them is none.
#[test]
fn majority_of_all_seats() {
    let mut edition = under_1389();
    let group = edition.working_group.as_mut().expect("a working group");
    group.majority.value = Majority::OfSeats;
    group.voting_seats.value.push("municipality".to_owned());
    let cases = [
        ("for,for,abstained,for", "renewal.confirmed"),
        ("for,for,abstained,abstained", "resolution_not_carried"),
        ("for,for,recused,recused", "resolution_not_carried"),
    ];
    let confirm = "working_group renewal.confirm resolution=votes:{}";
    assert_with(&renewal_under_review(edition), confirm, &cases);
}

/// A renewal that waits for the working group is not refused by the authority alone.
#[test]
fn refusal_of_a_renewal_under_review() {
    let by_authority = "authority renewal.refuse reason=stated";
    let by_group = "working_group renewal.refuse reason=stated resolution=carried";
    let life = renewal_under_review(under_1389());
    assert_eq!(life.comes_of(by_authority), "no_request");
    assert_eq!(life.comes_of(by_group), "renewal.refused");
    let confirmed = life.asks(CONFIRMED);
    assert_eq!(confirmed.comes_of(by_authority), "renewal.refused");
}

/// Until the new term begins the request is told of with the old one, and from its first day on no
/// request is known for the new one.
#[test]
fn renewal_in_a_view() {
    let life = licensed().on("1405-04-01").asks("holder renewal.file");
    assert_eq!(life.view().renewal, Some(Timeliness::Timely));
    let life = renewal_under_review(under_1389()).asks(CONFIRMED);
    let life = life.on("1405-05-01").asks(GRANTED);
    let last = life.clone().on("1405-07-14").view();
    assert_eq!(last.renewal, Some(Timeliness::Timely));
    let first = life.on("1405-07-15").view();
    assert_eq!(first.renewal, None);
    assert_eq!(first.standing, Standing::InForce);
}

/// Before the first day of its first term, and before anybody applied, an office is what it became,
/// and nothing is issued.
#[test]
fn view_before_the_licence() {
    let view = licensed().on("1401-01-01").view();
    assert_eq!(view.standing, Standing::NotIssued);
    assert_eq!(view.holder(), Some(HOLDER));
    let office = view.dossier.office.expect("an office");
    assert_eq!(office.kind, "rural");
}

/// Each standing is known by its own word and by no other.
#[test]
fn words_of_standings() {
    for standing in Standing::ALL {
        assert_eq!(standing.word().parse(), Ok(standing));
    }
    assert!("valid".parse::<Standing>().is_err());
}

fn suspended_through(violation: &str, through: &str) -> String {
    sanctioned(violation, &format!("sanction.suspension.through={through}"))
}

/// A measure lasts through the day on which it is imposed, or longer.
#[test]
fn shortest_measure() {
    let cases = [
        ("1403-01-31", "day_out_of_order"),
        ("1403-02-01", "enforcement.sanctioned"),
    ];
    let line = "enforcement_committee enforcement.sanction reason=proven \
                sanction.suspension.through={}";
    assert_with(&licensed().asks(&heard("HANDED_OVER")), line, &cases);
}

/// A suspension until the violation is remedied outlasts a later case that ends in a lesser sanction;
/// one that only waited for that decision does not.
#[test]
fn suspension_beside_a_later_case() {
    let punished = licensed()
        .asks(&sanctioned("HANDED_OVER", UNTIL_CURED))
        .on("1403-03-01")
        .asks(&sanctioned("HOURS", NOTICE));
    assert_eq!(punished.last().0, "enforcement.sanctioned");
    assert_eq!(punished.view().standing, Standing::Suspended);
    let waited = licensed()
        .asks(&heard("HOURS"))
        .asks("authority enforcement.urgently_suspend violation=HOURS reason=stated")
        .asks("enforcement_committee enforcement.sanction reason=proven sanction=notice");
    assert_eq!(waited.view().standing, Standing::InForce);
}

/// A suspension that was lifted lengthens no later one.
#[test]
fn suspension_after_a_lifted_one() {
    let life = licensed()
        .asks(&suspended_through("HANDED_OVER", "1403-05-01"))
        .on("1403-02-10")
        .asks(&remedied("HANDED_OVER"));
    assert_eq!(life.dossier.enforcement.suspension(), None);
    assert_eq!(life.view().standing, Standing::InForce);
    let life = life
        .on("1403-03-01")
        .asks(&suspended_through("DOCUMENT_OR_SECRECY", "1403-03-10"))
        .on("1403-03-10");
    assert_eq!(life.view().standing, Standing::Suspended);
    assert_eq!(life.on("1403-03-11").view().standing, Standing::InForce);
}

/// The holder objects to the last decision, and it falls.
fn overturned(life: Life, objects_on: &str, falls_on: &str) -> Life {
    let life = life
        .on(objects_on)
        .asks("holder enforcement.object reason=stated");
    life.on(falls_on).asks(OVERTURNED)
}

/// A suspension that falls on review is lifted, unless it is over already.
#[test]
fn suspension_that_falls_on_review() {
    for (through, last) in [
        ("1403-02-10", "licence.suspension_lifted"),
        ("1403-02-09", "enforcement.overturned"),
    ] {
        let suspended = licensed().asks(&suspended_through("HANDED_OVER", through));
        let fallen = overturned(suspended, "1403-02-05", "1403-02-10");
        assert_eq!(fallen.last().0, last);
        assert_eq!(fallen.view().standing, Standing::InForce);
    }
}

/// A service cut-off that falls on review is over; one that stands outlasts the fall of a later
/// decision.
#[test]
fn cut_off_that_falls_on_review() {
    let violation = "OBSTRUCTING_INSPECTION";
    let cut_off = licensed()
        .asks(&sanctioned(violation, "sanction=written_warning"))
        .on("1403-03-01")
        .asks(&sanctioned(
            violation,
            "sanction.service_cutoff.through=1403-03-25",
        ));
    let cut_off_through = |life: &Life| {
        let file = life.dossier.enforcement.file().expect("a file");
        file.cut_off_through()
    };
    let through = Some(day("1403-03-25"));
    assert_eq!(cut_off_through(&cut_off), through);
    let fallen = overturned(cut_off.clone(), "1403-03-05", "1403-03-10");
    assert_eq!(cut_off_through(&fallen), None);
    let later = cut_off.on("1403-03-22").asks(&sanctioned("HOURS", NOTICE));
    let fallen = overturned(later, "1403-03-23", "1403-03-24");
    assert_eq!(fallen.last().0, "enforcement.overturned");
    assert_eq!(cut_off_through(&fallen), through);
}

/// A reinstatement by a court.
const REINSTATED: &str = "court licence.reinstate decision=J-9 reason=stated";

/// A reinstatement lengthens the term by a day or more, to no more than the edition's, and a request that was not recorded was filed
/// on a day of the term, today at the latest.
#[test]
fn days_in_a_reinstatement() {
    let (reinstated, refused) = ("enforcement.overturned", "day_out_of_order");
    let line = format!("{REINSTATED} {{}}");
    let cases = [
        ("through=1405-06-13", refused),
        ("through=1405-06-14", refused),
        ("through=1405-06-15", reinstated),
        ("through=1405-07-14", reinstated),
        ("through=1405-07-15", refused),
    ];
    let shorter = Life::licensed_through(under_1389(), "1402-07-15", Some("1405-06-14"));
    assert_with(&shorter.on("1403-02-01").asks(REVOKED), &line, &cases);
    let cases = [
        ("renewal_filed_on=1402-07-14", refused),
        ("renewal_filed_on=1402-07-15", reinstated),
        ("renewal_filed_on=1403-02-01", reinstated),
        ("renewal_filed_on=1403-02-02", refused),
    ];
    assert_with(&licensed().asks(REVOKED), &line, &cases);
}

/// Where a revocation falls after the last timely day, or after the end, the holder may file for thirty
/// days more. Otherwise the day is what it was.
#[test]
fn deadline_after_a_fallen_revocation() {
    for (revoked_on, falls_on, due) in [
        ("1405-04-01", "1405-04-14", "1405-04-14"),
        ("1405-04-01", "1405-04-15", "1405-05-14"),
        ("1405-04-15", "1405-04-20", "1405-05-19"),
        ("1405-04-01", "1405-07-14", "1405-08-14"),
    ] {
        let revoked = licensed().on(revoked_on).asks(REVOKED);
        let life = revoked.on(falls_on).asks(REINSTATED);
        let last = life.dossier.terms.last().expect("a term");
        assert_eq!(life.view().standing, Standing::InForce);
        assert_eq!(last.renewal_due, Some(day(due)), "{revoked_on}, {falls_on}");
    }
}

/// The holder's death is recorded on its day, and somebody is there to run the office.
fn dies(today: &str) -> Life {
    licensed().on(today).asks(&DIED.replace("{}", today))
}

/// An heir gives notice.
const GIVES_NOTICE: &str = "heir:zahra licence.give_notice heir=@zahra manager=@parviz";

/// An heir gives notice while something is left of the term.
#[test]
fn notice_on_the_last_day_of_the_term() {
    let cases = [
        ("1405-07-14", "licence.interim_begun"),
        ("1405-07-15", "licence_ended"),
    ];
    let life = dies("1405-07-01");
    assert_on_days(&life, GIVES_NOTICE, &cases);
    let last = life.on("1405-07-14").asks(GIVES_NOTICE);
    assert_eq!(last.view().standing, Standing::Interim);
}

/// An interim that would end with the term ends as the term does, and one that is shorter as an
/// interim does.
#[test]
fn interim_beside_the_term() {
    let expired = ("licence.expired", day("1405-07-15"));
    let ended = ("licence.interim_ended", day("1405-07-14"));
    for (given_on, last) in [
        ("1405-01-15", expired),
        ("1405-01-14", expired),
        ("1405-01-13", ended),
    ] {
        let given = dies("1405-01-01").on(given_on).asks(GIVES_NOTICE);
        assert_eq!(given.on("1405-07-15").night().last(), last, "{given_on}");
    }
}

/// A transfer that is not completed is abandoned six months after it was filed, even where there
/// would be more time to supply what is missing.
#[test]
fn cure_beside_the_deadline_of_a_transfer() {
    for (noted_on, name, on) in [
        ("1403-07-20", "transfer.cure_elapsed", "1403-08-01"),
        ("1403-07-21", "transfer.cure_elapsed", "1403-08-02"),
        ("1403-07-22", "transfer.abandoned", "1403-08-02"),
    ] {
        let life = licensed()
            .asks("holder transfer.file transferee=@omid transferee_kind=natural")
            .on(noted_on)
            .asks("secretariat transfer.note_deficiency missing='[\"joint request\"]'")
            .on("1403-09-01")
            .night();
        assert_eq!(life.last(), (name, day(on)));
    }
}

/// The working group's session leads to another stage or to none, and a history in which it leads to
/// itself is damaged. What was asked for is known when it is done.
#[test]
fn stages_of_a_transfer() {
    let life = licensed().asks(TRANSFER_FILED).asks(PASSED);
    let confirm = "working_group transfer.confirm resolution=carried";
    let (actor, command) = life.read(confirm);
    let decided = life.answer(&actor, &command).decided.expect("in order");
    let leads_to = |to: Option<Stage>| {
        let mut dated: Dated = decided[0].clone();
        let Event::Transfer(parvaneh::core::transfer::Event::Confirmed { to: next, .. }) =
            &mut dated.event
        else {
            panic!("{} is no confirmation", dated.event.name());
        };
        *next = to;
        let after = dossier::evolve(&mut life.dossier.clone(), &dated);
        after.map_err(|defect| defect.code())
    };
    assert_eq!(leads_to(None), Ok(()));
    assert_eq!(leads_to(Some(Stage::Session)), Err("out_of_order"));
    let life = life
        .clone()
        .asks(confirm)
        .asks("authority transfer.register");
    assert_eq!(life.dossier.holder, Some(party("omid")));
    let request = life.dossier.transfer.request().expect("a request");
    assert_eq!(request.transferee, party("omid"));
}

const PROPOSED: &str = "holder appointment.propose post=manager person=@nasrin";
const BEGUN: &str = "
    secretariat appointment.approve post=manager
    manager:nasrin appointment.consent post=manager person=@nasrin";

/// Whoever holds a post may accept it again; nobody else accepts it while they do.
#[test]
fn consent_to_a_post_that_is_held() {
    let life = licensed().asks(PROPOSED).asks(BEGUN);
    let cases = [("nasrin", "nothing"), ("kaveh", "not_at_this_step")];
    let consent = "manager:{} appointment.consent post=manager person=@{}";
    assert_with(&life, consent, &cases);
}

/// An office's matters are its manager's own, from the proposal until the appointment ends.
#[test]
fn interest_of_a_manager() {
    let serves = |life: &Life| {
        let reported = life
            .clone()
            .asks("inspector enforcement.report violation=HOURS facts=seen");
        reported.comes_of("secretariat:nasrin enforcement.serve_notice")
    };
    let played = |life: &Life| [Role::Manager, Role::Operator].map(|role| life.dossier.party(role));
    let (own, served) = ("own_matter", "enforcement.notice_served");
    assert_eq!(serves(&licensed()), served);
    let proposed = licensed().asks(PROPOSED);
    assert_eq!(serves(&proposed), own);
    let reject = "secretariat appointment.reject post=manager reason=stated";
    assert_eq!(serves(&proposed.clone().asks(reject)), served);
    let active = proposed.asks(BEGUN);
    assert_eq!(serves(&active), own);
    assert_eq!(played(&active), [Some(party("nasrin")), None]);
    let end = "holder appointment.end post=manager person=@nasrin how=dismissed";
    let ended = active.asks(end);
    assert_eq!(serves(&ended), served);
    assert_eq!(played(&ended), [None, None]);
}

/// The key of the first thing that is wrong with an edition.
fn first_fault(edition: &Edition) -> Option<String> {
    let faults = edition.check().err()?;
    faults.into_iter().next().map(|fault| fault.key)
}

/// A ladder may stay on a rung and does not come down; a last rung that is there twice decides nothing; a quorum may be every seat and no more; a
/// licence that rests on an approval needs one that can be given.
#[test]
fn what_an_edition_may_say() {
    let fault = |change: &dyn Fn(&mut Edition)| {
        let mut edition = under_1389();
        change(&mut edition);
        first_fault(&edition)
    };
    let ladder = |rungs: &'static [Rung]| {
        fault(&move |edition| {
            let cases = edition.enforcement.cases.as_mut().expect("cases");
            let row = cases.violations.get_mut("HOURS").expect("a violation");
            row.value = rungs.to_vec();
        })
    };
    assert_eq!(
        ladder(&[Rung::Notice, Rung::Notice, Rung::WrittenWarning]),
        None
    );
    let hours = Some("enforcement.cases.violations.HOURS.value".to_owned());
    assert_eq!(ladder(&[Rung::WrittenWarning, Rung::Notice]), hours);
    assert_eq!(
        ladder(&[Rung::Notice, Rung::WrittenWarning, Rung::WrittenWarning]),
        hours
    );
    let quorum = |seats| {
        fault(&move |edition| {
            let group = edition.working_group.as_mut().expect("a working group");
            group.quorum.value = seats;
        })
    };
    assert_eq!(quorum(3), None);
    let key = |key: &str| Some(key.to_owned());
    assert_eq!(quorum(4), key("working_group.quorum.value"));
    let majority_of_seats = |seats| {
        fault(&move |edition| {
            let group = edition.working_group.as_mut().expect("a working group");
            group.majority.value = Majority::OfSeats;
            group.quorum.value = seats;
        })
    };
    assert_eq!(majority_of_seats(2), None);
    assert_eq!(majority_of_seats(1), key("working_group.quorum.value"));
    let nobody_approves = fault(&|edition| {
        edition.call = None;
        edition.application = None;
        edition.principled_approval = None;
    });
    assert_eq!(nobody_approves, key("licence.principled_approval.value"));
}

/// Where there is no working group, posts are those that the secretariat fills.
#[test]
fn posts_without_a_working_group() {
    let fault = |post: Post| {
        let mut edition = under_1389();
        edition.working_group = None;
        edition.licence.principled_approval.value = Needed::NotNeeded;
        edition.renewal.confirmation.value = Needed::NotNeeded;
        edition.application = None;
        edition.principled_approval = None;
        edition.call = None;
        edition.transfer = None;
        edition.premises = None;
        edition.contract = None;
        edition.succession = None;
        edition.papers.clear();
        edition.renewal.late.as_mut().expect("a deadline").value = LatePolicy::DeemedWithdrawal;
        let rules = edition.appointment.as_mut().expect("posts");
        rules.posts.retain(|of, _| *of == post);
        rules.runs_office.value.retain(|of| *of == post);
        first_fault(&edition)
    };
    assert_eq!(fault(Post::Manager), None);
    let operator = Some("appointment.posts.operator.value".to_owned());
    assert_eq!(fault(Post::Operator), operator);
}
