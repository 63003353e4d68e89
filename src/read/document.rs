//! A case file from its tree: the sections, the records in them, and records wrapped in their kind.

use std::collections::HashMap;
use std::ops::Range;

use serde::de::DeserializeOwned;

use super::attempts::{Attempts, duplicate_key};
use super::fault::advice;
use super::node::{Entry, Node, Value};
use super::reading::{Asked, Problems, Reading, Source};
use crate::case::problem::{Problem, closest};
use crate::case::record::{
    ActorRecord, ClaimRecord, EventRecord, EvidenceRecord, Ref, ReportRecord, StatementRecord,
};
use crate::case::sink::{Record, RecordSink};
use crate::case::spanned::Spanned;
use crate::case::vocabulary::Stance;
use crate::source::Span;

/// A kind of record: the section that holds it, its own name, how it is read.
struct Kind {
    section: &'static str,
    singular: &'static str,
    read: fn(&mut Records<'_>, &Node<'_>, Option<&Entry<'_>>) -> Option<Record>,
}

const KINDS: [Kind; 6] = [
    Kind {
        section: "actors",
        singular: "actor",
        read: |records, node, entry| records.plain(node, entry).map(Record::Actor),
    },
    Kind {
        section: "events",
        singular: "event",
        read: |records, node, entry| records.plain(node, entry).map(Record::Event),
    },
    Kind {
        section: "evidence",
        singular: "evidence",
        read: |records, node, entry| records.plain(node, entry).map(Record::Evidence),
    },
    Kind {
        section: "claims",
        singular: "claim",
        read: |records, node, entry| records.plain(node, entry).map(Record::Claim),
    },
    Kind {
        section: "reports",
        singular: "report",
        read: |records, node, entry| records.report(node, entry).map(Record::Report),
    },
    Kind {
        section: "statements",
        singular: "statement",
        read: |records, node, entry| records.plain(node, entry).map(Record::Statement),
    },
];

/// The keys of a case file that are no section.
const OTHER_KEYS: [&str; 3] = ["case", "include", "$schema"];

/// Names that people give to the title of a case.
const TITLES: [&str; 3] = ["title", "name", "description"];

/// Fields by which a record is recognised where a map of records is expected.
const TELLING: [&str; 7] = ["at", "by", "date", "id", "kind", "name", "text"];

/// Whether a key wraps one record, as in a line of NDJSON.
pub fn is_record_kind(key: &str) -> bool {
    KINDS.iter().any(|kind| kind.singular == key)
}

/// Whether a key holds records and wraps none: in a line of NDJSON it has no place.
pub fn is_section_only(key: &str) -> bool {
    KINDS.iter().any(|kind| kind.section == key) && !is_record_kind(key)
}

/// Whether a key may stand at the top of a case file.
pub fn is_top_level_key(key: &str) -> bool {
    OTHER_KEYS.contains(&key) || KINDS.iter().any(|kind| kind.section == key)
}

/// Whether a key holds records, or would if it were spelled right.
pub fn is_nearly_section(key: &str) -> bool {
    let mut sections = KINDS.iter().map(|kind| kind.section);
    sections.clone().any(|section| section == key) || closest(key, &mut sections).is_some()
}

/// Reads a whole document: title, includes and sections.
pub fn read<S: RecordSink>(source: Source<'_>, root: &Node<'_>, reading: &mut Reading<S>) {
    let Value::Map(entries) = &root.value else {
        let message = format!("expected the sections of a case, found {}", root.describe());
        let problem = Problem::error(Span::new(source.file, root.range.clone()), message)
            .help("a case file is YAML, JSON, NDJSON or a table of CSV or Parquet, and a document starts with a section such as `claims:`");
        return not_a_case(source, problem, reading);
    };
    if let Some((what, mark)) = own(entries) {
        let problem = own_problem(source, what, mark.key_range.clone());
        return reading.problems.extend(problem);
    }
    // Documents of every kind name their schema, SARIF among them.
    // And a number or a word is no section, whatever its key.
    let tells = |entry: &Entry<'_>| match (entry.key.text.as_ref(), &entry.value.value) {
        ("$schema", _) => false,
        (key, Value::Scalar(_)) => OTHER_KEYS.contains(&key),
        (key, _) => is_nearly_known(key),
    };
    if source.asked == Asked::InFolder && !entries.iter().any(tells) {
        reading.is_foreign = true;
        return;
    }
    let mut first_of: HashMap<&str, &Entry<'_>> = HashMap::new();
    for entry in entries {
        let key = entry.key.text.as_ref();
        let first = *first_of.entry(key).or_insert(entry);
        if !std::ptr::eq(first, entry) {
            let problem = duplicate_key(source.file, entry, first);
            reading.problems.add(problem.label("both are read"));
        }
        if let Some(kind) = KINDS.iter().find(|kind| kind.section == key) {
            section(source, kind, entry, reading);
        } else {
            other_key(source, entry, reading);
        }
    }
}

