//! `cellblock trace`: what becomes of an address, step by step.

use clap::{Args, ValueEnum};

use super::input::Input;
use super::status::{Failed, Status};
use super::stream;
use crate::analysis;
use crate::explain::{self, Subject, Trace, Verdict};
use crate::output::trace::{self, Traces};

/// Follow one address: jail, interface, FIB, origination, filters, the peer's side
///
/// Says first whether the address arrives, is stopped or perhaps arrives, then each step with
/// the line that decides it.
#[derive(Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Arguments {
    /// An address, a prefix or a jail's name
    ///
    /// A prefix stands for the jails' addresses in it; without any, the prefix itself is
    /// followed.
    #[arg(value_name = "ADDRESS", required_unless_present = "all")]
    subject: Option<String>,
    /// Follow every jail's address that has to be announced to be reached
    #[arg(long)]
    all: bool,
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
}

const EXAMPLES: &str = "\
Examples:
  cellblock trace 203.0.113.210 hosts
  cellblock trace web hosts/arkham
  cellblock trace --all hosts
  cellblock trace --output-format json 203.0.113.0/24 | jq '.traces[].verdict'

Exit status:
  0  it arrives, or perhaps
  1  an address is stopped on the way to each neighbor
  2  could not run: wrong arguments, a path that is missing, no such jail";

#[derive(Clone, Copy, ValueEnum)]
enum Format {
    /// Lines of text
    Human,
    /// One object, version 1
    Json,
}

pub(super) fn run(mut arguments: Arguments) -> Result<Status, Failed> {
    let subject = match arguments.subject.take() {
        // With --all there is no address, and the first word is a path.
        Some(path) if arguments.all => {
            arguments.input.add_first(path.into());
            Subject::Every
        }
        // Parsing cannot fail: what is no address is a name.
        Some(text) => text.parse().unwrap_or(Subject::Every),
        None => Subject::Every,
    };
    let snapshot = arguments.input.read()?;
    let site = analysis::picture(&snapshot);
    let found = explain::traces(&site, &subject);
    if let (Subject::Jail(name), []) = (&subject, found.as_slice()) {
        let message = format!("{name} is no address, no prefix and no jail of these hosts");
        return Err(Failed::Arguments(message));
    }
    let traces = Traces::of(&snapshot, &found);
    let status = match is_any_stopped(&found) {
        true => Status::Stopped,
        false => Status::Clean,
    };
    stream::to_output(status, |out| match arguments.output_format {
        Format::Human => trace::write_human(out, &traces),
        Format::Json => trace::write_json(out, &traces),
    })
}

/// Whether an address is stopped on the way to each of its neighbors.
fn is_any_stopped(traces: &[Trace]) -> bool {
    let same =
        |one: &Trace, other: &Trace| (&one.address, &one.host) == (&other.address, &other.host);
    let mut addresses = traces.chunk_by(same);
    addresses.any(|of_address| of_address.iter().all(|one| one.verdict == Verdict::Stopped))
}
