//! `docs/schemas/`: what commands and stored events look like, drawn by asking who reads them, and
//! what other systems get to read of an event.
//!
//! Nothing in the core says what its documents look like; the schemas say what is read and what is
//! not, and cannot say otherwise. What is published is what is stored less what is withheld.

mod asyncapi;
mod comments;
mod document;
mod place;
mod published;
mod schema;
mod shape;

use std::path::Path;

use anyhow::Context;
use xtask::message::{self, Messages};

use crate::Written;
use comments::Comments;
use document::{Drawn, Head};
use place::Place;
use shape::Named;

const COMMAND: Head = Head {
    kind: "command",
    title: "Command",
    description: "A command to one licence, as `parvaneh submit` reads it, one a line. Written by \
                  `cargo xtask schemas` from what the program reads.",
    dates: "A civil date: year, month, day in the Gregorian calendar. The program also reads Solar \
            Hijri dates, whose year is below 1700, and other ways to write a date; a schema cannot \
            tell which of those are days.",
};

const EVENT: Head = Head {
    kind: "event",
    title: "Event",
    description: "An event as it is stored and exported. Written by `cargo xtask schemas` from what the \
                  program reads.",
    dates: "A civil date: year, month, day in the Gregorian calendar.",
};

const PUBLISHED: Head = Head {
    kind: "cloudevent",
    title: "Published event",
    description: "An event of the register as other systems get it: a CloudEvent 1.0 in the JSON \
                  format of that specification. There is no personal data in it and no free text. This \
                  is what this version of the program sends: a later one may send more types and \
                  more fields, and a consumer passes over what it does not know. Written by `cargo xtask schemas` from what is stored, less what \
                  is withheld.",
    dates: EVENT.dates,
};

/// Every schema, from the messages and sources under `root`.
pub(crate) fn schemas(root: &Path) -> anyhow::Result<Vec<Written>> {
    let comments = Comments::read(root)?;
    let (commands, events) = (message::commands()?, message::events(root)?);
    let mut named = Named::default();
    for sample in commands.samples.iter().chain(&events.samples) {
        named.add(sample);
    }
    let draw = |head: &Head, messages: &Messages| {
        let samples = messages.samples.iter();
        let places: Vec<Place> = samples.map(|it| Place::whole(it, messages.read)).collect();
        let shape = named.shape(&places);
        let shape = shape.with_context(|| format!("the {} has no schema", messages.name))?;
        anyhow::Ok(document::draw(head, &shape, &comments))
    };
    let (command, event) = (draw(&COMMAND, &commands)?, draw(&EVENT, &events)?);
    let published = published::publish(&event, &comments)?;
    let asyncapi = asyncapi::document(&published, &message::published(root)?)?;
    let written = |name: &str, text| Written {
        path: format!("docs/schemas/{name}.json"),
        text,
    };
    let whole = |head: &Head, drawn: Drawn| {
        let name = format!("{}.schema", head.kind);
        let text = document::write(head, drawn.body, drawn.messages.and(drawn.types))?;
        anyhow::Ok(written(&name, text))
    };
    Ok(vec![
        whole(&COMMAND, command)?,
        whole(&EVENT, event)?,
        whole(&PUBLISHED, published)?,
        written("asyncapi", asyncapi),
    ])
}
