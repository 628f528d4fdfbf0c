//! `parvaneh notices`: what persons must be told of, a file a notice.
//!
//! The folder is a sink of the relay with a cursor of its own. A file is named after its row and is
//! there whole or not at all; one that is there is not written again.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use anyhow::Context;
use clap::Subcommand;
use parvaneh::Engine;
use parvaneh::core::machines::{self, Told};
use parvaneh::core::refusal::Citation;
use parvaneh::core::timeline::Record;
use parvaneh::notices::{Notice, Telling};
use parvaneh::words::{Language, Words};
use parvaneh_events::{CloudEvent, Ended, Progress, Reader, Relay, Sink, Start};
use parvaneh_events::{Taking, Tally, Until};
use tokio::task::spawn_blocking;
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

use crate::args::{Global, point};
use crate::exit::{FAILURES, LOCKED};
use crate::output;
use crate::stop::on_signal;

#[derive(Subcommand)]
pub(crate) enum NoticesCommand {
    /// Write a file a notice into a folder, each once; files that are there stay as they are
    Render(RenderArgs),
}

#[derive(clap::Args)]
pub(crate) struct RenderArgs {
    /// The folder, which is made where it is not there
    #[arg(long, value_name = "DIR")]
    to: PathBuf,
    /// In these words: fa, en or both
    #[arg(long, default_value = "both", value_parser = languages, value_name = "LANGUAGE")]
    language: Languages,
    /// Go on from here, forwards or back: beginning, now, or an instant like 2026-11-25T00:00:00Z
    /// [default: where it is; a new folder at the beginning]
    #[arg(long, value_parser = point, value_name = "POINT")]
    from: Option<Start>,
    /// Go on until stopped, instead of ending when there is no more
    #[arg(long)]
    follow: bool,
}

/// The languages that are asked for.
#[derive(Clone)]
pub(crate) struct Languages(pub(crate) Vec<Language>);

/// How the files begin that are not finished.
const UNFINISHED: &str = ".notice-";

/// How long an event is tried. A folder that cannot be written to stops everything after it, and a
/// notice that is set aside would be one that nobody gets.
const PATIENCE: Duration = Duration::MAX;

pub(crate) async fn run(global: &Global, command: &NoticesCommand) -> anyhow::Result<ExitCode> {
    match command {
        NoticesCommand::Render(args) => render(global, args).await,
    }
}

async fn render(global: &Global, args: &RenderArgs) -> anyhow::Result<ExitCode> {
    let engine = output::open_to_write(global).await?;
    let stop = on_signal()?;
    let folder = folder(&args.to)?;
    let name = format!("notices:{}", folder.display());
    let Languages(languages) = &args.language;
    let trouble = Trouble {
        first: Arc::default(),
        // Without --follow the first failure ends the run; with it, it is tried again.
        stop: (!args.follow).then(|| stop.clone()),
    };
    let notices = Notices::new(engine.clone(), folder, languages, trouble.clone());
    let relay = Relay {
        reader: Reader::new(engine.store().clone(), engine.editions()),
        name: name.clone(),
        sink: Box::new(notices),
        start: args.from,
        patience: PATIENCE,
    };
    let until = match args.follow {
        true => Until::Stopped,
        false => Until::Through,
    };
    let ended = relay.run(until, &stop).await;
    let ended = ended.with_context(|| format!("rendering to {name} failed"))?;
    engine.close().await?;
    if let Some(problem) = trouble.first.get() {
        anyhow::bail!("rendering to {name} failed: {problem}");
    }
    Ok(match ended {
        Ended::Stopped(tally) | Ended::Through(tally) | Ended::Gone { tally, .. } => {
            let Tally {
                taken,
                set_aside,
                astray,
            } = tally;
            output::remark(format!("{name}: {taken} events"));
            if 0 < astray {
                output::remark(format!(
                    "{name}: {astray} of no dossier, see `parvaneh verify`"
                ));
            }
            if set_aside + astray == 0 || args.follow {
                return Ok(ExitCode::SUCCESS);
            }
            let letters = format!("{name}: {set_aside} set aside, see `parvaneh letters list`");
            output::remark(letters);
            ExitCode::from(FAILURES)
        }
        Ended::HeldByAnother => {
            output::remark(format!("{name}: another process writes these notices"));
            ExitCode::from(LOCKED)
        }
    })
}

