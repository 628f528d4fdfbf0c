//! What it means that a body decides nothing in its time: nothing, unless an edition says otherwise (D), and
//! never what the law asks a body for.

use std::fmt::Write;

use insta::assert_snapshot;
use parvaneh::core::appointment::Post;
use parvaneh::core::dossier;
use parvaneh::core::edition::Edition;
use parvaneh::core::state::silence::{Decision, Foretold};
use parvaneh_tests::law::{SILENCE, day, edition, party, silent};

use crate::life::Life;
use crate::steps::{
    APPROVED, CALL, CLEARANCES, CLEARED, CONFIRMED, FILED, GRANTED, PASSED, PRESENTED, PUBLISHED,
    RENEWAL_FILED, REVIEWED, TRANSFER_FILED, VOTED, heard, sanctioned,
};

fn without_calls(edition: Edition) -> Edition {
    Edition {
        call: None,
        ..edition
    }
}

/// 1389 with one silence, and no calls.
fn with(decision: &str, period: &str, means: &str) -> Edition {
    let silence = [(decision, period, means)];
    let edition = without_calls(silent(&edition("pishkhan/1389"), &silence));
    assert_eq!(edition.check(), Ok(()), "{decision} {means}");
    edition
}

fn filed(edition: Edition) -> Life {
    let filed = FILED.replace("call=C-7 ", "");
    Life::under(edition, "1402-04-05").asks(&filed)
}

fn rejected(edition: Edition) -> Life {
    let rejected = "working_group application.reject resolution=carried unmet=\"too small\"
        applicant application.object grounds=\"two rooms\"";
    filed(edition).asks(REVIEWED).asks(rejected)
}

fn presented(edition: Edition) -> Life {
    filed(edition)
        .asks(REVIEWED)
        .asks(CLEARANCES)
        .asks(CLEARED)
        .asks(VOTED)
        .asks(APPROVED)
        .asks(PRESENTED)
}

fn licensed(edition: Edition) -> Life {
    Life::licensed(edition, "1402-07-15").on("1403-02-01")
}

fn renewal(edition: Edition) -> Life {
    licensed(edition).asks(RENEWAL_FILED)
}

fn transfer(edition: Edition) -> Life {
    licensed(edition).asks(TRANSFER_FILED).asks(PASSED)
}

fn confirmed(edition: Edition) -> Life {
    transfer(edition).asks("working_group transfer.confirm resolution=carried")
}

fn relocation(edition: Edition) -> Life {
    let asked = "secretariat licence.record_premises at.town=ری at.address=square
        holder licence.request_relocation to.town=ری to.address=street
        secretariat licence.record paper.name=relocation_police_premises paper.favourable=true
        technical_committee licence.record paper.name=relocation_premises_report paper.favourable=true";
    licensed(edition).asks(asked)
}

fn review(edition: Edition) -> Life {
    let decided = "enforcement_committee enforcement.sanction reason=proven sanction=notice
        holder enforcement.object reason=\"open at ten\"";
    licensed(edition).asks(&heard("HOURS")).asks(decided)
}

fn proposed(edition: Edition) -> Life {
    licensed(edition).asks("holder appointment.propose post=manager person=@kaveh")
}

fn drafted(edition: Edition) -> Life {
    licensed(edition).asks("holder contract.draft agency=post_bank")
}

/// A life in which the decision of that word is owed.
pub(crate) fn owed(decision: &str, edition: Edition) -> Life {
    let begin: fn(Edition) -> Life = match decision {
        "application" => filed,
        "objection" => rejected,
        "issue" => presented,
        "renewal" => renewal,
        "transfer" => transfer,
        "registration" => confirmed,
        "relocation" => relocation,
        "review" => review,
        "appointment" => proposed,
        "contract" => drafted,
        other => panic!("nobody decides on {other}"),
    };
    begin(edition)
}

fn foretold(life: &Life) -> Vec<Foretold> {
    life.dossier.foretold(&life.editions).expect("no defect")
}

