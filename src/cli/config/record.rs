//! What `claimgraph.toml` holds: the published form, from which its JSON Schema is made.

use std::collections::BTreeMap;
use std::fmt;

use schemars::generate::SchemaSettings;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::Deserialize;
use serde::de::{Deserializer, MapAccess, Visitor};

use super::super::When;
use super::super::check::FailOn;
use super::super::graph::{Themes, Views};
use super::thresholds::ThresholdsRecord;
use crate::case::record::{OneOrMany, Ref};
use crate::case::spanned::Spanned;
use crate::case::vocabulary::Role;
use crate::rules;

/// The configuration of claimgraph: `claimgraph.toml`, found upwards from the input.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
#[schemars(title = "claimgraph.toml")]
pub struct ConfigRecord {
    /// What is said of single rules, by name.
    pub rules: RuleLevels,
    /// From where on something is a pattern, by rule.
    pub thresholds: ThresholdsRecord,
    /// What the analysis assumes.
    pub analysis: AnalysisRecord,
    /// Defaults of `check`.
    pub check: CheckRecord,
    /// Defaults of `graph`.
    pub graph: GraphRecord,
    /// Defaults of all output.
    pub output: OutputRecord,
    /// Findings that are accepted, each with the reason.
    #[schemars(with = "OneOrMany<AllowanceRecord>")]
    pub allow: Vec<AllowanceRecord>,
}

/// Levels by name of a rule.
#[derive(Clone, Debug, Default)]
pub struct RuleLevels(pub BTreeMap<String, LevelWord>);

/// Whether a rule looks, and how much what it finds matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema, clap::ValueEnum)]
#[serde(rename_all = "lowercase")]
pub enum LevelWord {
    /// It does not look.
    Off,
    /// It looks, with the severities of its own.
    On,
    /// All that it finds is an error.
    Error,
    /// All that it finds is a warning.
    Warning,
    /// All that it finds is good to know.
    Info,
    /// All that it finds is a remark.
    Note,
}

/// What the analysis assumes.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
pub struct AnalysisRecord {
    /// How many independent lines make a claim corroborated [default: 2].
    #[schemars(with = "Option<u32>", range(min = 1, max = 4_294_967_295_u32))]
    pub corroborated_from: Option<Spanned<u32>>,
    /// Whether a party to an event that gives no basis is taken to speak of its own acts [default: true].
    pub assume_own_acts: Option<bool>,
    /// The roles of affiliations that make two actors one voice; it replaces the default list.
    #[schemars(
        with = "Option<OneOrMany<Role>>",
        extend("not" = { "anyOf": [
            { "const": "in-custody-of" },
            { "type": "array", "contains": { "const": "in-custody-of" } },
        ] })
    )]
    pub joining_roles: Option<OneOrMany<Spanned<Role>>>,
}

/// Defaults of `check`.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
pub struct CheckRecord {
    /// The least severity that makes the exit status 1.
    pub fail_on: Option<FailOn>,
    /// Whether findings of severity `info` are shown.
    pub info: Option<bool>,
    /// Whether every weakness of a claim is shown, not only the sharpest.
    pub all: Option<bool>,
    /// The baseline to compare with, relative to this file.
    #[schemars(with = "Option<String>")]
    pub baseline: Option<Ref>,
}

/// Defaults of `graph`.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
pub struct GraphRecord {
    /// What to show; not `claim`, which needs an id.
    #[schemars(with = "Option<Views>", extend("not" = { "const": "claim" }))]
    pub view: Option<Spanned<Views>>,
    /// The colours of the picture.
    pub theme: Option<Themes>,
    /// How many relations between claims to follow from the focus.
    #[schemars(range(max = 4_294_967_295_u32))]
    pub hops: Option<u32>,
    /// Show so many nodes at most.
    #[schemars(with = "Option<u32>", range(min = 1, max = 4_294_967_295_u32))]
    pub limit: Option<Spanned<u32>>,
}

/// Defaults of all output.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
pub struct OutputRecord {
    /// When to use colours in text.
    pub color: Option<When>,
}

/// Findings that are accepted, with the reason.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AllowanceRecord {
    /// The rule.
    #[schemars(extend("enum" = rules::names()))]
    pub rule: Ref,
    /// Ids of the records at which its findings are accepted; without it they are accepted everywhere.
    #[schemars(extend("minItems" = 1))]
    pub about: Option<OneOrMany<Ref>>,
    /// Why. It is required.
    #[schemars(required, extend("pattern" = "\\S"))]
    pub because: Option<String>,
}

impl<'de> Deserialize<'de> for RuleLevels {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Levels;

        impl<'de> Visitor<'de> for Levels {
            type Value = RuleLevels;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("levels by name of a rule")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut levels = BTreeMap::new();
                while let Some((name, level)) = map.next_entry::<String, LevelWord>()? {
                    levels.insert(name, level);
                }
                Ok(RuleLevels(levels))
            }
        }

        // The reader of records knows what to say of a field that does not exist.
        deserializer.deserialize_struct("RuleLevels", rules::names(), Levels)
    }
}

impl JsonSchema for RuleLevels {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "RuleLevels".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let level = generator.subschema_for::<LevelWord>();
        let properties: serde_json::Map<String, serde_json::Value> = rules::catalogue()
            .map(|rule| {
                let mut schema = serde_json::Map::new();
                schema.insert("description".into(), rule.summary.into());
                schema.extend(level.as_object().cloned().unwrap_or_default());
                (rule.name.to_owned(), schema.into())
            })
            .collect();
        json_schema!({
            "type": "object",
            "properties": properties,
            "additionalProperties": false,
        })
    }
}

/// The JSON Schema of the file.
pub fn schema() -> serde_json::Value {
    let settings = SchemaSettings::draft2020_12();
    let root = settings
        .into_generator()
        .into_root_schema_for::<ConfigRecord>();
    root.to_value()
}
