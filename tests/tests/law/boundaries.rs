//! Each rule on the last day on which one answer holds and the first on which the other does, and
//! on both sides of every other line that it draws.

use parvaneh::core::actor::{Actor, Role};
use parvaneh::core::application::{Command as A, Stage as Step};
use parvaneh::core::appointment::{Command as P, Ending, Post};
use parvaneh::core::call::{Command as C, Draft};
use parvaneh::core::dossier::{self, Command, Dated, Event};
use parvaneh::core::edition::{Edition, Majority, Needed, Rung};
use parvaneh::core::enforcement::Command as E;
use parvaneh::core::enforcement::file::Sanction;
use parvaneh::core::licence::{Command as L, Correction, Hearing, Measure};
use parvaneh::core::opening::{self, Fault, Office, Opening, Status};
use parvaneh::core::party::{PartyId, PartyKind};
use parvaneh::core::principled_approval;
use parvaneh::core::refusal::Code;
use parvaneh::core::renewal::Findings;
use parvaneh::core::renewal::Timeliness;
use parvaneh::core::renewal::{self, Command as R};
use parvaneh::core::resolution::Choice;
use parvaneh::core::specimen::{self, Specimen};
use parvaneh::core::standing::{self, Standing, View};
use parvaneh::core::text::FreeText;
use parvaneh::core::transfer::{Command as T, Event as Passing, Stage};
use parvaneh_tests::scenario::appointment::{DEPUTY, MANAGER, appointment};
use parvaneh_tests::scenario::enforcement::{case, sanction, somebody};
use parvaneh_tests::scenario::succession::{TRANSFEREE, paper, party, transfer};
use parvaneh_tests::scenario::{
    HOLDER, Scenario, application, approval, call, day, licence, renewal,
};

const COMMITTEE: Role = Role::EnforcementCommittee;

/// Who applies beside the holder of every other scenario.
const OTHER: PartyId = PartyId([8; 16]);

const UNDER_1389: &str = "pishkhan/1389";

fn reason() -> FreeText {
    "stated".into()
}

/// A licence from 15 Mehr 1402 through 14 Mehr 1405, whose renewal is due by 14 Tir 1405.
fn licensed() -> Scenario {
    Scenario::licensed(UNDER_1389, "1402-07-15").on("1403-02-01")
}

/// How the licence stands on the scenario's day, and what is known of its renewal.
fn view(scenario: &Scenario) -> View {
    standing::on(&scenario.history, scenario.editions(), scenario.today()).expect("no defect")
}

fn standing_of(scenario: &Scenario) -> Standing {
    view(scenario).standing
}

/// A call for one office in the whole of Tir 1402, of which the capacity is approved.
fn approved_call() -> Scenario {
    let scenario = Scenario::under(UNDER_1389, "1402-03-01");
    let draft = Draft {
        number: parvaneh_tests::scenario::CALL.to_owned().into(),
        province: "تهران".into(),
        district: "شمیران".into(),
        seats: 1,
        opens_on: day("1402-04-01"),
        closes_on: day("1402-04-31"),
    };
    let scenario = scenario.asks(Role::Secretariat, call(C::Draft(Box::new(draft))));
    let approve = C::ApproveCapacity {
        resolution: scenario.carried("1"),
        seats: 1,
        population: 50_000,
    };
    scenario.asks(Role::WorkingGroup, call(approve))
}

/// An application in answer to a call for one office, once the call is closed.
fn under_review() -> Scenario {
    let one = Scenario::published_call(UNDER_1389, "1402-04-01", "1402-04-31", 1);
    let scenario = Scenario::under(UNDER_1389, "1402-04-01").answering(&one, 0);
    let filing = scenario.filing();
    scenario.files(filing).on("1402-05-10").reviewed()
}

/// A call is published fifteen days before it opens, or earlier.
#[test]
fn notice_of_a_call() {
    let on = |today| {
        let scenario = approved_call().on(today);
        scenario.comes_of(Role::Secretariat, call(C::Publish))
    };
    assert_eq!(on("1402-03-17"), "call.published");
    assert_eq!(on("1402-03-18"), Code::NoticeTooShort.word());
}

