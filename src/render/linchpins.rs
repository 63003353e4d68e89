//! What everything hangs on: a list for reading, CSV and JSON.

use std::collections::BTreeSet;
use std::io::{self, Write};

use schemars::JsonSchema;
use serde::Serialize;

use super::document::{self, Head, TableForm};
use super::style::Colour;
use super::supposed::{self, TakenKind};
use super::table::{self, Align, Cell};
use super::{safe, words};
use crate::analysis::linchpins::Loss;
use crate::analysis::{Facts, Linchpin, Linchpins, Taken};
use crate::case::ActorIdx;

/// The document of `linchpins --format json`.
#[derive(Serialize, JsonSchema)]
pub struct LinchpinsDocument<'a> {
    /// Version, program, date and inputs.
    #[serde(flatten)]
    pub head: Head<'a>,
    /// Classes and artefacts, the one on which the most claims hang first.
    pub linchpins: Vec<LinchpinRecord<'a>>,
    /// Ids of claims too large for every candidate to be tried.
    pub unsettled: Vec<&'a str>,
}

/// A class or artefact with the claims that would lose their status without it.
#[derive(Serialize, JsonSchema)]
pub struct LinchpinRecord<'a> {
    /// A class or a piece of evidence.
    pub kind: TakenKind,
    /// Id of the actor to whom the class answers, or of the artefact.
    pub id: &'a str,
    /// Id of the actor to whom the class answers in the end, where that is another.
    pub within: Option<&'a str>,
    /// Whether the class publishes a report of the case: what is in that hangs on it as a matter of course.
    pub publishes: bool,
    /// The claims.
    pub claims: Vec<LossRecord<'a>>,
}

/// A claim with what it would lose.
#[derive(Serialize, JsonSchema)]
pub struct LossRecord<'a> {
    /// Id of the claim.
    pub claim: &'a str,
    /// `support`: all its lines; `corroboration`: it would be corroborated no more; `possibility`: nor perhaps.
    pub loses: &'static str,
}

fn record<'g>(
    facts: &Facts<'g>,
    publishers: &BTreeSet<ActorIdx>,
    linchpin: &Linchpin,
) -> LinchpinRecord<'g> {
    let taken = supposed::taken(facts, linchpin.what);
    let loss = |&(claim, loss): &(_, Loss)| LossRecord {
        claim: facts.graph().id(claim),
        loses: loss.word(),
    };
    LinchpinRecord {
        kind: taken.kind,
        id: taken.id,
        within: within(facts, linchpin).map(|head| facts.graph().id(head)),
        publishes: publishes(publishers, linchpin),
        claims: linchpin.losses.iter().map(loss).collect(),
    }
}

/// The head of a class that answers to somebody else.
fn within(facts: &Facts<'_>, linchpin: &Linchpin) -> Option<ActorIdx> {
    match linchpin.what {
        Taken::Class(actor) => Some(facts.side(actor)).filter(|&head| head != actor),
        _ => None,
    }
}

fn publishes(publishers: &BTreeSet<ActorIdx>, linchpin: &Linchpin) -> bool {
    matches!(linchpin.what, Taken::Class(actor) if publishers.contains(&actor))
}

#[derive(Serialize)]
struct Row<'a> {
    kind: TakenKind,
    id: &'a str,
    within: Option<&'a str>,
    publishes: bool,
    claims: usize,
    support: usize,
    corroboration: usize,
    possibility: usize,
    claim_ids: String,
}

const COLUMNS: [&str; 9] = [
    "kind",
    "id",
    "within",
    "publishes",
    "claims",
    "support",
    "corroboration",
    "possibility",
    "claim_ids",
];

fn losing(linchpin: &Linchpin, wanted: Loss) -> usize {
    let lost = linchpin.losses.iter().filter(|&&(_, loss)| loss == wanted);
    lost.count()
}

