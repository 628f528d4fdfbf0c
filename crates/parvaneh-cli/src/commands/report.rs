//! `parvaneh report quarterly`: what came about in three months.

use std::io::Write;
use std::process::ExitCode;

use anyhow::Context;
use chrono::SecondsFormat;
use clap::Subcommand;
use parvaneh::core::standing::Standing;
use parvaneh::known_at::KnownAt;
use parvaneh::late::LateEntry;
use parvaneh::quarterly::Quarter;
use parvaneh::quarterly::{Quarterly, StepDays, WaitingEntry};
use parvaneh::text_file::defused_text;

use crate::args::{Format, Global};
use crate::commands::late;
use crate::exit;
use crate::output::{self, both, line, table, unless_closed};

#[derive(Subcommand)]
pub(crate) enum ReportCommand {
    /// The Ministry's three-monthly report: standings, renewals, transfers, cases, days per step
    Quarterly(QuarterlyArgs),
}

#[derive(clap::Args)]
pub(crate) struct QuarterlyArgs {
    /// The quarter, as in 1405-2 [default: the last one that is over]
    #[arg(long, value_name = "YEAR-QUARTER")]
    quarter: Option<Quarter>,
    /// Of which regime [default: the only one in the register]
    #[arg(long)]
    regime: Option<String>,
    /// As it was known then: a day, whose end in the legal time zone is meant; an instant, as in
    /// 1405-07-03T12:00, in that zone if it names none; position:N in the journal; or anchor: with the id
    /// of its run or its root. Names are today's [default: now]
    #[arg(long, value_name = "TIME")]
    known_at: Option<KnownAt>,
}

pub(crate) async fn run(global: &Global, command: &ReportCommand) -> anyhow::Result<ExitCode> {
    match command {
        ReportCommand::Quarterly(args) => quarterly(global, args).await,
    }
}

async fn quarterly(global: &Global, args: &QuarterlyArgs) -> anyhow::Result<ExitCode> {
    let engine = output::open(global).await?;
    let (report, left_out) = engine
        .quarterly(args.regime.as_deref(), args.quarter, args.known_at.as_ref())
        .await?;
    engine.close().await?;
    let mut out = std::io::stdout().lock();
    match global.format {
        Format::Json => output::json(&mut out, &report)?,
        Format::Csv => unless_closed(out.write_all(&as_csv(&report)?))?,
        Format::Table => as_tables(&report, &mut out)?,
    }
    Ok(exit::left_out(left_out))
}

fn recorded(report: &Quarterly) -> String {
    let at = report.as_recorded_at;
    at.to_rfc3339_opts(SecondsFormat::Millis, true)
}

fn as_tables(report: &Quarterly, out: &mut impl Write) -> anyhow::Result<()> {
    let (from, through) = (both(report.from), both(report.through));
    let text = format!("{} {}, {from} to {through}", report.regime, report.quarter);
    line(out, text)?;
    line(out, format!("edition {}", report.edition))?;
    let text = format!(
        "as recorded at {}, up to position {}",
        recorded(report),
        report.position
    );
    line(out, text)?;
    let text = format!(
        "{} dossiers, {} left out because they cannot be read",
        report.dossiers, report.left_out
    );
    line(out, text)?;
    standings(report, out)?;
    let mut counts = table(&["matter", "what", "count"]);
    for count in &report.counts {
        counts.add_row([count.matter, count.what, &count.count.to_string()]);
    }
    output::rows(out, &counts)?;
    let mut steps = table(&["from", "to", "count", "mean days", "90 % within days"]);
    for step in report.steps.iter().filter(|step| 0 < step.count) {
        steps.add_row([
            step.from.to_owned(),
            step.to.to_owned(),
            step.count.to_string(),
            mean(step),
            p90(step),
        ]);
    }
    match steps.is_empty() {
        true => line(out, "no step came to its end")?,
        false => output::rows(out, &steps)?,
    }
    earlier_quarters(&report.earlier_quarters, out)?;
    waiting(&report.waiting, out)
}

/// Requests that have waited too long, and who owes them a decision, where there are any.
fn waiting(entries: &[WaitingEntry], out: &mut impl Write) -> anyhow::Result<()> {
    if entries.is_empty() {
        return Ok(());
    }
    line(out, "requests that have waited too long:")?;
    let mut rows = table(&["number", "province", "what", "since", "owed by", "why"]);
    for entry in entries {
        rows.add_row([
            entry.number.clone(),
            entry.province.clone(),
            what(entry),
            both(entry.since),
            entry.owed_by.word().to_owned(),
            why(entry),
        ]);
    }
    output::rows(out, &rows)
}

