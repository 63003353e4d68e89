//! Where the lineage of each claim ends, held against other programs and against reachability tried pair by pair.

mod support;

use std::collections::BTreeSet;
use std::fmt::Write;

use claimgraph::analysis::{Endings, Facts, Settings};
use claimgraph::case::ClaimGraph;
use claimgraph::read::Input;
use proptest::prelude::*;

/// The graph of an NDJSON text that has nothing wrong with it.
fn graph(ndjson: &str) -> ClaimGraph {
    let text = Input::Text("case.ndjson".into(), ndjson.as_bytes().to_vec());
    let (graph, problems) = support::read(&[text]);
    assert!(problems.is_empty(), "{problems:#?}");
    graph
}

fn endings(graph: &ClaimGraph) -> Vec<Endings> {
    Facts::new(graph, Settings::default()).endings()
}

#[test]
fn all_programs_count_the_same_origins_and_circles() {
    // Counted on this very graph by NetworkX, igraph, rustworkx and an iterative search in plain Python.
    let endings = endings(&graph(&media(10_000)));
    let origins: u32 = endings.iter().map(|one| one.origins).sum();
    let circles: u32 = endings.iter().map(|one| one.circles).sum();
    assert_eq!((origins, circles), (4806, 57));
    assert!(endings.iter().all(|one| one.is_whole));
}

#[test]
fn what_was_taken_back_is_no_origin_and_closes_no_circle() {
    let graph = support::case(
        "actors: { ana: { name: Ana }, post: { name: Post }, mail: { name: Mail } }\n\
         claims: { c: { text: \"It rained\" }, d: { text: \"It snowed\" } }\n\
         statements:\n  \
         - { id: seen, by: ana, basis: witnessed, date: \"2024-05-01\", asserts: c }\n  \
         - { by: ana, date: \"2024-05-03\", retracts: c }\n  \
         - { id: told, by: post, date: \"2024-05-02\", asserts: c, cites: seen }\n  \
         - { id: one, by: ana, asserts: d, cites: two }\n  \
         - { id: two, by: post, date: \"2024-05-02\", asserts: d, cites: one }\n  \
         - { by: post, date: \"2024-05-04\", retracts: two }\n",
    );
    let numbers = |one: &Endings| (one.statements, one.origins, one.circles);
    let found: Vec<_> = endings(&graph).iter().map(numbers).collect();
    assert_eq!(found, [(1, 0, 0), (1, 0, 0)]);
}

/// A small case as numbers.
#[derive(Clone, Debug)]
struct Small {
    /// Whom each actor answers to.
    houses: Vec<Option<usize>>,
    /// Speaker, claim, whether it disputes, and what it cites.
    statements: Vec<(usize, usize, bool, Vec<usize>)>,
}

const CLAIMS: usize = 3;

fn small() -> impl Strategy<Value = Small> {
    let houses = prop::collection::vec(prop::option::of(0usize..2), 4);
    let statement = (
        0usize..4,
        0..CLAIMS,
        prop::bool::weighted(0.2),
        prop::collection::btree_set(0usize..12, 0..3),
    );
    (houses, prop::collection::vec(statement, 1..12)).prop_map(|(houses, statements)| {
        let count = statements.len();
        let within = |cites: BTreeSet<usize>| cites.into_iter().filter(|&at| at < count).collect();
        Small {
            houses,
            statements: (statements.into_iter())
                .map(|(by, on, disputes, cites)| (by, on, disputes, within(cites)))
                .collect(),
        }
    })
}

