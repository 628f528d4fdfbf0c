//! Lives, told as answers: what each command and each night leads to, with every day and every fact. What
//! is refused is told as well, so that one story serves every edition.

use std::cmp::Reverse;
use std::fmt::Write;

use parvaneh::core::actor::{Actor, Role};
use parvaneh::core::calendar::Date;
use parvaneh::core::dossier::{self, Dated, Dossier, Editions};
use parvaneh::core::edition::{Edition, InForce};
use parvaneh::core::explanation;
use parvaneh::core::opening::{self, Opening};
use parvaneh::core::paper::PaperKind;
use parvaneh::core::timeline::{Entry, Mark, Row, Said, may_enter};
use parvaneh_tests::law::{SILENCE, day, stated};

use crate::life::Life;
use crate::silence::owed;
use crate::steps::{
    APPROVED, CALL, CLEARED, CONFIRMED, DIED, GRANTED, OVERTURNED, PRESENTED, REVIEWED, REVOKED,
    VOTED, heard,
};

/// A story under an edition, in words that name the papers and violations of another one; the third is
/// the paper or the violation that it is about, where it is about one.
pub(super) type Story = fn(&Edition, &Edition, &str) -> String;

/// The stories that a value may change, the likeliest first, each with its place among all.
pub(super) fn of(key: &str) -> Vec<(usize, Story)> {
    let mut all: Vec<(usize, &(&str, Story))> = ALL.iter().enumerate().collect();
    all.sort_by_key(|(_, (begins, _))| {
        let is_near = key.starts_with(begins);
        Reverse(if is_near { begins.len() } else { 0 })
    });
    all.into_iter()
        .map(|(at, (_, story))| (at, *story))
        .collect()
}

/// Each with the section of which it is told.
const ALL: &[(&str, Story)] = &[
    ("entry", entries),
    ("licence.term", terms),
    ("licence", issue),
    ("licence.issue_ahead", city),
    ("licence.ahead", surrender),
    ("licence.office_kinds", who_may_hold),
    ("renewal", renewals),
    ("renewal.gates", gates),
    ("renewal.late_decision", late_decisions),
    ("call", call),
    ("application", applications),
    ("application.stages", stages_of_an_application),
    ("principled_approval", approvals),
    ("transfer", transfers),
    ("transfer.lead", transfers_by_province),
    ("transfer.stages", stages_of_a_transfer),
    ("succession", successions),
    ("premises", premises),
    ("enforcement", cases),
    ("enforcement.cases.violations", ladder),
    ("appointment", posts),
    ("contract", contracts),
    ("silence", silences),
    ("working_group", votes),
    ("papers", paper),
    ("papers", order_of_stages),
];

/// A life and what was told of it.
struct Tale {
    life: Life,
    said: String,
}

impl Tale {
    fn of(life: Life) -> Self {
        let said = String::new();
        Self { life, said }
    }

    /// A dossier in which nothing has happened, where no other edition is known.
    fn under(edition: &Edition, today: &str) -> Self {
        let editions: Editions = [edition.clone()].into_iter().collect();
        Self::of(Life {
            edition: edition.clone(),
            editions,
            dossier: Dossier::default(),
            history: Vec::new(),
            call: None,
            today: day(today),
        })
    }

    /// A licence from 15 Mehr 1402 of that kind, as another register states it.
    fn licensed(edition: &Edition, kind: &str, province: &str) -> Self {
        let mut opening = Opening {
            ..stated("1402-07-15")
        };
        opening.office.kind = kind.into();
        opening.office.province = province.into();
        let mut tale = Self::under(edition, "1402-07-15");
        match opening::events(&opening, edition, Date::MAX) {
            Ok(history) => {
                tale.life.dossier = dossier::replay(&history).expect("no defect");
                tale.life.history = history;
            }
            Err(refusal) => tale.say(&format!("{refusal:?}")),
        }
        tale
    }

    fn say(&mut self, what: &str) {
        let _ = writeln!(self.said, "{} {what}", self.life.today);
    }

    fn on(mut self, today: &str) -> Self {
        self.life.today = day(today);
        self
    }

    /// Lines in turn, and what comes of each.
    fn asks(mut self, lines: &str) -> Self {
        for line in lines.lines().filter(|line| !line.trim().is_empty()) {
            let (actor, command) = self.life.read(line);
            let actor = Actor {
                province: None,
                ..actor
            };
            let answer = self.life.answer(&actor, &command);
            let told = [&answer.settled, &answer.followed];
            let told = format!("{:?} {:?} {told:?}", command.name(), answer.decided);
            self.say(&told);
            self.life.history.extend(answer.settled);
            self.life.history.extend(answer.decided.unwrap_or_default());
            self.life.history.extend(answer.followed);
            self.life.dossier = answer.dossier;
        }
        self
    }

