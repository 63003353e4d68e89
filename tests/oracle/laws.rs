//! Laws that hold whatever the case: each changes a random case and compares the engine with itself.

use claimgraph::analysis::{Facts, Settings};

use crate::brute::Assumptions;
use crate::engine;
use crate::model::{Basis, Case, Cite, Object, Role, Stance, Statement, Tie};
use crate::random::{self, Dice, Mix};
use crate::{renamed, shrinking};

/// κ⁻, κ⁺, ω⁻, ω⁺ of the support of each claim.
fn counts(case: &Case, assumptions: Assumptions) -> Vec<[u32; 4]> {
    let graph = engine::graph(case);
    let facts = Facts::new(&graph, engine::settings(assumptions));
    case.claims
        .iter()
        .map(|claim| {
            let standing = facts.standing(engine::claim(&graph, &claim.id));
            let numbers = engine::numbers(&standing.support);
            [
                numbers.lines_min,
                numbers.lines_max,
                numbers.origins_min,
                numbers.origins_max,
            ]
        })
        .collect()
}

/// Cases in which neither enmity nor a party's own act makes an undeclared statement known.
fn plain(dice: &mut Dice) -> Case {
    let mix = Mix {
        adversaries: 0,
        parties: 0,
        ..Mix::draw(dice)
    };
    random::case_of(dice, mix)
}

/// Checks a change on many cases; a case that breaks the law is made small and shown.
fn check(
    default: u64,
    make: fn(&mut Dice) -> Case,
    change: &dyn Fn(&mut Dice, &mut Case) -> bool,
    law: &dyn Fn(&[u32; 4], &[u32; 4]) -> bool,
) {
    let fails = |case: &Case, seed: u64| {
        let mut other = case.clone();
        if !change(&mut Dice::new(!seed), &mut other) {
            return None;
        }
        let assumptions = Assumptions::default();
        let (before, after) = (counts(case, assumptions), counts(&other, assumptions));
        let broken = before
            .iter()
            .zip(&after)
            .any(|(before, after)| !law(before, after));
        broken.then_some((other, before, after))
    };
    for seed in random::cases_of_a_law(default) {
        let case = make(&mut Dice::new(seed));
        if fails(&case, seed).is_some() {
            let small = shrinking::minimised(&case, &|case| fails(case, seed).is_some());
            if let Some((other, before, after)) = fails(&small, seed) {
                panic!(
                    "seed {seed}: {before:?} became {after:?}\n{}then\n{}",
                    shrinking::brief(&small),
                    shrinking::brief(&other)
                );
            }
        }
    }
}

fn new_statement(case: &mut Case, claim: usize, basis: Option<Basis>, cites: Vec<Cite>) {
    let actor = case.actors.len();
    case.actors.push(crate::model::Actor {
        id: "zz-new".into(),
        ..Default::default()
    });
    case.statements.push(Statement {
        basis,
        cites,
        ..Statement::on_claim("zz-said", actor, Stance::Asserts, claim)
    });
}

const MANY: u64 = 600;

#[test]
fn an_unsourced_statement_raises_no_lower_bound_above_one() {
    let change = |dice: &mut Dice, case: &mut Case| {
        let claim = dice.below(case.claims.len());
        new_statement(case, claim, None, Vec::new());
        true
    };
    check(MANY, plain, &change, &|before, after| {
        after[0] <= before[0].max(1)
    });
}

/// Whatever somebody says, asks or declines to say who may be cited by name.
#[test]
fn an_unsourced_word_of_whoever_is_cited_raises_no_lower_bound_above_one() {
    let change = |dice: &mut Dice, case: &mut Case| {
        let claim = dice.below(case.claims.len());
        new_statement(case, claim, None, Vec::new());
        let (by, day) = (dice.below(case.actors.len()), 1 + dice.below(10) as i64);
        let said = case.statements.last_mut().expect("it is new");
        said.by = by;
        said.date = dice.pick(&[None, Some((day, day))]);
        said.stance = dice.pick(&[
            Stance::Asserts,
            Stance::Disputes,
            Stance::Questions,
            Stance::Silent,
            Stance::Declines,
        ]);
        true
    };
    let cited_by_name = |dice: &mut Dice| {
        let mix = Mix {
            adversaries: 0,
            parties: 0,
            inferred: 40,
            loose: 60,
            ..Mix::draw(dice)
        };
        random::case_of(dice, mix)
    };
    check(MANY, cited_by_name, &change, &|before, after| {
        after[0] <= before[0].max(1)
    });
}

