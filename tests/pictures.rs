//! Pictures: hostile text comes out literally, every picture can be drawn, and what each shows.

#[path = "pictures/sides.rs"]
mod sides;
mod support;
#[path = "pictures/told.rs"]
mod told;
#[path = "support/tools.rs"]
mod tools;
#[path = "support/views.rs"]
mod views;
#[path = "pictures/void.rs"]
mod void;
#[path = "support/xml.rs"]
mod xml;

use claimgraph::analysis::{Facts, Settings};
use claimgraph::case::{ClaimGraph, Node};
use claimgraph::draw::view::{Edge, EdgeRole, Emphasis, Line, LineKind, Role};
use claimgraph::draw::{PICTURES, Selection, Theme, View, dot, svg, view};
use claimgraph::rules::{self, Detail};
use views::views_of_lines;

/// Texts that would mean something to Graphviz, XML or a browser.
const HOSTILE: &[&str] = &[
    r#"she said "no""#,
    r"ends in \",
    r"\N \G \E \T \L \l \r \n",
    r#"x", URL="javascript:alert(1)", tooltip="y"#,
    "<b>bold</b>",
    "</td></tr></table>>];",
    "&lt;b&gt; &amp; &nbsp; &#60; &bogus;",
    "<script>alert(1)</script>",
    "]]> --> <!-- */",
    "a -> b; c [label=x]",
    "n0:port | {record}",
    "شهود عيان في مزار شريف",
    "עדים אמרו \"כן\"",
    "塔利班表示三名高级成员被打死",
    "👩‍👩‍👧‍👦 🏴‍☠️ e\u{301}",
    "%d %s ${HOME} `id`",
];

fn drawn_by_hand(text: &str) -> View {
    let mut view = View {
        title: text.into(),
        notes: vec![text.into()],
        ..View::default()
    };
    let cluster = view.enclose(view::Cluster {
        role: view::ClusterRole::Event,
        title: text.into(),
        detail: text.into(),
        side: None,
        emphasis: Emphasis::None,
        record: None,
    });
    let roles = [
        Role::Claim(claimgraph::analysis::Status::Contested),
        Role::Actor,
        Role::Evidence,
    ];
    for role in roles {
        let kinds = [
            LineKind::Caption,
            LineKind::Body,
            LineKind::Detail,
            LineKind::Mark,
        ];
        let label = kinds.map(|kind| Line::new(kind, text)).to_vec();
        let node = view.add(view::Node::new(role, label, text));
        view.nodes[node].cluster = Some(cluster);
    }
    view.edges.push(Edge {
        label: text.into(),
        ..Edge::new(1, 0, EdgeRole::Asserts)
    });
    view.edges.push(Edge::new(1, 2, EdgeRole::Disputes));
    view.sides.push((view::Hue(0), text.into()));
    view
}

/// What is left of a text when it is broken into lines: its signs, without blanks.
fn signs(text: &str) -> String {
    text.chars()
        .filter(|char| !char.is_whitespace() && *char != '\u{a0}')
        .collect()
}

fn is_shown(text: &str, picture: &str) -> bool {
    let shown: String = xml::texts(picture).iter().map(|text| signs(text)).collect();
    // Title, note, box and three nodes; edge labels may be cut short.
    shown.matches(&signs(text)).count() >= 6
}

#[test]
fn hostile_texts_come_out_literally_from_graphviz() {
    for text in HOSTILE {
        let view = drawn_by_hand(text);
        let Some(picture) = tools::dot(&dot::write(&view, Theme::Light)) else {
            return;
        };
        assert!(is_shown(text, &picture), "{text:?} is not in\n{picture}");
        let tips = xml::attributes(&picture, "xlink:title");
        assert!(
            tips.iter().filter(|tip| signs(tip) == signs(text)).count() >= 4,
            "{text:?} is not in {tips:?}"
        );
        assert!(
            xml::attributes(&picture, "xlink:href").is_empty(),
            "{picture}"
        );
        assert_eq!(picture.matches("class=\"node\"").count(), 3, "{picture}");
        assert_eq!(picture.matches("class=\"edge\"").count(), 2, "{picture}");
    }
}

