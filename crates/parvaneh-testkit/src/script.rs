//! A scenario as a text file: one command or day a line, and comments.
//!
//! ```text
//! # What follows a sign of number to the end of a line is a comment.
//! workflows ../workflows                 of one's own, by a folder beside the file; none: built in
//! under pishkhan/1389 pishkhan/1400      once under each of these editions
//! party sara natural                     a party, by a name in one word; `legal` or `unstated` another,
//! party nobody natural unidentified      whose identifier the register does not have
//! province قم                            of actors and offices, from here on
//! on 1402-07-15                          the day, in either calendar
//! entered 1402-07-18                     acts of that day are entered on a later one from here on,
//! entered 1402-07-18 by secretariat "…"  or by a desk, with what shows when they were done, and then
//!                                        the paper by which a party did them, as in written_request
//! given licensed                         plays given/licensed.txt first, and says nothing of it, or
//!                                        given/licensed-1389.txt, under that edition, if it is there;
//!                                        the folder is beside the file, or beside the file's folder
//! licensed 17-1 urban 1402-07-15         a licence as another register states it, and name=value
//!                                        its holder is `@holder`, or `@holder-of-17-1` beside others
//! 17-1 holder renewal.file               number, actor, command, and then name=value
//! 17-1 working_group renewal.confirm resolution=votes:for,against,recused
//! 17-1 working_group renewal.confirm resolution=carried resolution.on=1402-07-10
//!                                        of a session of that day; `resolution.motion=refuse` would
//!                                        decide something else than what is asked
//! accepted                               fails where the last command was not,
//! already_so                             or asked for nothing that was already so,
//! refused not_confirmed                  or was not refused for this reason,
//! failed "is another dossier's"          or did not fail, with these words in what the engine says,
//!                                        also of what it reads as no command
//! night                                  the nightly check, however long nothing was recorded, or
//! night max-gap 31d                      not later than so many days after the newest record
//! stands 17-1                            what the licence is worth
//! stands 17-1 known at 1402-07-16        the same, as it was known at the end of that day,
//! known at 1402-07-16                    which holds for every `stands` up to the next day, or at
//! known at position:12                   what else `parvaneh show --known-at` takes
//! revise "keyed for 17-2" "letter 12"    begins a revision: why, and on which document it rests
//! withdraw 17-1 licence.surrendered      an act, by its sequence or by an event that it led to
//! restore 17-1 7                         an act that was withdrawn, by its sequence
//! accept 17-1 renewal.granted            a later act that may come out otherwise
//! enter 17-2 1402-07-15 holder licence.surrender
//! open 17-1 urban 1402-07-15 1405-07-14  a term that another register states, to the same holder
//! approved                               makes it: one person proposes it, another approves it;
//! not_approved later_act_stands_against  or fails where it is not refused for this reason,
//! not_made "no act"                      or where it is made, or these words are not said of it
//! ```
//!
//! A word with spaces in it stands between quotation marks, and JSON between single ones.
//! [`Scenario::send`] says how actors and values are written, [`Scenario::licensed`] what a register
//! may state. At the end the register is verified.

use std::path::{Path, PathBuf};

use parvaneh::Workflows;
use parvaneh::core::party::PartyKind;
use parvaneh::core::refusal::Code;

use crate::error::{TestkitError, chain};
use crate::scenario::Scenario;
use crate::{Database, golden};

/// How each line is written that begins with a word of its own.
const LINES: [&str; 25] = [
    "workflows FOLDER",
    "under EDITION [EDITION…]",
    "party NAME natural|legal|unstated [unidentified]",
    "province NAME",
    "on DAY",
    "entered DAY [by ACTOR EVIDENCE [PAPER]]",
    "given NAME",
    "licensed NUMBER KIND FROM [name=value…]",
    "accepted",
    "already_so",
    "refused CODE",
    "failed WORDS",
    "night [max-gap DAYS]",
    "stands NUMBER [known at TIME]",
    "known at TIME",
    "revise REASON DOCUMENT",
    "withdraw NUMBER ACT",
    "restore NUMBER ACT",
    "accept NUMBER ACT",
    "enter NUMBER DAY ACTOR COMMAND [name=value…]",
    "open NUMBER KIND FROM THROUGH",
    "grant_time NUMBER UNTIL",
    "approved",
    "not_approved CODE",
    "not_made WORDS",
];

