//! General acts: one that a register learns of later leads to the history of a register that knew of it, and
//! no act comes out otherwise by it.

use parvaneh::core::actor::Actor;
use parvaneh::core::calendar::Date;
use parvaneh::core::dossier::{self, Dated, Dossier, Editions};
use parvaneh::core::edition::{Basis, Day, Decree, Edition, Moved, NextTerm, Rule};
use parvaneh::core::opening::{self, Opening};
use parvaneh::core::renewal;
use parvaneh::core::timeline::{self, Mark, Row, Said};
use parvaneh_tests::law::{day, edition, stated};

use crate::life::Life;
use crate::steps::{DIED, REVOKED};

fn rule<T>(value: T) -> Rule<T> {
    Rule {
        value,
        article: "a test".to_owned(),
        basis: Basis::D,
    }
}

/// An act that moves ends and deadlines between two days.
fn decree(holds_from: &str, between: (&str, &str), to: &str) -> Decree {
    let moved = || {
        Some(rule(Moved {
            from: Day(day(between.0)),
            through: Day(day(between.1)),
            to: Day(day(to)),
        }))
    };
    Decree {
        id: "act".to_owned(),
        made_on: rule(Day(day("1399-03-01"))),
        holds_from: rule(Day(day(holds_from))),
        ends: moved(),
        filing_deadlines: moved(),
        kinds: rule(vec!["rural".to_owned()]),
        next_term: rule(NextTerm::AfterNewEnd),
    }
}

fn editions(edition: &Edition, decrees: Vec<Decree>) -> Editions {
    let all: Editions = [edition.clone()].into_iter().collect();
    all.with_decrees("pishkhan", decrees)
}

/// A journal of one opening, settled up to a day.
fn journal(edition: &Edition, through: Date, editions: &Editions, today: Date) -> Vec<Row> {
    let opening = Opening {
        through: Some(through),
        ..stated("1396-01-01")
    };
    let opened = opening::events(&opening, edition, Date::MAX).expect("no fault");
    let mut rows: Vec<Row> = Vec::new();
    let mut dossier = Dossier::default();
    for dated in opened {
        dossier::evolve(&mut dossier, &dated).expect("no defect");
        push(&mut rows, dated, true);
    }
    let (_, settled) = dossier::settle(dossier, editions, today).expect("no defect");
    settled
        .into_iter()
        .for_each(|dated| push(&mut rows, dated, false));
    rows
}

fn push(rows: &mut Vec<Row>, dated: Dated, is_act: bool) {
    let sequence = rows.last().map_or(1, |row| row.sequence + 1);
    rows.push(Row {
        sequence,
        effective_on: dated.effective_on,
        actor: Actor::calendar(),
        said: Said::Event(dated.event),
        mark: match is_act {
            true => Mark::of_act(sequence, None),
            false => Mark::consequence(),
        },
    });
}

/// The journal with the act that it has missed, if it has missed one.
fn learnt(mut rows: Vec<Row>, editions: &Editions, today: Date) -> (Vec<Row>, bool) {
    let restated = timeline::restate(&rows, editions, today).expect("nothing stands against it");
    let is_restated = restated.is_some();
    for new in restated.into_iter().flat_map(|it| it.rows) {
        let sequence = rows.last().map_or(1, |row| row.sequence + 1);
        rows.push(Row {
            sequence,
            effective_on: new.effective_on,
            actor: new.actor,
            said: new.said,
            mark: new.mark,
        });
    }
    (rows, is_restated)
}

/// For every last day about the span and every day on which the register learns of the act: the live history
/// is the one of a register that knew from the beginning, a second look changes nothing, and nothing is odd.
#[test]
fn what_is_learnt_later_is_as_if_it_had_been_known() {
    let (mut restated, mut untouched) = (0, 0);
    for name in ["pishkhan/1389", "pishkhan/1400"] {
        let edition = edition(name);
        let unaware = editions(&edition, Vec::new());
        // Retroactive, and from the middle of its own span on.
        for holds_from in ["1398-12-01", "1399-01-15"] {
            let act = decree(holds_from, ("1398-12-01", "1399-03-01"), "1399-03-31");
            let aware = editions(&edition, vec![act]);
            let ends = day("1398-11-01").and_after().step_by(3).take(75);
            for through in ends {
                for learnt_on in ["1398-11-15", "1399-01-15", "1399-02-20", "1400-01-01"].map(day) {
                    let rows = journal(&edition, through, &unaware, learnt_on);
                    let (rows, is_restated) = learnt(rows, &aware, learnt_on);
                    let known = journal(&edition, through, &aware, learnt_on);
                    let live = timeline::dated(timeline::live(&rows));
                    let (dossier, later) = settled(&rows, &aware, day("1400-06-01"));
                    let (expected, more) = settled(&known, &aware, day("1400-06-01"));
                    let whole: Vec<Dated> = live.into_iter().chain(later).collect();
                    let wanted = timeline::dated(timeline::live(&known))
                        .into_iter()
                        .chain(more);
                    let wanted: Vec<Dated> = wanted.collect();
                    let when = format!("{name} {holds_from} {through} {learnt_on}");
                    assert_eq!(whole, wanted, "{when}");
                    assert_eq!(dossier, expected, "{when}");
                    assert_eq!(dossier::missed(&dossier, &aware), None, "{when}");
                    assert_eq!(timeline::check(&rows, &aware), Ok(Vec::new()), "{when}");
                    let (_, again) = learnt(rows, &aware, learnt_on);
                    assert!(!again, "{when}");
                    match is_restated {
                        true => restated += 1,
                        false => untouched += 1,
                    }
                }
            }
        }
    }
    assert!(200 < restated, "{restated}");
    assert!(200 < untouched, "{untouched}");
}

