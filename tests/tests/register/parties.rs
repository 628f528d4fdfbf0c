//! One person has one id: whoever is named by a national id is found by it, whatever kind they are said
//! to be.

use parvaneh::EngineError;
use parvaneh::core::party::PartyKind;
use parvaneh::parties::NewParty;
use parvaneh_testkit::{Database, Scenario, TestkitError, on_both};
use uuid::Uuid;

fn person(id: u128, kind: PartyKind, identifier: &str) -> NewParty {
    NewParty {
        id: Some(Uuid::from_u128(id)),
        kind,
        name: "سارا رضایی".to_owned(),
        identifier: Some(identifier.to_owned()),
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
        assert_eq!(engine.register_party(&by_her_id).await?, known);
        Ok::<_, EngineError>(())
    })?;
    Ok(())
}

on_both!(one_national_id_is_one_party);
