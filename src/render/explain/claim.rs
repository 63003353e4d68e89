//! The page of a claim: its status and the reasons for it, both sides, the lines and the cut.

use std::collections::{BTreeMap, BTreeSet};

use super::record::listed;
use super::{Entry, Page};
use super::{doubt, tree};
use crate::analysis::verified::Outcome;
use crate::analysis::{Carrier, Certificate, Facts, Label, Line, LineageIdx, Lines, Status};
use crate::case::graph::{ClaimLinks, Object, Verification};
use crate::case::vocabulary::Stance;
use crate::case::{ClaimIdx, Node, StatementIdx};
use crate::render::supposed::taken_words;
use crate::render::words;
use crate::rules::taken_back::taken_back_on;
use crate::rules::{cut_of_cycle, describe, describe_root, name_list, speaker, why_unfounded};

pub(super) fn page(facts: &Facts<'_>, claim: ClaimIdx) -> Page {
    let graph = facts.graph();
    let record = graph.claim(claim);
    let standing = facts.standing(claim);
    let (support, denial) = (facts.support(claim), facts.denial(claim));
    let certificate = facts.certificate(claim);
    let mut page = Page {
        id: graph.id(claim).to_owned(),
        kind: "claim",
        title: record.text.to_string(),
        place: None,
        head: vec![
            ("kind", record.kind.to_string()),
            ("status", standing.status.to_string()),
            ("why", reason(facts, claim, &certificate)),
        ],
        sections: Vec::new(),
    };
    let though = match standing.support.statements {
        0 => though_verified(facts, claim),
        _ => String::new(),
    };
    let how_many = format!("{}{though}", numbers(&standing.support));
    page.head.push(("support", how_many));
    if standing.denial.statements > 0 {
        page.head.push(("denial", numbers(&standing.denial)));
    }
    if standing.adverse {
        page.head.push((
            "strength",
            "opponents agree on it, or a side says it against its own interest".to_owned(),
        ));
    }
    said(facts, claim, (&support, &denial), &mut page);
    page.section("Independent lines", lines(facts, &certificate));
    page.section(
        "Lines that a tie in doubt may make one",
        doubt::in_doubt(facts, &certificate),
    );
    let without = match facts.is_lost_without(claim, &certificate.cut) {
        true => cut(facts, &certificate),
        false => {
            let title = "Every line runs through one of these";
            page.section(title, cut(facts, &certificate));
            refutation(facts, claim)
        }
    };
    page.section("Without these no line is left", without);
    let denied = facts.denial_certificate(claim);
    page.section("Independent lines of the denial", lines(facts, &denied));
    let through = "Every line of the denial runs through one of these";
    page.section(through, cut(facts, &denied));
    page.section("Circles in its lineage", circles(facts, &support, &denial));
    page.section("Related claims", relations(facts, claim));
    page.section("What artefacts show of it", artefacts(facts, claim));
    page
}

/// What is said for and against a claim, and what beside that.
fn said(
    facts: &Facts<'_>,
    claim: ClaimIdx,
    (support, denial): (&[StatementIdx], &[StatementIdx]),
    page: &mut Page,
) {
    page.section(
        "Support, down to its roots",
        tree::lineage(facts, &tree::tops(facts, support)),
    );
    page.section(
        "Denial, down to its roots",
        tree::lineage(facts, &tree::tops(facts, denial)),
    );
    page.section(
        "Neither support nor denial",
        stances(facts, &facts.reservations(claim)),
    );
    page.section(
        "Taken back, which counts no more",
        listed(facts, taken_back_on(facts, claim).into_iter()),
    );
    let lineage = lineage_of(facts, support.iter().chain(denial));
    page.section(
        "Disputed among these, which denies nothing",
        undercutting(facts, |about| lineage.contains(&facts.lineage().of(about))),
    );
}

