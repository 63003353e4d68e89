//! The lineage of one claim: origins on the left, the claim on the right, denial beside support.
//!
//! What proves the numbers is chosen first (independent lines, round trips, cycles), then what else bears on the
//! claim, nearest first. Sides are dashed boxes: whatever is said within one counts once.

mod choose;
mod words;

use std::collections::{BTreeMap, BTreeSet};

use choose::Chosen;

use super::sides::{Sides, Speaker};
use super::view::{
    Arrangement, Cluster, ClusterAt, ClusterRole, Edge, EdgeRole, Emphasis, Line, LineKind,
    Node as Drawn, NodeAt, Pull, Role, View,
};
use super::{Candidates, Selection, fold, label, select};
use crate::analysis::{Facts, LineageIdx};
use crate::case::{ActorIdx, ClaimIdx, Directness, EvidenceIdx, Node, Object, StatementIdx};
use crate::rules::Finding;

/// Nodes beyond which a lineage is no longer followed by eye.
pub(super) const LIMIT: usize = 60;

/// Statements that are looked at: beyond that even stacks say little.
const WIDE: usize = 2_000;

/// The words on what cuts all lines, and on what lies on a circle.
const CUT: &str = "✂ cut: every line runs through one";
const LOOP: &str = "↻ runs in a circle";

/// What one claim rests on: the first claim in the focus, else the most consequential one.
pub fn claim_view(facts: &Facts<'_>, findings: &[Finding], selection: &Selection) -> View {
    let asked = selection.focus.iter().find_map(|&node| match node {
        Node::Claim(claim) => Some(claim),
        Node::Statement(statement) => select::object_claim(facts.graph(), statement),
        _ => None,
    });
    let most = || select::claims(facts, findings, selection).first().copied();
    match asked.or_else(most) {
        Some(claim) => {
            let limit = selection.limit.unwrap_or(LIMIT);
            let whole = fold::folded(lineage(facts, findings, claim, WIDE.max(limit)));
            let mut view = match whole.nodes.len() > limit {
                true => fold::folded(lineage(facts, findings, claim, limit)),
                false => whole,
            };
            view.notes
                .extend(selection.among.iter().map(Candidates::note));
            view
        }
        None => View {
            title: select::title(facts.graph(), selection),
            notes: vec!["No claims.".to_owned()],
            ..View::default()
        },
    }
}

/// How many statements are looked at for the picture of a claim.
pub fn looked_at(facts: &Facts<'_>, claim: ClaimIdx) -> usize {
    let lineage = facts.lineage();
    let said = [facts.support(claim), facts.denial(claim)].concat();
    let mut found: Vec<LineageIdx> = said.iter().map(|&at| lineage.of(at)).take(WIDE).collect();
    let mut seen: BTreeSet<LineageIdx> = found.iter().copied().collect();
    let mut next = 0;
    while let Some(&at) = found.get(next).filter(|_| found.len() < WIDE) {
        next += 1;
        let cited = lineage.citations(at).iter().map(|edge| edge.to);
        found.extend(cited.filter(|&to| seen.insert(to)));
    }
    found.len().min(WIDE)
}

fn lineage(facts: &Facts<'_>, findings: &[Finding], claim: ClaimIdx, limit: usize) -> View {
    let chosen = choose::choose(facts, claim, limit);
    // What does not count is of no side.
    let live = (chosen.statements.keys()).filter(|&&at| facts.base().is_live(at));
    let speakers = live.filter_map(|&at| {
        let (actor, date) = facts.base().speaker(at)?;
        Some((at, Speaker::new(actor).at(facts, date)))
    });
    let sides = Sides::new(facts, [speakers.collect()]);
    let graph = facts.graph();
    let mut drawing = Drawing {
        facts,
        sides: &sides,
        chosen: &chosen,
        view: View {
            title: words::title(graph, claim),
            notes: words::notes(facts, claim, &chosen),
            arrangement: Arrangement::LeftToRight,
            sides: sides.legend(graph),
            ..View::default()
        },
        statements: BTreeMap::new(),
        claims: BTreeMap::new(),
        artefacts: BTreeMap::new(),
    };
    drawing.statements();
    drawing.focus(claim, findings);
    for &at in chosen.statements.keys() {
        drawing.sources(at);
        drawing.stance(at);
    }
    drawing.gaps();
    drawing.bearings(claim);
    drawing.view
}

struct Drawing<'f, 'g> {
    facts: &'f Facts<'g>,
    sides: &'f Sides<LineageIdx>,
    chosen: &'f Chosen,
    view: View,
    statements: BTreeMap<LineageIdx, NodeAt>,
    claims: BTreeMap<ClaimIdx, NodeAt>,
    artefacts: BTreeMap<EvidenceIdx, NodeAt>,
}

