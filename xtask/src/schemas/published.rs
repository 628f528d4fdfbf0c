//! What other systems get to read of an event: the envelope, and of each type what is not withheld.

use std::collections::BTreeSet;

use anyhow::Context;
use parvaneh_core::actor::Role;
use parvaneh_events::Field;
use serde_json::{Value, json};

use super::comments::Comments;
use super::document::Drawn;
use super::schema::{Part, Schema};

/// By these stored events are told apart; published ones are by their type.
const TAGS: [&str; 3] = ["v", "machine", "type"];

/// What a UUID looks like.
const UUID: &str = "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}";

/// The published events, of those that are stored.
pub(super) fn publish(stored: &Drawn, comments: &Comments) -> anyhow::Result<Drawn> {
    let mut messages = Schema::default();
    let mut several = Vec::new();
    for (name, part) in &stored.messages.0 {
        let Part::Schema(message) = part else {
            anyhow::bail!("{name} has no schema");
        };
        messages = messages.with(name, of_type(name, message)?);
        several.push(Schema::reference(name));
    }
    let envelope = envelope(comments)?;
    let data = data(comments)?;
    let types = stored.types.0.iter().map(|(name, part)| {
        let part = match part {
            Part::Schema(schema) => Part::Schema(withheld(schema)),
            other => other.clone(),
        };
        (name.clone(), part)
    });
    let types: Vec<(String, Part)> = types.collect();
    let ours = Schema::default()
        .with("CloudEvent", envelope)
        .with("Data", data);
    let mut used = BTreeSet::new();
    messages.references(&mut used);
    ours.references(&mut used);
    // What a type refers to is used as well.
    loop {
        let before = used.len();
        for (name, part) in &types {
            if let (true, Part::Schema(schema)) = (used.contains(name), part) {
                schema.references(&mut used);
            }
        }
        if used.len() == before {
            break;
        }
    }
    let types = types.into_iter().filter(|(name, _)| used.contains(name));
    Ok(Drawn {
        body: Schema::default().with("oneOf", Part::Several(several)),
        messages,
        types: ours.and(Schema(types.collect())),
    })
}

/// One type: the envelope, with its own name and what is published of its own fields.
fn of_type(name: &str, stored: &Schema) -> anyhow::Result<Schema> {
    let properties = match stored.get("properties") {
        Some(Part::Schema(properties)) => properties,
        _ => anyhow::bail!("{name} has no properties"),
    };
    let version = match properties.get("v") {
        Some(Part::Schema(Schema(parts))) => parts.iter().find_map(|(keyword, part)| match part {
            Part::Value(value) if keyword == "const" => value.as_u64(),
            _ => None,
        }),
        _ => None,
    };
    let version = version.with_context(|| format!("{name} has no version"))?;
    let mut said = Schema::default().with("title", json!(name));
    let mut event = Schema::default();
    for (keyword, part) in withheld(stored).0 {
        match keyword.as_str() {
            "title" => {}
            "description" => said = said.with(&keyword, part),
            _ => event = event.with(&keyword, part),
        }
    }
    let kind = format!("dev.parvaneh.{name}.v{version}");
    let own = Schema::default().with(
        "properties",
        Schema::default()
            .with("type", Schema::default().with("const", json!(kind)))
            .with(
                "data",
                Schema::default().with("properties", Schema::default().with("event", event)),
            ),
    );
    let both = vec![Schema::reference("CloudEvent"), own];
    Ok(said.with("allOf", Part::Several(both)))
}

