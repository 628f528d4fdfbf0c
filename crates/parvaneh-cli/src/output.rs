//! Opening the register, tables, and progress.

use std::fmt::Display;
use std::io::{self, IsTerminal, Write};

use anyhow::Context;
use comfy_table::{ColumnConstraint, Table, Width, presets};
use indicatif::{ProgressBar, ProgressStyle};
pub(crate) use parvaneh::core::calendar::both;
use parvaneh::core::edition::EditionId;
use parvaneh::export::Counts;
use parvaneh::{Engine, Workflows};
use serde::Serialize;

use crate::args::Global;
use crate::clock;
use crate::escaped::{in_a_line, in_lines};

/// The regimes, editions and profiles to work under.
pub(crate) fn workflows(global: &Global) -> anyhow::Result<Workflows> {
    let workflows = match &global.workflows {
        Some(folder) => Workflows::load(folder)?,
        None => Workflows::embedded()?,
    };
    Ok(match &global.edition {
        Some(edition) => workflows.adopt(&EditionId(edition.clone()))?,
        None => workflows,
    })
}

/// The register, which must exist.
pub(crate) async fn open(global: &Global) -> anyhow::Result<Engine> {
    clock::wound(Engine::open(&global.register, workflows(global)?).await?)
}

/// The same whatever its editions say.
pub(crate) async fn open_to_verify(global: &Global) -> anyhow::Result<Engine> {
    Ok(Engine::open_to_verify(&global.register, workflows(global)?).await?)
}

/// The same to copy it, also where a step of the schema is still to be applied: a copy is made before that.
pub(crate) async fn open_to_copy(global: &Global) -> anyhow::Result<Engine> {
    Ok(Engine::open_to_copy(&global.register, workflows(global)?).await?)
}

/// The register, which must exist and may be written. Looked at before anything is made beside it.
pub(crate) async fn open_to_write(global: &Global) -> anyhow::Result<Engine> {
    let engine = open(global).await?;
    engine.store().may_write()?;
    Ok(engine)
}

/// A plain table: no colour, and narrow enough to be read in a mail. What is in its cells is on one line.
pub(crate) struct Rows(Table);

/// A table with no rows yet.
pub(crate) fn table(header: &[&str]) -> Rows {
    let mut table = plain();
    table.set_header(header.iter().map(|name| in_a_line(name)));
    Rows(table)
}

fn plain() -> Table {
    let mut table = Table::new();
    table.load_style(presets::ASCII_MARKDOWN);
    table
}

