//! What was known stays known, and a withdrawal that is undone leaves no trace in what stands.

use std::collections::BTreeSet;

use parvaneh::core::actor::Actor;
use parvaneh::core::calendar::Date;
use parvaneh::core::timeline::{Change, Fault, Record, Said, Sequence};
use parvaneh_tests::law::day;
use parvaneh_tests::proof::times;
use proptest::prelude::*;

use super::book::{Book, nothing, stands};
use super::lives::{Act, Law};
use super::orders::{differs, laws, on_time, steps};

/// The names of the acts that stand.
fn names(book: &Book<'_>) -> BTreeSet<Sequence> {
    let rows = parvaneh::core::timeline::live(&book.rows);
    rows.into_iter().filter_map(|row| row.mark.of_act).collect()
}

/// What the last revision of a book withdrew.
fn withdrawn(book: &Book<'_>) -> Vec<Sequence> {
    let revision = book.rows.iter().rev().find_map(|row| match &row.said {
        Said::Record(Record::Revised { withdraws, .. }) => Some(withdraws.clone()),
        Said::Record(Record::AlreadySo | Record::Blanked { .. })
        | Said::Event(_)
        | Said::Unreadable(_) => None,
    });
    revision.unwrap_or_default()
}

/// Withdraws an act, and whatever stood on it, and restores all of it; none where that cannot be.
fn there_and_back(book: &mut Book<'_>, act: Sequence, today: Date) -> Option<()> {
    let by = Actor::calendar();
    let anything: BTreeSet<Sequence> = names(book);
    let withdraw = Change {
        withdraw: [act].into(),
        accept: anything
            .iter()
            .copied()
            .filter(|name| *name != act)
            .collect(),
        ..nothing(&by)
    };
    match book.change(&withdraw, today) {
        Ok(_) => {}
        // What was not kept cannot be decided otherwise, and need not be able to follow.
        Err(Fault::StandsAgainst(_) | Fault::CannotFollow(_)) => return None,
        Err(fault) => panic!("{fault:?}"),
    }
    assert!(!names(book).contains(&act), "{act} stands no longer");
    assert_eq!(book.fault(), None);
    let restore = Change {
        restore: withdrawn(book),
        accept: anything.into_iter().collect(),
        ..nothing(&by)
    };
    book.change(&restore, today)
        .expect("what stood can stand again");
    assert_eq!(book.fault(), None);
    Some(())
}

/// A life entered as chance has it: on its days, or some of it later, with nights.
fn entered<'l>(law: &'l Law, acts: &[Act], waits: &[i64]) -> (Vec<usize>, Book<'l>, Date) {
    let mut book = Book::new(law);
    let mut moments = vec![book.rows.len()];
    let mut clock = law.first;
    let mut held: Vec<&Act> = Vec::new();
    for (act, wait) in acts.iter().zip(waits.iter().cycle()) {
        clock = Ord::max(clock, act.on);
        if wait % 3 == 0 {
            book.night(clock);
            moments.push(book.rows.len());
        }
        match wait % 2 {
            0 => held.push(act),
            _ => {
                let _ = book.enter(act, clock);
                moments.push(book.rows.len());
            }
        }
        clock = clock.moved_by(*wait);
        if wait % 5 == 0 {
            for act in held.drain(..) {
                let _ = book.enter(act, clock);
                moments.push(book.rows.len());
            }
        }
    }
    (moments, book, clock)
}

/// What comes to nothing without another act is an act still, and stands again with it.
#[test]
fn what_is_already_so_is_an_act() {
    let law = &laws()[0];
    let lines = [
        ("1402-08-01", "holder licence.surrender"),
        ("1402-08-02", "holder licence.surrender"),
    ];
    let mut book = Book::new(law);
    for (on, line) in lines {
        let on = day(on);
        let command = law.read(line, on);
        let in_order = law.in_order(&book.dossier, on, &command);
        let (act, _) = in_order.expect("it is in order");
        book.enter(&act, on).expect("it is in order");
    }
    let said = |book: &Book<'_>| {
        let stands = book.stands(Date::MAX).into_iter();
        stands.map(|(_, _, said)| said.name()).collect::<Vec<_>>()
    };
    let before = said(&book);
    assert_eq!(before.last(), Some(&"dossier.already_so"));
    let acts: Vec<Sequence> = book.kept.keys().copied().collect();
    let withdraw = Change {
        withdraw: [acts[0]].into(),
        accept: [acts[1]].into(),
        ..nothing(&Actor::calendar())
    };
    book.change(&withdraw, day("1402-08-04"))
        .expect("it is accepted");
    // The second surrender is the first one now.
    assert_eq!(said(&book).last(), Some(&"licence.surrendered"));
    let restore = Change {
        restore: [acts[0]].into(),
        accept: [acts[1]].into(),
        ..nothing(&Actor::calendar())
    };
    book.change(&restore, day("1402-08-05"))
        .expect("it is accepted");
    assert_eq!(said(&book), before);
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: times(160),
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    /// Whatever is recorded afterwards, what stood when the register was asked is still what stood then.
    #[test]
    fn what_was_known_stays_known(
        which in 0..100_usize,
        steps in steps(24),
        waits in prop::collection::vec(0..40_i64, 1..12),
    ) {
        let laws = laws();
        let law = &laws[which % laws.len()];
        let acts = law.life(&steps);
        let (moments, book, _) = entered(law, &acts, &waits);
        // Played again up to each moment, the register says what a prefix of its rows says.
        let mut known = moments.iter();
        let mut at = known.next();
        let mut rows = Vec::new();
        let mut seen = Vec::new();
        for row in &book.rows {
            rows.push(row.clone());
            while at == Some(&rows.len()) {
                seen.push((rows.len(), stands(&rows, Date::MAX)));
                at = known.next();
            }
        }
        for (length, then) in seen {
            prop_assert_eq!(stands(&book.rows[..length], Date::MAX), then);
        }
        prop_assert_eq!(book.fault(), None);
    }

    /// A withdrawal that is undone gives back what stood, with everything that it took along.
    #[test]
    fn a_withdrawal_that_is_undone(
        which in 0..100_usize,
        steps in steps(24),
        pick in 0..100_usize,
    ) {
        let laws = laws();
        let law = &laws[which % laws.len()];
        let acts = law.life(&steps);
        let Some(last) = acts.last() else { return Ok(()) };
        let end = last.on.moved_by(700);
        let mut book = on_time(law, &acts, end);
        let kept: Vec<Sequence> = book.kept.keys().copied().collect();
        let before = book.stands(Date::MAX);
        if there_and_back(&mut book, kept[pick % kept.len()], end).is_some() {
            prop_assert_eq!(differs(&before, &book.stands(Date::MAX)), None);
        }
    }
}
