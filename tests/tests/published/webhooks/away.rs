//! Sinks that are away, that keep still or that nobody reads any more: it is said within seconds, and a relay that
//! is to end does.

use std::fs::File;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::process::Stdio;
use std::thread;
use std::time::Duration;

use axum::http::StatusCode;
use axum::http::header::RETRY_AFTER;
use axum::response::IntoResponse;
use parvaneh_events::sinks;
use parvaneh_tests::{Binary, Kind, on_both};

use super::receiver::{Receiver, ok};
use super::relaying::{
    Running, SECRET, count, journal, keep_secrets, letters, register, relay_once_in_part, sink,
    until,
};

on_both! {
    what_a_receiver_asks_for_is_not_waited_for_longer_than_we_are_patient,
    a_reader_that_is_gone_ends_the_relay_and_loses_nothing,
}

/// An address at which nobody listens, until somebody does.
fn nowhere() -> String {
    let free = TcpListener::bind("127.0.0.1:0").unwrap();
    free.local_addr().unwrap().to_string()
}

/// A server that takes every connection and does the same with each.
fn server(with_each: fn(TcpStream)) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    thread::spawn(move || {
        for connection in listener.incoming().map_while(Result::ok) {
            thread::spawn(move || with_each(connection));
        }
    });
    format!("http://{address}/events")
}

/// It hears everything and says nothing.
fn silent(mut connection: TcpStream) {
    while connection.read(&mut [0; 1024]).is_ok_and(|read| 0 < read) {}
}

/// It answers so slowly that nobody can wait for the end: a byte a minute.
fn dripping(mut connection: TcpStream) {
    for byte in b"HTTP/1.1 200 OK\r\n" {
        if connection.write_all(&[*byte]).is_err() {
            return;
        }
        thread::sleep(Duration::from_secs(60));
    }
}

/// It is said of each by its name, which has no secret, while the relay goes on; the sink that comes back has
/// everything.
#[test]
fn a_sink_that_is_away_is_named_at_once() {
    let register = register(Kind::Sqlite);
    let place = nowhere();
    let away = format!("http://desk:geheim@{place}/events?token=geheim");
    let name = sinks::name(away.as_str());
    assert!(!name.contains("geheim"), "{name}");
    let unknown = "http://desk.nowhere.invalid/events";
    let mute = server(silent);
    let nats = format!("nats://relay:geheim@{}", nowhere());
    let unknown_nats = "nats://relay:geheim@nats.nowhere.invalid:4222";
    // How long it takes to find out that there is no such host is not ours to say.
    let named = [
        (name.as_str(), "connecting failed"),
        (unknown, ""),
        (mute.as_str(), "it has not answered for 6s"),
        (&*sinks::name(nats.as_str()), "no connection"),
        (&*sinks::name(unknown_nats), ""),
    ];
    let secrets = keep_secrets(&register, &[&name, unknown, &mute], &[SECRET]);
    let mut args = vec!["relay", "--allow-private", "--secrets", &secrets];
    for to in [&away, unknown, &mute, &nats, unknown_nats] {
        args.extend(["--to", to]);
    }
    let mut relay = Running::start(register.command(&args));
    let mut said = String::new();
    for _ in named {
        said.push_str(&relay.line());
        said.push('\n');
    }
    for (name, why) in named {
        let is_said = said
            .lines()
            .any(|line| line.starts_with(&format!("{name} takes nothing yet: {why}")));
        assert!(is_said, "{name}: {why} is not said in\n{said}");
    }
    assert!(!said.contains("geheim"), "{said}");

    let back = Receiver::listening_at(&place, ok);
    assert_eq!(relay.line(), format!("{name} answers again"));
    let expected = journal(&register);
    until("had everything", || back.taken() == expected);
    let rest = relay.stop();
    assert!(!rest.contains("geheim"), "{rest}");
    assert!(
        rest.contains(&format!("{name}: {} events\n", count(&expected))),
        "{rest}"
    );
    assert!(
        rest.contains(&format!("{unknown}: 0 events; it takes nothing: ")),
        "{rest}"
    );
}

