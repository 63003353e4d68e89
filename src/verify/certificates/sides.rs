//! One claim: both sides with their lines and cuts, and what follows from them (semantics §§4 and 6).

use std::collections::BTreeSet;

use super::bounds::are_origins_found;
use super::lines::{Followed, Kind};
use super::names::{Doubt, beyond, wrong};
use super::packing::{MOST_SETS, most_apart};
use super::reading::{Label, Labels, NodeNumber, Reading};
use crate::case::date::Date;
use crate::case::vocabulary::Stance;
use crate::case::{ClaimIdx, StatementIdx};
use crate::verify::Verdict;
use crate::verify::document::{Certificate, Claim, Line};

/// One side of a claim: its live statements, the numbers that are said of it, and their proof.
struct Side<'a> {
    statements: Vec<StatementIdx>,
    sinks: Vec<NodeNumber>,
    least: Said,
    most: Said,
    proof: &'a Certificate,
}

/// A number as it is said, and whether it is said to be exact or a bound.
#[derive(Clone, Copy)]
struct Said {
    number: u32,
    exact: bool,
}

/// Checks everything that a result says of one claim.
pub fn check(reading: &Reading<'_>, claim: ClaimIdx, said: &Claim, verdict: &mut Verdict) {
    let (support, denial) = (reading.support(claim), reading.denial(claim));
    let inexact: Vec<&str> = said.inexact.split_whitespace().collect();
    let number = |name: &str, number: u32| Said {
        number,
        exact: !inexact.contains(&name),
    };
    let support = Side {
        sinks: reading.sinks(&support),
        statements: support,
        least: number("lines_min", said.lines_min),
        most: number("lines_max", said.lines_max),
        proof: &said.support,
    };
    let denial = Side {
        sinks: reading.sinks(&denial),
        statements: denial,
        least: number("denial_min", said.denial_min),
        most: number("denial_max", said.denial_max),
        proof: &said.denial,
    };
    let id = said.claim.as_str();
    verdict.note(id, "bounds", bounds(&said.inexact));
    verdict.note(
        id,
        "counts",
        counts(reading, claim, said, &support, &denial),
    );
    verdict.note(id, "lines of support", lines(reading, &support));
    verdict.note(id, "lines of denial", lines(reading, &denial));
    let most = number("origins_max", said.origins_max);
    let least = number("origins_min", said.origins_min);
    verdict.note(id, "origins", origins(reading, (least, most), &support));
    verdict.note(
        id,
        "status",
        status(reading, claim, said, &support, &denial),
    );
}

fn expect<T: PartialEq + std::fmt::Display>(what: &str, said: T, found: T) -> Result<(), Doubt> {
    match said == found {
        true => Ok(()),
        // A count of paths may have any number of digits.
        false => wrong(format!(
            "{what} is said to be {said:.80} and is {found:.80}"
        )),
    }
}

/// Only numbers are bounds, each named once and in their order, with a blank between.
fn bounds(inexact: &str) -> Result<(), Doubt> {
    let mut numbers = vec!["lines_min", "lines_max", "origins_min", "origins_max"];
    numbers.extend(["denial_min", "denial_max"]);
    numbers.retain(|name| inexact.split(' ').any(|word| word == *name));
    match numbers.join(" ") == inexact {
        true => Ok(()),
        false => wrong(format!("`{inexact}` names no numbers")),
    }
}

fn counts(
    reading: &Reading<'_>,
    claim: ClaimIdx,
    said: &Claim,
    support: &Side<'_>,
    denial: &Side<'_>,
) -> Result<(), Doubt> {
    let relays = support.statements.iter();
    let relays = relays.filter(|&&at| reading.graph.is_relay(at)).count();
    expect(
        "the number of statements",
        said.statements,
        support.statements.len() as u32,
    )?;
    expect(
        "the number of denials",
        said.denials,
        denial.statements.len() as u32,
    )?;
    expect("the number of relays", said.relays, relays as u32)?;
    expect(
        "being grounded",
        said.grounded,
        is_grounded(reading, support),
    )?;
    let paths = reading.citation_paths(&support.statements);
    expect(
        "the number of citation paths",
        said.paths.as_str(),
        &paths.to_string(),
    )?;
    let reservations = reading.reservations(claim);
    let all = support
        .statements
        .iter()
        .chain(&denial.statements)
        .chain(&reservations);
    let dates: Vec<Date> = (all.map(|&at| reading.graph.date(at)))
        .filter(|date| !date.is_unknown())
        .collect();
    let begun = dates.iter().filter(|date| !date.has_open_start());
    let first = begun.min_by_key(|date| (date.earliest(), date.latest()));
    let last = dates
        .iter()
        .max_by_key(|date| (date.latest(), date.earliest()));
    let written = |date: Option<String>| date.unwrap_or_else(|| "unknown".to_owned());
    let first = first.map(ToString::to_string);
    let last = last.map(|date| date.end_to_string());
    expect(
        "the first date",
        written(said.first.clone()),
        written(first),
    )?;
    expect("the last date", written(said.last.clone()), written(last))
}

