//! The findings of `check` for reading: grouped by claim, with excerpts, witness and advice, and a summary line.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt::Write;
use std::io;

use annotate_snippets::Level;

use super::excerpt::{Diagnostic, Mark, render};
use super::select::{self, Accepting};
use super::style::Colour;
use super::{Checked, Tally, document, safe, words};
use crate::analysis::Status;
use crate::case::ClaimIdx;
use crate::case::vocabulary::ClaimKind;
use crate::rules::{Accepted, Finding, Packed, Severity, Step};

/// How much to show.
#[derive(Clone, Copy, Debug)]
pub struct Options {
    /// Whether and how text is coloured.
    pub colour: Colour,
    /// Which findings are shown.
    pub shown: select::Options,
    /// Whether only the summary is shown.
    pub summary_only: bool,
}

/// How many places of a witness are shown with their source.
const MOST_MARKS: usize = 4;
/// A rest of so many places is shown, too: a note in their place would take as much room and say less.
const FEW_MARKS: usize = 2;
/// How many claims of a finding are listed.
const MOST_CLAIMS: usize = 12;

/// Writes the report of `check`.
///
/// # Errors
/// Where `out` cannot be written to.
pub fn check(
    checked: &Checked<'_, '_>,
    options: Options,
    out: &mut dyn io::Write,
) -> io::Result<()> {
    if !options.summary_only {
        let groups = groups(checked, options.shown);
        document::write_in_order(out, &groups, |group, out| {
            let mut text = String::new();
            header(checked, &group[0].open(), options.colour, &mut text);
            for finding in group {
                diagnostic(checked, &finding.open(), options.colour, &mut text);
            }
            out.extend_from_slice(text.as_bytes());
            Ok(())
        })?;
    }
    writeln!(out, "{}", summary(checked, options))
}

/// Findings about the same claims stand together, in the order of the first of them.
fn groups<'a>(checked: &Checked<'a, '_>, shown: select::Options) -> Vec<Vec<&'a Packed>> {
    let mut place: BTreeMap<Vec<ClaimIdx>, usize> = BTreeMap::new();
    let mut groups: Vec<Vec<&Packed>> = Vec::new();
    for finding in checked.shown(shown.accepting) {
        if finding.severity == Severity::Info && !shown.infos {
            continue;
        }
        let claims = finding.claims();
        let is_about_claims = !claims.is_empty();
        let at = *place.entry(claims).or_insert(groups.len());
        match groups.get_mut(at) {
            Some(group) if is_about_claims => group.push(finding),
            _ => groups.push(vec![finding]),
        }
    }
    groups
}

/// The claims that the next findings are about, each with its status and its text.
fn header(checked: &Checked<'_, '_>, finding: &Finding, colour: Colour, text: &mut String) {
    let facts = checked.facts;
    let graph = facts.graph();
    let strong = colour.strong();
    for &claim in finding.claims.iter().take(MOST_CLAIMS) {
        let id = safe::inline(graph.id(claim));
        let said = safe::clip(&graph.claim(claim).text, 400);
        let kind = graph.claim(claim).kind;
        if kind != ClaimKind::Fact {
            // How many stand behind it is no matter there.
            let _ = writeln!(text, "{strong}{id}{strong:#}  {kind}: {said}");
            continue;
        }
        let status = facts.status(claim);
        let look = colour.status(status);
        let support = &facts.standing(claim).support;
        let _ = writeln!(
            text,
            "{strong}{id}{strong:#}  {look}{status}{look:#}, {}: {said}",
            words::interval_sentence(support.lines_min, support.lines_max, words::LINE),
        );
    }
    if finding.claims.len() > MOST_CLAIMS {
        let rest = finding.claims.len() - MOST_CLAIMS;
        let _ = writeln!(text, "… and {}", words::count(rest, words::CLAIM));
    }
}

