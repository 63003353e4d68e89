//! Paths that share no vertex, as many as there are, and the vertices that prove that there are no more (Menger 1927).
//!
//! Augmenting paths through vertices of unit capacity (Ford & Fulkerson 1956), searched depth first with one mark for
//! all searches of a pass, as in Hopcroft & Karp 1973; nothing is copied and no vertex is split in memory. A pass is
//! linear in what it reaches and few passes are needed in practice. One [`DisjointPaths`] answers many questions about
//! a graph; each costs only what it touches.

use std::ops::Range;

use super::digraph::Digraph;

const START: u32 = u32::MAX;
const END: u32 = u32::MAX;

/// Paths and the proof that there are no more.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Disjoint {
    /// The paths, each from one of the sources to one of the targets, by first vertex.
    pub paths: Vec<Vec<u32>>,
    /// As many vertices, one on each path: without them no path is left. Sorted.
    pub cut: Vec<u32>,
}

/// Searches a graph for disjoint paths.
///
/// ```
/// use claimgraph::analysis::disjoint_paths::DisjointPaths;
/// use claimgraph::case::Rows;
///
/// // Two sources, two targets, and everything through vertex 2.
/// let graph = Rows::from_pairs(5, &[(0, 2), (1, 2), (2, 3), (2, 4)]);
/// let found = DisjointPaths::new(&graph).between(&[0, 1], &[3, 4]);
/// assert_eq!(found.paths.len(), 1);
/// assert_eq!(found.cut, [2]);
/// ```
pub struct DisjointPaths<'g, G> {
    graph: &'g G,
    /// The question or pass in which a mark was set.
    now: u32,
    question: u32,
    used: Vec<u32>,
    wanted: Vec<u32>,
    seen_in: Vec<u32>,
    seen_out: Vec<u32>,
    /// Neighbours on the path of a used vertex.
    next: Vec<u32>,
    previous: Vec<u32>,
    frames: Vec<Frame>,
}

/// A vertex that the search has come out of: the paths may be changed so that one more reaches it.
struct Frame {
    at: u32,
    /// The vertex that the search went into before it came out here: the same, or the next on its old path.
    through: u32,
    edges: Range<usize>,
    is_fresh: bool,
}

impl<'g, G: Digraph> DisjointPaths<'g, G> {
    /// A search in `graph`.
    pub fn new(graph: &'g G) -> Self {
        let column = || vec![0; graph.vertex_count()];
        DisjointPaths {
            graph,
            now: 0,
            question: 0,
            used: column(),
            wanted: column(),
            seen_in: column(),
            seen_out: column(),
            next: column(),
            previous: column(),
            frames: Vec::new(),
        }
    }

    /// The most paths from `sources` to `targets` that share no vertex, ends included. A vertex that is both is a path.
    pub fn between(&mut self, sources: &[u32], targets: &[u32]) -> Disjoint {
        self.ask();
        for &target in targets {
            self.wanted[target as usize] = self.question;
        }
        self.search(sources, &|search, at| {
            search.wanted[at as usize] == search.question
        })
    }

    /// The same, where the targets are told by a look: for questions that share a crowd of targets and reach few.
    pub fn reaching(&mut self, sources: &[u32], is_target: impl Fn(u32) -> bool) -> Disjoint {
        self.ask();
        self.search(sources, &|_, at| is_target(at))
    }

    fn ask(&mut self) {
        self.tick();
        self.question = self.now;
    }

    fn search(&mut self, sources: &[u32], is_target: &impl Fn(&Self, u32) -> bool) -> Disjoint {
        let mut starts: Vec<u32> = Vec::new();
        loop {
            self.tick();
            let before = starts.len();
            for &source in sources {
                if self.augment(source, is_target) {
                    starts.push(source);
                }
            }
            if starts.len() == before {
                break;
            }
        }
        let mut paths: Vec<Vec<u32>> = starts.iter().map(|&start| self.path(start)).collect();
        paths.sort_unstable();
        // The last pass found nothing: what it went into and did not come out of parts the sources from the targets.
        let parts = |&&at: &&u32| {
            self.seen_in[at as usize] == self.now && self.seen_out[at as usize] != self.now
        };
        let mut cut: Vec<u32> = paths.iter().flatten().filter(parts).copied().collect();
        cut.sort_unstable();
        Disjoint { paths, cut }
    }

    fn tick(&mut self) {
        self.now = self.now.checked_add(1).unwrap_or_else(|| {
            for column in [
                &mut self.used,
                &mut self.wanted,
                &mut self.seen_in,
                &mut self.seen_out,
            ] {
                column.fill(0);
            }
            1
        });
    }

    fn is_used(&self, at: u32) -> bool {
        self.used[at as usize] == self.question
    }

    /// Looks for one more path, from `source`; whether there is one.
    fn augment(&mut self, source: u32, is_target: &impl Fn(&Self, u32) -> bool) -> bool {
        self.frames.clear();
        self.enter(source);
        while let Some(frame) = self.frames.last_mut() {
            let at = frame.at;
            if std::mem::replace(&mut frame.is_fresh, false) {
                if is_target(self, at) {
                    self.apply();
                    return true;
                }
                // A path that gave up its way on from here may give up this vertex too.
                if self.is_used(at) && self.enter(at) {
                    continue;
                }
            }
            let Some(frame) = self.frames.last_mut() else {
                break;
            };
            let Some(edge) = frame.edges.next() else {
                self.frames.pop();
                continue;
            };
            let to = self.graph.target(edge);
            if to != at && !(self.is_used(at) && self.next[at as usize] == to) {
                self.enter(to);
            }
        }
        false
    }

