//! What bears on each claim (semantics §1): whose support supports it, and whose support or disputes deny it.
//!
//! Entailment is followed to its end: of a chain of n claims each of which entails the next, n bear on the last and
//! n²/2 on all of them together. So claims are numbered, each after all that it entails and those that entail one
//! another side by side, and what bears on one is kept as *runs* of numbers: one for a chain, two for layers that
//! entail one another whole. Linear in claims, links and runs, of which there are no more than there were claims in
//! lists.

use super::components;
use super::digraph::Bits;
use crate::case::graph::ClaimLinks;
use crate::case::vocabulary::Stance;
use crate::case::{ClaimGraph, ClaimIdx, Rows, StatementIdx};

/// What bears on each claim; most claims stand alone and cost nothing.
#[derive(Default)]
pub struct Bearings {
    /// The group of each claim; [`ALONE`] where nothing bears on it but itself. Empty where all stand alone.
    groups: Vec<u32>,
    /// The other claims, in the order of their numbers.
    order: Vec<ClaimIdx>,
    /// The number of each claim.
    numbers: Vec<u32>,
    /// For each group the claims whose support supports its own: themselves and those that entail them.
    supported_by: Rows<Run>,
    /// For each group the claims whose disputes deny its own: themselves and those that they entail.
    denied_with: Rows<Run>,
    /// For each group the claims whose support denies its own: those that oppose them or what they entail, and what
    /// entails those.
    denied_by: Rows<Run>,
}

const ALONE: u32 = u32::MAX;

/// Successive numbers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Run {
    start: u32,
    end: u32,
}

/// Some claims that bear on one, each once, in an order that means nothing.
#[derive(Clone, Copy)]
pub struct Claims<'b> {
    alone: Option<ClaimIdx>,
    runs: &'b [Run],
    bearings: &'b Bearings,
}

impl<'b> Claims<'b> {
    /// The claims.
    pub fn iter(self) -> impl Iterator<Item = ClaimIdx> + 'b {
        let order = &self.bearings.order;
        let of_runs = (self.runs.iter())
            .flat_map(|run| order[run.start as usize..run.end as usize].iter().copied());
        self.alone.into_iter().chain(of_runs)
    }

    /// The claims in their order: in linear time where they are not few of many.
    pub fn sorted(self) -> Vec<ClaimIdx> {
        let mut claims: Vec<ClaimIdx> = self.iter().collect();
        let all = self.bearings.groups.len();
        if claims.len() <= 1.max(all / u64::BITS as usize) {
            claims.sort_unstable();
            return claims;
        }
        let mut found = Bits::new(all);
        claims.iter().for_each(|claim| found.insert(claim.0));
        found.members().map(ClaimIdx).collect()
    }

    /// How many there are.
    pub fn len(self) -> usize {
        let runs = self.runs.iter();
        self.alone.map_or(0, |_| 1)
            + runs
                .map(|run| (run.end - run.start) as usize)
                .sum::<usize>()
    }

    /// Whether there are none.
    pub fn is_empty(self) -> bool {
        self.alone.is_none() && self.runs.is_empty()
    }

    /// Whether a claim is among them.
    pub fn contains(self, claim: ClaimIdx) -> bool {
        self.alone == Some(claim)
            || !self.runs.is_empty() && self.bearings.groups[claim.at()] != ALONE && {
                let number = self.bearings.numbers[claim.at()];
                let after = self.runs.partition_point(|run| run.end <= number);
                self.runs.get(after).is_some_and(|run| run.start <= number)
            }
    }
}

