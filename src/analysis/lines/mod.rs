//! Independent lines of support (semantics §4): how many there are at most, and which.
//!
//! Lines are derivations that share no voice, unnamed actor or artefact. The question is cut down before it is
//! answered: a sink that is itself a root and bears one label takes its own direct line (whatever other line uses
//! that label can be exchanged for it), and all its voice says drops out. What is left is answered exactly by
//! [`families`] where it is small, and bounded by [`contracted`] flow, lifted back to real lines, where it is not.

mod answering;
pub mod contracted;
pub mod counting;
mod cutting;
mod deriving;
pub mod families;
pub mod instance;
pub mod opponents;
mod origins;
pub mod packing;
pub mod points;
mod premises;
pub mod reaching;
mod splitting;

use std::collections::BTreeSet;

use foldhash::fast::FixedState;
use hashbrown::HashSet;

use super::base::Base;
use super::carriers::Carrier;
use super::lineage::LineageIdx;
use super::support::{Count, Label};
use super::voices::Ties;
use answering::answer;
use instance::Instance;

/// Which lines count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// All, joined by the ties that surely held: κ⁺ and ω⁺.
    All,
    /// All, as if nobody answered to anybody: what joining takes away shows against [`Scope::All`].
    Separate,
    /// Only known ones, joined by every tie that may have held: κ⁻ and ω⁻.
    Known,
    /// Only known ones, joined by the ties that surely held: what ties in doubt take away shows against
    /// [`Scope::Known`].
    KnownApart,
}

impl Scope {
    /// The ties by which lines of this scope are joined.
    pub const fn ties(self) -> Ties {
        match self {
            Scope::All | Scope::KnownApart => Ties::Sure,
            Scope::Separate => Ties::None,
            Scope::Known => Ties::Possible,
        }
    }

    /// Whether only known lines count.
    const fn is_of_known(self) -> bool {
        matches!(self, Scope::Known | Scope::KnownApart)
    }
}

/// How many independent lines there are, the labels of each of those found, and a cut.
#[derive(Clone, Debug, Default)]
pub struct Solution {
    /// The number, or bounds on it.
    pub count: Count,
    /// The labels of each line found: sorted, pairwise disjoint.
    pub lines: Vec<Vec<Label>>,
    /// Labels of which every line bears one.
    pub cut: Vec<Label>,
    /// No fewer labels do.
    pub least_cut: u32,
}

/// How many nodes lines are sought among, in all claims together where there are few; and for one claim at least.
const SOUGHT: (usize, usize) = (1 << 22, 1 << 8);
/// How many nodes are looked at for what lies on lines at all.
const WALKED: (usize, usize) = (1 << 25, 1 << 12);

/// So many citations weigh as much as a node.
const CITATIONS: usize = 16;

/// What lies on lines to some sinks.
#[derive(Clone, Debug, Default)]
pub struct OnLines {
    /// The nodes, sorted.
    pub nodes: Vec<LineageIdx>,
    /// Whether these are all.
    pub is_whole: bool,
}

/// Cuts questions out of a case.
pub struct Extractor<'b, 'g> {
    base: &'b Base<'g>,
    grounded: &'b [bool],
    scope: Scope,
    excused: Excused<'b>,
}

