//! What if, and what next (section 8).

use claimgraph::analysis::{Check, Facts, Settings, Status, Suppositions, Taken, Unknown};
use claimgraph::case::{ClaimGraph, Node};

use crate::{CLAIM, support};

fn actor(graph: &ClaimGraph, id: &str) -> claimgraph::case::ActorIdx {
    match graph.find(id) {
        Some(Node::Actor(actor)) => actor,
        other => panic!("actor `{id}`: {other:?}"),
    }
}

/// Two witnesses of one agency, and one who speaks for himself.
const QUOTED: &str = "actors: { r: {}, s: {}, t: {}, k: {} }\nstatements:\n  - { id: one, by: r, basis: witnessed, via: k, asserts: c }\n  - { id: two, by: s, basis: witnessed, via: k, asserts: c }\n  - { id: three, by: t, basis: witnessed, asserts: c }\n";

#[test]
fn what_is_taken_away_carries_nothing() {
    let graph = support::case(&format!("{CLAIM}{QUOTED}"));
    let claim = support::claim(&graph, "c");
    let lines = |taken: Vec<Taken>| {
        let settings = Settings {
            suppositions: Suppositions::without(taken),
            ..Settings::default()
        };
        Facts::new(&graph, settings)
            .standing(claim)
            .support
            .lines_max
            .most
    };
    assert_eq!(lines(vec![]), 2);
    assert_eq!(lines(vec![Taken::Actor(actor(&graph, "r"))]), 2);
    assert_eq!(lines(vec![Taken::Actor(actor(&graph, "k"))]), 1);
    assert_eq!(
        lines(vec![Taken::Statement(support::statement(&graph, "three"))]),
        1
    );
}

#[test]
fn what_is_inferred_falls_with_any_of_its_premises() {
    // The report says it, and so does somebody else: the inference rests on both.
    let graph = support::case(&format!(
        "{CLAIM}actors: {{ a: {{}}, b: {{}}, p: {{}} }}\nreports: {{ r: {{ publisher: p }} }}\nstatements:\n  - {{ id: t, by: b, basis: witnessed, in: r, asserts: c }}\n  - {{ id: w, by: p, basis: witnessed, asserts: c }}\n  - {{ id: s, by: a, basis: inferred, cites: [r, w], asserts: c }}\n"
    ));
    let Some(Node::Report(report)) = graph.find("r") else {
        panic!("a report");
    };
    let inference = support::statement(&graph, "s");
    let stands_without = |taken| {
        let settings = Settings {
            suppositions: Suppositions::without(taken),
            ..Settings::default()
        };
        Facts::new(&graph, settings).is_grounded(inference)
    };
    assert!(stands_without(None));
    assert!(!stands_without(Some(Taken::Report(report))));
    assert!(!stands_without(Some(Taken::Statement(support::statement(
        &graph, "t"
    )))));
    assert!(!stands_without(Some(Taken::Actor(actor(&graph, "b")))));
}

#[test]
fn two_who_are_believed_independent_are_two_lines() {
    let graph = support::case(&format!(
        "{CLAIM}actors:\n  m: {{}}\n  a: {{ affiliations: [{{ to: m, role: organ-of }}] }}\nstatements:\n  - {{ by: m, basis: witnessed, asserts: c }}\n  - {{ by: a, basis: witnessed, asserts: c }}\n"
    ));
    let claim = support::claim(&graph, "c");
    let lines = |apart| {
        let settings = Settings {
            suppositions: Suppositions {
                apart,
                ..Suppositions::default()
            },
            ..Settings::default()
        };
        Facts::new(&graph, settings)
            .standing(claim)
            .support
            .lines_min
            .least
    };
    assert_eq!(lines(vec![]), 1);
    assert_eq!(lines(vec![(actor(&graph, "m"), actor(&graph, "a"))]), 2);
}

#[test]
fn a_spokesman_goes_with_his_house_where_its_ally_is_believed_independent() {
    for role in ["aligned-with", "organ-of"] {
        let graph = support::case(&format!(
            "{CLAIM}actors:\n  a: {{ affiliations: [{{ to: m, role: {role} }}] }}\n  m: {{}}\n  speaks: {{ affiliations: [{{ to: a, role: spokesperson-of }}] }}\nstatements:\n  - {{ by: m, basis: witnessed, asserts: c }}\n  - {{ by: speaks, basis: witnessed, asserts: c }}\n"
        ));
        let settings = Settings {
            suppositions: Suppositions {
                apart: vec![(actor(&graph, "a"), actor(&graph, "m"))],
                ..Suppositions::default()
            },
            ..Settings::default()
        };
        let facts = Facts::new(&graph, settings);
        let standing = facts.standing(support::claim(&graph, "c"));
        assert_eq!(standing.support.lines_min.least, 2, "{role}");
    }
}

