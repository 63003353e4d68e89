//! What an analyst has written down: vocabulary, dates, quantities, records, and the resolved [`ClaimGraph`].

pub mod date;
pub mod problem;
pub mod record;
pub mod sink;
pub mod spanned;
pub mod vocabulary;
