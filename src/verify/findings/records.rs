//! The records of the case: which are alike, which nothing refers to, which cannot be looked up, and ties that join
//! what should be apart.

use std::collections::{BTreeMap, BTreeSet};

use super::Finding;
use super::named::{Named, shown};
use super::table::Severity;
use crate::case::date::Date;
use crate::case::graph::{Tie, folded};
use crate::case::vocabulary::{ActorKind, Role};
use crate::case::{ActorIdx, ClaimGraph, EvidenceIdx, Node as Record, StatementIdx};
use crate::verify::certificates::reading::{Reading, Ties, closure};

/// Of many records the first so many are shown.
const SHOWN: usize = 12;

/// The first of some records as what a witness shows.
fn first<R: Into<Record> + Copy>(records: &BTreeSet<R>) -> super::named::Shown {
    shown(records.iter().take(SHOWN).copied())
}

/// All statements whose two grades are alike, where they are most of those that have two.
pub fn halo(finding: &Finding<'_, '_>) -> Vec<Named> {
    let graph = finding.reading.graph;
    let pair = |at: StatementIdx| {
        let credibility = graph.detail(at)?.credibility?;
        let reliability = graph.actor(graph.speaker(at)).reliability?;
        Some((at, reliability as u8 + 1 == credibility))
    };
    let pairs: Vec<(StatementIdx, bool)> = graph.statements().filter_map(pair).collect();
    let alike = pairs.iter().filter(|(_, are_alike)| *are_alike);
    let statements: BTreeSet<StatementIdx> = alike.map(|&(at, _)| at).collect();
    let least = &finding.result.settings.thresholds.halo_grading;
    let share = statements.len() as f64 / pairs.len() as f64;
    let holds = pairs.len() as u64 >= least.pairs && share >= least.share;
    Vec::from_iter(holds.then(|| Named {
        actors: statements.iter().map(|&at| graph.speaker(at)).collect(),
        shown: first(&statements),
        statements,
        ..Named::default()
    }))
}

/// All statements without a report, a place in one or a quotation, where others have them.
pub fn untraceable(finding: &Finding<'_, '_>) -> Vec<Named> {
    let graph = finding.reading.graph;
    let is_bare = |&at: &StatementIdx| {
        let detail = graph.detail(at);
        let has_url = || {
            let remarks = detail.and_then(|detail| detail.remarks.as_ref());
            remarks.is_some_and(|remarks| remarks.url.is_some())
        };
        let is_placed = detail.is_some_and(|detail| {
            detail.at.is_some() || detail.quote.is_some() || detail.found_in.is_some()
        });
        graph.report_of(at).is_none() && !is_placed && !has_url()
    };
    let statements: BTreeSet<StatementIdx> = graph.statements().filter(is_bare).collect();
    let holds = !statements.is_empty() && statements.len() < graph.statement_count();
    Vec::from_iter(holds.then(|| Named {
        shown: first(&statements),
        statements,
        ..Named::default()
    }))
}

/// All reports and artefacts without an archived copy or a hash.
pub fn unpreserved(finding: &Finding<'_, '_>) -> Vec<Named> {
    let graph = finding.reading.graph;
    let is_lost = |record: Record| {
        let remarks = graph.remarks(record);
        remarks.is_none_or(|remarks| remarks.archive.is_none() && remarks.hash.is_none())
    };
    let reports: BTreeSet<_> = (graph.reports().filter(|&at| is_lost(at.into()))).collect();
    let evidence: BTreeSet<_> = (graph.all_evidence())
        .filter(|&at| is_lost(at.into()))
        .collect();
    let all = reports.iter().map(|&at| Record::from(at));
    let all = all.chain(evidence.iter().map(|&at| at.into()));
    let shows = shown(all.take(SHOWN));
    Vec::from_iter((!shows.is_empty()).then(|| Named {
        reports,
        evidence,
        shown: shows,
        ..Named::default()
    }))
}