    /// The same lines on each of these days, and nothing is kept of it.
    fn tries(mut self, days: &[&str], lines: &str) -> Self {
        for today in days {
            let mut tale = Self::of(self.life.clone()).on(today).asks(lines);
            tale.stands();
            self.said += &tale.said;
        }
        self
    }

    /// What the calendar has made true by a day, and how the licence stands then.
    fn night(mut self, today: &str) -> Self {
        self.life.today = day(today);
        let settled = dossier::settle(self.life.dossier, &self.life.editions, self.life.today);
        let (dossier, events) = settled.expect("no defect");
        self.life.dossier = dossier;
        self.say(&format!("{events:?}"));
        self.life.history.extend(events);
        self.stands();
        self
    }

    fn stands(&mut self) {
        let view = self.life.view();
        self.say(&format!("{view:?}"));
    }

    /// The end.
    fn told(mut self) -> String {
        let in_force = InForce::always(self.life.edition.id.clone());
        let (history, editions) = (rows(&self.life.history), &self.life.editions);
        let history: Vec<&Row> = history.iter().collect();
        let explained = explanation::explain(&history, editions, self.life.today, &in_force);
        let explained = explained.expect("no defect");
        let by: Vec<&String> = explained.steps.iter().map(|step| &step.authority).collect();
        let said = format!("{by:?}");
        self.say(&said);
        self.said
    }
}

/// A history as it would be recorded.
fn rows(history: &[Dated]) -> Vec<Row> {
    let places = (1..).zip(history);
    let rows = places.map(|(sequence, dated)| Row {
        sequence,
        effective_on: dated.effective_on,
        actor: Actor {
            id: "a".to_owned(),
            role: Role::Calendar,
            province: None,
            on_behalf_of: None,
        },
        said: Said::Event(dated.event.clone()),
        mark: Mark::default(),
    });
    rows.collect()
}

/// Where the office is.
const ON_RECORD: &str = "secretariat licence.record_premises at.town=ری at.address=square";

const KINDS: [&str; 2] = ["rural", "urban"];

/// How late what happened can be entered, in person and by a desk.
fn entries(_: &Edition, edition: &Edition, _: &str) -> String {
    let mut said = String::new();
    for role in [Role::Holder, Role::Secretariat] {
        let actor = Actor {
            id: "a".to_owned(),
            role,
            province: None,
            on_behalf_of: None,
        };
        let on = day("1404-01-05");
        let mut today = on;
        for _ in 0..40 {
            today = today.day_after().expect("a day");
            let entry = Entry {
                actor: &actor,
                entered_by: None,
                evidence: None,
                paper: None,
                on,
                today,
            };
            said += &format!("{today} {:?}\n", may_enter(&entry, edition));
        }
    }
    let papers = edition.entry.party_papers.value.iter();
    let papers = papers.map(String::as_str).chain(PARTY_PAPERS);
    said + &papers
        .map(|paper| by_a_desk(edition, paper))
        .collect::<String>()
}

/// Papers by which a desk may enter what a party did.
const PARTY_PAPERS: [&str; 4] = [
    "power_of_attorney",
    "written_request",
    "written_consent",
    "hearing_minutes",
];

/// What a holder did, entered by a desk that has a paper of the holder's.
fn by_a_desk(edition: &Edition, paper: &str) -> String {
    let actor = |role| Actor {
        id: "a".to_owned(),
        role,
        province: None,
        on_behalf_of: None,
    };
    let entry = Entry {
        actor: &actor(Role::Holder),
        entered_by: Some(&actor(Role::Secretariat)),
        evidence: Some("the stamp"),
        paper: Some(paper),
        on: day("1404-01-05"),
        today: day("1404-01-06"),
    };
    format!("{paper} {:?}\n", may_enter(&entry, edition).is_ok())
}

/// What is asked for is not decided, and nobody does anything: one story of each decision that is owed.
fn silences(_: &Edition, edition: &Edition, _: &str) -> String {
    let decisions = SILENCE.iter().map(|(decision, _, _)| *decision);
    let told = decisions.map(|decision| {
        let mut tale = Tale::of(owed(decision, edition.clone()));
        for months in 1..8 {
            let later = tale.life.today.moved_by(31 * months);
            tale = tale.night(&later.to_string());
        }
        tale.told()
    });
    told.collect()
}

/// A term and its ladder, and what comes of both when nobody does anything.
fn terms(_: &Edition, edition: &Edition, _: &str) -> String {
    let tale = Tale::licensed(edition, "rural", "تهران");
    let mut tale = tale.night("1404-12-01");
    for today in ["1405-04-01", "1405-04-20", "1405-07-14", "1405-08-01"] {
        tale = tale.night(today);
    }
    tale.told()
}