/// The first thing that the calendar says of silence after the decision was owed, within a year.
fn comes_of_silence(life: &Life) -> Option<String> {
    let horizon = life.today.moved_by(365);
    let (_, events) =
        dossier::settle(life.dossier.clone(), &life.editions, horizon).expect("no defect");
    let silent = events
        .iter()
        .find(|dated| dated.event.silence().is_some())?;
    let said = silent.event.silence().expect("it is of silence");
    let (name, owed_by) = (silent.event.name(), said.owed_by.word());
    let day_after = silent.effective_on.day_before();
    assert_eq!(
        day_after,
        Some(said.decide_by),
        "the day after the last one"
    );
    assert_eq!(said.since, life.today, "the day of the request");
    Some(format!("{name}, by {owed_by}, on {}", silent.effective_on))
}

/// The same request, of which silence means one thing, another, and nothing, as it does where no edition says
/// anything.
#[test]
fn what_the_passing_of_each_period_means() {
    let mut said = String::new();
    for (decision, period, _) in SILENCE {
        for means in ["granted", "refused", "none"] {
            let edition = without_calls(silent(
                &edition("pishkhan/1389"),
                &[(decision, period, means)],
            ));
            if edition.check().is_err() {
                writeln!(said, "{decision} {means}: no edition says so").unwrap();
                continue;
            }
            let life = owed(decision, edition);
            let [told] = &foretold(&life)[..] else {
                panic!("{decision}: {:?}", foretold(&life));
            };
            let word = told.awaited.decision().word();
            assert_eq!((word, told.means.word()), (decision, means));
            let comes = comes_of_silence(&life).unwrap_or_else(|| "nothing".to_owned());
            writeln!(said, "{decision} {means}: {comes}").unwrap();
        }
        // No committed edition says anything.
        let life = owed(decision, without_calls(self::edition("pishkhan/1389")));
        assert_eq!(foretold(&life), [], "{decision}");
        assert_eq!(comes_of_silence(&life), None, "{decision}");
        let waiting = life.dossier.waiting(&life.editions).expect("no defect");
        assert_eq!(waiting.len(), 1, "{decision}");
    }
    assert_snapshot!(said);
}

/// What would take the place of what the law asks a body for is refused, and what decides nothing.
#[test]
fn an_edition_that_silence_would_break_is_refused() {
    let mut said = String::new();
    for id in ["pishkhan/1389", "chicago/2012"] {
        for decision in Decision::ALL {
            for means in ["granted", "refused"] {
                let silence = [(decision.word(), "P1M", means)];
                let edition = silent(&edition(id), &silence);
                for fault in edition.check().err().into_iter().flatten() {
                    writeln!(said, "{id} {means}: {}: {}", fault.key, fault.problem).unwrap();
                }
            }
        }
    }
    assert_snapshot!(said);
    let idle = silent(&edition("pishkhan/1389"), &[("renewal", "P0D", "refused")]);
    let faults = idle.check().expect_err("no time at all");
    assert_eq!(faults[0].key, "silence.renewal.period.value");
}

/// The time rests while the holder has something to supply, and while there is nobody to decide for.
#[test]
fn the_time_rests() {
    let edition = || with("renewal", "P1M", "refused");
    let by = |life: &Life| foretold(life).first().map(|told| told.decide_by);
    let life = licensed(edition()).asks("holder renewal.file");
    assert_eq!(by(&life), Some(day("1403-03-01")));
    let wanting = life
        .clone()
        .on("1403-02-10")
        .asks("secretariat renewal.note_deficiency missing='[\"a plan\"]'");
    assert_eq!(
        by(&wanting),
        None,
        "it rests, and nobody knows for how long"
    );
    let cured = wanting.on("1403-02-15").asks("holder renewal.cure");
    assert_eq!(by(&cured), Some(day("1403-03-06")));
    let died = life
        .on("1403-02-20")
        .asks(&crate::steps::DIED.replace("{}", "1403-02-19"));
    assert_eq!(by(&died), None);
    let after = died
        .on("1403-03-10")
        .asks("heir:zahra licence.give_notice heir=@zahra manager=@parviz");
    assert_eq!(by(&after), Some(day("1403-03-22")));
    let after = after.on("1403-03-23").night();
    assert_eq!(
        after.last(),
        ("renewal.refused_by_silence", day("1403-03-23"))
    );
}

