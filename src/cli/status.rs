//! How a run ends. The numbers are fixed for ever.

use std::io::{self, Write};

use super::color;
use crate::files::Failure;
use crate::output::{mistake, plain};

/// The exit statuses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Status {
    /// Nothing at warning or above.
    Clean,
    /// Something at warning or above.
    Findings,
    /// An address that was followed is stopped.
    Stopped,
    /// A language server's client left without asking for the end.
    Abandoned,
    /// Could not run.
    Failed,
}

impl Status {
    pub(super) const fn code(self) -> u8 {
        match self {
            Self::Clean => 0,
            Self::Findings | Self::Stopped | Self::Abandoned => 1,
            Self::Failed => 2,
        }
    }
}

/// Why a run could not be done.
#[derive(Debug, thiserror::Error)]
pub(super) enum Failed {
    /// The files could not be found or read.
    #[error(transparent)]
    Files(#[from] Failure),
    /// Arguments that make no sense together, or name what does not exist.
    #[error("{0}")]
    Arguments(String),
    /// Standard input or output failed.
    #[error("{0}")]
    Stream(#[from] io::Error),
}

impl Failed {
    /// Says why on standard error.
    pub(super) fn told(self) -> Status {
        let mut out = io::stderr().lock();
        // Where standard error is closed, the status has to do.
        let _ = match &self {
            Self::Files(Failure::Config { path, error }) => {
                mistake::write(&mut out, path, error, color::on_error())
            }
            _ => writeln!(out, "cellblock: {}", plain(&self.to_string())),
        };
        Status::Failed
    }
}
