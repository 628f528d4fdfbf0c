//! Bytes of an encoding, read as UTF-8.

use std::io::{self, BufRead};

use encoding_rs::{Decoder, DecoderResult};

use super::Encoding;

/// Stands in the place of what is no letter: no text in UTF-8 has this byte, so that whoever reads the field
/// finds it.
const NO_LETTER: u8 = 0xff;

/// How much is decoded at once, in bytes.
const PIECE: usize = 1 << 14;

/// A text in UTF-8 out of one in another encoding. UTF-8 itself goes through as it is, with its faults.
pub(super) struct Decoded<R> {
    input: R,
    decoder: Option<Decoder>,
    piece: Vec<u8>,
    /// How much of the piece was decoded, and how much of that was taken.
    end: usize,
    at: usize,
    is_over: bool,
    bytes: u64,
}

impl<R: BufRead> Decoded<R> {
    pub(super) fn new(input: R, encoding: Encoding) -> Self {
        Self {
            input,
            decoder: encoding.decoder(),
            piece: Vec::new(),
            end: 0,
            at: 0,
            is_over: false,
            bytes: 0,
        }
    }

    /// How many bytes of the input were read.
    pub(super) fn bytes(&self) -> u64 {
        self.bytes
    }

    /// The next bytes; none at the end.
    pub(super) fn fill(&mut self) -> io::Result<&[u8]> {
        if self.decoder.is_none() {
            return self.input.fill_buf();
        }
        while self.at == self.end && !self.is_over {
            self.decode()?;
        }
        Ok(self.piece.get(self.at..self.end).unwrap_or_default())
    }

    /// Goes on by so many of the bytes of [`Self::fill`].
    pub(super) fn consume(&mut self, bytes: usize) {
        if self.decoder.is_none() {
            self.input.consume(bytes);
            self.bytes += bytes as u64;
        } else {
            self.at += bytes;
        }
    }

    fn decode(&mut self) -> io::Result<()> {
        let Some(decoder) = &mut self.decoder else {
            return Ok(());
        };
        let raw = self.input.fill_buf()?;
        let is_last = raw.is_empty();
        // With room for the byte below.
        self.piece.resize(PIECE + 1, 0);
        let (result, read, written) =
            decoder.decode_to_utf8_without_replacement(raw, &mut self.piece[..PIECE], is_last);
        self.input.consume(read);
        self.bytes += read as u64;
        self.end = written;
        self.at = 0;
        match result {
            DecoderResult::Malformed(..) => {
                self.piece[self.end] = NO_LETTER;
                self.end += 1;
            }
            DecoderResult::InputEmpty => self.is_over = is_last,
            DecoderResult::OutputFull => {}
        }
        Ok(())
    }
}
