//! Late equals on time, for every command of every machine.
//!
//! From states that lives lead to, every command that is in order is entered twice: on its day, and
//! after something of a later day, which is a night or an act beside the matter.

use std::collections::BTreeMap;

use parvaneh::core::calendar::Date;
use parvaneh::core::dossier::{self, Command};
use parvaneh::core::timeline::Said;
use parvaneh_tests::proof::times;
use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::TestRunner;

use super::book::{Book, Came};
use super::lives::{Act, Law};
use super::orders::{differs, laws, steps};

/// Of how many lives from each beginning the states are looked at.
const LIVES: u32 = 50;

/// How often a command is tried from one beginning, and from one life.
const OFTEN: (usize, usize) = (40, 3);

/// Commands that are never entered late, and why.
const NEVER_LATE: [(&str, &str); 4] = [
    (
        "call.draft",
        "it opens a call's history, and nothing stands there without it",
    ),
    (
        "application.file",
        "it opens a file, and nothing stands there without it",
    ),
    (
        "application.dismiss_objection",
        "it ends the file, where nothing falls due and nothing else can be done until then",
    ),
    (
        "principled_approval.refuse",
        "it ends the file, where nothing falls due and nothing else can be done until then",
    ),
];

pub(super) fn is_never_late(name: &str) -> bool {
    NEVER_LATE.iter().any(|(never, _)| *never == name)
}

/// How often each command was entered late: after a night, and after an act.
type Table = BTreeMap<&'static str, (usize, usize)>;

/// Enters an act on its day, and late.
struct Both<'l, 'b> {
    law: &'l Law,
    /// What was recorded before.
    book: &'b Book<'l>,
    act: &'b Act,
}

impl<'l> Both<'l, '_> {
    /// After a night on the next day on which the calendar changes anything, if there is one.
    fn after_a_night(&self) -> Option<()> {
        let settled = dossier::settle(self.book.dossier.clone(), &self.law.editions, self.act.on);
        let (settled, _) = settled.expect("no defect");
        let due = dossier::due_on(&settled, &self.law.editions).expect("no defect")?;
        let mut late = self.book.clone();
        late.night(due);
        self.is_one_history(late, due, None)
    }

    /// After an act of the next day, if one is in order with and without it and comes to the same.
    fn after_an_act(&self, pick: usize) -> Option<()> {
        let next = self.act.on.day_after()?;
        let settled = dossier::settle(self.book.dossier.clone(), &self.law.editions, next);
        let (settled, _) = settled.expect("no defect");
        let mut with = self.book.clone();
        with.enter(self.act, self.act.on).ok()?;
        let comes_to_the_same = |command: &Command| {
            let (beside, _) = self.law.in_order(&settled, next, command)?;
            let (mut with, mut without) = (with.clone(), self.book.clone());
            with.enter(&beside, next).ok()?;
            without.enter(&beside, next).ok()?;
            (said_on(&with, next) == said_on(&without, next)).then_some((without, beside))
        };
        let mut beside = self.law.aside(&settled, next, pick);
        beside.extend(self.law.commands(&settled, next));
        let (late, beside) = beside.iter().find_map(comes_to_the_same)?;
        self.is_one_history(late, next, Some(&beside))
    }

    fn is_one_history(&self, mut late: Book<'l>, today: Date, beside: Option<&Act>) -> Option<()> {
        let mut expected = self.book.clone();
        assert_eq!(
            expected.enter(self.act, self.act.on),
            Ok(Came::Last),
            "{}",
            self.act
        );
        if let Some(beside) = beside {
            assert_eq!(expected.enter(beside, today), Ok(Came::Last), "{beside}");
        }
        let came = late.enter(self.act, today);
        assert_eq!(
            came,
            Ok(Came::Late),
            "{} entered {today} after {beside:?}",
            self.act
        );
        let end = today.moved_by(1500);
        for book in [&mut expected, &mut late] {
            assert_eq!(
                book.fault(),
                None,
                "{} entered {today} after {beside:?}",
                self.act
            );
            book.night(end);
        }
        let difference = differs(&expected.stands(end), &late.stands(end));
        assert_eq!(
            difference, None,
            "{} entered {today} after {beside:?}",
            self.act
        );
        Some(())
    }
}

/// What acts of a day say.
fn said_on(book: &Book<'_>, on: Date) -> Vec<Said> {
    let of_acts = book.rows.iter().filter(|row| row.mark.of_act.is_some());
    let of_the_day = of_acts.filter(|row| row.effective_on == on);
    of_the_day.map(|row| row.said.clone()).collect()
}

/// Every command that is in order at a state, and one more, as often as it is to be tried.
fn at_a_state(
    law: &Law,
    (book, on, more): (&Book<'_>, Date, Option<&Act>),
    table: &mut Table,
    tried: &mut Tried,
) {
    let settled = dossier::settle(book.dossier.clone(), &law.editions, on);
    let (settled, _) = settled.expect("no defect");
    let mut commands = law.commands(&settled, on);
    commands.extend(more.map(|act| act.command.clone()));
    for (pick, command) in commands.iter().enumerate() {
        let name = command.name();
        let of_life = tried.of_life.entry(name).or_default();
        if OFTEN.1 <= *of_life || OFTEN.0 <= *tried.of_law.entry(name).or_default() {
            continue;
        }
        let Some((act, _)) = law.in_order(&settled, on, command) else {
            continue;
        };
        let both = Both {
            law,
            book,
            act: &act,
        };
        let night = usize::from(both.after_a_night().is_some());
        let beside = usize::from(both.after_an_act(pick).is_some());
        let (nights, besides) = table.entry(name).or_default();
        *nights += night;
        *besides += beside;
        if 0 < night + beside {
            *of_life += 1;
            *tried.of_law.entry(name).or_default() += 1;
        }
    }
}

/// How often each command was tried.
#[derive(Default)]
struct Tried {
    of_law: BTreeMap<&'static str, usize>,
    of_life: BTreeMap<&'static str, usize>,
}

#[test]
fn come_to_the_same_late_and_on_time() {
    let mut table = Table::new();
    // The same lives in every run: a table has no holes by chance.
    let mut runner = TestRunner::deterministic();
    for law in laws() {
        let mut tried = Tried::default();
        let lives = LIVES * law.many();
        for _ in 0..times(lives) {
            let steps = steps(32).new_tree(&mut runner).expect("a life").current();
            let mut book = Book::new(law);
            tried.of_life.clear();
            at_a_state(law, (&book, law.first, None), &mut table, &mut tried);
            for act in law.life(&steps) {
                at_a_state(law, (&book, act.on, Some(&act)), &mut table, &mut tried);
                book.enter(&act, act.on).expect("it was in order before");
            }
            if let Some(on) = book.dossier.as_of.and_then(|on| on.day_after()) {
                at_a_state(law, (&book, on, None), &mut table, &mut tried);
            }
        }
    }
    println!("command: late after a night, after an act beside it");
    for (name, (night, beside)) in &table {
        println!("{name}: {night}, {beside}");
    }
    let was_late = |name: &str| {
        table
            .get(name)
            .is_some_and(|(night, beside)| 0 < night + beside)
    };
    let names = Command::names();
    let never = names
        .iter()
        .filter(|name| !was_late(name) && !is_never_late(name));
    let never: Vec<_> = never.collect();
    assert!(never.is_empty(), "never entered late: {never:?}");
    for (name, why) in NEVER_LATE {
        assert!(!was_late(name), "{name} was entered late, though {why}");
    }
}
