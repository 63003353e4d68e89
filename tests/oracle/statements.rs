//! The lines of one statement, held against messengers of a claim of its own.

use std::collections::BTreeSet;

use claimgraph::analysis::{Facts, Settings};
use claimgraph::case::Node;

use crate::engine;
use crate::model::{Case, Object, Stance, Statement, Verification};
use crate::random::{self, Dice};
use crate::shrinking;

/// Cases in which every citation is of a statement or an artefact, and nobody is on another side.
fn plain(dice: &mut Dice) -> Case {
    let mix = random::Mix {
        opposes: 0,
        opposed: 0,
        loose: 0,
        retracts: 0,
        quiet: 0,
        on_statements: 0,
        adversaries: 0,
        parties: 0,
        via: 0,
        reports: 0,
        ..random::Mix::draw(dice)
    };
    random::case_of(dice, mix)
}

#[test]
fn a_statement_rests_on_as_many_lines_as_messengers_of_what_it_cites_would_make() {
    let mut compared = 0;
    for seed in random::cases(150) {
        let case = plain(&mut Dice::new(seed));
        let graph = engine::graph(&case);
        let facts = Facts::new(&graph, Settings::default());
        for (at, statement) in case.statements.iter().enumerate() {
            let Some(Node::Statement(index)) = graph.find(&statement.id) else {
                continue;
            };
            if case.actors[statement.by].unnamed || statement.stance == Stance::Disputes {
                continue;
            }
            let mut edited = case.clone();
            let claim = edited.claims.len();
            edited.claims.push(crate::model::Claim {
                id: "zz".into(),
                ..Default::default()
            });
            for evidence in &mut edited.evidence {
                let shown = match statement.object {
                    Object::Claim(on) => on,
                    Object::Statement(_) => continue,
                };
                // What is verified for the claim, or for one that entails it, is verified for the copy.
                let covers = |one: &Verification, edited: &[crate::model::Claim]| {
                    let mut entailing = BTreeSet::from([shown]);
                    for _ in 0..edited.len() {
                        for (from, claim) in edited.iter().enumerate() {
                            if claim.entails.iter().any(|to| entailing.contains(to)) {
                                entailing.insert(from);
                            }
                        }
                    }
                    one.claims.iter().any(|claim| entailing.contains(claim))
                };
                for one in &mut evidence.verified {
                    if covers(one, &case.claims) {
                        one.claims.push(claim);
                    }
                }
            }
            let messenger = |edited: &mut Case, basis, cites, own: bool| {
                let by = if own {
                    statement.by
                } else {
                    edited.actors.len()
                };
                if !own {
                    edited.actors.push(crate::model::Actor {
                        id: format!("zz-{by}"),
                        ..Default::default()
                    });
                }
                edited.statements.push(Statement {
                    id: format!("zz-s{}", edited.statements.len()),
                    by,
                    stance: Stance::Asserts,
                    object: Object::Claim(claim),
                    basis,
                    cites,
                    ..case.statements[at].clone()
                });
            };
            let is_root = facts.lineage().is_root(facts.lineage().of(index));
            if facts.base().needs_all(facts.lineage().of(index)) {
                for _ in 0..4 {
                    messenger(&mut edited, statement.basis, statement.cites.clone(), false);
                }
            } else {
                use crate::model::Cite;
                for &cite in &statement.cites {
                    // A citation of oneself, or of somebody on another side, carries nothing.
                    if matches!(cite, Cite::Statement(to) if to != at && case.statements[to].stance.supports())
                    {
                        messenger(&mut edited, None, vec![cite], false);
                    }
                }
                if is_root {
                    let cites = statement.cites.iter().copied();
                    let artefacts = cites
                        .filter(|cite| matches!(cite, Cite::Evidence(_)))
                        .collect();
                    messenger(&mut edited, statement.basis, artefacts, true);
                }
            }
            let edited_graph = engine::graph(&edited);
            let edited_facts = Facts::new(&edited_graph, Settings::default());
            let expected = edited_facts
                .standing(engine::claim(&edited_graph, "zz"))
                .support;
            let found = facts.statement_lines(index);
            let numbers = |lines: &claimgraph::analysis::Lines| {
                [lines.lines_min, lines.lines_max].map(|count| (count.least, count.most))
            };
            assert_eq!(
                numbers(&found),
                numbers(&expected),
                "seed {seed}, {}\n{}",
                statement.id,
                shrinking::brief(&case)
            );
            let certificate = facts.statement_certificate(index);
            assert_eq!(
                certificate.lines.len() as u32,
                found.lines_max.least,
                "seed {seed}"
            );
            compared += u32::from(found.lines_max.most > 1);
        }
    }
    assert!(compared > 10, "{compared}");
}
