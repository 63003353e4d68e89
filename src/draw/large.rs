//! Pictures of large cases: what they are about is taken out of the case, and only that is judged.
//!
//! To count the lines of all claims and let all rules look takes longer than to read a case, and a picture shows a few
//! dozen claims. So claims are chosen by what is asked for and by numbers that cost nothing, statements for and
//! against, and the excerpt holds all that can matter to how these stand: their numbers are those of the whole case.
//! What rules find in it may be less than in the whole, where they look at what actors do elsewhere, and the picture
//! says so.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;

use super::case::{Home, homes};
use super::{Picture, Selection, label, select};
use crate::analysis::bearings::Bearings;
use crate::analysis::relevant::{Undoings, relevant};
use crate::case::excerpt::{Beside, Excerpts};
use crate::case::vocabulary::Stance;
use crate::case::{ClaimGraph, ClaimIdx, Node, StatementIdx};

/// Statements from which on a case is large.
const LARGE: usize = 200_000;

/// Claims that are looked at in a large case: some times as many as a picture shows.
const CANDIDATES: usize = 200;

/// Statements that one claim may rest on to be looked at without the rest of the case.
const LINEAGE: usize = LARGE / 4;

/// The claims of a large case that were looked at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Candidates {
    /// Their indices in the excerpt, ascending.
    pub claims: Vec<ClaimIdx>,
    /// How many claims were asked for beside them.
    pub others: usize,
    /// How many of all that were asked for belong under what the excerpt has.
    pub(super) totals: BTreeMap<Home, usize>,
}

impl Candidates {
    /// What the picture says of them.
    pub(super) fn note(&self) -> String {
        match self.others {
            0 => "A large case: rules looked only at what bears on what is shown.".to_owned(),
            others => format!(
                "A large case: chosen among the {} of which most is said or denied; {} more were not judged.",
                label::counted(self.claims.len(), "claim"),
                label::counted(others, "claim"),
            ),
        }
    }
}

/// What of a large case a picture is made of.
pub struct Excerpt {
    /// The candidates and all that can matter to how they stand.
    pub graph: ClaimGraph,
    /// What to show of it.
    pub selection: Selection,
}

/// The claims that a picture of a large case looks at.
pub struct Sample {
    claims: BTreeSet<ClaimIdx>,
    /// All that were asked for, these among them.
    asked: Vec<ClaimIdx>,
}

/// How a picture chooses claims of a large case, so many at most; `None` where they do not say enough.
pub type Sampling = fn(&Whole<'_>, &Selection, usize) -> Option<Sample>;

/// A large case, with what is needed to find what bears on a claim.
pub struct Whole<'g> {
    graph: &'g ClaimGraph,
    bearings: Bearings,
    undoings: Undoings,
}

impl<'g> Whole<'g> {
    fn new(graph: &'g ClaimGraph) -> Self {
        Whole {
            graph,
            bearings: Bearings::new(graph),
            undoings: Undoings::new(graph),
        }
    }

    /// All statements that can matter to some claims; `None`: more than so many.
    fn relevant(&self, claims: &BTreeSet<ClaimIdx>, most: usize) -> Option<BTreeSet<StatementIdx>> {
        let claims: Vec<ClaimIdx> = claims.iter().copied().collect();
        relevant(self.graph, &self.bearings, &self.undoings, &claims, most)
    }
}

/// The excerpt for a picture; `None` where the case is not large, or the picture shows more of it. Linear in
/// statements.
pub fn excerpt(graph: &ClaimGraph, picture: &Picture, selection: &Selection) -> Option<Excerpt> {
    let most = selection.limit.unwrap_or(0);
    if graph.statement_count() < LARGE || most > CANDIDATES {
        return None;
    }
    excerpt_of(graph, picture.sampling?, selection, CANDIDATES)
}

