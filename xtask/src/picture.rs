//! A chart as a picture: laid out in layers by `dagre`, and written as SVG, no wider than a screen.
//!
//! Variants of a state, such as `Active, continued`, share a frame. Events that leave a state as it is
//! stand within its frame, and all others between the same two states on one arrow. What each event
//! rests on is in a table beneath.

mod layout;
mod table;

use std::fmt::Write;

use dagre::{EdgeLabel, NodeLabel, Point};
use parvaneh::chart_names::BothLanguages;
use parvaneh_core::chart::{Chart, Hand, Names};

use layout::Layout;

/// In pixels, as all that follows: no picture is wider.
const SCREEN: f64 = 1200.0;
/// None is narrower, so that its table has room.
const NARROWEST: f64 = 960.0;
/// The letters of no common font are wider on average.
const LETTER: f64 = 5.9;
/// Persian ones are narrower.
const PERSIAN_LETTER: f64 = 5.0;
/// Ends a line of Persian, so that its full stop is read with it.
const RIGHT_TO_LEFT: char = '\u{200f}';
const LINE: f64 = 13.0;
const MARGIN: f64 = 24.0;
const ROUNDING: f64 = 10.0;
const START: &str = "[*]";

const STYLE: &str = "\
text{font:11px 'DejaVu Sans',Vazirmatn,Tahoma,sans-serif;fill:#1f2933;text-anchor:middle}\
.page{fill:#fff}\
.left{text-anchor:start}.right{text-anchor:end}.title{font-size:15px;font-weight:bold}\
.head,.name{font-weight:bold}.name{font-size:12px}\
.state{fill:#eef2f6;stroke:#3e4c59;stroke-width:1.5}\
.end{fill:none;stroke:#3e4c59}.start{fill:#3e4c59}\
.arrow{fill:none;stroke:#486581;stroke-width:1.2}.tip{fill:#486581}\
.arrow.calendar{stroke:#b44d12;stroke-dasharray:6 3}.tip.calendar{fill:#b44d12}\
.arrow.register{stroke:#829ab1;stroke-dasharray:2 3}.tip.register{fill:#829ab1}\
text.calendar{fill:#b44d12}text.register{fill:#627d98}\
.label{fill:#fff;fill-opacity:.9}\
.rule{stroke:#cbd2d9}";

/// An event as it is written on an arrow or in a frame: a line a language.
#[derive(Clone, Debug, PartialEq)]
struct Entry {
    lines: Vec<String>,
    hand: Hand,
}

/// A state with its variants.
struct Frame {
    state: &'static str,
    name: Vec<String>,
    /// What leaves it as it is.
    within: Vec<Entry>,
    is_end: bool,
}

/// All that leads from one state to another.
struct Line {
    from: &'static str,
    to: &'static str,
    entries: Vec<Entry>,
}

/// What a picture shows.
struct Picture {
    start: &'static str,
    frames: Vec<Frame>,
    lines: Vec<Line>,
}

impl Picture {
    fn of(chart: &Chart, names: &BothLanguages) -> Self {
        let mut frames: Vec<Frame> = Vec::new();
        for variant in chart.states() {
            let (state, is_end) = (base(variant), chart.ends.contains(variant));
            match frames.iter_mut().find(|frame| frame.state == state) {
                Some(frame) => frame.is_end |= is_end,
                None => frames.push(Frame {
                    state,
                    name: in_lines(&names.state(chart.machine, state)),
                    within: Vec::new(),
                    is_end,
                }),
            }
        }
        let mut lines: Vec<Line> = Vec::new();
        for arrow in &chart.arrows {
            let (from, to) = (base(arrow.from), base(arrow.to));
            let entry = Entry {
                lines: in_lines(&names.event(arrow.event)),
                hand: arrow.hand(),
            };
            let entries = if from == to {
                let frame = frames.iter_mut().find(|frame| frame.state == from);
                frame.map(|frame| &mut frame.within)
            } else {
                let same = |line: &Line| (line.from, line.to) == (from, to);
                let at = lines.iter().position(same).unwrap_or_else(|| {
                    lines.push(Line {
                        from,
                        to,
                        entries: Vec::new(),
                    });
                    lines.len() - 1
                });
                lines.get_mut(at).map(|line| &mut line.entries)
            };
            if let Some(entries) = entries
                && !entries.contains(&entry)
            {
                entries.push(entry);
            }
        }
        Self {
            start: base(chart.start),
            frames,
            lines,
        }
    }
}

