//! The fewest citations to strike among few statements: the best of all orders in which they may have been made.
//!
//! Without the citations to strike no cycle is left, so the statements can be put in order, each before what it still
//! cites; and of any order those citations have to go that lead to an earlier one or to the citing statement itself.
//! So a smallest set is that of a best order, found over all sets of statements that may come first (Lawler 1964, "A
//! comment on minimum feedback arc sets"). O(2ⁿ·c) for `n` statements with `c` citations, memory for 2ⁿ numbers.

/// Among so many statements every order is weighed.
pub const MOST_STATEMENTS: usize = 16;

/// A smallest set of citations without which nothing cites in a circle, sorted; of sets of one size one whose numbers
/// add up to least. Of each statement the citations inside: the number of each, and who is cited, a bit each.
pub fn fewest(citations: &[Vec<(u32, u32)>]) -> Vec<u32> {
    let statements = citations.len();
    assert!(statements <= MOST_STATEMENTS, "{statements} statements");
    // Sizes count before numbers, which all together add up to less than this.
    let numbers = citations
        .iter()
        .flatten()
        .map(|&(number, _)| u64::from(number));
    let one_more = numbers.sum::<u64>() + 1;
    let struck = |from: u32, first: u32| {
        let own = citations[from as usize].iter();
        own.filter(move |&&(_, to)| to & first != 0)
            .map(|&(number, _)| number)
    };
    // Of each set of statements that come first: what it costs at least, and which of them comes last.
    let mut best = vec![(0u64, 0u32); 1 << statements];
    for first in 1..1u32 << statements {
        let members = (0..statements as u32).filter(|at| first >> at & 1 == 1);
        let ways = members.map(|last| {
            let costs = struck(last, first).map(|number| one_more + u64::from(number));
            let before = best[(first & !(1 << last)) as usize].0;
            (before + costs.sum::<u64>(), last)
        });
        best[first as usize] = ways.min().unwrap_or_default();
    }
    let mut found = Vec::new();
    let mut first = (1u32 << statements) - 1;
    while first != 0 {
        let last = best[first as usize].1;
        found.extend(struck(last, first));
        first &= !(1 << last);
    }
    found.sort_unstable();
    found
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::fewest;

    /// The least that has to go in any order of up to seven statements, each order tried.
    fn by_every_order(citations: &[Vec<(u32, u32)>], made: &mut Vec<usize>) -> usize {
        if made.len() == citations.len() {
            let earlier = |at: usize| made[..=at].iter().map(|&one| 1u32 << one).sum::<u32>();
            let struck = |at: usize| {
                let own = citations[made[at]].iter();
                own.filter(|&&(_, to)| to & earlier(at) != 0).count()
            };
            return (0..made.len()).map(struck).sum();
        }
        let mut least = usize::MAX;
        for next in 0..citations.len() {
            if !made.contains(&next) {
                made.push(next);
                least = least.min(by_every_order(citations, made));
                made.pop();
            }
        }
        least
    }

    proptest! {
        #[test]
        fn no_order_needs_fewer(rows in prop::collection::vec(prop::collection::vec(1u32..64, 0..6), 1..7)) {
            let whole = (1u32 << rows.len()) - 1;
            let mut number = 0;
            let citations: Vec<Vec<(u32, u32)>> = (rows.iter())
                .map(|row| {
                    let numbered = row.iter().map(|&to| {
                        number += 1;
                        (number - 1, to & whole)
                    });
                    numbered.collect()
                })
                .collect();
            let found = fewest(&citations);
            prop_assert_eq!(found.len(), by_every_order(&citations, &mut Vec::new()));
            // What is left leads in no circle: whoever cites nobody goes, again and again.
            let mut left: Vec<usize> = (0..citations.len()).collect();
            while let Some(place) = left.iter().position(|&at| {
                let kept = citations[at].iter().filter(|(number, _)| !found.contains(number));
                let cited = kept.fold(0, |all, (_, to)| all | to);
                left.iter().all(|&other| cited >> other & 1 == 0)
            }) {
                left.remove(place);
            }
            prop_assert!(left.is_empty());
        }
    }
}
