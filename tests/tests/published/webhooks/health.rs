//! What a relay tells of itself over HTTP.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use axum::http::StatusCode;
use axum::response::IntoResponse;
use parvaneh_test_servers::cluster::Cluster;
use parvaneh_tests::Binary;

use super::receiver::{Receiver, ok};
use super::relaying::{Running, count, journal, letters, relay, sink, until};

/// A relay that is listening, and where.
fn listening(register: &Binary, webhooks: &[&str], args: &[&str]) -> (Running, String) {
    let args = [args, &["--listen", "127.0.0.1:0"]].concat();
    let mut relay = Running::start(relay(register, webhooks, &args));
    let line = relay.line();
    let address = line.strip_prefix("metrics and health: http://").unwrap();
    (relay, address.to_owned())
}

/// The status and the body of what is there.
fn get(address: &str, path: &str) -> (u16, String) {
    let mut stream = TcpStream::connect(address).unwrap();
    write!(
        stream,
        "GET {path} HTTP/1.1\r\nhost: {address}\r\nconnection: close\r\n\r\n"
    )
    .unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    let (head, body) = answer.split_once("\r\n\r\n").unwrap();
    let status = head.split(' ').nth(1).unwrap().parse().unwrap();
    (status, body.to_owned())
}

/// The value of a metric of a sink, as its label has it.
fn metric(address: &str, name: &str, sink: &str) -> Option<i64> {
    let (status, body) = get(address, "/metrics");
    assert_eq!(status, 200, "{body}");
    let start = format!("{name}{{sink=\"{sink}\"}} ");
    let value = body.lines().find_map(|line| line.strip_prefix(&start));
    value.map(|value| value.parse().unwrap())
}

#[test]
fn metrics_say_what_sinks_says() {
    let register = Binary::offices(&["1404/09/20"; 4]);
    register.run(&["nightly", "--as-of", "1404-09-21"]);
    let mended = Arc::new(AtomicBool::new(false));
    let is_mended = mended.clone();
    let receiver = Receiver::that(move |heard| match is_mended.load(Ordering::SeqCst) {
        true => ok(heard),
        false => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    });
    let refusing = Receiver::that(|_| StatusCode::NOT_FOUND.into_response());
    // Another relay's sink is no business of this one.
    register.run(&["relay", "--once", "--to", "jsonl:old.jsonl"]);
    let (webhook, refusing) = (receiver.url(), refusing.url());
    let file = "jsonl:a \"quoted\" \\file.jsonl";
    let args = ["--to", file, "--max-lag", "0"];
    let (relay, address) = listening(&register, &[&webhook, &refusing], &args);
    let events = i64::try_from(count(&journal(&register))).unwrap();

    let lag = |sink: &str| metric(&address, "parvaneh_sink_lag_events", sink);
    let label = "jsonl:a \\\"quoted\\\" \\\\file.jsonl";
    let done = |sink: &str| lag(sink) == Some(0);
    until("had everything", || done(label) && done(&refusing));
    assert_eq!(
        metric(&address, "parvaneh_sink_published_events_total", label),
        Some(events)
    );
    assert_eq!(
        metric(&address, "parvaneh_sink_dead_letters", label),
        Some(0)
    );
    assert_eq!(
        metric(&address, "parvaneh_sink_dead_letters", &refusing),
        Some(events)
    );
    let last = "parvaneh_sink_last_success_timestamp_seconds";
    assert!(1_700_000_000 < metric(&address, last, label).unwrap());
    assert_eq!(metric(&address, last, &refusing), None);
    assert_eq!(lag("jsonl:old.jsonl"), None);

    assert_eq!(lag(&webhook), Some(events));
    until("lagged", || get(&address, "/healthz").0 == 503);
    let (_, why) = get(&address, "/healthz");
    assert!(
        why.starts_with(&format!("{webhook} is ")) && why.ends_with(" s behind\n"),
        "{why}"
    );
    let seconds = metric(&address, "parvaneh_sink_lag_seconds", &webhook);
    assert!(0 < seconds.unwrap());

    mended.store(true, Ordering::SeqCst);
    until("was well", || {
        get(&address, "/healthz") == (200, "ok\n".to_owned())
    });
    assert_eq!(lag(&webhook), Some(0));
    assert_eq!(metric(&address, "parvaneh_sink_served", &webhook), Some(1));
    let said = sink(&register, file);
    assert_eq!(said["published"], events);
    assert_eq!(
        letters(&register, &["--sink", &refusing]).len(),
        count(&journal(&register))
    );
    assert_eq!(get(&address, "/").0, 404);

    // A connection that is left open does not keep it from ending.
    let _open = TcpStream::connect(&address).unwrap();
    relay.stop();
}

#[test]
fn a_relay_whose_register_is_away_is_not_well() {
    let cluster = Cluster::start().unwrap();
    let register = Binary::fresh_at(&cluster.url()).with_offices(&["1405/11/01"]);
    let receiver = Receiver::that(ok);
    let (relay, address) = listening(&register, &[&receiver.url()], &[]);
    until("had everything", || receiver.taken() == journal(&register));
    until("was well", || get(&address, "/healthz").0 == 200);
    cluster.stop().unwrap();
    let (status, why) = get(&address, "/healthz");
    assert_eq!(status, 503, "{why}");
    assert!(why.starts_with("the register "), "{why}");
    assert_eq!(get(&address, "/metrics").0, 503);
    cluster.restart().unwrap();
    until("was well again", || get(&address, "/healthz").0 == 200);
    relay.stop();
}

#[test]
fn an_address_that_is_taken_ends_the_relay_before_it_begins() {
    let register = Binary::offices(&["1405/11/01"]);
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    let args = ["relay", "--to", "jsonl:-", "--listen", &address];
    let said = register.fails(1, &args);
    assert!(
        said.contains(&format!("listening at {address} failed")),
        "{said}"
    );
    let args = ["relay", "--to", "jsonl:a", "--to", "jsonl:a"];
    let said = register.fails(2, &args);
    assert!(said.contains("two sinks are called jsonl:a"), "{said}");
}
