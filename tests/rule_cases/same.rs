//! One claim under two ids (`same_as`) is one claim, and told of once.

use super::{fires, found, message, said, support};

const HEAD: &str = r#"
actors:
  page: { name: Page, affiliations: [{ to: house, role: organ-of }] }
  house: { name: House }
  post: { name: Post }
  gov: { name: Gov }
claims:
  x: { text: "The bridge fell", against: gov }
  y: { text: "The bridge has collapsed", same_as: z }
  z: { text: "There is no bridge any more", same_as: x }
statements:
"#;

/// The rules that speak.
fn rules(statements: &str) -> Vec<&'static str> {
    let said = said(&format!("{HEAD}{statements}")).into_iter();
    said.map(|(rule, _)| rule).collect()
}

#[test]
fn a_word_comes_back_under_another_id() {
    let trip = r#"
  - { id: s1, by: page, asserts: x, date: 2024-01-01 }
  - { id: s2, by: post, asserts: y, cites: s1, date: 2024-02-01 }
  - { id: s3, by: page, asserts: x, cites: s2, date: 2024-03-01 }
"#;
    assert_eq!(rules(trip), ["round-trip-sourcing"]);
    let told = message("round-trip-sourcing", &format!("{HEAD}{trip}"));
    let told = told.unwrap();
    assert!(
        told.starts_with("`x`, `y` and `z` came back to Page"),
        "{told}"
    );
    let laundered = trip.replace(
        "by: page, asserts: x, cites",
        "by: house, asserts: z, cites",
    );
    assert_eq!(rules(&laundered), ["laundered-sourcing"]);
}

#[test]
fn silence_on_one_id_leaves_the_other_unanswered() {
    let silent = r#"
  - { by: post, basis: witnessed, asserts: x, date: 2024-01-01 }
  - { by: gov, silent: y, date: 2024-02-01 }
"#;
    assert!(rules(silent).contains(&"unanswered-claim"));
    let answered = format!("{silent}  - {{ by: gov, disputes: z, date: 2024-02-02 }}\n");
    assert!(!rules(&answered).contains(&"unanswered-claim"));
}

#[test]
fn what_is_disputed_under_one_id_and_said_under_the_other_is_contested_once() {
    let contested = r#"
  - { by: post, basis: witnessed, asserts: y }
  - { by: gov, disputes: x }
  - { by: house, disputes: z }
"#;
    let yaml = format!("{HEAD}{contested}");
    assert_eq!(found("contested-claim", &yaml).len(), 1);
    let told = message("contested-claim", &yaml).unwrap();
    assert_eq!(
        told,
        "`x`, `y` and `z` are contested: Post for them (1 line), Gov and House against them (1–2 lines)"
    );
    let within = contested
        .replace("by: gov", "by: page")
        .replace("by: post", "by: house");
    let yaml = format!("{HEAD}{within}");
    assert_eq!(
        message("self-contradiction", &yaml).unwrap(),
        "one side both says and disputes `x`, `y` and `z`: House and Page"
    );
}

#[test]
fn whom_a_claim_serves_it_serves_under_any_id() {
    let own = "  - { by: gov, basis: witnessed, asserts: [x, y] }\n";
    let serving = |yaml: &str| yaml.replace("against: gov", "favours: gov");
    let told = message("self-serving-claim", &serving(&format!("{HEAD}{own}")));
    assert_eq!(
        told.unwrap(),
        "only those who gain stand behind `x`, `y` and `z`: Gov"
    );
}

#[test]
fn opponents_agree_on_a_claim_once() {
    let agreed = r#"
  - { by: post, basis: witnessed, asserts: y }
  - { by: gov, basis: witnessed, asserts: x }
"#;
    let yaml = format!("{HEAD}{agreed}").replace("name: Gov", "name: Gov, adversaries: [post]");
    assert_eq!(found("adverse-agreement", &yaml).len(), 1);
    assert_eq!(
        message("adverse-agreement", &yaml).unwrap(),
        "opponents agree on `x`, `y` and `z`: Gov and Post"
    );
}

