//! From inputs to a graph, with the problems told on the way.

use std::ffi::OsString;
use std::time::Instant;

use super::output::{self, Failure};
use super::progress::Progress;
use super::{Global, Inputs, config};
use crate::analysis::Settings;
use crate::case::problem::{Gravity, Problem, closest};
use crate::case::{ClaimGraph, ClaimIdx, Intake, Kind, Node, build};
use crate::read::{Input, pinpoint, read_inputs_watched};
use crate::render::{problems, words};
use crate::rules::{Detail, Policy};
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
///
/// It is kept to the end of the process, which gives all of it back at once: to free millions of texts one by one
/// takes longer.
pub(crate) fn open(global: &Global, named: &Inputs) -> Result<&'static Session, Failure> {
    let session = Box::leak(Box::new(load(global, named)?));
    session.tell(global)?;
    Ok(session)
}

/// Reads the configuration and then the case. What is wrong with the case is kept; a configuration that is wrong ends
/// the command.
pub(crate) fn load(global: &Global, named: &Inputs) -> Result<Session, Failure> {
    let start = Instant::now();
    let mut sources = SourceMap::default();
    let inputs = inputs(&named.inputs);
    let (config, mut problems) = config::load(global, &inputs, &mut sources)?;
    if config::is_broken(&problems) {
        show(global, &sources, &problems);
        let text = "the configuration cannot be used: nothing was done\n";
        output::tell(global, text);
        return Err(Failure::Shown);
    }
    let configurations = sources.files().len();
    // A command that reads two cases counts both in the same way.
    let known = global.configured.get_or_init(|| config.clone());
    if known.path != config.path {
        let message = "the two cases have different configurations";
        return Err(Failure::usage(message).help("say with `--config FILE` which is meant"));
    }
    let progress = Progress::start(global);
    let watch = &progress.standing().reading;
    let intake: Intake = read_inputs_watched(&inputs, &mut sources, watch);
    global.remember(&sources);
    let read = start.elapsed();
    progress.builds();
    let (graph, mut of_case) = build(intake);
    pinpoint(&mut of_case, &sources);
    drop(progress);
    problems.extend(of_case);
    problems.extend(crate::rules::policy::problems(&graph));
    if global.verbose {
        let text = format!(
            "read {} in {:.3} s, built {} in {:.3} s\n",
            words::count(sources.files().len() - configurations, words::FILE),
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

impl Session {
    /// Tells the problems of the case on standard error.
    ///
    /// # Errors
    /// Where the case has errors, unless `--keep-going`; then, where nothing of it could be read.
    pub fn tell(&self, global: &Global) -> Result<(), Failure> {
        tell(global, &self.sources, &self.problems)?;
        let failed = self
            .problems
            .iter()
            .any(|one| one.gravity == Gravity::Error);
        if failed && self.graph.node_count() == 0 {
            return Err(Failure::usage("nothing of the input could be read"));
        }
        self.tell_of_silence(global);
        Ok(())
    }

    /// Says so where nothing had been said by the as-of date: a slip in the year looks like a case without support.
    fn tell_of_silence(&self, global: &Global) {
        let Some(as_of) = global.as_of.filter(|_| !global.quiet) else {
            return;
        };
        let made = self
            .graph
            .statements()
            .map(|at| (self.graph.made_at(at), at));
        if let Some((moment, at)) = made.min()
            && moment > as_of.latest()
        {
            let first = self.graph.id(at);
            let text = format!("note: nothing had been said by {as_of}: `{first}` comes first\n");
            output::tell(global, &text);
        }
    }
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
    let errors = show(global, sources, found);
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

/// Shows problems on standard error; counts the errors among them.
fn show(global: &Global, sources: &SourceMap, found: &[Problem]) -> usize {
    let colour = output::colour_of_problems(global);
    let (mut errors, mut warnings) = (0, 0);
    for problem in found {
        let (number, most) = match problem.gravity {
            Gravity::Error => (&mut errors, MOST_ERRORS),
            Gravity::Warning => (&mut warnings, MOST_WARNINGS),
        };
        *number += problem.count;
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
        let shows = match found.iter().any(|one| one.count > 1) {
            true => "shows the first thousand of a file",
            false => "shows all",
        };
        let left_out = words::list(&left_out);
        output::tell(global, &format!("… and {left_out} more: `-v` {shows}\n"));
    }
    errors
}

/// What the options and the configuration assume.
pub(crate) fn settings(global: &Global) -> Settings {
    Settings {
        as_of: global.as_of,
        ..global.configured().settings.clone()
    }
}

/// What the configuration asks of the rules, with as much detail as the options ask for.
pub(crate) fn policy(global: &Global, detail: Detail) -> Policy {
    Policy {
        detail,
        ..global.configured().policy.clone()
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