fn what(entry: &WaitingEntry) -> String {
    match &entry.about {
        Some(about) => format!("{} {about}", entry.matter),
        None => entry.matter.to_string(),
    }
}

fn why(entry: &WaitingEntry) -> String {
    let overdue = entry
        .overdue_since
        .map(|by| format!("overdue since {}", both(by)));
    let long = entry
        .longer_than_a_term
        .then(|| "longer than a term".to_owned());
    overdue
        .into_iter()
        .chain(long)
        .collect::<Vec<_>>()
        .join(", ")
}

/// What was entered in the quarter and changes earlier ones, where there is anything.
fn earlier_quarters(entries: &[LateEntry], out: &mut impl Write) -> anyhow::Result<()> {
    if entries.is_empty() {
        return line(out, "nothing was entered that changes an earlier quarter");
    }
    line(out, "entered in this quarter, and changing earlier ones:")?;
    output::rows(out, &late::rows(entries))
}

/// A column for each standing that there is, and the sums.
fn standings(report: &Quarterly, out: &mut impl Write) -> anyhow::Result<()> {
    let all = |standing: Standing| -> usize {
        let provinces = report.standings.values();
        provinces.filter_map(|counts| counts.get(&standing)).sum()
    };
    let there: Vec<Standing> = Standing::ALL
        .into_iter()
        .filter(|standing| 0 < all(*standing))
        .collect();
    let mut header = vec!["province"];
    header.extend(there.iter().map(|standing| standing.word()));
    header.push("all");
    let mut rows = table(&header);
    for (province, counts) in &report.standings {
        let mut row = vec![province.clone()];
        let known = there.iter().map(|standing| counts.get(standing));
        row.extend(known.map(|count| count.copied().unwrap_or(0).to_string()));
        row.push(counts.values().sum::<usize>().to_string());
        rows.add_row(row);
    }
    let mut sums = vec!["all".to_owned()];
    sums.extend(there.iter().map(|standing| all(*standing).to_string()));
    sums.push(report.dossiers.to_string());
    rows.add_row(sums);
    output::rows(out, &rows)
}

const COLUMNS: [&str; 9] = [
    "regime",
    "quarter",
    "as_recorded_at",
    "part",
    "of",
    "what",
    "count",
    "mean_days",
    "p90_days",
];

/// One number a line, each with the quarter it is of, so that quarters can be put together.
fn as_csv(report: &Quarterly) -> anyhow::Result<Vec<u8>> {
    let mut csv = csv::Writer::from_writer(Vec::new());
    let failed = "encoding the report failed";
    csv.write_record(COLUMNS).context(failed)?;
    let recorded = recorded(report);
    let of = [&report.regime, &report.quarter, recorded.as_str()];
    let mut row = |cells: [&str; 6]| {
        let row = of.into_iter().chain(cells).map(defused_text);
        csv.write_record(row).context(failed)
    };
    for (what, count) in [("counted", report.dossiers), ("left_out", report.left_out)] {
        row(["register", "dossiers", what, &count.to_string(), "", ""])?;
    }
    for (province, counts) in &report.standings {
        for (standing, count) in counts {
            let count = count.to_string();
            row(["standing", province, standing.word(), &count, "", ""])?;
        }
    }
    for count in &report.counts {
        let number = count.count.to_string();
        row(["count", count.matter, count.what, &number, "", ""])?;
    }
    for step in &report.steps {
        row([
            "step",
            step.from,
            step.to,
            &step.count.to_string(),
            &mean(step),
            &p90(step),
        ])?;
    }
    let position = report.position.to_string();
    row(["register", "journal", "position", &position, "", ""])?;
    for entry in &report.earlier_quarters {
        let what = format!(
            "{} {} of {}",
            entry.what.word(),
            entry.act,
            late::of_day(entry)
        );
        row(["earlier_quarter", &entry.number, &what, "1", "", ""])?;
    }
    for entry in &report.waiting {
        let what = format!("{} of {}, {}", entry.matter, both(entry.since), why(entry));
        row(["waiting", &entry.number, &what, "1", "", ""])?;
    }
    csv.into_inner().context(failed)
}

fn mean(step: &StepDays) -> String {
    let mean = step.mean_days.map(|mean| format!("{mean:.1}"));
    mean.unwrap_or_default()
}

fn p90(step: &StepDays) -> String {
    let p90 = step.p90_days.map(|days| days.to_string());
    p90.unwrap_or_default()
}
