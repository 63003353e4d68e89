//! Weaknesses of the support of claims: the lines of a finding are those of its claims, its cut is theirs, its cycles
//! are some of the case, and what hangs on a linchpin is shown (semantics §§4 and 5).

use std::collections::BTreeSet;

use super::Finding;
use super::named::{Named, events_of, shown};
use super::subjects::Subject;
use super::table::Severity;
use crate::case::vocabulary::{ClaimKind, Stance};
use crate::case::{ActorIdx, ClaimIdx, Node as Record, StatementIdx};
use crate::verify::certificates::reading::Label::Voice;
use crate::verify::certificates::reading::{NodeNumber, Ties};
use crate::verify::document::{Cycle, Label, Node};

/// What such findings name: all that is said for their claims, those who speak at its roots, and whose word that is.
fn of_support(finding: &Finding<'_, '_>) -> Named {
    let behind = |claim| finding.reading.behind_roots_of(claim);
    Named {
        claims: finding.named.claims.clone(),
        actors: all_or_first(finding, finding.claims().flat_map(behind).collect()),
        events: events_of(finding.reading.graph, &finding.named.claims),
        statements: finding.support(),
        shown: finding.named.shown.clone(),
        ..Named::default()
    }
}

/// Of those who speak behind a very long lineage not all need be named, but the first of very many.
fn all_or_first(finding: &Finding<'_, '_>, all: BTreeSet<ActorIdx>) -> BTreeSet<ActorIdx> {
    const MOST: usize = 64;
    let named = &finding.named.actors;
    let are_some = !named.is_empty() && named.len() <= MOST && named.is_subset(&all);
    match are_some && finding.reading.is_long(&finding.sinks()) {
        true => named.clone(),
        false => all,
    }
}

/// With the lines.
pub fn by_lines(finding: &Finding<'_, '_>) -> Vec<Named> {
    let holds = shows_lines(finding);
    Vec::from_iter(holds.then(|| of_support(finding)))
}

/// With the lines, behind what is graded as confirmed.
pub fn overgraded(finding: &Finding<'_, '_>) -> Vec<Named> {
    let (reading, graph) = (finding.reading, finding.reading.graph);
    let graded = |claim| match reading.graded_as_confirmed(claim) {
        Some(at) => graph.id(at),
        None => graph.id(claim),
    };
    let expected: BTreeSet<Option<&str>> = finding.claims().map(|at| Some(graded(at))).collect();
    let is_graded = expected == BTreeSet::from_iter(finding.steps("conflict"));
    let threshold = finding.result.settings.threshold;
    let mut about = finding.about.iter();
    let is_thin = about.all(|(_, claim)| claim.lines_max < threshold);
    Vec::from_iter((is_graded && shows_lines(finding)).then(|| Named {
        severity: Severity::grave(is_thin),
        ..of_support(finding)
    }))
}

/// With the lines, and whatever passes on all that is said, each of which cuts them alone.
pub fn bottleneck(finding: &Finding<'_, '_>) -> Vec<Named> {
    let subjects = finding.about.iter().map(|&(claim, said)| Subject {
        finding,
        claim,
        said,
        in_doubt: true,
    });
    let narrow: BTreeSet<Option<&str>> = subjects.flat_map(|one| one.bottlenecks()).collect();
    let shown = BTreeSet::from_iter(finding.steps("cut"));
    // Of very long lines not every place is tried.
    let are_some = || {
        finding.reading.is_long(&finding.sinks()) && !shown.is_empty() && shown.is_subset(&narrow)
    };
    let holds = (shown == narrow || are_some()) && shows_lines(finding);
    Vec::from_iter(holds.then(|| of_support(finding)))
}

/// With the roots, and the cut.
pub fn affiliated(finding: &Finding<'_, '_>) -> Vec<Named> {
    let holds = shows_cut(finding) && shows_roots(finding, &[]);
    Vec::from_iter(holds.then(|| of_support(finding)))
}

/// With the roots and all support that rests on something; if several of one side speak at the roots, its head is
/// named.
pub fn echo(finding: &Finding<'_, '_>) -> Vec<Named> {
    let reading = finding.reading;
    let mut support: Vec<NodeNumber> = finding.support().iter().map(|at| at.0).collect();
    support.retain(|&at| reading.is_grounded(at));
    let mut heads = BTreeSet::new();
    for claim in finding.claims() {
        let roots = reading.roots_of(claim).into_iter();
        heads.extend(finding.sides_of(roots.filter_map(|at| reading.speaker(at).0).collect()));
    }
    let holds = shows_roots(finding, &support);
    Vec::from_iter(holds.then(|| Named {
        actors: all_or_first(finding, heads),
        ..of_support(finding)
    }))
}

