//! Where everything in a picture stands.

use anyhow::Context;
use dagre::graph::{Graph, GraphOptions};
use dagre::layout::types::{Acyclicer, LabelPos, RankDir, Ranker};
use dagre::{EdgeLabel, LayoutOptions, NodeLabel};

use super::{MARGIN, Picture, SCREEN, START, size};

/// Room for the heading.
const HEADING: f64 = 92.0;

/// A way to lay a picture out.
type Way = (RankDir, Ranker);

const WAYS: [Way; 6] = [
    (RankDir::TB, Ranker::NetworkSimplex),
    (RankDir::TB, Ranker::TightTree),
    (RankDir::TB, Ranker::LongestPath),
    (RankDir::LR, Ranker::NetworkSimplex),
    (RankDir::LR, Ranker::TightTree),
    (RankDir::LR, Ranker::LongestPath),
];

/// How far apart things stand, and how cycles are broken: the first leaves the start where a life
/// begins, and the last is for what fits in no other way.
const TRIED: [(f64, Option<Acyclicer>); 5] = [
    (14.0, None),
    (8.0, None),
    (10.0, Some(Acyclicer::Greedy)),
    (6.0, None),
    (6.0, Some(Acyclicer::Greedy)),
];

/// A picture, laid out.
pub(super) struct Layout(Graph<NodeLabel, EdgeLabel>);

impl Layout {
    /// The lowest of the layouts that are no wider than a screen; the narrowest where none is.
    pub(super) fn of(picture: &Picture) -> Self {
        let mut narrowest: Option<Self> = None;
        for tried in TRIED {
            let layouts = WAYS.map(|way| Self::by(way, tried, picture));
            let (fit, wide): (Vec<Self>, Vec<Self>) =
                layouts.into_iter().partition(|it| it.extent().0 <= SCREEN);
            let by_height = |one: &Self, other: &Self| one.extent().1.total_cmp(&other.extent().1);
            if let Some(lowest) = fit.into_iter().min_by(by_height) {
                return lowest;
            }
            let by_width = |one: &Self, other: &Self| one.extent().0.total_cmp(&other.extent().0);
            narrowest = narrowest.into_iter().chain(wide).min_by(by_width);
        }
        narrowest.unwrap_or_else(|| Self::by(WAYS[0], TRIED[0], picture))
    }

    fn by(
        (rankdir, ranker): Way,
        (apart, acyclicer): (f64, Option<Acyclicer>),
        picture: &Picture,
    ) -> Self {
        let mut graph = Graph::with_options(GraphOptions {
            directed: true,
            multigraph: true,
            compound: false,
        });
        let node = |(width, height)| NodeLabel {
            width,
            height,
            ..NodeLabel::default()
        };
        graph.set_node(START, Some(node((14.0, 14.0))));
        for frame in &picture.frames {
            graph.set_node(frame.state, Some(node(frame.size())));
        }
        graph.set_edge(START, picture.start, Some(EdgeLabel::default()), None);
        for line in &picture.lines {
            let (width, height) = size(&line.entries);
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
            ranker,
            acyclicer,
            nodesep: apart,
            edgesep: apart * 0.7,
            // To the right, an arrow is as long as it is seen beside its label.
            ranksep: if rankdir == RankDir::LR { 40.0 } else { 22.0 },
            marginx: MARGIN,
            marginy: HEADING,
            ..LayoutOptions::default()
        };
        dagre::layout(&mut graph, Some(options));
        Self(graph)
    }

    pub(super) fn node(&self, state: &str) -> anyhow::Result<&NodeLabel> {
        self.0.node(state).context("every state is laid out")
    }

    pub(super) fn edge(&self, from: &str, to: &str) -> anyhow::Result<&EdgeLabel> {
        self.0
            .edge(from, to, None)
            .context("every arrow is laid out")
    }

    /// How far the drawing goes to the right and down.
    pub(super) fn extent(&self) -> (f64, f64) {
        let (mut width, mut height) = (0.0_f64, 0.0_f64);
        let mut reach = |x: f64, y: f64| {
            width = width.max(x + MARGIN);
            height = height.max(y + MARGIN);
        };
        for name in self.0.nodes() {
            if let Some(node) = self.0.node(&name) {
                let (x, y) = (node.x.unwrap_or_default(), node.y.unwrap_or_default());
                reach(x + node.width / 2.0, y + node.height / 2.0);
            }
        }
        for edge in self.0.edges() {
            if let Some(edge) = self.0.edge_by_obj(&edge) {
                let (x, y) = (edge.x.unwrap_or_default(), edge.y.unwrap_or_default());
                reach(x + edge.width / 2.0, y + edge.height / 2.0);
                for point in &edge.points {
                    reach(point.x, point.y);
                }
            }
        }
        (width, height)
    }
}
