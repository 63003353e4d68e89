//! Independent lines of support (semantics §4): how many there are at most, and which.
//!
//! Lines are derivations that share no voice, unnamed actor or artefact. The question is cut down before it is
//! answered: a sink that is itself a root and bears one label takes its own direct line (whatever other line uses
//! that label can be exchanged for it), and all its voice says drops out. What is left is answered exactly by
//! [`families`] where it is small, and bounded by [`contracted`] flow, lifted back to real lines, where it is not.

pub mod contracted;
pub mod counting;
pub mod families;
pub mod instance;
pub mod packing;
pub mod points;
mod premises;

use std::collections::{BTreeSet, HashMap};

use super::base::Base;
use super::lineage::{Carrier, LineageIdx};
use super::support::{Count, Label, Line};
use super::voices::Ties;
use crate::case::Node;
use instance::{Instance, InstanceNode, LabelNumbers, Premise, RootOption, Ways};

/// Which lines count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// All, joined by the ties that surely held: κ⁺ and ω⁺.
    All,
    /// All, as if nobody answered to anybody: what joining takes away shows against [`Scope::All`].
    Separate,
    /// Only known ones, joined by every tie that may have held: κ⁻ and ω⁻.
    Known,
}

impl Scope {
    /// The ties by which lines of this scope are joined.
    pub const fn ties(self) -> Ties {
        match self {
            Scope::All => Ties::Sure,
            Scope::Separate => Ties::None,
            Scope::Known => Ties::Possible,
        }
    }
}

/// How many independent lines there are, the labels of each of those found, and a cut.
#[derive(Clone, Debug, Default)]
pub struct Solution {
    /// The number, or bounds on it.
    pub count: Count,
    /// The labels of each line found: sorted, pairwise disjoint.
    pub lines: Vec<Vec<Label>>,
    /// Labels without which no line is left.
    pub cut: Vec<Label>,
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
}

