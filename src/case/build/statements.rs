//! Statements: resolved, sorted by claim, date and id, and laid out in columns.
//!
//! Millions of statements go this way, so references are first followed without a thought for messages, in parallel;
//! the few statements of which one leads nowhere are then followed again, one by one, to say what is wrong.

use std::sync::atomic::{AtomicU32, Ordering};

use rayon::prelude::*;

use super::declare::Implied;
use super::entities::{RemarkFields, grade};
use super::intake::Intake;
use super::resolve::Resolver;
use super::rows::{Cited, CitedAs, Cites, Extras, StatementRow, Tables};
use super::symbols::Symbol;
use crate::case::date::Date;
use crate::case::graph::{
    ClaimGraph, Detail, FLAG_RELAY, FLAG_VIA, NO_REPORT, OBJECT_IS_STATEMENT, Report,
    StatementCore, Verification,
};
use crate::case::index::{ActorIdx, ClaimIdx, Kind, NodeIdx, ReportIdx, Rows, StatementIdx};
use crate::case::problem::Problem;
use crate::case::record::Ref;
use crate::case::vocabulary::{Basis, Stance};
use crate::source::{PackedSpan, Span};

const CITABLE: &[Kind] = &[
    Kind::Statement,
    Kind::Actor,
    Kind::Report,
    Kind::Evidence,
    Kind::Claim,
];

/// What a row is about, until rows are sorted: a claim, or (with the top bit) another row, or it is left out.
const LEFT_OUT: u32 = u32::MAX;
/// A reference of the row leads nowhere: to be followed again, with a message.
const UNCLEAR: u32 = u32::MAX - 1;

/// Rows that are worked on at once.
const BLOCK: usize = 1 << 12;

/// Fills the statement columns; returns the id symbol of each statement in its final order.
pub(super) fn fill(
    graph: &mut ClaimGraph,
    resolver: &mut Resolver,
    intake: Intake,
    implied: &Implied,
) -> Vec<Symbol> {
    let mut tables = intake.tables;
    let mut about = objects(graph, resolver, &tables, implied);
    objects_to_claims(&mut tables, resolver, &mut about);
    let (claim_starts, order) = order(graph, resolver, &tables, &about);
    graph.claim_starts = claim_starts;
    number(resolver, &tables.statements, &about, &order);
    let (cites, premises_lost) = cites(resolver, &tables, &order);
    graph.statements.cites = cites;
    for at in premises_lost {
        tables.statements[at as usize].basis = None;
    }
    let ids = columns(graph, resolver, &tables, implied, &about, &order);
    drop((about, order));
    details(graph, resolver, tables);
    ids
}

/// Who says it, and where: what follows from a row whatever it is about.
struct Saying {
    by: ActorIdx,
    report: Option<ReportIdx>,
    date: Date,
}

/// Why a row is no statement.
enum Unusable {
    /// Another record has its id, or a reference leads nowhere.
    Known,
    /// Nothing says who speaks.
    NoSpeaker,
}

/// Follows one reference in a field to one of some kinds.
type Followed = Option<(Kind, u32)>;

/// Follows the references of a row by which it is a statement at all.
fn saying(
    graph: &ClaimGraph,
    resolver: &Resolver,
    tables: &Tables,
    implied: &Implied,
    row: &StatementRow,
    mut follow: impl FnMut(Symbol, &'static str, &'static [Kind]) -> Followed,
) -> Result<Saying, Unusable> {
    let report = row.report.some();
    let report = report.and_then(|id| follow(id, "in", &[Kind::Report, Kind::Evidence]));
    let report = report.and_then(|(kind, at)| (kind == Kind::Report).then_some(ReportIdx(at)));
    let published = report.map(|report| graph.report(report));
    let by = match row.by.some() {
        Some(by) => {
            let (_, at) = follow(by, "by", &[Kind::Actor]).ok_or(Unusable::Known)?;
            ActorIdx(at)
        }
        None => implied_speaker(resolver, tables, implied, row)
            .or_else(|| published.and_then(|report| report.publisher))
            .ok_or(Unusable::NoSpeaker)?,
    };
    let date = dated(row.date, published);
    Ok(Saying { by, report, date })
}

