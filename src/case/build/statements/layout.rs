//! Statements in their final order: by claim, then date, then id.

use std::ops::Range;

use rayon::prelude::*;

use super::cites::CitedOfBlock;
use super::{BLOCK, LEFT_OUT, dated, saying};
use crate::case::build::declare::Implied;
use crate::case::build::resolve::Resolver;
use crate::case::build::rows::{StatementRow, Tables};
use crate::case::build::symbols::Symbol;
use crate::case::columns::append_blocks;
use crate::case::date::Date;
use crate::case::graph::{
    ClaimGraph, FLAG_RELAY, FLAG_VIA, NO_REPORT, OBJECT_IS_STATEMENT, StatementCore,
};
use crate::case::index::{Kind, ReportIdx};
use crate::source::PackedSpan;

/// Pieces that are laid out before they go into the columns: enough for all threads.
const AT_ONCE: usize = 32;

/// The rows of each claim, and last those of statements on statements: in the order of the text, until they are sorted.
pub(super) struct Dealt {
    /// Where the rows of each claim start, where the others start, and the number of all.
    pub starts: Vec<u32>,
    pub order: Vec<u32>,
}

/// Hands in which rows are dealt: each takes those of its claims from all that there are, and writes to few places.
const HANDS: usize = 4;

/// Deals the rows out by claim.
pub(super) fn deal(claims: usize, about: &[u32]) -> Dealt {
    let bucket = |about: u32| match about & OBJECT_IS_STATEMENT {
        0 => about as usize,
        _ => claims,
    };
    let each = (claims + 1).div_ceil(HANDS);
    // Each row of the buckets of a hand, with the place of its bucket among these.
    let rows_of = |hand: usize| {
        let first = hand * each;
        let rows = (0u32..).zip(about);
        let rows = rows.filter(|&(_, &about)| about != LEFT_OUT);
        let rows = rows.map(move |(row, &about)| (row, bucket(about).wrapping_sub(first)));
        rows.filter(move |&(_, place)| place < each)
    };
    let mut starts = vec![0u32; claims + 2];
    let counts = starts[1..].par_chunks_mut(each).enumerate();
    counts.for_each(|(hand, counts)| rows_of(hand).for_each(|(_, place)| counts[place] += 1));
    for at in 0..=claims {
        starts[at + 1] += starts[at];
    }
    let mut order = vec![0u32; starts[claims + 1] as usize];
    let mut hands = Vec::with_capacity(HANDS);
    let mut rest = order.as_mut_slice();
    for (hand, of_hand) in starts[..=claims].chunks(each).enumerate() {
        let end = starts[hand * each + of_hand.len()];
        let (slots, after) = rest.split_at_mut((end - of_hand[0]) as usize);
        hands.push((hand, of_hand, slots));
        rest = after;
    }
    hands.into_par_iter().for_each(|(hand, starts, slots)| {
        let mut next: Vec<u32> = starts.iter().map(|start| start - starts[0]).collect();
        for (row, place) in rows_of(hand) {
            slots[next[place] as usize] = row;
            next[place] += 1;
        }
    });
    Dealt { starts, order }
}

