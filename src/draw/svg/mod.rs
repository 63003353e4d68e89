//! A view as a picture of its own: laid out and drawn without any other program.
//!
//! Text stays text, so that it can be searched, selected and read aloud; every text of the case goes through
//! [`sheet::escaped`]. Arrowheads are drawn, not referred to, so that parts of the picture can be copied out of it.

mod cells;
mod heading;
mod layered;
mod layering;
mod metrics;
mod order;
mod place;
mod route;
mod search;
mod shapes;
mod sheet;
#[cfg(test)]
mod tests;
mod trunk;

use std::cmp::Ordering;

use place::{Course, Placed, Point, Rect};
use sheet::{Anchor, Sheet, number};

use super::style::{EdgeLook, Head, Outline, TextLook, Theme};
use super::text;
use super::view::{Arrangement, Cluster, Edge, LineKind, Member, Node, Role, View};
use crate::case::Node as Record;

/// White around the picture.
const MARGIN: f64 = 28.0;
/// The same where a page has its own.
const MARGIN_IN_A_PAGE: f64 = 10.0;

/// Where a node leads that stands for a record; `None`: nowhere.
pub type Links<'a> = &'a dyn Fn(Record) -> Option<String>;

/// The view as an SVG document.
pub fn write(view: &View, theme: Theme) -> Vec<u8> {
    let view = &sound(view);
    let placed = place::place(view, theme);
    let heading = heading::Heading::new(view, theme, placed.width);
    let room = placed.width.max(heading.width);
    let height = heading.height + placed.height + 2.0 * MARGIN;
    let mut sheet = Sheet::new(room + 2.0 * MARGIN, height, view, theme);
    heading.draw(&mut sheet, (MARGIN, MARGIN), room, theme);
    let corner = (MARGIN, MARGIN + heading.height);
    draw(&mut sheet, view, &placed, corner, theme, &|_| None);
    sheet.finish()
}

/// The view as an `svg` element for a page that says what it shows and holds its [`legend`]: without a heading, a
/// ground or an id of its own, its nodes leading to what they stand for.
pub fn inline(view: &View, theme: Theme, links: Links<'_>) -> Vec<u8> {
    let view = &sound(view);
    let placed = place::place(view, theme);
    let [width, height] = [placed.width, placed.height].map(|side| side + 2.0 * MARGIN_IN_A_PAGE);
    let mut sheet = Sheet::inline(width, height);
    let corner = (MARGIN_IN_A_PAGE, MARGIN_IN_A_PAGE);
    draw(&mut sheet, view, &placed, corner, theme, links);
    sheet.finish()
}

/// The legend of a view for such a page: each sign as an `svg` element, and what it means.
pub fn legend(view: &View, theme: Theme) -> Vec<(Vec<u8>, String)> {
    let keys = view.legend().into_iter();
    keys.map(|key| (heading::sign(&key, theme), key.words().to_owned()))
        .collect()
}

/// Draws what was laid out, its first corner at `corner`.
fn draw(
    sheet: &mut Sheet,
    view: &View,
    placed: &Placed,
    corner: Point,
    theme: Theme,
    links: Links<'_>,
) {
    sheet.open_group(corner);
    for (cluster, frame) in view.clusters.iter().zip(&placed.clusters) {
        if let Some(frame) = frame {
            draw_cluster(sheet, cluster, *frame, theme);
        }
    }
    let down = view.arrangement == Arrangement::TopToBottom;
    let shares = label_shares(view);
    for (edge, course) in view.edges.iter().zip(&placed.edges) {
        draw_edge(sheet, edge, course, down, theme);
    }
    for ((edge, course), share) in view.edges.iter().zip(&placed.edges).zip(shares) {
        draw_label(sheet, edge, (course, share), down, theme);
    }
    for (cluster, frame) in view.clusters.iter().zip(&placed.clusters) {
        if let Some(frame) = frame {
            draw_titles(sheet, cluster, *frame, theme, links);
        }
    }
    for (node, rect) in view.nodes.iter().zip(&placed.nodes) {
        draw_node(sheet, node, *rect, theme, links);
    }
    sheet.close_group();
}

