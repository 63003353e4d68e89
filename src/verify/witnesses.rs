//! Cycles, and the witnesses of findings (semantics §5).

use std::collections::{BTreeSet, HashMap, VecDeque};

use super::Verdict;
use super::document::{Cycle, Document, Finding, Label};
use super::names::Doubt;
use super::reading::{NodeNumber, Reading, Ties};
use crate::case::vocabulary::Stance;
use crate::case::{Node as Record, StatementIdx};

impl Reading<'_> {
    /// Everything that some nodes lead to by citations, they themselves included.
    fn reach(&self, start: &[NodeNumber], carrying: bool) -> BTreeSet<NodeNumber> {
        let mut found: BTreeSet<NodeNumber> = start.iter().copied().collect();
        let mut open = start.to_vec();
        while let Some(node) = open.pop() {
            let edges = self.edges(node).iter();
            for edge in
                edges.filter(|edge| !carrying || (edge.carries && self.is_node_live(edge.to)))
            {
                if found.insert(edge.to) {
                    open.push(edge.to);
                }
            }
        }
        found
    }

    /// Whether the lineage of some statements leads into a cycle of citations.
    pub fn runs_into_cycle(&self, statements: &[StatementIdx]) -> bool {
        let start: Vec<NodeNumber> = statements.iter().map(|at| at.0).collect();
        let lineage = self.reach(&start, true);
        let cyclic = self.on_cycles();
        lineage.iter().any(|node| cyclic.contains(node))
    }

    /// Every node on a cycle.
    fn on_cycles(&self) -> &BTreeSet<NodeNumber> {
        self.cyclic.get_or_init(|| {
            let components = self.components();
            components.into_iter().flatten().collect()
        })
    }

    /// The sets of nodes that all lead to one another, by Kosaraju's two passes; only those with a cycle.
    fn components(&self) -> Vec<Vec<NodeNumber>> {
        let nodes = self.node_count();
        let mut citing: Vec<Vec<NodeNumber>> = vec![Vec::new(); nodes];
        for from in 0..nodes as u32 {
            for edge in self.edges(from) {
                citing[edge.to as usize].push(from);
            }
        }
        let mut seen = vec![false; nodes];
        let mut order = Vec::with_capacity(nodes);
        for start in 0..nodes as u32 {
            if std::mem::replace(&mut seen[start as usize], true) {
                continue;
            }
            let mut path = vec![(start, 0)];
            while let Some((node, next)) = path.last_mut() {
                match self.edges(*node).get(*next) {
                    Some(edge) => {
                        *next += 1;
                        if !std::mem::replace(&mut seen[edge.to as usize], true) {
                            path.push((edge.to, 0));
                        }
                    }
                    None => {
                        order.push(*node);
                        path.pop();
                    }
                }
            }
        }
        let mut found = Vec::new();
        for &start in order.iter().rev() {
            if !std::mem::replace(&mut seen[start as usize], false) {
                continue;
            }
            let mut members = vec![start];
            let mut next = 0;
            while next < members.len() {
                for &from in &citing[members[next] as usize] {
                    if std::mem::replace(&mut seen[from as usize], false) {
                        members.push(from);
                    }
                }
                next += 1;
            }
            members.sort_unstable();
            if members.len() > 1 || self.cites(start, start) {
                found.push(members);
            }
        }
        found.sort();
        found
    }

    fn cites(&self, from: NodeNumber, to: NodeNumber) -> bool {
        self.edges(from).iter().any(|edge| edge.to == to)
    }

    /// Whether a citation may have meant something else: an actor or report is named, and there are alternatives, or
    /// what is cited is not surely earlier.
    fn is_uncertain(&self, from: NodeNumber, to: NodeNumber, written: u32) -> bool {
        let (Some(citing), Some(cited)) = (self.statement(from), self.statement(to)) else {
            return false;
        };
        let named = self.graph.node(self.graph.cites(citing)[written as usize]);
        let alternatives = self
            .edges(from)
            .iter()
            .filter(|edge| edge.written == written);
        matches!(named, Record::Actor(_) | Record::Report(_))
            && (alternatives.count() > 1
                || !self
                    .graph
                    .date(cited)
                    .surely_before(self.graph.date(citing)))
    }

    /// Whether a named actor speaks at a root, or concludes from an artefact, behind some statements.
    pub fn has_named_root(&self, statements: &[StatementIdx]) -> bool {
        let mut open: Vec<NodeNumber> = statements.iter().map(|at| at.0).collect();
        let mut seen: BTreeSet<NodeNumber> = open.iter().copied().collect();
        while let Some(node) = open.pop() {
            if !self.is_node_live(node) || !self.is_grounded(node) {
                continue;
            }
            let shown = self.statement(node).filter(|_| self.needs_all(node));
            let concludes = shown.is_some_and(|at| self.artefacts(at).next().is_some());
            if (self.is_root(node) || concludes) && !self.is_unnamed(node) {
                return true;
            }
            let carrying = self.edges(node).iter().filter(|edge| edge.carries);
            open.extend(carrying.map(|edge| edge.to).filter(|&to| seen.insert(to)));
        }
        false
    }
}

