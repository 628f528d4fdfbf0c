//! Many commands, of which some share a transaction.

use parvaneh_core::number::normalise;
use parvaneh_core::party::identifiers_meant;
use parvaneh_store::Wanted;

use super::answer::Answer;
use super::identity::said_of;
use super::request::Request;
use crate::{Engine, EngineError};

/// How many commands share a transaction.
const TOGETHER: usize = 500;

impl Engine {
    /// Answers many commands in their order, each as [`Engine::handle`] does: what is refused or fails undoes none of
    /// its neighbours. Some hundred share a transaction, so that the disk is waited for once. `each` is called with
    /// the place of a command, from 0, and with its answer, once that is in the register.
    ///
    /// Fails where the register is lost, or `each` fails. Whatever `each` was not called for may be recorded or not:
    /// sent again, under its id, it is answered the same. So it is where the future is dropped.
    pub async fn handle_all<E: From<EngineError>>(
        &self,
        requests: &[Request],
        mut each: impl FnMut(usize, Result<Answer, EngineError>) -> Result<(), E>,
    ) -> Result<(), E> {
        let mut place = 0;
        for chunk in requests.chunks(TOGETHER) {
            match self.together(chunk).await {
                Ok(answers) => {
                    for answer in answers {
                        each(place, answer)?;
                        place += 1;
                    }
                }
                // One that stands in the way of the others is found where each is answered by itself; and another
                // writer, where it was one, is waited for.
                Err(error) => {
                    tracing::debug!(%error, "commands are answered one by one");
                    for request in chunk {
                        match self.handle(request).await {
                            Err(error) if error.is_about_the_register() => return Err(error.into()),
                            answer => each(place, answer)?,
                        }
                        place += 1;
                    }
                }
            }
        }
        Ok(())
    }

    /// Answers commands in one transaction. Fails where the database refuses anything, or a command fails that has
    /// written something: then nothing is written at all.
    async fn together(
        &self,
        requests: &[Request],
    ) -> Result<Vec<Result<Answer, EngineError>>, EngineError> {
        let (mut tx, joined) = self.store.begin_write_at().await?;
        tx.gather(&wanted(requests)).await?;
        let mut answers = Vec::with_capacity(requests.len());
        for request in requests {
            let writes = tx.writes();
            match self.answer(&tx, joined, request).await {
                Err(error @ EngineError::Store(_)) => return Err(error),
                Err(error) if writes != tx.writes() => return Err(error),
                answer => answers.push(answer),
            }
        }
        tx.commit().await?;
        self.has_judged().await?;
        Ok(answers)
    }
}

/// What commands are going to ask for.
fn wanted(requests: &[Request]) -> Wanted {
    let actors = requests.iter().flat_map(|request| {
        let desk = request.entered_by.iter();
        desk.chain([&request.actor])
    });
    let identifiers = actors
        .flat_map(said_of)
        .flat_map(|text| identifiers_meant(&text));
    let numbers = requests.iter().map(|it| normalise(&it.number).into_owned());
    Wanted {
        commands: requests.iter().map(|request| request.id).collect(),
        numbers: numbers.filter(|number| !number.is_empty()).collect(),
        identifiers: identifiers.map(|(kind, id)| (kind.word(), id)).collect(),
    }
}