/// A call is extended by one day or more, and by no more than its own length.
#[test]
fn extension_of_a_call() {
    let scenario = Scenario::published_call(UNDER_1389, "1402-04-01", "1402-04-31", 1);
    let scenario = scenario.on("1402-04-10");
    let through = |closes_on| {
        let closes_on = day(closes_on);
        let resolution = scenario.carried("2");
        let command = C::Extend {
            resolution,
            closes_on,
        };
        scenario.comes_of(Role::WorkingGroup, call(command))
    };
    assert_eq!(through("1402-04-31"), Code::ExtensionUnfit.word());
    assert_eq!(through("1402-05-01"), "call.extended");
    assert_eq!(through("1402-05-31"), "call.extended");
    assert_eq!(through("1402-06-01"), Code::ExtensionUnfit.word());
}

/// A call is answered from its first day through its last. Until then a refusal names the first; from
/// it on, none: a call that nobody published opens on no day by itself.
#[test]
fn days_of_a_call() {
    let answer = |answered: &Scenario, today: &str| {
        let scenario = Scenario::under(UNDER_1389, today).answering(answered, 0);
        let actor = party(Role::Applicant, HOLDER);
        let file = application(A::File(Box::new(scenario.filing())));
        match scenario.answer_to(&actor, &file).decided {
            Ok(_) => Ok(()),
            Err(refusal) => Err((refusal.code, refusal.earliest)),
        }
    };
    let published = Scenario::published_call(UNDER_1389, "1402-04-01", "1402-04-31", 1);
    let not_open = |earliest| Err((Code::CallNotOpen, earliest));
    let opens_on = Some(day("1402-04-01"));
    assert_eq!(answer(&published, "1402-03-31"), not_open(opens_on));
    assert_eq!(answer(&published, "1402-04-01"), Ok(()));
    assert_eq!(answer(&published, "1402-04-31"), Ok(()));
    assert_eq!(answer(&published, "1402-05-01"), not_open(None));
    // It does not open unless somebody publishes it.
    assert_eq!(answer(&approved_call(), "1402-03-31"), not_open(None));
    assert_eq!(answer(&approved_call(), "1402-04-01"), not_open(None));
}

/// Whoever has applied for an office before does not apply for it in the name of another.
#[test]
fn filing_in_anothers_name() {
    let one = Scenario::published_call(UNDER_1389, "1402-04-01", "1402-04-31", 1);
    let scenario = Scenario::under(UNDER_1389, "1402-04-01").answering(&one, 0);
    let own = scenario.filing();
    let mut of_another = own.clone();
    of_another.applicant = OTHER;
    let scenario = scenario
        .files(own.clone())
        .on("1402-04-10")
        .asks(Role::Applicant, application(A::Withdraw));
    let files = |actor, filing| {
        let command = application(A::File(Box::new(filing)));
        scenario.comes_of_actor(&party(Role::Applicant, actor), command)
    };
    let refused = Code::NotTheParty.word();
    assert_eq!(files(HOLDER, of_another.clone()), refused);
    assert_eq!(files(OTHER, own.clone()), refused);
    assert_eq!(files(OTHER, of_another), "application.filed");
    assert_eq!(files(HOLDER, own), "application.filed");
}

/// A clearance is good through the day six months after it was put on file.
#[test]
fn last_day_of_a_paper() {
    let scenario = under_review().records_for(Step::Clearance);
    let on = |today| {
        let scenario = scenario.clone().on(today);
        scenario.comes_of(Role::Secretariat, application(A::ConcludeClearance))
    };
    assert_eq!(on("1402-11-10"), "application.advanced");
    assert_eq!(on("1402-11-11"), Code::PaperOutdated.word());
}

