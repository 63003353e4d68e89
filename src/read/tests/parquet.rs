//! Tables in Parquet.

use std::sync::Arc;

use ::parquet::data_type::{ByteArray, ByteArrayType, Int32Type, Int64Type};
use ::parquet::file::writer::SerializedFileWriter;
use ::parquet::schema::parser::parse_message_type;

use super::*;
use crate::read::export::{self, Transcript};

/// The Parquet tables of a case in NDJSON.
fn written(case: &str) -> Vec<(String, Vec<u8>)> {
    let (kept, _) = read_all(&[Input::Text("a.ndjson".to_owned(), case.into())]);
    let files = export::parquet(&Transcript::from(&kept)).unwrap();
    files.map(Result::unwrap).collect()
}

fn inputs(tables: &[(String, Vec<u8>)]) -> Vec<Input> {
    let input = |(name, bytes): &(String, Vec<u8>)| Input::Text(name.clone(), bytes.clone());
    tables.iter().map(input).collect()
}

const CASE: &str = r#"{"actor":{"id":"a","name":"Ä; \"b\",\nc"}}
{"claim":{"id":"c","text":"x"}}
{"statement":{"id":"s","by":"a","asserts":"c","date":"2023-03-26","cites":["t","u"]}}
"#;

/// A table as another program writes it: lists, dates, times and numbers have types of their own.
fn foreign() -> Vec<u8> {
    let schema = "message schema {
        REQUIRED BYTE_ARRAY id (STRING);
        OPTIONAL BYTE_ARRAY by;
        REQUIRED BYTE_ARRAY asserts (STRING);
        OPTIONAL INT64 date (TIMESTAMP(MICROS,true));
        OPTIONAL GROUP cites (LIST) { REPEATED GROUP list { OPTIONAL BYTE_ARRAY element (STRING); } }
        OPTIONAL INT32 credibility;
        OPTIONAL INT32 weight;
    }";
    let schema = Arc::new(parse_message_type(schema).unwrap());
    let mut bytes = Vec::new();
    let mut writer = SerializedFileWriter::new(&mut bytes, schema, Arc::default()).unwrap();
    let mut group = writer.next_row_group().unwrap();
    let texts = |texts: &[&str]| -> Vec<ByteArray> {
        texts.iter().map(|&text| ByteArray::from(text)).collect()
    };
    let mut text = |values: &[&str], defined: Option<&[i16]>, repeated: Option<&[i16]>| {
        let mut column = group.next_column().unwrap().unwrap();
        let typed = column.typed::<ByteArrayType>();
        typed
            .write_batch(&texts(values), defined, repeated)
            .unwrap();
        column.close().unwrap();
    };
    text(&["s1", "s2", "s3"], None, None);
    text(&["a", "b"], Some(&[1, 0, 1]), None);
    text(&["c", "c", "c"], None, None);
    let mut column = group.next_column().unwrap().unwrap();
    let moments = [1_679_808_600_000_000, -1];
    let typed = column.typed::<Int64Type>();
    typed.write_batch(&moments, Some(&[1, 1, 0]), None).unwrap();
    column.close().unwrap();
    let mut column = group.next_column().unwrap().unwrap();
    let typed = column.typed::<ByteArrayType>();
    // Two items, no list, and a list of one item and nothing.
    let cites = texts(&["x;y", "z", "w"]);
    typed
        .write_batch(&cites, Some(&[3, 3, 0, 3, 2]), Some(&[0, 1, 0, 0, 1]))
        .unwrap();
    column.close().unwrap();
    for values in [[2, 3, 9], [7, 7, 7]] {
        let mut column = group.next_column().unwrap().unwrap();
        let typed = column.typed::<Int32Type>();
        typed.write_batch(&values, Some(&[1, 1, 1]), None).unwrap();
        column.close().unwrap();
    }
    group.close().unwrap();
    writer.close().unwrap();
    bytes
}

#[test]
fn tables_of_other_programs_are_read_by_their_types() {
    let table = ("statements.parquet".to_owned(), foreign());
    let (kept, sources) = read_all(&inputs(&[table]));
    assert_eq!(
        messages(&kept, &sources),
        ["1:38 unknown column `weight` in table `statements`"]
    );
    let statements: Vec<_> = kept.records.iter().map(|(_, record)| record).collect();
    let [
        Record::Statement(one),
        Record::Statement(two),
        Record::Statement(three),
    ] = statements.as_slice()
    else {
        panic!("three statements");
    };
    assert_eq!(one.date.unwrap().0.to_string(), "2023-03-26T05:30:00Z");
    assert_eq!(two.date.unwrap().0.to_string(), "1969-12-31T23:59:59Z");
    assert!(three.date.is_none());
    let cites = |at: &crate::case::record::StatementRecord| -> Vec<String> {
        at.cites.0.iter().map(|id| id.value.clone()).collect()
    };
    assert_eq!(cites(one), ["x;y", "z"]);
    assert!(two.by.is_none() && cites(two).is_empty());
    assert_eq!(cites(three), ["w"]);
    assert_eq!(one.credibility.as_ref().unwrap().value, 2);
}

