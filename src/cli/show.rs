//! `cellblock show`: what the machine makes of its files.

use clap::{Args, ValueEnum};

use super::input::Input;
use super::status::{Failed, Status};
use super::stream;
use crate::files::Snapshot;
use crate::output::show::{self, Host, Show};

/// Show the effective configuration, as the machine sees it
///
/// Interfaces, FIBs, jails after wildcards and variables, settings and whether they take effect,
/// routing daemons, BGP neighbors.
#[derive(Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Arguments {
    #[command(flatten)]
    input: Input,
    /// Also tell what FRR makes of each line of its files
    #[arg(long, help_heading = "Output")]
    lines: bool,
    /// How it is written
    #[arg(
        long,
        value_name = "FORMAT",
        default_value = "human",
        help_heading = "Output"
    )]
    output_format: Format,
}

const EXAMPLES: &str = "\
Examples:
  cellblock show hosts/arkham
  cellblock show --lines hosts/arkham/usr/local/etc/frr/frr.conf
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
    let picture = picture(&snapshot, arguments.lines);
    stream::to_output(Status::Clean, |out| match arguments.output_format {
        Format::Human => show::write_human(out, &picture),
        Format::Json => show::write_json(out, &picture),
    })
}

/// The picture of the hosts.
fn picture(snapshot: &Snapshot, lines: bool) -> Show {
    let host = |host: &crate::files::HostFiles| Host {
        name: host.name.clone(),
        root: snapshot.shown(&host.root),
        freebsd: host.freebsd.as_ref().map(|said| said.value.to_string()),
        frr: host.frr.as_ref().map(|said| said.value.to_string()),
        ..Host::default()
    };
    Show {
        version: 1,
        hosts: snapshot.hosts.iter().map(host).collect(),
        files: lines.then(Vec::new),
    }
}
