//! JSON Lines: one event a line, on standard output or in a file that is set aside when it is full.

use std::fs::{File, OpenOptions};
use std::io::{self, BufRead, BufReader, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use tokio::task::spawn_blocking;

use super::Kind;
use crate::{CloudEvent, Progress, Sink, SinkError, Taking};

/// `jsonl:-` is standard output, `jsonl:<path>` a file.
pub(super) const KIND: Kind = Kind {
    is_meant: |address| path(address).is_some(),
    written: "jsonl:FILE, jsonl:- for standard output",
    example: "jsonl:events.jsonl, jsonl:- for standard output",
    open: |address, _| match path(address) {
        Some(path) if path != "-" => Ok(Box::new(Lines::to_file(Path::new(path), FILE_LIMIT)?)),
        Some(_) | None => Ok(Box::new(Lines(Out::Standard))),
    },
    name: str::to_owned,
};

/// How large a file becomes before it is set aside.
const FILE_LIMIT: u64 = 64 * 1024 * 1024;

fn path(address: &str) -> Option<&str> {
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
    /// `<path>.<n>`, with `n` from 1, and a new one is begun. A line that was cut off is removed:
    /// its event comes again.
    fn to_file(path: &Path, limit: u64) -> Result<Self, SinkError> {
        let rotating = Rotating::open(path, limit).map_err(|source| SinkError::File {
            path: path.display().to_string(),
            source,
        })?;
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
            Err(error) => Progress::none(error.to_string()),
        }
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
    length: u64,
}

impl Rotating {
    fn open(path: &Path, limit: u64) -> io::Result<Self> {
        let mut options = OpenOptions::new();
        let mut file = options
            .read(true)
            .write(true)
            .create(true)
            .truncate(false)
            .open(path)?;
        let length = whole_lines(&file)?;
        file.set_len(length)?;
        file.seek(SeekFrom::End(0))?;
        Ok(Self {
            path: path.to_owned(),
            limit,
            file,
            length,
        })
    }

    fn write(&mut self, lines: &[u8]) -> io::Result<()> {
        if 0 < self.length && self.limit < self.length + lines.len() as u64 {
            self.set_aside()?;
        }
        let written = self.file.write_all(lines);
        if let Err(error) = written.and_then(|()| self.file.sync_data()) {
            // What is half there must not stand before what is written next.
            self.file.set_len(self.length)?;
            self.file.seek(SeekFrom::End(0))?;
            return Err(error);
        }
        self.length += lines.len() as u64;
        Ok(())
    }

    fn set_aside(&mut self) -> io::Result<()> {
        let numbered = |number: u64| {
            let mut name = self.path.clone().into_os_string();
            name.push(format!(".{number}"));
            PathBuf::from(name)
        };
        let mut free = (1..).map(numbered).filter(|path| !path.exists());
        let Some(aside) = free.next() else {
            return Ok(());
        };
        std::fs::rename(&self.path, aside)?;
        *self = Self::open(&self.path, self.limit)?;
        Ok(())
    }
}

/// How many bytes of the file are whole lines.
fn whole_lines(file: &File) -> io::Result<u64> {
    let mut reader = BufReader::new(file);
    reader.seek(SeekFrom::Start(0))?;
    let (mut whole, mut line) = (0, Vec::new());
    while reader.read_until(b'\n', &mut line)? != 0 {
        if line.last() == Some(&b'\n') {
            whole += line.len() as u64;
        }
        line.clear();
    }
    Ok(whole)
}
