//! Who still cites what was taken back, and what is taken back before it is said.

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

/// Ana, whose word others cite, her retraction and who else there is.
const PEOPLE: &str = r#"
actors: { ana: { name: Ana }, ben: { name: Ben }, post: { name: The Post } }
claims: { c: { text: "The bridge is closed" }, d: { text: "The bridge is shut", same_as: c } }
"#;

#[test]
fn a_retraction_before_all_that_it_takes_back_is_impossible_under_any_id() {
    let case = |statements: &str| format!("{PEOPLE}statements:\n{statements}");
    let told = |statements: &str| message("impossible-date", &case(statements));
    let early =
        "  - { by: ana, asserts: c, date: 2020-03 }\n  - { by: ana, retracts: d, date: 2020-02 }\n";
    assert_eq!(
        told(early).unwrap(),
        "Ana takes back `d` in 2020-02 and first says so in 2020-03, as `c`"
    );
    assert_eq!(
        told(
            &early
                .replace("asserts", "disputes")
                .replace("retracts: d", "retracts: c")
        )
        .unwrap(),
        "Ana takes back `c` in 2020-02 and first disputes it in 2020-03"
    );
    for before in [
        "{ by: ana, asserts: d, date: 2020-01 }",
        "{ by: ana, questions: c, date: 2020-02 }",
        "{ by: ana, disputes: d }",
    ] {
        assert_eq!(told(&format!("{early}  - {before}\n")), None, "{before}");
    }
    // It takes back what its speaker verified.
    for (date, is_told) in [("2020-01", false), ("2020-04", true)] {
        let video = format!(
            "evidence: {{ vid: {{ kind: video, verified: [{{ by: ana, claims: [c], date: {date} }}] }} }}\n"
        );
        let found = fires("impossible-date", &format!("{}{video}", case(early)));
        assert_eq!(found, is_told, "{date}");
    }
}

#[test]
fn a_retraction_of_a_later_one_is_impossible() {
    let case = |object: &str, date: &str| {
        format!(
            r#"{PEOPLE}
statements:
  - {{ id: seen, by: ana, asserts: c, date: 2020-01 }}
  - {{ id: back, by: ana, retracts: {object}, date: 2020-03 }}
  - {{ id: again, by: ana, retracts: back, date: {date} }}
"#
        )
    };
    for object in ["seen", "c"] {
        assert_eq!(
            message("impossible-date", &case(object, "2020-02")).unwrap(),
            "Ana takes back `back` in 2020-02 and says that only in 2020-03"
        );
        assert!(!fires("impossible-date", &case(object, "2020-03")));
    }
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
