//! What a workflow file must be, besides well written: its name fits its place, its numbers fit
//! one another, and the editions of a regime follow one another without overlap or gap.

use std::collections::BTreeMap;

use chrono_tz::Tz;
use parvaneh_core::calendar::{self, Date, DateOrder};
use parvaneh_core::edition::{Edition, EditionId, InForce};
use parvaneh_core::party::normalise;
use serde::Deserialize;
use toml::Spanned;

use super::content::Content;
use super::decrees;
use super::problems::Problems;
use super::source::Source;
use super::{Regime, WorkflowError, holidays};
use crate::profile::Profile;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RegimeFile {
    regime: String,
    in_force: Vec<InForceEntry>,
    #[serde(default)]
    provinces: Provinces,
    #[serde(default)]
    decree: decrees::Written,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct InForceEntry {
    edition: Spanned<String>,
    from: Spanned<String>,
    #[serde(default)]
    through: Option<Spanned<String>>,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Provinces {
    names: Vec<String>,
}

/// An edition, whole or with everything that is wrong with it; none where nothing is, but with the file of
/// holidays that it names.
fn edition(
    source: &Source,
    folder: &str,
    provinces: &[String],
    holidays: &holidays::Files,
) -> Result<Option<Edition>, Vec<WorkflowError>> {
    let edition: Edition = source.parse().map_err(|error| vec![error])?;
    let mut problems = Problems::default();
    let (_, name) = source.folder_and_name();
    if edition.id.0 != format!("{folder}/{name}") {
        let problem = format!("{} is in the file of {folder}/{name}", edition.id);
        problems.add(source.wrong("id", problem));
    }
    problems.take(time_zone(source, &edition));
    unknown_provinces(source, &edition, provinces, &mut problems);
    let given = problems.take(holidays::given(edition.clone(), source, holidays));
    let whole = given.flatten();
    let checked = match &whole {
        Some(whole) => whole.check(),
        // Its holidays are wrong, which is said already: the rest is looked at as without any.
        None => Edition {
            holidays: None,
            ..edition
        }
        .check(),
    };
    for contradiction in checked.err().into_iter().flatten() {
        problems.add(source.wrong(&contradiction.key, contradiction.problem));
    }
    problems.or(whole)
}

/// Provinces with a practice of their own that the regime does not have.
fn unknown_provinces(
    source: &Source,
    edition: &Edition,
    known: &[String],
    problems: &mut Problems,
) {
    let is_known = |name: &str| {
        let name = normalise(name);
        known.is_empty() || known.iter().any(|known| normalise(known) == name)
    };
    let Some(rules) = &edition.transfer else {
        return;
    };
    for (key, rule) in [("lead", &rules.lead), ("holding", &rules.holding)] {
        let named = rule.iter().flat_map(|rule| rule.value.0.keys());
        for province in named.filter(|name| !is_known(name)) {
            let key = format!("transfer.{key}.value.{province}");
            problems.add(source.wrong(&key, format!("the regime has no province {province:?}")));
        }
    }
}

pub(super) fn regime(
    source: &Source,
    folder: &str,
    files: Vec<Source>,
    holidays: &holidays::Files,
) -> Result<Regime, Vec<WorkflowError>> {
    let mut problems = Problems::default();
    let file: Option<RegimeFile> = problems.take(source.parse());
    let provinces = file.as_ref().map(|file| file.provinces.names.as_slice());
    let mut editions = Vec::new();
    let mut ids = Vec::new();
    for file in files {
        let (_, name) = file.folder_and_name();
        ids.push(format!("{folder}/{name}"));
        let read = edition(&file, folder, provinces.unwrap_or_default(), holidays);
        if let Some(edition) = problems.take_all(read).flatten() {
            editions.push((file, edition));
        }
    }
    let time_zone = problems.take(one_time_zone(&editions)).unwrap_or_default();
    let in_force = file
        .as_ref()
        .and_then(|file| in_force(source, folder, file, &ids, &mut problems));
    let mut contents = BTreeMap::new();
    for (file, edition) in &editions {
        let named = edition.holidays.as_ref();
        let named = named.and_then(|rule| holidays.get(rule.value.file())?.as_ref());
        if let Some(own) = problems.take(Content::of(file)) {
            let content = match named {
                Some(known) => own.and(&known.content),
                None => own,
            };
            contents.insert(edition.id.clone(), content);
        }
    }
    let written = file.as_ref().map(|file| &file.decree);
    let read = written.map(|written| decrees::read(source, written, &editions, ids.len()));
    let decrees = read.and_then(|read| problems.take_all(read));
    let (Some(file), Some(in_force)) = (file, in_force) else {
        return problems.or(()).and(Err(Vec::new()));
    };
    let editions = editions.into_iter();
    problems.or(Regime {
        name: folder.to_owned(),
        provinces: file.provinces.names,
        editions: editions
            .map(|(_, edition)| (edition.id.clone(), edition))
            .collect(),
        contents,
        in_force,
        decrees: decrees.unwrap_or_default(),
        time_zone,
    })
}

/// Which edition is in force when, by the regime's own file; none where it cannot be said.
fn in_force(
    source: &Source,
    folder: &str,
    file: &RegimeFile,
    ids: &[String],
    problems: &mut Problems,
) -> Option<InForce> {
    if file.regime != folder {
        let problem = format!("{:?} is in the folder {folder:?}", file.regime);
        problems.add(source.wrong("regime", problem));
    }
    let read = |entry| period(source, folder, entry, ids);
    let periods: Vec<Option<Period>> = file
        .in_force
        .iter()
        .map(|entry| problems.take(read(entry)))
        .collect();
    let periods: Vec<Period> = periods.into_iter().collect::<Option<_>>()?;
    problems.take(tile(source, &periods))?;
    let in_force = InForce::new(periods.into_iter().map(|it| (it.from, it.edition)));
    let in_force = in_force.ok_or_else(|| source.wrong("in_force", "no edition is in force"));
    problems.take(in_force)
}

/// The zone of all editions of a regime. Which edition judges an act depends on its day, so that
/// its day cannot depend on the edition.
fn one_time_zone(editions: &[(Source, Edition)]) -> Result<Tz, WorkflowError> {
    let mut zone = None;
    for (source, edition) in editions {
        let own = time_zone(source, edition)?;
        if zone.is_some_and(|zone| zone != own) {
            let problem = format!("{own} is not the zone of the regime's other editions");
            return Err(source.wrong("legal_time_zone", problem));
        }
        zone = Some(own);
    }
    Ok(zone.unwrap_or_default())
}

fn time_zone(source: &Source, edition: &Edition) -> Result<Tz, WorkflowError> {
    edition.legal_time_zone.parse().map_err(|_| {
        let problem = format!("no time zone is called {:?}", edition.legal_time_zone);
        source.wrong("legal_time_zone", problem)
    })
}

/// A stretch of days judged by one edition; where in the file its ends stand.
struct Period {
    edition: EditionId,
    from: Date,
    from_at: usize,
    through: Option<(Date, usize)>,
}

fn period(
    source: &Source,
    folder: &str,
    entry: &InForceEntry,
    known: &[String],
) -> Result<Period, WorkflowError> {
    let date = |key: &str, text: &Spanned<String>| {
        calendar::parse(text.get_ref(), DateOrder::YearMonthDay)
            .map_err(|error| source.wrong_at(text.span().start, key, error.to_string()))
    };
    let name = entry.edition.get_ref();
    let edition = EditionId(format!("{folder}/{name}"));
    if !known.contains(&edition.0) {
        let at = entry.edition.span().start;
        let problem = format!("there is no edition {edition}, for want of {name}.toml");
        return Err(source.wrong_at(at, "in_force.edition", problem));
    }
    let from = date("in_force.from", &entry.from)?;
    let through = match &entry.through {
        None => None,
        Some(text) => Some((date("in_force.through", text)?, text.span().start)),
    };
    match through {
        Some((through, at)) if through < from => {
            let problem = format!("{edition} would end on {through}, before {from}");
            Err(source.wrong_at(at, "in_force.through", problem))
        }
        Some(_) | None => Ok(Period {
            edition,
            from,
            from_at: entry.from.span().start,
            through,
        }),
    }
}

/// Every day from the first entry's on has one edition: each entry begins the day after the one
/// before it ends, and the last one has no end.
fn tile(source: &Source, periods: &[Period]) -> Result<(), WorkflowError> {
    for pair in periods.windows(2) {
        let [before, after] = pair else { continue };
        let (earlier, later) = (&before.edition, &after.edition);
        let problem = match before.through {
            None => format!("{later} overlaps {earlier}, which has no `through`"),
            Some((through, _)) if after.from <= through => {
                format!("{later} overlaps {earlier}, which is in force through {through}")
            }
            Some((through, _)) if through.day_after() != Some(after.from) => {
                let from = after.from;
                format!("no edition would be in force between {through} and {from}")
            }
            Some(_) => continue,
        };
        return Err(source.wrong_at(after.from_at, "in_force.from", problem));
    }
    match periods.last().and_then(|last| last.through) {
        None => Ok(()),
        Some((through, at)) => {
            let problem = format!("no edition would be in force after {through}; leave this out");
            Err(source.wrong_at(at, "in_force.through", problem))
        }
    }
}

pub(super) fn profile(
    source: &Source,
    name: String,
    regimes: &BTreeMap<String, Option<Regime>>,
) -> Result<Profile, Vec<WorkflowError>> {
    let mut profile: Profile = source.parse().map_err(|error| vec![error])?;
    profile.name = name;
    let mut problems = Problems::default();
    match regimes.get(&profile.regime) {
        None => {
            let known: Vec<&str> = regimes.keys().map(String::as_str).collect();
            let known = known.join(", ");
            let problem = format!(
                "no regime is called {:?}; there are {known}",
                profile.regime
            );
            problems.add(source.wrong("regime", problem));
        }
        // What is wrong with the regime is said already.
        Some(None) => {}
        Some(Some(regime)) => {
            if let Some(province) = &profile.province
                && !regime.knows_province(province)
            {
                let problem = format!("the regime {:?} has no such province", profile.regime);
                problems.add(source.wrong("province", problem));
            }
        }
    }
    for (key, problem) in profile.check().err().into_iter().flatten() {
        problems.add(source.wrong(&key, problem));
    }
    problems.or(profile)
}
