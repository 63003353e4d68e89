//! What does not go together: claims with all that is said for them, and who disputes them.

use std::collections::{BTreeMap, BTreeSet};

use super::Finding;
use super::named::Named;
use crate::case::graph::folded;
use crate::case::vocabulary::Stance;
use crate::case::{ClaimIdx, EventIdx, StatementIdx};
use crate::verify::certificates::reading::{Label, Reading, Ties};

/// Claims about one event that count one thing and give numbers of which each excludes another, under all their ids,
/// with all who give them.
pub fn values(finding: &Finding<'_, '_>) -> Vec<Named> {
    let (reading, graph) = (finding.reading, finding.reading.graph);
    let counted = |claim: ClaimIdx| {
        let quantity = graph.links(claim).quantity.as_ref();
        quantity.filter(|quantity| quantity.has_value())
    };
    let of = |claim: ClaimIdx| counted(claim).map(|quantity| folded(&quantity.of));
    let matters = finding.claims().flat_map(|claim| {
        let events = graph.links(claim).events.iter();
        events.filter_map(move |&event| Some((event, of(claim)?)))
    });
    let matters: BTreeSet<(EventIdx, String)> = matters.collect();
    let is_one_group = matters.into_iter().any(|(event, thing)| {
        let is_alike = |&claim: &ClaimIdx| {
            of(claim).as_ref() == Some(&thing) && !reading.told(claim).is_empty()
        };
        let about = finding.index.claims_about(event).iter().copied();
        let alike: Vec<ClaimIdx> = about.filter(is_alike).collect();
        let clashes = |&claim: &ClaimIdx| {
            let others = alike.iter().filter_map(|&other| counted(other));
            let own = counted(claim);
            own.is_some_and(|own| others.into_iter().any(|other| own.excludes(other)))
        };
        let clashing = alike.iter().copied().filter(clashes);
        let under_any_id = clashing.flat_map(|claim| graph.same(claim));
        BTreeSet::from_iter(under_any_id) == finding.named.claims
    });
    let told = finding.claims().flat_map(|claim| reading.told(claim));
    let holds = is_one_group && finding.named.claims.len() > 1;
    Vec::from_iter(holds.then(|| finding.with(told)))
}

/// Claims that each contrast with another one, told by another side, with all who tell them.
pub fn rivals(finding: &Finding<'_, '_>) -> Vec<Named> {
    let reading = finding.reading;
    let has_rival = |claim: ClaimIdx| {
        let graph = reading.graph;
        let others = (graph.same(claim)).flat_map(|claim| &graph.links(claim).contrasts);
        let mut others = others.filter(|other| finding.named.claims.contains(other));
        others.any(|&other| {
            let (one, other) = (reading.told(claim), reading.told(other));
            let is_apart = |at: &StatementIdx| {
                let mut others = other.iter();
                others.any(|&other| !reading.are_of_one_side(*at, other))
            };
            one.iter().any(is_apart)
        })
    };
    let told = finding.claims().flat_map(|claim| reading.told(claim));
    let holds = finding.claims().all(has_rival) && finding.names_all_ids();
    Vec::from_iter(holds.then(|| finding.with(told)))
}

/// Claims that one side says and disputes, or says beside what goes against them: each claim is of such a pair, and of
/// each pair all is named that the side says.
pub fn within_one_side(finding: &Finding<'_, '_>) -> Vec<Named> {
    let (reading, graph) = (finding.reading, finding.reading.graph);
    let named = &finding.named;
    let (mut claims, mut statements) = (BTreeSet::new(), BTreeSet::new());
    for claim in finding.claims() {
        let links = graph.same(claim).map(|claim| graph.links(claim));
        let others = links.flat_map(|links| links.opposes.iter().chain(&links.contrasts));
        let others = others.filter(|other| named.claims.contains(other));
        let mut disputes = reading.disputes(claim);
        // What is said in custody is no word of the speaker's side.
        disputes.retain(|&at| !graph.is_relay(at) && reading.is_free(at));
        let against = others.map(|&other| (Some(other), reading.told_freely(other)));
        for (other, against) in against.chain([(None, disputes)]) {
            for [said, against] in reading.of_one_side(&reading.told_freely(claim), &against) {
                let is_named = |at: &&StatementIdx| named.statements.contains(*at);
                if !said.iter().any(|at| is_named(&at)) || !against.iter().any(|at| is_named(&at)) {
                    continue;
                }
                claims.extend([claim].into_iter().chain(other));
                for side in [said, against] {
                    match side.len() > MOST_LISTED {
                        true => statements.extend(side.iter().filter(is_named)),
                        false => statements.extend(side),
                    }
                }
            }
        }
    }
    let holds = claims == named.claims && finding.names_all_ids();
    Vec::from_iter(holds.then(|| finding.with(statements)))
}

/// Of a crowd so many statements are listed.
const MOST_LISTED: usize = 256;