/// What the program itself has written, by the keys at its top, and the one that tells.
fn own<'e, 'n>(entries: &'e [Entry<'n>]) -> Option<(&'static str, &'e Entry<'n>)> {
    let entry = |name: &str| entries.iter().find(|entry| entry.key.text == name);
    let baseline = entry("baseline_version").map(|mark| ("a baseline", mark));
    let result = || {
        entry("tool")?;
        Some(("a result", entry("schema_version")?))
    };
    baseline.or_else(result)
}

/// What to say of a file that the program itself has written: nothing where it lies in the folder of a case.
pub fn own_problem(source: Source<'_>, what: &str, mark: Range<usize>) -> Option<Problem> {
    let message = format!("`{}` is {what} of claimgraph, not a case", source.name);
    let problem = Problem::error(Span::new(source.file, mark), message)
        .label("nothing in it is read")
        .help("name the case itself, or its folder, in which such files are passed over");
    (source.asked == Asked::ByName).then_some(problem)
}

/// What turns up in a folder may be none of ours: then it is left out, and told with all others of its kind.
fn not_a_case<S>(source: Source<'_>, problem: Problem, reading: &mut Reading<S>) {
    match source.asked {
        Asked::ByName => reading.problems.add(problem),
        Asked::InFolder => reading.is_foreign = true,
    }
}

/// Whether a key may stand at the top of a case file, or might if it were spelled right.
pub fn is_nearly_known(key: &str) -> bool {
    is_top_level_key(key) || is_nearly_section(key)
}

fn other_key<S: RecordSink>(source: Source<'_>, entry: &Entry<'_>, reading: &mut Reading<S>) {
    let key = entry.key.text.as_ref();
    match key {
        "$schema" => {}
        "case" => {
            if let Some(title) = text(source, entry, &entry.value, reading) {
                reading.sink.title(source.file, title);
            }
        }
        "include" => {
            let lone = std::slice::from_ref(&entry.value);
            let paths = match &entry.value.value {
                Value::List(items) => items.as_slice(),
                _ => lone,
            };
            for path in paths {
                let path = text(source, entry, path, reading);
                reading.includes.extend(path);
            }
        }
        _ => {
            let span = Span::new(source.file, entry.key_range.clone());
            let problem = Problem::error(span, format!("unknown section `{key}`"));
            reading.problems.add(problem.help(section_advice(key)));
        }
    }
}

fn section_advice(key: &str) -> String {
    let sections = KINDS.map(|kind| kind.section);
    if TITLES.contains(&key) {
        return "the title of a case is `case: \"…\"`".to_owned();
    }
    if let Some(kind) = KINDS.iter().find(|kind| kind.singular == key) {
        return format!(
            "did you mean `{}:`? it takes any number of them",
            kind.section
        );
    }
    let known: Vec<&str> = sections.into_iter().chain(OTHER_KEYS).collect();
    advice(key, &known).unwrap_or_default()
}

/// The single text that a key asks for; anything else is reported.
fn text<S: RecordSink>(
    source: Source<'_>,
    entry: &Entry<'_>,
    node: &Node<'_>,
    reading: &mut Reading<S>,
) -> Option<Spanned<String>> {
    if let Value::Scalar(scalar) = &node.value {
        return Some(Spanned {
            range: node.range.clone(),
            value: scalar.text.clone().into_owned(),
        });
    }
    let (key, found) = (&entry.key.text, node.describe());
    let message = format!("expected a single text in `{key}`, found {found}");
    let range = match node.value {
        Value::Empty => &entry.key_range,
        _ => &node.range,
    };
    let span = Span::new(source.file, range.clone());
    reading.problems.add(Problem::error(span, message));
    None
}