impl Excused<'_> {
    fn contains(self, node: LineageIdx) -> bool {
        match self {
            Excused::Nobody => false,
            Excused::These(nodes) | Excused::Only(nodes) => nodes.contains(&node),
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

    fn may_pass(&self, node: LineageIdx) -> bool {
        self.grounded[node.at()]
            && self.base.is_live(node)
            && (self.scope != Scope::Known || !self.base.is_unnamed(node))
    }

    fn counts(&self, node: LineageIdx, carrier: &Carrier) -> bool {
        let known = carrier.is_known() && !matches!(self.excused, Excused::Only(_));
        self.scope != Scope::Known || known || self.excused.contains(node)
    }

    /// The carriers of a node that count, as a root.
    fn carriers(&self, node: LineageIdx) -> Vec<Carrier> {
        let mut carriers = self.base.carriers(node, self.scope.ties());
        carriers.retain(|carrier| self.counts(node, carrier));
        carriers
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

    /// The ancestors of the sinks without anything that bears a `taken` label.
    pub(super) fn extract(&self, sinks: &[LineageIdx], taken: &BTreeSet<Label>) -> Instance {
        let mut cutting = Cutting {
            extractor: self,
            taken,
            numbers: LabelNumbers::default(),
            places: HashMap::new(),
            open: Vec::new(),
            labels: Vec::new(),
        };
        let sinks: Vec<u32> = sinks
            .iter()
            .filter_map(|&sink| cutting.enter(sink))
            .collect();
        let mut nodes = Vec::new();
        while nodes.len() < cutting.open.len() {
            let node = cutting.open[nodes.len()];
            let ways = cutting.ways(node);
            nodes.push(InstanceNode {
                node,
                labels: std::mem::take(&mut cutting.labels[nodes.len()]),
                ways,
            });
        }
        Instance {
            nodes,
            sinks,
            labels: cutting.numbers.labels,
        }
    }

    /// The most independent lines that end in one of the sinks.
    pub fn solve(&self, sinks: &[LineageIdx]) -> Solution {
        self.solve_beside(sinks, &BTreeSet::new())
    }

    /// The same of lines that bear none of some labels.
    pub fn solve_beside(&self, sinks: &[LineageIdx], avoid: &BTreeSet<Label>) -> Solution {
        let mut taken = self.direct(sinks, avoid);
        let mut solution = Solution {
            count: Count::exact(taken.len() as u32),
            lines: taken.iter().map(|&label| vec![label]).collect(),
            cut: taken.iter().copied().collect(),
        };
        taken.extend(avoid);
        let rest = self.extract(sinks, &taken);
        if !rest.sinks.is_empty() {
            for part in split(rest) {
                answer(&part, &mut solution);
            }
        }
        solution.lines.sort();
        solution.cut.sort();
        solution
    }

    /// Whether there is any line.
    pub fn has_line(&self, sinks: &[LineageIdx]) -> bool {
        let instance = self.extract(sinks, &BTreeSet::new());
        let (reached, _) = instance.reachable(|_| true);
        instance.sinks.iter().any(|&sink| reached[sink as usize])
    }

    /// How many nodes lie on lines to the sinks.
    pub fn ancestor_count(&self, sinks: &[LineageIdx]) -> usize {
        self.on_lines(sinks).len()
    }

    /// A real derivation within some labels, shortest first; `None` where there is none.
    pub fn derivation(&self, sinks: &[LineageIdx], within: &[Label]) -> Option<Line> {
        let instance = self.extract(sinks, &BTreeSet::new());
        let allowed: Vec<bool> = instance
            .labels
            .iter()
            .map(|label| within.binary_search(label).is_ok())
            .collect();
        let (_, order) = instance.reachable(|label| allowed[label as usize]);
        let mut rank = vec![u32::MAX; instance.nodes.len()];
        for (place, &at) in order.iter().enumerate() {
            rank[at as usize] = place as u32;
        }
        let sink = instance
            .sinks
            .iter()
            .copied()
            .filter(|&sink| rank[sink as usize] != u32::MAX)
            .min_by_key(|&sink| rank[sink as usize])?;
        Some(trace(self, &instance, &rank, &allowed, sink))
    }

    /// Derivations within each of some sets of labels.
    pub fn derivations(&self, sinks: &[LineageIdx], found: &[Vec<Label>]) -> Vec<Line> {
        found
            .iter()
            .filter_map(|labels| self.derivation(sinks, labels))
            .collect()
    }

    /// The nodes that lie on any line to the sinks.
    pub fn on_lines(&self, sinks: &[LineageIdx]) -> Vec<LineageIdx> {
        let mut seen: BTreeSet<LineageIdx> = BTreeSet::new();
        let mut open: Vec<LineageIdx> = Vec::new();
        for &sink in sinks {
            if self.may_pass(sink) && seen.insert(sink) {
                open.push(sink);
            }
        }
        while let Some(at) = open.pop() {
            for edge in self.base.lineage.citations(at) {
                if edge.carries && self.may_pass(edge.to) && seen.insert(edge.to) {
                    open.push(edge.to);
                }
            }
        }
        seen.into_iter().collect()
    }

    /// The most pairwise unjoined carriers on lines to the sinks.
    pub fn origins(&self, sinks: &[LineageIdx]) -> Count {
        let mut single: BTreeSet<Label> = BTreeSet::new();
        let mut several: BTreeSet<Vec<Label>> = BTreeSet::new();
        for node in self.on_lines(sinks) {
            for carrier in self.all_carriers(node) {
                let mut identity = self
                    .base
                    .carrier_identity(node, &carrier, self.scope.ties());
                identity.sort();
                identity.dedup();
                match identity.as_slice() {
                    [one] => {
                        single.insert(*one);
                    }
                    [] => {}
                    _ => {
                        several.insert(identity);
                    }
                }
            }
        }
        // A carrier with one label can always be kept instead of any that it is joined with.
        several.retain(|labels| labels.iter().all(|label| !single.contains(label)));
        let base = single.len() as u32;
        if several.is_empty() {
            return Count::exact(base);
        }
        let mut numbers = LabelNumbers::default();
        let sets: Vec<Vec<u32>> = several
            .iter()
            .map(|labels| labels.iter().map(|&label| numbers.number(label)).collect())
            .collect();
        if numbers.labels.len() > families::MOST_LABELS {
            return Count {
                least: base + 1,
                most: base + several.len() as u32,
            };
        }
        let masks: Vec<packing::Mask> = sets
            .iter()
            .map(|set| set.iter().fold(0, |mask, &label| mask | 1 << label))
            .collect();
        let packed = packing::pack(&masks);
        Count {
            least: base + packed.chosen.len() as u32,
            most: base + packed.bound as u32,
        }
    }

    /// The carriers of a node as a root, and those of the artefacts that an inference takes as premises.
    pub fn all_carriers(&self, node: LineageIdx) -> Vec<Carrier> {
        let mut carriers = self.carriers(node);
        if self.base.needs_all(node)
            && let Some(statement) = self.base.lineage.statement(node)
        {
            for evidence in self.base.artefacts(statement) {
                carriers.extend(
                    self.base
                        .artefact_carriers(statement, evidence, self.scope.ties())
                        .into_iter()
                        .filter(|carrier| self.counts(node, carrier)),
                );
            }
        }
        carriers
    }
}

/// An [`Instance`] in the making.
struct Cutting<'e, 'b, 'g> {
    extractor: &'e Extractor<'b, 'g>,
    taken: &'e BTreeSet<Label>,
    numbers: LabelNumbers,
    places: HashMap<LineageIdx, Option<u32>>,
    open: Vec<LineageIdx>,
    labels: Vec<Vec<u32>>,
}

impl Cutting<'_, '_, '_> {
    /// The place of a node, entered if it is new; `None` where nothing can pass.
    fn enter(&mut self, node: LineageIdx) -> Option<u32> {
        if let Some(&place) = self.places.get(&node) {
            return place;
        }
        let labels = match self.extractor.may_pass(node) {
            true => self
                .extractor
                .base
                .labels(node, self.extractor.scope.ties()),
            false => Vec::new(),
        };
        let closed = labels.is_empty() || labels.iter().any(|label| self.taken.contains(label));
        let place = (!closed).then(|| {
            let numbered = labels
                .into_iter()
                .map(|label| self.numbers.number(label))
                .collect();
            self.labels.push(numbered);
            self.open.push(node);
            self.open.len() as u32 - 1
        });
        self.places.insert(node, place);
        place
    }

    fn root_options(&mut self, node: LineageIdx, carriers: Vec<Carrier>) -> Vec<RootOption> {
        let mut options = Vec::with_capacity(carriers.len());
        for carrier in carriers {
            let labels = self.extractor.option(node, &carrier);
            if labels.iter().any(|label| self.taken.contains(label)) {
                continue;
            }
            let mut labels: Vec<u32> = labels
                .into_iter()
                .map(|label| self.numbers.number(label))
                .collect();
            labels.sort_unstable();
            labels.dedup();
            options.push(RootOption { carrier, labels });
        }
        options
    }

    fn ways(&mut self, node: LineageIdx) -> Ways {
        let extractor = self.extractor;
        if extractor.base.needs_all(node) {
            return Ways::All(self.premises(node));
        }
        let roots = self.root_options(node, extractor.carriers(node));
        let mut nodes = Vec::new();
        for edge in extractor.base.lineage.citations(node) {
            if edge.carries && edge.to != node {
                nodes.extend(self.enter(edge.to));
            }
        }
        nodes.sort_unstable();
        nodes.dedup();
        Ways::Any { roots, nodes }
    }

    fn premises(&mut self, node: LineageIdx) -> Vec<Premise> {
        let base = self.extractor.base;
        let Some(statement) = base.lineage.statement(node) else {
            return Vec::new();
        };
        let edges = base.lineage.citations(node);
        let mut premises = Vec::new();
        for (written, &cited) in base.graph.cites(statement).iter().enumerate() {
            if !base.is_premise(statement, written) {
                continue;
            }
            let mut premise = Premise::default();
            if let Node::Evidence(evidence) = base.graph.node(cited) {
                let ties = self.extractor.scope.ties();
                let mut carriers = base.artefact_carriers(statement, evidence, ties);
                carriers.retain(|carrier| self.extractor.counts(node, carrier));
                premise.artefacts = self.root_options(node, carriers);
            }
            for edge in edges.iter().filter(|edge| edge.written == written as u32) {
                if edge.carries && edge.to != node {
                    premise.nodes.extend(self.enter(edge.to));
                }
            }
            premises.push(premise);
        }
        premises
    }
}

