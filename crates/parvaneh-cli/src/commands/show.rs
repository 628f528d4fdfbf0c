//! `parvaneh show`: one licence, with its reasons.

use std::process::ExitCode;

use chrono::{DateTime, Utc};
use parvaneh::core::actor::{Actor, Role};
use parvaneh::core::calendar::{Date, solar_hijri};
use parvaneh::core::dossier::{Dated, Event};
use parvaneh::core::edition::Means;
use parvaneh::core::state::silence::{Decision, Foretold};
use parvaneh::core::{coming, licence, renewal};
use parvaneh::known_at::{AsOf, KnownAt};
use parvaneh::list::Listed;
use parvaneh::number::ByNumber;
use parvaneh::revisions::EnteredLate;
use parvaneh::show::Shown;
use parvaneh::words::{Language, Words};
use parvaneh::workflows::Regime;
use serde::Serialize;
use uuid::Uuid;

use crate::args::{Format, Global, date};
use crate::output::{self, both, line, table};

#[derive(clap::Args)]
pub(crate) struct ShowArgs {
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
}

pub(crate) async fn run(global: &Global, args: &ShowArgs) -> anyhow::Result<ExitCode> {
    let engine = output::open(global).await?;
    let as_of = AsOf {
        on: args.on,
        known_at: args.known_at.clone(),
    };
    let which = ByNumber {
        number: &args.number,
        regime: args.regime.as_deref(),
    };
    let shown = engine.show(which, as_of).await?;
    let zone = engine.workflows().regime(&shown.regime);
    let zone = zone.map(Regime::time_zone).unwrap_or_default();
    engine.close().await?;
    let recorded_on = |recorded_at| {
        DateTime::<Utc>::from_timestamp_millis(recorded_at)
            .map(|at| Date::at(at.with_timezone(&zone)))
    };
    match global.format {
        Format::Json => as_json(&shown)?,
        Format::Table | Format::Csv => as_text(&shown, recorded_on)?,
    }
    Ok(ExitCode::SUCCESS)
}

/// A licence on a day, with its history.
#[derive(Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub(crate) struct ShowAnswer<'a> {
    /// The line of `parvaneh list`.
    #[serde(flatten)]
    listed: &'a Listed,
    /// The dossier's id.
    #[cfg_attr(feature = "schema", schemars(with = "String", extend("format" = "uuid")))]
    id: Uuid,
    /// Its regime.
    regime: &'a str,
    /// The day.
    on: Date,
    /// The same day in Solar Hijri.
    on_sh: String,
    /// The time at which all this was known, where one was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    known_at: Option<String>,
    /// The event or day that decides the standing, in English.
    why: String,
    /// Everything that happened, in the order in which it was recorded.
    history: Vec<HistoryAnswer<'a>>,
    /// The last day on which a court can be asked about the decision that stands.
    court_by: Option<Date>,
    /// The decisions that are owed against a stated period, and what comes of each if nobody decides, where
    /// there is any.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    waiting: Vec<AwaitedAnswer>,
    /// What the calendar changes next.
    next: Option<&'a Dated>,
    /// What was decided and holds from a later day, each as the event by which it was decided, the
    /// earliest first, where there is any.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    coming: Vec<Dated>,
}

/// A decision that is owed.
#[derive(Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub(crate) struct AwaitedAnswer {
    /// Which.
    decision: Decision,
    /// For which post, or with which agency, where several may wait.
    #[serde(skip_serializing_if = "Option::is_none")]
    about: Option<String>,
    /// Since when it is waited for.
    since: Date,
    /// Who owes it.
    owed_by: Role,
    /// The last day of the period that the edition states.
    decide_by: Date,
    /// The same day in Solar Hijri.
    decide_by_sh: String,
    /// What silence means from the day after on: what silence grants it grants once nothing else stands in
    /// the way.
    means: Means,
}

impl AwaitedAnswer {
    pub(crate) fn new(foretold: &Foretold) -> Self {
        Self {
            decision: foretold.awaited.decision(),
            about: foretold.awaited.about().map(str::to_owned),
            since: foretold.since,
            owed_by: foretold.owed_by,
            decide_by: foretold.decide_by,
            decide_by_sh: solar_hijri(foretold.decide_by),
            means: foretold.means,
        }
    }
}