impl Bearings {
    /// What bears on each claim of a graph.
    pub fn new(graph: &ClaimGraph) -> Self {
        let is_related = |&claim: &ClaimIdx| {
            let links = graph.links(claim);
            !(links.entails.is_empty() && links.entailed_by.is_empty() && links.opposes.is_empty())
        };
        let related: Vec<ClaimIdx> = graph.claims().filter(is_related).collect();
        if related.is_empty() {
            return Bearings::default();
        }
        let mut places = vec![ALONE; graph.claims().len()];
        for (&claim, place) in related.iter().zip(0..) {
            places[claim.at()] = place;
        }
        let mut entails = Rows::with_capacity(related.len(), related.len());
        for &claim in &related {
            let entailed = &graph.links(claim).entails;
            entails.push(entailed.iter().map(|to| places[to.at()]));
        }
        // Every edge between two components leads to the lower number.
        let components = components::strong(&entails);
        let members = components.members();
        let (mut groups, mut numbers) = (places.clone(), places);
        let order: Vec<ClaimIdx> = (members.items().iter())
            .map(|&place| related[place as usize])
            .collect();
        for (&claim, number) in order.iter().zip(0..) {
            groups[claim.at()] = components.of(groups[claim.at()]);
            numbers[claim.at()] = number;
        }
        let grouping = Grouping {
            graph,
            groups: &groups,
            order: &order,
            members: &members,
        };
        let [supported_by, denied_with, denied_by] = grouping.follow();
        Bearings {
            groups,
            numbers,
            order,
            supported_by,
            denied_with,
            denied_by,
        }
    }

    /// The sum of something over all claims and all that support each.
    pub fn total(&self, graph: &ClaimGraph, of: impl Fn(ClaimIdx) -> usize) -> usize {
        let alone = graph.claims().filter(|&claim| self.group(claim).is_none());
        let mut sums = vec![0];
        for &claim in &self.order {
            sums.push(sums[sums.len() - 1] + of(claim));
        }
        let related = self
            .order
            .iter()
            .flat_map(|&claim| self.supported_by(claim).runs);
        let related = related.map(|run| sums[run.end as usize] - sums[run.start as usize]);
        alone.map(of).sum::<usize>() + related.sum::<usize>()
    }

    /// How many runs are held: what all of this takes.
    pub fn runs(&self) -> usize {
        let rows = [&self.supported_by, &self.denied_with, &self.denied_by];
        rows.iter().map(|rows| rows.items().len()).sum()
    }

    fn group(&self, claim: ClaimIdx) -> Option<usize> {
        let group = self.groups.get(claim.at()).copied().unwrap_or(ALONE);
        (group != ALONE).then_some(group as usize)
    }

    fn claims<'b>(
        &'b self,
        claim: ClaimIdx,
        rows: &'b Rows<Run>,
        alone: Option<ClaimIdx>,
    ) -> Claims<'b> {
        let group = self.group(claim);
        Claims {
            alone: alone.filter(|_| group.is_none()),
            runs: group.map_or(&[], |group| rows.row(group)),
            bearings: self,
        }
    }

    /// Claims whose support supports it, itself among them.
    pub fn supported_by(&self, claim: ClaimIdx) -> Claims<'_> {
        self.claims(claim, &self.supported_by, Some(claim))
    }

    /// Claims whose disputes deny it, itself among them.
    pub fn denied_with(&self, claim: ClaimIdx) -> Claims<'_> {
        self.claims(claim, &self.denied_with, Some(claim))
    }

    /// Claims whose support denies it.
    pub fn denied_by(&self, claim: ClaimIdx) -> Claims<'_> {
        self.claims(claim, &self.denied_by, None)
    }

    /// Whether nothing bears on a claim but what is said of it.
    pub fn is_alone(&self, claim: ClaimIdx) -> bool {
        self.group(claim).is_none()
    }

    /// Whether a statement, were it live, would deny a claim.
    pub fn denies(&self, graph: &ClaimGraph, statement: StatementIdx, claim: ClaimIdx) -> bool {
        let Some(on) = graph.claim_of(statement) else {
            return false;
        };
        match graph.stance(statement) {
            Stance::Disputes => self.denied_with(claim).contains(on),
            stance if stance.supports() => self.denied_by(claim).contains(on),
            _ => false,
        }
    }

    /// Whether a statement, were it live, would support a claim.
    pub fn supports(&self, graph: &ClaimGraph, statement: StatementIdx, claim: ClaimIdx) -> bool {
        graph.stance(statement).supports()
            && (graph.claim_of(statement)).is_some_and(|on| self.supported_by(claim).contains(on))
    }

    /// Whether `cited` stands on the other side of the claim that `citing` is about.
    pub fn are_opposite(
        &self,
        graph: &ClaimGraph,
        citing: StatementIdx,
        cited: StatementIdx,
    ) -> bool {
        let Some(claim) = graph.claim_of(citing) else {
            return false;
        };
        match graph.stance(citing) {
            Stance::Disputes => self.supports(graph, cited, claim),
            stance if stance.supports() => self.denies(graph, cited, claim),
            _ => false,
        }
    }

    /// Whether to support `premise` is to stand on the other side of the claim that `citing` is about.
    pub fn is_claim_opposite(
        &self,
        graph: &ClaimGraph,
        citing: StatementIdx,
        premise: ClaimIdx,
    ) -> bool {
        let Some(claim) = graph.claim_of(citing) else {
            return false;
        };
        match graph.stance(citing) {
            Stance::Disputes => self.supported_by(claim).contains(premise),
            stance if stance.supports() => self.denied_by(claim).contains(premise),
            _ => false,
        }
    }
}

