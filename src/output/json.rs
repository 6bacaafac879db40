//! JSON, version 1. Its members never change their meaning; new ones may come.

use std::borrow::Cow;
use std::io::{self, Write};

use serde::Serialize;

use super::{Range, Report, Summary};
use crate::files::Snapshot;
use crate::finding::{Finding, Fix, Related, Severity, Target};
use crate::text::{Place, SourceText, Span};

#[derive(Serialize)]
struct Document<'a> {
    version: u32,
    findings: Vec<JsonFinding<'a>>,
    summary: Summary,
}

#[derive(Serialize)]
struct JsonFinding<'a> {
    rule: &'a str,
    severity: &'a str,
    message: &'a str,
    #[serde(flatten)]
    place: JsonPlace<'a>,
    notes: &'a [String],
    related: Vec<JsonRelated<'a>>,
    fixes: Vec<JsonFix<'a>>,
}

#[derive(Serialize)]
struct JsonPlace<'a> {
    file: Cow<'a, str>,
    range: Range,
}

#[derive(Serialize)]
struct JsonRelated<'a> {
    #[serde(flatten)]
    place: JsonPlace<'a>,
    message: &'a str,
}

#[derive(Serialize)]
struct JsonFix<'a> {
    title: &'a str,
    safe: bool,
    edits: Vec<JsonEdit<'a>>,
}

#[derive(Serialize)]
struct JsonEdit<'a> {
    #[serde(flatten)]
    place: JsonPlace<'a>,
    text: &'a str,
}

/// Writes the report as one object on one line.
///
/// # Errors
///
/// As the writer's.
pub fn write(out: &mut impl Write, report: &Report) -> io::Result<()> {
    let document = Document {
        version: 1,
        findings: report
            .findings
            .iter()
            .filter_map(|finding| json_finding(report.snapshot, finding))
            .collect(),
        summary: report.summary,
    };
    serde_json::to_writer(&mut *out, &document)?;
    writeln!(out)
}

fn json_finding<'a>(snapshot: &'a Snapshot, finding: &'a Finding) -> Option<JsonFinding<'a>> {
    let related = |related: &'a Related| {
        Some(JsonRelated {
            place: json_place(snapshot, related.place)?,
            message: &related.message,
        })
    };
    Some(JsonFinding {
        rule: finding.rule,
        severity: Severity::name(finding.severity),
        message: &finding.message,
        place: json_place(snapshot, finding.place)?,
        notes: &finding.notes,
        related: finding.related.iter().filter_map(related).collect(),
        fixes: finding
            .fixes
            .iter()
            .filter_map(|fix| json_fix(snapshot, fix))
            .collect(),
    })
}

/// A fix with all its edits, or none.
fn json_fix<'a>(snapshot: &'a Snapshot, fix: &'a Fix) -> Option<JsonFix<'a>> {
    let edits: Option<Vec<_>> = fix
        .edits
        .iter()
        .map(|edit| {
            Some(JsonEdit {
                place: json_target(snapshot, &edit.target)?,
                text: &edit.text,
            })
        })
        .collect();
    Some(JsonFix {
        title: &fix.title,
        safe: fix.safe,
        edits: edits?,
    })
}

fn json_place(snapshot: &Snapshot, place: Place) -> Option<JsonPlace<'_>> {
    let (file, text) = snapshot.named_text(place.file)?;
    Some(JsonPlace {
        file: Cow::Borrowed(file),
        range: Range::of(text, place.span),
    })
}

/// A file that does not exist yet is empty: its edit stands at its beginning.
fn json_target<'a>(snapshot: &'a Snapshot, target: &Target) -> Option<JsonPlace<'a>> {
    match target {
        Target::Place(place) => json_place(snapshot, *place),
        Target::New(path) => Some(JsonPlace {
            file: Cow::Owned(snapshot.shown(path)),
            range: Range::of(&SourceText::default(), Span::at(0)),
        }),
    }
}
