//! `parvaneh submit`: commands in, answers out, a line each.

mod ahead;

use std::fs::File;
use std::io::{self, Read, StdoutLock, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Context;
use parvaneh::parties::NewParty;
use parvaneh::request::SubmittedLine;
use parvaneh::store::in_full;
use parvaneh::{Answer, Engine, EngineError, Request};
use serde::Serialize;
use uuid::Uuid;

use crate::args::Global;
use crate::exit::FAILURES;
use crate::output;
use ahead::{Ahead, Line};

#[derive(clap::Args)]
pub(crate) struct SubmitArgs {
    /// A file of commands, one JSON object a line; - for standard input
    file: PathBuf,
}

/// Answers every line; a line that cannot be read, or a command that fails, is answered with an
/// error and the rest go on.
pub(crate) async fn run(global: &Global, args: &SubmitArgs) -> anyhow::Result<ExitCode> {
    let name = args.file.display().to_string();
    let input: Box<dyn Read + Send> = if name == "-" {
        Box::new(io::stdin())
    } else {
        let file = File::open(&args.file).with_context(|| {
            format!("opening {name} failed; name a file of commands, or - for standard input")
        })?;
        Box::new(file)
    };
    let engine = output::open_to_write(global).await?;
    let mut lines = Ahead::of(input, &name)?;
    let mut answering = Answering {
        engine: &engine,
        name: &name,
        out: io::stdout().lock(),
        code: ExitCode::SUCCESS,
    };
    while let Some(some) = lines.next().await {
        answering.answer(some?).await?;
    }
    let code = answering.code;
    engine.close().await?;
    Ok(code)
}

/// Where answers go.
struct Answering<'a> {
    engine: &'a Engine,
    name: &'a str,
    out: StdoutLock<'static>,
    code: ExitCode,
}

impl Answering<'_> {
    /// Answers some lines in their order; commands that follow one another are answered together.
    async fn answer(&mut self, lines: Vec<Line>) -> anyhow::Result<()> {
        let (mut numbers, mut requests) = (Vec::new(), Vec::new());
        for Line { number, said, .. } in lines {
            match said {
                Ok(SubmittedLine::Command(request)) => {
                    numbers.push(number);
                    requests.push(*request);
                    continue;
                }
                Ok(SubmittedLine::Party(party)) => {
                    self.commands(&mut numbers, &mut requests).await?;
                    self.party(number, &party).await?;
                }
                Err(error) => {
                    self.commands(&mut numbers, &mut requests).await?;
                    self.failed(Failed::unread(number, error))?;
                }
            }
        }
        self.commands(&mut numbers, &mut requests).await?;
        Ok(self.out.flush()?)
    }

    /// Answers commands that follow one another. `numbers`: of their lines.
    async fn commands(
        &mut self,
        numbers: &mut Vec<u64>,
        requests: &mut Vec<Request>,
    ) -> anyhow::Result<()> {
        let (numbers, requests) = (std::mem::take(numbers), std::mem::take(requests));
        let (engine, name) = (self.engine, self.name);
        let mut answered = 0;
        let each = |at: usize, answer: Result<Answer, EngineError>| -> anyhow::Result<()> {
            answered = at + 1;
            match answer {
                Ok(answer) => output::json(&mut self.out, &answer),
                Err(error) => self.failed(Failed::of(numbers[at], Some(requests[at].id), &error)),
            }
        };
        let all = engine.handle_all(&requests, each).await;
        // Where an answer cannot be printed, that is what is wrong, and no line. Otherwise it is the first line
        // without an answer.
        all.map_err(|error| match error.downcast_ref::<EngineError>() {
            Some(_) => error.context(format!(
                "line {} of {name} has no answer",
                numbers[answered]
            )),
            None => error,
        })
    }

    async fn party(&mut self, number: u64, party: &NewParty) -> anyhow::Result<()> {
        match self.engine.register_party(party).await {
            Ok(registered) => output::sorted_json(&mut self.out, &registered),
            // What stops this line would stop every other one.
            Err(error) if self.engine.is_lost_by(&error) => {
                let which = format!("line {number} of {} has no answer", self.name);
                Err(anyhow::Error::new(error).context(which))
            }
            Err(error) => self.failed(Failed::of(number, None, &error)),
        }
    }

    fn failed(&mut self, failed: Failed) -> anyhow::Result<()> {
        self.code = ExitCode::from(FAILURES);
        output::sorted_json(&mut self.out, &failed)
    }
}

/// A line that could not be answered.
#[derive(Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub(crate) struct Failed {
    /// Which, from 1.
    line: u64,
    /// The command's id, where the line is a command.
    #[cfg_attr(feature = "schema", schemars(with = "Option<String>", extend("format" = "uuid")))]
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<Uuid>,
    /// `failed`.
    #[cfg_attr(feature = "schema", schemars(extend("const" = "failed")))]
    outcome: &'static str,
    /// What is wrong, in a word that stays the same: `unreadable_line` where it is no command and no party.
    code: &'static str,
    /// What is wrong with it.
    error: String,
}

impl Failed {
    /// Of a line that is no command and no party.
    fn unread(line: u64, error: String) -> Self {
        Self {
            line,
            id: None,
            outcome: "failed",
            code: "unreadable_line",
            error,
        }
    }

    /// Of a line that could be read; `id`: of a command.
    fn of(line: u64, id: Option<Uuid>, error: &EngineError) -> Self {
        Self {
            line,
            id,
            outcome: "failed",
            code: error.code(),
            error: format!("line {line}: {}", in_full(error)),
        }
    }
}
