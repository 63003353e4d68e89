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

/// A view laid out for a page that says what it shows and holds its [`legend`]: once for all grounds, as these differ
/// in their colours alone.
pub struct LaidOut {
    view: View,
    placed: Placed,
}

/// Lays a view out.
pub fn lay_out(view: &View) -> LaidOut {
    let view = sound(view);
    let placed = place::place(&view, Theme::Light);
    LaidOut { view, placed }
}

impl LaidOut {
    /// How wide and high it is.
    pub fn size(&self) -> [f64; 2] {
        [self.placed.width, self.placed.height].map(|side| side + 2.0 * MARGIN_IN_A_PAGE)
    }

    /// The view as an `svg` element: without a heading, a ground or an id of its own, its nodes leading to what they
    /// stand for.
    pub fn inline(&self, theme: Theme, links: Links<'_>) -> Vec<u8> {
        let [width, height] = self.size();
        let mut sheet = Sheet::inline(width, height);
        let corner = (MARGIN_IN_A_PAGE, MARGIN_IN_A_PAGE);
        draw(&mut sheet, &self.view, &self.placed, corner, theme, links);
        sheet.finish()
    }
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
    for (edge, course) in view.edges.iter().zip(&placed.edges) {
        draw_edge(sheet, edge, course, down, theme);
    }
    for (edge, course) in view.edges.iter().zip(&placed.edges) {
        let home = view.nodes[edge.to].cluster.map(|home| &view.clusters[home]);
        draw_label(sheet, edge, (course, home), down, theme);
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
        struck: false,
    };
    let detail = TextLook {
        ink: theme.faint(),
        size: 10,
        bold: false,
        struck: false,
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
    let (path, start, end) = traced(course, &look, down);
    sheet.stroke(&path, look.stroke, look.weight, look.dash);
    shapes::head(sheet, look.head, end, look.stroke, theme.paper());
    shapes::head(sheet, look.tail, start, look.stroke, theme.paper());
    sheet.close_group();
}

/// The label of an edge, over all edges: at its tip, on the ground of the frame in which that lies.
fn draw_label(
    sheet: &mut Sheet,
    edge: &Edge,
    (course, home): (&Course, Option<&Cluster>),
    down: bool,
    theme: Theme,
) {
    let label = label(edge);
    if label.is_empty() {
        return;
    }
    let edge_look = theme.edge(edge.role, edge.emphasis);
    let look = TextLook {
        ink: theme.word(edge_look.stroke),
        ..label_look(theme)
    };
    let ground = home.map_or(theme.paper(), |cluster| {
        theme
            .cluster(cluster.role, cluster.side, cluster.emphasis)
            .fill
    });
    let place = label_place(edge, course, down);
    let middle = f64::midpoint(place.left, place.right);
    let base = f64::midpoint(place.top, place.bottom) + metrics::height(look) * 0.3;
    sheet.open_titled(&edge.words());
    sheet.haloed(&label, look, Anchor::Middle(middle), base, ground);
    sheet.close_group();
}

/// Where the label of an edge stands: on its line, before the head.
fn label_place(edge: &Edge, course: &Course, down: bool) -> Rect {
    let look = Theme::Light.edge(edge.role, edge.emphasis);
    let (_, _, ((x, y), step)) = traced(course, &look, down);
    let words = label_look(Theme::Light);
    let (wide, high) = (metrics::width(&label(edge), words), metrics::height(words));
    let back = shapes::length(look.head) + BESIDE_HEAD + if down { high } else { wide } / 2.0;
    Rect::centred((x - step.0 * back, y - step.1 * back), (wide, high))
}

/// Room between a label and the head of its edge, and as much where its line begins.
const BESIDE_HEAD: f64 = 4.0;

fn label(edge: &Edge) -> String {
    text::shorten(&edge.label, 24)
}

fn label_look(theme: Theme) -> TextLook {
    theme.text(Role::Actor, LineKind::Detail, theme.paper())
}

/// The room that the label of an edge takes along it, with its head.
fn label_room(edge: &Edge, down: bool) -> f64 {
    let look = label_look(Theme::Light);
    let wide = match down {
        true => metrics::height(look),
        false => metrics::width(&label(edge), look),
    };
    shapes::length(Theme::Light.edge(edge.role, edge.emphasis).head) + wide + 2.0 * BESIDE_HEAD
}

/// The path of an edge, and how it starts and arrives.
fn traced(course: &Course, look: &EdgeLook, down: bool) -> (String, Arrival, Arrival) {
    match course {
        Course::Flow(points) | Course::Joins(points) => flow(points, look, down),
        Course::Arc(points) => arc(points, look, down),
    }
}

/// A point and the direction in which an edge arrives there.
type Arrival = (Point, Point);

/// The path of an edge that leaves and enters along the flow.
fn flow(points: &[Point], look: &EdgeLook, down: bool) -> (String, Arrival, Arrival) {
    let (Some(&first), Some(&last)) = (points.first(), points.last()) else {
        let nowhere = ((0.0, 0.0), (1.0, 0.0));
        return (String::new(), nowhere, nowhere);
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
    let back = (-step.0, -step.1);
    (path, (first, back), (last, step))
}

fn arc(points: &[Point; 4], look: &EdgeLook, down: bool) -> (String, Arrival, Arrival) {
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
    (path, (start, back), (end, back))
}

fn curve(one: Point, other: Point, end: Point) -> String {
    let [a, b, c, d, e, f] = [one.0, one.1, other.0, other.1, end.0, end.1].map(number);
    format!("C{a} {b} {c} {d} {e} {f}")
}
