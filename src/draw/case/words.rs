//! What a card says of other claims: in words, as edges to them would hide the stances.

use super::choose::{Shown, Voice};
use crate::analysis::Facts;
use crate::case::{ClaimGraph, ClaimIdx, Object, StatementIdx};
use crate::draw::view::EdgeRole;
use crate::draw::{label, text};

/// As much of another claim is told.
const OTHER: usize = 44;
/// Relations to claims outside the cell that a card names.
const RELATIONS: usize = 2;

/// Who is against a claim by what they say of another, and who is for it where nobody else is, in words; but for those
/// whose opposition is drawn.
pub(super) fn through_others(
    facts: &Facts<'_>,
    shown: &Shown,
    drawn: impl Fn(ClaimIdx) -> bool,
) -> Vec<String> {
    let graph = facts.graph();
    let others = |said: Vec<StatementIdx>| {
        let mut others: Vec<ClaimIdx> = Vec::new();
        for object in said.into_iter().map(|statement| graph.object(statement)) {
            if let Object::Claim(other) = object
                && other != shown.claim
                && !others.contains(&other)
                && !drawn(other)
            {
                others.push(other);
            }
        }
        others
    };
    let supports = |voice: &Voice| {
        use EdgeRole::{Asserts, Corroborates, Relays};
        matches!(voice.role, Asserts | Corroborates | Relays)
    };
    let for_it = match shown.voices.iter().any(supports) {
        true => Vec::new(),
        false => others(facts.support(shown.claim)),
    };
    let against_it = others(facts.denial(shown.claim));
    [("for it", for_it), ("against it", against_it)]
        .into_iter()
        .filter_map(|(side, others)| {
            let (first, more) = others.split_first()?;
            let first = text::shorten(label::proposition(graph, *first), OTHER);
            let more = match more.len() {
                0 => String::new(),
                more => format!(" + {more} more"),
            };
            Some(format!(
                "{side}: who says “{}”{more}",
                text::isolated(&first)
            ))
        })
        .collect()
}

/// Contradictions with claims outside the cell and rival accounts, in words: as edges they would hide the stances.
pub(super) fn elsewhere(
    graph: &ClaimGraph,
    claim: ClaimIdx,
    here: impl Fn(ClaimIdx) -> bool,
) -> Vec<String> {
    let links = graph.links(claim);
    let opposed = links
        .opposes
        .iter()
        .filter(|&&other| !here(other))
        .map(|&other| ("contradicts", other));
    let contrasted = links
        .contrasts
        .iter()
        .map(|&other| ("contrasts with", other));
    let away: Vec<(&str, ClaimIdx)> = opposed
        .chain(contrasted)
        .filter(|&(_, other)| !here(other))
        .collect();
    let more = away.len().saturating_sub(RELATIONS);
    let mut words: Vec<String> = away
        .iter()
        .take(RELATIONS)
        .map(|(word, other)| {
            let other = text::shorten(label::proposition(graph, *other), OTHER);
            format!("{word} “{}”", text::isolated(&other))
        })
        .collect();
    if let (Some(last), true) = (words.last_mut(), more > 0) {
        last.push_str(&format!(" + {more} more"));
    }
    words
}
