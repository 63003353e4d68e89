//! All statements as columns, as in the graph.

use serde::Serialize;

use super::shared::{Dates, Number};
use crate::analysis::Facts;
use crate::case::{Object, StatementIdx};

/// All statements, column by column.
#[derive(Serialize)]
pub(super) struct Columns<'a> {
    id: Vec<&'a str>,
    by: Vec<Number>,
    stance: Vec<u8>,
    /// A claim; −1 − the number of a statement where it is one on a statement.
    object: Vec<i64>,
    date: Vec<Number>,
    /// A report, or −1.
    report: Vec<i64>,
    /// Statements that were said in one report and are read in another, or in none, with the former.
    said_in: Vec<(usize, usize)>,
    /// Those that do not count: taken back, or later than the as-of date.
    dead: Vec<Number>,
}

pub(super) fn columns<'a>(facts: &Facts<'a>, dates: &mut Dates) -> Columns<'a> {
    let graph = facts.graph();
    let all = graph.statements();
    let object = |at| match graph.object(at) {
        Object::Claim(claim) => claim.at() as i64,
        Object::Statement(other) => -1 - other.at() as i64,
    };
    let report = |at| graph.report_of(at).map_or(-1, |report| report.at() as i64);
    let said_in = |at: StatementIdx| {
        let said_in = graph.detail(at)?.said_in?;
        (graph.report_of(at) != Some(said_in)).then_some((at.at(), said_in.at()))
    };
    let dead = |at: &StatementIdx| !facts.is_live(*at);
    Columns {
        id: all.clone().map(|at| graph.id(at)).collect(),
        by: all.clone().map(|at| graph.speaker(at).at()).collect(),
        stance: all.clone().map(|at| graph.stance(at) as u8).collect(),
        object: all.clone().map(object).collect(),
        date: all.clone().map(|at| dates.number(graph.date(at))).collect(),
        report: all.clone().map(report).collect(),
        said_in: all.clone().filter_map(said_in).collect(),
        dead: all.filter(dead).map(StatementIdx::at).collect(),
    }
}
