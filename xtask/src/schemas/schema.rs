//! A JSON Schema whose keywords and names stand in the order in which they are to be read.

use std::collections::BTreeSet;

use anyhow::Context;
use serde::ser::{Serialize, SerializeMap, Serializer};
use serde_json::{Value, json};

/// Where what is written once stands.
const DEFINITIONS: &str = "#/$defs/";

/// Keywords or names in the order in which they are to be read.
#[derive(Clone, Debug, Default)]
pub(super) struct Schema(pub(super) Vec<(String, Part)>);

#[derive(Clone, Debug)]
pub(super) enum Part {
    Value(Value),
    Schema(Schema),
    Several(Vec<Schema>),
}

impl From<Value> for Part {
    fn from(value: Value) -> Self {
        Self::Value(value)
    }
}

impl From<Schema> for Part {
    fn from(schema: Schema) -> Self {
        Self::Schema(schema)
    }
}

impl Schema {
    pub(super) fn with(mut self, keyword: &str, part: impl Into<Part>) -> Self {
        self.0.push((keyword.to_owned(), part.into()));
        self
    }

    pub(super) fn and(mut self, other: Self) -> Self {
        self.0.extend(other.0);
        self
    }

    pub(super) fn of_type(name: &str) -> Self {
        Self::default().with("type", json!(name))
    }

    pub(super) fn reference(name: &str) -> Self {
        Self::default().with("$ref", json!(format!("{DEFINITIONS}{name}")))
    }

    pub(super) fn or_null(mut self) -> Self {
        match self.0.first_mut() {
            Some((keyword, Part::Value(name))) if keyword == "type" => {
                *name = json!([*name, "null"]);
                self
            }
            _ => {
                let several = vec![self, Self::of_type("null")];
                Self::default().with("anyOf", Part::Several(several))
            }
        }
    }

    /// With what is said of it, first.
    pub(super) fn described(self, text: Option<&str>) -> Self {
        match text {
            Some(text) => Self::default().with("description", json!(text)).and(self),
            None => self,
        }
    }
}

impl Schema {
    /// What stands under a keyword or name.
    pub(super) fn get(&self, keyword: &str) -> Option<&Part> {
        let mut found = self.0.iter().filter(|(own, _)| own == keyword);
        found.next().map(|(_, part)| part)
    }

    /// The names that it refers to.
    pub(super) fn references(&self, names: &mut BTreeSet<String>) {
        for (keyword, part) in &self.0 {
            match part {
                Part::Value(value) if keyword == "$ref" => {
                    let name = value.as_str().and_then(|it| it.strip_prefix(DEFINITIONS));
                    names.extend(name.map(str::to_owned));
                }
                Part::Value(_) => {}
                Part::Schema(schema) => schema.references(names),
                Part::Several(schemas) => schemas.iter().for_each(|it| it.references(names)),
            }
        }
    }

    /// The same with its definitions under another path.
    pub(super) fn referring_to(&self, path: &str) -> Self {
        let parts = self.0.iter().map(|(keyword, part)| {
            let part = match part {
                Part::Value(value) if keyword == "$ref" => {
                    let name = value.as_str().and_then(|it| it.strip_prefix(DEFINITIONS));
                    Part::Value(name.map_or(value.clone(), |name| json!(format!("{path}{name}"))))
                }
                Part::Value(value) => Part::Value(value.clone()),
                Part::Schema(schema) => Part::Schema(schema.referring_to(path)),
                Part::Several(schemas) => {
                    Part::Several(schemas.iter().map(|it| it.referring_to(path)).collect())
                }
            };
            (keyword.clone(), part)
        });
        Self(parts.collect())
    }

    /// As a file holds it, with a line end.
    pub(super) fn text(&self) -> anyhow::Result<String> {
        let text = serde_json::to_string_pretty(self).context("writing the schema failed")?;
        Ok(text + "\n")
    }
}

impl Serialize for Schema {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        for (keyword, part) in &self.0 {
            match part {
                Part::Value(value) => map.serialize_entry(keyword, value)?,
                Part::Schema(schema) => map.serialize_entry(keyword, schema)?,
                Part::Several(schemas) => map.serialize_entry(keyword, schemas)?,
            }
        }
        map.end()
    }
}