/// All declared records of one kind that nothing refers to.
pub fn unused(finding: &Finding<'_, '_>) -> Vec<Named> {
    let graph = finding.reading.graph;
    let used = used(graph);
    let is_unused = |record: Record| !used.contains(&record) && graph.span(record).is_some();
    let actors: BTreeSet<_> = (graph.actors().filter(|&at| is_unused(at.into()))).collect();
    let events: BTreeSet<_> = (graph.events().filter(|&at| is_unused(at.into()))).collect();
    let evidence: BTreeSet<_> = (graph.all_evidence())
        .filter(|&at| is_unused(at.into()) && !finding.is_of_use(at))
        .collect();
    let reports: BTreeSet<_> = (graph.reports().filter(|&at| is_unused(at.into()))).collect();
    let mut due = vec![
        Named {
            shown: first(&actors),
            actors,
            ..Named::default()
        },
        Named {
            shown: first(&events),
            events,
            ..Named::default()
        },
        Named {
            shown: first(&evidence),
            evidence,
            ..Named::default()
        },
        Named {
            shown: first(&reports),
            reports,
            ..Named::default()
        },
    ];
    due.retain(|named| !named.shown.is_empty());
    due
}

impl Finding<'_, '_> {
    /// Whether an artefact that nothing refers to shows that another is a copy: such a finding is listed; or it is left
    /// out as one that is, though of many equal ones not all pairs are told.
    fn is_of_use(&self, evidence: EvidenceIdx) -> bool {
        let graph = self.reading.graph;
        let mut findings = self.result.findings.iter();
        let is_told = findings.any(|finding| {
            let mut named = finding.evidence.iter();
            finding.rule == "recycled-evidence" && named.any(|id| id == graph.id(evidence))
        });
        let is_copied = || {
            let mut others = graph.all_evidence();
            others.any(|other| other != evidence && self.are_copies(evidence, other))
        };
        is_told || !self.named.evidence.contains(&evidence) && is_copied()
    }
}

/// The records that something refers to. Who is tied to somebody, or has opponents, is a part of the case as well.
fn used(graph: &ClaimGraph) -> BTreeSet<Record> {
    let mut used: BTreeSet<Record> = BTreeSet::new();
    for actor in graph.actors() {
        let tied = graph.ties(actor).iter().map(|tie| tie.to);
        for other in tied.chain(graph.actor(actor).adversaries.iter().copied()) {
            used.extend([Record::from(actor), other.into()]);
        }
    }
    for claim in graph.claims() {
        let links = graph.links(claim);
        let actors = links.actors.iter().chain(&links.favours);
        used.extend(actors.chain(&links.against).map(|&at| Record::from(at)));
        used.extend(links.events.iter().map(|&at| Record::from(at)));
    }
    for event in graph.events() {
        let record = graph.event(event);
        used.extend(record.parties.iter().map(|&at| Record::from(at)));
        used.extend(record.part_of.map(Record::from));
    }
    for evidence in graph.all_evidence() {
        let record = graph.evidence(evidence);
        let verifiers = record.verified.iter().map(|entry| entry.by);
        let makers = record.producer.into_iter().chain(record.released_by);
        used.extend(makers.chain(verifiers).map(Record::from));
        let events = record.of.iter().chain(&record.of_one_of);
        used.extend(events.map(|&at| Record::from(at)));
        let is_described = !record.shows.is_empty() || !record.does_not_show.is_empty();
        used.extend(is_described.then_some(Record::from(evidence)));
    }
    let reports = graph.reports();
    used.extend(reports.filter_map(|at| Some(Record::from(graph.report(at).publisher?))));
    for at in graph.statements() {
        used.insert(graph.speaker(at).into());
        used.extend(graph.report_of(at).map(Record::from));
        used.extend(graph.cites(at).iter().map(|&cited| graph.node(cited)));
        if let Some(detail) = graph.detail(at) {
            used.extend(detail.custodian.map(Record::from));
            used.extend(detail.found_in.map(Record::from));
            used.extend(detail.said_in.map(Record::from));
            used.extend(detail.via.iter().map(|&at| Record::from(at)));
        }
    }
    used
}

