//! What a claim stands on, counted: both intervals of its support and denial, and its status (semantics §4 and §6).

use std::cell::LazyCell;
use std::collections::{BTreeSet, HashSet};

use super::Facts;
use super::base::Base;
use super::lineage::LineageIdx;
use super::lines::counting::{Counter, Scratch};
use super::lines::opponents::{opposed, solve_known};
use super::lines::{Excused, Extractor, OnLines, Scope};
use super::status::Status;
use super::support::{Certificate, Count, Label, Line, Lines, Standing};
use super::voices::Ties;
use crate::case::date::Date;
use crate::case::vocabulary::Stance;
use crate::case::{ActorIdx, ClaimIdx, Directness, StatementIdx};

/// The sinks among some statements: those that are known directly.
pub fn sinks(base: &Base<'_>, statements: &[StatementIdx]) -> Vec<LineageIdx> {
    statements
        .iter()
        .filter(|&&at| base.graph.directness(at) == Directness::Direct)
        .map(|&at| base.lineage.of(at))
        .collect()
}

/// The numbers of one side of a claim: counted where that is enough, else by finding the lines.
fn lines(facts: &Facts<'_>, statements: &[StatementIdx], scratch: &mut Scratch) -> Lines {
    let (base, grounded) = (facts.base(), facts.grounded());
    let mut lines = Lines::of(base, grounded, statements);
    if !lines.grounded {
        return lines;
    }
    let counter = Counter::new(base, facts.columns());
    let tally = counter.tally(statements, scratch);
    let sinks = LazyCell::new(|| sinks(base, statements));
    let upper = match tally.as_ref().and_then(|tally| tally.lines_max) {
        Some(counted) => counted,
        None if is_one_voice(base, grounded, &sinks) => Count::exact(1),
        None => counter.lines(grounded, Scope::All, &sinks, scratch),
    };
    let known = (tally.as_ref())
        .filter(|tally| !tally.may_fight)
        .and_then(|tally| tally.known_lines)
        // Of one line it does not matter whether it is known.
        .or((upper == Count::exact(1)).then_some(upper))
        .or((tally.as_ref()).and_then(|tally| tally.is_all_known.then_some(upper)));
    let known = match known {
        Some(counted) => counted,
        None if base.has_adversaries && !is_crowded(base, grounded, sinks.len()) => {
            solve_known(base, grounded, &sinks).0.count
        }
        None => {
            let known = counter.lines(grounded, Scope::Known, &sinks, scratch);
            Count {
                // Opponents are not weighed among so many.
                most: if base.has_adversaries {
                    upper.most
                } else {
                    known.most
                },
                ..known
            }
        }
    };
    (lines.lines_min, lines.lines_max) = (lower(known, upper), upper);
    (lines.origins_max, lines.origins_min) = match tally {
        Some(tally) => (tally.origins_max, tally.origins_min),
        None => (
            counter.origins(grounded, Scope::All, &sinks, scratch),
            counter.origins(facts.known_to_walkers(), Scope::Known, &sinks, scratch),
        ),
    };
    // What is known is no more than what there is.
    let most = lines.origins_max.most;
    lines.origins_min.most = lines.origins_min.most.min(most);
    lines
}

/// Whether a side has more sinks than lines are sought among: where each of many claims has most statements of a case.
fn is_crowded(base: &Base<'_>, grounded: &[bool], sinks: usize) -> bool {
    let known = Extractor::new(base, grounded, Scope::Known, Excused::Nobody);
    sinks > known.sought(sinks)
}

/// κ⁻ and κ⁺ of the lines to some sinks.
pub fn count_lines(base: &Base<'_>, grounded: &[bool], sinks: &[LineageIdx]) -> (Count, Count) {
    let upper = upper(base, grounded, sinks);
    if upper == Count::exact(1) {
        return (upper, upper);
    }
    let known = solve_known(base, grounded, sinks).0.count;
    (lower(known, upper), upper)
}

/// κ⁺.
fn upper(base: &Base<'_>, grounded: &[bool], sinks: &[LineageIdx]) -> Count {
    let all = Extractor::new(base, grounded, Scope::All, Excused::Nobody);
    match is_one_voice(base, grounded, sinks) {
        true => Count::exact(1),
        false => all.solve(sinks).count,
    }
}

/// Whether all lines to some grounded sinks end in one voice.
pub fn is_one_voice(base: &Base<'_>, grounded: &[bool], sinks: &[LineageIdx]) -> bool {
    let all = Extractor::new(base, grounded, Scope::All, Excused::Nobody);
    all.end_in_one_voice(sinks) && base.suppositions().without.is_empty()
}

