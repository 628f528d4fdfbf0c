//! What a followed register and its file have otherwise, a line each.

use parvaneh::import::{Difference, Differing, Recorded};

use crate::args::Format;
use crate::output::{self, both, line};

pub(super) fn print(difference: &Difference, format: Format) -> anyhow::Result<()> {
    let mut out = std::io::stdout().lock();
    match format {
        Format::Json => output::json(&mut out, difference),
        Format::Table | Format::Csv => line(&mut out, sentence(difference)),
    }
}

/// Where it is, what it is, what both have, and what is recorded.
fn sentence(difference: &Difference) -> String {
    let at = match difference.line {
        Some(line) => format!("line {line}"),
        None => "no line".to_owned(),
    };
    let Difference { number, what, .. } = difference;
    let mut parts = vec![format!("{at}, {number}: {}", what.word())];
    parts.extend(difference.columns.iter().map(values));
    parts.extend(difference.records.iter().map(event));
    parts.extend(difference.because.clone());
    parts.join("; ")
}

fn values(differing: &Differing) -> String {
    let said = |value: &Option<String>| match value {
        Some(value) => format!("{value:?}"),
        None => "nothing".to_owned(),
    };
    format!(
        "{}: the register has {}, the file {}",
        differing.column,
        said(&differing.register),
        said(&differing.file)
    )
}

fn event(recorded: &Recorded) -> String {
    format!("{} on {}", recorded.event, both(recorded.on))
}