fn settled(rows: &[Row], editions: &Editions, today: Date) -> (Dossier, Vec<Dated>) {
    let dossier = timeline::replay(timeline::live(rows)).expect("no defect");
    dossier::settle(dossier, editions, today).expect("no defect")
}

/// An act for other kinds of office touches nothing, and one is taken for what it says.
#[test]
fn it_is_for_the_kinds_that_it_names() {
    let edition = edition("pishkhan/1400");
    let mut act = decree("1398-12-01", ("1398-12-01", "1399-03-01"), "1399-03-31");
    act.kinds.value = vec!["urban".to_owned()];
    let aware = editions(&edition, vec![act]);
    let through = day("1399-02-10");
    let with = journal(&edition, through, &aware, day("1400-01-01"));
    let without = journal(
        &edition,
        through,
        &editions_without(&edition),
        day("1400-01-01"),
    );
    assert_eq!(with, without);
}

fn editions_without(edition: &Edition) -> Editions {
    editions(edition, Vec::new())
}

/// What people do around a deadline that the act moves, so many days later: an act a line.
type Doing = &'static [(i64, &'static str)];

const FILE: &str = "holder renewal.file";
const NOTICE: &str = "heir:zahra licence.give_notice heir=@zahra manager=@parviz";
const HEIR_FILES: &str = "heir:zahra renewal.file";
const HEIR_DRAFTS: &str = "heir:zahra contract.draft agency=bank";
const DRAFT: &str = "holder contract.draft agency=bank";
const EXCUSE: &str = "working_group renewal.excuse_lateness reason=flood resolution=carried";
const REINSTATE: &str = "court licence.reinstate decision=J-9 reason=stated";

/// A journal of what people did, each on its own day, and whether each was accepted.
#[derive(Clone)]
struct Lived {
    life: Life,
    rows: Vec<Row>,
    accepted: Vec<bool>,
}

impl Lived {
    fn new(edition: &Edition, through: &str) -> Self {
        let life = Life::licensed_through(edition.clone(), "1396-01-01", Some(through));
        let mut rows = Vec::new();
        for dated in life.history.clone() {
            push(&mut rows, dated, true);
        }
        Self {
            life,
            rows,
            accepted: Vec::new(),
        }
    }

    /// The same, in a register that knows of these general acts.
    fn knowing(&self, editions: &Editions) -> Self {
        let mut lived = self.clone();
        lived.life.editions = editions.clone();
        lived
    }

    fn does(mut self, on: Date, lines: &str) -> Self {
        self.life = self.life.on(&on.to_string());
        let lines = lines.replace("{}", &on.to_string());
        for line in lines.lines().filter(|line| !line.trim().is_empty()) {
            let (actor, command) = self.life.read(line);
            let answer = self.life.answer(&actor, &command);
            self.accepted.push(answer.decided.is_ok());
            let name = self.next() + i64::try_from(answer.settled.len()).expect("a few");
            let settled = answer.settled.into_iter().map(|dated| (dated, None));
            let decided = answer.decided.unwrap_or_default().into_iter();
            let decided = decided.map(|dated| (dated, Some(name)));
            let followed = answer.followed.into_iter().map(|dated| (dated, None));
            for (dated, act) in settled.chain(decided).chain(followed) {
                self.rows.push(Row {
                    sequence: self.next(),
                    effective_on: dated.effective_on,
                    actor: actor.clone(),
                    said: Said::Event(dated.event),
                    mark: act.map_or_else(Mark::consequence, |act| Mark::of_act(act, None)),
                });
            }
            self.life.dossier = answer.dossier;
        }
        self
    }

    /// The nightly check on a day, by what the register knew then.
    fn night(mut self, on: Date) -> Self {
        let settled = dossier::settle(self.life.dossier.clone(), &self.life.editions, on);
        let (dossier, settled) = settled.expect("no defect");
        self.life.dossier = dossier;
        for dated in settled {
            push(&mut self.rows, dated, false);
        }
        self
    }

    fn next(&self) -> i64 {
        self.rows.last().map_or(1, |row| row.sequence + 1)
    }