fn diagnostic(checked: &Checked<'_, '_>, finding: &Finding, colour: Colour, text: &mut String) {
    let places = checked.places(finding);
    let shown = match places.len() {
        all if all <= MOST_MARKS + FEW_MARKS => all,
        _ => MOST_MARKS,
    };
    let marks = places[..shown]
        .iter()
        .map(|(span, label)| Mark {
            span: *span,
            label: label.clone(),
        })
        .collect();
    let title = finding.message(checked.facts);
    // What the title says needs no second word: through whom every line runs, or who is cited for what.
    let is_said = |step: &Step| {
        let who = step.indispensable(checked.facts);
        let what = who.map_or_else(|| step.text(checked.facts), Cow::Owned);
        title.contains(&*what)
    };
    let mut notes: Vec<String> = finding
        .witness
        .iter()
        .filter(|step| checked.place(step).is_none() && !is_said(step))
        .map(|step| step.text(checked.facts).into_owned())
        .collect();
    if places.len() > shown {
        let rest = words::count(places.len() - shown, words::PLACE);
        let first = finding.claims.first();
        let again = first.and_then(|&claim| Some((claim, again(checked.inputs)?)));
        notes.push(match again {
            Some((claim, inputs)) => {
                let id = safe::inline(checked.facts.graph().id(claim));
                let what = match finding.claims.len() {
                    1 => "them".to_owned(),
                    _ => format!("those of `{id}`"),
                };
                format!("and {rest} more: `claimgraph explain {id}{inputs}` shows {what}")
            }
            None => format!("and {rest} more: `--format json` lists them"),
        });
    }
    if let Some(accepted) = &finding.accepted {
        notes.push(match accepted {
            Accepted::Allowed { because, .. } => format!("it is allowed: {because}"),
            Accepted::Known => "the baseline knows it".to_owned(),
        });
    }
    let diagnostic = Diagnostic {
        level: match finding.accepted {
            None => level(finding.severity),
            Some(_) => level(finding.severity).with_name("accepted"),
        },
        id: Some(finding.rule),
        title,
        marks,
        notes,
        help: Some(finding.help.clone().into_owned()),
    };
    text.push_str(&render(checked.sources, &diagnostic, colour));
    text.push('\n');
}

/// The inputs as a command may name them once more, after a blank; `None` where they cannot be read twice.
fn again(inputs: &[String]) -> Option<String> {
    let mut text = String::new();
    for input in inputs.iter().filter(|&input| input != ".") {
        let is_plain = |c: char| c.is_alphanumeric() || "/._-+:@%,".contains(c);
        match input.as_str() {
            "-" => return None,
            plain if plain.chars().all(is_plain) => {
                let _ = write!(text, " {plain}");
            }
            other => {
                let _ = write!(text, " '{}'", safe::inline(&other.replace('\'', "'\\''")));
            }
        }
    }
    Some(text)
}

fn level(severity: Severity) -> Level<'static> {
    match severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Info => Level::INFO,
        Severity::Note => Level::NOTE,
    }
}

/// One line: what was found, in how many claims, among what, and how the claims stand.
fn summary(checked: &Checked<'_, '_>, options: Options) -> String {
    let graph = checked.facts.graph();
    let tally = Tally::of(checked);
    let mut shown = vec![
        (Severity::Error, words::ERROR),
        (Severity::Warning, words::WARNING),
        (Severity::Note, words::NOTE),
    ];
    if options.shown.infos {
        shown.insert(2, (Severity::Info, words::INFO));
    }
    let total: usize = shown
        .iter()
        .map(|&(severity, _)| tally.findings(severity))
        .sum();
    let parts: Vec<String> = shown
        .into_iter()
        .map(|(severity, noun)| (tally.findings(severity), noun))
        .filter(|&(number, _)| number > 0)
        .map(|(number, noun)| words::count(number, noun))
        .collect();
    let left_out = match options.shown.infos {
        true => 0,
        false => tally.claims_with_infos_alone,
    };
    let strong = options.colour.strong();
    let mut text = format!(
        "{strong}{}{strong:#} in {} of {}",
        match total {
            0 => "no findings".to_owned(),
            _ => words::count(total, words::FINDING),
        },
        words::grouped(tally.claims_with_findings - left_out),
        words::count(graph.claims().len(), words::CLAIM)
    );
    if !parts.is_empty() {
        let _ = write!(text, ": {}", parts.join(", "));
    }
    let infos = tally.findings(Severity::Info);
    if infos > 0 && !options.shown.infos {
        let _ = write!(text, " (+ {} info: --info)", words::grouped(infos));
    }
    let accepted = tally.accepted_parts();
    if !accepted.is_empty() {
        let hint = match options.shown.accepting {
            Accepting::Counted => ": --show-accepted",
            Accepting::Shown => "",
        };
        let _ = write!(text, " (+ {}{hint})", words::list(&accepted));
    }
    let _ = write!(
        text,
        " · {} by {}",
        words::count(graph.statement_count(), words::STATEMENT),
        words::count(tally.speakers, words::ACTOR)
    );
    let statuses: Vec<String> = Status::ALL
        .into_iter()
        .rev()
        .filter(|&status| tally.facts(status) > 0)
        .map(|status| format!("{} {status}", words::grouped(tally.facts(status))))
        .collect();
    if !statuses.is_empty() {
        let of = match tally.facts_among() {
            Some(facts) => format!("of {}: ", words::count(facts, words::FACT)),
            None => String::new(),
        };
        let _ = write!(text, " · {of}{}", statuses.join(", "));
    }
    text
}
