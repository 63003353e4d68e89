//! From records in any order to the one [`ClaimGraph`] they describe, and the list of what is wrong with them.
//!
//! 1. [`Intake`] turns ids into symbols while files are read.
//! 2. [`declare`](declare) decides which record each id names and what speakers and ids are only implied.
//! 3. [`resolve`](resolve) follows every reference; what cannot be followed becomes a problem.
//! 4. [`entities`](entities) and [`statements`](statements) fill the columns, sorted by what records say, not by where they stand.

mod declare;
mod entities;
mod intake;
mod name;
mod part;
mod resolve;
mod rows;
mod statements;
mod symbols;

pub use intake::Intake;
pub use part::Part;

use std::sync::Mutex;

use super::graph::ClaimGraph;
use super::index::Kind;
use super::problem::Problem;
use resolve::Resolver;
use symbols::{Symbol, Symbols};

/// Builds the graph of everything usable, and returns what is not, in order of place.
///
/// Never fails: a record that cannot be used is left out and reported. Runs in O(n log n).
pub fn build(mut intake: Intake) -> (ClaimGraph, Vec<Problem>) {
    intake.spare = Mutex::default();
    let implied = declare::imply_speakers(&mut intake);
    declare::imply_statement_ids(&mut intake, &implied);
    let declared = declare::declare(&mut intake);
    let mut resolver = Resolver::new(
        std::mem::take(&mut intake.symbols),
        declared.node_of,
        declared.starts,
        std::mem::take(&mut intake.tables.problems),
    );
    let mut graph = ClaimGraph::default();
    let mut titles: Vec<String> = intake
        .tables
        .titles
        .drain(..)
        .map(|(_, title)| title.value)
        .collect();
    titles.sort();
    titles.dedup();
    graph.titles = titles;
    entities::fill(&mut graph, &mut resolver, &mut intake, &declared.order);
    let entities = declared.order.iter().flatten().copied();
    let mut ids = Vec::with_capacity(
        declared.order.iter().map(Vec::len).sum::<usize>() + intake.tables.statements.len(),
    );
    ids.extend(entities);
    statements::fill(&mut graph, &mut resolver, intake, &implied, &mut ids);
    graph.starts = resolver.starts;
    graph.starts[6] = graph.starts[Kind::Statement as usize] + graph.statement_count() as u32;
    let (mut problems, symbols) = resolver.finish();
    graph.ids = Ids {
        of: ids,
        symbols: symbols.into_names(),
    };
    problems.extend(entities::exclusive_relations(&graph));
    problems.sort_by(Problem::in_order);
    (graph, problems)
}

/// The ids of all records by node number.
#[derive(Default)]
pub(super) struct Ids {
    of: Vec<Symbol>,
    symbols: Symbols,
}

impl Ids {
    /// Ids given one after another.
    pub fn listed<'t>(ids: impl Iterator<Item = &'t str>) -> Self {
        let mut symbols = Symbols::default();
        Ids {
            of: ids.map(|id| symbols.intern(id)).collect(),
            symbols: symbols.into_names(),
        }
    }

    /// Whether some id has a byte: a look at all, one after another, takes less than one at each in the order of
    /// records.
    pub fn some_has(&self, byte: u8) -> bool {
        self.symbols.some_has(byte)
    }

    /// The id of a record.
    pub fn get(&self, node: usize) -> &str {
        self.symbols.name(self.of[node])
    }
}
