//! What is sent where, as an AsyncAPI 3.0 document.

use anyhow::Context;
use parvaneh_events::CloudEvent;
use serde_json::json;

use super::document::Drawn;
use super::schema::{Part, Schema};

const SCHEMAS: &str = "#/components/schemas/";

/// How a CloudEvent is sent in one piece.
const CONTENT_TYPE: &str = "application/cloudevents+json";

/// The document, with an example of each type from `examples`.
pub(super) fn document(published: &Drawn, examples: &[CloudEvent]) -> anyhow::Result<String> {
    let names: Vec<&str> = published
        .messages
        .0
        .iter()
        .map(|(name, _)| &**name)
        .collect();
    let mut machines: Vec<&str> = names.iter().filter_map(|name| machine(name)).collect();
    machines.dedup();
    let mut channels = Schema::default();
    let mut operations = Schema::default();
    for of in machines {
        let own = names.iter().filter(|name| machine(name) == Some(of));
        let own: Vec<&str> = own.copied().collect();
        let address = format!("parvaneh.{{regime}}.{{province}}.{of}.{{event}}");
        let parameters = Schema::default()
            .with(
                "regime",
                parameter("The dossier's regime, as in data.regime."),
            )
            .with(
                "province",
                parameter(
                    "The dossier's province in the regime's spelling; what cannot stand in a part of a \
                     subject is percent-encoded.",
                ),
            )
            .with("event", parameter("The event, as in the type."));
        let channel = Schema::default()
            .with("address", json!(address))
            .with("title", json!(format!("Events of the machine {of}")))
            .with("servers", json!([{ "$ref": "#/servers/nats" }]))
            .with("parameters", parameters);
        channels = channels.with(of, channel.with("messages", references(&own)));
        operations = operations.with(&format!("send_{of}"), operation(of, &own));
    }
    let webhook = Schema::default()
        .with("address", json!("/"))
        .with("title", json!("Events of every machine"))
        .with("servers", json!([{ "$ref": "#/servers/webhook" }]))
        .with("messages", references(&names));
    channels = channels.with("webhook", webhook);
    operations = operations.with("send_webhook", operation("webhook", &names));

    let mut messages = Schema::default();
    for (name, schema) in &published.messages.0 {
        messages = messages.with(name, message(name, schema, examples)?);
    }
    let schemas = published.messages.clone().and(published.types.clone());
    let components = Schema::default()
        .with("schemas", schemas.referring_to(SCHEMAS))
        .with("messages", messages);
    Schema::default()
        .with("asyncapi", json!("3.0.0"))
        .with("id", json!("urn:parvaneh:asyncapi:1"))
        .with("info", info())
        .with("defaultContentType", json!(CONTENT_TYPE))
        .with("servers", servers())
        .with("channels", channels)
        .with("operations", operations)
        .with("components", components)
        .text()
}

fn info() -> Schema {
    let description = "What a register of licences tells other systems: every event at least once, \
                       those of one dossier in order, without personal data and free text. The first \
                       occurrence of an event comes after the first occurrence of every earlier one \
                       of its dossier. Written by `cargo xtask schemas`; docs/events.md says what is \
                       promised and what a consumer owes.";
    Schema::default()
        .with("title", json!("Parvaneh"))
        .with("version", json!("1.0.0"))
        .with("description", json!(description))
        .with("license", json!({ "name": "MIT OR Apache-2.0" }))
        .with("tags", json!([{ "name": "licences" }]))
}

/// Examples: where events go is said to the relay.
fn servers() -> Schema {
    let nats = Schema::default()
        .with("host", json!("nats.example.org:4222"))
        .with("protocol", json!("nats"))
        .with(
            "description",
            json!(
                "An example of a NATS server with JetStream. The event's id is the message id, by \
                   which the stream knows what it has."
            ),
        );
    let webhook = Schema::default()
        .with("host", json!("consumer.example.org"))
        .with("protocol", json!("https"))
        .with("pathname", json!("/licences"))
        .with(
            "description",
            json!(
                "An example of a consumer's address. What is posted is signed after Standard \
                   Webhooks."
            ),
        );
    Schema::default()
        .with("nats", nats)
        .with("webhook", webhook)
}

fn parameter(description: &str) -> Schema {
    Schema::default().with("description", json!(description))
}

fn references(names: &[&str]) -> Schema {
    names.iter().fold(Schema::default(), |messages, name| {
        let reference = format!("#/components/messages/{name}");
        messages.with(name, Schema::default().with("$ref", json!(reference)))
    })
}

fn operation(channel: &str, names: &[&str]) -> Schema {
    let messages = names.iter().map(|name| {
        let reference = format!("#/channels/{channel}/messages/{name}");
        Schema::default().with("$ref", json!(reference))
    });
    Schema::default()
        .with("action", json!("send"))
        .with(
            "channel",
            json!({ "$ref": format!("#/channels/{channel}") }),
        )
        .with("messages", Part::Several(messages.collect()))
}

fn message(name: &str, schema: &Part, examples: &[CloudEvent]) -> anyhow::Result<Schema> {
    let example = examples.iter().find(|event| event.name() == name);
    let example = example.with_context(|| format!("there is no example of {name}"))?;
    let mut message = Schema::default()
        .with("name", json!(example.kind))
        .with("title", json!(name));
    if let Part::Schema(schema) = schema
        && let Some(text) = schema.get("description")
    {
        message = message.with("summary", text.clone());
    }
    Ok(message
        .with("contentType", json!(CONTENT_TYPE))
        .with(
            "payload",
            Schema::default().with("$ref", json!(format!("{SCHEMAS}{name}"))),
        )
        .with("examples", json!([{ "payload": example }])))
}

/// Of `licence.suspended`, `licence`.
fn machine(name: &str) -> Option<&str> {
    name.split_once('.').map(|(machine, _)| machine)
}
