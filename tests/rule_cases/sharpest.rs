//! Each claim gets the one sharpest reason, and it is told in words that hold for whoever is named.

use claimgraph::analysis::{Facts, Settings};
use claimgraph::rules::{Detail, Severity};

use super::{fires, found, said, support};

#[test]
fn a_bottleneck_is_a_relay_of_two_others_and_no_speaker_with_two_pictures() {
    let case = |statements: &str| {
        format!(
            r#"
actors: {{ ana: {{ name: Ana }}, ben: {{ name: Ben }}, cleo: {{ name: Cleo }}, wire: {{ name: The Wire }} }}
claims: {{ c: {{ text: "The bridge is closed" }}, p: {{ text: "There is a barrier" }} }}
evidence: {{ one: {{ kind: photo }}, two: {{ kind: photo }} }}
statements:
{statements}"#
        )
    };
    let passes = |statements: &str| fires("relay-bottleneck", &case(statements));
    assert!(passes(
        "  - { by: ana, via: wire, asserts: c }\n  - { by: ben, via: wire, asserts: c }"
    ));
    // Where several pass it on one after another, all are named.
    let in_a_row = "  - { by: ana, via: [cleo, wire], asserts: c }\n  - { by: ben, via: [cleo, wire], asserts: c }";
    assert_eq!(
        said(&case(in_a_row))[0],
        (
            "relay-bottleneck",
            "all that 2 origins say on `c` passes through Cleo and The Wire".to_owned()
        )
    );
    // One of two origins is the relay itself; three are two that it passes on.
    assert!(!passes(
        "  - { by: ana, via: wire, asserts: c }\n  - { by: wire, basis: witnessed, asserts: c }"
    ));
    assert!(passes(
        "  - { by: ana, via: wire, asserts: c }\n  - { by: ben, via: wire, asserts: c }\n  - { by: wire, basis: witnessed, asserts: c }"
    ));
    assert!(!passes(
        "  - { by: ana, asserts: c, cites: one }\n  - { by: ana, asserts: c, cites: two }"
    ));
    assert!(!passes("  - { by: ana, asserts: c, cites: [one, two] }"));
    // To conclude something from what two have said is not to pass it on.
    let inference = case(
        "  - { by: ana, basis: witnessed, asserts: p }\n  - { by: ben, basis: witnessed, asserts: p }\n  - { by: cleo, basis: inferred, asserts: c, cites: p }",
    );
    assert!(!fires("relay-bottleneck", &inference));
    let [(rule, message)] = &said(&inference)[..] else {
        panic!("one finding");
    };
    assert_eq!(*rule, "uncorroborated-claim");
    assert_eq!(
        message,
        "nothing but an inference of Cleo, from the word of Ana and Ben, holds up `c`"
    );
}

#[test]
fn an_author_who_says_how_it_knows_is_no_louder_than_one_who_does_not() {
    let case = |statement: &str| {
        format!(
            r#"
actors: {{ post: {{ name: The Post }}, ana: {{ name: Ana }} }}
claims: {{ c: {{ text: "The bridge is closed" }} }}
evidence: {{ photo: {{ kind: photo, producer: ana }} }}
reports: {{ story: {{ publisher: post, statements: [{statement}] }} }}"#
        )
    };
    let rule = |statement: &str| said(&case(statement))[0].0;
    for own in [
        "{ asserts: c }",
        "{ asserts: c, basis: documented }",
        "{ asserts: c, basis: witnessed }",
        "{ verifies: c, cites: photo }",
    ] {
        assert_eq!(rule(own), "publisher-only", "{own}");
    }
    for other in [
        "{ asserts: c, basis: told }",
        "{ asserts: c, cites: photo }",
        "{ by: ana, asserts: c }",
    ] {
        assert_eq!(rule(other), "uncorroborated-claim", "{other}");
    }
}

