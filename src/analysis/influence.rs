//! Influence (semantics §5; Greenberg 2009, “How citation distortions create unfounded authority”): how many citation
//! paths a claim's support has, and through whom they run.
//!
//! The network of a claim has its live support as nodes and an edge from each statement to each one that it cites, but
//! not to what a premise took in from later ([`premises`](super::cycles::premises)); that of several claims has all
//! nodes and edges of theirs, each once. Statements that cite one another in a circle are one node, and two nodes have
//! at most one edge. A path goes along one edge or more. Counts are exact and of any size: two hundred papers give
//! hundreds of thousands of paths, a few thousand posts more than 2¹²⁸.
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
use super::digraph::Digraph;
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
    /// How many actors make those.
    pub actors: usize,
    /// The actors of those, in the same order; as many as were asked for.
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
        let (lineage, closing) = (facts.lineage(), facts.closing());
        let mut statements: Vec<StatementIdx> = supports.concat();
        statements.sort_unstable();
        statements.dedup();
        let mut edges: Vec<(u32, u32)> = Vec::new();
        let place = |at: StatementIdx| statements.binary_search(&at).unwrap_or_default() as u32;
        for support in supports {
            for &at in support {
                let from = lineage.of(at);
                let carrying = lineage.edges(from.0).filter_map(|edge| {
                    let citation = lineage.citation(edge);
                    let to = lineage
                        .statement(citation.to)
                        .filter(|_| citation.carries)?;
                    Some((edge, to))
                });
                let within = carrying.filter(|&(edge, to)| {
                    support.binary_search(&to).is_ok() && closing.counts(from, edge)
                });
                edges.extend(within.map(|(_, to)| (place(at), place(to))));
            }
        }
        edges.sort_unstable();
        edges.dedup();
        Network::among(statements, edges)
    }

    /// The network of some statements of which some cite others: sorted, each once.
    fn among(statements: Vec<StatementIdx>, edges: Vec<(u32, u32)>) -> Self {
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

/// How many citations may be looked at for all actors that speak at several places, before it is found out which of
/// them come first.
const LOOKED_AT: usize = 1 << 24;
/// Shares that differ by less are not told apart by machine numbers.
const CLOSE: f64 = 1e-9;

/// The citation paths of some claims, and through whom they run: of actors, those `most` through whom the most do. For
/// each claim, or those that share support, linear in statements and citations, and once more for each actor that
/// speaks at several places of it in what lies between them. Where that is much, their shares are found in machine
/// numbers first, and the paths of those alone that may be among so many are counted.
pub fn influence(facts: &Facts<'_>, claims: &[ClaimIdx], most: usize) -> Influence {
    let supports = claims.par_iter().map(|&claim| facts.support(claim));
    let networks = sharing(supports.collect()).into_par_iter();
    let parts: Vec<Part> = networks
        .map(|supports| {
            Part::new(Network::new(facts, &supports), |at| {
                facts.graph().speaker(at)
            })
        })
        .collect();
    of_parts(&parts, most, LOOKED_AT)
}

fn of_parts(parts: &[Part], most: usize, affordable: usize) -> Influence {
    let mut whole = Influence::default();
    let mut statements: BTreeMap<StatementIdx, (BigUint, BigUint)> = BTreeMap::new();
    let mut places: BTreeMap<ActorIdx, Vec<Places<'_>>> = BTreeMap::new();
    for part in parts {
        whole.paths += &part.paths;
        whole.statements += part.network.statements.len();
        whole.citations += part.network.citations;
        let through = part.through_statements.iter().cloned();
        through.for_each(|one| add(&mut statements, one));
        for (&actor, at) in &part.places {
            places.entry(actor).or_default().push((part, at));
        }
    }
    let places: Vec<(ActorIdx, Vec<Places<'_>>)> = places.into_iter().collect();
    whole.actors = places.len();
    let cost = |&(part, at): &Places<'_>| (at.len() > 1).then_some(part.network.citations);
    let costs = places.iter().flat_map(|(_, at)| at).filter_map(cost);
    let asked = match places.len() > most && costs.sum::<usize>() > affordable {
        true => foremost(places, &whole, most),
        false => places,
    };
    let counted = asked.into_par_iter().map(|(actor, places)| {
        let mut sum = (BigUint::zero(), BigUint::zero());
        for (part, at) in places {
            let (paths, ending) = part.through(at);
            sum.0 += paths;
            sum.1 += ending;
        }
        (actor, sum)
    });
    whole.through_actors = ranked(counted.collect());
    whole.through_actors.truncate(most);
    whole.through_statements = ranked(statements);
    whole
}

/// The actors of whom it is not sure that so many others come before them.
fn foremost<'p>(
    places: Vec<(ActorIdx, Vec<Places<'p>>)>,
    whole: &Influence,
    most: usize,
) -> Vec<(ActorIdx, Vec<Places<'p>>)> {
    let share = |(_, at): &(ActorIdx, Vec<Places<'_>>)| {
        let parts = at.iter();
        let shares = parts.map(|(part, at)| whole.share(&part.paths) * part.share_of(at));
        shares.sum::<f64>()
    };
    let shares: Vec<f64> = places.par_iter().map(share).collect();
    let mut sorted = shares.clone();
    sorted.sort_by(|one, other| other.total_cmp(one));
    let least = most.checked_sub(1).map_or(f64::INFINITY, |at| sorted[at]) - CLOSE;
    let kept = places.into_iter().zip(shares);
    kept.filter_map(|(one, share)| (share >= least).then_some(one))
        .collect()
}

/// A network with the paths that start and end at each of its components.
struct Part {
    network: Network,
    starting: Vec<BigUint>,
    arriving: Vec<BigUint>,
    paths: BigUint,
    through_statements: Vec<Passage<StatementIdx>>,
    /// The components at which each actor speaks, of those that are on a path.
    places: BTreeMap<ActorIdx, BTreeSet<u32>>,
    /// Of all paths, those of no length too, that end at what is cited, the part that comes along each citation.
    along: Vec<f64>,
}

/// Where an actor speaks in a network.
type Places<'p> = (&'p Part, &'p BTreeSet<u32>);

impl Part {
    fn new(network: Network, speaker: impl Fn(StatementIdx) -> ActorIdx) -> Part {
        let mut part = Part {
            starting: Vec::new(),
            arriving: Vec::new(),
            paths: BigUint::zero(),
            through_statements: Vec::new(),
            places: BTreeMap::new(),
            along: Vec::new(),
            network,
        };
        if part.network.citations == 0 {
            return part;
        }
        part.starting = part.network.starting().unwrap_or_default();
        part.arriving = part.network.arriving();
        part.paths = part.starting.iter().sum();
        let one = BigUint::one();
        for (&statement, at) in part.network.statements.iter().zip(0u32..) {
            let component = part.network.component.of(at);
            let at = component as usize;
            let paths = part.passing(at) - &one;
            if paths.is_zero() {
                continue;
            }
            part.through_statements.push(Passage {
                of: statement,
                paths,
                ending: &part.arriving[at] - &one,
            });
            part.places
                .entry(speaker(statement))
                .or_default()
                .insert(component);
        }
        if part.places.values().any(|places| places.len() > 1) {
            let cites = &part.network.cites;
            let cited =
                (0..cites.len()).flat_map(|from| cites.row(from).iter().map(move |to| (from, to)));
            let along =
                cited.map(|(from, &to)| ratio(&part.arriving[from], &part.arriving[to as usize]));
            part.along = along.collect();
        }
        part
    }

    /// The paths through a component, and that of no length.
    fn passing(&self, at: usize) -> BigUint {
        &self.arriving[at] * (&self.starting[at] + BigUint::one())
    }

    /// The paths through some components, and those that end there.
    fn through(&self, places: &BTreeSet<u32>) -> (BigUint, BigUint) {
        // Each path counts where it first comes to one; those of no length do not count.
        let first = self.network.first_arriving(&self.arriving, places);
        let at =
            |(first, &at): (BigUint, &u32)| first * (&self.starting[at as usize] + BigUint::one());
        let paths = first.into_iter().zip(places).map(at).sum::<BigUint>();
        let ending = places.iter().map(|&place| &self.arriving[place as usize]);
        (paths - places.len(), ending.sum::<BigUint>() - places.len())
    }

    /// About the part of all paths that runs through some components.
    fn share_of(&self, places: &BTreeSet<u32>) -> f64 {
        let (Some(&last), Some(&first)) = (places.first(), places.last()) else {
            return 0.0;
        };
        let passing = |at: u32| ratio(&self.passing(at as usize), &self.paths);
        let idle = places.len() as f64 / ratio(&self.paths, &BigUint::one());
        if first == last {
            return passing(first) - idle;
        }
        // Of all that end at each component, the part that has come through one of the places.
        let mut through = vec![0.0; (first - last) as usize + 1];
        let mut share = 0.0;
        for from in (last..=first).rev() {
            let mut come = through[(from - last) as usize];
            if places.contains(&from) {
                share += (1.0 - come) * passing(from);
                come = 1.0;
            }
            if come == 0.0 {
                continue;
            }
            let cites = &self.network.cites;
            let along = &self.along[cites.range(from as usize)];
            for (&to, along) in cites.row(from as usize).iter().zip(along) {
                if let Some(to) = to.checked_sub(last) {
                    through[to as usize] += come * along;
                }
            }
        }
        share - idle
    }
}

/// About how many times one number is another that is not zero.
fn ratio(part: &BigUint, whole: &BigUint) -> f64 {
    const BITS: u64 = 64;
    let leading = |value: &BigUint| {
        let shift = value.bits().saturating_sub(BITS);
        ((value >> shift).to_f64().unwrap_or(0.0), shift)
    };
    let ((part, high), (whole, low)) = (leading(part), leading(whole));
    let shift = (high as i64 - low as i64).clamp(-2_000, 2_000);
    part / whole * (shift as f64).exp2()
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

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const STATEMENTS: u32 = 14;
    const ACTORS: u32 = 6;

    /// A network of a few actors, with citations that may lead anywhere.
    fn part(edges: &[(u32, u32)]) -> Part {
        let mut edges: Vec<(u32, u32)> = edges
            .iter()
            .copied()
            .filter(|(from, to)| from != to)
            .collect();
        edges.sort_unstable();
        edges.dedup();
        let statements = (0..STATEMENTS).map(StatementIdx).collect();
        let network = Network::among(statements, edges);
        Part::new(network, |at| ActorIdx(at.0 % ACTORS))
    }

    proptest! {
        #[test]
        fn the_first_actors_are_the_same_where_not_all_are_counted(
            one in prop::collection::vec((0..STATEMENTS, 0..STATEMENTS), 0..40),
            other in prop::collection::vec((0..STATEMENTS, 0..STATEMENTS), 0..40),
            most in 0usize..7,
        ) {
            let parts = [part(&one), part(&other)];
            let whole = of_parts(&parts, usize::MAX, usize::MAX);
            let first = of_parts(&parts, most, 0);
            let expected = whole.through_actors.len().min(most);
            prop_assert_eq!(&first.through_actors, &whole.through_actors[..expected]);
            prop_assert_eq!(first.actors, whole.through_actors.len());
            prop_assert_eq!(&first.through_statements, &whole.through_statements);
        }

        #[test]
        fn shares_in_machine_numbers_are_those_of_the_paths(
            edges in prop::collection::vec((0..STATEMENTS, 0..STATEMENTS), 1..40),
        ) {
            let part = part(&edges);
            for places in part.places.values() {
                let (paths, _) = part.through(places);
                let exact = ratio(&paths, &part.paths);
                prop_assert!((part.share_of(places) - exact).abs() < CLOSE);
            }
        }
    }
}
