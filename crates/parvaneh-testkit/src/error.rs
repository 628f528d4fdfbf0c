//! Why a scenario cannot go on.

use std::path::PathBuf;

use parvaneh::EngineError;
use parvaneh::request::RequestError;
use parvaneh::workflows::WorkflowError;

use crate::script::ScriptError;

/// Why a scenario cannot go on. What the law refuses is no such reason: it is in the transcript.
#[derive(Debug, thiserror::Error)]
pub enum TestkitError {
    /// The engine failed.
    #[error(transparent)]
    Engine(#[from] EngineError),
    /// The workflows could not be read, or have no such edition.
    #[error(transparent)]
    Workflow(#[from] WorkflowError),
    /// A folder or a runtime could not be had.
    #[error("making a place for the scenario failed")]
    Place(#[source] std::io::Error),
    /// A file of the test could not be read or written.
    #[error("{what} {} failed", file.display())]
    File {
        /// What was attempted.
        what: &'static str,
        /// On which file.
        file: PathBuf,
        /// Why.
        #[source]
        source: std::io::Error,
    },
    /// A line of a script could not be played.
    #[error(transparent)]
    Script(#[from] Box<ScriptError>),
    /// What the scenario asks is read by the engine as no command.
    #[error("{command}: {problem}")]
    NoCommand {
        /// The command's name.
        command: String,
        /// What is wrong with it.
        problem: RequestError,
    },
    /// Something that the scenario says has no meaning.
    #[error("{0}")]
    Meaning(String),
    /// The last command came to something else than the scenario says.
    #[error("the last command was to be {expected}, and was {came_to}")]
    Otherwise {
        /// What the scenario says.
        expected: String,
        /// What became of it.
        came_to: String,
    },
    /// A transcript is kept nowhere that it could be compared with.
    #[error(
        "{} cannot be read; INSTA_UPDATE=always writes it, to be read before it is kept",
        file.display()
    )]
    NotKept {
        /// The file in which the transcript should be kept.
        file: PathBuf,
        /// Why.
        #[source]
        source: std::io::Error,
    },
    /// A transcript is not the one that is kept.
    #[error("{}:{line}: the transcript is another one\n  kept: {kept}\n  now:  {now}", file.display())]
    Differs {
        /// The file in which the transcript is kept.
        file: PathBuf,
        /// The first line that differs, from 1.
        line: usize,
        /// That line as it is kept; empty where the kept transcript is over.
        kept: String,
        /// The line as it is now; empty where the transcript is over.
        now: String,
    },
}

impl TestkitError {
    pub(crate) fn meaning(problem: impl Into<String>) -> Self {
        Self::Meaning(problem.into())
    }
}

/// An error with its causes, in a line.
pub(crate) fn chain(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(source) = cause {
        text = format!("{text}: {source}");
        cause = source.source();
    }
    text
}