/// The authority issues to whom it sees fit where nothing comes before it, and what it issued is renewed:
/// of a term of two years.
fn city(_: &Edition, edition: &Edition, _: &str) -> String {
    let mut tale = Tale::under(edition, "1402-07-15");
    for (kind, person) in [
        ("rural", "natural"),
        ("rural", "legal"),
        ("urban", "natural"),
    ] {
        for from in [
            "1402-07-15",
            "1403-01-13",
            "1403-01-14",
            "1403-01-15",
            "1403-01-19",
            "1403-01-20",
        ] {
            let line = format!(
                "authority licence.issue number=17-1 from={from} office.kind={kind} \
                 office.province=تهران holder=@sara holder_kind={person}"
            );
            tale = tale.tries(&["1402-07-15"], &line);
        }
    }
    let issued = tale.said;
    let filed = "holder renewal.file";
    let mut tale = Tale::licensed(edition, "rural", "تهران").on("1404-03-01");
    for findings in [
        "office_active=false findings.unremedied_violations=0",
        "office_active=true findings.unremedied_violations=1",
    ] {
        let lines =
            format!("{filed}\n secretariat renewal.begin_review findings.{findings}\n{GRANTED}");
        tale = tale.tries(&["1404-03-01"], &lines);
    }
    let noted = "secretariat renewal.note_deficiency missing='[\"a paper\"]'";
    let renewed = tale.asks(filed).asks(noted).tries(
        &["1404-03-11", "1404-03-12", "1404-03-13"],
        "holder renewal.cure",
    );
    issued + &renewed.told()
}

/// A call through its life.
fn call(_: &Edition, edition: &Edition, _: &str) -> String {
    let call = CALL.replace("50000", "60000");
    let tale = Tale::under(edition, "1402-03-01").asks(&call);
    let published = "secretariat call.publish\n authority call.publish";
    let tale = tale.tries(&["1402-03-17", "1402-03-18"], published);
    let tale = tale.asks(published).night("1402-05-10");
    tale.asks("working_group call.rank resolution=carried\n secretariat call.conclude")
        .night("1402-06-01")
        .night("1403-04-31")
        .night("1403-05-20")
        .said
}

/// An application for an office of a kind by a person of a kind, in answer to a call.
fn answering(edition: &Edition, kind: &str, person: &str, seats_taken: u32) -> Tale {
    let call = Tale::under(edition, "1402-03-01")
        .asks(CALL)
        .asks("secretariat call.publish\n authority call.publish")
        .night("1402-04-01");
    let call = call.life.dossier;
    let answers = call.call.call().is_some();
    let mut tale = Tale::under(edition, "1402-04-05");
    tale.life.call = answers.then_some((call, seats_taken));
    tale.asks(&format!(
        "applicant:sara application.file call=C-7 office.kind={kind} office.province=تهران \
         applicant=@sara applicant_kind={person}"
    ))
}

/// Lines that put papers on file, each by whoever `base` says, but for one.
fn recorded(base: &Edition, command: &str, left_out: Option<&str>) -> String {
    let mut lines = String::new();
    for (name, rule) in &base.papers {
        if left_out != Some(name.as_str()) {
            let from = rule.value.from.word();
            // Before there is a licence, nobody asks whose a certificate is.
            let certifies = match rule.value.kind {
                PaperKind::Certificate if command == "licence.record" => {
                    " paper.of=@holder paper.names='[\"@zahra\", \"@parviz\"]'"
                }
                PaperKind::Certificate
                | PaperKind::Document
                | PaperKind::Clearance
                | PaperKind::Report => "",
            };
            let _ = writeln!(
                lines,
                "{from} {command} paper.name={name} paper.favourable=true{certifies}"
            );
        }
    }
    lines
}

/// Through its stages up to the vote, whatever their order.
fn qualified(base: &Edition, tale: Tale, left_out: Option<&str>) -> Tale {
    let papers = recorded(base, "application.record", left_out);
    tale.on("1402-05-10")
        .asks(REVIEWED)
        .asks(&papers)
        .asks(CLEARED)
        .asks(VOTED)
        .asks(&papers)
        .asks(CLEARED)
}

fn applications(base: &Edition, edition: &Edition, _: &str) -> String {
    let filed = || answering(edition, "rural", "natural", 0);
    let lacking = "secretariat application.note_deficiency missing='[\"a paper\"]'";
    let lacking = filed().on("1402-05-10").asks(lacking);
    let cure = "applicant:sara application.cure";
    let lacking = lacking.tries(&["1402-05-20", "1402-05-21", "1402-05-22"], cure);
    let rejected = "working_group application.reject resolution=carried unmet=\"too small\"";
    let rejected = filed()
        .on("1402-05-10")
        .asks(REVIEWED)
        .asks(rejected)
        .tries(
            &["1402-05-30", "1402-05-31", "1402-06-01"],
            "applicant:sara application.object grounds=\"it is not\"",
        );
    let mut listed = answering(edition, "rural", "natural", 1).on("1402-05-10");
    listed = listed
        .asks(REVIEWED)
        .asks(&recorded(base, "application.record", None));
    let listed = listed
        .asks(CLEARED)
        .asks("working_group application.reserve resolution=carried")
        .night("1403-04-31")
        .night("1403-05-01")
        .night("1403-05-03");
    [lacking.said, rejected.said, listed.said].concat()
}

