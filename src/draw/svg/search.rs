//! The order across all layers in which links are short, cross little, and keep out of boxes that are not theirs.
//!
//! Barycentres in rounds, from two first orders; then, while links still run through the boxes of others, each box is
//! tried at every other place among the boxes. A budget bounds it: a round costs O(l²) for `l` links.

use super::layered::{Item, Problem, mean, sweep};
use super::order::Order;

/// Rounds for each first order, and for each move of a box.
const ROUNDS: usize = 16;
const ROUNDS_OF_A_MOVE: usize = 6;
/// How often all moves are tried, and for how many boxes.
const PASSES: usize = 3;
const BOXES: usize = 8;
/// What a crossing weighs against the length of links, and what it does that one runs through the box of others.
const CROSSING: f64 = 45.0;
const FOREIGN: f64 = 4_000.0;
/// Pairs of links compared in all rounds, at most.
const BUDGET: usize = 20_000_000;

/// Where each item lies across: the best of several orders.
pub(super) fn place(problem: &Problem<'_>, items: &[Item]) -> Vec<f64> {
    let links: usize = items.iter().map(|item| item.after.len()).sum();
    let rounds = (BUDGET / (links * links + 1)).clamp(1, ROUNDS);
    let mut search = Search {
        problem,
        items,
        boxes: Boxed::all(items),
        best: None,
    };
    let as_given: Vec<f64> = (0..items.len()).map(|at| at as f64).collect();
    for keys in [as_given, family_order(items)] {
        search.follow(keys, rounds);
    }
    if rounds == ROUNDS && (2..=BOXES).contains(&search.boxes.len()) {
        search.move_boxes();
    }
    let mut places = search.best.map(|(_, places)| places).unwrap_or_default();
    squeeze(problem, items, &search.boxes, &mut places);
    places
}

/// Takes out what stands empty from one end of the flow to the other, but for so much.
const EMPTY: f64 = 26.0;

fn squeeze(problem: &Problem<'_>, items: &[Item], boxes: &[Boxed], places: &mut [f64]) {
    let span = |at: usize, pads: (f64, f64)| {
        let half = items[at].across / 2.0;
        (places[at] - half - pads.0, places[at] + half + pads.1)
    };
    let mut taken: Vec<(f64, f64)> = (0..items.len()).map(|at| span(at, (0.0, 0.0))).collect();
    // All of a box is taken, from its first member to its last.
    taken.extend(boxes.iter().filter_map(|one| {
        let members = one.members.iter().map(|&at| span(at, problem.pads));
        members.reduce(|a, b| (a.0.min(b.0), a.1.max(b.1)))
    }));
    taken.sort_by(|one, other| one.0.total_cmp(&other.0));
    let mut cuts: Vec<(f64, f64)> = Vec::new();
    let mut end = f64::INFINITY;
    for (from, to) in taken {
        if from - end > EMPTY {
            cuts.push((from, from - end - EMPTY));
        }
        end = if end.is_finite() { end.max(to) } else { to };
    }
    for place in places {
        let gone: f64 = cuts
            .iter()
            .filter(|&&(from, _)| *place > from)
            .map(|&(_, much)| much)
            .sum();
        *place -= gone;
    }
}

struct Search<'p> {
    problem: &'p Problem<'p>,
    items: &'p [Item],
    boxes: Vec<Boxed>,
    /// The least cost so far, and the places that have it.
    best: Option<(f64, Vec<f64>)>,
}

