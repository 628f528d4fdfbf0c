//! Regimes, their editions and the import profiles, read whole or refused with file, line and key.

mod checks;
mod content;
mod decrees;
mod holidays;
mod problems;
mod source;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use chrono::DateTime;
use chrono_tz::Tz;
use parvaneh_core::calendar::Date;
use parvaneh_core::dossier::Editions;
use parvaneh_core::edition::{Decree, Edition, EditionId, InForce};

use crate::profile::Profile;
pub use content::Content;
use problems::Problems;
use source::Source;

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
    contents: BTreeMap<EditionId, Content>,
    in_force: InForce,
    decrees: Vec<(Decree, Content)>,
    time_zone: Tz,
}

/// A file that cannot be relied on. Nothing is loaded if one file is wrong.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
#[non_exhaustive]
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
    /// A file that belongs to nothing would be left out in silence.
    #[error("{file} {problem}")]
    Astray {
        /// The file.
        file: String,
        /// What it lacks, and what to do.
        problem: &'static str,
    },
    /// There is nothing to work under.
    #[error("{folder} holds no regime; a regime is a folder with a regime.toml and its editions")]
    Nothing {
        /// The folder.
        folder: String,
    },
    /// More than one thing is wrong: each as it would be said alone.
    #[error("{}", lines(errors))]
    Several {
        /// In the order of files and lines.
        errors: Vec<WorkflowError>,
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

fn lines(errors: &[WorkflowError]) -> String {
    let lines: Vec<String> = errors.iter().map(WorkflowError::to_string).collect();
    lines.join("\n")
}

macro_rules! embedded {
    ($($path:literal),* $(,)?) => {
        [$(($path, include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/workflows/", $path)))),*]
    };
}

impl Workflows {
    /// Those that this program was built with.
    pub fn embedded() -> Result<Self, WorkflowError> {
        let files = embedded![
            "chicago/2012.toml",
            "chicago/regime.toml",
            "holidays/iran.toml",
            "imports/chicago.toml",
            "imports/los_angeles.toml",
            "imports/pishkhan.toml",
            "imports/san_francisco.toml",
            "imports/vancouver.toml",
            "pacific/2000.toml",
            "pacific/regime.toml",
            "pishkhan/1389.toml",
            "pishkhan/1400.toml",
            "pishkhan/regime.toml",
        ];
        let sources = files.map(|(path, text)| Source::given(&format!("workflows/{path}"), text));
        Self::read("workflows", sources.into())
    }

    /// Those of texts, each by the path that it would have in a folder of workflows, as in `pishkhan/regime.toml`.
    pub fn from_files<P: AsRef<str>, T: Into<String>>(
        files: impl IntoIterator<Item = (P, T)>,
    ) -> Result<Self, WorkflowError> {
        let sources = files
            .into_iter()
            .map(|(path, text)| Source::given(path.as_ref(), text));
        Self::read("what was given", sources.collect())
    }

    /// These and others: a regime that both have is the other's whole, with those profiles of it that the other has.
    #[must_use]
    pub fn and(mut self, others: Self) -> Self {
        self.profiles
            .retain(|_, profile| !others.regimes.contains_key(&profile.regime));
        self.regimes.extend(others.regimes);
        self.profiles.extend(others.profiles);
        self
    }

    /// Those of a folder: `<regime>/regime.toml`, `<regime>/<edition>.toml`, `imports/<profile>.toml`,
    /// `holidays/<name>.toml`.
    /// Files of another kind are left alone.
    pub fn load(folder: &Path) -> Result<Self, WorkflowError> {
        let mut sources = Vec::new();
        for entry in entries(folder)? {
            if entry.is_dir() {
                for path in entries(&entry)?.iter().filter(|path| is_toml(path)) {
                    sources.push(Source::read(path)?);
                }
            } else if is_toml(&entry) {
                return Err(WorkflowError::Astray {
                    file: entry.display().to_string(),
                    problem: "belongs to no regime; move it into a regime's folder or into imports",
                });
            }
        }
        Self::read(&folder.display().to_string(), sources)
    }

    fn read(folder: &str, sources: Vec<Source>) -> Result<Self, WorkflowError> {
        let mut problems = Problems::default();
        let mut profiles = Vec::new();
        let mut holidays = holidays::Files::new();
        let mut edition_files: BTreeMap<String, Vec<Source>> = BTreeMap::new();
        let mut regime_files = Vec::new();
        for source in sources {
            let (folder, name) = source.folder_and_name();
            match (folder.as_str(), name.as_str()) {
                ("imports", _) => profiles.push((name, source)),
                (holidays::FOLDER, _) => {
                    let read = problems.take_all(holidays::read(&source));
                    holidays.insert(name, read);
                }
                (_, "regime") => regime_files.push((folder, source)),
                (_, _) => edition_files.entry(folder).or_default().push(source),
            }
        }
        let mut regimes = BTreeMap::new();
        for (folder, source) in regime_files {
            let files = edition_files.remove(&folder).unwrap_or_default();
            let read = checks::regime(&source, &folder, files, &holidays);
            regimes.insert(folder, problems.take_all(read));
        }
        for (folder, astray) in edition_files {
            if let Some(first) = astray.into_iter().next() {
                problems.add(WorkflowError::Astray {
                    file: first.file,
                    problem: "has no regime.toml beside it, which says from when it is in force",
                });
            }
            regimes.insert(folder, None);
        }
        if regimes.is_empty() {
            let folder = folder.to_owned();
            return Err(WorkflowError::Nothing { folder });
        }
        let profiles = profiles.into_iter().filter_map(|(name, source)| {
            let read = checks::profile(&source, name.clone(), &regimes);
            Some((name, problems.take_all(read)?))
        });
        let profiles = profiles.collect();
        if let Some(error) = problems.into_error() {
            return Err(error);
        }
        let read = |(name, regime): (String, Option<Regime>)| Some((name, regime?));
        Ok(Self {
            regimes: regimes.into_iter().filter_map(read).collect(),
            profiles,
        })
    }

    /// The same, with one edition judging everything in its regime.
    pub fn adopt(mut self, id: &EditionId) -> Result<Self, WorkflowError> {
        self.edition(id)?;
        if let Some(regime) = self.regimes.get_mut(id.regime()) {
            regime.in_force = InForce::always(id.clone());
        }
        Ok(self)
    }

    /// The edition of that name.
    pub fn edition(&self, id: &EditionId) -> Result<&Edition, WorkflowError> {
        let regime = self.regimes.get(id.regime());
        let edition = regime.and_then(|regime| regime.editions.get(id));
        edition.ok_or_else(|| {
            let known: Vec<&str> = self
                .editions()
                .map(|edition| edition.id.0.as_str())
                .collect();
            WorkflowError::NoSuchEdition {
                id: id.clone(),
                known: known.join(", "),
            }
        })
    }

    /// What the file of an edition says, or a general act by the name under which a register notes it; none
    /// where there is none of that name.
    pub fn content(&self, id: &EditionId) -> Option<&Content> {
        let edition = self.regimes.get(id.regime());
        let edition = edition.and_then(|regime| regime.contents.get(id));
        edition.or_else(|| {
            let (regime, decree) = without_recorded(&id.0).split_once(DECREE)?;
            let decrees = self.regimes.get(regime)?.decrees.iter();
            let mut found = decrees.filter(|(it, _)| it.id == decree);
            found.next().map(|(_, content)| content)
        })
    }

    /// Every general act of every regime, by the name under which a register notes it.
    pub(crate) fn decrees(&self) -> impl Iterator<Item = (EditionId, &Decree)> {
        self.regimes.values().flat_map(|regime| {
            let decrees = regime.decrees();
            decrees.map(|decree| (noted_as(&regime.name, &decree.id), decree))
        })
    }

    /// Every edition of every regime.
    pub fn editions(&self) -> impl Iterator<Item = &Edition> {
        self.regimes
            .values()
            .flat_map(|regime| regime.editions.values())
    }

    /// The same as the core asks for them, with which is in force on which day.
    pub(crate) fn law(&self) -> Editions {
        self.law_with(|_| true)
    }

    /// The same with those general acts alone that are known, by the names under which a register notes them.
    pub(crate) fn law_with(&self, is_known: impl Fn(&EditionId) -> bool) -> Editions {
        let all: Editions = self.editions().cloned().collect();
        self.regimes.values().fold(all, |law, regime| {
            let known = regime
                .decrees()
                .filter(|it| is_known(&noted_as(&regime.name, &it.id)));
            let decrees = known.cloned().collect();
            law.with_in_force(&regime.name, regime.in_force.clone())
                .with_decrees(&regime.name, decrees)
        })
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
    /// The edition that judges a matter filed on `day`.
    pub fn in_force_on(&self, day: Date) -> &Edition {
        &self.editions[self.in_force.on(day)]
    }

    /// Which edition judges the matters that are filed on which days.
    pub fn in_force(&self) -> &InForce {
        &self.in_force
    }

    /// Every edition it has, by name.
    pub fn editions(&self) -> impl Iterator<Item = &Edition> {
        self.editions.values()
    }

    /// Its general acts, in the order of its file.
    pub fn decrees(&self) -> impl Iterator<Item = &Decree> {
        self.decrees.iter().map(|(decree, _)| decree)
    }

    /// The zone in which its days begin and end.
    pub fn time_zone(&self) -> Tz {
        self.time_zone
    }

    /// The civil date in its zone at an instant, in milliseconds since 1970.
    pub(crate) fn day_of(&self, instant: i64) -> Date {
        let instant = DateTime::from_timestamp_millis(instant).unwrap_or_default();
        Date::at(instant.with_timezone(&self.time_zone))
    }

    /// Whether it knows a province of this name, in its own spelling.
    pub fn knows_province(&self, name: &str) -> bool {
        self.provinces.is_empty() || self.provinces.iter().any(|known| known == name)
    }
}

/// What stands between a regime and the name of one of its general acts. No edition is called so.
pub(crate) const DECREE: &str = "#";

/// The name under which a register notes a general act that it was gone through for.
pub(crate) fn noted_as(regime: &str, decree: &str) -> EditionId {
    EditionId(format!("{regime}{DECREE}{decree}"))
}

/// What follows the name of a general act that was recorded somewhere, whether or not the register was
/// gone through for it. No act has such a name.
const RECORDED: &str = "#recorded";

/// The name under which a register notes a general act that was recorded in it.
pub(crate) fn noted_as_recorded(regime: &str, decree: &str) -> EditionId {
    EditionId(format!("{regime}{DECREE}{decree}{RECORDED}"))
}

/// The name of what is noted: of an edition, or of a general act, also where it was recorded only.
pub(crate) fn without_recorded(noted: &str) -> &str {
    noted.strip_suffix(RECORDED).unwrap_or(noted)
}

fn is_toml(path: &Path) -> bool {
    path.extension()
        .is_some_and(|extension| extension == "toml")
}

fn entries(folder: &Path) -> Result<Vec<PathBuf>, WorkflowError> {
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
