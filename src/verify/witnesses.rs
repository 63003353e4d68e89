//! Witnesses: the lines of a finding are those of its claims, its cut is theirs, its cycle is one of the case, its chain
//! comes back, its conflict is one (semantics §§4 and 5). Every other step has to do with what the finding is about.

use std::collections::BTreeSet;

use super::document::{Certificate, Label, Line, Node, Step};
use super::findings::Finding;
use super::names::Doubt;
use super::reading::{NodeNumber, Reading, Ties};
use super::shapes::{Names, Shape};
use crate::case::vocabulary::Stance;
use crate::case::{ClaimIdx, EvidenceIdx, Node as Record, StatementIdx};

/// Checks the witness of a finding, of which each step is of a kind that its rule shows.
pub(super) fn check(finding: &Finding<'_, '_>) -> Result<(), Doubt> {
    shown_once(finding)?;
    let ids = |kind: &str| -> Vec<Option<&str>> {
        let steps = finding.said.witness.iter().filter(|step| step.kind == kind);
        let steps = steps.filter(|step| !is_gap(step));
        steps.map(|step| step.id.as_deref()).collect()
    };
    let named = |kind: &str| -> Vec<&str> { ids(kind).into_iter().flatten().collect() };
    let reading = finding.reading;
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
        "single-origin-echo" => {
            several_tell(finding)?;
            roots(finding, &ids("line"), &finding.support())
        }
        "linchpin" => linchpin(finding, &named("line")),
        "circular-support" | "circular-citation" => cycle(finding, &ids("cycle")),
        "round-trip-sourcing" => chain(finding, &named("chain"), Return::SameActor),
        "laundered-sourcing" => chain(finding, &named("chain"), Return::SameSide),
        "contested-claim" | "self-contradiction" | "value-conflict" | "rival-accounts" => {
            conflict(reading, &named("conflict"))
        }
        "doubted-claim" => stances(finding, &[Stance::Questions]),
        "unanswered-claim" => stances(finding, &[Stance::Silent, Stance::Declines]),
        "evidence-overreach" => overreach(finding),
        "dead-end-citation" => dead_end(finding, &ids("chain")),
        "relay-before-origin" => relay_before_origin(finding, &named("chain")),
        "premature-statement" => premature(finding, &named("chain")),
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
    for (nth, step) in steps.iter().enumerate().filter(|(_, step)| !is_gap(step)) {
        let is_new = seen.insert((&step.kind, &step.id, &step.text));
        if !is_new && !closes(nth, step) {
            let id = step.id.as_deref().unwrap_or_default();
            return Err(format!("its witness shows `{id}` twice as {}", step.kind));
        }
    }
    Ok(())
}

/// The steps of all lines of its claims are shown, and beside them at most who says the claims themselves. Of very
/// long ones both ends are, or the shortest way: then all that is shown lies behind its claims.
fn lines(finding: &Finding<'_, '_>, shown: &[Option<&str>]) -> Result<(), Doubt> {
    let reading = finding.reading;
    let shown: BTreeSet<Option<&str>> = shown.iter().copied().collect();
    let lines = finding.about.iter().flat_map(|claim| &claim.support.lines);
    let steps = lines.flat_map(|line| &line.steps).map(|step| match step {
        Node::Statement(id) => Some(id.as_str()),
        Node::Implied { .. } => None,
    });
    let steps: BTreeSet<Option<&str>> = steps.collect();
    let says_itself = |id: &Option<&str>| {
        let at = id.and_then(|id| reading.statement_of(id).ok());
        let claim = at.and_then(|at| reading.graph.claim_of(at));
        let supports = |at: StatementIdx| finding.statements.contains(&at);
        claim.is_some_and(|claim| finding.names(claim.into())) && at.is_some_and(supports)
    };
    let is_right = match finding.said.witness.iter().any(is_gap) {
        true => {
            let behind = reading.nodes_behind(&finding.sinks());
            let behind = behind.into_iter().map(|node| reading.statement(node));
            let behind: BTreeSet<Option<&str>> =
                behind.map(|at| at.map(|at| reading.graph.id(at))).collect();
            shown.is_subset(&behind)
        }
        false => steps.is_subset(&shown) && shown.difference(&steps).all(says_itself),
    };
    match is_right {
        true => Ok(()),
        false => Err("its lines are not those of its claims".to_owned()),
    }
}

