//! Actors and their ties.

use super::{RemarkFields, boxed, open_word, symmetric, written};
use crate::case::build::resolve::Resolver;
use crate::case::build::rows::{ActorRow, BareTie, Row};
use crate::case::date::Date;
use crate::case::graph::{Actor, ClaimGraph, Tie};
use crate::case::index::{ActorIdx, Kind, Rows};
use crate::case::problem::Problem;
use crate::case::record::ActorRecord;
use crate::case::vocabulary::ActorKind;
use crate::source::{FileId, Span};

pub(super) fn fill(
    graph: &mut ClaimGraph,
    resolver: &mut Resolver,
    rows: Vec<Row<ActorRow>>,
    bare_ties: &[BareTie],
) {
    let mut ties = Rows::default();
    graph.actors.reserve_exact(rows.len());
    for (at, row) in rows.into_iter().enumerate() {
        let own = ActorIdx::from_usize(at);
        let (actor, own_ties) = match row.record {
            ActorRow::Full(record) => actor(resolver, own, row.span, *record),
            ActorRow::Bare { name, kind, ties } => {
                let ties = &bare_ties[ties.start as usize..ties.end as usize];
                bare_actor(resolver, own, row.span, name, kind, ties)
            }
        };
        ties.push(own_ties);
        graph.actors.push(actor);
    }
    graph.ties = ties;
    symmetric(&mut graph.actors, |actor| &mut actor.adversaries, ActorIdx);
    symmetric(
        &mut graph.actors,
        |actor| &mut actor.distinct_from,
        ActorIdx,
    );
}

fn bare_actor(
    resolver: &mut Resolver,
    own: ActorIdx,
    span: Span,
    name: Option<Box<str>>,
    kind: ActorKind,
    bare_ties: &[BareTie],
) -> (Actor, Vec<Tie>) {
    let mut ties = Vec::new();
    for tie in bare_ties {
        let to = resolver.follow(tie.to, tie.span, "affiliations", &[Kind::Actor]);
        if let Some((_, to)) =
            to.filter(|&(_, to)| not_oneself(resolver, own, ActorIdx(to), tie.span))
        {
            ties.push(Tie {
                to: ActorIdx(to),
                role: tie.role,
                from: Date::UNKNOWN,
                until: Date::UNKNOWN,
                alleged: false,
                span: Some(tie.span),
            });
        }
    }
    sort_ties(&mut ties);
    let actor = Actor {
        name,
        kind,
        reliability: None,
        adversaries: Box::default(),
        distinct_from: Box::default(),
        remarks: None,
        span: Some(span),
    };
    (actor, ties)
}

fn actor(
    resolver: &mut Resolver,
    own: ActorIdx,
    span: Span,
    record: ActorRecord,
) -> (Actor, Vec<Tie>) {
    let file = span.file;
    let ties = actor_ties(resolver, own, file, &record);
    let adversaries = resolver.actors(file, &record.adversaries, "adversaries");
    if adversaries.contains(&own) {
        let problem = Problem::error(span, "an actor that is its own adversary");
        resolver.problems.push(problem);
    }
    let kind = open_word(
        resolver,
        file,
        record.kind.as_ref(),
        "actor kind",
        ActorKind::WORDS,
        ActorKind::Other,
    );
    let distinct_from = resolver.actors(file, &record.distinct_from, "distinct_from");
    let remarks = RemarkFields::common(record.aliases, record.note, record.url, record.allow);
    let actor = Actor {
        name: boxed(record.name),
        kind,
        reliability: record.reliability,
        adversaries: adversaries
            .iter()
            .copied()
            .filter(|&to| to != own)
            .collect(),
        distinct_from,
        remarks: remarks.boxed(resolver, file),
        span: Some(span),
    };
    (actor, ties)
}

/// Reports a tie of an actor to itself.
fn not_oneself(resolver: &mut Resolver, own: ActorIdx, to: ActorIdx, span: Span) -> bool {
    if to == own {
        let problem = Problem::error(span, "an actor that is affiliated to itself")
            .help("name the actor that it answers to, or remove the line");
        resolver.problems.push(problem);
    }
    to != own
}

fn sort_ties(ties: &mut [Tie]) {
    ties.sort_by_key(|tie| (tie.to, tie.role, tie.from, tie.until, tie.alleged));
}

fn actor_ties(
    resolver: &mut Resolver,
    own: ActorIdx,
    file: FileId,
    record: &ActorRecord,
) -> Vec<Tie> {
    let mut ties = Vec::new();
    for affiliation in &record.affiliations.0 {
        let span = Span::new(file, affiliation.to.range.clone());
        let Some(to) = resolver.actor(file, &affiliation.to, "affiliations") else {
            continue;
        };
        if !not_oneself(resolver, own, to, span) {
            continue;
        }
        let (from, until) = (written(affiliation.from), written(affiliation.until));
        if until.surely_before(from) {
            let message = format!("a tie that ends ({until}) before it begins ({from})");
            let help = "exchange `from` and `until`, or correct one of them";
            resolver
                .problems
                .push(Problem::error(span, message).help(help));
            continue;
        }
        ties.push(Tie {
            to,
            role: affiliation.role,
            from,
            until,
            alleged: affiliation.alleged,
            span: (!affiliation.to.range.is_empty()).then_some(span),
        });
    }
    sort_ties(&mut ties);
    ties
}
