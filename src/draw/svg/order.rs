//! One order of nodes and boxes across all layers, and the distances that it asks for.

use super::layered::{Item, Problem};

/// Something that has a place across.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Variable {
    /// A node or passage.
    Item(usize),
    /// The first border of a box.
    Top(usize),
    /// Its other border.
    Bottom(usize),
}

/// `second` lies at least `apart` behind `first`.
#[derive(Clone, Copy, Debug)]
pub(super) struct Constraint {
    pub first: usize,
    pub second: usize,
    pub apart: f64,
}

/// Variables in order, and constraints that only ever point forward in it.
///
/// Items are numbered first, then the borders of the boxes.
pub(super) struct Order {
    pub variables: Vec<Variable>,
    /// Sorted by the place of `second` in the order.
    pub constraints: Vec<Constraint>,
    /// The constraints in which each variable is the second, and in which it is the first.
    behind: Vec<Vec<usize>>,
    ahead: Vec<Vec<usize>>,
    items: usize,
}

/// Room between two boxes.
const BETWEEN_BOXES: f64 = 12.0;

impl Order {
    /// Sorts by key; a box has the mean key of its members and takes one place.
    pub(super) fn new(problem: &Problem<'_>, items: &[Item], keys: &[f64]) -> Order {
        let boxes = problem
            .boxes
            .iter()
            .flatten()
            .max()
            .map_or(0, |last| last + 1);
        let mut spans: Vec<Span> = vec![Span::default(); boxes];
        for (at, item) in items.iter().enumerate() {
            if let Some(home) = item.home {
                spans[home].add(item.layer, keys[at]);
            }
        }
        let mut variables: Vec<Variable> = (0..items.len()).map(Variable::Item).collect();
        variables.extend((0..boxes).flat_map(|home| [Variable::Top(home), Variable::Bottom(home)]));
        let place = |variable: &Variable| match *variable {
            Variable::Item(at) => match items[at].home {
                Some(home) => (spans[home].key(), items.len() + home, 1, keys[at], at),
                None => (keys[at], at, 1, 0.0, at),
            },
            Variable::Top(home) => (spans[home].key(), items.len() + home, 0, 0.0, 0),
            Variable::Bottom(home) => (spans[home].key(), items.len() + home, 2, 0.0, 0),
        };
        variables.sort_by(|one, other| {
            let ((a, b, c, d, e), (f, g, h, i, j)) = (place(one), place(other));
            a.total_cmp(&f)
                .then((b, c).cmp(&(g, h)))
                .then(d.total_cmp(&i))
                .then(e.cmp(&j))
        });
        let count = variables.len();
        let mut order = Order {
            variables,
            constraints: Vec::new(),
            behind: vec![Vec::new(); count],
            ahead: vec![Vec::new(); count],
            items: items.len(),
        };
        order.constrain(problem, items, &spans);
        order
    }

    /// The number of a variable.
    pub(super) fn number(&self, variable: Variable) -> usize {
        match variable {
            Variable::Item(at) => at,
            Variable::Top(home) => self.top(home),
            Variable::Bottom(home) => self.bottom(home),
        }
    }

    /// Between which places a variable may lie, the others staying where they are.
    pub(super) fn room(&self, at: usize, places: &[f64]) -> (f64, f64) {
        let constraints = &self.constraints;
        let least = self.behind[at].iter().map(|&number| {
            let Constraint { first, apart, .. } = constraints[number];
            places[first] + apart
        });
        let most = self.ahead[at].iter().map(|&number| {
            let Constraint { second, apart, .. } = constraints[number];
            places[second] - apart
        });
        (
            least.fold(f64::NEG_INFINITY, f64::max),
            most.fold(f64::INFINITY, f64::min),
        )
    }

    /// The variable of the first border of a box.
    pub(super) fn top(&self, home: usize) -> usize {
        self.items + 2 * home
    }

    /// The variable of its other border.
    pub(super) fn bottom(&self, home: usize) -> usize {
        self.top(home) + 1
    }

    fn constrain(&mut self, problem: &Problem<'_>, items: &[Item], spans: &[Span]) {
        let layers = items.iter().map(|item| item.layer + 1).max().unwrap_or(0);
        let mut last: Vec<Option<Before>> = vec![None; layers];
        for variable in self.variables.clone() {
            match variable {
                Variable::Item(at) => self.constrain_item(problem, items, at, &mut last),
                Variable::Top(home) => {
                    for layer in spans[home].layers() {
                        match last[layer].take() {
                            Some(Before::Item(other)) => {
                                let half = items[other].across / 2.0;
                                self.apart(other, self.top(home), half + problem.gap_across);
                            }
                            Some(Before::Box(other)) => {
                                self.apart(self.bottom(other), self.top(home), BETWEEN_BOXES);
                            }
                            None => {}
                        }
                    }
                }
                Variable::Bottom(home) => {
                    self.apart(
                        self.top(home),
                        self.bottom(home),
                        problem.pads.0 + problem.pads.1,
                    );
                    for layer in spans[home].layers() {
                        if let Some(Before::Item(at)) = last[layer] {
                            let half = items[at].across / 2.0;
                            self.apart(at, self.bottom(home), half + problem.pads.1);
                        }
                        last[layer] = Some(Before::Box(home));
                    }
                }
            }
        }
    }

    /// An item lies behind what came last in its layer, and behind the first border of its box.
    fn constrain_item(
        &mut self,
        problem: &Problem<'_>,
        items: &[Item],
        at: usize,
        last: &mut [Option<Before>],
    ) {
        let item = &items[at];
        let half = item.across / 2.0;
        if let Some(home) = item.home {
            self.apart(self.top(home), at, half + problem.pads.0);
        }
        match last[item.layer].replace(Before::Item(at)) {
            Some(Before::Item(other)) => self.apart(other, at, gap(problem, items, other, at)),
            Some(Before::Box(other)) => {
                self.apart(self.bottom(other), at, half + problem.gap_across)
            }
            None => {}
        }
    }

    fn apart(&mut self, first: usize, second: usize, apart: f64) {
        self.ahead[first].push(self.constraints.len());
        self.behind[second].push(self.constraints.len());
        self.constraints.push(Constraint {
            first,
            second,
            apart,
        });
    }
}

/// What came last in a layer: an item, or a box that passes it.
#[derive(Clone, Copy)]
enum Before {
    Item(usize),
    Box(usize),
}

/// Passages may lie closer together than nodes.
fn gap(problem: &Problem<'_>, items: &[Item], one: usize, other: usize) -> f64 {
    let passages =
        usize::from(one >= problem.sizes.len()) + usize::from(other >= problem.sizes.len());
    let room = match passages {
        0 => problem.gap_across,
        1 => problem.gap_across * 0.7,
        _ => 6.0,
    };
    (items[one].across + items[other].across) / 2.0 + room
}

/// The layers through which a box runs, and the mean key of its members.
#[derive(Clone, Default)]
struct Span {
    layers: Option<(usize, usize)>,
    sum: f64,
    count: usize,
}

impl Span {
    fn add(&mut self, layer: usize, key: f64) {
        let (first, last) = self.layers.unwrap_or((layer, layer));
        self.layers = Some((first.min(layer), last.max(layer)));
        self.sum += key;
        self.count += 1;
    }

    fn key(&self) -> f64 {
        self.sum / self.count.max(1) as f64
    }

    fn layers(&self) -> std::ops::RangeInclusive<usize> {
        match self.layers {
            Some((first, last)) => first..=last,
            // The one range of this type that is surely empty.
            #[allow(clippy::reversed_empty_ranges)]
            None => 1..=0,
        }
    }
}
