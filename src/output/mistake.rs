//! A `cellblock.toml` that cannot be used: drawn as a finding is, with the line it is about.

use std::io::{self, Write};
use std::ops::Range;

use codespan_reporting::diagnostic::{Diagnostic, Label};
use codespan_reporting::files::{Error, Files};

use super::human::LONGEST_LINE;
use super::render::render;
use super::{plain, plain::of_same_length};
use crate::config::ConfigError;

/// How many further mistakes are listed.
const MOST_OTHERS: usize = 8;

/// Writes what is wrong with the `cellblock.toml` that is called `path` for people.
///
/// # Errors
///
/// As the writer's.
pub fn write(out: &mut impl Write, path: &str, error: &ConfigError, color: bool) -> io::Result<()> {
    let at = |line, column| format!("{}:{line}:{column}", plain(path));
    let mut diagnostic = Diagnostic::error().with_message(plain(&error.message));
    let mut notes = Vec::new();
    if error.source_line.len() <= LONGEST_LINE {
        diagnostic = diagnostic.with_label(Label::primary((), error.part.range()));
    } else {
        notes.push(format!("at {}", at(error.line, error.column)));
    }
    for other in error.others.iter().take(MOST_OTHERS) {
        let message = plain(&other.message);
        notes.push(format!("also {}: {message}", at(other.line, other.column)));
    }
    let left = error.others.len().saturating_sub(MOST_OTHERS);
    if left > 0 {
        notes.push(format!("{left} more mistakes are not shown"));
    }
    let line = of_same_length(&error.source_line).unwrap_or_else(|| error.source_line.clone());
    let file = OneLine {
        path: plain(path).into_owned(),
        line,
        number: error.line,
        column: error.column,
    };
    out.write_all(&render(&file, &diagnostic.with_notes(notes), color)?)
}

/// The only line of a file that is shown.
struct OneLine {
    path: String,
    line: String,
    number: usize,
    column: usize,
}

impl<'f> Files<'f> for OneLine {
    type FileId = ();
    type Name = &'f str;
    type Source = &'f str;

    fn name(&'f self, (): ()) -> Result<&'f str, Error> {
        Ok(&self.path)
    }

    fn source(&'f self, (): ()) -> Result<&'f str, Error> {
        Ok(&self.line)
    }

    fn line_index(&'f self, (): (), _: usize) -> Result<usize, Error> {
        Ok(0)
    }

    fn line_number(&'f self, (): (), _: usize) -> Result<usize, Error> {
        Ok(self.number)
    }

    fn column_number(&'f self, (): (), _: usize, _: usize) -> Result<usize, Error> {
        Ok(self.column)
    }

    fn line_range(&'f self, (): (), _: usize) -> Result<Range<usize>, Error> {
        Ok(0..self.line.len())
    }
}
