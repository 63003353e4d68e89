//! Circles, citation paths and words that come back (section 5), by following every way there is.
//!
//! By the letter a premise "cites every statement of its support". Such a citation closes no circle if the premise
//! rests on something that does not say the citing statement's own conclusion, and what is cited was surely said later,
//! or says that conclusion, which entails the premise and does not follow from it.

use std::collections::{BTreeMap, BTreeSet};

use super::lineage::Premise;
use super::{Brute, NEVER, Node, Ties};
use crate::model::Cite;

/// A citation resolved: which as written, the statement, whether it carries, and whether it may mean another.
#[derive(Clone, Copy, Debug)]
pub struct Leads {
    written: usize,
    to: usize,
    carries: bool,
    uncertain: bool,
    /// Whether it is of a premise that stands without what was not surely said before.
    may_be_later: bool,
    closes: bool,
}

/// A set of statements that all lead to one another.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Circle {
    pub members: BTreeSet<usize>,
    pub shortest: usize,
    pub possible: bool,
    pub cut: usize,
    /// By the letter only.
    pub apparent: bool,
}

/// A word that comes back: to which actor, and by a chain of how many statements.
pub type Return = (usize, usize);

/// All citations of a case, resolved.
pub struct Ways<'b, 'c> {
    brute: &'b Brute<'c>,
    leads: Vec<Vec<Leads>>,
}

impl<'c> Brute<'c> {
    pub fn ways(&self) -> Ways<'_, 'c> {
        Ways {
            leads: (0..self.said.len()).map(|at| self.leads(at)).collect(),
            brute: self,
        }
    }

    fn leads(&self, at: usize) -> Vec<Leads> {
        if !self.is_made(at) {
            return Vec::new();
        }
        let mut found = Vec::new();
        for (written, &cite) in self.said[at].cites.iter().enumerate() {
            let Some(Premise::Of { alternatives, .. }) = self.premise(at, cite) else {
                continue;
            };
            let alternatives = alternatives
                .iter()
                .filter_map(|&(node, carries)| match node {
                    Node::Statement(to) => self.is_made(to).then_some((to, carries)),
                    Node::Implied { .. } => None,
                });
            let alternatives: Vec<(usize, bool)> = alternatives.collect();
            let by_name = matches!(cite, Cite::Actor(_) | Cite::Report(_));
            for &(to, carries) in &alternatives {
                let earlier = self.said[to].when.1 < self.said[at].when.0;
                found.push(Leads {
                    written,
                    to,
                    carries,
                    uncertain: by_name && (alternatives.len() > 1 || !earlier),
                    may_be_later: match cite {
                        Cite::Claim(premise) => {
                            self.stands(at, premise, &alternatives)
                                && self.said[to].when.1 >= self.not_before(at)
                        }
                        _ => false,
                    },
                    closes: match cite {
                        Cite::Claim(premise) => {
                            let later = self.not_before(to) > self.said[at].when.1;
                            !self.stands(at, premise, &alternatives)
                                || !later && !self.concludes(at, premise, to)
                        }
                        _ => true,
                    },
                });
            }
        }
        found
    }

    /// Whether a premise rests on something that does not say what is concluded from it.
    fn stands(&self, at: usize, premise: usize, support: &[(usize, bool)]) -> bool {
        let mut support = support.iter();
        support.any(|&(other, _)| self.grounded[other] && !self.concludes(at, premise, other))
    }

    /// Whether a statement says what another concludes, which entails the premise and does not follow from it.
    fn concludes(&self, at: usize, premise: usize, other: usize) -> bool {
        let said = &self.said[at];
        let entails =
            |one: usize, other: usize| self.entailing(BTreeSet::from([other])).contains(&one);
        (said.claim().filter(|_| said.stance.supports())).is_some_and(|own| {
            entails(own, premise) && !entails(premise, own) && self.supports(other, own)
        })
    }

