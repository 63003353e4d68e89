//! Voices (semantics §3): for whom a statement speaks, and which statements are joined.
//!
//! Two statements are joined if the sets of actors reachable along joining ties intersect.
//! Where ties are certain and unbounded in time, two such sets intersect exactly if they share a *terminal*, a
//! strongly connected set of actors with no tie out of it: whatever two actors share leads on to one.
//! So a statement's labels are its terminals, one in the usual case, and joining is an equivalence there.
//! Where a tie is bounded in time, alleged or of unknown extent, labels are all actors reachable at the time of the
//! statement: once counting the ties that surely held, once those that may have held. In a large crowd of which all
//! ties held alike whenever one of it is asked about, terminals of either stand for all again: so it is where they are
//! alleged and not dated, and where all that is said falls into one stretch of time.

mod asked;
mod following;
mod terminals;
mod told;

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::sync::OnceLock;

use super::apart::Split;
use super::suppose::{Suppositions, Unknown};
use crate::case::date::Date;
use crate::case::graph::Tie;
use crate::case::vocabulary::Role;
use crate::case::{ActorIdx, ClaimGraph, Rows, StatementIdx};
use asked::Asked;
use terminals::{Terminals, Weight};
pub use told::Told;

/// In a side of more actors each is named by whom it answers to in the end only, where that is always the same when one
/// of them is asked about.
const CROWD: usize = 64;

/// Which ties count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ties {
    /// None: every actor speaks for itself alone. To see what joining changes.
    None,
    /// Those that surely held: for upper bounds.
    Sure,
    /// Those that may have held: for lower bounds.
    Possible,
}

impl Ties {
    /// Whether a tie counts at a time.
    pub(super) fn counts(self, tie: &Tie, at: Date) -> bool {
        match held(tie, at) {
            Some(Ties::Sure) => self != Ties::None,
            Some(_) => self == Ties::Possible,
            None => false,
        }
    }
}

/// The terminals of an actor whose ties are all certain and unbounded, as representative actors.
enum Fixed {
    /// The usual case: found without a look elsewhere.
    One(ActorIdx),
    /// Several.
    Many(Box<[ActorIdx]>),
    /// Its ties are not all certain, and those of its crowd hold alike whenever one of it is asked about: its terminals
    /// by those that surely hold and by all.
    Alike(Asked, Box<[Box<[ActorIdx]>; 2]>),
    /// Its ties are not: labels depend on the time.
    Not,
}

impl Fixed {
    fn is_certain(&self) -> bool {
        matches!(self, Fixed::One(_) | Fixed::Many(_))
    }
}

/// The joining ties of a case, ready to be followed.
pub struct Voices {
    /// The ties of each actor that join, in both directions for `aligned-with`.
    ties: Vec<Vec<Tie>>,
    /// What makes each actor a house, as they are written.
    weights: Vec<Weight>,
    /// The terminals of each actor.
    fixed: Vec<Fixed>,
    /// The head of each actor's side, by the ties that are certain and unbounded.
    heads: Vec<ActorIdx>,
    untied: bool,
    /// What is supposed to join two actors no more.
    split: Split,
    /// To whom somebody else surely answers, whenever it is; once it is asked.
    answered: OnceLock<Vec<bool>>,
}

/// Whether a tie held at a time: surely, perhaps, or not.
fn held(tie: &Tie, at: Date) -> Option<Ties> {
    held_between(tie, at.earliest(), at.latest())
}

/// The same of a time by its first and last moment.
fn held_between(tie: &Tie, earliest: i64, latest: i64) -> Option<Ties> {
    let (from, until) = (tie.from, tie.until);
    let starts = if from.is_unknown() {
        i64::MIN
    } else {
        from.earliest()
    };
    let ends = if until.is_unknown() {
        i64::MAX
    } else {
        until.latest()
    };
    if latest < starts || earliest > ends {
        return None;
    }
    let surely = (starts == i64::MIN || earliest >= starts)
        && (ends == i64::MAX || latest <= ends)
        && !tie.alleged;
    Some(if surely { Ties::Sure } else { Ties::Possible })
}