/// How far along its bend the label of each edge stands: away from the end at which more edges meet, near the other.
fn label_shares(view: &View) -> Vec<f64> {
    let mut meeting = vec![[0_usize; 2]; view.nodes.len()];
    for edge in &view.edges {
        meeting[edge.from][0] += 1;
        meeting[edge.to][1] += 1;
    }
    let share = |edge: &Edge| match meeting[edge.from][0].cmp(&meeting[edge.to][1]) {
        _ if edge.label.len() > SHORT => 0.5,
        Ordering::Less => 0.15,
        Ordering::Equal => 0.5,
        Ordering::Greater => 0.85,
    };
    view.edges.iter().map(share).collect()
}

/// A longer label has no room but in the middle.
const SHORT: usize = 8;

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
        size: 12,
        bold: true,
    };
    let detail = TextLook {
        ink: theme.faint(),
        size: 10,
        bold: false,
    };
    (title, detail)
}

/// The title and detail of a cluster as written.
fn titles(cluster: &Cluster) -> (String, String) {
    (
        text::isolated(&text::shorten(&cluster.title, 60)),
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

/// The title of a cluster, over the edges that pass it; its head leads to what it stands for.
fn draw_titles(sheet: &mut Sheet, cluster: &Cluster, frame: Rect, theme: Theme, links: Links<'_>) {
    let ground = theme
        .cluster(cluster.role, cluster.side, cluster.emphasis)
        .fill;
    let (title, detail) = titles(cluster);
    let (title_look, detail_look) = title_looks(theme);
    let anchor = Anchor::Flush {
        left: frame.left + 10.0,
        right: frame.right - 10.0,
    };
    let link = cluster.record.and_then(links);
    sheet.open_link(link.as_deref());
    if link.is_some() {
        shapes::ground(sheet, frame, if detail.is_empty() { 20.0 } else { 32.0 });
    }
    sheet.haloed(&title, title_look, anchor, frame.top + 16.0, ground);
    sheet.haloed(&detail, detail_look, anchor, frame.top + 29.0, ground);
    sheet.close_link(link.as_deref());
}

fn draw_node(sheet: &mut Sheet, node: &Node, rect: Rect, theme: Theme, links: Links<'_>) {
    let look = theme.node(node.role, node.side, node.emphasis);
    let link = node.record.and_then(links);
    sheet.open_link(link.as_deref());
    sheet.open_titled(&node.tooltip);
    let stacked = !node.stack.is_empty();
    let rect = match stacked {
        true => shapes::stack(sheet, &look, rect, 13.0),
        false => {
            shapes::outline(sheet, &look, rect, 13.0);
            rect
        }
    };
    let margin = match look.outline {
        _ if stacked => 13.0,
        Outline::DoubleCard => 13.0,
        _ => 10.0,
    };
    let flush = Anchor::Flush {
        left: rect.left + margin,
        right: rect.right - margin,
    };
    let lines = node.lines();
    // All of a card begins on the side on which its proposition does.
    let turned = lines
        .iter()
        .any(|line| line.kind == LineKind::Body && text::is_right_to_left(&line.text));
    let looks: Vec<TextLook> = lines
        .iter()
        .map(|line| theme.text(node.role, line.kind, look.fill))
        .collect();
    let high: f64 = looks.iter().map(|&look| metrics::height(look)).sum();
    let mut top = (rect.top + rect.bottom - high) / 2.0;
    let mut members = node.named().iter();
    for (line, look) in lines.iter().zip(looks) {
        let anchor = match node.role {
            Role::Claim(_) if turned && !stacked => Anchor::End(rect.right - margin),
            Role::Claim(_) => flush,
            _ if stacked => flush,
            _ => Anchor::Middle((rect.left + rect.right) / 2.0),
        };
        // The base line lies four fifths down.
        let base = top + metrics::height(look) * 0.8;
        let member = match line.kind {
            LineKind::Name => members.next(),
            _ => None,
        };
        match member {
            Some(member) => draw_member(sheet, member, (&line.text, look, anchor, base), links),
            None => sheet.line(&line.text, look, anchor, base),
        }
        top += metrics::height(look);
    }
    sheet.close_group();
    sheet.close_link(link.as_deref());
}

/// One name of a stack, leading to its own record.
fn draw_member(
    sheet: &mut Sheet,
    member: &Member,
    (name, look, anchor, base): (&str, TextLook, Anchor, f64),
    links: Links<'_>,
) {
    let link = member.record.and_then(links);
    sheet.open_link(link.as_deref());
    sheet.open_titled(&member.tooltip);
    sheet.line(name, look, anchor, base);
    sheet.close_group();
    sheet.close_link(link.as_deref());
}

fn draw_edge(sheet: &mut Sheet, edge: &Edge, course: &Course, down: bool, theme: Theme) {
    let mut look = theme.edge(edge.role, edge.emphasis);
    if matches!(course, Course::Joins(_)) {
        look.head = Head::None;
    }
    sheet.open_titled(&edge.words());
    let (path, _, start, end) = traced(course, &look, down, 0.5);
    sheet.stroke(&path, look.stroke, look.weight, look.dash);
    shapes::head(sheet, look.head, end, look.stroke, theme.paper());
    shapes::head(sheet, look.tail, start, look.stroke, theme.paper());
    sheet.close_group();
}

/// The label of an edge, over all edges.
fn draw_label(
    sheet: &mut Sheet,
    edge: &Edge,
    (course, share): (&Course, f64),
    down: bool,
    theme: Theme,
) {
    let label = text::shorten(&edge.label, 24);
    if label.is_empty() {
        return;
    }
    let edge_look = theme.edge(edge.role, edge.emphasis);
    let (_, middle, ..) = traced(course, &edge_look, down, share);
    let look = TextLook {
        ink: theme.word(edge_look.stroke),
        ..theme.text(Role::Actor, LineKind::Detail, theme.paper())
    };
    let base = middle.1 + metrics::height(look) * 0.3;
    sheet.open_titled(&edge.words());
    sheet.haloed(&label, look, Anchor::Middle(middle.0), base, theme.paper());
    sheet.close_group();
}

/// The path of an edge, the point at this share of its bend, and how it starts and arrives.
fn traced(
    course: &Course,
    look: &EdgeLook,
    down: bool,
    share: f64,
) -> (String, Point, Arrival, Arrival) {
    match course {
        Course::Flow(points) | Course::Joins(points) => flow(points, look, down, share),
        Course::Arc(points) => arc(points, look, down),
    }
}

/// A point and the direction in which an edge arrives there.
type Arrival = (Point, Point);

/// The path of an edge that leaves and enters along the flow.
fn flow(
    points: &[Point],
    look: &EdgeLook,
    down: bool,
    share: f64,
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
    // Where a node reaches to the end of its layer the tip of its edge does too.
    if inner.len() > 2 {
        let past = |one: Point, other: Point| along(one, other) * sign < 0.0;
        if past(inner[0], inner[1]) {
            inner[1] = inner[0];
        }
        if inner.len() > 3 && past(inner[end - 1], inner[end]) {
            inner[end - 1] = inner[end];
        }
    }
    let mut path = format!("M{} {}", number(inner[0].0), number(inner[0].1));
    let bend = |pair: &[Point]| {
        let half = along(pair[0], pair[1]).abs() / 2.0;
        [
            pair[0],
            shift(pair[0], half),
            shift(pair[1], -half),
            pair[1],
        ]
    };
    for pair in inner.windows(2) {
        let [_, one, other, end] = bend(pair);
        path += &curve(one, other, end);
    }
    // Every other piece lies between two layers; the label stands on the one in the middle.
    let at = (inner.len().saturating_sub(2) / 2) | 1;
    let middle = match inner.get(at..at + 2) {
        Some(pair) => along_cubic(bend(pair), share),
        None => along_cubic(bend(&[first, last]), share),
    };
    let back = (-step.0, -step.1);
    (path, middle, (first, back), (last, step))
}

/// The point of a cubic curve at this share of it.
fn along_cubic([a, b, c, d]: [Point; 4], share: f64) -> Point {
    let rest = 1.0 - share;
    let [p, q, r, s] = [
        rest * rest * rest,
        3.0 * rest * rest * share,
        3.0 * rest * share * share,
        share * share * share,
    ];
    (
        p * a.0 + q * b.0 + r * c.0 + s * d.0,
        p * a.1 + q * b.1 + r * c.1 + s * d.1,
    )
}

fn arc(points: &[Point; 4], look: &EdgeLook, down: bool) -> (String, Point, Arrival, Arrival) {
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
    let middle = along_cubic(*points, 0.5);
    (path, middle, (start, back), (end, back))
}

fn curve(one: Point, other: Point, end: Point) -> String {
    let [a, b, c, d, e, f] = [one.0, one.1, other.0, other.1, end.0, end.1].map(number);
    format!("C{a} {b} {c} {d} {e} {f}")
}
