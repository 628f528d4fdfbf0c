//! The rows of a CSV file, each with the line on which it begins.
//!
//! A row may go over several lines, where a quoted field has line breaks in it. But a quotation
//! mark that is opened and never closed would swallow every row after it, and good rows are not to
//! be lost because of a bad one. So what goes over several lines is believed only if it has the
//! file's width and none of the later lines is a row by itself; if not, its first line alone is at
//! fault, and reading goes on with the next one.

use std::collections::VecDeque;
use std::io::{self, BufRead};

use csv::ByteRecord;
use csv_core::ReadRecordResult;

use super::rejects::as_they_came;
use crate::profile::Separator;
use crate::text_file::{Encoding, Line, Lines};

/// The longest line that is read, in bytes; the rest of a longer one is skipped, and it is at fault.
const LINE_MOST: usize = 1 << 20;

/// How many lines a row may have.
const LINES_MOST: usize = 100;

/// A row, or what stands in its place.
pub(super) struct Record {
    /// The line on which it begins, the first line of the file being 1.
    pub(super) line: u64,
    /// Its fields, as far as they can be told apart.
    pub(super) fields: ByteRecord,
    /// What is wrong with it as CSV, if anything is.
    pub(super) fault: Option<String>,
}

/// Reads records one by one; no more than one of them is in memory.
pub(super) struct Records<R> {
    lines: Lines<R>,
    parser: Parser,
    /// Lines that were read ahead and turned out to be rows of their own.
    pending: VecDeque<Line>,
    blank: u64,
    width: usize,
    /// Whether an earlier import wrote them, so that a spreadsheet reckons none of them.
    were_rejected: bool,
}

impl<R: BufRead> Records<R> {
    /// The header and the records below it; no header where there is nothing in the file. A first line such
    /// as `sep=;` is a spreadsheet's word on the separator, and no header.
    pub(super) fn open(
        input: R,
        encoding: Encoding,
        separator: Separator,
    ) -> io::Result<(Self, Option<Record>)> {
        let mut records = Self {
            lines: Lines::new(input, encoding, LINE_MOST),
            parser: Parser::new(separator),
            pending: VecDeque::new(),
            blank: 0,
            width: 0,
            were_rejected: false,
        };
        if let Some(first) = records.line()?
            && stated_separator(&first.text).is_none()
        {
            records.pending.push_front(first);
        }
        let header = records.next()?;
        records.width = header.as_ref().map_or(0, |header| header.fields.len());
        Ok((records, header))
    }

    /// The rows that follow are of a file of rejects.
    pub(super) fn were_rejected(&mut self) {
        self.were_rejected = true;
    }

    /// How many lines were read.
    pub(super) fn lines(&self) -> u64 {
        self.lines.count()
    }

    /// How many bytes were read.
    pub(super) fn bytes(&self) -> u64 {
        self.lines.bytes()
    }

    /// How many lines had nothing in them.
    pub(super) fn blank(&self) -> u64 {
        self.blank
    }

    /// The next record; none at the end of the file. A line with nothing in its fields is none.
    pub(super) fn next(&mut self) -> io::Result<Option<Record>> {
        while let Some(first) = self.line()? {
            let is_blank = |text: &[u8]| text.trim_ascii().is_empty();
            if is_blank(&first.text) && !first.is_cut {
                self.blank += 1;
                continue;
            }
            let mut record = self.record(first)?;
            if self.were_rejected {
                record.fields = as_they_came(record.fields);
            }
            if record.fault.is_none() && record.fields.iter().all(is_blank) {
                self.blank += 1;
                continue;
            }
            return Ok(Some(record));
        }
        Ok(None)
    }

