//! A finding: one fault or strength, the records it is about, and the witness that proves it.
//!
//! Large cases have millions of findings, and each is read at most once. So a finding holds numbers of records, and
//! what it says is put into words when it is written: [`Finding::message`], [`Step::text`]. Until then it is
//! [`Packed`](super::Packed).

use std::borrow::Cow;

use schemars::JsonSchema;
use serde::Serialize;

use super::clash::Clash;
use super::grouped::set;
use super::policy::Accepted;
use super::words;
use crate::analysis::{Facts, Label, LineageIdx, Renumbering};
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
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Step {
    /// What part it is.
    pub kind: StepKind,
    pub(super) shows: Shows,
}

/// What a step shows.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) enum Shows {
    /// That somebody said something, or is cited for it.
    Said(LineageIdx),
    /// That every line runs through a voice or artefact.
    Needed(Label),
    /// That so many steps are left out here.
    More(u32),
    /// Something else, in words, at a record.
    Record(Box<(NodeIdx, Box<str>)>),
}

impl Step {
    /// Somebody says something: a node of the lineage.
    pub fn said(kind: StepKind, node: LineageIdx) -> Self {
        Step {
            kind,
            shows: Shows::Said(node),
        }
    }

    /// A part of a cut: every line runs through it.
    pub fn needed(label: Label) -> Self {
        Step {
            kind: StepKind::Cut,
            shows: Shows::Needed(label),
        }
    }

    /// So many steps that are not shown, each resting on the one before.
    pub fn more(kind: StepKind, steps: usize) -> Self {
        Step {
            kind,
            shows: Shows::More(steps as u32),
        }
    }

    /// How many steps that are not shown it stands for, if it does not show one.
    pub fn left_out(&self) -> Option<u32> {
        match self.shows {
            Shows::More(steps) => Some(steps),
            _ => None,
        }
    }

    /// A record, and what it shows.
    pub fn record(kind: StepKind, node: NodeIdx, text: impl Into<Box<str>>) -> Self {
        Step {
            kind,
            shows: Shows::Record(Box::new((node, text.into()))),
        }
    }

    /// The same step under new numbers.
    fn renumbered(&self, numbers: &Renumbering) -> Option<Step> {
        let shows = match &self.shows {
            Shows::Said(node) => Shows::Said(numbers.lineage(*node)?),
            Shows::Needed(label) => Shows::Needed(match *label {
                Label::Voice(actor) => Label::Voice(numbers.actor(actor)?),
                Label::Artefact(evidence) => Label::Artefact(numbers.evidence(evidence)?),
                Label::Nameless(node) => Label::Nameless(numbers.lineage(node)?),
            }),
            Shows::More(steps) => Shows::More(*steps),
            // Numbers of records of all kinds are not kept in step.
            Shows::Record(_) => return None,
        };
        Some(Step { shows, ..*self })
    }

    /// The record it is about, if it has one (an implied statement has none, nor have steps that are left out).
    pub fn node(&self, facts: &Facts<'_>) -> Option<NodeIdx> {
        let graph = facts.graph();
        let node: Node = match &self.shows {
            Shows::Said(node) => facts.lineage().statement(*node)?.into(),
            Shows::Needed(Label::Voice(actor)) => (*actor).into(),
            Shows::Needed(Label::Artefact(evidence)) => (*evidence).into(),
            Shows::Needed(Label::Nameless(_)) | Shows::More(_) => return None,
            Shows::Record(record) => return Some(record.0),
        };
        Some(graph.node_index(node))
    }

    /// What several steps show at one place: what somebody says of several claims in one way is told once.
    pub fn texts(facts: &Facts<'_>, steps: &[&Step]) -> String {
        let mut texts: Vec<String> = Vec::new();
        let mut said: Vec<LineageIdx> = Vec::new();
        let tell = |said: &mut Vec<LineageIdx>, texts: &mut Vec<String>| {
            texts.extend(words::describe_all(facts, said));
            said.clear();
        };
        for step in steps {
            if let Shows::Said(node) = step.shows {
                said.push(node);
            } else {
                tell(&mut said, &mut texts);
                texts.push(step.text(facts).into_owned());
            }
        }
        tell(&mut said, &mut texts);
        texts.dedup();
        texts.join("; ")
    }

    /// The same as [`text`](Self::text), to be kept.
    pub fn into_text(self, facts: &Facts<'_>) -> String {
        match self.shows {
            Shows::Record(record) => record.1.into_string(),
            _ => self.text(facts).into_owned(),
        }
    }

