//! What another register states of a licence to which something happened here.

use std::path::Path;

use parvaneh::core::party::PartyKind;
use parvaneh_testkit::{Database, Scenario, TestkitError, on_both, script};

/// Why a statement was rejected.
fn rejected(stated: Result<&mut Scenario, TestkitError>) -> String {
    match stated {
        Err(error) => error.to_string(),
        Ok(_) => panic!("it was taken in"),
    }
}

/// A row that comes again with the next export does not undo a revision.
fn a_term_that_was_withdrawn_does_not_come_back(database: &Database) -> Result<(), TestkitError> {
    let mut scenario = Scenario::under("pishkhan/1389", database)?;
    scenario.on("1402-07-15")?;
    scenario.licensed("17-1", "urban", "1402-07-15", &[])?;
    scenario.licensed("17-1", "urban", "1405-07-15", &[])?;
    scenario.revise("it is another office's", "letter 12");
    scenario.withdraws("17-1", "2")?.approved()?;
    let again = rejected(scenario.licensed("17-1", "urban", "1405-07-15", &[]));
    assert!(
        again.contains("a revision has withdrawn this term"),
        "{again}"
    );
    // Nor does a row that states the same term and one more fact of it.
    let asked = rejected(scenario.licensed(
        "17-1",
        "urban",
        "1405-07-15",
        &["renewal_filed_on=1408-03-01"],
    ));
    assert!(
        asked.contains("a revision has withdrawn this term"),
        "{asked}"
    );
    // What stands is there already, and another term may still be stated.
    scenario.licensed("17-1", "urban", "1402-07-15", &[])?;
    scenario.licensed("17-1", "urban", "1405-07-15", &["valid_through=1407-07-14"])?;
    scenario.verify()?;
    Ok(())
}

/// What a register states otherwise of a term takes the place of what it stated itself, as often as it does;
/// it does not undo what was asked here meanwhile.
fn a_term_that_is_stated_anew_takes_the_place_of_its_own(
    database: &Database,
) -> Result<(), TestkitError> {
    let mut scenario = Scenario::under("pishkhan/1389", database)?;
    scenario.on("1402-07-15")?;
    scenario.licensed("17-1", "urban", "1402-07-15", &[])?;
    scenario.on("1405-03-01")?;
    scenario
        .send("17-1", "holder", "renewal.file", &[])?
        .accepted()?;
    let before = scenario.events("17-1")?;
    let earlier = ["valid_through=1404-12-29"];
    let row = rejected(scenario.licensed("17-1", "urban", "1402-07-15", &earlier));
    assert!(row.contains("renewal.filed: refused"), "{row}");
    assert_eq!(scenario.events("17-1")?, before);
    let through = |scenario: &Scenario| {
        let shown = scenario.block_on(scenario.engine().show("17-1", None));
        let last = shown.expect("it is there").view.dossier.terms.pop();
        last.expect("it has a term").term.through.to_string()
    };
    assert_eq!(through(&scenario), "2026-10-06");
    for (stated, is) in [("1406-07-14", "2027-10-06"), ("1405-07-14", "2026-10-06")] {
        let stated = format!("valid_through={stated}");
        scenario.licensed("17-1", "urban", "1402-07-15", &[&stated])?;
        assert_eq!(through(&scenario), is);
        scenario.verify()?;
    }
    // What a revision has withdrawn, the register does not bring back.
    scenario.on("1405-03-02")?;
    scenario.licensed("17-1", "urban", "1405-07-15", &[])?;
    scenario.revise("it is another office's", "letter 12");
    scenario.withdraws("17-1", "licence.opened")?.approved()?;
    let again = rejected(scenario.licensed("17-1", "urban", "1405-07-15", &[]));
    assert!(
        again.contains("a revision has withdrawn this term"),
        "{again}"
    );
    scenario.verify()?;
    Ok(())
}

/// Somebody was told that an application was undecided on a day on which, by another register, it had a
/// licence: the row is rejected, and says who was told.
fn what_others_were_told_of_a_call_stands(database: &Database) -> Result<(), TestkitError> {
    let mut scenario = Scenario::under("pishkhan/1389", database)?;
    scenario.in_province("تهران")?.on("1402-03-10")?;
    let drafted = "number=C-7 province=تهران district=شمیران seats=1 opens_on=1402-04-01 \
                   closes_on=1402-04-31";
    let drafted: Vec<&str> = drafted.split_whitespace().collect();
    scenario.send("C-7", "secretariat", "call.draft", &drafted)?;
    let capacity = ["resolution=carried", "seats=1", "population=50000"];
    scenario.send("C-7", "working_group", "call.approve_capacity", &capacity)?;
    scenario
        .send("C-7", "secretariat", "call.publish", &[])?
        .accepted()?;
    scenario.on("1402-04-05")?;
    for (file, party) in [("F-1", "sara"), ("F-2", "reza")] {
        scenario.party(party, PartyKind::Natural)?;
        let applicant = format!("applicant=@{party}");
        let arguments = [
            "call=C-7",
            "office.kind=urban",
            "office.province=تهران",
            "applicant_kind=natural",
            &applicant,
        ];
        let who = format!("applicant:{party}");
        scenario
            .send(file, &who, "application.file", &arguments)?
            .accepted()?;
    }
    scenario.on("1402-05-10")?;
    scenario
        .send("F-1", "secretariat", "application.begin_review", &[])?
        .accepted()?;
    let before = scenario.events("F-2")?;
    let row = rejected(scenario.licensed("F-2", "urban", "1402-05-01", &[]));
    assert!(row.contains("the call has gone on"), "{row}");
    assert!(row.contains("F-1"), "{row}");
    assert_eq!(scenario.events("F-2")?, before);
    // From the day after it nobody was told anything.
    scenario.on("1402-05-11")?;
    scenario.licensed("F-2", "urban", "1402-05-11", &[])?;
    let asking = scenario.block_on(async {
        let tx = scenario.engine().store().begin_read().await?;
        tx.in_call("pishkhan", "C-7").await
    });
    let asking = asking.expect("the register answers").len();
    assert_eq!(asking, 1, "F-2 asks for no seat any more");
    scenario.verify()?;
    Ok(())
}

/// A dossier whose licence was given a number is found by its file's number as well, for ever: no other is
/// opened under it.
fn a_number_of_a_file_is_given_to_no_other(database: &Database) -> Result<(), TestkitError> {
    let scenarios = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios");
    let script = scenarios.join("call/a-licence-keeps-its-seat.txt");
    let mut scenario = script::perform(&script, database).map_err(Box::new)?;
    let before = scenario.events("17-1")?;
    let row = rejected(scenario.licensed("F-1", "urban", "1402-07-15", &[]));
    assert!(row.contains("valid_from"), "{row}");
    assert_eq!(scenario.events("F-1")?, before);
    scenario.verify()?;
    Ok(())
}

on_both!(
    a_number_of_a_file_is_given_to_no_other,
    a_term_that_is_stated_anew_takes_the_place_of_its_own,
    a_term_that_was_withdrawn_does_not_come_back,
    what_others_were_told_of_a_call_stands,
);
