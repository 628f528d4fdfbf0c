//! What a file is: in which encoding it is written, and what stands between its fields.
//!
//! Nothing is guessed. A file says its encoding by its mark, or the profile says it; where neither does,
//! the first line tells it, which has the profile's columns in one encoding and not in another. Where the first
//! line can be read as UTF-8 and as Windows-1256, the file is UTF-8, and what does not fit that is refused.

use std::path::Path;

use csv::ByteRecord;

use super::ImportError;
use super::header::Header;
use super::records::{Records, stated_separator};
use crate::profile::{Profile, Separator};
use crate::text_file::{Encoding, Lines};

/// How much of a file is looked at, in bytes.
pub(super) const HEAD: usize = 1 << 16;

/// How a file is to be read.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) struct Written {
    pub(super) encoding: Encoding,
    pub(super) separator: Separator,
}

/// How a file that begins with `head` is to be read by a profile. What the file says itself, by a mark or by
/// `sep=;` in its first line, goes before what the profile says.
pub(super) fn recognise(
    head: &[u8],
    path: &Path,
    profile: &Profile,
) -> Result<Written, ImportError> {
    let encodings: Vec<Encoding> = match (Encoding::marked(head), profile.encoding) {
        (Some(encoding), _) | (None, Some(encoding)) => vec![encoding],
        (None, None) => Encoding::ALL.to_vec(),
    };
    let mut best: Option<(Written, Header)> = None;
    'ways: for encoding in encodings {
        for separator in separators(head, encoding, profile) {
            let written = Written {
                encoding,
                separator,
            };
            let header = Header::of(profile, &first_record(head, written));
            // The first one that fits, or that lacks the least.
            let is_better = |(_, other): &(_, Header)| header.lacks() < other.lacks();
            if best.as_ref().is_none_or(is_better) {
                let lacks_nothing = header.lacks() == (0, 0);
                best = Some((written, header));
                if lacks_nothing {
                    break 'ways;
                }
            }
        }
    }
    let Some((written, header)) = best else {
        return Ok(Written::plain());
    };
    if Encoding::marked(head).is_none() {
        let fits = header.lacks().0 == 0;
        match (profile.encoding, written.encoding) {
            (None, Encoding::Utf8) if fits => mostly_utf8(head, path)?,
            (Some(_), Encoding::Windows1256) => not_utf8(head, path)?,
            (_, Encoding::Utf8 | Encoding::Utf16Le | Encoding::Utf16Be | Encoding::Windows1256) => {
            }
        }
    }
    Ok(written)
}

impl Written {
    fn plain() -> Self {
        Self {
            encoding: Encoding::Utf8,
            separator: Separator::default(),
        }
    }

    /// Whether the separator of a file is found again by a profile, without a word on it in the file.
    pub(super) fn is_found_by(self, profile: &Profile) -> bool {
        let separator = Some(self.separator);
        separator == profile.separator
            || profile.separator.is_none() && Separator::USUAL.map(Some).contains(&separator)
    }
}

/// What may stand between the fields: what the file says, or else the profile, or else what is usual.
fn separators(head: &[u8], encoding: Encoding, profile: &Profile) -> Vec<Separator> {
    let mut lines = Lines::new(head, encoding, HEAD);
    let first = lines.next_line().ok().flatten().unwrap_or_default();
    match (stated_separator(&first.text), profile.separator) {
        (Some(separator), _) | (None, Some(separator)) => vec![separator],
        (None, None) => Separator::USUAL.to_vec(),
    }
}

fn first_record(head: &[u8], written: Written) -> ByteRecord {
    let opened = Records::open(head, written.encoding, written.separator);
    let header = opened.ok().and_then(|(_, header)| Some(header?.fields));
    header.unwrap_or_default()
}

/// A row that is no UTF-8 is rejected by itself. Where most are none, it is the file that is in another
/// encoding, and nothing says in which.
fn mostly_utf8(head: &[u8], path: &Path) -> Result<(), ImportError> {
    let mut lines = whole_lines(head);
    let (mut good, mut bad) = (0_usize, None::<(u64, Vec<u8>, usize)>);
    while let Ok(Some(line)) = lines.next_line() {
        match std::str::from_utf8(&line.text) {
            Ok(_) if line.text.trim_ascii().is_empty() || line.number == 1 => {}
            Ok(_) => good += 1,
            Err(_) => {
                let (number, text, count) = bad.unwrap_or((line.number, line.text, 0));
                bad = Some((number, text, count + 1));
            }
        }
    }
    match bad {
        Some((line, text, count)) if good < count => Err(ImportError::NoEncoding {
            path: path.to_owned(),
            line,
            read: in_windows_1256(&text),
        }),
        Some(_) | None => Ok(()),
    }
}

/// Windows-1256 can be read out of any file. One that is UTF-8 throughout, and not of Latin letters alone, is
/// not in Windows-1256.
fn not_utf8(head: &[u8], path: &Path) -> Result<(), ImportError> {
    let mut lines = whole_lines(head);
    let mut line_of_others = None;
    while let Ok(Some(line)) = lines.next_line() {
        if std::str::from_utf8(&line.text).is_err() {
            return Ok(());
        }
        if !line.text.is_ascii() {
            line_of_others.get_or_insert(line.number);
        }
    }
    line_of_others.map_or(Ok(()), |line| {
        Err(ImportError::OtherEncoding {
            path: path.to_owned(),
            line,
        })
    })
}

/// The lines of a beginning; the last one, which may be cut in the midst of a letter, only where it is the
/// only one or the beginning is the whole.
fn whole_lines(head: &[u8]) -> Lines<&[u8]> {
    let is_end = |byte: &u8| matches!(byte, b'\n' | b'\r');
    let last = head.iter().rposition(is_end).filter(|_| head.len() == HEAD);
    let end = last.map_or(head.len(), |last| last + 1);
    Lines::new(&head[..end], Encoding::Utf8, HEAD)
}

/// How bytes would read in Windows-1256: their first letters.
fn in_windows_1256(text: &[u8]) -> String {
    let mut lines = Lines::new(text, Encoding::Windows1256, HEAD);
    let line = lines.next_line().ok().flatten().unwrap_or_default();
    String::from_utf8_lossy(&line.text)
        .chars()
        .take(60)
        .collect()
}
