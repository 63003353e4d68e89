//! How a claim moved, statement by statement.

use std::io::{self, Write};

use schemars::JsonSchema;
use serde::Serialize;

use super::change;
use super::document::{self, Head};
use super::style::Colour;
use super::{safe, words};
use crate::analysis::change::{Movement, movement};
use crate::analysis::history::{Check, Held, Moment, Occurrence, Timeline};
use crate::analysis::{Facts, Lines, Standing, Status};
use crate::case::date::Date;
use crate::case::vocabulary::Stance;
use crate::case::{ClaimIdx, StatementIdx};
use crate::rules::{describe, name_list};

/// In what form it is written.
#[derive(Clone, Copy, Debug)]
pub enum Form {
    /// For reading; with the steps at which nothing moved, or without.
    Text(Colour, Steps),
    /// One JSON document with every step.
    Json,
}

/// Which steps are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Steps {
    /// Those at which the claim moved.
    Moves,
    /// All.
    All,
}

/// The document of `timeline --format json`.
#[derive(Serialize, JsonSchema)]
pub struct TimelineDocument<'a> {
    /// Version, program, date and inputs.
    #[serde(flatten)]
    pub head: Head<'a>,
    /// Id of the claim.
    pub claim: &'a str,
    /// Ids of statements without a date: they count as always there.
    pub undated: Vec<&'a str>,
    /// How the claim stood with these alone.
    pub start: StandingRecord,
    /// The dated statements and verifications in their order.
    pub steps: Vec<StepRecord<'a>>,
    /// Whether the claim was counted after each step; else, between steps at which it stands alike, it may have moved
    /// and come back, and between others only what all did together is known.
    pub complete: bool,
}

/// How a claim stood.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct StandingRecord {
    /// Its status.
    pub status: Status,
    /// κ⁻ of the support.
    pub lines_min: u32,
    /// κ⁺ of the support.
    pub lines_max: u32,
    /// κ⁻ of the denial.
    pub denial_min: u32,
    /// κ⁺ of the denial.
    pub denial_max: u32,
}

/// One statement, or what was verified at one time, and how the claim stood then.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct StepRecord<'a> {
    /// Id of the statement; null where something was verified.
    pub statement: Option<&'a str>,
    /// What was verified; empty where something was said.
    pub verified: Vec<CheckRecord<'a>>,
    /// When it was said, or where that is not known, when its report appeared; when it was verified.
    pub date: String,
    /// Id of the actor who speaks.
    pub actor: Option<&'a str>,
    /// The stance.
    pub stance: Option<Stance>,
    /// Id of the claim that it is a stance on; null where it is one on another statement.
    pub claim: Option<&'a str>,
    /// Which way the claim moved; null where it did not.
    pub movement: Option<Movement>,
    /// Why, in words.
    pub reason: String,
    /// Whether the claim was counted after it; else it is given as it was counted last before.
    pub counted: bool,
    /// How many steps before it were not counted although the claim moved: it moved by them and this together.
    pub together: usize,
    /// How it stood then.
    #[serde(flatten)]
    pub standing: StandingRecord,
}

/// A verification of an artefact.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct CheckRecord<'a> {
    /// Id of the artefact.
    pub evidence: &'a str,
    /// Id of who verified it.
    pub by: &'a str,
}

impl<'g> CheckRecord<'g> {
    /// The record of a verification.
    pub fn of(facts: &Facts<'g>, check: &Check) -> Self {
        let graph = facts.graph();
        CheckRecord {
            evidence: graph.id(check.evidence),
            by: graph.id(check.by),
        }
    }
}

fn standing(of: &Standing) -> StandingRecord {
    StandingRecord {
        status: of.status,
        lines_min: of.support.lines_min.least,
        lines_max: of.support.lines_max.most,
        denial_min: of.denial.lines_min.least,
        denial_max: of.denial.lines_max.most,
    }
}

