//! A register in a database of a PostgreSQL server, beside SQL on the same rows and Django.

use std::fs;

use super::process::{parvaneh, seconds, succeed};
use super::server::{Server, psql};
use super::turns::medians;
use super::{Bench, django};
use crate::sample::NIGHT;

/// Django is compared by its rate, and need not go through as many.
const DJANGO_DUE: usize = 5000;

pub(super) fn run(bench: &Bench, server: &Server) -> anyhow::Result<()> {
    nightly(bench, server)?;
    few_of_many(bench, server)?;
    import(server)
}

/// 200,000 licences of which 50,000 expire in one night.
#[expect(clippy::cast_precision_loss, reason = "so few are due")]
fn nightly(bench: &Bench, server: &Server) -> anyhow::Result<()> {
    let (licences, due) = (bench.scaled(200_000), bench.scaled(50_000));
    let django_due = bench.scaled(DJANGO_DUE);
    let base = server.settled(bench, licences, due)?;
    django::prepare(server, licences, django_due)?;
    println!("\nPostgreSQL, nightly, {due} due of {licences}; with Django {django_due} due");
    let held = fs::read_to_string("xtask/reference/set_based.sql")?;
    let bare = held.replace("FOR UPDATE SKIP LOCKED", "");
    let set_based = |sql: &str| {
        let copy = server.copy(&base)?;
        seconds(psql(&copy).args(["-c", sql]))
    };
    let [one, two, held, bare, django] = medians([
        &|| night(&server.copy(&base)?, "1"),
        &|| night(&server.copy(&base)?, "2"),
        &|| set_based(&held),
        &|| set_based(&bare),
        &|| django::night(server),
    ])?;
    let rate = |due, time| due as f64 / time;
    let django_name = "Django, django-fsm-2 and its log, 500 a commit";
    println!("| what | seconds | licences/s |\n|---|---|---|");
    for (what, due, time) in [
        ("parvaneh nightly, one worker", due, one),
        ("parvaneh nightly, two workers", due, two),
        ("set-based SQL, same rows, 500 a commit", due, held),
        ("the same, holding nothing against others", due, bare),
        (django_name, django_due, django),
    ] {
        println!("| {what} | {time:.3} | {:.0} |", rate(due, time));
    }
    println!("rate against SQL: {:.2} (at least 0.85)", held / one);
    println!("rate against SQL that holds nothing: {:.2}", bare / one);
    let against_django = rate(due, one) / rate(django_due, django);
    println!("rate against Django: {against_django:.1} (at least 15)");
    println!("two workers against one: {:.2} (above 1)", one / two);
    Ok(())
}

/// What is due decides the cost, not what there is.
fn few_of_many(bench: &Bench, server: &Server) -> anyhow::Result<()> {
    let (few, copies) = (bench.scaled(50_000), 100);
    // Each copy of the small register has its share of what is due, so that it lies scattered.
    let share = bench.scaled(1000).div_ceil(copies);
    let (many, due) = (few * copies, share * copies);
    let small = server.settled(bench, few, due)?;
    let large = server.settled(bench, few, share)?;
    multiply(server, &large, copies)?;
    let [small, large] = medians([&|| night(&server.copy(&small)?, "1"), &|| {
        night(&server.copy(&large)?, "1")
    }])?;
    println!(
        "\nPostgreSQL, {due} due of {few}: {small:.3} s; of {many}: {large:.3} s; ratio {:.2} \
         (at most 1.3)",
        large / small
    );
    Ok(())
}

/// Makes a register so many times as large, with copies of its dossiers under numbers of their own.
///
/// An import of millions would take far longer than what is measured. The copies' chains begin with
/// the ids of those they were copied from, which a night does not look at and `verify` would
/// report. References are not checked, the sequences go on behind the last copy, and the eve's
/// anchor is moved there, so that the night's covers what the night wrote and not the copies. A
/// copy's snapshots lie as the original's do: those that had an event on the eve, and are due, lie
/// together where that night put them.
fn multiply(server: &Server, name: &str, copies: usize) -> anyhow::Result<()> {
    let url = server.database(name);
    let sql = format!(
        "SET session_replication_role = replica;
         DO $$
         DECLARE
             dossiers bigint := (SELECT max(seq) FROM parvaneh_dossier);
             positions bigint := (SELECT max(position) FROM parvaneh_journal);
         BEGIN
             FOR copy IN 1..{copies} - 1 LOOP
                 INSERT INTO parvaneh_dossier (seq, id, regime, number, province, office_kind)
                 SELECT seq + copy * dossiers, gen_random_uuid(), regime, number || '/' || copy,
                        province, office_kind
                 FROM parvaneh_dossier WHERE seq <= dossiers ORDER BY seq;
                 INSERT INTO parvaneh_snapshot (dossier, version, last, due_on, head, state)
                 SELECT dossier + copy * dossiers, version, last + copy * positions, due_on, head,
                        state
                 FROM parvaneh_snapshot WHERE dossier <= dossiers ORDER BY ctid;
                 INSERT INTO parvaneh_journal (position, dossier, version, previous, effective_on,
                                      recorded_at, actor, event, hash)
                 SELECT position + copy * positions, dossier + copy * dossiers, version,
                        previous + copy * positions, effective_on, recorded_at, actor, event, hash
                 FROM parvaneh_journal WHERE position <= positions ORDER BY position;
             END LOOP;
             PERFORM setval('parvaneh_dossier_seq', {copies} * dossiers);
             PERFORM setval('parvaneh_journal_position', {copies} * positions);
             UPDATE parvaneh_anchor SET events = events * {copies}, position = position * {copies};
         END
         $$;"
    );
    succeed(psql(&url).args(["-c", &sql]))?;
    server.rest(&url)
}

/// The sample register.
fn import(server: &Server) -> anyhow::Result<()> {
    let import = [
        "import",
        "--profile",
        "pishkhan",
        "tests/data/pishkhan-register.csv",
    ];
    let [time] = medians([&|| {
        let url = server.register("bench_import")?;
        seconds(&mut parvaneh(&url, &import))
    }])?;
    println!("\nPostgreSQL, import of 16,000 rows: {time:.3} s");
    Ok(())
}

fn night(register: &str, workers: &str) -> anyhow::Result<f64> {
    let night = ["nightly", "--as-of", NIGHT, "--workers", workers];
    seconds(&mut parvaneh(register, &night))
}