/// Whether a step stands for those between the ends of a long line, which are not shown.
fn is_gap(step: &Step) -> bool {
    let is_more = step.text.ends_with(" step more") || step.text.ends_with(" steps more");
    step.id.is_none() && step.kind == "line" && step.text.starts_with("and ") && is_more
}

/// The roots of all lines of its claims are shown, and some nodes beside, but no others.
fn roots(
    finding: &Finding<'_, '_>,
    shown: &[Option<&str>],
    beside: &[NodeNumber],
) -> Result<(), Doubt> {
    let reading = finding.reading;
    let roots = reading.roots_behind(&finding.sinks());
    let id = |&node: &NodeNumber| reading.statement(node).map(|at| reading.graph.id(at));
    let expected: BTreeSet<Option<&str>> = roots.iter().chain(beside).map(id).collect();
    let shown: BTreeSet<Option<&str>> = shown.iter().copied().collect();
    let is_right = match finding.said.witness.iter().any(is_gap) {
        true => shown.is_subset(&expected),
        false => shown == expected,
    };
    match is_right {
        true => Ok(()),
        false => Err("it does not show the roots of its claims".to_owned()),
    }
}

/// Just the cuts of its claims are shown.
fn cut(finding: &Finding<'_, '_>, shown: &[Option<&str>]) -> Result<(), Doubt> {
    let cuts = finding.about.iter().flat_map(|claim| &claim.support.cut);
    let expected: BTreeSet<Option<&str>> = cuts.map(id_of).collect();
    match expected == shown.iter().copied().collect() {
        true => Ok(()),
        false => Err("its cut is not that of its claims".to_owned()),
    }
}

fn id_of(label: &Label) -> Option<&str> {
    match label {
        Label::Voice(id) | Label::Artefact(id) => Some(id),
        Label::Nameless(_) => None,
    }
}