/// An actor that sides with one house and is tied to another, where nothing but the actor joins the two.
pub fn bridge(finding: &Finding<'_, '_>) -> Vec<Named> {
    let reading = finding.reading;
    let Some(Ok(actor)) = finding.said.actors.first().map(|id| reading.actor_of(id)) else {
        return Vec::new();
    };
    let mut sided: BTreeMap<ActorIdx, Vec<ActorIdx>> = BTreeMap::new();
    for from in reading.graph.actors() {
        let ties = reading.certain_ties(from);
        for tie in ties.filter(|tie| tie.role == Role::AlignedWith) {
            sided.entry(tie.to).or_default().push(from);
        }
    }
    let around = |from: ActorIdx| {
        closure([from], |at| {
            let back = sided.get(&at).into_iter().flatten().copied();
            let next = reading.certain_ties(at).map(|tie| tie.to).chain(back);
            next.filter(|&to| to != actor).collect::<Vec<ActorIdx>>()
        })
    };
    let ties: Vec<&Tie> = reading.certain_ties(actor).collect();
    let mut due = Vec::new();
    for (nth, one) in ties.iter().enumerate() {
        for other in &ties[nth + 1..] {
            let actors = BTreeSet::from([actor, one.to, other.to]);
            let sides = [one.role, other.role].contains(&Role::AlignedWith);
            let is_named = sides && actors.len() == 3 && actors == finding.named.actors;
            if is_named && around(one.to).is_disjoint(&around(other.to)) {
                due.push(Named {
                    actors,
                    shown: shown([actor]),
                    ..Named::default()
                });
            }
        }
    }
    // The actor is shown with either tie.
    due.truncate(usize::from(finding.said.witness.len() == 2));
    due
}

/// Of the voices that opponents share so many are named.
const MOST_SHARED: usize = 16;

/// Declared opponents who share a voice, with those whose voice it is; or somebody with all of them to whom it answers
/// and who share none.
pub fn opponents(finding: &Finding<'_, '_>) -> Vec<Named> {
    let reading = finding.reading;
    let voices = |actor| reading.voices(actor, Date::UNKNOWN, Ties::Sure);
    let actors = finding.named.actors.iter().copied();
    let pairs = actors
        .clone()
        .flat_map(|one| actors.clone().map(move |other| (one, other)));
    let foes =
        pairs.filter(|&(one, other)| one < other && reading.graph.are_adversaries(one, other));
    let mut due = Vec::new();
    for (one, other) in foes {
        let both = BTreeSet::from([one, other]);
        let shared = &voices(one) & &voices(other);
        if !shared.is_empty() {
            let between = (&shared - &both).into_iter().take(MOST_SHARED);
            due.push((Severity::Error, between.chain(both).collect()));
        }
    }
    for actor in actors {
        let above = voices(actor);
        let fights = |one: &ActorIdx| {
            let mut foes = above.iter();
            foes.any(|&foe| {
                reading.graph.are_adversaries(*one, foe) && voices(*one).is_disjoint(&voices(foe))
            })
        };
        let apart: BTreeSet<ActorIdx> = above.iter().copied().filter(fights).collect();
        if !apart.is_empty() {
            let named = apart.into_iter().take(MOST_SHARED).chain([actor]);
            due.push((Severity::Warning, named.collect()));
        }
    }
    let due = due.into_iter();
    let due = due.map(|(severity, actors): (_, BTreeSet<ActorIdx>)| Named {
        shown: shown(actors.iter().copied()),
        actors,
        severity: Some(severity),
        ..Named::default()
    });
    due.collect()
}

impl Reading<'_> {
    /// The joining ties that an actor declares and that are not alleged.
    fn certain_ties(&self, actor: ActorIdx) -> impl Iterator<Item = &Tie> {
        let ties = self.graph.ties(actor).iter();
        ties.filter(|tie| self.assumed.joining.contains(&tie.role) && !tie.alleged)
    }
}

/// In larger groups of equal records it is not asked which of them are declared to differ.
const MOST_PAIRED: usize = 64;

/// All records of a kind that have a name, a text, an address or a hash in common, but for those that are told apart
/// from all others.
pub fn duplicates(finding: &Finding<'_, '_>) -> Vec<Named> {
    let graph = finding.reading.graph;
    let named: BTreeSet<Record> = finding.named.records().collect();
    let Some(&first) = named.first() else {
        return Vec::new();
    };
    let is_group = marks(graph, first).into_iter().any(|mark| {
        let alike = finding.index.with_mark(&mark);
        let has_twin = |&one: &Record| {
            let mut others = alike.iter().filter(|&&other| other != one);
            alike.len() > MOST_PAIRED || others.any(|&other| !are_told_apart(graph, one, other))
        };
        alike
            .iter()
            .copied()
            .filter(has_twin)
            .eq(named.iter().copied())
    });
    Vec::from_iter((is_group && named.len() > 1).then(|| Named {
        shown: shown(named.into_iter().take(MOST_PAIRED)),
        ..finding.named.clone()
    }))
}

