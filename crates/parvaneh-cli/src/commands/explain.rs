//! `parvaneh explain`: the derivation of a standing, for people and for programs.

use std::process::ExitCode;

use parvaneh::core::actor::{Actor, Role};
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
                in_words: words.event(&dated, authority(explained)),
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
    let Explained {
        shown,
        explanation,
        revisions,
    } = explained;
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
    if let Some(at) = &shown.known_at {
        line(&mut out, words.known_at(at))?;
    }
    let mut before = None;
    for (at, step) in (1..).zip(&explanation.steps) {
        let number = words.digits(&at.to_string());
        line(&mut out, "")?;
        line(&mut out, format!("{number}. {}", sentence(step, words)))?;
        let origin = explained.origin(step);
        line(&mut out, format!("   {}", basis(step, origin, words)))?;
        for text in explained
            .origin(step)
            .into_iter()
            .flat_map(|origin| came(explained, origin, words))
        {
            line(&mut out, format!("   {text}"))?;
        }
        if before.replace(step.standing) != Some(step.standing) {
            let standing = words.standing(step.standing);
            let arguments = [("standing", standing.as_str())];
            let text = words.say("explain-standing", &arguments);
            line(&mut out, format!("   {text}"))?;
        }
    }
    for dated in coming::announced(&shown.view.dossier) {
        let (day, event) = (
            words.day(dated.effective_on),
            words.event(&dated, authority(explained)),
        );
        let arguments = [("day", day.as_str()), ("event", event.as_str())];
        let event = words.say("explain-step", &arguments);
        line(&mut out, "")?;
        line(&mut out, words.say("explain-coming", &[("event", &event)]))?;
    }
    if let Some(next) = &explanation.next {
        let event = happened("explain-step", next, words);
        line(&mut out, "")?;
        let text = words.say("explain-next", &[("event", event.as_str())]);
        line(&mut out, text)?;
        line(&mut out, format!("   {}", basis(next, None, words)))?;
    }
    for revision in revisions {
        line(&mut out, "")?;
        line(&mut out, revised(explained, revision, words))?;
        for dated in &revision.gone {
            let (day, event) = (
                words.day(dated.effective_on),
                words.event(dated, authority(explained)),
            );
            let arguments = [("day", day.as_str()), ("event", event.as_str())];
            let text = words.say("explain-stood-before", &arguments);
            line(&mut out, format!("   {text}"))?;
        }
    }
    Ok(())
}

/// How a step came to stand where it does, where it was entered late or came with a revision.
fn came(explained: &Explained, origin: &Origin, words: &Words) -> Vec<String> {
    let mut told = Vec::new();
    if let Some(late) = &origin.late {
        let (day, by) = (words.day(late.on), who(explained, &late.by, words));
        let arguments = [("day", day.as_str()), ("by", by.as_str())];
        told.push(words.say("explain-entered", &arguments));
    }
    let revision = explained
        .revisions
        .iter()
        .find(|revision| origin.revised_by == Some(revision.sequence));
    if let Some(revision) = revision {
        let day = words.day(revision.recorded_on);
        let id = match origin.restates {
            Some(_) => "explain-restated",
            None => "explain-came-with",
        };
        told.push(words.say(id, &[("day", day.as_str())]));
    }
    told
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
        in_words: revised(explained, revision, words),
        stood_before: &revision.gone,
    }
}

/// Who revised, when, and why.
fn revised(explained: &Explained, revision: &Revision, words: &Words) -> String {
    let (day, by) = (
        words.day(revision.recorded_on),
        who(explained, &revision.by, words),
    );
    let mut arguments = vec![("day", day.as_str()), ("by", by.as_str())];
    let id = match &revision.because {
        Because::EnteredLate => "explain-revised-late",
        Because::Decree { decree } => {
            arguments.push(("decree", decree.as_str()));
            "explain-revised-decree"
        }
        Because::StatedAnew => "explain-revised-anew",
        Because::Decided {
            reason,
            rests_on,
            proposed_by,
        } => {
            arguments.push(("reason", reason.as_str()));
            arguments.push(("rests_on", rests_on.as_str()));
            match proposed_by {
                Some(proposed_by) => {
                    arguments.push(("proposed_by", proposed_by.as_str()));
                    "explain-revised-proposed"
                }
                None => "explain-revised-decided",
            }
        }
    };
    words.say(id, &arguments)
}

fn who(explained: &Explained, actor: &Actor, words: &Words) -> String {
    let role = words.role(actor.role, authority(explained));
    words.say("who", &[("role", &role), ("id", &actor.id)])
}

/// The authority of the edition that judged the last step: who revised is of today.
fn authority(explained: &Explained) -> Option<&str> {
    let last = explained.explanation.steps.last();
    last.map(|step| step.authority.as_str())
}

fn sentence(step: &Step, words: &Words) -> String {
    match step.recorded {
        Some(_) => happened("explain-step", step, words),
        None => happened("explain-step-unrecorded", step, words),
    }
}

fn happened(id: &str, step: &Step, words: &Words) -> String {
    let day = words.day(step.dated.effective_on);
    let event = words.event(&step.dated, Some(&step.authority));
    let arguments = [("day", day.as_str()), ("event", event.as_str())];
    words.say(id, &arguments)
}

/// By whom, and on which rule.
fn basis(step: &Step, origin: Option<&Origin>, words: &Words) -> String {
    let by = step.by.as_ref().map(|by| actor(by, step, origin, words));
    let basis = words.basis(step.rests_on.basis);
    let article = [
        ("by", by.as_deref().unwrap_or_default()),
        ("article", words.article(&step.rests_on.article)),
        ("basis", basis.as_str()),
    ];
    let id = match by {
        None => "explain-rests-on",
        Some(_) => "explain-by-and-rests-on",
    };
    words.say(id, &article)
}

/// Who did it, as the edition that judges the step calls an authority; the calendar has no name. Who entered
/// it late has a line of its own.
fn actor(by: &Actor, step: &Step, origin: Option<&Origin>, words: &Words) -> String {
    let role = words.role(by.role, Some(&step.authority));
    let name = match by.role {
        Role::Calendar => return role,
        _ => words.say("who", &[("role", &role), ("id", &by.id)]),
    };
    let is_late = origin.is_some_and(|origin| origin.late.is_some());
    match &step.entered_by {
        None => name,
        Some(_) if is_late => name,
        Some(desk) => {
            let role = words.role(desk.role, Some(&step.authority));
            let desk = words.say("who", &[("role", &role), ("id", &desk.id)]);
            words.say("who-entered-by", &[("who", &name), ("desk", &desk)])
        }
    }
}
