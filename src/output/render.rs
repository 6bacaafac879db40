//! One diagnostic as codespan-reporting draws it, with colors or without.

use std::io;

use codespan_reporting::diagnostic::Diagnostic;
use codespan_reporting::files::{Error, Files};
use codespan_reporting::term::termcolor::{Ansi, NoColor, WriteColor};
use codespan_reporting::term::{self, Config};

/// The diagnostic, drawn.
pub(super) fn render<'f, F: Files<'f>>(
    files: &'f F,
    diagnostic: &Diagnostic<F::FileId>,
    color: bool,
) -> io::Result<Vec<u8>> {
    let drawn = if color {
        draw(Ansi::new(Vec::new()), files, diagnostic).map(Ansi::into_inner)
    } else {
        draw(NoColor::new(Vec::new()), files, diagnostic).map(NoColor::into_inner)
    };
    drawn.map_err(|error| match error {
        Error::Io(error) => error,
        other => io::Error::other(other.to_string()),
    })
}

fn draw<'f, F: Files<'f>, W: WriteColor>(
    mut writer: W,
    files: &'f F,
    diagnostic: &Diagnostic<F::FileId>,
) -> Result<W, Error> {
    term::emit_to_write_style(&mut writer, &Config::default(), files, diagnostic)?;
    Ok(writer)
}
