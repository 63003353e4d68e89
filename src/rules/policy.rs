//! What a user asks of the rules: which of them look, how much their findings matter, and which are accepted.
//!
//! A finding is accepted by its rule and a record that it is about (`allow` next to the record, or in the
//! configuration), each time with a reason, or because a [baseline](super::baseline) knows it.
//! An accepted finding still explains those that are less sharp: who accepts that only parties vouch for a claim is
//! not told next that nobody else does.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    Detail, EXPLAINS, Finding, PRECEDENCE, Packed, Rule, Runs, Severity, Thresholds, catalogue,
    rule,
};
use crate::analysis::Facts;
use crate::case::problem::{Problem, closest};
use crate::case::{ClaimGraph, Node};
use crate::source::Span;

/// Whether a rule looks, and how much what it finds matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Level {
    /// It does not look.
    Off,
    /// It looks.
    On,
    /// It looks, and all that it finds has this severity.
    As(Severity),
}

impl Level {
    /// The word used in the configuration and in output.
    pub const fn word(self) -> &'static str {
        match self {
            Level::Off => "off",
            Level::On => "on",
            Level::As(severity) => severity.word(),
        }
    }
}

/// Why a finding does not count.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Accepted {
    /// It is allowed where a record is written, or in the configuration.
    Allowed {
        /// The reason.
        because: Box<str>,
        /// Where that is written.
        span: Span,
    },
    /// The baseline knows it.
    Known,
}

/// A rule, or its findings about some records, accepted in the configuration.
#[derive(Clone, Debug)]
pub struct Allowance {
    /// The rule.
    pub rule: &'static str,
    /// Ids of records, each with its place; empty: wherever it fires.
    pub about: Vec<(String, Span)>,
    /// Why.
    pub because: String,
    /// Where that is written.
    pub span: Span,
}

/// What a user asks of the rules.
#[derive(Clone, Debug)]
pub struct Policy {
    /// What to leave out.
    pub detail: Detail,
    /// What is said of single rules; nothing is said of most.
    pub levels: BTreeMap<&'static str, Level>,
    /// From where on something is a pattern.
    pub thresholds: Thresholds,
    /// What is accepted beside what the case accepts itself.
    pub allowances: Vec<Allowance>,
}

impl From<Detail> for Policy {
    fn from(detail: Detail) -> Self {
        Policy {
            detail,
            levels: BTreeMap::new(),
            thresholds: Thresholds::default(),
            allowances: Vec::new(),
        }
    }
}

/// Rules some of whose findings are more severe than their row says.
pub const RAISED: [&str; 2] = ["linchpin", "unattributable-evidence"];

impl Policy {
    /// Every rule, those too that have to be asked for, with all that they find.
    pub fn everything() -> Self {
        let levels = catalogue().map(|rule| (rule.name, Level::On));
        Policy {
            levels: levels.collect(),
            ..Policy::from(Detail::All)
        }
    }

    /// Whether a rule looks.
    pub fn runs(&self, rule: &Rule) -> bool {
        match self.levels.get(rule.name) {
            Some(&level) => level != Level::Off,
            None => rule.runs == Runs::Always,
        }
    }

    /// The same without rules that leave no mark on a case: those that find neither errors nor warnings, explain none
    /// away, and are suppressed nowhere.
    pub fn for_marks(&self, graph: &ClaimGraph) -> Self {
        let warns = |rule: &Rule| match self.levels.get(rule.name) {
            Some(Level::As(severity)) => *severity <= Severity::Warning,
            _ => rule.severity <= Severity::Warning || RAISED.contains(&rule.name),
        };
        let warning: BTreeSet<&str> = (catalogue().filter(|rule| warns(rule)))
            .map(|rule| rule.name)
            .collect();
        let last = PRECEDENCE.iter().rposition(|name| warning.contains(name));
        let sharper = &PRECEDENCE[..last.unwrap_or_default()];
        let explains = |name: &str| {
            let mut explained = EXPLAINS.iter().filter(|(sharp, _)| *sharp == name);
            explained.any(|(_, dull)| dull.iter().any(|dull| warning.contains(dull)))
        };
        let suppressions = Suppressions::new(graph, self);
        self.only(|rule| {
            warning.contains(rule.name)
                || sharper.contains(&rule.name)
                || explains(rule.name)
                || suppressions.by_rule.contains_key(rule.name)
        })
    }

    /// The same with some rules only.
    pub fn only(&self, wanted: impl Fn(&Rule) -> bool) -> Self {
        let mut policy = self.clone();
        let others = catalogue().filter(|rule| !wanted(rule));
        let off = others.map(|rule| (rule.name, Level::Off));
        policy.levels.extend(off);
        policy
    }