/// Sorts what was dealt, gives each statement its node number and fills the columns, but for citations, which need all
/// numbers: these are returned. The id symbol of each statement is appended to `ids`.
pub(super) fn lay_out(
    graph: &mut ClaimGraph,
    resolver: &Resolver,
    tables: &Tables,
    implied: &Implied,
    about: &[u32],
    dealt: &mut Dealt,
    ids: &mut Vec<Symbol>,
) -> Vec<CitedOfBlock> {
    let mut columns = std::mem::take(&mut graph.statements);
    let case = Case {
        graph,
        resolver,
        tables,
        implied,
        about,
    };
    let Dealt { starts, order } = dealt;
    columns.core.reserve_exact(order.len());
    columns.date.reserve_exact(order.len());
    columns.place.reserve_exact(order.len());
    let mut cited = Vec::with_capacity(order.len() / BLOCK);
    let claims = starts.len() - 2;
    let on_claims = pieces(&starts[..=claims], BLOCK);
    // Statements on statements by themselves and last: only then has all that they are about its number.
    let on_statements = claims..claims + 1;
    let mut rest = order.as_mut_slice();
    for buckets in on_claims
        .chunks(AT_ONCE)
        .chain([std::slice::from_ref(&on_statements)])
    {
        let mut pieces = Vec::with_capacity(buckets.len());
        for buckets in buckets {
            let first = buckets.start as u32;
            let starts = &starts[buckets.start..=buckets.end];
            let rows = starts[starts.len() - 1] - starts[0];
            let (order, others) = rest.split_at_mut(rows as usize);
            pieces.push((Buckets { first, starts }, order));
            rest = others;
        }
        let pieces = pieces.into_par_iter();
        let laid = pieces.map_init(Fetched::default, |fetched, (buckets, order)| {
            case.lay(fetched, buckets, order)
        });
        let laid: Vec<Laid> = laid.collect();
        let rows = |piece: &Laid| piece.rows.len();
        append_blocks(&mut columns.core, &laid, rows, |piece| {
            piece.rows.iter().map(|row| row.core)
        });
        append_blocks(&mut columns.date, &laid, rows, |piece| {
            piece.rows.iter().map(|row| row.date)
        });
        append_blocks(&mut columns.place, &laid, rows, |piece| {
            piece.rows.iter().map(|row| row.place)
        });
        append_blocks(ids, &laid, rows, |piece| {
            piece.rows.iter().map(|row| row.id)
        });
        cited.extend(laid.into_iter().map(|piece| piece.cited));
    }
    graph.statements = columns;
    cited
}

/// What stands in the columns for a row.
#[derive(Clone, Copy)]
struct Final {
    core: StatementCore,
    date: Date,
    place: PackedSpan,
    id: Symbol,
}

/// The statements of some claims in their final order.
struct Laid {
    rows: Vec<Final>,
    cited: CitedOfBlock,
}

/// Some buckets of what was dealt, one after another.
#[derive(Clone, Copy)]
struct Buckets<'d> {
    first: u32,
    /// Where the rows of each start, and where the last ends.
    starts: &'d [u32],
}

impl Buckets<'_> {
    /// The bucket of each row.
    fn of_rows(self) -> impl Iterator<Item = u32> {
        let lengths = self.starts.windows(2).map(|ends| ends[1] - ends[0]);
        let buckets = (self.first..).zip(lengths);
        buckets.flat_map(|(bucket, rows)| std::iter::repeat_n(bucket, rows as usize))
    }
}

/// The rows of some claims, which lie far apart: each is fetched once, and the others do not wait for it.
#[derive(Default)]
struct Fetched {
    rows: Vec<StatementRow>,
    keys: Vec<Key>,
}

impl Fetched {
    /// The rows in the order of the keys.
    fn sorted(&self) -> impl ExactSizeIterator<Item = &StatementRow> {
        self.keys.iter().map(|key| &self.rows[key.place as usize])
    }
}

/// What the rows of a claim are sorted by, and the place of the row among those fetched.
struct Key {
    date: (i64, i64),
    id: Symbol,
    place: u32,
}

/// What is known of the case when statements are laid out.
struct Case<'c> {
    graph: &'c ClaimGraph,
    resolver: &'c Resolver,
    tables: &'c Tables,
    implied: &'c Implied,
    about: &'c [u32],
}

