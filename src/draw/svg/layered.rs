//! A layered layout with boxes around nodes, for the picture that is drawn without Graphviz.
//!
//! After Sugiyama, Tagawa and Toda (1981): break cycles, layer by longest path, order layers by barycentres, assign
//! coordinates. The order is one for all layers, a box being one place in it, so that boxes never overlap; places are
//! then a system of difference constraints along that order, which every sweep keeps. A sweep from above and one from
//! below are both solutions, and so is their mean. `rust-sugiyama` knows no boxes and does not tell its routes.
//! Only sums, products and quotients: the same on every machine. Sweeps are budgeted.

use std::cmp::Ordering;
use std::collections::BTreeMap;

use super::order::{Constraint, Order, Variable};

/// What is to be laid out. `along` is the direction of the flow, `across` the other.
pub(super) struct Problem<'a> {
    /// The room that nodes are given, along and across.
    pub sizes: &'a [(f64, f64)],
    /// Their extents as drawn, where links end; not larger.
    pub drawn: &'a [(f64, f64)],
    /// The box of each node; boxes are numbered from 0.
    pub boxes: &'a [Option<usize>],
    /// What links them.
    pub links: &'a [Link],
    /// Room between layers.
    pub gap_along: f64,
    /// Room between neighbours in a layer.
    pub gap_across: f64,
    /// Room within a box before its first and after its last member, across.
    pub pads: (f64, f64),
    /// The same along.
    pub ends: (f64, f64),
}

/// A link between two nodes.
#[derive(Clone, Copy)]
pub(super) struct Link {
    /// Where it starts.
    pub from: usize,
    /// Where it ends.
    pub to: usize,
    /// Where it points.
    pub tip: Tip,
    /// Room for a label before its tip, along.
    pub label: f64,
    /// Whether its end is to be placed after its start.
    pub pulls: bool,
    /// The trunk in which it runs together with others that say the same of the node to which they point.
    pub trunk: Option<usize>,
}

/// The end of a link to which it points.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Tip {
    Start,
    End,
}

impl Link {
    /// Its nodes in order of layer; `None`: they lie in one.
    pub(super) fn ends(&self, layers: &[usize]) -> Option<(usize, usize)> {
        match layers[self.from].cmp(&layers[self.to]) {
            Ordering::Less => Some((self.from, self.to)),
            Ordering::Greater => Some((self.to, self.from)),
            Ordering::Equal => None,
        }
    }

    /// Whether it points to the later of its two layers.
    fn points_on(&self, layers: &[usize]) -> bool {
        (layers[self.from] < layers[self.to]) == (self.tip == Tip::End)
    }

    /// Its trunk, and whether that is met in the later of its two layers.
    pub(super) fn trunk(&self, layers: &[usize]) -> Option<(usize, bool)> {
        Some((self.trunk?, self.points_on(layers)))
    }
}

/// Where everything is.
pub(super) struct Solution {
    /// Centres of the nodes, along and across.
    pub centres: Vec<(f64, f64)>,
    /// The points of each link, ends on the borders of its nodes.
    pub routes: Vec<Route>,
    /// Where what lies in each box begins and ends, across: its nodes, and the links that pass it.
    pub spans: Vec<(f64, f64)>,
}

/// The course of a link.
#[derive(Clone, Debug)]
pub(super) enum Route {
    /// Along the flow through these points, from start to end.
    Flow(Vec<(f64, f64)>),
    /// The same, up to where it joins its trunk, which another link draws.
    Joins(Vec<(f64, f64)>),
    /// A curve beside the flow: start, two controls, end.
    Arc([(f64, f64); 4]),
}

/// A node, or the place where a long link passes a layer.
#[derive(Clone)]
pub(super) struct Item {
    pub layer: usize,
    pub across: f64,
    pub home: Option<usize>,
    /// Linked items in the layer before and after.
    pub before: Vec<usize>,
    pub after: Vec<usize>,
}

/// A link longer than this passes layers without keeping clear of what is there.
const LONGEST: usize = 40;
/// Sweeps for the places in one order.
const SWEEPS: usize = 12;

/// Lays out a graph of any shape.
pub(super) fn solve(problem: &Problem<'_>) -> Solution {
    let layers = super::layering::layers(problem);
    let boxed = layers_of_boxes(problem, &layers);
    let (items, chains) = items(problem, &layers, &boxed);
    let places = super::search::place(problem, &items);
    let clear = clearances(problem, &layers, &boxed);
    let columns = columns(problem, &layers, &clear);
    let shifts = shifts(problem, &layers, &columns);
    let centres: Vec<(f64, f64)> = layers
        .iter()
        .zip(&shifts)
        .zip(&places)
        .map(|((&layer, shift), &across)| (columns[layer].0 + shift, across))
        .collect();
    let passes = |at: usize| {
        let layer = items[at].layer;
        let ((middle, wide), (before, after)) = (columns[layer], clear[layer]);
        let [left, right] = [middle - wide / 2.0 - before, middle + wide / 2.0 + after];
        [(left, places[at]), (right, places[at])]
    };
    let routes = super::route::routes(problem, &layers, &centres, &chains, passes);
    Solution {
        centres,
        routes,
        spans: spans(&items, &places, boxed.len()),
    }
}

