//! A file of the workflows: its text, and where in it something stands.

use std::fs;
use std::path::Path;

use serde::de::DeserializeOwned;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::WorkflowError;

/// A file's name, as errors give it, and its text.
pub(super) struct Source {
    pub(super) file: String,
    text: String,
}

impl Source {
    /// A text under the path that it would have.
    pub(super) fn given(path: &str, text: impl Into<String>) -> Self {
        Self {
            file: path.to_owned(),
            text: text.into(),
        }
    }

    /// A file of a folder.
    pub(super) fn read(path: &Path) -> Result<Self, WorkflowError> {
        let file = path.display().to_string();
        let bytes = fs::read(path).map_err(|error| WorkflowError::Unreadable {
            file: file.clone(),
            problem: error.to_string(),
        })?;
        match String::from_utf8(bytes) {
            Ok(text) => Ok(Self { file, text }),
            Err(error) => {
                let good = &error.as_bytes()[..error.utf8_error().valid_up_to()];
                Err(WorkflowError::Wrong {
                    file,
                    line: line(good),
                    key: String::new(),
                    problem: "this is no UTF-8; save the file as UTF-8".to_owned(),
                })
            }
        }
    }

    /// The name of its folder, and its own without the extension.
    pub(super) fn folder_and_name(&self) -> (String, String) {
        let path = Path::new(&self.file);
        let text = |part: Option<&std::ffi::OsStr>| {
            part.map(|part| part.to_string_lossy().into_owned())
                .unwrap_or_default()
        };
        (
            text(path.parent().and_then(Path::file_name)),
            text(path.file_stem()),
        )
    }

    /// What it says, whole or refused.
    pub(super) fn parse<T: DeserializeOwned>(&self) -> Result<T, WorkflowError> {
        toml::from_str(&self.text).map_err(|error| {
            let span = error.span().unwrap_or_default();
            let mut key = self.key_at(span.start);
            // Text that is no TOML has no keys; one that is there twice is at least pointed at.
            if let Some(text) = self.text.get(span.clone())
                && key.is_empty()
                && is_key(text)
            {
                key.push_str(text);
            }
            self.wrong_at(span.start, &key, error.message())
        })
    }

    /// The error about a key, with the line on which the key, or what comes nearest to it, stands.
    pub(super) fn wrong(&self, key: &str, problem: impl Into<String>) -> WorkflowError {
        let mut at = 0;
        if let Ok(document) = DeTable::parse(&self.text) {
            let mut value: Option<&DeTable<'_>> = Some(document.get_ref());
            for part in key.split('.') {
                let Some((name, found)) = value.and_then(|table| table.get_key_value(part)) else {
                    break;
                };
                at = name.span().start;
                value = match found.get_ref() {
                    DeValue::Table(table) => Some(table),
                    _ => None,
                };
            }
        }
        self.wrong_at(at, key, problem)
    }

    /// The error about a key whose place in the text is known.
    pub(super) fn wrong_at(
        &self,
        at: usize,
        key: &str,
        problem: impl Into<String>,
    ) -> WorkflowError {
        let before = self.text.as_bytes().get(..at).unwrap_or_default();
        WorkflowError::Wrong {
            file: self.file.clone(),
            line: line(before),
            key: key.to_owned(),
            problem: problem.into(),
        }
    }

    /// The key whose value or table holds the byte `at`, with dots.
    fn key_at(&self, at: usize) -> String {
        let mut path = Vec::new();
        if let Ok(document) = DeTable::parse(&self.text) {
            key_within(document.get_ref(), at, &mut path);
        }
        path.join(".")
    }
}

/// Whether the byte `at` is in the table, and then the path to the innermost key that holds it.
///
/// The span of a table under a header is the header's alone, so its keys are looked at one by one. An
/// entry of an array adds nothing to the path: the line says which one it is.
fn key_within(table: &DeTable<'_>, at: usize, path: &mut Vec<String>) -> bool {
    table.iter().any(|(key, value)| {
        path.push(key.get_ref().to_string());
        let found = within(value, at, path) || key.span().contains(&at);
        if !found {
            path.pop();
        }
        found
    })
}

fn within(value: &Spanned<DeValue<'_>>, at: usize, path: &mut Vec<String>) -> bool {
    let inside = match value.get_ref() {
        DeValue::Table(table) => key_within(table, at, path),
        DeValue::Array(entries) => entries.iter().any(|entry| within(entry, at, path)),
        _ => false,
    };
    inside || value.span().contains(&at)
}

fn is_key(text: &str) -> bool {
    let in_key = |letter: char| letter.is_ascii_alphanumeric() || letter == '_' || letter == '-';
    !text.is_empty() && text.chars().all(in_key)
}

/// The line, from 1, on which the text after `before` begins.
fn line(before: &[u8]) -> usize {
    before.iter().filter(|byte| **byte == b'\n').count() + 1
}
