//! To whom a claim is attributed: to nobody with a name, to hearsay, to a crowd, to somebody who did not say it.

use std::collections::{BTreeMap, BTreeSet};

use crate::analysis::verified::Outcome;
use crate::analysis::{Facts, LineageIdx, LineageNode};
use crate::case::vocabulary::{Basis, ClaimKind, Stance};
use crate::case::{ActorIdx, ClaimIdx, EvidenceIdx, Node, ReportIdx, StatementIdx};
use crate::rules::corroboration::is_self_serving;
use crate::rules::finding::{Finding, Message, Step, StepKind};
use crate::rules::fingerprint::who_says_what;
use crate::rules::grouped::set;
use crate::rules::profile::{Profile, record_step, steps};
use crate::rules::{each, words};

/// How many of many records are shown.
const SHOWN: usize = 12;

pub fn anonymous_only(profile: &Profile<'_, '_>) -> Option<Finding> {
    let facts = profile.facts;
    if !facts.occurring().unnamed || !profile.may_be_unknown() || !profile.has_known_roots() {
        return None;
    }
    let judged = profile.judged();
    let unnamed = !judged.by.is_empty()
        && (judged.by.iter()).all(|&root| facts.base().is_unnamed(root))
        // A name would not make those better witnesses who gain by it.
        && !is_self_serving(profile, &judged);
    unnamed.then(|| {
        let names = words::housed_names(facts, &profile.speakers_of(&judged.by));
        let message = "nobody is named who stands behind {claims}: {actors}";
        profile.judgement("anonymous-only", &judged, message, names)
    })
}

pub fn hearsay_only(profile: &Profile<'_, '_>) -> Option<Finding> {
    let facts = profile.facts;
    let told = |&root: &LineageIdx| {
        let statement = facts.lineage().statement(root);
        statement.is_some_and(|at| facts.graph().basis(at) == Some(Basis::Told))
    };
    let hearsay = facts.occurring().told
        && profile.may_be_unknown()
        && profile.has_known_roots()
        && profile.roots().iter().all(told);
    hearsay.then(|| {
        let template =
            "everybody at the roots of {claims} was told and does not say by whom: {actors}";
        let names = words::actor_names(facts, &profile.speakers());
        let message = profile.named(template, names);
        profile.finding("hearsay-only", message)
    })
}

/// Whether a written number of speakers is more than one: "several", "dozens", "3".
fn is_plural(number: &str) -> bool {
    match number.trim().parse::<f64>() {
        Ok(number) => number > 1.0,
        Err(_) => !matches!(number.trim(), "" | "one" | "a" | "single"),
    }
}

pub fn pluralised_source(profile: &Profile<'_, '_>) -> Option<Finding> {
    let facts = profile.facts;
    let graph = facts.graph();
    let crowds: Vec<StatementIdx> = (profile.support().iter().copied())
        .filter(|&at| facts.lineage().is_root(facts.lineage().of(at)))
        .filter(|&at| {
            let number = graph.detail(at).and_then(|detail| detail.number.as_deref());
            number.is_some_and(is_plural)
                && graph.is_unnamed(graph.speaker(at))
                && graph.cites(at).len() < 2
        })
        .collect();
    (profile.is_grounded() && !crowds.is_empty()).then(|| {
        let message = "{actors}, said to be several, vouch for {claims}, and not two of them can be told apart";
        let mut finding = profile.unproved("pluralised-source", message);
        finding.actors = crowds.iter().map(|&at| graph.speaker(at)).collect();
        finding.actors.sort_unstable();
        finding.actors.dedup();
        finding.witness = steps(facts, StepKind::Line, &crowds);
        finding.statements = crowds;
        finding
    })
}

pub fn unsourced(facts: &Facts<'_>, findings: &mut Vec<Finding>) {
    let graph = facts.graph();
    let verified = verified_on(facts);
    findings.extend(each::claim(graph, |claim| {
        let bare = graph.statement_range(claim).is_empty()
            && graph.claim(claim).kind == ClaimKind::Fact
            && facts.support(claim).is_empty()
            && facts.denial(claim).is_empty();
        bare.then(|| {
            let mut finding = Finding::of("unsourced-claim", Message::Told(nobody_says));
            if let Some(&(by, evidence)) = verified.get(&claim) {
                let (id, by, evidence) = (graph.id(claim), graph.name(by), graph.id(evidence));
                let message =
                    format!("nobody says or denies `{id}`, though {by} verified it on `{evidence}`");
                finding.says = message.into();
                finding.help = format!(
                    "what is recorded with an artefact supports nothing: add the statement that `verifies: {id}` and cites `{evidence}`"
                )
                .into();
            }
            Finding {
                claims: vec![claim],
                events: graph.links(claim).events.to_vec(),
                ..finding
            }
        })
    }));
}

