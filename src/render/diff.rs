//! What changed between two cases, or two dates of one case, and because of what.

use std::collections::{BTreeSet, HashSet};
use std::io::{self, Write};

use rayon::prelude::*;
use schemars::JsonSchema;
use serde::Serialize;

use super::change::{self, ChangeRecord};
use super::document::{self, Form, Head};
use super::style::Colour;
use super::support::{Row, row};
use super::timeline::told;
use super::{safe, words};
use crate::analysis::change::{Movement, movement};
use crate::analysis::difference::{self, Cause, Edit, Turning};
use crate::analysis::history::Occurrence;
use crate::analysis::{Facts, Standing};
use crate::case::{ClaimGraph, ClaimIdx, Node};
use crate::rules::{self, Finding, Keep, Packed, Policy, Severity, describe, fingerprint};

/// What is compared with what.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// One case at two dates: both sides are of one graph.
    Dates,
    /// Two cases.
    Cases,
}

/// One side of a comparison.
#[derive(Clone, Copy)]
pub struct Side<'a, 'g> {
    /// The facts.
    pub facts: &'a Facts<'g>,
    /// The inputs as they were named.
    pub inputs: &'a [String],
}

/// The document of `diff --format json`.
#[derive(Serialize, JsonSchema)]
pub struct DiffDocument<'a> {
    /// Version and program; date and inputs of the second case.
    #[serde(flatten)]
    pub head: Head<'a>,
    /// What it is compared with.
    pub before: BeforeRecord<'a>,
    /// Claims of both whose status or interval of lines changed.
    pub claims: Vec<MovedRecord<'a>>,
    /// Claims that are only in the second case.
    pub claims_added: Vec<Row<'a>>,
    /// Claims that are only in the first case.
    pub claims_removed: Vec<Row<'a>>,
    /// Findings, or new parts of findings, that are only in the second case.
    pub findings_came: Vec<FindingRecord>,
    /// Findings, or parts of findings, that are only in the first case.
    pub findings_went: Vec<FindingRecord>,
}

/// The first case, or the case at the earlier date.
#[derive(Serialize, JsonSchema)]
pub struct BeforeRecord<'a> {
    /// Only what was said by this date counts (EDTF); null: everything.
    pub as_of: Option<String>,
    /// The inputs as they were named.
    pub inputs: &'a [String],
}

/// A claim that moved, with what made it move.
#[derive(Serialize, JsonSchema)]
pub struct MovedRecord<'a> {
    /// The change.
    #[serde(flatten)]
    pub change: ChangeRecord<'a>,
    /// The statements that made the difference. Of two dates: the earliest statement or verification after which the
    /// claim stands as it does at the later one. Of two cases: those with which alone it would stand as it does in the second. None: ties,
    /// artefacts or what claims say of each other made it.
    pub because: Vec<BecauseRecord>,
    /// Whether it is proved that no fewer statements would have made it.
    pub because_is_least: bool,
    /// Whether no statements were looked for, as too many can matter.
    pub because_unsought: bool,
}

/// A statement that made a difference.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct BecauseRecord {
    /// What happened to it; null where it was said, or an artefact verified, between the dates.
    pub edit: Option<Edit>,
    /// Its id; null where an artefact was verified.
    pub statement: Option<String>,
    /// Ids of the artefacts that were verified; empty where something was said.
    pub verified: Vec<String>,
    /// The verification in words.
    #[serde(skip)]
    told: String,
}

/// A finding that came or went.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct FindingRecord {
    /// Its rule.
    pub rule: &'static str,
    /// Its severity.
    pub severity: Severity,
    /// What it says.
    pub message: String,
    /// Ids of the records it is about, as far as that is new or gone.
    pub ids: Vec<String>,
    /// Whether the rest of it is in both cases.
    #[serde(skip)]
    is_part: bool,
    /// Its fingerprint.
    pub fingerprint: String,
}

/// A claim that moved.
struct Moved {
    before: ClaimIdx,
    after: ClaimIdx,
    because: Vec<BecauseRecord>,
    is_least: bool,
    is_unsought: bool,
}

fn moved(before: &Facts<'_>, after: &Facts<'_>, kind: Kind) -> Vec<Moved> {
    match kind {
        Kind::Dates => difference::between_dates(before, after)
            .into_iter()
            .map(|(claim, turning)| Moved {
                before: claim,
                after: claim,
                is_least: matches!(turning, Turning::At(_)),
                is_unsought: turning == Turning::Unsought,
                because: match &turning {
                    Turning::At(occurrence) => vec![occurred(after, occurrence)],
                    Turning::Nowhere | Turning::Unsought => Vec::new(),
                },
            })
            .collect(),
        Kind::Cases => difference::between_cases(before, after)
            .into_iter()
            .map(|(old, new, cause)| {
                let Cause {
                    statements,
                    is_least,
                    is_unsought,
                } = cause;
                let because = statements
                    .into_iter()
                    .map(|(edit, statement)| edited(before, after, edit, statement));
                Moved {
                    before: old,
                    after: new,
                    because: because.collect(),
                    is_least,
                    is_unsought,
                }
            })
            .collect(),
    }
}

