//! `docs/schemas/`: what is sent to the program, what it stores, what it answers, and what other
//! systems get to read of an event. The types say it; here is only put in words what a type cannot
//! say: which ways of writing a date are meant, and what becomes of fields that nobody knows.

mod asyncapi;
mod contents;
mod document;

use std::path::Path;

use parvaneh::request::{Registration, Request};
use parvaneh::revise::{Approval, Revision};
use parvaneh_cli::{Printed, printed};
use parvaneh_events::schema::{Kinds, published};
use schemars::generate::SchemaSettings;
use schemars::{JsonSchema, Schema};
use serde_json::Value;
use xtask::message;

use crate::Written;
use document::{Head, Strangers};

const COMMAND: Head<'_> = Head {
    kind: "command",
    title: "Command",
    description: "A command to one licence, as `parvaneh submit` reads it, one a line. Written by \
                  `cargo xtask schemas` from the types that the program reads.",
    dates: "A civil date: year, month, day in the Gregorian calendar. The program also reads Solar \
            Hijri dates, whose year is below 1700, and other ways to write a date; a schema cannot \
            tell which of those are days.",
    strangers: Strangers::Null,
};

const REVISION: Head<'_> = Head {
    kind: "revision",
    title: "Revision",
    description: "What is to become of one dossier or of several, as `parvaneh revise` reads it with \
                  `--dry-run` and with `--propose`. Written by `cargo xtask schemas` from the types that \
                  the program reads.",
    dates: COMMAND.dates,
    strangers: Strangers::Null,
};

const APPROVAL: Head<'_> = Head {
    kind: "approval",
    title: "Approval of a revision",
    description: "The approval of a revision that was proposed, as `parvaneh revise --approve` reads it. \
                  Written by `cargo xtask schemas` from the types that the program reads.",
    dates: COMMAND.dates,
    strangers: Strangers::Null,
};

const PARTY: Head<'_> = Head {
    kind: "party",
    title: "Party",
    description: "A party to be known before a command names it, as `parvaneh submit` reads it, one a \
                  line. Written by `cargo xtask schemas` from the types that the program reads.",
    dates: COMMAND.dates,
    strangers: Strangers::Null,
};

const EVENT: Head<'_> = Head {
    kind: "event",
    title: "Event",
    description: "An event as it is stored and exported, or what is said of the history itself. Written by `cargo xtask schemas` from the \
                  types that the program reads.",
    dates: "A civil date: year, month, day in the Gregorian calendar.",
    strangers: Strangers::PassedOver,
};

const PUBLISHED: Head<'_> = Head {
    kind: "cloudevent",
    title: "Published event",
    description: "An event of the register as other systems get it: a CloudEvent 1.0 in the JSON \
                  format of that specification. There is no personal data in it and no free text. This \
                  is what this version of the program sends: a later one may send more types and \
                  more fields, and a consumer passes over what it does not know. Written by `cargo \
                  xtask schemas` from what is stored, less what is withheld.",
    dates: EVENT.dates,
    strangers: Strangers::None,
};

/// Every schema, and the list of them. `root`: where the examples of the published events are.
pub(crate) fn schemas(root: &Path) -> anyhow::Result<Vec<Written>> {
    let published = document::of_kinds(published(&Kinds::stored()), &PUBLISHED);
    let asyncapi = asyncapi::document(&published, &message::published(root)?)?;
    let mut files = vec![
        written(
            "command.schema",
            document::of_type(read::<Request>(), &COMMAND),
        )?,
        written(
            "party.schema",
            document::of_type(read::<Registration>(), &PARTY),
        )?,
        written(
            "revision.schema",
            document::of_type(read::<Revision>(), &REVISION),
        )?,
        written(
            "approval.schema",
            document::of_type(read::<Approval>(), &APPROVAL),
        )?,
        written("event.schema", document::of_kinds(Kinds::rows(), &EVENT))?,
        written("cloudevent.schema", published)?,
        written("asyncapi", asyncapi)?,
    ];
    let printed = printed();
    files.push(contents::page(&printed));
    for kind in printed {
        files.push(of_printed(kind)?);
    }
    Ok(files)
}

/// What the program prints.
fn of_printed(printed: Printed) -> anyhow::Result<Written> {
    let Printed {
        kind,
        title,
        by,
        schema,
    } = printed;
    let description =
        format!("{by} Written by `cargo xtask schemas` from the types that the program writes.");
    let head = Head {
        kind,
        title,
        description: &description,
        dates: EVENT.dates,
        strangers: Strangers::None,
    };
    let document = document::of_type(schema.to_value(), &head);
    written(&format!("{kind}.schema"), document)
}

/// What is read as `T`.
fn read<T: JsonSchema>() -> Value {
    let generator = SchemaSettings::draft2020_12().into_generator();
    generator.into_root_schema_for::<T>().to_value()
}

fn written(name: &str, document: Value) -> anyhow::Result<Written> {
    // A schema's keywords have an order in which they are read.
    let schema = Schema::try_from(document)?;
    Ok(Written {
        path: format!("docs/schemas/{name}.json"),
        text: format!("{}\n", serde_json::to_string_pretty(&schema)?),
    })
}