#[test]
fn who_may_hold_the_prisoners_is_a_linchpin_on_no_line() {
    // Two prisoners, of whom the army is said to hold both: a unit of it holds one without a name besides.
    let graph = support::case(&format!(
        "{CLAIM}actors:\n  army: {{}}\n  unit: {{ affiliations: [{{ to: army, role: part-of }}] }}\n  ann: {{ affiliations: [{{ to: army, role: in-custody-of, alleged: true }}] }}\n  bob: {{ kind: unnamed }}\nstatements:\n  - {{ by: ann, basis: custody, asserts: c }}\n  - {{ by: bob, basis: custody, custodian: unit, asserts: c }}\n"
    ));
    let facts = Facts::new(&graph, Settings::default());
    let ranked = facts.linchpins().ranked.iter();
    let mut ranked: Vec<Taken> = ranked.map(|one| one.what).collect();
    ranked.sort();
    let expected = ["army", "unit", "ann", "bob"].map(|id| Taken::Class(actor(&graph, id)));
    let mut expected = expected.to_vec();
    expected.sort();
    assert_eq!(ranked, expected);
}

#[test]
fn a_single_point_of_failure_leads_the_linchpins() {
    let graph = support::case(&format!(
        "{CLAIM}actors: {{ r: {{}}, s: {{}}, k: {{}} }}\nstatements:\n  - {{ by: r, basis: witnessed, via: k, asserts: c }}\n  - {{ by: s, basis: witnessed, via: k, asserts: c }}\n"
    ));
    let facts = Facts::new(&graph, Settings::default());
    let found = facts.linchpins();
    let ranked: Vec<Taken> = found.ranked.iter().map(|one| one.what).collect();
    assert_eq!(ranked, [Taken::Class(actor(&graph, "k"))]);
}

#[test]
fn who_speaks_for_a_house_is_a_linchpin_beside_it() {
    // The agency answers to the ministry; the desk of the agency is all that speaks.
    let graph = support::case(&format!(
        "{CLAIM}actors:\n  ministry: {{}}\n  agency: {{ affiliations: [{{ to: ministry, role: organ-of }}] }}\n  desk: {{ affiliations: [{{ to: agency, role: part-of }}] }}\n  other: {{ affiliations: [{{ to: ministry, role: organ-of }}] }}\nstatements:\n  - {{ by: desk, basis: witnessed, asserts: c }}\n"
    ));
    let facts = Facts::new(&graph, Settings::default());
    let ranked: Vec<Taken> = (facts.linchpins().ranked.iter())
        .map(|one| one.what)
        .collect();
    let mut classes = ["ministry", "agency", "desk"].map(|id| Taken::Class(actor(&graph, id)));
    classes.sort();
    assert_eq!(ranked, classes);
}

#[test]
fn the_unknown_that_would_corroborate_is_checked_first() {
    let graph = support::case(&format!(
        "{CLAIM}actors: {{ a: {{}}, b: {{}} }}\nstatements:\n  - {{ by: a, basis: witnessed, asserts: c }}\n  - {{ id: open, by: b, asserts: c }}\n"
    ));
    let facts = Facts::new(&graph, Settings::default());
    let claim = support::claim(&graph, "c");
    let open = Unknown::Basis(support::statement(&graph, "open"));
    let checks = facts.checks();
    assert_eq!(
        (checks.ranked[0].unknown, checks.ranked[0].raises.as_slice()),
        (open, &[claim][..])
    );
    let cheapest = facts.cheapest(claim);
    assert_eq!(cheapest.settle, Some(vec![open]));
    assert_eq!(cheapest.refute.len(), 2);
}

#[test]
fn a_member_of_a_crowd_that_is_only_alleged_is_a_linchpin_as_one_of_a_few_is() {
    // One of the alleged members and a witness corroborate it; without either nobody would.
    for members in [3, 80] {
        let crowd = (0..members).map(|nth| {
            format!("  m{nth}: {{ affiliations: [{{ to: h, role: part-of, alleged: true }}] }}\n")
        });
        let crowd: String = crowd.collect();
        let graph = support::case(&format!(
            "{CLAIM}actors:\n  h: {{}}\n  w: {{}}\n{crowd}statements:\n  - {{ by: m1, basis: witnessed, asserts: c }}\n  - {{ by: w, basis: witnessed, asserts: c }}\n"
        ));
        let facts = Facts::new(&graph, Settings::default());
        let found = facts.linchpins();
        assert!(found.unsettled.is_empty());
        let ranked: Vec<Taken> = found.ranked.iter().map(|one| one.what).collect();
        let classes = ["m1", "w"].map(|id| Taken::Class(actor(&graph, id)));
        assert_eq!(ranked, classes, "{members} members");
    }
}