    fn record(&mut self, first: Line) -> io::Result<Record> {
        if first.is_cut {
            let fault = format!("the line is longer than {LINE_MOST} bytes");
            return Ok(self.alone(first, fault));
        }
        self.parser.begin();
        if self.parser.is_whole_with(&first.text) {
            return Ok(Record {
                line: first.number,
                fields: self.parser.fields(),
                fault: None,
            });
        }
        let mut ahead = Vec::new();
        while ahead.len() < LINES_MOST {
            let Some(line) = self.line()? else { break };
            let whole = !line.is_cut && self.parser.is_whole_with(&line.text);
            ahead.push(line);
            if whole {
                break;
            }
        }
        let fields = self.parser.is_whole().then(|| self.parser.fields());
        if let Some(fields) = fields
            && (self.width == 0 || fields.len() == self.width)
            && !ahead.iter().any(|line| self.is_a_row(line, fields.len()))
        {
            return Ok(Record {
                line: first.number,
                fields,
                fault: None,
            });
        }
        for line in ahead.into_iter().rev() {
            self.pending.push_front(line);
        }
        let fault = "a quotation mark is opened and not closed".to_owned();
        Ok(self.alone(first, fault))
    }

    /// The record of a line that is at fault, as if the file ended with it.
    fn alone(&mut self, line: Line, fault: String) -> Record {
        self.parser.begin();
        self.parser.feed(&line.text);
        self.parser.end();
        Record {
            line: line.number,
            fields: self.parser.fields(),
            fault: Some(fault),
        }
    }

    /// Whether a line has the width of a row, also where a quotation mark of it is not closed.
    fn is_a_row(&mut self, line: &Line, width: usize) -> bool {
        self.parser.begin();
        self.parser.feed(&line.text);
        self.parser.end();
        self.parser.fields().len() == width
    }

    fn line(&mut self) -> io::Result<Option<Line>> {
        match self.pending.pop_front() {
            Some(line) => Ok(Some(line)),
            None => self.lines.next_line(),
        }
    }
}

/// The separator that the first line of a file says, as in `sep=;`; none where it says something else.
pub(super) fn stated_separator(line: &[u8]) -> Option<Separator> {
    let line = std::str::from_utf8(line).ok()?;
    let line = line
        .strip_prefix('"')
        .map_or(line, |line| line.trim_end_matches('"'));
    let (key, separator) = line.split_at_checked(4)?;
    if !key.eq_ignore_ascii_case("sep=") {
        return None;
    }
    Separator::try_from(separator.to_owned()).ok()
}

/// Fields out of lines.
struct Parser {
    core: csv_core::Reader,
    text: Vec<u8>,
    written: usize,
    ends: Vec<usize>,
    ended: usize,
    whole: bool,
}

impl Parser {
    fn new(separator: Separator) -> Self {
        let mut core = csv_core::ReaderBuilder::new();
        Self {
            core: core.delimiter(separator.byte()).build(),
            text: vec![0; 1024],
            written: 0,
            ends: vec![0; 64],
            ended: 0,
            whole: false,
        }
    }

    /// Forgets what came before.
    fn begin(&mut self) {
        self.core.reset();
        self.written = 0;
        self.ended = 0;
        self.whole = false;
    }

    /// Takes a line in; whether the record is whole with it.
    fn is_whole_with(&mut self, line: &[u8]) -> bool {
        self.feed(line);
        self.feed(b"\n");
        self.whole
    }

    fn is_whole(&self) -> bool {
        self.whole
    }

    /// Takes what there is for the whole record.
    fn end(&mut self) {
        while !self.whole && self.step(&[]).1 {}
    }

    fn feed(&mut self, mut input: &[u8]) {
        while !input.is_empty() && !self.whole {
            let (read, _) = self.step(input);
            input = &input[read..];
        }
    }

    /// One step of the parser: how much it read, and whether it has more to say.
    fn step(&mut self, input: &[u8]) -> (usize, bool) {
        let (result, read, written, ended) = self.core.read_record(
            input,
            &mut self.text[self.written..],
            &mut self.ends[self.ended..],
        );
        self.written += written;
        self.ended += ended;
        match result {
            ReadRecordResult::OutputFull => self.text.resize(self.text.len() * 2, 0),
            ReadRecordResult::OutputEndsFull => self.ends.resize(self.ends.len() * 2, 0),
            ReadRecordResult::Record => self.whole = true,
            ReadRecordResult::InputEmpty => {}
            ReadRecordResult::End => return (read, false),
        }
        (read, true)
    }

