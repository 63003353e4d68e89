//! A small graph out of a large one: some statements, and the records that they need.
//!
//! For questions that are asked many times of few statements, as of a claim at each of its dates. Ids, order and places
//! stay; statements that are cited and not among those asked for are left out, so the caller names all that matter.

mod means;

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::build::Ids;
use super::graph::{
    ClaimGraph, ClaimLinks, Detail, NO_REPORT, OBJECT_IS_STATEMENT, Object, StatementCore,
    Verification,
};
use super::index::{
    ActorIdx, ClaimIdx, EventIdx, EvidenceIdx, Node, NodeIdx, ReportIdx, StatementIdx,
};
use super::vocabulary::Role;

/// The records that are kept, each with its new number.
#[derive(Default)]
struct Kept {
    actors: BTreeMap<ActorIdx, ActorIdx>,
    claims: BTreeMap<ClaimIdx, ClaimIdx>,
    events: BTreeMap<EventIdx, EventIdx>,
    evidence: BTreeMap<EvidenceIdx, EvidenceIdx>,
    reports: BTreeMap<ReportIdx, ReportIdx>,
    statements: BTreeMap<StatementIdx, StatementIdx>,
}

fn numbered<I: Ord + Copy>(kept: BTreeSet<I>, number: impl Fn(u32) -> I) -> BTreeMap<I, I> {
    kept.into_iter().zip((0u32..).map(number)).collect()
}

fn moved<I: Ord + Copy>(list: &[I], kept: &BTreeMap<I, I>) -> Box<[I]> {
    list.iter().filter_map(|at| kept.get(at).copied()).collect()
}

/// Which claims are kept beside those that are asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Beside {
    /// Those by which they bear on one another: as many as numbers need.
    Means,
    /// All that these entail, that entail or oppose them, and so on: what there is to show.
    AllLinked,
}

/// A graph from which excerpts are made.
pub struct Excerpts<'g> {
    graph: &'g ClaimGraph,
    /// Who declares to be aligned with an actor: such ties hold both ways.
    aligned: HashMap<ActorIdx, Vec<ActorIdx>>,
}

impl<'g> Excerpts<'g> {
    /// Linear in ties, once for all excerpts.
    pub fn new(graph: &'g ClaimGraph) -> Self {
        let mut aligned: HashMap<ActorIdx, Vec<ActorIdx>> = HashMap::new();
        for actor in graph.actors() {
            for tie in graph
                .ties(actor)
                .iter()
                .filter(|tie| tie.role == Role::AlignedWith)
            {
                aligned.entry(tie.to).or_default().push(actor);
            }
        }
        Excerpts { graph, aligned }
    }

