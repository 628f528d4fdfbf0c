//! The rows that could not be believed, in the input's own columns and with the reason, so that
//! the file can be mended and imported.

use std::fs::File;
use std::io::Write;
use std::path::{Path, PathBuf};

use csv::ByteRecord;

use super::ImportError;
use super::file::Written;
use super::records::Record;
use super::row::Rejection;
use crate::profile::Profile;

/// The column that is added; one of that name in the input is replaced.
const REASON: &str = "reason";

/// What stands in the field that such a row has more; an empty one a spreadsheet would leave out.
const NOT_TOLD_APART: &[u8] = b"?";

/// Says that the file is UTF-8: to a spreadsheet, and to the import of what was mended, whose profile may say
/// another encoding.
const MARK: &[u8] = b"\xef\xbb\xbf";

pub(crate) struct Rejects {
    writer: csv::Writer<File>,
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
        let failed = |error: std::io::Error| ImportError::Rejects {
            path: path.to_owned(),
            source: error.into(),
        };
        let mut file = File::create(path).map_err(failed)?;
        file.write_all(MARK).map_err(failed)?;
        let separator = written.separator;
        if !written.is_found_by(profile) {
            writeln!(file, "sep={separator}").map_err(failed)?;
        }
        let reason_at = header.iter().position(|name| name == REASON.as_bytes());
        let mut rejects = Self {
            writer: csv::WriterBuilder::new()
                .delimiter(separator.byte())
                .flexible(true)
                .from_writer(file),
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
        let path = self.path.clone();
        self.writer.flush().map_err(|source| ImportError::Rejects {
            path,
            source: source.into(),
        })
    }

    /// The fields as they came; a row that is too short is filled up, so that the reason stands
    /// under its heading. One whose fields cannot be told apart has a field more than the others, so that it is not
    /// believed as it is when it is read again.
    fn write_with(
        &mut self,
        record: &ByteRecord,
        reason: &str,
        is_whole: bool,
    ) -> Result<(), ImportError> {
        let mut fields: Vec<&[u8]> = record.iter().collect();
        fields.resize(Ord::max(self.width, fields.len()), b"");
        match self.reason_at {
            Some(at) => fields[at] = reason.as_bytes(),
            None => fields.push(reason.as_bytes()),
        }
        let wanted = self.width + usize::from(self.reason_at.is_none());
        if !is_whole && fields.len() == wanted {
            fields.push(NOT_TOLD_APART);
        }
        let path = self.path.clone();
        self.writer
            .write_record(fields)
            .map_err(|source| ImportError::Rejects { path, source })
    }
}
