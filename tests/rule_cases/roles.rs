//! Who is named, and as what: rivals, opponents, houses, whoever speaks against its interest.

use claimgraph::rules::Severity;

use super::{fires, found, message, said, support};

#[test]
fn whoever_answers_to_several_pairs_of_opponents_is_told_with_all_of_them() {
    // A spokesman who is an opponent of one of his houses speaks with its voice; the houses are opponents all the same.
    let case = |spokesman: &str| {
        format!(
            r#"
actors:
  m: {{ name: Army, adversaries: n }}
  n: {{ name: Rebels }}
  {spokesman}: {{ name: Spokesman, adversaries: m, affiliations: [{{ to: m, role: spokesperson-of }}, {{ to: n, role: spokesperson-of }}] }}"#
        )
    };
    for spokesman in ["a", "z"] {
        let found = found("adversary-in-class", &case(spokesman));
        let severities: Vec<Severity> = found.iter().map(|finding| finding.severity).collect();
        assert_eq!(severities, [Severity::Error, Severity::Warning]);
        assert_eq!(found[1].actors.len(), 3);
    }
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

#[test]
fn who_is_held_speaks_for_the_custodian_and_admits_nothing() {
    let case = |more: &str| {
        format!(
            r#"
actors:
  ministry: {{ name: The ministry }}
  pilot: {{ name: The pilot, affiliations: [{{ to: ministry, role: employed-by }}] }}
  front: {{ name: The front, adversaries: [ministry] }}
claims: {{ c: {{ text: "The strike was ordered", against: [ministry] }} }}
statements:
  - {{ by: pilot, asserts: c, {more} }}
"#
        )
    };
    let free = said(&case("basis: witnessed"));
    assert!(free.iter().any(|(rule, _)| *rule == "adverse-agreement"));
    // However he says that he knows.
    for how in ["custody", "witnessed"] {
        let held = said(&case(&format!("basis: {how}, custodian: front")));
        let rules: Vec<&str> = held.iter().map(|(rule, _)| *rule).collect();
        assert!(rules.contains(&"custodial-confession"), "{how}: {rules:?}");
        assert!(!rules.contains(&"adverse-agreement"), "{how}: {rules:?}");
    }
}

#[test]
fn what_one_artefact_stands_behind_is_told_by_its_id() {
    let yaml = r#"
actors: { ana: { name: Ana }, ben: { name: Ben }, maker: { name: The maker }, lab: { name: The lab } }
evidence: { photo: { kind: photo, producer: maker, verified: [{ by: lab, claims: [c] }] } }
claims: { c: { text: "The bridge is closed" } }
statements:
  - { by: ana, asserts: c, cites: [photo] }
  - { by: ben, asserts: c, cites: [photo] }
"#;
    let message = "one artefact, `photo`, stands behind Ana and Ben, who all tell `c`";
    assert!(said(yaml).contains(&("single-origin-echo", message.to_owned())));
}

#[test]
fn a_report_that_says_nothing_of_a_claim_is_named_and_not_its_publisher_alone() {
    let case = |cited: &str| {
        format!(
            r#"
actors: {{ post: {{ name: The Post }}, blog: {{ name: Blog }} }}
claims: {{ x: {{ text: "X" }} }}
reports: {{ r: {{ publisher: post, date: 2024-01-01, statements: [] }} }}
statements:
  - {{ by: blog, asserts: x, cites: {cited} }}
"#
        )
    };
    let message = |cited: &str| message("dead-end-citation", &case(cited));
    let of_report =
        "`r` of The Post is cited for `x`, and no statement in it that could be meant is on record";
    assert_eq!(message("r").as_deref(), Some(of_report));
    let of_post = "The Post is cited for `x`, and no statement that could be meant is on record";
    assert_eq!(message("post").as_deref(), Some(of_post));
    assert_eq!(message("[post, r]").as_deref(), Some(of_post));
}

#[test]
fn who_cites_an_outlet_for_what_it_printed_is_told_to_cite_the_report() {
    let case = |said: &str, cites: &str| {
        format!(
            r#"
actors: {{ wire: {{ name: Wire }}, ana: {{ name: Ana }}, daily: {{ name: Daily }} }}
claims: {{ x: {{ text: "X" }}, y: {{ text: "Y", entails: x }}, z: {{ text: "Z" }} }}
reports:
  wire-0211: {{ publisher: wire, date: 2024-02-11, statements: [{{ by: ana, basis: witnessed, {said}, date: 2024-02-10 }}] }}
statements:
  - {{ by: daily, {cites}: x, cites: wire, date: 2024-02-12 }}
"#
        )
    };
    let help = |said: &str, cites: &str| {
        let found = found("dead-end-citation", &case(said, cites));
        found[0].help.clone().into_owned()
    };
    let cite = "cite `wire-0211`, where Ana says so, or record what Wire said itself";
    assert_eq!(help("asserts: x", "asserts"), cite);
    assert_eq!(help("asserts: y", "asserts"), cite);
    assert_eq!(help("disputes: x", "disputes"), cite);
    let other = "record what the cited source said on this claim, or cite somebody who said it";
    assert_eq!(help("asserts: z", "asserts"), other);
    assert_eq!(help("disputes: x", "asserts"), other);
    // With the report nothing is at an end.
    let mended = case("asserts: x", "asserts").replace("cites: wire", "cites: wire-0211");
    assert!(!fires("dead-end-citation", &mended));
}

#[test]
fn who_repeats_a_witness_against_itself_is_not_alone_in_it() {
    let case = |cited: &str| {
        format!(
            r#"
actors: {{ firm: {{ name: Firm }}, w: {{ name: Witness }} }}
claims: {{ x: {{ text: "X", against: firm }} }}
statements:
  - {{ id: s, by: w, asserts: x, basis: witnessed }}
  - {{ by: firm, asserts: x{cited} }}
"#
        )
    };
    let affirms = "Firm affirms `x`, against its own interest";
    let said = message("adverse-agreement", &case(", cites: s"));
    assert_eq!(said.as_deref(), Some(affirms));
}

#[test]
fn who_confirms_with_somebody_whom_nobody_else_has_heard_adds_an_origin() {
    let case = |lee: &str, cited: &str| {
        format!(
            r#"
actors: {{ kim: {{ name: Kim }}, lee: {{ name: Lee }}, post: {{ name: Post }}, wire: {{ name: Wire }}, blog: {{ name: Blog }} }}
claims: {{ x: {{ text: "X" }} }}
statements:
  - {{ id: k, by: kim, asserts: x, basis: witnessed }}
{lee}
  - {{ id: p, by: post, asserts: x, cites: k }}
  - {{ by: blog, corroborates: x, cites: [p, {cited}] }}
"#
        )
    };
    let through =
        |whom: &str| format!("  - {{ id: l, by: lee, asserts: x, basis: witnessed, via: {whom} }}");
    let rule = "false-corroboration";
    assert!(fires(rule, &case("", "k")));
    assert!(!fires(rule, &case("", "lee")));
    assert!(!fires(rule, &case(&through("blog"), "l")));
    // Through the wire everybody has heard him.
    assert!(fires(rule, &case(&through("wire"), "l")));
}
