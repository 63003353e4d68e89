//! The certificate checker: does a result of `claimgraph check --format json` hold of a case?
//!
//! Every line is followed step by step, every cut is tried, every cycle, chain and conflict is looked up, and status and
//! counts are derived again from what was confirmed. Nothing here uses `analysis` or `rules`; only the model is shared.

mod circles;
pub mod document;
mod lines;
mod names;
mod packing;
mod paths;
mod reading;
mod sides;
mod witnesses;

use std::collections::{BTreeMap, BTreeSet};

use crate::case::ClaimGraph;
use crate::case::date::Date;
use crate::case::vocabulary::Role;
use document::Document;
use reading::{Assumptions, Reading};

/// Something that a result says and that is not confirmed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Doubtful {
    /// What it is about: a claim by its id, or a part of the document.
    pub about: String,
    /// Which part of it.
    pub part: &'static str,
    /// Why.
    pub reason: String,
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
    fn note(&mut self, about: &str, part: &'static str, found: Result<(), String>) {
        match found {
            Ok(()) => *self.confirmed.entry(part).or_default() += 1,
            Err(reason) => self.doubtful.push(Doubtful {
                about: about.to_owned(),
                part,
                reason,
            }),
        }
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
    /// A date or a role in it is none.
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
    let reading = Reading::new(graph, assumptions(result)?);
    let mut verdict = Verdict::default();
    let mut seen = BTreeSet::new();
    for claim in &result.claims {
        if !seen.insert(claim.claim.as_str()) {
            verdict.note(&claim.claim, "claim", Err("it is listed twice".to_owned()));
            continue;
        }
        match reading.claim_of(&claim.claim) {
            Ok(at) => sides::check(&reading, at, claim, &mut verdict),
            Err(reason) => verdict.note(&claim.claim, "claim", Err(reason)),
        }
    }
    for claim in graph.claims() {
        let id = graph.id(claim);
        if !seen.contains(id) {
            let reason = "the case has it and the result does not".to_owned();
            verdict.note(id, "claim", Err(reason));
        }
    }
    circles::cycles(&reading, result, &mut verdict);
    for finding in &result.findings {
        let about = format!("{} on {}", finding.rule, finding.claims.join(", "));
        verdict.note(
            &about,
            "finding",
            witnesses::finding(&reading, result, finding),
        );
    }
    verdict.note("summary", "summary", summary(graph, result));
    Ok(verdict)
}

/// In which settings a result differs from those in force, in words.
///
/// # Errors
/// Where its settings cannot be read.
pub fn other_settings(
    result: &Document,
    threshold: u32,
    own_acts: bool,
    joining: &[Role],
) -> Result<Vec<String>, Unreadable> {
    let said = assumptions(result)?;
    let roles = |roles: &[Role]| -> BTreeSet<&'static str> {
        roles.iter().map(|role| role.word()).collect()
    };
    let listed = |roles: BTreeSet<&str>| roles.into_iter().collect::<Vec<_>>().join(", ");
    let mut told = Vec::new();
    if said.threshold != threshold {
        told.push(format!("threshold {}, not {}", said.threshold, threshold));
    }
    if said.own_acts != own_acts {
        let (said, here) = (said.own_acts, own_acts);
        told.push(format!("own acts assumed: {said}, not {here}"));
    }
    if roles(&said.joining) != roles(joining) {
        let (said, here) = (roles(&said.joining), roles(joining));
        told.push(format!(
            "joined by {}, not by {}",
            listed(said),
            listed(here)
        ));
    }
    Ok(told)
}

fn assumptions(result: &Document) -> Result<Assumptions, Unreadable> {
    let bad = |error: &dyn std::fmt::Display| Unreadable::Settings(error.to_string());
    let date = |text: &String| text.parse::<Date>().map_err(|error| bad(&error));
    let roles = result.settings.joining.iter();
    Ok(Assumptions {
        as_of: result.as_of.as_ref().map(date).transpose()?,
        own_acts: result.settings.assume_own_acts,
        threshold: result.settings.threshold,
        joining: roles
            .map(|role| role.parse::<Role>().map_err(|error| bad(&error)))
            .collect::<Result<_, _>>()?,
    })
}

/// Whether the counts of a summary are those of the case and of the rest of the result.
fn summary(graph: &ClaimGraph, result: &Document) -> Result<(), String> {
    let said = &result.summary;
    let counted = || {
        result
            .findings
            .iter()
            .filter(|finding| finding.accepted.is_none())
    };
    let severity = |word: &str| counted().filter(|finding| finding.severity == word).count();
    let accepted = result.findings.iter().flat_map(|finding| &finding.accepted);
    let known = accepted
        .clone()
        .filter(|why| matches!(why, document::Accepted::Baseline));
    let (accepted, known) = (accepted.clone().count(), known.count());
    let named: BTreeSet<&String> = counted().flat_map(|finding| &finding.claims).collect();
    let speakers: BTreeSet<_> = graph.statements().map(|at| graph.speaker(at)).collect();
    let counts = [
        ("errors", said.errors, severity("error")),
        ("warnings", said.warnings, severity("warning")),
        ("infos", said.infos, severity("info")),
        ("notes", said.notes, severity("note")),
        ("findings that are allowed", said.allowed, accepted - known),
        ("findings that are known", said.known, known),
        (
            "claims with findings",
            said.claims_with_findings,
            named.len(),
        ),
        ("speakers", said.speakers, speakers.len()),
        ("claims", said.claims, graph.claims().len()),
        ("statements", said.statements, graph.statement_count()),
        ("actors", said.actors, graph.actors().len()),
    ];
    for (what, said, found) in counts {
        if said != found {
            return Err(format!("it counts {said} {what}, there are {found}"));
        }
    }
    let mut statuses: BTreeMap<&str, usize> = BTreeMap::new();
    for claim in &result.claims {
        *statuses.entry(claim.status.as_str()).or_default() += 1;
    }
    for (status, &said) in &said.statuses {
        let found = statuses.remove(status.as_str()).unwrap_or(0);
        if said != found {
            return Err(format!(
                "it counts {said} claims that are {status}, there are {found}"
            ));
        }
    }
    match statuses.first_key_value() {
        Some((status, _)) => Err(format!("it does not count claims that are {status}")),
        None => Ok(()),
    }
}