fn excerpt_of(
    graph: &ClaimGraph,
    sampling: Sampling,
    selection: &Selection,
    most: usize,
) -> Option<Excerpt> {
    let whole = Whole::new(graph);
    let sample = sampling(&whole, selection, most).filter(|sample| !sample.claims.is_empty())?;
    let statements = whole.relevant(&sample.claims, usize::MAX)?;
    let graph = Excerpts::new(graph).of(&statements, &sample.claims, Beside::AllLinked);
    let found = |node: Node| graph.find(whole.graph.id(node));
    let claims = sample
        .claims
        .iter()
        .filter_map(|&claim| found(claim.into()));
    let claims = claims.filter_map(|node| match node {
        Node::Claim(claim) => Some(claim),
        _ => None,
    });
    let among = Candidates {
        claims: claims.collect(),
        others: sample.asked.len() - sample.claims.len(),
        totals: totals(whole.graph, &sample.asked, found),
    };
    // What is asked for by name must be there by name.
    let focus: Option<Vec<Node>> = selection.focus.iter().map(|&node| found(node)).collect();
    let event = match selection.event.map(|event| found(event.into())) {
        None => None,
        Some(Some(Node::Event(event))) => Some(event),
        Some(_) => return None,
    };
    let actor = match selection.actor.map(|actor| found(actor.into())) {
        None => None,
        Some(Some(Node::Actor(actor))) => Some(actor),
        Some(_) => return None,
    };
    let selection = Selection {
        focus: focus?,
        event,
        actor,
        among: Some(among),
        ..selection.clone()
    };
    Some(Excerpt { graph, selection })
}

/// How many claims belong under each event or actor that is found in an excerpt, and how many under none.
fn totals(
    graph: &ClaimGraph,
    claims: &[ClaimIdx],
    found: impl Fn(Node) -> Option<Node>,
) -> BTreeMap<Home, usize> {
    let mut totals: BTreeMap<Home, usize> = BTreeMap::new();
    for &claim in claims {
        for home in homes(graph, claim) {
            *totals.entry(home).or_default() += 1;
        }
    }
    let there = totals.into_iter().filter_map(|(home, count)| {
        let home = match home {
            Home::Nowhere => home,
            Home::Event(event) => match found(event.into())? {
                Node::Event(event) => Home::Event(event),
                _ => return None,
            },
            Home::Actor(actor) => match found(actor.into())? {
                Node::Actor(actor) => Home::Actor(actor),
                _ => return None,
            },
        };
        Some((home, count))
    });
    there.collect()
}

/// Of the claims asked for those that are said and denied by most, and those of which most is said, half and half.
pub(super) fn most_said(whole: &Whole<'_>, selection: &Selection, most: usize) -> Option<Sample> {
    let counts = Said::of_all(whole.graph, selection);
    let mut claims = BTreeSet::new();
    let denied = ranked(&counts, |of| of.denied()).take(most / 2);
    claims.extend(denied);
    for claim in ranked(&counts, |of| of.all) {
        if claims.len() == most {
            break;
        }
        claims.insert(claim);
    }
    let asked = counts.into_iter().map(|of| of.claim).collect();
    Some(Sample { claims, asked })
}

/// Of the claims asked for those that are most in conflict: said and denied by most, or said by most beside what they
/// are opposed to; each with some of what it is opposed to.
pub(super) fn most_contested(
    whole: &Whole<'_>,
    selection: &Selection,
    most: usize,
) -> Option<Sample> {
    const OPPOSED: usize = 8;
    let graph = whole.graph;
    let counts = Said::of_all(graph, selection);
    let asked: BTreeSet<ClaimIdx> = counts.iter().map(|of| of.claim).collect();
    let opposed = |claim: ClaimIdx| {
        let links = graph.links(claim);
        let opposed = links.opposes.iter().chain(&links.contrasts).copied();
        opposed.filter(|other| asked.contains(other))
    };
    let said = |claim: ClaimIdx| graph.statements_on(claim).len() as u32;
    let beside = |of: &Said| opposed(of.claim).map(|other| said(other).min(of.all)).max();
    let mut claims = BTreeSet::new();
    for claim in ranked(&counts, |of| of.denied().max(beside(of).unwrap_or(0))) {
        let together = std::iter::once(claim).chain(opposed(claim).take(OPPOSED));
        for claim in together {
            if claims.len() < most {
                claims.insert(claim);
            }
        }
    }
    let asked = counts.into_iter().map(|of| of.claim).collect();
    Some(Sample { claims, asked })
}

