//! On whom or on what much of the case hangs.

use std::collections::{BTreeMap, BTreeSet};

use crate::analysis::linchpins::{Linchpin, Loss};
use crate::analysis::suppose::Taken;
use crate::analysis::{Facts, Ties};
use crate::case::vocabulary::ClaimKind;
use crate::case::{ActorIdx, ClaimIdx};
use crate::rules::consequence;
use crate::rules::finding::{Finding, Severity, StepKind};
use crate::rules::profile::record_step;
use crate::rules::thresholds::{
    LINCHPIN_ACTORS, LINCHPIN_CLAIMS, LINCHPIN_ONE_IN, LINCHPIN_STATEMENTS, Thresholds,
};
use crate::rules::words::{actor_names, count, ids};

/// So many are reported, those on which the most claims hang: in a long lineage every voice is one.
const MOST: usize = 20;

/// What hangs on a class or an artefact: facts that others tell, too, with what each would lose, and how many that
/// nobody else tells.
struct Hanging<'f> {
    pin: &'f Linchpin,
    lost: Vec<(ClaimIdx, Loss)>,
    alone: usize,
}

/// Classes and artefacts without which many claims lose their status. Everything hangs on those who published the
/// reports: they are left out. That what a class says alone falls with it is no news: it is told, and makes no
/// linchpin. In large cases nothing is looked for unasked: to take each of many voices away costs several times what
/// counting all lines costs.
pub fn linchpin(facts: &Facts<'_>, thresholds: &Thresholds, findings: &mut Vec<Finding>) {
    let graph = facts.graph();
    let is_fact = |claim: ClaimIdx| graph.claim(claim).kind == ClaimKind::Fact;
    let all = facts_among(facts, graph.claims()).count();
    let least = (thresholds.count(&LINCHPIN_CLAIMS)).max(all / thresholds.count(&LINCHPIN_ONE_IN));
    if all < least || graph.statement_count() > thresholds.count(&LINCHPIN_STATEMENTS) {
        return;
    }
    let publishers = facts.publishers();
    let tellers: Vec<Option<Vec<ActorIdx>>> =
        (graph.claims().map(|claim| voices_of_all(facts, claim))).collect();
    let is_told_beside = |what: Taken, claim: ClaimIdx| match what {
        Taken::Class(class) => {
            let voices = tellers[claim.at()].as_ref();
            voices.is_some_and(|voices| voices.binary_search(&class).is_err())
        }
        _ => true,
    };
    let mut found: Vec<Hanging<'_>> = Vec::new();
    for pin in &facts.linchpins().ranked {
        let (lost, alone): (Vec<_>, Vec<_>) = (pin.losses.iter().copied())
            .filter(|&(claim, _)| is_fact(claim))
            .partition(|&(claim, _)| is_told_beside(pin.what, claim));
        let carries = matches!(pin.what, Taken::Class(actor) if publishers.contains(&actor));
        let many = facts_among(facts, lost.iter().map(|&(claim, _)| claim)).count();
        if many >= least && !carries {
            let alone = alone.into_iter().map(|(claim, _)| claim);
            found.push(Hanging {
                pin,
                lost,
                alone: facts_among(facts, alone).count(),
            });
        }
    }
    let classes: BTreeSet<ActorIdx> = (found.iter())
        .filter_map(|hanging| match hanging.pin.what {
            Taken::Class(actor) => Some(actor),
            _ => None,
        })
        .collect();
    // What hangs on a mouthpiece hangs on its house.
    let within = |pin: &Linchpin| match pin.what {
        Taken::Class(actor) => facts.side(actor) != actor && classes.contains(&facts.side(actor)),
        _ => false,
    };
    let whole = found.into_iter().filter(|hanging| !within(hanging.pin));
    for hanging in whole.take(MOST) {
        findings.extend(finding(facts, thresholds, hanging));
    }
}

/// The facts among some claims, each under the first of the ids under which it is one.
fn facts_among<'f>(
    facts: &'f Facts<'_>,
    claims: impl Iterator<Item = ClaimIdx> + 'f,
) -> impl Iterator<Item = ClaimIdx> + 'f {
    claims.filter(|&claim| facts.graph().as_facts(claim).next() == Some(claim))
}