    fn fields(&self) -> ByteRecord {
        let mut fields = ByteRecord::with_capacity(self.written, self.ended);
        let mut from = 0;
        for end in &self.ends[..self.ended] {
            fields.push_field(&self.text[from..*end]);
            from = *end;
        }
        fields
    }
}

#[cfg(test)]
mod tests {
    use super::{Encoding, Records, Separator};

    /// Line, fields and fault of each record, as one text.
    fn read(text: &str) -> String {
        let (mut records, header) =
            Records::open(text.as_bytes(), Encoding::Utf8, Separator::default()).unwrap();
        let header = header.map(|header| header.fields).unwrap_or_default();
        let mut told = format!("{header:?}\n");
        while let Some(record) = records.next().unwrap() {
            let fault = record
                .fault
                .map_or_else(String::new, |it| format!(" !{it}"));
            told.push_str(&format!("{} {:?}{fault}\n", record.line, record.fields));
        }
        told
    }

    #[test]
    fn rows_with_their_lines_whatever_ends_them() {
        insta::assert_snapshot!(
            read("\u{feff}a,b\r\n1,\"x, \"\"y\"\"\"\n\n2,\"two\nlines\"\r\n3,z"),
            @r#"
        ByteRecord(["a", "b"])
        2 ByteRecord(["1", "x, \"y\""])
        4 ByteRecord(["2", "two\nlines"])
        6 ByteRecord(["3", "z"])
        "#
        );
    }

    /// The lines after a stray quotation mark are read one by one.
    #[test]
    fn a_stray_quotation_mark_costs_its_own_line() {
        insta::assert_snapshot!(
            read("a,b\n1,\"x\n2,y\n3,z\n4,\"x\n5,y\n6,\"z\n"),
            @r#"
        ByteRecord(["a", "b"])
        2 ByteRecord(["1", "x"]) !a quotation mark is opened and not closed
        3 ByteRecord(["2", "y"])
        4 ByteRecord(["3", "z"])
        5 ByteRecord(["4", "x"]) !a quotation mark is opened and not closed
        6 ByteRecord(["5", "y"])
        7 ByteRecord(["6", "z"]) !a quotation mark is opened and not closed
        "#
        );
    }

    /// Two such lines after one another are not one row, though together they have its fields.
    #[test]
    fn two_stray_quotation_marks_cost_two_lines() {
        insta::assert_snapshot!(
            read("a,b,c\n1,x,\"y\n2,x,\"y\n3,z,z\n"),
            @r#"
        ByteRecord(["a", "b", "c"])
        2 ByteRecord(["1", "x", "y"]) !a quotation mark is opened and not closed
        3 ByteRecord(["2", "x", "y"]) !a quotation mark is opened and not closed
        4 ByteRecord(["3", "z", "z"])
        "#
        );
    }

    /// A stray mark in the names of the columns swallows no row.
    #[test]
    fn a_header_with_a_stray_quotation_mark_is_at_fault() {
        let text = "a,b,\"note\n1,2,3\n4,5,\"x\"\n";
        let opened = Records::open(text.as_bytes(), Encoding::Utf8, Separator::default());
        let (mut records, header) = opened.unwrap();
        assert!(header.is_some_and(|header| header.fault.is_some()));
        assert_eq!(records.next().unwrap().map(|record| record.line), Some(2));
    }

    #[test]
    fn a_line_without_end_is_cut() {
        let long = "x".repeat(3 << 20);
        let told = read(&format!("a,b\n1,{long}\n2,y\n"));
        let lines: Vec<&str> = told.lines().collect();
        assert!(lines[1].ends_with("!the line is longer than 1048576 bytes"));
        assert_eq!(lines[2], "3 ByteRecord([\"2\", \"y\"])");
    }

    #[test]
    fn nothing_is_no_header() {
        assert_eq!(read(""), "ByteRecord([])\n");
    }
}
