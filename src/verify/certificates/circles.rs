//! Statement cycles: every component has its entry, its witness is one, and its cut leaves none (semantics §5).

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet, HashMap, VecDeque};

use super::names::{Doubt, beyond, wrong};
use super::paths::strong;
use super::reading::{NodeNumber, Reading, closure};
use crate::case::{Node as Record, StatementIdx};
use crate::verify::Verdict;
use crate::verify::document::{Cycle, Document};

impl Reading<'_> {
    /// Everything that some nodes lead to by citations, they themselves included.
    pub fn reach(&self, start: &[NodeNumber]) -> BTreeSet<NodeNumber> {
        closure(start.iter().copied(), |node| {
            self.edges(node).iter().map(|edge| edge.to)
        })
    }

    /// Whether the lineage of some statements leads into a cycle of citations.
    pub fn runs_into_cycle(&self, statements: &[StatementIdx]) -> bool {
        let start: Vec<NodeNumber> = statements.iter().map(|at| at.0).collect();
        let lineage = self.reach(&start);
        lineage
            .iter()
            .any(|node| self.circles().place.contains_key(node))
    }

    /// The first members of the cycles that some statements lead into by the fewest citations.
    pub fn nearest_circles(&self, statements: &[StatementIdx]) -> BTreeSet<NodeNumber> {
        let mut at_hand: BTreeSet<NodeNumber> = statements.iter().map(|at| at.0).collect();
        let mut seen = BTreeSet::new();
        while !at_hand.is_empty() {
            let met = at_hand.iter();
            let met = met.filter_map(|&node| self.component_of(node).first().copied());
            let met: BTreeSet<NodeNumber> = met.collect();
            if !met.is_empty() {
                return met;
            }
            seen.extend(at_hand.iter().copied());
            let cited = at_hand.iter().flat_map(|&node| self.edges(node));
            let cited = cited.map(|edge| edge.to).filter(|to| !seen.contains(to));
            at_hand = cited.collect();
        }
        BTreeSet::new()
    }

    /// The components with a cycle, found when they are first asked for.
    fn circles(&self) -> &Circles {
        self.circles.get_or_init(|| {
            let components = self.components();
            let places = (components.iter().zip(0..))
                .flat_map(|(members, nth)| members.iter().map(move |&member| (member, nth)));
            Circles {
                place: places.collect(),
                components,
            }
        })
    }

    /// The component that a node on a cycle lies in.
    pub fn component_of(&self, node: NodeNumber) -> &[NodeNumber] {
        let place = self.circles().place.get(&node);
        place.map_or(&[], |&nth| &self.circles().components[nth])
    }

    pub fn cites(&self, from: NodeNumber, to: NodeNumber) -> bool {
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
}

/// The components of citations that have a cycle, and which of them each node lies in.
pub struct Circles {
    components: Vec<Vec<NodeNumber>>,
    place: HashMap<NodeNumber, usize>,
}

/// Checks the statement cycles: every component has its entry, its witness is one, and its cut leaves none.
pub fn cycles(reading: &Reading<'_>, result: &Document, verdict: &mut Verdict) {
    let Circles { components, place } = reading.circles();
    let mut told: BTreeSet<usize> = BTreeSet::new();
    for cycle in &result.cycles {
        let about = format!("the cycle of {}", cycle.shortest.join(", "));
        let found = witness(reading, cycle, place).and_then(|nth| match told.insert(nth) {
            true => component(reading, cycle, &components[nth]),
            false => wrong("two entries are about one component"),
        });
        verdict.note(&about, "cycle", found);
    }
    for (nth, members) in components.iter().enumerate() {
        if !told.contains(&nth) {
            let about = format!("the cycle of {}", reading.name(members[0]));
            verdict.note(
                &about,
                "cycle",
                wrong("the case has it and the result does not"),
            );
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
        return wrong("it has no statements");
    };
    if ring.iter().collect::<BTreeSet<_>>().len() < ring.len() {
        return wrong("it passes a statement twice");
    }
    for (nth, &from) in ring.iter().enumerate() {
        let to = ring[(nth + 1) % ring.len()];
        let edges = reading.edges(from).iter().filter(|edge| edge.to == to);
        if edges.clone().count() == 0 {
            return wrong(format!(
                "{} does not cite {}",
                reading.name(from),
                reading.name(to)
            ));
        }
        let certain = edges
            .clone()
            .any(|edge| !reading.is_uncertain(from, to, edge.written));
        if !cycle.possible && !certain {
            return wrong(format!(
                "what {} cites may be another statement",
                reading.name(from)
            ));
        }
    }
    let order = |node: NodeNumber| (reading.speaker(node).1.sort_key(), node);
    if ring.iter().any(|&node| order(node) < order(*first)) {
        return wrong("it does not begin with its earliest statement");
    }
    match place.get(first) {
        Some(&nth) => Ok(nth),
        None => wrong("it is no cycle"),
    }
}

/// What is said of a component as a whole.
fn component(reading: &Reading<'_>, cycle: &Cycle, members: &[NodeNumber]) -> Result<(), Doubt> {
    if members.len() != cycle.members {
        return wrong(format!(
            "it has {} members, not {}",
            members.len(),
            cycle.members
        ));
    }
    let speaks = |at| reading.graph.stance(at).carries();
    let grounded = members.iter().any(|&member| {
        reading.is_grounded(member) && reading.statement(member).is_some_and(speaks)
    });
    if grounded != cycle.grounded {
        return wrong("whether it rests on anything is not as it says");
    }
    let certain = |from, to, written| !reading.is_uncertain(from, to, written);
    if cycle.possible && !is_acyclic(reading, members, certain) {
        return wrong("it is certain, not merely possible");
    }
    if shorter(reading, cycle, members) {
        return wrong("there is a shorter one");
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
            return wrong(format!(
                "`{}` does not cite `{}`, or it is listed twice",
                one.statement, one.cites
            ));
        }
    }
    if !is_acyclic(reading, members, |from, _, written| {
        !cut.contains(&(from, written))
    }) {
        return wrong("a cycle is left without the citations to cut");
    }
    if cycle.cut_at_least > cycle.cut.len() || cycle.cut_at_least == 0 {
        return wrong("the least number of citations to cut is not as many as are needed");
    }
    smallest(reading, cycle, members)
}

