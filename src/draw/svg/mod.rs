//! A view as a picture of its own: laid out and drawn without any other program.
//!
//! Text stays text, so that it can be searched, selected and read aloud; every text of the case goes through
//! [`sheet::escaped`]. Arrowheads are drawn, not referred to, so that parts of the picture can be copied out of it.

mod heading;
mod layered;
mod metrics;
mod order;
mod place;
mod route;
mod shapes;
mod sheet;
#[cfg(test)]
mod tests;

use place::{Course, Point, Rect};
use sheet::{Anchor, Sheet, number};

use super::style::{Outline, TextLook, Theme};
use super::text;
use super::view::{Arrangement, Cluster, Edge, LineKind, Node, Role, View};
use crate::case::Node as Record;

/// White around the picture.
const MARGIN: f64 = 28.0;

/// Where a node leads that stands for a record; `None`: nowhere.
pub type Links<'a> = &'a dyn Fn(Record) -> Option<String>;

/// The view as an SVG document.
pub fn write(view: &View, theme: Theme) -> Vec<u8> {
    let head = |width, height, view: &View| Sheet::new(width, height, view, theme);
    draw(&sound(view), theme, &|_| None, head)
}

/// The view as an `svg` element for a page that says what it shows: without a title, a ground or an id of its own,
/// its nodes leading to what they stand for.
pub fn inline(view: &View, theme: Theme, links: Links<'_>) -> Vec<u8> {
    let head = |width, height, _: &View| Sheet::inline(width, height);
    draw(&sound(view), theme, links, head)
}

fn draw(
    view: &View,
    theme: Theme,
    links: Links<'_>,
    head: impl FnOnce(f64, f64, &View) -> Sheet,
) -> Vec<u8> {
    let placed = place::place(view, theme);
    let heading = heading::Heading::new(view, theme, placed.width);
    let width = placed.width.max(heading.width) + 2.0 * MARGIN;
    let height = heading.height + placed.height + 2.0 * MARGIN;
    let mut sheet = head(width, height, view);
    heading.draw(&mut sheet, (MARGIN, MARGIN), theme);
    sheet.open_group((MARGIN, MARGIN + heading.height));
    for (cluster, frame) in view.clusters.iter().zip(&placed.clusters) {
        if let Some(frame) = frame {
            draw_cluster(&mut sheet, cluster, *frame, theme);
        }
    }
    let down = view.arrangement == Arrangement::TopToBottom;
    for (edge, course) in view.edges.iter().zip(&placed.edges) {
        draw_edge(&mut sheet, edge, course, down, theme);
    }
    for (cluster, frame) in view.clusters.iter().zip(&placed.clusters) {
        if let Some(frame) = frame {
            draw_titles(&mut sheet, cluster, *frame, theme);
        }
    }
    for (node, rect) in view.nodes.iter().zip(&placed.nodes) {
        let link = node.record.and_then(links);
        sheet.open_link(link.as_deref());
        draw_node(&mut sheet, node, *rect, theme);
        sheet.close_link(link.as_deref());
    }
    sheet.close_group();
    sheet.finish()
}

/// The view without references to what it does not have.
fn sound(view: &View) -> View {
    let mut view = view.clone();
    let (nodes, clusters) = (view.nodes.len(), view.clusters.len());
    view.edges
        .retain(|edge| edge.from < nodes && edge.to < nodes);
    for node in &mut view.nodes {
        node.cluster = node.cluster.filter(|&cluster| cluster < clusters);
    }
    view
}

/// How the title and the detail of a cluster are written.
fn title_looks(theme: Theme) -> (TextLook, TextLook) {
    let title = TextLook {
        ink: theme.ink(),
        size: 11,
        bold: true,
    };
    let detail = TextLook {
        ink: theme.faint(),
        size: 9,
        bold: false,
    };
    (title, detail)
}

/// The title and detail of a cluster as written.
fn titles(cluster: &Cluster) -> (String, String) {
    (
        text::shorten(&cluster.title, 60),
        text::shorten(&cluster.detail, 60),
    )
}

/// The room that the title of a cluster takes.
fn title_width(cluster: &Cluster) -> f64 {
    let (title, detail) = titles(cluster);
    let (title_look, detail_look) = title_looks(Theme::Light);
    metrics::width(&title, title_look).max(metrics::width(&detail, detail_look))
}

fn draw_cluster(sheet: &mut Sheet, cluster: &Cluster, frame: Rect, theme: Theme) {
    let look = theme.cluster(cluster.role, cluster.side, cluster.emphasis);
    sheet.open_titled(&cluster.title);
    shapes::outline(sheet, &look, frame, 10.0);
    sheet.close_group();
}

/// The title of a cluster, over the edges that pass it.
fn draw_titles(sheet: &mut Sheet, cluster: &Cluster, frame: Rect, theme: Theme) {
    let ground = theme
        .cluster(cluster.role, cluster.side, cluster.emphasis)
        .fill;
    let (title, detail) = titles(cluster);
    let (title_look, detail_look) = title_looks(theme);
    let anchor = Anchor::Flush {
        left: frame.left + 10.0,
        right: frame.right - 10.0,
    };
    sheet.haloed(&title, title_look, anchor, frame.top + 16.0, ground);
    sheet.haloed(&detail, detail_look, anchor, frame.top + 28.0, ground);
}

