//! The edits that many rules need in jail.conf: a statement in, a statement out, the elements of
//! a list apart.
//!
//! Knows the file's tree, no rule.

use super::edits::remove_statement;
use crate::finding::Edit;
use crate::host::{Host, HostFile, HostJail};
use crate::syntax::Tree;
use crate::syntax::jail::{Parameter, Statement};
use crate::text::{Place, Span};

/// The statement in which the bytes at `place` stand.
pub(crate) fn statement_at(host: &Host, place: Place) -> Option<(&HostFile, &Parameter)> {
    let file = host.file(place.file)?;
    let Tree::Jail(tree) = file.tree() else {
        return None;
    };
    let holds = |span: Span| span.start <= place.span.start && place.span.end <= span.end;
    let mut statements = tree.statements.as_slice();
    loop {
        match statements.iter().find(|s| holds(s.span()))? {
            Statement::Block(block) => statements = &block.statements,
            Statement::Parameter(parameter) => return Some((file, parameter)),
            Statement::Include(_) => return None,
        }
    }
}

/// Whether `place` lies in the jail's own block, rather than in a wildcard or outside all blocks.
pub(crate) fn is_own(jail: &HostJail, place: Place) -> bool {
    let block = jail.jail.block;
    block.file == place.file
        && block.span.start <= place.span.start
        && place.span.end <= block.span.end
}

/// Takes out the statement in which `place` stands, with its line if nothing else is on it.
pub(crate) fn remove_parameter(host: &Host, place: Place) -> Option<Edit> {
    let (file, parameter) = statement_at(host, place)?;
    let text = &file.source.text;
    let statement = Place::new(place.file, parameter.span);
    Some(remove_statement(text, statement))
}

/// One string with separators in it, as several strings: `"a, b"` as `"a", "b"`. `count` is how
/// many it is to become; `None` where it is not one plain string.
pub(crate) fn split_string(host: &Host, place: Place, count: usize) -> Option<Edit> {
    let text = &host.file(place.file)?.source.text;
    let written = text.slice(place.span);
    let quote = written.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    let inner = written.strip_prefix(quote)?.strip_suffix(quote)?;
    if inner.contains([quote, '\\', '\n']) {
        return None;
    }
    let parts = inner
        .split([',', ';', ' ', '\t'])
        .filter(|part| !part.is_empty());
    let parts: Vec<String> = parts.map(|part| format!("{quote}{part}{quote}")).collect();
    (parts.len() == count).then(|| Edit::replace(place, parts.join(", ")))
}

/// A statement before the closing brace: on a line of its own if the brace has one.
pub(crate) fn at_end_of_block(file: &HostFile, block: Place, statement: &str) -> Option<Edit> {
    let text = &file.source.text;
    let brace = block.span.end.checked_sub(1)?;
    let end = end_of_code(file, block.span.start, brace);
    let last = Span {
        start: end.checked_sub(1)?,
        end,
    };
    if !matches!(text.slice(last), ";" | "{" | "}") {
        return None;
    }
    let line = text.whole_lines(Span::at(brace as usize));
    let before_brace = Span {
        start: line.start.max(block.span.start),
        end: brace,
    };
    if !text.slice(before_brace).trim().is_empty() || line.start <= block.span.start {
        return Some(Edit::insert(block.file, brace, format!("{statement} ")));
    }
    let indent = match text.slice(last) {
        "{" => format!("{}\t", text.indent_at(block.span.start)),
        _ => text.indent_at(last.start).to_owned(),
    };
    let added = format!("{indent}{statement}{}", text.line_break());
    Some(Edit::insert(block.file, line.start, added))
}

/// Where the last of bytes `start..end` that is neither blank nor comment ends.
fn end_of_code(file: &HostFile, start: u32, end: u32) -> u32 {
    let text = &file.source.text;
    let comments = file.tree().comments();
    let mut end = end;
    loop {
        let inside = text.slice(Span { start, end });
        let blanks = inside.len() - inside.trim_end().len();
        end -= u32::try_from(blanks).unwrap_or(0);
        let is_last = |comment: &&Span| comment.start < end && end <= comment.end;
        match comments.iter().find(is_last) {
            Some(comment) if comment.start > start => end = comment.start,
            _ => return end,
        }
    }
}
