//! Statements: resolved, sorted by claim, date and id, and laid out in columns.

use std::cmp::Ordering;

use rayon::prelude::*;

use super::declare::Implied;
use super::entities::{RemarkFields, grade};
use super::intake::{Cited, Extras, Intake, StatementRow};
use super::resolve::Resolver;
use super::symbols::Symbol;
use crate::case::date::Date;
use crate::case::graph::{
    ClaimGraph, Detail, FLAG_RELAY, FLAG_VIA, NO_REPORT, OBJECT_IS_STATEMENT, StatementColumns,
    Verification,
};
use crate::case::index::{ActorIdx, ClaimIdx, Kind, NodeIdx, ReportIdx, Rows, StatementIdx};
use crate::case::problem::Problem;
use crate::case::record::Ref;
use crate::case::vocabulary::{Basis, Stance};
use crate::source::Span;

const CITABLE: &[Kind] = &[
    Kind::Statement,
    Kind::Actor,
    Kind::Report,
    Kind::Evidence,
    Kind::Claim,
];

/// A statement with its references followed. Statement numbers are still those of the rows.
#[derive(Clone, Copy)]
struct Resolved {
    by: ActorIdx,
    /// A claim, or (with the top bit) a row.
    object: u32,
    report: u32,
    date: Date,
}

/// Fills the statement columns; returns the id symbol of each statement in its final order.
pub(super) fn fill(
    graph: &mut ClaimGraph,
    resolver: &mut Resolver,
    intake: &mut Intake,
    implied: &Implied,
) -> Vec<Symbol> {
    let mut resolved: Vec<Option<Resolved>> = Vec::with_capacity(intake.statements.len());
    for row in &intake.statements {
        let one = resolve(graph, resolver, intake, implied, row);
        resolved.push(one);
    }
    objects_to_claims(intake, resolver, &mut resolved);
    let order = order(intake, resolver, &resolved, graph.claims.len());
    let mut new_number = vec![u32::MAX; resolved.len()];
    for (at, &row) in order.iter().enumerate() {
        new_number[row as usize] = at as u32;
    }
    let cites = cites(intake, resolver, &order, &new_number);
    let columns = columns(intake, &resolved, &order, &new_number, cites);
    graph.claim_starts = claim_starts(&columns.object, graph.claims.len());
    graph.statements = columns;
    for (at, &row) in order.iter().enumerate() {
        let row = &mut intake.statements[row as usize];
        let Some(extras) = row.extras.take() else {
            continue;
        };
        let extras = std::mem::take(&mut intake.extras[extras as usize]);
        let file_span = row.span;
        add_verification(graph, resolver, at, file_span, &extras);
        if let Some(detail) = detail(resolver, file_span, extras) {
            graph.statements.detailed.push(StatementIdx(at as u32));
            graph.statements.details.push(detail);
        }
    }
    order
        .iter()
        .map(|&row| intake.statements[row as usize].id)
        .collect()
}

/// The place of a reference to `symbol` in a statement: exact where it was kept, else the whole record.
fn place(intake: &Intake, resolver: &Resolver, row: &StatementRow, symbol: Symbol) -> Span {
    // Most statements keep nothing, and then nothing needs to be looked at.
    let Some(extras) = row.extras else {
        return row.span;
    };
    let name = resolver.symbols.name(symbol);
    let refs = &intake.extras[extras as usize].refs;
    refs.iter()
        .find(|reference| ***reference == *name)
        .filter(|reference| !reference.range.is_empty())
        .map_or(row.span, |reference| {
            Span::new(row.span.file, reference.range.clone())
        })
}