    /// The graph that excerpts are made from.
    pub fn whole(&self) -> &'g ClaimGraph {
        self.graph
    }

    /// The graph of some statements and claims, with others beside them, whom the speakers answer to, and what else the
    /// statements name. Linear in what is kept.
    pub fn of(
        &self,
        statements: &BTreeSet<StatementIdx>,
        claims: &BTreeSet<ClaimIdx>,
        beside: Beside,
    ) -> ClaimGraph {
        let whole = self.graph;
        let kept = self.kept(statements, claims, beside);
        let mut graph = ClaimGraph {
            titles: whole.titles.clone(),
            ..ClaimGraph::default()
        };
        for &at in kept.actors.keys() {
            let mut actor = whole.actor(at).clone();
            actor.adversaries = moved(&actor.adversaries, &kept.actors);
            actor.distinct_from = moved(&actor.distinct_from, &kept.actors);
            graph.actors.push(actor);
            let ties = whole.ties(at).iter().filter_map(|tie| {
                let to = *kept.actors.get(&tie.to)?;
                Some(super::graph::Tie { to, ..*tie })
            });
            graph.ties.push(ties);
        }
        for &at in kept.claims.keys() {
            let mut claim = whole.claim(at).clone();
            claim.links = claim.links.map(|links| Box::new(kept.links(&links)));
            graph.claims.push(claim);
        }
        for &at in kept.events.keys() {
            let mut event = whole.event(at).clone();
            event.parties = moved(&event.parties, &kept.actors);
            event.part_of = event
                .part_of
                .and_then(|whole| kept.events.get(&whole).copied());
            event.possibly_same_as = moved(&event.possibly_same_as, &kept.events);
            graph.events.push(event);
        }
        for &at in kept.evidence.keys() {
            let mut evidence = whole.evidence(at).clone();
            let actor = |at: ActorIdx| kept.actors.get(&at).copied();
            evidence.producer = evidence.producer.and_then(actor);
            evidence.released_by = evidence.released_by.and_then(actor);
            evidence.of = moved(&evidence.of, &kept.events);
            evidence.of_one_of = moved(&evidence.of_one_of, &kept.events);
            evidence.shows = moved(&evidence.shows, &kept.claims);
            evidence.does_not_show = moved(&evidence.does_not_show, &kept.claims);
            let verified = evidence.verified.iter().filter_map(|one| {
                Some(Verification {
                    by: actor(one.by)?,
                    claims: moved(&one.claims, &kept.claims),
                    date: one.date,
                    heard: one.heard,
                    is_told: one.is_told,
                })
            });
            evidence.verified = verified.collect();
            graph.evidence.push(evidence);
        }
        for &at in kept.reports.keys() {
            let mut report = whole.report(at).clone();
            report.publisher = report
                .publisher
                .and_then(|by| kept.actors.get(&by).copied());
            graph.reports.push(report);
        }
        graph.number(whole, &kept);
        graph.state(whole, &kept);
        graph
    }

    fn kept(
        &self,
        statements: &BTreeSet<StatementIdx>,
        claims: &BTreeSet<ClaimIdx>,
        beside: Beside,
    ) -> Kept {
        let whole = self.graph;
        let mut actors: BTreeSet<ActorIdx> = BTreeSet::new();
        let mut claims = claims.clone();
        let mut events: BTreeSet<EventIdx> = BTreeSet::new();
        let mut evidence: BTreeSet<EvidenceIdx> = BTreeSet::new();
        let mut reports: BTreeSet<ReportIdx> = BTreeSet::new();
        for &at in statements {
            actors.insert(whole.speaker(at));
            claims.extend(whole.claim_of(at));
            reports.extend(whole.report_of(at));
            for &cited in whole.cites(at) {
                match whole.node(cited) {
                    Node::Actor(at) => _ = actors.insert(at),
                    Node::Claim(at) => _ = claims.insert(at),
                    Node::Event(at) => _ = events.insert(at),
                    Node::Evidence(at) => _ = evidence.insert(at),
                    Node::Report(at) => _ = reports.insert(at),
                    Node::Statement(_) => {}
                }
            }
            if let Some(detail) = whole.detail(at) {
                actors.extend(detail.custodian);
                actors.extend(&detail.via);
                evidence.extend(detail.found_in);
            }
        }
        let asked: Vec<ClaimIdx> = claims.iter().copied().collect();
        match beside {
            Beside::AllLinked => {
                claims.extend(means::linked(whole, &asked));
                // What is only set beside a claim is named, and not followed.
                let set_beside = asked.iter().map(|&claim| &whole.links(claim).contrasts);
                claims.extend(set_beside.flatten());
            }
            Beside::Means => {
                let verified = evidence.iter().flat_map(|&at| &whole.evidence(at).verified);
                let verified: BTreeSet<ClaimIdx> =
                    (verified.flat_map(|one| one.claims.iter().copied())).collect();
                let verified: Vec<ClaimIdx> = verified.difference(&claims).copied().collect();
                claims.extend(means::between(whole, &asked, &verified));
            }
        }
        for &claim in &claims {
            let links = whole.links(claim);
            events.extend(&links.events);
            actors.extend(
                links
                    .favours
                    .iter()
                    .chain(&links.against)
                    .chain(&links.actors),
            );
        }
        let mut open: Vec<EventIdx> = events.iter().copied().collect();
        while let Some(event) = open.pop() {
            actors.extend(&whole.event(event).parties);
            open.extend(
                whole
                    .event(event)
                    .part_of
                    .filter(|&whole| events.insert(whole)),
            );
        }
        for &at in &evidence {
            let record = whole.evidence(at);
            actors.extend(record.producer.iter().chain(&record.released_by));
            actors.extend(record.verified.iter().map(|one| one.by));
        }
        actors.extend(
            reports
                .iter()
                .filter_map(|&report| whole.report(report).publisher),
        );
        let mut open: Vec<ActorIdx> = actors.iter().copied().collect();
        while let Some(actor) = open.pop() {
            let aligned = self.aligned.get(&actor).into_iter().flatten().copied();
            let tied = whole.ties(actor).iter().map(|tie| tie.to).chain(aligned);
            open.extend(tied.filter(|&to| actors.insert(to)));
        }
        Kept {
            actors: numbered(actors, ActorIdx),
            claims: numbered(claims, ClaimIdx),
            events: numbered(events, EventIdx),
            evidence: numbered(evidence, EvidenceIdx),
            reports: numbered(reports, ReportIdx),
            statements: numbered(statements.clone(), StatementIdx),
        }
    }
}

