//! `claimgraph graph`: show me.

use std::io::Write;
use std::process::{Command, Stdio};

use clap::{Args, ValueEnum};
use schemars::JsonSchema;
use serde::Deserialize;

use super::output::{self, Failure};
use super::progress::Progress;
use super::{CLEAN, Global, session};
use crate::analysis::Facts;
use crate::case::{Kind, Node};
use crate::draw::{self, Selection, Theme, View, dot, svg};
use crate::rules::{self, Detail};

#[derive(Args)]
#[command(after_help = "Examples:\n  \
    claimgraph graph datasets/quickstart.yaml -o quickstart.svg\n  \
    claimgraph graph --view claim mazar-leaders-killed datasets/afghanistan -o lineage.svg\n  \
    claimgraph graph --view sourcing datasets/citogenesis.yaml --format dot")]
pub(crate) struct Options {
    /// The claim to draw (with `--view claim`), then files and folders; `-` for standard input
    #[arg(value_name = "ID|INPUT")]
    arguments: Vec<std::ffi::OsString>,
    /// What to show [default: case]
    #[arg(long, value_enum)]
    view: Option<Views>,
    /// How to write it [default: by the ending of the output file, else dot]
    #[arg(short, long, value_enum)]
    format: Option<Format>,
    /// Start from this record, and show what is around it
    #[arg(long, value_name = "ID")]
    focus: Vec<String>,
    /// How many relations between claims to follow from there [default: 1]
    #[arg(long, value_name = "N")]
    hops: Option<u32>,
    /// Only claims about this event, or a part of it
    #[arg(long, value_name = "ID")]
    event: Option<String>,
    /// Only claims on which this actor speaks, or which are about it
    #[arg(long, value_name = "ID")]
    actor: Option<String>,
    /// What lays out an SVG
    #[arg(long, value_enum, default_value_t = Layout::BuiltIn)]
    layout: Layout,
    /// Show so many nodes at most
    #[arg(long, value_name = "N")]
    limit: Option<usize>,
    /// The colours [default: light]
    #[arg(long, value_enum)]
    theme: Option<Themes>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Views {
    /// Events with their claims, and who says or denies them
    Case,
    /// What one claim rests on, from its origins
    Claim,
    /// Who cites whom
    Sourcing,
    /// Claims that cannot stand together, with the sides
    Conflict,
}

impl Views {
    fn name(self) -> &'static str {
        match self {
            Views::Case => "case",
            Views::Claim => "claim",
            Views::Sourcing => "sourcing",
            Views::Conflict => "conflict",
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// Graphviz
    Dot,
    /// A picture (see `--layout`)
    Svg,
    /// A picture of pixels: needs Graphviz
    Png,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Layout {
    /// Claimgraph itself: the same picture on every machine
    BuiltIn,
    /// Graphviz, where `dot` is installed, else claimgraph itself
    Dot,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Themes {
    /// For paper and light pages
    Light,
    /// For dark pages
    Dark,
}

pub(crate) fn run(global: &Global, options: &Options) -> Result<u8, Failure> {
    let (claim, inputs) = arguments(options)?;
    let format = format(global, options)?;
    let session = session::open(global, &inputs)?;
    let config = global.configured();
    let graph = &session.graph;
    let mut selection = Selection {
        hops: options.hops.unwrap_or(config.hops),
        limit: options.limit.or(config.limit),
        ..Selection::default()
    };
    if let Some(claim) = &claim {
        selection
            .focus
            .push(session::find(graph, claim, &[Kind::Claim])?);
    }
    for id in &options.focus {
        selection.focus.push(session::find(graph, id, &Kind::ALL)?);
    }
    if let Some(id) = &options.event
        && let Node::Event(event) = session::find(graph, id, &[Kind::Event])?
    {
        selection.event = Some(event);
    }
    if let Some(id) = &options.actor
        && let Node::Actor(actor) = session::find(graph, id, &[Kind::Actor])?
    {
        selection.actor = Some(actor);
    }
    let asked = options.view.unwrap_or(config.view);
    let progress = Progress::of(global, "drawing");
    let picture =
        draw::picture(asked.name()).ok_or_else(|| Failure::usage("there is no such view"))?;
    let excerpt = draw::excerpt(graph, picture, &selection);
    let (graph, selection) = match &excerpt {
        Some(excerpt) => (&excerpt.graph, &excerpt.selection),
        None => (graph, &selection),
    };
    let facts = Facts::new(graph, session::settings(global));
    let policy = session::policy(global, Detail::Sharpest);
    let findings = rules::check(&facts, picture.asks(&policy, graph));
    let view = (picture.view)(&facts, &findings, selection);
    let theme = match options.theme.unwrap_or(config.theme) {
        Themes::Light => Theme::Light,
        Themes::Dark => Theme::Dark,
    };
    let bytes = match format {
        Format::Dot => dot::write(&view, theme),
        Format::Svg => match options.layout {
            Layout::BuiltIn => None,
            Layout::Dot => graphviz("svg", &view, theme)?,
        }
        .unwrap_or_else(|| svg::write(&view, theme)),
        Format::Png => graphviz("png", &view, theme)?.ok_or_else(|| {
            Failure::usage("a PNG needs Graphviz, and `dot` is not installed")
                .help("install Graphviz, or use `--format svg`")
        })?,
    };
    drop(progress);
    output::write(global, |out| out.write_all(&bytes))?;
    Ok(CLEAN)
}

/// The claim of `--view claim` is the first argument unless `--focus` names it; the rest are inputs.
fn arguments(options: &Options) -> Result<(Option<String>, super::Inputs), Failure> {
    let mut inputs = options.arguments.clone();
    if options.view != Some(Views::Claim) || !options.focus.is_empty() {
        return Ok((None, super::Inputs { inputs }));
    }
    if inputs.is_empty() {
        return Err(Failure::usage("`--view claim` needs the id of a claim")
            .help("claimgraph graph --view claim ID INPUT…"));
    }
    let first = inputs.remove(0);
    let exists = |path: &std::ffi::OsString| std::path::Path::new(path).exists();
    if exists(&first) && (inputs.is_empty() || !inputs.iter().all(exists)) {
        let message = format!(
            "`{}` is a path, and the id of a claim is missing",
            first.display()
        );
        return Err(Failure::usage(message).help(
            "the id comes first: `claimgraph graph --view claim ID INPUT…`; \
             for a claim of that very name: `--view claim --focus ID INPUT…`",
        ));
    }
    let claim = first.to_string_lossy().into_owned();
    Ok((Some(claim), super::Inputs { inputs }))
}

fn format(global: &Global, options: &Options) -> Result<Format, Failure> {
    if let Some(format) = options.format {
        return Ok(format);
    }
    let ending = global
        .output
        .as_ref()
        .and_then(|path| path.extension())
        .map(|ending| ending.to_string_lossy().to_lowercase());
    match ending.as_deref() {
        None | Some("dot" | "gv") => Ok(Format::Dot),
        Some("svg") => Ok(Format::Svg),
        Some("png") => Ok(Format::Png),
        Some(other) => Err(Failure::usage(format!(
            "cannot tell a format from the ending `.{other}`"
        ))
        .help("use `--format dot`, `svg` or `png`")),
    }
}

/// The picture that Graphviz makes; `None` where `dot` is not installed.
fn graphviz(format: &str, view: &View, theme: Theme) -> Result<Option<Vec<u8>>, Failure> {
    let spawned = Command::new("dot")
        .arg(format!("-T{format}"))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn();
    let Ok(mut child) = spawned else {
        return Ok(None);
    };
    let source = dot::write(view, theme);
    let stdin = child.stdin.take();
    // Graphviz reads all before it writes; a thread keeps that from being something to rely on.
    let writer =
        std::thread::spawn(move || stdin.map_or(Ok(()), |mut stdin| stdin.write_all(&source)));
    let done = child
        .wait_with_output()
        .map_err(|error| Failure::usage(format!("`dot` could not be run: {error}")))?;
    let fed = writer.join().is_ok_and(|fed| fed.is_ok());
    if done.status.success() && fed {
        return Ok(Some(done.stdout));
    }
    let why = String::from_utf8_lossy(&done.stderr);
    Err(Failure::usage(format!("`dot` failed: {}", why.trim()))
        .help("use `--format dot` to see what it was given"))
}
