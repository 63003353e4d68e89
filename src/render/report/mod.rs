//! One page for people: a file that a browser opens without a network, and that prints.
//!
//! What the page may show is put together as typed records ([`case`], [`record`], [`statements`], [`detail`]), written
//! as JSON into script elements that no browser runs, and laid out by the page's own script when somebody looks at it:
//! an index of the whole case first, what is known of fifty claims at a time after. Pictures are views of
//! [`draw`](crate::draw) that wait in `template` elements. The page makes no element from text: its content security
//! policy forbids it to (`require-trusted-types-for`), allows one script and one style sheet by their hashes, and no
//! request at all.

mod accepted;
mod advice;
mod case;
mod detail;
mod front;
mod input;
mod packed;
mod page;
mod palette;
mod picture;
mod record;
mod shared;
mod statements;

use std::io::{self, Write};

use super::{Checked, document};
use crate::case::ClaimIdx;
use crate::draw::{self, Selection};
use crate::rules::{Finding, Packed};

/// The most claims that a page can hold so that a browser still opens it soon.
pub const MOST_CLAIMS: usize = 50_000;

/// In which colours a page opens; the reader can change them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Ground {
    /// As the reader's system has it.
    #[default]
    System,
    /// Dark on white.
    Light,
    /// Light on near-black.
    Dark,
}

/// How a page is made.
#[derive(Clone, Debug)]
pub struct Options<'a> {
    /// Its title; `None`: that of the case.
    pub title: Option<&'a str>,
    /// Its colours.
    pub ground: Ground,
    /// For how many claims at most it holds a picture of the lineage: the most consequential ones, as far as their
    /// lineages are not too large together.
    pub pictures: usize,
    /// Findings that somebody accepted: they are told apart and counted nowhere.
    pub accepted: &'a [Packed],
}

/// How many statements are looked at for all pictures together.
const PICTURED: usize = 50_000;

/// As many of some claims as can be drawn in reasonable time, the first first.
fn affordable<'c>(checked: &Checked<'_, '_>, claims: &'c [ClaimIdx]) -> &'c [ClaimIdx] {
    let mut left = PICTURED;
    let afforded = claims.iter().take_while(|&&claim| {
        let cost = draw::looked_at(checked.facts, claim);
        let is_afforded = left > 0;
        left = left.saturating_sub(cost);
        is_afforded
    });
    &claims[..afforded.count()]
}

/// Writes the page.
///
/// Costs what [`json::check`](super::json::check) does, and one layout a picture.
///
/// # Errors
/// Where `out` cannot be written to.
pub fn report(
    checked: &Checked<'_, '_>,
    options: &Options<'_>,
    out: &mut dyn Write,
) -> io::Result<()> {
    let findings: Vec<Finding> = checked.opened().collect();
    let order = draw::most_consequential(checked.facts, &findings, &Selection::default());
    let pictured = affordable(checked, &order[..order.len().min(options.pictures)]);
    let drawn = picture::draw_all(checked, &findings, pictured);
    let core = case::Core::new(checked, options, &order, &drawn);
    let mut blocks = vec![page::Block::new("case", document::for_script(&core))];
    let claims: Vec<ClaimIdx> = checked.facts.graph().claims().collect();
    blocks.extend(detail::claim_blocks(checked, &claims));
    blocks.extend(detail::finding_blocks(checked));
    let packed = packed::pack(&mut blocks)?;
    let front = front::Front::new(checked, &core);
    page::write(
        options.ground,
        &front,
        &blocks,
        packed.as_ref(),
        &drawn,
        out,
    )
}
