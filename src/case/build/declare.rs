//! Which record each id names, and which speakers and statement ids are implied without being written.

use std::collections::BTreeMap;

use super::intake::{Cited, Intake, Row, StatementRow};
use super::symbols::Symbol;
use crate::case::index::Kind;
use crate::case::problem::Problem;
use crate::case::record::{ActorRecord, Ref};
use crate::case::spanned::Spanned;
use crate::source::Span;

/// What the ids name.
pub(super) struct Declared {
    /// The node number of each symbol; `u32::MAX` where nothing declares it, statements last.
    pub node_of: Vec<u32>,
    /// The first node number of each kind.
    pub starts: [u32; 7],
    /// The symbols of each kind of entity, sorted by id.
    pub order: [Vec<Symbol>; 5],
}

/// Speakers that no record declares.
#[derive(Default)]
pub(super) struct Implied {
    /// The actor of each mention of an unnamed speaker.
    pub mentions: Vec<Symbol>,
    /// The actor that stands for the unknown publisher of a report.
    pub publishers: BTreeMap<Symbol, Symbol>,
}

/// A short id-like form of a description.
fn slug(text: &str) -> String {
    let mut slug = String::new();
    for character in text.chars().flat_map(char::to_lowercase) {
        if character.is_alphanumeric() {
            slug.push(character);
        } else if !slug.ends_with('-') && !slug.is_empty() {
            slug.push('-');
        }
        if slug.len() >= 40 {
            break;
        }
    }
    let slug = slug.trim_end_matches('-');
    if slug.is_empty() {
        return "unnamed".to_owned();
    }
    slug.to_owned()
}

/// Makes a fresh actor for each mention of an unnamed speaker and each unknown publisher that speaks.
pub(super) fn imply_speakers(intake: &mut Intake) -> Implied {
    let mut implied = Implied::default();
    // (id without a number, what tells equal ones apart, mention)
    let mut mentions: Vec<(String, String, u32, Spanned<String>, Span)> = Vec::new();
    let mut seen = vec![false; intake.mentions as usize];
    for row in &intake.statements {
        let Some(extras) = row.extras.map(|at| &intake.extras[at as usize]) else {
            continue;
        };
        let Some((label, mention)) = &extras.unnamed else {
            continue;
        };
        if std::mem::replace(&mut seen[*mention as usize], true) {
            continue;
        }
        let mut id = String::new();
        if let Some(scope) = row.report.some().or(row.id.some()) {
            id.push_str(intake.symbols.name(scope));
            id.push(':');
        }
        id.push_str(&slug(label));
        if let Some(at) = &extras.at {
            id.push('@');
            id.push_str(at);
        }
        let content = format!(
            "{:?} {} {}",
            extras.quote,
            row.stance,
            intake.symbols.name(row.object)
        );
        let span = Span::new(row.span.file, label.range.clone());
        mentions.push((id, content, *mention, label.clone(), span));
    }
    mentions.sort_by(|one, other| (&one.0, &one.1, one.2).cmp(&(&other.0, &other.1, other.2)));
    implied.mentions = vec![Symbol::NONE; intake.mentions as usize];
    let taken = explicit_ids(intake);
    let mut fresh = FreshIds::default();
    for (id, _, mention, label, span) in mentions {
        let symbol = fresh.intern(intake, &taken, &id);
        implied.mentions[mention as usize] = symbol;
        intake
            .actors
            .push(unnamed_actor(intake, symbol, span, label.value));
    }
    imply_publishers(intake, &taken, &mut fresh, &mut implied);
    implied
}

fn unnamed_actor(intake: &Intake, symbol: Symbol, span: Span, name: String) -> Row<ActorRecord> {
    let id: Ref = Spanned::unread(intake.symbols.name(symbol).to_owned());
    Row {
        symbol,
        span,
        record: ActorRecord {
            id: Some(id),
            name: Some(name),
            kind: Some(Spanned::unread("unnamed".to_owned())),
            ..ActorRecord::default()
        },
    }
}

fn imply_publishers(
    intake: &mut Intake,
    taken: &[bool],
    fresh: &mut FreshIds,
    implied: &mut Implied,
) {
    let mut anonymous: BTreeMap<String, (Symbol, Span)> = BTreeMap::new();
    for row in &intake.reports {
        if row.record.publisher.is_none() {
            let id = intake.symbols.name(row.symbol).to_owned();
            anonymous.entry(id).or_insert((row.symbol, row.span));
        }
    }
    if anonymous.is_empty() {
        return;
    }
    let speaks: std::collections::HashSet<Symbol> = intake
        .statements
        .iter()
        .filter(|row| row.by == Symbol::NONE && !has_mention(intake, row))
        .map(|row| row.report)
        .collect();
    for (id, (report, span)) in anonymous {
        if speaks.contains(&report) {
            let symbol = fresh.intern(intake, taken, &format!("{id}:publisher"));
            implied.publishers.insert(report, symbol);
            let name = format!("unknown publisher of {id}");
            intake
                .actors
                .push(unnamed_actor(intake, symbol, span, name));
        }
    }
}

