//! Influence (semantics §5; Greenberg 2009, “How citation distortions create unfounded authority”): how many citation
//! paths a claim's support has, and through whom they run.
//!
//! The network of a claim has its live support as nodes and an edge from each statement to each one that it cites; that
//! of several claims has all nodes and edges of theirs, each once. Statements that cite one another in a circle are one
//! node, and two nodes have at most one edge. A path goes along one edge or more. Counts are exact and of any size: two hundred papers give hundreds of thousands of paths, a few
//! thousand posts more than 2¹²⁸.
//!
//! With *d* the paths that start at a node and *u* those that end at it, (1 + *u*)(1 + *d*) − 1 run through it. Both
//! are summed in one pass over the edges, as are the paths through any statement of an actor.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use foldhash::fast::FixedState;
use num_bigint::BigUint;
use num_traits::{CheckedAdd, One, ToPrimitive, Zero};
use petgraph::unionfind::UnionFind;
use rayon::prelude::*;

use super::Facts;
use super::components::{self, Components};
use crate::case::index::Rows;
use crate::case::{ActorIdx, ClaimIdx, StatementIdx};

/// The citation paths of some claims, each once, and through whom they run.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Influence {
    /// All paths.
    pub paths: BigUint,
    /// Live statements in support of any of them.
    pub statements: usize,
    /// Citations among them, before circles are taken together.
    pub citations: usize,
    /// The statements on any path, the most paths first, then by index.
    pub through_statements: Vec<Passage<StatementIdx>>,
    /// The actors of those, in the same order.
    pub through_actors: Vec<Passage<ActorIdx>>,
}

/// The paths that touch a statement or an actor.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Passage<T> {
    /// Which one.
    pub of: T,
    /// Paths that start at it, run through it or end at it.
    pub paths: BigUint,
    /// Paths that end at it.
    pub ending: BigUint,
}

impl Influence {
    /// The part of all paths that `part` is, from 0 to 1.
    pub fn share(&self, part: &BigUint) -> f64 {
        // The leading 64 bits are more than a `f64` holds.
        let shift = self.paths.bits().saturating_sub(64);
        let number = |value: &BigUint| (value >> shift).to_f64().unwrap_or(0.0);
        match number(&self.paths) {
            0.0 => 0.0,
            whole => number(part) / whole,
        }
    }
}

/// The network of some claims. Components are numbered so that each cites only lower numbers.
struct Network {
    statements: Vec<StatementIdx>,
    component: Components,
    cites: Rows<u32>,
    citations: usize,
}

impl Network {
    fn new(facts: &Facts<'_>, supports: &[Vec<StatementIdx>]) -> Self {
        let lineage = facts.lineage();
        let mut statements: Vec<StatementIdx> = supports.concat();
        statements.sort_unstable();
        statements.dedup();
        let mut edges: Vec<(u32, u32)> = Vec::new();
        let place = |at: StatementIdx| statements.binary_search(&at).unwrap_or_default() as u32;
        for support in supports {
            for &at in support {
                let carrying = lineage
                    .citations(lineage.of(at))
                    .iter()
                    .filter(|edge| edge.carries);
                let within = carrying
                    .filter_map(|edge| lineage.statement(edge.to))
                    .filter(|to| support.binary_search(to).is_ok());
                edges.extend(within.map(|to| (place(at), place(to))));
            }
        }
        edges.sort_unstable();
        edges.dedup();
        let cited = Rows::from_pairs(statements.len(), &edges);
        let found = components::strong(&cited);
        let mut condensed: Vec<(u32, u32)> = (edges.into_iter())
            .map(|(from, to)| (found.of(from), found.of(to)))
            .filter(|(from, to)| from != to)
            .collect();
        condensed.sort_unstable();
        condensed.dedup();
        let cites = Rows::from_pairs(found.count(), &condensed);
        Network {
            statements,
            component: found,
            cites,
            citations: cited.items().len(),
        }
    }

    /// How many paths start at each component.
    fn starting<N: Clone + Zero + One + CheckedAdd>(&self) -> Option<Vec<N>> {
        let mut starting: Vec<N> = Vec::with_capacity(self.cites.len());
        for from in 0..self.cites.len() {
            let mut sum = N::zero();
            for &to in self.cites.row(from) {
                sum = sum
                    .checked_add(&starting[to as usize])?
                    .checked_add(&N::one())?;
            }
            starting.push(sum);
        }
        Some(starting)
    }

    /// How many paths, those of no length too, end at each component.
    fn arriving(&self) -> Vec<BigUint> {
        let mut arriving = vec![BigUint::one(); self.cites.len()];
        for from in (0..self.cites.len()).rev() {
            for &to in self.cites.row(from) {
                // Only lower numbers are cited.
                let (low, high) = arriving.split_at_mut(from);
                low[to as usize] += &high[0];
            }
        }
        arriving
    }

    /// How many of the paths that end at each of some components have come through none of the others. Linear in what
    /// lies between the first and the last of these and can be come to from one of them.
    fn first_arriving(&self, arriving: &[BigUint], places: &BTreeSet<u32>) -> Vec<BigUint> {
        let (Some(&last), Some(&first)) = (places.first(), places.last()) else {
            return Vec::new();
        };
        // Those that have come through one, by where they end.
        let mut through = vec![BigUint::zero(); (first - last) as usize + 1];
        for from in (last..=first).rev() {
            let (low, high) = through.split_at_mut((from - last) as usize);
            let passing = match places.contains(&from) {
                true => &arriving[from as usize],
                false => &high[0],
            };
            if passing.is_zero() {
                continue;
            }
            for &to in self.cites.row(from as usize) {
                if let Some(to) = to.checked_sub(last) {
                    low[to as usize] += passing;
                }
            }
        }
        let first = |&at: &u32| &arriving[at as usize] - &through[(at - last) as usize];
        places.iter().map(first).collect()
    }
}

