//! Pictures of many statements: nobody is lost, it fits a screen, and a browser finds nothing out of its place.

mod support;
#[path = "support/tools.rs"]
mod tools;
#[path = "support/views.rs"]
mod views;
#[path = "support/xml.rs"]
mod xml;

use std::path::{Path, PathBuf};
use std::process::Command;

use claimgraph::analysis::{Facts, Settings};
use claimgraph::case::{ClaimGraph, Node};
use claimgraph::draw::view::EdgeRole;
use claimgraph::draw::{self, PICTURES, Selection, Theme, View, svg, view};
use claimgraph::rules::{self, Detail};
use views::views_of_lines;

/// Forty statements on one claim by forty actors; `more` tells the rest of each.
fn forty(more: impl Fn(usize) -> String) -> View {
    let mut records = String::from("{\"claim\":{\"id\":\"c\",\"text\":\"It burned\"}}\n");
    for at in 0..40 {
        records += &format!("{{\"actor\":{{\"id\":\"a{at}\",\"name\":\"Actor {at}.\"}}}}\n");
        let more = more(at);
        records += &format!("{{\"statement\":{{\"id\":\"s{at}\",\"by\":\"a{at}\",{more}}}}}\n");
    }
    let mut views = views_of_lines(records).into_iter();
    let (_, view) = views
        .find(|(picture, _)| picture.name == "claim")
        .expect("the picture of a claim");
    view
}

/// What an editor can take in: nobody is lost, and it fits a screen.
fn is_taken_in(view: &View) {
    for at in 0..40 {
        let name = format!("Actor {at}.");
        let alone = view.nodes.iter().flat_map(|node| &node.label);
        let stacked = view.nodes.iter().flat_map(|node| &node.stack);
        let named = alone.filter(|line| line.text == name).count()
            + stacked.filter(|member| member.name == name).count();
        assert_eq!(named, 1, "{name}");
    }
    assert!(view.nodes.len() <= 24, "{} nodes", view.nodes.len());
    let picture = String::from_utf8(svg::write(view, Theme::Light)).expect("UTF-8");
    let extent = xml::attributes(&picture, "viewBox");
    let sides: Vec<f64> = extent[0]
        .split(' ')
        .map(|side| side.parse().expect("a number"))
        .collect();
    assert!(sides[2] < 1_200.0 && sides[3] < 1_000.0, "{sides:?}");
}

#[test]
fn forty_who_say_so_themselves_are_read_from_a_list() {
    let basis = ["witnessed", "told", "inferred"];
    is_taken_in(&forty(|at| {
        format!("\"asserts\":\"c\",\"basis\":\"{}\"", basis[at % 3])
    }));
}

#[test]
fn a_chain_of_forty_is_shown_by_its_ends_and_a_list() {
    is_taken_in(&forty(|at| match at {
        0 => "\"asserts\":\"c\",\"basis\":\"witnessed\"".to_owned(),
        _ => format!("\"relays\":\"c\",\"cites\":[\"s{}\"]", at - 1),
    }));
}

#[test]
fn those_who_only_repeat_one_source_stand_together() {
    let view = forty(|at| match at {
        0 | 1 => "\"asserts\":\"c\",\"basis\":\"witnessed\"".to_owned(),
        _ => format!(
            "\"relays\":\"c\",\"cites\":[\"s{}\"]",
            usize::from(at % 3 > 0)
        ),
    });
    is_taken_in(&view);
    let mut crowds: Vec<usize> = view.nodes.iter().map(|node| node.stack.len()).collect();
    crowds.retain(|&crowd| crowd > 0);
    crowds.sort_unstable();
    assert_eq!(crowds, [13, 25], "one for each source");
}

#[test]
fn forty_who_cite_this_and_that_are_told_from_their_sources() {
    is_taken_in(&forty(|at| match at {
        ..12 => "\"asserts\":\"c\",\"basis\":\"witnessed\"".to_owned(),
        _ => {
            let cited: Vec<String> = (0..=at % 4)
                .map(|nth| format!("\"s{}\"", (at * 7 + nth * 5) % 12))
                .collect();
            format!("\"relays\":\"c\",\"cites\":[{}]", cited.join(","))
        }
    }));
}

#[test]
fn who_denies_is_never_in_one_stack_with_who_supports() {
    let view = forty(|at| {
        let stance = ["asserts", "disputes", "questions"][at % 3];
        format!("\"{stance}\":\"c\",\"basis\":\"told\"")
    });
    is_taken_in(&view);
    let stance = |member: &view::Member| match member.record {
        Some(Node::Statement(at)) => at,
        _ => panic!("a statement"),
    };
    for node in view.nodes.iter().filter(|node| !node.stack.is_empty()) {
        let captions: Vec<&str> = node.stack.iter().map(|one| one.tooltip.as_str()).collect();
        assert!(node.stack.iter().map(stance).count() > 3);
        let word = node.alike.expect("a word");
        assert!(
            captions.iter().all(|words| words.contains(word)),
            "{captions:?}"
        );
    }
}

