//! What is grounded, what runs in a circle, and the status (sections 5 and 6).

use std::collections::BTreeSet;

use super::lineage::Premise;
use super::{Answer, Brute, Node, Skip, Ties};
use crate::model::{Basis, Object, Stance};

impl Brute<'_> {
    /// "a root, or cites something grounded that carries support (`inferred`: every premise, a premise being grounded
    /// when some statement of its support is): a least fixpoint"; nothing flows through what is not live.
    pub(super) fn least_fixpoint(&self) -> Vec<bool> {
        let mut grounded = vec![false; self.said.len()];
        loop {
            let step: Vec<bool> = (0..self.said.len())
                .map(|at| {
                    let stands = |premise: &&Premise| match premise {
                        Premise::Evidence(evidence) => {
                            !self.evidence_ways(*evidence, at, Ties::Sure).is_empty()
                        }
                        Premise::Of { alternatives, .. } => {
                            alternatives.iter().any(|&(node, carries)| {
                                carries
                                    && match node {
                                        Node::Statement(cited) => grounded[cited],
                                        Node::Implied { .. } => self.flows(node),
                                    }
                            })
                        }
                    };
                    let mut carrying = self.carrying(at).into_iter();
                    let rests = match self.said[at].basis {
                        Some(Basis::Inferred) => {
                            carrying.len() > 0 && carrying.all(|premise| stands(&premise))
                        }
                        _ => {
                            carrying.any(|one| !matches!(one, Premise::Evidence(_)) && stands(&one))
                        }
                    };
                    self.live[at] && (rests || !self.root_ways(at, Ties::Sure).is_empty())
                })
                .collect();
            if step == grounded {
                return grounded;
            }
            grounded = step;
        }
    }

    /// "its lineage runs into a cycle".
    pub(super) fn runs_into_cycle(&self, from: &[usize]) -> bool {
        let cited = |at: usize| -> BTreeSet<usize> {
            // What is gone cites nothing.
            let premises = self.premises[at].iter().filter(|_| !self.is_gone(at));
            premises
                .flat_map(|premise| match premise {
                    Premise::Evidence(_) => Vec::new(),
                    Premise::Of { alternatives, .. } => alternatives.clone(),
                })
                .filter_map(|(node, _)| match node {
                    // What is not yet said at the date is part of no cycle then.
                    Node::Statement(to) => self.is_made(to).then_some(to),
                    Node::Implied { .. } => None,
                })
                .collect()
        };
        let reach = |start: BTreeSet<usize>| {
            let mut reached = start;
            loop {
                let next: BTreeSet<usize> = reached
                    .iter()
                    .flat_map(|&at| cited(at))
                    .chain(reached.iter().copied())
                    .collect();
                if next.len() == reached.len() {
                    return reached;
                }
                reached = next;
            }
        };
        reach(from.iter().copied().collect())
            .into_iter()
            .any(|at| reach(cited(at)).contains(&at))
    }

    /// Whether somebody named speaks ("its actor is the speaker" of a root), or concludes from an artefact, in a set of
    /// statements or at a root of theirs.
    pub(super) fn is_named(&self, statements: &[usize]) -> bool {
        let direct = statements.iter().filter(|&&at| !self.said[at].via);
        let mut waiting: Vec<Node> = direct.map(|&at| Node::Statement(at)).collect();
        let mut seen = BTreeSet::new();
        while let Some(node) = waiting.pop() {
            if !seen.insert(node) {
                continue;
            }
            let Node::Statement(at) = node else {
                if !self.is_unnamed(node) {
                    return true;
                }
                continue;
            };
            if !self.grounded[at] {
                continue;
            }
            let premises = self.carrying(at);
            let concludes = premises
                .iter()
                .any(|one| matches!(one, Premise::Evidence(_)));
            let is_root = !self.root_ways(at, Ties::Sure).is_empty();
            if (is_root || concludes) && !self.is_unnamed(node) {
                return true;
            }
            for premise in premises {
                if let Premise::Of { alternatives, .. } = premise {
                    let carrying = alternatives.iter().filter(|(_, carries)| *carries);
                    waiting.extend(carrying.map(|(node, _)| *node));
                }
            }
        }
        false
    }

    pub fn answer(&self, claim: usize) -> Result<Answer, Skip> {
        let (support, denial) = (self.support(claim), self.denial(claim));
        let (lines, against) = (self.numbers(&support)?, self.numbers(&denial)?);
        let questioned = (0..self.said.len()).any(|at| {
            self.live[at]
                && self.said[at].stance == Stance::Questions
                && self.said[at].object == Object::Claim(claim)
        });
        let named_denial = self.is_named(&denial);
        let outweighed = lines.lines_min >= 2 && !named_denial;
        let status = if support.is_empty() && denial.is_empty() && questioned {
            "open"
        } else if lines.grounded && against.grounded && !outweighed {
            "contested"
        } else if against.grounded && !lines.grounded {
            "denied"
        } else if support.is_empty() {
            "unsupported"
        } else if !lines.grounded && self.runs_into_cycle(&support) {
            "circular"
        } else if !lines.grounded {
            "unfounded"
        } else if lines.lines_max <= 1 {
            "uncorroborated"
        } else if lines.lines_min < 2 {
            "independence-unknown"
        } else {
            "corroborated"
        };
        Ok(Answer {
            status,
            support: lines,
            denial: against,
        })
    }
}
