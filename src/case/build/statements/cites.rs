//! What statements cite.

use std::ops::Range;

use rayon::prelude::*;

use super::place;
use crate::case::build::resolve::Resolver;
use crate::case::build::rows::{CitedAs, StatementRow, Tables};
use crate::case::build::symbols::Symbol;
use crate::case::columns::append_blocks;
use crate::case::index::{Kind, NodeIdx, Rows};
use crate::case::vocabulary::Basis;

const CITABLE: &[Kind] = &[
    Kind::Statement,
    Kind::Actor,
    Kind::Report,
    Kind::Evidence,
    Kind::Claim,
];

/// What some statements cite, in their final order.
pub(super) struct CitedOfBlock {
    /// Their final places.
    places: Range<usize>,
    lengths: Vec<u32>,
    cited: Vec<Symbol>,
}

impl CitedOfBlock {
    /// What some rows cite, in their final order, which starts at a place.
    pub fn collect<'r>(
        tables: &Tables,
        rows: impl ExactSizeIterator<Item = &'r StatementRow>,
        first: usize,
    ) -> Self {
        let mut block = CitedOfBlock {
            places: first..first + rows.len(),
            lengths: Vec::with_capacity(rows.len()),
            cited: Vec::with_capacity(rows.len()),
        };
        for row in rows {
            let cites = &tables.cited[row.cites.range()];
            block.lengths.push(cites.len() as u32);
            block
                .cited
                .extend(cites.iter().map(|&cited| match cited.into() {
                    CitedAs::Id(symbol) => symbol,
                    CitedAs::Row(to) => tables.statements[to as usize].id,
                }));
        }
        block
    }
}

/// The nodes that some statements cite.
#[derive(Default)]
struct CitesOfBlock {
    lengths: Vec<u32>,
    nodes: Vec<NodeIdx>,
    /// Final places of statements with a citation that leads nowhere.
    lossy: Vec<u32>,
}

/// The citations of each statement in its final order, and the places of inferences that lost a premise. Citations
/// that lead nowhere are reported and left out.
pub(super) fn follow(
    resolver: &mut Resolver,
    tables: &Tables,
    order: &[u32],
    cited: Vec<CitedOfBlock>,
) -> (Rows<NodeIdx>, Vec<u32>) {
    let following = &*resolver;
    let blocks = cited.into_par_iter();
    let blocks = blocks.map(|block| of_block(following, tables, order, block));
    let blocks: Vec<CitesOfBlock> = blocks.collect();
    let mut premises_lost = Vec::new();
    for &at in blocks.iter().flat_map(|block| &block.lossy) {
        let row = &tables.statements[order[at as usize] as usize];
        for &cited in &tables.cited[row.cites.range()] {
            if let CitedAs::Id(symbol) = cited.into() {
                let span = place(tables, resolver, row, symbol);
                resolver.follow(symbol, span, "cites", CITABLE);
            }
        }
        if is_inferred(row) {
            premises_lost.push(at);
        }
    }
    (concat(&blocks), premises_lost)
}

fn is_inferred(row: &StatementRow) -> bool {
    row.basis == Some(Basis::Inferred)
}

fn of_block(
    resolver: &Resolver,
    tables: &Tables,
    order: &[u32],
    block: CitedOfBlock,
) -> CitesOfBlock {
    let statements = resolver.starts[Kind::Statement as usize];
    let known = statements..statements + order.len() as u32;
    // First all look-ups, which do not depend on one another, then what they found.
    let found: Vec<u32> = block.cited.iter().map(|&id| resolver.node(id)).collect();
    let mut cites = CitesOfBlock {
        lengths: block.lengths,
        nodes: Vec::with_capacity(found.len()),
        lossy: Vec::new(),
    };
    let mut next = 0;
    for (length, at) in cites.lengths.iter_mut().zip(block.places) {
        let (first, end) = (cites.nodes.len(), next + *length as usize);
        let mut lossy = false;
        for &node in &found[next..end] {
            // What is no statement is any entity but an event.
            let citable = known.contains(&node)
                || (node < statements && CITABLE.contains(&resolver.kind(node)));
            if !citable {
                lossy = true;
            } else if !cites.nodes[first..].contains(&NodeIdx(node)) {
                cites.nodes.push(NodeIdx(node));
            }
        }
        if lossy {
            cites.lossy.push(at as u32);
            if is_inferred(&tables.statements[order[at] as usize]) {
                // An inference that lost a premise must not gain by it: it rests on nothing known.
                cites.nodes.truncate(first);
            }
        }
        *length = (cites.nodes.len() - first) as u32;
        next = end;
    }
    cites
}

/// Puts the citations of all blocks together.
fn concat(blocks: &[CitesOfBlock]) -> Rows<NodeIdx> {
    let mut first = 0;
    let with_first = blocks.iter().map(|block| {
        let start = first;
        first += block.nodes.len();
        (start, block)
    });
    let blocks: Vec<(usize, &CitesOfBlock)> = with_first.collect();
    assert!(u32::try_from(first).is_ok(), "fewer than 2^32 citations");
    let rows: usize = blocks.iter().map(|(_, block)| block.lengths.len()).sum();
    let mut starts = Vec::with_capacity(rows + 1);
    starts.push(0);
    append_blocks(
        &mut starts,
        &blocks,
        |(_, block)| block.lengths.len(),
        |&(first, block)| {
            block.lengths.iter().scan(first as u32, |end, length| {
                *end += length;
                Some(*end)
            })
        },
    );
    let mut nodes = Vec::with_capacity(first);
    append_blocks(
        &mut nodes,
        &blocks,
        |(_, block)| block.nodes.len(),
        |(_, block)| block.nodes.iter().copied(),
    );
    Rows::from_parts(starts, nodes)
}