/// An event of a history.
#[derive(Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub(crate) struct HistoryAnswer<'a> {
    /// Its place in the history, from 1.
    version: i64,
    /// The day on which it is true in law.
    effective_on: Date,
    /// The same day in Solar Hijri.
    effective_on_sh: String,
    /// When it was written down, RFC 3339 in UTC.
    #[cfg_attr(feature = "schema", schemars(extend("format" = "date-time")))]
    recorded_at: String,
    /// Who did it.
    actor: Option<Actor>,
    /// What happened, as it is stored.
    event: &'a Event,
    /// The act that it is a part of, by its name: the place of its first row. `revise` names acts so.
    act: Option<i64>,
    /// When it was entered, and by whom, where that was after its day.
    #[serde(skip_serializing_if = "Option::is_none")]
    entered: Option<EnteredAnswer<'a>>,
}

/// When an act was entered that was done on an earlier day.
#[derive(Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub(crate) struct EnteredAnswer<'a> {
    /// The civil date in the regime's zone.
    on: Date,
    /// The same day in Solar Hijri.
    on_sh: String,
    /// Who entered it.
    by: &'a Actor,
}

impl<'a> EnteredAnswer<'a> {
    pub(crate) fn new(late: &'a EnteredLate) -> Self {
        Self {
            on: late.on,
            on_sh: solar_hijri(late.on),
            by: &late.by,
        }
    }
}

/// When the row of that version was entered, where that was after its day.
fn entered(shown: &Shown, version: i64) -> Option<&EnteredLate> {
    shown.origins.get(&version)?.late.as_ref()
}

/// The act that the row of that version is a part of.
fn act(shown: &Shown, version: i64) -> Option<i64> {
    shown.origins.get(&version)?.act
}

fn as_json(shown: &Shown) -> anyhow::Result<()> {
    let history = shown.history.iter().map(|(row, dated)| HistoryAnswer {
        version: row.version,
        effective_on: dated.effective_on,
        effective_on_sh: solar_hijri(dated.effective_on),
        recorded_at: instant(row.recorded_at),
        actor: serde_json::from_str(&row.actor).ok(),
        event: &dated.event,
        act: act(shown, row.version),
        entered: entered(shown, row.version).map(EnteredAnswer::new),
    });
    let answer = ShowAnswer {
        listed: &shown.listed,
        id: shown.id,
        regime: &shown.regime,
        on: shown.view.on,
        on_sh: solar_hijri(shown.view.on),
        known_at: shown.known_at.as_ref().map(KnownAt::to_string),
        why: why(shown),
        history: history.collect(),
        court_by: shown.court_by,
        waiting: shown.waiting.iter().map(AwaitedAnswer::new).collect(),
        next: shown.next.as_ref(),
        coming: coming::announced(&shown.view.dossier),
    };
    output::sorted_json(&mut std::io::stdout().lock(), &answer)
}

/// `recorded_on` is the civil date, in the regime's zone, of an instant.
fn as_text(shown: &Shown, recorded_on: impl Fn(i64) -> Option<Date>) -> anyhow::Result<()> {
    let mut out = std::io::stdout().lock();
    let listed = &shown.listed;
    let day = |day: Option<Date>| day.map_or_else(|| "none".to_owned(), both);
    line(&mut out, format!("licence     {}", listed.number))?;
    line(
        &mut out,
        format!("office      {}, {}", listed.office_kind, listed.province),
    )?;
    line(
        &mut out,
        format!(
            "holder      {}",
            listed.holder.as_deref().unwrap_or("erased")
        ),
    )?;
    line(
        &mut out,
        format!(
            "term        {} to {}",
            day(listed.valid_from),
            day(listed.through)
        ),
    )?;
    line(&mut out, format!("renewal due {}", day(listed.renewal_due)))?;
    line(
        &mut out,
        format!("standing    {} on {}", listed.standing, both(shown.view.on)),
    )?;
    if let Some(at) = &shown.known_at {
        line(&mut out, format!("known at    {at}"))?;
    }
    line(&mut out, format!("why         {}", why(shown)))?;
    if let Some(by) = shown.court_by {
        let text = format!("court       can be asked through {}", both(by));
        line(&mut out, text)?;
    }
    if let Some(next) = &shown.next {
        let text = format!("next        {} {}", both(next.effective_on), sentence(next));
        line(&mut out, text)?;
    }
    let words = Words::of(Language::English);
    for foretold in &shown.waiting {
        line(
            &mut out,
            format!("waiting     {}", words.awaited(foretold, None)),
        )?;
    }
    for coming in shown.view.dossier.coming.acts() {
        let (what, from) = (coming.act.kind().word(), both(coming.from));
        let (by, on) = (coming.by.word().replace('_', " "), both(coming.decided_on));
        let text = format!("to come     {from} {what}, decided by {by} on {on}");
        line(&mut out, text)?;
    }
    output::rows(&mut out, &timeline(shown, recorded_on))
}

