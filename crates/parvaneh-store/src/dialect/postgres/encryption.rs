//! How the connections to a server are to be encrypted.
//!
//! The parameters are libpq's. sqlx does less: with `require` it verifies nothing, even where a root
//! certificate is given, it does not know `sslrootcert=system`, and it ignores parameters that it does
//! not know. Here each means what it means to libpq, or is refused. One difference is left: with a root
//! certificate, sqlx trusts the system's roots as well, and libpq trusts that certificate alone.

use std::path::Path;

use sea_orm::sqlx::postgres::PgSslMode;

use crate::secret_file::{self, SecretFileError};

/// The value of `sslrootcert` that means the roots of the system, and no file.
pub(crate) const SYSTEM: &str = "system";

/// Parameters of libpq's about encryption that do not begin with `ssl`.
const OTHERS: [&str; 2] = ["channel_binding", "requiressl"];

/// How the connections of a URL are to be encrypted.
#[derive(Debug)]
pub(crate) struct Encryption {
    pub(crate) mode: PgSslMode,
    /// Whether a certificate or a key is read from a file.
    #[cfg_attr(
        not(feature = "tls"),
        expect(dead_code, reason = "without TLS no certificate is read")
    )]
    pub(super) reads_files: bool,
}

impl Encryption {
    /// By the parameters of a URL and libpq's environment variables; or what is wrong with them.
    pub(crate) fn of(parameters: &[(&str, &str)]) -> Result<Self, String> {
        let variable = |name| std::env::var(name).ok().filter(|value| !value.is_empty());
        let mut word = variable("PGSSLMODE");
        let mut roots = None;
        let mut key = variable("PGSSLKEY");
        let mut reads_files = ["PGSSLROOTCERT", "PGSSLCERT", "PGSSLKEY"]
            .iter()
            .any(|name| variable(name).is_some());
        for (name, value) in parameters {
            match *name {
                "sslmode" | "ssl-mode" => word = Some((*value).to_owned()),
                "sslrootcert" | "ssl-root-cert" | "ssl-ca" => roots = Some(*value),
                "sslcert" | "ssl-cert" => reads_files = true,
                "sslkey" | "ssl-key" => {
                    reads_files = true;
                    key = Some((*value).to_owned());
                }
                other if other.starts_with("ssl") || OTHERS.contains(&other) => {
                    return Err(format!("{other} is not supported"));
                }
                _ => {}
            }
        }
        // One that cannot be opened is named where it is read.
        if let Some(Err(refused @ SecretFileError::Open { .. })) = key
            .as_deref()
            .map(|key| secret_file::opened(Path::new(key)))
        {
            return Err(refused.to_string());
        }
        let mode = word.map(|word| mode(&word)).transpose()?;
        let has_roots = roots.is_some() || variable("PGSSLROOTCERT").is_some();
        let mode = match (roots, mode) {
            (Some(SYSTEM), None) => PgSslMode::VerifyFull,
            (Some(_), None | Some(PgSslMode::Prefer | PgSslMode::Allow))
            | (Some(SYSTEM), Some(PgSslMode::Require | PgSslMode::VerifyCa)) => {
                return Err("sslrootcert needs sslmode=verify-full beside it".to_owned());
            }
            // `require` with a root certificate means verify-ca, as in libpq.
            (_, Some(PgSslMode::Require)) if has_roots => PgSslMode::VerifyCa,
            (_, mode) => mode.unwrap_or_default(),
        };
        Ok(Self {
            mode,
            reads_files: reads_files || roots.is_some_and(|roots| roots != SYSTEM),
        })
    }

    /// Whether no connection may be without encryption.
    #[cfg(not(feature = "tls"))]
    pub(super) fn must_be(&self) -> bool {
        matches!(
            self.mode,
            PgSslMode::Require | PgSslMode::VerifyCa | PgSslMode::VerifyFull
        )
    }
}

fn mode(word: &str) -> Result<PgSslMode, String> {
    word.parse().map_err(|_| {
        format!("sslmode is disable, prefer, require, verify-ca or verify-full, and not {word:?}")
    })
}

#[cfg(test)]
mod tests {
    use std::mem::discriminant;

    use super::*;

    #[test]
    fn a_parameter_means_what_it_means_to_libpq() {
        use PgSslMode::{Disable, Prefer, Require, VerifyCa, VerifyFull};
        let cases: [(&[(&str, &str)], _); 8] = [
            (&[], Prefer),
            (&[("sslmode", "disable")], Disable),
            (&[("sslmode", "require")], Require),
            (
                &[("sslmode", "require"), ("sslrootcert", "ca.pem")],
                VerifyCa,
            ),
            (
                &[("sslrootcert", "ca.pem"), ("sslmode", "verify-full")],
                VerifyFull,
            ),
            (
                &[("sslrootcert", "ca.pem"), ("sslmode", "disable")],
                Disable,
            ),
            (&[("sslrootcert", SYSTEM)], VerifyFull),
            (&[("application_name", "x"), ("sslcert", "my.pem")], Prefer),
        ];
        for (parameters, meant) in cases {
            let found = Encryption::of(parameters).unwrap().mode;
            assert_eq!(discriminant(&found), discriminant(&meant), "{parameters:?}");
        }
    }

    /// A parameter that would make the connection safer, and is not supported, is an error.
    #[test]
    fn no_safeguard_is_passed_over() {
        let cases: [(&[(&str, &str)], &str); 6] = [
            (&[("sslmode", "on")], "and not \"on\""),
            (&[("sslrootcert", "ca.pem")], "needs sslmode=verify-full"),
            (
                &[("sslmode", "prefer"), ("sslrootcert", "ca.pem")],
                "needs sslmode=verify-full",
            ),
            (
                &[("sslmode", "require"), ("sslrootcert", SYSTEM)],
                "needs sslmode=verify-full",
            ),
            (&[("sslcrl", "crl.pem")], "sslcrl is not supported"),
            (&[("channel_binding", "require")], "is not supported"),
        ];
        for (parameters, says) in cases {
            let problem = Encryption::of(parameters).unwrap_err();
            assert!(problem.contains(says), "{parameters:?}: {problem}");
        }
    }
}
