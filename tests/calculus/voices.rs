//! Who speaks for whom (section 3).

use std::collections::BTreeSet;

use claimgraph::analysis::voices;
use claimgraph::analysis::{Facts, Label, Settings, Status, Ties};
use claimgraph::case::date::Date;
use claimgraph::case::vocabulary::Role;
use claimgraph::case::{ActorIdx, ClaimGraph};
use claimgraph::read::Input;
use claimgraph::rules::Detail;
use proptest::prelude::*;

use crate::{CLAIM, case, support};

#[test]
fn a_ministry_and_its_agency_are_one_voice_until_the_tie_ends() {
    let joined = |until: &str| {
        case(&format!(
            "actors:\n  m: {{}}\n  a: {{ affiliations: [{{ to: m, role: organ-of{until} }}] }}\nstatements:\n  - {{ by: m, basis: witnessed, date: \"2024-02-01\", asserts: c }}\n  - {{ by: a, basis: witnessed, date: \"2024-02-01\", asserts: c }}\n"
        ))
    };
    assert_eq!(joined(""), (Status::Uncorroborated, 1, 1, 1, 1));
    assert_eq!(
        joined(", until: \"2024-01-31\""),
        (Status::Corroborated, 2, 2, 2, 2)
    );
    // An alleged tie may hold: it counts against the lower bound only.
    assert_eq!(
        joined(", alleged: true"),
        (Status::IndependenceUnknown, 1, 2, 1, 2)
    );
}

#[test]
fn a_detainee_does_not_join_his_side_with_his_custodian() {
    let found = case(
        "actors:\n  rebels: {}\n  army: {}\n  man: { affiliations: [{ to: rebels, role: part-of }, { to: army, role: in-custody-of }] }\nstatements:\n  - { by: rebels, basis: witnessed, asserts: c }\n  - { by: army, basis: witnessed, asserts: c }\n",
    );
    assert_eq!(found, (Status::Corroborated, 2, 2, 2, 2));
}

#[test]
fn a_freelancer_of_two_agencies_is_joined_with_each_and_joins_neither() {
    let actors = "actors:\n  k: {}\n  l: {}\n  f: { affiliations: [{ to: k, role: employed-by }, { to: l, role: employed-by }] }\nstatements:\n  - { by: k, basis: witnessed, asserts: c }\n";
    let third = "  - { by: f, basis: witnessed, asserts: c }\n";
    let both = format!("{actors}  - {{ by: l, basis: witnessed, asserts: c }}\n");
    assert_eq!(case(&format!("{actors}{third}")).2, 1);
    assert_eq!(case(&format!("{both}{third}")).2, 2);
}

#[test]
fn a_tie_joins_by_its_role() {
    let with = |role: &str| {
        case(&format!(
            "actors:\n  m: {{}}\n  a: {{ affiliations: [{{ to: m, role: {role} }}] }}\nstatements:\n  - {{ by: m, basis: witnessed, asserts: c }}\n  - {{ by: a, basis: witnessed, asserts: c }}\n"
        ))
        .2
    };
    let joining = [
        "spokesperson-of",
        "organ-of",
        "part-of",
        "controlled-by",
        "employed-by",
        "aligned-with",
    ];
    for role in joining {
        assert_eq!(with(role), 1, "{role}");
    }
    for role in ["funded-by", "in-custody-of"] {
        assert_eq!(with(role), 2, "{role}");
    }
}

#[test]
fn houses_of_one_owner_are_joined_and_allies_both_ways() {
    let of = |ties: &str| {
        case(&format!(
            "actors:\n  o: {{}}\n{ties}statements:\n  - {{ by: a, basis: witnessed, asserts: c }}\n  - {{ by: b, basis: witnessed, asserts: c }}\n"
        ))
        .2
    };
    let owned = "  a: { affiliations: [{ to: o, role: controlled-by }] }\n  b: { affiliations: [{ to: o, role: part-of }] }\n";
    assert_eq!(of(owned), 1);
    // `o` is aligned with both, whichever of them says so.
    let allied = "  a: { affiliations: [{ to: o, role: aligned-with }] }\n  b: { affiliations: [{ to: o, role: aligned-with }] }\n";
    assert_eq!(of(allied), 1);
}

#[test]
fn a_statement_whose_date_straddles_the_end_of_a_tie_may_speak_for_the_house() {
    let on = |date: &str| {
        let found = case(&format!(
            "actors:\n  m: {{}}\n  a: {{ affiliations: [{{ to: m, role: organ-of, until: \"2024-01-31\" }}] }}\nstatements:\n  - {{ by: m, basis: witnessed, date: \"2024-01-01\", asserts: c }}\n  - {{ by: a, basis: witnessed, {date}asserts: c }}\n"
        ));
        (found.1, found.2)
    };
    assert_eq!(on("date: \"2024-01-31\", "), (1, 1));
    assert_eq!(on("date: \"2024-02-01\", "), (2, 2));
    assert_eq!(on("date: \"2024-01-31/2024-02-01\", "), (1, 2));
    assert_eq!(on(""), (1, 2));
}

