//! `parvaneh list`: what each licence is worth on a day.

use std::io::{BufWriter, Write};
use std::process::ExitCode;

use parvaneh::core::calendar::Date;
use parvaneh::core::party;
use parvaneh::core::standing::Standing;
use parvaneh::known_at::KnownAt;
use parvaneh::list::{Cursor, Days, Filter, Listed};
use parvaneh::workflows::Regime;
use parvaneh::{Engine, EngineError};

use crate::args::{Format, Global, date};
use crate::exit::{self, Usage};
use crate::output::{self, LongTable, both, line};

/// Of what is asked, and as of when: for every list.
#[derive(clap::Args)]
pub(crate) struct Asked {
    /// On this day [default: today in the legal time zone]
    #[arg(long, value_parser = date, value_name = "DATE")]
    pub(crate) on: Option<Date>,
    /// As it was known then: a day, whose end in the legal time zone is meant; an instant, as in
    /// 1405-07-03T12:00, in that zone if it names none; position:N in the journal; or anchor: with the id
    /// of its run or its root. Names are today's [default: now]
    #[arg(long, value_name = "TIME")]
    pub(crate) known_at: Option<KnownAt>,
    /// Only those of this regime
    #[arg(long)]
    pub(crate) regime: Option<String>,
    /// Only those of this province
    #[arg(long)]
    pub(crate) province: Option<String>,
}

impl Asked {
    /// The province in the one spelling.
    pub(crate) fn province(&self) -> Option<String> {
        self.province.as_deref().map(party::normalise)
    }
}

#[derive(clap::Args)]
pub(crate) struct ListArgs {
    #[command(flatten)]
    asked: Asked,
    /// Only those that have this number
    #[arg(long)]
    number: Option<String>,
    /// Only those of this standing
    #[arg(long)]
    standing: Option<Standing>,
    /// Only those of this kind, as in urban
    #[arg(long)]
    kind: Option<String>,
    /// Only those of this holder: an identifier, an id, or how the name begins
    #[arg(long, value_name = "WHO")]
    holder: Option<String>,
    /// Only those whose last term ends on this day or later
    #[arg(long, value_parser = date, value_name = "DATE")]
    ends_from: Option<Date>,
    /// Only those whose last term ends on this day or earlier
    #[arg(long, value_parser = date, value_name = "DATE")]
    ends_to: Option<Date>,
    /// Only those whose renewal has to be asked for by this day or a later one
    #[arg(long, value_parser = date, value_name = "DATE")]
    renewal_due_from: Option<Date>,
    /// Only those whose renewal has to be asked for by this day or an earlier one
    #[arg(long, value_parser = date, value_name = "DATE")]
    renewal_due_to: Option<Date>,
    /// Only those on which the calendar changes something within so many days, as in 30d
    #[arg(long, value_parser = days, value_name = "DAYS")]
    due_within: Option<u32>,
    /// So many at the most; where there are more, it is said after what the next ones come
    #[arg(long, value_name = "NUMBER", value_parser = clap::value_parser!(u32).range(1..=10_000))]
    limit: Option<u32>,
    /// Those after what an earlier page ended with
    #[arg(long, value_name = "CURSOR", requires = "limit")]
    after: Option<Cursor>,
}

impl ListArgs {
    fn filter(&self) -> Filter {
        Filter {
            on: self.asked.on,
            known_at: self.asked.known_at.clone(),
            regime: self.asked.regime.clone(),
            number: self.number.clone(),
            standing: self.standing,
            province: self.asked.province(),
            office_kind: self.kind.clone(),
            holder: self.holder.clone(),
            ends: Days {
                from: self.ends_from,
                to: self.ends_to,
            },
            renewal_due: Days {
                from: self.renewal_due_from,
                to: self.renewal_due_to,
            },
            due_within_days: self.due_within,
        }
    }
}