fn resolve(
    graph: &ClaimGraph,
    resolver: &mut Resolver,
    intake: &Intake,
    implied: &Implied,
    row: &StatementRow,
) -> Option<Resolved> {
    row.id.some()?;
    let report = resolve_report(resolver, intake, row);
    let published = report.map(|report| graph.report(report));
    let by = match row.by.some() {
        Some(by) => {
            let span = place(intake, resolver, row, by);
            let (_, at) = resolver.follow(by, span, "by", &[Kind::Actor])?;
            ActorIdx(at)
        }
        None => implied_speaker(resolver, intake, implied, row)
            .or_else(|| published.and_then(|report| report.publisher))
            .or_else(|| {
                let problem = Problem::error(row.span, "a statement without a speaker")
                    .help("name one with `by` or `unnamed`, or give the report a `publisher`");
                resolver.problems.push(problem);
                None
            })?,
    };
    let span = place(intake, resolver, row, row.object);
    let expected: &[Kind] = &[Kind::Claim, Kind::Statement];
    let (kind, at) = resolver.follow(row.object, span, row.stance.word(), expected)?;
    let object = match kind {
        Kind::Claim => at,
        _ => at | OBJECT_IS_STATEMENT,
    };
    let mut date = row.date;
    if let (true, Some(report)) = (date.is_absent(), published)
        && !report.date.is_unknown()
    {
        date = report.date.not_later_than();
    }
    Some(Resolved {
        by,
        object,
        report: report.map_or(NO_REPORT, |report| report.0),
        date,
    })
}

fn resolve_report(
    resolver: &mut Resolver,
    intake: &Intake,
    row: &StatementRow,
) -> Option<ReportIdx> {
    let report = row.report.some()?;
    let span = place(intake, resolver, row, report);
    match resolver.follow(report, span, "in", &[Kind::Report, Kind::Evidence])? {
        (Kind::Report, at) => Some(ReportIdx(at)),
        _ => None,
    }
}

fn implied_speaker(
    resolver: &Resolver,
    intake: &Intake,
    implied: &Implied,
    row: &StatementRow,
) -> Option<ActorIdx> {
    let mention = row
        .extras
        .and_then(|at| intake.extras[at as usize].unnamed.as_ref());
    let symbol = match mention {
        Some((_, mention)) => implied.mentions[*mention as usize],
        None => *implied.publishers.get(&row.report)?,
    };
    match resolver.lookup(symbol) {
        Some((Kind::Actor, at)) => Some(ActorIdx(at)),
        _ => None,
    }
}

/// To assert, corroborate or relay a *statement* is to do so with the claim that it is about.
fn objects_to_claims(
    intake: &mut Intake,
    resolver: &mut Resolver,
    resolved: &mut [Option<Resolved>],
) {
    for at in 0..resolved.len() {
        let Some(one) = resolved[at] else { continue };
        if one.object & OBJECT_IS_STATEMENT == 0 {
            continue;
        }
        let target = one.object & !OBJECT_IS_STATEMENT;
        let row = &intake.statements[at];
        if target as usize == at {
            let problem = Problem::error(row.span, "a statement about itself")
                .help("name the claim or the other statement that it is about");
            resolver.problems.push(problem);
            resolved[at] = None;
            continue;
        }
        if !row.stance.supports() {
            continue;
        }
        let Some(claim) = claim_behind(intake, resolved, target) else {
            let message = format!("`{}` of a statement that is not about a claim", row.stance);
            let problem = Problem::error(row.span, message).help("name the claim itself");
            resolver.problems.push(problem);
            resolved[at] = None;
            continue;
        };
        // A relay made from a `via` cites the statement that it relays, and nothing else.
        let relays = row.stance == Stance::Relays && !row.relay;
        if let Some(one) = &mut resolved[at] {
            one.object = claim;
        }
        if relays {
            let first = intake.cited.len() as u32;
            let old = intake.statements[at].cites.clone();
            let mut cites = intake.cited[old.start as usize..old.end as usize].to_vec();
            if !cites.contains(&Cited::Row(target)) {
                cites.push(Cited::Row(target));
            }
            intake.cited.extend(cites);
            intake.statements[at].cites = first..intake.cited.len() as u32;
        }
    }
    // What was about a statement that is gone is gone too.
    for at in 0..resolved.len() {
        let target = resolved[at].map_or(0, |one| one.object);
        if target & OBJECT_IS_STATEMENT != 0
            && resolved[(target & !OBJECT_IS_STATEMENT) as usize].is_none()
        {
            resolved[at] = None;
        }
    }
}

/// The claim that a statement affirms, through any number of statements that affirm one another.
fn claim_behind(intake: &Intake, resolved: &[Option<Resolved>], mut target: u32) -> Option<u32> {
    // More steps than statements: they affirm one another in a circle.
    for _ in 0..resolved.len() {
        let object = resolved[target as usize]?.object;
        if object & OBJECT_IS_STATEMENT == 0 {
            return Some(object);
        }
        if !intake.statements[target as usize].stance.supports() {
            return None;
        }
        target = object & !OBJECT_IS_STATEMENT;
    }
    None
}

