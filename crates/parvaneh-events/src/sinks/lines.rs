//! JSON Lines: one event a line, on standard output or in a file that is set aside when it is full.

mod ending;

use std::fs::{File, TryLockError};
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use parvaneh_store::outside_file::{self, FileKind, OutsideFileError};
use tokio::task::spawn_blocking;

use super::Kind;
use crate::{CloudEvent, Progress, Sink, SinkError, Stop, Taking};
use ending::{Ending, begins_as_an_event};

/// `jsonl:-` is standard output, `jsonl:<path>` a file.
pub(super) const KIND: Kind = Kind {
    is_meant: |address| path(address).is_some(),
    written: "jsonl:FILE, jsonl:- for standard output",
    example: "jsonl:events.jsonl, jsonl:- for standard output",
    open: |address, _| match path(address.exposed()) {
        Some(path) if path != STANDARD_OUTPUT => {
            Ok(Box::new(Lines::to_file(Path::new(path), FILE_LIMIT)?))
        }
        Some(_) | None => Ok(Box::new(Lines(Out::Standard))),
    },
};

/// What a file has to be that is added to.
const LINES_OF_EVENTS: FileKind = FileKind {
    name: "file of lines of events",
    begins: begins_as_an_event,
};

/// How large a file becomes before it is set aside.
const FILE_LIMIT: u64 = 64 * 1024 * 1024;

/// How long another program may hold the file before it is said.
const HELD: Duration = Duration::from_secs(3);

/// How long after which it is looked again.
const AGAIN: Duration = Duration::from_millis(20);

/// The name of standard output in the place of a file's.
pub(super) const STANDARD_OUTPUT: &str = "-";

/// The file that an address names.
pub(super) fn path(address: &str) -> Option<&str> {
    let path = address.strip_prefix("jsonl:")?;
    (!path.is_empty()).then_some(path)
}

/// JSON Lines.
#[derive(Debug)]
struct Lines(Out);

#[derive(Clone, Debug)]
enum Out {
    Standard,
    /// Shared with the thread that writes, which goes on when the waiting task is cancelled.
    File(Arc<Mutex<Rotating>>),
}

impl Sink for Lines {
    fn take<'a>(&'a mut self, events: &'a [CloudEvent]) -> Taking<'a> {
        Box::pin(self.put(events))
    }
}

impl Lines {
    /// In the file at `path`, added to what is there. When it has `limit` bytes it is renamed to
    /// `<path>.<n>`, with `n` from 1, and a new one is begun. A line of ours that was cut off is
    /// removed: its event comes again. Refused where there is anything else in the file than events.
    fn to_file(path: &Path, limit: u64) -> Result<Self, SinkError> {
        let rotating = Rotating::open(path, limit)?;
        Ok(Self(Out::File(Arc::new(Mutex::new(rotating)))))
    }

    /// Writes the events; they are on the disk when this returns, where there is a disk.
    async fn put(&self, events: &[CloudEvent]) -> Progress {
        let written = match lines(events) {
            Ok(lines) => self.write(lines).await,
            Err(error) => Err(error),
        };
        match written {
            Ok(()) => Progress::all(events.len()),
            Err(error) if self.is_closed(&error) => {
                let why = "whoever read standard output is gone; what was not noted comes again";
                Progress {
                    taken: 0,
                    stopped: Some(Stop::Gone {
                        why: why.to_owned(),
                    }),
                }
            }
            Err(error) => Progress::none(error.to_string()),
        }
    }

    /// Whether nobody reads any more what is written.
    fn is_closed(&self, error: &io::Error) -> bool {
        matches!(self.0, Out::Standard) && error.kind() == ErrorKind::BrokenPipe
    }

    async fn write(&self, lines: Vec<u8>) -> io::Result<()> {
        let out = self.0.clone();
        let written = spawn_blocking(move || match out {
            Out::Standard => {
                let mut out = io::stdout().lock();
                out.write_all(&lines)?;
                out.flush()
            }
            Out::File(file) => {
                let mut file = file.lock().unwrap_or_else(PoisonError::into_inner);
                file.write(&lines)
            }
        });
        written.await.map_err(io::Error::other)?
    }
}

fn lines(events: &[CloudEvent]) -> io::Result<Vec<u8>> {
    let mut lines = Vec::with_capacity(events.len() * 1024);
    for event in events {
        serde_json::to_writer(&mut lines, event)?;
        lines.push(b'\n');
    }
    Ok(lines)
}

#[derive(Debug)]
struct Rotating {
    path: PathBuf,
    limit: u64,
    file: File,
    /// How large it is, and whether its last line lacks a line feed.
    ending: Ending,
}