/// The paper that is suggested next is the first that is still missing.
#[test]
fn the_next_paper() {
    let next = |scenario: &Scenario| {
        let commands = specimen::commands(&Specimen {
            edition: scenario.edition(),
            today: scenario.today(),
            dossier: &scenario.dossier,
            call: None,
        });
        let papers = commands.into_iter().find_map(|command| {
            let Command::Transfer(T::Record { paper }) = command else {
                return None;
            };
            Some(paper.name)
        });
        papers.expect("a paper")
    };
    let scenario = licensed()
        .files_transfer(Role::Holder, PartyKind::Natural)
        .secretariat(T::BeginReview);
    assert_eq!(next(&scenario), "transfer_joint_request");
    let paper = paper("transfer_joint_request", true);
    let scenario = scenario.asks(Role::Transferee, transfer(T::Record { paper }));
    assert_eq!(next(&scenario), "transferee_vetting");
}

/// Nobody is put on the reserve list whom the working group may not vote on yet, whatever is on file.
#[test]
fn reserve_before_the_session() {
    let one = Scenario::published_call(UNDER_1389, "1402-04-01", "1402-04-31", 1);
    let scenario = under_review()
        .records_for(Step::Clearance)
        .answering(&one, 1);
    let reserve = |scenario: &Scenario| {
        let resolution = scenario.carried("3");
        scenario.comes_of(Role::WorkingGroup, application(A::Reserve { resolution }))
    };
    assert_eq!(reserve(&scenario), Code::NotAtThisStep.word());
    assert_eq!(reserve(&scenario.cleared()), "application.reserved");
}

/// An approval is taken back after a hearing that was used between the notice and today, or once the
/// fifteen days after the notice are over.
#[test]
fn hearing_before_an_approval_is_taken_back() {
    let scenario = under_review()
        .records_for(Step::Clearance)
        .cleared()
        .voted()
        .approved_in_principle()
        .on("1402-07-10");
    let cancels = |served: &str, heard: Option<&str>| {
        let hearing = Hearing {
            notice_served_on: day(served),
            heard_on: heard.map(day),
        };
        let command = principled_approval::Command::Cancel {
            resolution: scenario.carried("4"),
            measure: Measure {
                reason: reason(),
                hearing,
            },
        };
        scenario.comes_of(Role::WorkingGroup, approval(command))
    };
    let (cancelled, open) = ("principled_approval.cancelled", Code::HearingOpen.word());
    assert_eq!(cancels("1402-06-01", None), cancelled);
    assert_eq!(cancels("1402-06-25", None), cancelled);
    assert_eq!(cancels("1402-06-26", None), open);
    assert_eq!(cancels("1402-07-05", Some("1402-07-04")), open);
    assert_eq!(cancels("1402-07-05", Some("1402-07-05")), cancelled);
    assert_eq!(cancels("1402-07-05", Some("1402-07-10")), cancelled);
    assert_eq!(cancels("1402-07-05", Some("1402-07-11")), open);
}

/// Where a majority is one of all seats, half of them is none.
#[test]
fn majority_of_all_seats() {
    let scenario = Scenario::under(UNDER_1389, "1402-04-01").changed(|edition| {
        let group = edition.working_group.as_mut().expect("a working group");
        group.majority.value = Majority::OfSeats;
        group.voting_seats.value.push("municipality".to_owned());
    });
    let edition = scenario.edition();
    let group = edition.working_group.as_ref().expect("a working group");
    let carries = |choices: &[(&str, Choice)]| {
        let resolution = scenario.votes("5", choices);
        resolution.carries(group, &[], scenario.today()).is_ok()
    };
    let (one, two) = ("trade_association", "municipality");
    assert!(carries(&[(one, Choice::Abstained)]));
    assert!(!carries(&[
        (one, Choice::Abstained),
        (two, Choice::Abstained)
    ]));
    assert!(!carries(&[(one, Choice::Recused), (two, Choice::Recused)]));
}

