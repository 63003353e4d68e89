//! What the findings of each rule name, and of which kinds the steps of their witness are.

/// What a finding names of one kind of records.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Names {
    /// Nothing.
    Nothing,
    /// Whatever has to do with its claims.
    Any,
    /// Claims: at least one.
    AtLeastOne,
    /// Statements: all that support its claims.
    Support,
    /// Statements, or artefacts and reports: just those that its witness shows.
    Shown,
    /// Statements: some of those that its witness shows.
    AmongShown,
    /// Actors: just those who speak at the roots of its claims.
    Roots,
    /// Actors: whom those who speak at the roots of its claims answer to, or they themselves.
    Houses,
    /// Actors: just those who make the statements that it names.
    Speakers,
    /// Claims: just those that the statements it names are about.
    OfStatements,
    /// Events: just those that its claims are about.
    OfClaims,
}

/// What the findings of a rule look like.
pub(super) struct Shape {
    /// The kinds of steps: each is there, and no other.
    pub shows: &'static [&'static str],
    pub claims: Names,
    pub statements: Names,
    pub actors: Names,
    pub events: Names,
    /// Artefacts and reports.
    pub sources: Names,
}

/// The shape of the findings of a rule; `None` where there is no such rule.
pub(super) fn of(rule: &str) -> Option<Shape> {
    use Names::{
        AmongShown, Any, AtLeastOne, Houses, Nothing, OfClaims, OfStatements, Roots, Shown,
        Speakers, Support,
    };
    let (shows, [statements, actors, events]): (&[&str], [Names; 3]) = match rule {
        // Weaknesses of the support of claims.
        "custodial-confession"
        | "anonymous-only"
        | "self-serving-claim"
        | "parties-only"
        | "publisher-only"
        | "uncorroborated-claim"
        | "hearsay-only"
        | "amplification"
        | "unknown-independence" => (&["line"], [Support, Roots, OfClaims]),
        "overgraded-claim" => (&["conflict", "line"], [Support, Roots, OfClaims]),
        "relay-bottleneck" | "affiliated-corroboration" => {
            (&["cut", "line"], [Support, Roots, OfClaims])
        }
        // Roots are named by their houses, where those are fewer.
        "single-origin-echo" => (&["line"], [Support, Houses, OfClaims]),
        "circular-support" => (&["cycle"], [Support, Any, OfClaims]),
        "unfounded-support" => (&["chain"], [Support, Speakers, OfClaims]),
        // Some of the support.
        "pluralised-source" => (&["line"], [Shown, Speakers, OfClaims]),
        "adverse-agreement" => (&["line"], [Shown, Any, OfClaims]),
        "false-corroboration" => (&["chain"], [AmongShown, Any, OfClaims]),
        "linchpin" => (&["line"], [Nothing, Any, Nothing]),
        "unsourced-claim" => (&[], [Nothing, Nothing, OfClaims]),
        // Citations.
        "round-trip-sourcing" | "laundered-sourcing" => (&["chain"], [Shown, Speakers, OfClaims]),
        "circular-citation" => (&["cycle"], [Shown, Speakers, Nothing]),
        "dead-end-citation" => (&["chain"], [Shown, Any, OfClaims]),
        "certainty-inflation" | "claim-drift" => (&["chain"], [Shown, Any, Any]),
        "retracted-still-cited" | "relay-before-origin" | "empty-retraction" => {
            (&["chain"], [Shown, Any, Nothing])
        }
        "citation-bias" => (&["chain"], [Any, Nothing, OfClaims]),
        // Conflicts.
        "contested-claim" | "self-contradiction" | "value-conflict" | "rival-accounts"
        | "doubted-claim" | "unanswered-claim" => (&["conflict"], [Shown, Speakers, OfClaims]),
        // Evidence.
        "evidence-overreach" => (&["conflict"], [Shown, Speakers, OfClaims]),
        "recycled-evidence" | "unattributable-evidence" => (&["conflict"], [Shown, Speakers, Any]),
        "not-shown" => (&["conflict"], [Nothing, Nothing, OfClaims]),
        "interested-release" => (&["line"], [Nothing, Any, Nothing]),
        // Dates.
        "premature-statement" => (&["chain"], [Shown, Speakers, Any]),
        "impossible-date" => (&["chain"], [Shown, Any, Any]),
        // The case as a whole.
        "halo-grading" => (&["line"], [Any, Speakers, Nothing]),
        "untraceable-statement" => (&["line"], [Any, Nothing, Nothing]),
        "unused-entity" => (&["line"], [Nothing, Any, Any]),
        "bridging-actor" => (&["line"], [Nothing, Any, Nothing]),
        "adversary-in-class" => (&["conflict"], [Nothing, Any, Nothing]),
        "duplicate-entity" => (&["conflict"], [Any, Any, Any]),
        "unpreserved-source" => (&["chain"], [Nothing, Nothing, Nothing]),
        "unused-suppression" => (&[], [Any, Any, Any]),
        _ => return None,
    };
    // Of other rules the claims say which statements there are, or there are none.
    let claims = match rule {
        "round-trip-sourcing"
        | "laundered-sourcing"
        | "certainty-inflation"
        | "claim-drift"
        | "doubted-claim"
        | "unanswered-claim"
        | "recycled-evidence"
        | "unattributable-evidence"
        | "premature-statement"
        | "impossible-date" => OfStatements,
        "unused-entity"
        | "bridging-actor"
        | "adversary-in-class"
        | "halo-grading"
        | "untraceable-statement"
        | "unpreserved-source" => Nothing,
        "duplicate-entity"
        | "unused-suppression"
        | "relay-before-origin"
        | "retracted-still-cited"
        | "empty-retraction" => Any,
        _ => AtLeastOne,
    };
    let sources = match rule {
        "recycled-evidence"
        | "unattributable-evidence"
        | "not-shown"
        | "impossible-date"
        | "interested-release" => Shown,
        _ => Any,
    };
    Some(Shape {
        shows,
        claims,
        statements,
        actors,
        events,
        sources,
    })
}
