//! `claimgraph init`: a commented case to start from.

use std::io::ErrorKind;
use std::path::PathBuf;

use clap::Args;

use super::output::{self, Existing, Failure};
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
        output::write_stdout(global, |out| out.write_all(STARTER.as_bytes()))?;
        return Ok(CLEAN);
    }
    let exists = || {
        Failure::usage(format!("`{}` exists already", output::shown(path)))
            .help("name another file; nothing was written")
    };
    if path.symlink_metadata().is_ok() {
        return Err(exists());
    }
    let written = output::write_file(global, path, Existing::Kept, |out| {
        out.write_all(STARTER.as_bytes())
    });
    written.map_err(|failure| match failure {
        // Somebody else was faster.
        Failure::Write { source, .. } if source.kind() == ErrorKind::AlreadyExists => exists(),
        other => other,
    })?;
    if !global.quiet {
        let path = output::shown(path);
        let text = format!("wrote `{path}`; now run `claimgraph check {path}`\n");
        output::tell(global, &text);
    }
    Ok(CLEAN)
}
