//! Stacks: nodes that are alike become one with a list of their names, so that a crowd is read and not searched.
//!
//! What one speaker says in the same words is one from the start. Likeness is looked for sharply first, and bluntly
//! only while there is still more than an eye takes in: the same kind of node, on the same side, tied to the same
//! nodes in the same ways; then a chain of one passing it on after the other; then what one speaker says in the same
//! sense; then what only repeats several of the others, whichever; then origins, whichever artefacts they point to; at
//! last all who do the same, on whichever side. What stands on an independent line or cuts all lines is alike to what
//! does so too, and to nothing else but other words of its own speaker. Every round costs O(n log n + m) comparisons
//! of lists of ties.

use std::collections::{BTreeMap, BTreeSet};

use super::view::{
    ClusterAt, Edge, EdgeRole, Emphasis, Hue, Line, LineKind, Member, Node, NodeAt, Role, View,
};
use super::{style, text};
use crate::case::{ActorIdx, Node as Record};

/// Nodes up to which each is drawn for itself.
const FEW: usize = 16;
/// Nodes beyond which likeness is looked for bluntly.
const MANY: usize = 20;
/// Nodes beyond which sides are no longer told apart.
const TOO_MANY: usize = 40;
/// As many alike make a stack; where there is too much, fewer do.
pub(super) const LEAST: usize = 4;
const LEAST_OF_MANY: usize = 2;
/// Names in the words on a stack.
const TOLD: usize = 100;

/// The view with a stack for each crowd of nodes that are alike. Nodes without [`Node::alike`] stay as they are.
pub(super) fn folded(view: View) -> View {
    let view = twins(&view, Likeness::Words, LEAST_OF_MANY);
    if view.nodes.len() <= FEW {
        return boxed(view);
    }
    let mut view = twins(&view, Likeness::Ties, LEAST);
    view = stacked(&view, chains(&view));
    for likeness in [Likeness::Speaker, Likeness::Repeating, Likeness::Origins] {
        if view.nodes.len() > MANY {
            view = twins(&view, likeness, LEAST_OF_MANY);
            // What was told apart by those that are one now is alike itself.
            view = twins(&view, Likeness::Ties, LEAST_OF_MANY);
        }
    }
    if view.nodes.len() > TOO_MANY {
        view = twins(&view, Likeness::Stance, LEAST_OF_MANY);
        view = twins(&view, Likeness::Ties, LEAST_OF_MANY);
    }
    boxed(view)
}

/// The view with a stack for each crowd of nodes that have the same ties, and no blunter ones.
pub(super) fn twins_folded(view: &View) -> View {
    twins(view, Likeness::Ties, LEAST)
}

/// What nodes must have in common to be alike, beside the word for them and their side.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Likeness {
    /// Who speaks and in which words, how far from the origins, of whichever claims.
    Words,
    /// Kind, emphasis and all ties.
    Ties,
    /// Who speaks, and how far from the origins.
    Speaker,
    /// To rest on others, to be cited by nobody, and the claims spoken of.
    Repeating,
    /// To be an origin, and what leads on from it.
    Origins,
    /// The claims spoken of.
    Stance,
}

/// A tie of a node, by the node at its other end.
type Tie<'v> = (NodeAt, EdgeRole, &'v str);

/// What makes nodes alike.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Kind<'v> {
    word: &'static str,
    cluster: Option<ClusterAt>,
    side: Option<Hue>,
    role: Option<Role>,
    emphasis: Option<Emphasis>,
    by: Option<(ActorIdx, usize)>,
    words: Option<&'v str>,
    before: Vec<Tie<'v>>,
    after: Vec<Tie<'v>>,
}

/// The ties of every node: what leads to it, and what leads on from it.
struct Ties<'v> {
    before: Vec<Vec<Tie<'v>>>,
    after: Vec<Vec<Tie<'v>>>,
}

