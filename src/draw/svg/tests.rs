//! Whatever the view: nothing overlaps, everything is inside, and it ends.

use proptest::prelude::*;

use super::place::{Course, Point, Rect, place};
use super::{label_place, write};
use crate::draw::style::Theme;
use crate::draw::view::{
    Arrangement, Cluster, ClusterRole, Edge, EdgeRole, Emphasis, Line, LineKind, Node, Pull, Role,
    View,
};

fn view() -> impl Strategy<Value = View> {
    let arrangement = prop_oneof![
        Just(Arrangement::LeftToRight),
        Just(Arrangement::TopToBottom),
        Just(Arrangement::Cells)
    ];
    (1..24usize, 0..4usize, arrangement).prop_flat_map(|(nodes, clusters, arrangement)| {
        let homes = prop::collection::vec(prop::option::of(0..clusters.max(1)), nodes);
        let words = prop::collection::vec("\\PC{0,60}", nodes);
        let labels = prop_oneof![Just(""), Just("×2"), Just("×1234")];
        let edges = prop::collection::vec((0..nodes, 0..nodes, any::<bool>(), labels), 0..40);
        (homes, words, edges).prop_map(move |(homes, words, edges)| {
            let mut view = View {
                arrangement,
                title: "a view".into(),
                ..View::default()
            };
            for _ in 0..clusters {
                view.enclose(Cluster {
                    role: ClusterRole::Side,
                    title: "a side with a rather long name".into(),
                    detail: "and a detail".into(),
                    side: None,
                    emphasis: Emphasis::None,
                    record: None,
                });
            }
            for (home, words) in homes.into_iter().zip(words) {
                let mut node =
                    Node::new(Role::Actor, vec![Line::new(LineKind::Body, words)], "tip");
                node.cluster = home.filter(|_| clusters > 0);
                view.add(node);
            }
            for (from, to, back, label) in edges {
                let pull = if back { Pull::Backward } else { Pull::Forward };
                view.edges.push(Edge {
                    pull,
                    label: label.into(),
                    ..Edge::new(from, to, EdgeRole::Cites)
                });
            }
            view
        })
    })
}

fn overlap(one: Rect, other: Rect) -> bool {
    let less = |a: f64, b: f64| a + 0.01 < b;
    less(one.left, other.right)
        && less(other.left, one.right)
        && less(one.top, other.bottom)
        && less(other.top, one.bottom)
}

fn within(inner: Rect, outer: Rect) -> bool {
    inner.left >= outer.left
        && inner.right <= outer.right
        && inner.top >= outer.top
        && inner.bottom <= outer.bottom
}

