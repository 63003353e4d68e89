//! Following references, and saying well what is wrong with those that lead nowhere.

use std::collections::{BTreeMap, HashMap};
use std::sync::atomic::{AtomicU32, Ordering};

use super::symbols::{Symbol, Symbols};
use crate::case::index::{ActorIdx, ClaimIdx, EventIdx, EvidenceIdx, Kind, ReportIdx};
use crate::case::problem::{Problem, closest};
use crate::case::record::{OneOrMany, Ref};
use crate::source::{FileId, Span};

/// How many unknown ids get a suggestion: each costs a look at every id, and there are so many looks.
const MOST_SUGGESTIONS: usize = 200;
const LOOKS: usize = 1 << 21;

/// In the place of a node number: nothing declares the id.
pub(super) const NOTHING: u32 = u32::MAX;

/// A reference that leads nowhere.
struct Dangling {
    span: Span,
    field: &'static str,
    expected: &'static [Kind],
    count: usize,
}

pub(super) struct Resolver {
    pub symbols: Symbols,
    /// The node number of each symbol, or [`NOTHING`].
    node_of: Vec<AtomicU32>,
    pub starts: [u32; 7],
    pub problems: Vec<Problem>,
    dangling: HashMap<Symbol, Dangling>,
}

impl Resolver {
    pub fn new(
        symbols: Symbols,
        node_of: Vec<u32>,
        starts: [u32; 7],
        problems: Vec<Problem>,
    ) -> Self {
        Resolver {
            symbols,
            node_of: node_of.into_iter().map(AtomicU32::new).collect(),
            starts,
            problems,
            dangling: HashMap::new(),
        }
    }

    /// The node number of what a symbol names, or [`NOTHING`].
    #[inline]
    pub fn node(&self, symbol: Symbol) -> u32 {
        let node = self.node_of.get(symbol.at());
        node.map_or(NOTHING, |node| node.load(Ordering::Relaxed))
    }

    /// Gives what a symbol names another node number. No order is promised to whoever looks meanwhile.
    #[inline]
    pub fn name(&self, symbol: Symbol, node: u32) {
        self.node_of[symbol.at()].store(node, Ordering::Relaxed);
    }

    /// The kind of a node.
    #[inline]
    pub fn kind(&self, node: u32) -> Kind {
        let kinds = Kind::ALL.into_iter().rev();
        let mut kinds = kinds.filter(|&kind| self.starts[kind as usize] <= node);
        kinds.next().unwrap_or(Kind::Actor)
    }

    /// The kind and the position within its kind of what a symbol names.
    #[inline]
    pub fn lookup(&self, symbol: Symbol) -> Option<(Kind, u32)> {
        let node = self.node(symbol);
        if node == NOTHING {
            return None;
        }
        let kind = self.kind(node);
        Some((kind, node - self.starts[kind as usize]))
    }

    /// Follows a reference to one of the expected kinds; anything else becomes a problem.
    pub fn follow(
        &mut self,
        symbol: Symbol,
        span: Span,
        field: &'static str,
        expected: &'static [Kind],
    ) -> Option<(Kind, u32)> {
        match self.lookup(symbol) {
            Some((kind, at)) if expected.contains(&kind) => Some((kind, at)),
            Some((kind, _)) => {
                let id = self.symbols.name(symbol);
                let message = format!("`{id}` is {}, not {}", kind.a_word(), kinds(expected));
                let problem = Problem::error(span, message)
                    .label(format!("`{field}` takes {}", kinds(expected)));
                self.problems.push(problem);
                None
            }
            None => {
                self.dangling
                    .entry(symbol)
                    .and_modify(|dangling| {
                        dangling.count += 1;
                        dangling.span = dangling.span.min(span);
                    })
                    .or_insert(Dangling {
                        span,
                        field,
                        expected,
                        count: 1,
                    });
                None
            }
        }
    }

