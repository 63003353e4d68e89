//! On how many independent origins does one statement rest (semantics §4, κ(s) and ω(s))?
//!
//! The statement is the only sink, and its own voices are not counted as shared: they are on a line only where the
//! statement itself is its root. So the lines of a statement are the lines of what it cites, and its own word where it
//! has a basis of its own; the lines of an inference are derivations of all its premises that share nothing.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::sync::RwLock;
use std::sync::atomic::{AtomicU32, Ordering::Relaxed};

use super::base::Base;
use super::beginnings::Beginnings;
use super::lineage::LineageIdx;
use super::lines::opponents::{most_of_inference, solve_known};
use super::lines::{Excused, Extractor, Scope, Solution};
use super::narrows::Narrows;
use super::standing;
use super::support::{Certificate, Count, Label, Line, Lines};
use crate::case::StatementIdx;

/// What the questions about all statements have in common.
pub struct Singles {
    narrows: Narrows,
    /// Where lineages begin by any lines, and where by known ones.
    beginnings: [Beginnings; 2],
    /// The numbers of those that share what they cite.
    known: RwLock<HashMap<(LineageIdx, bool), Numbers>>,
    /// How many citations all of them are asked about.
    pub citations: usize,
    /// Those that lie on a cycle of citations.
    cyclic: HashSet<LineageIdx>,
    /// Among how many nodes it is of no use to seek the lines of each, by any lines and by known ones, as far as that
    /// was found out: zero where it was not.
    beyond: [Vec<AtomicU32>; 2],
}

/// κ⁻, κ⁺, ω⁻ and ω⁺.
type Numbers = [Count; 4];

impl Singles {
    /// Linear in nodes and citations.
    pub fn new(base: &Base<'_>, grounded: &[bool], known: &[bool]) -> Self {
        // Those that cite the same are asked once, but for those that are something by themselves.
        let statements = base.graph.statements().map(|at| base.lineage.of(at));
        let asked = statements
            .filter(|&node| standing::begins_line(base, node) || base.lineage.holder(node) == node);
        let citations = asked.map(|node| base.lineage.citations(node).len()).sum();
        let cyclic = base.lineage.cyclic();
        let passes = |at: LineageIdx| grounded[at.at()] && base.is_live(at);
        let begins = |at| standing::begins_line(base, at);
        let by_known_lines = |at: LineageIdx| known[at.at()];
        Singles {
            citations,
            narrows: Narrows::new(base, grounded),
            beginnings: [
                Beginnings::new(&base.lineage, passes, begins),
                Beginnings::new(&base.lineage, by_known_lines, begins),
            ],
            known: RwLock::default(),
            cyclic: cyclic.into_iter().flatten().map(LineageIdx).collect(),
            beyond: [(); 2].map(|()| {
                let nodes = base.lineage.nodes();
                nodes.map(|_| AtomicU32::new(0)).collect()
            }),
        }
    }

    /// κ⁻, κ⁺, ω⁻ and ω⁺ of one statement. What carries nothing (a question, silence, a retraction) stands for nothing:
    /// it has no line and is not grounded, whatever it cites. What disputes a statement is a word like any other. The
    /// undeclared words of adversaries are not sought for among several premises: they make the number a bound.
    pub fn lines(
        &self,
        base: &Base<'_>,
        grounded: &[bool],
        known: &[bool],
        statement: StatementIdx,
    ) -> Lines {
        let node = base.lineage.of(statement);
        let mut lines = Lines {
            statements: 1,
            relays: u32::from(base.graph.is_relay(statement)),
            grounded: grounded[node.at()] && base.graph.stance(statement).carries(),
            ..Lines::default()
        };
        if !lines.grounded {
            return lines;
        }
        let numbers = self.numbers(base, (grounded, known), statement);
        [
            lines.lines_min,
            lines.lines_max,
            lines.origins_min,
            lines.origins_max,
        ] = numbers;
        // Nothing that somebody unnamed passes on is known, nor what follows from a premise of which nothing is.
        if base.is_unnamed(node) {
            lines.lines_min = standing::lower(Count::default(), lines.lines_max);
        }
        if !known[node.at()] {
            lines.origins_min = Count::default();
        }
        lines
    }

