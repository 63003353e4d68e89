//! Strongly connected components, without recursion and without a list a component.
//!
//! First a *peel*: a vertex all of whose targets are settled is a component of its own. Statements are mostly cited
//! by later ones, so a few passes in alternating direction settle nearly all of a citation graph, each reading the
//! edges in order. What is left goes through the one-array search of Pearce (2016), with an explicit stack.
//! O(V + E) time, 4 bytes and a bit a vertex beside the graph. petgraph, whose search recurses and overflows the
//! stack on a chain 100,000 long, is the oracle in the tests.

use super::digraph::{Bits, Digraph, successors};

/// Passes that settle less than one in this many of what is left are not worth another.
const WORTH: usize = 8;
/// No more passes than this.
const MOST_PASSES: usize = 8;

/// Which component each vertex belongs to.
///
/// Components are numbered so that every edge between two of them leads to the lower number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Components {
    of: Vec<u32>,
    count: u32,
}

impl Components {
    /// How many there are.
    pub fn count(&self) -> usize {
        self.count as usize
    }

    /// The component of a vertex.
    pub fn of(&self, vertex: u32) -> u32 {
        self.of[vertex as usize]
    }

    /// The components of some of the vertices, each by its place among them. Those that are left keep their order.
    pub fn among(&self, vertices: impl Iterator<Item = u32>) -> Components {
        let mut of: Vec<u32> = vertices.map(|vertex| self.of(vertex)).collect();
        let mut numbers = vec![0u32; self.count()];
        of.iter().for_each(|&old| numbers[old as usize] = 1);
        let mut count = 0;
        for number in &mut numbers {
            count += std::mem::replace(number, count);
        }
        of.iter_mut().for_each(|old| *old = numbers[*old as usize]);
        Components { of, count }
    }

    /// The vertices of each component, ascending.
    pub fn members(&self) -> crate::case::index::Rows<u32> {
        let pairs: Vec<(u32, u32)> = self.of.iter().copied().zip(0u32..).collect();
        crate::case::index::Rows::from_pairs(self.count(), &pairs)
    }
}

/// The strongly connected components of a graph.
///
/// ```
/// use claimgraph::analysis::components;
/// use claimgraph::case::Rows;
///
/// // 0 and 1 cite each other, 2 cites 1.
/// let graph = Rows::from_pairs(3, &[(0, 1), (1, 0), (2, 1)]);
/// let found = components::strong(&graph);
/// assert_eq!(found.count(), 2);
/// assert_eq!(found.of(0), found.of(1));
/// assert!(found.of(1) < found.of(2));
/// ```
pub fn strong(graph: &impl Digraph) -> Components {
    let mut peel = Peel::new(graph);
    let mut search = Search::new(graph, &mut peel);
    while search.next_component().is_some() {}
    Components {
        of: peel.of,
        count: peel.count,
    }
}

/// The components that hold an edge: those of several vertices, and vertices with a loop. Members ascend.
pub fn cyclic(graph: &impl Digraph) -> Vec<Vec<u32>> {
    let mut peel = Peel::new(graph);
    let mut search = Search::new(graph, &mut peel);
    let mut found = Vec::new();
    while let Some(members) = search.next_component() {
        let has_edge = match members {
            [only] => successors(graph, *only).any(|to| to == *only),
            _ => true,
        };
        if has_edge {
            let mut members = members.to_vec();
            members.sort_unstable();
            found.push(members);
        }
    }
    found
}

/// Vertices settled one by one, and the others.
struct Peel {
    settled: Bits,
    /// The component of a settled vertex; the place in `rest` of any other.
    of: Vec<u32>,
    rest: Vec<u32>,
    count: u32,
}

impl Peel {
    fn new(graph: &impl Digraph) -> Self {
        let vertices = graph.vertex_count();
        let mut peel = Peel {
            settled: Bits::new(vertices),
            of: vec![0; vertices],
            rest: Vec::new(),
            count: 0,
        };
        for at in 0..vertices as u32 {
            if !peel.settle(graph, at) {
                peel.rest.push(at);
            }
        }
        for _ in 1..MOST_PASSES {
            let before = peel.rest.len();
            let mut rest = std::mem::take(&mut peel.rest);
            rest.reverse();
            rest.retain(|&at| !peel.settle(graph, at));
            peel.rest = rest;
            if before - peel.rest.len() <= before / WORTH {
                break;
            }
        }
        for (place, &at) in peel.rest.iter().enumerate() {
            peel.of[at as usize] = place as u32;
        }
        peel
    }

    fn settle(&mut self, graph: &impl Digraph, at: u32) -> bool {
        // A vertex is not settled while it is looked at, so a loop keeps it out.
        let settled = successors(graph, at).all(|to| self.settled.has(to));
        if settled {
            self.settled.insert(at);
            self.of[at as usize] = self.count;
            self.count += 1;
        }
        settled
    }
}

/// A vertex being explored: its place in the rest, and its edges still to be followed.
struct Frame {
    place: u32,
    edges: std::ops::Range<usize>,
    is_root: bool,
}

