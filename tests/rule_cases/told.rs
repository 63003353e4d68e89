//! What a finding says of somebody must be so.

use super::{found, message, said};

#[test]
fn who_doubts_says_so_only_in_its_own_voice() {
    let case = |stance: &str| {
        format!(
            "actors: {{ lab: {{ name: Lab }}, blog: {{ name: Blog }} }}
claims: {{ cause: {{ text: The protein causes it }} }}
statements:
  - {{ id: s1, by: blog, {stance}: cause, cites: lab, date: 2021 }}
  - {{ id: s2, by: lab, questions: cause, date: 2021-06 }}\n"
        )
    };
    let told = |stance: &str| message("doubted-claim", &case(stance)).unwrap();
    // By then Lab has not said so: it is quoted.
    assert_eq!(
        told("relays"),
        "Lab leaves open `cause`, which is said by Lab (quoted by Blog)"
    );
    assert_eq!(
        told("asserts"),
        "Lab leaves open `cause`, which is said by Blog"
    );
}

#[test]
fn a_verification_that_is_taken_back_is_something_said() {
    let case = |by: &str| {
        format!(
            "actors: {{ ames: {{ name: Ames }}, ben: {{ name: Ben }}, cal: {{ name: Cal }} }}
evidence: {{ data: {{ kind: dataset, producer: cal, verified: [{{ by: ames, claims: [x], date: 2016 }}] }} }}
claims: {{ x: {{ text: X }} }}
statements:
  - {{ by: ben, asserts: x, cites: data, date: 2017 }}
  - {{ by: {by}, retracts: x, date: 2018 }}\n"
        )
    };
    assert!(found("empty-retraction", &case("ames")).is_empty());
    assert_eq!(found("empty-retraction", &case("cal")).len(), 1);
}

#[test]
fn only_who_speaks_is_said_to_tell_a_claim() {
    let case = "actors:
  ministry: { name: Ministry }
  spokesman: { name: Col. Hask, affiliations: [{ to: ministry, role: spokesperson-of }] }
  paper: { name: The Ledger }
evidence: { doc: { kind: document, released_by: ministry } }
claims: { x: { text: X } }
statements:
  - { by: spokesman, asserts: x, cites: doc }
  - { by: paper, asserts: x, cites: doc }\n";
    assert_eq!(
        message("single-origin-echo", case).unwrap(),
        "one artefact, `doc`, stands behind The Ledger and Col. Hask, who all tell `x`"
    );
}

#[test]
fn an_artefact_is_unverified_for_the_claim_that_serves_its_maker() {
    let case = |origin: &str| {
        format!(
            "actors: {{ army: {{ name: Army }}, lens: {{ name: Open Lens }}, ana: {{ name: Ana }} }}
evidence: {{ crater: {{ kind: photo, {origin}: army, verified: [{{ by: lens, claims: [hit] }}] }} }}
claims: {{ hit: {{ text: It was hit }}, theirs: {{ text: By the enemy, favours: army }} }}
statements:
  - {{ by: ana, basis: witnessed, asserts: theirs }}
  - {{ by: lens, asserts: theirs, cites: crater }}
  - {{ by: lens, asserts: hit, cites: crater }}\n"
        )
    };
    for (origin, by) in [("producer", "made by"), ("released_by", "released by")] {
        assert_eq!(
            message("interested-release", &case(origin)).unwrap(),
            format!(
                "no artefact is cited for `theirs` but `crater`, {by} Army with something to gain and not verified for it by anybody"
            )
        );
    }
}

#[test]
fn what_the_accused_side_admits_serves_not_only_those_who_gain() {
    let case = |by: &str| {
        format!(
            "actors: {{ gov: {{ name: Government }}, reb: {{ name: Rebels }}, ngo: {{ name: Lantern }} }}
evidence: {{ v: {{ kind: video, producer: reb }} }}
claims: {{ x: {{ text: X, against: gov, favours: reb }} }}
statements:
  - {{ by: ngo, asserts: x, cites: v }}
  - {{ by: {by}, asserts: x, cites: v }}\n"
        )
    };
    assert_eq!(found("self-serving-claim", &case("reb")).len(), 1);
    assert!(found("self-serving-claim", &case("gov")).is_empty());
    assert_eq!(found("adverse-agreement", &case("gov")).len(), 1);
}