#[test]
fn a_box_for_several_statements_tells_when_all_of_them_were_said() {
    let mut records = String::from(
        "{\"claim\":{\"id\":\"c\",\"text\":\"It burned\"}}\n{\"actor\":{\"id\":\"a\"}}\n",
    );
    for day in [5, 27, 14] {
        records += &format!(
            "{{\"statement\":{{\"id\":\"s{day}\",\"by\":\"a\",\"asserts\":\"c\",\"date\":\"2024-05-{day:02}\"}}}}\n"
        );
    }
    let mut views = views_of_lines(records).into_iter();
    let (_, view) = views
        .find(|(picture, _)| picture.name == "claim")
        .expect("the picture of a claim");
    let [node] = view
        .nodes
        .iter()
        .filter(|node| node.times == 3)
        .collect::<Vec<_>>()[..]
    else {
        panic!("one box for three");
    };
    let words: Vec<&str> = node.label.iter().map(|line| line.text.as_str()).collect();
    assert_eq!(words[..3], ["asserts ×3", "a", "2024-05-05 to 2024-05-27"]);
    for day in ["2024-05-05", "2024-05-27", "2024-05-14"] {
        assert!(node.tooltip.contains(day), "{}", node.tooltip);
    }
}

#[test]
fn denial_is_drawn_however_many_support() {
    let mut records = String::from("{\"claim\":{\"id\":\"c\",\"text\":\"It burned\"}}\n");
    for at in 0..3_000 {
        let stance = if at % 600 == 0 { "disputes" } else { "asserts" };
        let house = if at % 2 == 0 { at / 40 * 40 } else { at };
        let tie = match house == at {
            true => String::new(),
            false => format!(",\"affiliations\":[{{\"to\":\"a{house}\",\"role\":\"part-of\"}}]"),
        };
        records += &format!("{{\"actor\":{{\"id\":\"a{at}\"{tie}}}}}\n");
        records += &format!(
            "{{\"statement\":{{\"id\":\"s{at}\",\"by\":\"a{at}\",\"{stance}\":\"c\"}}}}\n"
        );
    }
    let mut views = views_of_lines(records).into_iter();
    let (_, view) = views
        .find(|(picture, _)| picture.name == "claim")
        .expect("one");
    let denying = view
        .edges
        .iter()
        .filter(|edge| edge.role == EdgeRole::Disputes);
    let denying: u32 = denying.map(|edge| view.nodes[edge.from].times).sum();
    assert_eq!(denying, 5);
    let claims = |node: &&view::Node| !matches!(node.role, view::Role::Claim(_));
    let shown: u32 = view
        .nodes
        .iter()
        .filter(claims)
        .map(|node| node.times)
        .sum();
    let left_out = format!("+ {} statements not shown.", 3_000 - shown);
    assert_eq!(view.notes[1], left_out, "what is left out is counted once");
    assert!(view.nodes.len() <= 40, "{}", view.nodes.len());
}

#[test]
fn a_few_are_each_drawn_for_themselves() {
    for dataset in ["datasets/quickstart.yaml", "datasets/citogenesis.yaml"] {
        for (name, view) in views_of(&support::files(&[dataset]), 1) {
            assert!(
                view.nodes.iter().all(|node| node.stack.is_empty()),
                "{name}"
            );
        }
    }
}

/// A case in which everybody cites this and that: `seed` says what.
fn tangle(seed: u64) -> String {
    let mut state = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
    let mut below = |most: u64| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state % most
    };
    let mut records = String::from(
        "{\"claim\":{\"id\":\"c\",\"text\":\"The warehouse at the harbour burned down in one night\"}}\n\
         {\"claim\":{\"id\":\"d\",\"text\":\"A fire broke out\",\"contradicts\":[\"c\"]}}\n",
    );
    let names = [
        "The Harbour Gazette",
        "دیدبان",
        "A port official who asked not to be named",
        "8am",
    ];
    for at in 0..12 + below(16) {
        let house = match below(3) {
            0 if at > 3 => format!(
                ",\"affiliations\":[{{\"to\":\"a{}\",\"role\":\"part-of\"}}]",
                below(3)
            ),
            _ => String::new(),
        };
        let name = format!("{} {at}", names[below(4) as usize]);
        records += &format!("{{\"actor\":{{\"id\":\"a{at}\",\"name\":\"{name}\"{house}}}}}\n");
        for nth in 0..=below(2) {
            let stance = ["asserts", "relays", "disputes", "questions", "corroborates"];
            let (stance, claim) = (
                stance[below(5) as usize],
                ["c", "c", "d"][below(3) as usize],
            );
            let cited: Vec<String> = (0..below(4).min(at))
                .map(|_| format!("\"s{}-0\"", below(at.max(1))))
                .collect();
            let basis = ["witnessed", "told", "inferred"][below(3) as usize];
            records += &format!(
                "{{\"statement\":{{\"id\":\"s{at}-{nth}\",\"by\":\"a{at}\",\"{stance}\":\"{claim}\",\
                 \"cites\":[{}],\"basis\":\"{basis}\",\"date\":\"2024-05-{:02}\"}}}}\n",
                cited.join(","),
                1 + below(28)
            );
        }
    }
    records
}

