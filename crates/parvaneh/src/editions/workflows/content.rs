//! What an edition decides, as far as another text could decide something else.

use sha2::{Digest, Sha256};

use super::WorkflowError;
use super::source::Source;

/// What an edition's file decides, and where it stands.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Content {
    /// The file.
    pub file: String,
    /// The SHA-256 of what it decides: of its keys and values, whatever their order, without comments
    /// and without the words in which it is cited.
    pub sha256: [u8; 32],
}

/// The keys of a rule that say where it is written and what it rests on.
const CITED: [&str; 2] = ["article", "basis"];

/// The key of the instrument's title, at the head of the file.
const TITLE: &str = "title";

impl Content {
    pub(super) fn of(source: &Source) -> Result<Self, WorkflowError> {
        let mut table: toml::Table = source.parse()?;
        table.remove(TITLE);
        let table = toml::Value::Table(table);
        Ok(Self::hashed(source, "parvaneh/edition/2\n", &table))
    }

    /// Of a general act, which is a part of its regime's file.
    pub(super) fn of_decree(source: &Source, decree: &toml::Value) -> Self {
        Self::hashed(source, "parvaneh/decree/1\n", decree)
    }

    fn hashed(source: &Source, kind: &str, value: &toml::Value) -> Self {
        let mut said = kind.to_owned();
        in_order(value, &mut said);
        Self {
            file: source.file.clone(),
            sha256: Sha256::digest(said).into(),
        }
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

/// Writes a value with the keys of its tables in the order of the alphabet, as far as it decides anything.
fn in_order(value: &toml::Value, to: &mut String) {
    match value {
        toml::Value::Table(table) => {
            let mut entries: Vec<(&String, &toml::Value)> = table.iter().collect();
            entries.retain(|(key, _)| !CITED.contains(&key.as_str()));
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
        Content::of(&Source::given("a/1.toml", text))
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

    /// A better citation is no other law.
    #[test]
    fn citations_and_titles_change_nothing() {
        let one =
            hash("title = \"T\"\na = { value = 1, basis = \"D\", article = \"none found\" }\n");
        let other = hash("title = \"U\"\na = { value = 1, basis = \"R\", article = \"Art. 3\" }\n");
        assert_eq!(one, other);
        assert_ne!(
            one,
            hash("title = \"T\"\na = { value = 2, basis = \"D\", article = \"none found\" }\n")
        );
        assert_ne!(hash("a = { title = \"T\" }"), hash("a = { title = \"U\" }"));
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
