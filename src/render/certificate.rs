//! The proof of a count, by the ids of its records: the lines, and what cuts them all.

use schemars::JsonSchema;
use serde::Serialize;

use crate::analysis::{Carrier, Certificate, Facts, Label, Line, LineageIdx, LineageNode};

/// The proof of a count.
#[derive(Serialize, JsonSchema)]
pub struct CertificateRecord<'a> {
    /// Pairwise independent lines: nothing is on two of them.
    pub lines: Vec<LineRecord<'a>>,
    /// Pairwise independent lines whose provenance is known.
    pub known_lines: Vec<LineRecord<'a>>,
    /// Voices and artefacts of which every line bears one.
    pub cut: Vec<LabelRecord<'a>>,
    /// Voices and artefacts without which no known line is left.
    pub known_cut: Vec<LabelRecord<'a>>,
}

/// One derivation of a claim.
#[derive(Serialize, JsonSchema)]
pub struct LineRecord<'a> {
    /// Its statements, every one after those it rests on.
    pub steps: Vec<StepRecord<'a>>,
    /// What must be right for its roots to be worth anything, in the order of the roots.
    pub carriers: Vec<CarrierRecord<'a>>,
    /// Its artefacts, and whom its speakers answer to in the end; where ties are dated or alleged, those between too.
    pub labels: Vec<LabelRecord<'a>>,
    /// Whether every carrier on it is known and nobody unnamed speaks on it.
    pub known: bool,
}

/// A statement of the case, or one that somebody cites and nobody recorded.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum StepRecord<'a> {
    /// Id of a statement.
    Statement(&'a str),
    /// What is cited and not there.
    Implied {
        /// Id of the actor that is cited.
        by: Option<&'a str>,
        /// Id of the report that is cited.
        report: Option<&'a str>,
        /// Id of the claim for which.
        claim: &'a str,
    },
}

/// What must be right for a root to be worth anything.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum CarrierRecord<'a> {
    /// The speaker, who saw it or did it.
    Speaker(&'a str),
    /// The speaker, whose own act it is assumed to be.
    AssumedOwnAct(&'a str),
    /// An artefact that somebody outside its makers verified.
    Artefact {
        /// Id of the artefact.
        evidence: &'a str,
        /// Id of the verifier.
        verifier: &'a str,
        /// When it was verified (EDTF); null where that is not known.
        date: Option<String>,
    },
    /// An artefact on its makers' word.
    Makers(&'a str),
    /// The custodian of the speaker.
    Custodian(&'a str),
    /// Not known; the artefact, if there is one.
    Unknown(Option<&'a str>),
}

/// What independent lines may not share.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum LabelRecord<'a> {
    /// Id of an actor, as a voice.
    Voice(&'a str),
    /// Id of an artefact.
    Artefact(&'a str),
    /// A source without a name.
    Nameless(StepRecord<'a>),
}

impl<'a> CertificateRecord<'a> {
    /// A certificate with ids.
    pub fn new(facts: &Facts<'a>, certificate: &Certificate) -> Self {
        let lines = |lines: &[Line]| lines.iter().map(|one| line(facts, one)).collect();
        CertificateRecord {
            lines: lines(&certificate.lines),
            known_lines: lines(&certificate.known_lines),
            cut: certificate.cut.iter().map(|&at| label(facts, at)).collect(),
            known_cut: (certificate.known_cut.iter())
                .map(|&at| label(facts, at))
                .collect(),
        }
    }
}

fn line<'a>(facts: &Facts<'a>, line: &Line) -> LineRecord<'a> {
    LineRecord {
        steps: line.steps.iter().map(|&at| step(facts, at)).collect(),
        carriers: line.carriers.iter().map(|at| carrier(facts, at)).collect(),
        labels: line.labels.iter().map(|&at| label(facts, at)).collect(),
        known: line.known,
    }
}

fn step<'a>(facts: &Facts<'a>, at: LineageIdx) -> StepRecord<'a> {
    let graph = facts.graph();
    match facts.lineage().node(at) {
        LineageNode::Statement(statement) => StepRecord::Statement(graph.id(statement)),
        LineageNode::Implied(implied) => StepRecord::Implied {
            by: implied.speaker.map(|actor| graph.id(actor)),
            report: implied.report.map(|report| graph.id(report)),
            claim: graph.id(implied.claim),
        },
    }
}

fn carrier<'a>(facts: &Facts<'a>, carrier: &Carrier) -> CarrierRecord<'a> {
    let graph = facts.graph();
    match *carrier {
        Carrier::Speaker(actor) => CarrierRecord::Speaker(graph.id(actor)),
        Carrier::AssumedOwnAct(actor) => CarrierRecord::AssumedOwnAct(graph.id(actor)),
        Carrier::Artefact {
            evidence,
            verifier,
            date,
        } => CarrierRecord::Artefact {
            evidence: graph.id(evidence),
            verifier: graph.id(verifier),
            date: (!date.is_unknown()).then(|| date.to_string()),
        },
        // Only suppositions make them, and those are never proved.
        Carrier::Supposed(evidence) | Carrier::Makers { evidence } => {
            CarrierRecord::Makers(graph.id(evidence))
        }
        Carrier::Custodian(actor) => CarrierRecord::Custodian(graph.id(actor)),
        Carrier::Unknown(evidence) => CarrierRecord::Unknown(evidence.map(|at| graph.id(at))),
    }
}

fn label<'a>(facts: &Facts<'a>, label: Label) -> LabelRecord<'a> {
    let graph = facts.graph();
    match label {
        Label::Voice(actor) => LabelRecord::Voice(graph.id(actor)),
        Label::Artefact(evidence) => LabelRecord::Artefact(graph.id(evidence)),
        Label::Nameless(at) => LabelRecord::Nameless(step(facts, at)),
    }
}