/// Something that happened between two dates, as a cause.
fn occurred(facts: &Facts<'_>, occurrence: &Occurrence) -> BecauseRecord {
    let graph = facts.graph();
    let words = told(facts, occurrence);
    match occurrence {
        Occurrence::Said(at) => BecauseRecord {
            edit: None,
            statement: Some(graph.id(*at).to_owned()),
            verified: Vec::new(),
            told: format!("{words} (`{}`)", graph.id(*at)),
        },
        Occurrence::Verified(checks) => BecauseRecord {
            edit: None,
            statement: None,
            verified: (checks.iter())
                .map(|check| graph.id(check.evidence).to_owned())
                .collect(),
            told: words,
        },
    }
}

/// A statement that differs between two cases, as a cause.
fn edited(old: &Facts<'_>, new: &Facts<'_>, edit: Edit, statement: String) -> BecauseRecord {
    let facts = match edit {
        Edit::Removed => old,
        Edit::Added | Edit::Changed => new,
    };
    let words = match facts.graph().find(&statement) {
        Some(Node::Statement(at)) => describe(facts, facts.lineage().of(at)),
        _ => String::new(),
    };
    BecauseRecord {
        edit: Some(edit),
        told: format!("`{statement}` was {}: {words}", edit.word()),
        statement: Some(statement),
        verified: Vec::new(),
    }
}

/// The findings of `these` that are not, or not wholly, among `those`.
fn only_in(
    these: &Facts<'_>,
    found: &[Packed],
    those: &ClaimGraph,
    others: &[Packed],
) -> Vec<FindingRecord> {
    let open = |list: &[Packed]| -> Vec<Finding> { list.par_iter().map(Packed::open).collect() };
    let (found, others) = (open(found), open(others));
    let known: HashSet<(&str, Vec<&str>)> = others
        .iter()
        .flat_map(|finding| {
            let parts = fingerprint::parts(those, finding).into_iter();
            parts.map(|part| (finding.rule, part))
        })
        .collect();
    let graph = these.graph();
    let mut records = Vec::new();
    for finding in &found {
        let parts = fingerprint::parts_with_ids(graph, finding);
        let whole = parts.len();
        let new: Vec<Vec<&str>> = (parts.into_iter())
            .filter(|(part, _)| !known.contains(&(finding.rule, part.clone())))
            .map(|(_, ids)| ids)
            .collect();
        if new.is_empty() {
            continue;
        }
        let is_part = new.len() < whole;
        let ids: BTreeSet<String> = new.into_iter().flatten().map(str::to_owned).collect();
        records.push(FindingRecord {
            rule: finding.rule,
            severity: finding.severity,
            message: finding.message(these),
            ids: ids.into_iter().collect(),
            is_part,
            fingerprint: fingerprint::fingerprint(graph, finding),
        });
    }
    records
}

/// Claims of one case that the other has not.
fn only_claims<'g>(these: &Facts<'g>, those: &ClaimGraph) -> Vec<ClaimIdx> {
    let graph = these.graph();
    let absent = |&claim: &ClaimIdx| !matches!(those.find(graph.id(claim)), Some(Node::Claim(_)));
    graph.claims().filter(absent).collect()
}

/// Writes what changed from `before` to `after`; findings as far as a policy asks for them and nobody accepts them.
///
/// # Errors
/// Where `out` cannot be written to.
pub fn diff(
    before: Side<'_, '_>,
    after: Side<'_, '_>,
    kind: Kind,
    policy: &Policy,
    form: Form,
    out: &mut dyn Write,
) -> io::Result<()> {
    let (old, new) = (before.facts, after.facts);
    // Of claims that nothing touches in between, what was counted and found is taken over.
    let unchanged = new.take_over(old.earlier());
    let moves = moved(old, new, kind);
    let (mut old_findings, weaknesses) = rules::judge_since(old, policy, None, Keep::Weaknesses);
    let earlier = unchanged.as_ref().map(|unchanged| (&weaknesses, unchanged));
    let (mut new_findings, _) = rules::judge_since(new, policy, earlier, Keep::Nothing);
    old_findings.retain(Packed::counts);
    new_findings.retain(Packed::counts);
    let came = only_in(new, &new_findings, old.graph(), &old_findings);
    let went = only_in(old, &old_findings, new.graph(), &new_findings);
    let (gone, added) = (only_claims(old, new.graph()), only_claims(new, old.graph()));
    match form {
        Form::Json => {
            let claims = moves.into_iter().filter_map(|one| {
                let movement = movement(old.standing(one.before), new.standing(one.after))?;
                Some(MovedRecord {
                    change: ChangeRecord {
                        claim: new.graph().id(one.after),
                        movement,
                        before: row(old, one.before),
                        after: row(new, one.after),
                    },
                    because: one.because,
                    because_is_least: one.is_least,
                    because_unsought: one.is_unsought,
                })
            });
            let document = DiffDocument {
                head: Head::new(new, after.inputs),
                before: BeforeRecord {
                    as_of: old.settings().as_of.map(|date| date.to_string()),
                    inputs: before.inputs,
                },
                claims: claims.collect(),
                claims_added: added.iter().map(|&claim| row(new, claim)).collect(),
                claims_removed: gone.iter().map(|&claim| row(old, claim)).collect(),
                findings_came: came,
                findings_went: went,
            };
            document::write(out, &document)
        }
        Form::Text(colour) => {
            let mut text = claims_text(old, new, &moves, colour);
            text.push_str(&listed(new, &added, "only in the second case", colour));
            text.push_str(&listed(old, &gone, "only in the first case", colour));
            text.push_str(&findings_text(&came, "came", colour));
            text.push_str(&findings_text(&went, "went", colour));
            if text.is_empty() {
                text.push_str("nothing changes: no claim, no finding\n");
            }
            out.write_all(text.trim_start_matches('\n').as_bytes())
        }
    }
}

