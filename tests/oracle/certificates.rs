//! Certificates of random cases, checked by the enumeration: real lines, disjoint, as many as counted, and a real cut.

use claimgraph::analysis::{Facts, Label, Line, LineageIdx, LineageNode};
use claimgraph::case::{ClaimGraph, Node as Record, StatementIdx};

use crate::brute::{self, Brute, Derivation, Labels, Node, Nodes, Speaker, Ties};
use crate::engine;
use crate::model::{Case, Cite};

/// Translates the engine's nodes and labels to ours.
struct Translation<'a> {
    case: &'a Case,
    graph: &'a ClaimGraph,
    facts: &'a Facts<'a>,
    brute: &'a Brute<'a>,
}

impl Translation<'_> {
    fn actor(&self, id: &str) -> usize {
        let found = self.case.actors.iter().position(|actor| actor.id == id);
        found.unwrap_or_else(|| panic!("no actor `{id}`"))
    }

    /// A statement as written by its id, the relays made from a `via` by whom they cite.
    fn statement(&self, at: StatementIdx) -> usize {
        let id = self.graph.id(at);
        if let Some(found) = self.case.statements.iter().position(|one| one.id == id) {
            return found;
        }
        let by = self.actor(self.graph.id(self.graph.speaker(at)));
        let cited: Vec<usize> = self
            .graph
            .cites(at)
            .iter()
            .filter_map(|&node| match self.graph.node(node) {
                Record::Statement(to) => Some(self.statement(to)),
                _ => None,
            })
            .collect();
        (self.case.statements.len()..self.brute.said.len())
            .find(|&relay| {
                let said = &self.brute.said[relay];
                let first = said.cites.first();
                said.by == by && first == cited.first().map(|&to| Cite::Statement(to)).as_ref()
            })
            .unwrap_or_else(|| panic!("no relay `{id}`"))
    }

    fn node(&self, at: LineageIdx) -> Node {
        match self.facts.lineage().node(at) {
            LineageNode::Statement(statement) => Node::Statement(self.statement(statement)),
            LineageNode::Implied(implied) => {
                let claim = self.graph.id(implied.claim);
                let claim = self.case.claims.iter().position(|one| one.id == claim);
                let speaker = match (implied.speaker, implied.report) {
                    (Some(actor), _) => Speaker::Actor(self.actor(self.graph.id(actor))),
                    (None, Some(report)) => {
                        let id = self.graph.id(report);
                        let report = self.case.reports.iter().position(|one| one.id == id);
                        Speaker::PublisherOf(report.expect("a report"))
                    }
                    (None, None) => panic!("an implied statement of nobody"),
                };
                Node::Implied {
                    speaker,
                    claim: claim.expect("a claim"),
                }
            }
        }
    }

    fn label(&self, label: &Label) -> brute::Label {
        match *label {
            Label::Voice(actor) => brute::Label::Actor(self.actor(self.graph.id(actor))),
            Label::Artefact(evidence) => {
                let id = self.graph.id(evidence);
                let found = self.case.evidence.iter().position(|one| one.id == id);
                brute::Label::Evidence(found.expect("evidence"))
            }
            Label::Nameless(node) => match self.node(node) {
                Node::Implied {
                    speaker: Speaker::PublisherOf(report),
                    ..
                } => brute::Label::Publisher(report),
                other => panic!("nameless: {other:?}"),
            },
        }
    }

    fn labels(&self, labels: &[Label]) -> Labels {
        labels.iter().map(|label| self.label(label)).collect()
    }

    /// What is wrong with lines that should be pairwise independent and each among `real`.
    fn faults_of_lines(&self, lines: &[Line], real: &[Derivation], known: bool) -> Vec<String> {
        let mut faults = Vec::new();
        let mut all: Vec<Vec<Labels>> = Vec::new();
        for line in lines {
            let steps: Vec<Node> = line.steps.iter().map(|&step| self.node(step)).collect();
            let nodes: Nodes = steps.iter().copied().collect();
            // A side that is one voice may be shown by its head: the labels are some of those that we find.
            let labels = self.labels(&line.labels);
            let found: Vec<Labels> = real
                .iter()
                .filter(|one| one.nodes == nodes && one.is_known() == line.known)
                .map(|one| one.labels)
                .filter(|&found| labels.is_subset(found))
                .collect();
            if found.is_empty() {
                faults.push(format!(
                    "no line: {steps:?} {labels:?} known {}",
                    line.known
                ));
            }
            if known && !line.known && lines.iter().filter(|line| !line.known).count() < 2 {
                faults.push(format!("an unknown line among the known: {steps:?}"));
            }
            all.push(found);
        }
        if faults.is_empty() && !can_be_disjoint(&all, Labels::EMPTY) {
            faults.push(format!("no independent lines: {all:?}"));
        }
        faults
    }
}

/// Whether one set can be taken from each list so that no two share anything.
fn can_be_disjoint(lists: &[Vec<Labels>], used: Labels) -> bool {
    let Some((first, rest)) = lists.split_first() else {
        return true;
    };
    first
        .iter()
        .any(|&set| set.is_disjoint(used) && can_be_disjoint(rest, used | set))
}

/// What is wrong with the certificates of a case.
pub fn faults(
    case: &Case,
    graph: &ClaimGraph,
    facts: &Facts<'_>,
    brute: &Brute<'_>,
) -> Result<Vec<String>, brute::Skip> {
    let translation = Translation {
        case,
        graph,
        facts,
        brute,
    };
    let mut faults = Vec::new();
    for claim in 0..case.claims.len() {
        let sure = brute.lines(&brute.support(claim), Ties::Sure)?;
        let possible = brute.lines(&brute.support(claim), Ties::Possible)?;
        let at = engine::claim(graph, &case.claims[claim].id);
        let support = facts.standing(at).support;
        let certificate = facts.certificate(at);
        faults.extend(translation.faults_of_lines(&certificate.lines, &sure, false));
        faults.extend(translation.faults_of_lines(&certificate.known_lines, &possible, true));
        if certificate.lines.len() as u32 != support.lines_max.least {
            let found = certificate.lines.len();
            faults.push(format!("{found} lines for {:?}", support.lines_max));
        }
        // Where there is one line and none known, κ⁻ is one and there is no known line to show.
        let any_known = possible.iter().any(Derivation::is_known);
        let expected = match support.lines_min.least {
            1 if !any_known => 0,
            least => least,
        };
        if certificate.known_lines.len() as u32 != expected {
            let found = certificate.known_lines.len();
            faults.push(format!("{found} known lines for {:?}", support.lines_min));
        }
        let cut = translation.labels(&certificate.cut);
        for line in sure.iter() {
            if line.labels.is_disjoint(cut) {
                faults.push(format!("{cut:?} does not cut {:?}", line.nodes));
            }
        }
        if cut.len() < certificate.lines.len() {
            faults.push(format!("{cut:?} is too small to be a cut"));
        }
    }
    Ok(faults)
}
