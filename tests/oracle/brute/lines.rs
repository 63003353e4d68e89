//! Lines, and the most of them that share nothing (section 4).

use std::collections::BTreeSet;
use std::rc::Rc;

use super::lineage::Premise;
use super::sets::{Labels, Nodes};
use super::{Brute, Derivation, Knowledge, Label, Node, Numbers, Skip, Speaker, Ties, Way};
use crate::model::Basis;

const MOST_DERIVATIONS: usize = 600;
const MOST_STEPS: u32 = 20_000;

impl Brute<'_> {
    pub(super) fn is_unnamed(&self, node: Node) -> bool {
        match node {
            Node::Statement(at) => self.case.actors[self.said[at].by].unnamed,
            Node::Implied { speaker, .. } => match speaker {
                Speaker::Actor(actor) => self.case.actors[actor].unnamed,
                Speaker::PublisherOf(_) => true,
            },
        }
    }

    /// All derivations of a node that use none of `path`.
    fn derivations(
        &self,
        node: Node,
        ties: Ties,
        path: Nodes,
    ) -> Result<BTreeSet<Derivation>, Skip> {
        let mut found = BTreeSet::new();
        if path.contains(node) {
            return Ok(found);
        }
        let own = Derivation {
            nodes: Nodes::one(node),
            labels: self.voices(node, ties),
            undeclared: Nodes::EMPTY,
            unknown: self.is_unnamed(node),
        };
        if !self.flows(node) {
            return Ok(found);
        }
        let at = match node {
            Node::Statement(at) => at,
            Node::Implied { .. } => {
                // What nobody recorded is no adversary's word.
                let unknown = true;
                found.insert(Derivation { unknown, ..own });
                return Ok(found);
            }
        };
        found.extend(
            self.root_ways(at, ties)
                .iter()
                .map(|way| own.with(&of(way))),
        );
        let path = path | Nodes::one(node);
        if self.said[at].basis == Some(Basis::Inferred) {
            let premises = self.carrying(at);
            let mut partial = BTreeSet::from([own]);
            for premise in &premises {
                let options = self.options(premise, at, ties, path)?;
                let mut longer = BTreeSet::new();
                for one in &partial {
                    for option in &options {
                        longer.insert(one.with(option));
                        if longer.len() > MOST_DERIVATIONS {
                            return Err(Skip::TooMany);
                        }
                    }
                }
                partial = longer;
            }
            if !premises.is_empty() {
                found.extend(partial);
            }
        } else {
            for premise in self.carrying(at) {
                if matches!(premise, Premise::Evidence(_)) {
                    continue;
                }
                let options = self.options(premise, at, ties, path)?;
                found.extend(options.iter().map(|option| own.with(option)));
            }
        }
        match found.len() > MOST_DERIVATIONS {
            true => Err(Skip::TooMany),
            false => Ok(found),
        }
    }

    /// The derivations of a premise: of any of its alternatives.
    fn options(
        &self,
        premise: &Premise,
        at: usize,
        ties: Ties,
        path: Nodes,
    ) -> Result<BTreeSet<Derivation>, Skip> {
        let mut found = BTreeSet::new();
        match premise {
            Premise::Evidence(evidence) => {
                found.extend(self.evidence_ways(*evidence, at, ties).iter().map(of));
            }
            Premise::Of { alternatives, .. } => {
                for &(cited, carries) in alternatives {
                    if carries {
                        found.extend(self.derivations(cited, ties, path)?);
                    }
                }
            }
        }
        Ok(found)
    }

    /// All lines of a set of statements: derivations that end in a sink.
    pub fn lines(&self, statements: &[usize], ties: Ties) -> Result<Rc<[Derivation]>, Skip> {
        let asked = (statements.to_vec(), ties);
        if let Some(known) = self.lines.borrow().get(&asked) {
            return Ok(Rc::clone(known));
        }
        let mut lines = BTreeSet::new();
        for &at in statements {
            if !self.said[at].via {
                lines.extend(self.derivations(Node::Statement(at), ties, Nodes::EMPTY)?);
            }
        }
        let lines: Rc<[Derivation]> = lines.into_iter().collect();
        self.lines.borrow_mut().insert(asked, Rc::clone(&lines));
        Ok(lines)
    }

    pub(super) fn numbers(&self, statements: &[usize]) -> Result<Numbers, Skip> {
        let sure = self.lines(statements, Ties::Sure)?;
        let possible = self.lines(statements, Ties::Possible)?;
        let lines_max = most_disjoint(sure.iter().map(|line| line.labels))?;
        let lines_min = match self.most_counted(&possible)? {
            0 if !sure.is_empty() => 1,
            most => most,
        };
        let origins = |ties, known| most_disjoint(self.carriers(statements, ties, known));
        let (origins_max, origins_min) =
            (origins(Ties::Sure, false)?, origins(Ties::Possible, true)?);
        // "a claim has a line exactly if its support is grounded", and lines end in what is known directly.
        let grounded = statements
            .iter()
            .any(|&at| self.grounded[at] && !self.said[at].via);
        Ok(Numbers {
            lines_min,
            lines_max,
            origins_min,
            origins_max,
            grounded,
            statements: statements.len() as u32,
        })
    }

    /// "carriers found on lines", or on known ones: those of all roots to which a line of one of the statements may
    /// go. A line may pass through a statement twice, once as a root, so that every grounded citation is on some line.
    pub(super) fn carriers(&self, statements: &[usize], ties: Ties, known: bool) -> Vec<Labels> {
        let on_known_lines = if known {
            self.known(ties)
        } else {
            Nodes::EMPTY
        };
        let skip = |node: Node| known && !on_known_lines.contains(node);
        let mut waiting: Vec<Node> = statements
            .iter()
            .filter(|&&at| !self.said[at].via)
            .map(|&at| Node::Statement(at))
            .collect();
        let mut seen = Nodes::EMPTY;
        let mut carriers = Vec::new();
        while let Some(node) = waiting.pop() {
            if skip(node) || !seen.insert(node) {
                continue;
            }
            let Node::Statement(at) = node else {
                if !known && self.flows(node) {
                    carriers.push(self.voices(node, ties));
                }
                continue;
            };
            if !self.grounded[at] {
                continue;
            }
            let mut ways = self.root_ways(at, ties).to_vec();
            for premise in self.carrying(at) {
                match premise {
                    Premise::Evidence(evidence) => {
                        ways.extend(self.evidence_ways(*evidence, at, ties));
                    }
                    Premise::Of { alternatives, .. } => waiting.extend(
                        alternatives
                            .iter()
                            .filter(|(_, carries)| *carries)
                            .map(|(node, _)| *node),
                    ),
                }
            }
            for (carrier, _) in ways {
                if !known || carrier.knowledge == Knowledge::Known {
                    carriers.push(carrier.labels);
                }
            }
        }
        carriers
    }

    /// The statements to which a known line comes: no unnamed actor speaks on it, and every carrier on it is known.
    fn known(&self, ties: Ties) -> Nodes {
        let is_known = |ways: &[Way]| {
            let mut ways = ways.iter();
            ways.any(|(carrier, _)| carrier.knowledge == Knowledge::Known)
        };
        let mut known = Nodes::EMPTY;
        loop {
            let before = known;
            for at in (0..self.said.len()).filter(|&at| self.live[at]) {
                let rests = |premise: &Premise| match premise {
                    Premise::Evidence(evidence) => {
                        is_known(&self.evidence_ways(*evidence, at, ties))
                    }
                    Premise::Of { alternatives, .. } => (alternatives.iter())
                        .any(|&(cited, carries)| carries && known.contains(cited)),
                };
                let premises = self.carrying(at);
                let is_artefact = |premise: &&Premise| matches!(premise, Premise::Evidence(_));
                let follows = match self.said[at].basis {
                    Some(Basis::Inferred) => {
                        !premises.is_empty() && premises.iter().copied().all(rests)
                    }
                    _ => premises
                        .iter()
                        .copied()
                        .any(|one| !is_artefact(&one) && rests(one)),
                };
                let node = Node::Statement(at);
                if !self.is_unnamed(node) && (follows || is_known(self.root_ways(at, ties))) {
                    known.insert(node);
                }
            }
            if known == before {
                return known;
            }
        }
    }

    /// "the most pairwise independent *known* lines", where "undeclared lines of *named* speakers who are declared
    /// adversaries of one another count as known": those counted so are pairwise opposed, and at least two.
    fn most_counted(&self, lines: &[Derivation]) -> Result<u32, Skip> {
        let countable: BTreeSet<(Nodes, Labels)> = lines
            .iter()
            .filter(|line| !line.unknown)
            .map(|line| (line.undeclared, line.labels))
            .collect();
        // Of two that count alike, one that contains the other is never needed.
        let needed = |&&(kind, labels): &&(Nodes, Labels)| {
            let mut others = countable.iter();
            !others.any(|&(same, other)| same == kind && other != labels && other.is_subset(labels))
        };
        let countable: Vec<(Nodes, Labels)> = countable.iter().filter(needed).copied().collect();
        let mut best = 0;
        let mut steps = 0;
        let start = Chosen::default();
        self.choose(&countable, &start, &mut best, &mut steps)?;
        Ok(best)
    }

    fn choose(
        &self,
        rest: &[(Nodes, Labels)],
        chosen: &Chosen,
        best: &mut u32,
        steps: &mut u32,
    ) -> Result<(), Skip> {
        *steps += 1;
        if *steps > MOST_STEPS {
            return Err(Skip::TooMany);
        }
        if chosen.undeclared.len() != 1 {
            *best = (*best).max(chosen.count);
        }
        for (at, &(undeclared, labels)) in rest.iter().enumerate() {
            let opposed = |&other: &Nodes| self.are_all_opposed(undeclared, other);
            let fits = undeclared.is_empty() || chosen.undeclared.iter().all(opposed);
            if fits && labels.is_disjoint(chosen.labels) {
                let mut more = chosen.clone();
                more.count += 1;
                more.labels = more.labels | labels;
                if !undeclared.is_empty() {
                    more.undeclared.push(undeclared);
                }
                self.choose(&rest[at + 1..], &more, best, steps)?;
            }
        }
        Ok(())
    }

    /// Every speaker of one set against every speaker of the other. Undeclared roots are statements.
    fn are_all_opposed(&self, one: Nodes, other: Nodes) -> bool {
        let among = |nodes: Nodes| {
            let all = (0..self.said.len()).map(Node::Statement);
            all.filter(move |&node| nodes.contains(node))
        };
        among(one).all(|a| among(other).all(|b| self.are_opposed(a, b)))
    }

    /// Declared adversaries, directly or through those they answer to.
    fn are_opposed(&self, one: Node, other: Node) -> bool {
        let (one, other) = (self.voices(one, Ties::Sure), self.voices(other, Ties::Sure));
        let actors = self.case.actors.iter().enumerate();
        actors
            .flat_map(|(at, actor)| actor.adversaries.iter().map(move |&to| (at, to)))
            .any(|(from, to)| {
                let (from, to) = (Label::Actor(from), Label::Actor(to));
                (one.contains(from) && other.contains(to))
                    || (one.contains(to) && other.contains(from))
            })
    }
}

