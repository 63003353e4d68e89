//! Every minimal set of labels that a line can have: exact, for questions that are small enough.
//!
//! For each node the antichain of label sets of its derivations is built up to a fixpoint; sets only shrink, so
//! cycles end. Exponential in the worst case, hence the budget.

use super::super::work::Work;
use super::instance::{Instance, Premise, RootOption, Ways};
use super::packing::{Mask, insert_minimal};

/// How many sets may be looked at before the question counts as too large.
#[derive(Clone, Copy)]
pub enum Budget {
    /// Where another way is tried first.
    Few = 4_000,
    /// Where there is no other.
    Many = 40_000,
}

/// To compare a set with so many others takes as long as to make it.
const COMPARED: usize = 512;

/// Labels that fit a mask.
pub const MOST_LABELS: usize = 128;

fn mask(labels: &[u32]) -> Mask {
    labels.iter().fold(0, |mask, &label| mask | 1 << label)
}

/// The minimal label sets of the lines to the sinks; `None` where there are too many labels or sets.
pub fn of_sinks(instance: &Instance, budget: Budget, work: &Work) -> Option<Vec<Mask>> {
    if instance.labels.len() > MOST_LABELS {
        return None;
    }
    let mut families: Vec<Vec<Mask>> = vec![Vec::new(); instance.nodes.len()];
    let mut citing: Vec<Vec<u32>> = vec![Vec::new(); instance.nodes.len()];
    for at in 0..instance.nodes.len() as u32 {
        for to in instance.targets(at) {
            citing[to as usize].push(at);
        }
    }
    let total = budget as usize;
    let mut budget = total;
    let mut queued = vec![true; instance.nodes.len()];
    let mut queue: std::collections::VecDeque<u32> = (0..instance.nodes.len() as u32).collect();
    while let Some(at) = queue.pop_front() {
        queued[at as usize] = false;
        let Some(grew) = extend(instance, &mut families, at, &mut budget) else {
            work.add_light(total);
            return None;
        };
        if !grew {
            continue;
        }
        for &from in &citing[at as usize] {
            if !std::mem::replace(&mut queued[from as usize], true) {
                queue.push_back(from);
            }
        }
    }
    work.add_light(total - budget);
    let mut all = Vec::new();
    for &sink in &instance.sinks {
        for &set in &families[sink as usize] {
            insert_minimal(&mut all, set);
        }
    }
    Some(all)
}

/// Recomputes the family of one node; whether it grew. `None` when the budget is spent.
fn extend(
    instance: &Instance,
    families: &mut [Vec<Mask>],
    at: u32,
    budget: &mut usize,
) -> Option<bool> {
    let node = &instance.nodes[at as usize];
    let own = mask(&node.labels);
    let mut sets: Vec<Mask> = Vec::new();
    match &node.ways {
        Ways::Any { roots, nodes } => {
            sets.extend(roots.iter().map(|root| own | mask(&root.labels)));
            for &to in nodes {
                sets.extend(families[to as usize].iter().map(|set| own | set));
            }
        }
        Ways::All(premises) => {
            sets.push(own);
            for premise in premises {
                sets = joined(&sets, premise, families, budget)?;
            }
        }
    }
    let family = &mut families[at as usize];
    let compared = sets.len() * (family.len() + sets.len()) / COMPARED;
    *budget = budget.checked_sub(sets.len() + compared + 1)?;
    let mut grew = false;
    for set in sets {
        grew |= insert_minimal(family, set);
    }
    Some(grew)
}

/// Each set together with each way to fill one more premise.
fn joined(
    sets: &[Mask],
    premise: &Premise,
    families: &[Vec<Mask>],
    budget: &mut usize,
) -> Option<Vec<Mask>> {
    let artefact = |root: &RootOption| mask(&root.labels);
    let ways: Vec<Mask> = premise
        .artefacts
        .iter()
        .map(artefact)
        .chain(
            premise
                .nodes
                .iter()
                .flat_map(|&to| families[to as usize].iter().copied()),
        )
        .collect();
    *budget = budget.checked_sub(sets.len().checked_mul(ways.len())? + 1)?;
    let mut all = Vec::new();
    for &set in sets {
        for &way in &ways {
            insert_minimal(&mut all, set | way);
        }
    }
    Some(all)
}
