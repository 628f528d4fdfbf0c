//! Reads the file of a whole register, line by line, and checks its form.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::path::{Path, PathBuf};

use parvaneh_store::{
    Anchor, AnswerRow, AskedRow, DossierRow, EditionRow, JournalRow, PartyEventRow, PartyRow,
    ProposalRow,
};
use serde::Deserialize;
use uuid::Uuid;

use super::import_register::RegisterFileError;
use crate::moving::register_file::{
    Checksum, Counts, EndLine, FORMAT, HASHED_OTHERWISE, Header, RegisterLine, VERSION,
    WITHOUT_ASKED, WITHOUT_SALTS,
};

/// The longest line that is read. A command of 64 MiB was taken once, and stands in its row as a text within a text.
const LINE_BYTES_MAX: u64 = 1 << 28;

/// A row of the file.
pub(super) enum RegisterRow {
    Party(PartyRow),
    PartyEvent(PartyEventRow),
    Dossier(DossierRow),
    Event(JournalRow),
    Asked(AskedRow),
    Answer(AnswerRow),
    Proposal(ProposalRow),
    Anchor(Anchor),
    Edition(EditionRow),
}

/// Where in the file a line belongs: kinds in their order, and keys in theirs.
#[derive(Eq, Ord, PartialEq, PartialOrd)]
enum Place {
    Party,
    PartyEvent(i64),
    Dossier(i64),
    Event(i64),
    Asked(i64),
    Answer(Uuid),
    Proposal(Uuid),
    Anchor(i64),
    Edition(String),
    End,
}

/// A file that is being read; its last line counts and hashes those before it.
pub(super) struct RegisterReader {
    path: PathBuf,
    input: BufReader<File>,
    pub(super) bytes: u64,
    /// How many of them were read.
    pub(super) read: u64,
    /// The number of the line that was read last.
    pub(super) number: u64,
    /// The id that the register had where it comes from.
    pub(super) register: Option<Uuid>,
    /// The version of the format.
    pub(super) version: u64,
    pub(super) counts: Counts,
    sum: Checksum,
    place: Place,
    text: Vec<u8>,
}

impl RegisterReader {
    /// Opens the file and reads its first line.
    pub(super) fn open(path: &Path) -> Result<Self, RegisterFileError> {
        let unreadable = |source| RegisterFileError::Unreadable {
            path: path.to_owned(),
            source,
        };
        let file = File::open(path).map_err(unreadable)?;
        let meta = file.metadata().map_err(unreadable)?;
        if meta.is_dir() {
            return Err(unreadable(io::ErrorKind::IsADirectory.into()));
        }
        if !meta.is_file() {
            let path = path.to_owned();
            return Err(RegisterFileError::NotAFile { path });
        }
        let mut lines = Self {
            path: path.to_owned(),
            input: BufReader::with_capacity(1 << 16, file),
            bytes: meta.len(),
            read: 0,
            number: 0,
            register: None,
            version: VERSION,
            counts: Counts::default(),
            sum: Checksum::default(),
            place: Place::Party,
            text: Vec::new(),
        };
        // Another version of the format may have other fields in its first line.
        let header: Result<Header, _> = match lines.read()? {
            true => serde_json::from_slice(&lines.text),
            false => return Err(lines.refused(1, "the file is empty".to_owned())),
        };
        match header {
            Ok(header) if header.format != FORMAT => {
                let problem = format!("it is a file of {:?}, not of {FORMAT:?}", header.format);
                Err(lines.refused(1, problem))
            }
            Ok(Header {
                v: v @ WITHOUT_ASKED..=VERSION,
                register,
                ..
            }) => {
                lines.register = register;
                lines.version = v;
                lines.sum.add(&lines.text);
                Ok(lines)
            }
            Ok(Header { v, .. }) => {
                let problem = format!(
                    "it is of version {v}, and this program reads {WITHOUT_ASKED} to {VERSION}"
                );
                Err(lines.refused(1, problem))
            }
            Err(_) => {
                let problem = format!("it does not say {FORMAT:?}, as an export does");
                Err(lines.refused(1, problem))
            }
        }
    }

    /// How many rows of each kind go into a register.
    pub(super) fn taken(&self) -> Counts {
        match self.version == HASHED_OTHERWISE {
            true => Counts {
                editions: 0,
                ..self.counts
            },
            false => self.counts,
        }
    }

    /// The next row with the number of its line; none after the last, when everything agreed.
    pub(super) fn next(&mut self) -> Result<Option<(u64, RegisterRow)>, RegisterFileError> {
        loop {
            match self.counted()? {
                Some((_, RegisterRow::Edition(_))) if self.version == HASHED_OTHERWISE => {}
                next => return Ok(next),
            }
        }
    }

    /// The same, with what is counted and left.
    fn counted(&mut self) -> Result<Option<(u64, RegisterRow)>, RegisterFileError> {
        if self.place == Place::End {
            return Ok(None);
        }
        if !self.read()? {
            let problem = "the file was cut off here, it has no last line".to_owned();
            return Err(self.refused(self.number, problem));
        }
        let text = self.text.trim_ascii_end();
        let mut parser = serde_json::Deserializer::from_slice(text);
        let line =
            RegisterLine::deserialize(&mut parser).and_then(|line| parser.end().map(|()| line));
        let line = line.map_err(|error| {
            // serde_json counts lines from 1 within each text: its number would be wrong here.
            let problem = error.to_string().replace(" at line 1 column", " at column");
            self.refused(self.number, problem)
        })?;
        if self.version < first_version(&line) {
            let problem = format!("a file of version {} has no such lines", self.version);
            return Err(self.refused(self.number, problem));
        }
        let (place, row) = match counted(line, &mut self.counts) {
            Ok(placed) => placed,
            Err(end) => {
                self.agree(&end)?;
                return Ok(None);
            }
        };
        if place < self.place || place == self.place && place != Place::Party {
            let problem = "it is out of order".to_owned();
            return Err(self.refused(self.number, problem));
        }
        self.place = place;
        self.sum.add(&self.text);
        Ok(Some((self.number, row)))
    }