    /// Gives a finding of a rule the severity that is asked for.
    pub(super) fn weigh(&self, rule: &str, severity: &mut Severity) {
        if let Some(&Level::As(asked)) = self.levels.get(rule) {
            *severity = asked;
        }
    }
}

/// One suppression: a rule at a record, or everywhere.
pub(super) struct Suppression {
    pub rule: Box<str>,
    /// The id as it was written, and its record if there is one; `None`: everywhere.
    pub about: Option<(String, Option<Node>)>,
    pub because: Box<str>,
    pub span: Span,
    pub used: bool,
}

/// All suppressions of a case and its policy, by rule.
pub(super) struct Suppressions {
    by_rule: BTreeMap<Box<str>, Vec<Suppression>>,
}

impl Suppressions {
    pub fn new(graph: &ClaimGraph, policy: &Policy) -> Self {
        let mut by_rule: BTreeMap<Box<str>, Vec<Suppression>> = BTreeMap::new();
        let mut add = |one: Suppression| by_rule.entry(one.rule.clone()).or_default().push(one);
        for (node, allow) in graph.allowed() {
            add(Suppression {
                rule: allow.rule.clone(),
                about: Some((graph.id(node).to_owned(), Some(node))),
                because: allow.because.clone().unwrap_or_default(),
                span: allow.span,
                used: false,
            });
        }
        for allowance in &policy.allowances {
            let one = |about, span| Suppression {
                rule: allowance.rule.into(),
                about,
                because: allowance.because.as_str().into(),
                span,
                used: false,
            };
            if allowance.about.is_empty() {
                add(one(None, allowance.span));
            }
            for (id, span) in &allowance.about {
                add(one(Some((id.clone(), graph.find(id))), *span));
            }
        }
        Suppressions { by_rule }
    }

    /// Whether nothing is suppressed.
    pub fn is_empty(&self) -> bool {
        self.by_rule.is_empty()
    }

    /// Marks findings as accepted where they are, and what accepts them as used.
    pub fn apply_all(&mut self, facts: &Facts<'_>, findings: &mut [Packed]) {
        if !self.is_empty() {
            findings.iter_mut().for_each(|one| self.apply(facts, one));
        }
    }

    fn apply(&mut self, facts: &Facts<'_>, packed: &mut Packed) {
        let Some(suppressions) = self.by_rule.get_mut(packed.rule()) else {
            return;
        };
        let finding = packed.open_without_witness();
        for one in suppressions {
            let matches = match one.about {
                None => true,
                Some((_, node)) => node.is_some_and(|node| is_about(facts, &finding, node)),
            };
            if !matches {
                continue;
            }
            one.used = true;
            packed.accept(Accepted::Allowed {
                because: one.because.clone(),
                span: one.span,
            });
        }
    }

    /// Those that accepted nothing, in the order in which they are written.
    pub fn unused(&self) -> Vec<&Suppression> {
        let all = self.by_rule.values().flatten();
        let mut unused: Vec<&Suppression> = all.filter(|one| !one.used).collect();
        unused.sort_by_key(|one| one.span);
        unused
    }
}

/// Whether a finding names a record; a whole event stands for its parts, and a report for its statements.
fn is_about(facts: &Facts<'_>, finding: &Finding, node: Node) -> bool {
    let graph = facts.graph();
    match node {
        Node::Actor(at) => finding.actors.contains(&at),
        Node::Claim(at) => finding.claims.contains(&at),
        Node::Evidence(at) => finding.evidence.contains(&at),
        Node::Statement(at) => finding.statements.contains(&at),
        Node::Report(at) => {
            let of_report = |&one| graph.report_of(one) == Some(at);
            finding.reports.contains(&at) || finding.statements.iter().any(of_report)
        }
        Node::Event(at) => finding.events.iter().any(|&event| {
            // A cycle of parts has been cut when the case was built.
            let mut wholes = std::iter::successors(Some(event), |&part| graph.event(part).part_of);
            wholes.any(|whole| whole == at)
        }),
    }
}

/// What is wrong with the suppressions of a case: rules that do not exist.
pub fn problems(graph: &ClaimGraph) -> Vec<Problem> {
    let unknown = graph
        .allowed()
        .filter(|(_, allow)| rule(&allow.rule).is_none());
    unknown
        .map(|(_, allow)| {
            let message = format!("there is no rule `{}` to allow", allow.rule);
            let names = super::names().iter().copied();
            let help = match closest(&allow.rule, names) {
                Some(best) => format!("did you mean `{best}`?"),
                None => "`claimgraph rules` lists them all".to_owned(),
            };
            Problem::error(allow.span, message).help(help)
        })
        .collect()
}
