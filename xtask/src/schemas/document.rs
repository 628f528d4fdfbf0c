//! Shapes as a JSON Schema, draft 2020-12.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::json;

use super::comments::{Comment, Comments};
use super::schema::{Part, Schema};
use super::shape::{Record, Shape, Strangers};

const DRAFT: &str = "https://json-schema.org/draft/2020-12/schema";

/// Version, trace, span and flags, none of the first three of which stands for nothing.
const TRACEPARENT: &str =
    "^(?!ff)[0-9a-f]{2}-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}$";

/// ISO 8601, and no year that would be read as Solar Hijri.
const GREGORIAN: &str = "^(1[7-9]|[2-9][0-9])[0-9]{2}-[0-9]{2}-[0-9]{2}$";

/// What stands at the top of a schema.
pub(super) struct Head {
    /// `command`, `event` or `cloudevent`.
    pub(super) kind: &'static str,
    pub(super) title: &'static str,
    pub(super) description: &'static str,
    /// What is said of its dates.
    pub(super) dates: &'static str,
}

/// A schema in its parts.
pub(super) struct Drawn {
    /// What a document of this kind is.
    pub(super) body: Schema,
    /// The kinds of messages, in the order of a life.
    pub(super) messages: Schema,
    /// The types of what is in them, by name.
    pub(super) types: Schema,
}

/// What the schema has to say.
pub(super) fn draw(head: &Head, shape: &Shape, comments: &Comments) -> Drawn {
    let mut definitions = Definitions {
        kind: head.kind,
        dates: head.dates,
        comments,
        messages: Vec::new(),
        types: BTreeMap::new(),
    };
    let body = match shape {
        Shape::Record(record) => definitions.record(record, definitions.comment(record)),
        other => definitions.schema(other),
    };
    let Definitions {
        messages, types, ..
    } = definitions;
    let types = types.into_iter().map(|(name, (_, schema))| (name, schema));
    Drawn {
        body,
        messages: Schema(messages),
        types: Schema(types.collect()),
    }
}

/// The schema, with a line end.
pub(super) fn write(head: &Head, body: Schema, definitions: Schema) -> anyhow::Result<String> {
    let schema = Schema::default()
        .with("$schema", json!(DRAFT))
        .with("$id", json!(format!("urn:parvaneh:schema:{}:1", head.kind)))
        .with("title", json!(head.title))
        .with("description", json!(head.description))
        .and(body)
        .with("$defs", definitions);
    schema.text()
}

/// What is written once and referred to.
struct Definitions<'a> {
    kind: &'static str,
    dates: &'static str,
    comments: &'a Comments,
    /// The kinds of messages, in the order of a life.
    messages: Vec<(String, Part)>,
    /// The types, each with the shape that has the name.
    types: BTreeMap<String, (Shape, Part)>,
}

impl<'a> Definitions<'a> {
    fn schema(&mut self, shape: &Shape) -> Schema {
        match shape {
            Shape::Constant(text) => Schema::default().with("const", json!(text)),
            Shape::Text => Schema::of_type("string"),
            Shape::Date => self.date(),
            Shape::Trace => Schema::of_type("string").with("pattern", json!(TRACEPARENT)),
            Shape::Uuid => Schema::of_type("string").with("format", json!("uuid")),
            Shape::Boolean => Schema::of_type("boolean"),
            Shape::Integer { least, greatest } => integer(*least, *greatest),
            Shape::Number => Schema::of_type("number"),
            Shape::List {
                items,
                may_be_empty,
            } => {
                let list = Schema::of_type("array").with("items", self.schema(items));
                match may_be_empty {
                    true => list,
                    false => list.with("minItems", json!(1)),
                }
            }
            Shape::Map(values) => {
                Schema::of_type("object").with("additionalProperties", self.schema(values))
            }
            Shape::OneOf(shapes) => {
                let known = self.comments.of(&words(shapes));
                self.defined(known, shape, |it, _| {
                    let several = shapes.iter().map(|shape| it.schema(shape)).collect();
                    Schema::default().with("oneOf", Part::Several(several))
                })
            }
            Shape::Nullable(inner) => self.schema(inner).or_null(),
            Shape::Words(words) => {
                let known = words.iter().map(String::as_str).collect();
                let known = self.comments.of(&known);
                self.defined(known, shape, |_, _| {
                    Schema::default().with("enum", json!(words))
                })
            }
            Shape::Record(record) => match message(record) {
                Some(name) => {
                    let schema = self.message(&name, record);
                    self.messages.push((name.clone(), schema.into()));
                    Schema::reference(&name)
                }
                None => {
                    let known = self.comment(record);
                    self.defined(known, shape, |it, comment| it.record(record, comment))
                }
            },
        }
    }