/// Both intervals of a side, in words.
pub(in crate::render) fn numbers(lines: &Lines) -> String {
    if lines.statements == 0 {
        return "nobody says so".to_owned();
    }
    let mut text = format!(
        "{} in {}, from {}",
        words::interval_sentence(lines.lines_min, lines.lines_max, words::LINE),
        words::count(lines.statements as usize, words::STATEMENT),
        words::interval_sentence(lines.origins_min, lines.origins_max, words::ORIGIN)
    );
    if lines.relays > 0 {
        let relays = words::count(lines.relays as usize, words::RELAY);
        text.push_str(&format!(" ({relays} among them)"));
    }
    text
}

/// Why a claim has its status, in one sentence.
pub(in crate::render) fn reason(
    facts: &Facts<'_>,
    claim: ClaimIdx,
    certificate: &Certificate,
) -> String {
    let standing = facts.standing(claim);
    let threshold = facts.settings().threshold;
    match standing.status {
        Status::Open => "it is only questioned".to_owned(),
        Status::Contested => {
            "some support it and some deny it, and both rest on something".to_owned()
        }
        Status::Denied => "it is denied, and nothing that rests on anything supports it".to_owned(),
        Status::Unsupported => "nobody says so".to_owned(),
        Status::Circular if facts.bare_circles(&facts.support(claim)).is_empty() => {
            why_unfounded(facts, claim)
        }
        Status::Circular => {
            "those who say so cite one another in a circle and nothing else".to_owned()
        }
        Status::Unfounded => why_unfounded(facts, claim),
        Status::Uncorroborated => match certificate.cut.as_slice() {
            [only] => {
                let who = label(facts, *only);
                match facts.is_lost_without(claim, &[*only]) {
                    true => format!("every line depends on {who}"),
                    false => format!("every line runs through {who}"),
                }
            }
            _ => format!("no {threshold} lines are independent of each other"),
        },
        Status::IndependenceUnknown => {
            let lines = &standing.support;
            let are_known = certificate.lines.iter().all(|line| line.known);
            let why = match lines.lines_min.is_exact() && lines.lines_max.is_exact() {
                true if are_known && !certificate.lines.is_empty() => {
                    "but a tie in doubt may make some of them one"
                }
                true => "but of some it is not known what they rest on",
                false => "but the search for them was cut short",
            };
            format!("there may be {threshold} independent lines, {why}")
        }
        Status::Corroborated => {
            let lines = standing.support.lines_min.least;
            let opponents = undeclared(facts, certificate);
            let denied = match standing.denial.grounded {
                true => "; nobody named denies it, and that does not contest so many",
                false => "",
            };
            match opponents.as_slice() {
                [] => format!("at least {lines} known lines share nothing with each other{denied}"),
                _ => format!(
                    "at least {lines} lines share nothing with each other and count as known: {} declare no basis, \
                     but are opponents, who do not repeat each other{denied}",
                    name_list(opponents.iter().map(String::as_str))
                ),
            }
        }
    }
}

/// Opponents whose words count as known beside each other's, though they declare no basis.
fn undeclared(facts: &Facts<'_>, certificate: &Certificate) -> Vec<String> {
    let lines = certificate.known_lines.iter().filter(|line| !line.known);
    let roots = lines.flat_map(|line| carried(facts, line));
    let roots = roots.filter(|(_, carrier)| !carrier.is_known());
    let names = roots.map(|(root, _)| speaker(facts, root));
    names.collect::<BTreeSet<_>>().into_iter().collect()
}

pub(super) fn label(facts: &Facts<'_>, label: Label) -> String {
    let graph = facts.graph();
    match label {
        Label::Voice(actor) => graph.name(actor).to_owned(),
        Label::Artefact(evidence) => format!("the artefact `{}`", graph.id(evidence)),
        Label::Nameless(_) => "a publisher who is not known".to_owned(),
    }
}

