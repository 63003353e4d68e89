//! What-if and the cheapest ways, held against slow ways that share nothing with them: the definitions, and every
//! choice.

use std::collections::BTreeSet;

use claimgraph::analysis::linchpins::Loss;
use claimgraph::analysis::{
    Facts, Label, LineageNode, Settings, Status, Suppositions, Taken, Unknown,
};
use claimgraph::case::{ClaimGraph, ClaimIdx, Node};

use crate::brute::{Assumptions, Brute, Gone};
use crate::engine;
use crate::model::{Basis, Case, Cite, Report, Role, Stance, Verification};
use crate::shrinking::{hold, hold_as};
use crate::supposed::supposing;

/// Everything that can be taken away by its place in a case, with what the engine calls it.
fn things(case: &Case, graph: &ClaimGraph) -> Vec<(Gone, Taken)> {
    let mut things = Vec::new();
    let find = |id: &String| graph.find(id).unwrap_or_else(|| panic!("`{id}`"));
    for (at, actor) in case.actors.iter().enumerate() {
        if let Node::Actor(index) = find(&actor.id) {
            things.push((Gone::Actor(at), Taken::Actor(index)));
            things.push((Gone::Class(at), Taken::Class(index)));
        }
    }
    for (at, report) in case.reports.iter().enumerate() {
        if let Node::Report(index) = find(&report.id) {
            things.push((Gone::Report(at), Taken::Report(index)));
        }
    }
    for (at, evidence) in case.evidence.iter().enumerate() {
        if let Node::Evidence(index) = find(&evidence.id) {
            things.push((Gone::Evidence(at), Taken::Evidence(index)));
        }
    }
    for (at, statement) in case.statements.iter().enumerate() {
        let index = engine::statement(graph, &statement.id);
        things.push((Gone::Statement(at), Taken::Statement(index)));
    }
    things
}

/// Each thing alone, and some together that are of different kinds.
fn choices_of_things(things: &[(Gone, Taken)]) -> Vec<Vec<(Gone, Taken)>> {
    let apart = things.len().div_ceil(3).max(1);
    let together = (0..apart).map(|first| {
        let some = things.iter().skip(first).step_by(apart);
        some.copied().collect()
    });
    things
        .iter()
        .map(|&one| vec![one])
        .chain(together)
        .collect()
}

/// The case where much is said in one report, and others infer from the report and from something else.
pub fn inferring_from_a_report(case: &Case) -> Case {
    let mut edited = case.clone();
    if edited.reports.is_empty() {
        edited.reports.push(Report {
            id: "r0".to_owned(),
            ..Report::default()
        });
    }
    for at in 0..edited.statements.len() {
        let statement = &mut edited.statements[at];
        match at % 3 {
            0 => statement.report = Some(0),
            1 if statement.stance != Stance::Retracts => {
                statement.basis = Some(Basis::Inferred);
                statement.cites = vec![Cite::Report(0), Cite::Statement(at - 1)];
            }
            _ => {}
        }
    }
    edited
}

#[test]
fn what_is_left_without_something_is_what_the_definitions_leave() {
    let compared = std::cell::Cell::new(0);
    let fault = |case: &Case| {
        let graph = engine::graph(case);
        for gone in choices_of_things(&things(case, &graph)) {
            let places = gone.iter().map(|&(place, _)| place).collect();
            let Ok(brute) = Brute::without(case, Assumptions::default(), places) else {
                continue;
            };
            let taken = gone.iter().map(|&(_, taken)| taken);
            let facts = supposing(&graph, Suppositions::without(taken));
            for (at, claim) in case.claims.iter().enumerate() {
                let Ok(expected) = brute.answer(at) else {
                    continue;
                };
                compared.set(compared.get() + 1);
                let found = engine::answer(&facts, engine::claim(&graph, &claim.id));
                if found != expected {
                    let id = &claim.id;
                    return Some(format!(
                        "{id} without {gone:?}: {expected:?}, not {found:?}"
                    ));
                }
            }
        }
        None
    };
    hold(60, &fault);
    hold_as(60, &inferring_from_a_report, &fault);
    assert!(compared.get() > 1000, "{}", compared.get());
}

/// κ⁻, κ⁺, ω⁻, ω⁺ of the support of each claim.
fn supports(facts: &Facts<'_>) -> Vec<[u32; 4]> {
    let of = |claim| {
        let found = engine::numbers(&facts.standing(claim).support);
        let lines = [found.lines_min, found.lines_max];
        [lines[0], lines[1], found.origins_min, found.origins_max]
    };
    facts.graph().claims().map(of).collect()
}

