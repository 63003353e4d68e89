//! Witnesses: the lines of a finding are those of its claims, its cut is theirs, its cycle is one of the case, its
//! conflict is one (semantics §§4 and 5). Every other step has to do with what the finding is about.

use std::collections::BTreeSet;

use super::chains::{self, Return};
use super::conflicts;
use super::document::{Label, Node, Step};
use super::findings::Finding;
use super::names::Doubt;
use super::reading::Label::Voice;
use super::reading::{NodeNumber, Ties};
use super::shapes::{Names, Shape};
use crate::case::vocabulary::{ClaimKind, Stance};
use crate::case::{ActorIdx, Node as Record, StatementIdx};

/// Checks the witness of a finding, of which each step is of a kind that its rule shows.
pub(super) fn check(finding: &Finding<'_, '_>) -> Result<(), Doubt> {
    shown_once(finding)?;
    let ids = |kind: &str| -> Vec<Option<&str>> {
        let steps = finding.said.witness.iter().filter(|step| step.kind == kind);
        let steps = steps.filter(|step| step.more.is_none());
        steps.map(|step| step.id.as_deref()).collect()
    };
    let named = |kind: &str| -> Vec<&str> { ids(kind).into_iter().flatten().collect() };
    match finding.said.rule.as_str() {
        "uncorroborated-claim"
        | "unknown-independence"
        | "anonymous-only"
        | "hearsay-only"
        | "parties-only"
        | "self-serving-claim"
        | "custodial-confession"
        | "publisher-only"
        | "amplification"
        | "overgraded-claim" => lines(finding, &ids("line")),
        "relay-bottleneck" => {
            cut(finding, &ids("cut"))?;
            lines(finding, &ids("line"))
        }
        "affiliated-corroboration" => {
            cut(finding, &ids("cut"))?;
            roots(finding, &ids("line"), &[])
        }
        "single-origin-echo" => roots(finding, &ids("line"), &finding.support()),
        "linchpin" => linchpin(finding, &named("line")),
        "circular-support" | "circular-citation" => cycle(finding, &ids("cycle")),
        "round-trip-sourcing" => chains::chain(finding, &named("chain"), Return::SameActor),
        "laundered-sourcing" => chains::chain(finding, &named("chain"), Return::SameSide),
        "retracted-still-cited" => chains::still_cited(finding, &named("chain")),
        "empty-retraction" => chains::empty_retraction(finding),
        "unfounded-support" => chains::unfounded(finding, &named("chain")),
        "adverse-agreement" => agreement(finding),
        "pluralised-source" => crowds(finding),
        "false-corroboration" => echoes(finding),
        "contested-claim" | "self-contradiction" | "value-conflict" | "rival-accounts" => {
            conflicts::conflict(finding, &named("conflict"))
        }
        "doubted-claim" => conflicts::stances(finding, &[Stance::Questions]),
        "unanswered-claim" => conflicts::stances(finding, &[Stance::Silent, Stance::Declines]),
        "evidence-overreach" => conflicts::overreach(finding),
        "certainty-inflation" => chains::inflation(finding),
        "claim-drift" => chains::drift(finding),
        "impossible-date" => chains::impossible(finding),
        "dead-end-citation" => chains::dead_end(finding, &ids("chain")),
        "relay-before-origin" => chains::relay_before_origin(finding, &named("chain")),
        "premature-statement" => chains::premature(finding, &named("chain")),
        _ => Ok(()),
    }
}

/// No step is shown twice, but for the one that closes a cycle.
fn shown_once(finding: &Finding<'_, '_>) -> Result<(), Doubt> {
    let mut seen = BTreeSet::new();
    let steps = &finding.said.witness;
    let closes = |nth: usize, step: &Step| {
        let is_last = nth + 1 == steps.len() && nth > 0;
        is_last && finding.said.rule == "circular-citation" && step.id == steps[0].id
    };
    for (nth, step) in steps
        .iter()
        .enumerate()
        .filter(|(_, step)| step.more.is_none())
    {
        let is_new = seen.insert((&step.kind, &step.id, &step.text));
        if !is_new && !closes(nth, step) {
            let id = step.id.as_deref().unwrap_or_default();
            return Err(format!("its witness shows `{id}` twice as {}", step.kind));
        }
    }
    Ok(())
}

