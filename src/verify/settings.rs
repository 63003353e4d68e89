//! Under which settings a result was made: it is checked under its own.

use std::collections::{BTreeMap, BTreeSet};

use super::Unreadable;
use super::certificates::reading::Assumptions;
use super::document::{Document, Settings};
use crate::case::date::Date;
use crate::case::vocabulary::Role;

/// What a result says that it assumed.
pub(super) fn of(result: &Document) -> Result<Assumptions, Unreadable> {
    let bad = |error: &dyn std::fmt::Display| Unreadable::Settings(error.to_string());
    let date = |text: &String| text.parse::<Date>().map_err(|error| bad(&error));
    let roles = result.settings.joining.iter();
    let joining: Vec<Role> = roles
        .map(|role| role.parse::<Role>().map_err(|error| bad(&error)))
        .collect::<Result<_, _>>()?;
    let words: BTreeSet<&str> = joining.iter().map(|role| role.word()).collect();
    if words.len() < joining.len() {
        return Err(bad(&"a role joins twice"));
    }
    Ok(Assumptions {
        as_of: result.as_of.as_ref().map(date).transpose()?,
        own_acts: result.settings.assume_own_acts,
        threshold: result.settings.threshold,
        joining,
    })
}

/// In which settings a result differs from those in force and from the date that is asked for, in words.
///
/// # Errors
/// Where its settings cannot be read.
pub fn other_settings(
    result: &Document,
    in_force: &Settings,
    as_of: Option<Date>,
) -> Result<Vec<String>, Unreadable> {
    let mut told = Vec::new();
    match (of(result)?.as_of, as_of) {
        (said, here) if said == here => {}
        (Some(said), Some(here)) => told.push(format!("as of {said}, not {here}")),
        (Some(said), None) => told.push(format!("as of {said}, not without a date")),
        (None, Some(here)) => told.push(format!("without a date, not as of {here}")),
        (None, None) => {}
    }
    let (said, here) = (&result.settings, in_force);
    if said.threshold != here.threshold {
        told.push(format!(
            "threshold {}, not {}",
            said.threshold, here.threshold
        ));
    }
    if said.assume_own_acts != here.assume_own_acts {
        let (said, here) = (said.assume_own_acts, here.assume_own_acts);
        told.push(format!("own acts assumed: {said}, not {here}"));
    }
    told.extend(of_joining(said, here));
    told.extend(of_rules(said, here));
    Ok(told)
}

/// By which ties nobody is joined that would be here, and the other way round.
fn of_joining(said: &Settings, here: &Settings) -> Vec<String> {
    let roles = |settings: &Settings| BTreeSet::from_iter(settings.joining.clone());
    let (said, here) = (roles(said), roles(here));
    let listed = |roles: BTreeSet<String>| Vec::from_iter(roles).join(", ");
    let pairs = [
        ("nobody joined by", &here - &said),
        ("joined by", &said - &here),
    ];
    let pairs = pairs.into_iter().filter(|(_, roles)| !roles.is_empty());
    let told = pairs.map(|(how, roles)| format!("{how} {}", listed(roles)));
    told.collect()
}

/// In what the rules were asked otherwise: from where on they speak, how severe they are, what is allowed.
fn of_rules(said: &Settings, here: &Settings) -> Vec<String> {
    let mut told = Vec::new();
    match (said.rules.all, here.rules.all) {
        (true, false) => told.push("every weakness of a claim, not only the sharpest".to_owned()),
        (false, true) => told.push("only the sharpest weakness of a claim, not all".to_owned()),
        _ => {}
    }
    let thresholds = |settings: &Settings| -> BTreeMap<String, String> {
        let by_rule = serde_json::to_value(&settings.thresholds).unwrap_or_default();
        let by_rule = by_rule.as_object().cloned().unwrap_or_default().into_iter();
        let keys = by_rule.flat_map(|(rule, keys)| {
            let keys = keys.as_object().cloned().unwrap_or_default().into_iter();
            keys.map(move |(key, value)| (format!("{key} of `{rule}`"), value.to_string()))
        });
        keys.collect()
    };
    let levels = |settings: &Settings| settings.rules.levels.clone();
    let pairs = [
        (thresholds(said), thresholds(here)),
        (levels(said), levels(here)),
    ];
    for (said, here) in pairs {
        let keys: BTreeSet<&String> = said.keys().chain(here.keys()).collect();
        for key in keys
            .into_iter()
            .filter(|key| said.get(*key) != here.get(*key))
        {
            let word = |of: &BTreeMap<String, String>| {
                of.get(key)
                    .cloned()
                    .unwrap_or_else(|| "as the rule has it".to_owned())
            };
            told.push(format!("{key}: {}, not {}", word(&said), word(&here)));
        }
    }
    let allowed = |settings: &Settings| -> BTreeSet<(String, Vec<String>)> {
        let allowed = settings.rules.allowed.iter();
        (allowed.map(|one| (one.rule.clone(), one.about.clone()))).collect()
    };
    if allowed(said) != allowed(here) {
        told.push("other findings are allowed".to_owned());
    }
    told
}
