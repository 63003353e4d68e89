//! What a statement that cites a claim rests on: what is said for the claim until then, not later, and not by those who
//! infer the same from it.

use super::{fires, found, message, support};

/// Ana counts, The Post gives another number and cites that somebody died, and Ben counts the next day.
fn counted(late: &str) -> String {
    format!(
        r#"
actors: {{ ana: {{ name: Ana }}, ben: {{ name: Ben }}, post: {{ name: The Post }} }}
events: {{ raid: {{}} }}
claims:
  few: {{ text: "Three died", about: raid, entails: some, quantity: {{ of: dead, value: 3 }} }}
  many: {{ text: "Nine died", about: raid, entails: some, quantity: {{ of: dead, value: 9 }} }}
  some: {{ text: "People died", about: raid }}
statements:
  - {{ id: early, by: ana, basis: witnessed, asserts: few, date: 2024-01-01 }}
  - {{ id: told, by: post, asserts: many, cites: some, date: 2024-01-02 }}
  - {{ id: late, by: ben, basis: witnessed, asserts: {late}, date: 2024-01-03 }}
"#
    )
}

#[test]
fn who_spoke_later_is_none_of_whom_the_claim_drifted_from() {
    let yaml = counted("few");
    assert_eq!(
        message("claim-drift", &yaml).unwrap(),
        "The Post makes `many` of what Ana said, `few`: another number"
    );
    let graph = support::case(&yaml);
    let statements = found("claim-drift", &yaml)[0].statements.clone();
    let ids = Vec::from_iter(statements.iter().map(|&at| graph.id(at)));
    assert_eq!(ids, ["early", "told"]);
}

#[test]
fn who_bears_it_out_later_was_not_what_it_was_made_of() {
    assert_eq!(
        message("claim-drift", &counted("many")).unwrap(),
        "The Post makes `many` of what Ana said, `few`: another number"
    );
}

/// A cause entails its effect, and so whoever infers it supports what he infers it from: nobody else rests on him.
#[test]
fn who_infers_the_same_cause_from_the_same_effect_confirms_nothing() {
    let inferred = |entails: &str, seen: &str| {
        format!(
            r#"
actors: {{ ana: {{ name: Ana }}, ben: {{ name: Ben }}, post: {{ name: The Post }} }}
claims: {{ bomb: {{ text: "A bomb went off"{entails} }}, crater: {{ text: "There is a crater" }} }}
statements:
  - {{ by: ben, basis: witnessed, asserts: crater, date: 2024-01-01 }}
  - {{ by: ana, basis: {seen}, asserts: bomb, date: 2024-01-02 }}
  - {{ by: post, basis: inferred, corroborates: bomb, cites: crater, date: 2024-01-03 }}
"#
        )
    };
    for entails in ["", ", entails: crater"] {
        let same = inferred(entails, "inferred, cites: crater");
        let confirmed = found("false-corroboration", &same);
        let graph = support::case(&same);
        let claims = confirmed.iter().flat_map(|one| &one.claims);
        let claims = Vec::from_iter(claims.map(|&at| graph.id(at)));
        assert!(claims.contains(&"bomb"), "{entails}: {claims:?}");
        assert!(!fires(
            "false-corroboration",
            &inferred(entails, "witnessed")
        ));
    }
}

#[test]
fn a_circle_that_rests_on_something_is_not_what_a_claim_lacks() {
    // The cause is inferred from its effect, as it may be; what is missing is support of the other premise.
    let honest = "actors: { a: { name: Ann }, b: { name: Ben }, w: { name: Wit } }
claims: { eff: { text: E }, cause: { text: C, entails: eff }, q: { text: Q }, x: { text: X } }
statements:
  - { by: w, basis: witnessed, asserts: eff }
  - { by: a, basis: inferred, asserts: cause, cites: eff }
  - { by: b, basis: inferred, asserts: x, cites: [cause, q] }\n";
    assert_eq!(message("circular-support", honest), None);
    let told = message("unfounded-support", honest).unwrap();
    assert!(told.contains("nothing supports `q`"), "{told}");
    // Nobody else supports the premise: that is no citation of one's own word.
    let alone = honest.replace("  - { by: w, basis: witnessed, asserts: eff }\n", "");
    let told = message("circular-support", &alone).unwrap();
    assert!(
        told.ends_with("nothing else supports what Ann infers it from"),
        "{told}"
    );
}
