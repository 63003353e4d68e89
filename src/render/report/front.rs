//! What the page says before, or without, its script: the outcome in a few lines.

use serde::Serialize;

use super::case::{Core, StatusRecord};
use crate::analysis::Status;
use crate::render::{Accepting, Checked, safe, words};

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
        let counted = || checked.shown(Accepting::Counted);
        let findings = counted().take(FINDINGS).map(|finding| Line {
            word: finding.severity.word(),
            id: finding.rule.to_owned(),
            text: safe::inline(&finding.message).into_owned(),
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
            findings_left_out: counted().count().saturating_sub(FINDINGS),
            claims: claims.collect(),
            claims_left_out: core.order.len().saturating_sub(CLAIMS),
        }
    }
}

/// What a status means, in a clause.
pub(super) fn meaning(status: Status, threshold: u32) -> String {
    match status {
        Status::Open => "it is only questioned".to_owned(),
        Status::Contested => "some support it, some deny it, and both rest on something".to_owned(),
        Status::Denied => {
            "it is denied, and no support that rests on anything stands against that".to_owned()
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
            "at least {threshold} independent lines if what is not declared is independent, fewer if it is not"
        ),
        Status::Corroborated => {
            format!("at least {threshold} independent lines whose provenance is known")
        }
    }
}