/// Of a longer line so many steps are shown at either end.
const END: usize = 32;

/// The steps of all lines of its claims are shown, of long ones both ends, and beside them at most who says the claims
/// themselves. Where more lies behind a claim than its lines are sought among, all that is shown lies there.
fn lines(finding: &Finding<'_, '_>, shown: &[Option<&str>]) -> Result<(), Doubt> {
    let reading = finding.reading;
    let shown: BTreeSet<Option<&str>> = shown.iter().copied().collect();
    let (mut expected, mut left_out) = (BTreeSet::new(), Vec::new());
    for line in finding
        .about
        .iter()
        .flat_map(|(_, claim)| &claim.support.lines)
    {
        let steps: Vec<Option<&str>> = (line.steps.iter())
            .map(|step| match step {
                Node::Statement(id) => Some(id.as_str()),
                Node::Implied { .. } => None,
            })
            .collect();
        match steps.len().checked_sub(2 * END).filter(|&more| more > 1) {
            Some(more) => {
                left_out.push(more);
                expected.extend(&steps[..END]);
                expected.extend(&steps[END + more..]);
            }
            None => expected.extend(steps),
        }
    }
    let mut gaps: Vec<usize> = finding
        .said
        .witness
        .iter()
        .filter_map(|step| step.more)
        .collect();
    gaps.sort_unstable();
    left_out.sort_unstable();
    let says_itself = |id: &Option<&str>| {
        let at = id.and_then(|id| reading.statement_of(id).ok());
        let claim = at.and_then(|at| reading.graph.claim_of(at));
        let supports = |at: StatementIdx| finding.statements.contains(&at);
        claim.is_some_and(|claim| finding.names(claim.into())) && at.is_some_and(supports)
    };
    let are_whole = gaps == left_out
        && expected.is_subset(&shown)
        && shown.difference(&expected).all(says_itself);
    if are_whole {
        return Ok(());
    }
    let behind = reading.nodes_behind(&finding.sinks());
    let id = |&node: &NodeNumber| reading.statement(node).map(|at| reading.graph.id(at));
    let lies_behind: BTreeSet<Option<&str>> = behind.iter().map(id).collect();
    let is_cut_short = reading.is_long(&finding.sinks())
        && gaps.iter().all(|&more| more > 0 && more < behind.len());
    match is_cut_short && !shown.is_empty() && shown.is_subset(&lies_behind) {
        true => Ok(()),
        false => Err("its lines are not those of its claims".to_owned()),
    }
}

/// How many roots of a very long lineage are shown.
const MOST_ROOTS: usize = 64;

/// The roots of all lines of its claims are shown, and some nodes beside, but no others.
fn roots(
    finding: &Finding<'_, '_>,
    shown: &[Option<&str>],
    beside: &[NodeNumber],
) -> Result<(), Doubt> {
    let reading = finding.reading;
    let id = |&node: &NodeNumber| reading.statement(node).map(|at| reading.graph.id(at));
    let roots = reading.roots_behind(&finding.sinks());
    let expected: BTreeSet<Option<&str>> = roots.iter().chain(beside).map(id).collect();
    let shown: BTreeSet<Option<&str>> = shown.iter().copied().collect();
    let left_out = finding.said.witness.iter().filter_map(|step| step.more);
    let is_right = match left_out.sum::<usize>() {
        0 => shown == expected,
        more => shown.is_subset(&expected) && more + MOST_ROOTS <= roots.len(),
    };
    match is_right {
        true => Ok(()),
        false => Err("it does not show the roots of its claims".to_owned()),
    }
}

