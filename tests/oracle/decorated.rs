//! Random cases with what the oracle has no use for, and rules have: numbers, rivals, gains, grades, names in common.

use serde_json::{Value, json};

use crate::model::Case;
use crate::random::Dice;
use crate::renamed::original;

/// A record: its section, its id, and its fields.
pub type Record = (&'static str, String, Value);

/// The records of a case, of every other seed with more in them. Each record has dice of its own, so that a smaller case
/// says the same, and so does one under other ids.
pub fn records(seed: u64, case: &Case) -> Vec<Record> {
    let mut records = case.records();
    if seed & 1 == 0 {
        return records;
    }
    for (section, id, record) in &mut records {
        let own = original(id).bytes().fold(seed, |hash, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
        });
        let mut dice = Dice::new(own);
        let mut fields: Vec<(&str, Value)> = match *section {
            "actors" => vec![("name", json!("Twin"))],
            "claims" => of_claim(&mut dice, case, id),
            "evidence" => vec![
                ("hash", json!("0123abcd")),
                ("does_not_show", claim(&mut dice, case)),
                ("of", json!("harbour")),
            ],
            "statements" => of_statement(&mut dice, case),
            _ => Vec::new(),
        };
        fields.retain(|_| dice.percent(40));
        for (name, value) in fields {
            record[name] = value;
        }
    }
    let harbour = json!({ "name": "Fire in the harbour", "date": "2020-01-05" });
    records.push(("events", "harbour".into(), harbour));
    records
}

fn claim(dice: &mut Dice, case: &Case) -> Value {
    json!([case.claims[dice.below(case.claims.len())].id])
}

fn of_statement(dice: &mut Dice, case: &Case) -> Vec<(&'static str, Value)> {
    let certainty = dice.pick(&["unlikely", "likely", "very-likely"]);
    let mut fields = vec![
        ("certainty", json!(certainty)),
        ("number", json!(dice.pick(&["several", "2", "1"]))),
        ("at", json!(dice.pick(&["title", "1", "2"]))),
        ("credibility", json!(1)),
    ];
    if !case.evidence.is_empty() {
        let heard_in = &case.evidence[dice.below(case.evidence.len())];
        fields.push(("in", json!(heard_in.id)));
    }
    fields
}

fn of_claim(dice: &mut Dice, case: &Case, id: &str) -> Vec<(&'static str, Value)> {
    let actor = |dice: &mut Dice| json!([case.actors[dice.below(case.actors.len())].id]);
    let rival = claim(dice, case);
    let mut fields = vec![
        ("quantity", json!({ "of": "dead", "value": dice.below(3) })),
        ("kind", json!("judgement")),
        ("credibility", json!(1)),
        ("favours", actor(dice)),
        ("against", actor(dice)),
        ("about", json!(["harbour"])),
    ];
    let twin = claim(dice, case);
    for (field, other) in [("contrasts", rival), ("same_as", twin)] {
        if other != json!([id]) {
            fields.push((field, other));
        }
    }
    fields
}

/// The records as lines of NDJSON.
pub fn lines(records: &[Record]) -> Vec<String> {
    let lines = records.iter().map(|(section, id, record)| {
        let mut record = record.clone();
        record["id"] = json!(id);
        let kind = section.strip_suffix('s').unwrap_or(section);
        json!({ kind: record }).to_string()
    });
    lines.collect()
}
