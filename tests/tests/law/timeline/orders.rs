//! Whatever the order in which the acts of a life are entered, and whichever nights run in between: it
//! is the history that entering each on its own day gives.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::sync::{LazyLock, Mutex, PoisonError};

use parvaneh::core::calendar::Date;
use parvaneh::core::dossier::Command;
use parvaneh_tests::proof::times;
use proptest::prelude::*;
use proptest::test_runner::{Config, TestCaseError, TestRunner};

use super::book::{Book, Came, Stands};
use super::lives::{Act, Beginning, Law};
use super::specimens::is_never_late;

/// How many lives every run takes from each beginning.
const LIVES: u32 = 250;

/// Which one of what could be entered next, how many days later, and which night before it.
pub(super) type Turn = (usize, i64, u8);

/// What a run saw.
#[derive(Default)]
pub(super) struct Tally {
    lives: usize,
    acts: usize,
    orders: usize,
    accepted: usize,
    /// How often each command was entered late with success.
    late: BTreeMap<&'static str, usize>,
    /// Why an entry had to wait, or could not be made.
    refused: BTreeMap<String, usize>,
}

impl Tally {
    fn add(&mut self, other: Self) {
        self.lives += other.lives;
        self.acts += other.acts;
        self.orders += other.orders;
        self.accepted += other.accepted;
        for (name, count) in other.late {
            *self.late.entry(name).or_default() += count;
        }
        for (why, count) in other.refused {
            *self.refused.entry(why).or_default() += count;
        }
    }
}

/// Under which editions, each from a day on.
pub(super) const LAWS: [&[(&str, &str)]; 4] = [
    &[("pishkhan/1389", "1300-01-01")],
    &[("pishkhan/1400", "1300-01-01")],
    &[
        ("pishkhan/1389", "1300-01-01"),
        ("pishkhan/1400", "1404-10-01"),
    ],
    &[("chicago/2012", "1300-01-01")],
];

/// Every beginning of a life under each law.
pub(super) fn laws() -> &'static [Law] {
    static ALL: LazyLock<Vec<Law>> = LazyLock::new(|| {
        let beginnings = [
            Beginning::Licence,
            Beginning::OpenCall,
            Beginning::FullCall,
            Beginning::Nothing,
        ];
        let mut all = Vec::new();
        for law in LAWS {
            for beginning in beginnings {
                let answers = matches!(beginning, Beginning::OpenCall | Beginning::FullCall);
                // A city calls for nothing.
                if law[0].0 != "chicago/2012" || !answers {
                    all.push(Law::new(law, beginning));
                }
            }
        }
        all
    });
    &ALL
}

/// A life entered each on its own day, settled up to a day.
pub(super) fn on_time<'l>(law: &'l Law, acts: &[Act], end: Date) -> Book<'l> {
    let mut book = Book::new(law);
    for act in acts {
        let came = book.enter(act, act.on);
        assert_eq!(came, Ok(Came::Last), "{act}");
    }
    book.night(end);
    book
}

/// What was done, a line each: the day, the day of entry, who, and the command.
#[derive(Default)]
struct Script(String);

impl Script {
    fn night(&mut self, on: Date) {
        let _ = writeln!(self.0, "{on} night");
    }

    fn entered(&mut self, act: &Act, today: Date, came: &Result<Came, String>) {
        let came = match came {
            Ok(came) => format!("{came:?}"),
            Err(why) => why.clone(),
        };
        let _ = writeln!(self.0, "{act}\n    entered {today}: {came}");
    }
}

/// Enters a life in another order. None where it cannot be entered in that order: something that is
/// left would have a later act come out otherwise.
fn in_another_order<'l>(
    law: &'l Law,
    acts: &[Act],
    turns: &[Turn],
    tally: &mut Tally,
    script: &mut Script,
) -> Result<Option<(Book<'l>, Date)>, String> {
    let mut book = Book::new(law);
    let mut clock = law.first;
    let mut left: Vec<&Act> = acts.iter().collect();
    let mut tried: Vec<Date> = Vec::new();
    let mut late = Vec::new();
    for (pick, wait, night) in turns.iter().cycle() {
        if left.is_empty() {
            for name in late {
                *tally.late.entry(name).or_default() += 1;
            }
            return Ok(Some((book, clock)));
        }
        // Those of one day are entered in their order.
        let mut first_of_days: Vec<usize> = Vec::new();
        for (at, act) in left.iter().enumerate() {
            let is_first = at == 0 || left[at - 1].on != act.on;
            if is_first && !tried.contains(&act.on) {
                first_of_days.push(at);
            }
        }
        if first_of_days.is_empty() {
            return Ok(None);
        }
        // Mostly the next one or one of the next few: far from its day little can be accepted.
        let reach = 1 + pick % Ord::min(first_of_days.len(), 4);
        let at = first_of_days[pick / 7 % reach];
        let act = left[at];
        clock = Ord::max(clock, act.on).moved_by(*wait);
        match night % 8 {
            0..=2 => {
                script.night(clock);
                book.night(clock);
            }
            3 => {
                let fast = clock.moved_by(3650);
                script.night(fast);
                book.night(fast);
            }
            _ => {}
        }
        let came = book.enter(act, clock);
        script.entered(act, clock, &came);
        if let Some(fault) = book.fault() {
            return Err(fault);
        }
        match came {
            Ok(came) => {
                if came == Came::Late {
                    late.push(act.command.name());
                }
                left.remove(at);
                tried.clear();
            }
            Err(why) => {
                let why = why.split(':').next().unwrap_or_default().to_owned();
                *tally.refused.entry(why).or_default() += 1;
                tried.push(act.on);
            }
        }
    }
    Ok(None)
}