impl ClaimGraph {
    /// Ids, and where each kind starts.
    fn number(&mut self, whole: &ClaimGraph, kept: &Kept) {
        let nodes: [Vec<Node>; 6] = [
            kept.actors.keys().map(|&at| at.into()).collect(),
            kept.claims.keys().map(|&at| at.into()).collect(),
            kept.events.keys().map(|&at| at.into()).collect(),
            kept.evidence.keys().map(|&at| at.into()).collect(),
            kept.reports.keys().map(|&at| at.into()).collect(),
            kept.statements.keys().map(|&at| at.into()).collect(),
        ];
        for (kind, nodes) in nodes.iter().enumerate() {
            self.starts[kind + 1] = self.starts[kind] + nodes.len() as u32;
        }
        self.ids = Ids::listed(nodes.iter().flatten().map(|&node| whole.id(node)));
    }

    /// The statements, in the order that they have.
    fn state(&mut self, whole: &ClaimGraph, kept: &Kept) {
        let mut counts = vec![0u32; self.claims.len() + 1];
        for (&at, &new) in &kept.statements {
            let columns = &whole.statements;
            let old = at.at();
            let object = match whole.object(at) {
                Object::Claim(claim) => {
                    let claim = kept.claims[&claim];
                    counts[claim.at() + 1] += 1;
                    claim.0
                }
                Object::Statement(on) => {
                    // What it is on is kept, or nothing depends on it: then it is on itself.
                    kept.statements.get(&on).unwrap_or(&new).0 | OBJECT_IS_STATEMENT
                }
            };
            let cites: Vec<NodeIdx> = (whole.cites(at).iter())
                .filter_map(|&cited| self.moved_node(whole, cited, kept))
                .collect();
            let report = whole
                .report_of(at)
                .map_or(NO_REPORT, |report| kept.reports[&report].0);
            let into = &mut self.statements;
            into.core.push(StatementCore {
                by: kept.actors[&whole.speaker(at)],
                object,
                report,
                ..columns.core[old]
            });
            into.date.push(columns.date[old]);
            into.place.push(columns.place[old]);
            into.cites.push(cites);
            if let Some(detail) = whole.detail(at) {
                into.detailed.push(new);
                into.details.push(Detail {
                    custodian: detail
                        .custodian
                        .and_then(|at| kept.actors.get(&at).copied()),
                    found_in: detail
                        .found_in
                        .and_then(|at| kept.evidence.get(&at).copied()),
                    said_in: detail.said_in.and_then(|at| kept.reports.get(&at).copied()),
                    via: moved(&detail.via, &kept.actors),
                    ..detail.clone()
                });
            }
        }
        for at in 1..counts.len() {
            counts[at] += counts[at - 1];
        }
        self.claim_starts = counts;
    }

    fn moved_node(&self, whole: &ClaimGraph, node: NodeIdx, kept: &Kept) -> Option<NodeIdx> {
        let node = match whole.node(node) {
            Node::Actor(at) => Node::Actor(*kept.actors.get(&at)?),
            Node::Claim(at) => Node::Claim(*kept.claims.get(&at)?),
            Node::Event(at) => Node::Event(*kept.events.get(&at)?),
            Node::Evidence(at) => Node::Evidence(*kept.evidence.get(&at)?),
            Node::Report(at) => Node::Report(*kept.reports.get(&at)?),
            Node::Statement(at) => Node::Statement(*kept.statements.get(&at)?),
        };
        Some(self.node_index(node))
    }
}

impl Kept {
    fn links(&self, links: &ClaimLinks) -> ClaimLinks {
        let claims = |list: &[ClaimIdx]| moved(list, &self.claims);
        ClaimLinks {
            events: moved(&links.events, &self.events),
            actors: moved(&links.actors, &self.actors),
            opposes: claims(&links.opposes),
            negates: claims(&links.negates),
            contrasts: claims(&links.contrasts),
            entails: claims(&links.entails),
            entailed_by: claims(&links.entailed_by),
            part_of: claims(&links.part_of),
            same_as: claims(&links.same_as),
            quantity: links.quantity.clone(),
            favours: moved(&links.favours, &self.actors),
            against: moved(&links.against, &self.actors),
        }
    }
}
