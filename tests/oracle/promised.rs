//! What `next` promises, held against the same found out and written into the records.

use claimgraph::analysis::{Facts, Settings, Status, Suppositions, Unknown};
use claimgraph::case::{ActorIdx, ClaimGraph, ClaimIdx, StatementIdx};

use crate::engine;
use crate::model::{Actor, Basis, Case, Cite, Object, Role, Stance, Statement, Verification};
use crate::shrinking::{hold, hold_as};
use crate::supposed::{standings, supposing};

/// Whether a tie joins.
fn joins(role: Role) -> bool {
    !matches!(role, Role::InCustodyOf | Role::FundedBy)
}

/// Everything that could be found out in a case, of what is recorded.
fn recorded_unknowns(case: &Case, graph: &ClaimGraph, facts: &Facts<'_>) -> Vec<Unknown> {
    let mut found = Vec::new();
    for statement in &case.statements {
        let at = engine::statement(graph, &statement.id);
        // Only a root that cites no artefact lacks a basis.
        let is_root = facts.lineage().is_root(facts.lineage().of(at));
        let cites_artefact = facts.base().artefacts(at).next().is_some();
        if is_root && !cites_artefact && statement.basis != Some(Basis::Custody) {
            found.push(Unknown::Basis(at));
        }
    }
    for actor in graph.actors() {
        if graph.is_unnamed(actor) {
            found.push(Unknown::Name(actor));
        }
        let alleged = graph.ties(actor).iter().filter(|tie| tie.alleged);
        found.extend(alleged.map(|tie| Unknown::Tie(actor, tie.to)));
    }
    found.extend(graph.all_evidence().map(Unknown::Artefact));
    found
}

/// Writes into the records that an unknown was found out; whether there is a way to write it.
fn settle(case: &mut Case, graph: &ClaimGraph, unknown: Unknown) -> bool {
    let actor = |case: &Case, at: ActorIdx| {
        let found = case.actors.iter().position(|one| one.id == graph.id(at));
        found.expect("an actor of the case")
    };
    match unknown {
        Unknown::Basis(at) => witness(case, graph, at),
        Unknown::Name(at) => {
            let at = actor(case, at);
            case.actors[at].unnamed = false;
            true
        }
        Unknown::Artefact(at) => {
            let id = graph.id(at);
            // What is verified is a claim, and none need say what a dispute shows.
            let cited = case.evidence.iter().position(|one| one.id == id);
            let cited = Cite::Evidence(cited.expect("an artefact"));
            let disputes =
                |one: &Statement| one.stance == Stance::Disputes && one.cites.contains(&cited);
            if case.statements.iter().any(disputes) {
                return false;
            }
            let by = case.actors.len();
            case.actors.push(Actor {
                id: format!("zz-checker-of-{id}"),
                ..Actor::default()
            });
            let all = (0..case.claims.len()).collect();
            let artefact = case.evidence.iter_mut().find(|one| one.id == id);
            artefact.expect("an artefact").verified.push(Verification {
                by,
                claims: all,
                date: None,
            });
            true
        }
        Unknown::Tie(from, to) => {
            let (from, to) = (actor(case, from), actor(case, to));
            let is_sure = |tie: &crate::model::Tie| tie.to == to && joins(tie.role) && !tie.alleged;
            let ties = &mut case.actors[from].ties;
            ties.retain(|tie| tie.to != to || !joins(tie.role) || !tie.alleged);
            !ties.iter().any(is_sure)
        }
        Unknown::Unrecorded(implied) => match implied.speaker {
            // Nobody is known whom one could ask.
            None => false,
            Some(speaker) => {
                let claim = case
                    .claims
                    .iter()
                    .position(|one| one.id == graph.id(implied.claim));
                let by = actor(case, speaker);
                record(case, by, claim.expect("a claim"))
            }
        },
    }
}

/// The speaker of a statement saw it. What came through relays is several statements with one record.
fn witness(case: &mut Case, graph: &ClaimGraph, at: StatementIdx) -> bool {
    let mut written = case.statements.iter_mut();
    match written.find(|one| one.id == graph.id(at)) {
        Some(statement) if statement.via.is_empty() => {
            statement.basis = Some(Basis::Witnessed);
            true
        }
        _ => false,
    }
}

/// Somebody who is cited said it and saw it, in the report if one of his is cited. Who takes something back would take
/// this back too, and what entails the claim may be meant in its place.
fn record(case: &mut Case, by: usize, claim: usize) -> bool {
    let retracts = |said: &Statement| said.by == by && said.stance == Stance::Retracts;
    let entails = case.claims.iter().any(|claim| !claim.entails.is_empty());
    if entails || case.actors[by].unnamed || case.statements.iter().any(retracts) {
        return false;
    }
    let is_cited = |report: &usize| {
        let on_it = |one: &&Statement| one.object == Object::Claim(claim);
        let mut on_it = case.statements.iter().filter(on_it);
        on_it.any(|one| one.cites.contains(&Cite::Report(*report)))
    };
    let published = (0..case.reports.len()).filter(|&at| case.reports[at].publisher == Some(by));
    let cited: Vec<usize> = published.filter(is_cited).collect();
    if cited.len() > 1 {
        return false;
    }
    case.statements.push(Statement {
        id: format!("zz-said-{by}-{claim}"),
        by,
        stance: Stance::Asserts,
        object: Object::Claim(claim),
        basis: Some(Basis::Witnessed),
        cites: Vec::new(),
        via: Vec::new(),
        date: None,
        report: cited.first().copied(),
        custodian: None,
    });
    true
}

