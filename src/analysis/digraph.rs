//! Directed graphs as flat rows: what the algorithms of this module run on.

use std::ops::Range;

use crate::case::index::Rows;

/// A directed graph whose vertices are numbered from 0 and whose edges lie in one array, those of a vertex side by
/// side.
///
/// Loops and parallel edges are allowed.
pub trait Digraph {
    /// How many vertices there are.
    fn vertex_count(&self) -> usize;

    /// The edges out of a vertex, as places in the array of edges.
    fn edges(&self, from: u32) -> Range<usize>;

    /// Where an edge leads.
    fn target(&self, edge: usize) -> u32;
}

/// Rows of targets.
impl Digraph for Rows<u32> {
    fn vertex_count(&self) -> usize {
        self.len()
    }

    fn edges(&self, from: u32) -> Range<usize> {
        self.range(from as usize)
    }

    fn target(&self, edge: usize) -> u32 {
        self.items()[edge]
    }
}

/// The targets of a vertex.
pub fn successors<G: Digraph>(graph: &G, from: u32) -> impl Iterator<Item = u32> + '_ {
    graph.edges(from).map(|edge| graph.target(edge))
}

/// The same vertices with every edge turned round; sources of a vertex in ascending order.
pub fn reversed(graph: &impl Digraph) -> Rows<u32> {
    let count = graph.vertex_count();
    let mut starts = vec![0u32; count + 1];
    for from in 0..count as u32 {
        for to in successors(graph, from) {
            starts[to as usize + 1] += 1;
        }
    }
    for at in 0..count {
        starts[at + 1] += starts[at];
    }
    let mut next = starts.clone();
    let mut sources = vec![0u32; starts[count] as usize];
    for from in 0..count as u32 {
        for to in successors(graph, from) {
            let slot = &mut next[to as usize];
            sources[*slot as usize] = from;
            *slot += 1;
        }
    }
    Rows::from_parts(starts, sources)
}

/// A set of vertices, one bit each.
pub struct Bits(Vec<u64>);

impl Bits {
    /// The empty set, with room for vertices below `count`.
    pub fn new(count: usize) -> Self {
        Bits(vec![0; count.div_ceil(64)])
    }

    /// Whether it has a vertex.
    pub fn has(&self, at: u32) -> bool {
        self.0[at as usize / 64] >> (at % 64) & 1 == 1
    }

    /// Adds a vertex.
    pub fn insert(&mut self, at: u32) {
        self.0[at as usize / 64] |= 1 << (at % 64);
    }

    /// Its vertices, ascending.
    pub fn members(&self) -> impl Iterator<Item = u32> + '_ {
        (0..).zip(&self.0).flat_map(|(block, &bits)| {
            let left = |rest: u64| (rest != 0).then_some(rest);
            let rest = std::iter::successors(left(bits), move |rest| left(rest & (rest - 1)));
            rest.map(move |rest| block * u64::BITS + rest.trailing_zeros())
        })
    }
}
