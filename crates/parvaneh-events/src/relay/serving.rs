//! A relay at work: what it knows between two steps.

use std::time::Duration;

use parvaneh_store::{Pauses, Store};
use tokio::time::{Instant, MissedTickBehavior, interval, sleep, sleep_until};
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

use super::batch::Batch;
use super::{Relay, Tally, Until};
use crate::{CloudEvent, Progress, ReadError, Stop};

/// How often the lease is renewed while a sink takes its time; it lasts three times as long.
const RENEWAL: Duration = Duration::from_secs(3);

/// How long a sink may still take what it was given once the relay is to stop.
const GRACE: Duration = Duration::from_secs(5);

/// What came of one step.
pub(super) enum Outcome {
    /// Something was done, and there may be more.
    Progressed,
    /// There is nothing to do.
    Idle,
    /// Nothing is to be done for so long.
    Wait(Duration),
    /// Another relay has the sink.
    HeldByAnother,
    /// Nobody takes anything there any more, for this reason.
    Gone(String),
}

/// What the sink did with what it was given.
pub(super) enum Given {
    Progress(Progress),
    /// Another relay has it by now.
    LeaseLost,
    /// It did not answer before the relay had to stop.
    Cut,
}

pub(super) struct Serving {
    pub(super) relay: Relay,
    pub(super) id: Uuid,
    pub(super) until: Until,
    pub(super) tally: Tally,
    /// How far the sink has come; none while the relay does not have it.
    pub(super) position: Option<i64>,
    /// When the lease was last renewed while there was nothing to send.
    kept: Instant,
    /// Since the sink last took something.
    pauses: Pauses,
    failing: Option<Failing>,
    /// Since the register was last there.
    register_pauses: Pauses,
}

/// The event at the front, which the sink may take later.
struct Failing {
    /// When it was first tried; where the sink has lost our patience, when that began.
    since: Instant,
    attempts: u32,
}

impl Serving {
    pub(super) fn new(relay: Relay, id: Uuid, until: Until) -> Self {
        Self {
            relay,
            id,
            until,
            tally: Tally::default(),
            position: None,
            kept: Instant::now(),
            pauses: Pauses::without_end(),
            failing: None,
            register_pauses: Pauses::without_end(),
        }
    }

    pub(super) fn store(&self) -> &Store {
        &self.relay.reader.store
    }

    /// Whether there is more as soon as open transactions are over.
    pub(super) fn awaits(&self) -> bool {
        self.relay.reader.awaits()
    }

    /// Whether the sink has everything that was there when the relay began.
    pub(super) fn is_through(&self) -> bool {
        let newest = self.relay.reader.newest_at_first();
        self.position
            .zip(newest)
            .is_some_and(|(at, newest)| newest <= at)
    }

    /// How long to wait for the register. The sink has to be taken again.
    pub(super) fn register_is_away(&mut self) -> Duration {
        self.position = None;
        self.register_pauses.next_or_longest()
    }

    /// Waits, and keeps the lease meanwhile where the relay has it: another relay would try the sink
    /// at once, which is what the pause is to prevent.
    pub(super) async fn pause(&mut self, wait: Duration) {
        let until = Instant::now() + wait;
        while self.position.is_some() && RENEWAL < until - Instant::now() {
            sleep(RENEWAL).await;
            match self.store().keep_sink(&self.relay.name, self.id).await {
                Ok(true) => {}
                Ok(false) => self.position = None,
                Err(error) => {
                    tracing::warn!(%error, "the register is away");
                    self.position = None;
                }
            }
        }
        sleep_until(until).await;
    }

    /// Lets another relay have the sink. Where this does not come through, the lease ends.
    pub(super) async fn leave(&self) {
        let left = self.store().leave_sink(&self.relay.name, self.id).await;
        if let Err(error) = left {
            tracing::debug!(sink = self.relay.name, %error, "leaving the sink failed");
        }
    }

    /// Gives the sink the next events, or finds that there is nothing to give.
    pub(super) async fn step(&mut self, stop: &CancellationToken) -> Result<Outcome, ReadError> {
        let Some(at) = self.take_sink().await? else {
            return Ok(Outcome::HeldByAnother);
        };
        if let Some(step) = self.retry_letters(stop).await? {
            return Ok(step);
        }
        let events = self.relay.reader.after(at).await?;
        self.register_pauses = Pauses::without_end();
        if events.is_empty() {
            // Renewing is a write, and a relay without work should cost next to nothing.
            if RENEWAL <= self.kept.elapsed() {
                self.kept = Instant::now();
                if !self.store().keep_sink(&self.relay.name, self.id).await? {
                    self.position = None;
                }
            }
            return Ok(Outcome::Idle);
        }
        let blocked = self.store().blocked_dossiers(&self.relay.name).await?;
        let batch = Batch::new(events, &blocked.into_iter().collect());
        let begun = Instant::now();
        match self.give(batch.to_give(), stop).await? {
            Given::Progress(progress) => self.note(batch, progress, begun).await,
            Given::LeaseLost => {
                self.position = None;
                Ok(Outcome::HeldByAnother)
            }
            Given::Cut => Ok(Outcome::Idle),
        }
    }