/// The date of a statement: not later than its report, where none is written.
fn dated(written: Date, published: Option<&Report>) -> Date {
    match published {
        Some(report) if written.is_absent() && !report.date.is_unknown() => {
            report.date.not_later_than()
        }
        _ => written,
    }
}

fn implied_speaker(
    resolver: &Resolver,
    tables: &Tables,
    implied: &Implied,
    row: &StatementRow,
) -> Option<ActorIdx> {
    let mention = row
        .extras
        .and_then(|at| tables.extras[at.at()].unnamed.as_ref());
    let symbol = match mention {
        Some((_, mention)) => implied.mentions[*mention as usize],
        None => *implied.publishers.get(&row.report)?,
    };
    match resolver.lookup(symbol) {
        Some((Kind::Actor, at)) => Some(ActorIdx(at)),
        _ => None,
    }
}

/// The claim of a reference to a claim, or (with the top bit) the row of one to a statement.
fn object(resolver: &Resolver, (kind, at): (Kind, u32)) -> u32 {
    debug_assert!(resolver.starts[Kind::Statement as usize] < OBJECT_IS_STATEMENT);
    match kind {
        Kind::Claim => at,
        _ => at | OBJECT_IS_STATEMENT,
    }
}

const OBJECTS: &[Kind] = &[Kind::Claim, Kind::Statement];

/// What each row is about. A row that cannot be used is left out and reported.
fn objects(
    graph: &ClaimGraph,
    resolver: &mut Resolver,
    tables: &Tables,
    implied: &Implied,
) -> Vec<u32> {
    let silently = |row: &StatementRow| {
        if row.id == Symbol::NONE {
            return LEFT_OUT;
        }
        let mut clear = true;
        let mut follow = |symbol, _, expected: &[Kind]| {
            let found = resolver.lookup(symbol);
            let found = found.filter(|(kind, _)| expected.contains(kind));
            clear &= found.is_some();
            found
        };
        let object = follow(row.object, "", OBJECTS).map(|found| object(resolver, found));
        let saying = saying(graph, resolver, tables, implied, row, follow);
        match (saying, object) {
            (Ok(_), Some(object)) if clear => object,
            _ => UNCLEAR,
        }
    };
    let mut about: Vec<u32> = tables.statements.par_iter().map(silently).collect();
    let unclear = about.par_iter().enumerate();
    let unclear = unclear.filter(|&(_, &about)| about == UNCLEAR);
    let unclear: Vec<usize> = unclear.map(|(at, _)| at).collect();
    for at in unclear {
        about[at] = report_unclear(graph, resolver, tables, implied, &tables.statements[at]);
    }
    about
}

/// Says what is wrong with a row, and what it is about if it can be used all the same.
fn report_unclear(
    graph: &ClaimGraph,
    resolver: &mut Resolver,
    tables: &Tables,
    implied: &Implied,
    row: &StatementRow,
) -> u32 {
    let mut faults = Vec::new();
    let follow = |symbol, field, expected: &'static [Kind]| {
        let found = resolver.lookup(symbol);
        let found = found.filter(|(kind, _)| expected.contains(kind));
        if found.is_none() {
            faults.push((symbol, field, expected));
        }
        found
    };
    let saying = saying(graph, resolver, tables, implied, row, follow);
    for (symbol, field, expected) in faults {
        let span = place(tables, resolver, row, symbol);
        resolver.follow(symbol, span, field, expected);
    }
    if let Err(unusable) = saying {
        if let Unusable::NoSpeaker = unusable {
            let problem = Problem::error(row.span(), "a statement without a speaker")
                .help("name one with `by` or `unnamed`, or give the report a `publisher`");
            resolver.problems.push(problem);
        }
        return LEFT_OUT;
    }
    let span = place(tables, resolver, row, row.object);
    let found = resolver.follow(row.object, span, row.stance.word(), OBJECTS);
    found.map_or(LEFT_OUT, |found| object(resolver, found))
}

