//! What a malformed line of loader.conf was plainly meant to be.
//!
//! Says how it would be written, not whether the loader takes it: the caller tries that.

use crate::syntax::{Remedy, Replacement, typed};
use crate::text::Span;

/// Words before an assignment in the languages of shells and of commands.
const COMMANDS: [&str; 4] = ["export", "kenv", "set", "sysctl"];

/// Puts double quotes around a value that has none.
pub(super) fn quote(value: Span) -> Remedy {
    let quotes = vec![
        Replacement::insert(value.start as usize, "\""),
        Replacement::insert(value.end as usize, "\""),
    ];
    Remedy::certain("put the value in double quotes", quotes)
}

/// What to do with `more`, at `span`, behind the value `written`, at `value`.
pub(super) fn behind_value(written: &str, value: Span, more: &str, span: Span) -> Option<Remedy> {
    let semicolons = more.len() - more.trim_start_matches(';').len();
    let rest = more.get(semicolons..)?.trim_start();
    if semicolons > 0 && (rest.is_empty() || rest.starts_with('#')) {
        let start = span.start as usize;
        let replacement = Replacement::remove(Span::new(start, start + semicolons));
        return Some(Remedy::certain("remove the `;`", vec![replacement]));
    }
    let (word, _) = more.split_once([' ', '\t']).unwrap_or((more, ""));
    let goes_on = value.end == span.start && !written.starts_with('"') && is_plain(word);
    let end = Span::at(span.start as usize + word.len());
    goes_on.then(|| quote(value.to(end)))
}

/// What to do with a line without a value that the loader takes.
pub(super) fn of_value(line: &str, span: Span) -> Option<Remedy> {
    let (name, written) = line.split_once('=')?;
    let value = written.trim_start();
    let at = span.start as usize + line.len() - value.len();
    if let Some((command, _)) = name.trim_end().split_once([' ', '\t']) {
        let blanks = name.len() - name.get(command.len()..)?.trim_start().len();
        let start = span.start as usize;
        let replacement = Replacement::remove(Span::new(start, start + blanks));
        let title = format!("remove the word `{command}`");
        let known = COMMANDS.contains(&command);
        return known.then(|| Remedy::certain(title, vec![replacement]));
    }
    if let Some(inside) = value.strip_prefix('\'') {
        let close = at + 1 + inside.find('\'')?;
        let other = |at| Replacement::new(Span::new(at, at + 1), "\"");
        let replacements = vec![other(at), other(close)];
        return Some(Remedy::certain("write double quotes", replacements));
    }
    if let Some(replacements) = typed::quotes(value, at, "\"") {
        return Some(Remedy::certain("write plain double quotes", replacements));
    }
    if let Some(inside) = value.strip_prefix('"') {
        if let Some(curly) = inside.trim_end().strip_suffix(['\u{201c}', '\u{201d}']) {
            let end = at + 1 + curly.len();
            let replacement = Replacement::new(Span::new(end, end + '\u{201d}'.len_utf8()), "\"");
            return Some(Remedy::certain(
                "write plain double quotes",
                vec![replacement],
            ));
        }
        let plain = !inside.contains(['#', ';', '"']);
        let quote = Replacement::insert(at + value.trim_end().len(), "\"");
        return plain.then(|| Remedy::certain("close the quote", vec![quote]));
    }
    let (word, rest) = value.split_once([' ', '\t']).unwrap_or((value, ""));
    let rest = rest.trim_start();
    let alone = rest.is_empty() || rest.starts_with('#');
    (alone && is_plain(word)).then(|| quote(Span::new(at, at + word.len())))
}

/// Whether a word means the same in double quotes.
fn is_plain(word: &str) -> bool {
    let special = |c: char| c.is_whitespace() || "\"\\$#;'".contains(c);
    !word.is_empty() && !word.contains(special)
}