/// An artefact of `m` that `v` verified, on which `d` relies; `witness` saw the same. `v` answers to `house` from 2023.
fn verified(house: &str, witness: &str, verification: &str) -> crate::Answer {
    case(&format!(
        "actors:\n  m: {{}}\n  h: {{}}\n  d: {{}}\n  v: {{ affiliations: [{{ to: {house}, role: organ-of, from: \"2023-01-03\" }}] }}\nevidence:\n  e: {{ producer: m, verified: [{{ by: v, claims: [c]{verification} }}] }}\nstatements:\n  - {{ by: d, date: \"2022-12-04\", asserts: c, cites: e }}\n  - {{ by: {witness}, basis: witnessed, date: \"2023-01-04\", asserts: c }}\n"
    ))
}

#[test]
fn a_verifier_speaks_for_those_it_answered_to_when_it_verified() {
    // It was the witness's organ by then, though not yet when the artefact was cited.
    let late = verified("h", "h", ", date: \"2023-02-05\"");
    assert_eq!(late.0, Status::Uncorroborated);
    assert_eq!((late.1, late.2), (1, 1));
    let early = verified("h", "h", ", date: \"2022-05-05\"");
    assert_eq!(early, (Status::Corroborated, 2, 2, 2, 2));
    // An organ of the maker is no outsider.
    let maker = verified("m", "m", ", date: \"2023-02-05\"");
    assert_eq!((maker.1, maker.2), (1, 1));
    let outsider = verified("m", "m", ", date: \"2022-05-05\"");
    assert_eq!((outsider.1, outsider.2), (2, 2));
}

#[test]
fn a_verification_at_an_unknown_time_may_have_been_made_under_any_tie() {
    for (house, witness) in [("h", "h"), ("m", "m")] {
        let found = verified(house, witness, "");
        assert_eq!(found.0, Status::IndependenceUnknown, "{house}");
        assert_eq!((found.1, found.2), (1, 2), "{house}");
    }
}

#[test]
fn a_desk_speaks_for_the_ministry_behind_its_agency() {
    let found = case(
        "actors:\n  m: {}\n  k: { affiliations: [{ to: m, role: organ-of }] }\n  d: { affiliations: [{ to: k, role: part-of }] }\nstatements:\n  - { by: m, basis: witnessed, asserts: c }\n  - { by: d, basis: witnessed, asserts: c }\n",
    );
    assert_eq!(found, (Status::Uncorroborated, 1, 1, 1, 1));
}

#[test]
fn the_roles_that_join_are_a_setting() {
    let graph = support::case(
        "claims: { c: { text: c } }\nactors:\n  m: {}\n  a: { affiliations: [{ to: m, role: funded-by }] }\n  b: { affiliations: [{ to: m, role: part-of }] }\nstatements:\n  - { by: m, basis: witnessed, asserts: c }\n  - { by: a, basis: witnessed, asserts: c }\n  - { by: b, basis: witnessed, asserts: c }\n",
    );
    let lines = |joining: Vec<Role>| {
        let settings = Settings {
            joining,
            ..Settings::default()
        };
        let facts = Facts::new(&graph, settings);
        facts
            .standing(support::claim(&graph, "c"))
            .support
            .lines_max
            .most
    };
    assert_eq!(lines(Settings::default().joining), 2);
    assert_eq!(lines(vec![Role::FundedBy, Role::PartOf]), 1);
    assert_eq!(lines(Vec::new()), 3);
}

#[test]
fn a_tie_holds_from_its_first_day() {
    let on = |date: &str| {
        let found = case(&format!(
            "actors:\n  m: {{}}\n  a: {{ affiliations: [{{ to: m, role: organ-of, from: \"2024-02-01\" }}] }}\nstatements:\n  - {{ by: m, basis: witnessed, date: \"2024-01-01\", asserts: c }}\n  - {{ by: a, basis: witnessed, date: \"{date}\", asserts: c }}\n"
        ));
        (found.1, found.2)
    };
    assert_eq!(on("2024-01-31"), (2, 2));
    assert_eq!(on("2024-02-01"), (1, 1));
    assert_eq!(on("2024-01-31/2024-02-01"), (1, 2));
}