/// How many citations may be followed to see that no smaller cut does.
const STEPS: usize = 20_000_000;

/// Whether at least as many citations must be cut as is said: no smaller set does, tried cycle by cycle, or as many
/// cycles share no citation.
fn smallest(reading: &Reading<'_>, cycle: &Cycle, members: &[NodeNumber]) -> Result<(), Doubt> {
    if members.len() <= FEW_STATEMENTS {
        return match in_best_order(reading, members).cmp(&cycle.cut.len()) {
            Ordering::Less => wrong("a smaller cut does"),
            Ordering::Equal if cycle.cut_at_least < cycle.cut.len() => {
                wrong("among so few statements a smallest cut is found, and no bound given")
            }
            _ => Ok(()),
        };
    }
    let mut budget = STEPS;
    let (mut struck, kept) = (BTreeSet::new(), BTreeSet::new());
    let fewer = cycle.cut_at_least - 1;
    match cut_within(reading, members, &mut struck, &kept, fewer, &mut budget) {
        Some(false) => {}
        Some(true) => return wrong("a smaller cut does"),
        None => return as_many_apart(reading, cycle, members),
    }
    // Bounds are for many citations.
    match cycle.cut_at_least < cycle.cut.len() && citations(reading, members) <= FEW_CITATIONS {
        true => wrong("among so few citations a smallest cut is found, and no bound given"),
        false => Ok(()),
    }
}

/// Of so few statements every order is tried.
const FEW_STATEMENTS: usize = 16;

/// How many citations lead back, or to the citing member itself, in that order of the members in which the fewest do.
fn in_best_order(reading: &Reading<'_>, members: &[NodeNumber]) -> usize {
    // Whom each citation of each member leads to, a bit for each.
    let inside = |&from: &NodeNumber| {
        let mut led: BTreeMap<u32, usize> = BTreeMap::new();
        for edge in reading.edges(from) {
            if let Ok(at) = members.binary_search(&edge.to) {
                *led.entry(edge.written).or_default() |= 1 << at;
            }
        }
        led.into_values().collect()
    };
    let inside: Vec<Vec<usize>> = members.iter().map(inside).collect();
    let mut least = vec![usize::MAX; 1 << members.len()];
    least[0] = 0;
    for taken in 0..least.len() {
        for (at, led) in inside
            .iter()
            .enumerate()
            .filter(|(at, _)| taken >> at & 1 == 0)
        {
            let in_vain = led
                .iter()
                .filter(|&&to| to & (taken | 1 << at) != 0)
                .count();
            let cost = least[taken] + in_vain;
            let more = &mut least[taken | 1 << at];
            *more = cost.min(*more);
        }
    }
    least.last().copied().unwrap_or(0)
}

/// Whether as many cycles share no citation as there are citations to cut at least. Short ones are taken first: they
/// leave most to the others.
fn as_many_apart(
    reading: &Reading<'_>,
    cycle: &Cycle,
    members: &[NodeNumber],
) -> Result<(), Doubt> {
    let longest = match is_searched(reading, members) {
        true => LONGEST_FIRST,
        false => 1,
    };
    let (mut struck, mut found) = (BTreeSet::new(), 0);
    for length in 1..=longest {
        for &start in members {
            let keep = |from, _, written| !struck.contains(&(from, written));
            if let Some(ring) = ring_through(reading, members, start, length + 1, keep) {
                struck.extend(ring);
                found += 1;
            }
        }
    }
    while found < cycle.cut_at_least {
        match ring(reading, members, &struck) {
            Some(ring) => struck.extend(ring),
            None => {
                return beyond("that no smaller cut does is more than can be checked");
            }
        }
        found += 1;
    }
    Ok(())
}

