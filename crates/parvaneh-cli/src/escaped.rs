//! Text from outside as a terminal may have it: what a terminal would obey, or what would change the order of
//! what is read, is written out, as in `\u{1b}`.

use std::borrow::Cow;
use std::io::{self, Write};
use std::ops::RangeInclusive;

use tracing_subscriber::fmt::MakeWriter;

/// What is put around a text in Persian, so that it does not change the order of what stands around it.
const ISOLATES: RangeInclusive<char> = '\u{2066}'..='\u{2068}';
const END_OF_ISOLATE: char = '\u{2069}';

/// A text that is to stand in one line, or in one cell of a table.
pub(crate) fn in_a_line(text: &str) -> Cow<'_, str> {
    escaped(text, |_| false)
}

/// A text of ours that has lines.
pub(crate) fn in_lines(text: &str) -> Cow<'_, str> {
    escaped(text, |letter| letter == '\n')
}

/// The text with every letter written out that is obeyed and is not among those that may stay. An isolate
/// stays where it ends.
fn escaped(text: &str, stays: fn(char) -> bool) -> Cow<'_, str> {
    let is_obeyed = |letter: char| is_obeyed(letter) && !stays(letter);
    if !text.contains(is_obeyed) {
        return Cow::Borrowed(text);
    }
    let isolates = whole_isolates(text);
    let mut escaped = String::with_capacity(text.len() + 16);
    for (at, letter) in text.char_indices() {
        match is_obeyed(letter) && isolates.binary_search(&at).is_err() {
            true => escaped.extend(letter.escape_default()),
            false => escaped.push(letter),
        }
    }
    Cow::Owned(escaped)
}

/// Controls of a terminal, C0 and C1, and those of the direction of writing.
fn is_obeyed(letter: char) -> bool {
    letter.is_control()
        || matches!(
            letter,
            '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{2028}' | '\u{2029}'
                | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}'
        )
}

/// Where the isolates begin and end that are closed in their line, in order.
fn whole_isolates(text: &str) -> Vec<usize> {
    let (mut open, mut whole) = (Vec::new(), Vec::new());
    for (at, letter) in text.char_indices() {
        match letter {
            '\n' => open.clear(),
            isolate if ISOLATES.contains(&isolate) => open.push(at),
            END_OF_ISOLATE => whole.extend(open.pop().into_iter().flat_map(|begin| [begin, at])),
            _ => {}
        }
    }
    whole.sort_unstable();
    whole
}

/// Standard error for the log, of which a line is written at once.
#[derive(Clone, Copy)]
pub(crate) struct Log {
    /// Whether it has colours.
    pub(crate) is_coloured: bool,
}

impl Write for Log {
    fn write(&mut self, line: &[u8]) -> io::Result<usize> {
        let text = String::from_utf8_lossy(line);
        // The colours are the log's own.
        let escaped = match self.is_coloured {
            true => escaped(&text, |letter| letter == '\n' || letter == '\u{1b}'),
            false => in_lines(&text),
        };
        io::stderr().write_all(escaped.as_bytes())?;
        Ok(line.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        io::stderr().flush()
    }
}

impl MakeWriter<'_> for Log {
    type Writer = Self;

    fn make_writer(&self) -> Self {
        *self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_terminal_obeys_is_written_out() {
        for (text, escaped) in [
            ("دفتر می\u{200c}رود 17-3", "دفتر می\u{200c}رود 17-3"),
            ("\u{1b}[31mred", "\\u{1b}[31mred"),
            ("\u{9b}2J\u{7f}\u{0}", "\\u{9b}2J\\u{7f}\\u{0}"),
            ("a\u{202e}b\u{200f}", "a\\u{202e}b\\u{200f}"),
            ("two\nlines\tand\r", "two\\nlines\\tand\\r"),
            (
                "\u{2068}قم\u{2069} (\u{2068}a\u{2068}b\u{2069}\u{2069})",
                "\u{2068}قم\u{2069} (\u{2068}a\u{2068}b\u{2069}\u{2069})",
            ),
            (
                "a\u{2069}b\u{2068}c\u{2066}d",
                "a\\u{2069}b\\u{2068}c\\u{2066}d",
            ),
        ] {
            assert_eq!(in_a_line(text), escaped);
        }
        assert_eq!(
            in_lines("a\n\u{2068}b\n\u{2069}\r"),
            "a\n\\u{2068}b\n\\u{2069}\\r"
        );
    }
}