#[test]
fn hostile_texts_come_out_literally_without_graphviz() {
    for text in HOSTILE {
        for theme in [Theme::Light, Theme::Dark] {
            let picture =
                String::from_utf8(svg::write(&drawn_by_hand(text), theme)).expect("UTF-8");
            assert!(is_shown(text, &picture), "{text:?} is not in\n{picture}");
            assert!(
                !picture.contains("<script") && !picture.contains("href"),
                "{picture}"
            );
        }
    }
}

#[test]
fn characters_that_xml_forbids_do_not_reach_it() {
    let text: String = (0..0x20)
        .chain([0x7f, 0xfffe, 0xffff, 0x202e, 0x2066])
        .filter_map(char::from_u32)
        .collect();
    let view = drawn_by_hand(&format!("a{text}b"));
    let own = String::from_utf8(svg::write(&view, Theme::Light)).expect("UTF-8");
    assert!(is_shown("a b", &own));
    if let Some(picture) = tools::dot(&dot::write(&view, Theme::Light)) {
        assert!(is_shown("a b", &picture));
    }
}

#[test]
fn what_a_text_leaves_open_is_closed() {
    for text in [
        "a\u{2068}b",
        "\u{2069}a\u{2069}b",
        "\u{2068}\u{2068}a\u{2069}b<c>\u{2068}",
    ] {
        let view = drawn_by_hand(text);
        let own = String::from_utf8(svg::write(&view, Theme::Light)).expect("UTF-8");
        let letters: String = xml::texts(&own).concat();
        assert!(letters.contains('a') && letters.contains('b'));
        assert_eq!(
            own.matches("<tspan").count(),
            own.matches("</tspan>").count()
        );
        assert!(!own.contains(['\u{2068}', '\u{2069}']));
        if let Some(picture) = tools::dot(&dot::write(&view, Theme::Light)) {
            assert!(is_shown("ab", &picture.replace("&lt;c&gt;", "")));
        }
    }
}

/// All pictures of a case, each with its name, under default settings.
fn pictures(graph: &ClaimGraph, selection: &Selection) -> Vec<(&'static str, View)> {
    let facts = Facts::new(graph, Settings::default());
    let findings = rules::check(&facts, Detail::Sharpest);
    PICTURES
        .iter()
        .map(|picture| (picture.name, (picture.view)(&facts, &findings, selection)))
        .collect()
}

fn picture(graph: &ClaimGraph, name: &str, selection: &Selection) -> View {
    let mut all = pictures(graph, selection).into_iter();
    all.find(|(known, _)| *known == name)
        .expect("a picture of that name")
        .1
}

#[test]
fn every_picture_of_every_rule_example_can_be_drawn() {
    let mut all = Vec::new();
    for rule in rules::catalogue() {
        for yaml in [rule.fires, rule.clean] {
            let graph = support::case(yaml);
            for (_, view) in pictures(&graph, &Selection::default()) {
                let own = String::from_utf8(svg::write(&view, Theme::Light)).expect("UTF-8");
                xml::texts(&own);
                all.extend(dot::write(&view, Theme::Light));
            }
        }
    }
    tools::dot(&all);
}

#[test]
fn every_picture_of_the_datasets_can_be_drawn() {
    let mut all = Vec::new();
    for dataset in [
        "datasets/quickstart.yaml",
        "datasets/citogenesis.yaml",
        "datasets/afghanistan",
    ] {
        let graph = support::files(&[dataset]);
        for (_, view) in pictures(&graph, &Selection::default()) {
            for theme in [Theme::Light, Theme::Dark] {
                let own = String::from_utf8(svg::write(&view, theme)).expect("UTF-8");
                xml::texts(&own);
                all.extend(dot::write(&view, theme));
            }
        }
    }
    tools::dot(&all);
}

#[test]
fn an_empty_case_has_pictures_that_say_so() {
    let graph = support::case("case: nothing\n");
    for (name, view) in pictures(&graph, &Selection::default()) {
        assert!(view.nodes.is_empty() && !view.notes.is_empty(), "{name}");
        xml::texts(std::str::from_utf8(&svg::write(&view, Theme::Light)).expect("UTF-8"));
        tools::dot(&dot::write(&view, Theme::Light));
    }
}

#[test]
fn a_picture_says_what_it_leaves_out() {
    let graph = support::files(&["datasets/afghanistan"]);
    for (name, view) in pictures(
        &graph,
        &Selection {
            limit: Some(9),
            ..Selection::default()
        },
    ) {
        let claims = view
            .nodes
            .iter()
            .filter(|node| matches!(node.role, Role::Claim(_)))
            .count();
        assert!(view.nodes.len() <= 40, "{name}: {}", view.nodes.len());
        if name != "claim" {
            assert!(
                view.notes.iter().any(|note| note.contains("not shown")),
                "{name}: {claims} {:?}",
                view.notes
            );
        }
    }
}

