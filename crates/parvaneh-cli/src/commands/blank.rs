//! `parvaneh blank`: texts that somebody wrote, forgotten.

use std::process::ExitCode;

use parvaneh::number::ByNumber;
use parvaneh::parties::BlankTexts;

use super::party::Why;
use crate::args::{Format, Global};
use crate::output::{self, line};

#[derive(clap::Args)]
pub(crate) struct BlankArgs {
    /// The dossier's number or id
    number: String,
    /// The regime, where dossiers of several have the number
    #[arg(long)]
    regime: Option<String>,
    /// An event whose texts are blanked, by its place in `parvaneh show`; may be given several times
    #[arg(long = "event", value_name = "N", required = true)]
    events: Vec<i64>,
    #[command(flatten)]
    why: Why,
}

pub(crate) async fn run(global: &Global, args: &BlankArgs) -> anyhow::Result<ExitCode> {
    let engine = output::open_to_write(global).await?;
    let which = BlankTexts {
        dossier: ByNumber {
            number: &args.number,
            regime: args.regime.as_deref(),
        },
        events: &args.events,
    };
    let blanked = engine.blank_texts(which, &args.why.change()).await?;
    engine.close().await?;
    let mut out = std::io::stdout().lock();
    match global.format {
        Format::Json => output::json(&mut out, &blanked)?,
        Format::Table | Format::Csv => {
            let events: Vec<String> = blanked.events.iter().map(ToString::to_string).collect();
            line(
                &mut out,
                format!(
                    "{}: {} texts of events {} are blanked, and {} kept commands, answers and proposals with them",
                    blanked.number,
                    blanked.texts,
                    events.join(", "),
                    blanked.elsewhere
                ),
            )?;
            if let [first, ..] = blanked.in_chain.as_slice() {
                line(
                    &mut out,
                    format!("others stand in the chain itself, as in event {first}, and were left"),
                )?;
            }
        }
    }
    Ok(ExitCode::SUCCESS)
}