impl<'v> Ties<'v> {
    fn new(view: &'v View) -> Ties<'v> {
        let mut ties = Ties {
            before: vec![Vec::new(); view.nodes.len()],
            after: vec![Vec::new(); view.nodes.len()],
        };
        for edge in &view.edges {
            ties.after[edge.from].push((edge.to, edge.role, &edge.label));
            ties.before[edge.to].push((edge.from, edge.role, &edge.label));
        }
        for list in ties.before.iter_mut().chain(&mut ties.after) {
            list.sort_unstable();
            list.dedup();
        }
        ties
    }
}

fn twins(view: &View, likeness: Likeness, least: usize) -> View {
    let ties = Ties::new(view);
    let depths = match likeness {
        Likeness::Words | Likeness::Speaker => depths(view),
        _ => Vec::new(),
    };
    let mut groups: BTreeMap<Kind<'_>, Vec<NodeAt>> = BTreeMap::new();
    for at in 0..view.nodes.len() {
        if let Some(kind) = kind(view, &ties, &depths, at, likeness) {
            groups.entry(kind).or_default().push(at);
        }
    }
    let stands_for = |&at: &NodeAt| view.nodes[at].stack.len().max(1);
    let is_crowd = |group: &Vec<NodeAt>| {
        group.len() > 1 && group.iter().map(stands_for).sum::<usize>() >= least
    };
    stacked(view, groups.into_values().filter(is_crowd).collect())
}

fn kind<'v>(
    view: &'v View,
    ties: &Ties<'v>,
    depths: &[Option<usize>],
    at: NodeAt,
    likeness: Likeness,
) -> Option<Kind<'v>> {
    let node = &view.nodes[at];
    let (before, after) = (&ties.before[at], &ties.after[at]);
    let role = |tie: &Tie<'_>| view.nodes[tie.0].role;
    let is_claim = |tie: &Tie<'_>| matches!(role(tie), Role::Claim(_));
    let word = node.alike.filter(|_| node.emphasis < Emphasis::Loop)?;
    let mut kind = Kind {
        word,
        cluster: node.cluster,
        side: node.side,
        role: Some(node.role),
        emphasis: Some(node.emphasis),
        by: None,
        words: None,
        before: Vec::new(),
        after: after.clone(),
    };
    let fits = match likeness {
        Likeness::Words => {
            kind.by = Some((node.by?, depths[at]?));
            kind.words = Some(node.words.as_deref()?);
            kind.after.clear();
            true
        }
        Likeness::Ties => {
            kind.before = before.clone();
            true
        }
        Likeness::Speaker => {
            // Of one depth, so that no circle comes of it.
            kind.by = Some((node.by?, depths[at]?));
            (kind.role, kind.emphasis) = (
                None,
                Some(node.emphasis).filter(|&why| why == Emphasis::Cut),
            );
            kind.after.clear();
            node.stack.is_empty()
        }
        Likeness::Repeating => {
            node.role == Role::Statement
                && node.emphasis == Emphasis::None
                && after.iter().all(is_claim)
        }
        Likeness::Origins => {
            matches!(node.role, Role::Root | Role::UnknownRoot)
                && before.iter().all(|tie| role(tie) == Role::Evidence)
        }
        Likeness::Stance => {
            (kind.cluster, kind.side) = (None, None);
            !matches!(node.role, Role::Claim(_)) && after.iter().all(is_claim)
        }
    };
    fits.then_some(kind)
}

/// How many steps each node is from the origins, at most; `None`: it lies on a circle, or behind one.
fn depths(view: &View) -> Vec<Option<usize>> {
    let mut entering = vec![0_usize; view.nodes.len()];
    let mut after: Vec<Vec<NodeAt>> = vec![Vec::new(); view.nodes.len()];
    for edge in &view.edges {
        entering[edge.to] += 1;
        after[edge.from].push(edge.to);
    }
    let mut ready: Vec<NodeAt> = (0..entering.len())
        .filter(|&at| entering[at] == 0)
        .collect();
    let mut least = vec![0; entering.len()];
    let mut depths = vec![None; entering.len()];
    while let Some(at) = ready.pop() {
        depths[at] = Some(least[at]);
        for &next in &after[at] {
            least[next] = least[next].max(least[at] + 1);
            entering[next] -= 1;
            if entering[next] == 0 {
                ready.push(next);
            }
        }
    }
    depths
}