/// A state without what tells its variant.
fn base(state: &'static str) -> &'static str {
    state.split_once(", ").map_or(state, |(base, _)| base)
}

fn in_lines(name: &str) -> Vec<String> {
    name.split(BothLanguages::BETWEEN)
        .map(str::to_owned)
        .collect()
}

impl Entry {
    fn class(&self) -> &'static str {
        class(self.hand)
    }
}

fn class(hand: Hand) -> &'static str {
    match hand {
        Hand::Person => "person",
        Hand::Calendar => "calendar",
        Hand::Register => "register",
    }
}

/// Room for the entries of an arrow or a frame.
fn size(entries: &[Entry]) -> (f64, f64) {
    let lines = entries.iter().flat_map(|entry| &entry.lines);
    let longest = lines.map(|line| width_of(line)).fold(0.0, f64::max);
    let lines: usize = entries.iter().map(|entry| entry.lines.len()).sum();
    (longest, count(lines) * LINE + count(entries.len()) * 3.0)
}

impl Frame {
    fn size(&self) -> (f64, f64) {
        let (within, height) = size(&self.within);
        let name = self.name.iter().map(|line| width_of(line) * 1.35);
        let width = name.fold(within, f64::max);
        (width + 22.0, count(self.name.len()) * 15.0 + height + 12.0)
    }
}

impl Line {
    /// What the line is drawn as: a person's, where any event on it is one.
    fn hand(&self) -> Hand {
        let hands = self.entries.iter().map(|entry| entry.hand);
        hands
            .reduce(|one, other| match one == other {
                true => one,
                false => Hand::Person,
            })
            .unwrap_or(Hand::Person)
    }
}

/// The chart as SVG; the same chart is the same text.
pub(crate) fn svg(chart: &Chart) -> anyhow::Result<String> {
    let names = BothLanguages::default();
    let picture = Picture::of(chart, &names);
    let layout = Layout::of(&picture);
    let (width, foot) = layout.extent();
    let width = width.max(NARROWEST);
    let table = table::svg(chart, &names, foot + 10.0, width)?;
    let height = table.foot + MARGIN;
    let mut out = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width:.0}\" height=\"{height:.0}\" \
         viewBox=\"0 0 {width:.0} {height:.0}\">\n\
         <style>{STYLE}</style>\n<defs>{}</defs>\n\
         <rect class=\"page\" width=\"100%\" height=\"100%\"/>\n",
        [Hand::Person, Hand::Calendar, Hand::Register]
            .map(tip)
            .concat(),
    );
    out += &heading(chart, &names)?;
    let start = layout.edge(START, picture.start)?;
    writeln!(out, "{}", path(&start.points, Hand::Person))?;
    for line in &picture.lines {
        let edge = layout.edge(line.from, line.to)?;
        writeln!(out, "{}", path(&edge.points, line.hand()))?;
    }
    for line in &picture.lines {
        out += &label(line, layout.edge(line.from, line.to)?)?;
    }
    let (x, y) = centre(layout.node(START)?);
    writeln!(
        out,
        "<circle class=\"start\" cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"7\"/>"
    )?;
    for state in &picture.frames {
        out += &frame(state, layout.node(state.state)?)?;
    }
    out += &table.text;
    out += "</svg>\n";
    Ok(out)
}

fn tip(hand: Hand) -> String {
    let class = class(hand);
    format!(
        "<marker id=\"tip-{class}\" viewBox=\"0 0 10 10\" refX=\"9\" refY=\"5\" markerWidth=\"8\" \
         markerHeight=\"8\" orient=\"auto\"><path class=\"tip {class}\" d=\"M0 0L10 5L0 10z\"/></marker>"
    )
}