/// A table of texts.
fn table(columns: &[(&str, &[&str])]) -> Vec<u8> {
    let fields = columns.iter();
    let fields: Vec<String> = fields
        .map(|(name, _)| format!("REQUIRED BYTE_ARRAY {name} (STRING);"))
        .collect();
    let schema = format!("message schema {{ {} }}", fields.join(" "));
    let schema = Arc::new(parse_message_type(&schema).unwrap());
    let mut bytes = Vec::new();
    let mut writer = SerializedFileWriter::new(&mut bytes, schema, Arc::default()).unwrap();
    let mut group = writer.next_row_group().unwrap();
    for (_, cells) in columns {
        let cells: Vec<ByteArray> = cells.iter().map(|&cell| ByteArray::from(cell)).collect();
        let mut column = group.next_column().unwrap().unwrap();
        let typed = column.typed::<ByteArrayType>();
        typed.write_batch(&cells, None, None).unwrap();
        column.close().unwrap();
    }
    group.close().unwrap();
    writer.close().unwrap();
    bytes
}

#[test]
fn a_fault_is_found_in_its_row_and_column() {
    let bytes = table(&[
        ("by", &["a", "b", "c"]),
        ("stance", &["asserts", "assert", "asserts"]),
        ("claim", &["x", "x", "x"]),
    ]);
    let (ids, problems) = read("statements.parquet", bytes);
    assert_eq!(ids.len(), 2);
    // Line 1 holds the names of the columns.
    assert_eq!(problems, ["3:3 unknown stance `assert`"]);
}

#[test]
fn cells_hold_any_text() {
    let texts = ["a, b", "\"c\" d", "e\nf", " g ", "", "-", "=h"];
    let ids = ["1", "2", "3", "4", "5", "6", "7"];
    let bytes = table(&[("text", &texts), ("id", &ids)]);
    let (kept, _) = read_all(&inputs(&[("claims.parquet".to_owned(), bytes)]));
    let texts: Vec<&str> = (kept.records.iter())
        .map(|(_, record)| match record {
            Record::Claim(claim) => claim.text.as_str(),
            _ => panic!("claims only"),
        })
        .collect();
    assert_eq!(texts, ["a, b", "\"c\" d", "e\nf", "g", "-", "=h"]);
}

#[test]
fn what_is_no_parquet_is_named() {
    let problem = |bytes: &[u8]| problems("claims.parquet", bytes);
    assert_eq!(
        problem(b"id,text\n"),
        ["`claims.parquet` is no Parquet file"]
    );
    assert_eq!(problem(b""), ["`claims.parquet` is no Parquet file"]);
    let fault = problem(b"PAR1PAR1PAR1");
    assert!(
        fault[0].starts_with("`claims.parquet` cannot be read as Parquet: "),
        "{fault:?}"
    );
}

/// Cut off, and with bytes changed: always an answer, never a panic, and no place outside the text.
#[test]
fn damaged_files_are_survived() {
    let whole: Vec<Vec<u8>> = written(CASE)
        .into_iter()
        .filter(|(name, _)| name == "statements.parquet")
        .map(|(_, bytes)| bytes)
        .chain([foreign()])
        .collect();
    let mut dice = 1_u64;
    let mut below = |bound: usize| {
        dice = dice.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        (dice >> 33) as usize % bound
    };
    let mut faults = 0;
    for round in 0..3_000 {
        let mut bytes = whole[round % 2].clone();
        for _ in 0..=below(3) {
            let at = 4 + below(bytes.len() - 8);
            match below(3) {
                0 => bytes[at] = below(256) as u8,
                1 => bytes[at] ^= 1 << below(8),
                _ => drop(bytes.drain(at..(at + below(9)).min(bytes.len() - 4))),
            }
        }
        let name = "statements.parquet".to_owned();
        let (kept, sources) = read_all(&inputs(&[(name, bytes)]));
        faults += usize::from(!kept.problems.is_empty());
        for problem in kept.problems {
            if let Some(span) = problem.span {
                assert!(span.range().end <= sources.file(span.file).bytes().len());
            }
        }
    }
    assert!(faults > 1_000, "most changes are seen: {faults}");
}
