//! The thresholds of `claimgraph.toml`: a section a rule that has some, a key a threshold, all read from the catalogue.

use std::fmt;
use std::sync::LazyLock;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::Deserialize;
use serde::de::{DeserializeSeed, Deserializer, MapAccess, Visitor};
use serde_json::{Map, Value, json};

use crate::case::spanned::Spanned;
use crate::rules::thresholds::{ANY, Number, THRESHOLDS, Threshold, of};

/// What is set, with its place.
#[derive(Clone, Debug, Default)]
pub struct ThresholdsRecord(pub Vec<(&'static Threshold, Spanned<f64>)>);

/// The rules that have thresholds, each with its keys.
static KEYS: LazyLock<Vec<(&str, Vec<&str>)>> = LazyLock::new(|| {
    let rules = RULES.iter();
    let keys = |rule: &&'static str| of(rule).map(|one| one.key).collect();
    rules.map(|rule| (*rule, keys(rule))).collect()
});

static RULES: LazyLock<Vec<&str>> = LazyLock::new(|| {
    let mut rules: Vec<&str> = THRESHOLDS.iter().map(|one| one.rule).collect();
    rules.dedup();
    rules
});

impl<'de> Deserialize<'de> for ThresholdsRecord {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Sections;

        impl<'de> Visitor<'de> for Sections {
            type Value = ThresholdsRecord;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("thresholds by name of a rule")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut set = Vec::new();
                while let Some(rule) = map.next_key::<String>()? {
                    // The reader of records has told of a rule without thresholds.
                    if let Some((rule, keys)) = KEYS.iter().find(|(name, _)| *name == rule) {
                        set.extend(map.next_value_seed(Section { rule, keys })?);
                    }
                }
                Ok(ThresholdsRecord(set))
            }
        }

        // The reader of records knows what to say of a field that does not exist.
        deserializer.deserialize_struct("Thresholds", &RULES, Sections)
    }
}

/// The thresholds of one rule.
struct Section {
    rule: &'static str,
    keys: &'static [&'static str],
}

impl<'de> DeserializeSeed<'de> for Section {
    type Value = Vec<(&'static Threshold, Spanned<f64>)>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_struct("ThresholdRecord", self.keys, self)
    }
}

impl<'de> Visitor<'de> for Section {
    type Value = Vec<(&'static Threshold, Spanned<f64>)>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "thresholds of `{}`", self.rule)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut set = Vec::new();
        while let Some((key, value)) = map.next_entry::<String, Spanned<f64>>()? {
            let threshold = of(self.rule).find(|one| one.key == key);
            set.extend(threshold.map(|threshold| (threshold, value)));
        }
        Ok(set)
    }
}

impl JsonSchema for ThresholdsRecord {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Thresholds".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        let sections: Map<String, Value> = KEYS
            .iter()
            .map(|(rule, _)| {
                let keys = of(rule).map(|one| (one.key.to_owned(), schema_of(one)));
                let section = json!({
                    "type": "object",
                    "properties": keys.collect::<Map<String, Value>>(),
                    "additionalProperties": false,
                });
                ((*rule).to_owned(), section)
            })
            .collect();
        json_schema!({
            "type": "object",
            "properties": sections,
            "additionalProperties": false,
        })
    }
}

fn schema_of(threshold: &Threshold) -> Value {
    let kind = match threshold.number {
        Number::Whole => "integer",
        Number::Fraction => "number",
    };
    let written = |value: f64| match threshold.number {
        Number::Whole => json!(value as u64),
        Number::Fraction => json!(value),
    };
    let mut schema = json!({
        "description": threshold.meaning,
        "type": kind,
        "minimum": written(threshold.range.0),
        "default": written(threshold.default),
    });
    if threshold.range.1 < ANY {
        schema["maximum"] = written(threshold.range.1);
    }
    schema
}
