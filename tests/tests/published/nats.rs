//! Events to a stream of a real NATS server: what arrives, that nothing arrives twice, and what
//! happens while the server is not there or will not take something.

use std::collections::BTreeMap;
use std::thread;
use std::time::Duration;

use async_nats::jetstream::stream::{Config, StorageType};
use parvaneh_test_servers::nats::Server;
use parvaneh_tests::nats::{self, Stored};
use parvaneh_tests::relaying::{Relaying, signal, until};
use parvaneh_tests::renewals::{confirm, review, step};
use parvaneh_tests::{Binary, Kind, on_both};
use serde_json::Value;

const FROM_HERE: &str = "events tail --from beginning --once";

/// An office in a province of two words, imported.
fn another_office(register: &Binary) {
    let row = "licence_number,office_kind,province,county,holder_kind,holder_name,\
               holder_national_id,issued_on,valid_from,valid_through,status,renewal_filed_on\n\
               NUMBER,urban,خراسان رضوی,مشهد,natural,سارا رضایی,9995648067,,1402/01/01,1405/06/31,\
               active,\n";
    let number = format!(
        "18-{}",
        register.query("SELECT seq FROM parvaneh_dossier").len()
    );
    let file = register.write("another.csv", row.replace("NUMBER", &number));
    register.run(&["import", "--profile", "pishkhan", &file]);
}

/// An office that is renewed and one that expires in Tehran, and one in a province of two words.
fn lives(kind: Kind) -> Binary {
    let register = Binary::fresh_on(kind).with_offices(&["1405/01/31", "1405/06/31"]);
    another_office(&register);
    register.sends(&[
        ("17-1", "1404-10-20", "holder", step("file")),
        ("17-1", "1404-10-21", "secretariat", review()),
        ("17-1", "1404-11-10", "working_group", confirm("1404-11-10")),
        ("17-1", "1404-11-20", "authority", step("grant")),
    ]);
    register.run(&["nightly", "--as-of", "1405-09-02"]);
    register
}

/// The register's events as `parvaneh events` prints them, a line each.
fn told(register: &Binary) -> Vec<String> {
    let words: Vec<&str> = FROM_HERE.split(' ').collect();
    register.run(&words).lines().map(str::to_owned).collect()
}

fn event(line: &str) -> Value {
    serde_json::from_str(line).unwrap()
}

/// What of this register's a server has that other registers may use too.
fn stored(register: &Binary, url: &str) -> Vec<Stored> {
    let source = event(&told(register)[0])["source"].clone();
    let all = nats::stored(url).into_iter();
    all.filter(|stored| event(&stored.body)["source"] == source)
        .collect()
}

/// The bodies, each dossier's in their order.
fn by_dossier<'a>(lines: impl Iterator<Item = &'a String>) -> BTreeMap<String, Vec<&'a String>> {
    let mut dossiers: BTreeMap<String, Vec<&String>> = BTreeMap::new();
    for line in lines {
        let key = event(line)["partitionkey"].as_str().unwrap().to_owned();
        dossiers.entry(key).or_default().push(line);
    }
    dossiers
}

/// The stream has all events of the register, each once and each dossier's in their order.
fn is_whole(register: &Binary, stored: &[Stored]) {
    let told = told(register);
    assert_eq!(
        by_dossier(stored.iter().map(|it| &it.body)),
        by_dossier(told.iter())
    );
}

/// How far the one sink of the register has come.
fn sink(register: &Binary) -> Value {
    register.json(&["sinks"])
}