    fn reference(
        &mut self,
        file: FileId,
        reference: &Ref,
        field: &'static str,
        expected: &'static [Kind],
    ) -> Option<(Kind, u32, Span)> {
        let span = Span::new(file, reference.range.clone());
        let symbol = self.symbols.intern(reference);
        let (kind, at) = self.follow(symbol, span, field, expected)?;
        Some((kind, at, span))
    }

    pub fn actor(&mut self, file: FileId, to: &Ref, field: &'static str) -> Option<ActorIdx> {
        let (_, at, _) = self.reference(file, to, field, &[Kind::Actor])?;
        Some(ActorIdx(at))
    }

    pub fn event(&mut self, file: FileId, to: &Ref, field: &'static str) -> Option<EventIdx> {
        let (_, at, _) = self.reference(file, to, field, &[Kind::Event])?;
        Some(EventIdx(at))
    }

    pub fn actors(
        &mut self,
        file: FileId,
        to: &OneOrMany<Ref>,
        field: &'static str,
    ) -> Box<[ActorIdx]> {
        let found = to.0.iter().filter_map(|to| self.actor(file, to, field));
        sorted_set(found.collect())
    }

    pub fn events(
        &mut self,
        file: FileId,
        to: &OneOrMany<Ref>,
        field: &'static str,
    ) -> Box<[EventIdx]> {
        let found = to.0.iter().filter_map(|to| self.event(file, to, field));
        sorted_set(found.collect())
    }

    pub fn claims(
        &mut self,
        file: FileId,
        to: &OneOrMany<Ref>,
        field: &'static str,
    ) -> Box<[ClaimIdx]> {
        let mut found = Vec::new();
        for to in &to.0 {
            if let Some((_, at, _)) = self.reference(file, to, field, &[Kind::Claim]) {
                found.push(ClaimIdx(at));
            }
        }
        sorted_set(found)
    }

    /// Events and actors from one list.
    pub fn events_and_actors(
        &mut self,
        file: FileId,
        to: &OneOrMany<Ref>,
        field: &'static str,
    ) -> (Box<[EventIdx]>, Box<[ActorIdx]>) {
        let (mut events, mut actors) = (Vec::new(), Vec::new());
        for to in &to.0 {
            match self.reference(file, to, field, &[Kind::Event, Kind::Actor]) {
                Some((Kind::Event, at, _)) => events.push(EventIdx(at)),
                Some((_, at, _)) => actors.push(ActorIdx(at)),
                None => {}
            }
        }
        (sorted_set(events), sorted_set(actors))
    }

    /// Claims and plain texts from one list: what is neither an id nor looks like one is text.
    pub fn claims_and_text(
        &mut self,
        file: FileId,
        to: &OneOrMany<Ref>,
        field: &'static str,
    ) -> (Box<[ClaimIdx]>, Box<[Box<str>]>) {
        let (mut claims, mut texts) = (Vec::new(), Vec::new());
        for to in &to.0 {
            let symbol = self.symbols.intern(to);
            let is_text = self.lookup(symbol).is_none() && to.contains(char::is_whitespace);
            if is_text {
                texts.push(to.value.clone().into_boxed_str());
            } else if let Some((_, at, _)) = self.reference(file, to, field, &[Kind::Claim]) {
                claims.push(ClaimIdx(at));
            }
        }
        (sorted_set(claims), texts.into_boxed_slice())
    }

    pub fn report_or_evidence(
        &mut self,
        file: FileId,
        to: &Ref,
    ) -> Option<Result<ReportIdx, EvidenceIdx>> {
        match self.reference(file, to, "in", &[Kind::Report, Kind::Evidence])? {
            (Kind::Report, at, _) => Some(Ok(ReportIdx(at))),
            (_, at, _) => Some(Err(EvidenceIdx(at))),
        }
    }

