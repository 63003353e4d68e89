//! A finding: one fault or strength, the records it is about, and the witness that proves it.

use schemars::JsonSchema;
use serde::Serialize;

use super::policy::Accepted;
use crate::case::{
    ActorIdx, ClaimIdx, EventIdx, EvidenceIdx, Node, NodeIdx, ReportIdx, StatementIdx,
};
use crate::source::Span;

/// How much a finding matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// The record cannot stand as it is.
    Error,
    /// Somebody should look.
    Warning,
    /// Good to know.
    Info,
    /// A remark, which may be a strength.
    Note,
}

impl Severity {
    /// The word used in output.
    pub const fn word(self) -> &'static str {
        match self {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Info => "info",
            Severity::Note => "note",
        }
    }
}

/// What part of a witness a step is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum StepKind {
    /// A step of a line of support.
    Line,
    /// A voice or artefact without which nothing is left.
    Cut,
    /// A step of a cycle.
    Cycle,
    /// A step of a dated chain.
    Chain,
    /// One side of a conflict.
    Conflict,
}

/// One step of a witness.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// What part it is.
    pub kind: StepKind,
    /// The record it is about, if it has one (an implied statement has none).
    pub node: Option<NodeIdx>,
    /// What it shows, in words: `gdi asserts mazar-leaders-killed on 2023-03-26`.
    pub text: String,
}

/// One fault or strength.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// The name of its rule.
    pub rule: &'static str,
    /// How much it matters here.
    pub severity: Severity,
    /// A lower-case title naming the thing in backticks.
    pub message: String,
    /// The claims it is about, the most important first.
    pub claims: Vec<ClaimIdx>,
    /// The actors it is about.
    pub actors: Vec<ActorIdx>,
    /// The events it is about.
    pub events: Vec<EventIdx>,
    /// The artefacts it is about.
    pub evidence: Vec<EvidenceIdx>,
    /// The reports it is about.
    pub reports: Vec<ReportIdx>,
    /// The statements it is about.
    pub statements: Vec<StatementIdx>,
    /// The records by which it is known again, in parts that may be found alone; empty: its claims, statements and
    /// artefacts together. See [`fingerprint`](super::fingerprint).
    pub parts: Vec<Vec<Node>>,
    /// What else tells it from others of its rule about the same records; empty: nothing.
    pub word: String,
    /// Where it is to be seen, if that is neither in its witness nor at its records.
    pub place: Option<Span>,
    /// Why it does not count, if it does not.
    pub accepted: Option<Accepted>,
    /// The proof.
    pub witness: Vec<Step>,
    /// What to add or change.
    pub help: String,
}

impl Finding {
    /// A finding of a rule of the catalogue, about nothing yet, with the severity and advice of its row.
    ///
    /// # Panics
    /// If there is no such rule: names are written in the families' own files and checked by a test.
    pub fn of(rule: &'static str, message: String) -> Self {
        let row = super::rule(rule).expect("a rule of the catalogue");
        Finding {
            rule,
            severity: row.severity,
            message,
            claims: Vec::new(),
            actors: Vec::new(),
            events: Vec::new(),
            evidence: Vec::new(),
            reports: Vec::new(),
            statements: Vec::new(),
            parts: Vec::new(),
            word: String::new(),
            place: None,
            accepted: None,
            witness: Vec::new(),
            help: row.help.to_owned(),
        }
    }

    /// Whether nobody has accepted it.
    pub fn counts(&self) -> bool {
        self.accepted.is_none()
    }

    /// Adds records that it is about.
    pub fn about(&mut self, nodes: impl IntoIterator<Item = Node>) {
        for node in nodes {
            match node {
                Node::Actor(at) => self.actors.push(at),
                Node::Claim(at) => self.claims.push(at),
                Node::Event(at) => self.events.push(at),
                Node::Evidence(at) => self.evidence.push(at),
                Node::Statement(at) => self.statements.push(at),
                Node::Report(at) => self.reports.push(at),
            }
        }
    }
}
