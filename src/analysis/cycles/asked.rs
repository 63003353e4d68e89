//! What is asked about the circles of a case, each found when it is first asked for.

use std::collections::HashMap;

use super::premises::{Closing, Premises};
use super::{Circles, LaunderingLoop, Loops, RoundTrip, StatementCycle, loops};
use crate::analysis::{Facts, LineageIdx};
use crate::case::{ClaimIdx, StatementIdx};

impl<'g> Facts<'g> {
    /// Statement cycles, each with a shortest witness.
    pub fn cycles(&self) -> &[StatementCycle] {
        self.circles().cycles()
    }

    /// The same, with which of them each node lies on.
    pub fn circles(&self) -> &Circles {
        (self.circles).get_or_init(|| Circles::new(self.closing(), self.grounded()))
    }

    /// The cycles that rest on nothing, by more than the letter, and into which some statements lead by the fewest
    /// citations.
    pub fn bare_circles(&self, statements: &[StatementIdx]) -> Vec<&StatementCycle> {
        let start = statements.iter().map(|&at| self.base.lineage.of(at));
        self.circles()
            .nearest_bare(&self.base.lineage, start.collect())
    }

    /// The citations by which a circle may close, a word come back, and a citation path run.
    pub fn closing(&self) -> Closing<'_, 'g> {
        let standing = || Premises::new(&self.base, self.grounded());
        Closing::new(
            &self.base,
            self.standing_premises.get_or_init(standing).as_ref(),
        )
    }

    /// Whether the lineage of each node leads into a statement cycle, by any citation, whatever flows along it. The
    /// first call follows all of them once, on one thread.
    pub(in crate::analysis) fn leading_into_cycles(&self) -> &[bool] {
        self.leading_into_cycles.get_or_init(|| {
            let (lineage, circles) = (&self.base.lineage, self.circles());
            let mut leads = vec![false; lineage.node_count()];
            if circles.cycles().is_empty() {
                return leads;
            }
            let components = lineage.components();
            let members = components.members();
            // What several cite alike is looked at once.
            let mut held: HashMap<LineageIdx, bool> = HashMap::new();
            // Every citation leads to a lower number, so that what is cited is known.
            for number in 0..components.count() {
                let members = members.row(number);
                let leads_on = members.iter().map(|&at| LineageIdx(at)).any(|at| {
                    let mut cited = lineage.citations(at).iter();
                    circles.listed(at).is_some()
                        || *held
                            .entry(lineage.holder(at))
                            .or_insert_with(|| cited.any(|edge| leads[edge.to.at()]))
                });
                members.iter().for_each(|&at| leads[at as usize] = leads_on);
            }
            leads
        })
    }

    /// The round trips within a claim: an actor's word that came back to it through somebody else.
    pub fn round_trips(&self, claim: ClaimIdx) -> Loops<RoundTrip> {
        loops::round_trips(self.closing(), claim, self.circles())
    }

    /// The laundering loops within a claim: a word that came back to its own side through an outsider.
    pub fn laundering_loops(&self, claim: ClaimIdx) -> Loops<LaunderingLoop> {
        loops::laundering_loops(self.closing(), claim, self.circles())
    }
}
