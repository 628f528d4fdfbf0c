//! `docs/schemas/`: what is sent to the program, what it stores, what it answers, and what other
//! systems get to read of an event. The types say it; here is only put in words what a type cannot
//! say: which ways of writing a date are meant, and what becomes of fields that nobody knows.

mod asyncapi;
mod document;

use std::path::Path;

use parvaneh::anchor::ExportedAnchor;
use parvaneh::backup::Restored;
use parvaneh::comparison::{Comparison, Differing};
use parvaneh::export::Counts;
use parvaneh::import::Imported;
use parvaneh::list::Listed;
use parvaneh::quarterly::Quarterly;
use parvaneh::request::{Registration, Request};
use parvaneh::verify::Verification;
use parvaneh::{Answer, Report};
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
    description: "An event as it is stored and exported. Written by `cargo xtask schemas` from the \
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

/// What the program prints, and each time what it prints.
const PRINTED: &str = "Written by `cargo xtask schemas` from the types that the program writes.";

/// Every schema. `root`: where the examples of the published events are.
pub(crate) fn schemas(root: &Path) -> anyhow::Result<Vec<Written>> {
    let stored = Kinds::stored();
    let published = document::of_kinds(published(&stored), &PUBLISHED);
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
        written("event.schema", document::of_kinds(stored, &EVENT))?,
        written("cloudevent.schema", published)?,
        written("asyncapi", asyncapi)?,
    ];
    for (kind, title, description, schema) in [
        printed::<Answer>(
            "answer",
            "Answer",
            "What became of a command, a line of `submit`.",
        ),
        printed::<Listed>(
            "list",
            "Licence on a day",
            "A line of `list --format json`.",
        ),
        printed::<Report>(
            "nightly",
            "Report of a night",
            "What `nightly --format json` prints.",
        ),
        printed::<Imported>("import", "Import", "What `import --format json` prints."),
        printed::<Counts>(
            "counts",
            "Rows of a register",
            "What `export` and `import` of a whole register print with `--format json`.",
        ),
        printed::<Verification>(
            "verify",
            "Verification",
            "What `verify --format json` prints.",
        ),
        printed::<ExportedAnchor>("anchor", "Anchor", "A line of `anchor export`."),
        printed::<Restored>(
            "restore",
            "Restored register",
            "What `restore --format json` prints.",
        ),
        printed::<Quarterly>(
            "quarterly",
            "Quarter",
            "What `report quarterly --format json` prints.",
        ),
        printed::<Differing>(
            "differing",
            "Dossier under two editions",
            "A line of `editions diff --format json`, one for each dossier that differs.",
        ),
        printed::<Comparison>(
            "comparison",
            "Two editions",
            "The last line of `editions diff --format json`.",
        ),
    ] {
        let head = Head {
            kind,
            title,
            description: &format!("{description} {PRINTED}"),
            dates: EVENT.dates,
            strangers: Strangers::None,
        };
        let name = format!("{kind}.schema");
        files.push(written(&name, document::of_type(schema, &head))?);
    }
    Ok(files)
}

/// What is read as `T`.
fn read<T: JsonSchema>() -> Value {
    let generator = SchemaSettings::draft2020_12().into_generator();
    generator.into_root_schema_for::<T>().to_value()
}

/// What `T` is written as, with the name of its file and what is said of it.
fn printed<T: JsonSchema>(
    kind: &'static str,
    title: &'static str,
    description: &'static str,
) -> (&'static str, &'static str, &'static str, Value) {
    let generator = SchemaSettings::draft2020_12().for_serialize();
    let schema = generator.into_generator().into_root_schema_for::<T>();
    (kind, title, description, schema.to_value())
}

fn written(name: &str, document: Value) -> anyhow::Result<Written> {
    // A schema's keywords have an order in which they are read.
    let schema = Schema::try_from(document)?;
    Ok(Written {
        path: format!("docs/schemas/{name}.json"),
        text: format!("{}\n", serde_json::to_string_pretty(&schema)?),
    })
}
