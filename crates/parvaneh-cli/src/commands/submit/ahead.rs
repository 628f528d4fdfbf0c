//! The next lines of what is submitted, read on a thread of their own while the ones before them are answered.
//!
//! Whatever there is goes together, and nothing is waited for that has not come: whoever sends lines one by one has
//! the answer to each before they send more.

use std::io::{self, Read};
use std::sync::Arc;
use std::thread::{self, JoinHandle};

use anyhow::Context;
use parvaneh::bounds::{BYTES_MOST, TooLarge};
use parvaneh::request::{RequestError, SubmittedLine};
use parvaneh::text_file::Lines;
use tokio::runtime::Handle;
use tokio::sync::{OwnedSemaphorePermit, Semaphore, mpsc};

/// How many lines are answered together at the most, and as many are read ahead.
const LINES: usize = 500;

/// How many bytes the lines have that are read and not taken up yet: each may be as large as a command.
const BYTES: u32 = 8 << 20;

/// A line that is to be answered.
pub(super) struct Line {
    /// Which, from 1.
    pub(super) number: u64,
    /// What it says, or why it is no command.
    pub(super) said: Result<SubmittedLine, String>,
    /// Its bytes of those that may be read ahead, until it is taken up.
    _bytes: OwnedSemaphorePermit,
}

/// Lines that are read ahead.
pub(super) struct Ahead {
    lines: mpsc::Receiver<anyhow::Result<Line>>,
    /// What broke off the reading, once the lines before it are answered.
    broken: Option<anyhow::Error>,
    /// None once it has come to its end.
    reading: Option<JoinHandle<()>>,
}

impl Ahead {
    /// Begins to read. `name`: how errors name what is read.
    pub(super) fn of(input: impl Read + Send + 'static, name: &str) -> anyhow::Result<Self> {
        let (sender, lines) = mpsc::channel(LINES);
        let name = name.to_owned();
        let runtime = Handle::current();
        let reading = thread::Builder::new()
            .name("lines".to_owned())
            .spawn(move || read(input, &name, &sender, &runtime))
            .context("starting to read failed")?;
        Ok(Self {
            lines,
            broken: None,
            reading: Some(reading),
        })
    }

    /// The next lines, one at least; none at the end.
    pub(super) async fn next(&mut self) -> Option<anyhow::Result<Vec<Line>>> {
        if let Some(broken) = self.broken.take() {
            return Some(Err(broken));
        }
        let mut some = Vec::new();
        let mut next = self.lines.recv().await;
        while let Some(read) = next {
            match read {
                Ok(line) => some.push(line),
                Err(error) if some.is_empty() => return Some(Err(error)),
                Err(error) => {
                    self.broken = Some(error);
                    break;
                }
            }
            if LINES <= some.len() {
                break;
            }
            next = self.lines.try_recv().ok();
        }
        if some.is_empty()
            && let Some(reading) = self.reading.take()
            && let Err(panicked) = reading.join()
        {
            // What was not read is not taken for the end.
            std::panic::resume_unwind(panicked);
        }
        (!some.is_empty()).then_some(Ok(some))
    }
}

/// Reads to the end, or until nobody wants to know any more.
fn read(
    input: impl Read,
    name: &str,
    lines: &mpsc::Sender<anyhow::Result<Line>>,
    runtime: &Handle,
) {
    let budget = Arc::new(Semaphore::new(BYTES as usize));
    let unreadable = |line: u64, error: io::Error| {
        Err(anyhow::Error::new(error).context(format!("reading line {line} of {name} failed")))
    };
    let mut read = match Lines::recognised(input, BYTES_MOST) {
        Ok(read) => read,
        Err(error) => {
            drop(lines.blocking_send(unreadable(1, error)));
            return;
        }
    };
    loop {
        let number = read.count() + 1;
        let line = match read.next_line() {
            Ok(None) => return,
            Ok(Some(line)) => line,
            Err(error) => {
                drop(lines.blocking_send(unreadable(number, error)));
                return;
            }
        };
        if line.text.trim_ascii().is_empty() {
            continue;
        }
        let parsed = match line.is_cut {
            false => SubmittedLine::parse(&line.text),
            true => Err(RequestError::from(TooLarge::Bytes)),
        };
        let said = parsed.map_err(|error| {
            // serde_json counts lines from 1 within each text that it reads: its number is dropped.
            let error = error.to_string().replace(" at line 1 column", " at column");
            format!("line {number} is no command: {error}")
        });
        let bytes = u32::try_from(line.text.len()).unwrap_or(BYTES).min(BYTES);
        let Ok(bytes) = runtime.block_on(Arc::clone(&budget).acquire_many_owned(bytes)) else {
            return;
        };
        let line = Line {
            number,
            said,
            _bytes: bytes,
        };
        if lines.blocking_send(Ok(line)).is_err() {
            return;
        }
    }
}