    /// Refuses a last line that does not agree with those before it, or has lines after it.
    fn agree(&mut self, end: &EndLine) -> Result<(), RegisterFileError> {
        if end.counts != self.counts {
            let problem = format!(
                "it counts {}, there are {}",
                in_words(end.counts),
                in_words(self.counts)
            );
            return Err(self.refused(self.number, problem));
        }
        if end.sha256 != self.sum.now() {
            let problem = "its SHA-256 is not that of the lines before".to_owned();
            return Err(self.refused(self.number, problem));
        }
        self.place = Place::End;
        if self.read()? {
            let problem = "the file goes on after its last line".to_owned();
            return Err(self.refused(self.number, problem));
        }
        Ok(())
    }

    /// Reads a line; whether there was one.
    fn read(&mut self) -> Result<bool, RegisterFileError> {
        self.text.clear();
        let mut limited = Read::take(&mut self.input, LINE_BYTES_MAX);
        let read = limited.read_until(b'\n', &mut self.text);
        read.map_err(|source| RegisterFileError::Unreadable {
            path: self.path.clone(),
            source,
        })?;
        if self.text.is_empty() {
            return Ok(false);
        }
        self.number += 1;
        self.read += self.text.len() as u64;
        match self.text.last() {
            Some(b'\n') => Ok(true),
            _ if self.text.len() as u64 == LINE_BYTES_MAX => Err(self.refused(
                self.number,
                format!("it is longer than {LINE_BYTES_MAX} bytes"),
            )),
            _ => Err(self.refused(self.number, "the file was cut off in it".to_owned())),
        }
    }

    pub(super) fn refused(&self, line: u64, problem: String) -> RegisterFileError {
        RegisterFileError::Refused {
            path: self.path.clone(),
            line,
            problem,
        }
    }
}

/// The first version of the format that has such lines.
fn first_version(line: &RegisterLine) -> u64 {
    match line {
        RegisterLine::Party(_)
        | RegisterLine::Dossier(_)
        | RegisterLine::Event(_)
        | RegisterLine::Answer(_)
        | RegisterLine::Anchor(_)
        | RegisterLine::End(_) => WITHOUT_ASKED,
        RegisterLine::Asked(_) | RegisterLine::Proposal(_) | RegisterLine::Edition(_) => {
            HASHED_OTHERWISE
        }
        RegisterLine::PartyEvent(_) => WITHOUT_SALTS,
    }
}

/// A row that is counted, and where it belongs; the last line, where it is that.
fn counted(line: RegisterLine, counts: &mut Counts) -> Result<(Place, RegisterRow), EndLine> {
    let (place, row, counted) = match line {
        RegisterLine::Party(line) => (
            Place::Party,
            RegisterRow::Party(line.into()),
            &mut counts.parties,
        ),
        RegisterLine::PartyEvent(line) => {
            let row = PartyEventRow::from(line);
            let place = Place::PartyEvent(row.position);
            (
                place,
                RegisterRow::PartyEvent(row),
                &mut counts.party_events,
            )
        }
        RegisterLine::Dossier(line) => {
            let row = DossierRow::from(line);
            let place = Place::Dossier(row.seq);
            (place, RegisterRow::Dossier(row), &mut counts.dossiers)
        }
        RegisterLine::Event(line) => {
            let row = JournalRow::from(line);
            let place = Place::Event(row.position);
            (place, RegisterRow::Event(row), &mut counts.events)
        }
        RegisterLine::Asked(line) => {
            let row = AskedRow::from(line);
            let place = Place::Asked(row.position);
            (place, RegisterRow::Asked(row), &mut counts.asked)
        }
        RegisterLine::Proposal(line) => {
            let row = ProposalRow::from(line);
            let place = Place::Proposal(row.id);
            (place, RegisterRow::Proposal(row), &mut counts.proposals)
        }
        RegisterLine::Answer(line) => {
            let row = AnswerRow::from(line);
            let place = Place::Answer(row.id);
            (place, RegisterRow::Answer(row), &mut counts.answers)
        }
        RegisterLine::Anchor(line) => {
            let row = Anchor::from(line);
            let place = Place::Anchor(row.events);
            (place, RegisterRow::Anchor(row), &mut counts.anchors)
        }
        RegisterLine::Edition(line) => {
            let row = EditionRow::from(line);
            let place = Place::Edition(row.id.clone());
            (place, RegisterRow::Edition(row), &mut counts.editions)
        }
        RegisterLine::End(end) => return Err(end),
    };
    *counted += 1;
    Ok((place, row))
}

fn in_words(counts: Counts) -> String {
    format!(
        "{} parties, {} events of parties, {} dossiers, {} events, {} kept commands, {} answers, {} proposals, \
         {} anchors and {} editions",
        counts.parties,
        counts.party_events,
        counts.dossiers,
        counts.events,
        counts.asked,
        counts.answers,
        counts.proposals,
        counts.anchors,
        counts.editions
    )
}