    /// The numbers of a statement, its speaker taken as named unless it is the root. Where only what it cites counts,
    /// they are those of all who cite the same.
    fn numbers(
        &self,
        base: &Base<'_>,
        grounded: (&[bool], &[bool]),
        statement: StatementIdx,
    ) -> Numbers {
        let node = base.lineage.of(statement);
        let infers = base.needs_all(node);
        // What an inference takes as premise may lead back to it.
        let is_shared = base.lineage.has_holders()
            && !standing::begins_line(base, node)
            && !(infers && self.cyclic.contains(&node) || self.takes_along(base, node));
        let key = (base.lineage.holder(node), infers);
        if is_shared
            && let Ok(known) = self.known.read()
            && let Some(numbers) = known.get(&key)
        {
            return *numbers;
        }
        let numbers = self.count(base, grounded, node);
        if is_shared && let Ok(mut known) = self.known.write() {
            known.insert(key, numbers);
        }
        numbers
    }

    fn count(
        &self,
        base: &Base<'_>,
        (grounded, known): (&[bool], &[bool]),
        node: LineageIdx,
    ) -> Numbers {
        let [all, named] = &self.beginnings;
        let origins_max = origins(base, grounded, Scope::All, all, node);
        let origins_min = origins(base, known, Scope::Known, named, node);
        // Lines that share nothing begin with carriers of which no two are joined.
        let most = origins_max.most.max(1);
        let (mut lines_min, mut lines_max) = match base.needs_several(node) {
            _ if most == 1 || self.is_narrow(base, node) => (Count::exact(1), Count::exact(1)),
            true => {
                let extractor = |scope| Extractor::new(base, grounded, scope, Excused::Nobody);
                let upper = extractor(Scope::All).solve_inference(node).count;
                let mut known = extractor(Scope::Known).solve_inference(node).count;
                known.most = most_of_inference(base, grounded, node, known.most);
                (standing::lower(known, upper), upper)
            }
            false => self.cited_lines(base, grounded, node),
        };
        for count in [&mut lines_min, &mut lines_max] {
            count.most = count.most.min(most).max(count.least);
        }
        [lines_min, lines_max, origins_min, origins_max]
    }

    /// Whether a line that comes back to a statement holds a shorter one, and may all the same say more: an inference
    /// takes the word of an opponent along.
    fn takes_along(&self, base: &Base<'_>, node: LineageIdx) -> bool {
        base.has_adversaries
            && base.has_inferred
            && self.cyclic.contains(&node)
            && !base.lineage.is_root(node)
    }

    /// κ⁻ and κ⁺ of a statement that infers nothing, or from one premise alone.
    fn cited_lines(&self, base: &Base<'_>, grounded: &[bool], node: LineageIdx) -> (Count, Count) {
        let sinks = sinks(base, node);
        let count = |scope, beyond: &[AtomicU32]| {
            let extractor = Extractor::new(base, grounded, scope, Excused::Nobody);
            let sought = u32::try_from(extractor.sought(sinks.len())).unwrap_or(u32::MAX);
            extractor.count_unless(&sinks, || {
                // Whatever one of them rests on, this rests on as well.
                let is_told = |&&at: &&LineageIdx| beyond[at.at()].load(Relaxed) >= sought;
                let told = sinks.iter().filter(is_told);
                let is_beyond =
                    told.copied().any(|at| extractor.may_pass(at)) || extractor.is_beyond(&sinks);
                if is_beyond {
                    beyond[node.at()].fetch_max(sought, Relaxed);
                }
                is_beyond
            })
        };
        let upper = match standing::is_one_voice(base, grounded, &sinks) {
            true => Count::exact(1),
            false => count(Scope::All, &self.beyond[0]),
        };
        if upper == Count::exact(1) {
            return (upper, upper);
        }
        let known = match base.has_adversaries {
            true if self.takes_along(base, node) => {
                let own = base.barring(node);
                let known = solve_known(&own, grounded, &sinks).0.count;
                base.work.add(own.work.done());
                known
            }
            true => solve_known(base, grounded, &sinks).0.count,
            false => count(Scope::Known, &self.beyond[1]),
        };
        (standing::lower(known, upper), upper)
    }

    /// Whether all lines of a statement, or all ways to fill one of its premises, pass one statement: there is one
    /// line.
    fn is_narrow(&self, base: &Base<'_>, node: LineageIdx) -> bool {
        if !base.suppositions().without.is_empty() {
            return false;
        }
        if !base.needs_all(node) {
            return self.narrows.are_narrow(sinks(base, node));
        }
        let Some(statement) = base.lineage.statement(node) else {
            return false;
        };
        let cites = base.graph.cites(statement).len() as u32;
        let edges = base.lineage.citations(node);
        (0..cites).any(|written| {
            let first = edges.partition_point(|edge| edge.written < written);
            let own = edges[first..].iter();
            let own = own.take_while(|edge| edge.written == written);
            let own = own.filter(|edge| edge.carries && edge.to != node);
            base.is_premise(statement, written as usize)
                && self.narrows.are_narrow(own.map(|edge| edge.to))
        })
    }
}