impl Voices {
    /// Voices under the given joining roles and suppositions. Linear in actors and ties, but for actors that answer to
    /// several.
    pub fn new(graph: &ClaimGraph, joining: &[Role], suppositions: &Suppositions) -> Self {
        let count = graph.actors().len();
        let mut ties: Vec<Vec<Tie>> = vec![Vec::new(); count];
        for actor in graph.actors() {
            for tie in graph.ties(actor) {
                let refuted = tie.alleged && suppositions.settles(Unknown::Tie(actor, tie.to));
                if refuted || !joining.contains(&tie.role) {
                    continue;
                }
                ties[actor.at()].push(*tie);
                if tie.role == Role::AlignedWith {
                    ties[tie.to.at()].push(Tie { to: actor, ..*tie });
                }
            }
        }
        let sides = sides(&ties);
        let mut certain = vec![true; count];
        let mut dated = vec![false; count];
        let mut members = vec![0usize; count];
        for (at, ties) in ties.iter().enumerate() {
            let side = sides[at] as usize;
            let is_dated = |tie: &Tie| !tie.from.is_unknown() || !tie.until.is_unknown();
            members[side] += 1;
            dated[side] |= ties.iter().any(is_dated);
            certain[side] &= !ties.iter().any(|tie| tie.alleged || is_dated(tie));
        }
        let weights = weights(graph, joining);
        let terminals = Terminals::new(&ties, &weights);
        let lasts = |_, tie: &Tie| held(tie, Date::UNKNOWN) == Some(Ties::Sure);
        let lasting = Terminals::new(&kept(&ties, lasts), &weights);
        let crowds = (0..count as u32).filter(|&side| {
            let at = side as usize;
            dated[at] && members[at] > CROWD
        });
        let asked = asked::asked(graph, |actor| sides[actor.at()], crowds);
        let crowds = Crowds::new(&ties, &weights, &sides, asked);
        let fixed = (0..count)
            .map(|at| match sides[at] as usize {
                side if certain[side] => match terminals.of(at) {
                    only if only.len() == 1 => Fixed::One(only[0]),
                    several => Fixed::Many(several),
                },
                side if !dated[side] && members[side] > CROWD => {
                    let ends = [lasting.of(at), terminals.of(at)];
                    Fixed::Alike(Asked::ALWAYS, Box::new(ends))
                }
                side => crowds.fixed(at, side as u32),
            })
            .collect();
        let heads = (0..count).map(|at| lasting.head(at)).collect();
        Voices {
            split: Split::new(&ties, &suppositions.apart),
            untied: ties.iter().all(Vec::is_empty),
            answered: OnceLock::new(),
            ties,
            weights,
            fixed,
            heads,
        }
    }

    /// Everybody an actor speaks for at a time, itself included, sorted.
    pub fn reach(&self, actor: ActorIdx, at: Date, which: Ties) -> Vec<ActorIdx> {
        let mut found = self.in_order(actor, at, which);
        found.sort_unstable();
        found
    }

    /// The same without those with whom it is supposed to be joined no more.
    pub fn reach_together(&self, actor: ActorIdx, at: Date, which: Ties) -> Vec<ActorIdx> {
        let mut found = self.reach(actor, at, which);
        found.retain(|&voice| !self.split.are_parted(actor, voice));
        found
    }

    /// Everybody for whom any of some actors speaks at some times, sorted. Linear in actors and ties for each time.
    pub fn reach_of_all(
        &self,
        actors: impl IntoIterator<Item = (ActorIdx, Date)>,
        which: Ties,
    ) -> BTreeSet<ActorIdx> {
        let mut open: Vec<(ActorIdx, Date)> = actors.into_iter().collect();
        let mut seen: HashSet<(ActorIdx, Date)> = open.iter().copied().collect();
        while let Some((from, at)) = open.pop() {
            for tie in &self.ties[from.at()] {
                if which.counts(tie, at) && seen.insert((tie.to, at)) {
                    open.push((tie.to, at));
                }
            }
        }
        seen.into_iter().map(|(actor, _)| actor).collect()
    }

    /// The labels of what an actor says at a time: two of them intersect exactly if the statements are joined.
    pub fn labels(&self, actor: ActorIdx, at: Date, which: Ties, into: &mut Vec<ActorIdx>) {
        let start = into.len();
        self.whole_labels(actor, at, which, into);
        if !self.split.is_empty() && which != Ties::None {
            let whole = into.split_off(start);
            self.split.parts_of(actor, &whole, into);
        }
    }

