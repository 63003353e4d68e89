//! The JSON Schema of a case file, for editors.

use schemars::generate::SchemaSettings;
use schemars::{JsonSchema, SchemaGenerator};
use serde_json::{Map, Value, json};

use crate::case::record::{
    ActorRecord, ClaimRecord, EventRecord, EvidenceRecord, ReportRecord, StatementRecord,
};

/// The JSON Schema (draft 2020-12) of a case file: the document in YAML and JSON, and the record in each line of
/// NDJSON as `#/$defs/line`.
pub fn json_schema() -> Value {
    let mut generator = SchemaSettings::draft2020_12().into_generator();
    let (sections, lines) = properties(&mut generator);
    let mut definitions = generator.take_definitions(true);
    definitions.values_mut().for_each(without_null);
    adjust(&mut definitions);
    definitions.insert(
        "line".to_owned(),
        json!({
            "description": "A line of NDJSON: one record in its kind.",
            "type": "object",
            "properties": lines,
            "additionalProperties": false,
            "minProperties": 1,
        }),
    );
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "claimgraph case file",
        "description": "Who said what, citing whom: the statements of a case and what they are about.",
        "type": "object",
        "properties": sections,
        "additionalProperties": false,
        "$defs": definitions,
    })
}

/// What may stand at the top of a case file, and in a line of NDJSON.
fn properties(generator: &mut SchemaGenerator) -> (Map<String, Value>, Map<String, Value>) {
    let kinds = [
        ("actor", "actors", record::<ActorRecord>(generator)),
        ("event", "events", record::<EventRecord>(generator)),
        ("evidence", "evidence", record::<EvidenceRecord>(generator)),
        ("claim", "claims", record::<ClaimRecord>(generator)),
        ("report", "reports", record::<ReportRecord>(generator)),
        (
            "statement",
            "statements",
            record::<StatementRecord>(generator),
        ),
    ];
    let path = json!({ "type": "string" });
    let others = [
        ("$schema", json!({ "type": "string" })),
        (
            "case",
            json!({ "type": "string", "description": "The title of the case." }),
        ),
        (
            "include",
            json!({
                "description": "Files that belong to the case too, relative to this one.",
                "anyOf": [path, { "type": "array", "items": path }],
            }),
        ),
    ];
    let named = others.map(|(name, schema)| (name.to_owned(), schema));
    let (mut sections, mut lines) = (Map::from_iter(named.clone()), Map::from_iter(named));
    for (singular, plural, record) in kinds {
        let mut section = map_or_list(&record);
        section["description"] =
            format!("The {plural} of the case: a map by id, or a list.").into();
        sections.insert(plural.to_owned(), section);
        lines.insert(singular.to_owned(), record);
    }
    (sections, lines)
}

fn record<T: JsonSchema>(generator: &mut SchemaGenerator) -> Value {
    generator.subschema_for::<T>().to_value()
}

/// Records by their ids, or in a list, or none yet.
fn map_or_list(record: &Value) -> Value {
    json!({
        "anyOf": [
            { "type": "object", "additionalProperties": record },
            { "type": "array", "items": record },
            { "type": "null" },
        ],
    })
}

/// A field that is not known is left out, not null: an empty value in YAML is most often a slip.
fn without_null(schema: &mut Value) {
    let is_null = |schema: &Value| *schema == "null" || *schema == json!({ "type": "null" });
    match schema {
        Value::Array(items) => items.iter_mut().for_each(without_null),
        Value::Object(fields) => {
            for choice in ["type", "anyOf"] {
                let Some(Value::Array(items)) = fields.get_mut(choice) else {
                    continue;
                };
                items.retain(|item| !is_null(item));
                if let [one] = items.as_mut_slice() {
                    let one = one.take();
                    fields.remove(choice);
                    match one {
                        Value::Object(more) => fields.extend(more),
                        word => {
                            fields.insert(choice.to_owned(), word);
                        }
                    }
                }
            }
            fields.values_mut().for_each(without_null);
        }
        _ => {}
    }
}

