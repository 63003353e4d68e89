//! Stacks: nodes that are alike become one with a list of their names, so that a crowd is read and not searched.
//!
//! Likeness is looked for sharply first, and bluntly only while there is still more than an eye takes in: the same
//! kind of node, on the same side, tied to the same nodes in the same ways; then a chain of one passing it on after
//! the other; then what only repeats several of the others, whichever; then origins, whichever artefacts they point
//! to. What stands on an independent line, cuts all lines or runs in a circle is only ever alike to what does so too.
//! Every round costs O(n log n + m) comparisons of lists of ties.

use std::collections::{BTreeMap, BTreeSet};

use super::view::{
    ClusterAt, Edge, EdgeRole, Emphasis, Hue, Line, LineKind, Member, Node, NodeAt, Role, View,
};

/// Nodes up to which each is drawn for itself.
const FEW: usize = 16;
/// Nodes beyond which likeness is looked for bluntly.
const MANY: usize = 24;
/// As many alike make a stack.
const LEAST: usize = 4;
/// Names in the words on a stack.
const TOLD: usize = 100;

/// The view with a stack for each crowd of nodes that are alike. Nodes without [`Node::alike`] stay as they are.
pub(super) fn folded(view: View) -> View {
    if view.nodes.len() <= FEW {
        return view;
    }
    let mut view = twins(view, Likeness::Ties);
    view = stacked(&view, chains(&view));
    for likeness in [Likeness::Repeating, Likeness::Origins] {
        if view.nodes.len() > MANY {
            view = twins(view, likeness);
            // What was told apart by those that are one now is alike itself.
            view = twins(view, Likeness::Ties);
        }
    }
    view
}

/// What nodes must have in common to be alike, beside kind, side and emphasis.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Likeness {
    /// All ties.
    Ties,
    /// To rest on others, to be cited by nobody, and the claims spoken of.
    Repeating,
    /// To be an origin, and what leads on from it.
    Origins,
}

/// A tie of a node, by the node at its other end.
type Tie<'v> = (NodeAt, EdgeRole, &'v str);

/// What makes nodes alike.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Kind<'v> {
    word: &'static str,
    role: Role,
    cluster: Option<ClusterAt>,
    side: Option<Hue>,
    emphasis: Emphasis,
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

fn twins(view: View, likeness: Likeness) -> View {
    let groups = {
        let ties = Ties::new(&view);
        let mut groups: BTreeMap<Kind<'_>, Vec<NodeAt>> = BTreeMap::new();
        for at in 0..view.nodes.len() {
            if let Some(kind) = kind(&view, &ties, at, likeness) {
                groups.entry(kind).or_default().push(at);
            }
        }
        groups
            .into_values()
            .filter(|group| is_crowd(&view, group))
            .collect()
    };
    stacked(&view, groups)
}

/// Whether they are several, and many.
fn is_crowd(view: &View, group: &[NodeAt]) -> bool {
    let stands_for = |&at: &NodeAt| view.nodes[at].stack.len().max(1);
    group.len() > 1 && group.iter().map(stands_for).sum::<usize>() >= LEAST
}

fn kind<'v>(view: &View, ties: &Ties<'v>, at: NodeAt, likeness: Likeness) -> Option<Kind<'v>> {
    let node = &view.nodes[at];
    let role = |&(at, ..): &Tie<'_>| view.nodes[at].role;
    let is_claim = |tie: &Tie<'_>| matches!(role(tie), Role::Claim(_));
    let (before, after) = (&ties.before[at], &ties.after[at]);
    let fits = match likeness {
        Likeness::Ties => true,
        Likeness::Repeating => {
            node.role == Role::Statement
                && node.emphasis == Emphasis::None
                && after.iter().all(is_claim)
        }
        Likeness::Origins => {
            matches!(node.role, Role::Root | Role::UnknownRoot)
                && before.iter().all(|tie| role(tie) == Role::Evidence)
        }
    };
    let word = node
        .alike
        .filter(|_| fits && node.emphasis < Emphasis::Loop)?;
    Some(Kind {
        word,
        role: node.role,
        cluster: node.cluster,
        side: node.side,
        emphasis: node.emphasis,
        before: match likeness {
            Likeness::Ties => before.clone(),
            _ => Vec::new(),
        },
        after: after.clone(),
    })
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
        let (made, known) = match group_of[at] {
            Some(number) => (stack(view, &groups[number]), stacks[number]),
            None => (node.clone(), None),
        };
        let here = known.unwrap_or(nodes.len());
        if let Some(number) = group_of[at] {
            stacks[number] = Some(here);
        }
        if here == nodes.len() {
            nodes.push(made);
        }
        place.push(here);
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
    let times: u32 = nodes.iter().map(|node| node.times).sum();
    let word = first.alike.unwrap_or_default();
    let mut label = vec![Line::new(LineKind::Caption, format!("{word} · ×{times}"))];
    let common = first.label.iter().filter(|line| {
        matches!(line.kind, LineKind::Detail | LineKind::Mark)
            && nodes.iter().all(|node| node.label.contains(line))
    });
    label.extend(common.cloned());
    let is_origin = matches!(first.role, Role::Root | Role::UnknownRoot);
    if is_origin && first.emphasis == Emphasis::Line && first.stack.is_empty() {
        label.push(Line::new(LineKind::Detail, "each a line of its own"));
    }
    let members: Vec<Member> = nodes.iter().flat_map(|node| members(node)).collect();
    let mut names: Vec<&str> = members
        .iter()
        .take(TOLD)
        .map(|one| one.name.as_str())
        .collect();
    let more = format!("and {} more", members.len().saturating_sub(TOLD));
    if members.len() > TOLD {
        names.push(&more);
    }
    Node {
        tooltip: format!("{word} ×{times}: {}", names.join(", ")),
        label,
        times,
        record: None,
        stack: members,
        ..first.clone()
    }
}

/// Those for whom a node stands: those of a stack, or itself.
fn members(node: &Node) -> Vec<Member> {
    if !node.stack.is_empty() {
        return node.stack.clone();
    }
    let body = node.label.iter().find(|line| line.kind == LineKind::Body);
    let name = body.map_or(node.tooltip.as_str(), |line| line.text.as_str());
    vec![Member {
        name: match node.times {
            1 => name.to_owned(),
            times => format!("{name} ×{times}"),
        },
        tooltip: node.tooltip.clone(),
        record: node.record,
    }]
}
