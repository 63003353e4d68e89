//! Thresholds of rules: in `claimgraph.toml` and on the pages.

use super::desk::Desk;

/// A case in which each rule that has thresholds is silent by one notch, with the notch that makes it speak.
const NOTCHES: &[(&str, &str, &str)] = &[
    ("linchpin", "claims", "6"),
    ("linchpin", "most-statements", "1"),
    ("amplification", "paths", "1000000"),
    ("amplification", "paths-a-line", "1000000"),
    ("citation-bias", "citations", "1000"),
    ("citation-bias", "citing", "1000"),
    ("citation-bias", "p", "1e-9"),
    ("halo-grading", "pairs", "21"),
    ("recycled-evidence", "bits", "0"),
];

#[test]
fn thresholds_decide_from_where_on_a_rule_speaks() {
    let desk = Desk::new();
    let count = |rule: &str| {
        let found = desk.found("--all");
        found.iter().filter(|one| one.starts_with(rule)).count()
    };
    for (rule, key, value) in NOTCHES {
        let row = claimgraph::rules::rule(rule).unwrap();
        desk.write("case.yaml", row.fires);
        desk.write("claimgraph.toml", "");
        assert_eq!(count(rule), 1, "{rule}");
        desk.write(
            "claimgraph.toml",
            &format!("[thresholds.{rule}]\n{key} = {value}\n"),
        );
        assert_eq!(count(rule), 0, "{rule}: {key} = {value}");
    }
    // Lower ones make them speak where they were silent.
    desk.write(
        "case.yaml",
        claimgraph::rules::rule("halo-grading").unwrap().clean,
    );
    desk.write("claimgraph.toml", "[thresholds.halo-grading]\nshare = 0.1\n[thresholds.linchpin]\nclaims = 1\none-in = 1000\nactors = 1\n");
    assert_eq!(count("halo-grading"), 1);
    desk.write(
        "case.yaml",
        claimgraph::rules::rule("amplification").unwrap().clean,
    );
    desk.write(
        "claimgraph.toml",
        "[thresholds.amplification]\npaths = 1\npaths-a-line = 1\n",
    );
    assert_eq!(count("amplification"), 1);
    // Support is cited always, denial once in twelve.
    let once = claimgraph::rules::rule("citation-bias").unwrap().fires;
    let once = once.replacen(
        "date: \"2005\", asserts: cells-die, cites: [yes-1, yes-2]",
        "date: \"2005\", asserts: cells-die, cites: [yes-1, yes-2, no-1]",
        1,
    );
    desk.write("case.yaml", &once);
    for (times, speaks) in [("11.9", 1), ("12.1", 0)] {
        desk.write(
            "claimgraph.toml",
            &format!("[thresholds.citation-bias]\ntimes = {times}\n"),
        );
        assert_eq!(count("citation-bias"), speaks, "{times}");
    }
    // A class that speaks through fewer actors is an info, through as many a warning.
    let severity = |actors: u32| {
        desk.write(
            "case.yaml",
            claimgraph::rules::rule("linchpin").unwrap().fires,
        );
        desk.write(
            "claimgraph.toml",
            &format!("[thresholds.linchpin]\nactors = {actors}\n"),
        );
        let document = desk.run("check --format json").json();
        let findings = document["findings"].as_array().unwrap();
        let one = findings.iter().find(|one| one["rule"] == "linchpin");
        one.unwrap()["severity"].as_str().unwrap().to_owned()
    };
    assert_eq!(
        (severity(3), severity(4)),
        ("warning".into(), "info".into())
    );
}

#[test]
fn every_threshold_is_on_the_page_of_its_rule_and_can_be_set_as_it_stands_there() {
    let desk = Desk::with_a_case();
    let mut whole = String::new();
    for one in claimgraph::rules::thresholds::THRESHOLDS {
        let page = desk
            .run(&format!("rules {} --format markdown", one.rule))
            .out;
        let listing = page
            .split("```toml\n")
            .nth(1)
            .unwrap()
            .split("```")
            .next()
            .unwrap();
        assert!(
            listing.contains(one.key) && listing.contains(one.meaning),
            "{page}"
        );
        if !whole.contains(listing) {
            whole.push_str(listing);
        }
    }
    let before = desk.found("");
    desk.write("claimgraph.toml", &whole);
    assert_eq!(desk.found(""), before);
}
