//! Each claim gets the one sharpest reason, and it is told in words that hold for whoever is named.

use claimgraph::analysis::{Facts, Settings};
use claimgraph::rules::{Detail, Finding, Severity};

use super::{fires, found, support};

/// The rules that speak on a case, each with what it says: the sharpest only.
fn said(yaml: &str) -> Vec<(&'static str, String)> {
    let graph = support::case(yaml);
    let findings = support::findings(&graph, Detail::Sharpest);
    let say = |finding: &Finding| (finding.rule, support::message(&graph, finding));
    let mut said: Vec<_> = findings.iter().map(say).collect();
    // Cases share their actors.
    said.retain(|(rule, _)| *rule != "unused-entity");
    said
}

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
fn whoever_doubts_what_comes_back_launders_and_confirms_nothing() {
    let case = |last: &str, stance: &str| {
        format!(
            r#"
actors:
  house: {{ name: The house }}
  organ: {{ name: Its organ, affiliations: [{{ to: house, role: organ-of }}] }}
  post: {{ name: The Post }}
claims: {{ c: {{ text: "The bridge is closed" }} }}
statements:
  - {{ id: first, by: organ, asserts: c, date: "2024-05-01" }}
  - {{ id: passed, by: post, relays: c, cites: first, date: "2024-05-02" }}
  - {{ by: {last}, {stance}: c, cites: passed, date: "2024-05-03" }}"#
        )
    };
    for (last, rule) in [
        ("organ", "round-trip-sourcing"),
        ("house", "laundered-sourcing"),
    ] {
        assert!(fires(rule, &case(last, "asserts")), "{rule}");
        assert!(!fires(rule, &case(last, "questions")), "{rule}");
    }
}

#[test]
fn one_quarrel_is_told_once_where_the_other_side_says_the_opposite_too() {
    let case = |disputes: &str| {
        format!(
            r#"
actors: {{ ana: {{ name: Ana }}, ben: {{ name: Ben }}, cleo: {{ name: Cleo }} }}
claims:
  arson: {{ text: "It was arson", contradicts: accident }}
  accident: {{ text: "It was an accident" }}
statements:
  - {{ by: ana, asserts: arson }}
  - {{ by: ben, asserts: accident }}
  - {{ by: {disputes}, disputes: arson }}"#
        )
    };
    assert_eq!(found("contested-claim", &case("ben")).len(), 1);
    assert_eq!(found("contested-claim", &case("cleo")).len(), 2);
}

#[test]
fn opponents_who_both_gain_by_a_claim_are_no_strength_of_it() {
    let case = |favours: &str| {
        format!(
            r#"
actors: {{ army: {{ name: The army, adversaries: [rebels] }}, rebels: {{ name: The rebels }} }}
claims: {{ c: {{ text: "No house was hit"{favours} }} }}
statements:
  - {{ by: army, basis: witnessed, asserts: c }}
  - {{ by: rebels, basis: witnessed, asserts: c }}"#
        )
    };
    let rules = |favours: &str| -> Vec<&str> {
        let said = said(&case(favours));
        said.into_iter().map(|(rule, _)| rule).collect()
    };
    assert_eq!(rules(""), ["adverse-agreement"]);
    assert_eq!(rules(", favours: [army, rebels]"), ["self-serving-claim"]);
}

#[test]
fn who_speaks_against_its_interest_is_named_apart_from_those_who_do_not() {
    let yaml = r#"
actors: { ministry: { name: The ministry }, ana: { name: Ana } }
claims: { c: { text: "The ministry knew", against: ministry } }
statements:
  - { by: ana, basis: witnessed, asserts: c }
  - { by: ministry, basis: witnessed, asserts: c }
"#;
    let [strength] = &found("adverse-agreement", yaml)[..] else {
        panic!("one finding");
    };
    assert_eq!(
        support::message(&support::case(yaml), strength),
        "The ministry affirms `c`, against its own interest"
    );
}