/// Of a longer line so many steps are shown at either end.
const END: usize = 32;

/// The steps of all lines of its claims are shown, of long ones both ends, and no others. Where more lies behind a
/// claim than its lines are sought among, all that is shown lies there.
fn shows_lines(finding: &Finding<'_, '_>) -> bool {
    let reading = finding.reading;
    let shown = BTreeSet::from_iter(finding.steps("line"));
    let (mut expected, mut left_out) = (BTreeSet::new(), Vec::new());
    let claims = finding.about.iter();
    for line in claims.flat_map(|(_, claim)| &claim.support.lines) {
        let steps: Vec<Option<&str>> = (line.steps.iter())
            .map(|step| match step {
                Node::Statement(id) => Some(id.as_str()),
                Node::Implied { .. } => None,
            })
            .collect();
        let (shown, more) = both_ends(&steps);
        expected.extend(shown);
        left_out.extend((more > 0).then_some(more));
    }
    let gaps = finding.said.witness.iter().filter_map(|step| step.more);
    let mut gaps: Vec<usize> = gaps.collect();
    gaps.sort_unstable();
    left_out.sort_unstable();
    if gaps == left_out && expected == shown {
        return true;
    }
    let behind = reading.nodes_behind(&finding.sinks());
    let id = |&node: &NodeNumber| reading.statement(node).map(|at| reading.graph.id(at));
    let lies_behind: BTreeSet<Option<&str>> = behind.iter().map(id).collect();
    let is_cut_short = reading.is_long(&finding.sinks())
        && gaps.iter().all(|&more| more > 0 && more < behind.len());
    is_cut_short && !shown.is_empty() && shown.is_subset(&lies_behind)
}

/// How many roots of a very long lineage are shown.
const MOST_ROOTS: usize = 64;

/// The roots of all lines of its claims are shown, and some nodes beside, but no others.
fn shows_roots(finding: &Finding<'_, '_>, beside: &[NodeNumber]) -> bool {
    let reading = finding.reading;
    let id = |&node: &NodeNumber| reading.statement(node).map(|at| reading.graph.id(at));
    let roots = reading.roots_behind(&finding.sinks());
    let expected: BTreeSet<Option<&str>> = roots.iter().chain(beside).map(id).collect();
    let shown = BTreeSet::from_iter(finding.steps("line"));
    let left_out = finding.said.witness.iter().filter_map(|step| step.more);
    match left_out.sum::<usize>() {
        0 => shown == expected,
        more => shown.is_subset(&expected) && more + MOST_ROOTS <= roots.len(),
    }
}

/// Just the cuts of its claims are shown.
fn shows_cut(finding: &Finding<'_, '_>) -> bool {
    let cuts = (finding.about.iter()).flat_map(|(_, claim)| &claim.support.cut);
    let expected: BTreeSet<Option<&str>> = cuts.map(Label::id).collect();
    expected == BTreeSet::from_iter(finding.steps("cut"))
}

/// Of so many circles that are equally near all are shown.
const MOST_CIRCLES: usize = 64;
/// Of larger circles only the shortest way round is told.
const MOST_MEMBERS: usize = 64;

/// The cycles that the support of its claims runs into first, of each claim all that are equally near, with those who
/// speak in them.
pub fn circular(finding: &Finding<'_, '_>) -> Vec<Named> {
    let reading = finding.reading;
    let Some(cycles) = listed_cycles(finding, false) else {
        return Vec::new();
    };
    let mut listed: BTreeSet<NodeNumber> = BTreeSet::new();
    let mut told: Vec<NodeNumber> = Vec::new();
    let mut is_short = true;
    for cycle in cycles {
        let ids = cycle.shortest.iter();
        let shortest: Vec<NodeNumber> = ids
            .filter_map(|id| Some(reading.statement_of(id).ok()?.0))
            .collect();
        let (shortest, more) = both_ends(&shortest);
        is_short &= more == 0;
        let members = shortest.first().map(|&at| reading.component_of(at));
        let members = members.unwrap_or_default();
        listed.extend(members.first());
        match members.len() > MOST_MEMBERS {
            true => told.extend(shortest),
            false => told.extend(members),
        }
    }
    let (mut nearest, mut is_whole) = (BTreeSet::new(), true);
    for claim in finding.claims() {
        let own = reading.nearest_circles(&reading.support(claim));
        is_whole &= own.len() <= MOST_CIRCLES;
        nearest.extend(own);
    }
    let leaves_out = finding.said.witness.iter().any(|step| step.more.is_some());
    let holds = match is_whole {
        true => listed == nearest,
        false => !listed.is_empty() && listed.is_subset(&nearest),
    };
    let holds = holds && leaves_out != is_short;
    let speakers = told.into_iter().filter_map(|at| reading.speaker(at).0);
    Vec::from_iter(holds.then(|| Named {
        actors: speakers.collect(),
        ..of_support(finding)
    }))
}

