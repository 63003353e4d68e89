//! How a claim moved, statement by statement.

use std::io::{self, Write};

use schemars::JsonSchema;
use serde::Serialize;

use super::change;
use super::document::{self, Head};
use super::style::Colour;
use super::{safe, words};
use crate::analysis::change::{Movement, movement};
use crate::analysis::history::{Held, Moment, Timeline};
use crate::analysis::{Facts, Lines, Standing, Status};
use crate::case::vocabulary::Stance;
use crate::case::{ClaimIdx, StatementIdx};
use crate::rules::describe;

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
    /// The dated statements in their order.
    pub steps: Vec<StepRecord<'a>>,
    /// Whether the claim was counted after each step; else, between steps at which it stands alike, it may have moved
    /// and come back.
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

/// One statement, and how the claim stood once it was made.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct StepRecord<'a> {
    /// Id of the statement.
    pub statement: &'a str,
    /// When it was said; where that is not known, when its report appeared.
    pub date: String,
    /// Id of the actor who speaks.
    pub actor: &'a str,
    /// The stance.
    pub stance: Stance,
    /// Id of the claim that it is a stance on; null where it is one on another statement.
    pub claim: Option<&'a str>,
    /// Which way the claim moved; null where it did not.
    pub movement: Option<Movement>,
    /// Why, in words.
    pub reason: String,
    /// How it stood then.
    #[serde(flatten)]
    pub standing: StandingRecord,
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

/// When a statement counts as made.
fn date(facts: &Facts<'_>, at: StatementIdx) -> String {
    let graph = facts.graph();
    let own = graph.date(at);
    let report = graph.report_of(at).map(|report| graph.report(report).date);
    let date = match own.is_unknown() {
        true => report.unwrap_or(own),
        false => own,
    };
    date.end_to_string()
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
    let at = moment.statement;
    StepRecord {
        statement: graph.id(at),
        date: date(facts, at),
        actor: graph.id(graph.speaker(at)),
        stance: graph.stance(at),
        claim: graph.claim_of(at).map(|claim| graph.id(claim)),
        movement: movement(before, &moment.standing),
        reason: reason(before, moment),
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
    words::list(&told)
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
                None | Some(Held::FirstKnown) => "known",
                Some(Held::ByTie) => "known, unless a tie in doubt makes it one with another",
                Some(Held::Unknown) => "of unknown provenance",
            };
            let more = words::count((new - old) as usize, words::MORE_LINE);
            told.push(format!("{more} {direction}, {known}"));
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
                let words = describe(facts, facts.lineage().of(at));
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
    let tell_quiet = |out: &mut String, quiet: &mut usize| {
        if *quiet > 0 {
            let count = words::count(*quiet, words::STATEMENT);
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
        tell_quiet(&mut out, &mut quiet);
        let words = describe(facts, facts.lineage().of(moment.statement));
        let then = match moved {
            true => format!("→ {}: ", change::standing(&moment.standing, colour)),
            false => String::new(),
        };
        out.push_str(&format!(
            "{}  {}\n  {then}{}\n",
            date(facts, moment.statement),
            safe::inline(&words),
            reason(before, moment)
        ));
    }
    tell_quiet(&mut out, &mut quiet);
    if !found.is_complete {
        out.push_str("too many statements to count after each: where it stands alike before and after, it may have moved in between\n");
    }
    out
}