/// Statements that are passed on by one, which is passed on by one, and so on, all on the same claims.
fn chains(view: &View) -> Vec<Vec<NodeAt>> {
    let ties = Ties::new(view);
    let rests_on_one = |at: NodeAt| match ties.before[at][..] {
        [(before, EdgeRole::Feeds, _)] => Some(before),
        _ => None,
    };
    let cited_by = |at: NodeAt| ties.after[at].iter().filter(|tie| tie.1 == EdgeRole::Feeds);
    // A link has one before it and one after it.
    let is_link = |at: NodeAt| {
        let node = &view.nodes[at];
        node.stack.is_empty() && rests_on_one(at).is_some() && cited_by(at).count() == 1
    };
    let look = |at: NodeAt| {
        let node = &view.nodes[at];
        let stances: Vec<_> = ties.after[at]
            .iter()
            .filter(|tie| tie.1 != EdgeRole::Feeds)
            .collect();
        let alike = node.alike.filter(|_| node.emphasis < Emphasis::Cut)?;
        Some((
            alike,
            node.role,
            node.cluster,
            node.side,
            node.emphasis,
            stances,
        ))
    };
    let next = |at: NodeAt| {
        let &(next, ..) = cited_by(at).next()?;
        (is_link(next) && look(at).is_some() && look(next) == look(at)).then_some(next)
    };
    let links: Vec<NodeAt> = (0..view.nodes.len()).filter(|&at| is_link(at)).collect();
    let followed: BTreeSet<NodeAt> = links.iter().filter_map(|&at| next(at)).collect();
    let starts = links.into_iter().filter(|at| !followed.contains(at));
    let chain = |start| std::iter::successors(Some(start), |&at| next(at)).collect();
    starts
        .map(chain)
        .filter(|chain: &Vec<NodeAt>| chain.len() >= LEAST)
        .collect()
}

/// The view with each of these groups, which share no node, as one node where its first stood.
fn stacked(view: &View, groups: Vec<Vec<NodeAt>>) -> View {
    let mut group_of: Vec<Option<usize>> = vec![None; view.nodes.len()];
    for (number, group) in groups.iter().enumerate() {
        for &at in group {
            group_of[at] = Some(number);
        }
    }
    let mut stacks: Vec<Option<NodeAt>> = vec![None; groups.len()];
    let mut place = Vec::with_capacity(view.nodes.len());
    let mut nodes = Vec::new();
    for (at, node) in view.nodes.iter().enumerate() {
        let made = |nodes: &mut Vec<Node>, made: Node| {
            nodes.push(made);
            nodes.len() - 1
        };
        place.push(match group_of[at] {
            Some(number) => *stacks[number]
                .get_or_insert_with(|| made(&mut nodes, stack(view, &groups[number]))),
            None => made(&mut nodes, node.clone()),
        });
    }
    let mut known: BTreeMap<(NodeAt, NodeAt, EdgeRole, &str), usize> = BTreeMap::new();
    let mut edges: Vec<Edge> = Vec::new();
    for edge in &view.edges {
        let (from, to) = (place[edge.from], place[edge.to]);
        if from == to && edge.from != edge.to {
            continue;
        }
        let key = (from, to, edge.role, edge.label.as_str());
        let at = *known.entry(key).or_insert(edges.len());
        match edges.get_mut(at) {
            Some(first) => first.emphasis = first.emphasis.max(edge.emphasis),
            None => edges.push(Edge {
                from,
                to,
                ..edge.clone()
            }),
        }
    }
    View {
        title: view.title.clone(),
        notes: view.notes.clone(),
        arrangement: view.arrangement,
        clusters: view.clusters.clone(),
        nodes,
        edges,
        sides: view.sides.clone(),
    }
}

/// One node for several: how many, what all of them have in common, and who they are.
fn stack(view: &View, group: &[NodeAt]) -> Node {
    let nodes: Vec<&Node> = group.iter().map(|&at| &view.nodes[at]).collect();
    let first = nodes[0];
    let one = first
        .by
        .filter(|_| nodes.iter().all(|node| node.by == first.by));
    let mut node = match one {
        Some(speaker) => words_of_one(&nodes, speaker),
        None => crowd(&nodes),
    };
    node.times = times(&nodes);
    let on_lines = nodes.iter().flat_map(|node| node.on_lines.iter().copied());
    node.on_lines = on_lines.collect();
    let (word, times) = (first.alike.unwrap_or_default(), node.times);
    let caption = match first.role {
        Role::Claim(status) => format!("{} {word} ×{times}", style::sign(status)),
        _ => format!("{word} ×{times}"),
    };
    node.label.insert(0, Line::new(LineKind::Caption, caption));
    let words = node.line_words();
    node.label
        .extend(words.map(|words| Line::new(LineKind::Detail, words)));
    node
}