/// Status, κ⁻ and κ⁺ of claim `c` without something.
fn without(body: &str, taken: impl Fn(&ClaimGraph) -> Taken) -> (Status, u32, u32) {
    let graph = support::case(&format!("{CLAIM}{body}"));
    let settings = Settings {
        suppositions: Suppositions::without([taken(&graph)]),
        ..Settings::default()
    };
    let facts = Facts::new(&graph, settings);
    let standing = facts.standing(support::claim(&graph, "c"));
    let lines = standing.support;
    (standing.status, lines.lines_min.least, lines.lines_max.most)
}

#[test]
fn without_the_statement_that_verifies_nothing_is_verified_by_it() {
    let body = |record: &str| {
        format!(
            "actors: {{ m: {{}}, p: {{}}, lab: {{}} }}\nevidence: {{ e: {{ producer: m{record} }} }}\nstatements:\n  - {{ by: m, basis: witnessed, asserts: c }}\n  - {{ by: p, asserts: c, cites: e }}\n  - {{ id: v, by: lab, verifies: c, cites: e }}\n"
        )
    };
    let gone = |record: &str| {
        let taken = |graph: &ClaimGraph| Taken::Statement(support::statement(graph, "v"));
        without(&body(record), taken)
    };
    assert_eq!(gone(""), (Status::Uncorroborated, 1, 1));
    // What is recorded with the artefact stays.
    let recorded = ", verified: [{ by: lab, claims: [c], date: \"2024\" }]";
    assert_eq!(gone(recorded), (Status::Corroborated, 2, 2));
}

#[test]
fn without_its_verifier_an_artefact_falls_back_on_its_makers() {
    // The maker saw it, too: without the laboratory the two are one line, without the maker's class the artefact is
    // left.
    let body = "actors: { m: {}, p: {}, lab: {} }\nevidence: { e: { producer: m, verified: [{ by: lab, claims: [c] }] } }\nstatements:\n  - { by: m, basis: witnessed, asserts: c }\n  - { by: p, asserts: c, cites: e }\n";
    let gone = |id: &'static str| without(body, |graph| Taken::Actor(actor(graph, id)));
    assert_eq!(gone("lab"), (Status::Uncorroborated, 1, 1));
    assert_eq!(gone("m"), (Status::Uncorroborated, 1, 1));
    assert_eq!(gone("p"), (Status::Uncorroborated, 1, 1));
    let artefact = |graph: &ClaimGraph| match graph.find("e") {
        Some(Node::Evidence(evidence)) => Taken::Evidence(evidence),
        other => panic!("{other:?}"),
    };
    assert_eq!(without(body, artefact), (Status::Uncorroborated, 1, 1));
}

#[test]
fn without_a_custodian_a_detainee_has_said_nothing() {
    let body = "actors: { army: {}, man: {} }\nstatements:\n  - { by: man, basis: custody, custodian: army, asserts: c }\n";
    let found = without(body, |graph| Taken::Actor(actor(graph, "army")));
    assert_eq!(found, (Status::Unfounded, 0, 0));
}

#[test]
fn a_class_goes_with_those_who_answered_to_it_when_they_spoke() {
    // The agency was the ministry's until January: what it said in February stands without the ministry.
    let said = |date: &str| {
        let body = format!(
            "actors:\n  m: {{}}\n  k: {{ affiliations: [{{ to: m, role: organ-of, until: \"2024-01-31\" }}] }}\nstatements:\n  - {{ by: k, basis: witnessed, date: \"{date}\", asserts: c }}\n"
        );
        without(&body, |graph| Taken::Class(actor(graph, "m"))).0
    };
    assert_eq!(said("2024-01-31"), Status::Unsupported);
    assert_eq!(said("2024-02-01"), Status::Uncorroborated);
}

#[test]
fn an_alleged_tie_between_maker_and_verifier_is_worth_settling() {
    let graph = support::case(&format!(
        "{CLAIM}actors: {{ a: {{}}, b: {{}}, w: {{}}, g: {{ affiliations: [{{ to: w, role: part-of, alleged: true }}] }} }}\nevidence: {{ e: {{ released_by: g, verified: [{{ by: w, claims: [c] }}] }} }}\nstatements:\n  - {{ by: a, asserts: c, cites: e }}\n  - {{ by: b, basis: witnessed, asserts: c }}\n"
    ));
    let facts = Facts::new(&graph, Settings::default());
    let claim = support::claim(&graph, "c");
    assert_eq!(facts.status(claim), Status::IndependenceUnknown);
    let tie = Unknown::Tie(actor(&graph, "g"), actor(&graph, "w"));
    let checks = facts.checks().ranked;
    let check = checks.iter().find(|check| check.unknown == tie);
    assert_eq!(check.map(|check| &check.raises[..]), Some(&[claim][..]));
    let cheapest = facts.cheapest(claim);
    assert_eq!(cheapest.settle, Some(vec![tie]));
    assert!(cheapest.is_least);
}