/// Undeclared roots that count as known although they are not.
#[derive(Clone, Copy, Debug)]
pub enum Excused<'b> {
    /// None.
    Nobody,
    /// These, beside what is known.
    These(&'b BTreeSet<LineageIdx>),
    /// Only these: what is known is left out.
    Only(&'b BTreeSet<LineageIdx>),
    /// These, and what is known of everybody else: what their speakers declare is left out.
    Instead(&'b BTreeSet<LineageIdx>),
    /// None, and what the speakers of these declare is left out.
    Others(&'b BTreeSet<LineageIdx>),
}

impl Excused<'_> {
    fn contains(self, node: LineageIdx) -> bool {
        match self {
            Excused::Nobody | Excused::Others(_) => false,
            Excused::These(nodes) | Excused::Only(nodes) | Excused::Instead(nodes) => {
                nodes.contains(&node)
            }
        }
    }
}

impl<'b, 'g> Extractor<'b, 'g> {
    /// Questions of one scope.
    pub fn new(
        base: &'b Base<'g>,
        grounded: &'b [bool],
        scope: Scope,
        excused: Excused<'b>,
    ) -> Self {
        Extractor {
            base,
            grounded,
            scope,
            excused,
        }
    }

    /// What the questions are asked of.
    pub fn base(&self) -> &'b Base<'g> {
        self.base
    }

    /// Whether lines of the scope may lead through a node.
    pub fn may_pass(&self, node: LineageIdx) -> bool {
        self.grounded[node.at()]
            && self.base.is_live(node)
            && self.base.barred != Some(node)
            && (!self.scope.is_of_known() || !self.base.is_unnamed(node))
    }

    fn counts(&self, node: LineageIdx, carrier: &Carrier) -> bool {
        let known = carrier.is_known()
            && match self.excused {
                Excused::Nobody | Excused::These(_) => true,
                Excused::Only(_) => false,
                Excused::Instead(nodes) | Excused::Others(nodes) => {
                    let speaker = |node| self.base.speaker(node).map(|(actor, _)| actor);
                    nodes.iter().all(|&other| speaker(other) != speaker(node))
                }
            };
        !self.scope.is_of_known() || known || self.excused.contains(node)
    }

    /// The carriers of a node that count, as a root.
    fn carriers(&self, node: LineageIdx) -> Vec<Carrier> {
        let mut carriers = self.base.carriers(node, self.scope.ties());
        carriers.retain(|carrier| self.counts(node, carrier));
        carriers
    }

    fn budget(&self, (total, share): (usize, usize), sinks: usize) -> usize {
        share.max(total / self.base.questions.max(1)) + self.base.for_each_sink * sinks
    }

    /// Among how many nodes lines are sought for so many sinks: where they rest on more, bounds are given.
    pub fn sought(&self, sinks: usize) -> usize {
        self.budget(SOUGHT, sinks)
    }

    /// Whether all lines to some sinks end in one voice: where there are any, only one of them is independent.
    pub fn end_in_one_voice(&self, sinks: &[LineageIdx]) -> bool {
        let mut open = sinks.iter().filter(|&&sink| self.may_pass(sink));
        let labels = |sink| self.base.labels(sink, self.scope.ties());
        let Some(&first) = open.next() else {
            return false;
        };
        let mut shared = labels(first);
        for &sink in open {
            if shared.is_empty() {
                return false;
            }
            let own = labels(sink);
            shared.retain(|label| own.contains(label));
        }
        !shared.is_empty()
    }

    /// The labels that are taken by direct lines of sinks, one label each.
    fn direct(&self, sinks: &[LineageIdx], avoid: &BTreeSet<Label>) -> BTreeSet<Label> {
        let mut taken = BTreeSet::new();
        for &sink in sinks {
            if !self.base.lineage.is_root(sink) || !self.may_pass(sink) {
                continue;
            }
            let labels = self.base.labels(sink, self.scope.ties());
            let [label] = labels.as_slice() else { continue };
            if taken.contains(label) || avoid.contains(label) {
                continue;
            }
            let stands_alone = self.carriers(sink).iter().any(|carrier| {
                self.option(sink, carrier)
                    .iter()
                    .all(|other| other == label)
            });
            if stands_alone {
                taken.insert(*label);
            }
        }
        taken
    }

    fn option(&self, node: LineageIdx, carrier: &Carrier) -> Vec<Label> {
        let Some(statement) = self.base.lineage.statement(node) else {
            return Vec::new();
        };
        self.base
            .carrier_labels(statement, carrier, self.scope.ties())
    }

    /// The most independent lines that end in one of the sinks.
    pub fn solve(&self, sinks: &[LineageIdx]) -> Solution {
        self.solve_beside(sinks, &BTreeSet::new())
    }

    /// The same of lines that are known to lie among more than so many nodes, and are sought among no more.
    pub fn solve_among(&self, sinks: &[LineageIdx], most: usize) -> Solution {
        self.solve_within(sinks, &BTreeSet::new(), most, || true)
    }

    /// How many there are, where it is told otherwise whether they rest on more than lines are sought among.
    pub fn count_unless(&self, sinks: &[LineageIdx], is_beyond: impl FnOnce() -> bool) -> Count {
        let sought = self.sought(sinks.len());
        self.solve_within(sinks, &BTreeSet::new(), sought, is_beyond)
            .count
    }

    /// The same of lines that bear none of some labels.
    pub fn solve_beside(&self, sinks: &[LineageIdx], avoid: &BTreeSet<Label>) -> Solution {
        let sought = self.sought(sinks.len());
        self.solve_within(sinks, avoid, sought, || self.finds_more(sinks, sought))
    }

    /// The same where lines are sought among so many nodes, and it is told otherwise whether that is too few.
    fn solve_within(
        &self,
        sinks: &[LineageIdx],
        avoid: &BTreeSet<Label>,
        sought: usize,
        is_beyond: impl FnOnce() -> bool,
    ) -> Solution {
        let mut taken = self.direct(sinks, avoid);
        let mut solution = Solution {
            count: Count::exact(taken.len() as u32),
            lines: taken.iter().map(|&label| vec![label]).collect(),
            cut: taken.iter().copied().collect(),
            least_cut: taken.len() as u32,
        };
        taken.extend(avoid);
        // What is beyond the budget is seen at once where nothing is taken.
        let rest = match taken.is_empty() && is_beyond() {
            true => None,
            false => self.extract_within(sinks, &taken, sought),
        };
        match rest {
            Some(rest) if rest.sinks.is_empty() => {}
            Some(rest) => {
                for part in splitting::split(rest) {
                    answer(&part, &mut solution, self.base);
                }
            }
            None => self.bound(sinks, &taken, &mut solution),
        }
        self.admit_crowds(sinks, avoid, &mut solution);
        solution.lines.sort();
        solution.cut.sort();
        solution
    }

    /// Admits that a line more may go through each artefact of which not all verifiers were weighed, unless it is cut:
    /// so it is.
    fn admit_crowds(&self, sinks: &[LineageIdx], avoid: &BTreeSet<Label>, solution: &mut Solution) {
        if self.base.crowded.is_empty() {
            return;
        }
        let nodes = self.on_lines(sinks).nodes.into_iter();
        let statements = nodes.filter_map(|node| self.base.lineage.statement(node));
        let cited = statements.flat_map(|at| self.base.artefacts(at));
        let crowded = cited.filter(|cited| self.base.crowded.binary_search(cited).is_ok());
        for evidence in BTreeSet::from_iter(crowded) {
            let label = Label::Artefact(evidence);
            if !solution.cut.contains(&label) && !avoid.contains(&label) {
                solution.cut.push(label);
                solution.count.most += 1;
            }
        }
    }

    /// Adds to the direct lines what can be said of the others without following them: lines end in no more voices
    /// than sinks speak with, and those cut them all.
    fn bound(&self, sinks: &[LineageIdx], taken: &BTreeSet<Label>, solution: &mut Solution) {
        let mut ends: BTreeSet<Label> = BTreeSet::new();
        for &sink in sinks.iter().filter(|&&sink| self.may_pass(sink)) {
            let labels = self.base.labels(sink, self.scope.ties());
            if labels.iter().all(|label| !taken.contains(label)) {
                ends.extend(labels.first());
            }
        }
        let is_any = taken.is_empty() && !self.scope.is_of_known() && !ends.is_empty();
        solution.count.least += u32::from(is_any);
        solution.least_cut += u32::from(is_any);
        solution.count.most += ends.len() as u32;
        solution.cut.extend(ends);
    }

    /// Whether there is any line.
    pub fn has_line(&self, sinks: &[LineageIdx]) -> bool {
        let instance = self.extract(sinks, &BTreeSet::new());
        let everything: Vec<u32> = (0..instance.nodes.len() as u32).collect();
        self.base.work.add_light(everything.len());
        let mut reaching = reaching::Reaching::new(&instance);
        reaching.sink(&everything, |_| true).is_some()
    }

    /// All that lies on lines to the sinks, cut out; `None` where lines are sought among less, or there are more nodes
    /// than so many.
    pub fn question(&self, sinks: &[LineageIdx], most: usize) -> Option<Instance> {
        let sought = self.sought(sinks.len());
        self.extract_within(sinks, &BTreeSet::new(), sought.min(most))
    }

    /// Those of some labels each of which alone cuts all lines to the sinks, as far as they can be tried.
    pub fn alone(&self, sinks: &[LineageIdx], among: &BTreeSet<Label>) -> Vec<Label> {
        let Some(question) = self.question(sinks, usize::MAX) else {
            return Vec::new();
        };
        let places = 0..question.labels.len() as u32;
        let tried = places.filter(|&at| among.contains(&question.labels[at as usize]));
        let tried: Vec<u32> = tried.collect();
        let alone = answering::alone(&question, &tried, &self.base.work);
        alone.map(|at| question.labels[at as usize]).collect()
    }

    /// Whether what lies on lines to the sinks weighs more than what lines are sought among. Looks at no more than
    /// that.
    pub fn is_beyond(&self, sinks: &[LineageIdx]) -> bool {
        self.finds_more(sinks, self.sought(sinks.len()))
    }

    /// The same of more nodes than so many.
    pub fn finds_more(&self, sinks: &[LineageIdx], most: usize) -> bool {
        self.walk(sinks, most, most).2 > most
    }

    /// The nodes that lie on any line to the sinks, as far as the budget goes.
    pub fn on_lines(&self, sinks: &[LineageIdx]) -> OnLines {
        let budget = self.budget(WALKED, sinks.len());
        let (mut nodes, next, _) = self.walk(sinks, budget, usize::MAX);
        let is_whole = next == nodes.len();
        nodes.truncate(next);
        nodes.sort_unstable();
        OnLines { nodes, is_whole }
    }

    /// The nodes that are found when so many are followed at most, and no more once they weigh so much, which is at
    /// least as much as there are of them; how many were followed, and what those that were found weigh.
    fn walk(
        &self,
        sinks: &[LineageIdx],
        most_followed: usize,
        heaviest: usize,
    ) -> (Vec<LineageIdx>, usize, usize) {
        let mut seen: HashSet<LineageIdx, FixedState> = HashSet::default();
        let mut found: Vec<LineageIdx> = Vec::with_capacity(sinks.len());
        for &sink in sinks {
            if self.may_pass(sink) && seen.insert(sink) {
                found.push(sink);
            }
        }
        let mut held: HashSet<LineageIdx, FixedState> = HashSet::default();
        let (mut next, mut citations) = (0, 0);
        while found.len() + citations <= heaviest
            && let Some(&at) = found.get(next).filter(|_| next < most_followed)
        {
            next += 1;
            let lineage = &self.base.lineage;
            if lineage.has_holders() && !held.insert(lineage.holder(at)) {
                continue;
            }
            let mut cited = 0;
            for edge in lineage.citations(at) {
                if edge.carries && self.may_pass(edge.to) {
                    cited += 1;
                    if seen.insert(edge.to) {
                        found.push(edge.to);
                    }
                }
            }
            citations += cited / CITATIONS;
        }
        self.base.work.add_light(next);
        let weight = found.len() + citations;
        (found, next, weight)
    }
}