impl Drawing<'_, '_> {
    /// The chosen statements, those of one side in one box.
    fn statements(&mut self) {
        let mut boxes: BTreeMap<ActorIdx, Vec<LineageIdx>> = BTreeMap::new();
        for &at in self.chosen.statements.keys() {
            if let Some(head) = self.sides.head(at) {
                boxes.entry(head).or_default().push(at);
            }
        }
        let mut homes = BTreeMap::new();
        for (head, members) in boxes.into_iter().filter(|(_, members)| members.len() > 1) {
            let cut = members.iter().all(|at| self.chosen.cut.contains(at));
            let cluster = self.view.enclose(Cluster {
                role: ClusterRole::Side,
                title: self.facts.graph().name(head).to_owned(),
                detail: if cut { CUT.to_owned() } else { String::new() },
                side: self.sides.hue_of(head),
                emphasis: if cut { Emphasis::Cut } else { Emphasis::None },
                record: Some(Node::Actor(head)),
            });
            homes.extend(members.into_iter().map(|at| (at, (cluster, cut))));
        }
        for (&at, others) in &self.chosen.statements {
            let node = self.statement(at, others, homes.get(&at).copied());
            let node = self.view.add(node);
            self.statements.insert(at, node);
        }
    }

    /// A statement, in a box or not; where the whole box is a cut, only the box says so.
    fn statement(
        &self,
        at: LineageIdx,
        others: &[StatementIdx],
        home: Option<(ClusterAt, bool)>,
    ) -> Drawn {
        let mut node = words::statement(self.facts, at, others);
        node.cluster = home.map(|(cluster, _)| cluster);
        node.side = self.sides.hue(at);
        let cut = self.chosen.cut.contains(&at) && !home.is_some_and(|(_, cut)| cut);
        node.emphasis = if self.chosen.on_loop.contains(&at) {
            Emphasis::Loop
        } else if cut {
            Emphasis::Cut
        } else {
            self.on_line(at)
        };
        if cut {
            node.label.push(Line::new(LineKind::Mark, CUT));
        }
        if node.emphasis == Emphasis::Loop {
            node.label.push(Line::new(LineKind::Mark, LOOP));
        }
        if let Some(&line) = self.chosen.lines.get(&at) {
            node.on_lines.insert((line + 1, self.chosen.line_count));
        }
        if let Some(words) = node.line_words() {
            node.label.push(Line::new(LineKind::Detail, words));
        }
        node
    }

    /// The emphasis of what leads on from a claim: that of the statements on it.
    fn reached(&self, claim: ClaimIdx) -> Emphasis {
        let graph = self.facts.graph();
        let lines = &self.chosen.lines;
        let on_line =
            |at| lines.contains_key(&self.facts.lineage().of(at)) && graph.stance(at).supports();
        match !lines.is_empty() && graph.statements_on(claim).any(on_line) {
            true => Emphasis::Line,
            false => Emphasis::None,
        }
    }

    fn on_line(&self, at: LineageIdx) -> Emphasis {
        match self.chosen.lines.contains_key(&at) {
            true => Emphasis::Line,
            false => Emphasis::None,
        }
    }

    fn focus(&mut self, claim: ClaimIdx, findings: &[Finding]) {
        let marks = label::marks(findings, [claim])
            .remove(&claim)
            .unwrap_or_default();
        let mut node = label::claim(self.facts, claim, &marks);
        node.emphasis = Emphasis::Focus;
        let node = self.view.add(node);
        self.claims.insert(claim, node);
    }

    fn card(&mut self, claim: ClaimIdx) -> NodeAt {
        let (facts, view) = (self.facts, &mut self.view);
        *self.claims.entry(claim).or_insert_with(|| {
            view.add(Drawn {
                alike: Some(facts.status(claim).word()),
                ..label::claim(facts, claim, &[])
            })
        })
    }

    /// What a statement rests on: statements, artefacts, premises.
    fn sources(&mut self, at: LineageIdx) {
        let Some(statement) = self.facts.lineage().statement(at) else {
            return;
        };
        let to = self.statements[&at];
        let written = self.facts.graph().cites(statement);
        let mut premises: BTreeMap<ClaimIdx, Emphasis> = BTreeMap::new();
        let citations = self.facts.lineage().citations(at);
        let mut drawn: BTreeSet<LineageIdx> = BTreeSet::new();
        for citation in citations {
            let Some(&from) = self.statements.get(&citation.to) else {
                continue;
            };
            let looping = self.chosen.loops.contains(&(citation.to, at));
            if !(citation.carries || looping) || !drawn.insert(citation.to) {
                continue;
            }
            let cited = written
                .get(citation.written as usize)
                .map(|&node| self.facts.graph().node(node));
            if let (Some(Node::Claim(premise)), false) = (cited, looping) {
                // A line leads on through the claim whose support it comes from.
                let emphasis = premises.entry(premise).or_default();
                *emphasis = (*emphasis).max(self.between(citation.to, at));
                continue;
            }
            let emphasis = if looping {
                Emphasis::Loop
            } else {
                self.between(citation.to, at)
            };
            let counts = looping || self.facts.base().is_live(citation.to);
            let role = if counts {
                EdgeRole::Feeds
            } else {
                EdgeRole::Void
            };
            self.view.edges.push(Edge {
                emphasis,
                ..Edge::new(from, to, role)
            });
        }
        for &node in written {
            if let Node::Evidence(evidence) = self.facts.graph().node(node) {
                self.artefact(evidence, at, to);
            }
        }
        for (premise, emphasis) in premises {
            let from = self.card(premise);
            let label = "premise".to_owned();
            self.view.edges.push(Edge {
                label,
                emphasis,
                ..Edge::new(from, to, EdgeRole::Feeds)
            });
        }
    }

