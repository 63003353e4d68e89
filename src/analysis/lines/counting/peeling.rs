//! Sides of which most is plain and something is not: what is plain is counted as on all other sides, and only what
//! that leaves open is cut out and solved.
//!
//! A plain sink that is a root takes its own direct line, one a label, and whatever bears that label drops out. So
//! does, of origins, a carrier that is joined with one of a single label. Both are exact. Linear in the side and in
//! what it rests on, and nothing is allocated for what is plain.

use std::collections::BTreeSet;

use super::super::{Excused, Extractor, Scope, Solution, WALKED};
use super::{ALL, Counter, Filter, KNOWN_ONLY, Scratch, Stamps};
use crate::analysis::lineage::LineageIdx;
use crate::analysis::plain::PLAIN;
use crate::analysis::support::{Count, Label};

impl Scope {
    /// What passes and counts on the columns.
    fn filter(self) -> Filter {
        match self {
            Scope::All | Scope::Separate => ALL,
            Scope::Known | Scope::KnownApart => KNOWN_ONLY,
        }
    }
}

impl Counter<'_, '_> {
    /// The most independent lines of a scope to some sinks, nobody's undeclared word being excused.
    pub fn lines(
        &self,
        grounded: &[bool],
        scope: Scope,
        sinks: &[LineageIdx],
        scratch: &mut Scratch,
    ) -> Count {
        let extractor = Extractor::new(self.base, grounded, scope, Excused::Nobody);
        let filter = scope.filter();
        let both = PLAIN | filter.pass | filter.root;
        scratch.labels.clear();
        let mut direct = 0;
        for &sink in sinks.iter().filter(|&&sink| self.passes(sink, both)) {
            direct += u32::from(scratch.labels.insert(self.columns.label(sink)));
        }
        let taken = Taken {
            labels: &scratch.labels,
            voices: self.base.voices.label_count() as u32,
            statements: self.base.graph.statement_count() as u32,
        };
        let sought = extractor.sought(sinks.len());
        let mut rest: Vec<LineageIdx> = Vec::new();
        let mut left_out = 0;
        for &sink in sinks.iter().filter(|&&sink| extractor.may_pass(sink)) {
            // Of more than lines are sought among each may have a line more.
            let is_asked = rest.len() < sought || self.passes(sink, PLAIN);
            if is_asked && !self.is_free(&extractor, &taken, sink) {
                continue;
            }
            match rest.len() < sought {
                true => rest.push(sink),
                false => left_out += 1,
            }
        }
        let seen = (&mut scratch.nodes, &mut scratch.rows);
        let mut count = match self.met(&extractor, &taken, &rest, sought, seen) {
            Some(met) => {
                // So much was just walked.
                extractor.solve_within(&rest, &met, sought, || false).count
            }
            // No bound is wider than the cut that is shown beside it.
            None if left_out == 0 => return extractor.solve(sinks).count,
            None => {
                let mut solution = Solution::default();
                extractor.bound(&rest, &BTreeSet::new(), &mut solution);
                if direct > 0 {
                    solution.count.least = 0;
                }
                solution.count
            }
        };
        count.least += direct;
        count.most += direct + left_out;
        count
    }

    /// Whether a node bears no label that is taken.
    fn is_free(&self, extractor: &Extractor<'_, '_>, taken: &Taken<'_>, node: LineageIdx) -> bool {
        match self.passes(node, PLAIN) {
            true => !taken.labels.has(self.columns.label(node)),
            false => {
                let labels = self.base.labels(node, extractor.scope.ties());
                !labels.iter().any(|label| taken.has(label))
            }
        }
    }