/// Writes the first `limit` linchpins.
///
/// # Errors
/// Where `out` cannot be written to.
pub fn linchpins(
    facts: &Facts<'_>,
    inputs: &[String],
    limit: usize,
    form: TableForm,
    out: &mut dyn Write,
) -> io::Result<()> {
    let found = facts.linchpins();
    let shown = &found.ranked[..limit.min(found.ranked.len())];
    let publishers = facts.publishers();
    let record = |linchpin: &Linchpin| record(facts, &publishers, linchpin);
    match form {
        TableForm::Text(colour) => {
            out.write_all(text(facts, found, shown, &publishers, colour).as_bytes())
        }
        TableForm::Csv => {
            let mut writer = csv::WriterBuilder::new()
                .has_headers(false)
                .from_writer(out);
            writer.write_record(COLUMNS)?;
            for linchpin in shown {
                let record = record(linchpin);
                let ids: Vec<&str> = record.claims.iter().map(|one| one.claim).collect();
                writer.serialize(Row {
                    kind: record.kind,
                    id: record.id,
                    within: record.within,
                    publishes: record.publishes,
                    claims: ids.len(),
                    support: losing(linchpin, Loss::Support),
                    corroboration: losing(linchpin, Loss::Corroboration),
                    possibility: losing(linchpin, Loss::Possibility),
                    claim_ids: ids.join(" "),
                })?;
            }
            writer.flush()
        }
        TableForm::Json => document::write(
            out,
            &LinchpinsDocument {
                head: Head::new(facts, inputs),
                linchpins: shown.iter().map(record).collect(),
                unsettled: (found.unsettled.iter())
                    .map(|&claim| facts.graph().id(claim))
                    .collect(),
            },
        ),
    }
}

fn text(
    facts: &Facts<'_>,
    found: &Linchpins,
    shown: &[Linchpin],
    publishers: &BTreeSet<ActorIdx>,
    colour: Colour,
) -> String {
    if found.ranked.is_empty() {
        return "no class and no artefact is needed for the status of any claim\n".to_owned();
    }
    let columns = [
        ("without", Align::Left),
        ("claims", Align::Right),
        ("no line left", Align::Right),
        ("not corroborated", Align::Right),
        ("such as", Align::Left),
    ];
    let rows: Vec<[Cell; 5]> = shown
        .iter()
        .map(|one| {
            let what = match one.what {
                Taken::Evidence(_) => "artefact ",
                _ => "",
            };
            let lost = losing(one, Loss::Support);
            let ids: Vec<String> = (one.losses.iter())
                .map(|&(claim, _)| safe::clip(facts.graph().id(claim), 32).into_owned())
                .collect();
            let id = safe::clip(supposed::taken(facts, one.what).id, 40);
            let house = within(facts, one).map_or_else(String::new, |head| {
                format!(" (of {})", safe::clip(facts.graph().id(head), 24))
            });
            let mark = if publishes(publishers, one) { " *" } else { "" };
            [
                Cell::from(format!("{what}{id}{house}{mark}")),
                Cell::from(words::grouped(one.losses.len())),
                Cell::from(words::grouped(lost)),
                Cell::from(words::grouped(one.losses.len() - lost)),
                Cell::from(words::short_list(&ids, 3)),
            ]
        })
        .collect();
    let mut out = table::text(columns, &rows, colour);
    if shown.iter().any(|one| publishes(publishers, one)) {
        out.push_str(
            "* publishes a report of the case: what is in it hangs on it as a matter of course\n",
        );
    }
    let left_out = found.ranked.len() - shown.len();
    if left_out > 0 {
        out.push_str(&format!(
            "… and {} more: `--limit 0` lists all\n",
            words::grouped(left_out)
        ));
    }
    if !found.unsettled.is_empty() {
        out.push_str(&format!(
            "{} too large to try every candidate: more may hang on the same\n",
            words::count(found.unsettled.len(), words::CLAIM)
        ));
    }
    out
}
