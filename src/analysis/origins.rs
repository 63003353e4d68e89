//! Where what is said for each claim leads in the end: its origins, and the circles that it runs into.
//!
//! The *lineage* of a claim is its live support and all that this leads to along citations between live statements,
//! whatever they carry. Every way through it ends in a statement that cites nothing, an *origin*, or in a *circle*: a
//! strongly connected component with a citation in it and none out of it. Origins of one side are one: whoever answers
//! to one head in the end, by ties that are certain and unbounded. What was taken back ends nothing.
//!
//! This is the count that a recursive query makes, as bounds on independence for millions of claims at once: it asks
//! neither who can know what, nor whether two ways share a relay. [`Standing`](super::Standing) does.
//!
//! Circles by [`components`], O(V + E); then a walk a claim, with a stamp a node and thread, in parallel: as many steps
//! as the lineages have citations, most of them within the claim, whose statements lie side by side. A walk ends after
//! [`budget`] steps: then there may be more than was found.
//! The total over a case is what the programs in `benches/peers` count.

use rayon::prelude::*;

use super::base::Base;
use super::components;
use super::lent::Lent;
use super::lineage::LineageIdx;
use super::lines::counting::{Stamps, budget};
use crate::case::{ClaimIdx, Rows};

/// Where the lineage of one claim ends.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Endings {
    /// The statements of its live support.
    pub statements: u32,
    /// The origins that its lineage ends in, one a side.
    pub origins: u32,
    /// The circles that it ends in.
    pub circles: u32,
    /// Whether all of it was looked at; if not, there may be more of both.
    pub is_whole: bool,
}

/// Claims are parted into so many runs at most.
const RUNS: usize = 64;

/// The endings of every claim, in the order of the claims.
pub fn endings(base: &Base<'_>) -> Vec<Endings> {
    let ends = Ends::new(base);
    let claims = base.graph.claims().len() as u32;
    let walks = Lent::default();
    (0..claims)
        .into_par_iter()
        .with_min_len(claims as usize / RUNS + 1)
        .map_init(
            || walks.lend(|| Walk::new(base, &ends)),
            |walk, claim| walk.endings(ClaimIdx(claim)),
        )
        .collect()
}

/// In what each node ends.
struct Ends {
    /// The number of the origin or circle that a node is or belongs to; [`NOWHERE`] for all others.
    of: Vec<u32>,
    /// Numbers from here on are circles.
    circles: u32,
    count: usize,
}

const NOWHERE: u32 = u32::MAX;

impl Ends {
    fn new(base: &Base<'_>) -> Self {
        let lineage = &*base.lineage;
        let statements = base.graph.statement_count() as u32;
        let actors = base.graph.actors().len() as u32;
        let nodes = lineage.node_count() as u32;
        // A side has the number of its head; whoever published a report of which that is not known, one of its own.
        let number = |node: LineageIdx| match base.speaker(node) {
            Some((actor, _)) => base.voices.head(actor).0,
            None => actors + lineage.source(node).0 - statements,
        };
        let of = (0..nodes).into_par_iter().map(LineageIdx).map(|node| {
            let is_end = lineage.citations(node).is_empty() && base.is_live(node);
            if is_end { number(node) } else { NOWHERE }
        });
        let mut ends = Ends {
            of: of.collect(),
            circles: actors + nodes - statements,
            count: 0,
        };
        let mut next = ends.circles;
        for members in circles(base) {
            for &at in &members {
                ends.of[at as usize] = next;
            }
            let leads_on = members.iter().any(|&at| {
                let mut cited = lineage.citations(LineageIdx(at)).iter();
                cited.any(|edge| base.is_live(edge.to) && ends.of[edge.to.at()] != next)
            });
            match leads_on {
                true => members
                    .iter()
                    .for_each(|&at| ends.of[at as usize] = NOWHERE),
                false => next += 1,
            }
        }
        ends.count = next as usize;
        ends
    }
}

/// The components with a cycle in them, between live nodes.
fn circles(base: &Base<'_>) -> Vec<Vec<u32>> {
    let is_live = |&at: &u32| base.is_live(LineageIdx(at));
    let all = base.lineage.cyclic().into_iter();
    all.flat_map(|members| match members.iter().all(is_live) {
        true => vec![members],
        false => {
            let living: Vec<u32> = members.into_iter().filter(|at| is_live(at)).collect();
            let mut between = Rows::with_capacity(living.len(), living.len());
            for &from in &living {
                let cited = base.lineage.citations(LineageIdx(from)).iter();
                between.push(cited.filter_map(|edge| {
                    let place = living.binary_search(&edge.to.0).ok()?;
                    Some(place as u32)
                }));
            }
            let named = |places: Vec<u32>| places.into_iter().map(|at| living[at as usize]);
            let parts = components::cyclic(&between).into_iter();
            parts.map(|places| named(places).collect()).collect()
        }
    })
    .collect()
}

/// What one thread walks with.
struct Walk<'w, 'g> {
    base: &'w Base<'g>,
    ends: &'w Ends,
    seen: Stamps,
    /// Holders of the citations that were followed, where several share them.
    rows: Stamps,
    found: Stamps,
    open: Vec<LineageIdx>,
}

impl<'w, 'g> Walk<'w, 'g> {
    fn new(base: &'w Base<'g>, ends: &'w Ends) -> Self {
        Walk {
            base,
            ends,
            seen: Stamps::new(ends.of.len()),
            rows: Stamps::new(ends.of.len()),
            found: Stamps::new(ends.count),
            open: Vec::new(),
        }
    }

    fn endings(&mut self, claim: ClaimIdx) -> Endings {
        let base = self.base;
        self.seen.clear();
        self.rows.clear();
        self.found.clear();
        self.open.clear();
        for claim in base.bearings.supported_by(claim).iter() {
            for at in base.graph.statements_on(claim) {
                if base.graph.stance(at).supports() && base.life.is_live(at) {
                    self.seen.insert(at.0);
                    self.open.push(base.lineage.of(at));
                }
            }
        }
        let statements = self.open.len();
        let mut budget = budget(base.graph.claims().len(), statements);
        let mut endings = Endings {
            statements: statements as u32,
            is_whole: true,
            ..Endings::default()
        };
        while let Some(node) = self.open.pop() {
            if budget == 0 {
                endings.is_whole = false;
                break;
            }
            budget -= 1;
            let end = self.ends.of[node.at()];
            if end != NOWHERE && self.found.insert(end) {
                match end < self.ends.circles {
                    true => endings.origins += 1,
                    false => endings.circles += 1,
                }
            }
            let holder = base.lineage.holder(node);
            if base.lineage.has_holders() && !self.rows.insert(holder.0) {
                continue;
            }
            for edge in base.lineage.citations(node) {
                if base.is_live(edge.to) && self.seen.insert(edge.to.0) {
                    self.open.push(edge.to);
                }
            }
        }
        endings
    }
}
