//! An independent oracle: the definitions by enumeration, compared with the engine on random and hand-worked cases.

mod agreement;
mod brute;
mod certificates;
mod checker;
mod circles;
mod contested;
mod decorated;
mod differences;
mod edits;
mod engine;
mod exceptions;
mod histories;
mod laws;
mod linchpins;
mod model;
mod promised;
mod random;
mod removed;
mod renamed;
mod shrinking;
mod statements;
mod supposed;
mod told;
mod vectors;
