mod arbitrary;
mod folders;
mod hostile;
mod packed;
#[cfg(feature = "parquet")]
mod parquet;
mod round_trip;
mod syntax;
mod tables;

use proptest::prelude::*;

use super::kept::Kept;
use super::*;
use crate::case::problem::Gravity;
use crate::case::sink::Record;
use crate::source::{FileId, Span};

fn read_all(inputs: &[Input]) -> (Kept, SourceMap) {
    let mut sources = SourceMap::default();
    let kept = read_inputs(inputs, &mut sources);
    (kept, sources)
}

/// What was read from one text: its records by id, and its problems as `line:column message`.
fn read(name: &str, text: impl AsRef<[u8]>) -> (Vec<String>, Vec<String>) {
    let (kept, sources) = read_all(&[Input::Text(name.to_owned(), text.as_ref().to_vec())]);
    (ids(&kept), messages(&kept, &sources))
}

fn problems(name: &str, text: impl AsRef<[u8]>) -> Vec<String> {
    read(name, text).1
}

fn messages(kept: &Kept, sources: &SourceMap) -> Vec<String> {
    let place = |span| {
        let place = sources.place(span);
        format!("{}:{} ", place.line, place.column)
    };
    let problems = kept.problems.iter();
    problems
        .map(|problem| problem.span.map_or(String::new(), place) + &problem.message)
        .collect()
}

fn id_of(record: &Record) -> Option<&str> {
    kept::id(record).map(|id| id.value.as_str())
}

fn ids(kept: &Kept) -> Vec<String> {
    let records = kept.records.iter();
    records
        .map(|(_, record)| id_of(record).unwrap_or("-").to_owned())
        .collect()
}

fn help(name: &str, text: &str) -> String {
    let (kept, _) = read_all(&[Input::Text(name.to_owned(), text.as_bytes().to_vec())]);
    kept.problems[0].help.clone().unwrap_or_default()
}

#[test]
fn a_case_is_read_whole() {
    let text = r#"
case: "Raids"
actors:
  gdi: { name: GDI, kind: agency, affiliations: [{ to: taliban, role: organ-of, from: 2021 }] }
events:
  - { id: raid, date: 2023-03-17, parties: [gdi, iskp] }
evidence:
  video: { kind: video, number: 4, verified: [{ by: aw, claims: three }] }
claims:
  three: { text: "Three died", quantity: { of: dead, value: 3 }, allow: [parties-only, { rule: x, because: "y" }] }
reports:
  aw:
    publisher: aw
    statements:
      - { at: 12, by: gdi, asserts: [three], quote: "…" }
      - { at: 14, questions: three }
"#;
    let (kept, sources) = read_all(&[Input::Text("a.yaml".to_owned(), text.into())]);
    assert_eq!(messages(&kept, &sources), [""; 0]);
    assert_eq!(ids(&kept), ["gdi", "raid", "video", "three", "aw"]);
    assert_eq!(kept.titles[0].1.value, "Raids");
    let Record::Actor(gdi) = &kept.records[0].1 else {
        panic!("the first record is the actor");
    };
    let to = &gdi.affiliations.0[0].to;
    assert_eq!(&text[to.range.clone()], "taliban");
    assert_eq!(&text[gdi.id.as_ref().unwrap().range.clone()], "gdi");
    let Record::Claim(three) = &kept.records[3].1 else {
        panic!("the fourth record is the claim");
    };
    assert_eq!(
        three
            .quantity
            .as_ref()
            .unwrap()
            .value
            .as_ref()
            .unwrap()
            .value,
        3.0
    );
    assert_eq!(three.allow.0[0].rule.value, "parties-only");
    assert_eq!(three.allow.0[1].because.as_deref(), Some("y"));
    let Record::Report(report) = &kept.records[4].1 else {
        panic!("the last record is the report");
    };
    assert_eq!(report.statements.len(), 2);
    assert_eq!(report.statements[0].at.as_ref().unwrap().0, "12");
    assert_eq!(report.statements[1].questions.0[0].value, "three");
}

#[test]
fn yaml_json_and_ndjson_read_alike() {
    let yaml = "claims:\n  a: { text: x, about: [e], quantity: { of: n, min: 3 } }\nstatements:\n  - { id: s, by: g, asserts: a, cites: [t, u], basis: told }\n";
    let json = r#"{"claims": [{"id": "a", "text": "x", "about": "e", "quantity": {"of": "n", "min": 3}, "kind": null}],
        "statements": [{"id": "s", "by": "g", "asserts": ["a"], "cites": ["t", "u"], "basis": "told"}]}"#;
    let ndjson = concat!(
        r#"{"claim":{"id":"a","text":"x","about":["e"],"quantity":{"of":"n","min":3}}}"#,
        "\n",
        r#"{"statement":{"id":"s","by":"g","asserts":"a","cites":["t","u"],"basis":"told"}}"#
    );
    let records = |name: &str, text: &str| {
        let (kept, sources) = read_all(&[Input::Text(name.to_owned(), text.into())]);
        assert_eq!(messages(&kept, &sources), [""; 0]);
        kept.records
            .into_iter()
            .map(|(_, record)| record)
            .collect::<Vec<_>>()
    };
    assert_eq!(records("a.yaml", yaml), records("a.json", json));
    assert_eq!(records("a.yaml", yaml), records("a.ndjson", ndjson));
    // Without an extension, the content tells.
    assert_eq!(records("a", yaml), records("b", json));
    assert_eq!(records("a", yaml), records("b", ndjson));
}