/// The folder, from the root, so that it is the same sink wherever the program is run.
fn folder(to: &Path) -> anyhow::Result<PathBuf> {
    let failed = || format!("making the folder {} failed", to.display());
    fs::create_dir_all(to).with_context(failed)?;
    fs::canonicalize(to).with_context(failed)
}

/// What came in the way.
#[derive(Clone)]
struct Trouble {
    first: Arc<OnceLock<String>>,
    /// What ends the relay then, where it is not to try again.
    stop: Option<CancellationToken>,
}

impl Trouble {
    fn meet(&self, problem: &str) {
        match &self.stop {
            None => output::remark(format!("{problem}; it is tried again")),
            Some(stop) => {
                self.first.get_or_init(|| problem.to_owned());
                stop.cancel();
            }
        }
    }
}

struct Notices {
    engine: Engine,
    folder: PathBuf,
    languages: Vec<Language>,
    words: Vec<Words>,
    /// The types of events of which somebody is told, and revisions.
    told: BTreeSet<&'static str>,
    /// What stood no longer when this run came to it: the dossier and the place in it.
    passed_over: BTreeSet<(Uuid, i64)>,
    /// Whether what an earlier run had begun is taken away.
    is_tidy: bool,
    trouble: Trouble,
}

impl std::fmt::Debug for Notices {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Notices")
            .field("folder", &self.folder)
            .field("languages", &self.languages)
            .finish_non_exhaustive()
    }
}

impl Sink for Notices {
    fn take<'a>(&'a mut self, events: &'a [CloudEvent]) -> Taking<'a> {
        Box::pin(async move {
            match self.write(events).await {
                Ok(()) => Progress::all(events.len()),
                // Files that are there already are passed over when it is tried again.
                Err(error) => {
                    let why = format!("{error:#}");
                    self.trouble.meet(&why);
                    Progress::none(why)
                }
            }
        })
    }
}

impl Notices {
    fn new(engine: Engine, folder: PathBuf, languages: &[Language], trouble: Trouble) -> Self {
        Self {
            engine,
            folder,
            languages: languages.to_vec(),
            words: languages.iter().copied().map(Words::of).collect(),
            told: machines::kinds()
                .into_iter()
                .filter(|kind| matches!(kind.told, Told::Somebody(..)))
                .map(|kind| kind.name)
                .chain([Record::REVISED])
                .collect(),
            passed_over: BTreeSet::new(),
            is_tidy: false,
            trouble,
        }
    }

    /// The files of a dossier's notices. `rows`: those that are new.
    ///
    /// What came before them was told, unless this run knew already that it did not stand. A run that
    /// was killed may have told of new ones too: their files are there.
    async fn of_dossier(
        &mut self,
        dossier: Uuid,
        rows: &BTreeMap<i64, Citation>,
    ) -> anyhow::Result<Vec<(String, String)>> {
        let first = rows.keys().next().copied().unwrap_or_default();
        let is_there = |sequence: i64| {
            let notice = Notice {
                sequence,
                withdraws: None,
                is_result: false,
                texts: Vec::new(),
            };
            let mut languages = self.languages.iter();
            languages.any(|it| self.folder.join(file_name(dossier, &notice, *it)).exists())
        };
        let was_told = |sequence: i64| {
            let came_before = sequence < first && !self.passed_over.contains(&(dossier, sequence));
            came_before || is_there(sequence)
        };
        let was_told = &was_told;
        let telling = Telling { rows, was_told };
        let told = self.engine.notices(dossier, telling, &self.words).await?;
        let passed_over = told.passed_over.into_iter();
        self.passed_over
            .extend(passed_over.map(|sequence| (dossier, sequence)));
        let mut files = Vec::new();
        for notice in told.notices {
            for (language, text) in self.languages.iter().zip(&notice.texts) {
                files.push((file_name(dossier, &notice, *language), text.clone()));
            }
        }
        Ok(files)
    }

