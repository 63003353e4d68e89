//! The records of a case file, field by field: what readers produce, what `convert` writes,
//! and what the published JSON Schema is generated from.

mod shape;

pub use self::shape::{OneOrMany, Ref, Scalar, WrittenDate};

use schemars::JsonSchema;
use serde::{Deserialize as DeriveDeserialize, Serialize};

use super::spanned::Spanned;
use super::vocabulary::{Basis, Certainty, ClaimKind, Reliability, Role};

fn is_false(value: &bool) -> bool {
    !*value
}

/// A finding that is accepted, with the reason.
#[derive(Clone, Debug, PartialEq, Serialize, DeriveDeserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AllowRecord {
    /// The rule to silence here.
    pub rule: Ref,
    /// Why the finding is accepted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub because: Option<String>,
}

/// A tie between two actors.
#[derive(Clone, Debug, PartialEq, Serialize, DeriveDeserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AffiliationRecord {
    /// The actor that is answered to.
    pub to: Ref,
    /// What kind of tie it is.
    pub role: Role,
    /// When it began.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<WrittenDate>,
    /// When it ended, inclusive.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<WrittenDate>,
    /// Whether the tie is only alleged.
    #[serde(default, skip_serializing_if = "is_false")]
    pub alleged: bool,
}

/// A person, organisation, outlet, government, armed group, platform or unnamed source that can say things.
#[derive(Clone, Debug, Default, PartialEq, Serialize, DeriveDeserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct ActorRecord {
    /// Id, where the record is a list item.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<Ref>,
    /// Name as shown.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// What sort of actor it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<super::vocabulary::ActorKind>")]
    pub kind: Option<Ref>,
    /// Other names for it.
    #[serde(skip_serializing_if = "OneOrMany::is_empty")]
    pub aliases: OneOrMany<String>,
    /// Ties to those it answers to, belongs to or sides with.
    #[serde(skip_serializing_if = "OneOrMany::is_empty")]
    pub affiliations: OneOrMany<AffiliationRecord>,
    /// Declared opponents; the relation holds both ways.
    #[serde(skip_serializing_if = "OneOrMany::is_empty")]
    pub adversaries: OneOrMany<Ref>,
    /// Actors with a similar name that are somebody else.
    #[serde(skip_serializing_if = "OneOrMany::is_empty")]
    pub distinct_from: OneOrMany<Ref>,
    /// The analyst's own Admiralty grade of the source.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reliability: Option<Reliability>,
    /// A remark.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// Where it is found.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// Findings accepted here.
    #[serde(skip_serializing_if = "OneOrMany::is_empty")]
    pub allow: OneOrMany<AllowRecord>,
}

/// What is counted, and how many.
#[derive(Clone, Debug, PartialEq, Serialize, DeriveDeserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct QuantityRecord {
    /// The thing that is counted: claims are compared only where it is the same.
    pub of: String,
    /// The exact value.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value: Option<Spanned<f64>>,
    /// The least value.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub min: Option<Spanned<f64>>,
    /// The greatest value.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max: Option<Spanned<f64>>,
    /// The value in words: "many", "all".
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub words: Option<String>,
    /// The unit, where the thing is measured.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
}

/// One atomic proposition that can be supported or denied.
#[derive(Clone, Debug, Default, PartialEq, Serialize, DeriveDeserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ClaimRecord {
    /// Id, where the record is a list item.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<Ref>,
    /// The proposition, in the analyst's words.
    pub text: String,
    /// What sort of proposition it is; `fact` where absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<ClaimKind>,
    /// A short title for pictures.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Other wordings.
    #[serde(default, skip_serializing_if = "OneOrMany::is_empty")]
    pub aliases: OneOrMany<String>,
    /// The events and actors it is about.
    #[serde(default, skip_serializing_if = "OneOrMany::is_empty")]
    pub about: OneOrMany<Ref>,
    /// The claims of which this is the negation.
    #[serde(default, skip_serializing_if = "OneOrMany::is_empty")]
    pub negates: OneOrMany<Ref>,
    /// Claims that cannot hold together with this one.
    #[serde(default, skip_serializing_if = "OneOrMany::is_empty")]
    pub contradicts: OneOrMany<Ref>,
    /// Rival accounts, whose scope may differ.
    #[serde(default, skip_serializing_if = "OneOrMany::is_empty")]
    pub contrasts: OneOrMany<Ref>,
    /// Claims that follow from this one.
    #[serde(default, skip_serializing_if = "OneOrMany::is_empty")]
    pub entails: OneOrMany<Ref>,
    /// Wider claims of which this is a part.
    #[serde(default, skip_serializing_if = "OneOrMany::is_empty")]
    pub part_of: OneOrMany<Ref>,
    /// The same proposition under another id.
    #[serde(default, skip_serializing_if = "OneOrMany::is_empty")]
    pub same_as: OneOrMany<Ref>,
    /// What it counts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quantity: Option<QuantityRecord>,
    /// Actors whose interest it serves.
    #[serde(default, skip_serializing_if = "OneOrMany::is_empty")]
    pub favours: OneOrMany<Ref>,
    /// Actors whose interest it harms.
    #[serde(default, skip_serializing_if = "OneOrMany::is_empty")]
    pub against: OneOrMany<Ref>,
    /// The analyst's own Admiralty grade, 1 (confirmed) to 6 (cannot be judged).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 1, max = 6))]
    pub credibility: Option<Spanned<u8>>,
    /// A remark.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// Where it is found.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// Findings accepted here.
    #[serde(default, skip_serializing_if = "OneOrMany::is_empty")]
    pub allow: OneOrMany<AllowRecord>,
}

