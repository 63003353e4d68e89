//! The view: a small graph with roles. It says what is shown; [`super::style`] says how it looks and the writers
//! [`super::dot`] and [`super::svg`] put it on paper.

use std::borrow::Cow;
use std::collections::BTreeSet;

pub use super::legend::Key;
use super::text;
use crate::analysis::Status;
use crate::case::{ActorIdx, Node as Record};

/// A picture before it is drawn.
#[derive(Clone, Debug, Default)]
pub struct View {
    /// What the picture shows.
    pub title: String,
    /// How to read it, and what it leaves out.
    pub notes: Vec<String>,
    /// How its parts are laid out.
    pub arrangement: Arrangement,
    /// Boxes around nodes; none lies within another.
    pub clusters: Vec<Cluster>,
    /// What is shown.
    pub nodes: Vec<Node>,
    /// How it hangs together.
    pub edges: Vec<Edge>,
    /// The sides that are told apart by colour, with their names.
    pub sides: Vec<(Hue, String)>,
}

/// How the parts of a view are laid out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Arrangement {
    /// One flow from left to right.
    #[default]
    LeftToRight,
    /// One flow from top to bottom.
    TopToBottom,
    /// Every connected part for itself, from left to right within, the parts side by side like the cells of a table.
    Cells,
}

/// The number of a node in its view.
pub type NodeAt = usize;
/// The number of a cluster in its view.
pub type ClusterAt = usize;

/// A colour that stands for one side, by its place in the palette.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Hue(pub u8);

/// What a node stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    /// A claim, with its status.
    Claim(Status),
    /// An actor.
    Actor,
    /// An actor whose identity is not known to the reader.
    Unnamed,
    /// All actors of one side that speak here.
    Side,
    /// A statement that rests on another.
    Statement,
    /// A statement where a lineage ends, whose carrier is known.
    Root,
    /// A statement where a lineage ends without saying how the speaker knows.
    UnknownRoot,
    /// A statement that somebody cites and nobody recorded.
    Implied,
    /// A statement that does not count: it was taken back, or is later than the as-of date.
    Void,
    /// An artefact.
    Evidence,
    /// What stands for more of the same.
    More,
}

/// Why a node or edge stands out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Emphasis {
    /// It does not.
    #[default]
    None,
    /// It is what was asked for.
    Focus,
    /// It lies on one of the independent lines.
    Line,
    /// Every line runs through it, or through another such.
    Cut,
    /// It lies on a cycle or a round trip.
    Loop,
}

/// What a line of a label is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum LineKind {
    /// The word for what it is: a status, a stance.
    Caption,
    /// What it says, or who speaks.
    Body,
    /// What is good to know.
    Detail,
    /// A finding.
    Mark,
    /// One of those for which a stack stands.
    Name,
}

impl LineKind {
    /// How many columns such a line may take, and how many lines one text.
    pub const fn room(self) -> (usize, usize) {
        match self {
            LineKind::Caption => (38, 2),
            LineKind::Body => (28, 6),
            LineKind::Detail => (36, 3),
            LineKind::Mark => (36, 2),
            LineKind::Name => (52, 1),
        }
    }
}

/// One text of a label, not yet wrapped.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// What it is.
    pub kind: LineKind,
    /// The text.
    pub text: String,
}

impl Line {
    /// A line of a label.
    pub fn new(kind: LineKind, text: impl Into<String>) -> Line {
        Line {
            kind,
            text: text.into(),
        }
    }
}

/// One of those for which a stack stands.
#[derive(Clone, Debug)]
pub struct Member {
    /// What it is called in the list.
    pub name: String,
    /// What is shown on pointing at it.
    pub tooltip: String,
    /// The record that it stands for.
    pub record: Option<Record>,
}