/// A tie of the actor with this number: to which other, from and until which month if not always, and whether alleged.
struct Told {
    to: usize,
    months: Option<(u32, u32)>,
    alleged: bool,
}

/// Everybody an actor speaks for in a month, or at a time that is not known, straight from the definition.
fn reached(ties: &[Vec<Told>], actor: usize, month: Option<u32>, which: Ties) -> BTreeSet<usize> {
    let holds = |tie: &&Told| {
        let (may, surely) = match (tie.months, month) {
            (None, _) => (true, true),
            (Some(_), None) => (true, false),
            (Some((from, until)), Some(month)) => {
                let within = from <= month && month <= until;
                (within, within)
            }
        };
        may && (which == Ties::Possible || (surely && !tie.alleged))
    };
    let mut found = BTreeSet::from([actor]);
    let mut open = vec![actor];
    while let Some(from) = open.pop() {
        let held = ties[from].iter().filter(holds);
        open.extend(held.map(|tie| tie.to).filter(|&to| found.insert(to)));
    }
    found
}

#[test]
fn in_a_crowd_two_are_joined_exactly_if_they_share_a_voice() {
    const CROWD: usize = 80;
    // All is said within a stretch in which each tie holds or not; all in one month; at any time.
    let stretches: [fn(u32) -> Option<u32>; 4] = [
        |random| Some(5 + random % 2),
        |_| Some(6),
        |random| Some(1 + random % 12),
        |random| (random % 3 > 0).then_some(6),
    ];
    for (seed, said) in stretches.into_iter().cycle().take(12).enumerate() {
        let mut state = seed as u32 + 1;
        let mut random = |below: u32| {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (state >> 8) % below
        };
        let ties: Vec<Vec<Told>> = (0..CROWD)
            .map(|actor| {
                let extra = usize::from(random(3) == 0);
                let tied = (0..usize::from(actor > 0) + extra).map(|nth| Told {
                    to: match nth {
                        0 if actor > 0 => random(actor as u32) as usize,
                        _ => random(CROWD as u32) as usize,
                    },
                    months: [None, Some((2, 9)), Some((8, 11)), Some((1, 4))][random(4) as usize],
                    alleged: random(4) == 0,
                });
                tied.filter(|tie| tie.to != actor).collect()
            })
            .collect();
        let months: Vec<Option<u32>> = (0..CROWD).map(|_| said(random(1 << 16))).collect();
        let mut yaml = format!("{CLAIM}actors:\n");
        for (actor, ties) in ties.iter().enumerate() {
            let told = ties.iter().map(|tie| {
                let months = tie.months.map_or(String::new(), |(from, until)| {
                    format!(", from: \"2023-{from:02}\", until: \"2023-{until:02}\"")
                });
                let alleged = tie.alleged;
                let to = tie.to;
                format!("{{ to: a{to}, role: part-of{months}, alleged: {alleged} }}")
            });
            let told: Vec<String> = told.collect();
            yaml += &format!("  a{actor}: {{ affiliations: [{}] }}\n", told.join(", "));
        }
        yaml += "statements:\n";
        for (actor, month) in months.iter().enumerate() {
            let date = month.map_or(String::new(), |month| {
                format!(", date: \"2023-{month:02}-15\"")
            });
            yaml += &format!("  - {{ id: s{actor}, by: a{actor}{date}, asserts: c }}\n");
        }
        let graph = support::case(&yaml);
        let facts = Facts::new(&graph, Settings::default());
        let statement = |actor: usize| support::statement(&graph, &format!("s{actor}"));
        for which in [Ties::Sure, Ties::Possible] {
            let reach = |actor: usize| reached(&ties, actor, months[actor], which);
            let reaches: Vec<BTreeSet<usize>> = (0..CROWD).map(reach).collect();
            let labels = |actor| {
                facts
                    .base()
                    .labels(facts.lineage().of(statement(actor)), which)
            };
            let labels: Vec<BTreeSet<Label>> = (0..CROWD)
                .map(|actor| labels(actor).into_iter().collect())
                .collect();
            for one in 0..CROWD {
                for other in 0..CROWD {
                    let is_shared = !reaches[one].is_disjoint(&reaches[other]);
                    let told = format!("{seed}: {one} and {other}, {which:?}\n{yaml}");
                    assert_eq!(
                        !labels[one].is_disjoint(&labels[other]),
                        is_shared,
                        "{told}"
                    );
                    let voices = &facts.base().voices;
                    let (one, other) = (statement(one), statement(other));
                    let joined = voices.statements_joined(&graph, one, other, which);
                    assert_eq!(joined, is_shared, "{told}");
                }
            }
        }
    }
}