/// A line of a script that could not be played.
#[derive(Debug, thiserror::Error)]
#[error("{file}:{line}{}{text}", if text.is_empty() { "" } else { ": " })]
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
    let text = read(file).map_err(|source| at(file, 1, "", source))?;
    let stage = Stage::of(file, &text)?;
    let mut transcripts = Vec::new();
    for edition in &stage.editions {
        let scenario = Scenario::under_workflows(stage.workflows.clone(), edition, database);
        let mut scenario = scenario.map_err(|source| stage.at(file, source))?;
        lines(file, &text, &mut scenario)?;
        let end = text.lines().count();
        let verified = scenario.verify();
        verified.map_err(|source| at(file, end, "", source))?;
        transcripts.push(scenario.transcript().to_owned());
    }
    Ok(transcripts.join("\n"))
}

/// Plays the file under the first of its editions and keeps the scenario, with the register that it
/// has led to.
pub fn perform(file: &Path, database: &Database) -> Result<Scenario, ScriptError> {
    let text = read(file).map_err(|source| at(file, 1, "", source))?;
    let stage = Stage::of(file, &text)?;
    let edition = &stage.editions[0];
    let scenario = Scenario::under_workflows(stage.workflows.clone(), edition, database);
    let mut scenario = scenario.map_err(|source| stage.at(file, source))?;
    lines(file, &text, &mut scenario)?;
    Ok(scenario)
}

/// Plays the file and compares with the transcript beside it, `<name>.transcript`, as
/// [`golden::compare`] does.
pub fn check(file: &Path, database: &Database) -> Result<(), TestkitError> {
    let transcript = play(file, database).map_err(Box::new)?;
    golden::compare(&transcript, &file.with_extension("transcript"))
}

/// Under which rules a file is played.
struct Stage<'a> {
    workflows: Workflows,
    editions: Vec<String>,
    under: (usize, &'a str),
}

impl<'a> Stage<'a> {
    fn of(file: &Path, text: &'a str) -> Result<Self, ScriptError> {
        let (mut folder, mut under) = (None, None);
        for (number, line) in (1..).zip(text.lines()) {
            let words = words(line).map_err(|source| at(file, number, line, source))?;
            let twice = match words.first().map(String::as_str) {
                Some("workflows") => folder.replace((number, line, words)).is_some(),
                Some("under") => under.replace((number, line, words)).is_some(),
                Some(_) | None => false,
            };
            if twice {
                let source = TestkitError::meaning("a script says this once");
                return Err(at(file, number, line, source));
            }
        }
        let workflows = match &folder {
            None => Workflows::embedded().map_err(|error| at(file, 1, "", error.into()))?,
            Some((number, line, words)) => {
                let loaded = match words.as_slice() {
                    [_, folder] => Workflows::load(&beside(file).join(folder)).map_err(Into::into),
                    _ => Err(unwritten("workflows")),
                };
                loaded.map_err(|source| at(file, *number, line, source))?
            }
        };
        match under {
            Some((number, line, words)) if 1 < words.len() => Ok(Self {
                workflows,
                editions: words.into_iter().skip(1).collect(),
                under: (number, line),
            }),
            Some((number, line, _)) => Err(at(file, number, line, unwritten("under"))),
            None => {
                let problem = "no line says under which edition it is to be played, as in `under \
                               pishkhan/1389`";
                Err(at(file, 1, "", TestkitError::meaning(problem)))
            }
        }
    }

    fn at(&self, file: &Path, source: TestkitError) -> ScriptError {
        let (number, line) = self.under;
        at(file, number, line, source)
    }
}

