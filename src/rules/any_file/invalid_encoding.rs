//! `invalid-encoding`.

use crate::finding::{Finding, Severity};
use crate::host::HostFile;
use crate::rules::{Report, declare_rule};
use crate::syntax::Language;
use crate::text::{Place, Span};

declare_rule! {
    /// A file is not plain UTF-8 text.
    ///
    /// A zero byte is a warning: FRR ends the line there, and a program that keeps a line as a C
    /// string sees nothing of what follows it. A whole file in UTF-16, as some editors
    /// save it, is an error: every second byte of it is zero, and no program on FreeBSD can read
    /// it.
    ///
    /// Other bytes that are not UTF-8, such as ISO 8859-1 letters in a comment, are told at info:
    /// the machine passes them on as they are, but other programs show them wrongly or refuse
    /// them.
    "invalid-encoding", Warning, File(check)
}

fn check(file: &HostFile, report: &mut Report) {
    if let Some(finding) = utf16(file, report) {
        report.add(finding);
        return;
    }
    let zeros = zeros(file, report);
    let others = not_utf8(file, report);
    zeros.into_iter().chain(others).for_each(|f| report.add(f));
}

/// A file in UTF-16 with its mark: two bytes that UTF-8 never has, and zeros.
fn utf16(file: &HostFile, report: &Report) -> Option<Finding> {
    let text = &file.source.text;
    let has_mark = text.invalid_bytes().starts_with(&[0, 1]);
    if !has_mark || !text.as_str().contains('\0') {
        return None;
    }
    let place = Place::new(file.id(), Span::new(0, 2));
    let message = "the file seems to be in UTF-16, which no program on FreeBSD can read";
    let finding = report.finding_at(Severity::Error, place, message);
    Some(finding.note("save it as UTF-8 without a byte order mark"))
}

fn zeros(file: &HostFile, report: &Report) -> Option<Finding> {
    let bytes = file.source.text.as_str().as_bytes();
    let mut zeros = memchr::memchr_iter(0, bytes);
    let first = zeros.next()?;
    let place = Place::new(file.id(), Span::new(first, first + 1));
    let consequence = match file.source.language {
        Language::Frr => "FRR ends the line there and reads nothing of its rest",
        _ => "what follows it on the line may not be read",
    };
    let finding = report.finding(place, format!("there is a zero byte here: {consequence}"));
    Some(with_others(finding, zeros.count(), "zero bytes"))
}

fn not_utf8(file: &HostFile, report: &Report) -> Option<Finding> {
    let (first, others) = file.source.text.invalid_bytes().split_first()?;
    let first = *first as usize;
    let place = Place::new(file.id(), Span::new(first, first + 1));
    let message = "this byte is not UTF-8: the machine takes it as it is, other programs may not";
    let finding = report.finding_at(Severity::Info, place, message);
    Some(with_others(finding, others.len(), "such bytes"))
}

/// One finding a file, however many bytes there are.
fn with_others(finding: Finding, count: usize, what: &str) -> Finding {
    match count {
        0 => finding,
        count => finding.note(format!("{count} more {what} follow in this file")),
    }
}
