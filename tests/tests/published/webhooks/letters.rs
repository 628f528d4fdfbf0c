//! Dead letters: what is refused waits, with what is behind it, until somebody has it tried again
//! or gives it up.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use axum::http::StatusCode;
use axum::response::IntoResponse;
use parvaneh_tests::{Binary, Kind, on_both};
use serde_json::Value;

use super::receiver::Receiver;
use super::relaying::{count, journal, letters, register, relay_once, relay_once_in_part, sink};

on_both! {
    what_is_refused_is_tried_again_in_order,
    what_is_dropped_frees_what_is_behind_it,
}

/// A receiver that finds fault with one event until it is mended.
struct Particular {
    receiver: Receiver,
    mended: Arc<AtomicBool>,
}

impl Particular {
    fn about(event: &str) -> Self {
        let mended = Arc::new(AtomicBool::new(false));
        let (is_mended, event) = (mended.clone(), event.to_owned());
        let receiver = Receiver::that(move |heard| {
            match heard.header("webhook-id") == event && !is_mended.load(Ordering::SeqCst) {
                true => (StatusCode::GONE, "not with us\nmore").into_response(),
                false => StatusCode::OK.into_response(),
            }
        });
        Self { receiver, mended }
    }

    fn heard(&self) -> usize {
        self.receiver.heard().len()
    }
}

/// A dossier that has events after its first, and its second event's id.
fn some_dossier(register: &Binary) -> (String, String) {
    let journal = journal(register);
    let long = journal.iter().find(|(_, events)| 3 < events.len());
    let (dossier, events) = long.unwrap();
    (
        dossier.clone(),
        events[1]["id"].as_str().unwrap().to_owned(),
    )
}

/// The ids of the letters' events, in their order.
fn ids(letters: &[Value]) -> Vec<&str> {
    let ids = letters
        .iter()
        .map(|letter| letter["event"].as_str().unwrap());
    ids.collect()
}

fn what_is_refused_is_tried_again_in_order(kind: Kind) {
    let register = register(kind);
    let (dossier, refused) = some_dossier(&register);
    let particular = Particular::about(&refused);
    let webhook = particular.receiver.url();
    relay_once_in_part(&register, &webhook, &[]);

    let all = journal(&register);
    let waiting = letters(&register, &["--sink", &webhook]);
    let expected = all[&dossier].iter().skip(1);
    let expected: Vec<_> = expected
        .map(|event| event["id"].as_str().unwrap())
        .collect();
    assert_eq!(ids(&waiting), expected);
    assert_eq!(waiting[0]["attempts"], 1);
    assert_eq!(
        waiting[0]["reason"],
        "the receiver answered 410 Gone: not with us"
    );
    for behind in &waiting[1..] {
        assert_eq!(behind["attempts"], 0);
        assert_eq!(
            behind["reason"],
            "waits behind an earlier event of its dossier"
        );
    }
    assert_eq!(particular.receiver.taken()[&dossier], all[&dossier][..1]);
    assert_eq!(sink(&register, &webhook)["dead_letters"], waiting.len());
    assert_eq!(sink(&register, &webhook)["lag_events"], 0);
    let shown = register.run(&["letters", "list"]);
    assert!(
        shown.contains("not with us") && shown.contains(&refused),
        "{shown}"
    );
    assert_eq!(letters(&register, &["--sink", "another"]), [] as [Value; 0]);

    // What comes later waits too.
    relay_once(&register, &webhook, &[]);
    register.run(&["nightly", "--as-of", "1404-09-21"]);
    relay_once_in_part(&register, &webhook, &[]);
    let all = journal(&register);
    let waiting = letters(&register, &[]);
    assert_eq!(waiting.len(), all[&dossier].len() - 1);

    // In vain: it stays, and nothing behind it goes.
    let seq = waiting[0]["seq"].to_string();
    let asked = register.json(&["letters", "retry", &seq]);
    assert_eq!(asked["to_be_tried"], waiting.len());
    assert_eq!(letters(&register, &[])[0]["state"], "to be tried");
    let before = particular.heard();
    relay_once_in_part(&register, &webhook, &[]);
    assert_eq!(particular.heard(), before + 1);
    let still = letters(&register, &[]);
    assert_eq!(ids(&still), ids(&waiting));
    assert_eq!(still[0]["attempts"], 2);
    assert!(still.iter().all(|letter| letter["state"] == "waits"));

    particular.mended.store(true, Ordering::SeqCst);
    register.run(&["letters", "retry", &seq]);
    relay_once(&register, &webhook, &[]);
    assert_eq!(letters(&register, &[]), [] as [Value; 0]);
    assert_eq!(particular.receiver.taken(), all);
    assert_eq!(sink(&register, &webhook)["published"], count(&all));
    register.fails(1, &["letters", "retry", &seq]);
}

fn what_is_dropped_frees_what_is_behind_it(kind: Kind) {
    let register = register(kind);
    let (dossier, refused) = some_dossier(&register);
    let particular = Particular::about(&refused);
    let webhook = particular.receiver.url();
    relay_once_in_part(&register, &webhook, &[]);
    let waiting = letters(&register, &[]);
    let seq = waiting[0]["seq"].to_string();
    for args in [
        &["letters", "drop", &seq][..],
        &["letters", "drop", &seq, "--because", " "],
    ] {
        assert_eq!(register.output(args).status.code(), Some(2));
    }
    let because = "they closed in spring";
    let dropped = register.json(&["letters", "drop", &seq, "--because", because]);
    assert_eq!(dropped["dropped"], true);
    let said = register.fails(1, &["letters", "drop", &seq, "--because", because]);
    assert!(said.contains(&format!("no dead letter {seq} ")), "{said}");
    register.fails(1, &["letters", "retry", &seq]);
    relay_once(&register, &webhook, &[]);

    assert_eq!(letters(&register, &[]), [] as [Value; 0]);
    let kept = letters(&register, &["--dropped"]);
    assert_eq!(ids(&kept), [&refused]);
    assert_eq!(kept[0]["state"], "dropped");
    assert_eq!(kept[0]["dropped_because"], because);
    let mut expected = journal(&register);
    expected.get_mut(&dossier).unwrap().remove(1);
    assert_eq!(particular.receiver.taken(), expected);
    assert_eq!(sink(&register, &webhook)["dead_letters"], 0);

    // And the dossier goes on.
    register.run(&["nightly", "--as-of", "1404-09-21"]);
    relay_once(&register, &webhook, &[]);
    let mut expected = journal(&register);
    expected.get_mut(&dossier).unwrap().remove(1);
    assert_eq!(particular.receiver.taken(), expected);
}
