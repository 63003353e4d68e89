//! Who still cites what was taken back, and what is taken back before it is said.

use claimgraph::analysis::{Facts, Settings};
use claimgraph::rules::{self, Detail};

use super::{fires, found, message, said, support};

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
fn a_retraction_that_is_known_through_somebody_binds_nobody_before_his_report() {
    let case = |date: &str, more: &str| {
        format!(
            r#"{PEOPLE}
reports:
  early: {{ publisher: post, date: "{date}", statements: [ {{ id: seen, by: ana, asserts: c, date: "2020-01-01", basis: witnessed }}, {{ relays: c, cites: seen, date: "{date}" }} ] }}
  late: {{ publisher: ben, date: "2020-06-10", statements: [ {{ by: ana, retracts: seen, date: "2020-02-02"{more} }} ] }}
"#
        )
    };
    for (date, via, late) in [
        ("2020-02-10", true, false),
        ("2020-06-10", true, false),
        ("2020-06-11", true, true),
        ("2020-02-10", false, true),
        ("2020-02-02", false, false),
    ] {
        let yaml = case(date, if via { ", via: [ben]" } else { "" });
        assert_eq!(fires("retracted-still-cited", &yaml), late, "{date} {via}");
        if !late {
            let told = message("unfounded-support", &yaml).unwrap();
            assert!(told.ends_with(": Ana took its word back on 2020-02-02"));
        }
    }
}

#[test]
fn who_disputes_what_was_taken_back_does_not_rely_on_it() {
    let case = |last: &str| {
        format!(
            r#"{PEOPLE}
statements:
  - {{ id: seen, by: ana, asserts: c, basis: witnessed, date: "2020-01" }}
  - {{ id: again, by: ana, asserts: d, date: "2020-01" }}
  - {{ id: not, by: ana, disputes: again, date: "2020-01" }}
  - {{ id: back, by: ana, retracts: c, date: "2020-02" }}
  - {{ by: ana, retracts: again, date: "2020-02" }}
  - {{ by: ben, {last}, date: "2020-03" }}
"#
        )
    };
    for (last, relies) in [
        ("asserts: c, cites: seen", true),
        ("disputes: seen, cites: seen", false),
        ("questions: seen, cites: seen", false),
        ("disputes: again, cites: seen", false),
        // What speaks for the dispute is relied on.
        ("disputes: back, cites: seen", true),
        ("disputes: again, cites: not", true),
    ] {
        let found = fires("retracted-still-cited", &case(last));
        assert_eq!(found, relies, "{last}");
    }
    assert_eq!(
        message(
            "retracted-still-cited",
            &case("disputes: again, cites: not")
        )
        .unwrap(),
        "Ben still relies on what Ana said of `again` and took back in 2020-02"
    );
}

#[test]
fn what_still_rests_on_a_word_taken_back_is_told_once_under_all_ids() {
    let cited = format!(
        r#"{PEOPLE}
statements:
  - {{ id: seen, by: ana, asserts: c, date: "2020-01-01" }}
  - {{ by: ana, retracts: seen, date: "2020-02-02" }}
  - {{ by: post, asserts: c, cites: ana, date: "2020-03-02" }}
"#
    );
    assert_eq!(
        said(&cited),
        [(
            "retracted-still-cited",
            "The Post still relies on what Ana said of `c` and took back on 2020-02-02; nothing else holds up `c` and `d`"
                .to_owned()
        )]
    );
    assert_eq!(found("retracted-still-cited", &cited)[0].claims.len(), 2);
}

#[test]
fn what_is_cited_and_not_known_yet_was_not_taken_back() {
    let case = format!(
        r#"{PEOPLE}
reports:
  late: {{ publisher: post, date: "2020-02-15", statements: [ {{ id: seen, by: ana, via: [ben], asserts: c, date: "2020-02-11", basis: witnessed }} ] }}
  early: {{ publisher: post, date: "2020-02-12", statements: [ {{ asserts: c, cites: seen }} ] }}
"#
    );
    let graph = support::case(&case);
    let as_of = |date: &str| Settings {
        as_of: Some(date.parse().unwrap()),
        ..Settings::default()
    };
    let told = |date: &str| {
        let facts = Facts::new(&graph, as_of(date));
        let findings = rules::check(&facts, Detail::Sharpest).into_iter();
        let mut unfounded = findings.filter(|one| one.rule == "unfounded-support");
        let told = unfounded.next();
        told.map(|one| (one.message(&facts), one.help.into_owned()))
    };
    let (message, help) = told("2020-02-13").unwrap();
    let words = " rests on nothing that is known yet: the word of Ana, known since 2020-02-15";
    assert!(message.ends_with(words), "{message}");
    assert_eq!(help, "look again as of a later day, or correct the dates");
    assert_eq!(told("2020-02-15"), None);
}

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