#[test]
fn an_inference_names_the_source_that_nobody_recorded() {
    let case = "actors: { lab: { name: Lab }, ben: { name: Ben }, firm: { name: Firm } }
claims: { y: { text: Y }, x: { text: X, favours: firm } }
statements:
  - { by: ben, basis: inferred, asserts: y, cites: lab }
  - { by: firm, basis: inferred, asserts: x, cites: y }\n";
    assert_eq!(
        message("self-serving-claim", case).unwrap(),
        "only those who gain stand behind `x`: Firm, inferring it from what Lab is cited for of `y`"
    );
}

#[test]
fn who_closes_a_circle_by_premises_cites_nobody() {
    let case = |first: &str, second: &str| {
        format!(
            "actors: {{ a: {{ name: Alpha }}, b: {{ name: Beta }}, w: {{ name: Witness }} }}
claims: {{ x: {{ text: X }}, y: {{ text: Y }} }}
statements:
  - {{ by: w, basis: witnessed, asserts: y, date: 2019 }}
  - {{ id: s1, by: a, basis: inferred, asserts: x, cites: y{first} }}
  - {{ id: s2, by: b, basis: inferred, asserts: y, cites: x{second} }}\n"
        )
    };
    let possibly = "possibly take one another's conclusions as premises";
    let told = |first: &str, second: &str| message("circular-citation", &case(first, second));
    // Whichever month of 2020 it was, one of them spoke before the other; and with no dates nobody knows who.
    for (first, second) in [(", date: 2020", ", date: 2020-02"), ("", "")] {
        assert!(told(first, second).unwrap().ends_with(possibly));
    }
    assert_eq!(told(", date: 2020-01", ", date: 2020-02"), None);
    let own = "actors: { a: { name: Alpha }, b: { name: Beta } }
claims: { x: { text: X } }
statements:
  - { by: a, basis: inferred, asserts: x, cites: x }
  - { by: b, basis: inferred, asserts: x, cites: x }\n";
    assert_eq!(
        message("circular-support", own).unwrap(),
        "nothing but a circle vouches for `x`: Alpha and Beta take one another's conclusions as premises"
    );
    let alone = "actors: { a: { name: Alpha }, w: { name: Witness } }
claims: { x: { text: X } }
statements:
  - { by: w, basis: witnessed, asserts: x }
  - { id: s1, by: a, asserts: x, cites: s2 }
  - { id: s2, by: a, asserts: x, cites: s1 }\n";
    let told = said(alone).into_iter();
    let told: Vec<String> = told
        .filter_map(|(rule, told)| (rule == "circular-citation").then_some(told))
        .collect();
    assert_eq!(told, ["Alpha cites its own statements in a circle"]);
}

#[test]
fn what_an_opponent_has_in_hand_is_no_strength_and_no_contradiction() {
    let case = |via: &str, affiliation: &str| {
        format!(
            "actors:
  gov: {{ name: Government, adversaries: [reb] }}
  tv: {{ name: State TV, affiliations: [{{ to: gov, role: organ-of }}] }}
  reb: {{ name: Rebels }}
  man: {{ name: Private Kell, affiliations: [{{ to: reb, role: part-of }}{affiliation}] }}
claims: {{ x: {{ text: X }} }}
statements:
  - {{ by: man, {via}asserts: x }}
  - {{ by: gov, asserts: x }}\n"
        )
    };
    let is_strength = |via: &str, affiliation: &str| {
        !found("adverse-agreement", &case(via, affiliation)).is_empty()
    };
    assert!(is_strength("", ""));
    assert!(!is_strength("via: tv, ", ""));
    let alleged = ", { to: gov, role: in-custody-of, alleged: true }";
    assert!(!is_strength("", alleged));
    // Nor does his side contradict itself by what its enemy's television has it say.
    let contradiction = |via: &str| {
        let case = case(via, "").replace("by: gov, asserts", "by: reb, disputes");
        !found("self-contradiction", &case).is_empty()
    };
    assert!(contradiction(""));
    assert!(!contradiction("via: tv, "));
}

