//! Actors, claims, events, evidence and reports: from records to columns.

use super::intake::Intake;
use super::resolve::{Resolver, sorted_set};
use super::rows::{ActorRow, BareTie, ClaimRow, Row};
use super::symbols::Symbol;
use crate::case::date::Date;
use crate::case::graph::{
    Actor, Allow, Claim, ClaimGraph, ClaimLinks, Event, Evidence, Quantity, Remarks, Report, Tie,
    Verification,
};
use crate::case::index::{ActorIdx, ClaimIdx, EventIdx, Kind, Rows};
use crate::case::problem::{Problem, closest};
use crate::case::record::{
    ActorRecord, AllowRecord, ClaimRecord, EventRecord, EvidenceRecord, OneOrMany, QuantityRecord,
    Ref, ReportRecord, WrittenDate,
};
use crate::case::spanned::Spanned;
use crate::case::vocabulary::{ActorKind, ClaimKind, EvidenceKind};
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
    fill_actors(graph, resolver, actors, &tables.ties);
    let claims = in_order(resolver, std::mem::take(&mut tables.claims), Kind::Claim);
    fill_claims(graph, resolver, claims);
    for row in in_order(resolver, std::mem::take(&mut tables.events), Kind::Event) {
        let event = event(resolver, row);
        graph.events.push(event);
    }
    break_event_cycles(graph, resolver, &order[Kind::Event as usize]);
    for row in in_order(
        resolver,
        std::mem::take(&mut tables.evidence),
        Kind::Evidence,
    ) {
        let evidence = evidence(resolver, row);
        graph.evidence.push(evidence);
    }
    for row in in_order(resolver, std::mem::take(&mut tables.reports), Kind::Report) {
        let report = report(resolver, row);
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

fn fill_actors(
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
    let remarks = RemarkFields {
        aliases: record.aliases.0,
        note: record.note,
        url: record.url,
        allow: record.allow.0,
        ..RemarkFields::default()
    };
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
            resolver.problems.push(Problem::error(span, message));
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

fn fill_claims(graph: &mut ClaimGraph, resolver: &mut Resolver, rows: Vec<Row<ClaimRow>>) {
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
    let remarks = RemarkFields {
        aliases: record.aliases.0,
        note: record.note,
        url: record.url,
        allow: record.allow.0,
        ..RemarkFields::default()
    };
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
pub(super) fn grade(
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

fn event(resolver: &mut Resolver, row: Row<EventRecord>) -> Event {
    let file = row.span.file;
    let record = row.record;
    let part_of = record
        .part_of
        .as_ref()
        .and_then(|whole| resolver.event(file, whole, "part_of"));
    let remarks = RemarkFields {
        aliases: record.aliases.0,
        note: record.note,
        url: record.url,
        allow: record.allow.0,
        ..RemarkFields::default()
    };
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
fn break_event_cycles(graph: &mut ClaimGraph, resolver: &mut Resolver, order: &[Symbol]) {
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

fn evidence(resolver: &mut Resolver, row: Row<EvidenceRecord>) -> Evidence {
    let file = row.span.file;
    let record = row.record;
    let kind = open_word(
        resolver,
        file,
        record.kind.as_ref(),
        "evidence kind",
        EvidenceKind::WORDS,
        EvidenceKind::Other,
    );
    let (shows, shows_text) = resolver.claims_and_text(file, &record.shows, "shows");
    let (does_not_show, does_not_show_text) =
        resolver.claims_and_text(file, &record.does_not_show, "does_not_show");
    let mut verified = Vec::new();
    for verification in &record.verified.0 {
        if let Some(by) = resolver.actor(file, &verification.by, "verified") {
            verified.push(Verification {
                by,
                claims: resolver.claims(file, &verification.claims, "verified"),
                date: written(verification.date),
            });
        }
    }
    let mut one = |actor: Option<&Ref>, field| actor.and_then(|to| resolver.actor(file, to, field));
    let producer = one(record.producer.as_ref(), "producer");
    let released_by = one(record.released_by.as_ref(), "released_by");
    let remarks = RemarkFields {
        aliases: record.aliases.0,
        note: record.note,
        url: record.url,
        archive: record.archive,
        hash: record.hash,
        phash: record.phash,
        allow: record.allow.0,
    };
    Evidence {
        name: boxed(record.name),
        kind,
        number: boxed(record.number.map(|number| number.0)),
        producer,
        released_by,
        date: written(record.date),
        of: resolver.events(file, &record.of, "of"),
        of_one_of: resolver.events(file, &record.of_one_of, "of_one_of"),
        shows,
        shows_text,
        does_not_show,
        does_not_show_text,
        verified: verified.into_boxed_slice(),
        remarks: remarks.boxed(resolver, file),
        span: row.span,
    }
}

fn report(resolver: &mut Resolver, row: Row<ReportRecord>) -> Report {
    let file = row.span.file;
    let record = row.record;
    let publisher = record
        .publisher
        .as_ref()
        .and_then(|publisher| resolver.actor(file, publisher, "publisher"));
    let remarks = RemarkFields {
        aliases: record.aliases.0,
        note: record.note,
        url: record.url,
        archive: record.archive,
        hash: record.hash,
        allow: record.allow.0,
        ..RemarkFields::default()
    };
    Report {
        name: boxed(record.name.or(record.title)),
        publisher,
        date: written(record.date),
        language: boxed(record.language),
        remarks: remarks.boxed(resolver, file),
        span: row.span,
    }
}
