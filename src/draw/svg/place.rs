//! From a view to points on paper: sizes of nodes, cells side by side, boxes around their members.

use super::cells;
use super::layered::{self, Link, Problem, Route, Tip};
use super::metrics;
use super::shapes;
use super::trunk;
use crate::draw::style::{CARD, Outline, Theme};
use crate::draw::text;
use crate::draw::view::{Arrangement, ClusterAt, LineKind, NodeAt, Pull, Role, View};

/// A point on paper.
pub(super) type Point = (f64, f64);

/// A rectangle on paper.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Rect {
    pub left: f64,
    pub top: f64,
    pub right: f64,
    pub bottom: f64,
}

impl Rect {
    pub(super) fn centred((x, y): Point, (wide, high): Point) -> Rect {
        Rect {
            left: x - wide / 2.0,
            top: y - high / 2.0,
            right: x + wide / 2.0,
            bottom: y + high / 2.0,
        }
    }

    fn around(self, other: Rect) -> Rect {
        Rect {
            left: self.left.min(other.left),
            top: self.top.min(other.top),
            right: self.right.max(other.right),
            bottom: self.bottom.max(other.bottom),
        }
    }

    pub(super) fn moved(self, (x, y): Point) -> Rect {
        Rect {
            left: self.left + x,
            top: self.top + y,
            right: self.right + x,
            bottom: self.bottom + y,
        }
    }
}

/// The course of an edge on paper.
#[derive(Clone, Debug)]
pub(super) enum Course {
    /// Along the flow through these points.
    Flow(Vec<Point>),
    /// The same, up to where it joins one that leads to the same end.
    Joins(Vec<Point>),
    /// A cubic curve.
    Arc([Point; 4]),
}

/// Where everything is.
pub(super) struct Placed {
    pub nodes: Vec<Rect>,
    /// One for each cluster; `None` where it has no members.
    pub clusters: Vec<Option<Rect>>,
    pub edges: Vec<Course>,
    pub width: f64,
    pub height: f64,
}

/// Room in a box around its members, and above them for its title.
const PAD: f64 = 14.0;
const TITLE: f64 = 20.0;
const DETAIL: f64 = 13.0;
pub(super) const BETWEEN_CELLS: f64 = 22.0;
/// Room for each edge that meets a claim, and for how many it is kept.
const PORT: f64 = 8.0;
const PORTS: usize = 24;
/// The same where edges have labels.
const LABELLED_PORT: f64 = 17.0;

/// A view with the extents of its nodes and the trunks of its edges.
pub(super) struct Sized<'v> {
    pub view: &'v View,
    sizes: Vec<Point>,
    trunks: Vec<Option<usize>>,
}

/// Lays out a view; edges whose ends do not exist must have been left out.
pub(super) fn place(view: &View, theme: Theme) -> Placed {
    let trunks = trunk::trunks(view);
    let ports = trunk::ports(view, &trunks);
    let labelled = trunk::labelled(view, &trunks);
    let room = |at: NodeAt| match (labelled[at], view.nodes[at].role) {
        // Edges that meet at a claim are told apart where they arrive.
        (0, Role::Claim(_)) => PORT * ports[at].min(PORTS) as f64,
        (count, _) => LABELLED_PORT * count.min(PORTS) as f64,
    };
    let sizes: Vec<Point> = (0..view.nodes.len())
        .map(|at| size(view, at, room(at), theme))
        .collect();
    let mut placed = Placed {
        nodes: vec![
            Rect {
                left: 0.0,
                top: 0.0,
                right: 0.0,
                bottom: 0.0
            };
            sizes.len()
        ],
        clusters: vec![None; view.clusters.len()],
        edges: vec![Course::Flow(Vec::new()); view.edges.len()],
        width: 0.0,
        height: 0.0,
    };
    let parts = parts(view);
    let sized = Sized {
        view,
        sizes,
        trunks,
    };
    match view.arrangement {
        Arrangement::Cells => cells::fill(&sized, parts, &mut placed),
        Arrangement::LeftToRight | Arrangement::TopToBottom => {
            cells::stack(&sized, &parts, &mut placed);
        }
    }
    placed
}

/// The extent of a node's label with its margins, at least so high.
fn size(view: &View, at: NodeAt, least_high: f64, theme: Theme) -> Point {
    let node = &view.nodes[at];
    let look = theme.node(node.role, node.side, node.emphasis);
    let (mut wide, mut high) = (0.0_f64, 0.0);
    for line in node.lines() {
        let text = theme.text(node.role, line.kind, look.fill);
        // A list is as wide as its longest name, and what stands in for Helvetica is wider.
        let spare = if line.kind == LineKind::Name {
            1.09
        } else {
            1.0
        };
        wide = wide.max(metrics::width(&line.text, text) * spare);
        high += metrics::height(text);
    }
    let margin = match look.outline {
        Outline::Pill => (26.0, 14.0),
        Outline::Sheet => (26.0, 14.0),
        Outline::DoubleCard => (26.0, 20.0),
        Outline::Card => (20.0, 14.0),
        Outline::Bare => (8.0, 6.0),
    };
    high = high.max(least_high - margin.1);
    let least = match look.outline {
        Outline::Card | Outline::DoubleCard => f64::from(CARD),
        _ => 0.0,
    };
    let under = if node.stack.is_empty() {
        0.0
    } else {
        shapes::STACKED
    };
    (
        (wide + margin.0).max(least) + under,
        high + margin.1 + under,
    )
}