/// Points of the bend between two points of a course.
fn sampled(pair: &[Point], down: bool) -> Vec<Point> {
    let ((x, y), (to_x, to_y)) = (pair[0], pair[1]);
    let (half_x, half_y) = match down {
        true => (0.0, (to_y - y) / 2.0),
        false => ((to_x - x) / 2.0, 0.0),
    };
    let bend = [
        (x, y),
        (x + half_x, y + half_y),
        (to_x - half_x, to_y - half_y),
        (to_x, to_y),
    ];
    (0..=20)
        .map(|at| along_cubic(bend, f64::from(at) / 20.0))
        .collect()
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

fn holds(rect: Rect, (x, y): Point) -> bool {
    x > rect.left + 0.5 && x < rect.right - 0.5 && y > rect.top + 0.5 && y < rect.bottom - 0.5
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn nothing_overlaps_and_every_member_is_in_its_box(view in view()) {
        let placed = place(&view, Theme::Light);
        for (at, &rect) in placed.nodes.iter().enumerate() {
            prop_assert!(rect.left >= -0.01 && rect.top >= -0.01);
            prop_assert!(rect.right <= placed.width + 0.01 && rect.bottom <= placed.height + 0.01);
            for &other in &placed.nodes[at + 1..] {
                prop_assert!(!overlap(rect, other), "{rect:?} {other:?}");
            }
            for (cluster, frame) in placed.clusters.iter().enumerate() {
                let Some(frame) = frame else { continue };
                if view.nodes[at].cluster == Some(cluster) {
                    prop_assert!(within(rect, *frame));
                } else {
                    prop_assert!(!overlap(rect, *frame), "{rect:?} in {frame:?}");
                }
            }
        }
        let frames: Vec<Rect> = placed.clusters.iter().flatten().copied().collect();
        for (at, &frame) in frames.iter().enumerate() {
            prop_assert!(frames[at + 1..].iter().all(|&other| !overlap(frame, other)));
        }
    }

    #[test]
    fn no_edge_runs_through_a_node_that_is_not_its_own(view in view()) {
        let placed = place(&view, Theme::Light);
        let down = view.arrangement == Arrangement::TopToBottom;
        for (edge, course) in view.edges.iter().zip(&placed.edges) {
            let (Course::Flow(points) | Course::Joins(points)) = course else {
                continue;
            };
            for point in points.windows(2).flat_map(|pair| sampled(pair, down)) {
                for (at, rect) in placed.nodes.iter().enumerate() {
                    let own = at == edge.from || at == edge.to;
                    prop_assert!(own || !holds(*rect, point), "{edge:?} at {point:?} in {at} {rect:?}");
                }
            }
        }
    }

    #[test]
    fn the_same_view_gives_the_same_bytes(view in view()) {
        prop_assert_eq!(write(&view, Theme::Dark), write(&view, Theme::Dark));
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn an_edge_leaves_and_enters_a_frame_only_where_that_ends(view in view()) {
        let placed = place(&view, Theme::Light);
        let down = view.arrangement == Arrangement::TopToBottom;
        let turned = |rect: Rect| match down {
            true => Rect { left: rect.top, top: rect.left, right: rect.bottom, bottom: rect.right },
            false => rect,
        };
        for (edge, course) in view.edges.iter().zip(&placed.edges) {
            let (Course::Flow(points) | Course::Joins(points)) = course else {
                continue;
            };
            let [one, other] = [edge.from, edge.to].map(|at| (turned(placed.nodes[at]), view.nodes[at].cluster));
            let (first, last) = if one.0.left < other.0.left { (one, other) } else { (other, one) };
            let frame = |cluster: Option<usize>| Some(turned(placed.clusters[cluster?]?));
            // Where both frames are, that of the first has it; one that goes on beside the other end is left before.
            let [own, next] = [first.1, last.1].map(frame);
            let next = next.filter(|next| {
                next.left > first.0.right && own.is_none_or(|own| own.right < next.left)
            });
            let own = own.filter(|frame| frame.right < last.0.left);
            let own = own.map(|frame| (frame, first.0.right, frame.right));
            let next = next.map(|frame| (frame, frame.left, last.0.left));
            let sampled = points.windows(2).flat_map(|pair| sampled(pair, down));
            for (x, y) in sampled.map(|(x, y)| if down { (y, x) } else { (x, y) }) {
                for (frame, from, to) in own.into_iter().chain(next) {
                    let is_out = x > from + 0.5 && x < to - 0.5 && !(frame.top..=frame.bottom).contains(&y);
                    prop_assert!(!is_out, "{edge:?} at {x} {y} is out of {frame:?}");
                }
            }
        }
    }

    #[test]
    fn no_label_of_an_edge_lies_on_another_or_on_a_node(mut view in view()) {
        // Without cycles it is known on which side of a node each edge arrives.
        for edge in &mut view.edges {
            let ends = (edge.from.min(edge.to), edge.from.max(edge.to));
            (edge.from, edge.to) = match edge.pull {
                Pull::Backward => (ends.1, ends.0),
                _ => ends,
            };
        }
        let placed = place(&view, Theme::Light);
        let down = view.arrangement == Arrangement::TopToBottom;
        let flowing = view.edges.iter().zip(&placed.edges);
        let labels: Vec<Rect> = flowing
            .filter(|(edge, course)| !edge.label.is_empty() && !matches!(course, Course::Arc(_)))
            .map(|(edge, course)| label_place(edge, course, down))
            // Letters are less high than their line.
            .map(|rect| Rect { top: rect.top + 1.5, bottom: rect.bottom - 1.5, ..rect })
            .collect();
        for (at, &label) in labels.iter().enumerate() {
            for &other in labels[at + 1..].iter().chain(&placed.nodes) {
                prop_assert!(down || !overlap(label, other), "{label:?} {other:?}");
            }
        }
    }
}

#[test]
fn a_large_view_ends() {
    let mut view = View::default();
    for at in 0..1_500usize {
        view.add(Node::new(
            Role::Actor,
            vec![Line::new(LineKind::Body, "x")],
            "",
        ));
        for back in [1, 7, 31, 600] {
            if at >= back {
                view.edges.push(Edge::new(at, at - back, EdgeRole::Cites));
            }
        }
    }
    assert!(!write(&view, Theme::Light).is_empty());
}

#[test]
fn references_to_nothing_are_left_out() {
    let mut view = View::default();
    view.add(Node {
        cluster: Some(7),
        ..Node::new(Role::Actor, Vec::new(), "")
    });
    view.edges.push(Edge::new(0, 9, EdgeRole::Cites));
    assert!(!write(&view, Theme::Light).is_empty());
    assert!(!crate::draw::dot::write(&view, Theme::Light).is_empty());
}

fn named(name: &str) -> Node {
    Node::new(Role::Actor, vec![Line::new(LineKind::Body, name)], "")
}

#[test]
fn edges_that_say_the_same_of_one_node_arrive_as_one_and_only_one_of_them_has_the_way() {
    let mut view = View::default();
    let chain: Vec<usize> = (0..4).map(|at| view.add(named(&at.to_string()))).collect();
    for pair in chain.windows(2) {
        view.edges
            .push(Edge::new(pair[0], pair[1], EdgeRole::Feeds));
    }
    for &from in &chain[..3] {
        view.edges
            .push(Edge::new(from, chain[3], EdgeRole::Asserts));
    }
    view.edges
        .push(Edge::new(chain[0], chain[3], EdgeRole::Disputes));
    let placed = place(&view, Theme::Light);
    let said = |role| {
        let both = view.edges.iter().zip(&placed.edges);
        both.filter(move |(edge, _)| edge.role == role)
            .map(|(_, course)| course)
    };
    let joining = said(EdgeRole::Asserts).filter(|course| matches!(course, Course::Joins(_)));
    assert_eq!(joining.count(), 1, "{:?}", placed.edges);
    let whole = said(EdgeRole::Asserts).filter_map(|course| match course {
        Course::Flow(points) => points.last().copied(),
        _ => None,
    });
    let ends: Vec<Point> = whole.collect();
    assert!(ends.len() == 2 && ends[0] == ends[1], "{ends:?}");
    // What joins ends on the way of the one that is drawn whole.
    let on_the_way = |point: &Point| {
        said(EdgeRole::Asserts)
            .any(|course| matches!(course, Course::Flow(points) if points.contains(point)))
    };
    assert!(said(EdgeRole::Asserts).all(|course| match course {
        Course::Joins(points) => points.last().is_some_and(on_the_way),
        _ => true,
    }));
    assert!(said(EdgeRole::Disputes).all(|course| match course {
        Course::Flow(points) => points.last() != ends.first(),
        _ => false,
    }));
}

#[test]
fn no_edge_runs_through_the_box_of_others_where_an_order_avoids_it() {
    // Two boxes through both layers, and one who cites a member of each.
    let mut view = View::default();
    for side in ["north", "south"] {
        let home = view.enclose(Cluster {
            role: ClusterRole::Side,
            title: side.into(),
            detail: String::new(),
            side: None,
            emphasis: Emphasis::None,
            record: None,
        });
        let [from, to] = ["one", "other"].map(|name| {
            view.add(Node {
                cluster: Some(home),
                ..named(name)
            })
        });
        view.edges.push(Edge::new(from, to, EdgeRole::Cites));
    }
    let outside = view.add(named("outside"));
    for to in [1, 3] {
        view.edges.push(Edge::new(outside, to, EdgeRole::Cites));
    }
    let placed = place(&view, Theme::Light);
    let middle = |rect: Rect| f64::midpoint(rect.top, rect.bottom);
    let frames: Vec<f64> = placed
        .clusters
        .iter()
        .flatten()
        .copied()
        .map(middle)
        .collect();
    let own = middle(placed.nodes[outside]);
    assert!(
        (own - frames[0]) * (own - frames[1]) < 0.0,
        "{own} is not between {frames:?}"
    );
}

#[test]
fn what_joins_a_trunk_ends_on_the_way_of_another() {
    // Two frames side by side in which the same is said of one claim, beside a chain that makes both long.
    let mut view = View::default();
    let claim = view.add(named("claim"));
    for side in ["north", "south"] {
        let home = view.enclose(Cluster {
            role: ClusterRole::Side,
            title: side.into(),
            detail: String::new(),
            side: None,
            emphasis: Emphasis::None,
            record: None,
        });
        let chain: Vec<usize> = (0..4)
            .map(|at| {
                let node = named(&format!("{side} {at}"));
                view.add(Node {
                    cluster: Some(home),
                    ..node
                })
            })
            .collect();
        for pair in chain.windows(2) {
            view.edges
                .push(Edge::new(pair[0], pair[1], EdgeRole::Feeds));
        }
        for &from in &chain {
            view.edges.push(Edge::new(from, claim, EdgeRole::Asserts));
        }
    }
    let placed = place(&view, Theme::Light);
    let courses = view.edges.iter().zip(&placed.edges);
    let ways: Vec<(bool, &Vec<Point>)> = courses
        .filter(|(edge, _)| edge.role == EdgeRole::Asserts)
        .filter_map(|(_, course)| match course {
            Course::Joins(points) => Some((true, points)),
            Course::Flow(points) => Some((false, points)),
            Course::Arc(_) => None,
        })
        .collect();
    let joining = ways.iter().filter(|(joins, _)| *joins);
    let ends: Vec<Point> = joining.filter_map(|(_, way)| way.last().copied()).collect();
    assert!(ends.len() >= 4, "{ways:?}");
    for end in ends {
        let met = ways.iter().filter(|(_, way)| way.contains(&end));
        assert!(met.count() > 1, "{end:?} is on no way but its own");
    }
}
