//! Golden files: transcripts that are kept beside the tests that lead to them.

use std::fs;
use std::path::Path;

use crate::TestkitError;

/// Compares a transcript with the one that is kept in a file; the first line that differs is the
/// error.
///
/// With `INSTA_UPDATE=always` in the environment, as the crate insta has it, the file is written
/// instead, to be read before it is kept.
pub fn compare(transcript: &str, file: &Path) -> Result<(), TestkitError> {
    let file = file.to_owned();
    if std::env::var("INSTA_UPDATE").is_ok_and(|how| how == "always") {
        return fs::write(&file, transcript).map_err(|source| TestkitError::File {
            what: "writing",
            file,
            source,
        });
    }
    let kept = match fs::read_to_string(&file) {
        Ok(kept) => kept,
        Err(source) => return Err(TestkitError::NotKept { file, source }),
    };
    match difference(&kept, transcript) {
        None => Ok(()),
        Some((line, kept, now)) => Err(TestkitError::Differs {
            file,
            line,
            kept: kept.to_owned(),
            now: now.to_owned(),
        }),
    }
}

/// The first line, from 1, that is not the same in both, and what stands there; nothing does where
/// one of them is over.
fn difference<'a>(kept: &'a str, now: &'a str) -> Option<(usize, &'a str, &'a str)> {
    let (mut kept, mut now) = (kept.lines(), now.lines());
    for line in 1.. {
        match (kept.next(), now.next()) {
            (None, None) => break,
            (kept, now) if kept == now => {}
            (kept, now) => return Some((line, kept.unwrap_or_default(), now.unwrap_or_default())),
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::difference;

    #[test]
    fn the_first_line_that_differs_is_found() {
        assert_eq!(difference("a\nb\n", "a\nb\n"), None);
        assert_eq!(
            difference("a\r\nb\r\n", "a\nb\n"),
            None,
            "checked out elsewhere"
        );
        assert_eq!(difference("a\nb\n", "a\nc\nd\n"), Some((2, "b", "c")));
        assert_eq!(difference("a\nb\n", "a\n"), Some((2, "b", "")));
        assert_eq!(difference("a\n", "a\nb\n"), Some((2, "", "b")));
    }
}
