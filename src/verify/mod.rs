//! The certificate checker: does a result of `claimgraph check --format json` hold of a case?
//!
//! Two parts, of which the second rests on the first:
//! - [`certificates`], the small part to be trusted: lines, cuts, cycles, what rests on a root, and the status. Whatever
//!   the engine counts is proved or counted again here.
//! - [`findings`], which derives the definitions of the rules again: whom and what a finding of each rule names and
//!   shows, list by list. It is as long as the catalogue of rules, and no number depends on it.
//!
//! To read it, in this order, as each file rests on those before it:
//! 1. [`document`], what a result says, and `certificates/names.rs`, which records it means;
//! 2. `certificates/reading/`: `live.rs`, `citations.rs`, `people.rs` and `mod.rs`, semantics §§1 to 3 and grounding;
//! 3. `certificates/lines.rs`, then `packing.rs` and `choosing.rs`, how many lines there are (§4);
//! 4. `certificates/paths.rs` and `circles.rs`, citation paths and cycles (§5);
//! 5. `certificates/sides.rs`, all of one claim. Whoever trusts these knows of every number, status and cycle;
//! 6. `findings/table.rs`, a row a rule, and from it to the function that derives what a finding of that rule is due.
//!
//! [`summary`] counts what is listed. Everything is read off the case again, from the document and the case alone:
//! nothing here uses `analysis` or `rules`; only the model is shared. What is not proved: [`UNCONFIRMED`].

mod certificates;
pub mod document;
mod findings;
mod settings;
mod summary;

use std::collections::{BTreeMap, BTreeSet};

use crate::case::ClaimGraph;
use certificates::names::{Doubt, wrong};
use certificates::reading::Reading;
use certificates::{circles, sides};
use document::Document;
pub use settings::other_settings;

/// What a verdict does not vouch for, in words.
pub const UNCONFIRMED: &str = "that nothing else is to be found, and what is only told: the words of messages, \
    help and witnesses, places, fingerprints, reasons, names of inputs, problems of the input, the program";

/// Something that a result says and that is not confirmed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Doubtful {
    /// What it is about: a claim by its id, or a part of the document.
    pub about: String,
    /// Which part of it.
    pub part: &'static str,
    /// Why.
    pub reason: String,
    /// Whether it is not confirmed for being more than can be checked: it may well be right.
    pub is_beyond: bool,
}

/// What came of checking a result.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Verdict {
    /// What is not confirmed, in the order of the document.
    pub doubtful: Vec<Doubtful>,
    /// How many of each kind of thing are confirmed.
    pub confirmed: BTreeMap<&'static str, usize>,
}

impl Verdict {
    fn note(&mut self, about: &str, part: &'static str, found: Result<(), Doubt>) {
        let (is_beyond, reason) = match found {
            Ok(()) => return *self.confirmed.entry(part).or_default() += 1,
            Err(Doubt::Wrong(reason)) => (false, reason),
            Err(Doubt::Beyond(reason)) => (true, reason),
        };
        self.doubtful.push(Doubtful {
            about: about.to_owned(),
            part,
            reason,
            is_beyond,
        });
    }
}

/// Why a result cannot be checked at all.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unreadable {
    /// It is no JSON, or not such a document.
    #[error("this is no result of `claimgraph check --format json`: {0}")]
    Form(String),
    /// It has another version.
    #[error("the result has version `{0}`, and only version `{version}` can be checked", version = document::VERSION)]
    Version(String),
    /// It says that nothing was analysed.
    #[error("the result is of a case that could not be analysed: there is nothing to check")]
    Empty,
    /// A date or a role in it is none, or a role stands twice.
    #[error("the result was made under settings that cannot be read: {0}")]
    Settings(String),
}

/// Reads a result.
///
/// # Errors
/// Where it is no such document, is cut short, or has another version.
pub fn read(text: &[u8]) -> Result<Document, Unreadable> {
    #[derive(serde::Deserialize)]
    struct Head {
        schema_version: String,
    }
    // Some editors mark a text as UTF-8.
    let text = text.strip_prefix(b"\xef\xbb\xbf").unwrap_or(text);
    let form = |error: serde_json::Error| Unreadable::Form(error.to_string());
    let head: Head = serde_json::from_slice(text).map_err(form)?;
    if head.schema_version != document::VERSION {
        return Err(Unreadable::Version(head.schema_version));
    }
    let document: Document = serde_json::from_slice(text).map_err(form)?;
    match document.complete {
        true => Ok(document),
        false => Err(Unreadable::Empty),
    }
}

/// Checks a result against a case.
///
/// # Errors
/// Where its settings cannot be read.
pub fn verify(graph: &ClaimGraph, result: &Document) -> Result<Verdict, Unreadable> {
    Checker::new(graph, result)?.check(result)
}

/// A case as it was read under the settings of a result, to check that and others.
pub struct Checker<'g> {
    reading: Reading<'g>,
}

impl<'g> Checker<'g> {
    /// Reads a case again, under the settings of a result.
    ///
    /// # Errors
    /// Where they cannot be read.
    pub fn new(graph: &'g ClaimGraph, result: &Document) -> Result<Self, Unreadable> {
        let reading = Reading::new(graph, settings::of(result)?);
        Ok(Checker { reading })
    }

    /// Checks a result, under its own settings: where these are others, the case is read once more.
    ///
    /// # Errors
    /// Where its settings cannot be read.
    pub fn check(&self, result: &Document) -> Result<Verdict, Unreadable> {
        let assumed = settings::of(result)?;
        if assumed != self.reading.assumed {
            let reading = Reading::new(self.reading.graph, assumed);
            return Checker { reading }.check(result);
        }
        let mut verdict = Verdict::default();
        claims(&self.reading, result, &mut verdict);
        circles::cycles(&self.reading, result, &mut verdict);
        findings::check(&self.reading, result, &mut verdict);
        let counted = summary::check(self.reading.graph, result);
        verdict.note("summary", "summary", counted);
        Ok(verdict)
    }
}

/// Every claim of the case is listed once, by id, and what is said of it holds.
fn claims(reading: &Reading<'_>, result: &Document, verdict: &mut Verdict) {
    let mut listed: BTreeSet<&str> = BTreeSet::new();
    let mut before = "";
    for claim in &result.claims {
        let id = claim.claim.as_str();
        listed.insert(id);
        match reading.claim_of(id) {
            Ok(_) if id <= before => {
                verdict.note(
                    id,
                    "claim",
                    wrong("it stands twice, or not in its place by id"),
                );
            }
            Ok(at) => sides::check(reading, at, claim, verdict),
            Err(reason) => verdict.note(id, "claim", Err(reason)),
        }
        before = id;
    }
    for claim in reading.graph.claims() {
        let id = reading.graph.id(claim);
        if !listed.contains(id) {
            verdict.note(
                id,
                "claim",
                wrong("the case has it and the result does not"),
            );
        }
    }
}