/// Something that happened, or is said to have, at a time and place.
#[derive(Clone, Debug, Default, PartialEq, Serialize, DeriveDeserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct EventRecord {
    /// Id, where the record is a list item.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<Ref>,
    /// Name as shown.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Other names for it.
    #[serde(skip_serializing_if = "OneOrMany::is_empty")]
    pub aliases: OneOrMany<String>,
    /// When it happened.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date: Option<WrittenDate>,
    /// Where it happened.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub place: Option<String>,
    /// Who took part or was attacked.
    #[serde(skip_serializing_if = "OneOrMany::is_empty")]
    pub parties: OneOrMany<Ref>,
    /// The larger event of which it is a part.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub part_of: Option<Ref>,
    /// Events that may be this one under another description.
    #[serde(skip_serializing_if = "OneOrMany::is_empty")]
    pub possibly_same_as: OneOrMany<Ref>,
    /// A remark.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// Where it is found.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// Findings accepted here.
    #[serde(skip_serializing_if = "OneOrMany::is_empty")]
    pub allow: OneOrMany<AllowRecord>,
}

/// Who verified which claims on an artefact.
#[derive(Clone, Debug, PartialEq, Serialize, DeriveDeserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct VerificationRecord {
    /// The verifier.
    pub by: Ref,
    /// What the verifier found the artefact to show.
    pub claims: OneOrMany<Ref>,
    /// When.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<WrittenDate>,
}

/// An artefact: photo, video, audio, document, satellite image, object.
#[derive(Clone, Debug, Default, PartialEq, Serialize, DeriveDeserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct EvidenceRecord {
    /// Id, where the record is a list item.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<Ref>,
    /// Name as shown.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Other names for it.
    #[serde(skip_serializing_if = "OneOrMany::is_empty")]
    pub aliases: OneOrMany<String>,
    /// What sort of artefact it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<super::vocabulary::EvidenceKind>")]
    pub kind: Option<Ref>,
    /// How many there are.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub number: Option<Scalar>,
    /// Who made it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub producer: Option<Ref>,
    /// Who released it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub released_by: Option<Ref>,
    /// When it was made or released.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date: Option<WrittenDate>,
    /// The events it is of.
    #[serde(skip_serializing_if = "OneOrMany::is_empty")]
    pub of: OneOrMany<Ref>,
    /// The events of which it is one, where it is not clear which.
    #[serde(skip_serializing_if = "OneOrMany::is_empty")]
    pub of_one_of: OneOrMany<Ref>,
    /// What it shows: claims, or plain text.
    #[serde(skip_serializing_if = "OneOrMany::is_empty")]
    pub shows: OneOrMany<Ref>,
    /// What it is taken to show and does not: claims, or plain text.
    #[serde(skip_serializing_if = "OneOrMany::is_empty")]
    pub does_not_show: OneOrMany<Ref>,
    /// What was verified on it, and by whom.
    #[serde(skip_serializing_if = "OneOrMany::is_empty")]
    pub verified: OneOrMany<VerificationRecord>,
    /// Cryptographic hash.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hash: Option<String>,
    /// Perceptual hash.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub phash: Option<String>,
    /// Archived copy.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub archive: Option<String>,
    /// A remark.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// Where it is found.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// Findings accepted here.
    #[serde(skip_serializing_if = "OneOrMany::is_empty")]
    pub allow: OneOrMany<AllowRecord>,
}

/// What the statements of a report have in common where they do not say otherwise.
#[derive(Clone, Debug, Default, PartialEq, Serialize, DeriveDeserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct DefaultsRecord {
    /// Speaker.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub by: Option<Ref>,
    /// Date.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date: Option<WrittenDate>,
    /// Basis.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub basis: Option<Basis>,
    /// Certainty.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub certainty: Option<Certainty>,
    /// Relays.
    #[serde(skip_serializing_if = "OneOrMany::is_empty")]
    pub via: OneOrMany<Ref>,
}

