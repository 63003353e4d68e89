//! Statements: resolved, sorted by claim, date and id, and laid out in columns.
//!
//! Millions of statements go this way, so references are first followed without a thought for messages, in parallel;
//! the few statements of which one leads nowhere are then followed again, one by one, to say what is wrong.

mod cites;
mod details;
mod layout;

use rayon::prelude::*;

use super::declare::Implied;
use super::intake::Intake;
use super::resolve::{NOTHING, Resolver};
use super::rows::{Cited, CitedAs, Cites, StatementRow, Tables};
use super::symbols::Symbol;
use crate::case::date::Date;
use crate::case::graph::{ClaimGraph, OBJECT_IS_STATEMENT, Report};
use crate::case::index::{ActorIdx, Kind, ReportIdx};
use crate::case::problem::Problem;
use crate::case::vocabulary::Stance;
use crate::source::Span;

/// What a row is about, until rows are sorted: a claim, or (with the top bit) another row, or it is left out.
const LEFT_OUT: u32 = u32::MAX;
/// A reference of the row leads nowhere: to be followed again, with a message.
const UNCLEAR: u32 = u32::MAX - 1;

/// Rows of which the references are looked up together.
const TOGETHER: usize = 32;

/// Rows that are worked on at once.
const BLOCK: usize = 1 << 12;

/// Fills the statement columns, and appends the id symbol of each statement in its final order.
pub(super) fn fill(
    graph: &mut ClaimGraph,
    resolver: &mut Resolver,
    intake: Intake,
    implied: &Implied,
    ids: &mut Vec<Symbol>,
) {
    let mut tables = intake.tables;
    let mut about = objects(graph, resolver, &tables, implied);
    objects_to_claims(&mut tables, resolver, &mut about);
    forget(resolver, &tables.statements, &about);
    let mut dealt = layout::deal(graph.claims.len(), &about);
    let cited = layout::lay_out(graph, resolver, &tables, implied, &about, &mut dealt, ids);
    drop(about);
    let (cites, premises_lost) = cites::follow(resolver, &tables, &dealt.order, cited);
    graph.statements.cites = cites;
    for at in premises_lost {
        graph.statements.core[at as usize].basis = None;
    }
    dealt.starts.truncate(graph.claims.len() + 1);
    graph.claim_starts = dealt.starts;
    drop(dealt.order);
    details::fill(graph, resolver, tables);
}

/// In the place of the node number of a statement that was left out.
const GONE: u32 = u32::MAX - 1;

/// Takes the node numbers from rows that are left out.
fn forget(resolver: &Resolver, rows: &[StatementRow], about: &[u32]) {
    let gone = rows.par_iter().zip(about).with_min_len(BLOCK);
    let gone = gone.filter(|&(_, &about)| about == LEFT_OUT);
    let gone = gone.filter_map(|(row, _)| row.id.some());
    gone.for_each(|id| resolver.name(id, GONE));
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
    let mut about = vec![0; tables.statements.len()];
    let rows = tables.statements.par_chunks(TOGETHER);
    let blocks = about.par_chunks_mut(TOGETHER).zip(rows);
    blocks
        .with_min_len(BLOCK / TOGETHER)
        .for_each(|(about, rows)| {
            // First all look-ups, which do not depend on one another, then what they found.
            let mut objects = [0; TOGETHER];
            let mut speakers = [0; TOGETHER];
            for ((object, speaker), row) in objects.iter_mut().zip(&mut speakers).zip(rows) {
                *object = resolver.node(row.object);
                *speaker = resolver.node(row.by);
            }
            let found = objects.into_iter().zip(speakers);
            for ((about, row), (object, speaker)) in about.iter_mut().zip(rows).zip(found) {
                *about = plain(resolver, row, object, speaker).unwrap_or_else(|| silently(row));
            }
        });
    let unclear = about.par_iter().enumerate();
    let unclear = unclear.filter(|&(_, &about)| about == UNCLEAR);
    let unclear: Vec<usize> = unclear.map(|(at, _)| at).collect();
    for at in unclear {
        about[at] = report_unclear(graph, resolver, tables, implied, &tables.statements[at]);
    }
    about
}

/// What a row is about that names a speaker and no report, by the nodes of both; `None` where there is more to see to.
#[inline]
fn plain(resolver: &Resolver, row: &StatementRow, object: u32, speaker: u32) -> Option<u32> {
    let [_, claims, events, _, _, statements, _] = resolver.starts;
    let usable = row.id != Symbol::NONE && row.report == Symbol::NONE && speaker < claims;
    match object {
        _ if !usable => None,
        claim if (claims..events).contains(&claim) => Some(claim - claims),
        statement if statement >= statements && statement != NOTHING => {
            Some((statement - statements) | OBJECT_IS_STATEMENT)
        }
        _ => None,
    }
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
