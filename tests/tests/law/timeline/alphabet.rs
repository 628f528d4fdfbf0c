//! Every life of a few letters, in every order of entry, with and without nights.
//!
//! A letter is an act on a day. Of a small alphabet around one deadline, every life that is in order
//! is entered in every order in which those of one day keep theirs, everything at the end of the time,
//! or each as early as it can be; a night runs before none, each, or every second of the entries.

use parvaneh::core::calendar::Date;
use parvaneh_tests::law::day;
use parvaneh_tests::proof::times;

use super::book::Book;
use super::lives::{Act, Beginning, Law};
use super::orders::{LAWS, differs, on_time};

/// Around the last timely day of a renewal, 14 Tir 1405, and the end of the term, 14 Mehr.
const DAYS: [&str; 4] = ["1405-04-14", "1405-04-15", "1405-07-14", "1405-07-15"];

const LINES: &[&str] = &[
    "holder renewal.file",
    "holder renewal.withdraw",
    "holder contract.draft agency=post_bank",
    "inspector enforcement.report violation=HOURS facts=seen",
    "secretariat enforcement.dismiss reason=stated",
    "holder licence.surrender",
];

/// What holds from a later day, and what stands in its way or ends it before: the first two days lie
/// before that day, the others on it or after.
const TO_COME: &[&str] = &[
    "holder licence.surrender from=1405-06-01",
    "holder coming.take_back what=surrender reason=stated",
    "inspector enforcement.report violation=HOURS facts=seen",
    "secretariat enforcement.dismiss reason=stated",
    "holder licence.surrender",
];

#[derive(Default)]
struct Tally {
    lives: usize,
    orders: usize,
    accepted: usize,
}

/// Every order of so many, as lists of places.
fn orders(of: usize) -> Vec<Vec<usize>> {
    if of == 0 {
        return vec![Vec::new()];
    }
    let shorter = orders(of - 1);
    let longer = shorter.iter().flat_map(|order| {
        (0..of).map(|at| {
            let mut order = order.clone();
            order.insert(at, of - 1);
            order
        })
    });
    longer.collect()
}

/// Whether those of one day keep their order.
fn keeps_days(order: &[usize], acts: &[Act]) -> bool {
    (0..order.len()).all(|at| {
        let earlier = &order[..at];
        earlier
            .iter()
            .all(|one| *one < order[at] || acts[*one].on != acts[order[at]].on)
    })
}

/// Enters a life in an order; none where that is refused.
fn entered<'l>(
    law: &'l Law,
    acts: &[Act],
    order: &[usize],
    (at_the_end, nights): (bool, usize),
    end: Date,
) -> Option<Book<'l>> {
    let mut book = Book::new(law);
    let mut clock = law.first;
    for (number, place) in order.iter().enumerate() {
        let act = &acts[*place];
        clock = match at_the_end {
            true => day("1405-08-01"),
            false => Ord::max(clock, act.on),
        };
        if nights != 0 && number % nights == 0 {
            book.night(clock);
        }
        book.enter(act, clock).ok()?;
        assert_eq!(book.fault(), None, "{}", told(law, acts, order));
    }
    book.night(end);
    Some(book)
}

fn told(law: &Law, acts: &[Act], order: &[usize]) -> String {
    let lines = order.iter().map(|place| acts[*place].to_string());
    let lines: Vec<String> = lines.collect();
    format!("{}\n{}", law.name, lines.join("\n"))
}

/// A life and all orders of it.
fn in_every_order(law: &Law, acts: &[Act], tally: &mut Tally) {
    let end = day("1408-01-01");
    let expected = on_time(law, acts, end).stands(end);
    tally.lives += 1;
    for order in orders(acts.len()) {
        if !keeps_days(&order, acts) {
            continue;
        }
        for how in [(false, 0), (false, 1), (true, 0), (true, 1), (true, 2)] {
            tally.orders += 1;
            if let Some(book) = entered(law, acts, &order, how, end) {
                tally.accepted += 1;
                let difference = differs(&expected, &book.stands(end));
                assert_eq!(difference, None, "{how:?} {}", told(law, acts, &order));
            }
        }
    }
}

/// Every life that begins with these acts.
fn go_on(
    law: &Law,
    lines: &[&str],
    book: &Book<'_>,
    acts: &mut Vec<Act>,
    from: usize,
    most: usize,
    tally: &mut Tally,
) {
    if 1 < acts.len() {
        in_every_order(law, acts, tally);
    }
    if acts.len() == most {
        return;
    }
    for (at, on) in DAYS.iter().enumerate().skip(from) {
        for line in lines {
            let on = day(on);
            let mut book = book.clone();
            book.night(on);
            let command = law.read(line, on);
            let Some((act, _)) = law.in_order(&book.dossier, on, &command) else {
                continue;
            };
            book.enter(&act, on).expect("it is in order");
            acts.push(act);
            go_on(law, lines, &book, acts, at, most, tally);
            acts.pop();
        }
    }
}

#[test]
fn every_life_of_a_few_letters() {
    every_life_of(LINES);
}

#[test]
fn every_life_with_something_to_come() {
    every_life_of(TO_COME);
}

fn every_life_of(lines: &[&str]) {
    let most = if times(1) == 1 { 3 } else { 4 };
    for law in &LAWS[..3] {
        let law = Law::new(law, Beginning::Licence);
        let mut tally = Tally::default();
        let book = Book::new(&law);
        go_on(&law, lines, &book, &mut Vec::new(), 0, most, &mut tally);
        println!(
            "{}: {} lives of up to {most} acts, {} of {} entries accepted",
            law.name, tally.lives, tally.accepted, tally.orders
        );
        assert!(0 < tally.accepted, "something is accepted");
    }
}
