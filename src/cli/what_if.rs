//! `claimgraph what-if`: what falls without it.

use clap::Args;

use super::output::{self, Failure, TextOrJson};
use super::{CLEAN, Global, Inputs, session};
use crate::analysis::apart::MOST_APART;
use crate::analysis::{Facts, Settings, Suppositions, Taken, Ties};
use crate::case::date::Date;
use crate::case::{ActorIdx, ClaimGraph, Kind, Node};
use crate::render::what_if;

/// What is taken away carries nothing: whoever cites it cites nothing. Without an actor all that it said goes, and its
/// word on artefacts and as a custodian; without a statement that takes something back, that counts again.
#[derive(Args)]
#[command(after_help = "Examples:\n  \
    claimgraph what-if datasets/quickstart.yaml --without lena\n  \
    claimgraph what-if datasets/afghanistan --without-class taliban\n  \
    claimgraph what-if datasets/afghanistan --believe-independent al-mersaad,gdi")]
pub(crate) struct Options {
    #[command(flatten)]
    inputs: Inputs,
    #[command(flatten)]
    supposed: Supposed,
    /// How to write it
    #[arg(short, long, value_enum, default_value_t = TextOrJson::Text)]
    format: TextOrJson,
}

#[derive(Args)]
#[group(required = true, multiple = true)]
struct Supposed {
    /// Take these actors, reports, artefacts or statements away; separated by commas, or given several times
    #[arg(long, value_delimiter = ',', value_name = "ID")]
    without: Vec<String>,
    /// Take these actors away with all who answer to them
    #[arg(long, value_delimiter = ',', value_name = "ACTOR")]
    without_class: Vec<String>,
    /// Take the joining of two actors away: as if neither answered to the other, nor to whom both answer
    #[arg(long, value_name = "A,B")]
    believe_independent: Vec<String>,
}

pub(crate) fn run(global: &Global, options: &Options) -> Result<u8, Failure> {
    let session = session::open(global, &options.inputs)?;
    let graph = &session.graph;
    let suppositions = suppositions(graph, &options.supposed)?;
    let before = Facts::new(graph, session::settings(global));
    for &(one, other) in &suppositions.apart {
        let at = Date::UNKNOWN;
        let voices = &before.base().voices;
        if !voices.joined((one, at), (other, at), Ties::Possible) {
            let names = [graph.id(one), graph.id(other)];
            output::tell(
                global,
                &format!(
                    "note: `{}` and `{}` share no voice as it is\n",
                    names[0], names[1]
                ),
            );
        }
    }
    let settings = Settings {
        suppositions,
        ..session::settings(global)
    };
    let after = Facts::new(graph, settings);
    let form = options.format.form(global);
    output::write(global, |out| {
        what_if::what_if(&before, &after, &session.inputs, form, out)
    })?;
    Ok(CLEAN)
}

fn suppositions(graph: &ClaimGraph, supposed: &Supposed) -> Result<Suppositions, Failure> {
    let mut suppositions = Suppositions::default();
    let kinds = [Kind::Actor, Kind::Report, Kind::Evidence, Kind::Statement];
    for id in &supposed.without {
        let taken = match session::find(graph, id, &kinds)? {
            Node::Actor(at) => Taken::Actor(at),
            Node::Report(at) => Taken::Report(at),
            Node::Evidence(at) => Taken::Evidence(at),
            Node::Statement(at) => Taken::Statement(at),
            Node::Claim(_) | Node::Event(_) => continue,
        };
        suppositions.without.insert(taken);
    }
    for id in &supposed.without_class {
        suppositions
            .without
            .insert(Taken::Class(find_actor(graph, id)?));
    }
    for pair in &supposed.believe_independent {
        let ids: Vec<&str> = pair.split(',').map(str::trim).collect();
        let [one, other] = ids.as_slice() else {
            return Err(Failure::usage(format!("`{pair}` does not name two actors"))
                .help("write `--believe-independent A,B`, once for each pair"));
        };
        let (one, other) = (find_actor(graph, one)?, find_actor(graph, other)?);
        if one == other {
            return Err(Failure::usage(format!(
                "`{}` cannot be independent of itself",
                graph.id(one)
            )));
        }
        suppositions.apart.push((one, other));
    }
    if suppositions.apart.len() > MOST_APART {
        return Err(Failure::usage(format!(
            "more than {MOST_APART} pairs cannot be believed independent at once"
        )));
    }
    Ok(suppositions)
}

fn find_actor(graph: &ClaimGraph, id: &str) -> Result<ActorIdx, Failure> {
    match session::find(graph, id, &[Kind::Actor])? {
        Node::Actor(actor) => Ok(actor),
        _ => Err(Failure::usage(format!("`{id}` is no actor"))),
    }
}
