//! The next rows of a file, which are read on a thread of their own while the ones before them are written.

use std::io;
use std::sync::Arc;

use tokio::task::{JoinHandle, spawn_blocking};

use super::Input;
use super::fields::Known;
use super::records::{Record, Records};
use super::row::{Read, Reader, Rejection};

/// How many rows share a transaction.
const BATCH: usize = 1000;

/// Some rows of a file, and what each says by itself.
#[derive(Default)]
pub(super) struct Rows {
    pub(super) records: Vec<Record>,
    /// As many, in the same order.
    pub(super) read: Vec<Result<Read, Rejection>>,
    /// How much of the file was read with them, in bytes.
    pub(super) bytes: u64,
}

/// How rows are read.
#[derive(Clone)]
pub(super) struct Reading {
    pub(super) reader: Arc<Reader>,
    pub(super) known: Arc<Known>,
}

/// A file that is read one batch ahead.
pub(super) struct Ahead {
    reading: Reading,
    next: JoinHandle<(Records<Input>, io::Result<Rows>)>,
}

/// What comes next of a file.
pub(super) enum Next {
    Rows(Rows),
    /// Nothing: it was read to its end.
    End(Box<Records<Input>>),
    /// It broke off in this line.
    Broken(u64, io::Error),
}

impl Ahead {
    /// Begins to read.
    pub(super) fn of(records: Records<Input>, reading: Reading) -> Self {
        let next = begin(records, reading.clone());
        Self { reading, next }
    }

    /// The next rows; those after them are read from now on.
    pub(super) async fn next(&mut self) -> Next {
        let read = match (&mut self.next).await {
            Ok(read) => read,
            Err(stopped) if stopped.is_panic() => std::panic::resume_unwind(stopped.into_panic()),
            Err(stopped) => return Next::Broken(0, io::Error::other(stopped)),
        };
        match read {
            (records, Err(error)) => Next::Broken(records.lines(), error),
            (records, Ok(rows)) if rows.records.is_empty() => Next::End(Box::new(records)),
            (records, Ok(rows)) => {
                self.next = begin(records, self.reading.clone());
                Next::Rows(rows)
            }
        }
    }
}

fn begin(
    mut records: Records<Input>,
    reading: Reading,
) -> JoinHandle<(Records<Input>, io::Result<Rows>)> {
    spawn_blocking(move || {
        let rows = rows(&mut records, &reading);
        (records, rows)
    })
}

fn rows(records: &mut Records<Input>, reading: &Reading) -> io::Result<Rows> {
    let mut rows = Rows {
        records: Vec::with_capacity(BATCH),
        read: Vec::with_capacity(BATCH),
        bytes: 0,
    };
    while rows.records.len() < BATCH {
        let Some(record) = records.next()? else { break };
        rows.read.push(reading.reader.read(&record, &reading.known));
        rows.records.push(record);
    }
    rows.bytes = records.bytes();
    Ok(rows)
}
