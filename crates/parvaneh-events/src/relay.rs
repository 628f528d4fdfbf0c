//! From the journal to a sink: in order, at least once, with several relays and whatever is killed.
//!
//! A relay holds a lease on its sink while it serves it. It reads what is whole of the journal after
//! the sink's position, gives it to the sink, and writes down how far the sink has come. A relay that
//! has lost the lease can write nothing any more. What it may still send, its successor sends too,
//! under the same ids.

mod batch;
mod letters;
mod serving;

use std::time::Duration;

use parvaneh_store::StoreError;
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

use crate::{ReadError, Reader, Sink, Start};
use serving::{Outcome, Serving};

/// How long there is nothing to relay before it is looked for again.
const IDLE: Duration = Duration::from_millis(50);

/// The same while transactions are waited for.
const AWAITING: Duration = Duration::from_millis(10);

/// How long another relay is left alone before its sink is asked for again.
const HELD_BY_ANOTHER: Duration = Duration::from_secs(1);

/// One sink, served from one register.
#[derive(Debug)]
pub struct Relay {
    /// The register.
    pub reader: Reader,
    /// The sink's name, under which is kept how far it has come.
    pub name: String,
    /// The sink.
    pub sink: Box<dyn Sink>,
    /// Where the sink goes on, forwards or back; none where it goes on from where it is, and one
    /// that nobody has served before from the beginning.
    pub start: Option<Start>,
    /// How long an event is tried that the sink may take later, before it is set aside as a dead
    /// letter. Whatever the sink asks for, it is not waited for longer. [`Until::Through`] is patient with
    /// the sink as a whole: once it has taken nothing for so long, each further event is tried once.
    pub patience: Duration,
}

/// How long a relay goes on.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Until {
    /// Until it is stopped.
    Stopped,
    /// Until the sink has everything that was there at the beginning.
    Through,
}

/// What a relay has done.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct Tally {
    /// How many events the sink took.
    pub taken: usize,
    /// How often an event was set aside, or tried again in vain: it is a dead letter.
    pub set_aside: usize,
    /// How many rows of the journal name no dossier, under which they could be set aside.
    pub astray: usize,
}

/// How a relay came to its end.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Ended {
    /// It was stopped.
    Stopped(Tally),
    /// The sink has everything that was there, or it was set aside.
    Through(Tally),
    /// Nobody takes anything there any more. What was not noted comes again.
    Gone {
        /// What was done before.
        tally: Tally,
        /// How that is known.
        why: String,
    },
    /// Another relay serves the sink.
    HeldByAnother,
}

impl Relay {
    /// Serves the sink until the end that is asked for. `stop` ends it within seconds. A register
    /// or a sink that is away is waited for.
    ///
    /// Where its future is dropped, its lease lapses within half a minute, and what it had not noted comes again.
    #[tracing::instrument(skip_all, fields(sink = %self.name))]
    pub async fn run(self, until: Until, stop: &CancellationToken) -> Result<Ended, ReadError> {
        let mut serving = Serving::new(self, Uuid::now_v7(), until);
        let ended = serve(&mut serving, stop).await;
        serving.leave().await;
        ended
    }
}

async fn serve(serving: &mut Serving, stop: &CancellationToken) -> Result<Ended, ReadError> {
    let until = serving.until;
    while !stop.is_cancelled() {
        let wait = match serving.step(stop).await {
            Ok(Outcome::Progressed) => continue,
            Ok(Outcome::Idle) if until == Until::Through && serving.is_through() => {
                return Ok(Ended::Through(serving.tally));
            }
            Ok(Outcome::Idle) if serving.awaits() => AWAITING,
            Ok(Outcome::Idle) => IDLE,
            Ok(Outcome::HeldByAnother) if until == Until::Through => {
                return Ok(Ended::HeldByAnother);
            }
            Ok(Outcome::HeldByAnother) => HELD_BY_ANOTHER,
            Ok(Outcome::Gone(why)) => {
                let tally = serving.tally;
                return Ok(Ended::Gone { tally, why });
            }
            Ok(Outcome::Wait(wait)) => wait,
            Err(ReadError::Store(error)) if comes_back(&error) => {
                tracing::warn!(%error, "the register is away");
                serving.register_is_away()
            }
            Err(error) => return Err(error),
        };
        tokio::select! {
            () = serving.pause(wait) => (),
            () = stop.cancelled() => (),
        }
    }
    Ok(Ended::Stopped(serving.tally))
}

/// Whether it is worth waiting for the register: nothing of what is to be read was changed.
fn comes_back(error: &StoreError) -> bool {
    error.is_passing()
        || matches!(
            error,
            StoreError::Unreachable { .. }
                | StoreError::NoConnection { .. }
                | StoreError::Busy { .. }
                | StoreError::TimedOut { .. }
        )
}