/// Lines that share nothing.
#[derive(Clone, Default)]
struct Chosen {
    count: u32,
    labels: Labels,
    /// The undeclared roots of those that have any.
    undeclared: Vec<Nodes>,
}

impl Derivation {
    fn with(&self, other: &Derivation) -> Derivation {
        Derivation {
            nodes: self.nodes | other.nodes,
            labels: self.labels | other.labels,
            undeclared: self.undeclared | other.undeclared,
            unknown: self.unknown || other.unknown,
        }
    }
}

/// What a way to know adds to a derivation.
fn of((carrier, labels): &Way) -> Derivation {
    let (undeclared, unknown) = match carrier.knowledge {
        Knowledge::Known => (Nodes::EMPTY, false),
        Knowledge::Undeclared(node) => (Nodes::one(node), false),
        Knowledge::Unknown => (Nodes::EMPTY, true),
    };
    Derivation {
        nodes: Nodes::EMPTY,
        labels: *labels,
        undeclared,
        unknown,
    }
}

/// The most sets of which no two share anything: every subset is tried.
fn most_disjoint(sets: impl IntoIterator<Item = Labels>) -> Result<u32, Skip> {
    let sets: BTreeSet<Labels> = sets.into_iter().collect();
    // A set that contains another is never needed.
    let needed = |&&one: &&Labels| {
        let mut others = sets.iter();
        !others.any(|&other| other != one && other.is_subset(one))
    };
    let needed: Vec<Labels> = sets.iter().filter(needed).copied().collect();
    most(&needed, Labels::EMPTY, &mut 0)
}

fn most(rest: &[Labels], used: Labels, steps: &mut u32) -> Result<u32, Skip> {
    *steps += 1;
    if *steps > MOST_STEPS {
        return Err(Skip::TooMany);
    }
    let mut best = 0;
    for (at, &set) in rest.iter().enumerate() {
        if set.is_disjoint(used) {
            best = best.max(1 + most(&rest[at + 1..], used | set, steps)?);
        }
    }
    Ok(best)
}
