//! Exit codes, and the one sentence that goes with a failure.

use std::process::ExitCode;

use parvaneh::EngineError;
use parvaneh::comparison::CompareError;
use parvaneh::import::ImportError;
use parvaneh::import_register::RegisterFileError;
use parvaneh::quarterly::QuarterlyError;
use parvaneh::store::in_full;
use parvaneh::sweep::SweepError;

use crate::output;

/// Done, but some dossiers or commands failed.
pub(crate) const FAILURES: u8 = 3;
/// Stopped before it was written: by a brake, or by the gap.
const STOPPED: u8 = 4;
/// Contradictions were found.
pub(crate) const CONTRADICTIONS: u8 = 5;
/// Another run holds the lock (EX_TEMPFAIL).
pub(crate) const LOCKED: u8 = 75;
/// Whoever read what was printed is gone, and not everything was: as of a program that SIGPIPE ends.
pub(crate) const NO_READER: u8 = 141;
/// Wrong usage.
const USAGE: u8 = 2;

/// Another run of the same register is going on.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Locked {
    /// The lock file says which.
    #[error("{holder} and holds {path}; try again when it has ended, or find out why it hangs")]
    By {
        /// What it is, and since when.
        holder: String,
        /// The lock file.
        path: String,
    },
    /// Nothing says which.
    #[error("another run holds {0}; try again when it has ended, or find out why it hangs")]
    BySomebody(String),
}

/// The command line asks for what there is not.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub(crate) struct Usage(pub(crate) String);

/// Says what went wrong on standard error, and which code goes with it.
pub(crate) fn report(error: &anyhow::Error) -> ExitCode {
    let sentence = in_full(error.as_ref());
    output::remark(format!("parvaneh: {}", sentence.replace('\n', " ")));
    ExitCode::from(code(error))
}

/// Says of each dossier that was left out what is wrong with it; the code is 3 where there is one.
pub(crate) fn left_out(problems: impl IntoIterator<Item = EngineError>) -> ExitCode {
    let mut code = ExitCode::SUCCESS;
    for problem in problems {
        report(&problem.into());
        code = ExitCode::from(FAILURES);
    }
    code
}

fn code(error: &anyhow::Error) -> u8 {
    if error.is::<Usage>() {
        return USAGE;
    }
    if error.is::<Locked>() {
        return LOCKED;
    }
    match error.downcast_ref::<QuarterlyError>() {
        Some(
            QuarterlyError::WhichRegime { .. }
            | QuarterlyError::OtherCalendar { .. }
            | QuarterlyError::NotOver { .. },
        ) => return USAGE,
        Some(QuarterlyError::Engine(_)) | None => {}
    }
    match error.downcast_ref::<CompareError>() {
        Some(CompareError::TwoRegimes { .. } | CompareError::NoSuchEdition(_)) => return USAGE,
        Some(CompareError::Engine(_)) | None => {}
    }
    if is_kept_out(error) {
        return LOCKED;
    }
    if let Some(ImportError::TooManyGone { .. }) = error.downcast_ref::<ImportError>() {
        return STOPPED;
    }
    match error.downcast_ref::<SweepError>() {
        Some(SweepError::Brake { .. } | SweepError::Gap { .. }) => STOPPED,
        Some(SweepError::FutureNeedsDryRun { .. }) => USAGE,
        Some(SweepError::Running { .. } | SweepError::NothingToJoin) => LOCKED,
        Some(_) | None => 1,
    }
}

/// Whether an import is kept out by another run, or anything by an import.
fn is_kept_out(error: &anyhow::Error) -> bool {
    matches!(
        error.downcast_ref::<ImportError>(),
        Some(ImportError::Running(_))
    ) || matches!(
        error.downcast_ref::<RegisterFileError>(),
        Some(RegisterFileError::Running(_))
    ) || matches!(
        error.downcast_ref::<EngineError>(),
        Some(EngineError::BeingImported(..))
    )
}

/// Lets a write beyond the file size limit fail, instead of ending the process in its midst.
pub(crate) fn survive_a_full_disk() -> anyhow::Result<()> {
    #[cfg(unix)]
    {
        /// Sent for a write beyond `RLIMIT_FSIZE`; the number is the same on Linux and macOS.
        const SIGXFSZ: i32 = 25;
        let kind = tokio::signal::unix::SignalKind::from_raw(SIGXFSZ);
        drop(tokio::signal::unix::signal(kind)?);
    }
    Ok(())
}
