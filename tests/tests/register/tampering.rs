//! Whoever changes anything in a register by hand is found out: every column of every table, read from the database
//! itself, so that a new one is not forgotten. Of what nobody can find it is said why.

mod changes;
mod register;
mod unseen;

use std::collections::BTreeSet;

use parvaneh::anchor::ExportedAnchor;
use parvaneh_testkit::{Database, TestkitError, on_both};
use parvaneh_tests::proof::times;
use parvaneh_tests::seeded::{chance, seed};

use changes::{Change, Table, all};
use register::Tampered;
use unseen::{UNSEEN, Unseen, Who};

/// So many changes are tried on each database in every run, besides the first one of each column.
const SLICE: u32 = 120;

/// What came of a change.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Came {
    /// The database would not have it, or it changed nothing.
    ToNothing,
    /// It was found by the register alone.
    Found,
    /// It was found by an anchor that was kept elsewhere.
    FoundByAnchor,
    /// Nobody found it.
    Unseen,
}

fn tried(register: &Tampered, change: &Change, anchors: &[ExportedAnchor]) -> Came {
    let before = register.rows(&change.table);
    if register.try_to(&change.sql).is_err() {
        register.put_back(&change.table);
        return Came::ToNothing;
    }
    let came = if register.rows(&change.table) == before {
        Came::ToNothing
    } else if register.is_found(&[]) {
        Came::Found
    } else if register.is_found(anchors) {
        Came::FoundByAnchor
    } else {
        Came::Unseen
    };
    register.put_back(&change.table);
    came
}

/// Why a change need not be found by the register alone; none where it must be.
fn reason(change: &Change) -> Option<&'static Unseen> {
    UNSEEN.iter().find(|unseen| {
        unseen.table == change.table && unseen.what.iter().any(|what| *what == change.what)
    })
}

fn every_change_is_found(database: &Database) -> Result<(), TestkitError> {
    let register = Tampered::new(database)?;
    let anchors = register.anchors();
    let tables = register.tables();
    assert_eq!(
        empty(&tables),
        ["parvaneh_shared_number"],
        "a table without a row is not tried"
    );
    let changes = all(&tables, &register);
    let (seed, count) = (seed(), SLICE * times(1));
    let (mut found, mut not_found) = (0, Vec::new());
    // One change of each column and of the rows of each table in every run, and then any.
    let mut met = BTreeSet::new();
    let first_of_each = changes
        .iter()
        .filter(|it| met.insert((&it.table, &it.what)));
    let by_chance = (0..count).map(|throw| {
        let at = chance(seed, throw) * changes.len() as f64;
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "a place"
        )]
        let change = &changes[(at as usize).min(changes.len() - 1)];
        change
    });
    for change in first_of_each.chain(by_chance) {
        let came = tried(&register, change, &anchors);
        let unseen = reason(change);
        match (came, unseen.map(|unseen| unseen.who)) {
            (Came::Found, _) => found += 1,
            (Came::ToNothing, _)
            | (Came::FoundByAnchor, Some(_))
            | (Came::Unseen, Some(Who::Nobody)) => {}
            (Came::FoundByAnchor, None) | (Came::Unseen, Some(Who::Anchor) | None) => {
                let why = unseen.map_or("it must be found", |unseen| unseen.why);
                not_found.push(format!("{came:?}: {}: {why}", change.sql));
            }
        }
    }
    let all: BTreeSet<String> = not_found.into_iter().collect();
    assert!(all.is_empty(), "{} changes: {all:#?}", all.len());
    println!(
        "{count} changes of {} that there are, {found} found",
        changes.len()
    );
    assert!(!register.is_found(&anchors), "everything was put back");
    Ok(())
}

fn empty(tables: &[Table]) -> Vec<&str> {
    let empty = tables.iter().filter(|table| table.rows == 0);
    empty.map(|table| table.name.as_str()).collect()
}

on_both!(every_change_is_found,);
