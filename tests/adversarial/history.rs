//! A claim to which very much happened.

use claimgraph::analysis::history::History;
use claimgraph::analysis::relevant::Undoings;
use claimgraph::analysis::{Count, Facts, Settings};
use claimgraph::case::excerpt::Excerpts;

use super::{WITNESSED, actor, case, says, scale, support};

#[test]
fn a_history_of_too_many_moves_is_told_in_stretches_and_says_so() {
    // What is too many takes a while: only where more than a glance is asked for.
    if scale() == 1 {
        return;
    }
    let count = 1_250 * scale();
    let graph = case(|text| {
        for number in 0..count {
            actor(text, number, "");
            let (year, month, day) = (1900 + number / 336, 1 + number / 28 % 12, 1 + number % 28);
            let how = format!(",\"date\":\"{year}-{month:02}-{day:02}\"{WITNESSED}");
            says(text, &format!("s{number}"), number, &how);
        }
    });
    let facts = Facts::new(&graph, Settings::default());
    let (excerpts, undoings) = (Excerpts::new(&graph), Undoings::new(&graph));
    let found = History::new(&facts, &excerpts, &undoings, support::claim(&graph, "c")).timeline();
    assert!(!found.is_complete);
    assert_eq!(found.moments.len(), count);
    let mut before = Count::exact(0);
    for moment in &found.moments {
        let after = moment.standing.support.lines_max;
        if moment.is_counted {
            let told = after.most - before.most;
            assert_eq!(told as usize, moment.together + 1);
        } else {
            assert_eq!(after, before);
        }
        before = after;
    }
    assert_eq!(before, Count::exact(count as u32));
}