/// Checks the statement cycles: every component has its entry, its witness is one, and its cut leaves none.
pub(super) fn cycles(reading: &Reading<'_>, result: &Document, verdict: &mut Verdict) {
    let components = reading.components();
    let mut place: HashMap<NodeNumber, usize> = HashMap::new();
    for (nth, members) in components.iter().enumerate() {
        place.extend(members.iter().map(|&member| (member, nth)));
    }
    let mut told: BTreeSet<usize> = BTreeSet::new();
    for cycle in &result.cycles {
        let about = format!("the cycle of {}", cycle.shortest.join(", "));
        let found = witness(reading, cycle, &place).and_then(|nth| match told.insert(nth) {
            true => component(reading, cycle, &components[nth]),
            false => Err("two entries are about one component".to_owned()),
        });
        verdict.note(&about, "cycle", found);
    }
    for (nth, members) in components.iter().enumerate() {
        if !told.contains(&nth) {
            let about = format!("the cycle of {}", reading.name(members[0]));
            let reason = "the case has it and the result does not".to_owned();
            verdict.note(&about, "cycle", Err(reason));
        }
    }
}

/// The component of a cycle whose every statement cites the next.
fn witness(
    reading: &Reading<'_>,
    cycle: &Cycle,
    place: &HashMap<NodeNumber, usize>,
) -> Result<usize, Doubt> {
    let ring = statements(reading, &cycle.shortest)?;
    let Some(first) = ring.first() else {
        return Err("it has no statements".to_owned());
    };
    if ring.iter().collect::<BTreeSet<_>>().len() < ring.len() {
        return Err("it passes a statement twice".to_owned());
    }
    for (nth, &from) in ring.iter().enumerate() {
        let to = ring[(nth + 1) % ring.len()];
        let edges = reading.edges(from).iter().filter(|edge| edge.to == to);
        if edges.clone().count() == 0 {
            return Err(format!(
                "{} does not cite {}",
                reading.name(from),
                reading.name(to)
            ));
        }
        let certain = edges
            .clone()
            .any(|edge| !reading.is_uncertain(from, to, edge.written));
        if !cycle.possible && !certain {
            return Err(format!(
                "what {} cites may be another statement",
                reading.name(from)
            ));
        }
    }
    let order = |node: NodeNumber| (reading.speaker(node).1.sort_key(), node);
    if ring.iter().any(|&node| order(node) < order(*first)) {
        return Err("it does not begin with its earliest statement".to_owned());
    }
    place
        .get(first)
        .copied()
        .ok_or_else(|| "it is no cycle".to_owned())
}