/// κ⁻ from the number of known lines and κ⁺.
///
/// Where nothing is known there is still one line, if there is any. Ties that may hold can put an artefact's verifier
/// inside its makers, and so take a shared label away: the lower bound stays below the upper.
pub fn lower(known: Count, upper: Count) -> Count {
    let any = u32::from(upper.most > 0);
    Count {
        least: known.least.max(any).min(upper.least),
        most: known.most.max(any).min(upper.most),
    }
}

/// The proof of κ⁺ of one side of a claim: its known lines are left out.
pub fn upper_certificate(
    base: &Base<'_>,
    grounded: &[bool],
    statements: &[StatementIdx],
) -> Certificate {
    some_lines(base, grounded, statements, usize::MAX).0
}

/// The same with so many lines at most; and how many there are.
pub fn some_lines(
    base: &Base<'_>,
    grounded: &[bool],
    statements: &[StatementIdx],
    most: usize,
) -> (Certificate, usize) {
    let (certificate, count) = all_lines(base, grounded, &sinks(base, statements), most);
    (with_whole_voices(base, certificate), count)
}

/// The proof of the numbers of one side of a claim.
pub fn certificate(base: &Base<'_>, grounded: &[bool], statements: &[StatementIdx]) -> Certificate {
    let sinks = sinks(base, statements);
    let (known, opponents) = solve_known(base, grounded, &sinks);
    let certificate = Certificate {
        known_lines: all_known(base, grounded, &sinks, &known.lines, &opponents),
        known_cut: match opponents.is_empty() {
            true => known.cut,
            false => {
                Extractor::new(base, grounded, Scope::Known, Excused::Nobody)
                    .solve(&sinks)
                    .cut
            }
        },
        ..all_lines(base, grounded, &sinks, usize::MAX).0
    };
    with_whole_voices(base, certificate)
}

/// All lines, or the first so many, and the cut of all; and how many there are.
fn all_lines(
    base: &Base<'_>,
    grounded: &[bool],
    sinks: &[LineageIdx],
    most: usize,
) -> (Certificate, usize) {
    let all = Extractor::new(base, grounded, Scope::All, Excused::Nobody);
    let mut solution = all.solve(sinks);
    let count = solution
        .lines
        .len()
        .max(usize::from(solution.count.least > 0));
    solution.lines.truncate(most.max(1));
    // Where only bounds were found that is one line at least, whichever.
    let lines = match solution.lines.is_empty() && solution.count.least > 0 {
        true => vec![all.any_derivation(sinks)],
        false => all.derivations(sinks, &solution.lines),
    };
    let certificate = Certificate {
        lines: lines.into_iter().flatten().collect(),
        cut: solution.cut,
        ..Certificate::default()
    };
    (certificate, count)
}

/// Parts of a voice go by its name.
fn with_whole_voices(base: &Base<'_>, mut certificate: Certificate) -> Certificate {
    if base.suppositions().apart.is_empty() {
        return certificate;
    }
    let lines = certificate
        .lines
        .iter_mut()
        .chain(&mut certificate.known_lines);
    let labels = lines.map(|line| &mut line.labels);
    let cuts = [&mut certificate.cut, &mut certificate.known_cut];
    for labels in labels.chain(cuts) {
        for label in labels.iter_mut() {
            if let Label::Voice(actor) = label {
                *actor = base.voices.whole(*actor);
            }
        }
        labels.sort();
        labels.dedup();
    }
    certificate
}

/// Derivations of known lines; where opponents' word counts, from that: it needs at least two of them.
fn all_known(
    base: &Base<'_>,
    grounded: &[bool],
    sinks: &[LineageIdx],
    found: &[Vec<Label>],
    opponents: &BTreeSet<LineageIdx>,
) -> Vec<Line> {
    let known = Extractor::new(base, grounded, Scope::Known, Excused::Nobody);
    let excused = Extractor::new(base, grounded, Scope::Known, Excused::These(opponents));
    let by_word = match opponents.is_empty() {
        true => vec![None; found.len()],
        false => excused.derivations_by_word(sinks, found, opponents),
    };
    let several = by_word.iter().flatten().count() > 1;
    let derived = by_word.into_iter().zip(known.derivations(sinks, found));
    derived
        .filter_map(|(by_word, known)| match several {
            true => by_word.or(known),
            false => known.or(by_word),
        })
        .collect()
}

