//! Reading, building and analysing machine-made cases, at two sizes so that growth shows.

use std::fmt::Write;
use std::hint::black_box;

use claimgraph::analysis::{Facts, Settings};
use claimgraph::case::{ClaimGraph, Intake, build};
use claimgraph::draw::{Selection, Theme, dot, picture};
use claimgraph::read::{Input, read_inputs};
use claimgraph::rules::{Detail, check};
use claimgraph::source::SourceMap;
use criterion::{BatchSize, BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};

/// SplitMix64: small, and the same everywhere.
struct Random(u64);

impl Random {
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((u128::from(mixed ^ (mixed >> 31)) * bound as u128) >> 64) as usize
    }
}

/// A case of so many statements: skewed claims and actors, a third of the actors in groups, one citation in two.
fn case(statements: usize) -> String {
    let mut random = Random(42);
    let (actors, claims) = (statements / 20 + 10, statements / 8 + 1);
    let mut text = String::new();
    for actor in 0..actors {
        let _ = match actor % 3 {
            0 if actor > 0 => writeln!(
                text,
                "{{\"actor\":{{\"id\":\"actor-{actor}\",\"affiliations\":[{{\"to\":\"actor-{}\",\"role\":\"part-of\"}}]}}}}",
                random.below(actor)
            ),
            _ => writeln!(text, "{{\"actor\":{{\"id\":\"actor-{actor}\"}}}}"),
        };
    }
    for claim in 0..claims {
        let _ = writeln!(
            text,
            "{{\"claim\":{{\"id\":\"claim-{claim}\",\"text\":\"Claim {claim}\"}}}}"
        );
    }
    let mut said: Vec<Vec<usize>> = vec![Vec::new(); claims];
    for statement in 0..statements {
        let claim = random.below(random_skew(&mut Random(statement as u64), claims) + 1);
        let stance = if random.below(20) == 0 {
            "disputes"
        } else {
            "asserts"
        };
        let _ = write!(
            text,
            "{{\"statement\":{{\"id\":\"s{statement}\",\"by\":\"actor-{}\",\"{stance}\":\"claim-{claim}\",\"date\":\"2024-01-{:02}\"",
            random.below(actors),
            1 + statement * 28 / statements
        );
        let before = &said[claim];
        if before.is_empty() || random.below(2) == 0 {
            text.push_str(",\"basis\":\"witnessed\"");
        } else {
            let _ = write!(
                text,
                ",\"cites\":[\"s{}\"]",
                before[random.below(before.len())]
            );
        }
        text.push_str("}}\n");
        said[claim].push(statement);
    }
    text
}

/// A number below `bound` that is more often small.
fn random_skew(random: &mut Random, bound: usize) -> usize {
    let first = random.below(bound);
    first.min(random.below(bound))
}

fn read(text: &str) -> Intake {
    let mut sources = SourceMap::default();
    let input = Input::Text("case.ndjson".into(), text.as_bytes().to_vec());
    read_inputs(&[input], &mut sources)
}

fn graph(text: &str) -> ClaimGraph {
    let (graph, problems) = build(read(text));
    assert!(problems.is_empty());
    graph
}

/// Two sizes; in test mode a small one, to see that the benches run.
fn sizes() -> Vec<usize> {
    if std::env::args().any(|argument| argument == "--bench") {
        vec![10_000, 100_000]
    } else {
        vec![1_000]
    }
}

fn pipeline(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("pipeline");
    group.sample_size(10);
    for size in sizes() {
        let text = case(size);
        let graph = graph(&text);
        group.throughput(Throughput::Elements(size as u64));
        group.bench_with_input(BenchmarkId::new("read", size), &text, |bench, text| {
            bench.iter(|| black_box(read(text)));
        });
        group.bench_with_input(BenchmarkId::new("build", size), &text, |bench, text| {
            bench.iter_batched(
                || read(text),
                |intake| black_box(build(intake)),
                BatchSize::PerIteration,
            );
        });
        group.bench_with_input(BenchmarkId::new("lineage", size), &graph, |bench, graph| {
            bench.iter(|| black_box(Facts::new(graph, Settings::default())));
        });
        group.bench_with_input(BenchmarkId::new("support", size), &graph, |bench, graph| {
            bench.iter_batched(
                || Facts::new(graph, Settings::default()),
                |facts| {
                    let claim = graph.claims().next().expect("a claim");
                    black_box(facts.standing(claim).clone())
                },
                BatchSize::PerIteration,
            );
        });
        group.bench_with_input(BenchmarkId::new("check", size), &graph, |bench, graph| {
            bench.iter_batched(
                || Facts::new(graph, Settings::default()),
                |facts| black_box(check(&facts, Detail::Sharpest)),
                BatchSize::PerIteration,
            );
        });
        let facts = Facts::new(&graph, Settings::default());
        let findings = check(&facts, Detail::Sharpest);
        let view = picture("case").expect("the view of a case").view;
        group.bench_function(BenchmarkId::new("graph", size), |bench| {
            bench.iter(|| {
                black_box(dot::write(
                    &view(&facts, &findings, &Selection::default()),
                    Theme::Light,
                ))
            });
        });
    }
    group.finish();
}

criterion_group!(benches, pipeline);
criterion_main!(benches);
