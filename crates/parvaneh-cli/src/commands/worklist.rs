//! `parvaneh worklist`: what waits for a role to act, since when and until when.

use std::io::{BufWriter, Write};
use std::process::ExitCode;

use parvaneh::core::actor::Role;
use parvaneh::core::calendar::Date;
use parvaneh::list::Days;
use parvaneh::worklist::{Work, WorkCursor, WorkFilter};

use super::list::{Asked, known_province};
use crate::args::{Format, Global, date, role};
use crate::exit;
use crate::output::{self, both, line};

/// How many lines are asked for at once where all are wanted.
const PAGE: usize = 1000;

#[derive(clap::Args)]
pub(crate) struct WorklistArgs {
    /// Whose work, as in working_group
    #[arg(value_name = "ROLE", value_parser = role)]
    owed_by: Role,
    #[command(flatten)]
    asked: Asked,
    /// Only what waits since this day or a later one
    #[arg(long, value_parser = date, value_name = "DATE")]
    since_from: Option<Date>,
    /// Only what waits since this day or an earlier one
    #[arg(long, value_parser = date, value_name = "DATE")]
    since_to: Option<Date>,
    /// Only what waits until this day or a later one
    #[arg(long, value_parser = date, value_name = "DATE")]
    until_from: Option<Date>,
    /// Only what waits until this day or an earlier one
    #[arg(long, value_parser = date, value_name = "DATE")]
    until_to: Option<Date>,
    /// So many at the most; where there are more, it is said after what the next ones come
    #[arg(long, value_name = "NUMBER", value_parser = clap::value_parser!(u32).range(1..=10_000))]
    limit: Option<u32>,
    /// Those after what an earlier page ended with
    #[arg(long, value_name = "CURSOR", requires = "limit")]
    after: Option<WorkCursor>,
}

impl WorklistArgs {
    fn filter(&self) -> WorkFilter {
        WorkFilter {
            on: self.asked.on,
            known_at: self.asked.known_at.clone(),
            regime: self.asked.regime.clone(),
            province: self.asked.province(),
            since: Days {
                from: self.since_from,
                to: self.since_to,
            },
            until: Days {
                from: self.until_from,
                to: self.until_to,
            },
            ..WorkFilter::of(self.owed_by)
        }
    }
}

pub(crate) async fn run(global: &Global, args: &WorklistArgs) -> anyhow::Result<ExitCode> {
    let engine = output::open(global).await?;
    if let Some(province) = &args.asked.province {
        known_province(&engine, province).await?;
    }
    let filter = args.filter();
    let mut out = BufWriter::new(std::io::stdout().lock());
    let mut table = (global.format != Format::Json).then(header);
    let (mut count, mut code, mut after) = (0, ExitCode::SUCCESS, args.after);
    let limit = args.limit.map_or(PAGE, |limit| limit as usize);
    let next = loop {
        let page = engine.worklist(&filter, after, limit).await?;
        for work in page.work {
            let work = match work {
                Ok(work) => work,
                Err(problem) => {
                    code = exit::left_out([problem]);
                    continue;
                }
            };
            match &mut table {
                Some(table) => table.add_row(&mut out, cells(work))?,
                None => output::json(&mut out, &work)?,
            }
            count += 1;
        }
        after = page.next;
        if after.is_none() || args.limit.is_some() {
            break after;
        }
    };
    if let Some(table) = table {
        table.end(&mut out)?;
        line(
            &mut out,
            format!("{count} waiting for {}", args.owed_by.word()),
        )?;
    }
    output::unless_closed(out.flush())?;
    if let Some(next) = next {
        eprintln!("parvaneh: there are more: --after {next}");
    }
    engine.close().await?;
    Ok(code)
}

fn header() -> output::LongTable {
    output::long_table(&[
        "number", "province", "task", "about", "since", "until", "overdue",
    ])
}

fn cells(work: Work) -> [String; 7] {
    [
        work.number,
        work.province,
        work.task.to_owned(),
        work.about.unwrap_or_default(),
        both(work.since),
        work.until.map(both).unwrap_or_default(),
        match work.is_overdue {
            true => "yes".to_owned(),
            false => String::new(),
        },
    ]
}