/// What happened, in words.
pub(super) fn told(facts: &Facts<'_>, occurrence: &Occurrence) -> String {
    let graph = facts.graph();
    match occurrence {
        Occurrence::Said(at) => said(facts, *at),
        Occurrence::Verified(checks) => {
            let told = checks.iter().map(|check| {
                let (by, evidence) = (graph.name(check.by), graph.id(check.evidence));
                format!("{by} verifies `{evidence}`")
            });
            words::list(&told.collect::<Vec<_>>())
        }
    }
}

/// A statement in words, as one could tell it when it was made: what was verified later was not verified then.
fn said(facts: &Facts<'_>, at: StatementIdx) -> String {
    let graph = facts.graph();
    let then = facts.verified_by(graph.made_at(at));
    let told = describe(&then, then.lineage().of(at));
    let outlets: Vec<&str> = match (graph.detail(at), graph.relays_of(at).next()) {
        (Some(detail), Some(_)) => detail.via.iter().map(|&via| graph.name(via)).collect(),
        _ => return told,
    };
    format!("{told}, through {}", name_list(outlets))
}

/// When something happened; a statement of unknown date counts as made when its report appeared.
fn date(facts: &Facts<'_>, occurrence: &Occurrence) -> String {
    let graph = facts.graph();
    let date = match occurrence {
        Occurrence::Said(at) => Some(graph.heard_on(*at)),
        Occurrence::Verified(checks) => checks.first().map(|check| check.date),
    };
    date.map(Date::end_to_string).unwrap_or_default()
}

/// Writes how a claim moved.
///
/// # Errors
/// Where `out` cannot be written to.
pub fn timeline(
    facts: &Facts<'_>,
    inputs: &[String],
    claim: ClaimIdx,
    found: &Timeline,
    form: Form,
    out: &mut dyn Write,
) -> io::Result<()> {
    match form {
        Form::Text(colour, steps) => {
            out.write_all(text(facts, claim, found, steps, colour).as_bytes())
        }
        Form::Json => {
            let graph = facts.graph();
            let document = TimelineDocument {
                head: Head::new(facts, inputs),
                claim: graph.id(claim),
                undated: found.undated.iter().map(|&at| graph.id(at)).collect(),
                start: standing(&found.start),
                steps: moves(found)
                    .map(|(before, one)| step(facts, before, one))
                    .collect(),
                complete: found.is_complete,
            };
            document::write(out, &document)
        }
    }
}

/// Each moment with the standing before it.
fn moves(found: &Timeline) -> impl Iterator<Item = (&Standing, &Moment)> {
    let befores =
        std::iter::once(&found.start).chain(found.moments.iter().map(|one| &one.standing));
    befores.zip(&found.moments)
}

fn step<'g>(facts: &Facts<'g>, before: &Standing, moment: &Moment) -> StepRecord<'g> {
    let graph = facts.graph();
    let (said, checks) = match &moment.occurrence {
        Occurrence::Said(at) => (Some(*at), [].as_slice()),
        Occurrence::Verified(checks) => (None, checks.as_slice()),
    };
    let claim = said.and_then(|at| graph.claim_of(at));
    StepRecord {
        statement: said.map(|at| graph.id(at)),
        verified: (checks.iter())
            .map(|check| CheckRecord::of(facts, check))
            .collect(),
        date: date(facts, &moment.occurrence),
        actor: said.map(|at| graph.id(graph.speaker(at))),
        stance: said.map(|at| graph.stance(at)),
        claim: claim.map(|claim| graph.id(claim)),
        movement: movement(before, &moment.standing),
        reason: reason(before, moment),
        counted: moment.is_counted,
        together: moment.together,
        standing: standing(&moment.standing),
    }
}

/// What a statement changed, in words.
fn reason(before: &Standing, moment: &Moment) -> String {
    let after = &moment.standing;
    let mut told = side(
        &before.support,
        &after.support,
        moment.support_held,
        "for it",
    );
    told.extend(side(
        &before.denial,
        &after.denial,
        moment.denial_held,
        "against it",
    ));
    if told.is_empty() && before.status != after.status {
        return "its status changes, its lines do not".to_owned();
    }
    if told.is_empty() {
        return "no line more or less".to_owned();
    }
    match moment.together {
        0 => words::list(&told),
        before => {
            let before = words::count(before, words::STEP);
            format!("together with {before} before it: {}", words::list(&told))
        }
    }
}

