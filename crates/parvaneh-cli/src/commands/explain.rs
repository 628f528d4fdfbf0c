//! `parvaneh explain`: the derivation of a standing, for people and for programs.

use std::process::ExitCode;

use parvaneh::core::actor::Role;
use parvaneh::core::calendar::Date;
use parvaneh::core::calendar::solar_hijri;
use parvaneh::core::dossier::Event;
use parvaneh::core::edition::Basis;
use parvaneh::core::explanation::Step;
use parvaneh::core::standing::Standing;
use parvaneh::explain::Explained;
use parvaneh::words::Language;
use parvaneh::words::Words;
use serde::Serialize;

use crate::args::{Format, Global, date};
use crate::output::{self, line};

#[derive(clap::Args)]
pub(crate) struct ExplainArgs {
    /// The licence number
    number: String,
    /// On this day [default: today in the legal time zone]
    #[arg(long, value_parser = date, value_name = "DATE")]
    on: Option<Date>,
    /// In these words: en or fa
    #[arg(long, default_value = "en", env = "PARVANEH_LANGUAGE")]
    language: Language,
}

pub(crate) async fn run(global: &Global, args: &ExplainArgs) -> anyhow::Result<ExitCode> {
    let engine = output::open(global).await?;
    let explained = engine.explain(&args.number, args.on).await?;
    engine.close().await?;
    let words = Words::of(args.language);
    match global.format {
        Format::Json => as_json(&explained, &words)?,
        Format::Table | Format::Csv => as_text(&explained, &words)?,
    }
    Ok(ExitCode::SUCCESS)
}

/// Why a licence stands as it does on a day.
#[derive(Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub(crate) struct ExplainAnswer<'a> {
    /// The licence number.
    number: &'a str,
    /// The day.
    on: Date,
    /// The same day in Solar Hijri.
    on_sh: String,
    /// What the licence is worth on that day.
    standing: Standing,
    /// The same in the language that was asked for.
    standing_in_words: String,
    /// What leads there, in the order in which it was recorded.
    steps: Vec<StepAnswer<'a>>,
    /// What the calendar does next, if nobody does anything.
    next: Option<StepAnswer<'a>>,
}

/// One event and what it means.
#[derive(Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub(crate) struct StepAnswer<'a> {
    /// The day on which it is true in law.
    effective_on: Date,
    /// The same day in Solar Hijri.
    effective_on_sh: String,
    /// The event as it is stored.
    event: &'a Event,
    /// The same in the language that was asked for.
    in_words: String,
    /// Whether the journal has it; otherwise the calendar has made it true since.
    recorded: bool,
    /// Who makes such things happen: one of these roles.
    by: &'a [Role],
    /// The place in the law that it rests on.
    article: &'a str,
    /// What kind of place that is.
    basis: Basis,
    /// What the licence is worth once it has happened.
    standing: Standing,
}

impl<'a> StepAnswer<'a> {
    fn new(step: &'a Step, words: &Words) -> Self {
        Self {
            effective_on: step.dated.effective_on,
            effective_on_sh: solar_hijri(step.dated.effective_on),
            event: &step.dated.event,
            in_words: words.event(&step.dated),
            recorded: step.recorded.is_some(),
            by: step.by,
            article: &step.rests_on.article,
            basis: step.rests_on.basis,
            standing: step.standing,
        }
    }
}

fn as_json(explained: &Explained, words: &Words) -> anyhow::Result<()> {
    let Explained { shown, explanation } = explained;
    let step = |step| StepAnswer::new(step, words);
    let answer = ExplainAnswer {
        number: &shown.listed.number,
        on: explanation.on,
        on_sh: solar_hijri(explanation.on),
        standing: explanation.standing,
        standing_in_words: words.standing(explanation.standing),
        steps: explanation.steps.iter().map(step).collect(),
        next: explanation.next.as_ref().map(step),
    };
    output::sorted_json(&mut std::io::stdout().lock(), &answer)
}

fn as_text(explained: &Explained, words: &Words) -> anyhow::Result<()> {
    let Explained { shown, explanation } = explained;
    let mut out = std::io::stdout().lock();
    let day = words.day(explanation.on);
    let standing = words.standing(explanation.standing);
    let number = shown.listed.number.as_str();
    let heading = [
        ("number", number),
        ("day", day.as_str()),
        ("standing", standing.as_str()),
    ];
    line(&mut out, words.say("explain-heading", &heading))?;
    let mut before = None;
    for (at, step) in (1..).zip(&explanation.steps) {
        let number = words.digits(&at.to_string());
        line(&mut out, "")?;
        line(&mut out, format!("{number}. {}", sentence(step, words)))?;
        line(&mut out, format!("   {}", basis(step, words)))?;
        if before.replace(step.standing) != Some(step.standing) {
            let standing = words.standing(step.standing);
            let arguments = [("standing", standing.as_str())];
            let text = words.say("explain-standing", &arguments);
            line(&mut out, format!("   {text}"))?;
        }
    }
    if let Some(next) = &explanation.next {
        let event = happened("explain-step", next, words);
        line(&mut out, "")?;
        let text = words.say("explain-next", &[("event", event.as_str())]);
        line(&mut out, text)?;
        line(&mut out, format!("   {}", basis(next, words)))?;
    }
    Ok(())
}

fn sentence(step: &Step, words: &Words) -> String {
    match step.recorded {
        Some(_) => happened("explain-step", step, words),
        None => happened("explain-step-unrecorded", step, words),
    }
}

fn happened(id: &str, step: &Step, words: &Words) -> String {
    let day = words.day(step.dated.effective_on);
    let event = words.event(&step.dated);
    let arguments = [("day", day.as_str()), ("event", event.as_str())];
    words.say(id, &arguments)
}

/// By whom, and on which rule.
fn basis(step: &Step, words: &Words) -> String {
    let by: Vec<String> = step.by.iter().map(|role| words.role(*role)).collect();
    let by = by.join(&words.say("or", &[]));
    let basis = words.basis(step.rests_on.basis);
    let article = [
        ("by", by.as_str()),
        ("article", words.article(&step.rests_on.article)),
        ("basis", basis.as_str()),
    ];
    let id = match step.by {
        [] => "explain-rests-on",
        _ => "explain-by-and-rests-on",
    };
    words.say(id, &article)
}