    /// The labels that are taken and met on what some free nodes rest on; `None` where that is more than lines are
    /// sought among.
    fn met(
        &self,
        extractor: &Extractor<'_, '_>,
        taken: &Taken<'_>,
        free: &[LineageIdx],
        sought: usize,
        (seen, rows): (&mut Stamps, &mut Stamps),
    ) -> Option<BTreeSet<Label>> {
        let mut met = BTreeSet::new();
        let mut left = sought;
        let mut open = free.to_vec();
        seen.clear();
        rows.clear();
        free.iter().for_each(|node| _ = seen.insert(node.0));
        while let Some(node) = open.pop() {
            left = left.checked_sub(1)?;
            if !self.passes(node, PLAIN) {
                let options = extractor.all_carriers(node).into_iter();
                let labels = options.flat_map(|carrier| extractor.option(node, &carrier));
                met.extend(labels.filter(|label| taken.has(label)));
            }
            if !self.is_new(node, rows) {
                continue;
            }
            for edge in self.base.lineage.citations(node) {
                if !edge.carries || !extractor.may_pass(edge.to) || !seen.insert(edge.to.0) {
                    continue;
                }
                match self.is_free(extractor, taken, edge.to) {
                    true => open.push(edge.to),
                    false => {
                        let labels = self.base.labels(edge.to, extractor.scope.ties());
                        met.extend(labels.into_iter().filter(|label| taken.has(label)));
                    }
                }
            }
        }
        Some(met)
    }

    /// The most pairwise unjoined carriers of a scope on lines to some sinks; with what a line of the scope comes to.
    pub fn origins(
        &self,
        reached: &[bool],
        scope: Scope,
        sinks: &[LineageIdx],
        scratch: &mut Scratch,
    ) -> Count {
        let extractor = Extractor::new(self.base, reached, scope, Excused::Nobody);
        let root = scope.filter().root;
        let mut is_whole = self.walk(&extractor, sinks, scratch);
        scratch.labels.clear();
        let mut single = 0;
        let mut others = Vec::new();
        let sought = extractor.sought(sinks.len());
        let most = if sinks.len() > sought {
            sought
        } else {
            usize::MAX
        };
        for &node in &scratch.ancestors {
            if !self.passes(node, PLAIN) {
                match others.len() < most {
                    true => others.push(node),
                    false => is_whole = false,
                }
            } else if self.passes(node, root) {
                single += u32::from(scratch.labels.insert(self.columns.label(node)));
            }
        }
        let taken = Taken {
            labels: &scratch.labels,
            voices: self.base.voices.label_count() as u32,
            statements: self.base.graph.statement_count() as u32,
        };
        extractor.origins_beside(&others, is_whole, single, |label| taken.has(label))
    }

    /// Fills in the nodes on lines to some sinks, as far as the budget goes; whether these are all.
    fn walk(
        &self,
        extractor: &Extractor<'_, '_>,
        sinks: &[LineageIdx],
        scratch: &mut Scratch,
    ) -> bool {
        let Scratch {
            nodes,
            rows,
            ancestors,
            ..
        } = scratch;
        nodes.clear();
        rows.clear();
        ancestors.clear();
        let mut is_new = |node: LineageIdx| extractor.may_pass(node) && nodes.insert(node.0);
        ancestors.extend(sinks.iter().copied().filter(|&sink| is_new(sink)));
        let most = extractor.budget(WALKED, sinks.len());
        let mut next = 0;
        while let Some(&at) = ancestors.get(next).filter(|_| next < most) {
            next += 1;
            if self.is_new(at, rows) {
                let cited = self.base.lineage.citations(at).iter();
                let carrying = cited.filter(|edge| edge.carries).map(|edge| edge.to);
                ancestors.extend(carrying.filter(|&to| is_new(to)));
            }
        }
        self.base.work.add_light(next);
        let is_whole = next == ancestors.len();
        ancestors.truncate(next);
        is_whole
    }
}

/// Labels by their numbers in the columns.
struct Taken<'s> {
    labels: &'s Stamps,
    voices: u32,
    statements: u32,
}

impl Taken<'_> {
    fn has(&self, label: &Label) -> bool {
        match *label {
            Label::Voice(actor) => self.labels.has(actor.0),
            Label::Nameless(node) => self.labels.has(self.voices + node.0 - self.statements),
            Label::Artefact(_) => false,
        }
    }
}