/// Whether something else may count once something is gone: what it took back, and the makers' word on what it
/// verified.
fn gives_way(case: &Case, gone: Gone) -> bool {
    let retracts = |at: usize| case.statements[at].stance == Stance::Retracts;
    match gone {
        Gone::Statement(at) => retracts(at),
        Gone::Report(report) => {
            let mut all = 0..case.statements.len();
            all.any(|at| case.statements[at].report == Some(report) && retracts(at))
        }
        Gone::Actor(_) | Gone::Class(_) => {
            (case.evidence.iter()).any(|one| !one.verified.is_empty())
        }
        Gone::Evidence(_) => false,
    }
}

#[test]
fn nothing_that_is_taken_away_makes_what_is_left_stand_better() {
    let fault = |case: &Case| {
        let graph = engine::graph(case);
        let before = supports(&Facts::new(&graph, Settings::default()));
        for (gone, taken) in things(case, &graph) {
            if gives_way(case, gone) {
                continue;
            }
            let after = supports(&supposing(&graph, Suppositions::without([taken])));
            let rises =
                |(after, before): (&[u32; 4], &[u32; 4])| (0..4).any(|at| after[at] > before[at]);
            if after.iter().zip(&before).any(rises) {
                return Some(format!("without {gone:?}: {before:?} became {after:?}"));
            }
        }
        None
    };
    hold(150, &fault);
    hold_as(150, &inferring_from_a_report, &fault);
}

/// Every choice of fewer than `most` of some things.
pub fn choices<T: Copy + Ord>(of: &[T], most: usize) -> Vec<BTreeSet<T>> {
    let mut found = vec![BTreeSet::new(); most.min(1)];
    for &one in of {
        let with: Vec<BTreeSet<T>> = (found.iter())
            .filter(|chosen| chosen.len() + 1 < most)
            .map(|chosen| chosen.iter().copied().chain([one]).collect())
            .collect();
        found.extend(with);
    }
    found
}

/// Everything that may be unknown in a case, on whatever line.
fn unknowns(case: &Case, graph: &ClaimGraph) -> Vec<Unknown> {
    let actor = |at: usize| match graph.find(&case.actors[at].id) {
        Some(Node::Actor(actor)) => actor,
        other => panic!("{other:?}"),
    };
    // Who holds a prisoner is how it is known what he says.
    let mut found: Vec<Unknown> = (graph.statements())
        .filter(|&at| graph.basis(at) != Some(claimgraph::case::vocabulary::Basis::Custody))
        .map(Unknown::Basis)
        .collect();
    found.extend(graph.all_evidence().map(Unknown::Artefact));
    for (at, record) in case.actors.iter().enumerate() {
        if record.unnamed {
            found.push(Unknown::Name(actor(at)));
        }
        let joins = |role: Role| !matches!(role, Role::FundedBy | Role::InCustodyOf);
        let alleged = record
            .ties
            .iter()
            .filter(|tie| tie.alleged && joins(tie.role));
        found.extend(alleged.map(|tie| Unknown::Tie(actor(at), actor(tie.to))));
    }
    found.sort_unstable();
    found.dedup();
    found
}

#[test]
fn no_smaller_choice_than_the_cheapest_corroborates() {
    let compared = std::cell::Cell::new(0);
    hold(60, &|case| {
        let graph = engine::graph(case);
        let facts = Facts::new(&graph, Settings::default());
        for claim in graph.claims() {
            let cheapest = facts.cheapest(claim);
            let Some(settle) = cheapest.settle.filter(|_| cheapest.is_least) else {
                continue;
            };
            if facts.is_denied_by_name(claim) {
                continue;
            }
            let all = unknowns(case, &graph);
            for fewer in choices(&all, settle.len().min(3)) {
                let settled = supposing(&graph, Suppositions::settled(fewer.iter().copied()));
                if settled.status(claim) == Status::Corroborated {
                    return Some(format!("{}: {fewer:?} corroborates it", graph.id(claim)));
                }
            }
            compared.set(compared.get() + 1);
        }
        None
    });
    assert!(compared.get() > 20, "{}", compared.get());
}