fn has_mention(intake: &Intake, row: &StatementRow) -> bool {
    row.extras
        .is_some_and(|at| intake.extras[at as usize].unnamed.is_some())
}

/// Which symbols are ids that somebody wrote for a record.
fn explicit_ids(intake: &Intake) -> Vec<bool> {
    let mut taken = vec![false; intake.symbols.len()];
    let entities = (intake.actors.iter().map(|row| row.symbol))
        .chain(intake.claims.iter().map(|row| row.symbol))
        .chain(intake.events.iter().map(|row| row.symbol))
        .chain(intake.evidence.iter().map(|row| row.symbol))
        .chain(intake.reports.iter().map(|row| row.symbol));
    let statements = intake.statements.iter().filter_map(|row| row.id.some());
    for symbol in entities.chain(statements) {
        taken[symbol.at()] = true;
    }
    taken
}

/// Numbers equal generated ids: `x`, `x~2`, `x~3`.
#[derive(Default)]
struct FreshIds {
    used: BTreeMap<String, usize>,
}

impl FreshIds {
    fn intern(&mut self, intake: &mut Intake, taken: &[bool], base: &str) -> Symbol {
        let count = self.used.entry(base.to_owned()).or_insert(0);
        loop {
            *count += 1;
            let symbol = match *count {
                1 => intake.symbols.intern(base),
                number => intake.symbols.intern(&format!("{base}~{number}")),
            };
            if !taken.get(symbol.at()).copied().unwrap_or(false) {
                return symbol;
            }
        }
    }
}

/// Gives each statement without an id one made of what it says: `report:speaker:stance:object`.
///
/// Such an id survives edits elsewhere in the file; equal ones are numbered by date, anchor and quote.
pub(super) fn imply_statement_ids(intake: &mut Intake, implied: &Implied) {
    let mut nameless: Vec<(String, usize)> = Vec::new();
    let name = |symbol: Symbol| symbol.some().map_or("", |s| intake.symbols.name(s));
    for (at, row) in intake.statements.iter().enumerate() {
        if row.id != Symbol::NONE {
            continue;
        }
        let speaker = speaker_symbol(intake, implied, row);
        let mut id = String::new();
        if row.report != Symbol::NONE {
            id.push_str(name(row.report));
            id.push(':');
        }
        let by = name(speaker);
        // An implied speaker's id starts with the report's already.
        id.push_str(by.strip_prefix(id.as_str()).unwrap_or(by));
        id.push(':');
        id.push_str(row.stance.word());
        id.push(':');
        id.push_str(name(row.object));
        nameless.push((id, at));
    }
    if nameless.is_empty() {
        return;
    }
    nameless.sort_by(|(one, at), (other, also)| {
        one.cmp(other)
            .then_with(|| order_key(intake, *at).cmp(&order_key(intake, *also)))
    });
    let taken = explicit_ids(intake);
    let mut fresh = FreshIds::default();
    for (id, at) in nameless {
        intake.statements[at].id = fresh.intern(intake, &taken, &id);
    }
}

/// What tells statements of one speaker on one object apart: what they say, then what they relay, and their place
/// last.
fn order_key(intake: &Intake, at: usize) -> impl Ord + '_ {
    let row = &intake.statements[at];
    let extras = row.extras.map(|at| &intake.extras[at as usize]);
    (
        row.date.sort_key(),
        extras.and_then(|extras| extras.at.as_deref()),
        extras.and_then(|extras| extras.quote.as_deref()),
        relayed(intake, row),
        row.span,
    )
}