/// A schema without what is withheld, and with nothing beside it.
fn withheld(schema: &Schema) -> Schema {
    let is_published = |name: &str| parvaneh_events::field(name) == Some(Field::Published);
    let mut open = false;
    let mut lacks = false;
    let mut parts: Vec<(String, Part)> = Vec::new();
    for (keyword, part) in &schema.0 {
        let part = match (keyword.as_str(), part) {
            ("properties", Part::Schema(properties)) => {
                let published = properties.0.iter().filter(|(name, _)| is_published(name));
                let published = published.map(|(name, part)| (name.clone(), inside(part)));
                let published: Vec<_> = published.collect();
                let is_tag = |name: &str| TAGS.contains(&name);
                let fields = properties.0.iter().filter(|(name, _)| !is_tag(name));
                lacks = published.len() < fields.count();
                Part::Schema(Schema(published))
            }
            ("required", Part::Value(Value::Array(names))) => {
                let published = names
                    .iter()
                    .filter(|name| name.as_str().is_some_and(is_published));
                let published: Vec<&Value> = published.collect();
                if published.is_empty() {
                    continue;
                }
                Part::Value(json!(published))
            }
            ("additionalProperties", _) => continue,
            ("type", Part::Value(name)) => {
                open |= *name == json!("object");
                part.clone()
            }
            _ => inside(part),
        };
        let is_empty = matches!(&part, Part::Schema(Schema(parts)) if parts.is_empty());
        if !(keyword == "properties" && is_empty) {
            parts.push((keyword.clone(), part));
        }
    }
    if lacks
        && let Some((_, Part::Value(Value::String(text)))) = parts
            .iter_mut()
            .find(|(keyword, _)| keyword == "description")
    {
        text.push_str(" Part of it stays in the register.");
    }
    if open {
        parts.push(("additionalProperties".to_owned(), json!(false).into()));
    }
    Schema(parts)
}

fn inside(part: &Part) -> Part {
    match part {
        Part::Value(value) => Part::Value(value.clone()),
        Part::Schema(schema) => Part::Schema(withheld(schema)),
        Part::Several(schemas) => Part::Several(schemas.iter().map(withheld).collect()),
    }
}

fn envelope(comments: &Comments) -> anyhow::Result<Schema> {
    let text = || Schema::of_type("string");
    let uuid = || text().with("format", json!("uuid"));
    let pattern = |pattern: String| text().with("pattern", json!(pattern));
    let fields = [
        ("specversion", Schema::default().with("const", json!("1.0"))),
        ("id", pattern(format!("^{UUID}/[1-9][0-9]*$"))),
        ("source", pattern(format!("^urn:uuid:{UUID}$"))),
        (
            "type",
            pattern(r"^dev\.parvaneh\.[a-z_]+\.[a-z_]+\.v[1-9][0-9]*$".to_owned()),
        ),
        ("subject", uuid()),
        (
            "time",
            text()
                .with("format", json!("date-time"))
                .with("pattern", json!("Z$")),
        ),
        (
            "datacontenttype",
            Schema::default().with("const", json!("application/json")),
        ),
        ("sequence", pattern("^[0-9]{10,}$".to_owned())),
        ("partitionkey", uuid()),
        ("traceparent", text()),
        ("data", Schema::reference("Data")),
    ];
    closed("CloudEvent", fields, &["traceparent"], comments)
}

fn data(comments: &Comments) -> anyhow::Result<Schema> {
    let text = || Schema::of_type("string");
    let roles: Vec<&str> = Role::ALL.iter().map(|role| role.word()).collect();
    let place = Schema::of_type("object")
        .with(
            "properties",
            Schema::default().with("article", text()).with(
                "basis",
                Schema::default().with("enum", json!(["R", "F", "D"])),
            ),
        )
        .with("required", json!(["article", "basis"]))
        .with("additionalProperties", json!(false));
    let fields = [
        ("effective_on", Schema::reference("Date")),
        ("regime", text()),
        ("province", text()),
        ("number", text()),
        ("by", text().with("enum", json!(roles))),
        ("rests_on", place),
        ("event", Schema::of_type("object")),
    ];
    closed("Data", fields, &[], comments)
}

/// A record of these fields and no others, with what the source says of each.
fn closed<const FIELDS: usize>(
    of: &str,
    fields: [(&str, Schema); FIELDS],
    optional: &[&str],
    comments: &Comments,
) -> anyhow::Result<Schema> {
    let said = comments.of_type(of);
    let said = said.with_context(|| format!("the sources say nothing of {of}"))?;
    let mut properties = Schema::default();
    let mut required = Vec::new();
    for (name, schema) in fields {
        // A word of the language, so that the source calls it otherwise.
        let member = if name == "type" { "kind" } else { name };
        let text = said.of(member);
        text.with_context(|| format!("the sources say nothing of {name} in {of}"))?;
        properties = properties.with(name, schema.described(text));
        if !optional.contains(&name) {
            required.push(name);
        }
    }
    let schema = Schema::of_type("object")
        .with("properties", properties)
        .with("required", json!(required))
        .with("additionalProperties", json!(false));
    Ok(schema.described(said.text.as_deref()))
}
