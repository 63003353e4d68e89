//! Claims and what they have to do with one another.

use super::{RemarkFields, boxed};
use crate::case::build::resolve::{Resolver, sorted_set};
use crate::case::build::rows::{ClaimRow, Row};
use crate::case::graph::{Claim, ClaimGraph, ClaimLinks, Quantity};
use crate::case::index::ClaimIdx;
use crate::case::problem::Problem;
use crate::case::record::{ClaimRecord, OneOrMany, QuantityRecord, Ref};
use crate::case::spanned::Spanned;
use crate::case::vocabulary::ClaimKind;
use crate::source::{FileId, Span};

pub(super) fn fill(graph: &mut ClaimGraph, resolver: &mut Resolver, rows: Vec<Row<ClaimRow>>) {
    graph.claims.reserve_exact(rows.len());
    for (at, row) in rows.into_iter().enumerate() {
        graph.claims.push(match row.record {
            ClaimRow::Bare(text) => bare_claim(text, row.span),
            ClaimRow::Full(record) => claim(resolver, ClaimIdx::from_usize(at), row.span, *record),
        });
    }
    close_claim_relations(&mut graph.claims);
}

fn bare_claim(text: Box<str>, span: Span) -> Claim {
    Claim {
        text,
        name: None,
        kind: ClaimKind::Fact,
        credibility: None,
        links: None,
        remarks: None,
        span,
    }
}

fn claim(resolver: &mut Resolver, own: ClaimIdx, span: Span, record: ClaimRecord) -> Claim {
    let file = span.file;
    let (events, actors) = resolver.events_and_actors(file, &record.about, "about");
    let mut others = |list: &OneOrMany<Ref>, field: &'static str, itself: &str| {
        let found = resolver.claims(file, list, field);
        if found.contains(&own) {
            let span = (list.0.iter())
                .find(|to| record.id.as_ref() == Some(*to))
                .map_or(span, |to| Span::new(file, to.range.clone()));
            let problem = Problem::error(span, format!("a claim that {itself} itself"))
                .help("name another claim, or remove the line");
            resolver.problems.push(problem);
        }
        found
            .iter()
            .copied()
            .filter(|&to| to != own)
            .collect::<Box<[ClaimIdx]>>()
    };
    let negates = others(&record.negates, "negates", "negates");
    let contradicts = others(&record.contradicts, "contradicts", "contradicts");
    let links = ClaimLinks {
        events,
        actors,
        opposes: sorted_set([&*contradicts, &*negates].concat()),
        negates,
        contrasts: others(&record.contrasts, "contrasts", "contrasts with"),
        entails: others(&record.entails, "entails", "entails"),
        entailed_by: Box::default(),
        part_of: others(&record.part_of, "part_of", "is part of"),
        same_as: others(&record.same_as, "same_as", "is the same as"),
        quantity: record
            .quantity
            .and_then(|quantity| self::quantity(resolver, file, span, quantity)),
        favours: resolver.actors(file, &record.favours, "favours"),
        against: resolver.actors(file, &record.against, "against"),
    };
    let credibility = grade(resolver, file, record.credibility.as_ref());
    let remarks = RemarkFields::common(record.aliases, record.note, record.url, record.allow);
    Claim {
        text: record.text.into_boxed_str(),
        name: boxed(record.name),
        kind: record.kind.unwrap_or(ClaimKind::Fact),
        credibility,
        links: is_linked(&links).then(|| Box::new(links)),
        remarks: remarks.boxed(resolver, file),
        span,
    }
}

fn is_linked(links: &ClaimLinks) -> bool {
    !(links.events.is_empty()
        && links.actors.is_empty()
        && links.opposes.is_empty()
        && links.contrasts.is_empty()
        && links.entails.is_empty()
        && links.part_of.is_empty()
        && links.same_as.is_empty()
        && links.quantity.is_none()
        && links.favours.is_empty()
        && links.against.is_empty())
}

/// An Admiralty credibility: 1 to 6.
pub(in crate::case::build) fn grade(
    resolver: &mut Resolver,
    file: FileId,
    written: Option<&Spanned<u8>>,
) -> Option<u8> {
    let grade = written?;
    if (1..=6).contains(&grade.value) {
        return Some(grade.value);
    }
    let span = Span::new(file, grade.range.clone());
    let problem = Problem::error(span, format!("`{}` is no credibility grade", grade.value))
        .help("1 (confirmed) to 6 (cannot be judged)");
    resolver.problems.push(problem);
    None
}