/// The parts of a question that share no label and no edge, where it is too large to be answered whole.
fn split(instance: Instance) -> Vec<Instance> {
    if instance.labels.len() <= families::MOST_LABELS {
        return vec![instance];
    }
    let mut parent: Vec<u32> = (0..instance.labels.len() as u32).collect();
    fn find(parent: &mut [u32], mut at: u32) -> u32 {
        while parent[at as usize] != at {
            parent[at as usize] = parent[parent[at as usize] as usize];
            at = parent[at as usize];
        }
        at
    }
    for at in 0..instance.nodes.len() as u32 {
        let own = instance.nodes[at as usize].labels[0];
        let mut linked: Vec<u32> = instance.nodes[at as usize].labels.clone();
        for root in instance.root_options(at) {
            linked.extend(&root.labels);
        }
        for to in instance.targets(at) {
            linked.push(instance.nodes[to as usize].labels[0]);
        }
        for label in linked {
            let (one, other) = (find(&mut parent, own), find(&mut parent, label));
            parent[one.max(other) as usize] = one.min(other);
        }
    }
    let mut groups: std::collections::BTreeMap<u32, Vec<u32>> = std::collections::BTreeMap::new();
    for at in 0..instance.nodes.len() as u32 {
        let group = find(&mut parent, instance.nodes[at as usize].labels[0]);
        groups.entry(group).or_default().push(at);
    }
    groups
        .into_values()
        .map(|members| part(&instance, &members))
        .filter(|part| !part.sinks.is_empty())
        .collect()
}