impl Rows {
    pub(crate) fn add_row(&mut self, cells: impl IntoIterator<Item = impl Display>) {
        let cells = cells.into_iter().map(|cell| cell.to_string());
        let cells = cells.map(|cell| in_a_line(&cell).into_owned());
        self.0.add_row(cells);
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// Prints a table.
pub(crate) fn rows(out: &mut impl Write, rows: &Rows) -> anyhow::Result<()> {
    lines(out, &rows.0.to_string())
}

/// How many rows of a long table are aligned together.
const BLOCK: usize = 1000;

/// A table of any length, printed while it comes: so many rows at a time, no narrower than those before them.
pub(crate) struct LongTable {
    rows: Rows,
    /// How wide the cells of each column were so far.
    widths: Vec<u16>,
    count: usize,
}

/// A long table with no rows yet.
pub(crate) fn long_table(header: &[&str]) -> LongTable {
    LongTable {
        rows: table(header),
        widths: vec![0; header.len()],
        count: 0,
    }
}

impl LongTable {
    /// Adds a row, and prints what is there if that is many.
    pub(crate) fn add_row(
        &mut self,
        out: &mut impl Write,
        cells: impl IntoIterator<Item = impl Display>,
    ) -> anyhow::Result<()> {
        self.rows.add_row(cells);
        self.count += 1;
        match self.count % BLOCK {
            0 => self.print(out),
            _ => Ok(()),
        }
    }

    /// How many rows it has.
    pub(crate) fn count(&self) -> usize {
        self.count
    }

    /// Prints what is left of it; the header alone, where it has no rows.
    pub(crate) fn end(mut self, out: &mut impl Write) -> anyhow::Result<()> {
        match self.count == 0 || !self.rows.is_empty() {
            true => self.print(out),
            false => Ok(()),
        }
    }

    fn print(&mut self, out: &mut impl Write) -> anyhow::Result<()> {
        let Rows(table) = &mut self.rows;
        let widths = table.column_max_content_widths().into_iter();
        for (width, own) in self.widths.iter_mut().zip(widths) {
            *width = Ord::max(*width, own);
        }
        for (column, width) in table.column_iter_mut().zip(&self.widths) {
            let width = width.saturating_add(column.padding_width());
            column.set_constraint(ColumnConstraint::LowerBoundary(Width::Fixed(width)));
        }
        rows(out, &self.rows)?;
        self.rows = Rows(plain());
        Ok(())
    }
}

/// A bar on a terminal, and nothing anywhere else.
pub(crate) fn progress(unit: &str) -> ProgressBar {
    if !io::stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let bar = ProgressBar::new(0);
    let template = format!("{{bar:40}} {{pos}}/{{len}} {unit}, {{eta}} left");
    if let Ok(style) = ProgressStyle::with_template(&template) {
        bar.set_style(style);
    }
    bar
}

/// A count on a terminal, where nobody knows how far it will go, and nothing anywhere else.
pub(crate) fn counter(unit: &str) -> ProgressBar {
    if !io::stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let counter = ProgressBar::no_length();
    if let Ok(style) = ProgressStyle::with_template(&format!("{{pos}} {unit}")) {
        counter.set_style(style);
    }
    counter
}

/// How many rows of each kind.
pub(crate) fn row_counts(counts: &Counts) -> String {
    format!(
        "{} parties, {} dossiers, {} events, {} kept commands, {} answers, {} proposals, {} anchors, {} editions",
        counts.parties,
        counts.dossiers,
        counts.events,
        counts.asked,
        counts.answers,
        counts.proposals,
        counts.anchors,
        counts.editions
    )
}

/// Prints an answer as JSON, with its fields in their own order.
pub(crate) fn json(out: &mut impl Write, answer: &impl Serialize) -> anyhow::Result<()> {
    let text = serde_json::to_string(answer).context("encoding the answer failed")?;
    as_it_is(out, &text)
}

/// Prints an answer as JSON, with its fields in the order of the alphabet.
pub(crate) fn sorted_json(out: &mut impl Write, answer: &impl Serialize) -> anyhow::Result<()> {
    let sorted = serde_json::to_value(answer).context("encoding the answer failed")?;
    as_it_is(out, &sorted.to_string())
}

/// Prints one line, whatever is in the text; a reader that has closed its end is no failure, and changes no exit
/// code.
pub(crate) fn line(out: &mut impl Write, text: impl Display) -> anyhow::Result<()> {
    as_it_is(out, &in_a_line(&text.to_string()))
}

/// Prints a text of several lines.
pub(crate) fn lines(out: &mut impl Write, text: &str) -> anyhow::Result<()> {
    as_it_is(out, &in_lines(text))
}

/// Prints what another program reads.
pub(crate) fn as_it_is(out: &mut impl Write, text: &str) -> anyhow::Result<()> {
    unless_closed(writeln!(out, "{text}"))
}

/// The result of writing; a reader that has closed its end is no failure.
pub(crate) fn unless_closed(written: io::Result<()>) -> anyhow::Result<()> {
    match written {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        done => done.context("writing the answer failed"),
    }
}

/// Prints a line to standard error; a failure to do so is ignored.
pub(crate) fn remark(text: impl Display) {
    drop(writeln!(io::stderr(), "{}", in_a_line(&text.to_string())));
}