#[test]
fn a_house_is_not_named_after_those_who_side_with_it() {
    let cites = |house: &str| {
        format!(
            "actors:
  a-blog: {{ name: A Blog, affiliations: [{{ to: {house}, role: aligned-with }}] }}
  {house}: {{ name: Republic }}
  spokesman: {{ name: Col. Hask, affiliations: [{{ to: {house}, role: spokesperson-of }}] }}
  paper: {{ name: Ledger }}
claims: {{ x: {{ text: X }} }}
statements:
  - {{ id: s, by: spokesman, asserts: x }}
  - {{ id: t, by: {house}, asserts: x, cites: s }}
  - {{ by: a-blog, asserts: x, cites: s }}\n"
        )
    };
    // However its id is spelled.
    for house in ["abe", "zed"] {
        let graph = crate::support::case(&cites(house));
        let facts = claimgraph::analysis::Facts::new(&graph, Default::default());
        let actor = |id: &str| graph.actors().find(|&at| graph.id(at) == id).unwrap();
        for one in ["a-blog", house, "spokesman"] {
            assert_eq!(facts.side(actor(one)), actor(house));
        }
    }
}

#[test]
fn a_side_is_named_by_whose_word_it_is() {
    let head = "actors:
  ana: { name: Ana }
  paper: { name: Paper }
  police: { name: Police }
  man: { name: Detainee, affiliations: [{ to: police, role: in-custody-of }] }
claims: { x: { text: X } }
statements:\n";
    let told =
        |statements: &str| message("contested-claim", &format!("{head}{statements}")).unwrap();
    let told_for = |statements: &str| {
        let told = told(&format!(
            "{statements}  - {{ by: paper, basis: witnessed, disputes: x }}\n"
        ));
        let (_, named) = told.split_once("contested: ").unwrap();
        named.split_once(" for it").unwrap().0.to_owned()
    };
    // A fact check quotes what it refutes.
    assert_eq!(
        told_for("  - { by: paper, relays: x, cites: ana }\n"),
        "Ana (quoted by Paper)"
    );
    assert_eq!(
        told_for("  - { by: paper, relays: x }\n"),
        "Paper (passing it on)"
    );
    assert_eq!(
        told_for("  - { by: man, basis: custody, asserts: x }\n"),
        "Detainee (held by Police)"
    );
    assert_eq!(told_for("  - { by: ana, asserts: x }\n"), "Ana");
}

#[test]
fn opponents_who_are_heard_through_what_they_filmed_are_not_parties_alone() {
    let case = |adversaries: &str| {
        format!(
            "actors:
  army: {{ name: Army{adversaries} }}
  reb: {{ name: Rebels }}
  ngo: {{ name: Lantern }}
  paper: {{ name: Ledger }}
events: {{ raid: {{ parties: [army, reb] }} }}
evidence: {{ u: {{ kind: video, producer: army }}, v: {{ kind: video, producer: reb }} }}
claims: {{ x: {{ text: X, about: raid }} }}
statements:
  - {{ by: paper, asserts: x, cites: u }}
  - {{ by: ngo, asserts: x, cites: v }}\n"
        )
    };
    assert_eq!(found("parties-only", &case("")).len(), 1);
    assert!(found("parties-only", &case(", adversaries: [reb]")).is_empty());
}

#[test]
fn what_comes_back_may_be_a_denial() {
    let case = |stance: &str| {
        format!(
            "actors: {{ a: {{ name: Alpha }}, b: {{ name: Beta }} }}
claims: {{ x: {{ text: X }} }}
statements:
  - {{ id: s1, by: a, {stance}: x, date: 2024-01 }}
  - {{ id: s2, by: b, {stance}: x, cites: s1, date: 2024-02 }}
  - {{ id: s3, by: a, {stance}: x, cites: s2, date: 2024-03 }}\n"
        )
    };
    let told = |stance: &str| message("round-trip-sourcing", &case(stance)).unwrap();
    assert!(told("asserts").starts_with("`x` came back to Alpha"));
    assert!(told("disputes").starts_with("the denial of `x` came back to Alpha"));
}

#[test]
fn in_a_row_of_allies_the_house_is_the_one_that_sides_with_nobody() {
    let case = "actors:
  north: { name: Northern Republic }
  border: { name: Border Republic, affiliations: [{ to: north, role: aligned-with }] }
  blog: { name: A Blog, affiliations: [{ to: border, role: aligned-with }] }
  news: { name: Border News, affiliations: [{ to: border, role: organ-of }] }
claims: { x: { text: X } }
statements: [ { by: north, asserts: x } ]\n";
    let graph = crate::support::case(case);
    let facts = claimgraph::analysis::Facts::new(&graph, Default::default());
    let actor = |id: &str| graph.actors().find(|&at| graph.id(at) == id).unwrap();
    for one in ["north", "border", "blog", "news"] {
        assert_eq!(facts.side(actor(one)), actor("north"), "{one}");
    }
}