/// What is said of a component as a whole.
fn component(reading: &Reading<'_>, cycle: &Cycle, members: &[NodeNumber]) -> Result<(), Doubt> {
    if members.len() != cycle.members {
        return Err(format!(
            "it has {} members, not {}",
            members.len(),
            cycle.members
        ));
    }
    let grounded = members.iter().any(|&member| reading.is_grounded(member));
    if grounded != cycle.grounded {
        return Err("whether it rests on anything is not as it says".to_owned());
    }
    let certain = |from, to, written| !reading.is_uncertain(from, to, written);
    if cycle.possible && !is_acyclic(reading, members, certain) {
        return Err("it is certain, not merely possible".to_owned());
    }
    if shorter(reading, cycle, members) {
        return Err("there is a shorter one".to_owned());
    }
    let mut cut: BTreeSet<(NodeNumber, u32)> = BTreeSet::new();
    for one in &cycle.cut {
        let from = reading.statement_of(&one.statement)?;
        let cited = reading.graph.cites(from).iter();
        let places = cited
            .zip(0u32..)
            .filter(|(node, _)| reading.graph.id(reading.graph.node(**node)) == one.cites);
        let before = cut.len();
        cut.extend(places.map(|(_, written)| (from.0, written)));
        if cut.len() == before {
            return Err(format!(
                "`{}` does not cite `{}`, or it is listed twice",
                one.statement, one.cites
            ));
        }
    }
    if !is_acyclic(reading, members, |from, _, written| {
        !cut.contains(&(from, written))
    }) {
        return Err("a cycle is left without the citations to cut".to_owned());
    }
    if cycle.cut_at_least > cycle.cut.len() || cycle.cut_at_least == 0 {
        return Err("the least number of citations to cut is not as many as are needed".to_owned());
    }
    smallest(reading, cycle, members)
}

/// How many times a cycle may be looked for to see that no smaller cut does.
const SEARCHES: usize = 20_000;

/// Whether at least as many citations must be cut as is said: no smaller set does, tried cycle by cycle, or as many
/// cycles share no citation.
fn smallest(reading: &Reading<'_>, cycle: &Cycle, members: &[NodeNumber]) -> Result<(), Doubt> {
    let mut budget = SEARCHES;
    let mut struck = BTreeSet::new();
    match cut_within(
        reading,
        members,
        &mut struck,
        cycle.cut_at_least - 1,
        &mut budget,
    ) {
        Some(false) => {}
        Some(true) => return Err("a smaller cut does".to_owned()),
        None => {
            let mut struck = BTreeSet::new();
            let mut apart = 0;
            while apart < cycle.cut_at_least {
                let Some(ring) = ring(reading, members, &struck) else {
                    return Err("that no smaller cut does is more than can be checked".to_owned());
                };
                struck.extend(ring);
                apart += 1;
            }
            return Ok(());
        }
    }
    // Where the result says that a smaller one may do, there must be reason to.
    match cycle.cut_at_least < cycle.cut.len() {
        true => {
            let more = cycle.cut_at_least;
            match cut_within(reading, members, &mut BTreeSet::new(), more, &mut budget) {
                Some(false) => Err("more citations must be cut than it says".to_owned()),
                _ => Ok(()),
            }
        }
        false => Ok(()),
    }
}

/// A citation as written.
type Written = (NodeNumber, u32);

/// Whether so many more citations can be struck that no cycle is left; `None` where that is too much to try. Depth is
/// at most `more`.
fn cut_within(
    reading: &Reading<'_>,
    members: &[NodeNumber],
    struck: &mut BTreeSet<Written>,
    more: usize,
    budget: &mut usize,
) -> Option<bool> {
    *budget = budget.checked_sub(1 + members.len() / 64)?;
    let Some(ring) = ring(reading, members, struck) else {
        return Some(true);
    };
    if more == 0 {
        return Some(false);
    }
    for citation in ring {
        if struck.insert(citation) {
            let found = cut_within(reading, members, struck, more - 1, budget);
            struck.remove(&citation);
            if found != Some(false) {
                return found;
            }
        }
    }
    Some(false)
}

