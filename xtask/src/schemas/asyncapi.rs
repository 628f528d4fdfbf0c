//! What is sent where, as an AsyncAPI 3.0 document.

use anyhow::Context;
use parvaneh_events::CloudEvent;
use serde_json::{Map, Value, json};

const SCHEMAS: &str = "#/components/schemas/";

/// How a CloudEvent is sent in one piece.
const CONTENT_TYPE: &str = "application/cloudevents+json";

/// The document for the kinds that the schema `published` has, with an example of each.
pub(super) fn document(published: &Value, examples: &[CloudEvent]) -> anyhow::Result<Value> {
    let several = published["oneOf"].as_array().into_iter().flatten();
    let names = several.filter_map(|kind| kind["$ref"].as_str());
    let names: Vec<&str> = names
        .map(|name| name.trim_start_matches("#/$defs/"))
        .collect();
    let mut machines: Vec<&str> = names.iter().filter_map(|name| machine(name)).collect();
    machines.dedup();
    let (mut channels, mut operations) = (Map::new(), Map::new());
    for of in machines {
        let own = names.iter().filter(|name| machine(name) == Some(of));
        let own: Vec<&str> = own.copied().collect();
        channels.insert(of.to_owned(), channel(of, &own));
        operations.insert(format!("send_{of}"), operation(of, &own));
    }
    let webhook = json!({
        "address": "/",
        "title": "Events of every machine",
        "servers": [{ "$ref": "#/servers/webhook" }],
        "messages": references(&names),
    });
    channels.insert("webhook".to_owned(), webhook);
    operations.insert("send_webhook".to_owned(), operation("webhook", &names));
    let mut messages = Map::new();
    for name in &names {
        let schema = &published["$defs"][name];
        messages.insert((*name).to_owned(), message(name, schema, examples)?);
    }
    let mut schemas = published["$defs"].clone();
    refer_to_components(&mut schemas);
    Ok(json!({
        "asyncapi": "3.0.0",
        "id": "urn:parvaneh:asyncapi:1",
        "info": info(),
        "defaultContentType": CONTENT_TYPE,
        "servers": servers(),
        "channels": channels,
        "operations": operations,
        "components": { "schemas": schemas, "messages": messages },
    }))
}

fn channel(machine: &str, names: &[&str]) -> Value {
    let province = "The dossier's province in the regime's spelling; what cannot stand in a part of \
                    a subject is percent-encoded.";
    json!({
        "address": format!("parvaneh.{{regime}}.{{province}}.{machine}.{{event}}"),
        "title": format!("Events of the machine {machine}"),
        "servers": [{ "$ref": "#/servers/nats" }],
        "parameters": {
            "regime": { "description": "The dossier's regime, as in data.regime." },
            "province": { "description": province },
            "event": { "description": "The event, as in the type." },
        },
        "messages": references(names),
    })
}

fn info() -> Value {
    let description = "What a register of licences tells other systems: every event at least once, \
                       those of one dossier in order, without personal data and free text. The first \
                       occurrence of an event comes after the first occurrence of every earlier one \
                       of its dossier. Written by `cargo xtask schemas`; docs/events.md says what is \
                       promised and what a consumer owes.";
    json!({
        "title": "Parvaneh",
        "version": "1.0.0",
        "description": description,
        "license": { "name": "MIT OR Apache-2.0" },
        "tags": [{ "name": "licences" }],
    })
}

/// Examples: where events go is said to the relay.
fn servers() -> Value {
    let nats = "An example of a NATS server with JetStream. The event's id is the message id, by \
                which the stream knows what it has.";
    let webhook = "An example of a consumer's address. What is posted is signed after Standard \
                   Webhooks.";
    json!({
        "nats": {
            "host": "nats.example.org:4222",
            "protocol": "nats",
            "description": nats,
        },
        "webhook": {
            "host": "consumer.example.org",
            "protocol": "https",
            "pathname": "/licences",
            "description": webhook,
        },
    })
}

fn references(names: &[&str]) -> Map<String, Value> {
    let reference = |name: &&str| json!({ "$ref": format!("#/components/messages/{name}") });
    let names = names.iter();
    names
        .map(|name| ((*name).to_owned(), reference(name)))
        .collect()
}

fn operation(channel: &str, names: &[&str]) -> Value {
    let messages = names.iter();
    let messages =
        messages.map(|name| json!({ "$ref": format!("#/channels/{channel}/messages/{name}") }));
    json!({
        "action": "send",
        "channel": { "$ref": format!("#/channels/{channel}") },
        "messages": messages.collect::<Vec<_>>(),
    })
}

fn message(name: &str, schema: &Value, examples: &[CloudEvent]) -> anyhow::Result<Value> {
    let example = examples.iter().find(|event| event.name() == name);
    let example = example.with_context(|| format!("there is no example of {name}"))?;
    Ok(json!({
        "name": example.kind,
        "title": name,
        "summary": schema["description"],
        "contentType": CONTENT_TYPE,
        "payload": { "$ref": format!("{SCHEMAS}{name}") },
        "examples": [{ "payload": example }],
    }))
}

/// What the schema has among its own definitions the document has among its components.
fn refer_to_components(schema: &mut Value) {
    match schema {
        Value::Object(keywords) => {
            if let Some(Value::String(reference)) = keywords.get_mut("$ref") {
                *reference = reference.replace("#/$defs/", SCHEMAS);
            }
            keywords.values_mut().for_each(refer_to_components);
        }
        Value::Array(items) => items.iter_mut().for_each(refer_to_components),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

/// Of `licence.suspended`, `licence`.
fn machine(name: &str) -> Option<&str> {
    name.split_once('.').map(|(machine, _)| machine)
}
