//! Parts of a result in which most changes of one claim or finding are caught already.

use claimgraph::verify::Checker;
use serde_json::{Value, json};

use super::edits::Edit;
use super::in_words;

/// A part of a document in which most changes of one claim or finding are caught already: that alone, with what is
/// said of its claims.
pub struct Extract<'c> {
    checker: &'c Checker<'c>,
    document: Value,
    doubts: Vec<String>,
    /// How the path to the part begins in the whole and here.
    start: (String, String),
}

impl<'c> Extract<'c> {
    /// That of a place in a claim or a finding, with what is said of some claims more.
    pub fn of(
        checker: &'c Checker<'c>,
        whole: &Value,
        path: &str,
        more: Option<&Value>,
    ) -> Option<Self> {
        let mut words = path.split('/').skip(1);
        let (part, nth) = (words.next()?, words.next()?.parse::<usize>().ok()?);
        let one = &whole[part][nth];
        let kept = match part {
            "findings" => one["claims"].clone(),
            "claims" => json!([one["claim"]]),
            _ => return None,
        };
        let ids = |list: &Value| list.as_array().cloned().unwrap_or_default();
        let kept = [ids(&kept), more.map(ids).unwrap_or_default()].concat();
        let is_kept = |claim: &&Value| kept.contains(&claim["claim"]);
        let fields = whole.as_object()?.iter().map(|(key, value)| {
            let value = match key.as_str() {
                "findings" if part == "findings" => json!([one]),
                "findings" => json!([]),
                "claims" => value
                    .as_array()
                    .into_iter()
                    .flatten()
                    .filter(is_kept)
                    .cloned()
                    .collect(),
                _ => value.clone(),
            };
            (key.clone(), value)
        });
        let document = Value::Object(fields.collect());
        Some(Extract {
            doubts: in_words(&document, |document| checker.check(document)),
            checker,
            document,
            start: (format!("/{part}/{nth}"), format!("/{part}/0")),
        })
    }

    pub fn catches(&self, whole: &Value, path: &str, edit: &Edit) -> bool {
        let (there, here) = &self.start;
        let place = path.strip_prefix(there.as_str());
        // A finding that is moved as a whole is the same one.
        let place = place.filter(|rest| !rest.is_empty());
        let changed = place.and_then(|rest| {
            let edit = edit.within(whole)?;
            edit.applied(&self.document, &format!("{here}{rest}"))
        });
        // Which claims a finding names decides what else has to be known.
        let more = (changed.as_ref().zip(place))
            .filter(|(_, rest)| there.starts_with("/findings") && rest.starts_with("/claims"))
            .map(|(changed, _)| changed["findings"][0]["claims"].clone());
        let lists = |document: &Value, id: &Value| {
            let mut claims = document["claims"].as_array().into_iter().flatten();
            claims.any(|claim| claim["claim"] == *id)
        };
        let is_new = |id: &Value| lists(whole, id) && !lists(&self.document, id);
        if let Some(more) =
            more.filter(|more| more.as_array().is_some_and(|ids| ids.iter().any(is_new)))
        {
            let wider = Extract::of(self.checker, whole, there, Some(&more));
            return wider.is_some_and(|wider| wider.catches(whole, path, edit));
        }
        changed.is_some_and(|changed| {
            in_words(&changed, |document| self.checker.check(document)) != self.doubts
        })
    }
}