#[test]
fn silence_is_answered_by_what_the_same_side_says_later_on_the_same() {
    let case = |answer: &str| {
        format!(
            r#"
actors:
  mill: {{ name: The mill }}
  desk: {{ name: Its press desk, affiliations: [{{ to: mill, role: organ-of }}] }}
  ana: {{ name: Ana }}
claims:
  c: {{ text: "The mill burned rubbish", against: mill, contradicts: d, contrasts: e }}
  d: {{ text: "The mill stood still" }}
  e: {{ text: "The mill burned wood" }}
statements:
  - {{ by: ana, basis: witnessed, asserts: c }}
  - {{ by: mill, declines: c, date: "2024-05-03" }}
  - {{ {answer} }}"#
        )
    };
    for (answer, open) in [
        ("by: desk, disputes: c, date: \"2024-05-04\"", false),
        ("by: desk, disputes: c", false),
        ("by: mill, questions: c, date: \"2024-05-03\"", false),
        ("by: mill, disputes: c, date: \"2024-05-01\"", true),
        // What cannot stand with it is an answer, too.
        ("by: mill, asserts: d, date: \"2024-05-04\"", false),
        ("by: desk, asserts: e, date: \"2024-05-04\"", false),
        ("by: ana, asserts: e, date: \"2024-05-04\"", true),
        ("by: ana, disputes: c, date: \"2024-05-04\"", true),
        ("by: mill, silent: c, date: \"2024-05-04\"", true),
    ] {
        assert_eq!(fires("unanswered-claim", &case(answer)), open, "{answer}");
    }
}

#[test]
fn doubts_join_claims_only_of_those_who_make_both() {
    let doubted = |other: &str| {
        let yaml = format!(
            r#"
actors: {{ ana: {{ name: Ana }}, ben: {{ name: Ben }}, desk: {{ name: The Desk }} }}
claims: {{ c: {{ text: "He is dead" }}, d: {{ text: "They killed him" }} }}
statements:
  - {{ by: ana, basis: witnessed, asserts: c }}
  - {{ by: {other}, basis: witnessed, asserts: d }}
  - {{ by: desk, questions: [c, d] }}
"#
        );
        let said = said(&yaml).into_iter();
        let doubts = said.filter(|(rule, _)| *rule == "doubted-claim");
        doubts.map(|(_, message)| message).collect::<Vec<String>>()
    };
    assert_eq!(doubted("ana").len(), 1);
    let apart = doubted("ben");
    assert_eq!(apart.len(), 2, "{apart:?}");
    assert!(apart[0].ends_with("is said by Ana") && apart[1].ends_with("is said by Ben"));
}

#[test]
fn who_relies_on_what_was_taken_back_is_told_from_who_could_not_know() {
    let case = |date: &str, stance: &str| {
        format!(
            r#"
actors: {{ ana: {{ name: Ana }}, post: {{ name: The Post }} }}
claims: {{ c: {{ text: "The bridge is closed" }} }}
statements:
  - {{ id: seen, by: ana, basis: witnessed, date: "2024-05-01", asserts: c }}
  - {{ id: back, by: ana, date: "2024-05-03", retracts: c }}
  - {{ by: post, date: "{date}", {stance}: c, cites: seen }}"#
        )
    };
    assert_eq!(
        said(&case("2024-05-09", "asserts")),
        [(
            "retracted-still-cited",
            "The Post still relies on what Ana said of `c` and took back on 2024-05-03; nothing else holds up `c`"
                .to_owned()
        )]
    );
    let early = case("2024-05-02", "asserts");
    assert_eq!(
        said(&early),
        [(
            "unfounded-support",
            "1 statement on `c` rests on nothing that still stands: Ana took its word back on 2024-05-03"
                .to_owned()
        )]
    );
    // The witness leads to the retraction.
    let graph = support::case(&early);
    let facts = Facts::new(&graph, Settings::default());
    let back = graph.node_index(support::statement(&graph, "back").into());
    let [finding] = &found("unfounded-support", &early)[..] else {
        panic!("one finding");
    };
    let mut shown = finding.witness.iter();
    assert!(shown.any(|step| step.node(&facts) == Some(back)));
    // To doubt is not to rely.
    assert!(!fires(
        "retracted-still-cited",
        &case("2024-05-09", "questions")
    ));
}