/// Delivers the records of a section, be it a map by id or a list.
fn section<S: RecordSink>(
    source: Source<'_>,
    kind: &Kind,
    entry: &Entry<'_>,
    reading: &mut Reading<S>,
) {
    let mut records = Records::new(source);
    records.each(kind.singular, entry, |records, node, key| {
        let record = (kind.read)(records, node, key);
        let start = key.map_or(node.range.start, |key| key.key_range.start);
        reading
            .problems
            .append(std::mem::take(&mut records.problems));
        if let Some(record) = record {
            reading
                .sink
                .record(source.file, start..node.range.end, record);
        }
    });
    reading.problems.append(records.problems);
}

/// Reads an object that wraps each of its records in its kind: one line of NDJSON.
pub fn read_wrapped<S: RecordSink>(source: Source<'_>, root: &Node<'_>, reading: &mut Reading<S>) {
    let span = |range: &Range<usize>| Span::new(source.file, range.clone());
    let known = || KINDS.iter().map(|kind| kind.singular);
    let entries = match &root.value {
        Value::Map(entries) if !entries.is_empty() => entries,
        _ => {
            let found = match root.value {
                Value::Map(_) => "none",
                _ => root.describe(),
            };
            let message = format!("expected a record, found {found}");
            let problem = Problem::error(span(&root.range), message);
            let help = "write one record a line, in its kind: `{\"claim\":{…}}`";
            return reading.problems.add(problem.help(help));
        }
    };
    let mut is_second = false;
    for entry in entries {
        let key = entry.key.text.as_ref();
        if let Some(kind) = KINDS.iter().find(|kind| kind.singular == key) {
            if std::mem::replace(&mut is_second, true) {
                let problem = Problem::error(span(&entry.key_range), "a second record on one line");
                reading
                    .problems
                    .add(problem.help("write one record a line"));
            }
            let mut records = Records::new(source);
            let record = (kind.read)(&mut records, &entry.value, None);
            reading.problems.append(records.problems);
            if let Some(record) = record {
                reading.sink.record(source.file, root.range.clone(), record);
            }
        } else if OTHER_KEYS.contains(&key) {
            other_key(source, entry, reading);
        } else {
            let problem = Problem::error(
                span(&entry.key_range),
                format!("unknown kind of record `{key}`"),
            );
            let fits = closest(key, known()).map_or_else(
                || "wrap the record in its kind: `{\"statement\":{…}}`".to_owned(),
                |best| format!("did you mean `{best}`?"),
            );
            reading.problems.add(problem.help(fits));
            return;
        }
    }
}

/// Reads records of one file and collects what is wrong with them.
pub struct Records<'s> {
    source: Source<'s>,
    /// What is wrong with the records read so far.
    pub problems: Problems,
}

impl<'s> Records<'s> {
    /// For records of this file.
    pub fn new(source: Source<'s>) -> Self {
        Records {
            source,
            problems: Problems::default(),
        }
    }

    fn error(&mut self, range: &Range<usize>, message: String, help: String) {
        let span = Span::new(self.source.file, range.clone());
        self.problems.add(Problem::error(span, message).help(help));
    }