fn stages_of_an_application(base: &Edition, edition: &Edition, _: &str) -> String {
    let mut said = qualified(base, answering(edition, "rural", "natural", 0), None).said;
    let stages = base
        .application
        .iter()
        .flat_map(|rules| &rules.stages.value);
    for name in stages.flat_map(|stage| &stage.needs) {
        let tale = answering(edition, "rural", "natural", 0);
        said += &qualified(base, tale, Some(name)).said;
    }
    said
}

/// Up to a file before the authority, with the office's managers named.
fn presented(base: &Edition, edition: &Edition, kind: &str, person: &str) -> Tale {
    qualified(base, answering(edition, kind, person, 0), None)
        .asks(APPROVED)
        .on("1402-07-01")
        .asks(PRESENTED)
        .on("1402-07-10")
        .asks(NAMED)
}

const NAMED: &str = "
    applicant:sara appointment.propose post=manager person=@nasrin
    applicant:sara appointment.propose post=deputy person=@kaveh
    secretariat appointment.approve post=manager
    secretariat appointment.approve post=deputy
    manager:nasrin appointment.consent post=manager person=@nasrin
    manager:kaveh appointment.consent post=deputy person=@kaveh";

fn issue(base: &Edition, edition: &Edition, _: &str) -> String {
    let mut said = String::new();
    for from in [
        "1402-07-09",
        "1402-07-10",
        "1403-01-10",
        "1403-01-11",
        "1403-01-12",
    ] {
        let line = format!("authority licence.issue number=17-1 from={from}");
        said += &presented(base, edition, "rural", "natural")
            .asks(&line)
            .told();
    }
    // Where nothing comes before it.
    let licensed = Tale::licensed(edition, "rural", "تهران").told();
    let ended = Tale::licensed(edition, "rural", "تهران")
        .on("1405-03-01")
        .asks("holder renewal.file")
        .night("1405-07-20")
        .told();
    [said, licensed, ended].concat()
}

fn surrender(_: &Edition, edition: &Edition, _: &str) -> String {
    let mut tale = Tale::licensed(edition, "rural", "تهران").on("1403-02-01");
    for from in ["1403-07-30", "1403-08-01", "1403-08-02", "1403-08-03"] {
        tale = tale.tries(
            &["1403-02-01"],
            &format!("holder licence.surrender from={from}"),
        );
    }
    tale.told()
}

fn who_may_hold(base: &Edition, edition: &Edition, _: &str) -> String {
    let mut said = String::new();
    for kind in KINDS {
        for person in ["natural", "legal"] {
            said += &presented(base, edition, kind, person)
                .asks("authority licence.issue number=17-1 from=1402-07-15")
                .told();
            let file = format!("holder transfer.file transferee=@omid transferee_kind={person}");
            said += &Tale::licensed(edition, kind, "تهران")
                .on("1403-02-01")
                .asks(&file)
                .told();
        }
    }
    said
}

const REVIEW: &str =
    "secretariat renewal.begin_review findings.office_active=true findings.unremedied_violations=0";

fn renewals(base: &Edition, edition: &Edition, _: &str) -> String {
    let licensed = || Tale::licensed(edition, "rural", "تهران");
    let papers = recorded(base, "renewal.record", None);
    let whole = licensed()
        .tries(
            &["1405-04-13", "1405-04-14", "1405-04-15", "1405-04-17", "1405-04-18", "1405-07-14"],
            "holder renewal.file\n working_group renewal.excuse_lateness resolution=carried reason=illness",
        )
        .tries(&["1405-08-01"], "holder renewal.file")
        .on("1405-03-01")
        .asks("holder renewal.file")
        .asks(REVIEW)
        .asks(&papers)
        .asks(REVIEW)
        .asks(GRANTED)
        .asks(CONFIRMED)
        .night("1405-07-20")
        .asks(GRANTED)
        .night("1405-08-01")
        .told();
    // Within a term of one year as of three.
    let lacking = licensed()
        .on("1403-03-01")
        .asks("holder renewal.file\n secretariat renewal.note_deficiency missing='[\"a paper\"]'")
        .tries(
            &["1403-03-11", "1403-03-12", "1403-03-13"],
            "holder renewal.cure",
        );
    [whole, lacking.told(), terms(base, edition, "")].concat()
}

