//! The catalogue: of which kinds the steps of a witness are, and whom and what a finding of each rule has to name.

use super::named::Named;
use super::{Finding, accounts, chains, conflicts, dates, evidence, records, weaknesses};

/// What the findings of one rule are like.
pub struct Row {
    /// The kinds of steps of its witness: each is there, and no other.
    pub shows: &'static [&'static str],
    /// Whether it speaks of claims of kind `fact` only.
    pub facts: Facts,
    /// What a finding may name and show, derived again from what it is about: all ways that there are, mostly one, and
    /// none where its definition does not hold.
    pub due: fn(&Finding<'_, '_>) -> Vec<Named>,
}

/// Of which claims a rule speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Facts {
    Only,
    OrAnything,
}

/// The row of a rule; `None` where there is no such rule.
pub fn row(rule: &str) -> Option<Row> {
    use Facts::{Only, OrAnything};
    type Due = fn(&Finding<'_, '_>) -> Vec<Named>;
    let (shows, facts, due): (&'static [&'static str], Facts, Due) = match rule {
        // Weaknesses of the support of claims, by their lines.
        "custodial-confession"
        | "anonymous-only"
        | "self-serving-claim"
        | "parties-only"
        | "publisher-only"
        | "uncorroborated-claim"
        | "hearsay-only"
        | "amplification"
        | "unknown-independence" => (&["line"], Only, weaknesses::by_lines),
        "overgraded-claim" => (&["conflict", "line"], Only, weaknesses::overgraded),
        "relay-bottleneck" => (&["cut", "line"], Only, weaknesses::bottleneck),
        "affiliated-corroboration" => (&["cut", "line"], Only, weaknesses::affiliated),
        "single-origin-echo" => (&["line"], Only, weaknesses::echo),
        "circular-support" => (&["cycle"], Only, weaknesses::circular),
        "unfounded-support" => (&["chain"], Only, weaknesses::unfounded),
        "linchpin" => (&["line"], Only, weaknesses::linchpin),
        // By what is said for claims.
        "pluralised-source" => (&["line"], Only, accounts::crowds),
        "adverse-agreement" => (&["line"], Only, accounts::agreement),
        "false-corroboration" => (&["chain"], Only, accounts::echoes),
        "unsourced-claim" => (&[], Only, accounts::nothing_said),
        "doubted-claim" => (&["conflict"], Only, accounts::doubted),
        "unanswered-claim" => (&["conflict"], OrAnything, accounts::unanswered),
        "citation-bias" => (&["chain"], Only, super::bias::citations),
        // By what cites what.
        "round-trip-sourcing" => (&["chain"], Only, chains::round_trip),
        "laundered-sourcing" => (&["chain"], Only, chains::laundered),
        "circular-citation" => (&["cycle"], OrAnything, chains::circle),
        "dead-end-citation" => (&["chain"], Only, chains::dead_end),
        "certainty-inflation" => (&["chain"], OrAnything, chains::inflation),
        "claim-drift" => (&["chain"], OrAnything, chains::drift),
        "retracted-still-cited" => (&["chain"], OrAnything, chains::still_cited),
        "empty-retraction" => (&["chain"], OrAnything, chains::empty_retraction),
        // By what does not go together.
        "contested-claim" => (&["conflict"], OrAnything, conflicts::contested),
        "self-contradiction" => (&["conflict"], OrAnything, conflicts::within_one_side),
        "value-conflict" => (&["conflict"], OrAnything, conflicts::values),
        "rival-accounts" => (&["conflict"], OrAnything, conflicts::rivals),
        "evidence-overreach" => (&["conflict"], OrAnything, evidence::overreach),
        "recycled-evidence" => (&["conflict"], OrAnything, evidence::recycled),
        "unattributable-evidence" => (&["conflict"], OrAnything, evidence::unattributable),
        "not-shown" => (&["conflict"], OrAnything, evidence::not_shown),
        "interested-release" => (&["line"], OrAnything, evidence::interested),
        // By dates.
        "relay-before-origin" => (&["chain"], OrAnything, dates::relay_before_origin),
        "premature-statement" => (&["chain"], OrAnything, dates::premature),
        "impossible-date" => (&["chain"], OrAnything, dates::impossible),
        // By the records of the case.
        "halo-grading" => (&["line"], OrAnything, records::halo),
        "untraceable-statement" => (&["line"], OrAnything, records::untraceable),
        "unused-entity" => (&["line"], OrAnything, records::unused),
        "bridging-actor" => (&["line"], OrAnything, records::bridge),
        "adversary-in-class" => (&["conflict"], OrAnything, records::opponents),
        "duplicate-entity" => (&["conflict"], OrAnything, records::duplicates),
        "unpreserved-source" => (&["chain"], OrAnything, records::unpreserved),
        "unused-suppression" => (&[], OrAnything, records::suppressed),
        _ => return None,
    };
    Some(Row { shows, facts, due })
}