/// A side is grounded where something said directly is: what is known through relays alone falls with them.
fn is_grounded(reading: &Reading<'_>, side: &Side<'_>) -> bool {
    side.sinks.iter().any(|&sink| reading.is_grounded(sink))
}

/// Lines and cuts of one side, and both numbers.
fn lines(reading: &Reading<'_>, side: &Side<'_>) -> Result<(), Doubt> {
    let any = is_grounded(reading, side);
    let lines = followed(reading, side, Kind::Any)?;
    independent(&lines)?;
    let found = lines.len() as u32;
    let cut_of_any = cut(reading, side, Kind::Any)?;
    if found == 0 && any {
        return wrong("there is a line and none is shown");
    }
    if side.most.number > cut_of_any {
        let cut = cut_of_any;
        return wrong(format!("a cut of {cut} leaves no more lines than that"));
    }
    let is_needless = || cut_of_any <= found || reading.are_lines_found(&side.sinks, Kind::Any);
    if side.most.exact != (found == side.most.number) || !side.most.exact && is_needless() {
        return wrong("whether the most lines are counted or bounded is not as it says");
    }
    let most = (found, side.most.number);
    at_most(reading, side, Kind::Any, most, cut_of_any)?;
    let known = followed(reading, side, Kind::Known)?;
    independent(&known)?;
    excused(reading, &known)?;
    // Where nothing is known there is one line, if there is any; and there are never more known lines than lines.
    let shown = known.len() as u32;
    expect(
        "the least number of lines",
        side.least.number,
        shown.max(u32::from(any)).min(found),
    )?;
    let cut_of_known = cut(reading, side, Kind::Known)?;
    // Of a long lineage known lines may not have been found, though there cannot be more of them than lines.
    let is_bounded = shown >= found || side.least.number >= found && reading.is_long(&side.sinks);
    match (is_bounded, side.least.exact) {
        (true, false) if shown >= found && side.most.exact => {
            wrong("the least lines are counted, not bounded")
        }
        (true, _) => Ok(()),
        (false, true) => at_most(reading, side, Kind::Known, (shown, shown), cut_of_known),
        (false, false) if cut_of_known == shown && !reading.may_excuse(&side.sinks) => {
            wrong("the least lines are counted, not bounded")
        }
        (false, false) if reading.are_lines_found(&side.sinks, Kind::Known) => {
            wrong("the least lines are counted, not bounded")
        }
        // Lines that are shown bound from below, however many more there are.
        (false, false) => Ok(()),
    }
}

fn followed(reading: &Reading<'_>, side: &Side<'_>, kind: Kind) -> Result<Vec<Followed>, Doubt> {
    let lines = match kind {
        Kind::Any | Kind::Apart => &side.proof.lines,
        Kind::Known => &side.proof.known_lines,
    };
    let follow = |line| reading.follow_line(line, &side.sinks, kind);
    lines.iter().map(follow).collect()
}

/// Nothing is on two lines.
fn independent(lines: &[Followed]) -> Result<(), Doubt> {
    let mut used = Labels::new();
    for line in lines {
        if !used.is_disjoint(&line.labels) {
            return wrong("two lines share a voice, an unnamed actor or an artefact");
        }
        used.extend(&line.labels);
    }
    Ok(())
}

/// Lines that count as known are known, or undeclared words of opponents, of which there are several.
fn excused(reading: &Reading<'_>, known: &[Followed]) -> Result<(), Doubt> {
    let mut sets: Vec<BTreeSet<NodeNumber>> = Vec::new();
    for line in known.iter().filter(|line| !line.known) {
        match &line.undeclared {
            Some(nodes) => sets.push(nodes.iter().copied().collect()),
            None => return wrong("a line that is counted as known is not"),
        }
    }
    let sets: Vec<&BTreeSet<NodeNumber>> = sets.iter().collect();
    if sets.len() == 1 || !reading.are_all_opposed(&sets) {
        return wrong("an undeclared line counts as known only beside an opponent's");
    }
    Ok(())
}

