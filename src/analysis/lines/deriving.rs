//! From sets of labels back to real derivations.

use std::collections::{BTreeSet, HashMap};

use super::super::carriers::Carrier;
use super::super::lineage::LineageIdx;
use super::super::support::{Label, Line};
use super::super::work::Work;
use super::instance::{Instance, RootOption, Ways};
use super::reaching::Reaching;
use super::{Extractor, contracted};

/// How many nodes may be looked at for lines that the flow did not find.
const BUDGET: usize = 20_000_000;

impl Extractor<'_, '_> {
    /// A real derivation within some labels, shortest first; `None` where there is none.
    pub fn derivation(&self, sinks: &[LineageIdx], within: &[Label]) -> Option<Line> {
        self.derivations(sinks, &[within.to_vec()]).pop()?
    }

    /// Any derivation; `None` where there is none.
    pub fn any_derivation(&self, sinks: &[LineageIdx]) -> Option<Line> {
        let instance = self.extract(sinks, &BTreeSet::new());
        let everything: Vec<u32> = (0..instance.nodes.len() as u32).collect();
        let mut reaching = Reaching::new(&instance);
        let sink = reaching.sink(&everything, |_| true)?;
        trace(self, &instance, &reaching, &|_| true, sink)
    }

    /// Derivations within each of some sets of labels that share none. Linear in what bears those labels.
    pub fn derivations(&self, sinks: &[LineageIdx], found: &[Vec<Label>]) -> Vec<Option<Line>> {
        let labels = found.iter().flatten().copied().collect();
        self.derivations_in(&self.extract_of(sinks, &labels), found)
    }

    /// The same of a question that was cut out before.
    pub(super) fn derivations_in(
        &self,
        instance: &Instance,
        found: &[Vec<Label>],
    ) -> Vec<Option<Line>> {
        let mut set_of: HashMap<Label, u32> = HashMap::new();
        for (labels, number) in found.iter().zip(0u32..) {
            set_of.extend(labels.iter().map(|&label| (label, number)));
        }
        let set_of: Vec<Option<u32>> = (instance.labels.iter())
            .map(|label| set_of.get(label).copied())
            .collect();
        let members = within(instance, &set_of, found.len());
        let mut reaching = Reaching::new(instance);
        (members.iter().zip(0u32..))
            .map(|(members, number)| {
                let allowed = |label: u32| set_of[label as usize] == Some(number);
                let sink = reaching.sink(members, allowed)?;
                trace(self, instance, &reaching, &allowed, sink)
            })
            .collect()
    }
}

/// The nodes all of whose labels are in each of some sets, ascending.
fn within(instance: &Instance, set_of: &[Option<u32>], sets: usize) -> Vec<Vec<u32>> {
    let mut members = vec![Vec::new(); sets];
    for (node, at) in instance.nodes.iter().zip(0u32..) {
        let set = |label: &u32| set_of[*label as usize];
        if let Some(first) = node.labels.first().and_then(set)
            && node.labels.iter().all(|label| set(label) == Some(first))
        {
            members[first as usize].push(at);
        }
    }
    members
}

/// Real lines with disjoint labels: those that the flow's paths stand for, then whatever is left, greedily.
pub(super) fn lift(part: &Instance, flow: &contracted::Flow, work: &Work) -> Vec<Vec<u32>> {
    let mut path_of: Vec<Option<u32>> = vec![None; part.labels.len()];
    for (path, number) in flow.paths.iter().zip(0u32..) {
        for &label in path {
            path_of[label as usize] = Some(number);
        }
    }
    let members = within(part, &path_of, flow.paths.len());
    let mut reaching = Reaching::new(part);
    let mut used = vec![false; part.labels.len()];
    let mut lines = Vec::new();
    work.add(part.nodes.len());
    for ((path, members), number) in flow.paths.iter().zip(&members).zip(0u32..) {
        let allowed = |label: u32| path_of[label as usize] == Some(number);
        if reaching.sink(members, allowed).is_some() {
            path.iter().for_each(|&label| used[label as usize] = true);
            lines.push(path.clone());
        }
    }
    let everything: Vec<u32> = (0..part.nodes.len() as u32).collect();
    let mut budget = BUDGET;
    while lines.len() < flow.cut.len() && budget > 0 {
        let allowed = |label: u32| !used[label as usize];
        if reaching.sink(&everything, allowed).is_none() {
            break;
        }
        let (found, looked_at) = greedily(part, &reaching, &mut used, budget);
        work.add_light(everything.len() + 2 * looked_at);
        budget = budget.saturating_sub(everything.len() + looked_at);
        lines.extend(found);
    }
    lines.truncate(flow.cut.len());
    lines
}

/// Lines that share nothing among those by which each sink was come to, the shortest sinks first, and how many nodes
/// were looked at for them: one at least. What is on them is used then.
fn greedily(
    part: &Instance,
    reaching: &Reaching<'_>,
    used: &mut [bool],
    budget: usize,
) -> (Vec<Vec<u32>>, usize) {
    let rank = reaching.rank();
    let mut sinks: Vec<u32> = (part.sinks.iter().copied())
        .filter(|&sink| rank[sink as usize] != u32::MAX)
        .collect();
    sinks.sort_unstable_by_key(|&sink| rank[sink as usize]);
    sinks.dedup();
    let mut found = Vec::new();
    let mut looked_at = 0;
    for sink in sinks {
        if looked_at > budget {
            break;
        }
        let is_free = |label: u32| !used[label as usize];
        let (parts, is_whole) = parts_while(part, reaching, &is_free, sink);
        looked_at += parts.len();
        if !is_whole {
            continue;
        }
        let mut labels: Vec<u32> = parts.into_iter().flat_map(|part| part.labels).collect();
        labels.sort_unstable();
        labels.dedup();
        labels.iter().for_each(|&label| used[label as usize] = true);
        found.push(labels);
    }
    (found, looked_at)
}

