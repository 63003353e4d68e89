//! Why fewer lines are surely independent than there may be, although all are known: ties that may have held.

use super::Entry;
use super::claim::label;
use crate::analysis::{Certificate, Facts, Line, Ties};
use crate::case::ActorIdx;
use crate::case::date::Date;
use crate::render::words;
use crate::rules::name_list;

/// Lines and speakers on each that are compared: pairs of them.
const MOST: usize = 32;

/// Which of the lines of a claim may share a voice, and who speaks on them that may answer to one; nothing where every
/// known line stays one, whichever ties held.
pub(super) fn in_doubt(facts: &Facts<'_>, certificate: &Certificate) -> Vec<Entry> {
    let known = certificate.lines.iter().filter(|line| line.known).count();
    if known <= certificate.known_lines.len() {
        return Vec::new();
    }
    let lines: Vec<Vec<(ActorIdx, Date)>> = certificate
        .lines
        .iter()
        .take(MOST)
        .map(|line| speakers(facts, line))
        .collect();
    let mut entries = Vec::new();
    for (nth, one) in lines.iter().enumerate() {
        for (further, other) in lines[nth + 1..].iter().enumerate() {
            let Some((first, second)) = joined(facts, one, other) else {
                continue;
            };
            let names = [first, second].map(|actor| facts.graph().name(actor));
            entries.push(Entry::plain(format!(
                "line {} and line {}: {} may be of one voice",
                nth + 1,
                nth + further + 2,
                name_list(names)
            )));
        }
    }
    if !entries.is_empty() {
        let sure = certificate.known_lines.len();
        let cut: Vec<String> = certificate
            .known_cut
            .iter()
            .map(|&at| label(facts, at))
            .collect();
        let cut = name_list(cut.iter().map(String::as_str));
        let lines = words::count(sure, words::LINE);
        let text = format!(
            "were all these ties to hold, {lines} would be left, and none would do without {cut}"
        );
        entries.push(Entry::plain(text));
    }
    entries
}

/// Who speaks on a line, and when.
fn speakers(facts: &Facts<'_>, line: &Line) -> Vec<(ActorIdx, Date)> {
    let steps = line.steps.iter().take(MOST);
    steps
        .filter_map(|&step| facts.base().speaker(step))
        .collect()
}

/// The first two of whom it is in doubt whether they are joined.
fn joined(
    facts: &Facts<'_>,
    one: &[(ActorIdx, Date)],
    other: &[(ActorIdx, Date)],
) -> Option<(ActorIdx, ActorIdx)> {
    let voices = &facts.base().voices;
    let mut pairs = one
        .iter()
        .flat_map(|&first| other.iter().map(move |&second| (first, second)));
    pairs
        .find(|&(first, second)| voices.joined(first, second, Ties::Possible))
        .map(|(first, second)| (first.0, second.0))
}
