//! Who cites whom: actors as nodes, citations as edges with counts, proven circles in red.
//!
//! A circle among actors proves nothing by itself (semantics §5): one may cite the other on one claim and be cited on
//! another. Red is kept for statement cycles, and for what findings prove to have come back to its speaker.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;

use super::sides::{Sides, Speaker};
use super::view::{
    Arrangement, Cluster, ClusterAt, ClusterRole, Edge, EdgeRole, Emphasis, Line, LineKind,
    Node as Drawn, NodeAt, Role, View,
};
use super::{Selection, label, select};
use crate::analysis::Facts;
use crate::case::date::Date;
use crate::case::{ActorIdx, ClaimGraph, Node, StatementIdx};
use crate::rules::{Finding, StepKind};

/// Nodes beyond which a web of citations is no longer read.
pub(super) const LIMIT: usize = 60;

/// Edges beyond which one no longer sees where each leads, for each node.
const EDGES_PER_NODE: usize = 2;

/// Who is cited: an actor, or the unknown maker of an artefact.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Cited {
    Actor(ActorIdx),
    UnknownMaker,
}

/// One citation, or all between the same two.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Citing {
    from: ActorIdx,
    to: Cited,
    /// Whether it is an artefact of the other that is cited.
    artefact: bool,
}

/// Who cites whom in the statements on the claims selected.
pub fn sourcing_view(facts: &Facts<'_>, findings: &[Finding], selection: &Selection) -> View {
    let graph = facts.graph();
    let wanted = select::wanted(graph, selection);
    let citations = citations(facts, &wanted);
    let loops = loops(facts, findings);
    let heaviest = heaviest(&citations, &loops, selection.limit.unwrap_or(LIMIT));
    let sides = Sides::new(facts, [speaking(facts, &wanted, &heaviest.shown)]);
    let mut view = View {
        title: super::text::joined(&["Who cites whom", &select::title(graph, selection)]),
        notes: select::notes(graph, selection, notes(&citations, &heaviest)),
        arrangement: Arrangement::LeftToRight,
        sides: sides.legend(graph),
        ..View::default()
    };
    let places = nodes(graph, &sides, &citations, &heaviest.shown, &mut view);
    for &(citing, count) in &heaviest.citations {
        let ends = places
            .get(&Cited::Actor(citing.from))
            .zip(places.get(&citing.to));
        let Some((&from, &to)) = ends else { continue };
        let role = match citing.artefact {
            true => EdgeRole::Uses,
            false => EdgeRole::Cites,
        };
        let mut edge = Edge::new(from, to, role);
        if count > 1 {
            edge.label = format!("×{count}");
        }
        if is_loop(citing, &loops) {
            edge.emphasis = Emphasis::Loop;
            view.nodes[from].emphasis = Emphasis::Loop;
            view.nodes[to].emphasis = Emphasis::Loop;
        }
        view.edges.push(edge);
    }
    view
}

fn is_loop(citing: Citing, loops: &BTreeSet<(ActorIdx, ActorIdx)>) -> bool {
    !citing.artefact && actor(citing.to).is_some_and(|to| loops.contains(&(citing.from, to)))
}

fn actor(cited: Cited) -> Option<ActorIdx> {
    match cited {
        Cited::Actor(actor) => Some(actor),
        Cited::UnknownMaker => None,
    }
}

/// A citation by its place in its statement, with when that was said which is cited.
type Row = (u32, Citing, Date);

/// All citations between different actors with their numbers, sorted: one pass over the statements.
fn citations(facts: &Facts<'_>, wanted: &[bool]) -> Vec<(Citing, u32)> {
    let cited = |statement: StatementIdx| {
        let mut row = row(facts, wanted, statement);
        row.sort_unstable();
        row.dedup_by_key(|&mut (number, citing, _)| (number, citing));
        row.into_iter().map(|(_, citing, _)| citing)
    };
    let statements = 0..facts.graph().statement_count() as u32;
    let found = statements
        .into_par_iter()
        .map(StatementIdx)
        .flat_map_iter(cited);
    let mut found: Vec<Citing> = found.collect();
    found.par_sort_unstable();
    let mut counted: Vec<(Citing, u32)> = Vec::new();
    for citing in found {
        match counted.last_mut() {
            Some((last, count)) if *last == citing => *count += 1,
            _ => counted.push((citing, 1)),
        }
    }
    counted
}