    fn whole_labels(&self, actor: ActorIdx, at: Date, which: Ties, into: &mut Vec<ActorIdx>) {
        match &self.fixed[actor.at()] {
            _ if which == Ties::None => into.push(actor),
            Fixed::One(terminal) => into.push(*terminal),
            Fixed::Many(terminals) => into.extend_from_slice(terminals),
            Fixed::Alike(asked, ends) if asked.has(at) => into.extend_from_slice(match which {
                Ties::Possible => &ends[1],
                Ties::None | Ties::Sure => &ends[0],
            }),
            Fixed::Alike(..) | Fixed::Not => {
                let mut reach = self.reach(actor, at, which);
                // The head of the side first: of labels that serve equally it is the one to name.
                let head = self.heads[actor.at()];
                if let Some(place) = reach.iter().position(|&voice| voice == head) {
                    reach[..=place].rotate_right(1);
                }
                into.extend(reach);
            }
        }
    }

    /// How many joining ties an actor has.
    pub fn tie_count(&self, actor: ActorIdx) -> usize {
        self.ties[actor.at()].len()
    }

    /// Whether no tie joins anybody with anybody.
    pub fn are_untied(&self) -> bool {
        self.untied
    }

    /// The label of whatever an actor says, where it is one and the same at all times.
    pub fn only_label(&self, actor: ActorIdx) -> Option<ActorIdx> {
        match self.fixed[actor.at()] {
            Fixed::One(only) => self.split.only_part(actor, only),
            _ => None,
        }
    }

    /// The numbers of all labels lie below: those of actors, and of the parts into which voices fall.
    pub fn label_count(&self) -> usize {
        self.ties.len() + self.split.part_count()
    }

    /// Whether an actor is one of a crowd, named by those only whom it surely, and may, answer to in the end.
    pub fn is_in_crowd(&self, actor: ActorIdx) -> bool {
        matches!(self.fixed[actor.at()], Fixed::Alike(..))
    }

    /// Which actors are among some, or are tied to one of them, by whatever ties and however far.
    pub fn leading_to(&self, wanted: impl Fn(ActorIdx) -> bool) -> Vec<bool> {
        let count = self.ties.len();
        let mut pairs = Vec::new();
        for (from, ties) in self.ties.iter().enumerate() {
            pairs.extend(ties.iter().map(|tie| (tie.to.0, from as u32)));
        }
        let tied = Rows::from_pairs(count, &pairs);
        let mut leading: Vec<bool> = (0..count as u32).map(|at| wanted(ActorIdx(at))).collect();
        let mut open: Vec<u32> = (0..count as u32)
            .filter(|&at| leading[at as usize])
            .collect();
        while let Some(at) = open.pop() {
            for &from in tied.row(at as usize) {
                if !std::mem::replace(&mut leading[from as usize], true) {
                    open.push(from);
                }
            }
        }
        leading
    }

    /// The actor that a label stands for, where it stands for a part of what an actor joins.
    pub fn whole(&self, label: ActorIdx) -> ActorIdx {
        let place = label.at().checked_sub(self.ties.len());
        place.map_or(label, |place| self.split.voice(place))
    }

    /// Whether the two sets of ties give the same labels for everybody.
    pub fn are_certain(&self) -> bool {
        self.fixed.iter().all(|one| one.is_certain())
    }

    /// Whether what an actor says has the same labels at all times.
    pub fn is_fixed(&self, actor: ActorIdx) -> bool {
        self.fixed[actor.at()].is_certain()
    }

    /// Whether two actors share a voice at the given times, by ties of this sort.
    pub fn joined(&self, one: (ActorIdx, Date), other: (ActorIdx, Date), which: Ties) -> bool {
        if one.0 == other.0 {
            return true;
        }
        if self.is_fixed(one.0) != self.is_fixed(other.0) {
            // Different components of the tie graph: nothing is shared.
            return false;
        }
        if self.split.is_empty() && self.goes_by_its_ends(one) != self.goes_by_its_ends(other) {
            let reach = self.reach(one.0, one.1, which);
            let others = self.reach(other.0, other.1, which);
            return reach
                .iter()
                .any(|voice| others.binary_search(voice).is_ok());
        }
        let (mut first, mut second) = (Vec::new(), Vec::new());
        self.labels(one.0, one.1, which, &mut first);
        self.labels(other.0, other.1, which, &mut second);
        first.iter().any(|label| second.contains(label))
    }