/// Just the cuts of its claims are shown.
fn cut(finding: &Finding<'_, '_>, shown: &[Option<&str>]) -> Result<(), Doubt> {
    let cuts = finding
        .about
        .iter()
        .flat_map(|(_, claim)| &claim.support.cut);
    let expected: BTreeSet<Option<&str>> = cuts.map(Label::id).collect();
    match expected == shown.iter().copied().collect() {
        true => Ok(()),
        false => Err("its cut is not that of its claims".to_owned()),
    }
}

/// Each of its claims is shown, there are as many as are asked for, and it names all who speak for the class on them.
fn linchpin(finding: &Finding<'_, '_>, shown: &[&str]) -> Result<(), Doubt> {
    let (reading, said) = (finding.reading, finding.said);
    let graph = reading.graph;
    let least = &finding.result.settings.thresholds.linchpin;
    let facts = graph
        .claims()
        .filter(|&claim| graph.claim(claim).kind == ClaimKind::Fact);
    let fewest = least.claims.max(facts.count() / least.one_in.max(1));
    if said.claims != shown || shown.len() < fewest {
        return Err("it does not show the claims that it names, or they are few".to_owned());
    }
    let Some(id) = said.actors.first() else {
        return Ok(());
    };
    let class = reading.actor_of(id)?;
    let of_class = |at: &NodeNumber| reading.node_labels(*at, Ties::Sure).contains(&Voice(class));
    let speaking = finding.support().into_iter().filter(of_class);
    let speaking = speaking.filter_map(|at| reading.speaker(at).0);
    match finding
        .actors()
        .eq(speaking.chain([class]).collect::<BTreeSet<_>>())
    {
        true => Ok(()),
        false => Err("it does not name just those who speak for the class".to_owned()),
    }
}

/// Cycles as the result lists them, one after another; and what the finding is about has to do with them.
fn cycle(finding: &Finding<'_, '_>, shown: &[Option<&str>]) -> Result<(), Doubt> {
    let reading = finding.reading;
    let reached = reading.reach(&finding.support());
    let mut rest = shown;
    while let Some(&first) = rest.first() {
        let is_here = |shortest: &[String]| {
            let ids = shortest.iter().map(|id| Some(id.as_str()));
            !shortest.is_empty() && ids.eq(rest.iter().copied().take(shortest.len()))
        };
        let Some(cycle) = finding
            .result
            .cycles
            .iter()
            .find(|cycle| is_here(&cycle.shortest))
        else {
            return Err("its cycle is none of those that are listed".to_owned());
        };
        rest = &rest[cycle.shortest.len()..];
        // Where the finding is about a cycle and nothing else, the first statement closes it.
        if finding.said.rule == "circular-citation" {
            rest = match rest {
                [closing, rest @ ..] if *closing == first => rest,
                _ => return Err("its cycle does not end where it began".to_owned()),
            };
        }
        let members = cycle.shortest.iter().map(|id| reading.statement_of(id));
        let members = members.collect::<Result<Vec<_>, _>>()?;
        let names_speaker = |at: &StatementIdx| finding.names(reading.graph.speaker(*at).into());
        let concerned = match finding.said.rule.as_str() {
            "circular-support" => {
                members.iter().any(|at| reached.contains(&at.0))
                    && members.iter().all(names_speaker)
            }
            _ => {
                let members = reading.component_of(members[0].0).iter();
                let on = members.filter_map(|at| reading.graph.claim_of(reading.statement(*at)?));
                finding.claims().eq(on.collect::<BTreeSet<_>>())
            }
        };
        if !concerned {
            return Err("its cycle has nothing to do with what it is about".to_owned());
        }
    }
    Ok(())
}