/// The citations of a cycle among some members without those that are struck: a shortest one where there are few.
fn ring(
    reading: &Reading<'_>,
    members: &[NodeNumber],
    struck: &BTreeSet<Written>,
) -> Option<Vec<Written>> {
    const FEW: usize = 64;
    let keep = |from, _, written| !struck.contains(&(from, written));
    let mut best: Option<Vec<Written>> = None;
    for &start in members {
        let most = best.as_ref().map_or(usize::MAX, Vec::len);
        if let Some(found) = ring_through(reading, members, start, most, keep) {
            best = Some(found);
            if members.len() > FEW {
                break;
            }
        }
    }
    best
}

/// A shortest cycle through one member, of fewer citations than `most`, breadth first.
fn ring_through(
    reading: &Reading<'_>,
    members: &[NodeNumber],
    start: NodeNumber,
    most: usize,
    keep: impl Fn(NodeNumber, NodeNumber, u32) -> bool,
) -> Option<Vec<Written>> {
    let mut by: HashMap<NodeNumber, (Written, usize)> = HashMap::new();
    let mut queue = VecDeque::from([(start, 1)]);
    while let Some((node, length)) = queue.pop_front() {
        if length >= most {
            return None;
        }
        for edge in reading.edges(node) {
            let inside = members.binary_search(&edge.to).is_ok();
            if !inside || by.contains_key(&edge.to) || !keep(node, edge.to, edge.written) {
                continue;
            }
            by.insert(edge.to, ((node, edge.written), length));
            if edge.to == start {
                let mut found = vec![(node, edge.written)];
                while let Some(&(written, _)) = by.get(&found[found.len() - 1].0) {
                    if found[found.len() - 1].0 == start {
                        break;
                    }
                    found.push(written);
                }
                return Some(found);
            }
            queue.push_back((edge.to, length + 1));
        }
    }
    None
}

/// Whether there is a shorter cycle than the one that is shown; not looked for in components that are too large.
fn shorter(reading: &Reading<'_>, cycle: &Cycle, members: &[NodeNumber]) -> bool {
    const MOST_STEPS: usize = 2_000_000;
    let edges: usize = members
        .iter()
        .map(|&member| reading.edges(member).len())
        .sum();
    let counts = |from, to, written| cycle.possible || !reading.is_uncertain(from, to, written);
    edges.saturating_mul(members.len()) <= MOST_STEPS
        && members.iter().any(|&start| {
            ring_through(reading, members, start, cycle.shortest.len(), counts).is_some()
        })
}

/// Whether some citations of a component have no cycle: whoever cites nothing that is left is taken away.
fn is_acyclic(
    reading: &Reading<'_>,
    members: &[NodeNumber],
    keep: impl Fn(NodeNumber, NodeNumber, u32) -> bool,
) -> bool {
    let mut citing: HashMap<NodeNumber, Vec<NodeNumber>> = HashMap::new();
    let mut left: HashMap<NodeNumber, usize> = members.iter().map(|&member| (member, 0)).collect();
    for &from in members {
        for edge in reading.edges(from) {
            if left.contains_key(&edge.to) && keep(from, edge.to, edge.written) {
                citing.entry(edge.to).or_default().push(from);
                *left.entry(from).or_default() += 1;
            }
        }
    }
    let mut free: Vec<NodeNumber> = members.to_vec();
    free.retain(|member| left[member] == 0);
    let mut gone = 0;
    while let Some(node) = free.pop() {
        gone += 1;
        for from in citing.get(&node).into_iter().flatten() {
            if let Some(count) = left.get_mut(from) {
                *count -= 1;
                if *count == 0 {
                    free.push(*from);
                }
            }
        }
    }
    gone == members.len()
}