impl Small {
    fn ndjson(&self) -> String {
        let mut text = String::new();
        for house in 0..2 {
            let _ = writeln!(
                text,
                r#"{{"actor":{{"id":"h{house}","name":"House {house}"}}}}"#
            );
        }
        for (at, house) in self.houses.iter().enumerate() {
            let tie = house.map_or(String::new(), |house| {
                format!(r#","affiliations":[{{"to":"h{house}","role":"part-of"}}]"#)
            });
            let _ = writeln!(
                text,
                r#"{{"actor":{{"id":"a{at}","name":"Actor {at}"{tie}}}}}"#
            );
        }
        for claim in 0..CLAIMS {
            let _ = writeln!(
                text,
                r#"{{"claim":{{"id":"c{claim}","text":"Claim {claim}"}}}}"#
            );
        }
        for (at, (by, on, disputes, cites)) in self.statements.iter().enumerate() {
            let stance = if *disputes { "disputes" } else { "asserts" };
            let cites: Vec<String> = cites.iter().map(|to| format!("\"s{to}\"")).collect();
            let _ = writeln!(
                text,
                r#"{{"statement":{{"id":"s{at}","by":"a{by}","{stance}":"c{on}","cites":[{}]}}}}"#,
                cites.join(",")
            );
        }
        text
    }

    /// What each statement leads to in one step or more: by adding steps until nothing changes.
    fn reach(&self) -> Vec<BTreeSet<usize>> {
        let step = |at: usize| self.statements[at].3.iter().copied();
        let mut reach: Vec<BTreeSet<usize>> = (0..self.statements.len())
            .map(|at| step(at).collect())
            .collect();
        loop {
            let further: Vec<BTreeSet<usize>> = (reach.iter())
                .map(|known| {
                    known
                        .iter()
                        .flat_map(|&at| step(at))
                        .chain(known.iter().copied())
                        .collect()
                })
                .collect();
            if further == reach {
                return reach;
            }
            reach = further;
        }
    }

    /// Origins and circles of a claim, straight from what the words mean.
    fn endings(&self, claim: usize) -> (u32, u32, u32) {
        let reach = self.reach();
        let said = |&at: &usize| self.statements[at].1 == claim && !self.statements[at].2;
        let support: Vec<usize> = (0..self.statements.len()).filter(said).collect();
        let lineage: BTreeSet<usize> = (support.iter())
            .flat_map(|&at| reach[at].iter().copied().chain([at]))
            .collect();
        let side = |at: usize| {
            let actor = self.statements[at].0;
            self.houses[actor].map_or(format!("a{actor}"), |house| format!("h{house}"))
        };
        let origins: BTreeSet<String> = (lineage.iter())
            .filter(|&&at| self.statements[at].3.is_empty())
            .map(|&at| side(at))
            .collect();
        // All that it leads to leads back to it: known by its least member.
        let closed = |at: usize| {
            !reach[at].is_empty() && reach[at].iter().all(|&to| reach[to].contains(&at))
        };
        let circles: BTreeSet<Option<usize>> = (lineage.iter())
            .filter(|&&at| closed(at))
            .map(|&at| reach[at].first().copied())
            .collect();
        (
            support.len() as u32,
            origins.len() as u32,
            circles.len() as u32,
        )
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn endings_are_what_reachability_says(small in small()) {
        let found = endings(&graph(&small.ndjson()));
        for (claim, one) in found.iter().enumerate() {
            let expected = small.endings(claim);
            prop_assert_eq!((one.statements, one.origins, one.circles), expected, "c{}", claim);
        }
    }
}

/// A stream of numbers: SplitMix64.
struct Stream(u64);

impl Stream {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// From 0 to below 1.
    fn share(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1u64 << 53) as f64
    }

    fn below(&mut self, bound: usize) -> usize {
        ((u128::from(self.next()) * bound as u128) >> 64) as usize
    }

    fn shuffled(&mut self, count: usize) -> Vec<usize> {
        let mut order: Vec<usize> = (0..count).collect();
        for last in (1..count).rev() {
            order.swap(last, self.below(last + 1));
        }
        order
    }
}

/// Media that cite one another: few claims and actors are in most of it, a third of the actors answer to a house, one
/// statement in twenty disputes, and one in a hundred is cited by what it goes back to.
fn media(count: usize) -> String {
    let mut stream = Stream(42);
    let (claims, actors) = (count / 8, count / 20);
    let houses = actors / 50;
    let house: Vec<Option<usize>> = (0..actors)
        .map(|_| (stream.share() < 0.30).then(|| (houses as f64 * stream.share().powi(2)) as usize))
        .collect();
    let loud = stream.shuffled(actors);
    let talked = stream.shuffled(claims);
    let mut said: Vec<(usize, usize, bool)> = Vec::new();
    let mut cites: Vec<Vec<usize>> = Vec::new();
    let mut on_claim: Vec<Vec<usize>> = vec![Vec::new(); claims];
    for at in 0..count {
        let claim = talked[(claims as f64 * stream.share().powi(2)) as usize];
        let share = stream.share();
        let actor = loud[(actors as f64 * share * share * share) as usize];
        stream.below(120);
        said.push((actor, claim, stream.share() < 0.05));
        cites.push(citations(&mut stream, at, &on_claim[claim]));
        on_claim[claim].push(at);
        if !cites[at].is_empty() && stream.share() < 0.01 {
            let mut earlier = at;
            for _ in 0..1 + stream.below(6) {
                if cites[earlier].is_empty() {
                    break;
                }
                let nth = stream.below(cites[earlier].len());
                earlier = cites[earlier][nth];
            }
            if earlier != at && cites[earlier].len() < 4 && !cites[earlier].contains(&at) {
                cites[earlier].push(at);
            }
        }
    }
    written(&house, claims, &said, &cites)
}

/// What a statement cites: mostly what was said first or last on its claim.
fn citations(stream: &mut Stream, at: usize, before: &[usize]) -> Vec<usize> {
    let mut cites = Vec::new();
    let many = match stream.share() {
        share if share < 0.40 => 0,
        share if share < 0.75 => 1,
        share if share < 0.92 => 2,
        _ => 3,
    };
    for _ in 0..many {
        let to = if stream.share() < 0.92 {
            if before.is_empty() {
                continue;
            }
            if stream.share() < 0.5 {
                before[(before.len() as f64 * stream.share().powi(2)) as usize]
            } else {
                before[before.len() - 1 - stream.below(before.len().min(10))]
            }
        } else {
            if at == 0 {
                continue;
            }
            stream.below(at)
        };
        if !cites.contains(&to) {
            cites.push(to);
        }
    }
    cites
}

fn written(
    house: &[Option<usize>],
    claims: usize,
    said: &[(usize, usize, bool)],
    cites: &[Vec<usize>],
) -> String {
    let mut text = String::new();
    let houses = house.iter().flatten().max().map_or(0, |last| last + 1);
    for house in 0..houses {
        let _ = writeln!(text, r#"{{"actor":{{"id":"house-{house}"}}}}"#);
    }
    for (at, house) in house.iter().enumerate() {
        let tie = house.map_or(String::new(), |house| {
            format!(r#","affiliations":[{{"to":"house-{house}","role":"part-of"}}]"#)
        });
        let _ = writeln!(text, r#"{{"actor":{{"id":"actor-{at}"{tie}}}}}"#);
    }
    for claim in 0..claims {
        let _ = writeln!(
            text,
            r#"{{"claim":{{"id":"claim-{claim}","text":"Claim {claim}"}}}}"#
        );
    }
    for (at, (&(actor, claim, disputes), cites)) in said.iter().zip(cites).enumerate() {
        let stance = if disputes { "disputes" } else { "asserts" };
        let cites: Vec<String> = cites.iter().map(|to| format!("\"a{to}\"")).collect();
        let _ = writeln!(
            text,
            r#"{{"statement":{{"id":"a{at}","by":"actor-{actor}","{stance}":"claim-{claim}","cites":[{}]}}}}"#,
            cites.join(",")
        );
    }
    text
}