pub(crate) async fn run(global: &Global, args: &ListArgs) -> anyhow::Result<ExitCode> {
    let engine = output::open(global).await?;
    if let Some(province) = &args.asked.province {
        known_province(&engine, province).await?;
    }
    let filter = args.filter();
    let mut out = BufWriter::new(std::io::stdout().lock());
    let (mut count, mut code) = (0, ExitCode::SUCCESS);
    let mut table = (global.format != Format::Json).then(header);
    let mut each = |listed: Result<Listed, EngineError>| -> anyhow::Result<()> {
        match listed {
            Err(problem) => {
                code = exit::left_out([problem]);
                return Ok(());
            }
            Ok(listed) => match &mut table {
                Some(table) => table.add_row(&mut out, cells(listed))?,
                None => output::json(&mut out, &listed)?,
            },
        }
        count += 1;
        Ok(())
    };
    let listed = match args.limit {
        None => engine.list(&filter, each).await.map(|()| None),
        Some(limit) => match engine.find(&filter, args.after, limit as usize).await {
            Ok(found) => found
                .licences
                .into_iter()
                .try_for_each(&mut each)
                .map(|()| found.next),
            Err(error) => Err(error.into()),
        },
    };
    let next = match listed {
        Ok(next) => next,
        Err(problem) => return Err(broken_off(problem, count, table, &mut out)),
    };
    if let Some(table) = table {
        table.end(&mut out)?;
        let known_at = args.asked.known_at.as_ref();
        let known_at = known_at.map(|at| format!(", as known at {at}"));
        let known_at = known_at.unwrap_or_default();
        line(&mut out, format!("{count} licences{known_at}"))?;
    }
    output::unless_closed(out.flush())?;
    if let Some(next) = next {
        eprintln!("parvaneh: there are more: --after {next}");
    }
    engine.close().await?;
    Ok(code)
}

/// What is there of a list is printed, and said to be a part of it.
fn broken_off(
    problem: anyhow::Error,
    count: usize,
    table: Option<LongTable>,
    out: &mut impl Write,
) -> anyhow::Error {
    if count == 0 {
        return problem;
    }
    let printed = table.map_or(Ok(()), |table| table.end(out));
    let printed = printed.and_then(|()| output::unless_closed(out.flush()));
    printed.err().unwrap_or_else(|| {
        problem.context(format!(
            "the list breaks off after {count} licences, and is not whole"
        ))
    })
}

fn header() -> LongTable {
    output::long_table(&[
        "number",
        "kind",
        "province",
        "standing",
        "from",
        "through",
        "renewal due",
        "renewal",
        "holder",
    ])
}

fn cells(listed: Listed) -> [String; 9] {
    let day = |day: Option<Date>| day.map(both).unwrap_or_default();
    let renewal = listed
        .renewal
        .map(|timeliness| format!("{timeliness:?}").to_lowercase());
    [
        listed.number,
        listed.office_kind,
        listed.province,
        listed.standing.to_string(),
        day(listed.valid_from),
        day(listed.through),
        day(listed.renewal_due),
        renewal.unwrap_or_default(),
        listed.holder.unwrap_or_default(),
    ]
}

/// Fails where no regime of the register knows the province. One that dossiers have is one, whatever the regime says by
/// now.
pub(crate) async fn known_province(engine: &Engine, province: &str) -> anyhow::Result<()> {
    let store = engine.store();
    if store.has_province(&party::normalise(province)).await? {
        return Ok(());
    }
    let there = store.regimes().await?;
    let regimes = there
        .iter()
        .filter_map(|name| engine.workflows().regime(name));
    Ok(is_known(province, &regimes.collect::<Vec<_>>())?)
}

/// Fails where none of these regimes knows the province: a word that is spelled otherwise would find nothing. A
/// regime that names no provinces knows every one.
pub(crate) fn is_known(province: &str, regimes: &[&Regime]) -> Result<(), Usage> {
    let spelt = party::normalise(province);
    if regimes.is_empty() || regimes.iter().any(|regime| regime.knows_province(&spelt)) {
        return Ok(());
    }
    let named = regimes.iter().flat_map(|regime| &regime.provinces);
    let named: Vec<&str> = named.map(String::as_str).collect();
    Err(Usage(format!(
        "no dossier can be of the province {province:?}; there are {}",
        named.join(", ")
    )))
}

fn days(text: &str) -> Result<u32, String> {
    let number = text.strip_suffix('d').unwrap_or(text);
    number
        .parse()
        .map_err(|_| format!("{text:?} is not a number of days like 30d"))
}
