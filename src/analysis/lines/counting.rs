//! Lines counted without being found: exact where everything is [`plain`](super::super::plain) and few choices are
//! left.
//!
//! Three facts settle most claims. A sink that is a root takes its own direct line, one a label. What is left has no
//! line if no root is reached without those labels. And it has one line exactly if all of its sinks, or all of its
//! roots, bear the same label; where there is no direct line and all sinks bear one label, nothing need be walked.
//! Time and memory are those of one walk through what the claim rests on; nothing is allocated once the scratch has
//! grown.
//!
//! Where many claims rest on the same long lineages, walking each to its end is quadratic. So a walk may take
//! [`SHARE`] steps and more where the case has few claims or the claim many statements; beyond, bounds are given.

mod peeling;

use super::super::base::Base;
use super::super::lineage::LineageIdx;
use super::super::plain::{Columns, FIGHTING, KNOWN, NAMED, OPEN, PLAIN, ROOT};
use super::super::support::{Count, Lines};
use crate::case::{ActorIdx, Directness, StatementIdx};

/// How many steps a walk may take for one claim, however many claims there are.
const SHARE: usize = 1 << 12;
/// How many steps all walks together may take in a case of few claims.
const TOTAL: usize = 1 << 28;
/// How many steps more a walk may take for each statement of the claim itself.
const EACH: usize = 1 << 10;

/// How many steps a walk may take for one of so many claims, with so many statements of its own.
pub fn budget(claims: usize, statements: usize) -> usize {
    SHARE.max(TOTAL / claims.max(1)) + EACH * statements
}

/// A set of small numbers that is emptied by counting up.
#[derive(Default)]
pub struct Stamps {
    stamps: Vec<u32>,
    now: u32,
}

impl Stamps {
    /// The empty set of numbers below `count`.
    pub fn new(count: usize) -> Self {
        Stamps {
            stamps: vec![0; count],
            now: 0,
        }
    }

    /// Empties it.
    pub fn clear(&mut self) {
        self.now = self.now.checked_add(1).unwrap_or_else(|| {
            self.stamps.fill(0);
            1
        });
    }

    fn has(&self, at: u32) -> bool {
        self.stamps[at as usize] == self.now
    }

    /// Adds a number; whether it is new.
    pub fn insert(&mut self, at: u32) -> bool {
        std::mem::replace(&mut self.stamps[at as usize], self.now) != self.now
    }
}

/// What one thread writes on while it counts; made once for many claims.
pub struct Scratch {
    nodes: Stamps,
    labels: Stamps,
    known_labels: Stamps,
    /// Holders of the citations that were followed, where several share them.
    rows: Stamps,
    /// What the sinks rest on, themselves first.
    ancestors: Vec<LineageIdx>,
    open: Vec<LineageIdx>,
}

impl Scratch {
    /// Room for the nodes and labels of a case. Memory that is never written to costs nothing.
    pub fn new(columns: &Columns) -> Self {
        Scratch {
            nodes: Stamps::new(columns.node_count()),
            labels: Stamps::new(columns.label_count()),
            known_labels: Stamps::new(columns.label_count()),
            rows: Stamps::new(columns.node_count()),
            ancestors: Vec::new(),
            open: Vec::new(),
        }
    }
}

/// The numbers of one side of a claim, as far as counting gets.
pub struct Tally {
    /// κ⁺.
    pub lines_max: Option<Count>,
    /// The most independent known lines, adversaries not counted.
    pub known_lines: Option<Count>,
    /// ω⁺.
    pub origins_max: Count,
    /// ω⁻.
    pub origins_min: Count,
    /// Whether adversaries without a basis may count as known.
    pub may_fight: bool,
    /// Whether nothing is unknown: what there is is known.
    pub is_all_known: bool,
}

/// Which nodes are passed, and which of those count as roots.
#[derive(Clone, Copy)]
struct Filter {
    pass: u8,
    root: u8,
}

const ALL: Filter = Filter {
    pass: OPEN,
    root: ROOT,
};
const KNOWN_ONLY: Filter = Filter {
    pass: OPEN | NAMED,
    root: ROOT | KNOWN,
};

/// Counts by walking.
pub struct Counter<'c, 'g> {
    base: &'c Base<'g>,
    columns: &'c Columns,
}

