//! What to check first: for a whole case, and for one claim.

use std::io::{self, Write};

use schemars::JsonSchema;
use serde::Serialize;

use super::document::{self, Form, Head};
use super::style::Colour;
use super::supposed::{self, TakenRecord, UnknownRecord};
use super::{safe, words};
use crate::analysis::{Cheapest, Checks, Facts, Status};
use crate::case::ClaimIdx;

/// The document of `next --format json`.
#[derive(Serialize, JsonSchema)]
pub struct ChecksDocument<'a> {
    /// Version, program, date and inputs.
    #[serde(flatten)]
    pub head: Head<'a>,
    /// Unknowns in the order in which to check them.
    pub checks: Vec<CheckRecord<'a>>,
    /// Ids of claims too large for every unknown to be tried.
    pub unsettled: Vec<&'a str>,
}

/// An unknown with the claims that wait for it.
#[derive(Serialize, JsonSchema)]
pub struct CheckRecord<'a> {
    /// What is not known.
    #[serde(flatten)]
    pub unknown: UnknownRecord<'a>,
    /// The question in words.
    pub question: String,
    /// Ids of the claims that would be corroborated if it alone were settled in their favour.
    pub raises: Vec<&'a str>,
    /// Ids of the claims on whose lines it is.
    pub concerns: Vec<&'a str>,
}

/// The document of `next --claim ID --format json`.
#[derive(Serialize, JsonSchema)]
pub struct CheapestDocument<'a> {
    /// Version, program, date and inputs.
    #[serde(flatten)]
    pub head: Head<'a>,
    /// Id of the claim.
    pub claim: &'a str,
    /// Its status.
    pub status: Status,
    /// The fewest unknowns that would corroborate it, all settled in its favour; null where all would not do, or, where
    /// that is not proved, too much is on its lines to try.
    pub settle: Option<Vec<UnknownRecord<'a>>>,
    /// Whether it is proved that no fewer would do.
    pub settle_is_least: bool,
    /// How many further independent known sources would corroborate it, with nothing settled.
    pub new_sources: u32,
    /// Whether it would be contested all the same, since a grounded denial by somebody named stands against it: only
    /// with that refuted is it corroborated.
    pub stays_contested: bool,
    /// Classes and artefacts without which nothing supports it.
    pub refute: Vec<TakenRecord<'a>>,
    /// Whether it is proved that no fewer would do.
    pub refute_is_least: bool,
}

fn ids<'g>(facts: &Facts<'g>, claims: &[ClaimIdx]) -> Vec<&'g str> {
    claims
        .iter()
        .map(|&claim| facts.graph().id(claim))
        .collect()
}

/// Writes the first `limit` checks.
///
/// # Errors
/// Where `out` cannot be written to.
pub fn checks(
    facts: &Facts<'_>,
    inputs: &[String],
    limit: usize,
    form: Form,
    out: &mut dyn Write,
) -> io::Result<()> {
    let found = facts.checks();
    match form {
        Form::Text(colour) => out.write_all(checks_text(facts, &found, limit, colour).as_bytes()),
        Form::Json => {
            let checks = found.ranked.iter().take(limit).map(|one| CheckRecord {
                unknown: supposed::unknown(facts, one.unknown),
                question: supposed::unknown_words(facts, one.unknown),
                raises: ids(facts, &one.raises),
                concerns: ids(facts, &one.concerns),
            });
            let document = ChecksDocument {
                head: Head::new(facts, inputs),
                checks: checks.collect(),
                unsettled: ids(facts, &found.unsettled),
            };
            document::write(out, &document)
        }
    }
}

fn checks_text(facts: &Facts<'_>, found: &Checks, limit: usize, colour: Colour) -> String {
    let (strong, faint) = (colour.strong(), colour.faint());
    let mut out = String::new();
    if found.ranked.is_empty() {
        out.push_str("no claim waits for an unknown to be settled\n");
    }
    for (nth, one) in found.ranked.iter().take(limit).enumerate() {
        let question = supposed::unknown_words(facts, one.unknown);
        let question = safe::inline(&question);
        out.push_str(&format!("{:>3}. {strong}{question}{strong:#}\n", nth + 1));
        let mut told = Vec::new();
        if !one.raises.is_empty() {
            told.push(format!(
                "would corroborate {}: {}",
                words::count(one.raises.len(), words::CLAIM),
                words::short_list(&ids(facts, &one.raises), 4)
            ));
        }
        let others = one.concerns.len() - one.raises.len();
        if others > 0 {
            told.push(format!(
                "is one of several unknowns of {}",
                words::count(others, words::CLAIM)
            ));
        }
        for line in told {
            out.push_str(&format!("     {faint}{}{faint:#}\n", safe::inline(&line)));
        }
    }
    let left_out = found.ranked.len().saturating_sub(limit);
    if left_out > 0 {
        out.push_str(&format!(
            "… and {} more: `--limit 0` lists all\n",
            words::grouped(left_out)
        ));
    }
    if !found.unsettled.is_empty() {
        out.push_str(&format!(
            "{} too large to try every unknown\n",
            words::count(found.unsettled.len(), words::CLAIM)
        ));
    }
    out
}