#[test]
fn a_conflict_is_shown_first_where_its_own_claims_are_said() {
    let yaml = r#"
actors: { ana: { name: Ana }, ben: { name: Ben }, cleo: { name: Cleo } }
events: { fire: {} }
claims:
  a-both-in-danger: { text: "Both children were in danger", about: fire, entails: two-hurt }
  one-hurt: { text: "One child was hurt", about: fire, quantity: { of: hurt, value: 1 } }
  two-hurt: { text: "Two children were hurt", about: fire, quantity: { of: "Hurt ", value: 2 } }
statements:
  - { id: danger, by: ana, asserts: a-both-in-danger }
  - { id: two, by: cleo, asserts: two-hurt }
  - { id: one, by: ben, asserts: one-hurt }
"#;
    let graph = support::case(yaml);
    let facts = Facts::new(&graph, Settings::default());
    // The counted thing is the same, however it is written.
    let [conflict] = &found("value-conflict", yaml)[..] else {
        panic!("one finding");
    };
    let shown: Vec<&str> = (conflict.witness.iter())
        .filter_map(|step| step.node(&facts))
        .map(|node| graph.id(graph.node(node)))
        .collect();
    assert_eq!(shown, ["one", "two", "danger"]);
}

#[test]
fn what_is_inferred_from_a_nameless_word_is_not_put_into_its_mouth() {
    let said = said(
        r#"
actors: { fan: { name: A fan } }
claims:
  pressed: { text: "The guards are pressed hard" }
  allied: { text: "The guards and the army work together" }
reports:
  story:
    publisher: fan
    statements:
      - { id: word, at: 1, unnamed: "an official", asserts: pressed }
      - { by: fan, at: 2, basis: inferred, asserts: allied, cites: word }
"#,
    );
    let anonymous = |text: &str| ("anonymous-only", text.to_owned());
    assert_eq!(
        said,
        [
            anonymous("nobody is named who stands behind `pressed`: an official"),
            (
                "uncorroborated-claim",
                "nothing but an inference of A fan, from the word of an official, holds up `allied`"
                    .to_owned()
            ),
        ]
    );
}

#[test]
fn one_address_under_two_ids_is_told_unless_there_is_a_difference() {
    let case = |more: &str| {
        format!(
            r#"
actors:
  ana: {{ name: Ana, url: "https://example.org/ana" }}
  a-vey: {{ name: A. Vey, url: "http://example.org/ana/"{more} }}
claims: {{ c: {{ text: "The bridge is closed" }} }}
statements:
  - {{ by: ana, asserts: c }}
  - {{ by: a-vey, asserts: c }}"#
        )
    };
    assert!(fires("duplicate-entity", &case("")));
    assert!(!fires("duplicate-entity", &case(", distinct_from: [ana]")));
    let post = |more: &str| {
        format!(
            r#"
actors: {{ ana: {{ name: Ana }} }}
claims: {{ c: {{ text: "The bridge is closed" }} }}
evidence:
  one: {{ kind: photo, url: "https://example.org/post" }}
  two: {{ kind: photo, url: "https://example.org/post"{more} }}
statements: [{{ by: ana, asserts: c, cites: [one, two] }}]"#
        )
    };
    assert!(fires("duplicate-entity", &post("")));
    // Two pictures of one post.
    assert!(!fires("duplicate-entity", &post(", name: The second")));
}

#[test]
fn certainty_that_rises_behind_a_relay_without_a_word_on_it_is_seen() {
    let case = |relay: &str, sure: &str| {
        format!(
            r#"
actors: {{ ana: {{ name: Ana }}, wire: {{ name: The Wire }}, post: {{ name: The Post }} }}
claims: {{ c: {{ text: "The bridge is unsafe" }} }}
statements:
  - {{ id: first, by: ana, basis: witnessed, certainty: likely, asserts: c }}
  - {{ id: passed, by: wire, {relay}: c, cites: first }}
  - {{ by: post, certainty: {sure}, asserts: c, cites: passed }}"#
        )
    };
    let severities = |relay: &str, sure: &str| -> Vec<Severity> {
        let findings = found("certainty-inflation", &case(relay, sure));
        findings.iter().map(|finding| finding.severity).collect()
    };
    assert_eq!(severities("relays", "almost-certain"), [Severity::Warning]);
    assert_eq!(severities("relays", "likely"), []);
    // Who asserts without a reserve has dropped it there.
    assert_eq!(severities("asserts", "almost-certain"), [Severity::Info]);
}

