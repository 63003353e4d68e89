//! The house that those who speak at the roots of a claim have in common.

use std::cmp::Reverse;
use std::collections::BTreeSet;

use crate::analysis::{Facts, LineageIdx, Ties};
use crate::case::ActorIdx;
use crate::case::date::Date;
use crate::rules::profile::Profile;

/// Who stands at a root, each at the time.
pub(super) type Standing = Vec<(ActorIdx, Date)>;

/// Who speaks at a root, and who stands behind its one carrier: who verified the artefact or made it, or holds the
/// speaker.
pub(super) fn standing_at(facts: &Facts<'_>, root: LineageIdx) -> Standing {
    let mut standing: Standing = facts.base().speaker(root).into_iter().collect();
    if let (Some(statement), [only]) = (
        facts.lineage().statement(root),
        facts.carriers(root).as_slice(),
    ) {
        standing.extend(facts.base().behind(statement, only, Ties::Sure));
    }
    standing
}

/// The nearest house that all whose word some roots are belong to or side with, where there is one.
pub fn house(profile: &Profile<'_, '_>, roots: &[LineageIdx]) -> Option<ActorIdx> {
    let vouching = roots.iter().flat_map(|&root| profile.word_of(root));
    let alone = vouching.map(|who| vec![who]);
    house_of(profile.facts, &alone.collect::<Vec<Standing>>())
}

/// The nearest house that somebody at each of some roots belongs to or sides with, where there is one.
///
/// Of those that all have in common it is the one that answers to most of the others; among those who side with one
/// another the head of the side, or who does not speak here itself.
pub(super) fn house_of(facts: &Facts<'_>, roots: &[Standing]) -> Option<ActorIdx> {
    let voices = &facts.base().voices;
    let mut common = voices.common(roots, Ties::Sure);
    // A nameless source is nobody's house.
    common.retain(|&house| !facts.graph().is_unnamed(house));
    let &(first, date) = roots.first()?.first()?;
    let head = facts.side(first);
    let speakers: BTreeSet<ActorIdx> = roots.iter().flatten().map(|&(actor, _)| actor).collect();
    let preferred = |house: ActorIdx| (house == head, !speakers.contains(&house), Reverse(house));
    let nearest = lowest(facts, &common, (first, date)).into_iter();
    let nearest = nearest.max_by_key(|&(house, answered)| (answered, preferred(house)));
    nearest.map(|(house, _)| house)
}

/// Of some actors those to whom none answers but who are answered to in turn, each with to how many it answers: nobody
/// else answers to as many. Whom the first speaker leads to soonest is looked at first, so that one look is enough in a
/// row of houses.
fn lowest(
    facts: &Facts<'_>,
    common: &BTreeSet<ActorIdx>,
    (first, date): (ActorIdx, Date),
) -> Vec<(ActorIdx, usize)> {
    let voices = &facts.base().voices;
    let soonest = voices.in_order(first, date, Ties::Sure).into_iter();
    let mut left = common.clone();
    let mut lowest: Vec<(ActorIdx, Vec<ActorIdx>)> = Vec::new();
    for house in soonest.chain(common.iter().copied()) {
        if !left.contains(&house) {
            continue;
        }
        let above = voices.reach(house, date, Ties::Sure);
        above.iter().for_each(|other| _ = left.remove(other));
        lowest.retain(|(other, _)| above.binary_search(other).is_err());
        lowest.push((house, above));
    }
    let mut found = Vec::new();
    for (house, above) in lowest {
        let answered = above.iter().filter(|other| common.contains(other)).count();
        let alike = voices.leading_within(house, &above, date, Ties::Sure);
        let alike = alike.into_iter().filter(|other| common.contains(other));
        found.extend(alike.map(|other| (other, answered)));
    }
    found
}
