//! Which of several claims matter most to the reader of a finding: those on which more rests, those that go against
//! somebody, those that the title bears; then in the order of the text.

use std::cmp::Reverse;

use crate::analysis::Facts;
use crate::case::{ClaimIdx, ReportIdx};

/// Words for the places at which a text says what it is about.
const HEADINGS: [&str; 4] = ["title", "headline", "standfirst", "lead"];

/// The claims of a finding, the most consequential first. O(k log k) and the statements on the claims.
pub fn order(facts: &Facts<'_>, claims: &mut [ClaimIdx]) {
    if claims.len() > 1 {
        claims.sort_by_cached_key(|&claim| key(facts, claim));
    }
}

/// Paragraphs that are no number come last.
const NOWHERE: u32 = u32::MAX;

/// How much rests on a claim, and where it is first said: report and paragraph, whatever the order of the records.
type Key = (Reverse<u32>, Option<ReportIdx>, u32, ClaimIdx);

fn key(facts: &Facts<'_>, claim: ClaimIdx) -> Key {
    let graph = facts.graph();
    let links = graph.links(claim);
    let mut first = (None, NOWHERE);
    let mut is_headed = false;
    for at in graph.statements_on(claim) {
        let place = graph.detail(at).and_then(|detail| detail.at.as_deref());
        let heads = place.is_some_and(|place| HEADINGS.contains(&place));
        is_headed |= heads;
        let paragraph = match heads {
            true => 0,
            false => place
                .and_then(|place| place.parse().ok())
                .unwrap_or(NOWHERE),
        };
        let own = (graph.report_of(at), paragraph);
        if first.0.is_none() || (own.0.is_some() && own < first) {
            first = own;
        }
    }
    let is_disputed = !links.contrasts.is_empty() || !links.opposes.is_empty();
    let weight = 2 * u32::from(!links.against.is_empty())
        + 2 * u32::from(is_headed)
        + 2 * u32::from(facts.is_premise(claim))
        + u32::from(is_disputed)
        + u32::from(!links.entails.is_empty());
    (Reverse(weight), first.0, first.1, claim)
}
