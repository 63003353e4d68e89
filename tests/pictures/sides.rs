//! Who is drawn with whom: by the ties that held whenever somebody says what is drawn.

use std::collections::{BTreeMap, BTreeSet};

use claimgraph::case::{ClaimGraph, Node as Record};
use claimgraph::draw::view::{ClusterRole, Emphasis, Node};
use claimgraph::draw::{Selection, View};
use proptest::prelude::*;

use crate::support;
use crate::views::views_of_lines;

/// A spokesman for half a year, his ministry and its government.
const HOUSE: &str = "
actors:
  government: { name: Government }
  ministry: { name: Ministry, affiliations: [{ to: government, role: organ-of }] }
  spokesman:
    name: Spokesman
    affiliations: [{ to: ministry, role: spokesperson-of, from: 2025-01-01, until: 2025-06-30 }]
  outlet: { name: Outlet }
events: { fire: { name: The fire } }
claims:
  burned: { text: It burned, about: fire }
  saved: { text: It was saved, about: fire, contradicts: burned }
";

fn case(statements: &str) -> ClaimGraph {
    support::case(&format!("{HOUSE}statements:\n{statements}"))
}

fn texts(node: &Node) -> Vec<&str> {
    node.label.iter().map(|line| line.text.as_str()).collect()
}

/// The node of this name, and that there is one only.
fn only<'v>(view: &'v View, name: &str) -> &'v Node {
    let mut named = view.nodes.iter().filter(|node| texts(node).contains(&name));
    let node = named.next().unwrap_or_else(|| panic!("{name}"));
    assert!(named.next().is_none(), "{name}");
    node
}

/// In which box of a side each statement stands, by their ids.
fn boxes(graph: &ClaimGraph, view: &View) -> BTreeMap<String, Option<String>> {
    let boxed = |node: &Node| match node.record {
        Some(Record::Statement(at)) => {
            let home = node.cluster.map(|home| &view.clusters[home]);
            let side = home.filter(|home| home.role == ClusterRole::Side);
            let title = side.map(|side| side.title.clone());
            Some((graph.id(Record::Statement(at)).to_owned(), title))
        }
        _ => None,
    };
    view.nodes.iter().filter_map(boxed).collect()
}

fn expected(boxes: &[(&str, Option<&str>)]) -> BTreeMap<String, Option<String>> {
    let owned = |&(id, title): &(&str, Option<&str>)| (id.to_owned(), title.map(str::to_owned));
    boxes.iter().map(owned).collect()
}

#[test]
fn one_house_with_two_voices_is_a_box_marked_as_the_cut() {
    let graph = support::files(&["datasets/quickstart.yaml"]);
    let claim = support::claim(&graph, "air-was-safe");
    let view = crate::picture(&graph, "claim", &Selection::around(claim, 0));
    let boxes: Vec<(&str, Emphasis)> = view
        .clusters
        .iter()
        .map(|cluster| (cluster.title.as_str(), cluster.emphasis))
        .collect();
    assert_eq!(boxes, [("Ministry of Ports", Emphasis::Cut)]);
}

#[test]
fn who_speaks_within_a_dated_tie_is_drawn_within_the_house() {
    let graph = case(
        "
  - { id: m, by: ministry, asserts: burned, date: 2025-05-11, cites: s }
  - { id: s, by: spokesman, asserts: burned, date: 2025-05-11, basis: witnessed }
  - { id: o, by: outlet, asserts: burned, date: 2025-05-12, cites: [s, m] }
",
    );
    let burned = support::claim(&graph, "burned");
    let view = crate::picture(&graph, "claim", &Selection::around(burned, 0));
    let house = Some("Government");
    assert_eq!(
        boxes(&graph, &view),
        expected(&[("m", house), ("s", house), ("o", None)])
    );
    let colours: BTreeSet<_> = ["Ministry", "Spokesman"]
        .map(|name| only(&view, name).side)
        .into();
    assert!(
        colours.len() == 1 && !colours.contains(&None),
        "{colours:?}"
    );

    let view = crate::picture(&graph, "conflict", &Selection::default());
    let side = only(&view, "Government");
    assert_eq!(texts(side), ["Government", "through Ministry, Spokesman"]);
    assert!(
        view.nodes
            .iter()
            .all(|node| !texts(node).contains(&"Spokesman"))
    );

    let view = crate::picture(&graph, "case", &Selection::default());
    let spokesman = only(&view, "Spokesman");
    assert_eq!(texts(spokesman), ["Spokesman", "side: Government"]);
    assert_eq!(spokesman.side, only(&view, "Ministry").side);

    let view = crate::picture(&graph, "sourcing", &Selection::default());
    let home = only(&view, "Spokesman").cluster.expect("a box");
    assert_eq!(view.clusters[home].title, "Government");
    assert_eq!(only(&view, "Ministry").cluster, Some(home));
}

