//! `parvaneh explain`: the derivation of a standing, for people and for programs.

use std::process::ExitCode;

use parvaneh::core::actor::Actor;
use parvaneh::core::calendar::Date;
use parvaneh::core::calendar::solar_hijri;
use parvaneh::core::coming;
use parvaneh::core::dossier::{Dated, Event};
use parvaneh::core::edition::Basis;
use parvaneh::core::explanation::Step;
use parvaneh::core::standing::Standing;
use parvaneh::core::timeline::Because;
use parvaneh::explain::Explained;
use parvaneh::known_at::{AsOf, KnownAt};
use parvaneh::number::ByNumber;
use parvaneh::revisions::{Origin, Revision};
use parvaneh::words::Language;
use parvaneh::words::Words;
use serde::Serialize;

use crate::args::{Format, Global, date};
use crate::commands::show::EnteredAnswer;
use crate::output::{self, line};

#[derive(clap::Args)]
pub(crate) struct ExplainArgs {
    /// The licence number, however it is written, or the dossier's id
    number: String,
    /// The regime; needed only where dossiers of several regimes have the number
    #[arg(long, value_name = "REGIME")]
    regime: Option<String>,
    /// On this day [default: today in the legal time zone]
    #[arg(long, value_parser = date, value_name = "DATE")]
    on: Option<Date>,
    /// As it was known then: a day, whose end in the legal time zone is meant; an instant, as in
    /// 1405-07-03T12:00, in that zone if it names none; position:N in the journal; or anchor: with the id
    /// of its run or its root. Names are today's [default: now]
    #[arg(long, value_name = "TIME")]
    known_at: Option<KnownAt>,
    /// In these words: en or fa
    #[arg(long, default_value = "en", env = "PARVANEH_LANGUAGE")]
    language: Language,
}

pub(crate) async fn run(global: &Global, args: &ExplainArgs) -> anyhow::Result<ExitCode> {
    let engine = output::open(global).await?;
    let as_of = AsOf {
        on: args.on,
        known_at: args.known_at.clone(),
    };
    let which = ByNumber {
        number: &args.number,
        regime: args.regime.as_deref(),
    };
    let explained = engine.explain(which, as_of).await?;
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
    /// The time at which all this was known, where one was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    known_at: Option<String>,
    /// What leads there, in the order in which it was recorded.
    steps: Vec<StepAnswer<'a>>,
    /// What the calendar does next, if nobody does anything.
    next: Option<StepAnswer<'a>>,
    /// What was decided and holds from a later day, the earliest first, where there is any.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    coming: Vec<ComingAnswer>,
    /// The revisions that it rests on, in the order in which they were recorded, where there are any.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    revisions: Vec<RevisionAnswer<'a>>,
}

/// What was decided and holds from a later day.
#[derive(Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub(crate) struct ComingAnswer {
    /// The day on which it was decided.
    decided_on: Date,
    /// The same day in Solar Hijri.
    decided_on_sh: String,
    /// The event by which it was, as it is stored.
    event: Event,
    /// The same in the language that was asked for.
    in_words: String,
}

/// A revision of a history.
#[derive(Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub(crate) struct RevisionAnswer<'a> {
    /// Its place in the journal, from 1: steps name it in `revised_by`.
    version: i64,
    /// The civil date, in the regime's zone, on which it was recorded.
    recorded_on: Date,
    /// The same day in Solar Hijri.
    recorded_on_sh: String,
    /// Who revised.
    by: &'a Actor,
    /// Why.
    because: &'a Because,
    /// The same in the language that was asked for.
    in_words: String,
    /// What stood before it, and does not after it.
    stood_before: &'a [Dated],
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
    /// Who did it; the calendar where nobody did. None: another register states it.
    by: Option<&'a Actor>,
    /// Who entered it, where that is not who did it.
    #[serde(skip_serializing_if = "Option::is_none")]
    entered_by: Option<&'a Actor>,
    /// The place in the law that it rests on.
    article: &'a str,
    /// What kind of place that is.
    basis: Basis,
    /// What the licence is worth once it has happened.
    standing: Standing,
    /// When it was entered, and by whom, where that was after its day.
    #[serde(skip_serializing_if = "Option::is_none")]
    entered: Option<EnteredAnswer<'a>>,
    /// The revision that stated it, by its place in the journal, where one did.
    #[serde(skip_serializing_if = "Option::is_none")]
    revised_by: Option<i64>,
    /// The event of the journal that said the same before that revision, where one did.
    #[serde(skip_serializing_if = "Option::is_none")]
    restates: Option<i64>,
}

impl<'a> StepAnswer<'a> {
    fn new(step: &'a Step, origin: Option<&'a Origin>, words: &Words) -> Self {
        Self {
            effective_on: step.dated.effective_on,
            effective_on_sh: solar_hijri(step.dated.effective_on),
            event: &step.dated.event,
            in_words: words.event(&step.dated, Some(&step.authority)),
            recorded: step.recorded.is_some(),
            by: step.by.as_ref(),
            entered_by: step.entered_by.as_ref(),
            article: &step.rests_on.article,
            basis: step.rests_on.basis,
            standing: step.standing,
            entered: origin
                .and_then(|origin| origin.late.as_ref())
                .map(EnteredAnswer::new),
            revised_by: origin.and_then(|origin| origin.revised_by),
            restates: origin.and_then(|origin| origin.restates),
        }
    }
}

fn as_json(explained: &Explained, words: &Words) -> anyhow::Result<()> {
    let Explained {
        shown,
        explanation,
        revisions,
    } = explained;
    let step = |step| StepAnswer::new(step, explained.origin(step), words);
    let answer = ExplainAnswer {
        number: &shown.listed.number,
        on: explanation.on,
        on_sh: solar_hijri(explanation.on),
        standing: explanation.standing,
        standing_in_words: words.standing(explanation.standing),
        known_at: shown.known_at.as_ref().map(KnownAt::to_string),
        steps: explanation.steps.iter().map(step).collect(),
        next: explanation.next.as_ref().map(step),
        coming: coming::announced(&shown.view.dossier)
            .into_iter()
            .map(|dated| ComingAnswer {
                decided_on: dated.effective_on,
                decided_on_sh: solar_hijri(dated.effective_on),
                in_words: words.event(&dated, explained.authority()),
                event: dated.event,
            })
            .collect(),
        revisions: revisions
            .iter()
            .map(|revision| revision_answer(explained, revision, words))
            .collect(),
    };
    output::sorted_json(&mut std::io::stdout().lock(), &answer)
}

fn as_text(explained: &Explained, words: &Words) -> anyhow::Result<()> {
    let mut out = std::io::stdout().lock();
    let mut lines = explained.lines(words).into_iter();
    lines.try_for_each(|text| line(&mut out, text))
}

fn revision_answer<'a>(
    explained: &Explained,
    revision: &'a Revision,
    words: &Words,
) -> RevisionAnswer<'a> {
    RevisionAnswer {
        version: revision.sequence,
        recorded_on: revision.recorded_on,
        recorded_on_sh: solar_hijri(revision.recorded_on),
        by: &revision.by,
        because: &revision.because,
        in_words: explained.revised(revision, words),
        stood_before: &revision.gone,
    }
}