fn every_event_arrives_as_it_is_told(kind: Kind) {
    let register = lives(kind);
    let url = nats::server();
    let said = register.output(&["relay", "--to", &url, "--once"]);
    assert_eq!(said.status.code(), Some(0), "{}", register.said(&said));
    let stored = stored(&register, &url);
    is_whole(&register, &stored);
    let mut machines: Vec<&str> = Vec::new();
    for Stored {
        subject,
        id,
        content_type,
        body,
    } in &stored
    {
        let event = event(body);
        assert_eq!(event["id"], id.as_str());
        assert_eq!(content_type, "application/cloudevents+json");
        let kind = event["type"].as_str().unwrap();
        let words: Vec<&str> = kind.split('.').collect();
        let ["dev", "parvaneh", machine, name, "v1"] = words[..] else {
            panic!("{kind} is no type of ours");
        };
        let province = match event["data"]["province"].as_str().unwrap() {
            "خراسان رضوی" => "خراسان%20رضوی",
            other => other,
        };
        let expected = format!("parvaneh.pishkhan.{province}.{machine}.{name}");
        assert_eq!(*subject, expected);
        machines.push(if province == "تهران" {
            "تهران"
        } else {
            "elsewhere"
        });
    }
    assert!(machines.contains(&"elsewhere") && machines.contains(&"تهران"));
    let names = stored.iter().map(|it| event(&it.body)["type"].to_string());
    let names: Vec<String> = names.collect();
    for part in [
        "licence.opened",
        "renewal.filed",
        "renewal.granted",
        "licence.expired",
    ] {
        assert!(
            names.iter().any(|name| name.contains(part)),
            "{part} is not among {names:?}"
        );
    }
}

/// Neither a run that goes on nor one that begins again stores anything twice.
fn a_second_run_stores_nothing_twice(kind: Kind) {
    let register = lives(kind);
    let url = nats::server();
    let relay = ["relay", "--to", &url, "--once"];
    register.run(&relay);
    let first = stored(&register, &url);
    let published = sink(&register)["published"].clone();
    assert_eq!(published, first.len());

    register.run(&relay);
    assert_eq!(sink(&register)["published"], published);
    register.query("UPDATE parvaneh_sink SET position = 0");
    register.run(&relay);
    assert_eq!(sink(&register)["published"], 2 * first.len());
    register.run(&[&relay[..], &["--from", "beginning"]].concat());
    assert_eq!(sink(&register)["published"], 3 * first.len());
    assert_eq!(stored(&register, &url), first);
}

fn a_server_that_comes_later_gets_everything(kind: Kind) {
    let register = lives(kind);
    let mut server = Server::start().unwrap();
    let url = server.url();
    server.kill().unwrap();
    let relay = Relaying::start(&register, &["--to", &url]);
    until("took the sink", || {
        !register.query("SELECT name FROM parvaneh_sink").is_empty()
    });
    let row = sink(&register);
    assert_eq!(
        (&row["published"], &row["served"]),
        (&0.into(), &true.into())
    );
    server.restart().unwrap();
    let events = told(&register).len();
    until("arrived", || nats::stored(&url).len() == events);
    is_whole(&register, &nats::stored(&url));
    // Gone in the midst of its work, too.
    server.kill().unwrap();
    another_office(&register);
    let more = told(&register).len();
    assert!(events < more, "nothing happened");
    server.restart().unwrap();
    until("arrived", || nats::stored(&url).len() == more);
    is_whole(&register, &nats::stored(&url));
    assert_eq!(relay.terminate().status.code(), Some(0));
}

/// Of two relays one serves. When it is killed, the other one does as soon as the lease is over.
fn another_relay_takes_over_from_one_that_is_killed(kind: Kind) {
    let register = lives(kind);
    let url = nats::server();
    let mut first = Relaying::start(&register, &["--to", &url]);
    let events = told(&register).len();
    until("arrived", || stored(&register, &url).len() == events);
    let second = Relaying::start(&register, &["--to", &url]);
    let held = register.output(&["relay", "--to", &url, "--once"]);
    assert_eq!(held.status.code(), Some(75), "two at once");
    first.kill();
    another_office(&register);
    let more = told(&register).len();
    assert!(events < more, "nothing happened");
    until("arrived", || stored(&register, &url).len() == more);
    is_whole(&register, &stored(&register, &url));
    assert_eq!(second.terminate().status.code(), Some(0));
}