/// The place of a reference to `symbol` in a statement: exact where it was kept, else the whole record.
fn place(tables: &Tables, resolver: &Resolver, row: &StatementRow, symbol: Symbol) -> Span {
    let span = row.span();
    let Some(extras) = row.extras else {
        return span;
    };
    let name = resolver.symbols.name(symbol);
    let refs = &tables.extras[extras.at()].refs;
    refs.iter()
        .find(|reference| ***reference == *name)
        .filter(|reference| !reference.range.is_empty())
        .map_or(span, |reference| {
            Span::new(span.file, reference.range.clone())
        })
}

/// To assert, corroborate or relay a *statement* is to do so with the claim that it is about.
fn objects_to_claims(tables: &mut Tables, resolver: &mut Resolver, about: &mut [u32]) {
    let on_statement = |about: u32| about != LEFT_OUT && about & OBJECT_IS_STATEMENT != 0;
    let rows = about.par_iter().enumerate();
    let rows = rows.filter(|&(_, &about)| on_statement(about));
    let rows: Vec<usize> = rows.map(|(at, _)| at).collect();
    for &at in &rows {
        let target = about[at] & !OBJECT_IS_STATEMENT;
        let row = &tables.statements[at];
        if target as usize == at {
            let problem = Problem::error(row.span(), "a statement about itself")
                .help("name the claim or the other statement that it is about");
            resolver.problems.push(problem);
            about[at] = LEFT_OUT;
            continue;
        }
        if !row.stance.supports() {
            continue;
        }
        let Some(claim) = claim_behind(tables, about, target) else {
            let message = format!("`{}` of a statement that is not about a claim", row.stance);
            let problem = Problem::error(row.span(), message).help("name the claim itself");
            resolver.problems.push(problem);
            about[at] = LEFT_OUT;
            continue;
        };
        about[at] = claim;
        // A relay made from a `via` cites the statement that it relays, and nothing else.
        if row.stance == Stance::Relays && !row.relay {
            let mut cites = tables.cited[row.cites.range()].to_vec();
            let relayed = Cited::from(CitedAs::Row(target));
            if !cites.contains(&relayed) {
                cites.push(relayed);
            }
            let start = tables.cited.len() as u32;
            tables.cited.extend(cites);
            let end = tables.cited.len() as u32;
            tables.statements[at].cites = Cites { start, end };
        }
    }
    // What was about a statement that is gone is gone too.
    for &at in &rows {
        let target = about[at];
        if on_statement(target) && about[(target & !OBJECT_IS_STATEMENT) as usize] == LEFT_OUT {
            about[at] = LEFT_OUT;
        }
    }
}

/// The claim that a statement affirms, through any number of statements that affirm one another.
fn claim_behind(tables: &Tables, about: &[u32], mut target: u32) -> Option<u32> {
    // More steps than statements: they affirm one another in a circle.
    for _ in 0..about.len() {
        let object = about[target as usize];
        if object == LEFT_OUT {
            return None;
        }
        if object & OBJECT_IS_STATEMENT == 0 {
            return Some(object);
        }
        if !tables.statements[target as usize].stance.supports() {
            return None;
        }
        target = object & !OBJECT_IS_STATEMENT;
    }
    None
}

/// The rows in canonical order: by claim, then date, then id; statements on statements last. With it, where the rows of
/// each claim start.
///
/// Rows are dealt out by claim first; then each claim's few are sorted, in parallel.
fn order(
    graph: &ClaimGraph,
    resolver: &Resolver,
    tables: &Tables,
    about: &[u32],
) -> (Vec<u32>, Vec<u32>) {
    let claims = graph.claims.len();
    let bucket = |about: u32| match about & OBJECT_IS_STATEMENT {
        0 => about as usize,
        _ => claims,
    };
    let mut starts = vec![0u32; claims + 2];
    for &about in about.iter().filter(|&&about| about != LEFT_OUT) {
        starts[bucket(about) + 1] += 1;
    }
    for at in 0..=claims {
        starts[at + 1] += starts[at];
    }
    let mut next = starts.clone();
    let mut order = vec![0u32; starts[claims + 1] as usize];
    for (row, &about) in (0u32..).zip(about) {
        if about != LEFT_OUT {
            let slot = &mut next[bucket(about)];
            order[*slot as usize] = row;
            *slot += 1;
        }
    }
    sort_buckets(graph, resolver, tables, &starts, &mut order);
    starts.truncate(claims + 1);
    (starts, order)
}