fn side(before: &Lines, after: &Lines, held: Option<Held>, direction: &str) -> Vec<String> {
    let (old, new) = (before.lines_max.most, after.lines_max.most);
    let (old_known, new_known) = (before.lines_min.least, after.lines_min.least);
    let mut told = Vec::new();
    match (old, new) {
        _ if old == new => {}
        (0, _) if !before.grounded => told.push(format!("the first line {direction}")),
        (_, 0) => told.push(format!("no line {direction} is left")),
        _ if old < new => {
            let known = match held {
                None | Some(Held::FirstKnown) => ", known",
                Some(Held::ByTie) => ", known, unless a tie in doubt makes it one with another",
                Some(Held::Unknown) => ", of unknown provenance",
                Some(Held::Unasked) => "",
            };
            let more = words::count((new - old) as usize, words::MORE_LINE);
            told.push(format!("{more} {direction}{known}"));
        }
        _ => {
            let fewer = words::count((old - new) as usize, words::FEWER_LINE);
            told.push(format!("{fewer} {direction}"));
        }
    }
    if old == new && new_known > old_known {
        told.push(format!("what was not known {direction} is known now"));
    }
    if old == new && new_known < old_known {
        told.push(format!("what was known {direction} is known no more"));
    }
    told
}

fn text(
    facts: &Facts<'_>,
    claim: ClaimIdx,
    found: &Timeline,
    steps: Steps,
    colour: Colour,
) -> String {
    let graph = facts.graph();
    let (strong, faint) = (colour.strong(), colour.faint());
    let mut out = format!(
        "{strong}{}{strong:#}  {}\n",
        safe::inline(graph.id(claim)),
        safe::inline(&graph.claim(claim).text)
    );
    let start = change::standing(&found.start, colour);
    match found.undated.as_slice() {
        [] => out.push_str(&format!("at first: {start}\n")),
        undated => {
            let count = words::count(undated.len(), words::STATEMENT);
            out.push_str(&format!("undated, as if always there: {count}: {start}\n"));
            let shown = if steps == Steps::All {
                undated.len()
            } else {
                3
            };
            for &at in undated.iter().take(shown) {
                let words = said(facts, at);
                out.push_str(&format!("  {faint}{}{faint:#}\n", safe::inline(&words)));
            }
            if undated.len() > shown {
                let rest = words::grouped(undated.len() - shown);
                out.push_str(&format!(
                    "  {faint}… and {rest} more: `--all` lists them{faint:#}\n"
                ));
            }
        }
    }
    let mut quiet = 0;
    let is_said = |one: &Moment| matches!(one.occurrence, Occurrence::Said(_));
    let step_word = match found.moments.iter().all(is_said) {
        true => words::STATEMENT,
        false => words::STEP,
    };
    let tell_quiet = |out: &mut String, quiet: &mut usize| {
        if *quiet > 0 {
            let count = words::count(*quiet, step_word);
            out.push_str(&format!("  {faint}{count} without effect{faint:#}\n"));
            *quiet = 0;
        }
    };
    for (before, moment) in moves(found) {
        let moved = movement(before, &moment.standing).is_some();
        if !moved && steps == Steps::Moves {
            quiet += 1;
            continue;
        }
        quiet -= moment.together.min(quiet);
        tell_quiet(&mut out, &mut quiet);
        let words = told(facts, &moment.occurrence);
        let then = match moved {
            true => format!("→ {}: ", change::standing(&moment.standing, colour)),
            false => String::new(),
        };
        out.push_str(&format!(
            "{}  {}\n  {then}{}\n",
            date(facts, &moment.occurrence),
            safe::inline(&words),
            reason(before, moment)
        ));
    }
    tell_quiet(&mut out, &mut quiet);
    if !found.is_complete {
        out.push_str("too many statements to count after each: where it stands alike before and after, it may have moved in between, and otherwise only what many did together is told\n");
    }
    out
}
