//! What arrives, at receivers of every kind.

use std::collections::BTreeMap;
use std::net::TcpListener;
use std::process::Command;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

use axum::http::StatusCode;
use axum::http::header::{LOCATION, RETRY_AFTER};
use axum::response::IntoResponse;
use parvaneh_tests::{Kind, on_both};

use super::receiver::{Receiver, ok};
use super::relaying::{
    Running, SECRET, count, journal, letters, register, relay, relay_once, relay_once_in_part,
    sink, until,
};

on_both! {
    every_event_arrives_signed_and_in_order,
    a_relay_that_is_killed_before_it_notes_sends_again,
}

fn every_event_arrives_signed_and_in_order(kind: Kind) {
    let register = register(kind);
    let receiver = Receiver::that(ok);
    let webhook = receiver.url();
    relay_once(&register, &webhook, &[]);
    let journal = journal(&register);
    let heard = receiver.heard();
    for heard in &heard {
        heard.verified(SECRET).unwrap();
        assert_eq!(heard.header("content-type"), "application/cloudevents+json");
        assert_eq!(heard.header("webhook-id"), heard.event()["id"]);
    }
    assert_eq!(receiver.taken(), journal);
    assert_eq!(heard.len(), count(&journal), "nothing came twice");
    let sink = sink(&register, &webhook);
    assert_eq!(sink["published"], heard.len());
    assert_eq!([&sink["lag_events"], &sink["dead_letters"]], [0, 0]);
}

/// The receiver kills it when it has a message and before it answers, so that nothing can have been
/// noted of it.
fn a_relay_that_is_killed_before_it_notes_sends_again(kind: Kind) {
    let register = register(kind);
    let expected = journal(&register);
    let pid = Arc::new(AtomicUsize::new(0));
    let killer = pid.clone();
    let receiver = Receiver::that(move |heard| {
        if heard.nth % 7 == 6 && heard.nth < 40 {
            let pid = killer.swap(0, Ordering::SeqCst);
            if pid != 0 {
                let args = ["-9".to_owned(), pid.to_string()];
                assert!(Command::new("kill").args(args).status().unwrap().success());
            }
        }
        ok(heard)
    });
    let mut kills = 0;
    loop {
        let mut relay = Running::start(relay(&register, &[&receiver.url()], &["--once"]));
        let id = usize::try_from(relay.id()).unwrap();
        pid.store(id, Ordering::SeqCst);
        if relay.ended().success() {
            break;
        }
        kills += 1;
        // What ten seconds do to the lease of a relay that is no more.
        register.query("UPDATE parvaneh_sink SET lease_until = 0");
    }
    assert!(1 < kills, "{kills} kills");
    assert_eq!(receiver.taken(), expected);
    assert!(
        count(&expected) < receiver.heard().len(),
        "something came twice"
    );
}

/// Several events are on their way at once, and never two of one dossier.
#[test]
fn a_slow_receiver_is_asked_with_one_event_a_dossier() {
    let register = register(Kind::Sqlite);
    let here: Arc<Mutex<Vec<String>>> = Arc::default();
    let most = Arc::new(AtomicUsize::new(0));
    let twice = Arc::new(AtomicUsize::new(0));
    let (within, seen, beside) = (here.clone(), most.clone(), twice.clone());
    let receiver = Receiver::that(move |heard| {
        let event = heard.event();
        let dossier = event["partitionkey"].as_str().unwrap();
        {
            let mut within = within.lock().unwrap();
            let two = within.iter().any(|it| it == dossier);
            beside.fetch_add(usize::from(two), Ordering::SeqCst);
            within.push(dossier.to_owned());
            seen.fetch_max(within.len(), Ordering::SeqCst);
        }
        thread::sleep(Duration::from_millis(30));
        within.lock().unwrap().retain(|it| it != dossier);
        ok(heard)
    });
    relay_once(&register, &receiver.url(), &[]);
    assert_eq!(receiver.taken(), journal(&register));
    assert_eq!(
        twice.load(Ordering::SeqCst),
        0,
        "two of one dossier at once"
    );
    let most = most.load(Ordering::SeqCst);
    assert!((2..=16).contains(&most), "{most} at once");
}

/// It says for how long it does not want to be asked, and is asked with one event then.
#[test]
fn a_failing_receiver_is_left_alone_for_as_long_as_it_says() {
    const FAILED: usize = 17;
    let register = register(Kind::Sqlite);
    let receiver = Receiver::that(|heard| match heard.nth {
        ..FAILED => (StatusCode::SERVICE_UNAVAILABLE, [(RETRY_AFTER, "1")]).into_response(),
        _ => ok(heard),
    });
    relay_once(&register, &receiver.url(), &[]);
    assert_eq!(receiver.taken(), journal(&register));
    assert_eq!(letters(&register, &[]).len(), 0);
    let at: Vec<_> = receiver.heard().iter().map(|heard| heard.at).collect();
    for (nth, what) in [(16, "the first sixteen"), (17, "the one that was tried")] {
        let pause = at[nth] - at[nth - 1];
        assert!(Duration::from_secs(1) <= pause, "{pause:?} after {what}");
    }
}

