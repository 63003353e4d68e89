//! Under which settings a result was made: it is checked under its own.

use std::collections::BTreeSet;

use super::Unreadable;
use super::certificates::reading::Assumptions;
use super::document::Document;
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
    if words(&joining).len() < joining.len() {
        return Err(bad(&"a role joins twice"));
    }
    Ok(Assumptions {
        as_of: result.as_of.as_ref().map(date).transpose()?,
        own_acts: result.settings.assume_own_acts,
        threshold: result.settings.threshold,
        joining,
    })
}

/// In which settings a result differs from those in force, in words.
///
/// # Errors
/// Where its settings cannot be read.
pub fn other_settings(
    result: &Document,
    threshold: u32,
    own_acts: bool,
    joining: &[Role],
) -> Result<Vec<String>, Unreadable> {
    let said = of(result)?;
    let listed = |roles: &[Role]| Vec::from_iter(words(roles)).join(", ");
    let mut told = Vec::new();
    if said.threshold != threshold {
        told.push(format!("threshold {}, not {}", said.threshold, threshold));
    }
    if said.own_acts != own_acts {
        let (said, here) = (said.own_acts, own_acts);
        told.push(format!("own acts assumed: {said}, not {here}"));
    }
    if words(&said.joining) != words(joining) {
        let (said, here) = (listed(&said.joining), listed(joining));
        told.push(format!("joined by {said}, not by {here}"));
    }
    Ok(told)
}

fn words(roles: &[Role]) -> BTreeSet<&'static str> {
    roles.iter().map(|role| role.word()).collect()
}