#[test]
fn of_an_unnamed_detainee_of_a_known_custodian_only_the_name_is_asked() {
    let graph = support::case(&format!(
        "{CLAIM}actors: {{ w: {{}}, g: {{}} }}\nstatements:\n  - {{ unnamed: x, basis: custody, custodian: g, asserts: c }}\n  - {{ by: w, basis: witnessed, asserts: c }}\n"
    ));
    let facts = Facts::new(&graph, Settings::default());
    let checks = facts.checks().ranked;
    assert!(matches!(
        checks[..],
        [Check {
            unknown: Unknown::Name(_),
            ..
        }]
    ));
    assert_eq!(checks[0].raises, [support::claim(&graph, "c")]);
}

#[test]
fn whoever_stands_behind_a_line_without_a_name_is_asked_for() {
    let names = |rest: &str| {
        let graph = support::case(&format!(
            "{CLAIM}actors: {{ w: {{}}, a: {{}}, x: {{ kind: unnamed }} }}\nstatements:\n  - {{ by: w, basis: witnessed, asserts: c }}\n{rest}"
        ));
        let facts = Facts::new(&graph, Settings::default());
        let name = Unknown::Name(actor(&graph, "x"));
        let checks = facts.checks().ranked;
        let check = checks.iter().find(|check| check.unknown == name);
        check.map(|check| check.raises.len())
    };
    let of_artefact = |made: &str| {
        names(&format!(
            "  - {{ by: a, asserts: c, cites: e }}\nevidence: {{ e: {{ {made} }} }}\n"
        ))
    };
    assert_eq!(
        names("  - { by: a, basis: custody, custodian: x, asserts: c }\n"),
        Some(1)
    );
    assert_eq!(of_artefact("producer: x"), Some(1));
    assert_eq!(of_artefact("verified: [{ by: x, claims: [c] }]"), Some(1));
    assert_eq!(of_artefact("producer: a"), None);
}

#[test]
fn who_speaks_on_both_sides_corroborates_nothing_by_a_name() {
    let graph = support::case(&format!(
        "{CLAIM}actors: {{ w: {{}}, x: {{ kind: unnamed }} }}\nstatements:\n  - {{ by: w, basis: witnessed, asserts: c }}\n  - {{ by: x, basis: witnessed, asserts: c }}\n  - {{ by: x, disputes: c }}\n"
    ));
    let facts = Facts::new(&graph, Settings::default());
    let checks = facts.checks().ranked;
    assert!(checks.iter().all(|check| check.raises.is_empty()));
    let cheapest = facts.cheapest(support::claim(&graph, "c"));
    assert_eq!(cheapest.settle, None);
}

#[test]
fn where_too_much_is_on_the_lines_nothing_is_said_to_be_enough() {
    // What one word may rest on is little where there are very many claims.
    let mut case = String::from("claims:\n  c: { text: c }\n");
    for other in 0..1 << 14 {
        case += &format!("  k{other}: {{ text: k }}\n");
    }
    case += "actors:\n";
    (0..600).for_each(|at| case += &format!("  a{at}: {{}}\n"));
    case += "statements:\n  - { id: s0, by: a0, asserts: k0 }\n";
    for at in 1..600 {
        let (on, before) = (if at == 599 { "c" } else { "k0" }, at - 1);
        case += &format!("  - {{ id: s{at}, by: a{at}, asserts: {on}, cites: s{before} }}\n");
    }
    let graph = support::case(&case);
    let facts = Facts::new(&graph, Settings::default());
    let cheapest = facts.cheapest(support::claim(&graph, "c"));
    assert_eq!((cheapest.settle, cheapest.is_least), (None, false));
}

#[test]
fn where_one_artefact_carries_all_it_alone_is_what_to_refute() {
    // Without the verifier the other's word from the artefact is left, on its makers'.
    let graph = support::case(&format!(
        "{CLAIM}actors: {{ a: {{}}, w: {{}}, g: {{}} }}\nevidence: {{ e: {{ released_by: g, verified: [{{ by: w, claims: [c] }}] }} }}\nstatements:\n  - {{ by: w, asserts: c, cites: e }}\n  - {{ by: a, asserts: c, cites: e }}\n"
    ));
    let facts = Facts::new(&graph, Settings::default());
    let cheapest = facts.cheapest(support::claim(&graph, "c"));
    let Some(Node::Evidence(artefact)) = graph.find("e") else {
        panic!("an artefact");
    };
    assert_eq!(cheapest.refute, [Taken::Evidence(artefact)]);
    assert!(cheapest.is_least_to_refute);
}
