//! The file of the webhooks' secrets: a TOML file in which each webhook has a list of them, the one
//! that is to stay first.
//!
//! ```toml
//! "https://desk.example/events" = ["whsec_…", "whsec_…"]
//! ```

use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use parvaneh_store::secret_file;
use tokio::task::spawn_blocking;
use toml::de::{DeTable, DeValue};

use super::signature::Secret;
use crate::SinkError;

/// The secrets of one webhook, as the file has them now.
pub(super) struct Secrets {
    file: PathBuf,
    name: String,
    text: String,
    /// None where the file no longer has the webhook.
    current: Option<Arc<[Secret]>>,
}

impl Secrets {
    /// Those of the webhook of this name.
    pub(super) fn read(file: &Path, name: &str) -> Result<Self, SinkError> {
        let text = secret_file::read(file)?;
        let current = of(name, &text).map_err(|wrong| wrong.within(file))?;
        let current = current.ok_or_else(|| SinkError::NoSecret {
            name: name.to_owned(),
            file: file.display().to_string(),
        })?;
        Ok(Self {
            file: file.to_owned(),
            name: name.to_owned(),
            text,
            current: Some(current),
        })
    }

    /// Those that are in the file now. While the file cannot be read they stay as they were; where
    /// it no longer has any for the webhook, it says so.
    pub(super) async fn current(&mut self) -> Result<Arc<[Secret]>, String> {
        let file = self.file.clone();
        let read = spawn_blocking(move || secret_file::read(&file)).await;
        let read = read.map_err(|error| error.to_string());
        match read.and_then(|read| read.map_err(|error| error.to_string())) {
            Ok(text) if text == self.text => {}
            Ok(text) => {
                match of(&self.name, &text) {
                    Ok(current) => self.current = current,
                    Err(wrong) => {
                        let error = wrong.within(&self.file);
                        tracing::warn!(webhook = self.name, %error, "the secrets stay as they were");
                    }
                }
                self.text = text;
            }
            Err(error) => {
                tracing::warn!(webhook = self.name, %error, "the secrets stay as they were");
            }
        }
        self.current.clone().ok_or_else(|| {
            let file = self.file.display();
            format!("{file} has no secret for it any more")
        })
    }
}

impl fmt::Debug for Secrets {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Secrets")
            .field("file", &self.file)
            .finish_non_exhaustive()
    }
}

/// What is wrong with a file, without any of its text but the webhooks' names.
#[derive(Debug)]
struct Wrong {
    line: usize,
    key: String,
    problem: String,
}

impl Wrong {
    fn within(self, file: &Path) -> SinkError {
        let Self { line, key, problem } = self;
        SinkError::Secrets {
            file: file.display().to_string(),
            line,
            key,
            problem,
        }
    }
}

