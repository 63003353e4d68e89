//! Findings in few bytes each: a large case has millions of them, held until they are in order and written one by one.
//!
//! A finding is a dozen lists of numbers, most of them short or empty. Packed they are one run of bytes: each number as
//! the difference from the last of its kind, in as many groups of seven bits as it needs (LEB128, signed ones folded
//! as in Protocol Buffers). Records of one claim are neighbours, so most numbers are one byte. Linear in what a finding
//! is about.

use std::borrow::Cow;
use std::cmp::{Ordering, Reverse};

use super::clash::{Clash, Side, Wording};
use super::finding::{Finding, Message, Severity, Shows, Step, StepKind};
use super::policy::Accepted;
use super::{GRAVITY, rule};
use crate::analysis::{Facts, Label, LineageIdx};
use crate::case::{
    ActorIdx, ClaimIdx, EventIdx, EvidenceIdx, Node, NodeIdx, ReportIdx, StatementIdx,
};
use crate::source::Span;

/// A [`Finding`] in few bytes.
#[derive(Clone, Debug)]
pub struct Packed {
    /// How much it matters.
    pub severity: Severity,
    /// The place of its rule in [`GRAVITY`].
    rule: u8,
    /// How many claims it is about, and the first of them.
    claims: u32,
    first: ClaimIdx,
    says: Says,
    numbers: Box<[u8]>,
    /// What few findings have.
    more: Option<Box<More>>,
}