/// What of claims is on record as verified with artefacts and stands: of each claim the first.
fn verified_on(facts: &Facts<'_>) -> BTreeMap<ClaimIdx, (ActorIdx, EvidenceIdx)> {
    let graph = facts.graph();
    let mut verified = BTreeMap::new();
    for evidence in graph.all_evidence() {
        for entry in &graph.evidence(evidence).verified {
            for &claim in &entry.claims {
                if facts.base().outcome(evidence, entry, claim) == Outcome::Stands {
                    verified.entry(claim).or_insert((entry.by, evidence));
                }
            }
        }
    }
    verified
}

fn nobody_says(facts: &Facts<'_>, finding: &Finding) -> String {
    let claims = words::ids(facts, finding.claims.iter().copied());
    format!("nobody says or denies {claims}")
}

pub fn dead_end(facts: &Facts<'_>, findings: &mut Vec<Finding>) {
    let graph = facts.graph();
    // One finding for all who cite the same silent source for the same claim.
    let mut ends: BTreeMap<LineageIdx, Vec<StatementIdx>> = BTreeMap::new();
    for &(statement, _, to) in facts.lineage().dead_ends() {
        ends.entry(to).or_default().push(statement);
    }
    let mut carriers = Carriers::new(facts);
    for (to, mut statements) in ends {
        let LineageNode::Implied(implied) = facts.lineage().node(to) else {
            continue;
        };
        if graph.claim(implied.claim).kind != ClaimKind::Fact {
            continue;
        }
        statements.dedup();
        let mut witness = steps(facts, StepKind::Chain, &statements);
        witness.push(Step::said(StepKind::Chain, to));
        let source = implied.speaker.map(Node::from);
        let source = source.or(implied.report.map(Node::from));
        let part = |&at: &StatementIdx| {
            let citing = who_says_what(facts, &[at]).into_iter();
            citing.chain([implied.claim.into()]).chain(source).collect()
        };
        let mut finding = Finding {
            parts: statements.iter().map(part).collect(),
            claims: vec![implied.claim],
            actors: implied.speaker.into_iter().collect(),
            reports: implied.report.into_iter().collect(),
            events: graph.links(implied.claim).events.to_vec(),
            witness,
            statements,
            ..Finding::of("dead-end-citation", Message::Told(says_nothing_else))
        };
        if let Some(help) = carriers.help(&finding) {
            finding.help = help.into();
        }
        findings.push(finding);
    }
}

/// In which reports others have a claim: whoever cites the publisher by name for it may mean these.
struct Carriers<'f, 'g> {
    facts: &'f Facts<'g>,
    known: BTreeMap<(ClaimIdx, Stance), Vec<(ActorIdx, StatementIdx)>>,
}

impl<'f, 'g> Carriers<'f, 'g> {
    fn new(facts: &'f Facts<'g>) -> Self {
        Carriers {
            facts,
            known: BTreeMap::new(),
        }
    }

    /// What is said on one side of a claim in somebody else's report, by the publisher of that, sorted. Of each claim
    /// looked up once.
    fn of(&mut self, claim: ClaimIdx, stance: Stance) -> &[(ActorIdx, StatementIdx)] {
        let facts = self.facts;
        self.known.entry((claim, stance)).or_insert_with(|| {
            let graph = facts.graph();
            let said = match stance {
                Stance::Disputes => facts.denial(claim),
                _ => facts.support(claim),
            };
            let publisher = |at: StatementIdx| {
                let publisher = graph.report(graph.report_of(at)?).publisher?;
                (publisher != graph.speaker(at)).then_some((publisher, at))
            };
            set(said.into_iter().filter_map(publisher).collect())
        })
    }