/// A node.
#[derive(Clone, Debug)]
pub struct Node {
    /// What it stands for.
    pub role: Role,
    /// Its label.
    pub label: Vec<Line>,
    /// The cluster in which it lies.
    pub cluster: Option<ClusterAt>,
    /// The side to which it belongs, where that is shown by colour.
    pub side: Option<Hue>,
    /// Why it stands out.
    pub emphasis: Emphasis,
    /// What is shown on pointing at it: the whole text, and the id by which a claim, actor or artefact is asked for.
    pub tooltip: String,
    /// The record that it stands for, where it is one: what a reader may want to go to.
    pub record: Option<Record>,
    /// The word that such a node shares with those like it, where several may be drawn as one.
    pub alike: Option<&'static str>,
    /// Who speaks there, where somebody does.
    pub by: Option<ActorIdx>,
    /// In which words and where, as far as that is known.
    pub words: Option<String>,
    /// The independent lines on which it lies, each by its number and of how many it is one.
    pub on_lines: BTreeSet<(usize, usize)>,
    /// How many records it stands for that nobody tells apart.
    pub times: u32,
    /// Those for which it stands, where it is a stack; else nobody.
    pub stack: Vec<Member>,
}

/// The names that a stack shows; it counts the others.
const NAMES: usize = 12;
/// The lines that a node names by number; it counts more.
const TOLD_LINES: usize = 8;

impl Node {
    /// A plain node with this label.
    pub fn new(role: Role, label: Vec<Line>, tooltip: impl Into<String>) -> Node {
        Node {
            role,
            label,
            cluster: None,
            side: None,
            emphasis: Emphasis::None,
            tooltip: tooltip.into(),
            record: None,
            alike: None,
            by: None,
            words: None,
            on_lines: BTreeSet::new(),
            times: 1,
            stack: Vec::new(),
        }
    }

    /// The same, standing for a record.
    pub fn of(self, record: impl Into<Record>) -> Node {
        Node {
            record: Some(record.into()),
            ..self
        }
    }

    /// Which of the independent lines it lies on, in words; nothing where it lies on none.
    pub(super) fn line_words(&self) -> Option<String> {
        let &(_, of) = self.on_lines.first()?;
        let numbers: Vec<String> = self.on_lines.iter().map(|(at, _)| at.to_string()).collect();
        Some(match &numbers[..] {
            [alone] => format!("line {alone} of {of}"),
            several if several.len() <= TOLD_LINES => {
                format!("lines {} of {of}", several.join(", "))
            }
            many => format!("{} of the {of} lines", many.len()),
        })
    }

    /// Those of a stack that it names: all, or as many as leave room to count the others.
    pub fn named(&self) -> &[Member] {
        match self.stack.len() {
            ..=NAMES => &self.stack,
            _ => &self.stack[..NAMES - 1],
        }
    }

    /// The label, cleaned and wrapped, then the names of a stack, a line each; never empty.
    pub fn lines(&self) -> Vec<Line> {
        let mut lines: Vec<Line> = self.label.iter().flat_map(wrapped).collect();
        let (columns, _) = LineKind::Name.room();
        for member in self.named() {
            let name = text::shorten(&member.name, columns);
            let name = if name.is_empty() {
                "–".to_owned()
            } else {
                name
            };
            lines.push(Line::new(LineKind::Name, name));
        }
        let more = self.stack.len() - self.named().len();
        if more > 0 {
            lines.push(Line::new(LineKind::Detail, format!("and {more} more")));
        }
        if lines.is_empty() {
            lines.push(Line::new(LineKind::Body, "–"));
        }
        lines
    }
}

fn wrapped(line: &Line) -> impl Iterator<Item = Line> + use<> {
    let (columns, rows) = line.kind.room();
    let kind = line.kind;
    text::wrap(&line.text, columns, rows)
        .into_iter()
        .map(move |text| Line { kind, text })
}

/// What an edge stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum EdgeRole {
    /// Says that the claim holds.
    Asserts,
    /// Says so as a confirmation.
    Corroborates,
    /// Passes it on.
    Relays,
    /// Says that it does not hold.
    Disputes,
    /// Doubts, could not verify.
    Questions,
    /// Says nothing, or refuses to.
    Silent,
    /// Is what the next one rests on.
    Feeds,
    /// Leads on from what does not count, and carries nothing.
    Void,
    /// Cites.
    Cites,
    /// Cites an artefact of.
    Uses,
    /// One claim follows from another.
    Entails,
    /// Two claims that cannot both hold.
    Contradicts,
    /// Two rival accounts.
    Contrasts,
    /// Two claims that count the same and do not agree.
    Differs,
}

/// How an edge bears on the layout.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Pull {
    /// Its end is placed after its start.
    #[default]
    Forward,
    /// Its start is placed after its end.
    Backward,
    /// Not at all: its ends stand one below the other where nothing else parts them.
    Beside,
}