/// What is drawn, and what its arrows mean.
fn heading(chart: &Chart, names: &BothLanguages) -> anyhow::Result<String> {
    let mut out = String::new();
    let title = format!("{} · {}", names.machine(chart.machine), chart.edition);
    writeln!(
        out,
        "<text class=\"left title\" x=\"{MARGIN}\" y=\"26\">{}</text>",
        escaped(&title)
    )?;
    let mut x = MARGIN;
    for (hand, id) in [
        (Hand::Person, "chart-by-people"),
        (Hand::Calendar, "chart-by-calendar"),
        (Hand::Register, "chart-by-register"),
    ] {
        let points = [Point::new(x, 42.0), Point::new(x + 44.0, 42.0)];
        writeln!(out, "{}", path(&points, hand))?;
        let said = names.say(id);
        writeln!(
            out,
            "<text class=\"left {}\" x=\"{:.1}\" y=\"46\">{}</text>",
            class(hand),
            x + 52.0,
            escaped(&said)
        )?;
        x += 76.0 + width_of(&said);
    }
    let legend = names.say("chart-legend");
    for (y, line) in [62, 77].into_iter().zip(in_lines(&legend)) {
        let line = match line.starts_with(|it: char| it.is_ascii()) {
            true => line,
            false => format!("{line}{RIGHT_TO_LEFT}"),
        };
        writeln!(
            out,
            "<text class=\"left\" x=\"{MARGIN}\" y=\"{y}\">{}</text>",
            escaped(&line)
        )?;
    }
    Ok(out)
}

fn centre(node: &NodeLabel) -> (f64, f64) {
    (node.x.unwrap_or_default(), node.y.unwrap_or_default())
}

/// A line through the points, with its corners rounded. It goes through every point but for the
/// rounding, so that it is seen to lead to its label.
fn path(points: &[Point], hand: Hand) -> String {
    let mut d = String::new();
    for (at, point) in points.iter().enumerate() {
        let before = at.checked_sub(1).and_then(|before| points.get(before));
        match (before, points.get(at + 1)) {
            (None, _) => {
                let _ = write!(d, "M{:.1} {:.1}", point.x, point.y);
            }
            (Some(_), None) => {
                let _ = write!(d, "L{:.1} {:.1}", point.x, point.y);
            }
            (Some(before), Some(after)) => {
                let (near, far) = (towards(point, before), towards(point, after));
                let _ = write!(
                    d,
                    "L{:.1} {:.1}Q{:.1} {:.1} {:.1} {:.1}",
                    near.x, near.y, point.x, point.y, far.x, far.y
                );
            }
        }
    }
    let class = class(hand);
    format!("<path class=\"arrow {class}\" d=\"{d}\" marker-end=\"url(#tip-{class})\"/>")
}

/// Where the rounding of a corner begins: half-way to the next point at most.
fn towards(corner: &Point, next: &Point) -> Point {
    let (x, y) = (next.x - corner.x, next.y - corner.y);
    let length = x.hypot(y);
    let part = if length < 2.0 * ROUNDING {
        0.5
    } else {
        ROUNDING / length
    };
    Point::new(corner.x + x * part, corner.y + y * part)
}

fn label(line: &Line, edge: &EdgeLabel) -> anyhow::Result<String> {
    let (x, y) = (edge.x.unwrap_or_default(), edge.y.unwrap_or_default());
    let (width, height) = size(&line.entries);
    // Text is narrower than the room that is kept for it, and the line is to be seen beside it.
    let width = width * 0.9;
    let (left, top) = (x - width / 2.0, y - height / 2.0);
    let mut out = format!(
        "<rect class=\"label\" x=\"{left:.1}\" y=\"{top:.1}\" width=\"{width:.1}\" \
         height=\"{height:.1}\"/>\n"
    );
    out += &entries(&line.entries, x, top)?;
    Ok(out)
}

/// Entries one beneath the other, around `x` and from `top` on.
fn entries(entries: &[Entry], x: f64, top: f64) -> anyhow::Result<String> {
    let mut out = String::new();
    let mut baseline = top + LINE - 2.0;
    for entry in entries {
        let class = entry.class();
        for line in &entry.lines {
            let line = escaped(line);
            writeln!(
                out,
                "<text class=\"{class}\" x=\"{x:.1}\" y=\"{baseline:.1}\">{line}</text>"
            )?;
            baseline += LINE;
        }
        baseline += 3.0;
    }
    Ok(out)
}

