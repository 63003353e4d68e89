//! What falls and what rises under a supposition.

use std::io::{self, Write};

use schemars::JsonSchema;
use serde::Serialize;

use super::change::{self, ChangeRecord};
use super::document::{self, Form, Head};
use super::style::Colour;
use super::supposed::{self, TakenRecord};
use super::{safe, words};
use crate::analysis::Facts;
use crate::analysis::change::{Movement, movement};
use crate::case::ClaimIdx;

/// The document of `what-if --format json`.
#[derive(Serialize, JsonSchema)]
pub struct WhatIfDocument<'a> {
    /// Version, program, date and inputs.
    #[serde(flatten)]
    pub head: Head<'a>,
    /// What is taken away.
    pub without: Vec<TakenRecord<'a>>,
    /// Ids of actors whose joining is taken away.
    pub believe_independent: Vec<[&'a str; 2]>,
    /// Claims whose status or interval of lines changes.
    pub claims: Vec<ChangeRecord<'a>>,
    /// How many claims stay as they are.
    pub unchanged: usize,
}

/// Writes how claims stand under the suppositions of `after`, against `before`, which supposes nothing.
///
/// # Errors
/// Where `out` cannot be written to.
pub fn what_if(
    before: &Facts<'_>,
    after: &Facts<'_>,
    inputs: &[String],
    form: Form,
    out: &mut dyn Write,
) -> io::Result<()> {
    match form {
        Form::Text(colour) => out.write_all(text(before, after, colour).as_bytes()),
        Form::Json => {
            let graph = before.graph();
            let suppositions = after.base().suppositions();
            let claims: Vec<ChangeRecord<'_>> = graph
                .claims()
                .filter_map(|claim| change::change(before, after, claim))
                .collect();
            let document = WhatIfDocument {
                head: Head::new(before, inputs),
                without: (suppositions.without.iter())
                    .map(|&taken| supposed::taken(before, taken))
                    .collect(),
                believe_independent: (suppositions.apart.iter())
                    .map(|&(one, other)| [graph.id(one), graph.id(other)])
                    .collect(),
                unchanged: graph.claims().len() - claims.len(),
                claims,
            };
            document::write(out, &document)
        }
    }
}

fn text(before: &Facts<'_>, after: &Facts<'_>, colour: Colour) -> String {
    let graph = before.graph();
    let suppositions = after.base().suppositions();
    let mut out = String::new();
    for &taken in &suppositions.without {
        out.push_str(&format!(
            "without {}\n",
            supposed::taken_words(before, taken)
        ));
    }
    for &(one, other) in &suppositions.apart {
        let names = [graph.name(one), graph.name(other)];
        out.push_str(&format!(
            "believing {} independent of {}\n",
            names[0], names[1]
        ));
    }
    let out_text = safe::inline(out.trim_end()).into_owned();
    let mut out = out_text + "\n";
    let moved = |wanted: Movement| -> Vec<ClaimIdx> {
        let moves = |&claim: &ClaimIdx| {
            movement(before.standing(claim), after.standing(claim)) == Some(wanted)
        };
        graph.claims().filter(moves).collect()
    };
    let groups = [Movement::Falls, Movement::Rises, Movement::Shifts].map(|one| (one, moved(one)));
    let count = groups.iter().map(|(_, claims)| claims.len()).sum::<usize>();
    if count == 0 {
        out.push_str("nothing changes\n");
        return out;
    }
    out.push_str(&format!(
        "{} of {} {}\n",
        words::grouped(count),
        words::count(graph.claims().len(), words::CLAIM),
        if count == 1 { "changes" } else { "change" }
    ));
    let strong = colour.strong();
    for (movement, claims) in groups.iter().filter(|(_, claims)| !claims.is_empty()) {
        let word = match movement {
            Movement::Falls => "fall",
            Movement::Rises => "rise",
            Movement::Shifts => "change otherwise",
        };
        out.push_str(&format!(
            "\n{strong}{} {word}{strong:#}\n",
            words::grouped(claims.len())
        ));
        for &claim in claims {
            out.push_str(&format!(
                "  {}: {} → {}\n",
                safe::clip(graph.id(claim), 60),
                change::standing(before.standing(claim), colour),
                change::standing(after.standing(claim), colour)
            ));
        }
    }
    out
}