/// The rows in canonical order: by claim, then date, then id; statements on statements last.
///
/// Rows are dealt out by claim first; then each claim's few are sorted, in parallel.
fn order(
    intake: &Intake,
    resolver: &Resolver,
    resolved: &[Option<Resolved>],
    claims: usize,
) -> Vec<u32> {
    let bucket = |one: &Resolved| match one.object & OBJECT_IS_STATEMENT {
        0 => one.object as usize,
        _ => claims,
    };
    let mut starts = vec![0usize; claims + 2];
    for one in resolved.iter().flatten() {
        starts[bucket(one) + 1] += 1;
    }
    for at in 0..=claims {
        starts[at + 1] += starts[at];
    }
    let mut next = starts.clone();
    let mut order = vec![0u32; starts[claims + 1]];
    for (row, one) in (0u32..).zip(resolved) {
        if let Some(one) = one {
            let slot = &mut next[bucket(one)];
            order[*slot] = row;
            *slot += 1;
        }
    }
    let mut buckets: Vec<&mut [u32]> = Vec::with_capacity(claims + 1);
    let mut rest = order.as_mut_slice();
    for at in 0..=claims {
        let (bucket, others) = rest.split_at_mut(starts[at + 1] - starts[at]);
        buckets.push(bucket);
        rest = others;
    }
    let date = |row: u32| {
        resolved[row as usize]
            .as_ref()
            .map(|one| one.date.sort_key())
    };
    let id = |row: u32| resolver.symbols.name(intake.statements[row as usize].id);
    let compare = |one: &u32, other: &u32| match date(*one).cmp(&date(*other)) {
        Ordering::Equal => id(*one).cmp(id(*other)),
        unequal => unequal,
    };
    buckets
        .into_par_iter()
        .for_each(|bucket| bucket.sort_unstable_by(compare));
    order
}

/// The citations of each statement in its final order; those that lead nowhere are reported and left out.
fn cites(
    intake: &mut Intake,
    resolver: &mut Resolver,
    order: &[u32],
    new_number: &[u32],
) -> Rows<NodeIdx> {
    let statements = resolver.starts[Kind::Statement as usize];
    let mut rows = Rows::with_capacity(order.len(), intake.cited.len());
    let mut found: Vec<NodeIdx> = Vec::new();
    for &row in order {
        found.clear();
        let mut lost = false;
        let range = intake.statements[row as usize].cites.clone();
        for at in range {
            let to = match intake.cited[at as usize] {
                Cited::Row(to) => Some((Kind::Statement, to)),
                Cited::Id(symbol) => {
                    let row = &intake.statements[row as usize];
                    let span = place(intake, resolver, row, symbol);
                    match resolver.follow(symbol, span, "cites", CITABLE) {
                        Some((Kind::Event, _)) | None => None,
                        found => found,
                    }
                }
            };
            let node = to.and_then(|(kind, at)| match kind {
                Kind::Statement => {
                    let at = *new_number.get(at as usize)?;
                    (at != u32::MAX).then(|| NodeIdx(statements + at))
                }
                kind => Some(NodeIdx(resolver.starts[kind as usize] + at)),
            });
            match node {
                Some(node) if !found.contains(&node) => found.push(node),
                Some(_) => {}
                None => lost = true,
            }
        }
        let row = &mut intake.statements[row as usize];
        if lost && row.basis == Some(Basis::Inferred) {
            // An inference that lost a premise must not gain by it: it rests on nothing known.
            row.basis = None;
            found.clear();
        }
        rows.push(found.iter().copied());
    }
    rows
}