#[test]
fn taking_a_basis_away_raises_no_lower_bound_above_one() {
    let change = |dice: &mut Dice, case: &mut Case| {
        let count = case.statements.len();
        let at = dice.below(count);
        match case.statements.get_mut(at) {
            Some(said) if said.basis.is_some_and(|basis| basis != Basis::Inferred) => {
                said.basis = None;
                true
            }
            _ => false,
        }
    };
    check(MANY, plain, &change, &|before, after| {
        after[0] <= before[0].max(1)
    });
}

fn lose_citation(dice: &mut Dice, case: &mut Case) -> bool {
    let count = case.statements.len();
    let at = dice.below(count);
    let Some(said) = case.statements.get_mut(at) else {
        return false;
    };
    let removable = said.basis != Some(Basis::Inferred) || said.cites.len() == 1;
    if said.cites.is_empty() || !removable {
        return false;
    }
    let nth = dice.below(said.cites.len());
    said.cites.remove(nth);
    true
}

#[test]
fn taking_a_citation_away_raises_no_lower_bound_above_one() {
    check(MANY, no_evidence, &lose_citation, &|before, after| {
        after[0] <= before[0].max(1)
    });
}

#[test]
fn taking_a_name_away_raises_no_lower_bound_above_one() {
    let change = |dice: &mut Dice, case: &mut Case| {
        let count = case.statements.len();
        let at = dice.below(count);
        if count == 0 {
            return false;
        }
        let by = case.statements[at].by;
        let nobody = case.actors.len();
        case.actors.push(crate::model::Actor {
            id: "zz-nobody".into(),
            unnamed: true,
            ties: case.actors[by].ties.clone(),
            ..Default::default()
        });
        case.statements[at].by = nobody;
        true
    };
    check(MANY, no_retraction, &change, &|before, after| {
        after[0] <= before[0].max(1)
    });
}

/// Without retractions and loose citations, which go by the name of the speaker.
fn no_retraction(dice: &mut Dice) -> Case {
    let mix = Mix {
        adversaries: 0,
        parties: 0,
        retracts: 0,
        loose: 0,
        ..Mix::draw(dice)
    };
    random::case_of(dice, mix)
}

/// Without evidence: a tie between a verifier and a maker changes the carrier, and so does citing an artefact.
fn no_evidence(dice: &mut Dice) -> Case {
    let mix = Mix {
        evidence: 0,
        parties: 0,
        adversaries: 0,
        ..Mix::draw(dice)
    };
    random::case_of(dice, mix)
}

#[test]
fn a_tie_raises_no_number_of_lines() {
    let change = |dice: &mut Dice, case: &mut Case| {
        let (from, to) = (dice.below(case.actors.len()), dice.below(case.actors.len()));
        let role = dice.pick(&[Role::PartOf, Role::OrganOf, Role::AlignedWith]);
        let tie = Tie {
            to,
            role,
            from: None,
            until: None,
            alleged: dice.percent(30),
        };
        case.actors[from].ties.push(tie);
        from != to
    };
    check(MANY, no_evidence, &change, &|before, after| {
        after[0] <= before[0] && after[1] <= before[1]
    });
}

#[test]
fn a_new_witness_raises_the_upper_bound_by_one_at_most() {
    let change = |dice: &mut Dice, case: &mut Case| {
        let claim = dice.below(case.claims.len());
        new_statement(case, claim, Some(Basis::Witnessed), Vec::new());
        true
    };
    check(MANY, plain, &change, &|before, after| {
        after[1] <= before[1] + 1 && after[1] >= before[1]
    });
}