/// The statements that a relay passes on, and what each cites: speaker, id and anchor, nearest first.
fn relayed(intake: &Intake, row: &StatementRow) -> Vec<String> {
    let name = |symbol: Symbol| symbol.some().map_or("", |s| intake.symbols.name(s));
    let mut chain = Vec::new();
    let mut row = row;
    loop {
        let cites = &intake.cited[row.cites.start as usize..row.cites.end as usize];
        let mut next = None;
        for &cited in cites {
            match cited {
                Cited::Id(symbol) => chain.push(name(symbol).to_owned()),
                Cited::Row(at) => next = Some(&intake.statements[at as usize]),
            }
        }
        let Some(cited) = next else { return chain };
        let extras = cited.extras.map(|at| &intake.extras[at as usize]);
        chain.push(format!(
            "{} {} {:?} {:?} {:?}",
            name(cited.by),
            name(cited.id),
            cited.date,
            cited.basis,
            extras.map(|extras| (&extras.at, &extras.quote, &extras.unnamed)),
        ));
        row = cited;
    }
}

/// The speaker of a statement as far as its own record tells; the report's publisher is found later.
fn speaker_symbol(intake: &Intake, implied: &Implied, row: &StatementRow) -> Symbol {
    if row.by != Symbol::NONE {
        return row.by;
    }
    let mention = row
        .extras
        .and_then(|at| intake.extras[at as usize].unnamed.as_ref());
    match mention {
        Some((_, mention)) => implied.mentions[*mention as usize],
        None => implied
            .publishers
            .get(&row.report)
            .copied()
            .unwrap_or(Symbol::NONE),
    }
}

/// Decides which record each id names; of two with one id the first in the text stands, and both places are shown.
pub(super) fn declare(intake: &mut Intake) -> Declared {
    let mut first: Vec<Option<(Kind, Span)>> = vec![None; intake.symbols.len()];
    let mut problems = Vec::new();
    fn keep_first<T>(
        kind: Kind,
        rows: &mut Vec<Row<T>>,
        first: &mut [Option<(Kind, Span)>],
        twice: &mut dyn FnMut(Symbol, Kind, Span, (Kind, Span)),
    ) {
        rows.sort_by_key(|row| row.span);
        rows.retain(|row| match first[row.symbol.at()] {
            Some(before) => {
                twice(row.symbol, kind, row.span, before);
                false
            }
            None => {
                first[row.symbol.at()] = Some((kind, row.span));
                true
            }
        });
    }
    let symbols = &intake.symbols;
    let mut twice = |symbol: Symbol, kind: Kind, span: Span, before: (Kind, Span)| {
        let id = symbols.name(symbol);
        let problem = Problem::error(span, format!("`{id}` is declared twice"))
            .label(format!("declared again, as {}", kind.a_word()))
            .related(
                before.1,
                format!("first declared here, as {}", before.0.a_word()),
            )
            .help(
                "ids share one namespace across all kinds and files: rename one, or merge the two",
            );
        problems.push(problem);
    };
    keep_first(Kind::Actor, &mut intake.actors, &mut first, &mut twice);
    keep_first(Kind::Claim, &mut intake.claims, &mut first, &mut twice);
    keep_first(Kind::Event, &mut intake.events, &mut first, &mut twice);
    keep_first(Kind::Evidence, &mut intake.evidence, &mut first, &mut twice);
    keep_first(Kind::Report, &mut intake.reports, &mut first, &mut twice);
    for row in &mut intake.statements {
        match first[row.id.at()] {
            Some(before) => {
                twice(row.id, Kind::Statement, row.span, before);
                row.id = Symbol::NONE;
            }
            None => first[row.id.at()] = Some((Kind::Statement, row.span)),
        }
    }
    intake.problems.extend(problems);
    let order = [
        sorted(intake, &intake.actors),
        sorted(intake, &intake.claims),
        sorted(intake, &intake.events),
        sorted(intake, &intake.evidence),
        sorted(intake, &intake.reports),
    ];
    let mut node_of = vec![u32::MAX; intake.symbols.len()];
    let mut starts = [0u32; 7];
    for (kind, symbols) in order.iter().enumerate() {
        for (at, symbol) in symbols.iter().enumerate() {
            node_of[symbol.at()] = starts[kind] + at as u32;
        }
        starts[kind + 1] = starts[kind] + symbols.len() as u32;
    }
    // Statements are numbered in the order of their rows for now; `statements::fill` sorts them.
    for (at, row) in intake.statements.iter().enumerate() {
        if row.id != Symbol::NONE {
            node_of[row.id.at()] = starts[5] + at as u32;
        }
    }
    Declared {
        node_of,
        starts,
        order,
    }
}

fn sorted<T>(intake: &Intake, rows: &[Row<T>]) -> Vec<Symbol> {
    let mut symbols: Vec<Symbol> = rows.iter().map(|row| row.symbol).collect();
    symbols
        .sort_unstable_by(|&one, &other| intake.symbols.name(one).cmp(intake.symbols.name(other)));
    symbols
}
