//! Reading, building, analysing, checking and drawing machine-made cases, at several sizes so that growth shows.
//! `CLAIMGRAPH_SIZES=10000000` asks for other sizes.

mod cases;

use std::hint::black_box;
use std::ops::Range;

use cases::{case, sizes};
use claimgraph::analysis::{Facts, Settings};
use claimgraph::case::problem::Problem;
use claimgraph::case::sink::{BareActor, BareClaim, BareStatement, CaseSink, Record, RecordSink};
use claimgraph::case::spanned::Spanned;
use claimgraph::case::{ClaimGraph, Intake, build};
use claimgraph::draw::{Selection, Theme, View, dot, picture};
use claimgraph::read::{Input, read_inputs};
use claimgraph::rules::{Detail, Keep, Level, Policy, catalogue, check, judge, judge_since};
use claimgraph::source::{FileId, SourceMap};
use criterion::{BatchSize, BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use dot_writer::{Attributes, DotWriter};

fn read<S: CaseSink>(input: &Input) -> S {
    let mut sources = SourceMap::default();
    read_inputs(std::slice::from_ref(input), &mut sources)
}

/// A sink that keeps nothing: what is left of reading is to parse.
#[derive(Default)]
struct Nothing(usize);

impl RecordSink for Nothing {
    fn title(&mut self, _: FileId, _: Spanned<String>) {}

    fn record(&mut self, _: FileId, _: Range<usize>, _: Record) {
        self.0 += 1;
    }

    fn bare_statement(&mut self, _: FileId, _: Range<usize>, statement: BareStatement<'_>) {
        self.0 += black_box(&statement).cites.len();
    }

    fn bare_claim(&mut self, _: FileId, _: Range<usize>, claim: BareClaim<'_>) {
        self.0 += black_box(&claim).text.len();
    }

    fn bare_actor(&mut self, _: FileId, _: Range<usize>, actor: BareActor<'_>) {
        self.0 += black_box(&actor).ties.len();
    }
}

impl CaseSink for Nothing {
    type Part = Nothing;

    const TIMES: u64 = 0;

    fn problem(&mut self, _: Problem) {}

    fn merge(&mut self, parts: Vec<Self>) {
        self.0 += parts.into_iter().map(|part| part.0).sum::<usize>();
    }
}

fn graph(text: &str) -> ClaimGraph {
    let input = Input::Text("case.ndjson".into(), text.as_bytes().to_vec());
    let (graph, problems) = build(read(&input));
    assert!(problems.is_empty());
    graph
}

fn pipeline(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("pipeline");
    group.sample_size(10);
    for size in sizes() {
        let text = case(size);
        let graph = graph(&text);
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("case.ndjson");
        std::fs::write(&path, &text).expect("room for a case");
        let input = Input::Path(path);
        group.throughput(Throughput::Elements(size as u64));
        group.bench_with_input(BenchmarkId::new("parse", size), &input, |bench, input| {
            bench.iter(|| black_box(read::<Nothing>(input).0));
        });
        group.bench_with_input(BenchmarkId::new("read", size), &input, |bench, input| {
            bench.iter(|| black_box(read::<Intake>(input)));
        });
        group.bench_with_input(BenchmarkId::new("build", size), &input, |bench, input| {
            bench.iter_batched(
                || read::<Intake>(input),
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

/// Everything of a case as a Graphviz file, beside `dot-writer` with the same nodes, edges and attributes but nothing
/// to choose and nothing to escape.
fn whole(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("whole dot");
    group.sample_size(10);
    for size in sizes() {
        let graph = graph(&case(size));
        let facts = Facts::new(&graph, Settings::default());
        let view = picture("case").expect("the view of a case").view;
        let selection = Selection {
            limit: Some(usize::MAX),
            ..Selection::default()
        };
        let view = view(&facts, &[], &selection);
        let written = dot::write(&view, Theme::Light);
        group.throughput(Throughput::Bytes(written.len() as u64));
        group.bench_function(BenchmarkId::new("claimgraph", size), |bench| {
            bench.iter(|| black_box(dot::write(&view, Theme::Light)));
        });
        group.bench_function(BenchmarkId::new("dot-writer", size), |bench| {
            bench.iter(|| black_box(bare(&view)));
        });
    }
    group.finish();
}

/// The nodes and edges of a view by `dot-writer` alone, each with as many attributes as claimgraph gives it.
fn bare(view: &View) -> Vec<u8> {
    let mut bytes = Vec::new();
    {
        let mut writer = DotWriter::from(&mut bytes);
        let mut graph = writer.digraph();
        for (at, node) in view.nodes.iter().enumerate() {
            let mut out = graph.node_named(format!("n{at}"));
            out.set("shape", "box", false)
                .set("style", "filled", true)
                .set("fillcolor", "#ffffff", true)
                .set("color", "#000000", true)
                .set("penwidth", "1.0", false);
            let lines: Vec<String> = (node.lines().iter())
                .map(|line| {
                    format!(
                        "<font point-size=\"10\" color=\"#000000\">{}</font><br align=\"left\"/>",
                        line.text
                    )
                })
                .collect();
            out.set_html(&format!("<{}>", lines.concat()))
                .set("tooltip", &node.tooltip, true);
        }
        for edge in &view.edges {
            graph
                .edge(format!("n{}", edge.from), format!("n{}", edge.to))
                .attributes()
                .set("arrowhead", "normal", false)
                .set("color", "#000000", true)
                .set("penwidth", "1.0", false)
                .set("tooltip", edge.role.words(), true);
        }
    }
    bytes
}

/// Each family of rules by itself, on facts that are there already.
fn rules(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("rules");
    group.sample_size(10);
    let mut families: Vec<&str> = catalogue().map(|rule| rule.family).collect();
    families.dedup();
    for size in sizes() {
        let graph = graph(&case(size));
        let facts = Facts::new(&graph, Settings::default());
        check(&facts, Detail::Sharpest);
        for family in &families {
            let others = catalogue().filter(|rule| rule.family != *family);
            let policy = Policy {
                levels: others.map(|rule| (rule.name, Level::Off)).collect(),
                ..Policy::from(Detail::Sharpest)
            };
            group.bench_function(BenchmarkId::new(*family, size), |bench| {
                bench.iter(|| black_box(judge(&facts, &policy)));
            });
        }
    }
    group.finish();
}

/// A case after one more statement: judged whole, and judged where that touches it.
fn edits(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("edit");
    group.sample_size(10);
    for size in sizes() {
        let text = case(size);
        let more =
            r#"{"statement":{"id":"edit","by":"actor-1","asserts":"claim-1","basis":"witnessed"}}"#;
        let (before, after) = (graph(&text), graph(&format!("{text}{more}\n")));
        let facts = Facts::new(&before, Settings::default());
        let policy = Policy::from(Detail::Sharpest);
        let (_, weaknesses) = judge_since(&facts, &policy, None, Keep::Weaknesses);
        let fresh = || Facts::new(&after, Settings::default());
        group.bench_function(BenchmarkId::new("whole", size), |bench| {
            bench.iter_batched(
                fresh,
                |facts| black_box(judge(&facts, &policy)),
                BatchSize::PerIteration,
            );
        });
        group.bench_function(BenchmarkId::new("touched", size), |bench| {
            bench.iter_batched(
                fresh,
                |after| {
                    let unchanged = after.take_over(facts.earlier()).expect("the same settings");
                    let earlier = Some((&weaknesses, &unchanged));
                    black_box(judge_since(&after, &policy, earlier, Keep::Nothing).0)
                },
                BatchSize::PerIteration,
            );
        });
    }
}

criterion_group!(benches, pipeline, whole, rules, edits);
criterion_main!(benches);
