//! The family *Evidence*: what artefacts are made to carry.

use super::finding::{Finding, Severity, StepKind};
use super::profile::steps;
use super::{Check, Rule};
use crate::analysis::Facts;

const FAMILY: &str = "Evidence";

pub(super) const RULES: &[Rule] = &[Rule {
    name: "evidence-overreach",
    family: FAMILY,
    severity: Severity::Warning,
    since: "0.1.0",
    summary: "a statement in support cites evidence that is recorded as not showing the claim",
    why: "A picture proves what can be seen on it, not what is written under it.",
    source: "Berkeley Protocol on Digital Open Source Investigations (2020), on what an item shows.",
    caveat: "The speaker may cite the artefact for another part of the claim: split the claim.",
    help: "cite what does show it, or claim only what the evidence shows",
    fires: r#"
actors: { army: { name: The Army } }
claims: { leader-killed: { text: "The man in the photo is the rebel leader" } }
evidence: { photo: { kind: photo, producer: army, does_not_show: [leader-killed] } }
statements:
  - { by: army, asserts: leader-killed, cites: photo }
"#,
    clean: r#"
actors: { army: { name: The Army } }
claims:
  leader-killed: { text: "The man in the photo is the rebel leader" }
  body-shown: { text: "The photo shows a dead man" }
evidence: { photo: { kind: photo, producer: army, shows: [body-shown], does_not_show: [leader-killed] } }
statements:
  - { by: army, asserts: body-shown, cites: photo }
"#,
    check: Check::Case(overreach),
}];

fn overreach(facts: &Facts<'_>, findings: &mut Vec<Finding>) {
    let graph = facts.graph();
    for evidence in graph.all_evidence() {
        let absent = &graph.evidence(evidence).does_not_show;
        if absent.is_empty() {
            continue;
        }
        for &claim in absent {
            // What entails something that is not shown is not shown either.
            let statements: Vec<_> = facts
                .support(claim)
                .into_iter()
                .filter(|&at| facts.base().artefacts(at).any(|cited| cited == evidence))
                .collect();
            if statements.is_empty() {
                continue;
            }
            let message = format!(
                "`{}` is cited for `{}`, which it does not show",
                graph.id(evidence),
                graph.id(claim)
            );
            let mut actors: Vec<_> = statements.iter().map(|&at| graph.speaker(at)).collect();
            actors.sort_unstable();
            actors.dedup();
            findings.push(Finding {
                claims: vec![claim],
                actors,
                events: graph.links(claim).events.to_vec(),
                evidence: vec![evidence],
                witness: steps(facts, StepKind::Conflict, &statements),
                statements,
                ..Finding::of("evidence-overreach", message)
            });
        }
    }
}
