//! One claim under two ids (`same_as`) is one claim, and told of once.

use super::{found, message, said};

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