/// Those who are shown, each with the times at which it cites and is cited, as far as its side depends on them.
fn speaking(
    facts: &Facts<'_>,
    wanted: &[bool],
    shown: &BTreeSet<Cited>,
) -> BTreeMap<ActorIdx, Speaker> {
    let actors: BTreeSet<ActorIdx> = shown.iter().filter_map(|&cited| actor(cited)).collect();
    let (fixed, dated): (BTreeSet<ActorIdx>, BTreeSet<ActorIdx>) =
        (actors.into_iter()).partition(|&actor| facts.base().voices.is_fixed(actor));
    let mut times: Vec<(ActorIdx, Date)> = Vec::new();
    if !dated.is_empty() {
        let spoken = |statement: StatementIdx| {
            let date = facts.graph().date(statement);
            let row = row(facts, wanted, statement).into_iter();
            let ends = row.flat_map(move |(_, citing, said)| {
                let to = actor(citing.to).map(|to| (to, said));
                [Some((citing.from, date)), to].into_iter().flatten()
            });
            ends.filter(|(actor, _)| dated.contains(actor))
        };
        let statements = (0..facts.graph().statement_count() as u32).into_par_iter();
        times = statements.map(StatementIdx).flat_map_iter(spoken).collect();
    }
    let always = fixed.into_iter().map(|actor| (actor, Date::UNKNOWN));
    let mut speaking = BTreeMap::new();
    for (actor, date) in times.into_iter().chain(always) {
        let speaker = speaking.entry(actor).or_insert_with(|| Speaker::new(actor));
        speaker.note(facts, date);
    }
    speaking
}

/// Whom one statement cites, if it counts and its claim is wanted.
fn row(facts: &Facts<'_>, wanted: &[bool], statement: StatementIdx) -> Vec<Row> {
    let mut row = Vec::new();
    let claim = facts.graph().claim_of(statement);
    if facts.is_live(statement) && claim.is_some_and(|claim| wanted[claim.at()]) {
        cited_by(facts, statement, &mut row);
    }
    row
}

/// Whom one statement cites, by which of its citations. What is used as a premise is not cited.
fn cited_by(facts: &Facts<'_>, statement: StatementIdx, row: &mut Vec<Row>) {
    let graph = facts.graph();
    let from = graph.speaker(statement);
    let written = graph.cites(statement);
    for (number, &node) in (0..).zip(written) {
        if let Node::Evidence(evidence) = graph.node(node) {
            let record = graph.evidence(evidence);
            let to = record
                .producer
                .or(record.released_by)
                .map_or(Cited::UnknownMaker, Cited::Actor);
            if to != Cited::Actor(from) {
                let artefact = true;
                row.push((number, Citing { from, to, artefact }, record.date));
            }
        }
    }
    for citation in facts.lineage().citations(facts.lineage().of(statement)) {
        let premise = written
            .get(citation.written as usize)
            .map(|&node| graph.node(node));
        if matches!(premise, Some(Node::Claim(_) | Node::Evidence(_))) {
            continue;
        }
        let cited = facts.base().speaker(citation.to);
        if let Some((to, said)) = cited.filter(|&(to, _)| to != from) {
            let citing = Citing {
                from,
                to: Cited::Actor(to),
                artefact: false,
            };
            row.push((citation.written, citing, said));
        }
    }
}

/// Pairs of actors, citing and cited, between which a proven circle runs.
fn loops(facts: &Facts<'_>, findings: &[Finding]) -> BTreeSet<(ActorIdx, ActorIdx)> {
    let graph = facts.graph();
    let mut pairs = BTreeSet::new();
    for cycle in facts.circles().closed() {
        let speakers: Vec<ActorIdx> = cycle
            .shortest
            .iter()
            .filter_map(|&at| facts.base().speaker(at))
            .map(|(actor, _)| actor)
            .collect();
        pairs.extend(speakers.windows(2).map(|pair| (pair[0], pair[1])));
        pairs.extend(speakers.last().copied().zip(speakers.first().copied()));
    }
    for finding in findings.iter().filter(|finding| is_circular(finding)) {
        let statements =
            finding
                .witness
                .iter()
                .filter_map(|step| match graph.node(step.node(facts)?) {
                    Node::Statement(statement) => Some(statement),
                    _ => None,
                });
        let statements: Vec<StatementIdx> = statements.collect();
        for pair in statements.windows(2) {
            // A chain is told in either direction; what counts is who cites whom.
            for (one, other) in [(pair[0], pair[1]), (pair[1], pair[0])] {
                let cited = facts.lineage().of(other);
                let citations = facts.lineage().citations(facts.lineage().of(one));
                if citations.iter().any(|citation| citation.to == cited) {
                    pairs.insert((graph.speaker(one), graph.speaker(other)));
                }
            }
        }
    }
    pairs
}

/// The rules that find circles.
pub(super) const CIRCULAR: [&str; 4] = [
    "circular-support",
    "circular-citation",
    "round-trip-sourcing",
    "laundered-sourcing",
];

fn is_circular(finding: &Finding) -> bool {
    CIRCULAR.contains(&finding.rule)
        && finding
            .witness
            .iter()
            .any(|step| matches!(step.kind, StepKind::Cycle | StepKind::Chain))
}

/// The citations to show, and whom they join.
struct Heaviest {
    citations: Vec<(Citing, u32)>,
    shown: BTreeSet<Cited>,
    /// How many actors, and how many citations between two actors, are left out.
    left_out: (usize, usize),
}

