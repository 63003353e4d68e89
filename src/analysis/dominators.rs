//! Dominators: what every path from a root must pass.
//!
//! The semi-NCA algorithm (Georgiadis 2005, "Linear-time algorithms for dominators and related problems", §2.3) on
//! flat arrays in preorder, with explicit stacks: no recursion, O(V + E) memory, and in practice linear time (at worst
//! O(V² + E log V)). petgraph's `simple_fast` keeps hash maps and is quadratic on long chains; it is the oracle in the
//! tests.

use super::digraph::{Digraph, successors};

const NONE: u32 = u32::MAX;

/// The dominator tree of the vertices that can be reached from a root.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dominators {
    root: u32,
    immediate: Vec<u32>,
}

impl Dominators {
    /// Whether a vertex can be reached from the root.
    pub fn is_reached(&self, vertex: u32) -> bool {
        self.immediate[vertex as usize] != NONE
    }

    /// The last vertex before `vertex` that every path to it passes; `None` for the root and where no path leads.
    pub fn immediate(&self, vertex: u32) -> Option<u32> {
        let found = self.immediate[vertex as usize];
        (found != NONE && vertex != self.root).then_some(found)
    }

    /// Everything that every path to `vertex` passes, from its immediate dominator to the root.
    pub fn strict(&self, vertex: u32) -> impl Iterator<Item = u32> + '_ {
        std::iter::successors(self.immediate(vertex), |&at| self.immediate(at))
    }
}

/// The dominators of everything that can be reached from `root`.
///
/// ```
/// use claimgraph::analysis::dominators::dominators;
/// use claimgraph::case::Rows;
///
/// // Two ways from 0 to 3, and one on to 4.
/// let graph = Rows::from_pairs(5, &[(0, 1), (0, 2), (1, 3), (2, 3), (3, 4)]);
/// let found = dominators(&graph, 0);
/// assert_eq!(found.immediate(3), Some(0));
/// assert_eq!(found.strict(4).collect::<Vec<_>>(), [3, 0]);
/// ```
pub fn dominators(graph: &impl Digraph, root: u32) -> Dominators {
    let order = Preorder::new(graph, root);
    let immediate = order.immediate();
    let mut of_vertex = vec![NONE; graph.vertex_count()];
    for (number, &vertex) in order.vertices.iter().enumerate() {
        of_vertex[vertex as usize] = order.vertices[immediate[number] as usize];
    }
    Dominators {
        root,
        immediate: of_vertex,
    }
}

/// A depth-first search tree, everything by preorder number.
struct Preorder {
    vertices: Vec<u32>,
    parent: Vec<u32>,
    /// The reached vertices with an edge to each, in compressed rows.
    starts: Vec<u32>,
    sources: Vec<u32>,
}

impl Preorder {
    fn new(graph: &impl Digraph, root: u32) -> Self {
        let mut number = vec![NONE; graph.vertex_count()];
        let mut vertices = vec![root];
        let mut parent = vec![0];
        number[root as usize] = 0;
        let mut frames = vec![(0u32, graph.edges(root))];
        while let Some((from, edges)) = frames.last_mut() {
            let Some(edge) = edges.next() else {
                frames.pop();
                continue;
            };
            let to = graph.target(edge);
            if number[to as usize] == NONE {
                let next = vertices.len() as u32;
                number[to as usize] = next;
                vertices.push(to);
                parent.push(*from);
                frames.push((next, graph.edges(to)));
            }
        }
        let mut order = Preorder {
            vertices,
            parent,
            starts: Vec::new(),
            sources: Vec::new(),
        };
        order.turn_edges(graph, &number);
        order
    }

    fn turn_edges(&mut self, graph: &impl Digraph, number: &[u32]) {
        let mut starts = vec![0u32; self.vertices.len() + 1];
        for &vertex in &self.vertices {
            for to in successors(graph, vertex) {
                starts[number[to as usize] as usize + 1] += 1;
            }
        }
        for at in 1..starts.len() {
            starts[at] += starts[at - 1];
        }
        let mut next = starts.clone();
        let mut sources = vec![0u32; starts[self.vertices.len()] as usize];
        for (from, &vertex) in self.vertices.iter().enumerate() {
            for to in successors(graph, vertex) {
                let slot = &mut next[number[to as usize] as usize];
                sources[*slot as usize] = from as u32;
                *slot += 1;
            }
        }
        (self.starts, self.sources) = (starts, sources);
    }

