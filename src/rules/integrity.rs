//! The family *Integrity*: whether the case is put together as it was meant.

mod duplicates;
mod loose_ends;
mod retractions;
mod ties;

use super::finding::Severity;
use super::{Check, Rule, Runs};

const FAMILY: &str = "Integrity";

pub(super) const RULES: &[Rule] = &[
    Rule {
        name: "duplicate-entity",
        family: FAMILY,
        severity: Severity::Warning,
        since: "0.1.0",
        runs: Runs::Always,
        summary: "two records of one kind have the same name, text, address or hash",
        why: "One voice under two ids counts as two.",
        source: "Entity resolution; FollowTheMoney on deduplication.",
        caveat: "Different people do share a name: say so with `distinct_from`.",
        help: "make them one record, or tell them apart with `distinct_from`, `same_as` or `possibly_same_as`",
        fires: include_str!("examples/duplicate-entity.fires.yaml"),
        clean: include_str!("examples/duplicate-entity.clean.yaml"),
        check: Check::Case(duplicates::duplicates),
    },
    Rule {
        name: "bridging-actor",
        family: FAMILY,
        severity: Severity::Info,
        since: "0.1.0",
        runs: Runs::Always,
        summary: "one actor sides with two houses that nothing else joins",
        why: "Through that one tie whoever speaks for either house counts as one voice.",
        source: "Bridges and brokers in network analysis (Granovetter 1973; Burt 1992).",
        caveat: "The actor may well belong to both: then an alliance exists that should be recorded as a tie between the houses.",
        help: "check both ties; use `part-of` where the actor only belongs to a house, and `until` where it left",
        fires: include_str!("examples/bridging-actor.fires.yaml"),
        clean: include_str!("examples/bridging-actor.clean.yaml"),
        check: Check::Case(ties::bridging),
    },
    Rule {
        name: "adversary-in-class",
        family: FAMILY,
        severity: Severity::Error,
        since: "0.1.0",
        runs: Runs::Always,
        summary: "declared opponents speak with one voice; a warning where only a third actor answers to both",
        why: "Either they are no opponents, or one of the ties is wrong: independence is counted wrongly until it is settled.",
        source: "Structural balance (Heider 1946); consistency of the case.",
        caveat: "Factions of one house do fight each other: then the house is no voice, and the ties to it should be ended or left out.",
        help: "remove the tie or the `adversaries` entry that does not hold, or bound the tie in time",
        fires: include_str!("examples/adversary-in-class.fires.yaml"),
        clean: include_str!("examples/adversary-in-class.clean.yaml"),
        check: Check::Case(ties::adversary_in_class),
    },
    Rule {
        name: "empty-retraction",
        family: FAMILY,
        severity: Severity::Warning,
        since: "0.1.0",
        runs: Runs::Always,
        summary: "somebody takes back what they never said, or what somebody else has said",
        why: "A retraction takes back statements of the same actor only: this one changes nothing, and looks as if it did.",
        source: "Consistency of the case; who may retract is whoever published (COPE Retraction Guidelines).",
        caveat: "A house may answer for what its mouthpiece said: then record the retraction by whoever said it, and cite the house.",
        help: "name the actor whose statement is taken back, or record `disputes` if the word of somebody else is denied",
        fires: include_str!("examples/empty-retraction.fires.yaml"),
        clean: include_str!("examples/empty-retraction.clean.yaml"),
        check: Check::Case(retractions::empty),
    },
    Rule {
        name: "unused-entity",
        family: FAMILY,
        severity: Severity::Info,
        since: "0.1.0",
        runs: Runs::Always,
        summary: "an actor, an event, an artefact or a report is declared and nothing refers to it",
        why: "It is a leftover, or the reference to it is missing.",
        source: "Dead-code analysis.",
        caveat: "A shared file of actors holds more than any one case needs.",
        help: "refer to it, or remove it",
        fires: include_str!("examples/unused-entity.fires.yaml"),
        clean: include_str!("examples/unused-entity.clean.yaml"),
        check: Check::Pattern(loose_ends::unused),
    },
    Rule {
        name: "untraceable-statement",
        family: FAMILY,
        severity: Severity::Info,
        since: "0.1.0",
        runs: Runs::Always,
        summary: "a statement names neither a report nor a place in one, in a case that keeps reports",
        why: "Nobody can look up whether it was said.",
        source: "Security Force Monitor research handbook: every datum carries its source; W3C Web Annotation.",
        caveat: "What an analyst heard in person has no report.",
        help: "put it under the report that carries it, or add `at` and `quote`",
        fires: include_str!("examples/untraceable-statement.fires.yaml"),
        clean: include_str!("examples/untraceable-statement.clean.yaml"),
        check: Check::Case(loose_ends::untraceable),
    },
];
