//! What is proved of each claim and each cycle, from the case alone: the small part to be trusted.
//!
//! The case is read again ([`reading`]): what is live, what cites what, who speaks for whom, what rests on a root. Of
//! each claim then both intervals, the counts and the status follow ([`sides`]) from its lines, which are followed
//! step by step, and its cuts, which are tried ([`lines`]); where neither proves the other, from an enumeration
//! ([`packing`], [`choosing`], [`together`]); of what is found by whoever looks no bound is taken ([`bounds`]). The
//! cycles are those of the case, but for what closes none ([`premises`]), and their cuts leave none and are as small as
//! is said ([`circles`]).

pub mod bounds;
pub mod choosing;
pub mod circles;
pub mod cuts;
pub mod lines;
pub mod names;
pub mod packing;
pub mod paths;
pub mod premises;
pub mod reading;
pub mod sides;
pub mod together;
