//! Many commands, of which some share a transaction.

use std::time::{Duration, Instant};

use parvaneh_core::number::normalise;
use parvaneh_core::party::identifiers_meant;
use parvaneh_store::{StoreError, Wanted};

use super::answer::Answer;
use super::identity::said_of;
use super::request::Request;
use crate::{Engine, EngineError};

/// How many commands share a transaction at the most, and for about how long: others wait for their dossiers.
const TOGETHER: usize = 500;
const LONGEST: Duration = Duration::from_secs(1);

/// What became of commands that shared a transaction, the first of some.
type Answered = Vec<Result<Answer, EngineError>>;

impl Engine {
    /// Answers many commands in their order, each as [`Engine::handle`] does: what is refused or fails undoes none of
    /// its neighbours. Some hundred share a transaction, so that the disk is waited for once. `each` is called with
    /// the place of a command, from 0, and with its answer, once that is in the register.
    ///
    /// Fails where the register is lost, at the first command for which `each` was not called, or where `each` fails.
    /// A command for which it was not called may be recorded or not: sent again, under its id, it is answered the
    /// same. So it is where the future is dropped.
    pub async fn handle_all<E: From<EngineError>>(
        &self,
        requests: &[Request],
        mut each: impl FnMut(usize, Result<Answer, EngineError>) -> Result<(), E>,
    ) -> Result<(), E> {
        let mut place = 0;
        // How many to try together: fewer after some that could not be.
        let mut size = TOGETHER;
        // That some may be recorded already says more than why that could not be found out.
        let mut uncertain = None;
        while let Some(rest) = requests.get(place..).filter(|rest| !rest.is_empty()) {
            let some = &rest[..rest.len().min(size)];
            let answered = match some {
                [one] => vec![self.handle(one).await],
                several => match self.together(several).await {
                    Ok(answered) => answered,
                    // One that stands in the way of the others is found in halves; another writer, where it was one,
                    // is waited for where a command is answered by itself.
                    Err(error) => {
                        tracing::debug!(%error, "commands are answered in smaller parts");
                        size = several.len() / 2;
                        if let EngineError::Store(StoreError::Uncertain { .. }) = error {
                            uncertain = Some(error);
                        }
                        continue;
                    }
                },
            };
            size = TOGETHER.min(2 * size);
            for answer in answered {
                match answer {
                    Err(error) if self.is_lost_by(&error) => {
                        return Err(uncertain.unwrap_or(error).into());
                    }
                    answer => each(place, answer)?,
                }
                place += 1;
            }
        }
        Ok(())
    }

    /// Answers commands in one transaction, all or the first of them. Fails where the database refuses anything, or a
    /// command fails that has written something: then nothing is written at all.
    async fn together(&self, requests: &[Request]) -> Result<Answered, EngineError> {
        let wanted: Vec<Wanted> = requests.iter().map(wanted).collect();
        let (mut tx, joined) = self.store.begin_write_at().await?;
        tx.gather(&wanted).await?;
        let begun = Instant::now();
        let mut answers = Vec::with_capacity(requests.len());
        for request in requests {
            let writes = tx.writes();
            match self.answer(&tx, joined, request).await {
                Err(error @ EngineError::Store(_)) => return Err(error),
                Err(error) if writes != tx.writes() => return Err(error),
                answer => answers.push(answer),
            }
            if LONGEST < begun.elapsed() {
                break;
            }
        }
        tx.commit().await?;
        self.has_judged().await?;
        Ok(answers)
    }

    /// Whether the next command would fail the same, because it is the register that is lost or cannot be written.
    pub fn is_lost_by(&self, error: &EngineError) -> bool {
        match error {
            // On a server it is one row that others hold.
            EngineError::Store(StoreError::Busy { .. }) => !self.store.holds_rows(),
            EngineError::Store(error) => !error.is_about_one_dossier(),
            EngineError::Contended { source, .. } => matches!(
                source,
                StoreError::Lost { .. }
                    | StoreError::Unanswered { .. }
                    | StoreError::Uncertain { .. }
                    | StoreError::Exhausted { .. }
            ),
            _ => false,
        }
    }
}

/// What a command is going to ask for.
fn wanted(request: &Request) -> Wanted {
    let desk = request.entered_by.iter();
    let said = desk.chain([&request.actor]).flat_map(said_of);
    let identifiers = said.flat_map(|text| identifiers_meant(&text));
    Wanted {
        command: request.id,
        number: normalise(&request.number).into_owned(),
        identifiers: identifiers.map(|(kind, id)| (kind.word(), id)).collect(),
    }
}
