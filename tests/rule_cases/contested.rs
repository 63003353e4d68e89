//! Whatever is contested is told, and what speaks for it is told beside.

use claimgraph::analysis::{Facts, Settings, Status};

use super::{found, said, support};

/// What is told of contested claims: the ids of the claims of each finding, and its message.
fn contested(yaml: &str) -> Vec<(Vec<String>, String)> {
    let graph = support::case(yaml);
    let found = found("contested-claim", yaml).into_iter();
    let told = found.map(|finding| {
        let ids = finding.claims.iter().map(|&claim| graph.id(claim));
        let ids = ids.map(str::to_owned).collect();
        (ids, support::message(&graph, &finding))
    });
    told.collect()
}

#[test]
fn a_claim_that_is_denied_by_what_it_entails_is_told_with_who_is_for_and_against_it() {
    let yaml = r#"
actors: { mina: { name: Mina }, omar: { name: Omar }, gas: { name: Gas company } }
claims:
  bomb: { text: "A bomb went off" }
  car-bomb: { text: "A car bomb went off", entails: bomb }
  red-car-bomb: { text: "The bomb was in a red car", entails: car-bomb }
  gas-leak: { text: "It was a gas leak", contradicts: bomb }
statements:
  - { by: mina, asserts: red-car-bomb, basis: witnessed }
  - { by: omar, asserts: car-bomb, basis: witnessed }
  - { by: gas, asserts: gas-leak, basis: witnessed }
"#;
    let mut told = contested(yaml);
    told.sort();
    let told: Vec<&str> = told.iter().map(|(_, message)| message.as_str()).collect();
    assert_eq!(
        told,
        [
            "`car-bomb` is contested through `bomb`, which it entails: Mina and Omar for it (2 lines), Gas company against it (1 line)",
            "`gas-leak` (by Gas company; 1 line) cannot stand with `bomb` (by Mina and Omar; 2 lines)",
            "`red-car-bomb` is contested through `bomb`, which it entails: Mina for it (1 line), Gas company against it (1 line)",
        ]
    );
}

#[test]
fn several_claims_of_the_same_people_are_contested_through_one_in_one_finding() {
    let yaml = r#"
actors: { mina: { name: Mina }, gas: { name: Gas company } }
claims:
  bomb: { text: "A bomb went off" }
  car-bomb: { text: "A car bomb went off", entails: bomb }
  red-car-bomb: { text: "The bomb was in a red car", entails: car-bomb }
statements:
  - { by: mina, asserts: red-car-bomb, basis: witnessed }
  - { by: gas, disputes: bomb, basis: witnessed }
"#;
    let told = contested(yaml);
    let through = told.iter().find(|(claims, _)| claims.len() == 2).unwrap();
    assert_eq!(
        through.1,
        "`car-bomb` and `red-car-bomb` are contested through `bomb`, which they entail: Mina for them (1 line), Gas company against them (1 line)"
    );
    assert_eq!(told.len(), 2);
}

/// Nobody without a name contests what two lines say, and yet what only one of them says.
#[test]
fn what_is_denied_without_a_name_contests_what_entails_it_alone() {
    let yaml = r#"
actors: { mina: { name: Mina }, omar: { name: Omar } }
claims:
  bomb: { text: "A bomb went off" }
  car-bomb: { text: "A car bomb went off", entails: bomb }
statements:
  - { by: mina, asserts: car-bomb, basis: witnessed }
  - { by: omar, asserts: bomb, basis: witnessed }
  - { unnamed: "a neighbour", disputes: bomb }
"#;
    let graph = support::case(yaml);
    let facts = Facts::new(&graph, Settings::default());
    let status = |id| facts.status(support::claim(&graph, id));
    assert_eq!(status("bomb"), Status::Corroborated);
    assert_eq!(status("car-bomb"), Status::Contested);
    let [(claims, message)] = &contested(yaml)[..] else {
        panic!("one finding");
    };
    assert_eq!(claims, &["car-bomb"]);
    assert!(
        message.starts_with("`car-bomb` is contested through `bomb`"),
        "{message}"
    );
}

