//! What the shipped datasets say, finding by finding: the list below was gone through as the articles' editor would.

mod support;

use std::collections::BTreeSet;

use claimgraph::analysis::{Facts, Settings, Status};
use claimgraph::rules::{Detail, Finding, Severity, fingerprint};

fn statuses(path: &str, ids: &[&str]) -> Vec<Status> {
    let graph = support::files(&[path]);
    let facts = Facts::new(&graph, Settings::default());
    ids.iter()
        .map(|id| facts.status(support::claim(&graph, id)))
        .collect()
}

#[test]
fn each_file_is_a_case_of_its_own_and_the_folder_is_one_case() {
    let folder = support::files(&["datasets/afghanistan"]);
    let raids = support::files(&["datasets/afghanistan/iskp-raids-2023.yaml"]);
    let embassy = support::files(&["datasets/afghanistan/pakistan-embassy-2022.yaml"]);
    assert_eq!(
        folder.statement_count(),
        raids.statement_count() + embassy.statement_count()
    );
    assert!(folder.claims().len() > 200);
}

#[test]
fn an_attack_that_three_opposed_parties_acknowledge_is_corroborated() {
    assert_eq!(
        statuses("datasets/afghanistan", &["embassy-attacked"]),
        [Status::Corroborated]
    );
}

#[test]
fn neither_article_runs_in_a_circle() {
    let graph = support::files(&["datasets/afghanistan"]);
    let facts = Facts::new(&graph, Settings::default());
    assert!(facts.cycles().is_empty());
    assert!(
        graph
            .claims()
            .all(|claim| facts.round_trips(claim).found.is_empty())
    );
}

#[test]
fn what_investigators_could_not_verify_is_neither_supported_nor_denied_by_them() {
    let graph = support::files(&["datasets/afghanistan"]);
    let facts = Facts::new(&graph, Settings::default());
    let claim = support::claim(&graph, "mazar-leaders-killed");
    assert!(!facts.reservations(claim).is_empty());
    for at in facts.support(claim).into_iter().chain(facts.denial(claim)) {
        assert_ne!(graph.id(graph.speaker(at)), "afghan-witness");
    }
}

/// The findings as they were gone through, one a line: severity, rule, the ids that it is about, and after `#` why it
/// stands where one could doubt it; in the order in which they are told, or of `--all` in that of the alphabet.
///
/// Each line of `tests/reviewed/` was read as the author or editor of the article would. A line more or less means that
/// a rule or the coding changed what is said of it: read it before it is added or struck.
fn hold_against_review(dataset: &str, detail: Detail, reviewed: &str) {
    let graph = support::files(&[dataset]);
    let ids = |finding: &Finding| {
        let about = fingerprint::parts(&graph, finding).concat();
        let about: BTreeSet<&str> = about.into_iter().collect();
        Vec::from_iter(about).join(" ")
    };
    let mut told: Vec<String> = support::findings(&graph, detail)
        .iter()
        .map(|finding| {
            let claims: Vec<&str> = finding.claims.iter().map(|&at| graph.id(at)).collect();
            let about = match claims.is_empty() {
                true => ids(finding),
                false => claims.join(" "),
            };
            format!("{} {}: {about}", finding.severity.word(), finding.rule)
        })
        .collect();
    let path = support::root().join("tests/reviewed").join(reviewed);
    let text = std::fs::read_to_string(&path).unwrap();
    let line = |line: &str| {
        let (finding, reason) = line.split_once("  # ").unwrap_or((line, "none is needed"));
        assert!(!reason.trim().is_empty(), "{line}");
        finding.to_owned()
    };
    let reviewed: Vec<String> = text.lines().map(line).collect();
    if detail == Detail::All {
        told.sort();
    }
    let (found, known) = (
        BTreeSet::from_iter(told.clone()),
        BTreeSet::from_iter(reviewed.clone()),
    );
    let new: Vec<&String> = found.difference(&known).collect();
    let gone: Vec<&String> = known.difference(&found).collect();
    assert!(
        new.is_empty() && gone.is_empty(),
        "{} says otherwise\nnew: {new:#?}\ngone: {gone:#?}",
        path.display()
    );
    assert_eq!(told, reviewed, "{} has another order", path.display());
}

#[test]
fn every_finding_on_the_articles_was_gone_through() {
    hold_against_review("datasets/afghanistan", Detail::Sharpest, "afghanistan.txt");
    hold_against_review("datasets/afghanistan", Detail::All, "afghanistan-all.txt");
}

#[test]
fn every_finding_on_the_invented_cases_was_gone_through() {
    for detail in [Detail::Sharpest, Detail::All] {
        let all = if detail == Detail::All { "-all" } else { "" };
        hold_against_review(
            "datasets/quickstart.yaml",
            detail,
            &format!("quickstart{all}.txt"),
        );
        hold_against_review(
            "datasets/citogenesis.yaml",
            detail,
            &format!("citogenesis{all}.txt"),
        );
    }
}

