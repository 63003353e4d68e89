//! Citation networks that were published with their totals: they are loaded as cases of one claim, and the totals come
//! out.
//!
//! The networks are from E. Garfield's HistCite collection (results of searches in the Web of Science), as V. Batagelj
//! put them in order and described them ("Efficient algorithms for citation network analysis", 2003, table 1); used
//! here are years and citations only, by permission of ISI, Philadelphia. How many citation paths there are was
//! counted by another program (networkx: the sum over a topological order of the condensed network).

mod support;

use std::collections::BTreeMap;
use std::fmt::Write;

use claimgraph::analysis::{Facts, Settings};
use claimgraph::case::ClaimGraph;
use claimgraph::read::Input;

/// A network as it was published.
struct Published {
    network: &'static str,
    papers: usize,
    /// Citations, each once, and those of a paper by itself.
    citations: usize,
    loops: usize,
    /// Papers that neither cite nor are cited.
    isolated: usize,
    /// How many strongly connected parts of 2, 3 and 4 papers there are; larger ones there are none.
    cyclic: [usize; 3],
    paths: &'static str,
}

const SMALL_WORLD: Published = Published {
    network: include_str!("published/small-world.txt"),
    papers: 396,
    // 1988 in the table, as the file has every citation twice.
    citations: 994,
    loops: 0,
    isolated: 163,
    cyclic: [0, 0, 0],
    paths: "125345",
};

const SMALL_GRIFFITH: Published = Published {
    network: include_str!("published/small-griffith.txt"),
    papers: 1059,
    // 4922 in the table, three of them twice.
    citations: 4919,
    loops: 1,
    isolated: 35,
    cyclic: [2, 0, 0],
    paths: "217370826",
};

const SCIENTOMETRICS: Published = Published {
    network: include_str!("published/scientometrics.txt"),
    papers: 3084,
    // 10416 in the table, three of them twice.
    citations: 10413,
    loops: 1,
    isolated: 355,
    cyclic: [5, 2, 1],
    paths: "725724968",
};

/// A paper a statement on one claim, by an actor of its own.
fn case(network: &str) -> ClaimGraph {
    let mut text = "{\"claim\":{\"id\":\"c\",\"text\":\"c\"}}\n".to_owned();
    let papers = network.lines().filter(|line| !line.starts_with('#'));
    for (paper, line) in (1..).zip(papers) {
        let mut words = line.split(' ');
        let year = words.next().expect("a year");
        let cites: Vec<String> = words.map(|cited| format!("\"p{cited}\"")).collect();
        let cites = cites.join(",");
        writeln!(text, "{{\"actor\":{{\"id\":\"a{paper}\"}}}}").unwrap();
        writeln!(
            text,
            "{{\"statement\":{{\"id\":\"p{paper}\",\"by\":\"a{paper}\",\"asserts\":\"c\",\"date\":\"{year}\",\"cites\":[{cites}]}}}}"
        )
        .unwrap();
    }
    let (graph, problems) = support::read(&[Input::Text("n.ndjson".into(), text.into_bytes())]);
    assert!(problems.is_empty(), "{problems:?}");
    graph
}

fn totals_come_out(published: &Published) {
    let graph = case(published.network);
    let facts = Facts::new(&graph, Settings::default());
    assert_eq!(graph.statement_count(), published.papers);
    let mut sizes: BTreeMap<usize, usize> = BTreeMap::new();
    for cycle in facts.cycles() {
        *sizes.entry(cycle.members.len()).or_default() += 1;
    }
    let of_size = |size: usize| sizes.get(&size).copied().unwrap_or(0);
    assert_eq!([2, 3, 4].map(of_size), published.cyclic);
    // A paper that cites itself may lie on a larger cycle.
    assert!(of_size(1) <= published.loops);
    assert!(sizes.keys().all(|&size| size <= 4));
    let claim = support::claim(&graph, "c");
    let influence = facts.influence(&[claim], usize::MAX);
    assert_eq!(influence.statements, published.papers);
    let on_paths = influence.through_statements.len();
    assert_eq!(on_paths, published.papers - published.isolated);
    assert_eq!(influence.citations, published.citations);
    assert_eq!(influence.paths.to_string(), published.paths);
}

#[test]
fn the_totals_of_396_papers_on_small_worlds_come_out() {
    totals_come_out(&SMALL_WORLD);
}

#[test]
fn the_totals_of_1059_papers_on_co_citation_come_out() {
    totals_come_out(&SMALL_GRIFFITH);
}

#[test]
fn the_totals_of_3084_papers_of_scientometrics_come_out() {
    totals_come_out(&SCIENTOMETRICS);
}
