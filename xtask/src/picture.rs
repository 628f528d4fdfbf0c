//! A chart as a picture: laid out in layers by `dagre`, and written as SVG.
//!
//! Every arrow's label has a place of its own in the layout, so that no label covers another one or
//! a state. Arrows between the same two states share a line.

use std::fmt::Write;

use anyhow::Context;
use dagre::graph::{Graph, GraphOptions};
use dagre::layout::types::LabelPos;
use dagre::{EdgeLabel, LayoutOptions, NodeLabel, Point, RankDir};
use parvaneh_core::chart::Chart;

/// In pixels, as all that follows; the letters of no common font are wider on average.
const LETTER: f64 = 6.6;
const LINE: f64 = 14.0;
const MARGIN: f64 = 24.0;
const STATE_HEIGHT: f64 = 34.0;
const ROUNDING: f64 = 14.0;
const START: &str = "[*]";

const STYLE: &str = "\
text{font:11px 'DejaVu Sans',Verdana,sans-serif;fill:#1f2933;text-anchor:middle}\
.event{font-weight:bold}.name{font-size:13px;font-weight:bold}\
.title{text-anchor:start}\
.state{fill:#eef2f6;stroke:#3e4c59;stroke-width:1.5}\
.end{fill:none;stroke:#3e4c59}\
.arrow{fill:none;stroke:#7b8794;stroke-width:1.2}\
.label{fill:#fff;fill-opacity:.9}";

/// The arrows from one state to another, with all that is written on them.
struct Line<'c> {
    from: &'c str,
    to: &'c str,
    /// Of each arrow, the lines of its label.
    labels: Vec<Vec<String>>,
}

impl Line<'_> {
    fn size(&self) -> (f64, f64) {
        let lines = self.labels.iter().flatten();
        let longest = lines.map(|line| width_of(line)).fold(0.0, f64::max);
        let lines: usize = self.labels.iter().map(Vec::len).sum();
        let gaps = self.labels.len().saturating_sub(1);
        (
            longest,
            count(lines) * LINE + count(gaps) * LINE / 2.0 + 4.0,
        )
    }
}

/// The chart as SVG; the same chart is the same text.
pub(crate) fn svg(chart: &Chart) -> anyhow::Result<String> {
    let lines = lines(chart);
    let graph = laid_out(chart, &lines);
    let (width, height) = extent(&graph);
    let mut out = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width:.0}\" height=\"{height:.0}\" \
         viewBox=\"0 0 {width:.0} {height:.0}\">\n\
         <style>{STYLE}</style>\n\
         <defs><marker id=\"tip\" viewBox=\"0 0 10 10\" refX=\"9\" refY=\"5\" markerWidth=\"8\" \
         markerHeight=\"8\" orient=\"auto\"><path d=\"M0 0L10 5L0 10z\" fill=\"#7b8794\"/></marker>\
         </defs>\n\
         <rect width=\"100%\" height=\"100%\" fill=\"#fff\"/>\n"
    );
    let title = format!("{} under {}", chart.machine, chart.edition);
    let legend = "A double frame is an end. R: the regulation, F: another public source, D: a \
                  default of ours.";
    writeln!(
        out,
        "<text class=\"title name\" x=\"{MARGIN}\" y=\"24\">{}</text>",
        escaped(&title)
    )?;
    writeln!(
        out,
        "<text class=\"title\" x=\"{MARGIN}\" y=\"42\">{legend}</text>"
    )?;
    let start = graph
        .edge(START, chart.start, None)
        .context("the start is laid out")?;
    writeln!(out, "{}", path(&start.points))?;
    for line in &lines {
        let edge = graph
            .edge(line.from, line.to, None)
            .context("every arrow is laid out")?;
        writeln!(out, "{}", path(&edge.points))?;
    }
    for line in &lines {
        let edge = graph
            .edge(line.from, line.to, None)
            .context("every arrow is laid out")?;
        out += &label(line, edge)?;
    }
    let dot = graph.node(START).context("the start is laid out")?;
    let (x, y) = (dot.x.unwrap_or_default(), dot.y.unwrap_or_default());
    writeln!(
        out,
        "<circle cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"7\" fill=\"#3e4c59\"/>"
    )?;
    for state in chart.states() {
        let node = graph.node(state).context("every state is laid out")?;
        out += &frame(state, node, chart.ends.contains(state))?;
    }
    out += "</svg>\n";
    Ok(out)
}

fn lines(chart: &Chart) -> Vec<Line<'_>> {
    let mut lines: Vec<Line<'_>> = Vec::new();
    for arrow in &chart.arrows {
        let text = chart.label(arrow);
        let same = lines
            .iter_mut()
            .find(|line| (line.from, line.to) == (arrow.from, arrow.to));
        match same {
            Some(line) => line.labels.push(text),
            None => lines.push(Line {
                from: arrow.from,
                to: arrow.to,
                labels: vec![text],
            }),
        }
    }
    lines
}