impl Search<'_> {
    /// From these keys on, round by round, every item near what it is linked to, from one side and from the other.
    fn follow(&mut self, mut keys: Vec<f64>, rounds: usize) {
        for round in 0..rounds {
            let order = Order::new(self.problem, self.items, &keys);
            let places = sweep(self.problem, self.items, &order);
            let mut cost = length(self.items, &places);
            if rounds > 1 {
                cost += crossings(self.items, &places) as f64 * CROSSING;
                cost += self.foreign(&places) as f64 * FOREIGN;
            }
            for (at, item) in self.items.iter().enumerate() {
                let near = match round % 2 {
                    0 => &item.before,
                    _ => &item.after,
                };
                keys[at] = mean(near, &places).unwrap_or(places[at]);
            }
            if self.best.as_ref().is_none_or(|&(known, _)| cost < known) {
                self.best = Some((cost, places));
            }
        }
    }

    /// Tries every box before and behind every other, and outside of all, while links run through the boxes of others.
    fn move_boxes(&mut self) {
        for _ in 0..PASSES {
            let Some((known, places)) = self.best.clone() else {
                return;
            };
            if self.foreign(&places) == 0 {
                return;
            }
            let middles: Vec<f64> = self
                .boxes
                .iter()
                .map(|one| mean(&one.members, &places).unwrap_or(0.0))
                .collect();
            let first = places.iter().copied().fold(f64::INFINITY, f64::min);
            let last = places.iter().copied().fold(f64::NEG_INFINITY, f64::max);
            for (home, &middle) in middles.iter().enumerate() {
                let beside = middles
                    .iter()
                    .enumerate()
                    .filter(|&(other, _)| other != home);
                let beside = beside.flat_map(|(_, &other)| [other - 0.5, other + 0.5]);
                for target in beside.chain([first - 1.0, last + 1.0]) {
                    let mut keys = places.clone();
                    for &member in &self.boxes[home].members {
                        keys[member] += target - middle;
                    }
                    self.follow(keys, ROUNDS_OF_A_MOVE);
                }
            }
            if self.best.as_ref().is_some_and(|&(cost, _)| cost >= known) {
                return;
            }
        }
    }

    /// How often a link bends from one side of a box to the other that holds neither of its ends.
    fn foreign(&self, places: &[f64]) -> usize {
        let mut count = 0;
        for (home, one) in self.boxes.iter().enumerate() {
            let Some(middle) = mean(&one.members, places) else {
                continue;
            };
            let (first, last) = one.layers;
            for (at, item) in self.items.iter().enumerate() {
                if item.home == Some(home) || !(first..last).contains(&item.layer) {
                    continue;
                }
                let across = |&&to: &&usize| {
                    self.items[to].home != Some(home)
                        && (places[at] - middle) * (places[to] - middle) < 0.0
                };
                count += item.after.iter().filter(across).count();
            }
        }
        count
    }
}

/// A box: what it holds, and from which layer to which it runs.
struct Boxed {
    members: Vec<usize>,
    layers: (usize, usize),
}

impl Boxed {
    fn all(items: &[Item]) -> Vec<Boxed> {
        let mut boxes: Vec<Boxed> = Vec::new();
        for (at, item) in items.iter().enumerate() {
            let Some(home) = item.home else { continue };
            while boxes.len() <= home {
                boxes.push(Boxed {
                    members: Vec::new(),
                    layers: (usize::MAX, 0),
                });
            }
            let one = &mut boxes[home];
            one.members.push(at);
            one.layers = (one.layers.0.min(item.layer), one.layers.1.max(item.layer));
        }
        boxes
    }
}

/// A first order in which what leads to one item stands together.
fn family_order(items: &[Item]) -> Vec<f64> {
    let mut starts: Vec<usize> = (0..items.len()).collect();
    starts.sort_by_key(|&at| (!items[at].after.is_empty(), at));
    let mut keys: Vec<Option<f64>> = vec![None; items.len()];
    let mut next = 0.0;
    for start in starts {
        let mut open = vec![start];
        while let Some(at) = open.pop() {
            if keys[at].is_none() {
                keys[at] = Some(next);
                next += 1.0;
                open.extend(items[at].before.iter().rev());
            }
        }
    }
    keys.into_iter().flatten().collect()
}

/// How often links cross between neighbouring layers.
fn crossings(items: &[Item], places: &[f64]) -> usize {
    let mut between: Vec<Vec<(f64, f64)>> = Vec::new();
    for (at, item) in items.iter().enumerate() {
        if between.len() <= item.layer {
            between.resize(item.layer + 1, Vec::new());
        }
        between[item.layer].extend(item.after.iter().map(|&to| (places[at], places[to])));
    }
    let crossing = |links: &Vec<(f64, f64)>| {
        let pairs = links
            .iter()
            .enumerate()
            .flat_map(|(at, one)| links[at + 1..].iter().map(move |other| (one, other)));
        pairs
            .filter(|(one, other)| (one.0 - other.0) * (one.1 - other.1) < 0.0)
            .count()
    };
    between.iter().map(crossing).sum()
}

fn length(items: &[Item], places: &[f64]) -> f64 {
    let links = items
        .iter()
        .enumerate()
        .flat_map(|(at, item)| item.after.iter().map(move |&to| (at, to)));
    links
        .map(|(from, to)| (places[from] - places[to]).abs())
        .sum()
}