#[test]
fn the_same_case_gives_the_same_pictures_in_whatever_order_it_is_read() {
    let files = [
        "datasets/afghanistan/iskp-raids-2023.yaml",
        "datasets/afghanistan/pakistan-embassy-2022.yaml",
    ];
    let drawn = |files: &[&str]| -> Vec<Vec<u8>> {
        let graph = support::files(files);
        let views = pictures(&graph, &Selection::default());
        // The titles of a case stand in the order in which its files are read.
        let untitled = views.into_iter().map(|(_, view)| View {
            title: String::new(),
            ..view
        });
        untitled
            .flat_map(|view| {
                [
                    dot::write(&view, Theme::Light),
                    svg::write(&view, Theme::Dark),
                ]
            })
            .collect()
    };
    let one_thread = rayon::ThreadPoolBuilder::new()
        .num_threads(1)
        .build()
        .expect("a pool");
    let there = drawn(&files);
    assert_eq!(there, drawn(&[files[1], files[0]]));
    assert_eq!(there, one_thread.install(|| drawn(&files)));
}

/// The first body line of a node.
fn body(view: &View, at: usize) -> &str {
    let body = view.nodes[at]
        .label
        .iter()
        .find(|line| line.kind == LineKind::Body);
    body.map_or("", |line| line.text.as_str())
}

#[test]
fn a_round_trip_is_drawn_as_a_circle() {
    let graph = support::files(&["datasets/citogenesis.yaml"]);
    let claim = support::claim(&graph, "child-lit-lamp");
    let view = picture(&graph, "claim", &Selection::around(claim, 0));
    let looping: Vec<(&str, &str)> = view
        .edges
        .iter()
        .filter(|edge| edge.emphasis == Emphasis::Loop)
        .map(|edge| (body(&view, edge.from), body(&view, edge.to)))
        .collect();
    assert_eq!(
        looping,
        [
            ("Allpedia", "The Morning Ledger"),
            ("The Morning Ledger", "Allpedia")
        ]
    );
    let view = picture(&graph, "sourcing", &Selection::default());
    let looping = view
        .edges
        .iter()
        .filter(|edge| edge.emphasis == Emphasis::Loop);
    let mut looping: Vec<(&str, &str)> = looping
        .map(|edge| (body(&view, edge.from), body(&view, edge.to)))
        .collect();
    looping.sort_unstable();
    assert_eq!(
        looping,
        [
            ("Allpedia", "The Morning Ledger"),
            ("The Morning Ledger", "Allpedia")
        ]
    );
}

#[test]
fn one_origin_behind_two_outlets_is_marked_as_the_cut() {
    let graph = support::files(&["datasets/quickstart.yaml"]);
    let claim = support::claim(&graph, "battery-started");
    let view = picture(&graph, "claim", &Selection::around(claim, 0));
    let cut: Vec<&str> = (0..view.nodes.len())
        .filter(|&at| view.nodes[at].emphasis == Emphasis::Cut)
        .map(|at| body(&view, at))
        .collect();
    assert_eq!(cut, ["Lena Osei, fire chief"]);
}

#[test]
fn independent_lines_are_numbered() {
    let graph = support::files(&["datasets/quickstart.yaml"]);
    let claim = support::claim(&graph, "shed-burned");
    let view = picture(&graph, "claim", &Selection::around(claim, 0));
    let lines = view
        .nodes
        .iter()
        .flat_map(|node| &node.label)
        .filter(|line| line.text.starts_with("line "));
    let lines: Vec<&str> = lines.map(|line| line.text.as_str()).collect();
    assert_eq!(lines, ["line 1 of 2", "line 2 of 2"]);
}

#[test]
fn word_against_word_has_a_side_on_either_hand() {
    let graph = support::files(&["datasets/quickstart.yaml"]);
    let view = picture(&graph, "conflict", &Selection::default());
    let edges: Vec<(&str, EdgeRole, view::Pull)> = view
        .edges
        .iter()
        .map(|edge| (body(&view, edge.from), edge.role, edge.pull))
        .collect();
    assert_eq!(
        edges,
        [
            ("Dunmore Storage", EdgeRole::Asserts, view::Pull::Forward),
            ("Dockers' Union", EdgeRole::Disputes, view::Pull::Backward),
        ]
    );
}