impl Rotating {
    fn open(path: &Path, limit: u64) -> Result<Self, OutsideFileError> {
        let file = outside_file::to_add_to(path, LINES_OF_EVENTS)?;
        let ending = || {
            // Another relay may be about to write to it.
            lock(&file)?;
            let ending = Ending::of(&file)?;
            if let Some(Ending { length, .. }) = ending
                && length < file.metadata()?.len()
            {
                file.set_len(length)?;
            }
            file.unlock()?;
            Ok(ending)
        };
        let ending = ending().map_err(|source| OutsideFileError::Unusable {
            path: path.to_owned(),
            source,
        })?;
        let ending = ending.ok_or_else(|| OutsideFileError::OtherKind {
            path: path.to_owned(),
            kind: LINES_OF_EVENTS.name,
        })?;
        Ok(Self {
            path: path.to_owned(),
            limit,
            file,
            ending,
        })
    }

    fn write(&mut self, lines: &[u8]) -> io::Result<()> {
        self.lock()?;
        let written = self.write_alone(lines);
        self.file.unlock()?;
        written
    }

    /// Lets nobody else write to the file. Another relay of the same sink may have written to it since, or
    /// have set it aside.
    fn lock(&mut self) -> io::Result<()> {
        loop {
            lock(&self.file)?;
            let is_known = self.file.metadata()?.len() == self.ending.length;
            if is_known && outside_file::is_still(&self.file, &self.path)? {
                return Ok(());
            }
            self.file.unlock()?;
            *self = Self::open(&self.path, self.limit).map_err(io::Error::other)?;
        }
    }

    fn write_alone(&mut self, lines: &[u8]) -> io::Result<()> {
        let length = self.ending.length;
        if 0 < length && self.limit < length + lines.len() as u64 {
            self.set_aside()?;
        }
        let before: &[u8] = if self.ending.is_open { b"\n" } else { b"" };
        let written = self.file.write_all(before);
        let written = written.and_then(|()| self.file.write_all(lines));
        if let Err(error) = written.and_then(|()| self.file.sync_data()) {
            // What is half there must not stand before what is written next.
            self.file.set_len(self.ending.length)?;
            return Err(error);
        }
        self.ending.length += (before.len() + lines.len()) as u64;
        self.ending.is_open = false;
        Ok(())
    }

    fn set_aside(&mut self) -> io::Result<()> {
        let numbered = |number: u64| {
            let mut name = self.path.clone().into_os_string();
            name.push(format!(".{number}"));
            PathBuf::from(name)
        };
        // A link that leads nowhere is there as well.
        let mut free = (1..)
            .map(numbered)
            .filter(|path| path.symlink_metadata().is_err());
        let Some(aside) = free.next() else {
            return Ok(());
        };
        std::fs::rename(&self.path, aside)?;
        *self = Self::open(&self.path, self.limit).map_err(io::Error::other)?;
        self.lock()
    }
}

/// Lets nobody else write to the file. A program that never lets go of it must not keep us for ever: it is said,
/// and tried again.
fn lock(file: &File) -> io::Result<()> {
    let begun = Instant::now();
    loop {
        match file.try_lock() {
            Ok(()) => return Ok(()),
            Err(TryLockError::Error(error)) => return Err(error),
            Err(TryLockError::WouldBlock) if begun.elapsed() < HELD => thread::sleep(AGAIN),
            Err(TryLockError::WouldBlock) => {
                let held = "another program holds the file, and lets nobody write to it";
                return Err(io::Error::new(ErrorKind::WouldBlock, held));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const EVENTS: [&[u8]; 3] = [
        b"{\"specversion\":\"1.0\",\"id\":\"a\"}\n",
        b"{\"specversion\":\"1.0\",\"id\":\"b\"}\n",
        b"{\"specversion\":\"1.0\",\"id\":\"c\"}\n",
    ];

    /// Each takes over from the other, and neither writes over what the other wrote or set aside.
    #[test]
    fn two_relays_of_one_file_take_turns() -> Result<(), Box<dyn std::error::Error>> {
        let folder = tempfile::tempdir()?;
        let path = folder.path().join("events.jsonl");
        let mut one = Rotating::open(&path, 80)?;
        let mut other = Rotating::open(&path, 80)?;
        one.write(EVENTS[0])?;
        other.write(EVENTS[1])?;
        assert_eq!(std::fs::read(&path)?, EVENTS[..2].concat());
        one.write(EVENTS[2])?;
        other.write(EVENTS[0])?;
        assert_eq!(
            std::fs::read(folder.path().join("events.jsonl.1"))?,
            EVENTS[..2].concat()
        );
        assert_eq!(std::fs::read(&path)?, [EVENTS[2], EVENTS[0]].concat());
        Ok(())
    }
}