/// What is shown of a line or a circle, of a long one both ends, and how much is left out between.
fn both_ends<T: Copy>(nodes: &[T]) -> (Vec<T>, usize) {
    match nodes.len().checked_sub(2 * END).filter(|&more| more > 1) {
        Some(more) => ([&nodes[..END], &nodes[END + more..]].concat(), more),
        None => (nodes.to_vec(), 0),
    }
}

/// The cycles, as the result lists them, that a witness shows one after another; where each is closed, its first
/// statement stands at its end again, and else of a long one both ends are shown.
pub fn listed_cycles<'r>(finding: &Finding<'r, '_>, is_closed: bool) -> Option<Vec<&'r Cycle>> {
    let steps = finding.steps("cycle");
    let mut rest = steps.as_slice();
    let mut found = Vec::new();
    while let Some(first) = rest.first() {
        let shown = |cycle: &'r Cycle| -> Vec<Option<&'r str>> {
            let ids = cycle.shortest.iter().map(|id| Some(id.as_str()));
            let ids: Vec<Option<&str>> = ids.collect();
            match is_closed {
                true => ids,
                false => both_ends(&ids).0,
            }
        };
        let begins = |cycle: &&Cycle| {
            let own = cycle.shortest.first();
            own.is_some_and(|own| Some(own.as_str()) == *first)
        };
        let cycle = finding.result.cycles.iter().find(begins)?;
        rest = rest.strip_prefix(&shown(cycle)[..])?;
        if is_closed {
            let (closing, others) = rest.split_first()?;
            if closing != first {
                return None;
            }
            rest = others;
        }
        found.push(cycle);
    }
    Some(found)
}

/// All support of its claims, and what was taken back behind it, each with the first retraction of it.
pub fn unfounded(finding: &Finding<'_, '_>) -> Vec<Named> {
    let (reading, graph) = (finding.reading, finding.reading.graph);
    let support = finding.support();
    let start: Vec<NodeNumber> = support.iter().map(|at| at.0).collect();
    let mut shows = support.clone();
    for node in reading.through(&start, |_| true) {
        let said = reading.statement(node);
        let Some(said) = said.filter(|&at| !reading.is_live(at)) else {
            continue;
        };
        let is_such = |&by: &StatementIdx| {
            let is_retraction = graph.stance(by) == Stance::Retracts && reading.is_live(by);
            is_retraction && reading.takes_back(by, said)
        };
        let own = finding.index.made_by(graph.speaker(said)).iter().copied();
        let first = own
            .filter(is_such)
            .min_by_key(|&by| (graph.made_at(by), by));
        if let Some(by) = first {
            shows.extend([said, by]);
        }
    }
    vec![Named {
        actors: support.iter().map(|&at| graph.speaker(at)).collect(),
        shown: shown(shows),
        ..of_support(finding)
    }]
}

/// As many claims as are asked for, with the class and all who speak for it on them, or the artefact.
pub fn linchpin(finding: &Finding<'_, '_>) -> Vec<Named> {
    let (reading, said) = (finding.reading, finding.said);
    let graph = reading.graph;
    let least = &finding.result.settings.thresholds.linchpin;
    let is_fact = |&claim: &ClaimIdx| graph.claim(claim).kind == ClaimKind::Fact;
    let is_first = |&claim: &ClaimIdx| graph.same(claim).find(is_fact) == Some(claim);
    let facts = graph.claims().filter(is_first).count();
    let fewest = least.claims.max(facts / least.one_in.max(1));
    let mut due = Named {
        claims: finding.named.claims.clone(),
        shown: shown(finding.claims()),
        ..Named::default()
    };
    let class = said.actors.first().and_then(|id| graph.find(id));
    match (class, finding.named.evidence.first()) {
        (Some(Record::Actor(class)), _) => {
            let is_of_class = |at: &StatementIdx| {
                let labels = reading.node_labels(at.0, Ties::Sure);
                labels.contains(&Voice(class))
            };
            let speaking = finding.support().into_iter().filter(is_of_class);
            due.actors = speaking.map(|at| graph.speaker(at)).collect();
            due.actors.insert(class);
            let count = due.actors.len();
            due.severity = Severity::grave(count > 1 && count as u64 >= least.actors);
        }
        (_, Some(&evidence)) => due.evidence = BTreeSet::from([evidence]),
        _ => return Vec::new(),
    }
    let holds = finding.propositions().count() >= fewest && finding.names_all_ids();
    Vec::from_iter(holds.then_some(due))
}
