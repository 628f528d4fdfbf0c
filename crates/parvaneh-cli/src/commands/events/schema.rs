//! `parvaneh events schema`: what events look like.

use std::process::ExitCode;

use anyhow::Context;
use parvaneh_events::schema::{ASYNCAPI, SCHEMA, schema_of, types};

use crate::exit::Usage;
use crate::output::as_it_is;

#[derive(clap::Args)]
pub(crate) struct SchemaArgs {
    /// Of this type alone, as in licence.suspended [default: of all]
    #[arg(value_name = "TYPE")]
    kind: Option<String>,
    /// Print what is sent where, as an AsyncAPI 3.0 document, instead
    #[arg(long, conflicts_with = "kind")]
    asyncapi: bool,
}

/// How alike a type has to be to be named in the place of one that there is not.
const ALIKE: f64 = 0.8;

/// How many of them are named.
const NEAR: usize = 5;

pub(crate) fn run(args: &SchemaArgs) -> anyhow::Result<ExitCode> {
    let mut out = std::io::stdout().lock();
    match &args.kind {
        None if args.asyncapi => as_it_is(&mut out, ASYNCAPI.trim_end())?,
        None => as_it_is(&mut out, SCHEMA.trim_end())?,
        Some(kind) => {
            let Some(schema) = schema_of(kind).context("reading the schema failed")? else {
                let types = types().context("reading the schema failed")?;
                return Err(Usage(unknown(kind, &types)).into());
            };
            let text = serde_json::to_string_pretty(&schema).context("writing it failed")?;
            as_it_is(&mut out, &text)?;
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// That there is no such type, and which might be meant.
fn unknown(kind: &str, types: &[String]) -> String {
    let asked = kind.strip_prefix("dev.parvaneh.").unwrap_or(kind);
    let mut near: Vec<(f64, &String)> = types
        .iter()
        .map(|name| (likeness(asked, name), name))
        .filter(|(likeness, _)| ALIKE <= *likeness)
        .collect();
    near.sort_by(|(one, _), (other, _)| other.total_cmp(one));
    let near: Vec<&str> = near
        .iter()
        .take(NEAR)
        .map(|(_, name)| name.as_str())
        .collect();
    match near.is_empty() {
        true => format!(
            "no event is of the type {kind:?}; write it like licence.suspended, and see them all \
             with `parvaneh events schema`"
        ),
        false => format!(
            "no event is of the type {kind:?}; there is {}",
            near.join(", ")
        ),
    }
}

/// From 0 to 1: of the whole name, or of the event's own word alone.
fn likeness(asked: &str, name: &str) -> f64 {
    let word = name.split_once('.').map_or(name, |(_, word)| word);
    strsim::jaro_winkler(asked, name).max(strsim::jaro_winkler(asked, word))
}