/// A [`Message`] without its numbers.
#[derive(Clone, Debug)]
enum Says {
    Text(Box<str>),
    Template(Cow<'static, str>),
    Told(fn(&Facts<'_>, &Finding) -> String),
    Clash(Wording),
}

/// What few findings have.
#[derive(Clone, Debug, Default)]
struct More {
    word: String,
    place: Option<Span>,
    accepted: Option<Accepted>,
    /// Advice that is not that of the rule.
    help: Option<Cow<'static, str>>,
    /// The texts of those steps of the witness that have one, in their order.
    texts: Vec<Box<str>>,
}

impl Packed {
    /// The name of its rule.
    pub fn rule(&self) -> &'static str {
        GRAVITY[usize::from(self.rule)]
    }

    /// The first claim that it is about; the first of the case where it is about none.
    pub(super) fn first(&self) -> ClaimIdx {
        self.first
    }

    /// Why it does not count, if it does not.
    pub fn accepted(&self) -> Option<&Accepted> {
        self.more.as_ref()?.accepted.as_ref()
    }

    /// Whether nobody has accepted it.
    pub fn counts(&self) -> bool {
        self.accepted().is_none()
    }

    /// Accepts it, unless somebody has.
    pub(super) fn accept(&mut self, accepted: Accepted) {
        let more = self.more.get_or_insert_default();
        more.accepted.get_or_insert(accepted);
    }

    /// The claims that it is about.
    pub fn claims(&self) -> Vec<ClaimIdx> {
        Reader::new(&self.numbers).list(ClaimIdx)
    }

    /// The finding.
    pub fn open(&self) -> Finding {
        let mut reader = Reader::new(&self.numbers);
        let mut finding = self.opened_without_witness(&mut reader);
        let texts = self.more.iter().flat_map(|more| more.texts.iter());
        finding.witness = reader.steps(&mut texts.cloned());
        finding
    }

    /// The finding but for its witness, which is most of it.
    pub(super) fn open_without_witness(&self) -> Finding {
        self.opened_without_witness(&mut Reader::new(&self.numbers))
    }

    fn opened_without_witness(&self, reader: &mut Reader<'_>) -> Finding {
        let more = self.more.as_deref();
        let name = self.rule();
        let mut finding = Finding {
            severity: self.severity,
            claims: reader.list(ClaimIdx),
            statements: reader.list(StatementIdx),
            actors: reader.list(ActorIdx),
            events: reader.list(EventIdx),
            evidence: reader.list(EvidenceIdx),
            reports: reader.list(ReportIdx),
            parts: reader.parts(),
            word: more.map(|more| more.word.clone()).unwrap_or_default(),
            place: more.and_then(|more| more.place),
            accepted: self.accepted().cloned(),
            ..Finding::of(name, Message::Template(Cow::Borrowed("")))
        };
        if let Some(help) = more.and_then(|more| more.help.clone()) {
            finding.help = help;
        }
        finding.says = match &self.says {
            Says::Text(text) => Message::Text(text.clone()),
            Says::Template(text) => Message::Template(text.clone()),
            Says::Told(tell) => Message::Told(*tell),
            Says::Clash(wording) => Message::Clash(Box::new(Clash {
                rule: name,
                sides: reader.sides(),
                wording: wording.clone(),
                nth: 0,
            })),
        };
        finding
    }

    /// Which of two is told first: the more severe, then in the order of [`GRAVITY`], then that about more claims, then
    /// by what they are about.
    pub(super) fn order(&self, other: &Packed) -> Ordering {
        let key = |one: &Packed| (one.severity, one.rule, Reverse(one.claims), one.first);
        key(self).cmp(&key(other)).then_with(|| {
            let about = |one: &Packed| {
                let mut reader = Reader::new(&one.numbers);
                (reader.list(ClaimIdx), reader.list(StatementIdx))
            };
            about(self).cmp(&about(other))
        })
    }
}

impl From<Finding> for Packed {
    fn from(finding: Finding) -> Self {
        let mut writer = Writer::default();
        writer.list(&finding.claims);
        writer.list(&finding.statements);
        writer.list(&finding.actors);
        writer.list(&finding.events);
        writer.list(&finding.evidence);
        writer.list(&finding.reports);
        writer.parts(&finding.parts);
        let says = match finding.says {
            Message::Text(text) => Says::Text(text),
            Message::Template(text) => Says::Template(text),
            Message::Told(tell) => Says::Told(tell),
            Message::Clash(clash) => {
                writer.sides(&clash.sides);
                Says::Clash(clash.wording)
            }
        };
        let mut more = More {
            word: finding.word,
            place: finding.place,
            accepted: finding.accepted,
            help: None,
            texts: writer.steps(finding.witness),
        };
        if rule(finding.rule).is_none_or(|row| row.help != finding.help) {
            more.help = Some(finding.help);
        }
        let is_plain = more.word.is_empty()
            && more.place.is_none()
            && more.accepted.is_none()
            && more.help.is_none()
            && more.texts.is_empty();
        let place = GRAVITY.iter().position(|&name| name == finding.rule);
        Packed {
            severity: finding.severity,
            // It lists all rules, and they are fewer than 256.
            rule: place.unwrap_or_default() as u8,
            claims: finding.claims.len() as u32,
            first: finding.claims.first().copied().unwrap_or_default(),
            says,
            numbers: writer.bytes.into_boxed_slice(),
            more: (!is_plain).then(|| Box::new(more)),
        }
    }
}

/// How many kinds of number there are: see [`Number`].
const KINDS: usize = 8;

/// A number of a record or node, each kind counted by itself.
trait Number: Copy {
    const KIND: usize;
    fn value(self) -> u32;
}

macro_rules! numbers {
    ($($name:ident $kind:literal,)+) => {$(
        impl Number for $name {
            const KIND: usize = $kind;
            fn value(self) -> u32 {
                self.0
            }
        }
    )+};
}

numbers! {
    ActorIdx 0,
    ClaimIdx 1,
    EventIdx 2,
    EvidenceIdx 3,
    ReportIdx 4,
    StatementIdx 5,
    LineageIdx 6,
    NodeIdx 7,
}

/// Writes numbers as differences from the last of their kind.
struct Writer {
    bytes: Vec<u8>,
    last: [u32; KINDS],
}

impl Default for Writer {
    fn default() -> Self {
        Writer {
            bytes: Vec::with_capacity(96),
            last: [0; KINDS],
        }
    }
}

impl Writer {
    fn count(&mut self, mut number: u64) {
        while number >= 0x80 {
            self.bytes.push(number as u8 | 0x80);
            number >>= 7;
        }
        self.bytes.push(number as u8);
    }

    fn number<T: Number>(&mut self, number: T) {
        let last = std::mem::replace(&mut self.last[T::KIND], number.value());
        let difference = i64::from(number.value()) - i64::from(last);
        self.count((difference << 1 ^ difference >> 63) as u64);
    }

    fn list<T: Number>(&mut self, list: &[T]) {
        self.count(list.len() as u64);
        list.iter().for_each(|&number| self.number(number));
    }

    fn parts(&mut self, parts: &[Vec<Node>]) {
        self.count(parts.len() as u64);
        for part in parts {
            self.count(part.len() as u64);
            part.iter().for_each(|&node| self.node(node));
        }
    }

    fn node(&mut self, node: Node) {
        match node {
            Node::Actor(at) => self.tagged(at),
            Node::Claim(at) => self.tagged(at),
            Node::Event(at) => self.tagged(at),
            Node::Evidence(at) => self.tagged(at),
            Node::Report(at) => self.tagged(at),
            Node::Statement(at) => self.tagged(at),
        }
    }

    fn tagged<T: Number>(&mut self, number: T) {
        self.bytes.push(T::KIND as u8);
        self.number(number);
    }

    fn sides(&mut self, sides: &[Side]) {
        self.count(sides.len() as u64);
        for side in sides {
            self.list(&side.claims);
            self.list(&side.statements);
            self.count(side.more.into());
        }
    }

    /// Steps in runs of one kind; returns the texts of those that have one.
    fn steps(&mut self, steps: Vec<Step>) -> Vec<Box<str>> {
        let runs = steps.chunk_by(|one, other| tag(one) == tag(other));
        self.count(runs.clone().count() as u64);
        for run in runs {
            self.bytes.extend(tag(&run[0]));
            self.count(run.len() as u64);
            for step in run {
                match &step.shows {
                    Shows::Said(node) => self.number(*node),
                    Shows::Needed(Label::Voice(actor)) => self.number(*actor),
                    Shows::Needed(Label::Artefact(evidence)) => self.number(*evidence),
                    Shows::Needed(Label::Nameless(node)) => self.number(*node),
                    Shows::More(steps) => self.count(u64::from(*steps)),
                    Shows::Record(record) => self.number(record.0),
                }
            }
        }
        let texts = steps.into_iter().filter_map(|step| match step.shows {
            Shows::Record(record) => Some(record.1),
            Shows::Said(_) | Shows::Needed(_) | Shows::More(_) => None,
        });
        texts.collect()
    }
}

/// What kind of step it is: what part of the witness, and what it shows.
fn tag(step: &Step) -> [u8; 2] {
    let shows = match &step.shows {
        Shows::Said(_) => 0,
        Shows::Needed(Label::Voice(_)) => 1,
        Shows::Needed(Label::Artefact(_)) => 2,
        Shows::Needed(Label::Nameless(_)) => 3,
        Shows::Record(_) => 4,
        Shows::More(_) => 5,
    };
    let part = PARTS.iter().position(|&part| part == step.kind);
    [part.unwrap_or_default() as u8, shows]
}

/// The parts of a witness, each at the place that stands for it.
const PARTS: [StepKind; 5] = [
    StepKind::Line,
    StepKind::Cut,
    StepKind::Cycle,
    StepKind::Chain,
    StepKind::Conflict,
];

/// Reads what a [`Writer`] has written.
struct Reader<'b> {
    bytes: std::slice::Iter<'b, u8>,
    last: [u32; KINDS],
}

impl<'b> Reader<'b> {
    fn new(bytes: &'b [u8]) -> Self {
        Reader {
            bytes: bytes.iter(),
            last: [0; KINDS],
        }
    }

