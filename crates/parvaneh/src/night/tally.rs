//! What the batches of a night came to, added up in its report.

use std::collections::HashSet;

use parvaneh_core::dossier::Event;
use parvaneh_core::renewal;
use uuid::Uuid;

use super::report::{Failure, KEPT, Report};
use super::restating::is_an_expiry;
use super::settling::{BatchFailure, BatchOutcome, Settled};
use crate::again::again;
use crate::unreadable::known_as;
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

    /// Adds dossiers that cannot be tried at all.
    pub(super) async fn add_failures(
        &mut self,
        failures: Vec<BatchFailure>,
    ) -> Result<(), EngineError> {
        let outcome = BatchOutcome {
            failures,
            ..BatchOutcome::default()
        };
        self.add(outcome).await
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
            // Of those that a report does not keep nobody asks for the name.
            let (id, number) = match report.failures.len() < KEPT {
                true => again(async || named(self.engine, failure.dossier).await).await?,
                false => (Uuid::nil(), format!("dossier {}", failure.dossier)),
            };
            let (code, message) = (failure.code, failure.message);
            tracing::warn!(%id, number, code, message, "dossier not settled");
            report.fails(Failure {
                id,
                number,
                code,
                message,
            });
        }
        (self.progress)(report.settled + report.failed(), report.due);
        Ok(())
    }
}

/// The id and the number of a dossier, as far as they can be read.
async fn named(engine: &Engine, key: i64) -> Result<(Uuid, String), EngineError> {
    match engine.store.dossier(key).await {
        Ok(Some(row)) => Ok((row.id, row.number)),
        Err(error) if !error.is_about_one_dossier() => Err(error.into()),
        Ok(None) | Err(_) => Ok((Uuid::nil(), known_as(&engine.store, key).await)),
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