/// Each of its claims is shown, and a line of each bears the class or artefact that the finding names first: else they
/// would not lose their status without it.
fn linchpin(finding: &Finding<'_, '_>, shown: &[&str]) -> Result<(), Doubt> {
    let said = finding.said;
    if said.claims != shown || shown.len() < finding.result.settings.thresholds.linchpin.claims {
        return Err("it does not show the claims that it names, or they are few".to_owned());
    }
    let pin = said.actors.first().or(said.evidence.first());
    let pin = pin.map(String::as_str);
    let bears = |line: &Line| line.labels.iter().any(|label| id_of(label) == pin);
    let rests = |proof: &Certificate| proof.lines.iter().chain(&proof.known_lines).any(bears);
    match finding.about.iter().find(|claim| !rests(&claim.support)) {
        _ if pin.is_none() => Err("it names no class and no artefact".to_owned()),
        Some(claim) => Err(format!(
            "what it names first is on no line of `{}`",
            claim.claim
        )),
        None => Ok(()),
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
            ids.eq(rest.iter().copied().take(shortest.len()))
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
        let concerned = match finding.said.rule.as_str() {
            "circular-support" => members.iter().any(|at| reached.contains(&at.0)),
            _ => members.iter().all(|at| finding.statements.contains(at)),
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

/// All statements that it names take one of some stances.
fn stances(finding: &Finding<'_, '_>, wanted: &[Stance]) -> Result<(), Doubt> {
    let graph = finding.reading.graph;
    match (finding.statements.iter()).all(|&at| wanted.contains(&graph.stance(at))) {
        true => Ok(()),
        false => Err("it names a statement of another stance".to_owned()),
    }
}

/// Each of its statements cites an artefact that is recorded as not showing one of its claims.
fn overreach(finding: &Finding<'_, '_>) -> Result<(), Doubt> {
    let reading = finding.reading;
    let goes_too_far = |evidence: EvidenceIdx| {
        let mut not_shown = reading.graph.evidence(evidence).does_not_show.iter();
        let names = |&claim: &ClaimIdx| finding.names(claim.into());
        finding.names(evidence.into()) && not_shown.any(names)
    };
    match (finding.statements.iter()).all(|&at| reading.artefacts(at).any(goes_too_far)) {
        true => Ok(()),
        false => Err("it names no artefact that does not show what it is cited for".to_owned()),
    }
}

/// Of each claim two actors at least tell something that rests on a root.
fn several_tell(finding: &Finding<'_, '_>) -> Result<(), Doubt> {
    let reading = finding.reading;
    let sinks = finding.sinks().into_iter();
    let grounded = sinks.filter(|&sink| reading.is_grounded(sink));
    let tellers: BTreeSet<_> = grounded.map(|sink| reading.speaker(sink).0).collect();
    match tellers.len() > 1 {
        true => Ok(()),
        false => Err("no two actors tell it".to_owned()),
    }
}

/// Statements on a claim that cite somebody who says nothing else on it, and that word itself, which is not recorded.
fn dead_end(finding: &Finding<'_, '_>, shown: &[Option<&str>]) -> Result<(), Doubt> {
    let reading = finding.reading;
    let is_cited = |node: NodeNumber| {
        let cites = |at: &StatementIdx| reading.cites(at.0, node);
        let Some(cited) = reading.unrecorded(node) else {
            return false;
        };
        finding.claims().eq([cited.claim])
            && finding.actors().eq(cited.speaker)
            && finding.statements.iter().all(cites)
    };
    let first = finding.statements.first();
    let edges = first.map_or(&[][..], |at| reading.edges(at.0));
    let is_last = matches!(shown, [others @ .., None] if others.iter().all(Option::is_some));
    match is_last && edges.iter().any(|edge| is_cited(edge.to)) {
        true => Ok(()),
        false => Err("nobody is cited there who says nothing else on it".to_owned()),
    }
}

/// A statement, first, that is dated before something that it cites: what it cites is shown if it is a statement.
fn relay_before_origin(finding: &Finding<'_, '_>, shown: &[&str]) -> Result<(), Doubt> {
    let graph = finding.reading.graph;
    let at = finding
        .reading
        .statement_of(shown.first().copied().unwrap_or_default())?;
    let own = graph.date(at);
    let is_later = |cited: Record| match cited {
        Record::Statement(to) => {
            shown.get(1) == Some(&graph.id(cited)) && own.surely_before(graph.date(to))
        }
        Record::Evidence(to) => {
            shown.len() == 1 && finding.names(cited) && own.surely_before(graph.evidence(to).date)
        }
        Record::Report(to) => shown.len() == 1 && own.surely_before(graph.report(to).date),
        _ => false,
    };
    let names = finding.claims().eq(graph.claim_of(at)) && finding.actors().eq([graph.speaker(at)]);
    let mut cited = graph.cites(at).iter().map(|&cited| graph.node(cited));
    match names && cited.any(is_later) {
        true => Ok(()),
        false => Err("it cites nothing that is dated later".to_owned()),
    }
}

/// Statements and artefacts, each dated before the event that is shown last and that the finding names.
fn premature(finding: &Finding<'_, '_>, shown: &[&str]) -> Result<(), Doubt> {
    let graph = finding.reading.graph;
    let Some((last, before)) = shown.split_last() else {
        return Err("it shows no event".to_owned());
    };
    let event = finding.reading.event_of(last)?;
    let wholes = std::iter::successors(Some(event), |&part| graph.event(part).part_of);
    let begun = wholes
        .map(|event| graph.event(event).date)
        .find(|date| !date.is_unknown());
    let is_early = |id: &&str| {
        let date = match graph.find(id) {
            Some(Record::Statement(at)) => graph.date(at),
            Some(Record::Evidence(at)) => graph.evidence(at).date,
            _ => return false,
        };
        begun.is_some_and(|begun| date.surely_before(begun))
    };
    match finding.names(event.into()) && !before.is_empty() && before.iter().all(is_early) {
        true => Ok(()),
        false => Err("something is shown that is not dated before the event".to_owned()),
    }
}

/// A statement that had been made by the as-of date.
fn made(reading: &Reading<'_>, id: &str) -> Result<StatementIdx, Doubt> {
    let at = reading.statement_of(id)?;
    match reading.is_made(at) {
        true => Ok(at),
        false => Err(format!("`{id}` had not been said at that date")),
    }
}

/// To whom a chain comes back.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Return {
    SameActor,
    SameSide,
}

/// A chain within one claim, each statement cited by the next, that comes back through somebody else.
fn chain(finding: &Finding<'_, '_>, ids: &[&str], back: Return) -> Result<(), Doubt> {
    let reading = finding.reading;
    if finding.said.statements != ids {
        return Err("it does not name the statements of its chain in their order".to_owned());
    }
    let chain = ids
        .iter()
        .map(|id| made(reading, id))
        .collect::<Result<Vec<_>, Doubt>>()?;
    let [first, between @ .., last] = chain.as_slice() else {
        return Err("its chain has no two ends".to_owned());
    };
    for pair in chain.windows(2) {
        let carries = |to: StatementIdx| {
            reading
                .edges(pair[1].0)
                .iter()
                .any(|edge| edge.to == to.0 && edge.carries)
        };
        if !carries(pair[0]) {
            let (from, to) = (reading.name(pair[1].0), reading.name(pair[0].0));
            return Err(format!("{from} does not rest on {to}"));
        }
        if reading.graph.claim_of(pair[0]) != reading.graph.claim_of(pair[1]) {
            return Err("its chain runs through several claims".to_owned());
        }
    }
    let speaker = |at: StatementIdx| reading.graph.speaker(at);
    let voices = |at: StatementIdx| reading.voices(speaker(at), reading.graph.date(at), Ties::Sure);
    let joined = |one, other| !voices(one).is_disjoint(&voices(other));
    let same = speaker(*first) == speaker(*last);
    let holds = match back {
        Return::SameActor => same && between.iter().any(|&at| speaker(at) != speaker(*first)),
        Return::SameSide => {
            let outside = |&at: &StatementIdx| !joined(at, *first) && !joined(at, *last);
            !same && joined(*first, *last) && between.iter().any(outside)
        }
    };
    if !holds {
        return Err("its chain does not come back through somebody else".to_owned());
    }
    match reading.reach(&[first.0]).contains(&last.0) {
        true => Err("its chain is part of a cycle".to_owned()),
        false => Ok(()),
    }
}

/// Two of some statements or claims do not go together.
fn conflict(reading: &Reading<'_>, ids: &[&str]) -> Result<(), Doubt> {
    let records: Vec<Record> = ids.iter().filter_map(|id| reading.graph.find(id)).collect();
    // One statement may do: its claim may lead to what opposes it.
    let opposed = records.iter().any(|&one| {
        let mut others = records.iter();
        others.any(|&other| reading.clash(one, other))
    });
    match opposed {
        true => Ok(()),
        false => Err("no two of its statements contradict each other".to_owned()),
    }
}

impl Reading<'_> {
    /// Whether one record denies, or gives a rival account of, what the other says.
    fn clash(&self, one: Record, other: Record) -> bool {
        let claim = |record| match record {
            Record::Claim(claim) => Some(claim),
            Record::Statement(at) => self.graph.claim_of(at),
            _ => None,
        };
        let disputes = |record| match record {
            Record::Statement(at) => self.graph.stance(at) == Stance::Disputes,
            _ => false,
        };
        let (Some(a), Some(b)) = (claim(one), claim(other)) else {
            return false;
        };
        let (says_a, says_b) = (self.entailed(a), self.entailed(b));
        let rivals = |x: ClaimIdx, y: ClaimIdx| {
            let links = self.graph.links(x);
            let quantities = (&links.quantity, &self.graph.links(y).quantity);
            let excluded = matches!(quantities, (Some(x), Some(y)) if x.excludes(y));
            excluded || links.contrasts.contains(&y)
        };
        match (disputes(one), disputes(other)) {
            (false, true) => says_a.contains(&b),
            (true, false) => says_b.contains(&a),
            (true, true) => false,
            (false, false) => {
                let mut pairs = says_a
                    .iter()
                    .flat_map(|&x| says_b.iter().map(move |&y| (x, y)));
                self.excluding(a).contains(&b) || pairs.any(|(x, y)| rivals(x, y))
            }
        }
    }
}
