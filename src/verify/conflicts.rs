//! Conflicts: what does not go together, who doubts or is silent, and artefacts that do not show what they are cited for.

use super::findings::Finding;
use super::names::Doubt;
use super::reading::{Reading, Ties};
use crate::case::vocabulary::Stance;
use crate::case::{ClaimIdx, EvidenceIdx, Node as Record};

/// All statements that it names take one of some stances.
pub(super) fn stances(finding: &Finding<'_, '_>, wanted: &[Stance]) -> Result<(), Doubt> {
    let graph = finding.reading.graph;
    match (finding.statements.iter()).all(|&at| wanted.contains(&graph.stance(at))) {
        true => Ok(()),
        false => Err("it names a statement of another stance".to_owned()),
    }
}

/// Each of its statements cites an artefact that is recorded as not showing one of its claims.
pub(super) fn overreach(finding: &Finding<'_, '_>) -> Result<(), Doubt> {
    let reading = finding.reading;
    let goes_too_far = |evidence: EvidenceIdx| {
        let mut not_shown = reading.graph.evidence(evidence).does_not_show.iter();
        let names = |&claim: &ClaimIdx| finding.names(claim.into());
        finding.names(evidence.into()) && not_shown.any(names)
    };
    match (finding.statements.iter()).all(|&at| reading.artefacts(at).any(goes_too_far)) {
        true => Ok(()),
        false => Err("it names no artefact that does not show what it is cited for".to_owned()),
    }
}

/// In what two accounts differ.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Clash {
    /// One denies what the other says.
    Denial,
    /// They give numbers that exclude each other.
    Number,
    /// They are declared to be rivals.
    Account,
}

/// Two of its statements or claims do not go together, in the way that its rule speaks of.
pub(super) fn conflict(finding: &Finding<'_, '_>, ids: &[&str]) -> Result<(), Doubt> {
    let reading = finding.reading;
    let records: Vec<Record> = ids.iter().filter_map(|id| reading.graph.find(id)).collect();
    // One statement may do: its claim may lead to what opposes it.
    let pairs = records
        .iter()
        .flat_map(|&one| records.iter().map(move |&other| (one, other)));
    let clashes = |kind: Clash, (one, other): (Record, Record)| reading.clash(one, other, kind);
    let speaker = |record: Record| match record {
        Record::Statement(at) => Some((reading.graph.speaker(at), reading.graph.date(at))),
        _ => None,
    };
    let any = |pair| {
        [Clash::Denial, Clash::Number, Clash::Account]
            .iter()
            .any(|&kind| clashes(kind, pair))
    };
    let holds = |pair: (Record, Record)| match finding.said.rule.as_str() {
        "value-conflict" => clashes(Clash::Number, pair),
        "rival-accounts" => clashes(Clash::Account, pair),
        "self-contradiction" => match (speaker(pair.0), speaker(pair.1)) {
            (Some(one), Some(other)) => any(pair) && reading.are_joined(one, other, Ties::Sure),
            _ => false,
        },
        _ => any(pair),
    };
    match pairs.into_iter().any(holds) {
        true => Ok(()),
        false => Err("no two of its statements contradict each other as its rule says".to_owned()),
    }
}

impl Reading<'_> {
    /// Whether one record clashes with what the other says.
    fn clash(&self, one: Record, other: Record, kind: Clash) -> bool {
        let claim = |record| match record {
            Record::Claim(claim) => Some(claim),
            Record::Statement(at) => self.graph.claim_of(at),
            _ => None,
        };
        let disputes = |record| match record {
            Record::Statement(at) => self.graph.stance(at) == Stance::Disputes,
            _ => false,
        };
        let (Some(a), Some(b)) = (claim(one), claim(other)) else {
            return false;
        };
        let (says_a, says_b) = (self.entailed(a), self.entailed(b));
        let any_pair = |are_such: &dyn Fn(ClaimIdx, ClaimIdx) -> bool| {
            says_a
                .iter()
                .any(|&x| says_b.iter().any(|&y| are_such(x, y)))
        };
        let links = |claim| self.graph.links(claim);
        match (kind, disputes(one), disputes(other)) {
            (Clash::Denial, false, true) => says_a.contains(&b),
            (Clash::Denial, true, false) => says_b.contains(&a),
            (Clash::Denial, false, false) => self.excluding(a).contains(&b),
            (Clash::Number, false, false) => any_pair(&|x, y| {
                let quantities = (&links(x).quantity, &links(y).quantity);
                matches!(quantities, (Some(x), Some(y)) if x.excludes(y))
            }),
            (Clash::Account, false, false) => any_pair(&|x, y| links(x).contrasts.contains(&y)),
            _ => false,
        }
    }
}
