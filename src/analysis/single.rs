//! On how many independent origins does one statement rest (semantics §4, κ(s) and ω(s))?
//!
//! The statement is the only sink, and its own voices are not counted as shared: they are on a line only where the
//! statement itself is its root. So the lines of a statement are the lines of what it cites, and its own word where it
//! has a basis of its own; the lines of an inference are derivations of all its premises that share nothing.

use super::base::Base;
use super::lineage::LineageIdx;
use super::lines::{Excused, Extractor, Scope, Solution};
use super::standing;
use super::support::{Certificate, Count, Label, Line, Lines};
use crate::case::StatementIdx;

/// κ⁻, κ⁺, ω⁻ and ω⁺ of one statement. What carries nothing (a question, silence, a retraction) stands for nothing: it
/// has no line and is not grounded, whatever it cites. What disputes a statement is a word like any other. Of undeclared
/// words of adversaries, premises of one inference do not count as known.
pub fn lines(base: &Base<'_>, grounded: &[bool], statement: StatementIdx) -> Lines {
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
    let extractor = |scope| Extractor::new(base, grounded, scope, Excused::Nobody);
    (lines.lines_min, lines.lines_max) = match base.needs_all(node) {
        true => {
            let upper = extractor(Scope::All).solve_inference(node).count;
            let known = extractor(Scope::Known).solve_inference(node).count;
            (standing::lower(known, upper), upper)
        }
        false => standing::count_lines(base, grounded, &sinks(base, node)),
    };
    if base.is_unnamed(node) {
        // Nothing that somebody unnamed passes on is known.
        lines.lines_min = standing::lower(Count::default(), lines.lines_max);
    }
    let origins = |scope| extractor(scope).of_each_statement().origins(&[node]);
    lines.origins_max = origins(Scope::All);
    lines.origins_min = origins(Scope::Known);
    lines
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