#[test]
fn one_bad_field_does_not_lose_its_record() {
    let text = "reports:\n  r:\n    date: 2023-02-30\n    statements:\n      - { id: a, asserts: c, date: 2023-13 }\n      - { id: b, assert: c, basis: witnesed }\n      - { id: c, asserts: [c, [d]], certainty: sure }\n";
    let (kept, sources) = read_all(&[Input::Text("a.yaml".to_owned(), text.into())]);
    assert_eq!(
        messages(&kept, &sources),
        [
            "3:11 `2023-02-30` is not a date that exists: that month has 28 days",
            "5:36 `2023-13` is not a date that exists: there is no month 13",
            "6:18 unknown field `assert`",
            "6:36 unknown basis `witnesed`",
            "7:31 expected a single text in `asserts`, found a list",
            "7:48 unknown certainty `sure`",
        ]
    );
    let Record::Report(report) = &kept.records[0].1 else {
        panic!("the record is the report");
    };
    let ids: Vec<_> = report
        .statements
        .iter()
        .map(|s| s.id.as_ref().unwrap().value.as_str())
        .collect();
    assert_eq!(ids, ["a", "b", "c"]);
    assert_eq!(report.statements[2].asserts.0[0].value, "c");
    let help: Vec<_> = kept
        .problems
        .iter()
        .map(|problem| problem.help.as_deref().unwrap_or(""))
        .collect();
    assert_eq!(help[0], "check the month and the day");
    assert_eq!(help[2], "did you mean `asserts`?");
    assert_eq!(help[3], "did you mean `witnessed`?");
    assert!(help[5].starts_with("known: `almost-no-chance`, "));
}

#[test]
fn words_of_another_format_are_answered_with_what_to_write() {
    let text = "actors: { a: { affiliations: [{ to: b, role: adversary-of }] }, b: {} }\nevidence: { v: { kind: video, made_by: a } }\n";
    let (kept, _) = read_all(&[Input::Text("a.yaml".to_owned(), text.into())]);
    let help = kept.problems.iter().map(|one| one.help.as_deref());
    let expected = [
        "who is an opponent stands in `adversaries` of the actor",
        "did you mean `producer`?",
    ];
    assert_eq!(Vec::from_iter(help), expected.map(Some));
}

#[test]
fn only_what_lacks_a_required_field_is_left_out() {
    let text = "actors:\n  a: { affiliations: [{ role: part-of }, { to: c, role: member }, { to: d, role: part-of }] }\nclaims:\n  c: { kind: fact }\n  d: { text: x, quantity: { value: 3 } }\n";
    let (kept, sources) = read_all(&[Input::Text("a.yaml".to_owned(), text.into())]);
    assert_eq!(
        messages(&kept, &sources),
        [
            "2:23 affiliation without `to`",
            "2:57 unknown role `member`",
            "4:6 claim `c` without `text`",
            "5:27 quantity without `of`",
        ]
    );
    assert_eq!(ids(&kept), ["a", "d"]);
    let Record::Actor(actor) = &kept.records[0].1 else {
        panic!("the first record is the actor");
    };
    assert_eq!(actor.affiliations.0.len(), 1);
}

#[test]
fn a_comma_that_cuts_a_text_is_recognised() {
    assert_eq!(
        help(
            "a.yaml",
            "claims: { c: { text: Three died, two fled, about: e } }"
        ),
        "a comma ends an unquoted text: write `text: \"Three died, two fled\"`"
    );
    assert_eq!(
        help(
            "a.yaml",
            "claims: { c: { text: a, quantity: { of: b, max: 1,600 } } }"
        ),
        "write the number without commas: `max: 1600`"
    );
    assert!(help("a.yaml", "claims: { c: { text: a, kind: } }").contains("leave the field out"));
}