/// The case in which some unknowns were found out, where there is a way to write that.
fn found_out(case: &Case, graph: &ClaimGraph, unknowns: &[Unknown]) -> Option<Case> {
    let mut edited = case.clone();
    // Names first: whoever has none was not there to be asked.
    let (names, rest): (Vec<Unknown>, Vec<Unknown>) =
        (unknowns.iter()).partition(|one| matches!(one, Unknown::Name(_)));
    let mut all = names.into_iter().chain(rest);
    all.all(|unknown| settle(&mut edited, graph, unknown))
        .then_some(edited)
}

/// The status of a claim in an edited case, and how many known lines it has at least.
fn standing_in(edited: &Case, id: &str) -> (Status, u32) {
    let graph = engine::graph(edited);
    let facts = Facts::new(&graph, Settings::default());
    let standing = facts.standing(engine::claim(&graph, id));
    (standing.status, standing.support.lines_min.least)
}

/// The case in which whoever has no name speaks on both sides.
fn on_both_sides(case: &Case) -> Case {
    let mut edited = case.clone();
    for at in 0..case.statements.len() {
        let said = &case.statements[at];
        if case.actors[said.by].unnamed && said.stance.supports() && at % 2 == 0 {
            let mut denial = said.clone();
            denial.id = format!("zz-denies-{at}");
            denial.stance = Stance::Disputes;
            denial.cites.clear();
            edited.statements.push(denial);
        }
    }
    edited
}

#[test]
fn to_suppose_an_unknown_settled_is_to_settle_it_in_the_records() {
    hold(80, &|case| {
        let graph = engine::graph(case);
        let facts = Facts::new(&graph, Settings::default());
        for unknown in recorded_unknowns(case, &graph, &facts) {
            let Some(edited) = found_out(case, &graph, &[unknown]) else {
                continue;
            };
            let edited = engine::graph(&edited);
            let expected = standings(&Facts::new(&edited, Settings::default()));
            let found = standings(&supposing(&graph, Suppositions::settled([unknown])));
            if found != expected {
                return Some(format!(
                    "{unknown:?}: expected {expected:?}, found {found:?}"
                ));
            }
        }
        None
    });
}

fn check_fault(case: &Case) -> Option<String> {
    let graph = engine::graph(case);
    let facts = Facts::new(&graph, Settings::default());
    for check in facts.checks().ranked {
        if let Some(edited) = found_out(case, &graph, &[check.unknown]) {
            let fails = |&&claim: &&ClaimIdx| {
                standing_in(&edited, graph.id(claim)).0 != Status::Corroborated
            };
            if let Some(&claim) = check.raises.iter().find(fails) {
                return Some(format!(
                    "{:?} does not raise {}",
                    check.unknown,
                    graph.id(claim)
                ));
            }
        }
        // What was never recorded would be a statement of its own.
        if matches!(check.unknown, Unknown::Unrecorded(_)) {
            continue;
        }
        let settled = supposing(&graph, Suppositions::settled([check.unknown]));
        for claim in graph.claims() {
            let rises = settled.status(claim) == Status::Corroborated
                && facts.status(claim) != Status::Corroborated;
            if rises != check.raises.contains(&claim) {
                return Some(format!("{:?}: {} {rises}", check.unknown, graph.id(claim)));
            }
        }
    }
    None
}

#[test]
fn what_to_check_first_is_what_settling_raises() {
    hold(100, &check_fault);
    hold_as(100, &on_both_sides, &check_fault);
}

fn cheapest_fault(case: &Case) -> Option<String> {
    let graph = engine::graph(case);
    let facts = Facts::new(&graph, Settings::default());
    for claim in graph.claims() {
        let Some(settle) = facts.cheapest(claim).settle else {
            continue;
        };
        let Some(edited) = found_out(case, &graph, &settle) else {
            continue;
        };
        // What is denied by name stays contested, and is told to.
        let stays_contested = facts.is_denied_by_name(claim);
        let (status, known) = standing_in(&edited, graph.id(claim));
        if known < 2 || !stays_contested && status != Status::Corroborated {
            let id = graph.id(claim);
            return Some(format!("{id}: {settle:?} leave it {status:?} with {known}"));
        }
    }
    None
}

#[test]
fn the_cheapest_way_corroborates() {
    hold(100, &cheapest_fault);
    hold_as(100, &on_both_sides, &cheapest_fault);
}
