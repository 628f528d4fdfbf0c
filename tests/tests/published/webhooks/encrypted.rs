//! Over TLS, with certificates that the system trusts or does not.

use std::net::SocketAddr;
use std::sync::Arc;

use axum::serve::Listener;
use parvaneh_tests::Kind;
use rustls::ServerConfig;
use rustls::crypto::ring;
use rustls::pki_types::PrivateKeyDer;
use tokio::net::{TcpListener, TcpStream};
use tokio_rustls::TlsAcceptor;
use tokio_rustls::server::TlsStream;

use super::receiver::{Receiver, ok};
use super::relaying::{SECRET, journal, letters, register, relay};

/// A listener whose connections are encrypted.
struct Encrypted {
    listener: TcpListener,
    acceptor: TlsAcceptor,
}

impl Listener for Encrypted {
    type Io = TlsStream<TcpStream>;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> (Self::Io, Self::Addr) {
        loop {
            let Ok((stream, address)) = self.listener.accept().await else {
                continue;
            };
            // Who does not trust the certificate goes away.
            if let Ok(stream) = self.acceptor.accept(stream).await {
                return (stream, address);
            }
        }
    }

    fn local_addr(&self) -> std::io::Result<Self::Addr> {
        self.listener.local_addr()
    }
}

#[test]
fn a_certificate_has_to_be_trusted() {
    let register = register(Kind::Sqlite);
    let own = rcgen::generate_simple_self_signed(["localhost".to_owned()]).unwrap();
    let trusted = register.write("trusted.pem", own.cert.pem());
    let nobody = rcgen::generate_simple_self_signed(["elsewhere".to_owned()]).unwrap();
    let others = register.write("others.pem", nobody.cert.pem());
    let key = PrivateKeyDer::try_from(own.signing_key.serialize_der()).unwrap();
    let config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![own.cert.der().clone()], key)
        .unwrap();
    let acceptor = TlsAcceptor::from(Arc::new(config));
    let receiver = Receiver::listening(ok, move |listener| Encrypted { listener, acceptor });
    let webhook = format!("https://localhost:{}/events", receiver.address().port());

    let once = ["--once", "--patience", "0s"];
    let relay_trusting = |file: &str, code: i32| {
        let mut relay = relay(&register, &[&webhook], &once);
        let output = relay.env("SSL_CERT_FILE", file).output().unwrap();
        let said = register.said(&output);
        assert_eq!(output.status.code(), Some(code), "{said}");
    };
    relay_trusting(&others, 3);
    assert_eq!(receiver.heard().len(), 0);
    let refused = letters(&register, &[]);
    let reason = refused[0]["reason"].as_str().unwrap();
    assert!(reason.contains("certificate"), "{reason}");

    for letter in refused.iter().filter(|letter| letter["attempts"] != 0) {
        register.run(&["letters", "retry", &letter["seq"].to_string()]);
    }
    relay_trusting(&trusted, 0);
    assert_eq!(receiver.taken(), journal(&register));
    for heard in receiver.heard() {
        heard.verified(SECRET).unwrap();
    }
}
