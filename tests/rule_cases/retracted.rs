//! Who still cites what was taken back.

use super::{fires, message, said};

#[test]
fn a_citation_before_the_retraction_is_in_good_faith_and_an_undated_one_may_be() {
    let case = |date: &str| {
        format!(
            r#"
actors: {{ ana: {{ name: Ana }}, ben: {{ name: Ben }}, post: {{ name: The Post }} }}
claims: {{ c: {{ text: "The bridge is closed" }} }}
statements:
  - {{ id: seen, by: ana, basis: witnessed, date: "2024-05-01", asserts: c }}
  - {{ by: ana, date: "2024-05-03", retracts: c }}
  - {{ by: ben, basis: witnessed, asserts: c }}
  - {{ by: post, {date} asserts: c, cites: seen }}
"#
        )
    };
    for (date, late) in [
        ("date: \"2024-05-02\",", false),
        ("date: \"2024-05-03\",", false),
        ("date: \"2024-05\",", false),
        ("", false),
        ("date: \"2024-05-04\",", true),
    ] {
        assert_eq!(fires("retracted-still-cited", &case(date)), late, "{date}");
    }
}

#[test]
fn what_a_publisher_says_without_a_date_is_as_late_as_its_report() {
    let case = |last: &str| {
        format!(
            r#"
actors: {{ mayor: {{ name: Mayor }}, ben: {{ name: Ben }}, post: {{ name: The Post }} }}
evidence: {{ tape: {{ kind: audio }} }}
claims: {{ c: {{ text: "The bridge is closed" }} }}
reports:
  one: {{ publisher: mayor, date: "2024-05-01", statements: [ {{ id: seen, basis: witnessed, asserts: c }} ] }}
  two: {{ publisher: mayor, date: "2024-05-03", statements: [ {{ retracts: c }} ] }}
  three: {{ publisher: post, date: "2024-05-09", statements: [ {{ {last} asserts: c, cites: seen }} ] }}
"#
        )
    };
    for (last, late) in [
        ("", true),
        ("date: \"2024-05-02\",", false),
        ("date: \"2024-05-04\",", true),
        // Others may have said it before, and so may the publisher where it is heard elsewhere.
        ("by: ben,", false),
        ("in: tape,", false),
        ("in: one,", false),
        ("via: [ben],", false),
    ] {
        assert_eq!(fires("retracted-still-cited", &case(last)), late, "{last}");
    }
}

#[test]
fn whoever_took_a_word_back_is_named_the_first_of_them_first() {
    let case = |ids: [&str; 2], more: &str| {
        let [one, other] = ids;
        format!(
            r#"
actors: {{ ana: {{ name: Ana }}, ben: {{ name: Ben }}, post: {{ name: The Post }} }}
claims: {{ c: {{ text: "The bridge is closed" }} }}
statements:
  - {{ id: {one}, by: ana, basis: witnessed, date: "2024-05-01", asserts: c }}
  - {{ id: {other}, by: ben, basis: witnessed, date: "2024-05-01", asserts: c }}
  - {{ by: ana, date: "2024-05-05", retracts: c }}
  - {{ by: ben, date: "2024-05-03", retracts: c }}
{more}  - {{ by: post, asserts: c, cites: [{one}, {other}] }}
"#
        )
    };
    for ids in [["s1", "s2"], ["s2", "s1"]] {
        let told = message("unfounded-support", &case(ids, "")).unwrap();
        assert!(
            told.ends_with(": Ben on 2024-05-03 and Ana on 2024-05-05 took their words back"),
            "{told}"
        );
    }
    let again = "  - { by: ben, date: \"2024-05-04\", retracts: c }\n";
    let told = message("unfounded-support", &case(["s1", "s2"], again)).unwrap();
    assert!(told.contains("Ben on 2024-05-03 and Ana"), "{told}");
}

#[test]
fn a_retraction_may_take_back_what_was_said_under_another_id() {
    let yaml = "claims: { x: { text: x }, y: { text: y, same_as: x } }\nactors: { a: {} }\nstatements:\n  - { by: a, disputes: ID, date: 2023-08-23 }\n  - { by: a, retracts: y, date: 2023-09-10 }\n  - { by: a, asserts: y, date: 2023-09-11 }\n";
    let is_impossible = |id: &str| {
        let said = said(&yaml.replace("ID", id));
        said.iter().any(|(rule, _)| *rule == "impossible-date")
    };
    assert!(!is_impossible("x"));
    assert!(!is_impossible("y"));
}