/// The views of a dataset: the whole in every way, and every claim, or one in so many.
fn views_of(graph: &ClaimGraph, one_in: usize) -> Vec<(String, View)> {
    let facts = Facts::new(graph, Settings::default());
    let findings = rules::check(&facts, Detail::Sharpest);
    let whole = PICTURES
        .iter()
        .map(|picture| (picture, Selection::default()));
    let lineage = PICTURES
        .iter()
        .find(|picture| picture.about_one_claim)
        .expect("one");
    let claims = graph.claims().step_by(one_in);
    let single = claims.map(|claim| (lineage, Selection::around(claim, 0)));
    whole
        .chain(single)
        .enumerate()
        .map(|(at, (picture, selection))| {
            let view = (picture.view)(&facts, &findings, &selection);
            (format!("{}-{at}", picture.name), view)
        })
        .collect()
}

#[test]
fn claims_of_which_one_says_the_same_are_a_list_in_the_whole_case() {
    let mut records = String::from("{\"event\":{\"id\":\"e\",\"name\":\"A fire\"}}\n");
    for at in 0..30 {
        records += &format!(
            "{{\"claim\":{{\"id\":\"c{at:02}\",\"text\":\"Detail {at}.\",\"about\":[\"e\"]}}}}\n"
        );
        let by = ["one", "other", "third"][usize::from(at > 20) + usize::from(at > 27)];
        records += &format!(
            "{{\"statement\":{{\"id\":\"s{at}\",\"by\":\"{by}\",\"asserts\":\"c{at:02}\"}}}}\n"
        );
    }
    for actor in ["one", "other", "third"] {
        records += &format!("{{\"actor\":{{\"id\":\"{actor}\"}}}}\n");
    }
    let mut views = views_of_lines(records).into_iter();
    let (_, view) = views
        .find(|(picture, _)| picture.name == "case")
        .expect("one");
    let mut crowds: Vec<usize> = view.nodes.iter().map(|node| node.stack.len()).collect();
    crowds.retain(|&crowd| crowd > 0);
    assert_eq!(crowds, [21, 7], "two make no crowd");
    assert_eq!(view.clusters.len(), 1, "no part is needed");
}

#[test]
fn a_browser_finds_every_label_in_its_box_and_no_edge_through_a_box() {
    let names = ["chromium", "chromium-browser", "google-chrome"];
    let (Some(chromium), Some(node)) = (
        tools::found(&names, "Chromium"),
        tools::found(&["node", "nodejs"], "Node"),
    ) else {
        return;
    };
    let scripts = support::root().join("tests/browser");
    if !scripts.join("node_modules/playwright-core").exists() {
        tools::skip(
            "what the browser is driven with is not installed: `npm ci --prefix tests/browser`",
        );
        return;
    }
    let folder = tempfile::tempdir().expect("a folder");
    let mut files: Vec<PathBuf> = Vec::new();
    let mut write = |name: String, view: &View| {
        if view.nodes.is_empty() {
            return;
        }
        let file = folder.path().join(name).with_extension("svg");
        std::fs::write(&file, svg::write(view, Theme::Light)).expect("written");
        files.push(file);
    };
    let datasets = [
        ("quickstart.yaml", 1),
        ("citogenesis.yaml", 1),
        ("afghanistan", 24),
    ];
    for (dataset, one_in) in datasets {
        let graph = support::files(&[Path::new("datasets").join(dataset).to_str().expect("UTF-8")]);
        for (name, view) in views_of(&graph, one_in) {
            write(format!("{name} of {dataset}"), &view);
        }
    }
    // All claims of one event at once.
    let graph = support::files(&["datasets/afghanistan"]);
    let Some(Node::Event(event)) = graph.find("mazar-raids") else {
        panic!("an event")
    };
    let selection = Selection {
        event: Some(event),
        limit: Some(500),
        ..Selection::default()
    };
    let facts = Facts::new(&graph, Settings::default());
    write("an event".into(), &draw::case_view(&facts, &[], &selection));
    for seed in 0..10 {
        for (picture, view) in views_of_lines(tangle(seed)) {
            write(format!("{} of tangle {seed}", picture.name), &view);
        }
    }
    assert!(files.len() > 40, "{} pictures", files.len());
    let measured = Command::new(node)
        .current_dir(&scripts)
        .arg("pictures.mjs")
        .arg(chromium)
        .args(&files)
        .output()
        .expect("Node runs");
    let told = String::from_utf8_lossy(&measured.stdout);
    let complaint = String::from_utf8_lossy(&measured.stderr);
    if measured.status.code() == Some(3) {
        tools::skip("a font as wide as Helvetica, such as Liberation Sans, is not installed");
        return;
    }
    assert!(measured.status.success(), "{told}\n{complaint}");
}