    /// What stands by a day, once the register has learnt of what it knows now.
    fn stands(self, editions: &Editions, learnt_on: Date, by: Date) -> (Vec<Dated>, Dossier) {
        let (rows, _) = learnt(self.rows, editions, learnt_on);
        assert_eq!(timeline::check(&rows, editions), Ok(Vec::new()));
        let (dossier, later) = settled(&rows, editions, by);
        let live = timeline::dated(timeline::live(&rows));
        (live.into_iter().chain(later).collect(), dossier)
    }
}

/// What people did is entered before the register learns of the act, or after: the same stands. Whether a
/// request was in time, and which days a reinstatement keeps, the calendar says, and not who acted.
#[test]
fn what_people_did_before_it_was_known_stands_as_if_it_had_been() {
    let doings: &[Doing] = &[
        &[(0, FILE)],
        &[(0, FILE), (3, "holder renewal.withdraw")],
        &[(0, DIED), (20, NOTICE)],
        &[(0, DIED), (20, NOTICE), (25, HEIR_FILES)],
        &[(0, REVOKED), (40, REINSTATE)],
        &[(0, REVOKED), (40, REINSTATE), (45, FILE)],
        // On the day on which the days that the act moves come to stand, in this order.
        &[(0, DIED), (20, NOTICE), (20, HEIR_FILES)],
        &[(0, DIED), (20, NOTICE), (20, HEIR_DRAFTS)],
        &[(0, REVOKED), (40, REINSTATE), (40, FILE)],
        &[(0, REVOKED), (40, REINSTATE), (40, DRAFT)],
    ];
    let (mut compared, mut differed) = (0, 0);
    for name in ["pishkhan/1389", "pishkhan/1400"] {
        let edition = edition(name);
        let unaware = editions(&edition, Vec::new());
        for holds_from in ["1398-12-01", "1399-01-15"] {
            let act = decree(holds_from, ("1398-12-01", "1399-03-01"), "1399-03-31");
            let aware = editions(&edition, vec![act]);
            // The deadline falls into the span and the end does not, or both do.
            for through in ["1399-04-09", "1399-05-20", "1399-02-20"] {
                let opened = Lived::new(&edition, through);
                for first in day("1398-12-05").and_after().step_by(8).take(17) {
                    for doing in doings {
                        let live = |editions: &Editions| {
                            doing
                                .iter()
                                .fold(opened.knowing(editions), |lived, (later, lines)| {
                                    lived.does(first.moved_by(*later), lines)
                                })
                        };
                        let (knew, learns) = (live(&aware), live(&unaware));
                        // What was refused is no act.
                        if knew.accepted != learns.accepted {
                            continue;
                        }
                        compared += 1;
                        let before = timeline::dated(timeline::live(&learns.rows));
                        let (learnt_on, by) = (day("1399-05-01"), day("1402-01-01"));
                        let last = doing
                            .last()
                            .map_or(first, |(later, _)| first.moved_by(*later));
                        let on_that_day = learns.clone().stands(&aware, last, by);
                        let knew = knew.stands(&aware, learnt_on, by);
                        let learns = learns.night(learnt_on).stands(&aware, learnt_on, by);
                        let when = format!("{name} {holds_from} {through} {first} {doing:?}");
                        assert_eq!(on_that_day, knew, "learnt on {last}: {when}");
                        let pairs = learns.0.iter().zip(&knew.0);
                        let differ = pairs.clone().find(|(one, other)| one != other);
                        assert_eq!(differ, None, "{when}");
                        assert_eq!(learns, knew, "{when}");
                        let stated = |dated: &&Dated| learns.0.contains(dated);
                        let acts = before.iter().filter(|dated| is_about_time(&dated.event));
                        differed += usize::from(!acts.clone().all(|dated| stated(&dated)));
                    }
                }
            }
        }
    }
    println!("{compared} lives, of which {differed} state an act otherwise");
    assert!(500 < compared, "{compared}");
    assert!(100 < differed, "{differed}");
}

fn is_about_time(event: &dossier::Event) -> bool {
    ["renewal.filed", "renewal.time_given", "licence.reinstated"].contains(&event.name())
}

/// A request that was excused, because nobody knew that it was in time, stands with its excuse.
#[test]
fn what_was_excused_in_vain_stands() {
    let edition = edition("pishkhan/1389");
    let (unaware, aware) = (
        editions(&edition, Vec::new()),
        editions(
            &edition,
            vec![decree(
                "1398-12-01",
                ("1398-12-01", "1399-03-01"),
                "1399-03-31",
            )],
        ),
    );
    let lived = Lived::new(&edition, "1399-04-09")
        .knowing(&unaware)
        .does(day("1399-01-20"), FILE)
        .does(day("1399-01-25"), EXCUSE);
    assert_eq!(lived.accepted, [true, true]);
    let (_, dossier) = lived.stands(&aware, day("1399-02-01"), day("1399-05-01"));
    let request = dossier.renewal.request().expect("a request");
    assert_eq!(request.timeliness, renewal::Timeliness::Timely);
    assert!(dossier.renewal.is_timely_and_complete());
    assert_eq!(dossier.licence.name(), "Active, continued");
}
