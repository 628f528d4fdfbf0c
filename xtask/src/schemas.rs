//! `docs/schemas/`: what commands and stored events look like, drawn by asking who reads them.
//!
//! Nothing in the core says what its documents look like; the schemas say what is read and what is
//! not, and cannot say otherwise.

mod comments;
mod document;
mod place;
mod shape;

use std::path::Path;

use anyhow::Context;
use xtask::message;

use crate::Written;
use comments::Comments;
use document::Head;
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

/// Every schema, from the messages and sources under `root`.
pub(crate) fn schemas(root: &Path) -> anyhow::Result<Vec<Written>> {
    let comments = Comments::read(root)?;
    let kinds = [
        (COMMAND, message::commands()?),
        (EVENT, message::events(root)?),
    ];
    let mut named = Named::default();
    for sample in kinds.iter().flat_map(|(_, messages)| &messages.samples) {
        named.add(sample);
    }
    let schemas = kinds.iter().map(|(head, messages)| {
        let samples = messages.samples.iter();
        let places: Vec<Place> = samples.map(|it| Place::whole(it, messages.read)).collect();
        let shape = named.shape(&places);
        let shape = shape.with_context(|| format!("the {} has no schema", messages.name))?;
        Ok(Written {
            path: format!("docs/schemas/{}.schema.json", messages.name),
            text: document::write(head, &shape, &comments)?,
        })
    });
    schemas.collect()
}