impl Case<'_> {
    /// Lays out the rows of some claims, of which `starts` says where they start.
    fn lay(&self, fetched: &mut Fetched, buckets: Buckets<'_>, order: &mut [u32]) -> Laid {
        self.sort_and_number(fetched, buckets.starts, order);
        let claims = self.graph.claims.len() as u32;
        let objects = buckets.of_rows().zip(&*order);
        // The claim is known by the bucket: there is no need to look far away what the row is about.
        let objects = objects.map(|(bucket, &at)| match bucket < claims {
            true => bucket,
            false => self.statement(at),
        });
        let rows = fetched.sorted().zip(objects);
        let first = buckets.starts[0] as usize;
        Laid {
            rows: rows.map(|(row, object)| self.row(row, object)).collect(),
            cited: CitedOfBlock::collect(self.tables, fetched.sorted(), first),
        }
    }

    /// The statement that a row is about, which has its number.
    fn statement(&self, at: u32) -> u32 {
        let target = self.about[at as usize] & !OBJECT_IS_STATEMENT;
        let node = (self.resolver).node(self.tables.statements[target as usize].id);
        (node - self.resolver.starts[Kind::Statement as usize]) | OBJECT_IS_STATEMENT
    }

    /// Sorts rows by date and id within each claim, and gives them their node numbers instead of those of their rows.
    fn sort_and_number(&self, fetched: &mut Fetched, starts: &[u32], order: &mut [u32]) {
        let Fetched { rows, keys } = fetched;
        rows.clear();
        let row = |&at: &u32| self.tables.statements[at as usize];
        rows.extend(order.iter().map(row));
        let key = |(place, row): (u32, &StatementRow)| Key {
            date: self.date(row).sort_key(),
            id: row.id,
            place,
        };
        keys.clear();
        keys.extend((0..).zip(&*rows).map(key));
        let id = |key: &Key| self.resolver.symbols.bytes(key.id);
        for bucket in starts.windows(2) {
            let bucket = (bucket[0] - starts[0]) as usize..(bucket[1] - starts[0]) as usize;
            keys[bucket].sort_unstable_by(|one, other| {
                (one.date.cmp(&other.date)).then_with(|| id(one).cmp(id(other)))
            });
        }
        let first = self.resolver.starts[Kind::Statement as usize] + starts[0];
        let row_at = order.to_vec();
        for ((slot, key), node) in order.iter_mut().zip(keys).zip(first..) {
            *slot = row_at[key.place as usize];
            self.resolver.name(key.id, node);
        }
    }

    /// The date of a row, without looking at anything else where it is written.
    fn date(&self, row: &StatementRow) -> Date {
        let report = row.report.some().filter(|_| row.date.is_absent());
        let published = match report.and_then(|report| self.resolver.lookup(report)) {
            Some((Kind::Report, at)) => Some(self.graph.report(ReportIdx(at))),
            _ => None,
        };
        dated(row.date, published)
    }

    fn row(&self, row: &StatementRow, object: u32) -> Final {
        let (resolver, tables) = (self.resolver, self.tables);
        let silently = |symbol, _, expected: &'static [Kind]| {
            let found = resolver.lookup(symbol);
            found.filter(|(kind, _)| expected.contains(kind))
        };
        let Ok(saying) = saying(self.graph, resolver, tables, self.implied, row, silently) else {
            unreachable!("rows without a speaker were left out");
        };
        let flag = |set: bool, flag: u8| if set { flag } else { 0 };
        Final {
            core: StatementCore {
                by: saying.by,
                object,
                report: saying.report.map_or(NO_REPORT, |report| report.0),
                stance: row.stance,
                basis: row.basis,
                flags: flag(row.has_via, FLAG_VIA) | flag(row.relay, FLAG_RELAY),
            },
            date: saying.date,
            place: row.place,
            id: row.id,
        }
    }
}

/// Ranges of buckets with about so many rows each.
fn pieces(starts: &[u32], rows: usize) -> Vec<Range<usize>> {
    let buckets = starts.len() - 1;
    let mut pieces = Vec::new();
    let mut from = 0;
    while from < buckets {
        let full = starts[from].saturating_add(rows as u32);
        let to = starts.partition_point(|&start| start < full);
        let to = to.clamp(from + 1, buckets);
        pieces.push(from..to);
        from = to;
    }
    pieces
}