#[test]
fn a_denial_or_silence_before_the_event_is_as_early_as_a_claim() {
    for stance in ["asserts", "disputes", "questions", "silent"] {
        let yaml = format!(
            r#"
actors: {{ ana: {{ name: Ana }}, ben: {{ name: Ben }} }}
events: {{ fire: {{ date: 2024-05-05 }} }}
claims: {{ c: {{ text: "The mill burned", about: fire }} }}
statements:
  - {{ by: ana, asserts: c }}
  - {{ by: ben, {stance}: c, date: "2024-05-01" }}"#
        );
        assert!(fires("premature-statement", &yaml), "{stance}");
    }
}

#[test]
fn who_disputes_the_other_account_by_name_is_no_rival_besides() {
    let rules = |denier: &str| {
        let yaml = format!(
            r#"
actors:
  mill: {{ name: The mill }}
  office: {{ name: Press office, affiliations: [{{ to: mill, role: spokesperson-of }}] }}
  ana: {{ name: Ana }}
claims:
  dumped: {{ text: "The mill dumped dye", contrasts: leaked }}
  leaked: {{ text: "A pipe leaked" }}
statements:
  - {{ by: ana, asserts: dumped }}
  - {{ by: mill, asserts: leaked }}
  - {{ {denier}, disputes: dumped }}
"#
        );
        let said = said(&yaml).into_iter().map(|(rule, _)| rule);
        said.filter(|rule| matches!(*rule, "contested-claim" | "rival-accounts"))
            .collect::<Vec<_>>()
    };
    assert_eq!(rules("by: office"), ["contested-claim"]);
    // A nameless doubter does not stand for the mill.
    let both = ["contested-claim", "rival-accounts"];
    assert_eq!(rules("unnamed: a neighbour"), both);
}

#[test]
fn a_figure_or_a_dispute_tells_that_one_line_is_all() {
    let yaml = r#"
actors: { ana: { name: Ana }, ben: { name: Ben } }
events: { crash: { name: The crash } }
claims:
  two: { text: "Two were hurt", about: crash, quantity: { of: hurt, value: 2 } }
  three: { text: "Three were hurt", about: crash, quantity: { of: hurt, value: 3 } }
  late: { text: "The train was late" }
statements:
  - { by: ana, asserts: [two, late] }
  - { by: ben, asserts: three }
  - { by: ben, disputes: late }
"#;
    let rules: Vec<&str> = said(yaml).into_iter().map(|(rule, _)| rule).collect();
    assert_eq!(rules, ["contested-claim", "value-conflict"]);
}

#[test]
fn the_house_of_whoever_has_no_name_and_the_nearest_house_of_all_are_told() {
    let yaml = r#"
actors:
  league: { name: The League }
  north: { name: League North, affiliations: [{ to: league, role: part-of }] }
  fan: { name: a fan, kind: unnamed, affiliations: [{ to: north, role: aligned-with }] }
  club: { name: The Club, affiliations: [{ to: north, role: part-of }] }
  clerk: { name: a clerk, kind: unnamed, affiliations: [{ to: club, role: employed-by, alleged: true }] }
claims: { won: { text: "North won" }, lost: { text: "South lost" } }
statements:
  - { by: fan, asserts: [won, lost] }
  - { by: club, basis: witnessed, asserts: won }
  - { by: clerk, asserts: lost }
"#;
    let said = said(yaml);
    let of = |rule: &str| &said.iter().find(|(name, _)| *name == rule).unwrap().1;
    let one = of("affiliated-corroboration");
    assert!(
        one.ends_with("both belong to or side with League North"),
        "{one}"
    );
    let nobody = of("anonymous-only");
    assert!(
        nobody.contains("a fan (aligned with League North)"),
        "{nobody}"
    );
    // What is only alleged is told as nobody's house.
    assert!(
        nobody.contains("a clerk") && !nobody.contains("a clerk ("),
        "{nobody}"
    );
}

