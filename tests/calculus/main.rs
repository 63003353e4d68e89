//! Worked answers: small cases whose numbers can be checked on paper, section by section of the definitions.

#[path = "../support/mod.rs"]
mod support;

mod circles;
mod lineage;
mod lines;
mod live;
mod odd_input;
mod premises;
mod roots;
mod status;
mod supposing;
mod time;
mod voices;

use claimgraph::analysis::{Facts, Settings, Status};

/// Status, κ⁻, κ⁺, ω⁻, ω⁺ of a claim's support.
type Answer = (Status, u32, u32, u32, u32);

/// What stands of claim `c`.
fn answer(yaml: &str) -> Answer {
    answer_at(yaml, None)
}

/// What stands of claim `c` at a date.
fn answer_at(yaml: &str, as_of: Option<&str>) -> Answer {
    let graph = support::case(yaml);
    let settings = Settings {
        as_of: as_of.map(|date| date.parse().unwrap()),
        ..Settings::default()
    };
    let facts = Facts::new(&graph, settings);
    let standing = facts.standing(support::claim(&graph, "c"));
    let lines = standing.support;
    for count in [
        lines.lines_min,
        lines.lines_max,
        lines.origins_min,
        lines.origins_max,
    ] {
        assert!(count.is_exact(), "small cases are answered exactly");
    }
    (
        standing.status,
        lines.lines_min.least,
        lines.lines_max.most,
        lines.origins_min.least,
        lines.origins_max.most,
    )
}

const CLAIM: &str = "claims: { c: { text: \"c\" } }\n";

/// The same of a case about this one claim.
fn case(body: &str) -> Answer {
    answer(&format!("{CLAIM}{body}"))
}
