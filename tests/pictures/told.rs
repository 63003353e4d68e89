//! What pictures are called, and what they tell in words and signs.

use std::collections::BTreeSet;

use claimgraph::draw::view::{ClusterRole, Edge, EdgeRole, Emphasis, Key, LineKind, Node, Role};
use claimgraph::draw::{self, PICTURES, Selection, Theme, View};

use crate::support;
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

#[test]
fn the_legend_shows_every_sign_that_is_drawn_and_no_other() {
    let mut looked_at = 0;
    for dataset in [
        "datasets/quickstart.yaml",
        "datasets/citogenesis.yaml",
        "datasets/afghanistan",
    ] {
        let graph = support::files(&[dataset]);
        let focus = graph
            .claims()
            .step_by(80)
            .map(|claim| Selection::around(claim, 0));
        for selection in focus.chain([Selection::default()]) {
            for (name, view) in crate::pictures(&graph, &selection) {
                assert_eq!(shown(&view), drawn_signs(&view), "{dataset} {name}");
                looked_at += usize::from(!view.nodes.is_empty());
            }
        }
    }
    assert!(looked_at > 20, "{looked_at}");
}

/// The signs of a legend, each in a word.
fn shown(view: &View) -> BTreeSet<String> {
    let sign = |key: Key| match key {
        Key::Side(hue, name) => format!("{hue:?} {name}"),
        key => format!("{key:?}"),
    };
    view.legend().into_iter().map(sign).collect()
}

/// The same from what is drawn: a claim and what stands for more say themselves what they are.
fn drawn_signs(view: &View) -> BTreeSet<String> {
    let mut signs = BTreeSet::new();
    let mut add = |key: Key| signs.insert(format!("{key:?}"));
    let mut hues = BTreeSet::new();
    for node in &view.nodes {
        if !matches!(node.role, Role::Claim(_) | Role::More) {
            add(Key::Node(node.role));
        }
        if node.stack.len() > 1 {
            add(Key::Stack);
        }
        if node.label.iter().any(|line| line.kind == LineKind::Mark) {
            add(Key::Mark);
        }
        if node.emphasis != Emphasis::None {
            add(Key::Emphasis(node.emphasis));
        }
        hues.extend(node.side);
    }
    for edge in &view.edges {
        add(Key::Edge(edge.role));
        if edge.emphasis != Emphasis::None {
            add(Key::Emphasis(edge.emphasis));
        }
    }
    for cluster in &view.clusters {
        match (cluster.role, cluster.emphasis) {
            (ClusterRole::Side, Emphasis::None) => _ = add(Key::Cluster(ClusterRole::Side)),
            (_, Emphasis::None) => {}
            (_, why) => _ = add(Key::Emphasis(why)),
        }
        hues.extend(cluster.side);
    }
    for hue in hues {
        let named = view.sides.iter().find(|(known, _)| *known == hue);
        let name = &named.expect("a side with a colour has a name").1;
        signs.insert(format!("{hue:?} {name}"));
    }
    signs
}

#[test]
fn a_line_leads_on_through_its_premise() {
    let view = drawn(
        "claim",
        &[
            r#"{"claim":{"id":"c","text":"It burned"}}"#,
            r#"{"claim":{"id":"p","text":"There was smoke","kind":"utterance"}}"#,
            r#"{"actor":{"id":"ann"}}"#,
            r#"{"actor":{"id":"bob"}}"#,
            r#"{"actor":{"id":"eva"}}"#,
            r#"{"statement":{"id":"saw","by":"ann","asserts":"p","basis":"witnessed"}}"#,
            r#"{"statement":{"id":"so","by":"bob","asserts":"c","basis":"inferred","cites":["p"]}}"#,
            r#"{"statement":{"id":"too","by":"eva","asserts":"c","basis":"witnessed"}}"#,
        ],
    );
    let premise: Vec<&Edge> = (view.edges.iter())
        .filter(|edge| edge.label == "premise")
        .collect();
    assert_eq!(premise.len(), 1, "{:?}", view.edges);
    assert_eq!(premise[0].emphasis, Emphasis::Line);
}