/// What the server takes for too large is set aside, and what came later in that dossier waits;
/// everything else goes on. When it has been tried again, all is there in order.
fn what_is_too_large_becomes_a_dead_letter(kind: Kind) {
    let register = lives(kind);
    let told = told(&register);
    let largest = told.iter().max_by_key(|line| line.len()).unwrap();
    let (id, dossier) = (&event(largest)["id"], &event(largest)["partitionkey"]);
    let behind = told
        .iter()
        .skip_while(|line| event(line)["id"] != *id)
        .filter(|line| event(line)["partitionkey"] == *dossier)
        .count();
    assert!(1 < behind, "nothing comes after the largest event");
    let headers = format!(
        "NATS/1.0\r\nNats-Msg-Id: {}\r\ncontent-type: application/cloudevents+json\r\n\r\n",
        id.as_str().unwrap()
    );
    let largest_taken = headers.len() + largest.len() - 1;
    let mut server = Server::start_with(&format!("max_payload: {largest_taken}")).unwrap();
    let url = server.url();
    register.fails(3, &["relay", "--to", &url, "--once"]);
    let row = sink(&register);
    assert_eq!(
        (&row["lag_events"], &row["dead_letters"]),
        (&0.into(), &behind.into())
    );
    let letters = register.query("SELECT reason FROM parvaneh_dead_letter ORDER BY position");
    assert!(letters[0].contains("max payload"), "{letters:?}");
    assert!(letters[1].contains("waits behind"), "{letters:?}");
    let there = nats::stored(&url);
    assert_eq!(there.len(), told.len() - behind);
    let mut before = told.clone();
    before.retain(|line| there.iter().any(|stored| stored.body == *line));
    assert_eq!(
        by_dossier(there.iter().map(|it| &it.body)),
        by_dossier(before.iter())
    );

    server.set("");
    server.restart().unwrap();
    register.query("UPDATE parvaneh_dead_letter SET retry_at = 1");
    register.run(&["relay", "--to", &url, "--once"]);
    assert_eq!(sink(&register)["dead_letters"], 0);
    is_whole(&register, &nats::stored(&url));
}

/// A relay that is asked to end does so at once, also while the server is away, and while it takes
/// what it is given without a word.
fn a_relay_ends_when_it_is_asked_to(kind: Kind) {
    let register = lives(kind);
    let mut server = Server::start().unwrap();
    let url = server.url();
    let idle = Relaying::start(&register, &["--to", &url]);
    let events = told(&register).len();
    until("arrived", || nats::stored(&url).len() == events);
    assert_eq!(idle.terminate().status.code(), Some(0));
    let free = || sink(&register)["served"] == false;
    assert!(free(), "the sink is not let go of");

    register.query("UPDATE parvaneh_sink SET position = 0");
    signal(server.process().unwrap(), "STOP");
    let unheard = Relaying::start(&register, &["--to", &url]);
    until("took the sink", || !free());
    assert_eq!(unheard.terminate().status.code(), Some(0));
    assert!(free(), "the sink is not let go of");

    server.kill().unwrap();
    let away = Relaying::start(&register, &["--to", &url]);
    until("took the sink", || !free());
    assert_eq!(away.terminate().status.code(), Some(0));
    assert!(free(), "the sink is not let go of");
}

