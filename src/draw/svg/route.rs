//! The courses of links: ends spread over the borders of their nodes, long links through the layers they pass.

use super::layered::{Problem, Route};

/// Room between two ends on one border.
const SPREAD: f64 = 12.0;
/// How far a link between neighbours of one layer swings out: three quarters of it lie within the margin of a box.
const SWING: f64 = 18.0;

/// The end of a link at a node.
struct End {
    link: usize,
    /// Where the link heads, across.
    heading: f64,
}

/// The course of every link. `passages` gives for each link the items through which it passes, in order of layer;
/// `passage`, where the layer of an item begins and ends: between the two a link runs straight, past the nodes of the
/// layer.
pub(super) fn routes(
    problem: &Problem<'_>,
    layers: &[usize],
    centres: &[(f64, f64)],
    passages: &[Vec<usize>],
    passage: impl Fn(usize) -> [(f64, f64); 2],
) -> Vec<Route> {
    let count = centres.len();
    let mut before: Vec<Vec<End>> = (0..count).map(|_| Vec::new()).collect();
    let mut after: Vec<Vec<End>> = (0..count).map(|_| Vec::new()).collect();
    let mut inner: Vec<Vec<(f64, f64)>> = Vec::with_capacity(passages.len());
    for (number, link) in problem.links.iter().enumerate() {
        let through: Vec<(f64, f64)> = passages[number]
            .iter()
            .flat_map(|&at| passage(at))
            .collect();
        let (start, end) = ends(layers, link.from, link.to);
        if layers[start] != layers[end] {
            let first = through.first().map_or(centres[end].1, |point| point.1);
            let last = through.last().map_or(centres[start].1, |point| point.1);
            after[start].push(End {
                link: number,
                heading: first,
            });
            before[end].push(End {
                link: number,
                heading: last,
            });
        }
        inner.push(through);
    }
    let leaving = spread(problem, centres, after, passages.len());
    let entering = spread(problem, centres, before, passages.len());
    let course = |(number, through): (usize, Vec<(f64, f64)>)| {
        let link = &problem.links[number];
        let (start, end) = ends(layers, link.from, link.to);
        if layers[start] == layers[end] {
            return beside(problem, centres, link.from, link.to);
        }
        let first = (
            centres[start].0 + problem.drawn[start].0 / 2.0,
            leaving[number],
        );
        let last = (
            centres[end].0 - problem.drawn[end].0 / 2.0,
            entering[number],
        );
        // Straight past the neighbours of its nodes, which may be wider, and bent only between the layers.
        let ([_, (right, _)], [(left, _), _]) = (passage(start), passage(end));
        let (leaves, enters) = ((right, first.1), (left, last.1));
        let mut points = [vec![first, leaves], through, vec![enters, last]].concat();
        if start != link.from {
            points.reverse();
        }
        Route::Flow(points)
    };
    inner.into_iter().enumerate().map(course).collect()
}

/// The two nodes of a link in order of layer.
fn ends(layers: &[usize], from: usize, to: usize) -> (usize, usize) {
    if layers[from] <= layers[to] {
        (from, to)
    } else {
        (to, from)
    }
}

/// Where each link meets the border of its node, across, so that none cross before they are well away.
fn spread(
    problem: &Problem<'_>,
    centres: &[(f64, f64)],
    ends: Vec<Vec<End>>,
    links: usize,
) -> Vec<f64> {
    let mut places = vec![0.0; links];
    for (node, mut ends) in ends.into_iter().enumerate() {
        ends.sort_by(|one, other| {
            one.heading
                .total_cmp(&other.heading)
                .then(one.link.cmp(&other.link))
        });
        let room = problem.drawn[node].1 * 0.7;
        let step = SPREAD.min(room / ends.len().max(1) as f64);
        let first = centres[node].1 - step * (ends.len() as f64 - 1.0) / 2.0;
        for (number, end) in ends.into_iter().enumerate() {
            places[end.link] = first + step * number as f64;
        }
    }
    places
}

/// A curve between two nodes of one layer, or from a node to itself.
fn beside(problem: &Problem<'_>, centres: &[(f64, f64)], from: usize, to: usize) -> Route {
    let edge = |at: usize, shift: f64| {
        (
            centres[at].0 + problem.drawn[at].0 / 2.0,
            centres[at].1 + problem.drawn[at].1 * shift,
        )
    };
    let (start, end) = if from == to {
        (edge(from, -0.25), edge(to, 0.25))
    } else {
        (edge(from, 0.1), edge(to, -0.1))
    };
    let out = start.0.max(end.0) + SWING;
    Route::Arc([start, (out, start.1), (out, end.1), end])
}
