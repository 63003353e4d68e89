//! From a view to points on paper: sizes of nodes, cells side by side, boxes around their members.

use super::layered::{self, Link, Problem, Route};
use super::metrics;
use crate::draw::style::{Outline, Theme};
use crate::draw::text;
use crate::draw::view::{Arrangement, LineKind, NodeAt, Pull, View};

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
    fn around(self, other: Rect) -> Rect {
        Rect {
            left: self.left.min(other.left),
            top: self.top.min(other.top),
            right: self.right.max(other.right),
            bottom: self.bottom.max(other.bottom),
        }
    }

    fn moved(self, (x, y): Point) -> Rect {
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
const BETWEEN_CELLS: f64 = 22.0;

/// Lays out a view; edges whose ends do not exist must have been left out.
pub(super) fn place(view: &View, theme: Theme) -> Placed {
    let sizes: Vec<Point> = (0..view.nodes.len())
        .map(|at| size(view, at, theme))
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
    match view.arrangement {
        Arrangement::Cells => cells(view, &sizes, parts, &mut placed),
        Arrangement::LeftToRight | Arrangement::TopToBottom => {
            for part in parts {
                let down = placed.height;
                let gap = if down > 0.0 { BETWEEN_CELLS } else { 0.0 };
                let (width, height) = lay_out(view, &sizes, &part, (0.0, down + gap), &mut placed);
                placed.width = placed.width.max(width);
                placed.height = down + gap + height;
            }
        }
    }
    placed
}

/// The extent of a node's label with its margins.
fn size(view: &View, at: NodeAt, theme: Theme) -> Point {
    let node = &view.nodes[at];
    let look = theme.node(node.role, node.side, node.emphasis);
    let (mut wide, mut high) = (0.0_f64, 0.0);
    for line in node.lines() {
        let text = theme.text(node.role, line.kind, look.fill);
        wide = wide.max(metrics::width(&line.text, text));
        high += metrics::height(text);
    }
    let margin = match look.outline {
        Outline::Pill => (26.0, 14.0),
        Outline::Sheet => (26.0, 14.0),
        Outline::DoubleCard => (26.0, 20.0),
        Outline::Card => (20.0, 14.0),
        Outline::Bare => (8.0, 6.0),
    };
    (wide + margin.0, high + margin.1)
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

/// The parts as cells in columns, as a newspaper does.
fn cells(view: &View, sizes: &[Point], parts: Vec<Vec<NodeAt>>, placed: &mut Placed) {
    let mut left = 0.0;
    for column in view.columns(&parts) {
        let (mut top, mut wide) = (0.0, 0.0_f64);
        for part in column.into_iter().filter_map(|cell| parts.get(cell)) {
            let (width, height) = lay_out(view, sizes, part, (left, top), placed);
            wide = wide.max(width);
            top += height + BETWEEN_CELLS;
        }
        placed.height = placed.height.max(top - BETWEEN_CELLS);
        left += wide + BETWEEN_CELLS;
    }
    placed.width = (left - BETWEEN_CELLS).max(0.0);
}

/// Lays out one part with its first corner at `corner`; tells its extent.
fn lay_out(
    view: &View,
    sizes: &[Point],
    part: &[NodeAt],
    corner: Point,
    placed: &mut Placed,
) -> Point {
    let down = view.arrangement == Arrangement::TopToBottom;
    let turned = |(x, y): Point| if down { (y, x) } else { (x, y) };
    let at = |node: NodeAt| part.binary_search(&node).unwrap_or(0);
    let mut homes: Vec<usize> = part
        .iter()
        .filter_map(|&node| view.nodes[node].cluster)
        .collect();
    homes.sort_unstable();
    homes.dedup();
    let boxes: Vec<Option<usize>> = part
        .iter()
        .map(|&node| homes.binary_search(&view.nodes[node].cluster?).ok())
        .collect();
    let edges: Vec<usize> = (0..view.edges.len())
        .filter(|&edge| part.binary_search(&view.edges[edge].from).is_ok())
        .collect();
    let links: Vec<Link> = edges
        .iter()
        .map(|&edge| {
            let edge = &view.edges[edge];
            let (from, to) = match edge.pull {
                Pull::Forward => (edge.from, edge.to),
                Pull::Backward => (edge.to, edge.from),
            };
            let label = if edge.label.is_empty() {
                0.0
            } else {
                label_room(&edge.label, down)
            };
            Link {
                from: at(from),
                to: at(to),
                places: true,
                label,
            }
        })
        .collect();
    let extents: Vec<Point> = part.iter().map(|&node| turned(sizes[node])).collect();
    let boxed = !homes.is_empty();
    let solution = layered::solve(&Problem {
        sizes: &extents,
        boxes: &boxes,
        links: &links,
        gap_along: match (down, boxed) {
            (true, true) => 66.0,
            (true, false) => 44.0,
            (false, _) => 58.0,
        },
        gap_across: 14.0,
        pads: if down {
            (PAD, PAD)
        } else {
            (PAD + TITLE + detail_room(view, &homes), PAD)
        },
    });
    let nodes: Vec<Rect> = solution
        .centres
        .iter()
        .zip(&extents)
        .map(|(&centre, &extent)| {
            let ((x, y), (wide, high)) = (turned(centre), turned(extent));
            Rect {
                left: x - wide / 2.0,
                top: y - high / 2.0,
                right: x + wide / 2.0,
                bottom: y + high / 2.0,
            }
        })
        .collect();
    let frames: Vec<Rect> = homes
        .iter()
        .enumerate()
        .filter_map(|(number, &home)| frame(view, home, &nodes, &boxes, number))
        .collect();
    let courses: Vec<Course> = solution
        .routes
        .into_iter()
        .zip(&edges)
        .map(|(route, &edge)| course(route, view.edges[edge].pull, turned))
        .collect();
    let extent = bounds(&nodes, &frames, &courses);
    let shift = (corner.0 - extent.left, corner.1 - extent.top);
    for (&node, rect) in part.iter().zip(nodes) {
        placed.nodes[node] = rect.moved(shift);
    }
    for (&home, frame) in homes.iter().zip(frames) {
        placed.clusters[home] = Some(frame.moved(shift));
    }
    for (edge, course) in edges.into_iter().zip(courses) {
        placed.edges[edge] = moved(course, shift);
    }
    (extent.right - extent.left, extent.bottom - extent.top)
}

fn label_room(label: &str, down: bool) -> f64 {
    let look = Theme::Light.text(
        crate::draw::view::Role::Actor,
        LineKind::Detail,
        Theme::Light.paper(),
    );
    if down {
        26.0
    } else {
        metrics::width(&text::shorten(label, 24), look) + 24.0
    }
}

fn detail_room(view: &View, homes: &[usize]) -> f64 {
    let detailed = homes
        .iter()
        .any(|&home| !text::clean(&view.clusters[home].detail).is_empty());
    if detailed { 12.0 } else { 0.0 }
}

/// The frame of a box: around its members, wide enough for its title.
fn frame(
    view: &View,
    home: usize,
    nodes: &[Rect],
    boxes: &[Option<usize>],
    number: usize,
) -> Option<Rect> {
    let members = nodes
        .iter()
        .zip(boxes)
        .filter(|(_, home)| **home == Some(number))
        .map(|(rect, _)| *rect);
    let inner = members.reduce(Rect::around)?;
    let detail = detail_room(view, &[home]);
    let title = super::title_width(&view.clusters[home]);
    let left = inner.left - PAD;
    Some(Rect {
        left,
        top: inner.top - PAD - TITLE - detail,
        right: (inner.right + PAD).max(left + title + 2.0 * PAD),
        bottom: inner.bottom + PAD,
    })
}

/// A route on paper, from where the edge starts to where it points.
fn course(route: Route, pull: Pull, turned: impl Fn(Point) -> Point) -> Course {
    let backward = pull == Pull::Backward;
    match route {
        Route::Flow(points) => {
            let mut points: Vec<Point> = points.into_iter().map(turned).collect();
            if backward {
                points.reverse();
            }
            Course::Flow(points)
        }
        Route::Arc(points) => {
            let mut points = points.map(turned);
            if backward {
                points.reverse();
            }
            Course::Arc(points)
        }
    }
}

fn bounds(nodes: &[Rect], frames: &[Rect], courses: &[Course]) -> Rect {
    let points = courses.iter().flat_map(|course| match course {
        Course::Flow(points) => points.as_slice(),
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

fn moved(course: Course, (x, y): Point) -> Course {
    let shift = |(a, b): Point| (a + x, b + y);
    match course {
        Course::Flow(points) => Course::Flow(points.into_iter().map(shift).collect()),
        Course::Arc(points) => Course::Arc(points.map(shift)),
    }
}