/// Everything that can be taken away, one by one. Reports are taken as faithful: but what one with statements carries
/// goes with those, and one without a publisher stands for him.
fn takable(graph: &ClaimGraph) -> Vec<Taken> {
    let carries = |report| {
        graph
            .statements()
            .any(|at| graph.report_of(at) == Some(report))
    };
    let is_nobodys = |&report: &_| graph.report(report).publisher.is_none() && !carries(report);
    (graph
        .actors()
        .flat_map(|actor| [Taken::Actor(actor), Taken::Class(actor)]))
    .chain(graph.all_evidence().map(Taken::Evidence))
    .chain(graph.statements().map(Taken::Statement))
    .chain(graph.reports().filter(is_nobodys).map(Taken::Report))
    .collect()
}

/// What takes a label away.
fn taker(facts: &Facts<'_>, label: Label) -> Taken {
    match label {
        Label::Voice(actor) => Taken::Class(actor),
        Label::Artefact(evidence) => Taken::Evidence(evidence),
        Label::Nameless(node) => match facts.lineage().node(node) {
            LineageNode::Implied(implied) => Taken::Report(implied.report.expect("a report")),
            LineageNode::Statement(at) => panic!("{at:?} is somebody's"),
        },
    }
}

/// The case where whoever cites nothing shows an artefact, and one actor has verified everything on each of them: all
/// hangs on its word, until it is gone.
fn verified_by_one(case: &Case) -> Case {
    let mut edited = case.clone();
    if edited.evidence.is_empty() {
        return edited;
    }
    for (at, statement) in edited.statements.iter_mut().enumerate() {
        if statement.cites.is_empty() && statement.stance != Stance::Retracts {
            statement.cites = vec![Cite::Evidence(at % case.evidence.len())];
        }
    }
    for evidence in &mut edited.evidence {
        evidence.verified.push(Verification {
            by: 0,
            claims: (0..case.claims.len()).collect(),
            date: None,
        });
    }
    edited
}

#[test]
fn nothing_is_left_without_what_nothing_is_left_without_and_no_fewer_do() {
    let (mut refuted, mut by_lines) = (0, 0);
    let counted = std::cell::RefCell::new((&mut refuted, &mut by_lines));
    hold(100, &|case| {
        let case = match case.statements.len() % 3 {
            0 => case,
            _ => &verified_by_one(case),
        };
        let graph = engine::graph(case);
        let facts = Facts::new(&graph, Settings::default());
        let stands_without = |claim: ClaimIdx, gone: &[Taken]| {
            let without = supposing(&graph, Suppositions::without(gone.iter().copied()));
            without.standing(claim).support.grounded
        };
        for claim in graph
            .claims()
            .filter(|&at| facts.standing(at).support.grounded)
        {
            let fault = |what: String| Some(format!("{}: {what}", graph.id(claim)));
            // What `explain` calls the cut.
            let cut = facts.certificate(claim).cut;
            let takers: Vec<Taken> = cut.iter().map(|&label| taker(&facts, label)).collect();
            let is_lost = facts.is_lost_without(claim, &cut);
            if is_lost == stands_without(claim, &takers) {
                return fault(format!("without the cut {takers:?} it is lost: {is_lost}"));
            }
            // What `explain` and `next` say that nothing is left without.
            let (refute, is_least) = facts.refutation(claim);
            if facts.cheapest(claim).refute != refute || !is_least || stands_without(claim, &refute)
            {
                return fault(format!("{refute:?} do not refute it"));
            }
            let fewer = choices(&takable(&graph), refute.len().min(3));
            if let Some(fewer) = fewer.iter().find(|fewer| {
                !stands_without(claim, &fewer.iter().copied().collect::<Vec<Taken>>())
            }) {
                return fault(format!("{fewer:?} are fewer than {refute:?}"));
            }
            // What `linchpins` says that it hangs on.
            let hangs = facts.linchpins().ranked.iter().any(|one| {
                (one.losses.iter()).any(|&(at, loss)| at == claim && loss == Loss::Support)
            });
            let is_one = matches!(refute[..], [Taken::Class(_) | Taken::Evidence(_)]);
            if hangs != is_one {
                return fault(format!("{refute:?}, and it hangs on one: {hangs}"));
            }
            let mut counted = counted.borrow_mut();
            *counted.0 += 1;
            *counted.1 += u32::from(!is_lost);
        }
        None
    });
    assert!(refuted > 60 && by_lines > 2, "{refuted} {by_lines}");
}