    fn byte(&mut self) -> u8 {
        self.bytes.next().copied().unwrap_or_default()
    }

    fn count(&mut self) -> usize {
        let (mut number, mut shift) = (0, 0);
        loop {
            let byte = self.byte();
            number |= u64::from(byte & 0x7f) << shift;
            if byte < 0x80 {
                return number as usize;
            }
            shift += 7;
        }
    }

    fn number<T: Number>(&mut self, of: fn(u32) -> T) -> T {
        let folded = self.count() as u64;
        let difference = (folded >> 1) as i64 ^ -((folded & 1) as i64);
        let last = &mut self.last[T::KIND];
        *last = (i64::from(*last) + difference) as u32;
        of(*last)
    }

    fn list<T: Number>(&mut self, of: fn(u32) -> T) -> Vec<T> {
        (0..self.count()).map(|_| self.number(of)).collect()
    }

    fn parts(&mut self) -> Vec<Vec<Node>> {
        let parts = 0..self.count();
        parts
            .map(|_| (0..self.count()).map(|_| self.node()).collect())
            .collect()
    }

    fn node(&mut self) -> Node {
        match usize::from(self.byte()) {
            ActorIdx::KIND => self.number(ActorIdx).into(),
            ClaimIdx::KIND => self.number(ClaimIdx).into(),
            EventIdx::KIND => self.number(EventIdx).into(),
            EvidenceIdx::KIND => self.number(EvidenceIdx).into(),
            ReportIdx::KIND => self.number(ReportIdx).into(),
            _ => self.number(StatementIdx).into(),
        }
    }

    fn sides(&mut self) -> Vec<Side> {
        let sides = 0..self.count();
        sides
            .map(|_| Side {
                claims: self.list(ClaimIdx),
                statements: self.list(StatementIdx),
                more: self.count() as u32,
            })
            .collect()
    }

    fn steps(&mut self, texts: &mut dyn Iterator<Item = Box<str>>) -> Vec<Step> {
        let mut steps = Vec::new();
        for _ in 0..self.count() {
            let (part, shows) = (self.byte(), self.byte());
            let length = self.count();
            steps.reserve(length);
            for _ in 0..length {
                let shows = match shows {
                    0 => Shows::Said(self.number(LineageIdx)),
                    1 => Shows::Needed(Label::Voice(self.number(ActorIdx))),
                    2 => Shows::Needed(Label::Artefact(self.number(EvidenceIdx))),
                    3 => Shows::Needed(Label::Nameless(self.number(LineageIdx))),
                    5 => Shows::More(self.count() as u32),
                    _ => {
                        let node = self.number(NodeIdx);
                        Shows::Record(Box::new((node, texts.next().unwrap_or_default())))
                    }
                };
                let kind = PARTS[usize::from(part)];
                steps.push(Step { kind, shows });
            }
        }
        steps
    }
}

#[cfg(test)]
mod tests;
