//! `parvaneh late`: what was entered after its day or revised, for the auditor.

use std::io::{BufWriter, Write};
use std::process::ExitCode;

use parvaneh::core::actor::Actor;
use parvaneh::core::calendar::Date;
use parvaneh::core::dossier::Dated;
use parvaneh::core::timeline::Because;
use parvaneh::late::{LateEntry, LateKind};

use crate::args::{Format, Global, date};
use crate::commands::show::sentence;
use crate::exit;
use crate::output::{self, both, line, table};

#[derive(clap::Args)]
pub(crate) struct LateArgs {
    /// Only what was recorded on this day, in the legal time zone, or after it [default: everything]
    #[arg(long, value_parser = date, value_name = "DATE")]
    since: Option<Date>,
}

pub(crate) async fn run(global: &Global, args: &LateArgs) -> anyhow::Result<ExitCode> {
    let engine = output::open(global).await?;
    let mut out = BufWriter::new(std::io::stdout().lock());
    let unread = match global.format {
        Format::Json => {
            let each = |entry: LateEntry| -> anyhow::Result<()> { output::json(&mut out, &entry) };
            engine.late(args.since, each).await?
        }
        Format::Table | Format::Csv => {
            let mut rows = output::long_table(&HEADER);
            let each = |entry: LateEntry| rows.add_row(&mut out, cells(&entry));
            let unread = engine.late(args.since, each).await?;
            match rows.count() {
                0 => line(&mut out, "nothing was entered late or revised")?,
                count => {
                    rows.end(&mut out)?;
                    let text = format!("{count} entries, in the order of the register");
                    line(&mut out, text)?;
                }
            }
            unread
        }
    };
    output::unless_closed(out.flush())?;
    engine.close().await?;
    Ok(exit::left_out(unread))
}

/// The entries as a table.
pub(crate) fn rows(entries: &[LateEntry]) -> output::Rows {
    let mut rows = table(&HEADER);
    for entry in entries {
        rows.add_row(cells(entry));
    }
    rows
}

const HEADER: [&str; 8] = [
    "number",
    "act",
    "of",
    "recorded",
    "done by",
    "entered by",
    "led to",
    "changed",
];

fn cells(entry: &LateEntry) -> [String; 8] {
    [
        entry.number.clone(),
        match entry.what {
            LateKind::Act => entry.act.to_string(),
            LateKind::Revision => format!("revision {}", entry.act),
        },
        of_day(entry),
        both(entry.recorded_on),
        who(&entry.by),
        who(&entry.entered_by),
        led_to(entry),
        changed(entry),
    ]
}

/// The day of an act, or the first day of which a revision tells otherwise.
pub(crate) fn of_day(entry: &LateEntry) -> String {
    entry.on.map(both).unwrap_or_default()
}

fn who(actor: &Actor) -> String {
    format!("{} {}", actor.role.word(), actor.id)
}

fn led_to(entry: &LateEntry) -> String {
    let mut parts: Vec<String> = Vec::new();
    match &entry.decided {
        Some(Because::Decided {
            reason, rests_on, ..
        }) => parts.push(format!("{}, on {}", reason.as_str(), rests_on.as_str())),
        Some(Because::Decree { decree }) => {
            parts.push(format!("the general act {}", decree.as_str()));
        }
        Some(Because::StatedAnew) => parts.push("its own register states it anew".to_owned()),
        Some(Because::EnteredLate) | None => {}
    }
    let acts = |acts: &[i64]| {
        let acts: Vec<String> = acts.iter().map(i64::to_string).collect();
        acts.join(", ")
    };
    if !entry.withdraws.is_empty() {
        parts.push(format!("withdraws {}", acts(&entry.withdraws)));
    }
    if !entry.restores.is_empty() {
        parts.push(format!("restores {}", acts(&entry.restores)));
    }
    parts.extend(entry.led_to.iter().map(|name| (*name).to_owned()));
    match parts.is_empty() {
        true => "already so".to_owned(),
        false => parts.join("; "),
    }
}

/// What else came about or did not, and on which days the licence is worth something else.
fn changed(entry: &LateEntry) -> String {
    let told = |word: &str, dated: &Dated| {
        format!("{word} {} {}", sentence(dated), both(dated.effective_on))
    };
    let gone = entry.gone.iter().map(|dated| told("no", dated));
    let come = entry.come.iter().map(|dated| told("now", dated));
    let spans = entry.standings.iter().map(|span| {
        format!(
            "{} instead of {} from {} through {}",
            span.after, span.before, span.from_sh, span.through_sh
        )
    });
    let parts: Vec<String> = gone.chain(come).chain(spans).collect();
    parts.join("; ")
}
