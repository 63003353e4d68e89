//! What a statement that cites a claim may have passed on: what is said for the claim until then, not later.

use super::{found, message, support};

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
