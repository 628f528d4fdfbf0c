//! Where everything in a picture stands.

use anyhow::Context;
use dagre::graph::{Graph, GraphOptions};
use dagre::layout::types::{Acyclicer, LabelPos, RankDir, Ranker};
use dagre::{EdgeLabel, LayoutOptions, NodeLabel};

use super::{MARGIN, Picture, SCREEN, START, size};

/// Room for the heading.
const HEADING: f64 = 92.0;

/// A way to lay a picture out, with how far apart things stand.
type Way = (RankDir, Ranker, Option<Acyclicer>, f64);

/// Downwards first, and with more room first.
const TRIED: [Way; 16] = {
    use Ranker::{LongestPath, NetworkSimplex, TightTree};
    const GREEDY: Option<Acyclicer> = Some(Acyclicer::Greedy);
    [
        (RankDir::TB, NetworkSimplex, None, 14.0),
        (RankDir::TB, TightTree, None, 14.0),
        (RankDir::TB, LongestPath, None, 14.0),
        (RankDir::TB, NetworkSimplex, GREEDY, 14.0),
        (RankDir::TB, TightTree, GREEDY, 14.0),
        (RankDir::LR, NetworkSimplex, None, 14.0),
        (RankDir::LR, TightTree, None, 14.0),
        (RankDir::LR, LongestPath, None, 14.0),
        (RankDir::LR, NetworkSimplex, GREEDY, 14.0),
        (RankDir::LR, TightTree, GREEDY, 14.0),
        (RankDir::TB, NetworkSimplex, None, 8.0),
        (RankDir::TB, TightTree, None, 8.0),
        (RankDir::TB, LongestPath, None, 8.0),
        (RankDir::TB, NetworkSimplex, GREEDY, 8.0),
        (RankDir::TB, TightTree, GREEDY, 8.0),
        (RankDir::TB, LongestPath, GREEDY, 8.0),
    ]
};

/// A picture, laid out.
pub(super) struct Layout(Graph<NodeLabel, EdgeLabel>);

impl Layout {
    /// The lowest of all layouts that are no wider than a screen; the narrowest where none is.
    pub(super) fn of(picture: &Picture) -> Self {
        let tried = TRIED.iter().map(|way| Self::by(way, picture));
        let fits = |layout: &Self| {
            let (width, height) = layout.extent();
            match width <= SCREEN {
                true => (false, height),
                false => (true, width),
            }
        };
        let best = tried.min_by(|one, other| {
            let ((wide, one), (other_wide, other)) = (fits(one), fits(other));
            wide.cmp(&other_wide).then(one.total_cmp(&other))
        });
        best.unwrap_or_else(|| Self::by(&TRIED[0], picture))
    }

    fn by(&(rankdir, ranker, acyclicer, apart): &Way, picture: &Picture) -> Self {
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
            ranksep: 22.0,
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