/// Labels without which no line to some sinks is left, sought among so many nodes at most.
pub fn cut_within(
    base: &Base<'_>,
    grounded: &[bool],
    sinks: &[LineageIdx],
    most: usize,
) -> Certificate {
    let all = Extractor::new(base, grounded, Scope::All, Excused::Nobody);
    let cut = all.solve_among(sinks, most).cut;
    let certificate = Certificate {
        cut,
        ..Certificate::default()
    };
    with_whole_voices(base, certificate)
}

/// Labels without which no line to some statements is left.
pub fn cut(base: &Base<'_>, grounded: &[bool], statements: &[StatementIdx]) -> Vec<Label> {
    Extractor::new(base, grounded, Scope::All, Excused::Nobody)
        .solve(&sinks(base, statements))
        .cut
}

/// How many independent lines there would be if nobody answered to anybody.
pub fn separate_lines(base: &Base<'_>, grounded: &[bool], statements: &[StatementIdx]) -> Count {
    Extractor::new(base, grounded, Scope::Separate, Excused::Nobody)
        .solve(&sinks(base, statements))
        .count
}

/// Where the lines of some statements begin: roots, and inferences from artefacts; and among how much.
pub fn roots(base: &Base<'_>, grounded: &[bool], statements: &[StatementIdx]) -> Roots {
    let sinks = sinks(base, statements);
    let all = Extractor::new(base, grounded, Scope::All, Excused::Nobody);
    let OnLines {
        mut nodes,
        is_whole,
    } = all.on_lines(&sinks);
    let is_long = !is_whole || nodes.len() > all.sought(sinks.len());
    nodes.retain(|&node| begins_line(base, node));
    Roots {
        nodes,
        is_whole,
        is_long,
    }
}

/// Where lines begin.
#[derive(Clone, Debug, Default)]
pub struct Roots {
    /// The nodes, sorted.
    pub nodes: Vec<LineageIdx>,
    /// Whether these are all.
    pub is_whole: bool,
    /// Whether lines are sought within bounds only, as there are too many nodes on them.
    pub is_long: bool,
}

/// Whether a line may begin at a node: it is a root, or infers from an artefact.
pub fn begins_line(base: &Base<'_>, node: LineageIdx) -> bool {
    let from_artefact = |at| base.artefacts(at).next().is_some();
    base.lineage.is_root(node)
        || (base.needs_all(node) && base.lineage.statement(node).is_some_and(from_artefact))
}

/// Counts everything about one claim.
pub fn standing(facts: &Facts<'_>, claim: ClaimIdx, scratch: &mut Scratch) -> Standing {
    let (base, grounded) = (facts.base(), facts.grounded());
    let support = facts.support(claim);
    let denial = facts.denial(claim);
    let reservations = facts.reservations(claim);
    let questioned = (reservations.iter()).any(|&at| base.graph.stance(at) == Stance::Questions);
    let mut standing = Standing {
        status: Status::Open,
        support: lines(facts, &support, scratch),
        denial: lines(facts, &denial, scratch),
        adverse: is_adverse(base, grounded, claim, &support),
        first: None,
        last: None,
    };
    standing.status = status(facts, &standing, &support, &denial, questioned);
    for &at in support.iter().chain(&denial).chain(&reservations) {
        extend(&mut standing, base.graph.date(at));
    }
    standing
}

/// Widens the time in which a claim was spoken about.
fn extend(standing: &mut Standing, date: Date) {
    if date.is_unknown() {
        return;
    }
    let start = |date: Date| (date.earliest(), date.latest());
    let end = |date: Date| (date.latest(), date.earliest());
    let starts_before = standing
        .first
        .is_none_or(|first| start(date) < start(first));
    if !date.has_open_start() && starts_before {
        standing.first = Some(date);
    }
    if standing.last.is_none_or(|last| end(date) >= end(last)) {
        standing.last = Some(date);
    }
}

/// Whether every voice behind a denial is unnamed.
pub fn is_nameless(base: &Base<'_>, grounded: &[bool], denial: &[StatementIdx]) -> bool {
    !any_beginning(base, grounded, denial, |node| !base.is_unnamed(node))
}

/// Those without a name from whom what some statements say comes.
pub fn nameless_behind(
    base: &Base<'_>,
    grounded: &[bool],
    statements: &[StatementIdx],
) -> BTreeSet<ActorIdx> {
    let mut found = BTreeSet::new();
    any_beginning(base, grounded, statements, |node| {
        let speaker = base.speaker(node).map(|(actor, _)| actor);
        found.extend(speaker.filter(|&actor| base.is_nameless(actor)));
        false
    });
    found
}