/// Claims of which all are disputed, all are opposed to others that are told, or all are contested by neither but
/// through what they entail, with all who tell and deny them.
pub fn contested(finding: &Finding<'_, '_>) -> Vec<Named> {
    let reading = finding.reading;
    let claims = &finding.named.claims;
    let is_contested = |claim: ClaimIdx| {
        let mut about = finding.about.iter();
        about.any(|(at, said)| *at == claim && said.status == "contested")
    };
    let disputes = |claim: ClaimIdx| match is_contested(claim) {
        true => reading.disputes_alone(claim),
        false => Vec::new(),
    };
    let opposes = |claim: ClaimIdx, other: ClaimIdx| {
        let both = [claim, other];
        both.iter().all(|&one| reading.stands(one)) && both.iter().any(|&one| is_contested(one))
    };
    let opposed_by = |claim: ClaimIdx, among: &dyn Fn(&ClaimIdx) -> bool| {
        let graph = reading.graph;
        let mut others = (graph.same(claim)).flat_map(|claim| &graph.links(claim).opposes);
        others.any(|other| among(other) && opposes(claim, *other))
    };
    let disputed: Vec<Vec<StatementIdx>> = finding.claims().map(disputes).collect();
    let mut named_disputes = disputed.iter().flatten();
    let is_through = |(claim, disputes): (ClaimIdx, &Vec<StatementIdx>)| {
        is_contested(claim) && disputes.is_empty() && !opposed_by(claim, &|_| true)
    };
    let (against, holds) = if named_disputes.any(|at| finding.named.statements.contains(at)) {
        let holds = disputed.iter().all(|some| !some.is_empty());
        (disputed, holds)
    } else if finding.claims().zip(&disputed).all(is_through) {
        let denial = finding.claims().map(|claim| reading.denial(claim));
        (denial.collect(), true)
    } else {
        let mut named = finding.claims();
        let holds = named.all(|claim| opposed_by(claim, &|other| claims.contains(other)));
        (Vec::new(), holds)
    };
    let in_support = finding.claims().map(|claim| reading.support(claim));
    // What is only passed on is named where nobody says it in his own voice.
    let mut due = BTreeSet::new();
    for side in in_support.chain(against) {
        let own: Vec<StatementIdx> = (side.iter().copied())
            .filter(|&at| !reading.graph.is_relay(at))
            .collect();
        let is_named = |at: &StatementIdx| finding.named.statements.contains(at);
        match own.is_empty() || side.len() > MOST_LISTED {
            true => due.extend(side.into_iter().filter(is_named)),
            false => due.extend(own),
        }
    }
    let holds = holds && finding.names_all_ids();
    Vec::from_iter(holds.then(|| finding.with(due)))
}

impl Reading<'_> {
    /// What some say and what others say against it, side by side: whoever shares a voice with one of the others, with
    /// all whom such bonds lead to.
    fn of_one_side(
        &self,
        said: &[StatementIdx],
        against: &[StatementIdx],
    ) -> Vec<[BTreeSet<StatementIdx>; 2]> {
        let by_voice = |some: &[StatementIdx]| {
            let mut found: BTreeMap<Label, Vec<StatementIdx>> = BTreeMap::new();
            for &at in some {
                for voice in self.node_labels(at.0, Ties::Sure) {
                    found.entry(voice).or_default().push(at);
                }
            }
            found
        };
        let (said, against) = (by_voice(said), by_voice(against));
        let shared = said.keys().filter(|voice| against.contains_key(voice));
        let mut left: BTreeSet<Label> = shared.copied().collect();
        let mut found = Vec::new();
        while let Some(first) = left.pop_first() {
            let mut side: [BTreeSet<StatementIdx>; 2] = Default::default();
            let mut open = vec![first];
            while let Some(voice) = open.pop() {
                for (own, by_voice) in side.iter_mut().zip([&said, &against]) {
                    for &at in &by_voice[&voice] {
                        if own.insert(at) {
                            let voices = self.node_labels(at.0, Ties::Sure).into_iter();
                            open.extend(voices.filter(|voice| left.remove(voice)));
                        }
                    }
                }
            }
            found.push(side);
        }
        found
    }

    /// Disputes of the claim itself by those who do not assert the opposite as well: they quarrel once, not twice.
    fn disputes_alone(&self, claim: ClaimIdx) -> Vec<StatementIdx> {
        let mut disputes = self.disputes(claim);
        if disputes.is_empty() {
            return disputes;
        }
        let same = self.graph.same(claim);
        let opposing = same.flat_map(|claim| &self.graph.links(claim).opposes);
        let opposing = opposing.flat_map(|&other| self.told(other));
        let opposing: BTreeSet<_> = opposing.map(|at| self.graph.speaker(at)).collect();
        disputes.retain(|&at| !opposing.contains(&self.graph.speaker(at)));
        disputes
    }

    /// Live disputes of the claim itself, by whatever id, that rest on something.
    fn disputes(&self, claim: ClaimIdx) -> Vec<StatementIdx> {
        let grounded = |&at: &StatementIdx| {
            self.graph.stance(at) == Stance::Disputes && self.is_live(at) && self.is_grounded(at.0)
        };
        let said = self.graph.statements_on_any_id(claim);
        said.filter(grounded).collect()
    }
}
