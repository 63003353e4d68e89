//! Which record each id names, and which speakers and statement ids are implied without being written.

use std::collections::{BTreeMap, HashMap};

use rayon::prelude::*;

use super::intake::{FirstRows, Intake};
use super::resolve::NOTHING;
use super::rows::{ActorRow, CitedAs, Row, StatementRow};
use super::symbols::{Symbol, Symbols};
use crate::case::index::Kind;
use crate::case::problem::Problem;
use crate::case::record::{ActorRecord, Ref};
use crate::case::spanned::Spanned;
use crate::source::Span;

/// What the ids name.
pub(super) struct Declared {
    /// The node number of each symbol, or [`NOTHING`]; statements last.
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
    let anonymous = anonymous(intake);
    if intake.tables.mentions == 0 && anonymous.is_empty() {
        return implied;
    }
    // (id without a number, what tells equal ones apart, mention)
    let mut mentions: Vec<(String, String, u32, Spanned<String>, Span)> = Vec::new();
    let mut seen = vec![false; intake.tables.mentions as usize];
    for row in &intake.tables.statements {
        let Some(extras) = row.extras.map(|at| &intake.tables.extras[at.at()]) else {
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
        // Its own words, then everything else by which it can be told from its twins: their places tell nothing.
        let content = format!(
            "{:?} {} {} {} {:?} {} {:?}",
            extras.quote,
            row.stance,
            intake.symbols.name(row.object),
            row.id.some().map_or("", |id| intake.symbols.name(id)),
            row.date.sort_key(),
            particulars(intake, row),
            relayed(intake, row),
        );
        let span = Span::new(row.span().file, label.range.clone());
        mentions.push((id, content, *mention, label.clone(), span));
    }
    mentions.sort_by(|one, other| (&one.0, &one.1, one.2).cmp(&(&other.0, &other.1, other.2)));
    implied.mentions = vec![Symbol::NONE; intake.tables.mentions as usize];
    let taken = explicit_ids(intake);
    let mut fresh = FreshIds::default();
    for (id, _, mention, label, span) in mentions {
        let symbol = fresh.intern(intake, &taken, &id);
        implied.mentions[mention as usize] = symbol;
        intake
            .tables
            .actors
            .push(unnamed_actor(intake, symbol, span, label.value));
    }
    imply_publishers(intake, anonymous, &taken, &mut fresh, &mut implied);
    implied
}

fn unnamed_actor(intake: &Intake, symbol: Symbol, span: Span, name: String) -> Row<ActorRow> {
    let id: Ref = Spanned::unread(intake.symbols.name(symbol).to_owned());
    Row {
        symbol,
        span,
        record: ActorRow::Full(Box::new(ActorRecord {
            id: Some(id),
            name: Some(name),
            kind: Some(Spanned::unread("unnamed".to_owned())),
            ..ActorRecord::default()
        })),
    }
}

/// The reports without a publisher, by id, with their places.
fn anonymous(intake: &Intake) -> BTreeMap<String, (Symbol, Span)> {
    let mut anonymous = BTreeMap::new();
    for row in &intake.tables.reports {
        if row.record.publisher.is_none() {
            let id = intake.symbols.name(row.symbol).to_owned();
            anonymous.entry(id).or_insert((row.symbol, row.span));
        }
    }
    anonymous
}

fn imply_publishers(
    intake: &mut Intake,
    anonymous: BTreeMap<String, (Symbol, Span)>,
    taken: &[bool],
    fresh: &mut FreshIds,
    implied: &mut Implied,
) {
    if anonymous.is_empty() {
        return;
    }
    let speaks: std::collections::HashSet<Symbol> = intake
        .tables
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
                .tables
                .actors
                .push(unnamed_actor(intake, symbol, span, name));
        }
    }
}

fn has_mention(intake: &Intake, row: &StatementRow) -> bool {
    row.extras
        .is_some_and(|at| intake.tables.extras[at.at()].unnamed.is_some())
}

/// Which symbols are ids that somebody wrote for a record.
fn explicit_ids(intake: &Intake) -> Vec<bool> {
    let mut taken = vec![false; intake.symbols.bound()];
    let entities = (intake.tables.actors.iter().map(|row| row.symbol))
        .chain(intake.tables.claims.iter().map(|row| row.symbol))
        .chain(intake.tables.events.iter().map(|row| row.symbol))
        .chain(intake.tables.evidence.iter().map(|row| row.symbol))
        .chain(intake.tables.reports.iter().map(|row| row.symbol));
    let statements = intake
        .tables
        .statements
        .iter()
        .filter_map(|row| row.id.some());
    for symbol in entities.chain(statements) {
        taken[symbol.at()] = true;
    }
    taken
}

/// Numbers equal generated ids: `x`, `x~2`, `x~3`.
#[derive(Default)]
struct FreshIds {
    used: HashMap<Symbol, usize>,
}

