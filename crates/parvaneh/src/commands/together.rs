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

/// How many commands may fail one after the other because others hold something: then they hold more than a dossier.
const HELD_MOST: usize = 3;

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
        let mut held = 0;
        while let Some(rest) = requests.get(place..).filter(|rest| !rest.is_empty()) {
            let some = &rest[..rest.len().min(size)];
            let answered = match some {
                [one] => vec![self.handle(one).await],
                several => match self.together(several).await {
                    Ok(answered) => answered,
                    Err(error) => {
                        tracing::debug!(%error, "commands are answered in smaller parts");
                        // What lies with one of them is found in halves. What does not is waited for, or told, where
                        // a command is answered by itself.
                        size = match lies_with_one(&error) {
                            true => several.len() / 2,
                            false => 1,
                        };
                        if let EngineError::Store(StoreError::Uncertain { .. }) = error {
                            uncertain = Some((error, place + several.len()));
                        }
                        continue;
                    }
                },
            };
            size = TOGETHER.min(2 * answered.len()).max(1);
            for answer in answered {
                held = match &answer {
                    Err(EngineError::Store(error)) if error.is_held() => held + 1,
                    Ok(_) | Err(_) => 0,
                };
                match answer {
                    Err(error) if self.is_lost_by(&error) || HELD_MOST < held => {
                        let uncertain = uncertain.filter(|(_, end)| place < *end);
                        return Err(uncertain.map_or(error, |(error, _)| error).into());
                    }
                    answer => each(place, answer)?,
                }
                place += 1;
            }
        }
        Ok(())
    }

    /// Answers commands in one transaction, all or the first of them, or none where somebody else holds the dossier of
    /// the first. Fails where the database refuses anything, or a command fails that has written something: then
    /// nothing is written at all.
    async fn together(&self, requests: &[Request]) -> Result<Answered, EngineError> {
        let wanted: Vec<Wanted> = requests.iter().map(wanted).collect();
        let (mut tx, joined) = self.store.begin_write_at().await?;
        let free = tx.gather(&wanted).await?;
        let begun = Instant::now();
        let mut answers = Vec::with_capacity(free);
        for request in requests.iter().take(free) {
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

/// Whether one of several commands may be at fault, and not the register or somebody else.
fn lies_with_one(error: &EngineError) -> bool {
    match error {
        EngineError::Store(StoreError::Unwritten { source }) => source
            .as_ref()
            .is_some_and(|error| error.is_about_one_dossier()),
        EngineError::Store(error) => error.is_about_one_dossier(),
        _ => true,
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