/// By what a record can be recognised: of which kind it is, what it has, as it is compared, and what else tells apart
/// two that have it.
pub type Mark = (std::mem::Discriminant<Record>, &'static str, String, String);

/// All marks of a record, each once.
pub fn marks(graph: &ClaimGraph, record: Record) -> Vec<Mark> {
    let remarks = graph.remarks(record);
    let plain = |what, text: &str| (what, folded(text), String::new());
    let url = remarks.and_then(|remarks| remarks.url.as_deref());
    let address = |apart: String| ("address", address(url.unwrap_or_default()), apart);
    let hash = remarks.and_then(|remarks| remarks.hash.as_deref());
    let hash = || plain("hash", hash.unwrap_or_default());
    let mut found = match record {
        Record::Actor(at) if graph.actor(at).kind == ActorKind::Unnamed => Vec::new(),
        Record::Actor(at) => {
            let aliases = remarks.into_iter().flat_map(|remarks| &remarks.aliases);
            let names = graph.actor(at).name.iter().chain(aliases);
            let names = names.map(|name| plain("name", name));
            names.chain([address(String::new())]).collect()
        }
        Record::Claim(at) => vec![plain("text", &graph.claim(at).text)],
        Record::Event(at) => {
            let name = graph.event(at).name.as_deref();
            vec![plain("name", name.unwrap_or_default())]
        }
        Record::Report(_) => vec![address(String::new()), hash()],
        // There may be many pictures in one post.
        Record::Evidence(at) => vec![address(apart(graph, at, hash().1)), hash()],
        Record::Statement(_) => Vec::new(),
    };
    found.retain(|(_, value, _)| !value.is_empty());
    found.sort_unstable();
    found.dedup();
    let kind = std::mem::discriminant(&record);
    let found = found.into_iter();
    found
        .map(|(what, value, apart)| (kind, what, value, apart))
        .collect()
}

/// An address as it is compared.
fn address(url: &str) -> String {
    let url = url.trim();
    let bare = ["https://", "http://"]
        .iter()
        .find_map(|start| url.strip_prefix(start));
    bare.unwrap_or(url).trim_end_matches('/').to_owned()
}

/// What tells an artefact from others at the same address.
fn apart(graph: &ClaimGraph, at: EvidenceIdx, hash: String) -> String {
    let one = graph.evidence(at);
    let what = (
        &one.kind,
        one.name.as_deref().map(folded),
        hash,
        &one.number,
    );
    let makers = (one.producer, one.released_by, one.date);
    let does = (&one.of, &one.of_one_of, &one.shows, &one.shows_text);
    let does_not = (&one.does_not_show, &one.does_not_show_text);
    format!("{what:?} {makers:?} {does:?} {does_not:?}")
}

/// Whether the case says that two records are two, or knows them to be one.
fn are_told_apart(graph: &ClaimGraph, one: Record, other: Record) -> bool {
    match (one, other) {
        (Record::Actor(one), Record::Actor(other)) => {
            let is_tied = |from, to| graph.ties(from).iter().any(|tie| tie.to == to);
            let have_one_name = folded(graph.name(one)) == folded(graph.name(other));
            let are_tied = is_tied(one, other) || is_tied(other, one);
            graph.actor(one).distinct_from.contains(&other) || are_tied && !have_one_name
        }
        (Record::Claim(one), Record::Claim(other)) => {
            graph.links(one).same_as.contains(&other)
                || graph.claim(one).kind != graph.claim(other).kind
                || graph.links(one).events != graph.links(other).events
        }
        (Record::Event(one), Record::Event(other)) => {
            let (first, second) = (graph.event(one), graph.event(other));
            let are_apart_in_time =
                first.date.surely_before(second.date) || second.date.surely_before(first.date);
            first.possibly_same_as.contains(&other)
                || are_apart_in_time
                || first.place != second.place
                || graph.is_within(one, other)
                || graph.is_within(other, one)
        }
        _ => false,
    }
}