/// An editor reads from the top: what came back to its source stands before what merely has one source.
#[test]
fn the_round_trip_stands_before_an_uncorroborated_claim() {
    let graph = support::files(&["datasets/citogenesis.yaml"]);
    let findings = support::findings(&graph, Detail::Sharpest);
    let rules: Vec<&str> = findings.iter().map(|finding| finding.rule).collect();
    assert_eq!(rules, ["round-trip-sourcing", "uncorroborated-claim"]);
}

/// What a side says alone falls with it; that is said claim by claim, and counted in no linchpin.
#[test]
fn a_linchpin_counts_only_what_somebody_else_tells() {
    let graph = support::files(&["datasets/afghanistan"]);
    let facts = Facts::new(&graph, Settings::default());
    let taliban = graph.find("taliban");
    let findings = support::findings(&graph, Detail::Sharpest);
    let mut pins = findings.iter().filter(|finding| finding.rule == "linchpin");
    let pin = pins
        .find(|pin| pin.actors.first().map(|&at| at.into()) == taliban)
        .unwrap();
    for &claim in &pin.claims {
        let side: Vec<_> = facts
            .support(claim)
            .into_iter()
            .map(|at| graph.speaker(at))
            .collect();
        assert!(
            side.iter()
                .any(|&speaker| facts.side(speaker) != pin.actors[0]),
            "{}",
            graph.id(claim)
        );
    }
    assert!(
        !pin.claims
            .contains(&support::claim(&graph, "iskp-no-threat"))
    );
    // A prisoner is heard as his custodian lets him be heard.
    assert!(
        !pin.claims
            .contains(&support::claim(&graph, "ainuddin-in-attacks"))
    );
}

#[test]
fn the_articles_draw_no_error_and_no_circle() {
    let graph = support::files(&["datasets/afghanistan"]);
    let silent = [
        "circular-support",
        "circular-citation",
        "round-trip-sourcing",
        "laundered-sourcing",
        "unsourced-claim",
        "duplicate-entity",
        "unused-entity",
    ];
    for finding in support::findings(&graph, Detail::Sharpest) {
        assert_ne!(
            finding.severity,
            Severity::Error,
            "{}",
            support::message(&graph, &finding)
        );
        assert!(
            !silent.contains(&finding.rule),
            "{}",
            support::message(&graph, &finding)
        );
    }
}

/// Rule and claims of findings that a desk expects.
const EXPECTED: &[(&str, &[&str])] = &[
    ("custodial-confession", &["ainuddin-in-attacks"]),
    ("custodial-confession", &["ainuddin-is-iskp"]),
    ("self-serving-claim", &["isis-carried-out-attack"]),
    ("custodial-confession", &["suspect-tied-to-isis"]),
    ("rival-accounts", &["all-killed", "suspects-escaped"]),
    ("adverse-agreement", &["mazar-raids-happened"]),
    ("contested-claim", &["iskp-growing-fast"]),
    (
        "value-conflict",
        &["one-child-wounded", "two-children-wounded"],
    ),
    (
        "self-contradiction",
        &["is-no-presence", "isis-member-took-part"],
    ),
    (
        "rival-accounts",
        &["mazar-hunt-for-ansf", "mazar-targets-iskp"],
    ),
    ("self-serving-claim", &["mazar-weapons-seized"]),
    ("self-serving-claim", &["isis-carried-out-attack"]),
    ("affiliated-corroboration", &["iskp-threatens-west"]),
    ("anonymous-only", &["suspects-escaped"]),
    ("anonymous-only", &["wounded-dragged-away"]),
    ("anonymous-only", &["plotter-dead"]),
    (
        "self-serving-claim",
        &["mazar-leaders-killed", "afridi-killed"],
    ),
    ("adverse-agreement", &["embassy-attacked"]),
];

#[test]
fn what_a_desk_expects_is_found() {
    let graph = support::files(&["datasets/afghanistan"]);
    let findings = support::findings(&graph, Detail::Sharpest);
    for (rule, ids) in EXPECTED {
        let claims: Vec<_> = ids.iter().map(|id| support::claim(&graph, id)).collect();
        assert!(
            findings.iter().any(|finding| finding.rule == *rule
                && claims.iter().all(|claim| finding.claims.contains(claim))),
            "{rule} on {ids:?}"
        );
    }
}

#[test]
fn the_invented_round_trip_is_found_and_is_no_cycle() {
    let graph = support::files(&["datasets/citogenesis.yaml"]);
    let facts = Facts::new(&graph, Settings::default());
    assert!(facts.cycles().is_empty());
    let findings = support::findings(&graph, Detail::Sharpest);
    let trips: Vec<_> = findings
        .iter()
        .filter(|finding| finding.rule == "round-trip-sourcing")
        .collect();
    assert_eq!(trips.len(), 1);
    assert_eq!(trips[0].witness.len(), 3);
}

#[test]
fn the_quickstart_shows_one_of_each() {
    let ids = [
        "shed-burned",
        "battery-started",
        "sprinklers-ran",
        "air-was-safe",
        "guards-sent-off",
    ];
    assert_eq!(
        statuses("datasets/quickstart.yaml", &ids),
        [
            Status::Corroborated,
            Status::Uncorroborated,
            Status::Contested,
            Status::Uncorroborated,
            Status::Uncorroborated,
        ]
    );
}