#[test]
fn who_speaks_within_a_tie_and_after_it_is_drawn_for_each() {
    let graph = case(
        "
  - { id: m, by: ministry, asserts: burned, date: 2025-05-11 }
  - { id: s, by: spokesman, asserts: burned, date: 2025-05-11 }
  - { id: t, by: spokesman, asserts: burned, date: 2025-07-11 }
  - { id: o, by: outlet, asserts: burned, date: 2025-07-12, cites: [s, t, m] }
",
    );
    let burned = support::claim(&graph, "burned");
    let view = crate::picture(&graph, "claim", &Selection::around(burned, 0));
    let house = Some("Government");
    assert_eq!(
        boxes(&graph, &view),
        expected(&[("m", house), ("s", house), ("t", None), ("o", None)])
    );

    let view = crate::picture(&graph, "conflict", &Selection::default());
    let side = only(&view, "Government");
    assert_eq!(texts(side), ["Government", "through Ministry, Spokesman"]);
    assert_eq!(texts(only(&view, "Spokesman")), ["Spokesman"]);

    // Where one node stands for both words, it is of no side, and says so.
    for name in ["case", "sourcing"] {
        let view = crate::picture(&graph, name, &Selection::default());
        let spokesman = only(&view, "Spokesman");
        let words = "side: Government, at times";
        assert!(texts(spokesman).contains(&words), "{name} {spokesman:?}");
        assert_eq!(spokesman.side, None, "{name}");
        assert_ne!(only(&view, "Ministry").side, None, "{name}");
    }
}

#[test]
fn who_always_speaks_for_one_of_its_houses_is_drawn_with_that() {
    // From July on the ministry answers to nobody: what it says then shares itself with what its spokesman said before.
    let graph = support::case(
        "
actors:
  government: { name: Government }
  ministry: { name: Ministry, affiliations: [{ to: government, role: organ-of, until: 2025-06-30 }] }
  spokesman: { name: Spokesman, affiliations: [{ to: ministry, role: spokesperson-of }] }
claims: { burned: { text: It burned } }
statements:
  - { id: m, by: ministry, asserts: burned, date: 2025-07-11 }
  - { id: s, by: spokesman, asserts: burned, date: 2025-05-11 }
",
    );
    let burned = support::claim(&graph, "burned");
    let view = crate::picture(&graph, "claim", &Selection::around(burned, 0));
    let house = Some("Ministry");
    assert_eq!(
        boxes(&graph, &view),
        expected(&[("m", house), ("s", house)])
    );
}

#[test]
fn who_answers_to_two_houses_is_drawn_with_the_one_that_speaks() {
    let graph = support::case(
        "
actors:
  army: { name: Army }
  police: { name: Police }
  guard:
    name: Guard
    affiliations: [{ to: army, role: part-of }, { to: police, role: part-of }]
claims: { burned: { text: It burned } }
statements:
  - { id: g, by: guard, asserts: burned }
  - { id: p, by: police, asserts: burned }
",
    );
    let burned = support::claim(&graph, "burned");
    let view = crate::picture(&graph, "claim", &Selection::around(burned, 0));
    let house = Some("Police");
    assert_eq!(
        boxes(&graph, &view),
        expected(&[("g", house), ("p", house)])
    );
}

#[test]
fn a_tie_that_may_not_hold_draws_nobody_in() {
    let graph = case(
        "
  - { id: m, by: ministry, asserts: burned, date: 2025-05-11 }
  - { id: s, by: spokesman, asserts: burned, date: 2025 }
",
    );
    let burned = support::claim(&graph, "burned");
    let view = crate::picture(&graph, "claim", &Selection::around(burned, 0));
    assert_eq!(boxes(&graph, &view), expected(&[("m", None), ("s", None)]));
}

