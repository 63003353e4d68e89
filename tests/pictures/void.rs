//! What does not count, in the picture of a claim: crossed out, on no line and in no box.

use claimgraph::case::ClaimGraph;
use claimgraph::draw::view::{Edge, EdgeRole, Node, Role};
use claimgraph::draw::{Selection, Theme, View, dot, svg};

use crate::support;

fn picture(graph: &ClaimGraph) -> View {
    let claim = support::claim(graph, "c");
    crate::picture(graph, "claim", &Selection::around(claim, 0))
}

fn texts(node: &Node) -> Vec<&str> {
    node.label.iter().map(|line| line.text.as_str()).collect()
}

fn void(view: &View) -> Vec<&Node> {
    let nodes = view.nodes.iter();
    nodes.filter(|node| node.role == Role::Void).collect()
}

#[test]
fn what_was_taken_back_is_crossed_out_with_the_day() {
    let graph = support::case(
        "
actors: { pavo: { name: Pavo }, ilda: {}, norna: {} }
claims: { c: { text: Nobody warned the villages } }
statements:
  - { id: i, by: ilda, asserts: c, basis: witnessed, date: 2025-05-10 }
  - { id: p, by: pavo, asserts: c, basis: witnessed, date: 2025-05-10 }
  - { id: n, by: norna, relays: c, cites: p, date: 2025-05-13 }
  - { id: back, by: pavo, retracts: c, date: 2025-05-15 }
",
    );
    let view = picture(&graph);
    let [node] = void(&view)[..] else {
        panic!("{:#?}", view.nodes);
    };
    assert_eq!(
        texts(node),
        ["asserts · 2025-05-10", "Pavo", "taken back on 2025-05-15"]
    );
    assert!(
        node.tooltip.ends_with("taken back on 2025-05-15"),
        "{}",
        node.tooltip
    );
    assert!(node.on_lines.is_empty());

    // It leads to the claim and to who passes it on, and carries nothing.
    let from = |edge: &&Edge| view.nodes[edge.from].role == Role::Void;
    let edges: Vec<&Edge> = view.edges.iter().filter(from).collect();
    assert_eq!(edges.len(), 2, "{edges:?}");
    assert!(edges.iter().all(|edge| edge.role == EdgeRole::Void));

    assert!(
        view.notes[0].ends_with(" for it, 1 statement taken back"),
        "{:?}",
        view.notes
    );
    let drawn = String::from_utf8(svg::write(&view, Theme::Light)).unwrap();
    assert_eq!(drawn.matches("line-through").count(), 1, "{drawn}");
    let drawn = String::from_utf8(dot::write(&view, Theme::Light)).unwrap();
    assert_eq!(drawn.matches("<s>").count(), 1, "{drawn}");
}

#[test]
fn what_was_taken_back_is_in_no_box_and_no_cut() {
    let graph = support::case(
        "
actors:
  ministry: { name: Ministry }
  bureau: { affiliations: [{ to: ministry, role: organ-of }] }
  press: { affiliations: [{ to: ministry, role: organ-of }] }
claims: { c: { text: Nobody warned the villages } }
statements:
  - { by: bureau, asserts: c, basis: witnessed, date: 2025-05-10 }
  - { by: press, asserts: c, basis: witnessed, date: 2025-05-11 }
  - { by: ministry, asserts: c, basis: witnessed, date: 2025-05-10 }
  - { by: ministry, retracts: c, date: 2025-05-15 }
",
    );
    let view = picture(&graph);
    let homes: Vec<bool> = view
        .nodes
        .iter()
        .map(|node| node.cluster.is_some())
        .collect();
    assert_eq!(
        homes.iter().filter(|&&home| home).count(),
        2,
        "{:#?}",
        view.nodes
    );
    let node = void(&view)[0];
    assert_eq!((node.cluster, node.side), (None, None));
    assert_eq!(node.label.len(), 3, "no mark of a cut: {node:?}");
}

#[test]
fn many_words_taken_back_are_one_stack() {
    let mut records = String::from("{\"claim\":{\"id\":\"c\",\"text\":\"c\"}}\n");
    for number in 0..300 {
        for said in ["asserts", "retracts"] {
            records += &format!(
                "{{\"statement\":{{\"id\":\"{said}{number}\",\"by\":\"a{number}\",\"{said}\":\"c\"}}}}\n"
            );
        }
        records += &format!("{{\"actor\":{{\"id\":\"a{number}\"}}}}\n");
    }
    let views = crate::views::views_of_lines(records);
    let (_, view) = views
        .iter()
        .find(|(one, _)| one.name == "claim")
        .expect("a picture");
    let [stack] = void(view)[..] else {
        panic!("{:#?}", view.nodes);
    };
    assert_eq!((stack.times, texts(stack)[0]), (300, "taken back ×300"));
}
