//! `parvaneh revise`: what was recorded wrongly is put right, by a plan that two persons answer for.

use std::fs::File;
use std::io::{self, Read, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Context;
use parvaneh::bounds::BYTES_MOST;
use parvaneh::core::calendar::solar_hijri;
use parvaneh::core::dossier::Dated;
use parvaneh::revise::{Approval, DossierPlan, Plan, PlanState, ReviseError, Revision};

use crate::args::{Format, Global};
use crate::exit::FAILURES;
use crate::output;

#[derive(clap::Args)]
#[command(group(clap::ArgGroup::new("step").required(true)))]
pub(crate) struct ReviseArgs {
    /// A revision, as one JSON object; - for standard input
    file: PathBuf,
    /// Print what it would come to, and write nothing
    #[arg(long, group = "step")]
    dry_run: bool,
    /// Keep it until another person approves it
    #[arg(long, group = "step")]
    propose: bool,
    /// Make the revision that was proposed; the file holds its `id` and the `actor` who approves
    #[arg(long, group = "step")]
    approve: bool,
}

pub(crate) async fn run(global: &Global, args: &ReviseArgs) -> anyhow::Result<ExitCode> {
    let name = args.file.display().to_string();
    let text = read(&args.file).with_context(|| {
        format!("reading {name} failed; name a file with a revision, or - for standard input")
    })?;
    let engine = match args.dry_run {
        true => output::open(global).await?,
        false => output::open_to_write(global).await?,
    };
    let planned = if args.approve {
        let approval = Approval::parse(&text)
            .with_context(|| format!("{name} is no approval; it has an id and an actor"))?;
        engine.approve(&approval).await
    } else {
        let revision = Revision::parse(&text).with_context(|| format!("{name} is no revision"))?;
        match args.propose {
            true => engine.propose(&revision).await,
            false => engine.plan(&revision).await,
        }
    };
    engine.close().await?;
    let plan = match planned {
        Ok(plan) => plan,
        Err(error @ ReviseError::Engine(_)) => return Err(error.into()),
        Err(error) => {
            output::remark(format!("parvaneh: {error}"));
            return Ok(ExitCode::from(FAILURES));
        }
    };
    let mut out = io::stdout().lock();
    match global.format {
        Format::Json => output::json(&mut out, &plan)?,
        Format::Table | Format::Csv => told(&mut out, &plan)?,
    }
    Ok(ExitCode::SUCCESS)
}

fn read(file: &PathBuf) -> io::Result<Vec<u8>> {
    let mut text = Vec::new();
    // One byte more than is taken tells that there are too many.
    let most = BYTES_MOST as u64 + 1;
    match file.as_os_str() == "-" {
        true => io::stdin().lock().take(most).read_to_end(&mut text)?,
        false => File::open(file)?.take(most).read_to_end(&mut text)?,
    };
    Ok(text)
}

/// The plan, for a registrar to read.
fn told(out: &mut impl Write, plan: &Plan) -> anyhow::Result<()> {
    let state = match plan.state {
        PlanState::DryRun => "would come to this; nothing was written",
        PlanState::Proposed => "is proposed and waits for another person's approval",
        PlanState::Revised => "is made",
    };
    output::line(out, format!("revision {} {state}", plan.id))?;
    for dossier in &plan.dossiers {
        of_dossier(out, dossier)?;
    }
    Ok(())
}

fn of_dossier(out: &mut impl Write, plan: &DossierPlan) -> anyhow::Result<()> {
    output::line(out, "")?;
    output::line(out, format!("{}, after row {}:", plan.number, plan.keeps))?;
    for act in &plan.entered {
        output::line(out, format!("  entered as act {act}"))?;
    }
    if let Some(until) = plan.time_until {
        let until = solar_hijri(until);
        output::line(out, format!("  time for the next request until {until}"))?;
    }
    for change in &plan.standings {
        let (from, through) = (solar_hijri(change.from), solar_hijri(change.through));
        let (was, is) = (change.was, change.is);
        output::line(out, format!("  {from} to {through}: {is} instead of {was}"))?;
    }
    for act in &plan.comes_out {
        let led_to = match act.led_to.as_slice() {
            [] => "nothing".to_owned(),
            names => names.join(", "),
        };
        let (name, on, comes_out) = (act.act, solar_hijri(act.on), act.comes_out);
        let text = format!("  act {name} of {on}, which led to {led_to}, comes out {comes_out}");
        output::line(out, text)?;
    }
    events(out, "  true no longer:", &plan.gone)?;
    events(out, "  true instead:", &plan.come)?;
    events(
        out,
        "  somebody was to be told, and it stands no longer:",
        &plan.told,
    )
}

fn events(out: &mut impl Write, heading: &str, events: &[Dated]) -> anyhow::Result<()> {
    if events.is_empty() {
        return Ok(());
    }
    output::line(out, heading)?;
    for dated in events {
        let (day, name) = (solar_hijri(dated.effective_on), dated.event.name());
        output::line(out, format!("    {day}: {name}"))?;
    }
    Ok(())
}