/// While it is left alone no other relay has the sink, which would ask it at once.
#[test]
fn a_relay_that_waits_keeps_its_sink() {
    let register = register(Kind::Sqlite);
    let receiver = Receiver::that(|_| {
        (StatusCode::TOO_MANY_REQUESTS, [(RETRY_AFTER, "3600")]).into_response()
    });
    let webhook = receiver.url();
    let mut command = relay(&register, &[&webhook], &[]);
    command.env("PARVANEH_LOG", "parvaneh_events=warn");
    let mut waiting = Running::start(command);
    let said = [waiting.line(), waiting.line()].concat();
    assert!(said.contains("the sink takes nothing"), "{said}");
    // Noting how far it came keeps the sink once, and only waiting does it a second time.
    for _ in 0..2 {
        // What ten seconds do to a lease that nobody renews.
        register.query("UPDATE parvaneh_sink SET lease_until = 0");
        until("kept the sink", || {
            sink(&register, &webhook)["served"] == true
        });
    }
    let other = relay(&register, &[&webhook], &["--once"]).output().unwrap();
    assert_eq!(other.status.code(), Some(75), "{}", register.said(&other));
    assert_eq!(receiver.heard().len(), 16);
    waiting.stop();
}

/// One is silent, one always fails, one sends elsewhere; none of them keeps the others of the same
/// relay from having everything.
#[test]
fn a_sink_that_is_stopped_stops_no_other() {
    let register = register(Kind::Sqlite);
    let silent = TcpListener::bind("127.0.0.1:0").unwrap();
    let silent = format!("http://{}/events", silent.local_addr().unwrap());
    let failing = Receiver::that(|_| StatusCode::BAD_GATEWAY.into_response());
    let elsewhere = Receiver::that(ok);
    let target = elsewhere.url();
    let sending = Receiver::that(move |_| {
        (StatusCode::TEMPORARY_REDIRECT, [(LOCATION, target.clone())]).into_response()
    });
    let good = Receiver::that(ok);
    let webhooks = [silent, failing.url(), sending.url(), good.url()];
    let webhooks: Vec<&str> = webhooks.iter().map(String::as_str).collect();
    let relay = Running::start(relay(&register, &webhooks, &["--to", "jsonl:events.jsonl"]));
    let expected = journal(&register);
    let lines = || std::fs::read_to_string(register.folder().join("events.jsonl"));
    let written = || lines().is_ok_and(|lines| lines.lines().count() == count(&expected));
    until("all had what they take", || {
        good.taken() == expected && written() && 2 < failing.heard().len()
    });
    let refused = || letters(&register, &["--sink", &sending.url()]);
    until("set everything aside", || {
        refused().len() == count(&expected)
    });
    let said = relay.stop();
    assert!(
        said.contains(&format!("{}: 0 events", failing.url())),
        "{said}"
    );
    assert_eq!(elsewhere.heard().len(), 0, "a redirection was followed");
    let reasons: Vec<String> = refused()
        .iter()
        .map(|it| it["reason"].to_string())
        .collect();
    for reason in reasons {
        let known = reason.contains("answered 307") || reason.contains("waits behind");
        assert!(known, "{reason}");
    }
    assert_eq!(letters(&register, &["--sink", &failing.url()]).len(), 0);
    // None of them was noted to have had what it has not.
    for silent in [&webhooks[0], &webhooks[1]] {
        assert_eq!(sink(&register, silent)["published"], 0);
        assert_eq!(sink(&register, silent)["lag_events"], count(&expected));
    }
}

/// It has the first event for longer than a request may take, and is asked again.
#[test]
fn a_receiver_that_hangs_is_asked_again() {
    let register = register(Kind::Sqlite);
    let receiver = Receiver::that(|heard| {
        if heard.nth == 0 {
            thread::sleep(Duration::from_secs(40));
        }
        ok(heard)
    });
    relay_once(&register, &receiver.url(), &[]);
    assert_eq!(receiver.taken(), journal(&register));
    let heard = receiver.heard();
    let again = heard.iter().filter(|it| it.body == heard[0].body);
    assert_eq!(again.count(), 2);
    assert_eq!(letters(&register, &[]).len(), 0);
}

/// What it answers with 200 is nobody's business.
#[test]
fn a_receiver_that_answers_rubbish_has_taken_the_event() {
    let register = register(Kind::Sqlite);
    let rubbish: Vec<u8> = (0..=255).cycle().take(1 << 20).collect();
    let receiver = Receiver::that(move |_| rubbish.clone().into_response());
    relay_once(&register, &receiver.url(), &[]);
    assert_eq!(receiver.taken(), journal(&register));
    assert_eq!(receiver.heard().len(), count(&receiver.taken()));
    assert_eq!(letters(&register, &[]).len(), 0);
}

/// Once nobody wants to wait for it any longer, everything is set aside, and of each dossier only
/// the first event was tried.
#[test]
fn a_receiver_that_is_gone_takes_nothing() {
    let register = register(Kind::Sqlite);
    let gone = TcpListener::bind("127.0.0.1:0").unwrap();
    let webhook = format!("http://{}/events", gone.local_addr().unwrap());
    drop(gone);
    relay_once_in_part(&register, &webhook, &["--patience", "0s"]);
    let letters = letters(&register, &[]);
    assert_eq!(letters.len(), count(&journal(&register)));
    let reasons: BTreeMap<_, usize> = letters.iter().fold(BTreeMap::new(), |mut all, letter| {
        *all.entry(letter["reason"].as_str().unwrap()).or_default() += 1;
        all
    });
    let (refused, waiting): (Vec<_>, Vec<_>) = reasons
        .into_iter()
        .partition(|(reason, _)| reason.starts_with("connecting failed: "));
    assert_eq!(refused.iter().map(|(_, count)| count).sum::<usize>(), 20);
    assert_eq!(waiting.len(), 1, "{waiting:?}");
}