impl<'c, 'g> Counter<'c, 'g> {
    /// A counter on these columns.
    pub fn new(base: &'c Base<'g>, columns: &'c Columns) -> Self {
        Counter { base, columns }
    }

    /// The numbers of the lines that end in some statements; `None` where something that is not plain is met.
    pub fn tally(&self, statements: &[StatementIdx], scratch: &mut Scratch) -> Option<Tally> {
        scratch.ancestors.clear();
        scratch.nodes.clear();
        scratch.rows.clear();
        for &statement in statements {
            let node = self.base.lineage.of(statement);
            if self.columns.traits(node) & OPEN != 0
                && self.base.graph.directness(statement) == Directness::Direct
            {
                scratch.nodes.insert(node.0);
                scratch.ancestors.push(node);
            }
        }
        let sinks = scratch.ancestors.len();
        let budget = budget(self.base.graph.claims().len(), sinks);
        let mut next = 0;
        let mut common = u8::MAX;
        let mut any_unknown = false;
        let mut fighter: Option<ActorIdx> = None;
        let mut may_fight = false;
        scratch.labels.clear();
        scratch.known_labels.clear();
        let (mut origins, mut known_origins) = (0, 0);
        while let Some(&node) = scratch.ancestors.get(next).filter(|_| next < budget) {
            next += 1;
            let traits = self.columns.traits(node);
            if traits & PLAIN == 0 {
                return None;
            }
            common &= traits;
            if traits & ROOT != 0 {
                let label = self.columns.label(node);
                origins += u32::from(scratch.labels.insert(label));
                if traits & KNOWN != 0 {
                    known_origins += u32::from(scratch.known_labels.insert(label));
                } else {
                    any_unknown = true;
                }
            }
            if traits & FIGHTING != 0
                && let Some((actor, _)) = self.base.speaker(node)
            {
                may_fight |= fighter.is_some_and(|other| other != actor);
                fighter = Some(actor);
            }
            if !self.is_new(node, &mut scratch.rows) {
                continue;
            }
            for edge in self.base.lineage.citations(node) {
                if edge.carries
                    && self.columns.traits(edge.to) & OPEN != 0
                    && scratch.nodes.insert(edge.to.0)
                {
                    scratch.ancestors.push(edge.to);
                }
            }
        }
        let is_whole = next == scratch.ancestors.len();
        let all_named = common & NAMED != 0;
        let lines_max = self.count(scratch, sinks, ALL, budget)?;
        let is_all_known = all_named && !any_unknown && is_whole;
        let known_lines = match is_all_known {
            true => lines_max,
            false => self.count(scratch, sinks, KNOWN_ONLY, budget)?,
        };
        let bounds = |found: u32, is_whole: bool| Count {
            least: found,
            most: if is_whole {
                found
            } else {
                self.columns.label_count() as u32
            },
        };
        let mut origins_min = bounds(known_origins, is_whole);
        if !all_named {
            let (found, is_whole) = self.known_origins(scratch, sinks, budget);
            origins_min = bounds(found, is_whole);
        }
        Some(Tally {
            lines_max,
            known_lines,
            origins_max: bounds(origins, is_whole),
            origins_min,
            may_fight,
            is_all_known,
        })
    }

    /// Whether the citations of a node are to be followed: what several share is followed once.
    fn is_new(&self, node: LineageIdx, rows: &mut Stamps) -> bool {
        let lineage = &self.base.lineage;
        !lineage.has_holders() || rows.insert(lineage.holder(node).0)
    }

    fn passes(&self, node: LineageIdx, bits: u8) -> bool {
        self.columns.traits(node) & bits == bits
    }