    async fn write(&mut self, events: &[CloudEvent]) -> anyhow::Result<()> {
        let mut by_dossier: BTreeMap<&str, BTreeMap<i64, Citation>> = BTreeMap::new();
        for event in events {
            if self.told.contains(event.name()) {
                let sequence = event.sequence.parse().context("a sequence is a number")?;
                let of_dossier = by_dossier.entry(&event.subject).or_default();
                of_dossier.insert(sequence, event.data.rests_on.clone());
            }
        }
        let mut files = Vec::new();
        for (subject, rows) in by_dossier {
            let dossier: Uuid = subject.parse().context("a subject is an id")?;
            files.extend(self.of_dossier(dossier, &rows).await?);
        }
        let folder = self.folder.clone();
        let is_tidy = std::mem::replace(&mut self.is_tidy, true);
        spawn_blocking(move || {
            if !is_tidy {
                tidy(&folder)?;
            }
            put(&folder, &files)
        })
        .await
        .context("writing notices broke off")?
    }
}

/// What a notice's file is called: after the row by which it is told, and after the row that does not
/// stand any more, where it says that; the working group's says so.
fn file_name(dossier: Uuid, notice: &Notice, language: Language) -> String {
    let (sequence, language) = (notice.sequence, language.word());
    let to = if notice.is_result {
        "-working_group"
    } else {
        ""
    };
    match notice.withdraws {
        None => format!("{dossier}-{sequence}{to}.{language}.txt"),
        Some(first) => format!("{dossier}-{sequence}-{first}{to}.{language}.txt"),
    }
}

/// Takes away what a run that was killed had begun. Where it was not killed but lost its lease, it
/// finds its file gone and writes it again.
fn tidy(folder: &Path) -> anyhow::Result<()> {
    let failed = || format!("reading the folder {} failed", folder.display());
    for entry in fs::read_dir(folder).with_context(failed)? {
        let entry = entry.with_context(failed)?;
        let is_begun = entry.file_name().to_string_lossy().starts_with(UNFINISHED);
        if is_begun && entry.file_type().with_context(failed)?.is_file() {
            fs::remove_file(entry.path()).with_context(failed)?;
        }
    }
    Ok(())
}

/// Puts files into the folder that are not there. They are on the disk when this returns, and can be
/// read by their owner alone.
fn put(folder: &Path, files: &[(String, String)]) -> anyhow::Result<()> {
    let mut is_changed = false;
    for (name, text) in files {
        let path = folder.join(name);
        let failed = || format!("writing {} failed", path.display());
        if path.try_exists().with_context(failed)? {
            continue;
        }
        let mut file = tempfile::Builder::new()
            .prefix(UNFINISHED)
            .tempfile_in(folder)
            .with_context(failed)?;
        file.write_all(text.as_bytes()).with_context(failed)?;
        file.as_file().sync_all().with_context(failed)?;
        match file.persist_noclobber(&path) {
            Ok(_) => is_changed = true,
            Err(error) if error.error.kind() == io::ErrorKind::AlreadyExists => {}
            Err(error) => return Err(error.error).with_context(failed),
        }
    }
    if is_changed {
        let failed = || format!("writing the folder {} failed", folder.display());
        File::open(folder)
            .and_then(|folder| folder.sync_all())
            .with_context(failed)?;
    }
    Ok(())
}

fn languages(text: &str) -> Result<Languages, String> {
    match text {
        "both" => Ok(Languages(Language::ALL.to_vec())),
        word => word
            .parse()
            .map(|language| Languages(vec![language]))
            .map_err(|problem: String| format!("{problem}, or both")),
    }
}
