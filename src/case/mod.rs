//! What an analyst has written down: vocabulary, dates, quantities, records, and the resolved [`ClaimGraph`].

mod allowed;
mod build;
pub(crate) mod columns;
pub mod date;
pub mod excerpt;
pub mod graph;
pub mod index;
mod lasting;
pub mod problem;
pub mod record;
pub mod sink;
pub mod spanned;
pub mod visit;
pub mod vocabulary;

pub use build::{Intake, Part, build};
pub use graph::{ClaimGraph, Directness, Object};
pub use index::{
    ActorIdx, ClaimIdx, EventIdx, EvidenceIdx, Kind, Node, NodeIdx, ReportIdx, Rows, StatementIdx,
};
