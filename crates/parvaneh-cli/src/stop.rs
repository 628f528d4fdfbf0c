//! What happens when somebody asks the process to end.

use std::sync::atomic::{AtomicBool, Ordering};

use anyhow::Context;
use parvaneh::atomic_file;
use tokio::signal::unix::{Signal, SignalKind, signal};
use tokio_util::sync::CancellationToken;

/// What stops when the process is asked to. Asked once more, the process ends at once, as shells say that: with 128
/// and the signal's number.
pub(crate) fn on_signal() -> anyhow::Result<CancellationToken> {
    let stop = CancellationToken::new();
    let stopped = stop.clone();
    let mut terminate = signal(SignalKind::terminate()).context("listening for SIGTERM failed")?;
    let mut interrupt = signal(SignalKind::interrupt()).context("listening for SIGINT failed")?;
    tokio::spawn(async move {
        asked(&mut terminate, &mut interrupt).await;
        stopped.cancel();
        let ended_by = asked(&mut terminate, &mut interrupt).await;
        std::process::exit(128 + ended_by.as_raw_value());
    });
    Ok(stop)
}

/// Waits until the process is asked to end; by which signal.
async fn asked(terminate: &mut Signal, interrupt: &mut Signal) -> SignalKind {
    tokio::select! {
        _ = terminate.recv() => SignalKind::terminate(),
        _ = interrupt.recv() => SignalKind::interrupt(),
    }
}

/// From now on SIGTERM and SIGINT take away the files that are half written, and end the process as shells
/// say that: with 128 and the signal's number. A thread of its own listens, since the command may be busy.
pub(crate) fn leave_no_half_files() -> anyhow::Result<()> {
    static LISTENS: AtomicBool = AtomicBool::new(false);
    if LISTENS.swap(true, Ordering::Relaxed) {
        return Ok(());
    }
    let listening = "listening for SIGTERM and SIGINT failed";
    let mut runtime = tokio::runtime::Builder::new_current_thread();
    let runtime = runtime.enable_io().build().context(listening)?;
    let within = runtime.enter();
    let mut terminate = signal(SignalKind::terminate()).context(listening)?;
    let mut interrupt = signal(SignalKind::interrupt()).context(listening)?;
    drop(within);
    std::thread::spawn(move || {
        let ended_by = runtime.block_on(asked(&mut terminate, &mut interrupt));
        let code = 128 + ended_by.as_raw_value();
        atomic_file::give_up_all(|| std::process::exit(code));
    });
    Ok(())
}