/// The better a claim is supported, the more somebody will dispute it: that takes nothing from who agrees on it.
#[test]
fn that_opponents_agree_is_a_strength_though_somebody_disputes_it() {
    let case = |more: &str| {
        format!(
            r#"
actors: {{ army: {{ name: The Army, adversaries: [rebels] }}, rebels: {{ name: The Rebels }}, blog: {{ name: A blog }} }}
claims: {{ taken: {{ text: "The town changed hands" }}, lost: {{ text: "The army lost the town", against: army }} }}
statements:
  - {{ by: army, basis: witnessed, asserts: [taken, lost] }}
  - {{ by: rebels, basis: witnessed, asserts: taken }}
{more}"#
        )
    };
    let strengths = |yaml: &str| {
        let found = found("adverse-agreement", yaml).into_iter();
        let named = found.map(|finding| (finding.claims, finding.statements.len(), finding.actors));
        named.collect::<Vec<_>>()
    };
    let plain = strengths(&case(""));
    assert_eq!(plain.len(), 2);
    let disputed = case("  - { by: blog, disputes: [taken, lost] }");
    assert_eq!(strengths(&disputed), plain);
    assert_eq!(contested(&disputed).len(), 2);
}

#[test]
fn that_one_side_contradicts_itself_hides_no_contest_with_another() {
    // A whistleblower of the firm, and a prisoner of the ministry's who belongs to the rebels.
    let whistleblower = r#"
actors: { firm: { name: Firm }, w: { name: Whistleblower, affiliations: [{ to: firm, role: employed-by }] }, ngo: { name: NGO } }
claims: { leak: { text: "The plant leaks", against: firm } }
statements:
  - { by: w, asserts: leak, basis: witnessed }
  - { by: ngo, asserts: leak, basis: witnessed }
  - { by: firm, disputes: leak }
"#;
    let prisoner = r#"
actors:
  ministry: { name: Ministry }
  rebels: { name: Rebels }
  karim: { name: Karim, affiliations: [{ to: rebels, role: part-of }, { to: ministry, role: in-custody-of }] }
claims: { blew: { text: "Rebels blew the dam up" } }
statements:
  - { by: ministry, asserts: blew, basis: witnessed }
  - { by: rebels, disputes: blew, basis: witnessed }
  - { by: karim, basis: custody, asserts: blew }
"#;
    let rules = |case: &str| -> Vec<&'static str> {
        let conflicts = ["contested-claim", "self-contradiction"];
        let found = said(case).into_iter().map(|(rule, _)| rule);
        found.filter(|rule| conflicts.contains(rule)).collect()
    };
    assert_eq!(
        rules(whistleblower),
        ["self-contradiction", "contested-claim"]
    );
    assert_eq!(rules(prisoner), ["contested-claim"]);
    // Within one house there is no other side.
    let alone = whistleblower.replace("  - { by: ngo, asserts: leak, basis: witnessed }\n", "");
    assert_eq!(rules(&alone), ["self-contradiction"]);
}

#[test]
fn what_one_side_says_and_disputes_is_one_contradiction_whatever_ids_there_are() {
    // The spokesman of one house, who is another's organ too, says what the house disputes and contradicts.
    for (house, spokesman) in [("a", "b"), ("b", "a")] {
        let yaml = format!(
            r#"
actors:
  {house}: {{ name: House }}
  c: {{ name: Other house }}
  {spokesman}: {{ name: Spokesman, affiliations: [{{ to: {house}, role: spokesperson-of }}, {{ to: c, role: organ-of }}] }}
claims: {{ x: {{ text: "It burns" }}, y: {{ text: "It never burnt", contradicts: x }} }}
statements:
  - {{ by: {house}, disputes: x }}
  - {{ by: {house}, asserts: y }}
  - {{ by: {spokesman}, asserts: x }}
"#
        );
        let found = found("self-contradiction", &yaml);
        let named: Vec<usize> = found.iter().map(|one| one.statements.len()).collect();
        assert_eq!(named, [3], "{house}");
    }
}

#[test]
fn a_claim_is_contested_through_all_that_is_denied_equally_near() {
    let case = |near: &str, far: &str| {
        format!(
            r#"
actors: {{ mina: {{ name: Mina }}, gas: {{ name: Gas company }} }}
claims:
  car-bomb: {{ text: "A car bomb went off", entails: [{near}] }}
  bomb: {{ text: "A bomb went off", entails: [{far}] }}
  car: {{ text: "A car burnt" }}
  fire: {{ text: "There was a fire" }}
statements:
  - {{ by: mina, asserts: car-bomb, basis: witnessed }}
  - {{ by: gas, disputes: [bomb, car, fire], basis: witnessed }}
"#
        )
    };
    let through = |yaml: &str| {
        let told = contested(yaml).into_iter().map(|(_, message)| message);
        let mut through = told.filter(|message| message.starts_with("`car-bomb`"));
        through.next().unwrap()
    };
    let told = through(&case("bomb, car", "fire"));
    assert!(
        told.starts_with("`car-bomb` is contested through `bomb` and `car`, which it entails"),
        "{told}"
    );
    let told = through(&case("bomb", "car, fire"));
    assert!(
        told.starts_with("`car-bomb` is contested through `bomb`, which it entails"),
        "{told}"
    );
}