/// What the reader takes beyond the record types: a rule by its bare name, statements of a report by their ids.
fn adjust(definitions: &mut Map<String, Value>) {
    if let Some(Value::Object(allow)) = definitions.get_mut("AllowRecord") {
        let description = allow.remove("description");
        let rule = json!({ "type": "string", "description": "The rule to silence here." });
        let choices = json!([rule, std::mem::take(allow)]);
        allow.extend(description.map(|text| ("description".to_owned(), text)));
        allow.insert("anyOf".to_owned(), choices);
    }
    let statements = definitions
        .get_mut("ReportRecord")
        .and_then(|report| report.pointer_mut("/properties/statements"));
    if let Some(Value::Object(statements)) = statements {
        let item = statements.remove("items").unwrap_or(Value::Bool(true));
        statements.remove("type");
        if let Value::Object(section) = map_or_list(&item) {
            statements.extend(section);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::table::{Cell, TABLES};

    fn validator() -> jsonschema::Validator {
        jsonschema::draft202012::new(&json_schema()).unwrap()
    }

    #[test]
    fn the_schema_is_one_and_takes_a_case() {
        assert!(jsonschema::draft202012::meta::is_valid(&json_schema()));
        let validator = validator();
        for case in [
            json!({}),
            json!({ "case": "Raids", "include": ["actors.yaml"], "actors": null }),
            json!({ "actors": { "gdi": { "kind": "agency", "affiliations": [{ "to": "x", "role": "organ-of", "from": 2021 }] } } }),
            json!({ "claims": [{ "id": "c", "text": "x", "about": "e", "allow": ["parties-only", { "rule": "x", "because": "y" }] }] }),
            json!({ "reports": { "r": { "statements": [{ "at": 12, "asserts": ["c"] }, { "at": "p. 3", "silent": "c" }] } } }),
        ] {
            let faults: Vec<String> = validator
                .iter_errors(&case)
                .map(|fault| fault.to_string())
                .collect();
            assert!(faults.is_empty(), "{case}: {faults:?}");
        }
    }

    #[test]
    fn the_schema_refuses_what_the_reader_reports() {
        let validator = validator();
        for case in [
            json!({ "claim": {} }),
            json!({ "claims": { "c": {} } }),
            json!({ "claims": { "c": { "text": "x", "colour": "red" } } }),
            json!({ "claims": { "c": { "text": null } } }),
            json!({ "claims": { "c": { "text": "x", "kind": null } } }),
            json!({ "claims": { "c": { "text": "x", "kind": "rumour" } } }),
            json!({ "claims": { "c": { "text": "x", "quantity": { "value": 3 } } } }),
            json!({ "actors": { "a": { "affiliations": { "to": "b" } } } }),
            json!({ "reports": { "r": { "statements": [{ "assert": "c" }] } } }),
        ] {
            assert!(!validator.is_valid(&case), "{case}");
        }
    }

    #[test]
    fn every_field_of_a_record_has_a_column() {
        let schema = json_schema();
        let elsewhere = [
            "affiliations",
            "verified",
            "statements",
            "defaults",
            "quantity",
        ];
        for (table, record) in [
            ("actors", "ActorRecord"),
            ("affiliations", "AffiliationRecord"),
            ("events", "EventRecord"),
            ("evidence", "EvidenceRecord"),
            ("verifications", "VerificationRecord"),
            ("claims", "ClaimRecord"),
            ("reports", "ReportRecord"),
            ("statements", "StatementRecord"),
        ] {
            let table = TABLES.iter().find(|of| of.name == table).unwrap();
            let fields = schema["$defs"][record]["properties"].as_object().unwrap();
            for (field, schema) in fields
                .iter()
                .filter(|(field, _)| !elsewhere.contains(&field.as_str()))
            {
                let column = table.columns.iter().find(|column| column.name == field);
                let cell = column.map(|column| column.cell);
                let expected = match schema.get("anyOf") {
                    Some(_) if field == "allow" => Cell::Allow,
                    Some(_) => Cell::List,
                    None => Cell::One,
                };
                assert_eq!(cell, Some(expected), "{}: {field}", table.name);
            }
        }
        let quantity = schema["$defs"]["QuantityRecord"]["properties"]
            .as_object()
            .unwrap();
        let claims = TABLES.iter().find(|of| of.name == "claims").unwrap();
        let parts = claims
            .columns
            .iter()
            .filter(|column| matches!(column.cell, Cell::Quantity(_)));
        assert_eq!(parts.count(), quantity.len());
    }
}