fn columns(
    intake: &Intake,
    resolved: &[Option<Resolved>],
    order: &[u32],
    new_number: &[u32],
    cites: Rows<NodeIdx>,
) -> StatementColumns {
    let mut columns = StatementColumns {
        cites,
        ..StatementColumns::default()
    };
    for &row in order {
        let Some(one) = &resolved[row as usize] else {
            continue;
        };
        let row = &intake.statements[row as usize];
        let object = match one.object & OBJECT_IS_STATEMENT {
            0 => one.object,
            _ => new_number[(one.object & !OBJECT_IS_STATEMENT) as usize] | OBJECT_IS_STATEMENT,
        };
        columns.by.push(one.by);
        columns.object.push(object);
        columns.report.push(one.report);
        columns.date.push(one.date);
        columns.stance.push(row.stance);
        columns.basis.push(row.basis);
        let flag = |set: bool, flag: u8| if set { flag } else { 0 };
        columns
            .flags
            .push(flag(row.has_via, FLAG_VIA) | flag(row.relay, FLAG_RELAY));
        columns.file.push(row.span.file.0);
        columns.start.push(row.span.start);
        let length = row.span.end - row.span.start;
        columns
            .length
            .push(u32::try_from(length).unwrap_or(u32::MAX));
    }
    columns
}

fn claim_starts(objects: &[u32], claims: usize) -> Vec<u32> {
    let mut starts = vec![0u32; claims + 1];
    for &object in objects
        .iter()
        .filter(|&&object| object & OBJECT_IS_STATEMENT == 0)
    {
        starts[object as usize + 1] += 1;
    }
    for at in 0..claims {
        starts[at + 1] += starts[at];
    }
    starts
}

/// `verifies` is also an entry in the `verified` list of each piece of evidence that it cites.
fn add_verification(
    graph: &mut ClaimGraph,
    resolver: &mut Resolver,
    at: usize,
    span: Span,
    extras: &Extras,
) {
    let object = graph.statements.object[at];
    if !extras.verifies || object & OBJECT_IS_STATEMENT != 0 {
        return;
    }
    let (by, claim) = (graph.statements.by[at], ClaimIdx(object));
    let date = graph.statements.date[at];
    let [.., evidence, reports, _, _] = resolver.starts;
    let artefacts: Vec<u32> = graph
        .statements
        .cites
        .row(at)
        .iter()
        .filter(|node| (evidence..reports).contains(&node.0))
        .map(|node| node.0 - evidence)
        .collect();
    if artefacts.is_empty() {
        let problem = Problem::warning(span, "`verifies` without a cited piece of evidence")
            .help("add `cites: [the evidence on which it was verified]`");
        resolver.problems.push(problem);
    }
    for artefact in artefacts {
        let verified = &mut graph.evidence[artefact as usize].verified;
        let entry = Verification {
            by,
            claims: Box::new([claim]),
            date,
        };
        let known = verified
            .iter()
            .any(|old| old.by == by && old.claims.contains(&claim));
        if !known {
            let mut longer = std::mem::take(verified).into_vec();
            longer.push(entry);
            longer.sort_by(|one, other| {
                (one.by, &one.claims, one.date).cmp(&(other.by, &other.claims, other.date))
            });
            *verified = longer.into_boxed_slice();
        }
    }
}

fn detail(resolver: &mut Resolver, span: Span, extras: Extras) -> Option<Detail> {
    let file = span.file;
    let boxed = |text: Option<String>| text.map(String::into_boxed_str);
    let custodian = extras
        .custodian
        .as_ref()
        .and_then(|to| resolver.actor(file, to, "custodian"));
    let found_in = extras
        .found_in
        .as_ref()
        .and_then(|to| resolver.report_or_evidence(file, to));
    let via: &[Ref] = &extras.via;
    let detail = Detail {
        credibility: grade(resolver, file, extras.credibility.as_ref()),
        via: via
            .iter()
            .filter_map(|to| resolver.actor(file, to, "via"))
            .collect(),
        at: boxed(extras.at),
        quote: boxed(extras.quote),
        number: boxed(extras.number),
        certainty: extras.certainty,
        custodian,
        found_in: found_in.and_then(Result::err),
        said_in: found_in.and_then(Result::ok),
        remarks: RemarkFields {
            note: extras.note,
            url: extras.url,
            allow: extras.allow,
            ..RemarkFields::default()
        }
        .boxed(resolver, file),
    };
    let empty = detail.at.is_none()
        && detail.quote.is_none()
        && detail.number.is_none()
        && detail.certainty.is_none()
        && detail.credibility.is_none()
        && detail.custodian.is_none()
        && detail.found_in.is_none()
        && detail.said_in.is_none()
        && detail.via.is_empty()
        && detail.remarks.is_none();
    (!empty).then_some(detail)
}