/// A node of a derivation with what it takes there.
struct Part {
    at: u32,
    labels: Vec<u32>,
    carriers: Vec<Carrier>,
    /// On what it rests there beside its carriers.
    rests_on: Vec<u32>,
}

/// The nodes of one derivation as far as only labels that are allowed are met, from its sink on; and whether that is
/// all of it. Fewer labels may be allowed than were when the ranks were found.
fn parts_while(
    instance: &Instance,
    reaching: &Reaching<'_>,
    allowed: &dyn Fn(u32) -> bool,
    sink: u32,
) -> (Vec<Part>, bool) {
    let rank = reaching.rank();
    let open = |root: &&RootOption| root.labels.iter().all(|&label| allowed(label));
    let earliest = |nodes: &[u32], before: u32| {
        let earlier = nodes.iter().copied();
        earlier
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
        if !labels.iter().all(|&label| allowed(label)) {
            return (parts, false);
        }
        let mut pass = |roots: &[RootOption], cited: u32, nth| match roots.iter().find(open) {
            Some(root) => {
                labels.extend(&root.labels);
                carriers.push(root.carrier.clone());
                true
            }
            None => {
                // A root that is not open now may have filled it.
                let first = reaching.first(at, nth);
                let to = first.or_else(|| earliest(instance.list(cited), own_rank));
                next.extend(to);
                to.is_some()
            }
        };
        let is_passed = match &node.ways {
            Ways::Any { roots, cited } => pass(roots, *cited, 0),
            Ways::All(premises) => (premises.iter().enumerate())
                .all(|(nth, premise)| pass(&premise.artefacts, premise.cited, nth)),
        };
        if !is_passed {
            return (parts, false);
        }
        todo.extend(next.iter().copied().filter(|&to| seen.insert(to)));
        parts.push(Part {
            at,
            labels,
            carriers,
            rests_on: next,
        });
    }
    (parts, true)
}

/// One derivation; `None` where it comes to a node twice, and takes something else along each time, so that it goes
/// round: what it takes along on the way round is nothing that it rests on.
fn trace(
    extractor: &Extractor<'_, '_>,
    instance: &Instance,
    reaching: &Reaching<'_>,
    allowed: &dyn Fn(u32) -> bool,
    sink: u32,
) -> Option<Line> {
    let mut line = Line {
        steps: Vec::new(),
        carriers: Vec::new(),
        labels: Vec::new(),
        known: true,
    };
    let (parts, _) = parts_while(instance, reaching, allowed, sink);
    for (node, part) in in_order(instance, reaching.rank(), parts)? {
        line.known &= !extractor.base.is_unnamed(node);
        line.known &= part.carriers.iter().all(Carrier::is_known);
        line.steps.push(node);
        line.carriers.extend(part.carriers);
        let labels = part.labels.into_iter();
        (line.labels).extend(labels.map(|label| instance.labels[label as usize]));
    }
    line.labels.sort();
    line.labels.dedup();
    Some(line)
}

/// The parts of a derivation, each node once and after those that it rests on; `None` where they go round. Of a node
/// that stands for itself again, further on in the question, for what comes to it in one way only, what comes in that
/// way is kept.
fn in_order(
    instance: &Instance,
    rank: &[u32],
    mut parts: Vec<Part>,
) -> Option<Vec<(LineageIdx, Part)>> {
    let node_of = |at: u32| instance.nodes[at as usize].node;
    let sink = node_of(parts.first()?.at);
    let mut nodes: Vec<LineageIdx> = parts.iter().map(|part| node_of(part.at)).collect();
    nodes.sort_unstable();
    if nodes.windows(2).all(|pair| pair[0] != pair[1]) {
        parts.sort_by_key(|part| rank[part.at as usize]);
        return Some(
            parts
                .into_iter()
                .map(|part| (node_of(part.at), part))
                .collect(),
        );
    }
    // What comes in one way to an inference comes to one of its premises.
    parts.retain(|part| {
        let node = node_of(part.at);
        part.rests_on.iter().all(|&to| node_of(to) != node)
    });
    parts.sort_by_key(|part| part.at);
    let mut left: HashMap<LineageIdx, Part> = (parts.into_iter())
        .map(|part| (node_of(part.at), part))
        .collect();
    let mut waiting = vec![(sink, left.remove(&sink)?)];
    let mut done: BTreeSet<LineageIdx> = BTreeSet::new();
    let mut ordered = Vec::new();
    while let Some((node, mut part)) = waiting.pop() {
        let Some(next) = part.rests_on.pop().map(node_of) else {
            done.insert(node);
            ordered.push((node, part));
            continue;
        };
        waiting.push((node, part));
        match left.remove(&next) {
            Some(part) => waiting.push((next, part)),
            None if done.contains(&next) => {}
            None => return None,
        }
    }
    Some(ordered)
}