    /// Goes into a vertex: out of it again where it is free, back along its path where it is not. Whether that leads
    /// anywhere new.
    fn enter(&mut self, through: u32) -> bool {
        if std::mem::replace(&mut self.seen_in[through as usize], self.now) == self.now {
            return false;
        }
        let at = match self.is_used(through) {
            false => through,
            true => self.previous[through as usize],
        };
        if at == START || std::mem::replace(&mut self.seen_out[at as usize], self.now) == self.now {
            return false;
        }
        self.frames.push(Frame {
            at,
            through,
            edges: self.graph.edges(at),
            is_fresh: true,
        });
        true
    }

    /// Changes the paths as the frames say.
    fn apply(&mut self) {
        let mut before = START;
        for frame in &self.frames {
            let through = frame.through as usize;
            if frame.through == before {
                self.used[through] = 0;
            } else {
                if before != START {
                    self.next[before as usize] = frame.through;
                }
                self.previous[through] = before;
                self.used[through] = self.question;
            }
            before = frame.at;
        }
        self.next[before as usize] = END;
    }

    fn path(&self, start: u32) -> Vec<u32> {
        let on = |&at: &u32| Some(self.next[at as usize]).filter(|&next| next != END);
        std::iter::successors(Some(start), on).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::case::index::Rows;
    use proptest::prelude::*;

    #[test]
    fn a_path_gives_way_to_two() {
        // The first path found, 0 → 2 → 3 → 5, stands in the way of the only two: 0 → 2 → 4 and 1 → 3 → 5.
        let graph = Rows::from_pairs(6, &[(0, 2), (2, 3), (2, 4), (1, 3), (3, 5)]);
        let found = DisjointPaths::new(&graph).between(&[0, 1], &[4, 5]);
        assert_eq!(found.paths, [vec![0, 2, 4], vec![1, 3, 5]]);
    }

    #[test]
    fn a_thousand_by_a_thousand_relays_take_few_passes() {
        let side = 1_000u32;
        let mut edges = Vec::new();
        for from in 0..side {
            edges.extend((side..2 * side).map(|to| (from, to)));
        }
        let graph = Rows::from_pairs(2 * side as usize, &edges);
        let sources: Vec<u32> = (0..side).collect();
        let targets: Vec<u32> = (side..2 * side).collect();
        let found = DisjointPaths::new(&graph).between(&sources, &targets);
        assert_eq!(found.paths.len(), side as usize);
    }

    /// The fewest vertices that part sources from targets, by trying all sets.
    fn least_cut(edges: &[(u32, u32)], count: u32, sources: &[u32], targets: &[u32]) -> u32 {
        let parts = |gone: u32| {
            let mut seen: u32 = sources.iter().fold(0, |seen, at| seen | 1 << at) & !gone;
            loop {
                let from =
                    |&&(from, to): &&(u32, u32)| seen >> from & 1 == 1 && gone >> to & 1 == 0;
                let more = edges
                    .iter()
                    .filter(from)
                    .fold(seen, |seen, edge| seen | 1 << edge.1);
                if more == seen {
                    return targets.iter().all(|at| seen >> at & 1 == 0);
                }
                seen = more;
            }
        };
        let cuts = (0u32..1 << count).filter(|&gone| parts(gone));
        cuts.map(u32::count_ones).min().unwrap_or(0)
    }

    proptest! {
        #[test]
        fn paths_are_as_many_as_the_smallest_cut_and_the_cut_is_one(
            edges in prop::collection::vec((0u32..9, 0u32..9), 0..30),
            sources in prop::collection::btree_set(0u32..9, 1..4),
            targets in prop::collection::btree_set(0u32..9, 1..4),
        ) {
            let graph = Rows::from_pairs(9, &edges);
            let mut search = DisjointPaths::new(&graph);
            let sources: Vec<u32> = sources.into_iter().collect();
            let targets: Vec<u32> = targets.into_iter().collect();
            let found = search.between(&sources, &targets);
            prop_assert_eq!(&search.between(&sources, &targets), &found);
            prop_assert_eq!(&search.reaching(&sources, |at| targets.contains(&at)), &found);
            prop_assert_eq!(found.paths.len() as u32, least_cut(&edges, 9, &sources, &targets));
            prop_assert_eq!(found.cut.len(), found.paths.len());
            let mut used = std::collections::BTreeSet::new();
            for path in &found.paths {
                prop_assert!(sources.contains(&path[0]) && targets.contains(&path[path.len() - 1]));
                prop_assert!(path.windows(2).all(|step| edges.contains(&(step[0], step[1]))));
                prop_assert!(path.iter().all(|&at| used.insert(at)));
            }
            let left: Vec<(u32, u32)> = edges.iter().copied()
                .filter(|(from, to)| !found.cut.contains(from) && !found.cut.contains(to)).collect();
            let open = |ends: &[u32]| ends.iter().copied().filter(|at| !found.cut.contains(at)).collect::<Vec<_>>();
            prop_assert_eq!(least_cut(&left, 9, &open(&sources), &open(&targets)), 0);
        }
    }
}
