//! The comment that accepts a finding, put on a line of its own above it.

use crate::files::SourceFile;
use crate::finding::suppression::{self, Suppression};
use crate::finding::{Edit, Finding};
use crate::rules::{self, Check};
use crate::syntax::{self, Language, Tree};
use crate::text::{FileId, SourceText, Span};

/// The edit that accepts a finding where it stands; `None` where a comment cannot be put above
/// its line, or would not be heeded.
#[must_use]
pub fn allow_here(file: &SourceFile, finding: &Finding) -> Option<Edit> {
    // What is said of comments cannot be accepted by a comment.
    let rule = rules::find(finding.rule).filter(|rule| !matches!(rule.check, Check::Elsewhere))?;
    let text = &file.text;
    let line = text.line_of(finding.place.span.start);
    let start = text.line_span(line).start;
    if !may_begin_a_line(text, line, start) {
        return None;
    }
    let edit = Edit::insert(file.id, start, comment(file, line, rule.name));
    is_heeded(file, &edit, rule.name, line).then_some(edit)
}

/// The comment with its line break, indented as the line below it.
fn comment(file: &SourceFile, line: usize, rule: &str) -> String {
    let below = file.text.slice(file.text.line_span(line));
    let indent: String = (below.chars())
        .take_while(|char| matches!(char, ' ' | '\t'))
        .collect();
    let sign = match file.language {
        Language::Frr => '!',
        _ => '#',
    };
    let line_break = match below {
        below if below.ends_with("\r\n") => "\r\n",
        below if below.ends_with('\r') => "\r",
        _ => "\n",
    };
    format!("{indent}{sign} cellblock: allow({rule}){line_break}")
}

/// Whether what precedes the line lets another one come between: no continued line, and nothing
/// that must be first in the file.
fn may_begin_a_line(text: &SourceText, line: usize, start: u32) -> bool {
    let before = Span {
        start: 0,
        end: start,
    };
    let before = text.slice(before).trim_end_matches(['\r', '\n']);
    let first = ["#!", "\u{feff}"];
    let must_be_first = line == 0 && first.iter().any(|sign| text.as_str().starts_with(sign));
    !(must_be_first || before.ends_with('\\'))
}

/// Whether the comment is one where it was put, is about the line, and changes nothing else.
fn is_heeded(file: &SourceFile, edit: &Edit, rule: &str, line: usize) -> bool {
    let mut changed = file.text.as_str().to_owned();
    let at = edit.target.span().start as usize;
    if !changed.is_char_boundary(at) {
        return false;
    }
    changed.insert_str(at, &edit.text);
    let tree = syntax::parse(file.language, &changed);
    let changed = SourceText::from_bytes(changed.into_bytes());
    let is_about_it = |suppression: &Suppression| {
        suppression.line == line + 1
            && text_line(&changed, suppression) == line
            && suppression.rules.iter().any(|(name, _)| name == rule)
    };
    is_as_sound(file.tree(), &tree)
        && suppression::suppressions(FileId(0), &changed, tree.comments().into_iter())
            .iter()
            .any(is_about_it)
}

fn text_line(text: &SourceText, suppression: &Suppression) -> usize {
    text.line_of(suppression.place.span.start)
}

fn is_as_sound(before: &Tree, after: &Tree) -> bool {
    let faults = |tree: &Tree| (tree.errors().len(), tree.not_understood().len());
    faults(before) == faults(after)
}
