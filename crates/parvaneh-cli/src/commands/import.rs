//! `parvaneh import`: another register's rows, and what could not be believed.

mod difference;
mod register_file;

use std::path::PathBuf;
use std::process::ExitCode;

use parvaneh::import::{Difference, Follow, Found, Import, Imported, Rejection};
use parvaneh::store::outside_file::is_of_database;
use parvaneh::sweep::AtMost;
use parvaneh::text_file::Encoding;
use parvaneh::{Engine, store};

use crate::args::{Format, Global};
use crate::exit::{FAILURES, Usage};
use crate::lock::Lock;
use crate::output::{self, line, remark};

#[derive(clap::Args)]
pub(crate) struct ImportArgs {
    /// How the file is to be read, as in pishkhan or chicago; parvaneh for a whole register
    #[arg(long)]
    profile: String,
    /// The register to read, as CSV; for parvaneh, as `parvaneh export` wrote it
    file: PathBuf,
    /// Where to write the rows that were rejected, with the reason, to be mended and imported
    #[arg(long, value_name = "FILE")]
    rejects: Option<PathBuf>,
    /// The encoding of the file, where neither a mark in it nor the profile says it: utf-8, utf-16le, utf-16be or
    /// windows-1256
    #[arg(long, value_name = "NAME", value_parser = encoding)]
    encoding: Option<Encoding>,
    /// The file is all that its register has: record what it states otherwise since the last time, as the acts and
    /// corrections that they are, and find what is gone from it
    #[arg(long)]
    follow: bool,
    /// Say what is different, row by row, and write nothing to the register
    #[arg(long, requires = "follow")]
    dry_run: bool,
    /// Take nothing back if more licences than this have rows that are gone, where the profile says that what is gone
    /// is withdrawn
    #[arg(long, requires = "follow", default_value = "2%", value_name = "N|P%")]
    max_gone: AtMost,
}

fn encoding(name: &str) -> Result<Encoding, String> {
    let mut all = Encoding::ALL.into_iter();
    let found = all.find(|encoding| encoding.name().eq_ignore_ascii_case(name));
    found.ok_or_else(|| {
        let names = Encoding::ALL.map(|encoding| encoding.name().to_ascii_lowercase());
        format!("it is none of {}", names.join(", "))
    })
}

/// How many rejected rows are named on standard error; the rejects file has them all.
const NAMED: usize = 20;

pub(crate) async fn run(global: &Global, args: &ImportArgs) -> anyhow::Result<ExitCode> {
    if args.profile == register_file::PROFILE {
        return register_file::run(global, args).await;
    }
    let mut unsettled = Unsettled::default();
    let imported = import(global, args, &mut unsettled).await?;
    print(&imported, global.format, args.follow)?;
    Ok(match unsettled.0 {
        0 => ExitCode::SUCCESS,
        _ => ExitCode::from(FAILURES),
    })
}

/// How many differences a person has to settle.
#[derive(Default)]
struct Unsettled(u64);

impl Unsettled {
    /// Tells of a difference: of each in a dry run, and else of those that a person has to settle.
    fn tell(
        &mut self,
        global: &Global,
        args: &ImportArgs,
        found: &Difference,
    ) -> anyhow::Result<()> {
        self.0 += u64::from(found.what.is_unsettled());
        match args.dry_run || found.what.is_unsettled() {
            true => difference::print(found, global.format),
            false => Ok(()),
        }
    }
}