    /// The emphasis of an edge between two nodes of one line.
    fn between(&self, from: LineageIdx, to: LineageIdx) -> Emphasis {
        match (self.chosen.lines.get(&from), self.chosen.lines.get(&to)) {
            (Some(one), Some(other)) if one == other => Emphasis::Line,
            _ => Emphasis::None,
        }
    }

    fn artefact(&mut self, evidence: EvidenceIdx, at: LineageIdx, to: NodeAt) {
        let (facts, view) = (self.facts, &mut self.view);
        let cut = self.chosen.cut_artefacts.contains(&evidence);
        let from = *self.artefacts.entry(evidence).or_insert_with(|| {
            let mut node = label::evidence(facts.graph(), evidence);
            node.alike = Some(label::kind_of(facts.graph(), evidence));
            if cut {
                node.emphasis = Emphasis::Cut;
                node.label.push(Line::new(LineKind::Mark, CUT));
            }
            view.add(node)
        });
        let emphasis = self.on_line(at);
        self.view.edges.push(Edge {
            emphasis,
            ..Edge::new(from, to, EdgeRole::Feeds)
        });
    }

    /// From a statement to what it is a stance on.
    fn stance(&mut self, at: LineageIdx) {
        let graph = self.facts.graph();
        let Some(statement) = self.facts.lineage().statement(at) else {
            return;
        };
        let Some(stance) = EdgeRole::of(graph.stance(statement)) else {
            return;
        };
        let role = match self.facts.is_live(statement) {
            true => stance,
            false => EdgeRole::Void,
        };
        let from = self.statements[&at];
        match graph.object(statement) {
            Object::Claim(claim) => {
                if graph.directness(statement) == Directness::ThroughRelays && self.is_relayed(from)
                {
                    return;
                }
                let to = self.card(claim);
                let emphasis = self.on_line(at);
                self.view.edges.push(Edge {
                    emphasis,
                    ..Edge::new(from, to, role)
                });
            }
            Object::Statement(other) => {
                if let Some(&to) = self.statements.get(&self.facts.lineage().of(other)) {
                    let label = "this statement".to_owned();
                    self.view.edges.push(Edge {
                        label,
                        ..Edge::new(from, to, role)
                    });
                }
            }
        }
    }

    /// Whether somebody shown passes on what stands at a node.
    fn is_relayed(&self, node: NodeAt) -> bool {
        self.chosen.statements.keys().any(|&at| {
            let citations = self.facts.lineage().citations(at);
            citations
                .iter()
                .any(|citation| self.statements.get(&citation.to) == Some(&node))
        })
    }

    /// Where a line is too long to be shown, what stands for its middle.
    fn gaps(&mut self) {
        for &(before, after, count) in &self.chosen.gaps {
            let (Some(&from), Some(&to)) =
                (self.statements.get(&before), self.statements.get(&after))
            else {
                continue;
            };
            let words = format!("⋯ {} ⋯", label::counted(count, "statement"));
            let label = vec![Line::new(LineKind::Detail, words.clone())];
            let more = self.view.add(Drawn::new(Role::More, label, words));
            self.view.edges.push(Edge::new(from, more, EdgeRole::Feeds));
            self.view.edges.push(Edge::new(more, to, EdgeRole::Feeds));
        }
    }

    /// How the claims shown bear on the one that was asked for, along declared relations between them.
    fn bearings(&mut self, claim: ClaimIdx) {
        let graph = self.facts.graph();
        let shown: Vec<(ClaimIdx, NodeAt)> = self
            .claims
            .iter()
            .map(|(&claim, &at)| (claim, at))
            .collect();
        for &(one, from) in &shown {
            let links = graph.links(one);
            for other in &links.entails {
                if let Some(&to) = self.claims.get(other) {
                    let emphasis = self.reached(one);
                    let edge = Edge {
                        emphasis,
                        ..Edge::new(from, to, EdgeRole::Entails)
                    };
                    // What the asked claim entails stands on its left all the same: denial of it comes from there.
                    let pull = if one == claim {
                        Pull::Backward
                    } else {
                        edge.pull
                    };
                    self.view.edges.push(Edge { pull, ..edge });
                }
            }
            for other in links
                .opposes
                .iter()
                .filter(|&&other| one != claim && (other == claim || other > one))
            {
                if let Some(&to) = self.claims.get(other) {
                    self.view
                        .edges
                        .push(Edge::new(from, to, EdgeRole::Contradicts));
                }
            }
        }
    }
}