/// Sorts the rows of each claim by date and id.
fn sort_buckets(
    graph: &ClaimGraph,
    resolver: &Resolver,
    tables: &Tables,
    starts: &[u32],
    order: &mut [u32],
) {
    let mut buckets: Vec<&mut [u32]> = Vec::with_capacity(starts.len() - 1);
    let mut rest = order;
    for at in starts.windows(2) {
        let (bucket, others) = rest.split_at_mut((at[1] - at[0]) as usize);
        buckets.push(bucket);
        rest = others;
    }
    let row = |at: u32| &tables.statements[at as usize];
    let key = |&at: &u32| (date(graph, resolver, row(at)).sort_key(), at);
    let id = |at: u32| resolver.symbols.name(row(at).id);
    let buckets = buckets.into_par_iter().with_min_len(64);
    buckets.for_each_init(Vec::new, |keyed, bucket| {
        if bucket.len() < 2 {
            return;
        }
        keyed.clear();
        keyed.extend(bucket.iter().map(key));
        keyed.sort_unstable_by(|(date, at), (other, also)| {
            date.cmp(other).then_with(|| id(*at).cmp(id(*also)))
        });
        for (slot, (_, at)) in bucket.iter_mut().zip(keyed) {
            *slot = *at;
        }
    });
}

/// The date of a row, without looking at anything else where it is written.
fn date(graph: &ClaimGraph, resolver: &Resolver, row: &StatementRow) -> Date {
    let report = row.report.some().filter(|_| row.date.is_absent());
    let published = match report.and_then(|report| resolver.lookup(report)) {
        Some((Kind::Report, at)) => Some(graph.report(ReportIdx(at))),
        _ => None,
    };
    dated(row.date, published)
}

/// In the place of the node number of a statement that was left out.
const GONE: u32 = u32::MAX - 1;

/// Gives each statement the node number of its final place, instead of that of its row.
fn number(resolver: &mut Resolver, rows: &[StatementRow], about: &[u32], order: &[u32]) {
    let node_of = std::mem::take(&mut resolver.node_of).into_iter();
    let node_of: Vec<AtomicU32> = node_of.map(AtomicU32::new).collect();
    let name = |row: &StatementRow, node| node_of[row.id.at()].store(node, Ordering::Relaxed);
    let start = resolver.starts[Kind::Statement as usize];
    let places = order.par_iter().enumerate().with_min_len(BLOCK);
    places.for_each(|(at, &row)| name(&rows[row as usize], start + at as u32));
    let left_out = rows.par_iter().zip(about).with_min_len(BLOCK);
    let left_out = left_out.filter(|&(row, &about)| about == LEFT_OUT && row.id != Symbol::NONE);
    left_out.for_each(|(row, _)| name(row, GONE));
    resolver.node_of = node_of.into_iter().map(AtomicU32::into_inner).collect();
}

/// What some statements cite, in their final order.
#[derive(Default)]
struct CitesOfBlock {
    lengths: Vec<u32>,
    nodes: Vec<NodeIdx>,
    /// Rows with a citation that leads nowhere.
    lossy: Vec<u32>,
}

/// The citations of each statement in its final order, and the rows of inferences that lost a premise. Citations that
/// lead nowhere are reported and left out.
fn cites(resolver: &mut Resolver, tables: &Tables, order: &[u32]) -> (Rows<NodeIdx>, Vec<u32>) {
    let following = &*resolver;
    let blocks = order.par_chunks(BLOCK).map(|rows| {
        let mut block = CitesOfBlock::default();
        for &row in rows {
            cites_of_row(following, tables, order.len(), row, &mut block);
        }
        block
    });
    let blocks: Vec<CitesOfBlock> = blocks.collect();
    let mut premises_lost = Vec::new();
    for &row in blocks.iter().flat_map(|block| &block.lossy) {
        let at = row;
        let row = &tables.statements[at as usize];
        for &cited in &tables.cited[row.cites.range()] {
            if let CitedAs::Id(symbol) = cited.into() {
                let span = place(tables, resolver, row, symbol);
                resolver.follow(symbol, span, "cites", CITABLE);
            }
        }
        if row.basis == Some(Basis::Inferred) {
            premises_lost.push(at);
        }
    }
    let rows = blocks.into_iter().map(|block| (block.lengths, block.nodes));
    (Rows::concat(rows.collect()), premises_lost)
}

