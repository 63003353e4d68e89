//! What is written reads back as the same records.

use std::sync::OnceLock;

use super::arbitrary::{Texts, case};
use super::*;
use crate::case::record::StatementRecord;
use crate::read::export::{self, Files, Transcript};

static SCHEMA: OnceLock<jsonschema::Validator> = OnceLock::new();

fn section(record: &Record) -> usize {
    match record {
        Record::Actor(_) => 0,
        Record::Event(_) => 1,
        Record::Evidence(_) => 2,
        Record::Claim(_) => 3,
        Record::Report(_) => 4,
        Record::Statement(_) => 5,
    }
}

/// The records section by section, as all writers but that of NDJSON order them.
fn in_order(kept: &Kept) -> Vec<Record> {
    let mut records: Vec<Record> = kept
        .records
        .iter()
        .map(|(_, record)| record.clone())
        .collect();
    records.sort_by_key(section);
    records
}

/// The records with each report's statements by themselves, worked out anew.
fn flattened(kept: &Kept) -> Vec<Record> {
    let mut records = Vec::new();
    let mut alone = Vec::new();
    for record in in_order(kept) {
        let Record::Report(mut report) = record else {
            if section(&record) == 5 {
                alone.push(record)
            } else {
                records.push(record)
            }
            continue;
        };
        let defaults = report.defaults.take().unwrap_or_default();
        let statements = std::mem::take(&mut report.statements);
        for statement in statements {
            let mut statement = export::filled_in(statement, &defaults);
            if statement.in_.is_some() {
                report.statements.push(statement);
            } else {
                statement.in_ = report.id.clone();
                alone.push(Record::Statement(statement));
            }
        }
        records.push(Record::Report(report));
    }
    records.extend(alone);
    records
}

fn titles(kept: &Kept) -> Vec<&str> {
    kept.titles
        .iter()
        .map(|(_, title)| title.value.as_str())
        .collect()
}

/// Records in an order that does not depend on that of the statements among the others.
fn sorted(mut records: Vec<Record>) -> Vec<Record> {
    records.sort_by_cached_key(|record| {
        (
            section(record),
            format!("{record:?}").replace(char::is_numeric, ""),
        )
    });
    records
}

fn read_back(name: &str, text: Vec<u8>) -> Kept {
    let shown = String::from_utf8_lossy(&text).into_owned();
    let (kept, sources) = read_all(&[Input::Text(name.to_owned(), text)]);
    let faults: Vec<String> = messages(&kept, &sources);
    let faults: Vec<&String> = faults
        .iter()
        .filter(|fault| !fault.ends_with("is empty"))
        .collect();
    assert!(faults.is_empty(), "{faults:?}\n{shown}");
    kept
}

proptest! {
    #[test]
    fn yaml_reads_back(case in case(Texts::Any)) {
        let mut text = Vec::new();
        export::yaml(&Transcript::from(&case), &mut text).unwrap();
        let again = read_back("a.yaml", text);
        prop_assert_eq!(titles(&again), titles(&case));
        prop_assert_eq!(in_order(&again), in_order(&case));
    }

    #[test]
    fn json_reads_back(case in case(Texts::Any)) {
        let mut text = Vec::new();
        export::json(&Transcript::from(&case), &mut text).unwrap();
        let document: serde_json::Value = serde_json::from_slice(&text).unwrap();
        let schema = SCHEMA.get_or_init(|| jsonschema::draft202012::new(&json_schema()).unwrap());
        prop_assert!(schema.is_valid(&document), "{document}");
        let again = read_back("a.json", text);
        prop_assert_eq!(titles(&again), titles(&case));
        prop_assert_eq!(in_order(&again), in_order(&case));
    }

    #[test]
    fn ndjson_reads_back(case in case(Texts::Any)) {
        let mut text = Vec::new();
        export::ndjson(&Transcript::from(&case), &mut text).unwrap();
        let again = read_back("a.ndjson", text);
        prop_assert_eq!(titles(&again), titles(&case));
        prop_assert_eq!(sorted(in_order(&again)), sorted(flattened(&case)));
    }

    #[test]
    fn tables_read_back(case in case(Texts::Cells)) {
        tables_hold(case, export::csv)?;
    }

    #[cfg(feature = "parquet")]
    #[test]
    fn columns_read_back(case in case(Texts::Cells)) {
        tables_hold(case, export::parquet)?;
    }
}

fn tables_hold(
    mut case: Kept,
    write: fn(&Transcript) -> std::io::Result<Files<'static>>,
) -> Result<(), TestCaseError> {
    // A row without a cell is no row.
    let nothing = Record::Statement(StatementRecord::default());
    case.records.retain(|(_, record)| *record != nothing);
    let inputs: Vec<Input> = write(&Transcript::from(&case))
        .unwrap()
        .map(|table| {
            let (name, bytes) = table.unwrap();
            Input::Text(name, bytes)
        })
        .collect();
    let (again, sources) = read_all(&inputs);
    prop_assert_eq!(messages(&again, &sources), Vec::<String>::new());
    prop_assert_eq!(titles(&again), titles(&case));
    prop_assert_eq!(sorted(in_order(&again)), sorted(flattened(&case)));
    Ok(())
}

#[test]
fn yaml_is_written_as_people_write_it() {
    let text = r#"case: "Raids"

actors:
  gdi: { name: "GDI", kind: agency, affiliations: { to: taliban, role: organ-of, from: 2021 } }
  iskp: {}

claims:
  three: { text: "Three died, they say", quantity: { of: dead, value: 3 } }

reports:
  aw-2023:
    publisher: aw
    date: 2023-04-28
    statements:
      - { at: 12, by: gdi, asserts: [three, four], quote: "…" }
"#;
    let (kept, _) = read_all(&[Input::Text("a.yaml".to_owned(), text.into())]);
    let mut again = Vec::new();
    export::yaml(&Transcript::from(&kept), &mut again).unwrap();
    assert_eq!(String::from_utf8(again).unwrap(), text);
}
