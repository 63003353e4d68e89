//! What pictures are called, and what they tell in words and signs.

use std::collections::BTreeSet;

use claimgraph::draw::view::{Edge, EdgeRole, Emphasis, Node};
use claimgraph::draw::{self, PICTURES, Theme, View};

use crate::views::views_of_lines;

/// The picture of this name of a case in NDJSON.
fn drawn(name: &str, records: &[&str]) -> View {
    let mut views = views_of_lines(records.join("\n")).into_iter();
    let found = views.find(|(picture, _)| picture.name == name);
    found.expect("a picture of this name").1
}

fn texts(node: &Node) -> Vec<&str> {
    node.label.iter().map(|line| line.text.as_str()).collect()
}

#[test]
fn a_picture_is_known_by_its_name() {
    for picture in &PICTURES {
        assert!(draw::picture(picture.name).is_some_and(|found| found.name == picture.name));
    }
    assert!(draw::picture("pie").is_none());
}

#[test]
fn who_is_against_a_claim_by_another_is_told_unless_it_is_drawn() {
    let told = |event: &str| {
        let other = format!(
            r#"{{"claim":{{"id":"d","text":"It never burned","contradicts":["c"],"about":["{event}"]}}}}"#
        );
        let view = drawn(
            "case",
            &[
                r#"{"event":{"id":"e"}}"#,
                r#"{"event":{"id":"f"}}"#,
                r#"{"claim":{"id":"c","text":"It burned","about":["e"]}}"#,
                &other,
                r#"{"actor":{"id":"a"}}"#,
                r#"{"actor":{"id":"b"}}"#,
                r#"{"statement":{"id":"s","by":"a","asserts":"c"}}"#,
                r#"{"statement":{"id":"t","by":"b","asserts":"d"}}"#,
            ],
        );
        let said = |node: &Node| texts(node).contains(&"against it: who says “It never burned”");
        let bars = |edge: &&Edge| edge.role == EdgeRole::Contradicts;
        (
            view.nodes.iter().any(said),
            view.edges.iter().filter(bars).count(),
        )
    };
    assert_eq!(told("f"), (true, 0));
    assert_eq!(told("e"), (false, 1), "a bar between the two says it");
}

#[test]
fn what_one_says_in_the_same_words_is_one_box() {
    let said = |words: &str| {
        let second = format!(
            r#"{{"statement":{{"id":"t","by":"a","asserts":"d","in":"r","at":3,"quote":"{words}"}}}}"#
        );
        let view = drawn(
            "claim",
            &[
                r#"{"actor":{"id":"a"}}"#,
                r#"{"report":{"id":"r"}}"#,
                r#"{"claim":{"id":"c","text":"It burned"}}"#,
                r#"{"claim":{"id":"d","text":"It burned down","entails":["c"]}}"#,
                r#"{"statement":{"id":"s","by":"a","asserts":"c","in":"r","at":3,"quote":"it is gone"}}"#,
                &second,
            ],
        );
        let times = view.nodes.iter().filter(|node| node.by.is_some());
        times.map(|node| node.times).collect::<Vec<_>>()
    };
    assert_eq!(said("it is gone"), [2]);
    assert_eq!(said("nothing is left of it"), [1, 1]);
}

#[test]
fn a_side_on_both_sides_of_a_conflict_is_said_to_be() {
    let view = drawn(
        "conflict",
        &[
            r#"{"actor":{"id":"a"}}"#,
            r#"{"actor":{"id":"b"}}"#,
            r#"{"claim":{"id":"c","text":"It burned"}}"#,
            r#"{"claim":{"id":"d","text":"It never burned","contradicts":["c"]}}"#,
            r#"{"statement":{"id":"s","by":"a","asserts":"c"}}"#,
            r#"{"statement":{"id":"t","by":"a","asserts":"d"}}"#,
            r#"{"statement":{"id":"u","by":"b","asserts":"d"}}"#,
        ],
    );
    let both = |node: &&Node| texts(node).contains(&"stands on both sides");
    let named: Vec<&str> = view
        .nodes
        .iter()
        .filter(both)
        .map(|node| texts(node)[0])
        .collect();
    assert_eq!(named, ["a", "a"]);
}

#[test]
fn every_kind_of_statement_has_a_stroke_or_a_sign_of_its_own() {
    use EdgeRole::{Asserts, Corroborates, Disputes, Questions, Relays, Silent};
    let kinds = [Asserts, Corroborates, Relays, Disputes, Questions, Silent];
    for theme in [Theme::Light, Theme::Dark] {
        let look = |role| {
            let look = theme.edge(role, Emphasis::None);
            (format!("{:?}", look.dash), format!("{:?}", look.head))
        };
        let looks: BTreeSet<_> = kinds.into_iter().map(look).collect();
        assert_eq!(looks.len(), kinds.len(), "{looks:?}");
        let dashes = [Relays, Questions, Silent].map(|role| look(role).0);
        assert!(
            dashes[0] != dashes[1] && dashes[1] != dashes[2],
            "{dashes:?}"
        );
    }
}