async fn import(
    global: &Global,
    args: &ImportArgs,
    unsettled: &mut Unsettled,
) -> anyhow::Result<Imported> {
    let workflows = output::workflows(global)?;
    let Some(mut profile) = workflows.profile(&args.profile).cloned() else {
        let mut names: Vec<&str> = workflows.profile_names().collect();
        names.push(register_file::PROFILE);
        names.sort_unstable();
        let name = &args.profile;
        let names = names.join(", ");
        let text = format!("no import profile is called {name:?}; there are {names}");
        return Err(Usage(text).into());
    };
    profile.encoding = args.encoding.or(profile.encoding);
    let register = store::sqlite_path(global.register.exposed());
    if let (Some(register), Some(rejects)) = (&register, &args.rejects)
        && is_of_database(rejects, register)
    {
        let text = "the rejects cannot be written over the register; name another file for them";
        return Err(Usage(text.to_owned()).into());
    }
    // A register that is there is opened before the file, so that one that cannot take the rows
    // leaves the rejects of an earlier run alone; one that is not there is made after it, so that
    // a wrong file leaves nothing behind.
    let open = async || -> anyhow::Result<_> {
        if !args.dry_run {
            Engine::create_if_missing(&global.register).await?;
        }
        let engine = output::open_to_write(global).await?;
        Ok((engine, Lock::take(&global.register, "import")?))
    };
    let there = register.is_some_and(|register| register.exists());
    let opened = if there { Some(open().await?) } else { None };
    let import = Import::open(profile, &args.file, args.rejects.as_deref())?;
    let (engine, lock) = match opened {
        Some(opened) => opened,
        None => open().await?,
    };
    let import = import.beside(lock.others());
    let bar = output::progress("bytes");
    bar.set_length(import.bytes());
    let mut rejected = 0;
    let mut printed = Ok(());
    let found = |found: Found<'_>| match found {
        Found::Rejected(rejection) => name(rejection, &mut rejected),
        Found::Differs(found) if printed.is_ok() => printed = unsettled.tell(global, args, found),
        Found::Differs(_) => {}
        Found::Read(read) => bar.set_position(read),
    };
    let imported = match args.follow {
        true => {
            let follow = Follow {
                dry_run: args.dry_run,
                max_gone: Some(args.max_gone),
            };
            engine.follow(import, follow, found).await?
        }
        false => engine.import_with(import, found).await?,
    };
    printed?;
    bar.finish_and_clear();
    engine.close().await?;
    drop(lock);
    if NAMED < rejected {
        let rest = rejected - NAMED;
        match &args.rejects {
            Some(file) => remark(format!(
                "and {rest} more, all of them in {}",
                file.display()
            )),
            None => remark(format!("and {rest} more; --rejects FILE keeps them all")),
        }
    }
    Ok(imported)
}

fn name(rejection: &Rejection, rejected: &mut usize) {
    *rejected += 1;
    if *rejected <= NAMED {
        remark(format!("rejected: {rejection}"));
    }
}

fn print(imported: &Imported, format: Format, is_followed: bool) -> anyhow::Result<()> {
    let mut out = std::io::stdout().lock();
    match format {
        Format::Json => output::json(&mut out, imported),
        Format::Table | Format::Csv => {
            match is_followed {
                true => {
                    line(&mut out, followed(imported))?;
                    line(&mut out, gone(imported))?;
                }
                false => line(&mut out, rows(imported))?,
            }
            line(&mut out, read(imported))?;
            match imported.other_names {
                0 => Ok(()),
                rows => line(
                    &mut out,
                    format!(
                        "{rows} rows have another name of their holder than an earlier row of the file or \
                         somebody here has given, whose name stands"
                    ),
                ),
            }
        }
    }
}

/// What became of the rows of a register that is followed.
fn followed(imported: &Imported) -> String {
    let Imported {
        rows,
        accepted,
        new,
        acts,
        revised,
        unchanged,
        rejected,
        conflicts,
        licences,
        ..
    } = imported;
    let corrected = corrected(imported);
    let skipped = skipped(imported);
    format!(
        "{rows} rows: {accepted} accepted ({new} new, {acts} acts, {revised} stated anew, {unchanged} unchanged{corrected}), \
         {rejected} rejected, {conflicts} in conflict{skipped}; {licences} licences"
    )
}

fn gone(imported: &Imported) -> String {
    let Imported {
        gone, withdrawn, ..
    } = imported;
    format!("{gone} gone, {withdrawn} of them taken back")
}

fn skipped(imported: &Imported) -> String {
    let words = imported.skipped_words.iter();
    let words: Vec<String> = words
        .map(|(word, rows)| format!("{rows} {word:?}"))
        .collect();
    match imported.skipped {
        0 => String::new(),
        skipped => format!(", {skipped} skipped ({})", words.join(", ")),
    }
}

fn corrected(imported: &Imported) -> String {
    match imported.corrected {
        0 => String::new(),
        corrected => format!(", {corrected} with a corrected name"),
    }
}

/// What became of the rows.
fn rows(imported: &Imported) -> String {
    let revised = match imported.revised {
        0 => String::new(),
        revised => format!(", {revised} stated anew"),
    };
    let corrected = corrected(imported);
    let skipped = skipped(imported);
    format!(
        "{} rows: {} accepted ({} of them unchanged{revised}{corrected}), {} rejected{skipped}; {} licences",
        imported.rows, imported.accepted, imported.unchanged, imported.rejected, imported.licences
    )
}

/// How the file was read.
fn read(imported: &Imported) -> String {
    let separator = match imported.separator.as_str() {
        "," => "comma",
        ";" => "semicolon",
        "\t" => "tab",
        other => other,
    };
    let blank = match imported.blank_lines {
        0 => String::new(),
        1 => ", 1 blank line".to_owned(),
        blank => format!(", {blank} blank lines"),
    };
    let missing = match imported.missing_columns.is_empty() {
        true => String::new(),
        false => format!(
            ", without the columns {}",
            imported.missing_columns.join(", ")
        ),
    };
    format!(
        "{} bytes read as {}, separated by {separator}{blank}{missing}",
        imported.bytes, imported.encoding
    )
}
