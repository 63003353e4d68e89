//! The lines of one part of a question.

use super::super::base::Base;
use super::super::support::Label;
use super::super::work::Work;
use super::instance::Instance;
use super::packing::{self, LabelSet, Mask, Wide};
use super::reaching::Reaching;
use super::{Solution, contracted, deriving, families};

/// Adds what one part has to the solution: all minimal lines packed, where they are few; else what flows, where it is
/// lifted whole; else all minimal lines, where that is not too much; else what was lifted, and as a bound what is left
/// of the cut once it has no member that it can do without.
pub(super) fn answer(part: &Instance, solution: &mut Solution, base: &Base<'_>) {
    let work = &base.work;
    let few = families::of_sinks::<Mask>(part, families::FEW, work);
    if let Some(packed) = few.and_then(|sets| Packed::new(&sets, work)) {
        return packed.add_to(part, solution);
    }
    let flow = contracted::max_flow(part, work);
    let found = deriving::lift(part, &flow, work);
    // As many lines as labels prove that no fewer labels cut them.
    let cut = match found.len() < flow.cut.len() {
        true => match &found[..] {
            // What alone cuts all lines is on the only one that was found.
            [only] => alone(part, only, work).next(),
            _ => None,
        }
        .map_or_else(|| without_idle(part, &flow.cut, work), |label| vec![label]),
        false => flow.cut,
    };
    if found.len() < cut.len()
        && let Some(packed) = packed(part, base)
        && packed.lines.len() >= found.len()
        && packed.most <= cut.len()
    {
        return packed.add_to(part, solution);
    }
    solution.count.least += found.len() as u32;
    solution.count.most += cut.len() as u32;
    solution.least_cut += found.len() as u32;
    (solution.lines).extend(found.into_iter().map(|line| named(part, line)));
    solution.cut.extend(named(part, cut));
}

/// How many sets with more labels than a [`Mask`] has room for may be looked at, in all claims together.
const WIDE_SETS: usize = 1 << 24;

/// All minimal lines of a part packed, where that is not too much.
fn packed(part: &Instance, base: &Base<'_>) -> Option<Packed> {
    let work = &base.work;
    if part.labels.len() <= Mask::MOST {
        let sets = families::of_sinks::<Mask>(part, families::MANY, work)?;
        return Packed::new(&sets, work);
    }
    let most = families::MANY.min(WIDE_SETS / base.questions.max(1));
    Packed::new(&families::of_sinks::<Wide>(part, most, work)?, work)
}

/// How many nodes may be looked at to see which members a cut can do without.
const MOST_TRIED: usize = 1 << 20;

/// Those of some labels each of which alone cuts all lines, as far as they can be tried.
pub(super) fn alone<'p>(
    part: &'p Instance,
    among: &'p [u32],
    work: &'p Work,
) -> impl Iterator<Item = u32> + 'p {
    let nodes = part.nodes.len();
    let affordable = among.len().min(MOST_TRIED / nodes.max(1));
    let everything: Vec<u32> = (0..nodes as u32).collect();
    let mut reaching = Reaching::new(part);
    let tried = among[..affordable].iter().copied();
    tried.filter(move |&one| {
        work.add_light(nodes);
        reaching.sink(&everything, |label| label != one).is_none()
    })
}

/// A cut without the members that it can do without, one by one: paths that cross more than once have several.
fn without_idle(part: &Instance, cut: &[u32], work: &Work) -> Vec<u32> {
    if cut.len() * part.nodes.len() > MOST_TRIED {
        return cut.to_vec();
    }
    work.add_light(cut.len() * part.nodes.len());
    let everything: Vec<u32> = (0..part.nodes.len() as u32).collect();
    let mut reaching = Reaching::new(part);
    let mut is_cut = vec![false; part.labels.len()];
    cut.iter().for_each(|&label| is_cut[label as usize] = true);
    for &label in cut {
        is_cut[label as usize] = false;
        let is_needed = reaching
            .sink(&everything, |label| !is_cut[label as usize])
            .is_some();
        is_cut[label as usize] = is_needed;
    }
    let kept = cut.iter().filter(|&&label| is_cut[label as usize]);
    kept.copied().collect()
}

/// As many of the minimal lines of a part as share nothing, and what cuts them all, by the numbers of labels.
struct Packed {
    lines: Vec<Vec<u32>>,
    most: usize,
    cut: Vec<u32>,
    least_cut: usize,
}

impl Packed {
    /// Those that hang together are packed by themselves; `None` where such have too many labels.
    fn new<M: LabelSet>(sets: &[M], work: &Work) -> Option<Packed> {
        let mut all = Packed {
            lines: Vec::new(),
            most: 0,
            cut: Vec::new(),
            least_cut: 0,
        };
        for part in packing::parts(sets) {
            let (sets, labels) = packing::compact(&part)?;
            let packed = packing::pack(&sets);
            let hitting = packing::hitting(&sets, packed.chosen.len());
            work.add_light(packed.looked_at + hitting.looked_at);
            let meant = |numbers: Vec<u32>| -> Vec<u32> {
                numbers
                    .into_iter()
                    .map(|number| labels[number as usize])
                    .collect()
            };
            all.most += packed.bound.min(hitting.labels.len());
            all.least_cut += hitting.least;
            all.lines
                .extend(packed.chosen.into_iter().map(|mask| meant(mask.labels())));
            all.cut.extend(meant(hitting.labels));
        }
        Some(all)
    }

    fn add_to(self, part: &Instance, solution: &mut Solution) {
        solution.count.least += self.lines.len() as u32;
        solution.count.most += self.most as u32;
        solution.least_cut += self.least_cut as u32;
        (solution.lines).extend(self.lines.into_iter().map(|line| named(part, line)));
        solution.cut.extend(named(part, self.cut));
    }
}

/// What some label numbers of a part mean, sorted.
fn named(part: &Instance, labels: Vec<u32>) -> Vec<Label> {
    let meant = labels.into_iter().map(|label| part.labels[label as usize]);
    let mut labels: Vec<Label> = meant.collect();
    labels.sort();
    labels
}