/// The connected parts of a view, a cluster holding its members together; each sorted, in order of the first node.
fn parts(view: &View) -> Vec<Vec<NodeAt>> {
    let count = view.nodes.len();
    let mut root: Vec<usize> = (0..count + view.clusters.len()).collect();
    fn find(root: &mut [usize], mut at: usize) -> usize {
        while root[at] != at {
            root[at] = root[root[at]];
            at = root[at];
        }
        at
    }
    let belongs = view.nodes.iter().enumerate();
    let belongs = belongs.filter_map(|(at, node)| Some((at, count + node.cluster?)));
    let linked = view.edges.iter().map(|edge| (edge.from, edge.to));
    for (one, other) in belongs.chain(linked) {
        let (one, other) = (find(&mut root, one), find(&mut root, other));
        root[one.max(other)] = one.min(other);
    }
    let mut parts: Vec<Vec<NodeAt>> = vec![Vec::new(); root.len()];
    for at in 0..count {
        parts[find(&mut root, at)].push(at);
    }
    parts.retain(|part| !part.is_empty());
    parts
}

/// Lays out one part with its first corner at `corner`; tells its extent.
pub(super) fn lay_out(
    sized: &Sized<'_>,
    nodes: &[NodeAt],
    corner: Point,
    placed: &mut Placed,
) -> Point {
    let view = sized.view;
    let part = Part::new(view, nodes);
    let drawn: Vec<Point> = nodes.iter().map(|&node| sized.sizes[node]).collect();
    let reserved: Vec<Point> = part.reserved(&drawn);
    let turn = |points: &[Point]| -> Vec<Point> {
        points.iter().map(|&point| part.turned(point)).collect()
    };
    // The title of a box lies above its members, across the flow or along it.
    let title = match part.down {
        true => (0.0, part.title_room()),
        false => (part.title_room(), 0.0),
    };
    let solution = layered::solve(&Problem {
        sizes: &turn(&reserved),
        drawn: &turn(&drawn),
        boxes: &part.boxes,
        links: &part.links(&sized.trunks),
        gap_along: part.gap_along(),
        gap_across: 14.0,
        pads: (PAD + title.0, PAD),
        ends: (PAD + title.1, PAD),
    });
    let centres = turn(&solution.centres);
    let around = |sizes: &[Point]| -> Vec<Rect> {
        centres
            .iter()
            .zip(sizes)
            .map(|(&centre, &size)| Rect::centred(centre, size))
            .collect()
    };
    let frames = part.frames(&around(&reserved), &solution.spans);
    let rects = around(&drawn);
    let routes = solution.routes.into_iter().zip(&part.edges);
    let courses: Vec<Course> = routes
        .map(|(route, &edge)| course(route, view.edges[edge].pull, |point| part.turned(point)))
        .collect();
    let extent = bounds(&rects, &frames, &courses);
    let shift = (corner.0 - extent.left, corner.1 - extent.top);
    for (&node, rect) in nodes.iter().zip(rects) {
        placed.nodes[node] = rect.moved(shift);
    }
    for (&home, frame) in part.homes.iter().zip(frames) {
        placed.clusters[home] = Some(frame.moved(shift));
    }
    for (&edge, course) in part.edges.iter().zip(courses) {
        placed.edges[edge] = moved(course, shift);
    }
    (extent.right - extent.left, extent.bottom - extent.top)
}

/// A connected part of a view, its nodes, edges and boxes numbered from 0.
struct Part<'v> {
    view: &'v View,
    nodes: &'v [NodeAt],
    edges: Vec<usize>,
    homes: Vec<ClusterAt>,
    boxes: Vec<Option<usize>>,
    /// Whether the flow is from top to bottom.
    down: bool,
}

impl<'v> Part<'v> {
    fn new(view: &'v View, nodes: &'v [NodeAt]) -> Self {
        let mut homes: Vec<ClusterAt> = nodes
            .iter()
            .filter_map(|&node| view.nodes[node].cluster)
            .collect();
        homes.sort_unstable();
        homes.dedup();
        let home = |&node: &NodeAt| homes.binary_search(&view.nodes[node].cluster?).ok();
        let boxes = nodes.iter().map(home).collect();
        let inside = |&edge: &usize| nodes.binary_search(&view.edges[edge].from).is_ok();
        let edges = (0..view.edges.len()).filter(inside).collect();
        Part {
            view,
            nodes,
            edges,
            homes,
            boxes,
            down: view.arrangement == Arrangement::TopToBottom,
        }
    }

    /// From paper to along and across, and back.
    fn turned(&self, (x, y): Point) -> Point {
        if self.down { (y, x) } else { (x, y) }
    }

    /// Whether a single box holds everything: then it can be as wide as it likes.
    fn is_boxed(&self) -> bool {
        self.homes.len() == 1 && self.boxes.iter().all(Option::is_some)
    }

