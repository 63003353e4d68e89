//! Which layer each node of a layout lies in: behind all that leads to it, its links short, its box in few layers.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use super::layered::Problem;

/// Passes for the layers.
const PASSES: usize = 12;

/// The layer of every node.
pub(super) fn layers(problem: &Problem<'_>) -> Vec<usize> {
    let count = problem.sizes.len();
    let mut after = vec![Vec::new(); count];
    for link in problem
        .links
        .iter()
        .filter(|link| link.pulls && link.from != link.to)
    {
        after[link.from].push(link.to);
    }
    let finished = break_cycles(&mut after);
    let mut layer = vec![0; count];
    let mut entered = vec![false; count];
    for &at in finished.iter().rev() {
        for &next in &after[at] {
            layer[next] = layer[next].max(layer[at] + 1);
            entered[next] = true;
        }
    }
    let mut before: Vec<Vec<usize>> = vec![Vec::new(); count];
    for (at, next) in after.iter().enumerate() {
        for &to in next {
            before[to].push(at);
        }
    }
    shorten(&after, &before, &finished, &mut layer);
    if !is_page(problem) {
        gather(problem, &before, &finished, &mut layer);
        part(problem, &after, &before, &mut layer);
    }
    let last = layer.iter().copied().max().unwrap_or(0);
    // What is linked to nothing stands in the last layer, where the claims are.
    for at in 0..count {
        if !entered[at] && after[at].is_empty() {
            layer[at] = last;
        }
    }
    layer
}

/// Whether one box holds everything: it is a page then, and keeps no room from anybody.
pub(super) fn is_page(problem: &Problem<'_>) -> bool {
    problem.boxes.iter().all(|home| *home == Some(0))
}

/// Moves nodes between what they rest on and what rests on them, to where more of their links are short.
fn shorten(after: &[Vec<usize>], before: &[Vec<usize>], finished: &[usize], layer: &mut [usize]) {
    for _ in 0..PASSES {
        let mut moved = false;
        // Those left first by the search are nearest to the end: what they rest on can follow in the same pass.
        for &at in finished {
            let Some(latest) = after[at].iter().map(|&to| layer[to] - 1).min() else {
                continue;
            };
            let better = match after[at].len() >= before[at].len() {
                true => latest,
                false => earliest(before, layer, at),
            };
            moved |= std::mem::replace(&mut layer[at], better) != better;
        }
        if !moved {
            break;
        }
    }
}

fn earliest(before: &[Vec<usize>], layer: &[usize], at: usize) -> usize {
    before[at]
        .iter()
        .map(|&from| layer[from] + 1)
        .max()
        .unwrap_or(0)
}

/// Moves the members of a box back into its first layer, as far as what they rest on allows: a box that runs through
/// few layers keeps little room from others.
fn gather(problem: &Problem<'_>, before: &[Vec<usize>], finished: &[usize], layer: &mut [usize]) {
    let boxes = problem
        .boxes
        .iter()
        .flatten()
        .max()
        .map_or(0, |last| last + 1);
    for _ in 0..PASSES {
        let mut first = vec![usize::MAX; boxes];
        for (&layer, home) in layer.iter().zip(problem.boxes) {
            if let Some(home) = *home {
                first[home] = first[home].min(layer);
            }
        }
        let mut moved = false;
        for &at in finished.iter().rev() {
            if let Some(home) = problem.boxes[at] {
                let back = earliest(before, layer, at).max(first[home]);
                moved |= back < std::mem::replace(&mut layer[at], back);
            }
        }
        if !moved {
            break;
        }
    }
}

/// Moves origins of a box that runs through several layers to that layer of it in which fewest of its members lie, the
/// last of several: the box is less high, and their links are shorter.
fn part(problem: &Problem<'_>, after: &[Vec<usize>], before: &[Vec<usize>], layer: &mut [usize]) {
    let Some(boxes) = problem.boxes.iter().flatten().max().map(|last| last + 1) else {
        return;
    };
    let mut held: Vec<BTreeMap<usize, usize>> = vec![BTreeMap::new(); boxes];
    for (&layer, home) in layer.iter().zip(problem.boxes) {
        if let Some(home) = *home {
            *held[home].entry(layer).or_default() += 1;
        }
    }
    for at in 0..layer.len() {
        let Some(home) = problem.boxes[at].filter(|_| before[at].is_empty()) else {
            continue;
        };
        let Some(latest) = after[at].iter().map(|&to| layer[to] - 1).min() else {
            continue;
        };
        let held = &mut held[home];
        let last = held.keys().next_back().map_or(0, |&last| last.min(latest));
        let others = |to: &usize| {
            let here = held.get(to).copied().unwrap_or_default();
            (here - usize::from(*to == layer[at]), Reverse(*to))
        };
        let best = (layer[at]..=last).min_by_key(others).unwrap_or(layer[at]);
        *held.entry(layer[at]).or_default() -= 1;
        *held.entry(best).or_default() += 1;
        layer[at] = best;
    }
}

/// Turns round the links that close a cycle; tells the nodes in the order in which a depth-first search leaves them.
fn break_cycles(after: &mut [Vec<usize>]) -> Vec<usize> {
    #[derive(Clone, Copy, PartialEq)]
    enum State {
        New,
        Open,
        Left,
    }
    let mut entered = vec![false; after.len()];
    for &to in after.iter().flatten() {
        entered[to] = true;
    }
    let mut starts: Vec<usize> = (0..after.len()).collect();
    starts.sort_by_key(|&at| entered[at]);
    let mut state = vec![State::New; after.len()];
    let mut finished = Vec::with_capacity(after.len());
    let mut turned = Vec::new();
    for start in starts {
        if state[start] != State::New {
            continue;
        }
        state[start] = State::Open;
        let mut path = vec![(start, 0)];
        while let Some((at, next)) = path.last_mut() {
            let at = *at;
            let Some(&to) = after[at].get(*next) else {
                state[at] = State::Left;
                finished.push(at);
                path.pop();
                continue;
            };
            match state[to] {
                State::New => {
                    *next += 1;
                    state[to] = State::Open;
                    path.push((to, 0));
                }
                State::Open => {
                    after[at].remove(*next);
                    turned.push((to, at));
                }
                State::Left => *next += 1,
            }
        }
    }
    for (from, to) in turned {
        after[from].push(to);
    }
    finished
}
