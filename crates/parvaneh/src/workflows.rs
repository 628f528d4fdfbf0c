//! Regimes, their editions and the import profiles, read whole or refused with file, line and key.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use chrono_tz::Tz;
use parvaneh_core::calendar::{self, Date, DateOrder};
use parvaneh_core::edition::{Edition, EditionId};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use toml::de::{DeTable, DeValue};

use crate::profile::Profile;

/// Everything that is data about the law.
#[derive(Clone, Debug)]
pub struct Workflows {
    regimes: BTreeMap<String, Regime>,
    profiles: BTreeMap<String, Profile>,
}

/// A kind of licence, and which of its editions judges what.
#[derive(Clone, Debug)]
pub struct Regime {
    /// Its name: the folder's.
    pub name: String,
    /// The provinces it knows; none where any name will do.
    pub provinces: Vec<String>,
    editions: BTreeMap<EditionId, Edition>,
    in_force: Vec<InForce>,
    time_zone: Tz,
}

#[derive(Clone, Debug)]
struct InForce {
    from: Date,
    edition: EditionId,
}

/// A file that cannot be relied on. Nothing is loaded if one file is wrong.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
pub enum WorkflowError {
    /// What is written is wrong.
    #[error("{file}:{line}: {key}{}{problem}", if key.is_empty() { "" } else { ": " })]
    Wrong {
        /// The file.
        file: String,
        /// The line, from 1.
        line: usize,
        /// The key, with dots; empty where the text is no TOML at all.
        key: String,
        /// What is wrong with it.
        problem: String,
    },
    /// The file cannot be read.
    #[error("reading {file} failed: {problem}")]
    Unreadable {
        /// The file.
        file: String,
        /// Why.
        problem: String,
    },
    /// No such edition.
    #[error("no edition is called {id}; there are {known}")]
    NoSuchEdition {
        /// What was asked for.
        id: EditionId,
        /// What there is.
        known: String,
    },
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RegimeFile {
    regime: String,
    in_force: Vec<InForceEntry>,
    #[serde(default)]
    provinces: Provinces,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct InForceEntry {
    edition: String,
    from: String,
    #[serde(default)]
    through: Option<String>,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Provinces {
    names: Vec<String>,
}

/// A file's name, as errors give it, and its text.
struct Source {
    file: String,
    text: String,
}

macro_rules! embedded {
    ($($path:literal),* $(,)?) => {
        [$(($path, include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/../../workflows/", $path)))),*]
    };
}

impl Workflows {
    /// Those that this program was built with.
    pub fn embedded() -> Result<Self, WorkflowError> {
        let files = embedded![
            "chicago/2012.toml",
            "chicago/regime.toml",
            "imports/chicago.toml",
            "imports/pishkhan.toml",
            "pishkhan/1389.toml",
            "pishkhan/1400.toml",
            "pishkhan/regime.toml",
        ];
        let sources = files.map(|(path, text)| Source {
            file: format!("workflows/{path}"),
            text: text.to_owned(),
        });
        Self::read(sources.into_iter().collect())
    }

    /// Those of a folder: `<regime>/regime.toml`, `<regime>/<edition>.toml`, `imports/<profile>.toml`.
    pub fn load(folder: &Path) -> Result<Self, WorkflowError> {
        let mut sources = Vec::new();
        for sub in entries(folder)? {
            if sub.is_dir() {
                for path in entries(&sub)? {
                    if path
                        .extension()
                        .is_some_and(|extension| extension == "toml")
                    {
                        let file = path.display().to_string();
                        let text = fs::read_to_string(&path).map_err(unreadable(&path))?;
                        sources.push(Source { file, text });
                    }
                }
            }
        }
        Self::read(sources)
    }

    fn read(sources: Vec<Source>) -> Result<Self, WorkflowError> {
        let mut profiles = BTreeMap::new();
        let mut editions: BTreeMap<String, BTreeMap<EditionId, Edition>> = BTreeMap::new();
        let mut regime_files = Vec::new();
        for source in sources {
            let (folder, name) = source.folder_and_name();
            match (folder.as_str(), name.as_str()) {
                ("imports", _) => {
                    let mut profile: Profile = source.parse()?;
                    profile.name.clone_from(&name);
                    profiles.insert(name, profile);
                }
                (_, "regime") => regime_files.push((folder, source)),
                (_, _) => {
                    let edition = source.edition(&folder, &name)?;
                    editions
                        .entry(folder)
                        .or_default()
                        .insert(edition.id.clone(), edition);
                }
            }
        }
        let mut regimes = BTreeMap::new();
        for (folder, source) in regime_files {
            let known = editions.remove(&folder).unwrap_or_default();
            regimes.insert(folder.clone(), source.regime(folder, known)?);
        }
        Ok(Self { regimes, profiles })
    }

    /// The same, with one edition judging everything in its regime.
    pub fn adopt(mut self, id: &EditionId) -> Result<Self, WorkflowError> {
        let adopted = self
            .regimes
            .get_mut(id.regime())
            .filter(|regime| regime.editions.contains_key(id));
        match adopted {
            Some(regime) => {
                regime.in_force = vec![InForce {
                    from: Date::MIN,
                    edition: id.clone(),
                }];
                Ok(self)
            }
            None => {
                let known: Vec<&str> = self
                    .editions()
                    .map(|edition| edition.id.0.as_str())
                    .collect();
                Err(WorkflowError::NoSuchEdition {
                    id: id.clone(),
                    known: known.join(", "),
                })
            }
        }
    }

    /// Every edition of every regime.
    pub fn editions(&self) -> impl Iterator<Item = &Edition> {
        self.regimes
            .values()
            .flat_map(|regime| regime.editions.values())
    }

    /// The regime of that name.
    pub fn regime(&self, name: &str) -> Option<&Regime> {
        self.regimes.get(name)
    }

    /// The names of all regimes.
    pub fn regime_names(&self) -> impl Iterator<Item = &str> {
        self.regimes.keys().map(String::as_str)
    }

    /// The import profile of that name.
    pub fn profile(&self, name: &str) -> Option<&Profile> {
        self.profiles.get(name)
    }

    /// The names of all import profiles.
    pub fn profile_names(&self) -> impl Iterator<Item = &str> {
        self.profiles.keys().map(String::as_str)
    }
}

impl Regime {
    /// The edition that judges a matter filed on `day`; days before the first entry are the
    /// first one's, because registers hold older terms (D).
    pub fn in_force_on(&self, day: Date) -> &Edition {
        let at = self.in_force.partition_point(|entry| entry.from <= day);
        let entry = &self.in_force[at.saturating_sub(1)];
        &self.editions[&entry.edition]
    }

    /// The zone in which its days begin and end.
    pub fn time_zone(&self) -> Tz {
        self.time_zone
    }

    /// Whether it knows a province of this name, in its own spelling.
    pub fn knows_province(&self, name: &str) -> bool {
        self.provinces.is_empty() || self.provinces.iter().any(|known| known == name)
    }
}

impl Source {
    fn folder_and_name(&self) -> (String, String) {
        let path = Path::new(&self.file);
        let text = |part: Option<&std::ffi::OsStr>| {
            part.map(|part| part.to_string_lossy().into_owned())
                .unwrap_or_default()
        };
        (
            text(path.parent().and_then(Path::file_name)),
            text(path.file_stem()),
        )
    }

    fn parse<T: DeserializeOwned>(&self) -> Result<T, WorkflowError> {
        toml::from_str(&self.text).map_err(|error| {
            let at = error.span().map_or(0, |span| span.start);
            WorkflowError::Wrong {
                file: self.file.clone(),
                line: self.line(at),
                key: self.key_at(at),
                problem: error.message().to_owned(),
            }
        })
    }

    fn edition(&self, folder: &str, name: &str) -> Result<Edition, WorkflowError> {
        let edition: Edition = self.parse()?;
        if edition.id.0 != format!("{folder}/{name}") {
            let problem = format!("{} is in the file of {folder}/{name}", edition.id);
            return Err(self.wrong("id", problem));
        }
        if edition.legal_time_zone.parse::<Tz>().is_err() {
            let problem = format!("no time zone is called {:?}", edition.legal_time_zone);
            return Err(self.wrong("legal_time_zone", problem));
        }
        edition
            .check()
            .map_err(|contradiction| self.wrong(contradiction.key, contradiction.problem))?;
        Ok(edition)
    }

    fn regime(
        &self,
        folder: String,
        editions: BTreeMap<EditionId, Edition>,
    ) -> Result<Regime, WorkflowError> {
        let file: RegimeFile = self.parse()?;
        if file.regime != folder {
            let problem = format!("{:?} is in the folder {folder:?}", file.regime);
            return Err(self.wrong("regime", problem));
        }
        let mut in_force: Vec<InForce> = Vec::new();
        let mut closed: Option<Date> = None;
        for entry in &file.in_force {
            let from = self.date(&entry.from)?;
            let through = entry
                .through
                .as_deref()
                .map(|text| self.date(text))
                .transpose()?;
            let overlaps = !in_force.is_empty() && closed.is_none_or(|through| from <= through);
            if overlaps || through.is_some_and(|through| through < from) {
                let problem = format!(
                    "{} from {from} overlaps what is before it, or ends before it begins",
                    entry.edition
                );
                return Err(self.wrong("in_force", problem));
            }
            let edition = EditionId(format!("{folder}/{}", entry.edition));
            if !editions.contains_key(&edition) {
                return Err(self.wrong("in_force", format!("there is no edition {edition}")));
            }
            in_force.push(InForce { from, edition });
            closed = through;
        }
        let Some(zone) = in_force
            .first()
            .and_then(|entry| editions[&entry.edition].legal_time_zone.parse().ok())
        else {
            return Err(self.wrong("in_force", "no edition is in force".to_owned()));
        };
        Ok(Regime {
            name: folder,
            provinces: file.provinces.names,
            editions,
            in_force,
            time_zone: zone,
        })
    }

    fn date(&self, text: &str) -> Result<Date, WorkflowError> {
        calendar::parse(text, DateOrder::YearMonthDay)
            .map_err(|error| self.wrong("in_force", error.to_string()))
    }

    /// The error about a key, with the line on which the key, or what comes nearest to it, stands.
    fn wrong(&self, key: &str, problem: String) -> WorkflowError {
        let mut at = 0;
        if let Ok(document) = DeTable::parse(&self.text) {
            let mut value: Option<&DeTable<'_>> = Some(document.get_ref());
            for part in key.split('.') {
                let Some(found) = value.and_then(|table| table.get(part)) else {
                    break;
                };
                at = found.span().start;
                value = match found.get_ref() {
                    DeValue::Table(table) => Some(table),
                    _ => None,
                };
            }
        }
        WorkflowError::Wrong {
            file: self.file.clone(),
            line: self.line(at),
            key: key.to_owned(),
            problem,
        }
    }

    fn line(&self, at: usize) -> usize {
        let before = self.text.get(..at).unwrap_or(&self.text);
        before.bytes().filter(|byte| *byte == b'\n').count() + 1
    }

    /// The key whose value or table holds the byte `at`, with dots.
    fn key_at(&self, at: usize) -> String {
        let mut path: Vec<String> = Vec::new();
        if let Ok(document) = DeTable::parse(&self.text) {
            let mut table = Some(document.get_ref());
            while let Some(inner) = table {
                let found = inner
                    .iter()
                    .find(|(key, value)| key.span().contains(&at) || value.span().contains(&at));
                let Some((key, value)) = found else { break };
                path.push(key.get_ref().to_string());
                table = match value.get_ref() {
                    DeValue::Table(inner) => Some(inner),
                    _ => None,
                };
            }
        }
        path.join(".")
    }
}

fn entries(folder: &Path) -> Result<Vec<std::path::PathBuf>, WorkflowError> {
    let mut paths = Vec::new();
    for entry in fs::read_dir(folder).map_err(unreadable(folder))? {
        paths.push(entry.map_err(unreadable(folder))?.path());
    }
    paths.sort();
    Ok(paths)
}

fn unreadable(path: &Path) -> impl Fn(std::io::Error) -> WorkflowError {
    let file = path.display().to_string();
    move |error| WorkflowError::Unreadable {
        file: file.clone(),
        problem: error.to_string(),
    }
}