/// Writes the least that would change the status of one claim.
///
/// # Errors
/// Where `out` cannot be written to.
pub fn cheapest(
    facts: &Facts<'_>,
    inputs: &[String],
    claim: ClaimIdx,
    form: Form,
    out: &mut dyn Write,
) -> io::Result<()> {
    let found = facts.cheapest(claim);
    match form {
        Form::Text(colour) => out.write_all(cheapest_text(facts, claim, &found, colour).as_bytes()),
        Form::Json => {
            let settle = found.settle.as_ref().map(|unknowns| {
                let unknowns = unknowns.iter();
                unknowns.map(|&one| supposed::unknown(facts, one)).collect()
            });
            let document = CheapestDocument {
                head: Head::new(facts, inputs),
                claim: facts.graph().id(claim),
                status: facts.status(claim),
                settle,
                settle_is_least: found.is_least,
                new_sources: found.new_sources,
                stays_contested: facts.is_denied_by_name(claim),
                refute: (found.refute.iter())
                    .map(|&taken| supposed::taken(facts, taken))
                    .collect(),
                refute_is_least: found.is_least_to_refute,
            };
            document::write(out, &document)
        }
    }
}

/// What is to be done about the denial of a claim, where more support alone would leave it contested.
fn denial_in_the_way(facts: &Facts<'_>, claim: ClaimIdx) -> String {
    if !facts.is_denied_by_name(claim) {
        return String::new();
    }
    let mut out = "  a denial stands against it, which leaves it contested whatever else is found\n  refute that first: nothing is left of it without:\n".to_owned();
    for taken in facts.against_denial(claim) {
        let words = supposed::taken_words(facts, taken);
        out.push_str(&format!("  - {}\n", safe::inline(&words)));
    }
    out
}

fn cheapest_text(facts: &Facts<'_>, claim: ClaimIdx, found: &Cheapest, colour: Colour) -> String {
    let strong = colour.strong();
    let id = safe::inline(facts.graph().id(claim)).into_owned();
    let now = super::change::standing(facts.standing(claim), colour);
    let mut out = format!("{strong}{id}{strong:#}  {now}\n");
    let least = |is_least: bool| if is_least { "" } else { " (fewer may do)" };
    out.push_str(&format!("\n{strong}To corroborate it{strong:#}\n"));
    out.push_str(&denial_in_the_way(facts, claim));
    let is_denied = facts.is_denied_by_name(claim);
    match found.settle.as_deref() {
        Some([]) if is_denied => out.push_str("  its support has enough known lines already\n"),
        Some([]) => out.push_str("  it has enough known lines already\n"),
        Some(unknowns) => {
            out.push_str(&format!("  find out{}:\n", least(found.is_least)));
            for &unknown in unknowns {
                let words = supposed::unknown_words(facts, unknown);
                out.push_str(&format!("  - {}\n", safe::inline(&words)));
            }
        }
        None if !found.is_least => {
            out.push_str("  too much is on its lines to try what is not known of them\n");
        }
        None if is_denied => {
            out.push_str("  its support too is too thin, whatever is settled on its lines\n");
        }
        None => out.push_str("  no unknown of its lines would be enough\n"),
    }
    if found.new_sources > 0 {
        let or = if found.settle.is_some() { "or " } else { "" };
        out.push_str(&format!(
            "  {or}find {} whose basis is known\n",
            words::count(found.new_sources as usize, words::SOURCE)
        ));
    }
    out.push_str(&format!("\n{strong}To refute it{strong:#}\n"));
    if found.refute.is_empty() {
        out.push_str("  nothing supports it\n");
        return out;
    }
    out.push_str(&format!(
        "  nothing is left of its support without{}:\n",
        least(found.is_least_to_refute)
    ));
    for &taken in &found.refute {
        let words = supposed::taken_words(facts, taken);
        out.push_str(&format!("  - {}\n", safe::inline(&words)));
    }
    out
}
