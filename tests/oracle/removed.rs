//! What-if and the cheapest ways, held against slow ways that share nothing with them: the records are edited and read
//! again, every choice is tried.

use std::collections::BTreeSet;

use claimgraph::analysis::linchpins::Loss;
use claimgraph::analysis::{Facts, Label, LineageNode, Settings, Suppositions, Taken, Unknown};
use claimgraph::case::{ClaimGraph, ClaimIdx, Node};

use crate::brute::{Assumptions, Brute, Label as Bears, Node as Known, Ties};
use crate::engine;
use crate::model::{Basis, Case, Cite, Claim, Object, Role, Stance, Verification};
use crate::shrinking::{self, hold};
use crate::supposed::supposing;

/// A claim that nobody speaks on.
const NOBODY_SAYS: &str = "zz-unsaid";

/// The case in which some statements rest on a premise that nobody supports: they are there and carry nothing.
fn without_ground(case: &Case, gone: &[usize]) -> Case {
    let mut edited = case.clone();
    let unsaid = edited.claims.len();
    edited.claims.push(Claim {
        id: NOBODY_SAYS.to_owned(),
        ..Claim::default()
    });
    for &at in gone {
        edited.statements[at].basis = Some(Basis::Inferred);
        edited.statements[at].cites = vec![Cite::Claim(unsaid)];
        edited.statements[at].custodian = None;
    }
    edited
}

/// κ⁻, κ⁺, ω⁻, ω⁺ of support and denial of each claim but the one that nobody speaks on, and whether they rest on anything.
fn numbers(facts: &Facts<'_>) -> Vec<String> {
    let graph = facts.graph();
    let claims = graph
        .claims()
        .filter(|&claim| graph.id(claim) != NOBODY_SAYS);
    let row = |claim: ClaimIdx| {
        let standing = facts.standing(claim);
        let of = |lines| {
            let found = engine::numbers(lines);
            let lines = (found.lines_min, found.lines_max);
            (lines, found.origins_min, found.origins_max, found.grounded)
        };
        let (support, denial) = (of(&standing.support), of(&standing.denial));
        format!("{} {support:?} {denial:?}", graph.id(claim))
    };
    claims.map(row).collect()
}

/// How supposing something gone differs from an edited case.
fn differs(graph: &ClaimGraph, gone: Taken, edited: &Case) -> Option<String> {
    let found = numbers(&supposing(graph, Suppositions::without([gone])));
    let again = engine::graph(edited);
    let expected = numbers(&Facts::new(&again, Settings::default()));
    (found != expected).then(|| format!("{gone:?}: expected {expected:?}, found {found:?}"))
}

#[test]
fn without_a_statement_it_is_as_if_it_rested_on_nothing() {
    hold(80, &|case| {
        let graph = engine::graph(case);
        for at in 0..case.statements.len() {
            let Some(Node::Statement(index)) = graph.find(&case.statements[at].id) else {
                panic!("a statement");
            };
            let edited = match case.statements[at].stance {
                // What it took back counts again.
                Stance::Retracts => {
                    let is_object =
                        |to: &crate::model::Statement| to.object == Object::Statement(at);
                    if case.statements.iter().any(is_object) {
                        continue;
                    }
                    let mut edited = case.clone();
                    shrinking::remove_statement(&mut edited, at);
                    edited
                }
                _ => without_ground(case, &[at]),
            };
            if let Some(fault) = differs(&graph, Taken::Statement(index), &edited) {
                return Some(fault);
            }
        }
        None
    });
}