    /// All problems, those of unknown ids once an id.
    pub fn finish(mut self) -> (Vec<Problem>, Symbols) {
        let mut dangling: Vec<(Symbol, Dangling)> =
            std::mem::take(&mut self.dangling).into_iter().collect();
        dangling.sort_by_key(|(symbol, dangling)| {
            (dangling.span, self.symbols.name(*symbol).to_owned())
        });
        let affordable = LOOKS / self.node_of.len().max(1);
        let suggestions = affordable.min(MOST_SUGGESTIONS);
        let mut problems = std::mem::take(&mut self.problems);
        for (nth, (symbol, missing)) in dangling.into_iter().enumerate() {
            let id = self.symbols.name(symbol);
            let mut problem = Problem::error(
                missing.span,
                format!("unknown {} `{id}`", kinds_bare(missing.expected)),
            );
            problem.word = Some(id.into());
            problem.label = match missing.count {
                1 => format!("no such record, in `{}`", missing.field),
                count => format!(
                    "no such record, here and in {} more",
                    plural(count - 1, "place")
                ),
            };
            let suggested = (nth < suggestions).then(|| {
                (
                    self.parts(id, missing.expected),
                    self.near(id, missing.expected),
                )
            });
            let (parts, best) = suggested.unwrap_or_default();
            problem.help = Some(match best {
                _ if !parts.is_empty() => format!(
                    "`{id}` is said of several things, a statement each: write {}",
                    parts.join(" or ")
                ),
                Some(best) => format!("did you mean `{best}`?"),
                None => declare(missing.expected),
            });
            problems.push(problem);
        }
        (problems, self.symbols)
    }

    /// The first statements that a record of this id was made into, as it is about several things.
    fn parts(&self, id: &str, expected: &[Kind]) -> Vec<String> {
        const SHOWN: usize = 3;
        let nth = |name: &str| {
            name.strip_prefix(id)?
                .strip_prefix('~')?
                .parse::<usize>()
                .ok()
        };
        let parts: BTreeMap<usize, &str> = (self.known(expected))
            .filter_map(|name| Some((nth(name)?, name)))
            .collect();
        let first = parts.into_values().take(SHOWN);
        first.map(|name| format!("`{name}`")).collect()
    }

    fn near(&self, id: &str, expected: &[Kind]) -> Option<&str> {
        closest(id, self.known(expected))
    }

    /// The ids of records of some kinds.
    fn known(&self, expected: &[Kind]) -> impl Iterator<Item = &str> {
        let symbols = (0..self.node_of.len() as u32).map(Symbol);
        let fitting = symbols.filter(move |&symbol| {
            let found = self.lookup(symbol);
            found.is_some_and(|(kind, _)| expected.contains(&kind))
        });
        fitting.map(|symbol| self.symbols.name(symbol))
    }
}

fn plural(count: usize, what: &str) -> String {
    if count == 1 {
        format!("1 {what}")
    } else {
        format!("{count} {what}s")
    }
}

/// "an actor, a report or a statement".
fn kinds(expected: &[Kind]) -> String {
    joined(expected, Kind::a_word)
}

/// "actor, report or statement".
fn kinds_bare(expected: &[Kind]) -> String {
    joined(expected, Kind::word)
}

fn joined(expected: &[Kind], word: impl Fn(Kind) -> &'static str) -> String {
    let words: Vec<&str> = expected.iter().map(|&kind| word(kind)).collect();
    match words.as_slice() {
        [one] => (*one).to_owned(),
        [first @ .., last] => format!("{} or {last}", first.join(", ")),
        [] => String::new(),
    }
}

/// The section of a case file in which a kind is declared.
/// Where a record of one of these kinds would be declared.
fn declare(kinds: &[Kind]) -> String {
    let sections: Vec<String> = kinds
        .iter()
        .filter(|&&kind| kind != Kind::Statement || kinds.len() == 1)
        .map(|&kind| format!("`{}:`", section(kind)))
        .collect();
    format!("declare it under {}", sections.join(" or "))
}

fn section(kind: Kind) -> &'static str {
    match kind {
        Kind::Actor => "actors",
        Kind::Claim => "claims",
        Kind::Event => "events",
        Kind::Evidence => "evidence",
        Kind::Report => "reports",
        Kind::Statement => "statements",
    }
}

pub(super) fn sorted_set<T: Ord>(mut items: Vec<T>) -> Box<[T]> {
    items.sort_unstable();
    items.dedup();
    items.into_boxed_slice()
}