/// A licence that a court gives back has its request back, and whoever owes the decision has the time that
/// nobody could use.
#[test]
fn nobody_is_silent_who_could_not_decide() {
    let life = renewal(with("renewal", "P1M", "refused"))
        .on("1403-02-11")
        .asks(crate::steps::REVOKED);
    assert_eq!(foretold(&life), []);
    let quiet = life.clone().on("1403-05-01").night();
    assert_eq!(quiet.dossier.renewal.name(), "UnderReview");
    let again = life
        .on("1403-02-21")
        .asks("court licence.reinstate decision=J-9 reason=stated");
    assert_eq!(again.dossier.licence.name(), "Active");
    let told = foretold(&again);
    let told = told.first().expect("it is waited for");
    assert_eq!(told.decide_by, day("1403-03-11"));
}

/// No seat is given while the call is open, so that no time runs before it has closed, whether or not it is
/// extended once; a list of what is missing in those days takes nothing from the time after them.
#[test]
fn no_time_runs_while_the_call_is_open() {
    let edition = silent(
        &edition("pishkhan/1389"),
        &[("application", "P1M", "refused")],
    );
    let call = Life::under(edition.clone(), "1402-03-10")
        .asks(CALL)
        .asks(PUBLISHED);
    let answering = |call: &Life, on: &str| {
        let mut life = Life::under(edition.clone(), on);
        life.call = Some((call.dossier.clone(), 0));
        life.asks(FILED)
    };
    let by = |life: &Life| foretold(life).first().map(|told| told.decide_by);
    // Open through 31 Tir, it may be extended by another 31 days.
    let filed = answering(&call, "1402-04-05");
    assert_eq!(by(&filed), Some(day("1402-07-01")));
    let open = filed.clone().on("1402-05-31").night();
    assert_eq!(open.dossier.application.name(), "Submitted");
    let wanting = filed
        .clone()
        .on("1402-04-10")
        .asks("secretariat application.note_deficiency missing='[\"a plan\"]'")
        .on("1402-04-15")
        .asks("applicant application.cure");
    assert_eq!(by(&wanting), by(&filed));
    let after = filed.on("1402-07-02").night();
    assert_eq!(
        after.last(),
        ("application.rejected_by_silence", day("1402-07-02"))
    );
    // Once it is extended, everybody knows when it closes.
    let extended = call
        .on("1402-04-10")
        .asks("working_group call.extend resolution=carried closes_on=1402-05-10");
    let filed = answering(&extended, "1402-04-11");
    assert_eq!(by(&filed), Some(day("1402-06-11")));
}

/// Silence grants nothing that the body itself could not grant, and where it could do so late its time is as long.
#[test]
fn silence_does_no_more_than_the_body_could() {
    let life = confirmed(with("registration", "P1M", "granted"))
        .on("1403-02-20")
        .asks("inspector enforcement.report violation=HOURS facts=seen");
    assert_eq!(comes_of_silence(&life), None);
    let late = life.on("1403-05-01").night();
    assert_eq!(
        foretold(&late),
        [],
        "nobody can register while a case is open"
    );
    let free = late.asks("enforcement_committee enforcement.dismiss reason=stated");
    let told = foretold(&free);
    assert_eq!(
        told[0].decide_by,
        day("1403-05-13"),
        "twelve days were left"
    );
    let free = free.on("1403-06-01").night();
    assert_eq!(
        free.last(),
        ("transfer.registered_by_silence", day("1403-05-14"))
    );
    assert_eq!(free.dossier.holder, Some(party("omid")));
}

