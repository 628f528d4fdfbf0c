//! Secrets: who knows which, what becomes of who does not, and that nobody else learns of them.

use axum::http::{HeaderMap, StatusCode};
use axum::response::IntoResponse;
use parvaneh_tests::{Binary, Kind};
use standardwebhooks::{Webhook, WebhookError};

use super::receiver::{Heard, Receiver, ok};
use super::relaying::{
    OTHER, Running, SECRET, count, journal, keep_secrets, letters, register, relay,
    relay_once_in_part, until,
};

/// While both secrets are in the file each receiver verifies with the one it knows, and the relay
/// is not started again for it.
#[test]
fn secrets_rotate_under_a_relay_that_goes_on() {
    let register = Binary::offices(&["1404/09/20"; 3]);
    let receiver = Receiver::that(ok);
    let webhook = receiver.url();
    let relay = Running::start(relay(&register, &[&webhook], &[]));
    let arrived = || {
        let all = count(&journal(&register));
        until("had everything", || receiver.heard().len() == all);
        receiver.heard()
    };
    let first = arrived();
    assert_ne!(first.len(), 0);
    for heard in &first {
        heard.verified(SECRET).unwrap();
        let refused = heard.verified(OTHER).unwrap_err();
        assert!(matches!(refused, WebhookError::InvalidSignature));
    }

    keep_secrets(&register, &[&webhook], &[OTHER, SECRET]);
    register.run(&["nightly", "--as-of", "1404-04-15"]);
    let second = arrived();
    assert_ne!(second.len(), first.len());
    for heard in &second[first.len()..] {
        heard.verified(SECRET).unwrap();
        heard.verified(OTHER).unwrap();
        assert_eq!(heard.header("webhook-signature").split(' ').count(), 2);
    }

    // What is no file of secrets changes none.
    register.write_secret("secrets.toml", "\"https://");
    register.run(&["nightly", "--as-of", "1404-06-15"]);
    let third = arrived();
    assert_ne!(third.len(), second.len());
    third.last().unwrap().verified(SECRET).unwrap();

    keep_secrets(&register, &[&webhook], &[OTHER]);
    register.run(&["nightly", "--as-of", "1404-09-21"]);
    let fourth = arrived();
    assert_ne!(fourth.len(), third.len());
    for heard in &fourth[third.len()..] {
        heard.verified(OTHER).unwrap();
        heard.verified(SECRET).unwrap_err();
    }
    relay.stop();
}

/// It answers as receivers do that know the public library.
fn by_the_library(heard: &Heard, verified: Result<(), WebhookError>) -> axum::response::Response {
    match verified {
        Ok(()) => ok(heard),
        Err(WebhookError::TimestampTooOldError | WebhookError::FutureTimestampError) => {
            (StatusCode::BAD_REQUEST, "the clocks differ").into_response()
        }
        Err(error) => (StatusCode::UNAUTHORIZED, error.to_string()).into_response(),
    }
}

/// Every first event of a dossier was refused for this reason, and the rest waits.
fn all_were_refused(register: &Binary, reason: &str) {
    let letters = letters(register, &[]);
    assert_eq!(letters.len(), count(&journal(register)));
    let tried: Vec<_> = letters.iter().filter(|it| it["attempts"] != 0).collect();
    assert_eq!(tried.len(), journal(register).len());
    for letter in tried {
        assert_eq!(letter["reason"], reason);
    }
}

#[test]
fn a_receiver_with_another_secret_refuses_everything() {
    let register = register(Kind::Sqlite);
    let receiver = Receiver::that(|heard| by_the_library(heard, heard.verified(OTHER)));
    relay_once_in_part(&register, &receiver.url(), &[]);
    assert_eq!(receiver.taken().len(), 0);
    let said = "the receiver answered 401 Unauthorized: signature invalid";
    all_were_refused(&register, said);
}

/// The message as it would have been signed that many seconds earlier, which is what it looks like
/// to a clock that is as much ahead.
fn seen_by_a_clock(heard: &Heard, ahead: i64) -> HeaderMap {
    let webhook = Webhook::new(SECRET).unwrap();
    let timestamp: i64 = heard.header("webhook-timestamp").parse().unwrap();
    let timestamp = timestamp - ahead;
    let id = heard.header("webhook-id");
    let signature = webhook.sign(id, timestamp, &heard.body).unwrap();
    let mut headers = heard.headers.clone();
    headers.insert("webhook-timestamp", timestamp.into());
    headers.insert("webhook-signature", signature.parse().unwrap());
    headers
}