#[test]
fn without_a_report_it_is_as_if_all_in_it_rested_on_nothing() {
    hold(80, &|case| {
        let graph = engine::graph(case);
        for (report, record) in case.reports.iter().enumerate() {
            let within = |at: &usize| case.statements[*at].report == Some(report);
            let gone: Vec<usize> = (0..case.statements.len()).filter(within).collect();
            let retracts = gone
                .iter()
                .any(|&at| case.statements[at].stance == Stance::Retracts);
            // Where nothing in it is meant, to cite it is to cite its publisher, who is not gone with it.
            let cites = |one: &crate::model::Statement| one.cites.contains(&Cite::Report(report));
            // Its relays are gone with it: of them there is no record to edit.
            let has_relays = gone.iter().any(|&at| !case.statements[at].via.is_empty());
            if retracts || has_relays || case.statements.iter().any(cites) {
                continue;
            }
            let Some(Node::Report(index)) = graph.find(&record.id) else {
                panic!("a report");
            };
            let edited = without_ground(case, &gone);
            if let Some(fault) = differs(&graph, Taken::Report(index), &edited) {
                return Some(fault);
            }
        }
        None
    });
}

#[test]
fn without_an_artefact_it_is_as_if_whoever_shows_it_alone_rested_on_nothing() {
    hold(80, &|case| {
        let graph = engine::graph(case);
        for (evidence, record) in case.evidence.iter().enumerate() {
            let shows = |at: &usize| {
                case.statements[*at]
                    .cites
                    .contains(&Cite::Evidence(evidence))
            };
            let showing: Vec<usize> = (0..case.statements.len()).filter(shows).collect();
            // Whoever shows nothing else has nothing left; who cites or shows something else keeps that.
            let alone = |&at: &usize| case.statements[at].cites.len() == 1;
            if !showing.iter().all(alone) {
                continue;
            }
            let Some(Node::Evidence(index)) = graph.find(&record.id) else {
                panic!("an artefact");
            };
            let edited = without_ground(case, &showing);
            if let Some(fault) = differs(&graph, Taken::Evidence(index), &edited) {
                return Some(fault);
            }
        }
        None
    });
}

#[test]
fn without_a_class_it_is_as_if_all_who_answered_to_it_rested_on_nothing() {
    hold(80, &|case| {
        let Ok(brute) = Brute::new(case, Assumptions::default()) else {
            return None;
        };
        let graph = engine::graph(case);
        for actor in 0..case.actors.len() {
            let speaks = |at: &usize| {
                let voices = brute.voices(Known::Statement(*at), Ties::Sure);
                voices.contains(Bears::Actor(actor))
            };
            let gone: Vec<usize> = (0..brute.said.len()).filter(speaks).collect();
            let written = |&at: &usize| at < case.statements.len();
            let retracts = gone
                .iter()
                .any(|&at| brute.said[at].stance == Stance::Retracts);
            // Who makes, verifies, holds, publishes or is cited does more than speak.
            let more = !case.evidence.is_empty()
                || !case.reports.is_empty()
                || case.statements.iter().any(|one| {
                    let is_cited = one.cites.iter().any(|cite| matches!(cite, Cite::Actor(_)));
                    is_cited || one.basis == Some(Basis::Custody)
                });
            if retracts || more || !gone.iter().all(written) {
                continue;
            }
            let Some(Node::Actor(index)) = graph.find(&case.actors[actor].id) else {
                panic!("an actor");
            };
            let edited = without_ground(case, &gone);
            if let Some(fault) = differs(&graph, Taken::Class(index), &edited) {
                return Some(fault);
            }
        }
        None
    });
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
    let mut found: Vec<Unknown> = graph.statements().map(Unknown::Basis).collect();
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
            let all = unknowns(case, &graph);
            for fewer in choices(&all, settle.len().min(3)) {
                let settled = supposing(&graph, Suppositions::settled(fewer.iter().copied()));
                if settled.standing(claim).support.lines_min.least >= 2 {
                    return Some(format!("{}: {fewer:?} corroborates it", graph.id(claim)));
                }
            }
            compared.set(compared.get() + 1);
        }
        None
    });
    assert!(compared.get() > 20, "{}", compared.get());
}

/// Everything that can be taken away, one by one. Reports are taken as faithful: but what one with statements carries goes
/// with those, and one without a publisher stands for him.
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

/// The case where whoever cites nothing shows an artefact, and one actor has verified everything on each of them: all hangs
/// on its word, until it is gone.
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
