//! What the relays of one process came to: in a line each, and with one exit code.

use std::process::ExitCode;

use parvaneh_events::{Ended, ReadError, Tally, Until};

use crate::exit::{self, FAILURES, LOCKED, NO_READER};
use crate::output;

/// The worst of them is the exit code: a relay that failed, events that were set aside, a reader that is gone,
/// a sink that another relay serves.
#[derive(Debug, Default)]
pub(super) struct AllEnded {
    failed: Option<ExitCode>,
    set_aside: bool,
    no_reader: bool,
    held: bool,
}

impl AllEnded {
    /// Adds what came of one, and says it. `away` is why its sink takes nothing, if it does not.
    pub(super) fn add(
        &mut self,
        name: &str,
        until: Until,
        ended: Result<Ended, ReadError>,
        away: Option<String>,
    ) {
        match ended {
            Ok(Ended::Stopped(tally) | Ended::Through(tally)) => {
                let is_whole = tally.set_aside == 0 && tally.astray == 0;
                // Whoever stops a relay that goes on does not ask for its letters.
                self.set_aside |= !is_whole && until == Until::Through;
                output::remark(told(name, tally, away));
            }
            Ok(Ended::Gone { tally, why }) => {
                self.no_reader = true;
                output::remark(told(name, tally, Some(why)));
            }
            Ok(Ended::HeldByAnother) => {
                self.held = true;
                output::remark(format!("{name}: another relay serves this sink"));
            }
            // The other sinks go on.
            Err(error) => {
                let error = anyhow::Error::from(error);
                let error = error.context(format!("relaying to {name} failed"));
                self.failed = Some(exit::report(&error));
            }
        }
    }

    pub(super) fn code(&self) -> ExitCode {
        if let Some(failed) = self.failed {
            return failed;
        }
        match (self.set_aside, self.no_reader, self.held) {
            (true, _, _) => ExitCode::from(FAILURES),
            (false, true, _) => ExitCode::from(NO_READER),
            (false, false, true) => ExitCode::from(LOCKED),
            (false, false, false) => ExitCode::SUCCESS,
        }
    }
}

fn told(name: &str, tally: Tally, trouble: Option<String>) -> String {
    let mut told = format!("{name}: {} events", tally.taken);
    if 0 < tally.set_aside {
        let letters = format!(
            ", {} set aside, see `parvaneh letters list`",
            tally.set_aside
        );
        told.push_str(&letters);
    }
    if 0 < tally.astray {
        let astray = format!(", {} of no dossier, see `parvaneh verify`", tally.astray);
        told.push_str(&astray);
    }
    if let Some(why) = trouble {
        told.push_str(&format!("; it takes nothing: {why}"));
    }
    told
}