/// A renewal that waits for the working group is not refused by the authority alone.
#[test]
fn refusal_of_a_renewal_under_review() {
    let findings = Findings {
        office_active: true,
        unremedied_violations: 0,
    };
    let scenario = licensed()
        .on("1405-04-01")
        .asks(Role::Holder, renewal(R::File))
        .asks(Role::Secretariat, renewal(R::BeginReview { findings }));
    let refuses = |scenario: &Scenario, role, resolution| {
        let reason = reason();
        scenario.comes_of(role, renewal(R::Refuse { resolution, reason }))
    };
    let none_waits = Code::NoRequest.word();
    assert_eq!(refuses(&scenario, Role::Authority, None), none_waits);
    let resolution = Some(scenario.carried("6"));
    assert_eq!(
        refuses(&scenario, Role::WorkingGroup, resolution),
        "renewal.refused"
    );
    let resolution = scenario.carried("6");
    let confirmed = scenario.asks(Role::WorkingGroup, renewal(R::Confirm { resolution }));
    assert_eq!(
        refuses(&confirmed, Role::Authority, None),
        "renewal.refused"
    );
}

/// Until the new term begins the request is told of with the old one, and from its first day on no
/// request is known for the new one.
#[test]
fn renewal_in_a_view() {
    let findings = Findings {
        office_active: true,
        unremedied_violations: 0,
    };
    let scenario = licensed()
        .on("1405-04-01")
        .asks(Role::Holder, renewal(R::File));
    assert_eq!(view(&scenario).renewal, Some(Timeliness::Timely));
    let scenario = scenario.asks(Role::Secretariat, renewal(R::BeginReview { findings }));
    let resolution = scenario.carried("7");
    let scenario = scenario
        .asks(Role::WorkingGroup, renewal(R::Confirm { resolution }))
        .on("1405-05-01")
        .asks(Role::Authority, renewal(R::Grant));
    let last = view(&scenario.clone().on("1405-07-14"));
    assert_eq!(last.renewal, Some(Timeliness::Timely));
    let first = view(&scenario.on("1405-07-15"));
    assert_eq!(first.renewal, None);
    assert_eq!(first.standing, Standing::InForce);
}

