//! What the page tells of one claim, one statement, one finding: in blocks that are read when they are looked at.

use rayon::prelude::*;
use serde::Serialize;

use super::case::{RemarksRecord, remarks};
use super::page::Block;
use crate::analysis::Certificate;
use crate::case::vocabulary::Certainty;
use crate::case::{ClaimGraph, ClaimIdx, Directness, Node, NodeIdx, StatementIdx};
use crate::render::certificate::CertificateRecord;
use crate::render::finding::FindingRecord;
use crate::render::place::Location;
use crate::render::{Checked, document, explain};
use crate::rules;

/// Claims in a block.
const CLAIMS: usize = 50;
/// Findings in a block.
const FINDINGS: usize = 100;
/// Lines of a certificate that are written out.
const LINES: usize = 40;

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

/// Some claims and what is said of them.
#[derive(Serialize)]
struct ClaimBlock<'a> {
    claims: Vec<ClaimDetail<'a>>,
    statements: Vec<StatementDetail<'a>>,
}

#[derive(Serialize)]
struct ClaimDetail<'a> {
    /// Why it has its status.
    why: String,
    /// Both numbers of its support in words.
    support_in_words: String,
    /// Both numbers of its denial in words.
    denial_in_words: String,
    /// Whether opponents agree on it.
    adverse: bool,
    support: Vec<usize>,
    denial: Vec<usize>,
    neither: Vec<usize>,
    lines: CertificateRecord<'a>,
    /// How many lines there was no room for.
    lines_left_out: usize,
    denial_lines: CertificateRecord<'a>,
    /// How it relates to other claims: the relation, and their numbers.
    relations: Vec<(&'static str, Vec<usize>)>,
    favours: Vec<usize>,
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
    #[serde(skip_serializing_if = "Option::is_none")]
    how: Option<String>,
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

fn is_true(value: &bool) -> bool {
    *value
}

fn is_false(value: &bool) -> bool {
    !*value
}

/// The blocks of all claims, then one of the statements on statements.
pub(super) fn claim_blocks(checked: &Checked<'_, '_>, claims: &[ClaimIdx]) -> Vec<Block> {
    let graph = checked.facts.graph();
    let of_statements = |range: std::ops::Range<usize>| {
        range
            .map(|at| statement(checked, StatementIdx(at as u32)))
            .collect()
    };
    let mut blocks: Vec<Block> = claims
        .par_chunks(CLAIMS)
        .enumerate()
        .map(|(number, block)| {
            let (Some(&first), Some(&last)) = (block.first(), block.last()) else {
                return Block::new(format!("claims-{number}"), "{}".to_owned());
            };
            let start = graph.statement_range(first).start as usize;
            let end = graph.statement_range(last).end as usize;
            let record = ClaimBlock {
                claims: block.iter().map(|&at| claim(checked, at)).collect(),
                statements: of_statements(start..end),
            };
            Block::new(format!("claims-{number}"), document::for_script(&record))
        })
        .collect();
    let rest = ClaimBlock {
        claims: Vec::new(),
        statements: of_statements(last_on_claims(graph, claims)..graph.statement_count()),
    };
    let id = format!("claims-{}", blocks.len());
    blocks.push(Block::new(id, document::for_script(&rest)));
    blocks
}

/// The blocks of all findings.
pub(super) fn finding_blocks(checked: &Checked<'_, '_>) -> Vec<Block> {
    checked
        .findings
        .chunks(FINDINGS)
        .enumerate()
        .map(|(number, block)| {
            let records: Vec<_> = block
                .iter()
                .map(|one| FindingRecord::new(checked, one))
                .collect();
            Block::new(format!("findings-{number}"), document::for_script(&records))
        })
        .collect()
}

fn claim<'a>(checked: &Checked<'a, '_>, at: ClaimIdx) -> ClaimDetail<'a> {
    let facts = checked.facts;
    let graph = facts.graph();
    let (record, links) = (graph.claim(at), graph.links(at));
    let standing = facts.standing(at);
    let (certificate, left_out) = cut_short(facts.certificate(at));
    let (denial_certificate, _) = cut_short(facts.denial_certificate(at));
    let statements = |list: Vec<StatementIdx>| list.into_iter().map(StatementIdx::at).collect();
    let actors = |list: &[crate::case::ActorIdx]| list.iter().map(|at| at.at()).collect();
    ClaimDetail {
        why: explain::reason(facts, standing, &certificate),
        support_in_words: explain::numbers(&standing.support),
        denial_in_words: explain::numbers(&standing.denial),
        adverse: standing.adverse,
        support: statements(facts.support(at)),
        denial: statements(facts.denial(at)),
        neither: statements(facts.reservations(at)),
        lines: CertificateRecord::new(facts, &certificate),
        lines_left_out: left_out,
        denial_lines: CertificateRecord::new(facts, &denial_certificate),
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

/// A certificate with as many lines as a reader looks at, and how many more there are.
fn cut_short(mut certificate: Certificate) -> (Certificate, usize) {
    let left_out = certificate.lines.len().saturating_sub(LINES);
    certificate.lines.truncate(LINES);
    certificate.known_lines.truncate(LINES);
    (certificate, left_out)
}

fn statement<'a>(checked: &Checked<'a, '_>, at: StatementIdx) -> StatementDetail<'a> {
    let facts = checked.facts;
    let graph = facts.graph();
    let detail = graph.detail(at);
    let speaker = graph.speaker(at);
    let voices = facts.voices(at).into_iter();
    StatementDetail {
        how: rules::how(facts, facts.lineage().of(at)),
        at: detail.and_then(|detail| detail.at.as_deref()),
        quote: detail.and_then(|detail| detail.quote.as_deref()),
        cites: graph
            .cites(at)
            .iter()
            .map(|&cited| mention(graph, cited))
            .collect(),
        voices: voices
            .filter(|&voice| voice != speaker)
            .map(|voice| voice.at())
            .collect(),
        grounded: facts.is_grounded(at),
        through_relays: graph.directness(at) == Directness::ThroughRelays,
        certainty: detail.and_then(|detail| detail.certainty),
        number: detail.and_then(|detail| detail.number.as_deref()),
        place: place(checked, Node::Statement(at)),
        remarks: remarks(graph, at),
    }
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

/// Where a record is written: file and line.
fn place(checked: &Checked<'_, '_>, node: Node) -> String {
    match checked.facts.graph().span(node) {
        Some(span) => {
            let at = Location::of(checked.sources, span);
            format!("{}:{}", at.path, at.line)
        }
        None => String::new(),
    }
}
