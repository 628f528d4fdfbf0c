//! The desk beside a real register, on days of the test's choosing.

use anyhow::{Context, Result};
use host_example::Desk;
use parvaneh::core::calendar::solar_hijri;
use parvaneh::core::edition::Basis;
use parvaneh::core::refusal::Code;
use parvaneh::core::renewal;
use parvaneh::handle::Outcome;
use parvaneh_testkit::{Database, Scenario, on_both};

on_both!(
    a_granted_renewal_opens_one_fee,
    a_refused_grant_opens_none,
    access_ends_with_the_term_and_needs_no_night,
    access_outlives_the_term_while_a_renewal_is_pending,
    a_suspended_licence_has_no_access,
);

const NUMBER: &str = "17-1";

/// A licence from 15 Mehr 1402, whose renewal is due on 14 Tir 1405.
fn licensed(edition: &str, database: &Database) -> Result<Scenario> {
    let mut scenario = Scenario::under(edition, database)?;
    scenario
        .on("1402-07-15")?
        .licensed(NUMBER, "urban", "1402-07-15", &[])?;
    Ok(scenario)
}

/// However often the desk reads, and under either edition.
fn a_granted_renewal_opens_one_fee(database: &Database) -> Result<()> {
    for edition in ["pishkhan/1389", "pishkhan/1400"] {
        let mut scenario = licensed(edition, database)?;
        scenario
            .on("1405-04-14")?
            .send(NUMBER, "holder", "renewal.file", &[])?
            .on("1405-05-01")?
            .send(
                NUMBER,
                "secretariat:mina",
                "renewal.record",
                &["paper.name=holder_vetting", "paper.favourable=true"],
            )?
            .send(
                NUMBER,
                "secretariat:mina",
                "renewal.begin_review",
                &[
                    "findings.office_active=true",
                    "findings.unremedied_violations=0",
                ],
            )?
            .send(
                NUMBER,
                "working_group",
                "renewal.confirm",
                &["resolution=votes:for,for,against"],
            )?
            .send(NUMBER, "authority", "renewal.grant", &[])?
            .accepted()?;

        let mut desk = Desk::default();
        for _ in 0..2 {
            let account = scenario.block_on(desk.read(scenario.engine(), NUMBER))?;
            assert_eq!(account.fees.len(), 1, "under {edition}");
            assert_eq!(solar_hijri(account.fees[0].term.from), "1405-07-15");
            assert_eq!(solar_hijri(account.fees[0].opened_on), "1405-05-01");
        }
    }
    Ok(())
}

/// The authority cannot grant what the working group has not confirmed: the regulation says so.
fn a_refused_grant_opens_none(database: &Database) -> Result<()> {
    let mut scenario = licensed("pishkhan/1389", database)?;
    scenario
        .on("1405-04-14")?
        .send(NUMBER, "holder", "renewal.file", &[])?;

    let authority = scenario.actor(NUMBER, "authority:reza")?;
    let answer = scenario.ask(NUMBER, authority, renewal::Command::Grant.into())?;
    assert_eq!(answer.outcome, Outcome::Refused);
    assert_eq!(answer.events, []);
    let refusal = answer.refusal.context("a refusal has its reason")?;
    assert_eq!(refusal.code, Code::NotConfirmed);
    assert_eq!(refusal.citation.basis, Basis::R);

    let mut desk = Desk::default();
    let account = scenario.block_on(desk.read(scenario.engine(), NUMBER))?;
    assert_eq!(account.fees, []);
    Ok(())
}

/// A licence ends because its term does; what the night writes down later changes no answer.
fn access_ends_with_the_term_and_needs_no_night(database: &Database) -> Result<()> {
    let mut scenario = licensed("pishkhan/1389", database)?;
    let mut desk = Desk::default();
    scenario.on("1405-07-14")?;
    let account = scenario.block_on(desk.read(scenario.engine(), NUMBER))?;
    assert!(account.is_open(), "on the last day of the term");

    scenario.on("1405-07-15")?;
    let account = scenario.block_on(desk.read(scenario.engine(), NUMBER))?;
    assert!(!account.is_open(), "on the day after, before any night");

    scenario.on("1405-07-29")?.night()?;
    let events = scenario.events(NUMBER)?;
    let last = events.last().context("the night recorded something")?;
    assert_eq!(last.event.name(), "licence.expired");
    assert_eq!(solar_hijri(last.effective_on), "1405-07-15");
    Ok(())
}

/// Who asked in time keeps what they have until the decision. The whole life is in a transcript.
fn access_outlives_the_term_while_a_renewal_is_pending(database: &Database) -> Result<()> {
    let mut scenario = licensed("pishkhan/1389", database)?;
    scenario
        .on("1405-04-14")?
        .send(NUMBER, "holder", "renewal.file", &[])?
        .on("1405-07-15")?
        .night()?
        .stands(NUMBER)?;
    let mut desk = Desk::default();
    let account = scenario.block_on(desk.read(scenario.engine(), NUMBER))?;
    assert!(account.is_open());
    scenario.compare("tests/pending.transcript")?;
    Ok(())
}

/// Also where another register has suspended it.
fn a_suspended_licence_has_no_access(database: &Database) -> Result<()> {
    let mut scenario = Scenario::under("pishkhan/1400", database)?;
    scenario.on("1404-02-01")?.licensed(
        NUMBER,
        "urban",
        "1402-07-15",
        &["status=suspended", "status_on=1404-01-20"],
    )?;
    let mut desk = Desk::default();
    let account = scenario.block_on(desk.read(scenario.engine(), NUMBER))?;
    assert!(!account.is_open());
    Ok(())
}
