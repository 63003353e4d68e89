//! Who is cited: support more readily than denial, by Fisher's exact test.

use std::collections::{BTreeMap, BTreeSet};

use super::Finding;
use super::named::{Named, events_of, shown};
use crate::case::{ClaimIdx, StatementIdx};
use crate::verify::certificates::reading::Reading;

/// Of many who cite the first so many are shown.
const SHOWN: usize = 12;

/// A claim with all who could have cited both its sides and cite one, where support is cited as much more readily as is
/// asked for.
pub fn citations(finding: &Finding<'_, '_>) -> Vec<Named> {
    let graph = finding.reading.graph;
    let Some(claim) = finding.claims().next() else {
        return Vec::new();
    };
    let (table, citing) = finding.reading.citations_by_side(claim);
    let [[for_, _], [against, _]] = table;
    let share = |[cited, passed_over]: [u64; 2]| cited as f64 / (cited + passed_over) as f64;
    let least = &finding.result.settings.thresholds.citation_bias;
    let holds = citing.len() as u64 >= least.citing
        && for_ + against >= least.citations
        && share(table[0]) >= least.times * share(table[1])
        && by_chance(table).is_none_or(|p| p <= least.p * (1.0 + 1e-6));
    Vec::from_iter(holds.then(|| {
        let mut shows = shown(citing.iter().take(SHOWN).copied());
        shows.insert(Some(claim.into()));
        Named {
            claims: BTreeSet::from([claim]),
            events: events_of(graph, [&claim]),
            statements: citing,
            shown: shows,
            ..Named::default()
        }
    }))
}

/// How often each side of a claim is cited, and how often it is passed over.
type Table = [[u64; 2]; 2];

impl Reading<'_> {
    /// Of all who cite a side of a claim and could have cited either: what they cite and pass over of each, each pair
    /// of one who cites and one who could be cited once; and who they are.
    fn citations_by_side(&self, claim: ClaimIdx) -> (Table, BTreeSet<StatementIdx>) {
        let sides = [self.support(claim), self.denial(claim)];
        let latest = |at: StatementIdx| self.graph.date(at).latest();
        let mut moments = [Vec::new(), Vec::new()];
        let mut side_of: BTreeMap<StatementIdx, usize> = BTreeMap::new();
        for (side, statements) in sides.iter().enumerate() {
            moments[side].extend(statements.iter().map(|&at| latest(at)));
            moments[side].sort_unstable();
            side_of.extend(statements.iter().map(|&at| (at, side)));
        }
        let mut table = [[0; 2]; 2];
        let mut citing = BTreeSet::new();
        for &at in side_of.keys() {
            let cited = self
                .edges(at.0)
                .iter()
                .filter_map(|edge| self.statement(edge.to));
            let cited: BTreeSet<StatementIdx> = cited
                .filter(|&to| to != at && !self.graph.date(to).surely_after(self.graph.date(at)))
                .collect();
            let mut taken = [0; 2];
            let mut offered = [0, 1].map(|side: usize| {
                moments[side].partition_point(|&moment| moment < latest(at)) as u64
            });
            for to in cited {
                if let Some(&side) = side_of.get(&to) {
                    taken[side] += 1;
                    offered[side] += u64::from(latest(to) >= latest(at));
                }
            }
            if taken != [0, 0] && !offered.contains(&0) {
                citing.insert(at);
                for side in 0..2 {
                    table[side][0] += taken[side];
                    table[side][1] += offered[side] - taken[side];
                }
            }
        }
        (table, citing)
    }
}

/// Larger tables are not weighed again.
const MOST_PAIRS: u64 = 5_000_000;

/// How probable it is that chance alone leans as far: the sum over all tables with the same margins that do.
fn by_chance([[a, b], [c, d]]: Table) -> Option<f64> {
    let all = a + b + c + d;
    if all > MOST_PAIRS {
        return None;
    }
    // The logarithms of all factorials.
    let mut factorials = vec![0.0];
    factorials.extend((1..=all).scan(0.0, |sum, factor| {
        *sum += (factor as f64).ln();
        Some(*sum)
    }));
    let log = |number: u64| factorials[number as usize];
    let margins = log(a + b) + log(c + d) + log(a + c) + log(b + d) - log(all);
    let leaning = a..=(a + b).min(a + c);
    let terms = leaning.filter_map(|first| {
        let (second, third) = (a + b - first, a + c - first);
        let fourth = (c + d).checked_sub(third)?;
        Some((margins - log(first) - log(second) - log(third) - log(fourth)).exp())
    });
    Some(terms.sum())
}