/// The voices that all who tell a claim, and do not merely pass it on, speak with: told beside those nobody tells it.
/// `None` where nobody tells it. A prisoner is heard as his custodian lets him be heard.
fn voices_of_all(facts: &Facts<'_>, claim: ClaimIdx) -> Option<Vec<ActorIdx>> {
    let graph = facts.graph();
    let told = facts.support(claim).into_iter();
    let mut told = told.filter(|&at| !graph.is_relay(at) && facts.is_grounded(at));
    let voices = |at| {
        let mut voices = facts.voices(at);
        if facts.base().is_in_custody(at) {
            for custodian in facts.base().custodians(at) {
                let reach = &facts.base().voices;
                voices.extend(reach.reach(custodian, graph.date(at), Ties::Sure));
            }
            voices.sort_unstable();
        }
        voices
    };
    let mut common = voices(told.next()?);
    while !common.is_empty()
        && let Some(at) = told.next()
    {
        let others = voices(at);
        common.retain(|voice| others.binary_search(voice).is_ok());
    }
    Some(common)
}

fn finding(facts: &Facts<'_>, thresholds: &Thresholds, hanging: Hanging<'_>) -> Option<Finding> {
    let Hanging { pin, lost, alone } = hanging;
    let graph = facts.graph();
    let mut finding = Finding::of("linchpin", String::new());
    let losses: BTreeMap<ClaimIdx, Loss> = lost.iter().copied().collect();
    let mut lost: Vec<ClaimIdx> = losses.keys().copied().collect();
    consequence::order(facts, &mut lost);
    let fate = lost.iter().map(|&claim| {
        let text = match losses[&claim] {
            Loss::Support => "nothing would hold it up",
            Loss::Corroboration => "it would be corroborated no longer",
            Loss::Possibility => "no second line would be left",
        };
        record_step(facts, StepKind::Line, claim, text)
    });
    finding.witness = fate.collect();
    let told: Vec<ClaimIdx> = facts_among(facts, lost.iter().copied()).collect();
    let named = ids(facts, told.iter().copied());
    let is_bare = |loss: &Loss| matches!(loss, Loss::Support);
    let less = match facts.settings().threshold {
        _ if losses.values().all(is_bare) => "none",
        0..=2 => "one line at most",
        _ => "fewer lines than are asked for",
    };
    let many = count(told.len(), "claim");
    match pin.what {
        Taken::Class(actor) | Taken::Actor(actor) => {
            let mouths = mouths(facts, actor, &lost);
            let own = match alone {
                0 => String::new(),
                _ => format!("; {alone} that nobody else tells would stand on none"),
            };
            let fall = format!("{many} that others tell would stand on {less}: {named}{own}");
            let mut says = format!("without {} {fall}", graph.name(actor));
            // The head and those beside it look like so many sources.
            if !mouths.is_empty() && mouths.len() + 1 >= thresholds.count(&LINCHPIN_ACTORS) {
                finding.severity = Severity::Warning;
                says = format!(
                    "without {} and those who answer to it or side with it ({}) {fall}",
                    graph.name(actor),
                    actor_names(facts, &mouths)
                );
            }
            finding.says = says.into();
            finding.parts = vec![vec![actor.into()]];
            finding.actors = [vec![actor], mouths].concat();
        }
        Taken::Evidence(evidence) => {
            let says = format!(
                "without `{}` {many} would stand on {less}: {named}",
                graph.id(evidence)
            );
            finding.says = says.into();
            finding.parts = vec![vec![evidence.into()]];
            finding.evidence = vec![evidence];
        }
        Taken::Report(_) | Taken::Statement(_) => return None,
    }
    finding.claims = lost;
    Some(finding)
}

/// Who speaks for some claims as one voice with the head of a class.
fn mouths(facts: &Facts<'_>, class: ActorIdx, claims: &[ClaimIdx]) -> Vec<ActorIdx> {
    let statements = claims.iter().flat_map(|&claim| facts.support(claim));
    let own = statements.filter(|&at| facts.voices(at).binary_search(&class).is_ok());
    let mut mouths: BTreeSet<ActorIdx> = own.map(|at| facts.graph().speaker(at)).collect();
    mouths.remove(&class);
    mouths.into_iter().collect()
}
