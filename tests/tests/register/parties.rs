//! One person has one id: whoever is named by a national id is found by it, whatever kind they are said
//! to be.

use parvaneh::EngineError;
use parvaneh::core::party::PartyKind;
use parvaneh::parties::{NewParty, Outcome};
use parvaneh_testkit::{Database, Scenario, TestkitError, on_both};
use parvaneh_tests::{Binary, offices_csv};
use uuid::Uuid;

fn person(id: u128, kind: PartyKind, identifier: &str) -> NewParty {
    NewParty {
        id: Some(Uuid::from_u128(id)),
        identifier: Some(identifier.to_owned()),
        ..NewParty::new(kind, "سارا رضایی")
    }
}

fn one_national_id_is_one_party(database: &Database) -> Result<(), TestkitError> {
    let scenario = Scenario::under("pishkhan/1389", database)?;
    let engine = scenario.engine();
    scenario.block_on(async {
        let sara = person(0xb1, PartyKind::Unstated, "9995648067");
        let known = engine.register_party(&sara).await?;
        for digits in ["9995648067", "۹۹۹۵۶۴۸۰۶۷"] {
            let again = person(0xb2, PartyKind::Natural, digits);
            let refused = engine.register_party(&again).await;
            assert!(matches!(refused, Err(EngineError::Party(_))), "{refused:?}");
        }
        let by_her_id = NewParty { id: None, ..sara };
        let again = engine.register_party(&by_her_id).await?;
        assert_eq!(
            (again.outcome, again.party),
            (Outcome::AlreadySo, known.party)
        );
        Ok::<_, EngineError>(())
    })?;
    Ok(())
}

/// A register of an earlier program may have a person twice: who is meant is asked, and no act is taken for
/// another's. An import finds the party of the kind that it states.
#[test]
fn an_identifier_of_two_parties_acts_for_neither() {
    let register = Binary::offices(&["1405/11/30"]);
    register.query(
        "INSERT INTO parvaneh_party (id, kind, name, name_as_given, identifier) \
         SELECT X'000000000000700080000000000000b2', 'unstated', name, name_as_given, identifier \
         FROM parvaneh_party",
    );
    register.run(&["migrate"]);
    let [holder] = register
        .query("SELECT hex(id) FROM parvaneh_party WHERE kind = 'natural'")
        .try_into()
        .expect("one");
    let command = r#"{"id":"00000000-0000-7000-8000-000000000001","number":"17-1",
        "actor":{"id":"9995648067","role":"holder"},"command":{"machine":"licence","type":"surrender"}}"#;
    let file = register.write("command.jsonl", command.replace('\n', " "));
    let output = register.output(&["submit", &file]);
    let said = String::from_utf8(output.stdout).expect("text");
    assert!(
        said.contains("an identifier is that of two parties"),
        "{said}"
    );
    assert!(!said.contains("9995648067"), "{said}");
    let verified = register.run(&["verify"]);
    assert!(verified.contains("one_identifier"), "{verified}");
    assert!(!verified.contains("9995648067"), "{verified}");
    let before = register.histories();
    let offices = register.write("again.csv", offices_csv(&["1405/11/30"]));
    register.run(&["import", "--profile", "pishkhan", &offices]);
    assert_eq!(register.histories(), before, "{holder}");
}

on_both!(one_national_id_is_one_party);