fn gates(base: &Edition, edition: &Edition, _: &str) -> String {
    let filed = |tale: Tale| {
        tale.on("1403-03-01")
            .asks("holder renewal.file")
            .asks(&recorded(base, "renewal.record", None))
    };
    let licensed = || Tale::licensed(edition, "rural", "تهران");
    let mut said = String::new();
    for findings in [
        "office_active=false findings.unremedied_violations=0",
        "office_active=true findings.unremedied_violations=1",
    ] {
        let review = format!("secretariat renewal.begin_review findings.{findings}");
        said += &filed(licensed())
            .asks(&review)
            .asks(CONFIRMED)
            .asks(GRANTED)
            .told();
    }
    let suspended =
        "enforcement_committee enforcement.sanction reason=proven sanction.suspension={}";
    let suspended = licensed()
        .on("1403-02-01")
        .asks(&heard("HANDED_OVER"))
        .asks(suspended)
        .asks("inspector enforcement.verify_remedy violation=HANDED_OVER");
    said += &filed(suspended)
        .asks(REVIEW)
        .asks(CONFIRMED)
        .asks(GRANTED)
        .told();
    // Where there are no cases another register may state a suspension.
    said + &stated_suspended(base, edition)
}

/// A licence that another register states as suspended, and its renewal.
fn stated_suspended(base: &Edition, edition: &Edition) -> String {
    let mut opening = stated("1402-07-15");
    opening.status = parvaneh::core::opening::Status::Suspended;
    opening.status_on = Some(day("1403-02-01"));
    // Within a term of one year as of three.
    let mut tale = Tale::under(edition, "1403-03-01");
    let Ok(history) = opening::events(&opening, edition, Date::MAX) else {
        return String::new();
    };
    tale.life.dossier = dossier::replay(&history).expect("no defect");
    tale.life.history = history;
    tale.asks("holder renewal.file")
        .asks(&recorded(base, "renewal.record", None))
        .asks(REVIEW)
        .asks(CONFIRMED)
        .asks(GRANTED)
        .told()
}

/// What is decided after the next deadline, or after the end.
fn late_decisions(base: &Edition, edition: &Edition, _: &str) -> String {
    let renewed = Tale::licensed(edition, "rural", "تهران")
        .on("1405-03-01")
        .asks("holder renewal.file")
        .asks(&recorded(base, "renewal.record", None))
        .asks(REVIEW)
        .asks(CONFIRMED)
        .on("1408-05-01")
        .asks(GRANTED)
        .tries(&["1408-05-31", "1408-06-01"], "holder renewal.file")
        .told();
    let revoked = Tale::licensed(edition, "rural", "تهران")
        .on("1405-02-01")
        .asks(REVOKED)
        .asks("holder enforcement.object reason=\"not proven\"")
        .on("1405-08-01")
        .asks(OVERTURNED)
        .night("1405-09-15")
        .told();
    renewed + &revoked + &stated_revoked(edition)
}

/// A licence that another register states as revoked, and that stands again after its term.
fn stated_revoked(edition: &Edition) -> String {
    let mut opening = stated("1402-07-15");
    opening.status = parvaneh::core::opening::Status::Revoked;
    opening.status_on = Some(day("1404-02-01"));
    let mut tale = Tale::under(edition, "1405-08-01");
    let Ok(history) = opening::events(&opening, edition, Date::MAX) else {
        return String::new();
    };
    tale.life.dossier = dossier::replay(&history).expect("no defect");
    tale.life.history = history;
    tale.asks("court licence.reinstate decision=J-9 reason=stated")
        .night("1405-09-15")
        .told()
}

fn approvals(base: &Edition, edition: &Edition, _: &str) -> String {
    let approved =
        || qualified(base, answering(edition, "rural", "natural", 0), None).asks(APPROVED);
    let extend = "working_group principled_approval.extend resolution=carried";
    let lapses = approved()
        .tries(&["1402-11-09", "1402-11-10", "1402-11-11"], extend)
        .asks(extend)
        .night("1403-02-10")
        .night("1403-02-12");
    let mut said = lapses.said;
    let needs = base.principled_approval.iter();
    let needs = needs.flat_map(|rules| [&rules.premises, &rules.presentation]);
    let mut names: Vec<Option<&str>> = vec![None];
    names.extend(
        needs
            .flat_map(|rule| &rule.value)
            .map(|name| Some(name.as_str())),
    );
    for left_out in names {
        // Everything that came before is out of date by then.
        said += &approved()
            .on("1402-11-09")
            .asks(extend)
            .on("1402-12-20")
            .asks(&recorded(base, "application.record", left_out))
            .asks("technical_committee principled_approval.confirm_premises\n secretariat principled_approval.present")
            .said;
    }
    let returned = approved()
        .on("1402-07-01")
        .asks(PRESENTED)
        .on("1403-03-01")
        .asks("authority principled_approval.return reason=\"no ramp\"")
        .night("1403-03-11")
        .night("1403-03-13");
    let cancel = "working_group principled_approval.cancel resolution=carried reason=forged";
    let cancelled = approved()
        .on("1402-06-10")
        .asks("secretariat principled_approval.serve_notice")
        .tries(&["1402-06-25", "1402-06-26", "1402-06-27"], cancel);
    [said, returned.said, cancelled.said].concat()
}