/// The first place in which two histories differ, in words.
pub(super) fn differs(expected: &[Stands], found: &[Stands]) -> Option<String> {
    let told = |stands: Option<&Stands>| match stands {
        Some((on, actor, said)) => {
            let said = match said.event() {
                Some(event) => serde_json::to_string(event).unwrap_or_default(),
                None => said.name().to_owned(),
            };
            format!("{on} {} {said}", actor.role.word())
        }
        None => "nothing".to_owned(),
    };
    let longer = Ord::max(expected.len(), found.len());
    let at = (0..longer).find(|at| expected.get(*at) != found.get(*at))?;
    let (expected, found) = (told(expected.get(at)), told(found.get(at)));
    Some(format!("expected {expected}\nfound    {found}"))
}

fn one_history(
    law: &Law,
    steps: &[(i64, usize)],
    turns: &[Turn],
    tally: &mut Tally,
) -> Result<(), String> {
    let acts = law.life(steps);
    let Some(last) = acts.last() else {
        return Ok(());
    };
    tally.lives += 1;
    tally.acts += acts.len();
    tally.orders += 1;
    let mut script = Script::default();
    let entered = in_another_order(law, &acts, turns, tally, &mut script);
    let said = |fault: String| format!("{}\n{}{fault}", law.name, script.0);
    let Some((mut book, clock)) = entered.map_err(said)? else {
        return Ok(());
    };
    tally.accepted += 1;
    let end = Ord::max(clock, last.on).moved_by(1500);
    book.night(end);
    let expected = on_time(law, &acts, end).stands(end);
    match differs(&expected, &book.stands(end)) {
        Some(difference) => Err(format!("{}\n{}{difference}", law.name, script.0)),
        None => Ok(()),
    }
}

/// Lives whose acts lie close together, with some long pauses.
pub(super) fn steps(most: usize) -> impl Strategy<Value = Vec<(i64, usize)>> {
    let pick = 0..1_000_000_usize;
    let quick = prop::collection::vec((0..5_i64, pick.clone()), 1..2 * most);
    let days = prop_oneof![6 => 0..8_i64, 3 => 8..60_i64, 1 => 60..400_i64];
    let slow = prop::collection::vec((days, pick), 1..most);
    prop_oneof![quick, slow]
}

fn turns() -> impl Strategy<Value = Vec<Turn>> {
    let wait = prop_oneof![3 => Just(0), 3 => 0..30_i64, 1 => 30..200_i64];
    prop::collection::vec((0..1000_usize, wait, any::<u8>()), 1..24)
}

fn from(law: &Law) -> Tally {
    let tally = Mutex::new(Tally::default());
    let config = Config {
        cases: times(LIVES),
        failure_persistence: None,
        ..Config::default()
    };
    let tried = TestRunner::new(config).run(&(steps(32), turns()), |(steps, turns)| {
        let mut of_this = Tally::default();
        let one = one_history(law, &steps, &turns, &mut of_this);
        tally
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .add(of_this);
        one.map_err(TestCaseError::fail)
    });
    if let Err(failed) = tried {
        panic!("{failed}");
    }
    tally.into_inner().unwrap_or_else(PoisonError::into_inner)
}

#[test]
fn make_no_history() {
    let laws = laws();
    let mut whole = Tally::default();
    std::thread::scope(|scope| {
        let (one, other) = laws.split_at(laws.len() / 2);
        let threads = [one, other]
            .map(|laws| scope.spawn(move || laws.iter().map(from).collect::<Vec<Tally>>()));
        for thread in threads {
            for tally in thread
                .join()
                .unwrap_or_else(|panic| std::panic::resume_unwind(panic))
            {
                whole.add(tally);
            }
        }
    });
    println!(
        "{} lives of {} acts; {} of {} orders were accepted",
        whole.lives, whole.acts, whole.accepted, whole.orders
    );
    println!("refused or had to wait: {:?}", whole.refused);
    println!("entered late: {:?}", whole.late);
    // Chance misses the rarest; `specimens` fails unless every command was late.
    let names = Command::names();
    let was_late = |name: &&String| whole.late.contains_key(name.as_str()) || is_never_late(name);
    let never: Vec<&String> = names.iter().filter(|name| !was_late(name)).collect();
    println!("not entered late by chance: {never:?}");
    assert!(
        whole.orders < 2 * whole.accepted,
        "most orders are accepted"
    );
}
