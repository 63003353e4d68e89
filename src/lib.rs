//! Who said what, citing whom — and on how many independent voices each claim stands.
//!
//! Data flows one way: files → records → [`case::ClaimGraph`] → facts → findings → pictures and reports.

pub mod analysis;
pub mod case;
pub mod cli;
pub mod draw;
pub mod read;
pub mod render;
pub mod rules;
pub mod source;
pub mod verify;
