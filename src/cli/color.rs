//! Whether a stream wants colors: NO_COLOR, `--color` and whether it is a terminal.

use std::io;

/// Whether standard output wants colors.
pub(super) fn on_output() -> bool {
    let choice = anstream::AutoStream::choice(&io::stdout());
    choice != anstream::ColorChoice::Never
}

/// Whether standard error wants colors.
pub(super) fn on_error() -> bool {
    let choice = anstream::AutoStream::choice(&io::stderr());
    choice != anstream::ColorChoice::Never
}
