//! What the page tells of one claim, one statement, one finding: in blocks that are read when they are looked at.

use std::borrow::Cow;

use rayon::prelude::*;
use serde::Serialize;

use super::input;
use super::page::Block;
use super::record::{RemarksRecord, remarks};
use super::shared::Shared;
use crate::analysis::{
    Certificate, Facts, Label, Line, LineageIdx, LineageNode, Lines, Room, Side,
};
use crate::case::vocabulary::Certainty;
use crate::case::{ActorIdx, ClaimGraph, ClaimIdx, Directness, Node, NodeIdx, StatementIdx};
use crate::render::{Checked, document, explain};
use crate::rules::{self, Finding, Packed, StepKind};

/// Claims in a block.
const CLAIMS: usize = 50;
/// Findings in a block.
const FINDINGS: usize = 100;
/// Statements that are listed on the sides of all claims together, where these are many; and of one side at least.
const LISTED: (usize, usize) = (1 << 20, 1 << 6);
/// Statements among which lines are looked for, in the same way.
const PROVED: (usize, usize) = (1 << 18, 1 << 6);
/// Nodes among which they are, in the same way.
const WALKED: (usize, usize) = (1 << 20, 1 << 9);
/// Voices of a statement that are listed.
const VOICES: usize = 32;

/// Lines of a certificate that are written out.
const LINES: usize = 40;
/// Steps at each end of a line that are.
const END: usize = 6;

/// How the blocks are cut.
#[derive(Serialize)]
pub(super) struct Blocks {
    claims: usize,
    findings: usize,
    /// The first statement of each block of claims, and of one more: that of the statements on statements.
    statements: Vec<usize>,
}

impl Blocks {
    pub(super) fn of(graph: &ClaimGraph) -> Blocks {
        let claims: Vec<ClaimIdx> = graph.claims().collect();
        let first = |block: &[ClaimIdx]| graph.statement_range(block[0]).start as usize;
        let mut statements: Vec<usize> = claims.chunks(CLAIMS).map(first).collect();
        statements.push(last_on_claims(graph, &claims));
        Blocks {
            claims: CLAIMS,
            findings: FINDINGS,
            statements,
        }
    }
}

/// Where the statements on claims end.
fn last_on_claims(graph: &ClaimGraph, claims: &[ClaimIdx]) -> usize {
    claims
        .last()
        .map_or(0, |&claim| graph.statement_range(claim).end as usize)
}

/// The proof of a count: the lines, and what cuts them all. Each thing by the letter of its kind and its number; `?`
/// where it has no name.
#[derive(Serialize)]
struct Proof {
    /// Whether each is known, its steps, and how many more there are in the middle.
    lines: Vec<(bool, Vec<String>, usize)>,
    cut: Vec<String>,
}

impl Proof {
    fn new(facts: &Facts<'_>, certificate: &Certificate) -> Proof {
        let steps = |steps: &[LineageIdx]| steps.iter().map(|&at| step(facts, at)).collect();
        let line = |line: &Line| {
            let (start, end) = ends(&line.steps);
            let left_out = line.steps.len() - start.len() - end.len();
            (line.known, steps(&[start, end].concat()), left_out)
        };
        Proof {
            lines: certificate.lines.iter().map(line).collect(),
            cut: (certificate.cut.iter())
                .map(|&at| label(facts, at))
                .collect(),
        }
    }

    fn is_empty(&self) -> bool {
        self.lines.is_empty()
    }
}

/// The steps of a line that are shown: all, or where these are many those at its ends.
fn ends(steps: &[LineageIdx]) -> (&[LineageIdx], &[LineageIdx]) {
    match steps.len() <= 2 * END {
        true => (steps, &[]),
        false => (&steps[..END], &steps[steps.len() - END..]),
    }
}