/// The most pairwise unjoined carriers of a scope on the lines of a statement; with what a line of the scope comes to.
fn origins(
    base: &Base<'_>,
    reached: &[bool],
    scope: Scope,
    beginnings: &Beginnings,
    node: LineageIdx,
) -> Count {
    let begins = standing::begins_line(base, node).then_some(node);
    let cited = base.lineage.citations(node).iter();
    let cited = cited.filter(|edge| edge.carries);
    let sets = cited.map(|edge| beginnings.of(edge.to));
    let extractor = Extractor::new(base, reached, scope, Excused::Nobody);
    match places(begins, sets) {
        Some(places) => extractor.origins_at(&places, true),
        None if base.needs_all(node) => extractor.origins(&[node]),
        None => extractor.origins(&sinks(base, node)),
    }
}

/// All of some places together, sorted; `None` where some are not known.
fn places<'s>(
    own: Option<LineageIdx>,
    sets: impl Iterator<Item = Option<&'s [LineageIdx]>>,
) -> Option<Vec<LineageIdx>> {
    let mut places: BTreeSet<LineageIdx> = own.into_iter().collect();
    let mut last: Option<&[LineageIdx]> = None;
    for set in sets {
        let set = set?;
        // Along chains and layers it is the same one.
        if last.is_none_or(|last| !std::ptr::eq(last, set)) {
            places.extend(set);
            last = Some(set);
        }
    }
    Some(places.into_iter().collect())
}

/// The proof of the numbers of one statement.
pub fn certificate(base: &Base<'_>, grounded: &[bool], statement: StatementIdx) -> Certificate {
    let node = base.lineage.of(statement);
    if !grounded[node.at()] || !base.graph.stance(statement).carries() {
        return Certificate::default();
    }
    let solve = |scope| {
        let extractor = Extractor::new(base, grounded, scope, Excused::Nobody);
        let (solution, lines) = match base.needs_all(node) {
            true => {
                let solution = extractor.solve_inference(node);
                let lines = inferences(&extractor, node, &solution, scope);
                (solution, lines)
            }
            false => {
                let sinks = sinks(base, node);
                let solution = extractor.solve(&sinks);
                let derived = extractor.derivations(&sinks, &solution.lines);
                let lines = derived.into_iter().flatten().collect();
                (solution, lines)
            }
        };
        let lines: Vec<Line> = lines
            .into_iter()
            .map(|line| ending(base, line, node))
            .collect();
        (solution, lines)
    };
    let (all, lines) = solve(Scope::All);
    let (known, known_lines) = match base.is_unnamed(node) {
        true => (Solution::default(), Vec::new()),
        false => solve(Scope::Known),
    };
    Certificate {
        lines,
        known_lines,
        cut: all.cut,
        known_cut: known.cut,
    }
}

/// Where the lines of a statement end that infers nothing: in what it cites, and in itself where it is a root. A line
/// that comes to it from what it cites holds a shorter one.
fn sinks(base: &Base<'_>, node: LineageIdx) -> Vec<LineageIdx> {
    let cited = base.lineage.citations(node).iter();
    let mut sinks: Vec<LineageIdx> = cited
        .filter(|edge| edge.carries && edge.to != node)
        .map(|edge| edge.to)
        .collect();
    if base.lineage.is_root(node) {
        sinks.push(node);
    }
    sinks.sort_unstable();
    sinks.dedup();
    sinks
}

/// Derivations of an inference within each of some sets of labels and its own.
fn inferences(
    extractor: &Extractor<'_, '_>,
    node: LineageIdx,
    solution: &Solution,
    scope: Scope,
) -> Vec<Line> {
    let own = extractor.base().labels(node, scope.ties());
    let derive = |labels: &Vec<Label>| {
        let mut within: Vec<Label> = labels.iter().chain(&own).copied().collect();
        within.sort();
        within.dedup();
        let mut line = extractor.derivation(&[node], &within)?;
        // Its own voices are not shared.
        line.labels.retain(|label| labels.contains(label));
        Some(line)
    };
    solution.lines.iter().filter_map(derive).collect()
}

/// The same line with the statement at its end.
fn ending(base: &Base<'_>, mut line: Line, node: LineageIdx) -> Line {
    if line.steps.last() != Some(&node) {
        line.steps.push(node);
        line.known &= !base.is_unnamed(node);
    }
    line
}
