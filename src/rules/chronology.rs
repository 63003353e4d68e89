//! The family *Chronology*: dates that cannot be. Only dates that cannot overlap fire.

mod retractions;

use std::collections::{BTreeMap, BTreeSet};

use super::finding::{Finding, Message, Severity, StepKind};
use super::fingerprint::who_says_what;
use super::profile::{record_step, steps};
use super::words::{self, ids, verb};
use super::{Check, Rule, Runs, each};
use crate::analysis::Facts;
use crate::case::date::Date;
use crate::case::vocabulary::{ClaimKind, EvidenceKind, Stance};
use crate::case::{ActorIdx, ClaimIdx, EventIdx, Node, NodeIdx, ReportIdx, StatementIdx};

const FAMILY: &str = "Chronology";

pub(super) const RULES: &[Rule] = &[
    Rule {
        name: "relay-before-origin",
        family: FAMILY,
        severity: Severity::Error,
        since: "0.1.0",
        runs: Runs::Always,
        summary: "a statement is dated before what it cites",
        why: "Nobody can cite what has not been said yet: a date or a citation is wrong.",
        source: "Logic; W3C PROV constraint on derivation and generation.",
        caveat: "Texts that are updated carry their first date: record the versions apart.",
        help: "correct one of the dates, or the citation",
        fires: include_str!("examples/relay-before-origin.fires.yaml"),
        clean: include_str!("examples/relay-before-origin.clean.yaml"),
        check: Check::Case(relay_before_origin),
    },
    Rule {
        name: "premature-statement",
        family: FAMILY,
        severity: Severity::Error,
        since: "0.1.0",
        runs: Runs::Always,
        summary: "a statement of any stance, or a picture, is dated before its event began",
        why: "Nobody can report what has not happened yet: a date or an event is wrong.",
        source: "Logic.",
        caveat: "Plans, warnings and announcements come before: record them as `kind: forecast` or `kind: utterance`.",
        help: "correct one of the dates, or attach the claim to another event",
        fires: include_str!("examples/premature-statement.fires.yaml"),
        clean: include_str!("examples/premature-statement.clean.yaml"),
        check: Check::Case(premature),
    },
    Rule {
        name: "impossible-date",
        family: FAMILY,
        severity: Severity::Warning,
        since: "0.1.0",
        runs: Runs::Always,
        summary: "a retraction, a part of an event or a statement in a report that the dates rule out",
        why: "A record that cannot be so decides nothing, and may decide it wrongly.",
        source: "Logic; W3C PROV constraints.",
        caveat: "Events may go on longer than was first recorded, and texts that are updated carry their first date.",
        help: "correct the dates, or remove what they rule out",
        fires: include_str!("examples/impossible-date.fires.yaml"),
        clean: include_str!("examples/impossible-date.clean.yaml"),
        check: Check::Case(impossible),
    },
];

/// When what a statement cites came to be, where the record says so.
fn date_of(facts: &Facts<'_>, cited: NodeIdx) -> Option<Date> {
    let graph = facts.graph();
    match graph.node(cited) {
        Node::Statement(at) => Some(graph.date(at)),
        Node::Evidence(at) => Some(graph.evidence(at).date),
        Node::Report(at) => Some(graph.report(at).date),
        Node::Actor(_) | Node::Claim(_) | Node::Event(_) => None,
    }
}

fn relay_before_origin(facts: &Facts<'_>, findings: &mut Vec<Finding>) {
    let graph = facts.graph();
    findings.extend(each::statement(graph, |statement| {
        let date = graph.date(statement);
        let later = move |&&cited: &&NodeIdx| {
            date_of(facts, cited).is_some_and(|origin| precedes(date, origin))
        };
        let cited = graph.cites(statement).iter().filter(later);
        cited.map(move |&cited| finding(facts, statement, cited))
    }));
}

fn finding(facts: &Facts<'_>, statement: StatementIdx, cited: NodeIdx) -> Finding {
    let graph = facts.graph();
    let node = graph.node(cited);
    let mut statements = vec![statement];
    let mut evidence = Vec::new();
    let says = match node {
        Node::Statement(at) => {
            statements.push(at);
            Message::Told(cites_later)
        }
        Node::Evidence(at) => {
            evidence.push(at);
            Message::Told(cites_later)
        }
        _ => later(facts, statement, node).into(),
    };
    let cited = match node {
        Node::Statement(at) => who_says_what(facts, &[at]),
        other => vec![other],
    };
    Finding {
        claims: graph.claim_of(statement).into_iter().collect(),
        parts: vec![[who_says_what(facts, &[statement]), cited].concat()],
        actors: vec![graph.speaker(statement)],
        evidence,
        witness: steps(facts, StepKind::Chain, &statements),
        statements,
        ..Finding::of("relay-before-origin", says)
    }
}