/// A statement; the speaker or the report of one that is cited and not recorded.
fn step(facts: &Facts<'_>, at: LineageIdx) -> String {
    let graph = facts.graph();
    match facts.lineage().node(at) {
        LineageNode::Statement(statement) => named(graph, statement),
        LineageNode::Implied(implied) => match (implied.speaker, implied.report) {
            (Some(speaker), _) => named(graph, speaker),
            (None, Some(report)) => named(graph, report),
            (None, None) => "?".to_owned(),
        },
    }
}

fn label(facts: &Facts<'_>, label: Label) -> String {
    let graph = facts.graph();
    match label {
        Label::Voice(actor) => named(graph, actor),
        Label::Artefact(evidence) => named(graph, evidence),
        Label::Nameless(_) => "?".to_owned(),
    }
}

/// Some claims and what is said of them.
#[derive(Serialize)]
struct ClaimBlock<'a> {
    claims: Vec<ClaimDetail<'a>>,
    statements: Vec<StatementDetail<'a>>,
    /// The sentences in them, which many share.
    words: Vec<String>,
}

/// The sentences of a block.
type Words = Shared<String>;

#[derive(Serialize)]
struct ClaimDetail<'a> {
    /// The number of the sentence why it has its status.
    why: usize,
    /// That of both numbers of its support in words.
    support_in_words: usize,
    /// That of both numbers of its denial in words.
    #[serde(skip_serializing_if = "Option::is_none")]
    denial_in_words: Option<usize>,
    /// Whether opponents agree on it.
    #[serde(skip_serializing_if = "is_false")]
    adverse: bool,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    support: Vec<usize>,
    /// How many statements on other claims there was no room for.
    #[serde(skip_serializing_if = "is_zero")]
    support_left_out: usize,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    denial: Vec<usize>,
    #[serde(skip_serializing_if = "is_zero")]
    denial_left_out: usize,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    neither: Vec<usize>,
    lines: Proof,
    /// How many lines there was no room for.
    #[serde(skip_serializing_if = "is_zero")]
    lines_left_out: usize,
    #[serde(skip_serializing_if = "Proof::is_empty")]
    denial_lines: Proof,
    #[serde(skip_serializing_if = "is_zero")]
    denial_lines_left_out: usize,
    /// How it relates to other claims: the relation, and their numbers.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    relations: Vec<(&'static str, Vec<usize>)>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    favours: Vec<usize>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    against: Vec<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    quantity: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    credibility: Option<u8>,
    place: String,
    #[serde(flatten)]
    remarks: RemarksRecord<'a>,
}

#[derive(Serialize)]
struct StatementDetail<'a> {
    /// The number of the words how the speaker knows it.
    #[serde(skip_serializing_if = "Option::is_none")]
    how: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    at: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    quote: Option<&'a str>,
    /// What it cites: the first letter of the kind, and the number.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    cites: Vec<String>,
    /// Whom it speaks for beside its speaker.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    voices: Vec<usize>,
    /// How many more of them there was no room for.
    #[serde(skip_serializing_if = "is_zero")]
    voices_left_out: usize,
    #[serde(skip_serializing_if = "is_true")]
    grounded: bool,
    #[serde(skip_serializing_if = "is_false")]
    through_relays: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    certainty: Option<Certainty>,
    #[serde(skip_serializing_if = "Option::is_none")]
    number: Option<&'a str>,
    place: String,
    #[serde(flatten)]
    remarks: RemarksRecord<'a>,
}

/// What is told of a finding beside its head.
#[derive(Serialize)]
struct FindingDetail<'a> {
    message: String,
    /// What to do, where it is not what its rule says.
    #[serde(skip_serializing_if = "Option::is_none")]
    help: Option<&'a str>,
    /// The proof: what part each step is, the record that it is about, and the words.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    witness: Vec<(StepKind, Option<String>, Cow<'a, str>)>,
    /// Files and lines, the main one first.
    places: Vec<String>,
}

fn is_zero(number: &usize) -> bool {
    *number == 0
}

fn is_true(value: &bool) -> bool {
    *value
}

fn is_false(value: &bool) -> bool {
    !*value
}

