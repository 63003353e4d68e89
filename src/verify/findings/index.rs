//! Where to look: records by what they are about, found when they are first asked for. Each linear in the case.

use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::records::{Mark, marks};
use crate::case::{
    ActorIdx, ClaimIdx, EventIdx, EvidenceIdx, Node as Record, ReportIdx, StatementIdx,
};
use crate::verify::certificates::paths::strong;
use crate::verify::certificates::reading::{NodeNumber, Reading};

/// The lists of a case.
pub struct Index<'r, 'g> {
    reading: &'r Reading<'g>,
    by_speaker: OnceCell<Lists<ActorIdx, StatementIdx>>,
    by_report: OnceCell<Lists<ReportIdx, StatementIdx>>,
    by_artefact: OnceCell<Lists<EvidenceIdx, StatementIdx>>,
    by_cited: OnceCell<Lists<NodeNumber, StatementIdx>>,
    by_event: OnceCell<Lists<EventIdx, ClaimIdx>>,
    by_mark: OnceCell<HashMap<Mark, Vec<Record>>>,
    heads: OnceCell<Vec<ActorIdx>>,
    namesakes: OnceCell<usize>,
}

type Lists<K, V> = BTreeMap<K, Vec<V>>;

fn lists<K: Ord, V>(pairs: impl Iterator<Item = (K, V)>) -> Lists<K, V> {
    let mut found: Lists<K, V> = BTreeMap::new();
    for (key, value) in pairs {
        found.entry(key).or_default().push(value);
    }
    found
}

impl<'r, 'g> Index<'r, 'g> {
    pub fn new(reading: &'r Reading<'g>) -> Self {
        Index {
            reading,
            by_speaker: OnceCell::new(),
            by_report: OnceCell::new(),
            by_artefact: OnceCell::new(),
            by_cited: OnceCell::new(),
            by_event: OnceCell::new(),
            by_mark: OnceCell::new(),
            heads: OnceCell::new(),
            namesakes: OnceCell::new(),
        }
    }

    /// All statements of an actor, in their order.
    pub fn made_by(&self, actor: ActorIdx) -> &[StatementIdx] {
        let graph = self.reading.graph;
        let all = || lists(graph.statements().map(|at| (graph.speaker(at), at)));
        let found = self.by_speaker.get_or_init(all).get(&actor);
        found.map_or(&[], Vec::as_slice)
    }

    /// The statements that a report has, or in which they were said.
    pub fn said_in(&self, report: ReportIdx) -> &[StatementIdx] {
        let graph = self.reading.graph;
        let reports = |at: StatementIdx| {
            let said_in = graph.detail(at).and_then(|detail| detail.said_in);
            let had_by = graph.report_of(at).filter(|&by| Some(by) != said_in);
            let both = said_in.into_iter().chain(had_by);
            both.map(move |report| (report, at))
        };
        let all = || lists(graph.statements().flat_map(reports));
        let found = self.by_report.get_or_init(all).get(&report);
        found.map_or(&[], Vec::as_slice)
    }

    /// How many words that nobody recorded are told alike at most: of one claim by speakers of one name, or by those of
    /// whom nothing is known.
    pub fn namesakes(&self) -> usize {
        *self.namesakes.get_or_init(|| {
            let graph = self.reading.graph;
            let nodes = graph.statement_count()..self.reading.node_count();
            let mut alike: HashMap<Option<(&str, ClaimIdx)>, usize> = HashMap::new();
            for said in nodes.filter_map(|node| self.reading.unrecorded(node as NodeNumber)) {
                let by = said.speaker.map(|actor| (graph.name(actor), said.claim));
                *alike.entry(by).or_default() += 1;
            }
            alike.into_values().max().unwrap_or(1)
        })
    }

