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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Span;

    fn written(error: &ConfigError) -> String {
        let mut out = Vec::new();
        write(&mut out, "a\u{1b}b.toml", error, false).expect("memory");
        String::from_utf8(out).expect("UTF-8")
    }

    #[test]
    fn nothing_that_a_terminal_obeys_is_written() {
        let text = "\n# \u{1b}[31m é x\ny\n";
        let at = text.find('x').expect("there");
        let error = ConfigError::at(text, Span::new(at, text.len()), "no\u{7}");
        assert_eq!(
            written(&error),
            "error: no\\u{7}\n  ┌─ a\\u{1b}b.toml:2:11\n  │\n2 │ # ?[31m é x\n  │           ^\n\n"
        );
    }

    #[test]
    fn a_line_without_end_does_not_fill_the_screen() {
        let text = "x".repeat(LONGEST_LINE + 1);
        let shown = written(&ConfigError::at(&text, Span::at(3), "no"));
        assert!(shown.contains(".toml:1:4") && shown.len() < 100, "{shown}");
    }

    #[test]
    fn further_mistakes_are_listed_up_to_a_limit() {
        let mistakes = (0..12).map(|at| (Span::at(at), format!("mistake {at}")));
        let error = ConfigError::at_all("x\n".repeat(12).as_str(), mistakes).expect("some");
        let shown = written(&error);
        assert!(shown.contains("mistake 8") && !shown.contains("mistake 9"));
        assert!(shown.contains("3 more mistakes are not shown"), "{shown}");
    }
}
