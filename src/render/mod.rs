//! Findings, tables and pages as text, JSON and SARIF: one file an output format.
//!
//! Nothing here does input or output: each function returns the bytes or the text.
//! Text from the case goes through [`safe`] before a person sees it.

pub mod excerpt;
pub mod explain;
pub mod json;
pub mod place;
pub mod problems;
pub mod rules;
pub mod safe;
pub mod sarif;
pub mod style;
pub mod support;
pub mod text;
pub mod words;

use crate::analysis::Facts;
use crate::case::problem::Problem;
use crate::case::{ClaimIdx, Node, NodeIdx};
use crate::rules::Finding;
use crate::source::{SourceMap, Span};

/// A case that was checked: what the formats of `check` are made from.
pub struct Checked<'a, 'g> {
    /// The facts.
    pub facts: &'a Facts<'g>,
    /// The texts.
    pub sources: &'a SourceMap,
    /// The inputs as they were named.
    pub inputs: &'a [String],
    /// What was wrong with the input.
    pub problems: &'a [Problem],
    /// The findings, in order.
    pub findings: &'a [Finding],
}

impl Checked<'_, '_> {
    /// The places of a finding with what each shows: those of its witness, else those of its claims.
    fn places(&self, finding: &Finding) -> Vec<(Span, String)> {
        let graph = self.facts.graph();
        let span = |node: NodeIdx| graph.span(graph.node(node));
        let mut places: Vec<(Span, String)> = Vec::new();
        let mut seen = std::collections::HashSet::new();
        for step in &finding.witness {
            let Some(at) = step.node.and_then(span) else {
                continue;
            };
            if matches!(
                step.node.map(|node| graph.node(node)),
                Some(Node::Statement(_))
            ) && seen.insert(at)
            {
                places.push((at, step.text.clone()));
            }
        }
        if places.is_empty() {
            let claims = finding.claims.iter();
            places.extend(claims.map(|&claim| (graph.claim(claim).span, String::new())));
        }
        places
    }

    /// The fingerprint of a finding: its rule and the sorted ids that it is about, never a line number.
    fn fingerprint(&self, finding: &Finding) -> String {
        let graph = self.facts.graph();
        let mut ids: Vec<&str> = Vec::new();
        ids.extend(finding.claims.iter().map(|&at| graph.id(at)));
        ids.extend(finding.evidence.iter().map(|&at| graph.id(at)));
        if finding.claims.is_empty() {
            ids.extend(finding.statements.iter().map(|&at| graph.id(at)));
            ids.extend(finding.actors.iter().map(|&at| graph.id(at)));
            ids.extend(finding.events.iter().map(|&at| graph.id(at)));
        }
        ids.sort_unstable();
        ids.dedup();
        // FNV-1a, 64 bits, over the rule and the ids, each ended by a byte that no id holds.
        let mut hash: u64 = 0xcbf2_9ce4_8422_2325;
        let mut feed = |text: &str| {
            for byte in text.bytes().chain([0]) {
                hash = (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
            }
        };
        feed(finding.rule);
        ids.into_iter().for_each(&mut feed);
        format!("{hash:016x}")
    }

    /// The claims that any finding names.
    fn claims_with_findings(&self) -> usize {
        let mut claims: Vec<ClaimIdx> = self
            .findings
            .iter()
            .flat_map(|finding| finding.claims.iter().copied())
            .collect();
        claims.sort_unstable();
        claims.dedup();
        claims.len()
    }
}