/// The nodes `members` of an instance with numbers of their own.
fn part(instance: &Instance, members: &[u32]) -> Instance {
    let places: HashMap<u32, u32> = (members.iter().copied()).zip(0u32..).collect();
    let mut numbers = LabelNumbers::default();
    let mut renumber = |labels: &[u32]| -> Vec<u32> {
        labels
            .iter()
            .map(|&label| numbers.number(instance.labels[label as usize]))
            .collect()
    };
    let mut nodes = Vec::with_capacity(members.len());
    for &at in members {
        let node = &instance.nodes[at as usize];
        let labels = renumber(&node.labels);
        let mut options = |roots: &[RootOption]| -> Vec<RootOption> {
            roots
                .iter()
                .map(|root| RootOption {
                    carrier: root.carrier.clone(),
                    labels: renumber(&root.labels),
                })
                .collect()
        };
        let moved = |nodes: &[u32]| nodes.iter().map(|to| places[to]).collect();
        let ways = match &node.ways {
            Ways::Any { roots, nodes } => Ways::Any {
                roots: options(roots),
                nodes: moved(nodes),
            },
            Ways::All(premises) => Ways::All(
                premises
                    .iter()
                    .map(|premise| Premise {
                        nodes: moved(&premise.nodes),
                        artefacts: options(&premise.artefacts),
                    })
                    .collect(),
            ),
        };
        nodes.push(InstanceNode {
            node: node.node,
            labels,
            ways,
        });
    }
    Instance {
        sinks: instance
            .sinks
            .iter()
            .filter_map(|sink| places.get(sink).copied())
            .collect(),
        nodes,
        labels: numbers.labels,
    }
}

/// Adds what one part has to the solution.
fn answer(part: &Instance, solution: &mut Solution) {
    let named = |labels: Vec<u32>| -> Vec<Label> {
        let mut labels: Vec<Label> = labels
            .into_iter()
            .map(|label| part.labels[label as usize])
            .collect();
        labels.sort();
        labels
    };
    if let Some(sets) = families::of_sinks(part) {
        let packed = packing::pack(&sets);
        let bits = |mask: packing::Mask| (0..128).filter(|&bit| mask >> bit & 1 == 1).collect();
        solution.count.least += packed.chosen.len() as u32;
        solution.count.most += packed.bound as u32;
        solution
            .lines
            .extend(packed.chosen.into_iter().map(|mask| named(bits(mask))));
        solution.cut.extend(named(packing::hitting(&sets).labels));
        return;
    }
    let flow = contracted::max_flow(part);
    let found = lift(part, &flow);
    solution.count.least += found.len() as u32;
    solution.count.most += flow.cut.len().max(found.len()) as u32;
    solution.lines.extend(found.into_iter().map(named));
    solution.cut.extend(named(flow.cut));
}

