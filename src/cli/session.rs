//! From inputs to a graph, with the problems told on the way.

use std::ffi::OsString;
use std::time::Instant;

use super::output::{self, Failure};
use super::{Global, Inputs};
use crate::analysis::Settings;
use crate::case::problem::{Gravity, Problem, closest};
use crate::case::{ClaimGraph, ClaimIdx, Intake, Kind, Node, build};
use crate::read::{Input, read_inputs};
use crate::render::{problems, words};
use crate::source::SourceMap;

/// A case that was read.
pub(crate) struct Session {
    /// The texts.
    pub sources: SourceMap,
    /// The graph.
    pub graph: ClaimGraph,
    /// What is wrong with the input.
    pub problems: Vec<Problem>,
    /// The inputs as they were named.
    pub inputs: Vec<String>,
}

/// The inputs that were named, or the current folder.
pub(crate) fn inputs(named: &[OsString]) -> Vec<Input> {
    match named {
        [] => vec![Input::current_folder()],
        named => named.iter().map(Input::from_arg).collect(),
    }
}

/// Reads and builds the case, tells its problems on standard error, and ends there if it has errors, unless
/// `--keep-going`.
pub(crate) fn open(global: &Global, named: &Inputs) -> Result<Session, Failure> {
    let start = Instant::now();
    let mut sources = SourceMap::default();
    let intake: Intake = read_inputs(&inputs(&named.inputs), &mut sources);
    let read = start.elapsed();
    let (graph, problems) = build(intake);
    tell(global, &sources, &problems)?;
    if global.verbose {
        let text = format!(
            "read {} in {:.3} s, built {} in {:.3} s\n",
            words::count(sources.files().len(), words::FILE),
            read.as_secs_f64(),
            words::count(graph.statement_count(), words::STATEMENT),
            (start.elapsed() - read).as_secs_f64()
        );
        output::tell(global, &text);
    }
    Ok(Session {
        sources,
        graph,
        problems,
        inputs: shown_inputs(named),
    })
}

fn shown_inputs(named: &Inputs) -> Vec<String> {
    match named.inputs.as_slice() {
        [] => vec![".".to_owned()],
        named => named
            .iter()
            .map(|input| input.to_string_lossy().replace('\\', "/"))
            .collect(),
    }
}

/// How many errors, and how many warnings, are shown unless `-v` asks for all.
const MOST_ERRORS: usize = 50;
const MOST_WARNINGS: usize = 20;

/// Shows problems; an error among them ends the command unless `--keep-going`.
pub(crate) fn tell(global: &Global, sources: &SourceMap, found: &[Problem]) -> Result<(), Failure> {
    let colour = output::colour_of_problems(global);
    let (mut errors, mut warnings) = (0, 0);
    for problem in found {
        let (number, most) = match problem.gravity {
            Gravity::Error => (&mut errors, MOST_ERRORS),
            Gravity::Warning => (&mut warnings, MOST_WARNINGS),
        };
        *number += 1;
        let wanted = problem.gravity == Gravity::Error || !global.quiet;
        if wanted && (*number <= most || global.verbose) {
            output::tell(global, &problems::text(sources, problem, colour));
        }
    }
    let mut left_out = Vec::new();
    if errors > MOST_ERRORS && !global.verbose {
        left_out.push(words::count(errors - MOST_ERRORS, words::ERROR));
    }
    if warnings > MOST_WARNINGS && !global.verbose && !global.quiet {
        left_out.push(words::count(warnings - MOST_WARNINGS, words::WARNING));
    }
    if !left_out.is_empty() {
        output::tell(
            global,
            &format!("… and {} more: `-v` shows all\n", words::list(&left_out)),
        );
    }
    if errors == 0 || global.keep_going {
        return Ok(());
    }
    let count = words::count(errors, words::INPUT_ERROR);
    output::tell(
        global,
        &format!(
            "{count}: nothing was done. Mend the input, or use `--keep-going` to go on with the rest.\n"
        ),
    );
    Err(Failure::Shown)
}

/// The settings that the options ask for.
pub(crate) fn settings(global: &Global) -> Settings {
    Settings {
        as_of: global.as_of,
        ..Settings::default()
    }
}

/// The record of this id among some kinds, or a failure that suggests one.
pub(crate) fn find(graph: &ClaimGraph, id: &str, kinds: &[Kind]) -> Result<Node, Failure> {
    let of_kind = |node: &Node| kinds.contains(&kind_of(*node));
    let found = graph.find(id);
    if let Some(node) = found.filter(of_kind) {
        return Ok(node);
    }
    let wanted: Vec<&str> = kinds.iter().map(|kind| kind.word()).collect();
    let wanted_one: Vec<&str> = kinds.iter().map(|kind| kind.a_word()).collect();
    let message = match found {
        Some(node) => format!(
            "`{id}` is {}, not {}",
            kind_of(node).a_word(),
            wanted_one.join(" or ")
        ),
        None if kinds.len() > 2 => format!("no record has the id `{id}`"),
        None => format!("there is no {} `{id}`", wanted.join(" or ")),
    };
    let known = || kinds.iter().flat_map(|&kind| graph.ids_of(kind));
    let help = match closest(id, known()) {
        Some(best) => format!("did you mean `{best}`?"),
        None if kinds.contains(&Kind::Claim) => {
            "`claimgraph support` lists the ids of all claims".to_owned()
        }
        None => {
            let some: Vec<String> = known().take(8).map(|id| format!("`{id}`")).collect();
            match some.len() {
                0 => format!("the case has no {}", wanted.join(" and no ")),
                _ => format!("the first that there are: {}", some.join(", ")),
            }
        }
    };
    Err(Failure::usage(message).help(help))
}

/// The claim of this id, or a failure that suggests one.
pub(crate) fn find_claim(graph: &ClaimGraph, id: &str) -> Result<ClaimIdx, Failure> {
    match find(graph, id, &[Kind::Claim])? {
        Node::Claim(claim) => Ok(claim),
        _ => Err(Failure::usage(format!("`{id}` is no claim"))),
    }
}

/// What a limit on a list means: 0 is none.
pub(crate) const fn limited(limit: usize) -> usize {
    if limit == 0 { usize::MAX } else { limit }
}

/// The kind of a record.
pub(crate) fn kind_of(node: Node) -> Kind {
    match node {
        Node::Actor(_) => Kind::Actor,
        Node::Claim(_) => Kind::Claim,
        Node::Event(_) => Kind::Event,
        Node::Evidence(_) => Kind::Evidence,
        Node::Report(_) => Kind::Report,
        Node::Statement(_) => Kind::Statement,
    }
}