/// The claim asked for, with all claims on which anything is said that can matter to it.
pub(super) fn one_claim(whole: &Whole<'_>, selection: &Selection, most: usize) -> Option<Sample> {
    let graph = whole.graph;
    let asked = selection.focus.iter().find_map(|&node| match node {
        Node::Claim(claim) => Some(claim),
        Node::Statement(at) => select::object_claim(graph, at),
        _ => None,
    })?;
    let mut claims: BTreeSet<ClaimIdx> = select::related(graph, asked).into_iter().collect();
    claims.insert(asked);
    for at in whole.relevant(&claims, LINEAGE)? {
        claims.extend(graph.claim_of(at));
        let cited = graph.cites(at).iter().map(|&cited| graph.node(cited));
        claims.extend(cited.filter_map(|cited| match cited {
            Node::Claim(premise) => Some(premise),
            _ => None,
        }));
    }
    let asked = claims.iter().copied().collect();
    (claims.len() <= most).then_some(Sample { claims, asked })
}

/// How much is said of a claim.
struct Said {
    claim: ClaimIdx,
    all: u32,
    denials: u32,
}

impl Said {
    /// Of all claims that are asked for.
    fn of_all(graph: &ClaimGraph, selection: &Selection) -> Vec<Said> {
        let wanted = select::wanted(graph, selection);
        let claims: Vec<ClaimIdx> = graph.claims().filter(|claim| wanted[claim.at()]).collect();
        let said = claims.into_par_iter().map(|claim| {
            let (mut all, mut denials) = (0, 0);
            for at in graph.statements_on(claim) {
                all += 1;
                denials += u32::from(graph.stance(at) == Stance::Disputes);
            }
            Said {
                claim,
                all,
                denials,
            }
        });
        said.collect()
    }

    /// How many stand against as many others.
    fn denied(&self) -> u32 {
        self.denials.min(self.all - self.denials)
    }
}