/// The statements that are shown and not named, where they are not known to be those of lines. Whatever else is shown
/// must be named, or be in a cut; and a step has no id where something is cited that nobody recorded.
pub(super) fn statements_beside(
    finding: &Finding<'_, '_>,
    shape: &Shape,
) -> Result<Vec<StatementIdx>, Doubt> {
    let graph = finding.reading.graph;
    let rule = finding.said.rule.as_str();
    let are_lines = matches!(shape.actors, Names::Roots | Names::Houses);
    let mut found = Vec::new();
    for step in &finding.said.witness {
        let record = step.id.as_deref().map(|id| graph.find(id));
        match (step.kind.as_str(), record) {
            ("cut", _) => {}
            ("line", _) if are_lines => {}
            (_, Some(Some(record))) if finding.names(record) => {}
            (_, Some(Some(Record::Statement(at)))) => found.push(at),
            (_, None) if ["dead-end-citation", "false-corroboration"].contains(&rule) => {}
            _ => {
                let id = step.id.as_deref().unwrap_or("nobody");
                return Err(format!("its witness shows `{id}`, which it does not name"));
            }
        }
    }
    Ok(found)
}

/// Opponents of one another who all say it, or whoever says it against the side that they belong to; it names what they
/// say themselves.
fn agreement(finding: &Finding<'_, '_>) -> Result<(), Doubt> {
    let reading = finding.reading;
    let graph = reading.graph;
    let holds = finding.claims().all(|claim| {
        let told = reading.told(claim);
        let fights =
            |one: &&StatementIdx| told.iter().any(|other| reading.are_opposed(one.0, other.0));
        let against = &graph.links(claim).against;
        let concedes = |at: &&StatementIdx| reading.is_of(at.0, against);
        let named = told
            .iter()
            .filter(|&&at| finding.names(graph.speaker(at).into()));
        let speaks = |actor: ActorIdx| {
            let mut own = named.clone().filter(|&&at| graph.speaker(at) == actor);
            own.clone().any(|at| concedes(&at)) || own.any(|at| fights(&at))
        };
        finding.statements.iter().eq(named.clone()) && finding.actors().all(speaks)
    });
    match holds && finding.actors().next().is_some() {
        true => Ok(()),
        false => Err("it does not name opponents, or who speaks against its interest".to_owned()),
    }
}

/// Roots of support without a name that are said to be several.
fn crowds(finding: &Finding<'_, '_>) -> Result<(), Doubt> {
    let reading = finding.reading;
    let graph = reading.graph;
    let is_plural = |number: &str| match number.trim().parse::<f64>() {
        Ok(number) => number > 1.0,
        Err(_) => !["", "one", "a", "single"].contains(&number.trim()),
    };
    let support = finding.support();
    let is_crowd = |&at: &StatementIdx| {
        let number = graph.detail(at).and_then(|detail| detail.number.as_deref());
        let is_root = support.contains(&at.0) && reading.is_root(at.0);
        is_root && reading.is_unnamed(at.0) && number.is_some_and(is_plural)
    };
    match !finding.statements.is_empty() && finding.statements.iter().all(is_crowd) {
        true => Ok(()),
        false => Err("it names nobody who is said to be several".to_owned()),
    }
}

/// Confirmations by those whom it names, and what they confirm.
fn echoes(finding: &Finding<'_, '_>) -> Result<(), Doubt> {
    let reading = finding.reading;
    let echoes = |&&at: &&StatementIdx| finding.claims().any(|claim| reading.echoes(at, claim));
    let echoing: Vec<&StatementIdx> = finding.statements.iter().filter(echoes).collect();
    let speakers = echoing.iter().map(|&&at| reading.graph.speaker(at));
    let speakers: BTreeSet<ActorIdx> = speakers.collect();
    let support = finding.support();
    let supports = |at: &StatementIdx| support.contains(&at.0) && reading.is_grounded(at.0);
    let has_others = finding.statements.len() > 1 && finding.statements.iter().all(supports);
    match has_others && !echoing.is_empty() && finding.actors().eq(speakers) {
        true => Ok(()),
        false => Err("it names no confirmation of what has the same origin".to_owned()),
    }
}