struct Search<'s, G> {
    graph: &'s G,
    peel: &'s mut Peel,
    /// For each place in the rest: 0 unseen, else the number of the earliest vertex known to be reached.
    reached: Vec<u32>,
    next: u32,
    start: usize,
    frames: Vec<Frame>,
    /// Explored vertices that belong to a component whose root is still open.
    waiting: Vec<u32>,
    members: Vec<u32>,
}

impl<'s, G: Digraph> Search<'s, G> {
    fn new(graph: &'s G, peel: &'s mut Peel) -> Self {
        let places = peel.rest.len();
        Search {
            graph,
            peel,
            reached: vec![0; places],
            next: 0,
            start: 0,
            frames: Vec::new(),
            waiting: Vec::new(),
            members: Vec::new(),
        }
    }

    fn enter(&mut self, place: u32) {
        self.next += 1;
        self.reached[place as usize] = self.next;
        let vertex = self.peel.rest[place as usize];
        self.frames.push(Frame {
            place,
            edges: self.graph.edges(vertex),
            is_root: true,
        });
    }

    /// The members of the next component among what the peel left; `None` when all are found.
    fn next_component(&mut self) -> Option<&[u32]> {
        loop {
            let Some(frame) = self.frames.last_mut() else {
                while *self.reached.get(self.start)? != 0 {
                    self.start += 1;
                }
                self.enter(self.start as u32);
                continue;
            };
            let Some(edge) = frame.edges.next() else {
                if self.leave() {
                    return Some(&self.members);
                }
                continue;
            };
            let to = self.graph.target(edge);
            if self.peel.settled.has(to) {
                continue;
            }
            let place = self.peel.of[to as usize];
            match self.reached[place as usize] {
                0 => self.enter(place),
                reached if reached < self.reached[frame.place as usize] => {
                    self.reached[frame.place as usize] = reached;
                    frame.is_root = false;
                }
                _ => {}
            }
        }
    }

    /// Leaves the vertex explored last; whether it was the root of a component, which is then settled.
    fn leave(&mut self) -> bool {
        let Some(frame) = self.frames.pop() else {
            return false;
        };
        let reached = self.reached[frame.place as usize];
        if let Some(parent) = self.frames.last_mut()
            && reached < self.reached[parent.place as usize]
        {
            self.reached[parent.place as usize] = reached;
            parent.is_root = false;
        }
        if !frame.is_root {
            self.waiting.push(frame.place);
            return false;
        }
        let first = (self.waiting.iter())
            .rposition(|&place| self.reached[place as usize] < reached)
            .map_or(0, |before| before + 1);
        self.members.clear();
        self.members.push(self.peel.rest[frame.place as usize]);
        let members = self.waiting.drain(first..);
        self.members
            .extend(members.map(|place| self.peel.rest[place as usize]));
        for &member in &self.members {
            self.peel.settled.insert(member);
            self.peel.of[member as usize] = self.peel.count;
        }
        self.peel.count += 1;
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::case::index::Rows;
    use petgraph::graph::DiGraph;
    use proptest::prelude::*;

    #[test]
    fn a_chain_a_million_long_needs_no_stack_in_either_direction() {
        let nodes = 1_000_000u32;
        let up: Vec<(u32, u32)> = (1..nodes).map(|at| (at - 1, at)).collect();
        let mut ring = up.clone();
        ring.push((nodes - 1, 0));
        let down: Vec<(u32, u32)> = (1..nodes).map(|at| (at, at - 1)).collect();
        for (edges, count) in [(up, nodes), (down, nodes), (ring, 1)] {
            let graph = Rows::from_pairs(nodes as usize, &edges);
            assert_eq!(strong(&graph).count(), count as usize);
        }
    }

    proptest! {
        #[test]
        fn components_agree_with_petgraph(edges in prop::collection::vec((0u32..12, 0u32..12), 0..40)) {
            let mut theirs = DiGraph::<(), ()>::new();
            for _ in 0..12 {
                theirs.add_node(());
            }
            for &(from, to) in &edges {
                theirs.add_edge(from.into(), to.into(), ());
            }
            let mut theirs: Vec<Vec<u32>> = petgraph::algo::tarjan_scc(&theirs)
                .into_iter()
                .map(|members| {
                    let mut members: Vec<u32> = members.iter().map(|at| at.index() as u32).collect();
                    members.sort_unstable();
                    members
                })
                .collect();
            theirs.sort();
            let graph = Rows::from_pairs(12, &edges);
            let found = strong(&graph);
            let members = found.members();
            let mut ours: Vec<Vec<u32>> = (0..found.count()).map(|at| members.row(at).to_vec()).collect();
            ours.sort();
            prop_assert_eq!(&ours, &theirs);
            for &(from, to) in &edges {
                prop_assert!(found.of(to) <= found.of(from));
            }
            let mut with_edges = cyclic(&graph);
            with_edges.sort();
            theirs.retain(|members| members.len() > 1 || edges.contains(&(members[0], members[0])));
            prop_assert_eq!(with_edges, theirs);
        }
    }
}
