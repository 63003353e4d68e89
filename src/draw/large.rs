//! Pictures of large cases: what is most spoken of is taken out of the case, and only that is judged.
//!
//! To count the lines of all claims and let all rules look takes longer than to read a case, and a picture shows a few
//! dozen claims. So candidates are chosen by numbers that cost nothing, statements for and against, and the excerpt
//! holds all that can matter to how these stand: their numbers are those of the whole case. What rules find in
//! it may be less than in the whole, where they look at what actors do elsewhere, and the picture says so.

use std::cmp::Reverse;
use std::collections::BTreeSet;

use rayon::prelude::*;

use super::{Selection, label};
use crate::analysis::bearings::Bearings;
use crate::analysis::relevant::{Undoings, relevant};
use crate::case::excerpt::Excerpts;
use crate::case::vocabulary::Stance;
use crate::case::{ClaimGraph, ClaimIdx, Node};

/// Statements from which on a case is large.
const LARGE: usize = 200_000;

/// Claims that are looked at in a large case: some times as many as a picture shows.
const CANDIDATES: usize = 200;

/// The claims of a large case that were looked at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Candidates {
    /// Their indices in the excerpt, ascending.
    pub claims: Vec<ClaimIdx>,
    /// How many claims there are beside them.
    pub others: usize,
}

impl Candidates {
    /// What the picture says of them.
    pub(super) fn note(&self) -> String {
        format!(
            "A large case: chosen among the {} of which most is said or denied; {} more were not judged.",
            label::counted(self.claims.len(), "claim"),
            label::counted(self.others, "claim"),
        )
    }
}

/// What of a large case a picture is made of.
pub struct Excerpt {
    /// The candidates and all that can matter to how they stand.
    pub graph: ClaimGraph,
    /// What to show of it.
    pub selection: Selection,
}

/// The excerpt for the view of a whole case; `None` where the case is not large, or the selection asks for more of it.
/// Linear in statements.
pub fn excerpt(whole: &ClaimGraph, selection: &Selection) -> Option<Excerpt> {
    let most = selection.limit.unwrap_or(0);
    if whole.statement_count() < LARGE || !selection.is_everything() || most > CANDIDATES {
        return None;
    }
    Some(excerpt_of(whole, selection, CANDIDATES))
}

fn excerpt_of(whole: &ClaimGraph, selection: &Selection, most: usize) -> Excerpt {
    let chosen = candidates(whole, most);
    let (bearings, undoings) = (Bearings::new(whole), Undoings::new(whole));
    let statements = relevant(whole, &bearings, &undoings, &chosen, usize::MAX).unwrap_or_default();
    let claims: BTreeSet<ClaimIdx> = chosen.into_iter().collect();
    let graph = Excerpts::new(whole).of(&statements, &claims);
    let found = claims
        .iter()
        .filter_map(|&claim| graph.find(whole.id(claim)));
    let claims: Vec<ClaimIdx> = found
        .filter_map(|node| match node {
            Node::Claim(claim) => Some(claim),
            _ => None,
        })
        .collect();
    let others = whole.claims().len() - claims.len();
    Excerpt {
        graph,
        selection: Selection {
            among: Some(Candidates { claims, others }),
            ..selection.clone()
        },
    }
}

/// The claims that are said and denied by most, and those of which most is said, half and half.
fn candidates(graph: &ClaimGraph, most: usize) -> Vec<ClaimIdx> {
    let counts = graph.claims().collect::<Vec<_>>().into_par_iter();
    let counts: Vec<(ClaimIdx, u32, u32)> = counts
        .map(|claim| {
            let (mut all, mut denials) = (0, 0);
            for at in graph.statements_on(claim) {
                all += 1;
                denials += u32::from(graph.stance(at) == Stance::Disputes);
            }
            (claim, all, denials.min(all - denials))
        })
        .collect();
    let ranked = |key: fn(&(ClaimIdx, u32, u32)) -> u32| {
        let mut ranked = counts.clone();
        ranked.par_sort_unstable_by_key(|of| (Reverse(key(of)), of.0));
        ranked.into_iter().map(|(claim, ..)| claim)
    };
    let denied = ranked(|&(_, _, denied)| denied).take(most / 2);
    let mut chosen: BTreeSet<ClaimIdx> = denied.collect();
    for claim in ranked(|&(_, all, _)| all) {
        if chosen.len() == most {
            break;
        }
        chosen.insert(claim);
    }
    chosen.into_iter().collect()
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
        let excerpt = excerpt_of(&whole, &Selection::default(), 4);
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
}
