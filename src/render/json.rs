//! The findings of `check` as one JSON document: versioned, 1-based, with what a reader needs to verify them.
//!
//! The types here are the published format (`docs/check.schema.json`), apart from those that the engine works with.

use std::collections::BTreeMap;
use std::io::{self, Write};

use schemars::JsonSchema;
use serde::Serialize;

use super::certificate::CertificateRecord;
use super::document::{self, Each, Head};
use super::finding::{FindingRecord, ProblemRecord};
use super::support::{Row, row};
use super::{Checked, Tally};
use crate::analysis::{Facts, Settings, StatementCycle, Status};
use crate::case::ClaimIdx;
use crate::case::columns::{batched, batched_by};
use crate::case::vocabulary::Role;
use crate::rules::baseline::Entry;
use crate::rules::thresholds::{Number, THRESHOLDS};
use crate::rules::{Detail, Policy, Severity};

/// The result of `claimgraph check`.
#[derive(Serialize, JsonSchema)]
#[schemars(title = "claimgraph check")]
struct Document<'a, F, C, P> {
    #[serde(flatten)]
    head: Head<'a>,
    /// Whether the case was analysed; false: the input has errors, `problems` says which, and the rest is empty.
    complete: bool,
    /// What was assumed.
    settings: SettingsRecord<'a>,
    /// How much there is of what.
    summary: Summary,
    /// What was found: the most severe first, what is accepted included.
    #[schemars(with = "Vec<FindingRecord<'static>>")]
    findings: F,
    /// Statements that cite one another in circles, each component once.
    cycles: Vec<CycleRecord<'a>>,
    /// Every claim with the numbers of `claimgraph support` and their proof, by id.
    #[schemars(with = "Vec<ClaimRecord<'static>>")]
    claims: C,
    /// What is wrong with the input.
    #[schemars(with = "Vec<ProblemRecord<'static>>")]
    problems: P,
    /// What the baseline knows and is found no more; null: findings were compared with none.
    stale: Option<&'a [Entry]>,
}

/// What was assumed.
#[derive(Serialize, JsonSchema)]
struct SettingsRecord<'a> {
    /// How many independent known lines make a claim corroborated.
    threshold: u32,
    /// Whether a party's statement without a basis is taken as its own act.
    assume_own_acts: bool,
    /// The roles that join the voices of two actors.
    joining: Vec<Role>,
    /// From where on something is a pattern, rule by rule.
    #[schemars(with = "BTreeMap<String, BTreeMap<String, f64>>")]
    thresholds: BTreeMap<&'static str, BTreeMap<&'static str, serde_json::Number>>,
    /// What was asked of the rules.
    rules: RulesRecord<'a>,
}

/// What was asked of the rules.
#[derive(Serialize, JsonSchema)]
struct RulesRecord<'a> {
    /// Whether every weakness of a claim is listed, not only the sharpest.
    all: bool,
    /// The rules of which something is said: `off`, `on`, or the severity of all that they find.
    levels: BTreeMap<&'static str, &'static str>,
    /// What the configuration allows.
    allowed: Vec<AllowedRecord<'a>>,
}

/// A rule whose findings the configuration allows.
#[derive(Serialize, JsonSchema)]
struct AllowedRecord<'a> {
    /// The rule.
    rule: &'static str,
    /// At which records; at none: wherever it fires.
    about: Vec<&'a str>,
}

/// A component of statements that cite one another in circles.
#[derive(Serialize, JsonSchema)]
struct CycleRecord<'a> {
    /// How many statements it has.
    members: usize,
    /// Ids of the statements of a shortest cycle: each cites the next, the last the first, which is the earliest.
    shortest: Vec<&'a str>,
    /// Whether every cycle in it hangs on a cited actor or report that may have meant another statement.
    possible: bool,
    /// Whether anything that is said in it rests on a root.
    grounded: bool,
    /// Citations without which no cycle is left in it.
    cut: Vec<CutRecord<'a>>,
    /// At least so many citations must be cut; as many as there are: no smaller set does.
    cut_at_least: usize,
    /// Whether it is a circle by the letter only: it is closed by premises whose claim stands, which take in what was
    /// said later or the very conclusion. It counts for the status `circular`, and no finding speaks of it.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    apparent: bool,
}

/// A citation as written.
#[derive(Serialize, JsonSchema)]
struct CutRecord<'a> {
    /// Id of the citing statement.
    statement: &'a str,
    /// Id of what it cites.
    cites: &'a str,
}

/// How much there is of what.
#[derive(Serialize, JsonSchema)]
struct Summary {
    /// Findings that are errors; like all that follow, without those that are accepted.
    errors: usize,
    /// Findings that are warnings.
    warnings: usize,
    /// Findings that are good to know.
    infos: usize,
    /// Remarks, which may be strengths.
    notes: usize,
    /// Findings that are allowed in the case or in the configuration.
    allowed: usize,
    /// Findings that the baseline knows.
    known: usize,
    /// Claims in the case.
    claims: usize,
    /// Claims that any finding names.
    claims_with_findings: usize,
    /// Statements in the case.
    statements: usize,
    /// Actors that make them.
    speakers: usize,
    /// Actors in the case.
    actors: usize,
    /// How many claims have which status.
    statuses: BTreeMap<&'static str, usize>,
}

