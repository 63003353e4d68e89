//! A claim before and after something changed.

use schemars::JsonSchema;
use serde::Serialize;

use super::style::Colour;
use super::support::{Row, row};
use super::words;
use crate::analysis::change::{Movement, movement};
use crate::analysis::{Facts, Standing};
use crate::case::ClaimIdx;

/// A claim that moved.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct ChangeRecord<'a> {
    /// Id of the claim.
    pub claim: &'a str,
    /// Which way it moved.
    pub movement: Movement,
    /// How it stood.
    pub before: Row<'a>,
    /// How it stands.
    pub after: Row<'a>,
}

/// The change of a claim from one analysis of a graph to another; `None` where it did not move.
pub fn change<'g>(
    before: &Facts<'g>,
    after: &Facts<'g>,
    claim: ClaimIdx,
) -> Option<ChangeRecord<'g>> {
    let movement = movement(before.standing(claim), after.standing(claim))?;
    Some(ChangeRecord {
        claim: before.graph().id(claim),
        movement,
        before: row(before, claim),
        after: row(after, claim),
    })
}

/// Status and intervals in a few words: `uncorroborated, 1 line`.
pub fn standing(standing: &Standing, colour: Colour) -> String {
    let style = colour.status(standing.status);
    let mut text = format!("{style}{}{style:#}", standing.status);
    let support = &standing.support;
    if support.statements > 0 {
        let lines = words::interval(support.lines_min, support.lines_max);
        text.push_str(&format!(" ({lines})"));
    }
    let denial = &standing.denial;
    if denial.grounded {
        let lines = words::interval(denial.lines_min, denial.lines_max);
        text.push_str(&format!(" against ({lines})"));
    }
    text
}