/// Some statements, and all that they lead to along citations.
fn lineage_of<'s>(
    facts: &Facts<'_>,
    statements: impl Iterator<Item = &'s StatementIdx>,
) -> BTreeSet<LineageIdx> {
    let mut open: Vec<LineageIdx> = statements.map(|&at| facts.lineage().of(at)).collect();
    let mut seen: BTreeSet<LineageIdx> = open.iter().copied().collect();
    while let Some(at) = open.pop() {
        let cited = facts.lineage().citations(at).iter().map(|edge| edge.to);
        open.extend(cited.filter(|&to| seen.insert(to)));
    }
    seen
}

/// Who disputes some statements themselves, and not what they say.
pub(super) fn undercutting(
    facts: &Facts<'_>,
    concerned: impl Fn(StatementIdx) -> bool,
) -> Vec<Entry> {
    let graph = facts.graph();
    // Statements on statements come after all others.
    let on_statements = graph
        .statements()
        .rev()
        .map_while(|at| match graph.object(at) {
            Object::Statement(about) => Some((at, about)),
            Object::Claim(_) => None,
        });
    let disputes = on_statements.filter(|&(at, about)| {
        graph.stance(at) == Stance::Disputes && facts.is_live(at) && concerned(about)
    });
    let mut disputes: Vec<StatementIdx> = disputes.map(|(at, _)| at).collect();
    disputes.reverse();
    stances(facts, &disputes)
}

fn stances(facts: &Facts<'_>, statements: &[StatementIdx]) -> Vec<Entry> {
    let graph = facts.graph();
    statements
        .iter()
        .map(|&at| {
            let mut text = describe(facts, facts.lineage().of(at));
            let meaning = match graph.stance(at) {
                Stance::Questions => " (neither supports nor denies it)",
                _ => "",
            };
            text.push_str(meaning);
            Entry::of(graph.id(at), text)
        })
        .collect()
}

pub(super) fn lines(facts: &Facts<'_>, certificate: &Certificate) -> Vec<Entry> {
    let mut entries = Vec::new();
    for (nth, line) in certificate.lines.iter().enumerate() {
        let known = match line.known {
            true => "known",
            false => "its provenance is not fully known",
        };
        entries.push(Entry::plain(format!("line {} ({known})", nth + 1)));
        let carried = carried(facts, line);
        entries.extend(line.steps.iter().map(|step| {
            let text = match carried.get(step) {
                Some(carrier) => describe_root(facts, *step, carrier),
                None => describe(facts, *step),
            };
            Entry {
                depth: 1,
                ..Entry::at(facts, *step, text)
            }
        }));
    }
    entries
}

/// The roots of a line, each with what carries it there; none where it is not plain which is which.
fn carried<'l>(facts: &Facts<'_>, line: &'l Line) -> BTreeMap<LineageIdx, &'l Carrier> {
    let mut before: BTreeSet<LineageIdx> = BTreeSet::new();
    let mut roots: Vec<LineageIdx> = Vec::new();
    for &step in &line.steps {
        let cited = facts.lineage().citations(step);
        if !cited.iter().any(|edge| before.contains(&edge.to)) {
            roots.push(step);
        }
        before.insert(step);
    }
    match roots.len() == line.carriers.len() {
        true => roots.into_iter().zip(&line.carriers).collect(),
        false => BTreeMap::new(),
    }
}

/// The fewest, as far as is known, without whom nothing is left that supports a claim.
fn refutation(facts: &Facts<'_>, claim: ClaimIdx) -> Vec<Entry> {
    let (refute, _) = facts.refutation(claim);
    let words = refute.into_iter().map(|one| taken_words(facts, one));
    words.map(Entry::plain).collect()
}

pub(super) fn cut(facts: &Facts<'_>, certificate: &Certificate) -> Vec<Entry> {
    certificate
        .cut
        .iter()
        .map(|&at| Entry::plain(label(facts, at)))
        .collect()
}

