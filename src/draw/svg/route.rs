//! The courses of links: ends spread over the borders of their nodes, long links through the layers they pass.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use super::layered::{Problem, Route};

/// Room between two ends on one border.
const SPREAD: f64 = 12.0;
/// No link meets a border nearer to its corner, where it is long.
const CORNER: f64 = 9.0;
/// How far a link between neighbours of one layer swings out: three quarters of it lie within the margin of a box.
const SWING: f64 = 18.0;

/// The end of a link at a node.
struct End {
    link: usize,
    /// Where the link heads, across.
    heading: f64,
}

impl End {
    fn new(link: usize, heading: f64) -> End {
        End { link, heading }
    }
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
    let mut ports: BTreeMap<(usize, bool), Port> = BTreeMap::new();
    for (number, link) in problem.links.iter().enumerate() {
        let through: Vec<(f64, f64)> = passages[number]
            .iter()
            .flat_map(|&at| passage(at))
            .collect();
        if let Some((start, end)) = link.ends(layers) {
            let first = through.first().map_or(centres[end].1, |point| point.1);
            let last = through.last().map_or(centres[start].1, |point| point.1);
            let trunk = link.trunk(layers);
            if !matches!(trunk, Some((_, false))) {
                after[start].push(End::new(number, first));
            }
            if !matches!(trunk, Some((_, true))) {
                before[end].push(End::new(number, last));
            }
            if let Some(trunk @ (_, later)) = trunk {
                let (node, heading) = if later { (end, last) } else { (start, first) };
                let port = ports.entry(trunk).or_insert(Port::new(node));
                port.links.push(number);
                port.headings += heading;
            }
        }
        inner.push(through);
    }
    for (&(_, later), port) in &ports {
        let ends = if later { &mut before } else { &mut after };
        ends[port.node].push(port.end());
    }
    let mut leaving = spread(problem, centres, after, passages.len());
    let mut entering = spread(problem, centres, before, passages.len());
    let mut joins = vec![None; passages.len()];
    for (&(_, later), port) in &ports {
        let places = if later { &mut entering } else { &mut leaving };
        let met = places[port.end().link];
        for (link, at) in port.joints(passages, later) {
            places[link] = met;
            joins[link] = at;
        }
    }
    let course = |(number, through): (usize, Vec<(f64, f64)>)| {
        let link = &problem.links[number];
        let Some((start, end)) = link.ends(layers) else {
            return beside(problem, centres, link.from, link.to);
        };
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
        let mut points = match (joins[number], link.trunk(layers)) {
            (Some(at), Some((_, true))) => [&[first, leaves], &through[..=2 * at]].concat(),
            (Some(at), Some((_, false))) => [&through[2 * at + 1..], &[enters, last]].concat(),
            _ => [vec![first, leaves], through, vec![enters, last]].concat(),
        };
        if start != link.from {
            points.reverse();
        }
        match joins[number] {
            Some(_) => Route::Joins(points),
            None => Route::Flow(points),
        }
    };
    inner.into_iter().enumerate().map(course).collect()
}

/// Where the links of a trunk meet at their node.
struct Port {
    node: usize,
    links: Vec<usize>,
    headings: f64,
}

impl Port {
    fn new(node: usize) -> Port {
        Port {
            node,
            links: Vec::new(),
            headings: 0.0,
        }
    }

    /// One end for all, which heads for where most come from.
    fn end(&self) -> End {
        let link = self.links.first().copied().unwrap_or_default();
        End::new(link, self.headings / self.links.len().max(1) as f64)
    }

    /// Each link with the passage, of those through which it goes, from which on another has drawn the way: the longest
    /// is drawn the whole way, and the others up to there.
    fn joints(&self, passages: &[Vec<usize>], later: bool) -> Vec<(usize, Option<usize>)> {
        let mut links = self.links.clone();
        links.sort_by_key(|&link| (Reverse(passages[link].len()), link));
        let mut drawn: BTreeSet<usize> = BTreeSet::new();
        let joint = |link: usize| {
            let way = &passages[link];
            let at = match later {
                true => way.iter().position(|at| drawn.contains(at)),
                false => way.iter().rposition(|at| drawn.contains(at)),
            };
            drawn.extend(way);
            (link, at)
        };
        links.into_iter().map(joint).collect()
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
        let high = problem.drawn[node].1;
        let room = (high * 0.7).max(high - 2.0 * CORNER);
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