fn claims_text(old: &Facts<'_>, new: &Facts<'_>, moves: &[Moved], colour: Colour) -> String {
    let (strong, faint) = (colour.strong(), colour.faint());
    let standings = |one: &Moved| -> (Standing, Standing) {
        (
            old.standing(one.before).clone(),
            new.standing(one.after).clone(),
        )
    };
    let mut out = String::new();
    for wanted in [Movement::Falls, Movement::Rises, Movement::Shifts] {
        let of_kind: Vec<&Moved> = moves
            .iter()
            .filter(|one| {
                let (before, after) = standings(one);
                movement(&before, &after) == Some(wanted)
            })
            .collect();
        if of_kind.is_empty() {
            continue;
        }
        let word = match wanted {
            Movement::Falls => "worse than before",
            Movement::Rises => "better than before",
            Movement::Shifts => "otherwise than before",
        };
        let count = words::count(of_kind.len(), words::CLAIM);
        let stands = if of_kind.len() == 1 {
            "stands"
        } else {
            "stand"
        };
        out.push_str(&format!("\n{strong}{count} {stands} {word}{strong:#}\n"));
        for one in of_kind {
            let (before, after) = standings(one);
            out.push_str(&format!(
                "  {}: {} → {}\n",
                safe::clip(new.graph().id(one.after), 60),
                change::standing(&before, colour),
                change::standing(&after, colour)
            ));
            for because in &one.because {
                out.push_str(&format!(
                    "    {faint}because {}{faint:#}\n",
                    safe::inline(&because.told)
                ));
            }
            if one.because.len() > 1 && !one.is_least {
                out.push_str(&format!("    {faint}(fewer may do){faint:#}\n"));
            }
            if one.because.is_empty() {
                let why = match one.is_unsought {
                    true => {
                        "too many statements can matter for the one that made the difference to be looked for"
                    }
                    false => {
                        "because of ties, artefacts or relations of claims: no statement by itself makes the difference"
                    }
                };
                out.push_str(&format!("    {faint}{why}{faint:#}\n"));
            }
        }
    }
    out
}

fn listed(facts: &Facts<'_>, claims: &[ClaimIdx], what: &str, colour: Colour) -> String {
    if claims.is_empty() {
        return String::new();
    }
    let strong = colour.strong();
    let count = words::count(claims.len(), words::CLAIM);
    let mut out = format!("\n{strong}{count} {what}{strong:#}\n");
    for &claim in claims {
        out.push_str(&format!(
            "  {}: {}\n",
            safe::clip(facts.graph().id(claim), 60),
            change::standing(facts.standing(claim), colour)
        ));
    }
    out
}

fn findings_text(findings: &[FindingRecord], word: &str, colour: Colour) -> String {
    if findings.is_empty() {
        return String::new();
    }
    let (strong, faint) = (colour.strong(), colour.faint());
    let count = words::count(findings.len(), words::FINDING);
    let mut out = format!("\n{strong}{count} {word}{strong:#}\n");
    for one in findings {
        let style = colour.severity(one.severity);
        out.push_str(&format!(
            "  {style}{}[{}]{style:#}: {}\n",
            one.severity.word(),
            one.rule,
            safe::inline(&one.message)
        ));
        if one.is_part {
            let ids: Vec<_> = one.ids.iter().map(|id| safe::clip(id, 60)).collect();
            out.push_str(&format!(
                "    {faint}of these only {}; the rest stands in both{faint:#}\n",
                ids.join(", ")
            ));
        }
    }
    out
}