    /// The live statements in support of something that cite an artefact.
    pub fn showing(&self, evidence: EvidenceIdx) -> &[StatementIdx] {
        let reading = self.reading;
        let supports =
            |&at: &StatementIdx| reading.graph.stance(at).supports() && reading.is_live(at);
        let cited = |at: StatementIdx| {
            let cited: BTreeSet<EvidenceIdx> = reading.artefacts(at).collect();
            cited.into_iter().map(move |evidence| (evidence, at))
        };
        let all = || lists(reading.graph.statements().filter(supports).flat_map(cited));
        let found = self.by_artefact.get_or_init(all).get(&evidence);
        found.map_or(&[], Vec::as_slice)
    }

    /// The statements that cite a node, each once for each citation.
    pub fn citing(&self, node: NodeNumber) -> &[StatementIdx] {
        let reading = self.reading;
        let cited = |at: StatementIdx| reading.edges(at.0).iter().map(move |edge| (edge.to, at));
        let all = || lists(reading.graph.statements().flat_map(cited));
        let found = self.by_cited.get_or_init(all).get(&node);
        found.map_or(&[], Vec::as_slice)
    }

    /// The claims about an event.
    pub fn claims_about(&self, event: EventIdx) -> &[ClaimIdx] {
        let graph = self.reading.graph;
        let events = |claim| graph.links(claim).events.iter().map(move |&at| (at, claim));
        let all = || lists(graph.claims().flat_map(events));
        let found = self.by_event.get_or_init(all).get(&event);
        found.map_or(&[], Vec::as_slice)
    }

    /// The records that can be recognised by a mark, in their order.
    pub fn with_mark(&self, mark: &Mark) -> &[Record] {
        let all = || {
            let graph = self.reading.graph;
            let records = (graph.actors().map(Record::from))
                .chain(graph.claims().map(Record::from))
                .chain(graph.events().map(Record::from))
                .chain(graph.all_evidence().map(Record::from))
                .chain(graph.reports().map(Record::from));
            let mut found: HashMap<Mark, Vec<Record>> = HashMap::new();
            for record in records {
                for mark in marks(graph, record) {
                    found.entry(mark).or_default().push(record);
                }
            }
            found
        };
        let found = self.by_mark.get_or_init(all).get(mark);
        found.map_or(&[], Vec::as_slice)
    }

    /// The head of an actor's side: whom it answers to in the end, by the ties that are certain and lasting, as far as
    /// that is one. Of those who answer to one another it is the one to whom most are tied.
    pub fn head(&self, actor: ActorIdx) -> ActorIdx {
        let all = || {
            let actors = self.reading.graph.actors();
            let tied = |actor| self.reading.lastingly_tied(actor).map(|to| to.0).collect();
            let tied: Vec<Vec<u32>> = actors.map(tied).collect();
            let mut heads: Vec<Option<u32>> = vec![None; tied.len()];
            let mut weights = vec![(true, 0); tied.len()];
            for (from, to) in self.reading.written_ties() {
                weights[from.at()].0 = false;
                weights[to.at()].1 += 1;
            }
            // Whom others answer to comes after them, and is met first.
            for members in strong(&tied).iter().rev() {
                let outside = |to: &&u32| members.binary_search(to).is_err();
                let ties = members.iter().flat_map(|&from| &tied[from as usize]);
                let above = ties.filter(outside).filter_map(|&to| heads[to as usize]);
                let head = match Vec::from_iter(above.collect::<BTreeSet<u32>>())[..] {
                    [only] => Some(only),
                    _ => representative(members, &weights),
                };
                members.iter().for_each(|&one| heads[one as usize] = head);
            }
            let own = (0u32..).zip(heads);
            own.map(|(own, head)| ActorIdx(head.unwrap_or(own)))
                .collect()
        };
        self.heads.get_or_init(all)[actor.at()]
    }
}

/// Of those who answer to one another, as ties are written, one who answers to nobody, to whom the most ties lead; of
/// several the first.
fn representative(members: &[u32], weights: &[(bool, usize)]) -> Option<u32> {
    let members = members.iter().copied().rev();
    members.max_by_key(|&member| weights[member as usize])
}