/// One node for what one actor says, without how many there are.
fn words_of_one(nodes: &[&Node], speaker: ActorIdx) -> Node {
    let first = nodes[0];
    let name = first.label.iter().find(|line| line.kind == LineKind::Body);
    let each: Vec<Member> = nodes.iter().flat_map(|node| members(node)).collect();
    let each = each.iter().map(|member| member.tooltip.as_str());
    let all_alike = |node: &&Node| node.words.is_some() && node.words == first.words;
    let roles = nodes.iter().map(|node| node.role);
    let emphases = nodes.iter().map(|node| node.emphasis);
    Node {
        tooltip: told(first.alike.unwrap_or_default(), times(nodes), each),
        role: roles.min().unwrap_or(first.role),
        emphasis: emphases.max().unwrap_or_default(),
        label: name.into_iter().chain(common(nodes)).cloned().collect(),
        // The same words stand on the page of each claim.
        record: match nodes.iter().all(all_alike) {
            true => first.record,
            false => Some(Record::Actor(speaker)),
        },
        ..first.clone()
    }
}

/// One node for several others, with their names, without how many there are.
fn crowd(nodes: &[&Node]) -> Node {
    let first = nodes[0];
    let stack: Vec<Member> = nodes.iter().flat_map(|node| members(node)).collect();
    let each = stack.iter().map(|member| member.name.as_str());
    let same_side = nodes.iter().all(|node| node.side == first.side);
    let same_box = nodes.iter().all(|node| node.cluster == first.cluster);
    Node {
        tooltip: told(first.alike.unwrap_or_default(), times(nodes), each),
        label: common(nodes).cloned().collect(),
        by: None,
        record: None,
        side: first.side.filter(|_| same_side),
        cluster: first.cluster.filter(|_| same_box),
        stack,
        ..first.clone()
    }
}

/// For how many records some nodes stand.
fn times(nodes: &[&Node]) -> u32 {
    nodes.iter().map(|node| node.times).sum()
}

/// The details and findings that all of some nodes have.
fn common<'n>(nodes: &'n [&Node]) -> impl Iterator<Item = &'n Line> {
    let lines = nodes[0].label.iter();
    lines.filter(|line| {
        matches!(line.kind, LineKind::Detail | LineKind::Mark)
            && nodes.iter().all(|node| node.label.contains(line))
    })
}

/// The words on a stack: how many of what, and each.
fn told<'m>(word: &str, times: u32, each: impl ExactSizeIterator<Item = &'m str>) -> String {
    let more = each.len().saturating_sub(TOLD);
    let mut told: Vec<&str> = each.take(TOLD).collect();
    let rest = format!("and {more} more");
    if more > 0 {
        told.push(&rest);
    }
    format!("{word} ×{times}: {}", told.join("; "))
}

/// The view without the boxes that hold a single node of their own name, or none: they would say it twice.
fn boxed(mut view: View) -> View {
    let mut members: Vec<Vec<NodeAt>> = vec![Vec::new(); view.clusters.len()];
    for (at, node) in view.nodes.iter().enumerate() {
        if let Some(home) = node.cluster {
            members[home].push(at);
        }
    }
    let mut kept = Vec::new();
    let mut place = vec![None; view.clusters.len()];
    for (home, cluster) in std::mem::take(&mut view.clusters).into_iter().enumerate() {
        let says_it_twice = |&at: &NodeAt| {
            let mut label = view.nodes[at].label.iter();
            label.any(|line| line.kind == LineKind::Body && line.text == cluster.title)
        };
        let is_needed = match members[home][..] {
            [] => false,
            [alone] => cluster.emphasis != Emphasis::None || !says_it_twice(&alone),
            _ => true,
        };
        if is_needed {
            place[home] = Some(kept.len());
            kept.push(cluster);
        }
    }
    view.clusters = kept;
    for node in &mut view.nodes {
        node.cluster = node.cluster.and_then(|home| place[home]);
    }
    view
}

/// Those for whom a node stands: those of a stack, or itself.
fn members(node: &Node) -> Vec<Member> {
    if !node.stack.is_empty() {
        return node.stack.clone();
    }
    let body = node.label.iter().find(|line| line.kind == LineKind::Body);
    let name = body.map_or(node.tooltip.as_str(), |line| line.text.as_str());
    let name = text::isolated(name);
    vec![Member {
        name: match node.times {
            1 => name,
            times => format!("{name} ×{times}"),
        },
        tooltip: node.tooltip.clone(),
        record: node.record,
    }]
}