fn lines(file: &Path, text: &str, scenario: &mut Scenario) -> Result<(), ScriptError> {
    let mut failed: Option<ScriptError> = None;
    for (number, line) in (1..).zip(text.lines()) {
        let words = words(line).map_err(|source| at(file, number, line, source))?;
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        let Some(first) = words.first() else {
            continue;
        };
        if let Some(failure) = failed.take() {
            was_to_fail(&words, failure)?;
            continue;
        }
        match played(file, &words, scenario) {
            Ok(()) => {}
            Err(TestkitError::Script(error)) => return Err(*error),
            Err(source) => {
                let is_of_the_engine = matches!(
                    source,
                    TestkitError::Engine(_) | TestkitError::NoCommand { .. }
                );
                let error = at(file, number, line, source);
                match is_of_the_engine && how(first).is_none() {
                    true => failed = Some(error),
                    false => return Err(error),
                }
            }
        }
    }
    failed.map_or(Ok(()), Err)
}

/// A command at which the engine failed is an error, unless the line after it says so.
fn was_to_fail(words: &[&str], failure: ScriptError) -> Result<(), ScriptError> {
    match words {
        ["failed", said] if chain(&*failure.source).contains(said) => Ok(()),
        _ => Err(failure),
    }
}

fn played(file: &Path, words: &[&str], scenario: &mut Scenario) -> Result<(), TestkitError> {
    match words {
        [] | ["under" | "workflows", ..] => {}
        ["party", name, kind] => {
            scenario.party(name, kind_of(kind)?)?;
        }
        ["party", name, kind, "unidentified"] => {
            scenario.unidentified(name, kind_of(kind)?)?;
        }
        ["province", province] => {
            scenario.in_province(province)?;
        }
        ["on", day] => {
            scenario.on(day)?;
        }
        ["entered", how @ ..] => entered(how, scenario)?,
        ["given", name] => {
            let given = given(file, name, scenario);
            let text = read(&given)?;
            lines(&given, &text, scenario).map_err(Box::new)?;
            scenario.without_what_was_written();
        }
        ["licensed", number, kind, from, stated @ ..] => {
            scenario.licensed(number, kind, from, stated)?;
        }
        ["accepted"] => {
            scenario.accepted()?;
        }
        ["already_so"] => {
            scenario.already_so()?;
        }
        ["refused", code] => {
            scenario.refused(code_of(code)?)?;
        }
        ["failed", _] => return Err(TestkitError::meaning("the command before it did not fail")),
        ["night"] => {
            scenario.night()?;
        }
        ["night", "max-gap", days] => {
            let days = days.parse().map_err(TestkitError::Meaning)?;
            scenario.night_within(days)?;
        }
        ["stands", number] => {
            scenario.stands(number)?;
        }
        ["stands", number, "known", "at", time] => {
            scenario.stands_as_known_at(number, time)?;
        }
        ["known", "at", time] => {
            scenario.known_at(time)?;
        }
        [
            "revise" | "withdraw" | "restore" | "accept" | "enter" | "open" | "grant_time",
            ..,
        ]
        | ["approved" | "not_approved" | "not_made", ..] => revised(words, scenario)?,
        [word, ..] if how(word).is_some() => return Err(unwritten(word)),
        [number, actor, command, arguments @ ..] => {
            scenario.send(number, actor, command, arguments)?;
        }
        [word, ..] => return Err(unwritten(word)),
    }
    Ok(())
}

/// When what follows is entered, by which desk, and on what paper.
fn entered(how: &[&str], scenario: &mut Scenario) -> Result<(), TestkitError> {
    match how {
        [day] => {
            scenario.entered(day, None)?;
        }
        [day, "by", desk, evidence] => {
            scenario.entered(day, Some((desk, evidence)))?;
        }
        [day, "by", desk, evidence, paper] => {
            let desk = Some((*desk, *evidence));
            scenario.entered(day, desk)?.on_paper(paper);
        }
        _ => return Err(unwritten("entered")),
    }
    Ok(())
}

