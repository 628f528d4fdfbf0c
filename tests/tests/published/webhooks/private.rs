//! Where a webhook may go.

use parvaneh_tests::Kind;

use super::receiver::{Receiver, ok};
use super::relaying::{SECRET, keep_secrets, letters, register};

#[test]
fn a_private_address_is_refused_unless_it_is_allowed() {
    let register = register(Kind::Sqlite);
    let receiver = Receiver::that(ok);
    let address = receiver.address();
    let literal = receiver.url();
    let mapped = format!("http://[::ffff:127.0.0.1]:{}/events", address.port());
    let secrets = keep_secrets(&register, &[&literal, &mapped], &[SECRET]);
    for webhook in [literal, mapped] {
        let args = ["relay", "--once", "--secrets", &secrets, "--to", &webhook];
        let said = register.fails(1, &args);
        let expected = "is no public address, and private ones are not allowed";
        assert!(said.contains(expected), "{said}");
    }
    assert_eq!(register.query("SELECT * FROM parvaneh_sink").len(), 0);

    // A name is looked at where it is resolved, and may lead elsewhere tomorrow.
    let named = format!("http://localhost:{}/events", address.port());
    let secrets = keep_secrets(&register, &[&named], &[SECRET]);
    let args = ["relay", "--once", "--secrets", &secrets, "--to", &named];
    let in_vain = register.output(&[&args[..], &["--patience", "0s"]].concat());
    assert_eq!(in_vain.status.code(), Some(3));
    let letters = letters(&register, &["--sink", &named]);
    let reason = letters[0]["reason"].as_str().unwrap();
    assert!(
        reason.starts_with("connecting failed: localhost is at "),
        "{reason}"
    );
    assert!(
        reason.ends_with("private addresses are not allowed"),
        "{reason}"
    );
    assert_eq!(receiver.heard().len(), 0);

    let again = letters[0]["seq"].to_string();
    register.run(&["letters", "retry", &again]);
    register.run(&[&args[..], &["--allow-private"]].concat());
    assert_ne!(receiver.heard().len(), 0);
}
