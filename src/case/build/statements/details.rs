//! What few statements have.

use rayon::prelude::*;

use crate::case::build::entities::{RemarkFields, grade};
use crate::case::build::resolve::Resolver;
use crate::case::build::rows::{Extras, StatementRow, Tables};
use crate::case::graph::{ClaimGraph, Detail, OBJECT_IS_STATEMENT, Verification};
use crate::case::index::{ClaimIdx, EvidenceIdx, Kind, StatementIdx};
use crate::case::problem::Problem;
use crate::case::record::Ref;
use crate::source::Span;

/// Fills in what few statements have.
pub(super) fn fill(graph: &mut ClaimGraph, resolver: &mut Resolver, mut tables: Tables) {
    if tables.extras.is_empty() && graph.evidence.is_empty() {
        return;
    }
    let start = resolver.starts[Kind::Statement as usize];
    let count = graph.statement_count();
    // A plain row may stand `in` an artefact; whatever else has a detail has extras.
    let heard_in = |row: &StatementRow| match resolver.lookup(row.report.some()?) {
        Some((Kind::Evidence, at)) if row.extras.is_none() => Some(EvidenceIdx(at)),
        _ => None,
    };
    let place = |row: &StatementRow| {
        let (extras, heard_in) = (row.extras, heard_in(row));
        let at = (resolver.node(row.id.some()?) - start) as usize;
        let has_detail = extras.is_some() || heard_in.is_some();
        (has_detail && at < count).then_some((at, extras, heard_in, row.span()))
    };
    let mut places: Vec<_> = tables.statements.par_iter().filter_map(place).collect();
    places.par_sort_unstable_by_key(|&(at, ..)| at);
    for (at, extras, found_in, span) in places {
        let detail = match extras {
            Some(extras) => {
                let extras = std::mem::take(&mut tables.extras[extras.at()]);
                add_verification(graph, resolver, at, span, &extras);
                detail(resolver, span, extras)
            }
            None => Some(Detail {
                found_in,
                ..Detail::default()
            }),
        };
        if let Some(detail) = detail {
            graph.statements.detailed.push(StatementIdx(at as u32));
            graph.statements.details.push(detail);
        }
    }
}

/// `verifies` is also an entry in the `verified` list of each piece of evidence that it cites.
fn add_verification(
    graph: &mut ClaimGraph,
    resolver: &mut Resolver,
    at: usize,
    span: Span,
    extras: &Extras,
) {
    let object = graph.statements.core[at].object;
    if !extras.verifies || object & OBJECT_IS_STATEMENT != 0 {
        return;
    }
    let (by, claim) = (graph.statements.core[at].by, ClaimIdx(object));
    let date = graph.statements.date[at];
    let heard = match extras.via.is_empty() {
        true => date,
        false => graph.heard_in_report(StatementIdx(at as u32)),
    };
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
            heard,
            is_told: true,
        };
        // One of another date is another: it may be later than what is asked.
        let is_same = |old: &Verification| {
            (old.by, old.date, old.heard) == (by, date, heard) && old.claims.contains(&claim)
        };
        let known = verified.iter().any(is_same);
        if !known {
            let mut longer = std::mem::take(verified).into_vec();
            longer.push(entry);
            longer.sort_by(|one, other| {
                let key = |one: &Verification| (one.by, one.date, one.heard);
                (one.by, &one.claims, key(one)).cmp(&(other.by, &other.claims, key(other)))
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