/// One claim with the proof of its numbers.
#[derive(Serialize, JsonSchema)]
struct ClaimRecord<'a> {
    #[serde(flatten)]
    row: Row<'a>,
    /// The proof of the numbers of its support.
    support: CertificateRecord<'a>,
    /// The proof of the numbers of its denial.
    denial: CertificateRecord<'a>,
}

/// What a claim weighs beside its lines, where those of many claims are made at once.
const A_CLAIM: usize = 8;

/// Writes the document.
///
/// # Errors
/// Where `out` cannot be written to.
pub fn check(checked: &Checked<'_, '_>, out: &mut dyn Write) -> io::Result<()> {
    let facts = checked.facts;
    let findings = || {
        batched(checked.findings, |one| {
            FindingRecord::new(checked, one.open())
        })
    };
    let all: Vec<ClaimIdx> = facts.graph().claims().collect();
    let claims = || {
        let weight = |&one: &ClaimIdx| {
            let standing = facts.standing(one);
            let sides = [&standing.support, &standing.denial];
            A_CLAIM
                + sides
                    .iter()
                    .map(|side| side.lines_max.least as usize)
                    .sum::<usize>()
        };
        batched_by(&all, weight, |&one| claim(checked, one))
    };
    let problems = || {
        checked
            .problems
            .iter()
            .map(|one| ProblemRecord::new(checked.sources, one))
    };
    let document = Document {
        head: Head::new(facts, checked.inputs),
        complete: checked.complete,
        settings: settings_record(facts.settings(), checked.policy),
        cycles: facts.cycles().iter().map(|one| cycle(facts, one)).collect(),
        summary: summary(checked),
        findings: Each(findings),
        claims: Each(claims),
        problems: Each(problems),
        stale: checked.stale,
    };
    document::write(out, &document)
}

/// The JSON Schema of the document.
pub fn schema() -> serde_json::Value {
    document::schema::<Document<'static, (), (), ()>>()
}

/// The settings that a document would tell.
pub fn settings_in_force(settings: &Settings, policy: &Policy) -> serde_json::Value {
    serde_json::json!(settings_record(settings, policy))
}

fn settings_record<'a>(settings: &Settings, policy: &'a Policy) -> SettingsRecord<'a> {
    let mut thresholds: BTreeMap<_, BTreeMap<_, _>> = BTreeMap::new();
    for one in THRESHOLDS {
        let value = match one.number {
            Number::Whole => Some(policy.thresholds.count(one).into()),
            Number::Fraction => serde_json::Number::from_f64(policy.thresholds.get(one)),
        };
        let of_rule = thresholds.entry(one.rule).or_default();
        of_rule.extend(value.map(|value| (one.key, value)));
    }
    SettingsRecord {
        threshold: settings.threshold,
        assume_own_acts: settings.assume_own_acts,
        joining: settings.joining.clone(),
        thresholds,
        rules: RulesRecord {
            all: policy.detail == Detail::All,
            levels: (policy.levels.iter())
                .map(|(&rule, level)| (rule, level.word()))
                .collect(),
            allowed: (policy.allowances.iter())
                .map(|allowance| AllowedRecord {
                    rule: allowance.rule,
                    about: allowance.about.iter().map(|(id, _)| id.as_str()).collect(),
                })
                .collect(),
        },
    }
}

fn cycle<'a>(facts: &'a Facts<'_>, cycle: &StatementCycle) -> CycleRecord<'a> {
    let graph = facts.graph();
    let statements = cycle.shortest.iter();
    CycleRecord {
        members: cycle.members.len(),
        shortest: statements
            .filter_map(|&node| facts.lineage().statement(node))
            .map(|at| graph.id(at))
            .collect(),
        possible: cycle.possible,
        grounded: cycle.grounded,
        cut: (cycle.cut.citations.iter())
            .map(|cut| CutRecord {
                statement: graph.id(cut.from),
                cites: graph.id(graph.node(graph.cites(cut.from)[cut.written as usize])),
            })
            .collect(),
        cut_at_least: cycle.cut.least,
        apparent: cycle.apparent,
    }
}

fn summary(checked: &Checked<'_, '_>) -> Summary {
    let tally = Tally::of(checked);
    let graph = checked.facts.graph();
    Summary {
        errors: tally.findings(Severity::Error),
        warnings: tally.findings(Severity::Warning),
        infos: tally.findings(Severity::Info),
        notes: tally.findings(Severity::Note),
        allowed: tally.allowed,
        known: tally.known,
        claims: graph.claims().len(),
        claims_with_findings: tally.claims_with_findings,
        statements: graph.statement_count(),
        speakers: tally.speakers,
        actors: graph.actors().len(),
        statuses: Status::ALL
            .into_iter()
            .map(|status| (status.word(), tally.claims(status)))
            .collect(),
    }
}

fn claim<'a>(checked: &'a Checked<'_, '_>, claim: ClaimIdx) -> ClaimRecord<'a> {
    let facts = checked.facts;
    ClaimRecord {
        row: row(facts, claim),
        support: CertificateRecord::new(facts, &facts.certificate(claim)),
        denial: CertificateRecord::new(facts, &facts.denial_certificate(claim)),
    }
}
