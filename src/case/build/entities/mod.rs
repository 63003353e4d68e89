//! Actors, claims, events, evidence and reports: from records to columns.

mod actors;
mod artefacts;
mod claims;
mod events;

pub(super) use claims::{exclusive_relations, grade};

use super::intake::Intake;
use super::resolve::Resolver;
use super::rows::Row;
use super::symbols::Symbol;
use crate::case::date::Date;
use crate::case::graph::{Allow, ClaimGraph, Remarks};
use crate::case::index::{ActorIdx, EventIdx, Kind};
use crate::case::problem::{Problem, closest};
use crate::case::record::{AllowRecord, OneOrMany, Ref, WrittenDate};
use crate::source::{FileId, Span};

/// Fills the columns of all entities, in order of id.
pub(super) fn fill(
    graph: &mut ClaimGraph,
    resolver: &mut Resolver,
    intake: &mut Intake,
    order: &[Vec<Symbol>; 5],
) {
    let tables = &mut intake.tables;
    let actors = in_order(resolver, std::mem::take(&mut tables.actors), Kind::Actor);
    actors::fill(graph, resolver, actors, &tables.ties);
    let claims = in_order(resolver, std::mem::take(&mut tables.claims), Kind::Claim);
    claims::fill(graph, resolver, claims);
    for row in in_order(resolver, std::mem::take(&mut tables.events), Kind::Event) {
        let event = events::event(resolver, row);
        graph.events.push(event);
    }
    events::break_event_cycles(graph, resolver, &order[Kind::Event as usize]);
    for row in in_order(
        resolver,
        std::mem::take(&mut tables.evidence),
        Kind::Evidence,
    ) {
        let evidence = artefacts::evidence(resolver, row);
        graph.evidence.push(evidence);
    }
    for row in in_order(resolver, std::mem::take(&mut tables.reports), Kind::Report) {
        let report = artefacts::report(resolver, row);
        graph.reports.push(report);
    }
    symmetric(
        &mut graph.events,
        |event| &mut event.possibly_same_as,
        EventIdx,
    );
}

/// The rows of a kind in the order of their node numbers.
fn in_order<T>(resolver: &Resolver, rows: Vec<Row<T>>, kind: Kind) -> Vec<Row<T>> {
    let start = resolver.starts[kind as usize];
    let mut slots: Vec<Option<Row<T>>> = rows.iter().map(|_| None).collect();
    for row in rows {
        let at = resolver.node(row.symbol) - start;
        slots[at as usize] = Some(row);
    }
    slots.into_iter().flatten().collect()
}

/// Makes a relation between rows of one column hold both ways.
fn symmetric<T, I: Copy + Ord + Into<usize>>(
    column: &mut [T],
    list: impl Fn(&mut T) -> &mut Box<[I]>,
    index: impl Fn(u32) -> I,
) {
    let mut reversed: Vec<(usize, I)> = Vec::new();
    for (at, row) in column.iter_mut().enumerate() {
        for &to in list(row).iter() {
            reversed.push((to.into(), index(at as u32)));
        }
    }
    for (at, from) in reversed {
        let list = list(&mut column[at]);
        if let Err(place) = list.binary_search(&from) {
            let mut longer = std::mem::take(list).into_vec();
            longer.insert(place, from);
            *list = longer.into_boxed_slice();
        }
    }
}

impl From<ActorIdx> for usize {
    fn from(index: ActorIdx) -> usize {
        index.at()
    }
}

impl From<EventIdx> for usize {
    fn from(index: EventIdx) -> usize {
        index.at()
    }
}

fn boxed(text: Option<String>) -> Option<Box<str>> {
    text.map(String::into_boxed_str)
}

fn written(date: Option<WrittenDate>) -> Date {
    date.map_or(Date::UNKNOWN, |date| date.0)
}

/// The optional fields that every record may have.
#[derive(Default)]
pub(super) struct RemarkFields {
    pub aliases: Vec<String>,
    pub note: Option<String>,
    pub url: Option<String>,
    pub archive: Option<String>,
    pub hash: Option<String>,
    pub phash: Option<String>,
    pub allow: Vec<AllowRecord>,
}

impl RemarkFields {
    /// Those that every kind of record has.
    pub fn common(
        aliases: OneOrMany<String>,
        note: Option<String>,
        url: Option<String>,
        allow: OneOrMany<AllowRecord>,
    ) -> Self {
        RemarkFields {
            aliases: aliases.0,
            note,
            url,
            allow: allow.0,
            ..RemarkFields::default()
        }
    }

    /// `None` where every field is empty. A suppression without a reason is reported.
    pub fn boxed(self, resolver: &mut Resolver, file: FileId) -> Option<Box<Remarks>> {
        let allow: Vec<Allow> = self
            .allow
            .into_iter()
            .map(|allow| {
                let span = Span::new(file, allow.rule.range.clone());
                if allow
                    .because
                    .as_ref()
                    .is_none_or(|text| text.trim().is_empty())
                {
                    let message = format!("`allow` of `{}` gives no reason", *allow.rule);
                    let help = format!(
                        "write `allow: [{{ rule: {}, because: \"…\" }}]`",
                        *allow.rule
                    );
                    resolver
                        .problems
                        .push(Problem::error(span, message).help(help));
                }
                Allow {
                    rule: allow.rule.value.into_boxed_str(),
                    because: boxed(allow.because),
                    span,
                }
            })
            .collect();
        let remarks = Remarks {
            aliases: self
                .aliases
                .into_iter()
                .map(String::into_boxed_str)
                .collect(),
            note: boxed(self.note),
            url: boxed(self.url),
            archive: boxed(self.archive),
            hash: boxed(self.hash),
            phash: boxed(self.phash),
            allow: allow.into_boxed_slice(),
        };
        let empty = remarks.aliases.is_empty()
            && remarks.note.is_none()
            && remarks.url.is_none()
            && remarks.archive.is_none()
            && remarks.hash.is_none()
            && remarks.phash.is_none()
            && remarks.allow.is_empty();
        (!empty).then(|| Box::new(remarks))
    }
}

/// A word of an open vocabulary: one that is not known is kept as `other`, with a warning.
fn open_word<T: std::str::FromStr + Copy>(
    resolver: &mut Resolver,
    file: FileId,
    word: Option<&Ref>,
    what: &str,
    words: &'static [&'static str],
    other: T,
) -> T {
    let Some(word) = word else { return other };
    word.parse().unwrap_or_else(|_| {
        let span = Span::new(file, word.range.clone());
        let problem = Problem::warning(span, format!("unknown {what} `{}`", **word));
        let help = match closest(word, words.iter().copied()) {
            Some(best) => format!("did you mean `{best}`?"),
            None => format!("read as `other`; known are {}", words.join(", ")),
        };
        resolver.problems.push(problem.help(help));
        other
    })
}