    /// Whether an actor of a crowd is named, at this time, by whom it answers to in the end.
    fn goes_by_its_ends(&self, (actor, at): (ActorIdx, Date)) -> bool {
        matches!(&self.fixed[actor.at()], Fixed::Alike(asked, _) if asked.has(at))
    }

    /// Whether two statements share a voice.
    pub fn statements_joined(
        &self,
        graph: &ClaimGraph,
        one: StatementIdx,
        other: StatementIdx,
        which: Ties,
    ) -> bool {
        self.joined(
            (graph.speaker(one), graph.date(one)),
            (graph.speaker(other), graph.date(other)),
            which,
        )
    }

    /// The head of an actor's side: whom it answers to in the end, by the ties that are certain and unbounded, as far
    /// as that is one. Whoever answers to two houses is its own head, and that of those who answer to it: to pick a
    /// house would be to go by the spelling of ids. For pictures and grouping only, never for independence.
    pub fn head(&self, actor: ActorIdx) -> ActorIdx {
        self.heads[actor.at()]
    }
}

/// For each actor, as ties are written, whether none leads from it, and how many lead to it: of two of whom one is
/// aligned with the other, the other is the house.
fn weights(graph: &ClaimGraph, joining: &[Role]) -> Vec<Weight> {
    let mut weights = vec![(true, 0); graph.actors().len()];
    for actor in graph.actors() {
        for tie in (graph.ties(actor).iter()).filter(|tie| joining.contains(&tie.role)) {
            weights[actor.at()].0 = false;
            weights[tie.to.at()].1 += 1;
        }
    }
    weights
}

/// The ties of each actor that are wanted.
fn kept(ties: &[Vec<Tie>], is_wanted: impl Fn(usize, &Tie) -> bool) -> Vec<Vec<Tie>> {
    let wanted = |(at, ties): (usize, &Vec<Tie>)| {
        let wanted = ties.iter().filter(|tie| is_wanted(at, tie));
        wanted.copied().collect()
    };
    ties.iter().enumerate().map(wanted).collect()
}

/// The crowds whose dated ties held alike whenever one of them is asked about.
struct Crowds {
    asked: BTreeMap<u32, Asked>,
    /// The terminals by those that surely held, and by those that may have.
    ends: Option<[Terminals; 2]>,
}

impl Crowds {
    fn new(
        ties: &[Vec<Tie>],
        weights: &[Weight],
        sides: &[u32],
        mut asked: BTreeMap<u32, Asked>,
    ) -> Crowds {
        for (ties, side) in ties.iter().zip(sides) {
            let held_alike = |asked: &Asked| ties.iter().all(|tie| asked.held(tie).is_some());
            if asked.get(side).is_some_and(|asked| !held_alike(asked)) {
                asked.remove(side);
            }
        }
        let held = |at: usize, tie: &Tie| asked.get(&sides[at])?.held(tie)?;
        let ends = (!asked.is_empty()).then(|| {
            [
                Terminals::new(
                    &kept(ties, |at, tie| held(at, tie) == Some(Ties::Sure)),
                    weights,
                ),
                Terminals::new(&kept(ties, |at, tie| held(at, tie).is_some()), weights),
            ]
        });
        Crowds { asked, ends }
    }

    fn fixed(&self, actor: usize, side: u32) -> Fixed {
        match (self.asked.get(&side), &self.ends) {
            (Some(&asked), Some(ends)) => {
                let ends = ends.each_ref().map(|ends| ends.of(actor));
                Fixed::Alike(asked, Box::new(ends))
            }
            _ => Fixed::Not,
        }
    }
}

/// The least actor of each weakly connected component of the ties.
fn sides(ties: &[Vec<Tie>]) -> Vec<u32> {
    let mut parent: Vec<u32> = (0..ties.len() as u32).collect();
    fn find(parent: &mut [u32], mut at: u32) -> u32 {
        while parent[at as usize] != at {
            parent[at as usize] = parent[parent[at as usize] as usize];
            at = parent[at as usize];
        }
        at
    }
    for (at, ties) in ties.iter().enumerate() {
        for tie in ties {
            let (one, other) = (find(&mut parent, at as u32), find(&mut parent, tie.to.0));
            parent[one.max(other) as usize] = one.min(other);
        }
    }
    (0..ties.len() as u32)
        .map(|at| find(&mut parent, at))
        .collect()
}
