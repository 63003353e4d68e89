//! Every rule is documented, fires on its own example and is quiet on the nearest clean one.

mod support;

use claimgraph::rules::{Detail, PRECEDENCE, catalogue, rule};

#[test]
fn every_rule_fires_on_its_example_and_is_quiet_on_the_clean_one() {
    for row in catalogue() {
        let fired = |yaml: &str| {
            support::findings(&support::case(yaml), Detail::All)
                .into_iter()
                .filter(|finding| finding.rule == row.name)
                .count()
        };
        assert!(
            fired(row.fires) > 0,
            "{} does not fire on its example",
            row.name
        );
        assert_eq!(
            fired(row.clean),
            0,
            "{} fires on its clean example",
            row.name
        );
    }
}

#[test]
fn the_sharpest_finding_on_a_weakness_example_is_that_rule() {
    for &name in PRECEDENCE {
        let row = rule(name).unwrap_or_else(|| panic!("no rule {name}"));
        let found = support::findings(&support::case(row.fires), Detail::Sharpest);
        assert!(
            found.iter().any(|finding| finding.rule == name),
            "{name} is explained away on its own example: {found:#?}"
        );
    }
}

#[test]
fn every_finding_has_a_witness_a_claim_or_a_statement_and_advice() {
    for row in catalogue() {
        for finding in support::findings(&support::case(row.fires), Detail::All) {
            assert!(!finding.help.is_empty(), "{finding:#?}");
            assert!(
                !finding.witness.is_empty() || finding.rule == "unsourced-claim",
                "{finding:#?}"
            );
            assert!(!finding.claims.is_empty() || !finding.statements.is_empty());
            assert!(!finding.message.contains('{'), "{}", finding.message);
        }
    }
}

#[test]
fn every_row_is_complete_and_named_once() {
    let mut names: Vec<&str> = catalogue().map(|row| row.name).collect();
    for row in catalogue() {
        for text in [
            row.summary,
            row.why,
            row.source,
            row.caveat,
            row.help,
            row.since,
        ] {
            assert!(!text.is_empty(), "{}", row.name);
        }
        assert!(row.name.chars().all(|c| c.is_ascii_lowercase() || c == '-'));
    }
    let rows = names.len();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), rows);
}
