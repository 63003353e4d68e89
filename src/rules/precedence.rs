//! One weakness, one finding: which rule explains which, so that a claim gets the one sharpest reason.
//!
//! Three orders of explaining, each written out: [`PRECEDENCE`] among the weaknesses of one claim's support, that of
//! [`clash`](super::clash) among conflicts of one pair, and [`EXPLAINS`] across families.
//! `--all` shows what they leave out. A fourth, [`GRAVITY`], is that in which findings are told.

use std::collections::{HashMap, HashSet};

use super::packed::Packed;
use crate::case::{ClaimGraph, Node};

/// The weaknesses of a claim's support, the sharpest first: each explains those after it.
pub const PRECEDENCE: &[&str] = &[
    "circular-support",
    "unfounded-support",
    "custodial-confession",
    "anonymous-only",
    // That they gain weighs more than that they are one house, which is said with it.
    "self-serving-claim",
    "affiliated-corroboration",
    "parties-only",
    "false-corroboration",
    "relay-bottleneck",
    "single-origin-echo",
    "publisher-only",
    "uncorroborated-claim",
    "hearsay-only",
    "amplification",
    "unknown-independence",
    "pluralised-source",
];

/// The rules in the order in which their findings of one severity are told, the most consequential first: what makes
/// support vanish, what makes one voice look like several, where accounts differ, what artefacts do not show, whose
/// word alone something is; last what counts, hints and keeps order.
pub const GRAVITY: &[&str] = &[
    // Nothing is left under the claim, or what is left has come from itself.
    "circular-support",
    "unfounded-support",
    "retracted-still-cited",
    "round-trip-sourcing",
    "laundered-sourcing",
    "circular-citation",
    "false-corroboration",
    // The case cannot be right as it stands.
    "relay-before-origin",
    "premature-statement",
    "adversary-in-class",
    "impossible-date",
    "empty-retraction",
    // How much hangs on one voice.
    "linchpin",
    // Something else is said, too.
    "self-contradiction",
    "contested-claim",
    "value-conflict",
    "claim-drift",
    "certainty-inflation",
    // The artefact does not bear it out.
    "recycled-evidence",
    "evidence-overreach",
    "not-shown",
    // How few stand behind it, and who they are.
    "custodial-confession",
    "affiliated-corroboration",
    "relay-bottleneck",
    "single-origin-echo",
    "overgraded-claim",
    "self-serving-claim",
    "anonymous-only",
    "parties-only",
    "rival-accounts",
    "dead-end-citation",
    "unsourced-claim",
    "unattributable-evidence",
    "uncorroborated-claim",
    // What helps to judge the rest.
    "unknown-independence",
    "doubted-claim",
    "unanswered-claim",
    "interested-release",
    "publisher-only",
    "hearsay-only",
    "pluralised-source",
    "citation-bias",
    "amplification",
    "halo-grading",
    "bridging-actor",
    "duplicate-entity",
    "unused-suppression",
    "unused-entity",
    "untraceable-statement",
    "unpreserved-source",
    "adverse-agreement",
];

/// A finding of the first rule explains findings of the others that are about nothing but what it is about.
pub const EXPLAINS: &[(&str, &[&str])] = &[
    // Why there is one origin: the word came back to where it started.
    (
        "round-trip-sourcing",
        &[
            "laundered-sourcing",
            "false-corroboration",
            "single-origin-echo",
        ],
    ),
    (
        "laundered-sourcing",
        &[
            "affiliated-corroboration",
            "false-corroboration",
            "single-origin-echo",
        ],
    ),
    // Who goes on citing what was taken back is named by the sharper one; that nothing else stands is said with it.
    ("retracted-still-cited", &["unfounded-support"]),
    // The interest of those at the roots covers that of whoever released the artefact; and opponents who both gain by
    // a claim give no strength to it.
    (
        "self-serving-claim",
        &["interested-release", "adverse-agreement"],
    ),
    ("custodial-confession", &["interested-release"]),
    // It is cited for what it does not show: that it does not show it is said with that.
    ("evidence-overreach", &["not-shown"]),
    // The copies are one fault, be it that they serve two events or that they have two ids.
    (
        "recycled-evidence",
        &["duplicate-entity", "unattributable-evidence"],
    ),
    // Denied outright is more than doubted; and how many lines each side has is said with it.
    (
        "contested-claim",
        &["doubted-claim", "uncorroborated-claim"],
    ),
    // Who gives which figure is said, and that nobody else does shows.
    ("value-conflict", &["uncorroborated-claim"]),
    // Whoever speaks against itself is believed alone: that it is alone is said with it.
    (
        "adverse-agreement",
        &["uncorroborated-claim", "unknown-independence"],
    ),
    // That somebody could not verify it is said with what the artefacts do not show.
    ("not-shown", &["doubted-claim"]),
    // What joins two classes is at fault because they are enemies.
    ("adversary-in-class", &["bridging-actor"]),
];

/// Leaves out findings that another one explains. One that is itself left out explains all the same.
///
/// Linear in findings and what those are about of which a sharper or duller one occurs.
pub fn keep_sharpest(graph: &ClaimGraph, lists: &mut [&mut Vec<Packed>]) {
    let all = || lists.iter().flat_map(|list| list.iter());
    let occurring: HashSet<&str> = all().map(Packed::rule).collect();
    let mut covered: HashMap<&str, HashSet<Node>> = HashMap::new();
    for (sharp, dull) in EXPLAINS {
        let dull = dull.iter().filter(|rule| occurring.contains(**rule));
        let dull: Vec<&str> = dull.copied().collect();
        if dull.is_empty() || !occurring.contains(sharp) {
            continue;
        }
        let sharper = all().filter(|finding| finding.rule() == *sharp);
        let about = sharper.flat_map(|finding| subjects(graph, finding).concat());
        let about: Vec<Node> = about.collect();
        for rule in dull {
            covered.entry(rule).or_default().extend(&about);
        }
    }
    let is_sharpest = |finding: &Packed| {
        covered.get(finding.rule()).is_none_or(|covered| {
            let within = |nodes: &Vec<Node>| nodes.iter().all(|node| covered.contains(node));
            let mut subjects = subjects(graph, finding).into_iter();
            !subjects.any(|nodes| !nodes.is_empty() && within(&nodes))
        })
    };
    for list in lists {
        list.retain(is_sharpest);
    }
}

/// What a finding is about in the first place, kind by kind: its claims, each under the first of its ids, and its
/// artefacts; if it has neither, its actors.
fn subjects(graph: &ClaimGraph, finding: &Packed) -> [Vec<Node>; 2] {
    let finding = finding.open_without_witness();
    let claims = finding.claims.iter();
    let claims: Vec<Node> = claims.map(|&at| graph.proposition(at).into()).collect();
    let evidence: Vec<Node> = finding.evidence.iter().map(|&at| at.into()).collect();
    if claims.is_empty() && evidence.is_empty() {
        let actors = finding.actors.iter().map(|&at| at.into());
        return [actors.collect(), Vec::new()];
    }
    [claims, evidence]
}