impl FreshIds {
    fn intern(&mut self, intake: &mut Intake, taken: &[bool], base: &str) -> Symbol {
        let first = intake.symbols.intern(base);
        let count = self.used.entry(first).or_insert(0);
        loop {
            *count += 1;
            let symbol = match *count {
                1 => first,
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
    if intake.tables.nameless == 0 {
        return;
    }
    let rows = intake.tables.statements.par_iter().enumerate();
    let nameless = rows.filter(|(_, row)| row.id == Symbol::NONE);
    let mut nameless: Vec<(String, usize)> = nameless
        .map(|(at, row)| (implied_id(intake, implied, row), at))
        .collect();
    nameless.par_sort_by(|(one, at), (other, also)| {
        one.cmp(other)
            .then_with(|| order_key(intake, *at).cmp(&order_key(intake, *also)))
    });
    let taken = explicit_ids(intake);
    let mut fresh = FreshIds::default();
    for (id, at) in nameless {
        let id = fresh.intern(intake, &taken, &id);
        intake.tables.statements[at].id = id;
        intake.first_rows.note(id, at);
    }
}

fn implied_id(intake: &Intake, implied: &Implied, row: &StatementRow) -> String {
    let name = |symbol: Symbol| symbol.some().map_or("", |s| intake.symbols.name(s));
    let mut id = String::new();
    if row.report != Symbol::NONE {
        id.push_str(name(row.report));
        id.push(':');
    }
    let by = name(speaker_symbol(intake, implied, row));
    // An implied speaker's id starts with the report's already.
    id.push_str(by.strip_prefix(id.as_str()).unwrap_or(by));
    id.push(':');
    id.push_str(row.stance.word());
    id.push(':');
    id.push_str(name(row.object));
    id
}

/// What tells statements of one speaker on one object apart: what they say, then what they relay, and their place
/// last.
fn order_key(intake: &Intake, at: usize) -> impl Ord + '_ {
    let row = &intake.tables.statements[at];
    let extras = row.extras.map(|at| &intake.tables.extras[at.at()]);
    (
        row.date.sort_key(),
        extras.and_then(|extras| extras.at.as_deref()),
        extras.and_then(|extras| extras.quote.as_deref()),
        relayed(intake, row),
        particulars(intake, row),
        row.span(),
    )
}

/// How a statement says that it is known and how sure it is, and what is noted of it.
fn particulars(intake: &Intake, row: &StatementRow) -> String {
    let extras = row.extras.map(|at| &intake.tables.extras[at.at()]);
    let extras = extras.map(|extras| {
        let named = |one: &Option<Ref>| one.as_ref().map(|one| one.value.clone());
        let via: Vec<&str> = extras.via.iter().map(|one| one.value.as_str()).collect();
        (
            (&extras.number, &extras.note, &extras.url, extras.verifies),
            (named(&extras.custodian), named(&extras.found_in), via),
            extras.certainty,
            extras.credibility.as_ref().map(|grade| grade.value),
        )
    });
    format!("{:?} {extras:?}", row.basis)
}

/// The statements that a relay passes on, and what each cites: speaker, id and anchor, nearest first.
fn relayed(intake: &Intake, row: &StatementRow) -> Vec<String> {
    let name = |symbol: Symbol| symbol.some().map_or("", |s| intake.symbols.name(s));
    let mut chain = Vec::new();
    let mut row = row;
    loop {
        let cites = &intake.tables.cited[row.cites.range()];
        let mut next = None;
        for &cited in cites {
            match cited.into() {
                CitedAs::Id(symbol) => chain.push(name(symbol).to_owned()),
                CitedAs::Row(at) => next = Some(&intake.tables.statements[at as usize]),
            }
        }
        let Some(cited) = next else { return chain };
        let extras = cited.extras.map(|at| &intake.tables.extras[at.at()]);
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
        .and_then(|at| intake.tables.extras[at.at()].unnamed.as_ref());
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
    let mut ids = Namespace {
        symbols: &intake.symbols,
        owner: vec![NOTHING; intake.symbols.bound()],
        entities: Vec::new(),
        problems: Vec::new(),
    };
    let tables = &mut intake.tables;
    ids.keep_first(Kind::Actor, &mut tables.actors);
    ids.keep_first(Kind::Claim, &mut tables.claims);
    ids.keep_first(Kind::Event, &mut tables.events);
    ids.keep_first(Kind::Evidence, &mut tables.evidence);
    ids.keep_first(Kind::Report, &mut tables.reports);
    let first_rows = std::mem::take(&mut intake.first_rows);
    ids.keep_first_statements(first_rows, &mut tables.statements);
    let Namespace {
        owner, problems, ..
    } = ids;
    tables.problems.extend(problems);
    let order = [
        sorted(&intake.symbols, &tables.actors),
        sorted(&intake.symbols, &tables.claims),
        sorted(&intake.symbols, &tables.events),
        sorted(&intake.symbols, &tables.evidence),
        sorted(&intake.symbols, &tables.reports),
    ];
    let mut node_of = owner;
    let mut starts = [0u32; 7];
    for (kind, symbols) in order.iter().enumerate() {
        for (at, symbol) in (starts[kind]..).zip(symbols) {
            node_of[symbol.at()] = at;
        }
        starts[kind + 1] = starts[kind] + symbols.len() as u32;
    }
    Declared {
        node_of,
        starts,
        order,
    }
}

/// Which record is the first to declare each id.
struct Namespace<'i> {
    symbols: &'i Symbols,
    /// By symbol: the position among the entities, or the number of the entities plus that of the statement's row.
    ///
    /// For statements this is the node number that they keep until `statements::fill` sorts them.
    owner: Vec<u32>,
    entities: Vec<(Kind, Span)>,
    problems: Vec<Problem>,
}

impl Namespace<'_> {
    /// Keeps those rows of a kind that are the first to declare their id.
    fn keep_first<T>(&mut self, kind: Kind, rows: &mut Vec<Row<T>>) {
        rows.sort_by_key(|row| row.span);
        rows.retain(|row| {
            let before = self.owner[row.symbol.at()];
            if before != NOTHING {
                self.declared_twice(row.symbol, kind, row.span, self.entities[before as usize]);
                return false;
            }
            self.owner[row.symbol.at()] = self.entities.len() as u32;
            self.entities.push((kind, row.span));
            true
        });
    }

    /// Takes the id from each statement that is not the first to declare it.
    fn keep_first_statements(&mut self, first_rows: FirstRows, rows: &mut [StatementRow]) {
        let entities = self.entities.len() as u32;
        assert!(
            u32::try_from(rows.len()).is_ok_and(|rows| rows < NOTHING - 1 - entities),
            "fewer than 2^32 records"
        );
        let own = |(owner, row): (&mut u32, u32)| {
            let is_first = *owner == NOTHING;
            if is_first {
                *owner = entities + row;
            }
            usize::from(is_first)
        };
        let first: usize = first_rows.beside(&mut self.owner).map(own).sum();
        if first == rows.len() {
            return;
        }
        let owner = &self.owner;
        let own = |at: usize| entities + at as u32;
        let again = rows.par_iter().enumerate();
        let again = again.filter(|&(at, row)| owner[row.id.at()] != own(at));
        let again: Vec<usize> = again.map(|(at, _)| at).collect();
        for at in again {
            let row = &mut rows[at];
            let (id, span) = (std::mem::replace(&mut row.id, Symbol::NONE), row.span());
            let before = self.owner[id.at()];
            let before = match before.checked_sub(entities) {
                Some(first) => (Kind::Statement, rows[first as usize].span()),
                None => self.entities[before as usize],
            };
            self.declared_twice(id, Kind::Statement, span, before);
        }
    }

    fn declared_twice(&mut self, symbol: Symbol, kind: Kind, span: Span, before: (Kind, Span)) {
        let id = self.symbols.name(symbol);
        let problem = Problem::error(span, format!("`{id}` is declared twice"))
            .label(format!("declared again, as {}", kind.a_word()))
            .related(
                before.1,
                format!("first declared here, as {}", before.0.a_word()),
            )
            .help(
                "ids share one namespace across all kinds and files: rename one, or merge the two",
            );
        self.problems.push(problem);
    }
}

/// The symbols of some rows in order of their ids.
///
/// Ids are compared sixteen bytes at a time where they first differ, and looked at again only where these are equal.
fn sorted<T: Sync>(symbols: &Symbols, rows: &[Row<T>]) -> Vec<Symbol> {
    let Some(first) = rows.first() else {
        return Vec::new();
    };
    let first = symbols.name(first.symbol).as_bytes();
    let common = |row: &Row<T>| {
        let id = symbols.name(row.symbol).bytes();
        id.zip(first)
            .take_while(|(one, other)| one == *other)
            .count()
    };
    let common = rows.par_iter().map(common).min().unwrap_or(0);
    let key = |symbol: Symbol| {
        let rest = &symbols.name(symbol).as_bytes()[common..];
        let mut key = [0; 16];
        let length = rest.len().min(key.len());
        key[..length].copy_from_slice(&rest[..length]);
        u128::from_be_bytes(key)
    };
    let keyed = rows.par_iter().map(|row| (key(row.symbol), row.symbol));
    let mut keyed: Vec<(u128, Symbol)> = keyed.collect();
    keyed.par_sort_unstable_by(|one, other| {
        let by_name = || symbols.name(one.1).cmp(symbols.name(other.1));
        one.0.cmp(&other.0).then_with(by_name)
    });
    keyed.into_iter().map(|(_, symbol)| symbol).collect()
}