/// The message where the finding names both statements, or the statement and the artefact.
fn cites_later(facts: &Facts<'_>, finding: &Finding) -> String {
    let cited = match (finding.statements.as_slice(), finding.evidence.first()) {
        (&[_, cited], _) => Node::from(cited),
        (_, Some(&cited)) => Node::from(cited),
        _ => return String::new(),
    };
    later(facts, finding.statements[0], cited)
}

fn later(facts: &Facts<'_>, statement: StatementIdx, cited: Node) -> String {
    let graph = facts.graph();
    let date = graph.date(statement);
    let origin = date_of(facts, graph.node_index(cited)).unwrap_or(Date::UNKNOWN);
    let said = match date.has_open_start() {
        true => format!(
            "no later than {}",
            date.to_string().trim_start_matches("../")
        ),
        false => date.to_string(),
    };
    let what = match cited {
        Node::Statement(at) => format!("what {} said on {origin}", graph.name(graph.speaker(at))),
        other => format!("`{}`, dated {origin}", graph.id(other)),
    };
    format!(
        "{} ({said}) cites {what}",
        graph.name(graph.speaker(statement))
    )
}

/// Between the first and the last time zone, in seconds.
const ZONES: i64 = 26 * 3600;

/// Whether one date lies wholly before another, wherever on earth a day was meant. A moment has its time zone, a day
/// has not: where one of each is compared, they may be a zone apart.
fn precedes(one: Date, other: Date) -> bool {
    let is_moment = |date: Date| date.latest() - date.earliest() < 86_399;
    let slack = if is_moment(one) == is_moment(other) {
        0
    } else {
        ZONES / 2
    };
    !one.is_unknown()
        && !other.is_unknown()
        && one.latest() < other.earliest().saturating_sub(slack)
}

/// When an event began: its own date, else that of what it is part of.
fn start(facts: &Facts<'_>, event: EventIdx) -> Option<Date> {
    let graph = facts.graph();
    std::iter::successors(Some(event), |&event| graph.event(event).part_of)
        .map(|event| graph.event(event).date)
        .find(|date| !date.is_unknown() && !date.has_open_start())
}

/// The earliest beginning of some events, if all are dated.
fn earliest_start(facts: &Facts<'_>, events: &[EventIdx]) -> Option<(Date, EventIdx)> {
    let dated: Option<Vec<(Date, EventIdx)>> = (events.iter())
        .map(|&event| Some((start(facts, event)?, event)))
        .collect();
    dated?
        .into_iter()
        .min_by_key(|(date, event)| (date.earliest(), *event))
}

/// Whether a picture or recording: it shows what was there when it was made. A document may well be a plan.
fn is_recording(kind: EvidenceKind) -> bool {
    matches!(
        kind,
        EvidenceKind::Photo | EvidenceKind::Video | EvidenceKind::Audio
    )
}

fn premature(facts: &Facts<'_>, findings: &mut Vec<Finding>) {
    let graph = facts.graph();
    for claim in graph.claims() {
        let kind = graph.claim(claim).kind;
        if matches!(kind, ClaimKind::Forecast | ClaimKind::Utterance) {
            continue;
        }
        let Some((date, event)) = earliest_start(facts, &graph.links(claim).events) else {
            continue;
        };
        let early: Vec<StatementIdx> = (graph.statements_on(claim))
            .filter(|&at| graph.stance(at) != Stance::Retracts && facts.is_live(at))
            .filter(|&at| precedes(graph.date(at), date))
            .collect();
        if let Some(&first) = early.first() {
            findings.push(too_early(facts, claim, event, first, early));
        }
    }
    for evidence in graph.all_evidence() {
        let record = graph.evidence(evidence);
        if !is_recording(record.kind) {
            continue;
        }
        let all = [&*record.of, &*record.of_one_of].concat();
        let Some((date, event)) = earliest_start(facts, &all) else {
            continue;
        };
        if precedes(record.date, date) {
            let message = format!(
                "`{}` is dated {}, before `{}` ({date})",
                graph.id(evidence),
                record.date,
                graph.id(event),
            );
            findings.push(Finding {
                events: vec![event],
                evidence: vec![evidence],
                witness: dated(facts, event, date, [(evidence.into(), record.date)]),
                ..Finding::of("premature-statement", message)
            });
        }
    }
}