    /// The first day on which something may have been said: what a publisher says itself without a date is said when
    /// its report appears.
    fn not_before(&self, at: usize) -> i64 {
        let said = &self.said[at];
        let published = || {
            let report = &self.case.reports[said.report?];
            let is_own = report.publisher == Some(said.by) && !said.via;
            report.date.filter(|_| is_own)
        };
        match said.when.0 {
            NEVER => published().unwrap_or(NEVER),
            first => first,
        }
    }
}

impl Ways<'_, '_> {
    /// The sets of two or more that all lead to one another by some citations, and those that lead to themselves.
    fn components(&self, counts: impl Fn(&Leads) -> bool) -> BTreeSet<BTreeSet<usize>> {
        let count = self.leads.len();
        let mut reach = vec![BTreeSet::new(); count];
        for (at, reached) in reach.iter_mut().enumerate() {
            let mut open = vec![at];
            while let Some(from) = open.pop() {
                for one in self.leads[from].iter().filter(|one| counts(one)) {
                    if reached.insert(one.to) {
                        open.push(one.to);
                    }
                }
            }
        }
        let mutual = |at: usize| {
            let back = |&to: &usize| reach[to].contains(&at);
            reach[at].iter().copied().filter(back).collect()
        };
        let found: BTreeSet<BTreeSet<usize>> = (0..count).map(mutual).collect();
        found
            .into_iter()
            .filter(|members| !members.is_empty())
            .collect()
    }

    /// Every circle, and those by the letter in which no other is.
    pub fn circles(&self) -> BTreeSet<Circle> {
        let closed = self.components(|one| one.closes);
        let by_letter = self.components(|_| true).into_iter();
        let untold = by_letter.filter(|members| closed.iter().all(|one| one.is_disjoint(members)));
        let apparent = untold.map(|members| self.circle(members, true));
        let closed = closed
            .iter()
            .map(|members| self.circle(members.clone(), false));
        closed.chain(apparent).collect()
    }

    fn circle(&self, members: BTreeSet<usize>, apparent: bool) -> Circle {
        let inside = |at: usize| -> Vec<Leads> {
            let mut found = self.leads[at].clone();
            found.retain(|one| members.contains(&one.to) && (apparent || one.closes));
            found
        };
        let shortest = |uncertain: bool| {
            let ring = |&start: &usize| {
                let (mut at, mut length) = (BTreeSet::from([start]), 0);
                while length < members.len() {
                    let next = at.iter().flat_map(|&from| inside(from));
                    at = next
                        .filter(|one| {
                            uncertain || !one.uncertain && (apparent || !one.may_be_later)
                        })
                        .map(|one| one.to)
                        .collect();
                    length += 1;
                    if at.contains(&start) {
                        return Some(length);
                    }
                }
                None
            };
            members.iter().filter_map(ring).min()
        };
        let certain = shortest(false);
        let order: Vec<usize> = members.iter().copied().collect();
        Circle {
            shortest: certain.or_else(|| shortest(true)).unwrap_or(0),
            possible: certain.is_none(),
            cut: fewest(&order, &|at| inside(at)),
            apparent,
            members,
        }
    }