/// Whether there is one such as is wanted among the nodes where a line to some statements may begin.
fn any_beginning(
    base: &Base<'_>,
    grounded: &[bool],
    statements: &[StatementIdx],
    mut is_wanted: impl FnMut(LineageIdx) -> bool,
) -> bool {
    let mut seen: HashSet<LineageIdx> = HashSet::new();
    let mut held: HashSet<LineageIdx> = HashSet::new();
    // What is known through relays alone falls with them.
    let direct = |&&at: &&StatementIdx| base.graph.directness(at) == Directness::Direct;
    let ends = statements.iter().filter(direct);
    let mut open: Vec<LineageIdx> = ends.map(|&at| base.lineage.of(at)).collect();
    while let Some(node) = open.pop() {
        if !grounded[node.at()] || !base.is_live(node) || !seen.insert(node) {
            continue;
        }
        if begins_line(base, node) && is_wanted(node) {
            return true;
        }
        if base.lineage.has_holders() && !held.insert(base.lineage.holder(node)) {
            continue;
        }
        let carried = (base.lineage.citations(node).iter()).filter(|edge| edge.carries);
        open.extend(carried.map(|edge| edge.to));
    }
    false
}

fn status(
    facts: &Facts<'_>,
    standing: &Standing,
    support: &[StatementIdx],
    denial: &[StatementIdx],
    questioned: bool,
) -> Status {
    let base = facts.base();
    let threshold = base.settings.threshold;
    let lines = &standing.support;
    if support.is_empty() && denial.is_empty() && questioned {
        return Status::Open;
    }
    let corroborated = lines.lines_min.least >= threshold;
    if lines.grounded && standing.denial.grounded {
        let outweighed = corroborated && is_nameless(base, facts.grounded(), denial);
        if !outweighed {
            return Status::Contested;
        }
    }
    if standing.denial.grounded && !lines.grounded {
        return Status::Denied;
    }
    if support.is_empty() {
        return Status::Unsupported;
    }
    if !lines.grounded {
        return match runs_into_cycle(facts, support) {
            true => Status::Circular,
            false => Status::Unfounded,
        };
    }
    if lines.lines_max.most < threshold {
        Status::Uncorroborated
    } else if corroborated {
        Status::Corroborated
    } else {
        Status::IndependenceUnknown
    }
}

/// Whether the lineage of some statements leads into a statement cycle.
fn runs_into_cycle(facts: &Facts<'_>, support: &[StatementIdx]) -> bool {
    let leads = facts.leading_into_cycles();
    let mut support = support.iter().map(|&at| facts.lineage().of(at));
    support.any(|at| leads[at.at()])
}

/// Whether adversaries support a claim, or a side that it is `against`. Relays say nothing of their own, and somebody
/// else has the word in hand of whoever may be held, or is heard through opponents.
fn is_adverse(
    base: &Base<'_>,
    grounded: &[bool],
    claim: ClaimIdx,
    support: &[StatementIdx],
) -> bool {
    let against = base.graph.against(claim);
    if against.is_empty() && !base.has_adversaries {
        return false;
    }
    let fights = |&&at: &&StatementIdx| base.may_be_opposed(base.graph.speaker(at));
    if against.is_empty() && support.iter().filter(fights).nth(1).is_none() {
        return false;
    }
    let speakers: BTreeSet<(ActorIdx, Date)> = support
        .iter()
        .filter(|&&at| !base.graph.is_relay(at) && grounded[base.lineage.of(at).at()])
        .filter(|&&at| base.is_free(at))
        .map(|&at| (base.graph.speaker(at), base.graph.date(at)))
        .take(256)
        .collect();
    let own_loss = speakers.iter().any(|&speaker| {
        against
            .iter()
            .any(|&harmed| base.voices.joined(speaker, (harmed, speaker.1), Ties::Sure))
    });
    if own_loss {
        return true;
    }
    let fighting: Vec<(ActorIdx, Date)> = speakers
        .into_iter()
        .filter(|&(actor, date)| {
            base.voices
                .reach(actor, date, Ties::Sure)
                .iter()
                .any(|&voice| !base.graph.actor(voice).adversaries.is_empty())
        })
        .collect();
    fighting.iter().enumerate().any(|(at, &one)| {
        fighting[at + 1..]
            .iter()
            .any(|&other| opposed(base, one, other))
    })
}