#[test]
fn a_receiver_whose_clock_is_wrong_refuses_everything() {
    for ahead in [600, -600] {
        let register = register(Kind::Sqlite);
        let receiver = Receiver::that(move |heard| {
            let headers = seen_by_a_clock(heard, ahead);
            let webhook = Webhook::new(SECRET).unwrap();
            by_the_library(heard, webhook.verify(&heard.body, &headers))
        });
        relay_once_in_part(&register, &receiver.url(), &[]);
        assert_eq!(receiver.taken().len(), 0);
        let said = "the receiver answered 400 Bad Request: the clocks differ";
        all_were_refused(&register, said);
    }
}

#[test]
fn a_webhook_without_a_secret_is_refused_at_the_start() {
    let register = Binary::offices(&["1404/09/20"]);
    let webhook = "https://desk.example/events";
    let to = ["relay", "--once", "--to", webhook];
    let said = register.fails(1, &to);
    assert!(said.contains("no file of secrets is given"), "{said}");

    let with = [&to[..], &["--secrets", "secrets.toml"]].concat();
    let said = register.fails(1, &with);
    assert!(said.contains("secrets.toml cannot be read"), "{said}");
    register.write_secret(
        "secrets.toml",
        format!("\"{webhook}/more\" = [\"{SECRET}\"]\n"),
    );
    let said = register.fails(1, &with);
    let expected = format!("secrets.toml has no secret for {webhook}; add a line");
    assert!(said.contains(&expected), "{said}");
    register.write_secret(
        "secrets.toml",
        format!("# ours\n\"{webhook}\" = [\"secret\"]\n"),
    );
    let said = register.fails(1, &with);
    let expected = format!("secrets.toml:2: {webhook}: a secret begins with whsec_");
    assert!(said.contains(&expected), "{said}");
    for mode in [0o644, 0o660, 0o602] {
        register.permit("secrets.toml", mode);
        let said = register.fails(1, &with);
        let expected = format!("others than its owner may read it (mode {mode:04o}); take that");
        assert!(said.contains(&expected), "{said}");
    }
    assert_eq!(register.query("SELECT * FROM parvaneh_sink").len(), 0);
}

/// What is said of a file, of addresses and of a lack of secrets.
fn refusals(register: &Binary, name: &str, url: &str) -> String {
    let wrong = format!("\"{name}\" = [\"{SECRET}\", \"{OTHER}!\"]");
    let secrets = register.write_secret("secrets.toml", wrong);
    let anywhere = ["relay", "--once", "--allow-private", "--to", url];
    let mut told = register.fails(1, &anywhere);
    told += &register.fails(1, &[&anywhere[..], &["--secrets", &secrets]].concat());
    for (what, other) in [
        ("127.0.0.1", "127.0.0.1"),
        ("127.0.0.1", "127.0.0.1.9"),
        ("http:", "HTTP:"),
        ("http:", "htp:"),
    ] {
        let address = url.replace(what, other);
        told += &register.fails(1, &["relay", "--once", "--to", &address]);
    }
    told
}

/// Neither in what it says, however much it is asked to say, nor in the register.
#[test]
fn no_secret_is_told() {
    let register = Binary::offices(&["1404/09/20"; 2]);
    let receiver = Receiver::that(|heard| match heard.nth {
        0 | 1 => StatusCode::SERVICE_UNAVAILABLE.into_response(),
        2 => StatusCode::GONE.into_response(),
        _ => ok(heard),
    });
    let name = receiver.url();
    let url = name.replace("http://", "http://desk:pa55word@") + "?token=t0ken";
    let args = ["--once", "--listen", "127.0.0.1:0"];
    let mut relay = relay(&register, &[&url], &args);
    keep_secrets(&register, &[&name], &[SECRET, OTHER]);
    let output = relay.env("PARVANEH_LOG", "trace").output().unwrap();
    let said = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(3), "{said}");
    assert!(said.contains("the sink takes nothing"), "{said}");
    assert!(said.contains(&format!("{name}: ")), "{said}");

    // The receiver was told, by the header that is there for it.
    let heard = receiver.heard();
    assert_eq!(
        heard[0].header("authorization"),
        "Basic ZGVzazpwYTU1d29yZA=="
    );

    let mut told = said;
    for args in [
        &["sinks"][..],
        &["letters", "list"],
        &["letters", "list", "--dropped"],
    ] {
        told += &register.run(args);
        told += &register.run(&[args, &["--format", "json"]].concat());
    }
    for table in ["sink", "dead_letter"] {
        told += &register
            .query(&format!("SELECT * FROM parvaneh_{table}"))
            .join("\n");
    }
    told += &refusals(&register, &name, &url);
    assert!(told.contains(&name));
    for secret in [
        &SECRET[6..],
        &OTHER[6..],
        "pa55word",
        "t0ken",
        "ZGVzazpwYTU1d29yZA",
    ] {
        let at = told.find(secret);
        let around = at.map(|at| &told[at.saturating_sub(200)..at]);
        assert_eq!(around, None, "a secret is told after this");
    }
}