const FILED: &str = "holder transfer.file transferee=@omid transferee_kind=natural";

/// Through every stage of a transfer, whatever their order.
fn passed(base: &Edition, tale: Tale, left_out: Option<&str>) -> Tale {
    let papers = recorded(base, "transfer.record", left_out);
    let pass = "secretariat transfer.pass\n working_group transfer.confirm resolution=carried";
    let mut tale = tale.asks(FILED).asks("secretariat transfer.begin_review");
    for _ in 0..3 {
        tale = tale.asks(&papers).asks(pass);
    }
    tale.asks("authority transfer.register")
}

fn transfers(base: &Edition, edition: &Edition, _: &str) -> String {
    let licensed = || Tale::licensed(edition, "rural", "تهران").on("1403-02-01");
    let lacking = licensed()
        .asks(FILED)
        .asks("secretariat transfer.note_deficiency missing='[\"a paper\"]'")
        .tries(
            &["1403-02-11", "1403-02-12", "1403-02-13"],
            "holder transfer.cure",
        );
    let open = licensed()
        .asks(FILED)
        .night("1403-08-01")
        .night("1403-08-02")
        .night("1403-08-03");
    let suspended = licensed()
        .asks(&heard("HANDED_OVER"))
        .asks("enforcement_committee enforcement.sanction reason=proven sanction.suspension={}")
        .asks(FILED);
    let whole = passed(base, licensed(), None);
    [lacking.told(), open.told(), suspended.told(), whole.told()].concat()
}

fn transfers_by_province(_: &Edition, edition: &Edition, _: &str) -> String {
    let mut said = String::new();
    for province in ["البرز", "کرمان"] {
        said += &Tale::licensed(edition, "rural", province)
            .tries(
                &[
                    "1405-01-12",
                    "1405-01-13",
                    "1405-01-14",
                    "1405-04-12",
                    "1405-04-13",
                    "1405-04-14",
                ],
                FILED,
            )
            .told();
    }
    said
}

fn stages_of_a_transfer(base: &Edition, edition: &Edition, _: &str) -> String {
    let licensed = || Tale::licensed(edition, "rural", "تهران").on("1403-02-01");
    let mut said = passed(base, licensed(), None).told();
    let stages = base.transfer.iter().flat_map(|rules| &rules.stages.value);
    for name in stages.flat_map(|stage| &stage.needs) {
        said += &passed(base, licensed(), Some(name)).told();
    }
    said
}

fn successions(base: &Edition, edition: &Edition, _: &str) -> String {
    let notice = "heir:zahra licence.give_notice heir=@zahra manager=@parviz";
    let died = || {
        Tale::licensed(edition, "rural", "تهران")
            .on("1403-02-01")
            .asks(&DIED.replace("{}", "1403-02-01"))
    };
    let mut said = died()
        .tries(&["1403-02-31", "1403-03-01"], notice)
        .asks(notice)
        .night("1403-08-01")
        .night("1403-08-02")
        .night("1403-08-03")
        .told();
    let papers = base.succession.iter().flat_map(|rules| rules.papers());
    for left_out in papers {
        for cause in ["death", "dissolution"] {
            let lapsed = format!(
                "secretariat licence.lapse cause={cause} occurred_on=1403-02-01 proof=P-4711"
            );
            said += &Tale::licensed(edition, "rural", "تهران")
                .on("1403-02-01")
                .asks(&lapsed)
                .asks(&recorded(base, "licence.record", Some(left_out)))
                .asks(notice)
                .told();
            said += &Tale::licensed(edition, "rural", "تهران")
                .on("1403-02-01")
                .asks(&lapsed)
                .asks(&recorded(base, "licence.record", None))
                .asks(notice)
                .told();
        }
    }
    said
}