/// An edge.
#[derive(Clone, Debug)]
pub struct Edge {
    /// Where it starts.
    pub from: NodeAt,
    /// Where it points.
    pub to: NodeAt,
    /// What it stands for.
    pub role: EdgeRole,
    /// A short label, or none.
    pub label: String,
    /// Why it stands out.
    pub emphasis: Emphasis,
    /// How it bears on the layout.
    pub pull: Pull,
}

impl Edge {
    /// A plain edge.
    pub fn new(from: NodeAt, to: NodeAt, role: EdgeRole) -> Edge {
        Edge {
            from,
            to,
            role,
            label: String::new(),
            emphasis: Emphasis::None,
            pull: Pull::Forward,
        }
    }

    /// What it says, with its label.
    pub fn words(&self) -> Cow<'static, str> {
        match self.label.is_empty() {
            true => self.role.words().into(),
            false => format!("{}: {}", self.role.words(), self.label).into(),
        }
    }
}

/// What a cluster stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ClusterRole {
    /// An event, and what is claimed about it.
    Event,
    /// Those who answer to one another.
    Side,
    /// What belongs together for another reason, given by its title.
    Group,
}

/// A box around nodes.
#[derive(Clone, Debug)]
pub struct Cluster {
    /// What it stands for.
    pub role: ClusterRole,
    /// Its name.
    pub title: String,
    /// What is good to know.
    pub detail: String,
    /// The side to which it belongs, where that is shown by colour.
    pub side: Option<Hue>,
    /// Why it stands out.
    pub emphasis: Emphasis,
    /// The record that it stands for, where it is one.
    pub record: Option<Record>,
}

impl View {
    /// Adds a node and tells its number.
    pub fn add(&mut self, node: Node) -> NodeAt {
        self.nodes.push(node);
        self.nodes.len() - 1
    }

    /// Adds a cluster and tells its number.
    pub fn enclose(&mut self, cluster: Cluster) -> ClusterAt {
        self.clusters.push(cluster);
        self.clusters.len() - 1
    }
}

impl Role {
    /// What such a node is, in the legend.
    pub const fn words(self) -> &'static str {
        match self {
            Role::Claim(status) => status.word(),
            Role::Actor => "actor",
            Role::Unnamed => "unnamed source",
            Role::Side => "a side, and who speaks for it",
            Role::Statement => "statement that rests on others",
            Role::Root => "root: says how it knows",
            Role::UnknownRoot => "root: does not say how it knows",
            Role::Implied => "cited, not recorded",
            Role::Void => "crossed out: does not count",
            Role::Evidence => "artefact",
            Role::More => "more of the same",
        }
    }
}

impl EdgeRole {
    /// What such an edge says, in the legend.
    pub const fn words(self) -> &'static str {
        match self {
            EdgeRole::Asserts => "asserts",
            EdgeRole::Corroborates => "corroborates",
            EdgeRole::Relays => "relays",
            EdgeRole::Disputes => "disputes",
            EdgeRole::Questions => "questions",
            EdgeRole::Silent => "is silent, or declines",
            EdgeRole::Feeds => "is cited by",
            EdgeRole::Void => "carries nothing",
            EdgeRole::Cites => "cites",
            EdgeRole::Uses => "cites an artefact of",
            EdgeRole::Entails => "entails",
            EdgeRole::Contradicts => "contradicts",
            EdgeRole::Contrasts => "contrasts with",
            EdgeRole::Differs => "gives another number than",
        }
    }

    /// The edge that stands for a stance on a claim, unless it takes something back.
    pub const fn of(stance: crate::case::vocabulary::Stance) -> Option<EdgeRole> {
        use crate::case::vocabulary::Stance;
        match stance {
            Stance::Asserts => Some(EdgeRole::Asserts),
            Stance::Corroborates => Some(EdgeRole::Corroborates),
            Stance::Relays => Some(EdgeRole::Relays),
            Stance::Disputes => Some(EdgeRole::Disputes),
            Stance::Questions => Some(EdgeRole::Questions),
            Stance::Silent | Stance::Declines => Some(EdgeRole::Silent),
            Stance::Retracts => None,
        }
    }
}