/// Laid out downwards or to the right, whichever is nearer to fitting on a page.
fn laid_out(chart: &Chart, lines: &[Line<'_>]) -> Graph<NodeLabel, EdgeLabel> {
    let longer_side = |graph: &Graph<NodeLabel, EdgeLabel>| {
        let (width, height) = extent(graph);
        width.max(height)
    };
    let downwards = laid_out_towards(RankDir::TB, chart, lines);
    let to_the_right = laid_out_towards(RankDir::LR, chart, lines);
    match longer_side(&to_the_right) < longer_side(&downwards) {
        true => to_the_right,
        false => downwards,
    }
}

fn laid_out_towards(
    rankdir: RankDir,
    chart: &Chart,
    lines: &[Line<'_>],
) -> Graph<NodeLabel, EdgeLabel> {
    let mut graph = Graph::with_options(GraphOptions {
        directed: true,
        multigraph: true,
        compound: false,
    });
    let node = |width, height| NodeLabel {
        width,
        height,
        ..NodeLabel::default()
    };
    graph.set_node(START, Some(node(14.0, 14.0)));
    for state in chart.states() {
        let width = width_of(state) * 1.25 + 28.0;
        graph.set_node(state, Some(node(width, STATE_HEIGHT)));
    }
    graph.set_edge(START, chart.start, Some(EdgeLabel::default()), None);
    for line in lines {
        let (width, height) = line.size();
        let edge = EdgeLabel {
            width,
            height,
            labelpos: LabelPos::Center,
            ..EdgeLabel::default()
        };
        graph.set_edge(line.from, line.to, Some(edge), None);
    }
    let options = LayoutOptions {
        rankdir,
        nodesep: 30.0,
        edgesep: 16.0,
        ranksep: 36.0,
        marginx: MARGIN,
        marginy: MARGIN * 2.5,
        ..LayoutOptions::default()
    };
    dagre::layout(&mut graph, Some(options));
    graph
}

/// How far the drawing goes to the right and down.
fn extent(graph: &Graph<NodeLabel, EdgeLabel>) -> (f64, f64) {
    let (mut width, mut height) = (600.0_f64, 0.0_f64);
    let mut reach = |x: f64, y: f64| {
        width = width.max(x + MARGIN);
        height = height.max(y + MARGIN);
    };
    for name in graph.nodes() {
        if let Some(node) = graph.node(&name) {
            let (x, y) = (node.x.unwrap_or_default(), node.y.unwrap_or_default());
            reach(x + node.width / 2.0, y + node.height / 2.0);
        }
    }
    for edge in graph.edges() {
        if let Some(edge) = graph.edge_by_obj(&edge) {
            let (x, y) = (edge.x.unwrap_or_default(), edge.y.unwrap_or_default());
            reach(x + edge.width / 2.0, y + edge.height / 2.0);
            for point in &edge.points {
                reach(point.x, point.y);
            }
        }
    }
    (width, height)
}

/// A line through the points, with its corners rounded. It goes through every point but for the
/// rounding, so that it is seen to lead to its label.
fn path(points: &[Point]) -> String {
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
    format!("<path class=\"arrow\" d=\"{d}\" marker-end=\"url(#tip)\"/>")
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

fn label(line: &Line<'_>, edge: &EdgeLabel) -> anyhow::Result<String> {
    let (x, y) = (edge.x.unwrap_or_default(), edge.y.unwrap_or_default());
    let (width, height) = line.size();
    // Text is narrower than the room that is kept for it, and the line is to be seen beside it.
    let width = width * 0.9;
    let (left, top) = (x - width / 2.0, y - height / 2.0);
    let mut out = format!(
        "<rect class=\"label\" x=\"{left:.1}\" y=\"{top:.1}\" width=\"{width:.1}\" \
         height=\"{height:.1}\"/>\n"
    );
    let mut baseline = top + LINE - 2.0;
    for arrow in &line.labels {
        out += "<text>";
        for (at, text) in arrow.iter().enumerate() {
            let class = if at == 0 { " class=\"event\"" } else { "" };
            let text = escaped(text);
            write!(
                out,
                "<tspan{class} x=\"{x:.1}\" y=\"{baseline:.1}\">{text}</tspan>"
            )?;
            baseline += LINE;
        }
        out += "</text>\n";
        baseline += LINE / 2.0;
    }
    Ok(out)
}

fn frame(state: &str, node: &NodeLabel, is_end: bool) -> anyhow::Result<String> {
    let (x, y) = (node.x.unwrap_or_default(), node.y.unwrap_or_default());
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
    if is_end {
        rect("end", 3.5)?;
    }
    let baseline = y + 4.5;
    writeln!(
        out,
        "<text class=\"name\" x=\"{x:.1}\" y=\"{baseline:.1}\">{}</text>",
        escaped(state)
    )?;
    Ok(out)
}

fn width_of(text: &str) -> f64 {
    count(text.chars().count()) * LETTER
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

    fn place(of: String, centre: (Option<f64>, Option<f64>), (width, height): (f64, f64)) -> Place {
        let (x, y) = (centre.0.unwrap(), centre.1.unwrap());
        Place {
            of,
            left: x - width / 2.0,
            top: y - height / 2.0,
            right: x + width / 2.0,
            bottom: y + height / 2.0,
        }
    }

    /// Whoever looks at a picture can read every state and every label.
    #[test]
    fn nothing_that_is_written_covers_anything_else() {
        for edition in editions(root()).unwrap() {
            for chart in chart::of(&edition) {
                let lines = lines(&chart);
                let graph = laid_out(&chart, &lines);
                let states = chart.states().into_iter().map(|state| {
                    let node = graph.node(state).unwrap();
                    place(
                        state.to_owned(),
                        (node.x, node.y),
                        (node.width, node.height),
                    )
                });
                let labels = lines.iter().map(|line| {
                    let edge = graph.edge(line.from, line.to, None).unwrap();
                    let of = format!("{} to {}", line.from, line.to);
                    place(of, (edge.x, edge.y), line.size())
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
            }
        }
    }
}
