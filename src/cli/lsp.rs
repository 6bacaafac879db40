//! `cellblock lsp`: the language server.

use clap::Args;

use super::status::{Failed, Status};
use crate::server;
use crate::server::transport::End;

/// Serve an editor as a language server on standard input and output
///
/// Editors start this by themselves. Exit status: 0 if the editor asked for the end before it
/// came, 1 if not, 2 if standard input or output failed.
#[derive(Args)]
pub(super) struct Arguments {
    /// Use standard input and output, as is always done; editors pass this
    #[arg(long)]
    stdio: bool,
}

pub(super) fn run(arguments: &Arguments) -> Result<Status, Failed> {
    let Arguments { stdio: _ } = arguments;
    Ok(match server::serve()? {
        End::Orderly => Status::Clean,
        End::Abrupt => Status::Abandoned,
    })
}
