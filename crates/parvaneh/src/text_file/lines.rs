//! Lines, whatever ends them.

use std::io::{self, BufRead, BufReader, Chain, Cursor, Read};

use memchr::memchr2;

use super::Encoding;
use super::decoded::Decoded;

/// A line of a text, in UTF-8 as far as it is one.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Line {
    /// Which, from 1.
    pub number: u64,
    /// What it says, without its end and without the mark of the encoding.
    pub text: Vec<u8>,
    /// Whether it is longer than is read, so that the rest of it was skipped.
    pub is_cut: bool,
}

/// Reads a text line by line. A line feed, a carriage return, or the two of them end a line, also in one text
/// beside one another.
pub struct Lines<R> {
    input: Decoded<R>,
    longest: usize,
    count: u64,
    /// Whether the line before ended with a carriage return, to which a line feed may belong. It is looked for
    /// with the next line: whoever sends lines one by one is answered before they send more.
    ended_with_return: bool,
}

impl<R: Read> Lines<Chain<Cursor<Vec<u8>>, BufReader<R>>> {
    /// The lines of a text of which the first letter tells the encoding: that of JSON, which begins with a Latin
    /// sign, behind a mark or without one. It is UTF-8 or UTF-16. No more is waited for than that letter.
    pub fn recognised(mut input: R, longest: usize) -> io::Result<Self> {
        let mut head = Vec::new();
        (&mut input).take(2).read_to_end(&mut head)?;
        if let [0xff, 0xfe] | [0xfe, 0xff] = head.as_slice() {
            (&mut input).take(2).read_to_end(&mut head)?;
        }
        let encoding = match head.as_slice() {
            [0xff, 0xfe, _, 0] => Encoding::Utf16Le,
            [0xfe, 0xff, 0, _] => Encoding::Utf16Be,
            [low, 0] if *low != 0 => Encoding::Utf16Le,
            [0, low] if *low != 0 => Encoding::Utf16Be,
            _ => Encoding::Utf8,
        };
        let input = Cursor::new(head).chain(BufReader::new(input));
        Ok(Self::new(input, encoding, longest))
    }
}

impl<R: BufRead> Lines<R> {
    /// The lines of `input` in an encoding, of each at most `longest` bytes.
    pub fn new(input: R, encoding: Encoding, longest: usize) -> Self {
        Self {
            input: Decoded::new(input, encoding),
            longest,
            count: 0,
            ended_with_return: false,
        }
    }

    /// How many lines were read.
    pub fn count(&self) -> u64 {
        self.count
    }

    /// How many bytes of the input were read, line ends and marks included.
    pub fn bytes(&self) -> u64 {
        self.input.bytes()
    }

    /// The next line; none at the end. A text that ends with a line end has no empty line after it.
    pub fn next_line(&mut self) -> io::Result<Option<Line>> {
        let mut line = Line::default();
        let mut is_there = false;
        loop {
            let piece = match self.input.fill() {
                Ok(piece) => piece,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                Err(error) => return Err(error),
            };
            let Some(first) = piece.first() else {
                break;
            };
            let is_rest_of_an_end = self.ended_with_return && *first == b'\n';
            self.ended_with_return = false;
            if is_rest_of_an_end {
                self.input.consume(1);
                continue;
            }
            is_there = true;
            let end = memchr2(b'\n', b'\r', piece);
            let text = &piece[..end.unwrap_or(piece.len())];
            let room = self.longest.saturating_sub(line.text.len());
            line.is_cut |= room < text.len();
            line.text
                .extend_from_slice(&text[..Ord::min(room, text.len())]);
            let read = text.len();
            match end.map(|end| piece[end]) {
                Some(end) => {
                    self.ended_with_return = end == b'\r';
                    self.input.consume(read + 1);
                    break;
                }
                None => self.input.consume(read),
            }
        }
        if !is_there {
            return Ok(None);
        }
        self.count += 1;
        line.number = self.count;
        let mark = "\u{feff}".as_bytes();
        if self.count == 1 && line.text.starts_with(mark) {
            line.text.drain(..mark.len());
        }
        Ok(Some(line))
    }
}

#[cfg(test)]
mod tests {
    use std::io::BufReader;

    use super::{Encoding, Lines};

    /// The lines, lossily, and how many bytes they are; read through a buffer of every small size, which
    /// must not matter.
    fn read(bytes: &[u8], encoding: Encoding) -> Vec<String> {
        let with_buffer = |size| {
            let mut lines = Lines::new(BufReader::with_capacity(size, bytes), encoding, 8);
            let mut read = Vec::new();
            while let Some(line) = lines.next_line().unwrap() {
                assert_eq!(line.number, lines.count());
                let text = String::from_utf8_lossy(&line.text).into_owned();
                read.push(text + if line.is_cut { "…" } else { "" });
            }
            assert_eq!(lines.bytes(), bytes.len() as u64);
            read
        };
        let read = with_buffer(64);
        for size in 1..8 {
            assert_eq!(with_buffer(size), read, "with a buffer of {size} bytes");
        }
        read
    }

    #[test]
    fn whatever_ends_a_line() {
        let lines = read(b"a\nb\r\nc\rd\n\re\r\r\nf", Encoding::Utf8);
        assert_eq!(lines, ["a", "b", "c", "d", "", "e", "", "f"]);
        assert_eq!(read(b"\r\r\r", Encoding::Utf8), ["", "", ""]);
        assert_eq!(read(b"a\r\n", Encoding::Utf8), ["a"]);
        assert_eq!(read(b"", Encoding::Utf8), [""; 0]);
    }

    #[test]
    fn a_mark_is_no_letter_of_the_first_line() {
        assert_eq!(
            read("\u{feff}a\n\u{feff}b".as_bytes(), Encoding::Utf8),
            ["a", "\u{feff}b"]
        );
        assert_eq!(read(b"\xff\xfea\0\n\0", Encoding::Utf16Le), ["a"]);
        assert_eq!(read(b"\xfe\xff\0a\0\n", Encoding::Utf16Be), ["a"]);
    }

    #[test]
    fn a_line_is_cut() {
        assert_eq!(
            read(b"12345678\n123456789\n1", Encoding::Utf8),
            ["12345678", "12345678…", "1"]
        );
    }

    /// A surrogate alone, and half a letter at the end.
    #[test]
    fn what_is_no_letter_stays_in_its_line() {
        let lines = read(b"a\0\x00\xd8b\0\n\0c\0\n\0d\0\n", Encoding::Utf16Le);
        assert_eq!(lines, ["a\u{fffd}b", "c", "d\u{fffd}"]);
    }

    #[test]
    fn persian_of_older_systems() {
        assert_eq!(
            read(b"\xd3\xc7\xd1\xc7\r\x81", Encoding::Windows1256),
            ["سارا", "پ"]
        );
    }
}