fn frame(state: &Frame, node: &NodeLabel) -> anyhow::Result<String> {
    let (x, y) = centre(node);
    let mut out = String::new();
    let mut rect = |class: &str, inset: f64| {
        let (width, height) = (node.width - 2.0 * inset, node.height - 2.0 * inset);
        let (left, top) = (x - width / 2.0, y - height / 2.0);
        writeln!(
            out,
            "<rect class=\"{class}\" x=\"{left:.1}\" y=\"{top:.1}\" width=\"{width:.1}\" \
             height=\"{height:.1}\" rx=\"6\"/>"
        )
    };
    rect("state", 0.0)?;
    if state.is_end {
        rect("end", 3.5)?;
    }
    let mut baseline = y - node.height / 2.0 + 17.0;
    for line in &state.name {
        writeln!(
            out,
            "<text class=\"name\" x=\"{x:.1}\" y=\"{baseline:.1}\">{}</text>",
            escaped(line)
        )?;
        baseline += 15.0;
    }
    out += &entries(&state.within, x, baseline - 9.0)?;
    Ok(out)
}

fn width_of(text: &str) -> f64 {
    let widths = text.chars().map(|letter| match letter {
        '\u{600}'..='\u{6ff}' => PERSIAN_LETTER,
        // Marks that join or part letters take no room.
        '\u{200c}'..='\u{200f}' => 0.0,
        _ => LETTER,
    });
    widths.sum()
}

fn count(number: usize) -> f64 {
    u32::try_from(number).map_or(f64::MAX, f64::from)
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}

#[cfg(test)]
mod tests {
    use parvaneh_core::chart;

    use super::*;
    use crate::charts::editions;
    use crate::root;

    struct Place {
        of: String,
        left: f64,
        top: f64,
        right: f64,
        bottom: f64,
    }

    fn place(of: String, (x, y): (f64, f64), (width, height): (f64, f64)) -> Place {
        Place {
            of,
            left: x - width / 2.0,
            top: y - height / 2.0,
            right: x + width / 2.0,
            bottom: y + height / 2.0,
        }
    }

    fn each(look: impl Fn(&Chart, &Picture, &Layout)) {
        let names = BothLanguages::default();
        for edition in editions(root()).unwrap() {
            for chart in chart::of(&edition) {
                let picture = Picture::of(&chart, &names);
                look(&chart, &picture, &Layout::of(&picture));
            }
        }
    }

    /// Whoever looks at a picture can read every state and every label.
    #[test]
    fn nothing_that_is_written_covers_anything_else() {
        each(|chart, picture, layout| {
            let states = picture.frames.iter().map(|state| {
                let node = layout.node(state.state).unwrap();
                place(state.state.to_owned(), centre(node), state.size())
            });
            let labels = picture.lines.iter().map(|line| {
                let edge = layout.edge(line.from, line.to).unwrap();
                let of = format!("{} to {}", line.from, line.to);
                place(of, (edge.x.unwrap(), edge.y.unwrap()), size(&line.entries))
            });
            let places: Vec<Place> = states.chain(labels).collect();
            for (at, one) in places.iter().enumerate() {
                for other in &places[at + 1..] {
                    let apart = one.right <= other.left
                        || other.right <= one.left
                        || one.bottom <= other.top
                        || other.bottom <= one.top;
                    assert!(
                        apart,
                        "{} under {}: {} and {}",
                        chart.machine, chart.edition, one.of, other.of
                    );
                }
            }
        });
    }

    /// A picture is seen whole on a screen, and says by classes what it looks like.
    #[test]
    fn a_picture_fits_a_screen_and_has_no_style_of_its_own() {
        each(|chart, _, layout| {
            let (width, _) = layout.extent();
            let of = format!("{} under {}", chart.machine, chart.edition);
            assert!(width <= SCREEN, "{of} is {width} wide");
            let svg = svg(chart).unwrap();
            for own in [" style=", " fill=", " stroke=", " font-"] {
                assert!(!svg.contains(own), "{of} has{own}");
            }
        });
    }

    /// Every state and event has its name in both languages.
    #[test]
    fn every_word_of_a_chart_has_a_name() {
        let names = BothLanguages::default();
        for edition in editions(root()).unwrap() {
            for chart in chart::of(&edition) {
                let events = chart.arrows.iter().map(|arrow| names.event(arrow.event));
                let states = chart.states().into_iter().flat_map(|state| {
                    [state, base(state)].map(|state| names.state(chart.machine, state))
                });
                let machine = [names.machine(chart.machine)];
                for name in events.chain(states).chain(machine) {
                    let ids = ["name-", "state-", "machine-"];
                    assert!(!ids.iter().any(|id| name.contains(id)), "{name}");
                }
            }
        }
    }
}