#[test]
fn what_came_later_is_not_what_was_confirmed() {
    let case = |day: &str| {
        format!(
            r#"
actors: {{ ana: {{ name: Ana }}, ben: {{ name: Ben }}, cleo: {{ name: Cleo }} }}
claims: {{ c: {{ text: "The bridge is closed" }} }}
statements:
  - {{ id: seen, by: ana, asserts: c, basis: witnessed, date: 2020-01-01 }}
  - {{ by: ben, corroborates: c, cites: [seen], date: 2020-01-03 }}
  - {{ by: cleo, asserts: c, basis: witnessed, date: {day} }}
"#
        )
    };
    let rule = "false-corroboration";
    assert!(!fires(rule, &case("2020-01-02")));
    assert!(!fires(rule, &case("2020-01")));
    assert!(fires(rule, &case("2020-01-05")));
}

#[test]
fn a_circle_that_may_be_none_and_a_premise_that_nobody_supports_are_told() {
    let circle = |first: &str, second: &str| {
        format!(
            r#"
actors: {{ ana: {{ name: Ana }}, ben: {{ name: Ben }} }}
claims: {{ c: {{ text: "The bridge is closed" }} }}
statements:
  - {{ id: a, by: ana, asserts: c, cites: [{first}] }}
  - {{ id: b, by: ben, asserts: c, cites: [{second}] }}
"#
        )
    };
    let told = |yaml: &str, words: &str| {
        let said = said(yaml);
        assert!(
            said.iter().any(|(_, said)| said.ends_with(words)),
            "{said:?}"
        );
    };
    told(&circle("b", "a"), ": Ana and Ben cite one another");
    told(
        &circle("ben", "ana"),
        ": Ana and Ben possibly cite one another",
    );
    let inferred = r#"
actors: { ana: { name: Ana } }
claims: { c: { text: "The bridge is closed" }, d: { text: "It was hit" } }
statements:
  - { by: ana, asserts: c, basis: inferred, cites: [d] }
"#;
    told(
        inferred,
        ": nothing supports `d`, from which it is inferred",
    );
}

#[test]
fn figures_keep_their_unit() {
    let yaml = r#"
actors: { ana: { name: Ana }, ben: { name: Ben } }
events: { e: { name: The theft } }
claims:
  c: { text: "400 million are missing", about: [e], quantity: { of: cash, value: 400, unit: million } }
  d: { text: "250 million are missing", about: [e], quantity: { of: cash, value: 250, unit: million } }
statements:
  - { by: ana, asserts: c, basis: witnessed }
  - { by: ben, asserts: d, basis: witnessed }
"#;
    let said = said(yaml);
    let figures = "`cash` of `e` is given in million as 400 (Ana) and as 250 (Ben)";
    assert!(said.iter().any(|(_, said)| said == figures), "{said:?}");
}

#[test]
fn lines_that_may_be_one_are_at_most_so_many() {
    let case = |basis: &str| {
        format!(
            r#"
actors: {{ ana: {{ name: Ana }}, ben: {{ name: Ben }} }}
claims: {{ c: {{ text: "The bridge is closed" }} }}
statements:
  - {{ by: ana, asserts: c, basis: witnessed }}
  - {{ by: ben, asserts: c, basis: {basis} }}
"#
        )
    };
    let told = |yaml: &str| {
        let graph = support::case(yaml);
        let settings = Settings {
            threshold: 3,
            ..Settings::default()
        };
        let facts = Facts::new(&graph, settings);
        let mut findings = claimgraph::rules::check(&facts, Detail::Sharpest);
        findings.retain(|finding| finding.rule == "uncorroborated-claim");
        findings[0].message(&facts)
    };
    let lines = "2 independent lines, those of Ana and Ben, hold up `c`, and 3 are asked for";
    assert_eq!(told(&case("witnessed")), lines);
    assert_eq!(told(&case("told")), format!("at most {lines}"));
}
