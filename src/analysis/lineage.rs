//! The lineage graph `P` (semantics §2): what each statement rests on, down to its roots and their carriers.

use crate::case::index::Rows;
use crate::case::{ActorIdx, ClaimIdx, EvidenceIdx, ReportIdx, StatementIdx};

/// A node of the lineage graph: statements first, then the implied ones.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct LineageIdx(pub u32);

/// What a node of the lineage graph is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LineageNode {
    /// A statement of the case.
    Statement(StatementIdx),
    /// The undeclared statement that a dead-end citation stands for.
    Implied(Implied),
}

/// An undeclared statement that somebody cites and nobody recorded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Implied {
    /// Who is cited; for a report without a publisher nobody.
    pub speaker: Option<ActorIdx>,
    /// For what.
    pub claim: ClaimIdx,
    /// The report that is cited, if it is one.
    pub report: Option<ReportIdx>,
}

/// An edge of the lineage graph.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Citation {
    /// What is cited.
    pub to: LineageIdx,
    /// Which of the statement's citations, as written, this edge comes from.
    pub written: u32,
    /// Whether it carries support by kind and side (polarity); other edges matter for cycles only.
    pub carries: bool,
    /// Whether it is one of several statements that a cited actor, report or claim may mean.
    pub resolved: bool,
}

/// What must be right for a root to be worth anything.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Carrier {
    /// The speaker saw it or did it.
    Speaker(ActorIdx),
    /// The speaker is party to the event and declares no basis: taken as its own act.
    AssumedOwnAct(ActorIdx),
    /// An artefact that somebody outside its makers verified.
    Artefact {
        /// The artefact.
        evidence: EvidenceIdx,
        /// Who verified the claim on it.
        verifier: ActorIdx,
    },
    /// An artefact on its makers' word: producer, and releaser where there is one.
    Makers {
        /// The artefact.
        evidence: EvidenceIdx,
    },
    /// The custodian of the speaker.
    Custodian(ActorIdx),
    /// Not known; an artefact of unknown making is still on the line.
    Unknown(Option<EvidenceIdx>),
}

/// The lineage graph.
pub struct Lineage {
    pub(super) statements: u32,
    pub(super) implied: Vec<Implied>,
    pub(super) citations: Rows<Citation>,
    pub(super) carriers: Rows<Carrier>,
}

impl Lineage {
    /// How many nodes there are.
    pub fn node_count(&self) -> usize {
        self.statements as usize + self.implied.len()
    }

    /// What a node is.
    pub fn node(&self, at: LineageIdx) -> LineageNode {
        match at.0.checked_sub(self.statements) {
            None => LineageNode::Statement(StatementIdx(at.0)),
            Some(implied) => LineageNode::Implied(self.implied[implied as usize]),
        }
    }

    /// The node of a statement.
    pub fn of(&self, statement: StatementIdx) -> LineageIdx {
        LineageIdx(statement.0)
    }

    /// What a statement cites, resolved. Implied statements cite nothing.
    pub fn citations(&self, at: LineageIdx) -> &[Citation] {
        if at.0 < self.statements {
            self.citations.row(at.0 as usize)
        } else {
            &[]
        }
    }

    /// The carriers of a root, alternatives; empty where the node is no root.
    pub fn carriers(&self, _at: LineageIdx) -> &[Carrier] {
        unimplemented!()
    }
}