    /// The room that nodes are given: in a box among others at least as much as its title takes.
    fn reserved(&self, drawn: &[Point]) -> Vec<Point> {
        if self.is_boxed() {
            return drawn.to_vec();
        }
        let title = |home: usize| super::title_width(&self.view.clusters[self.homes[home]]);
        let room = |(&(wide, high), home): (&Point, &Option<usize>)| {
            (wide.max(home.map_or(0.0, title)), high)
        };
        drawn.iter().zip(&self.boxes).map(room).collect()
    }

    fn links(&self, trunks: &[Option<usize>]) -> Vec<Link> {
        // An edge leads from one of these nodes to another: its part is connected.
        let at = |node: NodeAt| self.nodes.binary_search(&node).unwrap_or(0);
        let link = |&number: &usize| {
            let edge = &self.view.edges[number];
            let (from, to) = match edge.pull {
                Pull::Forward | Pull::Beside => (edge.from, edge.to),
                Pull::Backward => (edge.to, edge.from),
            };
            Link {
                from: at(from),
                to: at(to),
                tip: match edge.pull {
                    Pull::Backward => Tip::Start,
                    Pull::Forward | Pull::Beside => Tip::End,
                },
                label: match edge.label.is_empty() {
                    true => 0.0,
                    false => super::label_room(edge, self.down),
                },
                pulls: edge.pull != Pull::Beside,
                trunk: trunks[number],
            }
        };
        self.edges.iter().map(link).collect()
    }

    fn gap_along(&self) -> f64 {
        match (self.down, self.homes.is_empty()) {
            (true, false) => 50.0,
            (true, true) => 44.0,
            (false, _) => 58.0,
        }
    }

    /// The room above the members of a box for its title.
    fn title_room(&self) -> f64 {
        let detailed = self
            .homes
            .iter()
            .any(|&home| !text::clean(&self.view.clusters[home].detail).is_empty());
        TITLE + if detailed { DETAIL } else { 0.0 }
    }

    /// The frames of the boxes around their members and what passes between them.
    fn frames(&self, members: &[Rect], spans: &[(f64, f64)]) -> Vec<Rect> {
        let mut frames: Vec<Option<Rect>> = vec![None; self.homes.len()];
        for (&member, home) in members.iter().zip(&self.boxes) {
            if let Some(home) = *home {
                frames[home] = Some(frames[home].map_or(member, |frame| frame.around(member)));
            }
        }
        for (frame, &(first, last)) in frames.iter_mut().flatten().zip(spans) {
            let [start, end] = match self.down {
                true => [&mut frame.left, &mut frame.right],
                false => [&mut frame.top, &mut frame.bottom],
            };
            (*start, *end) = (start.min(first), end.max(last));
        }
        let title = self.title_room();
        let padded = |(inner, &home): (Rect, &ClusterAt)| {
            let left = inner.left - PAD;
            let least = match self.is_boxed() {
                true => left + super::title_width(&self.view.clusters[home]) + 2.0 * PAD,
                false => left,
            };
            Rect {
                left,
                top: inner.top - PAD - title,
                right: (inner.right + PAD).max(least),
                bottom: inner.bottom + PAD,
            }
        };
        frames
            .into_iter()
            .flatten()
            .zip(&self.homes)
            .map(padded)
            .collect()
    }
}

/// A route on paper, from where the edge starts to where it points.
fn course(route: Route, pull: Pull, turned: impl Fn(Point) -> Point) -> Course {
    let along = |points: Vec<Point>| {
        let mut points: Vec<Point> = points.into_iter().map(&turned).collect();
        if pull == Pull::Backward {
            points.reverse();
        }
        points
    };
    match route {
        Route::Flow(points) => Course::Flow(along(points)),
        Route::Joins(points) => Course::Joins(along(points)),
        Route::Arc(points) => {
            let mut points = points.map(&turned);
            if pull == Pull::Backward {
                points.reverse();
            }
            Course::Arc(points)
        }
    }
}

fn bounds(nodes: &[Rect], frames: &[Rect], courses: &[Course]) -> Rect {
    let points = courses.iter().flat_map(|course| match course {
        Course::Flow(points) | Course::Joins(points) => points.as_slice(),
        Course::Arc(points) => points.as_slice(),
    });
    let dots = points.map(|&(x, y)| Rect {
        left: x - 4.0,
        top: y - 4.0,
        right: x + 4.0,
        bottom: y + 4.0,
    });
    let all = nodes.iter().chain(frames).copied().chain(dots);
    all.reduce(Rect::around).unwrap_or(Rect {
        left: 0.0,
        top: 0.0,
        right: 0.0,
        bottom: 0.0,
    })
}

pub(super) fn moved(course: Course, (x, y): Point) -> Course {
    let shift = |(a, b): Point| (a + x, b + y);
    match course {
        Course::Flow(points) => Course::Flow(points.into_iter().map(shift).collect()),
        Course::Joins(points) => Course::Joins(points.into_iter().map(shift).collect()),
        Course::Arc(points) => Course::Arc(points.map(shift)),
    }
}