/// The blocks of all claims, then one of the statements on statements.
pub(super) fn claim_blocks(checked: &Checked<'_, '_>, claims: &[ClaimIdx]) -> Vec<Block> {
    let graph = checked.facts.graph();
    let mut blocks: Vec<Block> = claims
        .par_chunks(CLAIMS)
        .enumerate()
        .map(|(number, block)| {
            let start = graph.statement_range(block[0]).start as usize;
            claim_block(checked, number, block, start..last_on_claims(graph, block))
        })
        .collect();
    let rest = last_on_claims(graph, claims)..graph.statement_count();
    blocks.push(claim_block(checked, blocks.len(), &[], rest));
    blocks
}

fn claim_block(
    checked: &Checked<'_, '_>,
    number: usize,
    claims: &[ClaimIdx],
    statements: std::ops::Range<usize>,
) -> Block {
    let mut words = Words::default();
    let record = ClaimBlock {
        claims: (claims.iter())
            .map(|&at| claim(checked, at, &mut words))
            .collect(),
        statements: statements
            .map(|at| statement(checked, StatementIdx(at as u32), &mut words))
            .collect(),
        words: words.records,
    };
    Block::new(format!("claims-{number}"), document::for_script(&record))
}

/// The blocks of all findings.
pub(super) fn finding_blocks(checked: &Checked<'_, '_>) -> Vec<Block> {
    checked
        .findings
        .chunks(FINDINGS)
        .enumerate()
        .map(|(number, block)| {
            let opened: Vec<Finding> = block.iter().map(Packed::open).collect();
            let records: Vec<_> = opened.iter().map(|one| finding(checked, one)).collect();
            Block::new(format!("findings-{number}"), document::for_script(&records))
        })
        .collect()
}

fn finding<'a>(checked: &'a Checked<'_, '_>, finding: &'a Finding) -> FindingDetail<'a> {
    let graph = checked.facts.graph();
    let own_help = rules::rule(finding.rule).is_none_or(|rule| rule.help != finding.help);
    FindingDetail {
        message: finding.message(checked.facts),
        help: own_help.then_some(&*finding.help),
        witness: (finding.witness.iter())
            .map(|step| {
                let node = step.node(checked.facts).map(|node| graph.node(node));
                let text = step.text(checked.facts);
                (step.kind, node.map(|node| named(graph, node)), text)
            })
            .collect(),
        places: (checked.spans(finding).into_iter())
            .map(|span| input::short_place(checked.sources, span))
            .collect(),
    }
}

fn claim<'a>(checked: &Checked<'a, '_>, at: ClaimIdx, words: &mut Words) -> ClaimDetail<'a> {
    let facts = checked.facts;
    let graph = facts.graph();
    let (record, links) = (graph.claim(at), graph.links(at));
    let standing = facts.standing(at);
    let share = |(total, least): (usize, usize)| least.max(total / graph.claims().len());
    let (support, support_left_out) = facts.on_side_within(at, Side::Support, share(LISTED));
    let (denial, denial_left_out) = facts.on_side_within(at, Side::Denial, share(LISTED));
    let proof = |side, lines: &Lines| {
        let room = Room {
            statements: share(PROVED),
            nodes: share(WALKED),
            lines: LINES,
        };
        let proof = facts.proof_within(at, side, room);
        cut_short(proof.unwrap_or_default(), lines.lines_max.least as usize)
    };
    let (certificate, lines_left_out) = proof(Side::Support, &standing.support);
    let (denial_certificate, denial_lines_left_out) = proof(Side::Denial, &standing.denial);
    let statements = |list: Vec<StatementIdx>| list.into_iter().map(StatementIdx::at).collect();
    let actors = |list: &[crate::case::ActorIdx]| list.iter().map(|at| at.at()).collect();
    ClaimDetail {
        why: words.number(explain::reason(facts, at, &certificate)),
        support_in_words: words.number(explain::numbers(&standing.support)),
        denial_in_words: (standing.denial.statements > 0)
            .then(|| words.number(explain::numbers(&standing.denial))),
        adverse: standing.adverse,
        support: statements(support),
        support_left_out,
        denial: statements(denial),
        denial_left_out,
        neither: statements(facts.reservations(at)),
        lines: Proof::new(facts, &certificate),
        lines_left_out,
        denial_lines: Proof::new(facts, &denial_certificate),
        denial_lines_left_out,
        relations: explain::related(links)
            .into_iter()
            .filter(|(_, claims)| !claims.is_empty())
            .map(|(relation, claims)| (relation, claims.iter().map(|at| at.at()).collect()))
            .collect(),
        favours: actors(&links.favours),
        against: actors(&links.against),
        quantity: links.quantity.as_ref().map(ToString::to_string),
        credibility: record.credibility,
        place: place(checked, Node::Claim(at)),
        remarks: remarks(graph, at),
    }
}