/// The claims by a number, the greatest first.
fn ranked(counts: &[Said], key: impl Fn(&Said) -> u32 + Sync) -> impl Iterator<Item = ClaimIdx> {
    let keyed = counts.par_iter().map(|of| (Reverse(key(of)), of.claim));
    let mut keyed: Vec<(Reverse<u32>, ClaimIdx)> = keyed.collect();
    keyed.par_sort_unstable();
    keyed.into_iter().map(|(_, claim)| claim)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::{Facts, Settings};
    use crate::case::{Intake, build};
    use crate::read::{Input, read_inputs};
    use crate::source::SourceMap;

    /// Claims in a row, each with one statement more than the one before; each statement cites one on the claim before.
    fn case(claims: usize) -> ClaimGraph {
        let mut text = String::new();
        for actor in 0..claims {
            let side = actor / 3 * 3;
            let tie = format!(r#","affiliations":[{{"to":"a{side}","role":"part-of"}}]"#);
            let tie = if side == actor { "" } else { &tie };
            text += &format!("{{\"actor\":{{\"id\":\"a{actor}\"{tie}}}}}\n");
        }
        for claim in 0..claims {
            text += &format!("{{\"claim\":{{\"id\":\"c{claim}\",\"text\":\"Claim {claim}\"}}}}\n");
            for by in 0..=claim {
                let stance = if by % 4 == 1 { "disputes" } else { "asserts" };
                let cites = match (claim, by % 2) {
                    (1.., 0) => format!(r#","cites":["s{}-{}"]"#, claim - 1, by.min(claim - 1)),
                    _ => r#","basis":"witnessed""#.to_owned(),
                };
                text += &format!(
                    r#"{{"statement":{{"id":"s{claim}-{by}","by":"a{by}","{stance}":"c{claim}"{cites}}}}}"#
                );
                text.push('\n');
            }
        }
        let mut sources = SourceMap::default();
        let input = Input::Text("case.ndjson".into(), text.into_bytes());
        let (graph, problems) = build(read_inputs::<Intake>(&[input], &mut sources));
        assert_eq!(
            problems.iter().map(|one| &one.message).collect::<Vec<_>>(),
            [] as [&String; 0]
        );
        graph
    }

    #[test]
    fn candidates_stand_in_the_excerpt_as_they_stand_in_the_case() {
        let whole = case(12);
        let excerpt = excerpt_of(&whole, most_said, &Selection::default(), 4).expect("an excerpt");
        let candidates = excerpt.selection.among.expect("candidates");
        // Most is said of the last claims, and most is denied of them as well.
        assert_eq!((candidates.claims.len(), candidates.others), (4, 8));
        let (facts, all) = (
            Facts::new(&excerpt.graph, Settings::default()),
            Facts::new(&whole, Settings::default()),
        );
        for &claim in &candidates.claims {
            let Some(Node::Claim(before)) = whole.find(excerpt.graph.id(claim)) else {
                panic!("a claim of the case");
            };
            assert!(
                whole.statements_on(before).len() >= 9,
                "{}",
                whole.id(before)
            );
            assert_eq!(facts.standing(claim), all.standing(before));
        }
    }

    fn afghanistan() -> ClaimGraph {
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("datasets/afghanistan");
        let mut sources = SourceMap::default();
        build(read_inputs::<Intake>(&[Input::Path(folder)], &mut sources)).0
    }

    /// A picture without marks, without the note that it is of an excerpt, without colours, as a side has one where
    /// others of it speak elsewhere in the case, and without the numbers of lines, which may come in another order.
    fn drawn(graph: &ClaimGraph, picture: &Picture, selection: &Selection) -> Vec<String> {
        let facts = Facts::new(graph, Settings::default());
        let mut view = (picture.view)(&facts, &[], selection);
        let told = selection.among.iter().map(Candidates::note);
        for note in told {
            assert_eq!(view.notes.pop(), Some(note));
        }
        view.sides.clear();
        view.nodes.iter_mut().for_each(|node| node.side = None);
        view.clusters
            .iter_mut()
            .for_each(|cluster| cluster.side = None);
        let dot = crate::draw::dot::write(&view, crate::draw::Theme::Light);
        let dot = String::from_utf8(dot).unwrap();
        let mut lines: Vec<String> = dot.lines().map(str::to_owned).collect();
        for line in &mut lines {
            for number in 1..20 {
                *line = line.replace(&format!("line {number} of"), "line of");
            }
        }
        lines
    }

    /// Line by line, so that what differs is seen.
    fn assert_same(found: &[String], expected: &[String], what: &str) {
        for (found, expected) in found.iter().zip(expected) {
            assert_eq!(found, expected, "{what}");
        }
        assert_eq!(found.len(), expected.len(), "{what}");
    }

    #[test]
    fn the_picture_of_a_claim_of_a_large_case_is_that_of_the_case() {
        let picture = crate::draw::picture("claim").unwrap();
        for whole in [case(12), afghanistan()] {
            for claim in whole.claims().step_by(7) {
                let selection = Selection::around(claim, 1);
                let excerpt = excerpt_of(&whole, one_claim, &selection, usize::MAX).unwrap();
                assert_same(
                    &drawn(&excerpt.graph, picture, &excerpt.selection),
                    &drawn(&whole, picture, &selection),
                    whole.id(claim),
                );
            }
        }
    }

    #[test]
    fn where_all_that_is_asked_for_is_looked_at_the_picture_is_that_of_the_case() {
        let whole = afghanistan();
        for (name, sampling) in [
            ("case", most_said as Sampling),
            ("conflict", most_contested),
        ] {
            let picture = crate::draw::picture(name).unwrap();
            let of_event = whole.events().step_by(2).map(|event| Selection {
                event: Some(event),
                ..Selection::default()
            });
            let of_actor = whole.actors().step_by(5).map(|actor| Selection {
                actor: Some(actor),
                ..Selection::default()
            });
            let mut compared = 0;
            for selection in of_event.chain(of_actor) {
                let Some(excerpt) = excerpt_of(&whole, sampling, &selection, usize::MAX) else {
                    continue;
                };
                compared += 1;
                assert_same(
                    &drawn(&excerpt.graph, picture, &excerpt.selection),
                    &drawn(&whole, picture, &selection),
                    &format!("{name} {selection:?}"),
                );
            }
            assert!(compared > 9, "{compared}");
        }
    }

    #[test]
    fn what_is_most_in_conflict_is_looked_at_with_what_it_is_opposed_to() {
        let whole = afghanistan();
        let picture = crate::draw::picture("conflict").unwrap();
        let excerpt = excerpt_of(&whole, most_contested, &Selection::default(), 30).unwrap();
        let among = excerpt.selection.among.clone().unwrap();
        assert_eq!(among.claims.len() + among.others, whole.claims().len());
        let facts = Facts::new(&excerpt.graph, Settings::default());
        let all = Facts::new(&whole, Settings::default());
        for &claim in &among.claims {
            let Some(Node::Claim(before)) = whole.find(excerpt.graph.id(claim)) else {
                panic!("a claim of the case");
            };
            assert_eq!(facts.standing(claim), all.standing(before));
        }
        let view = (picture.view)(&facts, &[], &excerpt.selection);
        assert!(!view.nodes.is_empty());
    }
}