#[test]
fn a_claim_that_goes_against_what_follows_from_it_is_a_fault_of_the_input() {
    let problems = |relations: &str| {
        let yaml = format!(
            "claims:\n  arson: {{ text: \"It was arson\", {relations} }}\n  fire: {{ text: \"It burned\" }}\n"
        );
        let input = claimgraph::read::Input::Text("case.yaml".into(), yaml.into_bytes());
        let (_, problems) = support::read(&[input]);
        problems
            .into_iter()
            .map(|problem| problem.message)
            .collect::<Vec<_>>()
    };
    assert!(problems("entails: fire").is_empty());
    assert_eq!(
        problems("entails: fire, contrasts: fire"),
        ["`arson` entails `fire` and contrasts with it"]
    );
    assert_eq!(
        problems("same_as: fire, contradicts: fire"),
        ["`arson` entails `fire` and contradicts it"]
    );
}

/// A publisher that says in its own voice what its report has others say gives the reader nothing more to go by.
#[test]
fn a_publisher_who_repeats_it_without_a_source_launders_nothing() {
    let case = |own: &str| {
        format!(
            r#"
actors:
  army: {{ name: The Army }}
  press: {{ name: Army Press, kind: outlet, affiliations: [{{ to: army, role: organ-of }}] }}
  post: {{ name: The Post }}
claims: {{ c: {{ text: "The leader died", favours: army }} }}
reports:
  story:
    publisher: post
    statements:
      - {{ at: 2, by: army, asserts: c }}
      - {{ at: 3, by: press, asserts: c }}
      - {{ at: 1, {own} }}
"#
        )
    };
    let said_of = |own: &str| {
        let said = said(&case(own));
        said.into_iter().next().expect("a finding")
    };
    let repeated = said_of("asserts: c");
    assert_eq!(repeated.0, "self-serving-claim");
    assert_eq!(
        repeated.1,
        "only those who gain stand behind `c`: The Army and Army Press, who belong to or side with one house; The Post says it in its own voice, too"
    );
    // Who says how it knows is somebody besides.
    for own in ["asserts: c, basis: witnessed", "asserts: c, basis: told"] {
        assert_ne!(said_of(own).0, "self-serving-claim", "{own}");
    }
}

/// A nameless source is nobody's: what it shows is the house's that made it, and those of the house are named.
#[test]
fn only_those_who_are_tied_are_one_house() {
    let yaml = r#"
actors:
  army: { name: The Army }
  spokesman: { name: The spokesman, affiliations: [{ to: army, role: spokesperson-of }] }
  analyst: { name: an analyst, kind: unnamed }
evidence: { clip: { kind: audio, producer: army } }
claims: { c: { text: "The rebels are beaten" } }
statements:
  - { by: army, basis: witnessed, asserts: c }
  - { by: spokesman, basis: witnessed, asserts: c }
  - { by: analyst, cites: clip, asserts: c }
"#;
    let said = said(yaml);
    let house = said
        .iter()
        .find(|(rule, _)| *rule == "affiliated-corroboration");
    assert_eq!(
        house.map(|(_, message)| message.as_str()),
        Some(
            "The Army and The spokesman count as one voice for `c`: The spokesman belongs to or sides with The Army"
        ),
        "{said:?}"
    );
}

/// Who names a loss in telling of a triumph admits nothing.
#[test]
fn a_loss_named_on_the_way_to_a_boast_is_no_admission() {
    let case = |more: &str| {
        format!(
            r#"
actors: {{ army: {{ name: The Army }} }}
claims:
  bombed: {{ text: "The barracks were bombed", against: army }}
  avenged: {{ text: "The bomber was killed", favours: army, entails: bombed }}
statements:
  - {{ by: army, basis: witnessed, asserts: bombed }}
{more}"#
        )
    };
    let rule = "adverse-agreement";
    assert!(fires(rule, &case("")));
    assert!(!fires(
        rule,
        &case("  - { by: army, basis: witnessed, asserts: avenged }\n")
    ));
}
