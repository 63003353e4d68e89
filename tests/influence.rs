//! Citation paths, held against listing them one by one and against powers of the adjacency matrix.

mod support;

use std::collections::BTreeMap;
use std::fmt::Write;

use claimgraph::analysis::{Facts, Influence, Settings};
use claimgraph::case::ClaimGraph;
use claimgraph::read::Input;
use num_bigint::BigUint;
use proptest::prelude::*;

/// A case of one claim: statement `sN` by `actors[N]`, citing what `edges` says.
fn network(actors: &[usize], edges: &[(usize, usize)]) -> ClaimGraph {
    let mut text = "{\"claim\":{\"id\":\"c\",\"text\":\"c\"}}\n".to_owned();
    let most = actors.iter().max().copied().unwrap_or(0);
    for actor in 0..=most {
        writeln!(text, "{{\"actor\":{{\"id\":\"a{actor:04}\"}}}}").unwrap();
    }
    for (at, actor) in actors.iter().enumerate() {
        let mut cites: Vec<String> = (edges.iter())
            .filter(|edge| edge.0 == at)
            .map(|edge| format!("\"s{:04}\"", edge.1))
            .collect();
        cites.sort();
        cites.dedup();
        let cites = cites.join(",");
        writeln!(
            text,
            "{{\"statement\":{{\"id\":\"s{at:04}\",\"by\":\"a{actor:04}\",\"asserts\":\"c\",\"cites\":[{cites}]}}}}"
        )
        .unwrap();
    }
    let (graph, problems) = support::read(&[Input::Text("n.ndjson".into(), text.into_bytes())]);
    let errors = problems
        .iter()
        .filter(|one| one.gravity == claimgraph::case::problem::Gravity::Error);
    assert_eq!(errors.count(), 0, "{problems:#?}");
    graph
}

fn influence(graph: &ClaimGraph) -> Influence {
    let facts = Facts::new(graph, Settings::default());
    let claim = support::claim(graph, "c");
    let influence = facts.influence(&[claim], usize::MAX);
    assert_eq!(influence.paths, facts.citation_paths(claim));
    influence
}

#[test]
fn what_supports_two_claims_counts_once() {
    let graph = support::case(
        r#"
actors: { ana: { name: Ana }, ben: { name: Ben }, cal: { name: Cal } }
claims:
  closed: { text: "The bridge and the road are closed", entails: bridge }
  bridge: { text: "The bridge is closed" }
statements:
  - { id: s1, by: ana, basis: witnessed, asserts: closed }
  - { id: s2, by: ben, relays: closed, cites: s1 }
  - { id: s3, by: cal, relays: bridge, cites: s1 }
"#,
    );
    let facts = Facts::new(&graph, Settings::default());
    let both = ["closed", "bridge"].map(|id| support::claim(&graph, id));
    let counts = |found: &Influence| (found.paths.to_string(), found.statements, found.citations);
    assert_eq!(
        counts(&facts.influence(&both, usize::MAX)),
        ("2".into(), 3, 2)
    );
    assert_eq!(
        counts(&facts.influence(&both[..1], usize::MAX)),
        ("1".into(), 2, 1)
    );
}

