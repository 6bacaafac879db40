//! Words of rc.conf's values and of commands: where each part of them is written.

use std::ops::Range;

use super::table::Form;
use crate::host::Host;
use crate::host::scripts::Word;
use crate::text::Place;

/// Where bytes `range` of a word are written, and whether they can be written anew there. A part
/// that comes from a variable is where that was set.
pub(super) fn written(host: &Host, word: &Word, range: Range<usize>) -> (Place, Form) {
    if word.is_exact(range.clone()) {
        return (word.place_of(range), Form::Word);
    }
    let source = word.source_of(range.clone());
    let there = host.file(source.file);
    let there = there.map_or("", |file| file.source.text.slice(source.span));
    match word.text.get(range.clone()) {
        Some(text) if text == there && !text.is_empty() => (source, Form::Word),
        _ => (word.place_of(range), Form::Fixed),
    }
}

/// The parts of a value that blanks separate.
pub(super) fn parts(value: &str) -> impl Iterator<Item = (Range<usize>, &str)> {
    let blank = |c: char| matches!(c, ' ' | '\t' | '\n');
    let mut at = 0;
    value.split_inclusive(blank).filter_map(move |part| {
        let start = at;
        at += part.len();
        let part = part.trim_end_matches(blank);
        (!part.is_empty()).then(|| (start..start + part.len(), part))
    })
}
