//! Statement cycles: every component has its entry, its witness is one, and its cut leaves none (semantics §5).

use std::collections::{BTreeSet, HashMap};

use super::cuts::{ring_through, smallest};
use super::names::{Doubt, wrong};
use super::paths::strong;
use super::premises::Written;
use super::reading::{Edge, NodeNumber, Reading, closure};
use crate::case::{Node as Record, StatementIdx};
use crate::verify::Verdict;
use crate::verify::document::{Cycle, Document};

impl Reading<'_> {
    /// Whether the lineage of some statements leads into a cycle of citations, whatever closes it.
    pub fn runs_into_cycle(&self, statements: &[StatementIdx]) -> bool {
        let start = statements.iter().map(|at| at.0);
        let lineage = closure(start, |node| self.edges(node).iter().map(|edge| edge.to));
        lineage
            .iter()
            .any(|node| self.circles().place.contains_key(node))
    }

    /// The first members of the cycles that rest on nothing, by more than the letter, and into which some statements
    /// lead by the fewest citations.
    pub fn nearest_circles(&self, statements: &[StatementIdx]) -> BTreeSet<NodeNumber> {
        let mut at_hand: BTreeSet<NodeNumber> = statements.iter().map(|at| at.0).collect();
        let mut seen = BTreeSet::new();
        while !at_hand.is_empty() {
            let met = at_hand.iter();
            let met = met.filter(|&&node| self.are_in_a_circle(node, node));
            let met = met.map(|&node| self.component_of(node));
            let met = met.filter(|members| !self.is_anything_grounded(members));
            let met = met.filter_map(|members| members.first().copied());
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

    /// Whether something that some nodes say rests on a root: a question carries nothing.
    fn is_anything_grounded(&self, nodes: &[NodeNumber]) -> bool {
        let speaks = |at| self.graph.stance(at).carries();
        let mut nodes = nodes.iter();
        nodes.any(|&node| self.is_grounded(node) && self.statement(node).is_some_and(speaks))
    }

    /// The components with a cycle, found when they are first asked for: of each by the letter what is left without the
    /// citations that close none, or else it itself, by the letter only.
    fn circles(&self) -> &Circles {
        self.circles.get_or_init(|| {
            let mut components = self.components(|from, edge| self.may_close(from, edge));
            let told: BTreeSet<NodeNumber> = components.iter().flatten().copied().collect();
            let closed = components.len();
            let mut by_letter = match self.standing_premises().is_empty() {
                true => Vec::new(),
                false => self.components(|_, _| true),
            };
            by_letter.retain(|members| members.iter().all(|member| !told.contains(member)));
            components.append(&mut by_letter);
            let places = (components.iter().zip(0..))
                .flat_map(|(members, nth)| members.iter().map(move |&member| (member, nth)));
            Circles {
                place: places.collect(),
                components,
                closed,
            }
        })
    }

    /// The component that a node on a cycle lies in.
    pub fn component_of(&self, node: NodeNumber) -> &[NodeNumber] {
        let place = self.circles().place.get(&node);
        place.map_or(&[], |&nth| &self.circles().components[nth])
    }

    /// Whether two nodes lie in one circle, not one by the letter only.
    pub fn are_in_a_circle(&self, one: NodeNumber, other: NodeNumber) -> bool {
        let Circles { place, closed, .. } = self.circles();
        let nth = place.get(&one).filter(|nth| *nth < closed);
        nth.is_some() && nth == place.get(&other)
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
    /// How many of them are closed; those after them are circles by the letter only.
    closed: usize,
    place: HashMap<NodeNumber, usize>,
}

/// One of them.
pub struct Component<'r, 'g> {
    reading: &'r Reading<'g>,
    pub members: &'r [NodeNumber],
    apparent: bool,
    /// What each of them cites in it by the citations that count there: of a circle by the letter only by all.
    inside: Vec<Vec<Edge>>,
}

/// Checks the statement cycles: every component has its entry, its witness is one, and its cut leaves none.
pub fn cycles(reading: &Reading<'_>, result: &Document, verdict: &mut Verdict) {
    let circles = reading.circles();
    let mut told: BTreeSet<usize> = BTreeSet::new();
    for cycle in &result.cycles {
        let about = format!("the cycle of {}", cycle.shortest.join(", "));
        let found = ring_of(reading, cycle).and_then(|ring| {
            let Some(&nth) = circles.place.get(&ring[0]) else {
                return wrong("it is no cycle");
            };
            if !told.insert(nth) {
                return wrong("two entries are about one component");
            }
            let apparent = nth >= circles.closed;
            Component::new(reading, &circles.components[nth], apparent).holds(cycle, &ring)
        });
        verdict.note(&about, "cycle", found);
    }
    for (nth, members) in circles.components.iter().enumerate() {
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

/// The statements that a cycle shows, each once.
fn ring_of(reading: &Reading<'_>, cycle: &Cycle) -> Result<Vec<NodeNumber>, Doubt> {
    let ids = cycle.shortest.iter();
    let ring = ids.map(|id| Ok(reading.statement_of(id)?.0));
    let ring = ring.collect::<Result<Vec<NodeNumber>, Doubt>>()?;
    if ring.is_empty() {
        return wrong("it has no statements");
    }
    match ring.iter().collect::<BTreeSet<_>>().len() < ring.len() {
        true => wrong("it passes a statement twice"),
        false => Ok(ring),
    }
}

impl<'r, 'g> Component<'r, 'g> {
    fn new(reading: &'r Reading<'g>, members: &'r [NodeNumber], apparent: bool) -> Self {
        let inside = |&from: &NodeNumber| {
            let edges = reading.edges(from).iter().copied();
            let counts = |edge: &Edge| apparent || reading.may_close(from, edge);
            let inside = edges.filter(|edge| members.binary_search(&edge.to).is_ok());
            inside.filter(counts).collect()
        };
        Component {
            inside: members.iter().map(inside).collect(),
            reading,
            members,
            apparent,
        }
    }

    /// What one of its members cites in it.
    pub fn inside(&self, from: NodeNumber) -> &[Edge] {
        let place = self.members.binary_search(&from).ok();
        place.map_or(&[], |place| &self.inside[place])
    }

    /// What is said of it.
    fn holds(&self, cycle: &Cycle, ring: &[NodeNumber]) -> Result<(), Doubt> {
        match (self.apparent, cycle.apparent) {
            (true, false) => return wrong("it is one by the letter only"),
            (false, true) => return wrong("it is not one by the letter only"),
            _ => {}
        }
        self.is_ring(cycle, ring)?;
        if self.members.len() != cycle.members {
            return wrong(format!(
                "it has {} members, not {}",
                self.members.len(),
                cycle.members
            ));
        }
        let reading = self.reading;
        if reading.is_anything_grounded(self.members) != cycle.grounded {
            return wrong("whether it rests on anything is not as it says");
        }
        let certain = |from, edge: &Edge| !self.is_uncertain(from, edge.to, edge.written);
        if cycle.possible && !self.is_acyclic(certain) {
            return wrong("it is certain, not merely possible");
        }
        if self.has_shorter(cycle) {
            return wrong("there is a shorter one");
        }
        self.is_cut(cycle)?;
        smallest(self, cycle)
    }

    /// Whether of some statements each cites the next, the first one being the earliest.
    fn is_ring(&self, cycle: &Cycle, ring: &[NodeNumber]) -> Result<(), Doubt> {
        let reading = self.reading;
        for (nth, &from) in ring.iter().enumerate() {
            let to = ring[(nth + 1) % ring.len()];
            let mut edges = (self.inside(from).iter())
                .filter(|edge| edge.to == to)
                .peekable();
            if edges.peek().is_none() {
                return wrong(format!(
                    "{} does not cite {}",
                    reading.name(from),
                    reading.name(to)
                ));
            }
            let certain = edges.any(|edge| !self.is_uncertain(from, to, edge.written));
            if !cycle.possible && !certain {
                return wrong(format!(
                    "what {} cites may be another statement",
                    reading.name(from)
                ));
            }
        }
        let order = |node: NodeNumber| (reading.speaker(node).1.sort_key(), node);
        match ring.iter().any(|&node| order(node) < order(ring[0])) {
            true => wrong("it does not begin with its earliest statement"),
            false => Ok(()),
        }
    }

    /// Whether no cycle is left without the citations to cut.
    fn is_cut(&self, cycle: &Cycle) -> Result<(), Doubt> {
        let reading = self.reading;
        let mut cut: BTreeSet<Written> = BTreeSet::new();
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
        if !self.is_acyclic(|from, edge| !cut.contains(&(from, edge.written))) {
            return wrong("a cycle is left without the citations to cut");
        }
        match cycle.cut_at_least > cycle.cut.len() || cycle.cut_at_least == 0 {
            true => wrong("the least number of citations to cut is not as many as are needed"),
            false => Ok(()),
        }
    }

    /// Whether a citation may have meant something else, or is of a premise that took in what is cited only if that was
    /// said before. By the letter it takes in all.
    fn is_uncertain(&self, from: NodeNumber, to: NodeNumber, written: u32) -> bool {
        let reading = self.reading;
        reading.is_uncertain(from, to, written)
            || !self.apparent && reading.may_be_later(from, to, written)
    }

    /// Whether there is a shorter cycle than the one that is shown; not looked for in components that are too large.
    fn has_shorter(&self, cycle: &Cycle) -> bool {
        let counts = |from, to, written| cycle.possible || !self.is_uncertain(from, to, written);
        self.is_searched()
            && self
                .members
                .iter()
                .any(|&start| ring_through(self, start, cycle.shortest.len(), counts).is_some())
    }

    /// Whether it is small enough to look for cycles through each of its members.
    pub fn is_searched(&self) -> bool {
        const MOST_STEPS: usize = 2_000_000;
        let edges = self
            .members
            .iter()
            .map(|&member| self.reading.edges(member).len());
        edges.sum::<usize>().saturating_mul(self.members.len()) <= MOST_STEPS
    }

    /// Whether some of its citations have no cycle.
    fn is_acyclic(&self, keep: impl Fn(NodeNumber, &Edge) -> bool) -> bool {
        let cited = |&from: &NodeNumber| {
            let kept = self.inside(from).iter().filter(|edge| keep(from, edge));
            let places = kept.filter_map(|edge| self.members.binary_search(&edge.to).ok());
            places.map(|place| place as u32).collect()
        };
        let cited: Vec<Vec<u32>> = self.members.iter().map(cited).collect();
        let cites_itself = |(place, to): (u32, &Vec<u32>)| to.contains(&place);
        let is_alone = |component: &Vec<u32>| component.len() == 1;
        strong(&cited).iter().all(is_alone) && !(0..).zip(&cited).any(cites_itself)
    }
}