/// Ties among seven actors, each sure, or ended, or alleged, and a witness for each of four of them.
fn tied(ties: &[(usize, usize, u8)]) -> ClaimGraph {
    let mut text = format!("{CLAIM}actors:\n");
    for actor in 0..7 {
        let own = ties
            .iter()
            .filter(|(from, to, _)| *from == actor && from != to);
        let own: Vec<String> = own
            .map(|(_, to, how)| {
                let more = match how {
                    0 => ", until: \"2020-01-03\"",
                    1 => ", alleged: true",
                    _ => "",
                };
                format!("{{ to: a{to}, role: part-of{more} }}")
            })
            .collect();
        text += &format!("  a{actor}: {{ affiliations: [{}] }}\n", own.join(", "));
    }
    text += "statements:\n";
    for at in 0..4 {
        text += &format!(
            "  - {{ by: a{at}, basis: witnessed, date: \"2020-01-0{}\", asserts: c }}\n",
            2 * at + 1
        );
    }
    support::read(&[Input::Text("case.yaml".into(), text.into_bytes())]).0
}

proptest! {
    #[test]
    fn what_voices_tell_of_many_is_what_they_tell_of_each(
        tied_by in prop::collection::vec((0usize..7, 0usize..7, 0u8..8), 0..12)
    ) {
        let graph = tied(&tied_by);
        let facts = Facts::new(&graph, Settings::default());
        let ties = &facts.base().voices;
        let spoken: Vec<(ActorIdx, Date)> =
            graph.statements().map(|at| (graph.speaker(at), graph.date(at))).collect();
        let reach = |(actor, at)| BTreeSet::from_iter(ties.reach(actor, at, Ties::Sure));
        let groups: Vec<Vec<(ActorIdx, Date)>> = vec![spoken[..2].to_vec(), vec![spoken[2]], vec![spoken[3]]];
        let of_group = |group: &Vec<(ActorIdx, Date)>| {
            group.iter().flat_map(|&one| reach(one)).collect::<BTreeSet<ActorIdx>>()
        };
        let of_each: Vec<BTreeSet<ActorIdx>> = groups.iter().map(of_group).collect();
        let expected = of_each.iter().skip(1).fold(of_each[0].clone(), |all, one| &all & one);
        prop_assert_eq!(ties.common(&groups, Ties::Sure), expected);
        let at = spoken[0].1;
        for wanted in graph.actors() {
            let mut others = graph.actors().filter(|&other| other != wanted);
            let answers = |other| {
                ties.reach(other, Date::UNKNOWN, Ties::Sure).contains(&wanted)
                    || facts.side(other) == wanted
            };
            prop_assert_eq!(ties.is_answered(wanted), others.any(answers));
            let told = voices::Told::new(graph.actors().len());
            for actor in graph.actors() {
                let above = ties.reach(actor, at, Ties::Sure);
                let leads = ties.leads_to(actor, at, |one| one == wanted, &told);
                prop_assert_eq!(leads, above.contains(&wanted));
                let leading = ties.leading_within(actor, &above, at, Ties::Sure);
                let alike = above.iter().copied().filter(|&one| reach((one, at)).contains(&actor));
                prop_assert_eq!(BTreeSet::from_iter(leading), alike.collect::<BTreeSet<ActorIdx>>());
            }
        }
    }

    #[test]
    fn the_nearest_house_is_the_one_that_answers_to_most_of_the_others(
        ties in prop::collection::vec((0usize..7, 0usize..7, 2u8..3), 2..12)
    ) {
        let graph = tied(&ties);
        let facts = Facts::new(&graph, Settings::default());
        let found = support::findings(&graph, Detail::Sharpest);
        let Some(finding) = found.iter().find(|one| one.rule == "affiliated-corroboration") else {
            return Ok(());
        };
        let speakers: Vec<ActorIdx> = graph.statements().map(|at| graph.speaker(at)).collect();
        let reach = |actor| BTreeSet::from_iter(facts.base().voices.reach(actor, Date::UNKNOWN, Ties::Sure));
        let each: Vec<BTreeSet<ActorIdx>> = speakers.iter().map(|&actor| reach(actor)).collect();
        let common = each.iter().fold(each[0].clone(), |all, one| &all & one);
        let head = facts.side(speakers[0]);
        let nearest = common.iter().copied().max_by_key(|&house| {
            let answered = (&common & &reach(house)).len();
            (answered, house == head, !speakers.contains(&house), std::cmp::Reverse(house))
        });
        let name = nearest.map(|house| graph.name(house).to_owned()).unwrap_or_default();
        let message = finding.message(&facts).to_string();
        prop_assert!(message.ends_with(&format!("with {name}")), "{} {}", message, name);
    }
}
