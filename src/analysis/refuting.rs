//! What takes away all that stands for a claim, or against it (semantics §8).
//!
//! A cut meets every line as it stands, and proves their number. That is not quite what takes them away: without a
//! verifier an artefact falls back on its makers' word, which is another line, and whoever may hold a prisoner is on
//! no line for that. So what would stand is counted beside what stands ([`Suppositions::whoever_goes`]): what meets
//! all of these lines leaves none, and nothing else does.

use std::collections::BTreeSet;

use super::Facts;
use super::base::Base;
use super::lineage::{LineageIdx, LineageNode};
use super::lines::{Excused, Extractor, Scope};
use super::standing;
use super::support::Label;
use super::suppose::{Suppositions, Taken};
use crate::case::{ClaimIdx, StatementIdx};

impl Facts<'_> {
    /// Classes and artefacts without which nothing is left that supports a claim, and whether it is proved that no
    /// fewer do. Reports are taken as faithful; one whose publisher nobody knows stands for that publisher.
    pub fn refutation(&self, claim: ClaimIdx) -> (Vec<Taken>, bool) {
        refutation(self, &self.support(claim))
    }

    /// The same of what denies a claim.
    pub fn against_denial(&self, claim: ClaimIdx) -> Vec<Taken> {
        refutation(self, &self.denial(claim)).0
    }

    /// Whether nothing is left that supports a claim when whatever bears some labels is taken away.
    pub fn is_lost_without(&self, claim: ClaimIdx, labels: &[Label]) -> bool {
        let sinks = standing::sinks(&self.base, &self.support(claim));
        takes_all_away(self, &sinks, labels)
    }

    /// Whether nothing is left that a statement rests on when whatever bears some labels is taken away.
    pub fn is_statement_lost_without(&self, at: StatementIdx, labels: &[Label]) -> bool {
        takes_all_away(self, &[self.base.lineage.of(at)], labels)
    }
}

fn refutation(facts: &Facts<'_>, statements: &[StatementIdx]) -> (Vec<Taken>, bool) {
    let base = facts.base().supposing(Suppositions {
        whoever_goes: true,
        ..facts.base().suppositions().clone()
    });
    let all = Extractor::new(&base, facts.grounded(), Scope::All, Excused::Nobody);
    let solution = all.solve(&standing::sinks(&base, statements));
    let needed: BTreeSet<Taken> = bearers(&base, &solution.cut).collect();
    let is_least = solution.least_cut as usize == needed.len();
    (needed.into_iter().collect(), is_least)
}

/// What takes away whatever bears some labels.
fn bearers<'b>(base: &'b Base<'_>, labels: &'b [Label]) -> impl Iterator<Item = Taken> + 'b {
    labels.iter().filter_map(|label| match *label {
        Label::Voice(actor) => Some(Taken::Class(actor)),
        Label::Artefact(evidence) => Some(Taken::Evidence(evidence)),
        Label::Nameless(node) => match base.lineage.node(node) {
            LineageNode::Implied(implied) => implied.report.map(Taken::Report),
            LineageNode::Statement(_) => None,
        },
    })
}

/// Whether no line to some sinks is left when whatever bears some labels is taken away.
fn takes_all_away(facts: &Facts<'_>, sinks: &[LineageIdx], labels: &[Label]) -> bool {
    let base = facts.base();
    let suppositions = base.suppositions();
    let gone = bearers(base, labels).chain(suppositions.without.iter().copied());
    let without = base.supposing(Suppositions {
        without: gone.collect(),
        ..suppositions.clone()
    });
    let all = Extractor::new(&without, facts.grounded(), Scope::All, Excused::Nobody);
    !all.has_line(sinks)
}
