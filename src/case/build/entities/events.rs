//! Events and the larger ones of which they are parts.

use super::{RemarkFields, boxed, written};
use crate::case::build::resolve::Resolver;
use crate::case::build::rows::Row;
use crate::case::build::symbols::Symbol;
use crate::case::graph::{ClaimGraph, Event};
use crate::case::problem::Problem;
use crate::case::record::EventRecord;

pub(super) fn event(resolver: &mut Resolver, row: Row<EventRecord>) -> Event {
    let file = row.span.file;
    let record = row.record;
    let part_of = record
        .part_of
        .as_ref()
        .and_then(|whole| resolver.event(file, whole, "part_of"));
    let remarks = RemarkFields::common(record.aliases, record.note, record.url, record.allow);
    Event {
        name: boxed(record.name),
        date: written(record.date),
        place: boxed(record.place),
        parties: resolver.actors(file, &record.parties, "parties"),
        part_of,
        possibly_same_as: resolver.events(file, &record.possibly_same_as, "possibly_same_as"),
        remarks: remarks.boxed(resolver, file),
        span: row.span,
    }
}

/// An event cannot be part of itself: the cycle is reported and cut at its first member.
pub(super) fn break_event_cycles(
    graph: &mut ClaimGraph,
    resolver: &mut Resolver,
    order: &[Symbol],
) {
    let mut state = vec![0u32; graph.events.len()];
    for start in 0..graph.events.len() {
        let mark = start as u32 + 1;
        let mut at = start;
        while state[at] == 0 {
            state[at] = mark;
            match graph.events[at].part_of {
                Some(whole) => at = whole.at(),
                None => break,
            }
            if state[at] == mark {
                let id = resolver.symbols.name(order[at]);
                let problem = Problem::error(
                    graph.events[at].span,
                    format!("event `{id}` is part of itself"),
                )
                .help("remove one `part_of` of the circle");
                resolver.problems.push(problem);
                graph.events[at].part_of = None;
                break;
            }
        }
    }
}