/// Real lines with disjoint labels: those that the flow's paths stand for, then whatever is left, greedily.
fn lift(part: &Instance, flow: &contracted::Flow) -> Vec<Vec<u32>> {
    let mut used = vec![false; part.labels.len()];
    let mut lines = Vec::new();
    for path in &flow.paths {
        let (reached, _) = part.reachable(|label| path.contains(&label) && !used[label as usize]);
        if part.sinks.iter().any(|&sink| reached[sink as usize]) {
            path.iter().for_each(|&label| used[label as usize] = true);
            lines.push(path.clone());
        }
    }
    while lines.len() < flow.cut.len() {
        let (_, order) = part.reachable(|label| !used[label as usize]);
        let mut rank = vec![u32::MAX; part.nodes.len()];
        for (place, &at) in order.iter().enumerate() {
            rank[at as usize] = place as u32;
        }
        let sink = part
            .sinks
            .iter()
            .copied()
            .filter(|&sink| rank[sink as usize] != u32::MAX)
            .min_by_key(|&sink| rank[sink as usize]);
        let Some(sink) = sink else { break };
        let allowed: Vec<bool> = used.iter().map(|&used| !used).collect();
        let mut labels: Vec<u32> = parts_of(part, &rank, &allowed, sink)
            .into_iter()
            .flat_map(|(_, labels, _)| labels)
            .collect();
        labels.sort_unstable();
        labels.dedup();
        labels.iter().for_each(|&label| used[label as usize] = true);
        lines.push(labels);
    }
    lines
}

/// The nodes of one derivation with the labels and carriers that it takes at each.
fn parts_of(
    instance: &Instance,
    rank: &[u32],
    allowed: &[bool],
    sink: u32,
) -> Vec<(u32, Vec<u32>, Vec<Carrier>)> {
    let open = |root: &&RootOption| root.labels.iter().all(|&label| allowed[label as usize]);
    let earliest = |nodes: &[u32], before: u32| {
        nodes
            .iter()
            .copied()
            .filter(|&to| rank[to as usize] < before)
            .min_by_key(|&to| rank[to as usize])
    };
    let mut seen = BTreeSet::from([sink]);
    let mut todo = vec![sink];
    let mut parts = Vec::new();
    while let Some(at) = todo.pop() {
        let node = &instance.nodes[at as usize];
        let mut labels = node.labels.clone();
        let mut carriers = Vec::new();
        let mut next = Vec::new();
        let own_rank = rank[at as usize];
        match &node.ways {
            Ways::Any { roots, nodes } => match roots.iter().find(open) {
                Some(root) => {
                    labels.extend(&root.labels);
                    carriers.push(root.carrier.clone());
                }
                None => next.extend(earliest(nodes, own_rank)),
            },
            Ways::All(premises) => {
                for premise in premises {
                    match premise.artefacts.iter().find(open) {
                        Some(root) => {
                            labels.extend(&root.labels);
                            carriers.push(root.carrier.clone());
                        }
                        None => next.extend(earliest(&premise.nodes, own_rank)),
                    }
                }
            }
        }
        parts.push((at, labels, carriers));
        for to in next {
            if seen.insert(to) {
                todo.push(to);
            }
        }
    }
    parts.sort_by_key(|&(at, ..)| rank[at as usize]);
    parts
}

fn trace(
    extractor: &Extractor<'_, '_>,
    instance: &Instance,
    rank: &[u32],
    allowed: &[bool],
    sink: u32,
) -> Line {
    let mut line = Line {
        steps: Vec::new(),
        carriers: Vec::new(),
        labels: Vec::new(),
        known: true,
    };
    for (at, labels, carriers) in parts_of(instance, rank, allowed, sink) {
        let node = instance.nodes[at as usize].node;
        line.known &= !extractor.base.is_unnamed(node);
        line.known &= carriers.iter().all(Carrier::is_known);
        line.steps.push(node);
        line.carriers.extend(carriers);
        line.labels.extend(
            labels
                .into_iter()
                .map(|label| instance.labels[label as usize]),
        );
    }
    line.labels.sort();
    line.labels.dedup();
    line
}