/// The first and the last layer of each box.
fn layers_of_boxes(problem: &Problem<'_>, layers: &[usize]) -> Vec<(usize, usize)> {
    let mut boxed: Vec<(usize, usize)> = Vec::new();
    for (&layer, home) in layers.iter().zip(problem.boxes) {
        if let Some(home) = *home {
            boxed.resize(boxed.len().max(home + 1), (usize::MAX, 0));
            boxed[home] = (boxed[home].0.min(layer), boxed[home].1.max(layer));
        }
    }
    boxed
}

fn spans(items: &[Item], places: &[f64], boxes: usize) -> Vec<(f64, f64)> {
    let mut spans = vec![(f64::INFINITY, f64::NEG_INFINITY); boxes];
    for (item, place) in items.iter().zip(places) {
        if let Some(home) = item.home {
            let half = item.across / 2.0;
            let (first, last) = spans[home];
            spans[home] = (first.min(place - half), last.max(place + half));
        }
    }
    spans
}

/// What makes one passage of several: the trunk, the box and the layer.
type Shared = ((usize, bool), Option<usize>, usize);

/// The nodes, then the passages of long links; and for each link its passages, in order of layer. Links of one trunk
/// share them.
///
/// A link of a member runs within its box as far as that reaches, and leaves it where it ends.
fn items(
    problem: &Problem<'_>,
    layers: &[usize],
    boxed: &[(usize, usize)],
) -> (Vec<Item>, Vec<Vec<usize>>) {
    let mut items: Vec<Item> = layers
        .iter()
        .enumerate()
        .map(|(at, &layer)| Item {
            layer,
            across: problem.sizes[at].1,
            home: problem.boxes[at],
            before: Vec::new(),
            after: Vec::new(),
        })
        .collect();
    let mut chains = Vec::with_capacity(problem.links.len());
    let mut shared: BTreeMap<Shared, usize> = BTreeMap::new();
    for link in problem.links {
        let mut chain = Vec::new();
        let Some((start, end)) = link.ends(layers) else {
            chains.push(chain);
            continue;
        };
        let home = |layer: usize| {
            let own = problem.boxes[start].filter(|&home| layer <= boxed[home].1);
            own.or(problem.boxes[end].filter(|&home| layer >= boxed[home].0))
        };
        let mut last = start;
        if layers[end] - layers[start] <= LONGEST {
            for layer in layers[start] + 1..layers[end] {
                let home = home(layer);
                let fresh = items.len();
                let at = link.trunk(layers).map_or(fresh, |trunk| {
                    *shared.entry((trunk, home, layer)).or_insert(fresh)
                });
                if at == fresh {
                    items.push(Item {
                        layer,
                        across: 2.0,
                        home,
                        before: Vec::new(),
                        after: Vec::new(),
                    });
                }
                tie(&mut items, (last, at), link.trunk);
                chain.push(at);
                last = at;
            }
            tie(&mut items, (last, end), link.trunk);
        }
        chains.push(chain);
    }
    (items, chains)
}

/// Links two items of neighbouring layers; within a trunk but once.
fn tie(items: &mut [Item], (one, other): (usize, usize), trunk: Option<usize>) {
    if trunk.is_none() || !items[one].after.contains(&other) {
        items[one].after.push(other);
        items[other].before.push(one);
    }
}

/// How far before and behind each layer links run straight: past the labels at their tips, and to the ends of boxes.
fn clearances(
    problem: &Problem<'_>,
    layers: &[usize],
    boxed: &[(usize, usize)],
) -> Vec<(f64, f64)> {
    let count = layers.iter().max().map_or(0, |last| last + 1);
    let mut clear = vec![(0.0_f64, 0.0_f64); count];
    let labelled = problem.links.iter().filter(|link| link.label > 0.0);
    for link in labelled.filter(|link| layers[link.from] != layers[link.to]) {
        let tip = match link.tip {
            Tip::Start => layers[link.from],
            Tip::End => layers[link.to],
        };
        match link.points_on(layers) {
            true => clear[tip].0 = clear[tip].0.max(link.label),
            false => clear[tip].1 = clear[tip].1.max(link.label),
        }
    }
    // No link leaves a box that holds everything.
    let left = boxed.iter().filter(|_| !super::layering::is_page(problem));
    for &(first, last) in left {
        clear[first].0 = clear[first].0.max(problem.ends.0);
        clear[last].1 = clear[last].1.max(problem.ends.1);
    }
    clear
}

/// As many layers stand as far apart as they like.
const FEW_LAYERS: usize = 4;
/// How near more of them come.
const NARROW: f64 = 0.76;

/// As much of the room between layers is no loss where links run straight beside it.
const SPARED: f64 = 0.25;

