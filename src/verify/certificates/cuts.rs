//! That no smaller set of citations leaves a component without a cycle (semantics §5).

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet, HashMap, VecDeque};

use super::circles::Component;
use super::names::{Doubt, beyond, wrong};
use super::premises::Written;
use super::reading::NodeNumber;
use crate::verify::document::Cycle;

/// How many citations may be followed to see that no smaller cut does.
const STEPS: usize = 20_000_000;

/// Whether at least as many citations must be cut as is said: no smaller set does, tried cycle by cycle, or as many
/// cycles share no citation.
pub fn smallest(component: &Component<'_, '_>, cycle: &Cycle) -> Result<(), Doubt> {
    if component.members.len() <= FEW_STATEMENTS {
        return match in_best_order(component).cmp(&cycle.cut.len()) {
            Ordering::Less => wrong("a smaller cut does"),
            Ordering::Equal if cycle.cut_at_least < cycle.cut.len() => {
                wrong("among so few statements a smallest cut is found, and no bound given")
            }
            _ => Ok(()),
        };
    }
    let mut budget = STEPS;
    let (mut struck, kept) = (BTreeSet::new(), BTreeSet::new());
    let fewer = cycle.cut_at_least - 1;
    match cut_within(component, &mut struck, &kept, fewer, &mut budget) {
        Some(false) => {}
        Some(true) => return wrong("a smaller cut does"),
        None => return as_many_apart(component, cycle),
    }
    // Bounds are for many citations.
    match cycle.cut_at_least < cycle.cut.len() && citations(component) <= FEW_CITATIONS {
        true => wrong("among so few citations a smallest cut is found, and no bound given"),
        false => Ok(()),
    }
}

/// Of so few statements every order is tried.
const FEW_STATEMENTS: usize = 16;

/// How many citations lead back, or to the citing member itself, in that order of the members in which the fewest do.
fn in_best_order(component: &Component<'_, '_>) -> usize {
    let members = component.members;
    // Whom each citation of each member leads to, a bit for each.
    let inside = |&from: &NodeNumber| {
        let mut led: BTreeMap<u32, usize> = BTreeMap::new();
        for edge in component.inside(from) {
            if let Ok(at) = members.binary_search(&edge.to) {
                *led.entry(edge.written).or_default() |= 1 << at;
            }
        }
        led.into_values().collect()
    };
    let inside: Vec<Vec<usize>> = members.iter().map(inside).collect();
    let mut least = vec![usize::MAX; 1 << members.len()];
    least[0] = 0;
    for taken in 0..least.len() {
        for (at, led) in inside
            .iter()
            .enumerate()
            .filter(|(at, _)| taken >> at & 1 == 0)
        {
            let in_vain = led
                .iter()
                .filter(|&&to| to & (taken | 1 << at) != 0)
                .count();
            let cost = least[taken] + in_vain;
            let more = &mut least[taken | 1 << at];
            *more = cost.min(*more);
        }
    }
    least.last().copied().unwrap_or(0)
}

/// Whether as many cycles share no citation as there are citations to cut at least. Short ones are taken first: they
/// leave most to the others.
fn as_many_apart(component: &Component<'_, '_>, cycle: &Cycle) -> Result<(), Doubt> {
    let longest = match component.is_searched() {
        true => LONGEST_FIRST,
        false => 1,
    };
    let (mut struck, mut found) = (BTreeSet::new(), 0);
    for length in 1..=longest {
        for &start in component.members {
            let keep = |from, _, written| !struck.contains(&(from, written));
            if let Some(ring) = ring_through(component, start, length + 1, keep) {
                struck.extend(ring);
                found += 1;
            }
        }
    }
    while found < cycle.cut_at_least {
        match ring(component, &struck) {
            Some(ring) => struck.extend(ring),
            None => {
                return beyond("that no smaller cut does is more than can be checked");
            }
        }
        found += 1;
    }
    Ok(())
}

/// Cycles of so many citations are looked for before longer ones.
const LONGEST_FIRST: usize = 8;

/// Among so many citations inside a smallest cut is found.
const FEW_CITATIONS: usize = 32;

/// How many citations lie inside a component.
fn citations(component: &Component<'_, '_>) -> usize {
    let inside = component.members.iter().flat_map(|&from| {
        let inside = component.inside(from).iter();
        inside.map(move |edge| (from, edge.written))
    });
    inside.collect::<BTreeSet<Written>>().len()
}

/// Whether so many more citations can be struck that no cycle is left; `None` where that is too much to try. What is
/// `struck` is gone, what is in `kept` must stay: choices with it have been tried. Depth is at most `more`.
fn cut_within(
    component: &Component<'_, '_>,
    struck: &mut BTreeSet<Written>,
    kept: &BTreeSet<Written>,
    more: usize,
    budget: &mut usize,
) -> Option<bool> {
    let steps = component.members.len().min(FEW_MEMBERS) * citations(component);
    // Of cycles that share no citation but those that stay each needs one of its own.
    let (mut apart, mut taken) = (Vec::new(), struck.clone());
    loop {
        *budget = budget.checked_sub(steps)?;
        let Some(mut ring) = ring(component, &taken) else {
            break;
        };
        ring.retain(|citation| !kept.contains(citation));
        if apart.len() == more || ring.is_empty() {
            return Some(false);
        }
        taken.extend(&ring);
        apart.push(ring);
    }
    let Some(ring) = apart.into_iter().min_by_key(Vec::len) else {
        return Some(true);
    };
    let mut kept = kept.clone();
    for citation in ring {
        struck.insert(citation);
        let found = cut_within(component, struck, &kept, more - 1, budget);
        struck.remove(&citation);
        if found != Some(false) {
            return found;
        }
        kept.insert(citation);
    }
    Some(false)
}

/// Among so many members a shortest cycle is looked for, else any.
const FEW_MEMBERS: usize = 128;

/// The citations of a cycle among some members without those that are struck: a shortest one where there are few.
fn ring(component: &Component<'_, '_>, struck: &BTreeSet<Written>) -> Option<Vec<Written>> {
    let keep = |from, _, written| !struck.contains(&(from, written));
    let mut best: Option<Vec<Written>> = None;
    for &start in component.members {
        let most = best.as_ref().map_or(usize::MAX, Vec::len);
        if let Some(found) = ring_through(component, start, most, keep) {
            best = Some(found);
            if component.members.len() > FEW_MEMBERS {
                break;
            }
        }
    }
    best
}

/// A shortest cycle through one member, of fewer citations than `most`, breadth first.
pub fn ring_through(
    component: &Component<'_, '_>,
    start: NodeNumber,
    most: usize,
    keep: impl Fn(NodeNumber, NodeNumber, u32) -> bool,
) -> Option<Vec<Written>> {
    let mut by: HashMap<NodeNumber, (Written, usize)> = HashMap::new();
    let mut queue = VecDeque::from([(start, 1)]);
    while let Some((node, length)) = queue.pop_front() {
        if length >= most {
            return None;
        }
        for edge in component.inside(node) {
            if by.contains_key(&edge.to) || !keep(node, edge.to, edge.written) {
                continue;
            }
            by.insert(edge.to, ((node, edge.written), length));
            if edge.to == start {
                let mut found = vec![(node, edge.written)];
                while let Some(&(written, _)) = by.get(&found[found.len() - 1].0) {
                    if found[found.len() - 1].0 == start {
                        break;
                    }
                    found.push(written);
                }
                return Some(found);
            }
            queue.push_back((edge.to, length + 1));
        }
    }
    None
}