/// A published document that carries statements.
#[derive(Clone, Debug, Default, PartialEq, Serialize, DeriveDeserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct ReportRecord {
    /// Id, where the record is a list item.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<Ref>,
    /// Name as shown.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Other names for it.
    #[serde(skip_serializing_if = "OneOrMany::is_empty")]
    pub aliases: OneOrMany<String>,
    /// Who published it: the speaker of statements that name no other. Absent: unknown.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub publisher: Option<Ref>,
    /// When it was published.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date: Option<WrittenDate>,
    /// Its headline.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// Its language.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    /// Where it is found.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// Archived copy.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub archive: Option<String>,
    /// Cryptographic hash.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hash: Option<String>,
    /// What its statements have in common.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub defaults: Option<DefaultsRecord>,
    /// A remark.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// Findings accepted here.
    #[serde(skip_serializing_if = "OneOrMany::is_empty")]
    pub allow: OneOrMany<AllowRecord>,
    /// What it carries, top to bottom.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub statements: Vec<StatementRecord>,
}

/// One actor's stance on one claim, or on another statement, at one time.
///
/// Exactly one stance, with its object or objects; a list of objects is that many statements.
#[derive(Clone, Debug, Default, PartialEq, Serialize, DeriveDeserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct StatementRecord {
    /// Id, where something cites it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<Ref>,
    /// Paragraph, page, time code or selector in the report.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub at: Option<Scalar>,
    /// The speaker; the report's publisher where absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub by: Option<Ref>,
    /// A fresh unnamed speaker, described: `local sources`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unnamed: Option<Spanned<String>>,
    /// How many speakers there are said to be: a number, or `several`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub number: Option<Scalar>,
    /// When it was said.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date: Option<WrittenDate>,
    /// The relays through which it is known, nearest to the speaker first.
    #[serde(skip_serializing_if = "OneOrMany::is_empty")]
    pub via: OneOrMany<Ref>,
    /// Says that these claims hold.
    #[serde(skip_serializing_if = "OneOrMany::is_empty")]
    pub asserts: OneOrMany<Ref>,
    /// Says so in confirmation of somebody else.
    #[serde(skip_serializing_if = "OneOrMany::is_empty")]
    pub corroborates: OneOrMany<Ref>,
    /// Passes these on without endorsing them.
    #[serde(skip_serializing_if = "OneOrMany::is_empty")]
    pub relays: OneOrMany<Ref>,
    /// Could not verify, asks, doubts.
    #[serde(skip_serializing_if = "OneOrMany::is_empty")]
    pub questions: OneOrMany<Ref>,
    /// Says that these do not hold; of a statement: undercuts it.
    #[serde(skip_serializing_if = "OneOrMany::is_empty")]
    pub disputes: OneOrMany<Ref>,
    /// Takes back its own earlier statements.
    #[serde(skip_serializing_if = "OneOrMany::is_empty")]
    pub retracts: OneOrMany<Ref>,
    /// Says nothing on these though asked or named.
    #[serde(skip_serializing_if = "OneOrMany::is_empty")]
    pub silent: OneOrMany<Ref>,
    /// Refuses to answer on these.
    #[serde(skip_serializing_if = "OneOrMany::is_empty")]
    pub declines: OneOrMany<Ref>,
    /// Short for `asserts` with basis `documented` and an entry in the `verified` list of the cited evidence.
    #[serde(skip_serializing_if = "OneOrMany::is_empty")]
    pub verifies: OneOrMany<Ref>,
    /// What it rests on: statements, actors, reports, evidence, or claims used as premises.
    #[serde(skip_serializing_if = "OneOrMany::is_empty")]
    pub cites: OneOrMany<Ref>,
    /// How the speaker knows.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub basis: Option<Basis>,
    /// Who holds a speaker in custody.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub custodian: Option<Ref>,
    /// How sure the speaker is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub certainty: Option<Certainty>,
    /// The analyst's own Admiralty grade, 1 to 6.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 1, max = 6))]
    pub credibility: Option<Spanned<u8>>,
    /// The report that carries it, or the artefact in which it is heard.
    #[serde(rename = "in", skip_serializing_if = "Option::is_none")]
    pub in_: Option<Ref>,
    /// The verbatim anchor.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub quote: Option<String>,
    /// A remark.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// Where it is found.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// Findings accepted here.
    #[serde(skip_serializing_if = "OneOrMany::is_empty")]
    pub allow: OneOrMany<AllowRecord>,
}