#[test]
fn a_retraction_raises_no_number_of_lines() {
    let change = |dice: &mut Dice, case: &mut Case| {
        let count = case.statements.len();
        if count == 0 {
            return false;
        }
        let said = case.statements[dice.below(count)].clone();
        // A retraction of a retraction gives back what that took.
        if let Object::Statement(at) = said.object
            && case.statements[at].stance == Stance::Retracts
        {
            return false;
        }
        let date = dice.pick(&[None, said.date]);
        case.statements.push(Statement {
            id: "zz-back".into(),
            stance: Stance::Retracts,
            basis: None,
            cites: Vec::new(),
            via: Vec::new(),
            date,
            custodian: None,
            ..said
        });
        true
    };
    check(MANY, random::case, &change, &|before, after| {
        after[0] <= before[0] && after[1] <= before[1]
    });
}

#[test]
fn bounds_are_in_order() {
    let in_order = |counts: &[u32; 4]| {
        counts[0] <= counts[1] && counts[1] <= counts[3] && counts[2] <= counts[3]
    };
    check(MANY, random::case, &|_, _| true, &|before, _| {
        in_order(before)
    });
}

#[test]
fn other_ids_give_the_same_answer() {
    let rename = |dice: &mut Dice, case: &mut Case| {
        renamed::rename(dice, case);
        true
    };
    check(MANY, random::case, &rename, &|before, after| {
        before == after
    });
}

#[test]
fn the_far_future_is_the_same_as_no_date() {
    for seed in random::cases_of_a_law(MANY) {
        let case = random::case(&mut Dice::new(seed));
        let future = Assumptions {
            as_of: Some(100_000),
            own_acts: true,
        };
        assert_eq!(
            counts(&case, Assumptions::default()),
            counts(&case, future),
            "seed {seed}\n{}",
            shrinking::brief(&case)
        );
    }
}

/// Everything that the engine says of each claim and statement, by id.
fn told(text: &str) -> String {
    let (graph, errors) = engine::graph_of("case.ndjson", text);
    let facts = Facts::new(&graph, Settings::default());
    let mut told = format!("{errors:?}\n");
    for claim in graph.claims() {
        let standing = facts.standing(claim);
        told += &format!(
            "{} {standing:?} {:?}\n",
            graph.id(claim),
            facts.certificate(claim)
        );
    }
    for statement in graph.statements() {
        let (live, grounded) = (facts.is_live(statement), facts.is_grounded(statement));
        told += &format!("{} {live} {grounded}\n", graph.id(statement));
    }
    told += &format!("{:?}\n", facts.cycles());
    told
}

/// Checks random cases, with the relays made from `via` or without.
fn check_order(with_via: bool) {
    for seed in random::cases_of_a_law(MANY) {
        let mut dice = Dice::new(seed);
        let mut case = random::case(&mut dice);
        for statement in &mut case.statements {
            statement
                .via
                .truncate(if with_via { usize::MAX } else { 0 });
        }
        let mut order: Vec<usize> = (0..case.records().len()).collect();
        let before = told(&case.ndjson(&order));
        dice.shuffle(&mut order);
        let after = told(&case.ndjson(&order));
        assert_eq!(before, after, "seed {seed}\n{}", case.ndjson(&order));
    }
}

#[test]
fn the_order_of_the_input_changes_nothing() {
    check_order(false);
}

#[test]
fn the_order_of_the_input_changes_nothing_with_relays() {
    check_order(true);
}

/// A declared basis gives way to an artefact that is cited beside it: "documented by it, whatever its declared basis".
/// So a witness who cites an artefact counts by the artefact, and better without. Where nothing else was declared, or
/// another artefact is left, the law holds of evidence too.
fn lose_citation_but_of_a_witness(dice: &mut Dice, case: &mut Case) -> bool {
    let before = case.clone();
    if !lose_citation(dice, case) {
        return false;
    }
    let artefacts = |case: &Case, at: usize| {
        let cites = case.statements[at].cites.iter();
        cites
            .filter(|cite| matches!(cite, Cite::Evidence(_)))
            .count()
    };
    (0..case.statements.len()).all(|at| {
        let gives_way = matches!(
            case.statements[at].basis,
            Some(Basis::Witnessed | Basis::OwnAct | Basis::Custody)
        );
        !gives_way || artefacts(case, at) > 0 || artefacts(&before, at) == 0
    })
}

#[test]
fn taking_a_citation_of_evidence_away_raises_no_lower_bound_above_one() {
    check(
        MANY,
        plain,
        &lose_citation_but_of_a_witness,
        &|before, after| after[0] <= before[0].max(1),
    );
}
