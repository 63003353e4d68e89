//! Names that last: by what a record is known after its anchor was corrected or its twins stand in another order.
//!
//! An id that nobody wrote is made of what the record says and of where: that of a nameless speaker holds the
//! paragraph (`report:an-official@3`), and equal ones are numbered by date and place (`…~2`). A lasting name is made of
//! what is said alone: report, speaker or description, stance, object. Nameless speakers of one report are known by
//! their description, two officials by the same: what is said of them is told apart by the claims, and more that they
//! say changes nothing. Statements that say the same are numbered by date, basis, sources and words, by their place
//! last. Everything with an id of its own is known by that.

use std::collections::{BTreeMap, HashSet};

use foldhash::fast::FixedState;
use hashbrown::HashMap;

use super::graph::{ClaimGraph, Object};
use super::index::{ActorIdx, Node, StatementIdx};

/// The lasting names of those records whose ids do not last.
#[derive(Default)]
pub(super) struct Lasting {
    names: HashMap<Node, Box<str>, FixedState>,
    known: HashSet<Box<str>>,
}

impl Lasting {
    /// Linear in statements but for the sorting of those that say the same. `among`: all of which the ids may not last.
    pub fn new(graph: &ClaimGraph, among: impl IntoIterator<Item = StatementIdx>) -> Self {
        let mut spoken: BTreeMap<ActorIdx, Vec<StatementIdx>> = BTreeMap::new();
        let mut alike: BTreeMap<String, Vec<StatementIdx>> = BTreeMap::new();
        for at in among {
            let speaker = graph.speaker(at);
            let id = graph.id(at);
            if is_made(graph, speaker, at) {
                spoken.entry(speaker).or_default().push(at);
                let said = id.strip_prefix(graph.id(speaker)).unwrap_or_default();
                let name = format!("{}{}", description(graph, speaker, at), unnumbered(said));
                alike.entry(name).or_default().push(at);
            } else if unnumbered(id).len() < id.len() {
                alike.entry(by_words(graph, at)).or_default().push(at);
            }
        }
        let mut names: HashMap<Node, Box<str>, FixedState> = HashMap::default();
        for (name, mut statements) in alike {
            // The first of equal ones has no number in its id.
            if let Some(Node::Statement(first)) = graph.find(&name)
                && !statements.contains(&first)
            {
                statements.push(first);
            }
            if statements.len() > 1 {
                statements.sort_by_cached_key(|&at| content(graph, &spoken, at));
            }
            for (at, number) in statements.into_iter().zip(1..) {
                let name = match number {
                    1 => name.clone(),
                    number => format!("{name}~{number}"),
                };
                names.insert(at.into(), name.into());
            }
        }
        for (speaker, statements) in spoken {
            names.insert(
                speaker.into(),
                description(graph, speaker, statements[0]).into(),
            );
        }
        names.retain(|&node, name| graph.id(node) != &**name);
        let known = names.values().cloned().collect();
        Lasting { names, known }
    }

    /// The name of a record whose id does not last.
    pub fn name(&self, node: Node) -> Option<&str> {
        self.names.get(&node).map(|name| &**name)
    }

    /// Whether some record has this name.
    pub fn has(&self, name: &str) -> bool {
        self.known.contains(name)
    }
}

/// Whether the id of a statement may not last: few do not, and only of those is more asked. `are_numbered`: whether any
/// id of the case has the mark of a number that tells equal ones apart, so that each is worth a look.
pub(super) fn may_not_last(graph: &ClaimGraph, at: StatementIdx, are_numbered: bool) -> bool {
    graph.is_unnamed(graph.speaker(at)) || (are_numbered && graph.id(at).contains('~'))
}

/// Whether the ids of a statement and of its speaker were both made: of a nameless speaker in a report, or one that
/// is told from others by its place.
fn is_made(graph: &ClaimGraph, speaker: ActorIdx, at: StatementIdx) -> bool {
    let id = graph.id(speaker);
    let is_told_apart = || id.contains('@') || unnumbered(id).len() < id.len();
    let is_in_report = || {
        graph
            .report_of(at)
            .is_some_and(|report| within(graph.id(report), id).is_some())
    };
    graph.is_unnamed(speaker)
        && (is_told_apart() || is_in_report())
        && within(id, graph.id(at)).is_some()
}

/// What follows an id and a colon.
fn within<'i>(outer: &str, id: &'i str) -> Option<&'i str> {
    id.strip_prefix(outer)?.strip_prefix(':')
}

/// The id of a nameless speaker without its place and number.
fn description(graph: &ClaimGraph, speaker: ActorIdx, at: StatementIdx) -> &str {
    let id = graph.id(speaker);
    let report = graph.report_of(at).map_or("", |report| graph.id(report));
    let scope = if within(report, id).is_some() {
        report.len()
    } else {
        0
    };
    let end = id[scope..].find('@').map_or(id.len(), |at| scope + at);
    unnumbered(&id[..end])
}

/// A text without the number that tells equal ids apart.
fn unnumbered(id: &str) -> &str {
    match id.rsplit_once('~') {
        Some((base, number))
            if !number.is_empty() && number.bytes().all(|one| one.is_ascii_digit()) =>
        {
            base
        }
        _ => id,
    }
}

/// The name of a statement with a numbered id: several objects under one id are told apart by the objects.
fn by_words(graph: &ClaimGraph, at: StatementIdx) -> String {
    let base = unnumbered(graph.id(at));
    let said = said(graph, at);
    match base.strip_suffix(&said) {
        Some(before) if before.ends_with(':') => base.to_owned(),
        _ => format!("{base}:{said}"),
    }
}

/// Stance and object as in ids.
fn said(graph: &ClaimGraph, at: StatementIdx) -> String {
    let object = match graph.object(at) {
        Object::Claim(claim) => graph.id(claim),
        Object::Statement(statement) => graph.id(statement),
    };
    format!("{}:{object}", graph.stance(at).word())
}

/// What tells statements that say the same apart, the place last. A relay is as what it relays.
fn content(
    graph: &ClaimGraph,
    spoken: &BTreeMap<ActorIdx, Vec<StatementIdx>>,
    mut at: StatementIdx,
) -> Vec<String> {
    let mut content = Vec::new();
    let mut places = Vec::new();
    // Relays are made one for each `via`: a chain that is longer comes back to itself.
    for _ in 0..64 {
        let detail = graph.detail(at);
        content.push(format!(
            "{:?} {:?}",
            graph.date(at).sort_key(),
            graph.basis(at)
        ));
        let mut others: Vec<String> = (spoken.get(&graph.speaker(at)).into_iter().flatten())
            .map(|&other| said(graph, other))
            .collect();
        others.sort_unstable();
        content.extend(others);
        content.push(format!(
            "{:?} {:?}",
            detail.and_then(|detail| detail.number.as_deref()),
            detail.map(|detail| &detail.via),
        ));
        places.push(format!(
            "{:?} {:?}",
            detail.and_then(|detail| detail.quote.as_deref()),
            detail.and_then(|detail| detail.at.as_deref()),
        ));
        let cited: Vec<Node> = graph
            .cites(at)
            .iter()
            .map(|&cited| graph.node(cited))
            .collect();
        match cited.as_slice() {
            &[Node::Statement(relayed)] if graph.is_relay(at) => at = relayed,
            cited => {
                let lasting = |node: &&Node| !matches!(node, Node::Statement(_));
                content.extend(
                    cited
                        .iter()
                        .filter(lasting)
                        .map(|&node| graph.id(node).to_owned()),
                );
                break;
            }
        }
    }
    content.extend(places);
    content
}
