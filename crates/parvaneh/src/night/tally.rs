//! What the batches of a night came to, added up in its report.

use std::collections::HashSet;

use parvaneh_core::dossier::Event;
use parvaneh_core::renewal;
use uuid::Uuid;

use super::report::{Failure, Report};
use super::restating::is_an_expiry;
use super::settling::{BatchOutcome, Settled};
use crate::again::again;
use crate::{Engine, EngineError};

/// A report that is being added up, and the progress that is shown meanwhile.
pub(super) struct Tally<'a, P> {
    pub(super) engine: &'a Engine,
    pub(super) report: &'a mut Report,
    /// Dossiers that are known to fail.
    pub(super) failed: HashSet<i64>,
    /// Called after each batch with how many of how many are done.
    progress: P,
}

impl<'a, P: FnMut(usize, usize)> Tally<'a, P> {
    /// Nothing yet.
    pub(super) fn of(engine: &'a Engine, report: &'a mut Report, progress: P) -> Self {
        Self {
            engine,
            report,
            failed: HashSet::new(),
            progress,
        }
    }

    /// Adds a batch. A dossier that was tried several times fails once.
    pub(super) async fn add(&mut self, outcome: BatchOutcome) -> Result<(), EngineError> {
        let report = &mut *self.report;
        count(&outcome.settled, report);
        report.uncertain += outcome.uncertain;
        for failure in outcome.failures {
            if !self.failed.insert(failure.dossier) {
                continue;
            }
            let store = &self.engine.store;
            let row = again(async || Ok(store.dossier(failure.dossier).await?)).await?;
            let (id, number) = row.map_or((Uuid::nil(), String::new()), |row| (row.id, row.number));
            let (code, message) = (failure.code, failure.message);
            tracing::warn!(%id, number, code, message, "dossier not settled");
            report.failures.push(Failure {
                id,
                number,
                code,
                message,
            });
        }
        (self.progress)(report.settled + report.failures.len(), report.due);
        Ok(())
    }
}

fn count(settled: &[Settled], report: &mut Report) {
    for one in settled {
        if let Some(before) = one.restated {
            report.restated += 1;
            let expires = one.events.iter().any(is_an_expiry);
            report.expired_before += usize::from(before.had_expired && expires);
        }
        for dated in &one.events {
            *report.events.entry(dated.event.name()).or_default() += 1;
            if let Event::Renewal(renewal::Event::ReminderDue {
                current_through, ..
            }) = &dated.event
            {
                if report.as_of <= *current_through {
                    report.reminders.to_send += 1;
                } else {
                    report.reminders.superseded += 1;
                }
            }
        }
    }
    report.settled += settled.len();
}
