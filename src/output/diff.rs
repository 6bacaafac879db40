//! What fixes change, as a unified diff that patch(1) and `git apply` take.

use std::io::{self, Write};
use std::path::Path;

use similar::{ChangeTag, TextDiff};

use crate::fix::{Changed, ChangedFile};

/// Unchanged lines around a change.
const CONTEXT: usize = 3;

/// SGR codes of the parts of a diff; empty without colour.
struct Colors {
    header: &'static str,
    hunk: &'static str,
    removed: &'static str,
    added: &'static str,
    end: &'static str,
}

const PLAIN: Colors = Colors {
    header: "",
    hunk: "",
    removed: "",
    added: "",
    end: "",
};

const COLORED: Colors = Colors {
    header: "\x1b[1m",
    hunk: "\x1b[36m",
    removed: "\x1b[31m",
    added: "\x1b[32m",
    end: "\x1b[0m",
};

/// Writes every changed file; `shown` gives a path as people are to see it.
///
/// # Errors
///
/// As the writer's.
pub fn write(
    out: &mut impl Write,
    changed: &Changed,
    shown: impl Fn(&Path) -> String,
    color: bool,
) -> io::Result<()> {
    let colors = if color { COLORED } else { PLAIN };
    for (path, file) in changed.files() {
        write_file(out, &shown(path), file, &colors)?;
    }
    Ok(())
}

fn write_file(
    out: &mut impl Write,
    shown: &str,
    file: &ChangedFile,
    colors: &Colors,
) -> io::Result<()> {
    let Colors { header, end, .. } = colors;
    let shown = shown.trim_start_matches('/');
    // As git and diff(1) do: without it, patch(1) takes a name to end at its first blank.
    let shown_end = if shown.contains(' ') { "\t" } else { "" };
    match &file.before {
        Some(_) => writeln!(out, "{header}--- a/{shown}{shown_end}{end}")?,
        None => writeln!(out, "{header}--- /dev/null{end}")?,
    }
    writeln!(out, "{header}+++ b/{shown}{shown_end}{end}")?;
    let before = file.before.as_deref().unwrap_or_default();
    let diff = TextDiff::configure().diff_lines(before, &file.after[..]);
    for hunk in diff.unified_diff().context_radius(CONTEXT).iter_hunks() {
        writeln!(out, "{}{}{end}", colors.hunk, hunk.header())?;
        for change in hunk.iter_changes() {
            let (mark, color) = match change.tag() {
                ChangeTag::Equal => (" ", ""),
                ChangeTag::Delete => ("-", colors.removed),
                ChangeTag::Insert => ("+", colors.added),
            };
            write_line(out, mark, change.value(), color, end)?;
        }
    }
    Ok(())
}

/// The line as it is, byte for byte: a diff that is altered does not apply.
fn write_line(
    out: &mut impl Write,
    mark: &str,
    line: &[u8],
    color: &str,
    end: &str,
) -> io::Result<()> {
    let (text, is_ended) = match line.strip_suffix(b"\n") {
        Some(text) => (text, true),
        None => (line, false),
    };
    let end = if color.is_empty() { "" } else { end };
    write!(out, "{color}{mark}")?;
    out.write_all(text)?;
    writeln!(out, "{end}")?;
    if !is_ended {
        writeln!(out, "\\ No newline at end of file")?;
    }
    Ok(())
}
