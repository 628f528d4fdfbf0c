//! A place in a document, and what the reader says when something else stands there.

use serde_json::Value;

/// A text that is no word, date or id of anybody's.
pub(super) const NONSENSE: &str = "no such word";

/// A place in a document that is read as it is.
#[derive(Clone, Debug)]
pub(super) struct Place {
    read: fn(&Value) -> Result<(), String>,
    document: Value,
    /// As RFC 6901 writes it.
    pointer: String,
}

impl Place {
    /// The whole document.
    pub(super) fn whole(document: &Value, read: fn(&Value) -> Result<(), String>) -> Self {
        Self {
            read,
            document: document.clone(),
            pointer: String::new(),
        }
    }

    /// A field, or an item by its number.
    pub(super) fn at(&self, step: &str) -> Self {
        let step = step.replace('~', "~0").replace('/', "~1");
        Self {
            pointer: format!("{}/{step}", self.pointer),
            ..self.clone()
        }
    }

    /// The places of the items of a list.
    pub(super) fn items(&self) -> impl Iterator<Item = Self> {
        let items = self.value().as_array().map_or(0, Vec::len);
        (0..items).map(|item| self.at(&item.to_string()))
    }

    /// The places of the fields.
    pub(super) fn children(&self) -> impl Iterator<Item = Self> {
        self.fields().map(|name| self.at(name))
    }

    /// What stands here.
    pub(super) fn value(&self) -> &Value {
        self.document.pointer(&self.pointer).unwrap_or(&Value::Null)
    }

    /// The names of the fields here.
    pub(super) fn fields(&self) -> impl Iterator<Item = &String> {
        self.value()
            .as_object()
            .into_iter()
            .flat_map(|it| it.keys())
    }

    /// The field that it is.
    pub(super) fn name(&self) -> &str {
        self.pointer.rsplit('/').next().unwrap_or_default()
    }

    /// The same place with this value in it.
    pub(super) fn with(&self, value: Value) -> Self {
        let mut changed = self.clone();
        if let Some(here) = changed.document.pointer_mut(&self.pointer) {
            *here = value;
        }
        changed
    }

    /// The same place with this field in it, added or replaced.
    pub(super) fn with_field(&self, name: &str, value: Value) -> Self {
        let mut fields = self.value().as_object().cloned().unwrap_or_default();
        fields.insert(name.to_owned(), value);
        self.with(Value::Object(fields))
    }

    /// The same place without this field.
    pub(super) fn without(&self, name: &str) -> Self {
        let fields = self.value().as_object().cloned().unwrap_or_default();
        let others = fields.into_iter().filter(|(field, _)| field != name);
        self.with(Value::Object(others.collect()))
    }

    /// Why the document is refused; none where it is read.
    pub(super) fn refusal(&self) -> Option<String> {
        (self.read)(&self.document).err()
    }

    /// Whether the document is read with this value here.
    pub(super) fn takes(&self, value: impl Into<Value>) -> bool {
        self.with(value.into()).refusal().is_none()
    }
}

impl std::fmt::Display for Place {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.pointer.as_str() {
            "" => write!(f, "{}", self.document),
            pointer => write!(f, "{pointer} of {}", self.document),
        }
    }
}

/// The words that the reader knows, where it says that it does not know one.
pub(super) fn words(refusal: &str) -> Option<Vec<String>> {
    refusal
        .contains("unknown variant `")
        .then(|| expected(refusal))
}

/// What a refusal says was expected.
pub(super) fn expected(refusal: &str) -> Vec<String> {
    let (_, expected) = refusal.rsplit_once("expected ").unwrap_or_default();
    let quoted = expected.split('`').skip(1).step_by(2);
    quoted.map(str::to_owned).collect()
}

/// Whether a field is refused because nobody knows it, and not for what is in it.
pub(super) fn is_of_a_stranger(refusal: &str) -> bool {
    refusal.contains("unknown field `")
}
