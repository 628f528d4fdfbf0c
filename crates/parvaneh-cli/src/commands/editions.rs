//! `parvaneh editions`: which there are, and what another one would change.

use std::io::{BufWriter, Write};
use std::process::ExitCode;

use clap::Subcommand;
use parvaneh::comparison::{Comparison, Differing, RuleDifference, RuleSide};
use parvaneh::core::calendar::{Date, DateOrder, parse, solar_hijri};
use parvaneh::core::edition::EditionId;
use parvaneh::workflows::Regime;
use serde::Serialize;
use serde_json::Value;

use crate::args::{Format, Global, date};
use crate::exit;
use crate::output::{self, both, line, table};

#[derive(Subcommand)]
pub(crate) enum EditionsCommand {
    /// Which editions there are, and from when to when each is in force
    List,
    /// Which dossiers would come out differently if edition B had judged what edition A did
    Diff(DiffArgs),
}

#[derive(clap::Args)]
pub(crate) struct DiffArgs {
    /// The edition that judged, as in pishkhan/1389
    #[arg(value_name = "A")]
    a: String,
    /// The edition to try in its place, as in pishkhan/1400
    #[arg(value_name = "B")]
    b: String,
    /// As dossiers stand on this day [default: today in the legal time zone]
    #[arg(long, value_parser = date, value_name = "DATE")]
    on: Option<Date>,
}

pub(crate) async fn run(global: &Global, command: &EditionsCommand) -> anyhow::Result<ExitCode> {
    match command {
        EditionsCommand::List => list(global),
        EditionsCommand::Diff(args) => diff(global, args).await,
    }
}

fn list(global: &Global) -> anyhow::Result<ExitCode> {
    let workflows = output::workflows(global)?;
    let mut out = std::io::stdout().lock();
    let mut rows = table(&["edition", "in force from", "through", "title"]);
    for name in workflows.regime_names() {
        let regime = workflows.regime(name);
        for edition in regime.iter().flat_map(|regime| regime.editions()) {
            let periods = regime.map_or_else(Vec::new, |regime| periods(regime, &edition.id));
            match global.format {
                Format::Json => {
                    let periods = periods.into_iter();
                    let answer = EditionAnswer {
                        edition: &edition.id,
                        title: &edition.title,
                        in_force: periods.map(PeriodAnswer::new).collect(),
                    };
                    output::sorted_json(&mut out, &answer)?;
                }
                Format::Table | Format::Csv if periods.is_empty() => {
                    rows.add_row([&edition.id.0, "never", "", &edition.title]);
                }
                Format::Table | Format::Csv => {
                    for (from, through) in periods {
                        let from = from.map_or_else(|| "always".to_owned(), both);
                        let through = through.map(both).unwrap_or_default();
                        rows.add_row([&edition.id.0, &from, &through, &edition.title]);
                    }
                }
            }
        }
    }
    if global.format != Format::Json {
        output::rows(&mut out, &rows)?;
    }
    Ok(ExitCode::SUCCESS)
}

/// An edition, and when it is in force.
#[derive(Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub(crate) struct EditionAnswer<'a> {
    /// Its id, as in `pishkhan/1400`.
    edition: &'a EditionId,
    /// What it is called.
    title: &'a str,
    /// The periods in which it is in force; none where it never is.
    in_force: Vec<PeriodAnswer>,
}

/// A period in which an edition is in force.
#[derive(Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub(crate) struct PeriodAnswer {
    /// The first day; none where there is none.
    from: Option<Date>,
    /// The same day in Solar Hijri.
    from_sh: Option<String>,
    /// The last day; none while no other edition follows.
    through: Option<Date>,
    /// The same day in Solar Hijri.
    through_sh: Option<String>,
}

impl PeriodAnswer {
    fn new((from, through): (Option<Date>, Option<Date>)) -> Self {
        Self {
            from,
            from_sh: from.map(solar_hijri),
            through,
            through_sh: through.map(solar_hijri),
        }
    }
}

/// When an edition is in force; without a first day where it alone judges everything.
fn periods(regime: &Regime, edition: &EditionId) -> Vec<(Option<Date>, Option<Date>)> {
    let periods = regime.in_force().periods();
    let periods = periods.filter(|(_, _, it)| *it == edition);
    periods
        .map(|(from, through, _)| (Some(from).filter(|from| Date::MIN < *from), through))
        .collect()
}

async fn diff(global: &Global, args: &DiffArgs) -> anyhow::Result<ExitCode> {
    let engine = output::open(global).await?;
    let (a, b) = (EditionId(args.a.clone()), EditionId(args.b.clone()));
    let mut out = BufWriter::new(std::io::stdout().lock());
    let mut rows = table(&["number", "province", "what", &a.0, &b.0]);
    let each = |differing: Differing| -> anyhow::Result<()> {
        match global.format {
            Format::Json => output::json(&mut out, &differing),
            Format::Table | Format::Csv => {
                for difference in differing.differences {
                    rows.add_row([
                        &differing.number,
                        &differing.province,
                        &difference.kind,
                        &in_words(&difference.a),
                        &in_words(&difference.b),
                    ]);
                }
                Ok(())
            }
        }
    };
    let (comparison, left_out) = engine.compare_editions(&a, &b, args.on, each).await?;
    engine.close().await?;
    match global.format {
        Format::Json => output::json(&mut out, &comparison)?,
        Format::Table | Format::Csv => {
            output::rows(&mut out, &rules(&comparison))?;
            if 0 < comparison.differ {
                output::rows(&mut out, &rows)?;
                output::rows(&mut out, &kinds(&comparison))?;
            }
            line(&mut out, counts(&comparison))?;
        }
    }
    output::unless_closed(out.flush())?;
    Ok(exit::left_out(left_out))
}

/// Two lines a rule, one under the other: articles are too long to stand side by side.
fn rules(comparison: &Comparison) -> output::Rows {
    let mut rules = table(&["rule", "edition", "value", "basis", "article"]);
    for RuleDifference { key, a, b } in &comparison.rules {
        for (edition, side) in [(&comparison.a, a), (&comparison.b, b)] {
            let word = |word: Option<&String>| word.cloned().unwrap_or_default();
            let of = |part: fn(&RuleSide) -> Option<&String>| word(side.as_ref().and_then(part));
            let value = side
                .as_ref()
                .map_or_else(|| "none".to_owned(), |it| in_words(&it.value));
            rules.add_row([
                key.clone(),
                edition.to_string(),
                value,
                of(|side| side.basis.as_ref()),
                of(|side| side.article.as_ref()),
            ]);
        }
    }
    rules
}

fn kinds(comparison: &Comparison) -> output::Rows {
    let mut kinds = table(&["what", "dossiers"]);
    for (kind, count) in &comparison.kinds {
        kinds.add_row([kind.clone(), count.to_string()]);
    }
    kinds
}

fn counts(comparison: &Comparison) -> String {
    let Comparison {
        a,
        on,
        dossiers,
        judged_by_a,
        differ,
        left_out,
        ..
    } = comparison;
    format!(
        "on {}: {dossiers} dossiers, {judged_by_a} of them judged by {a}, {differ} come out \
         differently, {left_out} left out because they cannot be read",
        both(*on)
    )
}

/// A value in words: days in Solar Hijri beside their own.
fn in_words(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => match parse(text, DateOrder::YearMonthDay) {
            Ok(day) => both(day),
            Err(_) => text.clone(),
        },
        Value::Array(values) => {
            let values: Vec<String> = values.iter().map(in_words).collect();
            values.join(", ")
        }
        other => other.to_string(),
    }
}