    /// Hands on each record of a section with its entry, where it stands under its id.
    fn each(
        &mut self,
        singular: &str,
        section: &Entry<'_>,
        mut take: impl FnMut(&mut Self, &Node<'_>, Option<&Entry<'_>>),
    ) {
        match &section.value.value {
            Value::List(items) => items.iter().for_each(|item| take(self, item, None)),
            Value::Map(entries) if is_record(entries) => {
                self.error(
                    &section.value.range,
                    format!("expected records in `{}`, found fields", section.key.text),
                    "start each record with `- `, or write it under its id".to_owned(),
                );
            }
            Value::Map(entries) => {
                let mut first_of: HashMap<&str, &Entry<'_>> = HashMap::with_capacity(entries.len());
                for entry in entries {
                    let id = entry.key.text.as_ref();
                    if let Some(first) = first_of.get(id) {
                        let problem = duplicate_key(self.source.file, entry, first);
                        self.problems.add(problem);
                        continue;
                    }
                    first_of.insert(id, entry);
                    if entry.value.value == Value::Empty {
                        self.error(
                            &entry.key_range,
                            format!("{singular} `{id}` has no value"),
                            format!("write `{id}: {{}}` for a record that has nothing but its id"),
                        );
                        continue;
                    }
                    take(self, &entry.value, Some(entry));
                }
            }
            // A section that is still to be filled in.
            Value::Empty => {}
            Value::Scalar(_) => self.error(
                &section.value.range,
                format!("expected records in `{}`, found a text", section.key.text),
                format!("write `{}: {{ id: {{ … }} }}` or a list", section.key.text),
            ),
        }
    }

    /// A record of the section with this name.
    pub fn of_section(&mut self, section: &str, node: &Node<'_>) -> Option<Record> {
        let kind = KINDS.iter().find(|kind| kind.section == section)?;
        (kind.read)(self, node, None)
    }

    /// A record that contains no others.
    fn plain<T: DeserializeOwned + Identified>(
        &mut self,
        node: &Node<'_>,
        entry: Option<&Entry<'_>>,
    ) -> Option<T> {
        self.without(node, entry, std::iter::empty())
    }

    /// A record without some of the values in it.
    fn without<'n, T: DeserializeOwned + Identified>(
        &mut self,
        node: &'n Node<'n>,
        entry: Option<&Entry<'_>>,
        aside: impl Iterator<Item = &'n Node<'n>>,
    ) -> Option<T> {
        let attempts = Attempts::new(self.source.file, self.source.bytes);
        aside.for_each(|node| attempts.set_aside(node));
        let name = entry.map(|entry| entry.key.text.as_ref());
        let mut record: Option<T> = attempts.read(node, name);
        self.problems.append(attempts.into_problems());
        if let (Some(record), Some(entry)) = (&mut record, entry) {
            let id = record.id();
            if let Some(other) = id.as_ref().filter(|other| other.value != entry.key.text) {
                let message = format!("`{}` stands under the id `{}`", other.value, entry.key.text);
                let range = other.range.clone();
                self.error(&range, message, "leave the field `id` out".to_owned());
            }
            *id = Some(Spanned {
                range: entry.key_range.clone(),
                value: entry.key.text.clone().into_owned(),
            });
        }
        record
    }

    /// A report, with each of its statements read by itself.
    fn report(&mut self, node: &Node<'_>, entry: Option<&Entry<'_>>) -> Option<ReportRecord> {
        let entries = match &node.value {
            Value::Map(entries) => entries.as_slice(),
            _ => &[],
        };
        let is_nested = |entry: &&Entry<'_>| entry.key.text == "statements";
        let aside = entries.iter().filter(is_nested).map(|entry| &entry.value);
        let mut report: ReportRecord = self.without(node, entry, aside)?;
        for statements in entries.iter().filter(is_nested) {
            self.each("statement", statements, |records, node, entry| {
                report
                    .statements
                    .extend(records.plain::<StatementRecord>(node, entry));
            });
        }
        Some(report)
    }
}

/// Whether a map where ids are expected is really a record that lacks its id or its dash.
fn is_record(entries: &[Entry<'_>]) -> bool {
    let is_telling = |entry: &Entry<'_>| {
        let key = entry.key.text.as_ref();
        TELLING.contains(&key) || Stance::WORDS.contains(&key)
    };
    let is_single =
        |entry: &Entry<'_>| matches!(entry.value.value, Value::Scalar(_) | Value::List(_));
    entries.iter().all(is_single) && entries.iter().any(is_telling)
}

/// A record that has an id.
trait Identified {
    fn id(&mut self) -> &mut Option<Ref>;
}

macro_rules! identified {
    ($($record:ident)*) => {
        $(impl Identified for $record {
            fn id(&mut self) -> &mut Option<Ref> {
                &mut self.id
            }
        })*
    };
}

identified! { ActorRecord ClaimRecord EventRecord EvidenceRecord ReportRecord StatementRecord }