/// Before the first day of its first term, and before anybody applied, an office is what it became,
/// and nothing is issued.
#[test]
fn view_before_the_licence() {
    let view = view(&licensed().on("1401-01-01"));
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

/// A measure lasts through the day on which it is imposed, or longer.
#[test]
fn shortest_measure() {
    let suspends = |through: &str| {
        let through = Some(day(through));
        let imposed = sanction(Sanction::Suspension { through });
        licensed().heard("HANDED_OVER").comes_of(COMMITTEE, imposed)
    };
    assert_eq!(suspends("1403-01-31"), Code::DayOutOfOrder.word());
    assert_eq!(suspends("1403-02-01"), "enforcement.sanctioned");
}

/// A suspension until the violation is remedied outlasts a later case that ends in a lesser sanction;
/// one that only waited for that decision does not.
#[test]
fn suspension_beside_a_later_case() {
    let punished = licensed()
        .suspended_for("HANDED_OVER")
        .on("1403-03-01")
        .sanctioned("HOURS", Sanction::Notice);
    assert_eq!(punished.last().0, "enforcement.sanctioned");
    assert_eq!(standing_of(&punished), Standing::Suspended);
    let urgent = E::UrgentlySuspend {
        violation: "HOURS".into(),
        reason: reason(),
    };
    let waited = licensed()
        .heard("HOURS")
        .asks(Role::Authority, case(urgent))
        .asks(COMMITTEE, sanction(Sanction::Notice));
    assert_eq!(standing_of(&waited), Standing::InForce);
}

/// A suspension that was lifted lengthens no later one.
#[test]
fn suspension_after_a_lifted_one() {
    let through = |text: &str| Sanction::Suspension {
        through: Some(day(text)),
    };
    let scenario = licensed()
        .sanctioned("HANDED_OVER", through("1403-05-01"))
        .on("1403-02-10")
        .remedied("HANDED_OVER");
    assert_eq!(scenario.dossier.enforcement.suspension(), None);
    assert_eq!(standing_of(&scenario), Standing::InForce);
    let scenario = scenario
        .on("1403-03-01")
        .sanctioned("DOCUMENT_OR_SECRECY", through("1403-03-10"))
        .on("1403-03-10");
    assert_eq!(standing_of(&scenario), Standing::Suspended);
    assert_eq!(standing_of(&scenario.on("1403-03-11")), Standing::InForce);
}

/// The holder objects to the last decision, and it falls.
fn overturned(scenario: Scenario, objects_on: &str, falls_on: &str) -> Scenario {
    let overturn = E::Overturn {
        decision: "review 7".into(),
        reason: reason(),
    };
    scenario
        .on(objects_on)
        .asks(Role::Holder, case(E::Object { reason: reason() }))
        .on(falls_on)
        .asks(Role::AppealBody, case(overturn))
}

/// A suspension that falls on review is lifted, unless it is over already.
#[test]
fn suspension_that_falls_on_review() {
    let suspended = |through: &str| {
        let through = Some(day(through));
        licensed().sanctioned("HANDED_OVER", Sanction::Suspension { through })
    };
    let falls = |through| overturned(suspended(through), "1403-02-05", "1403-02-10");
    assert_eq!(falls("1403-02-10").last().0, "licence.suspension_lifted");
    assert_eq!(standing_of(&falls("1403-02-10")), Standing::InForce);
    assert_eq!(falls("1403-02-09").last().0, "enforcement.overturned");
    assert_eq!(standing_of(&falls("1403-02-09")), Standing::InForce);
}

/// A service cut-off that falls on review is over; one that stands outlasts the fall of a later
/// decision.
#[test]
fn cut_off_that_falls_on_review() {
    let through = day("1403-03-25");
    let cut_off = licensed()
        .sanctioned("OBSTRUCTING_INSPECTION", Sanction::WrittenWarning)
        .on("1403-03-01")
        .sanctioned(
            "OBSTRUCTING_INSPECTION",
            Sanction::ServiceCutoff { through },
        );
    let cut_off_through = |scenario: &Scenario| {
        let file = scenario.dossier.enforcement.file().expect("a file");
        file.cut_off_through
    };
    assert_eq!(cut_off_through(&cut_off), Some(through));
    let fallen = overturned(cut_off.clone(), "1403-03-05", "1403-03-10");
    assert_eq!(cut_off_through(&fallen), None);
    let later = cut_off
        .on("1403-03-22")
        .sanctioned("HOURS", Sanction::Notice);
    let fallen = overturned(later, "1403-03-23", "1403-03-24");
    assert_eq!(fallen.last().0, "enforcement.overturned");
    assert_eq!(cut_off_through(&fallen), Some(through));
}

fn correct(through: Option<&str>, renewal_filed_on: Option<&str>) -> Command {
    licence(L::Correct(Correction {
        decision: "judgment 9".into(),
        reason: reason(),
        through: through.map(day),
        renewal_filed_on: renewal_filed_on.map(day),
    }))
}

/// A correction lengthens the term by a day or more, and a request that was not recorded was filed
/// on a day of the term, today at the latest.
#[test]
fn days_in_a_correction() {
    let scenario = licensed().revoked();
    let comes_of = |through, filed_on| scenario.comes_of(Role::Court, correct(through, filed_on));
    let (corrected, refused) = ("enforcement.overturned", Code::DayOutOfOrder.word());
    assert_eq!(comes_of(Some("1405-07-13"), None), refused);
    assert_eq!(comes_of(Some("1405-07-14"), None), refused);
    assert_eq!(comes_of(Some("1405-07-15"), None), corrected);
    assert_eq!(comes_of(None, Some("1402-07-14")), refused);
    assert_eq!(comes_of(None, Some("1402-07-15")), corrected);
    assert_eq!(comes_of(None, Some("1403-02-01")), corrected);
    assert_eq!(comes_of(None, Some("1403-02-02")), refused);
}

/// The holder may file until the term ends where the last timely day passed while the revocation
/// stood: one that came on that day or before, and fell after it. Otherwise the day is what it was.
#[test]
fn deadline_after_a_fallen_revocation() {
    let due = |revoked_on: &str, falls_on: &str| {
        let scenario = licensed().on(revoked_on).revoked().on(falls_on);
        let scenario = scenario.asks(Role::Court, correct(None, None));
        let last = scenario.dossier.terms.last().expect("a term");
        assert_eq!(standing_of(&scenario), Standing::InForce);
        last.renewal_due
    };
    let (as_it_was, until_the_end) = (Some(day("1405-04-14")), Some(day("1405-07-14")));
    assert_eq!(due("1405-04-01", "1405-04-14"), as_it_was);
    assert_eq!(due("1405-04-01", "1405-04-15"), until_the_end);
    assert_eq!(due("1405-04-14", "1405-04-20"), until_the_end);
    assert_eq!(due("1405-04-15", "1405-04-20"), as_it_was);
    assert_eq!(due("1405-04-01", "1405-07-14"), until_the_end);
}

/// An heir gives notice while something is left of the term.
#[test]
fn notice_on_the_last_day_of_the_term() {
    let scenario = licensed()
        .on("1405-07-01")
        .holder_dies("1405-07-01")
        .manager_qualifies();
    let on = |today| scenario.clone().on(today).heir_gives_notice();
    assert_eq!(on("1405-07-14").last().0, "licence.interim_begun");
    assert_eq!(standing_of(&on("1405-07-14")), Standing::Interim);
    assert_ne!(on("1405-07-15").last().0, "licence.interim_begun");
}

/// An interim that would end with the term ends as the term does, and one that is shorter as an
/// interim does.
#[test]
fn interim_beside_the_term() {
    let ends = |given_on: &str, ended_on: &str| {
        let scenario = licensed()
            .on("1405-01-01")
            .holder_dies("1405-01-01")
            .manager_qualifies()
            .on(given_on)
            .heir_gives_notice()
            .on(ended_on)
            .night();
        scenario.last()
    };
    let expired = ("licence.expired", day("1405-07-15"));
    assert_eq!(ends("1405-01-15", "1405-07-15"), expired);
    assert_eq!(ends("1405-01-14", "1405-07-15"), expired);
    let ended = ("licence.interim_ended", day("1405-07-14"));
    assert_eq!(ends("1405-01-13", "1405-07-15"), ended);
}

/// A transfer that is not completed is abandoned six months after it was filed, even where there
/// would be more time to supply what is missing.
#[test]
fn cure_beside_the_deadline_of_a_transfer() {
    let ends = |noted_on: &str, on: &str| {
        let missing = vec!["joint request".into()];
        let scenario = licensed()
            .files_transfer(Role::Holder, PartyKind::Natural)
            .on(noted_on)
            .secretariat(T::NoteDeficiency { missing })
            .on(on)
            .night();
        scenario.last()
    };
    let elapsed = |on| ("transfer.cure_elapsed", day(on));
    let abandoned = ("transfer.abandoned", day("1403-08-02"));
    assert_eq!(ends("1403-07-20", "1403-09-01"), elapsed("1403-08-01"));
    assert_eq!(ends("1403-07-21", "1403-09-01"), elapsed("1403-08-02"));
    assert_eq!(ends("1403-07-22", "1403-09-01"), abandoned);
}

/// The working group's session leads to another stage or to none, and a history in which it leads to
/// itself is damaged. What was asked for is known when it is done.
#[test]
fn stages_of_a_transfer() {
    let scenario = licensed()
        .files_transfer(Role::Holder, PartyKind::Natural)
        .secretariat(T::BeginReview)
        .supplies(Stage::TransfereeCheck)
        .secretariat(T::Pass)
        .supplies(Stage::Settlement)
        .secretariat(T::Pass);
    let confirmed = |to| {
        let resolution = scenario.carried("8");
        let dated = Dated {
            effective_on: scenario.today(),
            event: Event::Transfer(Passing::Confirmed { resolution, to }),
        };
        let after = dossier::evolve(&mut scenario.dossier.clone(), &dated);
        after.map_err(|defect| defect.code())
    };
    assert_eq!(confirmed(None), Ok(()));
    assert_eq!(confirmed(Some(Stage::Session)), Err("out_of_order"));
    let scenario = scenario.clone().confirms_transfer().registers();
    assert_eq!(scenario.dossier.holder, Some(TRANSFEREE));
    let request = scenario.dossier.transfer.request().expect("a request");
    assert_eq!(request.transferee, TRANSFEREE);
}

/// Whoever holds a post may accept it again; nobody else accepts it while they do.
#[test]
fn consent_to_a_post_that_is_held() {
    let scenario = licensed().appointed(Post::Manager, MANAGER);
    let consents = |person: PartyId| {
        let post = Post::Manager;
        let actor = somebody(&person.to_string(), post.role());
        scenario.comes_of_actor(&actor, appointment(P::Consent { post, person }))
    };
    assert_eq!(consents(MANAGER), "nothing");
    assert_eq!(consents(DEPUTY), Code::NotAtThisStep.word());
}

/// An office's matters are its manager's own, from the proposal until the appointment ends.
#[test]
fn interest_of_a_manager() {
    let post = Post::Manager;
    let serves = |scenario: &Scenario| {
        let scenario = scenario.clone().reported("HOURS");
        let served_on = scenario.today();
        let clerk: Actor = somebody(&MANAGER.to_string(), Role::Secretariat);
        scenario.comes_of_actor(&clerk, case(E::ServeNotice { served_on }))
    };
    let played = |scenario: &Scenario| {
        let roles = [Role::Manager, Role::Operator];
        roles.map(|role| scenario.dossier.party(role))
    };
    let (own, served) = (Code::OwnMatter.word(), "enforcement.notice_served");
    let scenario = licensed();
    assert_eq!(serves(&scenario), served);
    let proposed = scenario.proposed(post, MANAGER);
    assert_eq!(serves(&proposed), own);
    let reject = P::Reject {
        post,
        resolution: None,
        reason: reason(),
    };
    let rejected = proposed
        .clone()
        .asks(Role::Secretariat, appointment(reject));
    assert_eq!(serves(&rejected), served);
    let active = proposed.approved(post).consents(post, MANAGER);
    assert_eq!(serves(&active), own);
    assert_eq!(played(&active), [Some(MANAGER), None]);
    let end = P::End {
        post,
        person: MANAGER,
        how: Ending::Dismissed,
    };
    let ended = active.asks(Role::Holder, appointment(end));
    assert_eq!(serves(&ended), served);
    assert_eq!(played(&ended), [None, None]);
}

/// What another register states of a term of three years from `from`.
fn opening(from: &str, status: Status, status_on: Option<&str>, filed_on: Option<&str>) -> Opening {
    Opening {
        number: "17-1".to_owned(),
        office: Office {
            kind: "rural".into(),
            province: "تهران".into(),
        },
        holder: HOLDER,
        from: day(from),
        through: None,
        issued_on: None,
        status,
        status_on: status_on.map(day),
        renewal_filed_on: filed_on.map(day),
        profile: "register".to_owned(),
    }
}

fn under_1389() -> Edition {
    Scenario::under(UNDER_1389, "1402-01-01").edition().clone()
}

fn opened(opening: &Opening) -> Vec<Dated> {
    opening::events(opening, &under_1389()).expect("no fault")
}

/// A request that another register states is no older than the term, and in time through the last
/// timely day.
#[test]
fn a_request_that_another_register_states() {
    let filed = |on: &str| {
        let opening = opening("1402-07-15", Status::InForce, None, Some(on));
        let events = opening::events(&opening, &under_1389())?;
        let filed = events.iter().find_map(|dated| {
            let Event::Renewal(renewal::Event::Filed { request, .. }) = &dated.event else {
                return None;
            };
            Some(request.timeliness)
        });
        Ok(filed.expect("a request"))
    };
    let from = day("1402-07-15");
    let filed_on = |on| Err(Fault::FiledBeforeTheTerm { from, filed_on: on });
    assert_eq!(filed("1402-07-14"), filed_on(day("1402-07-14")));
    assert_eq!(filed("1402-07-15"), Ok(Timeliness::Timely));
    assert_eq!(filed("1405-04-14"), Ok(Timeliness::Timely));
    assert_eq!(filed("1405-04-15"), Ok(Timeliness::Late));
}

/// A row that is read again is the same row, whatever edition would judge it now; one that states
/// another fact or another day is not.
#[test]
fn rows_that_are_read_again() {
    let row = |status, on, filed_on| opening("1402-07-15", status, on, filed_on);
    let revoked_on = |on| row(Status::Revoked, Some(on), None);
    let recorded = opened(&revoked_on("1403-02-01"));
    let is_there = |events: &[Dated]| opening::already_recorded(&recorded, events);
    assert!(is_there(&recorded));
    let mut later = under_1389();
    later.id.0 = "pishkhan/later".to_owned();
    later.renewal.lead = None;
    let again = opening::events(&revoked_on("1403-02-01"), &later).expect("no fault");
    assert_ne!(again, recorded);
    assert!(is_there(&again));
    assert!(!is_there(&opened(&revoked_on("1403-02-02"))));
    let suspended = row(Status::Suspended, Some("1403-02-01"), None);
    assert!(!is_there(&opened(&suspended)));
    let mut of_another = revoked_on("1403-02-01");
    of_another.holder = OTHER;
    assert!(!is_there(&opened(&of_another)));
    let filed_on = |on| opened(&row(Status::InForce, None, Some(on)));
    let recorded = filed_on("1405-04-01");
    assert!(opening::already_recorded(
        &recorded,
        &filed_on("1405-04-01")
    ));
    assert!(!opening::already_recorded(
        &recorded,
        &filed_on("1405-04-02")
    ));
}

/// A later term begins without a request for its renewal; an earlier one that is read afterwards
/// leaves that of the latest as it is.
#[test]
fn terms_in_any_order() {
    let term = |from, filed_on| opened(&opening(from, Status::InForce, None, filed_on));
    let after = |first: Vec<Dated>, second: Vec<Dated>| {
        dossier::replay(first.iter().chain(&second)).expect("no defect")
    };
    let earlier = term("1399-07-15", Some("1402-04-01"));
    let in_order = after(earlier.clone(), term("1402-07-15", None));
    assert_eq!(in_order.terms.len(), 2);
    assert_eq!(in_order.renewal, renewal::State::default());
    let latest = term("1402-07-15", Some("1405-04-01"));
    let reversed = after(latest, term("1399-07-15", None));
    assert_eq!(reversed.terms.len(), 2);
    let request = reversed.renewal.open_request().expect("a request");
    assert_eq!(request.filed_on, day("1405-04-01"));
    let alone = after(earlier, Vec::new());
    assert!(alone.renewal.open_request().is_some());
}

/// A ladder may stay on a rung and does not come down; a quorum may be every seat and no more; a
/// licence that rests on an approval needs one that can be given.
#[test]
fn what_an_edition_may_say() {
    let fault = |change: &dyn Fn(&mut Edition)| {
        let mut edition = under_1389();
        change(&mut edition);
        edition.check().err().map(|contradiction| contradiction.key)
    };
    let ladder = |rungs: &'static [Rung]| {
        fault(&move |edition| {
            let cases = edition.enforcement.cases.as_mut().expect("cases");
            let row = cases.violations.get_mut("HOURS").expect("a violation");
            row.value = rungs.to_vec();
        })
    };
    assert_eq!(ladder(&[Rung::Notice, Rung::Notice]), None);
    let violations = Some("enforcement.cases.violations");
    assert_eq!(ladder(&[Rung::WrittenWarning, Rung::Notice]), violations);
    let quorum = |seats| {
        fault(&move |edition| {
            let group = edition.working_group.as_mut().expect("a working group");
            group.quorum.value = seats;
        })
    };
    assert_eq!(quorum(3), None);
    assert_eq!(quorum(4), Some("working_group.quorum.value"));
    let nobody_approves = fault(&|edition| {
        edition.call = None;
        edition.application = None;
        edition.principled_approval = None;
    });
    assert_eq!(nobody_approves, Some("licence.principled_approval.value"));
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
        let rules = edition.appointment.as_mut().expect("posts");
        rules.posts.retain(|of, _| *of == post);
        edition.check().err().map(|contradiction| contradiction.key)
    };
    assert_eq!(fault(Post::Manager), None);
    assert_eq!(fault(Post::Operator), Some("appointment.posts"));
}
