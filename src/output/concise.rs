//! One line a finding: `path:line:column: severity[rule] message`. For editors, grep and eyes.

use std::io::{self, Write};

use super::{Range, Report, plain};
use crate::text::Place;

/// Writes the findings.
///
/// # Errors
///
/// As the writer's.
pub fn write(out: &mut impl Write, report: &Report) -> io::Result<()> {
    for finding in &report.findings {
        write_place(out, report, finding.place)?;
        writeln!(
            out,
            "{}[{}] {}",
            finding.severity,
            finding.rule,
            plain(&finding.message)
        )?;
    }
    Ok(())
}

/// Writes what belongs to standard error: the lines that were not understood, and the summary.
///
/// # Errors
///
/// As the writer's.
pub fn write_rest(out: &mut impl Write, report: &Report) -> io::Result<()> {
    for place in &report.not_understood {
        write_place(out, report, *place)?;
        writeln!(out, "not understood")?;
    }
    writeln!(out, "{}", report.summary)
}

fn write_place(out: &mut impl Write, report: &Report, place: Place) -> io::Result<()> {
    let Some((shown, text)) = report.snapshot.named_text(place.file) else {
        return Ok(());
    };
    let start = Range::of(text, place.span).start;
    write!(out, "{}:{}:{}: ", plain(shown), start.line, start.column)
}
