//! The lineage below some statements as an indented tree, without recursion over the graph.

use std::collections::HashSet;

use super::Entry;
use crate::analysis::{Facts, LineageIdx};
use crate::case::{Node, StatementIdx};
use crate::rules::describe;

/// How many lines a tree has at most.
const MOST_LINES: usize = 400;

/// What some statements rest on, roots last. What was shown above is not shown again; cycles are closed with a mark,
/// but not by what closes none: that is shown only if no other way leads there.
pub fn lineage(facts: &Facts<'_>, tops: &[StatementIdx]) -> Vec<Entry> {
    let (lineage, closing) = (facts.lineage(), facts.closing());
    let led_to = led_to(facts, tops);
    let mut entries = Vec::new();
    let mut shown: HashSet<LineageIdx> = HashSet::new();
    // Nodes on the way from a top to the current one: (depth, node).
    let mut path: Vec<(usize, LineageIdx)> = Vec::new();
    // And from which depth on a way has gone by citations that may close a circle.
    let tops = tops.iter().rev();
    let mut open: Vec<(usize, LineageIdx, usize)> =
        tops.map(|&at| (0, lineage.of(at), 0)).collect();
    while let Some((depth, node, since)) = open.pop() {
        path.retain(|&(above, _)| above < depth);
        if entries.len() == MOST_LINES {
            let rest = open.len() + 1;
            entries.push(Entry::plain(format!(
                "… and at least {rest} more, left out"
            )));
            break;
        }
        let on_path = (path.iter()).any(|&(at, above)| above == node && at >= since);
        let again = !on_path && shown.contains(&node);
        let mut text = sentence(facts, node);
        if on_path {
            text = format!("↻ back to {text}");
        }
        let mut entry = Entry::at(facts, node, text);
        if again && !lineage.citations(node).is_empty() {
            entry.text.push_str(" (shown above)");
        }
        entries.push(Entry { depth, ..entry });
        if on_path || again {
            continue;
        }
        shown.insert(node);
        path.push((depth, node));
        let first = open.len();
        for (edge, closes) in closing.weighed(node).filter(|(edge, _)| edge.carries) {
            match closes {
                true => open.push((depth + 1, edge.to, since)),
                false if led_to.contains(&edge.to) => {}
                false => open.push((depth + 1, edge.to, depth + 1)),
            }
        }
        // What closes none comes last.
        open[first..].sort_by_key(|&(_, _, from)| from > depth);
        open[first..].reverse();
    }
    entries
}

/// What some statements lead to by citations that may close a circle, they themselves included.
fn led_to(facts: &Facts<'_>, tops: &[StatementIdx]) -> HashSet<LineageIdx> {
    let closing = facts.closing();
    let mut open: Vec<LineageIdx> = tops.iter().map(|&at| facts.lineage().of(at)).collect();
    let mut found: HashSet<LineageIdx> = open.iter().copied().collect();
    while let Some(node) = open.pop() {
        let cited = closing.weighed(node);
        let cited = cited.filter(|(edge, closes)| edge.carries && *closes);
        open.extend(
            cited
                .map(|(edge, _)| edge.to)
                .filter(|&to| found.insert(to)),
        );
    }
    found
}

/// The statements that begin a tree: those that no other of them cites, and of those that cite one another in a circle
/// which no other cites the first.
pub fn tops(facts: &Facts<'_>, statements: &[StatementIdx]) -> Vec<StatementIdx> {
    let (closing, circles) = (facts.closing(), facts.circles());
    let mut cited: HashSet<LineageIdx> = HashSet::new();
    let mut cited_circles: HashSet<u32> = HashSet::new();
    for &at in statements {
        let own = facts.lineage().of(at);
        for (edge, closes) in closing.weighed(own) {
            let circle = circles.circle(edge.to);
            let is_within = circle.is_some() && circle == circles.circle(own);
            if edge.carries && closes && !is_within {
                cited.insert(edge.to);
                cited_circles.extend(circle);
            }
        }
    }
    let begins = |at: &&StatementIdx| {
        let node = facts.lineage().of(**at);
        match circles.circle(node) {
            // Whoever comes next of this circle is below the first.
            Some(circle) => cited_circles.insert(circle),
            None => !cited.contains(&node),
        }
    };
    statements.iter().filter(begins).copied().collect()
}

/// One statement with its voices and its anchor, and whether it rests on nothing.
fn sentence(facts: &Facts<'_>, node: LineageIdx) -> String {
    let graph = facts.graph();
    let mut text = describe(facts, node);
    let Some(statement) = facts.lineage().statement(node) else {
        return text;
    };
    let speaker = graph.speaker(statement);
    let others: Vec<&str> = facts
        .voices(statement)
        .into_iter()
        .filter(|&voice| voice != speaker)
        .map(|voice| graph.name(voice))
        .collect();
    if !others.is_empty() {
        text.push_str(&format!(
            "; counted with {}",
            crate::rules::name_list(others)
        ));
    }
    if let Some(report) = graph.report_of(statement) {
        let at = graph
            .detail(statement)
            .and_then(|detail| detail.at.as_deref());
        let at = at.map(|at| format!(" at {at}")).unwrap_or_default();
        text.push_str(&format!(" [{}{at}]", graph.id(Node::Report(report))));
    }
    if let Some(quote) = graph
        .detail(statement)
        .and_then(|detail| detail.quote.as_deref())
    {
        text.push_str(&format!(" “{quote}”"));
    }
    let carries = graph.stance(statement).carries();
    if carries && facts.is_live(statement) && !facts.is_grounded(statement) {
        text.push_str(" — rests on nothing");
    }
    text
}

/// Entries with the rules of a tree before them.
pub fn ruled(entries: &[Entry]) -> Vec<(String, &Entry)> {
    let mut ruled: Vec<(String, &Entry)> = Vec::with_capacity(entries.len());
    // Whether a later entry stands at each depth below the current one, seen from the end.
    let mut later: Vec<bool> = Vec::new();
    for entry in entries.iter().rev() {
        later.truncate(entry.depth + 1);
        later.resize(entry.depth + 1, false);
        let mut line = String::new();
        for (depth, &more) in later.iter().enumerate().skip(1) {
            line.push_str(match (depth == entry.depth, more) {
                (true, true) => "├─ ",
                (true, false) => "└─ ",
                (false, true) => "│  ",
                (false, false) => "   ",
            });
        }
        later[entry.depth] = true;
        ruled.push((line, entry));
    }
    ruled.reverse();
    ruled
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rules_join_what_belongs_together() {
        let entry = |depth, text: &str| Entry {
            depth,
            ..Entry::plain(text)
        };
        let entries = [
            entry(0, "a"),
            entry(1, "b"),
            entry(2, "c"),
            entry(1, "d"),
            entry(0, "e"),
        ];
        let lines: Vec<String> = ruled(&entries)
            .into_iter()
            .map(|(line, entry)| line + &entry.text)
            .collect();
        assert_eq!(lines, ["a", "├─ b", "│  └─ c", "└─ d", "e"]);
    }
}