    /// Notes how far the sink has come that was given a batch at this time, and what it will not take.
    async fn note(
        &mut self,
        batch: Batch,
        progress: Progress,
        begun: Instant,
    ) -> Result<Outcome, ReadError> {
        let Progress { taken, stopped } = progress;
        if 0 < taken {
            self.failing = None;
            self.pauses = Pauses::without_end();
        }
        let (refused, step) = match stopped {
            None => (None, Outcome::Progressed),
            Some(Stop::Refused { why }) => {
                self.failing = None;
                (Some((why, 1)), Outcome::Progressed)
            }
            Some(Stop::Gone { why }) => (None, Outcome::Gone(why)),
            Some(Stop::Later { after, why }) => self.later(after, why, begun),
        };
        if refused.is_some() {
            self.pauses = Pauses::without_end();
        }
        let reached = batch.reached(taken, refused);
        let name = &self.relay.name;
        let kept =
            self.store()
                .note_sink(name, self.id, (reached.position, taken), &reached.parked);
        if kept.await? {
            self.position = Some(reached.position);
            self.tally.taken += taken;
            self.tally.set_aside += reached.parked.len();
            self.tally.astray += reached.astray;
            if 0 < reached.astray {
                let (rows, position) = (reached.astray, reached.position);
                tracing::warn!(
                    sink = name,
                    rows,
                    position,
                    "rows of no dossier are passed over"
                );
            }
            Ok(step)
        } else {
            self.position = None;
            Ok(Outcome::HeldByAnother)
        }
    }

    /// What becomes of an event that the sink may take later, and was tried from `begun` on: it waits, at most
    /// as long as we are patient, or it is set aside.
    fn later(
        &mut self,
        after: Option<Duration>,
        why: String,
        begun: Instant,
    ) -> (Option<(String, u32)>, Outcome) {
        let failing = self.failing.get_or_insert(Failing {
            since: begun,
            attempts: 0,
        });
        failing.attempts += 1;
        let (attempts, tried_for) = (failing.attempts, failing.since.elapsed());
        let sink = &self.relay.name;
        tracing::warn!(sink, attempts, why, "the sink takes nothing");
        let left = self.relay.patience.saturating_sub(tried_for);
        if !left.is_zero() {
            let wait = self.pauses.next_or_longest();
            let wait = after.unwrap_or(wait).max(wait);
            return (None, Outcome::Wait(wait.min(left)));
        }
        match self.until {
            // The next event may be one that the sink takes, and is waited for as long.
            Until::Stopped => self.failing = None,
            // Whoever waits for the end does not wait so long for each of many.
            Until::Through => failing.attempts = 0,
        }
        (Some((why, attempts)), Outcome::Progressed)
    }

    /// Gives the sink events, keeping it meanwhile.
    pub(super) async fn give(
        &mut self,
        events: &[CloudEvent],
        stop: &CancellationToken,
    ) -> Result<Given, ReadError> {
        if events.is_empty() {
            return Ok(Given::Progress(Progress::all(0)));
        }
        let Relay {
            reader, name, sink, ..
        } = &mut self.relay;
        let store = &reader.store;
        let mut renewal = interval(RENEWAL);
        renewal.set_missed_tick_behavior(MissedTickBehavior::Delay);
        renewal.tick().await;
        let cut = async {
            stop.cancelled().await;
            sleep(GRACE).await;
        };
        let taking = sink.take(events);
        tokio::pin!(cut, taking);
        loop {
            tokio::select! {
                progress = &mut taking => return Ok(Given::Progress(progress)),
                () = &mut cut => return Ok(Given::Cut),
                _ = renewal.tick() => {
                    if !store.keep_sink(name, self.id).await? {
                        return Ok(Given::LeaseLost);
                    }
                }
            }
        }
    }

    /// Counts a letter among what the sink has taken, which leaves it where it is; false where
    /// another relay has the sink by now.
    pub(super) async fn took_letter(&mut self, letter: i64) -> Result<bool, ReadError> {
        let name = &self.relay.name;
        let is_kept = self.store().sink_took_letter(name, self.id, letter).await?;
        match is_kept {
            true => self.tally.taken += 1,
            false => self.position = None,
        }
        Ok(is_kept)
    }

    /// How far the sink has come, if this relay has it or can have it.
    async fn take_sink(&mut self) -> Result<Option<i64>, ReadError> {
        if self.position.is_some() {
            return Ok(self.position);
        }
        let Relay {
            reader,
            name,
            start,
            ..
        } = &mut self.relay;
        let store = &reader.store;
        self.kept = Instant::now();
        self.position = store.take_sink(name, self.id).await?;
        if self.position.is_some()
            && let Some(point) = *start
        {
            let position = reader.find(point).await?;
            if store.move_sink(name, self.id, position).await? {
                self.position = Some(position);
                *start = None;
            }
        }
        Ok(self.position)
    }
}