fn premises(base: &Edition, edition: &Edition, _: &str) -> String {
    let licensed = || Tale::licensed(edition, "rural", "تهران").on("1403-02-01");
    let mut tale = licensed();
    for through in ["1403-02-29", "1403-02-30", "1403-02-31"] {
        let line =
            format!("working_group licence.permit_closure resolution=carried through={through}");
        tale = tale.tries(&["1403-02-01"], &line);
    }
    for through in ["1403-02-30", "1403-02-31", "1403-03-01"] {
        let line = format!(
            "working_group licence.permit_counter resolution=carried at.town=ری at.address=bazaar \
             days.from=1403-02-01 days.through={through}"
        );
        tale = tale.tries(&["1403-02-01"], &line);
    }
    let mut said = tale.told();
    let needs = base
        .premises
        .iter()
        .flat_map(|rules| &rules.relocation.value);
    let mut names: Vec<Option<&str>> = vec![None];
    names.extend(needs.map(|name| Some(name.as_str())));
    for left_out in names {
        said += &licensed()
            .asks(ON_RECORD)
            .asks("holder licence.request_relocation to.town=ری to.address=bazaar")
            .asks(&recorded(base, "licence.record", left_out))
            .asks("working_group licence.relocate resolution=carried")
            .told();
    }
    said
}

fn cases(_: &Edition, edition: &Edition, _: &str) -> String {
    let licensed = || Tale::licensed(edition, "rural", "تهران").on("1403-02-01");
    let reported = |violation: &str| {
        let line = format!("inspector enforcement.report violation={violation} facts=seen");
        licensed()
            .asks(&line)
            .asks("secretariat enforcement.serve_notice")
    };
    let unheard = reported("HANDED_OVER").tries(
        &["1403-02-15", "1403-02-16", "1403-02-17"],
        "enforcement_committee enforcement.sanction reason=proven sanction.suspension={}",
    );
    let mut said = unheard.told();
    for through in ["1403-05-01", "1403-05-02", "1403-05-03"] {
        let line = format!(
            "enforcement_committee enforcement.sanction reason=proven \
             sanction.suspension.through={through}"
        );
        said += &reported("HANDED_OVER")
            .asks("holder enforcement.defend")
            .asks(&line)
            .told();
    }
    let revoked = licensed()
        .asks(REVOKED)
        .tries(
            &["1403-02-20", "1403-02-21", "1403-02-22"],
            "holder enforcement.object reason=\"not proven\"",
        )
        .told();
    let urgent = licensed()
        .asks("authority enforcement.urgently_suspend violation=DOCUMENT_OR_SECRECY reason=forged")
        .night("1403-02-11")
        .night("1403-02-12")
        .night("1403-02-13")
        .told();
    let mut twice = licensed();
    for today in ["1403-02-01", "1404-02-01", "1405-02-02"] {
        let mut again = twice.on(today).asks(&heard("HOURS"));
        for sanction in ["notice", "written_warning"] {
            again = again.asks(&format!(
                "enforcement_committee enforcement.sanction reason=proven sanction={sanction}"
            ));
        }
        twice = again.night(today);
    }
    let mut third = licensed();
    for (today, sanction) in MONTHLY.iter().zip(["notice", "written_warning"]) {
        third = third.on(today).asks(&heard("HOURS")).asks(&format!(
            "enforcement_committee enforcement.sanction reason=proven sanction={sanction}"
        ));
    }
    let mut third = third.on("1403-04-01").asks(&heard("HOURS"));
    for through in ["1403-05-01", "1403-05-02"] {
        let line = format!(
            "enforcement_committee enforcement.sanction reason=proven \
             sanction.service_cutoff.through={through}"
        );
        third = third.tries(&["1403-04-01"], &line);
    }
    [said, revoked, urgent, twice.told(), third.told()].concat()
}

/// A day a month, so that what was decided on the one before is beyond objection.
const MONTHLY: [&str; 5] = [
    "1403-02-01",
    "1403-03-01",
    "1403-04-01",
    "1403-05-01",
    "1403-06-01",
];

/// Each occurrence of one violation, with every sanction tried: the first that the table has is imposed.
fn ladder(_: &Edition, edition: &Edition, violation: &str) -> String {
    let mut tale = Tale::licensed(edition, "rural", "تهران");
    for today in MONTHLY {
        tale = tale.on(today).asks(&heard(violation));
        tale = tale.tries(
            &[today],
            "enforcement_committee enforcement.propose_revocation reason=proven",
        );
        for sanction in [
            "sanction=notice",
            "sanction=written_warning",
            "sanction.service_cutoff.through=today",
            "sanction.suspension.through=today",
        ] {
            let line =
                format!("enforcement_committee enforcement.sanction reason=proven {sanction}");
            tale = tale.asks(&line);
        }
    }
    tale.told()
}

