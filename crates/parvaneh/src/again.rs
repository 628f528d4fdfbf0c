//! What may be tried again after a fault that passes, such as a connection that was lost.

use parvaneh_store::Pauses;

use crate::EngineError;

/// Tries it as often as is allowed. It does the same if it is done twice.
pub(crate) async fn again<T>(
    mut attempt: impl AsyncFnMut() -> Result<T, EngineError>,
) -> Result<T, EngineError> {
    let mut pauses = Pauses::few();
    loop {
        let failed = match attempt().await {
            Err(EngineError::Store(failed)) => failed,
            done => return done,
        };
        match pauses.next().filter(|_| failed.is_passing()) {
            Some(pause) => tokio::time::sleep(pause).await,
            None => return Err(failed.into()),
        }
    }
}
