//! The command line: options, exit statuses, standard output and error.
//!
//! One file a subcommand; what they do lives elsewhere.

mod baseline;
mod check;
mod color;
mod init;
mod input;
mod lsp;
mod mend;
mod rule;
mod show;
mod status;
mod stream;
mod trace;

use std::process::ExitCode;

use clap::{Parser, Subcommand, ValueEnum};

use status::{Failed, Status};

/// Finds what will not work on FreeBSD hosts whose jails are announced over BGP by FRR.
///
/// Reads jail.conf, FRR's configuration, loader.conf, sysctl.conf, rc.conf and shell scripts of
/// one or many hosts, builds one picture of each machine, and says what is wrong, where, and
/// what to do about it. Nothing is run, no file of a host is changed, no network is used.
#[derive(Parser)]
#[command(name = "cellblock", version, after_help = EXAMPLES)]
struct Cli {
    /// When to use colors
    ///
    /// `auto` heeds NO_COLOR and CLICOLOR_FORCE, and uses colors on a terminal only.
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto")]
    color: Color,
    #[command(subcommand)]
    command: Command,
}

const EXAMPLES: &str = "\
Examples:
  cellblock check                     the hosts below the current folder
  cellblock check /                   this machine
  cellblock check hosts/arkham        one host of a repository
  cellblock check --output-format concise etc/jail.conf
  cellblock show hosts/arkham         what the machine makes of its files
  cellblock trace 203.0.113.210       what becomes of an address, step by step
  cellblock rule jail-fib-mismatch    what a rule checks, and why
  cellblock init                      a first cellblock.toml
  cellblock lsp                       the language server, for editors

Exit status of check:
  0  nothing at warning or above
  1  something is
  2  could not run: wrong arguments, a path that is missing, a broken
     cellblock.toml, nothing found to check";

#[derive(Subcommand)]
enum Command {
    Check(check::Arguments),
    Show(show::Arguments),
    Trace(trace::Arguments),
    Rule(rule::Arguments),
    Init(init::Arguments),
    Lsp(lsp::Arguments),
}

#[derive(Clone, Copy, ValueEnum)]
enum Color {
    /// On a terminal only
    Auto,
    /// Also in a pipe or a file
    Always,
    /// Not at all
    Never,
}

/// Runs the program on the arguments of the process.
#[must_use]
pub fn run() -> ExitCode {
    let cli = Cli::parse();
    cli.color.choose();
    let status = match cli.command {
        Command::Check(arguments) => check::run(&arguments),
        Command::Show(arguments) => show::run(&arguments),
        Command::Trace(arguments) => trace::run(arguments),
        Command::Rule(arguments) => rule::run(&arguments),
        Command::Init(arguments) => init::run(&arguments),
        Command::Lsp(arguments) => lsp::run(&arguments),
    };
    status.unwrap_or_else(Failed::told).into()
}

impl Color {
    /// Sets the choice for the whole process: standard output and error each ask for it.
    fn choose(self) {
        let choice = match self {
            Self::Auto => anstream::ColorChoice::Auto,
            Self::Always => anstream::ColorChoice::Always,
            Self::Never => anstream::ColorChoice::Never,
        };
        choice.write_global();
    }
}

impl From<Status> for ExitCode {
    fn from(status: Status) -> Self {
        Self::from(status.code())
    }
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    #[test]
    fn the_arguments_are_consistent() {
        super::Cli::command().debug_assert();
    }
}
