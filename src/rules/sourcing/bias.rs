//! Who is cited: those on one side far more than those on the other.

use std::collections::BTreeMap;

use crate::analysis::{Facts, fisher};
use crate::case::vocabulary::ClaimKind;
use crate::case::{ClaimIdx, StatementIdx};
use crate::rules::each;
use crate::rules::finding::{Finding, StepKind};
use crate::rules::profile::{record_step, steps};
use crate::rules::thresholds::{BIAS_CITATIONS, BIAS_CITING, BIAS_P, BIAS_TIMES, Thresholds};

/// How many of those who cite are shown.
const SHOWN: usize = 12;

/// For each claim with two sides, among those who could have cited both: whether support is cited more readily.
///
/// Each pair of one who cites and one who could have been cited counts once, in a table of two by two: for the claim
/// or against it, cited or not. O(n log n) in the statements on a claim.
pub fn citation_bias(facts: &Facts<'_>, thresholds: &Thresholds, findings: &mut Vec<Finding>) {
    let graph = facts.graph();
    findings.extend(each::claim(graph, |claim| {
        let standing = facts.standing(claim);
        let two_sides = standing.denial.statements > 0
            && standing.support.statements > 0
            && (standing.denial.statements + standing.support.statements) as usize
                > thresholds.count(&BIAS_CITING);
        let concerned = two_sides && graph.claim(claim).kind == ClaimKind::Fact;
        concerned.then(|| bias(facts, thresholds, claim)).flatten()
    }));
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    For,
    Against,
}

/// The statements of one side by the moment from which they were surely there to cite.
struct Available(Vec<i64>);

impl Available {
    fn new(facts: &Facts<'_>, statements: &[StatementIdx]) -> Self {
        let mut moments: Vec<i64> = (statements.iter())
            .map(|&at| facts.graph().date(at).latest())
            .collect();
        moments.sort_unstable();
        Available(moments)
    }

    fn before(&self, moment: i64) -> u64 {
        self.0.partition_point(|&latest| latest < moment) as u64
    }
}

fn bias(facts: &Facts<'_>, thresholds: &Thresholds, claim: ClaimIdx) -> Option<Finding> {
    let graph = facts.graph();
    let lineage = facts.lineage();
    let (support, denial) = (facts.support(claim), facts.denial(claim));
    let sides: BTreeMap<StatementIdx, Side> = (support.iter().map(|&at| (at, Side::For)))
        .chain(denial.iter().map(|&at| (at, Side::Against)))
        .collect();
    let there = [&support, &denial].map(|side| Available::new(facts, side));
    // Rows: for and against. Columns: cited and passed over.
    let mut table = [[0u64; 2]; 2];
    let mut citing = Vec::new();
    for &at in sides.keys() {
        let mut cited: Vec<StatementIdx> = (lineage.citations(lineage.of(at)).iter())
            .filter_map(|edge| lineage.statement(edge.to))
            .filter(|&to| to != at && !graph.date(to).surely_after(graph.date(at)))
            .collect();
        cited.sort_unstable();
        cited.dedup();
        let moment = graph.date(at).latest();
        let mut taken = [0, 0];
        let mut offered = there.each_ref().map(|side| side.before(moment));
        for to in cited {
            let Some(&side) = sides.get(&to) else {
                continue;
            };
            taken[side as usize] += 1;
            // Whatever is cited was there.
            offered[side as usize] += u64::from(graph.date(to).latest() >= moment);
        }
        if taken == [0, 0] || offered.contains(&0) {
            continue;
        }
        for row in 0..2 {
            table[row][0] += taken[row];
            table[row][1] += offered[row] - taken[row];
        }
        citing.push(at);
    }
    let [[for_, _], [against, _]] = table;
    let citations = (for_ + against) as usize;
    if citing.len() < thresholds.count(&BIAS_CITING)
        || citations < thresholds.count(&BIAS_CITATIONS)
    {
        return None;
    }
    let share = |row: [u64; 2]| row[0] as f64 / (row[0] + row[1]) as f64;
    let p = fisher::greater(table);
    let (times, most) = (thresholds.get(&BIAS_TIMES), thresholds.get(&BIAS_P));
    (share(table[0]) >= times * share(table[1]) && p <= most)
        .then(|| finding(facts, claim, citing, table, p))
}

fn finding(
    facts: &Facts<'_>,
    claim: ClaimIdx,
    citing: Vec<StatementIdx>,
    table: [[u64; 2]; 2],
    p: f64,
) -> Finding {
    let graph = facts.graph();
    let [[for_, for_passed], [against, against_passed]] = table;
    let message = format!(
        "those who cite on `{}` cite support {for_} of {} times and denial {against} of {} times \
         (Fisher's exact test: p = {})",
        graph.id(claim),
        for_ + for_passed,
        against + against_passed,
        written(p),
    );
    let counts = format!(
        "support: {for_} cited, {for_passed} passed over; denial: {against} cited, {against_passed} passed over"
    );
    let mut witness = vec![record_step(facts, StepKind::Chain, claim, counts)];
    witness.extend(steps(
        facts,
        StepKind::Chain,
        &citing[..citing.len().min(SHOWN)],
    ));
    Finding {
        parts: vec![vec![claim.into()]],
        claims: vec![claim],
        events: graph.links(claim).events.to_vec(),
        witness,
        statements: citing,
        ..Finding::of("citation-bias", message)
    }
}

/// A probability with two digits that matter.
fn written(p: f64) -> String {
    match p {
        p if p < 1e-12 => "below 1e-12".to_owned(),
        p if p < 0.001 => format!("{p:.1e}"),
        p => format!("{p:.2}"),
    }
}