fn posts(_: &Edition, edition: &Edition, _: &str) -> String {
    let mut said = String::new();
    for kind in KINDS {
        for post in ["operator", "manager", "deputy"] {
            let role = match post {
                "operator" => "operator",
                _ => "manager",
            };
            let lines = format!(
                "holder appointment.propose post={post} person=@nasrin
                 secretariat appointment.approve post={post}
                 working_group appointment.approve post={post} resolution=carried
                 {role}:nasrin appointment.consent post={post} person=@nasrin
                 holder appointment.end post={post} person=@nasrin how=dismissed"
            );
            said += &Tale::licensed(edition, kind, "تهران")
                .on("1403-02-01")
                .asks(&lines)
                .night("1403-03-31")
                .night("1403-04-01")
                .told();
        }
    }
    let mismatch = Tale::licensed(edition, "rural", "تهران")
        .on("1403-02-01")
        .asks("inspector appointment.record_mismatch facts=seen")
        .night("1403-03-29")
        .night("1403-03-30")
        .night("1403-04-01");
    said += &mismatch.told();
    let settled = ["operator", "manager", "deputy"].map(|post| {
        let role = match post {
            "operator" => "operator",
            _ => "manager",
        };
        let lines = format!(
            "holder appointment.propose post={post} person=@nasrin
             secretariat appointment.approve post={post}
             working_group appointment.approve post={post} resolution=carried
             {role}:nasrin appointment.consent post={post} person=@nasrin"
        );
        Tale::licensed(edition, "rural", "تهران")
            .on("1403-02-01")
            .asks("inspector appointment.record_mismatch facts=seen operator=@nasrin")
            .asks(&lines)
            .night("1403-02-02")
            .told()
    });
    said += &settled.concat();
    let held = Tale::licensed(edition, "rural", "تهران")
        .on("1403-02-01")
        .asks("inspector appointment.record_mismatch facts=seen operator=@omid")
        .on("1403-03-25")
        .asks(FILED)
        .on("1403-03-28")
        .asks("holder transfer.withdraw");
    said + &held
        .night("1403-04-06")
        .night("1403-04-08")
        .night("1403-04-10")
        .told()
}

fn contracts(_: &Edition, edition: &Edition, _: &str) -> String {
    Tale::licensed(edition, "rural", "تهران")
        .on("1403-02-01")
        .asks(
            "holder contract.draft agency=post_bank
             holder contract.sign agency=post_bank",
        )
        .told()
}

/// Every way in which three seats can vote.
fn votes(_: &Edition, edition: &Edition, _: &str) -> String {
    let choices = ["for", "against", "abstained", "absent"];
    let mut tale = Tale::licensed(edition, "rural", "تهران").on("1403-02-01");
    let seats = edition.working_group.as_ref();
    let seats = seats.map_or(0, |group| group.voting_seats.value.len());
    let seats = u32::try_from(seats).expect("few seats");
    if seats == 0 {
        return tale.told();
    }
    for ballot in 0..choices.len().pow(seats) {
        let of = |seat: u32| choices[ballot / choices.len().pow(seat) % choices.len()];
        let votes: Vec<&str> = (0..seats).map(of).collect();
        let line = format!(
            "working_group licence.permit_closure through=1403-02-10 resolution=votes:{}",
            votes.join(",")
        );
        tale = tale.tries(&["1403-02-01"], &line);
    }
    tale.told()
}

/// One paper, put on file by each who puts papers on file, wherever it may belong.
fn paper(base: &Edition, edition: &Edition, name: &str) -> String {
    let licensed = || Tale::licensed(edition, "rural", "تهران").on("1403-02-01");
    let places = [
        (
            "application.record",
            answering(edition, "rural", "natural", 0)
                .on("1402-05-10")
                .asks(REVIEWED),
        ),
        (
            "transfer.record",
            licensed()
                .asks(FILED)
                .asks("secretariat transfer.begin_review"),
        ),
        (
            "renewal.record",
            licensed().on("1405-03-01").asks("holder renewal.file"),
        ),
        (
            "licence.record",
            licensed()
                .asks(ON_RECORD)
                .asks("holder licence.request_relocation to.town=ری to.address=bazaar"),
        ),
        (
            "licence.record",
            licensed()
                .asks("secretariat licence.lapse cause=death occurred_on=1403-02-01 proof=P-4711"),
        ),
        (
            "licence.record",
            licensed().asks(
                "secretariat licence.lapse cause=dissolution occurred_on=1403-02-01 proof=P-4711",
            ),
        ),
    ];
    let mut said = String::new();
    let _ = base;
    for (command, tale) in places {
        let today = tale.life.today.to_string();
        let mut tale = tale;
        for who in [
            "applicant:sara",
            "holder",
            "transferee:omid",
            "secretariat",
            "technical_committee",
            "inspector",
        ] {
            let line = format!("{who} {command} paper.name={name} paper.favourable=true");
            tale = tale.tries(&[&today], &line);
        }
        said += &tale.said;
    }
    said
}

/// The same edition with its stages the other way round: whether a stage would ask too early.
fn order_of_stages(_: &Edition, edition: &Edition, _: &str) -> String {
    let mut turned = edition.clone();
    if let Some(rules) = &mut turned.application {
        rules.stages.value.reverse();
    }
    if let Some(rules) = &mut turned.transfer {
        rules.stages.value.reverse();
    }
    format!("{:?}", turned.check())
}