    /// The voice or artefact that every line bears, in words.
    pub fn indispensable(&self, facts: &Facts<'_>) -> Option<String> {
        match &self.shows {
            Shows::Needed(label) => Some(words::label(facts, *label)),
            _ => None,
        }
    }

    /// What it shows, in words: `gdi asserts mazar-leaders-killed on 2023-03-26`.
    pub fn text(&self, facts: &Facts<'_>) -> Cow<'_, str> {
        match &self.shows {
            Shows::Said(node) => words::describe(facts, *node).into(),
            Shows::Needed(label) => {
                format!("every line runs through {}", words::label(facts, *label)).into()
            }
            Shows::More(1) => "and 1 step more".into(),
            Shows::More(steps) => format!("and {} steps more", steps).into(),
            Shows::Record(record) => Cow::Borrowed(&record.1),
        }
    }
}

/// What a finding says, until it is put into words.
#[derive(Clone, Debug)]
pub enum Message {
    /// This.
    Text(Box<str>),
    /// This, with the finding's claims and actors in the places of [`CLAIMS`] and [`ACTORS`]; what it says of its own
    /// is [`words::literal`].
    Template(Cow<'static, str>),
    /// What follows from the records it is about.
    Told(fn(&Facts<'_>, &Finding) -> String),
    /// Who stands against whom.
    Clash(Box<Clash>),
}

/// Stands for the claims in a [`Message::Template`].
pub const CLAIMS: &str = "{claims}";
/// Stands for the actors in the same way.
pub const ACTORS: &str = "{actors}";

impl From<String> for Message {
    fn from(text: String) -> Self {
        Message::Text(text.into())
    }
}

/// One fault or strength.
#[derive(Clone, Debug)]
pub struct Finding {
    /// The name of its rule.
    pub rule: &'static str,
    /// How much it matters here.
    pub severity: Severity,
    /// What it says: see [`message`](Finding::message).
    pub says: Message,
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
    pub help: Cow<'static, str>,
}

impl Finding {
    /// A finding of a rule of the catalogue, about nothing yet, with the severity and advice of its row.
    ///
    /// # Panics
    /// If there is no such rule: names are written in the families' own files and checked by a test.
    pub fn of(rule: &'static str, says: impl Into<Message>) -> Self {
        let row = super::rule(rule).expect("a rule of the catalogue");
        Finding {
            rule,
            severity: row.severity,
            says: says.into(),
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
            help: Cow::Borrowed(row.help),
        }
    }

    /// The same finding about the same records under new numbers; `None` where one of them is gone.
    pub(super) fn renumbered(&self, numbers: &Renumbering) -> Option<Finding> {
        fn all<T: Copy, U>(list: &[T], number: impl Fn(T) -> Option<U>) -> Option<Vec<U>> {
            list.iter().map(|&at| number(at)).collect()
        }
        let steps = self.witness.iter().map(|step| step.renumbered(numbers));
        let parts = self
            .parts
            .iter()
            .map(|part| all(part, |at| numbers.node(at)));
        Some(Finding {
            claims: all(&self.claims, |at| numbers.claim(at))?,
            actors: all(&self.actors, |at| numbers.actor(at))?,
            events: all(&self.events, |at| numbers.event(at))?,
            evidence: all(&self.evidence, |at| numbers.evidence(at))?,
            reports: all(&self.reports, |at| numbers.report(at))?,
            statements: all(&self.statements, |at| numbers.statement(at))?,
            parts: parts.collect::<Option<_>>()?,
            witness: steps.collect::<Option<_>>()?,
            ..self.clone()
        })
    }

    /// A lower-case title naming the thing in backticks.
    pub fn message(&self, facts: &Facts<'_>) -> String {
        match &self.says {
            Message::Text(text) => text.to_string(),
            Message::Template(text) => {
                let claims = words::ids(facts, self.claims.iter().copied());
                let actors = words::actor_names(facts, &self.actors);
                words::filled(text, &[(CLAIMS, &claims), (ACTORS, &actors)])
            }
            Message::Told(tell) => tell(facts, self),
            Message::Clash(clash) => clash.message(facts),
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

/// The events that some claims are about, sorted, each once.
pub fn events_of(facts: &Facts<'_>, claims: &[ClaimIdx]) -> Vec<EventIdx> {
    let graph = facts.graph();
    let events = claims.iter().flat_map(|&claim| &graph.links(claim).events);
    set(events.copied().collect())
}