/// Cycles of so many citations are looked for before longer ones.
const LONGEST_FIRST: usize = 8;

/// Among so many citations inside a smallest cut is found.
const FEW_CITATIONS: usize = 32;

/// How many citations lie inside a component.
fn citations(reading: &Reading<'_>, members: &[NodeNumber]) -> usize {
    let inside = members.iter().flat_map(|&from| {
        let edges = reading.edges(from).iter();
        let inside = edges.filter(|edge| members.binary_search(&edge.to).is_ok());
        inside.map(move |edge| (from, edge.written))
    });
    inside.collect::<BTreeSet<Written>>().len()
}

/// A citation as written.
type Written = (NodeNumber, u32);

/// Whether so many more citations can be struck that no cycle is left; `None` where that is too much to try. What is
/// `struck` is gone, what is in `kept` must stay: choices with it have been tried. Depth is at most `more`.
fn cut_within(
    reading: &Reading<'_>,
    members: &[NodeNumber],
    struck: &mut BTreeSet<Written>,
    kept: &BTreeSet<Written>,
    more: usize,
    budget: &mut usize,
) -> Option<bool> {
    let steps = members.len().min(FEW_MEMBERS) * citations(reading, members);
    // Of cycles that share no citation but those that stay each needs one of its own.
    let (mut apart, mut taken) = (Vec::new(), struck.clone());
    loop {
        *budget = budget.checked_sub(steps)?;
        let Some(mut ring) = ring(reading, members, &taken) else {
            break;
        };
        ring.retain(|citation| !kept.contains(citation));
        if apart.len() == more || ring.is_empty() {
            return Some(false);
        }
        taken.extend(&ring);
        apart.push(ring);
    }
    let Some(ring) = apart.into_iter().min_by_key(Vec::len) else {
        return Some(true);
    };
    let mut kept = kept.clone();
    for citation in ring {
        struck.insert(citation);
        let found = cut_within(reading, members, struck, &kept, more - 1, budget);
        struck.remove(&citation);
        if found != Some(false) {
            return found;
        }
        kept.insert(citation);
    }
    Some(false)
}

/// Among so many members a shortest cycle is looked for, else any.
const FEW_MEMBERS: usize = 128;

/// The citations of a cycle among some members without those that are struck: a shortest one where there are few.
fn ring(
    reading: &Reading<'_>,
    members: &[NodeNumber],
    struck: &BTreeSet<Written>,
) -> Option<Vec<Written>> {
    let keep = |from, _, written| !struck.contains(&(from, written));
    let mut best: Option<Vec<Written>> = None;
    for &start in members {
        let most = best.as_ref().map_or(usize::MAX, Vec::len);
        if let Some(found) = ring_through(reading, members, start, most, keep) {
            best = Some(found);
            if members.len() > FEW_MEMBERS {
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
    let counts = |from, to, written| cycle.possible || !reading.is_uncertain(from, to, written);
    is_searched(reading, members)
        && members.iter().any(|&start| {
            ring_through(reading, members, start, cycle.shortest.len(), counts).is_some()
        })
}

/// Whether a component is small enough to look for cycles through each of its members.
fn is_searched(reading: &Reading<'_>, members: &[NodeNumber]) -> bool {
    const MOST_STEPS: usize = 2_000_000;
    let edges = members.iter().map(|&member| reading.edges(member).len());
    edges.sum::<usize>().saturating_mul(members.len()) <= MOST_STEPS
}

/// Whether some citations of a component have no cycle.
fn is_acyclic(
    reading: &Reading<'_>,
    members: &[NodeNumber],
    keep: impl Fn(NodeNumber, NodeNumber, u32) -> bool,
) -> bool {
    let cited = |&from: &NodeNumber| {
        let kept = reading.edges(from).iter();
        let kept = kept.filter(|edge| keep(from, edge.to, edge.written));
        let places = kept.filter_map(|edge| members.binary_search(&edge.to).ok());
        places.map(|place| place as u32).collect()
    };
    let cited: Vec<Vec<u32>> = members.iter().map(cited).collect();
    let cites_itself = |(place, to): (u32, &Vec<u32>)| to.contains(&place);
    let is_alone = |component: &Vec<u32>| component.len() == 1;
    strong(&cited).iter().all(is_alone) && !(0..).zip(&cited).any(cites_itself)
}

fn statements(reading: &Reading<'_>, ids: &[String]) -> Result<Vec<NodeNumber>, Doubt> {
    ids.iter()
        .map(|id| Ok(reading.statement_of(id)?.0))
        .collect()
}
