//! `claimgraph init`: a commented case to start from.

use std::path::PathBuf;

use clap::Args;

use super::output::{self, Failure};
use super::{CLEAN, Global};

#[derive(Args)]
#[command(after_help = "Examples:\n  \
    claimgraph init my-case.yaml\n  \
    claimgraph init -o my-case.yaml\n  \
    claimgraph init - | claimgraph check -")]
pub(crate) struct Options {
    /// The file to write; `-` for standard output
    #[arg(value_name = "FILE", default_value = "case.yaml")]
    file: PathBuf,
}

const STARTER: &str = include_str!("starter.yaml");

pub(crate) fn run(global: &Global, options: &Options) -> Result<u8, Failure> {
    let path = global.output.as_ref().unwrap_or(&options.file);
    if path.as_os_str() == "-" {
        output::write(
            &Global {
                output: None,
                ..global.clone()
            },
            STARTER.as_bytes(),
        )?;
        return Ok(CLEAN);
    }
    if path.exists() {
        return Err(
            Failure::usage(format!("`{}` exists already", path.display()))
                .help("name another file; nothing was written"),
        );
    }
    output::write_file(path, STARTER.as_bytes())?;
    if !global.quiet {
        eprintln!(
            "wrote `{path}`; now run `claimgraph check {path}`",
            path = path.display()
        );
    }
    Ok(CLEAN)
}
