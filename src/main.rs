//! The command line program. All of it lives in the library's `cli`.

use std::process::ExitCode;

fn main() -> ExitCode {
    cellblock::cli::run()
}