/// The citations made most often, those in a circle first, as long as there is room for both ends.
fn heaviest(
    citations: &[(Citing, u32)],
    loops: &BTreeSet<(ActorIdx, ActorIdx)>,
    limit: usize,
) -> Heaviest {
    let ranked = citations.par_iter();
    let ranked = ranked.map(|&(citing, count)| (!is_loop(citing, loops), Reverse(count), citing));
    let mut ranked: Vec<(bool, Reverse<u32>, Citing)> = ranked.collect();
    ranked.par_sort_unstable();
    let (mut shown, mut kept) = (BTreeSet::new(), Vec::new());
    for (_, Reverse(count), citing) in ranked {
        let ends = [Cited::Actor(citing.from), citing.to];
        let new = ends.iter().filter(|end| !shown.contains(*end)).count();
        if shown.len() + new <= limit.max(2) && kept.len() < EDGES_PER_NODE * limit.max(2) {
            shown.extend(ends);
            kept.push((citing, count));
        }
    }
    kept.sort_unstable();
    let mut all: Vec<Cited> = citations
        .iter()
        .flat_map(|(citing, _)| [Cited::Actor(citing.from), citing.to])
        .collect();
    all.sort_unstable();
    all.dedup();
    let left_out = (all.len() - shown.len(), citations.len() - kept.len());
    Heaviest {
        citations: kept,
        shown,
        left_out,
    }
}

fn nodes(
    graph: &ClaimGraph,
    sides: &Sides<ActorIdx>,
    citations: &[(Citing, u32)],
    shown: &BTreeSet<Cited>,
    view: &mut View,
) -> BTreeMap<Cited, NodeAt> {
    let mut citing_ones: BTreeMap<Cited, u32> = BTreeMap::new();
    let pairs = citations.iter().map(|(citing, _)| (citing.from, citing.to));
    let mut pairs: Vec<(ActorIdx, Cited)> = pairs.filter(|(_, to)| shown.contains(to)).collect();
    // Who cites both the words and the artefacts of another stands there twice, in a row.
    pairs.dedup();
    for (_, to) in pairs {
        *citing_ones.entry(to).or_default() += 1;
    }
    let boxes = boxes(graph, sides, shown, view);
    let mut places = BTreeMap::new();
    for &cited in shown {
        let mut node = match cited {
            Cited::Actor(actor) => label::actor(graph, actor),
            Cited::UnknownMaker => {
                let label = vec![Line::new(
                    LineKind::Body,
                    "artefacts whose maker is unknown",
                )];
                Drawn::new(Role::Evidence, label, "artefacts whose maker is unknown")
            }
        };
        if let Some(&by) = citing_ones.get(&cited) {
            node.label.push(Line::new(
                LineKind::Detail,
                format!("cited by {}", label::counted(by as usize, "actor")),
            ));
        }
        if let Some(actor) = actor(cited) {
            let home = sides.head(actor).and_then(|head| boxes.get(&head));
            node.cluster = home.copied();
            node.side = sides.hue(actor);
            let words = sides.at_times(graph, actor);
            (node.label).extend(words.map(|words| Line::new(LineKind::Detail, words)));
        }
        places.insert(cited, view.add(node));
    }
    places
}

/// A box for each side of which several are shown.
fn boxes(
    graph: &ClaimGraph,
    sides: &Sides<ActorIdx>,
    shown: &BTreeSet<Cited>,
    view: &mut View,
) -> BTreeMap<ActorIdx, ClusterAt> {
    let mut crowd: BTreeMap<ActorIdx, u32> = BTreeMap::new();
    for head in shown
        .iter()
        .filter_map(|&cited| sides.shared(actor(cited)?))
    {
        *crowd.entry(head).or_default() += 1;
    }
    let mut boxes = BTreeMap::new();
    for (head, _) in crowd.into_iter().filter(|&(_, count)| count > 1) {
        let cluster = Cluster {
            role: ClusterRole::Side,
            title: graph.name(head).to_owned(),
            detail: String::new(),
            side: sides.hue_of(head),
            emphasis: Emphasis::None,
            record: Some(Node::Actor(head)),
        };
        boxes.insert(head, view.enclose(cluster));
    }
    boxes
}

fn notes(citations: &[(Citing, u32)], heaviest: &Heaviest) -> Vec<String> {
    if citations.is_empty() {
        return vec!["Nobody cites anybody.".to_owned()];
    }
    let mut notes =
        vec!["An arrow points from who cites to who is cited; ×3: three times.".to_owned()];
    let (actors, pairs) = heaviest.left_out;
    if pairs > 0 {
        notes.push(format!(
            "The citations made most often. + {} and {} not shown: use --focus ID or --actor ID.",
            label::counted(actors, "actor"),
            label::counted(pairs, "citation"),
        ));
    }
    notes
}
