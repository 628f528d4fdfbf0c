//! The table beneath a picture: each event, who makes it happen, and what it rests on.

use std::fmt::Write;

use parvaneh::chart_names::BothLanguages;
use parvaneh_core::chart::{Chart, Names};

use super::{LETTER, LINE, MARGIN, class, escaped};

/// The table, written.
pub(super) struct Table {
    pub(super) text: String,
    /// Where it ends.
    pub(super) foot: f64,
}

/// From `top` on, on a page of that width.
pub(super) fn svg(
    chart: &Chart,
    names: &BothLanguages,
    top: f64,
    width: f64,
) -> anyhow::Result<Table> {
    let right = width - MARGIN;
    let columns = [MARGIN, MARGIN + 0.27 * width, MARGIN + 0.46 * width];
    let mut text = String::new();
    let mut y = top + LINE;
    let mut write = |class: &str, x: f64, y: f64, said: &str| {
        let said = escaped(said);
        writeln!(
            text,
            "<text class=\"left {class}\" x=\"{x:.1}\" y=\"{y:.1}\">{said}</text>"
        )
    };
    for (x, id) in columns
        .into_iter()
        .zip(["chart-event", "chart-by", "chart-rests-on"])
    {
        write("head", x, y, &names.say(id))?;
    }
    y += 6.0;
    let mut rules = Vec::new();
    for (arrow, rests_on) in chart.events() {
        rules.push(y);
        let by = wrapped(&names.by(arrow), columns[2] - columns[1] - 2.0 * LETTER);
        let cited = rests_on.iter().flat_map(|citation| {
            let cited = format!("{} [{:?}]", citation.article, citation.basis);
            wrapped(&cited, right - columns[2])
        });
        let cells = [
            one_or_two(names.event(arrow.event), columns),
            by,
            cited.collect(),
        ];
        for (x, cell) in columns.into_iter().zip(&cells) {
            let of = if x == MARGIN { class(arrow.hand()) } else { "" };
            let mut baseline = y + LINE;
            for line in cell {
                write(of, x, baseline, line)?;
                baseline += LINE;
            }
        }
        let lines = cells.iter().map(Vec::len).max().unwrap_or_default();
        y += super::count(lines) * LINE + 5.0;
    }
    for y in rules {
        writeln!(
            text,
            "<path class=\"rule\" d=\"M{MARGIN} {y:.1}H{right:.1}\"/>"
        )?;
    }
    Ok(Table { text, foot: y })
}

/// An event's name; a line a language where it is too long for one.
fn one_or_two(name: String, [from, to, _]: [f64; 3]) -> Vec<String> {
    match super::width_of(&name) < to - from - 2.0 * LETTER {
        true => vec![name],
        false => super::in_lines(&name),
    }
}

fn wrapped(text: &str, width: f64) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split(' ') {
        match lines.last_mut() {
            Some(line) if super::width_of(line) + super::width_of(word) + LETTER < width => {
                line.push(' ');
                line.push_str(word);
            }
            Some(_) | None => lines.push(word.to_owned()),
        }
    }
    lines
}