fn quantity(
    resolver: &mut Resolver,
    file: FileId,
    claim: Span,
    record: QuantityRecord,
) -> Option<Quantity> {
    let place = |value: &Option<Spanned<f64>>| {
        value
            .as_ref()
            .filter(|value| !value.range.is_empty())
            .map(|value| Span::new(file, value.range.clone()))
    };
    if let (Some(value), true) = (&record.value, record.min.is_some() || record.max.is_some()) {
        let span = place(&record.value).unwrap_or(claim);
        let message = format!("a quantity with a `value` ({}) and a range", value.value);
        let problem = Problem::error(span, message).help("keep `value`, or `min` and `max`");
        resolver.problems.push(problem);
    }
    let number = |bound: &Option<Spanned<f64>>| bound.as_ref().map(|bound| bound.value);
    let (min, max) = match number(&record.value) {
        Some(value) => (value, value),
        None => (
            number(&record.min).unwrap_or(f64::NEG_INFINITY),
            number(&record.max).unwrap_or(f64::INFINITY),
        ),
    };
    if min > max {
        let span = place(&record.min).unwrap_or(claim);
        let problem = Problem::error(span, format!("a range upside down: from {min} to {max}"))
            .label("greater than `max`")
            .help("swap `min` and `max`");
        resolver.problems.push(problem);
        return None;
    }
    Some(Quantity {
        of: record.of.into_boxed_str(),
        min,
        max,
        words: boxed(record.words),
        unit: boxed(record.unit),
    })
}

/// Makes symmetric relations hold both ways, turns `same_as` into entailment both ways, and reverses entailment.
fn close_claim_relations(claims: &mut [Claim]) {
    type List = fn(&mut ClaimLinks) -> &mut Box<[ClaimIdx]>;
    let mut added: Vec<(usize, List, ClaimIdx)> = Vec::new();
    for (at, claim) in claims.iter().enumerate() {
        let Some(links) = claim.links.as_deref() else {
            continue;
        };
        let own = ClaimIdx::from_usize(at);
        for &to in &links.opposes {
            added.push((to.at(), |links| &mut links.opposes, own));
        }
        for &to in &links.negates {
            added.push((to.at(), |links| &mut links.negates, own));
        }
        for &to in &links.contrasts {
            added.push((to.at(), |links| &mut links.contrasts, own));
        }
        for &to in &links.entails {
            added.push((to.at(), |links| &mut links.entailed_by, own));
        }
        for &to in &links.same_as {
            added.push((to.at(), |links| &mut links.same_as, own));
            for (one, other) in [(own, to), (to, own)] {
                added.push((one.at(), |links| &mut links.entails, other));
                added.push((one.at(), |links| &mut links.entailed_by, other));
            }
        }
    }
    for (at, list, from) in added {
        let list = list(claims[at].links.get_or_insert_default());
        if let Err(place) = list.binary_search(&from) {
            let mut longer = std::mem::take(list).into_vec();
            longer.insert(place, from);
            *list = longer.into_boxed_slice();
        }
    }
}

/// Claims that follow from another and are said to go against it.
pub(in crate::case::build) fn exclusive_relations(graph: &ClaimGraph) -> Vec<Problem> {
    let against = |links: &ClaimLinks, other: &ClaimIdx| match other {
        other if links.opposes.contains(other) => Some("contradicts"),
        other if links.contrasts.contains(other) => Some("contrasts with"),
        _ => None,
    };
    let mut problems = Vec::new();
    for claim in graph.claims() {
        let links = graph.links(claim);
        for &other in &links.entails {
            // What are the same to each other entail each other: told once.
            let told = other < claim && graph.links(other).entails.contains(&claim);
            let Some(goes_against) = against(links, &other).filter(|_| !told) else {
                continue;
            };
            let (one, two) = (graph.id(claim), graph.id(other));
            let message = format!("`{one}` entails `{two}` and {goes_against} it");
            let mut problem = Problem::warning(graph.span(claim), message).help(
                "a claim does not go against what follows from it: keep one of the two relations",
            );
            if let Some(span) = graph.span(other) {
                problem = problem.related(span, format!("`{two}` is here"));
            }
            problems.push(problem);
        }
    }
    problems
}