    /// How many ways lead along carrying citations from one set of statements that lead to one another within the
    /// support of a claim to another such set, each citation between two sets once.
    pub fn paths(&self, claim: usize) -> usize {
        let brute = self.brute;
        let support: BTreeSet<usize> = (0..brute.said.len())
            .filter(|&at| brute.live[at] && brute.supports(at, claim))
            .collect();
        let cited = |at: usize| {
            let leads = self.leads[at].iter();
            leads
                .filter(|one| one.closes && one.carries && support.contains(&one.to))
                .map(|one| one.to)
        };
        let reached = |at: usize| {
            let mut found = BTreeSet::from([at]);
            let mut open = vec![at];
            while let Some(from) = open.pop() {
                open.extend(cited(from).filter(|&to| found.insert(to)));
            }
            found
        };
        let reach: BTreeMap<usize, BTreeSet<usize>> =
            support.iter().map(|&at| (at, reached(at))).collect();
        let set = |at: usize| -> BTreeSet<usize> {
            let back = |&to: &usize| reach[&to].contains(&at);
            reach[&at].iter().copied().filter(back).collect()
        };
        let beyond = |members: &BTreeSet<usize>| -> BTreeSet<BTreeSet<usize>> {
            let cited = members.iter().flat_map(|&at| cited(at));
            cited.map(set).filter(|to| to != members).collect()
        };
        let sets: BTreeSet<BTreeSet<usize>> = support.iter().map(|&at| set(at)).collect();
        let mut open: Vec<BTreeSet<usize>> = sets.into_iter().collect();
        let mut paths = 0;
        while let Some(from) = open.pop() {
            let onward = beyond(&from);
            paths += onward.len();
            open.extend(onward);
        }
        paths
    }

    /// Every chain within a claim that comes back to its actor through another, and every one that comes back to
    /// another of its side through somebody of neither: whose word comes back, and how long the chain is.
    pub fn returns(&self, claim: usize) -> (BTreeSet<Return>, BTreeSet<Return>) {
        let brute = self.brute;
        let circles = self.components(|one| one.closes);
        let in_one = |one: usize, other: usize| {
            let mut circles = circles.iter();
            circles.any(|members| members.contains(&one) && members.contains(&other))
        };
        let joined = |one: usize, other: usize| {
            let [one, other] = [one, other].map(|at| brute.spoken[Ties::Sure as usize][at]);
            !one.is_disjoint(other)
        };
        let by = |at: usize| brute.said[at].by;
        let (mut trips, mut loops) = (BTreeSet::new(), BTreeSet::new());
        let starts = (0..brute.said.len()).filter(|&at| {
            brute.live[at]
                && brute.said[at].claim() == Some(claim)
                && brute.said[at].stance.speaks()
        });
        for start in starts {
            let mut open = vec![vec![start]];
            while let Some(path) = open.pop() {
                let end = path[path.len() - 1];
                let between = path.get(1..path.len() - 1).unwrap_or(&[]);
                if path.len() > 1 && !in_one(start, end) {
                    let foreign = between.iter().any(|&at| by(at) != by(start));
                    if by(end) == by(start) && foreign {
                        trips.insert((by(start), path.len()));
                    }
                    let mut between = between.iter();
                    let outside = between.any(|&at| !joined(at, start) && !joined(at, end));
                    if by(end) != by(start) && joined(end, start) && outside {
                        loops.insert((by(start), path.len()));
                    }
                }
                for one in &self.leads[end] {
                    let within = brute.said[one.to].claim() == Some(claim);
                    if one.closes && one.carries && within && !path.contains(&one.to) {
                        open.push([&path[..], &[one.to]].concat());
                    }
                }
            }
        }
        (trips, loops)
    }
}

/// The fewest citations as written that lead back in some order of the statements, each order by its last (Lawler 1964).
fn fewest(members: &[usize], inside: &dyn Fn(usize) -> Vec<Leads>) -> usize {
    let cited: Vec<Vec<Leads>> = members.iter().map(|&at| inside(at)).collect();
    let mut best = vec![usize::MAX; 1 << members.len()];
    best[0] = 0;
    for made in 0..best.len() {
        for (nth, cited) in cited
            .iter()
            .enumerate()
            .filter(|(nth, _)| made >> nth & 1 == 0)
        {
            let is_made = |to: usize| {
                members
                    .iter()
                    .position(|&at| at == to)
                    .is_some_and(|at| made >> at & 1 == 1)
            };
            let struck = cited.iter().filter(|one| !is_made(one.to));
            let struck: BTreeSet<usize> = struck.map(|one| one.written).collect();
            let next = made | 1 << nth;
            best[next] = best[next].min(best[made] + struck.len());
        }
    }
    best[best.len() - 1]
}
