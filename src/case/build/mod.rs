//! From records in any order to the one [`ClaimGraph`] they describe, and the list of what is wrong with them.
//!
//! 1. [`Intake`] turns ids into symbols while files are read.
//! 2. [`declare`](declare) decides which record each id names and what speakers and ids are only implied.
//! 3. [`resolve`](resolve) follows every reference; what cannot be followed becomes a problem.
//! 4. [`entities`](entities) and [`statements`](statements) fill the columns, sorted by what records say, not by where they stand.

mod declare;
mod entities;
mod intake;
mod resolve;
mod statements;
pub(super) mod symbols;

pub use intake::Intake;

use super::graph::ClaimGraph;
use super::index::Kind;
use super::problem::Problem;
use resolve::Resolver;
use symbols::Names;

/// Builds the graph of everything usable, and returns what is not, in order of place.
///
/// Never fails: a record that cannot be used is left out and reported. Runs in O(n log n).
pub fn build(mut intake: Intake) -> (ClaimGraph, Vec<Problem>) {
    let implied = declare::imply_speakers(&mut intake);
    declare::imply_statement_ids(&mut intake, &implied);
    let declared = declare::declare(&mut intake);
    let mut resolver = Resolver::new(
        std::mem::take(&mut intake.symbols),
        declared.node_of,
        declared.starts,
        std::mem::take(&mut intake.problems),
    );
    let mut graph = ClaimGraph::default();
    let mut titles: Vec<String> = intake
        .titles
        .drain(..)
        .map(|(_, title)| title.value)
        .collect();
    titles.sort();
    titles.dedup();
    graph.titles = titles;
    entities::fill(&mut graph, &mut resolver, &mut intake, &declared.order);
    let order = statements::fill(&mut graph, &mut resolver, &mut intake, &implied);
    graph.ids = ids(&resolver, &declared.order, &order);
    graph.starts = resolver.starts;
    graph.starts[6] = graph.starts[Kind::Statement as usize] + graph.statement_count() as u32;
    let mut problems = resolver.finish();
    // Problems in the order of the text that they are about; those without a place first.
    problems.sort_by(|one, other| {
        (one.span, one.gravity, &one.message).cmp(&(other.span, other.gravity, &other.message))
    });
    (graph, problems)
}

fn ids(
    resolver: &Resolver,
    entities: &[Vec<symbols::Symbol>; 5],
    statements: &[symbols::Symbol],
) -> Names {
    let mut names = Names::default();
    for &symbol in entities.iter().flatten().chain(statements) {
        names.push(resolver.symbols.name(symbol));
    }
    names
}