#[test]
fn a_chain_of_fifty_thousand_is_shown_by_its_ends() {
    let mut records = String::from("{\"claim\":{\"id\":\"c\",\"text\":\"c\"}}\n");
    for at in 0..50_000 {
        let cites = match at {
            0 => String::new(),
            _ => format!(",\"cites\":[\"s{}\"]", at - 1),
        };
        records += &format!("{{\"actor\":{{\"id\":\"a{at}\"}}}}\n");
        records += &format!(
            "{{\"statement\":{{\"id\":\"s{at}\",\"by\":\"a{at}\",\"asserts\":\"c\"{cites}}}}}\n"
        );
    }
    for (picture, view) in views_of_lines(records) {
        assert!(
            view.nodes.len() <= 2 * picture.limit,
            "{}: {}",
            picture.name,
            view.nodes.len()
        );
        assert!(!svg::write(&view, Theme::Light).is_empty());
    }
}

#[test]
fn a_crowd_is_counted_and_not_drawn() {
    let mut records = String::new();
    for claim in 0..3 {
        records += &format!("{{\"claim\":{{\"id\":\"c{claim}\",\"text\":\"c\"}}}}\n");
    }
    for at in 0..3_000 {
        let (claim, stance) = (at % 3, if at % 2 == 0 { "asserts" } else { "disputes" });
        let cites = match at {
            ..50 => String::new(),
            _ => format!(",\"cites\":[\"s{}\",\"s{}\"]", at % 50, at * 7 % 50),
        };
        records += &format!("{{\"actor\":{{\"id\":\"a{at}\"}}}}\n");
        records += &format!(
            "{{\"statement\":{{\"id\":\"s{at}\",\"by\":\"a{at}\",\"{stance}\":\"c{claim}\"{cites}}}}}\n"
        );
    }
    for (picture, view) in views_of_lines(records) {
        assert!(
            view.nodes.len() <= 2 * picture.limit,
            "{}: {}",
            picture.name,
            view.nodes.len()
        );
        assert!(
            view.edges.len() <= 4 * picture.limit,
            "{}: {}",
            picture.name,
            view.edges.len()
        );
    }
}

#[test]
fn a_selection_keeps_to_what_was_asked() {
    let graph = support::files(&["datasets/afghanistan"]);
    let Some(Node::Event(event)) = graph.find("mazar-raids") else {
        panic!("an event")
    };
    let view = picture(
        &graph,
        "case",
        &Selection {
            event: Some(event),
            ..Selection::default()
        },
    );
    assert!(
        view.clusters
            .iter()
            .any(|cluster| cluster.title == "Three raids in Mazar-i-Sharif")
    );
    assert!(
        !view
            .clusters
            .iter()
            .any(|cluster| cluster.title == "Attack on the Pakistani embassy")
    );

    let claim = support::claim(&graph, "is-no-presence");
    let alone = picture(&graph, "case", &Selection::around(claim, 0));
    let near = picture(&graph, "case", &Selection::around(claim, 1));
    let claims = |view: &View| {
        view.nodes
            .iter()
            .filter(|node| matches!(node.role, Role::Claim(_)))
            .count()
    };
    assert_eq!(claims(&alone), 1);
    assert!(claims(&near) > 3);
}

#[test]
fn a_picture_within_a_page_leads_from_each_node_to_its_record() {
    let graph = support::files(&["datasets/quickstart.yaml"]);
    let view = picture(&graph, "case", &Selection::default());
    let link = |record: Node| Some(format!("#{}", graph.id(record)));
    let drawn = String::from_utf8(svg::lay_out(&view).inline(Theme::Light, &link)).expect("UTF-8");
    let boxes = view.clusters.iter().filter_map(|cluster| cluster.record);
    let nodes = view.nodes.iter().map(|node| node.record.expect("a record"));
    let expected: Vec<String> = boxes.chain(nodes).filter_map(link).collect();
    assert!(
        expected.len() > view.nodes.len(),
        "boxes lead to their events"
    );
    assert_eq!(xml::attributes(&drawn, "href"), expected);
    assert!(!drawn.contains(" id=\""), "two pictures share a page");
    xml::texts(&drawn);
}
