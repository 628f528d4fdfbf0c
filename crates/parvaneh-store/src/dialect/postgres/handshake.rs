//! What is wrong with a server or its certificate where no connection could be encrypted.

use std::io::ErrorKind;

use chrono::{DateTime, NaiveDate};
use rustls::pki_types::UnixTime;
use rustls::{CertificateError, Error as TlsError};
use sea_orm::sqlx::Error;
use sea_orm::{DbErr, RuntimeErr};

/// Why no connection could be encrypted, or the server's certificate was not accepted; nothing
/// where connecting failed for another reason.
pub(super) fn problem(error: &DbErr, reads_files: bool) -> Option<String> {
    let DbErr::Conn(RuntimeErr::SqlxError(cause)) = error else {
        return None;
    };
    match &**cause {
        Error::Tls(cause) => Some(match cause.downcast_ref() {
            Some(error) => of_handshake(error),
            None if cause.to_string() == "server does not support TLS" => {
                "the server offers no TLS; turn it on there, or look at sslmode".to_owned()
            }
            None => "no TLS session came about".to_owned(),
        }),
        Error::Io(cause) => {
            let unread = [ErrorKind::NotFound, ErrorKind::PermissionDenied];
            match cause.get_ref().and_then(|cause| cause.downcast_ref()) {
                Some(error) => Some(of_handshake(error)),
                None if reads_files && unread.contains(&cause.kind()) => {
                    Some("the file of a certificate or key cannot be read".to_owned())
                }
                None => None,
            }
        }
        _ => None,
    }
}

fn of_handshake(error: &TlsError) -> String {
    let TlsError::InvalidCertificate(error) = error else {
        return "no TLS session came about".to_owned();
    };
    match error {
        CertificateError::UnknownIssuer => {
            "the issuer of the server's certificate is not trusted; name the issuer's own one in sslrootcert"
                .to_owned()
        }
        CertificateError::NotValidForNameContext { expected, .. } => {
            let expected = expected.to_str();
            format!("the server's certificate is not for {expected}")
        }
        CertificateError::ExpiredContext { not_after, .. } => {
            let last = day(*not_after);
            format!("the server's certificate has expired on {last}")
        }
        CertificateError::NotValidYetContext { not_before, .. } => {
            let first = day(*not_before);
            format!("the server's certificate is valid from {first} on")
        }
        CertificateError::Other(error) if error.to_string() == "CaUsedAsEndEntity" => {
            "the server's certificate is an authority's; have the authority issue one to the server"
                .to_owned()
        }
        _ => "the server's certificate is not accepted".to_owned(),
    }
}

fn day(instant: UnixTime) -> NaiveDate {
    let seconds = i64::try_from(instant.as_secs()).unwrap_or(i64::MAX);
    let instant = DateTime::from_timestamp(seconds, 0).unwrap_or(DateTime::<chrono::Utc>::MAX_UTC);
    instant.date_naive()
}