fn draw_node(sheet: &mut Sheet, node: &Node, rect: Rect, theme: Theme) {
    let look = theme.node(node.role, node.side, node.emphasis);
    sheet.open_titled(&node.tooltip);
    shapes::outline(sheet, &look, rect, 13.0);
    let margin = if look.outline == Outline::DoubleCard {
        13.0
    } else {
        10.0
    };
    let lines = node.lines();
    let looks: Vec<TextLook> = lines
        .iter()
        .map(|line| theme.text(node.role, line.kind, look.fill))
        .collect();
    let high: f64 = looks.iter().map(|&look| metrics::height(look)).sum();
    let mut top = (rect.top + rect.bottom - high) / 2.0;
    for (line, look) in lines.iter().zip(looks) {
        let anchor = match node.role {
            Role::Claim(_) => Anchor::Flush {
                left: rect.left + margin,
                right: rect.right - margin,
            },
            _ => Anchor::Middle((rect.left + rect.right) / 2.0),
        };
        // The base line lies four fifths down.
        sheet.line(&line.text, look, anchor, top + metrics::height(look) * 0.8);
        top += metrics::height(look);
    }
    sheet.close_group();
}

fn draw_edge(sheet: &mut Sheet, edge: &Edge, course: &Course, down: bool, theme: Theme) {
    let look = theme.edge(edge.role, edge.emphasis);
    let words = match edge.label.is_empty() {
        true => edge.role.words().to_owned(),
        false => format!("{}: {}", edge.role.words(), edge.label),
    };
    sheet.open_titled(&words);
    let (path, middle, start, end) = match course {
        Course::Flow(points) => flow(points, &look, down),
        Course::Arc(points) => arc(points, &look, down),
    };
    sheet.stroke(&path, look.stroke, look.weight, look.dash);
    shapes::head(sheet, look.head, end, look.stroke, theme.paper());
    shapes::head(sheet, look.tail, start, look.stroke, theme.paper());
    let label = text::shorten(&edge.label, 24);
    if !label.is_empty() {
        let ink = theme.word(look.stroke);
        let look = TextLook {
            ink,
            ..theme.text(Role::Actor, LineKind::Detail, theme.paper())
        };
        let base = middle.1 + metrics::height(look) * 0.3;
        sheet.haloed(&label, look, Anchor::Middle(middle.0), base, theme.paper());
    }
    sheet.close_group();
}

/// A point and the direction in which an edge arrives there.
type Arrival = (Point, Point);

/// The path of an edge that leaves and enters along the flow.
fn flow(
    points: &[Point],
    look: &super::style::EdgeLook,
    down: bool,
) -> (String, Point, Arrival, Arrival) {
    let (Some(&first), Some(&last)) = (points.first(), points.last()) else {
        let nowhere = ((0.0, 0.0), (1.0, 0.0));
        return (String::new(), (0.0, 0.0), nowhere, nowhere);
    };
    let along = |one: Point, other: Point| {
        if down {
            other.1 - one.1
        } else {
            other.0 - one.0
        }
    };
    let sign = if along(first, last) < 0.0 { -1.0 } else { 1.0 };
    let step = if down { (0.0, sign) } else { (sign, 0.0) };
    let shift = |(x, y): Point, by: f64| (x + step.0 * by, y + step.1 * by);
    let mut inner = points.to_vec();
    inner[0] = shift(first, shapes::length(look.tail));
    let end = inner.len() - 1;
    inner[end] = shift(last, -shapes::length(look.head));
    let mut path = format!("M{} {}", number(inner[0].0), number(inner[0].1));
    for pair in inner.windows(2) {
        let half = along(pair[0], pair[1]).abs() / 2.0;
        let (one, other) = (shift(pair[0], half), shift(pair[1], -half));
        path += &curve(one, other, pair[1]);
    }
    let at = (inner.len() - 1) / 2;
    let middle = inner.get(at + 1).map_or(inner[at], |next| {
        ((inner[at].0 + next.0) / 2.0, (inner[at].1 + next.1) / 2.0)
    });
    let back = (-step.0, -step.1);
    (path, middle, (first, back), (last, step))
}

fn arc(
    points: &[Point; 4],
    look: &super::style::EdgeLook,
    down: bool,
) -> (String, Point, Arrival, Arrival) {
    let [start, one, other, end] = *points;
    // It leaves and arrives square to the border on which both ends lie.
    let back = if down { (0.0, -1.0) } else { (-1.0, 0.0) };
    let away = |(x, y): Point, by: f64| (x - back.0 * by, y - back.1 * by);
    let from = away(start, shapes::length(look.tail));
    let to = away(end, shapes::length(look.head));
    let path = format!(
        "M{} {}{}",
        number(from.0),
        number(from.1),
        curve(one, other, to)
    );
    let middle = (
        (start.0 + 3.0 * one.0 + 3.0 * other.0 + end.0) / 8.0,
        (start.1 + 3.0 * one.1 + 3.0 * other.1 + end.1) / 8.0,
    );
    (path, middle, (start, back), (end, back))
}

fn curve(one: Point, other: Point, end: Point) -> String {
    let [a, b, c, d, e, f] = [one.0, one.1, other.0, other.1, end.0, end.1].map(number);
    format!("C{a} {b} {c} {d} {e} {f}")
}
