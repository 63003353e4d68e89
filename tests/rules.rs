//! Every rule is documented, fires on its own example and is quiet on the nearest clean one.

mod support;

use std::path::PathBuf;

use claimgraph::analysis::{Facts, Settings};
use claimgraph::case::ClaimGraph;
use claimgraph::draw::{PICTURES, Selection, Theme, dot};
use claimgraph::render::rules::{Form, list, page};
use claimgraph::rules::policy::RAISED;
use claimgraph::rules::{
    self, Detail, EXPLAINS, Finding, GRAVITY, PRECEDENCE, Policy, catalogue, rule,
};

#[test]
fn every_rule_fires_on_its_example_and_is_quiet_on_the_clean_one() {
    for row in catalogue() {
        let fired = |yaml: &str| {
            support::all_findings(&support::case(yaml))
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
fn every_finding_has_a_witness_a_record_and_advice() {
    for row in catalogue() {
        let graph = support::case(row.fires);
        for finding in support::all_findings(&graph) {
            assert!(!finding.help.is_empty(), "{finding:#?}");
            // Where nobody says a thing there is nothing to show; of a suppression its place in the input is shown.
            let needs_none = finding.rule == "unsourced-claim" || finding.place.is_some();
            assert!(!finding.witness.is_empty() || needs_none, "{finding:#?}");
            let about = [
                finding.claims.len(),
                finding.actors.len(),
                finding.events.len(),
                finding.evidence.len(),
                finding.reports.len(),
                finding.statements.len(),
            ];
            assert!(about.iter().any(|&records| records > 0), "{finding:#?}");
            let message = support::message(&graph, &finding);
            assert!(!message.contains('{'), "{message}");
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

#[test]
fn on_clean_examples_no_rule_says_anything() {
    let mut noise = Vec::new();
    for row in catalogue() {
        // All weaknesses, infos and notes, as with `--all --info`. What has to be asked for is left out: no example
        // keeps archived copies of its invented reports.
        let graph = support::case(row.clean);
        for finding in support::findings(&graph, Detail::All) {
            let message = support::message(&graph, &finding);
            noise.push(format!("{}: {} {message}", row.name, finding.rule));
        }
    }
    assert!(noise.is_empty(), "{noise:#?}");
}

#[test]
fn every_rule_has_its_place_in_the_order_of_telling() {
    let mut placed = GRAVITY.to_vec();
    placed.sort_unstable();
    let mut names: Vec<&str> = catalogue().map(|row| row.name).collect();
    names.sort_unstable();
    assert_eq!(placed, names);
}

#[test]
fn what_explains_what_names_rules_and_runs_in_no_circle() {
    for (sharp, dull) in EXPLAINS {
        assert!(rule(sharp).is_some(), "{sharp}");
        for name in *dull {
            assert!(rule(name).is_some(), "{name}");
            let back = EXPLAINS.iter().find(|(sharp, _)| sharp == name);
            assert!(
                back.is_none_or(|(_, dull)| !dull.contains(sharp)),
                "{sharp} and {name}"
            );
        }
    }
}

/// The pages under `docs/rules/`: an index and one a rule.
fn pages() -> Vec<(PathBuf, String)> {
    let folder = support::root().join("docs/rules");
    let index = (folder.join("README.md"), list(Form::Markdown));
    let pages = catalogue().map(|row| {
        let name = format!("{}.md", row.name);
        (folder.join(name), page(row, Form::Markdown))
    });
    std::iter::once(index).chain(pages).collect()
}

#[test]
fn the_published_pages_are_fresh() {
    let pages = pages();
    if std::env::var("CLAIMGRAPH_WRITE_PAGES").as_deref() == Ok("1") {
        std::fs::create_dir_all(support::root().join("docs/rules")).unwrap();
        for (path, text) in &pages {
            std::fs::write(path, text).unwrap();
        }
    }
    let advice = "run `CLAIMGRAPH_WRITE_PAGES=1 cargo test --test rules`";
    for (path, text) in &pages {
        let published = std::fs::read_to_string(path).unwrap_or_default();
        assert!(published == *text, "{} is stale: {advice}", path.display());
    }
    let files = std::fs::read_dir(support::root().join("docs/rules")).unwrap();
    assert_eq!(files.count(), pages.len(), "a page of no rule: {advice}");
}

#[test]
fn a_contested_claim_shows_how_few_and_how_many_lines_there_may_be() {
    let case = support::case(
        r#"
actors: { a: {name: A, kind: person}, b: {name: B, kind: person}, c: {name: C, kind: person}, d: {name: D, kind: person} }
claims: { burned: {text: "It burned"}, stood: {text: "It stood", contradicts: [burned]} }
statements:
  - { by: a, asserts: [burned], basis: witnessed }
  - { by: b, asserts: [burned] }
  - { by: c, asserts: [burned] }
  - { by: d, asserts: [stood], basis: witnessed }
"#,
    );
    let findings = support::all_findings(&case);
    let contested = findings.iter().find(|one| one.rule == "contested-claim");
    let message = support::message(&case, contested.unwrap());
    assert!(message.contains("1–3 lines"), "{message}");
    assert!(message.contains("(by D; 1 line)"), "{message}");
}

#[test]
fn who_denies_by_what_cannot_stand_with_a_claim_is_counted_beside_who_disputes_it() {
    let case = support::case(
        r#"
actors: { a: {name: A, kind: person}, b: {name: B, kind: person}, c: {name: C, kind: person}, d: {name: D, kind: person} }
claims: { burned: {text: "It burned"}, stood: {text: "It stood", contradicts: [burned]} }
statements:
  - { by: a, asserts: [burned], basis: witnessed }
  - { by: b, disputes: [burned], basis: witnessed }
  - { by: c, asserts: [stood], basis: witnessed }
  - { by: d, asserts: [stood], basis: witnessed }
"#,
    );
    let findings = support::all_findings(&case);
    let messages: Vec<String> = findings
        .iter()
        .filter(|one| one.rule == "contested-claim")
        .map(|one| support::message(&case, one))
        .collect();
    let told = "B and 2 more, by what cannot stand with it, against it (3 lines)";
    assert!(
        messages.iter().any(|message| message.contains(told)),
        "{messages:?}"
    );
}

#[test]
fn a_picture_is_the_same_without_the_rules_that_it_does_not_ask_for() {
    let everything = Policy::from(Detail::Sharpest);
    let same = |graph: &ClaimGraph, about: &str| {
        let facts = Facts::new(graph, Settings::default());
        let all = rules::check(&facts, everything.clone());
        for finding in &all {
            // What a picture may leave out is told by the severities of rows.
            let of_row = rule(finding.rule).map(|row| row.severity);
            let is_raised = of_row.is_some_and(|severity| finding.severity < severity);
            assert!(!is_raised || RAISED.contains(&finding.rule), "{finding:#?}");
        }
        for picture in &PICTURES {
            let asked = rules::check(&facts, picture.asks(&everything, graph));
            let drawn = |findings: &[Finding]| {
                let view = (picture.view)(&facts, findings, &Selection::default());
                String::from_utf8(dot::write(&view, Theme::Light)).expect("text")
            };
            assert_eq!(drawn(&asked), drawn(&all), "{} of {about}", picture.name);
        }
    };
    for row in catalogue() {
        same(&support::case(row.fires), row.name);
    }
    same(&support::files(&["datasets/afghanistan"]), "afghanistan");
    let asked = PICTURES[0].asks(&everything, &ClaimGraph::default());
    let asked = catalogue().filter(|row| asked.runs(row)).count();
    let all = catalogue().filter(|row| everything.runs(row)).count();
    assert!(asked < all, "nothing is left out");
}
