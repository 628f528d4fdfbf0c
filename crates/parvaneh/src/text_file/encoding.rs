//! The encodings that are read, and how one can be told.

use std::fmt;

use encoding_rs::{Decoder, UTF_16BE, UTF_16LE, WINDOWS_1256};
use serde::{Deserialize, Serialize};

/// How the letters of a file are written as bytes, by the names that the Internet has for it.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum Encoding {
    /// UTF-8.
    #[default]
    #[serde(rename = "utf-8")]
    Utf8,
    /// UTF-16, the low byte first: what a spreadsheet calls Unicode text.
    #[serde(rename = "utf-16le")]
    Utf16Le,
    /// UTF-16, the high byte first.
    #[serde(rename = "utf-16be")]
    Utf16Be,
    /// Windows-1256, in which older systems write Persian and Arabic.
    #[serde(rename = "windows-1256")]
    Windows1256,
}

/// The marks that may stand before a text and say its encoding.
const MARKS: [(&[u8], Encoding); 3] = [
    (b"\xef\xbb\xbf", Encoding::Utf8),
    (b"\xff\xfe", Encoding::Utf16Le),
    (b"\xfe\xff", Encoding::Utf16Be),
];

impl Encoding {
    /// Every one.
    pub const ALL: [Self; 4] = [Self::Utf8, Self::Utf16Le, Self::Utf16Be, Self::Windows1256];

    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Utf8 => "UTF-8",
            Self::Utf16Le => "UTF-16LE",
            Self::Utf16Be => "UTF-16BE",
            Self::Windows1256 => "Windows-1256",
        }
    }

    /// The encoding that the mark at the start of a text says; none where there is no mark.
    pub fn marked(text: &[u8]) -> Option<Self> {
        let mut marks = MARKS.iter();
        let found = marks.find(|(mark, _)| text.starts_with(mark))?;
        Some(found.1)
    }

    /// What reads it; none for UTF-8, which is what everything is read into.
    pub(super) fn decoder(self) -> Option<Decoder> {
        let encoding = match self {
            Self::Utf8 => return None,
            Self::Utf16Le => UTF_16LE,
            Self::Utf16Be => UTF_16BE,
            Self::Windows1256 => WINDOWS_1256,
        };
        Some(encoding.new_decoder_without_bom_handling())
    }
}

impl fmt::Display for Encoding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
