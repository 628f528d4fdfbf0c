//! Futures in tests that are not asynchronous.

/// Runs a future to its end, on a thread of its own, because a runtime cannot be run inside another one.
pub(crate) fn block_on<T: Send>(work: impl Future<Output = T> + Send) -> T {
    let run = || {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .expect("a runtime can be made");
        runtime.block_on(work)
    };
    std::thread::scope(|scope| scope.spawn(run).join().expect("it comes to an end"))
}