    /// The most independent lines. Inside, `None` where there is more to choose than counting can settle; outside,
    /// where something that is not plain is met.
    fn count(
        &self,
        scratch: &mut Scratch,
        sinks: usize,
        filter: Filter,
        budget: usize,
    ) -> Option<Option<Count>> {
        let Scratch {
            nodes,
            labels,
            known_labels: end_labels,
            rows,
            ancestors,
            open,
        } = scratch;
        rows.clear();
        let sinks = &ancestors[..sinks];
        let both = filter.pass | filter.root;
        labels.clear();
        let mut direct = 0;
        for &sink in sinks.iter().filter(|&&sink| self.passes(sink, both)) {
            direct += u32::from(labels.insert(self.columns.label(sink)));
        }
        // All that is open rests on something: of everybody's lines there is one, if nothing stands in its way.
        let at_least = direct.max(u32::from(filter.root & KNOWN == 0));
        let is_free = |node: LineageIdx, labels: &Stamps| {
            self.passes(node, filter.pass) && !labels.has(self.columns.label(node))
        };
        nodes.clear();
        end_labels.clear();
        open.clear();
        let mut ends = 0;
        for &sink in sinks.iter().filter(|&&sink| is_free(sink, labels)) {
            nodes.insert(sink.0);
            open.push(sink);
            ends += u32::from(end_labels.insert(self.columns.label(sink)));
        }
        let are_plain = || sinks.iter().all(|&sink| self.passes(sink, PLAIN));
        if ends == 1 && direct < at_least && are_plain() {
            return Some(Some(Count::exact(1)));
        }
        let mut roots = Distinct::None;
        let mut steps = 0;
        while let Some(node) = open.pop() {
            steps += 1;
            if self.columns.traits(node) & PLAIN == 0 {
                return None;
            }
            if self.passes(node, both) {
                roots = roots.with(self.columns.label(node));
                if ends == 1 {
                    break;
                }
            }
            if steps > budget {
                let least = at_least.max(direct + u32::from(!matches!(roots, Distinct::None)));
                let most = direct + ends;
                return Some(Some(Count { least, most }));
            }
            if !self.is_new(node, rows) {
                continue;
            }
            for edge in self.base.lineage.citations(node) {
                if edge.carries && is_free(edge.to, labels) && nodes.insert(edge.to.0) {
                    open.push(edge.to);
                }
            }
        }
        Some(match roots {
            Distinct::None => Some(Count::exact(direct)),
            Distinct::One(_) => Some(Count::exact(direct + 1)),
            Distinct::Several if ends == 1 => Some(Count::exact(direct + 1)),
            Distinct::Several => None,
        })
    }

    /// The distinct labels of known roots reached through named speakers, and whether all were looked for.
    fn known_origins(&self, scratch: &mut Scratch, sinks: usize, budget: usize) -> (u32, bool) {
        let Scratch {
            nodes,
            labels,
            rows,
            ancestors,
            open,
            ..
        } = scratch;
        rows.clear();
        nodes.clear();
        labels.clear();
        open.clear();
        let named = |&node: &LineageIdx| self.passes(node, KNOWN_ONLY.pass);
        open.extend(ancestors[..sinks].iter().copied().filter(named));
        for sink in open.iter() {
            nodes.insert(sink.0);
        }
        let (mut origins, mut steps) = (0, 0);
        while let Some(node) = open.pop() {
            steps += 1;
            if steps > budget {
                return (origins, false);
            }
            if self.passes(node, KNOWN_ONLY.root) {
                origins += u32::from(labels.insert(self.columns.label(node)));
            }
            if !self.is_new(node, rows) {
                continue;
            }
            for edge in self.base.lineage.citations(node) {
                if edge.carries && named(&edge.to) && nodes.insert(edge.to.0) {
                    open.push(edge.to);
                }
            }
        }
        (origins, true)
    }
}

/// Whether some labels are none, all the same, or several.
#[derive(Clone, Copy)]
enum Distinct {
    None,
    One(u32),
    Several,
}

impl Distinct {
    fn with(self, label: u32) -> Self {
        match self {
            Distinct::None => Distinct::One(label),
            Distinct::One(only) if only == label => self,
            _ => Distinct::Several,
        }
    }
}

impl Lines {
    /// Numbers of statements, before any line is counted.
    pub(in super::super) fn of(
        base: &Base<'_>,
        grounded: &[bool],
        statements: &[StatementIdx],
    ) -> Self {
        // What is known only through relays stands or falls with them.
        let is_direct = |&at: &StatementIdx| base.graph.directness(at) == Directness::Direct;
        let is_relay = |&&at: &&StatementIdx| base.graph.is_relay(at);
        Lines {
            statements: statements.len() as u32,
            relays: statements.iter().filter(is_relay).count() as u32,
            grounded: (statements.iter())
                .any(|&at| is_direct(&at) && grounded[base.lineage.of(at).at()]),
            ..Lines::default()
        }
    }
}
