//! Dead letters that somebody wants tried again.

use tokio_util::sync::CancellationToken;

use super::serving::{Given, Outcome, Serving};
use crate::{Progress, ReadError, Stop};

/// How many are tried in one step.
const LETTERS: u32 = 100;

impl Serving {
    /// Gives the sink the first letter of each dossier that is to be tried again; none where there
    /// is no such letter.
    pub(super) async fn retry_letters(
        &mut self,
        stop: &CancellationToken,
    ) -> Result<Option<Outcome>, ReadError> {
        let name = self.relay.name.clone();
        let letters = self.store().letters_to_retry(&name, LETTERS).await?;
        if letters.is_empty() {
            return Ok(None);
        }
        for (seq, recorded) in letters {
            let read = self.relay.reader.published(vec![recorded]).await?;
            let events: Result<Vec<_>, _> = read.into_iter().map(|read| read.event).collect();
            let events = match events {
                Ok(events) => events,
                Err(unreadable) => {
                    let why = unreadable.to_string();
                    self.refused_letter(seq, &why).await?;
                    continue;
                }
            };
            let Progress { stopped, .. } = match self.give(&events, stop).await? {
                Given::Progress(progress) => progress,
                Given::LeaseLost => {
                    self.position = None;
                    return Ok(Some(Outcome::HeldByAnother));
                }
                Given::Cut => return Ok(Some(Outcome::Idle)),
            };
            match stopped {
                None => {
                    if !self.took_letter(seq).await? {
                        return Ok(Some(Outcome::HeldByAnother));
                    }
                }
                Some(Stop::Refused { why } | Stop::Later { why, .. }) => {
                    self.refused_letter(seq, &why).await?;
                }
                Some(Stop::Gone { why }) => return Ok(Some(Outcome::Gone(why))),
            }
        }
        Ok(Some(Outcome::Progressed))
    }

    async fn refused_letter(&mut self, seq: i64, why: &str) -> Result<(), ReadError> {
        self.store().letter_refused(seq, why).await?;
        self.tally.set_aside += 1;
        Ok(())
    }
}
