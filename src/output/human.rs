//! Findings with the lines they are about, for a person at a terminal.

use std::io::{self, Write};
use std::ops::Range as Bytes;

use codespan_reporting::diagnostic::{Diagnostic, Label, Severity as Level};

use super::render::render;
use super::sources::Sources;
use super::{Range, Report, plain, plain_lines};
use crate::finding::{Finding, Severity};
use crate::parallel;
use crate::text::{FileId, Place, SourceText, Span};

/// The longest line, in bytes, that is shown: more would fill the screen with one line.
pub(super) const LONGEST_LINE: usize = 1_000;

/// How many findings are drawn before they are written: this bounds what is held.
const BATCH: usize = 4_096;

/// How many findings are drawn at a time.
const SHARE: usize = 64;

/// How many lines of a longer place are shown.
const MOST_LINES: usize = 6;

/// How many related places are shown.
const MOST_RELATED: usize = 8;

/// Writes the findings and the summary.
///
/// # Errors
///
/// As the writer's.
pub fn write(out: &mut impl Write, report: &Report, color: bool) -> io::Result<()> {
    let sources = Sources::new(report.snapshot);
    for batch in report.findings.chunks(BATCH) {
        let shares: Vec<_> = batch.chunks(SHARE).collect();
        let drawn = parallel::map(&shares, true, |share| drawn(report, &sources, share, color));
        for drawn in drawn {
            out.write_all(&drawn?)?;
        }
    }
    for place in &report.not_understood {
        if let Some((at, _)) = locate(report, *place) {
            writeln!(out, "not understood: {at}")?;
        }
    }
    writeln!(out, "{}", report.summary)
}

fn drawn(
    report: &Report,
    sources: &Sources<'_>,
    findings: &[&Finding],
    color: bool,
) -> io::Result<Vec<u8>> {
    let mut all = Vec::new();
    for finding in findings {
        let diagnostic = diagnostic(report, finding);
        let rendered = render(sources, &diagnostic, color)?;
        all.extend(named(rendered, finding.severity));
    }
    Ok(all)
}

/// The library's word for the lowest level is "note"; ours is "info" everywhere.
fn named(rendered: Vec<u8>, severity: Severity) -> Vec<u8> {
    let at = memchr::memmem::find(&rendered, b"note");
    let (Severity::Info, Some(at)) = (severity, at) else {
        return rendered;
    };
    let (before, after) = rendered.split_at(at);
    let rest = after.get(b"note".len()..).unwrap_or_default();
    [before, b"info", rest].concat()
}

fn diagnostic(report: &Report, finding: &Finding) -> Diagnostic<FileId> {
    let level = match finding.severity {
        Severity::Error => Level::Error,
        Severity::Warning => Level::Warning,
        Severity::Info => Level::Note,
    };
    let mut diagnostic = Diagnostic::new(level)
        .with_code(finding.rule)
        .with_message(plain(&finding.message));
    let mut notes = Vec::new();
    match visible(report, finding.place) {
        Some(bytes) => {
            let label = Label::primary(finding.place.file, bytes);
            diagnostic = diagnostic.with_label(label);
        }
        None => notes.extend(locate(report, finding.place).map(|(at, _)| format!("at {at}"))),
    }
    for related in finding.related.iter().take(MOST_RELATED) {
        let message = plain(&related.message);
        match visible(report, related.place) {
            Some(bytes) => {
                let label = Label::secondary(related.place.file, bytes).with_message(message);
                diagnostic = diagnostic.with_label(label);
            }
            None => {
                let at = locate(report, related.place);
                notes.extend(at.map(|(at, _)| format!("{message}, at {at}")));
            }
        }
    }
    let left = finding.related.len().saturating_sub(MOST_RELATED);
    if left > 0 {
        notes.push(format!("{left} more places are not shown"));
    }
    notes.extend(finding.notes.iter().map(|n| plain_lines(n).into_owned()));
    notes.extend(finding.fixes.iter().map(|fix| {
        let what = if fix.safe { "fix" } else { "unsafe fix" };
        format!("{what}: {}", plain(&fix.title))
    }));
    diagnostic.with_notes(notes)
}

/// The bytes to underline; `None` if their lines cannot be shown well.
fn visible(report: &Report, place: Place) -> Option<Bytes<usize>> {
    let (_, text) = report.snapshot.named_text(place.file)?;
    if text.as_str().is_empty() {
        return None;
    }
    let span = shortened(text, place.span);
    let lines = text.line_of(span.start)..=text.line_of(span.end);
    let mut lengths = lines.map(|line| text.line_span(line).len());
    lengths
        .all(|length| length <= LONGEST_LINE)
        .then(|| on_borders(text.as_str(), span.range()))
}

/// A place over many lines is shown by its first one.
fn shortened(text: &SourceText, span: Span) -> Span {
    let first = text.line_of(span.start);
    if text.line_of(span.end) - first < MOST_LINES {
        return span;
    }
    let line = text.line_span(first);
    let end = text.slice(line).trim_end().len() + line.start as usize;
    Span::new(span.start as usize, end)
}

fn on_borders(text: &str, bytes: Bytes<usize>) -> Bytes<usize> {
    let border = |at: usize| {
        let at = at.min(text.len());
        (0..=at)
            .rev()
            .find(|at| text.is_char_boundary(*at))
            .unwrap_or(0)
    };
    border(bytes.start)..border(bytes.end)
}

fn locate(report: &Report, place: Place) -> Option<(String, FileId)> {
    let (shown, text) = report.snapshot.named_text(place.file)?;
    let start = Range::of(text, place.span).start;
    let at = format!("{}:{}:{}", plain(shown), start.line, start.column);
    Some((at, place.file))
}
