//! What is supposed and what is not known, by id and in words.

use schemars::JsonSchema;
use serde::Serialize;

use crate::analysis::{Facts, Taken, Unknown};
use crate::case::Node;
use crate::case::vocabulary::Basis;
use crate::rules::describe;

/// Something that is taken away.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct TakenRecord<'a> {
    /// What it is.
    pub kind: TakenKind,
    /// Id of the record; of a class the actor to whom all answer.
    pub id: &'a str,
}

/// What can be taken away.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum TakenKind {
    /// All that one actor said.
    Actor,
    /// All that an actor and those who answer to it said.
    Class,
    /// All that a report carries.
    Report,
    /// An artefact.
    Evidence,
    /// One statement.
    Statement,
}

impl TakenKind {
    /// The word used in output.
    pub const fn word(self) -> &'static str {
        match self {
            TakenKind::Actor => "actor",
            TakenKind::Class => "class",
            TakenKind::Report => "report",
            TakenKind::Evidence => "evidence",
            TakenKind::Statement => "statement",
        }
    }
}

/// What is taken away, as kind and record.
fn parts(taken: Taken) -> (TakenKind, Node) {
    match taken {
        Taken::Actor(at) => (TakenKind::Actor, at.into()),
        Taken::Class(at) => (TakenKind::Class, at.into()),
        Taken::Report(at) => (TakenKind::Report, at.into()),
        Taken::Evidence(at) => (TakenKind::Evidence, at.into()),
        Taken::Statement(at) => (TakenKind::Statement, at.into()),
    }
}

/// What is taken away, by id.
pub fn taken<'a>(facts: &Facts<'a>, what: Taken) -> TakenRecord<'a> {
    let (kind, node) = parts(what);
    TakenRecord {
        kind,
        id: facts.graph().id(node),
    }
}

/// What is taken away, in words.
pub fn taken_words(facts: &Facts<'_>, what: Taken) -> String {
    let graph = facts.graph();
    let (_, node) = parts(what);
    let (id, name) = (graph.id(node), graph.name(node));
    let named = match id == name {
        true => format!("`{id}`"),
        false => format!("`{id}` ({name})"),
    };
    match what {
        Taken::Actor(_) => named,
        Taken::Class(actor) => match facts.base().voices.is_answered(actor) {
            true => format!("{named} and those who answer to it"),
            false => named,
        },
        Taken::Report(_) => format!("the report {named}"),
        Taken::Evidence(_) => format!("the artefact {named}"),
        Taken::Statement(at) => {
            format!("`{id}` ({})", describe(facts, facts.lineage().of(at)))
        }
    }
}

/// Something that is not known.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct UnknownRecord<'a> {
    /// What sort of thing it is.
    pub kind: UnknownKind,
    /// Id of the statement, actor or artefact; of what was never recorded the actor or report that is cited; of a tie
    /// the actor that is said to answer.
    pub id: Option<&'a str>,
    /// Of a tie the actor that is said to be answered to; of what was never recorded the claim.
    pub of: Option<&'a str>,
}

/// What may not be known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum UnknownKind {
    /// How the speaker of a statement knows.
    Basis,
    /// Who an unnamed source is.
    Name,
    /// Whether an artefact shows what is said of it.
    Artefact,
    /// What a cited source said itself.
    Unrecorded,
    /// Whether an alleged tie holds.
    Tie,
}

impl UnknownKind {
    /// The word used in output.
    pub const fn word(self) -> &'static str {
        match self {
            UnknownKind::Basis => "basis",
            UnknownKind::Name => "name",
            UnknownKind::Artefact => "artefact",
            UnknownKind::Unrecorded => "unrecorded",
            UnknownKind::Tie => "tie",
        }
    }
}

/// What is not known, by id.
pub fn unknown<'a>(facts: &Facts<'a>, what: Unknown) -> UnknownRecord<'a> {
    let graph = facts.graph();
    let record = |kind, id, of| UnknownRecord { kind, id, of };
    match what {
        Unknown::Basis(at) => record(UnknownKind::Basis, Some(graph.id(at)), None),
        Unknown::Name(at) => record(UnknownKind::Name, Some(graph.id(at)), None),
        Unknown::Artefact(at) => record(UnknownKind::Artefact, Some(graph.id(at)), None),
        Unknown::Unrecorded(implied) => {
            let speaker = implied.speaker.map(|actor| graph.id(actor));
            let id = speaker.or(implied.report.map(|report| graph.id(report)));
            record(UnknownKind::Unrecorded, id, Some(graph.id(implied.claim)))
        }
        Unknown::Tie(from, to) => {
            record(UnknownKind::Tie, Some(graph.id(from)), Some(graph.id(to)))
        }
    }
}

/// The question that settles it.
pub fn unknown_words(facts: &Facts<'_>, what: Unknown) -> String {
    let graph = facts.graph();
    match what {
        Unknown::Basis(at) => {
            let (who, id) = (graph.name(graph.speaker(at)), graph.id(at));
            match graph.basis(at) {
                Some(Basis::Custody) => format!("who held {who} when that was said? (`{id}`)"),
                Some(Basis::Documented) => format!("which document does {who} go by? (`{id}`)"),
                _ => format!("how does {who} know? (`{id}`)"),
            }
        }
        Unknown::Name(at) => format!("who is `{}`?", graph.id(at)),
        Unknown::Artefact(at) => format!("can an outsider verify `{}`?", graph.id(at)),
        Unknown::Unrecorded(implied) => {
            let who = match (implied.speaker, implied.report) {
                (Some(actor), _) => graph.name(actor),
                (None, Some(report)) => graph.name(report),
                (None, None) => "the source",
            };
            let claim = graph.id(implied.claim);
            format!("what did {who} itself say on `{claim}`?")
        }
        Unknown::Tie(from, to) => format!(
            "does {} answer to {}, as is alleged?",
            graph.name(from),
            graph.name(to)
        ),
    }
}
