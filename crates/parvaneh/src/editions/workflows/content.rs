//! What an edition says, as far as another text could say something else.

use sha2::{Digest, Sha256};

use super::WorkflowError;
use super::source::Source;

/// What an edition's file says, and where it stands.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Content {
    /// The file.
    pub file: String,
    /// The SHA-256 of what it says: of its keys and values, whatever their order, and without
    /// comments.
    pub sha256: [u8; 32],
}

impl Content {
    pub(super) fn of(source: &Source) -> Result<Self, WorkflowError> {
        let table: toml::Table = source.parse()?;
        let mut said = "parvaneh/edition/1\n".to_owned();
        in_order(&toml::Value::Table(table), &mut said);
        Ok(Self {
            file: source.file.clone(),
            sha256: Sha256::digest(said).into(),
        })
    }

    /// With what the file says that this one names.
    pub(super) fn and(self, other: &Self) -> Self {
        let both = [self.sha256, other.sha256].concat();
        Self {
            sha256: Sha256::digest(both).into(),
            ..self
        }
    }
}

/// Writes a value with the keys of its tables in the order of the alphabet.
fn in_order(value: &toml::Value, to: &mut String) {
    match value {
        toml::Value::Table(table) => {
            let mut entries: Vec<(&String, &toml::Value)> = table.iter().collect();
            entries.sort_by_key(|(key, _)| *key);
            to.push('{');
            for (key, value) in entries {
                quoted(key, to);
                to.push(':');
                in_order(value, to);
                to.push(',');
            }
            to.push('}');
        }
        toml::Value::Array(values) => {
            to.push('[');
            for value in values {
                in_order(value, to);
                to.push(',');
            }
            to.push(']');
        }
        toml::Value::String(text) => quoted(text, to),
        other => to.push_str(&other.to_string()),
    }
}

/// As JSON has it, so that no text can look like two.
fn quoted(text: &str, to: &mut String) {
    to.push_str(&serde_json::Value::from(text).to_string());
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hash(text: &str) -> [u8; 32] {
        Content::of(&Source::embedded("a/1.toml", text))
            .unwrap()
            .sha256
    }

    /// What a person may do to a file without saying anything else leaves it what it was.
    #[test]
    fn comments_order_and_spelling_change_nothing() {
        let one = hash("a = 1\nb = \"x\"\n[c]\nd = [1, 2]\ne = true\n");
        let other = hash("# why\nb = 'x'\na    = 1\nc = { e = true, d = [ 1,2 ] }\n");
        assert_eq!(one, other);
    }

    /// Every value counts, and so does the order of a list.
    #[test]
    fn each_value_counts() {
        let texts = [
            "a = 1\nb = [1, 2]",
            "a = 2\nb = [1, 2]",
            "a = \"1\"\nb = [1, 2]",
            "a = 1\nb = [2, 1]",
            "a = 1\nb = [1, 2]\nc = true",
            "a = 1\nc = [1, 2]",
            "a = 1",
        ];
        let hashes: std::collections::BTreeSet<_> = texts.into_iter().map(hash).collect();
        assert_eq!(hashes.len(), texts.len());
    }
}
