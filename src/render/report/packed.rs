//! The index and the blocks of a large page, packed: they repeat themselves, and mail servers refuse what is larger
//! than some twenty megabytes.
//!
//! All of them are one gzip stream in base64, which browsers unpack themselves (Compression Standard, WHATWG) in one go
//! before the page is shown; blocks are still parsed one by one, when they are looked at.

use std::collections::BTreeMap;
use std::io::{self, Write};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use flate2::{Compression, GzBuilder};
use serde::Serialize;

use super::page::Block;

/// Up to so many bytes they stay readable to anybody.
const PLAIN: usize = 2_000_000;

/// Blocks in one stream.
#[derive(Serialize)]
pub(super) struct Packed {
    /// The stream.
    pub data: String,
    /// Where each block begins and ends in it, in bytes, by its id: JSON.
    pub places: String,
}

/// Takes the blocks into one stream if they are large together.
///
/// # Errors
/// None that a writer into memory could make.
pub(super) fn pack(blocks: &mut Vec<Block>) -> io::Result<Option<Packed>> {
    if blocks.iter().map(|block| block.json.len()).sum::<usize>() <= PLAIN {
        return Ok(None);
    }
    let mut stream = GzBuilder::new().write(Vec::new(), Compression::default());
    let mut places = BTreeMap::new();
    let mut at = 0;
    for block in std::mem::take(blocks) {
        stream.write_all(block.json.as_bytes())?;
        let end = at + block.json.len();
        places.insert(block.id, (at, end));
        at = end;
    }
    Ok(Some(Packed {
        data: STANDARD.encode(stream.finish()?),
        places: crate::render::document::for_script(&places),
    }))
}
