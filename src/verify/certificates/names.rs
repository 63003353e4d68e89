//! From the ids of a result to the records of the case.

use super::reading::{Carrier, Label, NodeNumber, Reading, Unrecorded};
use crate::case::date::Date;
use crate::case::{
    ActorIdx, ClaimIdx, EventIdx, EvidenceIdx, Node as Record, ReportIdx, StatementIdx,
};
use crate::verify::document;

/// Why something is not confirmed, in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Doubt {
    /// It is not so.
    Wrong(String),
    /// Whether it is so is more than can be checked.
    Beyond(String),
}

impl From<String> for Doubt {
    fn from(reason: String) -> Self {
        Doubt::Wrong(reason)
    }
}

/// It is not so.
pub fn wrong<T>(reason: impl Into<String>) -> Result<T, Doubt> {
    Err(Doubt::Wrong(reason.into()))
}

/// Whether it is so is more than can be checked.
pub fn beyond<T>(reason: impl Into<String>) -> Result<T, Doubt> {
    Err(Doubt::Beyond(reason.into()))
}

macro_rules! by_id {
    ($($name:ident: $kind:ident($index:ident) = $word:literal;)+) => {
        impl Reading<'_> {$(
            pub fn $name(&self, id: &str) -> Result<$index, Doubt> {
                match self.graph.find(id) {
                    Some(Record::$kind(at)) => Ok(at),
                    Some(_) => wrong(format!(concat!("`{}` is no ", $word), id)),
                    None => wrong(format!(concat!("the case has no ", $word, " `{}`"), id)),
                }
            }
        )+}
    };
}

by_id! {
    actor_of: Actor(ActorIdx) = "actor";
    claim_of: Claim(ClaimIdx) = "claim";
    event_of: Event(EventIdx) = "event";
    evidence_of: Evidence(EvidenceIdx) = "artefact";
    report_of: Report(ReportIdx) = "report";
    statement_of: Statement(StatementIdx) = "statement";
}

impl Reading<'_> {
    pub fn step(&self, step: &document::Node) -> Result<NodeNumber, Doubt> {
        match step {
            document::Node::Statement(id) => Ok(self.statement_of(id)?.0),
            document::Node::Implied { by, report, claim } => {
                let what = Unrecorded {
                    speaker: by.as_deref().map(|id| self.actor_of(id)).transpose()?,
                    report: report.as_deref().map(|id| self.report_of(id)).transpose()?,
                    claim: self.claim_of(claim)?,
                };
                let missing = || format!("nothing unrecorded is cited for `{claim}` as it says");
                Ok(self.number_of(what).ok_or_else(missing)?)
            }
        }
    }

    pub fn label(&self, label: &document::Label) -> Result<Label, Doubt> {
        Ok(match label {
            document::Label::Voice(id) => Label::Voice(self.actor_of(id)?),
            document::Label::Artefact(id) => Label::Artefact(self.evidence_of(id)?),
            document::Label::Nameless(step) => Label::Nameless(self.step(step)?),
        })
    }

    pub fn carrier(&self, carrier: &document::Carrier) -> Result<Carrier, Doubt> {
        Ok(match carrier {
            document::Carrier::Speaker(id) => Carrier::Speaker(self.actor_of(id)?),
            document::Carrier::AssumedOwnAct(id) => Carrier::AssumedOwnAct(self.actor_of(id)?),
            document::Carrier::Artefact {
                evidence,
                verifier,
                date,
            } => {
                let when = date.as_deref().map_or(Ok(Date::UNKNOWN), str::parse);
                let when = when.map_err(|error| format!("{error}"))?;
                Carrier::Artefact(self.evidence_of(evidence)?, self.actor_of(verifier)?, when)
            }
            document::Carrier::Makers(id) => Carrier::Makers(self.evidence_of(id)?),
            document::Carrier::Custodian(id) => Carrier::Custodian(self.actor_of(id)?),
            document::Carrier::Unknown(id) => {
                let evidence = id.as_deref().map(|id| self.evidence_of(id)).transpose()?;
                Carrier::Unknown(evidence)
            }
        })
    }

    /// The id of a node, for messages.
    pub fn name(&self, node: NodeNumber) -> String {
        match self.statement(node) {
            Some(at) => format!("`{}`", self.graph.id(at)),
            None => "what is not recorded".to_owned(),
        }
    }
}