    /// A reference to the type of that name; the schema itself where it has none, or where the
    /// name is that of another shape.
    fn defined(
        &mut self,
        comment: Option<&'a Comment>,
        shape: &Shape,
        schema: impl FnOnce(&mut Self, Option<&'a Comment>) -> Schema,
    ) -> Schema {
        let Some(Comment { name, text, .. }) = comment else {
            return schema(self, None);
        };
        match self.types.get(name) {
            Some((same, _)) if same == shape => {}
            Some(_) => return schema(self, comment),
            None => {
                let schema = schema(self, comment).described(text.as_deref());
                self.types
                    .insert(name.clone(), (shape.clone(), schema.into()));
            }
        }
        Schema::reference(name)
    }

    fn message(&mut self, name: &str, record: &Record) -> Schema {
        let said = self.comments.message(self.kind, name);
        // What a message holds may be a type of its own, whose fields are then its fields.
        let of_fields = said.filter(|comment| !comment.members.is_empty());
        let of_fields = of_fields.or(self.comment(record));
        let body = self.record(record, of_fields);
        let titled = Schema::default().with("title", json!(name));
        titled.and(body.described(said.and_then(|comment| comment.text.as_deref())))
    }

    /// What is said of the type with these fields.
    fn comment(&self, record: &Record) -> Option<&'a Comment> {
        let own = record
            .fields
            .iter()
            .filter(|(_, field)| !is_fixed(&field.shape));
        self.comments
            .of(&own.map(|(name, _)| name.as_str()).collect())
    }

    fn record(&mut self, record: &Record, comment: Option<&'a Comment>) -> Schema {
        let members = comment.map_or(&[][..], |comment| &comment.members);
        let place = |name: &str| members.iter().position(|(member, _)| member == name);
        let mut fields: Vec<_> = record.fields.iter().collect();
        fields.sort_by_key(|(name, field)| {
            let is_fixed = is_fixed(&field.shape);
            (
                !is_fixed,
                *name != "v",
                is_fixed.then_some(*name),
                place(name).unwrap_or(usize::MAX),
            )
        });
        let required = fields.iter().filter(|(_, field)| field.is_required);
        let required: Vec<&String> = required.map(|(name, _)| *name).collect();
        let mut properties = Schema::default();
        for (name, field) in &fields {
            let said = place(name).and_then(|place| members[place].1.as_deref());
            properties = properties.with(name, self.schema(&field.shape).described(said));
        }
        let mut schema = Schema::of_type("object");
        if !fields.is_empty() {
            schema = schema.with("properties", properties);
        }
        if !required.is_empty() {
            schema = schema.with("required", json!(required));
        }
        match record.strangers {
            Strangers::PassedOver => schema,
            Strangers::Null => schema.with("additionalProperties", Schema::of_type("null")),
            Strangers::Refused => schema.with("additionalProperties", json!(false)),
        }
    }

    fn date(&mut self) -> Schema {
        if !self.types.contains_key("Date") {
            let schema = Schema::of_type("string")
                .with("format", json!("date"))
                .with("pattern", json!(GREGORIAN))
                .described(Some(self.dates));
            self.types
                .insert("Date".to_owned(), (Shape::Date, schema.into()));
        }
        Schema::reference("Date")
    }
}

fn integer(least: i128, greatest: i128) -> Schema {
    // Both are bounds of 64-bit numbers at most.
    let number = |bound: i128| match u64::try_from(bound) {
        Ok(bound) => json!(bound),
        Err(_) => json!(i64::try_from(bound).unwrap_or(i64::MIN)),
    };
    if least == greatest {
        return Schema::default().with("const", number(least));
    }
    Schema::of_type("integer")
        .with("minimum", number(least))
        .with("maximum", number(greatest))
}

/// Whether only one value may stand there.
fn is_fixed(shape: &Shape) -> bool {
    match shape {
        Shape::Constant(_) => true,
        Shape::Integer { least, greatest } => least == greatest,
        _ => false,
    }
}

/// `<machine>.<type>`, where a record is a message.
fn message(record: &Record) -> Option<String> {
    let tag = |name: &str| match &record.fields.get(name)?.shape {
        Shape::Constant(word) => Some(word.as_str()),
        _ => None,
    };
    Some(format!("{}.{}", tag("machine")?, tag("type")?))
}

/// The words by which several shapes are told apart, where each is a word or has one over it.
fn words(shapes: &[Shape]) -> BTreeSet<&str> {
    let words = shapes.iter().flat_map(|shape| match shape {
        Shape::Words(words) => words.iter().map(String::as_str).collect(),
        Shape::Record(record) if record.fields.len() == 1 => {
            record.fields.keys().map(String::as_str).collect()
        }
        _ => Vec::new(),
    });
    words.collect()
}