/// A certificate with as many lines as a reader looks at, and how many more there are of so many.
fn cut_short(mut certificate: Certificate, all: usize) -> (Certificate, usize) {
    let all = all.max(certificate.lines.len());
    let left_out = all - certificate.lines.len().min(LINES);
    certificate.lines.truncate(LINES);
    certificate.known_lines.truncate(LINES);
    (certificate, left_out)
}

fn statement<'a>(
    checked: &Checked<'a, '_>,
    at: StatementIdx,
    words: &mut Words,
) -> StatementDetail<'a> {
    let facts = checked.facts;
    let graph = facts.graph();
    let detail = graph.detail(at);
    let (voices, voices_left_out) = other_voices(facts, at);
    StatementDetail {
        how: rules::how(facts, facts.lineage().of(at)).map(|how| words.number(how.into_owned())),
        at: detail.and_then(|detail| detail.at.as_deref()),
        quote: detail.and_then(|detail| detail.quote.as_deref()),
        cites: graph
            .cites(at)
            .iter()
            .map(|&cited| mention(graph, cited))
            .collect(),
        voices: voices.into_iter().map(|voice| voice.at()).collect(),
        voices_left_out,
        grounded: facts.is_grounded(at),
        through_relays: graph.directness(at) == Directness::ThroughRelays,
        certainty: detail.and_then(|detail| detail.certainty),
        number: detail.and_then(|detail| detail.number.as_deref()),
        place: place(checked, Node::Statement(at)),
        remarks: remarks(graph, at),
    }
}

/// For whom a statement speaks beside its speaker, and for how many more there is no room: then those of other sides
/// come first.
fn other_voices(facts: &Facts<'_>, at: StatementIdx) -> (Vec<ActorIdx>, usize) {
    let speaker = facts.graph().speaker(at);
    let mut voices = facts.voices(at);
    voices.retain(|&voice| voice != speaker);
    let left_out = voices.len().saturating_sub(VOICES);
    if left_out > 0 {
        voices.sort_by_key(|&voice| facts.side(voice) == facts.side(speaker));
        voices.truncate(VOICES);
    }
    (voices, left_out)
}

/// A record by the first letter of its kind and its number; `v` for evidence.
pub(super) fn mention(graph: &ClaimGraph, at: NodeIdx) -> String {
    match graph.node(at) {
        Node::Actor(at) => format!("a{}", at.at()),
        Node::Claim(at) => format!("c{}", at.at()),
        Node::Event(at) => format!("e{}", at.at()),
        Node::Evidence(at) => format!("v{}", at.at()),
        Node::Report(at) => format!("r{}", at.at()),
        Node::Statement(at) => format!("s{}", at.at()),
    }
}

/// The same of a record.
pub(super) fn named(graph: &ClaimGraph, node: impl Into<Node>) -> String {
    mention(graph, graph.node_index(node.into()))
}

/// Where a record is written: file and line.
fn place(checked: &Checked<'_, '_>, node: Node) -> String {
    let span = checked.facts.graph().span(node);
    span.map_or_else(String::new, |span| {
        input::short_place(checked.sources, span)
    })
}