#[test]
fn doubts_under_several_ids_are_doubts_about_one_claim() {
    let doubts = r#"
  - { by: post, basis: witnessed, asserts: y }
  - { by: gov, questions: x }
  - { by: house, questions: z }
"#;
    let yaml = format!("{HEAD}{doubts}");
    assert_eq!(found("doubted-claim", &yaml).len(), 1);
    assert_eq!(
        message("doubted-claim", &yaml).unwrap(),
        "Gov and House leave open `x`, `y` and `z`, which are said by Post"
    );
    // An artefact of the event that does not show it, under whichever id, says more.
    let shown = yaml
        .replace(r#"text: "The bridge fell""#, "about: fall, text: x")
        .replace("statements:", "events: { fall: {} }\nevidence: { film: { kind: video, of: fall, does_not_show: [x] } }\nstatements:");
    assert_eq!(found("not-shown", &shown).len(), 1);
    assert_eq!(message("doubted-claim", &shown), None);
}

#[test]
fn a_number_given_under_two_ids_is_given_once() {
    let counted = |twin: &str| {
        format!(
            r#"
actors: {{ post: {{ name: Post }}, gov: {{ name: Gov }} }}
events: {{ raid: {{}} }}
claims:
  x: {{ text: "Three died", about: raid, quantity: {{ of: dead, value: 3 }} }}
  y: {{ text: "There were three dead", same_as: x{twin} }}
  z: {{ text: "Nine died", about: raid, quantity: {{ of: dead, value: 9 }} }}
statements:
  - {{ by: post, basis: witnessed, asserts: y }}
  - {{ by: gov, basis: witnessed, asserts: z }}
"#
        )
    };
    let twins = [
        "",
        ", about: raid, quantity: { of: dead, value: 3 }",
        ", about: raid, quantity: { of: Dead, min: 3, max: 3 }",
    ];
    for yaml in twins.map(counted) {
        assert_eq!(
            message("value-conflict", &yaml).unwrap(),
            "`dead` of `raid` is given as 3 (Post) and as 9 (Gov)"
        );
        let graph = support::case(&yaml);
        let claims = found("value-conflict", &yaml)[0].claims.clone();
        let mut ids = Vec::from_iter(claims.iter().map(|&at| graph.id(at)));
        ids.sort_unstable();
        assert_eq!(ids, ["x", "y", "z"]);
    }
}

#[test]
fn a_claim_under_five_ids_hangs_on_a_linchpin_once() {
    let twins = |claims: usize, twins: usize| {
        let claim = |at: usize| format!("  c{at}: {{ text: c{at} }}\n");
        let twin = |at: usize| format!("  t{at}: {{ text: t{at}, same_as: c0 }}\n");
        let told = |at: usize| {
            format!(
                "  - {{ by: post, basis: witnessed, asserts: c{at} }}\n  - {{ by: gov, asserts: c{at}, cites: post }}\n"
            )
        };
        let claims_of = String::from_iter((0..claims).map(claim).chain((0..twins).map(twin)));
        let told = String::from_iter((0..claims).map(told));
        format!(
            "actors: {{ post: {{ name: Post }}, gov: {{ name: Gov }} }}\nclaims:\n{claims_of}statements:\n{told}"
        )
    };
    assert!(!fires("linchpin", &twins(1, 4)));
    assert!(!fires("linchpin", &twins(4, 4)));
    let yaml = twins(5, 3);
    let graph = support::case(&yaml);
    let linchpin = &found("linchpin", &yaml)[0];
    assert_eq!(linchpin.claims.len(), 8);
    assert_eq!(
        support::message(&graph, linchpin),
        "without Post 5 claims that others tell would stand on none: `c0`, `c1`, `c2` and 2 more"
    );
}

/// Why support is gone is told by the sharper rule, whichever id those use who go on citing what was taken back.
#[test]
fn what_was_taken_back_under_one_id_explains_the_other() {
    let cited = r#"
  - { id: s1, by: post, basis: witnessed, asserts: x, date: 2024-01-01 }
  - { by: post, retracts: x, date: 2024-01-02 }
  - { by: gov, asserts: y, cites: s1, date: 2024-01-03 }
"#;
    assert_eq!(rules(cited), ["retracted-still-cited"]);
}