/// The secrets of the webhook of this name; none where the text does not have it. The whole text
/// has to be right.
fn of(name: &str, text: &str) -> Result<Option<Arc<[Secret]>>, Wrong> {
    let line = |at: usize| {
        1 + text.as_bytes()[..at]
            .iter()
            .filter(|it| **it == b'\n')
            .count()
    };
    let table = DeTable::parse(text).map_err(|error| Wrong {
        line: error.span().map_or(1, |span| line(span.start)),
        key: String::new(),
        problem: error.message().to_owned(),
    })?;
    let mut names = Vec::new();
    let mut found = None;
    for (key, list) in table.get_ref() {
        // A key that is no address may be anything, also a secret.
        let known = super::name(key.get_ref());
        let wrong = |at: usize, problem: String| Wrong {
            line: line(at),
            key: known.clone().unwrap_or_default(),
            problem,
        };
        let at = key.span().start;
        let Some(known) = known.clone() else {
            let problem = "a webhook is written like \"https://desk.example/events\", in quotes";
            return Err(wrong(at, problem.to_owned()));
        };
        if names.contains(&known) {
            return Err(wrong(at, "the webhook is there twice".to_owned()));
        }
        let shape = "its secrets are a list like [\"whsec_…\"]";
        let list_at = list.span().start;
        let DeValue::Array(items) = list.get_ref() else {
            return Err(wrong(list_at, shape.to_owned()));
        };
        if items.is_empty() {
            return Err(wrong(list_at, "it has no secret".to_owned()));
        }
        let mut secrets = Vec::new();
        for item in items.iter() {
            let at = item.span().start;
            let DeValue::String(text) = item.get_ref() else {
                return Err(wrong(at, shape.to_owned()));
            };
            let secret = Secret::parse(text).map_err(|problem| wrong(at, problem))?;
            secrets.push(secret);
        }
        if known == name {
            found = Some(secrets.into());
        }
        names.push(known);
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    const NAME: &str = "https://desk.example/events";
    const ONE: &str = "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD";
    const OTHER: &str = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

    fn count(text: &str) -> Option<usize> {
        of(NAME, text).expect("it is right").map(|it| it.len())
    }

    #[test]
    fn a_webhook_has_its_secrets_however_its_address_is_written() {
        assert_eq!(count(""), None);
        let text = format!("\"{NAME}\" = [\"{ONE}\", \"{OTHER}\"]\n");
        assert_eq!(count(&text), Some(2));
        let text = format!("\"HTTPS://user@Desk.example:443/events?x=1\" = [\"{ONE}\"]\n");
        assert_eq!(count(&text), Some(1));
        let text = format!("\"https://desk.example/other\" = [\"{ONE}\"]\n");
        assert_eq!(count(&text), None);
    }

    #[test]
    fn what_is_wrong_is_told_with_its_line_and_without_a_secret() {
        let wrong = [
            format!("\n\"{NAME}\" = \"{ONE}\"\n"),
            format!("\"{NAME}\" = [\n  \"{ONE}\",\n  \"{OTHER}!\",\n]\n"),
            format!("\"{NAME}\" = [\"{ONE}\", 7]\n"),
            format!("\"{NAME}\" = []\n"),
            format!("\"{NAME}\" = [\"{ONE}\"\n"),
            format!("\"{NAME}\" = [\"{ONE}]\n"),
            format!("\"{NAME}\" = [\"{ONE}\"]\n\"{NAME}#a\" = [\"{ONE}\"]\n"),
            format!("\"{NAME}\" = [\"{ONE}\"]\n\"{NAME}\" = [\"{OTHER}\"]\n"),
            format!("\"{ONE}\" = [\"{ONE}\"]\n"),
            format!("{ONE} = {ONE}\n"),
            format!("[[\"{NAME}\"]]\nkey = \"{ONE}\"\n"),
        ];
        let told = wrong.map(|text| {
            let error = of(NAME, &text).expect_err(&text);
            error.within(Path::new("secrets.toml")).to_string()
        });
        let told = told.join("\n");
        assert!(
            !told.contains(&ONE[6..14]) && !told.contains(&OTHER[6..14]),
            "{told}"
        );
        insta::assert_snapshot!(told, @r#"
        secrets.toml:2: https://desk.example/events: its secrets are a list like ["whsec_…"]
        secrets.toml:3: https://desk.example/events: what comes after whsec_ is no Base64
        secrets.toml:1: https://desk.example/events: its secrets are a list like ["whsec_…"]
        secrets.toml:1: https://desk.example/events: it has no secret
        secrets.toml:1: unclosed array, expected `]`
        secrets.toml:1: unclosed array, expected `]`
        secrets.toml:2: https://desk.example/events: the webhook is there twice
        secrets.toml:2: duplicate key
        secrets.toml:1: a webhook is written like "https://desk.example/events", in quotes
        secrets.toml:1: invalid unquoted key, expected letters, numbers, `-`, `_`
        secrets.toml:1: https://desk.example/events: its secrets are a list like ["whsec_…"]
        "#);
    }
}