    /// What to cite in the place of a publisher who said nothing itself.
    fn help(&mut self, finding: &Finding) -> Option<String> {
        let (facts, graph) = (self.facts, self.facts.graph());
        let (&publisher, &claim) = (finding.actors.first()?, finding.claims.first()?);
        let by_name = |&&at: &&StatementIdx| {
            let mut cited = graph.cites(at).iter().map(|&cited| graph.node(cited));
            cited.any(|cited| cited == Node::Actor(publisher))
        };
        let &citing = finding.statements.iter().find(by_name)?;
        let side = match graph.stance(citing) {
            Stance::Disputes => Stance::Disputes,
            _ => Stance::Asserts,
        };
        let all = self.of(claim, side);
        let start = all.partition_point(|&(by, _)| by < publisher);
        let own = all[start..].iter().take_while(|&&(by, _)| by == publisher);
        let said = own.map(|&(_, at)| at);
        let said = said.filter(|&at| !graph.date(at).surely_after(graph.date(citing)));
        let said: Vec<StatementIdx> = said.collect();
        let reports: BTreeSet<ReportIdx> =
            said.iter().filter_map(|&at| graph.report_of(at)).collect();
        (!reports.is_empty()).then(|| {
            let speakers = set(said.iter().map(|&at| graph.speaker(at)).collect());
            format!(
                "cite {}, where {} {} so, or record what {} said itself",
                words::ids(facts, reports),
                words::actor_names(facts, &speakers),
                if speakers.len() == 1 { "says" } else { "say" },
                graph.name(publisher),
            )
        })
    }
}

fn says_nothing_else(facts: &Facts<'_>, finding: &Finding) -> String {
    let claims = words::ids(facts, finding.claims.iter().copied());
    let cited = match (finding.actors.first(), finding.reports.first()) {
        (None, Some(&report)) => words::publisher_of(facts, report),
        (actor, _) => words::somebody(facts, actor.copied()).into_owned(),
    };
    match reports_cited(facts, finding) {
        reports if reports.is_empty() => format!(
            "{cited} is cited for {claims}, and no statement that could be meant is on record"
        ),
        // What the publisher says elsewhere is not what is cited.
        reports => format!(
            "{} of {cited} is cited for {claims}, and no statement in it that could be meant is on record",
            words::ids(facts, reports),
        ),
    }
}

/// The reports of somebody that are cited in his place, if by name he is not.
fn reports_cited(facts: &Facts<'_>, finding: &Finding) -> BTreeSet<ReportIdx> {
    let graph = facts.graph();
    let publisher = finding.actors.first().copied();
    let cited = finding.statements.iter().flat_map(|&at| graph.cites(at));
    let mut reports = BTreeSet::new();
    for &node in cited {
        match graph.node(node) {
            Node::Actor(actor) if Some(actor) == publisher => return BTreeSet::new(),
            Node::Report(report) if graph.report(report).publisher == publisher => {
                reports.insert(report);
            }
            _ => {}
        }
    }
    reports
}

/// Reports and artefacts without an archived copy or a hash: one finding a case.
pub fn unpreserved(facts: &Facts<'_>, findings: &mut Vec<Finding>) {
    let graph = facts.graph();
    let kept = |node: Node| {
        let remarks = graph.remarks(node);
        remarks.is_some_and(|remarks| remarks.archive.is_some() || remarks.hash.is_some())
    };
    let reports: Vec<ReportIdx> = graph.reports().filter(|&at| !kept(at.into())).collect();
    let evidence: Vec<EvidenceIdx> = (graph.all_evidence())
        .filter(|&at| !kept(at.into()))
        .collect();
    if reports.is_empty() && evidence.is_empty() {
        return;
    }
    let message = format!(
        "{} and {} have neither an archived copy nor a hash",
        words::count(reports.len(), "report"),
        words::count(evidence.len(), "artefact"),
    );
    let nodes = reports.iter().map(|&at| Node::from(at));
    let nodes: Vec<Node> = nodes
        .chain(evidence.iter().map(|&at| Node::from(at)))
        .collect();
    findings.push(Finding {
        parts: nodes.iter().map(|&node| vec![node]).collect(),
        witness: nodes
            .iter()
            .take(SHOWN)
            .map(|&node| record_step(facts, StepKind::Chain, node, "not preserved"))
            .collect(),
        reports,
        evidence,
        ..Finding::of("unpreserved-source", message)
    });
}