/// Every path of the condensed network, as the list of its components.
fn listed(nodes: usize, edges: &[(usize, usize)]) -> (Vec<usize>, Vec<Vec<usize>>) {
    let mut reach = vec![vec![false; nodes]; nodes];
    for (at, row) in reach.iter_mut().enumerate() {
        row[at] = true;
    }
    for &(from, to) in edges {
        reach[from][to] = true;
    }
    for middle in 0..nodes {
        for from in 0..nodes {
            for to in 0..nodes {
                reach[from][to] |= reach[from][middle] && reach[middle][to];
            }
        }
    }
    // A component goes by its first member.
    let component: Vec<usize> = (0..nodes)
        .map(|at| {
            (0..nodes)
                .find(|&other| reach[at][other] && reach[other][at])
                .unwrap()
        })
        .collect();
    let mut simple: Vec<(usize, usize)> = edges
        .iter()
        .map(|&(from, to)| (component[from], component[to]))
        .filter(|(from, to)| from != to)
        .collect();
    simple.sort_unstable();
    simple.dedup();
    let mut open: Vec<Vec<usize>> = (0..nodes)
        .filter(|&at| component[at] == at)
        .map(|at| vec![at])
        .collect();
    let mut paths = Vec::new();
    while let Some(path) = open.pop() {
        for &(_, to) in simple.iter().filter(|(from, _)| Some(from) == path.last()) {
            let mut longer = path.clone();
            longer.push(to);
            paths.push(longer.clone());
            open.push(longer);
        }
    }
    (component, paths)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]
    #[test]
    fn counted_paths_are_those_that_can_be_listed(
        actors in prop::collection::vec(0usize..4, 2..9),
        edges in prop::collection::vec((0usize..9, 0usize..9), 0..18),
    ) {
        let nodes = actors.len();
        let edges: Vec<(usize, usize)> = edges
            .into_iter()
            .map(|(from, to)| (from % nodes, to % nodes))
            .filter(|(from, to)| from != to)
            .collect();
        let graph = network(&actors, &edges);
        let found = influence(&graph);
        let (component, paths) = listed(nodes, &edges);
        prop_assert_eq!(&found.paths, &BigUint::from(paths.len()));
        let count = |test: &dyn Fn(&Vec<usize>) -> bool| {
            BigUint::from(paths.iter().filter(|path| test(path)).count())
        };
        let zero = BigUint::ZERO;
        let through: BTreeMap<&str, (&BigUint, &BigUint)> = found
            .through_statements
            .iter()
            .map(|one| (graph.id(one.of), (&one.paths, &one.ending)))
            .collect();
        for (at, own) in component.iter().enumerate() {
            let id = format!("s{at:04}");
            let (paths, ending) = through.get(id.as_str()).copied().unwrap_or((&zero, &zero));
            prop_assert_eq!(paths, &count(&|path| path.contains(own)));
            prop_assert_eq!(ending, &count(&|path| path.last() == Some(own)));
        }
        let by_actor: BTreeMap<&str, &BigUint> = found
            .through_actors
            .iter()
            .map(|one| (graph.id(one.of), &one.paths))
            .collect();
        for actor in 0..4 {
            let own: Vec<usize> = (0..nodes)
                .filter(|&at| actors[at] == actor)
                .map(|at| component[at])
                .collect();
            let expected = count(&|path| path.iter().any(|at| own.contains(at)));
            let id = format!("a{actor:04}");
            prop_assert_eq!(by_actor.get(id.as_str()).copied().unwrap_or(&zero), &expected);
        }
    }
}

#[test]
fn a_network_of_papers_has_as_many_paths_as_the_powers_of_its_matrix_say() {
    // 242 papers; each cites some of the fifteen or so before it, and many cite the fourth.
    let nodes = 242;
    let mut state = 7u64;
    let mut dice = |bound: u64| {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) % bound
    };
    let mut edges = Vec::new();
    for at in 5..nodes {
        if dice(2) == 0 {
            edges.push((at, 3));
        }
        for _ in 0..1 + dice(3) {
            let to = at - 1 - dice(at.min(40) as u64) as usize;
            edges.push((at, to));
        }
    }
    edges.sort_unstable();
    edges.dedup();
    let actors: Vec<usize> = (0..nodes).collect();
    let graph = network(&actors, &edges);
    let found = influence(&graph);
    // Paths of length k are the entries of the k-th power.
    let mut power: Vec<u128> = vec![1; nodes];
    let mut expected: u128 = 0;
    for _ in 0..nodes {
        let mut next = vec![0u128; nodes];
        for &(from, to) in &edges {
            next[from] += power[to];
        }
        expected += next.iter().sum::<u128>();
        power = next;
    }
    assert!(expected > 100_000, "{expected}");
    assert_eq!(found.paths, BigUint::from(expected));
    assert_eq!(found.citations, edges.len());
    assert_eq!(found.statements, nodes);
    let ends: BigUint = found.through_statements.iter().map(|one| &one.ending).sum();
    assert_eq!(ends, found.paths, "every path ends somewhere");
}

#[test]
fn counts_go_beyond_machine_words() {
    // Everybody cites everybody before: 2ⁿ − n − 1 paths of length one or more.
    let nodes = 200;
    let edges: Vec<(usize, usize)> = (0..nodes)
        .flat_map(|from| (0..from).map(move |to| (from, to)))
        .collect();
    let actors: Vec<usize> = (0..nodes).collect();
    let found = influence(&network(&actors, &edges));
    let expected = (BigUint::from(1u8) << nodes) - BigUint::from(nodes + 1);
    assert_eq!(found.paths, expected);
    // Each statement lies on half of them, up to the path of no length.
    for one in &found.through_statements {
        assert!((found.share(&one.paths) - 0.5).abs() < 1e-12);
    }
}
