//! What the page says before, or without, its script: the outcome in a few lines.

use serde::Serialize;

use super::case::{Core, StatusRecord};
use crate::analysis::Status;
use crate::case::problem::Gravity;
use crate::render::{Checked, safe, words};

/// How many findings and claims are written out.
const FINDINGS: usize = 100;
const CLAIMS: usize = 500;

/// The outcome as plain text, for viewers that run no script.
#[derive(Serialize)]
pub(super) struct Front<'a> {
    title: String,
    counts: String,
    statuses: &'a [StatusRecord],
    findings: Vec<Line>,
    findings_left_out: usize,
    claims: Vec<Line>,
    claims_left_out: usize,
    errors: usize,
    problems: Vec<(&'a str, &'a str)>,
}

#[derive(Serialize)]
struct Line {
    word: &'static str,
    id: String,
    text: String,
}

impl<'a> Front<'a> {
    pub(super) fn new(checked: &Checked<'_, '_>, core: &'a Core<'_>) -> Front<'a> {
        let facts = checked.facts;
        let graph = facts.graph();
        let findings = checked.opened().take(FINDINGS).map(|finding| Line {
            word: finding.severity.word(),
            id: finding.rule.to_owned(),
            text: safe::inline(&finding.message(facts)).into_owned(),
        });
        let claims = core.order.iter().take(CLAIMS).map(|&claim| Line {
            word: facts.status(claim).word(),
            id: safe::clip(graph.id(claim), 80).into_owned(),
            text: safe::inline(&graph.claim(claim).text).into_owned(),
        });
        Front {
            title: safe::inline(&core.title).into_owned(),
            counts: words::list(&[
                words::count(graph.claims().len(), words::CLAIM),
                words::count(graph.statement_count(), words::STATEMENT),
                words::count(graph.actors().len(), words::ACTOR),
            ]),
            statuses: &core.statuses,
            findings: findings.collect(),
            findings_left_out: checked.findings.len().saturating_sub(FINDINGS),
            claims: claims.collect(),
            claims_left_out: core.order.len().saturating_sub(CLAIMS),
            errors: core.input.errors,
            problems: (core.input.told.iter())
                .filter(|one| one.gravity == Gravity::Error)
                .map(|one| (&*one.place, one.message))
                .collect(),
        }
    }
}

/// What a status means, in a clause.
pub(super) fn meaning(status: Status, threshold: u32) -> String {
    match status {
        Status::Open => "it is only questioned".to_owned(),
        Status::Contested => "some say so, some deny it, and both rest on something".to_owned(),
        Status::Denied => {
            "it is denied, and those who say so, if anybody does, rest on nothing".to_owned()
        }
        Status::Unsupported => "nobody says so".to_owned(),
        Status::Circular => {
            "those who say so cite one another in a circle and nothing else".to_owned()
        }
        Status::Unfounded => "what its support rests on was taken back, or is not there".to_owned(),
        Status::Uncorroborated => {
            format!("fewer than {threshold} independent lines, however many repeat it")
        }
        Status::IndependenceUnknown => format!(
            "it is not known how the speakers know it, or whether they share a source or a house: {threshold} independent lines or more, or fewer"
        ),
        Status::Corroborated => {
            format!("at least {threshold} independent lines whose provenance is known")
        }
    }
}
