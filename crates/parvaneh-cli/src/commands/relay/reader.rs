//! Whoever reads standard output, watched while there is nothing to write.

use parvaneh_events::{Ended, ReadError};
use tokio::io::Interest;
use tokio::io::unix::AsyncFd;
use tokio_util::sync::CancellationToken;

/// Stops a relay to standard output once nobody reads that any more.
pub(super) async fn while_it_is_read(
    relay: impl Future<Output = Result<Ended, ReadError>>,
    stop: &CancellationToken,
) -> Result<Ended, ReadError> {
    tokio::pin!(relay);
    tokio::select! {
        ended = &mut relay => return ended,
        () = nobody_reads() => stop.cancel(),
    }
    relay.await.map(|ended| match ended {
        Ended::Stopped(tally) => Ended::Gone {
            tally,
            why: "whoever read standard output is gone".to_owned(),
        },
        ended @ (Ended::Through(_) | Ended::Gone { .. } | Ended::HeldByAnother) => ended,
    })
}

/// Comes to its end when the other end of a pipe is closed; of a file it never does.
#[expect(
    deprecated,
    reason = "what takes its place is unsafe to call, and standard output is open as long as we are"
)]
async fn nobody_reads() {
    match AsyncFd::with_interest(std::io::stdout(), Interest::ERROR) {
        Ok(output) => drop(output.ready(Interest::ERROR).await),
        Err(_) => std::future::pending().await,
    }
}
