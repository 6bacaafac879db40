//! `cellblock show`: what the machine makes of its files.

use clap::{Args, ValueEnum};

use super::input::Input;
use super::status::{Failed, Status};
use super::stream;
use crate::analysis;
use crate::output::show::{self, Show};

/// Show the effective configuration, as the machine sees it
///
/// Interfaces, FIBs, jails after wildcards and variables, settings and whether they take effect,
/// routing daemons, BGP neighbors.
#[derive(Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Arguments {
    #[command(flatten)]
    input: Input,
    /// How it is written
    #[arg(
        long,
        value_name = "FORMAT",
        default_value = "human",
        help_heading = "Output"
    )]
    output_format: Format,
    /// Also say of each line of FRR's files what FRR's own parser makes of it
    #[arg(long, help_heading = "Output")]
    lines: bool,
}

const EXAMPLES: &str = "\
Examples:
  cellblock show hosts/arkham
  cellblock show --lines --frr 10.3 frr.conf
  cellblock show --output-format json / | jq '.hosts[].jails[].name'";

#[derive(Clone, Copy, ValueEnum)]
enum Format {
    /// Tables
    Human,
    /// One object, version 1
    Json,
}

pub(super) fn run(arguments: &Arguments) -> Result<Status, Failed> {
    let snapshot = arguments.input.read()?;
    let site = analysis::picture(&snapshot);
    let mut picture = Show::of(&snapshot, &site);
    if arguments.lines {
        picture = picture.with_lines(&snapshot, &site);
    }
    stream::to_output(Status::Clean, |out| match arguments.output_format {
        Format::Human => show::write_human(out, &picture),
        Format::Json => show::write_json(out, &picture),
    })
}