/// A server that goes silent is said to be, and what it had not acknowledged is sent again when it answers. One
/// that is given up may have what it was sent, or was sent nothing, and the letters say which.
fn a_server_that_goes_silent_is_waited_for(kind: Kind) {
    let register = lives(kind);
    let server = Server::start().unwrap();
    let url = server.url();
    let arrived = || nats::stored(&url).len();
    let relay = Relaying::start(&register, &["--to", &url]);
    let events = told(&register).len();
    until("arrived", || arrived() == events);

    signal(server.process().unwrap(), "STOP");
    another_office(&register);
    let more = told(&register).len();
    let letters = || register.query("SELECT reason FROM parvaneh_dead_letter ORDER BY position");
    until("waited", || {
        thread::sleep(Duration::from_secs(8));
        sink(&register)["lag_events"] != 0
    });
    assert_eq!(letters(), Vec::<String>::new());
    signal(server.process().unwrap(), "CONT");
    until("arrived", || arrived() == more);
    let relay = relay.terminate();
    let said = register.said(&relay);
    assert_eq!(relay.status.code(), Some(0), "{said}");
    assert!(
        said.contains(&format!("{url} takes nothing yet: ")),
        "{said}"
    );
    assert!(said.contains(&format!("{url} answers again")), "{said}");
    is_whole(&register, &nats::stored(&url));

    another_office(&register);
    signal(server.process().unwrap(), "STOP");
    let given_up = register.output(&["relay", "--once", "--patience", "1s", "--to", &url]);
    assert_eq!(given_up.status.code(), Some(3));
    let reasons = letters();
    assert!(reasons[0].ends_with("; nothing was sent"), "{reasons:?}");
    signal(server.process().unwrap(), "CONT");
}

/// It is connected, and then says nothing: what it was sent it may have.
#[test]
fn what_a_silent_server_was_sent_is_in_doubt() {
    let register = lives(Kind::Sqlite);
    let server = Server::start().unwrap();
    let url = server.url();
    let relay = Relaying::start(&register, &["--to", &url, "--patience", "1s"]);
    let events = told(&register).len();
    until("arrived", || nats::stored(&url).len() == events);
    signal(server.process().unwrap(), "STOP");
    another_office(&register);
    let letters = || register.query("SELECT reason FROM parvaneh_dead_letter ORDER BY position");
    until("gave up", || !letters().is_empty());
    let reasons = letters();
    let in_doubt =
        "whether the event was stored is not known, and it is sent again under the same id";
    assert!(reasons[0].contains(in_doubt), "{reasons:?}");
    signal(server.process().unwrap(), "CONT");
    assert_eq!(relay.terminate().status.code(), Some(0));
}

on_both! {
    a_server_that_goes_silent_is_waited_for,
    every_event_arrives_as_it_is_told,
    a_second_run_stores_nothing_twice,
    a_server_that_comes_later_gets_everything,
    another_relay_takes_over_from_one_that_is_killed,
    what_is_too_large_becomes_a_dead_letter,
    a_relay_ends_when_it_is_asked_to,
}

/// A stream is made in a file, and one that is there already stays as it is.
#[test]
fn a_stream_stays_as_its_owner_made_it() {
    let register = lives(Kind::Sqlite);
    let server = Server::start().unwrap();
    register.run(&["relay", "--to", &server.url(), "--once"]);
    let made = nats::config(&server.url());
    assert_eq!(made.subjects, ["parvaneh.>"]);
    assert_eq!(made.storage, StorageType::File);
    assert_eq!(made.duplicate_window.as_secs(), 600);

    let server = Server::start().unwrap();
    let own = Config {
        name: "PARVANEH".to_owned(),
        subjects: vec!["parvaneh.pishkhan.>".to_owned(), "other.*".to_owned()],
        storage: StorageType::Memory,
        max_messages: 5,
        ..Config::default()
    };
    nats::make(&server.url(), own);
    let before = nats::config(&server.url());
    register.run(&["relay", "--to", &server.url(), "--once"]);
    assert_eq!(nats::config(&server.url()), before);
    assert_eq!(nats::stored(&server.url()).len(), 5);
}

/// A stream of another name is asked for in the address, and is another sink.
#[test]
fn an_address_may_name_the_stream() {
    let register = lives(Kind::Sqlite);
    let server = Server::start().unwrap();
    let url = format!("{}?stream=LICENCES", server.url());
    register.run(&["relay", "--to", &url, "--once"]);
    assert_eq!(sink(&register)["sink"], url);
    // No stream is called by the usual name.
    assert_eq!(nats::stored(&server.url()), []);
    assert_eq!(sink(&register)["published"], told(&register).len());
}

