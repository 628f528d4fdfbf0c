//! Until when a court can be asked: through the day that the decision which stands has named.

use parvaneh::core::calendar::Date;
use parvaneh::core::dossier::Dated;
use parvaneh::core::enforcement::court_by;
use serde_json::json;

fn day(text: &str) -> Date {
    text.parse().expect("a day")
}

fn dated(on: &str, mut event: serde_json::Value) -> Dated {
    event["machine"] = "enforcement".into();
    event["effective_on"] = on.into();
    serde_json::from_value(event).expect("a stored event")
}

fn revoked() -> Dated {
    let event = json!({
        "type": "revoked",
        "violation": "HANDED_OVER",
        "occurrence": 2,
        "reason": "handed over again",
        "objection_by": "2020-08-24",
        "court_by": "2020-11-04",
    });
    dated("2020-08-04", event)
}

fn asked(history: &[Dated], on: &str) -> Option<Date> {
    court_by(history, day(on))
}

#[test]
fn a_revocation_can_be_brought_before_a_court_through_its_last_day() {
    let history = [revoked()];
    assert_eq!(asked(&history, "2020-08-03"), None, "not yet decided");
    assert_eq!(asked(&history, "2020-08-04"), Some(day("2020-11-04")));
    assert_eq!(asked(&history, "2020-11-04"), Some(day("2020-11-04")));
    assert_eq!(asked(&history, "2020-11-05"), None);
}

/// What review upholds is a decision of its own day; what it overturns is none any more.
#[test]
fn review_begins_the_time_anew_or_ends_it() {
    let upheld = json!({"type": "upheld", "reason": "it was", "court_by": "2020-12-29"});
    let history = [revoked(), dated("2020-09-29", upheld)];
    assert_eq!(asked(&history, "2020-09-28"), Some(day("2020-11-04")));
    assert_eq!(asked(&history, "2020-09-29"), Some(day("2020-12-29")));
    let overturned = json!({"type": "overturned", "decision": "7", "reason": "it was not"});
    let history = [revoked(), dated("2020-09-29", overturned)];
    assert_eq!(asked(&history, "2020-09-29"), None);
}

/// Stored events of upholding may say no day: then the decision's own goes on.
#[test]
fn an_upheld_decision_without_a_day_keeps_its_own() {
    let upheld = json!({"type": "upheld", "reason": "it was"});
    let history = [revoked(), dated("2020-09-29", upheld)];
    assert_eq!(asked(&history, "2020-09-29"), Some(day("2020-11-04")));
}

/// What falls is the decision that is named, and no other.
#[test]
fn another_decision_that_falls_ends_no_time() {
    let other = json!({"type": "overturned", "decision": "7", "reason": "it was not", "proven_on": "2020-07-01"});
    let own = json!({"type": "overturned", "decision": "7", "reason": "it was not", "proven_on": "2020-08-04"});
    let history = [revoked(), dated("2020-09-29", other)];
    assert_eq!(asked(&history, "2020-09-29"), Some(day("2020-11-04")));
    let history = [revoked(), dated("2020-09-29", own)];
    assert_eq!(asked(&history, "2020-09-29"), None);
}