fn statements(reading: &Reading<'_>, ids: &[String]) -> Result<Vec<NodeNumber>, Doubt> {
    ids.iter()
        .map(|id| Ok(reading.statement_of(id)?.0))
        .collect()
}

/// Checks that what a finding names is there, and its witness what its kind says.
pub(super) fn finding(
    reading: &Reading<'_>,
    result: &Document,
    finding: &Finding,
) -> Result<(), Doubt> {
    finding
        .claims
        .iter()
        .try_for_each(|id| reading.claim_of(id).map(drop))?;
    finding
        .actors
        .iter()
        .try_for_each(|id| reading.actor_of(id).map(drop))?;
    finding
        .evidence
        .iter()
        .try_for_each(|id| reading.evidence_of(id).map(drop))?;
    finding
        .statements
        .iter()
        .try_for_each(|id| reading.statement_of(id).map(drop))?;
    for id in &finding.events {
        if !matches!(reading.graph.find(id), Some(Record::Event(_))) {
            return Err(format!("the case has no event `{id}`"));
        }
    }
    for id in finding.witness.iter().filter_map(|step| step.id.as_deref()) {
        if reading.graph.find(id).is_none() {
            return Err(format!(
                "its witness names `{id}`, which is not in the case"
            ));
        }
    }
    if !["error", "warning", "info", "note"].contains(&finding.severity.as_str()) {
        return Err(format!("`{}` is no severity", finding.severity));
    }
    let of_kind = |kind: &str| -> Vec<&str> {
        let steps = finding.witness.iter().filter(|step| step.kind == kind);
        steps.filter_map(|step| step.id.as_deref()).collect()
    };
    cut_steps(result, finding, &of_kind("cut"))?;
    cycle_steps(reading, &of_kind("cycle"))?;
    match finding.rule.as_str() {
        "round-trip-sourcing" => chain(reading, &of_kind("chain"), Return::SameActor),
        "laundered-sourcing" => chain(reading, &of_kind("chain"), Return::SameSide),
        "contested-claim" | "self-contradiction" | "value-conflict" | "rival-accounts" => {
            conflict(reading, &of_kind("conflict"))
        }
        _ => Ok(()),
    }
}

/// A statement that had been made by the as-of date.
fn made(reading: &Reading<'_>, id: &str) -> Result<StatementIdx, Doubt> {
    let at = reading.statement_of(id)?;
    match reading.is_made(at) {
        true => Ok(at),
        false => Err(format!("`{id}` had not been said at that date")),
    }
}

/// What is shown as a cut is in the cut of one of the claims.
fn cut_steps(result: &Document, finding: &Finding, ids: &[&str]) -> Result<(), Doubt> {
    if ids.is_empty() {
        return Ok(());
    }
    let claims = result
        .claims
        .iter()
        .filter(|claim| finding.claims.contains(&claim.claim));
    let cuts: BTreeSet<&str> = claims
        .flat_map(|claim| claim.support.cut.iter().chain(&claim.denial.cut))
        .filter_map(|label| match label {
            Label::Voice(id) | Label::Artefact(id) => Some(id.as_str()),
            Label::Nameless(_) => None,
        })
        .collect();
    match ids.iter().find(|id| !cuts.contains(*id)) {
        Some(id) => Err(format!("`{id}` is in the cut of none of its claims")),
        None => Ok(()),
    }
}

/// Each statement of a cycle cites the next, and the last the first; of a finding about several claims one cycle may
/// follow another, and a step that closes one may stand there or not.
fn cycle_steps(reading: &Reading<'_>, ids: &[&str]) -> Result<(), Doubt> {
    let mut ring: Vec<NodeNumber> = Vec::new();
    let closes = |ring: &[NodeNumber]| match ring {
        [] => true,
        [first, .., last] if first == last => true,
        [first, ..] => reading.cites(ring[ring.len() - 1], *first),
    };
    for id in ids {
        let next = reading.statement_of(id)?.0;
        let follows = ring.last().is_none_or(|&last| reading.cites(last, next));
        if !follows {
            if !closes(&ring) {
                return Err(format!("the cycle is not closed before `{id}`"));
            }
            ring.clear();
        }
        ring.push(next);
    }
    match closes(&ring) {
        true => Ok(()),
        false => Err("its cycle does not end where it began".to_owned()),
    }
}

