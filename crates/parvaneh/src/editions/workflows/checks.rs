//! What a workflow file must be, besides well written: its name fits its place, its numbers fit
//! one another, and the editions of a regime follow one another without overlap or gap.

use std::collections::BTreeMap;

use chrono_tz::Tz;
use parvaneh_core::calendar::{self, Date, DateOrder};
use parvaneh_core::edition::{Edition, EditionId, InForce, TransferRules};
use parvaneh_core::party::normalise;
use serde::Deserialize;
use toml::Spanned;

use super::content::Content;
use super::decrees;
use super::source::Source;
use super::{Regime, WorkflowError};
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

pub(super) fn edition(source: &Source, folder: &str, name: &str) -> Result<Edition, WorkflowError> {
    let edition: Edition = source.parse()?;
    if edition.id.0 != format!("{folder}/{name}") {
        let problem = format!("{} is in the file of {folder}/{name}", edition.id);
        return Err(source.wrong("id", problem));
    }
    time_zone(source, &edition)?;
    edition
        .check()
        .map_err(|contradiction| source.wrong(contradiction.key, contradiction.problem))?;
    Ok(edition)
}

pub(super) fn regime(
    source: &Source,
    folder: String,
    editions: Vec<(Source, Edition)>,
) -> Result<Regime, WorkflowError> {
    let file: RegimeFile = source.parse()?;
    if file.regime != folder {
        let problem = format!("{:?} is in the folder {folder:?}", file.regime);
        return Err(source.wrong("regime", problem));
    }
    let ids: Vec<&str> = editions
        .iter()
        .map(|(_, edition)| edition.id.0.as_str())
        .collect();
    let periods: Vec<Period> = file
        .in_force
        .iter()
        .map(|entry| period(source, &folder, entry, &ids))
        .collect::<Result<_, _>>()?;
    tile(source, &periods)?;
    let in_force = InForce::new(periods.into_iter().map(|it| (it.from, it.edition)))
        .ok_or_else(|| source.wrong("in_force", "no edition is in force"))?;
    let time_zone = one_time_zone(&editions)?;
    known_provinces(&editions, &file.provinces.names)?;
    let decrees = decrees::read(source, &file.decree, &editions)?;
    let contents = editions
        .iter()
        .map(|(source, edition)| Ok((edition.id.clone(), Content::of(source)?)));
    let contents = contents.collect::<Result<_, WorkflowError>>()?;
    Ok(Regime {
        name: folder,
        provinces: file.provinces.names,
        editions: editions
            .into_iter()
            .map(|(_, edition)| (edition.id.clone(), edition))
            .collect(),
        contents,
        in_force,
        decrees,
        time_zone,
    })
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

/// A rule for a province that the regime does not have would never apply. Where it names none, any will do.
fn known_provinces(
    editions: &[(Source, Edition)],
    provinces: &[String],
) -> Result<(), WorkflowError> {
    if provinces.is_empty() {
        return Ok(());
    }
    for (source, edition) in editions {
        let mut named = edition.transfer.iter().flat_map(TransferRules::provinces);
        let is_known = |name: &str| {
            provinces
                .iter()
                .any(|known| normalise(known) == normalise(name))
        };
        if let Some((key, name)) = named.find(|(_, name)| !is_known(name)) {
            let problem = format!("the regime has no province {name:?}");
            return Err(source.wrong(key, problem));
        }
    }
    Ok(())
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
    known: &[&str],
) -> Result<Period, WorkflowError> {
    let date = |key: &str, text: &Spanned<String>| {
        calendar::parse(text.get_ref(), DateOrder::YearMonthDay)
            .map_err(|error| source.wrong_at(text.span().start, key, error.to_string()))
    };
    let name = entry.edition.get_ref();
    let edition = EditionId(format!("{folder}/{name}"));
    if !known.contains(&edition.0.as_str()) {
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
            Some((through, _)) if through.succ_opt() != Some(after.from) => {
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
    regimes: &BTreeMap<String, Regime>,
) -> Result<Profile, WorkflowError> {
    let mut profile: Profile = source.parse()?;
    profile.name = name;
    let Some(regime) = regimes.get(&profile.regime) else {
        let known: Vec<&str> = regimes.keys().map(String::as_str).collect();
        let known = known.join(", ");
        let problem = format!(
            "no regime is called {:?}; there are {known}",
            profile.regime
        );
        return Err(source.wrong("regime", problem));
    };
    if let Some(province) = &profile.province
        && !regime.knows_province(province)
    {
        let problem = format!("the regime {:?} has no such province", profile.regime);
        return Err(source.wrong("province", problem));
    }
    match profile.check() {
        Err((key, problem)) => Err(source.wrong(key, problem)),
        Ok(()) => Ok(profile),
    }
}