/// Whoever may watch a relay, its log at its most talkative or its sinks learns no password.
#[test]
fn a_password_opens_the_server_and_is_shown_nowhere() {
    let register = lives(Kind::Sqlite);
    let settings = "authorization { user: relay, password: \"open se@ame\" }";
    let server = Server::start_with(settings).unwrap();
    let url = format!("nats://relay:open%20se%40ame@{}", server.place());
    let mut relay = register.command(&["relay", "--to", &url, "--once"]);
    let output = relay.env("PARVANEH_LOG", "trace").output().unwrap();
    assert_eq!(output.status.code(), Some(0));
    let row = sink(&register);
    assert_eq!(row["sink"], format!("nats://{}", server.place()));
    assert_eq!(row["published"], told(&register).len());

    let wrong = format!("nats://relay:let%20me%20in@{}", server.place());
    register.query("UPDATE parvaneh_sink SET position = 0");
    let mut refused = register.command(&["relay", "--to", &wrong, "--once", "--patience", "0"]);
    let refused = refused.env("PARVANEH_LOG", "trace").output().unwrap();
    let reasons = register
        .query("SELECT reason FROM parvaneh_dead_letter")
        .join("\n");
    assert!(reasons.contains("authorization violation"), "{reasons}");
    let shown = [output.stdout, output.stderr, refused.stdout, refused.stderr].concat();
    let shown = String::from_utf8_lossy(&shown) + reasons.as_str();
    for secret in ["se@ame", "se%40ame", "let me in", "let%20me%20in"] {
        let at = shown.find(secret);
        let around = at.map(|at| shown.get(at.saturating_sub(200)..at));
        assert_eq!(around, None, "{secret} is shown");
    }
    let no_address = format!("nats://relay:secret@{}?no", server.place());
    let said = register.fails(1, &["relay", "--to", &no_address]);
    assert!(!said.contains("secret"), "{said}");
}

/// A server at `tls://` is believed where its certificate is trusted, and nowhere else.
#[test]
fn a_server_has_to_prove_who_it_is() {
    let register = lives(Kind::Sqlite);
    let own = rcgen::generate_simple_self_signed(["127.0.0.1".to_owned()]).unwrap();
    let certificate = register.write("certificate.pem", own.cert.pem());
    let key = register.write("key.pem", own.signing_key.serialize_pem());
    let settings = format!("tls {{ cert_file: \"{certificate}\", key_file: \"{key}\" }}");
    let server = Server::start_with(&settings).unwrap();
    let url = format!("tls://{}", server.place());
    let relay = |trusted: &str| {
        let mut relay = register.command(&["relay", "--to", &url, "--once", "--patience", "0"]);
        relay.env("SSL_CERT_FILE", trusted).output().unwrap()
    };
    let other = rcgen::generate_simple_self_signed(["127.0.0.1".to_owned()]).unwrap();
    let output = relay(&register.write("other.pem", other.cert.pem()));
    assert_eq!(output.status.code(), Some(3), "{}", register.said(&output));
    assert_eq!(sink(&register)["published"], 0);
    let reasons = register.query("SELECT reason FROM parvaneh_dead_letter");
    assert!(reasons[0].contains("certificate"), "{reasons:?}");

    register.query("UPDATE parvaneh_dead_letter SET retry_at = 1");
    let output = relay(&certificate);
    let said = register.said(&output);
    assert_eq!(output.status.code(), Some(0), "{said}");
    let events = told(&register).len();
    assert_eq!(said, format!("{url}: {events} events\n"));
    assert_eq!(
        register.query("SELECT reason FROM parvaneh_dead_letter"),
        Vec::<String>::new()
    );
}
