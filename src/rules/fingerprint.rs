//! Fingerprints: by what a finding is known again, after edits, in another order, in renamed files.
//!
//! A fingerprint is made of the name of the rule and the sorted [lasting names](ClaimGraph::lasting_name) of the
//! records that the finding is about, never of a line, a message or a number. A statement without an id of its own is
//! known by what it says (`report:speaker:stance:object`), so that its date, quote or place may be corrected. A
//! finding about statements is known by who says what in them, since another that says the same may be written down
//! any day.
//!
//! What is reported as one finding may be known in parts: equal weaknesses of several claims are one finding, and one
//! more such claim makes nothing new of the others. The parts of a finding have fingerprints too, and a finding of one
//! part has that of its part. Linear in the ids.

use std::collections::{BTreeMap, BTreeSet};
use std::hash::BuildHasher;

use foldhash::fast::FixedState;
use hashbrown::HashMap;

use super::Finding;
use crate::analysis::Facts;
use crate::case::{ClaimGraph, Node, StatementIdx};

/// The fingerprint of a finding: 16 hexadecimal digits.
pub fn fingerprint(graph: &ClaimGraph, finding: &Finding) -> String {
    let name = |&node: &Node| graph.lasting_name(node);
    let mut names: Vec<&str> = match finding.parts.as_slice() {
        [] => subjects(finding).iter().map(name).collect(),
        parts => parts.iter().flatten().map(name).collect(),
    };
    names.extend((!finding.word.is_empty()).then_some(finding.word.as_str()));
    names.sort_unstable();
    names.dedup();
    of(finding.rule, &names)
}

/// The sorted lasting names of each part of a finding; the parts sorted too, each once.
pub fn parts<'g>(graph: &'g ClaimGraph, finding: &'g Finding) -> Vec<Vec<&'g str>> {
    let parts = parts_with_ids(graph, finding).into_iter();
    parts.map(|(names, _)| names).collect()
}

/// The same, each part with the ids of its records.
pub fn parts_with_ids<'g>(
    graph: &'g ClaimGraph,
    finding: &'g Finding,
) -> Vec<(Vec<&'g str>, Vec<&'g str>)> {
    let word = (!finding.word.is_empty()).then_some(finding.word.as_str());
    let sorted = |nodes: &[Node], text: &dyn Fn(Node) -> &'g str| -> Vec<&'g str> {
        let texts = nodes.iter().map(|&node| text(node));
        let texts: BTreeSet<&str> = texts.chain(word).collect();
        texts.into_iter().collect()
    };
    let part = |nodes: &[Node]| {
        let names = sorted(nodes, &|node| graph.lasting_name(node));
        (names, sorted(nodes, &|node| graph.id(node)))
    };
    let parts: BTreeMap<Vec<&str>, Vec<&str>> = match finding.parts.as_slice() {
        [] => BTreeMap::from([part(&subjects(finding))]),
        parts => parts.iter().map(|nodes| part(nodes)).collect(),
    };
    parts.into_iter().collect()
}

/// Who says what, as a part of a finding about statements: that of which paragraph, or the how manieth of a kind, may
/// change when another is added.
pub(super) fn who_says_what(facts: &Facts<'_>, statements: &[StatementIdx]) -> Vec<Node> {
    let graph = facts.graph();
    let mut nodes: Vec<Node> = (statements.iter())
        .flat_map(|&at| [graph.speaker(at).into(), graph.object(at).into()])
        .collect();
    nodes.sort_unstable();
    nodes.dedup();
    nodes
}

/// Numbers findings of one rule that are known by the same, in their order.
pub(super) fn number_alike(findings: &mut [Finding]) {
    if findings.len() < 2 {
        return;
    }
    let hasher = FixedState::default();
    let mut seen: HashMap<u64, u32, FixedState> = HashMap::default();
    for finding in findings
        .iter_mut()
        .filter(|finding| !finding.parts.is_empty())
    {
        let mut parts = finding.parts.clone();
        parts.iter_mut().for_each(|part| part.sort_unstable());
        parts.sort_unstable();
        // Two that are taken for one by their hash are numbered: no harm in that.
        let number = seen.entry(hasher.hash_one(&parts)).or_default();
        *number += 1;
        if *number > 1 && finding.word.is_empty() {
            finding.word = again(*number);
        }
    }
}

/// What tells a finding from others of its rule that are known by the same: the how manieth it is.
pub(super) fn again(number: u32) -> String {
    format!("~{number}")
}

/// The fingerprint of a rule and sorted ids.
pub fn of(rule: &str, ids: &[&str]) -> String {
    let texts = std::iter::once(rule).chain(ids.iter().copied());
    format!("{:016x}", fnv(texts))
}

/// What tells a finding from others of its rule, where the rule does not say: who says something tells nothing where
/// the statements are named.
fn subjects(finding: &Finding) -> Vec<Node> {
    let mut nodes: Vec<Node> = Vec::new();
    nodes.extend(finding.claims.iter().map(|&at| Node::from(at)));
    nodes.extend(finding.statements.iter().map(|&at| Node::from(at)));
    nodes.extend(finding.evidence.iter().map(|&at| Node::from(at)));
    if nodes.is_empty() {
        nodes.extend(finding.events.iter().map(|&at| Node::from(at)));
        nodes.extend(finding.actors.iter().map(|&at| Node::from(at)));
        nodes.extend(finding.reports.iter().map(|&at| Node::from(at)));
    }
    nodes
}

/// FNV-1a with 64 bits over some texts, each ended by a byte that UTF-8 does not have.
fn fnv<'t>(texts: impl Iterator<Item = &'t str>) -> u64 {
    let bytes = texts.flat_map(|text| text.bytes().chain([0xff]));
    bytes.fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fingerprints_are_fnv_1a_and_texts_do_not_run_together() {
        // Published vectors of FNV-1a 64: the empty text, and "a" followed by the byte 0xff by hand.
        assert_eq!(fnv(std::iter::empty()), 0xcbf2_9ce4_8422_2325);
        let a = 0xaf63_dc4c_8601_ec8c_u64;
        assert_eq!(
            fnv(["a"].into_iter()),
            (a ^ 0xff).wrapping_mul(0x0000_0100_0000_01b3)
        );
        assert_ne!(fnv(["ab", "c"].into_iter()), fnv(["a", "bc"].into_iter()));
    }
}