/// Each post and each contract has a time of its own; one that ends in a rejection has the holder propose somebody
/// else for a post that must be filled.
#[test]
fn each_post_and_each_contract_has_its_own_time() {
    let silence = [
        ("appointment", "P1M", "refused"),
        ("contract", "P1M", "granted"),
    ];
    let edition = without_calls(silent(&edition("pishkhan/1400"), &silence));
    assert_eq!(edition.check(), Ok(()));
    let life = licensed(edition)
        .asks("holder appointment.propose post=manager person=@kaveh")
        .asks("holder contract.draft agency=post_bank")
        .on("1403-02-11")
        .asks("holder appointment.propose post=deputy person=@parviz")
        .asks("holder contract.draft agency=registry");
    let told = foretold(&life);
    let told = told.iter().map(|told| {
        let (awaited, by) = (&told.awaited, told.owed_by.word());
        format!(
            "{} {} {by} {}",
            awaited.decision(),
            awaited.about().unwrap(),
            told.decide_by
        )
    });
    let told = told.collect::<Vec<_>>().join("\n");
    assert_snapshot!(told, @r"
    appointment manager secretariat 2024-05-21
    appointment deputy secretariat 2024-05-31
    contract post_bank working_group 2024-05-21
    contract registry working_group 2024-05-31
    ");
    let after = life.clone().on("1403-04-15").night();
    let by_silence = after
        .history
        .iter()
        .filter(|dated| dated.event.silence().is_some());
    let came = by_silence.map(|dated| format!("{} {}", dated.effective_on, dated.event.name()));
    let came = came.collect::<Vec<_>>().join("\n");
    assert_snapshot!(came, @r"
    2024-05-22 appointment.rejected_by_silence
    2024-05-22 contract.approved_by_silence
    2024-06-01 appointment.rejected_by_silence
    2024-06-01 contract.approved_by_silence
    ");
    let manager = after
        .dossier
        .appointment
        .case(Post::Manager)
        .expect("proposed");
    let vacancy = manager.step.vacancy().expect("it must be filled");
    assert_eq!(vacancy.since, day("1403-03-02"));
    // Whoever is proposed again has a time of their own.
    let again = life
        .on("1403-03-10")
        .night()
        .asks("holder appointment.propose post=manager person=@omid");
    let told = foretold(&again);
    let told = told
        .iter()
        .find(|told| told.awaited.about() == Some("manager"));
    assert_eq!(told.expect("it is waited for").since, day("1403-03-10"));
}

/// Nobody approves anybody while it is not known whether there will be an heir: the time rests.
#[test]
fn the_time_for_a_post_and_a_contract_rests() {
    let silence = [
        ("appointment", "P1M", "granted"),
        ("contract", "P1M", "granted"),
    ];
    let life = licensed(without_calls(silent(&edition("pishkhan/1389"), &silence)))
        .asks("holder appointment.propose post=operator person=@kaveh")
        .asks("holder contract.draft agency=post_bank")
        .on("1403-02-20")
        .asks(&crate::steps::DIED.replace("{}", "1403-02-19"));
    assert_eq!(foretold(&life), []);
    let after = life
        .on("1403-03-10")
        .asks("heir:zahra licence.give_notice heir=@zahra manager=@parviz");
    let told = foretold(&after);
    let days: Vec<_> = told.iter().map(|told| told.decide_by).collect();
    assert_eq!(days, [day("1403-03-22"), day("1403-03-22")]);
    let after = after.on("1403-03-23").night();
    let begun = after.asks("operator:kaveh appointment.consent post=operator person=@kaveh");
    assert_eq!(begun.last(), ("appointment.begun", day("1403-03-23")));
}

/// Nobody can register while the licence is suspended, where the edition says so: silence grants nothing on the
/// day on which it ends, for the authority has the days that it could not use.
#[test]
fn the_time_to_register_rests_while_the_licence_is_suspended() {
    let by = |life: &Life| foretold(life).first().map(|told| told.decide_by);
    let life = confirmed(with("registration", "P1M", "granted"));
    assert_eq!(by(&life), Some(day("1403-03-01")));
    let sanction = "sanction.suspension.through=1403-04-10";
    let suspended = life
        .on("1403-02-11")
        .asks(&sanctioned("HANDED_OVER", sanction));
    assert_eq!(by(&suspended), None, "nobody can register");
    let late = suspended.on("1403-04-11").night();
    assert_eq!(late.dossier.licence.name(), "Active");
    assert_eq!(late.dossier.transfer.name(), "Confirmed");
    // Of the thirty-one days, ten were used.
    assert_eq!(by(&late), Some(day("1403-05-01")));
    let after = late.on("1403-05-02").night();
    assert_eq!(
        after.last(),
        ("transfer.registered_by_silence", day("1403-05-02"))
    );
}

/// Nobody waits any more for what was decided; and what was decided is not decided again by silence.
#[test]
fn what_was_decided_in_time_is_not_decided_by_silence() {
    let life = renewal(with("renewal", "P1M", "refused"))
        .on("1403-03-01")
        .asks(CONFIRMED)
        .asks(GRANTED);
    assert_eq!(foretold(&life), []);
    assert_eq!(comes_of_silence(&life), None);
}