fn cites_of_row(
    resolver: &Resolver,
    tables: &Tables,
    statements: usize,
    at: u32,
    block: &mut CitesOfBlock,
) {
    let row = &tables.statements[at as usize];
    let first = block.nodes.len();
    let mut lossy = false;
    for &cited in &tables.cited[row.cites.range()] {
        let symbol = match cited.into() {
            CitedAs::Id(symbol) => symbol,
            CitedAs::Row(to) => tables.statements[to as usize].id,
        };
        let found = (symbol.some()).and_then(|symbol| resolver.lookup(symbol));
        match found.filter(|(kind, _)| CITABLE.contains(kind)) {
            Some((kind, at)) if kind != Kind::Statement || (at as usize) < statements => {
                let node = NodeIdx(resolver.starts[kind as usize] + at);
                if !block.nodes[first..].contains(&node) {
                    block.nodes.push(node);
                }
            }
            _ => lossy = true,
        }
    }
    if lossy {
        block.lossy.push(at);
        if row.basis == Some(Basis::Inferred) {
            // An inference that lost a premise must not gain by it: it rests on nothing known.
            block.nodes.truncate(first);
        }
    }
    block.lengths.push((block.nodes.len() - first) as u32);
}

/// Fills the columns; returns the id symbol of each statement in its final order.
fn columns(
    graph: &mut ClaimGraph,
    resolver: &Resolver,
    tables: &Tables,
    implied: &Implied,
    about: &[u32],
    order: &[u32],
) -> Vec<Symbol> {
    let statements = resolver.starts[Kind::Statement as usize];
    let filled = &*graph;
    let column = |&at: &u32| {
        let row = &tables.statements[at as usize];
        let object = match about[at as usize] {
            claim if claim & OBJECT_IS_STATEMENT == 0 => claim,
            target => {
                let target = &tables.statements[(target & !OBJECT_IS_STATEMENT) as usize];
                (resolver.node_of[target.id.at()] - statements) | OBJECT_IS_STATEMENT
            }
        };
        let silently = |symbol, _, expected: &'static [Kind]| {
            let found = resolver.lookup(symbol);
            found.filter(|(kind, _)| expected.contains(kind))
        };
        let saying = saying(filled, resolver, tables, implied, row, silently);
        let Ok(saying) = saying else {
            unreachable!("rows without a speaker were left out");
        };
        let flag = |set: bool, flag: u8| if set { flag } else { 0 };
        let core = StatementCore {
            by: saying.by,
            object,
            report: saying.report.map_or(NO_REPORT, |report| report.0),
            stance: row.stance,
            basis: row.basis,
            flags: flag(row.has_via, FLAG_VIA) | flag(row.relay, FLAG_RELAY),
        };
        (core, (saying.date, (row.place, row.id)))
    };
    type Columns = (
        Vec<StatementCore>,
        (Vec<Date>, (Vec<PackedSpan>, Vec<Symbol>)),
    );
    let columns: Columns = order.par_iter().with_min_len(BLOCK).map(column).unzip();
    let (core, (date, (place, ids))) = columns;
    graph.statements.core = core;
    graph.statements.date = date;
    graph.statements.place = place;
    ids
}

/// Fills in what few statements have.
fn details(graph: &mut ClaimGraph, resolver: &mut Resolver, mut tables: Tables) {
    if tables.extras.is_empty() {
        return;
    }
    let start = resolver.starts[Kind::Statement as usize];
    let count = graph.statement_count();
    let place = |row: &StatementRow| {
        let (extras, id) = (row.extras?, row.id.some()?);
        let at = (resolver.node_of[id.at()] - start) as usize;
        (at < count).then_some((at, extras, row.span()))
    };
    let mut places: Vec<_> = tables.statements.par_iter().filter_map(place).collect();
    places.par_sort_unstable_by_key(|&(at, _, _)| at);
    for (at, extras, span) in places {
        let extras = std::mem::take(&mut tables.extras[extras.at()]);
        add_verification(graph, resolver, at, span, &extras);
        if let Some(detail) = detail(resolver, span, extras) {
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
