//! The rows that could not be believed, in the input's own columns and with the reason, so that
//! the file can be mended and imported.

use std::fs::File;
use std::io::Write;
use std::path::{Path, PathBuf};

use csv::ByteRecord;
use parvaneh_store::outside_file::{self, FileKind};

use super::ImportError;
use super::file::Written;
use super::records::Record;
use super::row::Rejection;
use crate::moving::atomic_file::AtomicFile;
use crate::profile::Profile;
use crate::text_file::{defused, restored};

/// The column that is added, as the last one; one of that name in the input is replaced.
const REASON: &str = "reason";

/// What stands in the field that such a row has more; an empty one a spreadsheet would leave out.
const NOT_TOLD_APART: &[u8] = b"?";

/// Says that the file is UTF-8: to a spreadsheet, and to the import of what was mended, whose profile may say
/// another encoding.
const MARK: &[u8] = b"\xef\xbb\xbf";

/// How the file of an earlier run is known again, which is replaced.
const KIND: FileKind = FileKind {
    name: "file of rejects",
    begins: is_of_rejects,
};

/// Rows that are written beside the file of an earlier run, and take its place when there are no more.
pub(crate) struct Rejects {
    writer: csv::Writer<File>,
    whole: AtomicFile,
    path: PathBuf,
    width: usize,
    reason_at: Option<usize>,
}

impl Rejects {
    /// A file of rejects, whose fields stand apart as those of the file that is read, and which the same profile
    /// reads.
    pub(super) fn create(
        path: &Path,
        header: &ByteRecord,
        written: Written,
        profile: &Profile,
    ) -> Result<Self, ImportError> {
        let failed = failed(path);
        let whole = AtomicFile::at(&outside_file::to_write(path, KIND)?);
        let mut file = whole.begin().map_err(&failed)?;
        file.write_all(MARK).map_err(&failed)?;
        let separator = written.separator;
        if !written.is_found_by(profile) {
            writeln!(file, "sep={separator}").map_err(&failed)?;
        }
        let reason_at = header.iter().position(|name| name == REASON.as_bytes());
        let mut rejects = Self {
            writer: csv::WriterBuilder::new()
                .delimiter(separator.byte())
                .flexible(true)
                .from_writer(file),
            whole,
            path: path.to_owned(),
            width: header.len(),
            reason_at,
        };
        rejects.write_with(header, REASON, true)?;
        rejects.flush()?;
        Ok(rejects)
    }

    /// Whether a file with this header is one of rejects.
    pub(crate) fn wrote(header: &ByteRecord) -> bool {
        header.iter().next_back() == Some(REASON.as_bytes())
    }

    pub(super) fn write(
        &mut self,
        record: &Record,
        rejection: &Rejection,
    ) -> Result<(), ImportError> {
        let is_whole = record.fault.is_none() && record.fields.len() == self.width;
        let reason = rejection.to_string();
        self.write_with(&record.fields, &reason, is_whole)
    }

    pub(crate) fn flush(&mut self) -> Result<(), ImportError> {
        self.writer.flush().map_err(failed(&self.path))
    }

    /// There are no more: the file appears, in the place of that of an earlier run.
    pub(super) fn finish(mut self) -> Result<(), ImportError> {
        self.flush()?;
        // An import takes its time, and somebody may have put another file there.
        outside_file::to_write(&self.path, KIND)?;
        self.whole.replace().map_err(failed(&self.path))
    }

    /// The fields as they came, but for what a spreadsheet would take for a formula; a row that is too short is
    /// filled up, so that the reason stands under its heading. One whose fields cannot be told apart has a field
    /// more than the others, so that it is not believed as it is when it is read again.
    fn write_with(
        &mut self,
        record: &ByteRecord,
        reason: &str,
        is_whole: bool,
    ) -> Result<(), ImportError> {
        let mut fields: Vec<&[u8]> = record.iter().collect();
        fields.resize(Ord::max(self.width, fields.len()), b"");
        match self.reason_at {
            Some(at) if at + 1 == self.width => fields[at] = reason.as_bytes(),
            Some(at) => {
                fields.remove(at);
                fields.push(reason.as_bytes());
            }
            None => fields.push(reason.as_bytes()),
        }
        let wanted = self.width + usize::from(self.reason_at.is_none());
        if !is_whole && fields.len() == wanted {
            fields.push(NOT_TOLD_APART);
        }
        let path = self.path.clone();
        self.writer
            .write_record(fields.into_iter().map(defused))
            .map_err(|error| ImportError::Rejects {
                path,
                source: error.into(),
            })
    }
}

/// Whether a file begins as one of rejects does: with the mark, and a first line whose last field is the reason.
fn is_of_rejects(head: &[u8]) -> bool {
    let Some(text) = head.strip_prefix(MARK) else {
        return false;
    };
    let text = String::from_utf8_lossy(text);
    let mut lines = text.lines().filter(|line| !line.starts_with("sep="));
    let first = lines.next().unwrap_or("").trim_end();
    let before = first.strip_suffix('"').unwrap_or(first);
    let before = before
        .strip_suffix(REASON)
        .map(|it| it.trim_end_matches('"'));
    // Any sign may stand between fields; a heading of several words is another one.
    let is_between = |it: char| !it.is_alphanumeric() && !" _-.".contains(it);
    before.is_some_and(|it| it.ends_with(is_between))
}

/// The fields of a row as they were before they were rejected.
pub(super) fn as_they_came(fields: ByteRecord) -> ByteRecord {
    match fields.iter().any(|field| restored(field) != field) {
        true => fields.iter().map(restored).collect(),
        false => fields,
    }
}

fn failed(path: &Path) -> impl Fn(std::io::Error) -> ImportError {
    move |source| ImportError::Rejects {
        path: path.to_owned(),
        source: source.into(),
    }
}