/// The size of a cut, once it is seen to leave no line. One of known lines need not cut those that count by opponents'
/// words; where it does not, it bounds nothing.
fn cut(reading: &Reading<'_>, side: &Side<'_>, kind: Kind) -> Result<u32, Doubt> {
    let (listed, said) = match kind {
        Kind::Any | Kind::Apart => (&side.proof.cut, side.most),
        Kind::Known => (&side.proof.known_cut, side.least),
    };
    let labels = listed.iter().map(|label| reading.label(label));
    let labels = labels.collect::<Result<Labels, Doubt>>()?;
    if labels.len() < listed.len() {
        return wrong("a cut lists a label twice");
    }
    if reading.is_line_left(&side.sinks, kind, &labels) {
        return wrong("a line is left without the members of a cut");
    }
    let idle = |label: &Label| {
        let others: Labels = &labels - &Labels::from([*label]);
        !reading.is_line_left(&side.sinks, kind, &others)
    };
    // A large cut is as large as the lines are many, or its size is all that it is good for; and of what bounds no more
    // is asked than that it is a cut.
    if labels.len() <= FEW && said.exact && labels.iter().any(idle) {
        return wrong("a cut has a member that it can do without");
    }
    let leaves_words = kind == Kind::Known
        && reading.may_excuse(&side.sinks)
        && reading.is_known_or_excused_left(&side.sinks, &labels);
    Ok(if leaves_words {
        u32::MAX
    } else {
        labels.len() as u32
    })
}

/// Of cuts of so many members each member is tried.
const FEW: usize = 16;

/// Whether there are no more lines than are shown; or, where the result gives a bound only, no more than that: a bound
/// may be larger than it could be, as whoever gives it may have searched for less long than is done here.
fn at_most(
    reading: &Reading<'_>,
    side: &Side<'_>,
    kind: Kind,
    (shown, most): (u32, u32),
    cut: u32,
) -> Result<(), Doubt> {
    if shown > most {
        return wrong(format!(
            "{shown} lines are shown where there are at most {most}"
        ));
    }
    let is_bound = kind == Kind::Any && !side.most.exact;
    if cut == most && (most == shown || is_bound) {
        return Ok(());
    }
    match reading.most_lines(&side.sinks, kind, &Labels::new(), (shown, MOST_SETS)) {
        Some(found) if found == most && shown == most => Ok(()),
        Some(found) if found <= most && is_bound => Ok(()),
        Some(found) if found == most => {
            wrong(format!("{shown} lines are shown and {most} are counted"))
        }
        Some(found) => wrong(format!("there are {found} independent lines, not {most}")),
        // Too large to count here: a cut bounds the number all the same.
        None if cut == most => Ok(()),
        None => beyond(format!(
            "that there are no more than {most} lines is not shown"
        )),
    }
}

fn origins(
    reading: &Reading<'_>,
    (least, most): (Said, Said),
    support: &Side<'_>,
) -> Result<(), Doubt> {
    let sides = [
        ("the most origins", most, Kind::Any),
        ("the least origins", least, Kind::Known),
    ];
    for (what, said, kind) in sides {
        // Each line has a carrier of its own.
        let lines = match kind {
            Kind::Any | Kind::Apart => &support.proof.lines,
            Kind::Known => &support.proof.known_lines,
        };
        let is_shown = |line: &&Line| kind != Kind::Known || line.known;
        let shown = lines.iter().filter(is_shown).count() as u32;
        let origins = reading.origins(&support.sinks, kind);
        let are_found = origins.as_ref().is_some_and(are_origins_found);
        let Some(found) = origins.and_then(|origins| most_apart(origins, shown)) else {
            return beyond(format!("{what} are too many to count again"));
        };
        if !said.exact && are_found && !reading.is_long(&support.sinks) {
            return wrong(format!("{what} are counted, not bounded"));
        }
        let is_bound = match kind {
            Kind::Any | Kind::Apart => found < said.number,
            Kind::Known => found > said.number,
        };
        if said.exact || !is_bound {
            expect(what, said.number, found)?;
        }
    }
    Ok(())
}

/// The status that follows from numbers that were confirmed.
fn status(
    reading: &Reading<'_>,
    claim: ClaimIdx,
    said: &Claim,
    support: &Side<'_>,
    denial: &Side<'_>,
) -> Result<(), Doubt> {
    let threshold = reading.assumed.threshold;
    let stands = is_grounded(reading, support);
    let denied = is_grounded(reading, denial);
    let questioned = (reading.reservations(claim).iter())
        .any(|&at| reading.graph.stance(at) == Stance::Questions);
    let (none, undenied) = (support.statements.is_empty(), denial.statements.is_empty());
    let (least, most) = (support.least.number, support.most.number);
    let has_name = |&root: &NodeNumber| !reading.is_unnamed(root);
    let outweighed =
        least >= threshold && !reading.roots_behind(&denial.sinks).iter().any(has_name);
    let found = match () {
        () if none && undenied && questioned => "open",
        () if stands && denied && !outweighed => "contested",
        () if denied && !stands => "denied",
        () if none => "unsupported",
        () if !stands && reading.runs_into_cycle(&support.statements) => "circular",
        () if !stands => "unfounded",
        () if most < threshold => "uncorroborated",
        () if least >= threshold => "corroborated",
        () => "independence-unknown",
    };
    expect("the status", said.status.as_str(), found)
}