/// How many citation paths the support of a claim has. Linear in its statements and citations.
pub fn citation_paths(facts: &Facts<'_>, claim: ClaimIdx) -> BigUint {
    let network = Network::new(facts, &[facts.support(claim)]);
    if network.citations == 0 {
        return BigUint::zero();
    }
    // Machine words are enough but for the largest networks.
    let words = network.starting::<u64>().and_then(|starting| {
        starting
            .iter()
            .try_fold(0u64, |sum, one| sum.checked_add(*one))
    });
    match words {
        Some(sum) => BigUint::from(sum),
        None => network.starting::<BigUint>().into_iter().flatten().sum(),
    }
}

/// The citation paths of some claims, and through whom they run. For each claim, or those that share support, linear in
/// statements and citations, and once more for each actor that speaks at several places of it in what lies between them.
pub fn influence(facts: &Facts<'_>, claims: &[ClaimIdx]) -> Influence {
    let supports = claims.par_iter().map(|&claim| facts.support(claim));
    let parts: Vec<Influence> = sharing(supports.collect())
        .into_par_iter()
        .map(|supports| of_network(facts, &Network::new(facts, &supports)))
        .collect();
    let mut whole = Influence::default();
    let mut statements: BTreeMap<StatementIdx, (BigUint, BigUint)> = BTreeMap::new();
    let mut actors: BTreeMap<ActorIdx, (BigUint, BigUint)> = BTreeMap::new();
    for part in parts {
        whole.paths += part.paths;
        whole.statements += part.statements;
        whole.citations += part.citations;
        part.through_statements
            .into_iter()
            .for_each(|one| add(&mut statements, one));
        part.through_actors
            .into_iter()
            .for_each(|one| add(&mut actors, one));
    }
    whole.through_statements = ranked(statements);
    whole.through_actors = ranked(actors);
    whole
}

/// The supports of claims, those together that have statements in common.
fn sharing(supports: Vec<Vec<StatementIdx>>) -> Vec<Vec<Vec<StatementIdx>>> {
    let mut groups = UnionFind::<usize>::new(supports.len());
    let mut first: HashMap<StatementIdx, usize, FixedState> = HashMap::default();
    for (at, support) in supports.iter().enumerate() {
        for &statement in support {
            groups.union(*first.entry(statement).or_insert(at), at);
        }
    }
    let mut shared: BTreeMap<usize, Vec<Vec<StatementIdx>>> = BTreeMap::new();
    for (at, support) in supports.into_iter().enumerate() {
        shared.entry(groups.find_mut(at)).or_default().push(support);
    }
    shared.into_values().collect()
}

fn add<T: Ord>(sums: &mut BTreeMap<T, (BigUint, BigUint)>, passage: Passage<T>) {
    let sum = sums.entry(passage.of).or_default();
    sum.0 += passage.paths;
    sum.1 += passage.ending;
}

fn ranked<T: Copy + Ord>(sums: BTreeMap<T, (BigUint, BigUint)>) -> Vec<Passage<T>> {
    let mut ranked: Vec<Passage<T>> = sums
        .into_iter()
        .map(|(of, (paths, ending))| Passage { of, paths, ending })
        .collect();
    ranked.sort_by(|one, other| other.paths.cmp(&one.paths).then(one.of.cmp(&other.of)));
    ranked
}

fn of_network(facts: &Facts<'_>, network: &Network) -> Influence {
    let mut influence = Influence {
        statements: network.statements.len(),
        citations: network.citations,
        ..Influence::default()
    };
    if network.citations == 0 {
        return influence;
    }
    let starting: Vec<BigUint> = network.starting().unwrap_or_default();
    let arriving = network.arriving();
    influence.paths = starting.iter().sum();
    let one = BigUint::one();
    let mut places: BTreeMap<ActorIdx, BTreeSet<u32>> = BTreeMap::new();
    for (&statement, at) in network.statements.iter().zip(0u32..) {
        let component = network.component.of(at);
        let at = component as usize;
        let paths = &arriving[at] * (&starting[at] + &one) - &one;
        if paths.is_zero() {
            continue;
        }
        influence.through_statements.push(Passage {
            of: statement,
            paths,
            ending: &arriving[at] - &one,
        });
        let actor = facts.graph().speaker(statement);
        places.entry(actor).or_default().insert(component);
    }
    let places: Vec<(ActorIdx, BTreeSet<u32>)> = places.into_iter().collect();
    influence.through_actors = places
        .into_par_iter()
        .map(|(actor, places)| {
            // Each path counts where it first comes to the actor; those of no length do not count.
            let first = network.first_arriving(&arriving, &places);
            let at = |(first, &at): (BigUint, &u32)| first * (&starting[at as usize] + &one);
            let paths = first.into_iter().zip(&places).map(at).sum::<BigUint>() - places.len();
            let ending = places.iter().map(|&place| &arriving[place as usize]);
            Passage {
                of: actor,
                paths,
                ending: ending.sum::<BigUint>() - places.len(),
            }
        })
        .collect();
    influence
}