    /// The immediate dominator of each number.
    fn immediate(&self) -> Vec<u32> {
        let count = self.vertices.len() as u32;
        let mut forest = Forest {
            ancestor: self.parent.clone(),
            label: (0..count).collect(),
            semi: (0..count).collect(),
            path: Vec::new(),
        };
        for at in (1..count).rev() {
            let mut semi = self.parent[at as usize];
            let row = self.starts[at as usize] as usize..self.starts[at as usize + 1] as usize;
            for &source in &self.sources[row] {
                let best = forest.least(source, at + 1);
                semi = semi.min(forest.semi[best as usize]);
            }
            forest.semi[at as usize] = semi;
        }
        let mut immediate = self.parent.clone();
        for at in 1..count as usize {
            let mut found = immediate[at];
            while found > forest.semi[at] {
                found = immediate[found as usize];
            }
            immediate[at] = found;
        }
        immediate
    }
}

/// The vertices processed so far, linked into trees whose paths are compressed.
struct Forest {
    ancestor: Vec<u32>,
    /// The vertex of least semidominator on the compressed path.
    label: Vec<u32>,
    semi: Vec<u32>,
    path: Vec<u32>,
}

impl Forest {
    /// The vertex of least semidominator on the path from `at` up to, without, the root of its tree. Vertices from
    /// `linked` on are linked.
    fn least(&mut self, at: u32, linked: u32) -> u32 {
        let mut top = at;
        while self.ancestor[top as usize] >= linked {
            self.path.push(top);
            top = self.ancestor[top as usize];
        }
        let root = self.ancestor[top as usize];
        let mut best = self.label[top as usize];
        while let Some(below) = self.path.pop() {
            let own = self.label[below as usize];
            if self.semi[best as usize] < self.semi[own as usize] {
                self.label[below as usize] = best;
            } else {
                best = own;
            }
            self.ancestor[below as usize] = root;
        }
        self.label[at as usize]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::case::index::Rows;
    use petgraph::algo::dominators::simple_fast;
    use petgraph::graph::DiGraph;
    use proptest::prelude::*;

    #[test]
    fn the_published_example_of_lengauer_and_tarjan_comes_out() {
        // ACM TOPLAS 1 (1979), figures 1 and 2.
        let edges = "RA RB RC AD BA BD BE CF CG DL EH FI GI GJ HE HK IK JI KI KR LH";
        let number = |letter: u8| match letter {
            b'R' => 0,
            letter => u32::from(letter - b'A') + 1,
        };
        let edges: Vec<(u32, u32)> = edges
            .split(' ')
            .map(|edge| (number(edge.as_bytes()[0]), number(edge.as_bytes()[1])))
            .collect();
        let found = dominators(&Rows::from_pairs(13, &edges), 0);
        for (vertex, dominator) in b"ABCDEFGHIJKL".iter().zip(b"RRRRRCCRRGRD") {
            let immediate = found.immediate(number(*vertex));
            assert_eq!(immediate, Some(number(*dominator)), "{}", *vertex as char);
        }
        assert_eq!(found.immediate(0), None);
    }

    #[test]
    fn a_chain_a_million_long_with_shortcuts_is_no_trouble() {
        let nodes = 1_000_000u32;
        let mut edges: Vec<(u32, u32)> = (1..nodes).map(|at| (at - 1, at)).collect();
        edges.extend((2..nodes).map(|at| (at, at - 2)));
        let found = dominators(&Rows::from_pairs(nodes as usize, &edges), 0);
        assert!((1..nodes).all(|at| found.immediate(at) == Some(at - 1)));
    }

    proptest! {
        #[test]
        fn dominators_agree_with_petgraph(edges in prop::collection::vec((0u32..14, 0u32..14), 0..45)) {
            let mut theirs = DiGraph::<(), ()>::new();
            for _ in 0..14 {
                theirs.add_node(());
            }
            for &(from, to) in &edges {
                theirs.add_edge(from.into(), to.into(), ());
            }
            let theirs = simple_fast(&theirs, 0.into());
            let ours = dominators(&Rows::from_pairs(14, &edges), 0);
            for at in 0..14u32 {
                let expected = theirs.immediate_dominator(at.into()).map(|found| found.index() as u32);
                prop_assert_eq!(ours.immediate(at), expected);
                prop_assert_eq!(ours.is_reached(at), theirs.strict_dominators(at.into()).is_some());
            }
        }
    }
}
