//! The library's graph algorithms as calls, on the citation graph alone, beside petgraph where it has the same one.
//!
//! `CLAIMGRAPH_SIZES=10000000` asks for other sizes. `CLAIMGRAPH_FLAT=FILE` takes the graph from flat records, as
//! `benches/peers/peers.py` writes them, so that another program can be asked about the same one.

#[allow(dead_code)]
mod cases;

use std::collections::HashMap;
use std::hint::black_box;

use claimgraph::analysis::components;
use claimgraph::analysis::digraph::successors;
use claimgraph::analysis::disjoint_paths::DisjointPaths;
use claimgraph::analysis::dominators::dominators;
use claimgraph::case::Rows;
use criterion::{BenchmarkId, Criterion, criterion_group, criterion_main};
use petgraph::graph::{DiGraph, NodeIndex};

/// Statements, the voice behind each, and the claims that they support.
struct Citations {
    statements: usize,
    cites: Vec<(u32, u32)>,
    voice: Vec<u32>,
    support: Vec<Vec<u32>>,
}

impl Citations {
    fn made(statements: usize) -> Self {
        let made = cases::made(statements);
        let mut support = vec![Vec::new(); made.claims];
        let mut citations = Citations {
            statements,
            cites: Vec::new(),
            voice: Vec::new(),
            support: Vec::new(),
        };
        for (at, said) in made.said.iter().enumerate() {
            let house = made.house[said.actor].map(|house| made.house.len() + house);
            citations.voice.push(house.unwrap_or(said.actor) as u32);
            let cited = said.cites.iter().map(|&to| (at as u32, to as u32));
            citations.cites.extend(cited);
            if !said.disputes {
                support[said.claim].push(at as u32);
            }
        }
        citations.support = support;
        citations
    }

    fn read(path: &str) -> Self {
        #[derive(serde::Deserialize)]
        struct Record {
            id: String,
            voice: String,
            claim: String,
            disputes: bool,
            cites: Vec<String>,
        }
        let text = std::fs::read_to_string(path).expect("flat records");
        let records: Vec<Record> = text
            .lines()
            .map(|line| serde_json::from_str(line).expect("a flat record"))
            .collect();
        let place: HashMap<&str, u32> = (0..)
            .zip(&records)
            .map(|(at, record)| (&*record.id, at))
            .collect();
        let (mut voices, mut claims) = (HashMap::new(), HashMap::new());
        let mut citations = Citations {
            statements: records.len(),
            cites: Vec::new(),
            voice: Vec::new(),
            support: Vec::new(),
        };
        for (at, record) in (0..).zip(&records) {
            let fresh = voices.len() as u32;
            let voice = *voices.entry(&*record.voice).or_insert(fresh);
            citations.voice.push(voice);
            let cited = record.cites.iter().map(|to| (at, place[&**to]));
            citations.cites.extend(cited);
            let claim = *claims
                .entry(&*record.claim)
                .or_insert(citations.support.len());
            citations.support.resize(claims.len(), Vec::new());
            if !record.disputes {
                citations.support[claim].push(at);
            }
        }
        citations
    }

    /// The citations as rows.
    fn rows(&self) -> Rows<u32> {
        Rows::from_pairs(self.statements, &self.cites)
    }

    /// From one vertex above all origins along every citation, turned round, to one vertex a claim.
    fn derivations(&self, origins: &[u32]) -> (usize, u32, Vec<(u32, u32)>) {
        let claims = self.statements as u32;
        let root = claims + self.support.len() as u32;
        let mut edges: Vec<(u32, u32)> = origins.iter().map(|&at| (root, at)).collect();
        edges.extend(self.cites.iter().map(|&(from, to)| (to, from)));
        for (claim, support) in (claims..).zip(&self.support) {
            edges.extend(support.iter().map(|&at| (at, claim)));
        }
        (root as usize + 1, root, edges)
    }

    /// The citations, and from each origin on to the voice behind it.
    fn voiced(&self, origins: &[u32]) -> Rows<u32> {
        let voices = self.voice.iter().max().map_or(0, |most| most + 1);
        let first = self.statements as u32;
        let mut edges = self.cites.clone();
        let voiced = origins
            .iter()
            .map(|&at| (at, first + self.voice[at as usize]));
        edges.extend(voiced);
        Rows::from_pairs(self.statements + voices as usize, &edges)
    }
}

/// Statements that cite nothing.
fn origins(cites: &Rows<u32>) -> Vec<u32> {
    let origin = |&at: &u32| successors(cites, at).next().is_none();
    (0..cites.len() as u32).filter(origin).collect()
}

fn petgraph(vertices: usize, edges: &[(u32, u32)]) -> DiGraph<(), ()> {
    let mut graph = DiGraph::with_capacity(vertices, edges.len());
    for _ in 0..vertices {
        graph.add_node(());
    }
    for &(from, to) in edges {
        graph.add_edge(from.into(), to.into(), ());
    }
    graph
}

fn algorithms(criterion: &mut Criterion) {
    let graphs: Vec<Citations> = match std::env::var("CLAIMGRAPH_FLAT") {
        Ok(path) => vec![Citations::read(&path)],
        Err(_) => cases::sizes().into_iter().map(Citations::made).collect(),
    };
    let mut group = criterion.benchmark_group("algorithms");
    group.sample_size(10);
    for citations in &graphs {
        let id = |name: &str| BenchmarkId::new(name, citations.statements);
        let cites = citations.rows();
        let origins = origins(&cites);

        group.bench_function(id("components"), |bench| {
            bench.iter(|| components::strong(&cites).count());
        });
        // petgraph's other search, Tarjan's, recurses and overflows the stack on long chains.
        let peer = petgraph(citations.statements, &citations.cites);
        group.bench_function(id("components, petgraph"), |bench| {
            bench.iter(|| petgraph::algo::kosaraju_scc(&peer).len());
        });
        drop(peer);

        let (vertices, root, edges) = citations.derivations(&origins);
        let down = Rows::from_pairs(vertices, &edges);
        group.bench_function(id("dominators"), |bench| {
            bench.iter(|| black_box(dominators(&down, root)));
        });
        drop(down);
        let peer = petgraph(vertices, &edges);
        drop(edges);
        group.bench_function(id("dominators, petgraph"), |bench| {
            let root = NodeIndex::from(root);
            bench.iter(|| black_box(petgraph::algo::dominators::simple_fast(&peer, root)));
        });
        drop(peer);

        let voiced = citations.voiced(&origins);
        let paths = || {
            let mut search = DisjointPaths::new(&voiced);
            let paths = citations.support.iter().map(|support| {
                let found = search.reaching(support, |at| at as usize >= citations.statements);
                found.paths.len()
            });
            paths.sum::<usize>()
        };
        // For the eye: another program must find as many.
        println!("{} disjoint paths", paths());
        group.bench_function(id("disjoint paths of all claims"), |bench| {
            bench.iter(paths)
        });
    }
    group.finish();
}

criterion_group!(benches, algorithms);
criterion_main!(benches);
