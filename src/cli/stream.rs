//! Standard output: locked, buffered, and closed quietly when nobody reads any more.

use std::fmt;
use std::io::{self, BufWriter, StdoutLock, Write};

use super::status::{Failed, Status};

/// Runs `write` on standard output. A reader that has seen enough, such as head(1), is no
/// failure: the status is what it would have been.
pub(super) fn to_output(
    status: Status,
    write: impl FnOnce(&mut BufWriter<StdoutLock<'_>>) -> io::Result<()>,
) -> Result<Status, Failed> {
    let mut out = BufWriter::new(io::stdout().lock());
    match write(&mut out).and_then(|()| out.flush()) {
        Ok(()) => Ok(status),
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(status),
        Err(error) => Err(Failed::Stream(error)),
    }
}

/// Says something on standard error. Where that is closed, there is nobody to tell.
pub(super) fn tell(message: fmt::Arguments<'_>) {
    let _ = writeln!(io::stderr().lock(), "cellblock: {message}");
}
