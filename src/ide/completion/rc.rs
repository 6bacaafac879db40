//! rc.conf.

use super::item::Completions;
use super::rc_context::{self, Context};
use super::rc_values::{self, At};
use super::{Cursor, rc_words};
use crate::text::Span;

pub(super) fn complete(cursor: &Cursor<'_>) -> Completions {
    match rc_context::read(cursor.before()) {
        Context::Nothing => Completions::none(),
        Context::Name(typed) => name(cursor, typed),
        Context::Value {
            name,
            written,
            quote,
        } => value(cursor, name, written, quote),
    }
}

fn name(cursor: &Cursor<'_>, typed: &str) -> Completions {
    let is_part = |c: char| c.is_ascii_alphanumeric() || c == '_';
    let behind = cursor.behind();
    let rest = behind.find(|c| !is_part(c)).unwrap_or(behind.len());
    let replaced = Span::new(cursor.at - typed.len(), cursor.at + rest);
    let has_value = !cursor.rest_of_line(cursor.at + rest).trim().is_empty();
    rc_words::names(cursor, typed, replaced, has_value)
}

/// The word of the value that the cursor is in.
fn value(cursor: &Cursor<'_>, name: &str, written: &str, quote: Option<char>) -> Completions {
    let blank = |c: char| c.is_whitespace();
    let start = written.rfind(blank).map_or(0, |at| at + 1);
    let (before, typed) = written.split_at_checked(start).unwrap_or_default();
    let behind = cursor.behind();
    let ends = |c: char| c.is_whitespace() || Some(c) == quote || "\"';#".contains(c);
    let rest = behind.find(ends).unwrap_or(behind.len());
    let replaced = Span::new(cursor.at - typed.len(), cursor.at + rest);
    let rest_of_value = behind.get(rest..).unwrap_or_default();
    let after = match quote {
        Some(quote) => rest_of_value
            .split([quote, '\n'])
            .next()
            .unwrap_or_default(),
        None => "",
    };
    let others: Vec<&str> = before
        .split_whitespace()
        .chain(after.split_whitespace())
        .collect();
    let last = before.split_whitespace().next_back();
    let own = cursor.text.get(replaced.range()).unwrap_or_default();
    let at = At {
        last,
        others: &others,
        own,
    };
    let items = rc_values::of(cursor, name, at);
    Completions::of(typed, replaced, items)
}