/// Claims that entail one another, in groups that are numbered after what they entail.
struct Grouping<'g> {
    graph: &'g ClaimGraph,
    groups: &'g [u32],
    order: &'g [ClaimIdx],
    members: &'g Rows<u32>,
}

impl Grouping<'_> {
    /// What supports each group, what is denied with it, and what denies it.
    fn follow(&self) -> [Rows<Run>; 3] {
        let count = self.members.len();
        let own = |group: usize| {
            let range = self.members.range(group);
            let (start, end) = (range.start as u32, range.end as u32);
            Run { start, end }
        };
        let others = |group, of: fn(&ClaimLinks) -> &[ClaimIdx]| {
            let linked = self.linked(group, of).into_iter();
            linked.filter(move |&to| to != group)
        };
        // From the last group on: what entails a group stands after it.
        let mut support = Rows::with_capacity(count, count);
        for group in (0..count).rev() {
            let mut runs = Runs::of(own(group));
            for from in others(group, |links| &links.entailed_by) {
                runs.add(support.row(count - 1 - from));
            }
            support.push(runs.united());
        }
        let mut supported_by = Rows::with_capacity(count, support.items().len());
        let mut denied_with: Rows<Run> = Rows::with_capacity(count, count);
        let mut denied_by: Rows<Run> = Rows::with_capacity(count, count);
        for group in 0..count {
            supported_by.push(support.row(count - 1 - group).iter().copied());
            let (mut with, mut by) = (Runs::of(own(group)), Runs::default());
            for to in others(group, |links| &links.entails) {
                with.add(denied_with.row(to));
                by.add(denied_by.row(to));
            }
            for from in self.linked(group, |links| &links.opposes) {
                by.add(support.row(count - 1 - from));
            }
            denied_with.push(with.united());
            denied_by.push(by.united());
        }
        [supported_by, denied_with, denied_by]
    }

    /// The groups that the claims of a group are linked to.
    fn linked(&self, group: usize, of: impl Fn(&ClaimLinks) -> &[ClaimIdx]) -> Vec<usize> {
        let claims = &self.order[self.members.range(group)];
        let linked = claims.iter().flat_map(|&claim| of(self.graph.links(claim)));
        let mut groups: Vec<usize> = linked.map(|to| self.groups[to.at()] as usize).collect();
        groups.sort_unstable();
        groups.dedup();
        groups
    }
}

/// Runs that are put together.
#[derive(Default)]
struct Runs {
    runs: Vec<Run>,
    /// How many were left when they were united last.
    left: usize,
}

impl Runs {
    fn of(run: Run) -> Self {
        Runs {
            runs: vec![run],
            left: 1,
        }
    }

    fn add(&mut self, runs: &[Run]) {
        const ROOM: usize = 1 << 10;
        self.runs.extend_from_slice(runs);
        if self.runs.len() > ROOM + 2 * self.left {
            self.unite();
        }
    }

    /// Ascending runs with gaps between them.
    fn unite(&mut self) {
        self.runs.sort_unstable_by_key(|run| run.start);
        self.runs.dedup_by(|next, run| {
            let is_joined = next.start <= run.end;
            if is_joined {
                run.end = run.end.max(next.end);
            }
            is_joined
        });
        self.left = self.runs.len();
    }

    fn united(mut self) -> Vec<Run> {
        self.unite();
        self.runs
    }
}