/// The statement cycles that statements on a claim lie on, each with the citations to cut.
fn circles(facts: &Facts<'_>, support: &[StatementIdx], denial: &[StatementIdx]) -> Vec<Entry> {
    let both = support.iter().chain(denial);
    let numbers: BTreeSet<u32> = both
        .filter_map(|&at| facts.circles().circle(facts.lineage().of(at)))
        .collect();
    let mut entries = Vec::new();
    for number in numbers {
        let cycle = &facts.cycles()[number as usize];
        let certain = if cycle.possible { "possibly, " } else { "" };
        entries.push(Entry::plain(format!(
            "{certain}{}",
            cut_of_cycle(facts, cycle)
        )));
        entries.extend(cycle.shortest.iter().map(|&at| Entry {
            depth: 1,
            ..Entry::at(facts, at, describe(facts, at))
        }));
    }
    entries
}

/// The relations between claims by what they are called, with the claims at the other end.
pub(in crate::render) fn related(links: &ClaimLinks) -> [(&'static str, &[ClaimIdx]); 5] {
    [
        ("contradicts", &links.opposes),
        ("contrasts with", &links.contrasts),
        ("entails", &links.entails),
        ("follows from", &links.entailed_by),
        ("is part of", &links.part_of),
    ]
}

fn relations(facts: &Facts<'_>, claim: ClaimIdx) -> Vec<Entry> {
    let graph = facts.graph();
    let links = graph.links(claim);
    let mut entries = Vec::new();
    for (relation, claims) in related(links) {
        entries.extend(claims.iter().map(|&other| {
            let (id, status) = (graph.id(other), facts.status(other));
            Entry::of(id, format!("{relation} `{id}` ({status})"))
        }));
    }
    let names =
        |actors: &[crate::case::ActorIdx]| name_list(actors.iter().map(|&actor| graph.name(actor)));
    if !links.favours.is_empty() {
        entries.push(Entry::plain(format!("serves {}", names(&links.favours))));
    }
    if !links.against.is_empty() {
        entries.push(Entry::plain(format!(
            "is against {}",
            names(&links.against)
        )));
    }
    entries
}

/// What of a claim that nobody says is on record with artefacts: that supports nothing until somebody says so.
fn though_verified(facts: &Facts<'_>, claim: ClaimIdx) -> String {
    let graph = facts.graph();
    let said = graph.all_evidence().flat_map(|evidence| {
        let stands = move |entry: &&Verification| {
            entry.claims.contains(&claim)
                && facts.base().outcome(evidence, entry, claim) == Outcome::Stands
        };
        let entries = graph.evidence(evidence).verified.iter().filter(stands);
        entries.map(move |entry| {
            let (by, id) = (graph.name(entry.by), graph.id(evidence));
            format!("{by} verified it on `{id}`")
        })
    });
    let said: Vec<String> = said.collect();
    match said.is_empty() {
        true => String::new(),
        false => {
            let said = name_list(said.iter().map(String::as_str));
            format!(", though {said}, which counts where somebody says so and cites it")
        }
    }
}

fn artefacts(facts: &Facts<'_>, claim: ClaimIdx) -> Vec<Entry> {
    let graph = facts.graph();
    let mut entries = Vec::new();
    for evidence in graph.all_evidence() {
        let record = graph.evidence(evidence);
        let id = graph.id(Node::Evidence(evidence));
        let mut told = BTreeSet::new();
        let mut tell = |text: String| {
            if told.insert(text.clone()) {
                entries.push(Entry::of(id, text));
            }
        };
        if record.shows.binary_search(&claim).is_ok() {
            tell(format!("`{id}` shows it"));
        }
        if record.does_not_show.binary_search(&claim).is_ok() {
            tell(format!("`{id}` does not show it"));
        }
        for entry in record
            .verified
            .iter()
            .filter(|entry| entry.claims.contains(&claim))
        {
            let by = graph.name(entry.by);
            tell(match facts.base().outcome(evidence, entry, claim) {
                Outcome::TakenBack => format!("{by} verified it on `{id}`, and took that back"),
                Outcome::Stands | Outcome::Gone => format!("{by} verified it on `{id}`"),
            });
        }
    }
    entries
}