/// What happened, in the order of the days.
fn timeline(shown: &Shown, recorded_on: impl Fn(i64) -> Option<Date>) -> output::Rows {
    let mut timeline = table(&["in law on", "act", "what happened", "by", "recorded"]);
    let mut history: Vec<_> = shown.history.iter().collect();
    history.sort_by_key(|(row, dated)| (dated.effective_on, row.version));
    for (row, dated) in history {
        let actor = serde_json::from_str::<Actor>(&row.actor)
            .map_or_else(|_| row.actor.clone(), |actor| actor.id);
        let mut what = sentence(dated);
        if superseded(dated, recorded_on(row.recorded_at)) {
            what.push_str(" (recorded later; superseded)");
        }
        if let Some(late) = entered(shown, row.version) {
            what.push_str(&format!(
                " (entered on {} by {})",
                both(late.on),
                late.by.id
            ));
        }
        timeline.add_row([
            both(dated.effective_on),
            act(shown, row.version).map_or_else(String::new, |act| act.to_string()),
            what,
            actor,
            instant(row.recorded_at),
        ]);
    }
    timeline
}

/// Why a licence stands whose term is over.
fn goes_on(shown: &Shown) -> String {
    let newest = shown.history.iter().rev().find_map(|(_, dated)| {
        let event = &dated.event;
        let Event::Licence(licence::Event::Continued { until, .. }) = event else {
            return None;
        };
        Some(*until)
    });
    match newest.flatten() {
        Some(until) => {
            let until = both(until);
            format!("its term is over and renewal can be requested through {until}")
        }
        None => "its term is over and a renewal filed in time is undecided".to_owned(),
    }
}

/// The event or day that decides the standing.
fn why(shown: &Shown) -> String {
    let on = shown.view.on;
    let last = shown
        .history
        .iter()
        .map(|(_, dated)| dated)
        .filter(|dated| {
            dated.effective_on <= on
                && matches!(dated.event, Event::Licence(_) | Event::Premises(_))
        })
        .max_by_key(|dated| dated.effective_on);
    let through = shown.listed.through;
    match last {
        None => "its first term has not begun".to_owned(),
        Some(_)
            if through.is_some_and(|through| through < on)
                && shown.view.dossier.licence.ended_on().is_none() =>
        {
            goes_on(shown)
        }
        Some(last) => match shown.view.dossier.licence.ended_on() {
            Some(day) if last.effective_on < day => {
                format!("its term ended, on {} it was no longer valid", both(day))
            }
            Some(_) | None => format!("{} on {}", sentence(last), both(last.effective_on)),
        },
    }
}

fn superseded(dated: &Dated, recorded_on: Option<Date>) -> bool {
    let Event::Renewal(renewal::Event::ReminderDue {
        current_through, ..
    }) = &dated.event
    else {
        return false;
    };
    recorded_on.is_some_and(|day| *current_through < day)
}

/// An event in a line.
pub(crate) fn sentence(dated: &Dated) -> String {
    let name = dated.event.name().replace(['.', '_'], " ");
    match dated.event.is_imported() {
        true => format!("{name} (imported)"),
        false => name,
    }
}

fn instant(recorded_at: i64) -> String {
    DateTime::<Utc>::from_timestamp_millis(recorded_at).map_or_else(String::new, |at| {
        at.format("%Y-%m-%dT%H:%M:%SZ").to_string()
    })
}
