//! What an earlier program recorded and this one would refuse: it stands, and ends as the law has it.

use parvaneh::core::dossier;
use parvaneh::core::standing::{self, Standing};
use parvaneh_tests::law::edition;
use serde_json::json;

use crate::life::Life;

/// An urgent suspension that was ordered in a decided case ends at once (D): it belongs to none that is
/// undecided.
#[test]
fn an_urgent_suspension_of_a_decided_case_is_over() {
    let life = Life::licensed(edition("pishkhan/1389"), "1402-07-15").on("1403-02-01");
    let mut life = life.asks(
        "inspector enforcement.report violation=HOURS facts=seen
        secretariat enforcement.serve_notice
        holder enforcement.defend
        enforcement_committee enforcement.sanction sanction=notice reason=proven",
    );
    assert_eq!(life.dossier.enforcement.name(), "Sanctioned");
    for event in [
        json!({"machine": "enforcement", "type": "urgently_suspended", "reason": "harm",
            "through": "2024-05-04"}),
        json!({"machine": "licence", "type": "suspended"}),
    ] {
        let mut event = event;
        event["effective_on"] = "2024-04-24".into();
        let dated = serde_json::from_value(event).expect("a stored event");
        dossier::evolve(&mut life.dossier, &dated).expect("it can follow");
    }
    assert!(life.dossier.licence.is_suspended());
    let life = life.on("1403-02-05").night();
    let view = standing::of(life.dossier.clone(), &life.editions, life.today).expect("no defect");
    assert_eq!(view.standing, Standing::InForce);
    let lifted = life.history.last().expect("the night did something");
    assert_eq!(lifted.event.name(), "licence.suspension_lifted");
    assert_eq!(lifted.effective_on, life.today);
}
