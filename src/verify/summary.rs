//! The counts of a summary are those of the case and of the rest of the result.

use std::collections::BTreeSet;

use super::certificates::names::{Doubt, wrong};
use super::document::{Accepted, Document, Statuses};
use crate::case::ClaimGraph;

/// Counts again whatever a summary counts.
pub(super) fn check(graph: &ClaimGraph, result: &Document) -> Result<(), Doubt> {
    let said = &result.summary;
    let counted = || (result.findings.iter()).filter(|finding| finding.accepted.is_none());
    let severity = |word: &str| counted().filter(|finding| finding.severity == word).count();
    let accepted = || (result.findings.iter()).filter_map(|finding| finding.accepted.as_ref());
    let known = accepted().filter(|why| matches!(why, Accepted::Baseline));
    let known = known.count();
    let named: BTreeSet<&String> = counted().flat_map(|finding| &finding.claims).collect();
    let speakers: BTreeSet<_> = graph.statements().map(|at| graph.speaker(at)).collect();
    let counts = [
        ("errors", said.errors, severity("error")),
        ("warnings", said.warnings, severity("warning")),
        ("infos", said.infos, severity("info")),
        ("notes", said.notes, severity("note")),
        (
            "findings that are allowed",
            said.allowed,
            accepted().count() - known,
        ),
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
            return wrong(format!("it counts {said} {what}, there are {found}"));
        }
    }
    for (status, said) in by_status(&said.statuses) {
        let claims = result.claims.iter();
        let found = claims.filter(|claim| claim.status == status).count();
        if said != found {
            return wrong(format!(
                "it counts {said} claims that are {status}, there are {found}"
            ));
        }
    }
    Ok(())
}

fn by_status(said: &Statuses) -> [(&'static str, usize); 9] {
    [
        ("open", said.open),
        ("contested", said.contested),
        ("denied", said.denied),
        ("unsupported", said.unsupported),
        ("circular", said.circular),
        ("unfounded", said.unfounded),
        ("uncorroborated", said.uncorroborated),
        ("independence-unknown", said.independence_unknown),
        ("corroborated", said.corroborated),
    ]
}
