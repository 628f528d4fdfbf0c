//! A scenario as a text file: one command or day a line, and comments.
//!
//! ```text
//! # What follows a sign of number to the end of a line is a comment.
//! under pishkhan/1389 pishkhan/1400      once under each of these editions
//! party sara natural                     a party, by a name in one word
//! province قم                            of actors and offices, from here on
//! on 1402-07-15                          the day, in either calendar
//! given licensed                         plays given/licensed.txt first, and says nothing of it
//! licensed 17-1 urban 1402-07-15         a licence as another register states it
//! 17-1 holder renewal.file               number, actor, command, and then name=value
//! 17-1 working_group renewal.confirm resolution=votes:for,against,recused
//! night                                  the nightly check
//! stands 17-1                            what the licence is worth
//! ```
//!
//! [`Scenario::send`] says how actors and values are written. At the end the register is verified.

use std::path::Path;

use parvaneh::core::party::PartyKind;

use crate::Database;
use crate::scenario::{Scenario, TestkitError};

/// A line of a script that could not be played.
#[derive(Debug, thiserror::Error)]
#[error("{file}:{line}: {text}")]
pub struct ScriptError {
    /// The file.
    pub file: String,
    /// The line, from 1.
    pub line: usize,
    /// What stands there.
    pub text: String,
    /// Why it could not be played.
    #[source]
    pub source: Box<TestkitError>,
}

/// Plays the file under each of its editions on a database; the transcripts, one after another.
pub fn play(file: &Path, database: &Database) -> Result<String, ScriptError> {
    let text = read(file)?;
    let mut transcripts = Vec::new();
    for edition in editions(file, &text)? {
        let scenario = Scenario::under(&edition, database);
        let mut scenario = scenario.map_err(|source| at(file, 1, &edition, source))?;
        lines(file, &text, &mut scenario)?;
        let end = text.lines().count();
        let verified = scenario.verify();
        verified.map_err(|source| at(file, end, "the end", source))?;
        transcripts.push(scenario.transcript().to_owned());
    }
    Ok(transcripts.join("\n"))
}

fn editions(file: &Path, text: &str) -> Result<Vec<String>, ScriptError> {
    let under = (1..).zip(text.lines()).find_map(|(number, line)| {
        let words = line.strip_prefix("under ")?;
        let words = words.split('#').next().unwrap_or_default();
        Some((number, line, words))
    });
    let editions: Vec<String> = match under {
        Some((_, _, words)) => words.split_whitespace().map(str::to_owned).collect(),
        None => Vec::new(),
    };
    if editions.is_empty() {
        let problem = "no line says under which edition it is to be played, as in `under \
                       pishkhan/1389`";
        let source = TestkitError::Meaning(problem.to_owned());
        return Err(at(file, 1, "", source));
    }
    Ok(editions)
}

fn lines(file: &Path, text: &str, scenario: &mut Scenario) -> Result<(), ScriptError> {
    for (number, line) in (1..).zip(text.lines()) {
        let played = played(file, line, scenario);
        played.map_err(|problem| match problem {
            Problem::Here(source) => at(file, number, line, source),
            Problem::Within(error) => error,
        })?;
    }
    Ok(())
}

enum Problem {
    Here(TestkitError),
    Within(ScriptError),
}

impl From<TestkitError> for Problem {
    fn from(error: TestkitError) -> Self {
        Self::Here(error)
    }
}

fn played(file: &Path, line: &str, scenario: &mut Scenario) -> Result<(), Problem> {
    // A comment may hold what would be an open quotation.
    let line = line.split(" #").next().unwrap_or_default();
    if line.trim_start().starts_with('#') {
        return Ok(());
    }
    let words = shell_words::split(line).map_err(|error| meaning(error.to_string()))?;
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    match words.as_slice() {
        [] | ["under", ..] => {}
        ["party", name, kind] => {
            let kind = match *kind {
                "natural" => PartyKind::Natural,
                "legal" => PartyKind::Legal,
                other => return Err(meaning(format!("{other:?} is no kind of party")).into()),
            };
            scenario.party(name, kind)?;
        }
        ["province", province] => {
            scenario.in_province(province);
        }
        ["on", day] => {
            scenario.on(day)?;
        }
        ["given", name] => {
            let folder = file.parent().unwrap_or(file);
            let given = folder.join("given").join(format!("{name}.txt"));
            let text = read(&given).map_err(Problem::Within)?;
            lines(&given, &text, scenario).map_err(Problem::Within)?;
            scenario.without_what_was_written();
        }
        ["licensed", number, kind, from] => {
            scenario.licensed(number, kind, from)?;
        }
        ["night"] => {
            scenario.night()?;
        }
        ["stands", number] => {
            scenario.stands(number)?;
        }
        [number, actor, command, arguments @ ..] => {
            scenario.send(number, actor, command, arguments)?;
        }
        [word, ..] => return Err(meaning(format!("{word:?} begins no line")).into()),
    }
    Ok(())
}

fn read(file: &Path) -> Result<String, ScriptError> {
    std::fs::read_to_string(file).map_err(|error| at(file, 0, "", TestkitError::Folder(error)))
}

fn at(file: &Path, line: usize, text: &str, source: TestkitError) -> ScriptError {
    ScriptError {
        file: file.display().to_string(),
        line,
        text: text.to_owned(),
        source: Box::new(source),
    }
}

fn meaning(problem: String) -> TestkitError {
    TestkitError::Meaning(problem)
}