/// To whom a chain comes back.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Return {
    SameActor,
    SameSide,
}

/// A chain within one claim, each statement cited by the next, that comes back through somebody else.
fn chain(reading: &Reading<'_>, ids: &[&str], back: Return) -> Result<(), Doubt> {
    let chain = ids
        .iter()
        .map(|id| made(reading, id))
        .collect::<Result<Vec<_>, Doubt>>()?;
    let [first, between @ .., last] = chain.as_slice() else {
        return Err("its chain has no two ends".to_owned());
    };
    for pair in chain.windows(2) {
        let carries = |to: StatementIdx| {
            reading
                .edges(pair[1].0)
                .iter()
                .any(|edge| edge.to == to.0 && edge.carries)
        };
        if !carries(pair[0]) {
            let (from, to) = (reading.name(pair[1].0), reading.name(pair[0].0));
            return Err(format!("{from} does not rest on {to}"));
        }
        if reading.graph.claim_of(pair[0]) != reading.graph.claim_of(pair[1]) {
            return Err("its chain runs through several claims".to_owned());
        }
    }
    let speaker = |at: StatementIdx| reading.graph.speaker(at);
    let voices = |at: StatementIdx| reading.voices(speaker(at), reading.graph.date(at), Ties::Sure);
    let joined = |one, other| !voices(one).is_disjoint(&voices(other));
    let same = speaker(*first) == speaker(*last);
    let holds = match back {
        Return::SameActor => same && between.iter().any(|&at| speaker(at) != speaker(*first)),
        Return::SameSide => {
            let outside = |&at: &StatementIdx| !joined(at, *first) && !joined(at, *last);
            !same && joined(*first, *last) && between.iter().any(outside)
        }
    };
    if !holds {
        return Err("its chain does not come back through somebody else".to_owned());
    }
    match reading.reach(&[first.0], false).contains(&last.0) {
        true => Err("its chain is part of a cycle".to_owned()),
        false => Ok(()),
    }
}

/// Two of some statements or claims do not go together.
fn conflict(reading: &Reading<'_>, ids: &[&str]) -> Result<(), Doubt> {
    let records: Vec<Record> = ids.iter().filter_map(|id| reading.graph.find(id)).collect();
    // One statement may do: its claim may lead to what opposes it.
    let opposed = records.iter().any(|&one| {
        let mut others = records.iter();
        others.any(|&other| reading.clash(one, other))
    });
    match opposed || ids.is_empty() {
        true => Ok(()),
        false => Err("no two of its statements contradict each other".to_owned()),
    }
}

impl Reading<'_> {
    /// Whether one record denies, or gives a rival account of, what the other says.
    fn clash(&self, one: Record, other: Record) -> bool {
        let claim = |record| match record {
            Record::Claim(claim) => Some(claim),
            Record::Statement(at) => self.graph.claim_of(at),
            _ => None,
        };
        let disputes = |record| match record {
            Record::Statement(at) => self.graph.stance(at) == Stance::Disputes,
            _ => false,
        };
        let (Some(a), Some(b)) = (claim(one), claim(other)) else {
            return false;
        };
        let links = self.graph.links(a);
        let quantities = (&links.quantity, &self.graph.links(b).quantity);
        let excluded = matches!(quantities, (Some(x), Some(y)) if x.excludes(y));
        match (disputes(one), disputes(other)) {
            (false, true) => self.entailed(a).contains(&b),
            (true, false) => self.entailed(b).contains(&a),
            (true, true) => false,
            (false, false) => {
                excluded || links.contrasts.contains(&b) || self.excluding(a).contains(&b)
            }
        }
    }
}
