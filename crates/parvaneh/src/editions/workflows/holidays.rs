//! Files of holidays: the days of every week on which offices are closed, and those of each year, with the
//! source that says so.

use std::collections::{BTreeMap, BTreeSet};

use chrono::Weekday;
use parvaneh_core::calendar::{self, Date, DateOrder};
use parvaneh_core::edition::{Closed, Edition};
use serde::Deserialize;
use toml::Spanned;

use super::WorkflowError;
use super::content::Content;
use super::problems::Problems;
use super::source::Source;

/// The folder of these files.
pub(super) const FOLDER: &str = "holidays";

/// The days of a file, and what it says.
pub(super) struct Known {
    pub(super) closed: Closed,
    pub(super) content: Content,
}

/// The files by their names; none for one that is not read.
pub(super) type Files = BTreeMap<String, Option<Known>>;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    weekly: Spanned<Vec<String>>,
    source: Spanned<String>,
    #[serde(default)]
    years: Vec<Year>,
}

/// A stretch of days of which every holiday is named.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Year {
    from: Spanned<String>,
    through: Spanned<String>,
    source: Spanned<String>,
    days: Vec<Holiday>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Holiday {
    on: Spanned<String>,
    name: Spanned<String>,
}

/// Reads a file, whole or with everything that is wrong with it.
pub(super) fn read(source: &Source) -> Result<Known, Vec<WorkflowError>> {
    let file: File = source.parse().map_err(|error| vec![error])?;
    let mut problems = Problems::default();
    let mut closed = Closed::default();
    for name in file.weekly.get_ref() {
        match name.parse::<Weekday>() {
            Ok(day) if closed.weekly.contains(&day) => {
                let problem = format!("{name:?} is there twice");
                problems.add(source.wrong_at(file.weekly.span().start, "weekly", problem));
            }
            Ok(day) => closed.weekly.push(day),
            Err(_) => {
                let problem = format!("no day of the week is called {name:?}");
                problems.add(source.wrong_at(file.weekly.span().start, "weekly", problem));
            }
        }
    }
    said(source, "source", &file.source, &mut problems);
    let mut before = None;
    for year in &file.years {
        before = stretch(source, year, before, &mut closed.days, &mut problems);
    }
    let content = Content::of(source).map_err(|error| vec![error])?;
    problems.or(Known { closed, content })
}

/// Adds the holidays of a stretch, which begins after the one before it; its last day.
fn stretch(
    source: &Source,
    year: &Year,
    before: Option<Date>,
    days: &mut BTreeSet<Date>,
    problems: &mut Problems,
) -> Option<Date> {
    said(source, "years.source", &year.source, problems);
    let from = day(source, "years.from", &year.from, problems)?;
    let through = day(source, "years.through", &year.through, problems)?;
    let at = |text: &Spanned<String>| text.span().start;
    if through < from {
        let problem = format!("it would end on {through}, before {from}");
        problems.add(source.wrong_at(at(&year.through), "years.through", problem));
        return None;
    }
    if let Some(before) = before.filter(|before| from <= *before) {
        let problem = format!("{from} is not after {before}, with which the stretch before ends");
        problems.add(source.wrong_at(at(&year.from), "years.from", problem));
    }
    for holiday in &year.days {
        said(source, "years.days.name", &holiday.name, problems);
        let key = "years.days.on";
        let Some(on) = day(source, key, &holiday.on, problems) else {
            continue;
        };
        if on < from || through < on {
            let problem = format!("{on} is not between {from} and {through}");
            problems.add(source.wrong_at(at(&holiday.on), key, problem));
        } else if !days.insert(on) {
            let problem = format!("{on} is there twice");
            problems.add(source.wrong_at(at(&holiday.on), key, problem));
        }
    }
    Some(through)
}

fn day(
    source: &Source,
    key: &str,
    text: &Spanned<String>,
    problems: &mut Problems,
) -> Option<Date> {
    let parsed = calendar::parse(text.get_ref(), DateOrder::YearMonthDay);
    problems
        .take(parsed.map_err(|error| source.wrong_at(text.span().start, key, error.to_string())))
}

/// A list of days without its source is a rumour.
fn said(source: &Source, key: &str, text: &Spanned<String>, problems: &mut Problems) {
    if text.get_ref().trim().is_empty() {
        problems.add(source.wrong_at(text.span().start, key, "say where it is written"));
    }
}

/// The edition with the days of the file that it names; refused where there is no such file.
///
/// None where the file is there and was refused itself.
pub(super) fn given(
    mut edition: Edition,
    source: &Source,
    files: &Files,
) -> Result<Option<Edition>, WorkflowError> {
    let Some(rule) = &mut edition.holidays else {
        return Ok(Some(edition));
    };
    match files.get(rule.value.file()) {
        Some(Some(known)) => {
            rule.value = rule.value.clone().read(known.closed.clone());
            Ok(Some(edition))
        }
        Some(None) => Ok(None),
        None => {
            let name = rule.value.file();
            let problem = format!("there is no {FOLDER}/{name}.toml");
            Err(source.wrong("holidays.value", problem))
        }
    }
}