/// Ties from one actor to another from a day to a day, and who speaks on which day.
type Spoken = (Vec<(u8, u8, u8, u8)>, Vec<(u8, u8)>);

/// For whom an actor speaks on a day.
fn voices((ties, _): &Spoken, actor: u8, day: u8) -> BTreeSet<u8> {
    let mut found = BTreeSet::from([actor]);
    loop {
        let held = ties.iter().filter(|tie| (tie.2..=tie.3).contains(&day));
        let reached = held.filter(|tie| found.contains(&tie.0)).map(|tie| tie.1);
        let all: BTreeSet<u8> = found.iter().copied().chain(reached).collect();
        if all.len() == found.len() {
            return found;
        }
        found = all;
    }
}

/// In which box each of the statements stands, by their numbers.
fn drawn((ties, said): &Spoken) -> Vec<Option<usize>> {
    let mut records = vec![r#"{"claim":{"id":"c","text":"It burned"}}"#.to_owned()];
    for actor in 0..6 {
        let own = ties.iter().filter(|tie| tie.0 == actor);
        let own: Vec<String> = own
            .map(|(_, to, from, until)| {
                format!(
                    r#"{{"to":"a{to}","role":"part-of","from":"2025-01-0{from}","until":"2025-01-0{until}"}}"#
                )
            })
            .collect();
        records.push(format!(
            r#"{{"actor":{{"id":"a{actor}","affiliations":[{}]}}}}"#,
            own.join(",")
        ));
    }
    for (number, (actor, day)) in said.iter().enumerate() {
        records.push(format!(
            r#"{{"statement":{{"id":"s{number}","by":"a{actor}","asserts":"c","basis":"witnessed","date":"2025-01-0{day}"}}}}"#
        ));
    }
    let views = views_of_lines(records.join("\n"));
    let view = &views
        .iter()
        .find(|(one, _)| one.name == "claim")
        .expect("a picture")
        .1;
    let day = |node: &Node| {
        node.label[0]
            .text
            .split_once(" · ")
            .expect("a day")
            .1
            .to_owned()
    };
    let told = |(actor, on): &(u8, u8)| {
        let mut nodes = view.nodes.iter().filter(|node| node.by.is_some());
        let node = nodes.find(|node| {
            texts(node).contains(&format!("a{actor}").as_str())
                && day(node) == format!("2025-01-0{on}")
        });
        node.expect("the statement is drawn").cluster
    };
    said.iter().map(told).collect()
}

fn spoken() -> impl Strategy<Value = Spoken> {
    let tie = (0..6u8, 0..6u8, 1..6u8, 1..9u8)
        .prop_filter("another", |tie| tie.0 != tie.1 && tie.2 <= tie.3);
    let said = prop::collection::btree_set((0..6u8, 1..9u8), 1..7);
    let said = said.prop_map(|said| said.into_iter().collect());
    (prop::collection::vec(tie, 0..8), said)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn those_in_one_box_share_a_voice_and_those_who_all_share_one_are_in_one_box(spoken in spoken()) {
        let said = &spoken.1;
        let boxes = drawn(&spoken);
        let all: Vec<BTreeSet<u8>> =
            said.iter().map(|&(actor, day)| voices(&spoken, actor, day)).collect();
        let common = |all: &[&BTreeSet<u8>]| {
            let first = all[0].iter();
            first.filter(|voice| all.iter().all(|voices| voices.contains(voice))).count()
        };
        let homes: BTreeSet<usize> = boxes.iter().copied().flatten().collect();
        for home in homes {
            let within = all.iter().zip(&boxes).filter(|(_, one)| **one == Some(home));
            let within: Vec<&BTreeSet<u8>> = within.map(|(voices, _)| voices).collect();
            prop_assert!(common(&within) > 0, "{:?}", boxes);
        }
        if said.len() > 1 && common(&all.iter().collect::<Vec<_>>()) > 0 {
            prop_assert!(boxes[0].is_some() && boxes.iter().all(|home| *home == boxes[0]), "{:?}", boxes);
        }
    }
}
