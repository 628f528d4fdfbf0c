//! Addresses have passwords in them, and nothing that is printed has: no error, no report, no log and no name.

use std::process::Output;
use std::thread;

use parvaneh_tests::{Binary, Kind, nats, on_both};

/// What is in no output.
const SECRET: &str = "hunter2";

on_both! {
    what_works_tells_the_log_nothing,
}

/// Everything that it printed, with the log of everything; nothing of it is secret.
fn printed(register: &Binary, args: &[&str]) -> String {
    let mut command = register.command(args);
    let output = command.env("PARVANEH_LOG", "trace").output().unwrap();
    let Output { stdout, stderr, .. } = &output;
    let printed = [stdout.as_slice(), stderr].concat();
    let printed = String::from_utf8_lossy(&printed).into_owned();
    assert!(!printed.contains(SECRET), "{args:?}: {printed}");
    printed
}

/// Of a register that cannot be opened, whatever is wrong with its address.
#[test]
fn an_address_of_a_register_is_not_told() {
    let register = Binary::fresh();
    let tried = |address: &str| {
        for command in [&["list"][..], &["backup", "x"], &["restore", "x"]] {
            let said = printed(&register, &[command, &["--register", address]].concat());
            assert!(said.contains("parvaneh: "), "{address}: {said}");
        }
    };
    // At once, because a server that is away is waited for.
    thread::scope(|scope| {
        for address in [
            "postgres://ann:hunter2@127.0.0.1:1/db",
            "POSTGRES://ann:hunter2@127.0.0.1:1/db",
            "postgres:ann:hunter2@127.0.0.1/db",
            "postgres://ann:1/hunter2@127.0.0.1/db",
            "postgres://ann:hunter2@127.0.0.1:x/db",
            "postgres://ann:hunter2@127.0.0.1:1/db?max_connections=none",
            "postgres://127.0.0.1:1/db?user=ann&password=hunter2",
            "postgres://127.0.0.1:1/db?password=hunter2&sslmode=hard",
            "mysql://ann:hunter2@127.0.0.1/db",
            "sqlite://ann:hunter2@127.0.0.1/db",
            "ann:hunter2@127.0.0.1/db",
            "host=127.0.0.1 password=hunter2",
        ] {
            scope.spawn(|| tried(address));
        }
    });
    let mut help = register.command(&["list", "--help"]);
    let help = help.env("PARVANEH_REGISTER", "postgres://ann:hunter2@host/db");
    let help = String::from_utf8(help.output().unwrap().stdout).unwrap();
    assert!(help.contains("PARVANEH_REGISTER"));
    assert!(!help.contains(SECRET), "{help}");
}

/// Of a sink, be it none, or one that is away.
#[test]
fn an_address_of_a_sink_is_not_told() {
    let register = Binary::offices(&["1406/01/31"]);
    register.write_secret(
        "secrets.toml",
        "\"https://127.0.0.1:1/events\" = [\"whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw\"]\n",
    );
    for address in [
        "nats:u:hunter2@127.0.0.1:1",
        "nats://u:hunter2@127.0.0.1:1",
        "NATS://u:hunter2@127.0.0.1:1",
        "nats://hunter2@127.0.0.1:1",
        "nats://u:1,hunter2@127.0.0.1:1",
        "nats://u:hunter2@127.0.0.1:x",
        "nats://127.0.0.1:1?token=hunter2",
        "kafka://u:hunter2@127.0.0.1:1",
        "kafka:u:hunter2@127.0.0.1:1",
        "https://u:hunter2@127.0.0.1:x/events",
        "https://u:hunter2@127.0.0.1:1/events",
        "https://127.0.0.1:1/events?token=hunter2",
        "HTTPS://127.0.0.1:1/events#hunter2",
    ] {
        let options = [
            "--secrets",
            "secrets.toml",
            "--allow-private",
            "--patience",
            "1s",
        ];
        let relay = ["relay", "--once", "--to", address];
        printed(&register, &[&relay[..], &options].concat());
        printed(&register, &["relay", "--once", "--to", address]);
    }
    let mut names = register.query("SELECT name FROM parvaneh_sink");
    names.sort();
    assert_eq!(names, ["https://127.0.0.1:1/events", "nats://127.0.0.1:1"]);
    let said = printed(&register, &["letters", "list"]);
    assert!(said.contains("nats://127.0.0.1:1"), "{said}");
}

/// A server that lets anybody in does not look at the password.
fn what_works_tells_the_log_nothing(kind: Kind) {
    let register = Binary::fresh_on(kind).with_offices(&["1406/01/31"]);
    let url = register.url().replacen("postgres@", "postgres:hunter2@", 1);
    let at = ["--register", &url];
    assert!(printed(&register, &[&["list"][..], &at].concat()).contains("17-1"));
    let sink = nats::server().replacen("nats://", "nats://u:hunter2@", 1);
    let relay = ["relay", "--once", "--to", &sink];
    printed(&register, &[&relay[..], &at].concat());
    let named = register.json(&["sinks"])["sink"].clone();
    assert_eq!(named, nats::server());
}