/// A line of a revision.
fn revised(words: &[&str], scenario: &mut Scenario) -> Result<(), TestkitError> {
    match words {
        ["revise", reason, document] => {
            scenario.revise(reason, document);
        }
        ["withdraw", number, act] => {
            scenario.withdraws(number, act)?;
        }
        ["restore", number, act] => {
            let act = act.parse().map_err(|_| unwritten("restore"))?;
            scenario.restores(number, act)?;
        }
        ["accept", number, act] => {
            scenario.accepts(number, act)?;
        }
        ["enter", number, day, actor, command, arguments @ ..] => {
            scenario.enters(number, day, actor, command, arguments)?;
        }
        ["open", number, kind, from, through] => {
            scenario.opens(number, kind, from, through)?;
        }
        ["grant_time", number, until] => {
            scenario.grants_time(number, until)?;
        }
        ["approved"] => {
            scenario.approved()?;
        }
        ["not_made", words] => {
            scenario.not_made(words)?;
        }
        ["not_approved", code] => {
            scenario.not_approved(code_of(code)?)?;
        }
        [word, ..] => return Err(unwritten(word)),
        [] => {}
    }
    Ok(())
}

fn kind_of(word: &str) -> Result<PartyKind, TestkitError> {
    let kinds = [PartyKind::Natural, PartyKind::Legal, PartyKind::Unstated];
    let found = kinds.into_iter().find(|known| known.word() == word);
    found.ok_or_else(|| unwritten("party"))
}

fn code_of(word: &str) -> Result<Code, TestkitError> {
    let found = Code::ALL.iter().find(|known| known.word() == word);
    found
        .copied()
        .ok_or_else(|| TestkitError::meaning(format!("nothing is refused for the reason {word:?}")))
}

/// The file of what is given: that of the scenario's edition, where there is one. It is in the folder
/// `given` beside the script, or in that beside the script's folder, where scripts have folders.
fn given(file: &Path, name: &str, scenario: &Scenario) -> PathBuf {
    let beside = beside(file);
    let own = beside.join("given");
    let folder = match beside.parent().map(|above| above.join("given")) {
        _ if beside.ends_with("given") => beside.to_owned(),
        Some(shared) if !own.exists() && shared.exists() => shared,
        Some(_) | None => own,
    };
    let id = &scenario.edition().id.0;
    let (_, edition) = id.split_once('/').unwrap_or(("", id));
    let own = folder.join(format!("{name}-{edition}.txt"));
    match own.exists() {
        true => own,
        false => folder.join(format!("{name}.txt")),
    }
}

/// How a line is written that begins with this word.
fn how(word: &str) -> Option<&'static str> {
    let first = |line: &&str| line.split(' ').next() == Some(word);
    LINES.iter().copied().find(first)
}

fn unwritten(word: &str) -> TestkitError {
    TestkitError::meaning(match how(word) {
        Some(line) => format!("it is written `{line}`"),
        None => format!(
            "a line is `NUMBER ACTOR COMMAND [name=value…]`, or one of these: {}",
            LINES.join(", ")
        ),
    })
}

/// The words of a line, without its comment, in which there may be an open quotation.
pub fn words(line: &str) -> Result<Vec<String>, TestkitError> {
    let said = match line.trim_start().starts_with('#') {
        true => "",
        false => line.split(" #").next().unwrap_or_default(),
    };
    shell_words::split(said).map_err(|_| TestkitError::meaning("a quotation mark stands alone"))
}

fn beside(file: &Path) -> &Path {
    file.parent().unwrap_or(file)
}

fn read(file: &Path) -> Result<String, TestkitError> {
    std::fs::read_to_string(file).map_err(|source| TestkitError::File {
        what: "reading",
        file: file.to_owned(),
        source,
    })
}

fn at(file: &Path, line: usize, text: &str, source: TestkitError) -> ScriptError {
    ScriptError {
        file: file.display().to_string(),
        line,
        text: text.trim().to_owned(),
        source: Box::new(source),
    }
}
