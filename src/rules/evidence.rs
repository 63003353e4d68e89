//! The family *Evidence*: what artefacts are made to carry.

mod recycled;
mod showing;

pub(super) use recycled::copied;

use super::finding::Severity;
use super::{Check, Rule, Runs};

const FAMILY: &str = "Evidence";

pub(super) const RULES: &[Rule] = &[
    Rule {
        name: "evidence-overreach",
        family: FAMILY,
        severity: Severity::Warning,
        since: "0.1.0",
        runs: Runs::Always,
        summary: "a statement in support cites evidence that is recorded as not showing the claim",
        why: "A picture proves what can be seen on it, not what is written under it.",
        source: "Berkeley Protocol on Digital Open Source Investigations (2020), on what an item shows.",
        caveat: "The speaker may cite the artefact for another part of the claim: split the claim.",
        help: "cite what does show it, or claim only what the evidence shows",
        fires: include_str!("examples/evidence-overreach.fires.yaml"),
        clean: include_str!("examples/evidence-overreach.clean.yaml"),
        check: Check::Case(showing::overreach),
    },
    Rule {
        name: "not-shown",
        family: FAMILY,
        severity: Severity::Warning,
        since: "0.1.0",
        runs: Runs::Always,
        summary: "artefacts of the claim's event are recorded as not showing it, and nothing that was verified shows it",
        why: "Pictures published with a claim are taken as its proof, also where nobody says so.",
        source: "Afghan Witness on what its investigators could and could not see; Berkeley Protocol (2020).",
        caveat: "That something cannot be seen on a picture says nothing against it.",
        help: "say with the claim that the evidence does not show it, or find evidence that does",
        fires: include_str!("examples/not-shown.fires.yaml"),
        clean: include_str!("examples/not-shown.clean.yaml"),
        check: Check::Case(showing::not_shown),
    },
    Rule {
        name: "unattributable-evidence",
        family: FAMILY,
        severity: Severity::Info,
        since: "0.1.0",
        runs: Runs::Always,
        summary: "a cited artefact could belong to several events; a warning where it is cited for one of them",
        why: "What a picture of some other event proves of this one is nothing.",
        source: "Geolocation and chronolocation as first steps of verification (Berkeley Protocol 2020).",
        caveat: "For what holds of all the events it does not matter which it was.",
        help: "find out to which event it belongs, or claim only what holds of all of them",
        fires: include_str!("examples/unattributable-evidence.fires.yaml"),
        clean: include_str!("examples/unattributable-evidence.clean.yaml"),
        check: Check::Case(showing::unattributable),
    },
    Rule {
        name: "recycled-evidence",
        family: FAMILY,
        severity: Severity::Warning,
        since: "0.1.0",
        runs: Runs::Always,
        summary: "the same artefact, by id, hash or near-equal perceptual hash, serves two events",
        why: "Pictures of old events come back as pictures of new ones.",
        source: "Reverse image search as a first step of verification; duplicate detection in Atlos.",
        caveat: "Two artefacts may look alike; a perceptual hash knows no difference between two shots of one scene.",
        help: "find out of which event it is, and strike it from the other",
        fires: include_str!("examples/recycled-evidence.fires.yaml"),
        clean: include_str!("examples/recycled-evidence.clean.yaml"),
        check: Check::Pattern(recycled::recycled),
    },
    Rule {
        name: "interested-release",
        family: FAMILY,
        severity: Severity::Info,
        since: "0.1.0",
        runs: Runs::Always,
        summary: "all evidence for the claim was released by those who gain by it, and nobody verified it",
        why: "Who lets a picture out decides what is not on it.",
        source: "Source criticism of released footage; Berkeley Protocol (2020) on provenance.",
        caveat: "Often nobody else was there to film.",
        help: "have somebody outside verify it, or name the releaser in the text",
        fires: include_str!("examples/interested-release.fires.yaml"),
        clean: include_str!("examples/interested-release.clean.yaml"),
        check: Check::Case(showing::interested_release),
    },
];
