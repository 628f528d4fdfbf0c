//! Where a file of lines of events is gone on with: what stands at its end may be half a line.
//!
//! Half a line is what a relay leaves that is killed while it writes; it is cut off, and its event comes again.
//! It is known by its form, so that nothing else is cut: what cannot be the beginning of a line of ours is
//! somebody else's, and a line that only lacks its line feed may be.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Seek, SeekFrom};

use serde::de::IgnoredAny;

/// Where a file is gone on with.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) struct Ending {
    /// So many bytes of it stay.
    pub(super) length: u64,
    /// Whether what stays lacks a line feed.
    pub(super) is_open: bool,
}

/// How every line begins that was ever written, up to the first field of which the length is not known.
const FORM: [Part; 7] = [
    Part::Text(b"{\"specversion\":\"1.0\",\"id\":\""),
    Part::Id,
    Part::Text(b"/"),
    Part::Number,
    Part::Text(b"\",\"source\":\"urn:uuid:"),
    Part::Id,
    Part::Text(b"\",\"type\":\"dev.parvaneh."),
];

enum Part {
    Text(&'static [u8]),
    /// A UUID with hyphens, in small letters.
    Id,
    Number,
}

/// Where the hyphens of a UUID are, and how long it is.
const HYPHENS: [usize; 4] = [8, 13, 18, 23];
const ID: usize = 36;

impl Ending {
    /// The end of a file; none where there is anything else in it than events.
    pub(super) fn of(file: &File) -> io::Result<Option<Self>> {
        let mut reader = BufReader::new(file);
        reader.seek(SeekFrom::Start(0))?;
        let mut ending = Self {
            length: 0,
            is_open: false,
        };
        let mut line = Vec::new();
        while reader.read_until(b'\n', &mut line)? != 0 {
            if !begins_as_an_event(&line) {
                return Ok(None);
            }
            let is_open = line.last() != Some(&b'\n');
            if !is_open || is_whole(&line) {
                ending.length += line.len() as u64;
                ending.is_open = is_open;
            } else if !is_half_a_line(&line) {
                return Ok(None);
            }
            line.clear();
        }
        Ok(Some(ending))
    }
}

/// The first field of every event that was ever written.
pub(super) fn begins_as_an_event(line: &[u8]) -> bool {
    const FIRST: &[u8] = b"{\"specversion\":\"";
    let both = line.len().min(FIRST.len());
    line[..both] == FIRST[..both]
}

fn is_whole(line: &[u8]) -> bool {
    serde_json::from_slice::<IgnoredAny>(line).is_ok()
}

/// Whether it is of the form of our lines, as far as it goes.
fn is_half_a_line(line: &[u8]) -> bool {
    let mut rest = line;
    for part in FORM {
        let fits = match part {
            Part::Text(text) => {
                let both = rest.len().min(text.len());
                (rest[..both] == text[..both]).then_some(both)
            }
            Part::Id => {
                let id = &rest[..rest.len().min(ID)];
                let mut places = id.iter().enumerate();
                places
                    .all(|(at, byte)| match HYPHENS.contains(&at) {
                        true => *byte == b'-',
                        false => matches!(byte, b'0'..=b'9' | b'a'..=b'f'),
                    })
                    .then_some(id.len())
            }
            Part::Number => Some(rest.iter().take_while(|it| it.is_ascii_digit()).count()),
        };
        match fits {
            Some(length) => rest = &rest[length..],
            None => return false,
        }
        if rest.is_empty() {
            return true;
        }
    }
    true
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;

    const LINE: &str = "{\"specversion\":\"1.0\",\"id\":\"01a2b3c4-0000-7000-8000-000000000001/12\",\
        \"source\":\"urn:uuid:01a2b3c4-0000-7000-8000-000000000002\",\
        \"type\":\"dev.parvaneh.licence.opened.v1\",\"data\":{\"number\":\"17-1\"}}";

    fn ending(text: &str) -> Option<(u64, bool)> {
        let mut file = tempfile::tempfile().expect("a file");
        file.write_all(text.as_bytes()).expect("it is written");
        let ending = Ending::of(&file).expect("it can be read");
        ending.map(|it| (it.length, it.is_open))
    }

    /// Wherever a relay is killed, what it left is cut off; only at the last byte is it a whole line.
    #[test]
    fn half_a_line_is_known_wherever_it_ends() {
        let length = LINE.len() as u64;
        let whole = format!("{LINE}\n");
        assert_eq!(ending(&whole), Some((length + 1, false)));
        for end in 1..LINE.len() {
            let text = format!("{whole}{}", &LINE[..end]);
            assert_eq!(ending(&text), Some((length + 1, false)), "{text}");
        }
        assert_eq!(ending(LINE), Some((length, true)));
        assert_eq!(
            ending(&format!("{whole}{LINE}")),
            Some((2 * length + 1, true))
        );
    }

    #[test]
    fn what_is_no_line_of_ours_is_not_cut() {
        for foreign in [
            "minutes of a session",
            "{\"specversion\":\"1.0\",\"id\":\"a\"",
            "{\"specversion\":\"1.0\",\"id\":\"01a2b3c4-0000-7000-8000-000000000001/x",
            "{\"specversion\":\"1.0\",\"id\":\"01A2",
            "{\"specversion\":\"1.0\",\"source\":\"urn:uuid:",
            &LINE[..LINE.len() - 20].replace("dev.parvaneh", "org.other"),
        ] {
            assert_eq!(ending(foreign), None, "{foreign}");
            assert_eq!(ending(&format!("{LINE}\n{foreign}")), None, "{foreign}");
        }
        // A whole event of another program that only lacks its line feed is kept.
        let other = "{\"specversion\":\"1.0\",\"id\":\"a\"}";
        assert_eq!(ending(other), Some((other.len() as u64, true)));
    }
}
