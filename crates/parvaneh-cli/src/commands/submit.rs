//! `parvaneh submit`: commands in, answers out, a line each.

use std::fs::File;
use std::io::{self, Read};
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Context;
use parvaneh::bounds::{BYTES_MOST, TooLarge};
use parvaneh::parties::Registered;
use parvaneh::request::{RequestError, SubmittedLine};
use parvaneh::store::StoreError;
use parvaneh::text_file::Lines;
use parvaneh::{Answer, Engine, EngineError};
use serde::Serialize;

use crate::args::Global;
use crate::exit::FAILURES;
use crate::output;

#[derive(clap::Args)]
pub(crate) struct SubmitArgs {
    /// A file of commands, one JSON object a line; - for standard input
    file: PathBuf,
}

/// Answers every line; a line that cannot be read, or a command that fails, is answered with an
/// error and the rest go on.
pub(crate) async fn run(global: &Global, args: &SubmitArgs) -> anyhow::Result<ExitCode> {
    let name = args.file.display().to_string();
    let input: Box<dyn Read> = if name == "-" {
        Box::new(io::stdin().lock())
    } else {
        let file = File::open(&args.file).with_context(|| {
            format!("opening {name} failed; name a file of commands, or - for standard input")
        })?;
        Box::new(file)
    };
    let engine = output::open_to_write(global).await?;
    let mut out = io::stdout().lock();
    let mut code = ExitCode::SUCCESS;
    let unreadable = |line: u64| format!("reading line {line} of {name} failed");
    let mut lines = Lines::recognised(input, BYTES_MOST).with_context(|| unreadable(1))?;
    loop {
        let number = lines.count() + 1;
        let line = lines.next_line().with_context(|| unreadable(number))?;
        let Some(line) = line else { break };
        if line.text.trim_ascii().is_empty() {
            continue;
        }
        let parsed = match line.is_cut {
            false => SubmittedLine::parse(&line.text).map_err(|error| error.to_string()),
            true => Err(RequestError::from(TooLarge::Bytes).to_string()),
        };
        let answer = match parsed {
            Err(error) => {
                // serde_json counts lines from 1 within each text that it reads: its number is dropped.
                let error = error.replace(" at line 1 column", " at column");
                Err(format!("line {number} is no command: {error}"))
            }
            Ok(request) => match answer(&engine, &request).await {
                Ok(answer) => Ok(answer),
                // What stops this line would stop every other one.
                Err(EngineError::Store(error)) if !error.is_about_one_dossier() => {
                    return Err(error.into());
                }
                Err(error) if is_lost(&error) => {
                    let which = || format!("line {number} of {name} has no answer");
                    return Err(anyhow::Error::new(error)).with_context(which);
                }
                Err(error) => Err(format!("line {number}: {:#}", anyhow::Error::new(error))),
            },
        };
        match answer {
            Ok(Outcome::Command(answer)) => output::json(&mut out, &answer)?,
            Ok(Outcome::Party(registered)) => output::sorted_json(&mut out, &registered)?,
            Err(error) => {
                code = ExitCode::from(FAILURES);
                let failed = Failed {
                    line: number,
                    outcome: "failed",
                    error,
                };
                output::sorted_json(&mut out, &failed)?;
            }
        }
    }
    engine.close().await?;
    Ok(code)
}

/// What came of a line.
enum Outcome {
    Command(Answer),
    Party(Registered),
}

/// Whether the register was lost over it, and not to other writers.
fn is_lost(error: &EngineError) -> bool {
    matches!(
        error,
        EngineError::Contended {
            source: StoreError::Lost { .. }
                | StoreError::Unanswered { .. }
                | StoreError::Uncertain { .. },
            ..
        }
    )
}

/// A line that could not be answered.
#[derive(Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub(crate) struct Failed {
    /// Which, from 1.
    line: u64,
    /// `failed`.
    #[cfg_attr(feature = "schema", schemars(extend("const" = "failed")))]
    outcome: &'static str,
    /// What is wrong with it.
    error: String,
}

async fn answer(engine: &Engine, line: &SubmittedLine) -> Result<Outcome, EngineError> {
    Ok(match line {
        SubmittedLine::Command(request) => Outcome::Command(engine.handle(request).await?),
        SubmittedLine::Party(party) => Outcome::Party(engine.register_party(party).await?),
    })
}
