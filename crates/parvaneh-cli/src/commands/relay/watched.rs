//! A sink, watched: that it is away is said on standard error within seconds, and that it is back.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use parvaneh_events::{CloudEvent, Progress, Sink, Stop, Taking};
use tokio::time::sleep;

use crate::output;

/// How long a sink may keep still before that is said; what it makes of what it was given then is waited for.
const STILL: Duration = Duration::from_secs(6);

/// Why a sink takes nothing, for as long as it does not.
#[derive(Clone, Debug, Default)]
pub(super) struct Away(Arc<Mutex<Option<String>>>);

impl Away {
    pub(super) fn why(&self) -> Option<String> {
        let why = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        why.clone()
    }

    /// Notes why, or that it is back; whether that is new.
    fn note(&self, why: Option<String>) -> bool {
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let is_new = known.is_some() != why.is_some();
        *known = why;
        is_new
    }
}

#[derive(Debug)]
pub(super) struct Watched {
    pub(super) name: String,
    pub(super) sink: Box<dyn Sink>,
    pub(super) away: Away,
}

impl Sink for Watched {
    fn take<'a>(&'a mut self, events: &'a [CloudEvent]) -> Taking<'a> {
        Box::pin(self.watch(events))
    }
}

impl Watched {
    async fn watch(&mut self, events: &[CloudEvent]) -> Progress {
        let Self { name, sink, away } = self;
        let mut taking = sink.take(events);
        let progress = tokio::select! {
            progress = &mut taking => progress,
            () = sleep(STILL) => {
                is_away(name, away, &format!("it has not answered for {STILL:?}"));
                taking.await
            }
        };
        match &progress.stopped {
            Some(Stop::Later { why, .. }) => is_away(name, away, why),
            None | Some(Stop::Refused { .. }) => {
                if away.note(None) {
                    output::remark(format!("{name} answers again"));
                }
            }
            Some(Stop::Gone { .. }) => {}
        }
        progress
    }
}

fn is_away(name: &str, away: &Away, why: &str) {
    if away.note(Some(why.to_owned())) {
        output::remark(format!("{name} takes nothing yet: {why}"));
    }
}