/// In seconds or until a date: a relay that is to end does not hang on a receiver's word.
fn what_a_receiver_asks_for_is_not_waited_for_longer_than_we_are_patient(kind: Kind) {
    for wish in ["3600", "Fri, 31 Dec 2060 23:59:59 GMT"] {
        let register = register(kind);
        let receiver = Receiver::that(move |_| {
            (StatusCode::SERVICE_UNAVAILABLE, [(RETRY_AFTER, wish)]).into_response()
        });
        let said = relay_once_in_part(&register, &receiver.url(), &["--patience", "2s"]);
        let all = count(&journal(&register));
        let name = receiver.url();
        for line in [
            format!("{name} takes nothing yet: the receiver answered 503 Service Unavailable"),
            format!(
                "{name}: 0 events, {all} set aside, see `parvaneh letters list`; \
                 it takes nothing: the receiver answered 503 Service Unavailable"
            ),
        ] {
            assert!(
                said.lines().any(|it| it == line),
                "{line} is not in\n{said}"
            );
        }
        assert_eq!(letters(&register, &[]).len(), all);
    }
}

/// Once it is given up, it is said that nobody knows whether it has the event.
#[test]
fn a_receiver_that_never_answers_may_have_the_event() {
    for with_each in [silent, dripping] {
        let register = Binary::fresh().with_offices(&["1404/09/20"]);
        let webhook = server(with_each);
        relay_once_in_part(&register, &webhook, &["--patience", "1s"]);
        let letters = letters(&register, &[]);
        assert_eq!(
            letters[0]["reason"],
            "there was no answer within 15s; whether the event was taken is not known, and it is sent \
             again under the same id"
        );
        assert_eq!(sink(&register, &webhook)["published"], 0);
    }
}

/// It ends with 141, as of SIGPIPE, and what it had not noted comes again: also where it is to go on, and there is
/// nothing to write.
fn a_reader_that_is_gone_ends_the_relay_and_loses_nothing(kind: Kind) {
    let register = register(kind);
    let all = count(&journal(&register));
    let to = ["relay", "--to", "jsonl:-"];
    let once = [&to[..], &["--once"]].concat();
    let row = || sink(&register, "jsonl:-");

    let (reader, writer) = std::io::pipe().unwrap();
    drop(reader);
    let mut unread = Running::beside(register.command(&once).stdout(writer));
    let (ended, said) = (unread.ended(), unread.rest());
    assert_eq!(ended.code(), Some(141), "{said}");
    assert!(
        said.contains("whoever read standard output is gone"),
        "{said}"
    );
    assert!(!said.contains("panicked"), "{said}");
    assert_eq!(row()["lag_events"], all);
    assert_eq!(row()["served"], false);

    let (reader, writer) = std::io::pipe().unwrap();
    let mut idle = Running::beside(register.command(&to).stdout(writer));
    let mut lines = BufReader::new(reader).lines();
    let read = lines.by_ref().take(all).map(Result::unwrap).count();
    assert_eq!(read, all);
    until("noted it", || row()["lag_events"] == 0);
    drop(lines);
    let (ended, said) = (idle.ended(), idle.rest());
    assert_eq!(ended.code(), Some(141), "{said}");
    assert!(
        said.contains(&format!("jsonl:-: {all} events; it takes nothing: ")),
        "{said}"
    );

    // Nothing is left, so that nobody is missed.
    let (reader, writer) = std::io::pipe().unwrap();
    drop(reader);
    let mut done = Running::beside(register.command(&once).stdout(writer));
    assert!(done.ended().success(), "{}", done.rest());
    assert_eq!(row()["lag_events"], 0);
}

/// While another program holds the file nothing is written to it, and that is said.
#[test]
fn a_file_that_another_program_holds_is_waited_for() {
    let register = register(Kind::Sqlite);
    let file = register.folder().join("events.jsonl");
    let mut command = register.command(&["relay", "--to", "jsonl:events.jsonl"]);
    let mut relay = Running::beside(command.stdout(Stdio::null()));
    let written = || std::fs::read_to_string(&file).unwrap_or_default();
    until("wrote what there is", || {
        written().lines().count() == count(&journal(&register))
    });
    let before = written();
    let holder = File::open(&file).unwrap();
    holder.lock().unwrap();
    register.run(&["nightly", "--as-of", "1404-09-21"]);
    let said = relay.line();
    assert!(
        said.starts_with("jsonl:events.jsonl takes nothing yet: another program holds the file"),
        "{said}"
    );
    assert_eq!(written(), before);
    holder.unlock().unwrap();
    until("wrote the rest", || {
        written().lines().count() == count(&journal(&register))
    });
    assert!(relay.stop().contains("answers again"));
}