fn too_early(
    facts: &Facts<'_>,
    claim: ClaimIdx,
    event: EventIdx,
    first: StatementIdx,
    early: Vec<StatementIdx>,
) -> Finding {
    let graph = facts.graph();
    let date = start(facts, event).unwrap_or(Date::UNKNOWN);
    let message = format!(
        "{} {} `{}`{}, before `{}` ({date})",
        graph.name(graph.speaker(first)),
        match graph.stance(first) {
            stance if stance.supports() => "says",
            stance => verb(stance),
        },
        graph.id(claim),
        words::on(graph.date(first)),
        graph.id(event),
    );
    let said = early.iter().map(|&at| (Node::from(at), graph.date(at)));
    let actors: BTreeSet<ActorIdx> = early.iter().map(|&at| graph.speaker(at)).collect();
    let part = |&actor: &ActorIdx| vec![claim.into(), event.into(), actor.into()];
    Finding {
        claims: vec![claim],
        parts: actors.iter().map(part).collect(),
        actors: actors.into_iter().collect(),
        events: vec![event],
        witness: dated(facts, event, date, said),
        statements: early,
        ..Finding::of("premature-statement", message)
    }
}

/// Dated records, then the event that they precede.
fn dated(
    facts: &Facts<'_>,
    event: EventIdx,
    date: Date,
    before: impl IntoIterator<Item = (Node, Date)>,
) -> Vec<super::Step> {
    let step = |(node, date): (Node, Date)| {
        record_step(
            facts,
            StepKind::Chain,
            node,
            format!("dated {}", date.end_to_string()),
        )
    };
    let begins = record_step(facts, StepKind::Chain, event, format!("begins {date}"));
    before.into_iter().map(step).chain([begins]).collect()
}

/// A tie that ends before it begins is no finding: reading reports it and leaves it out.
fn impossible(facts: &Facts<'_>, findings: &mut Vec<Finding>) {
    retractions::before_what_they_take_back(facts, findings);
    parts_outside(facts, findings);
    later_than_their_reports(facts, findings);
}

/// Statements dated after a report that carries them: one finding a report, in parts.
fn later_than_their_reports(facts: &Facts<'_>, findings: &mut Vec<Finding>) {
    let graph = facts.graph();
    let mut late: BTreeMap<ReportIdx, Vec<StatementIdx>> = BTreeMap::new();
    for at in graph.statements() {
        let said_in = graph.detail(at).and_then(|detail| detail.said_in);
        let carrying: BTreeSet<ReportIdx> =
            said_in.into_iter().chain(graph.report_of(at)).collect();
        for report in carrying {
            if precedes(graph.report(report).date, graph.date(at)) {
                late.entry(report).or_default().push(at);
            }
        }
    }
    for (report, statements) in late {
        let (date, first) = (graph.report(report).date, statements[0]);
        let others = match statements.len() - 1 {
            0 => String::new(),
            more => format!(" (and {more} more)"),
        };
        let message = format!(
            "`{}` is dated {date} and carries what {} said on {}{others}",
            graph.id(report),
            graph.name(graph.speaker(first)),
            graph.date(first),
        );
        let published = record_step(facts, StepKind::Chain, report, format!("dated {date}"));
        let said = steps(facts, StepKind::Chain, &statements);
        let claims: BTreeSet<ClaimIdx> = statements
            .iter()
            .filter_map(|&at| graph.claim_of(at))
            .collect();
        findings.push(Finding {
            claims: claims.into_iter().collect(),
            reports: vec![report],
            parts: (statements.iter())
                .map(|&at| [who_says_what(facts, &[at]), vec![report.into()]].concat())
                .collect(),
            witness: [published].into_iter().chain(said).collect(),
            statements,
            ..Finding::of("impossible-date", message)
        });
    }
}

/// A part of an event that lies wholly before or after the whole.
fn parts_outside(facts: &Facts<'_>, findings: &mut Vec<Finding>) {
    let graph = facts.graph();
    for part in graph.events() {
        let Some(whole) = graph.event(part).part_of else {
            continue;
        };
        let [own, other] = [part, whole].map(|event| graph.event(event).date);
        if precedes(own, other) || precedes(other, own) {
            let message = format!(
                "{} ({own}) is part of {} ({other})",
                ids(facts, [part]),
                ids(facts, [whole]),
            );
            let events = vec![part, whole];
            let witness = [(part, own), (whole, other)].map(|(event, date)| {
                record_step(facts, StepKind::Conflict, event, format!("dated {date}"))
            });
            findings.push(Finding {
                events,
                witness: witness.to_vec(),
                ..Finding::of("impossible-date", message)
            });
        }
    }
}