#[test]
fn keys_are_checked_at_every_level() {
    let text = "claim: {}\ntitle: x\nclaims: {}\nclaims:\n  a: { text: x, text: y }\n  a: { text: z }\n  b:\n  c: { id: d, text: x }\nactors: x\nstatements: { by: a, asserts: b }\n";
    assert_eq!(
        problems("a.yaml", text),
        [
            "1:1 unknown section `claim`",
            "2:1 unknown section `title`",
            "4:1 duplicate key `claims`",
            "5:17 duplicate key `text`",
            "6:3 duplicate key `a`",
            "7:3 claim `b` has no value",
            "8:12 `d` stands under the id `c`",
            "9:9 expected records in `actors`, found a text",
            "10:13 expected records in `statements`, found fields",
        ]
    );
    assert_eq!(
        help("a.yaml", "claim: {}"),
        "did you mean `claims:`? it takes any number of them"
    );
    assert_eq!(
        help("a.yaml", "actor: {}"),
        "did you mean `actors:`? it takes any number of them"
    );
}

#[test]
fn numbers_are_finite_and_fit() {
    let text = "claims:\n  a: { text: 5, credibility: 700, quantity: { of: 1, value: .nan, min: 1e999, max: many } }\n";
    assert_eq!(
        problems("a.yaml", text),
        [
            "2:30 expected a whole number of at most 255 in `credibility`, found `700`",
            "2:61 expected a number in `value`, found `.nan`",
            "2:72 expected a number in `min`, found `1e999`",
            "2:84 expected a number in `max`, found `many`",
        ]
    );
}

#[test]
fn a_bad_line_is_reported_and_passed_over() {
    let text = "{\"claim\":{\"id\":\"a\",\"text\":\"x\"}}\r\n\n{\"statment\":{}}\n{\"id\":3}\n{\"claim\":{\"id\":\"x\"}}\n  {\"claim\":{\"id\":\"b\",\"text\":\"y\\n\"}}  \n[]\n{\"claim\"\n{\"case\":\"title\"}";
    assert_eq!(
        read("a.ndjson", text),
        (
            vec!["a".to_owned(), "b".to_owned()],
            vec![
                "3:2 unknown kind of record `statment`".to_owned(),
                "4:2 unknown kind of record `id`".to_owned(),
                "5:10 claim without `text`".to_owned(),
                "7:1 expected a record, found a list".to_owned(),
                "8:9 the text ends too early".to_owned(),
            ]
        )
    );
}

#[test]
fn a_document_on_one_line_is_a_document() {
    let text = r#"{"evidence":{"photo":{}},"claims":{"a":{"text":"x"}},"statements":[{"id":"s","by":"b","asserts":"a"}]}"#;
    let (ids, problems) = read("<stdin>", text);
    assert_eq!((ids.len(), problems), (3, Vec::<String>::new()));
    // Beside nothing else a piece of evidence is a record, or a section with one.
    let line = r#"{"evidence":{"id":"photo","kind":"photo"}}"#;
    assert_eq!(read("<stdin>", line), (vec!["photo".to_owned()], vec![]));
}

#[test]
fn a_line_holds_one_record() {
    let text = "5\n-1e3\n\"5\"\n{}\n{\"claim\":{\"id\":\"a\",\"text\":\"x\"},\"claim\":{\"id\":\"b\",\"text\":\"y\"}}\n{\"case\":\"t\",\"claim\":{\"id\":\"c\",\"text\":\"z\"}}";
    let (ids, problems) = read("a.ndjson", text);
    // Nothing is lost for that.
    assert_eq!(ids, ["a", "b", "c"]);
    assert_eq!(
        problems,
        [
            "1:1 expected a record, found a number",
            "2:1 expected a record, found a number",
            "3:1 expected a record, found a text",
            "4:1 expected a record, found none",
            "5:32 a second record on one line",
        ]
    );
}

#[test]
fn chunks_of_a_large_file_are_read_in_order() {
    let mut text = String::new();
    for number in 0..60_000 {
        text += &match number % 3 {
            0 => format!("{{\"claim\":{{\"id\":\"c{number}\",\"text\":\"x\"}}}}\n"),
            1 => format!(
                "{{\"statement\":{{\"id\":\"s{number}\",\"by\":\"a\",\"asserts\":\"c{}\"}}}}\n",
                number - 1
            ),
            _ => format!(
                "{{\"statement\":{{\"id\":\"s{number}\",\"by\":\"a\",\"asserts\":[\"c{}\"]}}}}\n",
                number - 2
            ),
        };
    }
    assert!(text.len() > 2 << 20);
    let (kept, _) = read_all(&[Input::Text("a.ndjson".to_owned(), text.clone().into())]);
    assert!(kept.problems.is_empty());
    let numbers: Vec<usize> = ids(&kept)
        .iter()
        .map(|id| id[1..].parse().unwrap())
        .collect();
    assert!(numbers.into_iter().eq(0..60_000));
    let starts_at_its_line = |(span, _): &(Span, Record)| {
        text[span.range()].starts_with('{') && text[span.range()].ends_with('}')
    };
    assert!(kept.records.iter().all(starts_at_its_line));
}