/// The middle of each layer and its width.
fn columns(problem: &Problem<'_>, layers: &[usize], clear: &[(f64, f64)]) -> Vec<(f64, f64)> {
    let mut wide = vec![0.0_f64; clear.len()];
    for (&layer, size) in layers.iter().zip(problem.sizes) {
        wide[layer] = wide[layer].max(size.0);
    }
    let gap = match clear.len() {
        ..=FEW_LAYERS => problem.gap_along,
        _ => problem.gap_along * NARROW,
    };
    let mut at = 0.0;
    let mut columns = Vec::with_capacity(clear.len());
    for (layer, wide) in wide.into_iter().enumerate() {
        if layer > 0 {
            let straight = clear[layer - 1].1 + clear[layer].0;
            at += gap + straight - straight.min(gap * SPARED);
        }
        columns.push((at + wide / 2.0, wide));
        at += wide;
    }
    columns
}

/// How far each node stands from the middle of its layer: where nothing leads to it, at the end at which its links
/// leave; where nothing leads on, at the end at which they arrive.
fn shifts(problem: &Problem<'_>, layers: &[usize], columns: &[(f64, f64)]) -> Vec<f64> {
    let mut links = vec![(false, false); layers.len()];
    for link in problem
        .links
        .iter()
        .filter(|link| layers[link.from] != layers[link.to])
    {
        let (first, last) = match layers[link.from] < layers[link.to] {
            true => (link.from, link.to),
            false => (link.to, link.from),
        };
        links[last].0 = true;
        links[first].1 = true;
    }
    let shift = |(at, &layer): (usize, &usize)| {
        let room = (columns[layer].1 - problem.sizes[at].0) / 2.0;
        match links[at] {
            (false, true) => room,
            (true, false) => -room,
            _ => 0.0,
        }
    };
    layers.iter().enumerate().map(shift).collect()
}

/// The mean place of some items; `None` of none.
pub(super) fn mean(of: &[usize], places: &[f64]) -> Option<f64> {
    (!of.is_empty()).then(|| of.iter().map(|&at| places[at]).sum::<f64>() / of.len() as f64)
}

/// Places in one order: near what each is linked to, as far as the constraints allow.
pub(super) fn sweep(problem: &Problem<'_>, items: &[Item], order: &Order) -> Vec<f64> {
    let mut places = lowest(order, &vec![f64::NEG_INFINITY; order.variables.len()]);
    for _ in 0..SWEEPS {
        let wished = wishes(problem, items, order, &places);
        let (down, up) = (lowest(order, &wished), highest(order, &wished));
        places = down
            .iter()
            .zip(&up)
            .map(|(down, up)| (down + up) / 2.0)
            .collect();
        settle(problem, items, order, &mut places);
    }
    places.truncate(items.len());
    places
}

/// Lets every variable in turn come as near to its wish as its neighbours leave it room. The mean of two solutions
/// moves what is in the way of others together; it also moves what is in nobody's way.
fn settle(problem: &Problem<'_>, items: &[Item], order: &Order, places: &mut [f64]) {
    for pass in 0..4 {
        let wished = wishes(problem, items, order, places);
        let count = order.variables.len();
        for number in 0..count {
            let number = if pass % 2 == 0 {
                number
            } else {
                count - 1 - number
            };
            let at = order.number(order.variables[number]);
            let (least, most) = order.room(at, places);
            // Rounding may leave no room at all.
            if least < most {
                places[at] = wished[at].clamp(least, most);
            }
        }
    }
}

fn wishes(problem: &Problem<'_>, items: &[Item], order: &Order, places: &[f64]) -> Vec<f64> {
    let mut wished = places.to_vec();
    for (at, item) in items.iter().enumerate() {
        let (before, after) = (mean(&item.before, places), mean(&item.after, places));
        wished[at] = match (before, after) {
            (Some(before), Some(after)) => (before + after) / 2.0,
            (one, other) => one.or(other).unwrap_or(places[at]),
        };
    }
    for variable in &order.variables {
        if let Variable::Item(at) = *variable
            && let Some(home) = items[at].home
        {
            let (top, bottom) = (order.top(home), order.bottom(home));
            let half = items[at].across / 2.0;
            wished[top] = wished[top].max(wished[at] - half - problem.pads.0);
            wished[bottom] = wished[bottom].min(wished[at] + half + problem.pads.1);
        }
    }
    wished
}

/// Every variable as near to its wish as those before it in the order allow.
fn lowest(order: &Order, wished: &[f64]) -> Vec<f64> {
    let mut least = wished.to_vec();
    for value in &mut least {
        if *value == f64::NEG_INFINITY {
            *value = 0.0;
        }
    }
    for Constraint {
        first,
        second,
        apart,
    } in &order.constraints
    {
        least[*second] = least[*second].max(least[*first] + apart);
    }
    least
}

/// The same from the other end.
fn highest(order: &Order, wished: &[f64]) -> Vec<f64> {
    let mut most = wished.to_vec();
    for Constraint {
        first,
        second,
        apart,
    } in order.constraints.iter().rev()
    {
        most[*first] = most[*first].min(most[*second] - apart);
    }
    most
}
