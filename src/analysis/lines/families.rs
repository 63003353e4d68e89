//! Every minimal set of labels that a line can have: exact, for questions that are small enough.
//!
//! For each node the antichain of label sets of its derivations is built up to a fixpoint; sets only shrink, so
//! cycles end. Exponential in the worst case, hence the budget.

use super::super::work::Work;
use super::instance::{Instance, Premise, RootOption, Ways};
use super::packing::{LabelSet, insert_minimal};

/// How many sets may be looked at before the question counts as too large: where another way is tried first.
pub const FEW: usize = 4_000;
/// The same where there is no other.
pub const MANY: usize = 40_000;

/// To compare a set with so many others takes as long as to make it.
const COMPARED: usize = 512;

/// The minimal label sets of the lines to the sinks; `None` where there are too many labels or sets.
pub fn of_sinks<M: LabelSet>(instance: &Instance, total: usize, work: &Work) -> Option<Vec<M>> {
    if instance.labels.len() > M::MOST {
        return None;
    }
    let mut families: Vec<Vec<M>> = vec![Vec::new(); instance.nodes.len()];
    // The nodes that cite each list, and the lists on which each node stands.
    let mut citing: Vec<Vec<u32>> = vec![Vec::new(); instance.lists.len()];
    let mut standing: Vec<Vec<u32>> = vec![Vec::new(); instance.nodes.len()];
    for at in 0..instance.nodes.len() as u32 {
        for list in instance.cited(at) {
            citing[list as usize].push(at);
        }
    }
    for (list, number) in instance.lists.iter().zip(0u32..) {
        for &at in list {
            standing[at as usize].push(number);
        }
    }
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
        let lists = standing[at as usize].iter();
        for &from in lists.flat_map(|&list| &citing[list as usize]) {
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
fn extend<M: LabelSet>(
    instance: &Instance,
    families: &mut [Vec<M>],
    at: u32,
    budget: &mut usize,
) -> Option<bool> {
    let node = &instance.nodes[at as usize];
    let own = M::of(&node.labels);
    let mut sets: Vec<M> = Vec::new();
    match &node.ways {
        Ways::Any { roots, cited } => {
            sets.extend(roots.iter().map(|root| own | M::of(&root.labels)));
            for &to in instance.list(*cited) {
                sets.extend(families[to as usize].iter().map(|&set| own | set));
            }
        }
        Ways::All(premises) => {
            sets.push(own);
            for premise in premises {
                sets = joined(instance, &sets, premise, families, budget)?;
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
fn joined<M: LabelSet>(
    instance: &Instance,
    sets: &[M],
    premise: &Premise,
    families: &[Vec<M>],
    budget: &mut usize,
) -> Option<Vec<M>> {
    let artefact = |root: &RootOption| M::of(&root.labels);
    let ways: Vec<M> = premise
        .artefacts
        .iter()
        .map(artefact)
        .chain(
            instance
                .list(premise.cited)
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
